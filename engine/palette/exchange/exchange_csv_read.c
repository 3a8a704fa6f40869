/*
 * exchange_csv_read.c - a palette as a table: a row for each colour of an ink,
 * or for an ink without any. Rows with the id of an ink before them add to it.
 * Rows that begin with # say something of the whole: "#name", "#by" and so on.
 *
 * Spreadsheets separate by commas, semicolons or tabs, the last two of them
 * with decimal commas, and write UTF-8 with or without a mark, UTF-16, or the
 * letters of old Windows.
 */
#include "palette/exchange/exchange.h"

#include <string.h>

typedef struct csv {
    exchange_draft *draft;
    exchange_cells cells;
    int column[EXCHANGE_COLUMNS]; /* where each is; -1: nowhere */
    json *provenance;             /* of the head; owned until it is hung in */
    int stateless;                /* no column says what was measured: the options do */
} csv;

static const char *cell_of(const csv *c, int column)
{
    return c->column[column] < 0 ? "" : exchange_cell(&c->cells, (size_t)c->column[column]);
}

static sct_status refuse(const csv *c, int column, const char *what)
{
    return diag_set(c->draft->ctx, SCT_ERR_PALETTE, "line %zu: %s: \"%.40s\" %s", c->cells.row_line,
                    exchange_columns[column].name, cell_of(c, column), what);
}

/* ---- values ---- */

static int number_of(const char *text, double *out)
{
    char copy[64];
    const char *end;
    size_t n = strlen(text);
    if (n == 0 || n >= sizeof copy)
        return 0;
    memcpy(copy, text, n + 1);
    char *comma = strchr(copy, ',');
    if (comma && !strchr(copy, '.'))
        *comma = '.';
    *out = text_number(copy, &end);
    return end != copy && *end == '\0';
}

/* The next part of a list, without blanks around it, from *at, which moves behind it; 0 at the end. */
static int next_part(const char **at, char separator, char *out, size_t capacity)
{
    while (**at == ' ')
        ++*at;
    if (!**at)
        return 0;
    size_t n = 0;
    for (; **at && **at != separator; ++*at)
        if (n + 1 < capacity)
            out[n++] = **at;
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    *at += **at == separator;
    return 1;
}

/* "77266=0.12 Carbon black; 77491=5%" */
json *exchange_composition(const char *text)
{
    char part[256], number[64];
    json *list = json_new_array();
    while (next_part(&text, ';', part, sizeof part)) {
        json *pigment = json_new_object();
        const char *equals = strchr(part, '='), *rest = equals ? equals + 1 : "";
        double value;
        rest += strspn(rest, " ");
        size_t n = strcspn(rest, " %");
        text_copy(number, n + 1 < sizeof number ? n + 1 : sizeof number, rest);
        if (!equals || !number_of(number, &value)) {
            json_free(pigment);
            json_free(list);
            return NULL;
        }
        rest += n;
        int percent = *rest == '%';
        rest += percent;
        rest += strspn(rest, " ");
        part[equals - part] = '\0';
        json_set(pigment, "ci", exchange_text(part));
        if (*rest)
            json_set(pigment, "name", exchange_text(rest));
        json_set(pigment, "mass_fraction", json_new_exact(percent ? value / 100 : value));
        json_append(list, pigment);
    }
    return list;
}

static json *read_ingredients(const char *text)
{
    char part[512];
    json *list = json_new_array();
    while (next_part(&text, ';', part, sizeof part))
        json_append(list, exchange_text(part));
    return list;
}

/* "400 10: 0.1 0.11 ..." */
static json *read_spectrum(const char *text)
{
    char part[64];
    double v;
    json *spectrum = json_new_object(), *values = json_new_array();
    const char *const heads[] = {"start_nm", "step_nm"};
    int count = 0, fine = 1;
    while (fine && next_part(&text, ' ', part, sizeof part)) {
        size_t n = strlen(part);
        int colon = count == 1 && n > 0 && part[n - 1] == ':';
        part[n - (size_t)colon] = '\0';
        fine = number_of(part, &v) && (count != 1 || colon);
        if (fine && count < 2)
            json_set(spectrum, heads[count], json_new_exact(v));
        else if (fine)
            json_append(values, json_new_exact(v));
        count++;
    }
    json_set(spectrum, "values", values);
    if (fine && count > 2)
        return spectrum;
    json_free(spectrum);
    return NULL;
}

/* Lists are written short; whatever does not go so is written as JSON. */
static sct_status read_list(const csv *c, int column, json **out)
{
    const char *text = cell_of(c, column), *key = exchange_columns[column].key;
    sct_context quiet = diag_quiet(c->draft->ctx);
    if (*text == '[' || *text == '{') {
        if (json_parse(&quiet, text, strlen(text), out) != SCT_OK)
            return refuse(c, column, "begins as JSON and is none");
        return SCT_OK;
    }
    *out = strcmp(key, "composition") == 0   ? exchange_composition(text)
           : strcmp(key, "ingredients") == 0 ? read_ingredients(text)
                                             : read_spectrum(text);
    if (*out)
        return SCT_OK;
    return refuse(c, column,
                  strcmp(key, "spectrum") == 0 ? "is no spectrum; write it as 400 10: 0.12 0.13 and so on"
                                               : "is no composition; write it as 77266=0.12; 77491=0.05");
}

static sct_status read_value(const csv *c, int column, json **out)
{
    const char *text = cell_of(c, column);
    double number;
    int truth;
    switch (exchange_columns[column].kind) {
    case COLUMN_TEXT: *out = exchange_text(text); return SCT_OK;
    case COLUMN_BOOL:
        truth = exchange_truth(text);
        *out = truth < 0 ? NULL : json_new_bool(truth);
        return truth < 0 ? refuse(c, column, "is neither true nor false") : SCT_OK;
    case COLUMN_LIST: return read_list(c, column, out);
    case COLUMN_OBSERVER:
    case COLUMN_NUMBER: break;
    }
    if (!number_of(text, &number))
        return refuse(c, column,
                      exchange_is_date(text) ? "is a date, made by a spreadsheet that read 5.7 as a day and month: open the "
                                               "file there with English (USA) as its language"
                                             : "is no number");
    *out = json_new_exact(number);
    return SCT_OK;
}

/* ---- rows ---- */

/* Puts the cells of one home into an object; what is there already stays. */
static sct_status take_cells(const csv *c, exchange_column_home home, json *object)
{
    sct_status status = SCT_OK;
    for (int k = 0; k < EXCHANGE_COLUMNS; k++) {
        const exchange_column *column = &exchange_columns[k];
        json *value = NULL;
        if (column->home != home || !*cell_of(c, k) || json_get(object, column->key))
            continue;
        TRY(read_value(c, k, &value));
        json_set(object, column->key, value);
    }
done:
    return status;
}

static int has_cells(const csv *c, exchange_column_home home)
{
    for (int k = 0; k < EXCHANGE_COLUMNS; k++)
        if (exchange_columns[k].home == home && *cell_of(c, k))
            return 1;
    return 0;
}

static sct_status take_lab(const csv *c, json *colour)
{
    sct_status status = SCT_OK;
    json *lab = json_new_array();
    for (int k = 0; k < EXCHANGE_COLUMNS; k++) {
        json *value = NULL;
        if (exchange_columns[k].home != HOME_LAB)
            continue;
        TRY(read_value(c, k, &value));
        json_append(lab, value);
    }
    json_set(colour, "lab", lab);
    lab = NULL;
done:
    json_free(lab);
    return status;
}

static sct_status take_colour(const csv *c, exchange_ink *ink)
{
    sct_status status = SCT_OK;
    json *colour = json_new_object();
    if (c->stateless)
        json_set(colour, "state", json_new_string(sct_colour_state_name(c->draft->options->state)));
    TRY(take_cells(c, HOME_COLOUR, colour));
    if (has_cells(c, HOME_LAB))
        TRY(take_lab(c, colour));
    status = exchange_draft_colour(c->draft, ink, colour, c->cells.row_line);
    colour = NULL; /* it is the draft's, whatever the status */
done:
    json_free(colour);
    return status;
}

static sct_status take_dilution(const csv *c, exchange_ink *ink)
{
    json *dilution = json_new_object();
    sct_status status = take_cells(c, HOME_DILUTION, dilution);
    if (status == SCT_OK)
        json_set(ink->object, "dilution", dilution);
    else
        json_free(dilution);
    return status;
}

/* "#name;My inks" */
static sct_status take_head(csv *c)
{
    static const char *const of_root[] = {"name", "description", NULL}, *const of_provenance[] = {
                                                                            "kind",   "by",      "date", "method",
                                                                            "source", "licence", NULL};
    const char *key = exchange_cell(&c->cells, 0) + 1, *value = exchange_cell(&c->cells, 1);
    for (size_t i = 0; of_root[i]; i++)
        if (table_same(key, of_root[i]) && *value && !json_get(c->draft->root, of_root[i]))
            json_set(c->draft->root, of_root[i], exchange_text(value));
    for (size_t i = 0; of_provenance[i]; i++)
        if (table_same(key, of_provenance[i]) && *value) {
            if (!c->provenance)
                c->provenance = json_new_object();
            if (!json_get(c->provenance, of_provenance[i]))
                json_set(c->provenance, of_provenance[i], exchange_text(value));
        }
    return SCT_OK;
}

static sct_status take_row(csv *c)
{
    sct_status status = SCT_OK;
    exchange_ink *ink;
    const char *id = cell_of(c, 0), *product = cell_of(c, 2);
    char slug[PALETTE_ID_MAX + 1];
    if (!*id && !*product)
        FAIL(c->draft->ctx, SCT_ERR_PALETTE, "line %zu: neither id nor product; each row names its ink", c->cells.row_line);
    exchange_slug(product, slug);
    TRY(exchange_draft_ink(c->draft, *id ? id : slug, c->cells.row_line, &ink));
    TRY(take_cells(c, HOME_INK, ink->object));
    if (has_cells(c, HOME_DILUTION) && !json_get(ink->object, "dilution"))
        TRY(take_dilution(c, ink));
    if (has_cells(c, HOME_COLOUR) || has_cells(c, HOME_LAB))
        TRY(take_colour(c, ink));
done:
    return status;
}

/* ---- header ---- */

static int is_column(const exchange_column *column, const char *name)
{
    if (table_same(name, column->name))
        return 1;
    for (int i = 0; i < 4 && column->also[i]; i++)
        if (table_same(name, column->also[i]))
            return 1;
    return 0;
}

static sct_status take_header(csv *c)
{
    sct_status status = SCT_OK;
    int coloured = 0;
    for (int k = 0; k < EXCHANGE_COLUMNS; k++) {
        c->column[k] = -1;
        for (size_t i = c->cells.count; i-- > 0;) /* the first of two */
            if (is_column(&exchange_columns[k], exchange_cell(&c->cells, i)))
                c->column[k] = (int)i;
        c->stateless |= strcmp(exchange_columns[k].name, "state") == 0 && c->column[k] < 0;
        coloured |= exchange_columns[k].home == HOME_LAB && c->column[k] >= 0;
    }
    if (c->column[0] < 0 && c->column[2] < 0)
        FAIL(c->draft->ctx, SCT_ERR_PALETTE, "line %zu: a column \"id\" or \"product\" is needed; this first row has none",
             c->cells.row_line);
    if (c->stateless && coloured)
        TRY(exchange_note_state(c->draft));
    for (size_t i = 0; i < c->cells.count; i++) {
        int known = !*exchange_cell(&c->cells, i);
        for (int k = 0; k < EXCHANGE_COLUMNS && !known; k++)
            known = c->column[k] == (int)i;
        if (!known)
            TRY(exchange_note(c->draft->ctx, c->draft->notes,
                              "the column \"%.40s\" was left aside: a palette knows no such thing",
                              exchange_cell(&c->cells, i)));
    }
done:
    return status;
}

/* Where the row that begins here ends; line ends within quotation marks are none. */
static const char *row_end(const char *at, const char *end)
{
    for (int quoted = 0; at < end && (quoted || (*at != '\n' && *at != '\r')); at++)
        quoted ^= *at == '"';
    return at;
}

/* What separates the cells of the first row that is no remark: of tab, semicolon and comma the one there are most of. */
static char separator_of(const char *at, const char *end)
{
    static const char separators[] = "\t;,";
    size_t count[3] = {0};
    while (at < end) {
        const char *stop = row_end(at, end);
        int remark = *at == '#' || (*at == '"' && stop > at + 1 && at[1] == '#');
        for (const char *p = at; p < stop && !remark; p++)
            for (int i = 0; i < 3; i++)
                count[i] += *p == separators[i];
        if (stop > at && !remark)
            break;
        at = stop + 1;
    }
    int best = 0;
    for (int i = 1; i < 3; i++)
        best = count[i] > count[best] ? i : best;
    return count[best] ? separators[best] : ',';
}

/* ---- encodings ---- */

static int is_utf8(const char *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        size_t n = text_utf8_length(text + i, size - i);
        if (n == 0)
            return 0;
        i += n;
    }
    return 1;
}

/* Bytes that are no UTF-8 are letters of old Windows, which are those of Latin 1 where it matters. */
static sct_status from_latin(exchange_draft *draft, const char **text, size_t *size, bytes_buffer *room)
{
    sct_status status = SCT_OK;
    if (is_utf8(*text, *size))
        return SCT_OK;
    for (size_t i = 0; i < *size; i++) {
        unsigned char c = (unsigned char)(*text)[i],
                      two[2] = {(unsigned char)(0xC0 | c >> 6), (unsigned char)(0x80 | (c & 0x3F))};
        TRY(bytes_append(draft->ctx, room, c < 0x80 ? &c : two, c < 0x80 ? 1 : 2));
    }
    *text = (const char *)room->data;
    *size = room->size;
    TRY(exchange_note(draft->ctx, draft->notes,
                      "the letters are not UTF-8 and were taken as those of Windows: look at the names"));
done:
    return status;
}

static sct_status read_rows(csv *c)
{
    sct_status status = SCT_OK;
    int more = 1, header = 0;
    for (;;) {
        TRY(exchange_cells_next(&c->cells, &more));
        if (!more)
            break;
        const char *first = exchange_cell(&c->cells, 0);
        if (*first == '#')
            TRY(take_head(c));
        else if (!header && table_begins(first, "sep=")) /* spreadsheets tell each other so */
            c->cells.separator = first[4] ? first[4] : c->cells.separator;
        else if (!header++)
            TRY(take_header(c));
        else
            TRY(take_row(c));
    }
    if (!header)
        FAIL(c->draft->ctx, SCT_ERR_PALETTE, "line 1: a table needs a row with the names of its columns");
done:
    return status;
}

sct_status exchange_csv_read(exchange_draft *draft, const void *data, size_t size)
{
    sct_status status = SCT_OK;
    table_text *whole = NULL;
    bytes_buffer room = {0};
    csv *c = NULL;
    const char *text;
    size_t length;
    TRY(mem_new(draft->ctx, 1, sizeof *whole, (void **)&whole));
    TRY(mem_new(draft->ctx, 1, sizeof *c, (void **)&c));
    TRY(table_text_whole(draft->ctx, data, size, whole, &text, &length));
    TRY(from_latin(draft, &text, &length, &room));
    c->draft = draft;
    c->cells = (exchange_cells){.ctx = draft->ctx, .at = text, .end = text + length, .line = 1};
    c->cells.separator = separator_of(text, text + length);
    TRY(read_rows(c));
    if (c->provenance)
        json_set(draft->root, "provenance", c->provenance);
    c->provenance = NULL;
done:
    if (c) {
        json_free(c->provenance);
        exchange_cells_free(&c->cells);
    }
    table_text_close(whole);
    mem_free(whole);
    mem_free(c);
    mem_free(room.data);
    return status;
}
