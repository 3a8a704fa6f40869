/* engine/api/preview_api.h - what the files of the preview's entry points share. */
#ifndef ENGINE_API_PREVIEW_API_H
#define ENGINE_API_PREVIEW_API_H

#include "api/api.h"
#include "preview/preview.h"
#include "scalptone/preview.h"

/* Usual luminance of skin over the area's box, by cells. */
typedef struct gloss_map {
    uint32_t x0, y0, cell, columns, rows; /* pixels, of a cell; how many cells */
    float *usual;                         /* owned */
} gloss_map;
/* labels: SCT_LABEL_* of the photo, or null. Free with gloss_free. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status gloss_learn(sct_context *ctx, const pixels_image *image, const preview_area *area, double mm_per_px,
                                     const uint8_t *labels, gloss_map *out);
void gloss_free(gloss_map *map);
/* Of `count` pixels of row y from column x on: the share of each one's light that never saw the ink. */
void gloss_row(const gloss_map *map, const pixels_image *image, uint32_t x, uint32_t y, uint32_t count, const float *rgb,
               float *shine);

struct sct_preview {
    const sct_photo *photo;
    sct_preview_options options; /* checked; its pointers are not looked at after sct_preview_new */
    sct_preview_info info;
    pixels_image *image;
    preview_area area;
    double edge_px;
    gloss_map gloss;
};

/* A look on the photo, row by row. Owns what it points to. */
typedef struct painter {
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
    const sct_look *look; /* as given to painter_begin; must outlive the painter */
} painter;

/* look null: the photo as it is. Free with painter_end, whatever the status. */
SCT_NODISCARD sct_status painter_begin(sct_context *ctx, sct_preview *preview, const sct_look *look, painter *out);
void painter_end(painter *p);
/* Row y of the picture in linear RGB, the whole width of the photo; in order, gaps allowed. */
SCT_NODISCARD sct_status painter_row(painter *p, uint32_t y, float *rgb);
/* What came of the look; all rows of p->box must have been asked for. */
sct_preview_result painter_result(const painter *p);
/* Non-zero if the row is the photo's own. */
int painter_row_is_plain(const painter *p, uint32_t y);

/* SCT_ERR_OPTION naming what is out of range. */
SCT_NODISCARD sct_status preview_check_look(sct_context *ctx, const sct_look *look);

#endif
