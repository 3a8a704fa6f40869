/*
 * engine/api/options.c - callers' options, checked once on entry.
 *
 * A struct from an older build is shorter than ours: what it does not have
 * keeps its default. One from a newer build is refused, because we could not
 * honour what we cannot see.
 */
#include "api/api.h"

#include <string.h>

static sct_status copy_options(sct_context *ctx, const char *name, const void *given, size_t given_size, void *checked,
                               size_t size)
{
    if (!given)
        return SCT_OK;
    if (given_size < sizeof(size_t) || given_size > size)
        return diag_set(ctx, SCT_ERR_OPTION,
                        "%s.size is %zu, not one this library knows; fill the struct with its init function", name,
                        given_size);
    memcpy(checked, given, given_size);
    return SCT_OK;
}

sct_status api_measure_options(sct_context *ctx, const sct_measure_options *given, const sct_view *views,
                               sct_measure_options *checked)
{
    sct_status status = SCT_OK;
    sct_measure_options_init(checked);
    TRY(copy_options(ctx, "sct_measure_options", given, given ? given->size : 0, checked, sizeof *checked));
    TRY(option_range(ctx, "estimator", checked->estimator, SCT_ESTIMATOR_MODE, SCT_ESTIMATOR_MEDIAN));
    TRY(option_range(ctx, "mm_per_px", checked->mm_per_px, 0, 100));
    TRY(option_range(ctx, "grey_reflectance", checked->grey_reflectance, 0.02, 0.98));
    if (checked->labels) {
        sct_photo_info info = sct_photo_describe(views[0].photo);
        if (checked->labels_capacity < (size_t)info.width * info.height)
            FAIL(ctx, SCT_ERR_CAPACITY, "labels needs %u x %u bytes", info.width, info.height);
    }
done:
    return status;
}

sct_status api_match_options(sct_context *ctx, const sct_match_options *given, sct_match_options *checked)
{
    sct_status status = SCT_OK;
    sct_match_options_init(checked);
    TRY(copy_options(ctx, "sct_match_options", given, given ? given->size : 0, checked, sizeof *checked));
    TRY(match_check_options(ctx, checked));
done:
    return status;
}
