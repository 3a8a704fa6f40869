/*
 * tests/fuzz/fuzz_kept.c - a consultation record from a stranger: refused with
 * a message, or read, warned of and written, and then the same when read again.
 */
#include "fuzz/fuzz.h"
#include "scalptone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sct_context *ctx = NULL;
    sct_record *record = NULL, *again = NULL;
    sct_bytes text = {0}, same = {0}, warnings = {0};
    double de00 = 0;
    HOLD(sct_context_new(&ctx) == SCT_OK);
    if (sct_record_from_json(ctx, data, size, &record) == SCT_OK) {
        HOLD(sct_record_json(ctx, record, &text) == SCT_OK);
        HOLD(sct_record_from_json(ctx, text.data, text.size, &again) == SCT_OK);
        HOLD(sct_record_json(ctx, again, &same) == SCT_OK);
        HOLD(text.size == same.size && memcmp(text.data, same.data, text.size) == 0);
        HOLD(sct_record_warnings(ctx, record, "2026-11-29", &warnings) == SCT_OK);
        sct_status status = sct_record_distance(ctx, record, again, &de00);
        HOLD(status == SCT_ERR_NOTHING || (status == SCT_OK && de00 >= 0 && de00 < 1e-9));
        const char *key;
        for (size_t i = 0; (key = sct_record_key(i)); i++)
            HOLD(strstr(key, ".N.") || sct_record_get(record, key));
    } else {
        HOLD(sct_context_message(ctx)[0] != '\0');
    }
    sct_bytes_free(&text);
    sct_bytes_free(&same);
    sct_bytes_free(&warnings);
    sct_record_free(record);
    sct_record_free(again);
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER

static size_t make_seeds(fuzz_seed *seeds)
{
    static const char *const fields[][2] = {{"client", "anna"},
                                            {"measured.skin_lab", "65,13.4,15.7"},
                                            {"measured.hair_lab", "26.9,6,8.5"},
                                            {"chosen.ink", "a"},
                                            {"chosen.expiry", "2027-01-31"},
                                            {"sessions.1.date", "2026-11-29"},
                                            {"sessions.2.notes", "\""},
                                            {"certificates.1.body", "AAM"},
                                            {"patch_test.placed", "2026-11-26T10:00"},
                                            {"checklist.gloves", "yes"},
                                            {"depth_mm", "0.5"}};
    sct_record *record = NULL;
    sct_bytes text = {0};
    HOLD(sct_record_new(NULL, NULL, NULL, NULL, &record) == SCT_OK);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        HOLD(sct_record_set(NULL, record, fields[i][0], fields[i][1]) == SCT_OK);
    HOLD(sct_record_json(NULL, record, &text) == SCT_OK);
    seeds[0].name = "filled";
    seeds[0].size = text.size;
    seeds[0].data = malloc(text.size);
    HOLD(seeds[0].data);
    memcpy(seeds[0].data, text.data, text.size);
    sct_bytes_free(&text);
    sct_record_free(record);
    return 1;
}

int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"kept", make_seeds, 1000, 2}, argc, argv);
}

#endif
