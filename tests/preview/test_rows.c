/*
 * tests/preview/test_rows.c - a preview in the caller's own buffer: the values of the PNG, and the same light in every
 * other format.
 */
#include "base/base.h"
#include "preview/preview.h"
#include "preview/skins.h"
#include "support/mini_png.h"

enum { SIDE = 160, PIXELS = SIDE * SIDE };
static const sct_shape middle = {.kind = SCT_SHAPE_RECT, .count = 4, .v = {40, 40, 80, 80}};
static sct_context *ctx;
static sct_photo *photo;
static uint16_t source[3 * PIXELS];
static sct_look look;

static int set_up(void **state)
{
    (void)state;
    if (sct_context_new(&ctx) != SCT_OK)
        return -1;
    look = look_in_skin(ctx, skin_cases[2].lab, "77266", 0.002, 180, 0.06);
    photo = skin_photo(ctx, skin_cases[2].lab, SIDE, 0.2, 0.02, NULL, source);
    return photo ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_photo_free(photo);
    sct_context_free(ctx);
    return 0;
}

static sct_preview *opened(const sct_photo *of, int bits, int view)
{
    sct_preview *preview = NULL;
    sct_preview_options o;
    sct_preview_options_init(&o);
    o.areas = &(const sct_shape *){&middle};
    o.area_count = 1;
    o.mm_per_px = 0.05;
    o.bits = bits;
    o.view = (sct_view_from)view;
    if (preview_open(ctx, of, &o, &preview) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    return preview;
}

/* All rows in a format, packed; free with free(). */
static void *rows_of(sct_preview *preview, pixels_meaning meaning, int bits, int channels)
{
    size_t size = (size_t)PIXELS * (size_t)channels * (size_t)bits / 8;
    pixels_plane plane = {malloc(size), size, 0, {meaning, bits, channels}};
    if (preview_picture_rows(ctx, preview, &look, &plane, NULL) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    return plane.data;
}

static void assert_as_in_png(sct_preview *preview, int bits)
{
    sct_bytes png = {0};
    const char *why = "";
    mini_png out;
    assert_int_equal(preview_picture_png(ctx, preview, &look, NULL, &png), SCT_OK);
    assert_true(mini_png_decode(png.data, png.size, &out, &why));
    void *rows = rows_of(preview, PIXELS_OWN, bits, 3);
    for (size_t i = 0; i < 3 * PIXELS; i++) {
        size_t at = out.channels == 3 ? i : i / 3;
        assert_int_equal(bits == 8 ? ((uint8_t *)rows)[i] : ((uint16_t *)rows)[i], out.samples[at]);
    }
    free(rows);
    mini_png_free(&out);
    sct_bytes_free(&png);
}

/* Near and far, with the words in its corner. */
static void rows_hold_what_the_png_holds(void **state)
{
    (void)state;
    for (int bits = 8; bits <= 16; bits += 8)
        for (int view = SCT_VIEW_NEAR; view <= SCT_VIEW_FAR; view++) {
            sct_preview *preview = opened(photo, bits, view);
            assert_as_in_png(preview, bits);
            sct_preview_free(preview);
        }
}

static void a_grey_photo_is_grey_in_three_channels(void **state)
{
    static uint8_t grey[PIXELS];
    sct_pixels_desc desc;
    sct_photo *of = NULL;
    (void)state;
    for (size_t i = 0; i < PIXELS; i++)
        grey[i] = (uint8_t)(120 + i % 50);
    sct_pixels_desc_init(&desc);
    desc.width = desc.height = SIDE;
    desc.channels = 1;
    desc.bits = 8;
    desc.data = grey;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &of), SCT_OK);
    sct_preview *preview = opened(of, 8, SCT_VIEW_NEAR);
    assert_as_in_png(preview, 8);
    sct_preview_free(preview);
    sct_photo_free(of);
}

/* Whole numbers are within half a step of the floats, opacity is whole, and sRGB is the encoding of linear light. */
static void all_formats_hold_the_same_light(void **state)
{
    sct_preview *preview = opened(photo, 8, SCT_VIEW_NEAR);
    float *linear = rows_of(preview, PIXELS_LINEAR_SRGB, 32, 4), *encoded = rows_of(preview, PIXELS_SRGB, 32, 3);
    float *xyz = rows_of(preview, PIXELS_XYZ_D50, 32, 3), *own = rows_of(preview, PIXELS_OWN, 32, 3);
    uint16_t *deep = rows_of(preview, PIXELS_SRGB, 16, 4), *linear_deep = rows_of(preview, PIXELS_LINEAR_SRGB, 16, 3);
    uint8_t *plain = rows_of(preview, PIXELS_SRGB, 8, 4);
    double worst = 0;
    (void)state;
    for (size_t i = 0; i < PIXELS; i++) {
        sct_rgb light = {(double)linear[4 * i], (double)linear[4 * i + 1], (double)linear[4 * i + 2]};
        sct_rgb shown = sct_rgb_encode(light, SCT_RGB_SRGB);
        const double values[3] = {shown.r, shown.g, shown.b}, lights[3] = {light.r, light.g, light.b};
        for (size_t c = 0; c < 3; c++) {
            worst = fmax(worst, fabs((double)encoded[3 * i + c] - values[c]));
            assert_near(deep[4 * i + c] / 65535.0, values[c], 1.0 / 65535);
            assert_near(plain[4 * i + c] / 255.0, values[c], 0.51 / 255);
            assert_near(linear_deep[3 * i + c] / 65535.0, lights[c], 0.51 / 65535);
            assert_near(own[3 * i + c], encoded[3 * i + c], 1e-6); /* the photo is sRGB */
        }
        sct_lab seen = lab_of_xyz((sct_xyz){(double)xyz[3 * i], (double)xyz[3 * i + 1], (double)xyz[3 * i + 2]});
        assert_at_most(sct_de2000(seen, sct_lab_from_srgb8(plain + 4 * i)), 0.7);
        assert_true(plain[4 * i + 3] == 255 && deep[4 * i + 3] == 65535 && linear[4 * i + 3] == 1.0f);
    }
    assert_at_most(worst, 2e-5);
    free(linear);
    free(encoded);
    free(xyz);
    free(own);
    free(deep);
    free(linear_deep);
    free(plain);
    sct_preview_free(preview);
}

/* A preview of a photo in another space is the same colour in sRGB; light that sRGB cannot show goes beyond [0, 1] in floats
 * and is clipped in whole numbers. */
static void other_spaces_are_converted(void **state)
{
    const unsigned char cicp[4] = {12, 13, 0, 1}; /* Display P3 */
    static uint8_t vivid[3 * PIXELS];
    const png_spec spec = {SIDE, SIDE, 2, 8, 0, vivid, 3 * SIDE};
    sct_photo *of = NULL;
    (void)state;
    for (size_t i = 0; i < PIXELS; i++) {
        int red = i < PIXELS / 8;
        vivid[3 * i] = red ? 255 : 180;
        vivid[3 * i + 1] = red ? 10 : 140;
        vivid[3 * i + 2] = 120;
    }
    blob file = make_png(&spec);
    png_insert_chunk(&file, "cICP", cicp, sizeof cicp);
    assert_int_equal(sct_photo_open(ctx, file.data, file.size, &of), SCT_OK);
    sct_preview *preview = opened(of, 8, SCT_VIEW_NEAR);
    float *encoded = rows_of(preview, PIXELS_SRGB, 32, 3), *linear = rows_of(preview, PIXELS_LINEAR_SRGB, 32, 3);
    uint8_t *plain = rows_of(preview, PIXELS_SRGB, 8, 3), *own = rows_of(preview, PIXELS_OWN, 8, 3);
    assert_memory_equal(own, vivid, 3 * SIDE);
    assert_true(encoded[0] > 1.02f && linear[0] > 1.02f && encoded[1] < 0 && linear[1] < 0);
    assert_true(plain[0] == 255 && plain[1] == 0);
    sct_rgb again = sct_rgb_decode((sct_rgb){(double)encoded[0], (double)encoded[1], (double)encoded[2]}, SCT_RGB_SRGB);
    assert_near(again.r, linear[0], 1e-5);
    assert_near(again.g, linear[1], 1e-5);
    size_t edge = 3 * (size_t)(SIDE / 4) * SIDE; /* skin beside the area */
    sct_rgb p3 = {own[edge] / 255.0, own[edge + 1] / 255.0, own[edge + 2] / 255.0};
    sct_xyz is = sct_xyz_adapt(sct_xyz_from_rgb(sct_rgb_decode(p3, SCT_RGB_DISPLAY_P3), SCT_RGB_DISPLAY_P3),
                               sct_rgb_white(SCT_RGB_DISPLAY_P3), sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2),
                               SCT_ADAPTATION_BRADFORD);
    assert_at_most(sct_de2000(lab_of_xyz(is), sct_lab_from_srgb8(plain + edge)), 0.4);
    free(encoded);
    free(linear);
    free(plain);
    free(own);
    sct_preview_free(preview);
    sct_photo_free(of);
    free(file.data);
}

/* Rows lie a stride apart, and what lies between them is not touched. */
static void a_stride_is_kept(void **state)
{
    enum { STRIDE = 3 * SIDE + 7 };
    static uint8_t wide[STRIDE * SIDE];
    sct_preview *preview = opened(photo, 8, SCT_VIEW_NEAR);
    uint8_t *packed = rows_of(preview, PIXELS_OWN, 8, 3);
    pixels_plane plane = {wide, STRIDE * (SIDE - 1) + 3 * SIDE, STRIDE, {PIXELS_OWN, 8, 3}};
    (void)state;
    memset(wide, 0x5a, sizeof wide);
    assert_int_equal(preview_picture_rows(ctx, preview, &look, &plane, NULL), SCT_OK);
    for (size_t y = 0; y < SIDE; y++) {
        assert_memory_equal(wide + y * STRIDE, packed + y * 3 * SIDE, 3 * SIDE);
        for (size_t i = 3 * SIDE; i < STRIDE; i++)
            assert_int_equal(wide[y * STRIDE + i], 0x5a);
    }
    free(packed);
    sct_preview_free(preview);
}

static void the_result_is_that_of_the_png(void **state)
{
    static uint8_t rows[3 * PIXELS];
    sct_preview *preview = opened(photo, 8, SCT_VIEW_NEAR);
    pixels_plane plane = {rows, sizeof rows, 0, {PIXELS_SRGB, 8, 3}};
    preview_result a, b;
    (void)state;
    assert_int_equal(preview_picture_rows(ctx, preview, &look, &plane, &a), SCT_OK);
    assert_int_equal(preview_picture_png(ctx, preview, &look, &b, NULL), SCT_OK);
    assert_int_equal(a.dots, b.dots);
    assert_int_equal(a.core_pixels, b.core_pixels);
    assert_near(a.de00, b.de00, 0);
    sct_preview_free(preview);
}

static void what_is_no_plane_is_refused(void **state)
{
    static uint16_t room[4 * PIXELS];
    static const struct {
        pixels_plane plane;
        sct_status expected;
    } cases[] = {
        {{NULL, sizeof room, 0, {PIXELS_OWN, 8, 3}}, SCT_ERR_ARGUMENT},
        {{(char *)room + 1, sizeof room - 1, 0, {PIXELS_OWN, 16, 3}}, SCT_ERR_ARGUMENT},
        {{room, 3 * PIXELS - 1, 0, {PIXELS_OWN, 8, 3}}, SCT_ERR_CAPACITY},
        {{room, 0, 0, {PIXELS_OWN, 8, 3}}, SCT_ERR_CAPACITY},
        {{room, sizeof room, SIZE_MAX / 2 - 1, {PIXELS_OWN, 8, 3}}, SCT_ERR_MEMORY},
        {{room, sizeof room, 3 * SIDE - 1, {PIXELS_OWN, 8, 3}}, SCT_ERR_OPTION},
        {{room, sizeof room, 6 * SIDE + 1, {PIXELS_OWN, 16, 3}}, SCT_ERR_OPTION},
        {{room, sizeof room, 0, {PIXELS_OWN, 8, 1}}, SCT_ERR_OPTION},
        {{room, sizeof room, 0, {PIXELS_OWN, 8, 0}}, SCT_ERR_OPTION},
        {{room, sizeof room, 0, {PIXELS_OWN, 8, 5}}, SCT_ERR_OPTION},
        {{room, sizeof room, 0, {PIXELS_OWN, 12, 3}}, SCT_ERR_OPTION},
        {{room, sizeof room, 0, {PIXELS_XYZ_D50, 16, 3}}, SCT_ERR_OPTION},
        {{room, sizeof room, 0, {(pixels_meaning)9, 8, 3}}, SCT_ERR_OPTION},
    };
    sct_preview *preview = opened(photo, 8, SCT_VIEW_NEAR);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sct_context_clear(ctx);
        if (preview_picture_rows(ctx, preview, &look, &cases[i].plane, NULL) != cases[i].expected)
            fail_msg("case %zu: %s", i, sct_context_message(ctx));
        assert_true(*sct_context_message(ctx));
    }
    for (size_t i = 0; i < sizeof room / sizeof room[0]; i++)
        assert_int_equal(room[i], 0);
    sct_preview_free(preview);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold_what_the_png_holds),
        cmocka_unit_test(a_grey_photo_is_grey_in_three_channels),
        cmocka_unit_test(all_formats_hold_the_same_light),
        cmocka_unit_test(other_spaces_are_converted),
        cmocka_unit_test(a_stride_is_kept),
        cmocka_unit_test(the_result_is_that_of_the_png),
        cmocka_unit_test(what_is_no_plane_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
