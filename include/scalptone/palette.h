/*
 * scalptone/palette.h - inks: what is in them, what colours they were measured
 * to have, how they may be diluted, and whose word that is.
 *
 * WHAT THIS IS FOR
 *
 * Nobody publishes the colours of the inks that are used for scalp
 * micropigmentation, so that a palette is what somebody measured, computed or
 * was told. It is a JSON file (palettes/palette.schema.json says how it looks,
 * palettes/README.md how to make one), and this header reads it. sct_match
 * (match.h) ranks its inks for a client.
 *
 * FOUR STATES OF A COLOUR
 *
 * The same ink has four colours that must never be mixed up: in the cup,
 * drawn down and dried on paper, fresh in the skin, and healed after six weeks.
 * Every colour of a palette says which of them it is, and under which light it
 * was measured. The reader converts it to D50 and 2 degrees, specular
 * reflection excluded, or refuses it.
 *
 * THE ORDER OF CALLS
 *
 *     sct_palette *inks = NULL;
 *     sct_status status = sct_palette_from_json(ctx, text, size, &inks);
 *     for (size_t i = 0; status == SCT_OK && i < sct_palette_count(inks); i++) {
 *         sct_ink ink;
 *         if (sct_palette_ink(inks, i, &ink) == SCT_OK)
 *             printf("%s\n", ink.id);
 *     }
 *     sct_palette_free(inks);
 *
 * THREADS AND ERRORS
 *
 * A palette never changes after it was read and may be shared between threads.
 * Whatever it gives out (texts, records with texts) lives as long as it does.
 * A file that breaks the format is SCT_ERR_PALETTE, and the message begins with
 * the place, such as "inks[3].colours[0].observer: ...".
 */
#ifndef SCALPTONE_PALETTE_H
#define SCALPTONE_PALETTE_H

#include "base.h"
#include "colour.h"
#include "flags.h"
#include "skin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- words -------------------------------------------------------------------- */

/* The states of a colour. */
typedef enum sct_colour_state {
    /* The liquid in a cup. */
    SCT_STATE_CUP = 0,
    /* A dried film on paper. */
    SCT_STATE_DRAWDOWN,
    /* The skin just after it was tattooed. */
    SCT_STATE_FRESH,
    /* The skin six weeks later and more. */
    SCT_STATE_HEALED
} sct_colour_state;
/* "cup", "drawdown", "fresh", "healed"; "unknown" for any other. Static storage. */
SCT_API const char *sct_colour_state_name(sct_colour_state state);

/* Whether water may be added to an ink. */
typedef enum sct_ink_kind {
    /* It is mixed with distilled water. */
    SCT_INK_DILUTABLE = 0,
    /* It is used as it is. */
    SCT_INK_READY
} sct_ink_kind;
/* "dilutable", "ready"; "unknown" for any other. Static storage. */
SCT_API const char *sct_ink_kind_name(sct_ink_kind kind);

/* What a film lies on. */
typedef enum sct_backing { SCT_BACKING_UNKNOWN = 0, SCT_BACKING_WHITE, SCT_BACKING_BLACK } sct_backing;
/* "unknown", "white", "black". Static storage. */
SCT_API const char *sct_backing_name(sct_backing backing);

/* Whose word a palette is. */
typedef enum sct_provenance {
    /* The palette was computed: nobody measured these inks. */
    SCT_PROVENANCE_ILLUSTRATIVE = 0,
    SCT_PROVENANCE_MEASURED,
    /* The figures are the maker's own. */
    SCT_PROVENANCE_MAKER,
    /* Whoever keeps the palette said so, off labels and by eye; what films it has were measured all the same. */
    SCT_PROVENANCE_STATED
} sct_provenance;
/* "illustrative", "measured", "maker", "stated"; "unknown" for any other. Static storage. */
SCT_API const char *sct_provenance_name(sct_provenance provenance);

/* ---- palettes ------------------------------------------------------------------- */

/* A palette; free it with sct_palette_free. */
typedef struct sct_palette sct_palette;

/* Reads and checks a palette from JSON text, which is not kept. SCT_ERR_PALETTE with the place, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_palette_from_json(sct_context *ctx, const void *text, size_t size, sct_palette **out);
/* The palette as JSON text, indented, with every key of the file that was read, known or not; reading it again gives the
 * same fingerprint. Free with sct_bytes_free. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_palette_json(sct_context *ctx, const sct_palette *palette, sct_bytes *out);
/* Frees a palette, and with it every text that its getters gave out. Rankings, looks and optics stay whole. */
SCT_API void sct_palette_free(sct_palette *palette);

/* Facts about a palette. Texts belong to it; what it does not say is "". */
typedef struct sct_palette_info {
    const char *name, *description;
    /* Who measured it, when, how, from which source, and under which licence. */
    const char *by, *date, *method, *source, *licence;
    /* The SHA-256 of the canonical form (RFC 8785) of the whole file, 64 lower-case hex digits. */
    const char *fingerprint;
    size_t ink_count;
    size_t warning_count;
    /* Whose word the palette is; illustrative, with a warning, where the file does not say. */
    sct_provenance provenance;
    /* Zero. */
    int reserved;
} sct_palette_info;
/* What the palette says about itself; texts are owned by it. SCT_ERR_ARGUMENT for null. */
SCT_API sct_status sct_palette_describe_sized(const sct_palette *palette, sct_palette_info *out, size_t size);
#define sct_palette_describe(palette, out) sct_palette_describe_sized((palette), (out), sizeof *(out))
/* Warning number `index`, from 0: one line with the place in the file; null past the last. */
SCT_API const char *sct_palette_warning(const sct_palette *palette, size_t index);
/* How many inks there are; 0 for null. */
SCT_API size_t sct_palette_count(const sct_palette *palette);
/* The number of the ink with this id, or SIZE_MAX where there is none. */
SCT_API size_t sct_palette_find(const sct_palette *palette, const char *id);

/* ---- inks ------------------------------------------------------------------------ */

/* One ink. Texts belong to the palette; what the file does not say is "". */
typedef struct sct_ink {
    const char *id, *brand, *product, *shade, *lot, *expiry, *notes;
    /* The least and the most parts of water to 1 part of ink, and the step between shades; of dilutable inks. */
    double min_parts_water, max_parts_water, step;
    /* The scale of the tinting strength; 1 is as composed, or as its films tell. */
    double strength;
    size_t pigment_count, colour_count, ingredient_count;
    sct_ink_kind kind;
    /* 1: it is in stock; 0: it is not. */
    int in_stock;
} sct_ink;
/* Ink number `index`, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_palette_ink_sized(const sct_palette *palette, size_t index, sct_ink *out, size_t size);
#define sct_palette_ink(palette, index, out) sct_palette_ink_sized((palette), (index), (out), sizeof *(out))

/* One pigment of an ink. */
typedef struct sct_ink_pigment {
    /* The Colour Index number, such as "77266". */
    const char *ci;
    /* The name of the pigment, or "". */
    const char *name;
    /* The mass fraction in the ink as bottled (0, 1]. */
    double mass_fraction;
} sct_ink_pigment;
/* Pigment number `index` of an ink, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_palette_ink_pigment_sized(const sct_palette *palette, size_t ink, size_t index, sct_ink_pigment *out,
                                                 size_t size);
#define sct_palette_ink_pigment(palette, ink, index, out)                                                                   \
    sct_palette_ink_pigment_sized((palette), (ink), (index), (out), sizeof *(out))
/* Ingredient number `index` of an ink, from 0; null past the last. */
SCT_API const char *sct_palette_ink_ingredient(const sct_palette *palette, size_t ink, size_t index);

/*
 * One colour of an ink. lab is D50 and 2 degrees, specular reflection excluded:
 * it was converted from the conditions beside it, from the spectrum where there
 * is one. The surface reflection taken off is 0.0204 for `cup` (water, n =
 * 1.333), 0.04 for `drawdown` (a dry film, n = 1.5), 0.0278 for skin (n = 1.4).
 */
typedef struct sct_ink_colour {
    sct_colour_state state;
    sct_backing backing;
    /* The colour under D50 and 2 degrees, specular reflection excluded. */
    sct_lab lab;
    /* The colour under the conditions that follow; from the spectrum when the file gives no Lab. */
    sct_lab lab_as_given;
    sct_illuminant illuminant;
    sct_observer observer;
    /* The parts of the mixture; parts_ink is above 0. */
    double parts_ink, parts_water;
    /* The reflectance of the bare card, specular reflection excluded [0, 1]; NaN: not known. */
    double backing_reflectance;
    /* The thickness of the dry film, um; NaN: not known. */
    double film_um;
    /* The thickness of the film as it was laid down, wet, um; NaN: not known. It tells how strong the ink is. */
    double wet_film_um;
    /* The reflectance factors [0, 1.5] as given, or null. They belong to the palette. */
    const double *spectrum;
    /* How many factors there are; they cover 400 to 700 nm at least. */
    size_t spectrum_count;
    double spectrum_start_nm, spectrum_step_nm;
    /* 1: lab_as_given and spectrum include the surface reflection. */
    int specular_included;
    /* 1: nobody measured it; it is what the key "colour" of the ink says ("#222222"), by eye or off a screen. */
    int stated;
    /* How far it may be off, the standard deviation of each of L*, a* and b* (0, 20]; NaN: not said. */
    double sd;
} sct_ink_colour;
/* Colour number `index` of an ink, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_palette_ink_colour_sized(const sct_palette *palette, size_t ink, size_t index, sct_ink_colour *out,
                                                size_t size);
#define sct_palette_ink_colour(palette, ink, index, out)                                                                    \
    sct_palette_ink_colour_sized((palette), (ink), (index), (out), sizeof *(out))

/*
 * One ink as one line of JSON: {"palette": {"name", "fingerprint",
 * "provenance"}, "ink": {as in the file}, "colours": [{"state", "lab",
 * "parts_ink", "parts_water"}], "optics": {"basis", "rests_on", ...} or null},
 * its colours as D50 and 2 degrees, specular reflection excluded. Free with
 * sct_bytes_free. SCT_ERR_ARGUMENT (no such ink), SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_palette_ink_json(sct_context *ctx, const sct_palette *palette, size_t index,
                                                      sct_bytes *out);

/*
 * The best optics (skin.h) that ink number `index` offers, in this order:
 *
 *   films          drawdowns over white and black, or three dilutions and more,
 *                  translucent and of known wet thickness: fitted (as spectra
 *                  where there are any), shrunk towards the composition;
 *                  SCT_OPTICS_FITTED
 *   ratios         the composition, and films that tell only in what ratio its
 *                  pigments stand; SCT_OPTICS_RATIOS
 *   composition    the composition alone; SCT_OPTICS_COMPOSITION
 *   films without  translucent films of unknown thickness, which is taken to be
 *   thickness      30 um, and no composition; SCT_OPTICS_RATIOS, low confidence
 *
 * Films of an illustrative palette were computed from the composition and tell
 * nothing beyond it: they are used only where there is none. Colours in the
 * cup, fresh and healed are no films. This takes some milliseconds with films.
 * Free *out with sct_ink_optics_free. SCT_ERR_ARGUMENT (no such ink),
 * SCT_ERR_NOTHING (nothing tells what is in it, or only an opaque or a single
 * film), SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_palette_ink_optics(sct_context *ctx, const sct_palette *palette, size_t index,
                                                        sct_ink_optics **out);

/* A second ink that is mixed into the first before any water. Frozen. */
typedef struct sct_blend {
    /* The number of the second ink in the palette. */
    size_t ink;
    /* The parts of the two inks, small whole numbers; parts_second 0: there is no second ink. */
    int parts_first, parts_second;
} sct_blend;
#define SCT_TITLE_SIZE 96
/*
 * What people call an ink, or two in one syringe (blend; null: one ink): "Dark
 * brown + Ash brown 3:1". An ink without a product goes by its id. Long names
 * are cut between letters. Writes at most `capacity` bytes with the zero at the
 * end (SCT_TITLE_SIZE is enough for all) and returns the length; "" for an ink
 * that is not there.
 */
SCT_API size_t sct_ink_title(const sct_palette *palette, size_t ink, const sct_blend *blend, char *out, size_t capacity);

#ifdef __cplusplus
}
#endif
#endif
