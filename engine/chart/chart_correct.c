/*
 * chart_correct.c - the chart stage of the pipeline: from what a photo shows
 * of known colour to a correction, and how far the colours can be trusted.
 *
 *   a chart          plane + curves + 3x3      chart_find.c, chart_fit.c
 *   grey cards       curves (3 to 6), gain (1 or 2)         chart_grey.c
 *   nothing          colours as the profile says, and a flag
 */
#include "chart/card.h"
#include "chart/chart.h"
#include "chart/chart_known.h"
#include "chart/chart_quality.h"

#include <math.h>
#include <string.h>

static const double other_photo_de00 = 2; /* a camera sets exposure and balance anew for each photo */
enum { CHART_PATCHES_MIN = 12, CHART_GREYS_MIN = 3 };

const char *sct_correction_kind_name(sct_correction_kind kind)
{
    static const char *const names[] = {"none", "white-balance", "grey", "chart"};
    return kind >= SCT_CORRECTION_NONE && kind <= SCT_CORRECTION_CHART ? names[kind] : names[0];
}

static sct_correction no_correction(void)
{
    colour_doubt doubt = chart_doubt(CHART_AS_IS);
    return (sct_correction){.kind = SCT_CORRECTION_NONE,
                            .loo_de00_mean = (double)NAN,
                            .loo_de00_max = (double)NAN,
                            .u95_de00 = chart_stated_u95(&doubt)};
}

static void correct_by_nothing(pixels_image *image, sct_flags *flags, sct_correction *out)
{
    colour_doubt doubt = chart_doubt(CHART_AS_IS);
    pixels_set_doubt(image, &doubt);
    *out = no_correction();
    flags_addf(flags, "no-chart", 1,
               "lay a ColorChecker or the consultation card beside the skin, in the same light, and photograph it again",
               "no colour chart or grey card was used, so the colours may be off by %.0f dE00", out->u95_de00);
}

/* ---- charts ---- */

size_t chart_known_from_result(const sct_chart_result *result, const sct_chart *chart, uint32_t width, uint32_t height,
                               chart_known *out)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    size_t n = 0;
    for (size_t i = 0; i < result->patch_count; i++) {
        const sct_chart_patch *p = &result->patches[i];
        if (!p->kept || !isfinite(p->reference_lab.L))
            continue;
        double shade[3] = {1, 1, 1};
        if (p->shaded)
            memcpy(shade, result->shade, sizeof shade);
        out[n++] = (chart_known){.rgb = {p->rgb_linear.r * shade[0], p->rgb_linear.g * shade[1], p->rgb_linear.b * shade[2]},
                                 .u = (p->centre[0] + 0.5) / width - 0.5,
                                 .v = (p->centre[1] + 0.5 - 0.5 * height) / width,
                                 .xyz = sct_xyz_from_lab(p->reference_lab, white),
                                 .lab = p->reference_lab,
                                 .neutral = chart->patches[i].neutral};
    }
    return n;
}

/* A card whose print nobody has measured: millimetres, and how even the light is, but no colour. Paper alone moves b* by
 * 10 either way. */
static void leave_unmeasured(const sct_chart *chart, uint32_t width, uint32_t height, sct_chart_result *result)
{
    chart_known known[SCT_CHART_PATCH_MAX];
    pixels_correction light = {.active = 0};
    size_t n = card_light(chart, result, width, height, known, &light.plane_x[0], &light.plane_y[0]);
    chart_flag_unmeasured(known, n, chart, &light, result);
    flags_add(&result->flags, "card-unmeasured", 1,
              "the card's print has not been measured, so it gives millimetres but no colour",
              "have its print measured, or photograph it once beside a ColorChecker and transfer the colours");
    result->correction = no_correction();
    result->correction.mm_per_px = isfinite(result->mm_per_px) ? result->mm_per_px : 0;
}

sct_status chart_apply(sct_context *ctx, const sct_chart *chart, uint32_t width, uint32_t height, const num_mat3 *profile,
                       sct_chart_result *result, chart_model *model)
{
    sct_status status = SCT_OK;
    chart_known known[SCT_CHART_PATCH_MAX];
    double loo[SCT_CHART_PATCH_MAX];
    size_t n = chart_known_from_result(result, chart, width, height, known), greys = 0;

    if (result->tier == SCT_TIER_UNMEASURED) {
        leave_unmeasured(chart, width, height, result);
        return SCT_OK;
    }
    for (size_t i = 0; i < n; i++)
        greys += known[i].neutral != 0;
    chart_method method = n >= CHART_PATCHES_MIN && greys >= CHART_GREYS_MIN ? CHART_FULL : CHART_MATRIX;
    if (!chart_model_fit(method, known, n, n, n, profile, model))
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "a chart was found, but its patches do not determine a correction; photograph it again");
    chart_leave_one_out(method, known, n, profile, loo);
    chart_trust trust = chart_judge(method, known, n, loo, profile);
    if (!isfinite(trust.loo_mean))
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "a chart was found, but only %zu of its patches can be used: too few to tell how far to trust it", n);
    for (size_t i = 0, k = 0; i < result->patch_count; i++)
        if (result->patches[i].kept && isfinite(result->patches[i].reference_lab.L))
            result->patches[i].de00_loo = loo[k++];
    model->doubt = trust.doubt;
    model->doubt.de00 = chart->u95_de00;
    chart_flag_all(known, n, chart, profile, model, &trust, result);
    result->correction = (sct_correction){.kind = SCT_CORRECTION_CHART,
                                          .patches_used = (int)n,
                                          .loo_de00_mean = trust.loo_mean,
                                          .loo_de00_max = trust.loo_max,
                                          .u95_de00 = hypot(trust.u95, chart->u95_de00),
                                          .mm_per_px = isfinite(result->mm_per_px) ? result->mm_per_px : 0};
    memcpy(result->correction.chart, result->name, sizeof result->correction.chart);
done:
    return status;
}

static sct_status correct_by_chart(sct_context *ctx, const sct_measure_options *options, const sct_photo *photo,
                                   pixels_image *image, sct_flags *flags, sct_correction *out)
{
    sct_status status = SCT_OK;
    sct_chart_options charts;
    sct_chart_result *result = NULL;
    chart_found *found = NULL;
    chart_model model;
    int elsewhere = options->chart_photo && options->chart_photo != photo;

    TRY(chart_take_options(ctx, options->chart, &charts));
    TRY(mem_new(ctx, 1, sizeof *result, (void **)&result));
    TRY(mem_new(ctx, 1, sizeof *found, (void **)&found));
    TRY(chart_find(ctx, &charts, elsewhere ? options->chart_photo : photo, elsewhere ? NULL : image, result, found));
    TRY(chart_apply(ctx, &found->chart, found->width, found->height, &found->profile, result, &model));
    if (elsewhere) {
        chart_flatten_light(result, found->width, found->height, &model.correction);
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
        TRY(chart_check_own(ctx, &charts, photo, image, result));
    else
        chart_cover(image, result, found);
    flags_join(flags, &result->flags);
    *out = result->correction;
done:
    mem_free(result);
    mem_free(found);
    return status;
}

/* ---- grey cards ---- */

static sct_status correct_by_greys(sct_context *ctx, const sct_measure_options *options, const sct_view *view,
                                   pixels_image *image, sct_flags *flags, sct_correction *out)
{
    sct_status status = SCT_OK;
    chart_known greys[CHART_GREY_MAX];
    chart_model model;
    num_mat3 profile = pixels_matrix(image);
    size_t n;

    TRY(chart_known_from_greys(ctx, options, view, image, flags, greys, &n));
    chart_method method = n >= CHART_GREYS_MIN ? CHART_CURVES : CHART_GAIN;
    if (n == 0 || !chart_model_fit(method, greys, n, n, n, &profile, &model)) {
        correct_by_nothing(image, flags, out);
        return SCT_OK;
    }
    colour_doubt doubt = chart_doubt(method);
    pixels_set_correction(image, &model.correction);
    if (!flags_have(flags, "grey-not-grey")) /* else the light is not to blame */
        chart_flag_cast(&model.correction, "grey card", flags);
    pixels_set_doubt(image, &doubt);
    *out = (sct_correction){.kind = SCT_CORRECTION_GREY,
                            .patches_used = (int)n,
                            .loo_de00_mean = (double)NAN,
                            .loo_de00_max = (double)NAN,
                            .u95_de00 = chart_stated_u95(&doubt)};
done:
    return status;
}

static int has_greys(const sct_view *view)
{
    for (size_t i = 0; i < view->shape_count; i++)
        if (view->shapes[i].role == SCT_ROLE_GREY)
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
    colour_doubt of_curves = chart_doubt(CHART_CURVES), of_chart = *pixels_get_doubt(image);
    int untrue = flags_have(flags, "chart-drawn") || flags_have(flags, "chart-screen");

    if (!untrue && out->u95_de00 <= chart_stated_u95(&of_curves)) {
        flags_add(flags, "grey-not-used", 0,
                  "a colour chart was found, which tells more than a grey card: that was not used",
                  "turn the chart off to correct by the grey card alone");
        return SCT_OK;
    }
    TRY(correct_by_greys(ctx, options, view, image, &weak, &by_greys));
    if (by_greys.kind != SCT_CORRECTION_GREY || (!untrue && by_greys.u95_de00 >= out->u95_de00)) {
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

/* By a chart if there is one, else by greys, else not at all. */
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

sct_status chart_correct(sct_context *ctx, const sct_measure_options *options, const sct_view *view, pixels_image *image,
                         sct_flags *flags, sct_correction *out)
{
    sct_status status = SCT_OK;
    sct_correction correction;
    sct_photo_info info = photo_info(view->photo);
    TRY(correct(ctx, options, view, image, flags, &correction));
    TRY(chart_photo_quality(ctx, image, options->mm_per_px > 0 ? options->mm_per_px : correction.mm_per_px, flags));
    photo_window w = pixels_window(image);
    int looked = correction.kind == SCT_CORRECTION_CHART && !options->chart_photo; /* where the chart was found */
    if (!looked && w.width == info.width && w.height == info.height)
        TRY(chart_flag_bars(ctx, image, info.lossy, flags));
    *out = correction;
done:
    return status;
}
