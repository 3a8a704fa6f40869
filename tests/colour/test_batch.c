/* tests/colour/test_batch.c - the batched CIEDE2000 against the published pairs and the plain formula. */
#include "colour/colour.h"
#include "support/support.h"
#include "vectors/sharma2005.h"

enum { MANY = 4099 }; /* a prime: the vectoriser has a rest to do */

typedef struct many {
    double L[MANY], a[MANY], b[MANY], de[MANY], de_build[MANY];
    float L32[MANY], a32[MANY], b32[MANY], de32[MANY], de32_build[MANY];
} many;
static many m;

static sct_labs_f64 wide(size_t count)
{
    return (sct_labs_f64){m.L, m.a, m.b, count};
}

static sct_labs_f32 narrow(size_t count)
{
    return (sct_labs_f32){m.L32, m.a32, m.b32, count};
}

static void put(size_t i, sct_lab lab)
{
    m.L[i] = lab.L, m.a[i] = lab.a, m.b[i] = lab.b;
    m.L32[i] = (float)lab.L, m.a32[i] = (float)lab.a, m.b32[i] = (float)lab.b;
}

static sct_lab rounded(sct_lab lab)
{
    return (sct_lab){(double)(float)lab.L, (double)(float)lab.a, (double)(float)lab.b};
}

static int agrees(double de, const sharma_pair *pair)
{
    return fabs(de - pair->de) <= 5e-5 || fabs(de - pair->other) <= 5e-5;
}

static void sharma_pairs_in_both_orders(void **state)
{
    (void)state;
    int right[4] = {0, 0, 0, 0};
    for (int i = 0; i < 34; i++)
        for (int swap = 0; swap < 2; swap++) {
            const sharma_pair *pair = &SHARMA[i];
            put(0, swap ? pair->first : pair->second);
            sct_de2000_batch_f64(swap ? pair->second : pair->first, wide(1), m.de);
            sct_de2000_batch_f32(swap ? pair->second : pair->first, narrow(1), m.de32);
            right[swap] += agrees(m.de[0], pair);
            right[2 + swap] += agrees((double)m.de32[0], pair);
        }
    figure("CIEDE2000 batch, pairs of Sharma et al.: double %d and %d of 34, float %d and %d of 34", right[0], right[1],
           right[2], right[3]);
    for (int k = 0; k < 4; k++)
        assert_int_equal(right[k], 34);
}

/* Random pairs, near pairs, greys, opposite hues, and hues around 0/360: where cancellation would show. */
static sct_lab sample_near(num_rng *rng, sct_lab reference, int kind)
{
    double u = num_rng_uniform(rng), v = num_rng_uniform(rng), w = num_rng_uniform(rng);
    sct_lch lch = sct_lch_from_lab(reference);
    switch (kind) {
    case 0: return (sct_lab){100 * u, 256 * v - 128, 256 * w - 128};
    case 1: return (sct_lab){reference.L + u - 0.5, reference.a + v - 0.5, reference.b + w - 0.5};
    case 2: return (sct_lab){100 * u, (v - 0.5) * 1e-3, (w - 0.5) * 1e-3};
    case 3: return sct_lab_from_lch((sct_lch){100 * u, 128 * v, lch.h_deg + 180 + (w < 0.5 ? -1 : 1) * (0.01 + w)});
    default: return sct_lab_from_lch((sct_lch){100 * u, 128 * v, (w - 0.5) * 0.1});
    }
}

static void errors_stay_within_the_promise(void **state)
{
    (void)state;
    double worst64 = 0, worst32 = 0;
    num_rng rng;
    num_rng_seed(&rng, 11);
    for (int round = 0; round < 60; round++) {
        sct_lab reference = sample_near(&rng, (sct_lab){50, 0, 0}, round % 5 == 3 ? 0 : round % 5);
        for (size_t i = 0; i < MANY; i++)
            put(i, sample_near(&rng, reference, (int)(i % 5)));
        sct_de2000_batch_f64(reference, wide(MANY), m.de);
        sct_de2000_batch_f32(reference, narrow(MANY), m.de32);
        for (size_t i = 0; i < MANY; i++) {
            sct_lab s = {m.L[i], m.a[i], m.b[i]};
            double error64 = fabs(m.de[i] - sct_de2000(reference, s));
            double truth32 = sct_de2000(rounded(reference), rounded(s));
            double error32 = fabs((double)m.de32[i] - truth32) / fmax(1, truth32 / 100);
            assert_at_most(error64, 1e-10);
            assert_at_most(error32, 5e-5);
            worst64 = fmax(worst64, error64);
            worst32 = fmax(worst32, error32);
        }
    }
    figure("CIEDE2000 batch, %d pairs: largest error double %.1e (1e-10), float %.1e (5e-5 up to 100)", 60 * MANY, worst64,
           worst32);
}

static void every_build_gives_the_same_bits(void **state)
{
    (void)state;
    num_rng rng;
    num_rng_seed(&rng, 12);
    for (size_t i = 0; i < MANY; i++)
        put(i, sample_near(&rng, (sct_lab){60, 12, 17}, (int)(i % 5)));
    sct_lab reference = {60, 12, 17};
    sct_de2000_batch_f64(reference, wide(MANY), m.de);
    sct_de2000_batch_f32(reference, narrow(MANY), m.de32);
    size_t count, compared = 0;
    const colour_de2000_build *builds = colour_de2000_builds(&count);
    for (size_t k = 0; k < count; k++) {
        if (!builds[k].runs_here())
            continue;
        builds[k].f64((const double[]){60, 12, 17}, wide(MANY), m.de_build);
        builds[k].f32((const float[]){60, 12, 17}, narrow(MANY), m.de32_build);
        assert_memory_equal(m.de, m.de_build, sizeof m.de);
        assert_memory_equal(m.de32, m.de32_build, sizeof m.de32);
        compared++;
    }
    assert_int_equal(builds[count - 1].runs_here(), 1);
    figure("CIEDE2000 batch: %d of %d builds run here, the same bits from each", (int)compared, (int)count);
    for (size_t i = 0; i < 50; i++) { /* and one at a time as in company */
        double alone;
        sct_de2000_batch_f64(reference, (sct_labs_f64){m.L + i, m.a + i, m.b + i, 1}, &alone);
        assert_memory_equal(&alone, m.de + i, sizeof alone);
    }
}

static void identity_nothing_and_nan(void **state)
{
    (void)state;
    static const sct_lab same[] = {{50, 0, 0}, {60, 12, 17}, {0, 0, 0}, {100, -128, 128}, {30, 1e-20, -1e-20}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        put(0, same[i]);
        sct_de2000_batch_f64(same[i], wide(1), m.de);
        sct_de2000_batch_f32(same[i], narrow(1), m.de32);
        assert_near(m.de[0], 0, 0);
        assert_near((double)m.de32[0], 0, 0);
    }
    m.de[0] = -1;
    sct_de2000_batch_f64(same[0], wide(0), m.de);
    assert_near(m.de[0], -1, 0);
    for (int which = 0; which < 3; which++) {
        put(0, (sct_lab){which == 0 ? (double)NAN : 50, which == 1 ? (double)NAN : 3, which == 2 ? (double)NAN : 3});
        sct_de2000_batch_f64(same[1], wide(1), m.de);
        sct_de2000_batch_f32(same[1], narrow(1), m.de32);
        assert_true(isnan(m.de[0]) && isnan(m.de32[0]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sharma_pairs_in_both_orders),
        cmocka_unit_test(errors_stay_within_the_promise),
        cmocka_unit_test(every_build_gives_the_same_bits),
        cmocka_unit_test(identity_nothing_and_nan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
