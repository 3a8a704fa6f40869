/* cli/keep/record_verify.c - `record verify`: a healed photo against a record, and the result in it. */
#define _XOPEN_SOURCE 700 /* for scandir, which POSIX has and glibc hides without it */
#include "keep/record_verify.h"
#include "keep/record_file.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- the photo before ---- */

/* Whether a record names a photo with these bytes as one from before. */
static int is_before(app *a, const sct_record *record, const file_bytes *file)
{
    sct_record *scratch = NULL; /* knows how a record tells photos */
    char key[64];
    int found = 0;
    if (sct_record_new(a->ctx, NULL, NULL, NULL, &scratch) == SCT_OK &&
        sct_record_add_photo(a->ctx, scratch, file->data, file->size, "before", NULL) == SCT_OK) {
        const char *sha = sct_record_get(scratch, "photos.1.sha256");
        for (size_t i = 1; i <= sct_record_rows(record, "photos") && !found; i++) {
            snprintf(key, sizeof key, "photos.%zu.sha256", i);
            found = strcmp(sct_record_get(record, key), sha) == 0;
            snprintf(key, sizeof key, "photos.%zu.role", i);
            found = found && strcmp(sct_record_get(record, key), "before") == 0;
        }
    }
    sct_record_free(scratch);
    return found;
}

static int is_photo_name(const struct dirent *entry)
{
    static const char *const ends[] = {".jpg", ".jpeg", ".png", ".heic", ".heif", ".avif"};
    const char *dot = strrchr(entry->d_name, '.');
    for (size_t i = 0; dot && entry->d_name[0] != '.' && i < sizeof ends / sizeof ends[0]; i++)
        if (strcasecmp(dot, ends[i]) == 0)
            return 1;
    return 0;
}

/* Looks through the photos of a folder; returns whether one is the record's. */
static int look_in(app *a, const sct_record *record, const char *folder, char out[INPUT_PATH_SIZE])
{
    struct dirent **names = NULL;
    int n = scandir(folder, &names, is_photo_name, alphasort), found = 0;
    for (int i = 0; i < n; i++) {
        app quiet = *a; /* what cannot be read is not the one */
        file_bytes file = {0};
        quiet.known.count = 0;
        int length = found ? -1 : snprintf(out, INPUT_PATH_SIZE, "%s/%s", folder, names[i]->d_name);
        if (length > 0 && length < INPUT_PATH_SIZE &&
            input_read(&quiet, out, (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), &file) == 0)
            found = is_before(a, record, &file);
        input_free(&file);
        free(names[i]);
    }
    free(names);
    return found;
}

static int look_beside(app *a, const sct_record *record, const char *path, char out[INPUT_PATH_SIZE])
{
    char folder[INPUT_PATH_SIZE];
    const char *slash = strrchr(path, '/');
    int length =
        slash ? snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path) : snprintf(folder, sizeof folder, ".");
    if (length < 0 || length >= (int)sizeof folder)
        return 0;
    return look_in(a, record, folder[0] ? folder : "/", out);
}

static int find_before(app *a, const sct_record *record, const char *path, const char *after, char out[INPUT_PATH_SIZE])
{
    if (look_beside(a, record, path, out) || look_beside(a, record, after, out))
        return 0;
    return complain(a, EXIT_INPUT, path,
                    "the photo before is not beside the record nor beside %s; name it with --photo FILE", input_name(after));
}

/* ---- the whole ---- */

/* The two photos, and before them what was asked of each. */
static void order_items(const arg_items *items, const char *before, const char *after, arg_items *out)
{
    out->items[out->count++] = (arg_item){.text = before};
    out->items[out->count++] = (arg_item){.text = after};
    for (size_t i = 0; i < items->count; i++)
        if (items->items[i].option &&
            (strcmp(items->items[i].option->name, "area") == 0 || strcmp(items->items[i].option->name, "grey") == 0))
            out->items[out->count++] = items->items[i];
}

static int compare_and_keep(app *a, const compare_options *o, const arg_items *items, record_file *file, const char *date)
{
    comparison c = {.result = NULL};
    compare_options of_record = *o;
    char day[RECORD_DAY_SIZE];
    record_today(date, day);
    c.name = sct_record_get(file->record, "client");
    c.date = day;
    if (!of_record.practitioner && *sct_record_get(file->record, "practitioner.name"))
        of_record.practitioner = sct_record_get(file->record, "practitioner.name");
    int code = compare_open(a, &of_record, items, &c);
    if (!code) {
        sct_status status = sct_verify_options_plan(a->ctx, file->record, &c.settings);
        code = status == SCT_OK ? 0 : complain_status(a, status, file->path);
    }
    c.sessions_known = sct_record_rows(file->record, "sessions") > 0;
    if (!code)
        code = compare_run(a, &of_record, &c);
    if (!code) {
        sct_status status =
            sct_record_add_result(a->ctx, file->record, c.result, c.photos.files[1].data, c.photos.files[1].size, day);
        code = status == SCT_OK ? record_save(a, file) : complain_status(a, status, file->path);
    }
    if (!code)
        code = compare_show(a, &of_record, &c);
    compare_free(&c);
    return code;
}

int record_verify(app *a, const compare_options *options, const arg_items *items, const char *path, const char *after,
                  const char *before, const char *date)
{
    record_file file;
    arg_items ordered = {0};
    char found[INPUT_PATH_SIZE];
    int code = record_open(a, path, &file);
    if (!code && !before) {
        code = find_before(a, file.record, path, after, found);
        before = found;
    }
    if (!code) {
        order_items(items, before, after, &ordered);
        code = compare_and_keep(a, options, &ordered, &file, date);
    }
    record_close(&file);
    return code;
}
