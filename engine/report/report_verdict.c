/*
 * engine/report/report_verdict.c - the three lines that stand above every
 * answer: whether the photo is good enough or the one thing to change, the
 * recipe in words, and what will be seen. They keep to words that artists use,
 * and a recipe stands there only when an ink may be picked.
 */
#include "report/report_private.h"

#include <math.h>
#include <string.h>

/* What is wrong, and the one thing to do about it. */
typedef struct fault {
    sct_flag_code code;
    const char *what, *cure;
} fault;

/* What is wrong with photos, the gravest first: the first that is there is the one thing to change. */
static const fault photo_faults[] = {
    {SCT_FLAG_NO_COLOUR, "the photo is black and white", "Take the colour original."},
    {SCT_FLAG_SCREENSHOT, "this is a screenshot", "Take the camera's own file."},
    {SCT_FLAG_NO_SKIN, "no bare skin was measured", "Show bare skin beside the hair."},
    {SCT_FLAG_STUBBLE_UNSEEN, "no single hair stands out where the hair is meant to be",
     "Mark the stubble, or go nearer and tap on it to focus."},
    {SCT_FLAG_HAIR_LIGHTER_THAN_SKIN, "what was taken for hair is lighter than the skin",
     "Photograph scalp and hair from near, or mark the hair."},
    {SCT_FLAG_SHADOW_LIGHTER_THAN_SKIN, "what was taken for stubble is lighter than the skin", "Mark the hair."},
    {SCT_FLAG_REGION_UNSURE, "what was taken for hair may be none",
     "Photograph scalp and hair from near, or mark the hair."},
    {SCT_FLAG_HAIR_COLOUR_UNLIKELY, "what was taken for hair has no hair's colour", "Mark the hair."},
    {SCT_FLAG_CHART_SCREEN, "the colour chart is on a screen or is a copy", "Lay a real one beside the skin."},
    {SCT_FLAG_CHART_DRAWN, "the colour chart is a drawing or a screenshot", "Lay a real one beside the skin."},
    {SCT_FLAG_CHART_DISAGREES, "two colour charts contradict each other", "Leave the other photo out."},
    {SCT_FLAG_GREY_NOT_GREY, "what was taken for a grey card is not grey", "Mark the grey card."},
    {SCT_FLAG_GREY_ORDER, "the grey cards do not fit what they are said to reflect", "Check their places and percentages."},
    {SCT_FLAG_CHART_SHADOW, "a shadow falls across the colour chart", "Put chart and skin into one even light."},
    {SCT_FLAG_CARD_UNMEASURED, "nobody has measured this print of the card", "Lay a ColorChecker beside the skin."},
    {SCT_FLAG_NO_CHART, "there is no colour chart in the photo", "Lay a ColorChecker beside the skin, in the same light."},
    {SCT_FLAG_SKIN_OFF_LOCUS, "no skin has the colour that was measured", "Photograph again in daylight, or mark the skin."},
    {SCT_FLAG_FEW_PIXELS, "too little of the skin or the hair is seen", "Go nearer, or show more of it."},
    {SCT_FLAG_PROFILE_IGNORED, "the photo's colour profile cannot be used", "Export the photo again as sRGB."},
    {SCT_FLAG_HDR, "this is an HDR photo, whose brightness is a guess", "Turn HDR off and photograph again."},
    {SCT_FLAG_SKIN_UNSURE, "the skin's colour is not sure enough", "Choose skin in even light, without gloss."},
    {SCT_FLAG_HAIR_UNSURE, "the hair's colour is not sure enough", "Go nearer, and tap on the hair to focus."},
    {SCT_FLAG_SHADOW_UNSURE, "the stubble's colour from afar is not sure enough", "Show more of it, evenly lit."},
};

/* What keeps a colour from being sure where the photo is blurred. */
static const fault blurred = {SCT_FLAG_NOT_SHARP, "the photo is blurred", "Hold still, and tap on the hair to focus."};

static int blur_may_cause(sct_flag_code code)
{
    return code == SCT_FLAG_SKIN_UNSURE || code == SCT_FLAG_HAIR_UNSURE || code == SCT_FLAG_SHADOW_UNSURE ||
           code == SCT_FLAG_STUBBLE_UNSEEN;
}

/* Whether edges are wide in pixels. A sharp photo that was taken from too far is told by their width in mm. */
static int is_blurred(const sct_flags *flags)
{
    sct_flag flag;
    for (size_t i = 0; sct_flags_at(flags, i, &flag) == SCT_OK; i++)
        if (flag.code == SCT_FLAG_NOT_SHARP && flag.value_count && strcmp(flag.values[0].name, "edge_px") == 0)
            return 1;
    return 0;
}

/* Reasons that have nothing to do with the photo, in place of a recipe. */
static const fault other_faults[] = {
    {SCT_FLAG_SWATCH_BASIS, "inks were compared by a colour that is not what heals",
     "Add what they are made of to the palette."},
    {SCT_FLAG_INK_TOO_STRONG, "all of these inks are likely to heal too dark", "Use a weaker ink, or set fewer dots."},
    {SCT_FLAG_ROWS_UNSURE, "several inks may suit best", "Try the first of the table in a small test area."},
};

/* What a verdict is about. */
typedef struct subject {
    const sct_measurement *measurement;
    const match_ranking *ranking;
    const match_candidate *best;
    const sct_palette *palette;
} subject;

/* The first fault of a list that is among the flags, or null. */
static const fault *find_fault(const sct_flags *flags, const fault *faults, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sct_flags_have(flags, faults[i].code))
            return &faults[i];
    return NULL;
}

/* What is wrong with the photo. A flag that forbids a pick and is in no list speaks for itself. */
static const fault *photo_fault(const sct_flags *flags, fault *own)
{
    const fault *found = find_fault(flags, photo_faults, sizeof photo_faults / sizeof photo_faults[0]);
    sct_flag flag;
    if (found && blur_may_cause(found->code) && is_blurred(flags))
        return &blurred;
    for (size_t i = 0; !found && sct_flags_at(flags, i, &flag) == SCT_OK; i++)
        if (flag.severity == SCT_SEVERITY_FORBIDS_PICK && flag.code != SCT_FLAG_SWATCH_BASIS &&
            flag.code != SCT_FLAG_INK_TOO_STRONG) {
            *own = (fault){flag.code, flag.message, flag.fix};
            found = own;
        }
    return found;
}

static void tell_photo(const fault *wrong, size_t photos, char *line, size_t size)
{
    if (wrong && photos == 0)
        text_print(line, size, "The colours that were given are not sure enough: measure them more exactly.");
    else if (wrong)
        text_print(line, size, "Not good enough yet: %s. %s", wrong->what, wrong->cure);
    else if (photos == 0)
        text_print(line, size, "No photo was measured: the colours are those that were given.");
    else
        text_print(line, size, photos > 1 ? "The photos are good enough." : "The photo is good enough.");
}

void report_photo_line(const sct_flags *flags, size_t photos, char *out, size_t size)
{
    fault own;
    tell_photo(sct_flags_forbid_pick(flags) ? photo_fault(flags, &own) : NULL, photos, out, size);
}

static void tell_recipe(const subject *s, char *line, size_t size)
{
    const match_candidate *best = s->best;
    char name[SCT_TITLE_SIZE], second[SCT_TITLE_SIZE];
    match_title(s->palette, best->ink, NULL, name);
    match_title(s->palette, best->blend.parts_second ? best->blend.ink : best->ink, NULL, second);
    if (!isfinite(best->ink_ml) || !isfinite(best->water_ml))
        text_print(line, size, "Use %s, shade %s.", name, best->shade);
    else if (best->second_ml > 0 && best->water_ml > 0)
        text_print(line, size, "Mix %.2f ml %s, %.2f ml %s and %.2f ml water (shade %s).", best->ink_ml, name,
                   best->second_ml, second, best->water_ml, best->shade);
    else if (best->second_ml > 0)
        text_print(line, size, "Mix %.2f ml %s and %.2f ml %s, without water.", best->ink_ml, name, best->second_ml, second);
    else if (best->water_ml > 0)
        text_print(line, size, "Mix %.2f ml %s and %.2f ml water (shade %s).", best->ink_ml, name, best->water_ml,
                   best->shade);
    else
        text_print(line, size, "Use %s as it is.", name);
}

static void tell_no_recipe(const subject *s, const fault *wrong, char *line, size_t size)
{
    const fault *other = find_fault(&s->ranking->flags, other_faults, sizeof other_faults / sizeof other_faults[0]);
    if (wrong)
        text_print(line, size, "No recipe yet: it would be a guess.");
    else if (other)
        text_print(line, size, "No recipe: %s. %s", other->what, other->cure);
    else if (isnan(s->ranking->target_area_u95_de00))
        text_print(line, size, "No recipe: without draws nobody can tell how sure an ink is.");
    else
        text_print(line, size, "No recipe: none of these inks is surely the best.");
}

static int is_none(const char *direction)
{
    return strcmp(direction, "no difference") == 0;
}

static void tell_looks(const match_candidate *best, char *line, size_t size)
{
    int areas = isfinite(best->area_lab.L);
    size_t n = 0;
    line[0] = '\0';
    if (areas && is_none(best->direction_area) && is_none(best->direction))
        text_print(line, size, "No difference will be seen, neither from a metre nor from 30 cm.");
    else if (areas && is_none(best->direction_area))
        n = (size_t)text_print(line, size, "From a metre no difference will be seen. ");
    else if (areas)
        n = (size_t)text_print(line, size, "From a metre the area will look %s. ", best->direction_area);
    if (is_none(best->direction) && (!areas || !is_none(best->direction_area)))
        text_print(line + n, size - n, "From 30 cm no difference will be seen.");
    else if (!is_none(best->direction))
        text_print(line + n, size - n, "From 30 cm the dots will look %s than shaved hair.", best->direction);
}

sct_verdict report_verdict(const sct_measurement *measurement, const sct_palette *palette, const match_ranking *ranking,
                           const match_candidate *rows)
{
    subject s = {measurement, ranking, rows, palette};
    sct_verdict v = {.pick = ranking->pick && ranking->candidate_count};
    fault own;
    const fault *wrong = v.pick ? NULL : photo_fault(&ranking->flags, &own);
    v.good_enough = !wrong;
    tell_photo(wrong, measurement->photo_count, v.photo, sizeof v.photo);
    if (v.pick) {
        tell_recipe(&s, v.recipe, sizeof v.recipe);
        tell_looks(rows, v.looks, sizeof v.looks);
    } else {
        tell_no_recipe(&s, wrong, v.recipe, sizeof v.recipe);
        text_print(v.looks, sizeof v.looks, "%s",
                   wrong ? "What will be seen cannot be said before then."
                         : "What will be seen depends on the ink: the table tells of each.");
    }
    return v;
}
