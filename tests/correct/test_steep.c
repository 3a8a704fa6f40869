/*
 * tests/correct/test_steep.c - light that falls steeply over the chart: beside it a colour is still measured; far from it,
 * where nobody knows how the light goes on, a colour that is less sure than without a chart is refused.
 */
#include "chart/stage.h"
#include "colour/colour.h"
#include "correct/correct.h"
#include "support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 800, HEIGHT = 600 };

/* A wall of skin's colour behind the chart, in light that changes by exp(slope) over the photo. */
static phantom_photo lit_chart(double slope)
{
    static const uint8_t colour[3] = {200, 150, 130};
    double truth[3][3];
    num_rng rng;
    stage s;
    stage_picture wall = {WIDTH, HEIGHT, malloc((size_t)3 * WIDTH * HEIGHT)};
    assert_non_null(wall.rgb);
    for (size_t i = 0; i < (size_t)WIDTH * HEIGHT; i++)
        memcpy(wall.rgb + 3 * i, colour, sizeof colour);
    num_rng_seed(&rng, 9);
    stage_init(&s, sct_chart_builtin(0));
    s.x = WIDTH / 2.0;
    s.y = HEIGHT / 2.0;
    s.pitch_px = 40;
    s.exposure = 0.15;
    s.slope_x = slope;
    s.noise = 0.7;
    s.jpeg = 97;
    phantom_photo photo = stage_render(&s, &wall, &rng, truth);
    stage_free(&wall);
    return photo;
}

/* The wall between two columns, as if it were skin. */
static sct_status measure_wall(const phantom_photo *file, double from, double to, sct_measurement **out, char *why,
                               size_t size)
{
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    sct_shape *shape = NULL;
    char text[64];
    *out = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_photo_open(ctx, file->bytes, file->size, &photo), SCT_OK);
    snprintf(text, sizeof text, "rect:%.0f,280,%.0f,40", from, to - from);
    assert_int_equal(sct_shape_parse(ctx, text, SCT_ROLE_SKIN, &shape), SCT_OK);
    const sct_shape *shapes[] = {shape};
    sct_view view;
    sct_view_init(&view);
    view.photo = photo;
    view.shapes = shapes;
    view.shape_count = 1;
    view.roles = 1u << SCT_ROLE_SKIN;
    sct_status status = sct_measure(ctx, NULL, &view, 1, out);
    snprintf(why, size, "%s", status == SCT_OK ? "" : sct_context_message(ctx));
    if (status != SCT_OK)
        print_message("%s\n", why);
    sct_shape_free(shape);
    sct_photo_free(photo);
    sct_context_free(ctx);
    return status;
}

static double bound_of(sct_measurement *measurement)
{
    sct_skin skin;
    assert_int_equal(sct_measurement_skin(measurement, &skin), SCT_OK);
    sct_measurement_free(measurement);
    return skin.estimate.u95_de00;
}

static void far_from_the_chart_a_steep_light_is_refused(void **state)
{
    (void)state;
    char why[512];
    sct_measurement *measurement;
    phantom_photo steep = lit_chart(4), usual = lit_chart(0.3);
    assert_int_equal(measure_wall(&steep, 545, 575, &measurement, why, sizeof why), SCT_OK);
    double near = bound_of(measurement);
    assert_int_equal(measure_wall(&usual, 740, 780, &measurement, why, sizeof why), SCT_OK);
    double far = bound_of(measurement);
    figure("light that changes by exp(4) over the photo: beside the chart u95 %.1f; by exp(0.3), far away, %.1f", near, far);
    assert_true(near >= 2 && near < 12);
    assert_true(far >= 2 && far < 5);
    assert_int_equal(measure_wall(&steep, 740, 780, &measurement, why, sizeof why), SCT_ERR_CHART_UNUSABLE);
    assert_null(measurement);
    assert_non_null(strstr(why, "the light changes so steeply"));
    assert_non_null(strstr(why, "lay the chart right beside"));
    phantom_photo_free(&steep);
    phantom_photo_free(&usual);
}

/* What the program that asks about the chart alone is told of the light; empty: nothing. */
static double told_of_light(const phantom_photo *file, char *message, size_t size)
{
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    sct_chart_result *result = NULL;
    sct_correction correction;
    sct_flag flag;
    *message = '\0';
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_photo_open(ctx, file->bytes, file->size, &photo), SCT_OK);
    assert_int_equal(sct_chart_find(ctx, NULL, photo, &result), SCT_OK);
    assert_int_equal(sct_chart_result_correction(result, &correction), SCT_OK);
    for (size_t i = 0; sct_flags_at(sct_chart_result_flags(result), i, &flag) == SCT_OK; i++)
        if (flag.code == SCT_FLAG_CHART_UNEVEN_LIGHT) {
            assert_string_equal(message, ""); /* once */
            snprintf(message, size, "%s", flag.message);
        }
    sct_chart_result_free(result);
    sct_photo_free(photo);
    sct_context_free(ctx);
    return correction.u95_de00;
}

static void a_chart_alone_tells_of_it_too(void **state)
{
    (void)state;
    char message[512];
    phantom_photo steep = lit_chart(4), some = lit_chart(1), usual = lit_chart(0.3);
    double without = correct_bound_without(colour_usual_skin());
    double u95 = told_of_light(&steep, message, sizeof message);
    figure("u95 of a chart in light that changes by exp(4) over the photo: %.1f; without a chart %.1f", u95, without);
    assert_true(u95 > without);
    assert_non_null(strstr(message, "the light changes so steeply that skin not right beside the chart may be off by"));
    u95 = told_of_light(&some, message, sizeof message);
    assert_true(u95 > 2 && u95 < without);
    assert_non_null(strstr(message, "% brighter"));
    u95 = told_of_light(&usual, message, sizeof message);
    assert_true(u95 >= 2 && u95 < without);
    assert_null(strstr(message, "steeply"));
    phantom_photo_free(&steep);
    phantom_photo_free(&some);
    phantom_photo_free(&usual);
}

/* Within the box the light was seen; beyond it the doubt grows along the fall alone, by the distance from the box. */
static void doubt_begins_where_the_patches_end(void **state)
{
    (void)state;
    colour_doubt doubt = {.light = 0.03, .fall = {2, 0}, .low = {-0.1, -0.1}, .high = {0.1, 0.1}};
    static const double places[][3] = {{0, 0, 0},     {0.1, -0.1, 0}, {0.05, 0.4, 0},
                                       {0.3, 0, 0.4}, {-0.3, 0, 0.4}, {0.6, -0.5, 1.0}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        colour_doubt placed = colour_doubt_placed(&doubt, places[i][0], places[i][1]);
        assert_near(placed.light, hypot(0.03, places[i][2]), 1e-12);
    }
    double light = correct_bound_without((sct_lab){65, 15, 17}), dark = correct_bound_without((sct_lab){25, 8, 9});
    assert_true(light > 10 && light < 23); /* 20 until photographed charts were asked, too */
    assert_true(dark > 8 && dark < 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(far_from_the_chart_a_steep_light_is_refused),
        cmocka_unit_test(a_chart_alone_tells_of_it_too),
        cmocka_unit_test(doubt_begins_where_the_patches_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
