/*
 * engine/photo/photo_jpeg.c - JPEG through libjpeg-turbo: grey, YCbCr, RGB,
 * CMYK and YCCK; only the rows and columns of a window.
 *
 * Decoded as the reference decoder does: accurate integer IDCT, smooth chroma
 * upsampling. Four inks are 255 where there is no ink, as Adobe's programs store
 * them with their marker; every other reader (Pillow, ImageMagick, browsers)
 * takes them so without the marker, too. libjpeg reports errors by longjmp: everything that must survive
 * one lives in struct reader, never in a local.
 */
#include "photo/photo_private.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

/*
 * A scan may be a few bytes and still cost a pass over the whole picture. Real progressive files have ten or so; every
 * file may have SCANS_FREE, and more as long as all passes together touch no more than SCAN_PIXELS.
 */
enum { SCANS_FREE = 30, SCAN_PIXELS = 1000000000 };

typedef struct reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    sct_context *ctx;
    JSAMPLE *row;
    sct_status status; /* what a longjmp means */
    int made;
    int ran_out; /* the file ended before the image did */
} reader;

static reader *reader_of(j_common_ptr jpeg)
{
    return jpeg->client_data;
}

static sct_status status_of(int code)
{
    switch (code) {
    case JERR_OUT_OF_MEMORY: return SCT_ERR_MEMORY;
    case JERR_IMAGE_TOO_BIG: return SCT_ERR_PHOTO_TOO_LARGE;
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_CCIR601_NOTIMPL:
    case JERR_COMPONENT_COUNT: return SCT_ERR_PHOTO_UNSUPPORTED;
    default: return SCT_ERR_PHOTO_DAMAGED;
    }
}

/* What the library says of it is for those who know the format. */
static const char *words_of(int code)
{
    switch (code) {
    case JERR_SOF_UNSUPPORTED: return "lossless, or in layers";
    case JERR_BAD_PRECISION: return "more than 8 bits for each colour";
    case JERR_COMPONENT_COUNT:
    case JERR_CONVERSION_NOTIMPL: return "colours of another kind";
    case JERR_NOT_COMPILED:
    case JERR_ARITH_NOTIMPL: return "packed in a way that this build cannot unpack";
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_CCIR601_NOTIMPL: return "colours at uneven steps";
    case JWRN_JPEG_EOF:
    case JERR_INPUT_EMPTY:
    case JERR_INPUT_EOF: return "it ends too early";
    case JWRN_HIT_MARKER:
    case JWRN_MUST_RESYNC: return "a part of the picture is missing";
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE: return "a part of the picture cannot be read";
    default: return "what it says of itself contradicts itself";
    }
}

static void fail(reader *r, sct_status status)
{
    const char *text = words_of(r->errors.msg_code);
    if (status == SCT_ERR_PHOTO_UNSUPPORTED)
        diag_set(r->ctx, status, "a kind of JPEG that cannot be read (%s); export it as an ordinary 8-bit JPEG", text);
    else if (status == SCT_ERR_MEMORY)
        diag_set(r->ctx, status, "out of memory");
    else
        diag_set(r->ctx, status, "damaged JPEG (%s); copy the file again from its source", text);
    r->status = status;
    longjmp(r->escape, 1);
}

static void on_error(j_common_ptr jpeg)
{
    fail(reader_of(jpeg), status_of(jpeg->err->msg_code));
}

/*
 * Warnings after which pixels are invented end the work; the others (stray bytes, odd headers) change no pixel. Where the
 * file ends too early, libjpeg goes on as if an end-of-image marker stood there: as long as no more bits are asked for,
 * nothing but the marker was missing. The arithmetic decoder is silent about bits it invents.
 */
static void on_message(j_common_ptr jpeg, int level)
{
    reader *r = reader_of(jpeg);
    if (level >= 0)
        return;
    switch (jpeg->err->msg_code) {
    case JWRN_JPEG_EOF:
        r->ran_out = 1;
        if (r->jpeg.arith_code)
            fail(r, SCT_ERR_PHOTO_DAMAGED);
        break;
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC: fail(r, SCT_ERR_PHOTO_DAMAGED); break;
    default: jpeg->err->num_warnings++; break;
    }
}

static void on_print(j_common_ptr jpeg)
{
    (void)jpeg; /* the library never prints */
}

static void on_progress(j_common_ptr jpeg)
{
    reader *r = reader_of(jpeg);
    uint64_t pixels = (uint64_t)r->jpeg.image_width * r->jpeg.image_height;
    if (r->jpeg.input_scan_number > SCANS_FREE && (uint64_t)r->jpeg.input_scan_number * pixels > SCAN_PIXELS) {
        r->status = diag_set(r->ctx, SCT_ERR_PHOTO_DAMAGED,
                             "the JPEG takes more than %d passes over its picture; export it again", (int)SCANS_FREE);
        longjmp(r->escape, 1);
    }
}

static void reader_close(reader *r)
{
    if (r->made)
        jpeg_destroy_decompress(&r->jpeg);
    mem_free(r->row);
    r->made = 0;
    r->row = NULL;
}

/* Reads the header. Only call it with the longjmp target set. */
static void read_header(reader *r, sct_context *ctx, const sct_photo *photo)
{
    r->ctx = ctx;
    r->jpeg.err = jpeg_std_error(&r->errors);
    r->errors.error_exit = on_error;
    r->errors.emit_message = on_message;
    r->errors.output_message = on_print;
    r->jpeg.client_data = r;
    jpeg_create_decompress(&r->jpeg);
    r->made = 1;
    r->jpeg.client_data = r;
    r->progress.progress_monitor = on_progress;
    r->jpeg.progress = &r->progress;
    jpeg_mem_src(&r->jpeg, photo->bytes, (unsigned long)photo->size);
    jpeg_read_header(&r->jpeg, TRUE);
}

/* ---- opening ---- */

static int sniff(const unsigned char *bytes, size_t size)
{
    return size >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

static sct_status describe(reader *r, sct_photo *photo)
{
    const struct jpeg_decompress_struct *jpeg = &r->jpeg;
    if (jpeg->jpeg_color_space == JCS_UNKNOWN)
        return diag_set(r->ctx, SCT_ERR_PHOTO_UNSUPPORTED, "a JPEG with %d colour components; export it as RGB or grey",
                        jpeg->num_components);
    photo->stored_width = jpeg->image_width;
    photo->stored_height = jpeg->image_height;
    photo->info.bit_depth = jpeg->data_precision;
    photo->info.channels = jpeg->num_components;
    photo->info.lossy = 1;
    return photo_check_size(r->ctx, jpeg->image_width, jpeg->image_height);
}

/* Everything that may longjmp while opening. */
static sct_status open_guarded(reader *r, sct_context *ctx, sct_photo *photo)
{
    if (setjmp(r->escape))
        return r->status;
    read_header(r, ctx, photo);
    return describe(r, photo);
}

static sct_status keep_profile(sct_context *ctx, sct_photo *photo, const jpeg_markers *markers)
{
    sct_status status = SCT_OK;
    bytes_buffer icc = {0};
    uint64_t limit = sct_context_limit(ctx, SCT_LIMIT_ICC_BYTES);
    if (markers->icc_fault) {
        photo_broken_claim(photo, PHOTO_CLAIM_ICC, markers->icc_fault);
        return SCT_OK;
    }
    for (int i = 1; i <= markers->icc_count && icc.size <= limit; i++)
        TRY(bytes_append(ctx, &icc, markers->icc[i].data, markers->icc[i].size));
    if (markers->icc_count)
        TRY(photo_keep_icc(ctx, photo, PHOTO_CLAIM_ICC, icc.data, icc.size));
done:
    mem_free(icc.data);
    return status;
}

static sct_status open_jpeg(sct_context *ctx, sct_photo *photo)
{
    sct_status status = SCT_OK;
    reader r = {0};
    jpeg_markers markers;
    TRY(open_guarded(&r, ctx, photo));
    jpeg_markers_read(photo->bytes, photo->size, &markers);
    TRY(keep_profile(ctx, photo, &markers));
    photo_take_exif(ctx, photo, markers.exif, markers.exif_size);
    if (photo->info.channels == 4 && !photo->icc)
        FAIL(ctx, SCT_ERR_PHOTO_UNSUPPORTED,
             "a CMYK JPEG without a usable profile has no defined colours; export it as sRGB");
    if (!markers.ends)
        photo_truncated(photo);
done:
    reader_close(&r);
    return status;
}

/* ---- decoding ---- */

/* Whether scans are missing that would have made the picture finer, or coloured: each coefficient must have come with all
 * its bits, or all the components in one scan. */
static int lacks_scans(const struct jpeg_decompress_struct *jpeg)
{
    if (!jpeg->coef_bits)
        return jpeg->comps_in_scan != jpeg->num_components;
    for (int c = 0; c < jpeg->num_components; c++)
        for (int k = 0; k < DCTSIZE2; k++)
            if (jpeg->coef_bits[c][k] != 0)
                return 1;
    return 0;
}

/* Begins the picture. Only call it with the longjmp target set. */
static sct_status start(reader *r, const sct_photo *photo)
{
    struct jpeg_decompress_struct *jpeg = &r->jpeg;
    int channels = photo->info.channels;
    jpeg->out_color_space = channels == 1 ? JCS_GRAYSCALE : channels == 3 ? JCS_RGB : JCS_CMYK;
    jpeg->scale_num = 1;
    jpeg->scale_denom = photo->reduction ? (unsigned)photo->reduction : 1;
    jpeg->dct_method = JDCT_ISLOW;
    jpeg->do_fancy_upsampling = TRUE;
    /* Smoothing between blocks guesses what missing scans would hold; nothing is guessed here. */
    jpeg->do_block_smoothing = FALSE;
    jpeg_start_decompress(jpeg);
    if (r->ran_out && lacks_scans(jpeg))
        return diag_set(r->ctx, SCT_ERR_PHOTO_DAMAGED, "the JPEG ends too early; copy the file again from its source");
    if (jpeg->output_width != photo->stored_width || jpeg->output_height != photo->stored_height ||
        jpeg->output_components != channels)
        return diag_set(r->ctx, SCT_ERR_INTERNAL, "the JPEG changed while it was being read");
    return SCT_OK;
}

/*
 * Narrows decoding to the columns of the window. Smooth upsampling looks one chroma sample to each side, and libjpeg
 * treats the cut as the picture's edge: two blocks (iMCUs) of margin keep the window's pixels those of a full decode.
 */
static uint32_t crop_columns(reader *r, const photo_window *w)
{
    JDIMENSION block = (JDIMENSION)(r->jpeg.max_h_samp_factor * DCTSIZE), margin = 2 * block;
    JDIMENSION x = w->x > margin ? w->x - margin : 0;
    JDIMENSION width = r->jpeg.output_width - x;
    if (width > w->x - x + w->width + margin)
        width = w->x - x + w->width + margin;
    if (width < r->jpeg.output_width)
        jpeg_crop_scanline(&r->jpeg, &x, &width);
    return x;
}

/* Everything that may longjmp while decoding. */
static sct_status decode_guarded(reader *r, sct_context *ctx, const sct_photo *photo, const photo_sink *sink)
{
    const photo_window *w = &sink->stored;
    struct jpeg_decompress_struct *jpeg = &r->jpeg;
    if (setjmp(r->escape))
        return r->status;
    read_header(r, ctx, photo);
    int channels = photo->info.channels;
    sct_status status = start(r, photo);
    if (status != SCT_OK)
        return status;
    uint32_t x = crop_columns(r, w);
    size_t samples = (size_t)jpeg->output_width * (size_t)channels;
    void *row = NULL;
    status = mem_new(ctx, samples, sizeof(JSAMPLE), &row);
    r->row = row;
    uint32_t block = (uint32_t)(jpeg->max_v_samp_factor * DCTSIZE);
    if (status == SCT_OK && w->y > 2 * block)
        jpeg_skip_scanlines(jpeg, w->y - 2 * block);
    while (status == SCT_OK && jpeg->output_scanline < w->y + w->height) {
        uint32_t y = jpeg->output_scanline;
        JSAMPLE *place = photo_sink_place(sink, y, x, jpeg->output_width), *line = place ? place : r->row;
        jpeg_read_scanlines(jpeg, &line, 1);
        if (!place)
            photo_sink_row(sink, y, x, 1, jpeg->output_width, line, channels);
        if (y % 64 == 0)
            status = progress_tell(ctx, SCT_STAGE_PHOTO, (double)y / (w->y + w->height));
    }
    sink->frame->warnings = (int)r->errors.num_warnings;
    return status;
}

static sct_status decode_jpeg(sct_context *ctx, const sct_photo *photo, photo_sink *sink)
{
    reader r = {0};
    sct_status status = decode_guarded(&r, ctx, photo, sink);
    reader_close(&r);
    return status;
}

const photo_decoder photo_jpeg_decoder = {"jpeg", sniff, open_jpeg, decode_jpeg};
