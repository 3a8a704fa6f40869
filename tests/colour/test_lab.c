/* tests/colour/test_lab.c - CIELAB, LCh and whites. */
#include "colour/colour.h"
#include "support/support.h"

static void lab_of_known_colours(void **state)
{
    (void)state;
    sct_xyz white = sct_white(SCT_ILLUMINANT_D65, SCT_OBSERVER_2);
    /* sRGB red, green, blue under D65: Lindbloom, CIE colour calculator */
    static const struct {
        sct_xyz xyz;
        sct_lab lab;
    } known[] = {
        {{0.412456, 0.212673, 0.019334}, {53.2408, 80.0925, 67.2032}},
        {{0.357576, 0.715152, 0.119192}, {87.7347, -86.1827, 83.1793}},
        {{0.180437, 0.072175, 0.950304}, {32.2970, 79.1875, -107.8602}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        sct_lab lab = sct_lab_from_xyz(known[i].xyz, white);
        assert_near(lab.L, known[i].lab.L, 2e-4);
        assert_near(lab.a, known[i].lab.a, 2e-3);
        assert_near(lab.b, known[i].lab.b, 2e-3);
    }
    sct_lab top = sct_lab_from_xyz(white, white), bottom = sct_lab_from_xyz((sct_xyz){0, 0, 0}, white);
    assert_near(top.L, 100, 1e-12);
    assert_near(hypot(top.a, top.b), 0, 1e-12);
    assert_near(bottom.L, 0, 1e-12);
    assert_near(hypot(bottom.a, bottom.b), 0, 1e-12);
}

static void lab_goes_there_and_back(void **state)
{
    (void)state;
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    double worst = 0;
    for (double L = -5; L <= 120; L += 2.5)
        for (double a = -120; a <= 120; a += 15)
            for (double b = -120; b <= 120; b += 15) {
                sct_lab back = sct_lab_from_xyz(sct_xyz_from_lab((sct_lab){L, a, b}, white), white);
                sct_lab polar = sct_lab_from_lch(sct_lch_from_lab((sct_lab){L, a, b}));
                worst = fmax(worst, fabs(back.L - L) + fabs(back.a - a) + fabs(back.b - b));
                worst = fmax(worst, fabs(polar.L - L) + fabs(polar.a - a) + fabs(polar.b - b));
            }
    assert_at_most(worst, 1e-10);
}

static void hue_stays_in_its_circle(void **state)
{
    (void)state;
    assert_near(sct_lch_from_lab((sct_lab){50, 1, 0}).h_deg, 0, 0);
    assert_near(sct_lch_from_lab((sct_lab){50, -1, 0}).h_deg, 180, 1e-12);
    assert_near(sct_lch_from_lab((sct_lab){50, 0, -1}).h_deg, 270, 1e-12);
    assert_near(sct_lch_from_lab((sct_lab){50, 1, -1e-300}).h_deg, 0, 0); /* not 360 */
    assert_near(sct_lch_from_lab((sct_lab){50, 0, 0}).h_deg, 0, 0);
    assert_near(sct_lch_from_lab((sct_lab){50, -0.0, -0.0}).h_deg, 0, 0);
    assert_near(sct_lch_from_lab((sct_lab){50, 1, -1e-3}).h_deg, 360 - 1e-3 * 57.29578, 1e-5);
}

static void nan_in_gives_nan_out(void **state)
{
    (void)state;
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    sct_lab lab = sct_lab_from_xyz((sct_xyz){(double)NAN, 0.5, 0.5}, white);
    assert_true(isnan(lab.a) && !isnan(lab.L));
    assert_true(isnan(sct_lch_from_lab((sct_lab){50, (double)NAN, 1}).h_deg));
    assert_true(isnan(sct_white((sct_illuminant)99, SCT_OBSERVER_2).X));
    assert_true(isnan(sct_white(SCT_ILLUMINANT_A, (sct_observer)3).Z));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lab_of_known_colours),
        cmocka_unit_test(lab_goes_there_and_back),
        cmocka_unit_test(hue_stays_in_its_circle),
        cmocka_unit_test(nan_in_gives_nan_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
