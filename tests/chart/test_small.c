/* tests/chart/test_small.c - charts of a few pixels a patch, and charts half of which cannot be seen in large photos. */
#include "chart/chart_detect.h"
#include "chart/stage.h"
#include "support/inside.h"
#include "support/support.h"

/* How far the corners of what was found lie from the truth, in pitches. */
static double distance_off(const sct_chart *chart, const sct_chart_result *r, double truth[3][3], double pitch)
{
    chart_homography map, real;
    double most = 0;
    memcpy(map.m, r->homography, sizeof map.m);
    memcpy(real.m, truth, sizeof real.m);
    for (unsigned corner = 0; corner < 4; corner++) {
        double u = corner & 1 ? chart->columns - 1.0 : 0, v = corner & 2 ? chart->rows - 1.0 : 0;
        chart_point a = chart_homography_apply(&map, u, v), b = chart_homography_apply(&real, u, v);
        double off = hypot(a.x - b.x, a.y - b.y) / pitch;
        assert_true(off >= 0);
        most = off > most ? off : most;
    }
    return most;
}

/* A chart that a small photo shows from afar is found in an enlarged copy, with most of its patches. */
static void patches_of_a_few_pixels_are_read(void **state)
{
    enum { TURNS = 2 };
    (void)state;
    const sct_chart *chart = sct_chart_builtin(0);
    num_rng rng;
    int found = 0;
    double worst = 0;
    num_rng_seed(&rng, 31);
    stage_picture ground = stage_background(400, 334, &rng);
    for (int k = 0; k < TURNS; k++) {
        stage s;
        double truth[3][3];
        sct_chart_result *r = calloc(1, sizeof *r);
        assert_non_null(r);
        stage_init(&s, chart);
        s.pitch_px = 8;
        s.x = 200;
        s.y = 170;
        s.turn_deg = 3 + 7 * k;
        s.noise = 0.7;
        s.jpeg = 95;
        phantom_photo photo = stage_render(&s, &ground, &rng, truth);
        stage_image opened = stage_open(photo.bytes, photo.size);
        sct_status status = correct_find_chart(opened.ctx, NULL, opened.photo, r);
        if (status == SCT_OK) {
            double off = distance_off(chart, r, truth, s.pitch_px);
            found++;
            worst = off > worst ? off : worst;
        }
        figure("patches 8 pixels apart, turned by %g degrees: %s", s.turn_deg,
               status == SCT_OK ? "used" : sct_context_message(opened.ctx));
        stage_close(&opened);
        phantom_photo_free(&photo);
        free(r);
    }
    assert_int_equal(found, TURNS);
    assert_at_most(worst, 0.15);
    stage_free(&ground);
}

/* What is said of a chart over half of which a sheen lies, in a picture so many times as large as the least one. */
static sct_status say_of_sheen(uint32_t times, char *said, size_t size)
{
    const sct_chart *chart = sct_chart_builtin(0);
    num_rng rng;
    stage s;
    double truth[3][3], middle = 925.0 * times, reach = 14.0 * times;
    sct_pixels_desc desc;
    stage_image opened = {0};
    sct_chart_result *r = calloc(1, sizeof *r);
    assert_non_null(r);
    num_rng_seed(&rng, 32);
    stage_picture ground = stage_background(1850 * times, 150 * times, &rng);
    stage_init(&s, chart);
    s.pitch_px = 28.0 * times;
    s.x = middle;
    s.y = 75.0 * times;
    phantom_photo photo = stage_render(&s, &ground, &rng, truth);
    stage_image rendered = stage_open(photo.bytes, photo.size);
    stage_picture picture = stage_picture_of(rendered.image);
    for (size_t i = 0; i < (size_t)picture.width * picture.height * 3; i++) {
        double x = (double)(i / 3 % picture.width), code = picture.rgb[i] / 255.0;
        double light = code <= 0.04045 ? code / 12.92 : pow((code + 0.055) / 1.055, 2.4);
        light += 0.45 / (1 + exp((middle - x) / reach));
        picture.rgb[i] = (uint8_t)(255 * fmin(chart_encode(light), 1) + 0.5);
    }
    sct_pixels_desc_init(&desc);
    desc.width = picture.width;
    desc.height = picture.height;
    desc.data = picture.rgb;
    assert_int_equal(sct_context_new(&opened.ctx), SCT_OK);
    assert_int_equal(sct_photo_from_pixels(opened.ctx, &desc, &opened.photo), SCT_OK);
    assert_int_equal(photo_reduction(opened.photo, 1800), 1); /* whole in memory, so that a copy of it is made */
    sct_status status = correct_find_chart(opened.ctx, NULL, opened.photo, r);
    snprintf(said, size, "%s", status == SCT_OK ? "used" : sct_context_message(opened.ctx));
    figure("a sheen over half of a chart, %u pixels wide: %s", picture.width, said);
    stage_close(&opened);
    stage_close(&rendered);
    phantom_photo_free(&photo);
    stage_free(&picture);
    stage_free(&ground);
    free(r);
    return status;
}

/* A large photo is searched in a copy that says nothing of light. What is unclear in it is looked at in the photo itself:
 * one answer, whether the photo is large or not. */
static void what_is_unclear_is_read_in_the_photo_itself(void **state)
{
    char small[300], large[300];
    (void)state;
    sct_status one = say_of_sheen(1, small, sizeof small), other = say_of_sheen(2, large, sizeof large);
    assert_int_equal(one, other);
    assert_string_equal(small, large);
    assert_non_null(strstr(small, "shining"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patches_of_a_few_pixels_are_read),
        cmocka_unit_test(what_is_unclear_is_read_in_the_photo_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
