/*
 * chart_detect.h - private to the chart room: from a photo to where a chart
 * lies. In the order of work:
 *
 *   chart_plane    a small, even-lit copy of the photo        chart_plane.c
 *   chart_blobs    flat parallelograms in it                  chart_blobs.c
 *   chart_lattice  parallelograms in rows and columns         chart_lattice.c
 *   chart_orient   which chart, which way round, how sure     chart_orient.c
 *   chart_search   all of these at three sizes                chart_search.c
 *   chart_refine   patch edges in the photo itself            chart_refine.c
 *   chart_sample   the patches' colours in linear light       chart_sample.c
 *   chart_confirm  whether they are the chart's, a shadow     chart_confirm.c,
 *                  across it taken away                       chart_shade.c
 *   chart_regularity   a display's pattern in them            chart_screen.c
 *   chart_search_grid  all of it, to an answer or a refusal   chart_grid.c
 *
 * Positions are pixel centres: the pixel (0, 0) has its centre at (0, 0).
 */
#ifndef CHART_DETECT_H
#define CHART_DETECT_H

#include "pixels/pixels.h"
#include "scalptone/chart.h"

/* A copy of the photo's window, RGB interleaved, encoded values [0, 255]. Owns rgb. */
typedef struct chart_plane {
    uint32_t width, height;
    double scale_x, scale_y;   /* photo pixels per plane pixel */
    double origin_x, origin_y; /* of the window in the photo, pixels */
    float *rgb;
    size_t room; /* pixels that rgb can hold */
} chart_plane;

/* Area-averaged copy whose longer side is at most `side` pixels. *out is zeroed or an earlier copy, whose memory is used
 * again where it is enough: make room for the largest first. */
SCT_NODISCARD sct_status chart_plane_make(sct_context *ctx, const pixels_image *image, uint32_t side, chart_plane *out);
SCT_NODISCARD sct_status chart_plane_reserve(sct_context *ctx, const pixels_image *image, uint32_t side, chart_plane *plane);
/* Stretches to the full range, and opens the shadows of a dark photo. */
void chart_plane_normalise(chart_plane *plane);
/* Steepest step to a neighbour of the 3x3 binomially smoothed plane, [0, 255]; width * height bytes, for mem_free. */
SCT_NODISCARD sct_status chart_plane_gradient(sct_context *ctx, const chart_plane *plane, uint8_t **out);
void chart_plane_free(chart_plane *plane);

/* A flat region that fills a parallelogram. */
typedef struct chart_blob {
    double x, y; /* centre, plane pixels */
    double area; /* plane pixels */
    double fill; /* area over that of the parallelogram with the same moments; 1 is perfect */
} chart_blob;

/* Blobs with an index by place. Owns its arrays. */
typedef struct chart_blobs {
    chart_blob *items;
    size_t count, capacity;
    uint32_t columns, rows; /* of the index, CHART_BIN_PX a side */
    uint32_t *first;        /* columns * rows + 1 offsets into `order` */
    uint32_t *order;        /* blob numbers, bin by bin */
} chart_blobs;
enum { CHART_BIN_PX = 16, CHART_BLOB_MAX = 8000 };

SCT_NODISCARD sct_status chart_blobs_find(sct_context *ctx, const uint8_t *gradient, uint32_t width, uint32_t height,
                                          chart_blobs *out);
void chart_blobs_free(chart_blobs *blobs);
/* Nearest blob to (x, y) within `radius` and of an area between lo and hi; -1 if there is none. */
int chart_blobs_nearest(const chart_blobs *blobs, double x, double y, double radius, double lo, double hi);

/* Blobs at whole-numbered places (u, v) of a grid. */
enum { CHART_LATTICE_REACH = 15, CHART_LATTICE_SIDE = 2 * CHART_LATTICE_REACH + 1 };
typedef struct chart_lattice {
    int nodes[CHART_LATTICE_SIDE][CHART_LATTICE_SIDE]; /* [v][u] blob number, -1: none */
    int count;
} chart_lattice;
/* The best grid through blob `seed`; count is 0 when it has no plausible neighbours. `used` has blobs->count items. */
void chart_lattice_grow(const chart_blobs *blobs, size_t seed, uint32_t *used, uint32_t *stamp, chart_lattice *out);

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

/* Turns a map onto the plane into one onto the photo. */
void chart_plane_to_photo(const chart_plane *plane, chart_homography *map);

/* Charts being looked for, with their colours encoded as a camera would (sRGB, [0, 1]). */
typedef struct chart_target {
    const sct_chart *chart;
    double rgb[SCT_CHART_PATCH_MAX][3];
} chart_target;
double chart_encode(double linear); /* sRGB transfer curve; 0 below 0 */
void chart_target_make(const sct_chart *chart, chart_target *out);

/* How well measured patch colours fit a target: an affine map from measured to reference that may drop patches. */
typedef struct chart_fit_score {
    double r2; /* of the kept patches; -1 when there is no fit */
    int kept_count;
    uint8_t kept[SCT_CHART_PATCH_MAX];
} chart_fit_score;
/* present[i] = 0: patch i cannot be seen and counts as dropped. */
void chart_score(const chart_target *target, double (*rgb)[3], const uint8_t *present, chart_fit_score *out);

/* A shadow across a chart: its dark patches are as the others once they are multiplied by the gains, in linear light. */
typedef struct chart_shade {
    int found;
    uint8_t dark[SCT_CHART_PATCH_MAX];
    double gain[3];
} chart_shade;
/* Looks for a shadow; returns R squared with the dark side lightened, or as it is when there is none. */
double chart_shade_fit(const chart_target *target, double (*linear)[3], const uint8_t *present, chart_shade *out);

/* A chart hypothesis. */
typedef struct chart_hit {
    double score; /* r2 with small preferences; 0: none */
    double r2;
    double rival;     /* score of the best different reading of the same patches */
    double elsewhere; /* score of the best reading of another part of the photo */
    size_t target;
    int mirrored;
    int nodes;            /* lattice nodes that are patches of it */
    int beyond;           /* lattice nodes just outside it: a larger chart */
    chart_homography map; /* chart units -> plane pixels */
} chart_hit;
/* Memory for reading cell colours; make one per plane. */
typedef struct chart_orient_work chart_orient_work;
SCT_NODISCARD sct_status chart_orient_new(sct_context *ctx, chart_orient_work **out);
void chart_orient_free(chart_orient_work *work);
/* Tries every target, turn and offset on a lattice; *best is replaced by a better one. Returns non-zero if it was. */
int chart_orient(chart_orient_work *work, const chart_plane *plane, const chart_blobs *blobs, const chart_lattice *lattice,
                 const chart_target *targets, size_t target_count, int allow_mirrored, chart_hit *best);

/* A card that was found already: what is printed on it is not looked at as the beginning of a grid. */
typedef struct chart_claim {
    const sct_chart *card;    /* null: none */
    chart_homography to_card; /* pixels of the image that is searched -> mm on the card */
} chart_claim;
/* The best hypothesis in the image's window, its map in pixels of the photo; score 0: nothing like a chart. */
SCT_NODISCARD sct_status chart_search(sct_context *ctx, const pixels_image *image, const chart_target *targets,
                                      size_t target_count, int allow_mirrored, const chart_claim *claim, chart_hit *out);

/* A photo, and the copy of it in which things are looked for. What is found there is then read in the photo itself. */
typedef struct chart_searched {
    const sct_photo *photo;
    const pixels_image *whole; /* all of the photo; null: parts of it are decoded when they are needed */
    const pixels_image *copy;  /* at 1 / reduction; the same as `whole` when that is 1 */
    int reduction;
} chart_searched;
/* The best grid in it, with its patches. SCT_ERR_CHART_NONE, SCT_ERR_CHART_UNUSABLE, SCT_ERR_PHOTO_*, SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status chart_search_grid(sct_context *ctx, const sct_chart_options *options, const chart_searched *s,
                                           const chart_claim *claim, sct_chart_result *out);
/* A part of a photo as an image. */
SCT_NODISCARD sct_status chart_open_part(sct_context *ctx, const sct_photo *photo, photo_window window, pixels_image **out);
/* Turns a map onto a photo that was decoded at 1 / reduction into one onto the photo itself. */
void chart_enlarge_map(chart_homography *map, int reduction);
/* Patches of which an edge lies outside the photo. */
int chart_count_cut(const pixels_image *image, const sct_chart *chart, const chart_homography *map);
/* Whether enough patches can be used, and whether they, as chart_confirm scored them, are the chart's. */
int chart_is_whole(int patches, int kept);
int chart_is_confirmed(const sct_chart_result *result, int kept);

/* Moves the map onto the patch edges of the photo itself. Returns the number of patches that agreed (0: map untouched). */
int chart_refine(const pixels_image *image, const sct_chart *chart, chart_homography *map);

/* Whether a pixel with these PIXELS_* flags says nothing of its colour; that a chart covers it is no reason here. */
int chart_spoilt(uint8_t flags);
/* Samples the central half of every patch; fills centre, rgb_linear, lab, sd, clipped, kept and the reference. */
void chart_sample(const pixels_image *image, const sct_chart *chart, const chart_homography *map, sct_chart_patch *patches);

/* Scores what was sampled (result->score), a shadow over it taken away where there is one (result->shade, the patches'
 * shaded); patches that do not fit are hidden and not kept. Returns how many are kept. */
int chart_confirm(const chart_target *target, sct_chart_result *result);
void chart_flag_shadow(sct_chart_result *result);
/* Whether a hit that does not have the chart's colours has them in two lights; *hit becomes the best reading of its place.
 * `patches` is to work in. */
int chart_read_in_shade(const pixels_image *image, const chart_target *target, int allow_mirrored, sct_chart_patch *patches,
                        chart_hit *hit);

/* How far a fine regular pattern stands out of the patches' noise, 1: as only displays and printed copies have it. 0 when
 * the patches are too small to tell (less than some 30 pixels apart) or without noise. */
SCT_NODISCARD sct_status chart_regularity(sct_context *ctx, const pixels_image *image, const sct_chart *chart,
                                          const chart_homography *map, const sct_chart_patch *patches, double *out);

#endif
