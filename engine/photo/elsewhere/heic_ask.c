/* engine/photo/elsewhere/heic_ask.c - in the engine: work for libheif, asked of the module that has it. */
#include "photo/elsewhere/heic.h"
#include "photo/photo_private.h"

/* Told by JavaScript: the status, with its message; while it works, js_heic_take is called with every block. */
int js_heic(const unsigned char *bytes, size_t size, const heic_wanted *wanted, sct_context *ctx, const photo_outlet *out,
            char *message, size_t room);

static uint32_t limit_of(const sct_context *ctx, sct_limit limit)
{
    uint64_t value = sct_context_limit(ctx, limit);
    return value < UINT32_MAX ? (uint32_t)value : UINT32_MAX;
}

sct_status photo_elsewhere(sct_context *ctx, const sct_photo *photo, int rows, const photo_outlet *out)
{
    char message[DIAG_SIZE] = "";
    const heic_wanted wanted = {(uint32_t)rows,
                                photo->stored_width,
                                photo->stored_height,
                                (uint32_t)photo->frame_bits,
                                (uint32_t)photo->info.channels,
                                (uint32_t)photo->info.has_alpha,
                                limit_of(ctx, SCT_LIMIT_SIDE),
                                limit_of(ctx, SCT_LIMIT_ICC_BYTES),
                                limit_of(ctx, SCT_LIMIT_EXIF_BYTES)};
    sct_status status = (sct_status)js_heic(photo->bytes, photo->size, &wanted, ctx, out, message, sizeof message);
    /* Without a message the status is that of our own js_heic_take, which has said why. */
    return status != SCT_OK && message[0] ? diag_set(ctx, status, "%s", message) : status;
}

SCT_API int js_heic_take(sct_context *ctx, const photo_outlet *out, const void *data, size_t size);
int js_heic_take(sct_context *ctx, const photo_outlet *out, const void *data, size_t size)
{
    return (int)out->take(ctx, out->user, data, size);
}
