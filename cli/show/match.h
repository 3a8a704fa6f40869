/* cli/show/match.h - prints the answer of `match` for people. */
#ifndef CLI_SHOW_MATCH_H
#define CLI_SHOW_MATCH_H

#include "client/ranking.h"
#include "show/terminal.h"

/* What is shown, and how much of it. */
typedef struct match_shown {
    const client *client;
    const sct_measurement *measurement;
    const sct_palette *palette;
    const ranking *ranking;
    size_t wanted;   /* At most so many rows stand in the table. */
    int details;     /* Non-zero when inks and a recipe are told even where none may be picked. */
    int assumptions; /* Non-zero when every assumption is listed with its reason. */
} match_shown;

void match_print(const app *a, const match_shown *shown);

/* The three lines above it all. */
void match_print_verdict(const app *a, const match_shown *shown);

/* ---- the table, and what other lines say of its rows ---- */

void match_print_table(const app *a, const sct_palette *palette, const ranking *found, size_t wanted);
/* How many rows were compared with each other; those that stand apart follow them. */
size_t match_compared(const sct_ranking_info *r);
/* Non-zero when row i is one of those that are shown. */
int match_is_shown(const sct_match_row *rows, size_t i);
/* Non-zero when the row of this rank stands in the table. */
int match_is_listed(const sct_match_row *rows, size_t count, size_t wanted, size_t rank);

#endif
