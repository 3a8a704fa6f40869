/*
 * engine/base/elementary_angle.c - sine, cosine and the angle of a vector, the same to the last bit on every machine.
 *
 * Those of FDLIBM 5.3 (K. C. Ng, 1993), without their exceptions: sine and cosine of what is left of an angle after quarter
 * turns, by polynomials within pi/4; the arc tangent by a polynomial within 7/16 of one of five tangents. Quarter turns are
 * taken away in pieces of pi/2 (W. J. Cody and W. Waite, 1980, Software manual for the elementary functions, chapter 8) that
 * are exact as long as an angle is below 2^20.
 *
 * FDLIBM: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun Microsystems, Inc.
 * business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
 * preserved.
 */
#include "base/base.h"

#define PI_HI 3.14159265358979311600
#define PI_LO 1.22464679914735317720e-16

/* What is left of an angle after so many quarter turns, as the sum of two numbers, the first within [-pi/4, pi/4]. */
static int quarter_turns(double x, double *rest, double *rest_lo)
{
    if (!(fabs(x) < 0x1p20))
        x = fmod(x, 2 * PI_HI);
    double n = (x * 6.36619772367581382433e-01 + 0x1.8p52) - 0x1.8p52;
    double first = x - n * 1.57079632673412561417e+00, second = n * 6.07710050630396597660e-11, hi = first - second;
    double moved = hi - first, lo = (first - (hi - moved)) - (second + moved) - n * 2.02226624879595063154e-21;
    *rest = hi + lo;
    *rest_lo = lo - (*rest - hi);
    return isnan(n) ? 0 : (int)((int64_t)n & 3);
}

/* Of x + lo, |x| <= pi/4. */
static double sine(double x, double lo)
{
    double z = x * x, v = z * x;
    double r = 8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04 + z * 2.75573137070700676789e-06) +
               z * (z * z) * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10);
    return x - ((z * (0.5 * lo - v * r) - lo) - v * -1.66666666666666324348e-01);
}

static double cosine(double x, double lo)
{
    double z = x * x, w = z * z, half = 0.5 * z, above = 1 - half;
    double r = z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * 2.48015872894767294178e-05)) +
               w * w * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11));
    return above + (((1 - above) - half) + (z * r - x * lo));
}

double elementary_sin(double x)
{
    if (fabs(x) < 0x1p-27)
        return x; /* minus zero, too */
    double rest, lo;
    int turns = quarter_turns(x, &rest, &lo);
    double size = turns % 2 ? cosine(rest, lo) : sine(rest, lo);
    return turns < 2 ? size : -size;
}

double elementary_cos(double x)
{
    double rest, lo;
    int turns = quarter_turns(x, &rest, &lo);
    double size = turns % 2 ? sine(rest, lo) : cosine(rest, lo);
    return turns == 0 || turns == 3 ? size : -size;
}

/* The arc tangent of x >= 0, infinity included. */
static double arc_tangent(double x)
{
    static const double hi[] = {0, 4.63647609000806093515e-01, 7.85398163397448278999e-01, 9.82793723247329054082e-01,
                                1.57079632679489655800e+00}; /* of 0, 1/2, 1, 3/2 and infinity */
    static const double lo[] = {0, 2.26987774529616870924e-17, 3.06161699786838301793e-17, 1.39033110312309984516e-17,
                                6.12323399573676603587e-17};
    int from = 0;
    if (x >= 2.4375) {
        from = 4;
        x = -1 / x;
    } else if (x >= 1.1875) {
        from = 3;
        x = (x - 1.5) / (1 + 1.5 * x);
    } else if (x >= 0.6875) {
        from = 2;
        x = (x - 1) / (x + 1);
    } else if (x >= 0.4375) {
        from = 1;
        x = (2 * x - 1) / (2 + x);
    }
    double z = x * x, w = z * z;
    double odd =
        z *
        (3.33333333333329318027e-01 +
         w * (1.42857142725034663711e-01 +
              w * (9.09088713343650656196e-02 +
                   w * (6.66107313738753120669e-02 + w * (4.97687799461593236017e-02 + w * 1.62858201153657823623e-02)))));
    double even =
        w * (-1.99999999998764832476e-01 +
             w * (-1.11111104054623557880e-01 +
                  w * (-7.69187620504482999495e-02 + w * (-5.83357013379057348645e-02 + w * -3.65315727442169155270e-02))));
    return from ? hi[from] - ((x * (odd + even) - lo[from]) - x) : x - x * (odd + even);
}

double elementary_atan2(double y, double x)
{
    if (isnan(x) || isnan(y))
        return x + y;
    double up = fabs(y), along = fabs(x), angle = 0;
    if (isinf(up) && isinf(along))
        up = along = 1;
    if (up > 0)
        angle = arc_tangent(up / along);
    if (signbit(x))
        angle = PI_HI - (angle - PI_LO);
    return copysign(angle, y);
}

double elementary_asin(double x)
{
    return elementary_atan2(x, sqrt((1 - x) * (1 + x)));
}

double elementary_acos(double x)
{
    return elementary_atan2(sqrt((1 - x) * (1 + x)), x);
}
