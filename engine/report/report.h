/*
 * engine/report/report.h - results become JSON and pictures.
 */
#ifndef ENGINE_REPORT_H
#define ENGINE_REPORT_H

#include "palette/palette.h"
#include "pixels/pixels.h"
#include "preview/preview.h"
#include "scalptone/chart.h"
#include "scalptone/match.h"
#include "scalptone/photo.h"

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

/* A contact sheet: the photo as it is and each look, labelled, as an 8-bit sRGB PNG. results: one for each look, or null. */
SCT_NODISCARD sct_status report_sheet(sct_context *ctx, sct_preview *preview, const sct_look *looks, size_t count,
                                      sct_preview_result *results, sct_bytes *out);

#endif
