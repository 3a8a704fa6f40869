/* engine/report/read/read_fields.c - the fields of a result in JSON, each checked, the first mistake kept with its place. */
#include "report/read/read.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = 112, DEPTH_MAX = 8, WORDS_MAX = 32 };
static const double WHOLE_MOST = 9007199254740992.0; /* 2^53 */

/* "matches[3].exact.dot_lab" */
static void write_path(const node *at, const char *key, char out[PATH_SIZE])
{
    const node *chain[DEPTH_MAX];
    size_t depth = 0, used = 0;
    out[0] = '\0';
    for (; at && at->parent && depth < DEPTH_MAX; at = at->parent)
        chain[depth++] = at;
    while (depth-- > 0 && used < PATH_SIZE) {
        if (chain[depth]->key)
            used += (size_t)snprintf(out + used, PATH_SIZE - used, "%s%s", used ? "." : "", chain[depth]->key);
        else
            used += (size_t)snprintf(out + used, PATH_SIZE - used, "[%zu]", chain[depth]->index);
    }
    if (key && used < PATH_SIZE)
        snprintf(out + used, PATH_SIZE - used, "%s%s", used ? "." : "", key);
}

void read_refuse(reader *r, const node *at, const char *key, const char *format, ...)
{
    char path[PATH_SIZE], text[128];
    va_list args;
    if (r->status != SCT_OK)
        return;
    write_path(at, key, path);
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    r->status = diag_set(r->ctx, SCT_ERR_PALETTE, "%s%s%s", path, *path ? ": " : "", text);
}

static node member(const node *at, const char *key)
{
    return (node){at, key, 0, json_get(at->value, key)};
}

/* A member that must be there and of a kind; its value is null when it is not. */
static node member_of(reader *r, const node *at, const char *key, json_kind kind, const char *what)
{
    node found = member(at, key);
    if (!found.value)
        read_refuse(r, at, key, "missing");
    else if (json_type(found.value) != kind)
        read_refuse(r, at, key, "must be %s", what);
    else
        return found;
    found.value = NULL;
    return found;
}

node read_object(reader *r, const node *at, const char *key)
{
    return member_of(r, at, key, JSON_OBJECT, "an object");
}

node read_list(reader *r, const node *at, const char *key, size_t most)
{
    node list = member_of(r, at, key, JSON_ARRAY, "a list");
    if (list.value && json_count(list.value) > most) {
        read_refuse(r, at, key, "more than %zu of them", most);
        list.value = NULL;
    }
    return list;
}

node read_first(const node *list)
{
    return (node){list, NULL, 0, json_first(list->value)};
}

node read_next(const node *item)
{
    return (node){item->parent, NULL, item->index + 1, json_next(item->value)};
}

int read_null(const node *at, const char *key)
{
    const json *value = json_get(at->value, key);
    return value && json_type(value) == JSON_NULL;
}

static double check_number(reader *r, const node *at, double value, double lo, double hi)
{
    char from[32], to[32];
    if (value >= lo && value <= hi)
        return value;
    text_from_exact(from, sizeof from, lo);
    text_from_exact(to, sizeof to, hi);
    read_refuse(r, at, NULL, "must be a number between %s and %s", from, to);
    return (double)NAN;
}

double read_number(reader *r, const node *at, const char *key, double lo, double hi)
{
    node found = member_of(r, at, key, JSON_NUMBER, "a number");
    return found.value ? check_number(r, &found, json_number(found.value), lo, hi) : (double)NAN;
}

double read_unknown(reader *r, const node *at, const char *key, double lo, double hi)
{
    return read_null(at, key) ? (double)NAN : read_number(r, at, key, lo, hi);
}

double read_whole(reader *r, const node *at, const char *key, double lo, double hi)
{
    double value = read_number(r, at, key, fmax(lo, -WHOLE_MOST), fmin(hi, WHOLE_MOST));
    if (r->status == SCT_OK && value >= floor(value) && value <= floor(value))
        return value;
    read_refuse(r, at, key, "must be a whole number");
    return 0;
}

int read_bool(reader *r, const node *at, const char *key)
{
    node found = member_of(r, at, key, JSON_BOOL, "true or false");
    return found.value ? json_bool(found.value) : 0;
}

const char *read_string(reader *r, const node *at, const char *key)
{
    node found = member_of(r, at, key, JSON_STRING, "a text");
    return found.value ? json_string(found.value) : "";
}

void read_text(reader *r, const node *at, const char *key, char *out, size_t capacity)
{
    const char *text = read_string(r, at, key);
    text_copy(out, capacity, text);
    if (strcmp(out, text) != 0)
        read_refuse(r, at, key, "a text that is longer than %zu bytes or holds control characters", capacity - 1);
}

void read_name(reader *r, const node *at, const char *key, char *out, size_t capacity)
{
    if (read_null(at, key))
        out[0] = '\0';
    else
        read_text(r, at, key, out, capacity);
}

int read_word(reader *r, const node *at, const char *key, const char *(*word)(int))
{
    const char *text = read_string(r, at, key);
    for (int i = 0; i < WORDS_MAX; i++)
        if (strcmp(word(i), text) == 0 && strcmp(text, "unknown") != 0)
            return i;
    read_refuse(r, at, key, "\"%.40s\" is none of the words that may stand here", text);
    return 0;
}

void read_numbers(reader *r, const node *at, const char *key, int unknown, double lo, double hi, double *out, size_t n)
{
    node list = read_list(r, at, key, n), item = read_first(&list);
    if (list.value && json_count(list.value) != n)
        read_refuse(r, at, key, "must be %zu numbers", n);
    for (size_t i = 0; i < n; i++, item = read_next(&item)) {
        int none = unknown && item.value && json_type(item.value) == JSON_NULL;
        out[i] = r->status == SCT_OK && !none ? check_number(r, &item, json_number(item.value), lo, hi) : (double)NAN;
    }
}

void read_matrix(reader *r, const node *at, const char *key, int unknown, double most, double out[3][3])
{
    node rows = read_list(r, at, key, 3), row = read_first(&rows);
    for (int i = 0; i < 3 && r->status == SCT_OK; i++, row = read_next(&row)) {
        node item = read_first(&row);
        if (!row.value || json_type(row.value) != JSON_ARRAY || json_count(row.value) != 3)
            read_refuse(r, at, key, "must be three rows of three numbers");
        for (int k = 0; k < 3 && r->status == SCT_OK; k++, item = read_next(&item)) {
            int none = unknown && json_type(item.value) == JSON_NULL;
            out[i][k] = none ? (double)NAN : check_number(r, &item, json_number(item.value), -most, most);
        }
    }
}

/* Lightness and opponents that no photo and no ink comes near. */
static const double lab_least[3] = {-20, -200, -200}, lab_most[3] = {120, 200, 200};

sct_lab read_lab(reader *r, const node *at, const char *key)
{
    double v[3] = {(double)NAN, (double)NAN, (double)NAN};
    node list = {at, key, 0, json_get(at->value, key)}, item = read_first(&list);
    if (read_null(at, key))
        return (sct_lab){v[0], v[1], v[2]};
    read_numbers(r, at, key, 0, -200, 200, v, 3);
    for (int i = 0; i < 3 && r->status == SCT_OK; i++, item = read_next(&item))
        check_number(r, &item, v[i], lab_least[i], lab_most[i]);
    return (sct_lab){v[0], v[1], v[2]};
}

/* Whether a number is shown as the writer would round it. */
static int is_shown(const json *shown, double exact, int decimals)
{
    char expected[352], found[352];
    if (!isfinite(exact))
        return shown && json_type(shown) == JSON_NULL;
    text_from_number(expected, sizeof expected, exact, decimals, 1);
    text_from_number(found, sizeof found, json_number(shown), decimals, 1);
    return strcmp(expected, found) == 0;
}

static void refuse_shown(reader *r, const node *at, const char *shown)
{
    read_refuse(r, at, shown, "is not what \"exact\" has: change both, or neither");
}

void read_exact_number(reader *r, const node *at, const char *shown, double exact, int decimals)
{
    if (r->status == SCT_OK && !is_shown(json_get(at->value, shown), exact, decimals))
        refuse_shown(r, at, shown);
}

double read_exact(reader *r, const node *at, const char *shown, const node *exact, const char *key, int decimals, double lo,
                  double hi)
{
    double value = read_unknown(r, exact, key, lo, hi);
    read_exact_number(r, at, shown, value, decimals);
    return value;
}

sct_lab read_exact_lab(reader *r, const node *at, const char *shown, const node *exact, const char *key)
{
    sct_lab lab = read_lab(r, exact, key);
    const double v[3] = {lab.L, lab.a, lab.b};
    const json *list = json_get(at->value, shown), *one = json_first(list);
    int same = isfinite(lab.L) ? json_count(list) == 3 : list && json_type(list) == JSON_NULL;
    for (int i = 0; i < 3 && same && isfinite(lab.L); i++, one = json_next(one))
        same = is_shown(one, v[i], DECIMALS_LAB);
    if (r->status == SCT_OK && !same)
        refuse_shown(r, at, shown);
    return lab;
}

/* ---- what several results have ---- */

void read_flags(reader *r, const node *at, sct_flags *out)
{
    node list = read_list(r, at, "quality", SCT_FLAG_MAX);
    for (node item = read_first(&list); item.value && r->status == SCT_OK; item = read_next(&item)) {
        char code[sizeof out->items[0].code], message[sizeof out->items[0].message], fix[sizeof out->items[0].fix];
        read_text(r, &item, "code", code, sizeof code);
        read_text(r, &item, "message", message, sizeof message);
        read_text(r, &item, "fix", fix, sizeof fix);
        int forbids_pick = read_bool(r, &item, "forbids_pick");
        if (!*code || flags_have(out, code))
            read_refuse(r, &item, "code", "must be a word that stands there once");
        flags_add(out, code, forbids_pick, message, fix);
    }
}

static const char *correction_word(int i)
{
    return sct_correction_kind_name((sct_correction_kind)i);
}

void read_correction(reader *r, const node *at, int in_full, sct_correction *out)
{
    const double most = 1000;
    node exact = in_full ? read_object(r, at, "exact") : *at;
    out->kind = (sct_correction_kind)read_word(r, at, "kind", correction_word);
    read_name(r, at, "chart", out->chart, sizeof out->chart);
    out->patches_used = (int)read_whole(r, at, "patches_used", 0, most);
    out->loo_de00_mean = read_exact(r, at, "loo_de00_mean", &exact, "loo_de00_mean", DECIMALS_DE, 0, most);
    out->loo_de00_max = read_exact(r, at, "loo_de00_max", &exact, "loo_de00_max", DECIMALS_DE, 0, most);
    out->u95_de00 = read_exact(r, at, "u95_de00", &exact, "u95_de00", DECIMALS_DE, 0, most);
    out->mm_per_px = read_exact(r, at, "mm_per_px", &exact, "mm_per_px", DECIMALS_SCALE, 0, most);
    if (isnan(out->mm_per_px))
        out->mm_per_px = 0;
}

sct_status read_root(reader *r, const void *text, size_t size, int has_schema, node *root)
{
    r->status = json_parse(r->ctx, text, size, &r->tree);
    *root = (node){NULL, NULL, 0, r->tree};
    if (r->status != SCT_OK)
        return r->status;
    if (json_type(r->tree) != JSON_OBJECT) {
        read_refuse(r, root, NULL, "the text must be one object");
    } else if (has_schema) {
        node program = read_object(r, root, "scalptone");
        double schema = read_whole(r, &program, "schema", 1, 1000);
        if (schema > REPORT_SCHEMA)
            read_refuse(r, &program, "schema", "%.0f is newer than this program, which reads %d", schema, REPORT_SCHEMA);
    }
    return r->status;
}
