/*
 * engine/colour/colour.h - the colour room for other rooms: everything public
 * of scalptone/colour.h and a few helpers that are not.
 */
#ifndef ENGINE_COLOUR_H
#define ENGINE_COLOUR_H

#include "base/base.h"
#include "num/num.h"
#include "scalptone/colour.h"

#include <string.h>

#define DEG_PER_RAD 57.29577951308232

/* XYZ under from_white -> XYZ under to_white, as one matrix. */
num_mat3 colour_adaptation(sct_xyz from_white, sct_xyz to_white, sct_adaptation adaptation);
extern const num_mat3 COLOUR_CAT16; /* XYZ -> the sharpened cones of CAT16 and CAM16 */

/* Linear RGB -> XYZ under the encoding's own white (sct_rgb_white); NaN for an unknown space. */
num_mat3 colour_rgb_to_xyz(sct_rgb_space space);

enum { COLOUR_WEIGHT_FIRST_NM = 400, COLOUR_WEIGHT_STEP_NM = 10, COLOUR_WEIGHT_COUNT = 31 };
/* Weights [nm][x, y, z] of a reflectance at 400 to 700 nm by 10 nm; the sum over y is 1. Null for unknown values. */
const double (*colour_weights(sct_illuminant illuminant, sct_observer observer))[3];
/* Whether a body that reflects, and does not shine by itself, can have this colour under that light (Lab by its white); a
 * little more is let pass, as readings are no exact ones. 0 for unknown values. */
int colour_is_reflected(sct_lab lab, sct_illuminant illuminant, sct_observer observer);
/* A spectrum of any grid at 400 to 700 nm by 10 nm: linear between its samples, constant beyond them. */
void colour_spectrum_sample(const double *values, size_t count, double start_nm, double step_nm,
                            double out[COLOUR_WEIGHT_COUNT]);

/* a*, b* of real skin of lightness L (D50/2, specular excluded): mean, standard deviation, correlation. */
typedef struct colour_locus {
    double a, b, sd_a, sd_b, correlation;
} colour_locus;
colour_locus colour_skin_locus(double L);

/*
 * How far the colours of a photo may be off, as a covariance in Lab that depends on the colour: doubt.c says what each term
 * stands for. All zero: not at all. Variances are those at L* 50.
 */
typedef struct colour_doubt {
    double even[3], vivid[3], bright[3], dark[3]; /* of L*, a*, b* */
    double light;                                 /* standard deviation of ln(light) */
    double tone, tone_at;                         /* of the exponent of a tone curve, and the L* at which that is held */
    double slope[3], centre[2];                   /* variances uu, uv, vv of its slopes, and where they are at home */
    double fall[2], low[2], high[2];              /* standard deviation of ln(light) a unit of u, v beyond that box */
    double cast[2][3];                            /* error in L*, a*, b* per unit of offset in a*, b* */
    double offset[2];                             /* of the skin in this light, when it is seen */
    double offset_sd;                             /* root mean square of it, when it is not */
    int skin_seen;
    double round_share; /* of the variance, spread over all directions of CIEDE2000 [0, 1] */
    double de00;        /* further 95 % bound, the same in every direction of CIEDE2000 */
} colour_doubt;
/* How far a skin's a*, b* are from the locus of real skin, scaled to L* 50. */
void colour_skin_offset(sct_lab skin, double offset[2]);
void colour_doubt_see_skin(colour_doubt *doubt, sct_lab skin);
/* The doubt at a place of the photo, in units of its width: light is the less known, the farther it is from the chart. */
colour_doubt colour_doubt_placed(const colour_doubt *doubt, double u, double v);
sct_cov colour_doubt_at(const colour_doubt *doubt, sct_lab lab);
double colour_doubt_u95(const colour_doubt *doubt, sct_lab lab); /* 95 % bound, dE00 */
sct_lab colour_usual_skin(void);                                 /* of L* 60: to state a bound before any skin is seen */

/* dE00^2 = d' G d around a colour. */
num_mat3 colour_de2000_metric(sct_lab lab);
/* Covariance whose 95 % ellipsoid has the radius u95 in dE00 around lab, the same in every direction. */
sct_cov colour_cov_from_de00(sct_lab lab, double u95_de00);
/* The inverse question: 95 % bound in dE00 of a covariance around lab. */
double colour_u95_of_cov(sct_lab lab, const sct_cov *cov);

/* Colour difference formulas in the order of sct_metric: all that the public calls know of them. */
typedef struct colour_metric_info {
    const char *name, *description;
    double (*function)(const sct_metric_params *params, sct_lab reference, sct_lab sample);
} colour_metric_info;
const colour_metric_info *colour_metrics(size_t *count);

/* The builds of sct_de2000_batch_*, fastest first; the last runs on any processor. first: L*, a*, b* of the reference. */
typedef struct colour_de2000_build {
    const char *name;
    int (*runs_here)(void);
    void (*f32)(const float first[3], sct_labs_f32 samples, float *de);
    void (*f64)(const double first[3], sct_labs_f64 samples, double *de);
} colour_de2000_build;
const colour_de2000_build *colour_de2000_builds(size_t *count);

/*
 * f of CIELAB (CIE 15:2018, 8.2.1) with its straight part below (24/116)^3. The cube root starts from
 * a third of the exponent (relative error < 5 %) and takes two steps of Halley's iteration, x <- x (x^3 + 2 t) / (2 x^3 +
 * t), whose error goes with the cube: 1e-4, then below a float's last digit. Inline, so that each build has its own
 * instructions.
 */
static inline float colour_lab_f_of(float t)
{
    float a = t < 0.008856452f ? 0.008856452f : t;
    int32_t bits;
    memcpy(&bits, &a, sizeof bits);
    bits = (int32_t)((float)bits * (1.0f / 3.0f)) + 709921077;
    float x;
    memcpy(&x, &bits, sizeof x);
    float x3 = x * x * x;
    x = x * ((x3 + (a + a)) / ((x3 + x3) + a));
    x3 = x * x * x;
    x = x - x * ((x3 - a) / ((x3 + x3) + a));
    float straight = 7.787037f * t + 0.13793103f;
    return t > 0.008856452f ? x : straight;
}

#endif
