/* tests/preview/test_dots.c - dots: as many as asked for, none clumped, no grid, thinned at the edge, always the same. */
#include "preview/preview_dots.h"
#include "preview/skins.h"

#include <time.h>

static sct_context *ctx;

/* A square of side pixels, all of it to be treated but a border. */
static preview_area square(uint32_t side, uint32_t border)
{
    uint8_t *mask = calloc((size_t)side * side, 1);
    preview_area area;
    for (uint32_t y = border; y < side - border; y++)
        memset(mask + (size_t)y * side + border, 1, side - 2 * border);
    assert_int_equal(preview_area_from_mask(ctx, mask, NULL, side, side, &area), SCT_OK);
    free(mask);
    return area;
}

static double nearest(const preview_dot *dots, size_t count, size_t i)
{
    double best = HUGE_VAL;
    for (size_t k = 0; k < count; k++)
        if (k != i)
            best = fmin(best, hypot((double)(dots[k].x - dots[i].x), (double)(dots[k].y - dots[i].y)));
    return best;
}

static void as_many_as_asked_for(void **state)
{
    double worst = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        preview_area area = square(1000, 0);
        preview_dot *dots = NULL;
        size_t count = 0;
        double wanted = seed % 2 ? 2000 : 9000;
        assert_int_equal(preview_dots_place(ctx, &area, wanted / 1e6, 0, seed, &dots, &count), SCT_OK);
        worst = fmax(worst, fabs((double)count / wanted - 1));
        mem_free(dots);
        preview_area_free(&area);
    }
    figure("preview, dots drawn over dots asked for: within %.1f %%", 100 * worst);
    assert_at_most(worst, 0.04);
}

/* Distances to the nearest: none below the spacing, and no grid's single value. Directions: as many in every eighth. */
static void no_clumps_and_no_grid(void **state)
{
    preview_area area = square(1000, 0);
    preview_dot *dots = NULL;
    size_t count = 0, octants[8] = {0}, pairs = 0;
    double least = HUGE_VAL, sum = 0, squares = 0, spacing = sqrt(0.6 / 3000 * 1e6);
    (void)state;
    assert_int_equal(preview_dots_place(ctx, &area, 3000 / 1e6, 0, 1, &dots, &count), SCT_OK);
    for (size_t i = 0; i < count; i++) {
        double d = nearest(dots, count, i);
        least = fmin(least, d);
        sum += d;
        squares += d * d;
        for (size_t k = 0; k < count; k++) {
            double dx = (double)(dots[k].x - dots[i].x), dy = (double)(dots[k].y - dots[i].y);
            if (k == i || hypot(dx, dy) > 1.6 * spacing)
                continue;
            octants[(int)(fmod(atan2(dy, dx) + 6.283185307, 6.283185307) / 0.7853981634) % 8]++;
            pairs++;
        }
    }
    double mean = sum / (double)count, sd = sqrt(squares / (double)count - mean * mean);
    figure("preview, nearest dot: %.2f to mean %.2f of a square grid's, sd %.0f %%", least / sqrt(1e6 / 3000),
           mean / sqrt(1e6 / 3000), 100 * sd / mean);
    assert_true(least >= spacing);
    assert_true(sd / mean > 0.03);
    for (int i = 0; i < 8; i++)
        assert_near((double)octants[i] / (double)pairs * 8, 1, 0.1);
    mem_free(dots);
    preview_area_free(&area);
}

/* Fewer towards the edge, none outside, and no row of dots along it. */
static void thinned_at_the_edge(void **state)
{
    enum { BANDS = 5, SIDE = 1200, BORDER = 100, EDGE = 200 };
    preview_area area = square(SIDE, BORDER);
    preview_dot *dots = NULL;
    size_t count = 0, band[BANDS] = {0};
    (void)state;
    assert_int_equal(preview_dots_place(ctx, &area, 0.01, EDGE, 1, &dots, &count), SCT_OK);
    for (size_t i = 0; i < count; i++) {
        double x = (double)dots[i].x, y = (double)dots[i].y;
        double depth = fmin(fmin(x, y), fmin(SIDE - x, SIDE - y)) - BORDER;
        assert_true(depth > -1);
        if (depth < EDGE)
            band[(int)(fmax(depth, 0) * BANDS / EDGE)]++;
    }
    for (int i = 0; i < BANDS; i++) {
        double lo = EDGE * i / BANDS, hi = EDGE * (i + 1) / BANDS, inner = SIDE - 2 * BORDER;
        double ring = (inner - 2 * lo) * (inner - 2 * lo) - (inner - 2 * hi) * (inner - 2 * hi);
        double share = (double)band[i] / (0.01 * ring), wanted = preview_thinning((lo + hi) / 2, EDGE);
        assert_near(share, wanted, 0.1);
    }
    mem_free(dots);
    preview_area_free(&area);
}

static void the_same_seed_the_same_dots(void **state)
{
    preview_area area = square(500, 20);
    preview_dot *a = NULL, *b = NULL, *c = NULL;
    size_t n = 0, m = 0, k = 0;
    (void)state;
    assert_int_equal(preview_dots_place(ctx, &area, 0.01, 50, 1, &a, &n), SCT_OK);
    assert_int_equal(preview_dots_place(ctx, &area, 0.01, 50, 1, &b, &m), SCT_OK);
    assert_int_equal(preview_dots_place(ctx, &area, 0.01, 50, 2, &c, &k), SCT_OK);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++)
        assert_true(a[i].x == b[i].x && a[i].y == b[i].y && a[i].size == b[i].size && a[i].ink == b[i].ink);
    assert_true(n != k || a[0].x != c[0].x);
    mem_free(a);
    mem_free(b);
    mem_free(c);
    preview_area_free(&area);
}

/* Islands that no ring of dots reaches get theirs. */
static void islands_are_reached(void **state)
{
    enum { SIDE = 600 };
    uint8_t *mask = calloc(SIDE * SIDE, 1);
    preview_area area;
    preview_dot *dots = NULL;
    size_t count = 0, island[2] = {0};
    (void)state;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            mask[y * SIDE + x] = x < 100 || x >= 500;
    assert_int_equal(preview_area_from_mask(ctx, mask, NULL, SIDE, SIDE, &area), SCT_OK);
    assert_int_equal(preview_dots_place(ctx, &area, 0.005, 0, 1, &dots, &count), SCT_OK);
    for (size_t i = 0; i < count; i++)
        island[dots[i].x > 300]++;
    assert_near((double)island[0], 300, 30);
    assert_near((double)island[1], 300, 30);
    free(mask);
    mem_free(dots);
    preview_area_free(&area);
}

static void absurd_numbers_are_refused(void **state)
{
    preview_area area = square(2000, 0);
    preview_dot *dots = NULL;
    size_t count = 0;
    const double bad[] = {0, -1, (double)NAN, (double)INFINITY, 10};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        sct_context_clear(ctx);
        assert_int_equal(preview_dots_place(ctx, &area, bad[i], 5, 1, &dots, &count), SCT_ERR_OPTION);
        assert_null(dots);
    }
    preview_area_free(&area);
}

/* What a callback was told, and when it asks to stop. */
typedef struct listener {
    double last, stop;
    int calls, falls;
} listener;

static int listen(void *user, sct_stage stage, double fraction)
{
    listener *l = user;
    assert_int_equal(stage, SCT_STAGE_REPORT);
    assert_true(fraction >= 0 && fraction <= 1);
    l->calls++;
    l->falls += fraction < l->last;
    l->last = fraction;
    return fraction >= l->stop;
}

static void millions_of_dots_can_be_stopped(void **state)
{
    preview_area area = square(2000, 0);
    preview_dot *dots = NULL;
    size_t count = 0;
    listener impatient = {.stop = 0.1}, patient = {.stop = 2};
    (void)state;
    sct_context_set_progress(ctx, listen, &impatient);
    assert_int_equal(preview_dots_place(ctx, &area, 1.5e6 / 4e6, 100, 1, &dots, &count), SCT_ERR_INTERRUPTED);
    assert_null(dots);
    assert_near(impatient.last, 0.1, 0.01);
    sct_context_set_progress(ctx, listen, &patient);
    assert_int_equal(preview_dots_place(ctx, &area, 0.02, 100, 1, &dots, &count), SCT_OK);
    sct_context_set_progress(ctx, NULL, NULL);
    assert_true(patient.calls >= 20 && patient.falls == 0 && patient.last > 0.9);
    mem_free(dots);
    preview_area_free(&area);
}

static void eighteen_thousand_dots(void **state)
{
    preview_area area = square(2000, 0);
    preview_dot *dots = NULL;
    size_t count = 0;
    double best = HUGE_VAL;
    (void)state;
    for (int round = 0; round < 3; round++) {
        clock_t start = clock();
        assert_int_equal(preview_dots_place(ctx, &area, 18000 / 4e6, 100, 1, &dots, &count), SCT_OK);
        best = fmin(best, (double)(clock() - start) / CLOCKS_PER_SEC);
        mem_free(dots);
    }
    figure("preview, %zu dots placed in %.3f s", count, best);
    preview_area_free(&area);
}

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) != SCT_OK;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_as_asked_for),
        cmocka_unit_test(no_clumps_and_no_grid),
        cmocka_unit_test(thinned_at_the_edge),
        cmocka_unit_test(the_same_seed_the_same_dots),
        cmocka_unit_test(islands_are_reached),
        cmocka_unit_test(absurd_numbers_are_refused),
        cmocka_unit_test(millions_of_dots_can_be_stopped),
        cmocka_unit_test(eighteen_thousand_dots),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
