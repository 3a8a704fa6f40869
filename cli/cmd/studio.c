/* cli/cmd/studio.c - the command `studio` opens the studio, the consultation in a browser tab, or copies it to take along.
 */
#define _XOPEN_SOURCE 700 /* for realpath */
#include "browser.h"
#include "commands.h"

#include <stdlib.h>

enum { STUDIO_BYTES_MAX = 64 << 20 };

typedef struct studio_options {
    const char *output;
    int path;
} studio_options;

static const arg options_table[] = {
    OPTION_TEXT("output", studio_options, output, "FILE.html", "copy it there, such as to a tablet, and open nothing"),
    OPTION_FLAG("path", studio_options, path, "only say where it lies"),
    OPTIONS_END,
};

static int copy(app *a, const char *from, const char *to)
{
    file_bytes page = {0};
    int code = output_is(a, to, "html");
    if (!code)
        code = input_read(a, from, STUDIO_BYTES_MAX, &page);
    if (!code)
        code = output_file(a, to, page.data, page.size);
    input_free(&page);
    return code;
}

static void print_opened(const char *path)
{
    char line[INPUT_PATH_SIZE + 200], told[INPUT_PATH_SIZE + 400];
    snprintf(line, sizeof line, "Opened %s. Everything is worked out in the browser, and no photo leaves it.", path);
    printf("  %s\n", tell(line, told, sizeof told));
}

static int run(app *a, int argc, char **argv)
{
    studio_options o = {0};
    char place[INPUT_PATH_SIZE], told[WORDS_SIZE];
    int code = args_parse(a, &command_studio, argc, argv, &o, NULL);
    if (code || app_help(a, &command_studio))
        return code;
    const char *studio = input_shipped(a, "studio.html", place);
    if (!studio)
        studio = input_shipped(a, "build/studio.html", place);
    if (!studio)
        return complain(a, EXIT_INPUT, "studio.html", "does not come with this program; 'make studio' builds it");
    if (o.output)
        return copy(a, studio, o.output);
    const char *whole = realpath(studio, NULL);
    if (!o.path && whole && browser_open(whole)) {
        if (!a->quiet)
            print_opened(whole);
    } else {
        printf("%s\n", whole ? whole : studio);
        if (!o.path && !a->quiet)
            fprintf(stderr, "scalptone: %s\n",
                    tell("no browser could be started here; open this file in one", told, sizeof told));
    }
    free((void *)(uintptr_t)whole);
    return 0;
}

const command command_studio = {
    .name = "studio",
    .arguments = "",
    .summary = "the whole consultation in a browser tab, by hand, on a tablet or a laptop",
    .about = (const char *const[]){"Opens the studio: one HTML file that holds the engine and needs no network.",
                                   "Photos in, what was seen, ranked mixes, ink on the client's own photo, the consultation "
                                   "sheet and the record out.",
                                   "Nothing leaves the device.", NULL},
    .example = "  scalptone studio --path\n"
               "  scalptone studio -o build/demo/studio.html",
    .usual = "quiet",
    .options = options_table,
    .run = run,
};
