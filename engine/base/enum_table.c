/*
 * engine/base/enum_table.c - every public enumerator and its word, in one
 * place: what JSON, the command line, messages and tests call it.
 *
 * The flags stand in flag_table.c, beside the numbers that belong to them.
 */
#include "base/enum_table.h"

#include "scalptone.h"

static const enum_word status_words[] = {
    {SCT_OK, "ok"},
    {SCT_ERR_ARGUMENT, "argument"},
    {SCT_ERR_OPTION, "option"},
    {SCT_ERR_SHAPE, "shape"},
    {SCT_ERR_CAPACITY, "capacity"},
    {SCT_ERR_PHOTO_FORMAT, "photo-format"},
    {SCT_ERR_PHOTO_DAMAGED, "photo-damaged"},
    {SCT_ERR_PHOTO_TOO_LARGE, "photo-too-large"},
    {SCT_ERR_PHOTO_UNSUPPORTED, "photo-unsupported"},
    {SCT_ERR_PROFILE, "profile"},
    {SCT_ERR_PALETTE, "palette"},
    {SCT_ERR_PASSPHRASE, "passphrase"},
    {SCT_ERR_CHART_NONE, "chart-none"},
    {SCT_ERR_CHART_UNUSABLE, "chart-unusable"},
    {SCT_ERR_NOTHING, "nothing-to-measure"},
    {SCT_ERR_MEMORY, "memory"},
    {SCT_ERR_IO, "io"},
    {SCT_ERR_INTERRUPTED, "interrupted"},
    {SCT_ERR_INTERNAL, "internal"},
};

static const enum_word feature_words[] = {
    {SCT_FEATURE_PNG, "png"},   {SCT_FEATURE_JPEG, "jpeg"}, {SCT_FEATURE_HEIC, "heic"},
    {SCT_FEATURE_CARD, "card"}, {SCT_FEATURE_AVX2, "avx2"}, {SCT_FEATURE_GUARDED_TAGS, "guarded-tags"},
    {SCT_FEATURE_PASSPHRASE, "passphrase"},
};

static const enum_word stage_words[] = {
    {SCT_STAGE_PHOTO, "photo"}, {SCT_STAGE_PIXELS, "pixels"}, {SCT_STAGE_CHART, "chart"},   {SCT_STAGE_REGION, "region"},
    {SCT_STAGE_SKIN, "skin"},   {SCT_STAGE_MATCH, "match"},   {SCT_STAGE_REPORT, "report"},
};

static const enum_word limit_words[] = {
    {SCT_LIMIT_PIXELS, "pixels"},
    {SCT_LIMIT_SIDE, "side"},
    {SCT_LIMIT_FILE_BYTES, "file-bytes"},
    {SCT_LIMIT_ICC_BYTES, "icc-bytes"},
    {SCT_LIMIT_EXIF_BYTES, "exif-bytes"},
    {SCT_LIMIT_VIEWS, "views"},
    {SCT_LIMIT_REGIONS, "regions"},
    {SCT_LIMIT_FLAGS, "flags"},
    {SCT_LIMIT_POLYGON, "polygon"},
    {SCT_LIMIT_PATCHES, "patches"},
    {SCT_LIMIT_INKS, "inks"},
    {SCT_LIMIT_PIGMENTS, "pigments"},
    {SCT_LIMIT_FILMS, "films"},
    {SCT_LIMIT_MATCHES, "matches"},
    {SCT_LIMIT_LOOKS, "looks"},
    {SCT_LIMIT_DECODER_SECONDS, "decoder-seconds"},
    {SCT_LIMIT_THREADS, "threads"},
};

static const enum_word severity_words[] = {
    {SCT_SEVERITY_NOTE, "note"},
    {SCT_SEVERITY_FORBIDS_PICK, "forbids-pick"},
};

static const enum_word illuminant_words[] = {
    {SCT_ILLUMINANT_D50, "D50"}, {SCT_ILLUMINANT_D65, "D65"}, {SCT_ILLUMINANT_A, "A"},
    {SCT_ILLUMINANT_F2, "F2"},   {SCT_ILLUMINANT_F11, "F11"}, {SCT_ILLUMINANT_LED_B3, "LED-B3"},
};

static const enum_word observer_words[] = {
    {SCT_OBSERVER_2, "2"},
    {SCT_OBSERVER_10, "10"},
};

static const enum_word adaptation_words[] = {
    {SCT_ADAPTATION_BRADFORD, "bradford"},
    {SCT_ADAPTATION_CAT16, "cat16"},
};

static const enum_word rgb_space_words[] = {
    {SCT_RGB_SRGB, "srgb"},
    {SCT_RGB_DISPLAY_P3, "display-p3"},
    {SCT_RGB_ADOBE, "adobe-rgb"},
};

static const enum_word metric_words[] = {
    {SCT_METRIC_DE2000, "de2000"}, {SCT_METRIC_DE76, "de76"},         {SCT_METRIC_DE94, "de94"},
    {SCT_METRIC_CMC, "cmc"},       {SCT_METRIC_CAM16UCS, "cam16ucs"},
};

static const enum_word surround_words[] = {
    {SCT_SURROUND_AVERAGE, "average"},
    {SCT_SURROUND_DIM, "dim"},
    {SCT_SURROUND_DARK, "dark"},
};

static const enum_word profile_source_words[] = {
    {SCT_PROFILE_EMBEDDED, "embedded"},         {SCT_PROFILE_CICP, "cicp"},     {SCT_PROFILE_TAGGED, "tagged"},
    {SCT_PROFILE_ASSUMED_SRGB, "assumed-srgb"}, {SCT_PROFILE_CALLER, "caller"},
};

static const enum_word role_words[] = {
    {SCT_ROLE_SKIN, "skin"},
    {SCT_ROLE_HAIR, "hair"},
    {SCT_ROLE_GREY, "grey"},
};

static const enum_word shape_words[] = {
    {SCT_SHAPE_AUTO, "auto"}, {SCT_SHAPE_RECT, "rect"},   {SCT_SHAPE_CIRCLE, "circle"}, {SCT_SHAPE_POLY, "poly"},
    {SCT_SHAPE_MASK, "mask"}, {SCT_SHAPE_POINT, "point"}, {SCT_SHAPE_STROKE, "line"},
};

static const enum_word label_words[] = {
    {SCT_LABEL_NONE, "none"},         {SCT_LABEL_SKIN, "skin"},     {SCT_LABEL_HAIR, "hair"},
    {SCT_LABEL_SPECULAR, "specular"}, {SCT_LABEL_SHADOW, "shadow"}, {SCT_LABEL_CLIPPED, "clipped"},
    {SCT_LABEL_CHART, "chart"},
};

static const enum_word estimator_words[] = {
    {SCT_ESTIMATOR_MODE, "mode"},
    {SCT_ESTIMATOR_MEAN, "mean"},
    {SCT_ESTIMATOR_MEDIAN, "median"},
};

static const enum_word chart_mode_words[] = {
    {SCT_CHART_AUTO, "auto"},
    {SCT_CHART_DEMANDED, "demanded"},
    {SCT_CHART_OFF, "off"},
};

static const enum_word correction_words[] = {
    {SCT_CORRECTION_NONE, "none"},     {SCT_CORRECTION_WHITE_BALANCE, "white-balance"},
    {SCT_CORRECTION_GREY, "grey"},     {SCT_CORRECTION_CHART, "chart"},
    {SCT_CORRECTION_VALUES, "values"}, {SCT_CORRECTION_CAMERA, "camera"},
};

static const enum_word hair_words[] = {
    {SCT_HAIR_NONE, "none"},
    {SCT_HAIR_STUBBLE, "stubble"},
    {SCT_HAIR_GROWN, "grown"},
};

static const enum_word chart_tier_words[] = {
    {SCT_TIER_UNMEASURED, "unmeasured"},
    {SCT_TIER_TRANSFERRED, "transferred"},
    {SCT_TIER_MEASURED, "measured"},
};

static const enum_word card_sheet_words[] = {
    {SCT_CARD_A6, "a6"},
    {SCT_CARD_A4, "a4"},
    {SCT_CARD_SWATCHES, "swatches"},
};

static const enum_word colour_state_words[] = {
    {SCT_STATE_CUP, "cup"},
    {SCT_STATE_DRAWDOWN, "drawdown"},
    {SCT_STATE_FRESH, "fresh"},
    {SCT_STATE_HEALED, "healed"},
};

static const enum_word ink_words[] = {
    {SCT_INK_DILUTABLE, "dilutable"},
    {SCT_INK_READY, "ready"},
};

static const enum_word backing_words[] = {
    {SCT_BACKING_UNKNOWN, "unknown"},
    {SCT_BACKING_WHITE, "white"},
    {SCT_BACKING_BLACK, "black"},
};

static const enum_word provenance_words[] = {
    {SCT_PROVENANCE_ILLUSTRATIVE, "illustrative"},
    {SCT_PROVENANCE_MEASURED, "measured"},
    {SCT_PROVENANCE_MAKER, "maker"},
    {SCT_PROVENANCE_STATED, "stated"},
};

static const enum_word cup_verdict_words[] = {
    {SCT_CUP_AS_WANTED, "as-wanted"},
    {SCT_CUP_ADD_WATER, "add-water"},
    {SCT_CUP_ADD_INK, "add-ink"},
    {SCT_CUP_UNSURE, "unsure"},
};

static const enum_word palette_format_words[] = {
    {SCT_PALETTE_FORMAT_AUTO, "auto"},   {SCT_PALETTE_FORMAT_JSON, "json"}, {SCT_PALETTE_FORMAT_CSV, "csv"},
    {SCT_PALETTE_FORMAT_CGATS, "cgats"}, {SCT_PALETTE_FORMAT_GPL, "gpl"},   {SCT_PALETTE_FORMAT_ASE, "ase"},
    {SCT_PALETTE_FORMAT_SBZ, "sbz"},     {SCT_PALETTE_FORMAT_TI3, "ti3"},
};

static const enum_word age_words[] = {
    {SCT_AGE_HEALED, "healed"},
    {SCT_AGE_FRESH, "fresh"},
    {SCT_AGE_YEARS, "years"},
};

static const enum_word optics_words[] = {
    {SCT_OPTICS_COMPOSITION, "composition"},
    {SCT_OPTICS_FITTED, "fitted"},
    {SCT_OPTICS_RATIOS, "ratios"},
};

static const enum_word basis_words[] = {
    {SCT_BASIS_AUTO, "auto"},
    {SCT_BASIS_MEASURED_HEALED, "measured-healed"},
    {SCT_BASIS_PREDICTED_HEALED, "predicted-healed"},
    {SCT_BASIS_SWATCH, "swatch"},
};

static const enum_word loss_words[] = {
    {SCT_LOSS_ASYMMETRIC, "asymmetric"},
    {SCT_LOSS_PLAIN, "plain"},
};

static const enum_word grey_hair_words[] = {
    {SCT_GREY_HAIR_BLEND, "blend"},
    {SCT_GREY_HAIR_DARK, "dark"},
    {SCT_GREY_HAIR_SOFTER, "softer"},
};

static const enum_word band_words[] = {
    {SCT_BAND_IMPERCEPTIBLE, "imperceptible"},
    {SCT_BAND_ACCEPTABLE, "acceptable"},
    {SCT_BAND_VISIBLE, "visible"},
};

static const enum_word confidence_words[] = {
    {SCT_CONFIDENCE_LOW, "low"},
    {SCT_CONFIDENCE_MEDIUM, "medium"},
    {SCT_CONFIDENCE_HIGH, "high"},
};

static const enum_word session_words[] = {
    {SCT_SESSION_START, "start"},
    {SCT_SESSION_MAIN, "main"},
    {SCT_SESSION_DEEPEN, "deepen"},
};

static const enum_word view_from_words[] = {
    {SCT_VIEW_NEAR, "near"},
    {SCT_VIEW_FAR, "far"},
};

static const enum_word scale_source_words[] = {
    {SCT_SCALE_GIVEN, "given"},
    {SCT_SCALE_HAIR, "hair-width"},
    {SCT_SCALE_HEAD, "head-width"},
    {SCT_SCALE_PHOTO, "photo-width"},
    {SCT_SCALE_CHART, "chart"},
};

static const enum_word pixel_format_words[] = {
    {SCT_PIXEL_U8, "u8"},
    {SCT_PIXEL_U16, "u16"},
    {SCT_PIXEL_F32, "f32"},
};

static const enum_word pixel_space_words[] = {
    {SCT_PIXELS_SRGB, "srgb"},
    {SCT_PIXELS_LINEAR_SRGB, "linear-srgb"},
    {SCT_PIXELS_XYZ_D50, "xyz-d50"},
    {SCT_PIXELS_OWN, "own"},
};

static const enum_word healed_part_words[] = {
    {SCT_HEALED_DOT, "dot"},
    {SCT_HEALED_BARE, "bare"},
    {SCT_HEALED_AREA, "area"},
    {SCT_HEALED_SOLID, "solid"},
};

static const enum_word outcome_words[] = {
    {SCT_OUTCOME_UNSURE, "unsure"},
    {SCT_OUTCOME_AS_PLANNED, "as-planned"},
    {SCT_OUTCOME_LIGHTER, "lighter"},
    {SCT_OUTCOME_DARKER, "darker"},
};

static const enum_word before_state_words[] = {
    {SCT_BEFORE_AUTO, "auto"},
    {SCT_BEFORE_BARE, "bare"},
    {SCT_BEFORE_TREATED, "treated"},
};

#define WORDS(table)                                                                                                        \
    {                                                                                                                       \
        table, sizeof(table) / sizeof(table)[0]                                                                             \
    }
static const enum_words tables[] = {
    [SCT_ENUM_STATUS] = WORDS(status_words),
    [SCT_ENUM_FEATURE] = WORDS(feature_words),
    [SCT_ENUM_STAGE] = WORDS(stage_words),
    [SCT_ENUM_LIMIT] = WORDS(limit_words),
    [SCT_ENUM_SEVERITY] = WORDS(severity_words),
    [SCT_ENUM_ILLUMINANT] = WORDS(illuminant_words),
    [SCT_ENUM_OBSERVER] = WORDS(observer_words),
    [SCT_ENUM_ADAPTATION] = WORDS(adaptation_words),
    [SCT_ENUM_RGB_SPACE] = WORDS(rgb_space_words),
    [SCT_ENUM_METRIC] = WORDS(metric_words),
    [SCT_ENUM_SURROUND] = WORDS(surround_words),
    [SCT_ENUM_PROFILE_SOURCE] = WORDS(profile_source_words),
    [SCT_ENUM_ROLE] = WORDS(role_words),
    [SCT_ENUM_SHAPE] = WORDS(shape_words),
    [SCT_ENUM_LABEL] = WORDS(label_words),
    [SCT_ENUM_ESTIMATOR] = WORDS(estimator_words),
    [SCT_ENUM_CHART_MODE] = WORDS(chart_mode_words),
    [SCT_ENUM_CORRECTION] = WORDS(correction_words),
    [SCT_ENUM_HAIR] = WORDS(hair_words),
    [SCT_ENUM_CHART_TIER] = WORDS(chart_tier_words),
    [SCT_ENUM_CARD_SHEET] = WORDS(card_sheet_words),
    [SCT_ENUM_COLOUR_STATE] = WORDS(colour_state_words),
    [SCT_ENUM_INK] = WORDS(ink_words),
    [SCT_ENUM_BACKING] = WORDS(backing_words),
    [SCT_ENUM_PROVENANCE] = WORDS(provenance_words),
    [SCT_ENUM_AGE] = WORDS(age_words),
    [SCT_ENUM_OPTICS] = WORDS(optics_words),
    [SCT_ENUM_BASIS] = WORDS(basis_words),
    [SCT_ENUM_LOSS] = WORDS(loss_words),
    [SCT_ENUM_GREY_HAIR] = WORDS(grey_hair_words),
    [SCT_ENUM_BAND] = WORDS(band_words),
    [SCT_ENUM_CONFIDENCE] = WORDS(confidence_words),
    [SCT_ENUM_SESSION] = WORDS(session_words),
    [SCT_ENUM_VIEW_FROM] = WORDS(view_from_words),
    [SCT_ENUM_SCALE_SOURCE] = WORDS(scale_source_words),
    [SCT_ENUM_PIXEL_FORMAT] = WORDS(pixel_format_words),
    [SCT_ENUM_PIXEL_SPACE] = WORDS(pixel_space_words),
    [SCT_ENUM_HEALED_PART] = WORDS(healed_part_words),
    [SCT_ENUM_PALETTE_FORMAT] = WORDS(palette_format_words),
    [SCT_ENUM_CUP] = WORDS(cup_verdict_words),
    [SCT_ENUM_OUTCOME] = WORDS(outcome_words),
    [SCT_ENUM_BEFORE_STATE] = WORDS(before_state_words),
};

const enum_words *enum_table(sct_enum which)
{
    if ((int)which < 0 || (size_t)which >= sizeof tables / sizeof tables[0] || !tables[which].words)
        return NULL;
    return &tables[which];
}
