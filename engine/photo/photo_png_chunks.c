/*
 * engine/photo/photo_png_chunks.c - the chunks of a PNG that tell about its
 * picture, read without libpng.
 *
 * libpng (1.6) makes one story of iCCP, sRGB, gAMA and cHRM and throws away what
 * contradicts it, depending on which came first. PNG 3rd edition (W3C 2025)
 * clause 4.3 ranks them instead, whatever their order: each is read by itself
 * here, and photo_colour.c ranks. As in libpng, a chunk with a wrong checksum is
 * a broken one, and one behind the picture says nothing of its colours.
 */
#include "photo/photo_private.h"

#include <string.h>

enum { SIGNATURE = 8, CHUNK_OVERHEAD = 12, IHDR_BYTES = 13, KEYWORD_MAX = 79 };

typedef struct chunk {
    const unsigned char *type; /* four letters; the data follow */
    const unsigned char *data;
    size_t size;
    int whole; /* all of it is there, and its checksum is right; only asked of colour chunks */
} chunk;

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int is(const chunk *c, const char *type)
{
    return memcmp(c->type, type, 4) == 0;
}

/* Bytes of a keyword and the zero behind it; 0 if there is none. */
static size_t keyword_bytes(const chunk *c)
{
    size_t room = c->size < KEYWORD_MAX + 1 ? c->size : KEYWORD_MAX + 1;
    const unsigned char *zero = room ? memchr(c->data, 0, room) : NULL;
    return zero && zero != c->data ? (size_t)(zero - c->data) + 1 : 0;
}

/* ---- colours ---- */

static void take_cicp(sct_photo *photo, const chunk *c)
{
    if (!c->whole || c->size != 4 || c->data[3] > 1) /* the last says whether the range is full */
        photo_broken_claim(photo, PHOTO_CLAIM_CICP, "its cICP chunk is damaged");
    else
        photo_enter_code_points(photo, (photo_cicp){1, c->data[0], c->data[1], c->data[2], c->data[3]});
}

static void take_srgb(sct_photo *photo, const chunk *c)
{
    enum { INTENTS = 4 };
    if (!c->whole || c->size != 1 || c->data[0] >= INTENTS)
        photo_broken_claim(photo, PHOTO_CLAIM_SRGB, "its sRGB chunk is damaged");
    else
        photo_enter_claim(photo, &(photo_colour_space){.claim = PHOTO_CLAIM_SRGB, .source = SCT_PROFILE_TAGGED});
}

/* Half of a claim; the chunks are two, and either may be missing. */
static void take_gamma(photo_colour_space *tags, const chunk *c)
{
    if (!c->whole || c->size != 4) {
        tags->fault = "its gAMA chunk is damaged";
        return;
    }
    tags->has_gamma = 1;
    tags->gamma = 0.00001 * be32(c->data);
}

static void take_chromaticities(photo_colour_space *tags, const chunk *c)
{
    if (!c->whole || c->size != 32) {
        tags->fault = "its cHRM chunk is damaged";
        return;
    }
    tags->has_chromaticities = 1;
    for (size_t i = 0; i < 8; i++)
        tags->xy[i] = 0.00001 * (int32_t)be32(c->data + 4 * i);
}

/* Pictures of greys want a profile of greys, and those of colours one of RGB (11.3.2.3). */
static int is_for(const bytes_buffer *icc, int color_type)
{
    enum { SPACE = 16, COLOUR = 2 };
    return icc->size < SPACE + 4 || memcmp(icc->data + SPACE, color_type & COLOUR ? "RGB " : "GRAY", 4) == 0;
}

static sct_status take_icc(sct_context *ctx, sct_photo *photo, const chunk *c, int color_type)
{
    sct_status status = SCT_OK;
    size_t name = keyword_bytes(c), limit = (size_t)sct_context_limit(ctx, SCT_LIMIT_ICC_BYTES);
    const char *fault = "it is damaged";
    bytes_buffer icc = {0};
    if (photo->icc) {
        flags_add(&photo->flags, "profile-ignored", 0, "the photo carries two colour profiles; the first is used",
                  "export the photo again with one profile");
        return SCT_OK;
    }
    if (c->whole && name && c->size - name >= 1 && c->data[name] == 0) /* the only way of packing there is */
        TRY(photo_inflate(ctx, c->data + name + 1, c->size - name - 1, limit, &icc, &fault));
    size_t claimed = icc.size >= 4 ? be32(icc.data) : 0; /* a profile begins with its size; padding may follow */
    if (!fault && claimed > icc.size)
        fault = "it ends too early";
    if (!fault && !is_for(&icc, color_type))
        fault = "it is made for another number of channels";
    if (fault)
        photo_broken_claim(photo, PHOTO_CLAIM_ICC, fault);
    else
        TRY(photo_keep_icc(ctx, photo, PHOTO_CLAIM_ICC, icc.data, claimed ? claimed : icc.size));
done:
    mem_free(icc.data);
    return status;
}

static sct_status take_colour(sct_context *ctx, sct_photo *photo, const chunk *c, int color_type, photo_colour_space *tags)
{
    if (is(c, "iCCP"))
        return take_icc(ctx, photo, c, color_type);
    if (is(c, "cICP"))
        take_cicp(photo, c);
    else if (is(c, "sRGB"))
        take_srgb(photo, c);
    else if (is(c, "gAMA") && !tags->has_gamma)
        take_gamma(tags, c);
    else if (is(c, "cHRM") && !tags->has_chromaticities)
        take_chromaticities(tags, c);
    return SCT_OK;
}

/* gAMA and cHRM are one claim, to which either adds its half. */
static void enter_tags(sct_photo *photo, photo_colour_space *tags)
{
    if (tags->has_gamma || tags->has_chromaticities)
        tags->fault = NULL;
    if (tags->fault)
        photo_broken_claim(photo, PHOTO_CLAIM_GAMMA, tags->fault);
    else if (tags->has_gamma || tags->has_chromaticities)
        photo_enter_claim(photo, tags);
}

/* ---- texts ---- */

/* EXIF in a text of ImageMagick: its keyword, then (zTXt) the way of packing, or (iTXt) language and translation. */
static void take_raw_exif(png_chunks *out, const chunk *c)
{
    static const char exif[] = "Raw profile type exif", app1[] = "Raw profile type APP1";
    size_t at = keyword_bytes(c);
    if (out->raw_exif_count == PNG_RAW_EXIF || at != sizeof exif ||
        (memcmp(c->data, exif, at) != 0 && memcmp(c->data, app1, at) != 0))
        return;
    int packed = is(c, "zTXt"), i = out->raw_exif_count;
    at += (size_t)packed;
    if (is(c, "iTXt") || at > c->size)
        return;
    out->raw_exif[i].packed = packed;
    out->raw_exif[i].data = c->data + at;
    out->raw_exif[i].size = c->size - at;
    out->raw_exif_count++;
}

static int hex_digit(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A line break, a name, a line break, the number of bytes, a line break; then the bytes, two digits each, in lines. */
static const unsigned char *behind_number(const unsigned char *text, size_t size)
{
    const unsigned char *at = text, *end = text + size;
    for (int lines = 0; lines < 3; lines++) {
        at = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
        if (!at)
            return end;
        at++;
    }
    return at;
}

sct_status png_raw_exif(sct_context *ctx, const png_chunks *chunks, int which, bytes_buffer *out)
{
    sct_status status = SCT_OK;
    size_t limit = (size_t)sct_context_limit(ctx, SCT_LIMIT_EXIF_BYTES);
    const unsigned char *text = chunks->raw_exif[which].data;
    size_t size = chunks->raw_exif[which].size, n = 0;
    const char *fault = NULL;
    bytes_buffer plain = {0};
    int high = -1;
    if (chunks->raw_exif[which].packed) {
        TRY(photo_inflate(ctx, text, size, 3 * limit, &plain, &fault)); /* two digits a byte, and line breaks */
        text = plain.data;
        size = plain.size;
    }
    if (fault)
        goto done;
    TRY(mem_new(ctx, size / 2 + 1, 1, (void **)&out->data));
    for (const unsigned char *at = behind_number(text, size); at < text + size; at++) {
        int digit = hex_digit(*at);
        if (digit < 0)
            continue;
        if (high >= 0)
            out->data[n++] = (unsigned char)(high << 4 | digit);
        high = high >= 0 ? -1 : digit;
    }
    out->size = n;
done:
    mem_free(plain.data);
    return status;
}

/* ---- all chunks ---- */

static sct_status take_chunk(sct_context *ctx, sct_photo *photo, png_chunks *out, const chunk *c, photo_colour_space *tags)
{
    if (is(c, "IDAT")) {
        out->data_bytes += c->size;
    } else if (is(c, "eXIf") && !out->exif) {
        out->exif = c->data;
        out->exif_size = c->size;
    } else if (is(c, "tEXt") || is(c, "iTXt") || is(c, "zTXt")) {
        if (!is(c, "zTXt"))
            out->screenshot |= photo_text_says_screenshot(c->data, c->size, is(c, "iTXt"));
        take_raw_exif(out, c);
    } else if (is(c, "IEND")) {
        out->ends = 1;
    } else if (!out->data_bytes) {
        return take_colour(ctx, photo, c, out->color_type, tags);
    }
    return SCT_OK;
}

static int is_colour(const chunk *c)
{
    return is(c, "iCCP") || is(c, "cICP") || is(c, "sRGB") || is(c, "gAMA") || is(c, "cHRM");
}

sct_status png_chunks_read(sct_context *ctx, sct_photo *photo, png_chunks *out)
{
    sct_status status = SCT_OK;
    const unsigned char *bytes = photo->bytes;
    photo_colour_space tags = {.claim = PHOTO_CLAIM_GAMMA, .source = SCT_PROFILE_TAGGED};
    memset(out, 0, sizeof *out);
    if (photo->size >= SIGNATURE + CHUNK_OVERHEAD && memcmp(bytes + SIGNATURE + 4, "CgBI", 4) == 0)
        FAIL(ctx, SCT_ERR_PHOTO_UNSUPPORTED,
             "this PNG is packed for apps of iPhones (CgBI), and no common program reads it; open it on a Mac and export it "
             "as JPEG");
    if (photo->size < SIGNATURE + CHUNK_OVERHEAD + IHDR_BYTES || be32(bytes + SIGNATURE) != IHDR_BYTES ||
        memcmp(bytes + SIGNATURE + 4, "IHDR", 4) != 0)
        FAIL(ctx, SCT_ERR_PHOTO_DAMAGED, "a PNG without a header; copy the file again from its source");
    const unsigned char *header = bytes + SIGNATURE + 8;
    out->width = be32(header);
    out->height = be32(header + 4);
    out->bit_depth = header[8];
    out->color_type = header[9];
    for (size_t at = SIGNATURE; !out->ends && photo->size - at >= 8;) {
        size_t length = be32(bytes + at), room = photo->size - at - 8;
        int whole = length <= room && room - length >= 4;
        chunk c = {.type = bytes + at + 4, .data = bytes + at + 8, .size = length < room ? length : room};
        c.whole = whole && is_colour(&c) && photo_crc_is_right(c.type, 4 + c.size);
        TRY(take_chunk(ctx, photo, out, &c, &tags));
        if (!whole)
            break;
        at += length + CHUNK_OVERHEAD;
    }
    enter_tags(photo, &tags);
done:
    return status;
}
