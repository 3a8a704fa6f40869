/* cli/palettes.c - finds palettes and inks, and suggests what a misspelt name may mean. */
#include "palettes.h"
#include "args.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAMES_MAX = 256, PALETTE_BYTES_MAX = 64 << 20 };

/* The names of a folder's palettes, without the folder. */
typedef struct palette_names {
    const char *names[NAMES_MAX + 1]; /* A null pointer ends them. */
    size_t count;
} palette_names;

static void free_names(palette_names *list)
{
    for (size_t i = 0; i < list->count; i++)
        free((void *)(uintptr_t)list->names[i]);
}

/* Adds the names in a folder that end in .json; `bare` takes the ending off. */
static void list_folder(const char *folder, int bare, palette_names *list)
{
    DIR *open = opendir(folder);
    const struct dirent *entry;
    while (open && list->count < NAMES_MAX && (entry = readdir(open))) {
        const char *dot = strrchr(entry->d_name, '.');
        if (!dot || dot == entry->d_name || strcmp(dot, ".json") != 0 || strstr(entry->d_name, ".schema."))
            continue;
        char *name = strdup(entry->d_name);
        if (!name)
            break;
        if (bare)
            name[dot - entry->d_name] = '\0';
        list->names[list->count++] = name;
    }
    if (open)
        closedir(open);
}

/* The path of a palette that ships, by its name without folder and ending; null when there is none. */
static const char *shipped_palette(const app *a, const char *name, char out[INPUT_PATH_SIZE])
{
    char relative[128];
    int n = snprintf(relative, sizeof relative, "palettes/%s.json", name);
    if (strchr(name, '/') || n < 0 || n >= (int)sizeof relative)
        return NULL;
    return input_shipped(a, relative, out);
}

/* There is neither a file of this name nor a palette that ships. A name with a folder is compared with the files there, and
 * one without with the palettes that ship, too. */
static int complain_missing(app *a, const char *path)
{
    char folder[INPUT_PATH_SIZE], shipped[INPUT_PATH_SIZE];
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    palette_names list = {.count = 0};
    int length = slash ? (int)(slash + 1 - path) : 0;
    snprintf(folder, sizeof folder, "%.*s", length ? length : 1, length ? path : ".");
    list_folder(folder, 0, &list);
    if (!slash && shipped_palette(a, "default", shipped)) {
        *strrchr(shipped, '/') = '\0';
        list_folder(shipped, 1, &list);
    }
    const char *close = args_closest(name, list.names);
    char meant[INPUT_PATH_SIZE];
    snprintf(meant, sizeof meant, "%.*s%s", length, path, close ? close : "");
    int code = close ? complain(a, EXIT_INPUT, path, "no such file; did you mean %s?", meant)
                     : complain(a, EXIT_INPUT, path, "no such file; check the name");
    free_names(&list);
    return code;
}

int palette_open(app *a, const char *path, sct_palette **out, char name[INPUT_PATH_SIZE])
{
    file_bytes bytes = {0};
    char shipped[INPUT_PATH_SIZE];
    const char *given = path;
    if (!path && !(path = shipped_palette(a, "default", shipped)))
        return complain(a, EXIT_INPUT, NULL, "palettes/default.json is not where it was installed; name a palette file");
    if (given && strcmp(given, "-") != 0 && access(given, F_OK) != 0 && errno == ENOENT &&
        !(path = shipped_palette(a, given, shipped)))
        return complain_missing(a, given);
    snprintf(name, INPUT_PATH_SIZE, "%s", input_name(path));
    int code = input_read(a, path, PALETTE_BYTES_MAX, &bytes);
    if (code)
        return code;
    sct_status status = sct_palette_from_json(a->ctx, bytes.data, bytes.size, out);
    input_free(&bytes);
    return status == SCT_OK ? 0 : complain_status(a, status, path);
}

int palette_find_ink(app *a, const sct_palette *palette, const char *name, const char *id, size_t *ink)
{
    *ink = sct_palette_find(palette, id);
    if (*ink != SIZE_MAX)
        return 0;
    size_t count = sct_palette_count(palette);
    const char **ids = calloc(count + 1, sizeof *ids);
    sct_ink one;
    for (size_t i = 0; ids && sct_palette_ink(palette, i, &one) == SCT_OK; i++)
        ids[i] = one.id;
    const char *close = ids ? args_closest(id, ids) : NULL;
    free(ids);
    if (close)
        return complain(a, EXIT_USE, id, "no such ink in %s; did you mean %s?", name, close);
    return complain(a, EXIT_USE, id, "no such ink in %s; see 'scalptone palette list'", name);
}

void palette_print_shipped(const app *a, const char *folder)
{
    char relative[128], path[INPUT_PATH_SIZE];
    palette_names list = {.count = 0};
    int charts = strcmp(folder, "palettes") != 0;
    snprintf(relative, sizeof relative, "%s/%s.json", folder, charts ? "consultation-card" : "default");
    if (input_shipped(a, relative, path)) {
        *strrchr(path, '/') = '\0';
        list_folder(path, 1, &list);
    }
    for (size_t i = 0; i < list.count; i++)
        printf("%s\n", list.names[i]);
    free_names(&list);
}
