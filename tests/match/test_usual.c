/*
 * tests/match/test_usual.c - which shade of the usual chart a mix is as dark as, on every skin, and how sure an answer may
 * be that lies beside it.
 */
#include "match/client.h"
#include "match/match_private.h"
#include "support/support.h"

static const struct {
    const char *name;
    sct_lab skin;
} skins[] = {{"light", {65, 10, 16}}, {"olive", {55, 11, 20}}, {"brown", {42, 12, 19}}, {"dark", {31, 10, 12}}};

/* The chart's own ink is as dark as itself, also where more of it darkens no more; what is weaker is never taken for
 * stronger; and an unmeasured hand is never led to what is visibly darker than the hair's own shadow. */
static void carbon_is_as_dark_as_itself(void **state)
{
    (void)state;
    sct_palette *palette = palette_of(carbon_palette);
    for (size_t k = 0; k < sizeof skins / sizeof *skins; k++) {
        sct_measurement m = client_of(skins[k].skin, (sct_lab){16, 1.5, 1.5}, skins[k].skin, 0.5);
        sct_match_options o;
        match_client client;
        match_scene scene;
        double before = 0, worst = 0, least = (double)INFINITY, leaned_L = 0, leaned = 0;
        m.hair.shadow = (sct_estimate){.pixels = 0}; /* it is predicted */
        sct_match_options_init(&o);
        o.draws = 0;
        assert_int_equal(match_client_fit(NULL, &m, &client), SCT_OK);
        assert_int_equal(match_scene_init(NULL, &o, &client, &m, &scene), SCT_OK);
        assert_true(scene.usual.known);
        match_ink ink = {.ink = palette_ink_at(palette, 0), .table = calloc(1, match_table_size())};
        assert_true(match_prepare(&scene, &ink));
        for (double shade = 10; shade < 60; shade *= 1.2) {
            match_look look = ink.basis->look(&scene, &ink, palette_concentration(1, shade), match_natural_density(&scene),
                                              &scene.nominal, &scene.nominal_ink);
            double equal = match_usual_equal(&scene.usual, look.area);
            worst = fmax(worst, fabs(log(equal / shade)));
            assert_true(equal > before);
            before = equal;
            double cost = match_usual_cost(&scene, &ink, look);
            if (cost < least) {
                least = cost;
                leaned = shade;
                leaned_L = look.area.L;
            }
        }
        figure("%s skin: leans to shade %.0f, the chart says %.0f; area L* %+.1f from the shadow", skins[k].name, leaned,
               scene.usual.row->shade, leaned_L - scene.nominal.shadow.L);
        assert_true(leaned_L > scene.nominal.shadow.L - 0.8); /* half an L*, and a step of shades */
        assert_at_most(0.8 * scene.usual.row->shade, leaned);
        figure("%s skin: shades 10 to 60 are told within %.0f %%", skins[k].name, 100 * (exp(worst) - 1));
        assert_at_most(worst, log(1.25));
        free(ink.table);
        match_scene_free(&scene);
    }
    sct_palette_free(palette);
}

/* What is advised for hair on a skin, to a hand that is known within this factor. */
static match_ranking advise(const sct_palette *palette, sct_lab skin, sct_lab hair, double strength_factor)
{
    static match_candidate rows[SCT_CANDIDATE_MAX];
    sct_match_options o;
    match_ranking r;
    sct_measurement m = client_of(skin, hair, skin, 0.7);
    m.hair.shadow = (sct_estimate){.pixels = 0}; /* it is predicted */
    sct_match_options_init(&o);
    o.strength_factor = strength_factor;
    o.draws = 100;
    rank_all(&o, &m, palette, rows, SCT_CANDIDATE_MAX, &r);
    figure("skin L* %.0f, hair L* %.0f, hand known within %.1f: shade %s for %.0f, %s", skin.L, hair.L, strength_factor,
           rows[0].shade, r.usual_shade, sct_confidence_name(r.confidence));
    return r;
}

/* On brown and dark skin the eye hardly tells black of shade 6 from 20: that is no reason to be sure of what nobody mixes.
 * A hand that was measured may be. Ink that comes out too dark at every shade is no recipe, and nothing is sure of it. */
static void nobody_is_sure_of_what_was_never_seen(void **state)
{
    (void)state;
    const sct_lab black = {16, 1.5, 1.5}, brown = {22, 3.5, 4.5}, white = {74, 0, 7};
    int seldom = 0, usual = 0;
    sct_palette *palette = palette_of(carbon_palette);
    for (size_t k = 0; k < sizeof skins / sizeof *skins; k++)
        for (int light = 0; light < 2; light++) {
            match_ranking r = advise(palette, skins[k].skin, light ? brown : black, 2);
            double times = (1 + r.equal_shade) / (1 + r.usual_shade);
            int known = times < 1.5 && times > 1 / 1.5;
            if (!known || k < 3) /* on all but dark skin a third of the hands that nobody has measured leave it too dark */
                assert_int_not_equal(r.confidence, SCT_CONFIDENCE_HIGH);
            seldom += !known;
            usual += known && r.confidence == SCT_CONFIDENCE_HIGH;
        }
    assert_true(seldom && usual); /* both kinds were met */
    assert_int_equal(advise(palette, skins[3].skin, black, 1.2).confidence, SCT_CONFIDENCE_HIGH);
    match_ranking none = advise(palette, skins[0].skin, white, 2);
    assert_true(sct_flags_have(&none.flags, SCT_FLAG_INK_TOO_STRONG));
    assert_int_equal(none.confidence, SCT_CONFIDENCE_LOW);
    sct_palette_free(palette);
}

/* The last mix of an ink is the best only for want of another: softer than the blend, on skins where nobody sees the rest.
 */
static void the_last_mix_is_never_sure(void **state)
{
    (void)state;
    static match_candidate rows[SCT_CANDIDATE_MAX];
    const sct_lab tan = {51, 12, 21}, black = {16, 1.5, 1.5};
    sct_palette *palette = palette_of(carbon_palette);
    sct_measurement m = client_of(tan, black, tan, 0.7);
    sct_match_options o;
    match_ranking r;
    m.hair.kind = SCT_HAIR_GROWN;
    m.hair.shadow = (sct_estimate){.pixels = 0};
    sct_match_options_init(&o);
    o.grey_hair = SCT_GREY_HAIR_SOFTER;
    o.grey_share = 0.4;
    rank_all(&o, &m, palette, rows, SCT_CANDIDATE_MAX, &r);
    figure("tan skin, black hair, two fifths grey, softer: shade %s for %.0f, %s: %s", rows[0].shade, r.usual_shade,
           sct_confidence_name(r.confidence), rows[0].warnings[0]);
    assert_string_equal(rows[0].shade, "60");
    assert_int_not_equal(r.confidence, SCT_CONFIDENCE_HIGH);
    int told = 0;
    for (size_t i = 0; i < rows[0].warning_count; i++)
        told |= strstr(rows[0].warnings[i], "a lighter one would suit better") != NULL;
    assert_true(told);
    sct_palette_free(palette);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_sure_of_what_was_never_seen),
        cmocka_unit_test(carbon_is_as_dark_as_itself),
        cmocka_unit_test(the_last_mix_is_never_sure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
