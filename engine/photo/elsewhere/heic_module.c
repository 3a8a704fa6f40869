/* engine/photo/elsewhere/heic_module.c - in the module that has libheif: one question, one answer. JavaScript starts the
 * module anew for each. */
#include "photo/elsewhere/heic.h"
#include "photo/photo_private.h"

#include <string.h>

/* Told by JavaScript: the engine's status. */
int js_heic_take(const void *data, size_t size);

static char message[DIAG_SIZE];

static sct_status take(sct_context *ctx, void *user, const void *data, size_t size)
{
    (void)ctx, (void)user;
    return (sct_status)js_heic_take(data, size);
}

/* Why the last question had no answer, or "". */
SCT_API const char *heic_message(void);
const char *heic_message(void)
{
    return message;
}

SCT_API int heic_ask(const unsigned char *bytes, size_t size, const heic_wanted *wanted);
int heic_ask(const unsigned char *bytes, size_t size, const heic_wanted *wanted)
{
    const photo_outlet out = {.take = take};
    sct_context *ctx = NULL;
    sct_photo photo = {.bytes = bytes, .size = size, .stored_width = wanted->width, .stored_height = wanted->height};
    photo.frame_bits = (int)wanted->frame_bits;
    photo.info.channels = (int)wanted->channels;
    photo.info.has_alpha = (int)wanted->has_alpha;
    sct_status status = sct_context_new(&ctx);
    if (status == SCT_OK)
        status = sct_context_set_limit(ctx, SCT_LIMIT_SIDE, wanted->most_side);
    if (status == SCT_OK)
        status = sct_context_set_limit(ctx, SCT_LIMIT_ICC_BYTES, wanted->most_icc);
    if (status == SCT_OK)
        status = sct_context_set_limit(ctx, SCT_LIMIT_EXIF_BYTES, wanted->most_exif);
    if (status == SCT_OK)
        status = photo_elsewhere(ctx, &photo, (int)wanted->rows, &out);
    text_copy(message, sizeof message, status == SCT_OK || !ctx ? "" : sct_context_message(ctx));
    sct_context_free(ctx);
    return (int)status;
}
