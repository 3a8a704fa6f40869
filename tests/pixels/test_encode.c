/*
 * tests/pixels/test_encode.c - linear light back to encoded values, and the
 * profile that goes with them.
 */
#include "pixels/pixels_private.h"
#include "support/images.h"
#include "support/support.h"

#include <lcms2.h>

static sct_context *ctx;

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

/* A profile as a file has it, and its size; closes it. */
static unsigned char *bytes_of(cmsHPROFILE profile, cmsUInt32Number *size)
{
    unsigned char *bytes;
    assert_true(cmsSaveProfileToMem(profile, NULL, size));
    bytes = malloc(*size);
    assert_true(cmsSaveProfileToMem(profile, bytes, size));
    cmsCloseProfile(profile);
    return bytes;
}

enum { STEPS = 256 };

/* Value number i of a ramp over all of a depth. */
static unsigned value_at(size_t i, int bits)
{
    return (unsigned)(bits == 8 ? i : 257 * i);
}

/* The ramp in one row of grey or of three equal channels. */
static image ramp_of(int channels, int bits, const void *icc, size_t size)
{
    uint16_t deep[3 * STEPS];
    uint8_t plain[3 * STEPS];
    for (size_t i = 0; i < STEPS * (size_t)channels; i++) {
        plain[i] = (uint8_t)value_at(i / (size_t)channels, 8);
        deep[i] = (uint16_t)value_at(i / (size_t)channels, 16);
    }
    image im = image_from_pixels(ctx, bits == 8 ? (void *)plain : (void *)deep, STEPS, channels, bits, icc, size);
    assert_int_equal(im.status, SCT_OK);
    assert_false(flags_have(&im.flags, "profile-ignored"));
    return im;
}

static pixels_encoder *encoder_of(const image *im, int bits)
{
    pixels_encoder *e = NULL;
    assert_int_equal(pixels_encoder_new(ctx, im->pixels, bits, &e), SCT_OK);
    assert_true(pixels_encoder_is_own(e));
    return e;
}

/* Light that nothing was done to has the values it came from. */
static void assert_comes_back(const image *im, const pixels_encoder *e, int bits)
{
    size_t channels = (size_t)pixels_encoder_channels(e);
    float rgb[3 * STEPS];
    uint16_t out[3 * STEPS];
    pixels_rgb_row(im->pixels, 0, 0, STEPS, rgb);
    pixels_encode_row(e, rgb, STEPS, out);
    for (size_t i = 0; i < STEPS * channels; i++)
        assert_int_equal(bits == 8 ? ((uint8_t *)out)[i] : out[i], value_at(i / channels, bits));
}

static void assert_same_colours(const image *a, const image *b)
{
    float first[3 * STEPS], second[3 * STEPS];
    pixels_lab_row(a->pixels, 0, 0, STEPS, first);
    pixels_lab_row(b->pixels, 0, 0, STEPS, second);
    for (int i = 0; i < 3 * STEPS; i++)
        assert_near(first[i], second[i], 0.05);
}

static void a_grey_profile_keeps_a_photo_grey(void **state)
{
    (void)state;
    for (int bits = 8; bits <= 16; bits += 8) {
        cmsUInt32Number size = 0;
        size_t made_size;
        cmsToneCurve *curve = cmsBuildGamma(NULL, 2.2);
        unsigned char *icc = bytes_of(cmsCreateGrayProfile(cmsD50_xyY(), curve), &size);
        image im = ramp_of(1, bits, icc, size);
        pixels_encoder *e = encoder_of(&im, bits);
        assert_int_equal(pixels_encoder_channels(e), 1);
        const unsigned char *made = pixels_encoder_icc(e, &made_size);
        assert_non_null(made);
        assert_memory_equal(made + 16, "GRAY", 4);
        assert_comes_back(&im, e, bits);
        image again = ramp_of(1, bits, made, made_size);
        assert_same_colours(&im, &again);
        image_free(&again);
        pixels_encoder_free(e);
        image_free(&im);
        free(icc);
        cmsFreeToneCurve(curve);
    }
}

/* An RGB profile of one curve that calls itself so. */
static unsigned char *rgb_profile(const char *name, const cmsCIExyYTRIPLE *primaries, cmsToneCurve *curve,
                                  cmsUInt32Number *size)
{
    const cmsCIExyY d65 = {0.3127, 0.3290, 1};
    cmsToneCurve *const curves[3] = {curve, curve, curve};
    cmsHPROFILE profile = cmsCreateRGBProfile(&d65, primaries, curves);
    cmsMLU *text = cmsMLUalloc(NULL, 1);
    assert_true(cmsMLUsetASCII(text, "en", "US", name) && cmsWriteTag(profile, cmsSigProfileDescriptionTag, text));
    cmsMLUfree(text);
    return bytes_of(profile, size);
}

static void srgb_is_told_by_its_numbers(void **state)
{
    static const cmsCIExyYTRIPLE srgb = {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
    static const cmsCIExyYTRIPLE p3 = {{0.68, 0.32, 1}, {0.265, 0.69, 1}, {0.15, 0.06, 1}};
    static const cmsFloat64Number parameters[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    cmsToneCurve *curve = cmsBuildParametricToneCurve(NULL, 4, parameters), *gamma = cmsBuildGamma(NULL, 2.2);
    const struct {
        const char *name;
        const cmsCIExyYTRIPLE *primaries;
        cmsToneCurve *curve;
        int srgb;
    } cases[] = {
        {"my monitor", &srgb, curve, 1}, {"sRGB", &srgb, gamma, 0}, {"sRGB", &p3, curve, 0}, {"other", &p3, gamma, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int bits = 8; bits <= 16; bits += 8) {
            cmsUInt32Number size = 0;
            size_t made_size;
            unsigned char *icc = rgb_profile(cases[i].name, cases[i].primaries, cases[i].curve, &size);
            image im = ramp_of(3, bits, icc, size);
            pixels_encoder *e = encoder_of(&im, bits);
            const unsigned char *made = pixels_encoder_icc(e, &made_size);
            assert_int_equal(made == NULL, cases[i].srgb);
            image again = ramp_of(3, bits, made, made_size);
            assert_comes_back(&im, e, bits);
            assert_same_colours(&im, &again);
            image_free(&again);
            pixels_encoder_free(e);
            image_free(&im);
            free(icc);
        }
    cmsFreeToneCurve(curve);
    cmsFreeToneCurve(gamma);
}

/* What cameras and programs embed as sRGB, in tables as in formulas. */
static void srgb_profiles_of_others_are_srgb(void **state)
{
    static const char *const files[] = {"libvips/test/test-suite/images/sRGB.icm", "compact-icc/profiles/sRGB-v4.icc",
                                        "compact-icc/profiles/sRGB-v2-magic.icc"};
    (void)state;
    NEED_DATA();
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char relative[128];
        size_t size = 0, made_size;
        snprintf(relative, sizeof relative, "corpora/%s", files[i]);
        unsigned char *icc = read_file(data_path(relative), &size);
        assert_non_null(icc);
        image im = ramp_of(3, 8, icc, size);
        pixels_encoder *e = encoder_of(&im, 8);
        if (pixels_encoder_icc(e, &made_size))
            fail_msg("%s is not taken for sRGB", files[i]);
        pixels_encoder_free(e);
        image_free(&im);
        free(icc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grey_profile_keeps_a_photo_grey),
        cmocka_unit_test(srgb_is_told_by_its_numbers),
        cmocka_unit_test(srgb_profiles_of_others_are_srgb),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
