/* tests/record/test_record.c - what an artist keeps: filled in, written, read, refused, warned of. */
#include "record/record.h"
#include "report/made_up.h"
#include "support/support.h"

static sct_record *empty_record(void)
{
    sct_record *r = NULL;
    assert_int_equal(sct_record_new(NULL, NULL, NULL, NULL, &r), SCT_OK);
    return r;
}

static void set(sct_record *r, const char *key, const char *value)
{
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    if (sct_record_set(ctx, r, key, value) != SCT_OK)
        fail_msg("%s = %s: %s", key, value, sct_context_message(ctx));
    sct_context_free(ctx);
}

/* Every field once, with a value of its kind. */
static const char *usual(const record_field *f)
{
    switch (f->kind) {
    case RECORD_DAY: return "2026-11-29";
    case RECORD_MOMENT: return "2026-11-29T14:30";
    case RECORD_NUMBER: return f->hi < 1.25 ? "0.25" : "1.25";
    case RECORD_LAB: return "65.1,-0.5,15";
    case RECORD_CHECK: return "yes";
    case RECORD_WORD: return strrchr(f->words, ' ') + 1;
    default: return "\xc3\x84sh \"brown\" <7>";
    }
}

static void key_of(const record_field *f, int row, char out[80])
{
    const char *list = strstr(f->key, ".N.");
    if (list)
        snprintf(out, 80, "%.*s.%d%s", (int)(list - f->key), f->key, row, list + 2);
    else
        snprintf(out, 80, "%s", f->key);
}

static void every_field_there_and_back(void **state)
{
    (void)state;
    char key[80];
    sct_record *r = empty_record(), *again = NULL;
    sct_bytes text = {0}, same = {0};
    for (size_t i = 0; i < record_field_count; i++)
        for (int row = 1; row <= (record_fields[i].rows ? 2 : 1); row++) {
            key_of(&record_fields[i], row, key);
            const char *before = sct_record_get(r, key);
            assert_string_equal(before, record_fields[i].kind == RECORD_CHECK ? "no" : "");
            set(r, key, usual(&record_fields[i]));
            assert_string_equal(sct_record_get(r, key), usual(&record_fields[i]));
        }
    assert_int_equal(sct_record_json(NULL, r, &text), SCT_OK);
    assert_int_equal(sct_record_from_json(NULL, text.data, text.size, &again), SCT_OK);
    for (size_t i = 0; i < record_field_count; i++) {
        key_of(&record_fields[i], 2, key);
        assert_string_equal(sct_record_get(again, key), usual(&record_fields[i]));
        assert_ptr_equal(sct_record_key(i), record_fields[i].key);
    }
    assert_null(sct_record_key(record_field_count));
    assert_int_equal(sct_record_json(NULL, again, &same), SCT_OK);
    assert_string_equal((const char *)text.data, (const char *)same.data);
    assert_int_equal(sct_record_rows(again, "sessions"), 2);
    assert_int_equal(sct_record_rows(again, "client"), 0);
    figure("a record has %zu fields; with two rows in each list its text has %zu bytes", record_field_count, text.size);
    sct_bytes_free(&text);
    sct_bytes_free(&same);
    sct_record_free(r);
    sct_record_free(again);
}

static void nothing_is_checked_by_itself(void **state)
{
    (void)state;
    sct_record *r = empty_record();
    sct_bytes text = {0};
    assert_int_equal(sct_record_json(NULL, r, &text), SCT_OK);
    assert_null(strstr((const char *)text.data, "true"));
    sct_bytes_free(&text);
    sct_record_free(r);
}

static void values_that_cannot_be(void **state)
{
    (void)state;
    static const char *const bad[][2] = {{"created", "29.11.2026"},
                                         {"created", "2026-02-30"},
                                         {"created", "2025-02-29"},
                                         {"created", "2026-11-29T10:00"},
                                         {"patch_test.placed", "2026-11-29T25:00"},
                                         {"patch_test.placed", "2026-11-29 10:00"},
                                         {"depth_mm", "deep"},
                                         {"depth_mm", "11"},
                                         {"depth_mm", "nan"},
                                         {"depth_mm", "1 mm"},
                                         {"measured.skin_lab", "1,2"},
                                         {"measured.skin_lab", "1,2,3,4"},
                                         {"measured.skin_lab", "-1,2,3"},
                                         {"checklist.gloves", "true"},
                                         {"certificates.1.body", "ABC"},
                                         {"certificates.1.body", "A"},
                                         {"chosen.parts_water", "-1"}};
    static char many[RECORD_VALUE + 1];
    sct_record *r = empty_record();
    memset(many, 'x', sizeof many - 1);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (sct_record_set(NULL, r, bad[i][0], bad[i][1]) != SCT_ERR_OPTION)
            fail_msg("%s = %s was taken", bad[i][0], bad[i][1]);
    assert_int_equal(sct_record_set(NULL, r, "client", many), SCT_ERR_OPTION);
    static const char *const keys[] = {"",
                                       "x",
                                       "chosen",
                                       "chosen.",
                                       ".client",
                                       "chosen.x",
                                       "sessions.date",
                                       "sessions.0.date",
                                       "sessions.33.date",
                                       "sessions.2.date",
                                       "client.1",
                                       "client.1.x",
                                       "chosen.1.ink",
                                       "sessions.1.2.date",
                                       "sessions.-1.date",
                                       "sessions.01.date"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (sct_record_set(NULL, r, keys[i], "x") != SCT_ERR_ARGUMENT)
            fail_msg("%s was taken", keys[i]);
    sct_record_free(r);
}

static void texts_that_are_no_record(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "{}",
                                      "[]",
                                      "{\"scalptone_record\":0}",
                                      "{\"scalptone_record\":2,\"client\":\"a\"}",
                                      "{\"scalptone_record\":1,\"stranger\":1}",
                                      "{\"scalptone_record\":1,\"chosen\":{\"stranger\":1}}",
                                      "{\"scalptone_record\":1,\"chosen\":[]}",
                                      "{\"scalptone_record\":1,\"sessions\":{}}",
                                      "{\"scalptone_record\":1,\"client\":7}",
                                      "{\"scalptone_record\":1,\"created\":\"soon\"}",
                                      "{\"scalptone_record\":1,\"checklist\":{\"gloves\":\"yes\"}}",
                                      "{\"scalptone_record\":1,\"measured\":{\"skin_lab\":[1,2]}}",
                                      "{\"scalptone_record\":1,\"measured\":{\"skin_lab\":[1,2,null]}}",
                                      "{\"scalptone_record\":1,\"client\":\"a\"",
                                      "{\"scalptone_record\":1,\"plan\":[{},{},{},{}]}"};
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        sct_record *r = NULL;
        if (sct_record_from_json(ctx, bad[i], strlen(bad[i]), &r) != SCT_ERR_PALETTE)
            fail_msg("%s was read", bad[i]);
        assert_null(r);
        assert_true(sct_context_message(ctx)[0]);
    }
    sct_context_free(ctx);
}

static int warns(const sct_record *r, const char *day, const char *words)
{
    sct_bytes text = {0};
    assert_int_equal(sct_record_warnings(NULL, r, day, &text), SCT_OK);
    int found = strstr((const char *)text.data, words) != NULL;
    sct_bytes_free(&text);
    return found;
}

static void patch_tests(void **state)
{
    (void)state;
    sct_record *r = empty_record();
    const char *young = "less than 48 hours";
    assert_true(warns(r, "2026-11-29", "no patch test"));
    set(r, "patch_test.placed", "2026-11-27T15:00");
    assert_true(warns(r, "2026-11-29", young)); /* noon of the 29th: 45 hours */
    assert_false(warns(r, "2026-11-30", young));
    set(r, "patch_test.read", "2026-11-29T14:59");
    assert_true(warns(r, "2026-12-30", young));
    set(r, "patch_test.read", "2026-11-29T15:00");
    assert_false(warns(r, "2026-12-30", young));
    assert_true(warns(r, "2026-12-30", "clear"));
    set(r, "patch_test.clear", "yes");
    assert_false(warns(r, "2026-12-30", "clear"));
    set(r, "sessions.1.date", "2026-11-28"); /* the first session was before it could be looked at */
    assert_true(warns(r, "2026-12-30", young));
    set(r, "patch_test.placed", "2026-02-27"); /* over the end of a month, days alone */
    set(r, "patch_test.read", "2026-03-01");
    assert_false(warns(r, "2026-12-30", young));
    sct_bytes none = {NULL, 7};
    assert_int_equal(sct_record_warnings(NULL, r, "today", &none), SCT_ERR_OPTION);
    assert_int_equal(none.size, 7);
    sct_record_free(r);
}

static void what_else_is_minded(void **state)
{
    (void)state;
    sct_record *r = empty_record();
    assert_true(warns(r, "2026-11-29", "Not checked yet: applicators not used twice, new gloves"));
    static const char *const all[] = {"checklist.applicators", "checklist.gloves", "checklist.sterilised",
                                      "checklist.waste",       "checklist.room",   "consent.signed"};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        set(r, all[i], "yes");
    assert_false(warns(r, "2026-11-29", "Not checked"));
    assert_false(warns(r, "2026-11-29", "consent"));
    set(r, "recommended.ink", "a");
    set(r, "chosen.ink", "b");
    assert_true(warns(r, "2026-11-29", "say why"));
    assert_true(warns(r, "2026-11-29", "lot of the ink"));
    set(r, "chosen.reason", "in stock");
    set(r, "chosen.lot", "A17");
    set(r, "chosen.expiry", "2026-11-29");
    assert_false(warns(r, "2026-11-29", "say why") || warns(r, "2026-11-29", "lot of") || warns(r, "2026-11-29", "expire"));
    assert_true(warns(r, "2026-11-30", "has expired"));
    assert_true(warns(r, "2026-11-30", "No certificate"));
    set(r, "certificates.1.body", "AAM");
    set(r, "certificates.1.valid_until", "2026-12-01");
    set(r, "patch_test.placed", "2026-01-01");
    assert_false(warns(r, "2026-12-01", "certificate"));
    assert_true(warns(r, "2026-12-02", "The certificate of AAM has run out."));
    set(r, "chosen.expiry", "2030-01-01");
    sct_bytes text = {0};
    assert_int_equal(sct_record_warnings(NULL, r, "2026-12-01", &text), SCT_OK);
    assert_string_equal((const char *)text.data, "");
    sct_bytes_free(&text);
    sct_record_free(r);
}

static void like_clients(void **state)
{
    (void)state;
    sct_record *a = empty_record(), *b = empty_record();
    double de00 = -1;
    assert_int_equal(sct_record_distance(NULL, a, b, &de00), SCT_ERR_NOTHING);
    assert_true(de00 < 0);
    set(a, "measured.skin_lab", "65,13,16");
    set(a, "measured.hair_lab", "27,6,8.5");
    set(b, "measured.skin_lab", "60,13,16");
    set(b, "measured.hair_lab", "27,6,8.5");
    assert_int_equal(sct_record_distance(NULL, a, b, &de00), SCT_OK);
    assert_near(de00, sct_de2000((sct_lab){65, 13, 16}, (sct_lab){60, 13, 16}) / sqrt(2), 1e-12);
    sct_record_free(a);
    sct_record_free(b);
}

/* FIPS 180-2, appendix B.1. */
static void photos_by_their_hash(void **state)
{
    (void)state;
    sct_record *r = empty_record();
    assert_int_equal(sct_record_add_photo(NULL, r, "abc", 3, "before", "2026-11-29"), SCT_OK);
    assert_int_equal(sct_record_add_photo(NULL, r, "abc", 3, "after", NULL), SCT_OK);
    assert_int_equal(sct_record_rows(r, "photos"), 1);
    assert_string_equal(sct_record_get(r, "photos.1.sha256"),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(sct_record_add_photo(NULL, r, "abd", 3, "sideways", NULL), SCT_ERR_OPTION);
    assert_int_equal(sct_record_add_photo(NULL, r, "abd", 3, "after", "soon"), SCT_ERR_OPTION);
    assert_int_equal(sct_record_rows(r, "photos"), 1);
    for (char c = 0; c < 63; c++)
        assert_int_equal(sct_record_add_photo(NULL, r, &c, 1, "other", NULL), SCT_OK);
    assert_int_equal(sct_record_add_photo(NULL, r, "xyz", 3, "other", NULL), SCT_ERR_OPTION);
    sct_record_free(r);
}

static void of_a_ranking(void **state)
{
    (void)state;
    static const char inks[] =
        "{\"scalptone_palette\":1,\"name\":\"P\",\"provenance\":{\"kind\":\"illustrative\"},\"inks\":[{\"id\":\"a\","
        "\"product\":\"Ash\",\"kind\":\"dilutable\",\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":0.1}]},{\"id\":"
        "\"b\","
        "\"kind\":\"ready\",\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":0.1}]}]}";
    sct_palette *palette = NULL;
    match_candidate rows[MADE_UP_ROWS];
    sct_measurement m = made_up_measurement();
    match_ranking ranking = made_up_ranking(&m, rows);
    assert_int_equal(sct_palette_from_json(NULL, inks, sizeof inks - 1, &palette), SCT_OK);
    for (int pick = 0; pick < 2; pick++) {
        sct_record *r = empty_record();
        ranking.pick = pick;
        assert_int_equal(record_fill(NULL, &m, palette, &ranking, rows, r), SCT_OK);
        assert_string_equal(sct_record_get(r, "recommended.pick"), pick ? "yes" : "no");
        assert_string_equal(sct_record_get(r, "recommended.ink"), pick ? "a" : "");
        assert_int_equal(sct_record_rows(r, "plan") > 0, pick && ranking.plan_count);
        assert_int_equal(strlen(sct_record_get(r, "palette.fingerprint")), 64);
        assert_true(*sct_record_get(r, "measured.skin_lab"));
        assert_string_equal(sct_record_get(r, "chosen.ink"), "");
        sct_record_free(r);
    }
    sct_palette_free(palette);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_there_and_back),
        cmocka_unit_test(nothing_is_checked_by_itself),
        cmocka_unit_test(values_that_cannot_be),
        cmocka_unit_test(texts_that_are_no_record),
        cmocka_unit_test(patch_tests),
        cmocka_unit_test(what_else_is_minded),
        cmocka_unit_test(like_clients),
        cmocka_unit_test(photos_by_their_hash),
        cmocka_unit_test(of_a_ranking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
