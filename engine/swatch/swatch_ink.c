/* swatch_ink.c - films that were read become an ink of a palette. */
#include "swatch/swatch.h"

#include <math.h>
#include <string.h>

static const double least_sd = 0.3, most_sd = 10;

/* Standard deviation of each of L*, a*, b*, as one number. */
static double sd_of(const sct_estimate *e)
{
    double variance = (e->cov.m[0][0] + e->cov.m[1][1] + e->cov.m[2][2]) / 3;
    return fmin(fmax(sqrt(variance), least_sd), most_sd);
}

static size_t colours_of(const sct_swatches *s, sct_ink_colour *out)
{
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) {
        const swatch_field *f = &s->fields[i];
        if (f->bare || f->mix)
            continue;
        out[count++] = (sct_ink_colour){.state = f->state,
                                        .backing = f->backing,
                                        .lab = f->estimate.lab,
                                        .parts_ink = 1,
                                        .parts_water = f->parts_water,
                                        .backing_reflectance = f->backing == SCT_BACKING_BLACK ? s->black : s->white,
                                        .film_um = (double)NAN,
                                        .wet_film_um = f->wet_film_um,
                                        .sd = sd_of(&f->estimate)};
    }
    return count;
}

/* A ladder of dilutions is of an ink that is diluted. */
static int dilutions(const sct_ink_colour *colours, size_t count)
{
    double lo = (double)INFINITY, hi = 0;
    for (size_t i = 0; i < count; i++) {
        lo = fmin(lo, colours[i].parts_water);
        hi = fmax(hi, colours[i].parts_water);
    }
    return hi > lo;
}

/* ---- what could be told, and what could not ---- */

static sct_status say(sct_context *ctx, bytes_buffer *notes, const char *text)
{
    sct_status status = bytes_append(ctx, notes, text, strlen(text));
    return status == SCT_OK ? bytes_append(ctx, notes, "\n", 1) : status;
}

static sct_status say_flags(sct_context *ctx, const sct_flags *flags, bytes_buffer *notes)
{
    sct_status status = SCT_OK;
    char line[400];
    for (size_t i = 0; i < flags->count; i++) {
        text_print(line, sizeof line, "%s; %s", flags->items[i].message, flags->items[i].fix);
        TRY(say(ctx, notes, line));
    }
done:
    return status;
}

static sct_status say_optics(sct_context *ctx, const sct_palette *palette, size_t ink, bytes_buffer *notes)
{
    sct_status status = SCT_OK;
    sct_context quiet = diag_quiet(ctx);
    sct_ink_optics optics;
    palette_optics_room *room = NULL;
    char line[400];
    TRY(palette_optics_room_new(ctx, &room));
    const palette_optics_report *told = palette_optics_told(room);
    sct_status known = palette_ink_optics(&quiet, palette_ink_in(palette, ink), room, &optics);
    if (known != SCT_OK) {
        text_print(line, sizeof line, "its healed colour cannot be predicted yet: %s", quiet.message);
        TRY(say(ctx, notes, line));
        goto done;
    }
    text_print(line, sizeof line, "%s: strength within a factor of %.2g (95 %%)", told->rests_on, told->strength_factor);
    TRY(say(ctx, notes, line));
    if (isfinite(told->residual_de00)) {
        text_print(line, sizeof line, "the films lie within dE00 %.1f of the fit", told->residual_de00);
        TRY(say(ctx, notes, line));
    }
    TRY(say_flags(ctx, &told->flags, notes));
done:
    mem_free(room);
    return status;
}

static sct_status say_all(sct_context *ctx, const sct_swatches *s, const sct_bytes *text, const char *id, sct_bytes *out)
{
    sct_status status = SCT_OK;
    bytes_buffer notes = {0};
    sct_palette *palette = NULL;
    void *copy = NULL;
    TRY(sct_palette_from_json(ctx, text->data, text->size, &palette));
    TRY(say_optics(ctx, palette, sct_palette_find(palette, id), &notes));
    if (isnan(s->white))
        TRY(say(ctx, &notes, "the paper was not read (85 % of the light assumed); leave a bare place and mark it"));
    TRY(say_flags(ctx, &s->flags, &notes));
    TRY(bytes_append(ctx, &notes, "", 1));
    TRY(mem_new(ctx, notes.size, 1, &copy));
    memcpy(copy, notes.data, notes.size);
    *out = (sct_bytes){copy, notes.size - 1};
done:
    sct_palette_free(palette);
    mem_free(notes.data);
    return status;
}

sct_status sct_palette_measure(sct_context *ctx, const sct_ink_entry *given, const sct_swatches *swatches, const void *text,
                               size_t size, sct_bytes *out, sct_bytes *notes)
{
    sct_status status = SCT_OK;
    sct_ink_colour colours[SCT_SWATCH_FIELDS_MAX];
    sct_ink_entry entry;
    sct_bytes palette = {0};
    char id[PALETTE_ID_SIZE];
    sct_context_clear(ctx);
    if (!out || !given || !swatches)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_palette_measure needs an ink, its films and a place for the palette");
    sct_ink_entry_init(&entry);
    TRY(options_take(ctx, "sct_ink_entry", given, OPTIONS_SIZE(sct_ink_entry, in_stock), &entry, sizeof entry));
    size_t count = colours_of(swatches, colours);
    if (count == 0)
        FAIL(ctx, SCT_ERR_NOTHING, "all fields are bare paper; name those with ink on them");
    if (entry.kind < 0 && dilutions(colours, count))
        entry.kind = SCT_INK_DILUTABLE;
    TRY(palette_add_colours(ctx, &entry, colours, count, "films in photos", text, size, &palette, id));
    if (notes)
        TRY(say_all(ctx, swatches, &palette, id, notes));
    *out = palette;
    palette = (sct_bytes){0};
done:
    sct_bytes_free(&palette);
    return status;
}
