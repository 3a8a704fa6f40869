/* cli/keep/record_show.c - shows a record: what is filled in, what is still empty, what is to be minded. */
#include "keep/record_show.h"

#include "keep/record_file.h"
#include "show/terminal.h"

#include <string.h>

enum { KEY_SIZE = 64 };

/* The part of a key before its first dot; "" for what belongs to the record as a whole. */
static void section_of(const char *key, char out[KEY_SIZE])
{
    const char *dot = strchr(key, '.');
    snprintf(out, KEY_SIZE, "%.*s", dot ? (int)(dot - key) : 0, key);
}

/* ---- what is filled in ---- */

/* A line for a field that is not empty; a blank line parts it from another section before it. */
static void show_field(const sct_record *record, const char *key, char shown[KEY_SIZE])
{
    char section[KEY_SIZE];
    const char *value = sct_record_get(record, key);
    if (!value || !*value)
        return;
    section_of(key, section);
    if (strcmp(section, shown) != 0)
        printf("\n");
    memcpy(shown, section, sizeof section);
    printf("  %-28s %s\n", key, value);
}

/* The rows of a list, whose first key has this index, one row behind another. */
static void show_rows(const sct_record *record, const char *section, size_t first, char shown[KEY_SIZE])
{
    char head[KEY_SIZE + 4], row[3 * KEY_SIZE];
    const char *key;
    size_t rows = sct_record_rows(record, section), n = (size_t)snprintf(head, sizeof head, "%s.N.", section);
    for (size_t r = 1; r <= rows; r++)
        for (size_t i = first; (key = sct_record_key(i)) && strncmp(key, head, n) == 0; i++) {
            snprintf(row, sizeof row, "%s.%zu.%s", section, r, key + n);
            show_field(record, row, shown);
        }
}

static void show_filled(const sct_record *record)
{
    char shown[KEY_SIZE] = "", section[KEY_SIZE], list[KEY_SIZE] = "";
    const char *key;
    for (size_t i = 0; (key = sct_record_key(i)); i++) {
        section_of(key, section);
        if (!strstr(key, ".N."))
            show_field(record, key, shown);
        else if (strcmp(section, list) != 0)
            show_rows(record, section, i, shown);
        memcpy(list, section, sizeof list);
    }
}

/* ---- what is still empty ---- */

static int is_empty(const sct_record *record, const char *key)
{
    char section[KEY_SIZE];
    section_of(key, section);
    if (strstr(key, ".N."))
        return sct_record_rows(record, section) == 0;
    const char *value = sct_record_get(record, key);
    return !value || !*value;
}

/* The names for --set, a paragraph for each section. */
static void show_empty(const sct_record *record)
{
    char line[WORDS_SIZE] = "", before[KEY_SIZE] = "", section[KEY_SIZE];
    const char *label = "Empty", *key;
    size_t n = 0;
    printf("\n");
    for (size_t i = 0; (key = sct_record_key(i)); i++) {
        if (!is_empty(record, key))
            continue;
        section_of(key, section);
        if (n && strcmp(section, before) != 0) {
            print_wrapped(label, line);
            label = "";
            n = 0;
        }
        memcpy(before, section, sizeof section);
        n += (size_t)snprintf(line + n, sizeof line - n, "%s%s", n ? ", " : "", key);
    }
    if (n)
        print_wrapped(label, line);
}

/* ---- what is to be minded ---- */

/* Each sentence begins a line. */
static void show_minds(const char *text)
{
    char line[512], told[WORDS_SIZE];
    printf("\n%s\n", tell("Mind:", told, sizeof told));
    for (size_t n; (n = strcspn(text, "\n")) != 0; text += n + (text[n] == '\n')) {
        snprintf(line, sizeof line, "%.*s", (int)(n < sizeof line ? n : sizeof line - 1), text);
        print_sentences(line);
    }
}

static int show_words(app *a, const char *date, const sct_record *record, const char *path)
{
    sct_bytes text = {0};
    char day[RECORD_DAY_SIZE];
    int code = 0;
    record_today(date, day);
    sct_status status = sct_record_warnings(a->ctx, record, date ? date : day, &text);
    if (status != SCT_OK)
        return complain_status(a, status, "--date");
    show_filled(record);
    show_empty(record);
    if (text.size)
        show_minds((const char *)text.data);
    if (a->strict && text.size)
        code = complain(a, EXIT_STRICT, path, "something is to be minded (--strict)");
    sct_bytes_free(&text);
    return code;
}

static int show_json(app *a, const sct_record *record, const char *path)
{
    sct_bytes text = {0};
    sct_status status = sct_record_json(a->ctx, record, &text);
    if (status != SCT_OK)
        return complain_status(a, status, path);
    printf("%s\n", (const char *)text.data);
    sct_bytes_free(&text);
    return 0;
}

int record_show(app *a, const char *date, const char *path)
{
    sct_record *record = NULL;
    int code = record_read(a, path, &record);
    if (!code)
        code = a->json ? show_json(a, record, path) : show_words(a, date, record, path);
    sct_record_free(record);
    return code;
}
