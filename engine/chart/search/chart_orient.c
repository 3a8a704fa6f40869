/*
 * chart_orient.c - which chart a lattice is, and which way round it lies.
 *
 * The lattice gives a projective map from whole-numbered places to the plane.
 * Every chart is laid on it in 4 turns, plain and mirrored, at every offset
 * that covers most of the lattice, and scored by colour.
 */
#include "chart/search/chart_search.h"

#include <math.h>
#include <string.h>

enum { SIDE = CHART_LATTICE_SIDE, MARGIN = 13, CELLS = SIDE + 2 * MARGIN };

static const int least_nodes = 8;           /* of a chart that must be lattice nodes */
static const double least_share = 0.6;      /* of the lattice's nodes that must lie in the chart */
static const double node_bonus = 0.05;      /* score for all patches being nodes: prefers full charts */
static const double dropped_penalty = 0.01; /* for each patch that something lies on */
static const double mirror_penalty = 0.03;
static const double clear_r2 = 0.80; /* below it patches may be covered that the quick score cannot drop */
static const double settled = 0.93;  /* score of a chart that needs no second look */
static const double off_grid = 0.12; /* pitches a node may lie from its place */

typedef struct grid {
    size_t count;
    chart_point place[SIDE * SIDE], seen[SIDE * SIDE];
    double weight[SIDE * SIDE]; /* 1: agrees with the map */
    int inliers, u0, u1, v0, v1;
    chart_homography map;
} grid;

struct chart_orient_work {
    float rgb[CELLS][CELLS][3];  /* colour of the cell at (u, v), [v + MARGIN][u + MARGIN], 0..1 */
    uint8_t known[CELLS][CELLS]; /* 0: not read yet, 1: read, 2: outside the plane */
    grid grid;                   /* of the lattice at hand */
};

sct_status chart_orient_new(sct_context *ctx, chart_orient_work **out)
{
    return mem_new(ctx, 1, sizeof **out, (void **)out);
}

void chart_orient_free(chart_orient_work *work)
{
    mem_free(work);
}

/* Lattice nodes as point pairs, and their bounds. */
static void collect(const chart_blobs *blobs, const chart_lattice *lattice, grid *g)
{
    g->count = 0;
    g->u0 = g->v0 = SIDE;
    g->u1 = g->v1 = -1;
    for (int v = 0; v < SIDE; v++)
        for (int u = 0; u < SIDE; u++) {
            int i = lattice->nodes[v][u];
            if (i < 0)
                continue;
            g->place[g->count] = (chart_point){u, v};
            g->seen[g->count] = (chart_point){blobs->items[i].x, blobs->items[i].y};
            g->weight[g->count++] = 1;
            g->u0 = u < g->u0 ? u : g->u0;
            g->u1 = u > g->u1 ? u : g->u1;
            g->v0 = v < g->v0 ? v : g->v0;
            g->v1 = v > g->v1 ? v : g->v1;
        }
}

/* Fits the lattice's map, leaving out nodes that lie off it. Returns 0 when it is no grid. */
static int fit_grid(grid *g)
{
    if (g->count < (size_t)least_nodes || g->u1 == g->u0 || g->v1 == g->v0)
        return 0;
    for (int round = 0; round < 4; round++) {
        if (!chart_homography_fit(g->count, g->place, g->seen, g->weight, &g->map))
            return 0;
        double pitch = chart_homography_step(&g->map, (g->u0 + g->u1) / 2.0, (g->v0 + g->v1) / 2.0);
        g->inliers = 0;
        for (size_t i = 0; i < g->count; i++) {
            chart_point p = chart_homography_apply(&g->map, g->place[i].x, g->place[i].y);
            g->weight[i] = hypot(p.x - g->seen[i].x, p.y - g->seen[i].y) < off_grid * pitch;
            g->inliers += g->weight[i] > 0;
        }
        if (g->inliers < least_nodes)
            return 0;
    }
    return 1;
}

/* Mean of 5 x 5 points in the middle of the cell at (u, v); 0 if it leaves the plane. */
static int cell_mean(const chart_plane *plane, const chart_homography *map, double u, double v, float out[3])
{
    int32_t sum[3] = {0};
    for (int j = -2; j <= 2; j++)
        for (int i = -2; i <= 2; i++) {
            chart_point p = chart_homography_apply(map, u + i * 0.09, v + j * 0.09);
            if (!(p.x > -0.5 && p.y > -0.5 && p.x < plane->width - 0.5 && p.y < plane->height - 0.5))
                return 0;
            const uint16_t *rgb = plane->rgb + 3 * ((size_t)(p.y + 0.5) * plane->width + (size_t)(p.x + 0.5));
            for (int c = 0; c < 3; c++)
                sum[c] += rgb[c];
        }
    for (int c = 0; c < 3; c++)
        out[c] = (float)sum[c] / (25.0f * CHART_PLANE_MOST);
    return 1;
}

/* One way a chart may lie: its cell (column, row) is the lattice place turn * (column, row) + (u, v). */
typedef struct placing {
    int turn[2][2];
    int u, v;
    int mirrored;
} placing;

/* The eight symmetries of the grid. */
static const int turns[8][2][2] = {
    {{1, 0}, {0, 1}},  {{0, -1}, {1, 0}}, {{-1, 0}, {0, -1}}, {{0, 1}, {-1, 0}},
    {{-1, 0}, {0, 1}}, {{0, 1}, {1, 0}},  {{1, 0}, {0, -1}},  {{0, -1}, {-1, 0}},
};

static void place_of(const placing *at, int column, int row, int *u, int *v)
{
    *u = at->turn[0][0] * column + at->turn[0][1] * row + at->u;
    *v = at->turn[1][0] * column + at->turn[1][1] * row + at->v;
}

/* Colours of the chart's cells; those outside the frame are marked absent. */
static void read_cells(chart_orient_work *work, const chart_plane *plane, const grid *g, const sct_chart *chart,
                       const placing *at, double (*rgb)[3], uint8_t *present)
{
    for (int row = 0; row < chart->rows; row++)
        for (int column = 0; column < chart->columns; column++) {
            size_t i = (size_t)row * (size_t)chart->columns + (size_t)column;
            int u, v;
            place_of(at, column, row, &u, &v);
            present[i] = 0;
            rgb[i][0] = rgb[i][1] = rgb[i][2] = 0;
            if (u < -MARGIN || v < -MARGIN || u >= SIDE + MARGIN || v >= SIDE + MARGIN)
                continue;
            uint8_t *known = &work->known[v + MARGIN][u + MARGIN];
            float *cell = work->rgb[v + MARGIN][u + MARGIN];
            if (!*known)
                *known = cell_mean(plane, &g->map, u, v, cell) ? 1 : 2;
            present[i] = *known == 1;
            for (int c = 0; c < 3 && present[i]; c++)
                rgb[i][c] = (double)cell[c];
        }
}

/* Inlying nodes inside the chart's rectangle, and those within one step outside it. */
static int count_nodes(const grid *g, int u0, int v0, int width, int height, int *beyond)
{
    int within = 0;
    *beyond = 0;
    for (size_t i = 0; i < g->count; i++) {
        if (!(g->weight[i] > 0))
            continue;
        double u = g->place[i].x - u0, v = g->place[i].y - v0;
        if (u >= 0 && v >= 0 && u < width && v < height)
            within++;
        else if (u >= -1 && v >= -1 && u <= width && v <= height)
            ++*beyond;
    }
    return within;
}

/* The map from chart units to the plane, when the chart lies so. */
static int map_of(const grid *g, const sct_chart *chart, const placing *at, chart_homography *out)
{
    chart_point corner[4] = {
        {0, 0}, {chart->columns - 1.0, 0}, {chart->columns - 1.0, chart->rows - 1.0}, {0, chart->rows - 1.0}};
    chart_point seen[4];
    for (int i = 0; i < 4; i++) {
        int u, v;
        place_of(at, (int)corner[i].x, (int)corner[i].y, &u, &v);
        seen[i] = chart_homography_apply(&g->map, u, v);
    }
    return chart_homography_fit(4, corner, seen, NULL, out);
}

/* How two hypotheses stand to each other. */
typedef enum relation {
    SAME,     /* the first patch in the same place, the same handedness */
    RIVAL,    /* another reading of the same patches */
    ELSEWHERE /* another part of the photo */
} relation;

static relation relate(const chart_hit *a, const chart_hit *b, const sct_chart *chart_a, const sct_chart *chart_b)
{
    num_mat3 map, inverse;
    memcpy(map.m, a->map.m, sizeof map.m);
    if (!num_mat3_invert(&map, &inverse))
        return RIVAL;
    chart_homography back;
    memcpy(back.m, inverse.m, sizeof back.m);
    chart_point middle = chart_homography_apply(&b->map, (chart_b->columns - 1) / 2.0, (chart_b->rows - 1) / 2.0);
    chart_point there = chart_homography_apply(&back, middle.x, middle.y);
    if (there.x < -0.5 || there.y < -0.5 || there.x > chart_a->columns - 0.5 || there.y > chart_a->rows - 0.5)
        return ELSEWHERE;
    chart_point first = chart_homography_apply(&b->map, 0, 0), place = chart_homography_apply(&back, first.x, first.y);
    return a->mirrored == b->mirrored && hypot(place.x, place.y) < 0.5 ? SAME : RIVAL;
}

/* Makes `hit` the best, or remembers how near it came. Returns non-zero if it became the best. */
static int consider(const chart_target *targets, const chart_hit *candidate, chart_hit *best)
{
    chart_hit hit = *candidate;
    if (!(best->score > 0)) {
        *best = hit;
        return 1;
    }
    relation r = relate(best, &hit, targets[best->target].chart, targets[hit.target].chart);
    if (hit.score > best->score) {
        hit.rival = r == RIVAL ? best->score : r == SAME ? best->rival : 0;
        hit.elsewhere = r == ELSEWHERE ? best->score : best->elsewhere;
        *best = hit;
        return 1;
    }
    if (r == RIVAL)
        best->rival = fmax(best->rival, hit.score);
    else if (r == ELSEWHERE)
        best->elsewhere = fmax(best->elsewhere, hit.score);
    return 0;
}

static int try_placing(chart_orient_work *work, const chart_plane *plane, const grid *g, const chart_target *targets,
                       size_t target, const placing *at, int width, int height, chart_hit *best)
{
    const sct_chart *chart = targets[target].chart;
    int left = at->u + (at->turn[0][0] + at->turn[0][1] < 0 ? 1 - width : 0);
    int top = at->v + (at->turn[1][0] + at->turn[1][1] < 0 ? 1 - height : 0), beyond;
    int nodes = count_nodes(g, left, top, width, height, &beyond);
    if (nodes < least_nodes || nodes < least_share * g->inliers)
        return 0;
    double rgb[SCT_CHART_PATCH_MAX][3];
    uint8_t present[SCT_CHART_PATCH_MAX];
    chart_fit_score fit;
    read_cells(work, plane, g, chart, at, rgb, present);
    chart_score(&targets[target], rgb, present, &fit);
    int trimmed = 0;
    if (fit.r2 < clear_r2 && best->score < settled && 2 * nodes >= (int)chart->patch_count) {
        chart_fit_score without; /* what lies on it */
        chart_score_trimmed(&targets[target], rgb, present, &without);
        trimmed = without.r2 > fit.r2;
        fit = trimmed ? without : fit;
    }

    chart_hit hit = {
        .r2 = fit.r2, .target = target, .mirrored = at->mirrored, .nodes = nodes, .beyond = beyond, .trimmed = trimmed};
    if (trimmed) /* a reading of all patches comes first */
        hit.score -= dropped_penalty * ((int)chart->patch_count - fit.kept_count);
    hit.score += fit.r2 + node_bonus * nodes / (double)chart->patch_count - (at->mirrored ? mirror_penalty : 0);
    if (hit.score <= fmin(best->score, fmin(best->rival, best->elsewhere)) || fit.r2 < 0 || !map_of(g, chart, at, &hit.map))
        return 0;
    return consider(targets, &hit, best);
}

int chart_orient(chart_orient_work *work, const chart_plane *plane, const chart_blobs *blobs, const chart_lattice *lattice,
                 const chart_target *targets, size_t target_count, int allow_mirrored, chart_hit *best)
{
    grid *g = &work->grid;
    int improved = 0;

    collect(blobs, lattice, g);
    if (!fit_grid(g))
        return 0;
    memset(work->known, 0, sizeof work->known);
    chart_point o = chart_homography_apply(&g->map, g->u0, g->v0), a = chart_homography_apply(&g->map, g->u0 + 1, g->v0);
    chart_point b = chart_homography_apply(&g->map, g->u0, g->v0 + 1);
    int lattice_turns_right = (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x) > 0;

    for (size_t t = 0; t < target_count; t++)
        for (int k = 0; k < 8; k++) {
            placing at = {.mirrored = (k >= 4) == lattice_turns_right};
            if (at.mirrored && !allow_mirrored)
                continue;
            memcpy(at.turn, turns[k], sizeof at.turn);
            int sideways = turns[k][0][0] == 0;
            int width = sideways ? targets[t].chart->rows : targets[t].chart->columns;
            int height = sideways ? targets[t].chart->columns : targets[t].chart->rows;
            for (int top = g->v1 - height - 1; top <= g->v0 + 2; top++)
                for (int left = g->u1 - width - 1; left <= g->u0 + 2; left++) {
                    at.u = left + (at.turn[0][0] + at.turn[0][1] < 0 ? width - 1 : 0);
                    at.v = top + (at.turn[1][0] + at.turn[1][1] < 0 ? height - 1 : 0);
                    improved |= try_placing(work, plane, g, targets, t, &at, width, height, best);
                }
        }
    return improved;
}
