/*
 * engine/region/robust/estimator.c - many colours of one surface become one.
 *
 * Skin in a photo is never alone: stubble darkens some pixels, gloss lightens
 * others, shade darkens many. Hair and gloss are minorities at either end, so
 * that the mean is wrong and the median leans; the densest place does not move.
 *
 * Half-sample mode of L*: Bickel & Fruehwirth 2006, Comput. Stat. Data Anal.
 * 50:3500-3530, doi 10.1016/j.csda.2005.07.011, sec. 2.3: of all runs of half
 * the sorted sample keep the shortest, and repeat inside it. It is stopped at
 * one L* of width, where pixel values are discrete anyway.
 *
 * Refinement: concentration steps of the minimum covariance determinant
 * (Rousseeuw & Van Driessen 1999, Technometrics 41:212-223,
 * doi 10.1080/00401706.1999.10485670, theorem 1): the covariance of the samples nearest in
 * Mahalanobis distance never has a larger determinant. Started at the mode and
 * kept near it, they follow the skin's own peak and not the whole sample's.
 *
 *   centre  T, spread  S : mean and covariance of the kept samples
 *   d2                   : (x - T)' S^-1 (x - T)
 *   keep_d2              : chi2(3 df) quantile of the share that is kept
 *   consistency          : makes the truncated covariance that of the whole
 *                          (Croux & Haesbroeck 1999, J. Multivar. Anal. 71:161, eq. 2.6)
 *
 * tests/region/test_estimator.c holds the contamination table.
 */
#include "region/robust/robust.h"

#include <math.h>

/* Of three normal variables: half the mass lies within d2 = 2.366, 90 % within 6.251. consistency =
 * P(chi2_3 <= q) / P(chi2_5 <= q). */
static const double half_d2 = 2.366, half_consistency = 0.5 / 0.2036;
static const double most_d2 = 6.251, most_consistency = 0.9 / 0.7171;

enum { STEPS_MAX = 12 };
static const double mode_width_L = 1.0; /* the half-sample mode stops here */
static const double window_L = 3.0;     /* first neighbourhood of the mode */
static const double floor_sd = 0.15;    /* spread of a flat surface: rounding to 8 bits */
static const double sd_L_max = 6.0;     /* wider than any evenly lit skin: then it is several surfaces */

/* Everything here counts samples by it, millions of times: it must not be a call. */
static inline double distance2(const num_mat3 *inverse, sct_lab centre, const region_sample *sample)
{
    const double(*m)[3] = inverse->m;
    double x = (double)sample->L - centre.L, y = (double)sample->a - centre.a, z = (double)sample->b - centre.b;
    return m[0][0] * x * x + m[1][1] * y * y + m[2][2] * z * z + 2 * (m[0][1] * x * y + m[0][2] * x * z + m[1][2] * y * z);
}

double region_distance2(const num_mat3 *inverse, sct_lab centre, const region_sample *sample)
{
    return distance2(inverse, centre, sample);
}

num_mat3 region_inverse_cov(const sct_cov *cov, double least_sd)
{
    num_mat3 a, inverse;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            a.m[i][j] = cov->m[i][j] + (i == j ? least_sd * least_sd : 0);
    if (!num_mat3_invert(&a, &inverse))
        inverse = num_mat3_identity();
    return inverse;
}

/* Sums for a mean and a covariance in one pass, around a fixed origin so that nothing cancels. */
typedef struct moments {
    double n, sum[3], square[3][3];
    sct_lab origin;
} moments;

static void moments_add(moments *m, const region_sample *s)
{
    double x = (double)s->L - m->origin.L, y = (double)s->a - m->origin.a, z = (double)s->b - m->origin.b;
    m->n += 1;
    m->sum[0] += x;
    m->sum[1] += y;
    m->sum[2] += z;
    m->square[0][0] += x * x;
    m->square[1][0] += y * x;
    m->square[1][1] += y * y;
    m->square[2][0] += z * x;
    m->square[2][1] += z * y;
    m->square[2][2] += z * z;
}

static void moments_finish(const moments *m, double consistency, sct_lab *mean, sct_cov *cov)
{
    double n = m->n > 0 ? m->n : 1;
    *mean = (sct_lab){m->origin.L + m->sum[0] / n, m->origin.a + m->sum[1] / n, m->origin.b + m->sum[2] / n};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j <= i; j++) {
            double c = (m->square[i][j] / n - m->sum[i] / n * (m->sum[j] / n)) * consistency;
            cov->m[i][j] = cov->m[j][i] = c;
        }
}

/* Mean and covariance of a run of samples. */
static void moments_of(const region_sample *samples, size_t n, sct_lab *mean, sct_cov *cov)
{
    moments m = {.origin = {(double)samples[0].L, (double)samples[0].a, (double)samples[0].b}};
    for (size_t i = 0; i < n; i++)
        moments_add(&m, &samples[i]);
    moments_finish(&m, 1, mean, cov);
}

/* First index whose L is at least `from`. */
static size_t lower_bound(const region_sample *samples, size_t n, double from)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if ((double)samples[mid].L < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static double half_sample_mode(const region_sample *samples, size_t n)
{
    size_t first = 0;
    while (n > 3 && (double)(samples[first + n - 1].L - samples[first].L) > mode_width_L) {
        size_t half = (n + 1) / 2, best = first;
        float narrowest = INFINITY;
        for (size_t i = first; i + half <= first + n; i++) {
            float range = samples[i + half - 1].L - samples[i].L;
            if (range < narrowest) {
                narrowest = range;
                best = i;
            }
        }
        first = best;
        n = half;
    }
    return (double)samples[first + n / 2].L;
}

/* One step: mean and covariance of the samples within `limit_d2` of the present ones. Returns how many those are. */
static size_t concentrate(const region_sample *samples, size_t n, double limit_d2, double consistency, sct_lab *centre,
                          sct_cov *spread)
{
    num_mat3 inverse = region_inverse_cov(spread, floor_sd);
    double reach = sqrt(limit_d2 * (spread->m[0][0] + floor_sd * floor_sd)); /* the ellipsoid's extent in L */
    const sct_lab from = *centre;
    moments m = {.origin = from};
    for (size_t i = lower_bound(samples, n, from.L - reach); i < n && (double)samples[i].L <= from.L + reach; i++)
        if (distance2(&inverse, from, &samples[i]) <= limit_d2)
            moments_add(&m, &samples[i]);
    if (m.n >= 4)
        moments_finish(&m, consistency, centre, spread);
    return (size_t)m.n;
}

/* Keeps the ellipsoid from growing over several surfaces: shrinks it when it is too wide in L. */
static void limit_spread(sct_cov *spread)
{
    double sd = sqrt(spread->m[0][0]);
    if (!(sd > sd_L_max))
        return;
    double shrink = sd_L_max * sd_L_max / (sd * sd);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            spread->m[i][j] *= shrink;
}

static void centre_by_mode(const region_sample *samples, size_t n, region_centre *out)
{
    double mode = half_sample_mode(samples, n);
    size_t from = lower_bound(samples, n, mode - window_L), to = lower_bound(samples, n, mode + window_L);
    if (to == from)
        to = from + 1;
    sct_lab centre;
    sct_cov spread;
    size_t kept = 0;
    moments_of(samples + from, to - from, &centre, &spread);
    for (int step = 0; step < STEPS_MAX; step++) {
        sct_lab before = centre;
        kept = concentrate(samples, n, half_d2, half_consistency, &centre, &spread);
        limit_spread(&spread);
        if (fabs(centre.L - before.L) + fabs(centre.a - before.a) + fabs(centre.b - before.b) < 1e-3)
            break;
    }
    *out = (region_centre){centre, spread, 0};
    concentrate(samples, n, most_d2, most_consistency, &centre, &spread); /* the spread of nearly all of it */
    limit_spread(&spread);
    out->spread = spread;
    out->share = fmin((double)kept / 0.5 / (double)n, 1);
}

static void centre_by_mean(const region_sample *samples, size_t n, region_centre *out)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), sum = {0, 0, 0};
    sct_lab mean;
    for (size_t i = 0; i < n; i++) {
        sct_xyz xyz = sct_xyz_from_lab((sct_lab){(double)samples[i].L, (double)samples[i].a, (double)samples[i].b}, white);
        sum.X += xyz.X;
        sum.Y += xyz.Y;
        sum.Z += xyz.Z;
    }
    double k = 1 / (double)n;
    moments_of(samples, n, &mean, &out->spread);
    out->lab = sct_lab_from_xyz((sct_xyz){sum.X * k, sum.Y * k, sum.Z * k}, white);
    out->share = 1;
}

/* Median of one channel by bisection over its value: no copy, exact to a thousandth. */
static double median_of(const region_sample *samples, size_t n, int channel)
{
    double lo = -200, hi = 200;
    while (hi - lo > 5e-4) {
        double mid = (lo + hi) / 2;
        size_t below = 0;
        for (size_t i = 0; i < n; i++)
            below += (double)(channel == 0 ? samples[i].L : channel == 1 ? samples[i].a : samples[i].b) <= mid;
        if (2 * below >= n)
            hi = mid;
        else
            lo = mid;
    }
    return (lo + hi) / 2;
}

static void centre_by_median(const region_sample *samples, size_t n, region_centre *out)
{
    sct_lab mean;
    moments_of(samples, n, &mean, &out->spread);
    out->lab = (sct_lab){median_of(samples, n, 0), median_of(samples, n, 1), median_of(samples, n, 2)};
    out->share = 1;
}

static const region_estimator estimators[] = {
    [SCT_ESTIMATOR_MODE] = {"mode", "densest colour: half-sample mode of L*, refined in Lab", centre_by_mode},
    [SCT_ESTIMATOR_MEAN] = {"mean", "mean in linear light of all that is not clipped", centre_by_mean},
    [SCT_ESTIMATOR_MEDIAN] = {"median", "median of each Lab coordinate", centre_by_median},
};

const region_estimator *region_estimator_get(int estimator)
{
    if (estimator < 0 || estimator >= (int)(sizeof estimators / sizeof estimators[0]))
        return NULL;
    return &estimators[estimator];
}
