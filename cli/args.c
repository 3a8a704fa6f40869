/* cli/args.c - getopt_long fed from tables. */
#include "args.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 64, FIRST_CODE = 1000 };

const arg shared_options[] = {
    {"json", ARG_FLAG, offsetof(app, json), NULL, "one JSON object on standard output and nothing else there", 0, 0, NULL},
    {"quiet", ARG_FLAG, offsetof(app, quiet), NULL,
     "no progress, no hints, and of the photo's flaws only those that forbid a pick", 0, 0, NULL},
    {"no-colour", ARG_FLAG, offsetof(app, no_colour), NULL, "no colours on the terminal (as with NO_COLOR)", 0, 0, NULL},
    {"strict", ARG_FLAG, offsetof(app, strict), NULL, "exit 1 when the answer's quality forbids a pick", 0, 0, NULL},
    {"seed", ARG_INT, offsetof(app, seed), "N", "of all random draws: same seed, same answer; default 1", 0, 9e15, NULL},
    {"threads", ARG_INT, offsetof(app, threads), "N", "clients of a --batch worked on at once; default: all cores", 1, 256,
     NULL},
    {"max-pixels", ARG_INT, offsetof(app, max_pixels), "N", "refuse larger photos; default 100000000", 1, 1e9, NULL},
    {"help", ARG_FLAG, offsetof(app, help), NULL, "this text", 0, 0, NULL},
    {NULL, ARG_FLAG, 0, NULL, NULL, 0, 0, NULL},
};

int args_number(const char *text, double *out)
{
    /* strtod reads the program's locale, which main leaves at "C"; hex, inf and nan are not numbers here. */
    if (text[strspn(text, "+-.0123456789eE")] != '\0' || *text == '\0')
        return 0;
    char *end = NULL;
    double v = strtod(text, &end);
    if (*end != '\0' || !isfinite(v))
        return 0;
    *out = v;
    return 1;
}

int args_age(const char *text, sct_age *age, double *years)
{
    double given;
    if (!text || strcmp(text, "healed") == 0) {
        *age = SCT_AGE_HEALED;
        return 1;
    }
    if (strcmp(text, "fresh") == 0) {
        *age = SCT_AGE_FRESH;
        return 1;
    }
    if (!args_number(text, &given) || !(given >= 0 && given <= 30))
        return 0;
    *age = SCT_AGE_YEARS;
    *years = given;
    return 1;
}

int args_lab(const char *text, sct_lab *out)
{
    char copy[128];
    double v[3];
    if (strlen(text) >= sizeof copy)
        return 0;
    strcpy(copy, text);
    char *s = copy;
    for (int i = 0; i < 3; i++) {
        char *comma = strchr(s, ',');
        if ((i < 2) != (comma != NULL))
            return 0;
        if (comma)
            *comma = '\0';
        while (*s == ' ')
            s++;
        if (!args_number(s, &v[i]))
            return 0;
        s = comma ? comma + 1 : s;
    }
    if (!(v[0] >= 0 && v[0] <= 150) || !(fabs(v[1]) <= 200) || !(fabs(v[2]) <= 200))
        return 0;
    *out = (sct_lab){v[0], v[1], v[2]};
    return 1;
}

/* Damerau-Levenshtein distance (optimal string alignment) of short words. */
static int edit_distance(const char *a, const char *b)
{
    enum { N = 32 };
    int d[N + 1][N + 1];
    int n = (int)strlen(a), m = (int)strlen(b);
    if (n > N || m > N)
        return N;
    for (int i = 0; i <= n; i++)
        d[i][0] = i;
    for (int j = 0; j <= m; j++)
        d[0][j] = j;
    for (int i = 1; i <= n; i++)
        for (int j = 1; j <= m; j++) {
            int best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
            best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    return d[n][m];
}

const char *args_closest(const char *word, const char *const *names)
{
    const char *best = NULL;
    int least = (int)strlen(word) / 3 + 2;
    for (; *names; names++) {
        int distance = edit_distance(word, *names);
        if (strncmp(word, *names, strlen(word)) == 0 && strlen(word) >= 2)
            distance = 1;
        if (distance < least) {
            least = distance;
            best = *names;
        }
    }
    return best;
}

static int unknown_option(app *a, const command *c, const char *text)
{
    const char *names[2 * OPTIONS_MAX];
    size_t n = 0;
    char word[64];
    snprintf(word, sizeof word, "%s", text + strspn(text, "-"));
    word[strcspn(word, "=")] = '\0';
    for (const arg *o = c->options; o->name && n < OPTIONS_MAX; o++)
        names[n++] = o->name;
    for (const arg *o = shared_options; o->name; o++)
        names[n++] = o->name;
    names[n] = NULL;
    const char *close = args_closest(word, names);
    if (close)
        return complain(a, EXIT_USE, NULL, "%s: unknown option; did you mean --%s?", text, close);
    return complain(a, EXIT_USE, NULL, "%s: unknown option; see 'scalptone help %s'", text, c->name);
}

/* What getopt did not take: an unknown letter, an unknown long option, or a flag with a value. */
static int refused_option(app *a, const command *c, char **argv)
{
    if (optopt >= FIRST_CODE)
        return complain(a, EXIT_USE, NULL, "%s: takes no value", argv[optind - 1]);
    if (optopt == 0)
        return unknown_option(a, c, argv[optind - 1]);
    const char letter[] = {'-', (char)optopt, '\0'};
    return complain(a, EXIT_USE, NULL, "%s: unknown option; see 'scalptone help %s'", letter, c->name);
}

static int bad_word(app *a, const arg *o, const char *text)
{
    char list[256];
    size_t n = 0;
    list[0] = '\0';
    for (const char *const *w = o->words; *w && n < sizeof list - 32; w++)
        n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", n ? ", " : "", *w);
    const char *close = args_closest(text, o->words);
    if (close)
        return complain(a, EXIT_USE, NULL, "--%s %s: not one of %s; did you mean %s?", o->name, text, list, close);
    return complain(a, EXIT_USE, NULL, "--%s %s: not one of %s", o->name, text, list);
}

/* Stores an option's value in the field its table row names. */
static int store(app *a, const arg *o, const char *text, void *base)
{
    char *field = (char *)base + o->offset;
    double v = 0;
    switch (o->kind) {
    case ARG_FLAG: *(int *)(void *)field = 1; return 0;
    case ARG_TEXT:
        if (*text == '\0')
            return complain(a, EXIT_USE, NULL, "--%s: empty; give a %s", o->name, o->value);
        *(const char **)(void *)field = text;
        return 0;
    case ARG_INT:
    case ARG_REAL:
        if (!args_number(text, &v) || (o->kind == ARG_INT && v != floor(v)))
            return complain(a, EXIT_USE, NULL, "--%s %s: not a %snumber%s", o->name, text,
                            o->kind == ARG_INT ? "whole " : "",
                            strchr(text, ',') ? "; decimals have a point, as in 0.5" : "");
        if (!(v >= o->lo && v <= o->hi))
            return complain(a, EXIT_USE, NULL, "--%s %s: must be between %.15g and %.15g", o->name, text, o->lo, o->hi);
        if (o->kind == ARG_INT)
            *(long *)(void *)field = (long)v;
        else
            *(double *)(void *)field = v;
        return 0;
    case ARG_WORD:
        for (int i = 0; o->words[i]; i++)
            if (strcmp(o->words[i], text) == 0) {
                *(int *)(void *)field = i;
                return 0;
            }
        return bad_word(a, o, text);
    case ARG_EACH: break;
    }
    return 0;
}

static int add_item(app *a, arg_items *items, const arg *option, const char *text)
{
    if (!items)
        return complain(a, EXIT_USE, NULL, "%s: this command takes no such argument; see --help", text);
    if (items->count == ARG_ITEM_MAX)
        return complain(a, EXIT_USE, NULL, "%s: more than %d arguments", text, ARG_ITEM_MAX);
    items->items[items->count++] = (arg_item){option, text};
    return 0;
}

/* What getopt answered, as a row's number; -o is short for --output where a command has it. -1: no such row. */
static int row_of(int got, const arg *const *rows, int n)
{
    int row = got - FIRST_CODE;
    if (got == 'o')
        for (row = n - 1; row >= 0 && strcmp(rows[row]->name, "output") != 0;)
            row--;
    return row;
}

int args_parse(app *a, const command *c, int argc, char **argv, void *options, arg_items *items)
{
    struct option table[OPTIONS_MAX + 1] = {{0}};
    const arg *rows[OPTIONS_MAX];
    int n = 0, own = 0, code = 0;
    for (const arg *o = c->options; o->name && n < OPTIONS_MAX; o++)
        rows[n++] = o;
    own = n;
    for (const arg *o = shared_options; o->name && n < OPTIONS_MAX; o++)
        rows[n++] = o;
    for (int i = 0; i < n; i++)
        table[i] = (struct option){rows[i]->name, rows[i]->kind == ARG_FLAG ? no_argument : required_argument, NULL,
                                   FIRST_CODE + i};
    opterr = 0;
    optind = 0; /* start anew: a batch parses many lines */
    while (code == 0) {
        int got = getopt_long(argc, argv, "-:ho:", table, NULL), row = row_of(got, rows, n);
        if (got == -1)
            break;
        if (got == 1)
            code = add_item(a, items, NULL, optarg);
        else if (got == 'h')
            a->help = 1;
        else if (got == ':')
            code = complain(a, EXIT_USE, NULL, "%s: needs a value; see 'scalptone help %s'", argv[optind - 1], c->name);
        else if (got == '?')
            code = refused_option(a, c, argv);
        else if (row < 0)
            code = complain(a, EXIT_USE, NULL, "-%c: unknown option; see 'scalptone help %s'", got, c->name);
        else if (rows[row]->kind == ARG_EACH)
            code = add_item(a, items, rows[row], optarg);
        else
            code = store(a, rows[row], optarg, row < own ? options : a);
    }
    for (; code == 0 && optind < argc; optind++) /* what follows "--" */
        code = add_item(a, items, NULL, argv[optind]);
    if (a->no_colour)
        a->colour = 0;
    sct_status status = sct_context_set_limit(a->ctx, SCT_LIMIT_PIXELS, (uint64_t)a->max_pixels);
    return code == 0 && status != SCT_OK ? complain_status(a, status, "--max-pixels") : code;
}

/* Text behind the column of the options, broken at blanks so that no line is longer than HELP_WIDTH. */
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

int args_split(char *line, char **words, int capacity)
{
    int count = 0;
    for (char *s = line;;) {
        s += strspn(s, " \t\r\n");
        if (*s == '\0' || *s == '#')
            return count;
        if (count == capacity)
            return -2;
        char quote = '\0', *out = s;
        words[count++] = out;
        for (; *s && (quote || !strchr(" \t\r\n", *s)); s++) {
            if (*s == quote)
                quote = '\0';
            else if (!quote && (*s == '"' || *s == '\''))
                quote = *s;
            else if (*s == '\\' && quote != '\'' && s[1])
                *out++ = *++s;
            else
                *out++ = *s;
        }
        if (quote)
            return -1;
        int last = *s == '\0';
        *out = '\0';
        s += !last;
    }
}

int app_help(const app *a, const command *c)
{
    if (a->help)
        args_help(c);
    return a->help;
}

int strict_code(app *a, const sct_flags *flags)
{
    char words[WORDS_SIZE];
    for (size_t i = 0; a->strict && i < flags->count; i++)
        if (flags->items[i].forbids_pick) {
            words_of_options(flags->items[i].fix, words, sizeof words);
            return complain(a, EXIT_STRICT, NULL, "%s; %s (--strict)", flags->items[i].message, words);
        }
    return EXIT_ANSWER;
}
