/*
 * engine/region/unmix.c - how much of a fibre's own colour its darkest pixels show.
 *
 * A hair of width w seen through a blur of standard deviation s (optics, and the
 * pixel's own box) darkens the pixel at its middle by the share
 *   purity = erf(w / (2 sqrt(2) s))
 * of its full contrast; the rest is the skin on both sides, mixed in linear light.
 * The profile across it is Phi((x + w/2)/s) - Phi((x - w/2)/s). From the width at half
 * depth alone w and s cannot be told apart when w < 3 s: their profiles agree to
 * 1 %. So w must be known, from the scale of the photo and the thickness of scalp hair (55 to 90 um); s follows.
 *
 * More is told by how much the cores vary: hairs differ in thickness, and only blur makes that a difference in contrast.
 *   vary   distance of the darkest twentieth of the cores from the middle one, over that of the middle one from the skin, L*
 *   ln(purity) = c0 + c1 vary                       no scale
 *   ln(purity) = c0 + c1 ln(by width) + c2 vary     with a scale
 * are regressions on rendered stubble of 0.7 to 4 pixels, blurred by 0 to 1.4, with noise and JPEG:
 * tests/region/test_purity.c fits them again with SCALPTONE_TUNE=1, to every other client, and judges them by the others.
 * The spread, a standard deviation of ln(purity), is small where the cores agree.
 */
#include "region/region_private.h"

#include <math.h>

static const double usual_blur_px = 0.75, blur_share = 0.8, fwhm_of_sd = 2.3548;
static const double vary_most = 0.6, of_vary[2] = {0.18, -1.74}, of_width[3] = {0.18, 0.55, -1.04};
static const double spread_steady = 0.02, spread_least = 0.03, spread_most = 0.24, spread_from = 0.1, spread_slope = 1.6;
static const double spread_of_width = 0.145;
enum { BISECTIONS = 40 };

/* Profile at x relative to its middle. */
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

/* The width w (find_w) or blur s whose profile is `apparent` wide when the other is `known`; at least a tenth of a pixel. */
static double solve(double apparent, double known, int find_w)
{
    double lo = 0.1, hi = fmax(apparent, 0.2);
    for (int i = 0; i < BISECTIONS; i++) {
        double mid = (lo + hi) / 2, width = find_w ? width_at_half(mid, known) : width_at_half(known, mid);
        *(width < apparent ? &lo : &hi) = mid;
    }
    return (lo + hi) / 2;
}

/* By a phone's lens and demosaicing, whose blur is never more than leaves something of the profile. */
double region_fibre_width(double width_px)
{
    double s = fmin(usual_blur_px, blur_share * width_px / fwhm_of_sd);
    return width_px > 0 ? solve(width_px, s, 1) : (double)NAN;
}

double region_fibre_purity(double width_px, double true_px)
{
    if (!(width_px > 0 && true_px > 0))
        return 1;
    /* a profile narrower than the hair is one that noise has cut: its blur cannot be read off */
    double s = true_px < width_px ? solve(width_px, true_px, 0) : usual_blur_px;
    return erf(true_px / (2 * sqrt(2.0) * s));
}

region_purity region_purity_guess(double vary, int steady, double width_px, double true_px)
{
    double v = fmin(vary, vary_most), guess = of_vary[0] + of_vary[1] * v;
    double spread = fmin(fmax(spread_least + spread_slope * (v - spread_from), spread_least), spread_most);
    if (steady)
        return (region_purity){1, spread_steady};
    if (true_px > 0 && spread > spread_of_width) {
        guess = of_width[0] + of_width[1] * log(region_fibre_purity(width_px, true_px)) + of_width[2] * v;
        spread = spread_of_width;
    }
    return (region_purity){fmin(exp(guess), 1), spread};
}
