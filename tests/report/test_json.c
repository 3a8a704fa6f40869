/*
 * tests/report/test_json.c - the JSON of results, byte for byte.
 *
 * The files under tests/golden/ are what stood here when somebody last looked:
 * SCALPTONE_GOLDEN=1 writes them anew, for review as a diff.
 */
#include "match/client.h"
#include "report/made_up.h"
#include "support/support.h"

/* Indented, so that a diff can be read. */
static char *pretty(const sct_bytes *bytes)
{
    json *root = NULL;
    sct_bytes text = {0};
    assert_null(memchr(bytes->data, '\n', bytes->size)); /* one line, and no newline at its end */
    assert_int_equal(json_parse(NULL, bytes->data, bytes->size, &root), SCT_OK);
    assert_int_equal(json_print(NULL, root, 1, &text), SCT_OK);
    json_free(root);
    char *copy = calloc(text.size + 2, 1);
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\n';
    sct_bytes_free(&text);
    return copy;
}

static void check_golden(const char *path, const sct_bytes *bytes)
{
    char *text = pretty(bytes);
    if (getenv("SCALPTONE_GOLDEN")) {
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        assert_true(fputs(text, f) >= 0);
        assert_int_equal(fclose(f), 0);
    }
    char *golden = (char *)read_file(path, NULL);
    assert_non_null(golden);
    assert_string_equal(text, golden);
    free(golden);
    free(text);
}

static void measurement(void **state)
{
    (void)state;
    sct_bytes out = {0};
    sct_measurement m = made_up_measurement();
    assert_int_equal(report_measurement(NULL, &m, &out), SCT_OK);
    check_golden("tests/golden/measure.json", &out);
    sct_bytes_free(&out);
}

static void what_is_not_known_is_null(void **state)
{
    (void)state;
    sct_bytes out = {0};
    sct_measurement m = made_up_measurement();
    m.skin.estimate.pixels = 0;
    m.hair = (sct_hair){.kind = SCT_HAIR_GROWN,
                        .strand = m.hair.strand,
                        .coverage = (double)NAN,
                        .grey_fraction = (double)NAN,
                        .grey_lo = (double)NAN,
                        .grey_hi = (double)NAN,
                        .density_per_cm2 = (double)NAN,
                        .width_mm = (double)NAN};
    m.correction = (sct_correction){
        .kind = SCT_CORRECTION_NONE, .loo_de00_mean = (double)NAN, .loo_de00_max = (double)NAN, .u95_de00 = 10};
    m.photos[0].profile_name[0] = '\0';
    assert_int_equal(report_measurement(NULL, &m, &out), SCT_OK);
    check_golden("tests/golden/measure-unknown.json", &out);
    sct_bytes_free(&out);
}

static void match(void **state)
{
    (void)state;
    sct_bytes out = {0};
    match_candidate rows[MADE_UP_ROWS];
    sct_measurement m = made_up_measurement();
    match_ranking r = made_up_ranking(&m, rows);
    sct_palette *palette = palette_of(carbon_palette);
    assert_int_equal(report_match(NULL, &m, palette, &r, rows, &out), SCT_OK);
    check_golden("tests/golden/match.json", &out);
    sct_bytes_free(&out);
    sct_palette_free(palette);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measurement),
        cmocka_unit_test(what_is_not_known_is_null),
        cmocka_unit_test(match),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
