/*
 * correct_plane.c - where the illumination plane of a fit begins.
 *
 * Curves that run through greys in one row take a light that falls along it for
 * a tone curve, and giving it back takes many rounds. All patches together part
 * the two: with L the log luminance that the photo has and T the true one,
 *
 *   T + s_x u + s_y v = a + b L + c L^2
 *
 * which is linear in what is looked for. It is solved by robust least squares
 * (Huber weights) with a wide prior on the slopes s.
 */
#include "correct/correct_model.h"

#include <math.h>
#include <string.h>

enum { TERMS = 5, ROUNDS = 4, PATCHES_LEAST = 2 * TERMS };
static const double least_light = 1e-4; /* linear; below it a value says nothing */
static const double slope_sd = 0.7;     /* of the log light over a photo's width, before looking */
static const double level_sd = 0.05;    /* of the log luminance of a patch round the fit */

typedef struct line {
    double row[TERMS], wanted, weight, left;
} line;

/* The lines of the equations: the patches whose luminance is known. */
static size_t gather(const correct_patch *const *patches, const double *relevance, size_t n, const num_mat3 *profile,
                     line *out)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        const correct_patch *p = patches[i];
        double Y = 0;
        for (int c = 0; c < 3; c++)
            Y += profile->m[1][c] * p->rgb[c];
        if (p->limits || !(Y > least_light) || !(p->xyz.Y > least_light))
            continue;
        double L = log(Y);
        out[count++] = (line){{-p->u, -p->v, 1, L, L * L}, log(p->xyz.Y), relevance[i], 0};
    }
    return count;
}

/* One round of least squares; `limit` is how far off a line may be before it counts less. Returns 0 when it cannot be
 * solved.
 */
static int solve(line *lines, size_t count, double limit, double s[TERMS])
{
    double A[TERMS * TERMS] = {0}, prior = level_sd * level_sd / (slope_sd * slope_sd);
    memset(s, 0, TERMS * sizeof *s);
    for (size_t i = 0; i < count; i++) {
        double w = lines[i].weight * (lines[i].left > limit ? limit / lines[i].left : 1);
        for (int j = 0; j < TERMS; j++) {
            s[j] += w * lines[i].row[j] * lines[i].wanted;
            for (int k = 0; k < TERMS; k++)
                A[TERMS * j + k] += w * lines[i].row[j] * lines[i].row[k];
        }
    }
    A[0] += prior;
    A[TERMS + 1] += prior;
    if (!num_solve(A, s, TERMS))
        return 0;
    for (size_t i = 0; i < count; i++) {
        double told = 0;
        for (int j = 0; j < TERMS; j++)
            told += s[j] * lines[i].row[j];
        lines[i].left = fabs(lines[i].wanted - told);
    }
    return 1;
}

void correct_begin_plane(const correct_patch *const *patches, const double *relevance, size_t n, const num_mat3 *profile,
                         pixels_correction *out)
{
    line lines[SCT_CHART_PATCH_MAX];
    double s[TERMS], limit = (double)INFINITY, sorted[SCT_CHART_PATCH_MAX];
    size_t count = gather(patches, relevance, n, profile, lines);
    if (count < PATCHES_LEAST)
        return;
    for (int round = 0; round < ROUNDS; round++) {
        if (!solve(lines, count, limit, s))
            return;
        for (size_t i = 0; i < count; i++)
            sorted[i] = lines[i].left;
        limit = 3 * num_quantile(sorted, count, 0.5) + 1e-6;
    }
    for (int c = 0; c < 3; c++) {
        out->plane_x[c] = s[0];
        out->plane_y[c] = s[1];
    }
}
