/*
 * table_rows.c - the rows of a table. CSV has a row on each line; in CGATS rows
 * may run over the ends of lines, or share one.
 */
#include "table/table.h"

#include <string.h>

/* The minus of typographers (U+2212), which spreadsheets write in some languages. */
static const char long_minus[] = "\xE2\x88\x92";

int table_number(const char *text, double *out)
{
    char copy[TABLE_CELL_SIZE], *comma;
    const char *end;
    size_t minus = strncmp(text, long_minus, sizeof long_minus - 1) == 0 ? sizeof long_minus - 1 : 0;
    text_copy(copy, sizeof copy, minus ? "-" : text);
    if (minus)
        text_copy(copy + 1, sizeof copy - 1, text + minus);
    if ((comma = strchr(copy, ',')) != NULL && !strchr(copy, '.'))
        *comma = '.';
    *out = text_number(copy, &end);
    return end != copy && *end == '\0';
}

static sct_status check_width(const table_text *t, const table_columns *columns)
{
    int count = t->row.count;
    if (count < columns->count || (t->separator == ' ' && count > columns->count))
        return diag_set(t->ctx, SCT_ERR_PALETTE, "line %zu: %d values, %d are needed", t->line, count, columns->count);
    if (t->separator == ',' && count > columns->count && *t->row.text[count - 1])
        return diag_set(t->ctx, SCT_ERR_PALETTE,
                        "line %zu: %d cells under %d columns; with a decimal comma separate the cells by semicolons",
                        t->line, count, columns->count);
    return SCT_OK;
}

/* A row of a spreadsheet in which nothing was written: ",,,,". */
static int is_bare(const table_text *t)
{
    int bare = t->separator != ' ';
    for (int i = 0; i < t->row.count && bare; i++)
        bare = t->row.text[i][0] == '\0';
    return bare;
}

/* Rows that each are a line. */
static sct_status read_lines(table_text *t, const table_columns *columns, table_row_fn take, void *user)
{
    sct_status status = SCT_OK;
    for (int more = 1; more;) {
        if (table_same(t->row.text[0], "END_DATA"))
            break;
        if (!is_bare(t)) {
            TRY(check_width(t, columns));
            TRY(take(user, t, columns, &t->row));
        }
        TRY(table_text_next(t, &more));
        if (more)
            TRY(table_text_split(t));
    }
done:
    return status;
}

/* Rows that run over the ends of lines or share one, as CGATS allows. */
static sct_status read_wrapped(table_text *t, const table_columns *columns, table_row_fn take, void *user)
{
    sct_status status = SCT_OK;
    table_cells *row = NULL;
    int more = 1, ended = 0;
    TRY(mem_new(t->ctx, 1, sizeof *row, (void **)&row));
    while (more && !ended) {
        for (int i = 0; i < t->row.count && !ended; i++) {
            ended = table_same(t->row.text[i], "END_DATA");
            if (ended)
                break;
            memcpy(row->text[row->count++], t->row.text[i], TABLE_CELL_SIZE);
            if (row->count < columns->count)
                continue;
            TRY(take(user, t, columns, row));
            row->count = 0;
        }
        TRY(table_text_next(t, &more));
        if (more && !ended)
            TRY(table_text_split(t));
    }
    if (row->count)
        FAIL(t->ctx, SCT_ERR_PALETTE, "line %zu: %d values, %d are needed", t->line, row->count, columns->count);
done:
    mem_free(row);
    return status;
}

/* The first row decides whether a row is a line. */
sct_status table_rows_read(table_text *t, const table_columns *columns, table_row_fn take, void *user)
{
    sct_status status = SCT_OK;
    int more;
    TRY(table_text_next(t, &more));
    if (!more)
        goto done;
    TRY(table_text_split(t));
    if (t->separator == ' ' && t->row.count != columns->count && !table_same(t->row.text[0], "END_DATA"))
        TRY(read_wrapped(t, columns, take, user));
    else
        TRY(read_lines(t, columns, take, user));
done:
    return status;
}

static int ends_line(char c)
{
    return c == '\r' || c == '\n';
}

int table_more_tables(const table_text *t)
{
    int count = 0;
    for (const char *at = t->at; at < t->end; at++) {
        char line[sizeof "BEGIN_DATA" + 1] = {0}; /* room for one letter more than the word has */
        for (size_t n = 0; at < t->end && !ends_line(*at); at++)
            if (*at != ' ' && *at != '\t' && n + 1 < sizeof line)
                line[n++] = *at;
        count += table_same(line, "BEGIN_DATA");
    }
    return count;
}
