/*
 * scalptone/skin.h - what an ink looks like in a skin, without any photo.
 *
 * WHAT THIS IS FOR
 *
 * Ink under skin is not the ink in the cup: tissue above it scatters blue light
 * back, and melanin filters what remains. This header predicts the colour of an
 * ink once it has healed in a given skin. It follows light through epidermis,
 * dermis and ink by adding-doubling (Prahl, van Gemert & Welch 1993, Appl. Opt.
 * 32:559, doi 10.1364/AO.32.000559) in 31 wavelengths and 4, 8 or 16 directions.
 *
 * THE PARTS
 *
 *     sct_tissue        a skin as melanin, blood, scattering and thickness;
 *                       sct_skin_fit_lab finds it from a measured colour
 *     sct_ink_optics    what an ink absorbs and scatters, from its pigments or
 *                       from films of it that somebody measured
 *     sct_heal          the two together: the colour of a dot, and of an area
 *                       with dots
 *     sct_predict_shadow   the shadow that grown hair would leave, shaved
 *
 * THE ORDER OF CALLS
 *
 *     sct_heal_options options;
 *     sct_heal_options_init(&options);
 *     options.skin_lab = (sct_lab){65, 9.4, 15.8};
 *     options.ink = optics;      (from sct_palette_ink_optics, or from below)
 *     options.parts_water = 20;
 *     sct_healed *healed = NULL;
 *     sct_healed_info seen;
 *     sct_status status = sct_heal(ctx, &options, &healed);
 *     if (status == SCT_OK && sct_healed_describe(healed, &seen) == SCT_OK)
 *         printf("an area of dots has L* %.1f\n", seen.area_lab.L);
 *     sct_healed_free(healed);
 *
 * WHAT IS ASSUMED
 *
 * How deep the ink lies decides most and cannot be seen in a photo of bare
 * skin: it is an option with a default, and the answer can carry a band of what
 * it may be instead. So can the strength of the ink. All defaults that are
 * assumptions say so.
 *
 * THREADS
 *
 * Optics and predictions never change and may be shared between threads.
 */
#ifndef SCALPTONE_SKIN_H
#define SCALPTONE_SKIN_H

#include "base.h"
#include "colour.h"
#include "flags.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SCT_WAVELENGTHS         31 /* 400 to 700 nm by 10 nm */
#define SCT_WAVELENGTH_START_NM 400
#define SCT_WAVELENGTH_STEP_NM  10

/* ---- skin ------------------------------------------------------------------------ */

/* The optical make-up of a client's skin. Frozen. */
typedef struct sct_tissue {
    /* The volume fraction of melanosomes in the epidermis [0.001, 0.8]. */
    double melanin;
    /* The volume fraction of whole blood in the dermis [0.0003, 0.15]. */
    double blood;
    /* The oxygen saturation of the blood [0, 1]; default 0.55. */
    double oxygen;
    /* The scale of the absorption without blood [0.01, 5]. */
    double base;
    /* The scale of the scattering of the dermis [0.25, 4]; default 1. */
    double scatter;
    /* The thickness of the epidermis, um [30, 200]; default 70 (scalp). */
    double epidermis_um;
    /* The scattering of the epidermis over that of the dermis [0.5, 4]; 0 and default: 1. */
    double epidermis_scatter;
} sct_tissue;
/* Fills the defaults, which are those of a light skin. */
SCT_API void sct_tissue_init(sct_tissue *tissue);

/* How a colour was seen, or is to be seen. Frozen. Fill it with sct_conditions_init: an observer of 0 is refused. */
typedef struct sct_conditions {
    sct_illuminant illuminant;
    sct_observer observer;
    /* 1: surface reflection is counted (2.8 % of white for skin). */
    int specular_included;
} sct_conditions;
/* D50, 2 degrees, specular reflection excluded. */
SCT_API void sct_conditions_init(sct_conditions *conditions);

/* A tissue that was fitted to the colour of a skin, and how far it can be trusted. */
typedef struct sct_skin_fit {
    sct_tissue tissue;
    /* The covariance of ln melanin (at this epidermis), ln blood and ln base. */
    double cov_ln[3][3];
    /* The colour of the fitted tissue, under the conditions of the target. */
    sct_lab lab;
    /* Its distance from the target, dE00: above 0.5 the model cannot follow this skin. */
    double fit_de00;
    /* 1: a fraction stands at the end of its range. */
    int at_bound;
    /* Zero. */
    int reserved;
} sct_skin_fit;
/*
 * Fits a tissue to a skin's Lab under `conditions` (null: D50, 2 degrees,
 * specular reflection excluded): melanin, blood, base and, for skins that these
 * do not reach, oxygen, the thickness of the epidermis and (dark ones) its
 * scattering. A Lab cannot tell the scattering of the dermis, which stays as
 * sct_tissue_init gives it. covariance may be null. Takes some milliseconds.
 * SCT_ERR_OPTION (conditions that are not known; a Lab out of range, or NaN),
 * SCT_ERR_NOTHING (a colour that no skin has). Like every macro it wants
 * parentheses around a literal: ((sct_lab){65, 10, 16}).
 */
SCT_API SCT_NODISCARD sct_status sct_skin_fit_lab_sized(sct_context *ctx, sct_lab lab, const sct_cov *covariance,
                                                        const sct_conditions *conditions, sct_skin_fit *out, size_t size);
#define sct_skin_fit_lab(ctx, lab, covariance, conditions, out)                                                             \
    sct_skin_fit_lab_sized((ctx), (lab), (covariance), (conditions), (out), sizeof *(out))

/* ---- inks --------------------------------------------------------------------------- */

/* A pigment and how much of it. Frozen. */
typedef struct sct_pigment {
    /* The Colour Index number: "77266", "77491", "77492", "77499" or "77891". */
    char ci[8];
    /* The fraction of volume in tissue [0, 0.2], or of mass in a fluid [0, 1]: the function says which. */
    double fraction;
} sct_pigment;
#define SCT_PIGMENT_MAX 8

/* When a colour is looked at. */
typedef enum sct_age {
    /* The ink has healed for six weeks or more. */
    SCT_AGE_HEALED = 0,
    /* The ink was just tattooed: nothing is lost yet, and there is ink in the epidermis, too. */
    SCT_AGE_FRESH,
    /* The ink has healed, and then faded for some years. */
    SCT_AGE_YEARS
} sct_age;
/* "healed", "fresh", "years"; "unknown" for any other. Static storage. */
SCT_API const char *sct_age_name(sct_age age);

/* What the optics of an ink rest on. */
typedef enum sct_optics_basis {
    /* They rest on its pigments and Mie theory: the strength is known to a factor of two. */
    SCT_OPTICS_COMPOSITION = 0,
    /* They rest on translucent films over white and black, or a dilution ladder. */
    SCT_OPTICS_FITTED,
    /* They rest on one swatch, which tells the mixture of pigments and not the strength. */
    SCT_OPTICS_RATIOS
} sct_optics_basis;
/* "composition", "fitted", "ratios"; "unknown" for any other. Static storage. */
SCT_API const char *sct_optics_basis_name(sct_optics_basis basis);

/* The optics of an ink: free them with sct_ink_optics_free. */
typedef struct sct_ink_optics sct_ink_optics;

/*
 * Optics of an ink from its pigments by mass fraction of the fluid, whose
 * density is taken as 1 g/cm3. SCT_ERR_ARGUMENT (a CI that is not known, or no
 * pigment), SCT_ERR_OPTION (a fraction outside [0, 1]), SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_ink_optics_from_composition(sct_context *ctx, const sct_pigment *pigments, size_t count,
                                                                 sct_ink_optics **out);

/*
 * The colour of a dried film of an ink on a card. What shows is the volume of
 * pigment on an area: that of the fluid times the thickness with which it was
 * laid down, wet. Drying takes the water away and leaves the pigment, so that a
 * dry thickness tells the amount only together with the pigment volume
 * concentration of the dry film: wet x fraction of the fluid = dry x
 * concentration.
 */
typedef struct sct_drawdown {
    /* Set by sct_drawdown_init. */
    size_t size;
    /* The film's colour: L* [0, 110], a* and b* [-128, 128]; default 0, 0, 0; not looked at where there is a reflectance. */
    sct_lab lab;
    /* Its reflectance, SCT_WAVELENGTHS values [0, 1.5], or null (default): only the Lab is known. */
    const double *reflectance;
    /* The parts of water to 1 part of ink [0, 1000]; default 0. */
    double parts_water;
    /* The reflectance of the bare card, specular reflection excluded [0, 1]; default 0.85, a white one. */
    double backing;
    /* The thickness of this film when wet, um [1, 1000]; 0 (default): as the options say. */
    double wet_um;
    /* How lab is seen, and whether reflectance includes the specular reflection; default D50, 2 degrees, excluded. */
    sct_conditions conditions;
    /* Zero. */
    int reserved;
    /* version 0.1 ends here */
} sct_drawdown;
/* Fills the defaults and the size. */
SCT_API void sct_drawdown_init_sized(sct_drawdown *film, size_t size);
#define sct_drawdown_init(film) sct_drawdown_init_sized((film), sizeof *(film))

typedef struct sct_drawdown_options {
    /* Set by sct_drawdown_options_init. */
    size_t size;
    /* Mass fractions of the fluid [0, 1], towards which the fit is shrunk; fraction 0: not known; null (default): none. */
    const sct_pigment *pigments;
    /* How many there are [0, SCT_PIGMENT_MAX]; 0 (default): a smooth absorption is fitted instead; above 3 the films tell
     * the amount of the whole mixture, not of each pigment. */
    size_t pigment_count;
    /* The thickness of the films when wet, um [1, 1000]; NaN (default): not known, and then the strength stays that of the
     * pigments. */
    double wet_um;
    /* The standard deviation of the measured Lab [0.01, 10]; default 0.3. */
    double lab_sd;
    /* version 0.1 ends here */
} sct_drawdown_options;
/* Fills the defaults and the size. */
SCT_API void sct_drawdown_options_init_sized(sct_drawdown_options *options, size_t size);
#define sct_drawdown_options_init(options) sct_drawdown_options_init_sized((options), sizeof *(options))

/*
 * Optics of an ink from films: over white and black (with pigment on an area
 * equal within 20 %), at several dilutions, or one swatch. An opaque film or a
 * single swatch shows in what ratio the pigments stand, not how strong the ink
 * is: the strength then stays that of the composition, and the basis says
 * SCT_OPTICS_RATIOS. The films are 1 to 16, walked by the size in the first.
 * options may be null. SCT_ERR_OPTION, SCT_ERR_NOTHING (nothing tells how much
 * pigment there is: no translucent films of known thickness, and no mass
 * fraction), SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_ink_optics_from_drawdowns(sct_context *ctx, const sct_drawdown_options *options,
                                                               const sct_drawdown *films, size_t count,
                                                               sct_ink_optics **out);
/* Frees optics, and with them the text and flags that they gave out. Predictions that were made with them stay whole. */
SCT_API void sct_ink_optics_free(sct_ink_optics *optics);

/* What the optics of an ink rest on, and how far they can be trusted. The text belongs to the optics. */
typedef struct sct_ink_optics_info {
    sct_optics_basis basis;
    /* 1: the constants of a pigment are poorly known (77492, 77499). */
    int low_confidence;
    /* The basis in words, such as "composition; the ratio of its pigments from 1 film". */
    const char *rests_on;
    /* The standard deviation of ln(strength); a factor of exp(1.96 strength_sd) either way holds 95 %. */
    double strength_sd;
    /* How many times stronger or weaker 95 % of inks known this way are at most; NaN: not said. */
    double strength_factor;
    /* The mean distance of the films from the fit, dE00; NaN without a fit. */
    double residual_de00;
    /* The largest difference that backing or dilution made, L*; NaN without films. */
    double contrast_dL;
    /* The standard deviation of ln(share) of the least certain pigment; NaN without films. */
    double ratio_sd;
    /* How many films were fitted, and how many of them as spectra. */
    size_t film_count, spectrum_count;
    /* 1: how strong it is was read off the composition, not measured. */
    int strength_stated;
    /* Zero. */
    int reserved;
} sct_ink_optics_info;
/* What the optics rest on; the text is owned by them. SCT_ERR_ARGUMENT for null. */
SCT_API sct_status sct_ink_optics_describe_sized(const sct_ink_optics *optics, sct_ink_optics_info *out, size_t size);
#define sct_ink_optics_describe(optics, out) sct_ink_optics_describe_sized((optics), (out), sizeof *(out))
/* The curves of an ink as bottled, in the tissue: coefficients per cm that one unit of load adds (load 1 would be tissue
 * soaked with undiluted fluid), and the mean cosine of its scattering. SCT_WAVELENGTHS values each; each pointer may be
 * null. */
SCT_API sct_status sct_ink_optics_curves(const sct_ink_optics *optics, double *absorption_per_cm, double *scattering_per_cm,
                                         double *anisotropy);
/* What the films could not tell, and what to measure instead; owned by the optics. */
SCT_API const sct_flags *sct_ink_optics_flags(const sct_ink_optics *optics);

/* ---- ink in skin ------------------------------------------------------------------ */

/*
 * Which ink in which skin. The skin is a Lab or a tissue; the ink is optics at a
 * dilution, or pigments by their healed share of the tissue; neither of them
 * asks for the bare skin.
 */
typedef struct sct_heal_options {
    /* Set by sct_heal_options_init. */
    size_t size;
    /* The colour of bare skin under `conditions`: L* [0, 100]; default 65, 10, 16, a light skin. */
    sct_lab skin_lab;
    /* The skin, when use_tissue is 1; default as sct_tissue_init fills it. */
    sct_tissue tissue;
    /* Healed volume fractions in tissue; null (default): none. */
    const sct_pigment *pigments;
    /* How many there are [0, SCT_PIGMENT_MAX]; 0 (default) and no ink: bare skin. */
    size_t pigment_count;
    /* The ink, which is used instead of pigments; null (default): none. */
    const sct_ink_optics *ink;
    /* The parts of water to 1 part of ink [0, 1000]; default 20; of an ink only. */
    double parts_water;
    /* The scale of the ink's strength [0.01, 100]; default 1; of an ink only. */
    double strength;
    /* The volume of fluid left in a volume of tissue, in a dot [0.001, 1]; default 0.24, an assumption; of an ink only. */
    double uptake;
    /* The share of the pigment that is left after healing [0.05, 1]; default 0.67 (animal studies). */
    double healed_share;
    /* The depth of the top of the ink below the surface, um [epidermis, 1000]; default 125, an assumption. */
    double depth_um;
    /* The thickness of the layer of ink, um [5, 2000]; default 200. */
    double thickness_um;
    /* How many dots there are on a cm2 [0, 2000]; default 180. */
    double density_per_cm2;
    /* The healed radius of a dot, mm [0.005, 0.5]; default 0.11, an assumption. */
    double dot_radius_mm;
    /* For how many years the ink has faded [0, 30]; default 0; with SCT_AGE_YEARS only. */
    double years;
    /* The share of the pigment that is lost each year [0, 0.9]; default 0.12, an assumption. */
    double fade_per_year;
    /* The concentration in the epidermis of a fresh dot over that in the dermis [0, 1]; default 0.2, an assumption. */
    double fresh_epidermis;
    /* The shallow end of the depths of 95 % of dots, um [0, 1000], raised to the epidermis; default 75. */
    double depth_lo_um;
    /* The deep end of these depths, um [depth_lo_um, 1000]; default 300. */
    double depth_hi_um;
    /* The conditions of skin_lab and of every colour in the answer; default D50, 2 degrees, specular reflection excluded. */
    sct_conditions conditions;
    /* When the ink is looked at; default SCT_AGE_HEALED. */
    sct_age age;
    /* 1: `tissue` is the skin; 0 (default): it is fitted to skin_lab. */
    int use_tissue;
    /* How many directions of light are followed: 4, 8 or 16; default 8. 16 take ten times as long as 8. */
    int streams;
    /* 1: the band is computed, too, in five times the time; default 0. */
    int band;
    /* Zero. */
    int reserved;
    /* version 0.1 ends here */
} sct_heal_options;
/* Fills the defaults and the size. */
SCT_API void sct_heal_options_init_sized(sct_heal_options *options, size_t size);
#define sct_heal_options_init(options) sct_heal_options_init_sized((options), sizeof *(options))

/* A prediction: free it with sct_healed_free. */
typedef struct sct_healed sct_healed;

/* What a healed ink looks like, under the conditions asked for. The text belongs to the prediction. */
typedef struct sct_healed_info {
    /* The skin, as given or fitted. */
    sct_tissue tissue;
    /* The distance of the fitted skin from skin_lab, dE00; 0 with use_tissue. */
    double fit_de00;
    /* The colour of a dot, Y of white = 1. */
    sct_xyz xyz;
    /* The colour of a dot of its radius and depth, as an eye sees it from 30 cm: filled up with light from the skin beside
     * it, and blurred with that skin. */
    sct_lab lab;
    /* The colour of the skin without ink. */
    sct_lab bare_lab;
    /* The colour of dots and the skin between them, seen from afar. */
    sct_lab area_lab;
    /* The share of the skin under dots [0, 1]. */
    double coverage;
    /* The volume of undiluted fluid in a volume of tissue at this age; 1 with pigments, healed. */
    double load;
    /* What the colour of the ink rests on, in words; "" for bare skin. */
    const char *rests_on;
    /* The colour of ink everywhere, as in a wide filled patch, Y of white = 1; no dot is as dark. */
    sct_xyz solid_xyz;
    /* The same colour as Lab. */
    sct_lab solid_lab;
} sct_healed_info;

/* How far off a prediction may be: one unknown at a time at both ends of what holds 95 %, the rest as predicted. */
typedef struct sct_heal_band {
    /* A shallow and a deep depth, um: as in the options, widened to the depth asked for. */
    double depth_um[2];
    sct_lab dot_by_depth[2], area_by_depth[2];
    /* A strong and a weak ink, as factors of the strength; 1 with pigments, healed. */
    double strength[2];
    sct_lab dot_by_strength[2], area_by_strength[2];
} sct_heal_band;

/* What a spectrum is of: a dot as an eye sees it from 30 cm, the skin without ink, dots and the skin between them seen from
 * afar, or ink everywhere. */
typedef enum sct_healed_part { SCT_HEALED_DOT = 0, SCT_HEALED_BARE, SCT_HEALED_AREA, SCT_HEALED_SOLID } sct_healed_part;

/* Predicts the colour of an ink in a skin. SCT_ERR_ARGUMENT (a CI that is not known), SCT_ERR_OPTION (a value out of
 * range, or a depth inside the epidermis), SCT_ERR_NOTHING (a skin_lab that no skin has), SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_heal(sct_context *ctx, const sct_heal_options *options, sct_healed **out);
/* A prediction from what sct_healed_json wrote. SCT_ERR_PALETTE with the place in the text, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_healed_from_json(sct_context *ctx, const void *text, size_t size, sct_healed **out);
/* Frees a prediction, and with it the text and flags that it gave out. */
SCT_API void sct_healed_free(sct_healed *healed);
/* What was predicted; the text is owned by the prediction. SCT_ERR_ARGUMENT for null. */
SCT_API sct_status sct_healed_describe_sized(const sct_healed *healed, sct_healed_info *out, size_t size);
#define sct_healed_describe(healed, out) sct_healed_describe_sized((healed), (out), sizeof *(out))
/* The band. SCT_ERR_NOTHING when the options did not ask for it. */
SCT_API sct_status sct_healed_band_sized(const sct_healed *healed, sct_heal_band *out, size_t size);
#define sct_healed_band(healed, out) sct_healed_band_sized((healed), (out), sizeof *(out))
/* SCT_WAVELENGTHS reflectances [0, 1], specular reflection excluded. SCT_ERR_ARGUMENT for a part that is not known. */
SCT_API sct_status sct_healed_reflectance(const sct_healed *healed, sct_healed_part part, double *out);
/* What is weak about the prediction; owned by it. Null for null. */
SCT_API const sct_flags *sct_healed_flags(const sct_healed *healed);
/* The prediction as JSON, one line; free with sct_bytes_free. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_healed_json(sct_context *ctx, const sct_healed *healed, sct_bytes *out);

/* ---- hair in skin -------------------------------------------------------------------- */

typedef struct sct_shadow_options {
    /* Set by sct_shadow_options_init. */
    size_t size;
    /* How many hairs there are on a cm2 [0, 400]; default 180 (140 to 230 on scalps with hair). */
    double density_per_cm2;
    /* The thickness of a hair, um [20, 150]; default 70. */
    double fibre_um;
    /* The length of the hair above the skin, mm [0, 3]; default 0.3, shaved the day before. */
    double stubble_mm;
    /* version 0.1 ends here */
} sct_shadow_options;
/* Fills the defaults and the size. */
SCT_API void sct_shadow_options_init_sized(sct_shadow_options *options, size_t size);
#define sct_shadow_options_init(options) sct_shadow_options_init_sized((options), sizeof *(options))

/* The shadow that grown hair would leave, shaved. */
typedef struct sct_shadow {
    /* The colour of the area seen from afar, D50, 2 degrees, specular reflection excluded. */
    sct_lab lab;
    /* The reflectance of that area [0, 1], at each wavelength. */
    double reflectance[SCT_WAVELENGTHS];
    /* The shares of the skin over roots, and under stubs [0, 1]. */
    double root_coverage, stubble_coverage;
    /* How far the modelled hair is from the strand that was given, dE00. */
    double strand_de00;
} sct_shadow;
/*
 * Predicts the colour of a shaved area from the colour of the grown hair, for
 * clients whose stubble cannot be photographed. strand is D50 and 2 degrees,
 * specular reflection excluded. Density, thickness and length are assumptions
 * where they were not measured; options may be null. SCT_ERR_OPTION,
 * SCT_ERR_MEMORY.
 */
SCT_API SCT_NODISCARD sct_status sct_predict_shadow_sized(sct_context *ctx, const sct_shadow_options *options,
                                                          const sct_tissue *tissue, sct_lab strand, sct_shadow *out,
                                                          size_t size);
#define sct_predict_shadow(ctx, options, tissue, strand, out)                                                               \
    sct_predict_shadow_sized((ctx), (options), (tissue), (strand), (out), sizeof *(out))

/*
 * Radius over which the edge of a dot is blurred by the tissue around it, in the
 * red, green and blue of a picture, mm: one transport length 1 / mus'. It serves
 * previews, and is an estimate without a measurement behind it. NaN for null, or
 * a tissue out of range.
 */
SCT_API sct_rgb sct_dot_blur_mm(const sct_tissue *tissue);

#ifdef __cplusplus
}
#endif
#endif
