/*
 * correct_camera_balance.c - what an earlier photo of a chart told of a camera, in a later photo.
 *
 * Curves g and matrix M of the earlier photo undo what the camera does to every photo alike: its tone curve, its sensor's
 * colours. What differs from photo to photo is exposure and balance: one gain D for each channel, between the two.
 *
 *   XYZ = M D g(rgb)
 *
 * A grey card of reflectance Y tells D: M D g(grey) = Y white. Without one the camera's own balance is believed, which says
 * that equal channels are neutral, and the level is that of the earlier photo.
 */
#include "correct/camera/correct_camera.h"

#include <math.h>

static const double middle = 0.18; /* code, linear, whose channels are taken to be neutral */

/* M^-1 of a neutral over g of what looks so, in logarithms; 0 where there is no such gain. */
static int gains_of(const pixels_correction *camera, const num_mat3 *inverse, const double rgb[3], double Y, double out[3])
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    double xyz[3] = {white.X * Y, white.Y * Y, white.Z * Y}, wanted[3], seen[3];
    num_mat3_apply(inverse, xyz, wanted);
    pixels_correct_one(camera, 0, 0, rgb, seen);
    for (int c = 0; c < 3; c++) {
        if (!(wanted[c] > 0 && seen[c] > 0))
            return 0;
        out[c] = log(wanted[c] / seen[c]);
    }
    return 1;
}

int correct_camera_balance(const pixels_correction *camera, const correct_patch *greys, size_t n, pixels_correction *out)
{
    double gain[3] = {0}, one[3], neutral[3] = {middle, middle, middle}, seen[3], xyz[3];
    num_mat3 inverse;
    if (!camera->active || !num_mat3_invert(&camera->matrix, &inverse))
        return 0;
    for (size_t i = 0; i < n; i++) {
        if (!gains_of(camera, &inverse, greys[i].rgb, greys[i].xyz.Y, one))
            return 0;
        for (int c = 0; c < 3; c++)
            gain[c] += one[c] / (double)n;
    }
    if (n == 0) {
        pixels_correct_one(camera, 0, 0, neutral, seen);
        num_mat3_apply(&camera->matrix, seen, xyz);
        if (!(xyz[1] > 0) || !gains_of(camera, &inverse, neutral, xyz[1], gain))
            return 0;
    }
    *out = *camera;
    for (int c = 0; c < 3; c++)
        for (int i = 0; i < out->knots; i++)
            out->curve_out[c][i] *= exp(gain[c]);
    return 1;
}
