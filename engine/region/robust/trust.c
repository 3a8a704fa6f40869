/*
 * engine/region/robust/trust.c - what is known of a colour's error becomes one covariance and one bound.
 *
 * The systematic part, what the colour correction leaves at this very colour (engine/colour/doubt.c), and the noise of the
 * pixels add up. The systematic part of one photo is never below 2.0 dE00. Where it is not known, it is that of a photo
 * without anything of known colour.
 */
#include "region/robust/robust.h"

#include <math.h>

static const double u95_min_de00 =
    2.0; /* of any single photo: instruments repeat to 0.87 on one site, sites differ by 3.2 */
static const double unknown_u95_de00 = 20; /* of a usual skin, colours as the photo has them */

static void scale_cov(sct_cov *cov, double by)
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            cov->m[i][j] *= by;
}

void region_trust(sct_estimate *estimate, const sct_cov *noise, const colour_doubt *doubt)
{
    sct_cov cov = colour_doubt_at(doubt, estimate->lab);
    double u95 = colour_u95_of_cov(estimate->lab, &cov);
    if (isnan(u95))
        cov = colour_cov_from_de00(estimate->lab, unknown_u95_de00);
    else if (u95 > 0 && u95 < u95_min_de00)
        scale_cov(&cov, u95_min_de00 * u95_min_de00 / (u95 * u95));
    else if (!(u95 > 0))
        cov = colour_cov_from_de00(estimate->lab, u95_min_de00);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            cov.m[i][j] += noise->m[i][j];
    estimate->cov = cov;
    estimate->cov_noise = *noise;
    estimate->u95_de00 = colour_u95_of_cov(estimate->lab, &cov);
}

void region_add_doubt(sct_estimate *estimate, sct_lab other, double weight)
{
    const double d[3] = {other.L - estimate->lab.L, other.a - estimate->lab.a, other.b - estimate->lab.b};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            estimate->cov.m[i][j] += weight * d[i] * d[j];
    estimate->u95_de00 = colour_u95_of_cov(estimate->lab, &estimate->cov);
}
