/*
 * cli/args.h - options as data: help, parsing, suggestions and tests all read
 * the same tables.
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "app.h"

typedef enum arg_kind {
    ARG_FLAG, /* int: set to 1 */
    ARG_INT,  /* long within lo, hi */
    ARG_REAL, /* double within lo, hi */
    ARG_TEXT, /* const char * */
    ARG_WORD, /* int: index of a word in `words` */
    ARG_EACH  /* handed to the command in the order given, with the plain arguments */
} arg_kind;

typedef struct arg {
    const char *name; /* long option without dashes; "output" has the short form -o */
    arg_kind kind;
    size_t offset;            /* of the field in the command's options struct */
    const char *value;        /* name of the value in the help: "FILE"; null for flags */
    const char *help;         /* one line; ends with the default where there is one */
    double lo, hi;            /* ARG_INT, ARG_REAL */
    const char *const *words; /* ARG_WORD: null-terminated */
} arg;

/* Rows of a table of options: the name, the struct that holds the value and its field there, the value as the help names it,
 * the range or the words that are allowed, and the help. OPTION_EACH has no field: see ARG_EACH. */
#define OPTION_FLAG(name, type, field, help)                                                                                \
    {                                                                                                                       \
        name, ARG_FLAG, offsetof(type, field), NULL, help, 0, 0, NULL                                                       \
    }
#define OPTION_TEXT(name, type, field, value, help)                                                                         \
    {                                                                                                                       \
        name, ARG_TEXT, offsetof(type, field), value, help, 0, 0, NULL                                                      \
    }
#define OPTION_INT(name, type, field, value, lo, hi, help)                                                                  \
    {                                                                                                                       \
        name, ARG_INT, offsetof(type, field), value, help, lo, hi, NULL                                                     \
    }
#define OPTION_REAL(name, type, field, value, lo, hi, help)                                                                 \
    {                                                                                                                       \
        name, ARG_REAL, offsetof(type, field), value, help, lo, hi, NULL                                                    \
    }
#define OPTION_WORD(name, type, field, value, words, help)                                                                  \
    {                                                                                                                       \
        name, ARG_WORD, offsetof(type, field), value, help, 0, 0, words                                                     \
    }
#define OPTION_EACH(name, value, help)                                                                                      \
    {                                                                                                                       \
        name, ARG_EACH, 0, value, help, 0, 0, NULL                                                                          \
    }
#define OPTIONS_END                                                                                                         \
    {                                                                                                                       \
        NULL, ARG_FLAG, 0, NULL, NULL, 0, 0, NULL                                                                           \
    }

/* A plain argument (option null) or an ARG_EACH option with its value, in the order given. */
typedef struct arg_item {
    const arg *option;
    const char *text;
} arg_item;

#define ARG_ITEM_MAX 256
typedef struct arg_items {
    size_t count;
    arg_item items[ARG_ITEM_MAX];
} arg_items;

typedef struct command {
    const char *name;
    const char *arguments; /* "PHOTO... [options]" */
    const char *summary;   /* one line */
    const char *about;     /* a paragraph for --help; may be "" */
    const char *example;   /* lines of "  scalptone ..." that a test runs from the top of the source tree */
    const arg *options;    /* ends with a null name */
    int (*run)(app *a, int argc, char **argv);
} command;

extern const arg shared_options[]; /* offsets in app */

/*
 * Parses argv[1..] (argv[0] is the command's name) into `options`, the shared options into the app, plain arguments and
 * ARG_EACH options into items (null when the command takes none). Returns 0, or complains and returns
 * EXIT_USE. Not for two threads at once (getopt keeps its place in globals).
 */
int args_parse(app *a, const command *c, int argc, char **argv, void *options, arg_items *items);

void args_help(const command *c); /* to standard output */
/* Prints the help when it was asked for; non-zero: nothing else is to be done. */
int app_help(const app *a, const command *c);
/* The closest of a list of names (null-terminated) to a misspelt one, or null. */
const char *args_closest(const char *word, const char *const *names);
/* Splits a line into words as a shell would, without expansion: blanks, '...', "...", backslash. Changes the line.
 * Returns the count, or -1 for an unclosed quote, -2 for more than `capacity`. */
int args_split(char *line, char **words, int capacity);
/* Reads "L,a,b"; returns 0 when it is not three finite numbers with L in [0, 150] and |a|, |b| <= 200. */
int args_lab(const char *text, sct_lab *out);
/* Reads a whole number in the C locale: 0 when text is not one number and nothing else. */
int args_number(const char *text, double *out);
/* Reads "fresh", "healed" (also: null) or years after healing [0, 30], into *years. */
int args_age(const char *text, sct_age *age, double *years);

#endif
