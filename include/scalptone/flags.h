/*
 * scalptone/flags.h - what is weak about an answer, and what to do about it.
 *
 * Three things are never mixed up. An error is no answer. A quality flag is a
 * known weakness of an answer: no colour chart, a clipped patch, too few
 * pixels. Low confidence is an answer whose neighbours lie within the noise
 * (see match.h). This chapter is about the second.
 *
 * A measurement, a chart, a ranking, a prediction and a preview each have a
 * list of flags, in which each code stands at most once:
 *
 *     const sct_flags *flags = sct_measurement_flags(measurement);
 *     for (size_t i = 0; i < sct_flags_count(flags); i++) {
 *         sct_flag flag;
 *         if (sct_flags_at(flags, i, &flag) == SCT_OK)
 *             printf("%s: %s; %s\n", flag.name, flag.message, flag.fix);
 *     }
 *
 * The code is what a program looks at, the numbers behind it are in `values`,
 * and the sentences are for people.
 *
 * A code keeps its number and its word for ever. A flag of a newer version that
 * is read back from JSON by an older one has the code SCT_FLAG_OTHER and its
 * own word and texts.
 */
#ifndef SCALPTONE_FLAGS_H
#define SCALPTONE_FLAGS_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The weaknesses that are known, by the place they come from. What each one means is said in its message and in its fix; the
 * numbers that `values` holds are named there. */
typedef enum sct_flag_code {
    SCT_FLAG_OTHER = 0, /* a flag of a newer version, read back from JSON: its name says more */
    /* the photo's file */
    SCT_FLAG_NO_PROFILE = 100,      /* the photo does not say what its colours mean; sRGB is assumed */
    SCT_FLAG_PROFILE_IGNORED = 101, /* the embedded profile cannot be used */
    SCT_FLAG_EXIF_IGNORED = 102,    /* the EXIF data is over the limit and was not read */
    SCT_FLAG_TRUNCATED_END = 103,   /* the end of the file is missing */
    SCT_FLAG_MINOR_DAMAGE = 104,    /* small defects of the file that changed no pixel */
    SCT_FLAG_SCREENSHOT = 105,      /* the photo is a screenshot */
    SCT_FLAG_SCREEN_SIZED = 106,    /* the file names no camera and is exactly as large as a screen */
    SCT_FLAG_HDR = 107,             /* the white level of an HDR photo is a convention */
    SCT_FLAG_NO_COLOUR = 108,       /* the photo is black and white */
    SCT_FLAG_SPACE_CONVERTED = 109, /* the picture is sRGB, because the photo's space has no exact inverse */
    /* exposure and sharpness */
    SCT_FLAG_NOT_SHARP = 120,
    SCT_FLAG_TOO_DARK = 121,
    SCT_FLAG_TOO_BRIGHT = 122,
    SCT_FLAG_COMPRESSED = 123,
    /* charts, cards and what corrects the colours */
    SCT_FLAG_NO_CHART = 200,
    SCT_FLAG_CHART_UNUSABLE = 201,
    SCT_FLAG_CHART_SCREEN = 202,
    SCT_FLAG_CHART_CUT = 203,
    SCT_FLAG_CHART_MIRRORED = 204,
    SCT_FLAG_CHART_SMALL = 205,
    SCT_FLAG_TWO_CHARTS = 206,
    SCT_FLAG_CHART_MODEL = 207,
    SCT_FLAG_CHART_DISAGREES = 208,
    SCT_FLAG_CHART_HERE_TOO = 209,
    SCT_FLAG_CHART_ELSEWHERE = 210,
    SCT_FLAG_CHART_NOT_THERE = 211,
    SCT_FLAG_CHART_SHADOW = 212,
    SCT_FLAG_CHART_UNEVEN_LIGHT = 213,
    SCT_FLAG_MIXED_LIGHT = 214,
    SCT_FLAG_COLOUR_CAST = 215,
    SCT_FLAG_CHART_TILTED = 216,
    SCT_FLAG_CHART_DRAWN = 217,
    SCT_FLAG_CHART_TEXTURE = 218,
    SCT_FLAG_CHART_CLIPPED = 219,
    SCT_FLAG_CHART_POOR_FIT = 220,
    SCT_FLAG_CARD_UNMEASURED = 240,
    SCT_FLAG_CARD_COLOURS = 241,
    SCT_FLAG_CARD_DAMAGED = 242,
    SCT_FLAG_TWO_CARDS = 243,
    SCT_FLAG_GREY_NOT_USED = 260,
    SCT_FLAG_GREY_NOT_GREY = 261,
    SCT_FLAG_GREY_ORDER = 262,
    SCT_FLAG_GREY_UNUSABLE = 263,
    SCT_FLAG_GREY_NOT_CHART = 264,
    /* regions */
    SCT_FLAG_FEW_PIXELS = 300,
    SCT_FLAG_TWO_MODES = 301,
    SCT_FLAG_CLIPPED = 302,
    SCT_FLAG_SPECULAR = 303,
    SCT_FLAG_UNEVEN_LIGHT = 304,
    SCT_FLAG_SKIN_IN_WINDOW = 305,
    SCT_FLAG_SKIN_OFF_LOCUS = 306,
    SCT_FLAG_HAIR_IN_OTHER_LIGHT = 320,
    SCT_FLAG_STUBBLE_UNSEEN = 321,
    SCT_FLAG_STUBBLE_NOT_RESOLVED = 322,
    SCT_FLAG_FEW_FIBRES = 323,
    SCT_FLAG_HAIR_LIGHTER_THAN_SKIN = 324,
    SCT_FLAG_SHADOW_LIGHTER_THAN_SKIN = 325,
    SCT_FLAG_HAIR_KIND_UNSURE = 328,
    SCT_FLAG_SCALE_DOUBTFUL = 340,
    SCT_FLAG_PHOTO_OUTLIER = 341,
    SCT_FLAG_PHOTOS_DISAGREE = 342,
    SCT_FLAG_FROM_VALUES = 343, /* the client is known by numbers that the caller gave, not by a photo */
    /* inks and their optics */
    SCT_FLAG_COMPOSITION_MISFIT = 400,
    SCT_FLAG_FILM_THICKNESS_UNKNOWN = 401,
    SCT_FLAG_UNKNOWN_PIGMENT = 402,
    SCT_FLAG_LIQUID_ONLY = 403,
    SCT_FLAG_ILLUSTRATIVE_FILMS = 404,
    SCT_FLAG_ONE_SWATCH = 405,
    SCT_FLAG_FILMS_UNPAIRED = 406,
    SCT_FLAG_ONE_BACKING = 407,
    SCT_FLAG_OPAQUE_DRAWDOWN = 408,
    SCT_FLAG_DRAWDOWN_MISFIT = 409,
    SCT_FLAG_INK_LOW_CONFIDENCE = 410,
    SCT_FLAG_DOTS_MERGE = 411,
    SCT_FLAG_SKIN_OUT_OF_REACH = 412,
    /* the ranking */
    SCT_FLAG_SWATCH_BASIS = 500,
    SCT_FLAG_NO_SKIN = 501,
    SCT_FLAG_ILLUSTRATIVE_PALETTE = 502,
    SCT_FLAG_ROWS_UNSURE = 503,
    SCT_FLAG_SKIN_UNSURE = 504,
    SCT_FLAG_HAIR_UNSURE = 505,
    SCT_FLAG_SHADOW_UNSURE = 506,
    /* the preview */
    SCT_FLAG_SCALE_ASSUMED = 600,
    SCT_FLAG_AREA_ASSUMED = 601,
    SCT_FLAG_PICTURE_OFF = 602
} sct_flag_code;

/* How much a flag weighs. */
typedef enum sct_severity {
    SCT_SEVERITY_NOTE = 0,   /* good to know; the answer holds within what it states */
    SCT_SEVERITY_FORBIDS_PICK = 1 /* with this flag no ink may be called the best, and `--strict` fails */
} sct_severity;

/* A number behind a flag: name and unit in one word, such as "loo_de00" or "clipped_percent". Frozen. */
typedef struct sct_value {
    const char *name;
    double value;
} sct_value;

/* One flag of a list. The texts belong to the list's owner. */
typedef struct sct_flag {
    sct_flag_code code;
    sct_severity severity;
    const char *name;    /* the code as a word, such as "no-profile" */
    const char *message; /* what is weak, an English sentence without a full stop */
    const char *fix;     /* what to do about it, likewise */
    const sct_value *values;
    size_t value_count;
} sct_flag;

/* The flags of an answer; owned by it. */
typedef struct sct_flags sct_flags;
/* How many flags a list has; 0 for null. */
SCT_API size_t sct_flags_count(const sct_flags *flags);
/* Flag number `index`, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_flags_at_sized(const sct_flags *flags, size_t index, sct_flag *out, size_t size);
#define sct_flags_at(flags, index, out) sct_flags_at_sized((flags), (index), (out), sizeof *(out))
/* 1 when a code is in the list, else 0. */
SCT_API int sct_flags_have(const sct_flags *flags, sct_flag_code code);
/* 1 when any flag of the list forbids to call an ink the best, else 0. */
SCT_API int sct_flags_forbid_pick(const sct_flags *flags);
/* Message and fix of flag number `index` in a language ("de", "pt_BR"; null or one that is not there: English), as texts for the
 * caller to free with sct_bytes_free; each pointer may be null. SCT_ERR_ARGUMENT, SCT_ERR_MEMORY. */
SCT_API sct_status sct_flags_text(sct_context *ctx, const sct_flags *flags, size_t index, const char *language,
                                  sct_bytes *message, sct_bytes *fix);
/* The languages that texts can be had in, English first; null past the last. Static storage. */
SCT_API const char *sct_language(size_t index);

#ifdef __cplusplus
}
#endif
#endif
