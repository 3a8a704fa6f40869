/* tests/api/test_calls.c - what every public call promises: arguments are checked, and old errors are forgotten. */
#include "scalptone.h"
#include "support/support.h"

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

/* A view may come half filled: that is the caller's mistake and not a crash. */
static void incomplete_views_are_refused(void **state)
{
    (void)state;
    static const unsigned char grey[16 * 16 * 3] = {90};
    sct_pixels_desc desc;
    sct_photo *photo = NULL;
    sct_measurement *measurement = calloc(1, sizeof *measurement);
    sct_pixels_desc_init(&desc);
    desc.data = grey;
    desc.width = desc.height = 16;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    const unsigned skin = 1u << SCT_ROLE_SKIN;
    const sct_view views[] = {
        {.photo = photo, .roles = skin}, {.roles = skin}, {.photo = photo, .shape_count = 1, .roles = skin}};
    assert_int_equal(sct_measure(ctx, NULL, &views[1], 1, measurement), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_measure(ctx, NULL, &views[2], 1, measurement), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_measure(ctx, NULL, views, 2, measurement), SCT_ERR_ARGUMENT);
    assert_true(measurement->photo_count == 0);
    sct_photo_free(photo);
    free(measurement);
}

/* A measurement or ranking that nobody filled, or with numbers that are none, is refused and not followed. */
static void unfilled_results_are_refused(void **state)
{
    (void)state;
    sct_measurement *m = calloc(1, sizeof *m);
    sct_ranking *r = calloc(1, sizeof *r);
    sct_candidate *rows = calloc(SCT_CANDIDATE_MAX, sizeof *rows);
    sct_palette *palette = NULL;
    sct_bytes out = {0};
    static const char inks[] = "{\"scalptone_palette\": 1, \"inks\": [{\"id\": \"a\", \"composition\": [{\"ci\": \"77266\", "
                               "\"mass_fraction\": 0.1}]}]}";
    assert_int_equal(sct_palette_read(ctx, inks, strlen(inks), &palette), SCT_OK);
    assert_int_equal(sct_match_json(ctx, m, palette, r, rows, &out), SCT_OK); /* zeroed is fine */
    sct_bytes_free(&out);
    size_t *const counts[] = {&m->photo_count, &m->region_count, &m->flags.count,    &r->assumption_count,
                              &r->plan_count,  &r->flags.count,  &r->candidate_count};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        *counts[i] = 1000000;
        assert_int_equal(sct_match_json(ctx, m, palette, r, rows, &out), SCT_ERR_ARGUMENT);
        *counts[i] = 0;
    }
    m->flags.count = 1000000;
    assert_int_equal(sct_measurement_json(ctx, m, &out), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_match(ctx, NULL, m, palette, rows, 1, r), SCT_ERR_ARGUMENT);
    m->flags.count = 0;
    m->skin.estimate.pixels = m->hair.strand.pixels = 100;
    m->skin.estimate.cov.m[1][1] = (double)NAN;
    assert_int_equal(sct_match(ctx, NULL, m, palette, rows, 1, r), SCT_ERR_ARGUMENT);
    m->skin.estimate.cov.m[1][1] = -1;
    assert_int_equal(sct_match(ctx, NULL, m, palette, rows, 1, r), SCT_ERR_ARGUMENT);
    m->skin.estimate.cov.m[1][1] = 1;
    m->hair.strand.lab.L = (double)NAN;
    assert_int_equal(sct_match(ctx, NULL, m, palette, rows, 1, r), SCT_ERR_ARGUMENT);
    sct_palette_free(palette);
    free(rows);
    free(r);
    free(m);
}

/* First error wins, but only within a call: the next one starts with no message. */
static void calls_forget_earlier_errors(void **state)
{
    (void)state;
    static const char bad[] = "{";
    sct_shape shape;
    sct_bytes text = {0};
    sct_chart *chart = calloc(1, sizeof *chart);

    assert_int_equal(sct_shape_parse(ctx, "rect:1,2", SCT_ROLE_SKIN, &shape), SCT_ERR_SHAPE);
    assert_int_equal(sct_shape_parse(ctx, "round:1,2", SCT_ROLE_SKIN, &shape), SCT_ERR_SHAPE);
    assert_non_null(strstr(sct_context_message(ctx), "round"));
    assert_int_equal(sct_chart_read(ctx, bad, strlen(bad), chart), SCT_ERR_PALETTE);
    assert_null(strstr(sct_context_message(ctx), "round"));
    assert_int_equal(sct_shape_parse(ctx, "auto", SCT_ROLE_SKIN, &shape), SCT_OK);
    assert_string_equal(sct_context_message(ctx), "");

    assert_int_equal(sct_shape_parse(ctx, "round:1,2", SCT_ROLE_SKIN, &shape), SCT_ERR_SHAPE);
    assert_int_equal(sct_photo_open(ctx, bad, 1, NULL), SCT_ERR_ARGUMENT);
    assert_null(strstr(sct_context_message(ctx), "round"));
    assert_non_null(strstr(sct_context_message(ctx), "sct_photo_open"));
    assert_int_equal(sct_shape_parse(ctx, "round:1,2", SCT_ROLE_SKIN, &shape), SCT_ERR_SHAPE);
    assert_int_equal(sct_chart_write(ctx, sct_chart_builtin(0), &text), SCT_OK);
    assert_string_equal(sct_context_message(ctx), "");
    sct_bytes_free(&text);
    assert_int_equal(sct_shape_parse(ctx, "round:1,2", SCT_ROLE_SKIN, &shape), SCT_ERR_SHAPE);
    assert_int_equal(sct_card_svg(ctx, NULL, &text), SCT_OK);
    assert_string_equal(sct_context_message(ctx), "");
    sct_bytes_free(&text);
    free(chart);
}

/* Strips of a picture, as a scanner or a careless crop leaves them, end in a refusal and not in a crash. */
static void strips_are_refused(void **state)
{
    (void)state;
    static const uint32_t sizes[][2] = {{3, 20000}, {20000, 4}, {1, 5000}, {5000, 1}, {31, 14400}, {1, 1}};
    sct_chart_options card;
    sct_chart_result *result = calloc(1, sizeof *result);
    sct_measurement *measurement = calloc(1, sizeof *measurement);
    sct_chart_options_init(&card);
    card.id = "consultation-card";
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t bytes = (size_t)sizes[i][0] * sizes[i][1] * 3;
        unsigned char *skin = malloc(bytes);
        sct_pixels_desc desc;
        sct_photo *photo = NULL;
        for (size_t k = 0; k < bytes; k++) /* noise round a skin's colour, from which every search would start */
            skin[k] = (unsigned char)((k % 3 == 0 ? 200 : k % 3 == 1 ? 150 : 120) + (k * 2654435761u >> 16) % 20);
        sct_pixels_desc_init(&desc);
        desc.data = skin;
        desc.width = sizes[i][0];
        desc.height = sizes[i][1];
        assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
        sct_view view = {.photo = photo, .roles = 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR};
        assert_int_equal(sct_chart_find(ctx, NULL, photo, result), SCT_ERR_CHART_NONE);
        assert_int_equal(sct_chart_find(ctx, &card, photo, result), SCT_ERR_CHART_NONE);
        assert_int_equal(sct_measure(ctx, NULL, &view, 1, measurement), SCT_ERR_NOTHING);
        assert_null(strchr(sct_context_message(ctx), '\n'));
        sct_photo_free(photo);
        free(skin);
    }
    free(result);
    free(measurement);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(unfilled_results_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(incomplete_views_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(calls_forget_earlier_errors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(strips_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
