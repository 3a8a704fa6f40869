/* engine/region/robust/cloud.c - the Lab colours of a region, read on a grid fine enough for any estimate. */
#include "region/robust/robust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* About this many tiles a region's box is cut into for the bootstrap: enough to resample, few enough to hold the length
 * over which neighbouring pixels resemble each other. */
enum { TILES_ACROSS = 12, TILE_MIN_PX = 8 };

void region_cloud_free(region_cloud *cloud)
{
    mem_free(cloud->items);
    *cloud = (region_cloud){0};
}

static int compare_samples(const void *a, const void *b)
{
    const region_sample *p = a, *q = b;
    if (p->L < q->L || p->L > q->L)
        return p->L < q->L ? -1 : 1;
    if (p->a < q->a || p->a > q->a)
        return p->a < q->a ? -1 : 1;
    if (p->b < q->b || p->b > q->b)
        return p->b < q->b ? -1 : 1;
    return (p->tile > q->tile) - (p->tile < q->tile);
}

enum { BINS = 256, FEW = 24, DEPTH_MAX = 6 };

static void insert_sorted(region_sample *samples, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        region_sample next = samples[i];
        size_t at = i;
        for (; at > 0 && compare_samples(&samples[at - 1], &next) > 0; at--)
            samples[at] = samples[at - 1];
        samples[at] = next;
    }
}

static size_t bin_of(float L, float lo, float scale)
{
    float at = (L - lo) * scale;
    return at >= 0 && at < BINS ? (size_t)at : 0; /* what is no number, too, must stand somewhere */
}

/* Moves every sample into the part of its bin, cycle by cycle, in place ("American flag": McIlroy, Bostic & McIlroy 1993,
 * Comput. Syst. 6:5, sec. 3). first[b] to first[b + 1]: the part of bin b. */
static void deal_out(region_sample *samples, size_t n, float lo, float scale, size_t first[BINS + 1])
{
    size_t next[BINS];
    memset(first, 0, (BINS + 1) * sizeof *first);
    for (size_t i = 0; i < n; i++)
        first[bin_of(samples[i].L, lo, scale) + 1]++;
    for (size_t b = 0; b < BINS; b++) {
        next[b] = first[b];
        first[b + 1] += first[b];
    }
    for (size_t b = 0; b < BINS; b++)
        while (next[b] < first[b + 1]) {
            region_sample held = samples[next[b]];
            size_t to;
            while ((to = bin_of(held.L, lo, scale)) != b) {
                region_sample swap = samples[next[to]];
                samples[next[to]++] = held;
                held = swap;
            }
            samples[next[b]++] = held;
        }
}

/* By bins of L, then each bin alone: a few passes, where comparing all with all takes a twentieth of a match. */
static void sort_part(region_sample *samples, size_t n, int depth)
{
    size_t first[BINS + 1];
    if (n <= FEW) {
        insert_sorted(samples, n);
        return;
    }
    float lo = samples[0].L, hi = lo;
    for (size_t i = 1; i < n; i++) {
        lo = samples[i].L < lo ? samples[i].L : lo;
        hi = samples[i].L > hi ? samples[i].L : hi;
    }
    float scale = (BINS - 0.5f) / (hi - lo); /* half a bin less: no rounding leads beyond the last */
    if (!isfinite(scale) || !(scale > 0) || depth == DEPTH_MAX) {
        qsort(samples, n, sizeof *samples, compare_samples);
        return;
    }
    deal_out(samples, n, lo, scale, first);
    for (size_t b = 0; b < BINS; b++)
        sort_part(samples + first[b], first[b + 1] - first[b], depth + 1);
}

void region_samples_sort(region_sample *samples, size_t n)
{
    sort_part(samples, n, 0);
}

/* How a region's box is divided. */
typedef struct tiling {
    uint32_t x0, y0, side, across;
} tiling;

static tiling tiling_of(const region_spans *spans, uint32_t *tiles)
{
    uint32_t w = spans->x1 - spans->x0, h = spans->y1 - spans->y0;
    uint32_t side = (uint32_t)lround(sqrt((double)w * h) / TILES_ACROSS);
    if (side < TILE_MIN_PX)
        side = TILE_MIN_PX;
    tiling t = {spans->x0, spans->y0, side, (w + side - 1) / side};
    *tiles = t.across * ((h + side - 1) / side);
    return t;
}

/* A correction far out of its range can overflow; such a pixel tells as little as a clipped one. */
static int is_colour(const float lab[3])
{
    return isfinite(lab[0]) && isfinite(lab[1]) && isfinite(lab[2]);
}

/* Reads every step-th pixel of a run into the cloud; row buffers hold the whole run. */
static void take_run(region_cloud *cloud, const tiling *t, const region_span *span, const float *lab, const uint8_t *flags)
{
    uint32_t step = cloud->step, first = (step - span->x % step) % step;
    for (uint32_t i = first; i < span->n; i += step) {
        cloud->read++;
        if (flags[i] & PIXELS_TRANSPARENT) {
            cloud->transparent++;
        } else if (flags[i] & (PIXELS_CLIPPED_HIGH | PIXELS_CLIPPED_LOW) || !is_colour(lab + 3 * (size_t)i)) {
            cloud->clipped++;
        } else {
            uint32_t tile = (span->y - t->y0) / t->side * t->across + (span->x + i - t->x0) / t->side;
            cloud->items[cloud->count++] = (region_sample){lab[3 * i], lab[3 * i + 1], lab[3 * i + 2], tile};
        }
    }
}

sct_status region_cloud_gather(sct_context *ctx, const pixels_image *image, const region_spans *spans, region_cloud *out)
{
    sct_status status = SCT_OK;
    region_cloud cloud = {.step = 1};
    float *lab = NULL;
    uint8_t *flags = NULL;
    size_t width = spans->x1 - spans->x0;

    while (spans->pixels / ((uint64_t)cloud.step * cloud.step) > REGION_CLOUD_MAX)
        cloud.step++;
    tiling t = tiling_of(spans, &cloud.tiles);
    /* A grid can meet thin shapes more often than on average: room for every pixel of the rows that are read. */
    uint64_t room = 0;
    for (size_t i = 0; i < spans->count; i++)
        room += spans->items[i].y % cloud.step == 0 ? spans->items[i].n / cloud.step + 1 : 0;
    TRY(mem_new(ctx, (size_t)room, sizeof *cloud.items, (void **)&cloud.items));
    TRY(mem_new(ctx, width, 3 * sizeof *lab, (void **)&lab));
    TRY(mem_new(ctx, width, 1, (void **)&flags));
    for (size_t i = 0; i < spans->count; i++) {
        const region_span *span = &spans->items[i];
        if (span->y % cloud.step)
            continue;
        pixels_lab_row(image, span->x, span->y, span->n, lab);
        pixels_flag_row(image, span->x, span->y, span->n, flags);
        take_run(&cloud, &t, span, lab, flags);
    }
    region_samples_sort(cloud.items, cloud.count);
    *out = cloud;
    cloud.items = NULL;
done:
    mem_free(cloud.items);
    mem_free(lab);
    mem_free(flags);
    return status;
}
