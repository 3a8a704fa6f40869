/*
 * engine/photo/photo_child.c - decoders that can end a program, in a process of their own.
 *
 * libheif and the video decoders behind it are C++ and large: where memory runs out they end the program, and a hostile file
 * may find a fault in them. So they run in a child of this process, which sends what it read through a pipe. Whatever
 * happens to the child, here it is an error with a message. A child that says nothing for long is stopped.
 *
 * After fork a child of a program with threads may call little by POSIX, but malloc and threads work in it with the C
 * libraries of Linux, macOS and the BSDs, and it holds no lock of a decoder, because this process never calls one.
 */
#define _GNU_SOURCE /* for a larger pipe, where the system has such */
#include "photo/photo_private.h"

#include <string.h>

#if defined(__EMSCRIPTEN__) || defined(_WIN32) || defined(__SANITIZE_THREAD__)
#define CAN_FORK 0 /* ThreadSanitizer ends a child that starts a thread */
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CAN_FORK 0
#endif
#endif
#ifndef CAN_FORK
#define CAN_FORK 1
#endif

#if CAN_FORK

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What stands before each block. The last block is the status, and its data the message. */
typedef struct block_head {
    uint32_t is_last;
    int32_t status;
    uint64_t size;
} block_head;

/* ---- in the child ---- */

static int write_all(int fd, const void *data, size_t size)
{
    const unsigned char *at = data;
    while (size > 0) {
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return 0;
        at += n;
        size -= (size_t)n;
    }
    return 1;
}

static int write_block(int fd, block_head head, const void *data)
{
    return write_all(fd, &head, sizeof head) && write_all(fd, data, (size_t)head.size);
}

/* Never returns. A photo is private, so that no core file of it may be left, and a decoder does not run for ever. */
static void be_the_child(sct_context *ctx, const sct_photo *photo, photo_work work, const photo_outlet *out, int words)
{
    const uint64_t seconds = sct_context_limit(ctx, SCT_LIMIT_DECODER_SECONDS);
    static const int crashes[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP};
    const struct rlimit none = {0, 0}, time = {(rlim_t)seconds * 4, (rlim_t)seconds * 4};
    for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++)
        signal(crashes[i], SIG_DFL); /* a program's own handler might bring this child back into the program */
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_CPU, &time);
    dup2(words, STDERR_FILENO); /* what a decoder prints as it ends is not for the user's screen */
    signal(SIGPIPE, SIG_IGN);
    sct_context_set_progress(ctx, NULL, NULL);
    sct_status status = work(ctx, photo, out);
    const char *message = sct_context_message(ctx);
    write_block(out->descriptor, (block_head){1, (int32_t)status, strlen(message)}, message);
    _exit(0);
}

/* ---- here ---- */

typedef struct child {
    pid_t process;
    int blocks, words; /* the ends to read from */
    int is_opening;    /* the decoder is being fetched, and has seen nothing of the photo */
    double patience;   /* seconds that it may be silent */
} child;

static double seconds_now(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Whether a decoder's last words are those of a program without memory. */
static int ran_out_of_memory(int words)
{
    char text[512];
    ssize_t n = read(words, text, sizeof text - 1);
    if (n <= 0)
        return 0;
    text[n] = '\0';
    return strstr(text, "bad_alloc") || strstr(text, "bad_array_new_length") || strstr(text, "out of memory");
}

/* A decoder that ended while it was being fetched did so for want of room, not of the photo. */
static sct_status refuse_dead(sct_context *ctx, const child *c)
{
    if (c->is_opening || ran_out_of_memory(c->words))
        return diag_set(ctx, SCT_ERR_MEMORY, "out of memory");
    return diag_set(ctx, SCT_ERR_PHOTO_DAMAGED,
                    "the decoder of this photo ended without an answer; copy it again from its source or export it as JPEG");
}

/* Waits until the child has something to say, and tells how far the work is meanwhile, so that it can be stopped. */
static sct_status wait_for(sct_context *ctx, const child *c)
{
    enum { MILLISECONDS = 50 };
    const double begin = seconds_now();
    for (;;) {
        struct pollfd ready = {.fd = c->blocks, .events = POLLIN};
        int n = poll(&ready, 1, MILLISECONDS);
        if (n > 0)
            return SCT_OK;
        if (n < 0 && errno != EINTR)
            return diag_set(ctx, SCT_ERR_INTERNAL, "the decoder cannot be waited for: %s", strerror(errno));
        sct_status status = progress_again(ctx);
        if (status != SCT_OK)
            return status;
        if (seconds_now() - begin > c->patience)
            return diag_set(ctx, SCT_ERR_PHOTO_DAMAGED,
                            "the decoder of this photo gave no answer within %.0f s; export the photo as JPEG", c->patience);
    }
}

static sct_status read_all(sct_context *ctx, const child *c, void *data, size_t size)
{
    unsigned char *at = data;
    while (size > 0) {
        sct_status status = wait_for(ctx, c);
        if (status != SCT_OK)
            return status;
        ssize_t n = read(c->blocks, at, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return refuse_dead(ctx, c);
        at += n;
        size -= (size_t)n;
    }
    return SCT_OK;
}

static int is_status(int32_t status)
{
    return strcmp(sct_status_name((sct_status)status), "unknown") != 0;
}

/* Takes block after block; what a child says that has gone wild is not believed. */
static sct_status take_blocks(sct_context *ctx, child *c, const photo_outlet *to, size_t largest)
{
    sct_status status = SCT_OK;
    void *data = NULL;
    block_head head = {0};
    TRY(mem_new(ctx, largest > DIAG_SIZE ? largest : DIAG_SIZE, 1, &data));
    for (;;) {
        TRY(read_all(ctx, c, &head, sizeof head));
        if (head.size > (head.is_last ? DIAG_SIZE - 1 : largest) || !is_status(head.status))
            TRY(refuse_dead(ctx, c));
        TRY(read_all(ctx, c, data, (size_t)head.size));
        if (head.is_last)
            break;
        if (head.size == 0)
            c->is_opening = !c->is_opening;
        else
            TRY(to->take(ctx, to->user, data, (size_t)head.size));
    }
    ((char *)data)[head.size] = '\0';
    if (head.status != SCT_OK)
        FAIL(ctx, (sct_status)head.status, "%s", (const char *)data);
done:
    mem_free(data);
    return status;
}

static void close_both(int pair[2])
{
    for (int i = 0; i < 2; i++)
        if (pair[i] >= 0)
            close(pair[i]);
}

/* Both ends are closed where another program is started meanwhile by another thread. */
static int pipe_new(int pair[2])
{
    if (pipe(pair) != 0) {
        pair[0] = pair[1] = -1;
        return 0;
    }
    for (int i = 0; i < 2; i++)
        (void)fcntl(pair[i], F_SETFD, FD_CLOEXEC);
    return 1;
}

/* Non-zero when a child could be had; *status is then its answer. */
static int asked_a_child(sct_context *ctx, const sct_photo *photo, photo_work work, const photo_outlet *to, size_t largest,
                         sct_status *status)
{
    int blocks[2] = {-1, -1}, words[2] = {-1, -1}, asked = 0;
    child c = {.process = -1, .patience = (double)sct_context_limit(ctx, SCT_LIMIT_DECODER_SECONDS)};
    if (pipe_new(blocks) && pipe_new(words)) {
        (void)fcntl(words[1], F_SETFL, O_NONBLOCK); /* words that nobody reads yet must not stop a child */
        (void)fcntl(words[0], F_SETFL, O_NONBLOCK);
#ifdef F_SETPIPE_SZ
        (void)fcntl(blocks[1], F_SETPIPE_SZ, 1 << 20); /* fewer turns between the two; 64 KiB will do */
#endif
        c.process = fork();
    }
    if (c.process == 0)
        be_the_child(ctx, photo, work, &(photo_outlet){.descriptor = blocks[1]}, words[1]);
    if (c.process < 0 && errno != ENOSYS && errno != EPERM && errno != EACCES) {
        asked = 1; /* a system that is short of something now, and not one without children */
        *status = diag_set(ctx, SCT_ERR_MEMORY, "no process for the decoder of this photo: %s; close other programs",
                           strerror(errno));
    } else if (c.process > 0) {
        asked = 1;
        c.blocks = blocks[0];
        c.words = words[0];
        close(blocks[1]);
        blocks[1] = -1;
        *status = take_blocks(ctx, &c, to, largest);
        kill(c.process, SIGKILL); /* it has nothing more to say, or is not to say it */
        while (waitpid(c.process, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    close_both(blocks);
    close_both(words);
    return asked;
}

#else

static int asked_a_child(sct_context *ctx, const sct_photo *photo, photo_work work, const photo_outlet *to, size_t largest,
                         sct_status *status)
{
    (void)ctx, (void)photo, (void)work, (void)to, (void)largest, (void)status;
    return 0;
}

#endif

sct_status photo_send(sct_context *ctx, const photo_outlet *out, const void *data, size_t size)
{
    if (out->take)
        return size > 0 ? out->take(ctx, out->user, data, size) : SCT_OK;
#if CAN_FORK
    if (write_block(out->descriptor, (block_head){0, SCT_OK, size}, data))
        return SCT_OK;
#endif
    return diag_set(ctx, SCT_ERR_INTERRUPTED, "nobody waits for this photo any more");
}

sct_status photo_ask(sct_context *ctx, const sct_photo *photo, photo_work work, const photo_outlet *to, size_t largest)
{
    sct_status status = SCT_OK;
    if (sct_context_limit(ctx, SCT_LIMIT_DECODER_SECONDS) > 0 && asked_a_child(ctx, photo, work, to, largest, &status))
        return status;
    return work(ctx, photo, to); /* as asked for, or because this system gives no child */
}
