/* cli/show/measurement.h - prints for people what was measured. */
#ifndef CLI_SHOW_MEASUREMENT_H
#define CLI_SHOW_MEASUREMENT_H

#include "client/client.h"
#include "show/terminal.h"

/* A line for each photo, and a line for each colour. */
void print_photo_lines(const client *c, const sct_measurement *m);
void print_colour_lines(const app *a, const sct_measurement *m);
/* A line for one colour, or two lines where it does not fit into the terminal. A doubt of NaN is left out. */
void print_colour(const app *a, const char *name, sct_lab lab, const char *words, double u95_de00);
/* Prints the flags, each with what mends it; with --quiet only those that forbid a pick. */
void print_flags(const app *a, const sct_flags *flags);
/* The same for several lists, of flags that stand in more than one the first. */
void print_flag_lists(const app *a, const sct_flags *const *lists, size_t count);
/* How many flags that would print. */
int shown_flags(const app *a, const sct_flags *flags);

#endif
