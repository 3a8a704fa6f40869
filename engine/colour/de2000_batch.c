/*
 * engine/colour/de2000_batch.c - CIEDE2000 of one colour against many, fast.
 *
 * The formula and its papers: de2000.c. Here it is written without angles, so
 * that the compiler can do several pairs at once. With v1, v2 the chroma vectors
 * (a', b') of lengths C1, C2, D the angle between them:
 *   v1 . v2 = C1 C2 cos D,   v1 x v2 = C1 C2 sin D
 *   dH' = 2 sqrt(C1 C2) sin(D/2) = (v1 x v2) / sqrt((C1 C2 + v1.v2)/2)   D <= 90
 *                                = +-2 sqrt((C1 C2 - v1.v2)/2)           D > 90
 *   each exact where the other one cancels; both have the root of
 *   (C1 C2 + |v1.v2|)/2.
 *   mean hue: the direction of C2 v1 + C1 v2 (both of length C1 C2), or, beyond
 *   90 degrees, across C2 v1 - C1 v2 to the side of the shorter way round.
 *   Exactly opposite hues: Sharma's mean (h1 + h2)/2 is the smaller hue + 90, the
 *   smaller being the one in [0, 180); and h2 - h1 = +180 if that is h1.
 *   T: cos 2h, 3h, 4h from powers of the complex number x + iy on the unit circle.
 *   R_T: exp(-((h - 275)/25)^2) is the fourth power of a function that a short
 *   polynomial in 1 - cos(h - 275) follows (Chebyshev interpolation in powers); the
 *   sine of it is an odd polynomial. Beyond TURN_FARTHEST the Gauss is below 4e-10
 *   (f32), 1e-12 (f64) and held. h in [0, 90] is the far side of the published,
 *   unwrapped h - 275, where it is below 1e-22.
 * Measured against de2000.c: see tests/colour/test_batch.c, which also runs all
 * 34 pairs of Sharma et al. through both precisions in both orders.
 *
 * The build is chosen at run time. Without contraction to fused multiply-add each
 * operation rounds alike, so that all builds give the same bits.
 */
#include "colour/colour.h"

#include <math.h>

enum { SOME = 128 }; /* pairs that go through a step before the next is taken: they stay in the nearest cache */

#define REAL             float
#define NAME(x)          x##_f32
#define R(x)             x##f
#define SQRT             sqrtf
#define FABS             fabsf
#define COPYSIGN         copysignf
#define TIE              1e-6f
#define NO_HUE           1e-12f
#define TURN_FARTHEST    1.45f
#define TURN_ROOT_DEGREE 8
#define TURN_SINE_DEGREE 4
static const float turn_root_f32[] = {0.99999999357124247f,  -2.6262443585673214f,    3.0108607550353375f,
                                      -1.9860398193644473f,  0.83712515646611041f,    -0.23682784978957233f,
                                      0.045699495074332221f, -0.0057970536045894782f, 0.00038757397089970807f};
static const float turn_sine_f32[] = {1.0471975511168914f, -0.19139676564308317f, 0.010494470277419178f,
                                      -2.7392251281419531e-4f, 4.0706254503675151e-6f};
#include "colour/de2000_kernel.h"
#undef REAL
#undef NAME
#undef R
#undef SQRT
#undef FABS
#undef COPYSIGN
#undef TIE
#undef NO_HUE
#undef TURN_FARTHEST
#undef TURN_ROOT_DEGREE
#undef TURN_SINE_DEGREE

#define REAL             double
#define NAME(x)          x##_f64
#define R(x)             x
#define SQRT             sqrt
#define FABS             fabs
#define COPYSIGN         copysign
#define TIE              1.7453292519943295e-12 /* TIE_DEG of de2000.c */
#define NO_HUE           1e-30
#define TURN_FARTHEST    1.75
#define TURN_ROOT_DEGREE 14
#define TURN_SINE_DEGREE 7
static const double turn_root_f64[] = {0.99999999999957967,     -2.6262450799063783,     3.0108740926227364,
                                       -1.9861348958101304,     0.8374652882229332,      -0.2375129849804497,
                                       0.046512004973185882,    -0.0063570606249274547,  0.00058614023057843424,
                                       -1.124812547635238e-05,  -2.0725467561610759e-05, 1.154735401477189e-05,
                                       -3.8802537722878654e-06, 7.6403706353318002e-07,  -6.7173002252229666e-08};
static const double turn_sine_f64[] = {1.0471975511965965,      -0.19139676963142024,   0.010494502221072784,
                                       -0.00027401212757389716, 4.1734368892321074e-06, -4.1598494817662872e-08,
                                       2.8775048122042794e-10,  -3.8198777474462985e-13};
#include "colour/de2000_kernel.h"

/* Where the processor decides: the same code, compiled for wider registers. */
/* NOLINTBEGIN(bugprone-macro-parentheses): `target` is an attribute */
#define BUILD(build, target)                                                                                                \
    target static void build##_f32(const float first[3], sct_labs_f32 s, float *de)                                         \
    {                                                                                                                       \
        all_f32(first, s.L, s.a, s.b, s.count, de);                                                                         \
    }                                                                                                                       \
    target static void build##_f64(const double first[3], sct_labs_f64 s, double *de)                                       \
    {                                                                                                                       \
        all_f64(first, s.L, s.a, s.b, s.count, de);                                                                         \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

static int runs_anywhere(void)
{
    return 1;
}
BUILD(plain, )

#if defined(__x86_64__) || defined(__i386__)
#define HAVE_AVX2_BUILD 1
static int runs_avx2(void)
{
    return __builtin_cpu_supports("avx2") != 0;
}
BUILD(avx2, __attribute__((target("avx2"))))
#endif

#if defined(HAVE_AVX2_BUILD) && !defined(__clang__) /* clang's attribute cannot ask for 512-bit registers */
#define HAVE_AVX512_BUILD 1
static int runs_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
}
BUILD(avx512, __attribute__((target("avx512f,avx512dq,prefer-vector-width=512"))))
#endif

static const colour_de2000_build BUILDS[] = {
#ifdef HAVE_AVX512_BUILD
    {"AVX-512", runs_avx512, avx512_f32, avx512_f64},
#endif
#ifdef HAVE_AVX2_BUILD
    {"AVX2", runs_avx2, avx2_f32, avx2_f64},
#endif
    {"any processor", runs_anywhere, plain_f32, plain_f64},
};

const colour_de2000_build *colour_de2000_builds(size_t *count)
{
    if (count)
        *count = sizeof BUILDS / sizeof *BUILDS;
    return BUILDS;
}

static const colour_de2000_build *fastest_here(void)
{
    const colour_de2000_build *build = BUILDS;
    while (!build->runs_here()) /* the last one always does */
        build++;
    return build;
}

void sct_de2000_batch_f32(sct_lab reference, sct_labs_f32 samples, float *de)
{
    if (!de)
        return;
    for (size_t i = 0; i < samples.count && !(samples.L && samples.a && samples.b); i++)
        de[i] = NAN;
    if (samples.L && samples.a && samples.b)
        fastest_here()->f32((const float[]){(float)reference.L, (float)reference.a, (float)reference.b}, samples, de);
}

void sct_de2000_batch_f64(sct_lab reference, sct_labs_f64 samples, double *de)
{
    if (!de)
        return;
    for (size_t i = 0; i < samples.count && !(samples.L && samples.a && samples.b); i++)
        de[i] = (double)NAN;
    if (samples.L && samples.a && samples.b)
        fastest_here()->f64((const double[]){reference.L, reference.a, reference.b}, samples, de);
}
