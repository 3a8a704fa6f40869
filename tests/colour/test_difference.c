/* tests/colour/test_difference.c - colour differences against published values, and their properties. */
#include "colour/colour.h"
#include "support/support.h"
#include "vectors/differences.h"
#include "vectors/sharma2005.h"

static int agrees(double de, const sharma_pair *pair)
{
    return fabs(de - pair->de) <= 5e-5 || fabs(de - pair->other) <= 5e-5; /* printed with four decimals */
}

static void sharma_pairs_in_both_orders(void **state)
{
    (void)state;
    int forward = 0, backward = 0;
    for (int i = 0; i < 34; i++) {
        forward += agrees(sct_de2000(SHARMA[i].first, SHARMA[i].second), &SHARMA[i]);
        backward += agrees(sct_de2000(SHARMA[i].second, SHARMA[i].first), &SHARMA[i]);
    }
    figure("CIEDE2000, pairs of Sharma et al. 2005: %d of 34, swapped %d of 34", forward, backward);
    assert_int_equal(forward, 34);
    assert_int_equal(backward, 34);
}

static void knife_edge_is_decided_the_same_way_round(void **state)
{
    (void)state;
    for (int i = 0; i < 34; i++) {
        double there = sct_de2000(SHARMA[i].first, SHARMA[i].second);
        assert_near(sct_de2000(SHARMA[i].second, SHARMA[i].first), there, 1e-12);
        if (SHARMA[i].de != SHARMA[i].other)
            assert_near(there, SHARMA[i].de, 5e-5); /* and to the published side */
    }
}

static void cie94_and_cmc_as_published(void **state)
{
    (void)state;
    sct_metric_params textiles = {.kL = 2, .kC = 1, .kH = 1, .K1 = 0.048, .K2 = 0.014};
    for (size_t i = 0; i < sizeof DIFFERENCES / sizeof *DIFFERENCES; i++) {
        const difference_vector *v = &DIFFERENCES[i];
        assert_near(sct_difference(SCT_METRIC_DE94, NULL, DIFFERENCE_REFERENCE, v->sample), v->de94_graphic_arts, 1e-9);
        assert_near(sct_difference(SCT_METRIC_DE94, &textiles, DIFFERENCE_REFERENCE, v->sample), v->de94_textiles, 1e-9);
        assert_near(sct_difference(SCT_METRIC_CMC, NULL, DIFFERENCE_REFERENCE, v->sample), v->cmc, 1e-8);
        assert_near(sct_difference(SCT_METRIC_DE2000, NULL, DIFFERENCE_REFERENCE, v->sample), v->de2000, 1e-8);
    }
}

/* CMC's published vectors all lie at L* 100; these are S_L, S_C and S_H worked from BS 6923 by hand. */
static void cmc_weights_below_and_above_16(void **state)
{
    (void)state;
    assert_near(sct_difference(SCT_METRIC_CMC, NULL, (sct_lab){10, 0, 0}, (sct_lab){11, 0, 0}), 1 / (2 * 0.511), 1e-12);
    assert_near(sct_difference(SCT_METRIC_CMC, NULL, (sct_lab){50, 0, 0}, (sct_lab){51, 0, 0}),
                1 / (2 * 0.040975 * 50 / (1 + 0.01765 * 50)), 1e-12);
    double SC = 0.0638 * 20 / (1 + 0.0131 * 20) + 0.638; /* reference C* 20 */
    assert_near(sct_difference(SCT_METRIC_CMC, NULL, (sct_lab){50, 20, 0}, (sct_lab){50, 22, 0}), 2 / SC, 1e-12);
    double F = sqrt(160000.0 / 161900.0), T = 0.36 + 0.4 * cos(35 / 57.29577951308232); /* h 0 */
    double turn = 2 * 20 * sin(0.5 / 57.29577951308232);
    sct_lab turned = sct_lab_from_lch((sct_lch){50, 20, 1});
    assert_near(sct_difference(SCT_METRIC_CMC, NULL, (sct_lab){50, 20, 0}, turned), turn / (SC * (F * T + 1 - F)), 1e-9);
}

static void parametric_factors_divide_their_part(void **state)
{
    (void)state;
    sct_lab grey = {50, 0, 0}, lighter = {52, 0, 0}, skin = {60, 12, 17}, vivid = {60, 14, 19.8333333333333333};
    assert_near(sct_de2000_weighted(grey, lighter, 2, 1, 1), sct_de2000(grey, lighter) / 2, 1e-12);
    assert_near(sct_de2000_weighted(skin, (sct_lab){63, 12, 17}, 2, 1, 1), sct_de2000(skin, (sct_lab){63, 12, 17}) / 2,
                1e-12);
    assert_true(sct_de2000_weighted(skin, vivid, 1, 2, 1) < 0.6 * sct_de2000(skin, vivid));
    double once = sct_de2000_weighted(skin, vivid, 1, 1, 1), twice = sct_de2000_weighted(skin, vivid, 2, 2, 2);
    assert_near(twice, once / 2, 1e-12);
}

static sct_lab some_surface(num_rng *rng)
{
    return (sct_lab){20 + 70 * num_rng_uniform(rng), 60 * num_rng_uniform(rng) - 30, 60 * num_rng_uniform(rng) - 30};
}

static void identity_and_symmetry(void **state)
{
    (void)state;
    num_rng rng;
    num_rng_seed(&rng, 5);
    static const sct_metric symmetric[] = {SCT_METRIC_DE2000, SCT_METRIC_DE76, SCT_METRIC_CAM16UCS};
    for (int i = 0; i < 2000; i++) {
        sct_lab p = some_surface(&rng), q = some_surface(&rng);
        for (size_t k = 0; k < 5; k++) {
            assert_near(sct_difference((sct_metric)k, NULL, p, p), 0, 0);
            assert_true(sct_difference((sct_metric)k, NULL, p, q) > 0);
        }
        for (size_t k = 0; k < 3; k++)
            assert_near(sct_difference(symmetric[k], NULL, p, q), sct_difference(symmetric[k], NULL, q, p), 1e-11);
    }
    assert_near(sct_de2000((sct_lab){50, 0, 0}, (sct_lab){50, 0, 0}), 0, 0);
}

/* Across hue 0/360 nothing but the published formula's own step may show; 180 degrees is where it may. */
static void hue_wraps_without_a_seam(void **state)
{
    (void)state;
    for (size_t k = 0; k < 5; k++)
        for (double C = 2; C <= 80; C += 6) {
            sct_lab reference = sct_lab_from_lch((sct_lch){55, C, 10});
            double below =
                sct_difference((sct_metric)k, NULL, reference, sct_lab_from_lch((sct_lch){55, C + 3, 360 - 1e-7}));
            double above = sct_difference((sct_metric)k, NULL, reference, sct_lab_from_lch((sct_lch){55, C + 3, 1e-7}));
            assert_near(below, above, 1e-5);
        }
}

static void difference_grows_with_distance(void **state)
{
    (void)state;
    sct_lab skin = {60, 12, 17};
    for (size_t k = 0; k < 5; k++) {
        double before = 0;
        for (double d = 0.25; d <= 30; d += 0.25) {
            double now = sct_difference((sct_metric)k, NULL, skin, (sct_lab){60 - d, 12, 17});
            assert_true(now > before);
            before = now;
        }
    }
}

static void nan_in_gives_nan_out(void **state)
{
    (void)state;
    sct_lab fine = {50, 10, 10};
    for (size_t k = 0; k < 5; k++)
        for (int which = 0; which < 3; which++) {
            sct_lab bad = {which == 0 ? (double)NAN : 50, which == 1 ? (double)NAN : 10, which == 2 ? (double)NAN : 10};
            assert_true(isnan(sct_difference((sct_metric)k, NULL, fine, bad)));
            assert_true(isnan(sct_difference((sct_metric)k, NULL, bad, fine)));
        }
    size_t count = 0;
    (void)colour_metrics(&count);
    const sct_metric none[] = {(sct_metric)count, (sct_metric)77, (sct_metric)-1}; /* the first past the table, too */
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_true(isnan(sct_difference(none[i], NULL, fine, fine)));
        assert_true(isnan(sct_metric_params_default(none[i]).kL));
    }
}

static void the_table_names_every_metric(void **state)
{
    (void)state;
    static const char *const names[] = {"de2000", "de76", "de94", "cmc", "cam16ucs"};
    size_t count = 0;
    const colour_metric_info *table = colour_metrics(&count);
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++) {
        sct_metric found = SCT_METRIC_DE76;
        assert_string_equal(table[i].name, names[i]);
        assert_true(strlen(table[i].description) > 10);
        assert_int_equal(sct_metric_find(names[i], &found), 1);
        assert_int_equal(found, i);
        sct_metric_params params = sct_metric_params_default(found);
        sct_lab p = {40, 5, 9}, q = {42, 3, 12};
        assert_near(table[i].function(&params, p, q), sct_difference(found, NULL, p, q), 0);
    }
    sct_metric unchanged = SCT_METRIC_CMC;
    assert_int_equal(sct_metric_find("de1999", &unchanged), 0);
    assert_int_equal(sct_metric_find(NULL, &unchanged), 0);
    assert_int_equal(unchanged, SCT_METRIC_CMC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sharma_pairs_in_both_orders),
        cmocka_unit_test(knife_edge_is_decided_the_same_way_round),
        cmocka_unit_test(cie94_and_cmc_as_published),
        cmocka_unit_test(cmc_weights_below_and_above_16),
        cmocka_unit_test(parametric_factors_divide_their_part),
        cmocka_unit_test(identity_and_symmetry),
        cmocka_unit_test(hue_wraps_without_a_seam),
        cmocka_unit_test(difference_grows_with_distance),
        cmocka_unit_test(nan_in_gives_nan_out),
        cmocka_unit_test(the_table_names_every_metric),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
