/*
 * tests/support/failing_malloc.h - an allocator that can be told to fail. A
 * test program includes this once; its malloc then replaces the C library's for
 * everything in the process, the libraries of others included. Works with glibc
 * and without a sanitizer; elsewhere each call is made once, with memory enough.
 */
#ifndef TESTS_FAILING_MALLOC_H
#define TESTS_FAILING_MALLOC_H

#include "scalptone/base.h"
#include "support/support.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CAN_FAIL 1

#include <malloc.h>
#include <sys/mman.h>

/* As in <dlfcn.h>, which shows them only to programs that ask for all of GNU. */
typedef struct {
    const char *dli_fname;
    void *dli_fbase;
    const char *dli_sname;
    void *dli_saddr;
} Dl_info;
extern int dladdr(const void *address, Dl_info *info);

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *data, size_t size);
extern void __libc_free(void *data);

/* Seen by the libraries too, although the tests are built with hidden symbols. */
#define REPLACES __attribute__((visibility("default")))
REPLACES void *malloc(size_t size);
REPLACES void *calloc(size_t count, size_t size);
REPLACES void *realloc(void *old, size_t size);
REPLACES void free(void *data);

/* What a child process shares, so that an allocation fails in it too when its turn comes. */
typedef struct failing {
    long after;     /* allocations until one fails; negative: none does */
    const void *in; /* what asked for the allocation that failed */
} failing;
static failing failing_here = {.after = -1}, *fails = &failing_here;
static long live; /* blocks allocated and not freed while counting */
static int counting;

/* Once, before anything fails. */
static void share_with_children(void)
{
    if (fails != &failing_here)
        return;
    /* Large blocks are kept and used again: asking the system for them thousands of times took a third of the test's time.
     */
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    void *shared = mmap(NULL, sizeof failing_here, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(shared != MAP_FAILED);
    memcpy(shared, &failing_here, sizeof failing_here);
    fails = shared;
}

/* Whether this allocation is the one. */
static int fails_now(const void *caller)
{
    if (fails->after < 0 || fails->after-- > 0)
        return 0;
    fails->in = caller;
    return 1;
}

void *malloc(size_t size)
{
    void *data = fails_now(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
    live += counting && data;
    return data;
}

void *calloc(size_t count, size_t size)
{
    void *data = fails_now(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
    live += counting && data;
    return data;
}

void *realloc(void *old, size_t size)
{
    void *data = fails_now(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
    live += counting && data && !old;
    return data;
}

void free(void *data)
{
    live -= counting && data;
    __libc_free(data);
}

/* How often an allocation failed within a library, and what was answered. */
typedef struct failures_in {
    char library[32];
    int memory, without;
} failures_in;
static failures_in failures[32];
static size_t failure_count;

static void count_failure(sct_status status)
{
    Dl_info place = {0};
    const char *path = fails->in && dladdr(fails->in, &place) && place.dli_fname ? place.dli_fname : "elsewhere";
    const char *file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    const char *name = strncmp(file, "lib", 3) == 0 ? file : "scalptone"; /* the test program holds it */
    int length = (int)strcspn(name, ".");
    size_t at = 0;
    while (at < failure_count &&
           (strlen(failures[at].library) != (size_t)length || strncmp(failures[at].library, name, (size_t)length) != 0))
        at++;
    if (at == sizeof failures / sizeof failures[0] || length >= (int)sizeof failures[0].library)
        return;
    if (at == failure_count)
        snprintf(failures[failure_count++].library, sizeof failures[0].library, "%.*s", length, name);
    failures[at].memory += status == SCT_ERR_MEMORY;
    failures[at].without += status != SCT_ERR_MEMORY;
}
#endif

/* Prints in which libraries allocations failed. A cmocka test, to come last. */
static void failures_by_library(void **state)
{
    (void)state;
#ifdef CAN_FAIL
    for (size_t i = 0; i < failure_count; i++)
        figure("failing in %s: %d times out of memory, %d times done without, no crash, nothing lost", failures[i].library,
               failures[i].memory, failures[i].without);
#endif
}

/*
 * Calls `work` until no allocation fails, the n-th failing at the n-th call. Each
 * time it must return SCT_ERR_MEMORY (or what it returns with memory enough,
 * where a library could do without that block) and lose nothing.
 */
static void fail_each_allocation(const char *what, sct_status (*work)(void *), void *user)
{
#ifdef CAN_FAIL
    enum { MOST = 50000 };
    share_with_children();
    sct_status usual = work(user); /* libraries allocate what they keep for ever the first time */
    assert_int_not_equal(usual, SCT_ERR_MEMORY);
    int all_worked = 0;
    long n = 0;
    for (; !all_worked && n < MOST; n++) {
        live = 0;
        counting = 1;
        fails->after = n;
        sct_status status = work(user);
        all_worked = fails->after >= 0;
        fails->after = -1;
        counting = 0;
        if (!all_worked)
            count_failure(status);
        if (status != usual && status != SCT_ERR_MEMORY)
            print_error("%s: allocation %ld failed: %s\n", what, n, sct_status_name(status));
        assert_true(status == SCT_ERR_MEMORY || status == usual);
        if (live != 0)
            print_error("%s: allocation %ld failed: %ld blocks lost\n", what, n, live);
        assert_int_equal(live, 0);
        if (all_worked)
            assert_int_equal(status, usual);
    }
    assert_true(all_worked);
    figure("%s: each of %ld allocations failed once, nothing lost%s%s", what, n - 1, usual == SCT_OK ? "" : "; else ",
           usual == SCT_OK ? "" : sct_status_name(usual));
#else
    assert_int_not_equal(work(user), SCT_ERR_MEMORY);
    notice("%s: malloc cannot be made to fail in this build; called once", what);
#endif
}

/* At the start of a test, before it makes anything that skipping would leak. */
#ifdef CAN_FAIL
#define NEED_FAILING_MALLOC() ((void)0)
#else
#define NEED_FAILING_MALLOC()                                                                                               \
    do {                                                                                                                    \
        notice("malloc cannot be made to fail in this build");                                                              \
        skip();                                                                                                             \
    } while (0)
#endif

#endif
