/* engine/record/record_check.c - what is to be minded of a record, and how unlike two clients are. */
#include "record/record.h"

#include <math.h>
#include <string.h>

static const double PATCH_HOURS = 48;

typedef struct warnings {
    sct_context *ctx;
    const sct_record *record;
    const char *day;
    double hours; /* of the day */
    bytes_buffer text;
    sct_status status;
} warnings;

static void warn(warnings *w, const char *sentence)
{
    if (w->status == SCT_OK)
        w->status = bytes_append(w->ctx, &w->text, sentence, strlen(sentence));
    if (w->status == SCT_OK)
        w->status = bytes_append(w->ctx, &w->text, "\n", 1);
}

static const char *get(const warnings *w, const char *key)
{
    return sct_record_get(w->record, key);
}

static int is_yes(const warnings *w, const char *key)
{
    return strcmp(get(w, key), "yes") == 0;
}

/* Days as they are written are in order as texts are. */
static int is_past(const warnings *w, const char *day)
{
    return *day && strcmp(day, w->day) < 0;
}

static void check_ink(warnings *w)
{
    const char *chosen = get(w, "chosen.ink"), *recommended = get(w, "recommended.ink");
    if (is_past(w, get(w, "chosen.expiry")))
        warn(w, "The ink has expired: do not use it.");
    if (!*chosen)
        return;
    if (!*get(w, "chosen.lot"))
        warn(w, "The lot of the ink is missing.");
    if (!*get(w, "chosen.expiry"))
        warn(w, "The expiry of the ink is missing.");
    if (*recommended && strcmp(chosen, recommended) != 0 && !*get(w, "chosen.reason"))
        warn(w, "Another ink than recommended was chosen: say why.");
}

/* The test counts until the first session, or until it was looked at before. */
static void check_patch(warnings *w)
{
    double placed = 0, until = 0, session = 0;
    const char *read = get(w, "patch_test.read"), *first = get(w, "sessions.1.date");
    if (!record_hours(get(w, "patch_test.placed"), &placed)) {
        warn(w, "There is no patch test: do one, 48 hours before the first session.");
        return;
    }
    if (!record_hours(read, &until))
        until = w->hours;
    if (record_hours(first, &session) && session < until)
        until = session;
    if (until - placed < PATCH_HOURS)
        warn(w, "The patch test is less than 48 hours old: wait.");
    if (*read && !is_yes(w, "patch_test.clear"))
        warn(w, "Nobody has noted that the patch test is clear.");
}

static void check_certificates(warnings *w)
{
    char key[64], line[160];
    int rows = record_rows(w->record, "certificates");
    for (int i = 1; i <= rows; i++) {
        text_print(key, sizeof key, "certificates.%d.valid_until", i);
        if (!is_past(w, get(w, key)))
            continue;
        text_print(key, sizeof key, "certificates.%d.body", i);
        const char *body = get(w, key);
        text_print(line, sizeof line, "The certificate of %s has run out.", body);
        warn(w, *body ? line : "The certificate has run out.");
    }
    if (!rows)
        warn(w, "No certificate is noted.");
}

static void check_list(warnings *w)
{
    static const char *const items[][2] = {{"checklist.applicators", "applicators not used twice"},
                                           {"checklist.gloves", "new gloves"},
                                           {"checklist.sterilised", "tools sterilised"},
                                           {"checklist.waste", "waste disposal"},
                                           {"checklist.room", "clean room"}};
    char list[200] = "", line[256];
    size_t n = 0;
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++)
        if (!is_yes(w, items[i][0]))
            n += (size_t)text_print(list + n, sizeof list - n, "%s%s", n ? ", " : "", items[i][1]);
    text_print(line, sizeof line, "Not checked yet: %s.", list);
    if (n)
        warn(w, line);
    if (!is_yes(w, "consent.signed"))
        warn(w, "The consent is not signed.");
}

sct_status sct_record_warnings(sct_context *ctx, const sct_record *record, const char *day, sct_bytes *out)
{
    sct_status status = SCT_OK;
    warnings w = {.ctx = ctx, .record = record, .day = day};
    sct_context_clear(ctx);
    if (!record || !day || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_record_warnings needs a record, a day and a place for the text");
    if (!record_hours(day, &w.hours) || strlen(day) != 10)
        FAIL(ctx, SCT_ERR_OPTION, "%.60s is no day such as 2026-11-29", day);
    check_ink(&w);
    check_patch(&w);
    check_certificates(&w);
    check_list(&w);
    TRY(w.status);
    TRY(bytes_append(ctx, &w.text, "", 1));
    *out = (sct_bytes){w.text.data, w.text.size - 1};
    w.text.data = NULL;
done:
    mem_free(w.text.data);
    return status;
}

sct_status sct_record_distance(sct_context *ctx, const sct_record *one, const sct_record *other, double *de00)
{
    sct_lab skins[2], hairs[2];
    sct_context_clear(ctx);
    if (!one || !other || !de00)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_record_distance needs two records and a place for the number");
    if (!record_lab(sct_record_get(one, "measured.skin_lab"), &skins[0]) ||
        !record_lab(sct_record_get(other, "measured.skin_lab"), &skins[1]) ||
        !record_lab(sct_record_get(one, "measured.hair_lab"), &hairs[0]) ||
        !record_lab(sct_record_get(other, "measured.hair_lab"), &hairs[1]))
        return diag_set(ctx, SCT_ERR_NOTHING, "skin or hair was not measured in one of the two records");
    double skin = sct_de2000(skins[0], skins[1]), hair = sct_de2000(hairs[0], hairs[1]);
    *de00 = sqrt((skin * skin + hair * hair) / 2);
    return SCT_OK;
}
