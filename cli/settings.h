/*
 * cli/settings.h - what an artist sets once: the palette, the volume of the cup,
 * the needle. Each setting is an option of the same name, and stands for it
 * wherever a command knows that option and the command line does not give it.
 * The library never reads them.
 */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "args.h"

/* A setting that can be kept, and what it is for. */
typedef struct setting_kind {
    const char *name, *help;
    int is_file; /* Non-zero when it names a file: then it is kept with its whole path. */
} setting_kind;
extern const setting_kind setting_kinds[];
extern const size_t setting_count;

enum { SETTING_SIZE = 1024, SETTINGS_MAX = 16 };
typedef struct settings {
    char path[INPUT_PATH_SIZE];              /* Of the file, which need not be there; "" where there is no place for one. */
    char values[SETTINGS_MAX][SETTING_SIZE]; /* In the order of setting_kinds; "" for what is not set. */
} kept_settings;

/* Reads settings from the text of a file, whose path stands in *out for complaints. */
int settings_from_text(app *a, const void *data, size_t size, kept_settings *out);
/* Writes them as such a text; returns its length. */
enum { SETTINGS_TEXT_SIZE = SETTINGS_MAX * (2 * SETTING_SIZE + 64) };
size_t settings_text(const kept_settings *s, char text[SETTINGS_TEXT_SIZE]);
/* Reads the settings where there are any. */
int settings_read(app *a, kept_settings *out);
/* Writes them, and makes the folder where it is missing. */
int settings_write(app *a, const kept_settings *s);
/* The number of a kind, or a complaint with a suggestion. */
int settings_find(app *a, const char *name, size_t *kind);
/* Whether a value of an option comes from the settings and not from the command line, which has the last word. */
int settings_gave(const app *a, const char *value);
/* The option that a setting stands for, in the first command that has it. */
const arg *settings_option(const char *name);

#endif
