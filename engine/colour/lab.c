/*
 * engine/colour/lab.c - CIELAB and its polar form.
 *
 * CIE 15:2018, Colorimetry, 4th ed., section 8.2.1 (doi 10.25039/TR.015.2018)
 *   L* = 116 f(Y/Yn) - 16,  a* = 500 [f(X/Xn) - f(Y/Yn)],  b* = 200 [f(Y/Yn) - f(Z/Zn)]
 *   f(t) = t^(1/3) for t > (6/29)^3, else (841/108) t + 4/29
 *   C*ab = sqrt(a*^2 + b*^2),  h_ab = atan2(b*, a*) in [0, 360) degrees
 * Range: any finite XYZ; ratios below zero stay on the straight part. f and its
 * first derivative are continuous at the joint. h_ab jumps by 360 on the
 * positive a* axis and is set to 0 at the neutral point, where it has no meaning.
 * Vectors: tests/colour/test_lab.c.
 */
#include "colour/colour.h"

#include <math.h>

static const double LINEAR_BELOW = 216.0 / 24389.0; /* (6/29)^3 */
static const double LINEAR_SLOPE = 841.0 / 108.0;
static const double LINEAR_OFFSET = 4.0 / 29.0;

static double compress(double t)
{
    return t > LINEAR_BELOW ? cbrt(t) : LINEAR_SLOPE * t + LINEAR_OFFSET;
}

static double expand(double f)
{
    return f > 6.0 / 29.0 ? f * f * f : (f - LINEAR_OFFSET) / LINEAR_SLOPE;
}

sct_lab sct_lab_from_xyz(sct_xyz xyz, sct_xyz white)
{
    double fx = compress(xyz.X / white.X), fy = compress(xyz.Y / white.Y), fz = compress(xyz.Z / white.Z);
    return (sct_lab){116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
}

sct_xyz sct_xyz_from_lab(sct_lab lab, sct_xyz white)
{
    double fy = (lab.L + 16) / 116;
    return (sct_xyz){white.X * expand(fy + lab.a / 500), white.Y * expand(fy), white.Z * expand(fy - lab.b / 200)};
}

sct_lch sct_lch_from_lab(sct_lab lab)
{
    double h_deg = atan2(lab.b, lab.a) * DEG_PER_RAD;
    if (h_deg < 0)
        h_deg += 360;
    if (h_deg >= 360 || (lab.a == 0 && lab.b == 0)) /* a tiny negative angle rounds up to 360 */
        h_deg = 0;
    return (sct_lch){lab.L, hypot(lab.a, lab.b), h_deg};
}

sct_lab sct_lab_from_lch(sct_lch lch)
{
    double h = lch.h_deg / DEG_PER_RAD;
    return (sct_lab){lch.L, lch.C * cos(h), lch.C * sin(h)};
}
