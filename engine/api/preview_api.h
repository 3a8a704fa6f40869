/* engine/api/preview_api.h - what the files of the preview's entry points share. */
#ifndef ENGINE_API_PREVIEW_API_H
#define ENGINE_API_PREVIEW_API_H

#include "api/api.h"
#include "preview/preview.h"
#include "scalptone/preview.h"

struct sct_preview {
    const sct_photo *photo;
    sct_preview_options options; /* checked; its pointers are not looked at after sct_preview_new */
    sct_preview_info info;
    pixels_image *image;
    preview_area area;
    double edge_px;
};

/* A look on the photo, row by row. Owns what it points to. */
typedef struct painter {
    sct_context *ctx;
    sct_preview *preview;
    preview_tone tone;
    preview_dot *dots;
    size_t dot_count;
    preview_field *field;
    uint32_t box[4];     /* columns and rows with any ink */
    double strength[3];  /* of each channel's loss */
    uint32_t gloss_cell; /* pixels */
    uint32_t gloss_columns, gloss_rows;
    float *gloss;               /* usual luminance of each cell of the box */
    float *shine;               /* of the row at hand: share of each pixel's light that never saw the ink */
    double before[3], after[3]; /* light of the core as painted so far */
    uint64_t core_pixels;
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
