/*
 * card_measure.c - instrument readings for a card: CGATS.17 text or CSV.
 *
 * Both are a list of column names and rows of values. CGATS puts the names
 * between BEGIN_DATA_FORMAT and END_DATA_FORMAT and the rows between BEGIN_DATA
 * and END_DATA; CSV has the names in its first line. Cells are separated by
 * tabs, commas, semicolons or spaces; spaces inside quotation marks belong to
 * the cell.
 */
#include "base/base.h"
#include "scalptone/card.h"

#include <math.h>
#include <string.h>

enum { COLUMNS_MAX = 64, CELL_SIZE = 64, LINE_SIZE = 2048 };

typedef struct table_columns {
    int name, L, a, b; /* -1: not there */
    int count;
} table_columns;

typedef struct reader {
    sct_context *ctx;
    const char *at, *end;
    int line;
    int separated; /* cells end at , ; or tab; else at any blank */
} reader;

static int blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int same(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return *a == '\0' && *b == '\0';
}

/* The next line that is neither empty nor a comment; 0 at the end. SCT_ERR_PALETTE when it is too long. */
static sct_status next_line(reader *r, char line[LINE_SIZE], int *more)
{
    *more = 0;
    while (r->at < r->end) {
        const char *stop = memchr(r->at, '\n', (size_t)(r->end - r->at));
        if (!stop)
            stop = r->end;
        size_t length = (size_t)(stop - r->at);
        r->line++;
        if (length >= LINE_SIZE)
            return diag_set(r->ctx, SCT_ERR_PALETTE, "line %d is longer than %d characters; is this a table of readings?",
                            r->line, LINE_SIZE - 1);
        memcpy(line, r->at, length);
        line[length] = '\0';
        r->at = stop < r->end ? stop + 1 : stop;
        const char *first = line;
        while (blank(*first))
            first++;
        if (*first && *first != '#') {
            *more = 1;
            return SCT_OK;
        }
    }
    return SCT_OK;
}

/* Splits a line into cells; returns how many. */
static int split(const reader *r, const char *line, char cells[COLUMNS_MAX][CELL_SIZE])
{
    int count = 0;
    for (const char *s = line; *s && count < COLUMNS_MAX; count++) {
        size_t n = 0;
        while (blank(*s) && (!r->separated || *s != '\t'))
            s++;
        if (!*s)
            break;
        int quoted = *s == '"';
        s += quoted;
        while (*s && (quoted ? *s != '"' : r->separated ? *s != ',' && *s != ';' && *s != '\t' : !blank(*s))) {
            if (n + 1 < CELL_SIZE)
                cells[count][n++] = *s;
            s++;
        }
        s += quoted && *s == '"';
        while (n > 0 && blank(cells[count][n - 1]))
            n--;
        cells[count][n] = '\0';
        while (r->separated && blank(*s) && *s != '\t')
            s++;
        s += r->separated && *s;
    }
    return count;
}

static table_columns find_columns(char cells[COLUMNS_MAX][CELL_SIZE], int count)
{
    table_columns c = {-1, -1, -1, -1, count};
    for (int i = 0; i < count; i++) {
        if (same(cells[i], "SAMPLE_NAME") || same(cells[i], "name") || same(cells[i], "SAMPLE_LOC"))
            c.name = i;
        else if (same(cells[i], "SAMPLE_ID") && c.name < 0)
            c.name = i;
        else if (same(cells[i], "LAB_L") || same(cells[i], "L") || same(cells[i], "L*"))
            c.L = i;
        else if (same(cells[i], "LAB_A") || same(cells[i], "a") || same(cells[i], "a*"))
            c.a = i;
        else if (same(cells[i], "LAB_B") || same(cells[i], "b") || same(cells[i], "b*"))
            c.b = i;
    }
    return c;
}

/* Enters one row. */
static sct_status enter(reader *r, const table_columns *c, char cells[COLUMNS_MAX][CELL_SIZE], int count, sct_chart *card,
                        uint8_t *seen)
{
    size_t i = 0;
    const int at[3] = {c->L, c->a, c->b};
    double lab[3];
    if (count < c->count)
        return diag_set(r->ctx, SCT_ERR_PALETTE, "line %d: %d values, %d are needed", r->line, count, c->count);
    while (i < card->patch_count && !same(card->patches[i].name, cells[c->name]))
        i++;
    if (i == card->patch_count)
        return diag_set(r->ctx, SCT_ERR_PALETTE, "line %d: the card has no patch \"%s\"", r->line, cells[c->name]);
    if (seen[i])
        return diag_set(r->ctx, SCT_ERR_PALETTE, "line %d: the patch \"%s\" was read twice", r->line, cells[c->name]);
    for (int k = 0; k < 3; k++) {
        const char *end;
        lab[k] = text_number(cells[at[k]], &end);
        if (end == cells[at[k]] || *end || !(fabs(lab[k]) <= 200))
            return diag_set(r->ctx, SCT_ERR_PALETTE, "line %d: \"%s\" is no Lab value", r->line, cells[at[k]]);
    }
    if (!(lab[0] >= 0 && lab[0] <= 110))
        return diag_set(r->ctx, SCT_ERR_PALETTE, "line %d: L* must lie between 0 and 110", r->line);
    seen[i] = 1;
    card->patches[i].lab = (sct_lab){lab[0], lab[1], lab[2]};
    return SCT_OK;
}

/* Reads up to the column names. CSV: the first line; CGATS: what stands between the marks. */
static sct_status read_header(reader *r, char line[LINE_SIZE], char cells[COLUMNS_MAX][CELL_SIZE], table_columns *out)
{
    sct_status status = SCT_OK;
    int more;
    TRY(next_line(r, line, &more));
    r->separated = more && (strchr(line, ',') || strchr(line, ';'));
    if (r->separated) {
        *out = find_columns(cells, split(r, line, cells));
    } else {
        for (int in_format = 0; more;) {
            int count = split(r, line, cells);
            if (same(cells[0], "BEGIN_DATA"))
                break;
            if (same(cells[0], "END_DATA_FORMAT"))
                in_format = 0;
            if (in_format)
                *out = find_columns(cells, count);
            if (same(cells[0], "BEGIN_DATA_FORMAT"))
                in_format = 1;
            TRY(next_line(r, line, &more));
        }
    }
    if (out->name < 0 || out->L < 0 || out->a < 0 || out->b < 0)
        FAIL(r->ctx, SCT_ERR_PALETTE, "columns SAMPLE_NAME, LAB_L, LAB_A and LAB_B (or name, L, a, b) are needed");
done:
    return status;
}

static sct_status read_table(reader *r, sct_chart *card)
{
    sct_status status = SCT_OK;
    char line[LINE_SIZE], cells[COLUMNS_MAX][CELL_SIZE] = {{0}};
    uint8_t seen[SCT_CHART_PATCH_MAX] = {0};
    table_columns columns = {-1, -1, -1, -1, 0};
    int more;

    TRY(read_header(r, line, cells, &columns));
    for (;;) {
        TRY(next_line(r, line, &more));
        int count = more ? split(r, line, cells) : 0;
        if (!more || same(cells[0], "END_DATA"))
            break;
        TRY(enter(r, &columns, cells, count, card, seen));
    }
    for (size_t i = 0; i < card->patch_count; i++)
        if (!seen[i])
            FAIL(r->ctx, SCT_ERR_PALETTE, "the patch \"%s\" is missing; measure every patch of the card",
                 card->patches[i].name);
done:
    return status;
}

sct_status sct_card_measure(sct_context *ctx, const sct_chart *card, const void *text, size_t size, const char *source,
                            sct_chart *out)
{
    sct_status status = SCT_OK;
    sct_chart *measured = NULL;

    sct_context_clear(ctx);
    if (!card || !text || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_card_measure needs a card, a table and a place for the answer");
    TRY(mem_new(ctx, 1, sizeof *measured, (void **)&measured));
    *measured = *card;
    reader r = {.ctx = ctx, .at = text, .end = (const char *)text + size};
    TRY(read_table(&r, measured));
    measured->tier = SCT_TIER_MEASURED;
    text_copy(measured->source, sizeof measured->source, source && *source ? source : "instrument readings");
    *out = *measured;
done:
    mem_free(measured);
    return status;
}
