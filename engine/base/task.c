/*
 * engine/base/task.c - work done beside other work. The only file of the library that knows threads.
 *
 * A thread lives no longer than the call that began it, calls nothing of the caller's, and takes no signal. What the work
 * finds does not depend on when it is done, so that the same input gives the same bytes on one core and on many.
 */
#define _POSIX_C_SOURCE 200809L /* for the signals of a thread, which C11 hides */
#include "base/base.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct task_thread {
    sct_context ctx; /* the thread's own: its message, and no callback but `is_dropped` */
    task_work work;
    void *job;
    sct_status status;
    pthread_t id;
    atomic_int dropped, over;
    struct task_thread *before; /* the one that the context began before it */
};

static int is_dropped(void *user, sct_stage stage, double fraction)
{
    struct task_thread *thread = user;
    (void)stage;
    (void)fraction;
    return atomic_load(&thread->dropped);
}

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
/* A WebAssembly module without shared memory has one thread, and its page imports no signals. */
static int start(struct task_thread *thread)
{
    (void)thread;
    return 0;
}
#else
static void *run(void *user)
{
    struct task_thread *thread = user;
    thread->status = thread->work(&thread->ctx, thread->job);
    atomic_store(&thread->over, 1);
    return NULL;
}

/* The deepest call of the library takes a sixteenth of this, more under sanitizers; what a system gives by itself is between
 * 128 KiB (musl) and 8 MiB. */
static const size_t STACK_BYTES = (size_t)1 << 20;

/* Signals are for the threads of the caller. */
static int start(struct task_thread *thread)
{
    sigset_t all, before;
    pthread_attr_t how;
    if (pthread_attr_init(&how) != 0)
        return 0;
    sigfillset(&all);
    int started = pthread_attr_setstacksize(&how, STACK_BYTES) == 0 && pthread_sigmask(SIG_SETMASK, &all, &before) == 0;
    if (started) {
        started = pthread_create(&thread->id, &how, run, thread) == 0;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    pthread_attr_destroy(&how);
    return started;
}
#endif

/* Threads that are at work now. */
static uint64_t at_work(const sct_context *ctx)
{
    uint64_t count = 0;
    for (struct task_thread *t = ctx->threads; t; t = t->before)
        count += !atomic_load(&t->over);
    return count;
}

void task_begin(sct_context *ctx, task_work work, void *job, base_task *out)
{
    *out = (base_task){work, job, NULL};
    if (!ctx || at_work(ctx) + 1 >= sct_context_limit(ctx, SCT_LIMIT_THREADS))
        return;
    struct task_thread *thread = calloc(1, sizeof *thread);
    if (!thread)
        return;
    thread->ctx = diag_quiet(ctx);
    thread->ctx.limits[SCT_LIMIT_THREADS] = 1;
    thread->ctx.threads = NULL;
    thread->work = work;
    thread->job = job;
    sct_context_set_progress(&thread->ctx, is_dropped, thread);
    if (start(thread)) {
        out->thread = thread;
        thread->before = ctx->threads;
        ctx->threads = thread;
    } else {
        free(thread);
    }
}

static void join(sct_context *ctx, struct task_thread *thread)
{
    struct task_thread **at = &ctx->threads;
    pthread_join(thread->id, NULL);
    while (*at && *at != thread)
        at = &(*at)->before;
    if (*at)
        *at = thread->before;
}

sct_status task_end(sct_context *ctx, base_task *task)
{
    base_task t = *task;
    *task = (base_task){NULL, NULL, NULL};
    if (!t.work)
        return SCT_OK;
    if (!t.thread)
        return t.work(ctx, t.job);
    join(ctx, t.thread);
    sct_status status = t.thread->status;
    if (status != SCT_OK && !ctx->message[0])
        memcpy(ctx->message, t.thread->ctx.message, sizeof ctx->message);
    free(t.thread);
    return status;
}

void task_drop(sct_context *ctx, base_task *task)
{
    if (task->thread) {
        atomic_store(&task->thread->dropped, 1);
        join(ctx, task->thread);
        free(task->thread);
    }
    *task = (base_task){NULL, NULL, NULL};
}

/* ---- shared work ---- */

typedef struct share {
    task_part one;
    void *job;
    size_t count, step;
    int hand;
} share;

static sct_status do_share(sct_context *ctx, void *user)
{
    const share *s = user;
    sct_status status = SCT_OK;
    for (size_t part = (size_t)s->hand; part < s->count && status == SCT_OK; part += s->step)
        status = s->one(ctx, s->job, part, s->hand);
    return status;
}

sct_status task_share(sct_context *ctx, task_part one, void *job, size_t count)
{
    uint64_t threads = sct_context_limit(ctx, SCT_LIMIT_THREADS);
    size_t hands = threads < TASK_HANDS ? (size_t)threads : TASK_HANDS;
    share shares[TASK_HANDS];
    base_task tasks[TASK_HANDS];
    hands = count < hands ? count : hands;
    for (size_t i = 0; i < hands; i++)
        shares[i] = (share){one, job, count, hands, (int)i};
    for (size_t i = 1; i < hands; i++)
        task_begin(ctx, do_share, &shares[i], &tasks[i]);
    sct_status status = hands ? do_share(ctx, &shares[0]) : SCT_OK;
    for (size_t i = 1; i < hands; i++) {
        if (status == SCT_OK)
            status = task_end(ctx, &tasks[i]);
        else
            task_drop(ctx, &tasks[i]);
    }
    return status;
}
