/*
 * engine/pixels/pixels_private.h - what the files of this room share.
 *
 * Every photo ends in one of two forms: three curves and a matrix (matrix
 * profiles, tagged spaces, all greys), or a table profile that lcms2 evaluates.
 */
#ifndef ENGINE_PIXELS_PRIVATE_H
#define ENGINE_PIXELS_PRIVATE_H

#include "pixels/pixels.h"

/* Pixels that the inner loops take at a time: planar floats that stay in the first-level cache. */
enum { BLOCK = 256 };

/* ---- pixels_space.c: colour spaces that are a formula ---- */

typedef struct pixels_space {
    const char *name; /* static storage */
    double (*decode)(double value, double gamma);
    double gamma;        /* second argument of decode */
    num_mat3 matrix;     /* linear RGB -> XYZ D50 */
    int narrow;          /* code values 16/255 to 235/255 */
    int hdr;             /* absolute or scene light: the white is a convention */
    const char *ignored; /* what of the claim made no sense and was left out, or null */
} pixels_space;
/* What a claim without an ICC profile means, or sRGB with *why set to what could not be honoured. */
pixels_space pixels_space_of(const photo_colour_space *claim, const char **why);
pixels_space pixels_space_srgb(void);
/* Non-zero for the name of a standard space, which tells nothing of whose photo it is. */
int pixels_space_is_named(const char *name);
/* Encoded sRGB of linear light in [0, 1]; the inverse of pixels_space_srgb().decode. */
double pixels_srgb_encode(double linear);

/* ---- pixels_profile.c: ICC profiles through lcms2 ---- */

typedef struct pixels_profile pixels_profile;
typedef enum profile_form {
    PROFILE_UNUSABLE, /* *why says why */
    PROFILE_CURVES,   /* profile_curve and profile_matrix describe it exactly */
    PROFILE_TABLE     /* only profile_convert can tell */
} profile_form;
/* Reads a profile for a frame of 1, 3 or 4 channels; *out is null when it is unusable. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status profile_open(sct_context *ctx, const unsigned char *icc, size_t size, int channels,
                                      profile_form *form, const char **why, pixels_profile **out);
void profile_close(pixels_profile *profile);
const char *profile_name(const pixels_profile *profile);
int profile_channels(const pixels_profile *profile);
/* Linear light of channel c at an encoded value in [0, 1]. */
double profile_curve(const pixels_profile *profile, int c, double value);
num_mat3 profile_matrix(const pixels_profile *profile);
/* n pixels of encoded floats (3 channels [0, 1]; 1: grey; 4: ink in per cent) to XYZ D50, always finite: what the profile
 * leads out of the numbers is black. Safe from several threads. */
void profile_convert(const pixels_profile *profile, const float *in, float *xyz, uint32_t n);

/* ---- pixels_table.c: the distinct colours of a frame under a table profile ---- */

typedef struct colour_table colour_table;
/* Converts each distinct colour of an 8-bit frame once; *out is null where that would not pay (too many colours). */
SCT_NODISCARD sct_status colour_table_new(sct_context *ctx, const photo_frame *frame, const pixels_profile *profile,
                                          colour_table **out);
void colour_table_free(colour_table *table);
/* XYZ D50 of n <= BLOCK interleaved 8-bit pixels of that frame. */
void colour_table_look_up(const colour_table *table, const unsigned char *pixels, int channels, float *xyz, uint32_t n);
/* The floats that profile_convert wants, of n <= BLOCK pixels. */
void pixels_encoded_floats(const photo_frame *frame, size_t first, float *out, uint32_t n);

/* ---- pixels_correct.c: the chart's correction, tabulated ---- */

enum { OCTAVE_CELLS = 256, OCTAVES = 18, OCTAVE_LOW = -14, CURVE_CELLS = OCTAVE_CELLS * OCTAVES };
typedef struct correct_tables {
    float step[3][BLOCK];            /* 1 / exp(plane_x * i / width) */
    float curve[3][CURVE_CELLS + 1]; /* curve at 2^(OCTAVE_LOW + i / OCTAVE_CELLS), cells linear within */
    float low[3];                    /* slope below the first cell */
} correct_tables;
void correct_prepare(const pixels_correction *correction, uint32_t width, correct_tables *out);
/* In place on planar linear RGB of n <= BLOCK pixels that start at column x of row y of a photo width x height. */
void correct_block(const pixels_correction *correction, const correct_tables *tables, uint32_t width, uint32_t height,
                   uint32_t x, uint32_t y, uint32_t n, float rgb[3][BLOCK]);

/* ---- pixels_kernel.c: planar loops over one block ---- */

typedef struct pixels_kernel {
    /* out = m * in for BLOCK pixels */
    void (*matrix)(const float m[9], float in[3][BLOCK], float out[3][BLOCK]);
    /* Lab of BLOCK pixels; in: XYZ divided by the white */
    void (*lab)(float in[3][BLOCK], float out[3][BLOCK]);
} pixels_kernel;
extern const pixels_kernel pixels_kernel_base, pixels_kernel_avx2;
/* The fastest one that this machine runs; all give the same bits. */
const pixels_kernel *pixels_kernel_pick(void);

/* ---- pixels_encode.c, pixels_writer.c ---- */

/* Like pixels_encoder_new or, with `srgb`, pixels_encoder_srgb, but of three channels for a grey photo, too: a correction
 * may have given it a tint. */
SCT_NODISCARD sct_status pixels_encoder_tinted(sct_context *ctx, const pixels_image *image, int bits, int srgb,
                                               pixels_encoder **out);
/* pixels_writer_new by that encoder. */
SCT_NODISCARD sct_status pixels_writer_tinted(sct_context *ctx, const pixels_image *image, const pixels_format *format,
                                              pixels_writer **out);

/* ---- pixels.c ---- */

enum { SRGB_STEPS = 16384 };

struct pixels_image {
    photo_frame frame;
    uint32_t width, height; /* whole photo as seen */
    char name[64];
    sct_profile_source source;
    float *curve[3];              /* 1 << bits entries each, in one allocation that curve[0] owns; null for table profiles */
    pixels_profile *profile;      /* table profiles only */
    colour_table *table;          /* its distinct colours; null: convert row by row */
    num_mat3 matrix;              /* linear RGB -> XYZ D50 */
    num_mat3 to_rgb;              /* its inverse, for table profiles */
    unsigned low_code, high_code; /* values that count as clipped */
    uint8_t clipped[256];         /* flags of a value of 8 bits */
    int covered;                  /* how many charts lie in the photo, at most PIXELS_COVERS */
    double cover[PIXELS_COVERS][4][2];
    int cleared; /* and how many rims of charts */
    double clear[PIXELS_COVERS][4][2];
    int holed; /* non-zero: hole holds the corners of a card's window */
    double hole[4][2];
    pixels_correction correction;
    colour_doubt doubt;
    int has_doubt;
    correct_tables correct;
    uint8_t srgb[SRGB_STEPS]; /* encoded sRGB of i / (SRGB_STEPS - 1) */
    const pixels_kernel *kernel;
};
/* PIXELS_CLIPPED_HIGH and _LOW of an encoded value. */
unsigned clip_flags(const pixels_image *image, unsigned value);

/* ---- pixels_steps.c ---- */

/* Of rising curves: the least light that is rounded to each code of 8 bits, and the code at i / PIXELS_STARTS. */
enum { PIXELS_STARTS = 4096 };
typedef struct pixels_steps {
    float from[3][257];
    uint8_t start[3][PIXELS_STARTS + 1];
} pixels_steps;
void pixels_steps_fill(pixels_steps *s, const float *const curve[3], size_t codes);
/* Interleaved linear light of n pixels to codes. */
void pixels_steps_encode(const pixels_steps *s, const float *rgb, size_t n, uint8_t *out);

#endif
