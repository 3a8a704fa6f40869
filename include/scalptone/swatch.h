/*
 * scalptone/swatch.h - the colours of inks from photos of films of them: to
 * enter inks that nobody published, and to check a mix before it is used.
 *
 * WHAT THIS IS FOR
 *
 * An artist draws an ink down on paper, at some dilutions, over white and over
 * black, lets it dry, and photographs the sheet beside a colour chart or a
 * measured card (card.h). sct_swatches_new reads the fields,
 * sct_palette_measure makes one ink of them whose healed colours can then be
 * predicted (skin.h), and sct_cup_check compares a film of a mix with what the
 * mix ought to be.
 *
 * FIELDS
 *
 * A field is a place where one film lies, or bare paper. On the sheet that
 * sct_card_svg draws for SCT_CARD_SWATCHES the fields have names ("A1w" to
 * "B6b": rows A and B, six strips, each over white and over black) and are
 * found by the marks at its corners, together with its bare white and black.
 * On any other paper a field is a shape (shape.h).
 *
 * THE ORDER OF CALLS
 *
 *     sct_swatch_field fields[2];
 *     sct_swatch_field_init(&fields[0]);
 *     sct_swatch_field_init(&fields[1]);
 *     fields[0].name = "A1w";
 *     fields[0].parts_water = 20;
 *     fields[1].name = "A2w";
 *     fields[1].parts_water = 40;
 *     sct_swatches *read = NULL;
 *     sct_status status = sct_swatches_new(ctx, NULL, &view, 1, fields, 2, &read);
 *     if (status == SCT_OK)
 *         status = sct_palette_measure(ctx, &entry, read, NULL, 0, &palette, &notes);
 *     sct_swatches_free(read);
 *
 * WHAT A PHOTO CANNOT TELL
 *
 * Light passes a film twice; a film that hides the paper says in what ratio its
 * pigments stand and not how much of them there is. How strong an ink is can be
 * told from films whose wet thickness is known (wire bars and applicators are
 * sold by it) and through which the paper shows. The notes say what could not
 * be told, and what to draw instead. Gloss must lie outside the picture: hold
 * the camera upright above the sheet and the light at its side.
 *
 * THREADS AND ERRORS
 *
 * Readings never change and may be shared between threads.
 */
#ifndef SCALPTONE_SWATCH_H
#define SCALPTONE_SWATCH_H

#include "base.h"
#include "colour.h"
#include "flags.h"
#include "measure.h"
#include "palette.h"
#include "shape.h"
#include "shelf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- reading films ------------------------------------------------------------------ */

/* One field, and what lies there. */
typedef struct sct_swatch_field {
    /* Set by sct_swatch_field_init. */
    size_t size;
    /* The name of a field of the sheet; with a shape, whatever messages are to call it. It has no default. */
    const char *name;
    /* Where it lies in photo number `photo`; null (default): on the sheet, in every photo. */
    const sct_shape *shape;
    /* The number of the photo that the shape belongs to, from 0; default 0. Fields of one
       name and backing are averaged; they must be of one film, else sct_swatches_new returns SCT_ERR_OPTION. */
    size_t photo;
    /* The parts of water to 1 part of ink [0, 1000]; default 0. */
    double parts_water;
    /* How thick the film was laid down, wet, um [1, 1000]; NaN (default): not known. */
    double wet_film_um;
    /* What it lies on; default SCT_BACKING_WHITE, or as the name of a field of the sheet ends ("b": black). */
    sct_backing backing;
    /* What kind of colour it is; default SCT_STATE_DRAWDOWN. */
    sct_colour_state state;
    /* 1: nothing lies there; the field shows the bare paper of its backing. Default 0. */
    int bare;
    /* 1: the film is of the mix that sct_cup_check looks at; its parts of water are what it is to have, and are not looked
     * at. Default 0. */
    int mix;
    /* version 0.1 ends here */
} sct_swatch_field;
/* Fills the defaults and the size. */
SCT_API void sct_swatch_field_init_sized(sct_swatch_field *field, size_t size);
#define sct_swatch_field_init(field) sct_swatch_field_init_sized((field), sizeof *(field))
/* The most fields of one reading. */
#define SCT_SWATCH_FIELDS_MAX 64

/* Fields that were read; free them with sct_swatches_free. */
typedef struct sct_swatches sct_swatches;

/* What holds for all of them. */
typedef struct sct_swatches_info {
    size_t count, photo_count;
    /* How the colours of the first photo that was used were corrected. */
    sct_correction correction;
    /* The reflectance of the bare paper, white and printed black [0, 1]; NaN: not seen. */
    double white, black;
    /* Bit i set: photo number i was unlike the others and was not used. */
    uint32_t left_out;
    /* Zero. */
    uint32_t reserved;
    /* How far the photos that were used differ, dE00; NaN for one. */
    double between_photos_de00;
} sct_swatches_info;

/* One of them. The name belongs to the readings. */
typedef struct sct_swatch {
    const char *name;
    /* The colour under D50 and 2 degrees, without gloss, and how far it can be trusted. */
    sct_estimate estimate;
    /* What was said of it. */
    double parts_water, wet_film_um;
    sct_backing backing;
    sct_colour_state state;
    int bare, mix;
    /* How many photos it was read in. */
    int photos;
    /* Zero. */
    int reserved;
} sct_swatch;

/*
 * Reads the fields in 1 to 16 photos. A view's shapes are grey cards, its roles
 * are not looked at; options may be null. Photos that are unlike the others are
 * left out and named. SCT_ERR_OPTION, SCT_ERR_SHAPE, SCT_ERR_CHART_NONE (a
 * demanded chart or the sheet is not seen), SCT_ERR_CHART_UNUSABLE,
 * SCT_ERR_NOTHING (a field cannot be read), SCT_ERR_PHOTO_DAMAGED,
 * SCT_ERR_PROFILE, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_swatches_new(sct_context *ctx, const sct_measure_options *options,
                                                  const sct_view *views, size_t view_count, const sct_swatch_field *fields,
                                                  size_t field_count, sct_swatches **out);
/* Frees readings, and with them the names and flags that they gave out. */
SCT_API void sct_swatches_free(sct_swatches *swatches);
/* What holds for all. */
SCT_API sct_status sct_swatches_describe_sized(const sct_swatches *swatches, sct_swatches_info *out, size_t size);
#define sct_swatches_describe(swatches, out) sct_swatches_describe_sized((swatches), (out), sizeof *(out))
/* Number `index`, from 0, in the order of the fields' first mention. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_swatches_at_sized(const sct_swatches *swatches, size_t index, sct_swatch *out, size_t size);
#define sct_swatches_at(swatches, index, out) sct_swatches_at_sized((swatches), (index), (out), sizeof *(out))
/* What is weak about the photos; owned by the readings. Null for null. */
SCT_API const sct_flags *sct_swatches_flags(const sct_swatches *swatches);

/* ---- an ink of them ------------------------------------------------------------------ */

/*
 * A palette with one more ink, whose colours are those that were read: a ladder
 * of dilutions becomes one dilutable ink. Where the id of the entry is that of
 * an ink of the palette, the colours are added to that ink, and nothing else of
 * it changes. The text may be null: a palette begins. *notes, which may be
 * null, becomes sentences, one a line: what its optics rest on, how strong it
 * is known to be, and what the photos could not tell. Free both with
 * sct_bytes_free. SCT_ERR_PALETTE (the text is no palette, which then stays as
 * it is), SCT_ERR_OPTION, SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_palette_measure(sct_context *ctx, const sct_ink_entry *entry,
                                                     const sct_swatches *swatches, const void *text, size_t size,
                                                     sct_bytes *out, sct_bytes *notes);

/* ---- the cup ------------------------------------------------------------------------- */

/* What to do with a mix. */
typedef enum sct_cup_verdict {
    /* As wanted, as far as the film can tell. */
    SCT_CUP_AS_WANTED = 0,
    /* It is too strong. */
    SCT_CUP_ADD_WATER,
    /* It is too weak. */
    SCT_CUP_ADD_INK,
    /* The film cannot tell: the interval is too wide for any advice. */
    SCT_CUP_UNSURE
} sct_cup_verdict;
/* "as-wanted", "add-water", "add-ink", "unsure"; "unknown" for any other. Static storage. */
SCT_API const char *sct_cup_verdict_name(sct_cup_verdict verdict);

/* A mix, and what it is to be. */
typedef struct sct_cup_options {
    /* Set by sct_cup_options_init. */
    size_t size;
    /* The parts of water to 1 part of ink that are wanted [0, 1000]; it has no default. */
    double want_parts_water;
    /* The volume of the mix, ml [0.1, 1000]; default 5. */
    double batch_ml;
    /* How far it may be from the wanted concentration to count as wanted, a share [0.001, 0.5]; default 0.05. */
    double tolerance;
    /* By how much films laid down alike differ in thickness, a share, one standard deviation [0, 1]; default 0.034: of 18
     * pairs of varnish films that one operator laid at one setting on one day (Hicks, Fundamental Concepts in the Design of
     * Experiments, 3rd edition, dry-film thickness; 2 % where they are thickest, 5 % where thinnest). It counts as if four
     * films had told it; what these differ by counts beside it. */
    double film_sd;
    /* version 0.1 ends here */
} sct_cup_options;
/* Fills the defaults and the size. */
SCT_API void sct_cup_options_init_sized(sct_cup_options *options, size_t size);
#define sct_cup_options_init(options) sct_cup_options_init_sized((options), sizeof *(options))

/* What a film of a mix tells. */
typedef struct sct_cup {
    sct_cup_verdict verdict;
    /* 1: strips of known dilution lie beside it in the photo, and it was told by them. */
    int by_strips;
    /* The parts of water to 1 part of ink that it seems to have, and 95 % of what they may be. */
    double parts_water, parts_water_lo, parts_water_hi;
    /* Its concentration over the wanted one, and 95 % of what that may be. */
    double ratio, ratio_lo, ratio_hi;
    /* What to add, ml; 0 where nothing is. */
    double water_ml, ink_ml;
    /* 95 % of what would make it right, ml of water; below 0: ink is missing, of which so much water would be too much. */
    double water_ml_lo, water_ml_hi;
    /* The distance of the film from that of the wanted mix, dE00. */
    double de00;
    /* How many strips more, of the mix and of known dilution, would leave 95 % of what the mix may be within the tolerance,
     * if they differ as these do; 0 and 0: it is that sure. Drawn on one sheet with these and photographed once more. */
    size_t more_of_mix, more_known;
} sct_cup;

/*
 * Compares the films of a mix with what its ink at the wanted dilution would
 * look like. Readings that are not of the mix are strips of known dilution of
 * the same ink, drawn alike, and are worth most: the light and the camera are
 * then the same for both. Without strips the ink's own colours in the palette and its optics
 * tell, and the wet thickness must be known. Advice is given from half the
 * tolerance on where its direction is right nine times in ten and the interval is
 * narrow (three times the tolerance to either side), or where strips lie beside it and the
 * interval leaves no other. By the palette alone a wide interval is SCT_CUP_UNSURE, also where all of
 * it is on one side: one correction would then seldom come within the tolerance.
 * SCT_ERR_ARGUMENT, SCT_ERR_OPTION, SCT_ERR_NOTHING (no mix among the readings, or nothing to tell it by),
 * SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_cup_check_sized(sct_context *ctx, const sct_cup_options *options,
                                                     const sct_palette *palette, size_t ink, const sct_swatches *swatches,
                                                     sct_cup *out, size_t size);
#define sct_cup_check(ctx, options, palette, ink, swatches, out)                                                            \
    sct_cup_check_sized((ctx), (options), (palette), (ink), (swatches), (out), sizeof *(out))

#ifdef __cplusplus
}
#endif
#endif
