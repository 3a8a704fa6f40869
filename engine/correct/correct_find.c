/*
 * correct_find.c - the chart or the card that a photo shows: cards first, then grids.
 */
#include "correct/correct_steps.h"

#include <math.h>
#include <string.h>

enum { SEARCHED_SIDE = 1800 }; /* longer side of the largest copy that is searched, pixels */

/* What a card that was found claims of the copy that is searched; map: mm on the card -> pixels of the photo. */
static chart_claim claim_of(const chart_searched *s, const sct_chart *card, double map[3][3])
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

/* A card whose patches do not look as its description says still has its millimetres. */
static void check_card_colours(const sct_chart *chart, sct_chart_result *result)
{
    chart_target target;
    int n = (int)chart->patch_count;
    if (result->tier == SCT_TIER_UNMEASURED)
        return;
    chart_target_make(chart, &target);
    int kept = chart_confirm(&target, result);
    chart_confirm_flag_shadow(result);
    if (chart_confirm_is_sure(result, kept))
        return;
    flags_addf(&result->flags, "card-colours", 0,
               "show all of the card without glare, and give the description of this print",
               "%d of the card's %d patches do not look as described, so only its millimetres are used", n - kept, n);
    result->tier = SCT_TIER_UNMEASURED;
    for (size_t i = 0; i < result->patch_count; i++)
        result->patches[i].reference_lab = (sct_lab){(double)NAN, (double)NAN, (double)NAN};
}

/* Place and patches are read in the photo itself. *chart stays null when there is no card. */
static sct_status find_card(sct_context *ctx, const card_finder *finder, const chart_searched *s, card_effort effort,
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
        chart_homography_enlarge(&hit.map, s->reduction);
        TRY(chart_open_part(ctx, s->photo, card_window(&hit, info.width, info.height), &part));
        TRY(card_search(ctx, finder, part, part, 1, effort, &closer));
        if (closer.chart) {
            closer.others += hit.others; /* a second card need not lie in the part */
            hit = closer;
        }
        image = part;
    }
    card_examine(image, &hit, out);
    check_card_colours(hit.chart, out);
    int cut = chart_sample_count_cut(image, hit.chart, &hit.map);
    if (cut && s->whole)
        flags_addf(&out->flags, "chart-cut", 0, "photograph the whole card, with some room around it",
                   "%d of the card's patches are cut by the edge of the photo", cut);
    *chart = hit.chart;
done:
    pixels_free(part);
    return status;
}

static void keep_card(const sct_chart *card, const sct_chart_result *seen, correct_found *found)
{
    found->card = *card;
    memcpy(found->card_map, seen->homography, sizeof found->card_map);
}

/* The grid in the photo, and what a card that is in view lends it. Fills *found's chart and card. */
static sct_status find_grid(sct_context *ctx, const sct_chart_options *options, const chart_searched *s,
                            const sct_chart *card, sct_chart_result *seen, sct_chart_result *out, correct_found *found)
{
    sct_status status = SCT_OK;
    chart_claim claim = claim_of(s, card, seen->homography);
    TRY(chart_grid_find(ctx, options, s, &claim, out));
    found->chart = *correct_known_find(options, out->name);
    if (!card)
        goto done;
    keep_card(card, seen, found);
    if (isnan(out->mm_per_px))
        out->mm_per_px = seen->mm_per_px;
done:
    if (status == SCT_ERR_CHART_NONE || status == SCT_ERR_CHART_UNUSABLE)
        found->no_grid = 1;
    return status;
}

/* The chart that the options name; null when they name none. SCT_ERR_OPTION. */
static sct_status take_named(sct_context *ctx, const sct_chart_options *options, const sct_chart **named)
{
    sct_status status = SCT_OK;
    *named = options->id ? correct_known_find(options, options->id) : NULL;
    if (options->id && !*named)
        FAIL(ctx, SCT_ERR_OPTION, "no chart is called \"%s\"; name one of those in palettes/charts, or give its file",
             options->id);
done:
    return status;
}

/* A hard look for small cards, which takes as long as one for grids and may be done beside it. */
typedef struct small_card {
    const card_finder *finder;
    const chart_searched *searched;
    sct_chart_result *seen;
    const sct_chart *card; /* what was found, or null */
} small_card;

static sct_status find_small_card(sct_context *ctx, void *job)
{
    small_card *s = job;
    return find_card(ctx, s->finder, s->searched, CARD_FINE, s->seen, &s->card);
}

/*
 * A card of measured colours is an answer. One that has millimetres only leaves the colours to a grid chart, and lends it
 * its scale. Small cards are looked for last, because that takes longest. Fills *found's chart and card.
 */
static sct_status find_any(sct_context *ctx, const sct_chart_options *options, const chart_searched *s,
                           sct_chart_result *out, correct_found *found)
{
    sct_status status = SCT_OK, grid = SCT_ERR_CHART_NONE;
    const sct_chart *named = NULL, *card = NULL;
    sct_chart_result *seen = NULL;
    card_finder *finder = NULL;
    small_card small = {.searched = s};
    base_task task = {.thread = NULL};

    TRY(take_named(ctx, options, &named));
    TRY(mem_new(ctx, 2, sizeof *seen, (void **)&seen));
    TRY(card_finder_new(ctx, options, &finder));
    small.finder = finder;
    small.seen = seen + 1;
    TRY(find_card(ctx, finder, s, CARD_COARSE, seen, &card));
    if (!card)
        task_begin(ctx, find_small_card, &small, &task);
    if (!(named && named->rows == 0) && !(card && seen->tier == SCT_TIER_MEASURED)) {
        grid = status = find_grid(ctx, options, s, card, seen, out, found);
        if (!found->no_grid) /* found, or an error that ends the search */
            goto done;
    }
    TRY(task_end(ctx, &task));
    card = card ? card : small.card;
    if (!card) /* where there was a search for grids, its words stand */
        FAIL(ctx, grid, "the card was not found; show it whole, flat and in focus, its corner marks in view");
    sct_context_clear(ctx);
    status = SCT_OK;
    *out = card == small.card ? *small.seen : *seen;
    found->chart = *card;
    keep_card(card, out, found);
done:
    task_drop(ctx, &task);
    card_finder_free(finder);
    mem_free(seen);
    return status;
}

/* The chart that was asked for is not there: is another? The error says which; it is SCT_ERR_CHART_NONE either way. */
static sct_status look_for_another(sct_context *ctx, const sct_chart_options *options, const chart_searched *s)
{
    sct_status status = SCT_OK;
    sct_context quiet = diag_quiet(ctx);
    sct_chart_options any = *options;
    sct_chart_result *other = NULL;
    correct_found *found = NULL;
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
        diag_take(ctx, &quiet);
    }
    mem_free(other);
    mem_free(found);
    return status;
}

/* A chart that was not asked for, or that a better one makes needless, is not the client either: a ColorChecker's black
 * frame looks like hair. Fills *found's card, beside the grid that was named, or the grid beside a card. */
static sct_status look_beside(sct_context *ctx, const sct_chart_options *options, const chart_searched *s,
                              correct_found *found)
{
    sct_status status = SCT_OK;
    sct_context quiet = diag_quiet(ctx);
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
    TRY(chart_grid_find(&quiet, &any, s, &claim, seen));
    found->beside = *correct_known_find(&any, seen->name);
    memcpy(found->beside_map, seen->homography, sizeof found->beside_map);
done:
    card_finder_free(finder);
    mem_free(seen);
    if (status == SCT_ERR_CHART_NONE || status == SCT_ERR_CHART_UNUSABLE)
        return SCT_OK;
    if (status != SCT_OK) /* no memory, or told to stop */
        diag_take(ctx, &quiet);
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

sct_status correct_find(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo,
                        const pixels_image *image, sct_chart_result *out, correct_found *found)
{
    sct_status status = SCT_OK;
    pixels_image *opened = NULL, *small = NULL;
    sct_photo_info info = photo_info(photo);
    photo_window window = image ? pixels_window(image) : (photo_window){0, 0, 0, 0};
    int whole = window.width == info.width && window.height == info.height;
    chart_searched s = {.photo = photo, .whole = whole ? image : NULL, .reduction = 1};

    if (!whole) {
        s.reduction = photo_reduction(photo, SEARCHED_SIDE);
        TRY(chart_open_reduced(ctx, photo, s.reduction, &opened));
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
        TRY(correct_bars(ctx, s.whole ? s.whole : s.copy, info.lossy, &out->flags));
done:
    pixels_free(opened);
    pixels_free(small);
    return status;
}

sct_status correct_find_chart(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo,
                              sct_chart_result *out)
{
    sct_status status = SCT_OK;
    sct_chart_options checked;
    sct_chart_result *result = NULL;
    correct_found *found = NULL;
    correct_model model;

    sct_context_clear(ctx);
    if (!photo || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_chart_find needs a photo and a place for the answer");
    TRY(chart_options_take(ctx, options, &checked));
    TRY(mem_new(ctx, 1, sizeof *result, (void **)&result));
    TRY(mem_new(ctx, 1, sizeof *found, (void **)&found));
    TRY(progress_tell(ctx, SCT_STAGE_CHART, 0));
    TRY(correct_find(ctx, &checked, photo, NULL, result, found));
    TRY(correct_chart_fit_twins(ctx, &checked, found, result, &model));
    correct_flag_steep(&model.doubt, result);
    flags_join(&result->flags, photo_flags(photo));
    *out = *result;
done:
    mem_free(result);
    mem_free(found);
    return status;
}
