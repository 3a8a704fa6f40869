/* cli/keep/record_mix.h - `record mix`: the recipe of a record once more, for another cup. */
#ifndef CLI_KEEP_RECORD_MIX_H
#define CLI_KEEP_RECORD_MIX_H

#include "app.h"

typedef struct mix_options {
    double volume_ml, drops_per_ml, ink_g_per_ml;
} mix_options;

/* Prints what to draw up: of the chosen mix, or, where none was chosen, of the recommended one. */
int record_mix(app *a, const mix_options *options, const char *path);

#endif
