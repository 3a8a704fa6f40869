/*
 * engine/preview/preview_dots.c - where the dots lie.
 *
 * R. Bridson (2007), Fast Poisson disk sampling in arbitrary dimensions,
 * SIGGRAPH sketches, doi:10.1145/1278780.1278807: new points are tried in the
 * ring of radius r to 2 r around a point that still has room, and kept when no
 * other lies within r; a grid of cells of side r / sqrt 2, one point each,
 * answers that. No two dots clump and no grid shows, as a good hand tattoos.
 * Places that the ring of no point reaches (islands of the area) are started
 * from their own cells afterwards, in an order drawn at random.
 *
 * Near the edge of the area the density falls to EDGE_SHARE: half of that (as a
 * factor) by wider spacing, half by leaving dots out at random, since spacing
 * alone would line dots up along the edge.
 * The edge itself wanders, by smooth noise as wide as it is: no outline shows.
 *   PACKING   density r^2 of what this yields; measured, tests/preview/test_dots.c
 */
#include "preview/preview_dots.h"

#include <math.h>
#include <stdlib.h>

enum { TRIES = 20, ROUNDS_TOLD = 4096, CELLS_TOLD = 65536 };
static const double PACKING = 0.6125, EDGE_SHARE = 0.12, INK_SPREAD = 0.12, WANDER = 0.7;
static const double TWO_PI = 6.28318530717958647692;

const double preview_sizes[PREVIEW_SIZES] = {0.842, 0.925, 1.0, 1.07, 1.136};

/* One cell of the grid: the dot in it, or -1. */
typedef struct sampler {
    sct_context *ctx;
    const preview_area *area;
    double spacing, edge; /* pixels; spacing of the core */
    double cell;
    uint32_t columns, rows;
    int32_t *cells;
    preview_dot *dots;
    size_t count, capacity;
    double expected; /* dots, before the edge is thinned */
    uint64_t rounds; /* of spread, so far */
    int32_t *active;
    size_t active_count, active_capacity;
    uint64_t noise; /* its seed */
    num_rng rng;
} sampler;

double preview_thinning(double depth_px, double edge_px)
{
    if (!(depth_px > 0))
        return 0;
    if (!(depth_px < edge_px))
        return 1;
    double t = depth_px / edge_px;
    return EDGE_SHARE + (1 - EDGE_SHARE) * t * t * (3 - 2 * t);
}

/* A number in [-1, 1] for a corner of the noise, the same for the same seed. */
static double corner(const sampler *s, int64_t i, int64_t j)
{
    uint64_t h = (uint64_t)i * 0x9e3779b97f4a7c15u ^ (uint64_t)j * 0xc2b2ae3d27d4eb4fu ^ s->noise;
    h = (h ^ h >> 31) * 0xbf58476d1ce4e5b9u;
    h = (h ^ h >> 29) * 0x94d049bb133111ebu;
    return (double)(h >> 11) / 4503599627370496.0 - 1;
}

/* Smooth noise in [-1, 1], a corner each edge width. */
static double noise_at(const sampler *s, double x, double y)
{
    double u = floor(x / s->edge), v = floor(y / s->edge), a = x / s->edge - u, b = y / s->edge - v;
    int64_t i = (int64_t)u, j = (int64_t)v;
    a = a * a * (3 - 2 * a);
    b = b * b * (3 - 2 * b);
    double top = (1 - a) * corner(s, i, j) + a * corner(s, i + 1, j);
    double low = (1 - a) * corner(s, i, j + 1) + a * corner(s, i + 1, j + 1);
    return (1 - b) * top + b * low;
}

/* Distance from the edge as it wanders; the core stays where it is. */
static double depth_at(const sampler *s, double x, double y)
{
    double depth = preview_area_depth(s->area, x, y);
    if (!(depth > 0 && depth < s->edge))
        return depth;
    return depth * (1 + WANDER * noise_at(s, x, y) * (1 - depth / s->edge));
}

static double spacing_at(const sampler *s, double depth)
{
    double left = preview_thinning(depth, s->edge);
    return left >= 1 ? s->spacing : s->spacing / pow(left, 0.25);
}

/* No dot within `spacing` of a point. */
static int is_free(const sampler *s, double x, double y, double spacing)
{
    int reach = (int)ceil(spacing / s->cell);
    int column = (int)((x - s->area->x0) / s->cell), row = (int)((y - s->area->y0) / s->cell);
    int left = column - reach < 0 ? 0 : column - reach, top = row - reach < 0 ? 0 : row - reach;
    int right = column + reach >= (int)s->columns ? (int)s->columns - 1 : column + reach;
    int bottom = row + reach >= (int)s->rows ? (int)s->rows - 1 : row + reach;
    for (int j = top; j <= bottom; j++)
        for (int i = left; i <= right; i++) {
            int32_t at = s->cells[(size_t)j * s->columns + (size_t)i];
            if (at < 0)
                continue;
            double dx = (double)s->dots[at].x - x, dy = (double)s->dots[at].y - y;
            if (dx * dx + dy * dy < spacing * spacing)
                return 0;
        }
    return 1;
}

static sct_status keep(sampler *s, double x, double y)
{
    sct_status status = SCT_OK;
    if (s->count == PREVIEW_DOTS_MAX)
        FAIL(s->ctx, SCT_ERR_OPTION, "more than %d dots; check scale and density, or show a smaller area", PREVIEW_DOTS_MAX);
    TRY(mem_grow(s->ctx, (void **)&s->dots, &s->capacity, s->count + 1, sizeof *s->dots));
    TRY(mem_grow(s->ctx, (void **)&s->active, &s->active_capacity, s->active_count + 1, sizeof *s->active));
    uint32_t column = (uint32_t)((x - s->area->x0) / s->cell), row = (uint32_t)((y - s->area->y0) / s->cell);
    s->cells[(size_t)row * s->columns + column] = (int32_t)s->count;
    s->active[s->active_count++] = (int32_t)s->count;
    s->dots[s->count++] = (preview_dot){.x = (float)x, .y = (float)y};
done:
    return status;
}

/* Tries one place; *kept tells. */
static sct_status try_place(sampler *s, double x, double y, int *kept)
{
    const preview_area *a = s->area;
    *kept = 0;
    if (!(x >= a->x0 && y >= a->y0 && x < a->x1 && y < a->y1))
        return SCT_OK;
    double depth = depth_at(s, x, y);
    *kept = depth > 0 && is_free(s, x, y, spacing_at(s, depth));
    return *kept ? keep(s, x, y) : SCT_OK;
}

static sct_status tell(const sampler *s)
{
    return progress_tell(s->ctx, SCT_STAGE_REPORT, fmin((double)s->count / s->expected, 1));
}

/* Fills the neighbourhood of every point that still has room. */
static sct_status spread(sampler *s)
{
    sct_status status = SCT_OK;
    while (s->active_count) {
        if (s->rounds++ % ROUNDS_TOLD == 0)
            TRY(tell(s));
        size_t at = num_rng_below(&s->rng, (uint32_t)s->active_count);
        const preview_dot from = s->dots[s->active[at]];
        double r = spacing_at(s, depth_at(s, (double)from.x, (double)from.y));
        int kept = 0;
        for (int i = 0; i < TRIES && !kept; i++) {
            double angle = TWO_PI * num_rng_uniform(&s->rng), d = r * sqrt(1 + 3 * num_rng_uniform(&s->rng));
            TRY(try_place(s, (double)from.x + d * cos(angle), (double)from.y + d * sin(angle), &kept));
        }
        if (!kept)
            s->active[at] = s->active[--s->active_count];
    }
done:
    return status;
}

/* Every cell once, in an order that a linear congruence of full period gives: islands, and holes that were missed. */
static sct_status spread_everywhere(sampler *s)
{
    sct_status status = SCT_OK;
    size_t n = (size_t)s->columns * s->rows, period = 1;
    while (period < n)
        period *= 2;
    uint64_t at = num_rng_u64(&s->rng) & (period - 1);
    for (size_t i = 0; i < period; i++) {
        at = (at * 0x5851f42d4c957f2du + 0x14057b7ef767814fu) & (period - 1);
        double u = num_rng_uniform(&s->rng), v = num_rng_uniform(&s->rng);
        int kept = 0;
        if (i % CELLS_TOLD == 0)
            TRY(tell(s));
        if (at >= n || s->cells[at] >= 0)
            continue;
        double x = s->area->x0 + s->cell * ((double)(at % s->columns) + u);
        double y = s->area->y0 + s->cell * ((double)(at / s->columns) + v);
        TRY(try_place(s, x, y, &kept));
        if (kept)
            TRY(spread(s));
    }
done:
    return status;
}

/* Leaves dots out near the edge, and gives each its size and ink. */
static void finish_dots(sampler *s)
{
    size_t left = 0;
    for (size_t i = 0; i < s->count; i++) {
        preview_dot dot = s->dots[i];
        double share = preview_thinning(depth_at(s, (double)dot.x, (double)dot.y), s->edge);
        double u = num_rng_uniform(&s->rng), darkness = 2 * num_rng_uniform(&s->rng) - 1;
        dot.size = (uint8_t)num_rng_below(&s->rng, PREVIEW_SIZES);
        dot.ink = (float)(1 + INK_SPREAD * darkness);
        if (u < sqrt(share))
            s->dots[left++] = dot;
    }
    s->count = left;
}

static int by_place(const void *a, const void *b)
{
    const preview_dot *p = a, *q = b;
    if (p->y < q->y || p->y > q->y)
        return p->y < q->y ? -1 : 1;
    return (p->x > q->x) - (p->x < q->x);
}

sct_status preview_dots_place(sct_context *ctx, const preview_area *area, double density_per_px2, double edge_px,
                              uint64_t seed, preview_dot **out, size_t *count)
{
    sct_status status = SCT_OK;
    sampler s = {.ctx = ctx, .area = area, .edge = edge_px, .spacing = sqrt(PACKING / density_per_px2)};
    double wide = area->x1 - area->x0, high = area->y1 - area->y0;
    s.cell = s.spacing / sqrt(2);
    if (!(density_per_px2 > 0) || !((double)area->pixels * density_per_px2 <= PREVIEW_DOTS_MAX) ||
        !(wide * high * density_per_px2 <= 8.0 * PREVIEW_DOTS_MAX))
        FAIL(ctx, SCT_ERR_OPTION, "the area would need %.0f dots, and at most %d are drawn; check scale and density",
             (double)area->pixels * density_per_px2, PREVIEW_DOTS_MAX);
    s.expected = (double)area->pixels * density_per_px2;
    s.columns = (uint32_t)(wide / s.cell) + 1;
    s.rows = (uint32_t)(high / s.cell) + 1;
    TRY(mem_new(ctx, (size_t)s.columns * s.rows, sizeof *s.cells, (void **)&s.cells));
    for (size_t i = 0; i < (size_t)s.columns * s.rows; i++)
        s.cells[i] = -1;
    num_rng_seed(&s.rng, seed);
    s.noise = num_rng_u64(&s.rng);
    TRY(spread_everywhere(&s));
    finish_dots(&s);
    if (s.count)
        qsort(s.dots, s.count, sizeof *s.dots, by_place);
    *out = s.dots;
    *count = s.count;
    s.dots = NULL;
done:
    mem_free(s.cells);
    mem_free(s.active);
    mem_free(s.dots);
    return status;
}
