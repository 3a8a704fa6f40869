/* engine/num/robust.c - order statistics. */
#include "num/num.h"

#include <math.h>
#include <stdlib.h>

/* Hoare's quickselect with a median-of-three pivot: the value at place k; what is left of it is no larger, what is right of
 * it no smaller. For each kind of number, so that neither is converted. */
#define DEFINE_SELECT(name, real)                                                                                           \
    static real name(real *values, size_t n, size_t k) /* NOLINT(bugprone-macro-parentheses): a type */                     \
    {                                                                                                                       \
        size_t lo = 0, hi = n - 1;                                                                                          \
        while (lo < hi) {                                                                                                   \
            size_t mid = lo + (hi - lo) / 2, i = lo, j = hi;                                                                \
            real a = values[lo], b = values[mid], c = values[hi];                                                           \
            real pivot = a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);                                 \
            for (;;) {                                                                                                      \
                while (values[i] < pivot)                                                                                   \
                    i++;                                                                                                    \
                while (values[j] > pivot)                                                                                   \
                    j--;                                                                                                    \
                if (i >= j)                                                                                                 \
                    break;                                                                                                  \
                real t = values[i];                                                                                         \
                values[i++] = values[j];                                                                                    \
                values[j--] = t;                                                                                            \
            }                                                                                                               \
            if (k <= j)                                                                                                     \
                hi = j;                                                                                                     \
            else                                                                                                            \
                lo = j + 1;                                                                                                 \
        }                                                                                                                   \
        return values[k];                                                                                                   \
    }
DEFINE_SELECT(select_float, float)
DEFINE_SELECT(select_double, double)

float num_select(float *values, size_t n, size_t k)
{
    return select_float(values, n, k);
}

double num_median(float *values, size_t n)
{
    if (n == 0)
        return (double)NAN;
    double upper = (double)num_select(values, n, n / 2);
    if (n % 2)
        return upper;
    float lower = values[0];
    for (size_t i = 1; i < n / 2; i++)
        if (values[i] > lower)
            lower = values[i];
    return (upper + (double)lower) / 2;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void num_sort(double *values, size_t n)
{
    qsort(values, n, sizeof *values, compare_doubles);
}

double num_quantile(double *values, size_t n, double q)
{
    if (n == 0 || !(q >= 0 && q <= 1))
        return (double)NAN;
    double at = q * (double)(n - 1);
    size_t i = (size_t)at;
    double lower = select_double(values, n, i), upper = lower;
    if (i + 1 < n)
        upper = values[i + 1];
    for (size_t k = i + 2; k < n; k++)
        upper = values[k] < upper ? values[k] : upper;
    return lower + (at - (double)i) * (upper - lower);
}

double num_student(double z, double freedom)
{
    double s = z * z;
    double g1 = z * (s + 1) / 4, g2 = z * ((5 * s + 16) * s + 3) / 96, g3 = z * (((3 * s + 19) * s + 17) * s - 15) / 384;
    double g4 = z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160;
    return z + (g1 + (g2 + (g3 + g4 / freedom) / freedom) / freedom) / freedom;
}
