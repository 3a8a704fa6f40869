/* cli/args_help.c - the help of a command, written from its table of options. */
#include "args.h"

#include <string.h>

enum { HELP_WIDTH = 120, INDENT = 27 };

/* The bytes of a text's first letters, as many as fit into so many columns, up to a blank or to the end; at least a word. */
static size_t line_length(const char *text, int columns)
{
    size_t n = 0, fits = 0;
    for (int column = 0; text[n]; n++) {
        column += ((unsigned char)text[n] & 0xc0) != 0x80; /* what goes on within a letter takes no column */
        if (column > columns && fits)
            return fits;
        if (text[n + 1] == ' ' || text[n + 1] == '\0')
            fits = n + 1;
    }
    return n;
}

/* Prints a text behind the column of the options, in the language, broken at blanks so that no line is too long. */
static void print_help_text(const char *english)
{
    char told[WORDS_SIZE];
    const char *text = tell(english, told, sizeof told);
    for (size_t n; *text; text += n + (text[n] == ' ')) {
        n = line_length(text, HELP_WIDTH - INDENT);
        if (text != told)
            printf("%*s", INDENT, "");
        printf("%.*s\n", (int)n, text);
    }
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

static void print_heading(const char *english)
{
    char told[WORDS_SIZE];
    printf("\n%s\n", tell(english, told, sizeof told));
}

static void print_all(const command *c)
{
    if (c->options->name) {
        print_heading("Options");
        print_options(c->options, NULL);
    }
    print_heading("Options of every command");
    print_options(shared_options, NULL);
}

static void print_usual(const command *c)
{
    char line[WORDS_SIZE], told[WORDS_SIZE];
    print_heading("Options");
    size_t left_out = print_options(c->options, c->usual) + print_options(shared_options, c->usual);
    snprintf(line, sizeof line, "%zu more options are in 'scalptone help %s --all'.", left_out, c->name);
    printf("\n%s\n", tell(line, told, sizeof told));
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
    print_heading("Example");
    printf("%s\n", c->example);
}

int app_help(const app *a, const command *c)
{
    if (a->help)
        args_help(c, 0);
    return a->help;
}
