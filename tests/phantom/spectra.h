/* tests/phantom/spectra.h - inside the phantom: tables and the sums over wavelength. */
#ifndef TESTS_PHANTOM_SPECTRA_H
#define TESTS_PHANTOM_SPECTRA_H

#include "phantom/phantom.h"

enum {
    SPECTRA_STEPS = 81,      /* 380 to 780 nm by 5 nm */
    SPECTRA_ILLUMINANTS = 6, /* in the order of sct_illuminant */
    SPECTRA_SKINS = 12,
    SPECTRA_HAIRS = 7,
    SPECTRA_PATCHES = 24
};
typedef struct spectra_named {
    const char *name;
    phantom_spectrum r;
} spectra_named;

extern const phantom_curves spectra_cmf;
extern const double spectra_illuminants[SPECTRA_ILLUMINANTS][SPECTRA_STEPS];
extern const double spectra_weights_d50[PHANTOM_BANDS][3];
extern const double spectra_weights_d65[PHANTOM_BANDS][3];
extern const spectra_named spectra_skins[SPECTRA_SKINS];
extern const spectra_named spectra_hairs[SPECTRA_HAIRS];
extern const spectra_named spectra_colorchecker[SPECTRA_PATCHES];
extern const sct_lab spectra_colorchecker_2014[SPECTRA_PATCHES];
extern const double spectra_oxyhaemoglobin[PHANTOM_BANDS];

/* What an instrument with the surface reflection included reads above the body: Fresnel at normal incidence, n = 1.40. */
#define SPECTRA_SURFACE 0.0278

/* Response of three curves to a surface under an illuminant; not normalised. */
void spectra_response(const phantom_curves *curves, sct_illuminant illuminant, const phantom_spectrum *surface,
                      double out[3]);
/* a + k b, band by band. */
phantom_spectrum spectra_add(phantom_spectrum a, double k, const phantom_spectrum *b);
/* Change of a skin's spectrum per unit of relative absorption: skin times the absorber's shape, negative. */
phantom_spectrum spectra_melanin_change(const phantom_spectrum *skin);
phantom_spectrum spectra_blood_change(const phantom_spectrum *skin);

/* 3 x 3 helpers of the phantom's own colour arithmetic (row-major). */
typedef struct matrix3 {
    double m[3][3];
} matrix3;
matrix3 matrix3_product(const matrix3 *a, const matrix3 *b);
matrix3 matrix3_inverse(const matrix3 *a);
void matrix3_times(const matrix3 *a, const double v[3], double out[3]);
extern const matrix3 matrix3_bradford;
extern const double spectra_white_d50[3]; /* of the ICC connection space */

#endif
