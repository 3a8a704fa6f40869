/*
 * correct_steps.h - private to the correct room: the steps between a photo and
 * its correction, in the order of work.
 *
 *   correct_known       charts and cards whose colours are known    correct_known.c
 *   correct_find        which of them the photo shows               correct_find.c
 *   correct_chart       its patches -> a correction                 correct_chart.c
 *   correct_twins       which of several charts that look alike it is   correct_twins.c
 *   correct_grey        the same from grey cards                    correct_grey.c
 *   correct_grey_find   a grey card that nobody has marked          correct_grey_find.c, _things.c
 *   correct_light       how the light falls over a card of unknown colours   correct_light.c
 *   correct_model       corrections fitted to patches               correct_model.c
 *   correct_spectra     what the chart tells of skins in its light   spectra/
 *   correct_judge       what they leave                             correct_judge.c
 *   correct_flags       what is weak about a chart and its light    correct_flags.c
 *   correct_cover       where charts lie, is not the client         correct_cover.c
 *   correct_camera      what an earlier photo of a chart told of the camera   camera/
 *   correct_flash       two photos -> the light of the flash alone   flash/
 *   correct_elsewhere   a chart in another photo                    correct_elsewhere.c
 *   correct_quality     what is weak about the photo itself         correct_quality.c
 *   correct_bars        a screenshot's bars                         correct_bars.c
 */
#ifndef CORRECT_STEPS_H
#define CORRECT_STEPS_H

#include "correct/correct.h"
#include "correct/correct_model.h"

/* The chart or card of this id among the caller's and the built-in ones; null if there is none. */
const sct_chart *correct_known_find(const sct_chart_options *options, const char *id);

enum { CORRECT_GREY_MAX = 6 };

/* The kept patches of a chart, with places in a photo of this size. */
size_t correct_chart_patches(const sct_chart_result *result, const sct_chart *chart, uint32_t width, uint32_t height,
                             correct_patch *out);

/* Fits the correction to a found chart: fills result->correction and de00_loo, adds flags. An
 * unmeasured card leaves the colours as they are (result->correction.kind none). SCT_ERR_CHART_UNUSABLE. */
SCT_NODISCARD sct_status correct_chart_fit(sct_context *ctx, const sct_chart *chart, uint32_t width, uint32_t height,
                                           const num_mat3 *profile, sct_chart_result *result, correct_model *model);

/* The same where nobody has named the chart: of the known charts that look like the one found the values are taken that its
 * patches have, and found->chart and *result say so. Adds "chart-model" where that tells something. */
SCT_NODISCARD sct_status correct_chart_fit_twins(sct_context *ctx, const sct_chart_options *options, correct_found *found,
                                                 sct_chart_result *result, correct_model *model);

/* Adds what is weak about a chart and its light to result->flags; profile: the photo's own. */
void correct_flag_chart(const correct_patch *known, size_t n, const sct_chart *chart, const num_mat3 *profile,
                        const correct_model *model, const correct_trust *trust, sct_chart_result *result);
/* The same for a card of unknown colours; `known`: its paired greys, `light`: a plane only. */
void correct_flag_unmeasured(const correct_patch *known, size_t n, const sct_chart *chart, const pixels_correction *light,
                             sct_chart_result *result);

/* Where the light is so steep that a colour a little away is less sure by the chart than without it: for who asks about the
 * chart alone. */
void correct_flag_steep(const colour_doubt *doubt, sct_chart_result *result);

/* The light's colour after the camera's own balance, where it is strong; `by`: what corrects it. */
void correct_flag_cast(const pixels_correction *correction, const char *by, sct_flags *flags);

/* Whether a grey card could look so in a photo of this profile, linear, after the camera's own white balance. */
int correct_grey_is_plausible(const num_mat3 *profile, const double rgb[3]);

/* Where charts and cards lie is not the client. */
void correct_cover(pixels_image *image, sct_chart_result *result, correct_found *found);
/* Light at the chart is taken for the light everywhere: in another photo its fall means nothing. */
void correct_elsewhere_flatten(const sct_chart_result *result, uint32_t width, uint32_t height,
                               pixels_correction *correction);
/* The image is corrected by a chart in another photo. Is there one in this photo, too? It is covered, lends its scale, and
 * says how well the correction fits: flags and correction.mm_per_px of `other`. SCT_ERR_PHOTO_*, SCT_ERR_MEMORY,
 * SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status correct_elsewhere_check(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo,
                                                 pixels_image *image, sct_chart_result *other);

/* Looks for a grey card in the image's window, of this reflectance: how many things look like one and lie near skin, and the
 * middle of the last of them, corner by corner, in pixels of the photo. SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status correct_grey_find(sct_context *ctx, const pixels_image *image, double reflectance, int *cards,
                                           double corners[4][2]);

/* The grey regions of a view, at most CORRECT_GREY_MAX (more: SCT_ERR_SHAPE). SCT_ERR_SHAPE, SCT_ERR_PHOTO_*,
 * SCT_ERR_MEMORY.
 */
SCT_NODISCARD sct_status correct_grey_patches(sct_context *ctx, const sct_measure_options *options, const sct_view *view,
                                              const pixels_image *image, sct_flags *flags, correct_patch *out,
                                              size_t *count);

/*
 * How the light falls over an unmeasured card, from neutrals printed twice (names that differ in the last letter only):
 * log light = plane_x u + plane_y v, as in pixels_correction. Fills the places of the patches used; returns their number.
 */
size_t correct_light(const sct_chart *chart, const sct_chart_result *result, uint32_t width, uint32_t height,
                     correct_patch *out, double *plane_x, double *plane_y);

/* Adds what is weak about the image's window: "not-sharp", "too-dark", "too-bright", "compressed". mm_per_px 0: unknown. */
SCT_NODISCARD sct_status correct_quality(sct_context *ctx, const pixels_image *image, double mm_per_px, sct_flags *flags);
/* Adds "screenshot", which forbids a pick, where bars of one exact colour lie around what the image's window shows, which is
 * all of a photo, in its own size or a smaller one. */
SCT_NODISCARD sct_status correct_bars(sct_context *ctx, const pixels_image *image, int lossy, sct_flags *flags);

#endif
