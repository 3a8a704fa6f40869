/*
 * engine/region/trust.c - from a bound in dE00 to a covariance in Lab and back.
 *
 * What a colour correction leaves is known as one number: the distance in
 * CIEDE2000 that 95 % of skin colours stay within. As the ranking needs a
 * covariance, the error is taken as normal and equally wide in every direction
 * of CIEDE2000. Around a colour that metric is a quadratic form,
 *   dE00^2 = d' G d    for a small step d in Lab,
 * whose G is read off CIEDE2000 itself by steps along and between the axes. So
 *   cov = sigma^2 G^-1,   sigma = u95 / sqrt(7.815),
 * 7.815 being the 95 % point of chi2 with 3 degrees of freedom; and of any
 * covariance, u95^2 = 7.815 trace(G cov) / 3.
 */
#include "region/region_private.h"

#include <math.h>

static const double chi2_3_95 = 7.8147;
static const double u95_min_de00 =
    2.0; /* of any single photo: instruments repeat to 0.87 on one site, sites differ by 3.2 */

static double squared_step(sct_lab lab, double dL, double da, double db)
{
    double forth = sct_de2000(lab, (sct_lab){lab.L + dL, lab.a + da, lab.b + db});
    double back = sct_de2000(lab, (sct_lab){lab.L - dL, lab.a - da, lab.b - db});
    return (forth * forth + back * back) / 2;
}

/* G at a colour, from steps of half a unit: q(x) = x' G x along i, and along i + j. */
static num_mat3 metric_of(sct_lab lab)
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

sct_cov region_cov_from_de00(sct_lab lab, double u95_de00)
{
    num_mat3 metric = metric_of(lab), inverse;
    double variance = u95_de00 * u95_de00 / chi2_3_95;
    sct_cov cov;
    if (!num_mat3_invert(&metric, &inverse))
        inverse = num_mat3_identity();
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            cov.m[i][j] = variance * (inverse.m[i][j] + inverse.m[j][i]) / 2;
    return cov;
}

double region_u95_of_cov(sct_lab lab, const sct_cov *cov)
{
    num_mat3 metric = metric_of(lab);
    double trace = 0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            trace += metric.m[i][j] * cov->m[j][i];
    return sqrt(chi2_3_95 * fmax(trace, 0) / 3);
}

void region_trust(sct_estimate *estimate, const sct_cov *noise, double correction_u95_de00)
{
    double systematic = fmax(correction_u95_de00, u95_min_de00);
    sct_cov cov = region_cov_from_de00(estimate->lab, systematic);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            cov.m[i][j] += noise->m[i][j];
    estimate->cov = cov;
    estimate->cov_noise = *noise;
    estimate->u95_de00 = region_u95_of_cov(estimate->lab, &cov);
}
