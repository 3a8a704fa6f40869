/*
 * engine/base/json.c - JSON as a tree.
 *
 * json_scan has found the text to be strict JSON and has counted its values
 * before a tree is made of it: the tree then is one block of values and one
 * copy of the text, in which keys and strings end where their quotes were. A
 * library that asks for memory three times a value takes six times as long for
 * a palette of 100,000 inks, most of it in the kernel. What a program builds
 * comes value by value (json_write.c).
 */
#include "base/base.h"
#include "base/json_scan.h"
#include "base/json_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A text that was parsed. */
typedef struct document {
    char *text;
    json values[];
} document;

/* ---- reading ------------------------------------------------------------------- */

static void place_of(const char *text, size_t at, int *line, int *column)
{
    *line = 1;
    *column = 1;
    for (size_t i = 0; i < at; i++) {
        if (text[i] == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)text[i] & 0xc0) != 0x80) {
            ++*column;
        }
    }
}

static unsigned hex4(const char *s)
{
    char four[5] = {s[0], s[1], s[2], s[3], '\0'};
    return (unsigned)strtoul(four, NULL, 16);
}

/* Writes the character of a \u escape behind its u, and moves both ends on. */
static void take_code(const char **from, char **to)
{
    unsigned code = hex4(*from), low;
    unsigned char *out = (unsigned char *)*to;
    *from += 4;
    if (code >= 0xd800 && code < 0xdc00) { /* the other half follows */
        low = hex4(*from + 2);
        *from += 6;
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    if (code < 0x80) {
        *out++ = (unsigned char)code;
    } else if (code < 0x800) {
        *out++ = (unsigned char)(0xc0 | code >> 6);
        *out++ = (unsigned char)(0x80 | (code & 0x3f));
    } else {
        if (code < 0x10000) {
            *out++ = (unsigned char)(0xe0 | code >> 12);
        } else {
            *out++ = (unsigned char)(0xf0 | code >> 18);
            *out++ = (unsigned char)(0x80 | (code >> 12 & 0x3f));
        }
        *out++ = (unsigned char)(0x80 | (code >> 6 & 0x3f));
        *out++ = (unsigned char)(0x80 | (code & 0x3f));
    }
    *to = (char *)out;
}

/* The string whose opening quote *at stands on, ended in place; *at goes past the closing one. No escape is shorter than
 * what it stands for. */
static char *take_string(char **at)
{
    static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
    char *start = *at + 1, *to = start + strcspn(start, "\"\\");
    const char *from = to;
    while (*from != '"') {
        if (*from != '\\') {
            *to++ = *from++;
            continue;
        }
        char c = from[1];
        const char *letter = strchr(letters, c);
        from += 2;
        if (c == 'u')
            take_code(&from, &to);
        else
            *to++ = letter ? meant[letter - letters] : c;
    }
    *at += from + 1 - *at;
    *to = '\0';
    return start;
}

/* One value that is no string; brackets are left for who asks. */
static void take_plain(json *value, char **at)
{
    const char *end;
    switch (**at) {
    case '{': value->kind = JSON_OBJECT; break;
    case '[': value->kind = JSON_ARRAY; break;
    case 't':
        value->kind = JSON_BOOL;
        value->boolean = 1;
        *at += strlen("true");
        break;
    case 'f':
        value->kind = JSON_BOOL;
        *at += strlen("false");
        break;
    case 'n':
        value->kind = JSON_NULL;
        *at += strlen("null");
        break;
    default:
        value->kind = JSON_NUMBER;
        value->as.number = text_number(*at, &end);
        *at += end - *at;
    }
}

/* Makes the tree of a text that json_scan found right. */
static void take_values(char *s, json *values)
{
    json *open[JSON_DEPTH_MAX], *next = values;
    char *key = NULL;
    size_t depth = 0;
    for (s += strspn(s, " \t\r\n,:"); *s; s += strspn(s, " \t\r\n,:")) {
        json *parent = depth ? open[depth - 1] : NULL;
        if (*s == '}' || *s == ']') {
            depth--;
            s++;
            continue;
        }
        if (parent && parent->kind == JSON_OBJECT && !key) {
            key = take_string(&s);
            continue;
        }
        json *value = next++;
        value->flags = IN_BLOCK;
        value->key = key;
        key = NULL;
        if (parent)
            json_link(parent, value);
        if (*s == '"') {
            value->kind = JSON_STRING;
            value->as.text = take_string(&s);
        } else {
            take_plain(value, &s);
        }
        if (value->kind == JSON_OBJECT || value->kind == JSON_ARRAY) {
            open[depth++] = value;
            s++;
        }
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* One object with many keys must not cost the square of their number. */
static sct_status refuse_repeated_keys(sct_context *ctx, const json *object)
{
    enum { FEW = 24 };
    sct_status status = SCT_OK;
    const char **keys = NULL;
    size_t n = 0;
    if (object->count <= FEW) {
        for (const json *one = object->as.child; one; one = one->next)
            for (const json *two = one->next; two; two = two->next)
                if (*one->key == *two->key && strcmp(one->key, two->key) == 0)
                    FAIL(ctx, SCT_ERR_PALETTE, "\"%s\": the key twice in one object", one->key);
        return SCT_OK;
    }
    TRY(mem_new(ctx, object->count, sizeof *keys, (void **)&keys));
    for (const json *member = object->as.child; member; member = member->next)
        keys[n++] = member->key;
    qsort(keys, n, sizeof *keys, by_text);
    for (size_t i = 1; i < n; i++)
        if (strcmp(keys[i - 1], keys[i]) == 0)
            FAIL(ctx, SCT_ERR_PALETTE, "\"%s\": the key twice in one object", keys[i]);
done:
    mem_free(keys);
    return status;
}

/* A key that stands twice in one object, or a number beyond double's range. */
static sct_status refuse_faults(sct_context *ctx, const json *values, size_t count)
{
    sct_status status = SCT_OK;
    for (size_t i = 0; i < count; i++) {
        const json *value = &values[i];
        if (value->kind == JSON_NUMBER && !isfinite(value->as.number))
            FAIL(ctx, SCT_ERR_PALETTE, "\"%s\": a number that is too large", json_key(value));
        if (value->kind == JSON_OBJECT)
            TRY(refuse_repeated_keys(ctx, value));
    }
done:
    return status;
}

sct_status json_parse(sct_context *ctx, const void *text, size_t size, json **out)
{
    const char *s = text;
    document *made = NULL;
    size_t at = 0, count = 0;
    int line = 0, column = 0;
    sct_status status = SCT_OK;

    if (size >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) { /* a byte order mark */
        s += 3;
        size -= 3;
    }
    if (size == 0)
        FAIL(ctx, SCT_ERR_PALETTE, "line 1, column 1: the JSON is empty");
    const char *reason = json_scan(s, size, &at, &count);
    if (reason) {
        place_of(s, at < size ? at : size, &line, &column);
        FAIL(ctx, SCT_ERR_PALETTE, "line %d, column %d: %s", line, column, reason);
    }
    TRY(mem_new(ctx, 1, sizeof *made + count * sizeof(json), (void **)&made)); /* the scan bounds the count */
    TRY(mem_new(ctx, 1, size + 1, (void **)&made->text));
    memcpy(made->text, s, size);
    take_values(made->text, made->values);
    TRY(refuse_faults(ctx, made->values, count));
    made->values[0].flags |= IS_ROOT;
    *out = made->values;
    made = NULL;
done:
    if (made)
        mem_free(made->text);
    mem_free(made);
    return status;
}

void json_free(json *root)
{
    if (!root)
        return;
    if (root->kind == JSON_OBJECT || root->kind == JSON_ARRAY)
        for (json *child = root->as.child, *next; child; child = next) {
            next = child->next;
            json_free(child);
        }
    if (root->flags & OWN_KEY)
        mem_free(root->key);
    if (root->flags & OWN_TEXT)
        mem_free(root->as.text);
    if (root->flags & IS_ROOT) {
        document *whole = (document *)(void *)((char *)root - offsetof(document, values));
        mem_free(whole->text);
        mem_free(whole);
    } else if (!(root->flags & IN_BLOCK)) {
        mem_free(root);
    }
}

json_kind json_type(const json *value)
{
    return value ? (json_kind)value->kind : JSON_NULL;
}

const json *json_get(const json *object, const char *key)
{
    if (json_type(object) != JSON_OBJECT)
        return NULL;
    for (const json *member = object->as.child; member; member = member->next)
        if (*member->key == *key && strcmp(member->key, key) == 0)
            return member;
    return NULL;
}

size_t json_count(const json *value)
{
    return value ? value->count : 0;
}

const json *json_first(const json *value)
{
    return json_type(value) == JSON_ARRAY || json_type(value) == JSON_OBJECT ? value->as.child : NULL;
}

const json *json_at(const json *value, size_t index)
{
    const json *child = json_first(value);
    for (; child && index > 0; index--)
        child = child->next;
    return child;
}

const json *json_next(const json *value)
{
    return value ? value->next : NULL;
}

const char *json_key(const json *member)
{
    return member && member->key ? member->key : "";
}

double json_number(const json *value)
{
    if (json_type(value) != JSON_NUMBER)
        return (double)NAN;
    return value->is_text ? text_number(value->as.text, NULL) : value->as.number;
}

sct_status json_need_numbers(sct_context *ctx, const json *array, const char *path, size_t count, double lo, double hi,
                             double *out)
{
    if (json_type(array) != JSON_ARRAY || json_count(array) != count)
        return diag_set(ctx, SCT_ERR_PALETTE, "%s: %zu numbers are needed", path, count);
    const json *item = json_first(array);
    for (size_t i = 0; i < count; i++, item = json_next(item)) {
        out[i] = json_number(item);
        if (!(out[i] >= lo && out[i] <= hi))
            return diag_set(ctx, SCT_ERR_PALETTE, "%s[%zu]: a number between %g and %g is needed", path, i, lo, hi);
    }
    return SCT_OK;
}

const char *json_string(const json *value)
{
    return json_type(value) == JSON_STRING ? value->as.text : NULL;
}

int json_bool(const json *value)
{
    return json_type(value) == JSON_BOOL ? value->boolean : -1;
}
