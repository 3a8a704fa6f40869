/*
 * engine/record/record_json.c - a record as text, and back.
 *
 * Every field of the table is written, null where it is empty, so that who
 * reads the file sees what can be filled in. Only keys of the table are read: a
 * field that this version does not know would be lost when the record is
 * written again.
 */
#include "record/record.h"

#include <string.h>

/* ---- writing ---- */

static json *value_of(const record_field *f, const char *text)
{
    sct_lab lab;
    const char *end;
    if (f->kind == RECORD_CHECK)
        return json_new_bool(strcmp(text, "yes") == 0);
    if (!*text)
        return json_new_null();
    if (f->kind == RECORD_NUMBER)
        return json_new_exact(text_number(text, &end));
    if (f->kind != RECORD_LAB || !record_lab(text, &lab))
        return json_new_string(text);
    json *list = json_new_array();
    json_append(list, json_new_exact(lab.L));
    json_append(list, json_new_exact(lab.a));
    json_append(list, json_new_exact(lab.b));
    return list;
}

/* The fields of a section from number `from` on, of one row. */
static json *section_of(const sct_record *record, size_t from, int row)
{
    json *object = json_new_object();
    const char *section = record_fields[from].section;
    for (size_t i = from; i < record_field_count && strcmp(record_fields[i].section, section) == 0; i++)
        json_set(object, record_fields[i].name, value_of(&record_fields[i], record_value(record, i, row)));
    return object;
}

static json *list_of(const sct_record *record, size_t from)
{
    json *list = json_new_array();
    int rows = record_rows(record, record_fields[from].section);
    for (int row = 0; row < rows; row++)
        json_append(list, section_of(record, from, row));
    return list;
}

sct_status sct_record_json(sct_context *ctx, const sct_record *record, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!record || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_record_json needs a record and a place for the text");
    json *root = json_new_object();
    json_set(root, "scalptone_record", json_new_number(RECORD_VERSION, 0));
    for (size_t i = 0; i < record_field_count; i++) {
        const record_field *f = &record_fields[i];
        if (!*f->section)
            json_set(root, f->name, value_of(f, record_value(record, i, 0)));
        else if (i == 0 || strcmp(record_fields[i - 1].section, f->section) != 0)
            json_set(root, f->section, f->rows ? list_of(record, i) : section_of(record, i, 0));
    }
    sct_status status = json_print(ctx, root, 1, out);
    json_free(root);
    return status;
}

/* ---- reading ---- */

const unsigned char record_sealed_magic[RECORD_MAGIC] = {0x89, 'S', 'C', 'T', 'R', 'E', 'C', '\n'};

int sct_record_is_sealed(const void *file, size_t size)
{
    return file && size >= RECORD_MAGIC && memcmp(file, record_sealed_magic, RECORD_MAGIC) == 0;
}

static int is_text(const record_field *f)
{
    return f->kind != RECORD_CHECK && f->kind != RECORD_NUMBER && f->kind != RECORD_LAB;
}

static void text_of_lab(const json *list, char out[RECORD_VALUE])
{
    char parts[3][40];
    for (size_t i = 0; i < 3; i++)
        text_from_exact(parts[i], sizeof parts[i], json_number(json_at(list, i)));
    text_print(out, RECORD_VALUE, "%s,%s,%s", parts[0], parts[1], parts[2]);
}

/* A value as the text that the table's fields hold. */
static sct_status text_of(sct_context *ctx, const record_field *f, const json *value, char out[RECORD_VALUE])
{
    out[0] = '\0';
    json_kind kind = json_type(value);
    if (kind == JSON_NULL)
        return SCT_OK;
    if (f->kind == RECORD_CHECK && kind == JSON_BOOL)
        text_print(out, RECORD_VALUE, "%s", json_bool(value) ? "yes" : "");
    else if (f->kind == RECORD_NUMBER && kind == JSON_NUMBER)
        text_from_exact(out, RECORD_VALUE, json_number(value));
    else if (f->kind == RECORD_LAB && kind == JSON_ARRAY && json_count(value) == 3)
        text_of_lab(value, out);
    else if (!is_text(f) || kind != JSON_STRING)
        return diag_set(ctx, SCT_ERR_PALETTE, "%s: not of its kind", f->key);
    else if (strlen(json_string(value)) >= RECORD_VALUE)
        return diag_set(ctx, SCT_ERR_PALETTE, "%s: longer than %d bytes", f->key, RECORD_VALUE - 1);
    else
        text_copy(out, RECORD_VALUE, json_string(value));
    return SCT_OK;
}

static sct_status read_value(sct_context *ctx, size_t field, int row, const json *value, sct_record *out)
{
    sct_status status = SCT_OK;
    char text[RECORD_VALUE];
    sct_context quiet = diag_quiet(ctx);
    TRY(text_of(ctx, &record_fields[field], value, text));
    if (record_take(&quiet, &record_fields[field], record_fields[field].key, text, record_value(out, field, row)) != SCT_OK)
        status = diag_set(ctx, SCT_ERR_PALETTE, "%s", quiet.message);
done:
    return status;
}

static int find_field(const char *section, const char *name, size_t *field)
{
    for (*field = 0; *field < record_field_count; ++*field)
        if (strcmp(record_fields[*field].section, section) == 0 && strcmp(record_fields[*field].name, name) == 0)
            return 1;
    return 0;
}

static int is_section(const char *name, int *rows)
{
    for (size_t i = 0; i < record_field_count; i++)
        if (strcmp(record_fields[i].section, name) == 0 && *name) {
            *rows = record_fields[i].rows;
            return 1;
        }
    return 0;
}

static sct_status read_section(sct_context *ctx, const char *section, int row, const json *object, sct_record *out)
{
    sct_status status = SCT_OK;
    size_t field = 0;
    if (json_type(object) != JSON_OBJECT)
        FAIL(ctx, SCT_ERR_PALETTE, "%s: must be an object", section);
    for (const json *v = json_first(object); v; v = json_next(v)) {
        if (!find_field(section, json_key(v), &field))
            FAIL(ctx, SCT_ERR_PALETTE, "%s.%.60s: not known to this version", section, json_key(v));
        TRY(read_value(ctx, field, row, v, out));
    }
done:
    return status;
}

static sct_status read_list(sct_context *ctx, const char *section, int rows, const json *list, sct_record *out)
{
    sct_status status = SCT_OK;
    int row = 0;
    if (json_type(list) != JSON_ARRAY || json_count(list) > (size_t)rows)
        FAIL(ctx, SCT_ERR_PALETTE, "%s: must be a list of at most %d", section, rows);
    for (const json *v = json_first(list); v; v = json_next(v))
        TRY(read_section(ctx, section, row++, v, out));
done:
    return status;
}

static sct_status read_member(sct_context *ctx, const json *v, sct_record *out)
{
    size_t field = 0;
    int rows = 0;
    const char *key = json_key(v);
    if (strcmp(key, "scalptone_record") == 0)
        return SCT_OK;
    if (find_field("", key, &field))
        return read_value(ctx, field, 0, v, out);
    if (!is_section(key, &rows))
        return diag_set(ctx, SCT_ERR_PALETTE, "%.60s: not known to this version", key);
    return rows ? read_list(ctx, key, rows, v, out) : read_section(ctx, key, 0, v, out);
}

sct_status sct_record_from_json(sct_context *ctx, const void *text, size_t size, sct_record **out)
{
    sct_status status = SCT_OK;
    json *root = NULL;
    sct_record *record = NULL;
    sct_context_clear(ctx);
    if (!text || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_record_from_json needs a text and a place for the record");
    if (sct_record_is_sealed(text, size))
        FAIL(ctx, SCT_ERR_PASSPHRASE, "the record is sealed; give its passphrase");
    TRY(json_parse(ctx, text, size, &root));
    double version = json_type(root) == JSON_OBJECT ? json_number(json_get(root, "scalptone_record")) : 0;
    if (!(version >= 1))
        FAIL(ctx, SCT_ERR_PALETTE, "not a record: scalptone_record must say its version");
    if (version > RECORD_VERSION)
        FAIL(ctx, SCT_ERR_PALETTE, "scalptone_record: version %g is newer than this program, which reads %d", version,
             RECORD_VERSION);
    TRY(record_empty(ctx, &record));
    for (const json *v = json_first(root); v; v = json_next(v))
        TRY(read_member(ctx, v, record));
    *out = record;
    record = NULL;
done:
    json_free(root);
    sct_record_free(record);
    return status;
}
