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
/* The same, but what is too long for the columns ends in "…" on a terminal; elsewhere it is whole. */
void print_fitted(const char *text, int columns);

/* Sentences are told in the language of the program. Appends one to a line, behind what parts it from what is there. */
void add_told(char *line, size_t size, const char *between, const char *english);
/* The same for one that is written first. */
void add_toldf(char *line, size_t size, const char *between, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* A colon or a semicolon with the blanks that the language has about it. */
const char *colon(void);
const char *semicolon(void);
/* Tells a list with commas between its parts, each for itself; it fits into twice WORDS_SIZE. Returns `out`. */
const char *tell_list(const char *english, char *out, size_t size);
/* Prints a sentence and fills it up with blanks to so many columns. */
void print_told(const char *english, int columns);
/* The same for one that is written first. */
void print_toldf(int columns, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Prints a word, or a number as the language writes it, at the right of so many columns. */
void print_right(const char *english, int columns);
/* Prints " L 65.1 a 13.4 b 15.7", each number in six columns, in the language. */
void print_coordinates(sct_lab lab);

/* Prints a number to the right of so many columns, with the point that the language has. */
void print_decimal(const char *before, int columns, int decimals, double value);

/* How wide the terminal is, or 0 when standard output is no terminal. COLUMNS in the environment says it for both. */
int terminal_columns(void);
/* How wide lines and tables are laid out: as the terminal is, and 80 where there is none. */
int line_width(void);
/* How many columns a paragraph may take, from 40 to 104: longer lines are hard to read, and shorter ones hold no sentence.
 */
int paragraph_width(void);
/* Prints a label at the margin, filled up with blanks to where the texts begin. */
void print_label(const char *label);
/* Prints a label and a text behind it, broken at blanks and indented. A line has at most 104 columns. */
void print_wrapped(const char *label, const char *text);
/* The same, but the text is broken only where it does not fit into a line. */
void print_long(const char *label, const char *text);
/* Prints a text without a label, the first line at the margin and the others behind `indent` blanks. It is broken only where
 * it does not fit into a line. */
void print_line(const char *text, int indent);
/* Prints sentences behind two blanks, broken at blanks. */
void print_sentences(const char *text);
/* Switches bold letters on or off where the terminal shows colour. */
void print_bold(const app *a, int on);

#endif
