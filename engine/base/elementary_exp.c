/*
 * engine/base/elementary_exp.c - the exponential function, the same to the last bit on every machine.
 *
 * P. T. P. Tang (1989), Table-driven implementation of the exponential function in IEEE floating-point arithmetic, ACM
 * Trans. Math. Softw. 15, 144-157, doi:10.1145/63522.214389: exp(x) = 2^k 2^(j/32) exp(r), |r| <= ln(2)/64, where 2^(j/32)
 * is the sum of two numbers of a table and exp(r) the first terms of its series; r^7/5040 is below 3e-18. Nothing is divided
 * and nothing asked but whether x is far out: light through skin is a product of some ten thousand of these.
 */
#include "base/elementary_exp.h"
#include "base/base.h"

#include <string.h>

#define ROUND 0x1.8p52 /* added, it leaves the whole number in the lowest bits; taken away again, as a number */

enum { PARTS = 32 };

/* 2^(j/32), and what is left of it. Computed to 60 digits. */
static const double root[PARTS][2] = {
    {1, 0},
    {0x1.059b0d3158574p+0, 0x1.d73e2a475b465p-55},
    {0x1.0b5586cf9890fp+0, 0x1.8a62e4adc610bp-54},
    {0x1.11301d0125b51p+0, -0x1.6c51039449b3ap-54},
    {0x1.172b83c7d517bp+0, -0x1.19041b9d78a76p-55},
    {0x1.1d4873168b9aap+0, 0x1.e016e00a2643cp-54},
    {0x1.2387a6e756238p+0, 0x1.9b07eb6c70573p-54},
    {0x1.29e9df51fdee1p+0, 0x1.612e8afad1255p-55},
    {0x1.306fe0a31b715p+0, 0x1.6f46ad23182e4p-55},
    {0x1.371a7373aa9cbp+0, -0x1.63aeabf42eae2p-54},
    {0x1.3dea64c123422p+0, 0x1.ada0911f09ebcp-55},
    {0x1.44e086061892dp+0, 0x1.89b7a04ef80d0p-59},
    {0x1.4bfdad5362a27p+0, 0x1.d4397afec42e2p-56},
    {0x1.5342b569d4f82p+0, -0x1.07abe1db13cadp-55},
    {0x1.5ab07dd485429p+0, 0x1.6324c054647adp-54},
    {0x1.6247eb03a5585p+0, -0x1.383c17e40b497p-54},
    {0x1.6a09e667f3bcdp+0, -0x1.bdd3413b26456p-54},
    {0x1.71f75e8ec5f74p+0, -0x1.16e4786887a99p-55},
    {0x1.7a11473eb0187p+0, -0x1.41577ee04992fp-55},
    {0x1.82589994cce13p+0, -0x1.d4c1dd41532d8p-54},
    {0x1.8ace5422aa0dbp+0, 0x1.6e9f156864b27p-54},
    {0x1.93737b0cdc5e5p+0, -0x1.75fc781b57ebcp-57},
    {0x1.9c49182a3f090p+0, 0x1.c7c46b071f2bep-56},
    {0x1.a5503b23e255dp+0, -0x1.d2f6edb8d41e1p-54},
    {0x1.ae89f995ad3adp+0, 0x1.7a1cd345dcc81p-54},
    {0x1.b7f76f2fb5e47p+0, -0x1.5584f7e54ac3bp-56},
    {0x1.c199bdd85529cp+0, 0x1.11065895048ddp-55},
    {0x1.cb720dcef9069p+0, 0x1.503cbd1e949dbp-56},
    {0x1.d5818dcfba487p+0, 0x1.2ed02d75b3707p-55},
    {0x1.dfc97337b9b5fp+0, -0x1.1a5cd4f184b5cp-54},
    {0x1.ea4afa2a490dap+0, -0x1.e9c23179c2893p-54},
    {0x1.f50765b6e4540p+0, 0x1.9d3e12dd8a18bp-54},
};

static double not_usual(double x, double part, int power)
{
    if (isnan(x) || x >= 710)
        return isnan(x) ? x : HUGE_VAL;
    return x < -746 ? 0 : ldexp(part, power);
}

double elementary_exp_of_sum(double hi, double lo)
{
    double shifted = hi * (PARTS * 1.44269504088896338700) + ROUND, n = shifted - ROUND;
    double r = (hi - n * (LN2_HI / PARTS)) - (n * (LN2_LO / PARTS) - lo), z = r * r;
    double p = (r + z * (0.5 + r * (1.0 / 6))) + (z * z) * ((1.0 / 24 + r * (1.0 / 120)) + z * (1.0 / 720));
    uint64_t whole, bits; /* whole = 32 k + j */
    memcpy(&whole, &shifted, sizeof whole);
    const double *of = root[whole % PARTS];
    double y = of[0] + (of[1] + of[0] * p);
    if (!(fabs(hi) < 708))
        return not_usual(hi, y, fabs(hi) < 800 ? (int)floor(n / PARTS) : 0);
    memcpy(&bits, &y, sizeof bits);
    bits += whole / PARTS << 52; /* a negative k wraps round and comes out right */
    memcpy(&y, &bits, sizeof y);
    return y;
}

double elementary_exp(double x)
{
    return elementary_exp_of_sum(x, 0);
}
