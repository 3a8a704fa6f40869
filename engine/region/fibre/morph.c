/*
 * engine/region/fibre/morph.c - grey closings and openings of a plane by a square.
 *
 * The extreme over k neighbours is built by doubling: a[i] = max(a[i], a[i + s])
 * with s = 1, 2, 4 ... covers 2, 4, 8 ... of them, whole rows at a time.
 * A dilation that looks forward and an erosion that looks back together are the
 * centred closing. What lies beyond the border does not count.
 */
#include "region/fibre/fibre.h"

#include <math.h>
#include <string.h>

static void max_of(const float *restrict a, const float *restrict b, float *restrict out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = a[i] > b[i] ? a[i] : b[i];
}

static void min_of(const float *restrict a, const float *restrict b, float *restrict out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = a[i] < b[i] ? a[i] : b[i];
}

static void max_into(float *restrict a, const float *restrict b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        a[i] = a[i] > b[i] ? a[i] : b[i];
}

static void min_into(float *restrict a, const float *restrict b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        a[i] = a[i] < b[i] ? a[i] : b[i];
}

/* Steps that build a window of `size` from windows already built. */
static uint32_t next_step(uint32_t have, uint32_t size)
{
    return have < size - have ? have : size - have;
}

/* From extremes over `first` pixels to those over [x, x + size) of each row, or over (x - size, x] when `back`, from one of
 * two rows into the other. `nothing` stands beyond the borders. Rows are at most PATCH_SIDE long. */
static void along_rows(float *plane, uint32_t w, uint32_t h, uint32_t first, uint32_t size, int back, float nothing,
                       void (*of)(const float *, const float *, float *, size_t))
{
    float rows[2][3 * PATCH_SIDE];
    for (uint32_t i = 0; i < 2 * 3 * PATCH_SIDE; i++)
        rows[i / (3 * PATCH_SIDE)][i % (3 * PATCH_SIDE)] = nothing;
    for (uint32_t y = 0; y < h; y++) {
        float *from = rows[0] + PATCH_SIDE, *to = rows[1] + PATCH_SIDE, *a = plane + (size_t)y * w;
        memcpy(from, a, w * sizeof *a);
        for (uint32_t have = first; have < size && have < w;) {
            uint32_t s = next_step(have, size);
            of(from, back ? from - s : from + s, to, w);
            float *swap = from;
            from = to;
            to = swap;
            have += s;
        }
        memcpy(a, from, w * sizeof *a);
    }
}

static void columns_forward(float *plane, uint32_t w, uint32_t h, uint32_t first, uint32_t size,
                            void (*into)(float *, const float *, size_t))
{
    for (uint32_t have = first; have < size && have < h;) {
        uint32_t s = next_step(have, size);
        for (uint32_t y = 0; y + s < h; y++)
            into(plane + (size_t)y * w, plane + (size_t)(y + s) * w, w);
        have += s;
    }
}

static void columns_back(float *plane, uint32_t w, uint32_t h, uint32_t size, void (*into)(float *, const float *, size_t))
{
    for (uint32_t have = 1; have < size && have < h;) {
        uint32_t s = next_step(have, size);
        for (uint32_t y = h; y-- > s;)
            into(plane + (size_t)y * w, plane + (size_t)(y - s) * w, w);
        have += s;
    }
}

void region_spread(float *plane, uint32_t width, uint32_t height, uint32_t have, uint32_t size, int dark)
{
    if (dark) {
        along_rows(plane, width, height, have, size, 0, -INFINITY, max_of);
        columns_forward(plane, width, height, have, size, max_into);
    } else {
        along_rows(plane, width, height, have, size, 0, INFINITY, min_of);
        columns_forward(plane, width, height, have, size, min_into);
    }
}

void region_draw_back(float *plane, uint32_t width, uint32_t height, uint32_t size, int dark)
{
    if (dark) {
        along_rows(plane, width, height, 1, size, 1, INFINITY, min_of);
        columns_back(plane, width, height, size, min_into);
    } else {
        along_rows(plane, width, height, 1, size, 1, -INFINITY, max_of);
        columns_back(plane, width, height, size, max_into);
    }
}

void region_close(float *plane, uint32_t width, uint32_t height, uint32_t size)
{
    region_spread(plane, width, height, 1, size, 1);
    region_draw_back(plane, width, height, size, 1);
}

void region_open(float *plane, uint32_t width, uint32_t height, uint32_t size)
{
    region_spread(plane, width, height, 1, size, 0);
    region_draw_back(plane, width, height, size, 0);
}
