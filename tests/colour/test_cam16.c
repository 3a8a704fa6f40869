/* tests/colour/test_cam16.c - the CAM16 model and its uniform space against published values. */
#include "colour/colour.h"
#include "support/support.h"
#include "vectors/cam16.h"

static sct_xyz per_hundred(const double v[3])
{
    return (sct_xyz){v[0] / 100, v[1] / 100, v[2] / 100};
}

static void correlates_as_published(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CAM16 / sizeof *CAM16; i++) {
        const cam16_vector *v = &CAM16[i];
        sct_cam16_conditions c = {per_hundred(v->white), v->LA, 0.2, SCT_SURROUND_AVERAGE, 0};
        sct_cam16 got = sct_cam16_from_xyz(per_hundred(v->xyz), &c);
        assert_near(got.J, v->expected.J, 1e-7);
        assert_near(got.C, v->expected.C, 1e-7);
        assert_near(got.h_deg, v->expected.h_deg, 1e-7);
        assert_near(got.Q, v->expected.Q, 1e-7);
        assert_near(got.M, v->expected.M, 1e-7);
        assert_near(got.s, v->expected.s, 1e-7);
    }
}

static void uniform_space_of_correlates(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof UCS_OF_CORRELATES / sizeof *UCS_OF_CORRELATES; i++) {
        const ucs_vector *v = &UCS_OF_CORRELATES[i];
        sct_ucs got = sct_ucs_from_cam16((sct_cam16){.J = v->J, .M = v->M, .h_deg = v->h_deg});
        assert_near(sct_ucs_difference(got, v->expected), 0, 2e-8);
    }
}

static void uniform_space_of_screen_colours(void **state)
{
    (void)state;
    sct_cam16_conditions c = {sct_rgb_white(SCT_RGB_SRGB), 64 / 3.141592653589793 * 0.2, 0.2, SCT_SURROUND_AVERAGE, 0};
    for (size_t i = 0; i < sizeof UCS_OF_SRGB / sizeof *UCS_OF_SRGB; i++) {
        const ucs_srgb_vector *v = &UCS_OF_SRGB[i];
        sct_rgb encoded = {v->srgb[0] / 255.0, v->srgb[1] / 255.0, v->srgb[2] / 255.0};
        sct_xyz xyz = sct_xyz_from_rgb(sct_rgb_decode(encoded, SCT_RGB_SRGB), SCT_RGB_SRGB);
        sct_ucs got = sct_ucs_from_xyz(xyz, &c);
        assert_near(got.J, v->expected.J, 6e-3); /* five digits, and grey is 127.5 of 255 for CSS: 128 here */
        assert_near(got.a, v->expected.a, 6e-3);
        assert_near(got.b, v->expected.b, 6e-3);
    }
}

/* Of the definition (Li et al. 2017): the factor of luminance for an adapting luminance, cd/m2. */
static double factor_of_luminance(double LA)
{
    double k = 1 / (5 * LA + 1), k4 = k * k * k * k;
    return 0.2 * k4 * 5 * LA + 0.1 * (1 - k4) * (1 - k4) * cbrt(5 * LA);
}

/*
 * Scene, white and background s times as bright, under a luminance of a factor s times less, leave every adapted response
 * as it was: lightness and hue are the same. The background counts relative to the white.
 */
static void white_of_another_brightness(void **state)
{
    (void)state;
    for (double s = 0.25; s <= 2; s *= 2) {
        double lo = 1e-3, hi = 1e5, LA = 60;
        for (int i = 0; i < 200; i++) {
            double middle = sqrt(lo * hi);
            *(factor_of_luminance(middle) < factor_of_luminance(LA) / s ? &lo : &hi) = middle;
        }
        sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), skin = {0.25, 0.23, 0.13};
        sct_cam16_conditions usual = {white, LA, 0.2, SCT_SURROUND_AVERAGE, 1};
        sct_cam16_conditions scaled = {{s * white.X, s * white.Y, s * white.Z}, lo, 0.2 * s, SCT_SURROUND_AVERAGE, 1};
        sct_cam16 one = sct_cam16_from_xyz(skin, &usual);
        sct_cam16 other = sct_cam16_from_xyz((sct_xyz){s * skin.X, s * skin.Y, s * skin.Z}, &scaled);
        assert_near(other.J, one.J, 1e-6);
        assert_near(other.h_deg, one.h_deg, 1e-6);
    }
}

static void white_is_neutral_when_fully_adapted(void **state)
{
    (void)state;
    sct_cam16_conditions c = sct_cam16_conditions_default();
    c.discount = 1;
    for (int s = SCT_SURROUND_AVERAGE; s <= SCT_SURROUND_DARK; s++) {
        c.surround = (sct_surround)s;
        sct_cam16 white = sct_cam16_from_xyz(c.white, &c);
        assert_near(white.J, 100, 1e-10);
        assert_at_most(white.M, 0.02); /* the model's cones do not cancel to the last digit */
    }
}

static void lightness_grows_and_black_is_nothing(void **state)
{
    (void)state;
    sct_cam16_conditions c = sct_cam16_conditions_default();
    double before = -1;
    for (double Y = 0; Y <= 1; Y += 1.0 / 64) {
        double J = sct_cam16_from_xyz((sct_xyz){Y * c.white.X, Y, Y * c.white.Z}, &c).J;
        assert_true(J > before);
        before = J;
    }
    sct_ucs black = sct_ucs_from_xyz((sct_xyz){0, 0, 0}, &c);
    assert_near(sct_ucs_difference(black, (sct_ucs){0, 0, 0}), 0, 0);
    sct_cam16 beyond = sct_cam16_from_xyz((sct_xyz){-0.1, -0.1, -0.1}, &c); /* no light has this */
    assert_near(beyond.J, 0, 0);
    assert_true(isfinite(beyond.M) && isfinite(beyond.s));
}

static void dim_surround_lightens_and_greys(void **state)
{
    (void)state;
    sct_cam16_conditions c = sct_cam16_conditions_default();
    sct_xyz skin = {0.36, 0.34, 0.21};
    sct_cam16 average = sct_cam16_from_xyz(skin, &c);
    c.surround = SCT_SURROUND_DARK;
    sct_cam16 dark = sct_cam16_from_xyz(skin, &c);
    assert_true(dark.J > average.J);
    assert_true(dark.M < average.M);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(correlates_as_published),
        cmocka_unit_test(uniform_space_of_correlates),
        cmocka_unit_test(uniform_space_of_screen_colours),
        cmocka_unit_test(white_of_another_brightness),
        cmocka_unit_test(white_is_neutral_when_fully_adapted),
        cmocka_unit_test(lightness_grows_and_black_is_nothing),
        cmocka_unit_test(dim_surround_lightens_and_greys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
