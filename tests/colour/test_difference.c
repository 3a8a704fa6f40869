/* tests/colour/test_difference.c - colour differences against published values, and their properties. */
#include "colour/colour.h"
#include "support/support.h"
#include "vectors/sharma2005.h"

static int agrees(double de, const sharma_pair *pair)
{
    return fabs(de - pair->de) <= 5e-5 || fabs(de - pair->other) <= 5e-5; /* printed with four decimals */
}

static void sharma_pairs_in_both_orders(void **state)
{
    (void)state;
    int forward = 0, backward = 0;
    for (int i = 0; i < 34; i++) {
        forward += agrees(sct_de2000(SHARMA[i].first, SHARMA[i].second), &SHARMA[i]);
        backward += agrees(sct_de2000(SHARMA[i].second, SHARMA[i].first), &SHARMA[i]);
    }
    figure("CIEDE2000, pairs of Sharma et al. 2005: %d of 34, swapped %d of 34", forward, backward);
    assert_int_equal(forward, 34);
    assert_int_equal(backward, 34);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sharma_pairs_in_both_orders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
