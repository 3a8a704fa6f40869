/*
 * chart_score.c - how well measured patch colours fit a chart.
 *
 * The measure is R squared of an affine map from measured to reference colours,
 * both encoded, that may drop a few patches. It does not see white balance,
 * exposure, tint or contrast, and a wrong chart, turn or offset breaks it. A
 * map that would turn colours inside out is no camera and scores nothing.
 *
 * Things that lie on a chart lie on neighbouring patches. So the trimmed score begins with blocks of the chart left out in
 * turn, moves each start to the two thirds of the patches that it fits best (least trimmed squares by concentration:
 * Rousseeuw & Van Driessen 2006, "Computing LTS regression for large data sets", doi 10.1007/s10618-005-0024-4), and lets
 * the others join the best of them where they agree with it.
 */
#include "chart/chart_detect.h"

#include <math.h>
#include <string.h>

static const double hopeless_r2 = 0.45;  /* no dropping below it: noise would be fitted */
static const double hidden_error = 0.02; /* least squared error of a patch that may be dropped */
static const double hidden_ratio = 8;    /* and in units of the mean */
static const double ridge = 1e-4;
static const double readmitted_error = 0.006; /* least squared error for which the trimmed score leaves a patch out */
static const double readmitted_ratio = 12;    /* the same of the best two thirds, which are better than the mean */
static const double trimmed_r2 = 0.93;        /* of what is left when more than a sixth of the patches was dropped */
enum { CONCENTRATIONS = 3, READMISSIONS = 3 };

double chart_encode(double linear)
{
    if (linear <= 0)
        return 0;
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055;
}

void chart_target_make(const sct_chart *chart, chart_target *out)
{
    /* XYZ D50 to linear sRGB (Bradford), IEC 61966-2-1. */
    static const double m[3][3] = {
        {3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}};
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    out->chart = chart;
    for (size_t i = 0; i < chart->patch_count; i++) {
        sct_xyz xyz = sct_xyz_from_lab(chart->patches[i].lab, white);
        for (int c = 0; c < 3; c++)
            out->rgb[i][c] = chart_encode(m[c][0] * xyz.X + m[c][1] * xyz.Y + m[c][2] * xyz.Z);
    }
}

/* Reference c = map[c][0..2] . measured + map[c][3], least squares over kept patches. */
static int fit_affine(const chart_target *target, double (*rgb)[3], const uint8_t *kept, double map[3][4])
{
    double A[16] = {0}, b[3][4] = {{0}};
    for (size_t i = 0; i < target->chart->patch_count; i++) {
        if (!kept[i])
            continue;
        const double row[4] = {rgb[i][0], rgb[i][1], rgb[i][2], 1};
        for (int j = 0; j < 4; j++) {
            for (int k = 0; k < 4; k++)
                A[4 * j + k] += row[j] * row[k];
            for (int c = 0; c < 3; c++)
                b[c][j] += row[j] * target->rgb[i][c];
        }
    }
    for (int j = 0; j < 4; j++)
        A[5 * j] += ridge;
    for (int c = 0; c < 3; c++) {
        double copy[16];
        memcpy(copy, A, sizeof copy);
        memcpy(map[c], b[c], sizeof map[c]);
        if (!num_solve(copy, map[c], 4))
            return 0;
    }
    return 1;
}

static int plausible(double map[3][4])
{
    for (int c = 0; c < 3; c++)
        if (!(map[c][c] > 0))
            return 0;
    double det = map[0][0] * (map[1][1] * map[2][2] - map[1][2] * map[2][1]) -
                 map[0][1] * (map[1][0] * map[2][2] - map[1][2] * map[2][0]) +
                 map[0][2] * (map[1][0] * map[2][1] - map[1][1] * map[2][0]);
    return det > 0;
}

/* R squared over kept patches; error[i] of every patch; *mean_error of the kept ones. */
static double r_squared(const chart_target *target, double (*rgb)[3], const uint8_t *kept, double map[3][4], double *error,
                        double *mean_error)
{
    double mean[3] = {0}, residual = 0, total = 0;
    size_t n = target->chart->patch_count, count = 0;
    for (size_t i = 0; i < n; i++)
        if (kept[i]) {
            count++;
            for (int c = 0; c < 3; c++)
                mean[c] += target->rgb[i][c];
        }
    for (size_t i = 0; i < n; i++) {
        error[i] = 0;
        for (int c = 0; c < 3; c++) {
            double fitted = map[c][0] * rgb[i][0] + map[c][1] * rgb[i][1] + map[c][2] * rgb[i][2] + map[c][3];
            double d = target->rgb[i][c] - fitted, from_mean = target->rgb[i][c] - mean[c] / (double)count;
            error[i] += d * d;
            if (kept[i])
                total += from_mean * from_mean;
        }
        if (kept[i])
            residual += error[i];
    }
    *mean_error = residual / (double)count;
    return 1 - residual / total;
}

/* The kept patch that fits worst. */
static size_t worst_of(size_t n, const uint8_t *kept, const double *error)
{
    size_t worst = SIZE_MAX;
    for (size_t i = 0; i < n; i++)
        if (kept[i] && (worst == SIZE_MAX || error[i] > error[worst]))
            worst = i;
    return worst;
}

void chart_score(const chart_target *target, double (*rgb)[3], const uint8_t *present, chart_fit_score *out)
{
    size_t n = target->chart->patch_count, droppable = n / 6;
    double error[SCT_CHART_PATCH_MAX], mean_error;

    out->r2 = -1;
    out->kept_count = 0;
    for (size_t i = 0; i < n; i++) {
        out->kept[i] = present[i] != 0;
        out->kept_count += out->kept[i];
    }
    if (n - (size_t)out->kept_count > droppable)
        return;
    droppable -= n - (size_t)out->kept_count;
    for (int trimmed = 0;; trimmed = 1) {
        if (!fit_affine(target, rgb, out->kept, out->map))
            return;
        double r2 = r_squared(target, rgb, out->kept, out->map, error, &mean_error);
        size_t worst = worst_of(n, out->kept, error);
        if (worst >= n) /* a chart without a patch */
            return;
        int hidden = error[worst] >= hidden_error && error[worst] >= hidden_ratio * mean_error;
        if (!hidden || droppable == 0 || (!trimmed && r2 < hopeless_r2)) {
            if (plausible(out->map))
                out->r2 = r2;
            return;
        }
        out->kept[worst] = 0;
        out->kept_count--;
        droppable--;
    }
}

/* ---- from what agrees best ---- */

/* Keeps the `count` present patches with the least error; returns their mean error. */
static double keep_least(size_t n, const uint8_t *present, const double *error, size_t count, uint8_t *kept)
{
    double sorted[SCT_CHART_PATCH_MAX], sum = 0;
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (present[i])
            sorted[m++] = error[i];
    num_sort(sorted, m);
    for (size_t i = 0; i < n; i++)
        kept[i] = present[i] && error[i] <= sorted[count - 1];
    for (size_t i = 0; i < count; i++)
        sum += sorted[i];
    return sum / (double)count;
}

/* A block of columns or rows of a chart. */
typedef struct block {
    int column, row, columns, rows;
} block;

/* The k-th block that is left out to begin with: none; a third (or half) of the columns; one row; two rows. 0 past the last.
 */
static int block_of(const sct_chart *chart, int half, int k, block *out)
{
    int wide = chart->columns / (half ? 2 : 3), places = chart->columns - wide + 1;
    if (k == 0 || chart->rows == 0) {
        *out = (block){0, 0, 0, 0};
        return k == 0;
    }
    if (--k < places) {
        *out = (block){k, 0, wide, chart->rows};
        return 1;
    }
    k -= places;
    int high = k < chart->rows ? 1 : 2;
    k -= high == 2 ? chart->rows : 0;
    *out = (block){0, k, chart->columns, high};
    return k + high <= chart->rows;
}

/* The start from which the fit of `count` patches is best, as out->kept. Returns their mean error; INFINITY without one. */
static double best_start(const chart_target *target, double (*rgb)[3], const uint8_t *present, size_t count,
                         chart_fit_score *out)
{
    const sct_chart *chart = target->chart;
    size_t n = chart->patch_count;
    double best = (double)INFINITY, error[SCT_CHART_PATCH_MAX], ignored;
    uint8_t kept[SCT_CHART_PATCH_MAX];
    block left;
    for (int k = 0; block_of(chart, 2 * count <= n + 1, k, &left); k++) {
        double mean = (double)INFINITY;
        for (size_t i = 0; i < n; i++) {
            int u = (int)(chart->patches[i].u + 0.5) - left.column, v = (int)(chart->patches[i].v + 0.5) - left.row;
            kept[i] = present[i] && !(u >= 0 && v >= 0 && u < left.columns && v < left.rows);
        }
        for (int step = 0; step < CONCENTRATIONS && fit_affine(target, rgb, kept, out->map); step++) {
            r_squared(target, rgb, kept, out->map, error, &ignored);
            mean = keep_least(n, present, error, count, kept);
        }
        if (!(mean < best))
            continue;
        best = mean;
        memcpy(out->kept, kept, n);
    }
    return best;
}

/* The trimmed score of at least `count` patches that agree; r2 -1 where no so many agree well enough. */
static void score_of(const chart_target *target, double (*rgb)[3], const uint8_t *present, size_t count, double least_r2,
                     chart_fit_score *out)
{
    size_t n = target->chart->patch_count, seen = 0;
    double error[SCT_CHART_PATCH_MAX], r2 = -1, ignored;

    out->r2 = -1;
    for (size_t i = 0; i < n; i++)
        seen += present[i] != 0;
    if (seen < count)
        return;
    double core = best_start(target, rgb, present, count, out);
    for (int round = 0; round < READMISSIONS; round++) {
        if (!isfinite(core) || !fit_affine(target, rgb, out->kept, out->map))
            return;
        r2 = r_squared(target, rgb, out->kept, out->map, error, &ignored);
        if (round == READMISSIONS - 1)
            break;
        for (size_t i = 0; i < n; i++)
            out->kept[i] = present[i] && error[i] <= fmax(readmitted_error, readmitted_ratio * core);
    }
    out->kept_count = 0;
    for (size_t i = 0; i < n; i++)
        out->kept_count += out->kept[i];
    size_t dropped = n - (size_t)out->kept_count;
    if (plausible(out->map) && dropped <= n - count && (dropped <= n / 6 || r2 >= least_r2))
        out->r2 = r2;
}

void chart_score_trimmed(const chart_target *target, double (*rgb)[3], const uint8_t *present, chart_fit_score *out)
{
    size_t n = target->chart->patch_count;
    score_of(target, rgb, present, (2 * n + 2) / 3, trimmed_r2, out);
}

void chart_score_half(const chart_target *target, double (*rgb)[3], const uint8_t *present, chart_fit_score *out)
{
    score_of(target, rgb, present, (target->chart->patch_count + 1) / 2, -1, out);
}
