/*
 * engine/num/num.h - small numerics without images or colours: 3x3 matrices,
 * linear and nonlinear least squares, robust statistics, interpolation, random
 * numbers. Deterministic; no allocation unless a function says so.
 */
#ifndef ENGINE_NUM_H
#define ENGINE_NUM_H

#include "base/base.h"

#define NUM_PI           3.14159265358979323846
#define NUM_TWO_SIDED_95 1.959964 /* standard deviations of a normal quantity that hold 95 % of it, either way */

typedef struct num_mat3 {
    double m[3][3];
} num_mat3;
num_mat3 num_mat3_identity(void);
num_mat3 num_mat3_mul(num_mat3 a, num_mat3 b);
num_mat3 num_mat3_transpose(num_mat3 a);
void num_mat3_apply(const num_mat3 *a, const double v[3], double out[3]);
/* Inverse; returns 0 (and leaves *out) when singular. */
int num_mat3_invert(const num_mat3 *a, num_mat3 *out);
/* Lower Cholesky factor of a symmetric positive semi-definite matrix (zero pivots give zero columns). */
num_mat3 num_mat3_cholesky(const num_mat3 *a);

/* Solves A x = b in place (row-major n x n; partial pivoting; destroys A, b becomes x). Returns 0 when singular. */
int num_solve(double *A, double *b, int n);

/* xoshiro256** seeded by splitmix64 (Blackman & Vigna 2018): the same numbers on every machine. */
typedef struct num_rng {
    uint64_t s[4];
} num_rng;
void num_rng_seed(num_rng *rng, uint64_t seed);
uint64_t num_rng_u64(num_rng *rng);
double num_rng_uniform(num_rng *rng);             /* [0, 1) */
double num_rng_normal(num_rng *rng);              /* mean 0, sd 1 */
uint32_t num_rng_below(num_rng *rng, uint32_t n); /* [0, n), unbiased */

/* k-th smallest of n values (k from 0); reorders values. */
float num_select(float *values, size_t n, size_t k);
double num_median(float *values, size_t n); /* mean of the middle two when n is even; reorders; NaN for n = 0 */
void num_sort(double *values, size_t n);    /* ascending */
/* Quantile q in [0, 1], linear between order statistics (Hyndman & Fan type 7); reorders. */
double num_quantile(double *values, size_t n, double q);
/* The quantile of Student's t of `freedom` [3 ..) degrees of freedom that has the normal distribution's z to its left:
 * Abramowitz & Stegun 26.7.5, within 0.3 % at 4 and closer above, for |z| up to 2. */
double num_student(double z, double freedom);

/* Residuals of a model: writes m values for the n parameters x. A non-zero return stops the fit. */
typedef int (*num_residual_fn)(void *user, const double *x, int n, double *residuals, int m);
/*
 * Bounded nonlinear least squares, n <= 16, m <= 512: Levenberg-Marquardt (cminpack lmdif) under a smooth change of
 * variables that keeps lo <= x <= hi. x: start in, answer out. Returns the sum of squares, NaN when it failed.
 * room: NUM_FIT_ROOM(n, m) doubles to work in, whose contents mean nothing.
 * If jacobian is not null it receives d residual / d x at the answer, row-major m x n.
 */
#define NUM_FIT_ROOM(n, m) (((n) + 2) * (m))
double num_least_squares(num_residual_fn f, void *user, double *x, const double *lo, const double *hi, int n, int m,
                         int max_evaluations, double *room, double *jacobian);

#endif
