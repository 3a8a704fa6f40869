/* tests/support/images.c */
#include "support/images.h"
#include "support/support.h"

image image_from_photo(sct_context *ctx, sct_photo *photo)
{
    image out = {.photo = photo};
    photo_frame frame = {0};
    photo_window all = {0, 0, photo_info(photo).width, photo_info(photo).height};
    assert_int_equal(photo_decode(ctx, photo, all, &frame), SCT_OK);
    out.status = pixels_from(ctx, photo, &frame, &out.flags, &out.pixels);
    return out;
}

image image_from_pixels(sct_context *ctx, const void *data, uint32_t n, int channels, int bits, const void *icc,
                        size_t icc_size)
{
    sct_pixels_desc desc;
    sct_photo *photo = NULL;
    sct_pixels_desc_init(&desc);
    desc.width = n;
    desc.height = 1;
    desc.channels = channels;
    desc.bits = bits;
    desc.data = data;
    desc.icc = icc;
    desc.icc_size = icc_size;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    return image_from_photo(ctx, photo);
}

void image_free(image *im)
{
    pixels_free(im->pixels);
    sct_photo_free(im->photo);
}
