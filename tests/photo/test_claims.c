/*
 * tests/photo/test_claims.c - what a file says about its colours, when it says
 * it twice, wrongly, or not at all: the table of precedence, row by row. Each
 * claim is told by the colour that a file with it alone gives.
 */
#include "support/images.h"
#include "support/mini_heic.h"
#include "support/support.h"

#include <lcms2.h>
#include <zlib.h>

#if defined(__SANITIZE_ADDRESS__)
/* libheif 1.15 loses the profile it has begun (52 bytes) when a code point of an nclx box is reserved: it answers an error
 * and hands nothing out that could be freed. What is ours is looked for by all other tests of photos. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libheif";
}
#endif

static sct_context *ctx;
static int rows; /* of the table that were tested */
static const unsigned char brown[3] = {200, 140, 110};

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

/* ---- files ---- */

/* A profile with primaries and curve that no other claim of these tests has. */
static blob wide_profile(void)
{
    cmsCIExyY white = {0.3127, 0.3290, 1};
    cmsCIExyYTRIPLE primaries = {{0.7, 0.3, 1}, {0.2, 0.75, 1}, {0.14, 0.05, 1}};
    cmsToneCurve *curve = cmsBuildGamma(NULL, 2.0), *curves[3] = {curve, curve, curve};
    cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
    cmsUInt32Number size = 0;
    blob out = {0};
    assert_true(cmsSaveProfileToMem(profile, NULL, &size));
    out.data = malloc(size);
    out.size = size;
    assert_true(cmsSaveProfileToMem(profile, out.data, &size));
    cmsCloseProfile(profile);
    cmsFreeToneCurve(curve);
    return out;
}

typedef enum condition { FINE, BROKEN, SILENT, CONDITIONS } condition;

static void add_icc(blob *png, condition how, int variant)
{
    blob icc = wide_profile(), chunk = {0};
    unsigned char packed[4096];
    uLongf size = sizeof packed;
    if (how == BROKEN && variant == 1) /* no tag is where the table says */
        memset(icc.data + 128, 0xEE, 200);
    assert_int_equal(compress(packed, &size, icc.data, icc.size), Z_OK);
    if (how == BROKEN && variant == 0)
        packed[size / 2] ^= 0x55;
    if (how == BROKEN && variant == 2)
        size /= 2;
    blob_add(&chunk, "a name\0", 8);
    blob_add(&chunk, packed, size);
    png_insert_chunk(png, "iCCP", chunk.data, chunk.size);
    free(chunk.data);
    free(icc.data);
}

static void add_gamma(blob *png, condition how, int variant)
{
    static const uint32_t p3[8] = {31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000};
    blob gamma = {0}, xy = {0};
    blob_add_be32(&gamma, how == BROKEN ? 0 : 55556);
    for (int i = 0; i < 8; i++)
        blob_add_be32(&xy, how == BROKEN ? 0 : p3[i]);
    if (how == FINE || variant != 1)
        png_insert_chunk(png, "gAMA", gamma.data, gamma.size);
    if (how == FINE || variant != 2)
        png_insert_chunk(png, "cHRM", xy.data, xy.size);
    free(gamma.data);
    free(xy.data);
}

static void add_exif(blob *png, condition how)
{
    blob exif = make_exif(0, 1, 0xFFFF, how == FINE ? "R03" : "R98");
    png_insert_chunk(png, "eXIf", exif.data, exif.size);
    free(exif.data);
}

/* Adds one claim to a PNG; 0 if it cannot be in that condition. */
static int add_claim(blob *png, photo_claim claim, condition how, int variant)
{
    static const unsigned char cicp[CONDITIONS][3][4] = {{{9, 13, 0, 1}, {9, 13, 0, 1}, {9, 13, 0, 1}},
                                                         {{9, 13, 1, 1}, {3, 13, 0, 1}, {9, 200, 0, 1}},
                                                         {{2, 2, 0, 1}, {2, 2, 1, 0}, {2, 2, 9, 1}}};
    static const unsigned char part[CONDITIONS][3][4] = {{{11, 2, 0, 1}, {11, 2, 0, 1}, {11, 2, 0, 1}},
                                                         {{2, 9, 0, 1}, {3, 2, 0, 1}, {11, 2, 9, 1}}};
    static const unsigned char intents[3] = {4, 9, 255};
    switch (claim) {
    case PHOTO_CLAIM_CICP: png_insert_chunk(png, "cICP", cicp[how][variant], 4); return 1;
    case PHOTO_CLAIM_CICP_PART: png_insert_chunk(png, "cICP", part[how][variant], 4); return how != SILENT;
    case PHOTO_CLAIM_ICC: add_icc(png, how, variant); return how != SILENT;
    case PHOTO_CLAIM_SRGB:
        png_insert_chunk(png, "sRGB", how == BROKEN ? &intents[variant] : (const unsigned char *)"", 1);
        return how != SILENT;
    case PHOTO_CLAIM_GAMMA: add_gamma(png, how, variant); return how != SILENT;
    case PHOTO_CLAIM_EXIF: add_exif(png, how); return how != BROKEN;
    case PHOTO_CLAIM_NONE:
    case PHOTO_CLAIM_CALLER:
    case PHOTO_CLAIM_KINDS: break;
    }
    return 0;
}

static blob plain_png(void)
{
    const png_spec spec = {1, 1, 2, 8, 0, brown, 3};
    return make_png(&spec);
}

/* ---- answers ---- */

typedef struct answer {
    float xyz[3];
    sct_profile_source source;
    int ignored, forbids, silent; /* "profile-ignored", and whether it forbids a pick; "no-profile" */
    char message[256];
} answer;

/* What comes of a file, which it frees. */
static answer answer_of(blob *file)
{
    answer out = {.silent = 0};
    image im = image_from_photo(ctx, photo_of_blob(ctx, file));
    assert_int_equal(im.status, SCT_OK);
    pixels_xyz_row(im.pixels, 0, 0, 1, out.xyz);
    out.source = pixels_profile_source(im.pixels);
    out.silent = flags_have(photo_flags(im.photo), "no-profile");
    flags_join(&im.flags, photo_flags(im.photo));
    for (size_t i = 0; i < im.flags.count; i++)
        if (strcmp(im.flags.items[i].code, "profile-ignored") == 0) {
            out.ignored = 1;
            out.forbids = im.flags.items[i].forbids_pick;
            strcpy(out.message, im.flags.items[i].message);
        }
    image_free(&im);
    free(file->data);
    return out;
}

static answer alone_in_png(photo_claim claim)
{
    blob png = plain_png();
    assert_true(claim == PHOTO_CLAIM_NONE || add_claim(&png, claim, FINE, 0));
    return answer_of(&png);
}

/* The colour and the source are those of `wanted`, and the flag is there when `ignored`. */
static void is_answered(const answer *got, const answer *wanted, int ignored, int assumed, const char *what)
{
    if (memcmp(got->xyz, wanted->xyz, sizeof got->xyz) != 0 || got->source != wanted->source || got->ignored != ignored)
        fail_msg("%s: %g %g %g, source %d, ignored %d (%s)", what, (double)got->xyz[0], (double)got->xyz[1],
                 (double)got->xyz[2], (int)got->source, got->ignored, got->message);
    assert_int_equal(got->forbids, ignored && assumed);
    assert_int_equal(ignored && assumed, ignored && strstr(got->message, "sRGB is assumed") != NULL);
    rows++;
}

/* ---- PNG ---- */

static void claims_have_colours_of_their_own(void **state)
{
    (void)state;
    const photo_claim *order = photo_precedence("png");
    int count = 0;
    for (int i = 0; order[i] != PHOTO_CLAIM_NONE; i++, count++) {
        answer a = alone_in_png(order[i]), none = alone_in_png(PHOTO_CLAIM_NONE);
        assert_true(none.silent && !none.ignored && none.source == SCT_PROFILE_ASSUMED_SRGB);
        assert_false(a.silent || a.ignored);
        for (int k = 0; k < i; k++) {
            answer b = alone_in_png(order[k]);
            assert_memory_not_equal(a.xyz, b.xyz, sizeof a.xyz);
        }
    }
    assert_int_equal(count, 6);
}

/* Two claims, whichever comes first in the file: the higher one is used, unless it is broken or says nothing. */
static void the_higher_claim_of_a_png_is_used(void **state)
{
    (void)state;
    const photo_claim *order = photo_precedence("png");
    rows = 0;
    for (int i = 0; order[i] != PHOTO_CLAIM_NONE; i++)
        for (int k = i + 1; order[k] != PHOTO_CLAIM_NONE; k++) {
            answer upper = alone_in_png(order[i]), lower = alone_in_png(order[k]);
            int chunk_of_both = order[i] == PHOTO_CLAIM_CICP && order[k] == PHOTO_CLAIM_CICP_PART; /* a PNG has one cICP */
            for (int n = 0; n < 2 * 3 * CONDITIONS && !chunk_of_both; n++) {
                int first = n % 2, variant = n / 2 % 3;
                condition how = (condition)(n / 6);
                char what[64];
                blob png = plain_png();
                int there = first ? add_claim(&png, order[i], how, variant) : add_claim(&png, order[k], FINE, 0);
                int both = first ? add_claim(&png, order[k], FINE, 0) : add_claim(&png, order[i], how, variant);
                if (!there || !both) {
                    free(png.data);
                    continue;
                }
                snprintf(what, sizeof what, "claims %d and %d, %d, %d, %d", (int)order[i], (int)order[k], first, (int)how,
                         variant);
                answer got = answer_of(&png);
                is_answered(&got, how == FINE ? &upper : &lower, how == BROKEN, 0, what);
            }
        }
    figure("PNG: %d pairs of claims, either first, fine, broken or silent: the table's one is used", rows);
}

/* Nothing but a broken claim: sRGB, flagged; nothing but a silent one: sRGB, and said so. */
static void a_broken_claim_alone_leaves_srgb(void **state)
{
    (void)state;
    const photo_claim *order = photo_precedence("png");
    answer none = alone_in_png(PHOTO_CLAIM_NONE);
    rows = 0;
    for (int i = 0; order[i] != PHOTO_CLAIM_NONE; i++)
        for (int n = 0; n < 6; n++) {
            condition how = n < 3 ? BROKEN : SILENT;
            blob png = plain_png();
            if (!add_claim(&png, order[i], how, n % 3)) {
                free(png.data);
                continue;
            }
            answer got = answer_of(&png);
            is_answered(&got, &none, how == BROKEN, 1, "alone");
            assert_int_equal(got.silent, how == SILENT);
        }
    figure("PNG: %d broken or silent claims alone: sRGB, and said so", rows);
}

/* A wrong checksum breaks a chunk; one behind the picture is none. */
static void damaged_chunks_are_broken_claims(void **state)
{
    (void)state;
    static const unsigned char p3[4] = {12, 13, 0, 1};
    answer none = alone_in_png(PHOTO_CLAIM_NONE), srgb = alone_in_png(PHOTO_CLAIM_SRGB);
    for (int with_srgb = 0; with_srgb < 2; with_srgb++)
        for (int crc = 0; crc < 2; crc++) {
            blob png = plain_png();
            if (with_srgb)
                png_insert_chunk(&png, "sRGB", "", 1);
            png_insert_chunk(&png, "cICP", p3, crc ? 4 : 3);
            png.data[33 + 8 + 4] ^= (unsigned char)crc;
            answer got = answer_of(&png);
            is_answered(&got, with_srgb ? &srgb : &none, 1, !with_srgb, "damaged cICP");
        }
    blob png = plain_png(), late = {0};
    png_insert_chunk(&png, "cICP", p3, 4);
    blob_add(&late, png.data, 33);
    blob_add(&late, png.data + 33 + 16, png.size - 33 - 16 - 12);
    blob_add(&late, png.data + 33, 16);
    blob_add(&late, png.data + png.size - 12, 12);
    free(png.data);
    answer got = answer_of(&late);
    is_answered(&got, &none, 0, 1, "behind the picture");
}

/* gAMA and cHRM are halves of one claim: where one is impossible, the other still counts, and it is said. */
static void half_a_claim_is_used(void **state)
{
    (void)state;
    static const unsigned char gamma_18[4] = {0, 0, 0xD9, 0x04}, zeros[32] = {0};
    static const unsigned char p3[32] = {0, 0, 0x7A, 0x26, 0, 0, 0x80, 0x84, 0, 1, 0x09, 0xA0, 0, 0, 0x7D, 0x00,
                                         0, 0, 0x67, 0x84, 0, 1, 0x0D, 0x88, 0, 0, 0x3A, 0x98, 0, 0, 0x17, 0x70};
    for (int half = 0; half < 2; half++) {
        blob right = plain_png(), both = plain_png();
        for (int k = 0; k < 2; k++) {
            blob *png = k ? &both : &right;
            if (k || !half)
                png_insert_chunk(png, "gAMA", half ? zeros : gamma_18, 4);
            if (k || half)
                png_insert_chunk(png, "cHRM", half ? p3 : zeros, 32);
        }
        answer wanted = answer_of(&right), got = answer_of(&both);
        is_answered(&got, &wanted, 1, 0, "half a claim");
        assert_non_null(strstr(got.message, half ? "gamma is impossible" : "chromaticities are impossible"));
    }
}

static void two_profiles_are_flagged(void **state)
{
    (void)state;
    answer wanted = alone_in_png(PHOTO_CLAIM_ICC);
    blob png = plain_png();
    add_icc(&png, FINE, 0);
    add_icc(&png, FINE, 0);
    answer got = answer_of(&png);
    is_answered(&got, &wanted, 1, 0, "two iCCP");
    assert_non_null(strstr(got.message, "two colour profiles"));
}

/* ---- JPEG ---- */

typedef enum icc_state { ICC_NONE, ICC_FINE, ICC_TWICE, ICC_SHORT, ICC_CUT, ICC_PIECE_MISSING, ICC_STATES } icc_state;

static void add_jpeg_icc(blob *jpeg, icc_state how)
{
    blob icc = wide_profile(), piece = {0};
    unsigned char number[2] = {1, 2};
    switch (how) {
    case ICC_FINE: jpeg_insert_icc(jpeg, icc.data, icc.size, 3, 1); break;
    case ICC_TWICE:
        jpeg_insert_icc(jpeg, icc.data, icc.size, 2, 0);
        jpeg_insert_icc(jpeg, icc.data, icc.size, 2, 1);
        break;
    case ICC_SHORT: jpeg_insert_icc(jpeg, icc.data, 100, 1, 0); break;
    case ICC_CUT: jpeg_insert_icc(jpeg, icc.data, 200, 1, 0); break;
    case ICC_PIECE_MISSING:
        blob_add(&piece, "ICC_PROFILE", 12);
        blob_add(&piece, number, 2);
        blob_add(&piece, icc.data, 300);
        jpeg_insert_segment(jpeg, 0xE2, piece.data, piece.size);
        free(piece.data);
        break;
    case ICC_NONE:
    case ICC_STATES: break;
    }
    free(icc.data);
}

static answer answer_of_jpeg(icc_state icc, int space, const char *interop)
{
    unsigned char rgb[3 * 64];
    for (int i = 0; i < 64; i++)
        memcpy(rgb + 3 * i, brown, 3);
    blob jpeg = make_jpeg(rgb, 8, 8, 3, 1, 95, 0);
    if (space)
        jpeg_insert_exif(&jpeg, 1, 1, space, interop);
    add_jpeg_icc(&jpeg, icc);
    return answer_of(&jpeg);
}

static void a_jpegs_profile_goes_before_its_exif(void **state)
{
    (void)state;
    answer profile = answer_of_jpeg(ICC_FINE, 0, ""), adobe = answer_of_jpeg(ICC_NONE, 0xFFFF, "R03"),
           srgb = answer_of_jpeg(ICC_NONE, 1, "R98"), none = answer_of_jpeg(ICC_NONE, 0, "");
    assert_int_equal(adobe.source, SCT_PROFILE_TAGGED);
    assert_int_equal(srgb.source, SCT_PROFILE_TAGGED);
    assert_true(none.silent);
    assert_memory_not_equal(adobe.xyz, profile.xyz, sizeof adobe.xyz);
    rows = 0;
    for (icc_state how = ICC_FINE; how < ICC_STATES; how++) {
        int fine = how <= ICC_TWICE;
        answer with_r03 = answer_of_jpeg(how, 0xFFFF, "R03"), with_srgb = answer_of_jpeg(how, 1, "R98"),
               uncalibrated = answer_of_jpeg(how, 0xFFFF, "R98"), alone = answer_of_jpeg(how, 0, "");
        is_answered(&with_r03, fine ? &profile : &adobe, !fine, 0, "ICC and R03");
        is_answered(&with_srgb, fine ? &profile : &srgb, !fine, 0, "ICC and ColorSpace sRGB");
        is_answered(&uncalibrated, fine ? &profile : &none, !fine, 1, "ICC and uncalibrated");
        is_answered(&alone, fine ? &profile : &none, !fine, 1, "ICC alone");
    }
    figure("JPEG: %d pairs of profile and EXIF: the table's one is used", rows);
}

/* ---- HEIC ---- */

static void a_heics_profile_goes_before_its_code_points(void **state)
{
    (void)state;
    sct_photo *photo = NULL;
    blob probe = make_heic(12, 13, NULL, 0), icc = wide_profile();
    if (sct_photo_open(ctx, probe.data, probe.size, &photo) == SCT_ERR_PHOTO_UNSUPPORTED) {
        notice("this build reads no HEIC");
        free(probe.data);
        free(icc.data);
        skip();
    }
    sct_photo_free(photo);
    answer p3 = answer_of(&probe);
    blob file = make_heic(-1, 0, icc.data, icc.size);
    answer profile = answer_of(&file);
    file = make_heic(2, 2, NULL, 0);
    answer none = answer_of(&file);
    assert_true(none.silent && none.source == SCT_PROFILE_ASSUMED_SRGB && p3.source == SCT_PROFILE_CICP);
    rows = 0;
    file = make_heic(12, 2, NULL, 0); /* the curve is not said: that of sRGB */
    answer got = answer_of(&file);
    is_answered(&got, &p3, 0, 0, "primaries alone");
    file = make_heic(12, 13, icc.data, icc.size);
    got = answer_of(&file);
    is_answered(&got, &profile, 0, 0, "both");
    memset(icc.data + 128, 0xEE, 200);
    for (int k = 0; k < 4; k++) {
        static const int transfers[4] = {13, 2, 2, 200};
        file = make_heic(k == 2 ? 2 : 12, transfers[k], icc.data, k == 1 ? 100 : icc.size);
        got = answer_of(&file);
        is_answered(&got, k < 2 ? &p3 : &none, 1, k >= 2, "a broken profile");
    }
    figure("HEIC: %d pairs of profile and code points: the table's one is used", rows);
    free(icc.data);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(claims_have_colours_of_their_own),
        TEST(the_higher_claim_of_a_png_is_used),
        TEST(a_broken_claim_alone_leaves_srgb),
        TEST(damaged_chunks_are_broken_claims),
        TEST(half_a_claim_is_used),
        TEST(two_profiles_are_flagged),
        TEST(a_jpegs_profile_goes_before_its_exif),
        TEST(a_heics_profile_goes_before_its_code_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
