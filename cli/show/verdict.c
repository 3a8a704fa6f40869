/*
 * cli/show/verdict.c - the three lines that stand above the answer of `match`: whether the photo is good enough or the one
 * thing to change, the recipe in words, and what will be seen. They keep to words that artists use, and a recipe stands
 * there only when an ink may be picked.
 */
#include "show/match.h"

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
    {SCT_FLAG_HAIR_LIGHTER_THAN_SKIN, "what was taken for hair is lighter than the skin",
     "Point at the hair with --hair SHAPE."},
    {SCT_FLAG_SHADOW_LIGHTER_THAN_SKIN, "what was taken for stubble is lighter than the skin",
     "Point at the hair with --hair SHAPE."},
    {SCT_FLAG_REGION_UNSURE, "what was taken for hair may be none", "Point at the hair with --hair SHAPE."},
    {SCT_FLAG_HAIR_COLOUR_UNLIKELY, "what was taken for hair has no hair's colour", "Point at the hair with --hair SHAPE."},
    {SCT_FLAG_CHART_SCREEN, "the colour chart is on a screen or is a copy", "Lay a real one beside the skin."},
    {SCT_FLAG_CHART_DRAWN, "the colour chart is a drawing or a screenshot", "Lay a real one beside the skin."},
    {SCT_FLAG_CHART_DISAGREES, "two colour charts contradict each other", "Leave --chart-photo out."},
    {SCT_FLAG_GREY_NOT_GREY, "what was taken for a grey card is not grey", "Point at the card with --grey SHAPE."},
    {SCT_FLAG_GREY_ORDER, "the grey cards do not fit what they are said to reflect", "Check their places and percentages."},
    {SCT_FLAG_CHART_SHADOW, "a shadow falls across the colour chart", "Put chart and skin into one even light."},
    {SCT_FLAG_CARD_UNMEASURED, "nobody has measured this print of the card", "Lay a ColorChecker beside the skin."},
    {SCT_FLAG_NO_CHART, "there is no colour chart in the photo", "Lay a ColorChecker beside the skin, in the same light."},
    {SCT_FLAG_SKIN_OFF_LOCUS, "no skin has the colour that was measured",
     "Photograph again in daylight, or use --skin SHAPE."},
    {SCT_FLAG_FEW_PIXELS, "too little of the skin or the hair is seen", "Go nearer, or show more of it."},
    {SCT_FLAG_PROFILE_IGNORED, "the photo's colour profile cannot be used", "Export the photo again as sRGB."},
    {SCT_FLAG_HDR, "this is an HDR photo, whose brightness is a guess", "Turn HDR off and photograph again."},
    {SCT_FLAG_SKIN_UNSURE, "the skin's colour is not sure enough", "Choose skin in even light, without gloss."},
    {SCT_FLAG_HAIR_UNSURE, "the hair's colour is not sure enough", "Go nearer, and tap on the hair to focus."},
    {SCT_FLAG_SHADOW_UNSURE, "the stubble's colour from afar is not sure enough", "Show more of it, evenly lit."},
};

/* Reasons that have nothing to do with the photo, in place of a recipe. */
static const fault other_faults[] = {
    {SCT_FLAG_SWATCH_BASIS, "inks were compared by a colour that is not what heals", "Add what they are made of to the palette."},
    {SCT_FLAG_ROWS_UNSURE, "several inks may suit best", "Try the first of the table in a small test area."},
};

static const sct_flags *flags_of(const match_shown *shown)
{
    return sct_ranking_flags(shown->ranking->handle);
}

/* The first fault of a list that is among the flags, or null. */
static const fault *find_fault(const sct_flags *flags, const fault *faults, size_t count)
{
    sct_flag flag;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; sct_flags_at(flags, k, &flag) == SCT_OK; k++)
            if (flag.code == faults[i].code)
                return &faults[i];
    return NULL;
}

static const fault *other_fault(const match_shown *shown)
{
    return find_fault(flags_of(shown), other_faults, sizeof other_faults / sizeof other_faults[0]);
}

/* What is wrong with the photo. A flag that forbids a pick and is in no list speaks for itself. */
static const fault *photo_fault(const match_shown *shown, fault *own, char cure[WORDS_SIZE])
{
    const fault *found = find_fault(flags_of(shown), photo_faults, sizeof photo_faults / sizeof photo_faults[0]);
    sct_flag flag;
    for (size_t i = 0; !found && sct_flags_at(flags_of(shown), i, &flag) == SCT_OK; i++)
        if (flag.severity == SCT_SEVERITY_FORBIDS_PICK && flag.code != SCT_FLAG_SWATCH_BASIS) {
            words_of_options(flag.fix, cure, WORDS_SIZE);
            *own = (fault){flag.code, flag.message, cure};
            found = own;
        }
    return found;
}

static void tell_photo(const match_shown *shown, const fault *wrong, char *line, size_t size)
{
    sct_measurement_info info = {.photo_count = 1};
    sct_measurement_describe(shown->measurement, &info);
    int several = info.photo_count > 1;
    if (wrong && info.photo_count == 0)
        snprintf(line, size, "The colours that were given are not sure enough: measure them more exactly.");
    else if (wrong)
        snprintf(line, size, "Not good enough yet: %s. %s", wrong->what, wrong->cure);
    else if (info.photo_count == 0)
        snprintf(line, size, "No photo was measured: the colours are those that were given.");
    else
        snprintf(line, size, "The photo%s good enough.", several ? "s are" : " is");
}

static void tell_recipe(const match_shown *shown, char *line, size_t size)
{
    const sct_match_row *best = &shown->ranking->rows[0];
    char name[SCT_TITLE_SIZE], second[SCT_TITLE_SIZE];
    sct_ink_title(shown->palette, best->ink, NULL, name, sizeof name);
    sct_ink_title(shown->palette, best->blend.ink, NULL, second, sizeof second);
    if (!isfinite(best->ink_ml) || !isfinite(best->water_ml))
        snprintf(line, size, "Use %s, shade %s.", name, best->shade);
    else if (best->second_ml > 0 && best->water_ml > 0)
        snprintf(line, size, "Mix %.2f ml %s, %.2f ml %s and %.2f ml water (shade %s).", best->ink_ml, name, best->second_ml,
                 second, best->water_ml, best->shade);
    else if (best->second_ml > 0)
        snprintf(line, size, "Mix %.2f ml %s and %.2f ml %s, without water.", best->ink_ml, name, best->second_ml, second);
    else if (best->water_ml > 0)
        snprintf(line, size, "Mix %.2f ml %s and %.2f ml water (shade %s).", best->ink_ml, name, best->water_ml,
                 best->shade);
    else
        snprintf(line, size, "Use %s as it is.", name);
}

static void tell_no_recipe(const match_shown *shown, const fault *wrong, char *line, size_t size)
{
    const fault *other = wrong ? NULL : other_fault(shown);
    if (wrong)
        snprintf(line, size, "No recipe yet: it would be a guess.");
    else if (other)
        snprintf(line, size, "No recipe: %s. %s", other->what, other->cure);
    else
        snprintf(line, size, "No recipe: none of these inks is surely the best.");
}

static int is_none(const char *direction)
{
    return strcmp(direction, "no difference") == 0;
}

static void tell_looks(const match_shown *shown, char *line, size_t size)
{
    const sct_match_row *best = &shown->ranking->rows[0];
    int areas = isfinite(best->area_lab.L);
    size_t n = 0;
    line[0] = '\0';
    if (areas && is_none(best->direction_area) && is_none(best->direction))
        snprintf(line, size, "No difference will be seen, neither from a metre nor close up.");
    else if (areas && is_none(best->direction_area))
        n = (size_t)snprintf(line, size, "From a metre no difference will be seen. ");
    else if (areas)
        n = (size_t)snprintf(line, size, "From a metre the area will look %s. ", best->direction_area);
    if (is_none(best->direction) && (!areas || !is_none(best->direction_area)))
        snprintf(line + n, size - n, "Close up no difference will be seen.");
    else if (!is_none(best->direction))
        snprintf(line + n, size - n, "Close up the dots will look %s than the hair.", best->direction);
}

void match_print_verdict(const app *a, const match_shown *shown)
{
    enum { LINE = 2 * WORDS_SIZE };
    char photo[LINE], recipe[LINE], looks[LINE], cure[WORDS_SIZE];
    fault own;
    int pick = shown->ranking->info.pick;
    const fault *wrong = pick ? NULL : photo_fault(shown, &own, cure);
    tell_photo(shown, wrong, photo, sizeof photo);
    if (pick) {
        tell_recipe(shown, recipe, sizeof recipe);
        tell_looks(shown, looks, sizeof looks);
    } else {
        tell_no_recipe(shown, wrong, recipe, sizeof recipe);
        snprintf(looks, sizeof looks, "%s",
                 wrong ? "What will be seen cannot be said before then."
                       : "What will be seen depends on the ink: the table tells of each.");
    }
    print_bold(a, 1);
    print_sentences(photo);
    print_sentences(recipe);
    print_sentences(looks);
    print_bold(a, 0);
    printf("\n");
}
