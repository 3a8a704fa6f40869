/*
 * engine/photo/write/photo_png_write.c - a PNG that carries pixels and, where
 * asked, what their numbers mean: nothing else.
 *
 * libpng writes what is around the picture. Its data are made here, in parts
 * (photo_write.h) that are filtered and deflated beside each other: most of a
 * picture's time was its compression.
 */
#include "photo/write/photo_write.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

/* Bytes that are filtered before they are packed, so that they are still near. */
enum { BLOCK = 98304, FILTER_SUB = 1, FILTER_UP = 2, FILTER_MEAN = 3, PIXEL_MOST = 6 };

typedef struct part {
    bytes_buffer data; /* deflated */
    uint32_t adler;
    size_t size; /* bytes that were deflated */
} part;

/* What one hand works in. */
typedef struct room {
    unsigned char *row, *above; /* PIXEL_MOST zeros stand before each */
    unsigned char *filtered;
    photo_deflater *deflater;
} room;

typedef struct writer {
    sct_context *ctx;
    png_structp png;
    png_infop info;
    bytes_buffer buffer;
    sct_status status;
    const photo_png *picture;
    size_t row_size;
    uint32_t part_rows;
    size_t part_count;
    part *parts;
    room rooms[TASK_HANDS];
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
    png_set_IHDR(w->png, w->info, p->width, p->height, p->bits, p->channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_benign_errors(w->png, 1); /* a profile that libpng refuses is left out, with a warning */
    if (p->icc)
        png_set_iCCP(w->png, w->info, "icc", PNG_COMPRESSION_TYPE_BASE, p->icc, (png_uint_32)p->icc_size);
    else if (p->srgb)
        png_set_sRGB(w->png, w->info, PNG_sRGB_INTENT_RELATIVE);
}

/* Everything that may longjmp: signature, header and profile. */
static sct_status write_head(writer *w)
{
    if (setjmp(png_jmpbuf(w->png)))
        return w->status;
    png_set_write_fn(w->png, w, on_write, on_flush);
    describe(w, w->picture);
    if (w->status != SCT_OK) /* libpng takes a lack of memory for a profile it may leave out */
        return w->status;
    png_write_info(w->png, w->info);
    return w->status;
}

/* ---- the data ---- */

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

/*
 * A filter's number, and what it leaves of a row: of a photo least is left by the mean of left and above, whose noise is
 * half of theirs; of a row that repeats the one above nothing is left by that. A part's first row knows none above it.
 */
static void filter_row(const unsigned char *restrict row, const unsigned char *restrict above, size_t pixel, size_t size,
                       unsigned char *restrict out)
{
    const unsigned char *left = row - pixel;
    if (!above) {
        *out++ = FILTER_SUB;
        for (size_t i = 0; i < size; i++)
            out[i] = (unsigned char)(row[i] - left[i]);
    } else if (memcmp(row, above, size) == 0) {
        *out++ = FILTER_UP;
        memset(out, 0, size);
    } else {
        *out++ = FILTER_MEAN;
        for (size_t i = 0; i < size; i++)
            out[i] = (unsigned char)(row[i] - (unsigned char)(((unsigned)left[i] + above[i]) >> 1));
    }
}

/* The rooms are made where they are used first, and stay until all is done. */
static sct_status enter_room(sct_context *ctx, const writer *w, room *r)
{
    sct_status status = SCT_OK;
    if (r->filtered)
        return SCT_OK;
    TRY(mem_new(ctx, w->row_size + PIXEL_MOST, 2, (void **)&r->row));
    r->above = r->row + w->row_size + PIXEL_MOST;
    TRY(mem_new(ctx, BLOCK + w->row_size + 1, 1, (void **)&r->filtered));
done:
    return status;
}

/* Packs `size` filtered bytes behind what there is of a part. */
static sct_status pack(sct_context *ctx, room *r, size_t size, photo_deflate_end end, part *p)
{
    p->adler = photo_adler(p->adler, r->filtered, size);
    p->size += size;
    return photo_deflate(ctx, r->deflater, r->filtered, size, end, &p->data);
}

static sct_status write_part(sct_context *ctx, void *user, size_t number, int hand)
{
    sct_status status = SCT_OK;
    writer *w = user;
    const photo_png *p = w->picture;
    room *r = &w->rooms[hand];
    part *out = &w->parts[number];
    uint32_t first = (uint32_t)number * w->part_rows;
    uint32_t end = p->height - first < w->part_rows ? p->height : first + w->part_rows;
    size_t held = 0, pixel = (size_t)p->channels * (size_t)p->bits / 8;
    TRY(enter_room(ctx, w, r));
    TRY(photo_deflate_begin(ctx, &r->deflater));
    out->adler = 1;
    for (uint32_t y = first; y < end; y++) {
        unsigned char *row = r->row + PIXEL_MOST, *above = r->above + PIXEL_MOST;
        TRY(p->row(ctx, p->user, hand, y, row));
        if (p->bits == 16)
            put_high_first(row, w->row_size);
        filter_row(row, y > first ? above : NULL, pixel, w->row_size, r->filtered + held);
        held += w->row_size + 1;
        r->row = above - PIXEL_MOST;
        r->above = row - PIXEL_MOST;
        if (held >= BLOCK || y + 1 == end) {
            TRY(pack(ctx, r, held,
                     y + 1 < end       ? PHOTO_DEFLATE_MORE
                     : end < p->height ? PHOTO_DEFLATE_PIECE
                                       : PHOTO_DEFLATE_LAST,
                     out));
            held = 0;
        }
    }
done:
    return status;
}

/* ---- the file ---- */

static void put32(unsigned char *out, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        out[i] = (unsigned char)(value >> (24 - 8 * i));
}

/* A chunk of the bytes before, between and behind which nothing else stands. */
static sct_status write_chunk(writer *w, const char type[4], const unsigned char *data, size_t size)
{
    sct_status status = SCT_OK;
    unsigned char head[8], sum[4];
    put32(head, (uint32_t)size);
    memcpy(head + 4, type, 4);
    put32(sum, photo_crc(photo_crc(0, head + 4, 4), data, size));
    TRY(bytes_append(w->ctx, &w->buffer, head, sizeof head));
    TRY(bytes_append(w->ctx, &w->buffer, data, size));
    TRY(bytes_append(w->ctx, &w->buffer, sum, sizeof sum));
done:
    return status;
}

/* A stream of zlib, a part a chunk: its two bytes at the front, and the checksum of all at the end. */
static sct_status write_parts(writer *w)
{
    static const unsigned char zlib[2] = {0x78, 0x01};
    sct_status status = SCT_OK;
    unsigned char sum[4];
    uint32_t adler = 1;
    TRY(write_chunk(w, "IDAT", zlib, sizeof zlib));
    for (size_t i = 0; i < w->part_count; i++) {
        part *p = &w->parts[i];
        adler = photo_adler_join(adler, p->adler, p->size);
        put32(sum, adler);
        if (i + 1 == w->part_count)
            TRY(bytes_append(w->ctx, &p->data, sum, sizeof sum));
        TRY(write_chunk(w, "IDAT", p->data.data, p->data.size));
        mem_free(p->data.data);
        p->data = (bytes_buffer){NULL, 0, 0};
    }
    TRY(write_chunk(w, "IEND", zlib, 0));
done:
    return status;
}

static void free_writer(writer *w)
{
    if (w->png)
        png_destroy_write_struct(&w->png, &w->info);
    for (size_t i = 0; w->parts && i < w->part_count; i++)
        mem_free(w->parts[i].data.data);
    mem_free(w->parts);
    for (int i = 0; i < TASK_HANDS; i++) {
        room *r = &w->rooms[i];
        mem_free(r->row && r->above < r->row ? r->above : r->row);
        mem_free(r->filtered);
        photo_deflate_free(r->deflater);
    }
    mem_free(w->buffer.data);
}

sct_status photo_write_png_rows(sct_context *ctx, const photo_png *p, sct_bytes *out)
{
    sct_status status = SCT_OK;
    writer w = {.ctx = ctx, .picture = p};
    /* The limits are for what comes in: an overlay is larger than its photo, by its legend. */
    if (!p->row || !p->width || !p->height || !out || (p->channels != 1 && p->channels != 3) ||
        (p->bits != 8 && p->bits != 16) || p->icc_size > INT32_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a PNG needs pixels of 1 or 3 channels");
    TRY(size_mul(ctx, p->width, (size_t)p->channels * (size_t)p->bits / 8, &w.row_size));
    w.part_rows = photo_part_rows(p->width, p->height, p->part_rows);
    w.part_count = (p->height - 1) / w.part_rows + 1;
    TRY(mem_new(ctx, w.part_count, sizeof *w.parts, (void **)&w.parts));
    w.png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, &w, on_error, on_warning, &w, on_malloc, on_free);
    w.info = w.png ? png_create_info_struct(w.png) : NULL;
    if (!w.info)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    TRY(write_head(&w));
    TRY(task_share(ctx, write_part, &w, w.part_count));
    TRY(write_parts(&w));
    out->data = w.buffer.data;
    out->size = w.buffer.size;
    w.buffer.data = NULL;
done:
    free_writer(&w);
    return status;
}

sct_status photo_write_png(sct_context *ctx, const unsigned char *pixels, uint32_t width, uint32_t height, int channels,
                           int srgb, sct_bytes *out)
{
    photo_packed rows = {pixels, (size_t)width * (size_t)(channels > 0 ? channels : 0)};
    photo_png p = {.width = width, .height = height, .channels = channels, .bits = 8, .srgb = srgb, .user = &rows};
    p.row = pixels ? photo_packed_row : NULL;
    return photo_write_png_rows(ctx, &p, out);
}
