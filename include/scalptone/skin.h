/*
 * scalptone/skin.h - skin as a turbid medium: what a client's tissue is made
 * of, and what colour an ink in it has once it has healed.
 *
 * Pure functions of their arguments; no allocation; safe from any thread as
 * long as each thread has its own context. Outputs are untouched on error.
 * Predictions rest on plane layers with light followed in 4, 8 or 16
 * directions; where the ink lies (depth_um) dominates the answer and cannot be
 * seen in a photo of bare skin: it is an assumption until it is calibrated.
 */
#ifndef SCALPTONE_SKIN_H
#define SCALPTONE_SKIN_H

#include "base.h"
#include "colour.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SCT_WAVELENGTHS         31 /* 400 to 700 nm by 10 nm */
#define SCT_WAVELENGTH_START_NM 400
#define SCT_WAVELENGTH_STEP_NM  10

/* Optical make-up of a client's skin. */
typedef struct sct_tissue {
    double melanin;           /* volume fraction of melanosomes in the epidermis [0.001, 0.8] */
    double blood;             /* volume fraction of whole blood in the dermis [0.0003, 0.15] */
    double oxygen;            /* oxygen saturation [0, 1]; default 0.55 */
    double base;              /* scale of the bloodless baseline absorption [0.01, 5] */
    double scatter;           /* scale of the dermal scattering [0.25, 4]; default 1 */
    double epidermis_um;      /* thickness, um [30, 200]; default 70 (scalp) */
    double epidermis_scatter; /* scattering of the epidermis over that of the dermis [0.5, 4]; 0 and default: 1 */
} sct_tissue;
/* Fills the defaults of a light skin. */
SCT_API void sct_tissue_init(sct_tissue *tissue);

/* How a colour was, or is to be, seen. Zeros mean D50; the initialisers of this header fill D50, 2 degrees, excluded. */
typedef struct sct_conditions {
    sct_illuminant illuminant;
    sct_observer observer;
    int specular_included; /* non-zero: surface reflection counted (2.8 % of white for skin) */
} sct_conditions;

/* D50, 2 degrees, specular excluded. */
SCT_API void sct_conditions_init(sct_conditions *conditions);

/* A tissue fitted to the colour of a skin, and how far it can be trusted. */
typedef struct sct_skin_fit {
    sct_tissue tissue;
    double cov_ln[3][3]; /* covariance of ln melanin (at this epidermis), ln blood, ln base */
    sct_lab lab;         /* of the fitted tissue, under the conditions of the target */
    double fit_de00;     /* dE00 of that from the target: above 0.5 the model cannot follow this skin */
    int at_bound;        /* non-zero: a fraction stands at the end of its range */
} sct_skin_fit;
/*
 * Fits a tissue to a skin's Lab under `conditions` (null: D50, 2 degrees,
 * specular excluded): melanin, blood, base and, for skins these do not reach,
 * oxygen, the thickness of the epidermis and (dark ones) its scattering. A Lab cannot tell the scattering;
 * it stays as sct_tissue_init gives it. covariance may be null.
 * SCT_ERR_ARGUMENT, SCT_ERR_OPTION (unknown conditions; Lab out of range or
 * NaN), SCT_ERR_NOTHING (a colour no skin has). Takes some milliseconds.
 */
SCT_API SCT_NODISCARD sct_status sct_skin_fit_lab(sct_context *ctx, sct_lab lab, const sct_cov *covariance,
                                                  const sct_conditions *conditions, sct_skin_fit *out);

/* A pigment and how much of it. */
typedef struct sct_pigment {
    char ci[8];      /* Colour Index number "77266", "77491", "77492", "77499", "77891" */
    double fraction; /* [0, 0.2]; of volume in tissue, or of mass in a fluid: the function says which */
} sct_pigment;
#define SCT_PIGMENT_MAX 8

/* When the colour is looked at. */
typedef enum sct_age {
    SCT_AGE_HEALED = 0, /* six weeks or more */
    SCT_AGE_FRESH,      /* just tattooed: nothing lost yet, ink in the epidermis too */
    SCT_AGE_YEARS       /* healed, then faded for `years` */
} sct_age;
/* "healed", "fresh", "years"; static storage. */
SCT_API const char *sct_age_name(sct_age age);

/* What an ink's optics rest on. */
typedef enum sct_optics_basis {
    SCT_OPTICS_COMPOSITION = 0, /* pigment list and Mie theory: strength known to a factor of two */
    SCT_OPTICS_FITTED,          /* translucent films over white and black, or a dilution ladder */
    SCT_OPTICS_RATIOS           /* one swatch: the mixture of pigments, not the strength */
} sct_optics_basis;

/* "composition", "fitted", "ratios"; static storage. */
SCT_API const char *sct_optics_basis_name(sct_optics_basis basis);

/*
 * Optics of an ink as bottled, in the tissue: coefficients per cm that one
 * unit of load adds. Load 1 would be tissue soaked with undiluted fluid.
 */
typedef struct sct_ink_optics {
    double absorption[SCT_WAVELENGTHS]; /* per cm, >= 0 */
    double scattering[SCT_WAVELENGTHS]; /* per cm, >= 0 */
    double anisotropy[SCT_WAVELENGTHS]; /* mean cosine of scattering [0, 1) */
    double strength_sd; /* standard deviation of ln(strength); a factor of exp(1.96 strength_sd) either way holds 95 % */
    sct_optics_basis basis;
    char rests_on[128]; /* the basis in words, for people, terminated; "" when its maker did not say */
    int low_confidence; /* non-zero: a pigment's optical constants are poorly known (77492, 77499) */
} sct_ink_optics;

/*
 * Optics of an ink from its pigments by mass fraction of the fluid (its density
 * taken as 1 g/cm3). SCT_ERR_ARGUMENT for an unknown CI or no pigment,
 * SCT_ERR_OPTION for a fraction outside [0, 1].
 */
SCT_API SCT_NODISCARD sct_status sct_ink_optics_from_composition(sct_context *ctx, const sct_pigment *pigments, size_t count,
                                                                 sct_ink_optics *out);

/*
 * The colour of a dried film of an ink on a card. What shows is the volume of
 * pigment per area: that of the fluid times the thickness it was laid down
 * with, wet. Drying takes the water away and leaves it as it is, so a dry
 * thickness tells the amount only together with the dry film's pigment volume
 * concentration: wet x fraction of the fluid = dry x concentration.
 */
typedef struct sct_drawdown {
    sct_lab lab; /* under `conditions`; not looked at where there is a reflectance */
    sct_conditions conditions;
    double parts_water;        /* per 1 part of ink [0, 1000] */
    double backing;            /* reflectance of the bare card, specular excluded [0, 1]; about 0.85 white, 0.03 black */
    double wet_um;             /* thickness of this film when wet, um [1, 1000]; 0: as the options say */
    const double *reflectance; /* SCT_WAVELENGTHS values [0, 1.5], or null: then only the Lab is known; specular
                                  included or not as in `conditions` */
} sct_drawdown;
#define SCT_DRAWDOWN_MAX 16

typedef struct sct_drawdown_options {
    size_t size;          /* sizeof(sct_drawdown_options), set by sct_drawdown_options_init */
    size_t pigment_count; /* [0, SCT_PIGMENT_MAX]; 0: not known, a smooth absorption is fitted instead; above 3 the films
                             tell the amount of the whole mixture, not of each pigment */
    sct_pigment pigments[SCT_PIGMENT_MAX]; /* mass fractions of the fluid: what the fit is shrunk towards; 0 unknown */
    double wet_um; /* thickness of the films when wet, um [1, 1000]; NaN unknown: strength stays that of the pigments */
    double lab_sd; /* standard deviation of the measured Lab [0.01, 10]; default 0.3 */
    /* version 0.1 ends here */
} sct_drawdown_options;
SCT_API void sct_drawdown_options_init(sct_drawdown_options *options);

/* What the films told and what they could not. */
typedef struct sct_drawdown_report {
    double fraction[SCT_PIGMENT_MAX]; /* volume fraction of each pigment in the fluid; above 3 pigments its stated share */
    double residual_de00;             /* mean over the films */
    double contrast_dL;               /* largest L* difference that backing or dilution made */
    int strength_known;               /* non-zero: the films are translucent enough (3 L*) and their thickness is given */
    double strength_sd;               /* of ln(strength), from the films alone */
    double ratio_sd;                  /* of ln(share) of the least certain pigment; 0 for one pigment */
    sct_flags flags; /* "one-swatch", "one-backing", "films-unpaired", "opaque-drawdown", "film-thickness-unknown",
                        "drawdown-misfit" */
} sct_drawdown_report;

/*
 * Optics of an ink from films: over white and black (pigment per area within
 * 20 %), at several dilutions, or one swatch. An opaque film or a single swatch
 * shows in what ratio the pigments stand, not how strong the ink is: the
 * strength then stays that of the composition and out->basis says
 * SCT_OPTICS_RATIOS. SCT_ERR_ARGUMENT, SCT_ERR_OPTION, SCT_ERR_NOTHING (nothing given tells how much pigment there
 * is: no translucent films of known thickness and no mass fraction). report
 * may be null.
 */
SCT_API SCT_NODISCARD sct_status sct_ink_optics_from_drawdowns(sct_context *ctx, const sct_drawdown_options *options,
                                                               const sct_drawdown *films, size_t count, sct_ink_optics *out,
                                                               sct_drawdown_report *report);

typedef struct sct_heal_options {
    size_t size;      /* sizeof(sct_heal_options), set by sct_heal_options_init */
    int use_tissue;   /* non-zero: `tissue` is the skin; else it is fitted to `skin_lab` */
    sct_lab skin_lab; /* bare skin under `conditions` */
    sct_tissue tissue;
    sct_conditions conditions;             /* of skin_lab and of every colour in the result */
    size_t pigment_count;                  /* [0, SCT_PIGMENT_MAX]; 0 and no ink: bare skin */
    sct_pigment pigments[SCT_PIGMENT_MAX]; /* healed volume fractions in tissue */
    const sct_ink_optics *ink;             /* or null; used instead of pigments */
    double parts_water;                    /* per 1 part of ink [0, 1000]; default 20; ink only */
    double strength;                       /* scale of the ink's strength [0.01, 100]; default 1; ink only */
    double uptake; /* volume of fluid left per volume of tissue in a dot [0.001, 1]; default 0.10, an assumption; ink only */
    double healed_share;    /* of the pigment left after healing [0.05, 1]; default 0.67 (animal studies) */
    double depth_um;        /* surface to top of the ink, um [epidermis, 1000]; default 120, an assumption */
    double thickness_um;    /* of the inked layer, um [5, 2000]; default 200 */
    double density_per_cm2; /* dots per cm2 [0, 2000]; default 180 */
    double dot_radius_mm;   /* healed radius of a dot, mm [0.005, 0.5]; default 0.06 */
    sct_age age;            /* default SCT_AGE_HEALED */
    double years;           /* [0, 30]; SCT_AGE_YEARS only */
    double fade_per_year;   /* share of the pigment lost each year [0, 0.9]; default 0.12, an assumption */
    double fresh_epidermis; /* concentration in the epidermis of a fresh dot relative to the dermis [0, 1]; default 0.2, an
                               assumption */
    int streams;            /* directions of light: 4, 8 or 16; default 8 */
    double depth_lo_um;     /* 95 % of dots lie between this ... [0, 1000], raised to the epidermis; default 75 */
    double depth_hi_um;     /* ... and this [depth_lo_um, 1000]; default 300, um */
    int band;               /* non-zero: fill sct_healed.band, for five times the work; default 0 */
    /* version 0.1 ends here */
} sct_heal_options;
SCT_API void sct_heal_options_init(sct_heal_options *options);

/* How far off a prediction may be: one unknown at a time at both ends of what holds 95 %, the rest as predicted. */
typedef struct sct_heal_band {
    double depth_um[2]; /* shallow and deep: as in the options, widened to the depth asked for */
    sct_lab dot_by_depth[2], area_by_depth[2];
    double strength[2]; /* strong and weak, factors of the strength, exp(+-1.96 strength_sd) of the ink; 1 with pigments */
    sct_lab dot_by_strength[2], area_by_strength[2];
} sct_heal_band;

/* What a healed ink looks like. Colours are under the conditions asked for. */
typedef struct sct_healed {
    sct_tissue tissue;                   /* as given or fitted */
    double fit_de00;                     /* dE00 of the fitted skin from skin_lab; 0 with use_tissue */
    double reflectance[SCT_WAVELENGTHS]; /* of a dot, large enough to fill the view; specular excluded, [0, 1] */
    double bare_reflectance[SCT_WAVELENGTHS];
    double area_reflectance[SCT_WAVELENGTHS]; /* dots and skin between them seen from afar */
    sct_xyz xyz;                              /* of the dot, Y of white = 1 */
    sct_lab lab, bare_lab, area_lab;
    double coverage;    /* share of the skin under dots [0, 1] */
    double load;        /* volume of undiluted fluid per volume of tissue, or 1 with pigments, at this age */
    char rests_on[128]; /* what the colour of the ink rests on, in words; "" for bare skin */
    int has_band;
    sct_heal_band band; /* zeros without has_band */
    sct_flags flags;    /* "skin-out-of-reach", "ink-low-confidence", "dots-merge" */
} sct_healed;

/*
 * Predicts the colour of an ink in a skin. SCT_ERR_ARGUMENT (a null, an unknown
 * CI, rests_on of the ink not terminated), SCT_ERR_OPTION
 * (a value outside its range, depth inside the epidermis), SCT_ERR_NOTHING (a
 * skin_lab that no skin can have). Options of 16 streams take 10 times longer
 * than of 8.
 */
SCT_API SCT_NODISCARD sct_status sct_heal(sct_context *ctx, const sct_heal_options *options, sct_healed *out);

/* JSON text of a prediction, UTF-8, one line, no newline at the end; free with sct_bytes_free. */
SCT_API SCT_NODISCARD sct_status sct_healed_json(sct_context *ctx, const sct_healed *healed, sct_bytes *out);

typedef struct sct_shadow_options {
    size_t size;            /* sizeof(sct_shadow_options), set by sct_shadow_options_init */
    double density_per_cm2; /* hairs per cm2 [0, 400]; default 180 (140 to 230 on hair-bearing scalps) */
    double fibre_um;        /* thickness of a hair, um [20, 150]; default 70 */
    double stubble_mm;      /* length above the skin, mm [0, 3]; default 0.3, shaved the day before */
    /* version 0.1 ends here */
} sct_shadow_options;
SCT_API void sct_shadow_options_init(sct_shadow_options *options);

/* The stubble shadow that grown hair would leave, shaved. */
typedef struct sct_shadow {
    sct_lab lab;                            /* of the area seen from afar, D50/2, specular excluded */
    double reflectance[SCT_WAVELENGTHS];    /* [0, 1] */
    double root_coverage, stubble_coverage; /* share of the skin over roots, and under stubs [0, 1] */
    double strand_de00;                     /* how far the modelled hair is from strand_lab */
} sct_shadow;

/*
 * Predicts the colour of a shaved, hair-bearing area from the colour of the
 * grown hair: for clients whose stubble cannot be photographed. strand is
 * D50/2, specular excluded. Density, thickness and length are assumptions where
 * they were not measured. SCT_ERR_ARGUMENT, SCT_ERR_OPTION.
 */
SCT_API SCT_NODISCARD sct_status sct_predict_shadow(sct_context *ctx, const sct_shadow_options *options,
                                                    const sct_tissue *tissue, sct_lab strand, sct_shadow *out);

/*
 * Radius, mm, over which a dot's edge is blurred by the tissue around it, in
 * the red, green and blue of a picture: one transport length 1 / mus'. For
 * previews; an estimate without a measurement behind it. NaN for a tissue out of range.
 */
SCT_API sct_rgb sct_dot_blur_mm(const sct_tissue *tissue);

#ifdef __cplusplus
}
#endif
#endif
