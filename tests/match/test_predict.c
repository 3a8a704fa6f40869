/* tests/match/test_predict.c - predictions between the nodes of the grid, against the skin model itself. */
#include "match/client.h"
#include "match/match_private.h"
#include "support/support.h"

#include <time.h>

static sct_lab model_dot(const sct_tissue *tissue, double depth_um, const skin_ink *ink, double load, double coverage,
                         double radius_mm, sct_lab *area)
{
    static skin_client skin;
    static skin_near near;
    static skin_room room;
    skin_spectra seen;
    double share[SKIN_PAD], dot[SKIN_PAD];
    skin_dots dots = {.load = load, .thickness_um = 200, .radius_mm = radius_mm, .coverage = coverage};
    skin_client_init(&skin, tissue, depth_um, 8);
    skin_near_init(&near, &skin, radius_mm);
    skin_heal_at(&skin, ink, &dots, &seen);
    skin_near_share(&near, &room, ink, &dots, share);
    skin_near_mix(skin.bare, seen.solid, share, dot);
    sct_lab lab = skin_lab(seen.area, NULL), bare = skin_lab(skin.bare, NULL);
    *area = (sct_lab){lab.L - bare.L, lab.a - bare.a, lab.b - bare.b};
    return skin_lab(dot, NULL);
}

static void interpolation_follows_the_model(void **state)
{
    (void)state;
    enum { SKINS = 4, TRIALS = 60 };
    static const sct_lab skins[SKINS] = {{70, 8, 15}, {58, 11, 20}, {45, 12, 19}, {36, 11, 17}};
    sct_palette *palette = palette_of(carbon_palette);
    sct_match_options o;
    sct_match_options_init(&o);
    o.uptake = 0.1;
    o.depth_um = 120;
    o.seek_density = 1; /* any density may be asked for */
    num_rng rng;
    num_rng_seed(&rng, 9);
    double dots[SKINS * TRIALS], areas[SKINS * TRIALS];
    size_t n = 0;
    for (int s = 0; s < SKINS; s++) {
        o.dot_radius_mm = s % 2 ? 0.06 : 0.15; /* sparse dots, and dots that cover a quarter of the skin */
        sct_measurement m = client_of(skins[s], (sct_lab){30, 1, 2}, (sct_lab){skins[s].L - 5, 9, 14}, 0.7);
        match_client client;
        match_scene scene;
        match_ink ink = {.ink = palette_ink_at(palette, 0), .table = calloc(1, match_table_size())};
        assert_int_equal(match_client_fit(NULL, &m, &client), SCT_OK);
        assert_true(client.fitted);
        assert_int_equal(match_scene_init(NULL, &o, &client, &m, &scene), SCT_OK);
        assert_true(match_prepare(&scene, &ink));
        sct_pigment carbon = {"77266", 0.15};
        sct_ink_optics optics;
        assert_int_equal(skin_optics_from_composition(NULL, &carbon, 1, &optics), SCT_OK);
        skin_ink medium = skin_ink_of(&optics);
        for (int i = 0; i < TRIALS; i++, n++) {
            double parts = 3 + 57 * num_rng_uniform(&rng), depth = 75 * pow(4, num_rng_uniform(&rng));
            double density = 80 + 320 * num_rng_uniform(&rng), c = palette_concentration(1, parts);
            match_draw draw = scene.nominal;
            match_ink_draw own = {0};
            draw.depth_ln = log(depth / 120);
            match_look look = match_predict_look(&scene, &ink, c, density, &draw, &own);
            sct_lab area, dot = model_dot(&client.tissue, depth, &medium, c * 0.067, skin_coverage(density, o.dot_radius_mm),
                                          o.dot_radius_mm, &area);
            sct_lab expected = {area.L + skins[s].L, area.a + skins[s].a, area.b + skins[s].b};
            dots[n] = sct_de2000(dot, look.dot);
            areas[n] = sct_de2000(expected, look.area);
        }
        free(ink.table);
        match_scene_free(&scene);
    }
    double dot_max = quantile_of(dots, n, 1), area_max = quantile_of(areas, n, 1);
    figure("interpolated predictions, %zu cases: dot dE00 median %.3f max %.3f, area max %.3f", n, quantile_of(dots, n, 0.5),
           dot_max, area_max);
    assert_at_most(dot_max, 0.25);
    assert_at_most(area_max, 0.1);
    sct_palette_free(palette);
}

/* An error of the skin moves the dot as refitting the tissue would. */
static void skin_errors_move_the_dot(void **state)
{
    (void)state;
    static const sct_lab shifts[] = {{2, 0, 0}, {-2, 0, 0}, {0, 1.5, 0}, {0, 0, 2}, {1.5, -1, 1}};
    sct_palette *palette = palette_of(carbon_palette);
    sct_match_options o;
    sct_match_options_init(&o);
    o.draws = 0;
    sct_measurement m = typical_client(), moved_client = m;
    double worst = 0;
    for (size_t i = 0; i < sizeof shifts / sizeof shifts[0]; i++) {
        match_look looks[2];
        for (int refit = 0; refit < 2; refit++) {
            match_client client;
            match_scene scene;
            match_ink ink = {.ink = palette_ink_at(palette, 0), .table = calloc(1, match_table_size())};
            sct_lab *lab = &moved_client.skin.estimate.lab;
            *lab = m.skin.estimate.lab;
            sct_lab there = {lab->L + shifts[i].L, lab->a + shifts[i].a, lab->b + shifts[i].b};
            if (refit)
                *lab = there;
            assert_int_equal(match_client_fit(NULL, &moved_client, &client), SCT_OK);
            assert_int_equal(match_scene_init(NULL, &o, &client, &moved_client, &scene), SCT_OK);
            assert_true(match_prepare(&scene, &ink));
            match_draw draw = scene.nominal;
            draw.skin = there;
            looks[refit] = match_predict_look(&scene, &ink, 1 / 21.0, 180, &draw, &scene.nominal_ink);
            free(ink.table);
            match_scene_free(&scene);
        }
        worst = fmax(worst, sct_de2000(looks[0].dot, looks[1].dot));
        assert_at_most(sct_de2000(looks[0].area, looks[1].area), 0.3);
    }
    figure("skin errors of 2: dot by first order against a new fit, max dE00 %.2f", worst);
    assert_at_most(worst, 0.5);
    sct_palette_free(palette);
}

/* A row of the ranking is what `heal` answers for the same ink in the same skin. */
static void a_row_is_what_heal_says(void **state)
{
    (void)state;
    static match_candidate rows[SCT_CANDIDATE_MAX];
    match_ranking r;
    sct_match_options o;
    sct_heal_options h;
    sct_healed healed;
    sct_ink_optics optics;
    sct_pigment carbon = {"77266", 0.15};
    sct_measurement m = typical_client();
    sct_palette *palette = palette_of(carbon_palette);
    sct_match_options_init(&o);
    size_t n = rank_all(&o, &m, palette, rows, SCT_CANDIDATE_MAX, &r);
    assert_int_equal(skin_optics_from_composition(NULL, &carbon, 1, &optics), SCT_OK);
    for (size_t i = 0; i < n; i++) {
        sct_heal_options_init(&h);
        h.skin_lab = m.skin.estimate.lab;
        h.ink = &optics;
        h.parts_water = rows[i].parts_water;
        h.density_per_cm2 = rows[i].density_per_cm2;
        assert_int_equal(skin_heal(NULL, &h, &healed), SCT_OK);
        assert_at_most(sct_de2000(rows[i].dot_lab, healed.lab), 0.05);
        assert_at_most(sct_de2000(rows[i].solid_lab, healed.solid_lab), 0.05);
        assert_at_most(sct_de2000(rows[i].area_lab, healed.area_lab), 0.05 + healed.fit_de00);
    }
    sct_palette_free(palette);
}

static void a_ranking_is_quick(void **state)
{
    (void)state;
    static char text[40000];
    static match_candidate rows[SCT_CANDIDATE_MAX];
    match_ranking r;
    sct_match_options o;
    sct_measurement m = typical_client();
    const char *inks = strstr(carbon_palette, "\"inks\": [") + 9;
    size_t one = strlen(inks) - 2;
    size_t used = (size_t)snprintf(text, sizeof text, "%.*s", (int)(inks - carbon_palette), carbon_palette);
    for (int i = 0; i < 10; i++) { /* ten inks of the same kind, each with its own id */
        used += (size_t)snprintf(text + used, sizeof text - used, "%s{\"id\": \"carbon%d\"%.*s", i ? ", " : "", i,
                                 (int)(one - strlen("{\"id\": \"carbon\"")), inks + strlen("{\"id\": \"carbon\""));
    }
    snprintf(text + used, sizeof text - used, "]}");
    sct_palette *palette = palette_of(text);
    sct_match_options_init(&o);
    clock_t start = clock();
    size_t n = rank_all(&o, &m, palette, rows, SCT_CANDIDATE_MAX, &r);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    figure("10 inks at every dilution, %zu candidates, 400 draws: %.2f s of one core (target 0.3)", n, seconds);
    assert_true(n > 50);
    sct_palette_free(palette);
}

/* The shipped palette, as if somebody had measured it. */
static sct_palette *measured_palette(void)
{
    size_t size = 0;
    char *text = (char *)read_file("palettes/default.json", &size);
    assert_non_null(text);
    char *kind = strstr(text, "\"illustrative\"");
    assert_non_null(kind);
    memcpy(kind, "\"measured\"    ", strlen("\"illustrative\""));
    sct_palette *palette = palette_of(text);
    free(text);
    return palette;
}

/* Films that were measured fix the strength: the draws spread less, and the row says what it rests on. */
static void measured_films_narrow_the_answer(void **state)
{
    (void)state;
    static match_candidate rows[SCT_CANDIDATE_MAX];
    match_ranking r;
    sct_match_options o;
    sct_measurement m = typical_client();
    sct_palette *computed = NULL, *measured = measured_palette();
    size_t size = 0;
    unsigned char *text = read_file("palettes/default.json", &size);
    assert_int_equal(sct_palette_from_json(NULL, text, size, &computed), SCT_OK);
    free(text);
    sct_match_options_init(&o);
    double seconds[2], best[2];
    for (int films = 0; films < 2; films++) {
        clock_t start = clock();
        size_t n = rank_all(&o, &m, films ? measured : computed, rows, SCT_CANDIDATE_MAX, &r);
        seconds[films] = (double)(clock() - start) / CLOCKS_PER_SEC;
        best[films] = rows[0].loss;
        for (size_t i = 0; i < n; i++) {
            int several = palette_ink_at(computed, rows[i].ink).colour_count >= 3;
            assert_non_null(strstr(rows[i].rests_on, films && several ? "fitted to" : "composition"));
        }
    }
    figure(
        "ten inks, three to eleven films each: %.2f s of one core, without films %.2f; expected loss of the first %.2f and "
        "%.2f",
        seconds[1], seconds[0], best[1], best[0]);
    assert_true(best[1] < best[0]);
    sct_palette_free(computed);
    sct_palette_free(measured);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interpolation_follows_the_model),  cmocka_unit_test(skin_errors_move_the_dot),
        cmocka_unit_test(a_row_is_what_heal_says),          cmocka_unit_test(a_ranking_is_quick),
        cmocka_unit_test(measured_films_narrow_the_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
