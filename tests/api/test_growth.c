/*
 * tests/api/test_growth.c - the work grows with the photo and with the palette,
 * and no faster.
 *
 * Counted are the stretches of straight code that the library runs through, by
 * the compiler's own probes (CONFIG=count): the same on every machine, at any
 * load. In other builds there are no probes, and nothing is tested;
 * tests/api/counted.sh builds and runs this one.
 */
#include "phantom/phantom.h"
#include "scalptone.h"
#include "support/support.h"

#if defined(__clang__)
#define UNCOUNTED __attribute__((no_sanitize("coverage")))
#elif defined(__GNUC__) && __GNUC__ >= 12
#define UNCOUNTED __attribute__((no_sanitize_coverage))
#else
#define UNCOUNTED
#endif

static uint64_t passed;

void __sanitizer_cov_trace_pc(void);
UNCOUNTED void __sanitizer_cov_trace_pc(void)
{
    passed++;
}

static sct_context *ctx;

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

/* How much the work grows from one size to the next may exceed how much the size does: halves of a row, logarithms. */
static const double room = 1.15;

/* Work on one scene seen by a sensor of `scale` times as many pixels each way. */
static uint64_t work_on_photo(int scale, int with_chart, sct_measurement **out)
{
    phantom_params p;
    sct_photo *photo = NULL;
    phantom_params_init(&p);
    p.width = 400 * scale;
    p.height = 300 * scale;
    p.mm_per_px = 0.11 / scale;
    p.chart = with_chart ? PHANTOM_CHART_COLORCHECKER : PHANTOM_CHART_NONE;
    phantom_photo rendered = phantom_render(&p);
    assert_int_equal(sct_photo_open(ctx, rendered.bytes, rendered.size, &photo), SCT_OK);
    sct_measurement *measured = NULL;
    sct_view view;
    sct_view_init(&view);
    view.photo = photo;
    uint64_t before = passed;
    sct_status status = sct_measure(ctx, NULL, &view, 1, &measured);
    uint64_t work = passed - before;
    if (status != SCT_OK)
        fail_msg("%d x %d: %s", p.width, p.height, sct_context_message(ctx));
    if (out)
        *out = measured;
    else
        sct_measurement_free(measured);
    sct_photo_free(photo);
    phantom_photo_free(&rendered);
    return work;
}

static void work_grows_with_the_pixels(void **state)
{
    (void)state;
    if (work_on_photo(1, 0, NULL) == 0) {
        notice("the library was built without probes: growth is not tested");
        skip();
    }
    for (int with_chart = 0; with_chart < 2; with_chart++) {
        uint64_t work[3];
        for (int i = 0; i < 3; i++)
            work[i] = work_on_photo(1 << i, with_chart, NULL);
        figure("work on a photo %s, steps a pixel: %.0f at 0.12 MP, %.0f at 0.5, %.0f at 1.9",
               with_chart ? "with a ColorChecker" : "without a chart", (double)work[0] / 120e3, (double)work[1] / 480e3,
               (double)work[2] / 1920e3);
        for (int i = 1; i < 3; i++)
            assert_at_most((double)work[i], 4 * room * (double)work[i - 1]);
    }
}

/* Work on ranking that many ready inks of different strengths. */
static uint64_t work_on_inks(size_t count, const sct_measurement *client)
{
    size_t size = 160 + 160 * count, used;
    char *text = malloc(size);
    sct_palette *palette = NULL;
    sct_ranking *ranking = NULL;
    sct_ranking_info info;
    assert_non_null(text);
    used = (size_t)snprintf(text, size, "{\"scalptone_palette\":1,\"name\":\"many\",\"inks\":[");
    for (size_t i = 0; i < count; i++)
        used +=
            (size_t)snprintf(text + used, size - used,
                             "%s{\"id\":\"i%zu\",\"kind\":\"ready\",\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":"
                             "%.5f}]}",
                             i ? "," : "", i, 0.001 + 0.0001 * (double)i);
    snprintf(text + used, size - used, "]}");
    uint64_t before = passed;
    assert_int_equal(sct_palette_from_json(ctx, text, strlen(text), &palette), SCT_OK);
    sct_status status = sct_match(ctx, NULL, client, palette, &ranking);
    uint64_t work = passed - before;
    if (status != SCT_OK)
        fail_msg("%zu inks: %s", count, sct_context_message(ctx));
    assert_int_equal(sct_ranking_describe(ranking, &info), SCT_OK);
    assert_int_equal(info.match_count, count);
    sct_palette_free(palette);
    sct_ranking_free(ranking);
    free(text);
    return work;
}

static void work_grows_with_the_inks(void **state)
{
    (void)state;
    sct_measurement *client = NULL;
    if (work_on_photo(1, 0, &client) == 0) {
        sct_measurement_free(client);
        skip();
    }
    uint64_t work[3];
    for (int i = 0; i < 3; i++)
        work[i] = work_on_inks((size_t)50 << i, client);
    figure("work on ranking, thousand steps an ink: %.0f of 50 inks, %.0f of 100, %.0f of 200", (double)work[0] / 50e3,
           (double)work[1] / 100e3, (double)work[2] / 200e3);
    for (int i = 1; i < 3; i++)
        assert_at_most((double)work[i], 2 * room * (double)work[i - 1]);
    sct_measurement_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_grows_with_the_pixels),
        cmocka_unit_test(work_grows_with_the_inks),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
