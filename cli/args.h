/*
 * cli/args.h - options as data. The parser, the help, the manual, the
 * completions, the suggestions and the tests all read the same tables.
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "app.h"

typedef enum arg_kind {
    ARG_FLAG, /* It sets an int to 1. */
    ARG_INT,  /* A long from lo to hi. */
    ARG_REAL, /* A double from lo to hi. */
    ARG_TEXT, /* A const char pointer into argv. */
    ARG_WORD, /* An int: the index of a word in `words`. */
    ARG_EACH  /* The command receives it among the plain arguments, in the order given. */
} arg_kind;

typedef struct arg {
    const char *name; /* The long option without its dashes; see args_output for -o. */
    arg_kind kind;
    size_t offset;            /* Where its field lies in the command's struct of options. */
    const char *value;        /* What the help calls the value, such as "FILE"; null for flags. */
    const char *help;         /* One line, which ends with the default where there is one. */
    double lo, hi;            /* The range of ARG_INT and ARG_REAL. */
    const char *const *words; /* The words of ARG_WORD; a null pointer ends them. */
} arg;

/* Rows of a table of options: the name, the struct that holds the value and its field there, the value as the help names it,
 * the range or the words that are allowed, and the help. OPTION_EACH has no field: see ARG_EACH. */
#define OPTION_ROW(...)                                                                                                     \
    {                                                                                                                       \
        __VA_ARGS__                                                                                                         \
    }
#define OPTION_FLAG(name, type, field, help) OPTION_ROW(name, ARG_FLAG, offsetof(type, field), NULL, help, 0, 0, NULL)
#define OPTION_TEXT(name, type, field, value, help)                                                                         \
    OPTION_ROW(name, ARG_TEXT, offsetof(type, field), value, help, 0, 0, NULL)
#define OPTION_INT(name, type, field, value, lo, hi, help)                                                                  \
    OPTION_ROW(name, ARG_INT, offsetof(type, field), value, help, lo, hi, NULL)
#define OPTION_REAL(name, type, field, value, lo, hi, help)                                                                 \
    OPTION_ROW(name, ARG_REAL, offsetof(type, field), value, help, lo, hi, NULL)
#define OPTION_WORD(name, type, field, value, words, help)                                                                  \
    OPTION_ROW(name, ARG_WORD, offsetof(type, field), value, help, 0, 0, words)
#define OPTION_EACH(name, value, help) OPTION_ROW(name, ARG_EACH, 0, value, help, 0, 0, NULL)
#define OPTIONS_END                    OPTION_ROW(NULL, ARG_FLAG, 0, NULL, NULL, 0, 0, NULL)

/* A plain argument, for which `option` is null, or an ARG_EACH option with its value. */
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
    const char *arguments; /* What follows the name, such as "PHOTO... [options]". */
    const char *summary;   /* One line for the overview. */
    /* Sentences for the help; a null pointer ends them, "" begins a paragraph, and one that begins with a blank is what
     * stands in front of the next, as of a verb. */
    const char *const *about;
    const char *example;      /* Lines "  scalptone ...", which a test runs from the top of the source tree. */
    const char *usual;        /* The options that people use most, for the short help, parted by blanks. */
    const arg *options;       /* OPTIONS_END ends them. */
    const char *const *verbs; /* The first plain arguments of a command that has sub-commands; a null pointer ends them. */
    int (*run)(app *a, int argc, char **argv);
} command;

/* The options of every command; their fields lie in the app. */
extern const arg shared_options[];

/* Parses the words after argv[0], which is the command's name. The command's options go into `options`, those of every
 * command into the app, plain arguments and ARG_EACH options into `items`, which is null when the command takes none. Two
 * threads must not call this at once, because getopt keeps its place in globals. */
int args_parse(app *a, const command *c, int argc, char **argv, void *options, arg_items *items);

/* Looks at a value of an option, which may be null, without keeping it: 0, or a complaint. */
int args_check(app *a, const arg *option, const char *text);

/* The option that -o is short for: --output, or else the picture that the command draws; null where there is none. */
const arg *args_output(const arg *options);
/* Prints the help of a command: its usual options and where the others are, or all of them. */
void args_help(const command *c, int all);
/* Prints the help when --help was given, and then returns non-zero: the command has nothing else to do. */
int app_help(const app *a, const command *c);
/* The name that a misspelt word most probably means, or null. A null pointer ends the names. */
const char *args_closest(const char *word, const char *const *names);
/* Complains of a verb that the command does not have. It suggests the one that may be meant, else it shows `usage`. */
int args_unknown_verb(app *a, const char *command_name, const char *verb, const char *const *verbs, const char *usage);
/* Splits a line into words as a shell would, with blanks, quotes and backslashes but without expansion. The words lie in the
 * line, which is changed. Returns their number, -1 when a quote is not closed, or -2 when there are more than `capacity`. */
int args_split(char *line, char **words, int capacity);
/* Reads "X,Y,Z", three finite numbers. Returns 0 when the text is anything else; then v holds nothing. */
int args_triple(const char *text, double v[3]);
/* Reads "L,a,b". Returns 0 unless these are three finite numbers, L from 0 to 150 and a and b from -200 to 200. */
int args_lab(const char *text, sct_lab *out);
/* Reads a finite decimal number with a point. Returns 0 when the text is anything else. */
int args_number(const char *text, double *out);
/* Reads at most so many numbers with commas between them. Returns how many there are, or -1. */
int args_numbers(const char *text, double *out, int most);
/* Reads "fresh", "healed" (which null means, too) or the years after healing, from 0 to 30. Returns 0 for anything else. */
int args_age(const char *text, sct_age *age, double *years);

#endif
