/* tests/palette/test_palette_dilution.c - concentrations, and colours between measured dilutions. */
#include "palette/palette.h"
#include "support/support.h"

static void concentrations(void **state)
{
    (void)state;
    assert_near(palette_concentration(1, 0), 1, 0);
    assert_near(palette_concentration(1, 20), 1.0 / 21, 1e-15);
    assert_near(palette_concentration(2, 40), 1.0 / 21, 1e-15);
    assert_true(isnan(palette_concentration(0, 20)));
    assert_true(isnan(palette_concentration(1, -1)));
    assert_true(isnan(palette_concentration((double)NAN, 1)));
    for (double water = 0; water <= 60; water += 0.5)
        assert_near(palette_parts_water(palette_concentration(1, water)), water, 1e-12);
    assert_true(isnan(palette_parts_water(0)));
    assert_true(isnan(palette_parts_water(1.1)));
}

static sct_ink_colour at(sct_colour_state state, double parts_ink, double parts_water, double L)
{
    return (sct_ink_colour){.state = state, .parts_ink = parts_ink, .parts_water = parts_water, .lab = {L, L / 10, -L / 10}};
}

static void between_measurements(void **state)
{
    (void)state;
    /* Out of order, one dilution twice, one written as 2 : 38. */
    const sct_ink_colour colours[] = {at(SCT_STATE_HEALED, 2, 38, 40), at(SCT_STATE_HEALED, 1, 4, 20),
                                      at(SCT_STATE_HEALED, 1, 9, 31), at(SCT_STATE_HEALED, 1, 9, 29),
                                      at(SCT_STATE_DRAWDOWN, 1, 9, 5)};
    const palette_ink ink = {.kind = SCT_INK_DILUTABLE, .step = 0.5, .colours = colours, .colour_count = 5};
    sct_lab lab = {0, 0, 0};
    assert_true(palette_colour_at(&ink, SCT_STATE_HEALED, 9, &lab));
    assert_near(lab.L, 30, 1e-12); /* the mean of both */
    assert_true(palette_colour_at(&ink, SCT_STATE_HEALED, 19, &lab));
    assert_near(lab.L, 40, 1e-12);
    /* c = 0.15 is half way between 1:4 (0.2) and 1:9 (0.1). */
    assert_true(palette_colour_at(&ink, SCT_STATE_HEALED, 1 / 0.15 - 1, &lab));
    assert_near(lab.L, 25, 1e-9);
    assert_near(lab.a, 2.5, 1e-9);
    assert_near(lab.b, -2.5, 1e-9);
    double before = 0;
    for (double water = 4; water <= 19; water += 0.25) {
        assert_true(palette_colour_at(&ink, SCT_STATE_HEALED, water, &lab));
        assert_true(lab.L >= before);
        before = lab.L;
    }
}

static void no_further_than_one_step(void **state)
{
    (void)state;
    const sct_ink_colour colours[] = {at(SCT_STATE_CUP, 1, 10, 20), at(SCT_STATE_CUP, 1, 20, 30)};
    const palette_ink ink = {.kind = SCT_INK_DILUTABLE, .step = 1, .colours = colours, .colour_count = 2};
    sct_lab lab = {-1, -1, -1};
    assert_int_equal(palette_colour_at(&ink, SCT_STATE_CUP, 8.9, &lab), 0);
    assert_int_equal(palette_colour_at(&ink, SCT_STATE_CUP, 21.1, &lab), 0);
    assert_int_equal(palette_colour_at(&ink, SCT_STATE_HEALED, 10, &lab), 0);
    assert_int_equal(palette_colour_at(&ink, SCT_STATE_CUP, (double)NAN, &lab), 0);
    assert_int_equal(palette_colour_at(&ink, SCT_STATE_CUP, -1, &lab), 0);
    assert_near(lab.L, -1, 0); /* untouched */
    assert_true(palette_colour_at(&ink, SCT_STATE_CUP, 9, &lab));
    assert_near(lab.L, 20, 0);
    assert_true(palette_colour_at(&ink, SCT_STATE_CUP, 21, &lab));
    assert_near(lab.L, 30, 0);
    const palette_ink ready = {.kind = SCT_INK_READY, .step = 1, .colours = colours, .colour_count = 2};
    assert_int_equal(palette_colour_at(&ready, SCT_STATE_CUP, 9, &lab), 0);
}

static void black_backing_is_second_choice(void **state)
{
    (void)state;
    sct_ink_colour colours[] = {at(SCT_STATE_DRAWDOWN, 1, 5, 10), at(SCT_STATE_DRAWDOWN, 1, 5, 50)};
    colours[0].backing = SCT_BACKING_BLACK;
    colours[1].backing = SCT_BACKING_WHITE;
    palette_ink ink = {.kind = SCT_INK_READY, .colours = colours, .colour_count = 2};
    sct_lab lab = {0, 0, 0};
    assert_true(palette_colour_at(&ink, SCT_STATE_DRAWDOWN, 5, &lab));
    assert_near(lab.L, 50, 0);
    ink.colour_count = 1;
    assert_true(palette_colour_at(&ink, SCT_STATE_DRAWDOWN, 5, &lab));
    assert_near(lab.L, 10, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(concentrations),
        cmocka_unit_test(between_measurements),
        cmocka_unit_test(no_further_than_one_step),
        cmocka_unit_test(black_backing_is_second_choice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
