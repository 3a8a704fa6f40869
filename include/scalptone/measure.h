/*
 * scalptone/measure.h - from photos of a client to colours of skin and hair.
 *
 * WHAT THIS IS FOR
 *
 * sct_measure looks at up to 16 photos of one client and answers with the
 * colour of bare skin, the colour of the hair itself, the colour of the shadow
 * that stubble makes from afar, how far each of them may be off, and what is
 * weak about the photos. The answer is a measurement: a handle that is read by
 * getters, ranked by sct_match (match.h), written as JSON and read back from
 * it another day.
 *
 * THE ORDER OF CALLS
 *
 * Open the photos, say what to look for in each (a view), measure, read:
 *
 *     sct_view view;
 *     sct_view_init(&view);
 *     view.photo = photo;
 *     sct_measurement *client = NULL;
 *     sct_status status = sct_measure(ctx, NULL, &view, 1, &client);
 *     sct_skin skin;
 *     if (status == SCT_OK && sct_measurement_skin(client, &skin) == SCT_OK)
 *         printf("L* %.1f, 95 %% within %.1f dE00\n", skin.estimate.lab.L, skin.estimate.u95_de00);
 *     sct_measurement_free(client);
 *
 * Without shapes the program looks for bare skin and hair by itself. Whoever
 * can point at them should: a shape costs one line and is worth more than a
 * better camera. Draw what was taken with sct_measurement_overlay_png, and
 * look at it before you believe a number.
 *
 * WHEN NOTHING WAS PHOTOGRAPHED
 *
 * sct_measurement_from_lab makes a measurement from colours that an instrument
 * or another program gave, and sct_measurement_from_json from the text of an
 * earlier one. Both can be ranked like any other.
 *
 * THREADS AND ERRORS
 *
 * A measurement never changes and may be shared between threads. Getters
 * answer SCT_ERR_NOTHING where a thing was not measured, and then fill NaN, so
 * that a forgotten check shows. NaN in a field means that the number is not
 * known.
 */
#ifndef SCALPTONE_MEASURE_H
#define SCALPTONE_MEASURE_H

#include "base.h"
#include "colour.h"
#include "flags.h"
#include "photo.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- shapes: where to look --------------------------------------------------
 *
 * A shape is a place in a photo and what is to be found there. Shapes are made
 * from the words that people type, from numbers, or from masks:
 *
 *     sct_shape_parse(ctx, "rect:20%,10%,9%,9%", SCT_ROLE_SKIN, &shape);
 *     sct_shape_new(ctx, SCT_ROLE_HAIR, SCT_SHAPE_CIRCLE, xyr, NULL, 3, &shape);
 *     sct_shape_from_mask(ctx, SCT_ROLE_HAIR, bytes, width, height, 0, &shape);
 *
 * They never change, and must live until the call that uses them returns.
 */

/* What a region of a photo is. */
typedef enum sct_role {
    SCT_ROLE_SKIN = 0, /* bare skin */
    SCT_ROLE_HAIR,     /* stubble or grown hair */
    SCT_ROLE_GREY      /* a grey card */
} sct_role;
/* "skin", "hair", "grey"; "unknown" for any other. Static storage. */
SCT_API const char *sct_role_name(sct_role role);

typedef enum sct_shape_kind {
    SCT_SHAPE_AUTO = 0, /* nothing is said: the program looks for it */
    SCT_SHAPE_RECT,     /* x, y, width, height */
    SCT_SHAPE_CIRCLE,   /* x, y, radius */
    SCT_SHAPE_POLY,     /* x0, y0, x1, y1, ...: 3 to SCT_LIMIT_POLYGON corners */
    SCT_SHAPE_MASK      /* a picture of the photo's size: what is not zero is inside */
} sct_shape_kind;

/* A place in a photo, free with sct_shape_free. */
typedef struct sct_shape sct_shape;

/* Reads "auto", "rect:X,Y,W,H", "circle:X,Y,R" or "poly:X,Y X,Y X,Y...", in pixels, or in percent of the photo's width (x,
 * width, radius) or height (y, height) where a number ends in %. For "mask:FILE" the library opens no file: sct_shape_mask_file
 * then tells its name, and the program makes the shape from its bytes. SCT_ERR_SHAPE, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_shape_parse(sct_context *ctx, const char *text, sct_role role, sct_shape **out);
/* A shape of `count` numbers as the kind lists them, each in pixels, or in percent where percent[i] is not zero (null: all in
 * pixels). Not for masks. SCT_ERR_OPTION, SCT_ERR_SHAPE, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_shape_new(sct_context *ctx, sct_role role, sct_shape_kind kind, const double *numbers,
                                               const unsigned char *percent, size_t count, sct_shape **out);
/* A mask of width x height bytes, which must be those of the photo as seen; stride: bytes from row to row, 0: width. The
 * bytes are copied. SCT_ERR_OPTION, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_shape_from_mask(sct_context *ctx, sct_role role, const uint8_t *bytes, uint32_t width,
                                                     uint32_t height, size_t stride, sct_shape **out);
/* A mask from the bytes of an 8-bit PNG, which are copied. Whether it is one is found out when it is used: SCT_ERR_SHAPE and
 * what photos answer with. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_shape_from_mask_png(sct_context *ctx, sct_role role, const void *bytes, size_t size,
                                                         sct_shape **out);
SCT_API void sct_shape_free(sct_shape *shape);
/* What a shape is; SCT_SHAPE_AUTO for null. */
SCT_API sct_shape_kind sct_shape_describe(const sct_shape *shape);
/* The file that "mask:FILE" named, owned by the shape; null for all others. */
SCT_API const char *sct_shape_mask_file(const sct_shape *shape);
/* How much light a grey region reflects [0.02, 0.98]; until it is said, grey_reflectance of the options holds. To be said
 * before the shape is used. SCT_ERR_OPTION. */
SCT_API sct_status sct_shape_set_reflectance(sct_context *ctx, sct_shape *shape, double reflectance);

/* ---- views and options -------------------------------------------------------- */

/* One photo of the client, and what to look for in it. */
typedef struct sct_view {
    size_t size;                    /* set by sct_view_init */
    const sct_photo *photo;         /* must live until the call returns, as must all that follows */
    const sct_shape *const *shapes; /* a wanted role that has no shape is looked for by the program itself */
    size_t shape_count;
    const char *name; /* what messages call this photo among several, such as its file name; null: "photo 2" */
    uint32_t roles;   /* a bit 1u << sct_role for each that is wanted; default skin and hair */
    uint32_t reserved; /* zero */
    /* version 0.1 ends here */
} sct_view;
/* Fills the defaults and the size. */
SCT_API void sct_view_init_sized(sct_view *view, size_t size);
#define sct_view_init(view) sct_view_init_sized((view), sizeof *(view))

/* What each pixel was taken for. */
typedef enum sct_label {
    SCT_LABEL_NONE = 0,
    SCT_LABEL_SKIN = 1,
    SCT_LABEL_HAIR = 2,
    SCT_LABEL_SPECULAR = 3, /* gloss */
    SCT_LABEL_SHADOW = 4,
    SCT_LABEL_CLIPPED = 5, /* over- or under-exposed */
    SCT_LABEL_CHART = 6
} sct_label;

/* Room for the labels of one photo, row by row as seen. Frozen. */
typedef struct sct_label_plane {
    uint8_t *labels; /* null: not wanted */
    size_t capacity; /* bytes; width x height are needed */
} sct_label_plane;

/* How a region becomes one colour. */
typedef enum sct_estimator {
    SCT_ESTIMATOR_MODE = 0, /* the commonest colour, robust against what does not belong there */
    SCT_ESTIMATOR_MEAN,
    SCT_ESTIMATOR_MEDIAN
} sct_estimator;

/* Whether a colour chart is looked for. */
typedef enum sct_chart_mode {
    SCT_CHART_AUTO = 0, /* it is used when there is one */
    SCT_CHART_DEMANDED, /* its absence is an error: SCT_ERR_CHART_NONE */
    SCT_CHART_OFF       /* it is not looked for: grey regions and the profile only */
} sct_chart_mode;
struct sct_chart_options; /* chart.h */

typedef struct sct_measure_options {
    size_t size;                           /* set by sct_measure_options_init */
    uint64_t seed;                         /* of the bootstrap; default 1: the same input gives the same answer */
    double mm_per_px;                      /* scale of the first photo, mm per pixel [0, 100]; default 0: not known */
    double grey_reflectance;               /* of grey regions that do not say it themselves [0.02, 0.98]; default 0.18 */
    const struct sct_chart_options *chart; /* which charts are looked for; null (default): the built-in ones */
    const sct_photo *chart_photo;          /* another photo of the same light that shows the chart; null (default): none */
    const sct_label_plane *label_planes;   /* one for each photo, filled with sct_label; null (default): not wanted */
    sct_estimator estimator;               /* default SCT_ESTIMATOR_MODE */
    sct_chart_mode chart_mode;             /* default SCT_CHART_AUTO */
    /* version 0.1 ends here */
} sct_measure_options;
/* Fills the defaults and the size. */
SCT_API void sct_measure_options_init_sized(sct_measure_options *options, size_t size);
#define sct_measure_options_init(options) sct_measure_options_init_sized((options), sizeof *(options))

/* ---- what was measured -------------------------------------------------------- */

/*
 * A colour with how far it can be trusted. Frozen.
 *
 * The systematic part of the doubt depends on how the photo was corrected, on
 * the colour itself, and without a chart on how far the skin in that light lies
 * from real skin. In simulated photos by other cameras, of other skins,
 * u95_de00 of skin holds the truth, for every ITA class and light by itself, in
 * 94 to 99 % of cases with a chart (of hair up to 99.9 % in tungsten light).
 * Without one it holds 92 % in the worst light (F2) and up to 100 % in others,
 * for they look alike in the photo. On photographed charts 21 of 22 skin
 * patches lie within it (18 to 20 without the chart), and within the 95 %
 * ellipsoid of cov 77 to 95 %: its directions are less well known than its
 * size.
 */
typedef struct sct_estimate {
    sct_lab lab;       /* D50, 2 degrees, specular reflection excluded */
    sct_cov cov;       /* covariance of lab, its systematic part included */
    sct_cov cov_noise; /* the part that more pixels of this photo would shrink */
    double u95_de00;   /* 95 times in 100 the true colour is no further off than this, dE00 */
    uint64_t pixels;   /* that it rests on; 0: not measured */
} sct_estimate;

/* How the colours were corrected. */
typedef enum sct_correction_kind {
    SCT_CORRECTION_NONE = 0,      /* they are what the profile says */
    SCT_CORRECTION_WHITE_BALANCE, /* by what is known of the light */
    SCT_CORRECTION_GREY,          /* by grey cards */
    SCT_CORRECTION_CHART,         /* by a colour chart or a measured card */
    SCT_CORRECTION_VALUES         /* there was no photo: the caller gave the colours */
} sct_correction_kind;
/* "none", "white-balance", "grey", "chart", "values"; "unknown" for any other. Static storage. */
SCT_API const char *sct_correction_kind_name(sct_correction_kind kind);

typedef struct sct_correction {
    sct_correction_kind kind;
    int patches_used;     /* [0, 140] */
    char chart[32];       /* identifier of the chart, or "" */
    double loo_de00_mean; /* leave-one-out residual, dE00; NaN without a chart */
    double loo_de00_max;  /* likewise the largest */
    double u95_de00;      /* what the correction alone leaves on a usual skin (L* 60), dE00; at least 2 */
    double mm_per_px;     /* scale at the chart, mm per pixel; 0: not known */
} sct_correction;

/* Skin as measured, with the labels people use (colour.h tells their caveats). */
typedef struct sct_skin {
    sct_estimate estimate;
    sct_lab lab_d65;               /* the same colour under D65, 2 degrees (CAT16) */
    double ita_deg;                /* individual typology angle, degrees, from lab_d65 */
    double ita_lo_deg, ita_hi_deg; /* its 95 % interval */
    char ita_class[16];            /* "very light" to "dark" */
    char undertone[8];             /* "cool", "neutral", "warm" */
    double undertone_z;            /* hue against real skin of that lightness, standard deviations */
    int monk_tone;                 /* nearest Monk Skin Tone [1, 10] */
    int reserved;                  /* zero */
    double monk_de00;              /* distance to it, dE00 */
    double locus_z;                /* distance from the locus of real skin, standard deviations */
} sct_skin;

typedef enum sct_hair_kind {
    SCT_HAIR_NONE = 0, /* no hair was measured */
    SCT_HAIR_STUBBLE,  /* shaved or cropped: single hairs with skin between them */
    SCT_HAIR_GROWN     /* so long that no skin shows */
} sct_hair_kind;
/* "none", "stubble", "grown"; "unknown" for any other. Static storage. */
SCT_API const char *sct_hair_kind_name(sct_hair_kind kind);

/* Hair as measured. */
typedef struct sct_hair {
    sct_hair_kind kind;
    int reserved;            /* zero */
    sct_estimate strand;     /* the colour of the hairs themselves */
    sct_estimate shadow;     /* the mean light of the area, which the eye sees from afar; pixels 0 for grown hair */
    double coverage;         /* share of the area that hairs cover [0, 1] */
    double grey_fraction;    /* share of grey hairs [0, 1] */
    double grey_lo, grey_hi; /* its 95 % interval */
    double density_per_cm2;  /* hairs on a cm2; NaN without a scale */
    double fibre_width_px;   /* how wide a hair looks, median, pixels */
    uint64_t fibres;         /* hairs that were counted */
    double width_mm;         /* how wide a hair is, median, mm; NaN without a scale, or where blur hides it */
} sct_hair;

/* One region that was measured. */
typedef struct sct_region {
    sct_role role;
    int photo;      /* index of the view, from 0 */
    char shape[64]; /* as it was given, shortened with "..." */
    int32_t box[4]; /* x, y, width, height that was used, pixels */
    sct_estimate estimate;
    uint32_t flag_bits; /* bit i is set when flag i of the measurement holds for this region */
    uint32_t reserved;  /* zero */
} sct_region;

/* How one photo of several agrees with the others. */
typedef struct sct_agreement {
    double apart_de00; /* of its skin from that of the others, dE00; NaN where there are none */
    int left_out;      /* 1: it was so far from the others that it was not used */
    int reserved;      /* zero */
} sct_agreement;

/* What holds for the whole. */
typedef struct sct_measurement_info {
    size_t photo_count, region_count;
    double between_photos_de00; /* how far the photos that were used differ in skin, dE00; NaN for one */
} sct_measurement_info;

/* All that was measured of one client; free with sct_measurement_free. */
typedef struct sct_measurement sct_measurement;

/*
 * Measures skin and hair in 1 to SCT_LIMIT_VIEWS photos of one client; options
 * may be null. SCT_ERR_OPTION, SCT_ERR_SHAPE, SCT_ERR_CAPACITY (labels),
 * SCT_ERR_CHART_NONE and SCT_ERR_CHART_UNUSABLE (a chart is demanded),
 * SCT_ERR_PHOTO_DAMAGED, SCT_ERR_PROFILE, SCT_ERR_NOTHING (a wanted role was
 * not found), SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_API SCT_NODISCARD sct_status sct_measure(sct_context *ctx, const sct_measure_options *options, const sct_view *views,
                                             size_t view_count, sct_measurement **out);
/*
 * A measurement of colours that are known without a photo, D50, 2 degrees,
 * specular reflection excluded. u95_de00 says how far each may be off [0.1, 50]
 * and is believed. A kind of SCT_HAIR_NONE leaves the hair out; a skin of NaN
 * leaves the skin out. Coverage, density and shadow stay unknown: sct_match
 * predicts the shadow. Flagged SCT_FLAG_FROM_VALUES. SCT_ERR_OPTION (a number
 * out of range: L* [0, 100], a* and b* [-128, 128]), SCT_ERR_NOTHING (a colour
 * that no skin has; neither skin nor hair), SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_measurement_from_lab(sct_context *ctx, sct_lab skin, double skin_u95_de00, sct_lab hair,
                                                          double hair_u95_de00, sct_hair_kind kind, sct_measurement **out);
/* A measurement from what sct_measurement_json wrote: it ranks as the first one did. SCT_ERR_PALETTE with the place in the text,
 * SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_measurement_from_json(sct_context *ctx, const void *text, size_t size,
                                                           sct_measurement **out);
SCT_API void sct_measurement_free(sct_measurement *measurement);

SCT_API sct_status sct_measurement_describe_sized(const sct_measurement *m, sct_measurement_info *out, size_t size);
#define sct_measurement_describe(m, out) sct_measurement_describe_sized((m), (out), sizeof *(out))
/* The skin. SCT_ERR_NOTHING when it was not measured. */
SCT_API sct_status sct_measurement_skin_sized(const sct_measurement *m, sct_skin *out, size_t size);
#define sct_measurement_skin(m, out) sct_measurement_skin_sized((m), (out), sizeof *(out))
/* The hair. SCT_ERR_NOTHING when it was not measured. */
SCT_API sct_status sct_measurement_hair_sized(const sct_measurement *m, sct_hair *out, size_t size);
#define sct_measurement_hair(m, out) sct_measurement_hair_sized((m), (out), sizeof *(out))
/* How photo number `index`, from 0, was corrected; SCT_WHOLE: the first photo that shows skin and was used, whose correction
 * stands for the measurement. SCT_ERR_ARGUMENT past the last. */
#define SCT_WHOLE ((size_t)-1)
SCT_API sct_status sct_measurement_correction_sized(const sct_measurement *m, size_t index, sct_correction *out, size_t size);
#define sct_measurement_correction(m, index, out) sct_measurement_correction_sized((m), (index), (out), sizeof *(out))
/* What photo number `index`, from 0, says about itself, and how it agrees with the others. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_measurement_photo_sized(const sct_measurement *m, size_t index, sct_photo_info *out, size_t size);
#define sct_measurement_photo(m, index, out) sct_measurement_photo_sized((m), (index), (out), sizeof *(out))
SCT_API sct_status sct_measurement_agreement_sized(const sct_measurement *m, size_t index, sct_agreement *out, size_t size);
#define sct_measurement_agreement(m, index, out) sct_measurement_agreement_sized((m), (index), (out), sizeof *(out))
/* Region number `index`, from 0. SCT_ERR_ARGUMENT past the last. */
SCT_API sct_status sct_measurement_region_sized(const sct_measurement *m, size_t index, sct_region *out, size_t size);
#define sct_measurement_region(m, index, out) sct_measurement_region_sized((m), (index), (out), sizeof *(out))
/* What is weak about the whole; owned by the measurement. Null for null. */
SCT_API const sct_flags *sct_measurement_flags(const sct_measurement *measurement);

/* ---- the correction itself ------------------------------------------------------
 *
 * What was done to the colours of a photo, for programs that correct other
 * pixels by it. With u = (x + 0.5 - width / 2) / width and v = (y + 0.5 -
 * height / 2) / width of a pixel, and linear RGB as the photo's profile has it:
 *
 *     even    = rgb / exp(plane_x u + plane_y v)      by channel: light that falls off
 *     curved  = the curve of the channel at even      straight lines in log-log between
 *                                                     the knots, and beyond them
 *     XYZ D50 = matrix curved
 */
typedef struct sct_transform {
    double matrix[3][3];             /* to XYZ relative to D50, Y of white = 1 */
    double plane_x[3], plane_y[3];   /* R, G, B */
    double curve_in[3][64], curve_out[3][64];
    int knots;    /* of each curve [0, 64]; 0: the curves change nothing */
    int active;   /* 0: nothing was corrected, and the matrix is that of the profile */
} sct_transform;
/* Of photo number `index`. SCT_ERR_ARGUMENT past the last, SCT_ERR_NOTHING for a measurement that was read from JSON. */
SCT_API sct_status sct_measurement_transform_sized(const sct_measurement *m, size_t index, sct_transform *out, size_t size);
#define sct_measurement_transform(m, index, out) sct_measurement_transform_sized((m), (index), (out), sizeof *(out))
/* The pixels of photo number `index` (photo.h), corrected: of the photo that was measured, which is handed in again. Errors as
 * sct_photo_pixels; SCT_ERR_NOTHING for a measurement that was read from JSON. */
SCT_API SCT_NODISCARD sct_status sct_measurement_pixels(sct_context *ctx, const sct_measurement *measurement, size_t index,
                                                        const sct_photo *photo, const sct_plane *plane);

/* ---- what leaves ---------------------------------------------------------------- */

/* The measurement as JSON (schema version 1), one line; free with sct_bytes_free. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_measurement_json(sct_context *ctx, const sct_measurement *measurement, sct_bytes *out);
/* Photo number `view` of the measurement as an 8-bit sRGB PNG without metadata, regions and rejected pixels drawn in. labels is
 * what sct_measure filled for it, or null. Free with sct_bytes_free. SCT_ERR_ARGUMENT (no such view, or a photo of another
 * size), SCT_ERR_PHOTO_DAMAGED, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_API SCT_NODISCARD sct_status sct_measurement_overlay_png(sct_context *ctx, const sct_measurement *measurement, size_t view,
                                                             const sct_photo *photo, const uint8_t *labels, sct_bytes *out);
/* A photo that could not be measured, as an 8-bit sRGB PNG with the reason and what to do about it below; labels or null. Free
 * with sct_bytes_free. SCT_ERR_PHOTO_DAMAGED, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_API SCT_NODISCARD sct_status sct_photo_refusal_png(sct_context *ctx, const sct_photo *photo, const char *reason,
                                                       const char *fix, const uint8_t *labels, sct_bytes *out);
/* Labels as an 8-bit grey PNG, their numbers its values. Free with sct_bytes_free. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_labels_png(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height,
                                                sct_bytes *out);

#ifdef __cplusplus
}
#endif
#endif
