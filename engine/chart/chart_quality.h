/* chart_quality.h - private to the chart room: flags about the photo itself. */
#ifndef CHART_QUALITY_H
#define CHART_QUALITY_H

#include "pixels/pixels.h"

/* Adds what is weak about the image's window: "not-sharp", "too-dark", "too-bright", "compressed". mm_per_px 0: unknown. */
SCT_NODISCARD sct_status chart_photo_quality(sct_context *ctx, const pixels_image *image, double mm_per_px,
                                             sct_flags *flags);
/* Adds "screenshot", which forbids a pick, where bars of one exact colour lie around what the image's window shows, which is
 * all of a photo, in its own size or a smaller one. */
SCT_NODISCARD sct_status chart_flag_bars(sct_context *ctx, const pixels_image *image, int lossy, sct_flags *flags);

#endif
