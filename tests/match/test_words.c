/* tests/match/test_words.c - what is said of a difference. */
#include "match/match_private.h"
#include "support/support.h"

static void check_words(sct_lab target, sct_lab sample, const char *expected)
{
    char text[64];
    match_direction(target, sample, text, sizeof text);
    if (strcmp(text, expected) != 0)
        print_error("dE00 %.2f: ", sct_de2000(target, sample));
    assert_string_equal(text, expected);
}

static void directions(void **state)
{
    (void)state;
    sct_lab grey = {35, 1, 2};
    check_words(grey, grey, "no difference");
    check_words(grey, (sct_lab){35.8, 1, 2}, "no difference");
    check_words(grey, (sct_lab){36.8, 1, 2}, "a touch lighter");
    check_words(grey, (sct_lab){33.2, 1, 2}, "a touch darker");
    check_words(grey, (sct_lab){38, 1, 2}, "a little lighter");
    check_words(grey, (sct_lab){42, 1, 2}, "clearly lighter");
    check_words(grey, (sct_lab){35, 1, 6}, "clearly warmer");
    check_words(grey, (sct_lab){35, 1, -1}, "a little cooler");
    check_words(grey, (sct_lab){35, 3, 2}, "a little redder");
    check_words(grey, (sct_lab){35, -3, 2}, "clearly greener");
    check_words(grey, (sct_lab){37, 1, 0.4}, "a little lighter and cooler");
    check_words(grey, (sct_lab){32, 1, 5}, "clearly darker and warmer");
    check_words(grey, (sct_lab){(double)NAN, 1, 2}, "unknown");
}

static void thresholds_widen_towards_dark_skin(void **state)
{
    (void)state;
    match_thresholds t = match_thresholds_for(70);
    assert_near(t.jnd, 0.8, 1e-12);
    assert_near(t.acceptable, 1.8, 1e-12);
    t = match_thresholds_for(-60);
    assert_near(t.jnd, 1.75, 1e-12);
    assert_near(t.acceptable, 2.6, 1e-12);
    t = match_thresholds_for((double)NAN);
    assert_near(t.jnd, 0.8, 1e-12);
    double last = 0;
    for (double ita = 80; ita >= -80; ita -= 5) {
        t = match_thresholds_for(ita);
        assert_true(t.jnd >= last && t.jnd < t.acceptable);
        assert_near(t.wider, t.jnd / 0.8, 1e-12);
        last = t.jnd;
    }
    assert_int_equal(match_band(0.8, (match_thresholds){0.8, 1.8, 1}), SCT_BAND_IMPERCEPTIBLE);
    assert_int_equal(match_band(0.81, (match_thresholds){0.8, 1.8, 1}), SCT_BAND_ACCEPTABLE);
    assert_int_equal(match_band(1.81, (match_thresholds){0.8, 1.8, 1}), SCT_BAND_VISIBLE);
    assert_int_equal(match_band((double)NAN, (match_thresholds){0.8, 1.8, 1}), SCT_BAND_VISIBLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directions),
        cmocka_unit_test(thresholds_widen_towards_dark_skin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
