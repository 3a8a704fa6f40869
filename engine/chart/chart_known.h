/*
 * chart_known.h - private to the chart room: what a photo shows of known
 * colour, from a chart or from grey cards.
 */
#ifndef CHART_KNOWN_H
#define CHART_KNOWN_H

#include "chart/chart.h"
#include "chart/chart_detect.h"
#include "chart/chart_fit.h"

enum { CHART_GREY_MAX = 6 };

/* The kept patches of a chart, with places in a photo of this size. */
size_t chart_known_from_result(const sct_chart_result *result, const sct_chart *chart, uint32_t width, uint32_t height,
                               chart_known *out);

/* The whole photo as an image, for the search: a caller's window may hold the skin only. */
SCT_NODISCARD sct_status chart_open_photo(sct_context *ctx, const sct_photo *photo, pixels_image **out);

/* Fits the correction to a found chart: fills result->correction and de00_loo, adds flags. An
 * unmeasured card leaves the colours as they are (result->correction.kind none). SCT_ERR_CHART_UNUSABLE. */
SCT_NODISCARD sct_status chart_apply(sct_context *ctx, const sct_chart *chart, uint32_t width, uint32_t height,
                                     const num_mat3 *profile, sct_chart_result *result, chart_model *model);

/* Adds what is weak about a chart and its light to result->flags; profile: the photo's own. */
void chart_flag_all(const chart_known *known, size_t n, const sct_chart *chart, const num_mat3 *profile,
                    const chart_model *model, const chart_trust *trust, sct_chart_result *result);
/* The same for a card of unknown colours; `known`: its paired greys, `light`: a plane only. */
void chart_flag_unmeasured(const chart_known *known, size_t n, const sct_chart *chart, const pixels_correction *light,
                           sct_chart_result *result);

/* The light's colour after the camera's own balance, where it is strong; `by`: what corrects it. */
void chart_flag_cast(const pixels_correction *correction, const char *by, sct_flags *flags);

/* Whether a grey card could look so in a photo of this profile, linear, after the camera's own white balance. */
int chart_could_be_grey(const num_mat3 *profile, const double rgb[3]);

/* Where charts and cards lie is not the client. */
void chart_cover(pixels_image *image, sct_chart_result *result, chart_found *found);
/* Light at the chart is taken for the light everywhere: in another photo its fall means nothing. */
void chart_flatten_light(const sct_chart_result *result, uint32_t width, uint32_t height, pixels_correction *correction);
/* The image is corrected by a chart in another photo. Is there one in this photo, too? It is covered, lends its scale, and
 * says how well the correction fits: flags and correction.mm_per_px of `other`. SCT_ERR_PHOTO_*, SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status chart_check_own(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo,
                                         pixels_image *image, sct_chart_result *other);

/* The grey regions of a view, at most CHART_GREY_MAX (more: SCT_ERR_SHAPE). SCT_ERR_SHAPE, SCT_ERR_PHOTO_*, SCT_ERR_MEMORY.
 */
SCT_NODISCARD sct_status chart_known_from_greys(sct_context *ctx, const sct_measure_options *options, const sct_view *view,
                                                const pixels_image *image, sct_flags *flags, chart_known *out,
                                                size_t *count);

#endif
