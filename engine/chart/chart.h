/*
 * engine/chart/chart.h - find a colour chart, sample it, fit a correction.
 */
#ifndef ENGINE_CHART_H
#define ENGINE_CHART_H

#include "pixels/pixels.h"
#include "scalptone/photo.h"

/*
 * Corrects the image's colours by what it shows of known colour. Without
 * anything known the correction is SCT_CORRECTION_NONE: colours as the profile
 * says, u95 of an uncalibrated photo, and a flag that forbids a pick.
 */
SCT_NODISCARD sct_status chart_correct(sct_context *ctx, const sct_measure_options *options, const sct_view *view,
                                       pixels_image *image, sct_flags *flags, sct_correction *out);

#endif
