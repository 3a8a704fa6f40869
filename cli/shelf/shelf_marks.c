/* cli/shelf/shelf_marks.c - reads healed marks from tables and photos. */
#include "shelf/shelf_marks.h"

#include "client/client_parts.h"
#include "palettes.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum {
    COLUMN_INK,
    COLUMN_WATER,
    COLUMN_SKIN,
    COLUMN_LAB = COLUMN_SKIN + 3,
    COLUMN_PART = COLUMN_LAB + 3,
    COLUMN_DENSITY,
    COLUMN_SD,
    COLUMNS
};
static const char *const column_names[COLUMNS] = {"ink", "parts_water", "skin_L", "skin_a",  "skin_b", "L",
                                                  "a",   "b",           "part",   "density", "sd"};
static const sct_healed_part parts[] = {SCT_HEALED_DOT, SCT_HEALED_AREA, SCT_HEALED_SOLID};

/* ---- tables ---- */

/* What cells are separated by, as the first line has it: semicolons or tabs, beside which a comma is that of decimals. */
static char separator_of(const char *first_line)
{
    return strchr(first_line, ';') ? ';' : strchr(first_line, '\t') ? '\t' : ',';
}

/* Cuts a line at its separators. */
static int cut(char *line, char separator, char **cells, int most)
{
    int n = 0;
    for (char *at = line; at && n < most;) {
        cells[n++] = at;
        at = strchr(at, separator);
        if (at)
            *at++ = '\0';
    }
    for (int i = 0; i < n; i++) {
        while (*cells[i] == ' ' || *cells[i] == '"')
            cells[i]++;
        size_t length = strlen(cells[i]);
        while (length && strchr(" \"\r", cells[i][length - 1]))
            cells[i][--length] = '\0';
    }
    return n;
}

/* Where each column stands; all that are missing are named at once. */
static int find_columns(app *a, const char *path, char **cells, int n, int column[COLUMNS])
{
    char missing[128] = "";
    for (int k = 0; k < COLUMNS; k++) {
        size_t length = strlen(missing);
        column[k] = -1;
        for (int i = 0; i < n; i++)
            if ((k >= COLUMN_LAB && k < COLUMN_PART ? strcmp(cells[i], column_names[k])
                                                    : strcasecmp(cells[i], column_names[k])) == 0)
                column[k] = i;
        if (k < COLUMN_PART && column[k] < 0)
            snprintf(missing + length, sizeof missing - length, "%s%s", length ? ", " : "", column_names[k]);
    }
    return missing[0] ? complain(a, EXIT_PALETTE, path,
                                 "line 1: these columns are missing: %s; there must be ink, parts_water, skin_L, skin_a, "
                                 "skin_b, L, a, b",
                                 missing)
                      : 0;
}

/* A number of a row, whose decimals stand behind a point or a comma; a cell that is missing leaves it. */
static int cell(app *a, const char *path, size_t line, char **cells, int n, int at, const char *name, double *out)
{
    if (at < 0 || at >= n || !*cells[at])
        return 0;
    char *comma = strchr(cells[at], ',');
    if (comma)
        *comma = '.';
    return args_number(cells[at], out)
               ? 0
               : complain(a, EXIT_PALETTE, path, "line %zu: %s: \"%.20s\" is no number", line, name, cells[at]);
}

int marks_one_more(app *a, const shelf_options *o, marks *m, sct_mark **out)
{
    if (m->count == SCT_MARKS_MAX)
        return complain(a, EXIT_USE, NULL, "more than %d marks", SCT_MARKS_MAX);
    *out = &m->items[m->count];
    sct_mark_init(*out);
    (*out)->part = parts[o->part];
    (*out)->density_per_cm2 = o->density;
    return 0;
}

/* What of a mark was measured; an empty cell leaves it. */
static int read_part(app *a, const char *path, size_t line, const char *cell, sct_healed_part *out)
{
    for (int k = 0; shelf_parts[k]; k++)
        if (strcasecmp(cell, shelf_parts[k]) == 0) {
            *out = parts[k];
            return 0;
        }
    return *cell ? complain(a, EXIT_PALETTE, path, "line %zu: part: \"%.20s\" is none; say dot, area or solid", line, cell)
                 : 0;
}

static int read_row(app *a, const shelf_options *o, const char *path, size_t line, char **cells, int n,
                    const int column[COLUMNS], marks *m)
{
    sct_mark *mark = NULL;
    int code = marks_one_more(a, o, m, &mark);
    if (code || !mark)
        return code;
    double *const numbers[COLUMNS] = {NULL,
                                      &mark->parts_water,
                                      &mark->skin_lab.L,
                                      &mark->skin_lab.a,
                                      &mark->skin_lab.b,
                                      &mark->lab.L,
                                      &mark->lab.a,
                                      &mark->lab.b,
                                      NULL,
                                      &mark->density_per_cm2,
                                      &mark->sd};
    for (int k = 0; k < COLUMNS && !code; k++)
        if (numbers[k])
            code = cell(a, path, line, cells, n, column[k], column_names[k], numbers[k]);
    if (!code && column[COLUMN_PART] >= 0 && column[COLUMN_PART] < n)
        code = read_part(a, path, line, cells[column[COLUMN_PART]], &mark->part);
    const char *ink = column[COLUMN_INK] < n ? cells[column[COLUMN_INK]] : "";
    if (!code)
        code = palette_find_ink(a, m->palette, m->palette_name, ink, &mark->ink);
    tellf(m->from[m->count], sizeof m->from[0], "line %zu of the table", line);
    m->count += !code;
    return code;
}

int marks_of_table(app *a, const shelf_options *o, const char *path, marks *m)
{
    enum { CELLS = 64 };
    file_bytes bytes = {0};
    char line[4096], *cells[CELLS];
    int column[COLUMNS] = {0};
    size_t number = 0;
    char separator = ',';
    int code = input_read(a, path, 1u << 20, &bytes);
    size_t marked = bytes.size >= 3 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; /* as UTF-8, by a spreadsheet */
    if (!code && memchr(bytes.data, '\0', bytes.size))
        code = complain(a, EXIT_PALETTE, path, "line 1: this is UTF-16, or no text; save the table as CSV in UTF-8");
    for (size_t at = marked; !code && at < bytes.size;) {
        const unsigned char *end = memchr(bytes.data + at, '\n', bytes.size - at);
        size_t length = end ? (size_t)(end - bytes.data) - at : bytes.size - at;
        number++;
        snprintf(line, sizeof line, "%.*s", (int)(length < sizeof line ? length : sizeof line - 1),
                 (const char *)bytes.data + at);
        at += length + 1;
        if (number == 1)
            separator = separator_of(line);
        int n = cut(line, separator, cells, CELLS);
        if (number == 1)
            code = find_columns(a, path, cells, n, column);
        else if (n > 1 || *cells[0])
            code = read_row(a, o, path, number, cells, n, column, m);
    }
    input_free(&bytes);
    return code;
}

/* ---- photos ---- */

typedef struct shown {
    sct_shape *shape[2]; /* Of the mark and of the skin; owned. */
    char name[2][32];
} shown;

/* INK=PARTS:MARK@SKIN */
static int read_mark(app *a, const shelf_options *o, const char *text, marks *m, shown *out)
{
    static const char how[] =
        "write INK=PARTS:MARK@SKIN, as in generic-carbon=20:rect:40%%,40%%,4%%,4%%@rect:50%%,40%%,4%%,4%%";
    char word[1024], *colon, *equals, *at;
    sct_mark *mark = NULL;
    int code = marks_one_more(a, o, m, &mark);
    snprintf(word, sizeof word, "%s", text);
    colon = strchr(word, ':');
    if (colon)
        *colon++ = '\0';
    equals = strchr(word, '=');
    at = colon ? strchr(colon, '@') : NULL;
    if (!code && (strlen(text) >= sizeof word || !equals || !at))
        return complain(a, EXIT_USE, "--mark", how);
    if (code || !mark)
        return code;
    *equals++ = '\0';
    *at++ = '\0';
    if (!args_number(equals, &mark->parts_water))
        return complain(a, EXIT_USE, "--mark", how);
    code = palette_find_ink(a, m->palette, m->palette_name, word, &mark->ink);
    if (!code)
        code = client_parse_shape(a, "--mark", colon, SCT_ROLE_SKIN, &out->shape[0]);
    if (!code)
        code = client_parse_shape(a, "--mark", at, SCT_ROLE_SKIN, &out->shape[1]);
    return code;
}

/* What the readings say of mark number k of a photo. */
static void take_readings(const sct_swatches *read, size_t k, sct_mark *mark)
{
    sct_swatch seen[2];
    for (size_t i = 0; i < 2; i++)
        if (sct_swatches_at(read, 2 * k + i, &seen[i]) != SCT_OK)
            return;
    mark->lab = seen[0].estimate.lab;
    mark->skin_lab = seen[1].estimate.lab;
    /* What light and camera do to both hardly moves the difference: half of it is counted. */
    double v = 0;
    for (int i = 0; i < 3; i++)
        v += (seen[0].estimate.cov.m[i][i] + seen[0].estimate.cov_noise.m[i][i]) / 6;
    mark->sd = fmin(fmax(sqrt(v), 0.5), 20);
}

enum { SHOWN_MAX = SCT_SWATCH_FIELDS_MAX / 2 };

static int read_photo(app *a, const shelf_options *o, const arg_item *photo, shown *marks_shown, size_t count, marks *m,
                      size_t first)
{
    client c = {.count = 0};
    client_options options;
    sct_chart_options chart;
    sct_measure_options settings;
    sct_swatches *read = NULL;
    sct_swatch_field fields[SCT_SWATCH_FIELDS_MAX];
    arg_items one = {.count = 1, .items = {*photo}};
    client_options_init(&options);
    options.chart = o->chart;
    options.chart_file = o->chart_file;
    options.camera = o->camera;
    sct_measure_options_init(&settings);
    settings.estimator = o->part == 1 ? SCT_ESTIMATOR_MEAN : SCT_ESTIMATOR_MODE; /* An area is dots and skin together. */
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < 2; i++) {
            sct_swatch_field *f = &fields[2 * k + i];
            sct_swatch_field_init(f);
            snprintf(marks_shown[k].name[i], sizeof marks_shown[k].name[i], "%s %zu", i ? "skin" : "mark", k + 1);
            f->name = marks_shown[k].name[i];
            f->shape = marks_shown[k].shape[i];
        }
    int code = client_open(a, &one, &c);
    if (!code)
        code = client_open_chart(a, &c, &options, &chart, &settings);
    if (!code) {
        sct_status status = sct_swatches_new(a->ctx, &settings, c.views, c.count, fields, 2 * count, &read);
        code = status == SCT_OK ? 0 : complain_status(a, status, c.name[0]);
    }
    for (size_t k = 0; k < count && !code; k++) {
        take_readings(read, k, &m->items[first + k]);
        char told[32];
        tellf(told, sizeof told, "mark %u of the photo", (unsigned)(k + 1) % 100u);
        snprintf(m->from[first + k], sizeof m->from[0], "%.24s, %s", c.name[0], told);
    }
    sct_swatches_free(read);
    client_free(&c);
    return code;
}

int marks_of_photos(app *a, const shelf_options *o, const arg_items *items, marks *m)
{
    int code = 0;
    for (size_t i = 1; i < items->count && !code; i++) {
        shown seen[SHOWN_MAX] = {{{NULL}, {""}}};
        size_t count = 0, first = m->count;
        if (items->items[i].option)
            continue;
        for (size_t k = i + 1; k < items->count && items->items[k].option && !code; k++) {
            if (strcmp(items->items[k].option->name, "mark") != 0)
                code = complain(a, EXIT_USE, NULL, "--%s: is of 'palette measure' and 'palette cup'",
                                items->items[k].option->name);
            else if (count == SHOWN_MAX)
                code = complain(a, EXIT_USE, NULL, "more than %d marks in one photo", SHOWN_MAX);
            else
                code = read_mark(a, o, items->items[k].text, m, &seen[count++]);
            m->count += !code;
        }
        if (!code && count)
            code = read_photo(a, o, &items->items[i], seen, count, m, first);
        for (size_t k = 0; k < count; k++)
            for (int s = 0; s < 2; s++)
                sct_shape_free(seen[k].shape[s]);
    }
    return code;
}
