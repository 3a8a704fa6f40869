/*
 * engine/base/json.c - JSON through cJSON, the only file that includes it.
 *
 * cJSON accepts more than JSON (depth 1000, a key twice, trailing text) and does
 * not say whether text or memory was at fault, so json_scan comes first: what
 * cJSON then refuses, it had no memory for.
 */
#include "base/base.h"
#include "base/json_scan.h"

#include <cJSON.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* One object with many keys must not cost the square of their number. */
static sct_status refuse_repeated_keys(sct_context *ctx, const cJSON *object)
{
    enum { FEW = 32 };
    sct_status status = SCT_OK;
    const char *few[FEW], **keys = few;
    size_t n = 0, count = (size_t)cJSON_GetArraySize(object);
    void *memory = NULL;
    if (count > FEW) {
        TRY(mem_new(ctx, count, sizeof *keys, &memory));
        keys = memory;
    }
    for (const cJSON *member = object->child; member; member = member->next)
        keys[n++] = member->string ? member->string : "";
    qsort(keys, n, sizeof *keys, by_text);
    for (size_t i = 1; i < n; i++)
        if (strcmp(keys[i - 1], keys[i]) == 0)
            FAIL(ctx, SCT_ERR_PALETTE, "\"%s\": the key twice in one object", keys[i]);
done:
    mem_free(memory);
    return status;
}

/* A key that stands twice in one object, or a number beyond double's range; the scan has bounded the depth. */
static sct_status refuse_faults(sct_context *ctx, const cJSON *value)
{
    sct_status status = SCT_OK;
    if (cJSON_IsNumber(value) && !isfinite(value->valuedouble))
        FAIL(ctx, SCT_ERR_PALETTE, "\"%s\": a number that is too large", value->string ? value->string : "");
    if (cJSON_IsObject(value))
        TRY(refuse_repeated_keys(ctx, value));
    for (const cJSON *child = value->child; child; child = child->next)
        TRY(refuse_faults(ctx, child));
done:
    return status;
}

sct_status json_parse(sct_context *ctx, const void *text, size_t size, json **out)
{
    const char *s = text;
    cJSON *root = NULL;
    size_t at = 0;
    int line = 0, column = 0;
    sct_status status = SCT_OK;

    if (size >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) { /* a byte order mark */
        s += 3;
        size -= 3;
    }
    if (size == 0)
        FAIL(ctx, SCT_ERR_PALETTE, "line 1, column 1: the JSON is empty");
    const char *reason = json_scan(s, size, &at);
    if (reason) {
        place_of(s, at < size ? at : size, &line, &column);
        FAIL(ctx, SCT_ERR_PALETTE, "line %d, column %d: %s", line, column, reason);
    }
    root = cJSON_ParseWithLength(s, size);
    if (!root)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    TRY(refuse_faults(ctx, root));
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

json *json_new_exact(double value)
{
    char text[64];
    text_from_exact(text, sizeof text, value);
    return isfinite(value) ? wrap(cJSON_CreateRaw(text)) : json_new_null();
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

sct_status json_quote(sct_context *ctx, bytes_buffer *out, const char *text)
{
    static const char *const named[32] = {['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r"};
    sct_status status = SCT_OK;
    TRY(bytes_append(ctx, out, "\"", 1));
    for (const char *s = text; *s;) {
        size_t plain = 0;
        while ((unsigned char)s[plain] >= 0x20 && s[plain] != '"' && s[plain] != '\\')
            plain++;
        TRY(bytes_append(ctx, out, s, plain));
        s += plain;
        unsigned char c = (unsigned char)*s;
        if (!c)
            break;
        char escape[8];
        if (c < 0x20 && named[c])
            text_print(escape, sizeof escape, "%s", named[c]);
        else if (c < 0x20)
            text_print(escape, sizeof escape, "\\u%04x", c);
        else
            text_print(escape, sizeof escape, "\\%c", c);
        TRY(bytes_append(ctx, out, escape, strlen(escape)));
        s++;
    }
    TRY(bytes_append(ctx, out, "\"", 1));
done:
    return status;
}
