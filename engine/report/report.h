/*
 * engine/report/report.h - results become JSON and pictures.
 */
#ifndef ENGINE_REPORT_H
#define ENGINE_REPORT_H

#include "palette/palette.h"
#include "pixels/pixels.h"
#include "scalptone/chart.h"
#include "scalptone/match.h"
#include "scalptone/photo.h"
#include "scalptone/preview.h"

SCT_NODISCARD sct_status report_measurement(sct_context *ctx, const sct_measurement *measurement, sct_bytes *out);
SCT_NODISCARD sct_status report_match(sct_context *ctx, const sct_measurement *measurement, const sct_palette *palette,
                                      const sct_ranking *ranking, const sct_candidate *candidates, sct_bytes *out);
SCT_NODISCARD sct_status report_healed(sct_context *ctx, const sct_healed *healed, sct_bytes *out);
SCT_NODISCARD sct_status report_chart(sct_context *ctx, const sct_chart_result *result, sct_bytes *out);
SCT_NODISCARD sct_status report_chart_overlay(sct_context *ctx, const pixels_image *image, const sct_chart_result *result,
                                              sct_bytes *out);
SCT_NODISCARD sct_status report_overlay(sct_context *ctx, const pixels_image *image, const sct_measurement *measurement,
                                        size_t view, const uint8_t *labels, sct_bytes *out);

SCT_NODISCARD sct_status report_preview(sct_context *ctx, const sct_preview_info *info, const sct_measurement *measurement,
                                        const sct_ranking *ranking, const sct_look *looks, const sct_preview_result *results,
                                        size_t count, sct_bytes *out);

/* One picture of a contact sheet; look null: the photo as it is. */
typedef struct report_panel {
    const uint8_t *rgb; /* packed sRGB rows of the sheet's panel size */
    const sct_look *look;
} report_panel;
/* The panels, width x height each, labelled; watermark: "simulation" on those with a look. An 8-bit sRGB PNG. */
SCT_NODISCARD sct_status report_sheet(sct_context *ctx, const sct_preview_info *info, const report_panel *panels,
                                      size_t count, int width, int height, int watermark, sct_bytes *out);

/* The words "simulation, scale assumed", or as many of them as hold and have room, in the lower left corner of a picture. */
typedef struct report_mark {
    int x, y, width, height, scale; /* its box; width 0: no room, below 23 x 13 pixels */
    const char *words;
} report_mark;
report_mark report_mark_for(const sct_preview_info *info, uint32_t width, uint32_t height);
/* 0 outside, 1 on its ground, 2 on a letter. */
int report_mark_at(const report_mark *mark, int x, int y);

#endif
