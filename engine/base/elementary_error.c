/*
 * engine/base/elementary_error.c - the error function, the same to the last bit on every machine.
 *
 * That of FDLIBM 5.3 (K. C. Ng, 1993), without its exceptions: rational functions, lowest power first,
 *   erf(x) = x + x P(x^2) up to 0.84375; erf(x) = c + P(x - 1) up to 1.25, c = erf(1) cut short;
 *   erfc(x) = exp(-x^2 - 0.5625 + P(1 / x^2)) / x above, one P up to 1 / 0.35 and one up to 28.
 *
 * FDLIBM: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun Microsystems, Inc.
 * business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
 * preserved.
 */
#include "base/base.h"

#define ERF_1 8.45062911510467529297e-01

enum { TERMS = 9 };

typedef struct quotient {
    double top[TERMS], below[TERMS];
} quotient;

static const quotient near = {{1.28379167095512558561e-01, -3.25042107247001499370e-01, -2.84817495755985104766e-02,
                               -5.77027029648944159157e-03, -2.37630166566501626084e-05},
                              {1, 3.97917223959155352819e-01, 6.50222499887672944485e-02, 5.08130628187576562776e-03,
                               1.32494738004321644526e-04, -3.96022827877536812320e-06}};
static const quotient one = {{-2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01,
                              3.18346619901161753674e-01, -1.10894694282396677476e-01, 3.54783043256182359371e-02,
                              -2.16637559486879084300e-03},
                             {1, 1.06420880400844228286e-01, 5.40397917702171048937e-01, 7.18286544141962662868e-02,
                              1.26171219808761642112e-01, 1.36370839120290507362e-02, 1.19844998467991074170e-02}};
static const quotient two = {
    {-9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01, -6.23753324503260060396e+01,
     -1.62396669462573470355e+02, -1.84605092906711035994e+02, -8.12874355063065934246e+01, -9.81432934416914548592e+00},
    {1, 1.96512716674392571292e+01, 1.37657754143519042600e+02, 4.34565877475229228821e+02, 6.45387271733267880336e+02,
     4.29008140027567833386e+02, 1.08635005541779435134e+02, 6.57024977031928170135e+00, -6.04244152148580987438e-02}};
static const quotient far = {
    {-9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01, -1.60636384855821916062e+02,
     -6.37566443368389627722e+02, -1.02509513161107724954e+03, -4.83519191608651397019e+02},
    {1, 3.03380607434824582924e+01, 3.25792512996573918826e+02, 1.53672958608443695994e+03, 3.19985821950859553908e+03,
     2.55305040643316442583e+03, 4.74528541206955367215e+02, -2.24409524465858183362e+01}};

static double value(const quotient *q, double x)
{
    double top = 0, below = 0;
    for (int i = TERMS - 1; i >= 0; i--) {
        top = q->top[i] + x * top;
        below = q->below[i] + x * below;
    }
    return top / below;
}

/* 1 - erf(x), x >= 0.84375. */
static double rest(double x)
{
    if (x < 1.25)
        return 1 - ERF_1 - value(&one, x - 1);
    if (x >= 28)
        return 0;
    double z = (double)(float)x; /* so that z * z is exact */
    double ratio = value(x < 1 / 0.35 ? &two : &far, 1 / (x * x));
    return exp(-z * z - 0.5625) * exp((z - x) * (z + x) + ratio) / x;
}

double elementary_erf(double x)
{
    double size = fabs(x);
    if (!(size >= 0.84375))
        return x + x * value(&near, x * x);
    return copysign(size < 6 ? 1 - rest(size) : 1, x);
}

double elementary_erfc(double x)
{
    if (!(fabs(x) >= 0.84375)) {
        double y = value(&near, x * x);
        return x < 0.25 ? 1 - (x + x * y) : 0.5 - (x - 0.5 + x * y);
    }
    return x < 0 ? 2 - rest(-x) : rest(x);
}
