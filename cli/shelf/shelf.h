/* cli/shelf/shelf.h - the verbs of `palette` that write palettes: each has a file in this folder. */
#ifndef CLI_SHELF_SHELF_H
#define CLI_SHELF_SHELF_H

#include "args.h"

enum { SHELF_BYTES_MAX = 64 << 20 };

typedef struct shelf_options {
    const char *output;
    int from, to, state; /* Indices of words; from and to: -1 when they were not given. */
    int decimal_comma;
} shelf_options;

extern const char *const shelf_formats[], *const shelf_states[];

typedef struct shelf_verb {
    const char *name, *usage;
    size_t least, most; /* How many words may follow the verb. */
    int (*run)(app *a, const shelf_options *options, const arg_items *items);
} shelf_verb;
/* The verbs; one without a name ends them. */
extern const shelf_verb shelf_verbs[];

int shelf_convert(app *a, const shelf_options *options, const arg_items *items);

/* Prints the lines of a text of the library on standard error, unless --quiet. */
void shelf_print_notes(const app *a, const sct_bytes *notes);
/* Writes a palette where -o says, or to standard output. */
int shelf_write(app *a, const char *path, const sct_bytes *text);

#endif
