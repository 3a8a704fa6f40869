/*
 * engine/photo/photo_heif.c - HEIC, HEIF and AVIF through libheif.
 *
 * libheif applies the file's own rotation, mirroring and cropping (ISO/IEC
 * 23008-12 irot, imir, clap), so EXIF orientation is never applied as well. It
 * decodes whole images only; the window is cut from that. Gain maps, depth maps
 * and thumbnails are other items of the file and are not looked at.
 */
#include "photo/photo_private.h"

#include <string.h>

/* Brands of ISO/IEC 23008-12, AVIF and MIAF that announce a still image. */
static const char brands[][5] = {"heic", "heix", "heim", "heis", "hevc", "hevx", "avif", "avis", "mif1",
                                 "mif2", "mif3", "msf1", "miaf", "vvic", "avci", "jpeg", "j2ki"};

/* Non-zero if the file type box (ISO/IEC 14496-12, 4.3) names the brand. */
static int has_brand(const unsigned char *bytes, size_t size, const char *brand)
{
    size_t box = (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
    size_t end = box < size ? box : size;
    for (size_t at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) /* the minor version follows the first */
        if (memcmp(bytes + at, brand, 4) == 0)
            return 1;
    return 0;
}

static int sniff(const unsigned char *bytes, size_t size)
{
    if (size < 12 || memcmp(bytes + 4, "ftyp", 4) != 0)
        return 0;
    for (size_t i = 0; i < sizeof brands / sizeof brands[0]; i++)
        if (has_brand(bytes, size, brands[i]))
            return 1;
    return 0;
}

#if defined(HAVE_HEIF) || defined(HEIF_ELSEWHERE)

/*
 * libheif and its decoders are C++: where memory is out they end the program (350 of 374 allocations that were made to fail
 * in version 1.15; one in libde265 is written to without a look). So all calls of them stand in two functions, find_facts
 * and find_rows, which photo_ask has done by a child process. For systems without one, the most that the decoders are known
 * to take is asked for before; what remains there is that another thread takes it in between.
 *
 * To open a file takes some tables and a copy of its profile; to decode one 10 bytes a pixel by libheif 1.15 with libde265,
 * 30 MB more by dav1d, and the stacks of four threads.
 */
enum { OPEN_BYTES = 4 << 20, OPEN_BYTES_BYTE = 2, DECODE_BYTES = 64 << 20, DECODE_BYTES_PIXEL = 16 };

static sct_status promise(sct_context *ctx, size_t count, size_t fixed, size_t each)
{
    return mem_promise(ctx, count + fixed / each, each);
}

/* What a file says of itself. Its profile and its EXIF block follow, when it has them. */
typedef struct facts {
    int32_t width, height, bits, has_alpha;
    int32_t has_code_points, primaries, transfer;
    uint32_t icc_too_large, icc_damaged;
    uint32_t icc_size; /* what remains behind it is the EXIF block */
} facts;

#if defined(HAVE_HEIF)

#include "photo/elsewhere/heif_calls.h"

typedef struct reader {
    heif_calls lib;
    struct heif_context *heif;
    struct heif_image_handle *handle;
    struct heif_image *image;
} reader;

static void reader_close(reader *r)
{
    if (r->image)
        r->lib.heif_image_release(r->image);
    if (r->handle)
        r->lib.heif_image_handle_release(r->handle);
    if (r->heif)
        r->lib.heif_context_free(r->heif);
}

/*
 * What libheif's refusal means. Phones with iOS 18 write more auxiliary images than libheif before 1.18 accepts, and
 * announce their gain map with the brand "tmap". A primary image of a kind that this libheif leaves out (uncompressed,
 * VVC, JPEG 2000) looks to it like a missing one.
 */
static sct_status refuse(sct_context *ctx, const reader *r, const sct_photo *photo, struct heif_error error)
{
    const char *have = r->lib.heif_get_version();
    char why[DIAG_SIZE];
    text_copy(why, sizeof why, error.message);
    why[strcspn(error.message, "\n") < sizeof why ? strcspn(error.message, "\n") : sizeof why - 1] = '\0';
    int old = r->lib.heif_get_version_number() < 0x01120000u;
    if (old && (strstr(why, "auxiliary") || has_brand(photo->bytes, photo->size, "tmap")))
        return diag_set(
            ctx, SCT_ERR_PHOTO_UNSUPPORTED,
            "a HEIC of iOS 18 or newer needs libheif 1.18, this is %s; update libheif or export the photo as JPEG", have);
    if ((int)error.subcode == (int)heif_suberror_Security_limit_exceeded)
        return diag_set(ctx, SCT_ERR_PHOTO_TOO_LARGE, "the HEIC is over a limit (%s); export the photo as JPEG", why);
    if (error.code == heif_error_Memory_allocation_error)
        return diag_set(ctx, SCT_ERR_MEMORY, "out of memory");
    if (strstr(why, "plugin")) /* newer libheif: decoders are files, and packages, of their own */
        return diag_set(ctx, SCT_ERR_PHOTO_UNSUPPORTED,
                        "libheif %s has no decoder for this photo (%s); install one, or export the photo as JPEG", have,
                        why);
    if (error.code == heif_error_Unsupported_feature || error.code == heif_error_Unsupported_filetype ||
        strstr(why, "'pitm'"))
        return diag_set(ctx, SCT_ERR_PHOTO_UNSUPPORTED,
                        "libheif %s cannot read this kind of HEIF (%s); update libheif or export the photo as JPEG", have,
                        why);
    return diag_set(ctx, SCT_ERR_PHOTO_DAMAGED, "damaged HEIF (%s); copy the file again from its source", why);
}

static sct_status reader_open(sct_context *ctx, const sct_photo *photo, const photo_outlet *out, reader *r)
{
    *r = (reader){0};
    sct_status status = photo_send(ctx, out, NULL, 0);
    if (status == SCT_OK)
        status = heif_calls_find(ctx, &r->lib);
    if (status == SCT_OK)
        status = photo_send(ctx, out, NULL, 0);
    if (status != SCT_OK)
        return status;
    r->heif = r->lib.heif_context_alloc();
    if (!r->heif)
        return diag_set(ctx, SCT_ERR_MEMORY, "out of memory");
    r->lib.heif_context_set_maximum_image_size_limit(r->heif, (int)sct_context_limit(ctx, SCT_LIMIT_SIDE));
    struct heif_error error = r->lib.heif_context_read_from_memory_without_copy(r->heif, photo->bytes, photo->size, NULL);
    if (error.code == heif_error_Ok)
        error = r->lib.heif_context_get_primary_image_handle(r->heif, &r->handle);
    return error.code == heif_error_Ok ? SCT_OK : refuse(ctx, r, photo, error);
}

/* ---- opening ---- */

static sct_status find_icc(sct_context *ctx, const reader *r, facts *f, bytes_buffer *out)
{
    sct_status status = SCT_OK;
    void *icc = NULL;
    size_t size = r->lib.heif_image_handle_get_raw_color_profile_size(r->handle);
    f->icc_too_large = size > sct_context_limit(ctx, SCT_LIMIT_ICC_BYTES);
    if (size == 0 || f->icc_too_large)
        goto done;
    TRY(mem_new(ctx, size, 1, &icc));
    f->icc_damaged = r->lib.heif_image_handle_get_raw_color_profile(r->handle, icc).code != heif_error_Ok;
    if (!f->icc_damaged)
        TRY(bytes_append(ctx, out, icc, size));
done:
    mem_free(icc);
    return status;
}

/* The EXIF block, for the camera's name; behind four bytes that say where its TIFF part begins (ISO/IEC 23008-12, A.2.1). */
static sct_status find_exif(sct_context *ctx, const reader *r, bytes_buffer *out)
{
    enum { OFFSET_BYTES = 4 };
    sct_status status = SCT_OK;
    void *block = NULL;
    heif_item_id id;
    if (r->lib.heif_image_handle_get_list_of_metadata_block_IDs(r->handle, "Exif", &id, 1) != 1)
        return SCT_OK;
    size_t size = r->lib.heif_image_handle_get_metadata_size(r->handle, id);
    if (size <= OFFSET_BYTES || size > sct_context_limit(ctx, SCT_LIMIT_EXIF_BYTES))
        return SCT_OK;
    TRY(mem_new(ctx, size, 1, &block));
    if (r->lib.heif_image_handle_get_metadata(r->handle, id, block).code != heif_error_Ok)
        goto done;
    const unsigned char *b = block;
    size_t skip = (size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3];
    if (skip < size - OFFSET_BYTES)
        TRY(bytes_append(ctx, out, b + OFFSET_BYTES + skip, size - OFFSET_BYTES - skip));
done:
    mem_free(block);
    return status;
}

/* libheif applies the matrix and the range of the code points, which leaves full-range RGB. */
static void find_code_points(const reader *r, facts *f)
{
    struct heif_color_profile_nclx *nclx = NULL;
    if (r->lib.heif_image_handle_get_nclx_color_profile(r->handle, &nclx).code != heif_error_Ok || !nclx)
        return;
    f->has_code_points = 1;
    f->primaries = (int32_t)nclx->color_primaries;
    f->transfer = (int32_t)nclx->transfer_characteristics;
    r->lib.heif_nclx_color_profile_free(nclx);
}

static sct_status find_facts(sct_context *ctx, const sct_photo *photo, const photo_outlet *out)
{
    sct_status status = SCT_OK;
    reader r = {0};
    facts f = {0};
    bytes_buffer icc = {0}, exif = {0}, block = {0};
    TRY(reader_open(ctx, photo, out, &r));
    f.width = r.lib.heif_image_handle_get_width(r.handle);
    f.height = r.lib.heif_image_handle_get_height(r.handle);
    f.bits = r.lib.heif_image_handle_get_luma_bits_per_pixel(r.handle);
    f.has_alpha = r.lib.heif_image_handle_has_alpha_channel(r.handle) != 0;
    TRY(find_icc(ctx, &r, &f, &icc));
    TRY(find_exif(ctx, &r, &exif));
    find_code_points(&r, &f);
    f.icc_size = (uint32_t)icc.size;
    TRY(bytes_append(ctx, &block, &f, sizeof f));
    TRY(bytes_append(ctx, &block, icc.data, icc.size));
    TRY(bytes_append(ctx, &block, exif.data, exif.size));
    TRY(photo_send(ctx, out, block.data, block.size));
done:
    mem_free(icc.data);
    mem_free(exif.data);
    mem_free(block.data);
    reader_close(&r);
    return status;
}

/* ---- decoding ---- */

static enum heif_chroma layout_of(const sct_photo *photo)
{
    const uint16_t one = 1;
    int little = *(const unsigned char *)&one == 1;
    if (photo->frame_bits == 8)
        return photo->info.has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB;
    if (photo->info.has_alpha)
        return little ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBBAA_BE;
    return little ? heif_chroma_interleaved_RRGGBB_LE : heif_chroma_interleaved_RRGGBB_BE;
}

/* Values of `bits` bits spread over 16, so that white is 65535. */
static void widen(const unsigned char *in, uint16_t *out, size_t n, int bits)
{
    uint32_t top = (1u << bits) - 1;
    for (size_t i = 0; i < n; i++) {
        uint16_t v;
        memcpy(&v, in + 2 * i, sizeof v);
        uint32_t bounded = v < top ? v : top;
        out[i] = (uint16_t)((bounded * 65535u + top / 2) / top);
    }
}

static uint32_t divided(uint32_t value, uint32_t alpha, uint32_t top)
{
    uint64_t straight = alpha ? ((uint64_t)value * top + alpha / 2) / alpha : 0;
    return straight < top ? (uint32_t)straight : top;
}

/* Colours that were stored multiplied by alpha become what they were before. */
static void unmultiply(void *row, size_t pixels, int bits)
{
    uint8_t *p8 = row;
    uint16_t *p16 = row;
    for (size_t i = 0; i < pixels; i++, p8 += 4, p16 += 4)
        for (int c = 0; c < 3; c++) {
            if (bits == 8)
                p8[c] = (uint8_t)divided(p8[c], p8[3], 255);
            else
                p16[c] = (uint16_t)divided(p16[c], p16[3], 65535);
        }
}

/* Sends all rows from the first to the last, packed, with straight alpha. */
static sct_status send_rows(sct_context *ctx, const sct_photo *photo, const reader *r, const photo_outlet *out)
{
    sct_status status = SCT_OK;
    int stride = 0, channels = photo->info.channels + photo->info.has_alpha;
    int premultiplied = photo->info.has_alpha && r->lib.heif_image_handle_is_premultiplied_alpha(r->handle);
    const unsigned char *plane = r->lib.heif_image_get_plane_readonly(r->image, heif_channel_interleaved, &stride);
    int bits = r->lib.heif_image_get_bits_per_pixel_range(r->image, heif_channel_interleaved);
    size_t samples = (size_t)photo->stored_width * (size_t)channels, packed = samples * (size_t)photo->frame_bits / 8;
    void *row = NULL;
    if (!plane || stride < 0 || (size_t)stride < packed ||
        r->lib.heif_image_get_primary_width(r->image) != (int)photo->stored_width ||
        r->lib.heif_image_get_primary_height(r->image) != (int)photo->stored_height)
        FAIL(ctx, SCT_ERR_PHOTO_DAMAGED,
             "the HEIF's picture has not the size its header claims; copy it again from its source");
    if (photo->frame_bits == 16 && (bits < 8 || bits > 16))
        FAIL(ctx, SCT_ERR_PHOTO_DAMAGED,
             "the HEIF's picture has not the depth its header claims; copy it again from its source");
    TRY(mem_new(ctx, packed, 1, &row));
    for (uint32_t y = 0; y < photo->stored_height; y++) {
        const unsigned char *in = plane + (size_t)y * (size_t)stride;
        if (photo->frame_bits == 16)
            widen(in, row, samples, bits);
        else
            memcpy(row, in, packed);
        if (premultiplied)
            unmultiply(row, photo->stored_width, photo->frame_bits);
        TRY(photo_send(ctx, out, row, packed));
    }
done:
    mem_free(row);
    return status;
}

static sct_status find_rows(sct_context *ctx, const sct_photo *photo, const photo_outlet *out)
{
    sct_status status = SCT_OK;
    reader r = {0};
    struct heif_decoding_options *options = NULL;
    TRY(reader_open(ctx, photo, out, &r));
    options = r.lib.heif_decoding_options_alloc();
    if (!options)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    /* Missing tiles or slices are an error, not grey areas. */
    options->strict_decoding = 1;
    struct heif_error error = r.lib.heif_decode_image(r.handle, &r.image, heif_colorspace_RGB, layout_of(photo), options);
    if (error.code != heif_error_Ok)
        TRY(refuse(ctx, &r, photo, error));
    /* A warning means that the video decoder filled in what it could not read. */
    if (r.lib.heif_image_get_decoding_warnings(r.image, 0, NULL, 0) > 0)
        FAIL(ctx, SCT_ERR_PHOTO_DAMAGED,
             "damaged HEIF (a part of the picture is unreadable); copy the file again from its source");
    TRY(send_rows(ctx, photo, &r, out));
done:
    if (options)
        r.lib.heif_decoding_options_free(options);
    reader_close(&r);
    return status;
}

#if defined(HEIF_MODULE)

sct_status photo_elsewhere(sct_context *ctx, const sct_photo *photo, int rows, const photo_outlet *out)
{
    return (rows ? find_rows : find_facts)(ctx, photo, out);
}

#endif

#else

/* libheif is a module of its own, which a page fetches when a photo wants it: the same functions, asked there. */
static sct_status find_facts(sct_context *ctx, const sct_photo *photo, const photo_outlet *out)
{
    return photo_elsewhere(ctx, photo, 0, out);
}

static sct_status find_rows(sct_context *ctx, const sct_photo *photo, const photo_outlet *out)
{
    return photo_elsewhere(ctx, photo, 1, out);
}

#endif

/* ---- taking it ---- */

static sct_status take_facts(sct_context *ctx, void *user, const void *data, size_t size)
{
    sct_status status = SCT_OK;
    sct_photo *photo = user;
    facts f = {0};
    if (size >= sizeof f)
        memcpy(&f, data, sizeof f);
    if (size < sizeof f || f.icc_size > size - sizeof f)
        FAIL(ctx, SCT_ERR_PHOTO_DAMAGED, "damaged HEIF; copy the file again from its source");
    TRY(photo_check_size(ctx, f.width > 0 ? (uint64_t)f.width : 0, f.height > 0 ? (uint64_t)f.height : 0));
    if (f.bits > 16)
        FAIL(ctx, SCT_ERR_PHOTO_UNSUPPORTED, "a HEIF of %d bits a channel; export the photo with 16 or less", (int)f.bits);
    photo->stored_width = (uint32_t)f.width;
    photo->stored_height = (uint32_t)f.height;
    photo->frame_bits = f.bits > 8 ? 16 : 8;
    photo->info.bit_depth = f.bits > 0 ? f.bits : 8;
    photo->info.channels = 3;
    photo->info.has_alpha = f.has_alpha != 0;
    photo->info.lossy = 1;
    if (f.icc_too_large)
        photo_broken_claim(photo, PHOTO_CLAIM_ICC, "it is larger than the limit");
    else if (f.icc_damaged)
        photo_broken_claim(photo, PHOTO_CLAIM_ICC, "it is damaged");
    else if (f.icc_size)
        TRY(photo_keep_icc(ctx, photo, PHOTO_CLAIM_ICC, (const unsigned char *)data + sizeof f, f.icc_size));
    photo_take_camera(photo, (const unsigned char *)data + sizeof f + f.icc_size, size - sizeof f - f.icc_size);
    if (f.has_code_points)
        photo_enter_code_points(photo, (photo_cicp){1, (int)f.primaries, (int)f.transfer, 0, 1});
done:
    return status;
}

static sct_status open_heif(sct_context *ctx, sct_photo *photo)
{
    sct_status status = SCT_OK;
    const photo_outlet here = {.take = take_facts, .user = photo};
    TRY(promise(ctx, photo->size, OPEN_BYTES, OPEN_BYTES_BYTE));
    TRY(photo_ask(ctx, photo, find_facts, &here,
                  sizeof(facts) + (size_t)sct_context_limit(ctx, SCT_LIMIT_ICC_BYTES) +
                      (size_t)sct_context_limit(ctx, SCT_LIMIT_EXIF_BYTES)));
done:
    return status;
}

/* Rows as they come; those outside the window are not kept. */
typedef struct incoming {
    const sct_photo *photo;
    const photo_sink *sink;
    uint32_t y;
    size_t packed;
} incoming;

static sct_status take_row(sct_context *ctx, void *user, const void *data, size_t size)
{
    incoming *in = user;
    const photo_window *window = &in->sink->stored;
    if (size != in->packed || in->y >= in->photo->stored_height)
        return diag_set(ctx, SCT_ERR_PHOTO_DAMAGED, "damaged HEIF; copy the file again from its source");
    if (in->y >= window->y && in->y - window->y < window->height)
        photo_sink_row(in->sink, in->y, 0, 1, in->photo->stored_width, data,
                       in->photo->info.channels + in->photo->info.has_alpha);
    in->y++;
    return SCT_OK;
}

static sct_status decode_heif(sct_context *ctx, const sct_photo *photo, photo_sink *sink)
{
    sct_status status = SCT_OK;
    size_t samples = (size_t)photo->stored_width * (size_t)(photo->info.channels + photo->info.has_alpha);
    incoming in = {photo, sink, 0, samples * (size_t)photo->frame_bits / 8};
    const photo_outlet here = {.take = take_row, .user = &in};
    TRY(promise(ctx, (size_t)photo->stored_width * photo->stored_height, DECODE_BYTES, DECODE_BYTES_PIXEL));
    TRY(photo_ask(ctx, photo, find_rows, &here, in.packed));
    if (in.y != photo->stored_height)
        FAIL(ctx, SCT_ERR_PHOTO_DAMAGED, "damaged HEIF (rows are missing); copy the file again from its source");
done:
    return status;
}

#else

static sct_status open_heif(sct_context *ctx, sct_photo *photo)
{
    (void)photo;
    return diag_set(ctx, SCT_ERR_PHOTO_UNSUPPORTED,
                    "this build reads no HEIC; install libheif (libheif-dev) and build again, or export the photo as JPEG");
}

static sct_status decode_heif(sct_context *ctx, const sct_photo *photo, photo_sink *sink)
{
    (void)photo;
    (void)sink;
    return diag_set(ctx, SCT_ERR_INTERNAL, "this build decodes no HEIC");
}

#endif

const photo_decoder photo_heif_decoder = {"heic", sniff, open_heif, decode_heif};
