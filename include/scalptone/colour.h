/*
 * scalptone/colour.h - colours as numbers: tristimulus values, CIELAB, colour
 * differences, chromatic adaptation, spectra, and the labels people use.
 *
 * Pure functions: no allocation, no I/O, no state; safe from any thread.
 * Unless a name says otherwise XYZ is relative to a perfect diffuser of Y = 1
 * and Lab is CIE 1976 L*a*b* under D50 seen by the 1931 2 degree observer,
 * specular reflection excluded (the ICC profile connection space).
 * NaN in, NaN out; nothing here traps.
 */
#ifndef SCALPTONE_COLOUR_H
#define SCALPTONE_COLOUR_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct sct_xyz { double X, Y, Z; } sct_xyz;   /* tristimulus, Y of white = 1 */
typedef struct sct_lab { double L, a, b; } sct_lab;   /* L* [0, 100] for real surfaces */
typedef struct sct_lch { double L, C, h_deg; } sct_lch; /* h_ab in [0, 360) degrees */
typedef struct sct_rgb { double r, g, b; } sct_rgb;   /* linear light unless named encoded */

/* Covariance of a Lab estimate in squared Lab units, order L, a, b; symmetric, positive semi-definite. */
typedef struct sct_cov { double m[3][3]; } sct_cov;

typedef enum sct_illuminant {
    SCT_ILLUMINANT_D50 = 0, SCT_ILLUMINANT_D65, SCT_ILLUMINANT_A,
    SCT_ILLUMINANT_F2, SCT_ILLUMINANT_F11, SCT_ILLUMINANT_LED_B3
} sct_illuminant;
typedef enum sct_observer { SCT_OBSERVER_2 = 2, SCT_OBSERVER_10 = 10 } sct_observer;

/* White point (perfect diffuser, Y = 1) of an illuminant for an observer, over the whole visible range. The D50/2 white is
 * that of ICC profiles (0.9642, 1, 0.8249): photos use it. Unknown values give NaN. */
SCT_API sct_xyz sct_white(sct_illuminant illuminant, sct_observer observer);

/* CIELAB of xyz relative to white (CIE 15:2018, 8.2.1); both with Y of white = 1. */
SCT_API sct_lab sct_lab_from_xyz(sct_xyz xyz, sct_xyz white);
SCT_API sct_xyz sct_xyz_from_lab(sct_lab lab, sct_xyz white);
/* Polar form; the hue of a colour without chroma is 0. */
SCT_API sct_lch sct_lch_from_lab(sct_lab lab);
SCT_API sct_lab sct_lab_from_lch(sct_lch lch);

/* Chromatic adaptation transforms. */
typedef enum sct_adaptation { SCT_ADAPTATION_BRADFORD = 0, SCT_ADAPTATION_CAT16 } sct_adaptation;
/* The colour that looks under to_white as xyz does under from_white, adaptation complete. */
SCT_API sct_xyz sct_xyz_adapt(sct_xyz xyz, sct_xyz from_white, sct_xyz to_white, sct_adaptation adaptation);

/* CIEDE2000 with kL = kC = kH = 1 (Sharma, Wu & Dalal 2005); symmetric. */
SCT_API double sct_de2000(sct_lab reference, sct_lab sample);
/* The same with parametric factors, each above 0. */
SCT_API double sct_de2000_weighted(sct_lab reference, sct_lab sample, double kL, double kC, double kH);

#ifdef __cplusplus
}
#endif
#endif
