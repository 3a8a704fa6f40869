/* cli/show/preview.h - what the command `preview` was asked and works on, and how its answer is printed. */
#ifndef CLI_SHOW_PREVIEW_H
#define CLI_SHOW_PREVIEW_H

#include "client/ranking.h"

typedef struct preview_options {
    client_options client;
    ranking_settings match;
    sct_preview_options settings;
    const char *output, *sheet, *age, *hairline;
    double fade, distance_m; /* Of these and the next two, 0 means the usual. */
    long top, bits;
    int view, plain, schema;
} preview_options;

enum { PREVIEW_AREAS_MAX = 16, PREVIEW_LOOKS_MAX = 6 };

/* An ink that the command line names. */
typedef struct preview_choice {
    const char *id;
    double parts_water;
    int diluted; /* Non-zero when the user said how much water. */
} preview_choice;

typedef struct preview_job {
    size_t choice_count, area_count, look_count;
    preview_choice choices[PREVIEW_LOOKS_MAX];
    sct_shape *areas[PREVIEW_AREAS_MAX];
    int area_given;
    sct_shape *hairline; /* Or null. */
    sct_when when;
    sct_match_options match;
    client client;
    sct_measurement *measurement;
    sct_palette *palette;
    ranking ranking;
    sct_look *looks[PREVIEW_LOOKS_MAX];
    sct_look_info seen[PREVIEW_LOOKS_MAX];         /* What is shown of each look, */
    sct_preview_result results[PREVIEW_LOOKS_MAX]; /* and what came of it, */
    const sct_flags *flags[PREVIEW_LOOKS_MAX];     /* with its flags. */
    sct_preview *preview;
} preview_job;

/* Prints the answer, for people or as JSON. */
int preview_tell(app *a, const preview_options *o, const preview_job *job);

#endif
