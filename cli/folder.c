/* cli/folder.c - a folder of outputs that is there whole or not at all. */
#define _XOPEN_SOURCE 700 /* for nftw and mkdtemp, which POSIX has and glibc hides without it */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_there(const char *path)
{
    struct stat facts;
    return lstat(path, &facts) == 0;
}

int folder_begin(app *a, const char *path, folder *out)
{
    *out = (folder){.hidden = ""};
    int n = snprintf(out->wanted, sizeof out->wanted, "%s", path);
    while (n > 1 && n < INPUT_PATH_SIZE && out->wanted[n - 1] == '/')
        out->wanted[--n] = '\0';
    const char *slash = strrchr(out->wanted, '/'), *name = slash ? slash + 1 : out->wanted;
    int before = (int)(name - out->wanted);
    char hidden[INPUT_PATH_SIZE];
    int m = snprintf(hidden, sizeof hidden, "%.*s.scalptone-XXXXXX", before, out->wanted);
    if (n >= INPUT_PATH_SIZE || m >= INPUT_PATH_SIZE)
        return complain(a, EXIT_USE, path, "the path is too long");
    if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return complain(a, EXIT_USE, path, "is no name for a new folder");
    if (!mkdtemp(hidden))
        return complain(a, EXIT_WORLD, path, "no folder can be made there: %s", strerror(errno));
    memcpy(out->hidden, hidden, sizeof hidden);
    return 0;
}

int folder_path(app *a, const folder *f, const char *name, char out[INPUT_PATH_SIZE])
{
    int n = snprintf(out, INPUT_PATH_SIZE, "%s/%s", f->hidden, name);
    return n < INPUT_PATH_SIZE ? 0 : complain(a, EXIT_USE, f->wanted, "the path is too long");
}

int folder_file(app *a, const folder *f, const char *name, const void *data, size_t size)
{
    char path[INPUT_PATH_SIZE];
    int code = folder_path(a, f, name, path);
    return code ? code : output_private(a, path, data, size);
}

/* What another program put there (a browser's PDF) shows the client as well. Its mode keeps others out even where the folder
 * is copied into an open one. */
static int close_to_others(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
    (void)where;
    if (kind == FTW_F)
        chmod(path, facts->st_mode & S_IRWXU);
    return 0;
}

/* Its entries are for their owner alone, and on the disk before its name is. */
static void settle(const char *path)
{
    nftw(path, close_to_others, 16, FTW_PHYS);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

int folder_finish(app *a, folder *f)
{
    enum { NUMBERS = 10000 };
    settle(f->hidden);
    for (int number = 1; number < NUMBERS; number++) {
        int n = number == 1 ? snprintf(f->made, sizeof f->made, "%s", f->wanted)
                            : snprintf(f->made, sizeof f->made, "%s-%d", f->wanted, number);
        if (n >= INPUT_PATH_SIZE)
            return complain(a, EXIT_USE, f->wanted, "the path is too long");
        if (is_there(f->made))
            continue;
        if (rename(f->hidden, f->made) == 0) {
            f->hidden[0] = '\0';
            return 0;
        }
        if (errno != EEXIST && errno != ENOTEMPTY && errno != ENOTDIR)
            return complain(a, EXIT_WORLD, f->wanted, "cannot be made: %s", strerror(errno));
    }
    return complain(a, EXIT_WORLD, f->wanted, "there are too many folders of this name; give another");
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
    (void)facts;
    (void)kind;
    (void)where;
    remove(path);
    return 0;
}

void folder_remove(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void folder_discard(folder *f)
{
    if (f->hidden[0])
        folder_remove(f->hidden);
    f->hidden[0] = '\0';
}
