/*
 * engine/preview/preview_blur.c - a picture as the eye has it from afar: rows
 * through a Gaussian, along and across, with as few rows in memory as it needs.
 */
#include "preview/preview.h"

#include <math.h>
#include <string.h>

enum { TAPS_MAX = 601 }; /* rows of a 12 megapixel photo: 29 MB */
static const double REACH = 3.0;

struct preview_blur {
    sct_context *ctx;
    uint32_t width, height;
    int half;
    float weights[TAPS_MAX]; /* from -half to half */
    preview_row_fn source;
    void *user;
    uint32_t next; /* the row that the source is asked for next */
    int started;
    float *ring;   /* 2 half + 1 rows, blurred along, row y at y mod their number */
    float *padded; /* one row with its ends repeated */
};

sct_status preview_blur_new(sct_context *ctx, uint32_t width, uint32_t height, double sigma_px, preview_row_fn source,
                            void *user, preview_blur **out)
{
    sct_status status = SCT_OK;
    preview_blur *b = NULL;
    TRY(mem_new(ctx, 1, sizeof *b, (void **)&b));
    *b = (preview_blur){.ctx = ctx, .width = width, .height = height, .source = source, .user = user};
    b->half = (int)fmin(ceil(REACH * sigma_px), (TAPS_MAX - 1) / 2);
    double sum = 0;
    for (int i = -b->half; i <= b->half; i++)
        sum += exp(-i * i / (2 * sigma_px * sigma_px));
    for (int i = -b->half; i <= b->half; i++)
        b->weights[i + b->half] = (float)(exp(-i * i / (2 * sigma_px * sigma_px)) / sum);
    size_t taps = 2 * (size_t)b->half + 1;
    TRY(mem_new(ctx, taps * width, 3 * sizeof *b->ring, (void **)&b->ring));
    TRY(mem_new(ctx, width + taps, 3 * sizeof *b->padded, (void **)&b->padded));
    *out = b;
    b = NULL;
done:
    preview_blur_free(b);
    return status;
}

void preview_blur_free(preview_blur *b)
{
    if (!b)
        return;
    mem_free(b->ring);
    mem_free(b->padded);
    mem_free(b);
}

/* The next row from the source, blurred along, into the ring. */
static sct_status take_row(preview_blur *b)
{
    size_t half = (size_t)b->half, taps = 2 * half + 1, n = 3 * (size_t)b->width;
    float *in = b->padded + 3 * half, *out = b->ring + b->next % taps * n;
    sct_status status = b->source(b->user, b->next, in);
    if (status != SCT_OK)
        return status;
    for (size_t i = 0; i < half; i++)
        for (size_t c = 0; c < 3; c++) {
            b->padded[3 * i + c] = in[c];
            in[n + 3 * i + c] = in[n - 3 + c];
        }
    memset(out, 0, n * sizeof *out);
    for (size_t k = 0; k < taps; k++) {
        const float *shifted = b->padded + 3 * k;
        float w = b->weights[k];
        for (size_t i = 0; i < n; i++)
            out[i] += w * shifted[i];
    }
    b->next++;
    return SCT_OK;
}

sct_status preview_blur_row(preview_blur *b, uint32_t y, float *rgb)
{
    sct_status status = SCT_OK;
    uint32_t half = (uint32_t)b->half, first = y > half ? y - half : 0;
    uint32_t last = y + half < b->height ? y + half : b->height - 1;
    size_t taps = 2 * (size_t)half + 1, n = 3 * (size_t)b->width;
    if (!b->started || b->next < first)
        b->next = first;
    b->started = 1;
    while (b->next <= last)
        TRY(take_row(b));
    memset(rgb, 0, n * sizeof *rgb);
    for (size_t k = 0; k < taps; k++) {
        int64_t at = (int64_t)y + (int64_t)k - b->half;
        at = at < 0 ? 0 : at >= b->height ? (int64_t)b->height - 1 : at;
        const float *row = b->ring + (size_t)at % taps * n;
        for (size_t i = 0; i < n; i++)
            rgb[i] += b->weights[k] * row[i];
    }
done:
    return status;
}
