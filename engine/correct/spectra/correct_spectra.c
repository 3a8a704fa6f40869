/*
 * correct_spectra.c - what a chart tells of skins in its light.
 *
 * A camera does not see as an eye does, and paints of a skin's colour are not skins: blood and melanin have spectra of their
 * own. A matrix that takes 24 paints to their colours takes skins elsewhere, by up to 3 in a* or b* under incandescent or
 * fluorescent light. How far depends on the camera and on the light, of which the same paints tell something: what the
 * matrix leaves of each patch (their residuals) moves with what it leaves of a skin.
 *
 *   r   a* and b* of the patches, measured - true, over (L* + 16)/66       z   scores: which camera and light it is like
 *
 *     r = mean + V z + noise,  z ~ N(0, variance),  noise ~ N(0, tau^2)    (probabilistic principal components: Tipping &
 *     skin = B (1, z, t, t z),  t = (L* - 55)/20                            Bishop 1999, doi 10.1111/1467-9868.00196)
 *
 * Mean, V and B are learnt from simulated photos of 21 measured cameras in six lights, and half of the measured skins and
 * hairs (tests/correct/spectra/learn_spectra.py); tau is measured in the photo. A telephone that paints its colours leaves
 * residuals that are like no camera's and no light's: tau is 2 to 6 there, 1 in the simulation, and nothing is concluded
 * from them.
 *
 * What is foretold goes into the fit as skins and hairs of known colour, where they would be seen beside the patches, so
 * that the correction stays a matrix.
 */
#include "correct/spectra/correct_spectra.h"
#include "correct/correct_steps.h"

#include <math.h>
#include <string.h>

static const double sure_tau = 1.8, lost_tau = 2.8; /* where the light is recognised, and where it is not */
static const double least_tau2 = 0.05;
/* Of one skin or grey, and of one hair; a patch near them has 1. A 3x3 cannot do what each of them wants: with less for hair
 * than that fewer hairs under F11 lie within their bound. */
static const double skin_weight = 6, hair_weight = 20;
/* Where skins are seen far from where they are (a*, b* over scale_of, as a mean), as under incandescent light by 2, hair is
 * not, and skins count for more, and greys that shall stay so still more. Under a fluorescent F11 they are seen off by 1,
 * and hair would pay for it. Chosen with simulated and independent photos of the cameras and skins that may be learnt from;
 * that greys stay was seen on the others, too. */
static const double far_off = 1.2, far_skin = 5, far_grey = 25;
enum { ROUNDS = 6, PATCHES_LEAST = 12, SKINS = 4, HAIRS = 2, ANCHORS = SKINS + HAIRS + 1 };
static const double skins_L[SKINS] = {30, 45, 60, 75};
static const sct_lab hairs[HAIRS] = {{18, 2.5, 3}, {38, 7, 13}}, grey = {60, 0, 0}; /* black hair and dark blond */

static double scale_of(double L)
{
    return (L + 16) / 66;
}

/* Scores by ridge: the directions, as far as patches are known, against the noise tau2. Returns the squares that are left.
 */
static double score(const correct_spectra_table *table, const double *left, const int *known, double tau2, double *z)
{
    double A[LIGHT_SCORES * LIGHT_SCORES] = {0}, rest = 0;
    memset(z, 0, LIGHT_SCORES * sizeof *z);
    for (int i = 0; i < LIGHT_RESIDUALS; i++)
        for (int j = 0; known[i / 2] && j < LIGHT_SCORES; j++) {
            z[j] += table->direction[i][j] * left[i];
            for (int k = 0; k < LIGHT_SCORES; k++)
                A[LIGHT_SCORES * j + k] += table->direction[i][j] * table->direction[i][k];
        }
    for (int j = 0; j < LIGHT_SCORES; j++)
        A[(LIGHT_SCORES + 1) * j] += tau2 / table->variance[j];
    if (!num_solve(A, z, LIGHT_SCORES))
        memset(z, 0, LIGHT_SCORES * sizeof *z);
    for (int i = 0; i < LIGHT_RESIDUALS; i++) {
        double d = left[i];
        for (int j = 0; j < LIGHT_SCORES; j++)
            d -= table->direction[i][j] * z[j];
        rest += known[i / 2] ? d * d : 0;
    }
    return rest;
}

/* The scores, and how surely they were recognised. */
static double recognise(const correct_spectra_table *table, const correct_patch *patches, const size_t *of, size_t n,
                        const correct_model *model, double *z)
{
    double left[LIGHT_RESIDUALS] = {0}, tau2 = 1;
    int known[LIGHT_PATCHES] = {0}, count = 0;
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    for (size_t i = 0; i < n; i++) {
        const correct_patch *p = &patches[i];
        if (p->limits || of[i] >= LIGHT_PATCHES)
            continue;
        sct_lab seen = sct_lab_from_xyz(correct_model_xyz(model, p->rgb, p->u, p->v), white);
        left[2 * of[i]] = (seen.a - p->lab.a) / scale_of(p->lab.L) - table->mean[2 * of[i]];
        left[2 * of[i] + 1] = (seen.b - p->lab.b) / scale_of(p->lab.L) - table->mean[2 * of[i] + 1];
        known[of[i]] = 1;
        count++;
    }
    if (count < PATCHES_LEAST)
        return 0;
    for (int round = 0; round < ROUNDS; round++)
        tau2 = fmax(score(table, left, known, tau2, z) / (2 * count - LIGHT_SCORES), least_tau2);
    return fmin(fmax((lost_tau - sqrt(tau2)) / (lost_tau - sure_tau), 0), 1);
}

/* A skin or a hair of this lightness: how far in a*, b* it is seen from where it is. */
static void foretell(const correct_spectra_table *table, const double *z, double L, int is_hair, double off[2])
{
    double t = (L - 55) / 20;
    for (int c = 0; c < 2; c++) {
        off[c] = is_hair ? table->hair[0][c] : table->skin[0][c] + t * table->skin[LIGHT_SCORES + 1][c];
        for (int j = 0; j < LIGHT_SCORES; j++)
            off[c] +=
                z[j] * (is_hair ? table->hair[1 + j][c] : table->skin[1 + j][c] + t * table->skin[LIGHT_SCORES + 2 + j][c]);
        off[c] *= scale_of(L);
    }
}

/* A colour that is seen as one and is another. */
static correct_anchor anchor_at(const num_mat3 *back, sct_lab seen, sct_lab is, double weight)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), at = sct_xyz_from_lab(seen, white);
    correct_anchor anchor = {.xyz = sct_xyz_from_lab(is, white), .weight = weight};
    double xyz[3] = {at.X, at.Y, at.Z};
    num_mat3_apply(back, xyz, anchor.terms);
    return anchor;
}

double correct_spectra_learn(const sct_chart *chart, const correct_patch *patches, const size_t *of, size_t n,
                             const num_mat3 *profile, correct_model *model)
{
    const correct_spectra_table *table = &correct_spectra_colorchecker;
    correct_anchor anchors[ANCHORS];
    num_mat3 back;
    double z[LIGHT_SCORES], off[2], far = 0;
    if (strncmp(chart->id, "colorchecker-classic", 20) != 0 || model->method != CORRECT_FULL)
        return 0;
    double sure = recognise(table, patches, of, n, model, z);
    if (!(sure > 0) || !num_mat3_invert(&model->correction.matrix, &back))
        return 0;
    for (int i = 0; i < SKINS + HAIRS; i++) {
        colour_locus real = colour_skin_locus(skins_L[i % SKINS]);
        sct_lab is = i < SKINS ? (sct_lab){skins_L[i], real.a, real.b} : hairs[i - SKINS];
        foretell(table, z, is.L, i >= SKINS, off);
        far += i < SKINS ? hypot(off[0], off[1]) / (scale_of(is.L) * SKINS) : 0;
        anchors[i] = anchor_at(&back, (sct_lab){is.L, is.a + sure * off[0], is.b + sure * off[1]}, is,
                               (i < SKINS ? skin_weight : hair_weight) * sure);
    }
    anchors[SKINS + HAIRS] = anchor_at(&back, grey, grey, skin_weight * sure); /* stays */
    double beyond = fmin(fmax(far - far_off, 0), 1);
    for (int i = 0; i < SKINS; i++)
        anchors[i].weight *= 1 + far_skin * beyond;
    anchors[SKINS + HAIRS].weight *= 1 + far_grey * beyond;
    correct_model anchored = *model;
    if (!correct_model_anchor(patches, n, profile, anchors, ANCHORS, &anchored))
        return 0;
    *model = anchored;
    return sure * (1 + beyond);
}
