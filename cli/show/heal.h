/*
 * cli/show/heal.h - what the heal command, its table and its plot share.
 */
#ifndef CLI_SHOW_HEAL_H
#define CLI_SHOW_HEAL_H

#include "app.h"

/* What was asked, of which ink, and the first answer. */
typedef struct heal_job {
    sct_heal_options options; /* ink points to `optics`, or is null */
    sct_ink_optics optics;
    sct_flags mind; /* what the ink's films cannot tell */
    char title[SCT_TITLE_SIZE];
    int ready;                      /* the ink is used as it is */
    double least_parts, most_parts; /* water that the ink is made for; a ready ink's: a few parts, to see what they do */
    sct_healed fitted;              /* the answer to `options` */
} heal_job;

/* sct_heal, with its error complained of. Returns an exit code. */
int heal_at(app *a, const sct_heal_options *options, sct_healed *out);
/* Options of a job whose skin need not be fitted again. */
sct_heal_options heal_options_of(const heal_job *job);
/* Colour on a screen, whatever light the numbers were asked for: D50, 2 degrees. */
sct_lab heal_screen_lab(const double reflectance[SCT_WAVELENGTHS]);

/* Skin, dot at three ages, area, how far off; and the ladder of dilutions. Exit codes. */
int heal_print(app *a, const heal_job *job);
int heal_print_ladder(app *a, const heal_job *job);
/* The JSON object of the answer with the rungs of the ladder as its last key. */
int heal_json_ladder(app *a, const heal_job *job, const char *object, size_t size);

/* Draws dots, L* and b* against dilution and against depth, fresh, healed and faded, with the bands of depth and strength,
 * as an SVG file. Returns an exit code. */
int heal_plot(app *a, const heal_job *job, const char *path);

#endif
