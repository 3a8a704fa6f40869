/* tests/match/test_blend.c - two inks mixed with each other: an ink like any other. */
#include "match/client.h"
#include "support/inside.h"
#include "support/support.h"

#include <math.h>

enum { ROWS = SCT_CANDIDATE_MAX };

#define HEAD "{\"scalptone_palette\": 1, \"name\": \"t\", \"provenance\": {\"kind\": \"illustrative\"}, \"inks\": ["
#define INK(id, composition)                                                                                                \
    "{\"id\": \"" id "\", \"product\": \"" id "\", \"dilution\": {\"min_parts_water\": 3, \"max_parts_water\": 60, "        \
    "\"step\": 3}, \"composition\": [" composition "]}"
#define HEAD_MEASURED                                                                                                       \
    "{\"scalptone_palette\": 1, \"name\": \"t\", \"provenance\": {\"kind\": \"measured\", \"by\": \"me\", \"date\": "       \
    "\"2026-01-01\"}, \"inks\": ["
#define THIN(id, fraction)                                                                                                  \
    "{\"id\": \"" id                                                                                                        \
    "\", \"dilution\": {\"min_parts_water\": 0, \"max_parts_water\": 6, \"step\": 1}, \"composition\": [{\"ci\": "          \
    "\"77266\", \"mass_fraction\": " fraction "}]}"
#define BLACK "{\"ci\": \"77266\", \"mass_fraction\": 0.12}"
#define RED   "{\"ci\": \"77491\", \"mass_fraction\": 0.20}"

static size_t rank_blends(const sct_palette *palette, int blend, match_candidate *rows)
{
    sct_measurement client = client_of((sct_lab){62, 11, 17}, (sct_lab){38, 6, 8}, (sct_lab){58, 10, 15}, 0.7);
    sct_match_options o;
    match_ranking r;
    sct_match_options_init(&o);
    o.blend = blend;
    o.density_per_cm2 = 200;
    return rank_all(&o, &client, palette, rows, ROWS, &r);
}

/* The pigments of both in one bottle are the same ink, whatever way they came together. */
static void a_blend_is_its_pigments(void **state)
{
    (void)state;
    static match_candidate rows[ROWS], mixed[ROWS];
    sct_palette *two = palette_of(HEAD INK("black", BLACK) ", " INK("red", RED) "]}");
    sct_palette *one = palette_of(HEAD INK(
        "3:1",
        "{\"ci\": \"77266\", \"mass_fraction\": 0.09}, {\"ci\": \"77491\", \"mass_fraction\": "
        "0.05}") ", " INK("1:1",
                          "{\"ci\": \"77266\", \"mass_fraction\": 0.06}, {\"ci\": "
                          "\"77491\", \"mass_fraction\": 0.10}") ", " INK("1:3", "{\"ci\": \"77266\", \"mass_fraction\": "
                                                                                 "0.03}, {\"ci\": \"77491\", "
                                                                                 "\"mass_fraction\": 0.15}") "]}");
    size_t n = rank_blends(two, 2, rows), m = rank_blends(one, 1, mixed), compared = 0;
    double worst = 0, best_alone = (double)INFINITY, best_blend = (double)INFINITY;
    for (size_t i = 0; i < n; i++) {
        const match_candidate *row = &rows[i];
        if (!row->blend.parts_second) {
            best_alone = fmin(best_alone, row->loss - row->experience); /* red oxide counts against the blend */
            continue;
        }
        best_blend = fmin(best_blend, row->loss - row->experience);
        assert_int_equal(row->ink, 0);
        assert_int_equal(row->blend.ink, 1);
        assert_true(isnan(row->swatch_lab.L));
        size_t same = row->blend.parts_first == 3 ? 0 : row->blend.parts_second == 1 ? 1 : 2;
        for (size_t k = 0; k < m; k++)
            if (mixed[k].ink == same && mixed[k].parts_water == row->parts_water) {
                worst = fmax(worst, sct_de2000(row->dot_lab, mixed[k].dot_lab));
                worst = fmax(worst, sct_de2000(row->area_lab, mixed[k].area_lab));
                compared++;
            }
    }
    figure("%zu blends against the same pigments in one bottle: dE00 at most %.4f; least loss alone %.2f, blended %.2f",
           compared, worst, best_alone, best_blend);
    assert_true(compared >= 6);
    assert_at_most(worst, 0.02);
    assert_true(best_blend < best_alone); /* a brown between black and red */
    sct_palette_free(two);
    sct_palette_free(one);
}

static void recipes_are_on_the_marks(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    sct_palette *two = palette_of(HEAD INK("black", BLACK) ", " INK("red", RED) "]}");
    size_t n = rank_blends(two, 2, rows), blends = 0;
    for (size_t i = 0; i < n; i++) {
        const match_candidate *row = &rows[i];
        double parts[] = {row->ink_ml, row->second_ml, row->water_ml};
        for (int k = 0; k < 3; k++)
            assert_near(parts[k] / 0.05, round(parts[k] / 0.05), 1e-6);
        assert_near(row->batch_ml, row->ink_ml + row->second_ml + row->water_ml, 1e-9);
        assert_near(row->water_ml / (row->ink_ml + row->second_ml) / row->parts_water, 1, 0.02);
        if (!row->blend.parts_second)
            continue;
        blends++;
        assert_near(row->ink_ml * row->blend.parts_second, row->second_ml * row->blend.parts_first, 1e-9);
    }
    assert_true(blends > 0);
    sct_palette_free(two);
}

/* Only when asked for, and only of inks whose optics are known and that have dilutions in common. */
static void what_is_not_blended(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    static const char measured[] = HEAD INK(
        "black", BLACK) ", {\"id\": \"brown\", \"dilution\": {\"min_parts_water\": 3, \"max_parts_water\": 60, "
                        "\"step\": 1}, \"colours\": [{\"state\": \"healed\", \"lab\": [40, 5, 8], \"parts_ink\": 1, "
                        "\"parts_water\": 10, \"illuminant\": \"D50\", \"observer\": 2, \"specular\": "
                        "\"excluded\"}]}, {\"id\": \"ready\", \"kind\": \"ready\", \"composition\": [" RED "]}]}";
    static const char apart[] =
        HEAD INK("black", BLACK) ", {\"id\": \"strong\", \"dilution\": {\"min_parts_water\": 0, "
                                 "\"max_parts_water\": 2, \"step\": 1}, \"composition\": [" RED "]}]}";
    static const struct {
        const char *palette;
        int blend;
    } cases[] = {{HEAD INK("black", BLACK) ", " INK("red", RED) "]}", 1}, {measured, 2}, {apart, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sct_palette *palette = palette_of(cases[i].palette);
        size_t n = rank_blends(palette, cases[i].blend, rows);
        for (size_t k = 0; k < n; k++)
            assert_int_equal(rows[k].blend.parts_second, 0);
        sct_palette_free(palette);
    }
}

/* An ink that only films tell of is blended whichever of the two comes first, and to the same colours. */
static void films_count_in_either_order(void **state)
{
    (void)state;
    static match_candidate rows[2][ROWS];
    static const char films[] =
        "{\"id\": \"films\", \"dilution\": {\"min_parts_water\": 3, \"max_parts_water\": 60, \"step\": 1}, \"colours\": ["
        "{\"state\": \"drawdown\", \"lab\": [55, 2, 5], \"parts_ink\": 1, \"parts_water\": 20, \"wet_film_um\": 30, "
        "\"backing\": \"white\", \"illuminant\": \"D50\", \"observer\": 2, \"specular\": \"excluded\"}, "
        "{\"state\": \"drawdown\", \"lab\": [12, 0, 0], \"parts_ink\": 1, \"parts_water\": 20, \"wet_film_um\": 30, "
        "\"backing\": \"black\", \"illuminant\": \"D50\", \"observer\": 2, \"specular\": \"excluded\"}]}";
    char text[2][4096];
    size_t blends[2] = {0}, n[2];
    snprintf(text[0], sizeof text[0], "%s%s, %s]}", HEAD_MEASURED, films, INK("black", BLACK));
    snprintf(text[1], sizeof text[1], "%s%s, %s]}", HEAD_MEASURED, INK("black", BLACK), films);
    for (int order = 0; order < 2; order++) {
        sct_palette *palette = palette_of(text[order]);
        n[order] = rank_blends(palette, 2, rows[order]);
        for (size_t i = 0; i < n[order]; i++)
            blends[order] += rows[order][i].blend.parts_second > 0;
        sct_palette_free(palette);
    }
    assert_true(blends[0] > 0 && blends[1] > 0);
    size_t compared = 0;
    for (size_t i = 0; i < n[0]; i++)
        for (size_t k = 0; k < n[1]; k++) {
            const match_candidate *a = &rows[0][i], *b = &rows[1][k];
            if (!a->blend.parts_second || a->blend.parts_first != b->blend.parts_second ||
                a->blend.parts_second != b->blend.parts_first || a->parts_water != b->parts_water)
                continue;
            assert_at_most(sct_de2000(a->dot_lab, b->dot_lab), 0.02);
            compared++;
        }
    assert_true(compared > 0);
}

/* Two inks that are mixed without water are both in the recipe. */
static void blends_without_water(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    sct_palette *two = palette_of(HEAD THIN("black", "0.004") ", " THIN("grey", "0.003") "]}");
    size_t n = rank_blends(two, 2, rows), dry = 0;
    for (size_t i = 0; i < n; i++) {
        if (!rows[i].blend.parts_second || rows[i].parts_water > 0)
            continue;
        dry++;
        assert_near(rows[i].ink_ml * rows[i].blend.parts_second, rows[i].second_ml * rows[i].blend.parts_first, 1e-9);
        assert_true(rows[i].second_ml > 0 && rows[i].water_ml == 0);
    }
    assert_true(dry > 0);
    sct_palette_free(two);
}

/* One name for an ink or a blend, wherever it is shown; long ones are cut between letters. */
static void inks_have_one_name(void **state)
{
    static const char long_name[] = "brun fonc\u00e9 tr\u00e8s d\u00e9licat aux refl\u00e9chissants de No\u00ebl";
    static const sct_blend three_to_one = {1, 3, 1};
    char text[2048], title[SCT_TITLE_SIZE];
    (void)state;
    snprintf(text, sizeof text,
             HEAD INK("black", BLACK) ", {\"id\": \"b\", \"product\": \"%s\", \"dilution\": {\"min_parts_water\": 3, "
                                      "\"max_parts_water\": 60, \"step\": 1}, \"composition\": [" RED
                                      "]}, " THIN("plain", "0.02") "]}",
             long_name);
    sct_palette *palette = palette_of(text);
    match_title(palette, 0, &three_to_one, title);
    assert_string_equal(title, "black + brun fonc\u00e9 tr\u00e8s d\u00e9licat aux refl 3:1");
    match_title(palette, 1, NULL, title);
    assert_string_equal(title, long_name);
    match_title(palette, 2, &(sct_blend){0, 0, 0}, title);
    assert_string_equal(title, "plain");
    match_title(palette, 3, NULL, title);
    assert_string_equal(title, "");
    sct_palette_free(palette);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(films_count_in_either_order), cmocka_unit_test(blends_without_water),
        cmocka_unit_test(a_blend_is_its_pigments),     cmocka_unit_test(recipes_are_on_the_marks),
        cmocka_unit_test(what_is_not_blended),         cmocka_unit_test(inks_have_one_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
