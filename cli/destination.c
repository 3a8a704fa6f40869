/* cli/destination.c - links followed by hand, so that each step can be looked at; files told by how they begin. */
#define _XOPEN_SOURCE 700 /* for realpath, which POSIX has and glibc hides without it */
#include "destination.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { LINKS_MAX = 40 }; /* as the kernel has it */

static int is_below(const char *folder, const char *root)
{
    size_t n = strlen(root);
    return strncmp(folder, root, n) == 0 && (folder[n] == '/' || folder[n] == '\0');
}

/* Folders whose entries are doors of the system and no files. Shared memory in /dev/shm holds ordinary ones. */
static int is_of_the_system(const char *folder)
{
    return is_below(folder, "/proc") || is_below(folder, "/sys") ||
           (is_below(folder, "/dev") && !is_below(folder, "/dev/shm"));
}

/* The number of a stream of this process that an entry of a folder stands for, or -1. */
static int open_stream(const char *folder, const char *name)
{
    char own[64];
    snprintf(own, sizeof own, "/proc/%ld/fd", (long)getpid());
    if (strcmp(folder, own) != 0 && strcmp(folder, "/dev/fd") != 0)
        return -1;
    size_t digits = strspn(name, "0123456789");
    return digits > 0 && digits < 9 && name[digits] == '\0' ? (int)strtol(name, NULL, 10) : -1;
}

/* Parts a path into its folder, every link in which is followed, and the name in it. Returns 0 or an error number. */
static int part(const char *path, char folder[INPUT_PATH_SIZE], const char **name)
{
    const char *slash = strrchr(path, '/');
    char *full = NULL;
    char before[INPUT_PATH_SIZE];
    int n = slash ? snprintf(before, sizeof before, "%.*s", slash == path ? 1 : (int)(slash - path), path)
                  : snprintf(before, sizeof before, ".");
    *name = slash ? slash + 1 : path;
    if (n < 0 || n >= (int)sizeof before)
        return ENAMETOOLONG;
    if (!(full = realpath(before, NULL)))
        return errno;
    n = snprintf(folder, INPUT_PATH_SIZE, "%s", full);
    free(full);
    return n < INPUT_PATH_SIZE ? 0 : ENAMETOOLONG;
}

static int join(char out[INPUT_PATH_SIZE], const char *folder, const char *name)
{
    int n = snprintf(out, INPUT_PATH_SIZE, "%s%s%s", folder, strcmp(folder, "/") == 0 ? "" : "/", name);
    return n >= 0 && n < INPUT_PATH_SIZE ? 0 : ENAMETOOLONG;
}

/* Where the link at out->path leads to, as a path from its folder. */
static int follow(const char *folder, destination *out)
{
    char text[INPUT_PATH_SIZE];
    ssize_t n = readlink(out->path, text, sizeof text - 1);
    if (n < 0)
        return errno;
    text[n] = '\0';
    return text[0] == '/' ? join(out->path, "/", text + 1) : join(out->path, folder, text);
}

/* Looks at the entry at out->path. Non-zero when it is a link that is to be followed. */
static int look(const char *folder, destination *out)
{
    int stream = open_stream(folder, out->path + strlen(folder) + 1);
    out->exists = lstat(out->path, &out->facts) == 0;
    if (is_of_the_system(folder))
        out->way = DESTINATION_DEVICE; /* wherever its links may lead */
    if (stream >= 0) {
        out->way = DESTINATION_DESCRIPTOR;
        out->descriptor = stream;
    }
    /* The links in /proc stand for what is open, which need not have a path. */
    return stream < 0 && !is_below(folder, "/proc") && out->exists && S_ISLNK(out->facts.st_mode);
}

int destination_find(const char *path, destination *out)
{
    const char *name;
    char folder[INPUT_PATH_SIZE], here[INPUT_PATH_SIZE];
    *out = (destination){.way = DESTINATION_FILE};
    if (strcmp(path, "-") == 0) {
        out->way = DESTINATION_DESCRIPTOR;
        out->descriptor = STDOUT_FILENO;
        return 0;
    }
    int code = snprintf(out->path, sizeof out->path, "%s", path) < (int)sizeof out->path ? 0 : ENAMETOOLONG;
    for (int links = 0; code == 0; links++) {
        code = links > LINKS_MAX ? ELOOP : part(out->path, folder, &name);
        if (!code)
            code = join(here, folder, name);
        if (code)
            return code;
        memcpy(out->path, here, sizeof here);
        if (!look(folder, out))
            break;
        code = follow(folder, out);
    }
    if (out->way == DESTINATION_FILE && out->exists && !S_ISREG(out->facts.st_mode))
        out->way = DESTINATION_DEVICE;
    return code;
}

/* ---- what a file holds ---- */

static const struct {
    const char *kind, *name;
    content content;
} contents[] = {{"png", "PNG picture", CONTENT_PNG},        {"jpg", "JPEG picture", CONTENT_JPEG},
                {"svg", "SVG drawing", CONTENT_SVG},        {"json", "JSON file", CONTENT_JSON},
                {"pdf", "PDF file", CONTENT_PDF},           {"html", "HTML page", CONTENT_HTML},
                {"sealed", "sealed record", CONTENT_SEALED}};

content content_named(const char *kind)
{
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++)
        if (strcmp(contents[i].kind, kind) == 0)
            return contents[i].content;
    return CONTENT_UNKNOWN;
}

const char *content_name(content kind)
{
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++)
        if (contents[i].content == kind)
            return contents[i].name;
    return "file of a known kind";
}

static const char *after(const char *text, const char *mark)
{
    const char *found = strstr(text, mark);
    return found ? found + strlen(mark) : "";
}

/* The first element of an XML text is <svg>, whatever declarations and comments stand before it. */
static int begins_svg(const char *text)
{
    for (;;) {
        text += strspn(text, " \t\r\n");
        if (strncmp(text, "<!--", 4) == 0)
            text = after(text, "-->");
        else if (strncmp(text, "<?", 2) == 0)
            text = after(text, "?>");
        else if (strncmp(text, "<!DOCTYPE svg", 13) == 0)
            text = after(text, ">");
        else
            return strncmp(text, "<svg", 4) == 0 && text[4] && strchr(" \t\r\n>", text[4]);
    }
}

static int begins_html(const char *text)
{
    text += strspn(text, " \t\r\n");
    return strncasecmp(text, "<!DOCTYPE html", 14) == 0 || strncasecmp(text, "<html", 5) == 0;
}

static int begins_json(const char *text)
{
    text += strspn(text, " \t\r\n");
    if (*text++ != '{')
        return 0;
    text += strspn(text, " \t\r\n");
    return *text == '"' || *text == '}';
}

content content_of_bytes(const void *data, size_t size)
{
    static const unsigned char png[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    char text[4096];
    size_t n = size < sizeof text - 1 ? size : sizeof text - 1;
    memcpy(text, data, n);
    text[n] = '\0';
    const char *start = strncmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;
    if (size == 0)
        return CONTENT_NOTHING;
    if (n >= sizeof png && memcmp(text, png, sizeof png) == 0)
        return CONTENT_PNG;
    if (sct_record_is_sealed(data, n))
        return CONTENT_SEALED;
    if (n >= 3 && memcmp(text, "\xff\xd8\xff", 3) == 0)
        return CONTENT_JPEG;
    if (strncmp(text, "%PDF-", 5) == 0)
        return CONTENT_PDF;
    if (begins_html(start))
        return CONTENT_HTML;
    return begins_svg(start) ? CONTENT_SVG : begins_json(start) ? CONTENT_JSON : CONTENT_UNKNOWN;
}

content content_of_file(const char *path)
{
    unsigned char head[4096];
    size_t n = 0;
    ssize_t got = 1;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return CONTENT_UNKNOWN;
    while (got > 0 && n < sizeof head) {
        got = read(fd, head + n, sizeof head - n);
        if (got < 0 && errno == EINTR && !interrupt_pending())
            got = 1;
        else if (got > 0)
            n += (size_t)got;
    }
    close(fd);
    return got < 0 ? CONTENT_UNKNOWN : content_of_bytes(head, n);
}
