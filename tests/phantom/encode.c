/* tests/phantom/encode.c - codes to the bytes of a PNG or JPEG file, with profile and orientation. */
#include "phantom/camera.h"
#include "support/support.h"

#include <jpeglib.h>
#include <lcms2.h>
#include <png.h>

/* ---- profile ---------------------------------------------------------------------------------- */

/* An ICC profile made by lcms2 from primaries and curve: not by our arithmetic, so that each checks the other. */
static unsigned char *icc_bytes(phantom_profile profile, cmsUInt32Number *size)
{
    static const cmsCIExyY white = {0.3127, 0.3290, 1};
    static const cmsCIExyYTRIPLE sets[] = {
        [PHANTOM_SRGB] = {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}},
        [PHANTOM_DISPLAY_P3] = {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}},
        [PHANTOM_ADOBE_RGB] = {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}},
    };
    static const cmsFloat64Number srgb_curve[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    cmsToneCurve *curve =
        profile == PHANTOM_ADOBE_RGB ? cmsBuildGamma(NULL, 563.0 / 256) : cmsBuildParametricToneCurve(NULL, 4, srgb_curve);
    cmsToneCurve *curves[3] = {curve, curve, curve};
    cmsHPROFILE icc = cmsCreateRGBProfile(&white, &sets[profile], curves);
    assert_non_null(icc);
    cmsSetProfileVersion(icc, 4.3);
    *size = 0;
    assert_true(cmsSaveProfileToMem(icc, NULL, size));
    unsigned char *bytes = malloc(*size);
    assert_true(bytes && cmsSaveProfileToMem(icc, bytes, size));
    static const unsigned char new_year_2020[12] = {0x07, 0xE4, 0, 1, 0, 1};
    memcpy(bytes + 24, new_year_2020, sizeof new_year_2020); /* lcms2 writes the time of day: not the same bytes twice */
    cmsCloseProfile(icc);
    cmsFreeToneCurve(curve);
    return bytes;
}

/* ---- orientation ------------------------------------------------------------------------------ */

/* Where the pixel seen at (x, y) is stored when a reader has to apply EXIF orientation o. */
static size_t stored_at(int o, int width, int height, int x, int y)
{
    int mirrored_x = width - 1 - x, mirrored_y = height - 1 - y;
    int column, row, stored_width = o >= 5 ? height : width;
    switch (o) {
    case 2: column = mirrored_x, row = y; break;
    case 3: column = mirrored_x, row = mirrored_y; break;
    case 4: column = x, row = mirrored_y; break;
    case 5: column = y, row = x; break;
    case 6: column = y, row = mirrored_x; break;
    case 7: column = mirrored_y, row = mirrored_x; break;
    case 8: column = mirrored_y, row = x; break;
    default: column = x, row = y;
    }
    return (size_t)row * (size_t)stored_width + (size_t)column;
}

/* Codes in stored order as 8- or 16-bit (big-endian, as PNG wants them) samples. */
static unsigned char *stored_samples(const phantom_params *p, const float *codes, int bytes_per_sample)
{
    unsigned char *out = malloc((size_t)p->width * (size_t)p->height * 3 * (size_t)bytes_per_sample);
    assert_non_null(out);
    for (int y = 0; y < p->height; y++) {
        for (int x = 0; x < p->width; x++) {
            const float *from = codes + 3 * ((size_t)y * (size_t)p->width + (size_t)x);
            size_t to = 3 * stored_at(p->orientation, p->width, p->height, x, y);
            for (size_t c = 0; c < 3; c++) {
                if (bytes_per_sample == 1) {
                    out[to + c] = (unsigned char)lround((double)from[c] * 255);
                } else {
                    unsigned v = (unsigned)lround((double)from[c] * 65535);
                    out[2 * (to + c)] = (unsigned char)(v >> 8);
                    out[2 * (to + c) + 1] = (unsigned char)(v & 255);
                }
            }
        }
    }
    return out;
}

/* A TIFF header with orientation and, for Adobe RGB, colour space "uncalibrated" with interoperability "R03". */
static size_t exif_bytes(const phantom_params *p, unsigned char out[96])
{
    static const unsigned char template[] = {
        'M',  'M',  0, 42, 0, 0, 0, 8, 0,   2,            /* big-endian; two entries */
        0x01, 0x12, 0, 3,  0, 0, 0, 1, 0,   1,   0,   0,  /* orientation */
        0x87, 0x69, 0, 4,  0, 0, 0, 1, 0,   0,   0,   38, /* EXIF directory at 38 */
        0,    0,    0, 0,  0, 2,                          /* no next; EXIF directory: two entries */
        0xA0, 0x01, 0, 3,  0, 0, 0, 1, 0,   1,   0,   0,  /* colour space: sRGB */
        0xA0, 0x05, 0, 4,  0, 0, 0, 1, 0,   0,   0,   68, /* interoperability directory at 68 */
        0,    0,    0, 0,  0, 1,                          /* no next; one entry */
        0x00, 0x01, 0, 2,  0, 0, 0, 4, 'R', '9', '8', 0,  /* sRGB */
        0,    0,    0, 0,
    };
    memcpy(out, template, sizeof template);
    out[19] = (unsigned char)p->orientation;
    if (p->profile == PHANTOM_NO_PROFILE) { /* not a word on colour: the first directory ends after one entry */
        out[9] = 1;
        memset(out + 22, 0, 4);
        return 26;
    }
    if (p->profile == PHANTOM_ADOBE_RGB) {
        out[48] = 0xFF;
        out[49] = 0xFF;
        out[79] = '0';
        out[80] = '3';
    } else if (p->profile == PHANTOM_DISPLAY_P3) {
        out[48] = 0xFF;
        out[49] = 0xFF;
    }
    return sizeof template;
}

/* ---- files ------------------------------------------------------------------------------------ */

static void jpeg_rows(struct jpeg_compress_struct *jpeg, unsigned char *samples)
{
    while (jpeg->next_scanline < jpeg->image_height) {
        JSAMPROW row = samples + (size_t)jpeg->next_scanline * jpeg->image_width * 3;
        jpeg_write_scanlines(jpeg, &row, 1);
    }
}

static phantom_photo encode_jpeg(const phantom_params *p, const float *codes)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors; /* the default handler exits, which is right for a test tool */
    unsigned char *samples = stored_samples(p, codes, 1), *bytes = NULL, exif[6 + 96] = "Exif\0";
    unsigned long size = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &bytes, &size);
    jpeg.image_width = (JDIMENSION)(p->orientation >= 5 ? p->height : p->width);
    jpeg.image_height = (JDIMENSION)(p->orientation >= 5 ? p->width : p->height);
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, p->jpeg_quality, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    if (p->orientation != 1 || p->profile != PHANTOM_NO_PROFILE)
        jpeg_write_marker(&jpeg, JPEG_APP0 + 1, exif, (unsigned)(6 + exif_bytes(p, exif + 6)));
    if (p->profile != PHANTOM_NO_PROFILE) {
        cmsUInt32Number icc_size;
        unsigned char *icc = icc_bytes(p->profile, &icc_size);
        jpeg_write_icc_profile(&jpeg, icc, icc_size);
        free(icc);
    }
    jpeg_rows(&jpeg, samples);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    free(samples);
    return (phantom_photo){.bytes = bytes, .size = size};
}

static void png_append(png_structp png, png_bytep data, png_size_t length)
{
    phantom_photo *photo = png_get_io_ptr(png);
    if ((photo->size + length) >> 20 != photo->size >> 20 || !photo->bytes) /* grow by whole MiB */
        photo->bytes = realloc(photo->bytes, (((photo->size + length) >> 20) + 1) << 20);
    assert_non_null(photo->bytes);
    memcpy(photo->bytes + photo->size, data, length);
    photo->size += length;
}

static void png_flush_nothing(png_structp png)
{
    (void)png;
}

static phantom_photo encode_png(const phantom_params *p, const float *codes)
{
    int deep = p->format == PHANTOM_PNG16;
    int stored_width = p->orientation >= 5 ? p->height : p->width,
        stored_height = p->orientation >= 5 ? p->width : p->height;
    size_t row_bytes = (size_t)stored_width * 3 * (deep ? 2 : 1);
    unsigned char *samples = stored_samples(p, codes, deep ? 2 : 1), exif[96];
    phantom_photo photo = {0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    assert_non_null(info);
    png_set_write_fn(png, &photo, png_append, png_flush_nothing);
    png_set_IHDR(png, info, (png_uint_32)stored_width, (png_uint_32)stored_height, deep ? 16 : 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 1);
    png_set_filter(png, 0, PNG_FILTER_SUB);
    if (p->profile == PHANTOM_SRGB) {
        png_set_sRGB(png, info, PNG_sRGB_INTENT_RELATIVE);
    } else if (p->profile != PHANTOM_NO_PROFILE) {
        cmsUInt32Number icc_size;
        unsigned char *icc = icc_bytes(p->profile, &icc_size);
        png_set_iCCP(png, info, "phantom", PNG_COMPRESSION_TYPE_BASE, icc, icc_size);
        free(icc);
    }
    if (p->orientation != 1)
        png_set_eXIf_1(png, info, (png_uint_32)exif_bytes(p, exif), exif);
    png_write_info(png, info);
    for (int y = 0; y < stored_height; y++)
        png_write_row(png, samples + (size_t)y * row_bytes);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    free(samples);
    return photo;
}

phantom_photo phantom_encode(const phantom_params *params, const float *codes)
{
    return params->format == PHANTOM_JPEG ? encode_jpeg(params, codes) : encode_png(params, codes);
}
