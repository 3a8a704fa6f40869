/* tests/phantom/camera.h - inside the phantom: from spectra to linear RGB of the photo's profile, and on to codes. */
#ifndef TESTS_PHANTOM_CAMERA_H
#define TESTS_PHANTOM_CAMERA_H

#include "phantom/spectra.h"

/* Illuminant, sensor, white balance and colour matrix of a photo in one linear map. */
typedef struct camera_model {
    phantom_curves curves;
    sct_illuminant illuminant;
    double scale[3]; /* raw response to balanced channels: light's normalisation, white balance and gain */
    matrix3 to_rgb;  /* balanced channels to the profile's linear RGB */
} camera_model;

camera_model camera_new(const phantom_params *params);
/* Linear RGB of a surface in full light; a perfect diffuser is (1, 1, 1) when the balance is right. */
void camera_rgb(const camera_model *camera, const phantom_spectrum *surface, double rgb[3]);
/* Linear RGB of a reflectance given as D50 XYZ (card images): as the ideal camera sees it. */
void camera_rgb_of_xyz(const camera_model *camera, const phantom_params *params, const double xyz[3], double rgb[3]);

/* Linear RGB primaries of a profile to D50 XYZ. */
matrix3 camera_profile_matrix(phantom_profile profile);
/* Linear light [0, 1] to code [0, 1]. */
double camera_encode(phantom_profile profile, double linear);

/* Blur, exposure, noise, tone curve, clipping and encoding of the whole picture, in place: linear in, codes out. */
void camera_develop(const phantom_params *params, float *rgb);

#endif
