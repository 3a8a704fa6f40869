/* exchange_csv_write.c - a palette as a table: what exchange_csv_read.c reads. Ink and file are told from the tree, which
 * has every key as it was written. */
#include "palette/exchange/exchange.h"

#include <stdio.h>
#include <string.h>

typedef struct csv_writer {
    sct_context *ctx;
    bytes_buffer *out;
    bytes_buffer cell; /* the one at hand */
    char separator, decimal;
} csv_writer;

/* Writes the cell at hand, in quotation marks where it needs them. */
static sct_status end_cell(csv_writer *w, int first)
{
    sct_status status = SCT_OK;
    const char *text = (const char *)w->cell.data;
    size_t n = w->cell.size;
    int quoted = n > 0 && (text[0] == ' ' || text[n - 1] == ' ' || text[0] == '#' || memchr(text, w->separator, n) ||
                           memchr(text, '"', n) || memchr(text, '\n', n) || memchr(text, '\r', n));
    if (!first)
        TRY(bytes_append(w->ctx, w->out, &w->separator, 1));
    if (quoted)
        TRY(bytes_append(w->ctx, w->out, "\"", 1));
    for (size_t i = 0; i < n; i++)
        TRY(bytes_append(w->ctx, w->out, text[i] == '"' ? "\"\"" : &text[i], text[i] == '"' ? 2 : 1));
    if (quoted)
        TRY(bytes_append(w->ctx, w->out, "\"", 1));
    w->cell.size = 0;
done:
    return status;
}

static sct_status put_text(csv_writer *w, const char *text)
{
    return bytes_append(w->ctx, &w->cell, text, strlen(text));
}

static sct_status put_number(csv_writer *w, const json *value, char decimal)
{
    char text[64];
    text_from_exact(text, sizeof text, json_number(value));
    char *point = strchr(text, '.');
    if (point)
        *point = decimal;
    return put_text(w, text);
}

/* Non-zero: the short form would be read as another. */
static int is_plain(const char *text)
{
    size_t n = strlen(text);
    return n > 0 && n < 200 && !strpbrk(text, ";=%\n\r") && text[0] != ' ' && text[n - 1] != ' ' && text[0] != '[' &&
           text[0] != '{';
}

static int is_short_composition(const json *list)
{
    for (const json *p = json_first(list); p; p = json_next(p)) {
        const char *ci = json_string(json_get(p, "ci")), *name = json_string(json_get(p, "name"));
        if (!ci || !is_plain(ci) || (name && !is_plain(name)) || json_count(p) != (name ? 3 : 2))
            return 0;
    }
    return json_count(list) > 0;
}

static int is_short_list(const json *list)
{
    for (const json *p = json_first(list); p; p = json_next(p))
        if (!json_string(p) || !is_plain(json_string(p)))
            return 0;
    return json_count(list) > 0;
}

static sct_status put_composition(csv_writer *w, const json *list)
{
    sct_status status = SCT_OK;
    for (const json *p = json_first(list); p; p = json_next(p)) {
        const char *name = json_string(json_get(p, "name"));
        TRY(put_text(w, json_string(json_get(p, "ci"))));
        TRY(put_text(w, "="));
        TRY(put_number(w, json_get(p, "mass_fraction"), '.'));
        TRY(put_text(w, name ? " " : ""));
        TRY(put_text(w, name ? name : ""));
        TRY(put_text(w, json_next(p) ? "; " : ""));
    }
done:
    return status;
}

static sct_status put_spectrum(csv_writer *w, const json *spectrum)
{
    sct_status status = SCT_OK;
    TRY(put_number(w, json_get(spectrum, "start_nm"), '.'));
    TRY(put_text(w, " "));
    TRY(put_number(w, json_get(spectrum, "step_nm"), '.'));
    TRY(put_text(w, ":"));
    for (const json *v = json_first(json_get(spectrum, "values")); v; v = json_next(v)) {
        TRY(put_text(w, " "));
        TRY(put_number(w, v, '.'));
    }
done:
    return status;
}

static sct_status put_json(csv_writer *w, const json *value)
{
    sct_bytes text = {0};
    sct_status status = json_print(w->ctx, value, 0, &text);
    if (status == SCT_OK)
        status = put_text(w, (const char *)text.data);
    sct_bytes_free(&text);
    return status;
}

static sct_status put_list(csv_writer *w, const char *key, const json *value)
{
    sct_status status = SCT_OK;
    if (strcmp(key, "composition") == 0 && is_short_composition(value))
        TRY(put_composition(w, value));
    else if (strcmp(key, "ingredients") == 0 && is_short_list(value)) {
        for (const json *p = json_first(value); p; p = json_next(p)) {
            TRY(put_text(w, json_string(p)));
            TRY(put_text(w, json_next(p) ? "; " : ""));
        }
    } else if (strcmp(key, "spectrum") == 0 && json_count(value) == 3)
        TRY(put_spectrum(w, value));
    else
        TRY(put_json(w, value));
done:
    return status;
}

static sct_status put_value(csv_writer *w, const exchange_column *column, const json *value)
{
    if (!value || json_type(value) == JSON_NULL)
        return SCT_OK;
    switch (json_type(value)) {
    case JSON_STRING: return put_text(w, json_string(value));
    case JSON_NUMBER: return put_number(w, value, w->decimal);
    case JSON_BOOL: return put_text(w, json_bool(value) ? "true" : "false");
    case JSON_ARRAY:
    case JSON_OBJECT: return put_list(w, column->key, value);
    case JSON_NULL: break;
    }
    return SCT_OK;
}

/* The value of a column; the ink's own only in its first row. */
static const json *value_of(const exchange_column *column, const json *ink, const json *colour, int first)
{
    switch (column->home) {
    case HOME_INK: return first || column == &exchange_columns[0] ? json_get(ink, column->key) : NULL;
    case HOME_DILUTION: return first ? json_get(json_get(ink, "dilution"), column->key) : NULL;
    case HOME_COLOUR: return json_get(colour, column->key);
    case HOME_LAB: return json_at(json_get(colour, "lab"), (size_t)(column->key[0] - '0'));
    }
    return NULL;
}

static sct_status write_row(csv_writer *w, const json *ink, const json *colour, int first)
{
    sct_status status = SCT_OK;
    for (int k = 0; k < EXCHANGE_COLUMNS; k++) {
        TRY(put_value(w, &exchange_columns[k], value_of(&exchange_columns[k], ink, colour, first)));
        TRY(end_cell(w, k == 0));
    }
    TRY(bytes_append(w->ctx, w->out, "\r\n", 2));
done:
    return status;
}

static sct_status write_head(csv_writer *w, const json *object, const char *const *keys)
{
    sct_status status = SCT_OK;
    for (; *keys; keys++) {
        const char *text = json_string(json_get(object, *keys));
        if (!text || !*text)
            continue;
        TRY(exchange_append(w->ctx, w->out, "#%s", *keys));
        TRY(put_text(w, text));
        TRY(end_cell(w, 0));
        TRY(bytes_append(w->ctx, w->out, "\r\n", 2));
    }
done:
    return status;
}

sct_status exchange_csv_write(sct_context *ctx, const sct_palette *palette, const sct_palette_convert_options *options,
                              bytes_buffer *out)
{
    static const char *const of_root[] = {"name", "description", NULL}, *const of_provenance[] = {
                                                                            "kind",   "by",      "date", "method",
                                                                            "source", "licence", NULL};
    sct_status status = SCT_OK;
    csv_writer w = {.ctx = ctx,
                    .out = out,
                    .separator = options->decimal_comma ? ';' : ',',
                    .decimal = options->decimal_comma ? ',' : '.'};
    TRY(bytes_append(ctx, out, "\xEF\xBB\xBF", 3)); /* or spreadsheets take it for the letters of old Windows */
    TRY(write_head(&w, palette->root, of_root));
    TRY(write_head(&w, json_get(palette->root, "provenance"), of_provenance));
    for (int k = 0; k < EXCHANGE_COLUMNS; k++)
        TRY(exchange_append(ctx, out, "%.1s%s", k == 0 ? "" : &w.separator, exchange_columns[k].name));
    TRY(bytes_append(ctx, out, "\r\n", 2));
    for (const json *ink = json_first(json_get(palette->root, "inks")); ink; ink = json_next(ink)) {
        const json *colour = json_first(json_get(ink, "colours"));
        TRY(write_row(&w, ink, colour, 1));
        for (colour = colour ? json_next(colour) : NULL; colour; colour = json_next(colour))
            TRY(write_row(&w, ink, colour, 0));
    }
done:
    mem_free(w.cell.data);
    return status;
}
