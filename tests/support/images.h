/*
 * tests/support/images.h - photos as images in linear light, for tests.
 */
#ifndef TESTS_IMAGES_H
#define TESTS_IMAGES_H

#include "pixels/pixels.h"
#include "support/photos.h"

typedef struct image {
    sct_photo *photo;
    pixels_image *pixels;
    sct_flags flags;
    sct_status status; /* of pixels_from */
} image;

/* Opens a file, or decodes all of a photo; fails the test if that fails. */
sct_photo *photo_of_blob(sct_context *ctx, const blob *file);
photo_frame frame_of_photo(sct_context *ctx, const sct_photo *photo);
/* Opens and decodes; what comes of it. Fails the test if an error has not a text of one line. */
sct_status outcome_of(sct_context *ctx, const void *bytes, size_t size);

/* Decodes all of a photo, which it takes; fails the test if that fails. */
image image_from_photo(sct_context *ctx, sct_photo *photo);
/* One row of n pixels. */
image image_from_pixels(sct_context *ctx, const void *data, uint32_t n, int channels, int bits, const void *icc,
                        size_t icc_size);
void image_free(image *im);

#endif
