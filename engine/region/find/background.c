/*
 * engine/region/find/background.c - what lies behind a head: what can be reached from the photo's frame without crossing an
 * edge.
 *
 * The distance of a cell from the frame is the smallest sum of colour steps on any way to it, each step lessened by what
 * texture and noise make anywhere (Wei et al. 2012, doi 10.1007/978-3-642-33712-3_3, "Geodesic saliency using background
 * priors"): walls are near to the frame whatever their shading, and a head is not, since its outline is an edge all around.
 * What is reached is a background only where the frame holds much of it for its size (boundary connectivity, Zhu et al.
 * 2014, doi 10.1109/CVPR.2014.360), and where it is smoother than hair: hair that is cut by the frame is rough.
 */
#include "region/find/find.h"

#include <math.h>
#include <string.h>

enum { UNITS = 4, REACH = 5 * UNITS, FAR = REACH + 1 }; /* of a distance: parts of an L* */
static const double free_least = 0.3, free_most = 1.5;  /* colour difference of neighbours that texture and noise make, */
static const double free_quantile = 0.8;                /* by those along the frame */
static const double connected = 1;                      /* length along the frame over the root of the area */
static const double rough_L = 1.2;                      /* mean texture, L*, that no background has */

/* Work for one photo. */
typedef struct ground {
    const region_map *map;
    const uint8_t *skin;
    uint32_t w, h;
    size_t count, depth;
    uint8_t *cells, *distance;
    uint32_t *labels, *stack;
    float *steps;
    double step_free;
    double *area, *frame, *rough; /* of parts */
} ground;

static double difference(const region_cell *a, const region_cell *b)
{
    double L = (double)(a->L - b->L), p = (double)(a->a - b->a), q = (double)(a->b - b->b);
    return sqrt(L * L + p * p + q * q);
}

/* Up to REACH; more is FAR. */
static uint32_t step_between(const ground *g, const region_cell *a, const region_cell *b)
{
    double step = difference(a, b) - g->step_free;
    return step > 0 ? (uint32_t)fmin(ceil(step * UNITS), FAR) : 0;
}

static void reach(ground *g, uint32_t from, uint32_t to, uint32_t level)
{
    if (g->distance[to] <= level || !g->map->cells[to].usable || g->skin[to])
        return;
    uint32_t distance = level + step_between(g, &g->map->cells[from], &g->map->cells[to]);
    if (distance >= g->distance[to])
        return;
    g->distance[to] = (uint8_t)distance;
    if (distance == level)
        g->stack[g->depth++] = to;
}

static int at_frame(const ground *g, uint32_t i)
{
    return i < g->w || i % g->w == 0 || i % g->w + 1 == g->w;
}

/* What neighbours along the frame differ by. */
static double usual_step(ground *g)
{
    size_t n = 0;
    for (uint32_t i = 0; i + 1 < g->count; i++) {
        const region_cell *cell = &g->map->cells[i];
        uint32_t k = i < g->w ? i + 1 : i + g->w;
        if (at_frame(g, i) && k < g->count && cell->usable && g->map->cells[k].usable && !g->skin[i] && !g->skin[k])
            g->steps[n++] = (float)difference(cell, &g->map->cells[k]);
    }
    double usual = n ? (double)num_select(g->steps, n, (size_t)(free_quantile * (double)(n - 1))) : free_least;
    return fmin(fmax(usual, free_least), free_most);
}

/* Dijkstra's shortest ways, level by level: distances are small whole numbers. */
static void measure_distances(ground *g)
{
    for (uint32_t i = 0; i < g->count; i++)
        g->distance[i] = at_frame(g, i) && g->map->cells[i].usable && !g->skin[i] ? 0 : FAR;
    for (uint32_t level = 0; level <= REACH; level++) {
        g->depth = 0;
        for (uint32_t i = 0; i < g->count; i++)
            if (g->distance[i] == level)
                g->stack[g->depth++] = i;
        while (g->depth) {
            uint32_t i = g->stack[--g->depth], x = i % g->w;
            if (x)
                reach(g, i, i - 1, level);
            if (x + 1 < g->w)
                reach(g, i, i + 1, level);
            if (i >= g->w)
                reach(g, i, i - g->w, level);
            if (i + g->w < g->count)
                reach(g, i, i + g->w, level);
        }
    }
}

/* Gives one part its number: hair that is cut by the frame is reached from there as well as the wall beside it, and an edge
 * parts them. */
static void flood(ground *g, uint32_t start, uint32_t number)
{
    g->depth = 0;
    g->labels[start] = number;
    g->stack[g->depth++] = start;
    while (g->depth) {
        uint32_t i = g->stack[--g->depth], x = i % g->w;
        const uint32_t near[4] = {x ? i - 1 : i, x + 1 < g->w ? i + 1 : i, i >= g->w ? i - g->w : i,
                                  i + g->w < g->count ? i + g->w : i};
        for (int n = 0; n < 4; n++) {
            uint32_t k = near[n];
            if (!g->cells[k] || g->labels[k] || step_between(g, &g->map->cells[i], &g->map->cells[k]) > REACH)
                continue;
            g->labels[k] = number;
            g->stack[g->depth++] = k;
        }
    }
}

/* Leaves those parts of what was reached that are a background. */
static void choose_parts(ground *g)
{
    uint32_t parts = 0;
    for (uint32_t i = 0; i < g->count; i++)
        if (g->cells[i] && !g->labels[i])
            flood(g, i, ++parts);
    for (uint32_t k = 0; k <= parts; k++)
        g->area[k] = g->frame[k] = g->rough[k] = 0;
    for (uint32_t i = 0; i < g->count; i++) {
        g->area[g->labels[i]] += 1;
        g->frame[g->labels[i]] += at_frame(g, i);
        g->rough[g->labels[i]] += (double)g->map->cells[i].texture;
    }
    for (uint32_t i = 0; i < g->count; i++) {
        uint32_t k = g->labels[i];
        g->cells[i] = k && g->frame[k] > connected * sqrt(g->area[k]) && g->rough[k] < rough_L * g->area[k];
    }
}

static void colour_of(const region_cell *cell, double out[3])
{
    double scale = (double)cell->L + 16;
    out[0] = (double)cell->L;
    out[1] = (double)cell->a / scale;
    out[2] = (double)cell->b / scale;
}

/* Where what goes along the frame looks like the skin, with hair on it or not, the head is seen from near and nothing lies
 * behind it. */
static int is_close_up(const ground *g)
{
    const double close = 0.2, off_L = 25, off_ratio = 0.35; /* of the frame; as of what lies between hairs */
    double mean[3] = {0}, n = 0, along = 0, like = 0, x[3];
    for (uint32_t i = 0; i < g->count; i++) {
        if (!g->skin[i])
            continue;
        colour_of(&g->map->cells[i], x);
        for (int c = 0; c < 3; c++)
            mean[c] += x[c];
        n++;
    }
    for (uint32_t i = 0; i < g->count && n > 0; i++) {
        if (!at_frame(g, i))
            continue;
        along++;
        colour_of(&g->map->cells[i], x);
        double off = hypot(x[1] - mean[1] / n, x[2] - mean[2] / n);
        like += g->map->cells[i].usable && fabs(x[0] - mean[0] / n) < off_L && off < off_ratio * hypot(mean[1], mean[2]) / n;
    }
    return like > close * along;
}

static sct_status ground_new(sct_context *ctx, ground *g)
{
    sct_status status = SCT_OK;
    g->w = g->map->columns;
    g->h = g->map->rows;
    g->count = (size_t)g->w * g->h;
    TRY(mem_new(ctx, g->count, 1, (void **)&g->distance));
    TRY(mem_new(ctx, g->count, 2 * sizeof *g->labels, (void **)&g->labels));
    g->stack = g->labels + g->count;
    TRY(mem_new(ctx, g->w + 2 * (size_t)g->h, sizeof *g->steps, (void **)&g->steps));
    TRY(mem_new(ctx, g->count + 1, 3 * sizeof *g->area, (void **)&g->area));
    g->frame = g->area + g->count + 1;
    g->rough = g->frame + g->count + 1;
done:
    return status;
}

sct_status region_find_background(sct_context *ctx, const region_map *map, const uint8_t *skin, uint8_t *cells)
{
    sct_status status = SCT_OK;
    ground g = {.map = map, .skin = skin, .cells = cells};
    TRY(ground_new(ctx, &g));
    memset(cells, 0, g.count);
    if (is_close_up(&g))
        goto done;
    g.step_free = usual_step(&g);
    measure_distances(&g);
    for (size_t i = 0; i < g.count; i++)
        cells[i] = g.distance[i] <= REACH;
    choose_parts(&g);
done:
    mem_free(g.distance);
    mem_free(g.labels);
    mem_free(g.steps);
    mem_free(g.area);
    return status;
}
