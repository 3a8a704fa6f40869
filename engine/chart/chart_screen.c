/*
 * chart_screen.c - whether a chart is shown on a display instead of lying there.
 *
 * A display is a lattice of lit stripes. Sampled by a sensor it leaves a fine
 * pattern, or beats with the sensor's own lattice into a coarse one (moire), at
 * one frequency all over the chart; so does the raster of a printed copy. Paint
 * leaves noise, whose spectrum is smooth.
 *
 * So: a square of luma from the middle of every patch, a plane taken off, a
 * Hann window, its power spectrum; the mean of these over all patches, each
 * scaled to the same sum (Welch 1967, doi 10.1109/TAU.1967.1161901). The
 * measure is how far the highest value stands over the median around it. With
 * noise and 24 patches the mean spectrum varies by a fifth, and its highest
 * value reaches about twice the median.
 *
 * Left out are the lowest frequencies, which are shade and dirt; multiples of
 * 1/8 on both axes, where JPEG's blocks are; and the sensor's own pattern at
 * half the sampling rate.
 */
#include "chart/chart_detect.h"

#include <math.h>
#include <string.h>

enum { LARGE = 32, SMALL = 16, PATCHES_LEAST = 8, RING = 3 };

static const double middle_share = 0.62; /* of a patch's side that the square may fill, turned as it may be */
/* Photographed charts reach 4.5 and 8.2, the latter by JPEG at a twelfth of the photo; displays 10 to 5,000 where their
 * pixels are more than one of the photo's apart. */
static const double large_limit = 8, small_limit = 15;
static const double two_pi = 6.283185307179586;
static const double lowest = 0.09, nyquist_room = 0.04, block_room = 0.02; /* cycles per pixel */

typedef struct spectrum {
    int n;
    double power[LARGE][LARGE]; /* [fy][fx], frequencies 0 .. n - 1 over n */
} spectrum;

/* The luma around (x, y) less a plane, under a Hann window. Returns 0 when it leaves the photo. */
static int read_square(const pixels_image *image, chart_point at, int n, double luma[LARGE][LARGE])
{
    photo_window w = pixels_window(image);
    double x0 = floor(at.x + 0.5) - n / 2, y0 = floor(at.y + 0.5) - n / 2, mean = 0, sx = 0, sy = 0, moment = 0;
    if (!(x0 >= w.x && y0 >= w.y && x0 + n <= (double)w.x + w.width && y0 + n <= (double)w.y + w.height))
        return 0;
    for (int j = 0; j < n; j++) {
        uint8_t rgb[3 * LARGE];
        pixels_rgb8_row(image, (uint32_t)x0, (uint32_t)y0 + (uint32_t)j, (uint32_t)n, rgb);
        for (int i = 0; i < n; i++) {
            double x = i - (n - 1) / 2.0, y = j - (n - 1) / 2.0;
            luma[j][i] = 0.3 * rgb[3 * i] + 0.59 * rgb[3 * i + 1] + 0.11 * rgb[3 * i + 2];
            mean += luma[j][i] / (n * n);
            sx += x * luma[j][i];
            sy += y * luma[j][i];
            moment += x * x;
        }
    }
    for (int j = 0; j < n; j++)
        for (int i = 0; i < n; i++) {
            double x = i - (n - 1) / 2.0, y = j - (n - 1) / 2.0;
            double hann = (1 - cos(two_pi * (i + 0.5) / n)) * (1 - cos(two_pi * (j + 0.5) / n));
            luma[j][i] = hann * (luma[j][i] - mean - (sx * x + sy * y) / moment);
        }
    return 1;
}

/* Adds the power spectrum of a square, scaled to a mean of 1, to the upper half plane of `sum`. */
static void add_spectrum(double luma[LARGE][LARGE], spectrum *sum)
{
    int n = sum->n;
    double c[LARGE], s[LARGE], re[LARGE][LARGE], im[LARGE][LARGE], power[LARGE][LARGE], total = 0;
    for (int k = 0; k < n; k++) {
        c[k] = cos(two_pi * k / n);
        s[k] = sin(two_pi * k / n);
    }
    for (int j = 0; j < n; j++)
        for (int f = 0; f < n; f++) {
            re[j][f] = im[j][f] = 0;
            for (int i = 0; i < n; i++) {
                re[j][f] += luma[j][i] * c[f * i % n];
                im[j][f] -= luma[j][i] * s[f * i % n];
            }
        }
    for (int g = 0; g <= n / 2; g++)
        for (int f = 0; f < n; f++) {
            double a = 0, b = 0;
            for (int j = 0; j < n; j++) {
                a += re[j][f] * c[g * j % n] + im[j][f] * s[g * j % n];
                b += im[j][f] * c[g * j % n] - re[j][f] * s[g * j % n];
            }
            power[g][f] = a * a + b * b;
            total += power[g][f];
        }
    double k = total > 0 ? n * (n / 2 + 1) / total : 0;
    for (int g = 0; g <= n / 2; g++)
        for (int f = 0; f < n; f++)
            sum->power[g][f] += k * power[g][f];
}

/* Distance of a frequency from the next multiple of 1/8. */
static double from_eighth(double f)
{
    return fabs(f - round(8 * f) / 8);
}

/* Whether a display may show at this frequency, and nothing else is expected to. */
static int is_telling(double fx, double fy)
{
    double x = fabs(fx), y = fabs(fy);
    if (hypot(x, y) < lowest)
        return 0;
    if ((x > 0.5 - nyquist_room || x < nyquist_room) && (y > 0.5 - nyquist_room || y < nyquist_room) &&
        fmax(x, y) > 0.5 - nyquist_room)
        return 0;
    return from_eighth(x) > block_room || from_eighth(y) > block_room;
}

/* Median of the mean spectrum in a ring around a frequency, the nearest bins left out. */
static double around(const spectrum *s, int f, int g)
{
    double ring[(2 * RING + 1) * (2 * RING + 1)];
    size_t count = 0;
    int n = s->n;
    for (int dg = -RING; dg <= RING; dg++)
        for (int df = -RING; df <= RING; df++) {
            int at_f = (f + df + n) % n, at_g = g + dg;
            if ((df >= -1 && df <= 1 && dg >= -1 && dg <= 1) || at_g > n / 2)
                continue;
            if (at_g < 0) { /* a real signal's spectrum is symmetric */
                at_g = -at_g;
                at_f = (n - at_f) % n;
            }
            ring[count++] = s->power[at_g][at_f];
        }
    return num_quantile(ring, count, 0.5);
}

double chart_regularity(const pixels_image *image, const sct_chart *chart, const chart_homography *map,
                        const sct_chart_patch *patches)
{
    spectrum sum = {.n = LARGE};
    double luma[LARGE][LARGE], side = 2 * chart->patches[0].half_width, most = 0;
    double room = middle_share * side * chart_homography_step(map, (chart->columns - 1) / 2.0, (chart->rows - 1) / 2.0);
    int squares = 0;
    if (room < LARGE)
        sum.n = SMALL;
    if (room < SMALL)
        return 0;
    for (size_t i = 0; i < chart->patch_count; i++) {
        chart_point at = {patches[i].centre[0], patches[i].centre[1]};
        if (!patches[i].kept || !read_square(image, at, sum.n, luma))
            continue;
        add_spectrum(luma, &sum);
        squares++;
    }
    if (squares < PATCHES_LEAST)
        return 0;
    for (int g = 0; g <= sum.n / 2; g++)
        for (int f = 0; f < sum.n; f++) {
            double fx = (f <= sum.n / 2 ? f : f - sum.n) / (double)sum.n, fy = g / (double)sum.n, median;
            if (is_telling(fx, fy) && (median = around(&sum, f, g)) > 0)
                most = fmax(most, sum.power[g][f] / median);
        }
    return most / (sum.n == LARGE ? large_limit : small_limit);
}
