/*
 * chart_fit.h - private to the chart room: corrections fitted to patches of
 * known colour, and what they leave.
 */
#ifndef CHART_FIT_H
#define CHART_FIT_H

#include "pixels/pixels.h"
#include "scalptone/chart.h"

/* One patch as the fit sees it. */
typedef struct chart_known {
    double rgb[3]; /* linear, as the photo has it */
    double u, v;   /* place in the photo, as pixels_correction counts it */
    sct_xyz xyz;   /* true, D50 */
    sct_lab lab;   /* the same */
    int neutral;
} chart_known;

/* Corrections, from the least to the most that is known. */
typedef enum chart_method {
    CHART_AS_IS = 0,
    CHART_GAIN,   /* white balance and exposure from the middle grey */
    CHART_CURVES, /* tone curves through the greys, the profile's matrix */
    CHART_MATRIX, /* a 3x3 matrix alone */
    CHART_FULL,   /* illumination plane, curves, 3x3 */
    CHART_ROOT,   /* the same with a root-polynomial matrix: the second opinion */
    CHART_METHOD_COUNT
} chart_method;
typedef struct chart_method_info {
    const char *name, *description;
    int plane, curves, matrix, root;
} chart_method_info;
extern const chart_method_info chart_methods[CHART_METHOD_COUNT];

/* A fitted correction; root_matrix replaces correction.matrix when the method has it. */
typedef struct chart_model {
    chart_method method;
    pixels_correction correction;
    double root_matrix[3][6]; /* of r, g, b, sqrt(rg), sqrt(gb), sqrt(rb) */
    double light_error;       /* standard error of the log light beside the chart */
    colour_doubt doubt;       /* what it leaves: filled by who has judged it, not by the fit */
} chart_model;

/* Fits all but patches `skip_a` and `skip_b` (n or more: none). Returns 0 when there is too little to fit it to. */
int chart_model_fit(chart_method method, const chart_known *patches, size_t n, size_t skip_a, size_t skip_b,
                    const num_mat3 *profile, chart_model *out);
sct_xyz chart_model_xyz(const chart_model *model, const double rgb[3], double u, double v);
/* How much of a patch's error matters for skin and hair: 1 near them and near grey, falling for saturated colours. */
double chart_relevance(sct_lab lab);

/* Leave-one-out residuals of a method: loo[i] in dE00, NaN where it could not be fitted. */
void chart_leave_one_out(chart_method method, const chart_known *patches, size_t n, const num_mat3 *profile, double *loo);

/* What a correction by a chart leaves. */
typedef struct chart_trust {
    double loo_mean, loo_max; /* of all kept patches, dE00; NaN when none could be left out, and u95 with them */
    double disagreement;      /* of the 3x3 and the root-polynomial variant on skin-like patches, dE00 */
    double light;             /* standard error of the log light beside the chart */
    colour_doubt doubt;
    double u95; /* of a usual skin, dE00; at least 2 */
} chart_trust;
chart_trust chart_judge(chart_method method, const chart_known *patches, size_t n, const double *loo,
                        const num_mat3 *profile);
/* What the methods that need no chart leave: CHART_CURVES, CHART_GAIN, CHART_AS_IS. */
colour_doubt chart_doubt(chart_method method);
/* The bound that is stated before any skin is seen: of a usual skin, dE00, at least 2; NaN for a doubt that is NaN. */
double chart_stated_u95(const colour_doubt *doubt);

#endif
