/*
 * tests/bench/bench_colour.c - speed of CIEDE2000, one colour against many, beside lcms2's in the same run.
 *
 * A fixed workload: 4,096 Lab colours drawn from the cube L 0 to 100, a and b within 100. CPU time of one thread, the
 * best of several rounds. Prints; never passes or fails.
 */
#include "colour/colour.h"

#include "row.h"

#include <lcms2.h>
#include <stdio.h>
#include <time.h>

enum { SAMPLES = 4096, ROUNDS = 15 };

typedef struct workload {
    sct_lab reference;
    double L[SAMPLES], a[SAMPLES], b[SAMPLES], de[SAMPLES];
    float L32[SAMPLES], a32[SAMPLES], b32[SAMPLES], de32[SAMPLES];
} workload;

static workload make_workload(void)
{
    workload w = {.reference = {62.1, 10.4, 16.8}};
    num_rng rng;
    num_rng_seed(&rng, 2000);
    for (int i = 0; i < SAMPLES; i++) {
        w.L[i] = 100 * num_rng_uniform(&rng);
        w.a[i] = 200 * num_rng_uniform(&rng) - 100;
        w.b[i] = 200 * num_rng_uniform(&rng) - 100;
        w.L32[i] = (float)w.L[i];
        w.a32[i] = (float)w.a[i];
        w.b32[i] = (float)w.b[i];
    }
    return w;
}

static void run_lcms2(workload *w)
{
    cmsCIELab reference = {w->reference.L, w->reference.a, w->reference.b};
    for (int i = 0; i < SAMPLES; i++) {
        cmsCIELab sample = {w->L[i], w->a[i], w->b[i]};
        w->de[i] = cmsCIE2000DeltaE(&reference, &sample, 1, 1, 1);
    }
}

static void run_scalar(workload *w)
{
    for (int i = 0; i < SAMPLES; i++)
        w->de[i] = sct_de2000(w->reference, (sct_lab){w->L[i], w->a[i], w->b[i]});
}

static const colour_de2000_build *build; /* which one the two functions below run */

static void run_f64(workload *w)
{
    build->f64((const double[]){w->reference.L, w->reference.a, w->reference.b}, (sct_labs_f64){w->L, w->a, w->b, SAMPLES},
               w->de);
}

static void run_f32(workload *w)
{
    build->f32((const float[]){(float)w->reference.L, (float)w->reference.a, (float)w->reference.b},
               (sct_labs_f32){w->L32, w->a32, w->b32, SAMPLES}, w->de32);
}

/* Million pairs a second: repeats until a round takes 10 ms, then takes the best round. */
static double speed_of(void (*run)(workload *), workload *w)
{
    double best = 0;
    int repeats = 1;
    for (int round = 0; round < ROUNDS;) {
        clock_t start = clock();
        for (int i = 0; i < repeats; i++)
            run(w);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (seconds < 0.01) {
            repeats *= 2;
            continue;
        }
        double speed = 1e-6 * SAMPLES * repeats / seconds;
        best = speed > best ? speed : best;
        round++;
    }
    return best;
}

static void print_row(const char *name, const char *detail, double speed, double peer)
{
    printf("  %-26s %-14s %8.1f  %6.1f x lcms2\n", name, detail, speed, speed / peer);
}

int main(void)
{
    static workload w;
    size_t count;
    const colour_de2000_build *builds = colour_de2000_builds(&count);
    w = make_workload();
    double peer = speed_of(run_lcms2, &w);
    printf("CIEDE2000, one colour against %d, million pairs a second of CPU time\n", SAMPLES);
    print_row("lcms2 cmsCIE2000DeltaE", "", peer, peer);
    print_row("one pair at a time", "double", speed_of(run_scalar, &w), peer);
    for (size_t i = 0; i < count; i++) {
        build = &builds[i];
        if (!build->runs_here())
            continue;
        double wide = speed_of(run_f64, &w), narrow = speed_of(run_f32, &w);
        int plain = i + 1 == count;
        char name[80];
        print_row("batch, double", build->name, wide, peer);
        print_row("batch, float", build->name, narrow, peer);
        snprintf(name, sizeof name, "CIEDE2000 one to many, double, %s", build->name);
        bench_row(name, "Mpairs/s", wide, "lcms2", peer, plain ? 0 : 15, 1);
        snprintf(name, sizeof name, "CIEDE2000 one to many, float, %s", build->name);
        bench_row(name, "Mpairs/s", narrow, "lcms2", peer, plain ? 12 : 40, 1);
    }
    return 0;
}
