/*
 * chart_confirm.c - whether the patches sampled in the photo itself are the
 * chart's, in one light or, when a shadow falls across it, in two.
 */
#include "chart/chart_detect.h"

#include <math.h>
#include <string.h>

const double chart_confirm_least_r2 = 0.80; /* of the patches sampled in the photo itself */
static const double shaded_r2 = 0.93;       /* R squared when a shadow has been taken away: that fits more than it should */
static const double shade_margin = 0.05;    /* a second reading in two lights may not come nearer */
/* R squared that a shadow must explain more than one slope of the light does: cast shadows explain .008 and more. */
static const double fall_margin = 0.002;
static const double shine_slack = 0.05; /* encoded */
/* R squared of the patches that agree where no two thirds of them do: glare or a leaf over the rest. Of 40 such charts the
 * right reading had .83 to .99, and wrong readings (turned, mirrored) made no map that a camera could be. */
static const double half_r2 = 0.94;
static const double half_margin = 0.05; /* no other reading may come nearer to it */
static const double plain_r2 = 0.84;    /* of all patches but a few: below it the half is asked */
static const double coloured = 0.15;    /* range over the channels, encoded: paint that shine makes paler */
static const double one_light = 0.55;   /* share of the patches on either side that one light explains */
static const double uneven_r2 = 0.90;   /* R squared from which a rise of light over the chart explains its colours */
static const double ridge = 1e-4;
enum { SHINING_LEAST = 2 };
enum { AFFINE = 4, RISING = 6 }; /* terms of a map: the channels and a constant; and the channel times u, and times v */
enum { KEPT_LEAST = 8 };         /* patches that a correction can be fitted to; of larger charts a third */

static int is_whole(const sct_chart_patch *patch)
{
    return patch->kept && chart_sample_limits(patch->faults) == 0;
}

/* The patches' linear colours, and which of them can be judged: those that are known in every channel, or all when they are
 * too few. */
static void colours_of(const sct_chart_patch *patches, size_t n, double (*linear)[3], uint8_t *present)
{
    size_t absent = 0;
    for (size_t i = 0; i < n; i++) {
        linear[i][0] = patches[i].rgb_linear.r;
        linear[i][1] = patches[i].rgb_linear.g;
        linear[i][2] = patches[i].rgb_linear.b;
        absent += !is_whole(&patches[i]);
    }
    for (size_t i = 0; i < n; i++)
        present[i] = absent > n / 6 || is_whole(&patches[i]);
}

/* Whether a patch that does not fit shines: it is lighter than it should be in every channel, and paler. Else something lies
 * on it. */
static unsigned why_hidden(const chart_target *target, size_t i, const double rgb[3], double map[3][4])
{
    double lighter = (double)INFINITY, least = lighter, most = -lighter, least_true = lighter, most_true = -lighter;
    for (int c = 0; c < 3; c++) {
        double seen = map[c][0] * rgb[0] + map[c][1] * rgb[1] + map[c][2] * rgb[2] + map[c][3], real = target->rgb[i][c];
        lighter = fmin(lighter, seen - real);
        least = fmin(least, seen);
        most = fmax(most, seen);
        least_true = fmin(least_true, real);
        most_true = fmax(most_true, real);
    }
    return lighter > 0 && most - least < most_true - least_true + shine_slack ? SCT_PATCH_GLARE : SCT_PATCH_COVERED;
}

/* Whether one light explains the patches on both sides of a shadow, but for a few that something lies or shines on, better
 * than two lights explain all of them. */
static int is_one_light(const chart_target *target, const uint8_t *present, double (*linear)[3], const chart_shade *shade,
                        double lit)
{
    double rgb[SCT_CHART_PATCH_MAX][3];
    chart_fit_score plain;
    int shining = 0, kept[2] = {0, 0}, all[2] = {0, 0};
    for (size_t i = 0; i < target->chart->patch_count; i++)
        for (int c = 0; c < 3; c++)
            rgb[i][c] = chart_encode(linear[i][c]);
    chart_score_trimmed(target, rgb, present, &plain);
    if (!(plain.r2 > lit))
        return 0;
    for (size_t i = 0; i < target->chart->patch_count; i++) {
        const double *t = target->rgb[i];
        double range = fmax(t[0], fmax(t[1], t[2])) - fmin(t[0], fmin(t[1], t[2]));
        if (!present[i])
            continue;
        all[shade->dark[i]]++;
        kept[shade->dark[i]] += plain.kept[i];
        if (!plain.kept[i] && range > coloured)
            shining += why_hidden(target, i, rgb[i], plain.map) == SCT_PATCH_GLARE;
    }
    int few = (int)target->chart->patch_count / 6; /* as many as a hand covers: a shadow on them could not be told from it */
    return shining >= SHINING_LEAST || all[0] <= few || all[1] <= few ||
           (kept[0] > one_light * all[0] && kept[1] > one_light * all[1]);
}

/* Takes a shadow over the chart away, where there is one: fills result->shade and the patches' shaded, and gives the colours
 * encoded in one light, the slope of a light that falls over the chart taken away, too. */
static void take_shade(const chart_target *target, const uint8_t *present, double (*linear)[3], sct_chart_result *result)
{
    chart_shade shade = {.found = 0};
    double fall[2], even = chart_fall_fit(target, linear, present, fall);
    double lit = chart_shade_fit(target, linear, present, &shade);
    if (!(lit >= shaded_r2) || even > lit - fall_margin ||
        (shade.found && is_one_light(target, present, linear, &shade, lit)))
        shade.found = 0;
    if (shade.found || !(even >= shaded_r2))
        fall[0] = fall[1] = 0;
    for (size_t i = 0; i < target->chart->patch_count; i++) {
        double light = exp(fall[0] * target->chart->patches[i].u + fall[1] * target->chart->patches[i].v);
        result->patches[i].shaded = shade.found && shade.dark[i];
        for (int c = 0; c < 3; c++)
            linear[i][c] = chart_encode(linear[i][c] * (result->patches[i].shaded ? shade.gain[c] : 1) / light);
    }
    for (int c = 0; c < 3; c++)
        result->shade[c] = shade.found ? shade.gain[c] : 0;
}

/* The patches that agree, where they are only half; 0 when they do not agree well enough. */
static int agree_by_half(const chart_target *target, double (*rgb)[3], const uint8_t *present, chart_fit_score *out)
{
    chart_score_half(target, rgb, present, out);
    return out->r2 >= half_r2;
}

int chart_confirm(const chart_target *target, sct_chart_result *result)
{
    double rgb[SCT_CHART_PATCH_MAX][3];
    uint8_t present[SCT_CHART_PATCH_MAX];
    chart_fit_score score, half;
    sct_chart_patch *patches = result->patches;
    int kept = 0;

    colours_of(patches, target->chart->patch_count, rgb, present);
    take_shade(target, present, rgb, result);
    for (size_t i = 0; i < target->chart->patch_count; i++) /* what is known in two channels may speak here */
        present[i] |= (uint8_t)patches[i].kept;
    chart_score_trimmed(target, rgb, present, &score);
    if (score.r2 < 0) /* no two thirds agree well */
        chart_score(target, rgb, present, &score);
    if (score.r2 < plain_r2 && agree_by_half(target, rgb, present, &half))
        score = half;
    result->score = score.r2;
    for (size_t i = 0; i < target->chart->patch_count; i++) {
        int limits = chart_sample_limits(patches[i].faults); /* what is missing may be why it does not fit */
        if (score.r2 >= 0 && present[i] && !score.kept[i] && limits == 0)
            patches[i].faults |= why_hidden(target, i, rgb[i], score.map);
        patches[i].kept = patches[i].kept && (score.kept[i] || limits > 0);
        kept += patches[i].kept;
    }
    return kept;
}

int chart_confirm_spoilt(const chart_target *target, sct_chart_patch *patches)
{
    double rgb[SCT_CHART_PATCH_MAX][3];
    uint8_t present[SCT_CHART_PATCH_MAX];
    chart_fit_score score;
    int spoilt = 0;
    colours_of(patches, target->chart->patch_count, rgb, present);
    for (size_t i = 0; i < target->chart->patch_count; i++)
        for (int c = 0; c < 3; c++)
            rgb[i][c] = chart_encode(rgb[i][c]);
    chart_score_half(target, rgb, present, &score);
    for (size_t i = 0; i < target->chart->patch_count; i++) {
        if (score.r2 >= 0 && present[i] && !score.kept[i])
            patches[i].faults |= why_hidden(target, i, rgb[i], score.map);
        patches[i].kept = patches[i].kept && (score.r2 < 0 || score.kept[i]);
        spoilt += !patches[i].kept;
    }
    return spoilt;
}

static void terms_at(const sct_chart *chart, size_t i, const double rgb[3], int c, double out[RISING])
{
    const double all[RISING] = {rgb[0],
                                rgb[1],
                                rgb[2],
                                1,
                                rgb[c] * (chart->patches[i].u / (chart->columns - 1) - 0.5),
                                rgb[c] * (chart->patches[i].v / (chart->rows - 1) - 0.5)};
    memcpy(out, all, sizeof all);
}

/* What a least-squares map of so many terms leaves of one channel, as a sum of squares; negative when there is none. */
static double left_by(const chart_target *target, double (*rgb)[3], const uint8_t *present, int c, int terms)
{
    double A[RISING * RISING] = {0}, b[RISING] = {0}, row[RISING], left = 0;
    for (size_t i = 0; i < target->chart->patch_count; i++) {
        terms_at(target->chart, i, rgb[i], c, row);
        for (int j = 0; j < terms && present[i]; j++) {
            b[j] += row[j] * target->rgb[i][c];
            for (int k = 0; k < terms; k++)
                A[terms * j + k] += row[j] * row[k];
        }
    }
    for (int j = 0; j < terms; j++)
        A[(terms + 1) * j] += ridge;
    if (!num_solve(A, b, terms))
        return -1;
    for (size_t i = 0; i < target->chart->patch_count; i++) {
        double fitted = 0;
        terms_at(target->chart, i, rgb[i], c, row);
        for (int j = 0; j < terms; j++)
            fitted += b[j] * row[j];
        left += present[i] ? (target->rgb[i][c] - fitted) * (target->rgb[i][c] - fitted) : 0;
    }
    return left;
}

/* The patches' spread about their mean in one channel, as a sum of squares. */
static double spread_of(const chart_target *target, const uint8_t *present, int c)
{
    double sum = 0, squares = 0, count = 0;
    for (size_t i = 0; i < target->chart->patch_count; i++) {
        sum += present[i] ? target->rgb[i][c] : 0;
        squares += present[i] ? target->rgb[i][c] * target->rgb[i][c] : 0;
        count += present[i] != 0;
    }
    return count > 0 ? squares - sum * sum / count : 0;
}

int chart_confirm_is_uneven(const chart_target *target, const sct_chart_patch *patches)
{
    double rgb[SCT_CHART_PATCH_MAX][3], spread = 0, plain = 0, rising = 0;
    uint8_t present[SCT_CHART_PATCH_MAX];
    colours_of(patches, target->chart->patch_count, rgb, present);
    for (size_t i = 0; i < target->chart->patch_count; i++)
        for (int c = 0; c < 3; c++)
            rgb[i][c] = chart_encode(rgb[i][c]);
    for (int c = 0; c < 3; c++) {
        double one = left_by(target, rgb, present, c, AFFINE), other = left_by(target, rgb, present, c, RISING);
        if (one < 0 || other < 0)
            return 0;
        plain += one;
        rising += other;
        spread += spread_of(target, present, c);
    }
    return plain > (1 - chart_confirm_least_r2) * spread && rising <= (1 - uneven_r2) * spread;
}

int chart_confirm_is_whole(int patches, int kept)
{
    return kept >= (patches > 3 * KEPT_LEAST ? patches / 3 : KEPT_LEAST);
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

/* The map of the same patches when they are counted from one column or row further on. */
static chart_homography shifted(const chart_homography *map, int columns, int rows)
{
    chart_homography out = *map;
    for (int i = 0; i < 3; i++)
        out.m[i][2] += columns * map->m[i][0] + rows * map->m[i][1];
    return out;
}

/*
 * Whether a grid that fits badly as a whole has a chart's colours in half of its patches or more, in this reading and in no
 * other: turned, mirrored, or a column or a row further on. The rest then is covered or shines.
 */
int chart_confirm_by_half(const pixels_image *image, const chart_target *target, sct_chart_patch *patches,
                          const chart_hit *hit)
{
    enum { TURNS = 4, READINGS = 8 };
    static const int steps[READINGS - TURNS][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    double best = 0;
    for (int reading = 0; reading < READINGS; reading++) {
        const int *step = reading < TURNS ? NULL : steps[reading - TURNS];
        chart_homography map = step ? shifted(&hit->map, step[0], step[1]) : turned(&hit->map, target->chart, reading);
        double rgb[SCT_CHART_PATCH_MAX][3];
        uint8_t present[SCT_CHART_PATCH_MAX];
        chart_fit_score score;
        chart_sample(image, target->chart, &map, patches);
        colours_of(patches, target->chart->patch_count, rgb, present);
        for (size_t i = 0; i < target->chart->patch_count; i++)
            for (int c = 0; c < 3; c++)
                rgb[i][c] = chart_encode(rgb[i][c]);
        int agree = agree_by_half(target, rgb, present, &score);
        if (reading == 0 && !agree)
            return 0;
        if (reading == 0)
            best = score.r2;
        else if (score.r2 > best - half_margin)
            return 0;
    }
    return 1;
}
