/*
 * tests/bench/bench_nearest.c - the nearest of 200, 10,000 and 1,000,000 shades, and 8-bit RGB to Lab, beside lcms2 in the
 * same run: cmsCIE2000DeltaE of each shade, and a float transform from sRGB to Lab.
 *
 * Fixed workloads: shades and samples drawn from L 0 to 100, a and b within 60; pixels of all kinds. CPU time of one thread,
 * the best of several rounds. Prints; never passes or fails.
 */
#include "colour/colour.h"

#include "row.h"

#include <lcms2.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SHADES = 1000000, SAMPLES = 512, PIXELS = 1 << 18, ROUNDS = 7 };

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

typedef struct field {
    double *L, *a, *b;
} field;

static field random_field(num_rng *rng, size_t count)
{
    field f = {malloc(count * sizeof(double)), malloc(count * sizeof(double)), malloc(count * sizeof(double))};
    if (!f.L || !f.a || !f.b)
        exit(1);
    for (size_t i = 0; i < count; i++) {
        f.L[i] = 100 * num_rng_uniform(rng);
        f.a[i] = 120 * num_rng_uniform(rng) - 60;
        f.b[i] = 120 * num_rng_uniform(rng) - 60;
    }
    return f;
}

static volatile size_t kept; /* so that nothing is left out */

static double peer_seconds(const field *shades, const field *samples, size_t count)
{
    double best = HUGE_VAL;
    for (int round = 0; round < (count > 100000 ? 1 : 3); round++) {
        double start = seconds(), least = HUGE_VAL;
        cmsCIELab sample = {samples->L[round], samples->a[round], samples->b[round]};
        for (size_t i = 0; i < count; i++) {
            cmsCIELab shade = {shades->L[i], shades->a[i], shades->b[i]};
            double de = cmsCIE2000DeltaE(&sample, &shade, 1, 1, 1);
            if (de < least) {
                least = de;
                kept = i;
            }
        }
        best = fmin(best, seconds() - start);
    }
    return best;
}

static void bench_nearest(const field *shades, const field *samples, size_t count)
{
    sct_context *ctx = NULL;
    sct_shades *tree = NULL;
    static size_t index[SAMPLES];
    double best = HUGE_VAL, start = seconds();
    if (sct_context_new(&ctx) != SCT_OK ||
        sct_shades_new(ctx, (sct_labs_f64){shades->L, shades->a, shades->b, count}, &tree) != SCT_OK)
        exit(1);
    double built = seconds() - start;
    for (int round = 0; round < ROUNDS; round++) {
        start = seconds();
        sct_shades_nearest(tree, (sct_labs_f64){samples->L, samples->a, samples->b, SAMPLES}, index, NULL);
        best = fmin(best, (seconds() - start) / SAMPLES);
    }
    double peer = peer_seconds(shades, samples, count);
    printf("nearest of %7zu shades     ours %9.2f us   lcms2 %11.1f us   %8.0fx   (made ready in %.1f ms)\n", count,
           1e6 * best, 1e6 * peer, peer / best, 1e3 * built);
    char name[80];
    snprintf(name, sizeof name, "nearest of %zu shades, exactly", count);
    bench_row(name, "us", 1e6 * best, "lcms2, all of them", 1e6 * peer, count < 1000 ? 20 : count < 100000 ? 300 : 5000, 0);
    sct_shades_free(tree);
    sct_context_free(ctx);
}

static double peer_pixels(const uint8_t *rgb, float *lab)
{
    cmsHPROFILE from = cmsCreate_sRGBProfile(), to = cmsCreateLab4Profile(NULL);
    cmsHTRANSFORM way =
        cmsCreateTransform(from, TYPE_RGB_FLT, to, TYPE_Lab_FLT, INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE);
    float *in = malloc(3 * sizeof(float) * PIXELS);
    double best = HUGE_VAL;
    if (!in || !way)
        exit(1);
    for (size_t i = 0; i < 3 * PIXELS; i++)
        in[i] = (float)rgb[i] / 255;
    for (int round = 0; round < 3; round++) {
        double start = seconds();
        cmsDoTransform(way, in, lab, PIXELS);
        best = fmin(best, seconds() - start);
    }
    free(in);
    cmsDeleteTransform(way);
    cmsCloseProfile(from);
    cmsCloseProfile(to);
    return best;
}

static void bench_pixels(num_rng *rng)
{
    uint8_t *rgb = malloc(3 * PIXELS);
    float *lab = malloc(3 * sizeof(float) * PIXELS);
    double best = HUGE_VAL;
    if (!rgb || !lab)
        exit(1);
    for (size_t i = 0; i < 3 * PIXELS; i++)
        rgb[i] = (uint8_t)num_rng_below(rng, 256);
    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds();
        sct_labs_from_rgb8(SCT_RGB_SRGB, rgb, PIXELS, lab, lab + PIXELS, lab + 2 * PIXELS);
        best = fmin(best, seconds() - start);
    }
    double peer = peer_pixels(rgb, lab);
    printf("8-bit RGB to Lab            ours %9.1f MP/s lcms2 %10.1f MP/s %8.1fx   (float, matrix profile)\n",
           1e-6 * PIXELS / best, 1e-6 * PIXELS / peer, peer / best);
    bench_row("8-bit RGB to Lab, matrix profile", "MP/s", 1e-6 * PIXELS / best, "lcms2 float", 1e-6 * PIXELS / peer, 35, 1);
    free(rgb);
    free(lab);
}

int main(void)
{
    num_rng rng;
    num_rng_seed(&rng, 17);
    field shades = random_field(&rng, SHADES), samples = random_field(&rng, SAMPLES);
    bench_nearest(&shades, &samples, 200);
    bench_nearest(&shades, &samples, 10000);
    bench_nearest(&shades, &samples, SHADES);
    bench_pixels(&rng);
    free(shades.L), free(shades.a), free(shades.b);
    free(samples.L), free(samples.a), free(samples.b);
    return 0;
}
