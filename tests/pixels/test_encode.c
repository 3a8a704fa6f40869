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

static int holds(const unsigned char *bytes, size_t size, const char *text)
{
    for (size_t i = 0, n = strlen(text); i + n <= size; i++)
        if (memcmp(bytes + i, text, n) == 0)
            return 1;
    return 0;
}

/* A display's profile tells whose it is; the one that goes with a picture has curves, matrix, white and a plain name. */
static void profiles_that_are_made_tell_of_nobody(void **state)
{
    static const cmsCIExyYTRIPLE wide = {{0.70, 0.30, 1}, {0.20, 0.72, 1}, {0.14, 0.05, 1}};
    static const char *const known[] = {"desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"};
    cmsToneCurve *gamma = cmsBuildGamma(NULL, 2.4);
    (void)state;
    for (int bits = 8; bits <= 16; bits += 8) {
        cmsUInt32Number size = 0;
        size_t made_size, again_size;
        unsigned char *plain = rgb_profile("Sue's screen SN-4711", &wide, gamma, &size);
        cmsHPROFILE profile = cmsOpenProfileFromMem(plain, size);
        assert_true(cmsWriteRawTag(profile, (cmsTagSignature)0x6f776e72, "text\0\0\0\0Sue Miller", 19)); /* ownr */
        free(plain);
        unsigned char *icc = bytes_of(profile, &size);
        assert_true(holds(icc, size, "Sue Miller") && holds(icc, size, "ownr"));
        image im = ramp_of(3, bits, icc, size);
        pixels_encoder *e = encoder_of(&im, bits);
        const unsigned char *made = pixels_encoder_icc(e, &made_size);
        assert_non_null(made);
        assert_false(holds(made, made_size, "Sue") || holds(made, made_size, "4711") || holds(made, made_size, "ownr"));
        assert_memory_equal(made + 24, "\x07\xd0\0\x01\0\x01\0\0\0\0\0\0", 12); /* the date of all that are made */
        assert_int_equal(made[131], sizeof known / sizeof known[0]);
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
            assert_memory_equal(made + 132 + 12 * i, known[i], 4);
        image again = ramp_of(3, bits, made, made_size);
        assert_same_colours(&im, &again);
        pixels_encoder *twice = encoder_of(&again, bits);
        const unsigned char *remade = pixels_encoder_icc(twice, &again_size);
        assert_int_equal(again_size, made_size);
        assert_memory_equal(remade, made, made_size);
        pixels_encoder_free(twice);
        image_free(&again);
        pixels_encoder_free(e);
        image_free(&im);
        free(icc);
    }
    cmsFreeToneCurve(gamma);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grey_profile_keeps_a_photo_grey),
        cmocka_unit_test(srgb_is_told_by_its_numbers),
        cmocka_unit_test(srgb_profiles_of_others_are_srgb),
        cmocka_unit_test(profiles_that_are_made_tell_of_nobody),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
