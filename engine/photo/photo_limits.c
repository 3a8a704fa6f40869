/*
 * engine/photo/photo_limits.c - what a photo's file claims of itself, checked by every decoder: its size and its end.
 */
#include "photo/photo_private.h"

sct_status photo_check_size(sct_context *ctx, uint64_t width, uint64_t height)
{
    uint64_t side = sct_context_limit(ctx, SCT_LIMIT_SIDE), pixels = sct_context_limit(ctx, SCT_LIMIT_PIXELS);
    if (width == 0 || height == 0)
        return diag_set(ctx, SCT_ERR_PHOTO_DAMAGED, "the photo claims to be %llu x %llu pixels; export it again",
                        (unsigned long long)width, (unsigned long long)height);
    if (width > side || height > side)
        return diag_set(ctx, SCT_ERR_PHOTO_TOO_LARGE, "%llu x %llu pixels, a side may have %llu; scale the photo down",
                        (unsigned long long)width, (unsigned long long)height, (unsigned long long)side);
    if (width * height > pixels)
        return diag_set(ctx, SCT_ERR_PHOTO_TOO_LARGE,
                        "%llu x %llu pixels, more than the limit of %llu; scale the photo down or raise the limit",
                        (unsigned long long)width, (unsigned long long)height, (unsigned long long)pixels);
    return SCT_OK;
}

void photo_truncated(sct_photo *photo)
{
    flags_add(&photo->flags, "truncated-end", 0, "the end of the photo file is missing",
              "copy the file again from its source");
}
