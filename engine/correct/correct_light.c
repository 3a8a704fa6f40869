/*
 * correct_light.c - how the light falls over a card whose colours are not known.
 *
 * Each neutral is printed twice, far apart. The two prints are alike, whatever
 * their colour is, so the log ratio of what is seen of them is the light's
 * change from one place to the other:
 *
 *   ln g_t - ln g_b = plane_x (u_t - u_b) + plane_y (v_t - v_b)
 *
 * with g the green, (u, v) the places as pixels_correction counts them. The two
 * rows run in opposite directions, so both slopes are determined.
 */
#include "correct/correct_steps.h"

#include <math.h>
#include <string.h>

static const double least_light = 1e-3; /* darker patches have no ratio worth using */

static correct_patch place_of(const sct_chart_patch *patch, uint32_t width, uint32_t height)
{
    return (correct_patch){.rgb = {patch->rgb_linear.r, patch->rgb_linear.g, patch->rgb_linear.b},
                           .u = (patch->centre[0] + 0.5) / width - 0.5,
                           .v = (patch->centre[1] + 0.5 - 0.5 * height) / width,
                           .neutral = 1};
}

/* Green is what tells the light. */
static int is_known(const sct_chart_patch *patch)
{
    return patch->kept && !(patch->faults & (SCT_PATCH_TOP_G | SCT_PATCH_BOTTOM_G));
}

/* The other print of a neutral; -1 if there is none. */
static int twin_of(const sct_chart *chart, size_t i)
{
    size_t length = strlen(chart->patches[i].name);
    for (size_t k = i + 1; k < chart->patch_count && length > 1; k++)
        if (chart->patches[k].neutral && strlen(chart->patches[k].name) == length &&
            strncmp(chart->patches[i].name, chart->patches[k].name, length - 1) == 0)
            return (int)k;
    return -1;
}

size_t correct_light(const sct_chart *chart, const sct_chart_result *result, uint32_t width, uint32_t height,
                     correct_patch *out, double *plane_x, double *plane_y)
{
    double uu = 0, uv = 0, vv = 0, ur = 0, vr = 0;
    size_t n = 0;
    *plane_x = *plane_y = 0;
    for (size_t i = 0; i < chart->patch_count; i++) {
        int twin = chart->patches[i].neutral ? twin_of(chart, i) : -1;
        if (twin < 0 || !is_known(&result->patches[i]) || !is_known(&result->patches[twin]))
            continue;
        correct_patch a = place_of(&result->patches[i], width, height), b = place_of(&result->patches[twin], width, height);
        if (!(a.rgb[1] > least_light && b.rgb[1] > least_light))
            continue;
        double u = a.u - b.u, v = a.v - b.v, ratio = log(a.rgb[1] / b.rgb[1]);
        uu += u * u;
        uv += u * v;
        vv += v * v;
        ur += u * ratio;
        vr += v * ratio;
        out[n++] = a;
        out[n++] = b;
    }
    double det = uu * vv - uv * uv;
    if (n >= 4 && det > 1e-6 * (uu + vv) * (uu + vv)) {
        *plane_x = (vv * ur - uv * vr) / det;
        *plane_y = (uu * vr - uv * ur) / det;
    }
    return n;
}
