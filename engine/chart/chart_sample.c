/*
 * chart_sample.c - the patches' colours in linear light.
 */
#include "chart/chart_detect.h"

#include <math.h>
#include <string.h>

enum { SIDE = 40 }; /* points a side: at most 1,600 pixels a patch */

static const double sampled = 0.5;        /* of the patch's width and height: its middle */
static const double trimmed = 0.10;       /* of the values at either end */
static const double most_clipped = 0.05;  /* share of pixels that may be at an end of the range */
enum { TOP_CODE = 250, BOTTOM_CODE = 0 }; /* of 8 bits. Noise is even about 2 or 3: only 0 can hide something below it */

/* Mean between the trimming quantiles, and the standard deviation there; in a room for all of them. */
static double trimmed_mean(const float *read, size_t n, double *values, double *sd)
{
    for (size_t i = 0; i < n; i++)
        values[i] = (double)read[i];
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

/* The pixels of one patch. */
typedef struct patch_pixels {
    float values[3][SIDE * SIDE];   /* linear; 18 KB */
    size_t count;                   /* how many lie in the window */
    size_t clipped;                 /* of them, in any channel */
    size_t at_top[3], at_bottom[3]; /* by channel */
} patch_pixels;

static void read_patch(const pixels_image *image, const photo_window *window, const chart_swatch *swatch,
                       const chart_homography *map, patch_pixels *out)
{
    out->count = out->clipped = 0;
    for (int c = 0; c < 3; c++)
        out->at_top[c] = out->at_bottom[c] = 0;
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
            uint8_t flags, codes[3];
            pixels_rgb_row(image, (uint32_t)x, (uint32_t)y, 1, rgb);
            pixels_rgb8_row(image, (uint32_t)x, (uint32_t)y, 1, codes);
            pixels_flag_row(image, (uint32_t)x, (uint32_t)y, 1, &flags);
            if ((flags & PIXELS_TRANSPARENT) && !(flags & PIXELS_COVERED))
                continue;
            out->clipped += (size_t)chart_sample_is_spoilt(flags);
            for (int c = 0; c < 3; c++) {
                out->values[c][out->count] = rgb[c];
                out->at_top[c] += codes[c] >= TOP_CODE;
                out->at_bottom[c] += codes[c] <= BOTTOM_CODE;
            }
            out->count++;
        }
}

/* SCT_PATCH_* of what was read. */
static unsigned faults_of(const patch_pixels *p)
{
    unsigned faults = p->count < SIDE * SIDE * 9 / 10 ? SCT_PATCH_CUT : 0;
    double most = most_clipped * (double)p->count;
    for (int c = 0; c < 3; c++) {
        faults |= (double)p->at_top[c] > most ? (unsigned)SCT_PATCH_TOP_R << c : 0;
        faults |= (double)p->at_bottom[c] > most ? (unsigned)SCT_PATCH_BOTTOM_R << c : 0;
    }
    return faults;
}

int chart_sample_limits(unsigned faults)
{
    int channels = 0;
    for (int c = 0; c < 3; c++)
        channels += (faults & (unsigned)(SCT_PATCH_TOP_R | SCT_PATCH_BOTTOM_R) << c) != 0;
    return channels;
}

void chart_sample(const pixels_image *image, const sct_chart *chart, const chart_homography *map, sct_chart_patch *patches)
{
    photo_window window = pixels_window(image);
    num_mat3 to_xyz = pixels_matrix(image);
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    patch_pixels read;
    double sorted[SIDE * SIDE];

    for (size_t i = 0; i < chart->patch_count; i++) {
        const chart_swatch *swatch = &chart->patches[i];
        sct_chart_patch *patch = &patches[i];
        chart_point centre = chart_homography_apply(map, swatch->u, swatch->v);
        double mean[3] = {0}, xyz[3] = {0};
        read_patch(image, &window, swatch, map, &read);
        size_t n = read.count;

        *patch = (sct_chart_patch){
            .index = (int)i, .centre = {centre.x, centre.y}, .reference_lab = swatch->lab, .de00_loo = (double)NAN};
        memcpy(patch->name, swatch->name, sizeof patch->name);
        for (int c = 0; c < 3 && n; c++) {
            double sd;
            mean[c] = trimmed_mean(read.values[c], n, sorted, &sd);
            patch->sd = fmax(patch->sd, sd / fmax(mean[c], 1e-4));
        }
        num_mat3_apply(&to_xyz, mean, xyz);
        patch->rgb_linear = (sct_rgb){mean[0], mean[1], mean[2]};
        patch->lab = sct_lab_from_xyz((sct_xyz){xyz[0], xyz[1], xyz[2]}, white);
        patch->clipped = n ? (double)read.clipped / (double)n : 0;
        patch->faults = faults_of(&read);
        patch->kept = !(patch->faults & SCT_PATCH_CUT) && chart_sample_limits(patch->faults) <= 1;
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
