/*
 * chart_shade.c - a cast shadow across a chart: patches in two lights.
 *
 * A straight edge parts the patches; those on one side are darker by one gain a
 * channel, because what lights a shadow is another light. Every half plane that
 * parts the patches is tried with a few gains; the best is refined channel by
 * channel. The score is that of chart_score once the dark side is lightened.
 *
 * Light that falls from one end to the other, as beside a window, looks much the
 * same to such an edge: it is tried as well, one slope of the log light.
 */
#include "chart/chart_detect.h"

#include <math.h>
#include <string.h>

enum { DIRECTIONS = 16, SIDE_LEAST = 4, GAINS = 5, FALLS = 4, ROUNDS = 3 };
static const double first_gains[GAINS] = {1.5, 2.1, 3, 4.4, 6.5};
static const double first_falls[FALLS] = {1.5, 2.2, 3.2, 4.6}; /* from end to end of the chart */
static const double least_gain = 1.35, most_gain = 12, least_improvement = 0.02;
static const double residual_ratio =
    3; /* of what fits no shadow over what fits one: 22 photos reach 2, shadows 10 and more */
static const double edge_loss = 0.002; /* R squared that one more patch in the fit may cost */
static const double two_pi = 6.283185307179586;

/* Score with the dark side lightened. */
static chart_fit_score lit_fit(const chart_target *target, double (*linear)[3], const uint8_t *present, const uint8_t *dark,
                               const double gain[3])
{
    double rgb[SCT_CHART_PATCH_MAX][3];
    chart_fit_score score;
    for (size_t i = 0; i < target->chart->patch_count; i++)
        for (int c = 0; c < 3; c++)
            rgb[i][c] = chart_encode(linear[i][c] * (dark[i] ? gain[c] : 1));
    chart_score(target, rgb, present, &score);
    return score;
}

static double lit_score(const chart_target *target, double (*linear)[3], const uint8_t *present, const uint8_t *dark,
                        const double gain[3])
{
    return lit_fit(target, linear, present, dark, gain).r2;
}

/* Whether the dark patches are part of the fit: what covers a column is dark, too, but does not fit. */
static int dark_ones_fit(const chart_target *target, double (*linear)[3], const uint8_t *present, const chart_shade *shade)
{
    chart_fit_score score = lit_fit(target, linear, present, shade->dark, shade->gain);
    int dark = 0, fit = 0;
    for (size_t i = 0; i < target->chart->patch_count; i++) {
        dark += shade->dark[i];
        fit += shade->dark[i] && score.kept[i];
    }
    return fit >= SIDE_LEAST && 3 * fit >= 2 * dark;
}

/* Marks the patches beyond the n-th along a direction. Returns 0 when either side has too few. */
static int part(const sct_chart *chart, double angle, size_t n, uint8_t *dark)
{
    double along[SCT_CHART_PATCH_MAX], sorted[SCT_CHART_PATCH_MAX];
    size_t count = chart->patch_count, marked = 0;
    for (size_t i = 0; i < count; i++)
        along[i] = sorted[i] = cos(angle) * chart->patches[i].u + sin(angle) * chart->patches[i].v;
    double edge = num_quantile(sorted, count, ((double)n - 0.5) / (double)(count - 1));
    for (size_t i = 0; i < count; i++) {
        dark[i] = along[i] > edge;
        marked += dark[i];
    }
    return marked >= SIDE_LEAST && count - marked >= SIDE_LEAST;
}

/* Each gain by itself, in steps that halve. */
static double refine_gains(const chart_target *target, double (*linear)[3], const uint8_t *present, chart_shade *shade,
                           double best)
{
    double step = 1.2;
    for (int round = 0; round < ROUNDS; round++, step = sqrt(step))
        for (int c = 0; c < 3; c++)
            for (int turn = -1; turn <= 1; turn += 2) {
                double gain[3] = {shade->gain[0], shade->gain[1], shade->gain[2]};
                gain[c] *= pow(step, turn);
                double score = lit_score(target, linear, present, shade->dark, gain);
                if (score > best) {
                    best = score;
                    shade->gain[c] = gain[c];
                }
            }
    return best;
}

/* A patch that was left out because the straight edge put it on the wrong side changes sides. */
static double refine_edge(const chart_target *target, double (*linear)[3], const uint8_t *present, chart_shade *shade,
                          double best)
{
    chart_fit_score fit = lit_fit(target, linear, present, shade->dark, shade->gain);
    for (size_t i = 0; i < target->chart->patch_count; i++) {
        if (fit.kept[i] || !present[i])
            continue;
        shade->dark[i] ^= 1;
        chart_fit_score other = lit_fit(target, linear, present, shade->dark, shade->gain);
        if (other.kept_count > fit.kept_count && other.r2 >= best - edge_loss) {
            fit = other;
            best = other.r2;
        } else {
            shade->dark[i] ^= 1;
        }
    }
    return best;
}

double chart_shade_fit(const chart_target *target, double (*linear)[3], const uint8_t *present, chart_shade *out)
{
    const sct_chart *chart = target->chart;
    chart_shade shade = {.gain = {1, 1, 1}};
    double plain = lit_score(target, linear, present, shade.dark, shade.gain), best = plain;
    memset(out, 0, sizeof *out);
    if (plain + least_improvement > 1)
        return plain;
    for (int d = 0; d < DIRECTIONS; d++)
        for (size_t n = SIDE_LEAST; n + SIDE_LEAST <= chart->patch_count;
             n += chart->patch_count / 12 + (chart->patch_count < 12)) {
            uint8_t dark[SCT_CHART_PATCH_MAX] = {0};
            if (!part(chart, two_pi * d / DIRECTIONS, n, dark))
                continue;
            for (int g = 0; g < GAINS; g++) {
                const double gain[3] = {first_gains[g], first_gains[g], first_gains[g]};
                double score = lit_score(target, linear, present, dark, gain);
                if (!(score > best))
                    continue;
                best = score;
                memcpy(shade.dark, dark, sizeof shade.dark);
                memcpy(shade.gain, gain, sizeof shade.gain);
            }
        }
    best = refine_gains(target, linear, present, &shade, best);
    best = refine_edge(target, linear, present, &shade, best);
    double gain = cbrt(shade.gain[0] * shade.gain[1] * shade.gain[2]);
    if (!(best >= plain + least_improvement && 1 - plain >= residual_ratio * (1 - best) && gain >= least_gain &&
          gain <= most_gain) ||
        !dark_ones_fit(target, linear, present, &shade))
        return plain;
    *out = shade;
    out->found = 1;
    return best;
}

/* ---- light that falls ---------------------------------------------------- */

/* Score with the light divided out: ln of it changes by fall[0] a unit of u, and by fall[1] one of v. */
static double even_score(const chart_target *target, double (*linear)[3], const uint8_t *present, const double fall[2])
{
    double rgb[SCT_CHART_PATCH_MAX][3];
    chart_fit_score score;
    for (size_t i = 0; i < target->chart->patch_count; i++) {
        double light = exp(fall[0] * target->chart->patches[i].u + fall[1] * target->chart->patches[i].v);
        for (int c = 0; c < 3; c++)
            rgb[i][c] = chart_encode(linear[i][c] / light);
    }
    chart_score(target, rgb, present, &score);
    return score.r2;
}

/* How far apart the chart's patches are at most, along u or v. */
static double extent_of(const sct_chart *chart)
{
    double lo[2] = {(double)INFINITY, (double)INFINITY}, hi[2] = {-(double)INFINITY, -(double)INFINITY};
    for (size_t i = 0; i < chart->patch_count; i++) {
        lo[0] = fmin(lo[0], chart->patches[i].u), hi[0] = fmax(hi[0], chart->patches[i].u);
        lo[1] = fmin(lo[1], chart->patches[i].v), hi[1] = fmax(hi[1], chart->patches[i].v);
    }
    return fmax(fmax(hi[0] - lo[0], hi[1] - lo[1]), 1e-6);
}

double chart_fall_fit(const chart_target *target, double (*linear)[3], const uint8_t *present, double fall[2])
{
    double none[2] = {0, 0}, extent = extent_of(target->chart);
    double plain = even_score(target, linear, present, none), best = plain;
    fall[0] = fall[1] = 0;
    if (plain + least_improvement > 1)
        return plain;
    for (int d = 0; d < DIRECTIONS; d++)
        for (int g = 0; g < FALLS; g++) {
            double slope = log(first_falls[g]) / extent, angle = two_pi * d / DIRECTIONS;
            const double tried[2] = {slope * cos(angle), slope * sin(angle)};
            double score = even_score(target, linear, present, tried);
            if (score > best) {
                best = score;
                memcpy(fall, tried, sizeof tried);
            }
        }
    double step = 0.2 / extent;
    for (int round = 0; round < ROUNDS; round++, step /= 2)
        for (int turn = 0; turn < 4; turn++) {
            double tried[2] = {fall[0], fall[1]};
            tried[turn / 2] += turn % 2 ? step : -step;
            double score = even_score(target, linear, present, tried);
            if (score > best) {
                best = score;
                memcpy(fall, tried, sizeof tried);
            }
        }
    if (!(best >= plain + least_improvement)) {
        fall[0] = fall[1] = 0;
        return plain;
    }
    return best;
}
