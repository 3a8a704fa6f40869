/*
 * engine/preview/preview_tone.c - predicted colours become factors on a
 * photo's linear channels.
 *
 * A photo is multiplied, never painted: what the light does on this head, and
 * what the camera makes of it, stays. The factor of a channel is its light for
 * the predicted colour over its light for bare skin; where the photo's colours
 * are true, skin times the factor is the predicted colour exactly, and where
 * they are not, the error stays what it was for skin.
 *
 * A dot is no endless layer: light comes into it from the side (engine/skin/dot.c), so that it is
 * seen far less dark than ink everywhere, and what it takes from that light is missing around it.
 * Both are predicted: of one dot what an eye sees (`seen`), of many their mean (`area`).
 */
#include "preview/preview_dots.h"

#include <math.h>

static const double DARKEST_SHARE = 0.02; /* of a channel in the brightest: below it noise and clipping rule */
static const double GAIN_MAX = 60, DIRECT_MAX = 1.2, MOST_COVERED = 0.98, FACTOR_MIN = 0.02, FACTOR_MAX = 4,
                    LEAST_CONTRAST = 1e-3;
static const float MOST_COVERED_F = 0.98F;

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
    factors(ink->seen, ink->skin, &to_rgb, t.seen);
    for (int c = 0; c < 3; c++) {
        double left = (t.area[c] - t.solid[c]) / (1 - t.solid[c]);
        double m = left > 0 && left < 1 ? log(left) / log(1 - ink->coverage) : 1;
        double seen = fabs(1 - t.solid[c]) > LEAST_CONTRAST ? (1 - t.seen[c]) / (1 - t.solid[c]) : 1;
        t.gain[c] = m >= 1 ? fmin(m, GAIN_MAX) : 1;
        t.seen[c] = fmin(fmax(seen, 0), 1);
    }
    return t;
}

void preview_meet(preview_meeting *m, float light, float direct, float left)
{
    int at = (int)((1 - left) * PREVIEW_BINS);
    float covered = light * (direct < MOST_COVERED_F ? direct : MOST_COVERED_F);
    preview_bin *bin = &m->bins[at < 0 ? 0 : at >= PREVIEW_BINS ? PREVIEW_BINS - 1 : at];
    m->light += (double)light;
    bin->all += (double)light;
    bin->covered += (double)covered;
    bin->all_left += (double)(light * left);
    bin->covered_left += (double)(covered * left);
}

void preview_meet_join(preview_meeting *m, const preview_meeting *other)
{
    m->light += other->light;
    for (int i = 0; i < PREVIEW_BINS; i++) {
        m->bins[i].all += other->bins[i].all;
        m->bins[i].covered += other->bins[i].covered;
        m->bins[i].all_left += other->bins[i].all_left;
        m->bins[i].covered_left += other->bins[i].covered_left;
    }
}

/* The core with dots that are met so much: light between them, and the logarithm of what H leaves of it, bin by bin. */
typedef struct between_dots {
    double light; /* of all */
    int count;
    double share[PREVIEW_BINS], log_left[PREVIEW_BINS];
} between_dots;

static void look_between(const preview_meeting *m, double direct, between_dots *out)
{
    out->light = m->light;
    out->count = 0;
    for (int i = 0; i < PREVIEW_BINS; i++) {
        const preview_bin *b = &m->bins[i];
        double light = b->all - direct * b->covered, left = b->all_left - direct * b->covered_left;
        if (!(light > 0))
            continue;
        out->share[out->count] = light;
        out->log_left[out->count++] = log(fmax(left / light, 1e-6)); /* within a bin the mean stands for all */
    }
}

/* Mean loss K of the core, and how it grows with the gain. */
static double mean_loss(const between_dots *b, double gain, double *slope)
{
    double left = 0;
    *slope = 0;
    for (int i = 0; i < b->count; i++) {
        double v = b->share[i] * exp((gain - 1) * b->log_left[i]);
        left += v;
        *slope -= v * b->log_left[i];
    }
    *slope /= b->light;
    return 1 - left / b->light;
}

/* How much of its ink a dot must be met with for the eye's window to lose this share. */
static double direct_for(const preview_alone *alone, int c, double gain, double seen)
{
    double around = 0, under = 0;
    for (int i = 0; i < PREVIEW_RINGS; i++) {
        double left = pow(1 - fmin(alone->halo[c][i], MOST_COVERED), gain - 1);
        around += (1 - left) / PREVIEW_RINGS;
        under += alone->direct[i] * left / PREVIEW_RINGS;
    }
    return under > 0 ? fmin(fmax((seen - around) / under, 0), DIRECT_MAX) : 1;
}

/* By Newton's rule, which halving replaces where it leaves the bracket. */
static double gain_for(const between_dots *b, double wanted, double gain)
{
    enum { STEPS = 60 };
    double lo = 1, hi = GAIN_MAX, slope, step = GAIN_MAX;
    for (int i = 0; i < STEPS && fabs(step) > 1e-10 * gain; i++) {
        double missing = wanted - mean_loss(b, gain, &slope);
        if (missing > 0)
            lo = gain;
        else
            hi = gain;
        double next = gain + missing / slope;
        next = next > lo && next < hi ? next : (lo + hi) / 2;
        step = next - gain;
        gain = next;
    }
    return gain;
}

preview_law preview_tone_settle(const preview_tone *t, int c, const preview_meeting *m, const preview_alone *alone)
{
    enum { ROUNDS = 8 }; /* direct changes by less than a fifth of what gain does */
    double contrast = 1 - t->solid[c], wanted = 1 - t->area[c], slope;
    preview_law law = {.direct = 1, .gain = t->gain[c], .strength = contrast};
    int holds = fabs(contrast) > LEAST_CONTRAST && wanted / contrast > 0;
    between_dots between;
    look_between(m, law.direct, &between);
    for (int i = 0; i < ROUNDS && holds; i++) {
        double last = law.direct;
        law.direct = direct_for(alone, c, law.gain, t->seen[c]);
        if (m->light > 0 && (law.direct < last || law.direct > last))
            look_between(m, law.direct, &between);
        law.gain = m->light > 0 ? gain_for(&between, wanted / contrast, law.gain) : 1 + fmax(t->gain[c] - law.direct, 0);
    }
    double loss = m->light > 0 ? mean_loss(&between, law.gain, &slope) : 0;
    if (loss > 1e-9) /* all but unchanged where a gain could be had; the deepest dot still leaves some light */
        law.strength = fmin(wanted / loss, 1 - FACTOR_MIN);
    return law;
}
