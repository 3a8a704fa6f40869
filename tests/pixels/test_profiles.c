/*
 * tests/pixels/test_profiles.c - ICC profiles: Lab against lcms2's exact float
 * path; profiles that are wrong, damaged or made for inks.
 */
#include "pixels/pixels_private.h"
#include "support/images.h"
#include "support/photos.h"
#include "support/support.h"

#include <lcms2.h>
#include <zlib.h>

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
        im = image_from_pixels(ctx, data, COUNT, channels, bits, icc, size);
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
    image_free(&im);
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

/* ---- wrong and damaged profiles ---- */

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
    const double bright[] = {1, 1000, 0}; /* white a thousand times its own light */
    const cmsCIExyY d65 = {0.3127, 0.3290, 1};
    const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
    cmsToneCurve *absurd = cmsBuildParametricToneCurve(NULL, 2, bright), *curves[3] = {absurd, absurd, absurd};
    cmsUInt32Number sizes[5] = {0, 0, 0, 0, 500};
    unsigned char *wrong[5] = {profile_bytes(cmsCreateGrayProfile(cmsD50_xyY(), curve), &sizes[0]),
                               profile_bytes(cmsCreateInkLimitingDeviceLink(cmsSigCmykData, 200), &sizes[1]),
                               profile_bytes(cmsCreateLab4Profile(NULL), &sizes[2]),
                               profile_bytes(cmsCreateRGBProfile(&d65, &primaries, curves), &sizes[3]), calloc(1, 500)};
    for (int i = 0; i < 5; i++) {
        image im = image_from_pixels(ctx, rgb, 1, 3, 8, wrong[i], sizes[i]);
        assert_int_equal(im.status, SCT_ERR_PROFILE);
        assert_null(im.pixels);
        image_free(&im);
        sct_context_clear(ctx);
        blob file = make_jpeg(rgb, 1, 1, 3, 1, 100, 0);
        sct_photo *photo = NULL;
        jpeg_insert_icc(&file, wrong[i], sizes[i], (int)(sizes[i] / 60000) + 1, 0);
        assert_int_equal(sct_photo_open(ctx, file.data, file.size, &photo), SCT_OK);
        im = image_from_photo(ctx, photo);
        assert_int_equal(im.status, SCT_OK);
        assert_true(flags_have(&im.flags, "profile-ignored"));
        image_free(&im);
        free(file.data);
        free(wrong[i]);
    }
    cmsFreeToneCurve(curve);
    cmsFreeToneCurve(absurd);
}

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
            image im = image_from_pixels(ctx, rgb, 2, 3, 8, icc, size);
            float lab[6];
            if (im.status == SCT_OK)
                pixels_lab_row(im.pixels, 0, 0, 2, lab);
            used += im.status == SCT_OK;
            image_free(&im);
            sct_context_clear(ctx);
            icc[at] = kept;
        }
    assert_true(used > 0);
    free(icc);
}

/* PNG 3rd edition 4.3: cICP before iCCP before sRGB; the chunk written here is what a camera's software would write. */
static void png_profile_stands_between_cicp_and_srgb(void **state)
{
    (void)state;
    static const unsigned char cicp[4] = {12, 13, 0, 1}, rgb[3] = {200, 100, 50};
    cmsUInt32Number size = 0;
    unsigned char *icc = profile_bytes(cmsCreate_sRGBProfile(), &size);
    unsigned char chunk[8192] = "a name";
    uLongf packed = sizeof chunk - 8;
    assert_int_equal(compress(chunk + 8, &packed, icc, size), Z_OK);
    png_spec spec = {1, 1, 2, 8, 0, rgb, 3};
    blob file = make_png(&spec);
    sct_photo *photo = NULL;
    char name[64];
    png_insert_chunk(&file, "iCCP", chunk, 8 + packed);
    assert_int_equal(sct_photo_open(ctx, file.data, file.size, &photo), SCT_OK);
    assert_int_equal(photo_colour(photo)->source, SCT_PROFILE_EMBEDDED);
    image im = image_from_photo(ctx, photo);
    pixels_profile_name(im.pixels, name);
    assert_string_equal(name, "sRGB built-in");
    assert_int_equal(im.flags.count, 0);
    image_free(&im);
    png_insert_chunk(&file, "cICP", cicp, 4);
    assert_int_equal(sct_photo_open(ctx, file.data, file.size, &photo), SCT_OK);
    assert_int_equal(photo_colour(photo)->source, SCT_PROFILE_CICP);
    assert_null(photo_colour(photo)->icc);
    sct_photo_free(photo);
    free(file.data);

    chunk[8 + packed / 2] ^= 0x55; /* a damaged profile is not passed over in silence */
    file = make_png(&spec);
    png_insert_chunk(&file, "iCCP", chunk, 8 + packed);
    assert_int_equal(sct_photo_open(ctx, file.data, file.size, &photo), SCT_OK);
    im = image_from_photo(ctx, photo);
    assert_true(flags_have(&im.flags, "profile-ignored"));
    image_free(&im);
    free(file.data);
    free(icc);
}

/* ---- table profiles ---- */

/* No ink is the paper's white, all ink is dark: whether Adobe's inverted storage is announced or not, it is meant. */
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
        image im = image_from_photo(ctx, photo);
        assert_int_equal(im.status, SCT_OK);
        float lab[3 * 16];
        uint8_t flags[16];
        pixels_lab_row(im.pixels, 0, 4, 16, lab);
        pixels_flag_row(im.pixels, 0, 4, 16, flags);
        /* libjpeg stores samples as they come; 0 means full ink. */
        double left = (double)lab[0], right = (double)lab[3 * 15];
        assert_near(right, 100, 0.5);
        assert_at_most(left, 25);
        assert_int_equal(flags[15], PIXELS_CLIPPED_HIGH);
        assert_int_equal(flags[0], PIXELS_CLIPPED_LOW);
        image_free(&im);
        free(file.data);
    }
    free(icc);
}

/* A profile with RGB tables; skips the test without one. */
static unsigned char *rgb_table_profile(size_t *size)
{
    unsigned char *icc = read_file(data_path("corpora/lcms2/testbed/test3.icc"), size);
    if (!icc || channels_of(icc, *size) != 3) {
        free(icc);
        notice("no RGB table profile");
        skip();
    }
    return icc;
}

/* More distinct colours than the table takes: the rows are the same, only slower. */
static void colour_table_gives_up_gracefully(void **state)
{
    (void)state;
    NEED_DATA();
    size_t size = 0;
    unsigned char *icc = rgb_table_profile(&size);
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
    image im = image_from_photo(ctx, photo);
    image small = image_from_pixels(ctx, rgb, SIDE, 3, 8, icc, size);
    float a[3 * SIDE], b[3 * SIDE];
    if (im.pixels->profile) {
        assert_null(im.pixels->table);
        assert_non_null(small.pixels->table);
    }
    pixels_lab_row(im.pixels, 0, 0, SIDE, a);
    pixels_lab_row(small.pixels, 0, 0, SIDE, b);
    assert_memory_equal(a, b, sizeof a);
    image_free(&im);
    image_free(&small);
    free(rgb);
    free(icc);
}

/* The place of a colour in a table of 1 << bits entries, as pixels_table.c has it. */
static uint32_t slot_of(uint32_t key, int bits)
{
    return (key * 0x9E3779B1u) >> (32 - bits);
}

static void put_colour(unsigned char *rgb, size_t n, uint32_t key)
{
    rgb[3 * n] = (unsigned char)(key >> 16);
    rgb[3 * n + 1] = (unsigned char)(key >> 8);
    rgb[3 * n + 2] = (unsigned char)key;
}

/* Appends `count` colours of one place; returns how many there are now. */
static size_t colours_at(unsigned char *rgb, size_t n, size_t count, int bits, uint32_t slot)
{
    for (uint32_t key = 0; count > 0 && key < 1u << 24; key++)
        if (slot_of(key, bits) == slot) {
            put_colour(rgb, n++, key);
            count--;
        }
    return n;
}

/*
 * Colours chosen so that each finds its place within 128 steps in the first table, but not when they are moved to the
 * next larger one: 128 at one place near the table's end, one that was pushed round it to the start, then enough others
 * for the table to grow.
 */
static void colliding_colours_are_survived(void **state)
{
    (void)state;
    NEED_DATA();
    enum { FIRST_BITS = 12, PLACES = 1 << FIRST_BITS, CLASH = 128, OTHERS = 2000, ALL = CLASH + 1 + OTHERS };
    size_t size = 0;
    unsigned char *icc = rgb_table_profile(&size), *rgb = malloc((size_t)3 * ALL);
    size_t n = colours_at(rgb, 0, CLASH, FIRST_BITS + 1, 2 * PLACES - 256);
    n = colours_at(rgb, n, 1, FIRST_BITS + 1, 2 * PLACES - 254);
    for (uint32_t key = 0; n < ALL; key++)
        if (slot_of(key, FIRST_BITS) < PLACES - 256)
            put_colour(rgb, n++, key);
    assert_int_equal(n, ALL);
    image all = image_from_pixels(ctx, rgb, ALL, 3, 8, icc, size), few = image_from_pixels(ctx, rgb, CLASH, 3, 8, icc, size);
    float a[3 * ALL], b[3 * CLASH];
    assert_non_null(few.pixels->table);
    pixels_lab_row(all.pixels, 0, 0, ALL, a);
    pixels_lab_row(few.pixels, 0, 0, CLASH, b);
    assert_memory_equal(a, b, sizeof b);
    image_free(&all);
    image_free(&few);
    free(rgb);
    free(icc);
}

/* A profile whose tables, of numbers that a file may hold, lead to infinity less infinity. */
static unsigned char *endless_profile(cmsUInt32Number *size)
{
    static const double huge[9] = {9e19, 9e19, 9e19, 9e19, 9e19, 9e19, 9e19, 9e19, 9e19};
    static const double less[9] = {1, -1, 0, 1, -1, 0, 1, -1, 0};
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(NULL);
    cmsSetProfileVersion(profile, 4.3);
    cmsSetDeviceClass(profile, cmsSigInputClass);
    cmsSetColorSpace(profile, cmsSigRgbData);
    cmsSetPCS(profile, cmsSigXYZData);
    cmsPipeline *pipeline = cmsPipelineAlloc(NULL, 3, 3);
    cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocMatrix(NULL, 3, 3, huge, NULL));
    cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocMatrix(NULL, 3, 3, huge, NULL));
    cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocMatrix(NULL, 3, 3, less, NULL));
    assert_true(cmsWriteTag(profile, cmsSigDToB1Tag, pipeline));
    cmsPipelineFree(pipeline);
    return profile_bytes(profile, size);
}

static void what_is_no_number_is_no_light(void **state)
{
    (void)state;
    enum { N = 9 };
    cmsUInt32Number size;
    unsigned char *icc = endless_profile(&size);
    static const unsigned char rgb[3 * N * 2] = {1, 20, 200, 1, 20, 200, 255, 255, 255, 90, 0, 7, 255};
    float xyz[3 * N];
    for (int bits = 8; bits <= 16; bits += 8) {
        image im = image_from_pixels(ctx, rgb, N, 3, bits, icc, size);
        assert_int_equal(im.status, SCT_OK);
        assert_non_null(im.pixels->profile);
        pixels_xyz_row(im.pixels, 0, 0, N, xyz);
        for (int i = 0; i < 3 * N; i++)
            assert_true(isfinite(xyz[i]));
        image_free(&im);
    }
    free(icc);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(built_in_profiles_match_lcms),     TEST(collected_profiles_match_lcms),
        TEST(wrong_profiles_are_never_ignored), TEST(png_profile_stands_between_cicp_and_srgb),
        TEST(damaged_profiles_are_survived),    TEST(cmyk_photos_go_through_their_profile),
        TEST(colour_table_gives_up_gracefully), TEST(colliding_colours_are_survived),
        TEST(what_is_no_number_is_no_light),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
