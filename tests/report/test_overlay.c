/* tests/report/test_overlay.c - the picture of what was seen: read back and looked at pixel by pixel. */
#include "draw/draw.h"
#include "report/made_up.h"
#include "support/support.h"

/* A grey photo of this size as an image. */
static pixels_image *grey_image(sct_context *ctx, uint32_t width, uint32_t height, unsigned char **data, sct_photo **photo)
{
    pixels_image *image = NULL;
    photo_frame frame = {0};
    sct_flags flags = {0};
    sct_pixels_desc desc;
    sct_pixels_desc_init(&desc);
    *data = malloc((size_t)width * height * 3);
    memset(*data, 120, (size_t)width * height * 3);
    desc.width = width;
    desc.height = height;
    desc.channels = 3;
    desc.bits = 8;
    desc.orientation = 1;
    desc.data = *data;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, photo), SCT_OK);
    assert_int_equal(photo_decode(ctx, *photo, (photo_window){0, 0, width, height}, &frame), SCT_OK);
    assert_int_equal(pixels_from(ctx, *photo, &frame, &flags, &image), SCT_OK);
    photo_frame_free(&frame);
    return image;
}

/* Writes an overlay and reads it back as packed RGB; free with free. */
static unsigned char *overlay_of(uint32_t width, uint32_t height, const sct_measurement *m, const uint8_t *labels,
                                 uint32_t *out_width, uint32_t *out_height)
{
    unsigned char *data = NULL;
    sct_photo *photo = NULL, *back = NULL;
    sct_bytes png = {0};
    photo_frame frame = {0};
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    pixels_image *image = grey_image(ctx, width, height, &data, &photo);
    assert_int_equal(report_overlay(ctx, image, m, 0, labels, &png), SCT_OK);
    assert_int_equal(sct_photo_open(ctx, png.data, png.size, &back), SCT_OK);
    sct_photo_info info = photo_info(back);
    assert_int_equal(photo_decode(ctx, back, (photo_window){0, 0, info.width, info.height}, &frame), SCT_OK);
    assert_int_equal(frame.channels, 3);
    assert_int_equal(frame.bits, 8);
    size_t size = (size_t)info.width * info.height * 3;
    unsigned char *rgb = malloc(size);
    memcpy(rgb, frame.pixels, size);
    *out_width = info.width;
    *out_height = info.height;
    photo_frame_free(&frame);
    sct_photo_free(back);
    sct_bytes_free(&png);
    pixels_free(image);
    sct_photo_free(photo);
    sct_context_free(ctx);
    free(data);
    return rgb;
}

static const unsigned char *at(const unsigned char *rgb, uint32_t width, uint32_t x, uint32_t y)
{
    return rgb + 3 * ((size_t)y * width + x);
}

static int is_grey(const unsigned char *p)
{
    return abs(p[0] - 120) <= 1 && abs(p[1] - 120) <= 1 && abs(p[2] - 120) <= 1;
}

static void regions_labels_and_flags_are_drawn(void **state)
{
    (void)state;
    uint32_t width, height;
    static uint8_t labels[600 * 400];
    sct_measurement m = made_up_measurement();
    labels[300 * 600 + 500] = SCT_LABEL_CLIPPED;
    labels[300 * 600 + 510] = SCT_LABEL_SKIN;
    unsigned char *rgb = overlay_of(600, 400, &m, labels, &width, &height);
    assert_int_equal(width, 600);
    assert_true(height > 430); /* the legend stands below */
    assert_true(is_grey(at(rgb, width, 300, 200)));
    const unsigned char *clipped = at(rgb, width, 500, 300), *skin = at(rgb, width, 510, 300);
    assert_true(clipped[0] > 190 && clipped[1] < 90);
    assert_true(skin[1] > skin[0] && skin[1] > skin[2] && skin[1] < 160);
    assert_true(is_grey(at(rgb, width, 505, 300)));
    const unsigned char *edge = at(rgb, width, 4, 10); /* left side of the skin's rectangle */
    assert_true(edge[1] > 200 && edge[0] < 40);
    const unsigned char *circle = at(rgb, width, 32, 24); /* leftmost point of the hair's circle */
    assert_true(circle[2] > 200);
    assert_true(is_grey(at(rgb, width, 33, 17))); /* the corner of its box */
    size_t written = 0;
    for (uint32_t y = 401; y < height; y++)
        for (uint32_t x = 0; x < width; x++)
            written += at(rgb, width, x, y)[0] > 200;
    assert_true(written > 500); /* two flags in letters */
    free(rgb);
}

static void flags_that_forbid_a_pick_stand_out(void **state)
{
    (void)state;
    uint32_t width, height;
    sct_measurement m = made_up_measurement();
    m.flags.count = 0;
    size_t orange[2] = {0};
    for (int forbids = 0; forbids < 2; forbids++) {
        m.flags.count = 0;
        flags_add(&m.flags, "no-chart", forbids, "no chart in the photo", "lay one beside the head");
        unsigned char *rgb = overlay_of(600, 300, &m, NULL, &width, &height);
        for (uint32_t y = 315; y < height; y++)
            for (uint32_t x = 0; x < width; x++) {
                const unsigned char *p = at(rgb, width, x, y);
                orange[forbids] += p[0] == 255 && p[1] == 176 && p[2] == 64;
            }
        free(rgb);
    }
    assert_int_equal(orange[0], 0);
    assert_true(orange[1] > 100);
}

static void any_size_can_be_drawn(void **state)
{
    (void)state;
    static const uint32_t sizes[][2] = {{1, 1}, {7, 5}, {1, 5000}, {5000, 3}, {4100, 2200}};
    uint32_t width, height;
    sct_measurement m = made_up_measurement();
    m.regions[0].box[0] = -2000000000; /* a box far outside harms nobody */
    m.regions[0].box[2] = 2000000000;
    snprintf(m.regions[1].shape, sizeof m.regions[1].shape, "poly:0,0 99999999,5 50%%,50%%");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        unsigned char *rgb = overlay_of(sizes[i][0], sizes[i][1], &m, NULL, &width, &height);
        assert_true(width >= 480 && height > 10);
        if (i == 4) {
            assert_int_equal(width, 4100 / 3);
            assert_true(is_grey(at(rgb, width, 900, 300)));
        }
        free(rgb);
    }
}

static void letters_are_letters(void **state)
{
    (void)state;
    static uint8_t rgb[3 * 12 * 8];
    draw_canvas canvas = {rgb, 12, 8};
    draw_text(&canvas, 0, 0, "H\xc3", 2, 1, (draw_colour){255, 255, 255});
    static const char *const expected[] = {"#...#", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"};
    for (int y = 0; y < 7; y++)
        for (int x = 0; x < 5; x++)
            assert_int_equal(rgb[3 * (y * 12 + x)] != 0, expected[y][x] == '#');
    assert_true(rgb[3 * 7] != 0 || rgb[3 * 8] != 0); /* a question mark for what is no ASCII */
    draw_fill(&canvas, -5, -5, 100, 100, (draw_colour){1, 2, 3});
    draw_line(&canvas, -1e18, 0, 1e18, 0, 1, (draw_colour){9, 9, 9});
    draw_line(&canvas, (double)NAN, 0, 5, 0, 1, (draw_colour){7, 7, 7});
    assert_int_equal(rgb[0], 9);
    assert_int_equal(rgb[3 * 12 * 8 - 1], 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_labels_and_flags_are_drawn),
        cmocka_unit_test(flags_that_forbid_a_pick_stand_out),
        cmocka_unit_test(any_size_can_be_drawn),
        cmocka_unit_test(letters_are_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
