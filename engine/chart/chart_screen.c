/*
 * chart_screen.c - whether a chart is shown on a display instead of lying there.
 *
 * A display is a lattice of lit stripes. Sampled by a sensor it leaves a fine
 * pattern, or beats with the sensor's own lattice into a coarse one (moire), at
 * one frequency all over the chart; so does the raster of a printed copy. Paint
 * leaves noise, whose spectrum is smooth.
 *
 * So: a square of luma from the middle of every patch, a plane taken off, a
 * Hann window, its power spectrum. Measured is how far the highest value stands
 * over the median around it, in two ways: in the mean of all patches' spectra,
 * each scaled to the same sum (Welch 1967, doi 10.1109/TAU.1967.1161901), which
 * sees the faintest pattern; and in each patch by itself, of which the median
 * is taken, because moire changes its frequency from patch to patch where the
 * chart is tilted. With noise alone the first is about 2, the logarithm of the
 * second about 2.7.
 *
 * Left out are the lowest frequencies, which are shade and dirt; multiples of
 * 1/8 on both axes, where JPEG's blocks are; the sensor's own pattern at half
 * the sampling rate; and patches that JPEG has smoothed until there is no noise
 * left, for what it leaves there is a pattern of its own.
 */
#include "chart/chart_detect.h"

#include <math.h>
#include <string.h>

enum { LARGE = 64, MEDIUM = 32, SMALL = 16, PATCHES_LEAST = 8, RING = 3 };

static const double middle_share = 0.62; /* of a patch's side that the square may fill, turned as it may be */
/* Limits of both measures. Photographed charts reach 4 and 2.9, and 6 and 3.2 once JPEG of quality 45 was at them; the
 * smallest squares 5 and 2.8. Displays with pixels as fine as 0.4 of the photo's reach 5 to 2,000, and 3 to 9. */
static const double mean_limit = 8, small_mean_limit = 15, each_limit = 3.3, small_each_limit = 3.6;
static const double noise_least = 0.2;         /* variance of the noise, code values squared */
static const double exponential_median = 0.69; /* median over mean of noise's power: ln 2 */
static const double hann_energy = 2.25;        /* mean square of the window below */
static const double two_pi = 6.283185307179586;
static const double lowest = 0.09, nyquist_room = 0.04, block_room = 0.02; /* cycles per pixel */

/* Squares of up to LARGE x LARGE, row by row [fy][fx], frequencies 0 .. n - 1 over n; power has rows 0 .. n / 2. */
typedef struct spectra {
    int n;
    double re[LARGE][LARGE], im[LARGE][LARGE];
    double power[LARGE][LARGE], sum[LARGE][LARGE];
    double telling[LARGE * LARGE];
} spectra;

/* The luma around (x, y) less a plane, under a Hann window, into re. Returns 0 when it leaves the photo, else its mean
 * square without the window. */
static double read_square(const pixels_image *image, chart_point at, spectra *s)
{
    int n = s->n;
    photo_window w = pixels_window(image);
    double x0 = floor(at.x + 0.5) - n / 2, y0 = floor(at.y + 0.5) - n / 2, mean = 0, sx = 0, sy = 0, moment = 0, square = 0;
    if (!(x0 >= w.x && y0 >= w.y && x0 + n <= (double)w.x + w.width && y0 + n <= (double)w.y + w.height))
        return 0;
    for (int j = 0; j < n; j++) {
        uint8_t rgb[3 * LARGE];
        pixels_rgb8_row(image, (uint32_t)x0, (uint32_t)y0 + (uint32_t)j, (uint32_t)n, rgb);
        for (int i = 0; i < n; i++) {
            double x = i - (n - 1) / 2.0, y = j - (n - 1) / 2.0;
            double luma = 0.3 * rgb[3 * i] + 0.59 * rgb[3 * i + 1] + 0.11 * rgb[3 * i + 2];
            s->re[j][i] = luma;
            mean += luma / (n * n);
            sx += x * luma;
            sy += y * luma;
            moment += x * x;
        }
    }
    for (int j = 0; j < n; j++)
        for (int i = 0; i < n; i++) {
            double x = i - (n - 1) / 2.0, y = j - (n - 1) / 2.0;
            double hann = (1 - cos(two_pi * (i + 0.5) / n)) * (1 - cos(two_pi * (j + 0.5) / n));
            s->re[j][i] = hann * (s->re[j][i] - mean - (sx * x + sy * y) / moment);
            s->im[j][i] = 0;
            square += s->re[j][i] * s->re[j][i] / (n * n * hann_energy);
        }
    return square;
}

/* Discrete Fourier transform in place of n values, a power of two, `step` apart (Cooley and Tukey 1965). */
static void transform(double *re, double *im, int n, int step)
{
    for (int i = 1, j = 0; i < n; i++) {
        int bit = n >> 1;
        for (; j & bit; bit >>= 1)
            j ^= bit;
        j ^= bit;
        if (i < j) {
            double r = re[i * step], m = im[i * step];
            re[i * step] = re[j * step];
            im[i * step] = im[j * step];
            re[j * step] = r;
            im[j * step] = m;
        }
    }
    for (int half = 1; half < n; half *= 2)
        for (int k = 0; k < half; k++) {
            double c = cos(two_pi * k / (2 * half)), s = -sin(two_pi * k / (2 * half));
            for (int i = k; i < n; i += 2 * half) {
                int a = i * step, b = (i + half) * step;
                double r = re[b] * c - im[b] * s, m = re[b] * s + im[b] * c;
                re[b] = re[a] - r;
                im[b] = im[a] - m;
                re[a] += r;
                im[a] += m;
            }
        }
}

/* The power spectrum of the square, scaled to a mean of 1. */
static void find_power(spectra *s)
{
    int n = s->n;
    double total = 0;
    for (int j = 0; j < n; j++)
        transform(s->re[j], s->im[j], n, 1);
    for (int f = 0; f < n; f++)
        transform(&s->re[0][f], &s->im[0][f], n, LARGE);
    for (int g = 0; g <= n / 2; g++)
        for (int f = 0; f < n; f++)
            total += s->power[g][f] = s->re[g][f] * s->re[g][f] + s->im[g][f] * s->im[g][f];
    double k = total > 0 ? n * (n / 2 + 1) / total : 0;
    for (int g = 0; g <= n / 2; g++)
        for (int f = 0; f < n; f++)
            s->power[g][f] *= k;
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

/* Median of a spectrum in a ring around a frequency, the nearest bins left out. */
static double around(double (*power)[LARGE], int n, int f, int g)
{
    double ring[(2 * RING + 1) * (2 * RING + 1)];
    size_t count = 0;
    for (int dg = -RING; dg <= RING; dg++)
        for (int df = -RING; df <= RING; df++) {
            int at_f = (f + df + n) % n, at_g = g + dg;
            if ((df >= -1 && df <= 1 && dg >= -1 && dg <= 1) || at_g > n / 2)
                continue;
            if (at_g < 0) { /* a real signal's spectrum is symmetric */
                at_g = -at_g;
                at_f = (n - at_f) % n;
            }
            ring[count++] = power[at_g][at_f];
        }
    return num_quantile(ring, count, 0.5);
}

static double frequency(int bin, int n)
{
    return (bin <= n / 2 ? bin : bin - n) / (double)n;
}

/* Whether none of the neighbours that may be looked at stands higher. */
static int is_top(double (*power)[LARGE], int n, int f, int g)
{
    for (int dg = g > 0 ? -1 : 0; dg <= 1 && g + dg <= n / 2; dg++)
        for (int df = -1; df <= 1; df++) {
            int at = (f + df + n) % n;
            if (power[g + dg][at] > power[g][f] && is_telling(frequency(at, n), frequency(g + dg, n)))
                return 0;
        }
    return 1;
}

/* How far the highest value stands over those around it. */
static double find_peak(double (*power)[LARGE], int n)
{
    double most = 0, median;
    for (int g = 0; g <= n / 2; g++)
        for (int f = 0; f < n; f++)
            if (is_telling(frequency(f, n), frequency(g, n)) && is_top(power, n, f, g) &&
                (median = around(power, n, f, g)) > 0)
                most = fmax(most, power[g][f] / median);
    return most;
}

/* The variance of the noise that the spectrum rests on, of that of the whole square. */
static double noise_of(spectra *s, double square)
{
    size_t count = 0;
    for (int g = 0; g <= s->n / 2; g++)
        for (int f = 0; f < s->n; f++)
            if (is_telling(frequency(f, s->n), frequency(g, s->n)))
                s->telling[count++] = s->power[g][f];
    return square * num_quantile(s->telling, count, 0.5) / exponential_median;
}

sct_status chart_screen_regularity(sct_context *ctx, const pixels_image *image, const sct_chart *chart,
                                   const chart_homography *map, const sct_chart_patch *patches, double *out)
{
    sct_status status = SCT_OK;
    spectra *s = NULL;
    double each[SCT_CHART_PATCH_MAX], side = 2 * chart->patches[0].half_width, square;
    double room = middle_share * side * chart_homography_step(map, (chart->columns - 1) / 2.0, (chart->rows - 1) / 2.0);
    size_t squares = 0;

    *out = 0;
    if (!(room >= SMALL))
        return SCT_OK;
    TRY(mem_new(ctx, 1, sizeof *s, (void **)&s));
    s->n = room >= LARGE ? LARGE : room >= MEDIUM ? MEDIUM : SMALL;
    for (size_t i = 0; i < chart->patch_count; i++) {
        chart_point at = {patches[i].centre[0], patches[i].centre[1]};
        if (!patches[i].kept || !((square = read_square(image, at, s)) > 0))
            continue;
        find_power(s);
        if (!(noise_of(s, square) >= noise_least))
            continue;
        for (int g = 0; g <= s->n / 2; g++)
            for (int f = 0; f < s->n; f++)
                s->sum[g][f] += s->power[g][f];
        each[squares++] = log(fmax(find_peak(s->power, s->n), 1));
    }
    if (squares >= PATCHES_LEAST) {
        int small = s->n == SMALL;
        *out = fmax(find_peak(s->sum, s->n) / (small ? small_mean_limit : mean_limit),
                    num_quantile(each, squares, 0.5) / (small ? small_each_limit : each_limit));
    }
done:
    mem_free(s);
    return status;
}
