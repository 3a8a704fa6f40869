/*
 * engine/skin/fit.c - the client inverse: which tissue has this colour?
 *
 * Unknowns, all as logarithms: the melanin column (volume fraction at 70 um of
 * epidermis), blood, base, and, held close to their usual values, oxygen and the
 * thickness of the epidermis. Minimised is
 *     |Lab(q) - target|^2 / s^2 + sum ((q_i - centre_i) / sd_i)^2,  s = 0.3,
 * s being how closely a skin is to be followed, in Lab. Three numbers cannot
 * tell five unknowns apart: the priors decide what the Lab leaves open, and the
 * last two move only for skins that melanin, blood and base cannot reach. With
 * those three alone 23 % of the ISSA faces stay above dE00 0.5: saturated skins
 * want more oxygen, and dark ones a thicker epidermis, whose scattering veils
 * the melanin (their spectral error halves, though only Lab was fitted).
 *
 * Dark skins want more of that veil than 110 um give: they end at the bounds of
 * thickness and base, or above dE00 0.3. Those, and only those, are fitted
 * again with a sixth unknown, how much more the epidermis scatters than the
 * dermis (1.5 times by Salomatina 2006 and Shimojo 2020; the other skins keep
 * the 1 that their Lab cannot tell from 1.5). Chosen on the odd rows of ISSA:
 * dark skins above dE00 0.5 fall from 7 of 29 to 3, their spectral RMSE from
 * 0.0066 to 0.0043, blood and base from their bounds to usual values.
 *
 * Scattering of the dermis stays fixed: bare skin does not tell it, and a healed
 * ink moves with it by dE00 6.
 * Sources of the priors: blood and base, medians and spread of the NIST skins;
 * epidermis 66 +- 14 um on scalps, 66 to 123 um over the face (Selcuk Med. J.,
 * 7154); oxygen 0.4 to 0.75 in skin microvessels.
 *
 * Levenberg-Marquardt (cminpack) from a light and a dark start with 4 streams,
 * finished with 8, whose Lab differs from 4 by 0.1 to 0.6.
 *
 * Covariance. With J = dLab/dq, P the priors' precision and H = J'J/s^2 + P the
 * answer moves with the target as dq = H^-1 J'/s^2 dLab =: K dLab, so
 *     cov(q) = K C K' + H^-1,
 * the measurement's covariance C carried through plus what the model leaves open.
 * Proved by tests/skin/test_fit.c (NIST and ISSA skins, round trips).
 */
#include "skin/tissue.h"

#include <math.h>

enum { MELANIN, BLOOD, BASE, OXYGEN, EPIDERMIS, VEIL, UNKNOWNS, USUAL_UNKNOWNS = VEIL, RESIDUALS = 3 + UNKNOWNS - 1 };
#define THICKEST_UM  110 /* below the usual depth of ink, 120 um */
#define REACHED_DE00 0.3

/* Bounds, and centre and standard deviation (of the logarithm) of the prior. */
static const struct unknown {
    double lo, hi, centre, sd;
} unknowns[UNKNOWNS] = {
    [MELANIN] = {0.001, 0.8, 0.02, 0}, /* none */
    [BLOOD] = {0.0003, 0.15, 0.0075, SKIN_BLOOD_PRIOR_SD},
    [BASE] = {0.01, 5, 0.25, SKIN_BASE_PRIOR_SD},
    [OXYGEN] = {0.2, 1, 0.55, 0.25},
    [EPIDERMIS] = {50, THICKEST_UM, 70, 0.3},
    [VEIL] = {0.7, 2.5, 1, 0.2},
};

typedef struct target {
    sct_tissue tissue;
    sct_lab lab;
    const sct_conditions *conditions;
    int streams;
} target;

static double clamp(double x, double lo, double hi)
{
    return fmin(hi, fmax(lo, x)); /* the bound itself, not its rounded logarithm's exponential */
}

static sct_tissue tissue_at(const target *t, const double q[UNKNOWNS])
{
    sct_tissue tissue = t->tissue;
    double at[UNKNOWNS];
    for (int i = 0; i < UNKNOWNS; i++)
        at[i] = clamp(exp(q[i]), unknowns[i].lo, unknowns[i].hi);
    tissue.blood = at[BLOOD];
    tissue.base = at[BASE];
    tissue.oxygen = at[OXYGEN];
    tissue.epidermis_um = at[EPIDERMIS];
    tissue.epidermis_scatter = at[VEIL];
    tissue.melanin =
        clamp(at[MELANIN] * unknowns[EPIDERMIS].centre / at[EPIDERMIS], unknowns[MELANIN].lo, unknowns[MELANIN].hi);
    return tissue;
}

static sct_lab lab_at(const target *t, const double q[UNKNOWNS])
{
    double r[SKIN_PAD];
    sct_tissue tissue = tissue_at(t, q);
    skin_bare_spectrum(&tissue, t->streams, r);
    return skin_lab(r, t->conditions);
}

static int residuals(void *user, const double *q, int n, double *out, int m)
{
    const target *t = user;
    double full[UNKNOWNS] = {0}; /* the veil's logarithm where it is not asked for */
    (void)m;
    for (int i = 0; i < n; i++)
        full[i] = q[i];
    sct_lab lab = lab_at(t, full);
    out[0] = (lab.L - t->lab.L) / SKIN_MODEL_SD;
    out[1] = (lab.a - t->lab.a) / SKIN_MODEL_SD;
    out[2] = (lab.b - t->lab.b) / SKIN_MODEL_SD;
    for (int i = BLOOD; i < n; i++)
        out[2 + i] = (q[i] - log(unknowns[i].centre)) / unknowns[i].sd;
    return 0;
}

/* cov(q) of the first three unknowns of n from the Jacobian of the residuals (Lab rows over s, prior rows). */
static void carry_covariance(const double jacobian[RESIDUALS * UNKNOWNS], int n, const sct_cov *cov, double out[3][3])
{
    double inverse[UNKNOWNS][UNKNOWNS], gain[3][3];
    for (int c = 0; c < n; c++) {
        double H[UNKNOWNS * UNKNOWNS] = {0}, unit[UNKNOWNS] = {0};
        for (int r = 0; r < n + 2; r++)
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    H[i * n + j] += jacobian[r * n + i] * jacobian[r * n + j];
        for (int i = 0; i < n; i++)
            H[i * n + i] += 1e-6; /* at a bound the Lab may not move at all */
        unit[c] = 1;
        if (!num_solve(H, unit, n))
            unit[c] = 1;
        for (int i = 0; i < n; i++)
            inverse[i][c] = unit[i];
    }
    for (int i = 0; i < 3; i++) {
        for (int c = 0; c < 3; c++) {
            gain[i][c] = 0;
            for (int k = 0; k < n; k++)
                gain[i][c] += inverse[i][k] * jacobian[c * n + k] / SKIN_MODEL_SD;
        }
    }
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            out[i][j] = inverse[i][j];
            for (int k = 0; cov && k < 9; k++)
                out[i][j] += gain[i][k / 3] * cov->m[k / 3][k % 3] * gain[j][k % 3];
        }
    }
}

void skin_fit_lab(const sct_tissue *start, sct_lab lab, const sct_cov *cov, const sct_conditions *conditions,
                  sct_skin_fit *out)
{
    skin_fit_lab_above(start, lab, cov, conditions, THICKEST_UM, out);
}

/* The best fit of n unknowns, from a light and a dark start with 4 streams, finished with 8. */
static void solve(target *t, int n, const double *lo, const double *hi, double best[UNKNOWNS],
                  double jacobian[RESIDUALS * UNKNOWNS])
{
    static const double melanin_starts[] = {0.02, 0.12};
    double least = (double)INFINITY, room[NUM_FIT_ROOM(UNKNOWNS, RESIDUALS)];
    t->streams = 4;
    for (int i = 0; i < UNKNOWNS; i++)
        best[i] = 0;
    for (size_t k = 0; k < sizeof melanin_starts / sizeof *melanin_starts; k++) {
        double q[UNKNOWNS];
        for (int i = 0; i < n; i++)
            q[i] = log(unknowns[i].centre);
        q[MELANIN] = log(melanin_starts[k]);
        double sum = num_least_squares(residuals, t, q, lo, hi, n, n + 2, 120, room, NULL);
        if (k == 0 || sum < least) {
            least = isfinite(sum) ? sum : (double)INFINITY;
            for (int i = 0; i < n; i++)
                best[i] = q[i];
        }
    }
    t->streams = 8;
    num_least_squares(residuals, t, best, lo, hi, n, n + 2, 30, room, jacobian);
}

static int at_a_bound(const double *q, int n, const double *lo, const double *hi)
{
    int at = 0;
    for (int i = 0; i < n; i++)
        at |= q[i] < lo[i] + 1e-3 || q[i] > hi[i] - 1e-3;
    return at;
}

void skin_fit_lab_above(const sct_tissue *start, sct_lab lab, const sct_cov *cov, const sct_conditions *conditions,
                        double depth_um, sct_skin_fit *out)
{
    target t = {.tissue = *start, .lab = lab, .conditions = conditions};
    double lo[UNKNOWNS], hi[UNKNOWNS], best[UNKNOWNS], jacobian[RESIDUALS * UNKNOWNS] = {0};
    int n = USUAL_UNKNOWNS;
    for (int i = 0; i < UNKNOWNS; i++) {
        lo[i] = log(unknowns[i].lo);
        hi[i] = log(unknowns[i].hi);
    }
    hi[EPIDERMIS] = log(clamp(depth_um, unknowns[EPIDERMIS].centre, THICKEST_UM));
    solve(&t, n, lo, hi, best, jacobian);
    if (best[EPIDERMIS] > hi[EPIDERMIS] - 1e-3 || best[BASE] > hi[BASE] - 1e-3 ||
        !(sct_de2000(lab, lab_at(&t, best)) <= REACHED_DE00)) {
        n = UNKNOWNS;
        solve(&t, n, lo, hi, best, jacobian);
    }
    out->tissue = tissue_at(&t, best);
    out->lab = lab_at(&t, best);
    out->fit_de00 = sct_de2000(lab, out->lab);
    out->at_bound = at_a_bound(best, n, lo, hi);
    carry_covariance(jacobian, n, cov, out->cov_ln);
}
