/*
 * correct_camera_use.c - learns a camera from a photo of a chart, and corrects later photos of that camera by it.
 *
 * Whether a photo is by the same camera is asked of its EXIF data: maker, model and focal length, for phones have several
 * cameras behind one name. The colour space must be the same, too, because the curves are those of its channels.
 */
#include "correct/camera/correct_camera.h"
#include "correct/correct_steps.h"

#include <math.h>
#include <string.h>

static const double usual_u95_de00 = 4.5;  /* of the chart photos that the doubt was learnt from, and of most others */
static const double same_focal = 0.06;     /* relative */
static const double same_primaries = 2e-3; /* of an element of the profile's matrix */

sct_status correct_camera_learn(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo, sct_camera *out)
{
    sct_status status = SCT_OK;
    sct_chart_options charts;
    sct_chart_result *result = NULL;
    correct_found *found = NULL;
    correct_model model;

    TRY(chart_options_take(ctx, options, &charts));
    TRY(mem_new(ctx, 1, sizeof *result, (void **)&result));
    TRY(mem_new(ctx, 1, sizeof *found, (void **)&found));
    TRY(correct_find(ctx, &charts, photo, NULL, result, found));
    TRY(correct_chart_fit_twins(ctx, &charts, found, result, &model));
    if (result->correction.kind != SCT_CORRECTION_CHART)
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "the card's print has not been measured, so it tells nothing of the camera; photograph a chart instead");
    if (flags_have(&result->flags, "chart-drawn") || flags_have(&result->flags, "chart-screen"))
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "the chart is a drawing, a copy or on a screen, so it tells nothing of the camera; photograph a printed chart");
    if (model.correction.knots < 3)
        FAIL(ctx, SCT_ERR_CHART_UNUSABLE,
             "too few of the chart's greys can be used to tell the camera's tone curve; photograph it without glare");
    photo_camera by = photo_camera_of(photo);
    if (!by.make[0] && !by.model[0])
        FAIL(ctx, SCT_ERR_OPTION,
             "the photo's file does not name its camera, so no later photo could be told to be by the same one; take the "
             "camera's own file");
    correct_elsewhere_flatten(result, found->width, found->height, &model.correction);
    *out = (sct_camera){.by = by,
                        .profile = found->profile,
                        .correction = model.correction,
                        .patches = result->correction.patches_used,
                        .loo_de00 = result->correction.loo_de00_mean,
                        .u95_de00 = result->correction.u95_de00,
                        .cov = colour_doubt_at(&model.doubt, colour_usual_skin())};
    memcpy(out->chart, result->name, sizeof out->chart);
done:
    mem_free(result);
    mem_free(found);
    return status;
}

/* ---- is it the same? ---- */

static int alike(double a, double b)
{
    return !isfinite(a) || !isfinite(b) || fabs(a - b) <= same_focal * fmax(fabs(a), fabs(b));
}

static int same_space(const num_mat3 *a, const num_mat3 *b)
{
    double most = 0;
    for (int i = 0; i < 9; i++)
        most = fmax(most, fabs(a->m[i / 3][i % 3] - b->m[i / 3][i % 3]));
    return most <= same_primaries;
}

/* Adds "camera-other" when the photo is by another camera, or has channels of other primaries. */
static int is_of(const sct_camera *camera, const photo_camera *by, const num_mat3 *profile, sct_flags *flags)
{
    if (!by->make[0] && !by->model[0])
        flags_add(flags, "camera-other", 0,
                  "the photo's file does not name its camera, so what is known of a camera was not used",
                  "take the camera's own file, as it was written");
    else if (strcmp(by->make, camera->by.make) != 0 || strcmp(by->model, camera->by.model) != 0)
        flags_addf(flags, "camera-other", 0, "photograph a chart once with this camera, and keep what it tells",
                   "the photo is by %.40s, not by %.40s: what is known of that was not used", by->model, camera->by.model);
    else if (!alike(by->focal_mm, camera->by.focal_mm))
        flags_addf(flags, "camera-other", 0, "use the same lens, without zoom, for chart and client",
                   "the photo was taken by another lens of the phone (%.1f mm, not %.1f): what is known was not used",
                   by->focal_mm, camera->by.focal_mm);
    else if (!same_space(profile, &camera->profile))
        flags_add(flags, "camera-other", 0,
                  "the photo has another colour space than the photo of the chart had: what is known was not used",
                  "take both in the same way, and hand on the files as the camera wrote them");
    else
        return 1;
    return 0;
}

int correct_camera_is_of(const sct_camera *camera, const sct_photo *photo, const pixels_image *image, sct_flags *flags)
{
    photo_camera by = photo_camera_of(photo);
    num_mat3 profile = pixels_matrix(image);
    return is_of(camera, &by, &profile, flags);
}

static void compare_settings(const photo_camera *by, const photo_camera *then, sct_flags *flags)
{
    int flash = by->flash >= 0 && then->flash >= 0 && by->flash != then->flash;
    int balance = by->white_balance >= 0 && then->white_balance >= 0 && by->white_balance != then->white_balance;
    if (flash || balance)
        flags_addf(flags, "camera-settings", 0, "photograph both with the same settings",
                   "the photo of the chart was taken with another %s", flash ? "flash setting" : "white balance setting");
}

/* ---- use ---- */

int correct_camera_use(const sct_camera *camera, const sct_photo *photo, const correct_patch *greys, size_t n,
                       pixels_image *image, sct_flags *flags, sct_correction *out)
{
    photo_camera by = photo_camera_of(photo);
    num_mat3 profile = pixels_matrix(image);
    pixels_correction correction;
    if (!is_of(camera, &by, &profile, flags) || !correct_camera_balance(&camera->correction, greys, n, &correction))
        return 0;
    colour_doubt doubt = correct_doubt(n ? CORRECT_CAMERA_GREY : CORRECT_CAMERA_ALONE);
    doubt.de00 = sqrt(fmax(camera->u95_de00 * camera->u95_de00 - usual_u95_de00 * usual_u95_de00, 0));
    pixels_set_correction(image, &correction);
    pixels_set_doubt(image, &doubt);
    *out = (sct_correction){.kind = SCT_CORRECTION_CAMERA,
                            .patches_used = (int)n,
                            .loo_de00_mean = (double)NAN,
                            .loo_de00_max = (double)NAN,
                            .u95_de00 = correct_stated_u95(&doubt)};
    compare_settings(&by, &camera->by, flags);
    if (n)
        flags_add(flags, "camera-profile", 0,
                  "the colours were corrected by a grey card and by what an earlier photo of a chart told of this camera",
                  "a chart beside the skin is surer still");
    else
        flags_addf(flags, "camera-alone", 1, "lay a grey card beside the skin, in the same light",
                   "only the camera is known, not the light, so the colours may be off by %.0f dE00", out->u95_de00);
    return 1;
}
