/*
 * engine/colour/de2000.c - CIEDE2000, as published: one pair at a time, with
 * angles. de2000_batch.c computes the same without them and is tested against this.
 *
 * Luo, Cui & Rigg, The development of the CIE 2000 colour-difference formula,
 *   Color Res. Appl. 26 (2001) 340-350, doi 10.1002/col.1049; CIE 142:2001.
 * Sharma, Wu & Dalal, The CIEDE2000 color-difference formula: implementation
 *   notes, supplementary test data, and mathematical observations, Color Res.
 *   Appl. 30 (2005) 21-30, doi 10.1002/col.20070; equation numbers below are theirs.
 *
 *   paper            here                 paper      here
 *   C'1, C'2         r.C, s.C             T          weight_T
 *   h'1, h'2         r.h_deg, s.h_deg     S_L,C,H    SL, SC, SH
 *   h' mean          mean_h_deg           R_T        RT
 *
 * Range: made for differences up to about 5; defined for all. Not a metric: the
 * triangle inequality fails. Symmetric in its two colours.
 * Discontinuities (Sharma section 4): where the hues are 180 degrees apart the
 * mean hue jumps by 180, which moves the result by up to 0.06 for the
 * published pairs; a colourless sample has no hue; and R_T, which does not wrap,
 * steps by 2e-5 at mean hue 0. Hues that are 180
 * degrees apart but for rounding (1e-10 degrees) count as exactly 180, so that
 * the answer does not depend on the mathematical library or on the order.
 * Vectors: tests/vectors/sharma2005.h, all 34 pairs in both orders.
 */
#include "colour/colour.h"

#include <math.h>

static const double TIE_DEG = 1e-10;

static double sin_deg(double x_deg)
{
    return sin(x_deg / DEG_PER_RAD);
}

static double cos_deg(double x_deg)
{
    return cos(x_deg / DEG_PER_RAD);
}

static double pow7(double x)
{
    double x3 = x * x * x;
    return x3 * x3 * x;
}

/* sqrt(C^7 / (C^7 + 25^7)), the switch of eq. 4 and 17: 0 for greys, 1 for vivid colours. */
static double vividness(double C)
{
    double C7 = pow7(C);
    return sqrt(C7 / (C7 + 6103515625.0));
}

/* h'2 - h'1, eq. 10. */
static double hue_difference_deg(sct_lch r, sct_lch s)
{
    double d = s.h_deg - r.h_deg;
    if (r.C * s.C == 0)
        return 0;
    if (fabs(d) <= 180 + TIE_DEG)
        return d;
    return d > 0 ? d - 360 : d + 360;
}

/* Eq. 14. */
static double mean_hue_deg(sct_lch r, sct_lch s)
{
    double sum = r.h_deg + s.h_deg;
    if (r.C * s.C == 0)
        return sum;
    if (fabs(r.h_deg - s.h_deg) <= 180 + TIE_DEG)
        return sum / 2;
    return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

double sct_de2000_weighted(sct_lab reference, sct_lab sample, double kL, double kC, double kH)
{
    double mean_C = (hypot(reference.a, reference.b) + hypot(sample.a, sample.b)) / 2;
    double stretch = 1 + 0.5 * (1 - vividness(mean_C)); /* 1 + G, eq. 4-5 */
    sct_lch r = sct_lch_from_lab((sct_lab){reference.L, reference.a * stretch, reference.b});
    sct_lch s = sct_lch_from_lab((sct_lab){sample.L, sample.a * stretch, sample.b});

    double dL = s.L - r.L, dC = s.C - r.C;                                          /* eq. 8-9 */
    double dH = 2 * sqrt(r.C * s.C) * sin_deg(hue_difference_deg(r, s) / 2);        /* eq. 11 */
    double L50 = (r.L + s.L) / 2 - 50, C = (r.C + s.C) / 2, h = mean_hue_deg(r, s); /* eq. 12-14 */

    double weight_T = 1 - 0.17 * cos_deg(h - 30) + 0.24 * cos_deg(2 * h) + 0.32 * cos_deg(3 * h + 6) -
                      0.20 * cos_deg(4 * h - 63); /* eq. 15 */
    double turn = (h - 275) / 25;
    double RT = -sin_deg(60 * exp(-turn * turn)) * 2 * vividness(C); /* eq. 16, 17, 21 */
    double SL = 1 + 0.015 * L50 * L50 / sqrt(20 + L50 * L50);        /* eq. 18 */
    double SC = 1 + 0.045 * C, SH = 1 + 0.015 * C * weight_T;        /* eq. 19-20 */

    double l = dL / (kL * SL), c = dC / (kC * SC), k = dH / (kH * SH);
    double square = l * l + c * c + k * k + RT * c * k; /* eq. 22 */
    return sqrt(square < 0 ? 0 : square);               /* rounding may leave a little below 0; NaN stays NaN */
}

double sct_de2000(sct_lab reference, sct_lab sample)
{
    return sct_de2000_weighted(reference, sample, 1, 1, 1);
}
