/*
 * engine/photo/photo_png.c - PNG through libpng: every colour type and depth,
 * interlaced or not.
 *
 * libpng reads pixels only; what the file says about its colours is read by
 * photo_png_chunks.c. libpng reports errors by longjmp: everything that must
 * survive one lives in struct reader, never in a local.
 */
#include "photo/photo_private.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

enum { SIGNATURE = 8 };

/*
 * Deflate expands at most 1032 times (RFC 1951: 258 bytes from two bits at best): an image that its data
 * cannot fill is refused before anything is allocated for it.
 */
static sct_status check_expansion(sct_context *ctx, const png_chunks *c)
{
    static const int samples[7] = {1, 0, 3, 1, 2, 0, 4};
    int channels = c->color_type >= 0 && c->color_type <= 6 ? samples[c->color_type] : 0;
    uint64_t needed = c->height * (1 + c->width * (uint64_t)(channels * c->bit_depth) / 8);
    if (needed / 1040 > c->data_bytes + 64)
        return diag_set(ctx, SCT_ERR_PHOTO_DAMAGED,
                        "the PNG claims %llu x %llu pixels but holds %llu bytes of them; copy it again from its source",
                        (unsigned long long)c->width, (unsigned long long)c->height, (unsigned long long)c->data_bytes);
    return SCT_OK;
}

/* ---- libpng ---- */

typedef struct reader {
    sct_context *ctx;
    png_structp png;
    png_infop info;
    const unsigned char *bytes;
    size_t size, at;
    unsigned char *row;
    unsigned char palette[256][4]; /* red, green, blue, alpha */
    int palette_size;              /* 0: pixels are no indexes */
    sct_status status;             /* what a longjmp means */
    uint64_t rows_left;            /* to inflate; 0: no pixel is missing any more */
    size_t behind;                 /* bytes read since then */
} reader;

static void on_error(png_structp png, png_const_charp text)
{
    reader *r = png_get_error_ptr(png);
    if (r->status == SCT_OK)
        r->status = diag_set(r->ctx, SCT_ERR_PHOTO_DAMAGED, "damaged PNG (%s); copy the file again from its source", text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
    (void)png; /* about chunks that it drops, and about what follows the picture's data */
    (void)text;
}

/* What stands behind the last row: the rest of its block, a checksum, the ends of one chunk or two. */
enum { BEHIND_PICTURE = 64 };

/*
 * After the last row libpng inflates what is left of the data, in the hope of a proper end: a file may hold a thousand
 * times more than its picture. Work is bounded by the picture instead: where more follows than an end, that is the end.
 */
static void on_read(png_structp png, png_bytep out, size_t n)
{
    reader *r = png_get_io_ptr(png);
    r->behind += r->rows_left ? 0 : n;
    if (r->behind > BEHIND_PICTURE || (!r->rows_left && n > r->size - r->at))
        png_longjmp(png, 1);
    if (n > r->size - r->at) {
        r->status = diag_set(r->ctx, SCT_ERR_PHOTO_DAMAGED, "the PNG ends too early; copy the file again from its source");
        png_longjmp(png, 1);
    }
    memcpy(out, r->bytes + r->at, n);
    r->at += n;
}

/* libpng calls these for everything it keeps, so that lack of memory is never taken for damage. */
static png_voidp on_malloc(png_structp png, png_alloc_size_t size)
{
    reader *r = png_get_mem_ptr(png);
    void *data = malloc(size);
    if (!data)
        r->status = diag_set(r->ctx, SCT_ERR_MEMORY, "out of memory");
    return data;
}

static void on_free(png_structp png, png_voidp data)
{
    (void)png;
    free(data);
}

static void reader_close(reader *r)
{
    if (r->png)
        png_destroy_read_struct(&r->png, &r->info, NULL);
    mem_free(r->row);
    r->row = NULL;
}

/* Chunks that no pixel depends on are dropped unread: what is compressed in them may expand without need. */
static const png_byte dropped_chunks[] = "tEXt\0zTXt\0iTXt\0sPLT\0hIST\0tIME\0pHYs\0oFFs\0pCAL\0sCAL\0eXIf\0bKGD\0sBIT\0"
                                         "cICP\0iCCP\0sRGB\0gAMA\0cHRM";

static sct_status reader_open(sct_context *ctx, const sct_photo *photo, reader *r)
{
    memset(r, 0, sizeof *r);
    r->ctx = ctx;
    r->bytes = photo->bytes;
    r->size = photo->size;
    r->rows_left = photo->stored_height ? photo->stored_height : 1;
    r->png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, r, on_error, on_warning, r, on_malloc, on_free);
    r->info = r->png ? png_create_info_struct(r->png) : NULL;
    if (!r->info) {
        reader_close(r);
        return diag_set(ctx, SCT_ERR_MEMORY, "out of memory");
    }
    png_set_read_fn(r->png, r, on_read);
    return SCT_OK;
}

/* Reads up to the image data. Only call it with the longjmp target set. */
static void read_header(reader *r)
{
    png_uint_32 side = (png_uint_32)sct_context_limit(r->ctx, SCT_LIMIT_SIDE);
    png_set_user_limits(r->png, side, side);
    png_set_chunk_malloc_max(r->png, (png_alloc_size_t)sct_context_limit(r->ctx, SCT_LIMIT_ICC_BYTES));
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, dropped_chunks, (int)sizeof dropped_chunks / 5);
    png_read_info(r->png, r->info);
}

/* ---- decoder ---- */

static int sniff(const unsigned char *bytes, size_t size)
{
    return size >= SIGNATURE && png_sig_cmp(bytes, 0, SIGNATURE) == 0;
}

static void describe(reader *r, sct_photo *photo)
{
    int type = png_get_color_type(r->png, r->info);
    photo->stored_width = png_get_image_width(r->png, r->info);
    photo->stored_height = png_get_image_height(r->png, r->info);
    photo->info.bit_depth = png_get_bit_depth(r->png, r->info);
    photo->info.channels = type & PNG_COLOR_MASK_COLOR ? 3 : 1;
    photo->info.has_alpha = (type & PNG_COLOR_MASK_ALPHA) || png_get_valid(r->png, r->info, PNG_INFO_tRNS);
    photo->frame_bits = photo->info.bit_depth == 16 ? 16 : 8;
}

/* Everything that may longjmp while opening. */
static sct_status open_guarded(reader *r, sct_photo *photo)
{
    if (setjmp(png_jmpbuf(r->png)))
        return r->status;
    read_header(r);
    describe(r, photo);
    return r->status;
}

/* EXIF from its own chunk, else from the first text that has some. */
static sct_status take_exif(sct_context *ctx, sct_photo *photo, const png_chunks *c)
{
    bytes_buffer raw = {0};
    sct_status status = SCT_OK;
    size_t size;
    const unsigned char *tiff = photo_find_tiff(c->exif, c->exif_size, &size);
    for (int i = 0; i < c->raw_exif_count && !tiff; i++) {
        mem_free(raw.data);
        raw = (bytes_buffer){0};
        TRY(png_raw_exif(ctx, c, i, &raw));
        tiff = photo_find_tiff(raw.data, raw.size, &size);
    }
    if (tiff)
        photo_take_exif(ctx, photo, tiff, size);
done:
    mem_free(raw.data);
    return status;
}

static sct_status open_png(sct_context *ctx, sct_photo *photo)
{
    sct_status status = SCT_OK;
    png_chunks c;
    reader r = {0};
    TRY(png_chunks_read(ctx, photo, &c));
    TRY(photo_check_size(ctx, c.width, c.height));
    TRY(check_expansion(ctx, &c));
    TRY(reader_open(ctx, photo, &r));
    TRY(open_guarded(&r, photo));
    TRY(take_exif(ctx, photo, &c));
    photo->screenshot |= c.screenshot;
    if (!c.ends)
        photo_truncated(photo);
done:
    reader_close(&r);
    return status;
}

static int is_little_endian(void)
{
    const uint16_t one = 1;
    return *(const unsigned char *)&one == 1;
}

/* libpng calls this for each row that it has inflated. */
static void on_row(png_structp png, png_row_infop info, png_bytep data)
{
    reader *r = png_get_user_transform_ptr(png);
    (void)info;
    (void)data;
    r->rows_left -= r->rows_left > 0;
}

static void take_palette(reader *r)
{
    png_colorp colours = NULL;
    png_bytep alpha = NULL;
    int transparent = 0;
    if (png_get_color_type(r->png, r->info) != PNG_COLOR_TYPE_PALETTE)
        return;
    png_get_PLTE(r->png, r->info, &colours, &r->palette_size);
    png_get_tRNS(r->png, r->info, &alpha, &transparent, NULL);
    for (int i = 0; i < r->palette_size; i++) {
        r->palette[i][0] = colours[i].red;
        r->palette[i][1] = colours[i].green;
        r->palette[i][2] = colours[i].blue;
        r->palette[i][3] = alpha && i < transparent ? alpha[i] : 255;
    }
}

/* Asks libpng for whole samples: small greys expanded, tRNS as alpha, 16 bit in native order. Indexes stay what they are:
 * where libpng expands them, one beyond the palette becomes black in silence. */
static void set_transforms(reader *r)
{
    png_set_read_user_transform_fn(r->png, on_row);
    png_set_user_transform_info(r->png, r, 0, 0);
    take_palette(r);
    if (r->palette_size)
        png_set_packing(r->png);
    else
        png_set_expand(r->png);
    if (is_little_endian())
        png_set_swap(r->png);
    png_read_update_info(r->png, r->info);
}

static sct_status tell_row(reader *r, uint32_t row, uint32_t rows)
{
    return row % 64 == 0 ? progress_tell(r->ctx, SCT_STAGE_PHOTO, (double)row / rows) : SCT_OK;
}

/* The picture's last row, which is whole even if libpng is stopped at what follows. The old longjmp target is lost. */
static sct_status read_last_row(reader *r)
{
    if (setjmp(png_jmpbuf(r->png)))
        return r->status;
    png_read_row(r->png, r->row, NULL);
    return SCT_OK;
}

static sct_status read_row(reader *r)
{
    if (r->rows_left == 1)
        return read_last_row(r);
    png_read_row(r->png, r->row, NULL);
    return SCT_OK;
}

/* Puts colours in place of n indexes, from the last to the first, because they need more room. PNG 3rd edition, 11.2.2: "any
 * out-of-range pixel value found in the image data is an error". */
static sct_status expand_indexes(reader *r, uint32_t n, int channels)
{
    for (size_t i = r->palette_size ? n : 0; i-- > 0;) {
        int index = r->row[i];
        if (index >= r->palette_size)
            return diag_set(
                r->ctx, SCT_ERR_PHOTO_DAMAGED,
                "damaged PNG (its pixels have colours that its palette lacks); copy the file again from its source");
        memcpy(r->row + i * (size_t)channels, r->palette[index], (size_t)channels);
    }
    return SCT_OK;
}

static sct_status decode_rows(reader *r, const sct_photo *photo, photo_sink *sink, int channels)
{
    sct_status status = SCT_OK;
    uint32_t end = sink->stored.y + sink->stored.height;
    for (uint32_t y = 0; y < end; y++) {
        TRY(tell_row(r, y, end));
        TRY(read_row(r));
        TRY(expand_indexes(r, photo->stored_width, channels));
        photo_sink_row(sink, y, 0, 1, photo->stored_width, r->row, channels);
    }
done:
    return status;
}

/*
 * Adam7 (PNG 3rd edition clause 8.2): first column and row of each pass, and their steps. Each pass is a small image of
 * its own, placed pixel by pixel, so that no second full image is kept.
 */
static const struct {
    uint32_t x, y, dx, dy;
} adam7[7] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

static uint64_t rows_of_passes(uint32_t width, uint32_t height)
{
    uint64_t rows = 0;
    for (int pass = 0; pass < 7; pass++)
        if (width > adam7[pass].x && height > adam7[pass].y)
            rows += (height - adam7[pass].y + adam7[pass].dy - 1) / adam7[pass].dy;
    return rows;
}

static sct_status decode_passes(reader *r, const sct_photo *photo, photo_sink *sink, int channels)
{
    sct_status status = SCT_OK;
    uint32_t width = photo->stored_width, height = photo->stored_height;
    for (int pass = 0; pass < 7; pass++) {
        uint32_t x = adam7[pass].x, dx = adam7[pass].dx;
        for (uint32_t y = adam7[pass].y; x < width && y < height; y += adam7[pass].dy) {
            TRY(tell_row(r, y, height));
            TRY(read_row(r));
            TRY(expand_indexes(r, (width - x + dx - 1) / dx, channels));
            photo_sink_row(sink, y, x, dx, (width - x + dx - 1) / dx, r->row, channels);
        }
    }
done:
    return status;
}

/* Everything that may longjmp while decoding. */
static sct_status decode_guarded(reader *r, const sct_photo *photo, photo_sink *sink)
{
    if (setjmp(png_jmpbuf(r->png)))
        return r->status;
    read_header(r);
    set_transforms(r);
    int channels = photo->info.channels + photo->info.has_alpha, told = png_get_channels(r->png, r->info);
    size_t packed = (size_t)photo->stored_width * (size_t)channels * (size_t)photo->frame_bits / 8;
    if (told != (r->palette_size ? 1 : channels) ||
        png_get_rowbytes(r->png, r->info) != packed / (size_t)(r->palette_size ? channels : 1))
        return diag_set(r->ctx, SCT_ERR_INTERNAL, "the PNG changed while it was being read");
    void *row = NULL;
    sct_status status = mem_new(r->ctx, packed, 1, &row);
    if (status != SCT_OK)
        return status;
    r->row = row;
    int interlaced = png_get_interlace_type(r->png, r->info) == PNG_INTERLACE_ADAM7;
    r->rows_left = interlaced ? rows_of_passes(photo->stored_width, photo->stored_height) : photo->stored_height;
    return interlaced ? decode_passes(r, photo, sink, channels) : decode_rows(r, photo, sink, channels);
}

static sct_status decode_png(sct_context *ctx, const sct_photo *photo, photo_sink *sink)
{
    sct_status status = SCT_OK;
    reader r = {0};
    TRY(reader_open(ctx, photo, &r));
    TRY(decode_guarded(&r, photo, sink));
done:
    reader_close(&r);
    return status;
}

const photo_decoder photo_png_decoder = {"png", sniff, open_png, decode_png};
