/*
 * chart_complain.c - why patches of a chart cannot be used, in words.
 */
#include "chart/chart.h"

#include <math.h>
#include <stdio.h>

static const double vivid_ab = 30;  /* chroma */
static const double lighter_L = 12; /* of a patch that would be at the top of the range before */
enum { GREYS_AT_TOP_LEAST = 2 };    /* that make it a matter of exposure */

/* What is said of a patch: the first line that holds of its faults. */
typedef struct complaint {
    unsigned faults;
    const char *what, *fix;
} complaint;
enum {
    AT_TOP = SCT_PATCH_TOP_R | SCT_PATCH_TOP_G | SCT_PATCH_TOP_B,
    AT_BOTTOM = SCT_PATCH_BOTTOM_R | SCT_PATCH_BOTTOM_G | SCT_PATCH_BOTTOM_B
};
static const complaint complaints[] = {
    {SCT_PATCH_CUT, "cut by the edge of the photo", "show all of the chart, with some room around it"},
    {AT_TOP, "over-exposed", "expose less"},
    {AT_BOTTOM, "under-exposed", "use more light"},
    {SCT_PATCH_GLARE, "shining", "turn the chart or the lamp until nothing on it shines"},
    {SCT_PATCH_COVERED, "covered, or not of the chart's colour", "lay nothing on the chart"},
};
enum { COMPLAINTS = sizeof complaints / sizeof *complaints, OVER_EXPOSED = 1, SHINING = 3 }; /* places in the table */
enum { SHINE_SPREADS = 3 }; /* from so many on it is glare that has spoilt the others, too */
static const complaint too_vivid = {AT_TOP | AT_BOTTOM, "too vivid for the file's range",
                                    "turn off what makes the camera's colours vivid, or expose less"};

/* Whether a patch is at the top of the range though clearly lighter ones are not: no matter of exposure, something shines.
 */
static int shines(const sct_chart *chart, const sct_chart_result *result, size_t i)
{
    for (size_t k = 0; k < result->patch_count; k++)
        if (chart->patches[k].lab.L > chart->patches[i].lab.L + lighter_L && !(result->patches[k].faults & AT_TOP) &&
            hypot(chart->patches[i].lab.a, chart->patches[i].lab.b) <= vivid_ab)
            return 1;
    return 0;
}

/* Which complaint a patch that is not used gives rise to; COMPLAINTS: that its colour is vivid. -1: none. Vivid colours
 * leave the file's range while greys are well inside it: that is no matter of exposure. */
static int complaint_of(const sct_chart_patch *patch, sct_lab lab, int exposed)
{
    if (patch->kept)
        return -1;
    for (int k = 0; k < COMPLAINTS; k++)
        if (patch->faults & complaints[k].faults) {
            int at_end = complaints[k].faults == AT_TOP || complaints[k].faults == AT_BOTTOM;
            return at_end && !exposed && hypot(lab.a, lab.b) > vivid_ab ? COMPLAINTS : k;
        }
    return -1;
}

/* Whether the greys, too, are at an end of the range. */
static int is_exposure(const sct_chart *chart, const sct_chart_result *result)
{
    int greys = 0;
    for (size_t i = 0; i < result->patch_count; i++)
        greys += chart->patches[i].neutral && (result->patches[i].faults & (AT_TOP | AT_BOTTOM));
    return greys >= GREYS_AT_TOP_LEAST;
}

const char *chart_complain(const sct_chart *chart, const sct_chart_result *result, char *out, size_t size)
{
    int counts[COMPLAINTS + 1] = {0}, most = 0, exposed = is_exposure(chart, result);
    const char *fix = "show all of the chart, flat and without glare";
    size_t used = 0;
    for (size_t i = 0; i < result->patch_count; i++) {
        int k = complaint_of(&result->patches[i], chart->patches[i].lab, exposed);
        if (k == OVER_EXPOSED && shines(chart, result, i))
            k = SHINING;
        if (k >= 0)
            counts[k]++;
    }
    out[0] = '\0';
    for (int k = 0; k <= COMPLAINTS; k++) {
        const complaint *said = k < COMPLAINTS ? &complaints[k] : &too_vivid;
        if (counts[k] == 0)
            continue;
        int n = snprintf(out + used, size - used, "%s%d %s %s", used ? ", " : "", counts[k], counts[k] == 1 ? "is" : "are",
                         said->what);
        used += n > 0 && (size_t)n < size - used ? (size_t)n : 0;
        int weight = k == SHINING && counts[k] >= SHINE_SPREADS ? SCT_CHART_PATCH_MAX : counts[k];
        if (weight > most) {
            most = weight;
            fix = said->fix;
        }
    }
    return fix;
}
