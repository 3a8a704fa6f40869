/* tests/correct/test_grey.c - grey cards are told from skin and coloured things that are marked as such. */
#include "chart/stage.h"
#include "correct/correct.h"
#include "correct/correct_steps.h"
#include "correct/simulate.h"
#include "support/inside.h"
#include "support/support.h"

enum { GREYS = 4, SKINS = PHANTOM_ITA_CLASSES, COLOURS = 12, SURFACES = GREYS + SKINS + COLOURS, ROUNDS = 6 };

static const num_mat3 srgb = {
    {{0.4360747, 0.3850649, 0.1430804}, {0.2225045, 0.7168786, 0.0606169}, {0.0139322, 0.0971045, 0.7141733}}};

/* Cards of 18 and 50 %, two greys of a ColorChecker, one skin of each class, twelve coloured patches. */
static void choose(const phantom_library *library, int camera, int round, phantom_spectrum *out)
{
    out[0] = phantom_spectrum_flat(0.18);
    out[1] = phantom_spectrum_flat(0.5);
    out[2] = phantom_colorchecker_patch(20);
    out[3] = phantom_colorchecker_patch(21);
    for (int c = 0; c < SKINS; c++) {
        int skin = phantom_skin_of_class(library, c, camera % 2, 7 * round + camera);
        out[GREYS + c] = skin >= 0 ? library->skins[skin].body : phantom_colorchecker_patch(c % 2);
    }
    for (int i = 0; i < COLOURS; i++)
        out[GREYS + SKINS + i] = phantom_colorchecker_patch(i + 6 * (round % 2));
}

/* How many of each are told to be no grey: cameras of one half, six lights. */
static void count_told(const phantom_library *library, int half, double told[SURFACES], double *each)
{
    num_rng rng;
    int cameras = library->camera_count ? (int)library->camera_count : 2;
    num_rng_seed(&rng, 5);
    for (int light = 0; light < SIMULATE_LIGHTS; light++)
        for (int camera = half; camera < cameras; camera += 2)
            for (int round = 0; round < ROUNDS; round++) {
                phantom_spectrum surfaces[SURFACES];
                double rgb[SIMULATE_CLIENT_MAX][3];
                choose(library, camera, round, surfaces);
                simulate_seen(library, library->camera_count ? camera : 0, light, surfaces, SURFACES, &rng, rgb);
                for (int i = 0; i < SURFACES; i++)
                    told[i] += !correct_grey_is_plausible(&srgb, rgb[i]);
                *each += 1;
            }
}

/* No true grey is refused in any of the six lights; skin is, the surer the deeper it is: the lightest have little colour. */
static void greys_are_told_from_skin_and_colours(void **state)
{
    (void)state;
    phantom_library library = phantom_library_open();
    for (int half = 0; half < 2; half++) {
        double told[SURFACES] = {0}, each = 0, greys = 0, patches = 0;
        char text[160] = "";
        count_told(&library, half, told, &each);
        for (int i = 0; i < GREYS; i++)
            greys += told[i];
        for (int i = 0; i < COLOURS; i++)
            patches += told[GREYS + SKINS + i] / COLOURS;
        for (int c = 0; c < SKINS; c++) {
            size_t used = strlen(text);
            snprintf(text + used, sizeof text - used, "%s %s %.0f", c ? "," : "", phantom_ita_class_name(c),
                     100 * told[GREYS + c] / each);
        }
        figure(
            "marked as grey, %s cameras, six lights: refused %.0f of %.0f greys, %.0f %% of coloured patches, of skins%s %%",
            half ? "held-out" : "seen", greys, GREYS * each, 100 * patches / each, text);
        assert_int_equal(greys, 0);
        assert_true(patches >= 0.9 * each);
        for (int c = 2; c < SKINS && library.measured; c++) /* from intermediate to dark */
            assert_true(told[GREYS + c] >= 0.9 * each);
    }
    phantom_library_close(&library);
}

/* Through the stage: the flag forbids a pick on skin and none on grey; what is black or no number is no grey. */
static void the_flag_forbids_a_pick(void **state)
{
    (void)state;
    static const uint8_t colours[3][3] = {{118, 118, 118}, {178, 142, 123}, {125, 117, 108}};
    for (int k = 0; k < 3; k++) {
        uint8_t rgb[60 * 60 * 3];
        sct_context *ctx;
        sct_photo *photo;
        photo_frame frame;
        pixels_image *image;
        sct_pixels_desc desc;
        sct_flags flags = {0};
        sct_correction correction;
        sct_measure_options options;
        for (size_t i = 0; i < sizeof rgb; i++)
            rgb[i] = colours[k][i % 3];
        sct_measure_options_init(&options);
        options.chart_mode = SCT_CHART_OFF;
        sct_pixels_desc_init(&desc);
        desc.data = rgb;
        desc.width = desc.height = 60;
        sct_shape shape = {.role = SCT_ROLE_GREY, .kind = SCT_SHAPE_RECT, .count = 4, .v = {10, 10, 40, 40}};
        assert_int_equal(sct_context_new(&ctx), SCT_OK);
        assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
        assert_int_equal(photo_decode(ctx, photo, (photo_window){0, 0, 60, 60}, &frame), SCT_OK);
        assert_int_equal(pixels_from(ctx, photo, &frame, &flags, &image), SCT_OK);
        sct_view view = {.photo = photo, .shapes = &(const sct_shape *){&shape}, .shape_count = 1};
        assert_int_equal(correct_image(ctx, &options, &view, image, &flags, &correction), SCT_OK);
        assert_int_equal(flags_have(&flags, "grey-not-grey"), k == 1);
        for (size_t i = 0; i < flags.count; i++)
            assert_true(strcmp(flags.items[i].code, "grey-not-grey") != 0 || flags.items[i].forbids_pick);
        pixels_free(image);
        sct_photo_free(photo);
        sct_context_free(ctx);
    }
    assert_false(correct_grey_is_plausible(&srgb, (const double[3]){0, 0, 0}));
    assert_false(correct_grey_is_plausible(&srgb, (const double[3]){0.2, (double)NAN, 0.2}));
}

/* What a whole measurement says: skin marked as grey is told, also the lightest; the skin beside a true card is not grey. */
static void skin_marked_as_grey_is_told_by_the_skin(void **state)
{
    (void)state;
    enum { PHOTOS = 30, CLASSES = 3 /* the lightest */ };
    phantom_library library = phantom_library_open();
    int told = 0, alarms = 0, count = 0;
    sct_measurement *m = calloc(1, sizeof *m);
    assert_non_null(m);
    for (int i = 0; i < PHOTOS; i++) {
        static const sct_illuminant lights[] = {SCT_ILLUMINANT_D50, SCT_ILLUMINANT_D65, SCT_ILLUMINANT_A, SCT_ILLUMINANT_F2,
                                                SCT_ILLUMINANT_F11};
        phantom_params p;
        phantom_params_init(&p);
        int skin = phantom_skin_of_class(&library, i % CLASSES, 1, i);
        if (skin >= 0)
            p.skin = library.skins[skin].body;
        p.seed = (uint64_t)i + 1;
        p.width = 500;
        p.height = 380;
        p.mm_per_px = 0.09;
        p.illuminant = lights[i % 5];
        p.camera = library.camera_count ? &library.cameras[(size_t)i % library.camera_count] : NULL;
        p.chart = PHANTOM_CHART_GREY;
        p.grey_reflectance = 0.18;
        phantom_photo photo = phantom_render(&p);
        stage_image opened = stage_open(photo.bytes, photo.size);
        const phantom_rect *r = &photo.truth.skin_rect;
        double x = 0, y = 0;
        for (int k = 0; k < 4; k++) {
            x += photo.truth.chart_corners[k][0] / 4;
            y += photo.truth.chart_corners[k][1] / 4;
        }
        for (int wrong = 0; wrong < 2; wrong++) {
            sct_shape shapes[2] = {
                {.role = SCT_ROLE_SKIN, .kind = SCT_SHAPE_RECT, .count = 4, .v = {r->x, r->y, r->w, r->h}},
                {.role = SCT_ROLE_GREY, .kind = SCT_SHAPE_CIRCLE, .count = 3, .v = {x, y, 12}}};
            if (wrong) {
                shapes[1].v[0] = r->x + r->w / 2;
                shapes[1].v[1] = r->y + r->h / 2;
            }
            const sct_shape *list[2];
            sct_view view = {
                .photo = opened.photo, .shapes = point_to(list, shapes, 2), .shape_count = 2, .roles = 1u << SCT_ROLE_SKIN};
            sct_measure_options options;
            sct_measure_options_init(&options);
            options.chart_mode = SCT_CHART_OFF;
            assert_int_equal(api_measure(opened.ctx, &options, &view, 1, m), SCT_OK);
            assert_int_equal(m->correction.kind, SCT_CORRECTION_GREY);
            (wrong) ? (told += flags_have(&m->flags, "grey-not-grey")) : (alarms += flags_have(&m->flags, "grey-not-grey"));
        }
        count++;
        stage_close(&opened);
        phantom_photo_free(&photo);
    }
    figure("photos in which skin is marked as the grey card, very light to intermediate, five lights: %d of %d told; true "
           "cards "
           "called skin: %d of %d",
           told, count, alarms, count);
    assert_int_equal(told, count);
    assert_int_equal(alarms, 0);
    free(m);
    phantom_library_close(&library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(greys_are_told_from_skin_and_colours),
        cmocka_unit_test(the_flag_forbids_a_pick),
        cmocka_unit_test(skin_marked_as_grey_is_told_by_the_skin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
