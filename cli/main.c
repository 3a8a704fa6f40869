/* cli/main.c - finds the command and runs it. */
#include "args.h"
#include "commands.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const command *const commands[] = {
    &command_match,   &command_measure, &command_chart, &command_card, &command_heal,
    &command_preview, &command_palette, &command_diff,  NULL,
};

const char *const exit_meanings[] = {
    "an answer",
    "an answer that --strict forbids",
    "wrong use; the message names the argument",
    "input that cannot be read: not a photo, damaged, too large",
    "nothing to measure: no skin, no hair, or no chart where one was demanded",
    "a palette, chart or readings file that breaks its format",
    "out of memory, or input/output failed",
    "interrupted",
    NULL,
};

static void print_overview(void)
{
    printf("scalptone %s: which ink, at which dilution, will look right on this head once it has healed?\n\n",
           sct_version());
    printf("  scalptone COMMAND [options]\n\n");
    for (size_t i = 0; commands[i]; i++)
        printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
    printf("  %-10s %s\n", "help",
           "how to use a command: help match; the manual page: help --man; help --completion bash|zsh|fish");
    printf("\nStart with:  scalptone match PHOTO\n");
    printf("\nExit codes\n");
    for (int code = 0; exit_meanings[code]; code++)
        printf("  %d  %s\n", code, exit_meanings[code]);
}

static const command *find_command(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static int unknown_command(app *a, const char *name)
{
    const char *names[32];
    size_t n = 0;
    for (; commands[n] && n < 30; n++)
        names[n] = commands[n]->name;
    names[n++] = "help";
    names[n] = NULL;
    const char *close = args_closest(name, names);
    if (close)
        return complain(a, EXIT_USE, NULL, "%s: unknown command; did you mean '%s'?", name, close);
    return complain(a, EXIT_USE, NULL, "%s: unknown command; see 'scalptone help'", name);
}

static int wants_colour(void)
{
    const char *no = getenv("NO_COLOR"), *kind = getenv("COLORTERM");
    return isatty(STDOUT_FILENO) && !(no && *no) && kind && (strstr(kind, "truecolor") || strstr(kind, "24bit"));
}

/* Runs what the command line asks for; errors are left in the app. */
static int run(app *a, int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    if (strcmp(name, "--version") == 0) {
        printf("scalptone %s\n", sct_version());
        return EXIT_ANSWER;
    }
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        if (argc > 2 && strcmp(argv[2], "--man") == 0) {
            manual_page();
            return EXIT_ANSWER;
        }
        if (argc > 3 && strcmp(argv[2], "--completion") == 0)
            return manual_completion(a, argv[3]);
        const command *about = argc > 2 ? find_command(argv[2]) : NULL;
        if (argc > 2 && !about)
            return unknown_command(a, argv[2]);
        if (about)
            args_help(about);
        else
            print_overview();
        return EXIT_ANSWER;
    }
    if (argc < 2)
        return complain(a, EXIT_USE, NULL, "which command? see 'scalptone help'");
    const command *c = find_command(name);
    if (!c)
        return unknown_command(a, name);
    if (sct_context_new(&a->ctx) != SCT_OK)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    a->max_pixels = (long)sct_context_limit(a->ctx, SCT_LIMIT_PIXELS);
    interrupt_arm();
    return c->run(a, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
    app a = {.seed = 1, .colour = wants_colour(), .program = argv[0] ? argv[0] : ""};
    int code = output_finish(&a, run(&a, argc, argv));
    if (a.error[0])
        fprintf(stderr, "scalptone: %s\n", a.error);
    sct_context_free(a.ctx);
    return code;
}
