/* tests/report/test_overlay.c - the picture of what was seen: read back and looked at pixel by pixel. */
#include "draw/draw.h"
#include "report/made_up.h"
#include "support/support.h"

#include <math.h>

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
    for (int y = 320; y < 360; y++)
        for (int x = 500; x < 540; x++)
            labels[y * 600 + x] = SCT_LABEL_SKIN;
    unsigned char *rgb = overlay_of(600, 400, &m, labels, &width, &height);
    assert_int_equal(width, 600);
    assert_true(height > 430); /* the legend stands below */
    assert_true(is_grey(at(rgb, width, 300, 200)));
    const unsigned char *clipped = at(rgb, width, 500, 300);
    assert_true(clipped[0] > 190 && clipped[1] < 90);
    size_t green = 0, kept = 0; /* skin is hatched, and keeps its colour between the lines */
    for (uint32_t y = 320; y < 360; y++)
        for (uint32_t x = 500; x < 540; x++) {
            const unsigned char *p = at(rgb, width, x, y);
            green += p[1] > p[0] + 40 && p[1] > p[2] + 20;
            kept += is_grey(p) != 0;
        }
    assert_int_equal(green + kept, 1600);
    assert_true(green > 100 && kept > 1000);
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
                orange[forbids] += p[0] > 180 && p[1] > 110 && p[2] < 80 && p[0] > p[1] + 40;
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

/* Ink of a text drawn in white on black, its first and last column and row; the sum is in whole pixels. */
static double ink_of(const char *text, size_t bytes, double size, int box[4])
{
    enum { WIDE = 400, HIGH = 120 };
    static uint8_t rgb[3 * WIDE * HIGH];
    double sum = 0;
    draw_canvas canvas = {rgb, WIDE, HIGH};
    draw_type type = {.size = size, .colour = {255, 255, 255}};
    memset(rgb, 0, sizeof rgb);
    draw_text(&canvas, 10, 5, text, bytes, &type);
    box[0] = WIDE;
    box[1] = HIGH;
    box[2] = box[3] = 0;
    for (int y = 0; y < HIGH; y++)
        for (int x = 0; x < WIDE; x++) {
            int v = rgb[3 * (y * WIDE + x)];
            sum += v / 255.0;
            if (v > 100) {
                box[0] = x < box[0] ? x : box[0];
                box[1] = y < box[1] ? y : box[1];
                box[2] = x > box[2] ? x : box[2];
                box[3] = y > box[3] ? y : box[3];
            }
        }
    return sum;
}

/* The font's own figures: Inter Regular has capitals of 0.727 em; a letter twice as large has four times the ink. */
static void letters_are_letters(void **state)
{
    (void)state;
    int h[4], p[4], other[4];
    double at_40 = ink_of("H", 1, 40, h), at_80 = ink_of("H", 1, 80, p);
    assert_true(abs(h[3] - h[1] + 1 - 29) <= 1 && abs(p[3] - p[1] + 1 - 58) <= 1); /* 0.727 of the size */
    assert_true(fabs(at_80 / at_40 - 4) < 0.08);                                   /* exact cover: area goes by the square */
    double low = ink_of("p", 1, 40, p);
    assert_true(p[3] > h[3] + 5 && p[1] > h[1] && low > 0); /* below the line, and lower than a capital */
    /* The hole of an O is a hole: less ink than its box, and none in its middle. */
    double ring = ink_of("O", 1, 80, p);
    assert_true(ring < 0.5 * (p[2] - p[0] + 1) * (p[3] - p[1] + 1));
    /* What is no UTF-8, or no letter of the table, is a question mark; a capital with its accent is its own. */
    double question = ink_of("?", 1, 40, p);
    assert_true(fabs(ink_of("\xc3", 1, 40, other) - question) < 1e-9);
    assert_true(fabs(ink_of("\xe4\xb8\xad", 3, 40, other) - question) < 1e-9);
    assert_true(ink_of("\xc4\xb0", 2, 40, p) > ink_of("I", 1, 40, other) && p[1] < other[1]);
}

static void words_are_measured_and_broken(void **state)
{
    (void)state;
    draw_type type = {.size = 20};
    const char *next, *text = "Carbon black, undiluted";
    float cover[300], sum = 0;
    int box[4];
    double wide = draw_text_width(text, strlen(text), &type);
    assert_true(wide > 150 && wide < 260);
    assert_int_equal(draw_text_line(text, wide + 1, &type, &next), strlen(text));
    assert_int_equal(*next, 0);
    assert_int_equal(draw_text_line(text, wide - 20, &type, &next), strlen("Carbon black,"));
    assert_string_equal(next, "undiluted");
    assert_int_equal(draw_text_line("undiluted", 1, &type, &next), 1); /* at least one letter */
    assert_int_equal(draw_text_line("", 50, &type, &next), 0);
    /* Row by row it is the same as at once. */
    double whole = ink_of("Ag", 2, 20, box);
    for (int row = 0; row < 40; row++) {
        draw_text_cover("Ag", 2, &type, 10, row, cover, 300);
        for (int i = 0; i < 300; i++)
            sum += cover[i];
    }
    assert_true(fabs((double)sum / whole - 1) < 0.01);
}

static void nothing_is_drawn_outside(void **state)
{
    (void)state;
    static uint8_t rgb[3 * 12 * 8];
    draw_canvas canvas = {rgb, 12, 8};
    static const double sizes[] = {-1, 0, 0.1, 5, 400, 401, 1e300, (double)NAN};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        draw_type type = {.size = sizes[i], .bold = 1, .colour = {9, 9, 9}};
        draw_text(&canvas, -30, -3, "Wq\xc4\x9f@", 6, &type);
        draw_text(&canvas, 11, 7, "Wq", 2, &type);
    }
    draw_fill(&canvas, -5, -5, 100, 100, (draw_colour){1, 2, 3});
    draw_line(&canvas, -1e18, 0, 1e18, 0, 1, (draw_colour){9, 9, 9});
    draw_line(&canvas, (double)NAN, 0, 5, 0, 1, (draw_colour){7, 7, 7});
    assert_int_equal(rgb[0], 9);
    assert_int_equal(rgb[3 * 12 * 8 - 1], 3);
}

/* A screen shows a standing photo by its height: letters that follow its width alone cannot be read there. */
static void a_standing_photo_has_letters_for_its_height(void **state)
{
    (void)state;
    static uint8_t labels[1200 * 1800];
    const sct_measurement m = made_up_measurement();
    uint32_t width, lying, standing;
    free(overlay_of(1200, 800, &m, labels, &width, &lying));
    free(overlay_of(1200, 1800, &m, labels, &width, &standing));
    assert_true(lying > 800 && standing > 1800);
    assert_true((double)(standing - 1800) > 1.25 * (double)(lying - 800));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_labels_and_flags_are_drawn),
        cmocka_unit_test(flags_that_forbid_a_pick_stand_out),
        cmocka_unit_test(any_size_can_be_drawn),
        cmocka_unit_test(a_standing_photo_has_letters_for_its_height),
        cmocka_unit_test(letters_are_letters),
        cmocka_unit_test(words_are_measured_and_broken),
        cmocka_unit_test(nothing_is_drawn_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
