/*
 * tests/skin/test_signs.c - which way a healed colour goes, over the whole
 * range of skins, inks, depths and lights, drawn at random.
 *
 * The rules an artist goes by hold everywhere but for these, each within the
 * bound the test holds it to (found on 6,000 other draws):
 *   deeper is lighter     not for a veil of ink that swallows less than half of the light crossing it: just below the
 *                         surface light gathers, and such ink may darken by 0.3 L* more a little deeper
 *   diluting warms        not where the ink is past saturation: b* may fall by 0.2 on the way
 *   melanin hides ink     not in skins darker than L* 15 (dE00 grows towards black) or lighter than 80
 *   black turns blue      b* below 0 for usual scattering, 0.2 mm at most, and skin above L* 60 whose own b* is below 18
 */
#include "skin/skin.h"
#include "support/support.h"

enum { DRAWS = 1500 };

static double between(num_rng *rng, double lo, double hi)
{
    return lo + (hi - lo) * num_rng_uniform(rng);
}

static double times(num_rng *rng, double lo, double hi)
{
    return exp(between(rng, log(lo), log(hi)));
}

/* Any tissue the options take, or (usual) one that people have. */
static sct_tissue any_tissue(num_rng *rng, int usual)
{
    if (usual)
        return (sct_tissue){times(rng, 0.002, 0.6), times(rng, 0.002, 0.05), between(rng, 0.3, 0.9), times(rng, 0.03, 2),
                            between(rng, 0.8, 1.2), between(rng, 50, 110),   between(rng, 0.8, 1.6)};
    return (sct_tissue){times(rng, 0.001, 0.8), times(rng, 0.0003, 0.15), between(rng, 0, 1), times(rng, 0.01, 5),
                        times(rng, 0.25, 4),    between(rng, 30, 200),    times(rng, 0.5, 4)};
}

static skin_ink carbon(void)
{
    skin_ink ink = {{0}, {0}, {0}};
    skin_ink_add_pigment(&ink, skin_pigment_find("77266"), 1);
    return ink;
}

static sct_lab dot_of(const skin_client *client, const skin_ink *ink, skin_dots dots)
{
    double r[SKIN_PAD];
    skin_heal_spectrum(client, ink, &dots, r);
    return skin_lab(r, NULL);
}

/* Share of the light crossing the layer once that the ink swallows, as optical depth at 550 nm. */
static double absorbance(const skin_ink *ink, const skin_dots *dots)
{
    return ink->absorption[15] * dots->load * dots->thickness_um * 1e-4;
}

typedef struct tally {
    double b_least, warm_worst, deep_worst;
    int blue, blue_cases, deep_cases, contrast_cases;
} tally;

static void black_ink(const skin_client *client, const skin_ink *ink, const skin_dots *dots, tally *t)
{
    sct_lab bare = skin_lab(client->bare, NULL), dot = dot_of(client, ink, *dots);
    skin_dots full = *dots, weaker = *dots;
    full.load = 0.01;
    full.thickness_um = 200;
    weaker.load = 0.7 * dots->load;
    sct_lab black = dot_of(client, ink, full), diluted = dot_of(client, ink, weaker);
    assert_true(black.b < bare.b); /* bluer than its skin, always */
    assert_true(dot.L < bare.L);
    assert_true(diluted.L > dot.L);
    assert_at_most(dot.b - diluted.b, 0.2);
    t->warm_worst = fmax(t->warm_worst, dot.b - diluted.b);
    t->b_least = fmin(t->b_least, bare.b - black.b);
    double scatter = client->tissue.scatter;
    if (bare.L > 60 && bare.b < 18 && client->depth_um <= 200 && scatter >= 0.8 && scatter <= 1.2) {
        assert_true(black.b < 0);
        t->blue_cases++;
    }
}

static void depth(const skin_client *client, const skin_ink *ink, const skin_dots *dots, tally *t)
{
    static skin_client deeper;
    deeper = *client;
    skin_client_set_depth(&deeper, 1.3 * client->depth_um);
    double darker = dot_of(client, ink, *dots).L - dot_of(&deeper, ink, *dots).L;
    t->deep_worst = fmax(t->deep_worst, darker);
    assert_at_most(darker, 0.35);
    if (absorbance(ink, dots) < 0.7)
        return;
    assert_true(darker < 0);
    t->deep_cases++;
}

static void melanin(const skin_client *client, const skin_ink *ink, const skin_dots *dots, tally *t)
{
    static skin_client darker;
    sct_tissue tissue = client->tissue;
    sct_lab bare = skin_lab(client->bare, NULL);
    tissue.melanin *= 1.4;
    if (tissue.melanin > 0.8 || bare.L < 15 || bare.L > 80)
        return;
    skin_client_init(&darker, &tissue, client->depth_um, 8);
    assert_true(sct_de2000(skin_lab(darker.bare, NULL), dot_of(&darker, ink, *dots)) <
                sct_de2000(bare, dot_of(client, ink, *dots)));
    t->contrast_cases++;
}

/* An area lies between its dots and the skin at every wavelength, and more dots make it darker. */
static void area(const skin_client *client, const skin_ink *ink, const skin_dots *dots)
{
    skin_spectra few, many;
    skin_dots denser = *dots;
    denser.coverage = fmin(0.98, 1.15 * dots->coverage);
    skin_heal_at(client, ink, dots, &few);
    skin_heal_at(client, ink, &denser, &many);
    for (int l = 0; l < SCT_WAVELENGTHS; l++) {
        assert_true(few.solid[l] > 0 && few.solid[l] < 1);
        assert_true(few.area[l] <= fmax(client->bare[l], few.solid[l]) + 1e-12);
        assert_true(few.area[l] >= fmin(client->bare[l], few.solid[l]) - 1e-12);
    }
    assert_true(skin_lab(many.area, NULL).L < skin_lab(few.area, NULL).L);
}

static void the_rules_hold(void **state)
{
    (void)state;
    static skin_client client;
    skin_ink ink = carbon();
    tally t = {.b_least = 100};
    num_rng rng;
    num_rng_seed(&rng, 11);
    for (int i = 0; i < DRAWS; i++) {
        sct_tissue tissue = any_tissue(&rng, i % 2);
        skin_dots dots = {.load = times(&rng, 3e-5, 0.02),
                          .thickness_um = i % 2 ? times(&rng, 50, 500) : times(&rng, 5, 2000),
                          .radius_mm = times(&rng, 0.03, 0.2),
                          .coverage = between(&rng, 0.01, 0.6)};
        skin_client_init(&client, &tissue, tissue.epidermis_um + times(&rng, 1, 400), 8);
        black_ink(&client, &ink, &dots, &t);
        depth(&client, &ink, &dots, &t);
        melanin(&client, &ink, &dots, &t);
        area(&client, &ink, &dots);
    }
    figure(
        "%d random skins and inks: black at full strength bluer than its skin by at least %.2f, b* below 0 in all %d light "
        "ones; diluting never cools by more than %.2f; deeper is lighter in all %d of ink that absorbs, a thin veil darkens "
        "by "
        "at most %.2f L*; contrast falls with melanin in all %d of L* 15 to 80",
        DRAWS, t.b_least, t.blue_cases, fmax(0, t.warm_worst), t.deep_cases, fmax(0, t.deep_worst), t.contrast_cases);
    assert_true(t.blue_cases > 50 && t.deep_cases > 300 && t.contrast_cases > 500);
}

/* Any skin, any mixture of pigments up to a fifth of the tissue, touching the epidermis too, under any light. */
static void few_streams_are_enough_everywhere(void **state)
{
    (void)state;
    static const char *const names[] = {"77266", "77491", "77492", "77499", "77891"};
    static const sct_illuminant lights[] = {SCT_ILLUMINANT_D50, SCT_ILLUMINANT_D65, SCT_ILLUMINANT_A};
    static skin_client client;
    double worst[2] = {0};
    num_rng rng;
    num_rng_seed(&rng, 12);
    for (int i = 0; i < DRAWS / 3; i++) {
        sct_tissue tissue = any_tissue(&rng, 0);
        skin_ink ink = {{0}, {0}, {0}};
        skin_dots dots = {.load = 1, .thickness_um = times(&rng, 5, 2000)};
        sct_conditions seen = {lights[i % 3], i % 2 ? SCT_OBSERVER_2 : SCT_OBSERVER_10, i / 2 % 2};
        double gap = i % 4 ? times(&rng, 1, 800) : 0;
        sct_lab lab[3];
        for (int p = 0; p < 2; p++)
            skin_ink_add_pigment(&ink, skin_pigment_find(names[(int)between(&rng, 0, 4.999)]), times(&rng, 1e-5, 0.2));
        for (int k = 0; k < 3; k++) {
            double r[SKIN_PAD];
            skin_client_init(&client, &tissue, tissue.epidermis_um + gap, 4 << k);
            skin_heal_spectrum(&client, &ink, &dots, r);
            lab[k] = skin_lab(r, &seen);
        }
        for (int k = 0; k < 2; k++)
            worst[k] = fmax(worst[k], sct_de2000(lab[2], lab[k]));
    }
    figure("%d random skins, inks and lights against 16 streams: 4 within dE00 %.2f, 8 within %.2f", DRAWS / 3, worst[0],
           worst[1]);
    assert_at_most(worst[0], 0.7);
    assert_at_most(worst[1], 0.25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rules_hold),
        cmocka_unit_test(few_streams_are_enough_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
