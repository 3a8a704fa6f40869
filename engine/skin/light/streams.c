/*
 * engine/skin/light/streams.c - the directions in which light is followed.
 *
 * Radiance is sampled at N cosines mu_i with weights w_i (Prahl, van Gemert &
 * Welch, Appl. Opt. 32, 559 (1993), doi 10.1364/AO.32.000559, sec. 3). Below a
 * surface of refractive index n light beyond the critical angle never leaves,
 * so the interval is cut at mu_c = sqrt(1 - 1/n^2): N/2 Gauss points on
 * [0, mu_c], N/2 right Radau points on [mu_c, 1], whose last node is mu = 1,
 * the incident beam. With n = 1 there is no critical angle: N Radau points.
 * Both rules integrate polynomials up to degree N - 2 exactly, which is what
 * conserves energy in slab_kernel.h.
 * Proved by: tests/skin/test_slab.c (nodes and weights to 1e-9).
 */
#include "skin/light/slab.h"

#include <math.h>

/* P_n(x) and P_{n-1}(x) by Bonnet's recursion (k+1) P_{k+1} = (2k+1) x P_k - k P_{k-1}. */
static void legendre(int n, double x, double *p, double *before)
{
    double p0 = 1, p1 = x;
    for (int k = 1; k < n; k++) {
        double p2 = ((2 * k + 1) * x * p1 - k * p0) / (k + 1);
        p0 = p1;
        p1 = p2;
    }
    *p = p1;
    *before = p0;
}

/* Gauss points on [-1, 1], ascending: zeros of P_m by Newton's method, w = 2 / ((1 - x^2) P'_m^2). */
static void gauss(int m, double *x, double *w)
{
    for (int i = 0; i < m; i++) {
        double at = -cos(NUM_PI * (i + 0.75) / (m + 0.5)), slope = 1;
        for (int round = 0; round < 12; round++) {
            double p, before;
            legendre(m, at, &p, &before);
            slope = m * (before - at * p) / (1 - at * at);
            at -= p / slope;
        }
        x[i] = at;
        w[i] = 2 / ((1 - at * at) * slope * slope);
    }
}

/*
 * Right Radau points on [-1, 1], ascending: zeros of f = P_{m-1} - P_m, which
 * include +1, by Newton's method on f / (1 - x); w = (1 + x) / (m P_{m-1})^2,
 * w(+1) = 2 / m^2 (Abramowitz & Stegun 25.4.31, mirrored).
 */
static void radau(int m, double *x, double *w)
{
    for (int i = 0; i < m - 1; i++) {
        double at = cos(2 * NUM_PI * (m - 1 - i) / (2 * m - 1)), last = 1;
        for (int round = 0; round < 16; round++) {
            double pm, p, earlier, unused;
            legendre(m, at, &pm, &p);
            legendre(m - 1, at, &unused, &earlier);
            double q = 1 - at * at, f = p - pm;
            double slope = ((m - 1) * (earlier - at * p) - m * (p - at * pm)) / q;
            at -= f / (slope + f / (1 - at));
            last = p;
        }
        x[i] = at;
        w[i] = (1 + at) / ((double)m * m * last * last);
    }
    x[m - 1] = 1;
    w[m - 1] = 2.0 / (m * m);
}

/* Unpolarised Fresnel reflectance from inside (index n) to air at cosine c; 1 beyond the critical angle. */
static double fresnel(double n, double c)
{
    double sine = n * sqrt(1 - c * c);
    if (sine >= 1)
        return 1;
    double out = sqrt(1 - sine * sine);
    double rs = (n * c - out) / (n * c + out), rp = (n * out - c) / (n * out + c);
    return 0.5 * (rs * rs + rp * rp);
}

static void place(skin_streams *s, int first, int count, const double *x, const double *w, double lo, double hi)
{
    for (int i = 0; i < count; i++) {
        s->mu[first + i] = lo + (hi - lo) * 0.5 * (x[i] + 1);
        s->w[first + i] = 0.5 * (hi - lo) * w[i];
    }
}

void skin_streams_init(skin_streams *s, int n, double index)
{
    double x[SKIN_STREAMS_MAX], w[SKIN_STREAMS_MAX];
    s->n = n;
    s->index = index;
    if (index > 1) {
        double critical = sqrt(1 - 1 / (index * index));
        gauss(n / 2, x, w);
        place(s, 0, n / 2, x, w, 0, critical);
        radau(n / 2, x, w);
        place(s, n / 2, n / 2, x, w, critical, 1);
    } else {
        radau(n, x, w);
        place(s, 0, n, x, w, 0, 1);
    }
    double step = (index - 1) / (index + 1);
    s->specular = step * step;
    for (int i = 0; i < n; i++) {
        s->rho[i] = index > 1 ? fresnel(index, s->mu[i]) : 0;
        s->root[i] = sqrt(s->w[i] * s->mu[i]);
        for (int k = 0; k < n; k++) {
            double p, before;
            legendre(k, s->mu[i], &p, &before);
            s->p[k][i] = sqrt(s->w[i] / s->mu[i]) * (k == 0 ? 1 : p);
        }
    }
}
