/*
 * tests/api/test_threads.c - contexts of their own, one photo and one palette
 * shared: every thread gets the bytes that one thread alone gets, and so does
 * a call that may use threads of its own.
 */
#include "phantom/phantom.h"
#include "scalptone.h"
#include "support/support.h"

#include <pthread.h>

enum { THREADS = 4 };

typedef struct shared {
    const sct_photo *photo;
    const sct_palette *palette;
} shared;

typedef struct worker {
    const shared *common;
    uint64_t inside; /* threads of each call */
    sct_bytes measured, matched, drawn;
    sct_status status;
    pthread_t thread;
} worker;

static sct_status consult(sct_context *ctx, worker *w)
{
    sct_measurement *client = NULL;
    sct_ranking *ranking = NULL;
    sct_view view;
    sct_match_options options;
    sct_view_init(&view);
    view.photo = w->common->photo;
    sct_match_options_init(&options);
    options.draws = 40;
    sct_status status = sct_measure(ctx, NULL, &view, 1, &client);
    if (status == SCT_OK)
        status = sct_measurement_json(ctx, client, &w->measured);
    if (status == SCT_OK)
        status = sct_measurement_overlay_png(ctx, client, 0, w->common->photo, NULL, &w->drawn);
    if (status == SCT_OK)
        status = sct_match(ctx, &options, client, w->common->palette, &ranking);
    if (status == SCT_OK)
        status = sct_ranking_json(ctx, ranking, client, w->common->palette, 10, &w->matched);
    sct_measurement_free(client);
    sct_ranking_free(ranking);
    return status;
}

static void *work(void *user)
{
    worker *w = user;
    sct_context *ctx = NULL;
    w->status = sct_context_new(&ctx);
    if (w->status == SCT_OK)
        w->status = sct_context_set_limit(ctx, SCT_LIMIT_THREADS, w->inside);
    if (w->status == SCT_OK)
        w->status = consult(ctx, w);
    if (w->status != SCT_OK)
        print_error("%s\n", sct_context_message(ctx));
    sct_context_free(ctx);
    return NULL;
}

static void assert_same(const sct_bytes *a, const sct_bytes *b)
{
    assert_true(a->size > 0);
    assert_int_equal(a->size, b->size);
    assert_memory_equal(a->data, b->data, a->size);
}

static void threads_agree(void **state)
{
    (void)state;
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    sct_palette *palette = NULL;
    phantom_params params;
    size_t size = 0;
    unsigned char *inks = read_file("palettes/default.json", &size);
    phantom_params_init(&params);
    params.width = 360;
    params.height = 280;
    phantom_photo head = phantom_render(&params);
    assert_non_null(inks);
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_photo_open(ctx, head.bytes, head.size, &photo), SCT_OK);
    assert_int_equal(sct_palette_from_json(ctx, inks, size, &palette), SCT_OK);

    shared common = {photo, palette};
    worker alone = {.common = &common, .inside = 1}, together[THREADS];
    work(&alone);
    assert_int_equal(alone.status, SCT_OK);
    for (int i = 0; i < THREADS; i++) {
        together[i] = (worker){.common = &common, .inside = (uint64_t)i + 1};
        assert_int_equal(pthread_create(&together[i].thread, NULL, work, &together[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(together[i].thread, NULL), 0);
        assert_int_equal(together[i].status, SCT_OK);
        assert_same(&together[i].measured, &alone.measured);
        assert_same(&together[i].matched, &alone.matched);
        assert_same(&together[i].drawn, &alone.drawn);
        sct_bytes_free(&together[i].measured);
        sct_bytes_free(&together[i].matched);
        sct_bytes_free(&together[i].drawn);
    }
    figure("threads: %d at once, of 1 to %d threads each, the same %zu + %zu + %zu bytes each", THREADS, THREADS,
           alone.measured.size, alone.matched.size, alone.drawn.size);
    sct_bytes_free(&alone.measured);
    sct_bytes_free(&alone.matched);
    sct_bytes_free(&alone.drawn);
    sct_palette_free(palette);
    sct_photo_free(photo);
    sct_context_free(ctx);
    phantom_photo_free(&head);
    free(inks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
