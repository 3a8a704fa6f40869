/*
 * chart_grid.c - from a photo to a grid with its patches, or a refusal.
 */
#include "chart/chart_detect.h"

#include <math.h>
#include <string.h>

static const double found_score = 0.84;   /* R squared in the small copy, with its small preferences */
static const double rival_margin = 0.05;  /* a second reading may not come nearer */
static const double another_chart = 0.90; /* score of a chart elsewhere in the photo */
static const double placed_share = 0.8;   /* of the patches that place a chart whose edges disagree */
/* What lies in rows and columns as a chart does and has its colours by half, but not well enough: a chart on which something
 * shines or lies. The fewer places, the more of the colours. Of 234 photos without a chart one had twelve of 24 places and
 * more than 0.4, and none 0.6. */
static const struct {
    double share, score;
} spoilt_from[] = {{0.75, 0.4}, {0.6, 0.5}, {0.5, 0.6}};
static const double whole_share = 0.75; /* of the patches in rows and columns: a chart, whatever lies on the others */
static const double small_pitch_px = 10;
static const double unread_pitch_px = 16; /* below it edges are lost by size, else by blur */
static const double twin_de00 = 6;        /* mean distance of two charts that detection cannot tell apart */

int chart_are_twins(const sct_chart *a, const sct_chart *b)
{
    if (a->rows != b->rows || a->columns != b->columns || a->patch_count != b->patch_count)
        return 0;
    double sum = 0;
    for (size_t i = 0; i < a->patch_count; i++)
        sum += sct_de2000(a->patches[i].lab, b->patches[i].lab);
    return sum < twin_de00 * (double)a->patch_count;
}

/* Grid charts worth looking for; of twins only the first, unless one is asked for by id. */
static sct_status choose_targets(sct_context *ctx, const sct_chart_options *options, chart_target **out, size_t *count)
{
    sct_status status = SCT_OK;
    size_t charts = 0, n = 0;
    chart_target *targets = NULL;

    while (chart_options_listed(options, charts))
        charts++;
    TRY(mem_new(ctx, charts, sizeof *targets, (void **)&targets));
    for (size_t i = 0; i < charts; i++) {
        const sct_chart *chart = chart_options_listed(options, i);
        int wanted = chart->rows > 0 && (!options->id || strcmp(options->id, chart->id) == 0);
        for (size_t k = 0; k < n && wanted; k++)
            wanted = !chart_are_twins(chart, targets[k].chart);
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

static void flag_weaknesses(const chart_hit *hit, int cut, double regularity, sct_chart_result *result)
{
    if (regularity > 1)
        flags_add(&result->flags, "chart-screen", 1,
                  "this chart is on a screen or a printed copy: a fine regular pattern lies over its patches",
                  "lay a real chart beside the skin: a screen has its own light, and a copy other colours");
    if (cut)
        flags_addf(&result->flags, "chart-cut", 0, "photograph the whole chart, with some room around it",
                   "%d of the chart's patches are cut by the edge of the photo", cut);
    chart_confirm_flag_shadow(result);
    if (result->mirrored)
        flags_add(&result->flags, "chart-mirrored", 0, "the photo is mirrored: the chart reads the wrong way round",
                  "turn mirroring off in the camera, or check which side of the head this is");
    if (result->pitch_px < small_pitch_px)
        flags_addf(&result->flags, "chart-small", 0, "bring the chart nearer, so that a patch is at least 20 pixels wide",
                   "the chart's patches are only %.0f pixels apart", result->pitch_px);
    if (hit->elsewhere > another_chart)
        flags_add(&result->flags, "two-charts", 0, "more than one colour chart is in view; the clearest one was used",
                  "leave one chart in the picture, beside the skin");
}

static int is_spoilt(const chart_target *target, const chart_hit *hit)
{
    for (size_t i = 0; i < sizeof spoilt_from / sizeof *spoilt_from; i++)
        if (hit->nodes >= spoilt_from[i].share * (double)target->chart->patch_count && hit->score >= spoilt_from[i].score)
            return 1;
    return 0;
}

/* Refuses a chart whose colours are spoilt, with what spoils them. */
static sct_status complain_of_spoilt(sct_context *ctx, const pixels_image *image, const chart_target *target,
                                     const chart_hit *hit, sct_chart_patch *patches)
{
    sct_chart_result *result = NULL;
    sct_status status = SCT_OK;
    const sct_chart *chart = target->chart;
    char why[160];
    TRY(mem_new(ctx, 1, sizeof *result, (void **)&result));
    chart_sample(image, chart, &hit->map, patches);
    result->patch_count = chart->patch_count;
    memcpy(result->patches, patches, chart->patch_count * sizeof *patches);
    if (chart_confirm_is_uneven(target, result->patches))
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "a chart was found, but the light falls so unevenly over it that no one correction fits; move lamp or chart "
             "until "
             "all of it is lit alike");
    int spoilt = chart_confirm_spoilt(target, result->patches);
    if (spoilt) {
        const char *fix = chart_complain(chart, result, why, sizeof why);
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE, "a chart was found, but of its %zu patches %s; %s", chart->patch_count, why, fix);
    }
    FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
         "a chart was found, but its colours are not those of %s: faded, in light of several colours, or another chart; use "
         "a "
         "clean one in one even light",
         chart->name);
done:
    mem_free(result);
    return status;
}

/* Fills everything about one hypothesis but the correction; named: it is the chart that was asked for. */
static sct_status examine(sct_context *ctx, const pixels_image *image, const chart_target *target, const chart_hit *hit,
                          int named, sct_chart_result *result)
{
    sct_status status = SCT_OK;
    const sct_chart *chart = target->chart;
    int n = (int)chart->patch_count;
    double regularity;
    char why[160];

    chart_homography map = hit->map;

    int edges = chart_refine(image, chart, &map);
    if (!edges && hit->nodes < placed_share * n) { /* placed by a few blobs, and nothing to hold the far corners */
        double pitch = chart_homography_step(&map, (chart->columns - 2) / 2.0, (chart->rows - 1) / 2.0);
        if (pitch < unread_pitch_px)
            FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
                 "a chart was found, but it is too small to be read (its patches are %.0f pixels apart); go nearer", pitch);
        FAIL(
            ctx, SCT_ERR_CHART_UNUSABLE,
            "a chart was found, but too few of its edges can be made out: it is out of focus, or something lies on it; hold "
            "still, tap on it to focus, and take away what covers it");
    }
    chart_sample(image, chart, &map, result->patches);
    memcpy(result->name, chart->id, sizeof result->name);
    result->tier = chart->tier;
    result->mirrored = hit->mirrored;
    memcpy(result->homography, map.m, sizeof map.m);
    result->pitch_px = chart_homography_step(&map, (chart->columns - 2) / 2.0, (chart->rows - 1) / 2.0);
    result->mm_per_px = chart->pitch_mm > 0 ? chart->pitch_mm / result->pitch_px : (double)NAN;
    result->patch_count = chart->patch_count;
    int kept = chart_confirm(target, result);
    if (!(result->score >= chart_confirm_least_r2) && !named && is_spoilt(target, hit)) {
        chart_hit refined = *hit;
        refined.map = map;
        TRY(complain_of_spoilt(ctx, image, target, &refined, result->patches));
    }
    if (!(result->score >= chart_confirm_least_r2))
        FAIL(ctx, SCT_ERR_CHART_NONE, "no colour chart was found; lay one flat beside the skin, whole and in focus");
    if (!chart_confirm_is_whole(n, kept)) {
        const char *fix = chart_complain(chart, result, why, sizeof why);
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE, "a chart was found, but of its %d patches %s; %s", n, why, fix);
    }
    if (hit->beyond > (chart->rows + chart->columns) / 2)
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "these patches are part of a larger chart, whose colours are not known; describe it in a chart file");
    TRY(chart_screen_regularity(ctx, image, chart, &map, result->patches, &regularity));
    flag_weaknesses(hit, chart_sample_count_cut(image, chart, &map), regularity, result);
done:
    return status;
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

/* Whether a hit is none that can be read, in one way only. What does not fit may lie in a shadow, be covered, or shine; *hit
 * becomes the reading that explains it. */
static int is_unclear(const pixels_image *image, const chart_target *targets, int allow_mirrored, sct_chart_patch *patches,
                      chart_hit *hit)
{
    if (!(hit->score > 0))
        return 1;
    const chart_target *target = &targets[hit->target];
    double share = hit->nodes / (double)target->chart->patch_count;
    int in_two_ways = hit->rival > hit->score - rival_margin, unclear = hit->score <= found_score || in_two_ways;
    if ((unclear || hit->trimmed) && share >= placed_share &&
        chart_confirm_in_shade(image, target, allow_mirrored, patches, hit))
        return 0;
    return unclear && (in_two_ways || share < whole_share || !chart_confirm_by_half(image, target, patches, hit));
}

sct_status chart_grid_find(sct_context *ctx, const sct_chart_options *options, const chart_searched *s,
                           const chart_claim *claim, sct_chart_result *out)
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
    if (image) /* a copy of it knows of no light */
        chart_homography_enlarge(&hit.map, s->reduction);
    const pixels_image *read = image ? image : s->copy;
    int unclear = is_unclear(read, targets, options->allow_mirrored, result->patches, &hit);
    if (unclear && !options->id && /* else another chart may lie there, which then is told */
        hit.score > 0 && is_spoilt(&targets[hit.target], &hit))
        TRY(complain_of_spoilt(ctx, read, &targets[hit.target], &hit, result->patches));
    if (unclear && hit.score <= found_score)
        FAIL(ctx, SCT_ERR_CHART_NONE, "no colour chart was found; lay one flat beside the skin, whole and in focus");
    if (unclear)
        FAIL(ctx, SCT_ERR_CHART_NONE, "what looks like a colour chart can be read in two ways; photograph it nearer");
    if (!image) {
        chart_homography_enlarge(&hit.map, s->reduction);
        sct_photo_info info = photo_info(s->photo);
        TRY(chart_open_part(ctx, s->photo, window_of(targets[hit.target].chart, &hit.map, info.width, info.height), &part));
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

sct_status chart_grid_find_whole(sct_context *ctx, const sct_chart_options *options, const pixels_image *image,
                                 sct_chart_result *out)
{
    chart_searched s = {.whole = image, .copy = image, .reduction = 1};
    const chart_claim none = {.card = NULL};
    return chart_grid_find(ctx, options, &s, &none, out);
}
