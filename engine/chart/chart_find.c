/*
 * chart_find.c - from a photo to a chart with its patches, or a refusal.
 */
#include "chart/card.h"
#include "chart/chart.h"
#include "chart/chart_detect.h"
#include "chart/chart_known.h"
#include "chart/chart_quality.h"

#include <math.h>
#include <string.h>

static const double found_score = 0.84;   /* R squared in the small copy, with its small preferences */
static const double confirmed_r2 = 0.80;  /* R squared of the patches sampled in the photo itself */
static const double rival_margin = 0.05;  /* a second reading may not come nearer */
static const double another_chart = 0.90; /* score of a chart elsewhere in the photo */
static const double placed_share = 0.8;   /* of the patches that place a chart whose edges disagree */
static const double small_pitch_px = 10;
static const double twin_de00 = 6;          /* mean distance of two charts that detection cannot tell apart */
enum { UNUSABLE_MAX = 6, CHARTS_MAX = 64 }; /* patches hidden or clipped, of 24; charts a caller may bring */
enum { SEARCHED_SIDE = 1800 };              /* longer side of the largest copy that is searched, pixels */

void sct_chart_options_init(sct_chart_options *options)
{
    if (!options)
        return;
    *options = (sct_chart_options){.size = sizeof *options, .allow_mirrored = 1};
}

/* Two grids whose colours differ so little that only a person can say which lies there. */
static int twins(const sct_chart *a, const sct_chart *b)
{
    if (a->rows != b->rows || a->columns != b->columns || a->patch_count != b->patch_count)
        return 0;
    double sum = 0;
    for (size_t i = 0; i < a->patch_count; i++)
        sum += sct_de2000(a->patches[i].lab, b->patches[i].lab);
    return sum < twin_de00 * (double)a->patch_count;
}

enum { PATCHES_MIN = 4, GRID_MIN = 2, GRID_MAX = 14 };

/* What the search rests on; sct_chart_read makes no other charts, but a caller may fill one by hand. */
static int is_sound(const sct_chart *chart)
{
    if (!memchr(chart->id, 0, sizeof chart->id) || !memchr(chart->name, 0, sizeof chart->name) ||
        chart->patch_count < PATCHES_MIN || chart->patch_count > SCT_CHART_PATCH_MAX ||
        chart->fiducial_count > SCT_CHART_FIDUCIAL_MAX)
        return 0;
    if (chart->rows == 0)
        return chart->fiducial_count > 0;
    return chart->rows >= GRID_MIN && chart->rows <= GRID_MAX && chart->columns >= GRID_MIN && chart->columns <= GRID_MAX &&
           chart->patch_count == (size_t)chart->rows * (size_t)chart->columns;
}

sct_status chart_take_options(sct_context *ctx, const sct_chart_options *given, sct_chart_options *checked)
{
    sct_status status = SCT_OK;
    sct_chart_options_init(checked);
    TRY(options_take(ctx, "sct_chart_options", given, OPTIONS_SIZE(sct_chart_options, allow_mirrored), checked,
                     sizeof *checked));
    if (checked->chart_count > CHARTS_MAX || (checked->chart_count && !checked->charts))
        FAIL(ctx, SCT_ERR_OPTION, "chart_count must be 0 to %d, and charts point to as many", CHARTS_MAX);
    for (size_t i = 0; i < checked->chart_count; i++)
        if (!is_sound(&checked->charts[i]))
            FAIL(ctx, SCT_ERR_OPTION, "charts[%zu] is no chart: read it with sct_chart_read", i);
done:
    return status;
}

const sct_chart *chart_listed(const sct_chart_options *options, size_t i)
{
    return i < options->chart_count ? &options->charts[i] : sct_chart_builtin(i - options->chart_count);
}

const sct_chart *chart_by_id(const sct_chart_options *options, const char *id)
{
    const sct_chart *chart;
    for (size_t i = 0; (chart = chart_listed(options, i)) != NULL; i++)
        if (strcmp(chart->id, id) == 0)
            return chart;
    return NULL;
}

/* Grid charts worth looking for; of twins only the first, unless one is asked for by id. */
static sct_status choose_targets(sct_context *ctx, const sct_chart_options *options, chart_target **out, size_t *count)
{
    sct_status status = SCT_OK;
    size_t charts = 0, n = 0;
    chart_target *targets = NULL;

    while (chart_listed(options, charts))
        charts++;
    TRY(mem_new(ctx, charts, sizeof *targets, (void **)&targets));
    for (size_t i = 0; i < charts; i++) {
        const sct_chart *chart = chart_listed(options, i);
        int wanted = chart->rows > 0 && (!options->id || strcmp(options->id, chart->id) == 0);
        for (size_t k = 0; k < n && wanted; k++)
            wanted = !twins(chart, targets[k].chart);
        if (wanted)
            chart_target_make(chart, &targets[n++]);
    }
    *out = targets;
    *count = n;
    targets = NULL;
done:
    mem_free(targets);
    return status;
}

/* Patches of which an edge lies outside the photo. */
static int count_cut(const pixels_image *image, const sct_chart *chart, const chart_homography *map)
{
    uint32_t width, height;
    int cut = 0;
    pixels_size(image, &width, &height);
    for (size_t i = 0; i < chart->patch_count; i++) {
        const sct_chart_swatch *patch = &chart->patches[i];
        int outside = 0;
        for (int corner = 0; corner < 4; corner++) {
            chart_point p = chart_homography_apply(map, patch->u + (corner & 1 ? 1 : -1) * patch->half_width,
                                                   patch->v + (corner & 2 ? 1 : -1) * patch->half_height);
            outside |= !(p.x >= -0.5 && p.y >= -0.5 && p.x <= width - 0.5 && p.y <= height - 0.5);
        }
        cut += outside;
    }
    return cut;
}

static void flag_weaknesses(const chart_hit *hit, int cut, int named, double regularity, sct_chart_result *result)
{
    if (regularity > 1)
        flags_add(&result->flags, "chart-screen", 1,
                  "this chart is on a screen or a printed copy: a fine regular pattern lies over its patches",
                  "lay a real chart beside the skin: a screen has its own light, and a copy other colours");
    if (cut)
        flags_addf(&result->flags, "chart-cut", 0, "photograph the whole chart, with some room around it",
                   "%d of the chart's patches are cut by the edge of the photo", cut);
    chart_flag_shadow(result);
    if (result->mirrored)
        flags_add(&result->flags, "chart-mirrored", 0, "the photo is mirrored: the chart reads the wrong way round",
                  "turn mirroring off in the camera, or check which side of the head this is");
    if (result->pitch_px < small_pitch_px)
        flags_addf(&result->flags, "chart-small", 0, "bring the chart nearer, so that a patch is at least 20 pixels wide",
                   "the chart's patches are only %.0f pixels apart", result->pitch_px);
    if (hit->elsewhere > another_chart)
        flags_add(&result->flags, "two-charts", 0, "more than one colour chart is in view; the clearest one was used",
                  "leave one chart in the picture, beside the skin");
    if (!named)
        flags_add(&result->flags, "chart-model", 0,
                  "charts of several makers share these colours in this order; the ColorChecker's values were used",
                  "name the chart");
}

/* Fills everything about one hypothesis but the correction. */
static sct_status examine(sct_context *ctx, const pixels_image *image, const chart_target *target, const chart_hit *hit,
                          int named, sct_chart_result *result)
{
    sct_status status = SCT_OK;
    const sct_chart *chart = target->chart;
    int n = (int)chart->patch_count;
    double regularity;

    chart_homography map = hit->map;

    int edges = chart_refine(image, chart, &map);
    if (!edges && hit->nodes < placed_share * n) /* placed by a few blobs, and nothing to hold the far corners */
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "a chart was found, but it is too blurred or too small to be read; go nearer and focus");
    chart_sample(image, chart, &map, result->patches);
    memcpy(result->name, chart->id, sizeof result->name);
    result->tier = chart->tier;
    result->mirrored = hit->mirrored;
    memcpy(result->homography, map.m, sizeof map.m);
    result->pitch_px = chart_homography_step(&map, (chart->columns - 2) / 2.0, (chart->rows - 1) / 2.0);
    result->mm_per_px = chart->pitch_mm > 0 ? chart->pitch_mm / result->pitch_px : (double)NAN;
    result->patch_count = chart->patch_count;
    int kept = chart_confirm(target, result);
    if (!(result->score >= confirmed_r2))
        FAIL(ctx, SCT_ERR_CHART_NONE, "no colour chart was found; lay one flat beside the skin, whole and in focus");
    if (n - kept > UNUSABLE_MAX * n / 24)
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "a chart was found, but %d of its %d patches are hidden, cut off or over-exposed; photograph it again",
             n - kept, n);
    if (hit->beyond > (chart->rows + chart->columns) / 2)
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "these patches are part of a larger chart, whose colours are not known; describe it in a chart file");
    TRY(chart_regularity(ctx, image, chart, &map, result->patches, &regularity));
    flag_weaknesses(hit, count_cut(image, chart, &map), named, regularity, result);
done:
    return status;
}

/* Turns a map onto a photo that was decoded at 1 / reduction into one onto the photo itself. */
static void enlarge_map(chart_homography *map, int reduction)
{
    for (int i = 0; i < 3; i++) {
        map->m[0][i] = map->m[0][i] * reduction + map->m[2][i] * (reduction - 1) / 2.0;
        map->m[1][i] = map->m[1][i] * reduction + map->m[2][i] * (reduction - 1) / 2.0;
    }
}

/* The part of the photo that a chart and one pitch around it take. */
static photo_window window_of(const sct_chart *chart, const chart_homography *map, uint32_t width, uint32_t height)
{
    double left = width, right = 0, top = height, bottom = 0;
    for (int corner = 0; corner < 4; corner++) {
        chart_point p = chart_homography_apply(map, corner & 1 ? chart->columns : -1.0, corner & 2 ? chart->rows : -1.0);
        left = fmin(left, p.x);
        right = fmax(right, p.x);
        top = fmin(top, p.y);
        bottom = fmax(bottom, p.y);
    }
    uint32_t x = (uint32_t)fmax(left, 0), y = (uint32_t)fmax(top, 0);
    uint32_t x1 = (uint32_t)fmin(right + 1, width), y1 = (uint32_t)fmin(bottom + 1, height);
    return (photo_window){x, y, x1 - x, y1 - y};
}

static sct_status open_part(sct_context *ctx, const sct_photo *photo, photo_window window, pixels_image **out)
{
    sct_status status = SCT_OK;
    photo_frame frame = {0};
    sct_flags known_already = {0}; /* the caller has them from the photo itself */
    TRY(photo_decode(ctx, photo, window, &frame));
    TRY(pixels_from(ctx, photo, &frame, &known_already, out));
done:
    photo_frame_free(&frame);
    return status;
}

sct_status chart_open_photo(sct_context *ctx, const sct_photo *photo, pixels_image **out)
{
    sct_photo_info info = photo_info(photo);
    return open_part(ctx, photo, (photo_window){0, 0, info.width, info.height}, out);
}

/* A photo, and the copy of it in which things are looked for. What is found there is then read in the photo itself. */
typedef struct searched {
    const sct_photo *photo;
    const pixels_image *whole; /* all of the photo; null: parts of it are decoded when they are needed */
    const pixels_image *copy;  /* at 1 / reduction; the same as `whole` when that is 1 */
    int reduction;
} searched;

/* What a card that was found claims of the copy that is searched; map: mm on the card -> pixels of the photo. */
static chart_claim claim_of(const searched *s, const sct_chart *card, double map[3][3])
{
    chart_claim claim = {.card = NULL};
    num_mat3 shrink = {{{1.0 / s->reduction, 0, (1.0 / s->reduction - 1) / 2},
                        {0, 1.0 / s->reduction, (1.0 / s->reduction - 1) / 2},
                        {0, 0, 1}}},
             from_card, to_card;
    if (!card)
        return claim;
    memcpy(from_card.m, map, sizeof from_card.m);
    from_card = num_mat3_mul(shrink, from_card);
    if (!num_mat3_invert(&from_card, &to_card))
        return claim;
    claim.card = card;
    memcpy(claim.to_card.m, to_card.m, sizeof to_card.m);
    return claim;
}

static sct_status find_grid(sct_context *ctx, const sct_chart_options *options, const searched *s, const chart_claim *claim,
                            sct_chart_result *out)
{
    sct_status status = SCT_OK;
    chart_target *targets = NULL;
    sct_chart_result *result = NULL;
    pixels_image *part = NULL;
    const pixels_image *image = s->whole;
    size_t count = 0;
    chart_hit hit;

    TRY(choose_targets(ctx, options, &targets, &count));
    TRY(chart_search(ctx, s->copy, targets, count, options->allow_mirrored, claim, &hit));
    TRY(mem_new(ctx, 1, sizeof *result, (void **)&result));
    int unclear = hit.score <= found_score || hit.rival > hit.score - rival_margin, placed = 0;
    if (hit.score > 0)
        placed = hit.nodes >= placed_share * (double)targets[hit.target].chart->patch_count;
    if (unclear && placed &&
        chart_read_in_shade(s->copy, &targets[hit.target], options->allow_mirrored, result->patches, &hit))
        unclear = 0;
    if (unclear && hit.score <= found_score)
        FAIL(ctx, SCT_ERR_CHART_NONE, "no colour chart was found; lay one flat beside the skin, whole and in focus");
    if (unclear)
        FAIL(ctx, SCT_ERR_CHART_NONE, "what looks like a colour chart can be read in two ways; photograph it nearer");
    enlarge_map(&hit.map, s->reduction);
    if (!image) {
        sct_photo_info info = photo_info(s->photo);
        TRY(open_part(ctx, s->photo, window_of(targets[hit.target].chart, &hit.map, info.width, info.height), &part));
        image = part;
    }
    TRY(examine(ctx, image, &targets[hit.target], &hit, options->id != NULL, result));
    *out = *result;
done:
    mem_free(targets);
    mem_free(result);
    pixels_free(part);
    return status;
}

sct_status chart_find_grid(sct_context *ctx, const sct_chart_options *options, const pixels_image *image,
                           sct_chart_result *out)
{
    searched s = {.whole = image, .copy = image, .reduction = 1};
    const chart_claim none = {.card = NULL};
    return find_grid(ctx, options, &s, &none, out);
}

/* ---- cards, then grids ---- */

/* A card whose patches do not look as its description says still has its millimetres. */
static void check_card_colours(const sct_chart *chart, sct_chart_result *result)
{
    chart_target target;
    int n = (int)chart->patch_count;
    if (result->tier == SCT_TIER_UNMEASURED)
        return;
    chart_target_make(chart, &target);
    int kept = chart_confirm(&target, result);
    chart_flag_shadow(result);
    if (result->score >= confirmed_r2 && n - kept <= UNUSABLE_MAX * n / 24)
        return;
    flags_addf(&result->flags, "card-colours", 0,
               "show all of the card without glare, and give the description of this print",
               "%d of the card's %d patches do not look as described, so only its millimetres are used", n - kept, n);
    result->tier = SCT_TIER_UNMEASURED;
    for (size_t i = 0; i < result->patch_count; i++)
        result->patches[i].reference_lab = (sct_lab){(double)NAN, (double)NAN, (double)NAN};
}

/* Place and patches are read in the photo itself. *chart stays null when there is no card. */
static sct_status find_card(sct_context *ctx, const card_finder *finder, const searched *s, card_effort effort,
                            sct_chart_result *out, const sct_chart **chart)
{
    sct_status status = SCT_OK;
    pixels_image *part = NULL;
    const pixels_image *image = s->whole ? s->whole : s->copy;
    card_hit hit, closer;

    TRY(card_search(ctx, finder, image, s->copy, s->whole ? s->reduction : 1, effort, &hit));
    if (!hit.chart)
        goto done;
    if (!s->whole) {
        sct_photo_info info = photo_info(s->photo);
        enlarge_map(&hit.map, s->reduction);
        TRY(open_part(ctx, s->photo, card_window(&hit, info.width, info.height), &part));
        TRY(card_search(ctx, finder, part, part, 1, effort, &closer));
        if (closer.chart) {
            closer.others += hit.others; /* a second card need not lie in the part */
            hit = closer;
        }
        image = part;
    }
    card_examine(image, &hit, out);
    check_card_colours(hit.chart, out);
    int cut = count_cut(image, hit.chart, &hit.map);
    if (cut && s->whole)
        flags_addf(&out->flags, "chart-cut", 0, "photograph the whole card, with some room around it",
                   "%d of the card's patches are cut by the edge of the photo", cut);
    *chart = hit.chart;
done:
    pixels_free(part);
    return status;
}

static void keep_card(const sct_chart *card, const sct_chart_result *seen, chart_found *found)
{
    found->card = *card;
    memcpy(found->card_map, seen->homography, sizeof found->card_map);
}

/*
 * A card of measured colours is an answer. One that has millimetres only leaves the colours to a grid chart, and lends it
 * its scale. Small cards are looked for last, because that takes longest. Fills *found's chart and card.
 */
static sct_status find_any(sct_context *ctx, const sct_chart_options *options, const searched *s, sct_chart_result *out,
                           chart_found *found)
{
    sct_status status = SCT_OK, grid = SCT_ERR_CHART_NONE;
    const sct_chart *named = options->id ? chart_by_id(options, options->id) : NULL, *card = NULL;
    sct_chart_result *seen = NULL;
    card_finder *finder = NULL;

    if (options->id && !named)
        FAIL(ctx, SCT_ERR_OPTION, "no chart is called \"%s\"; name one of those in palettes/charts, or give its file",
             options->id);
    if (named && named->rows == 0)
        TRY(card_tags_supported(ctx));
    TRY(mem_new(ctx, 1, sizeof *seen, (void **)&seen));
    TRY(card_finder_new(ctx, options, &finder));
    TRY(find_card(ctx, finder, s, CARD_COARSE, seen, &card));
    if (!(named && named->rows == 0) && !(card && seen->tier == SCT_TIER_MEASURED)) {
        chart_claim claim = claim_of(s, card, seen->homography);
        grid = find_grid(ctx, options, s, &claim, out);
        if (grid == SCT_OK) {
            found->chart = *chart_by_id(options, out->name);
            if (card)
                keep_card(card, seen, found);
            if (card && isnan(out->mm_per_px))
                out->mm_per_px = seen->mm_per_px;
            goto done;
        }
        found->no_grid = 1;
        status = grid;
        if (grid != SCT_ERR_CHART_NONE && grid != SCT_ERR_CHART_UNUSABLE)
            goto done;
    }
    if (!card)
        TRY(find_card(ctx, finder, s, CARD_FINE, seen, &card));
    if (!card) /* where there was a search for grids, its words stand */
        FAIL(ctx, grid, "the card was not found; show it whole, flat and in focus, its corner marks in view");
    sct_context_clear(ctx);
    status = SCT_OK;
    *out = *seen;
    found->chart = *card;
    keep_card(card, seen, found);
done:
    card_finder_free(finder);
    mem_free(seen);
    return status;
}

/* The chart that was asked for is not there: is another? The error says which; it is SCT_ERR_CHART_NONE either way. */
static sct_status look_for_another(sct_context *ctx, const sct_chart_options *options, const searched *s)
{
    sct_status status = SCT_OK;
    sct_context quiet = *ctx;
    sct_chart_options any = *options;
    sct_chart_result *other = NULL;
    chart_found *found = NULL;
    any.id = NULL;
    sct_context_clear(&quiet);
    TRY(mem_new(&quiet, 1, sizeof *other, (void **)&other));
    TRY(mem_new(&quiet, 1, sizeof *found, (void **)&found));
    TRY(find_any(&quiet, &any, s, other, found));
done:
    if (status == SCT_OK) {
        sct_context_clear(ctx);
        status = diag_set(ctx, SCT_ERR_CHART_NONE, "there is no %s in the photo, but a %s; name that one, or none",
                          options->id, other->name);
    } else if (status == SCT_ERR_CHART_NONE || status == SCT_ERR_CHART_UNUSABLE) {
        status = SCT_ERR_CHART_NONE;
    } else { /* no memory, or told to stop */
        *ctx = quiet;
    }
    mem_free(other);
    mem_free(found);
    return status;
}

/* A chart that was not asked for, or that a better one makes needless, is not the client either: a ColorChecker's black
 * frame looks like hair. Fills *found's card, beside the grid that was named, or the grid beside a card. */
static sct_status look_beside(sct_context *ctx, const sct_chart_options *options, const searched *s, chart_found *found)
{
    sct_status status = SCT_OK;
    sct_context quiet = *ctx;
    sct_chart_options any = *options;
    sct_chart_result *seen = NULL;
    const sct_chart *card = NULL;
    card_finder *finder = NULL;
    any.id = NULL;
    TRY(mem_new(&quiet, 1, sizeof *seen, (void **)&seen));
    if (found->chart.rows > 0 && options->id) {
        TRY(card_finder_new(&quiet, &any, &finder));
        TRY(find_card(&quiet, finder, s, CARD_COARSE, seen, &card));
    }
    if (card)
        keep_card(card, seen, found);
    if (found->chart.rows > 0 || found->no_grid)
        goto done;
    chart_claim claim = claim_of(s, &found->card, found->card_map);
    TRY(find_grid(&quiet, &any, s, &claim, seen));
    found->beside = *chart_by_id(&any, seen->name);
    memcpy(found->beside_map, seen->homography, sizeof found->beside_map);
done:
    card_finder_free(finder);
    mem_free(seen);
    if (status == SCT_ERR_CHART_NONE || status == SCT_ERR_CHART_UNUSABLE)
        return SCT_OK;
    if (status != SCT_OK) /* no memory, or told to stop */
        *ctx = quiet;
    return status;
}

/* The photo small enough to be searched quickly, from its file. */
static sct_status open_reduced(sct_context *ctx, const sct_photo *photo, int reduction, pixels_image **out)
{
    sct_status status = SCT_OK;
    photo_frame frame = {0};
    sct_flags known_already = {0};
    TRY(photo_decode_reduced(ctx, photo, reduction, &frame));
    TRY(pixels_from(ctx, photo, &frame, &known_already, out));
done:
    photo_frame_free(&frame);
    return status;
}

/* How much smaller a photo may be to be searched; of a strip something must stay. */
static int reduction_for(sct_photo_info info)
{
    enum { REDUCTION_MAX = 8, SHORTER_LEAST = 16 };
    uint32_t longer = info.width > info.height ? info.width : info.height;
    uint32_t shorter = info.width > info.height ? info.height : info.width;
    int reduction = 1;
    while (reduction < REDUCTION_MAX && longer / (uint32_t)(2 * reduction) >= SEARCHED_SIDE &&
           shorter / (uint32_t)(2 * reduction) >= SHORTER_LEAST)
        reduction *= 2;
    return reduction;
}

sct_status chart_find(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo, const pixels_image *image,
                      sct_chart_result *out, chart_found *found)
{
    sct_status status = SCT_OK;
    pixels_image *opened = NULL, *small = NULL;
    sct_photo_info info = photo_info(photo);
    photo_window window = image ? pixels_window(image) : (photo_window){0, 0, 0, 0};
    int whole = window.width == info.width && window.height == info.height;
    searched s = {.photo = photo, .whole = whole ? image : NULL, .reduction = 1};

    if (!whole) {
        s.reduction = photo_reduction(photo, SEARCHED_SIDE);
        TRY(open_reduced(ctx, photo, s.reduction, &opened));
        s.whole = s.reduction == 1 ? opened : NULL;
    }
    s.copy = s.whole ? s.whole : opened;
    found->profile = pixels_matrix(s.copy);
    found->width = info.width;
    found->height = info.height;
    if (s.whole && (s.reduction = reduction_for(info)) > 1) {
        TRY(pixels_shrink(ctx, s.whole, (uint32_t)s.reduction, &small));
        s.copy = small;
    }
    status = find_any(ctx, options, &s, out, found);
    if (status == SCT_ERR_CHART_NONE && options->id)
        status = look_for_another(ctx, options, &s);
    if (status == SCT_OK && whole)
        TRY(look_beside(ctx, options, &s, found));
    if (status == SCT_OK)
        TRY(chart_flag_bars(ctx, s.whole ? s.whole : s.copy, info.lossy, &out->flags));
done:
    pixels_free(opened);
    pixels_free(small);
    return status;
}

sct_status sct_chart_find(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo, sct_chart_result *out)
{
    sct_status status = SCT_OK;
    sct_chart_options checked;
    sct_chart_result *result = NULL;
    chart_found *found = NULL;
    chart_model model;

    sct_context_clear(ctx);
    if (!photo || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_chart_find needs a photo and a place for the answer");
    TRY(chart_take_options(ctx, options, &checked));
    TRY(mem_new(ctx, 1, sizeof *result, (void **)&result));
    TRY(mem_new(ctx, 1, sizeof *found, (void **)&found));
    TRY(progress_tell(ctx, SCT_STAGE_CHART, 0));
    TRY(chart_find(ctx, &checked, photo, NULL, result, found));
    TRY(chart_apply(ctx, &found->chart, found->width, found->height, &found->profile, result, &model));
    flags_join(&result->flags, photo_flags(photo));
    *out = *result;
done:
    mem_free(result);
    mem_free(found);
    return status;
}
