/*
 * engine/photo/photo.c - opening a photo, its facts, and decoding a window.
 */
#include "photo/photo_private.h"

#include <string.h>

static const photo_decoder *const decoders[] = {&photo_png_decoder, &photo_jpeg_decoder, &photo_heif_decoder};
enum { DECODER_COUNT = sizeof decoders / sizeof decoders[0] };

static const photo_decoder *find_decoder(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < DECODER_COUNT; i++)
        if (decoders[i]->sniff(bytes, size))
            return decoders[i];
    return NULL;
}

/* What every kind of photo does last: size as seen, colours, and whether it is a screen's. */
static void finish_open(sct_photo *photo)
{
    int swap = photo_orient_swaps(photo->info.orientation);
    photo->info.width = swap ? photo->stored_height : photo->stored_width;
    photo->info.height = swap ? photo->stored_width : photo->stored_height;
    photo_settle_claims(photo);
    photo_flag_screen(photo);
}

sct_status sct_photo_open(sct_context *ctx, const void *bytes, size_t size, sct_photo **out)
{
    sct_status status = SCT_OK;
    void *memory = NULL;
    sct_photo *photo = NULL;
    sct_context_clear(ctx);
    if (!out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_photo_open needs a place for the photo");
    if (!bytes && size)
        FAIL(ctx, SCT_ERR_ARGUMENT, "no bytes were given");
    if (size == 0)
        FAIL(ctx, SCT_ERR_PHOTO_FORMAT, "the file is empty");
    if (size > sct_context_limit(ctx, SCT_LIMIT_FILE_BYTES))
        FAIL(ctx, SCT_ERR_PHOTO_TOO_LARGE, "the file has %llu bytes, more than the limit of %llu", (unsigned long long)size,
             (unsigned long long)sct_context_limit(ctx, SCT_LIMIT_FILE_BYTES));
    TRY(mem_new(ctx, 1, sizeof *photo, &memory));
    photo = memory;
    photo->decoder = find_decoder(bytes, size);
    if (!photo->decoder)
        FAIL(ctx, SCT_ERR_PHOTO_FORMAT, "not a PNG, JPEG or HEIC photo; choose the photo as the phone or camera saved it");
    photo->bytes = bytes;
    photo->size = size;
    photo->info.orientation = 1;
    photo->frame_bits = 8;
    text_copy(photo->info.format, sizeof photo->info.format, photo->decoder->name);
    TRY(photo->decoder->open(ctx, photo));
    finish_open(photo);
    *out = photo;
done:
    if (status != SCT_OK)
        sct_photo_free(photo);
    return status;
}

void sct_photo_free(sct_photo *photo)
{
    if (!photo)
        return;
    mem_free(photo->icc);
    mem_free(photo->owned);
    mem_free(photo);
}

sct_photo_info photo_info(const sct_photo *photo)
{
    return photo->info;
}

const sct_flags *photo_flags(const sct_photo *photo)
{
    return &photo->flags;
}

/* ---- the caller's own pixels ---- */

void sct_pixels_desc_init_sized(sct_pixels_desc *desc, size_t size)
{
    sct_pixels_desc defaults = {.size = sizeof defaults, .channels = 3, .bits = 8, .orientation = 1};
    options_fill(desc, size, &defaults, sizeof defaults);
}

void sct_plane_init_sized(sct_plane *plane, size_t size)
{
    sct_plane defaults = {.size = sizeof defaults, .channels = 3};
    options_fill(plane, size, &defaults, sizeof defaults);
}

static sct_status decode_pixels(sct_context *ctx, const sct_photo *photo, photo_sink *sink)
{
    (void)ctx;
    int channels = photo->info.channels + photo->info.has_alpha;
    for (uint32_t y = sink->stored.y; y < sink->stored.y + sink->stored.height; y++)
        photo_sink_row(sink, y, 0, 1, photo->stored_width, photo->bytes + y * photo->stride, channels);
    return SCT_OK;
}

static const photo_decoder pixels_decoder = {"pixels", NULL, NULL, decode_pixels};

static sct_status check_desc(sct_context *ctx, const sct_pixels_desc *given, sct_pixels_desc *desc, size_t *packed)
{
    sct_status status = SCT_OK;
    sct_pixels_desc_init(desc);
    TRY(options_take(ctx, "sct_pixels_desc", given, OPTIONS_SIZE(sct_pixels_desc, reserved), desc, sizeof *desc));
    TRY(option_range(ctx, "reserved", desc->reserved, 0, 0));
    if (!desc->data || (!desc->icc && desc->icc_size))
        FAIL(ctx, SCT_ERR_ARGUMENT, "the pixel description points to no %s", desc->data ? "profile" : "pixels");
    TRY(option_range(ctx, "channels", desc->channels, 1, 4));
    TRY(option_range(ctx, "orientation", desc->orientation, 1, 8));
    if (desc->bits != 8 && desc->bits != 16)
        FAIL(ctx, SCT_ERR_OPTION, "bits must be 8 or 16");
    if (desc->width == 0 || desc->height == 0)
        FAIL(ctx, SCT_ERR_OPTION, "width and height must be at least 1");
    TRY(photo_check_size(ctx, desc->width, desc->height));
    TRY(size_mul(ctx, desc->width, (size_t)desc->channels * (size_t)desc->bits / 8, packed));
    if (desc->stride && desc->stride < *packed)
        FAIL(ctx, SCT_ERR_OPTION, "stride must be 0 or at least %zu", *packed);
    size_t total = 0;
    TRY(size_mul(ctx, desc->stride ? desc->stride : *packed, desc->height, &total));
done:
    return status;
}

sct_status sct_photo_from_pixels(sct_context *ctx, const sct_pixels_desc *given, sct_photo **out)
{
    sct_status status = SCT_OK;
    void *memory = NULL;
    sct_photo *photo = NULL;
    size_t packed = 0;
    sct_pixels_desc checked;
    const sct_pixels_desc *desc = &checked;
    sct_context_clear(ctx);
    if (!given || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_photo_from_pixels needs pixels and a place for the photo");
    TRY(check_desc(ctx, given, &checked, &packed));
    TRY(mem_new(ctx, 1, sizeof *photo, &memory));
    photo = memory;
    photo->decoder = &pixels_decoder;
    photo->bytes = desc->data;
    photo->stride = desc->stride ? desc->stride : packed;
    photo->stored_width = desc->width;
    photo->stored_height = desc->height;
    photo->frame_bits = desc->bits;
    photo->info.orientation = desc->orientation;
    photo->info.bit_depth = desc->bits;
    photo->info.channels = desc->channels <= 2 ? 1 : 3;
    photo->info.has_alpha = desc->channels % 2 == 0;
    text_copy(photo->info.format, sizeof photo->info.format, pixels_decoder.name);
    if (desc->icc) {
        if (desc->icc_size < 128 || desc->icc_size > sct_context_limit(ctx, SCT_LIMIT_ICC_BYTES))
            FAIL(ctx, SCT_ERR_PROFILE, "the ICC profile has %zu bytes; 128 to %llu are accepted", desc->icc_size,
                 (unsigned long long)sct_context_limit(ctx, SCT_LIMIT_ICC_BYTES));
        TRY(photo_keep_icc(ctx, photo, PHOTO_CLAIM_CALLER, desc->icc, desc->icc_size));
    } else {
        photo_enter_claim(photo, &(photo_colour_space){.claim = PHOTO_CLAIM_CALLER, .source = SCT_PROFILE_CALLER});
    }
    finish_open(photo);
    *out = photo;
done:
    if (status != SCT_OK)
        sct_photo_free(photo);
    return status;
}

sct_status photo_from_frame(sct_context *ctx, const sct_photo *like, uint16_t **pixels, const unsigned char *icc,
                            size_t icc_size, sct_photo **out)
{
    sct_status status = SCT_OK;
    sct_photo *photo = NULL;
    sct_pixels_desc desc;
    sct_pixels_desc_init(&desc);
    desc.width = like->info.width;
    desc.height = like->info.height;
    desc.bits = 16;
    desc.data = *pixels;
    desc.icc = icc;
    desc.icc_size = icc_size;
    TRY(sct_photo_from_pixels(ctx, &desc, &photo));
    photo->owned = *pixels;
    *pixels = NULL;
    photo->camera = like->camera;
    photo->told = like->told;
    photo->has_told = like->has_told;
    photo->screenshot = like->screenshot;
    flags_join(&photo->flags, &like->flags);
    *out = photo;
done:
    return status;
}

/* ---- decoding ---- */

sct_status photo_decode(sct_context *ctx, const sct_photo *photo, photo_window window, photo_frame *out)
{
    sct_status status = SCT_OK;
    photo_frame frame = {.window = window, .channels = photo->info.channels, .bits = photo->frame_bits};
    void *memory = NULL;
    size_t count = 0;
    if (window.width == 0 || window.height == 0 || window.x >= photo->info.width || window.y >= photo->info.height ||
        window.width > photo->info.width - window.x || window.height > photo->info.height - window.y)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a window outside the photo");
    TRY(progress_tell(ctx, SCT_STAGE_PHOTO, 0));
    TRY(size_mul(ctx, window.width, window.height, &count));
    TRY(mem_new(ctx, count, (size_t)(frame.channels * frame.bits / 8), &frame.pixels));
    if (photo->info.has_alpha) {
        TRY(mem_new(ctx, count, 1, &memory));
        frame.alpha = memory;
    }
    photo_sink sink = photo_sink_for(photo, &frame);
    TRY(photo->decoder->decode(ctx, photo, &sink));
    TRY(progress_tell(ctx, SCT_STAGE_PHOTO, 1));
    *out = frame;
done:
    if (status != SCT_OK)
        photo_frame_free(&frame);
    return status;
}

int photo_reduction(const sct_photo *photo, uint32_t side)
{
    uint32_t longer = photo->info.width > photo->info.height ? photo->info.width : photo->info.height;
    int reduction = 1;
    while (photo->decoder == &photo_jpeg_decoder && reduction < 8 && longer / (uint32_t)(2 * reduction) >= side)
        reduction *= 2;
    return reduction;
}

sct_status photo_decode_reduced(sct_context *ctx, const sct_photo *photo, int reduction, photo_frame *out)
{
    uint32_t n = (uint32_t)reduction;
    sct_photo reduced = *photo; /* borrows everything: not to be freed */
    reduced.reduction = reduction;
    reduced.stored_width = (photo->stored_width + n - 1) / n;
    reduced.stored_height = (photo->stored_height + n - 1) / n;
    reduced.info.width = (photo->info.width + n - 1) / n;
    reduced.info.height = (photo->info.height + n - 1) / n;
    return photo_decode(ctx, &reduced, (photo_window){0, 0, reduced.info.width, reduced.info.height}, out);
}

void photo_frame_free(photo_frame *frame)
{
    if (!frame)
        return;
    mem_free(frame->pixels);
    mem_free(frame->alpha);
    *frame = (photo_frame){0};
}
