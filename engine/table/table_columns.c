/*
 * table_columns.c - what a table of readings says before its first row.
 *
 * CGATS.17 is free in its form: the names between BEGIN_DATA_FORMAT and
 * END_DATA_FORMAT may stand on one line or on many, and a line before them may
 * hold commas and tabs. So a table is CGATS when a line of it begins with
 * BEGIN_DATA_FORMAT; else its first line holds the names, and shows what
 * separates the cells, or, where instruments' programs write first of themselves
 * ("Measuring conditions: [D50,2 deg,...]"), one of the lines that follow.
 */
#include "table/table.h"

#include <math.h>
#include <string.h>

enum { SHORTEST_NM = 300, LONGEST_NM = 1100, BANDS_MIN = 14, PREAMBLE_MAX = 40 };

static const double least_step_nm = 1, most_step_nm = 20;
static const double must_reach_nm[2] = {420,
                                        680}; /* beyond them a reflectance is taken as constant: eyes see little there */

/* Wavelength a column's name gives ("SPECTRAL_NM400", "SPEC_400", "nm400", "400nm", "400"), 0 if none. */
static double wavelength_of(const char *name)
{
    static const char *const prefixes[] = {"SPECTRAL_NM_", "SPECTRAL_NM", "SPECTRAL_", "SPEC_", "NM_", "NM"};
    const char *end;
    size_t n = 0;
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0] && !n; i++)
        n = table_begins(name, prefixes[i]);
    double nm = text_number(name + n, &end);
    if (end == name + n || !(nm >= SHORTEST_NM && nm <= LONGEST_NM))
        return 0;
    while (*end == ' ')
        end++;
    return *end == '\0' || (n == 0 && table_same(end, "nm")) ? nm : 0;
}

/* The columns of three named values, in order; 0 if one is missing. */
static int find_three(const table_cells *row, const char *const names[3][4], table_columns *out)
{
    for (int k = 0; k < 3; k++) {
        out->value[k] = -1;
        for (int i = 0; i < row->count; i++)
            for (int alias = 0; alias < 4; alias++)
                if (table_same(row->text[i], names[k][alias]))
                    out->value[k] = i;
        if (out->value[k] < 0)
            return 0;
    }
    out->value_count = 3;
    return 1;
}

/*
 * The columns of wavelengths; 0 when they do not rise by equal steps. Steps of a third of 10 nm are named by whole
 * nanometres (380, 383, 387, 390); whole steps leave no room.
 */
static int take_bands(const table_cells *row, table_columns *out)
{
    double nm[TABLE_BANDS_MAX];
    int n = 0;
    for (int i = 0; i < row->count; i++) {
        double at = wavelength_of(row->text[i]);
        if (!(at > 0))
            continue;
        if (n == TABLE_BANDS_MAX)
            return 0;
        nm[n] = at;
        out->value[n++] = i;
    }
    out->value_count = n;
    if (n < 2)
        return 1;
    out->first_nm = nm[0];
    out->step_nm = (nm[n - 1] - nm[0]) / (n - 1);
    double room = fabs(out->step_nm - round(out->step_nm)) < 1e-3 ? 0.01 : 0.51;
    for (int i = 1; i < n; i++)
        if (!(fabs(out->first_nm + i * out->step_nm - nm[i]) < room && nm[i] > nm[i - 1]))
            return 0;
    return 1;
}

/* Bands that spectra can be made of; 0 when there are none, or *why says what is wrong with them. */
static int find_bands(const table_cells *row, table_columns *out, const char **why)
{
    int equal = take_bands(row, out);
    double last_nm = out->first_nm + (out->value_count - 1) * out->step_nm;
    if (!equal)
        *why = "wavelengths must rise by equal steps";
    else if (out->value_count == 0)
        return 0;
    else if (out->value_count < BANDS_MIN)
        *why = "too few bands; steps of 1 to 20 nm are read";
    else if (!(out->step_nm >= least_step_nm && out->step_nm <= most_step_nm))
        *why = "steps of 1 to 20 nm are read";
    else if (out->first_nm > must_reach_nm[0] || last_nm < must_reach_nm[1])
        *why = "spectra must reach from 420 to 680 nm";
    return !*why;
}

static void find_name(const table_cells *row, table_columns *out)
{
    for (int i = 0; i < row->count; i++) {
        const char *name = row->text[i];
        if (table_same(name, "SAMPLE_NAME") || table_same(name, "name") || table_same(name, "patch")) {
            out->name = i;
            out->by_number = 0;
        } else if ((table_same(name, "SAMPLE_ID") || table_same(name, "SampleID") || table_same(name, "id")) &&
                   out->name < 0) {
            out->name = i;
            out->by_number = 1;
        }
    }
    for (int i = 0; i < row->count && out->name < 0;
         i++) /* Argyll's name of a place on the chart, where it is the only one */
        if (table_same(row->text[i], "SAMPLE_LOC"))
            out->name = i;
}

/* Columns that say for each row what a header says once. */
static void find_conditions(const table_cells *row, table_columns *out)
{
    int n = 0;
    for (int i = 0; i < row->count && n < 2; i++)
        if (table_contains(row->text[i], "illumin") || table_contains(row->text[i], "observer")) {
            memcpy(out->condition_name[n], row->text[i], TABLE_CELL_SIZE);
            out->condition[n++] = i;
        }
}

static void find_extra(const table_cells *row, table_columns *out)
{
    for (int k = 0; out->extra_names && out->extra_names[k] && k < TABLE_EXTRA_MAX; k++) {
        out->extra[k] = -1;
        for (int i = 0; i < row->count; i++)
            if (table_same(row->text[i], out->extra_names[k]))
                out->extra[k] = i;
    }
}

/* What these names are; *why says what is wrong with spectra among them. */
static void take_columns(const table_cells *row, table_columns *out, const char **why)
{
    static const char *const lab[3][4] = {
        {"LAB_L", "L", "L*", "CIE-Lab-L"}, {"LAB_A", "a", "a*", "CIE-Lab-a"}, {"LAB_B", "b", "b*", "CIE-Lab-b"}};
    static const char *const xyz[3][4] = {
        {"XYZ_X", "X", "XYZ-X", "X"}, {"XYZ_Y", "Y", "XYZ-Y", "Y"}, {"XYZ_Z", "Z", "XYZ-Z", "Z"}};
    *out = (table_columns){.count = row->count, .name = -1, .condition = {-1, -1}, .extra_names = out->extra_names};
    find_extra(row, out);
    find_name(row, out);
    find_conditions(row, out);
    if (find_bands(row, out, why))
        out->kind = READING_SPECTRUM;
    else if (find_three(row, lab, out))
        out->kind = READING_LAB;
    else if (find_three(row, xyz, out))
        out->kind = READING_XYZ;
}

static sct_status find_columns(const table_text *t, const table_cells *row, table_columns *out)
{
    const char *why = NULL;
    take_columns(row, out, &why);
    if (out->name >= 0 && out->kind == READING_NONE && why)
        return diag_set(t->ctx, SCT_ERR_PALETTE, "line %zu: these spectra cannot be used: %s", t->line, why);
    if (out->name < 0 || out->kind == READING_NONE)
        return diag_set(
            t->ctx, SCT_ERR_PALETTE,
            "line %zu: columns SAMPLE_NAME and LAB_L, LAB_A, LAB_B (or XYZ_X .., or SPECTRAL_NM380 ..) are needed", t->line);
    return SCT_OK;
}

sct_status table_columns_check(const table_text *t, const table_columns *columns, table_condition condition, size_t line)
{
    if (columns->kind == READING_SPECTRUM || condition < CONDITION_UNCLEAR || (t->any_light && condition == CONDITION_OTHER))
        return SCT_OK;
    if (condition == CONDITION_UNCLEAR)
        return diag_set(t->ctx, SCT_ERR_PALETTE,
                        "line %zu: what it says of illuminant or observer is not understood; export Lab or XYZ for D50 and "
                        "2 degrees, or spectra",
                        line);
    return diag_set(t->ctx, SCT_ERR_PALETTE,
                    "line %zu: Lab and XYZ are needed for D50 and 2 degrees; export those, or spectra", line);
}

/* Adds the cells of a line from `from` on to the names, up to the end of the format; 1 when that is in it. */
static int add_names(const table_text *t, int from, table_cells *names)
{
    for (int i = from; i < t->row.count; i++) {
        if (table_same(t->row.text[i], "END_DATA_FORMAT"))
            return 1;
        if (names->count < TABLE_COLUMNS_MAX)
            memcpy(names->text[names->count++], t->row.text[i], TABLE_CELL_SIZE);
    }
    return 0;
}

/* A line that names no column. */
static sct_status see_header(table_text *t)
{
    if (table_measures_light(t->text))
        return diag_set(t->ctx, SCT_ERR_PALETTE,
                        "line %zu: light of a lamp or screen was measured here; ink is measured on paper, as reflectance",
                        t->line);
    table_text_condition(t, table_condition_of(t->text));
    table_lights_see(&t->lights, t->text);
    return SCT_OK;
}

/* CGATS up to BEGIN_DATA. */
static sct_status read_cgats_header(table_text *t, table_cells *names, table_columns *out)
{
    sct_status status = SCT_OK;
    int more = 1, in_format = 0;
    *out = (table_columns){.name = -1, .extra_names = out->extra_names};
    for (;;) {
        TRY(table_text_split(t));
        const char *key = t->row.count ? t->row.text[0] : "";
        int begins = table_same(key, "BEGIN_DATA_FORMAT");
        if (!in_format && table_same(key, "BEGIN_DATA"))
            break;
        if (begins)
            names->count = 0;
        if (in_format || begins) {
            in_format = !add_names(t, begins, names);
            if (!in_format)
                TRY(find_columns(t, names, out));
        } else {
            TRY(see_header(t));
        }
        TRY(table_text_next(t, &more));
        if (!more)
            FAIL(t->ctx, SCT_ERR_PALETTE, "line %zu: the file ends before BEGIN_DATA; is it complete?", t->line);
    }
    if (out->kind == READING_NONE)
        FAIL(t->ctx, SCT_ERR_PALETTE, "line %zu: BEGIN_DATA without a DATA_FORMAT before it", t->line);
done:
    return status;
}

/* Whether a line further down begins the format; the place in the text stays. */
static int is_cgats(const table_text *t)
{
    static const char word[] = "BEGIN_DATA_FORMAT";
    for (const char *at = t->at; at < t->end; at++) {
        const char *line = at;
        while (at < t->end && *at != '\n' && *at != '\r')
            at++;
        while (line < at && (*line == ' ' || *line == '\t'))
            line++;
        if ((size_t)(at - line) >= sizeof word - 1 && memcmp(line, word, sizeof word - 1) == 0)
            return 1;
    }
    return 0;
}

/* "sep=;", by which spreadsheets tell each other what separates cells. */
static char named_separator(const char *line)
{
    size_t n = table_begins(line, "sep=");
    return n && line[n] && !line[n + 1] && strchr(",;\t", line[n]) ? line[n] : '\0';
}

/* Whether the line at hand names a patch and a reading. */
static sct_status names_columns(table_text *t, table_columns *out, int *names)
{
    const char *why = NULL;
    sct_status status = table_text_split(t);
    take_columns(&t->row, out, &why);
    *names = status == SCT_OK && out->name >= 0 && (out->kind != READING_NONE || why);
    return status;
}

/* The names of a table that is no CGATS: in the line at hand, or behind lines in which a program tells of itself. Where
 * there are none the line at hand is told of. */
static sct_status read_names(table_text *t, char named, table_columns *out)
{
    sct_status status = SCT_OK;
    table_text *first = NULL;
    int more = 1, names = 0;
    TRY(mem_new(t->ctx, 1, sizeof *first, (void **)&first));
    for (int lines = 0; more && !names && lines < PREAMBLE_MAX; lines++) {
        t->separator = named ? named : strchr(t->text, '\t') ? '\t' : strchr(t->text, ';') ? ';' : ',';
        TRY(names_columns(t, out, &names));
        if (names && t->row.count > 1)
            t->separators = (size_t)t->row.count - 1;
        if (names)
            break;
        if (lines == 0)
            *first = *t;
        table_text_condition(t, table_condition_of(t->text));
        table_lights_see(&t->lights, t->text);
        TRY(table_text_next(t, &more));
    }
    if (!names)
        *t = *first;
    TRY(find_columns(t, &t->row, out));
done:
    mem_free(first);
    return status;
}

sct_status table_columns_read(table_text *t, table_columns *out)
{
    sct_status status = SCT_OK;
    int more, cgats = is_cgats(t);
    table_cells *names = NULL;
    TRY(table_text_next(t, &more));
    char named = more ? named_separator(t->text) : '\0';
    if (named)
        TRY(table_text_next(t, &more));
    if (!more)
        FAIL(t->ctx, SCT_ERR_PALETTE, "line 1: there are no readings in this file");
    if (cgats || table_begins(t->text, "CGATS") || !strpbrk(t->text, ",;\t")) {
        t->separator = ' ';
        TRY(mem_new(t->ctx, 1, sizeof *names, (void **)&names));
        TRY(read_cgats_header(t, names, out));
    } else {
        TRY(read_names(t, named, out));
    }
    TRY(table_columns_check(t, out, t->condition, t->condition_line));
done:
    mem_free(names);
    return status;
}
