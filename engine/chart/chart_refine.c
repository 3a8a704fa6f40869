/*
 * chart_refine.c - from a chart found in the small copy to the patch edges in
 * the photo itself.
 *
 * Each patch is left in four directions; the first strong step of colour is
 * its edge, to a fraction of a pixel. The mid-points between opposite edges do
 * not feel blur or the width of the gaps; a robust map through them is the
 * chart.
 */
#include "chart/chart_detect.h"

#include <math.h>

enum { ROUNDS = 4, STEPS_MIN = 12, STEPS_MAX = 24, LINES = 7 };

static const double search_from = 0.45; /* of the patch's half size */
/* Far in the first rounds, when the map is rough; then short of the next patch, whose edge may be the stronger one. */
static const double search_to[ROUNDS] = {1.40, 1.40, 1.22, 1.22};
static const double line_reach = 0.5;     /* half width of the bundle of parallel lines, of the half size */
static const double least_step = 5;       /* encoded, sum over channels */
static const double edge_share = 0.55;    /* of the strongest step, for the first to count */
static const double most_uneven = 0.3;    /* opposite edges may differ by this share of the half size */
static const double most_scatter = 0.037; /* pitches; sharp charts leave 0.005 to 0.02 */
static const double robust_pitch = 0.02;  /* residual that is never an outlier, pitches */

/* Bilinear colour at a point of the window, [0, 255]; 0 outside. */
static int colour_at(const pixels_image *image, const photo_window *window, chart_point p, double rgb[3])
{
    double x = p.x - window->x, y = p.y - window->y;
    if (!(x >= 0 && y >= 0 && x < window->width - 1.0 && y < window->height - 1.0))
        return 0;
    uint32_t left = (uint32_t)x, top = (uint32_t)y;
    double fx = x - left, fy = y - top;
    uint8_t upper[6], lower[6];
    pixels_rgb8_row(image, window->x + left, window->y + top, 2, upper);
    pixels_rgb8_row(image, window->x + left, window->y + top + 1, 2, lower);
    for (int c = 0; c < 3; c++)
        rgb[c] = (1 - fy) * ((1 - fx) * upper[c] + fx * upper[3 + c]) + fy * ((1 - fx) * lower[c] + fx * lower[3 + c]);
    return 1;
}

/* A way out of a patch: from its centre along (du, dv), from search_from to `reach` half sizes in `steps`. */
typedef struct way_out {
    const chart_swatch *patch;
    int du, dv, steps;
    double reach;
} way_out;

/* Mean colour of a bundle of parallel lines, `t` half sizes out; 0 where it leaves the window. */
static int bundle_at(const pixels_image *image, const photo_window *window, const chart_homography *map, const way_out *way,
                     double t, double out[3])
{
    const chart_swatch *patch = way->patch;
    out[0] = out[1] = out[2] = 0;
    for (int line = 0; line < LINES; line++) {
        double aside = line_reach * (2.0 * line / (LINES - 1) - 1), rgb[3];
        double u = patch->u + patch->half_width * (way->du ? way->du * t : aside);
        double v = patch->v + patch->half_height * (way->dv ? way->dv * t : aside);
        if (!colour_at(image, window, chart_homography_apply(map, u, v), rgb))
            return 0;
        for (int c = 0; c < 3; c++)
            out[c] += rgb[c] / LINES;
    }
    return 1;
}

/* Middle of the first strong step, in steps and to a fraction of one, from the parabola through it and its neighbours. */
static double first_strong(const double *step, int steps, double strongest)
{
    int k = 0;
    while (k < steps - 1 && !(step[k] >= edge_share * strongest && step[k] >= step[k + 1]))
        k++;
    if (k == 0 || k == steps - 1)
        return k + 0.5;
    double curvature = step[k - 1] - 2 * step[k] + step[k + 1];
    return fabs(curvature) > 1e-9 ? k + 0.5 + 0.5 * (step[k - 1] - step[k + 1]) / curvature : k + 0.5;
}

/* Distance of the edge from the centre, in half sizes; NaN when there is none. */
static double find_edge(const pixels_image *image, const photo_window *window, const chart_homography *map,
                        const way_out *way)
{
    double before[3], at[3], step[STEPS_MAX] = {0}, strongest = 0, h = (way->reach - search_from) / way->steps;
    if (!bundle_at(image, window, map, way, search_from, before))
        return (double)NAN;
    for (int k = 0; k < way->steps; k++) {
        if (!bundle_at(image, window, map, way, search_from + h * (k + 1), at))
            return (double)NAN;
        for (int c = 0; c < 3; c++) {
            step[k] += fabs(at[c] - before[c]);
            before[c] = at[c];
        }
        strongest = fmax(strongest, step[k]);
    }
    if (strongest < least_step)
        return (double)NAN;
    return search_from + h * first_strong(step, way->steps, strongest);
}

/* Where the patch's own edges put its centre; 0 when they are not all there or do not balance. */
static int find_centre(const pixels_image *image, const photo_window *window, const chart_homography *map,
                       const chart_swatch *patch, double reach, chart_point *out)
{
    chart_point left = chart_homography_apply(map, patch->u - patch->half_width, patch->v);
    chart_point right = chart_homography_apply(map, patch->u + patch->half_width, patch->v);
    double size = hypot(left.x - right.x, left.y - right.y);
    int steps = (int)fmin(fmax(size, STEPS_MIN), STEPS_MAX);
    double w = find_edge(image, window, map, &(way_out){patch, -1, 0, steps, reach});
    double e = find_edge(image, window, map, &(way_out){patch, 1, 0, steps, reach});
    double n = find_edge(image, window, map, &(way_out){patch, 0, -1, steps, reach});
    double s = find_edge(image, window, map, &(way_out){patch, 0, 1, steps, reach});
    if (!(fabs(w + e - n - s) <= 2 * most_uneven))
        return 0;
    *out =
        chart_homography_apply(map, patch->u + patch->half_width * (e - w) / 2, patch->v + patch->half_height * (s - n) / 2);
    return 1;
}

/* Fits a map through the centres, leaving outliers out. Returns how many agreed, 0 when too few; *scatter is the root
 * mean square of what those leave, pitches. */
static int fit_robust(size_t n, const chart_point *place, const chart_point *seen, size_t least, chart_homography *map,
                      double *scatter)
{
    double weight[SCT_CHART_PATCH_MAX], residual[SCT_CHART_PATCH_MAX], sorted[SCT_CHART_PATCH_MAX];
    size_t agreed = n;
    for (size_t i = 0; i < n; i++)
        weight[i] = 1;
    for (int round = 0; round < 5; round++) {
        if (agreed < least || !chart_homography_fit(n, place, seen, weight, map))
            return 0;
        size_t kept = 0;
        for (size_t i = 0; i < n; i++) {
            chart_point p = chart_homography_apply(map, place[i].x, place[i].y);
            residual[i] = hypot(p.x - seen[i].x, p.y - seen[i].y);
            if (weight[i] > 0)
                sorted[kept++] = residual[i];
        }
        double pitch = chart_homography_step(map, place[n / 2].x, place[n / 2].y);
        double limit = fmax(2.5 * num_quantile(sorted, kept, 0.5), robust_pitch * pitch);
        double squares = 0;
        agreed = 0;
        for (size_t i = 0; i < n; i++) {
            weight[i] = residual[i] < limit;
            agreed += weight[i] > 0;
            squares += weight[i] * residual[i] * residual[i];
        }
        *scatter = sqrt(squares / (double)agreed) / pitch;
    }
    return (int)agreed;
}

int chart_refine(const pixels_image *image, const sct_chart *chart, chart_homography *map)
{
    photo_window window = pixels_window(image);
    size_t least = chart->patch_count * 3 / 8;
    chart_homography start = *map;
    double scatter = 0;
    int agreed = 0;

    for (int round = 0; round < ROUNDS; round++) {
        chart_point place[SCT_CHART_PATCH_MAX], seen[SCT_CHART_PATCH_MAX];
        chart_homography refined;
        size_t n = 0;
        for (size_t i = 0; i < chart->patch_count; i++) {
            place[n] = (chart_point){chart->patches[i].u, chart->patches[i].v};
            n += (size_t)find_centre(image, &window, map, &chart->patches[i], search_to[round], &seen[n]);
        }
        int now = n > least ? fit_robust(n, place, seen, least, &refined, &scatter) : 0;
        if (!now)
            break;
        agreed = now;
        *map = refined;
    }
    /* Edges of blurred patches run into each other: the blobs knew better. The fewer agree, the less it says. */
    if (scatter * sqrt((double)chart->patch_count / fmax(agreed, 1)) > most_scatter) {
        *map = start;
        return 0;
    }
    return agreed;
}
