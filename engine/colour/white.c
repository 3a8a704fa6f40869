/*
 * engine/colour/white.c - white points.
 *
 * A, D50, D65, F2, F11: ASTM E308, Y = 1. They are the
 * sums over the full visible range; sct_white_spectral (spectra.c) gives the
 * sums over 400 to 700 nm that belong to spectra of that range.
 * D50/2: the profile connection space, 0.9642 1 0.8249 (ICC.1:2022, 7.2.16).
 * LED-B3: CIE 15:2018, summed at 5 nm.
 * Vectors: tests/colour/test_spectrum.c compares them with sums over the CIE data.
 */
#include "colour/colour.h"

#include <math.h>

#define ILLUMINANTS (SCT_ILLUMINANT_LED_B3 + 1)

static const sct_xyz WHITE_2[ILLUMINANTS] = {
    [SCT_ILLUMINANT_D50] = {0.9642, 1, 0.8249},   [SCT_ILLUMINANT_D65] = {0.95047, 1, 1.08883},
    [SCT_ILLUMINANT_A] = {1.09850, 1, 0.35585},   [SCT_ILLUMINANT_F2] = {0.99186, 1, 0.67393},
    [SCT_ILLUMINANT_F11] = {1.00962, 1, 0.64350}, [SCT_ILLUMINANT_LED_B3] = {1.00893, 1, 0.67715},
};
static const sct_xyz WHITE_10[ILLUMINANTS] = {
    [SCT_ILLUMINANT_D50] = {0.96720, 1, 0.81427}, [SCT_ILLUMINANT_D65] = {0.94811, 1, 1.07304},
    [SCT_ILLUMINANT_A] = {1.11144, 1, 0.35200},   [SCT_ILLUMINANT_F2] = {1.03279, 1, 0.69027},
    [SCT_ILLUMINANT_F11] = {1.03863, 1, 0.65607}, [SCT_ILLUMINANT_LED_B3] = {1.03347, 1, 0.68010},
};

sct_xyz sct_white(sct_illuminant illuminant, sct_observer observer)
{
    int known = (unsigned)illuminant < ILLUMINANTS;
    if (known && observer == SCT_OBSERVER_2)
        return WHITE_2[illuminant];
    if (known && observer == SCT_OBSERVER_10)
        return WHITE_10[illuminant];
    return (sct_xyz){(double)NAN, (double)NAN, (double)NAN};
}
