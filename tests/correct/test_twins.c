/* tests/correct/test_twins.c - of charts that look alike the one is used whose values the patches have, and it is said only
 * then. */
#include "chart/stage.h"
#include "correct/correct.h"
#include "support/inside.h"
#include "support/support.h"

/* A photo of a built-in chart under a coloured light. */
static phantom_photo photographed(size_t chart)
{
    num_rng rng;
    stage s;
    double truth[3][3];
    num_rng_seed(&rng, 8);
    stage_picture ground = stage_background(500, 400, &rng);
    stage_init(&s, sct_chart_builtin(chart));
    s.x = 240;
    s.y = 190;
    s.pitch_px = 40;
    s.exposure = 0.7;
    s.tint[0] = 1.2;
    s.tint[2] = 0.7;
    s.noise = 1;
    s.jpeg = 95;
    phantom_photo photo = stage_render(&s, &ground, &rng, truth);
    stage_free(&ground);
    return photo;
}

static void the_values_that_the_patches_have_are_used(void **state)
{
    (void)state;
    sct_chart_result *r = calloc(1, sizeof *r);
    assert_non_null(r);
    for (size_t chart = 0; chart < 2; chart++)
        for (int named = 0; named < 2; named++) {
            phantom_photo photo = photographed(chart);
            stage_image opened = stage_open(photo.bytes, photo.size);
            sct_chart_options options;
            sct_chart_options_init(&options);
            options.id = named ? sct_chart_builtin(0)->id : NULL;
            assert_int_equal(correct_find_chart(opened.ctx, &options, opened.photo, r), SCT_OK);
            assert_string_equal(r->name, sct_chart_builtin(named ? 0 : chart)->id);
            assert_int_equal(flags_have(&r->flags, "chart-model"), chart == 1 && !named);
            if (!named)
                figure("%s, not named: leave-one-out %.2f", r->name, r->correction.loo_de00_mean);
            for (size_t i = 0; i < r->patch_count; i++)
                assert_near(r->patches[i].reference_lab.L, sct_chart_builtin(named ? 0 : chart)->patches[i].lab.L, 1e-12);
            stage_close(&opened);
            phantom_photo_free(&photo);
        }
    free(r);
}

/* Photographed charts: the flag stands on few, and on the one of another maker. */
static void the_flag_is_rare(void **state)
{
    (void)state;
    NEED_DATA();
    sct_chart_result *r = calloc(1, sizeof *r);
    int told = 0;
    assert_non_null(r);
    for (size_t i = 0; i < STAGE_PHOTOS; i += 4) {
        char path[128];
        unsigned char *bytes;
        snprintf(path, sizeof path, "chart-photos/%s", stage_photos[i]);
        stage_image opened = stage_open_file(data_path(path), &bytes);
        assert_int_equal(correct_find_chart(opened.ctx, NULL, opened.photo, r), SCT_OK);
        told += flags_have(&r->flags, "chart-model");
        stage_close(&opened);
        free(bytes);
    }
    figure("photographed ColorCheckers of which it is said that the values may be another's: %d of %d", told,
           (STAGE_PHOTOS + 3) / 4);
    assert_at_most(told, 1);
    free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_values_that_the_patches_have_are_used),
        cmocka_unit_test(the_flag_is_rare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
