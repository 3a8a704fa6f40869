/* tests/skin/test_forward.c - the layered skin against vectors of an independent prototype (NumPy, same model). */
#include "skin/skin.h"
#include "support/support.h"

static const sct_conditions D65 = {SCT_ILLUMINANT_D65, SCT_OBSERVER_2, 0};

/* The inks the vectors name; fractions of volume in tissue. */
static int ink_named(const char *name, skin_ink *ink)
{
    static const struct {
        const char *name;
        struct {
            const char *ci;
            double fraction;
        } parts[3];
    } inks[] = {
        {"none", {{0}}},
        {"CB_0.03pct", {{"77266", 0.0003}}},
        {"CB_0.1pct", {{"77266", 0.001}}},
        {"CB_0.3pct", {{"77266", 0.003}}},
        {"CB_1pct", {{"77266", 0.01}}},
        {"HEM_0.2pct", {{"77491", 0.002}}},
        {"BROWN", {{"77266", 0.0005}, {"77491", 0.001}, {"77891", 0.001}}},
    };
    memset(ink, 0, sizeof *ink);
    for (size_t i = 0; i < sizeof inks / sizeof *inks; i++) {
        if (strcmp(inks[i].name, name) != 0)
            continue;
        for (int k = 0; k < 3 && inks[i].parts[k].ci; k++)
            skin_ink_add_pigment(ink, skin_pigment_find(inks[i].parts[k].ci), inks[i].parts[k].fraction);
        return 1;
    }
    return 0;
}

static double distance(sct_lab a, sct_lab b)
{
    return fmax(fabs(a.L - b.L), fmax(fabs(a.a - b.a), fabs(a.b - b.b)));
}

static sct_lab predicted(const csv *t, size_t row, int streams, const skin_ink *ink, int bare)
{
    static skin_client client;
    sct_tissue tissue = {csv_number(t, row, 2),
                         csv_number(t, row, 3),
                         csv_number(t, row, 4),
                         csv_number(t, row, 5),
                         csv_number(t, row, 6),
                         1e4 * csv_number(t, row, 7),
                         1};
    double depth = bare ? 120 : 1e4 * csv_number(t, row, 8), r[SKIN_PAD];
    skin_dots dots = {.load = 1, .thickness_um = 1e4 * csv_number(t, row, 9)};
    skin_client_init(&client, &tissue, depth, streams);
    if (!bare)
        skin_heal_spectrum(&client, ink, &dots, r);
    return skin_lab(bare ? client.bare : r, &D65);
}

static void forward_vectors(void **state)
{
    (void)state;
    NEED_DATA();
    csv t = csv_read(data_path("optics/forward_vectors.csv"));
    double worst[3] = {0}, coarse = 0;
    static const int streams[] = {8, 16, 4}, column[] = {13, 16, 19};
    size_t rows = 0;
    for (size_t row = 1; row < t.rows; row++) {
        skin_ink ink;
        assert_true(ink_named(t.cells[row][1], &ink));
        sct_lab seen[3];
        for (int k = 0; k < 3; k++) {
            sct_lab expected = {csv_number(&t, row, column[k]), csv_number(&t, row, column[k] + 1),
                                csv_number(&t, row, column[k] + 2)};
            seen[k] = predicted(&t, row, streams[k], &ink, strcmp(t.cells[row][1], "none") == 0);
            assert_at_most(distance(seen[k], expected), 0.001);
            worst[k] = fmax(worst[k], distance(seen[k], expected));
        }
        coarse = fmax(coarse, sct_de2000(seen[1], seen[2]));
        rows++;
    }
    figure("forward vectors: %zu rows, largest Lab deviation %.4f (8 streams), %.4f (16), %.4f (4); 4 against 16 dE00 %.2f",
           rows, worst[0], worst[1], worst[2], coarse);
    assert_true(rows > 100);
    csv_free(&t);
}

static void forward_spectra(void **state)
{
    (void)state;
    NEED_DATA();
    csv t = csv_read(data_path("optics/forward_spectra_N8.csv"));
    static skin_client client;
    double worst = 0;
    for (size_t row = 1; row < t.rows; row++) {
        skin_ink ink;
        sct_tissue tissue;
        double r[SKIN_PAD];
        skin_dots dots = {.load = 1, .thickness_um = 200};
        sct_tissue_init(&tissue);
        tissue.melanin = strcmp(t.cells[row][0], "light") == 0 ? 0.02 : 0.16;
        assert_true(ink_named(t.cells[row][1], &ink));
        skin_client_init(&client, &tissue, 1e4 * csv_number(&t, row, 2), 8);
        skin_heal_spectrum(&client, &ink, &dots, r);
        for (int l = 0; l < SCT_WAVELENGTHS; l++) {
            worst = fmax(worst, fabs(r[l] - csv_number(&t, row, 3 + l)));
            assert_near(r[l], csv_number(&t, row, 3 + l), 1e-5);
        }
    }
    figure("forward spectra: %zu rows within %.1e (five decimals are given)", t.rows - 1, worst);
    csv_free(&t);
}

/* Over the whole range of skins, inks, depths: 4 streams stay close to 16. */
static void few_streams_are_enough(void **state)
{
    (void)state;
    static const double melanin[] = {0.001, 0.02, 0.1, 0.35, 0.8}, carbon[] = {0, 0.0003, 0.01}, depth[] = {75, 300};
    static skin_client client;
    double worst[2] = {0};
    for (int i = 0; i < 5 * 3 * 2; i++) {
        sct_tissue tissue;
        skin_ink ink = {{0}, {0}, {0}};
        skin_dots dots = {.load = 1, .thickness_um = 200};
        sct_lab lab[3];
        sct_tissue_init(&tissue);
        tissue.melanin = melanin[i / 6];
        skin_ink_add_pigment(&ink, skin_pigment_find("77266"), carbon[i / 2 % 3]);
        for (int k = 0; k < 3; k++) {
            double r[SKIN_PAD];
            skin_client_init(&client, &tissue, depth[i % 2], 4 << k);
            skin_heal_spectrum(&client, &ink, &dots, r);
            lab[k] = skin_lab(r, NULL);
        }
        for (int k = 0; k < 2; k++)
            worst[k] = fmax(worst[k], sct_de2000(lab[2], lab[k]));
    }
    figure("against 16 streams: 4 within dE00 %.2f, 8 within %.2f", worst[0], worst[1]);
    assert_at_most(worst[0], 0.7);
    assert_at_most(worst[1], 0.2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forward_vectors),
        cmocka_unit_test(forward_spectra),
        cmocka_unit_test(few_streams_are_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
