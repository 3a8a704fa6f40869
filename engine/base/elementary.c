/*
 * engine/base/elementary.c - powers and logarithms, the same to the last bit on every machine.
 *
 * log and cbrt are those of FDLIBM 5.3 and FreeBSD's msun (K. C. Ng, 1993; B. D. Evans, 2002), without their exceptions:
 *
 *   log(x)   k ln(2) + log(1 + f), 1 + f in [sqrt(1/2), sqrt(2)], by a polynomial of s^2, s = f / (2 + f)
 *   cbrt(x)  a third of the exponent, a polynomial to 23 bits, one step of Newton's
 *
 * pow is exp(y log(x)), where log(x) is the sum of two numbers, "hi" and "lo", good to some 63 bits: T. J. Dekker (1971), A
 * floating-point technique for extending the available precision, Numer. Math. 18, 224-242, doi:10.1007/BF01397083. There
 * log(x) = k ln(2) - log(c) + log(1 + r), c of a table and r = c m - 1: P. T. P. Tang (1990), Table-driven implementation of
 * the logarithm function in IEEE floating-point arithmetic, ACM Trans. Math. Softw. 16, 378-400, doi:10.1145/98267.98294.
 *
 * FDLIBM and msun: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun
 * Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is freely granted, provided
 * that this notice is preserved.
 */
#include "base/base.h"
#include "base/elementary_exp.h"

#include <string.h>

#define SQRT_HALF UINT64_C(0x3fe6a09e00000000) /* its bits, or nearly */

typedef struct pair {
    double hi, lo; /* their sum is meant; |lo| is at most half a unit in hi's last place, or little more */
} pair;

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double of_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* a + b, where |a| >= |b|. */
static pair sum(double a, double b)
{
    double hi = a + b;
    return (pair){hi, b - (hi - a)};
}

static double upper_half(double x)
{
    double large = x * 134217729; /* 2^27 + 1 */
    return large - (large - x);
}

/* a * b, exactly. */
static pair product(double a, double b)
{
    double hi = a * b, a1 = upper_half(a), b1 = upper_half(b), a2 = a - a1, b2 = b - b1;
    return (pair){hi, ((a1 * b1 - hi) + a1 * b2 + a2 * b1) + a2 * b2};
}

/* x = 2^k m, m in [sqrt(1/2), sqrt(2)); x positive and finite. */
static double split(double x, int *k)
{
    int less = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        less = 54;
    }
    uint64_t bits = bits_of(x), from = SQRT_HALF, one = UINT64_C(0x3ff0000000000000);
    int power = (int)((bits - from + one) >> 52) - 1023;
    *k = power - less;
    return of_bits(bits - ((uint64_t)power << 52));
}

/* Non-zero where log(x) is no ordinary number; it is *out then. */
static int special_log(double x, double *out)
{
    if (x > 0 && x < HUGE_VAL)
        return 0;
    *out = x == 0 ? -HUGE_VAL : x > 0 || isnan(x) ? x : (double)NAN;
    return 1;
}

double elementary_log(double x)
{
    double special;
    if (special_log(x, &special))
        return special;
    int k;
    double f = split(x, &k) - 1, half = 0.5 * f * f, s = f / (2 + f), z = s * s, w = z * z;
    double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    double odd = z * (6.666666666666735130e-01 +
                      w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    return s * (half + (odd + even)) + k * LN2_LO - half + f + k * LN2_HI;
}

/* m in [sqrt(1/2), sqrt(2)) is cut into 32: a number c near 1/m of 9 bits, and -log(c), and what is left of that. c m - 1 is
 * .0162 at most and exact as a sum. Computed to 60 digits; 1 has itself, so that log(m) is good where it is small. */
enum { PARTS = 32 };
static const double inverse[PARTS][3] = {
    {358 / 256.0, -0x1.5767717455a6cp-2, -0x1.526adb283660cp-56},
    {350 / 256.0, -0x1.404308686a7e4p-2, 0x1.0bcfb6082ce6dp-56},
    {343 / 256.0, -0x1.2b9303ab89d25p-2, 0x1.896b5fd852ad4p-56},
    {336 / 256.0, -0x1.1675cababa60ep-2, -0x1.ce63eab883717p-61},
    {329 / 256.0, -0x1.00e6c45ad501dp-2, 0x1.cb9568ff6feadp-57},
    {323 / 256.0, -0x1.dc1bca0abec7dp-3, -0x1.834c51998b6fcp-57},
    {317 / 256.0, -0x1.b5b519e8fb5a4p-3, -0x1.ba27fdc19e1a0p-57},
    {311 / 256.0, -0x1.8e928de886d41p-3, 0x1.569d851a56770p-57},
    {305 / 256.0, -0x1.66acd4272ad51p-3, 0x1.0900e4e1ea8b2p-58},
    {299 / 256.0, -0x1.3dfc2b0ecc62ap-3, 0x1.ab3a8e7d81017p-58},
    {294 / 256.0, -0x1.1b72ad52f67a0p-3, -0x1.483023472cd74p-58},
    {289 / 256.0, -0x1.f0a30c01162a6p-4, -0x1.85f325c5bbacdp-58},
    {284 / 256.0, -0x1.a926d3a4ad563p-4, -0x1.942f48aa70ea9p-58},
    {279 / 256.0, -0x1.60658a93750c4p-4, 0x1.388458ec21b6ap-58},
    {274 / 256.0, -0x1.16536eea37ae1p-4, 0x1.79da3e8c22cdap-60},
    {270 / 256.0, -0x1.b42dd711971bfp-5, 0x1.eb9759c130499p-60},
    {265 / 256.0, -0x1.1b0d98923d980p-5, 0x1.e9ae889bac481p-60},
    {261 / 256.0, -0x1.3cea44346a575p-6, 0x1.0cb5a902b3a1cp-62},
    {1, 0, 0},
    {250 / 256.0, 0x1.8492528c8cabfp-6, -0x1.d192d0619fa67p-60},
    {243 / 256.0, 0x1.aaef2d0fb10fcp-5, 0x1.a353bb42e0addp-61},
    {236 / 256.0, 0x1.4d3115d207eacp-4, 0x1.769f42c7842ccp-58},
    {229 / 256.0, 0x1.c885801bc4b23p-4, 0x1.a38cb559a6706p-58},
    {223 / 256.0, 0x1.1aa2b7e23f72ap-3, -0x1.c6ef1d9b2ef7ep-59},
    {217 / 256.0, 0x1.527e5e4a1b58dp-3, -0x1.71a9682395bfdp-61},
    {211 / 256.0, 0x1.8beafeb38fe8cp-3, 0x1.55aa8b6997a40p-58},
    {206 / 256.0, 0x1.bd087383bd8adp-3, 0x1.dd355f6a516d7p-60},
    {201 / 256.0, 0x1.ef5ade4dcffe6p-3, -0x1.08ab2ddc708a0p-58},
    {196 / 256.0, 0x1.1178e8227e47cp-2, -0x1.0e63a5f01c691p-57},
    {192 / 256.0, 0x1.269621134db92p-2, 0x1.e0efadd9db02bp-56},
    {187 / 256.0, 0x1.419b423d5e8c7p-2, 0x1.0dbb243827392p-57},
    {183 / 256.0, 0x1.57bf753c8d1fbp-2, -0x1.0908d15f88b63p-57},
};

/* log(c m) to some 63 bits, by its series in r = c m - 1. */
static pair log_near_one(double m, double c)
{
    double upper = of_bits(bits_of(m) & UINT64_C(0xffffffffffe00000));
    pair r = sum(upper * c - 1, (m - upper) * c), square = product(r.hi, r.hi), out = sum(r.hi, -0.5 * square.hi);
    double z = square.hi, w = z * z;
    double even = (1.0 / 3 + z * (1.0 / 5)) + w * ((1.0 / 7 + z * (1.0 / 9)) + w * (1.0 / 11));
    double odd = (1.0 / 4 + z * (1.0 / 6)) + w * (1.0 / 8 + z * (1.0 / 10));
    out.lo += (r.lo - r.hi * r.lo - 0.5 * square.lo) + r.hi * z * (even - r.hi * odd);
    return out;
}

/* log(m) + k ln(2) to some 63 bits, m in [sqrt(1/2), sqrt(2)). */
static pair log_of(double m, double k)
{
    const double *by = inverse[(bits_of(m) - SQRT_HALF) >> 47];
    pair rest = log_near_one(m, by[0]), whole = sum(k * LN2_HI, by[1]), out = sum(whole.hi, rest.hi);
    return sum(out.hi, out.lo + (whole.lo + (rest.lo + (by[2] + k * LN2_LO))));
}

/* log(x) to some 63 bits; x positive and finite. */
static pair log_whole(double x)
{
    int k;
    double m = split(x, &k);
    return log_of(m, k);
}

double elementary_log2(double x)
{
    double special;
    if (special_log(x, &special))
        return special;
    int k;
    double m = split(x, &k);
    pair of_m = log_of(m, 0), out = product(of_m.hi, 0x1.71547652b82fep+0);
    out.lo += of_m.lo * 0x1.71547652b82fep+0 + of_m.hi * 0x1.777d0ffda0d24p-56; /* 1 / ln(2) */
    if (k == 0)
        return out.hi + out.lo;
    pair both = sum(k, out.hi);
    return both.hi + (both.lo + out.lo);
}

double elementary_log10(double x)
{
    double special;
    if (special_log(x, &special))
        return special;
    pair ln = log_whole(x), out = product(ln.hi, 0x1.bcb7b1526e50ep-2);
    return out.hi + (out.lo + (ln.lo * 0x1.bcb7b1526e50ep-2 + ln.hi * 0x1.95355baaafad3p-57)); /* 1 / ln(10) */
}

/* W. Kahan's way: what is lost of x in 1 + x is lost of both factors' quotient. */
double elementary_log1p(double x)
{
    double u = 1 + x;
    if (u == 1)
        return x;
    return u < HUGE_VAL ? elementary_log(u) * (x / (u - 1)) : u;
}

/* 0: y is not whole, 1: it is odd, 2: even. */
static int whole(double y)
{
    y = fabs(y);
    if (y >= 0x1p53)
        return 2;
    return y - floor(y) > 0 ? 0 : (uint64_t)y % 2 ? 1 : 2;
}

/* x^y where one of them is a zero, endless or not a number, or x is negative and y not whole; 0 where there is nothing
 * special. */
static int special_pow(double x, double y, double *out)
{
    double size = fabs(x), sign = signbit(x) && whole(y) == 1 ? -1 : 1;
    if (isnan(x) || isnan(y))
        *out = x + y;
    else if (size == 0 || isinf(size))
        *out = (size == 0) == (y < 0) ? sign * HUGE_VAL : sign * 0;
    else if (isinf(y))
        *out = size == 1 ? 1 : (size > 1) == (y > 0) ? HUGE_VAL : 0;
    else if (x < 0 && !whole(y))
        *out = (double)NAN;
    else
        return 0;
    return 1;
}

double elementary_pow(double x, double y)
{
    double special;
    if (y == 2)
        return x * x;
    if (y == 0 || x == 1)
        return 1;
    if (special_pow(x, y, &special))
        return special;
    double sign = x < 0 && whole(y) == 1 ? -1 : 1;
    pair ln = log_whole(fabs(x));
    if (fabs(ln.hi * y) > 800)
        return ln.hi * y > 0 ? sign * HUGE_VAL : sign * 0;
    pair power = product(y, ln.hi);
    return sign * elementary_exp_of_sum(power.hi, power.lo + y * ln.lo);
}

double elementary_cbrt(double x)
{
    double size = fabs(x), scale = 1;
    if (isnan(x) || size == 0 || isinf(size))
        return x;
    if (size < 0x1p-1022) {
        size *= 0x1p54;
        scale = 0x1p-18;
    }
    double t = of_bits((uint64_t)((uint32_t)(bits_of(size) >> 32) / 3 + 715094163) << 32);
    double r = (t * t) * (t / size);
    t = t * ((1.87595182427177009643 + r * (-1.88497979543377169875 + r * 1.621429720105354466140)) +
             ((r * r) * r) * (-0.758397934778766047437 + r * 0.145996192886612446982));
    t = of_bits((bits_of(t) + 0x80000000) & UINT64_C(0xffffffffc0000000)); /* so that t * t is exact */
    r = size / (t * t);
    return copysign((t + t * ((r - t) / (2 * t + r))) * scale, x);
}

double elementary_hypot(double x, double y)
{
    x = fabs(x);
    y = fabs(y);
    if (isinf(x) || isinf(y))
        return HUGE_VAL;
    double most = x > y ? x : y, scale = 1;
    if (!(most < 0x1p500))
        scale = 0x1p-600;
    else if (most < 0x1p-450)
        scale = 0x1p600;
    else
        return sqrt(x * x + y * y);
    x *= scale;
    y *= scale;
    return sqrt(x * x + y * y) / scale;
}

/* Stirling's series (Abramowitz & Stegun 6.1.41) from 12 on, and the recurrence below. */
double elementary_lgamma(double x)
{
    double below = 1;
    for (; x < 12; x += 1)
        below *= x;
    double z = 1 / (x * x);
    double series = (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / x;
    return (x - 0.5) * elementary_log(x) - x + 0.91893853320467274178 + series - elementary_log(below);
}
