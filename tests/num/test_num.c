/* tests/num/test_num.c */
#include "num/num.h"
#include "support/support.h"

static void rng_gives_the_published_numbers(void **state)
{
    (void)state;
    num_rng rng = {{1, 2, 3, 4}}; /* first outputs of xoshiro256** 1.0 from state 1, 2, 3, 4 */
    static const uint64_t expected[] = {11520u, 0u, 1509978240u, 1215971899390074240u};
    for (size_t i = 0; i < 4; i++)
        assert_true(num_rng_u64(&rng) == expected[i]);
    double sum = 0, squares = 0;
    num_rng_seed(&rng, 1);
    for (int i = 0; i < 100000; i++) {
        double z = num_rng_normal(&rng);
        sum += z;
        squares += z * z;
    }
    assert_near(sum / 1e5, 0, 0.015);
    assert_near(squares / 1e5, 1, 0.02);
    uint32_t seen = 0;
    for (int i = 0; i < 1000; i++)
        seen |= 1u << num_rng_below(&rng, 7);
    assert_int_equal(seen, 127);
}

static void matrices(void **state)
{
    (void)state;
    num_mat3 a = {{{2, -1, 0}, {1, 3, 5}, {0, 4, 1}}}, inverse;
    assert_int_equal(num_mat3_invert(&a, &inverse), 1);
    num_mat3 one = num_mat3_mul(a, inverse);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            assert_near(one.m[i][j], i == j, 1e-14);
    num_mat3 flat = {{{1, 2, 3}, {2, 4, 6}, {1, 1, 1}}};
    assert_int_equal(num_mat3_invert(&flat, &inverse), 0);
    num_mat3 cov = {{{4, 2, 0}, {2, 5, 0}, {0, 0, 0}}}, l = num_mat3_cholesky(&cov);
    num_mat3 back = num_mat3_mul(l, num_mat3_transpose(l));
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            assert_near(back.m[i][j], cov.m[i][j], 1e-14);
    double A[9] = {0, 1, 2, 1, 0, 3, 4, -3, 8}, b[3] = {8, 13, 30};
    assert_int_equal(num_solve(A, b, 3), 1);
    assert_near(b[0] * 0 + b[1] + 2 * b[2], 8, 1e-12);
    double S[4] = {1, 2, 2, 4}, c[2] = {1, 2};
    assert_int_equal(num_solve(S, c, 2), 0);
}

static void order_statistics(void **state)
{
    (void)state;
    num_rng rng;
    num_rng_seed(&rng, 3);
    for (size_t n = 1; n < 200; n++) {
        float v[200];
        double d[200];
        for (size_t i = 0; i < n; i++) {
            v[i] = (float)num_rng_below(&rng, 20); /* many ties */
            d[i] = (double)v[i];
        }
        double q = num_quantile(d, n, 0.5), share = num_rng_uniform(&rng), at = share * (double)(n - 1);
        assert_near(num_median(v, n), q, 0);
        double between = num_quantile(d, n, share); /* whatever the first has left of the order */
        num_sort(d, n);
        size_t i = (size_t)at, next = i + 1 < n ? i + 1 : i;
        assert_near(between, d[i] + (at - (double)i) * (d[next] - d[i]), 1e-12);
        for (size_t k = 0; k < n; k++)
            assert_near((double)num_select(v, n, k), d[k], 0);
    }
    assert_true(isnan(num_median(NULL, 0)));
}

/* Osborne's exponential (More, Garbow & Hillstrom 1981, problem 17 shape) with known parameters. */
static int decay(void *user, const double *x, int n, double *r, int m)
{
    (void)user;
    (void)n;
    for (int i = 0; i < m; i++)
        r[i] = x[0] * exp(-x[1] * i) - 3 * exp(-0.2 * i);
    return 0;
}

static void least_squares_finds_and_respects_bounds(void **state)
{
    (void)state;
    double x[2] = {1, 1}, lo[2] = {0.1, 0.01}, hi[2] = {10, 2};
    double J[40], room[NUM_FIT_ROOM(2, 20)];
    assert_at_most(num_least_squares(decay, NULL, x, lo, hi, 2, 20, 500, room, J), 1e-12);
    assert_near(x[0], 3, 1e-6);
    assert_near(x[1], 0.2, 1e-6);
    assert_near(J[0], 1, 1e-6);
    double y[2] = {1, 1}, low_hi[2] = {2, 2};
    assert_true(num_least_squares(decay, NULL, y, lo, low_hi, 2, 20, 500, room, NULL) > 1e-3);
    assert_near(y[0], 2, 1e-3);
    assert_true(isnan(num_least_squares(decay, NULL, x, lo, hi, 2, 1, 500, room, NULL)));
}

/* Tables of Student's t, as NIST's handbook has them (1.3.6.7.2). */
static void quantiles_of_student(void **state)
{
    static const double freedom[] = {4, 5, 8, 10, 30, 100}, at_975[] = {2.776, 2.571, 2.306, 2.228, 2.042, 1.984},
                        at_90[] = {1.533, 1.476, 1.397, 1.372, 1.310, 1.290};
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        assert_near(num_student(1.959964, freedom[i]), at_975[i], 0.0015);
        assert_near(num_student(1.281552, freedom[i]), at_90[i], 0.0015);
        assert_near(num_student(-1.281552, freedom[i]), -at_90[i], 0.0015);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_of_student),
        cmocka_unit_test(rng_gives_the_published_numbers),
        cmocka_unit_test(matrices),
        cmocka_unit_test(order_statistics),
        cmocka_unit_test(least_squares_finds_and_respects_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
