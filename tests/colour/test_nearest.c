/* tests/colour/test_nearest.c - the nearest of many shades against a look at all of them, and 8-bit RGB against doubles. */
#include "colour/colour.h"
#include "support/support.h"

enum { MOST = 200000 };

typedef struct crowd {
    double L[MOST], a[MOST], b[MOST], de[MOST];
} crowd;
static crowd shades;

/* Kinds of colours: anything that has a Lab, saturated blues (where hue and chroma turn each other), skins and inks, greys,
 * a lattice full of ties, and one colour many times. */
enum { ANYTHING, BLUES, SKINS, GREYS, LATTICE, ONE, KINDS };

static double between(num_rng *rng, double lo, double hi)
{
    return lo + (hi - lo) * num_rng_uniform(rng);
}

static sct_lab colour_of(num_rng *rng, int kind)
{
    double C = between(rng, 0, 130), h = between(rng, 240, 310) / DEG_PER_RAD;
    switch (kind) {
    case ANYTHING: return (sct_lab){between(rng, 0, 100), between(rng, -128, 128), between(rng, -128, 128)};
    case BLUES: return (sct_lab){between(rng, 0, 100), C * cos(h), C * sin(h)};
    case SKINS: return (sct_lab){between(rng, 10, 80), between(rng, -2, 22), between(rng, -6, 28)};
    case GREYS: return (sct_lab){between(rng, -10, 110), between(rng, -1e-3, 1e-3), between(rng, -1e-3, 1e-3)};
    case LATTICE:
        return (sct_lab){10 * floor(between(rng, 0, 10)), 20 * floor(between(rng, -3, 4)), 20 * floor(between(rng, -3, 4))};
    default: return (sct_lab){50, 10, -10};
    }
}

/* One sample against all; the first of those that are alike. */
static size_t look_at_all(sct_lab sample, size_t count, double *least)
{
    size_t at = 0;
    sct_de2000_batch_f64(sample, (sct_labs_f64){shades.L, shades.a, shades.b, count}, shades.de);
    for (size_t i = 1; i < count; i++)
        at = shades.de[i] < shades.de[at] ? i : at;
    *least = shades.de[at];
    return at;
}

static void check(num_rng *rng, int kind, size_t count, int samples)
{
    sct_context *ctx = NULL;
    sct_shades *found = NULL;
    for (size_t i = 0; i < count; i++) {
        sct_lab lab = colour_of(rng, kind);
        shades.L[i] = lab.L;
        shades.a[i] = lab.a;
        shades.b[i] = lab.b;
    }
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_shades_new(ctx, (sct_labs_f64){shades.L, shades.a, shades.b, count}, &found), SCT_OK);
    assert_int_equal(sct_shades_count(found), count);
    for (int k = 0; k < samples; k++) {
        /* By turns a sample of the same kind, one of any kind, and one of the shades themselves. */
        size_t same = num_rng_below(rng, (uint32_t)count);
        sct_lab s = k % 3 == 2 ? (sct_lab){shades.L[same], shades.a[same], shades.b[same]}
                               : colour_of(rng, k % 3 ? (k / 3) % KINDS : kind);
        double least, de;
        size_t wanted = look_at_all(s, count, &least), index;
        sct_shades_nearest(found, (sct_labs_f64){&s.L, &s.a, &s.b, 1}, &index, &de);
        if (index != wanted)
            print_error("kind %d, %zu shades, L %.17g a %.17g b %.17g: %zu at %.17g, not %zu at %.17g\n", kind, count, s.L,
                        s.a, s.b, index, de, wanted, least);
        assert_int_equal(index, wanted);
        assert_true(de >= least && de <= least);
    }
    sct_shades_free(found);
    sct_context_free(ctx);
}

static void nearest_as_by_a_look_at_all(void **state)
{
    (void)state;
    static const struct {
        size_t count;
        int samples;
    } crowds[] = {{1, 30}, {2, 60}, {32, 300}, {33, 300}, {65, 300}, {200, 1500}, {2999, 900}, {10000, 300}};
    num_rng rng;
    int samples = 0;
    num_rng_seed(&rng, 17);
    for (int kind = 0; kind < KINDS; kind++)
        for (size_t i = 0; i < sizeof crowds / sizeof *crowds; i++) {
            check(&rng, kind, crowds[i].count, crowds[i].samples);
            samples += crowds[i].samples;
        }
    check(&rng, ANYTHING, MOST, 60);
    check(&rng, BLUES, MOST, 60);
    figure("nearest shade: %d samples among 1 to %d shades, each the same as by a look at all", samples + 120, MOST);
}

static void what_is_no_colour_has_no_shade(void **state)
{
    (void)state;
    sct_context *ctx = NULL;
    sct_shades *found = NULL;
    double L[] = {50, (double)NAN, 1001, 20}, a[] = {0, 0, 0, 0}, b[] = {0, 0, 0, (double)INFINITY}, de[4];
    size_t index[4];
    const sct_labs_f64 odd = {L, a, b, 4}, one = {L, a, b, 1}, none = {L, a, b, 0}, nowhere = {NULL, a, b, 1};
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_shades_new(ctx, odd, &found), SCT_ERR_ARGUMENT);
    assert_string_equal(sct_context_message(ctx), "shade 1 is no colour");
    assert_int_equal(sct_shades_new(ctx, none, &found), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_shades_new(ctx, nowhere, &found), SCT_ERR_ARGUMENT);
    assert_null(found);
    assert_int_equal(sct_shades_new(ctx, one, &found), SCT_OK);
    sct_shades_nearest(found, odd, index, de);
    assert_true(index[0] == 0 && de[0] < 1e-9);
    for (int i = 1; i < 4; i++)
        assert_true(index[i] == SIZE_MAX && isnan(de[i]));
    sct_shades_nearest(found, odd, NULL, NULL);
    sct_shades_nearest(NULL, one, index, de);
    assert_true(index[0] == SIZE_MAX && isnan(de[0]));
    sct_shades_nearest(found, nowhere, index, NULL);
    assert_true(index[0] == SIZE_MAX);
    assert_int_equal(sct_shades_count(NULL), 0);
    sct_shades_free(found);
    sct_shades_free(NULL);
    sct_context_free(ctx);
}

static sct_lab by_doubles(sct_rgb_space space, const uint8_t *p)
{
    const sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    sct_rgb linear = sct_rgb_decode((sct_rgb){p[0] / 255.0, p[1] / 255.0, p[2] / 255.0}, space);
    sct_xyz xyz = sct_xyz_from_rgb(linear, space);
    return sct_lab_from_xyz(sct_xyz_adapt(xyz, sct_rgb_white(space), white, SCT_ADAPTATION_BRADFORD), white);
}

/* Each seventh code of each channel, and all greys. */
static void rgb8_is_lab_within_its_bound(void **state)
{
    (void)state;
    enum { STEPS = 38, PIXELS = STEPS * STEPS * STEPS + 256 };
    static uint8_t rgb[3 * PIXELS];
    static float L[PIXELS + 1], a[PIXELS], b[PIXELS];
    double worst = 0;
    for (int i = 0; i < PIXELS - 256; i++)
        for (int c = 0, rest = i; c < 3; c++, rest /= STEPS)
            rgb[3 * i + c] = (uint8_t)(rest % STEPS * 7 > 255 ? 255 : rest % STEPS * 7);
    for (int i = 0; i < 256; i++)
        memset(rgb + 3 * (size_t)(PIXELS - 256 + i), i, 3);
    L[PIXELS] = 7;
    for (int space = SCT_RGB_SRGB; space <= SCT_RGB_ADOBE; space++) {
        sct_labs_from_rgb8((sct_rgb_space)space, rgb, PIXELS, L, a, b);
        for (int i = 0; i < PIXELS; i++) {
            sct_lab wanted = by_doubles((sct_rgb_space)space, rgb + 3 * i);
            worst = fmax(worst, fabs((double)L[i] - wanted.L));
            worst = fmax(worst, fmax(fabs((double)a[i] - wanted.a), fabs((double)b[i] - wanted.b)));
        }
    }
    figure("8-bit RGB to Lab, three spaces, %d pixels each: at most %.1e off double precision", (int)PIXELS, worst);
    assert_true(worst <= 3e-4);
    assert_true(L[PIXELS] >= 7 && L[PIXELS] <= 7); /* nothing behind the last */
    sct_labs_from_rgb8((sct_rgb_space)99, rgb, 5, L, a, b);
    assert_true(isnan(L[0]) && isnan(a[4]));
    sct_labs_from_rgb8(SCT_RGB_SRGB, NULL, 5, L, a, b);
    sct_labs_from_rgb8(SCT_RGB_SRGB, rgb, 5, NULL, a, b);
    sct_labs_from_rgb8(SCT_RGB_SRGB, rgb, 5, L, NULL, b);
    sct_labs_from_rgb8(SCT_RGB_SRGB, rgb, 5, L, a, NULL);
    assert_true(isnan(L[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nearest_as_by_a_look_at_all),
                                       cmocka_unit_test(what_is_no_colour_has_no_shade),
                                       cmocka_unit_test(rgb8_is_lab_within_its_bound)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
