/*
 * tests/cli/fail_call.c - loaded before the C library (faults.sh): lets one call of the system fail. FAIL_CALL=NAME:N:ERRNO
 * is the N-th call of a name; what was called how often is told by nobody, so that a program runs as it does without.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether this is the call that fails. */
static int fails(const char *name)
{
    static long left = -1;
    static int number;
    static char wanted[32];
    if (left < 0) {
        const char *text = getenv("FAIL_CALL");
        left = 0;
        if (text && sscanf(text, "%31[a-z]:%ld:%d", wanted, &left, &number) != 3)
            left = 0;
    }
    if (left == 0 || strcmp(name, wanted) != 0 || --left > 0)
        return 0;
    errno = number;
    return 1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t read(int fd, void *data, size_t size)
{
    return fails("read") ? -1 : NEXT(read)(fd, data, size);
}

ssize_t write(int fd, const void *data, size_t size)
{
    return fails("write") ? -1 : NEXT(write)(fd, data, size);
}

int fsync(int fd)
{
    return fails("fsync") ? -1 : NEXT(fsync)(fd);
}

int fchmod(int fd, mode_t mode)
{
    return fails("fchmod") ? -1 : NEXT(fchmod)(fd, mode);
}

int rename(const char *from, const char *to)
{
    return fails("rename") ? -1 : NEXT(rename)(from, to);
}

int close(int fd)
{
    int code = NEXT(close)(fd);
    return fails("close") ? -1 : code;
}

int mkstemp(char *pattern)
{
    return fails("mkstemp") ? -1 : NEXT(mkstemp)(pattern);
}

int open(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return fails("open") ? -1 : NEXT(open)(path, flags, mode);
}
