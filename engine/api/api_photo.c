/* engine/api/api_photo.c - photos as programs read them: what they say of themselves, and their pixels. */
#include "api/api.h"

sct_status sct_photo_describe_sized(const sct_photo *photo, sct_photo_info *out, size_t size)
{
    if (!photo || !out)
        return SCT_ERR_ARGUMENT;
    sct_photo_info info = photo_info(photo);
    if (!info.profile_name[0])
        pixels_name_profile(photo, info.profile_name);
    return record_give(out, size, &info, sizeof info);
}

const sct_flags *sct_photo_flags(const sct_photo *photo)
{
    return photo ? photo_flags(photo) : NULL;
}

/* ---- pixels ---- */

sct_status api_open_whole(sct_context *ctx, const sct_photo *photo, pixels_image **image)
{
    sct_status status = SCT_OK;
    photo_frame frame = {0};
    sct_flags flags = {0};
    sct_photo_info info = photo_info(photo);
    TRY(photo_decode(ctx, photo, (photo_window){0, 0, info.width, info.height}, &frame));
    TRY(pixels_from(ctx, photo, &frame, &flags, image));
done:
    photo_frame_free(&frame);
    return status;
}

sct_status api_take_plane(sct_context *ctx, const sct_photo *photo, const sct_plane *given, pixels_plane *out)
{
    static const pixels_meaning meanings[] = {[SCT_PIXELS_SRGB] = PIXELS_SRGB,
                                              [SCT_PIXELS_LINEAR_SRGB] = PIXELS_LINEAR_SRGB,
                                              [SCT_PIXELS_XYZ_D50] = PIXELS_XYZ_D50,
                                              [SCT_PIXELS_OWN] = PIXELS_OWN};
    static const int bits[] = {[SCT_PIXEL_U8] = 8, [SCT_PIXEL_U16] = 16, [SCT_PIXEL_F32] = 32};
    sct_status status = SCT_OK;
    sct_plane plane;
    if (!given)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a plane says where pixels go; fill one with sct_plane_init");
    sct_plane_init(&plane);
    TRY(options_take(ctx, "sct_plane", given, OPTIONS_SIZE(sct_plane, reserved), &plane, sizeof plane));
    TRY(option_range(ctx, "reserved", plane.reserved, 0, 0));
    TRY(option_range(ctx, "format", (double)plane.format, SCT_PIXEL_U8, SCT_PIXEL_F32));
    TRY(option_range(ctx, "space", (double)plane.space, SCT_PIXELS_SRGB, SCT_PIXELS_OWN));
    TRY(option_range(ctx, "channels", plane.channels, 3, 4));
    *out = (pixels_plane){.data = plane.data,
                          .capacity = plane.capacity,
                          .stride = plane.stride,
                          .format = {meanings[plane.space], bits[plane.format], plane.channels}};
    size_t stride = 0;
    sct_photo_info info = photo_info(photo);
    TRY(pixels_plane_check(ctx, out, info.width, info.height, &stride)); /* before anything is decoded */
done:
    return status;
}

sct_status sct_photo_pixels(sct_context *ctx, const sct_photo *photo, const sct_plane *plane)
{
    sct_status status = SCT_OK;
    pixels_image *image = NULL;
    pixels_plane taken;
    sct_context_clear(ctx);
    if (!photo)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_photo_pixels needs a photo");
    TRY(api_take_plane(ctx, photo, plane, &taken));
    TRY(api_open_whole(ctx, photo, &image));
    TRY(pixels_rows(ctx, image, 0, &taken));
done:
    pixels_free(image);
    return status;
}
