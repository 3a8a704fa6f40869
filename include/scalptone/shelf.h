/*
 * scalptone/shelf.h - the artist's own shelf of inks: to put them in, to
 * exchange them with other programs, and to keep them.
 *
 * WHAT THIS IS FOR
 *
 * No maker publishes the colours of inks, so a palette (palette.h) is as good as
 * what an artist can put into it in five minutes. What they have is a list in a
 * spreadsheet, colours picked off a screen, readings of an instrument, or names.
 * These functions take all of it as bytes and give bytes: they open no file,
 * and what they were given is never changed.
 *
 * THE ORDER OF CALLS
 *
 *     sct_palette_convert_options options;
 *     sct_bytes palette = {0}, notes = {0};
 *     sct_palette_convert_options_init(&options);
 *     if (sct_palette_convert(ctx, &options, table, table_size, &palette, &notes) == SCT_OK)
 *         printf("%s", (const char *)notes.data);
 *     sct_bytes_free(&palette);
 *     sct_bytes_free(&notes);
 *
 * WHAT IS LOST IS SAID
 *
 * A swatch file of another program holds names and colours of a screen, and a
 * palette much more. Whatever is written is read again and compared with what
 * it was written from, so that the list of what was lost cannot be wrong. Where
 * the list is empty the way back gives the same palette, with the same
 * fingerprint. What a file leaves open (under which light, to which scale) and
 * had to be assumed stands in the same list.
 *
 * THREADS AND ERRORS
 *
 * Nothing is shared between calls. A file that breaks its format is
 * SCT_ERR_PALETTE, and the message begins with the place: "line 12: ...",
 * "block 3: ..." of a file that is no text, or the key of a palette file.
 */
#ifndef SCALPTONE_SHELF_H
#define SCALPTONE_SHELF_H

#include "base.h"
#include "palette.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The formats that palettes come in.
 *
 *   json    the palette file itself; nothing is lost
 *   csv     a table, a row for each colour of an ink, with the keys of the
 *           palette file as names of its columns. Commas, semicolons or tabs,
 *           decimal commas beside the last two, UTF-8, UTF-16 and the letters of
 *           old Windows. Nothing but keys of one's own is lost
 *   cgats   readings: Lab, XYZ (to 1 or 100) or spectra, for D50, D65 or A and 2
 *           or 10 degrees, in the habits of many programs
 *   gpl     names and colours of a screen, by GIMP, Inkscape and Krita
 *   ase     the same by Adobe, and Lab; CMYK is refused, because it says how much
 *           a press prints and not which colour that is
 */
typedef enum sct_palette_format {
    /* As the bytes themselves tell. Of what is written: json. */
    SCT_PALETTE_FORMAT_AUTO = 0,
    /* The palette file. */
    SCT_PALETTE_FORMAT_JSON,
    /* A table. */
    SCT_PALETTE_FORMAT_CSV,
    /* Readings of an instrument. */
    SCT_PALETTE_FORMAT_CGATS,
    /* GIMP. */
    SCT_PALETTE_FORMAT_GPL,
    /* Adobe Swatch Exchange. */
    SCT_PALETTE_FORMAT_ASE
} sct_palette_format;
/* "auto", "json", "csv", "cgats", "gpl", "ase"; "unknown" for any other. Static storage. */
SCT_API const char *sct_palette_format_name(sct_palette_format format);

/* How a palette is converted. */
typedef struct sct_palette_convert_options {
    /* Set by sct_palette_convert_options_init. */
    size_t size;
    /* Of the bytes that are read; default auto. */
    sct_palette_format from;
    /* Of those that are written; default json. */
    sct_palette_format to;
    /* Of colours whose file does not say it; default drawdown, which instruments read. */
    sct_colour_state state;
    /* 1: csv is written with semicolons and decimal commas; default 0. */
    int decimal_comma;
    /* version 0.1 ends here */
} sct_palette_convert_options;
/* Fills the defaults and the size. */
SCT_API void sct_palette_convert_options_init_sized(sct_palette_convert_options *options, size_t size);
#define sct_palette_convert_options_init(options) sct_palette_convert_options_init_sized((options), sizeof *(options))

/*
 * Converts a palette from one format into another; options may be null. Inks of
 * files that name them only get an id made from the name. *notes, which may be
 * null, becomes a text with a sentence on each line: what was lost, and what had
 * to be assumed; "" when there is nothing to say. Free both with sct_bytes_free.
 * SCT_ERR_PALETTE with the place, SCT_ERR_OPTION, SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_palette_convert(sct_context *ctx, const sct_palette_convert_options *options,
                                                     const void *data, size_t size, sct_bytes *out, sct_bytes *notes);

#ifdef __cplusplus
}
#endif
#endif
