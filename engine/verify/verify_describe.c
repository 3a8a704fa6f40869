/*
 * engine/verify/verify_describe.c - what a place looks like, turned the way its
 * surroundings are, and which places of two photos look alike.
 *
 * Lowe 2004 (verify_points.c), sections 5 (orientation: 36 directions), 6 (4 x 4
 * cells of 8 directions, three standard deviations wide, cut at 0.2) and 7.1 (the
 * next best must be clearly worse).
 */
#include "verify/verify.h"

#include <math.h>
#include <string.h>

enum { DIRECTIONS = 36, CELLS = 4, TURNS = 8 };
static const double CELL_SIGMAS = 3; /* the side of a cell over the blur of the point */
static const double NEXT_BEST = 0.9; /* distance of the best over that of the next best, at most */

static void gradient(const float *p, size_t width, size_t at, double *size, double *angle)
{
    double dx = (double)(p[at + 1] - p[at - 1]), dy = (double)(p[at + width] - p[at - width]);
    *size = sqrt(dx * dx + dy * dy);
    *angle = atan2(dy, dx);
}

/* The direction in which most of the gradients around point. */
static double main_angle(const float *plane, uint32_t width, double x, double y, double sigma, int radius)
{
    double bins[DIRECTIONS] = {0}, smooth[DIRECTIONS];
    for (int dy = -radius; dy <= radius; dy++) {
        for (int dx = -radius; dx <= radius; dx++) {
            double size, angle;
            gradient(plane, width, (size_t)(y + dy) * width + (size_t)(x + dx), &size, &angle);
            double weight = exp(-(dx * dx + dy * dy) / (2 * 2.25 * sigma * sigma));
            int bin = (int)floor((angle / (2 * NUM_PI) + 1) * DIRECTIONS) % DIRECTIONS;
            bins[bin] += weight * size;
        }
    }
    int best = 0;
    for (int i = 0; i < DIRECTIONS; i++) {
        smooth[i] = (bins[(i + DIRECTIONS - 1) % DIRECTIONS] + bins[i] + bins[(i + 1) % DIRECTIONS]) / 3;
        if (smooth[i] > smooth[best])
            best = i;
    }
    double a = smooth[(best + DIRECTIONS - 1) % DIRECTIONS], b = smooth[best], c = smooth[(best + 1) % DIRECTIONS];
    double off = a - 2 * b + c < 0 ? 0.5 * (a - c) / (a - 2 * b + c) : 0;
    return 2 * NUM_PI * (best + 0.5 + off) / DIRECTIONS;
}

/* Shares a gradient out among the cells and directions beside it. */
static void share_out(double words[VERIFY_WORDS], double u, double v, double turn, double size)
{
    int column = (int)floor(u), row = (int)floor(v), bin = (int)floor(turn);
    double fu = u - column, fv = v - row, ft = turn - bin;
    for (int j = 0; j < 2; j++)
        for (int i = 0; i < 2; i++) {
            int c = column + i, r = row + j;
            if (c < 0 || r < 0 || c >= CELLS || r >= CELLS)
                continue;
            double part = size * (i ? fu : 1 - fu) * (j ? fv : 1 - fv);
            words[(r * CELLS + c) * TURNS + bin % TURNS] += part * (1 - ft);
            words[(r * CELLS + c) * TURNS + (bin + 1) % TURNS] += part * ft;
        }
}

static void gather_words(const float *plane, uint32_t width, const verify_point *p, int radius, double words[VERIFY_WORDS])
{
    double c = cos((double)p->angle), s = sin((double)p->angle), side = CELL_SIGMAS * (double)p->scale;
    for (int dy = -radius; dy <= radius; dy++) {
        for (int dx = -radius; dx <= radius; dx++) {
            double u = (c * dx + s * dy) / side, v = (c * dy - s * dx) / side, size, angle;
            if (fabs(u) >= 2.5 || fabs(v) >= 2.5)
                continue;
            gradient(plane, width, (size_t)((double)p->y + dy) * width + (size_t)((double)p->x + dx), &size, &angle);
            double turn = (angle - (double)p->angle) / (2 * NUM_PI);
            turn -= floor(turn);
            share_out(words, u + 1.5, v + 1.5, turn * TURNS, size * exp(-(u * u + v * v) / 8));
        }
    }
}

static double length_of(const double words[VERIFY_WORDS])
{
    double sum = 0;
    for (int i = 0; i < VERIFY_WORDS; i++)
        sum += words[i] * words[i];
    return sqrt(sum);
}

int verify_describe(const float *plane, uint32_t width, uint32_t height, double octave, verify_point *p)
{
    double words[VERIFY_WORDS] = {0}, sigma = (double)p->scale;
    int around = (int)ceil(4.5 * sigma), radius = (int)ceil(CELL_SIGMAS * sigma * 2.5 * 1.4142);
    int rim = (radius > around ? radius : around) + 1;
    if (p->x < (float)rim || p->y < (float)rim || p->x + (float)rim >= (float)width || p->y + (float)rim >= (float)height)
        return 0;
    p->angle = (float)main_angle(plane, width, (double)p->x, (double)p->y, sigma, around);
    gather_words(plane, width, p, radius, words);
    double length = length_of(words);
    if (!(length > 0))
        return 0;
    for (int i = 0; i < VERIFY_WORDS; i++)
        words[i] = fmin(words[i] / length, 0.2);
    length = length_of(words);
    for (int i = 0; i < VERIFY_WORDS; i++)
        p->words[i] = (uint8_t)fmin(512 * words[i] / length, 255);
    p->x = (float)((double)p->x * octave);
    p->y = (float)((double)p->y * octave);
    p->scale = (float)((double)p->scale * octave);
    return 1;
}

/* ---- pairs ---- */

static uint32_t apart(const uint8_t *a, const uint8_t *b)
{
    uint32_t sum = 0;
    for (int i = 0; i < VERIFY_WORDS; i++) {
        int d = a[i] - b[i];
        sum += (uint32_t)(d * d);
    }
    return sum;
}

/* Of each point of one list the nearest of the other; UINT32_MAX where two are as near. */
static sct_status nearest(sct_context *ctx, const verify_points *from, const verify_points *to, uint32_t *best)
{
    sct_status status = SCT_OK;
    for (size_t i = 0; i < from->count; i++) {
        uint32_t first = UINT32_MAX, second = UINT32_MAX, at = UINT32_MAX;
        for (size_t j = 0; j < to->count; j++) {
            uint32_t d = apart(from->items[i].words, to->items[j].words);
            if (d < first) {
                second = first;
                first = d;
                at = (uint32_t)j;
            } else if (d < second) {
                second = d;
            }
        }
        best[i] = (double)first < NEXT_BEST * NEXT_BEST * (double)second ? at : UINT32_MAX;
        if (i % 128 == 0)
            TRY(progress_again(ctx));
    }
done:
    return status;
}

sct_status verify_match_points(sct_context *ctx, const verify_points *after, const verify_points *before, verify_match **out,
                               size_t *count)
{
    sct_status status = SCT_OK;
    uint32_t *there = NULL, *back = NULL;
    verify_match *pairs = NULL;
    size_t n = 0;
    TRY(mem_new(ctx, after->count, sizeof *there, (void **)&there));
    TRY(mem_new(ctx, before->count, sizeof *back, (void **)&back));
    TRY(mem_new(ctx, after->count, sizeof *pairs, (void **)&pairs));
    TRY(nearest(ctx, after, before, there));
    TRY(nearest(ctx, before, after, back));
    for (size_t i = 0; i < after->count; i++)
        if (there[i] != UINT32_MAX && back[there[i]] == i)
            pairs[n++] = (verify_match){(uint32_t)i, there[i]};
    *out = pairs;
    *count = n;
    pairs = NULL;
done:
    mem_free(there);
    mem_free(back);
    mem_free(pairs);
    return status;
}
