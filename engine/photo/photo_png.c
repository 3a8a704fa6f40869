/*
 * engine/photo/photo_png.c - PNG through libpng: every colour type and depth,
 * interlaced or not, and what the file says about its colours.
 *
 * PNG 3rd edition (W3C 2025) clause 4.3: cICP before iCCP before sRGB before
 * gAMA and cHRM. libpng reports errors by longjmp: everything that must survive
 * one lives in struct reader, never in a local.
 */
#include "photo/photo_private.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

enum { SIGNATURE = 8, CHUNK_OVERHEAD = 12, IHDR_BYTES = 13 };

/* ---- the chunks, seen without libpng ---- */

typedef struct chunks {
    uint64_t width, height;
    int bit_depth, color_type, interlaced;
    uint64_t data_bytes;       /* of all IDAT */
    const unsigned char *exif; /* eXIf, which may also stand behind the image */
    size_t exif_size;
    int icc, tags;  /* an iCCP; any of cICP, sRGB, gAMA, cHRM */
    int screenshot; /* a text says so */
    int ends;       /* IEND was reached */
} chunks;

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void take_chunk(chunks *c, const unsigned char *type, const unsigned char *data, size_t size)
{
    if (memcmp(type, "IDAT", 4) == 0) {
        c->data_bytes += size;
    } else if (memcmp(type, "eXIf", 4) == 0 && !c->exif) {
        c->exif = data;
        c->exif_size = size;
    } else if (memcmp(type, "iCCP", 4) == 0) {
        c->icc = 1;
    } else if (memcmp(type, "cICP", 4) == 0 || memcmp(type, "sRGB", 4) == 0 || memcmp(type, "gAMA", 4) == 0 ||
               memcmp(type, "cHRM", 4) == 0) {
        c->tags = 1;
    } else if (memcmp(type, "tEXt", 4) == 0 || memcmp(type, "iTXt", 4) == 0) {
        c->screenshot |= photo_text_says_screenshot(data, size, type[0] == 'i');
    } else if (memcmp(type, "IEND", 4) == 0) {
        c->ends = 1;
    }
}

static sct_status walk_chunks(sct_context *ctx, const sct_photo *photo, chunks *c)
{
    const unsigned char *bytes = photo->bytes;
    memset(c, 0, sizeof *c);
    if (photo->size < SIGNATURE + CHUNK_OVERHEAD + IHDR_BYTES || be32(bytes + SIGNATURE) != IHDR_BYTES ||
        memcmp(bytes + SIGNATURE + 4, "IHDR", 4) != 0)
        return diag_set(ctx, SCT_ERR_PHOTO_DAMAGED, "a PNG without a header; copy the file again from its source");
    const unsigned char *header = bytes + SIGNATURE + 8;
    c->width = be32(header);
    c->height = be32(header + 4);
    c->bit_depth = header[8];
    c->color_type = header[9];
    c->interlaced = header[12] != 0;
    for (size_t at = SIGNATURE; !c->ends && photo->size - at >= 8;) {
        size_t length = be32(bytes + at), room = photo->size - at - 8;
        take_chunk(c, bytes + at + 4, bytes + at + 8, length < room ? length : room);
        if (length > room || room - length < 4)
            break;
        at += length + CHUNK_OVERHEAD;
    }
    return SCT_OK;
}

/*
 * Deflate expands at most 1032 times (RFC 1951: 258 bytes from two bits at best): an image that its data
 * cannot fill is refused before anything is allocated for it.
 */
static sct_status check_expansion(sct_context *ctx, const chunks *c)
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
    sct_status status; /* what a longjmp means */
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
    (void)png; /* libpng warns about chunks it drops; read_colour finds and flags those that matter */
    (void)text;
}

static void on_read(png_structp png, png_bytep out, size_t n)
{
    reader *r = png_get_io_ptr(png);
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

/* Chunks that no colour depends on are dropped unread: compressed text may expand without need. */
static const png_byte dropped_chunks[] = "tEXt\0zTXt\0iTXt\0sPLT\0hIST\0tIME\0pHYs\0oFFs\0pCAL\0sCAL\0eXIf\0bKGD\0sBIT";
static const png_byte kept_chunks[] = "cICP";

static sct_status reader_open(sct_context *ctx, const sct_photo *photo, reader *r)
{
    memset(r, 0, sizeof *r);
    r->ctx = ctx;
    r->bytes = photo->bytes;
    r->size = photo->size;
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
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_ALWAYS, kept_chunks, 1);
    png_read_info(r->png, r->info);
}

/* ---- what the file says about its colours ---- */

static int read_cicp(reader *r, photo_colour_space *colour)
{
    png_unknown_chunkp unknown = NULL;
    int count = png_get_unknown_chunks(r->png, r->info, &unknown);
    for (int i = 0; i < count; i++)
        if (memcmp(unknown[i].name, "cICP", 4) == 0 && unknown[i].size == 4) {
            const png_byte *d = unknown[i].data;
            colour->cicp = (photo_cicp){1, d[0], d[1], d[2], d[3]};
            colour->source = SCT_PROFILE_CICP;
            return 1;
        }
    return 0;
}

/* sRGB, or gAMA and cHRM; 0 if none of them is usable. */
static int read_tags(reader *r, photo_colour_space *colour)
{
    int intent = 0;
    double gamma = 0, *xy = colour->xy;
    if (png_get_sRGB(r->png, r->info, &intent)) {
        colour->source = SCT_PROFILE_TAGGED;
        return 1;
    }
    if (png_get_gAMA(r->png, r->info, &gamma)) {
        colour->has_gamma = 1;
        colour->gamma = gamma;
    }
    if (png_get_cHRM(r->png, r->info, xy, xy + 1, xy + 2, xy + 3, xy + 4, xy + 5, xy + 6, xy + 7))
        colour->has_chromaticities = 1;
    if (!colour->has_gamma && !colour->has_chromaticities)
        return 0;
    colour->source = SCT_PROFILE_TAGGED;
    return 1;
}

/* The profile libpng accepted, by precedence; the iCCP that it threw away is flagged. */
static sct_status read_colour(reader *r, sct_photo *photo, const chunks *c)
{
    png_charp name = NULL;
    png_bytep icc = NULL;
    png_uint_32 size = 0;
    int method = 0;
    if (read_cicp(r, &photo->colour))
        return SCT_OK;
    if (png_get_iCCP(r->png, r->info, &name, &method, &icc, &size)) {
        sct_status status = photo_keep_icc(r->ctx, photo, icc, size);
        if (status != SCT_OK || photo->colour.source == SCT_PROFILE_EMBEDDED)
            return status;
    } else if (c->icc) {
        photo_profile_ignored(photo, "it is damaged or not meant for this kind of PNG");
    }
    if (!read_tags(r, &photo->colour) && c->tags && !c->icc)
        photo_profile_ignored(photo, "its colour chunks are damaged");
    return SCT_OK;
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
static sct_status open_guarded(reader *r, sct_photo *photo, const chunks *c)
{
    if (setjmp(png_jmpbuf(r->png)))
        return r->status;
    read_header(r);
    describe(r, photo);
    sct_status status = read_colour(r, photo, c);
    return status != SCT_OK ? status : r->status;
}

static sct_status open_png(sct_context *ctx, sct_photo *photo)
{
    sct_status status = SCT_OK;
    chunks c;
    reader r = {0};
    TRY(walk_chunks(ctx, photo, &c));
    TRY(photo_check_size(ctx, c.width, c.height));
    TRY(check_expansion(ctx, &c));
    TRY(reader_open(ctx, photo, &r));
    TRY(open_guarded(&r, photo, &c));
    photo_take_exif(ctx, photo, c.exif, c.exif_size);
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

/* Asks libpng for whole samples: palettes and small greys expanded, tRNS as alpha, 16 bit in native order. */
static void set_transforms(reader *r)
{
    png_set_expand(r->png);
    if (is_little_endian())
        png_set_swap(r->png);
    png_read_update_info(r->png, r->info);
}

static sct_status tell_row(reader *r, uint32_t row, uint32_t rows)
{
    return row % 64 == 0 ? progress_tell(r->ctx, SCT_STAGE_PHOTO, (double)row / rows) : SCT_OK;
}

static sct_status decode_rows(reader *r, const sct_photo *photo, photo_sink *sink, int channels)
{
    uint32_t end = sink->stored.y + sink->stored.height;
    for (uint32_t y = 0; y < end; y++) {
        sct_status status = tell_row(r, y, end);
        if (status != SCT_OK)
            return status;
        png_read_row(r->png, r->row, NULL);
        photo_sink_row(sink, y, 0, 1, photo->stored_width, r->row, channels);
    }
    return SCT_OK;
}

/*
 * Adam7 (PNG 3rd edition clause 8.2): first column and row of each pass, and their steps. Each pass is a small image of
 * its own, placed pixel by pixel, so that no second full image is kept.
 */
static const struct {
    uint32_t x, y, dx, dy;
} adam7[7] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

static sct_status decode_passes(reader *r, const sct_photo *photo, photo_sink *sink, int channels)
{
    uint32_t width = photo->stored_width, height = photo->stored_height;
    for (int pass = 0; pass < 7; pass++) {
        uint32_t x = adam7[pass].x, dx = adam7[pass].dx;
        for (uint32_t y = adam7[pass].y; x < width && y < height; y += adam7[pass].dy) {
            sct_status status = tell_row(r, y, height);
            if (status != SCT_OK)
                return status;
            png_read_row(r->png, r->row, NULL);
            photo_sink_row(sink, y, x, dx, (width - x + dx - 1) / dx, r->row, channels);
        }
    }
    return SCT_OK;
}

/* Everything that may longjmp while decoding. */
static sct_status decode_guarded(reader *r, const sct_photo *photo, photo_sink *sink)
{
    if (setjmp(png_jmpbuf(r->png)))
        return r->status;
    read_header(r);
    set_transforms(r);
    int channels = png_get_channels(r->png, r->info);
    size_t packed = (size_t)photo->stored_width * (size_t)channels * (size_t)photo->frame_bits / 8;
    if (channels != photo->info.channels + photo->info.has_alpha || png_get_rowbytes(r->png, r->info) != packed)
        return diag_set(r->ctx, SCT_ERR_INTERNAL, "the PNG changed while it was being read");
    void *row = NULL;
    sct_status status = mem_new(r->ctx, packed, 1, &row);
    if (status != SCT_OK)
        return status;
    r->row = row;
    if (png_get_interlace_type(r->png, r->info) == PNG_INTERLACE_ADAM7)
        return decode_passes(r, photo, sink, channels);
    return decode_rows(r, photo, sink, channels);
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
