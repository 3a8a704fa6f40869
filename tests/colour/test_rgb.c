/* tests/colour/test_rgb.c - RGB encodings against their standards. */
#include "colour/colour.h"
#include "support/support.h"

static void matrices_as_the_standards_print_them(void **state)
{
    (void)state;
    static const struct {
        sct_rgb_space space;
        double m[3][3], tolerance;
    } known[] = {
        {SCT_RGB_SRGB,
         {{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}},
         6e-5},              /* IEC 61966-2-1 */
        {SCT_RGB_DISPLAY_P3, /* W3C CSS Color 4, section 18 sample code */
         {{0.48657095, 0.26566769, 0.19821729}, {0.22897456, 0.69173852, 0.07928691}, {0, 0.04511338, 1.04394437}},
         6e-9},
        {SCT_RGB_ADOBE, /* Adobe RGB (1998) 2005-05, 4.3.5.3 */
         {{0.57667, 0.18556, 0.18823}, {0.29734, 0.62736, 0.07529}, {0.02703, 0.07069, 0.99134}},
         6e-6},
    };
    for (size_t k = 0; k < 3; k++) {
        num_mat3 got = colour_rgb_to_xyz(known[k].space);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                assert_near(got.m[i][j], known[k].m[i][j], known[k].tolerance);
    }
}

static void curves_as_published(void **state)
{
    (void)state;
    sct_rgb grey = sct_rgb_encode((sct_rgb){0.18, 0.0031308, 1}, SCT_RGB_SRGB);
    assert_near(grey.r, 0.461356129500442, 1e-14); /* colour-science, eotf_inverse_sRGB */
    assert_near(grey.g, 0.0031308 * 12.92, 1e-15);
    assert_near(grey.b, 1, 1e-15);
    assert_near(sct_rgb_decode((sct_rgb){0.5, 0, 0}, SCT_RGB_SRGB).r, 0.2140411404822, 1e-12);
    assert_near(sct_rgb_decode((sct_rgb){0.5, 0, 0}, SCT_RGB_ADOBE).r, pow(0.5, 2.19921875), 1e-15);
    assert_near(sct_rgb_decode((sct_rgb){0.5, 0, 0}, SCT_RGB_DISPLAY_P3).r, 0.2140411404822, 1e-12);
}

static void there_and_back(void **state)
{
    (void)state;
    for (int space = SCT_RGB_SRGB; space <= SCT_RGB_ADOBE; space++)
        for (double v = -0.5; v <= 1.5; v += 1.0 / 512) {
            sct_rgb linear = sct_rgb_decode((sct_rgb){v, -v, 0.3}, (sct_rgb_space)space);
            assert_near(linear.r, -linear.g, 0);
            sct_rgb back = sct_rgb_encode(linear, (sct_rgb_space)space);
            assert_near(back.r, v, 3e-7); /* the published joint of sRGB leaves a step */
            sct_rgb again = sct_rgb_from_xyz(sct_xyz_from_rgb(linear, (sct_rgb_space)space), (sct_rgb_space)space);
            assert_near(fabs(again.r - linear.r) + fabs(again.g - linear.g) + fabs(again.b - linear.b), 0, 1e-13);
        }
}

/* A round trip cannot see an error both ways share; the slope can. */
static void curves_rise_smoothly(void **state)
{
    (void)state;
    for (int space = SCT_RGB_SRGB; space <= SCT_RGB_ADOBE; space++) {
        double before = -1, slope_before = 0;
        for (double v = 0; v <= 1; v += 1.0 / 1024) {
            double now = sct_rgb_decode((sct_rgb){v, v, v}, (sct_rgb_space)space).g;
            assert_true(now > before);
            if (before >= 0) {
                assert_true(now - before >= slope_before - 1e-7); /* convex */
                slope_before = now - before;
            }
            before = now;
        }
    }
}

static void srgb8_and_lab(void **state)
{
    (void)state;
    /* ICC sRGB primaries as Lab D50: Lindbloom's table of RGB spaces (Bradford-adapted) */
    static const struct {
        uint8_t srgb[3];
        sct_lab lab;
    } known[] = {
        {{255, 255, 255}, {100, 0, 0}},         {{0, 0, 0}, {0, 0, 0}},
        {{255, 0, 0}, {54.29, 80.81, 69.89}},   {{0, 255, 0}, {87.82, -79.29, 80.99}},
        {{0, 0, 255}, {29.57, 68.30, -112.03}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        sct_lab got = sct_lab_from_srgb8(known[i].srgb);
        assert_near(sct_de76(got, known[i].lab), 0, 0.03);
    }
    for (int r = 0; r < 256; r += 15)
        for (int g = 0; g < 256; g += 17)
            for (int b = 0; b < 256; b += 51) {
                uint8_t in[3] = {(uint8_t)r, (uint8_t)g, (uint8_t)b}, out[3];
                sct_srgb8_from_lab(sct_lab_from_srgb8(in), out);
                assert_memory_equal(in, out, 3);
            }
}

static void out_of_gamut_and_nan_are_clipped(void **state)
{
    (void)state;
    uint8_t srgb[3] = {1, 2, 3};
    sct_srgb8_from_lab((sct_lab){150, 0, 0}, srgb);
    assert_int_equal(srgb[0] + srgb[1] + srgb[2], 3 * 255);
    sct_srgb8_from_lab((sct_lab){50, 128, 128}, srgb);
    assert_int_equal(srgb[0], 255);
    sct_srgb8_from_lab((sct_lab){(double)NAN, 0, 0}, srgb);
    assert_int_equal(srgb[0] + srgb[1] + srgb[2], 0);
    assert_true(isnan(sct_xyz_from_rgb((sct_rgb){1, 1, 1}, (sct_rgb_space)7).X));
    assert_true(isnan(sct_rgb_decode((sct_rgb){(double)NAN, 0, 0}, SCT_RGB_SRGB).r));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matrices_as_the_standards_print_them),
        cmocka_unit_test(curves_as_published),
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(curves_rise_smoothly),
        cmocka_unit_test(srgb8_and_lab),
        cmocka_unit_test(out_of_gamut_and_nan_are_clipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
