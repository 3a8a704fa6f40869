/* engine/palette/palette_field.c - one field of a palette file: its type, its range, and the path in what is said about it.
 */
#include "palette/palette_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Writes "inks[3].colours[0].observer" (key may be null) into out, root first. */
static void path_text(const place *at, const char *key, char out[PALETTE_PATH_SIZE])
{
    enum { DEEPEST = 8 };
    const place *chain[DEEPEST];
    int depth = 0;
    for (const place *p = at; p && p->parent && depth < DEEPEST; p = p->parent)
        chain[depth++] = p;
    size_t used = 0;
    out[0] = '\0';
    while (depth > 0 && used < PALETTE_PATH_SIZE) {
        const place *p = chain[--depth];
        int n = p->key ? snprintf(out + used, PALETTE_PATH_SIZE - used, "%s%s", used ? "." : "", p->key)
                       : snprintf(out + used, PALETTE_PATH_SIZE - used, "[%zu]", p->index);
        used += n > 0 ? (size_t)n : 0;
    }
    if (key && used < PALETTE_PATH_SIZE)
        snprintf(out + used, PALETTE_PATH_SIZE - used, "%s%.40s", used ? "." : "", key);
}

sct_status field_refuse(palette_reader *reader, const place *at, const char *key, const char *format, ...)
{
    char path[PALETTE_PATH_SIZE], text[DIAG_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    path_text(at, key, path);
    return diag_set(reader->ctx, SCT_ERR_PALETTE, "%s%s%s", path, path[0] ? ": " : "", text);
}

void field_warn(palette_reader *reader, const place *at, const char *key, const char *format, ...)
{
    palette_info *info = &reader->palette->info;
    if (info->warning_count >= PALETTE_WARNING_MAX) {
        reader->warnings_dropped++;
        return;
    }
    char path[PALETTE_PATH_SIZE], text[PALETTE_WARNING_SIZE], whole[PALETTE_PATH_SIZE + PALETTE_WARNING_SIZE + 4];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    path_text(at, key, path);
    snprintf(whole, sizeof whole, "%s%s%s", path, path[0] ? ": " : "", text);
    text_copy(reader->palette->warning_texts[info->warning_count++], PALETTE_WARNING_SIZE, whole);
}

const json *field_get(const json *object, const char *key)
{
    const json *value = json_get(object, key);
    return value && json_type(value) != JSON_NULL ? value : NULL;
}

sct_status field_object(palette_reader *reader, const place *at, const json *value, const char *const *known)
{
    if (!value || json_type(value) != JSON_OBJECT)
        return field_refuse(reader, at, NULL, "must be an object; write it in { }");
    for (const json *member = json_first(value); member; member = json_next(member)) {
        const char *const *k = known;
        while (*k && strcmp(*k, json_key(member)) != 0)
            k++;
        if (!*k)
            field_warn(reader, at, json_key(member), "unknown key, kept; check its spelling");
    }
    return SCT_OK;
}

sct_status field_array(palette_reader *reader, const place *at, const json *object, const char *key, field_need need,
                       const json **out)
{
    const json *value = field_get(object, key);
    if (!value && need == FIELD_REQUIRED)
        return field_refuse(reader, at, key, "missing; give a list in [ ]");
    if (value && json_type(value) != JSON_ARRAY)
        return field_refuse(reader, at, key, "must be a list; write it in [ ]");
    *out = value;
    return SCT_OK;
}

const char *field_keep_text(palette_reader *reader, const char *text)
{
    /* The block is as large as the JSON text, where each of these texts stands once between two quotes. */
    char *copy = reader->palette->texts + reader->texts_used;
    text_copy(copy, strlen(text) + 1, text);
    reader->texts_used += strlen(copy) + 1;
    return copy;
}

sct_status field_text(palette_reader *reader, const place *at, const json *object, const char *key, field_need need,
                      const char **out)
{
    const json *value = field_get(object, key);
    *out = "";
    if (!value)
        return need == FIELD_OPTIONAL ? SCT_OK : field_refuse(reader, at, key, "missing; give a text");
    const char *text = json_string(value);
    if (!text)
        return field_refuse(reader, at, key, "must be a text; write it in quotes");
    if (need == FIELD_REQUIRED && !*text)
        return field_refuse(reader, at, key, "empty; give a text");
    *out = field_keep_text(reader, text);
    return SCT_OK;
}

sct_status field_number(palette_reader *reader, const place *at, const json *object, const char *key, field_need need,
                        double lo, double hi, double *out)
{
    const json *value = field_get(object, key);
    if (!value && need == FIELD_OPTIONAL)
        return SCT_OK;
    double number = json_number(value);
    if (number >= lo && number <= hi) {
        *out = number;
        return SCT_OK;
    }
    char low[32], high[32];
    text_from_number(low, sizeof low, lo, 6, 1);
    text_from_number(high, sizeof high, hi, 6, 1);
    if (!value)
        return field_refuse(reader, at, key, "missing; give a number from %s to %s", low, high);
    if (json_type(value) != JSON_NUMBER)
        return field_refuse(reader, at, key, "must be a number from %s to %s; write it without quotes", low, high);
    return field_refuse(reader, at, key, "%.6g is outside its range; give a number from %s to %s", number, low, high);
}

/* "cup, drawdown, fresh or healed" */
static void list_words(const char *const *words, char *out, size_t capacity)
{
    size_t used = 0;
    for (size_t i = 0; words[i] && used < capacity; i++) {
        const char *between = i == 0 ? "" : words[i + 1] ? ", " : " or ";
        int n = snprintf(out + used, capacity - used, "%s%s", between, words[i]);
        used += n > 0 ? (size_t)n : 0;
    }
}

sct_status field_word(palette_reader *reader, const place *at, const json *object, const char *key, field_need need,
                      const char *const *words, int *out)
{
    const json *value = field_get(object, key);
    if (!value && need == FIELD_OPTIONAL)
        return SCT_OK;
    const char *text = json_string(value);
    for (int i = 0; text && words[i]; i++)
        if (strcmp(words[i], text) == 0) {
            *out = i;
            return SCT_OK;
        }
    char list[96];
    list_words(words, list, sizeof list);
    if (!value)
        return field_refuse(reader, at, key, "missing; say %s", list);
    if (!text)
        return field_refuse(reader, at, key, "must be a text; say %s", list);
    return field_refuse(reader, at, key, "\"%.40s\" is not known; say %s", text, list);
}
