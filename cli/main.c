/* cli/main.c - finds the command, runs it, and prints the line of what went wrong. */
#include "args.h"
#include "commands.h"
#include "settings.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

static void print_overview(void)
{
    char told[WORDS_SIZE];
    printf("scalptone %s: %s\n\n", sct_version(),
           tell("which ink, at which dilution, will look right on this head once it has healed?", told, sizeof told));
    printf("  scalptone COMMAND [options]\n\n");
    for (size_t i = 0; commands[i]; i++)
        printf("  %-10s %s\n", commands[i]->name, tell(commands[i]->summary, told, sizeof told));
    printf("  %-10s %s\n", "help",
           tell("how to use a command: help match; every option of it: help match --all", told, sizeof told));
    printf("\n%s:  scalptone match PHOTO\n", tell("Start with", told, sizeof told));
    printf("\n%s\n", tell("Exit codes", told, sizeof told));
    for (int code = 0; exit_meanings[code]; code++)
        printf("  %d  %s\n", code, tell(exit_meanings[code], told, sizeof told));
}

static const command *find_command(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

/* Answers version: which one, and what this build of it can do. */
static int show_version(void)
{
    char told[WORDS_SIZE];
    printf("scalptone %s\n", sct_version());
    for (int f = 0; f <= SCT_FEATURE_PASSPHRASE; f++)
        printf("  %-14s %s\n", sct_enum_name(SCT_ENUM_FEATURE, f),
               tell(sct_has((sct_feature)f) ? "yes" : "no", told, sizeof told));
    return EXIT_ANSWER;
}

static int unknown_command(app *a, const char *name)
{
    const char *names[32];
    size_t n = 0;
    for (; n < 29 && commands[n]; n++)
        names[n] = commands[n]->name;
    names[n++] = "help";
    names[n++] = "version";
    names[n] = NULL;
    const char *close = args_closest(name, names);
    if (close)
        return complain(a, EXIT_USE, NULL, "%s: unknown command; did you mean '%s'?", name, close);
    return complain(a, EXIT_USE, NULL, "%s: unknown command; see 'scalptone help'", name);
}

static int colours_of_terminal(void)
{
    const char *no = getenv("NO_COLOR"), *kind = getenv("COLORTERM"), *name = getenv("TERM");
    if (!isatty(STDOUT_FILENO) || (no && *no) || !name || !*name || strcmp(name, "dumb") == 0)
        return COLOUR_NONE;
    if ((kind && (strstr(kind, "truecolor") || strstr(kind, "24bit"))) || strstr(name, "-direct"))
        return COLOUR_TRUE;
    return strstr(name, "256color") ? COLOUR_256 : COLOUR_BOLD;
}

/* Answers help --man [COMMAND]. */
static int show_manual(app *a, const char *about)
{
    const command *c = about ? find_command(about) : NULL;
    if (about && !c)
        return unknown_command(a, about);
    manual_page(c);
    return EXIT_ANSWER;
}

/* Help is in the language of the settings where nobody asks for another; a file that cannot be read is no reason to withhold
 * it. */
static int settings_language(app *a)
{
    static kept_settings s;
    size_t kind = 0;
    if (settings_read(a, &s) == 0 && settings_find(a, "language", &kind) == 0 && s.values[kind][0])
        a->language = s.values[kind];
    if (language_choose(a) == 0)
        return 0;
    a->language = NULL;
    a->error[0] = '\0';
    return language_choose(a);
}

/* Takes --language NAME out of the words of help. */
static int take_language(app *a, int *argc, char **argv)
{
    const char *option = "--language";
    size_t n = strlen(option);
    for (int i = 2; i < *argc; i++) {
        int joined = strncmp(argv[i], option, n) == 0 && argv[i][n] == '=', parted = strcmp(argv[i], option) == 0;
        if (!joined && !(parted && i + 1 < *argc))
            continue;
        a->language = joined ? argv[i] + n + 1 : argv[i + 1];
        memmove(argv + i, argv + i + 1 + parted, (size_t)(*argc - i - parted) * sizeof *argv); /* and the null behind them */
        *argc -= 1 + parted;
        return language_choose(a);
    }
    return settings_language(a);
}

/* Answers help, help COMMAND, help COMMAND --all, each also with --language, help --man [COMMAND], help --completion SHELL,
 * and help --words WHAT [PALETTE], which the scripts of the shells ask. */
static int show_help(app *a, int argc, char **argv)
{
    int code = take_language(a, &argc, argv);
    const char *about = argc > 2 ? argv[2] : NULL;
    if (code)
        return code;
    if (!about) {
        print_overview();
        return EXIT_ANSWER;
    }
    if (strcmp(about, "--man") == 0)
        return show_manual(a, argc > 3 ? argv[3] : NULL);
    if (strcmp(about, "--completion") == 0 && argc > 3)
        return completion_script(a, argv[3]);
    if (strcmp(about, "--words") == 0 && argc > 3) {
        completion_words(a, argv[3], argc > 4 ? argv[4] : NULL);
        return EXIT_ANSWER;
    }
    const command *c = find_command(about);
    if (!c)
        return unknown_command(a, about);
    int all = argc > 3 && strcmp(argv[3], "--all") == 0;
    if (argc > 3 && !all)
        return complain(a, EXIT_USE, NULL, "help %s %s: not understood; use 'help %s' or 'help %s --all'", about, argv[3],
                        about, about);
    args_help(c, all);
    return EXIT_ANSWER;
}

/* COMMAND --help --all, in any order: the short help names both. */
static int asks_for_all(int argc, char **argv)
{
    int help = 0, all = 0;
    for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++) {
        help |= strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0;
        all |= strcmp(argv[i], "--all") == 0;
    }
    return help && all;
}

static int run_command(app *a, const command *c, int argc, char **argv)
{
    if (!asks_for_all(argc, argv))
        return c->run(a, argc - 1, argv + 1);
    int code = take_language(a, &argc, argv);
    if (!code)
        args_help(c, 1);
    return code;
}

/* Runs what the command line asks for. A complaint is left in the app. */
static int run(app *a, int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    if (strcmp(name, "--version") == 0) {
        printf("scalptone %s\n", sct_version());
        return EXIT_ANSWER;
    }
    if (strcmp(name, "version") == 0 && argc == 2)
        return show_version();
    int helps = strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0;
    if (helps && !(argc > 3 && strcmp(argv[2], "--words") == 0))
        return show_help(a, argc, argv);
    if (argc < 2)
        return complain(a, EXIT_USE, NULL, "which command? see 'scalptone help'");
    const command *c = find_command(name);
    if (!c && !helps)
        return unknown_command(a, name);
    if (sct_context_new(&a->ctx) != SCT_OK)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    a->max_pixels = (long)sct_context_limit(a->ctx, SCT_LIMIT_PIXELS);
    return helps ? show_help(a, argc, argv) : run_command(a, c, argc, argv);
}

/* The planes of a photo come and go. Given back to the kernel each time, they return as new pages, which it clears one by
 * one: a ninth of the time of a match. So what is freed is kept for the next plane, in one room for all threads. */
static void keep_freed_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20); /* the most that glibc takes */
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_ARENA_MAX, 1);
#endif
}

int main(int argc, char **argv)
{
    keep_freed_memory();
    app a = {.seed = 1, .colour = colours_of_terminal(), .program = argv[0] ? argv[0] : ""};
    char line[sizeof a.error + WORDS_SIZE];
    interrupt_arm();
    language_choose(&a);
    int code = output_finish(&a, run(&a, argc, argv));
    if (a.error[0])
        fprintf(stderr, "scalptone: %s\n", tell(a.error, line, sizeof line));
    sct_artist_free(a.artist);
    free(a.settings);
    sct_context_free(a.ctx);
    return code;
}
