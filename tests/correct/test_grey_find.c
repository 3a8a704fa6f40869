/* tests/correct/test_grey_find.c - a grey card that nobody has marked is found, and nothing else is taken for one in
 * silence. */
#include "chart/stage.h"
#include "correct/correct.h"
#include "support/inside.h"
#include "support/support.h"

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
        cmocka_unit_test(portraits_hold_no_card),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
