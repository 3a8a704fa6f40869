/*
 * engine/preview/preview_dots.h - dots of ink on a photo: where they lie, what each
 * does to the light around it, and how much of it.
 *
 * No image is read or written here: the caller hands in which pixels belong to
 * the area and rows of linear light, and gets rows of factors back.
 *     preview_area     which part of the photo, and how far from its edge each place is
 *     preview_dots     where the dots lie
 *     preview_field    what of the light each pixel loses to them, by channel
 *     preview_tone     how much that must be for the area to have the predicted colour
 *     preview_blur     the same seen from afar
 * A field, a blur and an area being filled belong to one thread. The same input
 * gives the same bytes: nothing depends on threads or on the order of rows.
 */
#ifndef ENGINE_PREVIEW_DOTS_H
#define ENGINE_PREVIEW_DOTS_H

#include "colour/colour.h"
#include "num/num.h"
#include "scalptone/measure.h"
#include "skin/skin.h"

/* ---- preview_area.c ---- */

/* The part of the photo to treat, as cells of cell x cell pixels. Owns `depth`; free with preview_area_free. */
typedef struct preview_area {
    uint32_t width, height; /* of the photo, pixels */
    uint32_t cell;          /* pixels a cell, each way */
    uint32_t columns, rows;
    float *depth;            /* pixels from a cell to the edge of the area; 0 outside */
    float deepest;           /* greatest of them */
    uint64_t pixels;         /* of the area */
    uint32_t x0, y0, x1, y1; /* box, pixels, x1 and y1 exclusive */
} preview_area;

/* What the cells are for: 1 inside; PREVIEW_OPEN outside, but no edge (hair goes on there). */
enum { PREVIEW_OUTSIDE = 0, PREVIEW_INSIDE = 1, PREVIEW_OPEN = 2 };

/* From a mask of width x height bytes, non-zero inside; labels (SCT_LABEL_*, as many) or null: a chart in view is no part of
 * it, and where it meets hair it has no edge. SCT_ERR_SHAPE when nothing is inside, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_area_from_mask(sct_context *ctx, const uint8_t *mask, const uint8_t *labels, uint32_t width,
                                                uint32_t height, preview_area *out);
/* The scalp on one side of a hairline: corners x, y, x, y ... in pixels; preview_hairline.c says which. SCT_ERR_NOTHING. */
SCT_NODISCARD sct_status preview_area_from_hairline(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height,
                                                    const double *v, size_t corners, preview_area *out);
/* Skin within `reach_px` of hair, by the labels. SCT_ERR_NOTHING when there is none to speak of, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_area_from_labels(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height,
                                                  double reach_px, preview_area *out);
void preview_area_free(preview_area *area);
/* Pixels from a point to the edge of the area, 0 outside. */
double preview_area_depth(const preview_area *area, double x, double y);
/* Pixels between the outermost columns labelled skin or hair, a hundredth of them left off at either side; 0: none.
 * SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_labels_width(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height,
                                              double *out);

/* ---- preview_dots.c ---- */

typedef struct preview_dot {
    float x, y;   /* centre, pixels */
    uint8_t size; /* class of its radius, below PREVIEW_SIZES */
    float ink;    /* of its ink over the usual amount */
} preview_dot;
/* Radii over the mean one; their squares average 1. */
enum { PREVIEW_SIZES = 5 };
extern const double preview_sizes[PREVIEW_SIZES];

/* More dots than any scalp has hairs, ten times over. */
enum { PREVIEW_DOTS_MAX = 2000000 };

/* Dots of this density in the area's core, fewer within edge_px of its edge; sorted by y, then x. Free with mem_free.
 * SCT_ERR_OPTION beyond PREVIEW_DOTS_MAX, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED; progress is told. */
SCT_NODISCARD sct_status preview_dots_place(sct_context *ctx, const preview_area *area, double density_per_px2,
                                            double edge_px, uint64_t seed, preview_dot **out, size_t *count);
/* Share of the dots that is left at this distance from the edge [0, 1]. */
double preview_thinning(double depth_px, double edge_px);

/* ---- preview_tone.c ---- */

/* An ink in a skin, as a ranking or a prediction tells it. */
typedef struct preview_ink {
    sct_lab skin, dot, area; /* bare skin; ink everywhere; dots at `density` */
    sct_lab seen;            /* one dot, through the eye's window of SKIN_WINDOW_MM around its middle */
    double coverage;         /* of the skin by dots (0, 1) */
} preview_ink;
/* The same as factors on the linear channels of a photo. */
typedef struct preview_tone {
    double solid[3]; /* light of ink everywhere over that of bare skin */
    double area[3];  /* light of the area over that of bare skin */
    double gain[3];  /* m of the m-law, area = solid + (1 - solid)(1 - coverage)^m */
    double seen[3];  /* share of ink everywhere's loss that is seen of one dot [0, 1] */
} preview_tone;
/* For a photo whose linear RGB the matrix leads to XYZ D50. */
preview_tone preview_tone_of(const preview_ink *ink, const num_mat3 *matrix);

/* One dot by itself, in rings of equal area that fill the eye's window around its middle: A, and H by channel. */
enum { PREVIEW_RINGS = 64 };
typedef struct preview_alone {
    double direct[PREVIEW_RINGS], halo[3][PREVIEW_RINGS];
} preview_alone;
/* Lengths in mm, without what a lens blurs. In preview_stamp.c. */
preview_alone preview_alone_of(double radius_mm, double edge_mm, const double halo_mm[3]);

/* What one channel meets in the core of an area: light by how much of it diffuses under dots. Start with zeros. */
enum { PREVIEW_BINS = 512 };
typedef struct preview_bin {
    double all, covered;           /* light; and what of it falls on dots */
    double all_left, covered_left; /* the same times 1 - H */
} preview_bin;
typedef struct preview_meeting {
    double light; /* of all pixels */
    preview_bin bins[PREVIEW_BINS];
} preview_meeting;
/* Adds a pixel's light; direct: A, left: 1 - H. */
void preview_meet(preview_meeting *m, float light, float direct, float left);
/* Adds what another has met. */
void preview_meet_join(preview_meeting *m, const preview_meeting *other);
/* How a channel loses light: strength (1 - (1 - direct A)(1 - H)^(gain - 1)). */
typedef struct preview_law {
    double direct, gain, strength;
} preview_law;
/* The law with which the core's mean is that of the tone, and one dot by itself is seen as the tone has it. strength is 1 -
 * solid, or what serves where no gain does. */
preview_law preview_tone_settle(const preview_tone *tone, int channel, const preview_meeting *m, const preview_alone *alone);

/* ---- preview_field.c ---- */

/* Sizes in pixels. */
typedef struct preview_optics {
    double radius_px; /* of a dot */
    double edge_px;   /* standard deviation of the blur of its edge: tissue above it, and the lens */
    double halo_px[3];
    double fade_px[2]; /* beyond the area's box light is missing in full up to the first, and not at all from the second on;
                          zeros: as far as it reaches */
} preview_optics;
typedef struct preview_field preview_field;
/* Dots are not copied. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_field_new(sct_context *ctx, const preview_area *area, const preview_optics *optics,
                                           const preview_dot *dots, size_t count, preview_field **out);
/* Another for the same dots and gains, for a thread of its own: it must not outlive the first. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_field_beside(sct_context *ctx, const preview_field *field, preview_field **out);
void preview_field_free(preview_field *field);
/* The gain by channel, until then 2, and how much of a dot's ink is met under it, until then 1. */
void preview_field_set_gain(preview_field *field, const double gain[3]);
void preview_field_set_direct(preview_field *field, const double direct[3]);
/* Columns and rows with any ink: x0, y0 inclusive, x1, y1 exclusive. */
void preview_field_box(const preview_field *field, uint32_t box[4]);
/* Light lost [0, 1] in row y of the box, one array of x1 - x0 values a channel: they are valid until the next call. Rows in
 * order are fast. SCT_ERR_INTERRUPTED, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_field_row(preview_field *field, uint32_t y, const float *loss[3]);
/* The parts of a row, for preview_meet: A, and (1 - H)^(gain - 1) by channel. Valid until the next call.
 * SCT_ERR_INTERRUPTED, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_field_parts(preview_field *field, uint32_t y, const float **direct, const float *left[3]);

/* ---- preview_blur.c ---- */

/* Rows of linear RGB, interleaved. */
typedef sct_status (*preview_row_fn)(void *user, uint32_t y, float *rgb);
typedef struct preview_blur preview_blur;
/* Blurs rows that `source` gives, each asked for once and in order from the first one needed. sigma in pixels, above 0.
 * SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_blur_new(sct_context *ctx, uint32_t width, uint32_t height, double sigma_px,
                                          preview_row_fn source, void *user, preview_blur **out);
void preview_blur_free(preview_blur *blur);
/* Row y; rows must be asked for in order, gaps allowed. */
SCT_NODISCARD sct_status preview_blur_row(preview_blur *blur, uint32_t y, float *rgb);

#endif
