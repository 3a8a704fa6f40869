/*
 * tests/photo/test_child.c - a decoder that crashes, runs out of memory, talks
 * nonsense or says nothing at all: each an error with a message, and this
 * program goes on.
 */
#define _DEFAULT_SOURCE
#include "photo/photo_private.h"
#include "support/support.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LARGEST = 1000 };

static sct_context *ctx;
static size_t taken;

static sct_status take(sct_context *c, void *user, const void *data, size_t size)
{
    (void)c, (void)user;
    for (size_t i = 0; i < size; i++)
        assert_int_equal(((const unsigned char *)data)[i], (unsigned char)(taken + i));
    taken += size;
    return SCT_OK;
}

static sct_status sends(sct_context *c, const sct_photo *photo, const photo_outlet *out)
{
    unsigned char block[LARGEST];
    (void)photo;
    for (size_t sent = 0; sent < 100000;) {
        size_t size = 1 + sent % LARGEST;
        for (size_t i = 0; i < size; i++)
            block[i] = (unsigned char)(sent + i);
        sct_status status = photo_send(c, out, block, size);
        if (status != SCT_OK)
            return status;
        sent += size;
    }
    return SCT_OK;
}

static sct_status refuses(sct_context *c, const sct_photo *photo, const photo_outlet *out)
{
    (void)photo, (void)out;
    return diag_set(c, SCT_ERR_PHOTO_UNSUPPORTED, "not this kind of photo");
}

static sct_status aborts(sct_context *c, const sct_photo *photo, const photo_outlet *out)
{
    (void)c, (void)photo, (void)out;
    abort();
}

static sct_status crashes(sct_context *c, const sct_photo *photo, const photo_outlet *out)
{
    (void)c, (void)photo, (void)out;
    raise(SIGSEGV); /* cmocka's own handler would go on with the tests in the child */
    return SCT_OK;
}

static sct_status lacks_memory(sct_context *c, const sct_photo *photo, const photo_outlet *out)
{
    (void)c, (void)photo, (void)out;
    fputs("terminate called after throwing an instance of 'std::bad_alloc'\n", stderr);
    fflush(stderr);
    abort();
}

static sct_status sends_too_much(sct_context *c, const sct_photo *photo, const photo_outlet *out)
{
    static const unsigned char block[LARGEST + 1];
    (void)photo;
    return photo_send(c, out, block, sizeof block);
}

static sct_status leaves(sct_context *c, const sct_photo *photo, const photo_outlet *out)
{
    (void)c, (void)photo, (void)out;
    _exit(0);
}

static sct_status is_silent(sct_context *c, const sct_photo *photo, const photo_outlet *out)
{
    (void)c, (void)photo, (void)out;
    for (int signals = 0; signals < 1000; signals++)
        pause();
    return SCT_ERR_INTERNAL;
}

static sct_status ask(photo_work work)
{
    const photo_outlet here = {.take = take};
    taken = 0;
    sct_context_clear(ctx);
    return photo_ask(ctx, NULL, work, &here, LARGEST);
}

/* Whether this process has no child left, dead or alive. */
static int is_alone(void)
{
    return waitpid(-1, NULL, WNOHANG) < 0;
}

static void gives_its_answer(void **state)
{
    (void)state;
    assert_int_equal(ask(sends), SCT_OK);
    assert_true(taken >= 100000);
    size_t by_child = taken;
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_DECODER_SECONDS, 0), SCT_OK);
    assert_int_equal(ask(sends), SCT_OK);
    assert_int_equal(taken, by_child);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_DECODER_SECONDS, 60), SCT_OK);
    assert_int_equal(ask(refuses), SCT_ERR_PHOTO_UNSUPPORTED);
    assert_string_equal(sct_context_message(ctx), "not this kind of photo");
    assert_true(is_alone());
}

static void may_crash(void **state)
{
    static const struct {
        photo_work work;
        sct_status status;
    } ends[] = {{aborts, SCT_ERR_PHOTO_DAMAGED},
                {crashes, SCT_ERR_PHOTO_DAMAGED},
                {lacks_memory, SCT_ERR_MEMORY},
                {sends_too_much, SCT_ERR_PHOTO_DAMAGED},
                {leaves, SCT_ERR_PHOTO_DAMAGED}};
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        assert_int_equal(ask(ends[i].work), ends[i].status);
        assert_true(sct_context_message(ctx)[0] != '\0');
        assert_int_equal(taken, 0);
        assert_true(is_alone());
    }
}

static void is_not_waited_for_long(void **state)
{
    (void)state;
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_DECODER_SECONDS, 1), SCT_OK);
    assert_int_equal(ask(is_silent), SCT_ERR_PHOTO_DAMAGED);
    assert_non_null(strstr(sct_context_message(ctx), "within 1 s"));
    assert_true(is_alone());
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_DECODER_SECONDS, 60), SCT_OK);
}

static int stops(void *user, sct_stage stage, double fraction)
{
    (void)user, (void)stage, (void)fraction;
    return 1;
}

static void stops_when_asked(void **state)
{
    (void)state;
    sct_context_set_progress(ctx, stops, NULL);
    assert_int_equal(ask(is_silent), SCT_ERR_INTERRUPTED);
    assert_true(is_alone());
    sct_context_set_progress(ctx, NULL, NULL);
}

/* A host may have its children collected by the system. */
static void works_where_children_are_ignored(void **state)
{
    (void)state;
    void (*before)(int) = signal(SIGCHLD, SIG_IGN);
    assert_int_equal(ask(sends), SCT_OK);
    assert_int_equal(ask(aborts), SCT_ERR_PHOTO_DAMAGED);
    signal(SIGCHLD, before);
}

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

int main(void)
{
#if defined(__SANITIZE_THREAD__)
    return 0; /* no children under this sanitizer, see photo_child.c */
#else
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_its_answer),
        cmocka_unit_test(may_crash),
        cmocka_unit_test(is_not_waited_for_long),
        cmocka_unit_test(stops_when_asked),
        cmocka_unit_test(works_where_children_are_ignored),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
#endif
}
