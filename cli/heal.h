/*
 * cli/heal.h - what the heal command and its plot share.
 */
#ifndef CLI_HEAL_H
#define CLI_HEAL_H

#include "app.h"

/* Draws L* and b* against dilution and against depth, fresh, healed and faded, with the band of unknown depth, as an SVG
 * file. `base` holds the skin and the ink. Returns an exit code. */
int heal_plot(app *a, const sct_heal_options *base, const char *title, const char *path);

#endif
