/* engine/region/cloud.c - the Lab colours of a region, read on a grid fine enough for any estimate. */
#include "region/region_private.h"

#include <math.h>
#include <stdlib.h>

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

void region_samples_sort(region_sample *samples, size_t n)
{
    qsort(samples, n, sizeof *samples, compare_samples);
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
