/* engine/preview/preview_private.h - what the files of this room share. */
#ifndef ENGINE_PREVIEW_PRIVATE_H
#define ENGINE_PREVIEW_PRIVATE_H

#include "preview/preview_dots.h"

/* ---- preview_labels.c ---- */

/* Shares of skin, hair and chart labels in cells of cell x cell pixels. Owns skin, the others are parts of it; free with
 * preview_label_map_free. */
typedef struct preview_label_map {
    uint32_t cell, columns, rows;
    float *skin, *hair, *chart;
} preview_label_map;
SCT_NODISCARD sct_status preview_label_map_new(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height,
                                               preview_label_map *out);
void preview_label_map_free(preview_label_map *m);
/* Cells of skin, and what they enclose or nearly so within `gap` cells; no hair and no chart. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_label_map_scalp(sct_context *ctx, const preview_label_map *m, double gap, uint8_t *chosen);
/* Leaves the parts that are not much smaller than the largest. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_label_map_drop_islands(sct_context *ctx, const preview_label_map *m, uint8_t *chosen);
/* Share of the 3 x 3 cells around a point (in cells) that are chosen, weighted by how near they are: rounds corners. */
double preview_label_map_share(const preview_label_map *m, const uint8_t *chosen, double u, double v);
/* Marks the cells of an area in which hair grows as PREVIEW_OPEN. */
void preview_label_map_open(const preview_label_map *m, const preview_area *area, uint8_t *cells);

/* Marks the cells in which hair or stubble grows as PREVIEW_OPEN. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_labels_open(sct_context *ctx, const uint8_t *labels, const preview_area *area,
                                             uint8_t *cells);
/* The same, then as PREVIEW_INSIDE those of skin within reach_px of hair, and counts their pixels. SCT_ERR_NOTHING when
 * there are none to speak of, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_labels_choose(sct_context *ctx, const uint8_t *labels, double reach_px, preview_area *area,
                                               uint8_t *cells);

/* ---- preview_hairline.c ---- */

/* How far a place lies beside a line of corners x, y, x, y ... that goes on straight beyond its ends: positive on one side,
 * negative on the other. */
double preview_hairline_side(const double *v, size_t corners, double x, double y);
/* Marks as PREVIEW_INSIDE the scalp on one side of the line, in pixels, and as PREVIEW_OPEN the hair there, and counts the
 * pixels. SCT_ERR_NOTHING when there is none to speak of, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_hairline_choose(sct_context *ctx, const uint8_t *labels, const double *v, size_t corners,
                                                 preview_area *area, uint8_t *cells);

/* One dot drawn around a pixel, for each part of a pixel that its centre may lie in. */
typedef struct preview_stamp {
    int half;      /* values from -half to half, each way */
    int phases;    /* parts of a pixel, each way */
    float *values; /* [phase y][phase x][row][column]; owned */
} preview_stamp;

void preview_stamp_free(preview_stamp *stamp);
/* A disc with a blurred edge; its values add up to its area, in pixels. */
SCT_NODISCARD sct_status preview_stamp_disc(sct_context *ctx, double radius, double blur, preview_stamp *out);
/* Light that falls off as exp(-distance / length); its values add up to `sum`. */
SCT_NODISCARD sct_status preview_stamp_halo(sct_context *ctx, double length, double sum, preview_stamp *out);
/* The values to use for a centre at x, y (pixels), and the pixel they are around. */
const float *preview_stamp_at(const preview_stamp *stamp, double x, double y, int *column, int *row);

#endif
