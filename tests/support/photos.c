/* tests/support/photos.c - small photo files made in memory. */
#include "support/photos.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

void blob_add(blob *out, const void *data, size_t size)
{
    out->data = realloc(out->data, out->size + size + 1);
    if (!out->data)
        abort();
    if (size)
        memcpy(out->data + out->size, data, size);
    out->size += size;
}

void blob_add_be32(blob *out, uint32_t value)
{
    unsigned char b[4] = {(unsigned char)(value >> 24), (unsigned char)(value >> 16), (unsigned char)(value >> 8),
                          (unsigned char)value};
    blob_add(out, b, 4);
}

static void insert(blob *out, size_t at, const blob *part)
{
    blob joined = {0};
    blob_add(&joined, out->data, at);
    blob_add(&joined, part->data, part->size);
    blob_add(&joined, out->data + at, out->size - at);
    free(out->data);
    *out = joined;
}

/* ---- PNG ---- */

static void png_collect(png_structp png, png_bytep data, size_t size)
{
    blob_add(png_get_io_ptr(png), data, size);
}

static void png_ignore(png_structp png)
{
    (void)png;
}

blob make_png(const png_spec *spec)
{
    blob out = {0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png)))
        abort();
    png_set_write_fn(png, &out, png_collect, png_ignore);
    png_set_IHDR(png, info, spec->width, spec->height, spec->bit_depth, spec->color_type,
                 spec->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, 0, 0);
    if (spec->color_type == PNG_COLOR_TYPE_PALETTE) {
        png_color palette[256];
        for (int i = 0; i < 256; i++)
            palette[i] = (png_color){(png_byte)(i * 7), (png_byte)(255 - i), (png_byte)(i ^ 85)};
        png_set_PLTE(png, info, palette, 1 << spec->bit_depth);
    }
    png_write_info(png, info);
    int passes = png_set_interlace_handling(png);
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < spec->height; y++)
            png_write_row(png, spec->rows + y * spec->row_bytes);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    return out;
}

/* CRC-32 of PNG 3rd edition annex D. */
static uint32_t crc32_of(const unsigned char *data, size_t size)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < size; i++) {
        crc ^= data[i];
        for (int k = 0; k < 8; k++)
            crc = crc & 1 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
    }
    return ~crc;
}

void png_insert_chunk(blob *png, const char type[4], const void *data, size_t size)
{
    enum { BEHIND_IHDR = 8 + 12 + 13 };
    blob chunk = {0};
    blob_add_be32(&chunk, (uint32_t)size);
    blob_add(&chunk, type, 4);
    blob_add(&chunk, data, size);
    blob_add_be32(&chunk, crc32_of(chunk.data + 4, size + 4));
    insert(png, BEHIND_IHDR, &chunk);
    free(chunk.data);
}

/* ---- JPEG ---- */

blob make_jpeg_of(const jpeg_spec *spec)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *data = NULL;
    unsigned long size = 0;
    blob out = {0};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &size);
    jpeg.image_width = spec->width;
    jpeg.image_height = spec->height;
    jpeg.input_components = spec->channels;
    jpeg.in_color_space = spec->channels == 1 ? JCS_GRAYSCALE : spec->channels == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, spec->quality, TRUE);
    jpeg.comp_info[0].h_samp_factor = spec->across;
    jpeg.comp_info[0].v_samp_factor = spec->down;
    jpeg.restart_interval = (unsigned)spec->restart;
    jpeg.arith_code = spec->arithmetic ? TRUE : FALSE;
    if (spec->progressive)
        jpeg_simple_progression(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    size_t row_bytes = (size_t)spec->width * (size_t)spec->channels;
    while (jpeg.next_scanline < spec->height) {
        JSAMPROW row = (JSAMPROW)(uintptr_t)(spec->pixels + jpeg.next_scanline * row_bytes);
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    blob_add(&out, data, size);
    free(data);
    return out;
}

blob make_jpeg(const unsigned char *pixels, uint32_t width, uint32_t height, int channels, int sampling, int quality,
               int progressive)
{
    jpeg_spec spec = {.width = width,
                      .height = height,
                      .channels = channels,
                      .quality = quality,
                      .progressive = progressive,
                      .across = sampling,
                      .down = sampling,
                      .pixels = pixels};
    return make_jpeg_of(&spec);
}

void jpeg_insert_segment(blob *jpeg, int marker, const void *data, size_t size)
{
    unsigned char head[4] = {0xFF, (unsigned char)marker, (unsigned char)((size + 2) >> 8), (unsigned char)(size + 2)};
    blob segment = {0};
    blob_add(&segment, head, 4);
    blob_add(&segment, data, size);
    insert(jpeg, 2, &segment);
    free(segment.data);
}

void jpeg_insert_icc(blob *jpeg, const void *icc, size_t size, int pieces, int reversed)
{
    size_t share = (size + (size_t)pieces - 1) / (size_t)pieces;
    for (int k = 0; k < pieces; k++) {
        int i = reversed ? k : pieces - 1 - k; /* each goes before those already there */
        size_t from = share * (size_t)i < size ? share * (size_t)i : size,
               length = size - from < share ? size - from : share;
        unsigned char tail[2] = {(unsigned char)(i + 1), (unsigned char)pieces};
        blob segment = {0};
        blob_add(&segment, "ICC_PROFILE", 12);
        blob_add(&segment, tail, 2);
        blob_add(&segment, (const unsigned char *)icc + from, length);
        jpeg_insert_segment(jpeg, 0xE2, segment.data, segment.size);
        free(segment.data);
    }
}

/* ---- EXIF ---- */

static void put(blob *out, int big_endian, int bytes, uint32_t value)
{
    for (int i = 0; i < bytes; i++) {
        unsigned char b = (unsigned char)(value >> (8 * (big_endian ? bytes - 1 - i : i)));
        blob_add(out, &b, 1);
    }
}

static void put_entry(blob *out, int big_endian, int tag, int type, uint32_t count, uint32_t value)
{
    put(out, big_endian, 2, (uint32_t)tag);
    put(out, big_endian, 2, (uint32_t)type);
    put(out, big_endian, 4, count);
    put(out, big_endian, type == 3 ? 2 : 4, value);
    if (type == 3)
        put(out, big_endian, 2, 0);
}

blob make_exif(int big_endian, int orientation, int color_space, const char *interop)
{
    enum { IFD0 = 8, EXIF = IFD0 + 2 + 24 + 4, INTEROP = EXIF + 2 + 24 + 4 };
    blob out = {0};
    int e = big_endian;
    blob_add(&out, e ? "MM" : "II", 2);
    put(&out, e, 2, 42);
    put(&out, e, 4, IFD0);
    put(&out, e, 2, 2);
    put_entry(&out, e, 0x0112, 3, 1, (uint32_t)orientation);
    put_entry(&out, e, 0x8769, 4, 1, EXIF);
    put(&out, e, 4, 0);
    put(&out, e, 2, 2);
    put_entry(&out, e, color_space ? 0xA001 : 0xA000, 3, 1, (uint32_t)color_space);
    put_entry(&out, e, 0xA005, 4, 1, INTEROP);
    put(&out, e, 4, 0);
    put(&out, e, 2, 1);
    put(&out, e, 2, 0x0001);
    put(&out, e, 2, 2);
    put(&out, e, 4, 4);
    char text[4] = {0};
    memcpy(text, interop, strlen(interop) < 4 ? strlen(interop) : 4);
    blob_add(&out, text, 4);
    put(&out, e, 4, 0);
    return out;
}

void jpeg_insert_exif(blob *jpeg, int big_endian, int orientation, int color_space, const char *interop)
{
    blob tiff = make_exif(big_endian, orientation, color_space, interop), segment = {0};
    blob_add(&segment, "Exif\0", 6);
    blob_add(&segment, tiff.data, tiff.size);
    jpeg_insert_segment(jpeg, 0xE1, segment.data, segment.size);
    free(segment.data);
    free(tiff.data);
}
