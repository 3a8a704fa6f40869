/* tests/pixels/test_window.c - a photo's pixels into a buffer: stored, corrected, in every format; the correction itself. */
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

enum { W = 33, H = 21, GUARD = 0xC7 };

/* An image of a window of a photo of so many channels and bits, by code points where `cicp` is not 0. */
static image image_of(int channels, int bits, int orientation)
{
    static uint16_t samples[W * H * 4];
    sct_pixels_desc desc;
    sct_photo *photo = NULL;
    sct_pixels_desc_init(&desc);
    for (int i = 0; i < W * H * channels; i++) {
        unsigned v = (unsigned)(i * 2657 + i * i * 31) & 0xFFFF;
        if (bits == 16)
            samples[i] = (uint16_t)v;
        else
            ((uint8_t *)samples)[i] = (uint8_t)(v >> 8);
    }
    desc.width = W;
    desc.height = H;
    desc.channels = channels;
    desc.bits = bits;
    desc.orientation = orientation;
    desc.data = samples;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    return image_from_photo(ctx, photo);
}

static pixels_correction some_correction(const pixels_image *of)
{
    pixels_correction c = {.active = 1, .plane_x = {0.1, 0.05, -0.1}, .plane_y = {-0.05, 0.2, 0.1}, .knots = 3};
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < 3; i++) {
            c.curve_in[k][i] = 0.05 * pow(4, i);
            c.curve_out[k][i] = 0.05 * pow(4, i) * (1 + 0.1 * (i - 1) + 0.02 * k);
        }
    c.matrix = pixels_matrix(of);
    c.matrix.m[0][0] *= 0.9;
    c.matrix.m[1][2] += 0.05;
    return c;
}

typedef struct buffer {
    unsigned char *data;
    size_t size, stride;
} buffer;

/* Rows of an image in a buffer with room between them, which must stay as it was. */
static buffer rows_of(const pixels_image *of, pixels_format format, int corrected)
{
    photo_window w = pixels_window(of);
    size_t one = (size_t)format.channels * (size_t)format.bits / 8, row = one * w.width;
    buffer out = {.stride = row + 3 * 4};
    out.size = out.stride * w.height;
    out.data = malloc(out.size);
    assert_non_null(out.data);
    memset(out.data, GUARD, out.size);
    pixels_plane plane = {out.data, out.size, out.stride, format};
    assert_int_equal(pixels_rows(ctx, of, corrected, &plane), SCT_OK);
    for (uint32_t y = 0; y < w.height; y++)
        for (size_t i = row; i < out.stride; i++)
            assert_int_equal(out.data[y * out.stride + i], GUARD);
    return out;
}

static void stored_values_come_out_as_they_are(void **state)
{
    (void)state;
    for (int bits = 8; bits <= 16; bits += 8)
        for (int orientation = 1; orientation <= 8; orientation++) {
            image im = image_of(3, bits, orientation);
            photo_frame frame = frame_of_photo(ctx, im.photo);
            buffer b = rows_of(im.pixels, (pixels_format){PIXELS_OWN, bits, 3}, 0);
            size_t row = (size_t)frame.window.width * 3 * (size_t)bits / 8;
            for (uint32_t y = 0; y < frame.window.height; y++)
                assert_memory_equal(b.data + y * b.stride, (unsigned char *)frame.pixels + y * row, row);
            free(b.data);
            b = rows_of(im.pixels, (pixels_format){PIXELS_OWN, 24 - bits, 3}, 0); /* the other depth */
            for (uint32_t i = 0; i < 3 * frame.window.width; i++) {
                unsigned v8 = bits == 8 ? ((uint8_t *)frame.pixels)[i] : b.data[i];
                unsigned v16 = bits == 8 ? ((uint16_t *)(void *)b.data)[i] : ((uint16_t *)frame.pixels)[i];
                assert_int_equal(bits == 8 ? v8 * 257 : (v16 + 128) / 257, bits == 8 ? v16 : v8);
            }
            free(b.data);
            photo_frame_free(&frame);
            image_free(&im);
        }
}

/* With opacity as a fourth channel, and what is erased covered. */
static void opacity_is_the_photos(void **state)
{
    (void)state;
    image im = image_of(4, 8, 1);
    photo_frame frame = frame_of_photo(ctx, im.photo);
    static const int depths[] = {8, 16, 32};
    for (int k = 0; k < 3; k++) {
        buffer b = rows_of(im.pixels, (pixels_format){PIXELS_SRGB, depths[k], 4}, 0);
        for (uint32_t y = 0; y < H; y++)
            for (uint32_t x = 0; x < W; x++) {
                const unsigned char *pixel = b.data + y * b.stride + x * 4 * (size_t)depths[k] / 8;
                double got = k == 0   ? pixel[3] / 255.0
                             : k == 1 ? ((const uint16_t *)(const void *)pixel)[3] / 65535.0
                                      : (double)((const float *)(const void *)pixel)[3];
                assert_near(got, frame.alpha[y * W + x] / 255.0, 1e-6);
            }
        free(b.data);
    }
    buffer three = rows_of(im.pixels, (pixels_format){PIXELS_OWN, 8, 3}, 0);
    for (uint32_t y = 0; y < H; y++)
        assert_memory_equal(three.data + y * three.stride, (unsigned char *)frame.pixels + (size_t)3 * W * y, (size_t)3 * W);
    free(three.data);
    photo_frame_free(&frame);
    image_free(&im);
}

/* Each format of corrected light holds what pixels_xyz_row gives, as far as its depth can. */
static void corrected_light_is_that_of_the_rows(void **state)
{
    (void)state;
    double worst = 0;
    for (int grey = 0; grey < 2; grey++)
        for (int active = 0; active < 2; active++) {
            image im = image_of(grey ? 1 : 3, 16, 1);
            pixels_correction correction = some_correction(im.pixels);
            num_mat3 srgb = pixels_matrix(im.pixels), inverse; /* the caller's pixels without a profile are sRGB */
            if (active)
                pixels_set_correction(im.pixels, &correction);
            assert_true(num_mat3_invert(&srgb, &inverse));
            buffer xyz = rows_of(im.pixels, (pixels_format){PIXELS_XYZ_D50, 32, 3}, 1),
                   linear = rows_of(im.pixels, (pixels_format){PIXELS_LINEAR_SRGB, 32, 3}, 1),
                   coded = rows_of(im.pixels, (pixels_format){PIXELS_SRGB, 16, 3}, 1);
            for (uint32_t y = 0; y < H; y++) {
                float wanted[3 * W];
                pixels_xyz_row(im.pixels, 0, y, W, wanted);
                const float *a = (const float *)(const void *)(xyz.data + y * xyz.stride),
                            *b = (const float *)(const void *)(linear.data + y * linear.stride);
                const uint16_t *c = (const uint16_t *)(const void *)(coded.data + y * coded.stride);
                for (uint32_t x = 0; x < W; x++) {
                    double v[3], rgb[3];
                    for (int k = 0; k < 3; k++) {
                        v[k] = (double)wanted[3 * x + (uint32_t)k];
                        assert_near((double)a[3 * x + (uint32_t)k], v[k], active ? 0 : 2e-6);
                    }
                    num_mat3_apply(&inverse, v, rgb);
                    for (int k = 0; k < 3; k++) {
                        double inside = fmin(fmax(rgb[k], 0), 1), code = c[3 * x + (uint32_t)k] / 65535.0;
                        double back = sct_rgb_decode((sct_rgb){code, 0, 0}, SCT_RGB_SRGB).r;
                        assert_near((double)b[3 * x + (uint32_t)k], rgb[k], 5e-6);
                        worst = fmax(worst, fabs(back - inside));
                    }
                }
            }
            free(xyz.data);
            free(linear.data);
            free(coded.data);
            image_free(&im);
        }
    figure("corrected rows: sRGB of 16 bits within %.1e of the light", worst);
    assert_at_most(worst, 2.5e-5); /* half a code where the curve is steepest in light */
}

/* What pixels_correction_of tells is the whole way from linear RGB to XYZ. */
static void the_correction_itself_is_told(void **state)
{
    (void)state;
    double worst = 0;
    for (int active = 0; active < 2; active++) {
        image im = image_of(3, 8, 6);
        uint32_t width, height;
        pixels_correction given = some_correction(im.pixels), told;
        pixels_size(im.pixels, &width, &height);
        if (active)
            pixels_set_correction(im.pixels, &given);
        told = pixels_correction_of(im.pixels);
        assert_int_equal(told.active, active);
        for (uint32_t y = 0; y < height; y++) {
            float rgb[3 * W], xyz[3 * W];
            pixels_rgb_row(im.pixels, 0, y, width, rgb);
            pixels_xyz_row(im.pixels, 0, y, width, xyz);
            for (uint32_t x = 0; x < width; x++) {
                double in[3], even[3], out[3], u = (x + 0.5 - width / 2.0) / width, v = (y + 0.5 - height / 2.0) / width;
                for (int c = 0; c < 3; c++)
                    in[c] = (double)rgb[3 * x + (uint32_t)c];
                pixels_correct_one(&told, u, v, in, even);
                num_mat3_apply(&told.matrix, even, out);
                for (int c = 0; c < 3; c++)
                    worst = fmax(worst, fabs(out[c] - (double)xyz[3 * x + (uint32_t)c]) / fmax(out[1], 0.01));
            }
        }
        image_free(&im);
    }
    figure("the correction as matrix, curves and plane: within %.1e of corrected rows", worst);
    assert_at_most(worst, 5e-4);
}

static void wrong_buffers_are_refused(void **state)
{
    (void)state;
    image im = image_of(3, 8, 1);
    unsigned char *data = malloc(W * H * 16 + 8);
    memset(data, GUARD, W * H * 16 + 8);
    const struct {
        pixels_plane plane;
        sct_status status;
    } cases[] = {
        {{NULL, 1000000, 0, {PIXELS_OWN, 8, 3}}, SCT_ERR_ARGUMENT},
        {{data + 1, 1000000, 0, {PIXELS_XYZ_D50, 32, 3}}, SCT_ERR_ARGUMENT},
        {{data, W * H * 3 - 1, 0, {PIXELS_OWN, 8, 3}}, SCT_ERR_CAPACITY},
        {{data, 1000000, 3 * W - 1, {PIXELS_OWN, 8, 3}}, SCT_ERR_OPTION},
        {{data, 1000000, 12 * W + 2, {PIXELS_XYZ_D50, 32, 3}}, SCT_ERR_OPTION},
        {{data, 1000000, 0, {PIXELS_XYZ_D50, 16, 3}}, SCT_ERR_OPTION},
        {{data, 1000000, 0, {PIXELS_OWN, 12, 3}}, SCT_ERR_OPTION},
        {{data, 1000000, 0, {PIXELS_OWN, 8, 5}}, SCT_ERR_OPTION},
        {{data, 1000000, 0, {(pixels_meaning)9, 8, 3}}, SCT_ERR_OPTION},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int corrected = 0; corrected < 2; corrected++) {
            sct_context_clear(ctx);
            assert_int_equal(pixels_rows(ctx, im.pixels, corrected, &cases[i].plane), cases[i].status);
            assert_true(sct_context_message(ctx)[0] != '\0');
        }
    for (size_t i = 0; i < W * H * 16 + 8; i++)
        assert_int_equal(data[i], GUARD);
    free(data);
    image_free(&im);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(stored_values_come_out_as_they_are), TEST(opacity_is_the_photos),     TEST(corrected_light_is_that_of_the_rows),
        TEST(the_correction_itself_is_told),      TEST(wrong_buffers_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
