/* correct_camera.h - private to the correct room: what an earlier photo of a chart told of a camera. */
#ifndef CORRECT_CAMERA_H
#define CORRECT_CAMERA_H

#include "correct/correct.h"
#include "correct/correct_model.h"

/* Curves and matrix of the camera with the exposure and the balance of a later photo, by its greys, or without any (n 0) by
 * the camera's own balance. Returns 0 when there are none such. */
int correct_camera_balance(const pixels_correction *camera, const correct_patch *greys, size_t n, pixels_correction *out);

/* Whether the photo is by this camera; adds "camera-other" with the reason where it is not. */
int correct_camera_is_of(const sct_camera *camera, const sct_photo *photo, const pixels_image *image, sct_flags *flags);

/* Corrects the image by what is known of the camera and by n greys (n may be 0), tells its doubt, fills *out and adds
 * flags. Returns 0, with a flag that says why, when the photo is not by this camera; nothing is changed then. */
int correct_camera_use(const sct_camera *camera, const sct_photo *photo, const correct_patch *greys, size_t n,
                       pixels_image *image, sct_flags *flags, sct_correction *out);

#endif
