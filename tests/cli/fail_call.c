/*
 * tests/cli/fail_call.c - loaded before the C library (faults.sh, faults.py): lets one call of the system fail.
 * FAIL_CALL=NAME:N:ERRNO is the N-th call of a name in main, "malloc" being calloc and realloc, too. (Before main, libraries
 * that are loaded ask for memory, and end the program where they get none: that is not ours.) With FAIL_COUNT=FILE the
 * number of calls of that name is left there at the end.
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
static long called;
static int in_main;
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
    if (!in_main || strcmp(name, wanted) != 0)
        return 0;
    called++;
    if (left == 0 || --left > 0)
        return 0;
    errno = number;
    return 1;
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("FAIL_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file) {
        fprintf(file, "%ld\n", called);
        fclose(file);
    }
}

/* The C library's own names of its memory: dlsym itself asks for some. */
int __libc_start_main(int (*start)(int, char **, char **), int argc, char **argv, void (*init)(void), void (*fini)(void),
                      void (*rtld_fini)(void), void *stack_end);
extern void *__libc_malloc(size_t size), *__libc_calloc(size_t count, size_t size), *__libc_realloc(void *data, size_t size);

void *malloc(size_t size)
{
    return fails("malloc") ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails("malloc") ? NULL : __libc_calloc(count, size);
}

void *realloc(void *data, size_t size)
{
    return fails("malloc") ? NULL : __libc_realloc(data, size);
}

static int (*whole_main)(int, char **, char **);
static int counted_main(int argc, char **argv, char **env)
{
    in_main = 1;
    int code = whole_main(argc, argv, env);
    in_main = 0;
    return code;
}

int __libc_start_main(int (*start)(int, char **, char **), int argc, char **argv, void (*init)(void), void (*fini)(void),
                      void (*rtld_fini)(void), void *stack_end)
{
    __typeof__(&__libc_start_main) next = (__typeof__(&__libc_start_main))dlsym(RTLD_NEXT, "__libc_start_main");
    whole_main = start;
    return next(counted_main, argc, argv, init, fini, rtld_fini, stack_end);
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
