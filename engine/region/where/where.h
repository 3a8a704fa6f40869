/*
 * engine/region/where/where.h - where in a photo: shapes as they are typed, the runs of
 * pixels they stand for, and the small map of the photo in which places are looked for.
 */
#ifndef ENGINE_REGION_WHERE_H
#define ENGINE_REGION_WHERE_H

#include "region/region.h"

/* ---- runs of pixels: spans.c, shapes.c ----------------------------------------------------------- */

typedef struct region_map region_map; /* below */

/* Pixels x .. x + n - 1 of row y. */
typedef struct region_span {
    uint32_t y, x, n;
} region_span;

/* More runs than this is noise, not a shape: stubble drawn hair by hair on a photo of 24 megapixels has some 300,000. */
enum { REGION_SPANS_MAX = 2000000 };

/* Runs in row order that do not overlap. Owns items; free with region_spans_free. */
typedef struct region_spans {
    region_span *items; /* null when only the box is wanted */
    size_t count, capacity;
    int box_only;
    uint64_t pixels;
    uint32_t x0, y0, x1, y1; /* box, x1 and y1 exclusive; only when pixels > 0 */
} region_spans;

void region_spans_free(region_spans *spans);
/* SCT_ERR_SHAPE beyond REGION_SPANS_MAX. */
SCT_NODISCARD sct_status region_spans_add(sct_context *ctx, region_spans *spans, uint32_t y, uint32_t x, uint32_t n);
/* Rasterises a rectangle, circle, polygon or mask on a photo of width x height; a pixel belongs to a shape when its
 * centre does. SCT_ERR_SHAPE when nothing of it lies on the photo, or the shape contradicts itself. */
SCT_NODISCARD sct_status region_spans_from_shape(sct_context *ctx, const sct_shape *shape, uint32_t width, uint32_t height,
                                                 region_spans *out);
/* The runs of set bytes (not 0) of a mask of width x height that the caller holds, rows `stride` bytes apart; may be empty.
 * SCT_ERR_SHAPE beyond REGION_SPANS_MAX, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status region_spans_from_bytes(sct_context *ctx, const uint8_t *bytes, size_t stride, uint32_t width,
                                                 uint32_t height, region_spans *out);
/* region_spans_from_shape without the runs: the box, and how many pixels and runs there are. */
SCT_NODISCARD sct_status region_box_from_shape(sct_context *ctx, const sct_shape *shape, uint32_t width, uint32_t height,
                                               region_spans *out);
/* The pixels of a map's set cells. */
SCT_NODISCARD sct_status region_spans_from_cells(sct_context *ctx, const region_map *map, const uint8_t *cells,
                                                 region_spans *out);
/* Adds the runs of `more`, which is left empty; a pixel of both counts once. */
SCT_NODISCARD sct_status region_spans_join(sct_context *ctx, region_spans *spans, region_spans *more);
/* "rect:1,2,3,4" as typed, shortened with "..." to the capacity. */
void region_shape_text(const sct_shape *shape, char *out, size_t capacity);

/* ---- the photo made small: map.c ----------------------------------------------------------------- */

/* One cell of a map: what scale x scale pixels of the photo look like together. */
typedef struct region_cell {
    float L, a, b;  /* of the mean light */
    float texture;  /* sd of fine detail in L*, around this cell */
    uint8_t usable; /* 0: mostly clipped or transparent, or at a chart's rim */
    uint8_t rim;    /* 1: a chart, or so near to one that its edge and its shadow are nobody's */
} region_cell;

/* The window of the photo, area-averaged in linear light so that its longer side has at most REGION_MAP_SIDE cells. */
struct region_map {
    uint32_t columns, rows;
    uint32_t scale;      /* pixels a cell, each way */
    photo_window window; /* cell (0, 0) starts at its corner */
    region_cell *cells;  /* owned */
};

enum { REGION_MAP_SIDE = 320 };
SCT_NODISCARD sct_status region_map_new(sct_context *ctx, const pixels_image *image, region_map *out);
void region_map_free(region_map *map);

/* ---- taps and strokes: grow.c --------------------------------------------------------------------- */

enum { REGION_TAPS_MAX = 16 };
/* What the points and lines of a view mean: the cells of a map, for each of them. Free with region_taps_free. */
typedef struct region_taps {
    size_t count;
    const sct_shape *shapes[REGION_TAPS_MAX];
    uint8_t *cells;
} region_taps;
/* Whether a shape is one of these. */
int region_is_tap(const sct_shape *shape);
/* width, height: of the photo as seen. SCT_ERR_SHAPE where nothing lies under one that can be seen, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status region_taps_grow(sct_context *ctx, const region_map *map, const sct_view *view, uint32_t width,
                                          uint32_t height, region_taps *out);
/* The cells of one, or null. */
const uint8_t *region_taps_cells(const region_taps *taps, const region_map *map, const sct_shape *shape);
void region_taps_free(region_taps *taps);

/* ---- bitmaps of cells: cells.c ------------------------------------------------------------------- */

/* Cells are 0 or 1. Keeps a set cell when its whole 3 x 3 neighbourhood within the map is set (erode) or sets it when any is
 * (dilate); work: as many bytes. */
void region_cells_erode(uint8_t *cells, uint32_t columns, uint32_t rows, uint8_t *work);
void region_cells_dilate(uint8_t *cells, uint32_t columns, uint32_t rows, uint8_t *work);
/* Numbers the 4-connected components of set cells from 1 in labels (0 elsewhere). Returns how many. `stack` has room for
 * columns x rows. */
uint32_t region_cells_label(const uint8_t *cells, uint32_t columns, uint32_t rows, uint32_t *labels, uint32_t *stack);

#endif
