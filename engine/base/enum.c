/* engine/base/enum.c - enumerators to words and back, by enum_table.c and flag_table.c. */
#include "base/enum_table.h"
#include "base/flag_table.h"

#include "scalptone.h"

#include <string.h>

/* A code that has several sentences stands in several rows, one after the other. */
static int is_first_row(size_t index)
{
    return index == 0 || flag_words_at(index)->code != flag_words_at(index - 1)->code;
}

static const char *flag_name(int code)
{
    for (size_t i = 0; flag_words_at(i); i++)
        if ((int)flag_words_at(i)->code == code)
            return flag_words_at(i)->name;
    return NULL;
}

const char *sct_enum_name(sct_enum which, int value)
{
    const enum_words *table = enum_table(which);
    const char *name = which == SCT_ENUM_FLAG ? flag_name(value) : NULL;
    for (size_t i = 0; table && i < table->count; i++)
        if (table->words[i].value == value)
            name = table->words[i].word;
    return name ? name : "unknown";
}

int sct_enum_value(sct_enum which, const char *name, int *value)
{
    const enum_words *table = enum_table(which);
    const flag_words *flag = which == SCT_ENUM_FLAG && name ? flag_words_for(name, NULL) : NULL;
    if (!name || !value)
        return 0;
    if (flag)
        *value = (int)flag->code;
    for (size_t i = 0; table && i < table->count; i++)
        if (strcmp(table->words[i].word, name) == 0) {
            *value = table->words[i].value;
            return 1;
        }
    return flag != NULL;
}

size_t sct_enum_count(sct_enum which)
{
    const enum_words *table = enum_table(which);
    size_t count = table ? table->count : 0;
    for (size_t i = 0; which == SCT_ENUM_FLAG && flag_words_at(i); i++)
        count += (size_t)is_first_row(i);
    return count;
}

int sct_enum_at(sct_enum which, size_t index, int *value)
{
    const enum_words *table = enum_table(which);
    if (!value || index >= sct_enum_count(which))
        return 0;
    if (table) {
        *value = table->words[index].value;
        return 1;
    }
    for (size_t i = 0;; i++)
        if (is_first_row(i) && index-- == 0) {
            *value = (int)flag_words_at(i)->code;
            return 1;
        }
}

/* ---- the typed functions ---- */

const char *sct_status_name(sct_status value)
{
    return sct_enum_name(SCT_ENUM_STATUS, (int)value);
}

const char *sct_stage_name(sct_stage value)
{
    return sct_enum_name(SCT_ENUM_STAGE, (int)value);
}

const char *sct_metric_name(sct_metric value)
{
    return sct_enum_name(SCT_ENUM_METRIC, (int)value);
}

const char *sct_profile_source_name(sct_profile_source value)
{
    return sct_enum_name(SCT_ENUM_PROFILE_SOURCE, (int)value);
}

const char *sct_pixel_format_name(sct_pixel_format value)
{
    return sct_enum_name(SCT_ENUM_PIXEL_FORMAT, (int)value);
}

const char *sct_pixel_space_name(sct_pixel_space value)
{
    return sct_enum_name(SCT_ENUM_PIXEL_SPACE, (int)value);
}

const char *sct_role_name(sct_role value)
{
    return sct_enum_name(SCT_ENUM_ROLE, (int)value);
}

const char *sct_correction_kind_name(sct_correction_kind value)
{
    return sct_enum_name(SCT_ENUM_CORRECTION, (int)value);
}

const char *sct_hair_kind_name(sct_hair_kind value)
{
    return sct_enum_name(SCT_ENUM_HAIR, (int)value);
}

const char *sct_chart_tier_name(sct_chart_tier value)
{
    return sct_enum_name(SCT_ENUM_CHART_TIER, (int)value);
}

const char *sct_palette_format_name(sct_palette_format value)
{
    return sct_enum_name(SCT_ENUM_PALETTE_FORMAT, (int)value);
}

const char *sct_cup_verdict_name(sct_cup_verdict value)
{
    return sct_enum_name(SCT_ENUM_CUP, (int)value);
}

const char *sct_colour_state_name(sct_colour_state value)
{
    return sct_enum_name(SCT_ENUM_COLOUR_STATE, (int)value);
}

const char *sct_ink_kind_name(sct_ink_kind value)
{
    return sct_enum_name(SCT_ENUM_INK, (int)value);
}

const char *sct_backing_name(sct_backing value)
{
    return sct_enum_name(SCT_ENUM_BACKING, (int)value);
}

const char *sct_provenance_name(sct_provenance value)
{
    return sct_enum_name(SCT_ENUM_PROVENANCE, (int)value);
}

const char *sct_age_name(sct_age value)
{
    return sct_enum_name(SCT_ENUM_AGE, (int)value);
}

const char *sct_optics_basis_name(sct_optics_basis value)
{
    return sct_enum_name(SCT_ENUM_OPTICS, (int)value);
}

const char *sct_basis_name(sct_basis value)
{
    return sct_enum_name(SCT_ENUM_BASIS, (int)value);
}

const char *sct_loss_name(sct_loss value)
{
    return sct_enum_name(SCT_ENUM_LOSS, (int)value);
}

const char *sct_grey_hair_name(sct_grey_hair value)
{
    return sct_enum_name(SCT_ENUM_GREY_HAIR, (int)value);
}

const char *sct_band_name(sct_band value)
{
    return sct_enum_name(SCT_ENUM_BAND, (int)value);
}

const char *sct_confidence_name(sct_confidence value)
{
    return sct_enum_name(SCT_ENUM_CONFIDENCE, (int)value);
}

const char *sct_session_name(sct_session value)
{
    return sct_enum_name(SCT_ENUM_SESSION, (int)value);
}

const char *sct_view_from_name(sct_view_from value)
{
    return sct_enum_name(SCT_ENUM_VIEW_FROM, (int)value);
}

const char *sct_scale_source_name(sct_scale_source value)
{
    return sct_enum_name(SCT_ENUM_SCALE_SOURCE, (int)value);
}

const char *sct_outcome_name(sct_outcome value)
{
    return sct_enum_name(SCT_ENUM_OUTCOME, (int)value);
}

const char *sct_before_state_name(sct_before_state value)
{
    return sct_enum_name(SCT_ENUM_BEFORE_STATE, (int)value);
}
