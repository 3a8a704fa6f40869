/*
 * tests/skin/test_monte_carlo.c - adding-doubling against photons: the
 * reference runs of 60,000 to 200,000 photons, and a Monte Carlo of our own.
 */
#include "skin/media.h"
#include "skin/monte_carlo.h"

typedef struct mc_case {
    const char *name;
    double melanin, blood, depth_um;
    struct {
        const char *ci;
        double fraction;
    } ink[3];
} mc_case;

/* Oxygen 0.6, base 1, no vessel packaging, ink 200 um thick. */
static const mc_case cases[] = {
    {"light_bare", .02, .015, 120, {{0}}},
    {"dark_bare", .25, .015, 120, {{0}}},
    {"light_cb0.1pct_120um", .02, .015, 120, {{"77266", .001}}},
    {"light_cb1pct_120um", .02, .015, 120, {{"77266", .01}}},
    {"light_cb1pct_300um", .02, .015, 300, {{"77266", .01}}},
    {"dark_cb1pct_120um", .25, .015, 120, {{"77266", .01}}},
    {"med_hem0.2pct_120um", .08, .02, 120, {{"77491", .002}}},
    {"light_brownmix_120um", .02, .015, 120, {{"77266", .0005}, {"77491", .001}, {"77891", .001}}},
};
enum { CASES = sizeof cases / sizeof *cases };

static skin_ink ink_of(const mc_case *c)
{
    skin_ink ink = {{0}, {0}, {0}};
    for (int k = 0; k < 3 && c->ink[k].ci; k++)
        skin_ink_add_pigment(&ink, skin_pigment_find(c->ink[k].ci), c->ink[k].fraction);
    return ink;
}

static void client_of(const mc_case *c, int streams, skin_client *client)
{
    sct_tissue t = {c->melanin, c->blood, 0.6, 1, 1, 70, 1};
    unpackaged_media(client, &t);
    skin_client_prepare(client, c->depth_um, streams);
}

static void spectrum_of(const mc_case *c, int streams, double out[SKIN_PAD])
{
    static skin_client client;
    skin_ink ink = ink_of(c);
    skin_dots dots = {.load = 1, .thickness_um = 200};
    client_of(c, streams, &client);
    skin_heal_spectrum(&client, &ink, &dots, out);
}

static void reference_photons(void **state)
{
    (void)state;
    NEED_DATA();
    csv t = csv_read(data_path("optics/mc_vs_models.csv"));
    double worst = 0, r[CASES][SKIN_PAD], prototype = 0;
    for (int c = 0; c < CASES; c++)
        spectrum_of(&cases[c], 8, r[c]);
    size_t rows = 0;
    for (size_t row = 1; row < t.rows; row++) {
        int c = 0;
        while (c < CASES && strcmp(cases[c].name, t.cells[row][0]) != 0)
            c++;
        assert_true(c < CASES);
        double ours = r[c][wavelength_of(csv_number(&t, row, 1))];
        double difference = fabs(ours - csv_number(&t, row, 2)), allowed = 0.003 + 3 * csv_number(&t, row, 3);
        prototype = fmax(prototype, fabs(ours - csv_number(&t, row, 6)));
        worst = fmax(worst, difference / allowed);
        assert_at_most(difference, allowed);
        rows++;
    }
    assert_at_most(prototype, 1.1e-5); /* its column has five decimals */
    figure("Monte Carlo reference, %zu points: worst |R8 - R| is %.2f of 0.003 + 3 SE; prototype within %.1e", rows, worst,
           prototype);
    csv_free(&t);
}

/* Our own photons through the same layers. */
static mc_result photons_for(const mc_case *c, int l, int photons)
{
    static skin_client client;
    skin_ink ink = ink_of(c);
    client_of(c, 4, &client);
    mc_medium epidermis = {client.epidermis.absorption[l], client.epidermis.scattering[l], TISSUE_ANISOTROPY};
    mc_medium dermis = {client.dermis.absorption[l], client.dermis.scattering[l], TISSUE_ANISOTROPY};
    mc_layer layers[] = {
        {0.007, epidermis}, {1e-4 * c->depth_um - 0.007, dermis}, {0.02, dermis}, {(double)INFINITY, dermis}};
    mc_ink where = {.layer = 2, .radius = (double)INFINITY};
    where.ink =
        (mc_medium){ink.absorption[l], ink.scattering[l], ink.scattering[l] > 0 ? ink.forward[l] / ink.scattering[l] : 0};
    return mc_run(layers, 4, &where, TISSUE_INDEX, photons, (uint64_t)(l + 1));
}

static void our_own_photons(void **state)
{
    (void)state;
    double worst = 0;
    for (int c = 0; c < CASES; c++) {
        double r[SKIN_PAD];
        spectrum_of(&cases[c], 8, r);
        for (int l = 5; l < SCT_WAVELENGTHS; l += 10) {
            mc_result mc = photons_for(&cases[c], l, 8000);
            double allowed = 0.003 + 3 * mc.standard_error;
            worst = fmax(worst, fabs(mc.reflectance - r[l]) / allowed);
            assert_at_most(fabs(mc.reflectance - r[l]), allowed);
            assert_at_most(mc.standard_error, 0.005);
        }
    }
    figure("our own photons: worst %.2f of 0.003 + 3 SE", worst);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_photons),
        cmocka_unit_test(our_own_photons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
