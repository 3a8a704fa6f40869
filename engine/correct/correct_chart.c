/*
 * correct_chart.c - from a chart that was found to a correction by it.
 */
#include "correct/correct_steps.h"

#include <math.h>
#include <string.h>

enum { PATCHES_LEAST = 12, GREYS_LEAST = 3 }; /* for curves and a plane beside the matrix */

size_t correct_chart_patches(const sct_chart_result *result, const sct_chart *chart, uint32_t width, uint32_t height,
                               correct_patch *out)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    size_t n = 0;
    for (size_t i = 0; i < result->patch_count; i++) {
        const sct_chart_patch *p = &result->patches[i];
        if (!p->kept || !isfinite(p->reference_lab.L))
            continue;
        double shade[3] = {1, 1, 1};
        if (p->shaded)
            memcpy(shade, result->shade, sizeof shade);
        out[n++] = (correct_patch){.rgb = {p->rgb_linear.r * shade[0], p->rgb_linear.g * shade[1], p->rgb_linear.b * shade[2]},
                                 .u = (p->centre[0] + 0.5) / width - 0.5,
                                 .v = (p->centre[1] + 0.5 - 0.5 * height) / width,
                                 .xyz = sct_xyz_from_lab(p->reference_lab, white),
                                 .lab = p->reference_lab,
                                 .neutral = chart->patches[i].neutral};
    }
    return n;
}

/* A card whose print nobody has measured: millimetres, and how even the light is, but no colour. Paper alone moves b* by
 * 10 either way. */
static void leave_unmeasured(const sct_chart *chart, uint32_t width, uint32_t height, sct_chart_result *result)
{
    correct_patch known[SCT_CHART_PATCH_MAX];
    pixels_correction light = {.active = 0};
    size_t n = correct_light(chart, result, width, height, known, &light.plane_x[0], &light.plane_y[0]);
    correct_flag_unmeasured(known, n, chart, &light, result);
    flags_add(&result->flags, "card-unmeasured", 1,
              "the card's print has not been measured, so it gives millimetres but no colour",
              "have its print measured, or photograph it once beside a ColorChecker and transfer the colours");
    result->correction = correct_judge_nothing();
    result->correction.mm_per_px = isfinite(result->mm_per_px) ? result->mm_per_px : 0;
}

sct_status correct_chart_fit(sct_context *ctx, const sct_chart *chart, uint32_t width, uint32_t height, const num_mat3 *profile,
                       sct_chart_result *result, correct_model *model)
{
    sct_status status = SCT_OK;
    correct_patch known[SCT_CHART_PATCH_MAX];
    double loo[SCT_CHART_PATCH_MAX];
    size_t n = correct_chart_patches(result, chart, width, height, known), greys = 0;

    if (result->tier == SCT_TIER_UNMEASURED) {
        leave_unmeasured(chart, width, height, result);
        return SCT_OK;
    }
    for (size_t i = 0; i < n; i++)
        greys += known[i].neutral != 0;
    correct_method method = n >= PATCHES_LEAST && greys >= GREYS_LEAST ? CORRECT_FULL : CORRECT_MATRIX;
    if (!correct_model_fit(method, known, n, n, n, profile, model))
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "a chart was found, but its patches do not determine a correction; photograph it again");
    correct_leave_one_out(method, known, n, profile, loo);
    correct_trust trust = correct_judge(method, known, n, loo, profile);
    if (!isfinite(trust.loo_mean))
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "a chart was found, but only %zu of its patches can be used: too few to tell how far to trust it", n);
    for (size_t i = 0, k = 0; i < result->patch_count; i++)
        if (result->patches[i].kept && isfinite(result->patches[i].reference_lab.L))
            result->patches[i].de00_loo = loo[k++];
    model->doubt = trust.doubt;
    model->doubt.de00 = chart->u95_de00;
    correct_flag_chart(known, n, chart, profile, model, &trust, result);
    result->correction = (sct_correction){.kind = SCT_CORRECTION_CHART,
                                          .patches_used = (int)n,
                                          .loo_de00_mean = trust.loo_mean,
                                          .loo_de00_max = trust.loo_max,
                                          .u95_de00 = hypot(trust.u95, chart->u95_de00),
                                          .mm_per_px = isfinite(result->mm_per_px) ? result->mm_per_px : 0};
    memcpy(result->correction.chart, result->name, sizeof result->correction.chart);
done:
    return status;
}
