/*
 * chart_lattice.c - parallelograms in rows and columns.
 *
 * From a seed and two of its neighbours as first steps, the grid grows node by
 * node; each step is predicted from the nearest step already made in the same
 * direction, so that perspective bends the grid without breaking it.
 */
#include "chart/search/chart_search.h"

#include <math.h>

enum { SIDE = CHART_LATTICE_SIDE, MIDDLE = CHART_LATTICE_REACH, NEIGHBOURS = 7, NODES_MAX = 260 };

static const double closest_px = 0.95, farthest_px = 3.4; /* of a neighbour, in sides of the seed */
static const double squarest_sine = 0.6;                  /* least sine of the angle between the first steps */
static const double step_ratio = 1.9;                     /* most of one first step over the other */
static const double snap = 0.24;                          /* search radius round a predicted node, in steps */

typedef struct neighbour {
    double dx, dy, distance;
} neighbour;

/* The nearest blobs of a similar size, nearest first. */
static int neighbours_of(const chart_blobs *blobs, size_t seed, neighbour *out)
{
    const chart_blob *s = &blobs->items[seed];
    double side = sqrt(s->area), reach = farthest_px * side;
    double x0 = fmax(0, s->x - reach), x1 = fmin(blobs->columns * CHART_BIN_PX - 1.0, s->x + reach);
    double y0 = fmax(0, s->y - reach), y1 = fmin(blobs->rows * CHART_BIN_PX - 1.0, s->y + reach);
    int count = 0;

    for (uint32_t by = (uint32_t)y0 / CHART_BIN_PX; by <= (uint32_t)y1 / CHART_BIN_PX; by++) {
        const uint32_t *first = blobs->first + (size_t)by * blobs->columns;
        for (uint32_t i = first[(uint32_t)x0 / CHART_BIN_PX]; i < first[(uint32_t)x1 / CHART_BIN_PX + 1]; i++) {
            const chart_blob *b = &blobs->items[blobs->order[i]];
            neighbour next = {b->x - s->x, b->y - s->y, hypot(b->x - s->x, b->y - s->y)};
            if (!(next.distance >= closest_px * side && next.distance <= reach) || b->area < 0.4 * s->area ||
                b->area > 2.5 * s->area)
                continue;
            int at = count < NEIGHBOURS ? count++ : NEIGHBOURS;
            while (at > 0 && out[at - 1].distance > next.distance) {
                if (at < NEIGHBOURS)
                    out[at] = out[at - 1];
                at--;
            }
            if (at < NEIGHBOURS)
                out[at] = next;
        }
    }
    return count;
}

static int inside(int u, int v)
{
    return u >= 0 && v >= 0 && u < SIDE && v < SIDE;
}

static const chart_blob *node(const chart_blobs *blobs, const chart_lattice *lattice, int u, int v)
{
    return inside(u, v) && lattice->nodes[v][u] >= 0 ? &blobs->items[lattice->nodes[v][u]] : NULL;
}

/* The step from node (u, v) towards (u + du, v + dv): as the one before it, else as in the next row, else the first. */
static chart_point predict(const chart_blobs *blobs, const chart_lattice *lattice, int u, int v, int du, int dv,
                           const chart_point first[2])
{
    const chart_blob *here = node(blobs, lattice, u, v), *before = node(blobs, lattice, u - du, v - dv);
    if (before)
        return (chart_point){here->x - before->x, here->y - before->y};
    for (int side = 1; side >= -1; side -= 2) {
        const chart_blob *from = node(blobs, lattice, u + side * dv, v + side * du);
        const chart_blob *to = node(blobs, lattice, u + side * dv + du, v + side * du + dv);
        if (from && to)
            return (chart_point){to->x - from->x, to->y - from->y};
    }
    return (chart_point){du * first[0].x + dv * first[1].x, du * first[0].y + dv * first[1].y};
}

/* Grows from the seed with the given first steps; a blob is used once (used[blob] == stamp). */
static void grow(const chart_blobs *blobs, size_t seed, const chart_point first[2], uint32_t *used, uint32_t stamp,
                 chart_lattice *out)
{
    static const int directions[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    short queue[NODES_MAX][2];
    int head = 0;

    for (int v = 0; v < SIDE; v++)
        for (int u = 0; u < SIDE; u++)
            out->nodes[v][u] = -1;
    out->nodes[MIDDLE][MIDDLE] = (int)seed;
    queue[0][0] = queue[0][1] = MIDDLE;
    out->count = 1;
    used[seed] = stamp;
    for (; head < out->count; head++) {
        int u = queue[head][0], v = queue[head][1];
        const chart_blob *here = &blobs->items[out->nodes[v][u]];
        for (int d = 0; d < 4 && out->count < NODES_MAX; d++) {
            int nu = u + directions[d][0], nv = v + directions[d][1];
            if (!inside(nu, nv) || out->nodes[nv][nu] >= 0)
                continue;
            chart_point step = predict(blobs, out, u, v, directions[d][0], directions[d][1], first);
            int next = chart_blobs_nearest(blobs, here->x + step.x, here->y + step.y, snap * hypot(step.x, step.y),
                                           0.35 * here->area, 2.8 * here->area);
            if (next < 0 || used[next] == stamp)
                continue;
            used[next] = stamp;
            out->nodes[nv][nu] = next;
            queue[out->count][0] = (short)nu;
            queue[out->count++][1] = (short)nv;
        }
    }
}

void chart_lattice_grow(const chart_blobs *blobs, size_t seed, uint32_t *used, uint32_t *stamp, chart_lattice *out)
{
    neighbour near[NEIGHBOURS];
    int count = neighbours_of(blobs, seed, near);
    chart_point best_first[2] = {{0, 0}, {0, 0}};
    double best = 0;

    out->count = 0;
    for (int i = 0; i < count; i++)
        for (int j = i + 1; j < count && near[j].distance <= step_ratio * near[i].distance; j++) {
            double sine = fabs(near[i].dx * near[j].dy - near[i].dy * near[j].dx) / (near[i].distance * near[j].distance);
            if (sine < squarest_sine)
                continue;
            chart_point first[2] = {{near[i].dx, near[i].dy}, {near[j].dx, near[j].dy}};
            grow(blobs, seed, first, used, ++*stamp, out);
            /* Square bases first: a diagonal step through the same nodes reaches fewer and is more oblique. */
            double merit = out->count * (0.6 + 0.4 * sine) / (1 + 0.1 * near[j].distance / near[i].distance);
            if (merit > best) {
                best = merit;
                best_first[0] = first[0];
                best_first[1] = first[1];
            }
        }
    out->count = 0;
    if (best > 0)
        grow(blobs, seed, best_first, used, ++*stamp, out);
}
