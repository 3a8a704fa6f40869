/*
 * engine/colour/colour.h - the colour room for other rooms: everything public
 * of scalptone/colour.h and a few helpers that are not.
 */
#ifndef ENGINE_COLOUR_H
#define ENGINE_COLOUR_H

#include "base/base.h"
#include "num/num.h"
#include "scalptone/colour.h"

#define DEG_PER_RAD 57.29577951308232

/* XYZ under from_white -> XYZ under to_white, as one matrix. */
num_mat3 colour_adaptation(sct_xyz from_white, sct_xyz to_white, sct_adaptation adaptation);
extern const num_mat3 COLOUR_CAT16; /* XYZ -> the sharpened cones of CAT16 and CAM16 */

/* Linear RGB -> XYZ under the encoding's own white (sct_rgb_white); NaN for an unknown space. */
num_mat3 colour_rgb_to_xyz(sct_rgb_space space);

enum { COLOUR_WEIGHT_FIRST_NM = 400, COLOUR_WEIGHT_STEP_NM = 10, COLOUR_WEIGHT_COUNT = 31 };
/* Weights [nm][x, y, z] of a reflectance at 400 to 700 nm by 10 nm; the sum over y is 1. Null for unknown values. */
const double (*colour_weights(sct_illuminant illuminant, sct_observer observer))[3];
/* A spectrum of any grid at 400 to 700 nm by 10 nm: linear between its samples, constant beyond them. */
void colour_spectrum_sample(const double *values, size_t count, double start_nm, double step_nm,
                            double out[COLOUR_WEIGHT_COUNT]);

/* a*, b* of real skin of lightness L (D50/2, specular excluded): mean, standard deviation, correlation. */
typedef struct colour_locus {
    double a, b, sd_a, sd_b, correlation;
} colour_locus;
colour_locus colour_skin_locus(double L);

/* The builds of sct_de2000_batch_*, fastest first; the last runs on any processor. first: L*, a*, b* of the reference. */
typedef struct colour_de2000_build {
    const char *name;
    int (*runs_here)(void);
    void (*f32)(const float first[3], sct_labs_f32 samples, float *de);
    void (*f64)(const double first[3], sct_labs_f64 samples, double *de);
} colour_de2000_build;
const colour_de2000_build *colour_de2000_builds(size_t *count);

#endif
