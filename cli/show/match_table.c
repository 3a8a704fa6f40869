/* cli/show/match_table.c - prints the best rows of a ranking as a table. */
#include "show/match.h"

#include <math.h>
#include <string.h>

/* What of a row is shown. A narrow terminal takes the words away, and a very narrow one the colours, too; one without
 * colours takes away first the numbers that stand for them. */
typedef struct layout {
    int name_columns; /* How wide the widest name is. */
    int areas;        /* Non-zero when the colours of areas are known. */
    int words, swatches;
    int close, afar; /* How wide the widest words are, */
    int shade;       /* and the widest shade. */
} layout;

/* A difference, and the blanks behind it. */
static void print_number(const char *before, double value)
{
    char digits[32] = "";
    add_toldf(digits, sizeof digits, "", "%.1f", value);
    printf("%s%*s%s  ", before, 4 - text_columns(digits) > 0 ? 4 - text_columns(digits) : 0, "", digits);
}

static void print_differences(const sct_match_row *c, const layout *l)
{
    print_number("  ", l->areas ? c->de_dot : c->de);
    print_told(l->words ? c->direction : "", l->words ? l->close : 2 * l->swatches);
    if (!l->areas)
        return;
    print_number(l->swatches || l->words ? "  " : "", c->de_area);
    print_told(l->words ? c->direction_area : "", l->words ? l->afar : 3 * l->swatches);
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

static int share_columns(void)
{
    char told[WORDS_SIZE];
    int columns = text_columns(tell("best in", told, sizeof told));
    return columns > 5 ? columns : 5; /* 100 % */
}

static void print_row(const app *a, const sct_palette *palette, const sct_match_row *c, const layout *l)
{
    char number[16], share[16], name[SCT_TITLE_SIZE];
    snprintf(number, sizeof number, "%zu", c->rank);
    printf("  %2s  ", number);
    sct_ink_title(palette, c->ink, &c->blend, name, sizeof name);
    cut(name, l->name_columns);
    print_padded(name, l->name_columns);
    printf("  ");
    print_told(c->shade, l->shade + 2 * l->swatches);
    if (l->swatches) {
        print_swatch(a, c->dot_lab);
        if (l->areas) {
            printf("  ");
            print_swatch(a, c->area_lab);
        }
    }
    print_differences(c, l);
    snprintf(share, sizeof share, isfinite(c->p_best) ? "%.0f %%" : "-", 100 * c->p_best);
    printf("   %*s\n", share_columns(), share);
}

static void print_head(const layout *l)
{
    printf("\n   #  ");
    print_told("ink", l->name_columns);
    printf("  ");
    print_told("shade", l->shade);
    if (l->swatches) {
        printf("  ");
        print_told(l->areas ? "dot" : "ink", 7);
    }
    if (l->swatches && l->areas) {
        printf("  ");
        print_told("area", 7);
    }
    if (!l->areas) {
        printf("  ");
        print_told("away", 4);
        printf("  ");
        print_told(l->words ? "how it differs" : "", l->words ? l->close : 0);
    } else if (l->swatches || l->words) {
        printf("  ");
        print_told("close up", l->words ? 6 + l->close : 8);
        printf("  ");
        print_told("from afar", l->words ? 6 + l->afar : 9);
    } else {
        printf(" ");
        print_told("close", 5);
        printf("  ");
        print_told("afar", 4);
    }
    printf("   ");
    print_told("best in", 0);
    printf("\n");
}

/* How wide a row is: number, name, shade and share, the colours, the differences with or without words. */
static int width_of(const layout *l)
{
    int differences = l->areas ? 2 : 1;
    int width = 6 + l->name_columns + 2 + l->shade + 2 * l->swatches + 8 * differences + 3 + share_columns();
    if (l->swatches)
        width += l->areas ? 16 : 7;
    return width + (l->words ? l->close + (l->areas ? l->afar : 0) : 3 * differences * l->swatches);
}

static int fits(layout *l, int words, int swatches)
{
    l->words = words;
    l->swatches = swatches;
    return width_of(l) <= line_width();
}

static void fit(const app *a, layout *l)
{
    if (fits(l, 1, 1) || (a->colour < COLOUR_256 && fits(l, 1, 0)) || fits(l, 0, 1))
        return;
    l->words = l->swatches = 0;
    int over = width_of(l) - line_width();
    if (over > 0 && terminal_columns()) /* in a pipe names are whole */
        l->name_columns = l->name_columns - over > 4 ? l->name_columns - over : 4;
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
    char line[WORDS_SIZE] = "";
    snprintf(line, sizeof line, "  %s", name);
    add_told(line, sizeof line, ", ", c->shade);
    add_toldf(line, sizeof line, colon(), "%.1f from the hair by", c->de);
    add_told(line, sizeof line, " ", c->rests_on);
    printf("%s\n", line);
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
        if (shown++ == 0) {
            printf("\n");
            print_sentences("Ranked apart, by swatches or colours that were stated: what these heal to is not known");
        }
        print_apart_row(a, palette, &rows[i]);
    }
    if (more) {
        char line[WORDS_SIZE] = "";
        add_toldf(line, sizeof line, "", more == 1 ? "and %zu more ink" : "and %zu more inks", more);
        print_sentences(line);
    }
}

/* As many columns as a sentence needs, and no fewer than there are. */
static int widest(int columns, const char *english)
{
    char told[WORDS_SIZE];
    int wide = text_columns(tell(english, told, sizeof told));
    return wide > columns ? wide : columns;
}

void match_print_table(const app *a, const sct_palette *palette, const ranking *found, size_t wanted)
{
    layout l = {.name_columns = 4, .shade = 5};
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
        l.shade = widest(l.shade, rows[i].shade);
        l.close = widest(l.close, rows[i].direction);
        l.afar = widest(l.afar, rows[i].direction_area);
    }
    l.close = l.areas ? widest(l.close + 6, "close up") - 6 : widest(l.close, "how it differs");
    l.afar = widest(l.afar + 6, "from afar") - 6;
    fit(a, &l);
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
