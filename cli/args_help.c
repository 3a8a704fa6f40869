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

static void print_option(const arg *o, int short_too)
{
    char left[64];
    snprintf(left, sizeof left, "%s--%s%s%s", short_too ? "-o, " : "", o->name, o->value ? " " : "",
             o->value ? o->value : "");
    printf("  %-24s ", left);
    print_help_text(o->help);
    if (o->kind != ARG_WORD)
        return;
    printf("  %-24s ", "");
    for (int i = 0; o->words[i]; i++)
        printf("%s%s", i ? " | " : "", o->words[i]);
    printf("\n");
}

/* Whether a name is one of those in a text, which blanks part. */
static int is_among(const char *name, const char *names)
{
    size_t n = strlen(name);
    for (const char *s = names; *s; s += strcspn(s, " "), s += strspn(s, " "))
        if (strncmp(s, name, n) == 0 && (s[n] == ' ' || s[n] == '\0'))
            return 1;
    return 0;
}

/* Prints the options that stand in `names`, or all of them when it is null. Returns how many were left out. */
static size_t print_options(const arg *options, const char *names)
{
    size_t left_out = 0;
    for (const arg *o = options; o->name; o++) {
        if (!names || is_among(o->name, names))
            print_option(o, o == args_output(options));
        else
            left_out++;
    }
    return left_out;
}

static void print_all(const command *c)
{
    if (c->options->name) {
        printf("\nOptions\n");
        print_options(c->options, NULL);
    }
    printf("\nOptions of every command\n");
    print_options(shared_options, NULL);
}

static void print_usual(const command *c)
{
    printf("\nOptions\n");
    size_t left_out = print_options(c->options, c->usual) + print_options(shared_options, c->usual);
    printf("\n%zu more options are in 'scalptone help %s --all'.\n", left_out, c->name);
}

void args_help(const command *c, int all)
{
    char told[WORDS_SIZE];
    printf("scalptone %s %s\n\n%s.\n", c->name, c->arguments, tell(c->summary, told, sizeof told));
    if (*c->about)
        printf("\n%s\n", c->about);
    if (all)
        print_all(c);
    else
        print_usual(c);
    printf("\nExample\n%s\n", c->example);
}

int app_help(const app *a, const command *c)
{
    if (a->help)
        args_help(c, 0);
    return a->help;
}
