/* cli/show/match_table.c - prints the best rows of a ranking as a table. */
#include "show/match.h"

#include <math.h>

enum { CLOSE_COLUMNS = 27, AFAR_COLUMNS = 27 };

static void print_row(const app *a, const sct_palette *palette, const sct_match_row *c, int name_columns, int areas)
{
    char number[16], sure[16], name[SCT_TITLE_SIZE];
    snprintf(number, sizeof number, "%zu", c->rank);
    printf("  %2s  ", number);
    sct_ink_title(palette, c->ink, &c->blend, name, sizeof name);
    print_padded(name, name_columns);
    printf("  ");
    print_padded(c->shade, 7);
    print_swatch(a, c->dot_lab);
    printf("  ");
    if (areas) {
        print_swatch(a, c->area_lab);
        printf("  %4.1f  ", c->de_dot);
        print_padded(c->direction, CLOSE_COLUMNS);
        printf("  %4.1f  ", c->de_area);
        print_padded(c->direction_area, AFAR_COLUMNS);
    } else {
        printf("%4.1f  ", c->de);
        print_padded(c->direction, CLOSE_COLUMNS);
    }
    snprintf(sure, sizeof sure, isfinite(c->p_best) ? "%3.0f %%" : "-", 100 * c->p_best);
    printf(" %5s\n", sure);
}

/* The dilutions of one ink follow each other closely. Two of each are enough to choose from. */
enum { ROWS_OF_AN_INK = 2 };

int match_is_shown(const sct_match_row *rows, size_t i)
{
    int same = 0;
    for (size_t k = 0; k < i; k++)
        same += ranking_same_ink(&rows[k], &rows[i]);
    return same < ROWS_OF_AN_INK;
}

void match_print_table(const app *a, const sct_palette *palette, const sct_match_row *rows, size_t count, size_t wanted)
{
    int columns = 4, areas = 0;
    for (size_t i = 0, shown = 0; i < count && shown < wanted; i++) {
        char name[SCT_TITLE_SIZE];
        if (!match_is_shown(rows, i))
            continue;
        shown++;
        sct_ink_title(palette, rows[i].ink, &rows[i].blend, name, sizeof name);
        int n = text_columns(name);
        columns = n > columns ? n : columns;
        areas |= isfinite(rows[i].area_lab.L);
    }
    printf("\n   #  ");
    print_padded("ink", columns);
    if (areas)
        printf("  shade  %-7s  %-7s  close up%*s  from afar%*s   sure\n", "dot", "area", CLOSE_COLUMNS - 2, "",
               AFAR_COLUMNS - 3, "");
    else
        printf("  shade  %-7s  away  %-*s   sure\n", "ink", CLOSE_COLUMNS, "how it differs");
    for (size_t i = 0, shown = 0; i < count && shown < wanted; i++)
        if (match_is_shown(rows, i)) {
            print_row(a, palette, &rows[i], columns, areas);
            shown++;
        }
}

int match_is_listed(const sct_match_row *rows, size_t count, size_t wanted, size_t rank)
{
    for (size_t i = 0, shown = 0; i < count && shown < wanted; i++)
        if (match_is_shown(rows, i)) {
            shown++;
            if (rows[i].rank == rank)
                return 1;
        }
    return 0;
}
