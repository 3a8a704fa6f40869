/* tests/base/test_task.c - work beside other work: the same answers and errors with any number of threads. */
#define _POSIX_C_SOURCE 200809L /* for nanosleep, which C11 hides */
#include "base/base.h"
#include "support/support.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum { PARTS = 23 };

typedef struct job {
    int hands[PARTS];
    int failing; /* part that fails, or -1 */
    int begins;
    pthread_t thread;
    atomic_int rounds;
    atomic_int *waits; /* goes on when this is 0, or null */
} job;

static sct_context *context_of(uint64_t threads)
{
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_context_limit(ctx, SCT_LIMIT_THREADS), 1);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_THREADS, threads), SCT_OK);
    return ctx;
}

static sct_status do_part(sct_context *ctx, void *user, size_t part, int hand)
{
    job *j = user;
    j->hands[part] = hand + 1;
    return (int)part == j->failing ? diag_set(ctx, SCT_ERR_NOTHING, "part %zu is empty", part) : SCT_OK;
}

static void shared_work_is_done_once(void **state)
{
    (void)state;
    for (uint64_t threads = 1; threads <= 6; threads++)
        for (size_t count = 0; count <= PARTS; count++) {
            sct_context *ctx = context_of(threads);
            job j = {.failing = -1};
            size_t hands = threads < TASK_HANDS ? (size_t)threads : TASK_HANDS;
            hands = hands < count ? hands : count;
            assert_int_equal(task_share(ctx, do_part, &j, count), SCT_OK);
            for (size_t i = 0; i < PARTS; i++)
                assert_int_equal(j.hands[i], i < count ? (int)(i % hands) + 1 : 0);
            assert_null(ctx->threads);
            sct_context_free(ctx);
        }
}

static void errors_come_back(void **state)
{
    (void)state;
    for (uint64_t threads = 1; threads <= 4; threads++)
        for (int failing = 0; failing < PARTS; failing++) {
            char text[40];
            sct_context *ctx = context_of(threads);
            job j = {.failing = failing};
            snprintf(text, sizeof text, "part %d is empty", failing);
            assert_int_equal(task_share(ctx, do_part, &j, PARTS), SCT_ERR_NOTHING);
            assert_string_equal(sct_context_message(ctx), text);
            sct_context_free(ctx);
        }
}

static sct_status note_thread(sct_context *ctx, void *user)
{
    job *j = user;
    j->begins++;
    j->thread = pthread_self();
    while (j->waits && atomic_load(j->waits))
        ;
    return diag_set(ctx, SCT_ERR_SHAPE, "no shape");
}

static void work_is_done_by_a_thread_or_at_the_end(void **state)
{
    (void)state;
    for (uint64_t threads = 1; threads <= 3; threads++) {
        sct_context *ctx = context_of(threads);
        atomic_int waits = 1;
        job jobs[3] = {{.waits = &waits}, {.waits = &waits}, {.waits = &waits}};
        base_task tasks[3];
        for (int i = 0; i < 3; i++)
            task_begin(ctx, note_thread, &jobs[i], &tasks[i]);
        assert_true(!ctx->threads == (threads == 1));
        atomic_store(&waits, 0);
        for (int i = 0; i < 3; i++) {
            sct_context_clear(ctx);
            assert_int_equal(task_end(ctx, &tasks[i]), SCT_ERR_SHAPE);
            assert_string_equal(sct_context_message(ctx), "no shape");
            assert_int_equal(jobs[i].begins, 1);
            assert_int_equal(pthread_equal(jobs[i].thread, pthread_self()) == 0, i + 1 < (int)threads);
            assert_int_equal(task_end(ctx, &tasks[i]), SCT_OK); /* nothing is left of it */
            task_drop(ctx, &tasks[i]);
        }
        assert_null(ctx->threads);
        sct_context_free(ctx);
    }
}

static sct_status do_nothing(sct_context *ctx, void *user)
{
    (void)ctx;
    atomic_store((atomic_int *)user, 1);
    return SCT_OK;
}

/* A thread that has nothing to do is there for other work, though nobody has asked for its answer yet. */
static void work_that_is_over_keeps_no_thread(void **state)
{
    (void)state;
    sct_context *ctx = context_of(2);
    atomic_int done = 0;
    job other = {.begins = 0};
    base_task first, second = {NULL, NULL, NULL};
    task_begin(ctx, do_nothing, &done, &first);
    while (!atomic_load(&done))
        ;
    for (int tries = 0; !second.thread && tries < 1000; tries++) { /* the thread may not have ended yet */
        struct timespec moment = {0, 1000000};
        nanosleep(&moment, NULL);
        task_begin(ctx, note_thread, &other, &second);
    }
    assert_non_null(second.thread);
    assert_int_equal(task_end(ctx, &first), SCT_OK); /* in another order than begun */
    assert_int_equal(task_end(ctx, &second), SCT_ERR_SHAPE);
    assert_int_equal(other.begins, 1);
    assert_null(ctx->threads);
    sct_context_free(ctx);
}

/* Goes on until it is told to stop. */
static sct_status go_on(sct_context *ctx, void *user)
{
    job *j = user;
    sct_status status = SCT_OK;
    while (status == SCT_OK) {
        atomic_fetch_add(&j->rounds, 1);
        status = progress_tell(ctx, SCT_STAGE_CHART, 0.5);
    }
    return status;
}

static int count_calls(void *user, sct_stage stage, double fraction)
{
    (void)stage;
    (void)fraction;
    ++*(int *)user;
    return 0;
}

static void work_that_is_dropped_stops(void **state)
{
    (void)state;
    int calls = 0;
    sct_context *ctx = context_of(2);
    job begun = {.begins = 0}, waiting = {.begins = 0};
    base_task tasks[2];
    sct_context_set_progress(ctx, count_calls, &calls);
    task_begin(ctx, go_on, &begun, &tasks[0]);
    task_begin(ctx, go_on, &waiting, &tasks[1]);
    while (!atomic_load(&begun.rounds))
        ;
    task_drop(ctx, &tasks[0]);
    task_drop(ctx, &tasks[1]);
    assert_int_equal(atomic_load(&waiting.rounds), 0);
    assert_int_equal(calls, 0); /* the callback is for the caller's thread */
    assert_string_equal(sct_context_message(ctx), "");
    assert_null(ctx->threads);
    sct_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(shared_work_is_done_once), cmocka_unit_test(errors_come_back),
                                       cmocka_unit_test(work_is_done_by_a_thread_or_at_the_end),
                                       cmocka_unit_test(work_that_is_over_keeps_no_thread),
                                       cmocka_unit_test(work_that_is_dropped_stops)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
