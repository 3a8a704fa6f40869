/* tests/correct/test_grey_find.c - a grey card that nobody has marked is found, and nothing else is taken for one in
 * silence. */
#include "chart/stage.h"
#include "correct/correct.h"
#include "support/inside.h"
#include "support/support.h"

#include <math.h>

enum { CLIENTS = 8 };

static phantom_photo client(const phantom_library *library, int i, phantom_chart chart)
{
    phantom_params p;
    int skin = phantom_skin_of_class(library, i % PHANTOM_ITA_CLASSES, 1, i);
    phantom_params_init(&p);
    p.seed = 40 + (uint64_t)i;
    p.width = 480;
    p.height = 360;
    p.mm_per_px = 0.12;
    if (skin >= 0)
        p.skin = library->skins[skin].body;
    p.camera = library->camera_count ? &library->cameras[(size_t)(2 * i + 1) % library->camera_count] : NULL;
    p.illuminant = (sct_illuminant)(i % 6);
    p.adaptation = 0.92;
    p.gradient_x = 0.2;
    p.noise = 0.004;
    p.background = (phantom_ground)(i % 3);
    p.chart = chart;
    p.chart_pitch_px = 28;
    p.chart_rotation_deg = 9 * (i % 5) - 20;
    p.chart_x_px = 240;
    p.chart_y_px = 130 + 8 * i;
    p.grey_reflectance = 0.18;
    p.format = PHANTOM_JPEG;
    p.jpeg_quality = 92;
    return phantom_render(&p);
}

/* What a bare grey shape comes to: the correction, its flags, and where the card was seen. */
static sct_correction look(const stage_image *opened, int shapes, sct_flags *flags)
{
    static const sct_shape bare = {.role = SCT_ROLE_GREY, .kind = SCT_SHAPE_AUTO};
    const sct_shape *list[2] = {&bare, &bare};
    sct_view view = {.photo = opened->photo, .shapes = list, .shape_count = (size_t)shapes};
    sct_correction correction;
    sct_measure_options options;
    sct_measure_options_init(&options);
    options.chart_mode = SCT_CHART_OFF;
    flags->count = 0;
    assert_int_equal(correct_image(opened->ctx, &options, &view, opened->image, flags, &correction), SCT_OK);
    return correction;
}

static double off_centre(const phantom_truth *truth, const sct_flags *flags)
{
    double x = 0, y = 0;
    for (int k = 0; k < 4; k++) {
        x += truth->chart_corners[k][0] / 4;
        y += truth->chart_corners[k][1] / 4;
    }
    for (size_t i = 0; i < flags->count; i++)
        if (strcmp(flags->items[i].code, "grey-found") == 0)
            return hypot(flags->items[i].values[0].value - x, flags->items[i].values[1].value - y);
    return (double)INFINITY;
}

static void a_card_is_found_and_said(void **state)
{
    (void)state;
    phantom_library library = phantom_library_open();
    int found = 0, alarms = 0;
    double worst = 0;
    for (int i = 0; i < CLIENTS; i++)
        for (int none = 0; none < 1 + i % 2; none++) {
            phantom_photo photo = client(&library, i, none ? PHANTOM_CHART_NONE : PHANTOM_CHART_GREY);
            stage_image opened = stage_open(photo.bytes, photo.size);
            sct_flags flags = {0};
            sct_correction c = look(&opened, 1 + i % 2, &flags); /* a second bare shape is no second card */
            assert_int_equal(flags_have(&flags, "grey-found"), c.kind == SCT_CORRECTION_GREY);
            assert_int_equal(flags_have(&flags, "grey-not-found"), c.kind == SCT_CORRECTION_NONE);
            assert_true(c.kind == SCT_CORRECTION_NONE || c.patches_used == 1);
            if (none)
                alarms += c.kind == SCT_CORRECTION_GREY;
            else if (c.kind == SCT_CORRECTION_GREY) {
                found++;
                worst = fmax(worst, off_centre(&photo.truth, &flags));
            }
            stage_close(&opened);
            phantom_photo_free(&photo);
        }
    figure("grey cards that nobody marked, 84 x 56 pixels, six lights: %d of %d found, at most %.1f pixels off; %d taken "
           "where there is none",
           found, CLIENTS, worst, alarms);
    assert_true(found >= CLIENTS - 1);
    assert_at_most(worst, 6);
    assert_int_equal(alarms, 0);
    phantom_library_close(&library);
}

static double linear(double code)
{
    double v = code / 255;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static unsigned char coded(double light)
{
    double v = fmin(fmax(light, 0), 1);
    return (unsigned char)(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055) + 0.5);
}

/* Another card beside the grey one: `along` of its widths away, so many times as light, with this much more red. */
static void paint_beside(unsigned char *rgb, uint32_t width, uint32_t height, const double corners[4][2], double along,
                         double times, double red)
{
    double x0 = corners[0][0], y0 = corners[0][1], ux = corners[1][0] - x0, uy = corners[1][1] - y0;
    double vx = corners[3][0] - x0, vy = corners[3][1] - y0, det = ux * vy - uy * vx;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            double dx = x - x0, dy = y - y0, u = (dx * vy - dy * vx) / det - along, v = (ux * dy - uy * dx) / det;
            int px = (int)(x0 + ux * u + vx * v + 0.5), py = (int)(y0 + uy * u + vy * v + 0.5);
            if (u < 0 || u > 1 || v < 0 || v > 1 || px < 0 || py < 0 || px >= (int)width || py >= (int)height)
                continue;
            for (int c = 0; c < 3; c++) /* the grey card's own light and grain, times that */
                rgb[3 * ((size_t)y * width + x) + (size_t)c] =
                    coded(linear(rgb[3 * ((size_t)py * width + (size_t)px) + (size_t)c]) * times * (c == 0 ? red : 1));
        }
}

/* A client with the grey card between two others, as a PNG. */
static sct_correction look_between(const phantom_photo *photo, double lighter, double darker, double red, sct_flags *flags)
{
    stage_image opened = stage_open(photo->bytes, photo->size);
    photo_frame frame = {0};
    sct_bytes png = {0};
    uint32_t width, height;
    pixels_size(opened.image, &width, &height);
    assert_int_equal(photo_decode(opened.ctx, opened.photo, (photo_window){0, 0, width, height}, &frame), SCT_OK);
    unsigned char *rgb = frame.pixels;
    paint_beside(rgb, width, height, photo->truth.chart_corners, 1.06, lighter, red);
    paint_beside(rgb, width, height, photo->truth.chart_corners, -1.06, darker, 1);
    assert_int_equal(photo_write_png(opened.ctx, rgb, width, height, 3, 1, &png), SCT_OK);
    stage_image again = stage_open(png.data, png.size);
    sct_correction c = look(&again, 1, flags);
    stage_close(&again);
    stage_close(&opened);
    photo_frame_free(&frame);
    sct_bytes_free(&png);
    return c;
}

/* A white, a grey and a black card are sold together: the grey one is meant. Steps of a grey scale, and colours, are none.
 */
static void the_middle_of_three_cards_is_taken(void **state)
{
    (void)state;
    phantom_library library = phantom_library_open();
    int found = 0, scales = 0, coloured = 0;
    double worst = 0;
    for (int i = 0; i < CLIENTS; i++) {
        phantom_photo photo = client(&library, i, PHANTOM_CHART_GREY);
        sct_flags flags = {0};
        if (look_between(&photo, 3.5, 0.2, 1, &flags).kind == SCT_CORRECTION_GREY) {
            found++;
            worst = fmax(worst, off_centre(&photo.truth, &flags));
        }
        scales += look_between(&photo, 1.5, 0.66, 1, &flags).kind == SCT_CORRECTION_GREY;
        coloured += look_between(&photo, 3.5, 0.2, 0.5, &flags).kind == SCT_CORRECTION_GREY;
        phantom_photo_free(&photo);
    }
    figure("grey cards between a white and a black one: %d of %d found, at most %.1f pixels off; %d of steps of a scale, %d "
           "beside a colour",
           found, CLIENTS, worst, scales, coloured);
    assert_true(found >= CLIENTS - 2);
    assert_at_most(worst, 6);
    assert_int_equal(scales, 0);
    assert_int_equal(coloured, 0);
    phantom_library_close(&library);
}

/* Charts hold true greys, and portraits have walls, shirts and windows. */
static void portraits_hold_no_card(void **state)
{
    (void)state;
    NEED_DATA();
    static const char *const portraits[] = {
        "photos/unsplash_pixelpalette/02_woman.jpg", "photos/nasa_astronaut/astronaut.png", "photos/kodak/kodim15.png",
        "chart-photos/plantcv_classic.png", "chart-photos/plantcv_calibrite-passport.png"};
    for (size_t i = 0; i < sizeof portraits / sizeof *portraits; i++) {
        unsigned char *bytes;
        stage_image opened = stage_open_file(data_path(portraits[i]), &bytes);
        sct_flags flags = {0};
        assert_int_equal(look(&opened, 1, &flags).kind, SCT_CORRECTION_NONE);
        assert_true(flags_have(&flags, "grey-not-found"));
        stage_close(&opened);
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_card_is_found_and_said),
        cmocka_unit_test(the_middle_of_three_cards_is_taken),
        cmocka_unit_test(portraits_hold_no_card),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
