/* cli/keep/record_list.c - `record list`: the records of a folder, those of like clients first. */
#define _XOPEN_SOURCE 700 /* for scandir, which POSIX has and glibc hides without it */
#include "keep/record_list.h"
#include "json_text.h"
#include "keep/passphrase.h"
#include "keep/record_file.h"
#include "show/terminal.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOUND_MAX = 10000 };
enum { DAY = 12, NAME = 22, INK = 26 }; /* columns, with two blanks behind each */

typedef struct found {
    char path[INPUT_PATH_SIZE];
    sct_record *record;
    double de00;
} found;

static int is_record_name(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return entry->d_name[0] != '.' && (!dot || strcmp(dot, ".json") == 0 || dot == entry->d_name);
}

/* What is not listed: records that no given passphrase opens, and files that cannot be read, which may be records. */
typedef struct missed {
    size_t closed, unread;
} missed;

/* Whether a file lies there that is no larger than a record. */
static int may_be_record(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size <= RECORD_LIMIT;
}

/* Opens FOLDER/x.json, or FOLDER/x/record.json; what is no record is passed over. */
static int try_entry(app *a, const char *dir, const char *name, found **list, size_t *count, missed *out)
{
    char path[INPUT_PATH_SIZE];
    file_bytes file = {0};
    sct_record *record = NULL;
    app quiet = *a;
    quiet.known.count = 0;
    int n = snprintf(path, sizeof path, "%s/%s/record.json", dir, name);
    if (n < (int)sizeof path && access(path, F_OK) != 0)
        n = snprintf(path, sizeof path, "%s/%s", dir, name);
    if (n >= (int)sizeof path || *count == FOUND_MAX)
        return 0;
    if (input_read(&quiet, path, RECORD_LIMIT, &file) != 0) {
        out->unread += (size_t)may_be_record(path);
        return 0;
    }
    sct_status status = sct_record_open(a->ctx, file.data, file.size, a->passphrase, strlen(a->passphrase), &record);
    out->closed += status == SCT_ERR_PASSPHRASE;
    if (status == SCT_OK) {
        found *grown = realloc(*list, (*count + 1) * sizeof *grown);
        if (grown) {
            *list = grown;
            found *f = &grown[(*count)++];
            *f = (found){.record = record, .de00 = -1};
            memcpy(f->path, path, sizeof path);
            record = NULL;
        } else {
            status = SCT_ERR_MEMORY;
        }
    }
    sct_record_free(record);
    input_free(&file);
    return status == SCT_ERR_MEMORY ? complain(a, EXIT_WORLD, NULL, "out of memory") : 0;
}

static void print_missed(const missed *m)
{
    char line[160], told[WORDS_SIZE];
    snprintf(line, sizeof line, "Sealed and not listed: %zu; give their passphrase by --passphrase-file FILE.", m->closed);
    if (m->closed)
        fprintf(stderr, "%s\n", tell(line, told, sizeof told));
    snprintf(line, sizeof line, "Files that cannot be read and are not listed: %zu; look who may read them.", m->unread);
    if (m->unread)
        fprintf(stderr, "%s\n", tell(line, told, sizeof told));
}

static int by_distance(const void *one, const void *other)
{
    const found *a = one, *b = other;
    int unknown = (a->de00 < 0) - (b->de00 < 0);
    if (unknown)
        return unknown;
    if (a->de00 < b->de00 || a->de00 > b->de00)
        return a->de00 < b->de00 ? -1 : 1;
    return strcmp(a->path, b->path);
}

/* A path that has no room on the line of its record stands below it. */
static void print_found(const found *f, int liked)
{
    const int before = (liked ? 8 : 0) + DAY + NAME + INK, width = terminal_columns();
    const char *title = sct_record_get(f->record, "chosen.ink"), *who = sct_record_get(f->record, "client");
    if (!*title)
        title = sct_record_get(f->record, "recommended.title");
    if (liked && f->de00 >= 0)
        printf("%6.1f  ", f->de00);
    else if (liked)
        printf("     -  ");
    printf("%-10s  ", sct_record_get(f->record, "created"));
    print_fitted(*who ? who : "-", NAME - 2);
    printf("  ");
    if (width && before + text_columns(f->path) > width) {
        print_fitted(*title ? title : "-", width - before + INK < INK - 2 ? width - before + INK : INK - 2);
        printf("\n%*s%s\n", (liked ? 8 : 0) + DAY, "", f->path);
        return;
    }
    print_fitted(*title ? title : "-", INK - 2);
    printf("  %s\n", f->path);
}

static void print_found_json(const found *f, int first)
{
    enum { TEXT = 2200 };
    char path[2 * INPUT_PATH_SIZE], who[TEXT], ink[TEXT], de00[32] = "null";
    json_text(f->path, path, sizeof path);
    json_text(sct_record_get(f->record, "client"), who, sizeof who);
    json_text(sct_record_get(f->record, "recommended.ink"), ink, sizeof ink);
    if (f->de00 >= 0)
        snprintf(de00, sizeof de00, "%.3f", f->de00);
    printf("%s{\"path\":\"%s\",\"client\":\"%s\",\"created\":\"%s\",\"recommended\":\"%s\",\"de00\":%s}", first ? "" : ",",
           path, who, sct_record_get(f->record, "created"), ink, de00);
}

/* The records of a folder; free `*all` and what is in it. */
static int gather(app *a, const char *dir, found **all, size_t *count, missed *out)
{
    struct dirent **names = NULL;
    int code = passphrase_given(a) ? passphrase_find(a, dir, 0) : 0;
    if (code)
        return code;
    int n = scandir(dir, &names, is_record_name, alphasort);
    for (int i = 0; i < n; i++) {
        if (!code)
            code = try_entry(a, dir, names[i]->d_name, all, count, out);
        free(names[i]);
    }
    free(names);
    if (n < 0 && errno == ENOMEM)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    return code ? code : n < 0 ? complain(a, EXIT_INPUT, dir, "no such folder; check the name") : 0;
}

static void print_all(const app *a, const found *all, size_t count, int liked, const missed *m)
{
    if (a->json)
        printf("{\"records\":[");
    for (size_t i = 0; i < count; i++)
        if (a->json)
            print_found_json(&all[i], i == 0);
        else
            print_found(&all[i], liked);
    if (a->json)
        printf("]}\n");
    else if (!count && !m->closed && !m->unread)
        print_line("No record is there.", 0);
}

int record_list(app *a, const char *alike, const char *dir)
{
    sct_record *like = NULL;
    found *all = NULL;
    size_t count = 0;
    missed unlisted = {0, 0};
    int code = alike ? record_read(a, alike, &like) : 0;
    if (!code)
        code = gather(a, dir, &all, &count, &unlisted);
    for (size_t i = 0; i < count && like; i++)
        if (sct_record_distance(a->ctx, like, all[i].record, &all[i].de00) != SCT_OK)
            all[i].de00 = -1;
    if (count)
        qsort(all, count, sizeof *all, by_distance);
    if (!code)
        print_all(a, all, count, like != NULL, &unlisted);
    if (!code && !a->quiet)
        print_missed(&unlisted);
    for (size_t i = 0; i < count; i++)
        sct_record_free(all[i].record);
    free(all);
    sct_record_free(like);
    return code;
}
