/*
 * engine/region/where/grow.c - from a tap or a stroke to the region that people mean by it.
 *
 * Geodesic segmentation (A. Criminisi, T. Sharp, A. Blake, "GeoS: Geodesic image segmentation", ECCV 2008; X. Bai, G.
 * Sapiro, "A geodesic framework", ICCV 2007): each seed has a model of what lies under it, a path costs what the cells along
 * it differ from that model, and a cell belongs to the seed that reaches it at the least cost. Distances are found by raster
 * scans over the map of the photo.
 *
 * Of two seeds of different roles a cell that both reach goes to the one it is more like.
 *
 * A model is the median of (L, p, q, t) in a small disk or along the stroke: p = a/(L + 16), q = b/(L + 16), which shade
 * leaves alone, and t, the logarithm of texture over L + 16, which tells stubble from skin. Spreads have floors: light falls
 * over a head, and a tap sees little of it.
 */
#include "region/where/where.h"

#include <math.h>
#include <string.h>

enum { FEATURES = 4, SEED_CELLS = 3, SEEDS_LEAST = 3, SWEEPS_MAX = 8, SEEDS_MAX = 4096 };
static const double floors[FEATURES] = {5, 0.025, 0.025, 0.4}; /* standard deviations of L*, p, q, t */
static const double ceilings = 2;                              /* times the floor: a seed may lie on a rim */
/* Standard deviations that a cell may be off: with a seed of another role, which bounds the region, and without. */
static const double like_beside = 2.5, like_alone = 1.8;
static const double step_least = 0.05;                  /* cost of a step among cells like the seed, to 1 at the limit */
static const double rough_usual = 0.04, rough_most = 3; /* texture over L* + 16 beyond which the floors grow in proportion */
static const float texture_least = 0.3f;                /* L*: noise and rounding leave so much */
static const float unreached = 1e30f;

typedef struct seed_model {
    double mean[FEATURES], sd[FEATURES];
} seed_model;

/* What grows on one map: the features of its cells, and for each tap the step and the distance to each cell. */
typedef struct growth {
    const region_map *map;
    size_t count;
    float (*features)[FEATURES];
    float *steps, *distances, *values;
    uint32_t *labels;
    uint8_t *work;
    double like_most;
} growth;

static void fill_features(growth *g)
{
    for (size_t i = 0; i < g->count; i++) {
        const region_cell *c = &g->map->cells[i];
        float scale = c->L + 16;
        g->features[i][0] = c->L;
        g->features[i][1] = c->a / scale;
        g->features[i][2] = c->b / scale;
        g->features[i][3] = logf((c->texture + texture_least) / scale);
    }
}

/* ---- seeds ---------------------------------------------------------------------------------------- */

static double distance_to_segment(double x, double y, const double *p, const double *q)
{
    double dx = q[0] - p[0], dy = q[1] - p[1], length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? fmin(fmax(((x - p[0]) * dx + (y - p[1]) * dy) / length2, 0), 1) : 0;
    return hypot(x - p[0] - t * dx, y - p[1] - t * dy);
}

/* Marks the cells under a shape whose numbers are in cells. Returns how many of them can be used. */
static size_t mark_seeds(const region_map *map, const double *v, size_t points, double reach, uint8_t *cells)
{
    size_t usable = 0;
    for (size_t i = 0; i < (size_t)map->columns * map->rows; i++) {
        double x = (double)(i % map->columns) + 0.5, y = (double)(i / map->columns) + 0.5, d = (double)INFINITY;
        for (size_t k = 0; k + 1 < points || k == 0; k++)
            d = fmin(d, distance_to_segment(x, y, v + 2 * k, v + 2 * (points > 1 ? k + 1 : k)));
        cells[i] = d <= reach && map->cells[i].usable;
        usable += cells[i];
    }
    return usable;
}

static seed_model learn(const growth *g, const uint8_t *seeds, size_t count)
{
    seed_model model;
    double widen = 1;
    size_t every = count / SEEDS_MAX + 1;
    for (int f = FEATURES - 1; f >= 0; f--) { /* texture first */
        size_t n = 0, seen = 0;
        for (size_t i = 0; i < g->count; i++)
            if (seeds[i] && seen++ % every == 0)
                g->values[n++] = g->features[i][f];
        model.mean[f] = num_median(g->values, n);
        if (f == FEATURES - 1) /* over L* + 16: of locks of hair it is many times that of skin */
            widen = fmin(fmax(exp(model.mean[f]) / rough_usual, 1), rough_most);
        for (size_t i = 0; i < n; i++)
            g->values[i] = fabsf(g->values[i] - (float)model.mean[f]);
        double floor = floors[f] * (f == 1 || f == 2 ? sqrt(widen) : widen); /* shade between locks has their hue */
        model.sd[f] = fmin(fmax(1.4826 * num_median(g->values, n), floor), ceilings * floor);
    }
    return model;
}

/* ---- distances ------------------------------------------------------------------------------------ */

/* What it costs to step on each cell; unreached where it is unlike the seed or not to be used. */
static void fill_steps(const growth *g, const seed_model *model, const uint8_t *seeds, float *step)
{
    for (size_t i = 0; i < g->count; i++) {
        double d2 = 0;
        step[i] = unreached;
        if (!g->map->cells[i].usable)
            continue;
        for (int f = 0; f < FEATURES; f++) {
            double d = ((double)g->features[i][f] - model->mean[f]) / model->sd[f];
            d2 += d * d;
        }
        d2 /= g->like_most * g->like_most;
        if (d2 <= 1 || seeds[i])
            step[i] = (float)(step_least + fmin(d2, 1));
    }
}

/* One scan in rows' order, or against it; returns whether a distance fell. */
static int sweep(const region_map *map, const float *step, int back, float *distance)
{
    ptrdiff_t w = map->columns, h = map->rows, sign = back ? -1 : 1;
    int fell = 0;
    for (ptrdiff_t row = 0; row < h; row++)
        for (ptrdiff_t column = 0; column < w; column++) {
            ptrdiff_t x = back ? w - 1 - column : column, y = back ? h - 1 - row : row, i = y * w + x;
            float best = distance[i];
            if (step[i] >= unreached)
                continue;
            for (int k = 0; k < 4; k++) {
                static const int dx[] = {-1, -1, 0, 1}, dy[] = {0, -1, -1, -1};
                ptrdiff_t u = x + sign * dx[k], v = y + sign * dy[k];
                if (u >= 0 && u < w && v >= 0 && v < h)
                    best = fminf(best, distance[v * w + u] + step[i] * (dx[k] && dy[k] ? 1.41421f : 1));
            }
            fell |= best < distance[i];
            distance[i] = best;
        }
    return fell;
}

static void find_distances(const region_map *map, const uint8_t *seeds, const float *step, float *distance)
{
    int fell = 1;
    for (size_t i = 0; i < (size_t)map->columns * map->rows; i++)
        distance[i] = seeds[i] ? 0 : unreached;
    for (int k = 0; k < SWEEPS_MAX && fell; k++) {
        fell = sweep(map, step, 0, distance);
        fell |= sweep(map, step, 1, distance);
    }
}

/* ---- regions -------------------------------------------------------------------------------------- */

int region_is_tap(const sct_shape *shape)
{
    return shape->kind == SCT_SHAPE_POINT || shape->kind == SCT_SHAPE_STROKE;
}

static sct_status grow_one(sct_context *ctx, const growth *g, const sct_shape *shape, uint32_t width, uint32_t height,
                           float *step, float *distance)
{
    sct_status status = SCT_OK;
    const region_map *map = g->map;
    double v[2 * SCT_POLY_MAX];
    char text[64];
    for (size_t i = 0; i < shape->count; i++) {
        double at = shape->percent[i] ? shape->v[i] / 100 * (i % 2 ? height : width) : shape->v[i];
        v[i] = (at - (i % 2 ? map->window.y : map->window.x)) / map->scale;
    }
    double reach = shape->kind == SCT_SHAPE_POINT ? SEED_CELLS : SEED_CELLS / 2.0;
    size_t n = mark_seeds(map, v, shape->count / 2, reach, g->work);
    if (n < SEEDS_LEAST) {
        region_shape_text(shape, text, sizeof text);
        FAIL(ctx, SCT_ERR_SHAPE, "%s %s lies on nothing that can be seen, or outside the photo, which is %u x %u",
             sct_role_name(shape->role), text, width, height);
    }
    seed_model model = learn(g, g->work, n);
    fill_steps(g, &model, g->work, step);
    find_distances(map, g->work, step, distance);
done:
    return status;
}

/* Whether a cell is more like the seed of tap k than like any of another role. */
static int is_nearest(const growth *g, const region_taps *taps, size_t k, size_t i)
{
    if (!(g->distances[k * g->count + i] < unreached))
        return 0;
    for (size_t r = 0; r < taps->count; r++) {
        size_t rival = r * g->count + i;
        if (taps->shapes[r]->role == taps->shapes[k]->role)
            continue;
        if (g->distances[rival] <= 0 || g->steps[rival] < g->steps[k * g->count + i])
            return 0;
    }
    return 1;
}

/* Whether a cell is that of a seed of another role than tap k's, or was given to one before. */
static int is_another(const growth *g, const region_taps *taps, size_t k, size_t i)
{
    for (size_t r = 0; r < taps->count; r++)
        if (taps->shapes[r]->role != taps->shapes[k]->role &&
            (is_nearest(g, taps, r, i) || (r < k && taps->cells[r * g->count + i])))
            return 1;
    return 0;
}

/* Keeps what joins the seed, away from its rim and without specks. Gaps of a cell or two are closed first: a lock that
 * shines is still hair, and without it what is left of textured hair would be specks. */
static void share_out(const growth *g, const region_taps *taps)
{
    const region_map *map = g->map;
    for (size_t k = 0; k < taps->count; k++) {
        uint8_t *cells = taps->cells + k * g->count, *joined = g->work;
        const float *own = g->distances + k * g->count;
        for (size_t i = 0; i < g->count; i++)
            cells[i] = (uint8_t)is_nearest(g, taps, k, i);
        region_cells_dilate(cells, map->columns, map->rows, g->work);
        region_cells_erode(cells, map->columns, map->rows, g->work);
        for (size_t i = 0; i < g->count; i++)
            cells[i] = cells[i] && !is_another(g, taps, k, i);
        region_cells_erode(cells, map->columns, map->rows, g->work);
        region_cells_dilate(cells, map->columns, map->rows, g->work);
        uint32_t parts = region_cells_label(cells, map->columns, map->rows, g->labels, g->labels + g->count);
        memset(joined, 0, (size_t)parts + 1);
        for (size_t i = 0; i < g->count; i++)
            joined[g->labels[i]] |= own[i] <= 0;
        for (size_t i = 0; i < g->count; i++)
            cells[i] = own[i] <= 0 || (g->labels[i] && joined[g->labels[i]]);
    }
}

sct_status region_taps_grow(sct_context *ctx, const region_map *map, const sct_view *view, uint32_t width, uint32_t height,
                            region_taps *out)
{
    sct_status status = SCT_OK;
    region_taps taps = {0};
    growth g = {.map = map, .count = (size_t)map->columns * map->rows};

    for (size_t i = 0; i < view->shape_count; i++) {
        if (!region_is_tap(view->shapes[i]))
            continue;
        if (taps.count == REGION_TAPS_MAX)
            FAIL(ctx, SCT_ERR_SHAPE, "more than %d points and lines on one photo; draw an outline", REGION_TAPS_MAX);
        taps.shapes[taps.count++] = view->shapes[i];
    }
    if (taps.count == 0)
        goto done;
    TRY(mem_new(ctx, g.count, taps.count, (void **)&taps.cells));
    TRY(mem_new(ctx, g.count, sizeof *g.features, (void **)&g.features));
    TRY(mem_new(ctx, g.count, 2 * taps.count * sizeof *g.steps, (void **)&g.steps));
    TRY(mem_new(ctx, SEEDS_MAX, sizeof *g.values, (void **)&g.values));
    TRY(mem_new(ctx, g.count, 2 * sizeof *g.labels, (void **)&g.labels));
    TRY(mem_new(ctx, g.count + 1, 1, (void **)&g.work));
    g.distances = g.steps + taps.count * g.count;
    fill_features(&g);
    g.like_most = like_alone;
    for (size_t k = 1; k < taps.count; k++)
        if (taps.shapes[k]->role != taps.shapes[0]->role)
            g.like_most = like_beside;
    for (size_t k = 0; k < taps.count; k++)
        TRY(grow_one(ctx, &g, taps.shapes[k], width, height, g.steps + k * g.count, g.distances + k * g.count));
    share_out(&g, &taps);
    *out = taps;
    taps.cells = NULL;
done:
    mem_free(taps.cells);
    mem_free(g.features);
    mem_free(g.steps);
    mem_free(g.values);
    mem_free(g.labels);
    mem_free(g.work);
    return status;
}

const uint8_t *region_taps_cells(const region_taps *taps, const region_map *map, const sct_shape *shape)
{
    for (size_t k = 0; k < taps->count; k++)
        if (taps->shapes[k] == shape)
            return taps->cells + k * (size_t)map->columns * map->rows;
    return NULL;
}

void region_taps_free(region_taps *taps)
{
    mem_free(taps->cells);
    *taps = (region_taps){0};
}
