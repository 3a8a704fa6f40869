/* cli/files.c - whole files in, whole files or nothing out. */
#include "app.h"
#include "destination.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/auxv.h>
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

void input_forget(app *a, const char *path)
{
    struct stat facts;
    for (size_t i = 0; stat(path, &facts) == 0 && i < a->known.count; i++)
        if (a->known.items[i].device == (uint64_t)facts.st_dev && a->known.items[i].number == (uint64_t)facts.st_ino) {
            a->known.items[i] = a->known.items[--a->known.count];
            return;
        }
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
    /* Beside the program in a build tree (build/scalptone -> palettes/), else where it was installed: share/scalptone below
     * its prefix, or as the Makefile says (a way from the program's folder, or a whole path). */
#ifdef DATA_FOLDER
    static const char *const places[] = {"../", "../../", DATA_FOLDER};
#else
    static const char *const places[] = {"../", "../../", "../share/scalptone/"};
#endif
    char folder[2048];
    ssize_t n = readlink("/proc/self/exe", folder, sizeof folder - 1);
    if (n <= 0) { /* no /proc, as in a bare chroot: the kernel still tells by which path the program was started */
        const char *program = (const char *)(uintptr_t)getauxval(AT_EXECFN);
        program = program ? program : a->program;
        n = (ssize_t)strlen(program);
        if (!strchr(program, '/') || n >= (ssize_t)sizeof folder)
            return NULL;
        memcpy(folder, program, (size_t)n);
    }
    folder[n] = '\0';
    char *slash = strrchr(folder, '/');
    if (!slash)
        return NULL;
    slash[1] = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        snprintf(out, INPUT_PATH_SIZE, "%s%s%s", places[i][0] == '/' ? "" : folder, places[i], relative);
        if (access(out, R_OK) == 0)
            return out;
    }
    return NULL;
}

/* Whether nobody reads a pipe any more, as when `head` has seen enough. That is no error that a user needs to be told. */
static int reader_is_gone(int fd)
{
    struct pollfd state = {.fd = fd, .events = POLLOUT};
    return poll(&state, 1, 0) == 1 && (state.revents & POLLERR);
}

int output_finish(app *a, int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    if (reader_is_gone(STDOUT_FILENO))
        return EXIT_WORLD;
    if (!a->written[0])
        return complain(a, EXIT_WORLD, "standard output", "cannot be written: %s", strerror(errno));
    return complain(a, EXIT_WORLD, "standard output", "cannot be written: %s; written before it: %s", strerror(errno),
                    a->written);
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

static int complain_twice(app *a, const char *path)
{
    return complain(a, EXIT_USE, path,
                    "is another file of this call, too, and would be lost; give each output a name of its own");
}

/* Finds where an output goes, and complains where nothing can be written or a file of this call would be lost. */
static int find_allowed(app *a, const char *path, destination *to)
{
    struct stat facts;
    if (stat(path, &facts) == 0 && S_ISDIR(facts.st_mode))
        return complain(a, EXIT_WORLD, path, "is a folder; name a file in it");
    int code = destination_find(path, to);
    if (code == 0 && to->way == DESTINATION_FILE) {
        char folder[INPUT_PATH_SIZE];
        snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(to->path, '/') - to->path), to->path);
        if (to->exists && is_known(a, &to->facts))
            return complain_twice(a, path);
        if (access(folder[0] ? folder : "/", W_OK | X_OK) != 0 || (to->exists && access(to->path, W_OK) != 0))
            code = errno;
    }
    return code ? complain(a, EXIT_WORLD, path, "cannot be written: %s", strerror(code)) : 0;
}

/* A record is one whether it is sealed or not. */
static int is_record(content kind)
{
    return kind == CONTENT_JSON || kind == CONTENT_SEALED;
}

/* A picture replaces a picture of its kind; a README that was named by mistake stays, and so does a sealed record, but for
 * what is `private` as it is itself. */
static int check_kind(app *a, const char *path, const destination *to, int private, content kind)
{
    if (a->force || to->way != DESTINATION_FILE || !to->exists)
        return 0;
    content there = content_of_file(to->path);
    if (there == CONTENT_NOTHING || (there == kind && kind != CONTENT_UNKNOWN) ||
        (private && is_record(there) && is_record(kind)))
        return 0;
    if (!a->written[0])
        return complain(a, EXIT_USE, path, "is there already and is no %s; give another name, or --force to replace it",
                        content_name(kind));
    return complain(a, EXIT_USE, path,
                    "is there already and is no %s; give another name, or --force to replace it; written before it: %s",
                    content_name(kind), a->written);
}

int output_allowed(app *a, const char *path)
{
    destination to;
    return find_allowed(a, path, &to);
}

const char *output_picture_kind(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (strcasecmp(dot, ".jpg") == 0 || strcasecmp(dot, ".jpeg") == 0) ? "jpg" : "png";
}

int output_is(app *a, const char *path, const char *kind)
{
    static const char *const others[] = {"png",  "jpg",  "jpeg", "svg", "pdf", "tif", "tiff",
                                         "webp", "heic", "json", "gif", "bmp", "html"};
    const char *dot = strrchr(path, '.');
    destination to;
    if (strcmp(path, "-") == 0 && strcmp(kind, "png") == 0)
        return complain(a, EXIT_USE, path, "pictures go to a file; give its name, or ./- for one that is called so");
    for (size_t i = 0; dot && i < sizeof others / sizeof others[0]; i++)
        if (strcasecmp(dot + 1, others[i]) == 0 && strcmp(others[i], kind) != 0 &&
            (strcmp(kind, "jpg") != 0 || strcmp(others[i], "jpeg") != 0))
            return complain(a, EXIT_USE, path, "would be a .%s file; name it so", kind);
    return destination_find(path, &to) == 0 ? check_kind(a, path, &to, 0, content_named(kind)) : 0;
}

int output_claim(app *a, const char *path)
{
    if (!path || strcmp(path, "-") != 0)
        return 0;
    if (a->json || a->silent)
        return complain(a, EXIT_USE, path, "standard output takes one answer; %s",
                        a->json ? "leave --json out, or give a file name" : "give the other output a file name");
    a->silent = 1;
    return 0;
}

int output_apart(app *a, const char *path, const char *other)
{
    destination one, two;
    if (destination_find(path, &one) != 0 || destination_find(other, &two) != 0)
        return 0; /* told where they are written */
    if (one.way != DESTINATION_FILE || two.way != DESTINATION_FILE || strcmp(one.path, two.path) != 0)
        return 0; /* a device takes what comes */
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
    const char *before = a->written;
    if (interrupt_pending())
        return *before ? complain(a, EXIT_INTERRUPTED, path, "interrupted; written before it: %s", before)
                       : complain(a, EXIT_INTERRUPTED, path, "interrupted; nothing was written");
    return *before ? complain(a, EXIT_WORLD, path, "cannot be written: %s; written before it: %s", strerror(reason), before)
                   : complain(a, EXIT_WORLD, path, "cannot be written: %s; nothing was written", strerror(reason));
}

/* What is open already (standard output, /dev/fd/N), or a device or pipe: there is nothing to rename over. Returns 0 or an
 * error number. */
static int write_stream(const destination *to, const void *data, size_t size)
{
    if (to->way == DESTINATION_DESCRIPTOR) {
        if (to->descriptor == STDOUT_FILENO && fflush(stdout) != 0) /* what was printed before comes before */
            return errno;
        return write_all(to->descriptor, data, size) ? 0 : errno;
    }
    int fd = open(to->path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    int code = fd >= 0 && write_all(fd, data, size) ? 0 : errno;
    if (fd >= 0 && close(fd) != 0 && !code)
        code = errno;
    return code;
}

/* A temporary file beside the destination, renamed over it once all of it is on the disk; a file that is replaced hands on
 * who may read it. Returns 0 or an error number. */
static int replace_file(const destination *to, int private, const void *data, size_t size)
{
    char temporary[INPUT_PATH_SIZE + sizeof ".XXXXXX"];
    snprintf(temporary, sizeof temporary, "%s.XXXXXX", to->path);
    int fd = mkstemp(temporary);
    if (fd < 0)
        return errno;
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = private ? 0600 : to->exists ? to->facts.st_mode & 0777 : 0666 & ~mask;
    int code = fchmod(fd, mode) == 0 && write_all(fd, data, size) && fsync(fd) == 0 ? 0 : errno;
    if (close(fd) != 0 && !code)
        code = errno;
    if (!code && rename(temporary, to->path) != 0)
        code = errno;
    if (code)
        unlink(temporary);
    return code;
}

static int write_out(app *a, const char *path, int private, const void *data, size_t size)
{
    destination to;
    int refused = find_allowed(a, path, &to);
    if (!refused)
        refused = check_kind(a, path, &to, private, content_of_bytes(data, size));
    if (refused)
        return refused;
    if (to.way != DESTINATION_FILE) {
        int reason = write_stream(&to, data, size);
        if (reason == EPIPE && to.way == DESTINATION_DESCRIPTOR)
            return EXIT_WORLD;
        return reason ? complain_unwritten(a, path, reason) : 0;
    }
    int reason = replace_file(&to, private, data, size);
    if (reason)
        return complain_unwritten(a, path, reason);
    note_written(a, path);
    if (stat(to.path, &to.facts) == 0)
        know(a, &to.facts);
    return 0;
}

int output_file(app *a, const char *path, const void *data, size_t size)
{
    return write_out(a, path, 0, data, size);
}

int output_private(app *a, const char *path, const void *data, size_t size)
{
    return write_out(a, path, 1, data, size);
}
