/* cli/show/match_table.c - prints the best rows of a ranking as a table. */
#include "show/match.h"

#include <math.h>
#include <string.h>

enum { CLOSE_COLUMNS = 27, AFAR_COLUMNS = 27 };

/* What of a row is shown. A narrow terminal takes the words away, and a very narrow one the colours, too. */
typedef struct layout {
    int name_columns; /* How wide the widest name is. */
    int areas;        /* Non-zero when the colours of areas are known. */
    int words, swatches;
} layout;

static void print_differences(const sct_match_row *c, const layout *l)
{
    printf("  %4.1f  ", l->areas ? c->de_dot : c->de);
    print_padded(l->words ? c->direction : "", l->words ? CLOSE_COLUMNS : 2 * l->swatches);
    if (!l->areas)
        return;
    printf("%s%4.1f  ", l->swatches ? "  " : "", c->de_area);
    print_padded(l->words ? c->direction_area : "", l->words ? AFAR_COLUMNS : 3 * l->swatches);
}

/* Takes letters off the end of a name until it fits. */
static void cut(char *name, int columns)
{
    size_t n = strlen(name);
    while (text_columns(name) > columns && n > 0) {
        do
            n--;
        while (n > 0 && ((unsigned char)name[n] & 0xc0) == 0x80);
        name[n] = '\0';
    }
}

static void print_row(const app *a, const sct_palette *palette, const sct_match_row *c, const layout *l)
{
    char number[16], sure[16], name[SCT_TITLE_SIZE];
    snprintf(number, sizeof number, "%zu", c->rank);
    printf("  %2s  ", number);
    sct_ink_title(palette, c->ink, &c->blend, name, sizeof name);
    cut(name, l->name_columns);
    print_padded(name, l->name_columns);
    printf("  ");
    print_padded(c->shade, l->swatches ? 7 : 5);
    if (l->swatches) {
        print_swatch(a, c->dot_lab);
        if (l->areas) {
            printf("  ");
            print_swatch(a, c->area_lab);
        }
    }
    print_differences(c, l);
    snprintf(sure, sizeof sure, isfinite(c->p_best) ? "%3.0f %%" : "-", 100 * c->p_best);
    printf(" %5s\n", sure);
}

static void print_head(const layout *l)
{
    printf("\n   #  ");
    print_padded("ink", l->name_columns);
    printf("  shade");
    if (l->swatches)
        printf("  %-7s", l->areas ? "dot" : "ink");
    if (l->swatches && l->areas)
        printf("  %-7s", "area");
    if (!l->areas)
        printf("  away  %-*s   sure\n", l->words ? CLOSE_COLUMNS : 0, l->words ? "how it differs" : "");
    else if (l->words)
        printf("  close up%*s  from afar%*s   sure\n", CLOSE_COLUMNS - 2, "", AFAR_COLUMNS - 3, "");
    else
        printf(l->swatches ? "  close up  from afar   sure\n" : " close  afar   sure\n");
}

/* How wide a row with colours is: number, name, shade and sureness, the colours, the differences with or without words. */
static int width_of(const layout *l)
{
    int width = 6 + l->name_columns + 9 + 6, differences = l->areas ? 2 : 1;
    return width + (l->areas ? 16 : 7) + differences * (8 + (l->words ? CLOSE_COLUMNS : 3));
}

static void fit(layout *l)
{
    int columns = terminal_columns();
    l->words = !columns || width_of(l) <= columns;
    l->swatches = l->words || width_of(l) <= columns;
    int rest = 34; /* number, shade, differences and sureness alone */
    if (columns && !l->swatches && l->name_columns > columns - rest)
        l->name_columns = columns - rest > 4 ? columns - rest : 4;
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

size_t match_compared(const sct_ranking_info *r)
{
    return r->apart_from > 1 ? r->apart_from - 1 : r->match_count;
}

static void print_apart_row(const app *a, const sct_palette *palette, const sct_match_row *c)
{
    char name[SCT_TITLE_SIZE];
    sct_ink_title(palette, c->ink, NULL, name, sizeof name);
    printf("  %2zu  ", c->rank);
    print_swatch(a, c->solid_lab);
    printf("  %s, %s: %.1f from the hair by %s\n", name, c->shade, c->de, c->rests_on);
}

/* The best row of each ink that stands apart, below a line of its own: they were not compared with the rows above. */
static void print_apart(const app *a, const sct_palette *palette, const sct_match_row *rows, size_t from, size_t count)
{
    enum { APART_MOST = 3 };
    size_t shown = 0, more = 0;
    for (size_t i = from; i < count; i++) {
        size_t k = from;
        while (k < i && !ranking_same_ink(&rows[k], &rows[i]))
            k++;
        if (k < i)
            continue;
        if (shown == APART_MOST) {
            more++;
            continue;
        }
        if (shown++ == 0)
            printf("\n  Ranked apart, by swatches or colours that were stated: what these heal to is not known\n");
        print_apart_row(a, palette, &rows[i]);
    }
    if (more)
        printf("  and %zu more ink%s\n", more, more == 1 ? "" : "s");
}

void match_print_table(const app *a, const sct_palette *palette, const ranking *found, size_t wanted)
{
    layout l = {.name_columns = 4, .words = 1, .swatches = 1};
    const sct_match_row *rows = found->rows;
    size_t count = match_compared(&found->info);
    for (size_t i = 0, shown = 0; i < count && shown < wanted; i++) {
        char name[SCT_TITLE_SIZE];
        if (!match_is_shown(rows, i))
            continue;
        shown++;
        sct_ink_title(palette, rows[i].ink, &rows[i].blend, name, sizeof name);
        int n = text_columns(name);
        l.name_columns = n > l.name_columns ? n : l.name_columns;
        l.areas |= isfinite(rows[i].area_lab.L);
    }
    fit(&l);
    print_head(&l);
    for (size_t i = 0, shown = 0; i < count && shown < wanted; i++)
        if (match_is_shown(rows, i)) {
            print_row(a, palette, &rows[i], &l);
            shown++;
        }
    print_apart(a, palette, rows, count, found->info.match_count);
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
