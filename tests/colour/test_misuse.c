/*
 * tests/colour/test_misuse.c - nothing in scalptone/colour.h traps: a null
 * where a value belongs, or an enumeration that does not exist, gives NaN, and
 * a null where an answer belongs is left alone.
 */
#include "colour/colour.h"
#include "support/support.h"

static const sct_lab skin = {65, 10, 16};
static const double nothing = (double)NAN;

static int all_nan(const double *values, size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += isnan(values[i]) != 0;
    return found == count;
}

static void appearance(void **state)
{
    (void)state;
    sct_cam16_conditions odd = sct_cam16_conditions_default();
    odd.surround = (sct_surround)99;
    sct_cam16 colours[] = {sct_cam16_from_xyz((sct_xyz){0.3, 0.3, 0.2}, NULL),
                           sct_cam16_from_xyz((sct_xyz){0.3, 0.3, 0.2}, &odd)};
    assert_true(all_nan(&colours[0].J, 12));
    sct_ucs ucs = sct_ucs_from_xyz((sct_xyz){0.3, 0.3, 0.2}, NULL);
    assert_true(all_nan(&ucs.J, 3));
}

static void skin_labels(void **state)
{
    (void)state;
    sct_cov cov = sct_cov_d65(skin, NULL), one = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    assert_true(all_nan(&cov.m[0][0], 9));
    double lo = 0, hi = 0;
    sct_ita_interval(skin, NULL, &lo, &hi);
    assert_true(isnan(lo) && isnan(hi));
    sct_ita_interval(skin, &one, NULL, &hi);
    sct_ita_interval(skin, &one, &lo, NULL);
    assert_true(lo < sct_ita(skin) && hi > sct_ita(skin));
    sct_ita_interval(skin, NULL, NULL, NULL);
    assert_int_equal(sct_monk_srgb8(3, NULL), 0);
}

static void encodings(void **state)
{
    (void)state;
    sct_lab lab = sct_lab_from_srgb8(NULL);
    assert_true(all_nan(&lab.L, 3));
    sct_srgb8_from_lab(skin, NULL);
    sct_rgb_space odd = (sct_rgb_space)77;
    sct_rgb grey = {0.5, 0.5, 0.5}, colours[] = {sct_rgb_decode(grey, odd), sct_rgb_encode(grey, odd),
                                                 sct_rgb_from_xyz((sct_xyz){0.3, 0.3, 0.2}, odd)};
    assert_true(all_nan(&colours[0].r, 9));
    sct_xyz xyz[] = {sct_xyz_from_rgb(grey, odd),
                     sct_rgb_white(odd),
                     sct_white((sct_illuminant)9, SCT_OBSERVER_2),
                     sct_white(SCT_ILLUMINANT_D50, (sct_observer)3),
                     sct_xyz_adapt((sct_xyz){0.3, 0.3, 0.2}, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2),
                                   sct_white(SCT_ILLUMINANT_D65, SCT_OBSERVER_2), (sct_adaptation)5),
                     sct_xyz_from_spectrum(NULL, 31, 400, 10, SCT_ILLUMINANT_D50, SCT_OBSERVER_2)};
    assert_true(all_nan(&xyz[0].X, 18));
}

static void differences(void **state)
{
    (void)state;
    sct_metric metric = SCT_METRIC_CMC;
    assert_int_equal(sct_metric_find(NULL, &metric) + sct_metric_find("none", &metric) + sct_metric_find("de76", NULL), 0);
    assert_int_equal(metric, SCT_METRIC_CMC);
    assert_true(isnan(sct_difference((sct_metric)42, NULL, skin, skin)));
    double L[3] = {65, 50, 20}, a[3] = {10, 0, 5}, b[3] = {16, 0, 5}, de[3] = {0, 0, 0};
    float Lf[3] = {65, 50, 20}, af[3] = {10, 0, 5}, bf[3] = {16, 0, 5}, def[3] = {0, 0, 0};
    sct_de2000_batch_f64(skin, (sct_labs_f64){L, a, b, 3}, NULL);
    sct_de2000_batch_f32(skin, (sct_labs_f32){Lf, af, bf, 3}, NULL);
    sct_de2000_batch_f64(skin, (sct_labs_f64){NULL, NULL, NULL, 0}, de);
    assert_near(de[0], 0, 0);
    sct_de2000_batch_f64(skin, (sct_labs_f64){L, NULL, b, 3}, de);
    sct_de2000_batch_f32(skin, (sct_labs_f32){Lf, af, NULL, 3}, def);
    assert_true(all_nan(de, 3));
    for (int i = 0; i < 3; i++)
        assert_true(isnan(def[i]));
    sct_de2000_batch_f64(skin, (sct_labs_f64){L, a, b, 3}, de);
    assert_near(de[1], sct_de2000(skin, (sct_lab){50, 0, 0}), 1e-9);
}

static void lab_of_no_light(void **state)
{
    (void)state;
    sct_lab lab = sct_lab_d65((sct_lab){nothing, 0, 0});
    assert_true(isnan(lab.L));
    assert_string_equal(sct_ita_class(nothing), "");
    assert_string_equal(sct_undertone_name(nothing), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appearance),  cmocka_unit_test(skin_labels),     cmocka_unit_test(encodings),
        cmocka_unit_test(differences), cmocka_unit_test(lab_of_no_light),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
