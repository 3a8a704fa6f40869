/*
 * scalptone/flags.h - what is weak about an answer, and what to do about it.
 *
 * Three things are never mixed up. An error is no answer. A quality flag is a
 * known weakness of an answer: no colour chart, a clipped patch, too few
 * pixels. Low confidence is an answer whose neighbours lie within the noise
 * (see match.h). This chapter is about the second.
 *
 * A photo, a measurement, a chart, the optics of an ink, a ranking, a prediction,
 * a preview and each of its results have a
 * list of flags, in which each code stands at most once:
 *
 *     const sct_flags *flags = sct_measurement_flags(measurement);
 *     for (size_t i = 0; i < sct_flags_count(flags); i++) {
 *         sct_flag flag;
 *         if (sct_flags_at(flags, i, &flag) == SCT_OK)
 *             printf("%s: %s; %s\n", flag.name, flag.message, flag.fix);
 *     }
 *
 * The list is in the order in which the weaknesses were met.
 *
 * The code is what a program looks at, the numbers behind it are in `values`,
 * and the sentences are for people. Sentences may be worded better in any
 * version, so that no program should compare them.
 *
 * Whether an ink may be picked is said by `pick` of the ranking, which low
 * confidence forbids too, whatever the flags; flags say why.
 *
 * A flag that forbids a pick says that the recipe must not be used yet: its fix
 * is then the one thing to do, and doing it is worth more than any option: a
 * chart in the picture, more light, a nearer photo. A flag that does not is good to know: the doubt
 * that it causes is part of the bounds that the answer states.
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
 * numbers that `values` holds are named in engine/base/flag_table.c, name and unit in one. */
typedef enum sct_flag_code {
    /* A flag of a newer version, read back from JSON: its name says more. */
    SCT_FLAG_OTHER = 0,
    /* ---- the photo's file: told when it is opened or decoded ---- */
    /* The photo does not say what its colours mean; sRGB is assumed. */
    SCT_FLAG_NO_PROFILE = 100,
    /* The embedded profile cannot be used. */
    SCT_FLAG_PROFILE_IGNORED = 101,
    /* The EXIF data is over the limit and was not read. */
    SCT_FLAG_EXIF_IGNORED = 102,
    /* The end of the file is missing. */
    SCT_FLAG_TRUNCATED_END = 103,
    /* Small defects of the file that changed no pixel. */
    SCT_FLAG_MINOR_DAMAGE = 104,
    /* The photo is a screenshot. */
    SCT_FLAG_SCREENSHOT = 105,
    /* The file names no camera and is exactly as large as a screen. */
    SCT_FLAG_SCREEN_SIZED = 106,
    /* The white level of an HDR photo is a convention. */
    SCT_FLAG_HDR = 107,
    /* The photo is black and white. */
    SCT_FLAG_NO_COLOUR = 108,
    /* The picture is sRGB, because the photo's space has no exact inverse. */
    SCT_FLAG_SPACE_CONVERTED = 109,
    /* ---- exposure and sharpness: told of any photo that is measured ---- */
    /* The photo is blurred, or too coarse, for single hairs. Hold still, go nearer, use more light. */
    SCT_FLAG_NOT_SHARP = 120,
    /* It is under-exposed, so that its colours are noisy. Raise the exposure or the light. */
    SCT_FLAG_TOO_DARK = 121,
    /* Part of its middle is at the top of the range. Lower the exposure. */
    SCT_FLAG_TOO_BRIGHT = 122,
    /* It was strongly compressed, as messengers do. Take the camera's own file. */
    SCT_FLAG_COMPRESSED = 123,
    /* charts, cards and what corrects the colours */
    /* No chart or grey card was used; the colours are those of the file. Lay a chart beside the skin. */
    SCT_FLAG_NO_CHART = 200,
    /* A chart is in view that cannot be used; the message says why. */
    SCT_FLAG_CHART_UNUSABLE = 201,
    /* The chart is shown on a screen or is a printed copy: it has other colours than a real one. */
    SCT_FLAG_CHART_SCREEN = 202,
    /* The edge of the photo cuts patches off. */
    SCT_FLAG_CHART_CUT = 203,
    /* The photo is mirrored, so that left and right of the head are exchanged. */
    SCT_FLAG_CHART_MIRRORED = 204,
    /* The patches are so small that they are read roughly. Bring the chart nearer. */
    SCT_FLAG_CHART_SMALL = 205,
    /* More than one chart is in view; the clearest was used. */
    SCT_FLAG_TWO_CHARTS = 206,
    /* Of the charts that look like this one another's values were used, because its patches have them; or they have none of
     * the known ones, and another maker's chart may lie there. */
    SCT_FLAG_CHART_MODEL = 207,
    /* A chart in this photo contradicts the correction that another photo's chart gave. */
    SCT_FLAG_CHART_DISAGREES = 208,
    /* This photo has a chart that was not used, because another photo's was asked for. */
    SCT_FLAG_CHART_HERE_TOO = 209,
    /* The chart lies in another photo, of which the same light and settings are taken for granted. */
    SCT_FLAG_CHART_ELSEWHERE = 210,
    /* The photo that was to show the chart shows none that can be used. */
    SCT_FLAG_CHART_NOT_THERE = 211,
    /* A shadow falls across the chart, and only one of its sides is lit as the skin is. */
    SCT_FLAG_CHART_SHADOW = 212,
    /* The chart is lit from one side. */
    SCT_FLAG_CHART_UNEVEN_LIGHT = 213,
    /* Two kinds of light fall on the chart, a lamp and a window for instance. */
    SCT_FLAG_MIXED_LIGHT = 214,
    /* The light is strongly coloured; most of that was corrected. */
    SCT_FLAG_COLOUR_CAST = 215,
    /* The chart lies at a steep angle to the camera and reflects differently from the skin. */
    SCT_FLAG_CHART_TILTED = 216,
    /* The chart is a drawing or a screenshot of one: its patches have no grain. */
    SCT_FLAG_CHART_DRAWN = 217,
    /* The patches are not plain: glare, dirt, a screen or compression lies over them. */
    SCT_FLAG_CHART_TEXTURE = 218,
    /* Patches are over-exposed and were left out. */
    SCT_FLAG_CHART_CLIPPED = 219,
    /* No correction makes the chart's colours right. */
    SCT_FLAG_CHART_POOR_FIT = 220,
    /* The print of the card was never measured: it gives millimetres and no colours. */
    SCT_FLAG_CARD_UNMEASURED = 240,
    /* The card does not look as its description says, so that only its millimetres are used. */
    SCT_FLAG_CARD_COLOURS = 241,
    /* Not all of the card's corner marks can be read. */
    SCT_FLAG_CARD_DAMAGED = 242,
    /* More than one card is in view; the larger one was used. */
    SCT_FLAG_TWO_CARDS = 243,
    /* A grey card was shown that is worth less than the chart, and was left aside. */
    SCT_FLAG_GREY_NOT_USED = 260,
    /* What was shown as a grey card has a colour: it is skin, or a thing like it. */
    SCT_FLAG_GREY_NOT_GREY = 261,
    /* A grey card that should be the lighter one looks darker. */
    SCT_FLAG_GREY_ORDER = 262,
    /* A grey card is too small or over-exposed. */
    SCT_FLAG_GREY_UNUSABLE = 263,
    /* The chart cannot be trusted, and the grey card was used instead. */
    SCT_FLAG_GREY_NOT_CHART = 264,
    /* The grey card was found by the program, which may be wrong: the message says where. */
    SCT_FLAG_GREY_FOUND = 265,
    /* A grey card was looked for, and nothing, or more than one thing, looks like one. */
    SCT_FLAG_GREY_NOT_FOUND = 266,
    /* What an earlier photo of a chart told of this camera was used, with a grey card for the light. */
    SCT_FLAG_CAMERA_PROFILE = 280,
    /* The same without a grey card: nothing tells of the light. Show one. */
    SCT_FLAG_CAMERA_ALONE = 281,
    /* What is known of a camera was not used: the photo is by another one, or does not say by which. */
    SCT_FLAG_CAMERA_OTHER = 282,
    /* The photo of the chart was taken with another flash or white balance setting. */
    SCT_FLAG_CAMERA_SETTINGS = 283,
    /* regions */
    /* A colour rests on few pixels. Show a larger region, or go nearer. */
    SCT_FLAG_FEW_PIXELS = 300,
    /* A region shows two colours, of which the commoner one was taken. */
    SCT_FLAG_TWO_MODES = 301,
    /* Part of a region is over- or under-exposed and was left out. */
    SCT_FLAG_CLIPPED = 302,
    /* Part of a region shines and was left out. */
    SCT_FLAG_SPECULAR = 303,
    /* The light on a region varies. */
    SCT_FLAG_UNEVEN_LIGHT = 304,
    /* The skin is what the card's window shows, and nothing else of the photo. */
    SCT_FLAG_SKIN_IN_WINDOW = 305,
    /* No skin of that lightness has such a colour: the region, or the light, is wrong. */
    SCT_FLAG_SKIN_OFF_LOCUS = 306,
    /* Skin between the hairs is lighter or darker than the skin region; hair was levelled to it. */
    SCT_FLAG_HAIR_IN_OTHER_LIGHT = 320,
    /* No single hair stands out, so that the colour of the hair itself is not known. */
    SCT_FLAG_STUBBLE_UNSEEN = 321,
    /* Hairs are so narrow in the photo that blur mixes them with skin; their colour is inferred. */
    SCT_FLAG_STUBBLE_NOT_RESOLVED = 322,
    /* Too few hairs to tell how many of them are grey. */
    SCT_FLAG_FEW_FIBRES = 323,
    /* What was taken for hair is lighter than the skin: gloss, cloth, background, or grey hair on dark skin. */
    SCT_FLAG_HAIR_LIGHTER_THAN_SKIN = 324,
    /* Stubble makes the area lighter than skin, which it cannot: the light differs, or it is no stubble. */
    SCT_FLAG_SHADOW_LIGHTER_THAN_SKIN = 325,
    /* Some hairs are hardly lighter than the skin, as white ones on light skin are, and were not seen: coverage, density and
     * grey share do not hold them. */
    SCT_FLAG_HAIRS_HIDDEN = 326,
    /* Stubble or grown hair: the photo does not tell which it is. */
    SCT_FLAG_HAIR_KIND_UNSURE = 328,
    /* What was taken for hair, without being shown, may be cloth, beard, face or background: it runs along the edge of the
     * photo, lies below the skin, is lighter than it, or does not lie as hair on a head does. The message says which. Mark
     * the hair: a circle inside it is enough. */
    SCT_FLAG_REGION_UNSURE = 329,
    /* What was taken for hair has a colour that hair hardly has, by more than the light of the photo may be wrong. Dyed hair
     * has such colours, too; else mark the hair, or photograph in daylight. */
    SCT_FLAG_HAIR_COLOUR_UNLIKELY = 330,
    /* There is a scale, but too few hairs for a density, or they touch each other, or some are as light as the skin and may
     * have been missed: the density is withheld. */
    SCT_FLAG_DENSITY_UNSURE = 331,
    /* By the scale that was given hairs would be wider, or denser, than on any head, or sparser than where hair grows. */
    SCT_FLAG_SCALE_DOUBTFUL = 340,
    /* A photo is unlike all others and was left out. */
    SCT_FLAG_PHOTO_OUTLIER = 341,
    /* The photos differ in the colour of the same skin. */
    SCT_FLAG_PHOTOS_DISAGREE = 342,
    /* The client is known by numbers that the caller gave, not by a photo. */
    SCT_FLAG_FROM_VALUES = 343,
    /* inks and their optics */
    /* The films of the ink contradict its composition, and were believed. */
    SCT_FLAG_COMPOSITION_MISFIT = 400,
    /* Without the wet thickness of the films the strength of the ink is hardly known. */
    SCT_FLAG_FILM_THICKNESS_UNKNOWN = 401,
    /* The composition names a pigment whose optics are not known. */
    SCT_FLAG_UNKNOWN_PIGMENT = 402,
    /* Only the colour in the cup is known, which tells nothing about the strength. */
    SCT_FLAG_LIQUID_ONLY = 403,
    /* The films of an illustrative palette were computed, not measured. */
    SCT_FLAG_ILLUSTRATIVE_FILMS = 404,
    /* One swatch tells the mixture of pigments, not the strength. */
    SCT_FLAG_ONE_SWATCH = 405,
    /* No films of like dilution and thickness lie over two different cards. */
    SCT_FLAG_FILMS_UNPAIRED = 406,
    /* Too few translucent dilutions over one card to tell the strength. */
    SCT_FLAG_ONE_BACKING = 407,
    /* The films hide the card below, so that they do not tell the strength. */
    SCT_FLAG_OPAQUE_DRAWDOWN = 408,
    /* No mixture of the pigments stated has the colours that were measured. */
    SCT_FLAG_DRAWDOWN_MISFIT = 409,
    /* The optical constants of a pigment of this ink are poorly known. */
    SCT_FLAG_INK_LOW_CONFIDENCE = 410,
    /* So much of the skin is covered that single dots are no longer seen. */
    SCT_FLAG_DOTS_MERGE = 411,
    /* The skin model follows this skin only roughly. */
    SCT_FLAG_SKIN_OUT_OF_REACH = 412,
    /* the ranking */
    /* Inks are compared by the colour in the cup or on paper, which is not what heals. */
    SCT_FLAG_SWATCH_BASIS = 500,
    /* The skin was not measured, so that nothing is known of the area or of healing. */
    SCT_FLAG_NO_SKIN = 501,
    /* The inks are illustrative: nobody measured them. */
    SCT_FLAG_ILLUSTRATIVE_PALETTE = 502,
    /* Other rows are best nearly as often as the first. */
    SCT_FLAG_ROWS_UNSURE = 503,
    /* The colour of the skin is known too roughly for a pick. */
    SCT_FLAG_SKIN_UNSURE = 504,
    /* The colour of the hair itself is known too roughly for a pick. */
    SCT_FLAG_HAIR_UNSURE = 505,
    /* The colour of the area with its stubble is known too roughly for a pick. */
    SCT_FLAG_SHADOW_UNSURE = 506,
    /* The mix is less than half or more than double as strong as what the trade usually mixes for such a client. */
    SCT_FLAG_OFF_USUAL_SHADE = 507,
    /* Even the first row is likely to heal visibly darker than the shadow of the hair. */
    SCT_FLAG_INK_TOO_STRONG = 508,
    /* Of some inks only the colour in the cup, on paper or on a screen is known: they are ranked apart, below the others. */
    SCT_FLAG_SWATCHES_APART = 509,
    /* Some inks in stock tell nothing that they could be ranked by, and were left out. */
    SCT_FLAG_INKS_LEFT_OUT = 510,
    /* the preview */
    /* How large a pixel is was not said and was taken from hairs or heads of the usual size. */
    SCT_FLAG_SCALE_ASSUMED = 600,
    /* Where ink is wanted was not said and was looked for. */
    SCT_FLAG_AREA_ASSUMED = 601,
    /* The mean of the picture is not the predicted colour, or there are too few dots: go by the numbers. */
    SCT_FLAG_PICTURE_OFF = 602
} sct_flag_code;

/* How much a flag weighs. Whether to show a recipe is said by `pick` of the ranking, not by flags: low confidence hides it
 * too, with flags that forbid nothing. Flags say why, and what to do about it. */
typedef enum sct_severity {
    /* Good to know; the answer holds within what it states. */
    SCT_SEVERITY_NOTE = 0,
    /* With this flag no ink may be called the best, and `--strict` fails. */
    SCT_SEVERITY_FORBIDS_PICK = 1
} sct_severity;

/* A number behind a flag: name and unit in one word, such as "loo_de00" or "clipped_percent". Frozen. A flag that was read
 * back from JSON has none, for the text carries the sentence alone. */
typedef struct sct_value {
    const char *name;
    double value;
} sct_value;

/* One flag of a list, filled by sct_flags_at. The texts belong to the list's owner. */
typedef struct sct_flag {
    sct_flag_code code;
    sct_severity severity;
    /* The code as a word, such as "no-profile". */
    const char *name;
    /* What is weak, an English sentence without a full stop. */
    const char *message;
    /* What to do about it, likewise. */
    const char *fix;
    const sct_value *values;
    size_t value_count;
} sct_flag;

/*
 * The flags of an answer; owned by it, and valid as long as it is. A null list
 * counts as an empty one, so that the getters of handles can be handed on
 * without a check. How to go through a list is shown at the head of this file:
 * by index, until the getter no longer answers SCT_OK.
 */
typedef struct sct_flags sct_flags;
/* How many flags a list has; 0 for null. */
SCT_API size_t sct_flags_count(const sct_flags *flags);
/* Flag number `index`, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_flags_at_sized(const sct_flags *flags, size_t index, sct_flag *out, size_t size);
#define sct_flags_at(flags, index, out) sct_flags_at_sized((flags), (index), (out), sizeof *(out))
/* 1 when a code is in the list, else 0. */
SCT_API int sct_flags_have(const sct_flags *flags, sct_flag_code code);
/* 1 when any flag of the list, or one that a full list had no room for, forbids to call an ink the best; else 0. */
SCT_API int sct_flags_forbid_pick(const sct_flags *flags);
/* Message and fix of flag number `index` in a language ("de", "pt_BR"; null: that of the context; one that is not there:
 * English), as texts for the caller to free with sct_bytes_free; each pointer may be null. SCT_ERR_ARGUMENT, SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_flags_text(sct_context *ctx, const sct_flags *flags, size_t index, const char *language,
                                                sct_bytes *message, sct_bytes *fix);

#ifdef __cplusplus
}
#endif
#endif
