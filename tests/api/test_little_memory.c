/*
 * tests/api/test_little_memory.c - less and less memory, as ulimit -v and
 * containers give it, in a process of its own each time: an answer or "out of
 * memory", also inside the libraries that do not look at what malloc returns.
 */
#define _DEFAULT_SOURCE
#include "phantom/phantom.h"
#include "scalptone.h"
#include "support/mini_heic.h"
#include "support/photos.h"
#include "support/support.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Sanitizers reserve terabytes of addresses; elsewhere the limit may not exist. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(RLIMIT_AS)
#define CAN_LIMIT 0
#else
#define CAN_LIMIT 1
#endif

typedef sct_status (*work_fn)(sct_context *ctx, const blob *file);

typedef struct outcomes {
    int answered, out_of_memory, refused, crashed;
} outcomes;

static sct_status finds_chart(sct_context *ctx, const blob *file)
{
    sct_photo *photo = NULL;
    sct_chart_result *result = NULL;
    sct_status status = sct_photo_open(ctx, file->data, file->size, &photo);
    if (status == SCT_OK)
        status = sct_chart_find(ctx, NULL, photo, &result);
    sct_photo_free(photo);
    sct_chart_result_free(result);
    return status;
}

static sct_status opens_photo(sct_context *ctx, const blob *file)
{
    sct_photo *photo = NULL;
    sct_status status = sct_photo_open(ctx, file->data, file->size, &photo);
    sct_photo_free(photo);
    return status;
}

/* Address space that this process has now, bytes. */
static size_t size_now(void)
{
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%lu", &pages) != 1)
        pages = 0;
    if (f)
        fclose(f);
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* The child's status as its exit code; 126 when it could not be limited. */
static void in_child(work_fn work, const blob *file, size_t room)
{
    struct rlimit core = {0, 0}, limit = {size_now() + room, size_now() + room};
    sct_context *ctx = NULL;
    (void)setrlimit(RLIMIT_CORE, &core);
    if (sct_context_new(&ctx) != SCT_OK || setrlimit(RLIMIT_AS, &limit) != 0)
        _exit(126);
    _exit((int)work(ctx, file));
}

static void sweep(const char *what, work_fn work, const blob *file, size_t most)
{
    enum { STEPS = 60 };
    outcomes seen = {0};
    for (size_t i = 1; i <= STEPS; i++) {
        int code = 0;
        pid_t child = fork();
        if (child == 0)
            in_child(work, file, most / STEPS * i);
        assert_true(child > 0 && waitpid(child, &code, 0) == child);
        if (!WIFEXITED(code))
            seen.crashed++;
        else if (WEXITSTATUS(code) == SCT_ERR_MEMORY)
            seen.out_of_memory++;
        else if (WEXITSTATUS(code) == SCT_OK)
            seen.answered++;
        else
            seen.refused++;
    }
    figure("%s with up to %zu MB: %d answers, %d out of memory, %d other refusals, %d crashes", what, most >> 20,
           seen.answered, seen.out_of_memory, seen.refused, seen.crashed);
    assert_int_equal(seen.crashed, 0);
    assert_true(seen.out_of_memory > 0 && seen.answered + seen.refused > 0);
}

static void a_chart_beside_skin(void **state)
{
    (void)state;
    if (!CAN_LIMIT || !size_now()) {
        notice("memory cannot be limited in this build");
        skip();
    }
    phantom_params params;
    phantom_params_perfect(&params);
    params.format = PHANTOM_PNG8;
    params.width = 720;
    params.height = 560;
    params.mm_per_px = 0.2;
    params.chart = PHANTOM_CHART_COLORCHECKER;
    phantom_photo photo = phantom_render(&params);
    sweep("a photo with a chart", finds_chart, &(blob){photo.bytes, photo.size}, (size_t)90 << 20);
    phantom_photo_free(&photo);
}

/* Squares of black and white at random: edges everywhere, which takes the search for fiducials the most memory. */
static void nothing_but_edges(void **state)
{
    (void)state;
    enum { SIDE = 1000, CELL = 3 };
    if (!CAN_LIMIT || !size_now()) {
        notice("memory cannot be limited in this build");
        skip();
    }
    unsigned char *grey = malloc((size_t)SIDE * SIDE);
    static unsigned char cells[(SIDE / CELL + 1) * (SIDE / CELL + 1)];
    uint32_t random = 1;
    for (size_t i = 0; i < sizeof cells; i++) {
        random = random * 1664525u + 1013904223u;
        cells[i] = random >> 31 ? 255 : 0;
    }
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++)
        grey[i] = cells[i / SIDE / CELL * (SIDE / CELL + 1) + i % SIDE / CELL];
    const png_spec spec = {SIDE, SIDE, 0, 8, 0, grey, SIDE};
    blob file = make_png(&spec);
    sweep("a photo of edges", finds_chart, &file, (size_t)240 << 20);
    free(file.data);
    free(grey);
}

/* libheif ends the program where its memory runs out: it is asked for before. */
static void a_heic(void **state)
{
    (void)state;
    if (!CAN_LIMIT || !size_now() || !sct_has(SCT_FEATURE_HEIC)) {
        notice("memory cannot be limited in this build, or it reads no HEIC");
        skip();
    }
    blob file = make_heic(12, 13, NULL, 0);
    sweep("opening a HEIC", opens_photo, &file, (size_t)80 << 20);
    sweep("a HEIC", finds_chart, &file, (size_t)120 << 20);
    free(file.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_chart_beside_skin), cmocka_unit_test(nothing_but_edges),
                                       cmocka_unit_test(a_heic)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
