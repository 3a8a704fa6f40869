/* cli/args_help.c - the help of a command, written from its table of options. */
#include "args.h"

#include <string.h>

/* Prints a text behind the column of the options. It is broken at blanks so that no line is longer than HELP_WIDTH. */
static void print_help_text(const char *text)
{
    enum { HELP_WIDTH = 120, INDENT = 27 };
    while (strlen(text) > HELP_WIDTH - INDENT) {
        size_t n = HELP_WIDTH - INDENT;
        while (n > 0 && text[n] != ' ')
            n--;
        if (n == 0)
            break;
        printf("%.*s\n%*s", (int)n, text, INDENT, "");
        text += n + 1;
    }
    printf("%s\n", text);
}

static void print_options(const arg *options)
{
    for (const arg *o = options; o->name; o++) {
        char left[64];
        snprintf(left, sizeof left, "%s--%s%s%s", strcmp(o->name, "output") == 0 ? "-o, " : "", o->name, o->value ? " " : "",
                 o->value ? o->value : "");
        printf("  %-24s ", left);
        print_help_text(o->help);
        if (o->kind == ARG_WORD) {
            printf("  %-24s ", "");
            for (int i = 0; o->words[i]; i++)
                printf("%s%s", i ? " | " : "", o->words[i]);
            printf("\n");
        }
    }
}

void args_help(const command *c)
{
    printf("scalptone %s %s\n\n%s.\n", c->name, c->arguments, c->summary);
    if (*c->about)
        printf("\n%s\n", c->about);
    if (c->options->name) {
        printf("\nOptions\n");
        print_options(c->options);
    }
    printf("\nOptions of every command\n");
    print_options(shared_options);
    printf("\nExample\n%s\n", c->example);
}

int app_help(const app *a, const command *c)
{
    if (a->help)
        args_help(c);
    return a->help;
}
