/*
 * engine/pixels/pixels_window.c - a photo's pixels into somebody's buffer: as
 * they are stored, or as the correction makes them.
 */
#include "pixels/pixels_private.h"

#include <string.h>

enum { RUN = 1024 };

/* The format's value for an opacity of 8 bits. */
static void store_alpha(const pixels_format *f, void *pixel, uint8_t alpha)
{
    if (f->bits == 32)
        ((float *)pixel)[3] = (float)alpha / 255.0f;
    else if (f->bits == 16)
        ((uint16_t *)pixel)[3] = (uint16_t)(alpha * 257);
    else
        ((uint8_t *)pixel)[3] = alpha;
}

/* The photo's own opacity in place of the whole one that the writer gives. */
void pixels_write_alpha(const pixels_image *image, const pixels_format *f, uint32_t x, uint32_t y, uint32_t n,
                        unsigned char *out)
{
    const photo_window *w = &image->frame.window;
    size_t first = (size_t)(y - w->y) * w->width + (x - w->x), size = 4 * (size_t)f->bits / 8;
    if (f->channels != 4 || !image->frame.alpha)
        return;
    for (uint32_t i = 0; i < n; i++)
        store_alpha(f, out + i * size, image->frame.alpha[first + i]);
}

/* Corrected light of a run as the photo's own linear RGB, which is what writers take. */
static void corrected_rgb(const pixels_image *image, const float m[9], uint32_t x, uint32_t y, uint32_t n, float *rgb)
{
    float xyz[3 * RUN];
    pixels_xyz_row(image, x, y, n, xyz);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t c = 0; c < 3; c++)
            rgb[3 * i + c] = m[3 * c] * xyz[3 * i] + m[3 * c + 1] * xyz[3 * i + 1] + m[3 * c + 2] * xyz[3 * i + 2];
}

/* XYZ D50 itself: not by way of the photo's primaries and back. */
static void write_xyz(const pixels_image *image, const pixels_format *f, uint32_t x, uint32_t y, uint32_t n, float *out)
{
    float xyz[3 * RUN];
    size_t channels = (size_t)f->channels;
    pixels_xyz_row(image, x, y, n, xyz);
    for (size_t i = 0; i < n; i++) {
        memcpy(out + channels * i, xyz + 3 * i, 3 * sizeof *out);
        if (channels == 4)
            out[4 * i + 3] = 1;
    }
}

typedef struct job {
    const pixels_image *image;
    pixels_writer *writer;
    const pixels_format *format;
    int corrected;
    float to_own[9]; /* XYZ D50 to the photo's linear RGB */
} job;

static void write_run(const job *j, uint32_t x, uint32_t y, uint32_t n, unsigned char *out)
{
    float rgb[3 * RUN];
    if (j->corrected && j->format->meaning == PIXELS_XYZ_D50) {
        write_xyz(j->image, j->format, x, y, n, (float *)(void *)out);
    } else if (j->corrected) {
        corrected_rgb(j->image, j->to_own, x, y, n, rgb);
        pixels_writer_row(j->writer, rgb, n, out);
    } else if (!pixels_writer_stored(j->writer, x, y, n, out)) {
        pixels_rgb_row(j->image, x, y, n, rgb);
        pixels_writer_row(j->writer, rgb, n, out);
    }
    pixels_write_alpha(j->image, j->format, x, y, n, out);
}

sct_status pixels_rows(sct_context *ctx, const pixels_image *image, int corrected, const pixels_plane *plane)
{
    sct_status status = SCT_OK;
    const photo_window *w = &image->frame.window;
    job j = {.image = image, .format = &plane->format, .corrected = corrected && image->correction.active};
    num_mat3 inverse;
    size_t stride = 0;
    TRY(pixels_plane_check(ctx, plane, w->width, w->height, &stride));
    TRY(j.corrected ? pixels_writer_tinted(ctx, image, &plane->format, &j.writer)
                    : pixels_writer_new(ctx, image, &plane->format, &j.writer));
    if (j.corrected && !num_mat3_invert(&image->matrix, &inverse))
        FAIL(ctx, SCT_ERR_PROFILE, "the photo's primaries span no colour space; export it as sRGB");
    for (int i = 0; j.corrected && i < 9; i++)
        j.to_own[i] = (float)inverse.m[i / 3][i % 3];
    for (uint32_t y = 0; y < w->height; y++) {
        unsigned char *row = (unsigned char *)plane->data + y * stride;
        for (uint32_t x = 0; x < w->width; x += RUN)
            write_run(&j, w->x + x, w->y + y, w->width - x < RUN ? w->width - x : RUN,
                      row + x * pixels_writer_size(j.writer));
        if (y % 64 == 0)
            TRY(progress_tell(ctx, SCT_STAGE_PIXELS, (double)y / w->height));
    }
done:
    pixels_writer_free(j.writer);
    return status;
}

pixels_correction pixels_correction_of(const pixels_image *image)
{
    pixels_correction none = {.matrix = image->matrix};
    return image->correction.active ? image->correction : none;
}
