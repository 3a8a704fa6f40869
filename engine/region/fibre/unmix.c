/*
 * engine/region/fibre/unmix.c - what a hair's own colour is, when lens, pixels and JPEG have mixed it with skin.
 *
 * Purity. A hair of width w seen through a blur of standard deviation s (optics, and the pixel's own box) darkens the
 * pixel at its middle by the share
 *   purity = erf(u),   u = w / (2 sqrt(2) s)
 * of its full contrast; the rest is the skin on both sides, mixed in linear light. Three things tell u, and a scale a
 * fourth:
 *   edge      area between a quarter and three quarters of the cores' depth, over that beyond half of it: 2.7 s/w for a
 *             wide hair, and no longer a measure of s below w = 2 s, where every profile is the blur's
 *   crossing  depth of the darkest hundredth of the cores over the usual one: where two hairs cross, purity p becomes
 *             1 - (1 - p)^2, which is 2 - p times as
 *             deep; cores whose darkest twentieth is hardly deeper agree, and blur never leaves them so
 *   width     how wide a usual scalp hair would be in this photo, over how wide they look
 * ln(u) is linear in ln(edge), crossing and ln(width); of cores lighter than the skin only the crossing is known. The spread
 * of ln(u) hardly depends on u; what it does to the purity vanishes where hairs are wide.
 *
 * Chroma. JPEG, HEIC and demosaicing spread colour wider than light, so that a core keeps the skin's chroma where it
 * has lost its light, but they lose little of it: the sums over all pixels around fibres, of a* and b* below the skin's,
 * stay what they were. L* is not spread, and says how much of each of these pixels is hair. So the hair's a*, b* are those
 * whose mixtures with the skin, in these shares, sum up to what is seen. (Lab's cube roots are near enough to the camera's
 * curve for its a*, b* to be spread as Cb, Cr are.) The further the pixels around reach in comparison with the hair, the
 * more of the sums is noise, and goes astray.
 *
 * The three lines for ln(u) are regressions on rendered stubble of 0.7 to 7 pixels, blurred by 0 to 1.4, with noise, PNG and
 * JPEG, of skins of the development half: tests/region/test_purity.c fits them again with SCALPTONE_TUNE=1 and judges
 * them by the other half. The spreads, what makes cores agree, and how far sums go astray were set by hand from such
 * renderings, with both halves in view.
 */
#include "region/fibre/fibre.h"

#include <math.h>

static const double usual_blur_px = 0.75, blur_share = 0.8, fwhm_of_sd = 2.3548;
static const double of_crossing[2] = {3.27, -2.83}, of_edge[3] = {1.82, -1.31, -1.85},
                    of_width[4] = {1.38, -0.96, -1.34, 0.44};
static const double spread_crossing = 0.4, spread_edge = 0.17, spread_width = 0.15; /* of ln(u) */
static const double agree = 0.03, agree_least = 0.002; /* depth of the darkest twentieth of the cores over the usual: pure */
static const double spread_least = 0.01;               /* of ln(purity) */
static const double spread_mixed = 0.1;                /* of it, times 1 - purity: other lenses, other phones' smoothing */
static const double two_by_root_pi = 1.1283792;        /* of erf's derivative */
static const double u_least = 0.1, u_most = 4;
static const double near_free = 3, a_sd[2] = {0.5, 0.8}, b_sd[2] = {0.6, 1.3}; /* of chroma from sums */
static const double apart = 3; /* a difference of core and sums, of a*, b*, from which on colour was spread */
enum { BISECTIONS = 40, ROUNDS = 20 };

/* ---- purity ----------------------------------------------------------------------------------- */

/* Profile at x relative to its middle: Phi((x + w/2)/s) - Phi((x - w/2)/s). */
static double profile(double x, double w, double s)
{
    double k = 1 / (s * sqrt(2.0));
    return (erf((x + w / 2) * k) - erf((x - w / 2) * k)) / (2 * erf(w / 2 * k));
}

static double width_at_half(double w, double s)
{
    double lo = 0, hi = w / 2 + 3 * s;
    for (int i = 0; i < BISECTIONS; i++) {
        double mid = (lo + hi) / 2;
        *(profile(mid, w, s) > 0.5 ? &lo : &hi) = mid;
    }
    return lo + hi;
}

/* By a phone's lens and demosaicing, whose blur is never more than leaves something of the profile. */
double region_fibre_width(double width_px)
{
    double s = fmin(usual_blur_px, blur_share * width_px / fwhm_of_sd), lo = 0.1, hi = fmax(width_px, 0.2);
    if (!(width_px > 0))
        return (double)NAN;
    for (int i = 0; i < BISECTIONS; i++) {
        double mid = (lo + hi) / 2;
        *(width_at_half(mid, s) < width_px ? &lo : &hi) = mid;
    }
    return (lo + hi) / 2;
}

/* purity = erf(w / (2 sqrt(2) s)) and the width at half depth are two equations for w and s. */
double region_fibre_width_behind(double width_px, double purity)
{
    double lo = u_least, hi = u_most;
    for (int i = 0; i < BISECTIONS; i++) {
        double mid = (lo + hi) / 2;
        *(erf(mid) < purity ? &lo : &hi) = mid;
    }
    double w = 2 * sqrt(2.0) * lo; /* in units of s */
    return width_px * w / width_at_half(w, 1);
}

/* Pixels around dark fibres whose Y is further below the skin's than this, relative. */
static double area_beyond(const region_fibres *fibres, double missing)
{
    double at = (missing - REGION_DEPTH_LEAST) / (1 - REGION_DEPTH_LEAST) * REGION_DEPTHS, sum = 0;
    int bin = (int)fmin(fmax(floor(at), 0), REGION_DEPTHS - 1);
    for (int k = bin + 1; k < REGION_DEPTHS; k++)
        sum += (double)fibres->depths[k];
    return sum + (double)fibres->depths[bin] * fmin(fmax(bin + 1 - at, 0), 1);
}

/* How far Y is below the skin's, relative, in a core so far into their order. */
static double missing_in(const region_fibres *fibres, const region_cloud *cores, size_t at)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    return 1 - sct_xyz_from_lab((sct_lab){(double)cores->items[at].L, 0, 0}, white).Y / fibres->skin.Y;
}

region_sight region_sight_of(const region_fibres *fibres, int dark, sct_lab core)
{
    const region_cloud *cores = dark ? &fibres->dark_cores : &fibres->light_cores;
    size_t n = cores->count, few = n / 20;
    double missing = 1 - sct_xyz_from_lab(core, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2)).Y / fibres->skin.Y;
    double twentieth = missing_in(fibres, cores, dark ? few : n - 1 - few);
    double deepest = dark ? missing_in(fibres, cores, n / 100) : twentieth; /* what little gloss is left is light, too */
    region_sight sight = {(double)NAN, fmax(deepest / missing, 1), fmax(twentieth / missing, 1), fibres->width_px};
    double half = area_beyond(fibres, missing / 2);
    if (dark && missing > 0 && half > 0)
        sight.edge = (area_beyond(fibres, missing / 4) - area_beyond(fibres, 3 * missing / 4)) / half;
    return sight;
}

region_purity region_purity_guess(const region_sight *sight, double true_px)
{
    double ln_u = of_crossing[0] + of_crossing[1] * sight->crossing, spread = spread_crossing;
    if (sight->edge > 0) {
        ln_u = of_edge[0] + of_edge[1] * log(sight->edge) + of_edge[2] * sight->crossing;
        spread = spread_edge;
    }
    if (sight->edge > 0 && true_px > 0 && sight->width_px > 0) {
        ln_u = of_width[0] + of_width[1] * log(sight->edge) + of_width[2] * sight->crossing +
               of_width[3] * log(true_px / sight->width_px);
        spread = spread_width;
    }
    double u = fmin(fmax(exp(ln_u), u_least), u_most), purity = erf(u);
    double slope = two_by_root_pi * u * exp(-u * u) / purity; /* d ln(purity) / d ln(u) */
    region_purity guess = {purity, hypot(hypot(slope * spread, spread_least), spread_mixed * (1 - purity))};
    double deeper = sight->twentieth - 1;
    if (deeper < agree) {
        guess.purity = fmax(guess.purity, 1 - deeper);
        guess.spread = fmin(guess.spread, fmax(deeper, agree_least));
    }
    return guess;
}

/* ---- chroma ----------------------------------------------------------------------------------- */

/* Sums over the pixels around fibres: a*, b* above the skin's when the fibre has this colour, and shares of fibre. */
typedef struct mixture {
    double a_off, b_off, fibre, pixels;
} mixture;

static mixture mix_depths(const region_fibres *fibres, sct_lab fibre)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), skin = fibres->skin, h = sct_xyz_from_lab(fibre, white);
    sct_lab bare = sct_lab_from_xyz(skin, white);
    double contrast = fmax(1 - h.Y / skin.Y, 1e-3);
    mixture sum = {0, 0, 0, 0};
    for (int k = 0; k < REGION_DEPTHS; k++) {
        double n = (double)fibres->depths[k],
               missing = REGION_DEPTH_LEAST + (k + 0.5) / REGION_DEPTHS * (1 - REGION_DEPTH_LEAST);
        double t = fmin(missing / contrast, 1);
        sct_lab lab = sct_lab_from_xyz(
            (sct_xyz){skin.X + t * (h.X - skin.X), skin.Y + t * (h.Y - skin.Y), skin.Z + t * (h.Z - skin.Z)}, white);
        sum.a_off += n * (lab.a - bare.a);
        sum.b_off += n * (lab.b - bare.b);
        sum.fibre += n * fmax(t, 0);
        sum.pixels += n;
    }
    return sum;
}

region_chroma region_fibre_chroma(const region_fibres *fibres, sct_lab by_core)
{
    static const double step = 8, most = 60;
    sct_lab fibre = {by_core.L, 0, 0};
    mixture sum = mix_depths(fibres, fibre);
    if (!(sum.fibre > 0))
        return (region_chroma){0, 0, (double)INFINITY, (double)INFINITY};
    for (int i = 0; i < ROUNDS; i++) {
        fibre.a += fmin(fmax((fibres->a_off - sum.a_off) / sum.fibre, -step), step);
        fibre.b += fmin(fmax((fibres->b_off - sum.b_off) / sum.fibre, -step), step);
        fibre.a = fmin(fmax(fibre.a, -most), most);
        fibre.b = fmin(fmax(fibre.b, -most), most);
        sum = mix_depths(fibres, fibre);
    }
    double spread = fmin(hypot(by_core.a - fibre.a, by_core.b - fibre.b) / apart, 1);
    double far = fmax(sum.pixels / sum.fibre - near_free, 0) * spread;
    return (region_chroma){fibre.a, fibre.b, a_sd[0] + a_sd[1] * far, b_sd[0] + b_sd[1] * far};
}
