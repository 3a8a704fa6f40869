/*
 * chart_open.c - a photo, or a part of it, as an image to look for charts in.
 */
#include "chart/chart.h"

sct_status chart_open_part(sct_context *ctx, const sct_photo *photo, photo_window window, pixels_image **out)
{
    sct_status status = SCT_OK;
    photo_frame frame = {0};
    sct_flags known_already = {0}; /* the caller has them from the photo itself */
    TRY(photo_decode(ctx, photo, window, &frame));
    TRY(pixels_from(ctx, photo, &frame, &known_already, out));
done:
    photo_frame_free(&frame);
    return status;
}

sct_status chart_open_photo(sct_context *ctx, const sct_photo *photo, pixels_image **out)
{
    sct_photo_info info = photo_info(photo);
    return chart_open_part(ctx, photo, (photo_window){0, 0, info.width, info.height}, out);
}

sct_status chart_open_reduced(sct_context *ctx, const sct_photo *photo, int reduction, pixels_image **out)
{
    sct_status status = SCT_OK;
    photo_frame frame = {0};
    sct_flags known_already = {0};
    TRY(photo_decode_reduced(ctx, photo, reduction, &frame));
    TRY(pixels_from(ctx, photo, &frame, &known_already, out));
done:
    photo_frame_free(&frame);
    return status;
}
