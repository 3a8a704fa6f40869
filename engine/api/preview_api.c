/* engine/api/preview_api.c - previews: the callers' options and arguments checked, then the rooms preview and report. */
#include "api/api.h"
#include "preview/preview.h"

enum { AREAS_MAX = 64 };

void sct_preview_options_init(sct_preview_options *options)
{
    if (options)
        *options = (sct_preview_options){.size = sizeof *options,
                                         .head_mm = 150,
                                         .edge_mm = 8,
                                         .reach_mm = 20,
                                         .seed = 1,
                                         .view = SCT_VIEW_NEAR,
                                         .distance_m = 1,
                                         .bits = 8,
                                         .watermark = 1};
}

static sct_status check_ranges(sct_context *ctx, const sct_preview_options *o)
{
    sct_status status = SCT_OK;
    if (!(o->mm_per_px >= 0 && o->mm_per_px <= 0)) /* 0: assumed */
        TRY(option_range(ctx, "mm_per_px", o->mm_per_px, preview_mm_per_px_least, preview_mm_per_px_most));
    TRY(option_range(ctx, "hair_px", o->hair_px, 0, 1000));
    TRY(option_range(ctx, "skin_u95_de00", o->skin_u95_de00, 0, 100));
    TRY(option_range(ctx, "head_mm", o->head_mm, 50, 300));
    TRY(option_range(ctx, "edge_mm", o->edge_mm, 0, 50));
    TRY(option_range(ctx, "reach_mm", o->reach_mm, 1, 200));
    TRY(option_range(ctx, "view", o->view, SCT_VIEW_NEAR, SCT_VIEW_FAR));
    TRY(option_range(ctx, "distance_m", o->distance_m, 0.2, 10));
    if (o->bits != 8 && o->bits != 16)
        FAIL(ctx, SCT_ERR_OPTION, "bits must be 8 or 16");
done:
    return status;
}

static sct_status check_options(sct_context *ctx, const sct_photo *photo, const sct_preview_options *given,
                                sct_preview_options *o)
{
    sct_status status = SCT_OK;
    sct_photo_info info = photo_info(photo);
    sct_preview_options_init(o);
    TRY(options_take(ctx, "sct_preview_options", given, OPTIONS_SIZE(sct_preview_options, watermark), o, sizeof *o));
    TRY(check_ranges(ctx, o));
    if (o->area_count > AREAS_MAX || (o->area_count && !o->areas))
        FAIL(ctx, SCT_ERR_ARGUMENT, "areas must point to at most %d shapes", AREAS_MAX);
    for (size_t i = 0; i < o->area_count; i++)
        TRY(api_check_shape(ctx, &o->areas[i]));
    if (o->labels && o->labels_capacity < (size_t)info.width * info.height)
        FAIL(ctx, SCT_ERR_CAPACITY, "labels needs %u x %u bytes", info.width, info.height);
done:
    return status;
}

sct_status sct_preview_new(sct_context *ctx, const sct_photo *photo, const sct_preview_options *options, sct_preview **out)
{
    sct_preview_options checked;
    sct_context_clear(ctx);
    if (!ctx || !photo || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_preview_new needs a context, a photo and a place for the preview");
    sct_status status = check_options(ctx, photo, options, &checked);
    return status != SCT_OK ? status : preview_open(ctx, photo, &checked, out);
}

sct_preview_info sct_preview_describe(const sct_preview *preview)
{
    return preview ? *preview_info(preview) : (sct_preview_info){.mm_per_px = 0};
}

/* ---- looks ---- */

sct_status sct_look_from_candidate(sct_context *ctx, const sct_match_options *match, const sct_measurement *measurement,
                                   const sct_palette *palette, const sct_candidate *candidate, const sct_when *when,
                                   sct_look *out)
{
    sct_status status = SCT_OK;
    sct_match_options checked;
    sct_context_clear(ctx);
    if (!measurement || !palette || !candidate || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT,
             "sct_look_from_candidate needs a measurement, a palette, a row and a place for the look");
    TRY(api_match_options(ctx, match, &checked));
    TRY(api_check_measurement(ctx, measurement));
    TRY(preview_look_from_candidate(ctx, &checked, measurement, palette, candidate, when, out));
done:
    return status;
}

sct_status sct_look_from_ink(sct_context *ctx, const sct_match_options *match, const sct_measurement *measurement,
                             const sct_palette *palette, size_t ink, double parts_water, const sct_when *when, sct_look *out)
{
    sct_status status = SCT_OK;
    sct_match_options checked;
    sct_context_clear(ctx);
    if (!measurement || !palette || !out || ink >= sct_palette_count(palette))
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_look_from_ink needs a measurement, an ink of a palette and a place for the look");
    TRY(api_match_options(ctx, match, &checked));
    TRY(api_check_measurement(ctx, measurement));
    TRY(preview_look_from_ink(ctx, &checked, measurement, palette, ink, parts_water, when, out));
done:
    return status;
}

/* ---- pictures ---- */

sct_status sct_preview_png(sct_context *ctx, sct_preview *preview, const sct_look *look, sct_preview_result *result,
                           sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!ctx || !preview || !look)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_preview_png needs a context, a preview and a look");
    return preview_picture_png(ctx, preview, look, result, out);
}

sct_status sct_preview_sheet_png(sct_context *ctx, sct_preview *preview, const sct_look *looks, size_t count,
                                 sct_preview_result *results, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!ctx || !preview || !looks || !out || count < 1 || count > SCT_LOOK_MAX)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "a sheet needs a preview, 1 to %d looks and a place for the picture",
                        SCT_LOOK_MAX);
    return report_sheet(ctx, preview, looks, count, results, out);
}

sct_status sct_preview_json(sct_context *ctx, const sct_preview *preview, const sct_measurement *measurement,
                            const sct_ranking *ranking, const sct_look *looks, const sct_preview_result *results,
                            size_t count, sct_bytes *out)
{
    sct_status status = SCT_OK;
    sct_context_clear(ctx);
    if (!preview || !out || count > SCT_LOOK_MAX || (count && (!looks || !results)))
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_preview_json needs a preview, looks with their results and a place for the text");
    if (measurement)
        TRY(api_check_measurement(ctx, measurement));
    for (size_t i = 0; i < count; i++)
        TRY(preview_look_check(ctx, &looks[i]));
    for (size_t i = 0; i < count; i++)
        if (results[i].flags.count > SCT_FLAG_MAX)
            FAIL(ctx, SCT_ERR_ARGUMENT, "a result is none: fill it with sct_preview_png or sct_preview_sheet_png");
    TRY(report_preview(ctx, preview_info(preview), measurement, ranking, looks, results, count, out));
done:
    return status;
}
