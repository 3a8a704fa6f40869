/*
 * tests/report/test_schema.c - what a match writes, against the schema that
 * ships: every key is there, no other key is, and every value has its type.
 */
#include "match/client.h"
#include "report/against.h"
#include "report/made_up.h"
#include "support/support.h"

/* The fault of a text against the schema, or "". */
static void fault_of(const void *text, size_t size, char out[FAULT_SIZE])
{
    fault_against(sct_ranking_schema(), text, size, 1, out);
}

static void check_match(const sct_measurement *m, const sct_palette *palette, const match_ranking *r,
                        const match_candidate *rows)
{
    char found[FAULT_SIZE];
    sct_bytes out = {0};
    assert_int_equal(report_match(NULL, m, palette, r, rows, &out), SCT_OK);
    fault_of(out.data, out.size, found);
    assert_string_equal(found, "");
    sct_bytes_free(&out);
}

static void what_a_match_writes_fits(void **state)
{
    (void)state;
    static match_candidate rows[SCT_CANDIDATE_MAX];
    sct_palette *palette = palette_of(carbon_palette);
    sct_measurement m = made_up_measurement();
    match_ranking r = made_up_ranking(&m, rows);
    check_match(&m, palette, &r, rows);

    sct_match_options o; /* a ranking as computed, with and without draws, of stubble and of grown hair */
    sct_match_options_init(&o);
    m = typical_client();
    rank_all(&o, &m, palette, rows, SCT_CANDIDATE_MAX, &r);
    check_match(&m, palette, &r, rows);
    o.draws = 0;
    m.hair.kind = SCT_HAIR_GROWN;
    m.hair.shadow = (sct_estimate){0};
    m.hair.coverage = m.hair.grey_fraction = m.hair.grey_lo = m.hair.grey_hi = m.hair.density_per_cm2 = (double)NAN;
    m.correction = (sct_correction){
        .kind = SCT_CORRECTION_NONE, .loo_de00_mean = (double)NAN, .loo_de00_max = (double)NAN, .u95_de00 = 10};
    rank_all(&o, &m, palette, rows, SCT_CANDIDATE_MAX, &r);
    check_match(&m, palette, &r, rows);
    m.correction.kind = SCT_CORRECTION_VALUES; /* colours that were given, without a photo */
    check_match(&m, palette, &r, rows);
    sct_palette_free(palette);
}

/* A check that cannot fail proves nothing: each damage is found. */
static void damage_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *expected;
    } damages[] = {
        {"\"pick\":true", "\"pick\":1", "$.pick: number"},
        {"\"pick\":true", "\"pock\":true", "$: lacks \"pick\""},
        {"\"confidence\":\"high\"", "\"confidence\":\"huge\"", "$.confidence: is none of the words"},
        {"\"schema\":1", "\"schema\":2", "$.scalptone.schema: is not the constant"},
        {"\"band\":\"imperceptible\"", "\"band\":\"imperceptible\",\"bond\":1",
         "$.matches.bond: the schema does not name this key"},
        {"\"p_best\":0.62", "\"p_best\":1.62", "$.matches.p_best: is out of range"},
        {"\"dot_lab\":[32,1.5,2.25]", "\"dot_lab\":[32,1.5]", "$.matches.dot_lab: too few or too many items"},
    };
    match_candidate rows[MADE_UP_ROWS];
    sct_bytes out = {0};
    sct_palette *palette = palette_of(carbon_palette);
    sct_measurement m = made_up_measurement();
    match_ranking r = made_up_ranking(&m, rows);
    assert_int_equal(report_match(NULL, &m, palette, &r, rows, &out), SCT_OK);
    char *whole = calloc(out.size + 1, 1), *text = calloc(out.size + 64, 1);
    memcpy(whole, out.data, out.size);
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        char found[FAULT_SIZE];
        char *at = strstr(whole, damages[i].from);
        assert_non_null(at);
        snprintf(text, out.size + 64, "%.*s%s%s", (int)(at - whole), whole, damages[i].to, at + strlen(damages[i].from));
        fault_of(text, strlen(text), found);
        assert_string_equal(found, damages[i].expected);
    }
    free(text);
    free(whole);
    sct_bytes_free(&out);
    sct_palette_free(palette);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_match_writes_fits),
        cmocka_unit_test(damage_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
