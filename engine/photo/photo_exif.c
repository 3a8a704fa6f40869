/*
 * engine/photo/photo_exif.c - the EXIF facts that matter: orientation, colour
 * space, interoperability index, which camera speaks and with what settings,
 * and whether the comment is the one that telephones give to screenshots.
 *
 * EXIF 2.32 (CIPA DC-008) on a TIFF 6.0 structure. Three directories are
 * visited at most, each once, so that no chain of offsets can loop; every
 * offset is checked against the block.
 */
#include "photo/photo_private.h"

#include <math.h>
#include <string.h>

enum {
    TAG_INTEROP_INDEX = 0x0001,
    TAG_DESCRIPTION = 0x010E,
    TAG_MAKE = 0x010F,
    TAG_MODEL = 0x0110,
    TAG_ORIENTATION = 0x0112,
    TAG_EXPOSURE_TIME = 0x829A,
    TAG_F_NUMBER = 0x829D,
    TAG_EXIF_IFD = 0x8769,
    TAG_ISO = 0x8827,
    TAG_FLASH = 0x9209,
    TAG_FOCAL_LENGTH = 0x920A,
    TAG_USER_COMMENT = 0x9286,
    TAG_COLOR_SPACE = 0xA001,
    TAG_INTEROP_IFD = 0xA005,
    TAG_WHITE_BALANCE = 0xA403,
    TYPE_BYTE = 1,
    TYPE_ASCII = 2,
    TYPE_SHORT = 3,
    TYPE_LONG = 4,
    TYPE_RATIONAL = 5,
    TYPE_SBYTE = 6,
    TYPE_UNDEFINED = 7,
    TYPE_SSHORT = 8,
    TYPE_SLONG = 9,
    ENTRY_BYTES = 12
};

typedef struct tiff {
    const unsigned char *data;
    size_t size;
    int big_endian;
} tiff;

static uint32_t get16(const tiff *t, size_t at)
{
    const unsigned char *p = t->data + at;
    return t->big_endian ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static uint32_t get32(const tiff *t, size_t at)
{
    uint32_t first = get16(t, at), second = get16(t, at + 2);
    return t->big_endian ? first << 16 | second : second << 16 | first;
}

/* Offset of the entry with this tag in the directory at `ifd`, or 0. */
static size_t find_entry(const tiff *t, size_t ifd, uint32_t tag)
{
    if (ifd < 8 || ifd > t->size || t->size - ifd < 2)
        return 0;
    size_t count = get16(t, ifd), room = (t->size - ifd - 2) / ENTRY_BYTES;
    for (size_t i = 0; i < count && i < room; i++)
        if (get16(t, ifd + 2 + i * ENTRY_BYTES) == tag)
            return ifd + 2 + i * ENTRY_BYTES;
    return 0;
}

/*
 * The one whole number of a tag, or `otherwise`. The standard says SHORT or LONG; programs write every other kind of
 * integer as well, and a digit as text.
 */
static uint32_t get_number(const tiff *t, size_t ifd, uint32_t tag, uint32_t otherwise)
{
    size_t entry = find_entry(t, ifd, tag);
    if (!entry)
        return otherwise;
    uint32_t type = get16(t, entry + 2), count = get32(t, entry + 4), byte = t->data[entry + 8];
    if (type == TYPE_ASCII)
        return count <= 2 && byte >= '0' && byte <= '9' ? byte - '0' : otherwise;
    if (count != 1)
        return otherwise;
    switch (type) {
    case TYPE_BYTE:
    case TYPE_SBYTE:
    case TYPE_UNDEFINED: return byte;
    case TYPE_SHORT:
    case TYPE_SSHORT: return get16(t, entry + 8);
    case TYPE_LONG:
    case TYPE_SLONG: return get32(t, entry + 8);
    default: return otherwise;
    }
}

/* Non-zero if the interoperability index reads "R03": DCF optional file, Adobe RGB. */
static int says_r03(const tiff *t, size_t ifd)
{
    size_t entry = find_entry(t, ifd, TAG_INTEROP_INDEX);
    return entry && get16(t, entry + 2) == TYPE_ASCII && get32(t, entry + 4) <= 4 &&
           memcmp(t->data + entry + 8, "R03", 3) == 0;
}

/* The colour space: DCF 2.0 marks Adobe RGB as "uncalibrated" with index R03. */
static void take_colour_space(sct_photo *photo, const tiff *t, size_t exif)
{
    enum { SRGB = 1, ADOBE_RGB = 2 /* not in the standard, but some cameras write it */ };
    uint32_t space = get_number(t, exif, TAG_COLOR_SPACE, 0);
    size_t interop = get_number(t, exif, TAG_INTEROP_IFD, 0);
    int adobe_rgb = space == ADOBE_RGB || (space != SRGB && says_r03(t, interop));
    if (!(space == SRGB || adobe_rgb))
        return;
    photo_enter_claim(
        photo, &(photo_colour_space){.claim = PHOTO_CLAIM_EXIF, .source = SCT_PROFILE_TAGGED, .adobe_rgb = adobe_rgb});
}

/* Whether a text (ASCII, or UNDEFINED behind the eight bytes that name its letters) is the word "screenshot". */
static int text_says_screenshot(const tiff *t, size_t ifd, uint32_t tag)
{
    enum { CODE_BYTES = 8 };
    size_t entry = find_entry(t, ifd, tag);
    if (!entry)
        return 0;
    size_t size = get32(t, entry + 4), at = size <= 4 ? entry + 8 : get32(t, entry + 8);
    if (at > t->size || t->size - at < size)
        return 0;
    const unsigned char *text = t->data + at;
    size_t code =
        size >= CODE_BYTES && (memcmp(text, "ASCII\0\0", CODE_BYTES) == 0 || memcmp(text, "UNICODE", CODE_BYTES) == 0)
            ? CODE_BYTES
            : 0;
    return photo_says_screenshot(text + code, size - code);
}

/* A positive quotient of two LONGs; NaN where there is none. */
static double get_quotient(const tiff *t, size_t ifd, uint32_t tag)
{
    size_t entry = find_entry(t, ifd, tag);
    if (!entry || get16(t, entry + 2) != TYPE_RATIONAL || get32(t, entry + 4) != 1)
        return (double)NAN;
    size_t at = get32(t, entry + 8);
    if (at > t->size || t->size - at < 8)
        return (double)NAN;
    double over = get32(t, at), under = get32(t, at + 4);
    return over > 0 && under > 0 ? over / under : (double)NAN;
}

/* A text without the blanks at its ends; "" where it is none, or has other than printable ASCII. */
static void get_text(const tiff *t, size_t ifd, uint32_t tag, char *out, size_t capacity)
{
    size_t entry = find_entry(t, ifd, tag), n = 0;
    out[0] = '\0';
    if (!entry || get16(t, entry + 2) != TYPE_ASCII)
        return;
    size_t size = get32(t, entry + 4), at = size <= 4 ? entry + 8 : get32(t, entry + 8);
    if (at > t->size || t->size - at < size)
        return;
    for (size_t i = 0; i < size && t->data[at + i] && n + 1 < capacity; i++) {
        char c = (char)t->data[at + i];
        if (c < ' ' || c > '~') {
            out[0] = '\0';
            return;
        }
        if (n > 0 || c != ' ')
            out[n++] = c;
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
}

static size_t open_tiff(const unsigned char *data, size_t size, tiff *t)
{
    *t = (tiff){data, size, 0};
    if (!data || size < 8 || (memcmp(data, "II", 2) != 0 && memcmp(data, "MM", 2) != 0))
        return 0;
    t->big_endian = data[0] == 'M';
    return get16(t, 2) == 42 ? get32(t, 4) : 0;
}

const unsigned char *photo_find_tiff(const unsigned char *data, size_t size, size_t *tiff_size)
{
    enum { NAME = 6 };
    tiff t;
    size_t skip = data && size >= NAME && memcmp(data, "Exif\0", NAME) == 0 ? NAME : 0;
    *tiff_size = size - skip;
    return data && open_tiff(data + skip, size - skip, &t) ? data + skip : NULL;
}

void photo_take_camera(sct_photo *photo, const unsigned char *data, size_t size)
{
    enum { NOT_SAID = 0xFFFF };
    tiff t;
    size_t ifd0 = open_tiff(data, size, &t), exif;
    if (!ifd0)
        return;
    exif = get_number(&t, ifd0, TAG_EXIF_IFD, 0);
    photo_camera *c = &photo->told;
    uint32_t balance = get_number(&t, exif, TAG_WHITE_BALANCE, NOT_SAID), iso = get_number(&t, exif, TAG_ISO, 0);
    uint32_t flash = get_number(&t, exif, TAG_FLASH, NOT_SAID);
    get_text(&t, ifd0, TAG_MAKE, c->make, sizeof c->make);
    get_text(&t, ifd0, TAG_MODEL, c->model, sizeof c->model);
    c->focal_mm = get_quotient(&t, exif, TAG_FOCAL_LENGTH);
    c->exposure_s = get_quotient(&t, exif, TAG_EXPOSURE_TIME);
    c->f_number = get_quotient(&t, exif, TAG_F_NUMBER);
    c->iso = iso > 0 ? iso : (double)NAN;
    c->white_balance = balance <= 1 ? (int)balance : -1;
    c->flash = flash < NOT_SAID ? (int)(flash & 1) : -1;
    photo->has_told = 1;
}

photo_camera photo_camera_of(const sct_photo *photo)
{
    const photo_camera nothing = {"", "", (double)NAN, (double)NAN, (double)NAN, (double)NAN, -1, -1};
    return photo->has_told ? photo->told : nothing;
}

void photo_take_exif(sct_context *ctx, sct_photo *photo, const unsigned char *data, size_t size)
{
    tiff t;
    if (size > sct_context_limit(ctx, SCT_LIMIT_EXIF_BYTES)) {
        flags_add(&photo->flags, "exif-ignored", 0, "the photo's EXIF data is larger than the limit and was not read",
                  "check that the photo is the right way up");
        return;
    }
    size_t ifd0 = open_tiff(data, size, &t);
    if (!ifd0)
        return;
    photo_take_camera(photo, data, size);
    uint32_t orientation = get_number(&t, ifd0, TAG_ORIENTATION, 1);
    if (orientation >> 16 && !(orientation & 0xffff)) /* a SHORT where a LONG was announced, big-endian */
        orientation >>= 16;
    if (orientation >= 1 && orientation <= 8)
        photo->info.orientation = (int)orientation;
    size_t exif = get_number(&t, ifd0, TAG_EXIF_IFD, 0);
    take_colour_space(photo, &t, exif);
    photo->camera |=
        find_entry(&t, ifd0, TAG_MAKE) || find_entry(&t, ifd0, TAG_MODEL) || find_entry(&t, exif, TAG_EXPOSURE_TIME);
    photo->screenshot |= text_says_screenshot(&t, ifd0, TAG_DESCRIPTION) || text_says_screenshot(&t, exif, TAG_USER_COMMENT);
}
