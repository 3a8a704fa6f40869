/*
 * chart.h - find a colour chart: a grid of patches of known colour.
 *
 * What a chart is, as data                    chart_options.c, chart_read.c, chart_table.c
 * The photo, or a part of it, to look in      chart_open.c
 * From a photo to a chart and its patches     chart_grid.c, which says in which order the others work
 * Planes in perspective                       chart_homography.c
 *
 * The room `card` looks for the consultation card by the same means; `correct` makes a correction of what either has found.
 */
#ifndef ENGINE_CHART_H
#define ENGINE_CHART_H

#include "pixels/pixels.h"
#include "scalptone/chart.h"
#include "scalptone/photo.h"

/* ---- charts that are looked for ---- */

/* The i-th chart to look for: the caller's, then the built-in grids; null past the last. */
const sct_chart *chart_options_listed(const sct_chart_options *options, size_t i);
/* The caller's options (null: defaults), checked. SCT_ERR_ARGUMENT, SCT_ERR_OPTION. */
SCT_NODISCARD sct_status chart_options_take(sct_context *ctx, const sct_chart_options *given, sct_chart_options *checked);
/* The chart of this id among them; null if there is none. */
const sct_chart *chart_options_find(const sct_chart_options *options, const char *id);

/* The i-th grid chart that the library knows without a file; null past the last. */
const sct_chart *chart_table_grid(size_t i);

/* ---- planes in perspective ---- */

/* Positions are pixel centres: the pixel (0, 0) has its centre at (0, 0). */
/* Plane projective map. Row-major. */
typedef struct chart_homography {
    double m[3][3];
} chart_homography;
typedef struct chart_point {
    double x, y;
} chart_point;
chart_point chart_homography_apply(const chart_homography *h, double u, double v);
/* Weighted least squares over n >= 4 pairs; returns 0 when they do not determine a map. weights: null for all 1. */
int chart_homography_fit(size_t n, const chart_point *from, const chart_point *to, const double *weights,
                         chart_homography *out);
/* Distance between the images of (u, v) and (u + 1, v). */
double chart_homography_step(const chart_homography *h, double u, double v);

/* Turns a map onto a photo that was decoded at 1 / reduction into one onto the photo itself. */
void chart_homography_enlarge(chart_homography *map, int reduction);

/* ---- the photo that is searched ---- */

/* A part of a photo as an image. */
SCT_NODISCARD sct_status chart_open_part(sct_context *ctx, const sct_photo *photo, photo_window window, pixels_image **out);
/* The whole photo as an image, for the search: a caller's window may hold the skin only. */
SCT_NODISCARD sct_status chart_open_photo(sct_context *ctx, const sct_photo *photo, pixels_image **out);

/* The whole photo at 1 / reduction. */
SCT_NODISCARD sct_status chart_open_reduced(sct_context *ctx, const sct_photo *photo, int reduction, pixels_image **out);

/* A photo, and the copy of it in which things are looked for. What is found there is then read in the photo itself. */
typedef struct chart_searched {
    const sct_photo *photo;
    const pixels_image *whole; /* all of the photo; null: parts of it are decoded when they are needed */
    const pixels_image *copy;  /* at 1 / reduction; the same as `whole` when that is 1 */
    int reduction;
} chart_searched;
/* A card that was found already: what is printed on it is not looked at as the beginning of a grid. */
typedef struct chart_claim {
    const sct_chart *card;    /* null: none */
    chart_homography to_card; /* pixels of the image that is searched -> mm on the card */
} chart_claim;
/* ---- from a photo to a grid with its patches ---- */

/* The best grid in it, with its patches. SCT_ERR_CHART_NONE, SCT_ERR_CHART_UNUSABLE, SCT_ERR_PHOTO_*, SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status chart_grid_find(sct_context *ctx, const sct_chart_options *options, const chart_searched *s,
                                         const chart_claim *claim, sct_chart_result *out);
/* In a whole image: charts that are grids of patches. */
SCT_NODISCARD sct_status chart_grid_find_whole(sct_context *ctx, const sct_chart_options *options, const pixels_image *image,
                                               sct_chart_result *out);

/* ---- patches at a place that is known ---- */

/* Whether a pixel with these PIXELS_* flags says nothing of its colour; that a chart covers it is no reason here. */
int chart_sample_is_spoilt(uint8_t flags);
/* Samples the central half of every patch; fills centre, rgb_linear, lab, sd, clipped, kept and the reference. */
void chart_sample(const pixels_image *image, const sct_chart *chart, const chart_homography *map, sct_chart_patch *patches);

/* Patches of which an edge lies outside the photo. */
int chart_sample_count_cut(const pixels_image *image, const sct_chart *chart, const chart_homography *map);

/* Charts being looked for, with their colours encoded as a camera would (sRGB, [0, 1]). */
typedef struct chart_target {
    const sct_chart *chart;
    double rgb[SCT_CHART_PATCH_MAX][3];
} chart_target;
double chart_encode(double linear); /* sRGB transfer curve; 0 below 0 */
void chart_target_make(const sct_chart *chart, chart_target *out);

/* Scores what was sampled (result->score), a shadow over it taken away where there is one (result->shade, the patches'
 * shaded); patches that do not fit are hidden and not kept. Returns how many are kept. */
int chart_confirm(const chart_target *target, sct_chart_result *result);
/* Whether enough patches can be used. */
int chart_confirm_is_whole(int patches, int kept);
/* Whether they, as chart_confirm scored them, are the chart's and can be used. */
int chart_confirm_is_sure(const sct_chart_result *result, int kept);
extern const double chart_confirm_least_r2; /* R squared that tells a chart from what is none */
void chart_confirm_flag_shadow(sct_chart_result *result);

#endif
