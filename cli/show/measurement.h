/* cli/show/measurement.h - what was measured, for people. */
#ifndef CLI_SHOW_MEASUREMENT_H
#define CLI_SHOW_MEASUREMENT_H

#include "client/client.h"
#include "show/terminal.h"

/* People's view of a measurement. */
void print_photo_lines(const client *c, const sct_measurement *m);
void print_colour_lines(const app *a, const sct_measurement *m);
/* Flags with what mends them, and how many that prints: with --quiet those that forbid a pick. */
void print_flags(const app *a, const sct_flags *flags);
int shown_flags(const app *a, const sct_flags *flags);

#endif
