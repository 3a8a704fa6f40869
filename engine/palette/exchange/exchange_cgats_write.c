/*
 * exchange_cgats_write.c - the colours of a palette as readings: spectra where all have them alike, else Lab, under the
 * conditions they share or, where they share none, D50, 2 degrees, specular excluded.
 *
 * Argyll's programs take CGATS of their own kind alone (.ti3, "Argyll Calibration Target chart information 3"): it names a
 * device and its channels, reflectances are per cent, and a column of whole numbers is none of measured ones. Here the
 * device has one channel, GRAY_K, which is how much of the mix is ink, per cent. XYZ stand before spectra, to 100: most of
 * these programs look for them first, and txt2ti3 knows no spectra by the names that Argyll gives them, its own included.
 */
#include "palette/exchange/exchange.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct layout {
    const sct_ink_colour *first; /* the first colour of all */
    size_t count;
    int spectra, as_given; /* non-zero: all have spectra of one grid; all were measured under one light */
    int argyll;            /* non-zero: as Argyll's programs have it */
} layout;

static layout look_at(const sct_palette *palette, int argyll)
{
    layout l = {.spectra = 1, .as_given = 1, .argyll = argyll};
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

/* How many columns of XYZ there are. */
static int with_xyz(const layout *l)
{
    return l->argyll && l->spectra ? 3 : 0;
}

/* What Argyll's programs ask of a file before they read its rows; what they do not know is declared by KEYWORD. */
static sct_status write_device(sct_context *ctx, const layout *l, bytes_buffer *out)
{
    sct_status status = SCT_OK;
    TRY(exchange_append(ctx, out, "DEVICE_CLASS \"OUTPUT\"\nCOLOR_REP \"%s\"\n", l->spectra ? "K_XYZ" : "K_LAB"));
    if (l->spectra) {
        double first = l->first->spectrum_start_nm,
               last = first + (double)(l->first->spectrum_count - 1) * l->first->spectrum_step_nm;
        TRY(exchange_append(ctx, out, "SPECTRAL_BANDS \"%zu\"\nSPECTRAL_START_NM \"%.6f\"\nSPECTRAL_END_NM \"%.6f\"\n",
                            l->first->spectrum_count, first, last));
    }
done:
    return status;
}

static sct_status write_columns(sct_context *ctx, const layout *l, bytes_buffer *out)
{
    static const char *const extra[] = {"STATE", "PARTS_INK", "PARTS_WATER", "SPECULAR", "BACKING"};
    sct_status status = SCT_OK;
    for (size_t i = 0; i < sizeof extra / sizeof extra[0]; i++)
        TRY(exchange_append(ctx, out, "KEYWORD \"%s\"\n", extra[i]));
    TRY(exchange_append(ctx, out, "NUMBER_OF_FIELDS %zu\nBEGIN_DATA_FORMAT\nSAMPLE_ID SAMPLE_NAME",
                        7 + (l->spectra ? l->first->spectrum_count : 3) + (l->argyll ? 1 : 0) + (size_t)with_xyz(l)));
    for (size_t i = 0; i < sizeof extra / sizeof extra[0]; i++)
        TRY(exchange_append(ctx, out, " %s", extra[i]));
    TRY(exchange_append(ctx, out, "%s%s%s", l->argyll ? " GRAY_K" : "", l->spectra ? "" : " LAB_L LAB_A LAB_B",
                        with_xyz(l) ? " XYZ_X XYZ_Y XYZ_Z" : ""));
    for (size_t i = 0; l->spectra && i < l->first->spectrum_count; i++) {
        double nm = l->first->spectrum_start_nm + (double)i * l->first->spectrum_step_nm;
        TRY(exchange_append(ctx, out, l->argyll ? " SPEC_%.0f" : " SPECTRAL_NM%.6g", nm));
    }
    TRY(exchange_append(ctx, out, "\nEND_DATA_FORMAT\nNUMBER_OF_SETS %zu\nBEGIN_DATA\n", l->count));
done:
    return status;
}

static sct_status write_head(sct_context *ctx, const sct_palette *palette, const layout *l, bytes_buffer *out)
{
    static const char *const lights[] = {"D50", "D65", "A"};
    sct_status status = SCT_OK;
    char name[128];
    text_copy(name, sizeof name, palette->info.name);
    for (char *quote; (quote = strchr(name, '"'));)
        *quote = '\'';
    TRY(exchange_append(ctx, out, "%s\nORIGINATOR \"scalptone\"\nDESCRIPTOR \"%s\"\n", l->argyll ? "CTI3" : "CGATS.17",
                        name));
    if (l->argyll)
        TRY(exchange_append(ctx, out, "KEYWORD \"ILLUMINATION_NAME\"\nKEYWORD \"OBSERVER_ANGLE\"\n"));
    TRY(exchange_append(ctx, out, "ILLUMINATION_NAME \"%s\"\nOBSERVER_ANGLE \"%d\"\n",
                        l->as_given ? lights[l->first->illuminant] : "D50",
                        l->as_given && l->first->observer == SCT_OBSERVER_10 ? 10 : 2));
    if (l->argyll)
        TRY(write_device(ctx, l, out));
    TRY(write_columns(ctx, l, out));
done:
    return status;
}

/* Argyll takes a column whose first value has no point for one of whole numbers. */
static sct_status write_measured(sct_context *ctx, double value, int percent, bytes_buffer *out)
{
    char text[64];
    text_from_exact(text, sizeof text, percent ? text_shifted(value, 2) : value);
    return exchange_append(ctx, out, " %s%s", text, strpbrk(text, ".e") ? "" : ".0");
}

static sct_status write_numbers(sct_context *ctx, const layout *l, const double *values, size_t count, bytes_buffer *out)
{
    sct_status status = SCT_OK;
    char text[64];
    for (size_t i = 0; i < count; i++) {
        if (l->argyll) {
            TRY(write_measured(ctx, values[i], l->spectra, out));
            continue;
        }
        text_from_exact(text, sizeof text, values[i]);
        TRY(exchange_append(ctx, out, " %s", text));
    }
    TRY(exchange_append(ctx, out, "\n"));
done:
    return status;
}

/* Of the light and observer that the head names. */
static sct_status write_xyz(sct_context *ctx, const layout *l, const sct_ink_colour *c, bytes_buffer *out)
{
    sct_xyz white = sct_white(l->as_given ? c->illuminant : SCT_ILLUMINANT_D50, l->as_given ? c->observer : SCT_OBSERVER_2);
    sct_xyz xyz = sct_xyz_from_lab(l->as_given ? c->lab_as_given : c->lab, white);
    return exchange_append(ctx, out, " %.6f %.6f %.6f", 100 * xyz.X / white.Y, 100 * xyz.Y / white.Y, 100 * xyz.Z / white.Y);
}

static sct_status write_row(sct_context *ctx, const layout *l, size_t number, const char *id, const sct_ink_colour *c,
                            bytes_buffer *out)
{
    sct_status status = SCT_OK;
    char ink[64], water[64];
    sct_lab lab = l->as_given ? c->lab_as_given : c->lab;
    const double values[3] = {lab.L, lab.a, lab.b};
    const char *unknown = l->argyll ? "unknown" : "-"; /* which Argyll takes for 0 */
    int specular = (l->as_given || l->spectra) && c->specular_included;
    text_from_exact(ink, sizeof ink, c->parts_ink);
    text_from_exact(water, sizeof water, c->parts_water);
    TRY(exchange_append(ctx, out, "%zu \"%s\" %s %s %s %s %s", number, id, sct_colour_state_name(c->state), ink, water,
                        specular ? "included" : "excluded",
                        c->backing == SCT_BACKING_UNKNOWN ? unknown : sct_backing_name(c->backing)));
    if (l->argyll)
        TRY(exchange_append(ctx, out, " %.4f", 100 * palette_concentration(c->parts_ink, c->parts_water)));
    if (with_xyz(l))
        TRY(write_xyz(ctx, l, c, out));
    TRY(write_numbers(ctx, l, l->spectra ? c->spectrum : values, l->spectra ? c->spectrum_count : 3, out));
done:
    return status;
}

sct_status exchange_cgats_write(sct_context *ctx, const sct_palette *palette, const sct_palette_convert_options *options,
                                bytes_buffer *out)
{
    sct_status status = SCT_OK;
    size_t number = 0;
    layout l = look_at(palette, options->to == SCT_PALETTE_FORMAT_TI3);
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
