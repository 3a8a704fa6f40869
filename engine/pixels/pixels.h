/*
 * engine/pixels/pixels.h - a frame plus its colour space becomes linear light.
 *
 * The image keeps the frame's 8- or 16-bit pixels and converts rows when they
 * are read, so that a 12 MP photo costs 36 MB and not 150. "Linear RGB" is the
 * device's own linear light for matrix profiles and linear sRGB primaries for
 * table profiles; XYZ is relative to D50, Y = 1 for the encoding's white.
 */
#ifndef ENGINE_PIXELS_H
#define ENGINE_PIXELS_H

#include "colour/colour.h"
#include "num/num.h"
#include "photo/photo.h"

enum { PIXELS_CLIPPED_HIGH = 1, PIXELS_CLIPPED_LOW = 2, PIXELS_TRANSPARENT = 4, PIXELS_COVERED = 8 };

#define PIXELS_CURVE_POINTS 64
/*
 * What the chart stage does to linear RGB before and after the matrix:
 *   v_c   = rgb_c / exp(plane_x[c] * u + plane_y[c] * v)   u = (x + 0.5 - width / 2) / width, v = (y + 0.5 - height / 2) /
 * width w_c   = curve_c(v_c)                                    monotone, log-log linear between knots and beyond them xyz
 * = matrix * w   (+ root-polynomial terms are evaluated by the room `correct` only)
 */
typedef struct pixels_correction {
    int active;
    double plane_x[3], plane_y[3];
    int knots; /* 0: curves are the identity */
    double curve_in[3][PIXELS_CURVE_POINTS], curve_out[3][PIXELS_CURVE_POINTS];
    num_mat3 matrix; /* linear RGB -> XYZ D50 */
} pixels_correction;

/* A photo in linear light. Owns the frame and the tables. */
typedef struct pixels_image pixels_image;

/*
 * Takes the frame (the caller's is emptied). What the file says of its colours is honoured in the order of precedence of
 * photo_colour.c; what cannot be used (a profile that is damaged, of the wrong class or number of channels; impossible
 * numbers; unknown code points) is never passed over in silence: the next claim is taken, or sRGB assumed, and flagged
 * "profile-ignored" with what was used. For CMYK, and for a profile that came with the caller's pixels, it is
 * SCT_ERR_PROFILE. Other flags: hdr, minor-damage. SCT_ERR_MEMORY.
 */
SCT_NODISCARD sct_status pixels_from(sct_context *ctx, const sct_photo *photo, photo_frame *frame, sct_flags *flags,
                                     pixels_image **out);
void pixels_free(pixels_image *image);
photo_window pixels_window(const pixels_image *image);                          /* what is in memory, as seen */
void pixels_size(const pixels_image *image, uint32_t *width, uint32_t *height); /* of the whole photo as seen */
void pixels_set_correction(pixels_image *image, const pixels_correction *correction);
const pixels_correction *pixels_get_correction(const pixels_image *image);
/* How far the colours may be off after the correction, or without one; null until it was set. */
void pixels_set_doubt(pixels_image *image, const colour_doubt *doubt);
const colour_doubt *pixels_get_doubt(const pixels_image *image);
/* What lies inside these corners (photo coordinates as seen, convex, in order) is not the client but a chart: its pixels are
 * flagged PIXELS_COVERED and PIXELS_TRANSPARENT from now on. At most PIXELS_COVERS of them; more are not covered. */
enum { PIXELS_COVERS = 2 };
void pixels_cover(pixels_image *image, double corners[4][2]);
/* What lies inside these corners, which go a little beyond those of a chart, holds the chart's rim and shadow: skin and hair
 * are not looked for there, but may be shown. At most PIXELS_COVERS. */
void pixels_keep_clear(pixels_image *image, double corners[4][2]);
/* Sets clear[i] to 1 where pixel i of the row lies inside, else to 0; returns how many do. */
uint32_t pixels_clear_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, uint8_t *clear);
/* A window in what covers the photo, through which the client is seen; pixels_hole returns 0 when there is none. */
void pixels_set_hole(pixels_image *image, double corners[4][2]);
int pixels_hole(const pixels_image *image, double corners[4][2]);
num_mat3 pixels_matrix(const pixels_image *image);                   /* linear RGB -> XYZ D50 of the profile */
void pixels_profile_name(const pixels_image *image, char out[64]);   /* "Display P3"; what the profile calls itself */
void pixels_name_profile(const sct_photo *photo, char out[64]);      /* the same of a photo that was opened only */
sct_profile_source pixels_profile_source(const pixels_image *image); /* where it stood that was used */
/* Plane and curves of a correction for one pixel, exactly (rows are within 2e-4 of it, relative): linear RGB in and out. */
void pixels_correct_one(const pixels_correction *correction, double u, double v, const double rgb[3], double out[3]);

/* n pixels of row y from column x (photo coordinates as seen; inside the window), interleaved. */
void pixels_rgb_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, float *rgb); /* linear, uncorrected */
void pixels_xyz_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, float *xyz); /* D50, corrected */
void pixels_lab_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, float *lab); /* D50, corrected */
void pixels_xyz_lab_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, float *xyz,
                        float *lab); /* both at once: the same bits for little more than one */
void pixels_flag_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, uint8_t *flags);
/* Non-zero when something covers a part of the photo: else no pixel has PIXELS_COVERED. */
int pixels_is_covered(const pixels_image *image);
/* Whether the photo is black and white: of the pixels looked at, which are spread over the window, none has a colour but for
 * what JPEG leaves. */
int pixels_are_grey(const pixels_image *image);
/* Encoded values scaled to 8 bit as stored, 3 channels (for detection and drawing only). */
void pixels_rgb8_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, uint8_t *rgb);
/*
 * A smaller copy: each pixel is the mean of side x side encoded ones (side: 2, 4 or 8), 8 bit, 3 channels; what is left
 * over at the right and lower edge is dropped, and pixel (0, 0) is that of the window. It says nothing of light or
 * clipping: only its window, its size and pixels_rgb8_row may be asked. SCT_ERR_ARGUMENT when nothing would be left,
 * SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_NODISCARD sct_status pixels_shrink(sct_context *ctx, const pixels_image *image, uint32_t side, pixels_image **out);
/* Colour-managed sRGB, 8 bit (for drawing). */
void pixels_srgb8_row(const pixels_image *image, uint32_t x, uint32_t y, uint32_t n, uint8_t *rgb);

/*
 * Linear RGB (as pixels_rgb_row gives it) back to encoded values: of the photo's own space where that is curves and a
 * matrix, else of sRGB. Unchanged light gives the photo's own values back. The image must outlive the encoder.
 * bits 8, 16, or 32 for floats in [0, 1], which of sRGB go beyond where the light does. SCT_ERR_MEMORY.
 */
typedef struct pixels_encoder pixels_encoder;
SCT_NODISCARD sct_status pixels_encoder_new(sct_context *ctx, const pixels_image *image, int bits, pixels_encoder **out);
/* The same to sRGB, whatever the photo's own space; it is the photo's own where that is sRGB. */
SCT_NODISCARD sct_status pixels_encoder_srgb(sct_context *ctx, const pixels_image *image, int bits, pixels_encoder **out);
void pixels_encoder_free(pixels_encoder *encoder);
int pixels_encoder_channels(const pixels_encoder *encoder); /* 3, or 1 for a grey photo */
int pixels_encoder_is_own(const pixels_encoder *encoder);   /* 0: sRGB, because the photo's space has no inverse */
/* A profile for these values, made of numbers alone: nothing that the photo's own has besides; null where they are sRGB.
 * Owned by the encoder. */
const unsigned char *pixels_encoder_icc(const pixels_encoder *encoder, size_t *size);
/* n pixels of 3 floats to packed values of the encoder's channels and bits, 16 in native order. */
void pixels_encode_row(const pixels_encoder *encoder, const float *rgb, uint32_t n, void *out);
/* The photo's own values of n pixels of row y, unchanged; only where pixels_encoder_is_own. */
void pixels_encode_stored(const pixels_encoder *encoder, uint32_t x, uint32_t y, uint32_t n, void *out);
/* n pixels of linear RGB of this photo to sRGB, 8 bit (for drawing). */
void pixels_srgb8_encode(const pixels_image *image, const float *rgb, uint32_t n, uint8_t *out);

/* ---- pixels_writer.c: rows of a photo for somebody else ---- */

typedef enum pixels_meaning {
    PIXELS_OWN,         /* encoded in the photo's own space, or sRGB where that has no inverse: what a PNG of it holds */
    PIXELS_SRGB,        /* encoded sRGB */
    PIXELS_LINEAR_SRGB, /* linear light with the primaries of sRGB, Y of white = 1 */
    PIXELS_XYZ_D50      /* relative to D50, Y of white = 1; floats only */
} pixels_meaning;
typedef struct pixels_format {
    pixels_meaning meaning;
    int bits;     /* 8, 16 in native order, or 32: floats */
    int channels; /* 3; 4: the last is opacity, which is whole; 0: 3, or 1 for a grey photo in its own space */
} pixels_format;

/* Linear RGB of one photo to packed pixels of a format. The image must outlive it. A writer serves one thread at a time. */
typedef struct pixels_writer pixels_writer;
/* SCT_ERR_OPTION for a format that is none, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status pixels_writer_new(sct_context *ctx, const pixels_image *image, const pixels_format *format,
                                           pixels_writer **out);
void pixels_writer_free(pixels_writer *writer);
int pixels_writer_channels(const pixels_writer *writer);
size_t pixels_writer_size(const pixels_writer *writer); /* bytes a pixel */
/* pixels_encoder_icc of what is written; null where it is sRGB, or no encoding at all. */
const unsigned char *pixels_writer_icc(const pixels_writer *writer, size_t *size);
/* n pixels of 3 floats, as pixels_rgb_row gives them. */
void pixels_writer_row(pixels_writer *writer, const float *rgb, uint32_t n, void *out);
/* The photo's own values of n pixels of row y, where the format can hold them unchanged; else 0, and nothing is written. */
int pixels_writer_stored(pixels_writer *writer, uint32_t x, uint32_t y, uint32_t n, void *out);

/* Somebody's buffer for a whole photo. */
typedef struct pixels_plane {
    void *data;
    size_t capacity; /* bytes */
    size_t stride;   /* bytes from row to row; 0: rows are packed */
    pixels_format format;
} pixels_plane;
/* The stride, when `width` x `height` pixels fit. SCT_ERR_ARGUMENT (no data, or none that such values can lie at),
 * SCT_ERR_OPTION (format, stride), SCT_ERR_CAPACITY. */
SCT_NODISCARD sct_status pixels_plane_check(sct_context *ctx, const pixels_plane *plane, uint32_t width, uint32_t height,
                                            size_t *stride);

/* ---- pixels_window.c ---- */

/*
 * The image's window into a buffer, as seen: what the photo holds, or with `corrected` what the correction makes of it (the
 * same, where there is none). In the photo's own space (PIXELS_OWN) uncorrected values are those stored, in another depth
 * where the format has another; a fourth channel is the photo's opacity. The buffer is filled from the top; after an error
 * the rest of it is as it was. As pixels_plane_check; SCT_ERR_PROFILE, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED.
 */
SCT_NODISCARD sct_status pixels_rows(sct_context *ctx, const pixels_image *image, int corrected, const pixels_plane *plane);
/* The photo's own opacity of n pixels of row y, in place of the whole one that writers give; nothing without a fourth
 * channel. */
void pixels_write_alpha(const pixels_image *image, const pixels_format *format, uint32_t x, uint32_t y, uint32_t n,
                        unsigned char *out);
/* All that leads from linear RGB (pixels_rgb_row) to corrected XYZ D50, by value; without a correction its matrix alone. */
pixels_correction pixels_correction_of(const pixels_image *image);

#endif
