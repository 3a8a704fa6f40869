/*
 * scalptone/palette.h - inks: what is in them, what colours they were measured
 * to have, how they may be diluted, and whose word that is.
 */
#ifndef SCALPTONE_PALETTE_H
#define SCALPTONE_PALETTE_H

#include "base.h"
#include "colour.h"
#include "skin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* States of a colour that must never be mixed silently. */
typedef enum sct_colour_state {
    SCT_STATE_CUP = 0,  /* liquid */
    SCT_STATE_DRAWDOWN, /* dried film on paper */
    SCT_STATE_FRESH,    /* just tattooed */
    SCT_STATE_HEALED    /* six weeks or more */
} sct_colour_state;
/* "cup", "drawdown", "fresh", "healed"; static storage. */
SCT_API const char *sct_colour_state_name(sct_colour_state state);

typedef enum sct_ink_kind { SCT_INK_DILUTABLE = 0, SCT_INK_READY } sct_ink_kind;
/* "dilutable", "ready"; static storage. */
SCT_API const char *sct_ink_kind_name(sct_ink_kind kind);

typedef enum sct_backing { SCT_BACKING_UNKNOWN = 0, SCT_BACKING_WHITE, SCT_BACKING_BLACK } sct_backing;
/* "unknown", "white", "black"; static storage. */
SCT_API const char *sct_backing_name(sct_backing backing);

typedef enum sct_provenance {
    SCT_PROVENANCE_ILLUSTRATIVE = 0,
    SCT_PROVENANCE_MEASURED,
    SCT_PROVENANCE_MAKER
} sct_provenance;
/* "illustrative", "measured", "maker"; static storage. */
SCT_API const char *sct_provenance_name(sct_provenance provenance);

/*
 * One colour of an ink. lab is D50/2, specular excluded: the reader converted it
 * from the conditions beside it, from the spectrum where there is one. The
 * surface reflection it takes off is 0.0204 for `cup` (water, n = 1.333), 0.04
 * for `drawdown` (a dry film, n = 1.5) and 0.0278 for skin (n = 1.4).
 */
typedef struct sct_ink_colour {
    sct_colour_state state;
    sct_lab lab;          /* D50/2, specular excluded */
    sct_lab lab_as_given; /* under the conditions that follow; from the spectrum when the file gives no Lab */
    sct_illuminant illuminant;
    sct_observer observer;
    int specular_included;         /* as given */
    double parts_ink, parts_water; /* of the mixture, parts_ink > 0 */
    sct_backing backing;
    double backing_reflectance; /* of the bare card, specular excluded [0, 1]; NaN: unknown */
    double film_um;             /* dry film, um; NaN: unknown */
    double wet_film_um; /* the film as laid down, wet, um; NaN: unknown. Fixes the strength of the ink; film_um does not */
    const double *spectrum; /* reflectance factors [0, 1.5] as given, or null; owned by the palette */
    size_t spectrum_count;  /* covers 400 to 700 nm at least */
    double spectrum_start_nm, spectrum_step_nm;
} sct_ink_colour;

/* One pigment of an ink. */
typedef struct sct_ink_pigment {
    const char *ci;       /* Colour Index number, e.g. "77266" */
    const char *name;     /* may be "" */
    double mass_fraction; /* of the ink as bottled, (0, 1] */
} sct_ink_pigment;

/* One ink, by value; strings and arrays belong to the palette. Unknown text is "". */
typedef struct sct_ink {
    const char *id, *brand, *product, *shade, *lot, *expiry, *notes;
    int in_stock;
    sct_provenance provenance; /* whose word its colours are: the palette's */
    sct_ink_kind kind;
    double min_parts_water, max_parts_water, step; /* per 1 part of ink; dilutable inks only */
    double strength;                               /* scale of the tinting strength, 1 = as composed, or as its films tell */
    const sct_ink_pigment *pigments;
    size_t pigment_count;
    const sct_ink_colour *colours;
    size_t colour_count;
    size_t ingredient_count;
    const char *const *ingredients;
} sct_ink;

/* A palette. Owns memory; immutable after reading, so it may be shared between threads. */
typedef struct sct_palette sct_palette;

/* Inks in one palette at most: far above any maker's catalogue, and small enough to read in about a second. */
#define SCT_PALETTE_INK_MAX 100000

/*
 * Reads and validates a palette from JSON text (not kept). *out is for the
 * caller to free. Every colour is converted to D50/2, specular excluded, or
 * refused. Unknown keys are kept and listed as warnings, and so are CI numbers
 * whose optics are not known. The message of
 * SCT_ERR_PALETTE starts with the JSON path: "inks[3].colours[0].observer: ...".
 * SCT_ERR_ARGUMENT, SCT_ERR_PALETTE, SCT_ERR_MEMORY; *out untouched on error.
 */
SCT_API SCT_NODISCARD sct_status sct_palette_read(sct_context *ctx, const void *json, size_t size, sct_palette **out);
/* Frees a palette; null is allowed. */
SCT_API void sct_palette_free(sct_palette *palette);
/* Number of inks; 0 for null. */
SCT_API size_t sct_palette_count(const sct_palette *palette);
/* Ink number index; an index out of range gives an ink whose id is null. */
SCT_API sct_ink sct_palette_ink(const sct_palette *palette, size_t index);
/* Index of the ink with this id, or SIZE_MAX. */
SCT_API size_t sct_palette_find(const sct_palette *palette, const char *id);

/*
 * The palette as JSON text (UTF-8, indented), with every key of the file that
 * was read, known or not; reading it again gives the same fingerprint. Free
 * with sct_bytes_free. SCT_ERR_ARGUMENT, SCT_ERR_MEMORY; *out untouched on error.
 */
SCT_API SCT_NODISCARD sct_status sct_palette_json(sct_context *ctx, const sct_palette *palette, sct_bytes *out);
/*
 * One ink as one line of JSON: {"palette": {"name", "fingerprint", "provenance"},
 * "ink": {as in the file}, "colours": [{"state", "lab", "parts_ink",
 * "parts_water"}], "optics": {"basis", "rests_on", ...} or null}, colours with Lab
 * as D50/2, specular excluded. Free with sct_bytes_free. SCT_ERR_ARGUMENT (no such ink), SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_palette_ink_json(sct_context *ctx, const sct_palette *palette, size_t index,
                                                      sct_bytes *out);

/* What the optics of an ink rest on, and how far they can be trusted. */
typedef struct sct_palette_optics {
    size_t films, spectra;  /* measured films that were fitted, and how many of them as spectra */
    int strength_stated;    /* non-zero: how strong it is was read off its composition, not measured */
    double strength_factor; /* 95 % of inks known this way are at most this many times stronger or weaker [1, ...] */
    double residual_de00;   /* mean of the films from the fit; NaN where there was none */
    char rests_on[128];     /* "composition; the ratio of its pigments from 1 film": for people */
    sct_flags flags;        /* what the films cannot tell, and what to measure instead (sct_drawdown_report), and
                               "composition-misfit", "illustrative-films", "unknown-pigment", "liquid-only" */
} sct_palette_optics;

/*
 * The best optics that ink number `index` offers, in this order:
 *   films     drawdowns over white and black, or three dilutions and more, translucent and of known wet thickness: fitted
 *             (as spectra where there are any), shrunk towards the composition; SCT_OPTICS_FITTED
 *   ratios    composition, and films that tell only in what ratio its pigments stand; SCT_OPTICS_RATIOS
 *   composition    SCT_OPTICS_COMPOSITION
 *   thickness unknown    translucent films without composition, 30 um assumed: SCT_OPTICS_RATIOS, low confidence
 * Films of an illustrative palette were computed from the composition and tell nothing beyond it: they are used only where
 * there is none. Cup, fresh and healed colours are no films. report may be null. Takes some milliseconds with films.
 * SCT_ERR_ARGUMENT (no such ink), SCT_ERR_NOTHING (nothing tells what is in it, or only an opaque or single film).
 */
SCT_API SCT_NODISCARD sct_status sct_palette_ink_optics(sct_context *ctx, const sct_palette *palette, size_t index,
                                                        sct_ink_optics *out, sct_palette_optics *report);

/* Facts about a palette; strings belong to the palette, unknown text is "". */
typedef struct sct_palette_info {
    const char *name, *description;
    sct_provenance provenance; /* illustrative, with a warning, where the file does not say */
    const char *by, *date, *method, *source, *licence;
    char fingerprint[65]; /* SHA-256 of the canonical form (RFC 8785) of the whole file, lower-case hex */
    size_t warning_count;
    const char *const *warnings; /* one line each, with the JSON path */
} sct_palette_info;
/* Null gives empty texts and no warnings. */
SCT_API sct_palette_info sct_palette_describe(const sct_palette *palette);

#ifdef __cplusplus
}
#endif
#endif
