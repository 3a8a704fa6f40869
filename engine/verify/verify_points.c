/*
 * engine/verify/verify_points.c - places that look like themselves from anywhere:
 * extrema of differences of Gaussians over place and scale.
 *
 * D. G. Lowe, "Distinctive image features from scale-invariant keypoints", Int. J.
 * Computer Vision 60 (2004) 91-110, doi:10.1023/B:VISI.0000029664.99615.94:
 * section 3 (extrema, three scales an octave, blur 1.6), section 4 (contrast, and
 * edges by the ratio of principal curvatures). Light is taken as its logarithm, so
 * that half the light is the same picture. Places are not refined below one place
 * of their octave: verify_bend does that better, and for all of the scalp.
 */
#include "verify/verify.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SCALES = 3, LEVELS = SCALES + 3, OCTAVES = 4 };
static const double FIRST_BLUR = 1.6, GIVEN_BLUR = 0.5;
static const float LEAST_CONTRAST = 0.003F; /* ln of light */
static const double MOST_EDGE = 10;         /* ratio of principal curvatures */

typedef struct octave {
    uint32_t width, height;
    double step; /* coarse places a place of this octave */
    float *level[LEVELS];
} octave;

static int is_extremum(const octave *o, int level, size_t at)
{
    const float *below[2] = {o->level[level - 1], o->level[level]}, *here[2] = {o->level[level], o->level[level + 1]},
                *above[2] = {o->level[level + 1], o->level[level + 2]};
    float value = here[1][at] - here[0][at];
    if (fabsf(value) < LEAST_CONTRAST)
        return 0;
    for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
            size_t near = (size_t)((int64_t)at + dy * (int64_t)o->width + dx);
            float a = below[1][near] - below[0][near], b = here[1][near] - here[0][near],
                  c = above[1][near] - above[0][near];
            if (value > 0 ? (a >= value || c >= value || (near != at && b >= value))
                          : (a <= value || c <= value || (near != at && b <= value)))
                return 0;
        }
    }
    return 1;
}

static int is_edge(const octave *o, int level, size_t at)
{
    const float *p = o->level[level], *q = o->level[level + 1];
    size_t w = o->width;
#define DOG(i) ((double)q[i] - (double)p[i])
    double middle = DOG(at), xx = DOG(at - 1) + DOG(at + 1) - 2 * middle, yy = DOG(at - w) + DOG(at + w) - 2 * middle;
    double xy = (DOG(at - w - 1) + DOG(at + w + 1) - DOG(at - w + 1) - DOG(at + w - 1)) / 4;
#undef DOG
    double det = xx * yy - xy * xy;
    return !(det > 0) || (xx + yy) * (xx + yy) * MOST_EDGE > (MOST_EDGE + 1) * (MOST_EDGE + 1) * det;
}

static int is_usable(const verify_photo *p, double x, double y)
{
    uint32_t column = (uint32_t)x, row = (uint32_t)y;
    return column < p->coarse.width && row < p->coarse.height && p->usable[(size_t)row * p->coarse.width + column];
}

/* Keeps a point; of one whose place has no one direction, the strongest. */
static sct_status keep(sct_context *ctx, const octave *o, int level, size_t at, verify_points *out, size_t *capacity)
{
    uint32_t column = (uint32_t)(at % o->width), row = (uint32_t)(at / o->width);
    verify_point point = {
        .x = (float)column, .y = (float)row, .scale = (float)(FIRST_BLUR * pow(2, (double)level / SCALES))};
    point.strength = fabsf(o->level[level + 1][at] - o->level[level][at]);
    if (!verify_describe(o->level[level], o->width, o->height, o->step, &point))
        return SCT_OK;
    sct_status status = mem_grow(ctx, (void **)&out->items, capacity, out->count + 1, sizeof *out->items);
    if (status == SCT_OK)
        out->items[out->count++] = point;
    return status;
}

/* The contrast from which on there are no more candidates than are wanted, of an octave. */
static sct_status search(sct_context *ctx, const octave *o, const verify_photo *p, verify_points *out, size_t *capacity)
{
    enum { RIM = 5 };
    sct_status status = SCT_OK;
    for (int level = 1; level <= SCALES; level++)
        for (uint32_t y = RIM; y + RIM < o->height; y++) {
            for (uint32_t x = RIM; x + RIM < o->width; x++) {
                size_t at = (size_t)y * o->width + x;
                if (is_usable(p, x * o->step, y * o->step) && is_extremum(o, level, at) && !is_edge(o, level, at))
                    TRY(keep(ctx, o, level, at, out, capacity));
            }
            if (y % 64 == 0)
                TRY(progress_again(ctx));
        }
done:
    return status;
}

static sct_status fill_levels(sct_context *ctx, octave *o)
{
    sct_status status = SCT_OK;
    for (int i = 1; i < LEVELS; i++) {
        double have = FIRST_BLUR * pow(2, (i - 1.0) / SCALES), want = FIRST_BLUR * pow(2, (double)i / SCALES);
        TRY(verify_blur(ctx, o->level[i - 1], o->width, o->height, sqrt(want * want - have * have), o->level[i]));
    }
done:
    return status;
}

/* Every other place of the level with twice the blur. */
static void next_octave(octave *o)
{
    const float *from = o->level[SCALES];
    float *to = o->level[0];
    uint32_t width = o->width / 2, height = o->height / 2;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++)
            to[(size_t)y * width + x] = from[(size_t)2 * y * o->width + 2 * (size_t)x];
    o->width = width;
    o->height = height;
    o->step *= 2;
}

static int by_strength(const void *one, const void *other)
{
    float a = ((const verify_point *)one)->strength, b = ((const verify_point *)other)->strength;
    return (a < b) - (a > b);
}

/* The strongest of each part of the plane: new ink must not crowd out the hairs beside it. */
static void spread_out(const verify_photo *p, verify_points *points)
{
    enum { GRID = 8 };
    size_t taken[GRID][GRID] = {{0}}, kept = 0;
    for (size_t i = 0; i < points->count && kept < VERIFY_POINTS; i++) {
        const verify_point *at = &points->items[i];
        size_t *n = &taken[(size_t)((double)at->y * GRID / p->coarse.height) % GRID]
                          [(size_t)((double)at->x * GRID / p->coarse.width) % GRID];
        if (*n >= 2 * VERIFY_POINTS / (GRID * GRID))
            continue;
        ++*n;
        points->items[kept++] = *at;
    }
    points->count = kept;
}

sct_status verify_points_find(sct_context *ctx, const verify_photo *p, verify_points *out)
{
    sct_status status = SCT_OK;
    octave o = {.width = p->coarse.width, .height = p->coarse.height, .step = 1};
    size_t capacity = 0;
    *out = (verify_points){0};
    for (int i = 0; i < LEVELS; i++)
        TRY(mem_new(ctx, (size_t)o.width * o.height, sizeof *o.level[i], (void **)&o.level[i]));
    TRY(verify_blur(ctx, p->coarse.log_y, o.width, o.height, sqrt(FIRST_BLUR * FIRST_BLUR - GIVEN_BLUR * GIVEN_BLUR),
                    o.level[0]));
    for (int i = 0; i < OCTAVES && o.width > 32 && o.height > 32; i++) {
        TRY(fill_levels(ctx, &o));
        TRY(search(ctx, &o, p, out, &capacity));
        next_octave(&o);
    }
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, by_strength);
    spread_out(p, out);
done:
    for (int i = 0; i < LEVELS; i++)
        mem_free(o.level[i]);
    if (status != SCT_OK) {
        mem_free(out->items);
        *out = (verify_points){0};
    }
    return status;
}
