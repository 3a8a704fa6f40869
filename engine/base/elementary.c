/*
 * engine/base/elementary.c - powers and logarithms, the same to the last bit on every machine.
 *
 * log and cbrt are those of FDLIBM 5.3 and FreeBSD's msun (K. C. Ng, 1993; B. D. Evans, 2002), without their exceptions:
 *
 *   log(x)   k ln(2) + log(1 + f), 1 + f in [sqrt(1/2), sqrt(2)], by a polynomial of s^2, s = f / (2 + f)
 *   cbrt(x)  a third of the exponent, a polynomial to 23 bits, one step of Newton's
 *
 * pow is exp(y log(x)), where log(x) is the sum of two numbers, "hi" and "lo", good to some 64 bits: T. J. Dekker (1971), A
 * floating-point technique for extending the available precision, Numer. Math. 18, 224-242, doi:10.1007/BF01397083. There
 * log(1 + f) is the series 2 atanh(s) = 2 s (1 + z/3 + z^2/5 + ...), z = s^2 <= 0.0295.
 *
 * FDLIBM and msun: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun
 * Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is freely granted, provided
 * that this notice is preserved.
 */
#include "base/base.h"
#include "base/elementary_exp.h"

#include <string.h>

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
    uint64_t bits = bits_of(x), from = UINT64_C(0x3fe6a09e00000000), one = UINT64_C(0x3ff0000000000000);
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

/* log(m) to some 64 bits, m in [sqrt(1/2), sqrt(2)). */
static pair log_of(double m)
{
    static const double series[] = {1.0 / 25, 1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15,
                                    1.0 / 13, 1.0 / 11, 1.0 / 9,  1.0 / 7,  1.0 / 5};
    double f = m - 1;
    pair below = sum(2, f);
    double s = f / below.hi;
    pair back = product(s, below.hi);
    double s_lo = ((f - back.hi) - back.lo - s * below.lo) / below.hi;
    pair z = product(s, s);
    z.lo += 2 * s * s_lo;
    double tail = 0;
    for (size_t i = 0; i < sizeof series / sizeof *series; i++)
        tail = series[i] + z.hi * tail;
    pair third = sum(1.0 / 3, z.hi * tail);
    third.lo += 0x1.5555555555555p-56; /* of 1/3, what does not fit the first */
    pair t = product(z.hi, third.hi);
    t.lo += z.hi * third.lo + z.lo * third.hi;
    pair st = product(s, t.hi);
    st.lo += s * t.lo + s_lo * t.hi;
    pair out = sum(2 * s, 2 * st.hi);
    return sum(out.hi, out.lo + 2 * (s_lo + st.lo));
}

/* log(x) to some 64 bits; x positive and finite. */
static pair log_whole(double x)
{
    int k;
    pair of_m = log_of(split(x, &k));
    if (k == 0)
        return of_m;
    pair out = sum(k * LN2_HI, of_m.hi);
    return sum(out.hi, out.lo + (of_m.lo + k * LN2_LO));
}

double elementary_log2(double x)
{
    double special;
    if (special_log(x, &special))
        return special;
    int k;
    pair of_m = log_of(split(x, &k)), out = product(of_m.hi, 0x1.71547652b82fep+0);
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
