/* tests/skin/test_dots.c - the colour of an area of dots, against photons in lattices of dots. */
#include "skin/media.h"
#include "skin/monte_carlo.h"

/* Tissues that give the bare reflectances of the reference lattices (blood not packaged). */
static const struct {
    const char *name;
    sct_tissue tissue;
} skins[] = {{"light", {.0203, .00998, .65, .398, 1, 70, 1}},
             {"light_s2", {.0195, .01337, .65, .519, 2, 70, 1}},
             {"dark", {.1572, .0111, .65, .478, 1, 70, 1}}};
enum { SKINS = sizeof skins / sizeof *skins };

static skin_ink carbon(double fraction)
{
    skin_ink ink = {{0}, {0}, {0}};
    skin_ink_add_pigment(&ink, skin_pigment_find("77266"), fraction);
    return ink;
}

static void client_of(int skin, skin_client *client)
{
    unpackaged_media(client, &skins[skin].tissue);
    skin_client_prepare(client, 120, 8);
}

static void reference_lattices(void **state)
{
    (void)state;
    NEED_DATA();
    csv t = csv_read(data_path("optics/halftone_mc.csv"));
    static skin_client client;
    skin_ink ink = carbon(0.003);
    double squares = 0, worst = 0, plain = 0, bare = 0;
    for (size_t row = 1; row < t.rows; row++) {
        int s = 0, l = wavelength_of(csv_number(&t, row, 1));
        while (s < SKINS && strcmp(skins[s].name, t.cells[row][0]) != 0)
            s++;
        assert_true(s < SKINS);
        client_of(s, &client);
        skin_dots dots = {
            .load = 1, .thickness_um = 200, .radius_mm = csv_number(&t, row, 2) / 1000, .coverage = csv_number(&t, row, 3)};
        skin_spectra spectra;
        skin_heal_at(&client, &ink, &dots, &spectra);
        double expected = csv_number(&t, row, 4), error = spectra.area[l] - expected;
        double even = dots.coverage * spectra.solid[l] + (1 - dots.coverage) * client.bare[l];
        squares += error * error;
        plain += (even - expected) * (even - expected);
        worst = fmax(worst, fabs(error));
        bare = fmax(bare, fabs(client.bare[l] - csv_number(&t, row, 6)));
    }
    double n = (double)t.rows - 1;
    figure("dot lattices, %.0f points: m-law rms %.4f max %.4f (Murray-Davies rms %.4f)", n, sqrt(squares / n), worst,
           sqrt(plain / n));
    assert_at_most(bare, 0.002);
    assert_at_most(sqrt(squares / n), 0.01);
    assert_at_most(worst, 0.03);
    csv_free(&t);
}

/* Lattices of our own, at the healed size of a scalp dot. */
static void our_own_lattices(void **state)
{
    (void)state;
    static skin_client client;
    skin_ink ink = carbon(0.003);
    double worst = 0;
    client_of(0, &client);
    for (int l = 5; l < SCT_WAVELENGTHS; l += 10) {
        for (double coverage = 0.05; coverage < 0.4; coverage *= 3) {
            double radius = 0.006, pitch = radius * sqrt(3.14159265358979 / coverage);
            mc_medium epidermis = {client.epidermis.absorption[l], client.epidermis.scattering[l], TISSUE_ANISOTROPY};
            mc_medium dermis = {client.dermis.absorption[l], client.dermis.scattering[l], TISSUE_ANISOTROPY};
            mc_layer layers[] = {{0.007, epidermis}, {0.005, dermis}, {0.02, dermis}, {(double)INFINITY, dermis}};
            mc_ink where = {.layer = 2, .pitch = pitch, .radius = radius};
            where.ink = (mc_medium){ink.absorption[l], ink.scattering[l], ink.forward[l] / ink.scattering[l]};
            mc_result mc = mc_run(layers, 4, &where, TISSUE_INDEX, 12000, 7);
            skin_dots dots = {.load = 1, .thickness_um = 200, .radius_mm = 0.06, .coverage = coverage};
            skin_spectra spectra;
            skin_heal_at(&client, &ink, &dots, &spectra);
            double difference = fabs(mc.reflectance - spectra.area[l]);
            worst = fmax(worst, difference);
            assert_at_most(difference, 0.015 + 3 * mc.standard_error);
        }
    }
    figure("our own lattices, radius 0.06 mm: largest difference %.4f", worst);
}

static void limits_of_coverage(void **state)
{
    (void)state;
    static skin_client client;
    sct_tissue tissue;
    skin_ink ink = carbon(0.002);
    sct_tissue_init(&tissue);
    skin_client_init(&client, &tissue, 120, 4);
    skin_spectra spectra;
    skin_dots dots = {.load = 1, .thickness_um = 200, .radius_mm = 0.06};
    skin_heal_at(&client, &ink, &dots, &spectra);
    assert_memory_equal(spectra.area, client.bare, sizeof spectra.area); /* no dots: bare */
    double before[SKIN_PAD];
    memcpy(before, client.bare, sizeof before);
    for (dots.coverage = 0.05; dots.coverage < 1; dots.coverage += 0.05) { /* more dots, darker, never past the dot itself */
        skin_heal_at(&client, &ink, &dots, &spectra);
        for (int l = 0; l < SKIN_PAD; l++) {
            assert_true(spectra.area[l] < before[l]);
            assert_true(spectra.area[l] > spectra.solid[l] - 1e-12);
        }
        memcpy(before, spectra.area, sizeof before);
    }
    assert_near(skin_coverage(180, 0.06), 180 * 3.14159265 * 0.006 * 0.006, 1e-9);
    assert_near(skin_coverage(2000, 0.5), 0.98, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_lattices),
        cmocka_unit_test(our_own_lattices),
        cmocka_unit_test(limits_of_coverage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
