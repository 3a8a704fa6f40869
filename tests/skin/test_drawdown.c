/* tests/skin/test_drawdown.c - inks recovered from films of them, and the limits of that. */
#include "skin/film/film.h"
#include "skin/pigment.h"
#include "support/inside.h"
#include "support/support.h"

enum { PIGMENTS = 3 };
static const char *const names[PIGMENTS] = {"77266", "77491", "77891"};
static const double translucent[PIGMENTS] = {0.001, 0.002, 0.002}; /* by volume of the fluid */
static const double wet_um = 30, white = 0.85, black = 0.03;

/* Films of a fluid with these volume fractions, seen with some noise. */
static void lay_films(const double fraction[PIGMENTS], sct_drawdown *films, size_t count, double noise, uint64_t seed)
{
    skin_medium medium = {{0}, {0}, {0}};
    skin_streams streams;
    num_rng rng;
    num_rng_seed(&rng, seed);
    skin_streams_init(&streams, 8, 1.5);
    for (int p = 0; p < PIGMENTS; p++)
        skin_ink_add_pigment(&medium, skin_pigment_find(names[p]), fraction[p] * wet_um * 1e-4);
    for (size_t i = 0; i < count; i++) {
        sct_conditions_init(&films[i].conditions);
        film_seen seen = film_look(&films[i], wet_um);
        films[i].lab = film_lab(&streams, &medium, &seen);
        films[i].lab.L += noise * num_rng_normal(&rng);
        films[i].lab.a += noise * num_rng_normal(&rng);
        films[i].lab.b += noise * num_rng_normal(&rng);
    }
}

/* The composition as its label might have it: each mass fraction wrong by a factor of its own. */
static sct_drawdown_options options_of(const double fraction[PIGMENTS], double wrong)
{
    static sct_pigment pigments[PIGMENTS];
    sct_drawdown_options o;
    sct_drawdown_options_init(&o);
    o.wet_um = wet_um;
    o.pigments = pigments;
    o.pigment_count = PIGMENTS;
    for (int p = 0; p < PIGMENTS; p++) {
        strcpy(pigments[p].ci, names[p]);
        pigments[p].fraction =
            fraction[p] * skin_pigment_table[skin_pigment_find(names[p])].density * (p % 2 ? 1 / wrong : wrong);
    }
    return o;
}

/* A card without a film looks like its own reflectance. */
static void a_bare_card(void **state)
{
    (void)state;
    skin_streams streams;
    skin_medium nothing = {{0}, {0}, {0}};
    skin_streams_init(&streams, 8, 1.5);
    for (double r = 0.05; r < 1; r += 0.3) {
        sct_drawdown film = {.backing = r};
        sct_conditions_init(&film.conditions);
        film_seen seen = film_look(&film, 0);
        sct_lab lab = film_lab(&streams, &nothing, &seen),
                expected = sct_lab_from_xyz((sct_xyz){r, r, r}, (sct_xyz){1, 1, 1});
        assert_near(lab.L, expected.L, 0.4);
        assert_near(lab.a, 0, 1e-6);
        seen.as_given.conditions.specular_included = 1;
        assert_true(film_lab(&streams, &nothing, &seen).L > lab.L);
    }
}

static void over_white_and_black(void **state)
{
    (void)state;
    enum { TRIALS = 20 };
    double sum[PIGMENTS] = {0}, worst = 0;
    for (int n = 0; n < TRIALS; n++) {
        sct_drawdown films[2] = {{.backing = white}, {.backing = black}};
        sct_drawdown_options o = options_of(translucent, 2);
        sct_ink_optics optics;
        skin_drawdown_report r;
        lay_films(translucent, films, 2, 0.3, (uint64_t)n + 1);
        assert_int_equal(skin_optics_from_drawdowns(NULL, &o, films, 2, &optics, &r), SCT_OK);
        assert_true(r.strength_known);
        assert_int_equal(optics.basis, SCT_OPTICS_FITTED);
        assert_at_most(r.residual_de00, 1);
        for (int p = 0; p < PIGMENTS; p++) {
            sum[p] += r.fraction[p] / translucent[p] / TRIALS;
            worst = fmax(worst, fabs(log(r.fraction[p] / translucent[p])));
        }
    }
    figure("drawdown over white and black, Lab noise 0.3: amounts recovered %.3f %.3f %.3f on average, worst %.0f %% off",
           sum[0], sum[1], sum[2], 100 * worst);
    for (int p = 0; p < PIGMENTS; p++)
        assert_near(sum[p], 1, 0.05);
    assert_at_most(worst, 0.2);
}

/* Films over two cards are never laid down equally thick; and two far from a pair are not "over one card". */
static void films_of_unlike_thickness(void **state)
{
    (void)state;
    static const struct {
        double white_um, black_um;
        int known;
    } cases[] = {{24, 25, 1}, {25, 24, 1}, {30, 26, 1}, {20, 60, 0}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        sct_drawdown films[2] = {{.backing = white, .wet_um = cases[c].white_um},
                                 {.backing = black, .wet_um = cases[c].black_um}};
        sct_drawdown_options o = options_of(translucent, 2);
        sct_ink_optics optics;
        skin_drawdown_report r;
        lay_films(translucent, films, 2, 0, 1);
        assert_int_equal(skin_optics_from_drawdowns(NULL, &o, films, 2, &optics, &r), SCT_OK);
        figure("films %g um over white, %g um over black: contrast %.1f L*, amounts %.2f %.2f %.2f of the truth",
               cases[c].white_um, cases[c].black_um, r.contrast_dL, r.fraction[0] / translucent[0],
               r.fraction[1] / translucent[1], r.fraction[2] / translucent[2]);
        assert_int_equal(r.strength_known, cases[c].known);
        assert_int_equal(flags_have(&r.flags, "films-unpaired"), !cases[c].known);
        assert_false(flags_have(&r.flags, "one-backing"));
        for (int p = 0; p < PIGMENTS && cases[c].known; p++)
            assert_near(r.fraction[p] / translucent[p], 1, 0.1);
    }
}

/* Two nearly alike cards are no contrast, whatever the films' thickness adds. */
static void alike_cards(void **state)
{
    (void)state;
    sct_drawdown films[2] = {{.backing = 0.85, .wet_um = 30}, {.backing = 0.84, .wet_um = 25}};
    sct_drawdown_options o = options_of(translucent, 2);
    sct_ink_optics optics;
    skin_drawdown_report r;
    lay_films(translucent, films, 2, 0, 1);
    assert_int_equal(skin_optics_from_drawdowns(NULL, &o, films, 2, &optics, &r), SCT_OK);
    assert_at_most(r.contrast_dL, 1);
    assert_int_equal(r.strength_known, 0);
}

/* Of more pigments than films tell apart: each gets its stated share of the amount, and the doubts of all are told. */
static void a_blend_of_four(void **state)
{
    (void)state;
    enum { FOUR = 4 };
    static const char *const ci[FOUR] = {"77266", "77491", "77891", "77499"};
    static const double volume[FOUR] = {0.001, 0.002, 0.002, 0.001}, wrong = 1.5;
    sct_drawdown films[2] = {{.backing = white}, {.backing = black}};
    sct_pigment pigments[FOUR] = {{{0}, 0}};
    sct_drawdown_options o;
    sct_ink_optics optics;
    skin_drawdown_report r;
    skin_medium medium = {{0}, {0}, {0}};
    skin_streams streams;
    skin_streams_init(&streams, 8, 1.5);
    sct_drawdown_options_init(&o);
    o.wet_um = wet_um;
    o.pigments = pigments;
    o.pigment_count = FOUR;
    for (int p = 0; p < FOUR; p++) {
        int row = skin_pigment_find(ci[p]);
        skin_ink_add_pigment(&medium, row, volume[p] * wet_um * 1e-4);
        strcpy(pigments[p].ci, ci[p]);
        pigments[p].fraction = wrong * volume[p] * skin_pigment_table[row].density;
    }
    for (int i = 0; i < 2; i++) {
        sct_conditions_init(&films[i].conditions);
        film_seen seen = film_look(&films[i], wet_um);
        films[i].lab = film_lab(&streams, &medium, &seen);
    }
    assert_int_equal(skin_optics_from_drawdowns(NULL, &o, films, 2, &optics, &r), SCT_OK);
    assert_true(r.strength_known);
    figure("blend of four, label wrong by %.1f: amounts recovered %.2f %.2f %.2f %.2f", wrong, r.fraction[0] / volume[0],
           r.fraction[1] / volume[1], r.fraction[2] / volume[2], r.fraction[3] / volume[3]);
    for (int p = 0; p < FOUR; p++)
        assert_near(r.fraction[p] / volume[p], 1, 0.1);
    for (int p = FOUR; p < SCT_PIGMENT_MAX; p++)
        assert_true(r.fraction[p] == 0);

    assert_int_equal(skin_optics_from_drawdowns(NULL, &o, films, 1, &optics, &r), SCT_OK);
    assert_int_equal(optics.basis, SCT_OPTICS_RATIOS);
    assert_true(optics.low_confidence); /* 77499 */
    for (int p = 0; p < FOUR; p++)
        assert_near(r.fraction[p] / volume[p], wrong, 1e-6); /* the strength stays that of the label */
    pigments[FOUR - 1].fraction = 0;
    assert_int_equal(skin_optics_from_drawdowns(NULL, &o, films, 1, &optics, &r), SCT_OK);
    assert_at_most(r.residual_de00, 3);
    assert_int_equal(optics.low_confidence, 0);
}

static void opaque_films_tell_ratios(void **state)
{
    (void)state;
    const double opaque[PIGMENTS] = {0.05, 0.1, 0.1};
    sct_drawdown films[2] = {{.backing = white}, {.backing = black}};
    sct_drawdown_options o = options_of(opaque, 1.5);
    sct_ink_optics optics;
    skin_drawdown_report r;
    lay_films(opaque, films, 2, 0.1, 1);
    assert_int_equal(skin_optics_from_drawdowns(NULL, &o, films, 2, &optics, &r), SCT_OK);
    assert_int_equal(r.strength_known, 0);
    assert_int_equal(optics.basis, SCT_OPTICS_RATIOS);
    assert_near(optics.strength_sd, log(2) / 1.96, 0.001); /* that of the composition */
    assert_true(flags_have(&r.flags, "opaque-drawdown"));
    assert_true(r.strength_sd > 0.5);
    for (int p = 1; p < PIGMENTS; p++) /* as the label was wrong by 1.5 and 1/1.5, a factor 2.25 is corrected */
        assert_near(log(r.fraction[p] / r.fraction[0] / (opaque[p] / opaque[0])), 0, 0.35);
    o.pigment_count = 0; /* nothing tells how much there is */
    assert_int_equal(skin_optics_from_drawdowns(NULL, &o, films, 2, &optics, &r), SCT_ERR_NOTHING);
}

static void one_swatch(void **state)
{
    (void)state;
    sct_drawdown film = {.backing = white};
    sct_drawdown_options o = options_of(translucent, 1.3);
    sct_ink_optics optics;
    skin_drawdown_report r;
    lay_films(translucent, &film, 1, 0, 1);
    assert_int_equal(skin_optics_from_drawdowns(NULL, &o, &film, 1, &optics, &r), SCT_OK);
    assert_int_equal(r.strength_known, 0);
    assert_true(flags_have(&r.flags, "one-swatch"));
    assert_int_equal(optics.basis, SCT_OPTICS_RATIOS);
    assert_at_most(r.residual_de00, 0.5);
    figure("one swatch: strength uncertain by a factor %.1f, shares by %.1f", exp(r.strength_sd), exp(r.ratio_sd));
}

static void a_dilution_ladder(void **state)
{
    (void)state;
    const double fraction[PIGMENTS] = {0.01, 0.02, 0.01};
    sct_drawdown films[4] = {{.backing = white, .parts_water = 5},
                             {.backing = white, .parts_water = 10},
                             {.backing = white, .parts_water = 20},
                             {.backing = white, .parts_water = 40}};
    sct_drawdown_options o = options_of(fraction, 2);
    sct_ink_optics optics;
    skin_drawdown_report r;
    lay_films(fraction, films, 4, 0.3, 3);
    assert_int_equal(skin_optics_from_drawdowns(NULL, &o, films, 4, &optics, &r), SCT_OK);
    assert_true(r.strength_known);
    figure("dilution ladder: amounts recovered %.2f %.2f %.2f", r.fraction[0] / fraction[0], r.fraction[1] / fraction[1],
           r.fraction[2] / fraction[2]);
    for (int p = 0; p < PIGMENTS; p++)
        assert_near(r.fraction[p] / fraction[p], 1, 0.25);
    assert_near((r.fraction[0] + r.fraction[1] + r.fraction[2]) / 0.04, 1, 0.12);
}

/* Healed colours from the fit of an ink whose pigments nobody named, against those of the truth. */
static void unknown_pigments_heal_alike(void **state)
{
    (void)state;
    const double fraction[PIGMENTS] = {0.001, 0.0015, 0.0005};
    sct_drawdown films[2] = {{.backing = white}, {.backing = black}};
    sct_drawdown_options o;
    sct_ink_optics fitted;
    skin_drawdown_report r;
    skin_ink truth = {{0}, {0}, {0}};
    static skin_client client;
    sct_tissue tissue;
    double worst = 0;
    for (int p = 0; p < PIGMENTS; p++)
        skin_ink_add_pigment(&truth, skin_pigment_find(names[p]), fraction[p]);
    lay_films(fraction, films, 2, 0, 1);
    sct_drawdown_options_init(&o);
    o.wet_um = wet_um;
    assert_int_equal(skin_optics_from_drawdowns(NULL, &o, films, 2, &fitted, &r), SCT_OK);
    assert_true(r.strength_known);
    skin_ink ink = skin_ink_of(&fitted);
    sct_tissue_init(&tissue);
    skin_client_init(&client, &tissue, 120, 8);
    for (double load = 0.01; load < 1; load *= 3) {
        double a[SKIN_PAD], b[SKIN_PAD];
        skin_dots dots = {.load = load, .thickness_um = 200};
        skin_heal_spectrum(&client, &truth, &dots, a);
        skin_heal_spectrum(&client, &ink, &dots, b);
        worst = fmax(worst, sct_de2000(skin_lab(a, NULL), skin_lab(b, NULL)));
    }
    figure("unknown brown from two films: healed colours within dE00 %.1f of the truth", worst);
    assert_at_most(worst, 3);
}

static void bad_films(void **state)
{
    (void)state;
    sct_drawdown film = {.lab = {50, 1, 2}, .backing = white};
    sct_drawdown_options o = options_of(translucent, 1);
    sct_pigment pigments[PIGMENTS];
    memcpy(pigments, o.pigments, sizeof pigments);
    o.pigments = pigments;
    sct_ink_optics optics;
    sct_context *ctx;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    sct_conditions_init(&film.conditions);
    assert_int_equal(skin_optics_from_drawdowns(ctx, &o, &film, 0, &optics, NULL), SCT_ERR_ARGUMENT);
    assert_int_equal(skin_optics_from_drawdowns(ctx, &o, &film, 17, &optics, NULL), SCT_ERR_ARGUMENT);
    assert_int_equal(skin_optics_from_drawdowns(ctx, NULL, &film, 1, &optics, NULL), SCT_ERR_ARGUMENT);
    double *const fields[] = {&film.lab.L,   &film.lab.a, &film.lab.b,          &film.parts_water,
                              &film.backing, &o.lab_sd,   &pigments[1].fraction};
    static const double bad[] = {(double)NAN, (double)INFINITY, -200};
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
        double kept = *fields[f];
        for (int k = 0; k < 3; k++) {
            *fields[f] = bad[k];
            assert_int_equal(skin_optics_from_drawdowns(ctx, &o, &film, 1, &optics, NULL), SCT_ERR_OPTION);
            assert_true(*sct_context_message(ctx));
        }
        *fields[f] = kept;
    }
    film.conditions.observer = (sct_observer)5;
    assert_int_equal(skin_optics_from_drawdowns(ctx, &o, &film, 1, &optics, NULL), SCT_ERR_OPTION);
    film.conditions.observer = SCT_OBSERVER_10;
    assert_int_equal(skin_optics_from_drawdowns(ctx, &o, &film, 1, &optics, NULL), SCT_OK);
    o.wet_um = 0.5;
    assert_int_equal(skin_optics_from_drawdowns(ctx, &o, &film, 1, &optics, NULL), SCT_ERR_OPTION);
    o.wet_um = 30;
    strcpy(pigments[0].ci, "11111");
    assert_int_equal(skin_optics_from_drawdowns(ctx, &o, &film, 1, &optics, NULL), SCT_ERR_ARGUMENT);
    sct_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bare_card),       cmocka_unit_test(over_white_and_black),
        cmocka_unit_test(one_swatch),        cmocka_unit_test(opaque_films_tell_ratios),
        cmocka_unit_test(a_dilution_ladder), cmocka_unit_test(unknown_pigments_heal_alike),
        cmocka_unit_test(bad_films),         cmocka_unit_test(films_of_unlike_thickness),
        cmocka_unit_test(alike_cards),       cmocka_unit_test(a_blend_of_four),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
