/*
 * correct.c - the stage `correct` of the pipeline: from what a photo shows
 * of known colour to a correction, and how far the colours can be trusted.
 *
 *   a chart          plane + curves + 3x3      correct_find.c, correct_model.c
 *   the camera       curves and 3x3 of an earlier photo of a chart, with or without a grey   camera/
 *   grey cards       curves (3 to 6), gain (1 or 2)         grey/
 *   nothing          colours as the profile says, and a flag
 */
#include "correct/camera/correct_camera.h"
#include "correct/correct_steps.h"

#include <math.h>
#include <string.h>

static const double other_photo_de00 = 2; /* a camera sets exposure and balance anew for each photo */
enum { CURVES_LEAST = 3 };                /* grey cards */

static void correct_by_nothing(pixels_image *image, sct_flags *flags, sct_correction *out)
{
    colour_doubt doubt = correct_doubt(CORRECT_AS_IS);
    pixels_set_doubt(image, &doubt);
    *out = correct_judge_nothing();
    flags_addf(flags, "no-chart", 1,
               "lay a ColorChecker or the consultation card beside the skin, in the same light, and photograph it again",
               "no colour chart or grey card was used, so the colours may be off by %.0f dE00", out->u95_de00);
}

/* ---- charts ---- */

static sct_status correct_by_chart(sct_context *ctx, const sct_measure_options *options, const sct_photo *photo,
                                   pixels_image *image, sct_flags *flags, sct_correction *out)
{
    sct_status status = SCT_OK;
    sct_chart_options charts;
    sct_chart_result *result = NULL;
    correct_found *found = NULL;
    correct_model model;
    int elsewhere = options->chart_photo && options->chart_photo != photo;

    TRY(chart_options_take(ctx, options->chart, &charts));
    TRY(mem_new(ctx, 1, sizeof *result, (void **)&result));
    TRY(mem_new(ctx, 1, sizeof *found, (void **)&found));
    TRY(correct_find(ctx, &charts, elsewhere ? options->chart_photo : photo, elsewhere ? NULL : image, result, found));
    TRY(correct_chart_fit_twins(ctx, &charts, found, result, &model));
    if (elsewhere) {
        correct_elsewhere_flatten(result, found->width, found->height, &model.correction);
        result->correction.u95_de00 = hypot(result->correction.u95_de00, other_photo_de00);
        model.doubt.de00 = hypot(model.doubt.de00, other_photo_de00);
        result->correction.mm_per_px = 0;
        flags_add(&result->flags, "chart-elsewhere", 0,
                  "the chart lies in another photo: the same light and camera settings are taken for granted",
                  "lay the chart beside the skin, or lock exposure and white balance between the two photos");
    }
    if (result->correction.kind == SCT_CORRECTION_CHART) {
        pixels_set_correction(image, &model.correction);
        pixels_set_doubt(image, &model.doubt);
    }
    if (elsewhere)
        TRY(correct_elsewhere_check(ctx, &charts, photo, image, result));
    else
        correct_cover(image, result, found);
    flags_join(flags, &result->flags);
    *out = result->correction;
done:
    mem_free(result);
    mem_free(found);
    return status;
}

/* ---- grey cards ---- */

/* L* at which a gain by these cards is right, whatever the camera's tone curve. */
static double mean_lightness(const correct_patch *greys, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += greys[i].lab.L;
    return sum / (double)n;
}

static sct_status correct_by_greys(sct_context *ctx, const sct_measure_options *options, const sct_view *view,
                                   pixels_image *image, sct_flags *flags, sct_correction *out)
{
    sct_status status = SCT_OK;
    correct_patch greys[CORRECT_GREY_MAX];
    correct_model model;
    num_mat3 profile = pixels_matrix(image);
    size_t n;

    TRY(correct_grey_patches(ctx, options, view, image, flags, greys, &n));
    if (options->camera && correct_camera_use(options->camera, view->photo, greys, n, image, flags, out))
        return SCT_OK;
    correct_method method = n >= CURVES_LEAST ? CORRECT_CURVES : CORRECT_GAIN;
    if (n == 0 || !correct_model_fit(method, greys, n, n, n, &profile, &model)) {
        correct_by_nothing(image, flags, out);
        return SCT_OK;
    }
    colour_doubt doubt = correct_doubt(method);
    if (method == CORRECT_GAIN)
        doubt.tone_at = mean_lightness(greys, n);
    pixels_set_correction(image, &model.correction);
    if (!flags_have(flags, "grey-not-grey")) /* else the light is not to blame */
        correct_flag_cast(&model.correction, "grey card", flags);
    pixels_set_doubt(image, &doubt);
    *out = (sct_correction){.kind = SCT_CORRECTION_GREY,
                            .patches_used = (int)n,
                            .loo_de00_mean = (double)NAN,
                            .loo_de00_max = (double)NAN,
                            .u95_de00 = correct_stated_u95(&doubt)};
done:
    return status;
}

static int has_greys(const sct_view *view)
{
    for (size_t i = 0; i < view->shape_count; i++)
        if (view->shapes[i]->role == SCT_ROLE_GREY)
            return 1;
    return 0;
}

/* Grey cards beside a chart: used where the chart knows less than they do, because its light is its own or it fits badly;
 * else only said to be of no use. */
static sct_status weigh_greys(sct_context *ctx, const sct_measure_options *options, const sct_view *view,
                              pixels_image *image, sct_flags *flags, sct_correction *out)
{
    sct_status status = SCT_OK;
    sct_correction by_greys;
    sct_flags weak = {0};
    pixels_correction by_chart = *pixels_get_correction(image);
    colour_doubt of_curves = correct_doubt(CORRECT_CURVES), of_chart = *pixels_get_doubt(image);
    int untrue = flags_have(flags, "chart-drawn") || flags_have(flags, "chart-screen");

    if (!untrue && out->u95_de00 <= correct_stated_u95(&of_curves)) {
        flags_add(flags, "grey-not-used", 0,
                  "a colour chart was found, which tells more than a grey card: that was not used",
                  "turn the chart off to correct by the grey card alone");
        return SCT_OK;
    }
    TRY(correct_by_greys(ctx, options, view, image, &weak, &by_greys));
    if (by_greys.kind == SCT_CORRECTION_NONE || by_greys.patches_used == 0 ||
        (!untrue && by_greys.u95_de00 >= out->u95_de00)) {
        pixels_set_correction(image, &by_chart);
        pixels_set_doubt(image, &of_chart);
        flags_add(flags, "grey-not-used", 0, "the grey cards were not used: the chart still tells more than they do",
                  "mark the middle of each grey card only, and photograph it without glare");
        goto done;
    }
    flags_join(flags, &weak);
    by_greys.mm_per_px = out->mm_per_px;
    *out = by_greys;
    flags_add(flags, "grey-not-chart", 0, "the chart's colours cannot be trusted, so the grey card was used",
              "photograph a clean, printed chart in the light of the skin");
done:
    return status;
}

/* By the chart in the other photo that was asked for; where that shows none, by one in the photo itself, and it is said. */
static sct_status correct_by_any_chart(sct_context *ctx, const sct_measure_options *options, const sct_photo *photo,
                                       pixels_image *image, sct_flags *flags, sct_correction *out)
{
    sct_measure_options here = *options;
    sct_status status = correct_by_chart(ctx, options, photo, image, flags, out);
    int missing = status == SCT_ERR_CHART_NONE || status == SCT_ERR_CHART_UNUSABLE;
    if (!missing || !options->chart_photo || options->chart_photo == photo || options->chart_mode == SCT_CHART_DEMANDED)
        return status;
    flags_add(flags, "chart-not-there", 0, "the other photo, which was to show the chart, shows none that can be used",
              "photograph the chart whole, flat and in focus, in the light of the skin");
    sct_context_clear(ctx);
    here.chart_photo = NULL;
    return correct_by_chart(ctx, &here, photo, image, flags, out);
}

/* By a chart if there is one, else by what is known of the camera, by greys, or by both, else not at all. */
static sct_status correct(sct_context *ctx, const sct_measure_options *options, const sct_view *view, pixels_image *image,
                          sct_flags *flags, sct_correction *out)
{
    if (options->chart_mode != SCT_CHART_OFF) {
        sct_status status = correct_by_any_chart(ctx, options, view->photo, image, flags, out);
        int missing = status == SCT_ERR_CHART_NONE || status == SCT_ERR_CHART_UNUSABLE;
        if (status == SCT_OK && out->kind == SCT_CORRECTION_NONE) { /* an unmeasured card: greys may still help */
            double mm_per_px = out->mm_per_px;
            status = correct_by_greys(ctx, options, view, image, flags, out);
            out->mm_per_px = mm_per_px;
            return status;
        }
        if (status == SCT_OK && has_greys(view))
            return weigh_greys(ctx, options, view, image, flags, out);
        if (!missing || options->chart_mode == SCT_CHART_DEMANDED)
            return status;
        if (status == SCT_ERR_CHART_UNUSABLE)
            flags_add(flags, "chart-unusable", 0, sct_context_message(ctx), "show the whole chart, flat, without glare");
        sct_context_clear(ctx);
    }
    return correct_by_greys(ctx, options, view, image, flags, out);
}

sct_status correct_image(sct_context *ctx, const sct_measure_options *options, const sct_view *view, pixels_image *image,
                         sct_flags *flags, sct_correction *out)
{
    sct_status status = SCT_OK;
    sct_correction correction;
    sct_photo_info info = photo_info(view->photo);
    TRY(correct(ctx, options, view, image, flags, &correction));
    TRY(correct_quality(ctx, image, options->mm_per_px > 0 ? options->mm_per_px : correction.mm_per_px, flags));
    photo_window w = pixels_window(image);
    int looked = correction.kind == SCT_CORRECTION_CHART && !options->chart_photo; /* where the chart was found */
    if (!looked && w.width == info.width && w.height == info.height)
        TRY(correct_bars(ctx, image, info.lossy, flags));
    *out = correction;
done:
    return status;
}
