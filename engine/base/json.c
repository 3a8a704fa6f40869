/*
 * engine/base/json.c - JSON through cJSON, the only file that includes it.
 *
 * cJSON accepts more than JSON (depth 1000, a key twice, trailing text), so a
 * scan of our own comes first: it bounds the depth and finds line and column.
 */
#include "base/base.h"

#include <cJSON.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEPTH_MAX = 64,
    VALUE_MAX = 10000000 /* a value takes 64 bytes of memory but may take only two of text */
};

/* A json is a cJSON under another name. */
static cJSON *item(json *value)
{
    return (cJSON *)(void *)value;
}
static const cJSON *citem(const json *value)
{
    return (const cJSON *)(const void *)value;
}
static json *wrap(cJSON *value)
{
    return (json *)(void *)value;
}
static const json *cwrap(const cJSON *value)
{
    return (const json *)(const void *)value;
}

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

/* Length of the number at s as RFC 8259 section 6 writes it, 0 if it is none. */
static size_t number_length(const char *s, size_t size)
{
    size_t i = size > 0 && s[0] == '-', start = i;
    for (int part = 0; part < 3; part++) {
        while (i < size && s[i] >= '0' && s[i] <= '9')
            i++;
        if (i == start || (part == 0 && s[start] == '0' && i > start + 1))
            return 0;
        if (part == 0 && i < size && s[i] == '.') {
            start = ++i;
        } else if (part < 2 && i < size && (s[i] == 'e' || s[i] == 'E')) {
            i++;
            i += i < size && (s[i] == '+' || s[i] == '-');
            start = i;
            part = 1;
        } else {
            break;
        }
    }
    return i;
}

/* From the opening quote to past the closing one, or why not. */
static const char *scan_string(const char *text, size_t size, size_t *at)
{
    size_t i = *at + 1;
    while (i < size && text[i] != '"') {
        *at = i;
        size_t n = text_utf8_length(text + i, size - i);
        if (n == 0)
            return "text that is not UTF-8; save the file as UTF-8";
        if ((unsigned char)text[i] < 0x20)
            return "a control character inside a string";
        if (text[i] == '\\' && size - i >= 6 && memcmp(text + i, "\\u0000", 6) == 0)
            return "a zero character inside a string";
        i += text[i] == '\\' ? 2 : n;
    }
    *at = i + 1;
    return NULL;
}

/* Where the text stops being shallow, strict JSON: an offset and a reason, or null. */
static const char *scan(const char *text, size_t size, size_t *at)
{
    int depth = 0, values = 0;
    for (*at = 0; *at < size;) {
        unsigned char c = (unsigned char)text[*at];
        if (c == '"') {
            const char *reason = scan_string(text, size, at);
            if (reason)
                return reason;
            continue;
        }
        if (c == '\0')
            return "a zero byte";
        if (c < 0x20 && !strchr("\t\n\r", c))
            return "a control character";
        if ((c == '[' || c == '{') && ++depth > DEPTH_MAX)
            return "more than 64 levels of brackets";
        values += c == ',' || c == '[' || c == '{';
        if (values > VALUE_MAX)
            return "more than 10 million values; split the file";
        if (c == ']' || c == '}')
            depth--;
        if (c == 'N' || c == 'I' || c == 'i' || (c == 'n' && *at + 1 < size && text[*at + 1] == 'a'))
            return "a word that JSON does not have (NaN, Infinity, plain text)";
        if (c == '-' || c == '+' || (c >= '0' && c <= '9')) {
            size_t n = number_length(text + *at, size - *at);
            if (n == 0)
                return "a number that JSON does not have (leading + or 0, or a digit missing)";
            *at += n;
        } else {
            ++*at;
        }
    }
    return NULL;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A key that stands twice in an object, found by sorting so that a hostile object costs no more than n log n. */
static const char *repeated_key(const cJSON *object, int *out_of_memory)
{
    enum { FEW = 32 };
    const char *few[FEW], **keys = few, *repeated = NULL;
    size_t n = 0, count = (size_t)cJSON_GetArraySize(object);
    if (count > FEW)
        keys = calloc(count, sizeof *keys);
    if (!keys) {
        *out_of_memory = 1;
        return NULL;
    }
    for (const cJSON *member = object->child; member; member = member->next)
        keys[n++] = member->string ? member->string : "";
    qsort(keys, n, sizeof *keys, by_text);
    for (size_t i = 1; i < n && !repeated; i++)
        if (strcmp(keys[i - 1], keys[i]) == 0)
            repeated = keys[i];
    if (keys != few)
        free(keys);
    return repeated;
}

/* A key that stands twice in one object, or a number beyond double's range; scan has bounded the depth. */
static const char *find_fault(const cJSON *value, const char **key)
{
    if (cJSON_IsNumber(value) && !isfinite(value->valuedouble)) {
        *key = value->string ? value->string : "";
        return "a number that is too large";
    }
    if (cJSON_IsObject(value)) {
        int out_of_memory = 0;
        const char *repeated = repeated_key(value, &out_of_memory);
        *key = repeated ? repeated : "";
        if (repeated)
            return "the key twice in one object";
        if (out_of_memory)
            return "out of memory";
    }
    for (const cJSON *child = value->child; child; child = child->next) {
        const char *fault = find_fault(child, key);
        if (fault)
            return fault;
    }
    return NULL;
}

sct_status json_parse(sct_context *ctx, const void *text, size_t size, json **out)
{
    const char *s = text;
    cJSON *root = NULL;
    const char *end = NULL, *key = "";
    size_t at = 0;
    int line = 0, column = 0;
    sct_status status = SCT_OK;

    if (size >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) { /* a byte order mark */
        s += 3;
        size -= 3;
    }
    if (size == 0)
        FAIL(ctx, SCT_ERR_PALETTE, "the JSON is empty");
    const char *reason = scan(s, size, &at);
    if (reason) {
        place_of(s, at, &line, &column);
        FAIL(ctx, SCT_ERR_PALETTE, "line %d, column %d: %s", line, column, reason);
    }
    root = cJSON_ParseWithLengthOpts(s, size, &end, 0);
    if (!root) {
        at = end && end >= s ? (size_t)(end - s) : 0;
        place_of(s, at < size ? at : size, &line, &column);
        FAIL(ctx, SCT_ERR_PALETTE, "line %d, column %d: not JSON", line, column);
    }
    for (const char *rest = end; rest && rest < s + size; rest++)
        if (!strchr(" \t\r\n", *rest)) {
            place_of(s, (size_t)(rest - s), &line, &column);
            FAIL(ctx, SCT_ERR_PALETTE, "line %d, column %d: text after the end of the JSON", line, column);
        }
    reason = find_fault(root, &key);
    if (reason)
        FAIL(ctx, SCT_ERR_PALETTE, "\"%s\": %s", key, reason);
    *out = wrap(root);
    root = NULL;
done:
    cJSON_Delete(root);
    return status;
}

void json_free(json *root)
{
    cJSON_Delete(item(root));
}

json_kind json_type(const json *value)
{
    const cJSON *c = citem(value);
    if (cJSON_IsBool(c))
        return JSON_BOOL;
    if (cJSON_IsNumber(c))
        return JSON_NUMBER;
    if (cJSON_IsString(c))
        return JSON_STRING;
    if (cJSON_IsArray(c))
        return JSON_ARRAY;
    if (cJSON_IsObject(c))
        return JSON_OBJECT;
    return JSON_NULL;
}

const json *json_get(const json *object, const char *key)
{
    return cJSON_IsObject(citem(object)) ? cwrap(cJSON_GetObjectItemCaseSensitive(citem(object), key)) : NULL;
}

size_t json_count(const json *value)
{
    int n = value ? cJSON_GetArraySize(citem(value)) : 0;
    return n > 0 ? (size_t)n : 0;
}

const json *json_at(const json *value, size_t index)
{
    return value && index <= INT_MAX ? cwrap(cJSON_GetArrayItem(citem(value), (int)index)) : NULL;
}

const json *json_first(const json *value)
{
    return value ? cwrap(citem(value)->child) : NULL;
}

const json *json_next(const json *value)
{
    return value ? cwrap(citem(value)->next) : NULL;
}

const char *json_key(const json *member)
{
    return member && citem(member)->string ? citem(member)->string : "";
}

double json_number(const json *value)
{
    return cJSON_IsNumber(citem(value)) ? citem(value)->valuedouble : (double)NAN;
}

const char *json_string(const json *value)
{
    return cJSON_IsString(citem(value)) ? citem(value)->valuestring : NULL;
}

int json_bool(const json *value)
{
    return cJSON_IsBool(citem(value)) ? cJSON_IsTrue(citem(value)) != 0 : -1;
}

json *json_new_object(void)
{
    return wrap(cJSON_CreateObject());
}

json *json_new_array(void)
{
    return wrap(cJSON_CreateArray());
}

json *json_new_string(const char *text)
{
    return wrap(cJSON_CreateString(text ? text : ""));
}

json *json_new_number(double value, int decimals)
{
    char text[352];
    if (!isfinite(value))
        return json_new_null();
    text_from_number(text, sizeof text, value, decimals, 1);
    return wrap(cJSON_CreateRaw(text));
}

json *json_new_bool(int value)
{
    return wrap(cJSON_CreateBool(value != 0));
}

json *json_new_null(void)
{
    return wrap(cJSON_CreateNull());
}

json *json_copy(const json *value)
{
    return wrap(cJSON_Duplicate(citem(value), 1));
}

/* A parent that could not take a child turns invalid; json_print sees it. */
static void mark_broken(json *parent)
{
    if (parent)
        item(parent)->type = cJSON_Invalid;
}

void json_set(json *object, const char *key, json *value)
{
    if (!object || !value || item(object)->type == cJSON_Invalid || !cJSON_AddItemToObject(item(object), key, item(value))) {
        json_free(value);
        mark_broken(object);
    }
}

void json_append(json *array, json *value)
{
    if (!array || !value || item(array)->type == cJSON_Invalid || !cJSON_AddItemToArray(item(array), item(value))) {
        json_free(value);
        mark_broken(array);
    }
}

static int is_broken(const cJSON *value)
{
    if (!value || cJSON_IsInvalid(value))
        return 1;
    for (const cJSON *child = value->child; child; child = child->next)
        if (is_broken(child))
            return 1;
    return 0;
}

sct_status json_print(sct_context *ctx, const json *root, int pretty, sct_bytes *out)
{
    char *text = NULL;
    if (!is_broken(citem(root)))
        text = pretty ? cJSON_Print(citem(root)) : cJSON_PrintUnformatted(citem(root));
    if (!text)
        return diag_set(ctx, SCT_ERR_MEMORY, "out of memory");
    out->data = (unsigned char *)text;
    out->size = strlen(text);
    return SCT_OK;
}
