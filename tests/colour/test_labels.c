/* tests/colour/test_labels.c - words for skin colours. */
#include "colour/colour.h"
#include "support/support.h"

static void ita_of_known_colours(void **state)
{
    (void)state;
    assert_near(sct_ita((sct_lab){65.04, 7.03, 16.55}), 42.3,
                0.05); /* ISSA record 82, issa_face_lab_d65_2deg_computed.csv */
    assert_near(sct_ita((sct_lab){50.33, 10.41, 26.82}), 0.7, 0.05); /* record 7410 */
    assert_near(sct_ita((sct_lab){70, 5, 20}), 45, 1e-12);
    assert_near(sct_ita((sct_lab){50, 5, 20}), 0, 0);
    assert_near(sct_ita((sct_lab){30, 5, 20}), -45, 1e-12);
    assert_true(isnan(sct_ita((sct_lab){(double)NAN, 0, 10})));
}

static void ita_classes_at_their_bounds(void **state)
{
    (void)state;
    static const struct {
        double bound;
        const char *above, *at;
    } bounds[] = {
        {55, "very light", "light"}, {41, "light", "intermediate"}, {28, "intermediate", "tan"},
        {10, "tan", "brown"},        {-30, "brown", "dark"},
    };
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(sct_ita_class(bounds[i].bound), bounds[i].at);
        assert_string_equal(sct_ita_class(nextafter(bounds[i].bound, 90)), bounds[i].above);
        assert_string_equal(sct_ita_class(nextafter(bounds[i].bound, -90)), bounds[i].at);
    }
    assert_string_equal(sct_ita_class((double)NAN), "");
    assert_string_equal(sct_ita_class(-90), "dark");
    assert_string_equal(sct_ita_class(90), "very light");
}

static sct_lab draw(num_rng *rng, sct_lab mean, const sct_cov *cov)
{
    num_mat3 m;
    memcpy(m.m, cov->m, sizeof m.m);
    num_mat3 l = num_mat3_cholesky(&m);
    double z[3] = {num_rng_normal(rng), num_rng_normal(rng), num_rng_normal(rng)}, d[3];
    num_mat3_apply(&l, z, d);
    return (sct_lab){mean.L + d[0], mean.a + d[1], mean.b + d[2]};
}

/* The interval, and the covariance's way from D50 to D65 with it, must hold 95 % of draws made in D50. */
static void ita_interval_holds_what_it_says(void **state)
{
    (void)state;
    static const sct_lab skins[] = {{66, 11, 15}, {55, 14, 19}, {45, 15, 21}, {32, 14, 19}, {24, 12, 14}};
    sct_cov cov = {{{1.2, -0.4, 0.6}, {-0.4, 0.8, 0.1}, {0.6, 0.1, 1.5}}};
    num_rng rng;
    num_rng_seed(&rng, 21);
    for (size_t i = 0; i < 5; i++) {
        double lo, hi;
        int inside = 0;
        sct_cov d65 = sct_cov_d65(skins[i], &cov);
        sct_ita_interval(sct_lab_d65(skins[i]), &d65, &lo, &hi);
        assert_near((lo + hi) / 2, sct_ita(sct_lab_d65(skins[i])), 1e-9);
        for (int n = 0; n < 20000; n++) {
            double ita = sct_ita(sct_lab_d65(draw(&rng, skins[i], &cov)));
            inside += ita >= lo && ita <= hi;
        }
        assert_near(inside / 20000.0, 0.95, 0.01);
    }
}

static void ita_interval_where_the_angle_is_lost(void **state)
{
    (void)state;
    sct_cov cov = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, none = {{{0}}};
    double lo, hi;
    sct_ita_interval((sct_lab){50, 5, 0}, &cov, &lo, &hi);
    assert_near(hi - lo, 360, 0);
    sct_ita_interval((sct_lab){50.1, 5, 0.1}, &cov, &lo, &hi);
    assert_near(hi - lo, 360, 1e-9);
    sct_ita_interval((sct_lab){65, 5, 15}, &none, &lo, &hi);
    assert_near(lo, 45, 1e-12);
    assert_near(hi, 45, 1e-12);
}

static void monk_tones_find_themselves(void **state)
{
    (void)state;
    /* Lab D65 and ITA of the ten published sRGB values, monk_skin_tone.csv of the reference data, two and one decimals */
    static const double facts[10][4] = {
        {94.21, 1.50, 5.43, 83.0},  {92.27, 2.06, 7.29, 80.2},  {93.09, 0.22, 14.21, 71.7},   {87.57, 0.46, 17.75, 64.7},
        {77.90, 3.47, 23.14, 50.3}, {55.14, 7.79, 26.74, 10.9}, {42.47, 12.33, 20.53, -20.1}, {30.68, 11.67, 13.34, -55.4},
        {21.07, 2.69, 5.97, -78.3}, {14.61, 1.48, 3.53, -84.3},
    };
    for (int tone = 1; tone <= 10; tone++) {
        uint8_t srgb[3];
        assert_int_equal(sct_monk_srgb8(tone, srgb), 1);
        sct_rgb linear = sct_rgb_decode((sct_rgb){srgb[0] / 255.0, srgb[1] / 255.0, srgb[2] / 255.0}, SCT_RGB_SRGB);
        sct_lab d65 = sct_lab_from_xyz(sct_xyz_from_rgb(linear, SCT_RGB_SRGB), sct_rgb_white(SCT_RGB_SRGB));
        const double *fact = facts[tone - 1];
        assert_near(sct_de76(d65, (sct_lab){fact[0], fact[1], fact[2]}), 0, 0.02);
        assert_near(sct_ita(d65), fact[3], 0.06);
        sct_monk nearest = sct_monk_nearest(sct_lab_from_srgb8(srgb));
        assert_int_equal(nearest.tone, tone);
        assert_near(nearest.de00, 0, 0);
    }
    uint8_t untouched[3] = {7, 7, 7};
    assert_int_equal(sct_monk_srgb8(0, untouched) + sct_monk_srgb8(11, untouched), 0);
    assert_int_equal(untouched[0], 7);
    sct_monk none = sct_monk_nearest((sct_lab){(double)NAN, 0, 0});
    assert_int_equal(none.tone, 0);
    assert_true(isnan(none.de00));
    assert_true(sct_monk_nearest((sct_lab){5, 0, 0}).tone == 10);
}

static void undertone_words(void **state)
{
    (void)state;
    assert_string_equal(sct_undertone_name(-1.01), "cool");
    assert_string_equal(sct_undertone_name(-1), "neutral");
    assert_string_equal(sct_undertone_name(1), "neutral");
    assert_string_equal(sct_undertone_name(1.01), "warm");
    assert_string_equal(sct_undertone_name((double)NAN), "");
}

static void d65_keeps_greys_and_lightness_order(void **state)
{
    (void)state;
    sct_lab grey = sct_lab_d65((sct_lab){50, 0, 0});
    assert_near(sct_de76(grey, (sct_lab){50, 0, 0}), 0, 1e-10);
    sct_lab skin = sct_lab_d65((sct_lab){62.1, 10.4, 16.8});
    assert_at_most(sct_de2000(skin, (sct_lab){62.1, 10.4, 16.8}), 2);
    assert_true(sct_lab_d65((sct_lab){63, 10.4, 16.8}).L > skin.L);
}

/* ISSA record 7410, issa_face_lab_d65_2deg_computed.csv: melanin index 44.32, erythema index 31.74. */
static void melanin_and_erythema(void **state)
{
    (void)state;
    assert_near(sct_melanin_index(0.3604), 44.32, 0.01);
    assert_near(sct_erythema_index(0.1683, 0.1788, 0.3604), 31.74, 0.01);
    assert_near(sct_melanin_index(1), 0, 0);
    assert_true(sct_melanin_index(0.05) > sct_melanin_index(0.1));
    assert_true(isnan(sct_erythema_index((double)NAN, 0.2, 0.3)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ita_of_known_colours),
        cmocka_unit_test(ita_classes_at_their_bounds),
        cmocka_unit_test(ita_interval_holds_what_it_says),
        cmocka_unit_test(ita_interval_where_the_angle_is_lost),
        cmocka_unit_test(monk_tones_find_themselves),
        cmocka_unit_test(undertone_words),
        cmocka_unit_test(d65_keeps_greys_and_lightness_order),
        cmocka_unit_test(melanin_and_erythema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
