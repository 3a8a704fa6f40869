/*
 * engine/colour/doubt.c - how far a measured colour may be off: a covariance in Lab, and 95 % bounds in CIEDE2000.
 *
 * What a correction leaves comes from few sources, and each grows with the colour in its own way. With L, a, b as
 * measured, s = (L + 16)/66 (1 at L* 50) and t = max(L - 50, 0)/20:
 *
 *   even    s^2              a wrong gain or balance: Lab is made of cube roots, so that a factor on X, Y, Z
 *                            moves it in proportion to L + 16
 *   vivid   s^2 10 (a^2 + b^2)/(L + 16)^2     a wrong matrix or strange light: greys stay, colours move
 *   bright  s^2 t^2          a wrong tone curve, away from the middle where it is held
 *   dark    s^-2             flare, noise, black level: added to X, Y, Z, and the slope of L* falls with (L + 16)^2
 *   light   along (L + 16, a, b)/3            the light at this place: d ln X = d ln Y = d ln Z. Its variance grows with the
 *                            place: slope' by the slopes' own variances, and (fall . d)^2, d how far it lies beyond a box
 *                            in which the light was seen
 *   tone    along (L + 16, a, b)/3, times ln(Y/Y0)    the camera's tone curve, as an exponent nobody knows: light is right
 *                            at Y0, the lightness of the grey card, and the farther from it the less sure
 *   cast    s^2 m m', m = cast' o             what the skin in the same light tells: o is how far its a*, b* are from the
 *                            locus of real skin, over s. A light that makes skin green turns hair green too.
 *
 * Around a colour CIEDE2000 is a quadratic form, dE00^2 = d' G d for a small step d in Lab; G is read off CIEDE2000 itself
 * by steps along and between the axes. For d normal with covariance C, d' G d has mean tr(GC) and variance
 * 2 tr(GCGC), as c chi2(nu) has with nu = tr(GC)^2 / tr(GCGC), c = tr(GC)/nu (Satterthwaite 1946, Biometrics
 * Bulletin 2:110, doi 10.2307/3002019). So u95^2 = c q(nu), q the 95 % point of chi2: 3.841, 5.991, 7.815 at
 * 1, 2, 3 degrees of freedom and a parabola between (within 0.3 %).
 */
#include "colour/colour.h"

#include <math.h>

static const double chi2_3_95 = 7.8147;

/* 95 % point of chi2 with 1 to 3 degrees of freedom. */
static double chi2_95(double nu)
{
    double x = fmin(fmax(nu, 1), 3) - 3;
    return chi2_3_95 + x * (1.6598 - 0.1634 * x);
}

static double squared_step(sct_lab lab, double dL, double da, double db)
{
    double forth = sct_de2000(lab, (sct_lab){lab.L + dL, lab.a + da, lab.b + db});
    double back = sct_de2000(lab, (sct_lab){lab.L - dL, lab.a - da, lab.b - db});
    return (forth * forth + back * back) / 2;
}

num_mat3 colour_de2000_metric(sct_lab lab)
{
    static const double h = 0.5;
    num_mat3 g;
    for (int i = 0; i < 3; i++)
        g.m[i][i] = squared_step(lab, h * (i == 0), h * (i == 1), h * (i == 2)) / (h * h);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < i; j++) {
            double both = squared_step(lab, h * (j == 0), h * (i == 1 || j == 1), h * (i == 2)) / (h * h);
            g.m[i][j] = g.m[j][i] = (both - g.m[i][i] - g.m[j][j]) / 2;
        }
    return g;
}

sct_cov colour_cov_from_de00(sct_lab lab, double u95_de00)
{
    num_mat3 metric = colour_de2000_metric(lab), inverse;
    double variance = u95_de00 * u95_de00 / chi2_3_95;
    sct_cov cov;
    if (!num_mat3_invert(&metric, &inverse))
        inverse = num_mat3_identity();
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            cov.m[i][j] = variance * (inverse.m[i][j] + inverse.m[j][i]) / 2;
    return cov;
}

double colour_u95_of_cov(sct_lab lab, const sct_cov *cov)
{
    num_mat3 metric = colour_de2000_metric(lab), c, product;
    double trace = 0, square = 0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            c.m[i][j] = cov->m[i][j];
    product = num_mat3_mul(metric, c);
    for (int i = 0; i < 3; i++) {
        trace += product.m[i][i];
        for (int j = 0; j < 3; j++)
            square += product.m[i][j] * product.m[j][i];
    }
    if (isnan(trace + square))
        return (double)NAN;
    if (!(trace > 0) || !(square > 0))
        return 0;
    double nu = trace * trace / square;
    return sqrt(chi2_95(nu) * trace / nu);
}

/* ---- what a correction leaves ----------------------------------------------------------------- */

void colour_skin_offset(sct_lab skin, double offset[2])
{
    colour_locus real = colour_skin_locus(skin.L);
    double s = (skin.L + 16) / 66;
    offset[0] = (skin.a - real.a) / s;
    offset[1] = (skin.b - real.b) / s;
}

void colour_doubt_see_skin(colour_doubt *doubt, sct_lab skin)
{
    doubt->skin_seen = 1;
    colour_skin_offset(skin, doubt->offset);
}

/* m m', or its mean over the offsets there may be. */
static void add_cast(const colour_doubt *d, double s, sct_cov *cov)
{
    double m[2][3]; /* what o_a and o_b do; both together when the skin is known */
    for (int i = 0; i < 3; i++) {
        m[0][i] = d->cast[0][i] * (d->skin_seen ? d->offset[0] : d->offset_sd);
        m[1][i] = d->cast[1][i] * (d->skin_seen ? d->offset[1] : d->offset_sd);
        if (d->skin_seen) {
            m[0][i] += m[1][i];
            m[1][i] = 0;
        }
    }
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            cov->m[i][j] += s * s * (m[0][i] * m[0][j] + m[1][i] * m[1][j]);
}

/* Which way a correction errs was learnt from rendered photos, and real ones err in other directions, too: part of the
 * variance is spread over all directions of CIEDE2000, with the same bound. */
static sct_cov partly_round(sct_lab lab, const sct_cov *cov, double round_share)
{
    double bound = colour_u95_of_cov(lab, cov);
    sct_cov mixed = colour_cov_from_de00(lab, bound);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            mixed.m[i][j] = round_share * mixed.m[i][j] + (1 - round_share) * cov->m[i][j];
    double now = colour_u95_of_cov(lab, &mixed), k = now > 0 ? bound * bound / (now * now) : 1;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            mixed.m[i][j] *= k;
    return mixed;
}

/* How far x lies outside a range. */
static double beyond(double x, double low, double high)
{
    return x < low ? x - low : x > high ? x - high : 0;
}

colour_doubt colour_doubt_placed(const colour_doubt *doubt, double u, double v)
{
    colour_doubt placed = *doubt;
    double du = u - doubt->centre[0], dv = v - doubt->centre[1];
    double far = doubt->slope[0] * du * du + 2 * doubt->slope[1] * du * dv + doubt->slope[2] * dv * dv;
    double gone = doubt->fall[0] * beyond(u, doubt->low[0], doubt->high[0]) +
                  doubt->fall[1] * beyond(v, doubt->low[1], doubt->high[1]);
    placed.light = sqrt(doubt->light * doubt->light + fmax(far, 0) + gone * gone);
    return placed;
}

sct_cov colour_doubt_at(const colour_doubt *d, sct_lab lab)
{
    sct_cov cov = colour_cov_from_de00(lab, d->de00);
    double up = fmax(lab.L + 16, 16), s = up / 66, t = fmax(lab.L - 50, 0) / 20;
    double apart = 3 * log(up / (fmax(d->tone_at, 0) + 16)), lit = d->light * d->light + d->tone * d->tone * apart * apart;
    double saturation = 10 * (lab.a * lab.a + lab.b * lab.b) / (up * up), along[3] = {up / 3, lab.a / 3, lab.b / 3};
    for (int i = 0; i < 3; i++) {
        cov.m[i][i] += s * s * (d->even[i] + d->vivid[i] * saturation + d->bright[i] * t * t) + d->dark[i] / (s * s);
        for (int j = 0; j < 3; j++)
            cov.m[i][j] += lit * along[i] * along[j];
    }
    add_cast(d, s, &cov);
    return d->round_share > 0 ? partly_round(lab, &cov, d->round_share) : cov;
}

double colour_doubt_u95(const colour_doubt *doubt, sct_lab lab)
{
    colour_doubt inner = *doubt;
    inner.de00 = 0;
    sct_cov cov = colour_doubt_at(&inner, lab);
    return hypot(colour_u95_of_cov(lab, &cov), doubt->de00);
}

sct_lab colour_usual_skin(void)
{
    colour_locus real = colour_skin_locus(60);
    return (sct_lab){60, real.a, real.b};
}
