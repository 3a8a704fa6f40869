/* cli/show/terminal.h - colours and columns on a terminal. */
#ifndef CLI_SHOW_TERMINAL_H
#define CLI_SHOW_TERMINAL_H

#include "app.h"

/* A coloured cell four columns wide, or "#rrggbb" where the terminal has no colour. Static buffers: two per call chain. */
void print_swatch(const app *a, sct_lab lab);
/* The colour rounded to the one decimal that is printed, so that no number reads -0.0. */
sct_lab lab_shown(sct_lab lab);
/* Columns a UTF-8 text takes on a terminal (one per code point). */
int text_columns(const char *text);
/* Prints text padded with spaces to `columns`. */
void print_padded(const char *text, int columns);

/* A label and a text, the text broken at blanks and indented. */
void print_wrapped(const char *label, const char *text);

#endif
