/* engine/api/api_camera.c - what is known of a camera, as programs hold it. */
#include "api/api.h"

static sct_status new_camera(sct_context *ctx, sct_camera **out)
{
    void *memory = NULL;
    sct_status status = mem_new(ctx, 1, sizeof **out, &memory);
    *out = memory;
    return status;
}

sct_status sct_camera_from_chart(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo,
                                 sct_camera **out)
{
    sct_status status = SCT_OK;
    sct_camera *camera = NULL;
    sct_context_clear(ctx);
    if (!photo || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_camera_from_chart needs a photo and a place for the answer");
    TRY(new_camera(ctx, &camera));
    TRY(progress_tell(ctx, SCT_STAGE_CHART, 0));
    TRY(correct_camera_learn(ctx, options, photo, camera));
    *out = camera;
    camera = NULL;
done:
    mem_free(camera);
    return status;
}

sct_status sct_photo_from_flash(sct_context *ctx, const sct_camera *camera, const sct_photo *flash,
                                const sct_photo *no_flash, sct_photo **out)
{
    sct_context_clear(ctx);
    if (!flash || !no_flash || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_photo_from_flash needs two photos and a place for the third");
    return correct_flash_alone(ctx, camera, flash, no_flash, out);
}

sct_status sct_camera_from_json(sct_context *ctx, const void *text, size_t size, sct_camera **out)
{
    sct_status status = SCT_OK;
    sct_camera *camera = NULL;
    sct_context_clear(ctx);
    if (!text || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_camera_from_json needs a text and a place for the answer");
    TRY(new_camera(ctx, &camera));
    TRY(correct_camera_read(ctx, text, size, camera));
    *out = camera;
    camera = NULL;
done:
    mem_free(camera);
    return status;
}

sct_status sct_camera_json(sct_context *ctx, const sct_camera *camera, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!camera || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_camera_json needs a camera and a place for the text");
    return correct_camera_json(ctx, camera, out);
}

sct_status sct_camera_describe_sized(const sct_camera *camera, sct_camera_info *out, size_t size)
{
    if (!camera || !out)
        return SCT_ERR_ARGUMENT;
    sct_camera_info info = {.make = camera->by.make,
                            .model = camera->by.model,
                            .chart = camera->chart,
                            .focal_mm = camera->by.focal_mm,
                            .exposure_s = camera->by.exposure_s,
                            .f_number = camera->by.f_number,
                            .iso = camera->by.iso,
                            .loo_de00 = camera->loo_de00,
                            .u95_de00 = camera->u95_de00,
                            .patches = camera->patches,
                            .white_balance = camera->by.white_balance,
                            .flash = camera->by.flash};
    return record_give(out, size, &info, sizeof info);
}

void sct_camera_free(sct_camera *camera)
{
    mem_free(camera);
}
