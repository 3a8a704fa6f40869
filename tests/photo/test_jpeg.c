/* tests/photo/test_jpeg.c - JPEG: EXIF and ICC segments, windows, truncation, endless scans. */
#include "num/num.h"
#include "support/images.h"
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

/* A picture whose every pixel differs: 7 x 5 RGB. */
enum { W = 7, H = 5 };
static void fill(unsigned char *rgb)
{
    for (int i = 0; i < W * H; i++) {
        rgb[3 * i] = (unsigned char)(i * 7);
        rgb[3 * i + 1] = (unsigned char)(255 - i * 5);
        rgb[3 * i + 2] = (unsigned char)(i * i);
    }
}

static void exif_colour_space(void **state)
{
    (void)state;
    static const struct {
        int color_space;
        const char *interop;
        sct_profile_source source;
        int adobe;
    } cases[] = {{1, "R98", SCT_PROFILE_TAGGED, 0},         {0xFFFF, "R03", SCT_PROFILE_TAGGED, 1},
                 {0xFFFF, "", SCT_PROFILE_ASSUMED_SRGB, 0}, {2, "", SCT_PROFILE_TAGGED, 1},
                 {0, "", SCT_PROFILE_ASSUMED_SRGB, 0},      {1, "R03", SCT_PROFILE_TAGGED, 0}};
    unsigned char rgb[3 * W * H];
    fill(rgb);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int big = 0; big < 2; big++) {
            blob file = make_jpeg(rgb, W, H, 3, 1, 90, 0);
            jpeg_insert_exif(&file, big, 6, cases[i].color_space, cases[i].interop);
            sct_photo *photo = photo_of_blob(ctx, &file);
            assert_int_equal(photo_colour(photo)->source, cases[i].source);
            assert_int_equal(photo_colour(photo)->adobe_rgb, cases[i].adobe);
            assert_int_equal(photo_info(photo).orientation, 6);
            assert_int_equal(photo_info(photo).width, H);
            sct_photo_free(photo);
            free(file.data);
        }
}

static void icc_in_pieces(void **state)
{
    (void)state;
    unsigned char rgb[3 * W * H], icc[1000];
    fill(rgb);
    for (size_t i = 0; i < sizeof icc; i++)
        icc[i] = (unsigned char)(i * 31);
    for (int pieces = 1; pieces <= 5; pieces++)
        for (int reversed = 0; reversed < 2; reversed++) {
            blob file = make_jpeg(rgb, W, H, 3, 1, 90, 0);
            jpeg_insert_icc(&file, icc, sizeof icc, pieces, reversed);
            sct_photo *photo = photo_of_blob(ctx, &file);
            const photo_colour_space *colour = photo_colour(photo);
            assert_int_equal(colour->source, SCT_PROFILE_EMBEDDED);
            assert_int_equal(colour->icc_size, sizeof icc);
            assert_memory_equal(colour->icc, icc, sizeof icc);
            sct_photo_free(photo);
            free(file.data);
        }
}

static void broken_icc_pieces_are_flagged(void **state)
{
    (void)state;
    static const unsigned char bad[][2] = {{1, 2}, {2, 2}, {0, 1}, {3, 2}}; /* missing, missing, number 0, beyond count */
    unsigned char rgb[3 * W * H], piece[14 + 200] = "ICC_PROFILE";
    fill(rgb);
    for (size_t i = 0; i <= sizeof bad / sizeof bad[0]; i++) {
        blob file = make_jpeg(rgb, W, H, 3, 1, 90, 0);
        int twice = i == sizeof bad / sizeof bad[0];
        piece[12] = twice ? 1 : bad[i][0];
        piece[13] = twice ? 1 : bad[i][1];
        for (int k = 0; k <= twice; k++) {
            piece[sizeof piece - 1] = (unsigned char)k;
            jpeg_insert_segment(&file, 0xE2, piece, sizeof piece);
        }
        image im = image_from_photo(ctx, photo_of_blob(ctx, &file));
        assert_int_equal(photo_colour(im.photo)->source, SCT_PROFILE_ASSUMED_SRGB);
        assert_int_equal(pixels_profile_source(im.pixels), SCT_PROFILE_ASSUMED_SRGB);
        assert_true(flags_have(&im.flags, "profile-ignored"));
        assert_false(flags_have(photo_flags(im.photo), "no-profile"));
        image_free(&im);
        free(file.data);
    }
}

static void blocks_over_a_limit_are_flagged(void **state)
{
    (void)state;
    unsigned char rgb[3 * W * H], icc[300] = {0};
    fill(rgb);
    blob file = make_jpeg(rgb, W, H, 3, 1, 90, 0);
    jpeg_insert_exif(&file, 0, 6, 1, "R98");
    jpeg_insert_icc(&file, icc, sizeof icc, 2, 0);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_EXIF_BYTES, 8), SCT_OK);
    assert_int_equal(sct_context_set_limit(ctx, SCT_LIMIT_ICC_BYTES, 128), SCT_OK);
    image im = image_from_photo(ctx, photo_of_blob(ctx, &file));
    assert_true(flags_have(photo_flags(im.photo), "exif-ignored"));
    assert_true(flags_have(&im.flags, "profile-ignored"));
    assert_int_equal(photo_info(im.photo).orientation, 1);
    image_free(&im);
    free(file.data);
}

/* ---- JPEG windows ---- */

enum { JW = 203, JH = 151 };

static unsigned char *busy_picture(int channels)
{
    unsigned char *pixels = malloc((size_t)(JW * JH * channels));
    for (int i = 0; i < JW * JH * channels; i++)
        pixels[i] = (unsigned char)(128 + 90 * sin(i / channels % JW * 0.3 + i % channels) + (i * 7919 >> 3) % 37);
    return pixels;
}

/* A window must hold the very pixels of the full decode, whatever the sampling, wherever blocks end. */
static void check_jpeg_windows(const jpeg_spec *spec, int orientation, num_rng *rng)
{
    blob file = make_jpeg_of(spec);
    jpeg_insert_exif(&file, 0, orientation, 1, "R98");
    sct_photo *photo = photo_of_blob(ctx, &file);
    photo_frame whole = frame_of_photo(ctx, photo);
    size_t n = (size_t)whole.channels;
    for (int k = 0; k < 40; k++) {
        photo_window w = {num_rng_below(rng, whole.window.width), num_rng_below(rng, whole.window.height), 0, 0};
        uint32_t room_x = whole.window.width - w.x, room_y = whole.window.height - w.y;
        w.width = 1 + num_rng_below(rng, k % 2 || room_x < 9 ? room_x : 9);
        w.height = 1 + num_rng_below(rng, k % 2 || room_y < 9 ? room_y : 9);
        photo_frame part = {0};
        assert_int_equal(photo_decode(ctx, photo, w, &part), SCT_OK);
        for (uint32_t y = 0; y < w.height; y++)
            assert_memory_equal((char *)part.pixels + y * w.width * n,
                                (char *)whole.pixels + ((size_t)(w.y + y) * whole.window.width + w.x) * n, w.width * n);
        photo_frame_free(&part);
    }
    photo_frame_free(&whole);
    sct_photo_free(photo);
    free(file.data);
}

static void jpeg_windows_are_crops(void **state)
{
    (void)state;
    static const int sampling[][2] = {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {4, 1}, {4, 2}};
    unsigned char *rgb = busy_picture(3), *grey = busy_picture(1);
    num_rng rng;
    num_rng_seed(&rng, 2);
    int count = 0;
    for (int i = 0; i < 6; i++)
        for (int progressive = 0; progressive < 2; progressive++)
            for (int restart = 0; restart < 8; restart += 7) {
                jpeg_spec spec = {.width = JW,
                                  .height = JH,
                                  .channels = 3,
                                  .quality = 80,
                                  .progressive = progressive,
                                  .across = sampling[i][0],
                                  .down = sampling[i][1],
                                  .restart = restart,
                                  .pixels = rgb};
                check_jpeg_windows(&spec, 1 + count++ % 8, &rng);
                spec.channels = 1;
                spec.across = spec.down = 1;
                spec.pixels = grey;
                check_jpeg_windows(&spec, 1 + count++ % 8, &rng);
            }
    figure("JPEG: %d windows of %d files are the crop of the full decode, bit for bit", 40 * count, count);
    free(rgb);
    free(grey);
}

static void truncated_jpeg_gives_what_it_has(void **state)
{
    (void)state;
    unsigned char *rgb = busy_picture(3);
    blob file = make_jpeg(rgb, JW, JH, 3, 2, 90, 0);
    file.size = file.size * 2 / 3;
    sct_photo *photo = photo_of_blob(ctx, &file);
    photo_frame frame = {0};
    assert_true(flags_have(photo_flags(photo), "truncated-end"));
    assert_int_equal(photo_decode(ctx, photo, (photo_window){20, 10, 50, 40}, &frame), SCT_OK);
    photo_frame_free(&frame);
    assert_int_equal(photo_decode(ctx, photo, (photo_window){20, JH - 20, 50, 20}, &frame), SCT_ERR_PHOTO_DAMAGED);
    assert_null(frame.pixels);
    sct_photo_free(photo);
    free(file.data);
    free(rgb);
}

/* Stray bytes between segments: pixels intact, defect counted. */
static void stray_bytes_are_counted(void **state)
{
    (void)state;
    unsigned char *rgb = busy_picture(3);
    blob file = make_jpeg(rgb, JW, JH, 3, 1, 90, 0), padded = {0};
    size_t behind_first = 2 + 2 + (size_t)(file.data[4] << 8 | file.data[5]);
    blob_add(&padded, file.data, behind_first);
    blob_add(&padded, "abc", 3);
    blob_add(&padded, file.data + behind_first, file.size - behind_first);
    sct_photo *clean = photo_of_blob(ctx, &file), *odd = photo_of_blob(ctx, &padded);
    photo_frame a = frame_of_photo(ctx, clean), b = frame_of_photo(ctx, odd);
    assert_memory_equal(a.pixels, b.pixels, 3 * JW * JH);
    assert_int_equal(a.warnings, 0);
    assert_true(b.warnings > 0);
    photo_frame_free(&a);
    photo_frame_free(&b);
    sct_photo_free(clean);
    sct_photo_free(odd);
    free(file.data);
    free(padded.data);
    free(rgb);
}

/* A progressive file that asks for thousands of passes over a large picture is cut off; a small one may have them. */
static void endless_scans_are_refused(void **state)
{
    (void)state;
    enum { SIDE = 2000, EXTRA = 1000 };
    unsigned char *grey = calloc(SIDE, SIDE);
    blob file = make_jpeg(grey, SIDE, SIDE, 1, 1, 50, 1), many = {0};
    size_t last = 0;
    for (size_t i = 0; i + 1 < file.size; i++)
        if (file.data[i] == 0xFF && file.data[i + 1] == 0xDA)
            last = i;
    blob_add(&many, file.data, file.size - 2);
    for (int i = 0; i < EXTRA; i++)
        blob_add(&many, file.data + last, file.size - 2 - last);
    blob_add(&many, "\xff\xd9", 2);
    assert_int_equal(outcome_of(ctx, many.data, many.size), SCT_ERR_PHOTO_DAMAGED);
    assert_non_null(strstr(sct_context_message(ctx), "passes"));
    sct_context_clear(ctx);
    assert_int_equal(outcome_of(ctx, file.data, file.size), SCT_OK);
    free(many.data);
    free(file.data);
    free(grey);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(exif_colour_space),
        TEST(icc_in_pieces),
        TEST(broken_icc_pieces_are_flagged),
        TEST(blocks_over_a_limit_are_flagged),
        TEST(jpeg_windows_are_crops),
        TEST(truncated_jpeg_gives_what_it_has),
        TEST(stray_bytes_are_counted),
        TEST(endless_scans_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
