/*
 * chart_elsewhere.c - where charts lie in the photo that is measured, and what
 * it means when the one that corrects it lies in another.
 */
#include "chart/chart_known.h"

#include <math.h>
#include <string.h>

static const double frame_of_pitch = 0.9; /* from the outer patches' centres to the frame's edge, in steps of the grid */
static const double border_of_tag = 0.2;  /* a tag's white border and what is printed beyond it, of its side */
/* Mean dE00 of a chart's patches under another photo's correction above which the two photos are not of one light: photos
 * of the same settings leave 2 more than the chart's own residual, which is 3 to 5. */
static const double other_light_de00 = 7;

/* Where a rectangle of the chart lies in the photo. */
static void corners_of(double h[3][3], double left, double top, double right, double bottom, double corners[4][2])
{
    const double uv[4][2] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
    for (int i = 0; i < 4; i++) {
        double w = h[2][0] * uv[i][0] + h[2][1] * uv[i][1] + h[2][2];
        for (int k = 0; k < 2; k++)
            corners[i][k] = (h[k][0] * uv[i][0] + h[k][1] * uv[i][1] + h[k][2]) / w;
    }
}

/* A chart's patches and its frame are not the client, whatever their colours. */
static void cover_grid(pixels_image *image, const sct_chart *chart, double h[3][3])
{
    double corners[4][2];
    corners_of(h, -frame_of_pitch, -frame_of_pitch, chart->columns - 1 + frame_of_pitch, chart->rows - 1 + frame_of_pitch,
               corners);
    pixels_cover(image, corners);
}

/* Nor is a card, but for what shows through its window. */
static void cover_card(pixels_image *image, const sct_chart *card, double h[3][3])
{
    double left = (double)INFINITY, top = left, right = -left, bottom = -left, corners[4][2];
    for (size_t i = 0; i < card->fiducial_count; i++) {
        const sct_chart_fiducial *tag = &card->fiducials[i];
        left = fmin(left, tag->u - border_of_tag * tag->side);
        top = fmin(top, tag->v - border_of_tag * tag->side);
        right = fmax(right, tag->u + (1 + border_of_tag) * tag->side);
        bottom = fmax(bottom, tag->v + (1 + border_of_tag) * tag->side);
    }
    for (size_t i = 0; i < card->patch_count; i++) {
        const sct_chart_swatch *p = &card->patches[i];
        left = fmin(left, p->u - p->half_width);
        top = fmin(top, p->v - p->half_height);
        right = fmax(right, p->u + p->half_width);
        bottom = fmax(bottom, p->v + p->half_height);
    }
    corners_of(h, left, top, right, bottom, corners);
    pixels_cover(image, corners);
    const double *w = card->window;
    if (!(w[2] > 0 && w[3] > 0))
        return;
    corners_of(h, w[0], w[1], w[0] + w[2], w[1] + w[3], corners);
    pixels_set_hole(image, corners);
}

void chart_cover(pixels_image *image, sct_chart_result *result, chart_found *found)
{
    if (found->chart.rows > 0)
        cover_grid(image, &found->chart, result->homography);
    if (found->beside.rows > 0)
        cover_grid(image, &found->beside, found->beside_map);
    if (found->card.fiducial_count > 0)
        cover_card(image, &found->card, found->card_map);
}

void chart_flatten_light(const sct_chart_result *result, uint32_t width, uint32_t height, pixels_correction *c)
{
    double u = 0, v = 0;
    for (size_t i = 0; i < result->patch_count; i++) {
        u += (result->patches[i].centre[0] + 0.5) / width - 0.5;
        v += (result->patches[i].centre[1] + 0.5 - 0.5 * height) / width;
    }
    double light = exp((c->plane_x[0] * u + c->plane_y[0] * v) / (double)result->patch_count);
    for (int k = 0; k < 3; k++) {
        c->plane_x[k] = c->plane_y[k] = 0;
        for (int i = 0; i < c->knots; i++)
            c->curve_in[k][i] *= light;
    }
}

/* How far a chart's patches are off under a correction, mean dE00; NaN when none has a known colour. */
static double error_under(const pixels_correction *c, const sct_chart_result *result, const chart_found *found)
{
    chart_known known[SCT_CHART_PATCH_MAX];
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    size_t n = chart_known_from_result(result, &found->chart, found->width, found->height, known);
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double rgb[3], xyz[3];
        pixels_correct_one(c, known[i].u, known[i].v, known[i].rgb, rgb);
        num_mat3_apply(&c->matrix, rgb, xyz);
        sum += sct_de2000(sct_lab_from_xyz((sct_xyz){xyz[0], xyz[1], xyz[2]}, white), known[i].lab);
    }
    return n ? sum / (double)n : (double)NAN;
}

sct_status chart_check_own(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo, pixels_image *image,
                           sct_chart_result *other)
{
    sct_status status = SCT_OK;
    sct_context quiet = *ctx;
    sct_chart_options any = *options;
    sct_chart_result *own = NULL;
    chart_found *found = NULL;

    any.id = NULL;
    TRY(mem_new(&quiet, 1, sizeof *own, (void **)&own));
    TRY(mem_new(&quiet, 1, sizeof *found, (void **)&found));
    TRY(chart_find(&quiet, &any, photo, image, own, found));
    chart_cover(image, own, found);
    if (isfinite(own->mm_per_px))
        other->correction.mm_per_px = own->mm_per_px;
    const pixels_correction *c = pixels_get_correction(image);
    double error = c->active ? error_under(c, own, found) : (double)NAN;
    if (error > other_light_de00)
        flags_addf(&other->flags, "chart-disagrees", 1, "leave the other photo out: the chart in this one is surer",
                   "a chart lies in this photo, too, and the other photo's correction is off by %.1f dE00 on it", error);
    else if (own->tier != SCT_TIER_UNMEASURED)
        flags_add(&other->flags, "chart-here-too", 0,
                  "a chart lies in this photo, too, but was not used: another photo's was asked for",
                  "leave the other photo out: the chart in this one is surer");
done:
    mem_free(own);
    mem_free(found);
    if (status == SCT_ERR_CHART_NONE || status == SCT_ERR_CHART_UNUSABLE)
        return SCT_OK;
    if (status != SCT_OK) /* no memory, or told to stop */
        *ctx = quiet;
    return status;
}
