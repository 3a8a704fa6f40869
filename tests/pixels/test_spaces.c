/*
 * tests/pixels/test_spaces.c - colour spaces without a profile, against
 * published colorants and transfer functions.
 */
#include "pixels/pixels_private.h"
#include "support/images.h"
#include "support/photos.h"
#include "support/support.h"

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
    return image_from_photo(ctx, photo);
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
    return image_from_photo(ctx, photo);
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
    image_free(&im);
    im = from_jpeg_tagged(0xFFFF, "R03");
    matrix_is(im.pixels, adobe, 2e-4);
    pixels_profile_name(im.pixels, name);
    assert_string_equal(name, "Adobe RGB (1998)");
    image_free(&im);
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
    image_free(&im);
}

static double linear_at(const unsigned char cicp[4], unsigned char code)
{
    const unsigned char rgb[3] = {code, code, code};
    float linear[3];
    image im = from_png_chunk("cICP", cicp, 4, rgb);
    assert_int_equal(im.status, SCT_OK);
    pixels_rgb_row(im.pixels, 0, 0, 1, linear);
    image_free(&im);
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
    image_free(&im);
}

static void what_cannot_be_honoured_is_flagged(void **state)
{
    (void)state;
    static const unsigned char bad[][4] = {{1, 9, 0, 1}, {3, 13, 0, 1}, {1, 13, 1, 1}}, silent[4] = {2, 2, 0, 1};
    static const unsigned char rgb[3] = {200, 100, 50}, degenerate[32] = {0};
    float wanted[3], got[3];
    image im = from_png_chunk("sRGB", "", 1, rgb);
    pixels_xyz_row(im.pixels, 0, 0, 1, wanted);
    assert_int_equal(im.flags.count, 0);
    image_free(&im);
    im = from_png_chunk("cICP", silent, 4, rgb); /* unspecified: nothing that could be honoured */
    assert_false(flags_have(&im.flags, "profile-ignored"));
    assert_true(flags_have(photo_flags(im.photo), "no-profile"));
    pixels_xyz_row(im.pixels, 0, 0, 1, got);
    assert_memory_equal(got, wanted, sizeof got);
    image_free(&im);
    for (size_t i = 0; i < 3; i++) {
        im = from_png_chunk("cICP", bad[i], 4, rgb);
        assert_true(flags_have(&im.flags, "profile-ignored"));
        pixels_xyz_row(im.pixels, 0, 0, 1, got);
        assert_memory_equal(got, wanted, sizeof got);
        image_free(&im);
    }
    im = from_png_chunk("cHRM", degenerate, 32, rgb);
    assert_true(flags_have(&im.flags, "profile-ignored"));
    image_free(&im);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(named_spaces_have_their_matrices),
        TEST(transfer_functions_have_their_values),
        TEST(what_cannot_be_honoured_is_flagged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
