/*
 * chart_confirm.c - whether the patches sampled in the photo itself are the
 * chart's, in one light or, when a shadow falls across it, in two.
 */
#include "chart/chart_detect.h"

#include <math.h>

const double chart_confirm_least_r2 = 0.80; /* of the patches sampled in the photo itself */
static const double shaded_r2 = 0.93;       /* R squared when a shadow has been taken away: that fits more than it should */
static const double shade_margin = 0.05;    /* a second reading in two lights may not come nearer */
enum { UNUSABLE_MAX = 6 };                  /* patches hidden or clipped, of 24 */

/* The patches' linear colours, and which of them can be judged: those that are kept, or all when that are too few. */
static void colours_of(const sct_chart_patch *patches, size_t n, double (*linear)[3], uint8_t *present)
{
    size_t absent = 0;
    for (size_t i = 0; i < n; i++) {
        linear[i][0] = patches[i].rgb_linear.r;
        linear[i][1] = patches[i].rgb_linear.g;
        linear[i][2] = patches[i].rgb_linear.b;
        absent += !patches[i].kept;
    }
    for (size_t i = 0; i < n; i++)
        present[i] = absent > n / 6 || patches[i].kept;
}

/* Score of what was sampled, a shadow over it taken away where there is one; patches that do not fit are hidden and not
 * kept. Returns how many are kept. */
int chart_confirm(const chart_target *target, sct_chart_result *result)
{
    double rgb[SCT_CHART_PATCH_MAX][3];
    uint8_t present[SCT_CHART_PATCH_MAX];
    chart_fit_score score;
    chart_shade shade = {.found = 0};
    sct_chart_patch *patches = result->patches;
    int kept = 0;
    size_t n = target->chart->patch_count;

    colours_of(patches, n, rgb, present);
    double lit = chart_shade_fit(target, rgb, present, &shade);
    if (!(lit >= shaded_r2))
        shade.found = 0;
    for (size_t i = 0; i < n; i++) {
        patches[i].shaded = shade.found && shade.dark[i];
        for (int c = 0; c < 3; c++)
            rgb[i][c] = chart_encode(rgb[i][c] * (patches[i].shaded ? shade.gain[c] : 1));
    }
    for (int c = 0; c < 3; c++)
        result->shade[c] = shade.found ? shade.gain[c] : 0;
    chart_score(target, rgb, present, &score);
    result->score = score.r2;
    for (size_t i = 0; i < n; i++) {
        patches[i].kept = patches[i].kept && score.kept[i];
        kept += patches[i].kept;
    }
    return kept;
}

int chart_confirm_is_whole(int patches, int kept)
{
    return patches - kept <= UNUSABLE_MAX * patches / 24;
}

int chart_confirm_is_sure(const sct_chart_result *result, int kept)
{
    return result->score >= chart_confirm_least_r2 && chart_confirm_is_whole((int)result->patch_count, kept);
}

void chart_confirm_flag_shadow(sct_chart_result *result)
{
    if (result->shade[0] > 0)
        flags_addf(&result->flags, "chart-shadow", 1,
                   "move lamp or chart until one even light falls on all of chart and skin",
                   "a shadow falls across the chart: one side is %.1f times as bright as the other", result->shade[1]);
}

/* The same rectangle read the other way round (1), or mirrored (2, 3). */
static chart_homography turned(const chart_homography *map, const sct_chart *chart, int reading)
{
    double right = chart->columns - 1, bottom = chart->rows - 1;
    double su = reading == 1 || reading == 2 ? -1 : 1, sv = reading == 1 || reading == 3 ? -1 : 1;
    chart_homography out;
    for (int i = 0; i < 3; i++) {
        out.m[i][0] = su * map->m[i][0];
        out.m[i][1] = sv * map->m[i][1];
        out.m[i][2] = map->m[i][2] + (su < 0 ? right * map->m[i][0] : 0) + (sv < 0 ? bottom * map->m[i][1] : 0);
    }
    return out;
}

/*
 * A grid that does not have a chart's colours may have them in two lights. Read in all four ways, because a shadow misleads
 * about that, too; *hit becomes the best when it is good and the only one. Returns 0 when it is no chart so either.
 */
int chart_confirm_in_shade(const pixels_image *image, const chart_target *target, int allow_mirrored,
                           sct_chart_patch *patches, chart_hit *hit)
{
    const sct_chart *chart = target->chart;
    chart_hit best = *hit;
    int shaded = 0;
    best.score = best.rival = 0;
    for (int reading = 0; reading < 4; reading++) {
        double linear[SCT_CHART_PATCH_MAX][3];
        uint8_t present[SCT_CHART_PATCH_MAX];
        chart_shade shade;
        chart_hit it = *hit;
        it.map = turned(&hit->map, chart, reading);
        it.mirrored = reading >= 2 ? !hit->mirrored : hit->mirrored;
        if (it.mirrored && !allow_mirrored)
            continue;
        chart_sample(image, chart, &it.map, patches);
        colours_of(patches, chart->patch_count, linear, present);
        double score = chart_shade_fit(target, linear, present, &shade);
        it.rival = fmax(score > best.score ? best.score : score, best.rival);
        it.score = score;
        if (score > best.score) {
            best = it;
            shaded = shade.found;
        } else {
            best.rival = it.rival;
        }
    }
    if (!(shaded && best.score >= shaded_r2 && best.rival <= best.score - shade_margin))
        return 0;
    *hit = best;
    return 1;
}
