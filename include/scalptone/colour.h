/*
 * scalptone/colour.h - colours as numbers: tristimulus values, CIELAB, colour
 * differences, chromatic adaptation, spectra, and the labels people use.
 *
 * WHAT THIS IS FOR
 *
 * Nobody can read a spectrum, and everybody sees a difference of colours.
 * Everything else in the library speaks in Lab, and this header is where Lab
 * comes from and what can be asked of it: how far two colours are apart, what a
 * colour would be under another light, what a spectrum looks like, and what
 * people call a skin of that colour.
 *
 * WHAT HOLDS EVERYWHERE
 *
 * These are pure functions. They allocate nothing, read nothing and keep no
 * state, so that any thread may call them at any time. NaN in gives NaN out,
 * and so does a null pointer or an enumerator that is not known; nothing here
 * traps, and nothing has a status to check.
 *
 * Unless a name says otherwise, XYZ is relative to a perfect diffuser of Y = 1,
 * and Lab is CIE 1976 L*a*b* under D50, seen by the 1931 observer of 2 degrees,
 * specular reflection excluded: the connection space of ICC profiles. Angles
 * are degrees.
 *
 * AN EXAMPLE
 *
 *     sct_lab skin = {62.1, 10.4, 16.8}, ink = {60.0, 11.0, 16.0};
 *     printf("%.2f\n", sct_de2000(skin, ink));              2.04: can be seen
 *     printf("%s\n", sct_ita_class(sct_ita(sct_lab_d65(skin))));
 *
 * The tests hold these functions to published values: the 34 pairs of Sharma,
 * Wu & Dalal (2005, doi 10.1002/col.20070) among them.
 *
 * WHICH DIFFERENCE TO USE
 *
 * CIEDE2000 is the best for small differences, which is what matching inks is
 * about: 1 can just be seen side by side, 5 is plain. CAM16-UCS serves large
 * ones. The others are there for figures that were made with them.
 */
#ifndef SCALPTONE_COLOUR_H
#define SCALPTONE_COLOUR_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- colours ------------------------------------------------------------------
 *
 * One type for each space, so that a colour of one is never taken for a colour
 * of another without the compiler's objection. All of them are frozen.
 */
/* Tristimulus values, Y of white = 1. */
typedef struct sct_xyz {
    double X, Y, Z;
} sct_xyz;
/* CIELAB: L* is in [0, 100] for real surfaces, a* grows towards red, b* towards yellow. */
typedef struct sct_lab {
    double L, a, b;
} sct_lab;
/* Its polar form: chroma, and the hue angle h_ab in [0, 360) degrees. */
typedef struct sct_lch {
    double L, C, h_deg;
} sct_lch;
/* Red, green and blue: linear light unless it is named encoded. */
typedef struct sct_rgb {
    double r, g, b;
} sct_rgb;

/* Covariance of a Lab estimate in squared Lab units, order L, a, b; symmetric, positive semi-definite. */
typedef struct sct_cov {
    double m[3][3];
} sct_cov;

/* Lights of the CIE: daylight of 5000 and 6500 K, a tungsten lamp, two fluorescent tubes, and a white LED. */
typedef enum sct_illuminant {
    SCT_ILLUMINANT_D50 = 0,
    SCT_ILLUMINANT_D65,
    SCT_ILLUMINANT_A,
    SCT_ILLUMINANT_F2,
    SCT_ILLUMINANT_F11,
    SCT_ILLUMINANT_LED_B3
} sct_illuminant;
/* The standard observers: of 1931 for small fields, of 1964 for large ones. */
typedef enum sct_observer { SCT_OBSERVER_2 = 2, SCT_OBSERVER_10 = 10 } sct_observer;

/* White point (perfect diffuser, Y = 1) of an illuminant for an observer, over the whole visible range. The D50/2 white is
 * that of ICC profiles (0.9642, 1, 0.8249): photos use it. Unknown values give NaN. */
SCT_API sct_xyz sct_white(sct_illuminant illuminant, sct_observer observer);
/* The white that belongs to sct_xyz_from_spectrum: what it answers for a perfect diffuser. Differs from sct_white by up to
 * 0.001; Lab of a measured spectrum is taken relative to this one. Unknown values give NaN. */
SCT_API sct_xyz sct_white_spectral(sct_illuminant illuminant, sct_observer observer);

/* Tristimulus values of a reflectance spectrum of `count` samples, 1 = perfect diffuser, at start_nm, start_nm + step_nm,
 * ... (linear between samples, constant beyond them; summed from 380 to 780 nm). NaN for no samples, a step that is not
 * positive, or an unknown illuminant or observer. */
SCT_API sct_xyz sct_xyz_from_spectrum(const double *values, size_t count, double start_nm, double step_nm,
                                      sct_illuminant illuminant, sct_observer observer);

/* CIELAB of xyz relative to white (CIE 15:2018, 8.2.1); both with Y of white = 1. */
SCT_API sct_lab sct_lab_from_xyz(sct_xyz xyz, sct_xyz white);
/* Tristimulus values of a CIELAB colour relative to white. */
SCT_API sct_xyz sct_xyz_from_lab(sct_lab lab, sct_xyz white);
/* Polar form; the hue of a colour without chroma is 0. */
SCT_API sct_lch sct_lch_from_lab(sct_lab lab);
/* The Lab of a polar form; a negative chroma turns the hue by half a circle. */
SCT_API sct_lab sct_lab_from_lch(sct_lch lch);

/*
 * Chromatic adaptation transforms. Bradford is what ICC profiles use, and what
 * photos are read with; CAT16 (Li et al. 2017, doi 10.1002/col.22131) agrees
 * better with what people see, and is used for the labels of skins.
 */
typedef enum sct_adaptation { SCT_ADAPTATION_BRADFORD = 0, SCT_ADAPTATION_CAT16 } sct_adaptation;
/* The colour that looks under to_white as xyz does under from_white, adaptation complete. */
SCT_API sct_xyz sct_xyz_adapt(sct_xyz xyz, sct_xyz from_white, sct_xyz to_white, sct_adaptation adaptation);

/* ---- RGB encodings --------------------------------------------------------------
 *
 * The spaces that cameras and screens use. Encoded values are those of a file,
 * [0, 1] from black to white; linear ones are in proportion to light, and only
 * they may be averaged: the mean of encoded values is darker than what the eye
 * sees from afar.
 */

/* The names are those of the standards: IEC 61966-2-1, Display P3 of Apple, Adobe RGB (1998). */
typedef enum sct_rgb_space { SCT_RGB_SRGB = 0, SCT_RGB_DISPLAY_P3, SCT_RGB_ADOBE } sct_rgb_space;
/* Encoded values [0, 1] to linear light and back; values below 0 mirror those above. */
SCT_API sct_rgb sct_rgb_decode(sct_rgb encoded, sct_rgb_space space);
SCT_API sct_rgb sct_rgb_encode(sct_rgb linear, sct_rgb_space space);
/* The white of the encoding (D65, x 0.3127 y 0.3290); linear light to XYZ under that white and back. NaN for an unknown
 * space. */
SCT_API sct_xyz sct_rgb_white(sct_rgb_space space);
/* Linear light to XYZ under that white, and back. */
SCT_API sct_xyz sct_xyz_from_rgb(sct_rgb linear, sct_rgb_space space);
SCT_API sct_rgb sct_rgb_from_xyz(sct_xyz xyz, sct_rgb_space space);
/* Encoded 8-bit sRGB to Lab D50 and back as ICC profiles do (Bradford); channels outside the gamut, and NaN, are clipped. */
SCT_API sct_lab sct_lab_from_srgb8(const uint8_t srgb[3]);
SCT_API void sct_srgb8_from_lab(sct_lab lab, uint8_t srgb[3]);
/* Many encoded 8-bit pixels (r, g, b, r and so on) of a space to Lab D50 likewise, in single precision: L, a and b have room
 * for `count` values each, and are within 3e-4 of what double precision gives. NaN for an unknown space. Does nothing where
 * a pointer is null. */
SCT_API void sct_labs_from_rgb8(sct_rgb_space space, const uint8_t *rgb, size_t count, float *L, float *a, float *b);

/* ---- colour differences -----------------------------------------------------------
 *
 * The reference is the colour that is wanted, the sample the one that is judged;
 * only DE94 and CMC treat them differently. Against many samples the batch calls
 * are some tens of times faster than one call each. A difference of two Lab
 * colours means something only when both were seen under the same light by the
 * same observer; sct_xyz_adapt brings them there.
 */

/* CIE 1976: Euclidean distance in Lab. */
SCT_API double sct_de76(sct_lab reference, sct_lab sample);
/* CIEDE2000 with kL = kC = kH = 1 (Sharma, Wu & Dalal 2005); symmetric. */
SCT_API double sct_de2000(sct_lab reference, sct_lab sample);
/* The same with parametric factors, each above 0. */
SCT_API double sct_de2000_weighted(sct_lab reference, sct_lab sample, double kL, double kC, double kH);

/* Colours side by side in memory: L[i], a[i], b[i]. */
typedef struct sct_labs_f32 {
    const float *L, *a, *b;
    size_t count;
} sct_labs_f32;
/* The same in double precision. */
typedef struct sct_labs_f64 {
    const double *L, *a, *b;
    size_t count;
} sct_labs_f64;
/* CIEDE2000 of one colour against many; de has room for samples.count differences. Errors against sct_de2000 for L in
 * [0, 100], a and b in [-128, 128]: f64 at most 1e-10; f32 at most 5e-5 for the same rounded Lab, 5e-7 of differences
 * above 100. Hues 180 degrees apart but for rounding count as exactly 180. Uses the widest registers the processor
 * has, with the same bits on each. */
SCT_API void sct_de2000_batch_f32(sct_lab reference, sct_labs_f32 samples, float *de);
SCT_API void sct_de2000_batch_f64(sct_lab reference, sct_labs_f64 samples, double *de);

/*
 * Many shades, of which the nearest to a colour is found without a look at each
 * of them, and all the same exactly. They never change and may be shared between
 * threads. A million shades take 50 MB.
 */
typedef struct sct_shades sct_shades;
/* 1 to 2,147,483,647 shades, which are copied; L, a and b within 1,000. *out is for the caller to free. SCT_ERR_ARGUMENT,
 * SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_shades_new(sct_context *ctx, sct_labs_f64 labs, sct_shades **out);
SCT_API void sct_shades_free(sct_shades *shades);
/* How many they are; 0 for null. */
SCT_API size_t sct_shades_count(const sct_shades *shades);
/* Of each sample the number of the shade with the least CIEDE2000, as sct_de2000_batch_f64 has it, from 0; the first of
 * those that are alike. Also that difference. Either place may be null; else it has room for samples.count. A sample that is
 * no colour (NaN, or beyond 1,000) gets SIZE_MAX and NaN. */
SCT_API void sct_shades_nearest(const sct_shades *shades, sct_labs_f64 samples, size_t *index, double *de);

/* Colour difference formulas. */
typedef enum sct_metric {
    SCT_METRIC_DE2000 = 0,
    SCT_METRIC_DE76,
    SCT_METRIC_DE94,
    SCT_METRIC_CMC,
    SCT_METRIC_CAM16UCS
} sct_metric;
/* Factors of the formulas; a metric reads those it has. */
typedef struct sct_metric_params {
    /* The parametric factors of DE2000 and DE94, above 0; kL and kC are l and c of CMC. */
    double kL, kC, kH;
    /* The weights of DE94 alone: 0.045 and 0.015 for graphic arts, 0.048 and 0.014 (with kL = 2) for textiles. */
    double K1, K2;
} sct_metric_params;
/* All factors 1 (CMC: l = 2), DE94 for graphic arts. */
SCT_API sct_metric_params sct_metric_params_default(sct_metric metric);
/* Difference between two Lab colours in a metric; null params are the default. DE94 and CMC are not symmetric. NaN for an
 * unknown metric. */
SCT_API double sct_difference(sct_metric metric, const sct_metric_params *params, sct_lab reference, sct_lab sample);
/* One line about a metric for people; "" for an unknown one. Static storage. */
SCT_API const char *sct_metric_description(sct_metric metric);
/* The word of a metric: "de2000", "de76", "de94", "cmc", "cam16ucs"; "unknown" for any other. Static storage. */
SCT_API const char *sct_metric_name(sct_metric metric);
/* Finds a metric by name; returns 0 and leaves *out when there is none. */
SCT_API int sct_metric_find(const char *name, sct_metric *out);

/* ---- colour appearance --------------------------------------------------------------
 *
 * How a colour looks under a light, before a background, in a room. It serves
 * large differences, and colours seen under different conditions.
 */
/* The model is CAM16 (Li et al. 2017, doi 10.1002/col.22131). */

/* How light the room is around what is looked at: an office, a television at night, a cinema. */
typedef enum sct_surround { SCT_SURROUND_AVERAGE = 0, SCT_SURROUND_DIM, SCT_SURROUND_DARK } sct_surround;
/* The conditions under which a colour is seen. */
typedef struct sct_cam16_conditions {
    /* The white of the scene, Y = 1. */
    sct_xyz white;
    /* The luminance of the adapting field, cd/m2, above 0. */
    double adapting_cd_m2;
    /* The luminous factor of the background (0, 1]. */
    double background_Y;
    sct_surround surround;
    /* Non-zero: the eye is fully adapted to the white. */
    int discount;
} sct_cam16_conditions;
/* D50/2 in a consultation room: 1000 lx, grey background of Y = 0.2, average surround. The metric cam16ucs uses these. */
SCT_API sct_cam16_conditions sct_cam16_conditions_default(void);
/* Lightness, chroma, hue angle, brightness, colourfulness, saturation. */
typedef struct sct_cam16 {
    double J, C, h_deg, Q, M, s;
} sct_cam16;
/* CAM16-UCS: in it Euclidean distance is the difference that is seen. */
typedef struct sct_ucs {
    double J, a, b;
} sct_ucs; /* CAM16-UCS J', a', b' */
/* The appearance of xyz (Y of white = 1) under these conditions. */
SCT_API sct_cam16 sct_cam16_from_xyz(sct_xyz xyz, const sct_cam16_conditions *conditions);
/* To the uniform space, and both steps at once. */
SCT_API sct_ucs sct_ucs_from_cam16(sct_cam16 colour);
SCT_API sct_ucs sct_ucs_from_xyz(sct_xyz xyz, const sct_cam16_conditions *conditions);
/* Euclidean distance in CAM16-UCS. */
SCT_API double sct_ucs_difference(sct_ucs reference, sct_ucs sample);

/* ---- labels of skin colours ----------------------------------------------------------
 *
 * Words people use, with caveats: they describe the colour of a place in a photo, never a person's ancestry or how they
 * burn (Fitzpatrick type), and an error of the photo goes straight into them. */

/* Lab D50/2 as Lab D65/2 (CAT16), and the covariance of such an estimate with it (first order). */
SCT_API sct_lab sct_lab_d65(sct_lab lab_d50);
SCT_API sct_cov sct_cov_d65(sct_lab lab_d50, const sct_cov *cov_d50);
/* Individual typology angle atan2(L* - 50, b*) in degrees (-180, 180], from Lab D65/2 (Chardon et al. 1991). */
SCT_API double sct_ita(sct_lab lab_d65);
/* Its 95 % interval from the covariance of lab_d65, first order; the whole circle where the angle has no meaning. */
SCT_API void sct_ita_interval(sct_lab lab_d65, const sct_cov *cov_d65, double *lo_deg, double *hi_deg);
/* The bounds were set with contact instruments that include the specular reflection. Lab without it, as photos give, has
 * an ITA about 9 degrees lower (median of 1,008 faces; 4 for dark skin), which moves two faces of five to the next class.
 * "very light" above 55, "light" above 41, "intermediate" above 28, "tan" above 10, "brown" above -30, else "dark"; "" for
 * NaN. Static storage. */
SCT_API const char *sct_ita_class(double ita_deg);
/* Hue of a skin against real skin of that lightness, standard deviations: positive is warmer. From Lab D50/2. */
SCT_API double sct_undertone_z(sct_lab lab);
/* "cool" below -1, "warm" above +1, else "neutral"; "" for NaN. Static storage. */
SCT_API const char *sct_undertone_name(double z);
/* How far a*, b* lie from those of real skin of that lightness, standard deviations (Mahalanobis). From Lab D50/2. */
SCT_API double sct_skin_locus_z(sct_lab lab);
/* One of the ten published Monk Skin Tones [1, 10], and how far a colour is from it, CIEDE2000. */
typedef struct sct_monk {
    int tone;
    /* Zero. */
    int reserved;
    double de00;
} sct_monk;
/* The Monk Skin Tone that is nearest to a Lab D50/2; its tone is 0 for NaN. */
SCT_API sct_monk sct_monk_nearest(sct_lab lab);
/* Published sRGB of tone 1 to 10; returns 0 and leaves srgb for any other. */
SCT_API int sct_monk_srgb8(int tone, uint8_t srgb[3]);
/* Melanin index 100 log10(1/R680) and erythema index 100 log10(R680 / mean(R550, R560)) from reflectances (0, 1]. */
SCT_API double sct_melanin_index(double R680);
/* Reddening by blood: it grows with the absorption at 550 and 560 nm against that at 680 nm. */
SCT_API double sct_erythema_index(double R550, double R560, double R680);

#ifdef __cplusplus
}
#endif
#endif
