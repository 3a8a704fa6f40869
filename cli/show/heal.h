/* cli/show/heal.h - what the command `heal` was asked, and the ways to show its answer. */
#ifndef CLI_SHOW_HEAL_H
#define CLI_SHOW_HEAL_H

#include "app.h"

/* What was asked, what is known of the ink, and the answer. */
typedef struct heal_job {
    sct_heal_options options; /* Its field `ink` points to `optics`, or is null. */
    sct_ink_optics optics;
    sct_flags mind; /* What the films of the ink cannot tell. */
    char title[SCT_TITLE_SIZE];
    int ready; /* Non-zero when the ink is used as it is. */
    double least_parts,
        most_parts;    /* The water that the ink is made for. For a ready ink: up to 10 parts, to see what they do. */
    sct_healed fitted; /* The answer to `options`. */
} heal_job;

/* Calls sct_heal, and complains when it fails. */
int heal_at(app *a, const sct_heal_options *options, sct_healed *out);
/* The options of a job with the tissue that was found, so that the skin need not be fitted again. */
sct_heal_options heal_options_of(const heal_job *job);
/* The colour that a screen shows. It is that of D50 and 2 degrees, whatever conditions hold for the numbers. */
sct_lab heal_screen_lab(const double reflectance[SCT_WAVELENGTHS]);

/* Prints skin, dot at three ages, area, and how far off they may be. */
int heal_print(app *a, const heal_job *job);
/* Prints the ladder of dilutions as a table. */
int heal_print_ladder(app *a, const heal_job *job);
/* Prints the JSON object of the answer with the ladder as its last key. */
int heal_json_ladder(app *a, const heal_job *job, const char *object, size_t size);

/* Draws an SVG file: the dots, their L* and b* against dilution and against depth, at three ages and with the bands of depth
 * and strength. */
int heal_plot(app *a, const heal_job *job, const char *path);

#endif
