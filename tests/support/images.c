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

sct_photo *photo_of_blob(sct_context *ctx, const blob *file)
{
    sct_photo *photo = NULL;
    sct_status status = sct_photo_open(ctx, file->data, file->size, &photo);
    if (status != SCT_OK)
        print_error("%s\n", sct_context_message(ctx));
    assert_int_equal(status, SCT_OK);
    return photo;
}

photo_frame frame_of_photo(sct_context *ctx, const sct_photo *photo)
{
    photo_frame frame = {0};
    photo_window all = {0, 0, photo_info(photo).width, photo_info(photo).height};
    sct_status status = photo_decode(ctx, photo, all, &frame);
    if (status != SCT_OK)
        print_error("%s\n", sct_context_message(ctx));
    assert_int_equal(status, SCT_OK);
    return frame;
}

sct_status outcome_of(sct_context *ctx, const void *bytes, size_t size)
{
    sct_photo *photo = NULL;
    sct_status status = sct_photo_open(ctx, bytes, size, &photo);
    if (status == SCT_OK) {
        photo_frame frame = {0};
        photo_window all = {0, 0, photo_info(photo).width, photo_info(photo).height};
        status = photo_decode(ctx, photo, all, &frame);
        photo_frame_free(&frame);
    }
    sct_photo_free(photo);
    if (status != SCT_OK) {
        assert_true(sct_context_message(ctx)[0] != '\0');
        assert_null(strchr(sct_context_message(ctx), '\n'));
    }
    return status;
}
