/*
 * tests/pixels/test_pixels.c - linear light and Lab against lcms2's exact
 * float path and against published matrices; flags, corrections, drawing.
 */
#include "pixels/pixels.h"
#include "pixels/pixels_private.h"
#include "support/photos.h"
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

/* ---- images from pixels ---- */

typedef struct image {
    sct_photo *photo;
    pixels_image *pixels;
    sct_flags flags;
    sct_status status;
} image;

static image from_photo(sct_photo *photo)
{
    image out = {.photo = photo};
    photo_frame frame = {0};
    photo_window all = {0, 0, photo_info(photo).width, photo_info(photo).height};
    assert_int_equal(photo_decode(ctx, photo, all, &frame), SCT_OK);
    out.status = pixels_from(ctx, photo, &frame, &out.flags, &out.pixels);
    return out;
}

static image from_pixels(const void *data, uint32_t n, int channels, int bits, const void *icc, size_t icc_size)
{
    sct_pixels_desc desc;
    sct_photo *photo = NULL;
    sct_pixels_desc_init(&desc);
    desc.width = n;
    desc.height = 1;
    desc.channels = channels;
    desc.bits = bits;
    desc.data = data;
    desc.icc = icc;
    desc.icc_size = icc_size;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    return from_photo(photo);
}

static void release(image *im)
{
    pixels_free(im->pixels);
    sct_photo_free(im->photo);
}

/* ---- against lcms2 ---- */

enum { GRID = 17, SAMPLES = 20000, COUNT = GRID * GRID * GRID + SAMPLES };

/* An even grid and random colours; with one bit depth and channel count. */
static void fill_samples(void *out, int channels, int bits)
{
    num_rng rng;
    num_rng_seed(&rng, 7);
    for (int i = 0; i < COUNT; i++) {
        int grid = i - SAMPLES;
        for (int c = 0; c < channels; c++, grid /= GRID) {
            double v = i < SAMPLES ? num_rng_uniform(&rng) : (double)(grid % GRID) / (GRID - 1);
            if (bits == 8)
                ((uint8_t *)out)[i * channels + c] = (uint8_t)(v * 255 + 0.5);
            else
                ((uint16_t *)out)[i * channels + c] = (uint16_t)(v * 65535 + 0.5);
        }
    }
}

static double de76(const float *lab, const double *expected)
{
    double sum = 0;
    for (int i = 0; i < 3; i++)
        sum += ((double)lab[i] - expected[i]) * ((double)lab[i] - expected[i]);
    return sqrt(sum);
}

/* The exact path: doubles in and out, no optimisation. Ours must not pass through it for matrix profiles. */
static cmsHTRANSFORM exact_lab(cmsHPROFILE profile, int channels)
{
    cmsHPROFILE lab = cmsCreateLab4Profile(NULL);
    cmsUInt32Number format = channels == 1 ? TYPE_GRAY_DBL : channels == 3 ? TYPE_RGB_DBL : TYPE_CMYK_DBL;
    cmsHTRANSFORM t = cmsCreateTransform(profile, format, lab, TYPE_Lab_DBL, INTENT_RELATIVE_COLORIMETRIC,
                                         cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE);
    cmsCloseProfile(lab);
    return t;
}

/* Largest dE76 between our Lab and lcms2's over all samples; NaN if lcms2 or we refuse the profile. */
static double worst(const void *icc, size_t size, int channels, int bits)
{
    cmsHPROFILE profile = cmsOpenProfileFromMem(icc, (cmsUInt32Number)size);
    cmsHTRANSFORM exact = profile ? exact_lab(profile, channels) : NULL;
    double most = exact ? 0 : (double)NAN;
    void *data = malloc((size_t)COUNT * (size_t)channels * (size_t)bits / 8);
    float *lab = malloc(sizeof *lab * 3 * COUNT);
    fill_samples(data, channels, bits);
    /* Four inks cannot come as the caller's pixels: they go through a frame of our own. */
    image im = {0};
    if (channels < 4) {
        im = from_pixels(data, COUNT, channels, bits, icc, size);
    } else {
        static const unsigned char none[3];
        sct_pixels_desc desc;
        sct_pixels_desc_init(&desc);
        desc.width = desc.height = 1;
        desc.data = none;
        desc.icc = icc;
        desc.icc_size = size;
        assert_int_equal(sct_photo_from_pixels(ctx, &desc, &im.photo), SCT_OK);
        photo_frame frame = {.window = {0, 0, COUNT, 1}, .channels = 4, .bits = bits, .pixels = data};
        data = NULL;
        im.status = pixels_from(ctx, im.photo, &frame, &im.flags, &im.pixels);
    }
    if (im.status == SCT_OK && exact) {
        const void *stored = data ? data : im.pixels->frame.pixels;
        pixels_lab_row(im.pixels, 0, 0, COUNT, lab);
        for (int i = 0; i < COUNT; i++) {
            double in[4], out[3];
            for (int c = 0; c < channels; c++) {
                int k = i * channels + c;
                double v = bits == 8 ? ((const uint8_t *)stored)[k] / 255.0 : ((const uint16_t *)stored)[k] / 65535.0;
                in[c] = channels == 4 ? 100 * (1 - v) : v;
            }
            cmsDoTransform(exact, in, out, 1);
            double d = de76(lab + 3 * i, out);
            most = d <= most ? most : d; /* NaN stays */
        }
    } else {
        most = (double)NAN;
    }
    sct_context_clear(ctx);
    release(&im);
    free(lab);
    free(data);
    if (exact)
        cmsDeleteTransform(exact);
    if (profile)
        cmsCloseProfile(profile);
    return most;
}

static void built_in_profiles_match_lcms(void **state)
{
    (void)state;
    static const cmsCIExyY d65 = {0.3127, 0.3290, 1};
    static const cmsCIExyYTRIPLE sets[] = {{{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}},
                                           {{0.68, 0.32, 1}, {0.265, 0.69, 1}, {0.15, 0.06, 1}},
                                           {{0.7347, 0.2653, 1}, {0.1596, 0.8404, 1}, {0.0366, 0.0001, 1}}};
    double most = 0;
    for (size_t k = 0; k < 3; k++) {
        cmsToneCurve *curve = cmsBuildGamma(NULL, 1.8 + 0.2 * (double)k), *curves[3] = {curve, curve, curve};
        cmsHPROFILE profile = cmsCreateRGBProfile(&d65, &sets[k], curves);
        cmsUInt32Number size = 0;
        assert_true(cmsSaveProfileToMem(profile, NULL, &size));
        void *icc = malloc(size);
        assert_true(cmsSaveProfileToMem(profile, icc, &size));
        for (int bits = 8; bits <= 16; bits += 8) {
            double d = worst(icc, size, 3, bits);
            assert_at_most(d, 3e-4);
            most = fmax(most, d);
        }
        free(icc);
        cmsCloseProfile(profile);
        cmsFreeToneCurve(curve);
    }
    figure("gamma profiles: max dE76 %.1e from lcms2's exact path", most);
}

static const char *const profile_files[] = {
    "compact-icc/profiles/AdobeCompat-v2.icc",
    "compact-icc/profiles/AdobeCompat-v4.icc",
    "compact-icc/profiles/AppleCompat-v2.icc",
    "compact-icc/profiles/AppleCompat-v4.icc",
    "compact-icc/profiles/CGATS001Compat-v2-micro.icc",
    "compact-icc/profiles/ColorMatchCompat-v2.icc",
    "compact-icc/profiles/ColorMatchCompat-v4.icc",
    "compact-icc/profiles/DCI-P3-v4.icc",
    "compact-icc/profiles/DisplayP3-v2-magic.icc",
    "compact-icc/profiles/DisplayP3-v2-micro.icc",
    "compact-icc/profiles/DisplayP3-v4.icc",
    "compact-icc/profiles/DisplayP3Compat-v2-magic.icc",
    "compact-icc/profiles/DisplayP3Compat-v2-micro.icc",
    "compact-icc/profiles/DisplayP3Compat-v4.icc",
    "compact-icc/profiles/ProPhoto-v2-magic.icc",
    "compact-icc/profiles/ProPhoto-v2-micro.icc",
    "compact-icc/profiles/ProPhoto-v4.icc",
    "compact-icc/profiles/Rec2020-g24-v4.icc",
    "compact-icc/profiles/Rec2020-v2-magic.icc",
    "compact-icc/profiles/Rec2020-v2-micro.icc",
    "compact-icc/profiles/Rec2020-v4.icc",
    "compact-icc/profiles/Rec2020Compat-v2-magic.icc",
    "compact-icc/profiles/Rec2020Compat-v2-micro.icc",
    "compact-icc/profiles/Rec2020Compat-v4.icc",
    "compact-icc/profiles/Rec601NTSC-v2-magic.icc",
    "compact-icc/profiles/Rec601NTSC-v2-micro.icc",
    "compact-icc/profiles/Rec601NTSC-v4.icc",
    "compact-icc/profiles/Rec601PAL-v2-magic.icc",
    "compact-icc/profiles/Rec601PAL-v4.icc",
    "compact-icc/profiles/Rec709-v2-magic.icc",
    "compact-icc/profiles/Rec709-v2-micro.icc",
    "compact-icc/profiles/Rec709-v4.icc",
    "compact-icc/profiles/WideGamutCompat-v2.icc",
    "compact-icc/profiles/WideGamutCompat-v4.icc",
    "compact-icc/profiles/sGrey-v2-magic.icc",
    "compact-icc/profiles/sGrey-v2-micro.icc",
    "compact-icc/profiles/sGrey-v2-nano.icc",
    "compact-icc/profiles/sGrey-v4.icc",
    "compact-icc/profiles/sRGB-v2-magic.icc",
    "compact-icc/profiles/sRGB-v2-micro.icc",
    "compact-icc/profiles/sRGB-v2-nano.icc",
    "compact-icc/profiles/sRGB-v4.icc",
    "compact-icc/profiles/scRGB-v2.icc",
    "lcms2/fuzzers/corpus/alltags.icc",
    "lcms2/testbed/bad.icc",
    "lcms2/testbed/bad_mpe.icc",
    "lcms2/testbed/crayons.icc",
    "lcms2/testbed/ibm-t61.icc",
    "lcms2/testbed/test1.icc",
    "lcms2/testbed/test2.icc",
    "lcms2/testbed/test3.icc",
    "lcms2/testbed/test4.icc",
    "lcms2/testbed/test5.icc",
    "lcms2/testbed/toosmall.icc",
    "libjpeg-turbo/testimages/test1.icc",
    "libjpeg-turbo/testimages/test3.icc",
    "libvips/test/test-suite/images/sRGB.icm",
};
enum { PROFILE_FILES = sizeof profile_files / sizeof profile_files[0] };

static int channels_of(const unsigned char *icc, size_t size)
{
    if (size >= 20 && memcmp(icc + 16, "GRAY", 4) == 0)
        return 1;
    return size >= 20 && memcmp(icc + 16, "CMYK", 4) == 0 ? 4 : 3;
}

static void collected_profiles_match_lcms(void **state)
{
    (void)state;
    NEED_DATA();
    int same = 0, refused = 0;
    double most = 0;
    cmsSetLogErrorHandler(NULL);
    for (int i = 0; i < PROFILE_FILES; i++) {
        char relative[256];
        size_t size = 0;
        snprintf(relative, sizeof relative, "corpora/%s", profile_files[i]);
        unsigned char *icc = read_file(data_path(relative), &size);
        if (!icc || size < 128) { /* shorter than a header: sct_photo_from_pixels refuses it */
            refused++;
            free(icc);
            continue;
        }
        int channels = channels_of(icc, size);
        for (int bits = 8; bits <= 16; bits += 8) {
            double d = worst(icc, size, channels, bits);
            if (isnan(d)) {
                refused += bits == 8;
                continue;
            }
            if (!(d <= 3e-4))
                print_error("%s at %d bits: dE76 %g\n", profile_files[i], bits, d);
            assert_at_most(d, 3e-4);
            most = fmax(most, d);
            same += bits == 8;
        }
        free(icc);
    }
    figure("%d profiles as lcms2's exact path (max dE76 %.1e), %d refused with it", same, most, refused);
    assert_int_equal(same + refused, PROFILE_FILES);
    assert_true(same >= 45);
}

/* ---- published values ---- */

static void matrix_is(const pixels_image *im, const double expected[9], double tolerance)
{
    num_mat3 m = pixels_matrix(im);
    for (int i = 0; i < 9; i++)
        assert_near(m.m[i / 3][i % 3], expected[i], tolerance);
}

static image from_jpeg_tagged(int color_space, const char *interop)
{
    static const unsigned char grey[3] = {128, 128, 128};
    static blob file;
    sct_photo *photo = NULL;
    free(file.data);
    file = make_jpeg(grey, 1, 1, 3, 1, 100, 0);
    jpeg_insert_exif(&file, 1, 1, color_space, interop);
    assert_int_equal(sct_photo_open(ctx, file.data, file.size, &photo), SCT_OK);
    return from_photo(photo);
}

static image from_png_chunk(const char *type, const void *chunk, size_t size, const unsigned char rgb[3])
{
    static blob file;
    sct_photo *photo = NULL;
    png_spec spec = {1, 1, 2, 8, 0, rgb, 3};
    free(file.data);
    file = make_png(&spec);
    png_insert_chunk(&file, type, chunk, size);
    assert_int_equal(sct_photo_open(ctx, file.data, file.size, &photo), SCT_OK);
    return from_photo(photo);
}

static void named_spaces_have_their_matrices(void **state)
{
    (void)state;
    /* Colorants as the profiles of HP/Microsoft (sRGB v2), Adobe (1998) and Apple (Display P3) print them, four digits. */
    static const double srgb[9] = {0.4361, 0.3851, 0.1431, 0.2225, 0.7169, 0.0606, 0.0139, 0.0971, 0.7141};
    static const double adobe[9] = {0.6097, 0.2053, 0.1492, 0.3111, 0.6257, 0.0632, 0.0195, 0.0609, 0.7446};
    static const double p3[9] = {0.5151, 0.2920, 0.1571, 0.2412, 0.6922, 0.0666, -0.0011, 0.0419, 0.7841};
    static const unsigned char cicp[4] = {12, 13, 0, 1}, red[3] = {255, 0, 0};
    char name[64];
    image im = from_jpeg_tagged(1, "R98");
    matrix_is(im.pixels, srgb, 2e-4);
    release(&im);
    im = from_jpeg_tagged(0xFFFF, "R03");
    matrix_is(im.pixels, adobe, 2e-4);
    pixels_profile_name(im.pixels, name);
    assert_string_equal(name, "Adobe RGB (1998)");
    release(&im);
    im = from_png_chunk("cICP", cicp, 4, red);
    matrix_is(im.pixels, p3, 2e-4);
    pixels_profile_name(im.pixels, name);
    assert_string_equal(name, "Display P3");
    /* Display P3 red is L* 56.2, a* 95.0, b* 85.0 by those colorants: far outside sRGB's red (54.3, 80.8, 69.9). */
    float lab[3];
    pixels_lab_row(im.pixels, 0, 0, 1, lab);
    sct_lab expected =
        sct_lab_from_xyz((sct_xyz){0.51512, 0.24120, -0.00105}, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    assert_near((double)lab[0], expected.L, 0.02);
    assert_near((double)lab[1], expected.a, 0.05);
    assert_near((double)lab[2], expected.b, 0.05);
    release(&im);
}

static double linear_at(const unsigned char cicp[4], unsigned char code)
{
    const unsigned char rgb[3] = {code, code, code};
    float linear[3];
    image im = from_png_chunk("cICP", cicp, 4, rgb);
    assert_int_equal(im.status, SCT_OK);
    pixels_rgb_row(im.pixels, 0, 0, 1, linear);
    release(&im);
    return (double)linear[1];
}

static void transfer_functions_have_their_values(void **state)
{
    (void)state;
    static const unsigned char pq[4] = {9, 16, 0, 1}, hlg[4] = {9, 18, 0, 1}, bt709[4] = {1, 1, 0, 1};
    static const unsigned char narrow[4] = {1, 13, 0, 0}, srgb[4] = {1, 13, 0, 1}, line[4] = {1, 8, 0, 1};
    pixels_space space;
    const char *why = NULL;
    photo_colour_space colour = {.source = SCT_PROFILE_CICP, .cicp = {1, 9, 16, 0, 1}};
    /* BT.2408 table 1: reference white, 203 cd/m2, is a PQ signal of 58 % and an HLG signal of 75 %; 100 % PQ is 10,000. */
    space = pixels_space_of(&colour, &why);
    assert_null(why);
    assert_near(space.decode(0.58, 0) * 203, 203, 2);
    assert_near(space.decode(1, 0) * 203, 10000, 1e-6);
    assert_near(space.decode(0.7518, 0) * 203, 1000, 1);
    assert_near(linear_at(pq, 255) * 203, 10000, 1);
    colour.cicp.transfer = 18;
    space = pixels_space_of(&colour, &why);
    assert_near(space.decode(0.75, 0), 1, 1e-12);
    assert_near(space.decode(0.5, 0) / space.decode(1, 0), 1.0 / 12, 1e-6); /* BT.2100 table 5: E = 1/12 at E' = 1/2 */
    assert_near(linear_at(hlg, 0), 0, 1e-9);
    assert_near(linear_at(bt709, 255), 1, 1e-6);
    assert_near(linear_at(line, 51), 0.2, 1e-7);
    /* IEC 61966-2-1: code 128 is 21.586 % */
    assert_near(linear_at(srgb, 128), 0.21586050, 1e-7);
    assert_near(linear_at(narrow, 235), 1, 1e-7);
    assert_near(linear_at(narrow, 16), 0, 1e-9);
    image im = from_png_chunk("cICP", pq, 4, (const unsigned char[3]){1, 2, 3});
    assert_true(flags_have(&im.flags, "hdr"));
    release(&im);
}

static void what_cannot_be_honoured_is_flagged(void **state)
{
    (void)state;
    static const unsigned char bad[][4] = {{1, 9, 0, 1}, {3, 13, 0, 1}, {2, 2, 0, 1}, {1, 13, 1, 1}};
    static const unsigned char rgb[3] = {200, 100, 50}, degenerate[32] = {0};
    float wanted[3], got[3];
    image im = from_png_chunk("sRGB", "", 1, rgb);
    pixels_xyz_row(im.pixels, 0, 0, 1, wanted);
    assert_int_equal(im.flags.count, 0);
    release(&im);
    for (size_t i = 0; i < 4; i++) {
        im = from_png_chunk("cICP", bad[i], 4, rgb);
        assert_true(flags_have(&im.flags, "profile-ignored"));
        pixels_xyz_row(im.pixels, 0, 0, 1, got);
        assert_memory_equal(got, wanted, sizeof got);
        release(&im);
    }
    im = from_png_chunk("cHRM", degenerate, 32, rgb);
    assert_true(flags_have(&im.flags, "profile-ignored") || flags_have(photo_flags(im.photo), "profile-ignored"));
    release(&im);
}

static unsigned char *profile_bytes(cmsHPROFILE profile, cmsUInt32Number *size)
{
    *size = 0;
    assert_true(cmsSaveProfileToMem(profile, NULL, size));
    unsigned char *bytes = malloc(*size);
    assert_true(cmsSaveProfileToMem(profile, bytes, size));
    cmsCloseProfile(profile);
    return bytes;
}

/* Wrong class, wrong channels, noise: an error for the caller's own profile, a flag and sRGB for a file's. */
static void wrong_profiles_are_never_ignored(void **state)
{
    (void)state;
    static const unsigned char rgb[3] = {200, 100, 50};
    cmsToneCurve *curve = cmsBuildGamma(NULL, 2.2);
    cmsUInt32Number sizes[4] = {0, 0, 0, 500};
    unsigned char *wrong[4] = {profile_bytes(cmsCreateGrayProfile(cmsD50_xyY(), curve), &sizes[0]),
                               profile_bytes(cmsCreateInkLimitingDeviceLink(cmsSigCmykData, 200), &sizes[1]),
                               profile_bytes(cmsCreateLab4Profile(NULL), &sizes[2]), calloc(1, 500)};
    for (int i = 0; i < 4; i++) {
        image im = from_pixels(rgb, 1, 3, 8, wrong[i], sizes[i]);
        assert_int_equal(im.status, SCT_ERR_PROFILE);
        assert_null(im.pixels);
        release(&im);
        sct_context_clear(ctx);
        blob file = make_jpeg(rgb, 1, 1, 3, 1, 100, 0);
        sct_photo *photo = NULL;
        jpeg_insert_icc(&file, wrong[i], sizes[i], (int)(sizes[i] / 60000) + 1, 0);
        assert_int_equal(sct_photo_open(ctx, file.data, file.size, &photo), SCT_OK);
        im = from_photo(photo);
        assert_int_equal(im.status, SCT_OK);
        assert_true(flags_have(&im.flags, "profile-ignored"));
        release(&im);
        free(file.data);
        free(wrong[i]);
    }
    cmsFreeToneCurve(curve);
}

/* ---- profiles damaged byte by byte ---- */

static void damaged_profiles_are_survived(void **state)
{
    (void)state;
    static const unsigned char rgb[6] = {200, 100, 50, 0, 255, 7};
    cmsUInt32Number size = 0;
    unsigned char *icc = profile_bytes(cmsCreate_sRGBProfile(), &size);
    int used = 0;
    for (cmsUInt32Number at = 0; at < size; at++)
        for (int k = 0; k < 2; k++) {
            unsigned char kept = icc[at];
            icc[at] = k ? (unsigned char)~kept : (unsigned char)(kept + 1);
            image im = from_pixels(rgb, 2, 3, 8, icc, size);
            float lab[6];
            if (im.status == SCT_OK)
                pixels_lab_row(im.pixels, 0, 0, 2, lab);
            used += im.status == SCT_OK;
            release(&im);
            sct_context_clear(ctx);
            icc[at] = kept;
        }
    assert_true(used > 0);
    free(icc);
}

/* ---- rows ---- */

static void flags_of_rows(void **state)
{
    (void)state;
    static const unsigned char rgba[5][4] = {
        {250, 100, 100, 255}, {4, 100, 249, 255}, {5, 249, 100, 0}, {0, 255, 9, 1}, {5, 5, 5, 9}};
    static const unsigned char expected[5] = {PIXELS_CLIPPED_HIGH, PIXELS_CLIPPED_LOW, PIXELS_TRANSPARENT,
                                              PIXELS_CLIPPED_HIGH | PIXELS_CLIPPED_LOW, 0};
    uint8_t flags[5];
    image im = from_pixels(rgba, 5, 4, 8, NULL, 0);
    pixels_flag_row(im.pixels, 0, 0, 5, flags);
    assert_memory_equal(flags, expected, 5);
    release(&im);
    static const uint16_t deep[3][3] = {
        {250 * 257, 30000, 30000}, {250 * 257 - 1, 4 * 257 + 1, 30000}, {4 * 257, 30000, 30000}};
    static const unsigned char expected_deep[3] = {PIXELS_CLIPPED_HIGH, 0, PIXELS_CLIPPED_LOW};
    im = from_pixels(deep, 3, 3, 16, NULL, 0);
    pixels_flag_row(im.pixels, 0, 0, 3, flags);
    assert_memory_equal(flags, expected_deep, 3);
    release(&im);
}

static void srgb_comes_back_unchanged(void **state)
{
    (void)state;
    uint8_t rgb[256 * 3], out[256 * 3], grey[256];
    for (int i = 0; i < 256; i++) {
        grey[i] = (uint8_t)i;
        rgb[3 * i] = (uint8_t)i;
        rgb[3 * i + 1] = (uint8_t)(255 - i);
        rgb[3 * i + 2] = (uint8_t)(i * 37);
    }
    image im = from_pixels(rgb, 256, 3, 8, NULL, 0);
    pixels_srgb8_row(im.pixels, 0, 0, 256, out);
    assert_memory_equal(out, rgb, sizeof rgb);
    pixels_rgb8_row(im.pixels, 3, 0, 250, out);
    assert_memory_equal(out, rgb + 9, 750);
    release(&im);
    im = from_pixels(grey, 256, 1, 8, NULL, 0);
    pixels_srgb8_row(im.pixels, 0, 0, 256, out);
    for (int i = 0; i < 256; i++)
        for (int c = 0; c < 3; c++)
            assert_int_equal(out[3 * i + c], i);
    release(&im);
}

/* Any start and length gives what the whole row gives. */
static void parts_of_rows_agree(void **state)
{
    (void)state;
    enum { N = 700 };
    uint8_t rgb[3 * N];
    float whole[3 * N], part[3 * N];
    num_rng rng;
    num_rng_seed(&rng, 3);
    for (int i = 0; i < 3 * N; i++)
        rgb[i] = (uint8_t)num_rng_below(&rng, 256);
    image im = from_pixels(rgb, N, 3, 8, NULL, 0);
    pixels_lab_row(im.pixels, 0, 0, N, whole);
    for (int k = 0; k < 200; k++) {
        uint32_t x = num_rng_below(&rng, N), n = 1 + num_rng_below(&rng, N - x);
        pixels_lab_row(im.pixels, x, 0, n, part);
        assert_memory_equal(part, whole + 3 * x, 3 * n * sizeof *part);
    }
    release(&im);
}

static void rows_follow_the_correction(void **state)
{
    (void)state;
    enum { N = 600 };
    static uint16_t rgb[3 * N];
    float xyz[3 * N];
    num_rng rng;
    num_rng_seed(&rng, 5);
    for (int i = 0; i < 3 * N; i++)
        rgb[i] = (uint16_t)num_rng_below(&rng, 65536);
    image im = from_pixels(rgb, N, 3, 16, NULL, 0);
    pixels_correction correction = {.active = 1, .knots = 6, .matrix = pixels_matrix(im.pixels)};
    for (int c = 0; c < 3; c++) {
        correction.plane_x[c] = 0.3 - 0.2 * c;
        correction.plane_y[c] = -0.1 * c;
        for (int k = 0; k < 6; k++) {
            correction.curve_in[c][k] = 0.03 * pow(2, k);
            correction.curve_out[c][k] = 0.028 * pow(2, k) * (1 + 0.05 * k + 0.03 * c);
        }
    }
    pixels_set_correction(im.pixels, &correction);
    assert_int_equal(pixels_get_correction(im.pixels)->knots, 6);
    pixels_xyz_row(im.pixels, 0, 0, N, xyz);
    double most = 0;
    for (int i = 0; i < N; i++) {
        double in[3], corrected[3], expected[3];
        for (int c = 0; c < 3; c++)
            in[c] = pixels_space_srgb().decode(rgb[3 * i + c] / 65535.0, 0);
        pixels_correct_one(&correction, (i + 0.5) / N - 0.5, 0.0, in, corrected);
        num_mat3_apply(&correction.matrix, corrected, expected);
        for (int c = 0; c < 3; c++)
            most = fmax(most, fabs((double)xyz[3 * i + c] / expected[c] - 1));
    }
    assert_at_most(most, 2e-4);
    correction.active = 0;
    pixels_set_correction(im.pixels, &correction);
    release(&im);
}

/* The knots themselves are met, and the straight line between them in log-log. */
static void corrections_pass_through_their_knots(void **state)
{
    (void)state;
    pixels_correction correction = {.active = 1, .knots = 3};
    static const double in[3] = {0.1, 0.2, 0.8}, out[3] = {0.05, 0.2, 0.9};
    for (int c = 0; c < 3; c++) {
        memcpy(correction.curve_in[c], in, sizeof in);
        memcpy(correction.curve_out[c], out, sizeof out);
    }
    for (int k = 0; k < 3; k++) {
        double v[3] = {in[k], in[k], in[k]}, w[3];
        pixels_correct_one(&correction, 0, 0, v, w);
        assert_near(w[1], out[k], 1e-12);
    }
    double v[3] = {0.4, 0.4, 0.05}, w[3];
    pixels_correct_one(&correction, 0, 0, v, w);
    assert_near(w[0], sqrt(0.2 * 0.9), 1e-12); /* half way between the knots on both logarithmic axes */
    assert_near(w[2], 0.0125, 1e-12);          /* slope 2 goes on below */
}

static void every_kernel_gives_the_same_bits(void **state)
{
    (void)state;
    const pixels_kernel *fast = pixels_kernel_pick();
    float in[3][BLOCK], a[3][BLOCK], b[3][BLOCK];
    const float m[9] = {0.43f, 0.38f, 0.14f, 0.22f, 0.71f, 0.06f, 0.01f, 0.09f, 0.71f};
    num_rng rng;
    num_rng_seed(&rng, 11);
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 3 * BLOCK; i++)
            in[i / BLOCK][i % BLOCK] = (float)(num_rng_uniform(&rng) * (round % 2 ? 1.2 : 0.02) - 0.001);
        pixels_kernel_base.matrix(m, in, a);
        fast->matrix(m, in, b);
        assert_memory_equal(a, b, sizeof a);
        pixels_kernel_base.lab(in, a);
        fast->lab(in, b);
        assert_memory_equal(a, b, sizeof a);
    }
    if (fast == &pixels_kernel_base)
        notice("no second kernel on this machine");
}

/* No ink is the paper's white, all ink is dark: whether Adobe's inverted storage is announced or not. */
static void cmyk_photos_go_through_their_profile(void **state)
{
    (void)state;
    NEED_DATA();
    size_t size = 0;
    unsigned char *icc = read_file(data_path("corpora/lcms2/testbed/test1.icc"), &size);
    assert_non_null(icc);
    unsigned char ink[2 * 8 * 8 * 4];
    memset(ink, 0, sizeof ink);
    for (int y = 0; y < 8; y++)
        memset(ink + y * 64 + 32, 255, 32);
    for (int adobe = 0; adobe < 2; adobe++) {
        blob file = make_jpeg(ink, 16, 8, 4, 1, 100, 0);
        for (size_t i = 2; !adobe && i + 5 < file.size; i++)
            if (file.data[i] == 0xFF && file.data[i + 1] == 0xEE && memcmp(file.data + i + 4, "Adobe", 5) == 0)
                file.data[i + 4] = 'x';
        jpeg_insert_icc(&file, icc, size, (int)(size / 65000) + 1, 0);
        sct_photo *photo = NULL;
        assert_int_equal(sct_photo_open(ctx, file.data, file.size, &photo), SCT_OK);
        image im = from_photo(photo);
        assert_int_equal(im.status, SCT_OK);
        float lab[3 * 16];
        uint8_t flags[16];
        pixels_lab_row(im.pixels, 0, 4, 16, lab);
        pixels_flag_row(im.pixels, 0, 4, 16, flags);
        /* libjpeg stores samples as they come; with Adobe's marker 0 means full ink. */
        double left = (double)lab[0], right = (double)lab[3 * 15];
        assert_near(adobe ? right : left, 100, 0.5);
        assert_at_most(adobe ? left : right, 25);
        assert_int_equal(flags[adobe ? 15 : 0], PIXELS_CLIPPED_HIGH);
        assert_int_equal(flags[adobe ? 0 : 15], PIXELS_CLIPPED_LOW);
        release(&im);
        free(file.data);
    }
    free(icc);
}

/* More distinct colours than the table takes: the rows are the same, only slower. */
static void colour_table_gives_up_gracefully(void **state)
{
    (void)state;
    NEED_DATA();
    size_t size = 0;
    unsigned char *icc = read_file(data_path("corpora/lcms2/testbed/test3.icc"), &size);
    if (!icc || channels_of(icc, size) != 3) {
        free(icc);
        notice("no RGB table profile");
        skip();
    }
    enum { SIDE = 2200 }; /* 4.84 million, all distinct */
    sct_pixels_desc desc;
    sct_pixels_desc_init(&desc);
    desc.width = desc.height = SIDE;
    unsigned char *rgb = malloc((size_t)3 * SIDE * SIDE);
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++) {
        rgb[3 * i] = (unsigned char)i;
        rgb[3 * i + 1] = (unsigned char)(i >> 8);
        rgb[3 * i + 2] = (unsigned char)(i >> 16);
    }
    desc.data = rgb;
    desc.icc = icc;
    desc.icc_size = size;
    sct_photo *photo = NULL;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    image im = from_photo(photo);
    image small = from_pixels(rgb, SIDE, 3, 8, icc, size);
    float a[3 * SIDE], b[3 * SIDE];
    if (im.pixels->profile) {
        assert_null(im.pixels->table);
        assert_non_null(small.pixels->table);
    }
    pixels_lab_row(im.pixels, 0, 0, SIDE, a);
    pixels_lab_row(small.pixels, 0, 0, SIDE, b);
    assert_memory_equal(a, b, sizeof a);
    release(&im);
    release(&small);
    free(rgb);
    free(icc);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(built_in_profiles_match_lcms),       TEST(collected_profiles_match_lcms),
        TEST(named_spaces_have_their_matrices),   TEST(transfer_functions_have_their_values),
        TEST(what_cannot_be_honoured_is_flagged), TEST(wrong_profiles_are_never_ignored),
        TEST(damaged_profiles_are_survived),      TEST(flags_of_rows),
        TEST(srgb_comes_back_unchanged),          TEST(parts_of_rows_agree),
        TEST(rows_follow_the_correction),         TEST(corrections_pass_through_their_knots),
        TEST(every_kernel_gives_the_same_bits),   TEST(cmyk_photos_go_through_their_profile),
        TEST(colour_table_gives_up_gracefully),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
