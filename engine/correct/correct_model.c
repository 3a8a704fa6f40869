/*
 * correct_model.c - corrections fitted to patches of known colour.
 *
 *   rgb   a patch as the photo has it, linear        xyz   as the chart has it
 *   s     illumination plane, light = exp(s_x u + s_y v)
 *   g_c   tone curve of channel c: monotone, straight in log-log between the
 *         greys; it undoes exposure, white balance, contrast and flare
 *   M     3x3, g(rgb / light) -> xyz
 *
 * M minimises sum_i q_i (|M g_i - xyz_i|^2) with q_i = Y_i^(-4/3) r_i: errors
 * count as they do in L* (dL* ~ Y^(-2/3) dY), and colours far from skin, hair
 * and grey count less (r, correct_model_relevance). It is drawn towards the profile's
 * matrix by a ridge (Hoerl & Kennard 1970, doi 10.1080/00401706.1970.10488634):
 * 24 patches of paint are few for 9 numbers that must also hold for skin.
 *
 * The root-polynomial terms are those of degree 2 of Finlayson, Mackiewicz &
 * Hurlbert 2015, "Color correction using root-polynomial regression", eq. 5,
 * doi 10.1109/TIP.2015.2405336: they scale with exposure as r, g, b do.
 */
#include "correct/correct_model.h"

#include <math.h>
#include <string.h>

const correct_method_info correct_methods[CORRECT_METHOD_COUNT] = {
    [CORRECT_AS_IS] = {"as-is", "the photo's own profile", 0, 0, 0, 0},
    [CORRECT_GAIN] = {"gain", "white balance and exposure from the middle grey", 0, 0, 0, 0},
    [CORRECT_CURVES] = {"curves", "tone curves through the greys, the profile's matrix", 0, 1, 0, 0},
    [CORRECT_MATRIX] = {"matrix", "a 3x3 matrix", 0, 0, 1, 0},
    [CORRECT_FULL] = {"full", "illumination plane, tone curves through the greys, 3x3 matrix", 1, 1, 1, 0},
    [CORRECT_ROOT] = {"root", "illumination plane, tone curves through the greys, root-polynomial matrix", 1, 1, 1, 1},
};

static const double ridge = 0.03;                /* towards the profile's matrix, share of the mean square of a channel */
static const double relevant_ab = 30;            /* distance in a*, b* from skin and grey at which a colour counts half */
static const double slope_sd = 0.35;             /* of the log light over a photo's width, as expected before looking */
static const double level_sd = 0.05;             /* of the log luminance of a patch round the plane */
static const double batch_sd = 0.03;             /* of the log luminance of the greys together: half an L* */
static const double outer_slope[2] = {0.6, 1.8}; /* of the curves beyond the greys */
static const double least_light = 1e-4;          /* linear; below it a value says nothing */
static const double same_grey = 0.05;            /* log step below which two greys make one knot */
static const double part_known = 2.0 / 3;        /* of a patch, when one of its channels is only a bound */
static const double least_known = 8;             /* patches that a matrix is fitted to */
enum { ROUNDS = 6, KNOTS_MAX = 24, COMPLETIONS = 4 };

double correct_model_weigh(const correct_patch *patches, size_t n)
{
    double known = 0;
    for (size_t i = 0; i < n; i++)
        known += patches[i].limits ? part_known : 1;
    return known;
}

double correct_model_relevance(sct_lab lab)
{
    /* Distance from the segment grey (0, 0) to saturated skin (12, 18) in a*, b*. */
    double along = (lab.a * 12 + lab.b * 18) / (12 * 12 + 18 * 18);
    double t = fmin(fmax(along, 0), 1), d = hypot(lab.a - 12 * t, lab.b - 18 * t) / relevant_ab;
    return 1 / (1 + d * d);
}

/* ---- tone curves ---- */

typedef struct knot {
    double in, out; /* logarithms */
    double weight;
} knot;

static void sort_knots(knot *k, int n)
{
    for (int i = 1; i < n; i++)
        for (int j = i; j > 0 && k[j].in < k[j - 1].in; j--) {
            knot swap = k[j];
            k[j] = k[j - 1];
            k[j - 1] = swap;
        }
}

/* Joins knots at the same input, and those that fall (pool adjacent violators: Barlow et al. 1972). Returns how many. */
static int make_monotone(knot *k, int n)
{
    int m = 0;
    for (int i = 0; i < n; i++) {
        k[m++] = k[i];
        while (m > 1 && (k[m - 1].in - k[m - 2].in < same_grey || k[m - 1].out <= k[m - 2].out)) {
            knot *a = &k[m - 2], *b = &k[m - 1];
            double w = a->weight + b->weight;
            *a = (knot){(a->in * a->weight + b->in * b->weight) / w, (a->out * a->weight + b->out * b->weight) / w, w};
            m--;
        }
    }
    return m;
}

/* Writes the knots of channel c, with one beyond either end so that the curve goes on with a sane slope. */
static void write_curve(const knot *k, int n, int c, pixels_correction *out)
{
    const double beyond = 2.3; /* a factor of ten */
    double low = 1, high = 1;
    if (n > 1) {
        low = (k[1].out - k[0].out) / (k[1].in - k[0].in);
        high = (k[n - 1].out - k[n - 2].out) / (k[n - 1].in - k[n - 2].in);
    }
    low = fmin(fmax(low, outer_slope[0]), outer_slope[1]);
    high = fmin(fmax(high, outer_slope[0]), outer_slope[1]);
    int at = 0;
    out->curve_in[c][at] = exp(k[0].in - beyond);
    out->curve_out[c][at++] = exp(k[0].out - low * beyond);
    for (int i = 0; i < n; i++) {
        out->curve_in[c][at] = exp(k[i].in);
        out->curve_out[c][at++] = exp(k[i].out);
    }
    out->curve_in[c][at] = exp(k[n - 1].in + beyond);
    out->curve_out[c][at++] = exp(k[n - 1].out + high * beyond);
    while (at < out->knots) { /* channels may differ in how many greys they have joined */
        out->curve_in[c][at] = out->curve_in[c][at - 1] * 10;
        out->curve_out[c][at] = out->curve_out[c][at - 1] * pow(10, high);
        at++;
    }
}

/* 1 when channel c is at the top of the file's range, so that it was at least as bright; -1 at the bottom; 0: it is known.
 */
static int limit_of(const correct_patch *p, int c)
{
    return p->limits & (unsigned)SCT_PATCH_TOP_R << c ? 1 : p->limits & (unsigned)SCT_PATCH_BOTTOM_R << c ? -1 : 0;
}

/* Curves that take the greys of the photo, light divided out, to those of the chart. Returns 0 without greys. */
static int fit_curves(const correct_patch *const *patches, size_t n, const num_mat3 *from_xyz, pixels_correction *out)
{
    knot k[3][KNOTS_MAX];
    int count[3] = {0}, most = 0;
    for (size_t i = 0; i < n; i++) {
        const correct_patch *p = patches[i];
        double xyz[3] = {p->xyz.X, p->xyz.Y, p->xyz.Z}, wanted[3];
        if (!p->neutral)
            continue;
        num_mat3_apply(from_xyz, xyz, wanted);
        double light = out->plane_x[0] * p->u + out->plane_y[0] * p->v;
        for (int c = 0; c < 3; c++)
            if (!limit_of(p, c) && p->rgb[c] > least_light && wanted[c] > least_light && count[c] < KNOTS_MAX)
                k[c][count[c]++] = (knot){log(p->rgb[c]) - light, log(wanted[c]), 1};
    }
    for (int c = 0; c < 3; c++) {
        if (count[c] == 0)
            return 0;
        sort_knots(k[c], count[c]);
        count[c] = make_monotone(k[c], count[c]);
        most = count[c] > most ? count[c] : most;
    }
    out->knots = most + 2;
    for (int c = 0; c < 3; c++)
        write_curve(k[c], count[c], c, out);
    return 1;
}

/* One gain a channel, from the grey nearest to the middle (L* 55): white sits on the camera's shoulder or clips. */
static int fit_gain(const correct_patch *const *patches, size_t n, const num_mat3 *from_xyz, pixels_correction *out)
{
    const correct_patch *middle = NULL;
    for (size_t i = 0; i < n; i++)
        if (patches[i]->neutral && (!middle || fabs(patches[i]->lab.L - 55) < fabs(middle->lab.L - 55)))
            middle = patches[i];
    return middle && fit_curves(&middle, 1, from_xyz, out);
}

/* ---- matrix ---- */

/* g(rgb / light), and for the root-polynomial variant the three roots. */
static int terms_of(const correct_model *model, const double rgb[3], double u, double v, double out[6])
{
    pixels_correct_one(&model->correction, u, v, rgb, out);
    if (!correct_methods[model->method].root)
        return 3;
    double r = fmax(out[0], 0), g = fmax(out[1], 0), b = fmax(out[2], 0);
    out[3] = sqrt(r * g);
    out[4] = sqrt(g * b);
    out[5] = sqrt(r * b);
    return 6;
}

/* A channel that is only a bound takes the value, beyond the bound, that leaves the least of the patch's true colour under
 * the matrix so far: the patch then speaks through the other two (a Tobit model in least squares, Tobin 1958, Econometrica
 * 26:24, doi 10.2307/1907382). */
static void complete(const num_mat3 *m, const correct_patch *p, double t[3])
{
    const double xyz[3] = {p->xyz.X, p->xyz.Y, p->xyz.Z};
    for (int c = 0; c < 3; c++) {
        double product = 0, square = 0;
        for (int row = 0; row < 3 && limit_of(p, c); row++) {
            double left = xyz[row];
            for (int k = 0; k < 3; k++)
                left -= k == c ? 0 : m->m[row][k] * t[k];
            product += m->m[row][c] * left;
            square += m->m[row][c] * m->m[row][c];
        }
        if (square > 0)
            t[c] = limit_of(p, c) > 0 ? fmax(t[c], product / square) : fmin(t[c], product / square);
    }
}

/* The terms of a patch as the fit takes them; 0: it has no say. The roots mix channels: what is known in part is left out.
 */
static int terms_for_fit(const correct_model *model, const correct_patch *p, double t[6])
{
    if (p->limits && correct_methods[model->method].root)
        return 0;
    terms_of(model, p->rgb, p->u, p->v, t);
    if (p->limits)
        complete(&model->correction.matrix, p, t);
    return 1;
}

/* Adds one colour of known XYZ to the normal equations: m terms, and how much it counts. */
static void add_known(const double *t, int m, const sct_xyz *known, double weight, double *A, double (*b)[6])
{
    double xyz[3] = {known->X, known->Y, known->Z}, q = pow(fmax(known->Y, 1e-3), -4.0 / 3) * weight;
    for (int j = 0; j < m; j++) {
        for (int k = 0; k < m; k++)
            A[m * j + k] += q * t[j] * t[k];
        for (int row = 0; row < 3; row++)
            b[row][j] += q * t[j] * xyz[row];
    }
}

static int fit_matrix(const correct_patch *const *patches, size_t n, const correct_anchor *anchors, size_t anchor_count,
                      const num_mat3 *profile, correct_model *model)
{
    double A[36] = {0}, b[3][6] = {{0}}, trace = 0;
    int m = correct_methods[model->method].root ? 6 : 3;
    for (size_t i = 0; i < n; i++) {
        const correct_patch *p = patches[i];
        double t[6];
        if (terms_for_fit(model, p, t))
            add_known(t, m, &p->xyz, correct_model_relevance(p->lab), A, b);
    }
    for (size_t i = 0; i < anchor_count && m == 3; i++)
        add_known(anchors[i].terms, m, &anchors[i].xyz, anchors[i].weight, A, b);
    for (int j = 0; j < m; j++)
        trace += A[(m + 1) * j];
    double pull = ridge * trace / m;
    for (int row = 0; row < 3; row++) {
        double copy[36];
        for (int j = 0; j < m; j++)
            b[row][j] += j < 3 ? pull * profile->m[row][j] : 0;
        memcpy(copy, A, sizeof copy);
        for (int j = 0; j < m; j++)
            copy[(m + 1) * j] += pull;
        if (!num_solve(copy, b[row], m))
            return 0;
        memcpy(m == 6 ? model->root_matrix[row] : model->correction.matrix.m[row], b[row], (size_t)m * sizeof(double));
    }
    return 1;
}

sct_xyz correct_model_xyz(const correct_model *model, const double rgb[3], double u, double v)
{
    double t[6], xyz[3] = {0};
    int m = terms_of(model, rgb, u, v, t);
    for (int row = 0; row < 3; row++)
        for (int j = 0; j < m; j++)
            xyz[row] += (m == 6 ? model->root_matrix[row][j] : model->correction.matrix.m[row][j]) * t[j];
    return (sct_xyz){xyz[0], xyz[1], xyz[2]};
}

/* ---- illumination ---- */

/* What is known of the slopes, from the normal equations of the plane (u, v, level, greys). */
static void keep_slopes(const double A[16], const double *weight, const correct_patch *const *patches, size_t n,
                        correct_model *model)
{
    double inverse[2][4] = {{1, 0, 0, 0}, {0, 1, 0, 0}}, sum = 0, u = 0, v = 0, s2 = level_sd * level_sd;
    for (int axis = 0; axis < 2; axis++) {
        double copy[16];
        memcpy(copy, A, sizeof copy);
        if (!num_solve(copy, inverse[axis], 4))
            return;
    }
    model->slope[0] = s2 * inverse[0][0];
    model->slope[1] = s2 * inverse[0][1];
    model->slope[2] = s2 * inverse[1][1];
    for (size_t i = 0; i < n; i++) {
        sum += weight[i];
        u += weight[i] * patches[i]->u;
        v += weight[i] * patches[i]->v;
    }
    model->centre[0] = sum > 0 ? u / sum : 0;
    model->centre[1] = sum > 0 ? v / sum : 0;
}

/* The log luminance that the model leaves at each patch, and how much each counts. */
static void luminance_left(const correct_patch *const *patches, size_t n, const correct_model *model, double *left,
                           double *weight)
{
    for (size_t i = 0; i < n; i++) {
        const correct_patch *p = patches[i];
        double Y = correct_model_xyz(model, p->rgb, p->u, p->v).Y;
        weight[i] = !p->limits && Y > least_light && p->xyz.Y > least_light ? correct_model_relevance(p->lab) : 0;
        left[i] = weight[i] > 0 ? log(Y / p->xyz.Y) : 0;
    }
}

/* Adds to the plane what is left of it in the luminances: robust least squares (Huber weights) with a prior on the slopes.
 * The greys stand in one row, and those of another batch differ from the table together: their common error has a term of
 * its own, or it would be taken for a gradient of the light. */
static void improve_plane(const correct_patch *const *patches, size_t n, correct_model *model)
{
    double left[SCT_CHART_PATCH_MAX], weight[SCT_CHART_PATCH_MAX], off[SCT_CHART_PATCH_MAX], s[4] = {0};
    pixels_correction *c = &model->correction;
    luminance_left(patches, n, model, left, weight);
    double steep = c->plane_x[0] * c->plane_x[0] + c->plane_y[0] * c->plane_y[0];
    double prior = level_sd * level_sd / fmax(slope_sd * slope_sd, steep);
    for (int round = 0; round < 3; round++) {
        double A[16] = {0}, limit = 0;
        memset(s, 0, sizeof s);
        for (size_t i = 0; i < n; i++) {
            double w = weight[i] * (round && off[i] > 0 ? fmin(1, 1 / off[i]) : 1);
            double row[4] = {patches[i]->u, patches[i]->v, 1, patches[i]->neutral != 0};
            for (int j = 0; j < 4; j++) {
                s[j] += w * row[j] * left[i];
                for (int k = 0; k < 4; k++)
                    A[4 * j + k] += w * row[j] * row[k];
            }
        }
        s[0] -= prior * c->plane_x[0]; /* the prior is on the whole slope, and part of it stands in the plane already */
        s[1] -= prior * c->plane_y[0];
        A[0] += prior;
        A[5] += prior;
        A[15] += level_sd * level_sd / (batch_sd * batch_sd);
        keep_slopes(A, weight, patches, n, model);
        if (!num_solve(A, s, 4))
            return;
        double sorted[SCT_CHART_PATCH_MAX];
        for (size_t i = 0; i < n; i++)
            off[i] = sorted[i] =
                fabs(left[i] - s[0] * patches[i]->u - s[1] * patches[i]->v - s[2] - s[3] * (patches[i]->neutral != 0));
        limit = 3 * num_quantile(sorted, n, 0.5) + 1e-6;
        for (size_t i = 0; i < n; i++)
            off[i] /= limit;
    }
    for (int i = 0; i < 3; i++) {
        c->plane_x[i] += s[0];
        c->plane_y[i] += s[1];
    }
}

/* ---- whole models ---- */

static int fit_once(const correct_patch *const *kept, size_t n, const num_mat3 *profile, const num_mat3 *from_xyz,
                    correct_model *model)
{
    const correct_method_info *method = &correct_methods[model->method];
    if (method->curves && !fit_curves(kept, n, from_xyz, &model->correction))
        return 0;
    if (!method->matrix)
        return 1;
    int bounds = 0, fits = 1;
    for (size_t i = 0; i < n; i++)
        bounds |= kept[i]->limits != 0;
    for (int round = 0; fits && round < (bounds && !method->root ? COMPLETIONS : 1); round++)
        fits = fit_matrix(kept, n, NULL, 0, profile, model);
    return fits;
}

int correct_model_fit(correct_method method, const correct_patch *patches, size_t n, size_t skip_a, size_t skip_b,
                      const num_mat3 *profile, correct_model *out)
{
    const correct_patch *kept[SCT_CHART_PATCH_MAX];
    size_t count = 0;
    double known = 0, relevance[SCT_CHART_PATCH_MAX];
    num_mat3 from_xyz;
    correct_model model = {.method = method, .correction = {.active = 1, .matrix = *profile}};

    for (size_t i = 0; i < n; i++)
        if (i != skip_a && i != skip_b) {
            known += correct_model_weigh(&patches[i], 1);
            relevance[count] = correct_model_relevance(patches[i].lab);
            kept[count++] = &patches[i];
        }
    if (!num_mat3_invert(profile, &from_xyz))
        return 0;
    if (method == CORRECT_GAIN && !fit_gain(kept, count, &from_xyz, &model.correction))
        return 0;
    if (correct_methods[method].matrix && known < least_known - 1e-6)
        return 0;
    if (correct_methods[method].plane)
        correct_begin_plane(kept, relevance, count, profile, &model.correction);
    if (!fit_once(kept, count, profile, &from_xyz, &model))
        return 0;
    for (int round = 0; round < ROUNDS && correct_methods[method].plane; round++) {
        improve_plane(kept, count, &model);
        if (!fit_once(kept, count, profile, &from_xyz, &model))
            return 0;
    }
    *out = model;
    return 1;
}

int correct_model_anchor(const correct_patch *patches, size_t n, const num_mat3 *profile, const correct_anchor *anchors,
                         size_t count, correct_model *model)
{
    const correct_patch *kept[SCT_CHART_PATCH_MAX];
    for (size_t i = 0; i < n; i++)
        kept[i] = &patches[i];
    return fit_matrix(kept, n, anchors, count, profile, model);
}
