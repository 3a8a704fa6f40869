/* cli/show/heal_sweep.h - how a dot changes with dilution or with depth: these are the numbers behind the plot. */
#ifndef CLI_SHOW_HEAL_SWEEP_H
#define CLI_SHOW_HEAL_SWEEP_H

#include "show/heal.h"

enum { HEAL_SWEEP_POINTS = 43, HEAL_SWEEP_AGES = 3 };

typedef struct heal_curve {
    double L[HEAL_SWEEP_POINTS], b[HEAL_SWEEP_POINTS];
} heal_curve;

/* All that is drawn against one quantity, which is dilution or depth. */
typedef struct heal_sweep {
    double x[HEAL_SWEEP_POINTS], chosen;
    heal_curve age[HEAL_SWEEP_AGES], depth[2], strength[2];
    uint8_t dot[HEAL_SWEEP_AGES][HEAL_SWEEP_POINTS][3], area[HEAL_SWEEP_POINTS][3],
        skin[3]; /* These are colours on a screen. */
    sct_lab bare;
    double reach, least_um, most_um; /* What the bands cover. */
    int shades;                      /* Non-zero when x is parts of water; else it is depth. */
    int ready;                       /* Non-zero when the ink is meant to be used without water. */
} heal_sweep;

/* Fills a sweep over parts of water when `shades` is non-zero, else over depth. */
int heal_sweep_fill(app *a, const heal_job *job, int shades, heal_sweep *w);

#endif
