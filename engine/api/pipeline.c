/*
 * engine/api/pipeline.c - the story of the program, from a photo's bytes to a
 * ranked list. Start reading here; each word is the name of a room:
 *
 *   photo -> pixels -> chart, card -> correct -> region -> skin -> match
 *
 * preview: engine/preview/preview.c; report: engine/report/report_verdict.c.
 * Beside it: swatch makes inks of films (swatch_read.c), artist learns a hand from
 * healed marks (artist_learn.c), verify holds a healed photo against the one
 * before and the plan (engine/verify/verify.c).
 */
#include "api/api.h"

#include <string.h>

static sct_status open_image(sct_context *ctx, const sct_measure_options *options, const sct_view *view,
                             sct_photo_info *info, sct_correction *correction, sct_flags *flags, pixels_image **image)
{
    sct_status status = SCT_OK;
    photo_window window;
    photo_frame frame = {0};
    pixels_image *opened = NULL;

    *info = photo_info(view->photo);
    flags_join(flags, photo_flags(view->photo));
    TRY(region_window(ctx, view, &window)); /* what of it is needed */
    TRY(progress_tell(ctx, SCT_STAGE_PHOTO, 0));
    TRY(photo_decode(ctx, view->photo, window, &frame)); /* bytes -> pixels as stored */
    TRY(progress_tell(ctx, SCT_STAGE_PIXELS, 0));
    TRY(pixels_from(ctx, view->photo, &frame, flags, &opened)); /* -> linear light, XYZ D50 */
    pixels_profile_name(opened, info->profile_name);
    info->profile_source = pixels_profile_source(opened);
    TRY(progress_tell(ctx, SCT_STAGE_CHART, 0));
    /* Chart, card or greys -> true colours and how far to trust them; a card also tells how many pixels a millimetre has. */
    TRY(correct_image(ctx, options, view, opened, flags, correction));
    *image = opened;
    opened = NULL;
done:
    photo_frame_free(&frame);
    pixels_free(opened);
    return status;
}

/* Labels what the chart covers. */
static void label_chart(const pixels_image *image, uint8_t *labels)
{
    enum { RUN = 256 };
    uint8_t flags[RUN];
    uint32_t width, height;
    photo_window w = pixels_window(image);
    pixels_size(image, &width, &height);
    if (!pixels_is_covered(image))
        return;
    for (uint32_t y = w.y; y < w.y + w.height; y++)
        for (uint32_t x = w.x; x < w.x + w.width; x += RUN) {
            uint32_t n = w.x + w.width - x < RUN ? w.x + w.width - x : RUN;
            pixels_flag_row(image, x, y, n, flags);
            for (uint32_t i = 0; i < n; i++)
                if (flags[i] & PIXELS_COVERED)
                    labels[(size_t)y * width + x + i] = SCT_LABEL_CHART;
        }
}

/* Where no hair is found in a photo that shows no single one for its blur, that is what to change. */
static sct_status tell_blur(sct_context *ctx, const sct_view *view, const sct_flags *flags, int hair_missed,
                            sct_status status)
{
    if (status != SCT_ERR_NOTHING || !hair_missed || view->shape_count || !sct_flags_have(flags, SCT_FLAG_NOT_SHARP))
        return status;
    sct_context_clear(ctx);
    return diag_set(ctx, status,
                    "the photo is too blurred, or was taken from too far, for hair to be found; hold still, tap on the hair "
                    "to focus, go nearer, or mark the skin and the hair");
}

/* One photo of the client: its colours with their covariance. */
static sct_status measure_view(sct_context *ctx, const sct_measure_options *options, const sct_view *view, uint8_t *labels,
                               sct_photo_info *info, region_result *out)
{
    sct_status status = SCT_OK;
    pixels_image *image = NULL;
    sct_flags *flags = NULL;
    sct_measure_options scaled = *options;

    text_copy(out->name, sizeof out->name, view->name);
    TRY(mem_new(ctx, 1, sizeof *flags, (void **)&flags));
    TRY(open_image(ctx, options, view, info, &out->correction, flags, &image));
    if (!(scaled.mm_per_px > 0)) /* a chart of known size is as good as a given scale */
        scaled.mm_per_px = out->correction.mm_per_px;
    out->transform = *pixels_get_correction(image);
    TRY(progress_tell(ctx, SCT_STAGE_REGION, 0));
    status =
        region_measure(ctx, &scaled, view, image, &out->correction, labels, out); /* skin and hair Lab with covariance */
    TRY(tell_blur(ctx, view, flags, out->hair_missed, status));
    out->scale = region_scale(options->mm_per_px, out, info->width);
    if (labels)
        label_chart(image, labels);
    flags_join(&out->flags, flags);
done:
    mem_free(flags);
    pixels_free(image);
    return status;
}

sct_status api_measure(sct_context *ctx, const sct_measure_options *options, const sct_view *views, size_t view_count,
                       sct_measurement *out)
{
    sct_status status = SCT_OK;
    sct_measure_options checked;
    sct_photo_info infos[SCT_VIEW_MAX];
    region_result *results = NULL;
    sct_measurement *measurement = NULL;

    sct_context_clear(ctx);
    if (!out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_measure needs a place for the answer");
    TRY(api_check_views(ctx, views, view_count));
    TRY(api_measure_options(ctx, options, views, view_count, &checked));
    TRY(mem_new(ctx, view_count, sizeof *results, (void **)&results));
    TRY(mem_new(ctx, 1, sizeof *measurement, (void **)&measurement));

    for (size_t i = 0; i < view_count; i++) {
        uint8_t *labels = checked.label_planes ? checked.label_planes[i].labels : NULL;
        TRY(measure_view(ctx, &checked, &views[i], labels, &infos[i], &results[i]));
        checked.mm_per_px = 0; /* the scale given is that of the first photo */
    }
    TRY(region_combine(ctx, results, view_count, measurement));
    measurement->photo_count = view_count;
    memcpy(measurement->photos, infos, view_count * sizeof *infos);
    for (size_t i = 0; i < view_count; i++)
        measurement->transforms[i] = results[i].transform;
    measurement->has_transforms = 1;
    *out = *measurement;
done:
    mem_free(results);
    mem_free(measurement);
    return status;
}

sct_status api_match(sct_context *ctx, const sct_match_options *options, const sct_measurement *measurement,
                     const sct_palette *palette, match_candidate *candidates, size_t capacity, match_ranking *out)
{
    sct_status status = SCT_OK;
    sct_match_options checked;
    match_client client = {0};

    sct_context_clear(ctx);
    if (!measurement || !palette || !candidates || !capacity || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_match needs a measurement, a palette and room for the candidates");
    TRY(api_check_measurement(ctx, measurement));
    TRY(api_match_options(ctx, options, &checked));
    TRY(progress_tell(ctx, SCT_STAGE_SKIN, 0));
    TRY(match_client_fit(ctx, measurement, &client)); /* this client's melanin and blood */
    TRY(progress_tell(ctx, SCT_STAGE_MATCH, 0));
    TRY(match_rank(ctx, &checked, &client, measurement, palette, candidates, capacity, out));
done:
    return status;
}
