/* exchange_cgats_write.c - the colours of a palette as readings: spectra where all have them alike, else Lab, under the
 * conditions they share or, where they share none, D50, 2 degrees, specular excluded. */
#include "palette/exchange/exchange.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct layout {
    const sct_ink_colour *first; /* the first colour of all */
    size_t count;
    int spectra, as_given; /* non-zero: all have spectra of one grid; all were measured under one light */
} layout;

static layout look_at(const sct_palette *palette)
{
    layout l = {.spectra = 1, .as_given = 1};
    for (size_t i = 0; i < palette->ink_count; i++)
        for (size_t k = 0; k < palette->inks[i].colour_count; k++) {
            const sct_ink_colour *c = &palette->inks[i].colours[k];
            if (!l.first)
                l.first = c;
            l.count++;
            l.spectra &= c->spectrum && c->spectrum_count == l.first->spectrum_count &&
                         fabs(c->spectrum_start_nm - l.first->spectrum_start_nm) < 1e-9 &&
                         fabs(c->spectrum_step_nm - l.first->spectrum_step_nm) < 1e-9;
            l.as_given &= c->illuminant == l.first->illuminant && c->observer == l.first->observer;
        }
    return l;
}

static sct_status write_head(sct_context *ctx, const sct_palette *palette, const layout *l, bytes_buffer *out)
{
    static const char *const lights[] = {"D50", "D65", "A"};
    static const char *const extra[] = {"STATE", "PARTS_INK", "PARTS_WATER", "SPECULAR", "BACKING"};
    sct_status status = SCT_OK;
    char name[128];
    text_copy(name, sizeof name, palette->info.name);
    for (char *quote; (quote = strchr(name, '"'));)
        *quote = '\'';
    TRY(exchange_append(ctx, out, "CGATS.17\nORIGINATOR \"scalptone\"\nDESCRIPTOR \"%s\"\n", name));
    TRY(exchange_append(ctx, out, "ILLUMINATION_NAME \"%s\"\nOBSERVER_ANGLE \"%d\"\n",
                        l->as_given ? lights[l->first->illuminant] : "D50",
                        l->as_given && l->first->observer == SCT_OBSERVER_10 ? 10 : 2));
    for (size_t i = 0; i < sizeof extra / sizeof extra[0]; i++)
        TRY(exchange_append(ctx, out, "KEYWORD \"%s\"\n", extra[i]));
    TRY(exchange_append(ctx, out, "NUMBER_OF_FIELDS %zu\nBEGIN_DATA_FORMAT\nSAMPLE_ID SAMPLE_NAME",
                        7 + (l->spectra ? l->first->spectrum_count : 3)));
    for (size_t i = 0; i < sizeof extra / sizeof extra[0]; i++)
        TRY(exchange_append(ctx, out, " %s", extra[i]));
    if (!l->spectra)
        TRY(exchange_append(ctx, out, " LAB_L LAB_A LAB_B"));
    for (size_t i = 0; l->spectra && i < l->first->spectrum_count; i++)
        TRY(exchange_append(ctx, out, " SPECTRAL_NM%.6g",
                            l->first->spectrum_start_nm + (double)i * l->first->spectrum_step_nm));
    TRY(exchange_append(ctx, out, "\nEND_DATA_FORMAT\nNUMBER_OF_SETS %zu\nBEGIN_DATA\n", l->count));
done:
    return status;
}

static sct_status write_numbers(sct_context *ctx, const double *values, size_t count, bytes_buffer *out)
{
    sct_status status = SCT_OK;
    char text[64];
    for (size_t i = 0; i < count; i++) {
        text_from_exact(text, sizeof text, values[i]);
        TRY(exchange_append(ctx, out, " %s", text));
    }
    TRY(exchange_append(ctx, out, "\n"));
done:
    return status;
}

static sct_status write_row(sct_context *ctx, const layout *l, size_t number, const char *id, const sct_ink_colour *c,
                            bytes_buffer *out)
{
    sct_status status = SCT_OK;
    char ink[64], water[64];
    sct_lab lab = l->as_given ? c->lab_as_given : c->lab;
    const double values[3] = {lab.L, lab.a, lab.b};
    int specular = (l->as_given || l->spectra) && c->specular_included;
    text_from_exact(ink, sizeof ink, c->parts_ink);
    text_from_exact(water, sizeof water, c->parts_water);
    TRY(exchange_append(ctx, out, "%zu \"%s\" %s %s %s %s %s", number, id, sct_colour_state_name(c->state), ink, water,
                        specular ? "included" : "excluded",
                        c->backing == SCT_BACKING_UNKNOWN ? "-" : sct_backing_name(c->backing)));
    TRY(l->spectra ? write_numbers(ctx, c->spectrum, c->spectrum_count, out) : write_numbers(ctx, values, 3, out));
done:
    return status;
}

sct_status exchange_cgats_write(sct_context *ctx, const sct_palette *palette, const sct_palette_convert_options *options,
                                bytes_buffer *out)
{
    sct_status status = SCT_OK;
    size_t number = 0;
    layout l = look_at(palette);
    (void)options;
    if (l.count == 0)
        FAIL(ctx, SCT_ERR_PALETTE, "no ink of this palette has a colour; CGATS holds readings and nothing else");
    TRY(write_head(ctx, palette, &l, out));
    for (size_t i = 0; i < palette->ink_count; i++)
        for (size_t k = 0; k < palette->inks[i].colour_count; k++)
            TRY(write_row(ctx, &l, ++number, palette->inks[i].id, &palette->inks[i].colours[k], out));
    TRY(exchange_append(ctx, out, "END_DATA\n"));
done:
    return status;
}
