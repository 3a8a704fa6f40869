/*
 * card_find.c - the consultation card, found by its tags.
 */
#include "chart/card_tags.h"
#include "chart/chart_known.h"

#include <math.h>
#include <string.h>

enum { TAGS_MAX = 64, TAGS_MIN = 2 };

/* Longer sides of the copies that are searched: a tag needs two plane pixels a cell. Smaller photos are enlarged. */
static const uint32_t first_side = 1200, second_side = 2400;

/* Distance between the nearest two patches, chart units. */
static double pitch_of(const sct_chart *chart)
{
    double least = INFINITY;
    for (size_t i = 0; i < chart->patch_count; i++)
        for (size_t k = 0; k < i; k++)
            least = fmin(least, hypot(chart->patches[i].u - chart->patches[k].u, chart->patches[i].v - chart->patches[k].v));
    return least;
}

/* Pixels a unit at (u, v): root of the area that a unit square takes. */
static double scale_at(const chart_homography *h, double u, double v)
{
    chart_point o = chart_homography_apply(h, u - 0.5, v - 0.5), a = chart_homography_apply(h, u + 0.5, v - 0.5);
    chart_point b = chart_homography_apply(h, u - 0.5, v + 0.5);
    return sqrt(fabs((a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x)));
}

/* Reads tags in a copy of this size; *best becomes the better hit, its map in pixels of the photo. */
static sct_status look(sct_context *ctx, const sct_chart *card, const pixels_image *image, uint32_t side, card_hit *best)
{
    sct_status status = SCT_OK;
    chart_plane plane = {0}, larger = {0};
    card_tag *tags = NULL;
    size_t count = 0;

    TRY(chart_plane_make(ctx, image, side, &plane));
    if (2 * plane.width <= side && 2 * plane.height <= side) {
        TRY(chart_plane_double(ctx, &plane, &larger));
        chart_plane_free(&plane);
        plane = larger;
    }
    TRY(mem_new(ctx, TAGS_MAX, sizeof *tags, (void **)&tags));
    chart_plane_normalise(&plane);
    TRY(card_tags_find(ctx, &plane, tags, TAGS_MAX, &count));
    card_hit hit = card_place(card, tags, count);
    if (hit.tags > best->tags) {
        *best = hit;
        chart_plane_to_photo(&plane, &best->map);
    }
done:
    mem_free(tags);
    chart_plane_free(&plane);
    return status;
}

static void describe(const pixels_image *image, const sct_chart *card, const card_hit *hit, sct_chart_result *result)
{
    chart_homography map = hit->map;
    double u = card->window[0] + card->window[2] / 2, v = card->window[1] + card->window[3] / 2;
    if (!(card->window[2] > 0)) {
        u = card->patches[0].u;
        v = card->patches[0].v;
    }
    chart_refine(image, card, &map);
    double px_per_mm = scale_at(&map, u, v);
    memcpy(result->name, card->id, sizeof result->name);
    result->tier = card->tier;
    result->score = (double)hit->tags / (double)card->fiducial_count;
    memcpy(result->homography, map.m, sizeof map.m);
    result->pitch_px = px_per_mm * pitch_of(card);
    result->mm_per_px = 1 / px_per_mm;
    result->patch_count = card->patch_count;
    chart_sample(image, card, &map, result->patches);
}

sct_status card_find(sct_context *ctx, const sct_chart *card, const pixels_image *image, sct_chart_result *out)
{
    sct_status status = SCT_OK;
    card_hit hit = {0};
    sct_chart_result *result = NULL;

    TRY(look(ctx, card, image, first_side, &hit));
    if (hit.tags < (int)card->fiducial_count)
        TRY(look(ctx, card, image, second_side, &hit));
    if (hit.tags == 0)
        FAIL(ctx, SCT_ERR_CHART_NONE, "no colour chart was found; lay one flat beside the skin, whole and in focus");
    if (hit.tags < TAGS_MIN)
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE, "only one corner mark of the card can be read; show the whole card, in focus");
    TRY(mem_new(ctx, 1, sizeof *result, (void **)&result));
    describe(image, card, &hit, result);
    if (hit.tags < (int)card->fiducial_count)
        flags_addf(&result->flags, "card-marks", 0, "show all corner marks of the card, clean and flat",
                   "only %d of the card's %d corner marks could be read", hit.tags, (int)card->fiducial_count);
    if (hit.others > 0)
        flags_add(&result->flags, "two-charts", 0, "more than one card is in view; the one with most corner marks was used",
                  "leave one card in the picture, beside the skin");
    *out = *result;
done:
    mem_free(result);
    return status;
}

/* ---- transfer ---- */

/* Lab of the card's patches through the reference chart's correction; 0 if one was not kept. */
static int read_colours(const sct_chart_result *seen, const chart_model *model, uint32_t width, uint32_t height,
                        sct_chart *card)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    for (size_t i = 0; i < card->patch_count; i++) {
        const sct_chart_patch *p = &seen->patches[i];
        double rgb[3] = {p->rgb_linear.r, p->rgb_linear.g, p->rgb_linear.b};
        double u = (p->centre[0] + 0.5) / width - 0.5, v = (p->centre[1] + 0.5 - 0.5 * height) / width;
        if (!p->kept)
            return 0;
        card->patches[i].lab = sct_lab_from_xyz(chart_model_xyz(model, rgb, u, v), white);
    }
    return 1;
}

sct_status sct_card_transfer(sct_context *ctx, const sct_chart *card, const sct_chart_options *options,
                             const sct_photo *photo, sct_chart *out, sct_chart_result *reference)
{
    sct_status status = SCT_OK;
    sct_chart_options grids;
    sct_chart *transferred = NULL;
    sct_chart_result *seen = NULL, *known = NULL;
    pixels_image *image = NULL;
    chart_model model;

    sct_context_clear(ctx);
    if (!card || !photo || !out || card->fiducial_count < TAGS_MIN)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_card_transfer needs a card, a photo and a place for the answer");
    sct_chart_options_init(&grids);
    if (options)
        grids = *options;
    grids.allow_mirrored = 0;
    sct_photo_info info = photo_info(photo);
    TRY(chart_open_photo(ctx, photo, &image));
    num_mat3 profile = pixels_matrix(image);
    TRY(mem_new(ctx, 1, sizeof *transferred, (void **)&transferred));
    TRY(mem_new(ctx, 1, sizeof *seen, (void **)&seen));
    TRY(mem_new(ctx, 1, sizeof *known, (void **)&known));
    TRY(chart_find_grid(ctx, &grids, image, known));
    TRY(chart_apply(ctx, chart_by_id(&grids, known->name), info.width, info.height, &profile, known, &model));
    TRY(card_find(ctx, card, image, seen));
    *transferred = *card;
    if (!read_colours(seen, &model, info.width, info.height, transferred))
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "some patches of the card are clipped or cut off; photograph card and chart again");
    transferred->tier = SCT_TIER_TRANSFERRED;
    text_copy(transferred->source, sizeof transferred->source, "transferred from a photo beside a reference chart");
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
