/* cli/show/heal.h - what the command `heal` was asked, and the ways to show its answer. */
#ifndef CLI_SHOW_HEAL_H
#define CLI_SHOW_HEAL_H

#include "app.h"

/* A prediction, with all that is shown of it. */
typedef struct healed_seen {
    sct_tissue tissue;
    double fit_de00, coverage;
    sct_lab lab, bare_lab, area_lab;
    double reflectance[SCT_WAVELENGTHS], bare_reflectance[SCT_WAVELENGTHS], area_reflectance[SCT_WAVELENGTHS];
    int has_band;
    sct_heal_band band;
    char rests_on[128];
} healed_seen;

/* What was asked, what is known of the ink, and the answer. */
typedef struct heal_job {
    sct_heal_options options; /* Its field `ink` points to `optics`, or is null; its pigments to `pigments`. */
    sct_pigment pigments[SCT_PIGMENT_MAX];
    sct_ink_optics *optics;
    char title[SCT_TITLE_SIZE];
    int ready; /* Non-zero when the ink is used as it is. */
    double least_parts,
        most_parts;     /* The water that the ink is made for. For a ready ink: up to 10 parts, to see what they do. */
    sct_healed *answer; /* The answer to `options`, */
    healed_seen fitted; /* and what is shown of it. */
} heal_job;

/* What is shown of a prediction. */
void heal_see(const sct_healed *healed, healed_seen *out);
/* Predicts what is shown of an ink, and complains when that fails. */
int heal_at(app *a, const sct_heal_options *options, healed_seen *out);
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
