/* cli/shelf/shelf_check.c - `palette check`: what is missing or odd in a palette, why it matters, how to get it right. */
#include "json_text.h"
#include "shelf/shelf.h"
#include "show/terminal.h"

#include <string.h>

enum { ESCAPED = 6 * INPUT_PATH_SIZE };

/* The same said of several inks is said once: of three by their ids. */
enum { NAMED = 3 };

static int is_same(const sct_advice_item *a, const sct_advice_item *b)
{
    return strcmp(a->code, b->code) == 0 && strcmp(a->what, b->what) == 0 && strcmp(a->how, b->how) == 0;
}

/* One of the lines below what was found: "why: ...". */
static void print_reason(const char *name, const char *sentence)
{
    enum { INDENT = 9 };
    char line[2 * WORDS_SIZE] = "    ";
    add_told(line, sizeof line, "", name);
    add_told(line, sizeof line, ": ", sentence);
    print_line(line, INDENT);
}

static void print_advice(const sct_palette *palette, const sct_advice *advice)
{
    sct_advice_item item, other;
    sct_ink ink;
    for (size_t i = 0; sct_advice_at(advice, i, &item) == SCT_OK; i++) {
        size_t before = 0, same = 0;
        while (before < i && (sct_advice_at(advice, before, &other) != SCT_OK || !is_same(&item, &other)))
            before++;
        if (before < i)
            continue;
        for (size_t k = i; sct_advice_at(advice, k, &other) == SCT_OK; k++)
            if (is_same(&item, &other) && sct_palette_ink(palette, other.ink, &ink) == SCT_OK && same++ < NAMED)
                printf("%s%s", same > 1 ? ", " : "", ink.id);
        if (same > NAMED)
            printf(", ... (%zu)", same);
        printf("%s", same ? ": " : "");
        print_told(item.what, 0);
        printf("\n");
        print_reason("why", item.why);
        print_reason("how", item.how);
    }
    if (sct_advice_count(advice))
        printf("\n");
}

/* What a warning says, after the place that it begins with. */
static const char *said_of(const char *warning)
{
    const char *after = strncmp(warning, "inks[", 5) == 0 ? strchr(warning, ']') : NULL;
    return after ? after : warning;
}

/* Its place in the file, as it is, and what is said of it. */
static void print_warning(const char *warning)
{
    const char *colon = strstr(warning, ": ");
    printf(": ");
    if (colon)
        printf("%.*s", (int)(colon + 2 - warning), warning);
    print_told(colon ? colon + 2 : warning, 0);
}

static void print_warnings(const sct_palette *palette, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *one = sct_palette_warning(palette, i);
        size_t before = 0, same = 1;
        while (before < i && strcmp(said_of(sct_palette_warning(palette, before)), said_of(one)) != 0)
            before++;
        if (before < i)
            continue;
        for (size_t k = i + 1; k < count; k++)
            same += strcmp(said_of(sct_palette_warning(palette, k)), said_of(one)) == 0;
        print_told("warning", 0);
        print_warning(one);
        if (same > 1)
            printf(" (%zu x)", same);
        printf("\n");
    }
}

static void put(const char *before, const char *text)
{
    char out[ESCAPED];
    json_text(text, out, sizeof out);
    printf("%s\"%s\"", before, out);
}

static void print_json(const char *name, const sct_palette *palette, const sct_palette_info *info, const sct_advice *advice)
{
    sct_advice_item item;
    sct_ink ink;
    printf("{\"check\":{\"version\":1");
    put(",\"file\":", name);
    put(",\"name\":", info->name);
    printf(",\"ink_count\":%zu,\"fingerprint\":\"%s\",\"warnings\":[", sct_palette_count(palette), info->fingerprint);
    for (size_t i = 0; i < info->warning_count; i++)
        put(i ? "," : "", sct_palette_warning(palette, i));
    printf("],\"advice\":[");
    for (size_t i = 0; sct_advice_at(advice, i, &item) == SCT_OK; i++) {
        printf("%s{\"ink\":", i ? "," : "");
        if (sct_palette_ink(palette, item.ink, &ink) == SCT_OK)
            put("", ink.id);
        else
            printf("null"); /* the palette as a whole */
        put(",\"code\":", item.code);
        put(",\"what\":", item.what);
        put(",\"why\":", item.why);
        put(",\"how\":", item.how);
        printf("}");
    }
    printf("]}}\n");
}

int shelf_check(app *a, const char *name, const sct_palette *palette)
{
    sct_palette_info info;
    sct_advice *advice = NULL;
    if (sct_palette_describe(palette, &info) != SCT_OK)
        return complain(a, EXIT_WORLD, name, "the palette cannot be read");
    sct_status status = sct_advice_new(a->ctx, palette, &advice);
    if (status != SCT_OK)
        return complain_status(a, status, name);
    if (a->json) {
        print_json(name, palette, &info, advice);
    } else {
        if (!a->quiet) {
            print_warnings(palette, info.warning_count);
            print_advice(palette, advice);
        }
        char line[WORDS_SIZE] = "";
        add_toldf(line, sizeof line, "", "valid, inks: %zu, warnings: %zu, fingerprint %s", sct_palette_count(palette),
                  info.warning_count, info.fingerprint);
        printf("%s: %s\n", name, line);
    }
    sct_advice_free(advice);
    if (a->strict && info.warning_count)
        return complain(a, EXIT_STRICT, name, "%zu warnings (--strict)", info.warning_count);
    return EXIT_ANSWER;
}
