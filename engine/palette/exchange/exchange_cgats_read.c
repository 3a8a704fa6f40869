/*
 * exchange_cgats_read.c - readings of drawdowns as instruments' programs export
 * them. The table itself is read as the card's are (engine/table); here rows
 * become colours of inks, under the conditions that the file states, and under
 * D50 and 2 degrees, which are the format's own, where it states none.
 */
#include "palette/exchange/exchange.h"

#include <math.h>
#include <string.h>

static const double percent_above = 2;    /* reflectances larger than this are per cent */
static const double whole_xyz_most = 1.5; /* the largest Y of a scale to 1 */

/* Columns that exchange_cgats_write.c adds. */
enum { STATE, PARTS_INK, PARTS_WATER, SPECULAR, BACKING, EXTRA_COUNT };
static const char *const extra_names[] = {"STATE", "PARTS_INK", "PARTS_WATER", "SPECULAR", "BACKING", NULL};

typedef struct reading {
    size_t ink, line;
    json *colour;   /* without its values; owned until it is handed on */
    double *values; /* owned */
    sct_illuminant illuminant;
    sct_observer observer;
} reading;

typedef struct readings {
    exchange_draft *draft;
    table_columns columns;
    size_t count, capacity;
    reading *items;
    double largest, largest_second;
} readings;

static void free_readings(readings *r)
{
    for (size_t i = 0; i < r->count; i++) {
        json_free(r->items[i].colour);
        mem_free(r->items[i].values);
    }
    mem_free(r->items);
}

static const char *extra_of(const table_columns *columns, const table_cells *row, int k)
{
    return columns->extra[k] < 0 ? "" : row->text[columns->extra[k]];
}

static sct_status take_parts(const table_text *t, const table_columns *columns, const table_cells *row, json *colour)
{
    static const char *const keys[] = {[PARTS_INK] = "parts_ink", [PARTS_WATER] = "parts_water"};
    for (int k = PARTS_INK; k <= PARTS_WATER; k++) {
        const char *text = extra_of(columns, row, k);
        double value;
        if (!*text || strcmp(text, "-") == 0)
            continue;
        if (!table_number(text, &value))
            return diag_set(t->ctx, SCT_ERR_PALETTE, "line %zu: %s \"%s\" is no number", t->line, extra_names[k], text);
        json_set(colour, keys[k], json_new_exact(value));
    }
    return SCT_OK;
}

/* What a row says of its own light. */
static void see_row_lights(const table_columns *columns, const table_cells *row, table_lights *lights)
{
    for (int k = 0; k < 2 && columns->condition[k] >= 0; k++) {
        char text[2 * TABLE_CELL_SIZE + 2];
        text_print(text, sizeof text, "%s %s", columns->condition_name[k], row->text[columns->condition[k]]);
        table_lights_see(lights, text);
    }
}

static sct_status take_conditions(readings *r, const table_text *t, const table_columns *columns, const table_cells *row,
                                  reading *item)
{
    json *colour = item->colour;
    table_lights lights = t->lights;
    const char *state = extra_of(columns, row, STATE), *specular = extra_of(columns, row, SPECULAR),
               *backing = extra_of(columns, row, BACKING);
    see_row_lights(columns, row, &lights);
    if (lights.illuminant < 0 || lights.observer_deg < 0)
        return diag_set(t->ctx, SCT_ERR_PALETTE,
                        "line %zu: for another illuminant or observer than D50, D65, A, 2 and 10 degrees; export spectra",
                        t->line);
    json_set(colour, "state", json_new_string(*state ? state : sct_colour_state_name(r->draft->options->state)));
    item->illuminant = lights.illuminant == '6'   ? SCT_ILLUMINANT_D65
                       : lights.illuminant == 'A' ? SCT_ILLUMINANT_A
                                                  : SCT_ILLUMINANT_D50;
    item->observer = lights.observer_deg == 10 ? SCT_OBSERVER_10 : SCT_OBSERVER_2;
    json_set(colour, "illuminant", json_new_string(sct_enum_name(SCT_ENUM_ILLUMINANT, (int)item->illuminant)));
    json_set(colour, "observer", json_new_number(item->observer, 0));
    json_set(colour, "specular", json_new_string(*specular ? specular : "excluded"));
    if (*backing && strcmp(backing, "-") != 0 && !table_same(backing, "unknown"))
        json_set(colour, "backing", exchange_text(backing));
    return take_parts(t, columns, row, colour);
}

static sct_status take_values(readings *r, const table_text *t, const table_columns *columns, const table_cells *row,
                              reading *out)
{
    sct_status status = SCT_OK;
    TRY(mem_new(t->ctx, (size_t)columns->value_count, sizeof *out->values, (void **)&out->values));
    for (int k = 0; k < columns->value_count; k++) {
        const char *text = row->text[columns->value[k]];
        double value;
        if (!table_number(text, &value) || !(fabs(value) <= 200))
            FAIL(t->ctx, SCT_ERR_PALETTE, "line %zu: \"%s\" is no value that a colour can have", t->line, text);
        out->values[k] = value;
        r->largest = fmax(r->largest, value);
        r->largest_second = k == 1 ? fmax(r->largest_second, value) : r->largest_second;
    }
done:
    return status;
}

static sct_status take_row(void *user, const table_text *t, const table_columns *columns, const table_cells *row)
{
    sct_status status = SCT_OK;
    readings *r = user;
    exchange_ink *ink;
    char slug[PALETTE_ID_MAX + 1];
    const char *name = row->text[columns->name];
    if (!*name)
        FAIL(t->ctx, SCT_ERR_PALETTE, "line %zu: a row without a name; each names its ink", t->line);
    exchange_slug(name, slug);
    size_t before = r->draft->ink_count;
    TRY(exchange_draft_ink(r->draft, slug, t->line, &ink));
    if (r->draft->ink_count > before && strcmp(name, slug) != 0)
        json_set(ink->object, "product", exchange_text(name));
    TRY(mem_grow(t->ctx, (void **)&r->items, &r->capacity, r->count + 1, sizeof *r->items));
    reading *item = &r->items[r->count++];
    *item = (reading){.ink = (size_t)(ink - r->draft->inks), .line = t->line, .colour = json_new_object()};
    TRY(take_conditions(r, t, columns, row, item));
    TRY(take_values(r, t, columns, row, item));
done:
    return status;
}

/* ---- values, once the scale of the whole file is known ---- */

static json *lab_of(const double v[3])
{
    json *lab = json_new_array();
    for (int i = 0; i < 3; i++)
        json_append(lab, json_new_exact(v[i]));
    return lab;
}

static json *lab_of_xyz(const reading *item, double divisor)
{
    const double *v = item->values;
    sct_lab lab = sct_lab_from_xyz((sct_xyz){v[0] / divisor, v[1] / divisor, v[2] / divisor},
                                   sct_white(item->illuminant, item->observer));
    json *list = json_new_array();
    json_append(list, json_new_number(lab.L, 4));
    json_append(list, json_new_number(lab.a, 4));
    json_append(list, json_new_number(lab.b, 4));
    return list;
}

/* Noise about black is no mistake; of per cent the point is moved, so that the number is the nearest to what the file says.
 */
static json *spectrum_of(const readings *r, const double *v, int percent)
{
    json *spectrum = json_new_object(), *values = json_new_array();
    for (int k = 0; k < r->columns.value_count; k++) {
        double share = percent ? text_shifted(v[k], -2) : v[k];
        json_append(values, json_new_exact(share < 0 && share > -0.05 ? 0 : share));
    }
    json_set(spectrum, "start_nm", json_new_exact(r->columns.first_nm));
    json_set(spectrum, "step_nm", json_new_exact(r->columns.step_nm));
    json_set(spectrum, "values", values);
    return spectrum;
}

static sct_status give_colours(readings *r)
{
    sct_status status = SCT_OK;
    reading_kind kind = r->columns.kind;
    int percent = kind == READING_SPECTRUM ? r->largest > percent_above : r->largest_second > whole_xyz_most;
    double divisor = percent ? 100 : 1;
    for (size_t i = 0; i < r->count; i++) {
        reading *item = &r->items[i];
        json *colour = item->colour;
        if (kind == READING_LAB)
            json_set(colour, "lab", lab_of(item->values));
        else if (kind == READING_XYZ)
            json_set(colour, "lab", lab_of_xyz(item, divisor));
        else
            json_set(colour, "spectrum", spectrum_of(r, item->values, percent));
        item->colour = NULL;
        TRY(exchange_draft_colour(r->draft, &r->draft->inks[item->ink], colour, item->line));
    }
    if (kind == READING_XYZ)
        TRY(exchange_note(r->draft->ctx, r->draft->notes, "XYZ were taken as of a scale to %s and became Lab",
                          percent ? "100" : "1"));
done:
    return status;
}

static sct_status note_conditions(const readings *r, const table_text *t)
{
    sct_status status = SCT_OK;
    if (r->columns.extra[STATE] < 0)
        TRY(exchange_note_state(r->draft));
    if (r->columns.kind != READING_SPECTRUM && !t->lights.illuminant && !t->lights.observer_deg &&
        r->columns.condition[0] < 0)
        TRY(exchange_note(r->draft->ctx, r->draft->notes,
                          "the file names no illuminant and observer: taken as D50 and 2 degrees, the format's own"));
    if (r->columns.extra[SPECULAR] < 0)
        TRY(exchange_note(r->draft->ctx, r->draft->notes,
                          "the file does not say whether gloss was measured, too: taken as specular excluded"));
    if (table_more_tables(t))
        TRY(exchange_note(
            r->draft->ctx, r->draft->notes,
            "the file holds more than one table, and only the first was read: put the others into files of their own"));
done:
    return status;
}

sct_status exchange_cgats_read(exchange_draft *draft, const void *data, size_t size)
{
    sct_status status = SCT_OK;
    table_text *table = NULL;
    readings r = {.draft = draft, .columns = {.name = -1, .extra_names = extra_names}};
    if (size > 4 && (memcmp(data, "CTI1", 4) == 0 || memcmp(data, "CTI2", 4) == 0))
        FAIL(draft->ctx, SCT_ERR_PALETTE,
             "line 1: %.4s holds what is to be printed, not what was measured; Argyll's chartread makes a .ti3 of it",
             (const char *)data);
    TRY(mem_new(draft->ctx, 1, sizeof *table, (void **)&table));
    TRY(table_text_open(draft->ctx, data, size, table));
    table->any_light = 1;
    TRY(table_columns_read(table, &r.columns));
    TRY(table_rows_read(table, &r.columns, take_row, &r));
    TRY(table_columns_check(table, &r.columns, table->condition, table->condition_line));
    TRY(give_colours(&r));
    TRY(note_conditions(&r, table));
    exchange_draft_head(draft, NULL, "measured", "readings of an instrument, from a CGATS file");
done:
    free_readings(&r);
    table_text_close(table);
    mem_free(table);
    return status;
}
