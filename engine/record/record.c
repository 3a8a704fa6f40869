/* engine/record/record.c - values by key. */
#include "record/record.h"

#include <stdio.h>
#include <string.h>

enum { KEY_MAX = 64 };

static int rows_of(const record_field *f)
{
    return f->rows ? f->rows : 1;
}

char *record_value(const sct_record *record, size_t field, int row)
{
    size_t at = (size_t)row;
    for (size_t i = 0; i < field; i++)
        at += (size_t)rows_of(&record_fields[i]);
    return record->values[at];
}

static size_t value_count(void)
{
    size_t count = 0;
    for (size_t i = 0; i < record_field_count; i++)
        count += (size_t)rows_of(&record_fields[i]);
    return count;
}

sct_status record_empty(sct_context *ctx, sct_record **out)
{
    sct_status status = SCT_OK;
    sct_record *record = NULL;
    TRY(mem_new(ctx, 1, sizeof *record, (void **)&record));
    TRY(mem_new(ctx, value_count(), RECORD_VALUE, (void **)&record->values));
    *out = record;
    record = NULL;
done:
    sct_record_free(record);
    return status;
}

sct_status record_copy(sct_context *ctx, const sct_record *record, sct_record **out)
{
    sct_status status = record_empty(ctx, out);
    if (status == SCT_OK)
        memcpy((*out)->values, record->values, value_count() * sizeof record->values[0]);
    return status;
}

void record_swap(sct_record *one, sct_record *other)
{
    sct_record kept = *one;
    *one = *other;
    *other = kept;
}

void sct_record_free(sct_record *record)
{
    if (record)
        mem_free(record->values);
    mem_free(record);
}

int record_rows(const sct_record *record, const char *section)
{
    int most = 0;
    for (size_t i = 0; i < record_field_count; i++)
        for (int row = 0; strcmp(record_fields[i].section, section) == 0 && row < record_fields[i].rows; row++)
            if (*record_value(record, i, row) && row >= most)
                most = row + 1;
    return most;
}

size_t sct_record_rows(const sct_record *record, const char *list)
{
    return record && list ? (size_t)record_rows(record, list) : 0;
}

/* What stands between the dots of a key. */
typedef struct key_parts {
    char section[KEY_MAX];
    const char *name;
    int listed, row; /* non-zero: a row stands in it, which counts from 0 */
} key_parts;

/* The row of a list, whose number counts from 1 and has no zero before it; -1 for anything else. */
static int read_row(const char *text, size_t size)
{
    int row = 0;
    if (size < 1 || size > 4 || *text == '0')
        return -1;
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        row = 10 * row + text[i] - '0';
    }
    return row - 1;
}

static int part_key(const char *key, key_parts *out)
{
    const char *first = strchr(key, '.'), *last = strrchr(key, '.');
    *out = (key_parts){.name = last ? last + 1 : key};
    if (strlen(key) >= KEY_MAX || first == key)
        return 0;
    if (first)
        memcpy(out->section, key, (size_t)(first - key));
    if (first == last)
        return 1;
    out->listed = 1;
    out->row = read_row(first + 1, (size_t)(last - first - 1));
    return out->row >= 0;
}

/* A field and a row from a key such as "client", "chosen.ink" or "sessions.2.date"; 0 where there is none. */
static int find(const char *key, size_t *field, int *row)
{
    key_parts parts;
    if (!part_key(key, &parts))
        return 0;
    for (size_t i = 0; i < record_field_count; i++) {
        const record_field *f = &record_fields[i];
        if (strcmp(f->section, parts.section) != 0 || strcmp(f->name, parts.name) != 0)
            continue;
        *field = i;
        *row = parts.row;
        return parts.listed == (f->rows > 0) && parts.row < (f->rows ? f->rows : 1);
    }
    return 0;
}

sct_status sct_record_set(sct_context *ctx, sct_record *record, const char *key, const char *value)
{
    sct_status status = SCT_OK;
    size_t field = 0;
    int row = 0;
    char kept[RECORD_VALUE];
    sct_context_clear(ctx);
    if (!record || !key || !value)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_record_set needs a record, a key and a value");
    if (!find(key, &field, &row))
        FAIL(ctx, SCT_ERR_ARGUMENT, "%.60s: a record has no such field", key);
    if (record_fields[field].rows && row > record_rows(record, record_fields[field].section))
        FAIL(ctx, SCT_ERR_ARGUMENT, "%s: fill the rows before it first", key);
    TRY(record_take(ctx, &record_fields[field], key, value, kept));
    memcpy(record_value(record, field, row), kept, sizeof kept);
done:
    return status;
}

const char *sct_record_get(const sct_record *record, const char *key)
{
    size_t field = 0;
    int row = 0;
    if (!record || !key || !find(key, &field, &row))
        return NULL;
    const char *value = record_value(record, field, row);
    return record_fields[field].kind == RECORD_CHECK && !*value ? "no" : value;
}

const char *sct_record_key(size_t index)
{
    return index < record_field_count ? record_fields[index].key : NULL;
}

sct_status sct_record_add_photo(sct_context *ctx, sct_record *record, const void *file, size_t size, const char *role,
                                const char *date)
{
    sct_status status = SCT_OK;
    char sha[65], key[KEY_MAX];
    double hours = 0;
    sct_context_clear(ctx);
    if (!record || !file || !size || !role || !*role)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_record_add_photo needs a record, the bytes of a photo and its role");
    sha256_hex(file, size, sha);
    int rows = record_rows(record, "photos");
    for (int i = 1; i <= rows; i++) {
        text_print(key, sizeof key, "photos.%d.sha256", i);
        if (strcmp(sct_record_get(record, key), sha) == 0)
            return SCT_OK;
    }
    text_print(key, sizeof key, "photos.%d.role", rows + 1);
    if (!sct_record_get(record, key))
        FAIL(ctx, SCT_ERR_OPTION, "a record holds at most %d photos", rows);
    if (date && *date && !(record_hours(date, &hours) && strlen(date) == 10))
        FAIL(ctx, SCT_ERR_OPTION, "%.60s is no day such as 2026-11-29", date);
    TRY(sct_record_set(ctx, record, key, role));
    text_print(key, sizeof key, "photos.%d.sha256", rows + 1);
    TRY(sct_record_set(ctx, record, key, sha));
    text_print(key, sizeof key, "photos.%d.date", rows + 1);
    TRY(sct_record_set(ctx, record, key, date ? date : ""));
done:
    return status;
}
