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

/* Distance of the edge from the centre along (du, dv), in half sizes; NaN when there is none. */
static double find_edge(const pixels_image *image, const photo_window *window, const chart_homography *map,
                        const sct_chart_swatch *patch, int du, int dv, double reach, int steps)
{
    double profile[STEPS_MAX + 1][3], step[STEPS_MAX] = {0}, strongest = 0, h = (reach - search_from) / steps;
    for (int k = 0; k <= steps; k++) {
        double t = search_from + h * k;
        profile[k][0] = profile[k][1] = profile[k][2] = 0;
        for (int line = 0; line < LINES; line++) {
            double aside = line_reach * (2.0 * line / (LINES - 1) - 1), rgb[3];
            double u = patch->u + patch->half_width * (du ? du * t : aside);
            double v = patch->v + patch->half_height * (dv ? dv * t : aside);
            if (!colour_at(image, window, chart_homography_apply(map, u, v), rgb))
                return (double)NAN;
            for (int c = 0; c < 3; c++)
                profile[k][c] += rgb[c] / LINES;
        }
    }
    for (int k = 0; k < steps; k++) {
        step[k] = 0;
        for (int c = 0; c < 3; c++)
            step[k] += fabs(profile[k + 1][c] - profile[k][c]);
        strongest = fmax(strongest, step[k]);
    }
    if (strongest < least_step)
        return (double)NAN;
    int k = 0;
    while (k < steps - 1 && !(step[k] >= edge_share * strongest && step[k] >= step[k + 1]))
        k++;
    double offset = 0;
    if (k > 0 && k < steps - 1) {
        double curvature = step[k - 1] - 2 * step[k] + step[k + 1];
        if (fabs(curvature) > 1e-9)
            offset = 0.5 * (step[k - 1] - step[k + 1]) / curvature;
    }
    return search_from + h * (k + 0.5 + offset);
}

/* Where the patch's own edges put its centre; 0 when they are not all there or do not balance. */
static int find_centre(const pixels_image *image, const photo_window *window, const chart_homography *map,
                       const sct_chart_swatch *patch, double reach, chart_point *out)
{
    chart_point left = chart_homography_apply(map, patch->u - patch->half_width, patch->v);
    chart_point right = chart_homography_apply(map, patch->u + patch->half_width, patch->v);
    double size = hypot(left.x - right.x, left.y - right.y);
    int steps = (int)fmin(fmax(size, STEPS_MIN), STEPS_MAX);
    double w = find_edge(image, window, map, patch, -1, 0, reach, steps),
           e = find_edge(image, window, map, patch, 1, 0, reach, steps);
    double n = find_edge(image, window, map, patch, 0, -1, reach, steps),
           s = find_edge(image, window, map, patch, 0, 1, reach, steps);
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
