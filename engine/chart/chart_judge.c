/*
 * chart_judge.c - how far a fitted correction can be trusted.
 */
#include "chart/chart_fit.h"

#include <math.h>

/*
 * 95 % bound over the leave-one-out mean. 1.44 was measured on 52 photographed charts; with 1.5 the whole bound held
 * 95.7 % of 4,536 simulated skins (21 cameras, 6 lights) it was chosen on. The residual is against the maker's values,
 * so it holds the difference between this chart and those, too.
 */
static const double loo_factor = 1.5;
static const double light_factor = 1.45;  /* bound over the standard error of what the light does beside the chart */
static const double least_u95_de00 = 2.0; /* one photo of one site is never better */

void chart_leave_one_out(chart_method method, const chart_known *patches, size_t n, const num_mat3 *profile, double *loo)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    for (size_t i = 0; i < n; i++) {
        chart_model model;
        loo[i] = (double)NAN;
        if (!chart_model_fit(method, patches, n, i, n, profile, &model))
            continue;
        sct_xyz xyz = chart_model_xyz(&model, patches[i].rgb, patches[i].u, patches[i].v);
        loo[i] = sct_de2000(patches[i].lab, sct_lab_from_xyz(xyz, white));
    }
}

/* Mean distance of the 3x3 and the root-polynomial variant on patches near skin, weighted by relevance; *light is what
 * the uncertainty of the illumination plane does to a skin of L* 60. */
static double disagreement(const chart_known *patches, size_t n, const num_mat3 *profile, double *light)
{
    const double de00_per_log_light = 22; /* dL* = 116 / 3 Y^(1/3) d ln Y, over S_L = 1.1 */
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    chart_model full, root;
    double sum = 0, total = 0;
    if (!chart_model_fit(CHART_FULL, patches, n, n, n, profile, &full) ||
        !chart_model_fit(CHART_ROOT, patches, n, n, n, profile, &root))
        return 0;
    *light = de00_per_log_light * full.light_error;
    for (size_t i = 0; i < n; i++) {
        const chart_known *p = &patches[i];
        double w = p->neutral ? 0 : chart_relevance(p->lab);
        sum += w * sct_de2000(sct_lab_from_xyz(chart_model_xyz(&full, p->rgb, p->u, p->v), white),
                              sct_lab_from_xyz(chart_model_xyz(&root, p->rgb, p->u, p->v), white));
        total += w;
    }
    return total > 0 ? sum / total : 0;
}

chart_trust chart_judge(chart_method method, const chart_known *patches, size_t n, const double *loo,
                        const num_mat3 *profile)
{
    chart_trust trust = {0};
    double sum = 0, relevant = 0, total = 0;
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(loo[i] >= 0))
            continue;
        double w = chart_relevance(patches[i].lab);
        sum += loo[i];
        relevant += w * loo[i];
        total += w;
        trust.loo_max = fmax(trust.loo_max, loo[i]);
        count++;
    }
    trust.loo_mean = count ? sum / (double)count : (double)NAN;
    trust.loo_relevant = total > 0 ? relevant / total : (double)NAN;
    trust.disagreement = chart_methods[method].matrix ? disagreement(patches, n, profile, &trust.light) : 0;
    double u95 = sqrt(pow(loo_factor * trust.loo_mean, 2) + pow(trust.disagreement, 2) + pow(light_factor * trust.light, 2));
    trust.u95 = fmax(u95, least_u95_de00);
    return trust;
}
