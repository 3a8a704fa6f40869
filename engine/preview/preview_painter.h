/* engine/preview/preview_painter.h - an opened preview, and one look painted on it: where the dots of preview_dots.h meet
 * the photo. */
#ifndef ENGINE_PREVIEW_PAINTER_H
#define ENGINE_PREVIEW_PAINTER_H

#include "preview/preview.h"
#include "preview/preview_dots.h"

/* ---- preview_gloss.c ---- */

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

/* ---- preview_ground.c ---- */

/* Where the dots of a look lie on the photo, whatever their ink: looks of the same density and optics share it. */
typedef struct preview_ground {
    double density_px; /* dots a pixel */
    preview_optics optics;
    preview_dot *dots;
    size_t dot_count;
    preview_field *field;      /* its stamps; hands have fields beside it */
    uint32_t box[4];           /* columns and rows with any ink */
    preview_meeting *meetings; /* of the core, by channel */
    double seen_pixels;        /* of it that they stand for */
} preview_ground;
/* Finds the ground of such dots; that of the look before is used again where it is the same. It belongs to the preview and
 * is valid until the next one is asked for. SCT_ERR_OPTION, SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status preview_ground_find(sct_context *ctx, sct_preview *preview, double density_px,
                                             const preview_optics *optics, const preview_ground **out);
void preview_ground_free(preview_ground *ground);
/* In row y from column x on: 1 where dots are not thinned, else 0. */
void preview_core_row(const sct_preview *preview, uint32_t x, uint32_t y, uint32_t count, float *core);

struct sct_preview {
    const sct_photo *photo;
    sct_preview_options options; /* checked; its pointers are not looked at after preview_open */
    preview_facts info;
    pixels_image *image;
    preview_area area;
    double edge_px;
    preview_gloss gloss;
    preview_ground ground;
    preview_shown shown;
};

/* ---- preview_painter.c ---- */

/* Light of the core in one row, before and after, and its pixels. */
typedef struct preview_row_sum {
    double before[3], after[3];
    uint32_t core, shining;
} preview_row_sum;

/* What one thread paints with; made where it paints first. */
typedef struct preview_hand {
    const struct preview_painter *painter;
    sct_context *ctx;
    preview_field *field;  /* null without a look */
    preview_blur *blur;    /* far view, else null */
    float *shine, *core;   /* of the row at hand */
    preview_row_sum *sums; /* of the rows of the box that it has painted */
} preview_hand;

/* A look on the photo, row by row. */
typedef struct preview_painter {
    sct_preview *preview;
    preview_tone tone;
    const preview_ground *ground; /* null without a look */
    size_t dot_count;
    double density_px;  /* dots a pixel */
    uint32_t box[4];    /* columns and rows with any ink */
    double strength[3]; /* of each channel's loss */
    double gain[3], direct[3];
    double blur_px;       /* of the far view, else 0 */
    const sct_look *look; /* as given to preview_painter_begin; must outlive the painter */
    preview_hand hands[TASK_HANDS];
} preview_painter;

/* look null: the photo as it is. Free with preview_painter_end, whatever the status. One painter a preview at a time. */
SCT_NODISCARD sct_status preview_painter_begin(sct_context *ctx, sct_preview *preview, const sct_look *look,
                                               preview_painter *out);
void preview_painter_end(preview_painter *p);
/* Row y of the picture in linear RGB, as long as the photo is wide, of which columns from..to are filled at least: by a hand
 * that asks for rows in order (gaps allowed), always with the same context. */
SCT_NODISCARD sct_status preview_painter_row(sct_context *ctx, preview_painter *p, int hand, uint32_t y, uint32_t from,
                                             uint32_t to, float *rgb);
/* Looks at rows first..end of p->box only for the result, which is made of light as it is near, whatever the view: by such a
 * hand, in a room as long as a row. */
SCT_NODISCARD sct_status preview_painter_judge(sct_context *ctx, preview_painter *p, int hand, uint32_t first, uint32_t end,
                                               float *rgb);
/* What came of the look; all rows of p->box must have been asked for, or looked at. */
preview_result preview_painter_result(const preview_painter *p);
/* Non-zero if the row is the photo's own. */
int preview_painter_row_is_plain(const preview_painter *p, uint32_t y);
/* How many rows one hand should paint after each other: what is seen from afar asks for rows above and below them, too. */
uint32_t preview_painter_part_rows(const preview_painter *p);

#endif
