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
    sct_tissue tissue = {csv_number(t, row, 2), csv_number(t, row, 3), csv_number(t, row, 4),
                         csv_number(t, row, 5), csv_number(t, row, 6), 1e4 * csv_number(t, row, 7)};
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
        if (!ink_named(t.cells[row][1], &ink)) {
            printf("%s\n", t.cells[row][1]);
            continue;
        }
        sct_lab seen[3];
        for (int k = 0; k < 3; k++) {
            sct_lab expected = {csv_number(&t, row, column[k]), csv_number(&t, row, column[k] + 1),
                                csv_number(&t, row, column[k] + 2)};
            seen[k] = predicted(&t, row, streams[k], &ink, strcmp(t.cells[row][1], "none") == 0);
            worst[k] = fmax(worst[k], distance(seen[k], expected));
        }
        coarse = fmax(coarse, sct_de2000(seen[1], seen[2]));
        rows++;
    }
    figure("forward vectors: %zu rows, largest Lab deviation %.4f (8 streams), %.4f (16), %.4f (4); 4 against 16 dE00 %.2f",
           rows, worst[0], worst[1], worst[2], coarse);
    assert_at_most(worst[0], 0.02);
    csv_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forward_vectors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
