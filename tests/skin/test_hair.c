/* tests/skin/test_hair.c - the shadow of shaved hair predicted from grown hair. */
#include "skin/dot_cases.h"
#include "skin/media.h"
#include "skin/monte_carlo.h"

static const sct_lab black = {17.3, 1.8, 1.6}, brown = {23.4, 4.0, 5.5}, blond = {45, 8, 20}, grey = {55, 0.5, 6};

static sct_shadow shadow_of(double melanin, sct_lab strand, double density, double fibre_um, double stubble_mm)
{
    sct_shadow_options o;
    sct_tissue tissue;
    sct_shadow s;
    sct_shadow_options_init(&o);
    sct_tissue_init(&tissue);
    tissue.melanin = melanin;
    o.density_per_cm2 = density;
    o.fibre_um = fibre_um;
    o.stubble_mm = stubble_mm;
    assert_int_equal(sct_predict_shadow(NULL, &o, &tissue, strand, &s), SCT_OK);
    return s;
}

static void strands_are_matched(void **state)
{
    (void)state;
    const sct_lab strands[] = {black, brown, blond, grey};
    for (int i = 0; i < 4; i++) {
        sct_shadow s = shadow_of(0.02, strands[i], 180, 70, 0.3);
        figure("strand L* %.0f a* %.0f b* %.0f: matched to dE00 %.2f, shadow on light skin L* %.1f a* %.1f b* %.1f",
               strands[i].L, strands[i].a, strands[i].b, s.strand_de00, s.lab.L, s.lab.a, s.lab.b);
        assert_at_most(s.strand_de00, 4);
        assert_true(fabs(s.lab.L - 65) < 8);
    }
}

static void more_hair_is_darker(void **state)
{
    (void)state;
    for (double melanin = 0.005; melanin < 0.3; melanin *= 3) {
        sct_lab bare = shadow_of(melanin, black, 0, 70, 0.3).lab;
        double before = bare.L;
        for (double density = 50; density <= 400; density += 50) {
            double L = shadow_of(melanin, black, density, 70, 0.3).lab.L;
            assert_true(L < before);
            before = L;
        }
        assert_true(shadow_of(melanin, black, 180, 90, 0.3).lab.L < shadow_of(melanin, black, 180, 55, 0.3).lab.L);
        assert_true(shadow_of(melanin, black, 180, 70, 0.6).lab.L < shadow_of(melanin, black, 180, 70, 0).lab.L);
        assert_true(shadow_of(melanin, black, 180, 70, 0).lab.L < bare.L);
    }
    assert_true(shadow_of(0.02, black, 180, 70, 0.3).lab.L < shadow_of(0.02, blond, 180, 70, 0.3).lab.L - 1);
    sct_shadow s = shadow_of(0.02, black, 180, 70, 0.3);
    assert_near(s.root_coverage, 180 * 3.14159265 * 0.0035 * 0.0035, 1e-9);
    assert_near(s.stubble_coverage, 180 * 0.007 * 0.03 * 0.7, 1e-3);
}

/* Roots as upright absorbing cylinders in plain dermis: the even layer against photons. */
static void roots_against_photons(void **state)
{
    (void)state;
    static skin_client client;
    sct_tissue tissue;
    const double radius = 0.0035, coverage = skin_coverage(180, 0.035), absorption = 600;
    double worst = 0, even = -log(1 - coverage * (1 - exp(-2 * radius * absorption))) / (2 * radius);
    sct_tissue_init(&tissue);
    client.tissue = tissue;
    tissue_media(&tissue, &client.epidermis, &client.dermis);
    client.epidermis = client.dermis;
    skin_client_prepare(&client, 70, 8);
    skin_ink roots = {{0}, {0}, {0}};
    for (int l = 0; l < SKIN_PAD; l++)
        roots.absorption[l] = even;
    skin_dots everywhere = {.load = 1, .epidermis_load = 1, .thickness_um = 930};
    double r[SKIN_PAD];
    skin_heal_spectrum(&client, &roots, &everywhere, r);
    for (int l = 5; l < SCT_WAVELENGTHS; l += 10) {
        mc_medium dermis = {client.dermis.absorption[l], client.dermis.scattering[l], TISSUE_ANISOTROPY};
        mc_layer layers[] = {{0.1, dermis}, {(double)INFINITY, dermis}};
        mc_ink where = {.layer = 0, .pitch = sqrt(1 / 180.0), .radius = radius, .ink = {absorption, 0, 0}};
        mc_result mc = mc_run(layers, 2, &where, TISSUE_INDEX, 8000, 3);
        worst = fmax(worst, fabs(mc.reflectance - r[l]));
        assert_at_most(fabs(mc.reflectance - r[l]), 0.015 + 3 * mc.standard_error);
    }
    figure("180 roots per cm2 against photons: largest difference %.4f", worst);
}

/* One root, black or brown, as an eye sees it: in six skins, none of which is lighter or darker than photons by more than
 * can be seen. */
static void one_root_against_photons(void **state)
{
    (void)state;
    enum { KINDS = 2, AT = 3, RADIUS_UM = 35 };
    static const double absorption[KINDS] = {600, 100}, scattering = 1500, g = 0.8;
    static const int at[AT] = {6, 15, 22};
    static skin_client client;
    static skin_near near;
    static skin_room room;
    double all = 0, least = 100;
    for (int s = 0; s < DOT_SKINS; s++) {
        double off = 0;
        for (int k = 0; k < KINDS; k++) {
            double seen[SKIN_PAD], deep = dot_skins[s].epidermis_um;
            skin_ink hair;
            for (int l = 0; l < SKIN_PAD; l++) {
                hair.absorption[l] = absorption[k] * pow((400 + 10.0 * l) / 550, -3.33);
                hair.scattering[l] = scattering;
                hair.forward[l] = scattering * g;
            }
            skin_client_init(&client, &dot_skins[s], deep, 8);
            skin_near_init(&near, &client, RADIUS_UM / 1000.0);
            skin_root_spectrum(&near, &room, &hair, 2 * RADIUS_UM, seen);
            for (int i = 0; i < AT; i++) {
                dot_case c = {.skin = s, .load = 1, .radius_um = RADIUS_UM, .depth_um = deep, .height_um = 1000 - deep};
                dot_world w = dot_world_of(&c, at[i]);
                w.ink = (mc_medium){hair.absorption[at[i]], scattering, g};
                mc_result mc = dot_photons(&w, 0, SKIN_WINDOW_MM / 10, 4000, (uint64_t)(100 * s + 10 * k + i));
                double to_L = 116.0 / 3 * pow(mc.reflectance, -2.0 / 3), d = (seen[at[i]] - mc.reflectance) * to_L;
                assert_at_most(fabs(d), 1.2 + 3 * mc.standard_error * to_L);
                off += d / (KINDS * AT);
                least = fmin(least, k == 0 ? (client.bare[at[i]] - mc.reflectance) * to_L : least);
            }
        }
        figure("one root in skin %d against photons: L* of one wavelength %+.2f", s + 1, off);
        assert_at_most(fabs(off), 0.8); /* of which the photons' noise is 0.2 */
        all += off / DOT_SKINS;
    }
    assert_at_most(fabs(all), 0.3);
    assert_true(least > 0); /* there was something to see */
}

static void blur(void **state)
{
    (void)state;
    sct_tissue tissue;
    sct_tissue_init(&tissue);
    sct_rgb mm = sct_dot_blur_mm(&tissue);
    assert_near(mm.r, 10 / 34.677, 1e-3);
    assert_near(mm.g, 10 / 40.173, 1e-3);
    assert_near(mm.b, 10 / 51.786, 1e-3);
    tissue.melanin = (double)NAN;
    assert_true(isnan(sct_dot_blur_mm(&tissue).r));
    assert_true(isnan(sct_dot_blur_mm(NULL).g));
}

static void bad_options(void **state)
{
    (void)state;
    sct_shadow_options o;
    sct_tissue tissue;
    sct_shadow s;
    sct_lab strand = black;
    sct_shadow_options_init(&o);
    sct_tissue_init(&tissue);
    sct_shadow usual;
    assert_int_equal(sct_predict_shadow(NULL, NULL, &tissue, strand, &usual), SCT_OK);
    assert_int_equal(sct_predict_shadow(NULL, &o, &tissue, strand, &s), SCT_OK);
    assert_memory_equal(&usual, &s, sizeof s);
    assert_int_equal(sct_predict_shadow(NULL, &o, NULL, strand, &s), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_predict_shadow_sized(NULL, &o, &tissue, strand, NULL, sizeof s), SCT_ERR_ARGUMENT);
    double *const fields[] = {&o.density_per_cm2, &o.fibre_um, &o.stubble_mm, &strand.L,
                              &strand.a,          &strand.b,   &tissue.blood};
    static const double bad[] = {(double)NAN, (double)INFINITY, -200, 401};
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
        double kept = *fields[f];
        for (int k = 0; k < 4; k++) {
            *fields[f] = bad[k];
            assert_int_equal(sct_predict_shadow(NULL, &o, &tissue, strand, &s), SCT_ERR_OPTION);
        }
        *fields[f] = kept;
    }
    for (int corner = 0; corner < 8; corner++) { /* ends of the ranges stay finite */
        o = (sct_shadow_options){sizeof o, corner & 1 ? 400 : 0, corner & 2 ? 150 : 20, corner & 4 ? 3 : 0};
        strand = corner & 1 ? (sct_lab){100, 0, 0} : (sct_lab){0, 0, 0};
        assert_int_equal(sct_predict_shadow(NULL, &o, &tissue, strand, &s), SCT_OK);
        assert_true(isfinite(s.lab.L) && isfinite(s.lab.a) && isfinite(s.lab.b) && isfinite(s.strand_de00));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strands_are_matched),
        cmocka_unit_test(more_hair_is_darker),
        cmocka_unit_test(roots_against_photons),
        cmocka_unit_test(one_root_against_photons),
        cmocka_unit_test(blur),
        cmocka_unit_test(bad_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
