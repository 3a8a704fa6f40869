/* engine/match/match_options.c - settings of a match, and the words for its enumerations. */
#include "match/match_private.h"

#include <stddef.h>

void sct_match_options_init_sized(sct_match_options *options, size_t size)
{
    sct_match_options defaults = {
        .size = sizeof defaults,
        .metric = SCT_METRIC_DE2000,
        .kL = 1,
        .kC = 1,
        .kH = 1,
        .basis = SCT_BASIS_AUTO,
        .loss = SCT_LOSS_ASYMMETRIC,
        .draws = 400,
        .seed = 1,
        .density_per_cm2 = 0,
        .dot_radius_mm = 0,
        .batch_ml = 5,
        .weight_dot = MATCH_WEIGHT_DOT,
        .depth_um = SKIN_USUAL(DEPTH),
        .depth_lo_um = skin_prior_table[SKIN_PRIOR_DEPTH].lo,
        .depth_hi_um = skin_prior_table[SKIN_PRIOR_DEPTH].hi,
        .thickness_um = SKIN_USUAL(THICKNESS),
        .uptake = SKIN_USUAL(UPTAKE),
        .healed_share = SKIN_USUAL(HEALED),
        .strength_factor = 2,
        .blend = 1,
        .needle_pin_mm = SKIN_NEEDLE_USUAL_MM,
    };
    options_fill(options, size, &defaults, sizeof defaults);
}

/* Range of every real-valued option, as promised in scalptone/match.h. */
static const struct {
    const char *name;
    size_t offset;
    double lo, hi;
} ranges[] = {
    {"kL", offsetof(sct_match_options, kL), 0.1, 10},
    {"kC", offsetof(sct_match_options, kC), 0.1, 10},
    {"kH", offsetof(sct_match_options, kH), 0.1, 10},
    {"density_per_cm2", offsetof(sct_match_options, density_per_cm2), 0, 2000},
    {"dot_radius_mm", offsetof(sct_match_options, dot_radius_mm), 0, 0.5},
    {"batch_ml", offsetof(sct_match_options, batch_ml), 0.5, 100},
    {"weight_dot", offsetof(sct_match_options, weight_dot), 0, 1},
    {"depth_um", offsetof(sct_match_options, depth_um), 50, 600},
    {"depth_lo_um", offsetof(sct_match_options, depth_lo_um), 50, 600},
    {"depth_hi_um", offsetof(sct_match_options, depth_hi_um), 50, 600},
    {"thickness_um", offsetof(sct_match_options, thickness_um), 20, 1000},
    {"uptake", offsetof(sct_match_options, uptake), 0.001, 1},
    {"healed_share", offsetof(sct_match_options, healed_share), 0.05, 1},
    {"strength_factor", offsetof(sct_match_options, strength_factor), 1, 10},
    {"needle_pin_mm", offsetof(sct_match_options, needle_pin_mm), 0.1, 0.6},
    {"grey_share", offsetof(sct_match_options, grey_share), 0, MATCH_GREY_MOST},
};

sct_status match_check_options(sct_context *ctx, const sct_match_options *options)
{
    sct_status status = SCT_OK;
    TRY(option_range(ctx, "metric", (double)options->metric, SCT_METRIC_DE2000, SCT_METRIC_CAM16UCS));
    TRY(option_range(ctx, "basis", (double)options->basis, SCT_BASIS_AUTO, SCT_BASIS_SWATCH));
    TRY(option_range(ctx, "loss", (double)options->loss, SCT_LOSS_ASYMMETRIC, SCT_LOSS_PLAIN));
    TRY(option_range(ctx, "grey_hair", (double)options->grey_hair, SCT_GREY_HAIR_BLEND, SCT_GREY_HAIR_SOFTER));
    TRY(option_range(ctx, "draws", (double)options->draws, 0, 100000));
    TRY(option_range(ctx, "blend", (double)options->blend, 1, 2));
    TRY(option_range(ctx, "needle_pins", (double)options->needle_pins, 0, SKIN_NEEDLE_PINS_MAX));
    TRY(option_range(ctx, "seek_density", (double)options->seek_density, 0, 1));
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        const double *value = (const double *)(const void *)((const char *)options + ranges[i].offset);
        TRY(option_range(ctx, ranges[i].name, *value, ranges[i].lo, ranges[i].hi));
    }
    if (options->dot_radius_mm > 0)
        TRY(option_range(ctx, "dot_radius_mm", options->dot_radius_mm, 0.01, 0.5));
    if (!(options->depth_lo_um <= options->depth_um && options->depth_um <= options->depth_hi_um))
        FAIL(ctx, SCT_ERR_OPTION, "depth_um must lie between depth_lo_um and depth_hi_um; set all three");
done:
    return status;
}

sct_status sct_needle_read(sct_context *ctx, const char *words, int *pins, double *pin_mm)
{
    skin_needle needle;
    if (!words || !pins || !pin_mm)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_needle_read: a null pointer");
    if (!skin_needle_read(words, &needle))
        return diag_set(
            ctx, SCT_ERR_OPTION,
            "needle: \"%.40s\" is no round needle of 1 to %d pins; write it as 3RL-0.25 (flat and magnum needles "
            "set no single dots)",
            words, SKIN_NEEDLE_PINS_MAX);
    *pins = needle.pins;
    *pin_mm = needle.pin_mm;
    return SCT_OK;
}
