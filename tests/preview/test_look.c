/* tests/preview/test_look.c - rows of a ranking and inks of one's own choice as looks, at every age. */
#include "match/client.h"
#include "preview/skins.h"
#include "support/inside.h"

static sct_context *ctx;
static sct_palette *palette;
static sct_measurement client;
static match_candidate rows[SCT_CANDIDATE_MAX];
static match_ranking ranking;
static sct_match_options usual;

static sct_look look_of(const match_candidate *row, sct_age age, double years)
{
    const sct_when when = {.age = age, .years = years};
    sct_look look;
    if (preview_look_from_candidate(ctx, &usual, &client, palette, row, &when, &look) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    return look;
}

static void healed_is_as_ranked(void **state)
{
    (void)state;
    sct_look look = look_of(&rows[0], SCT_AGE_HEALED, 0);
    assert_near(sct_de2000(look.area_lab, rows[0].area_lab), 0, 1e-12);
    assert_near(sct_de2000(look.dot_lab, rows[0].solid_lab), 0, 1e-12);
    assert_near(sct_de2000(look.skin_lab, client.skin.estimate.lab), 0, 1e-12);
    assert_near(look.density_per_cm2, rows[0].density_per_cm2, 0);
    assert_near(look.ink_left, 1, 0);
    assert_int_equal(look.rank, 1);
    assert_string_equal(look.ink, "carbon");
    assert_string_equal(look.title, "Carbon");
}

/* Fresh is darkest, and every year is lighter, down to bare skin. */
static void ages_are_in_order(void **state)
{
    (void)state;
    double before = look_of(&rows[0], SCT_AGE_FRESH, 0).area_lab.L;
    assert_true(look_of(&rows[0], SCT_AGE_FRESH, 0).ink_left > 1.2);
    for (int years = 0; years <= 30; years += years ? 2 * years : 1) {
        sct_look look = look_of(&rows[0], SCT_AGE_YEARS, years);
        assert_true(look.area_lab.L > before);
        assert_true(look.area_lab.L < client.skin.estimate.lab.L + 0.1);
        assert_near(look.ink_left, pow(0.88, years), 1e-9);
        before = look.area_lab.L;
    }
    const sct_when slowly = {.age = SCT_AGE_YEARS, .years = 10, .fade_per_year = 0.05};
    sct_look slow;
    assert_int_equal(preview_look_from_candidate(ctx, &usual, &client, palette, &rows[0], &slowly, &slow), SCT_OK);
    assert_near(slow.ink_left, pow(0.95, 10), 1e-9);
    sct_look now = look_of(&rows[0], SCT_AGE_YEARS, 0);
    assert_near(sct_de2000(now.area_lab, rows[0].area_lab), 0, 1e-9);
}

/* The same ink, dilution and density by name: what the ranking interpolates, predicted directly. */
static void an_ink_by_name_is_the_ranked_one(void **state)
{
    double worst = 0;
    (void)state;
    for (size_t i = 0; i < ranking.candidate_count; i += 7) {
        sct_match_options m;
        sct_look look;
        sct_match_options_init(&m);
        m.density_per_cm2 = rows[i].density_per_cm2;
        m.dot_radius_mm = rows[i].dot_radius_mm;
        if (preview_look_from_ink(ctx, &m, &client, palette, rows[i].ink, rows[i].parts_water, NULL, &look) != SCT_OK)
            fail_msg("%s", sct_context_message(ctx));
        worst = fmax(worst, sct_de2000(look.area_lab, rows[i].area_lab));
    }
    figure("preview, an ink by name against the ranking's row: area dE00 %.3f at most", worst);
    assert_at_most(worst, 0.25);
}

static void there_are_as_many_dots_as_hairs(void **state)
{
    sct_measurement wide = client;
    sct_look look;
    (void)state;
    wide.hair.width_mm = 0.09;
    wide.hair.density_per_cm2 = 150;
    assert_int_equal(preview_look_from_ink(ctx, &usual, &wide, palette, 0, 20, NULL, &look), SCT_OK);
    assert_near(look.dot_radius_mm, 0.11, 1e-12); /* a needle makes it, whatever the hair */
    assert_near(look.density_per_cm2, 150, 0);
    wide.hair.width_mm = (double)NAN;
    wide.hair.density_per_cm2 = (double)NAN;
    assert_int_equal(preview_look_from_ink(ctx, &usual, &wide, palette, 0, 20, NULL, &look), SCT_OK);
    assert_near(look.dot_radius_mm, 0.11, 0);
    assert_near(look.density_per_cm2, 180, 0);
}

/* Two inks in one syringe age together. */
static void blends_age(void **state)
{
    match_candidate both = rows[0];
    (void)state;
    both.blend = (sct_blend){both.ink, 3, 1}; /* with itself: as alone */
    sct_look alone = look_of(&rows[0], SCT_AGE_YEARS, 5), blend = look_of(&both, SCT_AGE_YEARS, 5);
    assert_near(sct_de2000(alone.area_lab, blend.area_lab), 0, 1e-6);
    assert_string_equal(blend.ink, "carbon + carbon 3:1");
    assert_string_equal(blend.title, "Carbon + Carbon 3:1");
}

static void what_cannot_be_shown(void **state)
{
    static const char healed_only[] =
        "{\"scalptone_palette\": 1, \"inks\": [{\"id\": \"x\", \"kind\": \"ready\", \"colours\": [{\"state\": \"healed\","
        " \"lab\": [40, 2, 3], \"illuminant\": \"D50\", \"observer\": 2, \"specular\": \"excluded\"}]}]}";
    const sct_when in_years = {.age = SCT_AGE_YEARS, .years = 3}, too_old = {.age = SCT_AGE_YEARS, .years = 31},
                   no_age = {.age = (sct_age)9, .years = 1};
    const sct_when too_fast = {.age = SCT_AGE_YEARS, .years = 3, .fade_per_year = 0.95};
    sct_palette *other = palette_of(healed_only);
    match_candidate row = rows[0];
    sct_measurement none = client;
    sct_look look;
    (void)state;
    row.ink = 0;
    assert_int_equal(preview_look_from_candidate(ctx, &usual, &client, other, &row, NULL, &look), SCT_OK);
    assert_int_equal(preview_look_from_candidate(ctx, &usual, &client, other, &row, &in_years, &look), SCT_ERR_NOTHING);
    assert_non_null(strstr(sct_context_message(ctx), "healed only"));
    none.skin.estimate.pixels = 0;
    assert_int_equal(preview_look_from_candidate(ctx, &usual, &none, palette, &rows[0], NULL, &look), SCT_ERR_NOTHING);
    assert_int_equal(preview_look_from_ink(ctx, &usual, &none, palette, 0, 20, NULL, &look), SCT_ERR_NOTHING);
    assert_int_equal(preview_look_from_ink(ctx, &usual, &client, palette, 9, 20, NULL, &look), SCT_ERR_ARGUMENT);
    assert_int_equal(preview_look_from_ink(ctx, &usual, &client, palette, 0, -1, NULL, &look), SCT_ERR_OPTION);
    assert_int_equal(preview_look_from_ink(ctx, &usual, &client, palette, 0, 20, &too_old, &look), SCT_ERR_OPTION);
    assert_int_equal(preview_look_from_ink(ctx, &usual, &client, palette, 0, 20, &no_age, &look), SCT_ERR_OPTION);
    assert_int_equal(preview_look_from_ink(ctx, &usual, &client, palette, 0, 20, &too_fast, &look), SCT_ERR_OPTION);
    row.area_lab.L = (double)NAN;
    row.ink = 0;
    assert_int_equal(preview_look_from_candidate(ctx, &usual, &client, palette, &row, NULL, &look), SCT_ERR_NOTHING);
    row = rows[0];
    row.ink = 99;
    assert_int_equal(preview_look_from_candidate(ctx, &usual, &client, palette, &row, NULL, &look), SCT_ERR_ARGUMENT);
    row = rows[0];
    row.tie_count = 1000;
    assert_int_equal(preview_look_from_candidate(ctx, &usual, &client, palette, &row, NULL, &look), SCT_ERR_ARGUMENT);
    sct_palette_free(other);
}

static int set_up(void **state)
{
    sct_match_options m;
    (void)state;
    if (sct_context_new(&ctx) != SCT_OK)
        return 1;
    palette = palette_of(carbon_palette);
    client = typical_client();
    sct_match_options_init(&usual);
    m = usual;
    m.draws = 50;
    return api_match(ctx, &m, &client, palette, rows, SCT_CANDIDATE_MAX, &ranking) != SCT_OK;
}

static int tear_down(void **state)
{
    (void)state;
    sct_palette_free(palette);
    sct_context_free(ctx);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(healed_is_as_ranked),
        cmocka_unit_test(ages_are_in_order),
        cmocka_unit_test(an_ink_by_name_is_the_ranked_one),
        cmocka_unit_test(there_are_as_many_dots_as_hairs),
        cmocka_unit_test(blends_age),
        cmocka_unit_test(what_cannot_be_shown),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
