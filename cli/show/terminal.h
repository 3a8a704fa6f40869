/* cli/show/terminal.h - prints colours, columns and wrapped text. */
#ifndef CLI_SHOW_TERMINAL_H
#define CLI_SHOW_TERMINAL_H

#include "app.h"

/* Prints a coloured cell of seven columns, or "#rrggbb" where the terminal shows no colour. */
void print_swatch(const app *a, sct_lab lab);
/* The colour rounded to the one decimal that is printed, so that no number reads -0.0. */
sct_lab lab_shown(sct_lab lab);
/* The columns that a UTF-8 text takes on a terminal, counting one for each code point. */
int text_columns(const char *text);
/* Prints a text and fills it up with blanks to so many columns. */
void print_padded(const char *text, int columns);

/* Prints a label and a text behind it, broken at blanks and indented. */
void print_wrapped(const char *label, const char *text);

#endif
