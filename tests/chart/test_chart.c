/* tests/chart/test_chart.c */
#include "chart/chart.h"
#include "support/support.h"

static void nothing_known_is_said_honestly(void **state)
{
    (void)state;
    sct_flags flags = {0};
    sct_correction correction = {0};
    assert_int_equal(chart_correct(NULL, NULL, NULL, NULL, &flags, &correction), SCT_OK);
    assert_int_equal(correction.kind, SCT_CORRECTION_NONE);
    assert_string_equal(sct_correction_kind_name(correction.kind), "none");
    assert_near(correction.u95_de00, 10, 0);
    assert_true(isnan(correction.loo_de00_mean) && isnan(correction.loo_de00_max));
    assert_true(flags_have(&flags, "no-chart"));
    assert_true(flags.items[0].forbids_pick);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_known_is_said_honestly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
