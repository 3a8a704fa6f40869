/*
 * engine/base/elementary.h - exp, log, sin and their kin, the same to the last bit on every machine.
 *
 * The C libraries round the last bit of these differently, and some of them by the processor; a median or a threshold turns
 * that into a sixth digit of an answer. These are made of nothing but additions, multiplications, divisions and roots, which
 * IEEE 754 rounds in one way only. They suppose rounding to nearest, and that a compiler makes no multiplication and
 * addition into one (-ffp-contract=off). Special cases are those of C11, annex F, without its exceptions and errno.
 *
 * base.h includes this for everyone, after <math.h>: the engine writes exp(x) and means this one.
 */
#ifndef ENGINE_ELEMENTARY_H
#define ENGINE_ELEMENTARY_H

#include <math.h>

/* Each within 1 unit in the last place, as far as tests/base/test_elementary.c has tried, unless it says otherwise. */
double elementary_exp(double x);
double elementary_log(double x);
double elementary_log2(double x);
double elementary_log10(double x);
double elementary_log1p(double x); /* within 3 units */
double elementary_pow(double x, double y);
double elementary_cbrt(double x);
double elementary_hypot(double x, double y); /* within 1.25 units */
/* Radians. Beyond 2^20 an angle is first taken modulo the number that is nearest to 2 pi. */
double elementary_sin(double x);
double elementary_cos(double x);
double elementary_atan2(double y, double x); /* within 1.5 units */
double elementary_asin(double x);            /* within 2 units */
double elementary_acos(double x);            /* within 2 units */
double elementary_erf(double x);
double elementary_erfc(double x); /* within 3 units down to 1e-200 */
/* The logarithm of the gamma function, x > 0; off by less than 1e-13 of the larger of it and 1. */
double elementary_lgamma(double x);

#undef exp
#define exp(x) elementary_exp(x)
#undef log
#define log(x) elementary_log(x)
#undef log2
#define log2(x) elementary_log2(x)
#undef log10
#define log10(x) elementary_log10(x)
#undef log1p
#define log1p(x) elementary_log1p(x)
#undef pow
#define pow(x, y) elementary_pow(x, y)
#undef cbrt
#define cbrt(x) elementary_cbrt(x)
#undef hypot
#define hypot(x, y) elementary_hypot(x, y)
#undef sin
#define sin(x) elementary_sin(x)
#undef cos
#define cos(x) elementary_cos(x)
#undef atan2
#define atan2(y, x) elementary_atan2(y, x)
#undef asin
#define asin(x) elementary_asin(x)
#undef acos
#define acos(x) elementary_acos(x)
#undef erf
#define erf(x) elementary_erf(x)
#undef erfc
#define erfc(x) elementary_erfc(x)
#undef lgamma
#define lgamma(x) elementary_lgamma(x)
#undef logf
#define logf(x) ((float)elementary_log(x))
#undef expf
#define expf(x) ((float)elementary_exp(x))

#endif
