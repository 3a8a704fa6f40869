/* cli/settings.c - reads and writes the file of settings: one JSON object of texts and numbers. */
#define _POSIX_C_SOURCE 200809L
#include "settings.h"
#include "commands.h"
#include "json_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const setting_kind setting_kinds[] = {
    {"palette", "the palette to choose inks from: a file, or the name of one that ships", 1},
    {"mix", "the volume of the cup, ml", 0},
    {"needle", "the needle, such as 3RL-0.25", 0},
    {"artist", "your hand, as 'palette calibrate' learnt it", 1},
    {"camera", "your phone, as 'chart --save' kept it", 1},
    {"practitioner", "your name, for pages and records", 0},
    {"studio", "the studio's name, for pages", 0},
    {"language", "of texts, pictures and pages: en, de, es, fr, pt or tr", 0},
};
const size_t setting_count = sizeof setting_kinds / sizeof setting_kinds[0];
static const char version_key[] = "scalptone_config";

/* ---- where ---- */

static void find_path(char out[INPUT_PATH_SIZE])
{
    const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    out[0] = '\0';
    if (folder && *folder == '/')
        snprintf(out, INPUT_PATH_SIZE, "%s/scalptone/config.json", folder);
    else if (home && *home)
        snprintf(out, INPUT_PATH_SIZE, "%s/.config/scalptone/config.json", home);
}

int settings_find(app *a, const char *name, size_t *kind)
{
    const char *names[SETTINGS_MAX + 1] = {NULL};
    for (size_t i = 0; i < setting_count; i++) {
        names[i] = setting_kinds[i].name;
        if (strcmp(name, names[i]) == 0) {
            *kind = i;
            return 0;
        }
    }
    const char *close = args_closest(name, names);
    if (close)
        return complain(a, EXIT_USE, NULL, "%.60s: no such setting; did you mean %s?", name, close);
    return complain(a, EXIT_USE, NULL, "%.60s: no such setting; 'scalptone config' lists them", name);
}

int settings_gave(const app *a, const char *value)
{
    for (size_t i = 0; a->settings && i < setting_count; i++)
        if (value == a->settings->values[i])
            return 1;
    return 0;
}

const arg *settings_option(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        for (const arg *o = commands[i]->options; o->name; o++)
            if (strcmp(o->name, name) == 0)
                return o;
    for (const arg *o = shared_options; o->name; o++)
        if (strcmp(o->name, name) == 0)
            return o;
    return NULL;
}

/* ---- reading ---- */

/* What is left of the text; at its end *at is a zero. */
typedef struct reader {
    app *app;
    const char *path, *at;
    int failed; /* an exit code */
} reader;

static void fail(reader *r, const char *what)
{
    if (!r->failed)
        r->failed = complain(r->app, EXIT_PALETTE, r->path, "%s; mend it, or remove it and set anew", what);
}

static void skip_space(reader *r)
{
    r->at += strspn(r->at, " \t\r\n");
}

static int next_is(reader *r, char c)
{
    skip_space(r);
    if (*r->at != c)
        return 0;
    r->at++;
    return 1;
}

/* A JSON string. Of the escapes only those are known that settings need: quote, backslash and slash. */
static void read_text(reader *r, char *out, size_t size)
{
    size_t n = 0;
    if (!next_is(r, '"')) {
        fail(r, "is no object of settings");
        return;
    }
    for (; *r->at && *r->at != '"' && !r->failed; r->at++) {
        if (*r->at == '\\' && !(*++r->at && strchr("\"\\/", *r->at)))
            fail(r, "has an escape that is not known here");
        else if (n + 1 >= size || (unsigned char)*r->at < 0x20)
            fail(r, "holds a text that is too long, or has control characters");
        else
            out[n++] = *r->at;
    }
    out[n] = '\0';
    if (!r->failed && *r->at++ != '"')
        fail(r, "ends within a text");
}

/* A text, or a number as it is written. */
static void read_value(reader *r, char out[SETTING_SIZE])
{
    skip_space(r);
    if (*r->at == '"') {
        read_text(r, out, SETTING_SIZE);
        return;
    }
    size_t n = strspn(r->at, "+-.0123456789eE");
    if (n == 0 || n >= 40)
        fail(r, "holds a value that is neither a text nor a number");
    else {
        snprintf(out, SETTING_SIZE, "%.*s", (int)n, r->at);
        r->at += n;
    }
}

static void read_pair(reader *r, kept_settings *out, int *version)
{
    char key[64], value[SETTING_SIZE] = "";
    size_t kind;
    read_text(r, key, sizeof key);
    if (!r->failed && !next_is(r, ':'))
        fail(r, "lacks a colon");
    if (!r->failed)
        read_value(r, value);
    if (r->failed)
        return;
    if (strcmp(key, version_key) == 0) {
        *version = strcmp(value, "1") == 0;
        if (!*version)
            fail(r, "is newer than this program");
    } else if (settings_find(r->app, key, &kind) != 0) {
        r->failed = EXIT_PALETTE;
    } else {
        memcpy(out->values[kind], value, sizeof value);
    }
}

static int read_object(reader *r, kept_settings *out)
{
    int version = 0, more = 1;
    if (!next_is(r, '{'))
        fail(r, "is no object of settings");
    while (more && !r->failed && !next_is(r, '}')) {
        read_pair(r, out, &version);
        more = next_is(r, ',');
        if (!more && !r->failed && !next_is(r, '}'))
            fail(r, "lacks a comma or the brace at its end");
    }
    skip_space(r);
    if (!r->failed && (*r->at || !version))
        fail(r, version ? "goes on behind its end" : "is no file of settings: it lacks \"scalptone_config\": 1");
    return r->failed;
}

int settings_from_text(app *a, const void *data, size_t size, kept_settings *out)
{
    char *text = malloc(size + 1);
    if (!text)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    memcpy(text, data, size);
    text[size] = '\0';
    reader r = {a, out->path, text, 0};
    int code = strlen(text) == size ? read_object(&r, out)
                                    : complain(a, EXIT_PALETTE, out->path, "is no text; remove it and set anew");
    free(text);
    return code;
}

int settings_read(app *a, kept_settings *out)
{
    file_bytes file = {0};
    memset(out, 0, sizeof *out);
    find_path(out->path);
    if (!out->path[0] || access(out->path, F_OK) != 0)
        return 0;
    int code = input_read(a, out->path, 1u << 16, &file);
    if (!code)
        code = settings_from_text(a, file.data, file.size, out);
    input_free(&file);
    return code;
}

/* ---- writing ---- */

/* Makes the folders that lead to a file, for their owner alone. */
static int make_folders(const char *path)
{
    char part[INPUT_PATH_SIZE];
    for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        if (mkdir(part, 0700) != 0 && errno != EEXIST)
            return 0;
    }
    return 1;
}

size_t settings_text(const kept_settings *s, char text[SETTINGS_TEXT_SIZE])
{
    const size_t room = SETTINGS_TEXT_SIZE;
    size_t n = (size_t)snprintf(text, room, "{\n  \"%s\": 1", version_key);
    for (size_t i = 0; i < setting_count; i++) {
        char value[2 * SETTING_SIZE];
        if (!s->values[i][0])
            continue;
        json_text(s->values[i], value, sizeof value);
        n += (size_t)snprintf(text + n, room - n, ",\n  \"%s\": \"%s\"", setting_kinds[i].name, value);
    }
    return n + (size_t)snprintf(text + n, room - n, "\n}\n");
}

int settings_write(app *a, const kept_settings *s)
{
    char text[SETTINGS_TEXT_SIZE];
    size_t n = settings_text(s, text);
    if (!s->path[0])
        return complain(a, EXIT_USE, NULL, "there is no place for settings: neither XDG_CONFIG_HOME nor HOME is set");
    if (!make_folders(s->path))
        return complain(a, EXIT_WORLD, s->path, "its folder cannot be made: %s", strerror(errno));
    input_forget(a, s->path); /* it was read to be changed */
    return output_private(a, s->path, text, n);
}
