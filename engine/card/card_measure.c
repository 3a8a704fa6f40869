/*
 * card_measure.c - instrument readings of a card: CGATS.17 text or CSV.
 *
 * Both are a list of column names and rows of values. CGATS puts the names
 * between BEGIN_DATA_FORMAT and END_DATA_FORMAT and the rows between BEGIN_DATA
 * and END_DATA; CSV has the names in its first line. Cells are separated by
 * commas, semicolons or tabs (CSV, whichever its first line has) or by blanks
 * (CGATS); separators inside quotation marks belong to the cell. Numbers may
 * have a decimal comma where the comma does not separate cells.
 *
 * Colours may be Lab, XYZ (100 = white) or reflectance spectra; the first two
 * must be those of D50 and the 2 degree observer, and a file that says
 * otherwise is refused. Several readings of a patch are averaged.
 */
#include "card/card_detect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 160, CELL_SIZE = 48, LINE_SIZE = 4096, BANDS_MAX = 128, SHORTEST_NM = 300, LONGEST_NM = 1100 };

static const double instrument_de00 = 1.0; /* 95 %: the instrument, and prints of one run among each other */
static const double percent_above = 2;     /* reflectances larger than this are per cent */

/* How a reading is given. */
typedef enum reading_kind { READING_NONE = 0, READING_LAB, READING_XYZ, READING_SPECTRUM } reading_kind;

typedef struct table {
    int count;     /* columns */
    int name;      /* column of the patch's name; -1: none */
    int by_number; /* the names are SAMPLE_ID: numbers from 1 are taken, too */
    reading_kind kind;
    int value_count, value[BANDS_MAX]; /* columns of the values, in order */
    double first_nm, step_nm;
} table;

/* Sums of what was read, patch by patch. */
typedef struct readings {
    int count[SCT_CHART_PATCH_MAX];
    double sum[SCT_CHART_PATCH_MAX][BANDS_MAX];
    double largest;
} readings;

typedef struct cells {
    int count;
    char text[COLUMNS_MAX][CELL_SIZE];
} cells;

typedef struct reader {
    sct_context *ctx;
    const char *at, *end;
    size_t line;
    char separator; /* ' ': any blanks */
    char text[LINE_SIZE];
    cells *row;
} reader;

/* ---- lines and cells ---- */

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Length of `word` when text begins with it, whatever the case; else 0. */
static size_t begins(const char *text, const char *word)
{
    size_t n = 0;
    while (word[n] && lower(text[n]) == lower(word[n]))
        n++;
    return word[n] ? 0 : n;
}

static int same(const char *a, const char *b)
{
    size_t n = begins(a, b);
    return n > 0 && a[n] == '\0';
}

static int contains(const char *text, const char *word)
{
    for (; *text; text++)
        if (begins(text, word))
            return 1;
    return 0;
}

/* The next line that is neither empty nor a comment, in r->text; *more is 0 at the end. */
static sct_status next_line(reader *r, int *more)
{
    for (*more = 0; r->at < r->end && !*more;) {
        const char *stop = memchr(r->at, '\n', (size_t)(r->end - r->at));
        size_t length = (size_t)((stop ? stop : r->end) - r->at);
        r->line++;
        if (length >= LINE_SIZE || memchr(r->at, '\0', length))
            return diag_set(r->ctx, SCT_ERR_PALETTE,
                            "line %zu: longer than %d characters or not text; is this a table of readings?", r->line,
                            LINE_SIZE - 1);
        memcpy(r->text, r->at, length);
        r->text[length] = '\0';
        r->at = stop ? stop + 1 : r->end;
        const char *first = r->text;
        while (is_blank(*first))
            first++;
        *more = *first && *first != '#';
    }
    return SCT_OK;
}

/* One cell from *s, which moves behind it and its separator. */
static void read_cell(const char **s, char separator, char out[CELL_SIZE])
{
    size_t n = 0;
    const char *at = *s;
    while (is_blank(*at) && *at != separator)
        at++;
    int quoted = *at == '"';
    at += quoted;
    for (; *at && (quoted ? *at != '"' : separator == ' ' ? !is_blank(*at) : *at != separator); at++)
        if (n + 1 < CELL_SIZE)
            out[n++] = *at;
    at += quoted && *at;
    while (n > 0 && is_blank(out[n - 1]))
        n--;
    out[n] = '\0';
    while (*at && *at != separator && separator != ' ') /* what follows a closing quotation mark */
        at++;
    *s = *at ? at + (separator != ' ') : at;
}

/* Splits r->text into r->row. */
static void split(reader *r)
{
    const char *s = r->text;
    r->row->count = 0;
    while (r->row->count < COLUMNS_MAX) {
        while (r->separator == ' ' && is_blank(*s))
            s++;
        if (!*s)
            break;
        read_cell(&s, r->separator, r->row->text[r->row->count++]);
    }
}

/* ---- column names ---- */

/* Wavelength a column's name gives ("SPECTRAL_NM400", "SPEC_400", "nm400"), 0 if none. */
static double wavelength_of(const char *name)
{
    static const char *const prefixes[] = {"SPECTRAL_NM_", "SPECTRAL_NM", "SPECTRAL_", "SPEC_", "NM_", "NM"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        const char *end;
        size_t n = begins(name, prefixes[i]);
        double nm = n ? text_number(name + n, &end) : 0;
        if (n && end != name + n && *end == '\0' && nm >= SHORTEST_NM && nm <= LONGEST_NM)
            return nm;
    }
    return 0;
}

/* The columns of three named values, in order; 0 if one is missing. */
static int find_three(const cells *row, const char *const names[3][3], table *out)
{
    for (int k = 0; k < 3; k++) {
        out->value[k] = -1;
        for (int i = 0; i < row->count; i++)
            for (int alias = 0; alias < 3; alias++)
                if (same(row->text[i], names[k][alias]))
                    out->value[k] = i;
        if (out->value[k] < 0)
            return 0;
    }
    out->value_count = 3;
    return 1;
}

/* Bands from one column to the next by equal steps. */
static int find_bands(const cells *row, table *out)
{
    out->value_count = 0;
    for (int i = 0; i < row->count && out->value_count < BANDS_MAX; i++) {
        double nm = wavelength_of(row->text[i]);
        if (!(nm > 0))
            continue;
        int n = out->value_count;
        if (n == 0)
            out->first_nm = nm;
        if (n == 1)
            out->step_nm = nm - out->first_nm;
        if (n > 0 && !(out->step_nm > 0 && fabs(out->first_nm + n * out->step_nm - nm) < 0.01))
            return 0;
        out->value[out->value_count++] = i;
    }
    return out->value_count >= 16;
}

static sct_status find_columns(reader *r, table *out)
{
    static const char *const lab[3][3] = {{"LAB_L", "L", "L*"}, {"LAB_A", "a", "a*"}, {"LAB_B", "b", "b*"}};
    static const char *const xyz[3][3] = {{"XYZ_X", "X", "X"}, {"XYZ_Y", "Y", "Y"}, {"XYZ_Z", "Z", "Z"}};
    *out = (table){.count = r->row->count, .name = -1};
    for (int i = 0; i < r->row->count; i++) {
        const char *name = r->row->text[i];
        if (same(name, "SAMPLE_NAME") || same(name, "name") || same(name, "patch")) {
            out->name = i;
            out->by_number = 0;
        } else if ((same(name, "SAMPLE_ID") || same(name, "SampleID") || same(name, "id")) && out->name < 0) {
            out->name = i;
            out->by_number = 1;
        }
    }
    if (find_bands(r->row, out))
        out->kind = READING_SPECTRUM;
    else if (find_three(r->row, lab, out))
        out->kind = READING_LAB;
    else if (find_three(r->row, xyz, out))
        out->kind = READING_XYZ;
    if (out->name < 0 || out->kind == READING_NONE)
        return diag_set(
            r->ctx, SCT_ERR_PALETTE,
            "line %zu: columns SAMPLE_NAME and LAB_L, LAB_A, LAB_B (or XYZ_X .., or SPECTRAL_NM380 ..) are needed", r->line);
    return SCT_OK;
}

/* A line of a CGATS header that says other conditions than D50 and 2 degrees. */
static int says_other_conditions(const cells *row)
{
    const char *key = row->count > 1 ? row->text[0] : "", *value = row->count > 1 ? row->text[1] : "";
    int weights = same(key, "WEIGHTING_FUNCTION");
    if (same(key, "ILLUMINANT") || (weights && contains(value, "ILLUMINANT")))
        return !contains(value, "D50");
    if (same(key, "OBSERVER") || (weights && contains(value, "OBSERVER")))
        return !contains(value, "2") || contains(value, "10");
    return 0;
}

/* CGATS up to BEGIN_DATA. */
static sct_status read_cgats_header(reader *r, table *out)
{
    sct_status status = SCT_OK;
    int more = 1, in_format = 0;
    size_t other = 0;
    *out = (table){.name = -1};
    for (;;) {
        split(r);
        const char *key = r->row->count ? r->row->text[0] : "";
        if (same(key, "BEGIN_DATA"))
            break;
        if (same(key, "END_DATA_FORMAT"))
            in_format = 0;
        else if (in_format)
            TRY(find_columns(r, out));
        else if (same(key, "BEGIN_DATA_FORMAT"))
            in_format = 1;
        else if (says_other_conditions(r->row))
            other = r->line;
        TRY(next_line(r, &more));
        if (!more)
            FAIL(r->ctx, SCT_ERR_PALETTE, "line %zu: the file ends before BEGIN_DATA; is it complete?", r->line);
    }
    if (out->kind == READING_NONE)
        FAIL(r->ctx, SCT_ERR_PALETTE, "line %zu: BEGIN_DATA without a DATA_FORMAT before it", r->line);
    if (other && out->kind != READING_SPECTRUM)
        FAIL(r->ctx, SCT_ERR_PALETTE, "line %zu: Lab and XYZ are needed for D50 and 2 degrees; export those, or spectra",
             other);
done:
    return status;
}

static sct_status read_header(reader *r, table *out)
{
    sct_status status = SCT_OK;
    int more;
    TRY(next_line(r, &more));
    if (!more)
        FAIL(r->ctx, SCT_ERR_PALETTE, "line 1: there are no readings in this file");
    if (begins(r->text, "CGATS") || contains(r->text, "BEGIN_DATA_FORMAT") || !strpbrk(r->text, ",;\t")) {
        r->separator = ' ';
        TRY(read_cgats_header(r, out));
    } else {
        r->separator = strchr(r->text, '\t') ? '\t' : strchr(r->text, ';') ? ';' : ',';
        split(r);
        TRY(find_columns(r, out));
    }
done:
    return status;
}

/* ---- rows ---- */

/* A cell as a number; 0 when it is none. A comma that is still in it separates no cells. */
static int read_number(const char *text, double *out)
{
    char copy[CELL_SIZE], *comma;
    const char *end;
    strcpy(copy, text);
    if ((comma = strchr(copy, ',')) != NULL && !strchr(copy, '.'))
        *comma = '.';
    *out = text_number(copy, &end);
    return end != copy && *end == '\0';
}

/* The patch of this name; SIZE_MAX when the card has none. */
static size_t patch_called(const sct_chart *card, const char *name, int by_number)
{
    for (size_t i = 0; i < card->patch_count; i++)
        if (same(name, card->patches[i].name))
            return i;
    const char *end = name;
    double number = by_number ? text_number(name, &end) : 0;
    return number >= 1 && number <= (double)card->patch_count && *end == '\0' && number == floor(number) ? (size_t)number - 1
                                                                                                         : SIZE_MAX;
}

static int is_plausible(reading_kind kind, int k, double value)
{
    switch (kind) {
    case READING_LAB: return k == 0 ? value >= 0 && value <= 110 : fabs(value) <= 150;
    case READING_XYZ: return value >= 0 && value <= 130;
    case READING_SPECTRUM: return value >= -5 && value <= 150; /* noise about 0 is no mistake */
    case READING_NONE: break;
    }
    return 0;
}

static sct_status enter_row(reader *r, const table *t, const sct_chart *card, readings *out)
{
    if (r->row->count < t->count)
        return diag_set(r->ctx, SCT_ERR_PALETTE, "line %zu: %d values, %d are needed", r->line, r->row->count, t->count);
    if (r->separator == ',' && r->row->count > t->count && *r->row->text[r->row->count - 1])
        return diag_set(r->ctx, SCT_ERR_PALETTE,
                        "line %zu: %d cells under %d columns; with a decimal comma separate the cells by semicolons",
                        r->line, r->row->count, t->count);
    const char *name = r->row->text[t->name];
    size_t patch = patch_called(card, name, t->by_number);
    if (patch == SIZE_MAX)
        return diag_set(r->ctx, SCT_ERR_PALETTE, "line %zu: the card has no patch \"%s\"; its first is \"%s\"", r->line,
                        name, card->patches[0].name);
    for (int k = 0; k < t->value_count; k++) {
        const char *text = r->row->text[t->value[k]];
        double value;
        if (!read_number(text, &value) || !is_plausible(t->kind, k, value))
            return diag_set(r->ctx, SCT_ERR_PALETTE, "line %zu: \"%s\" is no value a printed patch can have", r->line, text);
        out->sum[patch][k] += value;
        out->largest = fmax(out->largest, value);
    }
    out->count[patch]++;
    return SCT_OK;
}

static sct_status read_rows(reader *r, const table *t, const sct_chart *card, readings *out)
{
    sct_status status = SCT_OK;
    int more;
    for (;;) {
        TRY(next_line(r, &more));
        if (!more)
            break;
        split(r);
        if (same(r->row->text[0], "END_DATA"))
            break;
        TRY(enter_row(r, t, card, out));
    }
done:
    return status;
}

/* ---- colours ---- */

/* Mean reading of a patch as Lab, D50 and 2 degrees. */
static sct_lab colour_of(const table *t, const readings *read, size_t patch)
{
    double v[BANDS_MAX], scale = 1.0 / read->count[patch];
    if (t->kind == READING_XYZ || (t->kind == READING_SPECTRUM && read->largest > percent_above))
        scale /= 100;
    for (int k = 0; k < t->value_count; k++)
        v[k] = read->sum[patch][k] * scale;
    if (t->kind == READING_LAB)
        return (sct_lab){v[0], v[1], v[2]};
    if (t->kind == READING_XYZ)
        return sct_lab_from_xyz((sct_xyz){v[0], v[1], v[2]}, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    sct_xyz xyz =
        sct_xyz_from_spectrum(v, (size_t)t->value_count, t->first_nm, t->step_nm, SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    return sct_lab_from_xyz(xyz, sct_white_spectral(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
}

/* Every patch has its reading, and neutrals that follow each other get darker, as they were printed: else rows were mixed
 * up. */
static sct_status fill_colours(sct_context *ctx, const table *t, const readings *read, sct_chart *card)
{
    for (size_t i = 0; i < card->patch_count; i++) {
        sct_chart_swatch *p = &card->patches[i], *before = i ? p - 1 : p;
        if (read->count[i] == 0)
            return diag_set(ctx, SCT_ERR_PALETTE, "the patch \"%s\" has no reading; measure every patch of the card",
                            p->name);
        p->lab = colour_of(t, read, i);
        int follows = before != p && p->neutral && before->neutral && strlen(p->name) == strlen(before->name) &&
                      p->name[strlen(p->name) - 1] == before->name[strlen(p->name) - 1];
        if (follows && !(p->lab.L < before->lab.L))
            return diag_set(ctx, SCT_ERR_PALETTE, "\"%s\" is not darker than \"%s\"; were the rows exchanged?", p->name,
                            before->name);
    }
    return SCT_OK;
}

sct_status sct_card_measure(sct_context *ctx, const sct_chart *card, const void *text, size_t size, const char *source,
                            sct_chart *out)
{
    sct_status status = SCT_OK;
    sct_chart *measured = NULL;
    readings *read = NULL;
    reader *r = NULL;
    cells *row = NULL;
    table columns = {.name = -1};

    sct_context_clear(ctx);
    if (!card || !text || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_card_measure needs a card, a table and a place for the answer");
    TRY(mem_new(ctx, 1, sizeof *measured, (void **)&measured));
    TRY(mem_new(ctx, 1, sizeof *read, (void **)&read));
    TRY(mem_new(ctx, 1, sizeof *row, (void **)&row));
    TRY(mem_new(ctx, 1, sizeof *r, (void **)&r));
    r->ctx = ctx;
    r->at = text;
    r->end = r->at + size;
    if (size >= 3 && memcmp(r->at, "\xEF\xBB\xBF", 3) == 0) /* what spreadsheets put before UTF-8 */
        r->at += 3;
    r->row = row;
    *measured = *card;
    TRY(read_header(r, &columns));
    TRY(read_rows(r, &columns, card, read));
    TRY(fill_colours(ctx, &columns, read, measured));
    measured->tier = SCT_TIER_MEASURED;
    measured->u95_de00 = instrument_de00;
    text_copy(measured->source, sizeof measured->source, source && *source ? source : "instrument readings");
    *out = *measured;
done:
    mem_free(measured);
    mem_free(read);
    mem_free(row);
    mem_free(r);
    return status;
}
