/*
 * engine/num/fit.c - bounded nonlinear least squares: MINPACK's lmdif (More,
 * Garbow & Hillstrom 1980) in cminpack, over z with
 * x = lo + (hi - lo) (1 + sin z) / 2, so that no step leaves the bounds.
 */
#include "num/num.h"

#include <cminpack.h>
#include <math.h>
#include <string.h>

enum { N_MAX = 16, M_MAX = 512 }; /* 16 films of 31 wavelengths and their priors */

typedef struct problem {
    num_residual_fn f;
    void *user;
    const double *lo, *hi;
} problem;

static void inside_of(const problem *p, const double *z, double *x, int n)
{
    for (int i = 0; i < n; i++)
        x[i] = p->lo[i] + (p->hi[i] - p->lo[i]) * 0.5 * (1 + sin(z[i]));
}

static int residuals_at(void *user, int m, int n, const double *z, double *out, int flag)
{
    const problem *p = user;
    double x[N_MAX];
    (void)flag;
    inside_of(p, z, x, n);
    return p->f(p->user, x, n, out, m) ? -1 : 0;
}

/* Forward differences in x, stepping inwards at a bound; room for m residuals twice. */
static int jacobian_at(const problem *p, const double *x, int n, int m, double *room, double *out)
{
    double *base = room, *moved = room + m, at[N_MAX];
    if (p->f(p->user, x, n, base, m))
        return 0;
    for (int i = 0; i < n; i++) {
        memcpy(at, x, (size_t)n * sizeof *at);
        double h = 1e-4 * (p->hi[i] - p->lo[i]);
        if (x[i] + h > p->hi[i])
            h = -h;
        at[i] += h;
        if (p->f(p->user, at, n, moved, m))
            return 0;
        for (int r = 0; r < m; r++)
            out[r * n + i] = (moved[r] - base[r]) / h;
    }
    return 1;
}

double num_least_squares(num_residual_fn f, void *user, double *x, const double *lo, const double *hi, int n, int m,
                         int max_evaluations, double *room, double *jacobian)
{
    if (n < 1 || n > N_MAX || m < n || m > M_MAX)
        return (double)NAN;
    problem p = {f, user, lo, hi};
    double z[N_MAX], diag[N_MAX], qtf[N_MAX], wa1[N_MAX], wa2[N_MAX], wa3[N_MAX];
    double *fvec = room, *wa4 = room + m, *fjac = room + (size_t)2 * (size_t)m;
    int ipvt[N_MAX], evaluations = 0;
    for (int i = 0; i < n; i++) {
        double t = 2 * (x[i] - lo[i]) / (hi[i] - lo[i]) - 1;
        z[i] = asin(fmax(-0.999, fmin(0.999, t))); /* off the bound, where the derivative vanishes */
    }
    int info = lmdif(residuals_at, &p, m, n, z, fvec, 1e-9, 1e-9, 0, max_evaluations, 1e-7, diag, 1, 1.0, 0, &evaluations,
                     fjac, m, ipvt, qtf, wa1, wa2, wa3, wa4);
    if (info < 0 || info == 0)
        return (double)NAN;
    inside_of(&p, z, x, n);
    double sum = 0;
    for (int r = 0; r < m; r++)
        sum += fvec[r] * fvec[r];
    if (jacobian && !jacobian_at(&p, x, n, m, room, jacobian))
        return (double)NAN;
    return sum;
}
