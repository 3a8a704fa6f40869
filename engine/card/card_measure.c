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
 * Colours may be Lab, XYZ (white is 1 or 100) or reflectance spectra by 1 to
 * 20 nm; the first two must be those of D50 and the 2 degree observer, and a
 * file that says otherwise is refused. Several readings of a patch are averaged.
 */
#include "card/card.h"
#include "table/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double instrument_de00 = 1.0; /* 95 %: the instrument, and prints of one run among each other */
static const double percent_above = 2;     /* reflectances larger than this are per cent */
/* The lightest patch of a card is paper, which reflects half of the light at least: its Y tells the scale. */
static const double whole_xyz_below = 1.5, percent_xyz_above = 15;
static const double least_white_L = 15;

/* Sums of what was read, patch by patch. */
typedef struct readings {
    int count[SCT_CHART_PATCH_MAX];
    double sum[SCT_CHART_PATCH_MAX][TABLE_BANDS_MAX];
    double largest;        /* of all values */
    double largest_second; /* of the second value of each row: Y */
    double largest_first;  /* of the first: L* */
} readings;

/* ---- rows ---- */

/* The patch of this name; SIZE_MAX when the card has none. */
static size_t patch_called(const sct_chart *card, const char *name, int by_number)
{
    for (size_t i = 0; i < card->patch_count; i++)
        if (table_same(name, card->patches[i].name))
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

/* What the row itself says of illuminant and observer. */
static sct_status check_conditions(const table_text *t, const table_columns *columns, const table_cells *row)
{
    sct_status status = SCT_OK;
    for (int k = 0; k < 2 && columns->condition[k] >= 0; k++) {
        char text[2 * TABLE_CELL_SIZE + 1];
        strcpy(text, columns->condition_name[k]);
        strcat(text, " ");
        strcat(text, row->text[columns->condition[k]]);
        TRY(table_columns_check(t, columns, table_condition_of(text), t->line));
    }
done:
    return status;
}

/* What a row is entered into. */
typedef struct entry {
    const sct_chart *card;
    readings *read;
} entry;

static sct_status enter_row(void *user, const table_text *t, const table_columns *columns, const table_cells *row)
{
    sct_status status = SCT_OK;
    const sct_chart *card = ((entry *)user)->card;
    readings *out = ((entry *)user)->read;
    const char *name = row->text[columns->name];
    size_t patch = patch_called(card, name, columns->by_number);
    if (patch == SIZE_MAX)
        FAIL(t->ctx, SCT_ERR_PALETTE, "line %zu: the card has no patch \"%s\"; its first is \"%s\"", t->line, name,
             card->patches[0].name);
    TRY(check_conditions(t, columns, row));
    for (int k = 0; k < columns->value_count; k++) {
        const char *text = row->text[columns->value[k]];
        double value;
        if (!table_number(text, &value) || !is_plausible(columns->kind, k, value))
            FAIL(t->ctx, SCT_ERR_PALETTE, "line %zu: \"%s\" is no value a printed patch can have", t->line, text);
        out->sum[patch][k] += value;
        out->largest = fmax(out->largest, value);
        out->largest_first = k == 0 ? fmax(out->largest_first, value) : out->largest_first;
        out->largest_second = k == 1 ? fmax(out->largest_second, value) : out->largest_second;
    }
    out->count[patch]++;
done:
    return status;
}

/* ---- colours ---- */

/* What the values are to be divided by. */
static double divisor_of(const table_columns *columns, const readings *read)
{
    return (columns->kind == READING_SPECTRUM && read->largest > percent_above) ||
                   (columns->kind == READING_XYZ && read->largest_second > whole_xyz_below)
               ? 100
               : 1;
}

/* A scale that is guessed wrongly makes every colour wrong. */
static sct_status check_scale(sct_context *ctx, const table_columns *columns, const readings *read)
{
    if (columns->kind == READING_LAB && read->largest_first < least_white_L)
        return diag_set(ctx, SCT_ERR_PALETTE, "no patch is lighter than L* %.3g; L* runs from 0 to 100",
                        read->largest_first);
    if (columns->kind == READING_XYZ && read->largest_second > whole_xyz_below && read->largest_second < percent_xyz_above)
        return diag_set(ctx, SCT_ERR_PALETTE,
                        "the largest Y is %.4g: neither of a scale to 1 nor of one to 100; export XYZ with a white of 100",
                        read->largest_second);
    return SCT_OK;
}

/* Mean reading of a patch as Lab, D50 and 2 degrees. */
static sct_lab colour_of(const table_columns *t, const readings *read, size_t patch, double divisor)
{
    double v[TABLE_BANDS_MAX], scale = 1.0 / read->count[patch];
    scale /= divisor;
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
static sct_status fill_colours(sct_context *ctx, const table_columns *t, const readings *read, sct_chart *card)
{
    double divisor = divisor_of(t, read);
    for (size_t i = 0; i < card->patch_count; i++) {
        chart_swatch *p = &card->patches[i], *before = i ? p - 1 : p;
        if (read->count[i] == 0)
            return diag_set(ctx, SCT_ERR_PALETTE, "the patch \"%s\" has no reading; measure every patch of the card",
                            p->name);
        p->lab = colour_of(t, read, i, divisor);
        int follows = before != p && p->neutral && before->neutral && strlen(p->name) == strlen(before->name) &&
                      p->name[strlen(p->name) - 1] == before->name[strlen(p->name) - 1];
        if (follows && !(p->lab.L < before->lab.L))
            return diag_set(ctx, SCT_ERR_PALETTE, "\"%s\" is not darker than \"%s\"; were the rows exchanged?", p->name,
                            before->name);
    }
    return check_scale(ctx, t, read);
}

sct_status card_measure(sct_context *ctx, const sct_chart *card, const void *text, size_t size, const char *source,
                        sct_chart *out)
{
    sct_status status = SCT_OK;
    sct_chart *measured = NULL;
    readings *read = NULL;
    table_text *table = NULL;
    table_columns columns = {.name = -1};

    sct_context_clear(ctx);
    if (!card || !text || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_card_measure needs a card, a table and a place for the answer");
    TRY(mem_new(ctx, 1, sizeof *measured, (void **)&measured));
    TRY(mem_new(ctx, 1, sizeof *read, (void **)&read));
    TRY(mem_new(ctx, 1, sizeof *table, (void **)&table));
    TRY(table_text_open(ctx, text, size, table));
    *measured = *card;
    TRY(table_columns_read(table, &columns));
    TRY(table_rows_read(table, &columns, enter_row, &(entry){card, read}));
    TRY(table_columns_check(table, &columns, table->condition, table->condition_line)); /* of comments among the rows */
    TRY(fill_colours(ctx, &columns, read, measured));
    measured->tier = SCT_TIER_MEASURED;
    measured->u95_de00 = instrument_de00;
    text_copy(measured->source, sizeof measured->source, source && *source ? source : "instrument readings");
    *out = *measured;
done:
    table_text_close(table);
    mem_free(table);
    mem_free(measured);
    mem_free(read);
    return status;
}
