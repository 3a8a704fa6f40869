/*
 * tests/match/test_usual.c - which shade of the usual chart a mix is as dark as, on every skin.
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(carbon_is_as_dark_as_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
