/*
 * tests/region/light/test_light.c - what is told of stubble under gloss, with white hairs among the dark ones, on skins that
 * show them and skins that hide them. A few heads; uneven.c renders hundreds.
 */
#include "region/measured.h"
#include "support/support.h"

#include <math.h>

static sct_context *context;
static phantom_library library;

static int set_up(void **state)
{
    (void)state;
    library = phantom_library_open();
    return sct_context_new(&context) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    phantom_library_close(&library);
    sct_context_free(context);
    return 0;
}

/* A held-out client beyond the hairline, black-haired, hairs 3 pixels wide. */
static void client(phantom_params *p, int ita_class, int n)
{
    measured_contaminated(p);
    measured_client(&library, p, ita_class, n);
    p->width = 900;
    p->height = 700;
    p->mm_per_px = 0.024;
    p->view_x_mm = 54;
    p->view_y_mm = 8;
    p->hair = library.hairs[0].strand;
    p->noise = 0.003;
    p->thinning = 0;
    p->specular = 0;
    p->background = PHANTOM_PLAIN;
}

static region_result measure(const phantom_params *p, phantom_truth *truth)
{
    region_result r;
    sct_measure_options options;
    sct_measure_options_init(&options);
    options.mm_per_px = p->mm_per_px;
    phantom_photo photo = phantom_render(p);
    sct_shape shape = measured_rect(SCT_ROLE_HAIR, &photo.truth.stubble_rect);
    *truth = photo.truth;
    assert_int_equal(measured(context, &photo, &shape, 1, 1u << SCT_ROLE_HAIR, &options, NULL, &r), SCT_OK);
    phantom_photo_free(&photo);
    return r;
}

/* Gloss is no skin, and what lies beside it no hair: it was counted as up to half as many hairs again. */
static void gloss_is_not_counted(void **state)
{
    (void)state;
    double worst = 0;
    for (int c = 1; c < 5; c++) {
        phantom_params p;
        phantom_truth truth;
        client(&p, c, 0);
        p.width = 1300;
        p.density_per_cm2 = 120;
        p.specular = 0.8;
        region_result r = measure(&p, &truth);
        double off = fabs(r.hair.density_per_cm2 / truth.density_per_cm2 - 1);
        assert_true(isfinite(off));
        worst = fmax(worst, off);
    }
    figure("hairs counted beside strong gloss, four classes: off by %.0f %% at most", 100 * worst);
    assert_at_most(worst, 0.1);
}

/* White hairs that stand out from brown skin are counted with the dark ones. */
static void white_hairs_that_show_are_counted(void **state)
{
    (void)state;
    double worst = 0;
    for (int c = 3; c < 5; c++) {
        phantom_params p;
        phantom_truth truth;
        client(&p, c, 1);
        p.grey_fraction = 0.5;
        region_result r = measure(&p, &truth);
        double off = fabs(r.hair.density_per_cm2 / truth.density_per_cm2 - 1);
        assert_true(isfinite(off));
        worst = fmax(worst, off);
        assert_false(flags_have(&r.flags, "hairs-hidden"));
    }
    figure("dark hairs and white ones on brown skin: density off by %.0f %% at most", 100 * worst);
    assert_at_most(worst, 0.1);
}

/* On the lightest skin half of the hairs are white and do not show: that is said, and neither a density nor a grey share; of
 * a head without white hairs it is not said. */
static void white_hairs_that_hide_are_told_of(void **state)
{
    (void)state;
    for (int n = 0; n < 3; n++)
        for (int grey = 0; grey < 2; grey++) {
            phantom_params p;
            phantom_truth truth;
            client(&p, 0, n);
            p.grey_fraction = grey ? 0.5 : 0;
            region_result r = measure(&p, &truth);
            assert_int_equal(flags_have(&r.flags, "hairs-hidden"), grey);
            assert_int_equal(isnan(r.hair.density_per_cm2), grey);
            if (grey)
                assert_true(isnan(r.hair.grey_fraction));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gloss_is_not_counted),
        cmocka_unit_test(white_hairs_that_show_are_counted),
        cmocka_unit_test(white_hairs_that_hide_are_told_of),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
