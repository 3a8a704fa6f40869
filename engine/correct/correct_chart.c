/*
 * correct_chart.c - from a chart that was found to a correction by it.
 */
#include "correct/correct_steps.h"
#include "correct/spectra/correct_spectra.h"

#include <math.h>
#include <string.h>

enum { PATCHES_LEAST = 12, GREYS_LEAST = 3 }; /* for curves and a plane beside the matrix */
/* Leave-one-out residual of a patch that is not the chart's: on photographed charts the largest is 4 medians, and 12. */
static const double strange_ratio = 4.5, strange_de00 = 9;
/* A covered grey bends the curves, so that the others fit badly, too, and hide it. It is told by how much better they agree
 * without it: of 87 photographed charts one patch was so far off in medians of what is left then, and made
 * that of the others smaller by so much, and of 160 with a finger or a cloth drawn in, 9 of the 18 that were let pass. */
static const double bending_ratio = 3.4, bending_de00 = 7, bent_share = 0.875, worth_asking = 1.5;
static const double over_exposed = 1.0 / 3; /* of the patches at the top of the range */
static const double faded_de00 = 10;        /* leave-one-out mean: charts that are nothing but over-exposed stay below */
enum { STRANGER_LEAST = 13 };               /* patches: of fewer none can be told from the rest */

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
        out[n++] =
            (correct_patch){.rgb = {p->rgb_linear.r * shade[0], p->rgb_linear.g * shade[1], p->rgb_linear.b * shade[2]},
                            .u = (p->centre[0] + 0.5) / width - 0.5,
                            .v = (p->centre[1] + 0.5 - 0.5 * height) / width,
                            .xyz = sct_xyz_from_lab(p->reference_lab, white),
                            .lab = p->reference_lab,
                            .neutral = chart->patches[i].neutral,
                            .limits = p->faults & CORRECT_LIMITS};
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

/* A correction with how far each patch is off when it is left out. */
typedef struct fitted {
    size_t n;
    size_t of[SCT_CHART_PATCH_MAX]; /* which patch of the chart */
    correct_patch known[SCT_CHART_PATCH_MAX];
    double loo[SCT_CHART_PATCH_MAX];
    correct_method method;
} fitted;

/* The richest correction that the patches carry: curves want greys whose channels are known. Returns 0 when they carry none.
 */
static int fit_kept(const sct_chart *chart, const sct_chart_result *result, uint32_t width, uint32_t height,
                    const num_mat3 *profile, fitted *f, correct_model *model)
{
    size_t greys = 0, k = 0;
    f->n = correct_chart_patches(result, chart, width, height, f->known);
    for (size_t i = 0; i < result->patch_count; i++)
        if (result->patches[i].kept && isfinite(result->patches[i].reference_lab.L))
            f->of[k++] = i;
    for (size_t i = 0; i < f->n; i++)
        greys += f->known[i].neutral && !f->known[i].limits;
    f->method = correct_model_weigh(f->known, f->n) >= PATCHES_LEAST && greys >= GREYS_LEAST ? CORRECT_FULL : CORRECT_MATRIX;
    if (!correct_model_fit(f->method, f->known, f->n, f->n, f->n, profile, model))
        return 0;
    correct_leave_one_out(f->method, f->known, f->n, profile, f->loo);
    return 1;
}

/* Whether the others agree so much better without patch i that something must lie on it. */
static int bends_others(const fitted *f, size_t i, const num_mat3 *profile)
{
    correct_patch rest[SCT_CHART_PATCH_MAX] = {{.limits = 0}};
    double loo[SCT_CHART_PATCH_MAX], left[SCT_CHART_PATCH_MAX], before = 0, after = 0;
    size_t n = 0, count = 0;
    for (size_t k = 0; k < f->n; k++)
        if (k != i)
            rest[n++] = f->known[k];
    correct_leave_one_out(f->method, rest, n, profile, loo);
    for (size_t k = 0; k < n; k++) {
        double with = f->loo[k < i ? k : k + 1];
        if (!(with >= 0 && loo[k] >= 0))
            continue;
        before += with;
        after += loo[k];
        left[count++] = loo[k];
    }
    return count + 1 >= STRANGER_LEAST && after < bent_share * before &&
           f->loo[i] > bending_ratio * num_quantile(left, count, 0.5);
}

/* The patch that the others foretell so badly that something must lie or shine on it: chart_confirm, which does not know the
 * camera's curves, lets pass what is near the patch's colour. SIZE_MAX: none. */
static size_t find_stranger(const fitted *f, const num_mat3 *profile)
{
    double sorted[SCT_CHART_PATCH_MAX];
    size_t count = 0, worst = SIZE_MAX;
    for (size_t i = 0; i < f->n; i++) {
        if (!(f->loo[i] >= 0))
            continue;
        sorted[count++] = f->loo[i];
        if (worst == SIZE_MAX || f->loo[i] > f->loo[worst])
            worst = i;
    }
    if (count < STRANGER_LEAST)
        return SIZE_MAX;
    double usual = num_quantile(sorted, count, 0.5);
    if (f->loo[worst] > fmax(strange_de00, strange_ratio * usual))
        return worst;
    size_t bending = SIZE_MAX;
    for (size_t i = 0; i < f->n; i++) /* the farthest off; few are asked */
        if (f->loo[i] > fmax(bending_de00, worth_asking * usual) && (bending == SIZE_MAX || f->loo[i] > f->loo[bending]) &&
            bends_others(f, i, profile))
            bending = i;
    return bending;
}

/*
 * How far off colours are without the chart: the bound of a photo without one, or, where so much of the chart is
 * over-exposed that this bound is none, the mean distance of the photo's own colours from the chart's. On 9 such charts,
 * photographs made brighter, the patch of dark skin was off by 3 to 11 by the others, and by 21 to 37 without a chart. What
 * fits worse than they do is faded as well.
 */
static double left_without(const sct_chart_result *result, double loo_mean)
{
    double off = 0, usual = correct_judge_nothing().u95_de00;
    size_t known = 0, at_top = 0;
    for (size_t i = 0; i < result->patch_count; i++) {
        const sct_chart_patch *p = &result->patches[i];
        at_top += (p->faults & (SCT_PATCH_TOP_R | SCT_PATCH_TOP_G | SCT_PATCH_TOP_B)) != 0;
        if (!p->kept || (p->faults & CORRECT_LIMITS) || !isfinite(p->reference_lab.L))
            continue;
        off += sct_de2000(p->lab, p->reference_lab);
        known++;
    }
    if (!known || (double)at_top < over_exposed * (double)result->patch_count || loo_mean > faded_de00)
        return usual;
    return fmax(usual, off / (double)known);
}

sct_status correct_chart_fit(sct_context *ctx, const sct_chart *chart, uint32_t width, uint32_t height,
                             const num_mat3 *profile, sct_chart_result *result, correct_model *model)
{
    sct_status status = SCT_OK;
    fitted *f = NULL;
    size_t stranger = SIZE_MAX, strangers = 0;
    char why[160];

    if (result->tier == SCT_TIER_UNMEASURED) {
        leave_unmeasured(chart, width, height, result);
        return SCT_OK;
    }
    TRY(mem_new(ctx, 1, sizeof *f, (void **)&f));
    do {
        if (stranger != SIZE_MAX) {
            result->patches[f->of[stranger]].kept = 0;
            result->patches[f->of[stranger]].faults |= SCT_PATCH_COVERED;
        }
        if (!fit_kept(chart, result, width, height, profile, f, model)) {
            const char *fix = chart_complain(chart, result, why, sizeof why);
            FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
                 "a chart was found, but %zu of its patches are too few for a correction: %s; %s", f->n, why, fix);
        }
        stranger = find_stranger(f, profile);
    } while (stranger != SIZE_MAX && ++strangers <= chart->patch_count / 6);
    double sure = correct_spectra_learn(chart, f->known, f->of, f->n, profile, model);
    correct_trust trust = correct_judge(f->method, f->known, f->n, f->loo, sure, profile);
    if (!isfinite(trust.loo_mean))
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "a chart was found, but only %zu of its patches can be used: too few to tell how far to trust it", f->n);
    if (trust.u95_fit > left_without(result, trust.loo_mean))
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "a chart was found, but its colours fit so badly (leave-one-out %.0f dE00) that it would do harm; use a clean "
             "chart in one even light",
             trust.loo_mean);
    for (size_t k = 0; k < f->n; k++)
        result->patches[f->of[k]].de00_loo = f->loo[k];
    model->doubt = trust.doubt;
    model->doubt.de00 = chart->u95_de00;
    correct_flag_chart(f->known, f->n, chart, profile, model, &trust, result);
    result->correction = (sct_correction){.kind = SCT_CORRECTION_CHART,
                                          .patches_used = (int)f->n,
                                          .loo_de00_mean = trust.loo_mean,
                                          .loo_de00_max = trust.loo_max,
                                          .u95_de00 = hypot(trust.u95, chart->u95_de00),
                                          .mm_per_px = isfinite(result->mm_per_px) ? result->mm_per_px : 0};
    memcpy(result->correction.chart, result->name, sizeof result->correction.chart);
done:
    mem_free(f);
    return status;
}
