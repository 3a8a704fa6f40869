/*
 * tests/support/images.h - photos as images in linear light, for tests.
 */
#ifndef TESTS_IMAGES_H
#define TESTS_IMAGES_H

#include "pixels/pixels.h"

typedef struct image {
    sct_photo *photo;
    pixels_image *pixels;
    sct_flags flags;
    sct_status status; /* of pixels_from */
} image;

/* Decodes all of a photo, which it takes; fails the test if that fails. */
image image_from_photo(sct_context *ctx, sct_photo *photo);
/* One row of n pixels. */
image image_from_pixels(sct_context *ctx, const void *data, uint32_t n, int channels, int bits, const void *icc,
                        size_t icc_size);
void image_free(image *im);

#endif
