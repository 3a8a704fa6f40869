/*
 * engine/photo/photo_png_write.c - a PNG that carries pixels and, where asked,
 * what their numbers mean: nothing else.
 *
 * Most of a picture's time is its compression. libdeflate takes a quarter of
 * zlib's for fewer bytes, but wants all rows at once: so where it is built in,
 * pictures that are not too large are held in memory, filtered, and libpng
 * writes what is around them. Larger ones go through libpng row by row.
 */
#include "photo/photo_private.h"

#ifdef HAVE_DEFLATE
#include <libdeflate.h>
#endif
#include <png.h>
#include <stdlib.h>
#include <string.h>

typedef struct writer {
    sct_context *ctx;
    png_structp png;
    png_infop info;
    bytes_buffer buffer;
    sct_status status;
    unsigned char *rows, *packed; /* of a picture that is held in memory */
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

static void describe(writer *w, const photo_png *p)
{
    /* Level 3 with the Sub filter: a fifth of the default's time for a few per cent more bytes. */
    png_set_compression_level(w->png, 3);
    png_set_filter(w->png, 0, PNG_FILTER_SUB);
    png_set_IHDR(w->png, w->info, p->width, p->height, p->bits, p->channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_benign_errors(w->png, 1); /* a profile that libpng refuses is left out, with a warning */
    if (p->icc)
        png_set_iCCP(w->png, w->info, "icc", PNG_COMPRESSION_TYPE_BASE, p->icc, (png_uint_32)p->icc_size);
    else if (p->srgb)
        png_set_sRGB(w->png, w->info, PNG_sRGB_INTENT_RELATIVE);
}

#ifdef HAVE_DEFLATE

/* Level 1 with the Up filter: on photos as small as zlib's level 3. */
enum { HELD_LEVEL = 1, FILTER_UP = 2 };
static const size_t HELD_MOST = (size_t)96 << 20; /* bytes: 33 megapixels of 8 bits */

/* A row with the high byte of each value first, as PNG has it. */
static void put_high_first(unsigned char *row, size_t size)
{
    const uint16_t probe = 1;
    if (*(const unsigned char *)&probe != 1)
        return;
    for (size_t i = 0; i + 1 < size; i += 2) {
        unsigned char low = row[i];
        row[i] = row[i + 1];
        row[i + 1] = low;
    }
}

/* All rows into w->rows, each as its difference from the one above. */
static sct_status filter_rows(writer *w, const photo_png *p, unsigned char *row, size_t size)
{
    sct_status status = SCT_OK;
    unsigned char *above = NULL;
    TRY(mem_new(w->ctx, size, 1, (void **)&above));
    for (uint32_t y = 0; y < p->height; y++) {
        unsigned char *out = w->rows + y * (size + 1);
        TRY(p->row(p->user, y, row));
        if (p->bits == 16)
            put_high_first(row, size);
        *out++ = FILTER_UP;
        for (size_t i = 0; i < size; i++) {
            out[i] = (unsigned char)(row[i] - above[i]);
            above[i] = row[i];
        }
    }
done:
    mem_free(above);
    return status;
}

/* The data of the picture in one piece, its chunk written; 0 where it is too large for that. Leaves the status in w. */
static int write_held(writer *w, const photo_png *p, unsigned char *row)
{
    size_t size = (size_t)p->width * (size_t)p->channels * (size_t)p->bits / 8, packed = 0;
    if (p->height > HELD_MOST / (size + 1))
        return 0;
    size_t all = (size + 1) * p->height, room = libdeflate_zlib_compress_bound(NULL, all);
    w->status = mem_new(w->ctx, all, 1, (void **)&w->rows);
    if (w->status == SCT_OK)
        w->status = filter_rows(w, p, row, size);
    if (w->status == SCT_OK)
        w->status = mem_new(w->ctx, room, 1, (void **)&w->packed);
    if (w->status != SCT_OK)
        return 1;
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(HELD_LEVEL);
    if (compressor)
        packed = libdeflate_zlib_compress(compressor, w->rows, all, w->packed, room);
    libdeflate_free_compressor(compressor);
    if (!packed) {
        w->status = diag_set(w->ctx, SCT_ERR_MEMORY, "out of memory");
        return 1;
    }
    png_write_chunk(w->png, (png_const_bytep) "IDAT", w->packed, packed);
    png_write_chunk(w->png, (png_const_bytep) "IEND", NULL, 0);
    return 1;
}

#else

static int write_held(writer *w, const photo_png *p, unsigned char *row)
{
    (void)w;
    (void)p;
    (void)row;
    return 0;
}

#endif

/* Everything that may longjmp. */
static sct_status write_guarded(writer *w, const photo_png *p, unsigned char *row)
{
    const uint16_t probe = 1;
    if (setjmp(png_jmpbuf(w->png)))
        return w->status;
    png_set_write_fn(w->png, w, on_write, on_flush);
    describe(w, p);
    if (w->status != SCT_OK) /* libpng takes a lack of memory for a profile it may leave out */
        return w->status;
    png_write_info(w->png, w->info);
    if (write_held(w, p, row))
        return w->status;
    if (p->bits == 16 && *(const unsigned char *)&probe == 1)
        png_set_swap(w->png); /* PNG has the high byte first */
    for (uint32_t y = 0; y < p->height; y++) {
        w->status = p->row(p->user, y, row);
        if (w->status != SCT_OK)
            return w->status;
        png_write_row(w->png, row);
    }
    png_write_end(w->png, NULL);
    return SCT_OK;
}

sct_status photo_write_png_rows(sct_context *ctx, const photo_png *p, sct_bytes *out)
{
    sct_status status = SCT_OK;
    writer w = {.ctx = ctx};
    unsigned char *row = NULL;
    /* The limits are for what comes in: an overlay is larger than its photo, by its legend. */
    if (!p->row || !p->width || !p->height || !out || (p->channels != 1 && p->channels != 3) ||
        (p->bits != 8 && p->bits != 16) || p->icc_size > INT32_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a PNG needs pixels of 1 or 3 channels");
    TRY(mem_new(ctx, p->width, (size_t)p->channels * (size_t)p->bits / 8, (void **)&row));
    w.png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, &w, on_error, on_warning, &w, on_malloc, on_free);
    w.info = w.png ? png_create_info_struct(w.png) : NULL;
    if (!w.info)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    TRY(write_guarded(&w, p, row));
    out->data = w.buffer.data;
    out->size = w.buffer.size;
done:
    if (w.png)
        png_destroy_write_struct(&w.png, &w.info);
    if (status != SCT_OK)
        mem_free(w.buffer.data);
    mem_free(w.rows);
    mem_free(w.packed);
    mem_free(row);
    return status;
}

sct_status photo_packed_row(void *user, uint32_t y, unsigned char *row)
{
    const photo_packed *r = user;
    memcpy(row, r->pixels + y * r->row_size, r->row_size);
    return SCT_OK;
}

sct_status photo_write_png(sct_context *ctx, const unsigned char *pixels, uint32_t width, uint32_t height, int channels,
                           int srgb, sct_bytes *out)
{
    photo_packed rows = {pixels, (size_t)width * (size_t)(channels > 0 ? channels : 0)};
    photo_png p = {.width = width, .height = height, .channels = channels, .bits = 8, .srgb = srgb, .user = &rows};
    p.row = pixels ? photo_packed_row : NULL;
    return photo_write_png_rows(ctx, &p, out);
}
