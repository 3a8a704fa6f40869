/* engine/api/options.c - callers' options, checked once on entry. */
#include "api/api.h"

#include <math.h>

/* Cards do not grow from a point. */
static sct_status check_tap(sct_context *ctx, const sct_shape *shape)
{
    if (shape->role != SCT_ROLE_GREY || (shape->kind != SCT_SHAPE_POINT && shape->kind != SCT_SHAPE_STROKE))
        return SCT_OK;
    return diag_set(ctx, SCT_ERR_SHAPE,
                    "points and lines are for skin and hair; give the grey card's place as a rectangle or circle");
}

/* Shapes may be filled by hand; sct_shape_parse makes no others. What lies outside the photo is the region's to judge. */
sct_status api_check_shape(sct_context *ctx, const sct_shape *shape)
{
    sct_status status = SCT_OK;
    if (shape->kind < SCT_SHAPE_AUTO || shape->kind > SCT_SHAPE_STROKE || shape->count > 2 * SCT_POLY_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a shape is none: fill it with sct_shape_parse");
    if (shape->role < SCT_ROLE_SKIN || shape->role > SCT_ROLE_GREY)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a shape has no role");
    for (size_t i = 0; i < shape->count; i++)
        TRY(option_range(ctx, "a number of a shape", shape->v[i], -1e6, 1e6));
    if (shape->kind == SCT_SHAPE_RECT && !(shape->v[2] > 0 && shape->v[3] > 0))
        FAIL(ctx, SCT_ERR_SHAPE, "the rectangle is empty; width and height must be above 0");
    if (shape->kind == SCT_SHAPE_CIRCLE && !(shape->v[2] > 0))
        FAIL(ctx, SCT_ERR_SHAPE, "the circle is empty; its radius must be above 0");
    TRY(check_tap(ctx, shape));
    if (!(shape->reflectance >= 0 && shape->reflectance <= 0)) /* 0: that of the options */
        TRY(option_range(ctx, "reflectance", shape->reflectance, 0.02, 0.98));
done:
    return status;
}

sct_status api_check_views(sct_context *ctx, const sct_view *views, size_t count)
{
    sct_status status = SCT_OK;
    if (!views || count < 1 || count > SCT_VIEW_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "between 1 and %d photos of one client can be measured together", SCT_VIEW_MAX);
    for (size_t i = 0; i < count; i++) {
        if (!views[i].photo || (views[i].shape_count && !views[i].shapes))
            FAIL(ctx, SCT_ERR_ARGUMENT, "views[%zu] points to no %s", i, views[i].photo ? "shapes" : "photo");
        for (size_t k = 0; k < views[i].shape_count; k++) {
            if (!views[i].shapes[k])
                FAIL(ctx, SCT_ERR_ARGUMENT, "views[%zu].shapes[%zu] is null", i, k);
            TRY(api_check_shape(ctx, views[i].shapes[k]));
        }
    }
done:
    return status;
}

static sct_status check_plane(sct_context *ctx, const sct_view *view, sct_label_plane plane)
{
    sct_photo_info info = photo_info(view->photo);
    if (plane.labels && plane.capacity < (size_t)info.width * info.height)
        return diag_set(ctx, SCT_ERR_CAPACITY, "labels needs %u x %u bytes", info.width, info.height);
    return SCT_OK;
}

sct_status api_measure_options(sct_context *ctx, const sct_measure_options *given, const sct_view *views, size_t count,
                               sct_measure_options *checked)
{
    sct_status status = SCT_OK;
    sct_measure_options_init(checked);
    TRY(options_take(ctx, "sct_measure_options", given, OPTIONS_SIZE(sct_measure_options, camera), checked,
                     sizeof *checked));
    TRY(option_range(ctx, "estimator", checked->estimator, SCT_ESTIMATOR_MODE, SCT_ESTIMATOR_MEDIAN));
    TRY(option_range(ctx, "mm_per_px", checked->mm_per_px, 0, 100));
    TRY(option_range(ctx, "grey_reflectance", checked->grey_reflectance, 0.02, 0.98));
    TRY(option_range(ctx, "chart_mode", checked->chart_mode, SCT_CHART_AUTO, SCT_CHART_OFF));
    TRY(option_range(ctx, "hair_kind", checked->hair_kind, SCT_HAIR_NONE, SCT_HAIR_GROWN));
    TRY(option_range(ctx, "reserved", (double)checked->reserved, 0, 0));
    for (size_t i = 0; checked->label_planes && i < count; i++)
        TRY(check_plane(ctx, &views[i], checked->label_planes[i]));
done:
    return status;
}

/* A colour that was measured has numbers, and an uncertainty that is one: NaN would pass for none at all. */
static sct_status check_estimate(sct_context *ctx, const char *what, const sct_estimate *e)
{
    sct_status status = SCT_OK;
    if (!e->pixels)
        return SCT_OK;
    if (!isfinite(e->lab.L) || !isfinite(e->lab.a) || !isfinite(e->lab.b))
        FAIL(ctx, SCT_ERR_ARGUMENT, "the %s has pixels but no colour", what);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            if (!isfinite(e->cov.m[i][k]) || !isfinite(e->cov_noise.m[i][k]) || (i == k && !(e->cov.m[i][k] >= 0)))
                FAIL(ctx, SCT_ERR_ARGUMENT, "the %s has no covariance", what);
done:
    return status;
}

sct_status api_check_measurement(sct_context *ctx, const sct_measurement *m)
{
    sct_status status = SCT_OK;
    if (m->photo_count > SCT_VIEW_MAX || m->region_count > SCT_REGION_MAX || m->flags.count > SCT_FLAG_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a measurement is none: fill it with sct_measure");
    TRY(check_estimate(ctx, "skin", &m->skin.estimate));
    TRY(check_estimate(ctx, "strand", &m->hair.strand));
    TRY(check_estimate(ctx, "shadow", &m->hair.shadow));
done:
    return status;
}

sct_status api_match_options(sct_context *ctx, const sct_match_options *given, sct_match_options *checked)
{
    sct_status status = SCT_OK;
    sct_match_options_init(checked);
    TRY(options_take(ctx, "sct_match_options", given, OPTIONS_SIZE(sct_match_options, reserved2), checked, sizeof *checked));
    for (size_t i = 0; i < sizeof checked->reserved / sizeof checked->reserved[0]; i++)
        TRY(option_range(ctx, "reserved", checked->reserved[i], 0, 0));
    TRY(option_range(ctx, "reserved2", checked->reserved2[0], 0, 0));
    TRY(match_check_options(ctx, checked));
done:
    return status;
}
