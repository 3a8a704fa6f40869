/*
 * chart_blobs.c - flat regions that fill a parallelogram.
 *
 * Regions are the 4-connected components of pixels whose gradient is below a
 * threshold, for several thresholds: a soft shadow needs a low one, noise a
 * high one. Components are built from runs of pixels row by row (Rosenfeld &
 * Pfaltz 1966, "Sequential operations in digital picture processing",
 * doi 10.1145/321356.321357), summing moments in closed form.
 *
 * A parallelogram of area A has second moments with det = (A / 12)^2, so that
 * fill = area / (12 sqrt(det)) is 1 for any parallelogram and pi / 3 for an
 * ellipse, and falls for ragged regions.
 */
#include "chart/search/chart_search.h"

#include <math.h>

static const uint8_t thresholds[] = {5, 9, 15, 25, 40};
static const double least_fill = 0.80;
static const double longest_axes = 14;  /* ratio of the principal variances */
static const double least_area = 12;    /* plane pixels */
static const double largest_share = 30; /* of the plane: 1 / 30 */

/* Zeroth to second moments of a component, by origin-free sums. */
typedef struct moments {
    double n, x, y, xx, yy, xy;
} moments;

typedef struct run {
    uint32_t begin, end; /* [begin, end) */
    uint32_t component;
} run;

typedef struct components {
    uint32_t *parent;
    moments *sums;
    size_t count, parent_capacity, sums_capacity;
} components;

static uint32_t root_of(components *all, uint32_t i)
{
    while (all->parent[i] != i) {
        all->parent[i] = all->parent[all->parent[i]];
        i = all->parent[i];
    }
    return i;
}

static uint32_t unite(components *all, uint32_t a, uint32_t b)
{
    a = root_of(all, a);
    b = root_of(all, b);
    if (a == b)
        return a;
    if (b < a) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    moments *into = &all->sums[a], *from = &all->sums[b];
    *into = (moments){into->n + from->n,   into->x + from->x,   into->y + from->y,
                      into->xx + from->xx, into->yy + from->yy, into->xy + from->xy};
    all->parent[b] = a;
    return a;
}

/* Adds pixels [begin, end) of row y: sums of powers of consecutive integers. */
static void add_run(moments *sum, uint32_t begin, uint32_t end, uint32_t y)
{
    double n = (double)end - begin, b = begin, e = (double)end - 1;
    double x = n * (b + e) / 2;
    double xx = (e * (e + 1) * (2 * e + 1) - (b - 1) * b * (2 * b - 1)) / 6;
    sum->n += n;
    sum->x += x;
    sum->y += n * y;
    sum->xx += xx;
    sum->yy += n * y * (double)y;
    sum->xy += x * y;
}

static sct_status new_component(sct_context *ctx, components *all, uint32_t *out)
{
    sct_status status = SCT_OK;
    TRY(mem_grow(ctx, (void **)&all->parent, &all->parent_capacity, all->count + 1, sizeof *all->parent));
    TRY(mem_grow(ctx, (void **)&all->sums, &all->sums_capacity, all->count + 1, sizeof *all->sums));
    *out = (uint32_t)all->count++;
    all->parent[*out] = *out;
    all->sums[*out] = (moments){0};
done:
    return status;
}

/* The runs of one row, joined with those of the row above. */
static sct_status label_row(sct_context *ctx, const uint8_t *row, uint32_t width, uint32_t y, uint8_t threshold,
                            components *all, const run *above, size_t above_count, run *runs, size_t *count)
{
    sct_status status = SCT_OK;
    size_t n = 0, first = 0;

    for (uint32_t x = 0; x < width;) {
        while (x < width && row[x] >= threshold)
            x++;
        uint32_t begin = x;
        while (x < width && row[x] < threshold)
            x++;
        if (x == begin)
            break;
        int joined = 0;
        uint32_t component = 0;
        while (first < above_count && above[first].end <= begin)
            first++;
        for (size_t i = first; i < above_count && above[i].begin < x; i++) {
            component = joined ? unite(all, component, above[i].component) : root_of(all, above[i].component);
            joined = 1;
        }
        if (!joined)
            TRY(new_component(ctx, all, &component));
        add_run(&all->sums[component], begin, x, y);
        runs[n++] = (run){begin, x, component};
    }
    *count = n;
done:
    return status;
}

/* The blob a component makes, or 0 if it is no parallelogram of a sensible size. */
static int blob_of(const moments *sum, double plane_area, chart_blob *out)
{
    if (sum->n < least_area || sum->n > plane_area / largest_share)
        return 0;
    double x = sum->x / sum->n, y = sum->y / sum->n;
    double xx = sum->xx / sum->n - x * x + 1.0 / 12, yy = sum->yy / sum->n - y * y + 1.0 / 12;
    double xy = sum->xy / sum->n - x * y, det = xx * yy - xy * xy;
    if (!(det > 0))
        return 0;
    double half = (xx + yy) / 2, spread = sqrt(fmax(half * half - det, 0));
    if (!(half + spread <= longest_axes * (half - spread)))
        return 0;
    *out = (chart_blob){x, y, sum->n, sum->n / (12 * sqrt(det))};
    return out->fill >= least_fill;
}

/* Keeps the better filled of two blobs that are the same region at two thresholds. */
static sct_status keep(sct_context *ctx, chart_blobs *blobs, size_t earlier, const chart_blob *blob)
{
    sct_status status = SCT_OK;
    double near = 0.25 * sqrt(blob->area);

    for (size_t i = 0; i < earlier; i++) {
        chart_blob *old = &blobs->items[i];
        if (fabs(old->x - blob->x) < near && fabs(old->y - blob->y) < near && old->area < 2.5 * blob->area &&
            old->area > 0.4 * blob->area) {
            if (blob->fill > old->fill)
                *old = *blob;
            return SCT_OK;
        }
    }
    if (blobs->count >= CHART_BLOB_MAX)
        return SCT_OK;
    TRY(mem_grow(ctx, (void **)&blobs->items, &blobs->capacity, blobs->count + 1, sizeof *blobs->items));
    blobs->items[blobs->count++] = *blob;
done:
    return status;
}

/* A gradient in which the regions below every threshold are found, thresholds beside each other. */
enum { THRESHOLDS = sizeof thresholds };
typedef struct blob_job {
    const uint8_t *gradient;
    uint32_t width, height;
    struct found {
        chart_blob *items;
        size_t count, capacity;
    } found[THRESHOLDS];
    struct blob_hand {
        run *runs; /* of two rows */
        components all;
    } hands[TASK_HANDS];
} blob_job;

/* Parallelograms among the regions below one threshold, in the order in which their regions begin. */
static sct_status find_at(sct_context *ctx, void *user, size_t number, int hand)
{
    sct_status status = SCT_OK;
    blob_job *job = user;
    struct blob_hand *room = &job->hands[hand];
    struct found *found = &job->found[number];
    components *all = &room->all;
    const uint32_t width = job->width;
    size_t stride = width / 2 + 1, above_count = 0;
    if (!room->runs)
        TRY(mem_new(ctx, 2 * stride, sizeof *room->runs, (void **)&room->runs));
    run *above = room->runs, *here = room->runs + stride;

    all->count = 0;
    for (uint32_t y = 0; y < job->height; y++) {
        size_t count = 0;
        TRY(label_row(ctx, job->gradient + (size_t)y * width, width, y, thresholds[number], all, above, above_count, here,
                      &count));
        run *swap = above;
        above = here;
        here = swap;
        above_count = count;
    }
    for (uint32_t i = 0; i < all->count; i++) {
        chart_blob blob;
        if (all->parent[i] != i || !blob_of(&all->sums[i], (double)width * job->height, &blob))
            continue;
        TRY(mem_grow(ctx, (void **)&found->items, &found->capacity, found->count + 1, sizeof *found->items));
        found->items[found->count++] = blob;
    }
done:
    return status;
}

static uint32_t bin_of(const chart_blobs *blobs, double x, double y)
{
    return (uint32_t)(y / CHART_BIN_PX) * blobs->columns + (uint32_t)(x / CHART_BIN_PX);
}

/* Counting sort of the blobs by bin. */
static sct_status index_by_place(sct_context *ctx, chart_blobs *blobs)
{
    sct_status status = SCT_OK;
    size_t bins = (size_t)blobs->columns * blobs->rows;

    TRY(mem_new(ctx, bins + 2, sizeof *blobs->first, (void **)&blobs->first));
    TRY(mem_new(ctx, blobs->count, sizeof *blobs->order, (void **)&blobs->order));
    for (size_t i = 0; i < blobs->count; i++)
        blobs->first[bin_of(blobs, blobs->items[i].x, blobs->items[i].y) + 2]++;
    for (size_t i = 2; i < bins + 2; i++)
        blobs->first[i] += blobs->first[i - 1];
    for (size_t i = 0; i < blobs->count; i++)
        blobs->order[blobs->first[bin_of(blobs, blobs->items[i].x, blobs->items[i].y) + 1]++] = (uint32_t)i;
done:
    return status;
}

static void free_job(blob_job *job)
{
    for (size_t i = 0; i < THRESHOLDS; i++)
        mem_free(job->found[i].items);
    for (int i = 0; i < TASK_HANDS; i++) {
        mem_free(job->hands[i].runs);
        mem_free(job->hands[i].all.parent);
        mem_free(job->hands[i].all.sums);
    }
}

sct_status chart_blobs_find(sct_context *ctx, const uint8_t *gradient, uint32_t width, uint32_t height, chart_blobs *out)
{
    sct_status status = SCT_OK;
    chart_blobs blobs = {.columns = width / CHART_BIN_PX + 1, .rows = height / CHART_BIN_PX + 1};
    blob_job job = {.gradient = gradient, .width = width, .height = height};

    TRY(task_share(ctx, find_at, &job, THRESHOLDS));
    for (size_t i = 0; i < THRESHOLDS; i++) {
        size_t earlier = blobs.count;
        for (size_t k = 0; k < job.found[i].count; k++)
            TRY(keep(ctx, &blobs, earlier, &job.found[i].items[k]));
    }
    TRY(index_by_place(ctx, &blobs));
    *out = blobs;
    blobs = (chart_blobs){0};
done:
    chart_blobs_free(&blobs);
    free_job(&job);
    return status;
}

void chart_blobs_free(chart_blobs *blobs)
{
    mem_free(blobs->items);
    mem_free(blobs->first);
    mem_free(blobs->order);
    *blobs = (chart_blobs){0};
}

static uint32_t bin_index(double at, uint32_t bins)
{
    double i = floor(at / CHART_BIN_PX);
    return i < 0 ? 0 : i >= bins ? bins - 1 : (uint32_t)i;
}

int chart_blobs_nearest(const chart_blobs *blobs, double x, double y, double radius, double lo, double hi)
{
    int nearest = -1;
    double least = radius * radius;
    uint32_t x0 = bin_index(x - radius, blobs->columns), x1 = bin_index(x + radius, blobs->columns);
    uint32_t y0 = bin_index(y - radius, blobs->rows), y1 = bin_index(y + radius, blobs->rows);
    for (uint32_t by = y0; by <= y1; by++) {
        uint32_t bin = by * blobs->columns;
        for (uint32_t i = blobs->first[bin + x0]; i < blobs->first[bin + x1 + 1]; i++) {
            const chart_blob *b = &blobs->items[blobs->order[i]];
            double dx = b->x - x, dy = b->y - y, d = dx * dx + dy * dy;
            if (d < least && b->area > lo && b->area < hi) {
                least = d;
                nearest = (int)blobs->order[i];
            }
        }
    }
    return nearest;
}
