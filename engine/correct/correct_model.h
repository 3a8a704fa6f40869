/*
 * correct_model.h - private to the correct room: corrections fitted to patches of
 * known colour, and what they leave.
 */
#ifndef CORRECT_MODEL_H
#define CORRECT_MODEL_H

#include "pixels/pixels.h"
#include "scalptone/chart.h"

/* One patch as the fit sees it. */
typedef struct correct_patch {
    double rgb[3]; /* linear, as the photo has it */
    double u, v;   /* place in the photo, as pixels_correction counts it */
    sct_xyz xyz;   /* true, D50 */
    sct_lab lab;   /* the same */
    int neutral;
    unsigned limits; /* SCT_PATCH_TOP_* and _BOTTOM_*: a channel of rgb that is a bound only, above or below; 0: none */
} correct_patch;

enum { CORRECT_LIMITS = 63 }; /* SCT_PATCH_TOP_* and _BOTTOM_* */

/* Corrections, from the least to the most that is known. */
typedef enum correct_method {
    CORRECT_AS_IS = 0,
    CORRECT_GAIN,   /* white balance and exposure from the middle grey */
    CORRECT_CURVES, /* tone curves through the greys, the profile's matrix */
    CORRECT_MATRIX, /* a 3x3 matrix alone */
    CORRECT_FULL,   /* illumination plane, curves, 3x3 */
    CORRECT_ROOT,   /* the same with a root-polynomial matrix: the second opinion */
    CORRECT_METHOD_COUNT,
    CORRECT_CAMERA_GREY = CORRECT_METHOD_COUNT, /* curves and matrix of another photo of the camera, a grey for the light */
    CORRECT_CAMERA_ALONE                        /* the same with the camera's own balance: neither is fitted to patches */
} correct_method;
typedef struct correct_method_info {
    const char *name, *description;
    int plane, curves, matrix, root;
} correct_method_info;
extern const correct_method_info correct_methods[CORRECT_METHOD_COUNT];

/* A fitted correction; root_matrix replaces correction.matrix when the method has it. */
typedef struct correct_model {
    correct_method method;
    pixels_correction correction;
    double root_matrix[3][6]; /* of r, g, b, sqrt(rg), sqrt(gb), sqrt(rb) */
    double slope[3];          /* variances uu, uv, vv of the slopes of the log light */
    double centre[2];         /* of the patches that tell them */
    colour_doubt doubt;       /* what it leaves: filled by who has judged it, not by the fit */
} correct_model;

/* Fits all but patches `skip_a` and `skip_b` (n or more: none). Returns 0 when there is too little to fit it to. */
int correct_model_fit(correct_method method, const correct_patch *patches, size_t n, size_t skip_a, size_t skip_b,
                      const num_mat3 *profile, correct_model *out);
/* Where the illumination plane of such a fit begins: from all patches together, as far as each is relevant. Left as it is
 * when they are too few. */
void correct_begin_plane(const correct_patch *const *patches, const double *relevance, size_t n, const num_mat3 *profile,
                         pixels_correction *out);
/* A colour that lies in no patch: where the curves bring it, and what it is; weight 1 is that of a grey. */
typedef struct correct_anchor {
    double terms[3];
    sct_xyz xyz;
    double weight;
} correct_anchor;
/* Fits the 3x3 of a fitted model again, to these colours too; plane and curves stay. Returns 0 when it cannot be done. */
int correct_model_anchor(const correct_patch *patches, size_t n, const num_mat3 *profile, const correct_anchor *anchors,
                         size_t count, correct_model *model);
sct_xyz correct_model_xyz(const correct_model *model, const double rgb[3], double u, double v);
/* How much is known from n patches: one counts for each, two thirds where a channel is only a bound. */
double correct_model_weigh(const correct_patch *patches, size_t n);
/* How much of a patch's error matters for skin and hair: 1 near them and near grey, falling for saturated colours. */
double correct_model_relevance(sct_lab lab);

/* Leave-one-out residuals of a method: loo[i] in dE00, NaN where it could not be fitted. */
void correct_leave_one_out(correct_method method, const correct_patch *patches, size_t n, const num_mat3 *profile,
                           double *loo);

/* What a correction by a chart leaves. */
typedef struct correct_trust {
    double loo_mean, loo_max; /* of all kept patches, dE00; NaN when none could be left out, and u95 with them */
    double disagreement;      /* of the 3x3 and the root-polynomial variant on skin-like patches, dE00 */
    colour_doubt doubt;
    double u95;     /* of a usual skin, dE00; at least 2 */
    double u95_fit; /* the same as far as the fit leaves it: without the light that may change beyond the chart */
} correct_trust;
/* `sure`: how much the light has told by what the chart leaves (correct_spectra_learn), 0 to 2. */
correct_trust correct_judge(correct_method method, const correct_patch *patches, size_t n, const double *loo, double sure,
                            const num_mat3 *profile);
/* What the methods that need no chart in the photo leave: CORRECT_CURVES, _GAIN, _AS_IS, _CAMERA_GREY, _CAMERA_ALONE. */
colour_doubt correct_doubt(correct_method method);
/* The bound that is stated before any skin is seen: of a usual skin, dE00, at least 2; NaN for a doubt that is NaN. */
double correct_stated_u95(const colour_doubt *doubt);
/* What is known without a chart: colours as the profile says, and how far they may be off. */
sct_correction correct_judge_nothing(void);

#endif
