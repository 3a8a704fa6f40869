/*
 * engine/pixels/pixels_writer.c - rows of a photo in the format that somebody
 * asks for.
 *
 * Encoded values go through the encoder, so that a picture in memory holds what
 * a PNG of it would. Linear light and XYZ are one matrix away; floats keep what
 * lies outside [0, 1], whole numbers are clipped.
 */
#include "pixels/pixels_private.h"

#include <math.h>
#include <string.h>

struct pixels_writer {
    pixels_format format;    /* channels settled */
    pixels_encoder *encoder; /* of encoded values; else null */
    int keeps;               /* non-zero: what the photo stores is in this format */
    float matrix[9];         /* of the others */
    void *row;               /* a row as the encoder gives it, where that has other channels */
};

static sct_status check_format(sct_context *ctx, const pixels_format *f)
{
    sct_status status = SCT_OK;
    if (f->bits != 8 && f->bits != 16 && f->bits != 32)
        FAIL(ctx, SCT_ERR_OPTION, "pixels have 8 or 16 bits or are floats");
    if (f->channels != 3 && f->channels != 4 && (f->channels || f->meaning != PIXELS_OWN))
        FAIL(ctx, SCT_ERR_OPTION, "pixels have 3 or 4 channels");
    if ((unsigned)f->meaning > PIXELS_XYZ_D50)
        FAIL(ctx, SCT_ERR_OPTION, "the space of the pixels is none");
    if (f->meaning == PIXELS_XYZ_D50 && f->bits != 32)
        FAIL(ctx, SCT_ERR_OPTION, "XYZ needs floats");
done:
    return status;
}

/* Linear RGB of the photo to what is written. */
static void set_matrix(const pixels_image *image, pixels_meaning meaning, float out[9])
{
    num_mat3 m = image->matrix, to_rgb = num_mat3_identity();
    const num_mat3 srgb = pixels_space_srgb().matrix;
    if (meaning == PIXELS_LINEAR_SRGB && num_mat3_invert(&srgb, &to_rgb))
        m = num_mat3_mul(to_rgb, m);
    for (int i = 0; i < 9; i++)
        out[i] = (float)m.m[i / 3][i % 3];
}

static sct_status new_encoder(sct_context *ctx, const pixels_image *image, const pixels_format *f, int tinted,
                              pixels_encoder **out)
{
    if (tinted)
        return pixels_encoder_tinted(ctx, image, f->bits, f->meaning == PIXELS_SRGB, out);
    return f->meaning == PIXELS_SRGB ? pixels_encoder_srgb(ctx, image, f->bits, out)
                                     : pixels_encoder_new(ctx, image, f->bits, out);
}

static sct_status new_writer(sct_context *ctx, const pixels_image *image, const pixels_format *format, int tinted,
                             pixels_writer **out)
{
    sct_status status = SCT_OK;
    pixels_writer *w = NULL;
    TRY(check_format(ctx, format));
    TRY(mem_new(ctx, 1, sizeof *w, (void **)&w));
    w->format = *format;
    if (format->meaning == PIXELS_OWN || format->meaning == PIXELS_SRGB)
        TRY(new_encoder(ctx, image, format, tinted, &w->encoder));
    else
        set_matrix(image, format->meaning, w->matrix);
    w->keeps = w->encoder && pixels_encoder_is_own(w->encoder);
    if (!w->format.channels)
        w->format.channels = pixels_encoder_channels(w->encoder);
    if (w->encoder && w->format.channels != pixels_encoder_channels(w->encoder))
        TRY(mem_new(ctx, image->width, 3 * sizeof(float), &w->row));
    *out = w;
    w = NULL;
done:
    pixels_writer_free(w);
    return status;
}

sct_status pixels_writer_new(sct_context *ctx, const pixels_image *image, const pixels_format *format, pixels_writer **out)
{
    return new_writer(ctx, image, format, 0, out);
}

sct_status pixels_writer_tinted(sct_context *ctx, const pixels_image *image, const pixels_format *format,
                                pixels_writer **out)
{
    return new_writer(ctx, image, format, 1, out);
}

void pixels_writer_free(pixels_writer *w)
{
    if (!w)
        return;
    pixels_encoder_free(w->encoder);
    mem_free(w->row);
    mem_free(w);
}

int pixels_writer_channels(const pixels_writer *w)
{
    return w->format.channels;
}

size_t pixels_writer_size(const pixels_writer *w)
{
    return (size_t)w->format.channels * (size_t)w->format.bits / 8;
}

const unsigned char *pixels_writer_icc(const pixels_writer *w, size_t *size)
{
    *size = 0;
    return w->encoder ? pixels_encoder_icc(w->encoder, size) : NULL;
}

/* 1 in the format. */
static void store_whole(const pixels_writer *w, void *out, size_t i)
{
    if (w->format.bits == 32)
        ((float *)out)[i] = 1;
    else if (w->format.bits == 16)
        ((uint16_t *)out)[i] = 65535;
    else
        ((uint8_t *)out)[i] = 255;
}

static void store_linear(const pixels_writer *w, void *out, size_t i, float value)
{
    float inside = value > 0 ? value < 1 ? value : 1 : 0; /* NaN is black */
    if (w->format.bits == 32)
        ((float *)out)[i] = value;
    else if (w->format.bits == 16)
        ((uint16_t *)out)[i] = (uint16_t)(inside * 65535 + 0.5f);
    else
        ((uint8_t *)out)[i] = (uint8_t)(inside * 255 + 0.5f);
}

static void write_linear(const pixels_writer *w, const float *rgb, uint32_t n, void *out)
{
    const float *m = w->matrix;
    size_t channels = (size_t)w->format.channels;
    for (size_t i = 0; i < n; i++, rgb += 3) {
        for (size_t c = 0; c < 3; c++)
            store_linear(w, out, i * channels + c, m[3 * c] * rgb[0] + m[3 * c + 1] * rgb[1] + m[3 * c + 2] * rgb[2]);
        if (channels == 4)
            store_whole(w, out, i * channels + 3);
    }
}

/* From the encoder's channels to those of the format: grey thrice, and opacity. */
static void spread(const pixels_writer *w, uint32_t n, void *out)
{
    size_t from = (size_t)pixels_encoder_channels(w->encoder), to = (size_t)w->format.channels,
           size = (size_t)w->format.bits / 8;
    const uint8_t *row = w->row;
    for (size_t i = 0; i < n; i++) {
        for (size_t c = 0; c < 3; c++)
            memcpy((uint8_t *)out + (i * to + c) * size, row + (i * from + (from == 1 ? 0 : c)) * size, size);
        if (to == 4)
            store_whole(w, out, i * to + 3);
    }
}

void pixels_writer_row(pixels_writer *w, const float *rgb, uint32_t n, void *out)
{
    if (!w->encoder) {
        write_linear(w, rgb, n, out);
        return;
    }
    pixels_encode_row(w->encoder, rgb, n, w->row ? w->row : out);
    if (w->row)
        spread(w, n, out);
}

int pixels_writer_stored(pixels_writer *w, uint32_t x, uint32_t y, uint32_t n, void *out)
{
    if (!w->keeps)
        return 0;
    pixels_encode_stored(w->encoder, x, y, n, w->row ? w->row : out);
    if (w->row)
        spread(w, n, out);
    return 1;
}

sct_status pixels_plane_check(sct_context *ctx, const pixels_plane *p, uint32_t width, uint32_t height, size_t *stride)
{
    sct_status status = SCT_OK;
    size_t one = (size_t)p->format.bits / 8, row = 0, rows = 0;
    TRY(check_format(ctx, &p->format));
    if (!p->format.channels) /* how many a grey photo has, the caller of a buffer could not know */
        FAIL(ctx, SCT_ERR_OPTION, "pixels have 3 or 4 channels");
    if (!p->data || (uintptr_t)p->data % one)
        FAIL(ctx, SCT_ERR_ARGUMENT, "the pixels have no place, or one that values of %zu bytes cannot lie at", one);
    TRY(size_mul(ctx, width, (size_t)p->format.channels * one, &row));
    *stride = p->stride ? p->stride : row;
    if (*stride < row || *stride % one)
        FAIL(ctx, SCT_ERR_OPTION, "a row of the pixels has %zu bytes, more than the stride, or the stride splits values",
             row);
    TRY(size_mul(ctx, *stride, height - 1, &rows));
    if (p->capacity < row || p->capacity - row < rows)
        FAIL(ctx, SCT_ERR_CAPACITY, "%u x %u pixels need %zu bytes from row to row and do not fit", width, height, *stride);
done:
    return status;
}
