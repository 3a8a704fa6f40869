/* engine/base/json_write.c - JSON values that a program builds, and their text. */
#include "base/base.h"
#include "base/json_tree.h"

#include <math.h>
#include <string.h>

static json *new_value(json_kind kind)
{
    json *value = NULL;
    if (mem_new(NULL, 1, sizeof *value, (void **)&value) != SCT_OK)
        return NULL;
    value->kind = (unsigned char)kind;
    return value;
}

/* A text that belongs to whoever asks; null when memory is out. */
static char *own_text(const char *text)
{
    char *copy = NULL;
    size_t size = strlen(text) + 1;
    if (mem_new(NULL, 1, size, (void **)&copy) == SCT_OK)
        memcpy(copy, text, size);
    return copy;
}

static json *new_text(json_kind kind, const char *text)
{
    json *value = new_value(kind);
    if (!value)
        return NULL;
    value->is_text = 1;
    value->flags = OWN_TEXT;
    value->as.text = own_text(text);
    if (value->as.text)
        return value;
    json_free(value);
    return NULL;
}

json *json_new_object(void)
{
    return new_value(JSON_OBJECT);
}

json *json_new_array(void)
{
    return new_value(JSON_ARRAY);
}

json *json_new_string(const char *text)
{
    return new_text(JSON_STRING, text ? text : "");
}

json *json_new_number(double value, int decimals)
{
    char text[352];
    if (!isfinite(value))
        return json_new_null();
    text_from_number(text, sizeof text, value, decimals, 1);
    return new_text(JSON_NUMBER, text);
}

json *json_new_exact(double value)
{
    json *made = isfinite(value) ? new_value(JSON_NUMBER) : json_new_null();
    if (made && isfinite(value))
        made->as.number = value;
    return made;
}

json *json_new_bool(int value)
{
    json *made = new_value(JSON_BOOL);
    if (made)
        made->boolean = value != 0;
    return made;
}

json *json_new_null(void)
{
    return new_value(JSON_NULL);
}

static json *copy_one(const json *value)
{
    json *copy;
    if (value->kind == JSON_STRING || value->is_text)
        return new_text((json_kind)value->kind, value->as.text);
    copy = new_value((json_kind)value->kind);
    if (copy && value->kind == JSON_NUMBER)
        copy->as.number = value->as.number;
    if (copy)
        copy->boolean = value->boolean;
    return copy;
}

json *json_copy(const json *value)
{
    json *copy = value && !(value->flags & IS_BROKEN) ? copy_one(value) : NULL;
    for (const json *child = json_first(value); copy && child; child = child->next) {
        if (value->kind == JSON_OBJECT)
            json_set(copy, json_key(child), json_copy(child));
        else
            json_append(copy, json_copy(child));
    }
    if (!copy || !(copy->flags & IS_BROKEN))
        return copy;
    json_free(copy);
    return NULL;
}

/* A parent that could not take a child is broken; json_print sees it. */
static void adopt(json *parent, json *child)
{
    if (parent && child && !(parent->flags & IS_BROKEN)) {
        json_link(parent, child);
        return;
    }
    json_free(child);
    if (parent)
        parent->flags |= IS_BROKEN;
}

void json_set(json *object, const char *key, json *value)
{
    char *own = value ? own_text(key) : NULL;
    if (own) {
        value->key = own;
        value->flags |= OWN_KEY;
    } else {
        json_free(value);
        value = NULL;
    }
    adopt(object, value);
}

void json_append(json *array, json *value)
{
    adopt(array, value);
}

/* ---- as text ------------------------------------------------------------------- */

static sct_status put(bytes_buffer *out, const char *text)
{
    return bytes_append(NULL, out, text, strlen(text));
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

static sct_status put_tabs(bytes_buffer *out, size_t count)
{
    sct_status status = SCT_OK;
    for (size_t i = 0; i < count; i++)
        TRY(put(out, "\t"));
done:
    return status;
}

static sct_status print_value(bytes_buffer *out, const json *value, int pretty, size_t depth);

/* One member a line where it is pretty; arrays go on in their line. */
static sct_status print_children(bytes_buffer *out, const json *parent, int pretty, size_t depth)
{
    sct_status status = SCT_OK;
    int object = parent->kind == JSON_OBJECT, lines = object && pretty;
    TRY(put(out, object ? "{" : "["));
    if (lines)
        TRY(put(out, "\n"));
    for (const json *child = parent->as.child; child; child = child->next) {
        if (lines)
            TRY(put_tabs(out, depth + 1));
        if (object) {
            TRY(json_quote(NULL, out, json_key(child)));
            TRY(put(out, pretty ? ":\t" : ":"));
        }
        TRY(print_value(out, child, pretty, depth + 1));
        if (child->next)
            TRY(put(out, pretty && !object ? ", " : ","));
        if (lines)
            TRY(put(out, "\n"));
    }
    if (lines)
        TRY(put_tabs(out, depth));
    TRY(put(out, object ? "}" : "]"));
done:
    return status;
}

static sct_status print_value(bytes_buffer *out, const json *value, int pretty, size_t depth)
{
    char number[64];
    if (value->flags & IS_BROKEN)
        return SCT_ERR_MEMORY;
    switch ((json_kind)value->kind) {
    case JSON_NULL: return put(out, "null");
    case JSON_BOOL: return put(out, value->boolean ? "true" : "false");
    case JSON_STRING: return json_quote(NULL, out, value->as.text);
    case JSON_NUMBER:
        if (value->is_text)
            return put(out, value->as.text);
        text_from_exact(number, sizeof number, value->as.number);
        return put(out, number);
    case JSON_ARRAY:
    case JSON_OBJECT: return print_children(out, value, pretty, depth);
    }
    return SCT_ERR_INTERNAL;
}

sct_status json_print(sct_context *ctx, const json *root, int pretty, sct_bytes *out)
{
    sct_status status = SCT_OK;
    bytes_buffer text = {0};
    if (!root || print_value(&text, root, pretty, 0) != SCT_OK || bytes_append(NULL, &text, "", 1) != SCT_OK)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    out->data = text.data;
    out->size = text.size - 1;
    text.data = NULL;
done:
    mem_free(text.data);
    return status;
}
