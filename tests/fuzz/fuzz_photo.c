/*
 * tests/fuzz/fuzz_photo.c - any bytes as a photo: open, decode the whole and a
 * window, convert to Lab.
 *
 * Beyond not crashing it checks that an error always has a text, that a window
 * is the crop of the whole, and that no Lab is NaN.
 */
#include "fuzz/fuzz.h"
#include "fuzz/photo_seeds.h"
#include "pixels/pixels.h"

static void check_rows(const pixels_image *image)
{
    photo_window w = pixels_window(image);
    float *row = malloc(sizeof *row * 3 * w.width);
    uint8_t *bytes = malloc((size_t)3 * w.width);
    HOLD(row && bytes);
    for (uint32_t y = w.y; y < w.y + w.height; y += 1 + w.height / 8) {
        pixels_lab_row(image, w.x, y, w.width, row);
        for (uint32_t i = 0; i < 3 * w.width; i++)
            HOLD(!isnan(row[i]));
        pixels_flag_row(image, w.x, y, w.width, bytes);
        pixels_srgb8_row(image, w.x, y, w.width, bytes);
    }
    free(row);
    free(bytes);
}

/* A window of the photo that moves with its content. */
static photo_window some_window(const sct_photo_info *info, size_t size)
{
    photo_window w;
    w.x = (uint32_t)(size * 7 % info->width);
    w.y = (uint32_t)(size * 13 % info->height);
    w.width = 1 + (uint32_t)(size * 3 % (info->width - w.x));
    w.height = 1 + (uint32_t)(size * 5 % (info->height - w.y));
    return w;
}

static void check_window(sct_context *ctx, const sct_photo *photo, const photo_frame *whole, size_t size)
{
    if (strcmp(photo_info(photo).format, "heic") == 0)
        return; /* libde265 reads memory that damaged HEVC never filled: it does not repeat itself */
    photo_window w = some_window(&(sct_photo_info){.width = whole->window.width, .height = whole->window.height}, size);
    photo_frame part = {0};
    if (photo_decode(ctx, photo, w, &part) != SCT_OK)
        abort(); /* a part of what could be decoded */
    size_t bytes = (size_t)(part.channels * part.bits / 8);
    for (uint32_t y = 0; y < w.height; y++)
        HOLD(memcmp((char *)part.pixels + (size_t)y * w.width * bytes,
                    (char *)whole->pixels + ((size_t)(w.y + y) * whole->window.width + w.x) * bytes, w.width * bytes) == 0);
    photo_frame_free(&part);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    photo_frame frame = {0};
    pixels_image *image = NULL;
    sct_flags flags = {0};
    if (sct_context_new(&ctx) != SCT_OK || sct_context_set_limit(ctx, SCT_LIMIT_PIXELS, 4000000) != SCT_OK)
        abort();
    sct_status status = sct_photo_open(ctx, data, size, &photo);
    if (status == SCT_OK) {
        sct_photo_info info = photo_info(photo);
        status = photo_decode(ctx, photo, (photo_window){0, 0, info.width, info.height}, &frame);
    }
    if (status == SCT_OK) {
        check_window(ctx, photo, &frame, size);
        status = pixels_from(ctx, photo, &frame, &flags, &image);
    }
    if (status == SCT_OK)
        check_rows(image);
    else
        HOLD(sct_context_message(ctx)[0] != '\0');
    pixels_free(image);
    photo_frame_free(&frame);
    sct_photo_free(photo);
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER
int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"photo", photo_seeds, 1500, 3}, argc, argv);
}
#endif
