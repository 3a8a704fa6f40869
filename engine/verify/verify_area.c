/* engine/verify/verify_area.c - the treated area: how deep inside it a place lies, its left and right, its edge. */
#include "verify/verify.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Distances in places, by two passes over weights of 1 and the root of 2: within 8 %. G. Borgefors, "Distance
 * transformations in digital images", Computer Vision, Graphics, and Image Processing 34 (1986) 344-371. */
static void spread_distance(float *d, uint32_t width, uint32_t height)
{
    static const float slant = 1.41421356F;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < width * height; i++) {
            uint32_t at = pass ? width * height - 1 - i : i, x = at % width, y = at / width;
            int64_t back = pass ? 1 : -1;
            int row_there = pass ? y + 1 < height : y > 0;
            int side_there = pass ? x + 1 < width : x > 0, other_there = pass ? x > 0 : x + 1 < width;
            float best = d[at];
            if (side_there)
                best = fminf(best, d[(int64_t)at + back] + 1);
            if (row_there) {
                int64_t row = (int64_t)at + back * (int64_t)width;
                best = fminf(best, d[row] + 1);
                if (side_there)
                    best = fminf(best, d[row + back] + slant);
                if (other_there)
                    best = fminf(best, d[row - back] + slant);
            }
            d[at] = best;
        }
}

static sct_status fill_depth(sct_context *ctx, verify_area *a)
{
    sct_status status = SCT_OK;
    size_t n = (size_t)a->width * a->height;
    float *outside = NULL;
    TRY(mem_new(ctx, n, sizeof *outside, (void **)&outside));
    for (size_t i = 0; i < n; i++) {
        a->depth[i] = a->inside[i] ? 1e6F : 0;
        outside[i] = a->inside[i] ? 0 : 1e6F;
    }
    spread_distance(a->depth, a->width, a->height);
    spread_distance(outside, a->width, a->height);
    for (size_t i = 0; i < n; i++)
        a->depth[i] = a->inside[i] ? a->depth[i] - 0.5F : 0.5F - outside[i];
done:
    mem_free(outside);
    return status;
}

/* Share of the area whose mirror image across a line through its middle is area, too. */
static double mirrored_share(const verify_area *a, double nx, double ny)
{
    size_t hits = 0, all = 0;
    for (uint32_t y = 0; y < a->height; y += 2)
        for (uint32_t x = 0; x < a->width; x += 2) {
            if (!a->inside[(size_t)y * a->width + x])
                continue;
            double across = (x - a->cx) * nx + (y - a->cy) * ny;
            double mx = x - 2 * across * nx, my = y - 2 * across * ny;
            all++;
            if (mx >= 0 && my >= 0 && mx < a->width && my < a->height)
                hits += a->inside[(size_t)my * a->width + (size_t)mx];
        }
    return all ? (double)hits / (double)all : 0;
}

/* People stand upright in photos: the midline is within 30 degrees of it. */
static void find_midline(verify_area *a)
{
    a->mirrored = 0;
    for (int degrees = -30; degrees <= 30; degrees += 2) {
        double angle = degrees * NUM_PI / 180, nx = cos(angle), ny = sin(angle);
        double share = mirrored_share(a, nx, ny) - 0.0005 * abs(degrees);
        if (share > a->mirrored) {
            a->mirrored = share;
            a->nx = nx;
            a->ny = ny;
        }
    }
}

sct_status verify_area_from(sct_context *ctx, const uint8_t *mask, uint32_t width, uint32_t height, verify_area *out)
{
    sct_status status = SCT_OK;
    size_t n = (size_t)width * height;
    *out = (verify_area){.width = width, .height = height, .nx = 1};
    TRY(mem_new(ctx, n, 1, (void **)&out->inside));
    TRY(mem_new(ctx, n, sizeof *out->depth, (void **)&out->depth));
    for (size_t i = 0; i < n; i++) {
        out->inside[i] = mask[i] != 0;
        if (!mask[i])
            continue;
        out->count++;
        out->cx += (double)(i % width);
        out->cy += (double)(i / width);
    }
    if (out->count < 100)
        FAIL(ctx, SCT_ERR_NOTHING, "the treated area is too small in the photo; show more of it, from nearer");
    out->cx /= (double)out->count;
    out->cy /= (double)out->count;
    TRY(fill_depth(ctx, out));
    find_midline(out);
done:
    if (status != SCT_OK)
        verify_area_free(out);
    return status;
}

void verify_area_free(verify_area *area)
{
    mem_free(area->inside);
    mem_free(area->depth);
    *area = (verify_area){0};
}

/* ---- the core ---- */

/* One row or column: no cell lies deeper than its place counted from either end of what is area there. */
static void depth_along(float *first, size_t step, uint32_t length)
{
    uint32_t begin = 0, end = length;
    while (begin < end && !(first[begin * step] > 0))
        begin++;
    while (end > begin && !(first[(end - 1) * step] > 0))
        end--;
    for (uint32_t at = begin; at < end; at++) {
        uint32_t nearer = at - begin < end - 1 - at ? at - begin : end - 1 - at;
        first[at * step] = fminf(first[at * step], (float)nearer + 0.5F);
    }
}

void verify_depth_of_cells(const sct_verification *v, float *depth)
{
    const verify_light *l = &v->light;
    for (uint32_t row = 0; row < l->rows; row++)
        for (uint32_t column = 0; column < l->columns; column++) {
            uint32_t x = column * l->cell + l->cell / 2, y = row * l->cell + l->cell / 2;
            int inside = x < v->area.width && y < v->area.height && v->area.inside[(size_t)y * v->area.width + x];
            depth[(size_t)row * l->columns + column] = inside ? HUGE_VALF : 0;
        }
    for (uint32_t row = 0; row < l->rows; row++)
        depth_along(depth + (size_t)row * l->columns, 1, l->columns);
    for (uint32_t column = 0; column < l->columns; column++)
        depth_along(depth + column, l->columns, l->rows);
}

double verify_soft_edge(const verify_light *l, const float *depth, const float *share, const float *darkness)
{
    enum { RINGS = 8 };
    const double clearly = 0.8;
    size_t n = (size_t)l->columns * l->rows;
    double deepest = 0, sum[RINGS] = {0}, places[RINGS] = {0}, inner = 0, inner_places = 0;
    for (size_t i = 0; i < n; i++)
        deepest = fmax(deepest, (double)depth[i]);
    for (size_t i = 0; i < n; i++)
        if (depth[i] > 0) {
            int ring = (int)fmin(RINGS * (double)depth[i] / deepest, RINGS - 1);
            sum[ring] += (double)share[i] * (double)darkness[i];
            places[ring] += (double)share[i];
        }
    for (int ring = RINGS / 2; ring < RINGS; ring++) {
        inner += sum[ring];
        inner_places += places[ring];
    }
    for (int ring = RINGS / 2 - 1; ring >= 0; ring--)
        if (sum[ring] * inner_places < clearly * inner * places[ring])
            return deepest * (ring + 1) / RINGS;
    return 0;
}

/* ---- the edge ---- */

enum { EDGE = 24 }; /* places to either side */

double verify_change_at(const sct_verification *v, const verify_light *l, int both, uint32_t x, uint32_t y)
{
    size_t at = (size_t)y * v->after.coarse.width + x;
    double t[VERIFY_BASIS], out = (double)v->after.coarse.log_y[at], bx, by;
    if (!v->after.usable[at])
        return (double)NAN;
    if (both) {
        verify_bend_at(&v->bend, x, y, &bx, &by);
        out -= verify_plane_at(&v->before.coarse, bx, by);
    }
    verify_basis(l, (x + 0.5) / l->cell, (y + 0.5) / l->cell, t);
    for (int i = 0; i < VERIFY_BASIS; i++)
        out -= l->fit[1][i] * t[i];
    return out;
}

/* Where the profile crosses a share of its rise, counted from outside. */
static double crossing(const double *profile, double from, double to, double share)
{
    for (int i = 1; i < 2 * EDGE; i++) {
        double a = (profile[i - 1] - from) / (to - from), b = (profile[i] - from) / (to - from);
        if (a < share && b >= share)
            return i - 1 + (share - a) / (b - a);
    }
    return (double)NAN;
}

void verify_edge(sct_verification *v)
{
    double sum[2 * EDGE] = {0}, out = 0, in = 0;
    size_t n[2 * EDGE] = {0};
    if (v->soft_px > 0) { /* from a tenth to nine tenths of it */
        v->info.edge = 0.8 * v->soft_px * (isnan(v->info.mm_per_px) ? 1 : v->info.mm_per_px);
        return;
    }
    for (uint32_t y = 0; y < v->area.height; y++)
        for (uint32_t x = 0; x < v->area.width; x++) {
            double depth = (double)v->area.depth[(size_t)y * v->area.width + x], change;
            if (fabs(depth) >= EDGE || (depth < 0 && v->after.usable[(size_t)y * v->area.width + x] != 2))
                continue;
            change = verify_change_at(v, &v->light, !v->alone, x, y);
            if (isnan(change))
                continue;
            sum[(int)floor(depth) + EDGE] -= change;
            n[(int)floor(depth) + EDGE]++;
        }
    for (int i = 0; i < 2 * EDGE; i++) {
        if (n[i] < 20)
            return;
        sum[i] /= (double)n[i];
    }
    for (int i = 0; i < EDGE / 2; i++) {
        out += sum[i] / (EDGE / 2.0);
        in += sum[2 * EDGE - 1 - i] / (EDGE / 2.0);
    }
    if (in - out > 0.02) { /* a normal edge rises from a tenth to nine tenths 1.9 times as far as between the quarters */
        double px = 1.9 * (crossing(sum, out, in, 0.75) - crossing(sum, out, in, 0.25)) * v->after.coarse.side;
        v->info.edge = isnan(v->info.mm_per_px) ? px : px * v->info.mm_per_px;
    }
}
