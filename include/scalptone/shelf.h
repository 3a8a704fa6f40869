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
 *   sbz     the same by SwatchBooker; of several values that a colour has, Lab
 *           counts first, and colours that have CMYK alone are left out by name.
 *           Refused by a library that was built without expat
 *   ti3     readings as the programs of Argyll take them (spec2cie, average,
 *           colverify, splitti3, txt2ti3): cgats with a device of one channel, how
 *           much of the mix is ink, reflectances in per cent, XYZ beside spectra
 */
typedef enum sct_palette_format {
    /* The format that the bytes themselves tell, or json where something is written. */
    SCT_PALETTE_FORMAT_AUTO = 0,
    /* The palette file. */
    SCT_PALETTE_FORMAT_JSON,
    /* A table. */
    SCT_PALETTE_FORMAT_CSV,
    /* Readings of an instrument. */
    SCT_PALETTE_FORMAT_CGATS,
    /* A palette of GIMP. */
    SCT_PALETTE_FORMAT_GPL,
    /* A palette of Adobe Swatch Exchange. */
    SCT_PALETTE_FORMAT_ASE,
    /* A palette of SwatchBooker. */
    SCT_PALETTE_FORMAT_SBZ,
    /* Readings as Argyll's programs have them. */
    SCT_PALETTE_FORMAT_TI3
} sct_palette_format;
/* "auto", "json", "csv", "cgats", "gpl", "ase", "sbz", "ti3"; "unknown" for any other. Static storage. */
SCT_API const char *sct_palette_format_name(sct_palette_format format);

/* How a palette is converted. */
typedef struct sct_palette_convert_options {
    /* Set by sct_palette_convert_options_init. */
    size_t size;
    /* The format of the bytes that are read; default SCT_PALETTE_FORMAT_AUTO. */
    sct_palette_format from;
    /* The format that is written; default SCT_PALETTE_FORMAT_AUTO, which is json. */
    sct_palette_format to;
    /* The state of colours whose file does not say it; default SCT_STATE_DRAWDOWN, which instruments read. */
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

/* ---- one more ink ------------------------------------------------------------------
 *
 * An ink may be put in by its name alone. It then stands in no ranking, and the
 * advice below says what would bring it there.
 */

/* What is said of a new ink. Texts that are null or "" are not said. */
typedef struct sct_ink_entry {
    /* Set by sct_ink_entry_init. */
    size_t size;
    /* What people call it, such as "Dark brown", and the maker. A name or an id is needed. */
    const char *product, *brand;
    /* What commands call it; made from the name where it is null, and another than all before. */
    const char *id;
    const char *shade, *lot, *expiry, *notes;
    /* "#222222": by eye or off a screen. */
    const char *colour;
    /* Off the label: "77266=0.12 Carbon black; 77491=5%". */
    const char *composition;
    /* Of a palette that begins with this ink; null: "My inks". */
    const char *palette_name;
    /* Of what the composition predicts [0.01, 100]; NaN (default): not said. */
    double strength;
    /* An sct_ink_kind, or -1 (default): not said. A dilutable ink gets the usual range, 3 to 60 parts of water. */
    int kind;
    /* 1 (default) or 0. */
    int in_stock;
    /* version 0.1 ends here */
} sct_ink_entry;
/* Fills the defaults and the size. */
SCT_API void sct_ink_entry_init_sized(sct_ink_entry *entry, size_t size);
#define sct_ink_entry_init(entry) sct_ink_entry_init_sized((entry), sizeof *(entry))
/* A palette with one more ink at its end, or, for a null text, one that begins with it. Free with sct_bytes_free.
 * SCT_ERR_PALETTE (the text is no palette, which then stays as it is), SCT_ERR_OPTION, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_palette_add(sct_context *ctx, const sct_ink_entry *entry, const void *text, size_t size,
                                                 sct_bytes *out);

/* ---- what is on the shelf --------------------------------------------------------- */

/* What changes, and of which inks. Null leaves a text as it is, "" takes it out. */
typedef struct sct_stock_change {
    /* Set by sct_stock_change_init. */
    size_t size;
    /* An id or a name ("product" or "brand product"); * and ? stand for any letters and for one, whatever the case. */
    const char *which;
    /* Number of the bottle's batch, and the date it expires: "2027-05" or "2027-05-31". */
    const char *lot, *expiry;
    /* 1 or 0; -1 (default): as it is. */
    int in_stock;
    /* Zero. */
    int reserved;
    /* version 0.1 ends here */
} sct_stock_change;
/* Fills the defaults and the size. */
SCT_API void sct_stock_change_init_sized(sct_stock_change *change, size_t size);
#define sct_stock_change_init(change) sct_stock_change_init_sized((change), sizeof *(change))
/* The palette with the change made; *count, which may be null, becomes the number of inks that were meant. Free with
 * sct_bytes_free. SCT_ERR_NOTHING (no ink is called so), SCT_ERR_OPTION, SCT_ERR_PALETTE, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_palette_stock(sct_context *ctx, const sct_stock_change *change, const void *text,
                                                   size_t size, sct_bytes *out, size_t *count);

/*
 * Several palettes as one. Of an ink that stands in several the earliest counts,
 * and what it does not say is taken from the later ones. Name and provenance are
 * those of the first; one that is illustrative makes the whole so. *notes, which
 * may be null, says where two met. Free both with sct_bytes_free.
 * SCT_ERR_ARGUMENT, SCT_ERR_PALETTE (too many inks), SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_palette_merge(sct_context *ctx, const sct_palette *const *palettes, size_t count,
                                                   sct_bytes *out, sct_bytes *notes);

/* ---- in place of an ink that is no longer made ---------------------------------------
 *
 * Which ink of the palette heals most like another, at which dilution, and how
 * far from it? Compared is ink everywhere in several skins, healed and as the
 * optics of both inks predict it; dots, which let the skin shine between them,
 * differ by less. Strengths are those of the palette: where they are a guess, so
 * is the dilution.
 */

/* What is to be replaced. */
typedef struct sct_substitute_options {
    /* Set by sct_substitute_options_init. */
    size_t size;
    /* Bare skins, D50 and 2 degrees, specular reflection excluded; null (default): five from light to dark. */
    const sct_lab *skins;
    /* At most 16; 0 (default): those five. */
    size_t skin_count;
    /* Of the ink that is replaced, to 1 part of it [0, 1000]; NaN (default): 20, or what its range has nearest. */
    double parts_water;
    /* 1: inks that are not in stock, too; default 0. */
    int out_of_stock;
    /* Zero. */
    int reserved;
    /* version 0.1 ends here */
} sct_substitute_options;
/* Fills the defaults and the size. */
SCT_API void sct_substitute_options_init_sized(sct_substitute_options *options, size_t size);
#define sct_substitute_options_init(options) sct_substitute_options_init_sized((options), sizeof *(options))

/* Substitutes, the closest first; free them with sct_substitutes_free. */
typedef struct sct_substitutes sct_substitutes;
/* One of them. */
typedef struct sct_substitute {
    /* Its number in the palette. */
    size_t ink;
    /* Of the ink that is replaced, and of this one to come closest to it. */
    double for_parts_water, parts_water;
    /* The distance that is left, healed: the mean over the skins, the worst of them, and L* of that skin. */
    double mean_de00, worst_de00, worst_skin_L;
} sct_substitute;
/* Looks for them; options may be null. Inks that cannot be predicted are left out. SCT_ERR_NOTHING (the ink itself cannot
 * be predicted, or no skin has a colour that was given), SCT_ERR_OPTION, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_API SCT_NODISCARD sct_status sct_substitutes_new(sct_context *ctx, const sct_palette *palette, size_t ink,
                                                     const sct_substitute_options *options, sct_substitutes **out);
SCT_API void sct_substitutes_free(sct_substitutes *substitutes);
/* How many there are; 0 for null. */
SCT_API size_t sct_substitutes_count(const sct_substitutes *substitutes);
/* Number `index`, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_substitutes_at_sized(const sct_substitutes *substitutes, size_t index, sct_substitute *out,
                                            size_t size);
#define sct_substitutes_at(substitutes, index, out) sct_substitutes_at_sized((substitutes), (index), (out), sizeof *(out))

/* ---- advice ------------------------------------------------------------------------
 *
 * What a colleague would say who looks through a palette that can be read: what
 * is missing, why it matters and how to get it, and what looks like a slip. A
 * Lab with its columns exchanged is a colour, and only too dark for so vivid a
 * one; so this is advice and no refusal.
 */

/* The advice for a palette; free it with sct_advice_free. */
typedef struct sct_advice sct_advice;
/* One piece of it. Texts belong to the advice; none ends with a full stop. */
typedef struct sct_advice_item {
    /* Its number in the palette; SIZE_MAX: the palette as a whole. */
    size_t ink;
    /* What it is about, in a word: "only-a-name", "only-stated", "only-cup", "only-a-film", "pigment-unknown",
     * "strength-guessed", "restricted" (in the EU, as a dated table has it); "conditions-other", "L-to-one",
     * "columns-exchanged", "impossible", "light-other", "ladder-falls", "alike". More may come. */
    const char *code;
    /* What is missing or odd, why it matters, and how to get it right. */
    const char *what, *why, *how;
} sct_advice_item;
/* Looks through a palette: at most 500 pieces, and of palettes of more than 2,000 inks what is missing of the first 2,000.
 * SCT_ERR_ARGUMENT, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_advice_new(sct_context *ctx, const sct_palette *palette, sct_advice **out);
SCT_API void sct_advice_free(sct_advice *advice);
/* How many pieces there are; 0 for null. */
SCT_API size_t sct_advice_count(const sct_advice *advice);
/* Number `index`, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_advice_at_sized(const sct_advice *advice, size_t index, sct_advice_item *out, size_t size);
#define sct_advice_at(advice, index, out) sct_advice_at_sized((advice), (index), (out), sizeof *(out))

#ifdef __cplusplus
}
#endif
#endif
