/* engine/api/outputs.c - results as JSON and pictures. */
#include "api/api.h"

#include <string.h>

sct_status sct_measurement_json(sct_context *ctx, const sct_measurement *measurement, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!measurement || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_measurement_json needs a measurement and a place for the text");
    sct_status status = api_check_measurement(ctx, measurement);
    return status != SCT_OK ? status : report_measurement(ctx, measurement, out);
}

sct_status sct_match_json(sct_context *ctx, const sct_measurement *measurement, const sct_palette *palette,
                          const sct_ranking *ranking, const sct_candidate *candidates, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!measurement || !palette || !ranking || !candidates || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_match_json needs all of its arguments");
    sct_status status = api_check_measurement(ctx, measurement);
    if (status == SCT_OK)
        status = api_check_ranking(ctx, ranking, candidates);
    return status != SCT_OK ? status : report_match(ctx, measurement, palette, ranking, candidates, out);
}

/* A whole photo as an image to draw in. */
static sct_status open_whole(sct_context *ctx, const sct_photo *photo, pixels_image **image)
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

sct_status sct_overlay_png(sct_context *ctx, const sct_photo *photo, const sct_measurement *measurement,
                           const uint8_t *labels, sct_bytes *out)
{
    return sct_overlay_view_png(ctx, photo, measurement, 0, labels, out);
}

sct_status sct_overlay_view_png(sct_context *ctx, const sct_photo *photo, const sct_measurement *measurement, size_t view,
                                const uint8_t *labels, sct_bytes *out)
{
    sct_status status = SCT_OK;
    pixels_image *image = NULL;

    sct_context_clear(ctx);
    if (!photo || !measurement || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_overlay_png needs a photo, its measurement and a place for the picture");
    TRY(open_whole(ctx, photo, &image));
    TRY(progress_tell(ctx, SCT_STAGE_REPORT, 0));
    TRY(report_overlay(ctx, image, measurement, view, labels, out));
done:
    pixels_free(image);
    return status;
}

sct_status sct_chart_overlay_png(sct_context *ctx, const sct_photo *photo, const sct_chart_result *result, sct_bytes *out)
{
    sct_status status = SCT_OK;
    pixels_image *image = NULL;

    sct_context_clear(ctx);
    if (!photo || !result || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_chart_overlay_png needs a photo, its chart and a place for the picture");
    TRY(open_whole(ctx, photo, &image));
    TRY(progress_tell(ctx, SCT_STAGE_REPORT, 0));
    TRY(report_chart_overlay(ctx, image, result, out));
done:
    pixels_free(image);
    return status;
}

sct_status sct_chart_json(sct_context *ctx, const sct_chart_result *result, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!result || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_chart_json needs a result and a place for the text");
    return report_chart(ctx, result, out);
}

sct_status sct_labels_png(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!labels || !width || !height || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_labels_png needs labels, their size and a place for the picture");
    return photo_write_png(ctx, labels, width, height, 1, 0, out);
}

sct_status sct_healed_json(sct_context *ctx, const sct_healed *healed, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!healed || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_healed_json needs a prediction and a place for the text");
    return report_healed(ctx, healed, out);
}
