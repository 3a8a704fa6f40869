/* engine/api/api_photo.c - photos as programs read them: what they say of themselves, and their pixels. */
#include "api/api.h"

sct_status sct_photo_describe_sized(const sct_photo *photo, sct_photo_info *out, size_t size)
{
    if (!photo || !out)
        return SCT_ERR_ARGUMENT;
    sct_photo_info info = photo_info(photo);
    record_give(out, size, &info, sizeof info);
    return SCT_OK;
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

sct_status api_take_plane(sct_context *ctx, const sct_plane *given, pixels_plane *out)
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
done:
    return status;
}

/* One row in the photo's linear RGB, corrected when `to_rgb` leads there from XYZ. */
static void read_row(const pixels_image *image, uint32_t y, uint32_t width, const num_mat3 *to_rgb, float *row)
{
    if (!to_rgb) {
        pixels_rgb_row(image, 0, y, width, row);
        return;
    }
    pixels_xyz_row(image, 0, y, width, row);
    for (uint32_t x = 0; x < width; x++) {
        double xyz[3] = {row[3 * x], row[3 * x + 1], row[3 * x + 2]}, rgb[3];
        num_mat3_apply(to_rgb, xyz, rgb);
        for (uint32_t c = 0; c < 3; c++)
            row[3 * x + c] = (float)rgb[c];
    }
}

sct_status api_write_pixels(sct_context *ctx, const pixels_image *image, int corrected, const pixels_plane *plane)
{
    sct_status status = SCT_OK;
    pixels_writer *writer = NULL;
    float *row = NULL;
    uint32_t width, height;
    size_t stride = 0;
    num_mat3 profile = pixels_matrix(image), to_rgb;
    pixels_size(image, &width, &height);
    if (corrected && !num_mat3_invert(&profile, &to_rgb))
        FAIL(ctx, SCT_ERR_PROFILE, "the photo's colour space has no inverse");
    TRY(pixels_plane_check(ctx, plane, width, height, &stride));
    TRY(pixels_writer_new(ctx, image, &plane->format, &writer));
    TRY(mem_new(ctx, width, 3 * sizeof *row, (void **)&row));
    for (uint32_t y = 0; y < height; y++) {
        void *out = (unsigned char *)plane->data + y * stride;
        if (y % 64 == 0)
            TRY(progress_tell(ctx, SCT_STAGE_REPORT, (double)y / height));
        if (!corrected && pixels_writer_stored(writer, 0, y, width, out))
            continue;
        read_row(image, y, width, corrected ? &to_rgb : NULL, row);
        pixels_writer_row(writer, row, width, out);
    }
done:
    pixels_writer_free(writer);
    mem_free(row);
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
    TRY(api_take_plane(ctx, plane, &taken));
    TRY(api_open_whole(ctx, photo, &image));
    TRY(api_write_pixels(ctx, image, 0, &taken));
done:
    pixels_free(image);
    return status;
}
