/*
 * tests/support/photos.h - small photo files made in memory, with the parts
 * that tests want to vary.
 */
#ifndef TESTS_PHOTOS_H
#define TESTS_PHOTOS_H

#include <stddef.h>
#include <stdint.h>

typedef struct blob {
    unsigned char *data;
    size_t size;
} blob; /* free(data) */

void blob_add(blob *out, const void *data, size_t size);
void blob_add_be32(blob *out, uint32_t value);

/* A PNG written by libpng: type and depth as in IHDR, rows packed as libpng takes them (16 bit big-endian). */
typedef struct png_spec {
    uint32_t width, height;
    int color_type, bit_depth, interlaced;
    const unsigned char *rows;
    size_t row_bytes;
} png_spec;
blob make_png(const png_spec *spec);
/* Puts a chunk (with a right CRC) behind IHDR. */
void png_insert_chunk(blob *png, const char type[4], const void *data, size_t size);

/* A JPEG of 1 (grey), 3 (RGB in, YCbCr stored) or 4 (CMYK) channels. */
typedef struct jpeg_spec {
    uint32_t width, height;
    int channels, quality, progressive;
    int across, down; /* sampling factors of the first channel */
    int restart;      /* blocks between restart markers; 0: none */
    int arithmetic;   /* arithmetic coding */
    const unsigned char *pixels;
} jpeg_spec;
blob make_jpeg_of(const jpeg_spec *spec);
/* The common case: sampling 1 or 2 in both directions. */
blob make_jpeg(const unsigned char *pixels, uint32_t width, uint32_t height, int channels, int sampling, int quality,
               int progressive);
/* Puts a marker segment behind SOI. */
void jpeg_insert_segment(blob *jpeg, int marker, const void *data, size_t size);
/* An ICC profile as `pieces` APP2 segments, in reverse order when asked. */
void jpeg_insert_icc(blob *jpeg, const void *icc, size_t size, int pieces, int reversed);
/* A TIFF block with an orientation, a ColorSpace (0: none) and an interoperability index ("" or "R03"). */
blob make_exif(int big_endian, int orientation, int color_space, const char *interop);
/* make_exif as an APP1 segment. */
void jpeg_insert_exif(blob *jpeg, int big_endian, int orientation, int color_space, const char *interop);

#endif
