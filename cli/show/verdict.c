/* cli/show/verdict.c - prints the three lines that stand above the answer of `match`. The library words them; the options of
 * this program that do what they advise are added here. */
#include "show/match.h"

void match_print_verdict(const app *a, const match_shown *shown)
{
    sct_verdict v;
    char photo[WORDS_SIZE];
    if (sct_verdict_of(shown->ranking->handle, shown->measurement, shown->palette, &v) != SCT_OK)
        return;
    words_of_options(v.photo, photo, sizeof photo);
    print_bold(a, 1);
    print_sentences(photo);
    print_sentences(v.recipe);
    print_sentences(v.looks);
    print_bold(a, 0);
    printf("\n");
}
