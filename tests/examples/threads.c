/* tests/examples/threads.c - one palette and one measurement, four threads, a context for each: what is const is shared, a
 * context is not. Run it as: ./threads palettes/default.json */
#include "example.h"

#include <pthread.h>

enum { THREADS = 4 };
typedef struct job {
    const sct_palette *palette;
    const sct_measurement *client;
    double batch_ml, ink_ml;
} job;

static void *rank(void *user)
{
    job *j = (job *)user;
    sct_context *ctx = NULL;
    sct_ranking *ranking = NULL;
    sct_match_options options;
    sct_match_row best;
    sct_match_options_init(&options);
    options.batch_ml = j->batch_ml;
    must(ctx, sct_context_new(&ctx));
    must(ctx, sct_match(ctx, &options, j->client, j->palette, &ranking));
    must(ctx, sct_ranking_match(ranking, 0, &best));
    j->ink_ml = best.ink_ml;
    sct_ranking_free(ranking);
    sct_context_free(ctx);
    return NULL;
}

int main(int argc, char **argv)
{
    sct_context *ctx = NULL;
    sct_palette *palette = NULL;
    sct_measurement *client = NULL;
    sct_lab skin = {48.0, 13.0, 19.0}, hair = {18.0, 1.5, 2.0};
    pthread_t threads[THREADS];
    job jobs[THREADS];
    sct_bytes inks = load(argc == 2 ? argv[1] : "");
    must(ctx, sct_context_new(&ctx));
    must(ctx, sct_palette_from_json(ctx, inks.data, inks.size, &palette));
    must(ctx, sct_measurement_from_lab(ctx, skin, 2, hair, 2, SCT_HAIR_STUBBLE, &client));
    for (int i = 0; i < THREADS; i++) {
        jobs[i] = (job){palette, client, 2.5 * (i + 1), 0};
        pthread_create(&threads[i], NULL, rank, &jobs[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        printf("for %.1f ml: %.2f ml of ink\n", jobs[i].batch_ml, jobs[i].ink_ml);
    }
    sct_measurement_free(client);
    sct_palette_free(palette);
    sct_context_free(ctx);
    free(inks.data);
    return EXIT_SUCCESS;
}
