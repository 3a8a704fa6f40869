/*
 * correct_flags.c - what is weak about a chart in a photo, and how to do better.
 */
#include "correct/correct_steps.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double uneven_light = 0.15; /* log change of light over the chart that is worth a flag */
static const double mixed_light = 0.12;  /* the same of red over blue: some 500 K of colour temperature */
static const double sure_slopes = 3;     /* standard errors of such a slope */
static const double strong_cast = 0.45;  /* log gain of red or blue against green: beyond what a camera balances badly */
static const double poor_fit_de00 = 5.5; /* leave-one-out mean above which the light or the chart is suspect */
static const double too_even = 0.0015;   /* relative sd that no camera reaches: a picture file, not a photo */
static const double too_true = 1.5;   /* mean dE00 of the colours as they are that no camera reaches: 22 photos 3.7 to 14 */
enum { EVEN_LEAST = 2 };              /* patches without grain, in colours too true: a picture file that JPEG has ruffled */
static const double too_rough = 0.12; /* inside patches: moire, glare or texture */
static const double tilted = 1.6;     /* ratio of a unit's length along and across, or at the two ends of the chart */

typedef struct box {
    double left, right, top, bottom;
} box;

static box box_of(const correct_patch *known, size_t n)
{
    const double far = (double)INFINITY;
    box b = {far, -far, far, -far};
    for (size_t i = 0; i < n; i++) {
        b.left = fmin(b.left, known[i].u);
        b.right = fmax(b.right, known[i].u);
        b.top = fmin(b.top, known[i].v);
        b.bottom = fmax(b.bottom, known[i].v);
    }
    return b;
}

/* The larger of the changes across and down, and the side where the value is high. */
static double change_over(const box *b, double slope_x, double slope_y, const char **side)
{
    double across = slope_x * (b->right - b->left), down = slope_y * (b->bottom - b->top);
    if (fabs(across) > fabs(down)) {
        *side = across > 0 ? "right" : "left";
        return fabs(across);
    }
    *side = down > 0 ? "lower side" : "upper side";
    return fabs(down);
}

static const char *opposite_of(const char *side)
{
    static const char *const sides[] = {"left", "right", "upper side", "lower side"};
    int i = 0;
    while (i < 3 && strcmp(sides[i], side) != 0)
        i++;
    return sides[i ^ 1];
}

static void flag_uneven(const box *b, const pixels_correction *c, sct_flags *flags)
{
    const char *side;
    double change = change_over(b, c->plane_x[0], c->plane_y[0], &side);
    char fix[sizeof flags->items[0].fix];
    if (!(change > uneven_light))
        return;
    snprintf(fix, sizeof fix, "move the lamp towards the %s, or turn the head, so that chart and skin are lit alike",
             opposite_of(side));
    flags_addf(flags, "chart-uneven-light", 0, fix, "the light is uneven: the chart's %s is %.0f %% brighter", side,
               100 * (exp(change) - 1));
}

/* The log ratio X / Z that the model leaves at each patch, with a weight; 0 where it cannot be told. */
static size_t warmth_left(const correct_patch *known, size_t n, const correct_model *model, double (*rows)[3], double *left,
                          double *weight)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        sct_xyz seen = correct_model_xyz(model, known[i].rgb, known[i].u, known[i].v);
        if (known[i].limits || !(seen.X > 1e-3 && seen.Z > 1e-3))
            continue;
        rows[count][0] = known[i].u;
        rows[count][1] = known[i].v;
        rows[count][2] = 1;
        left[count] = log(seen.X / known[i].xyz.X) - log(seen.Z / known[i].xyz.Z);
        weight[count++] = correct_model_relevance(known[i].lab);
    }
    return count;
}

/* Slopes over the chart of what a matrix alone leaves of the warmth: two lights of different colour. Curves would follow
 * the light along the row of greys and hide it. Patches that fit badly have slopes by chance, so one has to stand well above
 * its standard error. */
static void flag_mixed(const correct_patch *known, size_t n, const num_mat3 *profile, const box *b, sct_flags *flags)
{
    double rows[SCT_CHART_PATCH_MAX][3], left[SCT_CHART_PATCH_MAX], weight[SCT_CHART_PATCH_MAX];
    double A[9] = {0}, s[3] = {0}, squares = 0;
    const char *side, *ignored;
    num_mat3 normal, inverse;
    correct_model plain;
    if (!correct_model_fit(CORRECT_MATRIX, known, n, n, n, profile, &plain))
        return;
    size_t count = warmth_left(known, n, &plain, rows, left, weight);
    for (size_t i = 0; i < count; i++) {
        for (int j = 0; j < 3; j++) {
            s[j] += weight[i] * rows[i][j] * left[i];
            for (int k = 0; k < 3; k++)
                A[3 * j + k] += weight[i] * rows[i][j] * rows[i][k];
        }
    }
    memcpy(normal.m, A, sizeof normal.m);
    if (count < 4 || !num_mat3_invert(&normal, &inverse) || !num_solve(A, s, 3))
        return;
    for (size_t i = 0; i < count; i++) {
        double r = left[i] - s[0] * rows[i][0] - s[1] * rows[i][1] - s[2];
        squares += weight[i] * r * r;
    }
    double variance = squares / (double)(count - 3);
    double error = change_over(b, sqrt(variance * inverse.m[0][0]), sqrt(variance * inverse.m[1][1]), &ignored);
    double change = change_over(b, s[0], s[1], &side);
    if (change > mixed_light && change > sure_slopes * error)
        flags_addf(flags, "mixed-light", 0, "use one kind of light: switch the lamp off, or draw the curtain",
                   "lights of two colours: the chart's %s is lit more warmly", side);
}

/* The colour that these log gains of red and blue against green take away. */
static const char *colour_of_light(double red, double blue)
{
    if (red < 0 && blue < 0)
        return "pink or purple";
    if (red > 0 && blue > 0 && fmin(red, blue) > 0.4 * fmax(red, blue))
        return "green";
    return blue > red ? "yellow or orange" : "blue";
}

/* The gains that the greys ask for say what colour the light has after the camera's own balance. */
void correct_flag_cast(const pixels_correction *c, const char *by, sct_flags *flags)
{
    double gain[3];
    if (c->knots < 3)
        return;
    for (int k = 0; k < 3; k++)
        gain[k] = log(c->curve_out[k][c->knots / 2] / c->curve_in[k][c->knots / 2]);
    double red = gain[0] - gain[1], blue = gain[2] - gain[1];
    if (fmax(fabs(red), fabs(blue)) > strong_cast)
        flags_addf(flags, "colour-cast", 0, "photograph by daylight from a window, or set the camera's white balance",
                   "the light is strongly %s; the %s corrects most of it", colour_of_light(red, blue), by);
}

static void flag_tilt(const sct_chart_result *result, const sct_chart *chart, sct_flags *flags)
{
    chart_homography map;
    const double far = (double)INFINITY;
    double lo_u = far, hi_u = -far, lo_v = far, hi_v = -far, least = far, most = 0;
    for (int i = 0; i < 9; i++)
        map.m[i / 3][i % 3] = result->homography[i / 3][i % 3];
    for (size_t i = 0; i < chart->patch_count; i++) {
        lo_u = fmin(lo_u, chart->patches[i].u);
        hi_u = fmax(hi_u, chart->patches[i].u);
        lo_v = fmin(lo_v, chart->patches[i].v);
        hi_v = fmax(hi_v, chart->patches[i].v);
    }
    for (int corner = 0; corner < 4; corner++) { /* lengths of a unit along both axes at the corners */
        double u = corner & 1 ? hi_u : lo_u, v = corner & 2 ? hi_v : lo_v;
        chart_point o = chart_homography_apply(&map, u, v), a = chart_homography_apply(&map, u + 1, v);
        chart_point b = chart_homography_apply(&map, u, v + 1);
        double along = hypot(a.x - o.x, a.y - o.y), across = hypot(b.x - o.x, b.y - o.y);
        least = fmin(least, fmin(along, across));
        most = fmax(most, fmax(along, across));
    }
    if (most > tilted * least)
        flags_add(flags, "chart-tilted", 0, "the chart lies at a steep angle to the camera, so that it reflects differently",
                  "hold the camera straight above the chart, and the chart flat beside the skin");
}

/* The ColorChecker as nearly everybody draws it: the sRGB values that its maker published in 2005, as L*a*b*. */
static const sct_lab drawn[24] = {
    {38.2, 12.8, 14.0},  {65.9, 15.0, 17.3},  {50.3, -2.1, -21.9},  {43.1, -14.1, 20.3}, {55.4, 10.2, -25.4},
    {70.8, -30.8, 1.1},  {61.7, 30.7, 56.7},  {40.6, 12.4, -42.6},  {51.8, 42.7, 15.8},  {31.0, 22.4, -22.1},
    {72.1, -23.9, 56.4}, {71.6, 16.1, 65.0},  {29.6, 20.5, -50.7},  {55.1, -37.3, 31.7}, {41.9, 50.0, 25.9},
    {81.2, 0.8, 77.1},   {51.3, 46.9, -14.7}, {50.7, -23.3, -24.0}, {95.8, -0.1, 0.5},   {80.6, 0.0, -0.0},
    {65.9, 0.0, 0.0},    {51.2, -0.1, 0.5},   {36.1, 0.0, 0.0},     {21.7, 0.0, -0.0},
};
static const double drawn_de00 = 1; /* mean distance from them; a photograph, even a corrected one, is 2 or more away */

/* A drawing that was scaled, compressed or given grain is still of these colours. */
static int is_drawn_as_published(const sct_chart_result *result)
{
    double off = 0;
    size_t n = 0;
    if (strncmp(result->name, "colorchecker-classic", 20) != 0 || result->patch_count != 24)
        return 0;
    for (size_t i = 0; i < 24; i++) {
        const sct_chart_patch *p = &result->patches[i];
        if (p->kept && chart_sample_limits(p->faults) == 0) {
            off += sct_de2000(p->lab, drawn[i]);
            n++;
        }
    }
    return n >= 18 && off < drawn_de00 * (double)n;
}

static void flag_patches(const sct_chart_result *result, const correct_trust *trust, sct_flags *flags)
{
    int rough = 0, even = 0, kept = 0, clipped = 0, whole = 0;
    double off = 0;
    for (size_t i = 0; i < result->patch_count; i++) {
        const sct_chart_patch *p = &result->patches[i];
        int limits = chart_sample_limits(p->faults);
        clipped += !p->kept && limits > 0 && p->faults & (SCT_PATCH_TOP_R | SCT_PATCH_TOP_G | SCT_PATCH_TOP_B);
        kept += p->kept;
        if (!p->kept || limits > 0) /* the end of the range has no grain and no colour */
            continue;
        whole++;
        even += p->sd < too_even;
        rough += p->sd > too_rough;
        off += sct_de2000(p->lab, p->reference_lab); /* NaN on an unmeasured card: never too true */
    }
    if (even > 0.8 * whole || (even >= EVEN_LEAST && off < too_true * whole))
        flags_add(flags, "chart-drawn", 1, "this chart is a drawing or a screenshot: its patches have no grain",
                  "photograph a real chart beside the skin");
    else if (is_drawn_as_published(result))
        flags_add(flags, "chart-drawn", 1,
                  "this chart is a drawing or a screenshot: its colours are those that were published for drawing it",
                  "photograph a real chart beside the skin");
    if (rough > 0.3 * kept && !flags_have(flags, "chart-screen"))
        flags_add(flags, "chart-texture", 0, "the chart's patches are not plain: glare, dirt, a screen, or compression",
                  "photograph a clean, printed chart without glare, and take the camera's own file");
    if (clipped)
        flags_addf(flags, "chart-clipped", 0, "expose a little less, or move the chart out of the glare",
                   clipped == 1 ? "%d of the chart's patches is over-exposed and left out"
                                : "%d of the chart's patches are over-exposed and left out",
                   clipped);
    if (trust->loo_mean > poor_fit_de00)
        flags_addf(flags, "chart-poor-fit", 0, "use daylight or one good lamp, no coloured light, and a clean chart",
                   "the chart's colours do not fit well (leave-one-out %.1f dE00)", trust->loo_mean);
}

void correct_flag_chart(const correct_patch *known, size_t n, const sct_chart *chart, const num_mat3 *profile,
                        const correct_model *model, const correct_trust *trust, sct_chart_result *result)
{
    box b = box_of(known, n);
    flag_uneven(&b, &model->correction, &result->flags);
    flag_mixed(known, n, profile, &b, &result->flags);
    correct_flag_cast(&model->correction, "chart", &result->flags);
    flag_tilt(result, chart, &result->flags);
    flag_patches(result, trust, &result->flags);
}

/* Said in the place of how uneven the light is, so it comes first: of flags with one name the first stays. */
void correct_flag_steep(const colour_doubt *doubt, sct_chart_result *result)
{
    sct_flags first = {0};
    double u95 = result->correction.u95_de00;
    if (result->correction.kind != SCT_CORRECTION_CHART || !(hypot(doubt->fall[0], doubt->fall[1]) > 0) ||
        !(u95 > correct_judge_nothing().u95_de00))
        return;
    flags_addf(&first, "chart-uneven-light", 0, "lay a colour chart beside the skin, in the same even light",
               "the light changes so steeply that skin not right beside the chart may be off by %.0f dE00", u95);
    flags_join(&first, &result->flags);
    result->flags = first;
}

void correct_flag_unmeasured(const correct_patch *known, size_t n, const sct_chart *chart, const pixels_correction *light,
                             sct_chart_result *result)
{
    const correct_trust nothing = {.loo_mean = 0};
    box b = box_of(known, n);
    if (n > 0)
        flag_uneven(&b, light, &result->flags);
    flag_tilt(result, chart, &result->flags);
    flag_patches(result, &nothing, &result->flags);
}
