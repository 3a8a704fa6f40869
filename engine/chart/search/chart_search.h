/*
 * chart_search.h - private to the chart room: how a grid is looked for in
 * small copies of a photo. In the order of work:
 *
 *   chart_plane    a small, even-lit copy of the photo        chart_plane.c
 *   chart_blobs    flat parallelograms in it                  chart_blobs.c
 *   chart_lattice  parallelograms in rows and columns         chart_lattice.c
 *   chart_orient   which chart, which way round, how sure     chart_orient.c
 *   chart_search   all of these at several sizes              chart_search.c
 */
#ifndef CHART_SEARCH_H
#define CHART_SEARCH_H

#include "chart/chart_detect.h"

/* A copy of the photo's window, RGB interleaved, encoded values [0, 255] in steps of 1 / CHART_PLANE_ONE. Owns rgb. */
enum { CHART_PLANE_ONE = 256, CHART_PLANE_MOST = 255 * CHART_PLANE_ONE };
typedef struct chart_plane {
    uint32_t width, height;
    double scale_x, scale_y;   /* photo pixels per plane pixel */
    double origin_x, origin_y; /* of the window in the photo, pixels */
    uint16_t *rgb;
    size_t room; /* pixels that rgb can hold */
} chart_plane;

/* Area-averaged copy whose longer side is `side` pixels. *out is zeroed or an earlier copy, whose memory is used
 * again where it is enough: make room for the largest first. */
SCT_NODISCARD sct_status chart_plane_make(sct_context *ctx, const pixels_image *image, uint32_t side, chart_plane *out);
SCT_NODISCARD sct_status chart_plane_reserve(sct_context *ctx, const pixels_image *image, uint32_t side, chart_plane *plane);
/* Stretches to the full range, and opens the shadows of a dark photo. */
SCT_NODISCARD sct_status chart_plane_normalise(sct_context *ctx, chart_plane *plane);
/* Steepest step to a neighbour of the 3x3 binomially smoothed plane, [0, 255]; width * height bytes, for mem_free. */
SCT_NODISCARD sct_status chart_plane_gradient(sct_context *ctx, const chart_plane *plane, uint8_t **out);
void chart_plane_free(chart_plane *plane);

/* Turns a map onto the plane into one onto the photo. */
void chart_plane_to_photo(const chart_plane *plane, chart_homography *map);

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

/* Memory for reading cell colours; make one per plane. */
typedef struct chart_orient_work chart_orient_work;
SCT_NODISCARD sct_status chart_orient_new(sct_context *ctx, chart_orient_work **out);
void chart_orient_free(chart_orient_work *work);
/* Tries every target, turn and offset on a lattice; *best is replaced by a better one. Returns non-zero if it was. */
int chart_orient(chart_orient_work *work, const chart_plane *plane, const chart_blobs *blobs, const chart_lattice *lattice,
                 const chart_target *targets, size_t target_count, int allow_mirrored, chart_hit *best);

#endif
