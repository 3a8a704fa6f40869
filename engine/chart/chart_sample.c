/*
 * chart_sample.c - the patches' colours in linear light.
 */
#include "chart/chart_detect.h"

#include <math.h>
#include <string.h>

enum { SIDE = 40 }; /* points a side: at most 1,600 pixels a patch */

static const double sampled = 0.5;       /* of the patch's width and height: its middle */
static const double trimmed = 0.10;      /* of the values at either end */
static const double most_clipped = 0.05; /* share of clipped pixels a patch may have */

/* Mean between the trimming quantiles, and the standard deviation there; sorts. */
static double trimmed_mean(double *values, size_t n, double *sd)
{
    size_t cut = (size_t)(trimmed * (double)n), count = n - 2 * cut;
    double sum = 0, squares = 0;
    num_sort(values, n);
    for (size_t i = cut; i < n - cut; i++) {
        sum += values[i];
        squares += values[i] * values[i];
    }
    double mean = sum / (double)count;
    *sd = sqrt(fmax(squares / (double)count - mean * mean, 0));
    return mean;
}

int chart_sample_is_spoilt(uint8_t flags)
{
    int transparent = (flags & PIXELS_TRANSPARENT) && !(flags & PIXELS_COVERED);
    return transparent || (flags & (PIXELS_CLIPPED_HIGH | PIXELS_CLIPPED_LOW));
}

/* The pixels of one patch; returns how many lie in the window. */
static size_t read_patch(const pixels_image *image, const photo_window *window, const chart_swatch *swatch,
                         const chart_homography *map, double (*values)[SIDE * SIDE], size_t *clipped)
{
    size_t n = 0;
    *clipped = 0;
    for (int j = 0; j < SIDE; j++)
        for (int i = 0; i < SIDE; i++) {
            double u = swatch->u + swatch->half_width * sampled * ((2 * i + 1.0) / SIDE - 1);
            double v = swatch->v + swatch->half_height * sampled * ((2 * j + 1.0) / SIDE - 1);
            chart_point p = chart_homography_apply(map, u, v);
            double x = floor(p.x + 0.5), y = floor(p.y + 0.5);
            if (!(x >= window->x && y >= window->y && x < (double)window->x + window->width &&
                  y < (double)window->y + window->height))
                continue;
            float rgb[3];
            uint8_t flags;
            pixels_rgb_row(image, (uint32_t)x, (uint32_t)y, 1, rgb);
            pixels_flag_row(image, (uint32_t)x, (uint32_t)y, 1, &flags);
            *clipped += (size_t)chart_sample_is_spoilt(flags);
            for (int c = 0; c < 3; c++)
                values[c][n] = (double)rgb[c];
            n++;
        }
    return n;
}

void chart_sample(const pixels_image *image, const sct_chart *chart, const chart_homography *map, sct_chart_patch *patches)
{
    photo_window window = pixels_window(image);
    num_mat3 to_xyz = pixels_matrix(image);
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    double values[3][SIDE * SIDE]; /* 38 KB */

    for (size_t i = 0; i < chart->patch_count; i++) {
        const chart_swatch *swatch = &chart->patches[i];
        sct_chart_patch *patch = &patches[i];
        chart_point centre = chart_homography_apply(map, swatch->u, swatch->v);
        double mean[3] = {0}, xyz[3] = {0};
        size_t clipped, n = read_patch(image, &window, swatch, map, values, &clipped);

        *patch = (sct_chart_patch){
            .index = (int)i, .centre = {centre.x, centre.y}, .reference_lab = swatch->lab, .de00_loo = (double)NAN};
        memcpy(patch->name, swatch->name, sizeof patch->name);
        for (int c = 0; c < 3 && n; c++) {
            double sd;
            mean[c] = trimmed_mean(values[c], n, &sd);
            patch->sd = fmax(patch->sd, sd / fmax(mean[c], 1e-4));
        }
        num_mat3_apply(&to_xyz, mean, xyz);
        patch->rgb_linear = (sct_rgb){mean[0], mean[1], mean[2]};
        patch->lab = sct_lab_from_xyz((sct_xyz){xyz[0], xyz[1], xyz[2]}, white);
        patch->clipped = n ? (double)clipped / (double)n : 0;
        patch->kept = n >= SIDE * SIDE * 9 / 10 && patch->clipped <= most_clipped;
    }
}

int chart_sample_count_cut(const pixels_image *image, const sct_chart *chart, const chart_homography *map)
{
    uint32_t width, height;
    int cut = 0;
    pixels_size(image, &width, &height);
    for (size_t i = 0; i < chart->patch_count; i++) {
        const chart_swatch *patch = &chart->patches[i];
        int outside = 0;
        for (int corner = 0; corner < 4; corner++) {
            chart_point p = chart_homography_apply(map, patch->u + (corner & 1 ? 1 : -1) * patch->half_width,
                                                   patch->v + (corner & 2 ? 1 : -1) * patch->half_height);
            outside |= !(p.x >= -0.5 && p.y >= -0.5 && p.x <= width - 0.5 && p.y <= height - 0.5);
        }
        cut += outside;
    }
    return cut;
}
