/* cli/show/heal_sweep.h - how a dot changes with dilution or with depth: the numbers behind the plot. */
#ifndef CLI_SHOW_HEAL_SWEEP_H
#define CLI_SHOW_HEAL_SWEEP_H

#include "show/heal.h"

enum { HEAL_SWEEP_POINTS = 43, HEAL_SWEEP_AGES = 3 };

typedef struct heal_curve {
    double L[HEAL_SWEEP_POINTS], b[HEAL_SWEEP_POINTS];
} heal_curve;

/* What is drawn against one quantity. */
typedef struct heal_sweep {
    double x[HEAL_SWEEP_POINTS], chosen;
    heal_curve age[HEAL_SWEEP_AGES], depth[2], strength[2];
    uint8_t dot[HEAL_SWEEP_AGES][HEAL_SWEEP_POINTS][3], area[HEAL_SWEEP_POINTS][3], skin[3]; /* on the screen */
    sct_lab bare;
    double reach, least_um, most_um; /* of the bands */
    int shades;                      /* x is parts of water; else depth */
    int ready;                       /* the ink is meant to be used without water */
} heal_sweep;

/* Fills a sweep over parts of water (shades non-zero) or over depth. Returns 0, or complains and returns an exit code. */
int heal_sweep_fill(app *a, const heal_job *job, int shades, heal_sweep *w);

#endif
