/*
 * tests/skin/test_pigment.c - the pigments' optics computed again from their
 * complex refractive indices: Mie theory after Bohren & Huffman (1983, appendix
 * A), written independently of the program that made the table.
 */
#include "skin/pigment.h"
#include "support/support.h"

#include <complex.h>

static const double complex i1 = (double complex)I;

typedef struct mie_answer {
    double extinction, scattering, g;
} mie_answer;

/* Efficiencies of a sphere of relative index m (n + ik) and size parameter x. */
static mie_answer mie(double complex m, double x)
{
    enum { TERMS = 200 };
    double complex D[TERMS + 2] = {0}, a[TERMS] = {0}, b[TERMS] = {0};
    int last = (int)ceil(x + 4 * cbrt(x) + 2), start = (int)fmax(last, cabs(m * x)) + 16;
    assert_true(start < TERMS);
    for (int n = start; n > 0; n--) /* logarithmic derivative, downwards */
        D[n - 1] = n / (m * x) - 1 / (D[n] + n / (m * x));
    double psi0 = cos(x), psi1 = sin(x), chi0 = -sin(x), chi1 = cos(x);
    mie_answer q = {0, 0, 0};
    for (int n = 1; n <= last; n++) {
        double psi = (2 * n - 1) * psi1 / x - psi0, chi = (2 * n - 1) * chi1 / x - chi0;
        double complex xi = psi - i1 * chi, xi1 = psi1 - i1 * chi1;
        double complex da = D[n] / m + n / x, db = m * D[n] + n / x;
        a[n] = (da * psi - psi1) / (da * xi - xi1);
        b[n] = (db * psi - psi1) / (db * xi - xi1);
        psi0 = psi1;
        psi1 = psi;
        chi0 = chi1;
        chi1 = chi;
        double norm = 2 / (x * x);
        q.extinction += norm * (2 * n + 1) * creal(a[n] + b[n]);
        q.scattering += norm * (2 * n + 1) * (pow(cabs(a[n]), 2) + pow(cabs(b[n]), 2));
        double complex pair = a[n - 1] * conj(a[n]) + b[n - 1] * conj(b[n]);
        q.g +=
            2 * norm *
            ((n - 1.0) * (n + 1) / n * (n > 1) * creal(pair) + (2 * n + 1.0) / (n * (n + 1.0)) * creal(a[n] * conj(b[n])));
    }
    q.g /= q.scattering;
    return q;
}

/* Querry 1985 as tabulated by refractiveindex.info (CC0), 400 to 700 nm by 10 nm. */
static const double hematite_n[SCT_WAVELENGTHS] = {
    2.756, 2.863, 2.962, 3.052, 3.126, 3.181, 3.217, 3.242, 3.264, 3.280, 3.282, 3.272, 3.262, 3.266, 3.286, 3.318,
    3.348, 3.361, 3.348, 3.312, 3.265, 3.218, 3.175, 3.135, 3.102, 3.074, 3.051, 3.029, 3.008, 2.990, 2.972};
static const double hematite_k[SCT_WAVELENGTHS] = {1.294, 1.271, 1.231, 1.173, 1.101, 1.020, .943, .874, .809, .741, .675,
                                                   .622,  .587,  .564,  .538,  .498,  .437,  .357, .274, .202, .149, .114,
                                                   .089,  .073,  .065,  .057,  .051,  .043,  .038, .034, .031};
static const double magnetite_n[SCT_WAVELENGTHS] = {
    2.462, 2.453, 2.440, 2.423, 2.404, 2.386, 2.374, 2.367, 2.365, 2.364, 2.359, 2.354, 2.349, 2.346, 2.344, 2.343,
    2.342, 2.342, 2.342, 2.344, 2.346, 2.350, 2.353, 2.358, 2.366, 2.366, 2.363, 2.364, 2.362, 2.359, 2.355};
static const double magnetite_k[SCT_WAVELENGTHS] = {.062, .047, .034, .026, .026, .032, .042, .054, .063, .067, .071,
                                                    .077, .083, .091, .099, .105, .112, .118, .125, .131, .136, .141,
                                                    .144, .148, .145, .138, .137, .135, .131, .127, .124};

static double complex index_of(const char *ci, int l)
{
    double um = 0.4 + 0.01 * l;
    if (strncmp(ci, "77266", 5) == 0)
        return 1.95 + 0.79 * i1;
    if (strcmp(ci, "77891") == 0)
        return sqrt(5.913 + 0.2441 / (um * um - 0.0803));
    if (strcmp(ci, "77491") == 0)
        return hematite_n[l] + hematite_k[l] * i1;
    if (strcmp(ci, "77499") == 0)
        return magnetite_n[l] + magnetite_k[l] * i1;
    double n = 2.46 + 0.25 * (pow(0.55 / um, 2) - 1),
           k = hematite_k[SCT_WAVELENGTHS - 1] * exp(-(1000 * um + 75 - 700) / 60);
    if (l + 8 < SCT_WAVELENGTHS)
        k = (hematite_k[l + 7] + hematite_k[l + 8]) / 2;
    return n + k * i1;
}

static void mie_theory(void **state)
{
    (void)state;
    mie_answer q = mie(1.5, 10); /* Wiscombe 1979, NCAR/TN-140, test case: Qext 2.8820 */
    assert_near(q.extinction, 2.8820, 5e-5);
    assert_near(q.scattering, q.extinction, 1e-12);
    q = mie(1.33 + 1e-5 * i1, 1); /* the same report: Qsca 0.093923, g 0.184517 */
    assert_near(q.scattering, 0.093923, 2e-6);
    assert_near(q.g, 0.184517, 2e-6);
}

static void table_rows(void **state)
{
    (void)state;
    const double medium = 1.36;
    double worst = 0;
    for (int p = 0; p < SKIN_PIGMENTS; p++) {
        const skin_pigment *row = &skin_pigment_table[p];
        int is = skin_pigment_find(row->ci);
        assert_int_equal(is, p);
        double median = strcmp(row->ci, "77266") == 0       ? 100
                        : strcmp(row->ci, "77266-300") == 0 ? 300
                        : strcmp(row->ci, "77891") == 0     ? 250
                                                            : 200;
        double spread = strcmp(row->ci, "77891") == 0 ? 1.3 : 1.5;
        for (int l = 0; l < SCT_WAVELENGTHS; l += 6) {
            double volume = 0, absorption = 0, scattering = 0, forward = 0;
            for (int i = 0; i <= 40; i++) { /* sizes within 3 sigma */
                double z = -3 + 0.15 * i, d = median * exp(z * log(spread)), weight = exp(-0.5 * z * z);
                double section = weight * 3.14159265358979 / 4 * d * d;
                mie_answer q = mie(index_of(row->ci, l) / medium, 3.14159265358979 * d * medium / (400 + 10 * l));
                volume += weight * 3.14159265358979 / 6 * d * d * d;
                absorption += section * (q.extinction - q.scattering);
                scattering += section * q.scattering;
                forward += section * q.scattering * q.g;
            }
            double got[] = {absorption / volume * 1e7, scattering / volume * 1e7, forward / scattering};
            const double want[] = {row->absorption[l], row->scattering[l], row->anisotropy[l]};
            for (int k = 0; k < 3; k++) {
                double error = fabs(got[k] - want[k]) / fmax(want[k], 1e-3);
                worst = fmax(worst, error);
                assert_near(got[k], want[k], 1e-5 * fmax(want[k], 1e-3));
            }
        }
    }
    figure("%d pigments recomputed by Mie theory: within %.1e of the table", SKIN_PIGMENTS, worst);
}

/* 6.8 m2/g against 7.5 +- 1.2 measured for soot in air at 550 nm (Bond & Bergstrom 2006). */
static void carbon_absorbs_as_measured(void **state)
{
    (void)state;
    const skin_pigment *carbon = &skin_pigment_table[skin_pigment_find("77266")];
    double per_gram = carbon->absorption[15] / carbon->density * 1e-4;
    figure("carbon black: mass absorption %.1f m2/g at 550 nm", per_gram);
    assert_near(per_gram, 7.5, 1.2);
    assert_int_equal(skin_pigment_find("12345"), -1);
    assert_int_equal(skin_pigment_find(NULL), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mie_theory),
        cmocka_unit_test(table_rows),
        cmocka_unit_test(carbon_absorbs_as_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
