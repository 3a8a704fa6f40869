/* engine/report/report_private.h - JSON objects that several outputs share. */
#ifndef ENGINE_REPORT_PRIVATE_H
#define ENGINE_REPORT_PRIVATE_H

#include "draw/draw.h"
#include "report/report.h"

/* Decimals that carry information and no more. */
enum {
    DECIMALS_LAB = 3,
    DECIMALS_DE = 3,
    DECIMALS_SD = 3,
    DECIMALS_COV = 5,
    DECIMALS_ANGLE = 1,
    DECIMALS_SHARE = 4,
    DECIMALS_VOLUME = 2,
    DECIMALS_MM = 4,
    DECIMALS_SCALE = 6,
    DECIMALS_PARTS = 3,
    DECIMALS_COUNT = 0
};

/* Of all JSON that this version writes. A reader refuses a higher one. */
enum { REPORT_SCHEMA = 1 };

json *report_lab(sct_lab lab);       /* [L, a, b]; null when unknown */
json *report_exact_lab(sct_lab lab); /* the same in full */
json *report_exact_cov(const sct_cov *cov);
json *report_sd(const sct_cov *cov); /* standard deviations of L*, a*, b* */
json *report_exact_list(const double *values, size_t count);
json *report_program(void);                     /* "scalptone" */
json *report_photo(const sct_photo_info *info); /* "photo" */
/* "photos": each with its own correction, how far it is from the others, and whether it was left out; in_full: with what a
 * reader needs besides. */
json *report_photos(const sct_measurement *m, int in_full);
json *report_correction(const sct_correction *correction);
json *report_skin(const sct_skin *skin); /* null when not measured */
json *report_hair(const sct_hair *hair); /* null when not measured */
json *report_quality(const sct_flags *flags);

/* Whether photos are good enough, or the one thing to change: the first line of a verdict. */
void report_photo_line(const sct_flags *flags, size_t photos, char *out, size_t size);

/* What a colour of an overlay stands for. */
typedef struct overlay_key {
    const char *name;
    draw_colour colour;
} overlay_key;

/* The photo as a picture to draw in: where it ends, and how much it was shrunk. */
typedef struct overlay {
    draw_canvas canvas;
    const overlay_key *keys;
    size_t key_count;
    char verdict[256]; /* above the key; may be empty */
    int language;
    int photo_width, photo_height; /* on the canvas */
    int shrink, thick;             /* photo pixels to one; pixels that a line is wide */
    double size;                   /* of letters */
} overlay;

/* Lays out canvas and photo, with room for verdict and key (set in *out before) and the flags below; out->canvas.rgb is for
 * the caller to free. */
SCT_NODISCARD sct_status overlay_begin(sct_context *ctx, const pixels_image *image, const sct_flags *flags, overlay *out);
/* Writes the key and the flags below the photo, and the whole as a PNG. */
SCT_NODISCARD sct_status overlay_finish(sct_context *ctx, overlay *o, const sct_flags *flags, sct_bytes *out);

#endif
