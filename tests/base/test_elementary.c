/*
 * tests/base/test_elementary.c - exp, log, sin and their kin: against values computed to 70 digits (Python's decimal, from
 * the series), against the C library's long doubles where those are longer, in special cases, and to the last bit against
 * what other machines give.
 */
#include "base/base.h"
#include "num/num.h"
#include "support/support.h"

#include <float.h>

typedef long double wide;

/* A function of one or two numbers, where it is tried, and how far from the truth it may be, in units of the last place. */
static const struct {
    const char *name;
    double (*one)(double);
    double (*two)(double, double);
    wide (*wide_one)(wide);
    wide (*wide_two)(wide, wide);
    double low, high, units;
} functions[] = {
    {"exp", elementary_exp, NULL, expl, NULL, -708, 709, 0.76},
    {"exp", elementary_exp, NULL, expl, NULL, -1, 1, 0.76},
    {"log", elementary_log, NULL, logl, NULL, 0, 100, 1},
    {"log", elementary_log, NULL, logl, NULL, 0.9, 1.1, 1},
    {"log2", elementary_log2, NULL, log2l, NULL, 0, 100, 0.51},
    {"log2", elementary_log2, NULL, log2l, NULL, 0.9, 1.1, 0.51},
    {"log10", elementary_log10, NULL, log10l, NULL, 0, 100, 0.51},
    {"log1p", elementary_log1p, NULL, log1pl, NULL, -0.9, 100, 3},
    {"log1p", elementary_log1p, NULL, log1pl, NULL, -1e-3, 1e-3, 3},
    {"cbrt", elementary_cbrt, NULL, cbrtl, NULL, -100, 100, 0.67},
    {"sin", elementary_sin, NULL, sinl, NULL, -7, 7, 1},
    {"sin", elementary_sin, NULL, sinl, NULL, -1e6, 1e6, 1},
    {"cos", elementary_cos, NULL, cosl, NULL, -7, 7, 1},
    {"cos", elementary_cos, NULL, cosl, NULL, -1e6, 1e6, 1},
    {"asin", elementary_asin, NULL, asinl, NULL, -1, 1, 2},
    {"acos", elementary_acos, NULL, acosl, NULL, -1, 1, 2},
    {"erf", elementary_erf, NULL, erfl, NULL, -6, 6, 1},
    {"erfc", elementary_erfc, NULL, erfcl, NULL, -6, 20, 3},
    {"pow", NULL, elementary_pow, NULL, powl, 0, 12, 1},
    {"pow", NULL, elementary_pow, NULL, powl, 0, 1, 1},
    {"hypot", NULL, elementary_hypot, NULL, hypotl, -100, 100, 1.25},
    {"atan2", NULL, elementary_atan2, NULL, atan2l, -3, 3, 1.5},
};
enum { FUNCTIONS = sizeof functions / sizeof *functions, TRIES = 20000 };

static const struct {
    const char *name;
    double x, y, truth;
} vectors[] = {
    {"exp", 0x1.0000000000000p+0, 0, 0x1.5bf0a8b145769p+1},
    {"exp", -0x1.3333333333333p-2, 0, 0x1.7b4c869c37c05p-1},
    {"exp", 0x1.4f8b588e368f1p-17, 0, 0x1.0000a7c5e340ep+0},
    {"exp", 0x1.d000000000000p+2, 0, 0x1.6006b5d53e8d9p+10},
    {"exp", -0x1.0a66666666666p+5, 0, 0x1.f165bb9b59d94p-49},
    {"exp", 0x1.5e0cccccccccdp+9, 0, 0x1.058614179b2a5p+1010},
    {"exp", -0x1.7480000000000p+9, 0, 0x0.0000000000001p-1022},
    {"log", 0x1.0000000000000p+1, 0, 0x1.62e42fefa39efp-1},
    {"log", 0x1.0000035afe535p-1, 0, -0x1.62e42939a7039p-1},
    {"log", 0x1.000001ad7f29bp+0, 0, 0x1.ad7f2847b6492p-24},
    {"log", 0x1.6666666666666p-1, 0, -0x1.6d3c324e13f50p-2},
    {"log", 0x1.56e1fc2f8f359p-997, 0, -0x1.5963447f87fb5p+9},
    {"log", 0x1.81cd6c8b43958p+13, 0, 0x1.2d79559791e31p+3},
    {"log", 0x0.0000000000001p-1022, 0, -0x1.74385446d71c3p+9},
    {"log2", 0x1.8000000000000p+1, 0, 0x1.95c01a39fbd68p+0},
    {"log2", 0x1.999999999999ap-4, 0, -0x1.a934f0979a371p+1},
    {"log2", 0x1.68f5c28f5c28fp+0, 0, 0x1.fb97834105ea6p-2},
    {"log2", 0x1.2a05f20000000p+33, 0, 0x1.09c1165ec0627p+5},
    {"log10", 0x1.f400000000000p+9, 0, 0x1.8000000000000p+1},
    {"log10", 0x1.47ae147ae147bp-6, 0, -0x1.b2efb2bd82180p+0},
    {"log10", 0x1.c000000000000p+2, 0, 0x1.b0b0b0b78cc3fp-1},
    {"log10", 0x1.19799812dea11p-40, 0, -0x1.8000000000000p+3},
    {"log1p", 0x1.12e0be826d695p-30, 0, 0x1.12e0be801f1d9p-30},
    {"log1p", -0x1.999999999999ap-2, 0, -0x1.058aefa811452p-1},
    {"log1p", 0x1.3333333333333p-2, 0, 0x1.0ca937be1b9dcp-2},
    {"log1p", 0x1.9000000000000p+4, 0, 0x1.a1094eaf01acdp+1},
    {"cbrt", 0x1.0000000000000p+1, 0, 0x1.428a2f98d728bp+0},
    {"cbrt", -0x1.6666666666666p-1, 0, -0x1.c69b5a72f1a99p-1},
    {"cbrt", 0x1.0624dd2f1a9fcp-10, 0, 0x1.999999999999ap-4},
    {"cbrt", 0x1.7e43c8800759cp+996, 0, 0x1.249ad2594c37dp+332},
    {"cbrt", 0x0.0000000000001p-1022, 0, 0x1.0000000000000p-358},
    {"sin", 0x1.0000000000000p-1, 0, 0x1.eaee8744b05f0p-2},
    {"sin", 0x1.921fb54442d11p+1, 0, 0x1.d1a62633145c0p-49},
    {"sin", -0x1.199999999999ap+1, 0, -0x1.9df33d9aad708p-1},
    {"sin", 0x1.9000000000000p+6, 0, -0x1.03425b78c4db8p-1},
    {"sin", 0x1.e848000000000p+19, 0, -0x1.6664b2568d867p-2},
    {"sin", 0x1.a36e2eb1c432dp-14, 0, 0x1.a36e2ea609cc8p-14},
    {"cos", 0x1.0000000000000p-1, 0, 0x1.c1528065b7d50p-1},
    {"cos", 0x1.921fb54442d18p+0, 0, 0x1.1a62633145c07p-54},
    {"cos", -0x1.199999999999ap+1, 0, -0x1.2d5004b88ad70p-1},
    {"cos", 0x1.9000000000000p+6, 0, 0x1.b981dbf665fdfp-1},
    {"cos", 0x1.e848000000000p+19, 0, 0x1.df9df9906d32cp-1},
    {"asin", 0x1.0000000000000p-1, 0, 0x1.0c152382d7366p-1},
    {"asin", -0x1.ff7ced916872bp-1, 0, -0x1.86ac9ad18f803p+0},
    {"asin", 0x1.0624dd2f1a9fcp-10, 0, 0x1.0624e00c1cb16p-10},
    {"acos", 0x1.0000000000000p-1, 0, 0x1.0c152382d7366p+0},
    {"acos", -0x1.ff7ced916872bp-1, 0, 0x1.8c66280ae928ep+1},
    {"acos", 0x1.fffffca501acbp-1, 0, 0x1.d4effc851e7f2p-12},
    {"erf", 0x1.3333333333333p-2, 0, 0x1.50838881dea0fp-2},
    {"erf", 0x1.ccccccccccccdp-1, 0, 0x1.98045a6c8a2e6p-1},
    {"erf", -0x1.b333333333333p+0, 0, -0x1.f7b3620b8747bp-1},
    {"erf", 0x1.a666666666666p+1, 0, 0x1.ffff9966790c8p-1},
    {"erfc", 0x1.999999999999ap-4, 0, 0x1.c66b42bb60999p-1},
    {"erfc", 0x1.0000000000000p-1, 0, 0x1.eb02147ce245cp-2},
    {"erfc", 0x1.199999999999ap+0, 0, 0x1.eaae16c67ea00p-4},
    {"erfc", 0x1.199999999999ap+1, 0, 0x1.e8557fb58fefdp-10},
    {"erfc", 0x1.4000000000000p+2, 0, 0x1.b0c1a759f7739p-40},
    {"erfc", -0x1.8000000000000p+0, 0, 0x1.f752aab89bd70p+0},
    {"pow", 0x1.0000000000000p-1, 0x1.3333333333333p+1, 0x1.8406003b2ae5dp-3},
    {"pow", 0x1.aacd9e83e425bp-5, 0x1.aaaaaaaaaaaabp-2, 0x1.2afc17415746ep-2},
    {"pow", 0x1.8000000000000p+0, -0x1.999999999999ap-3, 0x1.d81e873664cdfp-1},
    {"pow", 0x1.ffffde7210be9p-1, 0x1.7d78400000000p+26, 0x1.a8bc8169db4cap-145},
    {"pow", 0x1.4000000000000p+3, 0x1.2c00000000000p+8, 0x1.7e43c8800759cp+996},
    {"pow", 0x1.56e1fc2f8f359p-997, 0x1.11eb851eb851fp+0, 0x0.00000000000cap-1022},
    {"pow", 0x1.75c28f5c28f5cp-1, 0x1.ae147ae147ae1p-2, 0x1.c09b439acb061p-1},
    {"hypot", 0x1.8000000000000p+1, 0x1.0000000000000p+2, 0x1.4000000000000p+2},
    {"hypot", 0x1.0624dd2f1a9fcp-10, 0x1.ecccccccccccdp+2, 0x1.eccccd128603cp+2},
    {"hypot", 0x1.7e43c8800759cp+996, 0x1.7e43c8800759cp+996, 0x1.0e4d50f99b211p+997},
    {"hypot", 0x0.012688b70e62bp-1022, 0x0.024d116e1cc56p-1022, 0x0.0292991fdae04p-1022},
    {"atan2", 0x1.0000000000000p+0, 0x1.0000000000000p+1, 0x1.dac670561bb4fp-2},
    {"atan2", -0x1.3333333333333p-2, -0x1.6666666666666p+0, -0x1.771a9a0af69dep+1},
    {"atan2", 0x1.4000000000000p+2, -0x1.0624dd2f1a9fcp-10, 0x1.922cd0b5b5711p+0},
    {"atan2", 0x1.12e0be826d695p-30, -0x1.8000000000000p+1, 0x1.921fb5438b910p+1},
    {"atan2", 0x1.6666666666666p-1, 0x1.6666666666666p-1, 0x1.921fb54442d18p-1},
};

/* How far a value is from the truth, in units of the truth's last place. */
static double units_off(double value, wide truth)
{
    double nearest = (double)truth, least = nextafter(0, 1),
           unit = fmax(nextafter(fabs(nearest), HUGE_VAL) - fabs(nearest), least);
    return (double)(fabsl((wide)value - truth) / (wide)unit);
}

static double call(size_t i, double x, double y)
{
    return functions[i].one ? functions[i].one(x) : functions[i].two(x, y);
}

static void published_digits(void **state)
{
    (void)state;
    for (size_t v = 0; v < sizeof vectors / sizeof *vectors; v++) {
        size_t i = 0;
        while (strcmp(functions[i].name, vectors[v].name) != 0)
            i++;
        double off = units_off(call(i, vectors[v].x, vectors[v].y), vectors[v].truth);
        if (!(off <= ceil(functions[i].units)))
            fail_msg("%s(%a, %a) is off by %g units", vectors[v].name, vectors[v].x, vectors[v].y, off);
    }
}

static void long_doubles(void **state)
{
    (void)state;
    if (LDBL_MANT_DIG <= DBL_MANT_DIG)
        skip();
    num_rng rng;
    num_rng_seed(&rng, 1);
    for (size_t i = 0; i < FUNCTIONS; i++) {
        double worst = 0, width = functions[i].high - functions[i].low;
        for (int n = 0; n < TRIES; n++) {
            double x = functions[i].low + width * num_rng_uniform(&rng),
                   y = functions[i].low + width * num_rng_uniform(&rng);
            wide truth = functions[i].wide_one ? functions[i].wide_one((wide)x) : functions[i].wide_two((wide)x, (wide)y);
            worst = fmax(worst, units_off(call(i, x, y), truth));
        }
        if (!(worst <= functions[i].units))
            fail_msg("%s within [%g, %g] is off by %g units", functions[i].name, functions[i].low, functions[i].high, worst);
        figure("%s within [%g, %g]: off by %.3f units in the last place at most", functions[i].name, functions[i].low,
               functions[i].high, worst);
    }
}

static void log_of_gamma(void **state)
{
    (void)state;
    for (double x = 0.25; x < 3000; x *= 1.01) {
        double truth = (double)lgammal((wide)x);
        assert_near(elementary_lgamma(x), truth, 1e-13 * fmax(1, fabs(truth)));
    }
}

static void special_cases(void **state)
{
    (void)state;
    const double inf = HUGE_VAL;
    assert_true(isnan(elementary_exp((double)NAN)) && isnan(elementary_log(-1)) && isnan(elementary_log((double)NAN)) &&
                isnan(elementary_sin(inf)));
    assert_true(isnan(elementary_pow(-8, 1.0 / 3)) && isnan(elementary_acos(1.1)) &&
                isnan(elementary_hypot((double)NAN, 1)));
    assert_true(isnan(elementary_erf((double)NAN)) && isnan(elementary_atan2((double)NAN, 1)) &&
                isnan(elementary_cbrt((double)NAN)) && isnan(elementary_cos((double)NAN)));
    const double equal[][2] = {{elementary_exp(-inf), 0},
                               {elementary_exp(inf), inf},
                               {elementary_exp(0), 1},
                               {elementary_exp(710), inf},
                               {elementary_exp(-746), 0},
                               {elementary_log(0), -inf},
                               {elementary_log(1), 0},
                               {elementary_log(inf), inf},
                               {elementary_log2(1024), 10},
                               {elementary_log2(0x1p-1074), -1074},
                               {elementary_log10(1000), 3},
                               {elementary_log10(1e-5), -5},
                               {elementary_log1p(0), 0},
                               {elementary_log1p(-1), -inf},
                               {elementary_pow(0, 0), 1},
                               {elementary_pow((double)NAN, 0), 1},
                               {elementary_pow(0, 2.4), 0},
                               {elementary_pow(0, -1), inf},
                               {elementary_pow(-2, 3), -8},
                               {elementary_pow(-2, -2), 0.25},
                               {elementary_pow(inf, -1), 0},
                               {elementary_pow(0.5, inf), 0},
                               {elementary_pow(2, 1e300), inf},
                               {elementary_pow(10, 15), 1e15},
                               {elementary_cbrt(-27), -3},
                               {elementary_cbrt(inf), inf},
                               {elementary_hypot(3, -4), 5},
                               {elementary_hypot(-inf, (double)NAN), inf},
                               {elementary_sin(0), 0},
                               {elementary_cos(0), 1},
                               {elementary_atan2(0, 1), 0},
                               {elementary_atan2(0, -1), NUM_PI},
                               {elementary_atan2(1, 0), NUM_PI / 2},
                               {elementary_atan2(inf, inf), NUM_PI / 4},
                               {elementary_acos(-1), NUM_PI},
                               {elementary_erf(inf), 1},
                               {elementary_erfc(-inf), 2},
                               {elementary_erfc(30), 0}};
    for (size_t i = 0; i < sizeof equal / sizeof *equal; i++)
        if (!(equal[i][0] == equal[i][1]))
            fail_msg("special case %zu: %a is not %a", i, equal[i][0], equal[i][1]);
    assert_true(signbit(elementary_atan2(-0.0, 1)) && signbit(elementary_sin(-0.0)) && signbit(elementary_cbrt(-0.0)));
}

/* The digest is that of gcc on x86-64; every compiler and processor has to come to it. */
static void every_machine(void **state)
{
    (void)state;
    static double values[FUNCTIONS * TRIES];
    num_rng rng;
    num_rng_seed(&rng, 2);
    for (size_t i = 0; i < FUNCTIONS; i++)
        for (size_t n = 0; n < TRIES; n++) {
            double width = functions[i].high - functions[i].low;
            double x = functions[i].low + width * num_rng_uniform(&rng),
                   y = functions[i].low + width * num_rng_uniform(&rng);
            values[i * TRIES + n] = call(i, x, y);
        }
    char digest[65];
    sha256_hex(values, sizeof values, digest);
    assert_string_equal(digest, "c222c971046231ea87f4dfd0a6afc2a2df08a18b4d8b802e157e842a608a9c56");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(published_digits), cmocka_unit_test(long_doubles),
                                       cmocka_unit_test(log_of_gamma), cmocka_unit_test(special_cases),
                                       cmocka_unit_test(every_machine)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
