/*
 * correct_transfer.c - a card's colours from a photo that shows it beside a
 * reference chart in the same light.
 */
#include "correct/correct_steps.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Lab of the card's patches through the reference chart's correction. SCT_ERR_CHART_UNUSABLE when one cannot be read. */
static sct_status read_colours(sct_context *ctx, const sct_chart_result *seen, const correct_model *model, uint32_t width,
                               uint32_t height, sct_chart *card)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    for (size_t i = 0; i < card->patch_count; i++) {
        const sct_chart_patch *p = &seen->patches[i];
        double rgb[3] = {p->rgb_linear.r, p->rgb_linear.g, p->rgb_linear.b};
        double u = (p->centre[0] + 0.5) / width - 0.5, v = (p->centre[1] + 0.5 - 0.5 * height) / width;
        if (!p->kept || chart_sample_limits(p->faults) > 0)
            return diag_set(ctx, SCT_ERR_CHART_UNUSABLE,
                            "the card's patch %s is over-exposed or cut off; photograph card and chart again", p->name);
        card->patches[i].lab = sct_lab_from_xyz(correct_model_xyz(model, rgb, u, v), white);
    }
    return SCT_OK;
}

static sct_status find_card(sct_context *ctx, const sct_chart *card, const pixels_image *image, sct_chart_result *out)
{
    card_hit hit;
    sct_status status = card_find_one(
        ctx, card, image, "the card was not found; show it whole, flat and in focus, its corner marks in view", &hit);
    if (status == SCT_OK)
        card_examine(image, &hit, out);
    return status;
}

sct_status correct_transfer(sct_context *ctx, const sct_chart *card, const sct_chart_options *options,
                            const sct_photo *photo, sct_chart *out, sct_chart_result *reference)
{
    sct_status status = SCT_OK;
    sct_chart_options grids;
    sct_chart *transferred = NULL;
    sct_chart_result *seen = NULL, *known = NULL;
    pixels_image *image = NULL;
    correct_model model;

    sct_context_clear(ctx);
    if (!card || !photo || !out || card->fiducial_count == 0)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_card_transfer needs a card, a photo and a place for the answer");
    TRY(chart_options_take(ctx, options, &grids));
    sct_photo_info info = photo_info(photo);
    TRY(chart_open_photo(ctx, photo, &image));
    num_mat3 profile = pixels_matrix(image);
    TRY(mem_new(ctx, 1, sizeof *transferred, (void **)&transferred));
    TRY(mem_new(ctx, 1, sizeof *seen, (void **)&seen));
    TRY(mem_new(ctx, 1, sizeof *known, (void **)&known));
    TRY(find_card(ctx, card, image, seen));
    TRY(chart_grid_find_whole(ctx, &grids, image, known));
    TRY(correct_chart_fit(ctx, chart_options_find(&grids, known->name), info.width, info.height, &profile, known, &model));
    *transferred = *card;
    transferred->tier = SCT_TIER_TRANSFERRED;
    transferred->u95_de00 = known->correction.u95_de00;
    snprintf(transferred->source, sizeof transferred->source, "transferred from a photo beside %s", known->name);
    TRY(read_colours(ctx, seen, &model, info.width, info.height, transferred));
    flags_join(&known->flags, photo_flags(photo));
    *out = *transferred;
    if (reference)
        *reference = *known;
done:
    pixels_free(image);
    mem_free(transferred);
    mem_free(seen);
    mem_free(known);
    return status;
}
