/* tests/preview/test_area.c - which part of a photo is treated, and how far from its edge each place is. */
#include "preview/preview_dots.h"
#include "preview/preview_private.h"
#include "preview/skins.h"

enum { WIDE = 300, HIGH = 200 };
static sct_context *ctx;
static uint8_t mask[WIDE * HIGH], labels[WIDE * HIGH];

static void fill(uint8_t *picture, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1, uint8_t value)
{
    for (uint32_t y = y0; y < y1; y++)
        memset(picture + (size_t)y * WIDE + x0, value, x1 - x0);
}

static void clear(void)
{
    memset(mask, 0, sizeof mask);
    memset(labels, SCT_LABEL_NONE, sizeof labels);
}

static void depths_of_a_rectangle(void **state)
{
    preview_area a;
    (void)state;
    clear();
    fill(mask, 50, 40, 150, 140, 1);
    assert_int_equal(preview_area_from_mask(ctx, mask, NULL, WIDE, HIGH, &a), SCT_OK);
    assert_int_equal(a.pixels, 100 * 100);
    assert_int_equal(a.x0, 50);
    assert_int_equal(a.y1, 140);
    for (uint32_t y = 0; y < HIGH; y += 7)
        for (uint32_t x = 0; x < WIDE; x += 7) {
            double dx = fmin(x + 0.5 - 50, 150 - (x + 0.5)), dy = fmin(y + 0.5 - 40, 140 - (y + 0.5));
            assert_near(preview_area_depth(&a, x + 0.5, y + 0.5), fmax(fmin(dx, dy), 0), 1e-3);
        }
    assert_near((double)a.deepest, 49.5, 0.51);
    preview_area_free(&a);
}

/* Hair at one side and the frame at another are no edges. */
static void hair_is_no_edge(void **state)
{
    preview_area a;
    (void)state;
    clear();
    fill(mask, 100, 0, 200, HIGH, 1);
    fill(labels, 200, 0, WIDE, HIGH, SCT_LABEL_HAIR);
    assert_int_equal(preview_area_from_mask(ctx, mask, labels, WIDE, HIGH, &a), SCT_OK);
    assert_near(preview_area_depth(&a, 195, 5), 95, 1);
    assert_near(preview_area_depth(&a, 110, 195), 10, 1);
    assert_near(preview_area_depth(&a, 250, 100), 0, 0);
    preview_area_free(&a);
}

/* Nobody tattoos a colour chart. */
static void charts_are_left_out(void **state)
{
    preview_area a;
    (void)state;
    clear();
    fill(mask, 100, 50, 200, 150, 1);
    fill(labels, 150, 100, 200, 150, SCT_LABEL_CHART);
    assert_int_equal(preview_area_from_mask(ctx, mask, labels, WIDE, HIGH, &a), SCT_OK);
    assert_int_equal(a.pixels, 100 * 100 - 50 * 50);
    assert_near(preview_area_depth(&a, 160, 120), 0, 0);
    assert_near(preview_area_depth(&a, 125, 130), 20, 1.5);
    preview_area_free(&a);
}

static void no_edge_at_all(void **state)
{
    preview_area a;
    (void)state;
    clear();
    fill(mask, 0, 0, WIDE, HIGH, 1);
    assert_int_equal(preview_area_from_mask(ctx, mask, NULL, WIDE, HIGH, &a), SCT_OK);
    assert_near(preview_area_depth(&a, 3, 3), WIDE, 1);
    preview_area_free(&a);
    clear();
    assert_int_equal(preview_area_from_mask(ctx, mask, NULL, WIDE, HIGH, &a), SCT_ERR_SHAPE);
    sct_context_clear(ctx);
}

/* Skin at the left, sparse stubble at the right, a gap without label between them. */
static void skin_beside_stubble(void **state)
{
    preview_area a;
    double wide = 0;
    (void)state;
    clear();
    fill(labels, 20, 0, 150, HIGH, SCT_LABEL_SKIN);
    for (uint32_t y = 0; y < HIGH; y += 4)
        for (uint32_t x = 156; x < 280; x += 4)
            labels[y * WIDE + x] = SCT_LABEL_HAIR;
    assert_int_equal(preview_area_from_labels(ctx, labels, WIDE, HIGH, 40, &a), SCT_OK);
    assert_true(preview_area_depth(&a, 148, 100) > 10);
    assert_true(preview_area_depth(&a, 153, 100) > 10);
    assert_near(preview_area_depth(&a, 90, 100), 0, 0);
    assert_near(preview_area_depth(&a, 220, 100), 0, 0);
    preview_area_free(&a);
    assert_int_equal(preview_labels_width(ctx, labels, WIDE, HIGH, &wide), SCT_OK);
    assert_near(wide, 245, 20);
}

static void nothing_beside_hair(void **state)
{
    preview_area a;
    double wide = 1;
    (void)state;
    clear();
    assert_int_equal(preview_area_from_labels(ctx, labels, WIDE, HIGH, 40, &a), SCT_ERR_NOTHING);
    fill(labels, 0, 0, 100, HIGH, SCT_LABEL_SKIN);
    assert_int_equal(preview_area_from_labels(ctx, labels, WIDE, HIGH, 40, &a), SCT_ERR_NOTHING);
    clear();
    assert_int_equal(preview_labels_width(ctx, labels, WIDE, HIGH, &wide), SCT_OK);
    assert_near(wide, 0, 0);
    sct_context_clear(ctx);
}

static void sides_of_a_line(void **state)
{
    static const double corner[] = {100, 100, 200, 50, 300, 100}, doubled[] = {10, 10, 10, 10, 20, 10};
    (void)state;
    assert_true(preview_hairline_side(corner, 3, 200, 40) < 0);
    assert_true(preview_hairline_side(corner, 3, 200, 60) > 0);
    assert_true(preview_hairline_side(corner, 3, 200, 1) < 0); /* above the corner both pieces are equally near */
    assert_true(preview_hairline_side(corner, 3, 195, 200) > 0);
    assert_true(preview_hairline_side(corner, 3, 0, 140) < 0); /* it goes on straight beyond its ends */
    assert_true(preview_hairline_side(corner, 3, 0, 160) > 0);
    assert_true(preview_hairline_side(corner, 3, 400, 140) < 0);
    assert_near(preview_hairline_side(doubled, 3, 15, 13), 3, 1e-9);
}

/* A bald head with a shine in the middle and a beard below: all above the line is scalp, whichever way it was drawn. */
static void the_scalp_up_to_a_hairline(void **state)
{
    static const double lines[2][6] = {{60, 120, 150, 90, 240, 120}, {240, 120, 150, 90, 60, 120}};
    (void)state;
    for (int way = 0; way < 2; way++) {
        preview_area a;
        clear();
        fill(labels, 60, 20, 240, 180, SCT_LABEL_SKIN);
        fill(labels, 140, 40, 144, 60, SCT_LABEL_NONE);
        fill(labels, 80, 150, 220, 180, SCT_LABEL_HAIR);
        fill(labels, 5, 5, 15, 15, SCT_LABEL_SKIN); /* a spot on the wall */
        assert_int_equal(preview_area_from_hairline(ctx, labels, WIDE, HIGH, lines[way], 3, &a), SCT_OK);
        assert_near(preview_area_depth(&a, 150, 70), 20, 3); /* depth from the line, which is slanted */
        assert_true(preview_area_depth(&a, 142, 50) > 10);   /* the shine is no hole */
        assert_near(preview_area_depth(&a, 150, 95), 0, 1e-9);
        assert_near(preview_area_depth(&a, 150, 165), 0, 1e-9);
        assert_near(preview_area_depth(&a, 10, 10), 0, 1e-9);
        assert_true(preview_area_depth(&a, 70, 100) > 4);
        preview_area_free(&a);
        clear();
        assert_int_equal(preview_area_from_hairline(ctx, labels, WIDE, HIGH, lines[way], 3, &a), SCT_ERR_NOTHING);
    }
    sct_context_clear(ctx);
}

/* A photo of more pixels than the grid has cells, longer than wide. */
static void large_photos_have_coarse_cells(void **state)
{
    enum { W = 600, H = 9000 };
    uint8_t *large = calloc(W * H, 1);
    preview_area a;
    (void)state;
    for (size_t y = 1000; y < 8000; y++)
        memset(large + y * W + 100, 1, 400);
    assert_int_equal(preview_area_from_mask(ctx, large, NULL, W, H, &a), SCT_OK);
    assert_true(a.columns <= 2048 && a.rows <= 2048 && a.cell > 1);
    assert_near(preview_area_depth(&a, 300, 4000), 200, a.cell);
    assert_near(preview_area_depth(&a, 120, 4000), 20, a.cell);
    preview_area_free(&a);
    free(large);
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
        cmocka_unit_test(depths_of_a_rectangle),
        cmocka_unit_test(hair_is_no_edge),
        cmocka_unit_test(charts_are_left_out),
        cmocka_unit_test(no_edge_at_all),
        cmocka_unit_test(skin_beside_stubble),
        cmocka_unit_test(sides_of_a_line),
        cmocka_unit_test(the_scalp_up_to_a_hairline),
        cmocka_unit_test(nothing_beside_hair),
        cmocka_unit_test(large_photos_have_coarse_cells),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
