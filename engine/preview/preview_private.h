/* engine/preview/preview_private.h - what the files of this room share. */
#ifndef ENGINE_PREVIEW_PRIVATE_H
#define ENGINE_PREVIEW_PRIVATE_H

#include "preview/preview_dots.h"

/* Marks the cells in which hair or stubble grows as PREVIEW_OPEN. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_labels_open(sct_context *ctx, const uint8_t *labels, const preview_area *area,
                                             uint8_t *cells);
/* The same, then as PREVIEW_INSIDE those of skin within reach_px of hair, and counts their pixels. SCT_ERR_NOTHING when
 * there are none to speak of, SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_labels_choose(sct_context *ctx, const uint8_t *labels, double reach_px, preview_area *area,
                                               uint8_t *cells);

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
