/* cli/args.c - reads the words of a command line: getopt_long is fed from the tables of options. */
#include "args.h"
#include "settings.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { OPTIONS_MAX = 128, FIRST_CODE = 1000 };

const arg shared_options[] = {
    OPTION_FLAG("json", app, json, "one JSON object on standard output and nothing else there"),
    OPTION_FLAG("quiet", app, quiet, "no progress, no hints, and of the photo's flaws only those that forbid a pick"),
    OPTION_FLAG("no-colour", app, no_colour, "no colours on the terminal (as with NO_COLOR)"),
    OPTION_FLAG("strict", app, strict, "exit 1 when the answer's quality forbids a pick"),
    OPTION_FLAG("force", app, force, "let an output replace a file of another kind; without it, a PNG replaces only a PNG"),
    OPTION_INT("seed", app, seed, "N", 0, 9e15, "of all random draws: same seed, same answer; default 1"),
    OPTION_INT("threads", app, threads, "N", 1, 256, "cores to work on; default: all; a --batch has a client on each"),
    OPTION_INT("max-pixels", app, max_pixels, "N", 1, 1e9, "refuse larger photos; default 100000000"),
    OPTION_TEXT("language", app, language, "XX",
                "of texts, pictures and pages: en, de, es, fr, pt or tr; default: the locale's; JSON is English"),
    OPTION_FLAG("no-config", app, no_config, "leave out what 'scalptone config' has set"),
    OPTION_FLAG("help", app, help, "this text"),
    OPTIONS_END,
};

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

/* getopt did not take this: it is an unknown letter, an unknown long option, or a flag with a value. */
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

/* A number may be followed by its unit, where the help names the value by it: --mix 10ml. */
static void without_unit(const arg *o, const char *text, char *out, size_t size)
{
    size_t n = strlen(text), unit = o->value ? strlen(o->value) : 0;
    snprintf(out, size, "%s", text);
    if (o->kind != ARG_REAL || !unit || unit >= n || n >= size || strcasecmp(out + n - unit, o->value) != 0)
        return;
    out[n - unit] = '\0';
    if (out[n - unit - 1] == ' ')
        out[n - unit - 1] = '\0';
}

static int store_number(app *a, const arg *o, const char *text, void *field)
{
    char number[64];
    without_unit(o, text, number, sizeof number);
    double v;
    if (!args_number(strlen(text) < sizeof number ? number : text, &v) || (o->kind == ARG_INT && v != floor(v)))
        return o->kind == ARG_INT ? complain(a, EXIT_USE, NULL, "--%s %s: not a whole number", o->name, text)
               : strchr(text, ',')
                   ? complain(a, EXIT_USE, NULL, "--%s %s: not a number; decimals have a point, as in 0.5", o->name, text)
                   : complain(a, EXIT_USE, NULL, "--%s %s: not a number", o->name, text);
    if (!(v >= o->lo && v <= o->hi))
        return complain(a, EXIT_USE, NULL, "--%s %s: must be between %.15g and %.15g", o->name, text, o->lo, o->hi);
    if (o->kind == ARG_INT)
        *(long *)field = (long)v;
    else
        *(double *)field = v;
    return 0;
}

static int store_word(app *a, const arg *o, const char *text, int *field)
{
    for (int i = 0; o->words[i]; i++)
        if (strcmp(o->words[i], text) == 0) {
            *field = i;
            return 0;
        }
    return bad_word(a, o, text);
}

int args_unknown_verb(app *a, const char *command_name, const char *verb, const char *const *verbs, const char *usage)
{
    const char *close = args_closest(verb, verbs);
    if (close)
        return complain(a, EXIT_USE, NULL, "%s %s: unknown; did you mean '%s %s'?", command_name, verb, command_name, close);
    return complain(a, EXIT_USE, NULL, "%s %s: unknown; %s", command_name, verb, usage);
}

/* Stores an option's value in the field that its row names. */
static int store(app *a, const arg *o, const char *text, void *base)
{
    void *field = (char *)base + o->offset;
    switch (o->kind) {
    case ARG_FLAG: *(int *)field = 1; return 0;
    case ARG_TEXT:
        if (*text == '\0')
            return complain(a, EXIT_USE, NULL, "--%s: empty; give a %s", o->name, o->value);
        *(const char **)field = text;
        return 0;
    case ARG_INT:
    case ARG_REAL: return store_number(a, o, text, field);
    case ARG_WORD: return store_word(a, o, text, field);
    case ARG_EACH: break;
    }
    return 0;
}

int args_check(app *a, const arg *option, const char *text)
{
    union {
        int number;
        long whole;
        double real;
        const char *text;
    } scratch;
    arg here;
    if (!option)
        return 0;
    here = *option;
    here.offset = 0;
    return store(a, &here, text, &scratch);
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

/* Other spellings of options, which the help leaves out: those of other countries, names as they were before, and names that
 * other commands have for the same. A command that has an option of that very name keeps it. One that only a single command
 * had names it. */
static const struct {
    const char *spelling, *name, *command;
} spellings[] = {{"no-color", "no-colour", NULL}, {"sheet", "layout", NULL},   {"years", "age", NULL},
                 {"output", "plot", NULL},        {"output", "overlay", NULL}, {"batch", "mix", "palette"}};
enum { SPELLINGS = sizeof spellings / sizeof spellings[0] };

const arg *args_output(const arg *options)
{
    static const char *const names[] = {"output", "plot", "overlay", NULL};
    for (size_t i = 0; names[i]; i++)
        for (const arg *o = options; o->name; o++)
            if (strcmp(o->name, names[i]) == 0)
                return o;
    return NULL;
}

/* The rows of a command, followed by those of every command, and the same in the form that getopt reads. */
typedef struct parser {
    const command *command;
    const arg *rows[OPTIONS_MAX];
    int count, own; /* The rows before `own` are those of the command. */
    struct option table[OPTIONS_MAX + SPELLINGS + 1];
} parser;

/* An option whose value the help writes in brackets may do without it. */
static int may_stand_alone(const arg *o)
{
    return o->kind == ARG_EACH && o->value && *o->value == '[';
}

/* The value of such an option: the next word where that is one (auto, or what has a colon before any slash or dot, as shapes
 * do), else "auto". */
static const char *value_beside(int argc, char **argv)
{
    const char *next = optind < argc ? argv[optind] : "";
    if (strncmp(next, "auto", 4) != 0 && next[strcspn(next, ":/.")] != ':')
        return "auto";
    optind++;
    return next;
}

static void add_rows(parser *p, const arg *options)
{
    for (const arg *o = options; o->name && p->count < OPTIONS_MAX; o++) {
        int takes = o->kind == ARG_FLAG ? no_argument : may_stand_alone(o) ? optional_argument : required_argument;
        p->table[p->count] = (struct option){o->name, takes, NULL, FIRST_CODE + p->count};
        p->rows[p->count++] = o;
    }
}

/* The place of a name in getopt's table, or -1. */
static int place_of(const parser *p, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(p->table[i].name, name) == 0)
            return i;
    return -1;
}

/* Both spellings have one value, so that getopt does not take a beginning of both for ambiguous. */
static void add_spellings(parser *p)
{
    int count = p->count;
    for (size_t k = 0; k < SPELLINGS; k++) {
        int known = place_of(p, p->count, spellings[k].name);
        if (known < 0 || place_of(p, count, spellings[k].spelling) >= 0 ||
            (spellings[k].command && strcmp(spellings[k].command, p->command->name) != 0))
            continue;
        p->table[count] = p->table[known];
        p->table[count++].name = spellings[k].spelling;
    }
}

/* The number of the row that getopt's answer stands for, or -1. */
static int row_of(const parser *p, int got)
{
    int row = got - FIRST_CODE;
    const arg *output = got == 'o' ? args_output(p->command->options) : NULL;
    if (got == 'o')
        for (row = p->count - 1; row >= 0 && p->rows[row] != output;)
            row--;
    return row;
}

/* Takes one answer of getopt: it found an option, or a plain argument, or something that it could not make out. */
static int take(app *a, const parser *p, int got, int argc, char **argv, void *options, arg_items *items)
{
    const char *name = p->command->name;
    if (got == 1)
        return add_item(a, items, NULL, optarg);
    if (got == ':')
        return complain(a, EXIT_USE, NULL, "%s: needs a value; see 'scalptone help %s'", argv[optind - 1], name);
    if (got == '?')
        return refused_option(a, p->command, argv);
    if (got == 'h') {
        a->help = 1;
        return 0;
    }
    int row = row_of(p, got);
    if (row < 0)
        return complain(a, EXIT_USE, NULL, "-%c: unknown option; see 'scalptone help %s'", got, name);
    if (p->rows[row]->kind == ARG_EACH)
        return add_item(a, items, p->rows[row], optarg ? optarg : value_beside(argc, argv));
    return store(a, p->rows[row], optarg, row < p->own ? options : a);
}

/* Gives options what is set once, before the command line has its say. Only the first parsing of a call does so: the lines
 * of a batch begin with what the command line said. */
static int use_settings(app *a, const parser *p, int argc, char **argv, void *options)
{
    int code = 0;
    char told[WORDS_SIZE];
    if (a->settings_used || !options)
        return 0;
    a->settings_used = 1;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--no-config") == 0)
            return 0;
    a->settings = malloc(sizeof *a->settings);
    if (!a->settings)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    code = settings_read(a, a->settings);
    for (size_t k = 0; k < setting_count && !code; k++)
        for (int row = 0; row < p->count && !code && a->settings->values[k][0]; row++)
            if (strcmp(p->rows[row]->name, setting_kinds[k].name) == 0) {
                code = store(a, p->rows[row], a->settings->values[k], row < p->own ? options : a);
                if (code)
                    snprintf(a->error + strlen(a->error), sizeof a->error - strlen(a->error), " %s",
                             tellf(told, sizeof told, "(it stands in %s)", a->settings->path));
            }
    return code;
}

/* What of the options is the library's to keep. */
static int set_limits(app *a)
{
    long cores = a->threads > 0 ? a->threads : sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t most = 1;
    (void)sct_limit_range(SCT_LIMIT_THREADS, NULL, NULL, &most);
    uint64_t threads = cores > 1 ? (uint64_t)cores : 1;
    sct_status status = sct_context_set_limit(a->ctx, SCT_LIMIT_THREADS, threads < most ? threads : most);
    if (status == SCT_OK)
        status = sct_context_set_limit(a->ctx, SCT_LIMIT_PIXELS, (uint64_t)a->max_pixels);
    return status == SCT_OK ? 0 : complain_status(a, status, "--max-pixels");
}

int args_parse(app *a, const command *c, int argc, char **argv, void *options, arg_items *items)
{
    parser p = {.command = c};
    int code = 0, got;
    add_rows(&p, c->options);
    p.own = p.count;
    add_rows(&p, shared_options);
    add_spellings(&p);
    opterr = 0;
    code = use_settings(a, &p, argc, argv, options);
    optind = 0; /* A batch parses many lines, so getopt has to start anew. */
    while (code == 0 && (got = getopt_long(argc, argv, "-:ho:", p.table, NULL)) != -1)
        code = take(a, &p, got, argc, argv, options, items);
    for (; code == 0 && optind < argc; optind++) /* These follow "--". */
        code = add_item(a, items, NULL, argv[optind]);
    if (a->no_colour)
        a->colour = 0;
    if (code == 0)
        code = language_choose(a);
    return code ? code : set_limits(a);
}
