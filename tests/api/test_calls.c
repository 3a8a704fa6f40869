/* tests/api/test_calls.c - what every public call promises: arguments are checked, and old errors are forgotten. */
#include "api/consultation.h"
#include "scalptone.h"
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

static sct_photo *grey_photo(uint32_t width, uint32_t height, const unsigned char *bytes)
{
    sct_pixels_desc desc;
    sct_photo *photo = NULL;
    sct_pixels_desc_init(&desc);
    desc.data = bytes;
    desc.width = width;
    desc.height = height;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    return photo;
}

static sct_view view_of(const sct_photo *photo, uint32_t roles)
{
    sct_view view;
    sct_view_init(&view);
    view.photo = photo;
    view.roles = roles;
    return view;
}

/* A view may come half filled: that is the caller's mistake and not a crash. */
static void incomplete_views_are_refused(void **state)
{
    (void)state;
    static const unsigned char grey[16 * 16 * 3] = {90};
    static const sct_shape *const none[1] = {NULL};
    sct_photo *photo = grey_photo(16, 16, grey);
    sct_measurement *out = NULL;
    const uint32_t skin = 1u << SCT_ROLE_SKIN;
    sct_view views[17];
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++)
        views[i] = view_of(photo, skin);
    assert_int_equal(sct_measure(ctx, NULL, views, 0, &out), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_measure(ctx, NULL, views, 17, &out), SCT_ERR_ARGUMENT);
    assert_non_null(strstr(sct_context_message(ctx), "16"));
    assert_int_equal(sct_measure(ctx, NULL, NULL, 1, &out), SCT_ERR_ARGUMENT);
    for (int what = 0; what < 3; what++) {
        sct_view *second = &views[1];
        *second = view_of(photo, skin);
        switch (what) {
        case 0: second->photo = NULL; break;
        case 1: second->shape_count = 1; break;
        default:
            second->shapes = none;
            second->shape_count = 1;
            break;
        }
        assert_int_equal(sct_measure(ctx, NULL, second, 1, &out), SCT_ERR_ARGUMENT);
        assert_int_equal(sct_measure(ctx, NULL, views, 2, &out), SCT_ERR_ARGUMENT);
        assert_non_null(strstr(sct_context_message(ctx), "views[1]"));
    }
    assert_null(out);
    sct_photo_free(photo);
}

/* First error wins, but only within a call: the next one starts with no message. */
static void calls_forget_earlier_errors(void **state)
{
    (void)state;
    static const char bad[] = "{";
    sct_shape *shape = NULL;
    sct_chart *chart = NULL;
    sct_bytes text = {0};

    assert_int_equal(sct_shape_parse(ctx, "rect:1,2", SCT_ROLE_SKIN, &shape), SCT_ERR_SHAPE);
    assert_int_equal(sct_shape_parse(ctx, "round:1,2", SCT_ROLE_SKIN, &shape), SCT_ERR_SHAPE);
    assert_non_null(strstr(sct_context_message(ctx), "round"));
    assert_int_equal(sct_chart_from_json(ctx, bad, strlen(bad), &chart), SCT_ERR_PALETTE);
    assert_null(strstr(sct_context_message(ctx), "round"));
    assert_null(shape);
    assert_null(chart);
    assert_int_equal(sct_shape_parse(ctx, "auto", SCT_ROLE_SKIN, &shape), SCT_OK);
    assert_string_equal(sct_context_message(ctx), "");
    sct_shape_free(shape);

    assert_int_equal(sct_shape_parse(ctx, "round:1,2", SCT_ROLE_SKIN, &shape), SCT_ERR_SHAPE);
    assert_int_equal(sct_photo_open(ctx, bad, 1, NULL), SCT_ERR_ARGUMENT);
    assert_null(strstr(sct_context_message(ctx), "round"));
    assert_non_null(strstr(sct_context_message(ctx), "sct_photo_open"));
    assert_int_equal(sct_shape_parse(ctx, "round:1,2", SCT_ROLE_SKIN, &shape), SCT_ERR_SHAPE);
    assert_int_equal(sct_chart_json(ctx, sct_chart_builtin(0), &text), SCT_OK);
    assert_string_equal(sct_context_message(ctx), "");
    sct_bytes_free(&text);
    assert_int_equal(sct_shape_parse(ctx, "round:1,2", SCT_ROLE_SKIN, &shape), SCT_ERR_SHAPE);
    assert_int_equal(sct_card_svg(ctx, NULL, &text), SCT_OK);
    assert_null(strstr(sct_context_message(ctx), "round"));
    sct_bytes_free(&text);
}

/* Strips of a picture, as a scanner or a careless crop leaves them, end in a refusal and not in a crash. */
static void strips_are_refused(void **state)
{
    (void)state;
    static const uint32_t sizes[][2] = {{3, 20000}, {20000, 4}, {1, 5000}, {5000, 1}, {31, 14400}, {1, 1}};
    sct_chart_options card;
    sct_chart_result *result = NULL;
    sct_measurement *measurement = NULL;
    sct_chart_options_init(&card);
    card.id = "consultation-card";
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t bytes = (size_t)sizes[i][0] * sizes[i][1] * 3;
        unsigned char *skin = malloc(bytes);
        assert_non_null(skin);
        for (size_t k = 0; k < bytes; k++) /* noise round a skin's colour, from which every search would start */
            skin[k] = (unsigned char)((k % 3 == 0 ? 200 : k % 3 == 1 ? 150 : 120) + (k * 2654435761u >> 16) % 20);
        sct_photo *photo = grey_photo(sizes[i][0], sizes[i][1], skin);
        const sct_view view = view_of(photo, 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR);
        assert_int_equal(sct_chart_find(ctx, NULL, photo, &result), SCT_ERR_CHART_NONE);
        assert_int_equal(sct_chart_find(ctx, &card, photo, &result), SCT_ERR_CHART_NONE);
        assert_int_equal(sct_measure(ctx, NULL, &view, 1, &measurement), SCT_ERR_NOTHING);
        assert_null(strchr(sct_context_message(ctx), '\n'));
        assert_true(!result && !measurement);
        sct_photo_free(photo);
        free(skin);
    }
}

/* Every feature has an answer, and so has one that nobody knows yet. */
static void features_are_asked(void **state)
{
    (void)state;
    assert_int_equal(sct_has(SCT_FEATURE_PNG), 1);
    assert_int_equal(sct_has(SCT_FEATURE_JPEG), 1);
    for (int i = 0; i <= SCT_FEATURE_PASSPHRASE; i++)
        assert_true(sct_has((sct_feature)i) == 0 || sct_has((sct_feature)i) == 1);
    assert_int_equal(sct_has((sct_feature)(SCT_FEATURE_PASSPHRASE + 1)), 0);
    assert_int_equal(sct_has((sct_feature)-1), 0);
}

/* Opacity comes out as it went in, and is whole where the photo has none. */
static void opacity_is_written(void **state)
{
    (void)state;
    enum { SIDE = 8 };
    unsigned char in[SIDE * SIDE * 4], out[SIDE * SIDE * 4];
    for (size_t i = 0; i < sizeof in; i++)
        in[i] = (unsigned char)(i % 4 == 3 ? 255 - i / 4 : 100);
    for (int channels = 3; channels <= 4; channels++) {
        sct_pixels_desc desc;
        sct_plane plane;
        sct_photo *photo = NULL;
        sct_pixels_desc_init(&desc);
        desc.width = desc.height = SIDE;
        desc.channels = channels;
        desc.data = in;
        assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
        sct_plane_init(&plane);
        plane.data = out;
        plane.capacity = sizeof out;
        plane.channels = 4;
        memset(out, 0x5a, sizeof out);
        assert_int_equal(sct_photo_pixels(ctx, photo, &plane), SCT_OK);
        for (size_t i = 3; i < sizeof out; i += 4)
            assert_int_equal(out[i], channels == 4 ? in[i] : 255);
        sct_photo_free(photo);
    }
}

/* A prediction without a band has none to tell, and leaves what it was to fill as it was. */
static void a_band_that_was_not_asked_for(void **state)
{
    (void)state;
    consultation all;
    sct_heal_options healing;
    sct_healed *healed = NULL;
    sct_heal_band band;
    unsigned char before[sizeof band];
    consultation_open(&all);
    sct_heal_options_init(&healing);
    healing.skin_lab = (sct_lab){65, 10, 17};
    healing.ink = all.optics;
    healing.band = 0;
    assert_int_equal(sct_heal(ctx, &healing, &healed), SCT_OK);
    memset(&band, 0x5a, sizeof band);
    memcpy(before, &band, sizeof band);
    assert_int_equal(sct_healed_band(healed, &band), SCT_ERR_NOTHING);
    assert_memory_equal(&band, before, sizeof band);
    sct_healed_free(healed);
    consultation_close(&all);
}

/* A shape is checked when it is made. */
static void shapes_of_bad_numbers(void **state)
{
    (void)state;
    static const double rect[4] = {2, 2, 20, 20};
    sct_shape *shape = NULL;
    double numbers[130];
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        numbers[i] = (double)(i % 7);
    static const struct {
        sct_shape_kind kind;
        size_t count;
        sct_status status;
    } cases[] = {
        {SCT_SHAPE_AUTO, 0, SCT_OK},
        {SCT_SHAPE_AUTO, 1, SCT_ERR_SHAPE},
        {SCT_SHAPE_RECT, 4, SCT_OK},
        {SCT_SHAPE_RECT, 3, SCT_ERR_SHAPE},
        {SCT_SHAPE_CIRCLE, 3, SCT_OK},
        {SCT_SHAPE_CIRCLE, 4, SCT_ERR_SHAPE},
        {SCT_SHAPE_POLY, 6, SCT_OK},
        {SCT_SHAPE_POLY, 4, SCT_ERR_SHAPE},
        {SCT_SHAPE_POLY, 7, SCT_ERR_SHAPE},
        {SCT_SHAPE_POLY, 128, SCT_OK},
        {SCT_SHAPE_POLY, 130, SCT_ERR_SHAPE},
        {SCT_SHAPE_POINT, 2, SCT_OK},
        {SCT_SHAPE_POINT, 4, SCT_ERR_SHAPE},
        {SCT_SHAPE_STROKE, 4, SCT_OK},
        {SCT_SHAPE_STROKE, 2, SCT_ERR_SHAPE},
        {SCT_SHAPE_STROKE, 5, SCT_ERR_SHAPE},
        {SCT_SHAPE_MASK, 0, SCT_ERR_OPTION},
        {(sct_shape_kind)9, 4, SCT_ERR_OPTION},
        {(sct_shape_kind)-1, 4, SCT_ERR_OPTION},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sct_status status = sct_shape_new(ctx, SCT_ROLE_HAIR, cases[i].kind, numbers, NULL, cases[i].count, &shape);
        if (status != cases[i].status)
            fail_msg("kind %d of %zu numbers: %s", (int)cases[i].kind, cases[i].count, sct_status_name(status));
        assert_true((shape != NULL) == (status == SCT_OK));
        assert_int_equal(sct_shape_describe(shape), status == SCT_OK ? cases[i].kind : SCT_SHAPE_AUTO);
        sct_shape_free(shape);
        shape = NULL;
    }
    static const double bad[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, 1e7};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        memcpy(numbers, rect, sizeof rect);
        numbers[i] = bad[i];
        assert_int_equal(sct_shape_new(ctx, SCT_ROLE_SKIN, SCT_SHAPE_RECT, numbers, NULL, 4, &shape), SCT_ERR_OPTION);
        assert_true(sct_context_message(ctx)[0] != '\0');
    }
    assert_int_equal(sct_shape_new(ctx, (sct_role)-1, SCT_SHAPE_RECT, rect, NULL, 4, &shape), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_shape_new(ctx, (sct_role)3, SCT_SHAPE_RECT, rect, NULL, 4, &shape), SCT_ERR_ARGUMENT);
    assert_null(shape);
}

static void grey_reflectances_have_a_range(void **state)
{
    (void)state;
    static const double taken[] = {0.02, 0.98, 0.18}, bad[] = {0.0199, 0.9801, 0, -1, (double)NAN, (double)INFINITY};
    sct_shape *shape = NULL;
    assert_int_equal(sct_shape_parse(ctx, "rect:1,1,5,5", SCT_ROLE_GREY, &shape), SCT_OK);
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        assert_int_equal(sct_shape_set_reflectance(ctx, shape, taken[i]), SCT_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(sct_shape_set_reflectance(ctx, shape, bad[i]), SCT_ERR_OPTION);
    sct_shape_free(shape);
}

/* What "mask:FILE" names is the program's to open; a mask of bytes is copied, row by row. */
static void masks_belong_to_their_shapes(void **state)
{
    (void)state;
    enum { SIDE = 24 };
    static unsigned char rgb[SIDE * SIDE * 3];
    uint8_t mask[SIDE][SIDE + 8];
    sct_shape *named = NULL, *shape = NULL;
    sct_measurement *m = NULL;
    sct_region region;
    for (size_t i = 0; i < sizeof rgb; i++)
        rgb[i] = (unsigned char)((i % 3 == 0 ? 200 : i % 3 == 1 ? 150 : 130) + i % 5);
    memset(mask, 0, sizeof mask);
    for (int y = 4; y < 20; y++)
        memset(&mask[y][2], 1, 16);
    for (int y = 0; y < SIDE; y++)
        memset(&mask[y][SIDE], 1, 8); /* between the rows: not part of it */
    assert_int_equal(sct_shape_parse(ctx, "mask:head.png", SCT_ROLE_SKIN, &named), SCT_OK);
    assert_string_equal(sct_shape_mask_file(named), "head.png");
    assert_int_equal(sct_shape_describe(named), SCT_SHAPE_MASK);
    assert_int_equal(sct_shape_from_mask(ctx, SCT_ROLE_SKIN, &mask[0][0], SIDE, SIDE, SIDE + 8, &shape), SCT_OK);
    memset(mask, 0, sizeof mask);
    assert_null(sct_shape_mask_file(shape));
    sct_photo *photo = grey_photo(SIDE, SIDE, rgb);
    sct_view view = view_of(photo, 1u << SCT_ROLE_SKIN);
    view.shape_count = 1;
    view.shapes = (const sct_shape *const *)&shape;
    if (sct_measure(ctx, NULL, &view, 1, &m) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    assert_int_equal(sct_measurement_region(m, 0, &region), SCT_OK);
    assert_int_equal(region.role, SCT_ROLE_SKIN);
    const int32_t box[4] = {2, 4, 16, 16};
    assert_memory_equal(region.box, box, sizeof box);
    sct_measurement_free(m);
    m = NULL;
    view.shapes = (const sct_shape *const *)&named; /* nobody has read the file */
    assert_int_equal(sct_measure(ctx, NULL, &view, 1, &m), SCT_ERR_SHAPE);
    sct_shape_free(shape);
    shape = NULL;
    assert_int_equal(sct_shape_from_mask(ctx, SCT_ROLE_SKIN, &mask[0][0], SIDE, SIDE, SIDE - 1, &shape), SCT_ERR_OPTION);
    assert_int_equal(sct_shape_from_mask(ctx, SCT_ROLE_SKIN, &mask[0][0], 0, SIDE, 0, &shape), SCT_ERR_OPTION);
    assert_int_equal(sct_shape_from_mask(ctx, SCT_ROLE_SKIN, &mask[0][0], SIDE, 0, 0, &shape), SCT_ERR_OPTION);
    assert_int_equal(sct_shape_from_mask(ctx, SCT_ROLE_SKIN, &mask[0][0], SIDE / 2, SIDE, 0, &shape), SCT_OK);
    view.shapes = (const sct_shape *const *)&shape; /* of another size than the photo */
    assert_int_equal(sct_measure(ctx, NULL, &view, 1, &m), SCT_ERR_SHAPE);
    assert_null(m);
    sct_shape_free(shape);
    sct_shape_free(named);
    sct_photo_free(photo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(incomplete_views_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(calls_forget_earlier_errors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(strips_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(features_are_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(opacity_is_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_band_that_was_not_asked_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shapes_of_bad_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(grey_reflectances_have_a_range, set_up, tear_down),
        cmocka_unit_test_setup_teardown(masks_belong_to_their_shapes, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
