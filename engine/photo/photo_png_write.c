/*
 * engine/photo/photo_png_write.c - an 8-bit PNG that carries pixels and
 * nothing else.
 */
#include "photo/photo_private.h"

#include <png.h>
#include <stdlib.h>

typedef struct writer {
    sct_context *ctx;
    png_structp png;
    png_infop info;
    bytes_buffer buffer;
    sct_status status;
} writer;

static void on_error(png_structp png, png_const_charp text)
{
    writer *w = png_get_error_ptr(png);
    if (w->status == SCT_OK)
        w->status = diag_set(w->ctx, SCT_ERR_INTERNAL, "the PNG could not be written (%s)", text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void on_write(png_structp png, png_bytep data, size_t size)
{
    writer *w = png_get_io_ptr(png);
    w->status = bytes_append(w->ctx, &w->buffer, data, size);
    if (w->status != SCT_OK)
        png_longjmp(png, 1);
}

/* libpng and zlib call this for everything they keep, so that lack of memory is never taken for a defect. */
static png_voidp on_malloc(png_structp png, png_alloc_size_t size)
{
    writer *w = png_get_mem_ptr(png);
    void *data = malloc(size);
    if (!data)
        w->status = diag_set(w->ctx, SCT_ERR_MEMORY, "out of memory");
    return data;
}

static void on_free(png_structp png, png_voidp data)
{
    (void)png;
    free(data);
}

static void on_flush(png_structp png)
{
    (void)png;
}

/* Everything that may longjmp. */
static sct_status write_guarded(writer *w, const unsigned char *pixels, uint32_t width, uint32_t height, int channels,
                                int srgb)
{
    if (setjmp(png_jmpbuf(w->png)))
        return w->status;
    png_set_write_fn(w->png, w, on_write, on_flush);
    /* Level 3 with the Sub filter: a fifth of the default's time for a few per cent more bytes. */
    png_set_compression_level(w->png, 3);
    png_set_filter(w->png, 0, PNG_FILTER_SUB);
    png_set_IHDR(w->png, w->info, width, height, 8, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (srgb)
        png_set_sRGB(w->png, w->info, PNG_sRGB_INTENT_RELATIVE);
    png_write_info(w->png, w->info);
    for (uint32_t y = 0; y < height; y++)
        png_write_row(w->png, pixels + (size_t)y * width * (size_t)channels);
    png_write_end(w->png, NULL);
    return SCT_OK;
}

sct_status photo_write_png(sct_context *ctx, const unsigned char *pixels, uint32_t width, uint32_t height, int channels,
                           int srgb, sct_bytes *out)
{
    sct_status status = SCT_OK;
    writer w = {.ctx = ctx};
    /* The limits are for what comes in: an overlay is larger than its photo, by its legend. */
    if (!pixels || !width || !height || !out || (channels != 1 && channels != 3))
        FAIL(ctx, SCT_ERR_ARGUMENT, "a PNG needs pixels of 1 or 3 channels");
    w.png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, &w, on_error, on_warning, &w, on_malloc, on_free);
    w.info = w.png ? png_create_info_struct(w.png) : NULL;
    if (!w.info)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    TRY(write_guarded(&w, pixels, width, height, channels, srgb));
    out->data = w.buffer.data;
    out->size = w.buffer.size;
done:
    if (w.png)
        png_destroy_write_struct(&w.png, &w.info);
    if (status != SCT_OK)
        mem_free(w.buffer.data);
    return status;
}
