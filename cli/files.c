/* cli/files.c - whole files in, whole files or nothing out. */
#include "app.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

const char *input_name(const char *path)
{
    if (strcmp(path, "-") == 0)
        return "standard input";
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static int is_known(const app *a, const struct stat *facts)
{
    for (size_t i = 0; i < a->known.count; i++)
        if (a->known.items[i].device == (uint64_t)facts->st_dev && a->known.items[i].number == (uint64_t)facts->st_ino)
            return 1;
    return 0;
}

static void know(app *a, const struct stat *facts)
{
    if (!S_ISREG(facts->st_mode) || a->known.count == FILES_KNOWN_MAX || is_known(a, facts))
        return;
    a->known.items[a->known.count].device = (uint64_t)facts->st_dev;
    a->known.items[a->known.count++].number = (uint64_t)facts->st_ino;
}

static int read_all(app *a, int fd, const char *name, size_t expected, size_t limit, file_bytes *out)
{
    size_t capacity = expected + 1, used = 0;
    unsigned char *data = malloc(capacity);
    for (;;) {
        if (!data)
            return complain(a, EXIT_WORLD, name, "out of memory");
        ssize_t n = read(fd, data + used, capacity - used);
        if (n < 0 && errno == EINTR && !interrupt_pending())
            continue;
        if (n < 0) {
            int code = errno == EINTR ? complain(a, EXIT_INTERRUPTED, name, "interrupted")
                                      : complain(a, EXIT_INPUT, name, "cannot be read: %s", strerror(errno));
            free(data);
            return code;
        }
        used += (size_t)n;
        if (n == 0)
            break;
        if (used > limit) {
            free(data);
            return complain(a, EXIT_INPUT, name, "larger than the limit of %zu MB; use a smaller file", limit >> 20);
        }
        if (used == capacity) {
            unsigned char *grown = realloc(data, capacity *= 2);
            if (!grown)
                free(data);
            data = grown;
        }
    }
    if (used == 0) {
        free(data);
        return complain(a, EXIT_INPUT, name, "is empty");
    }
    out->data = data;
    out->size = used;
    return 0;
}

int input_read(app *a, const char *path, size_t limit, file_bytes *out)
{
    int standard = strcmp(path, "-") == 0;
    const char *name = standard ? "standard input" : path;
    struct stat facts;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return complain(a, EXIT_INPUT, name, errno == ENOENT ? "no such file; check the name" : "cannot be opened: %s",
                        strerror(errno));
    int code;
    if (fstat(fd, &facts) != 0)
        code = complain(a, EXIT_INPUT, name, "cannot be read: %s", strerror(errno));
    else if (S_ISDIR(facts.st_mode))
        code = complain(a, EXIT_INPUT, name, "is a folder; name a file in it");
    else if (S_ISREG(facts.st_mode) && (uint64_t)facts.st_size > limit)
        code = complain(a, EXIT_INPUT, name, "larger than the limit of %zu MB; use a smaller file", limit >> 20);
    else
        code = read_all(a, fd, name, S_ISREG(facts.st_mode) ? (size_t)facts.st_size : 65536, limit, out);
    if (code == 0)
        know(a, &facts);
    if (!standard)
        close(fd);
    return code;
}

void input_free(file_bytes *bytes)
{
    free(bytes->data);
    *bytes = (file_bytes){0};
}

const char *input_shipped(const app *a, const char *relative, char out[INPUT_PATH_SIZE])
{
    /* Beside the program in a build tree (build/scalptone -> palettes/), else share/scalptone below its prefix. */
    static const char *const places[] = {"../", "../../", "../share/scalptone/"};
    char folder[2048];
    ssize_t n = readlink("/proc/self/exe", folder, sizeof folder - 1);
    if (n <= 0) { /* no /proc: trust argv[0] when it is a path */
        n = (ssize_t)strlen(a->program);
        if (!strchr(a->program, '/') || n >= (ssize_t)sizeof folder)
            return NULL;
        memcpy(folder, a->program, (size_t)n);
    }
    folder[n] = '\0';
    char *slash = strrchr(folder, '/');
    if (!slash)
        return NULL;
    slash[1] = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        snprintf(out, INPUT_PATH_SIZE, "%s%s%s", folder, places[i], relative);
        if (access(out, R_OK) == 0)
            return out;
    }
    return NULL;
}

int output_finish(app *a, int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    return complain(a, EXIT_WORLD, "standard output", "cannot be written: %s%s%s", strerror(errno),
                    a->written[0] ? "; written before it: " : "", a->written);
}

static int write_all(int fd, const unsigned char *data, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, data, size);
        if (n < 0 && errno == EINTR && !interrupt_pending())
            continue;
        if (n < 0)
            return 0;
        data += n;
        size -= (size_t)n;
    }
    return 1;
}

/* The folder that a path's last name stands in; returns that name, or null when the path is too long. */
static const char *cut_name(const char *path, char folder[INPUT_PATH_SIZE])
{
    const char *slash = strrchr(path, '/');
    int n = slash ? snprintf(folder, INPUT_PATH_SIZE, "%.*s", slash == path ? 1 : (int)(slash - path), path)
                  : snprintf(folder, INPUT_PATH_SIZE, ".");
    return n < 0 || n >= INPUT_PATH_SIZE ? NULL : slash ? slash + 1 : path;
}

static int complain_twice(app *a, const char *path)
{
    return complain(a, EXIT_USE, path,
                    "is another file of this call, too, and would be lost; give each output a name of its own");
}

int output_allowed(app *a, const char *path)
{
    struct stat facts;
    char folder[INPUT_PATH_SIZE];
    int exists = stat(path, &facts) == 0;
    if (exists && S_ISDIR(facts.st_mode))
        return complain(a, EXIT_WORLD, path, "is a folder; name a file in it");
    if (exists && is_known(a, &facts))
        return complain_twice(a, path);
    if (exists && !S_ISREG(facts.st_mode))
        return 0;
    if (cut_name(path, folder) && access(folder, W_OK | X_OK) != 0)
        return complain(a, EXIT_WORLD, path, "cannot be written: %s", strerror(errno));
    return 0;
}

int output_is(app *a, const char *path, const char *kind)
{
    static const char *const others[] = {"png", "jpg", "jpeg", "svg", "pdf", "tif", "tiff", "webp", "heic", "gif", "bmp"};
    const char *dot = strrchr(path, '.');
    if (strcmp(path, "-") == 0)
        return complain(a, EXIT_USE, path, "pictures go to a file; give its name, or ./- for one that is called so");
    for (size_t i = 0; dot && i < sizeof others / sizeof others[0]; i++)
        if (strcasecmp(dot + 1, others[i]) == 0 && strcmp(others[i], kind) != 0)
            return complain(a, EXIT_USE, path, "would be a .%s file; name it so", kind);
    return 0;
}

int output_apart(app *a, const char *path, const char *other)
{
    struct stat facts, other_facts;
    char folder[INPUT_PATH_SIZE], other_folder[INPUT_PATH_SIZE];
    const char *name = cut_name(path, folder), *other_name = cut_name(other, other_folder);
    if (!name || !other_name || strcmp(name, other_name) != 0 || stat(folder, &facts) != 0 ||
        stat(other_folder, &other_facts) != 0 || facts.st_dev != other_facts.st_dev || facts.st_ino != other_facts.st_ino)
        return 0;
    if (stat(path, &facts) == 0 && !S_ISREG(facts.st_mode)) /* a device takes what comes */
        return 0;
    return complain_twice(a, path);
}

int output_numbered(app *a, const char *path, size_t n, char out[INPUT_PATH_SIZE])
{
    const char *mark = strstr(path, "%d"), *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    size_t head = mark ? (size_t)(mark - path) : dot && dot > name ? (size_t)(dot - path) : strlen(path);
    int length;
    if (!mark && n == 1)
        length = snprintf(out, INPUT_PATH_SIZE, "%s", path);
    else
        length = snprintf(out, INPUT_PATH_SIZE, "%.*s%s%zu%s", (int)head, path, mark ? "" : "-", n,
                          path + head + (mark ? strlen("%d") : 0));
    return length >= 0 && length < INPUT_PATH_SIZE ? 0 : complain(a, EXIT_USE, path, "the path is too long");
}

/* Keeps the name of a file that was written; of very many only the first are named. */
static void note_written(app *a, const char *path)
{
    size_t n = strlen(a->written), room = sizeof a->written - n;
    if (strlen(path) + sizeof ", ..." < room)
        snprintf(a->written + n, room, "%s%s", n ? ", " : "", path);
    else if (n > 3 && strcmp(a->written + n - 3, "...") != 0)
        snprintf(a->written + n, room, ", ...");
}

static int complain_unwritten(app *a, const char *path, int reason)
{
    const char *before = a->written[0] ? "; written before it: " : "; nothing was written";
    if (interrupt_pending())
        return complain(a, EXIT_INTERRUPTED, path, "interrupted%s%s", before, a->written);
    return complain(a, EXIT_WORLD, path, "cannot be written: %s%s%s", strerror(reason), before, a->written);
}

int output_file(app *a, const char *path, const void *data, size_t size)
{
    struct stat facts;
    char temporary[4096];
    int refused = output_allowed(a, path);
    if (refused)
        return refused;
    if (stat(path, &facts) == 0 && !S_ISREG(facts.st_mode)) { /* a device or pipe: nothing to rename over */
        int fd = open(path, O_WRONLY | O_CLOEXEC);
        int good = fd >= 0 && write_all(fd, data, size);
        int reason = errno;
        if (fd >= 0)
            close(fd);
        return good ? 0 : complain_unwritten(a, path, reason);
    }
    int n = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    if (n < 0 || n >= (int)sizeof temporary)
        return complain(a, EXIT_USE, path, "the path is too long");
    int fd = mkstemp(temporary);
    if (fd < 0)
        return complain_unwritten(a, path, errno);
    mode_t mask = umask(0);
    umask(mask);
    int good = fchmod(fd, 0666 & ~mask) == 0 && write_all(fd, data, size) && fsync(fd) == 0;
    int reason = errno;
    if (close(fd) != 0 && good) {
        good = 0;
        reason = errno;
    }
    if (good && rename(temporary, path) != 0) {
        good = 0;
        reason = errno;
    }
    if (!good) {
        unlink(temporary);
        return complain_unwritten(a, path, reason);
    }
    note_written(a, path);
    if (stat(path, &facts) == 0)
        know(a, &facts);
    return 0;
}

int palette_open(app *a, const char *path, sct_palette **out, char name[INPUT_PATH_SIZE])
{
    file_bytes bytes = {0};
    char shipped[INPUT_PATH_SIZE];
    if (!path && !(path = input_shipped(a, "palettes/default.json", shipped)))
        return complain(a, EXIT_INPUT, NULL, "palettes/default.json is not where it was installed; name a palette file");
    snprintf(name, INPUT_PATH_SIZE, "%s", input_name(path));
    int code = input_read(a, path, 64u << 20, &bytes);
    if (code)
        return code;
    sct_status status = sct_palette_read(a->ctx, bytes.data, bytes.size, out);
    input_free(&bytes);
    return status == SCT_OK ? 0 : complain_status(a, status, path);
}
