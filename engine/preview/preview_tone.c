/*
 * engine/preview/preview_tone.c - predicted colours become factors on a
 * photo's linear channels.
 *
 * A photo is multiplied, never painted: what the light does on this head, and
 * what the camera makes of it, stays. The factor of a channel is its light for
 * the predicted colour over its light for bare skin; where the photo's colours
 * are true, skin times the factor is the predicted colour exactly, and where
 * they are not, the error stays what it was for skin.
 */
#include "preview/preview_dots.h"

#include <math.h>

static const double DARKEST_SHARE = 0.02; /* of a channel in the brightest: below it noise and clipping rule */
static const double GAIN_MAX = 60, FACTOR_MIN = 0.02, FACTOR_MAX = 4, LEAST_CONTRAST = 1e-3;

static void channels_of(sct_lab lab, const num_mat3 *to_rgb, double out[3])
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), xyz = sct_xyz_from_lab(lab, white);
    double v[3] = {xyz.X, xyz.Y, xyz.Z};
    num_mat3_apply(to_rgb, v, out);
}

static double luminance(sct_lab lab)
{
    return sct_xyz_from_lab(lab, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2)).Y;
}

/* Channel by channel; one that the skin's colour leaves all but empty goes by luminance. */
static void factors(sct_lab over, sct_lab under, const num_mat3 *to_rgb, double out[3])
{
    double a[3], b[3];
    channels_of(over, to_rgb, a);
    channels_of(under, to_rgb, b);
    double most = fmax(b[0], fmax(b[1], b[2])), grey = luminance(over) / fmax(luminance(under), 1e-6);
    for (int c = 0; c < 3; c++) {
        double f = b[c] > DARKEST_SHARE * most ? a[c] / b[c] : grey;
        out[c] = fmin(fmax(f, FACTOR_MIN), FACTOR_MAX);
    }
}

preview_tone preview_tone_of(const preview_ink *ink, const num_mat3 *matrix)
{
    preview_tone t;
    num_mat3 to_rgb = num_mat3_identity();
    num_mat3_invert(matrix, &to_rgb);
    factors(ink->dot, ink->skin, &to_rgb, t.solid);
    factors(ink->area, ink->skin, &to_rgb, t.area);
    for (int c = 0; c < 3; c++) {
        double left = (t.area[c] - t.solid[c]) / (1 - t.solid[c]);
        double m = left > 0 && left < 1 ? log(left) / log(1 - ink->coverage) : 1;
        t.gain[c] = m >= 1 ? fmin(m, GAIN_MAX) : 1;
    }
    return t;
}

void preview_meet(preview_meeting *m, double light, float direct, float left)
{
    float h = 1 - left;
    int bin = (int)(h * PREVIEW_BINS);
    double free_light = light * (double)(direct < 0.98f ? 1 - direct : 0.02f);
    bin = bin < 0 ? 0 : bin >= PREVIEW_BINS ? PREVIEW_BINS - 1 : bin;
    m->light += light;
    m->between[bin] += free_light;
    m->between_log[bin] += free_light * (double)logf(left > 1e-6f ? left : 1e-6f);
}

/* Mean loss K of the core with this m. */
static double mean_loss(const preview_meeting *m, double gain)
{
    double left = 0;
    for (int i = 0; i < PREVIEW_BINS; i++)
        if (m->between[i] > 0)
            left += m->between[i] * exp((gain - 1) * m->between_log[i] / m->between[i]);
    return 1 - left / m->light;
}

void preview_tone_settle(const preview_tone *t, int c, const preview_meeting *m, double *gain, double *strength)
{
    double contrast = 1 - t->solid[c], wanted = 1 - t->area[c], lo = 1, hi = GAIN_MAX;
    *gain = t->gain[c];
    *strength = contrast;
    if (!(m->light > 0))
        return;
    if (fabs(contrast) > LEAST_CONTRAST && wanted / contrast > 0) {
        for (int i = 0; i < 60; i++) {
            *gain = (lo + hi) / 2;
            if (mean_loss(m, *gain) < wanted / contrast)
                lo = *gain;
            else
                hi = *gain;
        }
    }
    double loss = mean_loss(m, *gain);
    if (loss > 1e-9) /* all but unchanged where m could be had; the deepest dot still leaves some light */
        *strength = fmin(wanted / loss, 1 - FACTOR_MIN);
}
