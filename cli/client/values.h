/* cli/client/values.h - a client who is known without a photo: by colours that somebody gives, or by an earlier measurement.
 */
#ifndef CLI_CLIENT_VALUES_H
#define CLI_CLIENT_VALUES_H

#include "client/client.h"

typedef struct values_options {
    const char *file;        /* What `measure --json` wrote, or null. */
    const char *skin, *hair; /* "L,a,b" or "L,a,b,U", as typed; null when not given. */
} values_options;

/* Rows of a table of options for a struct whose field `values` is a values_options. */
#define VALUES_ARGS(type)                                                                                                   \
    OPTION_TEXT(                                                                                                            \
        "skin-lab", type, values.skin, "L,a,b[,U]",                                                                         \
        "instead of a photo: the skin's colour, D50, 2 degrees, without gloss; U: how far it may be off, default 3"),       \
        OPTION_TEXT("hair-lab", type, values.hair, "L,a,b[,U]",                                                             \
                    "and the colour of the hair itself; --hair-kind says of what hair, default stubble"),                   \
        OPTION_TEXT("measurement", type, values.file, "FILE.json", "instead of a photo: what 'measure --json' wrote of it")

/* Non-zero when colours or a measurement are given instead of a photo. */
int values_given(const values_options *values);
/* Makes the measurement of the colours that are given, or reads an earlier one. Photos, shapes and all that belongs to
 * photos are refused beside them. The client receives the names that messages use. */
int values_measure(app *a, const values_options *values, const client_options *options, const arg_items *items, client *c,
                   sct_measurement **out);

#endif
