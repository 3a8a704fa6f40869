/*
 * chart_homography.c - plane projective maps from point pairs.
 *
 * Direct linear transform in normalised coordinates (Hartley 1997, "In defense
 * of the eight-point algorithm", doi 10.1109/34.601246): both point sets are
 * moved to their centroid and the images scaled, then h33 = 1 and the normal
 * equations of x (g u + h v + 1) = a u + b v + c, and likewise y, are solved.
 */
#include "chart/chart_detect.h"

#include <math.h>
#include <string.h>

chart_point chart_homography_apply(const chart_homography *h, double u, double v)
{
    double z = h->m[2][0] * u + h->m[2][1] * v + h->m[2][2];
    return (chart_point){(h->m[0][0] * u + h->m[0][1] * v + h->m[0][2]) / z,
                         (h->m[1][0] * u + h->m[1][1] * v + h->m[1][2]) / z};
}

double chart_homography_step(const chart_homography *h, double u, double v)
{
    chart_point a = chart_homography_apply(h, u, v), b = chart_homography_apply(h, u + 1, v);
    return hypot(a.x - b.x, a.y - b.y);
}

/* Centroid and mean distance from it. */
typedef struct spread {
    double x, y, scale;
} spread;

static spread spread_of(size_t n, const chart_point *points, const double *weights)
{
    spread s = {0};
    double total = 0;
    for (size_t i = 0; i < n; i++) {
        double w = weights ? weights[i] : 1;
        s.x += w * points[i].x;
        s.y += w * points[i].y;
        total += w;
    }
    s.x /= total;
    s.y /= total;
    for (size_t i = 0; i < n; i++)
        s.scale += (weights ? weights[i] : 1) / total * hypot(points[i].x - s.x, points[i].y - s.y);
    return s;
}

static void add_equation(double A[64], double b[8], const double row[8], double value, double weight)
{
    for (int i = 0; i < 8; i++) {
        b[i] += weight * row[i] * value;
        for (int j = 0; j < 8; j++)
            A[8 * i + j] += weight * row[i] * row[j];
    }
}

int chart_homography_fit(size_t n, const chart_point *from, const chart_point *to, const double *weights,
                         chart_homography *out)
{
    double A[64] = {0}, b[8] = {0}, total = 0;
    for (size_t i = 0; i < n; i++)
        total += weights ? weights[i] : 1;
    if (!(total >= 4))
        return 0;
    spread f = spread_of(n, from, weights), t = spread_of(n, to, weights);
    if (!(f.scale > 0) || !(t.scale > 0))
        return 0;

    for (size_t i = 0; i < n; i++) {
        double u = (from[i].x - f.x) / f.scale, v = (from[i].y - f.y) / f.scale;
        double x = (to[i].x - t.x) / t.scale, y = (to[i].y - t.y) / t.scale, w = weights ? weights[i] : 1;
        add_equation(A, b, (const double[8]){u, v, 1, 0, 0, 0, -u * x, -v * x}, x, w);
        add_equation(A, b, (const double[8]){0, 0, 0, u, v, 1, -u * y, -v * y}, y, w);
    }
    if (!num_solve(A, b, 8))
        return 0;

    num_mat3 map = {{{b[0], b[1], b[2]}, {b[3], b[4], b[5]}, {b[6], b[7], 1}}};
    num_mat3 normalise = {{{1 / f.scale, 0, -f.x / f.scale}, {0, 1 / f.scale, -f.y / f.scale}, {0, 0, 1}}};
    num_mat3 restore = {{{t.scale, 0, t.x}, {0, t.scale, t.y}, {0, 0, 1}}};
    num_mat3 whole = num_mat3_mul(restore, num_mat3_mul(map, normalise));
    memcpy(out->m, whole.m, sizeof out->m);
    return 1;
}

void chart_homography_enlarge(chart_homography *map, int reduction)
{
    for (int i = 0; i < 3; i++) {
        map->m[0][i] = map->m[0][i] * reduction + map->m[2][i] * (reduction - 1) / 2.0;
        map->m[1][i] = map->m[1][i] * reduction + map->m[2][i] * (reduction - 1) / 2.0;
    }
}
