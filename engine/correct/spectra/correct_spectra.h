/*
 * correct_spectra.h - private to the correct room: skins and paints of one colour part in some lights, and the chart tells.
 */
#ifndef CORRECT_SPECTRA_H
#define CORRECT_SPECTRA_H

#include "correct/correct_model.h"

/* What photos of one chart leave of its patches, in few numbers. Residuals are a* and b* over (L* + 16)/66, measured - true.
 * Written by tests/correct/spectra/learn_spectra.py. */
enum { LIGHT_PATCHES = 24, LIGHT_RESIDUALS = 2 * LIGHT_PATCHES, LIGHT_SCORES = 6, LIGHT_TERMS = 2 * (LIGHT_SCORES + 1) };
typedef struct correct_spectra_table {
    double mean[LIGHT_RESIDUALS];                    /* of all simulated photos */
    double direction[LIGHT_RESIDUALS][LIGHT_SCORES]; /* orthonormal: the ways in which photos differ most */
    double variance[LIGHT_SCORES];                   /* along each */
    double skin[LIGHT_TERMS][2];                     /* a* and b* of a skin, of 1, scores, and both times (L* - 55)/20 */
    double hair[LIGHT_SCORES + 1][2];                /* the same of a hair, of 1 and scores */
} correct_spectra_table;
extern const correct_spectra_table correct_spectra_colorchecker;

/*
 * Adds to the fit of a ColorChecker what its patches tell of skins in that light; another chart's is left alone. `of` names
 * the chart's patch of each of the n. Returns how much the light has told: 0, and *model is as it was, to 1 where it was
 * surely recognised, and to 2 where it shifts skins far.
 */
double correct_spectra_learn(const sct_chart *chart, const correct_patch *patches, const size_t *of, size_t n,
                             const num_mat3 *profile, correct_model *model);

#endif
