/* cli/cmd/config.c - the command `config` shows and changes what an artist sets once. */
#define _XOPEN_SOURCE 700 /* for realpath */
#include "commands.h"
#include "json_text.h"
#include "settings.h"
#include "show/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const arg options_table[] = {
    OPTIONS_END,
};

static const char *const verbs[] = {"set", "unset", "path", NULL};
static const char usage[] = "write 'scalptone config', 'config set KEY=VALUE', 'config unset KEY' or 'config path'";

static void show_json(const kept_settings *s)
{
    printf("{");
    for (size_t i = 0, n = 0; i < setting_count; i++) {
        char value[2 * SETTING_SIZE];
        json_text(s->values[i], value, sizeof value);
        if (s->values[i][0])
            printf("%s\"%s\":\"%s\"", n++ ? "," : "", setting_kinds[i].name, value);
    }
    printf("}\n");
}

static int show(app *a, const kept_settings *s)
{
    if (a->json) {
        show_json(s);
        return 0;
    }
    char told[WORDS_SIZE];
    printf("  %s\n  %s\n\n", s->path,
           tell("Each stands for the option of its name where that is not given.", told, sizeof told));
    for (size_t i = 0; i < setting_count; i++)
        printf("  %-14s %-28s %s\n", setting_kinds[i].name, s->values[i][0] ? s->values[i] : "-",
               tell(setting_kinds[i].help, told, sizeof told));
    return 0;
}

/* A file is kept with its whole path, because commands are run from anywhere; what is no file may be the name of a palette.
 */
static int take_file(app *a, const char *name, const char *text, char out[SETTING_SIZE])
{
    char *whole = access(text, R_OK) == 0 ? realpath(text, NULL) : NULL;
    int looks_like_file = strchr(text, '/') || strchr(text, '.') || strcmp(name, "palette") != 0;
    if (!whole && looks_like_file)
        return complain(a, EXIT_INPUT, text, "no such file; check the name");
    int n = snprintf(out, SETTING_SIZE, "%s", whole ? whole : text);
    free(whole);
    return n < SETTING_SIZE ? 0 : complain(a, EXIT_USE, text, "the path is too long");
}

static int set(app *a, kept_settings *s, const char *text)
{
    char key[64];
    size_t kind = 0;
    const char *equals = strchr(text, '=');
    if (!equals || equals == text || (size_t)(equals - text) >= sizeof key || !equals[1])
        return complain(a, EXIT_USE, text, "write KEY=VALUE, such as mix=10");
    snprintf(key, sizeof key, "%.*s", (int)(equals - text), text);
    int code = settings_find(a, key, &kind);
    if (!code)
        code = args_check(a, settings_option(key), equals + 1);
    if (!code && setting_kinds[kind].is_file)
        return take_file(a, key, equals + 1, s->values[kind]);
    if (!code && snprintf(s->values[kind], SETTING_SIZE, "%s", equals + 1) >= SETTING_SIZE)
        code = complain(a, EXIT_USE, text, "the value is too long");
    return code;
}

static int unset(app *a, kept_settings *s, const char *name)
{
    size_t kind = 0;
    int code = settings_find(a, name, &kind);
    if (!code)
        s->values[kind][0] = '\0';
    return code;
}

static int change(app *a, kept_settings *s, const arg_items *items, int which)
{
    int code = 0;
    if (items->count < 2)
        return complain(a, EXIT_USE, NULL, "config %s: name a setting; %s", verbs[which], usage);
    if (which == 0 && items->count == 3 && !strchr(items->items[1].text, '=')) { /* set KEY VALUE, as people write it, too */
        char text[SETTING_SIZE];
        if (snprintf(text, sizeof text, "%s=%s", items->items[1].text, items->items[2].text) >= (int)sizeof text)
            return complain(a, EXIT_USE, items->items[1].text, "the value is too long");
        code = set(a, s, text);
    } else {
        for (size_t i = 1; i < items->count && !code; i++)
            code = which == 0 ? set(a, s, items->items[i].text) : unset(a, s, items->items[i].text);
    }
    if (!code)
        code = settings_write(a, s);
    return code || a->quiet ? code : show(a, s);
}

static int run(app *a, int argc, char **argv)
{
    arg_items items = {0};
    kept_settings s;
    int which = 0, code = args_parse(a, &command_config, argc, argv, NULL, &items);
    if (code || app_help(a, &command_config))
        return code;
    const char *verb = items.count ? items.items[0].text : NULL;
    while (verb && verbs[which] && strcmp(verbs[which], verb) != 0)
        which++;
    if (verb && !verbs[which])
        return args_unknown_verb(a, "config", verb, verbs, usage);
    code = settings_read(a, &s);
    if (code)
        return code;
    if (!verb)
        return show(a, &s);
    if (which < 2)
        return change(a, &s, &items, which);
    printf("%s\n", s.path);
    return 0;
}

const command command_config = {
    .name = "config",
    .arguments = "[set KEY=VALUE... | unset KEY... | path]",
    .summary = "what you set once: palette, cup, needle, your hand, your phone, your name",
    .about = (const char *const[]){"Shows the settings, and changes them.",
                                   "Each stands for the option of the same name wherever a command has that option and it "
                                   "is not given; --no-config leaves all of them out.",
                                   "They lie in scalptone/config.json below $XDG_CONFIG_HOME, or below ~/.config.", NULL},
    .example = "  scalptone config\n"
               "  scalptone config path",
    .usual = "json quiet",
    .options = options_table,
    .verbs = verbs,
    .run = run,
};
