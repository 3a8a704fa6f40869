/*
 * engine/pixels/pixels_steps.c - linear light to codes of 8 bits: a table of where each code begins, and another of the code
 * at every 4096th of the range, from which it is a step or two. And linear light to sRGB for pictures, by a table.
 */
#include "pixels/pixels_private.h"

#include <math.h>

void pixels_steps_fill(pixels_steps *s, const float *const curve[3], size_t codes)
{
    double top = (double)(codes - 1);
    for (int c = 0; c < 3; c++) {
        int code = 0;
        for (int k = 1; k <= 255; k++) {
            double at = (k - 0.5) / 255 * top;
            const float *from = curve[c] + (size_t)at;
            s->from[c][k] = (float)((double)from[0] + (at - floor(at)) * (double)(from[1] - from[0]));
        }
        s->from[c][0] = -INFINITY;
        s->from[c][256] = INFINITY;
        for (int i = 0; i <= PIXELS_STARTS; i++) {
            while (s->from[c][code + 1] <= (float)i / PIXELS_STARTS)
                code++;
            s->start[c][i] = (uint8_t)code;
        }
    }
}

static uint8_t code_of(const float from[257], const uint8_t start[PIXELS_STARTS + 1], float v)
{
    unsigned code = v >= 1 ? start[PIXELS_STARTS] : v > 0 ? start[(int)(v * PIXELS_STARTS)] : 0; /* NaN is black */
    while (v >= from[code + 1])
        code++;
    return (uint8_t)code;
}

void pixels_steps_encode(const pixels_steps *s, const float *rgb, size_t n, uint8_t *out)
{
    for (size_t i = 0; i < 3 * n; i += 3)
        for (size_t c = 0; c < 3; c++)
            out[i + c] = code_of(s->from[c], s->start[c], rgb[i + c]);
}

void pixels_srgb8_encode(const pixels_image *image, const float *rgb, uint32_t n, uint8_t *out)
{
    num_mat3 m = num_mat3_mul(image->to_rgb, image->matrix);
    float to[9], v[3];
    for (int i = 0; i < 9; i++)
        to[i] = (float)m.m[i / 3][i % 3];
    for (uint32_t i = 0; i < n; i++) {
        for (size_t c = 0; c < 3; c++)
            v[c] = to[3 * c] * rgb[3 * (size_t)i] + to[3 * c + 1] * rgb[3 * (size_t)i + 1] +
                   to[3 * c + 2] * rgb[3 * (size_t)i + 2];
        for (size_t c = 0; c < 3; c++) {
            float inside = v[c] > 0.0f ? v[c] < 1.0f ? v[c] : 1.0f : 0.0f;
            out[3 * (size_t)i + c] = image->srgb[(int)(inside * (SRGB_STEPS - 1) + 0.5f)];
        }
    }
}
