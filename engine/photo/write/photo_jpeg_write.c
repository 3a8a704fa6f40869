/*
 * engine/photo/write/photo_jpeg_write.c - a JPEG that carries pixels and the
 * profile that says what they mean: nothing else.
 *
 * Dots are small and dark, so that chroma keeps its full resolution: halved, it
 * would lay a coloured seam around each of them. libjpeg reports errors by
 * longjmp: what must survive one lives in struct writer.
 *
 * A large picture is made in parts (photo_write.h). Each begins where a decoder
 * restarts (ISO 10918-1, B.2.1), so that it is a picture of its own of which only
 * the data are kept: the first one's tables and header serve all.
 */
#include "photo/write/photo_write.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

enum { CHUNK = 1 << 16 };

typedef struct writer {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_destination_mgr destination;
    jmp_buf escape;
    sct_context *ctx;
    const photo_jpeg *picture;
    int hand, restarts;  /* non-zero: there are parts behind or before this one */
    uint32_t first, end; /* rows */
    bytes_buffer buffer;
    unsigned char chunk[CHUNK];
    unsigned char *row;
    sct_status status; /* what a longjmp means */
    int made;
} writer;

static writer *writer_of(j_common_ptr jpeg)
{
    return jpeg->client_data;
}

static void leave(writer *w, sct_status status)
{
    w->status = status;
    longjmp(w->escape, 1);
}

static void on_error(j_common_ptr jpeg)
{
    writer *w = writer_of(jpeg);
    char text[JMSG_LENGTH_MAX];
    if (jpeg->err->msg_code == JERR_OUT_OF_MEMORY)
        leave(w, diag_set(w->ctx, SCT_ERR_MEMORY, "out of memory"));
    w->errors.format_message(jpeg, text);
    text[strcspn(text, "\n")] = '\0';
    leave(w, diag_set(w->ctx, SCT_ERR_INTERNAL, "the JPEG could not be written (%s)", text));
}

static void on_message(j_common_ptr jpeg, int level)
{
    (void)jpeg; /* the library never prints */
    (void)level;
}

static void on_print(j_common_ptr jpeg)
{
    (void)jpeg;
}

static void begin_chunk(j_compress_ptr jpeg)
{
    writer *w = writer_of((j_common_ptr)jpeg);
    w->destination.next_output_byte = w->chunk;
    w->destination.free_in_buffer = CHUNK;
}

static void keep(writer *w, size_t size)
{
    sct_status status = bytes_append(w->ctx, &w->buffer, w->chunk, size);
    if (status != SCT_OK)
        leave(w, status);
}

static boolean on_full(j_compress_ptr jpeg)
{
    keep(writer_of((j_common_ptr)jpeg), CHUNK);
    begin_chunk(jpeg);
    return TRUE;
}

static void on_end(j_compress_ptr jpeg)
{
    writer *w = writer_of((j_common_ptr)jpeg);
    keep(w, CHUNK - w->destination.free_in_buffer);
}

static unsigned blocks_of(uint32_t pixels)
{
    return (pixels + DCTSIZE - 1) / DCTSIZE;
}

static void describe(writer *w, const photo_jpeg *p)
{
    w->jpeg.image_width = p->width;
    w->jpeg.image_height = w->end - w->first;
    w->jpeg.input_components = p->channels;
    w->jpeg.in_color_space = p->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&w->jpeg);
    jpeg_set_quality(&w->jpeg, p->quality, TRUE);
    if (p->channels == 3)
        w->jpeg.comp_info[0].h_samp_factor = w->jpeg.comp_info[0].v_samp_factor = 1;
    if (w->restarts) /* no sooner than at the end of the part */
        w->jpeg.restart_interval = blocks_of(p->width) * ((unsigned)w->restarts / DCTSIZE);
}

/* The profile, in the pieces that a marker holds (ICC.1, annex B.4): a name, the number of the piece, how many there are. */
static void write_profile(writer *w, const photo_jpeg *p)
{
    enum { NAME = 14, PIECE = 65519, PIECES_MAX = 255 };
    static const unsigned char name[NAME - 2] = "ICC_PROFILE";
    size_t pieces = (p->icc_size + PIECE - 1) / PIECE, at = 0;
    if (!p->icc || !p->icc_size || pieces > PIECES_MAX)
        return;
    for (size_t i = 1; i <= pieces; i++) {
        size_t size = p->icc_size - at < PIECE ? p->icc_size - at : PIECE;
        jpeg_write_m_header(&w->jpeg, JPEG_APP0 + 2, (unsigned)(size + NAME));
        for (size_t k = 0; k < sizeof name; k++)
            jpeg_write_m_byte(&w->jpeg, name[k]);
        jpeg_write_m_byte(&w->jpeg, (int)i);
        jpeg_write_m_byte(&w->jpeg, (int)pieces);
        for (size_t k = 0; k < size; k++)
            jpeg_write_m_byte(&w->jpeg, p->icc[at++]);
    }
}

/* Everything that may longjmp. */
static sct_status write_guarded(writer *w)
{
    const photo_jpeg *p = w->picture;
    if (setjmp(w->escape))
        return w->status;
    w->jpeg.err = jpeg_std_error(&w->errors);
    w->errors.error_exit = on_error;
    w->errors.emit_message = on_message;
    w->errors.output_message = on_print;
    w->jpeg.client_data = w;
    jpeg_create_compress(&w->jpeg);
    w->made = 1;
    w->destination.init_destination = begin_chunk;
    w->destination.empty_output_buffer = on_full;
    w->destination.term_destination = on_end;
    w->jpeg.dest = &w->destination;
    describe(w, p);
    jpeg_start_compress(&w->jpeg, TRUE);
    if (!w->first)
        write_profile(w, p);
    for (uint32_t y = w->first; y < w->end; y++) {
        JSAMPROW rows[1] = {w->row};
        w->status = p->row(w->ctx, p->user, w->hand, y, w->row);
        if (w->status != SCT_OK)
            return w->status;
        jpeg_write_scanlines(&w->jpeg, rows, 1);
    }
    jpeg_finish_compress(&w->jpeg);
    return SCT_OK;
}

/* ---- parts ---- */

typedef struct picture {
    const photo_jpeg *jpeg;
    uint32_t part_rows;
    size_t part_count;
    bytes_buffer *parts; /* pictures of their own */
} picture;

static sct_status write_part(sct_context *ctx, void *user, size_t number, int hand)
{
    sct_status status = SCT_OK;
    picture *all = user;
    const photo_jpeg *p = all->jpeg;
    writer *w = NULL;
    TRY(mem_new(ctx, 1, sizeof *w, (void **)&w));
    w->ctx = ctx;
    w->picture = p;
    w->hand = hand;
    w->restarts = all->part_count > 1 ? (int)all->part_rows : 0;
    w->first = (uint32_t)number * all->part_rows;
    w->end = p->height - w->first < all->part_rows ? p->height : w->first + all->part_rows;
    TRY(mem_new(ctx, p->width, (size_t)p->channels, (void **)&w->row));
    TRY(write_guarded(w));
    all->parts[number] = w->buffer;
    w->buffer.data = NULL;
done:
    if (w && w->made)
        jpeg_destroy_compress(&w->jpeg);
    if (w) {
        mem_free(w->buffer.data);
        mem_free(w->row);
    }
    mem_free(w);
    return status;
}

enum { MARK = 0xff, START_OF_FRAME = 0xc0, RESTART = 0xd0, START_OF_SCAN = 0xda };

/* Where the marker of this kind lies in what libjpeg wrote, or where its segment ends. */
static size_t find_marker(const bytes_buffer *b, unsigned char kind, int behind)
{
    size_t at = 2; /* the start of the image has no length */
    while (at + 4 <= b->size && b->data[at] == MARK) {
        size_t length = 2 + ((size_t)b->data[at + 2] << 8 | b->data[at + 3]);
        if (b->data[at + 1] == kind)
            return behind ? at + length : at;
        at += length;
    }
    return 0;
}

/* Puts the parts together: the first with the height of all, the data of the others behind marks of restarts. */
static sct_status join_parts(sct_context *ctx, picture *all, bytes_buffer *out)
{
    enum { END_OF_IMAGE = 2, RESTARTS = 8 };
    sct_status status = SCT_OK;
    bytes_buffer *first = &all->parts[0];
    size_t frame = find_marker(first, START_OF_FRAME, 0);
    if (!frame)
        FAIL(ctx, SCT_ERR_INTERNAL, "the JPEG could not be written (no frame)");
    first->data[frame + 5] = (unsigned char)(all->jpeg->height >> 8);
    first->data[frame + 6] = (unsigned char)all->jpeg->height;
    for (size_t i = 0; i < all->part_count; i++) {
        const bytes_buffer *part = &all->parts[i];
        const unsigned char mark[2] = {MARK, (unsigned char)(RESTART + (i + RESTARTS - 1) % RESTARTS)};
        size_t from = i ? find_marker(part, START_OF_SCAN, 1) : 0, end = i + 1 < all->part_count ? END_OF_IMAGE : 0;
        if (i)
            TRY(bytes_append(ctx, out, mark, sizeof mark));
        TRY(bytes_append(ctx, out, part->data + from, part->size - from - end));
    }
done:
    return status;
}

/* Rows a part: a restart is at most 65535 blocks away. */
static uint32_t part_rows_of(const photo_jpeg *p)
{
    enum { BLOCKS_MOST = 65535 };
    uint32_t rows = photo_part_rows(p->width, p->height, p->part_rows), most = BLOCKS_MOST / blocks_of(p->width) * DCTSIZE;
    return rows < most ? rows : most;
}

sct_status photo_write_jpeg_rows(sct_context *ctx, const photo_jpeg *p, sct_bytes *out)
{
    sct_status status = SCT_OK;
    picture all = {.jpeg = p};
    bytes_buffer joined = {NULL, 0, 0};
    if (!p->row || !p->width || !p->height || !out || (p->channels != 1 && p->channels != 3) || p->quality < 1 ||
        p->quality > 100)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a JPEG needs pixels of 1 or 3 channels");
    if (p->width > JPEG_MAX_DIMENSION || p->height > JPEG_MAX_DIMENSION)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a JPEG has at most %ld pixels along a side", (long)JPEG_MAX_DIMENSION);
    all.part_rows = part_rows_of(p);
    all.part_count = (p->height - 1) / all.part_rows + 1;
    TRY(mem_new(ctx, all.part_count, sizeof *all.parts, (void **)&all.parts));
    TRY(task_share(ctx, write_part, &all, all.part_count));
    if (all.part_count == 1) {
        joined = all.parts[0];
        all.parts[0].data = NULL;
    } else {
        TRY(join_parts(ctx, &all, &joined));
    }
    out->data = joined.data;
    out->size = joined.size;
    joined.data = NULL;
done:
    for (size_t i = 0; all.parts && i < all.part_count; i++)
        mem_free(all.parts[i].data);
    mem_free(all.parts);
    mem_free(joined.data);
    return status;
}

sct_status photo_write_jpeg(sct_context *ctx, const unsigned char *pixels, uint32_t width, uint32_t height, int quality,
                            sct_bytes *out)
{
    photo_packed rows = {pixels, 3 * (size_t)width};
    photo_jpeg p = {.width = width, .height = height, .channels = 3, .quality = quality, .user = &rows};
    p.row = pixels ? photo_packed_row : NULL;
    return photo_write_jpeg_rows(ctx, &p, out);
}
