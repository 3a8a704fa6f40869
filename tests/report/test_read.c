/*
 * tests/report/test_read.c - results back from their JSON: the same text again, the same ranking of what was measured, the
 * same picture of what was ranked; and what is refused, with its place.
 */
#include "match/client.h"
#include "preview/preview.h"
#include "report/made_up.h"
#include "support/support.h"

#include "num/num.h"

static sct_context *ctx;
static match_candidate rows[SCT_CANDIDATE_MAX], read_rows[SCT_CANDIDATE_MAX];

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

static void assert_same_bytes(const sct_bytes *a, const sct_bytes *b)
{
    assert_int_equal(a->size, b->size);
    assert_memory_equal(a->data, b->data, a->size);
}

static void assert_read(sct_status status)
{
    if (status != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
}

/* ---- measurements ---- */

/* A number with all its digits. */
static double odd(num_rng *rng, double lo, double hi)
{
    return lo + (hi - lo) * num_rng_uniform(rng);
}

static sct_estimate odd_estimate(num_rng *rng, double L)
{
    sct_estimate e = {.lab = {L + odd(rng, 0, 1), odd(rng, 0, 15), odd(rng, 0, 20)}, .u95_de00 = odd(rng, 1, 4)};
    for (int i = 0; i < 3; i++) {
        e.cov.m[i][i] = odd(rng, 0.5, 1);
        e.cov_noise.m[i][i] = odd(rng, 1e-7, 1e-3);
        for (int k = 0; k < i; k++)
            e.cov.m[i][k] = e.cov.m[k][i] = odd(rng, -0.2, 0.2);
    }
    e.pixels = 1 + num_rng_below(rng, 1000000);
    return e;
}

/* A measurement none of whose numbers is round. */
static sct_measurement odd_measurement(uint64_t seed)
{
    num_rng rng;
    num_rng_seed(&rng, seed);
    sct_measurement m = made_up_measurement();
    m.photo_count = 3;
    m.left_out = 4;
    for (size_t i = 0; i < 3; i++) {
        m.photos[i] = m.photos[0];
        m.corrections[i] = m.correction;
        m.corrections[i].loo_de00_mean = odd(&rng, 0, 3);
        m.corrections[i].mm_per_px = i ? odd(&rng, 0.01, 0.1) : 0;
        m.apart_de00[i] = odd(&rng, 0, 3);
        if (i) /* the first as in a file of a version that kept none */
            m.scales[i] =
                (sct_scale){odd(&rng, 0.01, 0.1), 1 + odd(&rng, 0, 1), i == 1 ? SCT_SCALE_HAIR : SCT_SCALE_CHART, i == 1};
    }
    m.correction = m.corrections[1];
    m.between_photos_de00 = odd(&rng, 0, 3);
    m.skin.estimate = odd_estimate(&rng, 62);
    m.skin.lab_d65 = sct_lab_d65(m.skin.estimate.lab);
    m.skin.ita_deg = sct_ita(m.skin.lab_d65);
    m.skin.ita_lo_deg = m.skin.ita_deg - odd(&rng, 0, 3);
    m.skin.ita_hi_deg = m.skin.ita_deg + odd(&rng, 0, 3);
    m.skin.undertone_z = odd(&rng, -1, 1);
    m.skin.monk_de00 = odd(&rng, 0, 5);
    m.skin.locus_z = odd(&rng, 0, 2);
    m.hair.strand = odd_estimate(&rng, 36);
    m.hair.shadow = odd_estimate(&rng, 57);
    m.hair.coverage = odd(&rng, 0, 0.3);
    m.hair.density_per_cm2 = odd(&rng, 120, 220);
    m.hair.width_mm = odd(&rng, 0.05, 0.1);
    m.hair.fibre_width_px = odd(&rng, 2, 8);
    for (size_t i = 0; i < m.region_count; i++)
        m.regions[i].estimate = odd_estimate(&rng, 50);
    return m;
}

static void same_ranking(const sct_measurement *m, const sct_measurement *again, const sct_match_options *o)
{
    match_ranking a, b;
    sct_bytes first = {0}, second = {0};
    sct_palette *palette = palette_of(carbon_palette);
    rank_all(o, m, palette, rows, SCT_CANDIDATE_MAX, &a);
    rank_all(o, again, palette, read_rows, SCT_CANDIDATE_MAX, &b);
    assert_int_equal(report_match(ctx, m, palette, &a, rows, &first), SCT_OK);
    assert_int_equal(report_match(ctx, again, palette, &b, read_rows, &second), SCT_OK);
    assert_same_bytes(&first, &second);
    for (size_t i = 0; i < a.candidate_count; i++) /* not only as rounded in the text */
        assert_true(rows[i].loss >= read_rows[i].loss && rows[i].loss <= read_rows[i].loss);
    sct_bytes_free(&first);
    sct_bytes_free(&second);
    sct_palette_free(palette);
}

static sct_measurement there_and_back(const sct_measurement *m)
{
    sct_measurement again;
    sct_bytes first = {0}, second = {0};
    assert_int_equal(report_measurement(ctx, m, &first), SCT_OK);
    assert_read(report_read_measurement(ctx, first.data, first.size, &again));
    assert_int_equal(report_measurement(ctx, &again, &second), SCT_OK);
    assert_same_bytes(&first, &second);
    sct_bytes_free(&first);
    sct_bytes_free(&second);
    return again;
}

static void a_measurement_loses_nothing(void **state)
{
    sct_match_options o;
    (void)state;
    sct_match_options_init(&o);
    o.draws = 60;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        sct_measurement m = odd_measurement(seed), again;
        if (seed == 2) { /* grown hair has no shadow, and one photo no others */
            m.hair.kind = SCT_HAIR_GROWN;
            m.hair.shadow = (sct_estimate){.pixels = 0};
            m.photo_count = 1;
            m.left_out = 0;
            m.between_photos_de00 = m.apart_de00[0] = (double)NAN;
            m.regions[0].photo = m.regions[1].photo = 0;
        }
        if (seed == 3)
            m.skin.estimate.pixels = 0; /* and nothing can be predicted */
        again = there_and_back(&m);
        assert_int_equal(again.hair.fibres, m.hair.fibres);
        assert_int_equal(again.regions[0].flag_bits, m.regions[0].flag_bits);
        assert_memory_equal(again.regions[1].box, m.regions[1].box, sizeof m.regions[1].box);
        assert_string_equal(again.photos[0].format, m.photos[0].format);
        if (seed != 3)
            same_ranking(&m, &again, &o);
    }
}

static void a_measurement_may_lack_everything(void **state)
{
    sct_measurement m = {.photo_count = 0, .between_photos_de00 = (double)NAN};
    (void)state;
    sct_measurement again = there_and_back(&m);
    assert_int_equal(again.skin.estimate.pixels, 0);
    assert_int_equal(again.hair.kind, SCT_HAIR_NONE);
}

/* ---- rankings ---- */

static sct_bytes ranked(const sct_measurement *m, const sct_palette *palette, int draws, match_ranking *out)
{
    sct_bytes text = {0};
    sct_match_options o;
    sct_match_options_init(&o);
    o.draws = draws;
    o.density_per_cm2 = 173.25 + 1.0 / 3;
    rank_all(&o, m, palette, rows, SCT_CANDIDATE_MAX, out);
    assert_int_equal(report_match(ctx, m, palette, out, rows, &text), SCT_OK);
    return text;
}

static void a_ranking_gives_its_text_again(void **state)
{
    sct_palette *palette = palette_of(carbon_palette);
    (void)state;
    for (int draws = 0; draws <= 60; draws += 60) {
        match_ranking r, again;
        sct_bytes second = {0};
        sct_measurement m = odd_measurement(7);
        sct_bytes first = ranked(&m, palette, draws, &r);
        assert_read(report_read_ranking(ctx, first.data, first.size, palette, &again, read_rows));
        assert_int_equal(report_match(ctx, &m, palette, &again, read_rows, &second), SCT_OK);
        assert_same_bytes(&first, &second);
        assert_int_equal(again.candidate_count, r.candidate_count);
        assert_near(again.tissue.scatter, r.tissue.scatter, 0);
        sct_bytes_free(&first);
        sct_bytes_free(&second);
    }
    sct_palette_free(palette);
}

/* The looks of its rows are those of the original, to the last bit, and so are pictures. */
static void a_ranking_is_previewed_as_before(void **state)
{
    sct_palette *palette = palette_of(carbon_palette);
    sct_measurement m = odd_measurement(9);
    sct_match_options o;
    match_ranking r, again;
    sct_look a, b;
    const sct_when later = {.age = SCT_AGE_YEARS, .years = 2};
    (void)state;
    sct_match_options_init(&o);
    sct_bytes text = ranked(&m, palette, 20, &r);
    assert_read(report_read_ranking(ctx, text.data, text.size, palette, &again, read_rows));
    for (size_t i = 0; i < again.candidate_count; i++) {
        assert_read(preview_look_from_candidate(ctx, &o, &m, palette, &rows[i], &later, &a));
        assert_read(preview_look_from_candidate(ctx, &o, &m, palette, &read_rows[i], &later, &b));
        assert_memory_equal(&a.dot_lab, &b.dot_lab, sizeof a.dot_lab);
        assert_memory_equal(&a.area_lab, &b.area_lab, sizeof a.area_lab);
        assert_near(a.density_per_cm2, b.density_per_cm2, 0);
        assert_near(a.dot_radius_mm, b.dot_radius_mm, 0);
        assert_near(a.ink_left, b.ink_left, 0);
        assert_string_equal(a.title, b.title);
    }
    sct_bytes_free(&text);
    sct_palette_free(palette);
}

static void another_palette_is_refused(void **state)
{
    char other_text[4096];
    sct_palette *palette = palette_of(carbon_palette), *other;
    sct_measurement m = odd_measurement(3);
    match_ranking r, untouched = {.considered = 77};
    (void)state;
    snprintf(other_text, sizeof other_text, "%s", carbon_palette);
    memcpy(strstr(other_text, "0.15"), "0.14", 4);
    other = palette_of(other_text);
    sct_bytes text = ranked(&m, palette, 0, &r);
    assert_int_equal(report_read_ranking(ctx, text.data, text.size, other, &untouched, read_rows), SCT_ERR_PALETTE);
    assert_non_null(strstr(sct_context_message(ctx), "palette.fingerprint: the ranking was made with another palette"));
    assert_int_equal(untouched.considered, 77);
    sct_bytes_free(&text);
    sct_palette_free(palette);
    sct_palette_free(other);
}

/* ---- the others ---- */

static void a_prediction_gives_its_text_again(void **state)
{
    (void)state;
    for (int band = 0; band < 2; band++) {
        sct_heal_options o;
        sct_healed h, again;
        sct_bytes first = {0}, second = {0};
        sct_heal_options_init(&o);
        o.skin_lab = (sct_lab){61.3, 11.1, 16.2};
        o.pigment_count = 1;
        o.pigments = &(sct_pigment){"77266", 0.0021};
        o.band = band;
        assert_read(skin_heal(ctx, &o, &h));
        assert_int_equal(report_healed(ctx, &h, &first), SCT_OK);
        assert_read(report_read_healed(ctx, first.data, first.size, &again));
        assert_int_equal(report_healed(ctx, &again, &second), SCT_OK);
        assert_same_bytes(&first, &second);
        assert_near(again.load, h.load, 0);
        assert_near(again.area_reflectance[9], h.area_reflectance[9], 1e-8);
        sct_bytes_free(&first);
        sct_bytes_free(&second);
    }
}

static void a_chart_gives_its_text_again(void **state)
{
    static sct_chart_result c, again;
    sct_bytes first = {0}, second = {0};
    (void)state;
    c = (sct_chart_result){.name = "colorchecker-classic",
                           .tier = SCT_TIER_MEASURED,
                           .score = 0.98765,
                           .mirrored = 1,
                           .homography = {{51.0 / 7, 0.1, 300}, {0.01, 50, 200.5}, {1e-5, -2e-6, 1}},
                           .pitch_px = 50.123,
                           .mm_per_px = (double)NAN,
                           .shade = {1.1, 1.2 / 7, 1},
                           .patch_count = 2,
                           .correction = made_up_measurement().correction};
    for (int i = 0; i < 2; i++)
        c.patches[i] = (sct_chart_patch){.index = i,
                                         .name = "A1",
                                         .centre = {12.3456, 99},
                                         .rgb_linear = {0.1234567, 0.2, 0.3},
                                         .lab = {40.5, 12, 13},
                                         .reference_lab = {41, 12, 13},
                                         .de00_loo = i ? (double)NAN : 1.23456,
                                         .sd = 0.01,
                                         .kept = !i};
    flags_add(&c.flags, "chart-tilted", 0, "the chart is seen at an angle", "hold it flat");
    assert_int_equal(report_chart(ctx, &c, &first), SCT_OK);
    assert_read(report_read_chart(ctx, first.data, first.size, &again));
    assert_int_equal(report_chart(ctx, &again, &second), SCT_OK);
    assert_same_bytes(&first, &second);
    sct_bytes_free(&first);
    sct_bytes_free(&second);
}

/* ---- what is wrong is told with its place ---- */

typedef struct damage {
    const char *from, *to, *message;
} damage;

/* The text with the first `from` replaced. */
static char *damaged(const sct_bytes *text, const damage *d)
{
    size_t room = text->size + strlen(d->to) + 1;
    char *whole = calloc(text->size + 1, 1), *out = calloc(room, 1);
    memcpy(whole, text->data, text->size);
    char *at = strstr(whole, d->from);
    if (!at)
        fail_msg("no %s in %s", d->from, whole);
    snprintf(out, room, "%.*s%s%s", (int)(at - whole), whole, d->to, at + strlen(d->from));
    free(whole);
    return out;
}

static void assert_refused(sct_status status, const damage *d)
{
    if (status != SCT_ERR_PALETTE || strcmp(sct_context_message(ctx), d->message) != 0)
        fail_msg("%s -> %s: status %d, %s", d->from, d->to, (int)status, sct_context_message(ctx));
    sct_context_clear(ctx);
}

static void damaged_measurements_are_refused(void **state)
{
    static const damage damages[] = {
        {"\"schema\":1", "\"schema\":2", "scalptone.schema: 2 is newer than this program, which reads 1"},
        {"\"schema\":1", "\"schema\":1.5", "scalptone.schema: must be a whole number"},
        {"\"photos\":[", "\"phots\":[", "photos: missing"},
        {"\"photos\":[{\"width\":4032", "\"photos\":[{\"width\":-4032",
         "photos[0].width: must be a number between 1 and 1000000000"},
        {"\"kind\":\"chart\"", "\"kind\":\"magic\"",
         "photos[0].correction.kind: \"magic\" is none of the words that may stand here"},
        {"\"kind\":\"chart\"", "\"kind\":\"unknown\"",
         "photos[0].correction.kind: \"unknown\" is none of the words that may stand here"},
        {"\"lossy\":true", "\"lossy\":1", "photos[0].exact.lossy: must be true or false"},
        {"\"lab\":[62.1,", "\"lab\":[63.1,", "skin.lab: is not what \"exact\" has: change both, or neither"},
        {"\"cov\":[[2.25,", "\"cov\":[[null,", ""}, /* what is shown of a covariance is not looked at */
        {"\"ita_deg\":36.2", "\"ita_deg\":36.3", "skin.ita_deg: is not what \"exact\" has: change both, or neither"},
        {"\"ita_interval_deg\":[31.5,", "\"ita_interval_deg\":[31,",
         "skin.ita_interval_deg: is not what \"exact\" has: change both, or neither"},
        {"\"pixels\":4321", "\"pixels\":0", "skin.pixels: must be a number between 1 and 9000000000000000"},
        {"\"tone\":4", "\"tone\":11", "skin.monk.tone: must be a number between 1 and 10"},
        {"\"exact\":{\"lab\":[62.1,10.4,16.8]", "\"exact\":{\"lab\":[1e6,10.4,16.8]",
         "skin.exact.lab[0]: must be a number between -200 and 200"},
        {"\"exact\":{\"lab\":[62.1,10.4,16.8],\"cov\":[[2.25,", "\"exact\":{\"lab\":[62.1,10.4,16.8],\"cov\":[[-2.25,",
         "skin.exact.cov: a variance is negative"},
        {"\"exact\":{\"lab\":[62.1,10.4,16.8],\"cov\":[[2.25,-0.125,",
         "\"exact\":{\"lab\":[62.1,10.4,16.8],\"cov\":[[2.25,9,", "skin.exact.cov: is no covariance"},
        {"\"exact\":{\"lab\":[62.1,10.4,16.8],\"cov\":[[2.25,", "\"exact\":{\"lab\":[62.1,10.4,16.8],\"cov\":[[",
         "skin.exact.cov: must be three rows of three numbers"},
        {"\"kind\":\"stubble\"", "\"kind\":\"none\"", "hair.kind: hair that was not measured is null"},
        {"\"coverage\":0.0712,\"grey_fraction\":0.08,\"grey_interval\"",
         "\"coverage\":true,\"grey_fraction\":0.08,\"grey_interval\"",
         "hair.coverage: is not what \"exact\" has: change both, or neither"},
        {"\"hairs\":812", "\"hairs\":812.5", "hair.exact.hairs: must be a whole number"},
        {"\"role\":\"skin\",\"photo\":0", "\"role\":\"skin\",\"photo\":3",
         "regions[0].photo: must be a number between 0 and 0"},
        {"\"flags\":[\"gloss\"]", "\"flags\":[\"glass\"]", "regions[0].flags[0]: must be a code of \"quality\""},
        {"\"box\":[4,4,16,12]", "\"box\":[4,4,16]", "regions[0].exact.box: must be 4 numbers"},
        {"\"code\":\"gloss\"", "\"code\":\"mixed-light\"", "quality[1].code: must be a word that stands there once"},
        {"\"fix\":\"use one lamp\"", "\"fix\":\"use\\none lamp\"",
         "quality[0].fix: a text that is longer than 159 bytes or holds control characters"},
    };
    sct_measurement m = made_up_measurement(), out = {.left_out = 5};
    sct_bytes text = {0};
    (void)state;
    assert_int_equal(report_measurement(ctx, &m, &text), SCT_OK);
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        char *bad = damaged(&text, &damages[i]);
        sct_status status = report_read_measurement(ctx, bad, strlen(bad), &out);
        if (*damages[i].message)
            assert_refused(status, &damages[i]);
        else
            assert_read(status);
        if (*damages[i].message && i < 8)
            assert_int_equal(out.left_out, 5);
        free(bad);
    }
    sct_bytes_free(&text);
}

static void damaged_rankings_are_refused(void **state)
{
    static const damage damages[] = {
        {"\"rank\":2", "\"rank\":1", "matches[1].rank: must count the rows from 1"},
        {"\"ink\":\"carbon\"", "\"ink\":\"soot\"", "matches[0].ink: the palette has no ink \"soot\""},
        {"\"dot_lab\":[32,1.5,2.25]", "\"dot_lab\":[31,1.5,2.25]",
         "matches[0].dot_lab: is not what \"exact\" has: change both, or neither"},
        {"\"tied_with\":[2]", "\"tied_with\":[0]", "matches[0].tied_with[0]: must be the rank of a row"},
        {"\"tied_with\":[2]", "\"tied_with\":[2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2]",
         "matches[0].tied_with: more than 16 of them"},
        {"\"p_best\":0.62", "\"p_best\":1.62", "matches[0].p_best: must be a number between 0 and 1"},
        {"\"warnings\":[\"mix more at once\"]", "\"warnings\":[7]",
         "matches[0].warnings[0]: must be a text of at most 127 bytes"},
        {"\"metric\":\"de2000\"", "\"metric\":\"de2001\"",
         "ranked_by.metric: \"de2001\" is none of the words that may stand here"},
        {"\"melanin\":0.021", "\"melanin\":0.031",
         "client_model.melanin: is not what \"exact\" has: change both, or neither"},
        {"\"tissue\":[0.021,", "\"tissue\":[", "exact.tissue: must be 7 numbers"},
        {"\"confidence\":\"high\"", "\"confidence\":\"low\"", "pick: true, which confidence or quality forbid"},
        {"\"forbids_pick\":false", "\"forbids_pick\":true", "pick: true, which confidence or quality forbid"},
        {"\"session\":\"main\"", "\"session\":\"last\"",
         "plan[0].session: \"last\" is none of the words that may stand here"},
        {"\"blend\":null", "\"blend\":{\"ink\":\"carbon\",\"parts\":[0,1]}",
         "matches[0].blend.parts[0]: must be a number between 1 and 1000"},
    };
    sct_measurement m = made_up_measurement();
    sct_palette *palette = palette_of(carbon_palette);
    match_ranking r = made_up_ranking(&m, rows), out;
    sct_bytes text = {0};
    (void)state;
    assert_int_equal(report_match(ctx, &m, palette, &r, rows, &text), SCT_OK);
    assert_read(report_read_ranking(ctx, text.data, text.size, palette, &out, read_rows));
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        char *bad = damaged(&text, &damages[i]);
        assert_refused(report_read_ranking(ctx, bad, strlen(bad), palette, &out, read_rows), &damages[i]);
        free(bad);
    }
    sct_bytes_free(&text);
    sct_palette_free(palette);
}

/* Every cut, and every object or list emptied, is refused with a text, or is as good as before. */
static void no_cut_is_taken(void **state)
{
    sct_measurement m = made_up_measurement(), out;
    sct_bytes text = {0};
    (void)state;
    assert_int_equal(report_measurement(ctx, &m, &text), SCT_OK);
    for (size_t n = 0; n < text.size; n += 1 + n / 64) {
        assert_int_equal(report_read_measurement(ctx, text.data, n, &out), SCT_ERR_PALETTE);
        assert_true(*sct_context_message(ctx));
        sct_context_clear(ctx);
    }
    assert_int_equal(report_read_measurement(ctx, "[1]", 3, &out), SCT_ERR_PALETTE);
    assert_string_equal(sct_context_message(ctx), "the text must be one object");
    sct_context_clear(ctx);
    sct_bytes_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_measurement_loses_nothing),    cmocka_unit_test(a_measurement_may_lack_everything),
        cmocka_unit_test(a_ranking_gives_its_text_again), cmocka_unit_test(a_ranking_is_previewed_as_before),
        cmocka_unit_test(another_palette_is_refused),     cmocka_unit_test(a_prediction_gives_its_text_again),
        cmocka_unit_test(a_chart_gives_its_text_again),   cmocka_unit_test(damaged_measurements_are_refused),
        cmocka_unit_test(damaged_rankings_are_refused),   cmocka_unit_test(no_cut_is_taken),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
