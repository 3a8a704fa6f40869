/*
 * engine/report/report.h - results become JSON and pictures.
 */
#ifndef ENGINE_REPORT_H
#define ENGINE_REPORT_H

#include "correct/correct.h"
#include "match/match.h"
#include "palette/palette.h"
#include "pixels/pixels.h"
#include "preview/preview.h"
#include "scalptone/chart.h"
#include "scalptone/match.h"
#include "scalptone/photo.h"
#include "scalptone/report.h"
#include "scalptone/verify.h"

SCT_NODISCARD sct_status report_measurement(sct_context *ctx, const sct_measurement *measurement, sct_bytes *out);
SCT_NODISCARD sct_status report_match(sct_context *ctx, const sct_measurement *measurement, const sct_palette *palette,
                                      const match_ranking *ranking, const match_candidate *candidates, sct_bytes *out);
SCT_NODISCARD sct_status report_healed(sct_context *ctx, const sct_healed *healed, sct_bytes *out);
SCT_NODISCARD sct_status report_chart(sct_context *ctx, const sct_chart_result *result, sct_bytes *out);
SCT_NODISCARD sct_status report_chart_overlay(sct_context *ctx, const pixels_image *image, const sct_chart_result *result,
                                              sct_bytes *out);
SCT_NODISCARD sct_status report_overlay(sct_context *ctx, const pixels_image *image, const sct_measurement *measurement,
                                        size_t view, const uint8_t *labels, sct_bytes *out);

SCT_NODISCARD sct_status report_preview(sct_context *ctx, const preview_facts *info, const sct_measurement *measurement,
                                        const match_ranking *ranking, const sct_look *looks, const preview_result *results,
                                        size_t count, sct_bytes *out);

/* A contact sheet: the photo as it is and each look, labelled, as an 8-bit sRGB PNG. results: one for each look, or null. */
SCT_NODISCARD sct_status report_sheet(sct_context *ctx, sct_preview *preview, const sct_look *looks, size_t count,
                                      preview_result *results, sct_bytes *out);

/* The three lines above an answer; ranking and rows have been checked against the palette. */
sct_verdict report_verdict(const sct_measurement *measurement, const sct_palette *palette, const match_ranking *ranking,
                           const match_candidate *rows);

/* ---- page/: what people take home ---- */

/* sct_before_after_jpeg. */
SCT_NODISCARD sct_status report_before_after(sct_context *ctx, sct_preview *preview, const sct_look *look, sct_bytes *out);
/* sct_page_html, for options that have been checked; match is not null. preview may be null. */
SCT_NODISCARD sct_status report_page(sct_context *ctx, const sct_page_options *options, const sct_measurement *measurement,
                                     const sct_palette *palette, const match_ranking *ranking, const match_candidate *rows,
                                     sct_preview *preview, sct_bytes *out);
/* sct_verification_html, for options that have been checked. */
SCT_NODISCARD sct_status report_verification(sct_context *ctx, const sct_page_options *options,
                                             const sct_verification *verification, sct_bytes *out);

/* ---- read/: results back from what the functions above wrote ----
 *
 * Written again, a result gives the same text. SCT_ERR_PALETTE with the place in the text ("skin.exact.cov: ..."), for what
 * was written by a newer program, too; SCT_ERR_MEMORY. *out is untouched on error. Keys that are not known are passed over.
 */

/* Nothing is lost: a ranking of it is that of the original. */
SCT_NODISCARD sct_status report_read_measurement(sct_context *ctx, const void *text, size_t size, sct_measurement *out);

/* For the palette that the ranking was made with, told by its fingerprint. Colours, densities and dots of the rows are those
 * of the original in full, so that previews are, too; what people compare comes back as rounded in the text. */
SCT_NODISCARD sct_status report_read_ranking(sct_context *ctx, const void *text, size_t size, const sct_palette *palette,
                                             match_ranking *out, match_candidate rows[SCT_CANDIDATE_MAX]);
/* As rounded in the text. */
SCT_NODISCARD sct_status report_read_healed(sct_context *ctx, const void *text, size_t size, sct_healed *out);
SCT_NODISCARD sct_status report_read_chart(sct_context *ctx, const void *text, size_t size, sct_chart_result *out);

#endif
