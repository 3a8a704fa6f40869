/* cli/args_help.c - the help of a command, written from its table of options. */
#include "args.h"
#include "show/terminal.h"

#include <string.h>

enum { INDENT = 27 };

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

/* Prints a text from the column `indent` on, where the first line begins already, and breaks it at blanks. */
static void print_broken(const char *text, int indent)
{
    const char *at = text;
    for (size_t n; *at; at += n + (at[n] == ' ')) {
        n = line_length(at, paragraph_width() - indent);
        printf("%*s%.*s\n", at == text ? 0 : indent, "", (int)n, at);
    }
}

/* Prints a text behind the column of the options, in the language. */
static void print_help_text(const char *english)
{
    char told[WORDS_SIZE];
    print_broken(tell(english, told, sizeof told), INDENT);
}

/* Prints the sentences that explain a command as paragraphs, and verbs with what they do. */
static void print_about(const char *const *about)
{
    enum { PARAGRAPH = 4 * WORDS_SIZE };
    char told[WORDS_SIZE], paragraph[PARAGRAPH];
    while (*about) {
        printf("\n");
        for (; *about && **about == ' '; about += 2) { /* a verb, and what it does */
            printf("  %-24s ", *about + 1);
            print_help_text(about[1]);
        }
        size_t n = 0;
        for (; *about && **about && n < sizeof paragraph; about++)
            n +=
                (size_t)snprintf(paragraph + n, sizeof paragraph - n, "%s%s", n ? " " : "", tell(*about, told, sizeof told));
        if (n)
            print_broken(paragraph, 0);
        about += *about && !**about;
    }
}

static void print_option(const arg *o, int short_too)
{
    char left[64];
    snprintf(left, sizeof left, "%s--%s%s%s", short_too ? "-o, " : "", o->name, o->value ? " " : "",
             o->value ? o->value : "");
    if (strlen(left) > (size_t)INDENT - 3)
        printf("  %s\n%*s", left, INDENT, "");
    else
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
    char told[WORDS_SIZE], line[WORDS_SIZE + 1];
    snprintf(line, sizeof line, "%s.", tell(c->summary, told, sizeof told));
    printf("scalptone %s %s\n\n", c->name, c->arguments);
    print_broken(line, 0);
    print_about(c->about);
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
