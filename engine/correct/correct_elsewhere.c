/*
 * correct_elsewhere.c - when the chart that corrects the photo lies in another one.
 */
#include "correct/correct_steps.h"

#include <math.h>
#include <string.h>

/* Mean dE00 of a chart's patches under another photo's correction above which the two photos are not of one light: photos
 * of the same settings leave 2 more than the chart's own residual, which is 3 to 5. */
static const double other_light_de00 = 7;

void correct_elsewhere_flatten(const sct_chart_result *result, uint32_t width, uint32_t height, pixels_correction *c)
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
static double error_under(const pixels_correction *c, const sct_chart_result *result, const correct_found *found)
{
    correct_patch known[SCT_CHART_PATCH_MAX];
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    size_t n = correct_chart_patches(result, &found->chart, found->width, found->height, known);
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double rgb[3], xyz[3];
        if (known[i].limits)
            continue;
        pixels_correct_one(c, known[i].u, known[i].v, known[i].rgb, rgb);
        num_mat3_apply(&c->matrix, rgb, xyz);
        sum += sct_de2000(sct_lab_from_xyz((sct_xyz){xyz[0], xyz[1], xyz[2]}, white), known[i].lab);
    }
    return n ? sum / (double)n : (double)NAN;
}

sct_status correct_elsewhere_check(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo,
                                   pixels_image *image, sct_chart_result *other)
{
    sct_status status = SCT_OK;
    sct_context quiet = diag_quiet(ctx);
    sct_chart_options any = *options;
    sct_chart_result *own = NULL;
    correct_found *found = NULL;

    any.id = NULL;
    TRY(mem_new(&quiet, 1, sizeof *own, (void **)&own));
    TRY(mem_new(&quiet, 1, sizeof *found, (void **)&found));
    TRY(correct_find(&quiet, &any, photo, image, own, found));
    correct_cover(image, own, found);
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
        diag_take(ctx, &quiet);
    return status;
}
