/* tests/preview/test_field.c - light lost to dots: their area at every scale, blur by channel, any order of rows. */
#include "preview/preview_dots.h"
#include "preview/skins.h"

enum { SIDE = 240 };
static sct_context *ctx;
static preview_area area;

static preview_field *field_of(const preview_dot *dots, size_t count, double mm_per_px, double radius_mm)
{
    const preview_optics optics = {.radius_px = radius_mm / mm_per_px,
                                   .edge_px = hypot(0.07 / mm_per_px, 0.45),
                                   .halo_px = {0.2 / mm_per_px, 0.15 / mm_per_px, 0.1 / mm_per_px}};
    preview_field *field = NULL;
    assert_int_equal(preview_field_new(ctx, &area, &optics, dots, count, &field), SCT_OK);
    return field;
}

static double sum_of(preview_field *field, int channel)
{
    uint32_t box[4];
    double sum = 0;
    preview_field_box(field, box);
    for (uint32_t y = box[1]; y < box[3]; y++) {
        const float *loss[3];
        assert_int_equal(preview_field_row(field, y, loss), SCT_OK);
        for (uint32_t x = 0; x < box[2] - box[0]; x++)
            sum += (double)loss[channel][x];
    }
    return sum;
}

/* m = 1: what a dot takes is its area, however it falls on pixels, and however small it is among them. */
static void a_dot_takes_its_area(void **state)
{
    static const double scales[] = {0.01, 0.03, 0.1, 0.2, 0.5, 1.5}, radii[] = {0.03, 0.06, 0.125};
    const double none[3] = {1, 1, 1}, pi = 3.14159265358979323846;
    double worst = 0;
    (void)state;
    for (size_t k = 0; k < 6; k++)
        for (size_t r = 0; r < 3; r++)
            for (int i = 0; i < 5; i++) {
                const preview_dot dot = {120.1f + 0.2f * (float)i, 119.9f - 0.15f * (float)i, (uint8_t)i, 1};
                preview_field *field = field_of(&dot, 1, scales[k], radii[r]);
                double wanted = pi * pow(radii[r] / scales[k] * preview_sizes[i], 2);
                preview_field_set_gain(field, none);
                worst = fmax(worst, fabs(sum_of(field, i % 3) / wanted - 1));
                preview_field_free(field);
            }
    assert_at_most(worst, 2e-3);
}

/* m = 3: twice as much again diffuses, in a small share of the skin without loss by crowding. */
static void gain_takes_the_rest(void **state)
{
    const preview_dot dot = {120, 120, 2, 1};
    const double three[3] = {3, 3, 3}, pi = 3.14159265358979323846;
    preview_field *field = field_of(&dot, 1, 0.05, 0.06);
    double wanted = 3 * pi * pow(0.06 / 0.05, 2);
    (void)state;
    preview_field_set_gain(field, three);
    for (int c = 0; c < 3; c++)
        assert_near(sum_of(field, c) / wanted, 1, 0.12);
    preview_field_free(field);
}

/* Light of a row through the dot, within and beyond half a millimetre. */
static void red_reaches_further(void **state)
{
    const preview_dot dot = {120, 120, 2, 1};
    const double gain[3] = {5, 5, 5};
    preview_field *field = field_of(&dot, 1, 0.02, 0.06);
    const float *loss[3];
    double tail[3] = {0, 0, 0};
    uint32_t box[4];
    (void)state;
    preview_field_set_gain(field, gain);
    preview_field_box(field, box);
    assert_int_equal(preview_field_row(field, 120, loss), SCT_OK);
    for (int c = 0; c < 3; c++)
        for (uint32_t x = 120 + 25; x < box[2]; x++)
            tail[c] += (double)loss[c][x - box[0]];
    assert_true(tail[0] > 1.2 * tail[1] && tail[1] > 1.2 * tail[2]);
    preview_field_free(field);
}

static void rows_in_any_order(void **state)
{
    preview_dot *dots = NULL;
    size_t count = 0;
    static float before[SIDE][3][SIDE];
    uint32_t box[4];
    const float *loss[3];
    (void)state;
    assert_int_equal(preview_dots_place(ctx, &area, 0.005, 10, 3, &dots, &count), SCT_OK);
    preview_field *field = field_of(dots, count, 0.05, 0.06);
    preview_field_box(field, box);
    for (uint32_t y = box[1]; y < box[3]; y++) {
        assert_int_equal(preview_field_row(field, y, loss), SCT_OK);
        for (int c = 0; c < 3; c++)
            memcpy(before[y][c], loss[c], (box[2] - box[0]) * sizeof(float));
    }
    for (uint32_t i = 0; i < 200; i++) {
        uint32_t y = box[1] + i * 97 % (box[3] - box[1]);
        assert_int_equal(preview_field_row(field, y, loss), SCT_OK);
        for (int c = 0; c < 3; c++)
            assert_memory_equal(before[y][c], loss[c], (box[2] - box[0]) * sizeof(float));
    }
    preview_field_free(field);
    mem_free(dots);
}

static int count_calls(void *user, sct_stage stage, double fraction)
{
    (void)stage;
    (void)fraction;
    return ++*(int *)user >= 20;
}

/* Wide dots are drawn on cells: one has the size and the height that it has pixel by pixel. */
static void wide_dots_keep_their_shape(void **state)
{
    const double none[3] = {1, 1, 1}, pi = 3.14159265358979323846, radius = 10, edges[] = {11, 12, 22, 24};
    double worst_sum = 0, worst_peak = 0;
    (void)state;
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++) {
            const preview_optics optics = {.radius_px = radius, .edge_px = edges[i], .halo_px = {6, 5, 4}};
            const preview_dot dot = {120.1f + 0.9f * (float)k, 119.9f - 0.7f * (float)k, 2, 1};
            double peak = 0, wanted = radius * radius / (2 * (edges[i] * edges[i] + radius * radius / 4));
            preview_field *field = NULL;
            const float *loss[3];
            uint32_t box[4];
            assert_int_equal(preview_field_new(ctx, &area, &optics, &dot, 1, &field), SCT_OK);
            preview_field_set_gain(field, none);
            preview_field_box(field, box);
            worst_sum = fmax(worst_sum, fabs(sum_of(field, 0) / (pi * radius * radius) - 1));
            for (uint32_t y = box[1]; y < box[3]; y++) {
                assert_int_equal(preview_field_row(field, y, loss), SCT_OK);
                for (uint32_t x = 0; x < box[2] - box[0]; x++)
                    peak = fmax(peak, (double)loss[1][x]);
            }
            worst_peak = fmax(worst_peak, fabs(peak / wanted - 1));
            preview_field_free(field);
        }
    figure("preview, wide dots on cells: light within %.2f %%, height within %.1f %%", 100 * worst_sum, 100 * worst_peak);
    assert_at_most(worst_sum, 5e-3);
    assert_at_most(worst_peak, 0.03);
}

/* The widest and deepest dots at the finest scale: work on many of them can be stopped. */
static void wide_dots_can_be_stopped(void **state)
{
    const preview_optics optics = {.radius_px = 250, .edge_px = 300, .halo_px = {100, 80, 60}};
    const float *loss[3];
    static preview_dot dots[12000];
    preview_field *field = NULL;
    int calls = 0;
    (void)state;
    for (int i = 0; i < 12000; i++)
        dots[i] = (preview_dot){.x = 0.02f * (float)i, .y = 120, .size = 2, .ink = 1};
    assert_int_equal(preview_field_new(ctx, &area, &optics, dots, 12000, &field), SCT_OK);
    sct_context_set_progress(ctx, count_calls, &calls);
    assert_int_equal(preview_field_row(field, 100, loss), SCT_ERR_INTERRUPTED);
    sct_context_set_progress(ctx, NULL, NULL);
    assert_int_equal(calls, 20);
    assert_int_equal(preview_field_row(field, 100, loss), SCT_OK);
    preview_field_free(field);
}

/* ---- blur ---- */

static sct_status bright_column(void *user, uint32_t y, float *rgb)
{
    (void)user;
    for (uint32_t x = 0; x < SIDE; x++)
        for (uint32_t c = 0; c < 3; c++)
            rgb[3 * x + c] = x == 100 && y >= 50 ? (float)(c + 1) : 0;
    return SCT_OK;
}

static void a_blur_keeps_light(void **state)
{
    static float row[3 * SIDE];
    preview_blur *blur = NULL;
    (void)state;
    assert_int_equal(preview_blur_new(ctx, SIDE, SIDE, 4, bright_column, NULL, &blur), SCT_OK);
    for (uint32_t y = 10; y < SIDE; y += y == 60 ? 50 : 10) {
        assert_int_equal(preview_blur_row(blur, y, row), SCT_OK);
        for (uint32_t c = 0; c < 3; c++) {
            double sum = 0;
            for (uint32_t x = 0; x < SIDE; x++)
                sum += (double)row[3 * x + c];
            double above = y < 38 ? 0 : y > 62 ? 1 : 0.5 * (1 + erf((y + 0.5 - 50) / (4 * sqrt(2))));
            assert_near(sum, (c + 1) * above, 0.01);
        }
    }
    preview_blur_free(blur);
}

/* A picture that is dark before `from` and bright behind it, in rows or in columns. */
typedef struct edge_picture {
    uint32_t width, from;
    int along;
} edge_picture;

static sct_status edge_row(void *user, uint32_t y, float *rgb)
{
    const edge_picture *e = user;
    for (uint32_t x = 0; x < e->width; x++)
        for (uint32_t c = 0; c < 3; c++)
            rgb[3 * x + c] = (e->along ? x : y) >= e->from;
    return SCT_OK;
}

/* Standard deviation of what a blur makes of an edge, over sigma. */
static double edge_spread(double sigma, int along)
{
    uint32_t length = (uint32_t)(10 * sigma) + 40, width = along ? length : 5, height = along ? 5 : length;
    edge_picture e = {.width = width, .from = length / 2 + 3, .along = along};
    preview_blur *blur = NULL;
    float *row = malloc(3 * sizeof *row * width);
    double *values = malloc(sizeof *values * length), sum = 0, squares = 0;
    assert_int_equal(preview_blur_new(ctx, width, height, sigma, edge_row, &e, &blur), SCT_OK);
    for (uint32_t y = 0; y < height; y++) {
        assert_int_equal(preview_blur_row(blur, y, row), SCT_OK);
        if (!along)
            values[y] = (double)row[3 * 2 + 1];
    }
    for (uint32_t x = 0; along && x < length; x++)
        values[x] = (double)row[3 * x + 1];
    for (uint32_t x = 1; x < length; x++) {
        double away = (double)x - e.from, step = values[x] - values[x - 1];
        assert_true(step >= -1e-5);
        sum += step * away;
        squares += step * away * away;
    }
    assert_near(values[length - 1] - values[0], 1, 1e-3);
    assert_true(fabs(sum) < 0.02 * sigma + 0.01);
    free(values);
    free(row);
    preview_blur_free(blur);
    return sqrt(squares - sum * sum) / sigma;
}

static void a_blur_is_as_wide_as_said(void **state)
{
    static const double sigmas[] = {1.5, 4, 15.9, 16, 50, 300, 900};
    double worst = 0;
    (void)state;
    for (size_t i = 0; i < sizeof sigmas / sizeof sigmas[0]; i++)
        for (int along = 0; along < 2; along++)
            worst = fmax(worst, fabs(edge_spread(sigmas[i], along) - 1));
    figure("preview, blur of 1.5 to 900 pixels: standard deviation within %.2f %%", 100 * worst);
    assert_at_most(worst, 0.02);
}

static int set_up(void **state)
{
    static uint8_t mask[SIDE * SIDE];
    (void)state;
    memset(mask, 1, sizeof mask);
    return sct_context_new(&ctx) != SCT_OK || preview_area_from_mask(ctx, mask, NULL, SIDE, SIDE, &area) != SCT_OK;
}

static int tear_down(void **state)
{
    (void)state;
    preview_area_free(&area);
    sct_context_free(ctx);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dot_takes_its_area),       cmocka_unit_test(gain_takes_the_rest),
        cmocka_unit_test(red_reaches_further),        cmocka_unit_test(rows_in_any_order),
        cmocka_unit_test(wide_dots_keep_their_shape), cmocka_unit_test(wide_dots_can_be_stopped),
        cmocka_unit_test(a_blur_keeps_light),         cmocka_unit_test(a_blur_is_as_wide_as_said),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
