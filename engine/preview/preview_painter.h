/* engine/preview/preview_painter.h - an opened preview, and one look painted on it: where the dots of preview_dots.h meet
 * the photo. */
#ifndef ENGINE_PREVIEW_PAINTER_H
#define ENGINE_PREVIEW_PAINTER_H

#include "preview/preview.h"
#include "preview/preview_dots.h"

/* Usual luminance of skin over the area's box, by cells. */
typedef struct preview_gloss {
    uint32_t x0, y0, cell, columns, rows; /* pixels, of a cell; how many cells */
    float *usual;                         /* owned */
} preview_gloss;
/* labels: SCT_LABEL_* of the photo, or null. Free with preview_gloss_free. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status preview_gloss_learn(sct_context *ctx, const pixels_image *image, const preview_area *area,
                                             double mm_per_px, const uint8_t *labels, preview_gloss *out);
void preview_gloss_free(preview_gloss *map);
/* Of `count` pixels of row y from column x on: the share of each one's light that never saw the ink. */
void preview_gloss_row(const preview_gloss *map, const pixels_image *image, uint32_t x, uint32_t y, uint32_t count,
                       const float *rgb, float *shine);

struct sct_preview {
    const sct_photo *photo;
    sct_preview_options options; /* checked; its pointers are not looked at after preview_open */
    preview_facts info;
    pixels_image *image;
    preview_area area;
    double edge_px;
    preview_gloss gloss;
    preview_shown shown;
};

/* A look on the photo, row by row. Owns what it points to. */
typedef struct preview_painter {
    sct_context *ctx;
    sct_preview *preview;
    preview_tone tone;
    preview_dot *dots;
    size_t dot_count;
    preview_field *field;
    double density_px;          /* dots a pixel */
    uint32_t box[4];            /* columns and rows with any ink */
    double strength[3];         /* of each channel's loss */
    float *shine;               /* of the row at hand: share of each pixel's light that never saw the ink */
    double before[3], after[3]; /* light of the core as painted so far */
    uint64_t core_pixels, shining_pixels;
    preview_blur *blur;   /* far view, else null */
    const sct_look *look; /* as given to preview_painter_begin; must outlive the painter */
} preview_painter;

/* look null: the photo as it is. Free with preview_painter_end, whatever the status. */
SCT_NODISCARD sct_status preview_painter_begin(sct_context *ctx, sct_preview *preview, const sct_look *look,
                                               preview_painter *out);
void preview_painter_end(preview_painter *p);
/* Row y of the picture in linear RGB, the whole width of the photo; in order, gaps allowed. */
SCT_NODISCARD sct_status preview_painter_row(preview_painter *p, uint32_t y, float *rgb);
/* What came of the look; all rows of p->box must have been asked for. */
preview_result preview_painter_result(const preview_painter *p);
/* Non-zero if the row is the photo's own. */
int preview_painter_row_is_plain(const preview_painter *p, uint32_t y);

#endif
