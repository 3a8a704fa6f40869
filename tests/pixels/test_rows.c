/*
 * tests/pixels/test_rows.c - rows of an image: flags, drawing, corrections, and
 * the loops behind them.
 */
#include "pixels/pixels_private.h"
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

/* ---- rows ---- */

static void flags_of_rows(void **state)
{
    (void)state;
    static const unsigned char rgba[5][4] = {
        {250, 100, 100, 255}, {4, 100, 249, 255}, {5, 249, 100, 0}, {0, 255, 9, 1}, {5, 5, 5, 9}};
    static const unsigned char expected[5] = {PIXELS_CLIPPED_HIGH, PIXELS_CLIPPED_LOW, PIXELS_TRANSPARENT,
                                              PIXELS_CLIPPED_HIGH | PIXELS_CLIPPED_LOW, 0};
    uint8_t flags[5];
    image im = image_from_pixels(ctx, rgba, 5, 4, 8, NULL, 0);
    pixels_flag_row(im.pixels, 0, 0, 5, flags);
    assert_memory_equal(flags, expected, 5);
    image_free(&im);
    static const uint16_t deep[3][3] = {
        {250 * 257, 30000, 30000}, {250 * 257 - 1, 4 * 257 + 1, 30000}, {4 * 257, 30000, 30000}};
    static const unsigned char expected_deep[3] = {PIXELS_CLIPPED_HIGH, 0, PIXELS_CLIPPED_LOW};
    im = image_from_pixels(ctx, deep, 3, 3, 16, NULL, 0);
    pixels_flag_row(im.pixels, 0, 0, 3, flags);
    assert_memory_equal(flags, expected_deep, 3);
    image_free(&im);
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
    image im = image_from_pixels(ctx, rgb, 256, 3, 8, NULL, 0);
    pixels_srgb8_row(im.pixels, 0, 0, 256, out);
    assert_memory_equal(out, rgb, sizeof rgb);
    pixels_rgb8_row(im.pixels, 3, 0, 250, out);
    assert_memory_equal(out, rgb + 9, 750);
    image_free(&im);
    im = image_from_pixels(ctx, grey, 256, 1, 8, NULL, 0);
    pixels_srgb8_row(im.pixels, 0, 0, 256, out);
    for (int i = 0; i < 256; i++)
        for (int c = 0; c < 3; c++)
            assert_int_equal(out[3 * i + c], i);
    image_free(&im);
}

/* XYZ and Lab read at once are those read one after the other. */
static void check_both_at_once(const image *im, uint32_t n)
{
    float *xyz = malloc(4 * 3 * n * sizeof *xyz), *lab = xyz + 3 * n;
    pixels_xyz_row(im->pixels, 0, 0, n, xyz);
    pixels_lab_row(im->pixels, 0, 0, n, lab);
    pixels_xyz_lab_row(im->pixels, 0, 0, n, lab + 3 * n, lab + 6 * n);
    assert_memory_equal(xyz, lab + 3 * n, 3 * n * sizeof *xyz);
    assert_memory_equal(lab, lab + 6 * n, 3 * n * sizeof *lab);
    free(xyz);
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
    image im = image_from_pixels(ctx, rgb, N, 3, 8, NULL, 0);
    pixels_lab_row(im.pixels, 0, 0, N, whole);
    for (int k = 0; k < 200; k++) {
        uint32_t x = num_rng_below(&rng, N), n = 1 + num_rng_below(&rng, N - x);
        pixels_lab_row(im.pixels, x, 0, n, part);
        assert_memory_equal(part, whole + 3 * x, 3 * n * sizeof *part);
    }
    check_both_at_once(&im, N);
    image_free(&im);
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
    image im = image_from_pixels(ctx, rgb, N, 3, 16, NULL, 0);
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
    check_both_at_once(&im, N);
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
    image_free(&im);
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

/* What does not fill a square at the right and lower edge is dropped. */
static void small_copies_are_means(void **state)
{
    (void)state;
    enum { WIDTH = 301, HEIGHT = 43 };
    static uint8_t rgb[HEIGHT][WIDTH][3];
    num_rng rng;
    num_rng_seed(&rng, 17);
    for (int i = 0; i < HEIGHT * WIDTH * 3; i++)
        (&rgb[0][0][0])[i] = (uint8_t)num_rng_below(&rng, 256);
    sct_pixels_desc desc;
    sct_photo *photo = NULL;
    sct_pixels_desc_init(&desc);
    desc.data = rgb;
    desc.width = WIDTH;
    desc.height = HEIGHT;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    image im = image_from_photo(ctx, photo);
    for (uint32_t side = 2; side <= 8; side *= 2) {
        pixels_image *copy = NULL;
        assert_int_equal(pixels_shrink(ctx, im.pixels, side, &copy), SCT_OK);
        photo_window w = pixels_window(copy);
        assert_int_equal(w.width, WIDTH / side);
        assert_int_equal(w.height, HEIGHT / side);
        for (uint32_t y = 0; y < w.height; y++) {
            uint8_t row[3 * WIDTH];
            pixels_rgb8_row(copy, 0, y, w.width, row);
            for (uint32_t i = 0; i < 3 * w.width; i++) {
                unsigned sum = 0;
                for (uint32_t k = 0; k < side * side; k++)
                    sum += rgb[y * side + k / side][i / 3 * side + k % side][i % 3];
                assert_int_equal(row[i], (sum + side * side / 2) / (side * side));
            }
        }
        pixels_free(copy);
    }
    pixels_image *copy = NULL;
    assert_int_equal(pixels_shrink(ctx, im.pixels, 64, &copy), SCT_ERR_ARGUMENT); /* nothing would be left */
    assert_null(copy);
    image_free(&im);
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

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(flags_of_rows),
        TEST(srgb_comes_back_unchanged),
        TEST(parts_of_rows_agree),
        TEST(rows_follow_the_correction),
        TEST(corrections_pass_through_their_knots),
        TEST(small_copies_are_means),
        TEST(every_kernel_gives_the_same_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
