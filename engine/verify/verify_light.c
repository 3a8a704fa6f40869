/*
 * engine/verify/verify_light.c - how much darker the treated area is than bare skin.
 *
 * Two photos of one place in two lights differ by the ratio of the lights, which
 * varies slowly, and by what was done to the skin. The logarithm of that ratio is
 * fitted over bare skin outside the area by a surface of second order whose slopes
 * are thought small beforehand (a Bayesian linear regression with a normal prior:
 * C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, eq. 3.50-3.51 and
 * 3.58-3.59), and goes on below the area with the doubt that the same formula gives.
 * Without a photo before, the light itself is fitted, and the skin's own tone is part
 * of the noise.
 */
#include "verify/verify.h"

#include <math.h>
#include <string.h>

enum { CELL = 8, CHANNELS = 3, LEAST_REFERENCE = 12, B = VERIFY_BASIS };
static const double MARGIN = 4;                                     /* places between area and bare skin */
static const double SLOPE[2] = {0.35, 0.6}, BEND[2] = {0.12, 0.35}; /* prior sd, ln of light: two photos, one */
static const double LEAST_NOISE = 0.002;
/* ln of light that such a surface is off by at least, standard deviation: two photos; one, where skin's own tone counts. */
static const double MODEL[2] = {0.006, 0.02};
/* The same of what was taken by ink, as a share of it: gloss and stray light lie over ink as over skin and pale it, a
 * phone's tone curve changes it either way. */
static const double SHARE = 0.05;

/* Light of one kind of place in each cell. */
typedef struct gathering {
    double *after, *before; /* CHANNELS each */
    uint32_t *count;
} gathering;

void verify_basis(const verify_light *l, double column, double row, double out[VERIFY_BASIS])
{
    double half = fmax(l->columns, l->rows) / 2.0, u = (column - l->columns / 2.0) / half, v = (row - l->rows / 2.0) / half;
    const double all[VERIFY_BASIS] = {1, u, v, u * u, u * v, v * v};
    memcpy(out, all, sizeof all);
}

/* Light of the photo before where a place lies; 0 when it is not in view, or spoilt. least: how bare it must be. */
static int light_before(const verify_photo *before, const verify_bend *bend, double x, double y, int least, double out[3])
{
    double bx, by;
    verify_bend_at(bend, x, y, &bx, &by);
    if (!(bx >= 0 && by >= 0 && bx < before->coarse.width - 1.0 && by < before->coarse.height - 1.0))
        return 0;
    size_t at = (size_t)by * before->coarse.width + (size_t)bx;
    if (before->usable[at] < least)
        return 0;
    double u = bx - floor(bx), v = by - floor(by);
    const float *a = before->xyz + 3 * at, *b = a + 3 * (size_t)before->coarse.width;
    for (size_t k = 0; k < CHANNELS; k++)
        out[k] =
            (1 - v) * ((1 - u) * (double)a[k] + u * (double)a[k + 3]) + v * ((1 - u) * (double)b[k] + u * (double)b[k + 3]);
    return 1;
}

static sct_status gathering_new(sct_context *ctx, size_t cells, gathering *g)
{
    sct_status status = SCT_OK;
    TRY(mem_new(ctx, cells, CHANNELS * sizeof *g->after, (void **)&g->after));
    TRY(mem_new(ctx, cells, CHANNELS * sizeof *g->before, (void **)&g->before));
    TRY(mem_new(ctx, cells, sizeof *g->count, (void **)&g->count));
done:
    return status;
}

static void gathering_free(gathering *g)
{
    mem_free(g->after);
    mem_free(g->before);
    mem_free(g->count);
}

/* Adds a place of the photo after to its cell. */
static void gather_place(const verify_photo *after, const verify_photo *before, const verify_bend *bend,
                         const verify_light *l, uint32_t x, uint32_t y, int least, gathering *g)
{
    double was[3] = {1, 1, 1};
    size_t at = (size_t)y * after->coarse.width + x, cell = (size_t)(y / l->cell) * l->columns + x / l->cell;
    if (before && !light_before(before, bend, x, y, least, was))
        return;
    for (size_t k = 0; k < CHANNELS; k++) {
        g->after[CHANNELS * cell + k] += (double)after->xyz[3 * at + k];
        g->before[CHANNELS * cell + k] += was[k];
    }
    g->count[cell]++;
}

static double log_ratio(const gathering *g, size_t cell, size_t k)
{
    return log(fmax(g->after[CHANNELS * cell + k], 1e-6) / fmax(g->before[CHANNELS * cell + k], 1e-6));
}

/* ---- the fit ---- */

typedef struct sample {
    double t[B], value[CHANNELS], weight;
    size_t cell;
} sample;

static double residual(const sample *s, const double fit[B], size_t k)
{
    double r = s->value[k];
    for (int i = 0; i < B; i++)
        r -= fit[i] * s->t[i];
    return r;
}

/* The posterior of one channel for a noise; 0 when singular. */
static int posterior(const sample *samples, size_t n, size_t k, double variance, const double slope[2], verify_light *l)
{
    double prior[B] = {1e-4, 1 / (slope[0] * slope[0]), 0, 1 / (slope[1] * slope[1]), 0, 0}, A[B * B], work[B * B],
           b[B] = {0};
    prior[2] = prior[1];
    prior[4] = prior[5] = prior[3];
    memset(A, 0, sizeof A);
    for (size_t i = 0; i < n; i++) {
        const sample *s = &samples[i];
        for (int r = 0; r < B; r++) {
            for (int c = 0; c < B; c++)
                A[r * B + c] += s->weight * s->t[r] * s->t[c] / variance;
            b[r] += s->weight * s->t[r] * s->value[k] / variance;
        }
    }
    for (int r = 0; r < B; r++)
        A[r * B + r] += prior[r];
    memcpy(work, A, sizeof A);
    memcpy(l->fit[k], b, sizeof b);
    if (!num_solve(work, l->fit[k], B))
        return 0;
    for (int c = 0; c < B; c++) {
        double unit[B] = {0};
        unit[c] = 1;
        memcpy(work, A, sizeof A);
        if (!num_solve(work, unit, B))
            return 0;
        for (int r = 0; r < B; r++)
            l->cov[k][r][c] = unit[r];
    }
    return 1;
}

static sct_status spread_of(sct_context *ctx, const sample *samples, size_t n, const double fit[B], size_t k, double *out)
{
    sct_status status = SCT_OK;
    float *sizes = NULL;
    TRY(mem_new(ctx, n, sizeof *sizes, (void **)&sizes));
    for (size_t i = 0; i < n; i++)
        sizes[i] = (float)fabs(residual(&samples[i], fit, k));
    *out = fmax(1.4826 * num_median(sizes, n), LEAST_NOISE);
done:
    mem_free(sizes);
    return status;
}

/* How many neighbouring cells vary together: from the correlation of neighbours, as of a first-order process in each
 * direction. Samples stand in the order of their cells. */
static double tie_of(const sample *samples, size_t n, const double fit[B], double noise)
{
    double sum = 0;
    size_t pairs = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        if (samples[i + 1].cell != samples[i].cell + 1)
            continue;
        double a = residual(&samples[i], fit, 1), b = residual(&samples[i + 1], fit, 1);
        if (fabs(a) > 4 * noise || fabs(b) > 4 * noise)
            continue;
        sum += a * b;
        pairs++;
    }
    double rho = pairs ? fmin(fmax(sum / (double)pairs / (noise * noise), 0), 0.85) : 0.5;
    return pow((1 + rho) / (1 - rho), 2);
}

static sct_status fit_channel(sct_context *ctx, sample *samples, size_t n, size_t k, const double slope[2], verify_light *l)
{
    sct_status status = SCT_OK;
    double tie = k == 1 ? 4 : l->tie;
    l->noise[k] = 0.05;
    for (size_t i = 0; i < n; i++)
        samples[i].weight = 1;
    for (int round = 0; round < 8; round++) {
        if (!posterior(samples, n, k, l->noise[k] * l->noise[k] * tie, slope, l))
            FAIL(ctx, SCT_ERR_NOTHING, "the light on the bare skin cannot be told");
        TRY(spread_of(ctx, samples, n, l->fit[k], k, &l->noise[k]));
        if (k == 1 && round > 2)
            tie = tie_of(samples, n, l->fit[k], l->noise[k]);
        for (size_t i = 0; i < n; i++) { /* Huber */
            double r = fabs(residual(&samples[i], l->fit[k], k));
            samples[i].weight = r <= 1.5 * l->noise[k] ? 1 : 1.5 * l->noise[k] / r;
        }
    }
    if (k == 1)
        l->tie = tie;
done:
    return status;
}

static sct_status fit_reference(sct_context *ctx, const gathering *skin, int two, verify_light *l)
{
    static const size_t order[CHANNELS] = {1, 0, 2}; /* Y tells what varies together */
    sct_status status = SCT_OK;
    sample *samples = NULL;
    size_t n = 0;
    const double slope[2] = {SLOPE[!two], BEND[!two]};
    TRY(mem_new(ctx, (size_t)l->columns * l->rows, sizeof *samples, (void **)&samples));
    for (size_t cell = 0; cell < (size_t)l->columns * l->rows; cell++) {
        if (skin->count[cell] * 10 < l->cell * l->cell * 6)
            continue;
        verify_basis(l, (double)(cell % l->columns) + 0.5, (double)(cell / l->columns) + 0.5, samples[n].t);
        for (size_t k = 0; k < CHANNELS; k++)
            samples[n].value[k] = log_ratio(skin, cell, k);
        samples[n++].cell = cell;
    }
    l->reference = n;
    if (n < LEAST_REFERENCE)
        FAIL(ctx, SCT_ERR_NOTHING,
             "too little bare skin is in view beside the treated area to compare it with; show more of it, without gloss");
    for (int i = 0; i < CHANNELS; i++)
        TRY(fit_channel(ctx, samples, n, order[i], slope, l));
done:
    mem_free(samples);
    return status;
}

/* ---- the area ---- */

double verify_light_variance(const verify_light *l, int channel, const float *weights)
{
    double mean[B] = {0}, sum = 0, squares = 0, variance = 0;
    for (size_t cell = 0; cell < (size_t)l->columns * l->rows; cell++) {
        double w = (double)weights[cell], t[B];
        if (w > 0 || w < 0) {
            verify_basis(l, (double)(cell % l->columns) + 0.5, (double)(cell / l->columns) + 0.5, t);
            for (int i = 0; i < B; i++)
                mean[i] += w * t[i];
            sum += fabs(w);
            squares += w * w;
        }
    }
    if (!(sum > 0))
        return (double)NAN;
    for (int r = 0; r < B; r++)
        for (int c = 0; c < B; c++)
            variance += mean[r] * mean[c] * l->cov[channel][r][c];
    return variance + l->noise[channel] * l->noise[channel] * l->tie * squares;
}

static void fill_ratios(const gathering *area, verify_light *l)
{
    for (size_t cell = 0; cell < (size_t)l->columns * l->rows; cell++) {
        double t[B];
        int there = area->count[cell] * 4 >= l->cell * l->cell;
        verify_basis(l, (double)(cell % l->columns) + 0.5, (double)(cell / l->columns) + 0.5, t);
        l->share[cell] = there ? (float)area->count[cell] / (float)(l->cell * l->cell) : 0;
        for (size_t k = 0; k < CHANNELS; k++) {
            double r = there ? log_ratio(area, cell, k) : (double)NAN;
            for (int i = 0; i < B; i++)
                r -= l->fit[k][i] * t[i];
            l->ratio[k][cell] = (float)r;
        }
    }
}

static sct_status light_new(sct_context *ctx, const verify_photo *after, verify_light *l)
{
    sct_status status = SCT_OK;
    *l = (verify_light){.cell = CELL, .tie = 4};
    l->columns = (after->coarse.width + CELL - 1) / CELL;
    l->rows = (after->coarse.height + CELL - 1) / CELL;
    size_t cells = (size_t)l->columns * l->rows;
    for (size_t k = 0; k < CHANNELS; k++)
        TRY(mem_new(ctx, cells, sizeof *l->ratio[k], (void **)&l->ratio[k]));
    TRY(mem_new(ctx, cells, sizeof *l->share, (void **)&l->share));
done:
    return status;
}

void verify_light_means(verify_light *l, int alone, float *weights)
{
    double all = 0;
    size_t cells = (size_t)l->columns * l->rows;
    for (size_t i = 0; i < cells; i++)
        all += (double)weights[i];
    for (size_t i = 0; i < cells; i++)
        weights[i] = (float)((double)weights[i] / all);
    for (int k = 0; k < CHANNELS; k++) {
        double sum = 0;
        for (size_t i = 0; i < cells; i++)
            sum += weights[i] > 0 ? (double)weights[i] * (double)l->ratio[k][i] : 0;
        l->mean[k] = sum;
        l->mean_sd[k] = sqrt(verify_light_variance(l, k, weights) + pow(MODEL[alone], 2) + pow(SHARE * sum, 2));
    }
}

sct_status verify_light_measure(sct_context *ctx, const verify_photo *after, const verify_photo *before,
                                const verify_bend *bend, const verify_area *area, verify_light *out)
{
    sct_status status = SCT_OK;
    gathering skin = {0}, ink = {0};
    float *weights = NULL;
    TRY(light_new(ctx, after, out));
    size_t cells = (size_t)out->columns * out->rows, inside = 0;
    TRY(gathering_new(ctx, cells, &skin));
    TRY(gathering_new(ctx, cells, &ink));
    TRY(mem_new(ctx, cells, sizeof *weights, (void **)&weights));
    for (uint32_t y = 0; y < after->coarse.height; y++)
        for (uint32_t x = 0; x < after->coarse.width; x++) {
            size_t at = (size_t)y * after->coarse.width + x;
            if (area->inside[at] && after->usable[at])
                gather_place(after, before, bend, out, x, y, 1, &ink);
            else if ((double)area->depth[at] < -MARGIN && after->usable[at] == 2)
                gather_place(after, before, bend, out, x, y, 2, &skin);
        }
    for (size_t i = 0; i < cells; i++)
        inside += ink.count[i] * 4 >= CELL * CELL;
    if (!inside)
        FAIL(ctx, SCT_ERR_NOTHING, "the treated area is not seen without gloss in both photos");
    TRY(fit_reference(ctx, &skin, before != NULL, out));
    fill_ratios(&ink, out);
    memcpy(weights, out->share, cells * sizeof *weights);
    verify_light_means(out, !before, weights);
done:
    gathering_free(&skin);
    gathering_free(&ink);
    mem_free(weights);
    if (status != SCT_OK)
        verify_light_free(out);
    return status;
}

void verify_light_free(verify_light *l)
{
    for (size_t k = 0; k < CHANNELS; k++)
        mem_free(l->ratio[k]);
    mem_free(l->share);
    *l = (verify_light){0};
}

/* ---- where it darkened ---- */

/* Cells that are as light as before count; darker ones count less with every round. */
static sct_status fit_unchanged(sct_context *ctx, sample *samples, size_t n, verify_light *l)
{
    sct_status status = SCT_OK;
    const double slope[2] = {SLOPE[0], BEND[0]};
    for (size_t i = 0; i < n; i++)
        samples[i].weight = 1;
    l->noise[1] = 0.1;
    for (int round = 0; round < 20; round++) {
        size_t m = 0;
        double sum = 0;
        if (!posterior(samples, n, 1, l->noise[1] * l->noise[1] * 4, slope, l))
            FAIL(ctx, SCT_ERR_NOTHING, "the light on the bare skin cannot be told");
        for (size_t i = 0; i < n; i++) {
            double r = residual(&samples[i], l->fit[1], 1);
            if (r > 0 && r < 3 * l->noise[1]) {
                sum += r * r;
                m++;
            }
            samples[i].weight = r < -2 * l->noise[1] || r > 3 * l->noise[1] ? 0 : 1;
        }
        if (m)
            l->noise[1] = fmax(fmin(sqrt(sum / (double)m), l->noise[1]), 0.004);
    }
done:
    return status;
}

static sct_status mark_darker(sct_context *ctx, const verify_photo *after, const verify_light *l, const float *change,
                              uint8_t *mask, size_t *count)
{
    sct_status status = SCT_OK;
    float *smooth = NULL;
    double least = fmax(3 * l->noise[1], 0.03);
    TRY(mem_new(ctx, (size_t)l->columns * l->rows, sizeof *smooth, (void **)&smooth));
    TRY(verify_blur(ctx, change, l->columns, l->rows, 1.5, smooth));
    *count = 0;
    for (uint32_t y = 0; y < after->coarse.height; y++)
        for (uint32_t x = 0; x < after->coarse.width; x++) {
            size_t at = (size_t)y * after->coarse.width + x;
            mask[at] = after->usable[at] && (double)smooth[(size_t)(y / l->cell) * l->columns + x / l->cell] < -least;
            *count += mask[at];
        }
done:
    mem_free(smooth);
    return status;
}

sct_status verify_light_darkened(sct_context *ctx, const verify_photo *after, const verify_photo *before,
                                 const verify_bend *bend, uint8_t *mask, size_t *count)
{
    sct_status status = SCT_OK;
    verify_light l = {0};
    gathering all = {0};
    sample *samples = NULL;
    float *change = NULL;
    size_t n = 0;
    TRY(light_new(ctx, after, &l));
    size_t cells = (size_t)l.columns * l.rows;
    TRY(gathering_new(ctx, cells, &all));
    TRY(mem_new(ctx, cells, sizeof *samples, (void **)&samples));
    TRY(mem_new(ctx, cells, sizeof *change, (void **)&change));
    for (uint32_t y = 0; y < after->coarse.height; y++)
        for (uint32_t x = 0; x < after->coarse.width; x++)
            if (after->usable[(size_t)y * after->coarse.width + x])
                gather_place(after, before, bend, &l, x, y, 1, &all);
    for (size_t cell = 0; cell < cells; cell++) {
        if (all.count[cell] * 2 < CELL * CELL)
            continue;
        verify_basis(&l, (double)(cell % l.columns) + 0.5, (double)(cell / l.columns) + 0.5, samples[n].t);
        samples[n].value[1] = log_ratio(&all, cell, 1);
        samples[n++].cell = cell;
    }
    if (n < LEAST_REFERENCE)
        FAIL(ctx, SCT_ERR_NOTHING, "too little of the scalp is in view in both photos");
    TRY(fit_unchanged(ctx, samples, n, &l));
    for (size_t i = 0; i < n; i++)
        change[samples[i].cell] = (float)residual(&samples[i], l.fit[1], 1);
    TRY(mark_darker(ctx, after, &l, change, mask, count));
done:
    gathering_free(&all);
    mem_free(samples);
    mem_free(change);
    verify_light_free(&l);
    return status;
}
