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
 * can point at them should, for no search knows a client as well as a person: a shape costs one line and is worth more than
 * a better camera, and in portraits of whole heads the search is less certain than in close-ups. Draw what was taken with
 * sct_measurement_overlay_png, and look at it before you believe a number.
 *
 * WHEN NOTHING WAS PHOTOGRAPHED
 *
 * sct_measurement_from_lab makes a measurement from colours that an instrument
 * or another program gave, and sct_measurement_from_json from the text of an
 * earlier one. Both can be ranked like any other.
 *
 * Every number that is not known is NaN, never 0, and its getter says so; a program
 * that adds such numbers up learns it at once.
 *
 * THREADS AND ERRORS
 *
 * A measurement never changes and may be shared between threads. It needs the
 * photos no more. Getters answer SCT_ERR_NOTHING where a thing was not measured,
 * and then fill NaN, so that a forgotten check shows. NaN in a field means that
 * the number is not known.
 */
#ifndef SCALPTONE_MEASURE_H
#define SCALPTONE_MEASURE_H

#include "base.h"
#include "colour.h"
#include "flags.h"
#include "photo.h"
#include "shape.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- views and options -------------------------------------------------------- */

/* One photo of the client, and what to look for in it. */
typedef struct sct_view {
    /* Set by sct_view_init. */
    size_t size;
    /* The photo; it has no default. It must live until the call returns, as must all that follows. */
    const sct_photo *photo;
    /* The places that are shown; null (default): none. A wanted role without a shape is looked for; where hair that was
     * found may be cloth, beard, face or background: SCT_FLAG_REGION_UNSURE; a photo without a head is SCT_ERR_NOTHING. */
    const sct_shape *const *shapes;
    /* How many there are in `shapes`; default 0. */
    size_t shape_count;
    /* What messages call this photo among several, such as its file name; null (default): "photo 2". */
    const char *name;
    /* The roles that are wanted, a bit 1u << sct_role for each; default skin and hair. */
    uint32_t roles;
    /* Zero. */
    uint32_t reserved;
    /* version 0.1 ends here */
} sct_view;
/* Fills the defaults and the size. */
SCT_API void sct_view_init_sized(sct_view *view, size_t size);
#define sct_view_init(view) sct_view_init_sized((view), sizeof *(view))

/* What each pixel was taken for: the numbers of label planes and of their pictures. */
typedef enum sct_label {
    SCT_LABEL_NONE = 0,
    SCT_LABEL_SKIN = 1,
    SCT_LABEL_HAIR = 2,
    /* It shines. */
    SCT_LABEL_SPECULAR = 3,
    SCT_LABEL_SHADOW = 4,
    /* It is over- or under-exposed. */
    SCT_LABEL_CLIPPED = 5,
    SCT_LABEL_CHART = 6
} sct_label;

/* Room for the labels of one photo, row by row as seen. Frozen. */
typedef struct sct_label_plane {
    /* The labels, sct_label each; null: not wanted. */
    uint8_t *labels;
    /* The bytes in `labels`; width x height are needed. */
    size_t capacity;
} sct_label_plane;

/* How a region becomes one colour. The mode is the default because no region is clean: it passes over pores, stray hairs and
 * gloss, of which the mean takes its share. */
typedef enum sct_estimator {
    /* The commonest colour, robust against what does not belong there. */
    SCT_ESTIMATOR_MODE = 0,
    SCT_ESTIMATOR_MEAN,
    SCT_ESTIMATOR_MEDIAN
} sct_estimator;

/* Whether a colour chart is looked for. */
typedef enum sct_chart_mode {
    /* It is used when there is one. */
    SCT_CHART_AUTO = 0,
    /* Its absence is an error: SCT_ERR_CHART_NONE. */
    SCT_CHART_DEMANDED,
    /* It is not looked for: grey regions and the profile only. */
    SCT_CHART_OFF
} sct_chart_mode;
struct sct_chart_options; /* chart.h */
struct sct_camera;        /* camera.h */

/* How long the hair is: shaved heads have stubble, which is what is to be imitated. */
typedef enum sct_hair_kind {
    /* No hair was measured. */
    SCT_HAIR_NONE = 0,
    /* Shaved or cropped: single hairs with skin between them. */
    SCT_HAIR_STUBBLE,
    /* So long that no skin shows. */
    SCT_HAIR_GROWN
} sct_hair_kind;
/* "none", "stubble", "grown"; "unknown" for any other. Static storage. */
SCT_API const char *sct_hair_kind_name(sct_hair_kind kind);

/*
 * How to measure. Charts are looked for unless chart_mode says otherwise. Where
 * the photo is close up and its scale is known, say it: densities and widths of
 * hairs, and the size of the dots, rest on it.
 */
typedef struct sct_measure_options {
    /* Set by sct_measure_options_init. */
    size_t size;
    /* The seed of the bootstrap; default 1. The same input gives the same answer. */
    uint64_t seed;
    /* The scale of the first photo, mm per pixel [0, 100]; 0 (default): not known. */
    double mm_per_px;
    /* The reflectance of grey regions that do not say it themselves [0.02, 0.98]; default 0.18. */
    double grey_reflectance;
    /* Which charts are looked for; null (default): the built-in ones. */
    const struct sct_chart_options *chart;
    /* Another photo of the same light that shows the chart; null (default): none. */
    const sct_photo *chart_photo;
    /* Room for labels, one plane for each photo; null (default): not wanted. */
    const sct_label_plane *label_planes;
    /* How a region becomes one colour; default SCT_ESTIMATOR_MODE. */
    sct_estimator estimator;
    /* Whether a chart is looked for; default SCT_CHART_AUTO. */
    sct_chart_mode chart_mode;
    /* Whether the hair that is marked or found is stubble or grown (SCT_HAIR_STUBBLE, SCT_HAIR_GROWN), for people who see it
     * better; default SCT_HAIR_NONE: the photo tells. */
    sct_hair_kind hair_kind;
    /* Zero. */
    uint32_t reserved;
    /* What is known of the camera (camera.h), for photos that show no chart; null (default): nothing. */
    const struct sct_camera *camera;
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
 * from real skin. With a chart it grows with the distance from it, because the
 * light falls off, and it allows for a skin that faces the light by some degrees
 * otherwise than the chart does: lay the chart as near and as flat to the skin
 * as you can. In simulated photos by other cameras, of other skins, u95_de00 of
 * skin holds the truth, for every ITA class and light by itself, in 95 to 98 %
 * of cases with a chart (of hair up to 100 % in tungsten light). Without one it
 * holds 92 % in the worst light (F2) and up to 100 % in others, because lights
 * cannot be told apart in the photo. On photographed charts 21 of 22 skin
 * patches lie within it (20 without the chart), and within the 95 %
 * ellipsoid of cov 77 to 95 %: its directions are less well known than its
 * size.
 */
typedef struct sct_estimate {
    /* The colour under D50 and 2 degrees, specular reflection excluded. */
    sct_lab lab;
    /* The covariance of lab, its systematic part included. */
    sct_cov cov;
    /* The part that more pixels of this photo would shrink. */
    sct_cov cov_noise;
    /* 95 times in 100 the true colour is no further off than this, dE00. */
    double u95_de00;
    /* How many pixels it rests on; 0: not measured. */
    uint64_t pixels;
} sct_estimate;

/* How the colours were corrected. */
typedef enum sct_correction_kind {
    /* They are what the profile says. */
    SCT_CORRECTION_NONE = 0,
    /* They are corrected by what is known of the light. */
    SCT_CORRECTION_WHITE_BALANCE,
    /* They are corrected by grey cards. */
    SCT_CORRECTION_GREY,
    /* They are corrected by a colour chart or a measured card. */
    SCT_CORRECTION_CHART,
    /* There was no photo: the caller gave the colours. */
    SCT_CORRECTION_VALUES,
    /* They are corrected by what an earlier photo of a chart told of the camera, and by grey cards where there are any. */
    SCT_CORRECTION_CAMERA
} sct_correction_kind;
/* "none", "white-balance", "grey", "chart", "values", "camera"; "unknown" for any other. Static storage. */
SCT_API const char *sct_correction_kind_name(sct_correction_kind kind);

/* What a correction rests on, and what it leaves. */
typedef struct sct_correction {
    sct_correction_kind kind;
    /* How many patches of a chart, or grey cards, were used [0, 140]. */
    int patches_used;
    /* The identifier of the chart, or "". */
    char chart[32];
    /* The mean leave-one-out residual, dE00; NaN without a chart. */
    double loo_de00_mean;
    /* The largest of these residuals, dE00; NaN without a chart. */
    double loo_de00_max;
    /* What the correction alone leaves on a usual skin (L* 60), dE00; at least 2. */
    double u95_de00;
    /* The scale at the chart, mm per pixel; 0: not known. */
    double mm_per_px;
} sct_correction;

/* Skin as measured: the colour and its doubt, which a ranking uses, and labels for people (colour.h tells their caveats). */
typedef struct sct_skin {
    sct_estimate estimate;
    /* The same colour under D65, 2 degrees (CAT16). */
    sct_lab lab_d65;
    /* The individual typology angle, degrees, from lab_d65. */
    double ita_deg;
    /* The 95 % interval of that angle, degrees. */
    double ita_lo_deg, ita_hi_deg;
    /* The class of that angle, "very light" to "dark". */
    char ita_class[16];
    /* The undertone in a word: "cool", "neutral" or "warm". */
    char undertone[8];
    /* The hue against real skin of that lightness, standard deviations. */
    double undertone_z;
    /* The nearest Monk Skin Tone [1, 10]. */
    int monk_tone;
    /* Zero. */
    int reserved;
    /* The distance to that tone, dE00. */
    double monk_de00;
    /* The distance from the locus of real skin, standard deviations. */
    double locus_z;
} sct_skin;

/*
 * Hair as measured. Stubble has a colour of the hairs themselves and a shadow,
 * which is the mean light of hairs and skin; grown hair has the first alone.
 * A colour that no hair has is refused, and one that is unlikely for hair is
 * flagged (SCT_FLAG_HAIR_COLOUR_UNLIKELY); both only for hair that the program
 * found by itself, because what people mark may be dyed.
 */
typedef struct sct_hair {
    sct_hair_kind kind;
    /* Zero. */
    int reserved;
    /* The colour of the hairs themselves. */
    sct_estimate strand;
    /* The mean light of the area, which the eye sees from afar; pixels 0 for grown hair. */
    sct_estimate shadow;
    /* The share of the area that hairs cover [0, 1]; NaN of colours that were given, not measured. */
    double coverage;
    /* The share of grey hairs [0, 1]; NaN where hairs are not resolved, or sharpening or gaps of skin pass for white
     * hair. */
    double grey_fraction;
    /* The 95 % interval of that share. */
    double grey_lo, grey_hi;
    /* How many hairs there are on a cm2; NaN without a scale, or where they cannot be counted (density-unsure). */
    double density_per_cm2;
    /* How wide a hair looks, median, pixels. */
    double fibre_width_px;
    /* How many hairs were counted. */
    uint64_t fibres;
    /* How wide a hair is, median, mm; NaN without a scale, or where blur hides it. */
    double width_mm;
} sct_hair;

/* One region that was measured. The colours rest on regions, one for each shape or each place that was found. */
typedef struct sct_region {
    sct_role role;
    /* The index of the view, from 0. */
    int photo;
    /* The shape as it was given, shortened with "...". */
    char shape[64];
    /* The x, y, width and height that were used, pixels. */
    int32_t box[4];
    sct_estimate estimate;
    /* Bit i is set when flag i of the measurement holds for this region. */
    uint32_t flag_bits;
    /* Zero. */
    uint32_t reserved;
} sct_region;

/* How one photo of several agrees with the others. */
typedef struct sct_agreement {
    /* How far its skin is from that of the other photos, dE00; NaN where there are none. */
    double apart_de00;
    /* 1: it was so far from the others that it was not used. */
    int left_out;
    /* Zero. */
    int reserved;
} sct_agreement;

/* What holds for the whole. Several photos of one client are averaged, by how sure each of them is. */
typedef struct sct_measurement_info {
    size_t photo_count, region_count;
    /* How far the photos that were used differ in skin, dE00; NaN for one. */
    double between_photos_de00;
} sct_measurement_info;

/* All that was measured of one client; free with sct_measurement_free. */
typedef struct sct_measurement sct_measurement;

/*
 * Measures skin and hair in 1 to SCT_LIMIT_VIEWS photos of one client; options
 * may be null. SCT_ERR_OPTION, SCT_ERR_SHAPE, SCT_ERR_CAPACITY (labels),
 * SCT_ERR_CHART_NONE (a chart is demanded), SCT_ERR_CHART_UNUSABLE (likewise,
 * or the light between chart and skin or hair is so steep that the colour is
 * less sure than without a chart), SCT_ERR_PHOTO_DAMAGED, SCT_ERR_PROFILE, SCT_ERR_NOTHING (a wanted role was
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
/* A measurement from what sct_measurement_json wrote: it ranks as the first one did. SCT_ERR_PALETTE with the place in the
 * text, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_measurement_from_json(sct_context *ctx, const void *text, size_t size,
                                                           sct_measurement **out);
/* Frees a measurement. Rankings and looks that were made of it stay whole. */
SCT_API void sct_measurement_free(sct_measurement *measurement);

/* How many photos and regions there are, and how far the photos agree. */
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
SCT_API sct_status sct_measurement_correction_sized(const sct_measurement *m, size_t index, sct_correction *out,
                                                    size_t size);
#define sct_measurement_correction(m, index, out) sct_measurement_correction_sized((m), (index), (out), sizeof *(out))
/* What photo number `index`, from 0, says about itself, and how it agrees with the others. SCT_ERR_ARGUMENT past the last.
 */
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
 *
 * Nothing is clipped: what is brighter than the white of the chart comes out
 * above 1. sct_measurement_pixels applies the same to the photo that was
 * measured; the numbers here are for pixels of your own that were taken in the
 * same light with the same settings, such as the frames of a video.
 */
typedef struct sct_transform {
    /* The matrix to XYZ relative to D50, Y of white = 1. */
    double matrix[3][3];
    /* How light falls off to the right and downwards, for R, G and B: the change of its logarithm over the photo's width. */
    double plane_x[3], plane_y[3];
    /* The knots of the curves of R, G and B, rising, in linear light. */
    double curve_in[3][64], curve_out[3][64];
    /* How many knots each curve has [0, 64]; 0: the curves change nothing. */
    int knots;
    /* 0: nothing was corrected, and the matrix is that of the profile. */
    int active;
} sct_transform;
/* Of photo number `index`. SCT_ERR_ARGUMENT past the last, SCT_ERR_NOTHING for a measurement that was read from JSON. */
SCT_API sct_status sct_measurement_transform_sized(const sct_measurement *m, size_t index, sct_transform *out, size_t size);
#define sct_measurement_transform(m, index, out) sct_measurement_transform_sized((m), (index), (out), sizeof *(out))
/* The pixels of photo number `index` (photo.h), corrected: of the photo that was measured, which is handed in again.
 * Errors as sct_photo_pixels; SCT_ERR_NOTHING for a measurement that was read from JSON. */
SCT_API SCT_NODISCARD sct_status sct_measurement_pixels(sct_context *ctx, const sct_measurement *measurement, size_t index,
                                                        const sct_photo *photo, const sct_plane *plane);

/* ---- what leaves ---------------------------------------------------------------- */

/* The measurement as JSON (schema version 1), one line; free with sct_bytes_free. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_measurement_json(sct_context *ctx, const sct_measurement *measurement, sct_bytes *out);
/* Photo number `view` of the measurement as an 8-bit sRGB PNG without metadata, regions and rejected pixels drawn in.
 * labels is what sct_measure filled for it, or null. Free with sct_bytes_free. SCT_ERR_ARGUMENT (no such view, or a photo
 * of another size), SCT_ERR_PHOTO_DAMAGED, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_API SCT_NODISCARD sct_status sct_measurement_overlay_png(sct_context *ctx, const sct_measurement *measurement,
                                                             size_t view, const sct_photo *photo, const uint8_t *labels,
                                                             sct_bytes *out);
/* A photo that could not be measured, as an 8-bit sRGB PNG with the reason and what to do about it below; labels or null.
 * Free with sct_bytes_free. SCT_ERR_PHOTO_DAMAGED, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_API SCT_NODISCARD sct_status sct_photo_refusal_png(sct_context *ctx, const sct_photo *photo, const char *reason,
                                                       const char *fix, const uint8_t *labels, sct_bytes *out);
/* Labels as an 8-bit grey PNG, their numbers its values. Free with sct_bytes_free. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_labels_png(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height,
                                                sct_bytes *out);

#ifdef __cplusplus
}
#endif
#endif
