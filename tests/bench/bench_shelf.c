/*
 * tests/bench/bench_shelf.c - time to load the largest palette, and to rank it.
 *
 * A fixed workload: 100,000 inks that are used as they come, each with one colour, 16 MB of JSON. Loading is reading,
 * checking, converting to D50 and the fingerprint. Ranking is the plain one, by CIEDE2000 to the hair: of colours on paper,
 * and of healed ones. Of its time a part is the client's skin and hair, whatever the palette: that of ten inks, which is
 * told beside it. CPU time of one thread, the best of several rounds. Wanted: 0.5 s and 20 ms. Prints; never passes or
 * fails.
 */
#include "scalptone.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { INKS = 100000, FEW = 10, BYTES_AN_INK = 260, ROUNDS = 9 };

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static size_t write_palette(char *text, int inks, const char *state)
{
    char *s = text;
    s += sprintf(s, "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"measured\"},\"inks\":[");
    for (int i = 0; i < inks; i++)
        s += sprintf(s,
                     "%s{\"id\":\"ink-%d\",\"product\":\"p\",\"kind\":\"ready\",\"colours\":[{\"state\":\"%s\","
                     "\"lab\":[%.2f,%d,2.5],\"illuminant\":\"D65\",\"observer\":2,\"specular\":\"included\"}]}",
                     i ? "," : "", (int)(i * 7919LL % INKS), state, 30 + i % 700 * 0.1, i % 20);
    s += sprintf(s, "]}");
    return (size_t)(s - text);
}

/* The best times of loading and ranking so many inks; 0: it failed. */
static int measure(sct_context *ctx, char *text, int inks, int healed, double *load, double *rank)
{
    const sct_lab skin = {65, 10, 16}, hair = {35, 4, 6};
    size_t size = write_palette(text, inks, healed ? "healed" : "drawdown");
    sct_measurement *client = NULL;
    sct_match_options options;
    *load = *rank = (double)INFINITY;
    sct_match_options_init(&options);
    options.basis = healed ? SCT_BASIS_MEASURED_HEALED : SCT_BASIS_SWATCH;
    options.loss = SCT_LOSS_PLAIN;
    options.draws = 0;
    if (sct_measurement_from_lab(ctx, skin, 2, hair, 2, SCT_HAIR_STUBBLE, &client) != SCT_OK)
        return 0;
    for (int i = 0; i < ROUNDS; i++) {
        sct_palette *palette = NULL;
        sct_ranking *ranking = NULL;
        double start = cpu_seconds();
        if (sct_palette_from_json(ctx, text, size, &palette) != SCT_OK)
            return 0;
        double loaded = cpu_seconds();
        if (sct_match(ctx, &options, client, palette, &ranking) != SCT_OK)
            return 0;
        double ranked = cpu_seconds();
        *load = fmin(*load, loaded - start);
        *rank = fmin(*rank, ranked - loaded);
        sct_ranking_free(ranking);
        sct_palette_free(palette);
    }
    sct_measurement_free(client);
    return 1;
}

int main(void)
{
    sct_context *ctx = NULL;
    char *text = malloc((size_t)INKS * BYTES_AN_INK + 400);
    int failed = !text || sct_context_new(&ctx) != SCT_OK;
    for (int healed = 0; healed < 2 && !failed; healed++) {
        double load, rank, few, client;
        failed = !measure(ctx, text, FEW, healed, &few, &client) || !measure(ctx, text, INKS, healed, &load, &rank);
        if (!failed)
            printf("shelf: %d inks, %s: load in %.3f s, rank in %.1f ms, of which the client %.1f ms\n", INKS,
                   healed ? "healed" : "on paper", load, 1000 * rank, 1000 * client);
    }
    if (failed)
        printf("shelf: %s\n", ctx ? sct_context_message(ctx) : "out of memory");
    sct_context_free(ctx);
    free(text);
    return failed;
}
