/*
 * engine/skin/fit.c - the client inverse: which tissue has this colour?
 *
 * Unknown q = (ln melanin, ln blood, ln base). Three Lab numbers determine
 * three unknowns, but weakly where the baseline hardly shows, so two mild
 * priors act there:
 *     minimise |Lab(q) - target|^2 / s^2 + ((ln blood - ln .0075) / .6)^2 + ((ln base - ln .25) / 1)^2
 * with s = 0.5, the model's own error in Lab. Oxygen, scattering and the
 * thickness of the epidermis are not identifiable from a Lab and stay fixed:
 * freeing the scattering explains bare skin equally well and moves a healed
 * ink by dE00 6. Levenberg-Marquardt (cminpack) from a light and a dark start
 * with 4 streams, finished with 8.
 *
 * Covariance. With J = dLab/dq, P the prior's precision and H = J'J/s^2 + P the
 * answer moves with the target as dq = H^-1 J'/s^2 dLab =: K dLab, so
 *     cov(q) = K C K' + H^-1,
 * the measurement's covariance C carried through plus what the model leaves open.
 * Proved by tests/skin/test_fit.c (NIST and ISSA skins, round trips).
 */
#include "skin/tissue.h"

#include <math.h>

enum { UNKNOWNS = 3, PRIORS = 2, RESIDUALS = 3 + PRIORS };
#define MODEL_SD 0.5

static const double lowest[UNKNOWNS] = {0.001, 0.0003, 0.01}, highest[UNKNOWNS] = {0.8, 0.15, 5};
static const double prior_centre[PRIORS] = {0.0075, 0.25}, prior_sd[PRIORS] = {0.6, 1.0}; /* blood, base */

typedef struct target {
    sct_tissue tissue;
    sct_lab lab;
    const sct_conditions *conditions;
    int streams;
} target;

static sct_tissue tissue_at(const target *t, const double q[UNKNOWNS])
{
    sct_tissue tissue = t->tissue;
    double *fields[UNKNOWNS] = {&tissue.melanin, &tissue.blood, &tissue.base};
    for (int i = 0; i < UNKNOWNS; i++) /* the bound itself, not its rounded logarithm's exponential */
        *fields[i] = fmin(highest[i], fmax(lowest[i], exp(q[i])));
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
    (void)n;
    (void)m;
    sct_lab lab = lab_at(t, q);
    out[0] = (lab.L - t->lab.L) / MODEL_SD;
    out[1] = (lab.a - t->lab.a) / MODEL_SD;
    out[2] = (lab.b - t->lab.b) / MODEL_SD;
    for (int i = 0; i < PRIORS; i++)
        out[3 + i] = (q[1 + i] - log(prior_centre[i])) / prior_sd[i];
    return 0;
}

/* cov(q) from the scaled Jacobian of the residuals (Lab rows over s, prior rows). */
static void carry_covariance(const double jacobian[RESIDUALS * UNKNOWNS], const sct_cov *cov, double out[3][3])
{
    num_mat3 H = {{{0}}}, inverse, gain = {{{0}}};
    for (int r = 0; r < RESIDUALS; r++)
        for (int i = 0; i < UNKNOWNS; i++)
            for (int j = 0; j < UNKNOWNS; j++)
                H.m[i][j] += jacobian[r * UNKNOWNS + i] * jacobian[r * UNKNOWNS + j];
    for (int i = 0; i < UNKNOWNS; i++)
        H.m[i][i] += 1e-6; /* at a bound the Lab may not move at all */
    if (!num_mat3_invert(&H, &inverse))
        inverse = num_mat3_identity();
    for (int i = 0; i < 3; i++)
        for (int c = 0; c < 3; c++)
            for (int k = 0; k < 3; k++)
                gain.m[i][c] += inverse.m[i][k] * jacobian[c * UNKNOWNS + k] / MODEL_SD;
    num_mat3 carried = {{{0}}};
    if (cov) {
        num_mat3 C;
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                C.m[i][j] = cov->m[i][j];
        carried = num_mat3_mul(num_mat3_mul(gain, C), num_mat3_transpose(gain));
    }
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out[i][j] = inverse.m[i][j] + carried.m[i][j];
}

void skin_fit_lab(const sct_tissue *start, sct_lab lab, const sct_cov *cov, const sct_conditions *conditions,
                  sct_skin_fit *out)
{
    static const double melanin_starts[] = {0.02, 0.12};
    target t = {.tissue = *start, .lab = lab, .conditions = conditions, .streams = 4};
    double lo[UNKNOWNS], hi[UNKNOWNS], best[UNKNOWNS], least = INFINITY, jacobian[RESIDUALS * UNKNOWNS] = {0};
    for (int i = 0; i < UNKNOWNS; i++) {
        lo[i] = log(lowest[i]);
        hi[i] = log(highest[i]);
    }
    for (size_t k = 0; k < sizeof melanin_starts / sizeof *melanin_starts; k++) {
        double q[UNKNOWNS] = {log(melanin_starts[k]), log(prior_centre[0]), log(prior_centre[1])};
        double sum = num_least_squares(residuals, &t, q, lo, hi, UNKNOWNS, RESIDUALS, 80, NULL);
        if (sum < least || k == 0) {
            least = isfinite(sum) ? sum : (double)INFINITY;
            for (int i = 0; i < UNKNOWNS; i++)
                best[i] = q[i];
        }
    }
    t.streams = 8;
    num_least_squares(residuals, &t, best, lo, hi, UNKNOWNS, RESIDUALS, 30, jacobian);
    out->tissue = tissue_at(&t, best);
    out->lab = lab_at(&t, best);
    out->fit_de00 = sct_de2000(lab, out->lab);
    out->at_bound = 0;
    for (int i = 0; i < UNKNOWNS; i++)
        out->at_bound |= best[i] < lo[i] + 1e-3 || best[i] > hi[i] - 1e-3;
    carry_covariance(jacobian, cov, out->cov_ln);
}
