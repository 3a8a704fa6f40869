/*
 * exchange_cells.c - cells of CSV as spreadsheets write it (RFC 4180): within
 * quotation marks a separator or a line end belongs to the cell, and two
 * quotation marks are one.
 */
#include "palette/exchange/exchange.h"

#include <string.h>

enum { CELLS_MOST = 1000, CELL_BYTES_MOST = 1 << 20 };

static int is_end(char c)
{
    return c == '\n' || c == '\r';
}

static sct_status put(exchange_cells *c, char letter)
{
    return bytes_append(c->ctx, &c->text, &letter, 1);
}

/* From behind the opening quotation mark to behind the closing one. */
static sct_status read_quoted(exchange_cells *c)
{
    sct_status status = SCT_OK;
    for (;;) {
        if (c->at >= c->end)
            FAIL(c->ctx, SCT_ERR_PALETTE, "line %zu: a quotation mark is opened and never closed", c->row_line);
        char letter = *c->at++;
        if (letter == '"') {
            if (c->at >= c->end || *c->at != '"')
                break;
            c->at++;
        } else if (letter == '\n') {
            c->line++;
        }
        TRY(put(c, letter));
    }
done:
    return status;
}

static sct_status read_cell(exchange_cells *c)
{
    sct_status status = SCT_OK;
    size_t start = c->text.size;
    while (c->at < c->end && *c->at == ' ' && c->separator != ' ')
        c->at++;
    int quoted = c->at < c->end && *c->at == '"';
    if (quoted) {
        c->at++;
        TRY(read_quoted(c));
    }
    while (c->at < c->end && *c->at != c->separator && !is_end(*c->at))
        TRY(put(c, *c->at++));
    while (!quoted && c->text.size > start && c->text.data[c->text.size - 1] == ' ')
        c->text.size--;
    if (c->text.size > start &&
        (c->text.size - start > CELL_BYTES_MOST || memchr(c->text.data + start, '\0', c->text.size - start)))
        FAIL(c->ctx, SCT_ERR_PALETTE, "line %zu: a cell that is no text; is this a table?", c->row_line);
    TRY(put(c, '\0'));
done:
    return status;
}

static sct_status read_row(exchange_cells *c)
{
    sct_status status = SCT_OK;
    c->count = c->text.size = 0;
    c->row_line = c->line;
    for (;;) {
        if (c->count == CELLS_MOST)
            FAIL(c->ctx, SCT_ERR_PALETTE, "line %zu: more than %d cells", c->row_line, CELLS_MOST);
        TRY(mem_grow(c->ctx, (void **)&c->starts, &c->start_capacity, c->count + 1, sizeof *c->starts));
        c->starts[c->count++] = c->text.size;
        TRY(read_cell(c));
        if (c->at >= c->end || is_end(*c->at))
            break;
        c->at++;
    }
    if (c->at + 1 < c->end && c->at[0] == '\r' && c->at[1] == '\n')
        c->at++;
    if (c->at < c->end)
        c->at++;
    c->line++;
done:
    return status;
}

static int is_empty(const exchange_cells *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (*exchange_cell(c, i))
            return 0;
    return 1;
}

sct_status exchange_cells_next(exchange_cells *c, int *more)
{
    sct_status status = SCT_OK;
    for (*more = 0; !*more && c->at < c->end;) {
        TRY(read_row(c));
        *more = !is_empty(c);
    }
done:
    return status;
}

const char *exchange_cell(const exchange_cells *c, size_t index)
{
    return index < c->count ? (const char *)c->text.data + c->starts[index] : "";
}

void exchange_cells_free(exchange_cells *c)
{
    mem_free(c->text.data);
    mem_free(c->starts);
}

/* ---- what a cell says ---- */

int exchange_truth(const char *text)
{
    static const char *const words[][2] = {
        {"true", "false"},
        {"yes", "no"},
        {"1", "0"},
        {"wahr", "falsch"},
        {"vrai", "faux"},
        {"vero", "falso"},
        {"verdadero", "falso"},
        {"waar", "onwaar"},
        {"verdadeiro", "falso"},
        {"do\xC4\x9Eru", "yanli\xC5\x9E"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        for (int k = 0; k < 2; k++)
            if (table_same(text, words[i][k]))
                return !k;
    return -1;
}

int exchange_is_date(const char *text)
{
    size_t figures = strspn(text, "0123456789"), marks = 0;
    for (const char *c = text; *c; c++) {
        int mark = *c == '.' || *c == '/' || *c == '-';
        if (!mark && !(*c >= '0' && *c <= '9'))
            return 0;
        marks += (size_t)mark;
    }
    return figures > 0 && marks == 2;
}
