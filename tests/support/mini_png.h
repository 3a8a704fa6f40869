/*
 * tests/support/mini_png.h - a second PNG decoder, written from the standard
 * on zlib alone, to compare with.
 */
#ifndef TESTS_MINI_PNG_H
#define TESTS_MINI_PNG_H

#include <stddef.h>
#include <stdint.h>

typedef struct mini_png {
    uint32_t width, height;
    int channels; /* 1 or 3, without alpha */
    int bits;     /* 8 or 16 */
    int has_alpha;
    uint16_t *samples; /* width * height * channels, values of `bits` bits */
    uint16_t *alpha;   /* width * height, or null */
} mini_png;

/* 1 if the file decodes; 0 (with *why) if it breaks the standard where pixels depend on it. */
int mini_png_decode(const unsigned char *bytes, size_t size, mini_png *out, const char **why);
void mini_png_free(mini_png *png);

#endif
