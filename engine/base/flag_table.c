/*
 * engine/base/flag_table.c - every quality flag: its number, its word, and what
 * the numbers in its sentence are called, name and unit in one.
 */
#include "base/flag_table.h"

#include <string.h>

static const flag_words table[] = {
    {SCT_FLAG_OTHER, "other", NULL, {NULL}},
    {SCT_FLAG_NO_PROFILE, "no-profile", NULL, {NULL}},
    {SCT_FLAG_PROFILE_IGNORED, "profile-ignored", NULL, {NULL}},
    {SCT_FLAG_EXIF_IGNORED, "exif-ignored", NULL, {NULL}},
    {SCT_FLAG_TRUNCATED_END, "truncated-end", NULL, {NULL}},
    {SCT_FLAG_MINOR_DAMAGE, "minor-damage", NULL, {NULL}},
    {SCT_FLAG_SCREENSHOT, "screenshot", NULL, {NULL}},
    {SCT_FLAG_SCREEN_SIZED, "screen-sized", NULL, {"width_px", "height_px"}},
    {SCT_FLAG_HDR, "hdr", NULL, {NULL}},
    {SCT_FLAG_NO_COLOUR, "no-colour", NULL, {NULL}},
    {SCT_FLAG_SPACE_CONVERTED, "space-converted", NULL, {NULL}},
    {SCT_FLAG_NOT_SHARP, "not-sharp", "edges are %.2f mm", {"edge_mm"}},
    {SCT_FLAG_NOT_SHARP, "not-sharp", NULL, {"edge_px"}},
    {SCT_FLAG_TOO_DARK, "too-dark", NULL, {NULL}},
    {SCT_FLAG_TOO_BRIGHT, "too-bright", NULL, {"bright_percent"}},
    {SCT_FLAG_COMPRESSED, "compressed", NULL, {NULL}},
    {SCT_FLAG_NO_CHART, "no-chart", NULL, {"u95_de00"}},
    {SCT_FLAG_CHART_UNUSABLE, "chart-unusable", NULL, {NULL}},
    {SCT_FLAG_CHART_SCREEN, "chart-screen", NULL, {NULL}},
    {SCT_FLAG_CHART_CUT, "chart-cut", NULL, {"patches"}},
    {SCT_FLAG_CHART_MIRRORED, "chart-mirrored", NULL, {NULL}},
    {SCT_FLAG_CHART_SMALL, "chart-small", NULL, {"pitch_px"}},
    {SCT_FLAG_TWO_CHARTS, "two-charts", NULL, {NULL}},
    {SCT_FLAG_CHART_MODEL, "chart-model", "two charts", {"loo_de00", "other_loo_de00"}},
    {SCT_FLAG_CHART_MODEL, "chart-model", NULL, {"loo_de00"}},
    {SCT_FLAG_CHART_DISAGREES, "chart-disagrees", NULL, {"off_de00"}},
    {SCT_FLAG_CHART_HERE_TOO, "chart-here-too", NULL, {NULL}},
    {SCT_FLAG_CHART_ELSEWHERE, "chart-elsewhere", NULL, {NULL}},
    {SCT_FLAG_CHART_NOT_THERE, "chart-not-there", NULL, {NULL}},
    {SCT_FLAG_CHART_SHADOW, "chart-shadow", NULL, {"ratio"}},
    {SCT_FLAG_CHART_UNEVEN_LIGHT, "chart-uneven-light", NULL, {"brighter_percent"}},
    {SCT_FLAG_MIXED_LIGHT, "mixed-light", NULL, {NULL}},
    {SCT_FLAG_COLOUR_CAST, "colour-cast", NULL, {NULL}},
    {SCT_FLAG_CHART_TILTED, "chart-tilted", NULL, {NULL}},
    {SCT_FLAG_CHART_DRAWN, "chart-drawn", NULL, {NULL}},
    {SCT_FLAG_CHART_TEXTURE, "chart-texture", NULL, {NULL}},
    {SCT_FLAG_CHART_CLIPPED, "chart-clipped", NULL, {"patches"}},
    {SCT_FLAG_CHART_POOR_FIT, "chart-poor-fit", NULL, {"loo_de00"}},
    {SCT_FLAG_CARD_UNMEASURED, "card-unmeasured", NULL, {NULL}},
    {SCT_FLAG_CARD_COLOURS, "card-colours", NULL, {"patches", "of"}},
    {SCT_FLAG_CARD_DAMAGED, "card-damaged", NULL, {"marks", "of"}},
    {SCT_FLAG_TWO_CARDS, "two-cards", NULL, {NULL}},
    {SCT_FLAG_GREY_NOT_USED, "grey-not-used", NULL, {NULL}},
    {SCT_FLAG_GREY_NOT_GREY, "grey-not-grey", NULL, {NULL}},
    {SCT_FLAG_GREY_ORDER, "grey-order", NULL, {"reflects_percent", "than_percent"}},
    {SCT_FLAG_GREY_UNUSABLE, "grey-unusable", NULL, {NULL}},
    {SCT_FLAG_GREY_NOT_CHART, "grey-not-chart", NULL, {NULL}},
    {SCT_FLAG_FEW_PIXELS, "few-pixels", NULL, {"pixels", "needed"}},
    {SCT_FLAG_TWO_MODES, "two-modes", NULL, {NULL}},
    {SCT_FLAG_CLIPPED, "clipped", NULL, {"clipped_percent"}},
    {SCT_FLAG_SPECULAR, "specular", NULL, {"specular_percent"}},
    {SCT_FLAG_UNEVEN_LIGHT, "uneven-light", NULL, {"range_dL"}},
    {SCT_FLAG_SKIN_IN_WINDOW, "skin-in-window", NULL, {NULL}},
    {SCT_FLAG_SKIN_OFF_LOCUS, "skin-off-locus", NULL, {"locus_z"}},
    {SCT_FLAG_HAIR_IN_OTHER_LIGHT, "hair-in-other-light", NULL, {"difference_dL"}},
    {SCT_FLAG_STUBBLE_UNSEEN, "stubble-unseen", NULL, {NULL}},
    {SCT_FLAG_STUBBLE_NOT_RESOLVED, "stubble-not-resolved", NULL, {"hair_px"}},
    {SCT_FLAG_FEW_FIBRES, "few-fibres", NULL, {"fibres"}},
    {SCT_FLAG_HAIR_LIGHTER_THAN_SKIN, "hair-lighter-than-skin", NULL, {NULL}},
    {SCT_FLAG_SHADOW_LIGHTER_THAN_SKIN, "shadow-lighter-than-skin", NULL, {"difference_dL"}},
    {SCT_FLAG_HAIR_KIND_UNSURE, "hair-kind-unsure", NULL, {NULL}},
    {SCT_FLAG_REGION_UNSURE, "region-unsure", NULL, {NULL}},
    {SCT_FLAG_HAIR_COLOUR_UNLIKELY, "hair-colour-unlikely", NULL, {"off_dE"}},
    {SCT_FLAG_SCALE_DOUBTFUL, "scale-doubtful", "hairs would be", {"hair_mm"}},
    {SCT_FLAG_SCALE_DOUBTFUL, "scale-doubtful", NULL, {"density_per_cm2"}},
    {SCT_FLAG_PHOTO_OUTLIER, "photo-outlier", NULL, {"apart_de00"}},
    {SCT_FLAG_PHOTOS_DISAGREE, "photos-disagree", NULL, {"spread_de00"}},
    {SCT_FLAG_FROM_VALUES, "from-values", NULL, {NULL}},
    {SCT_FLAG_COMPOSITION_MISFIT, "composition-misfit", NULL, {"residual_de00"}},
    {SCT_FLAG_FILM_THICKNESS_UNKNOWN, "film-thickness-unknown", NULL, {NULL}},
    {SCT_FLAG_UNKNOWN_PIGMENT, "unknown-pigment", NULL, {NULL}},
    {SCT_FLAG_LIQUID_ONLY, "liquid-only", NULL, {NULL}},
    {SCT_FLAG_ILLUSTRATIVE_FILMS, "illustrative-films", NULL, {NULL}},
    {SCT_FLAG_ONE_SWATCH, "one-swatch", NULL, {NULL}},
    {SCT_FLAG_FILMS_UNPAIRED, "films-unpaired", NULL, {NULL}},
    {SCT_FLAG_ONE_BACKING, "one-backing", NULL, {NULL}},
    {SCT_FLAG_OPAQUE_DRAWDOWN, "opaque-drawdown", NULL, {"contrast_dL"}},
    {SCT_FLAG_DRAWDOWN_MISFIT, "drawdown-misfit", NULL, {"residual_de00"}},
    {SCT_FLAG_INK_LOW_CONFIDENCE, "ink-low-confidence", NULL, {NULL}},
    {SCT_FLAG_DOTS_MERGE, "dots-merge", NULL, {"coverage_percent"}},
    {SCT_FLAG_SKIN_OUT_OF_REACH, "skin-out-of-reach", NULL, {"fit_de00"}},
    {SCT_FLAG_SWATCH_BASIS, "swatch-basis", NULL, {NULL}},
    {SCT_FLAG_NO_SKIN, "no-skin", NULL, {NULL}},
    {SCT_FLAG_ILLUSTRATIVE_PALETTE, "illustrative-palette", NULL, {NULL}},
    {SCT_FLAG_ROWS_UNSURE, "rows-unsure", NULL, {"best_percent"}},
    {SCT_FLAG_SKIN_UNSURE, "skin-unsure", NULL, {"u95_de00", "limit_de00"}},
    {SCT_FLAG_HAIR_UNSURE, "hair-unsure", NULL, {"u95_de00", "limit_de00"}},
    {SCT_FLAG_SHADOW_UNSURE, "shadow-unsure", NULL, {"u95_de00", "limit_de00"}},
    {SCT_FLAG_OFF_USUAL_SHADE, "off-usual-shade", NULL, {"usual_shade", "equal_shade"}},
    {SCT_FLAG_INK_TOO_STRONG, "ink-too-strong", NULL, {"dark_percent"}},
    {SCT_FLAG_SCALE_ASSUMED, "scale-assumed", "the hairs are", {"hair_mm"}},
    {SCT_FLAG_SCALE_ASSUMED, "scale-assumed", NULL, {"width_mm"}},
    {SCT_FLAG_AREA_ASSUMED, "area-assumed", NULL, {"reach_mm"}},
    {SCT_FLAG_PICTURE_OFF, "picture-off", "room for", {"dots"}},
    {SCT_FLAG_PICTURE_OFF, "picture-off", NULL, {"off_de00"}},
};

const flag_words *flag_words_at(size_t index)
{
    return index < sizeof table / sizeof table[0] ? &table[index] : NULL;
}

const flag_words *flag_words_for(const char *name, const char *format)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].name, name) == 0 && (!format || !table[i].when || strstr(format, table[i].when)))
            return &table[i];
    return NULL;
}
