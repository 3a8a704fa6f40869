/* tests/correct/test_camera.c - what a photo of a chart tells of a camera is kept, used on later photos of that camera, and
 * on no others. How much is gained is in test_simulation.c. */
#include "phantom/phantom.h"
#include "scalptone.h"
#include "support/photos.h"
#include "support/support.h"

static sct_context *ctx;

/* ---- photos that say by which camera they are ---- */

typedef struct maker {
    const char *make, *model;
    uint32_t focal_mm, white_balance, flash;
} maker;
static const maker phone = {"Example", "Phone 7", 5, 0, 0};

static void put16(blob *out, uint32_t v)
{
    const unsigned char b[2] = {(unsigned char)v, (unsigned char)(v >> 8)};
    blob_add(out, b, 2);
}

static void entry(blob *out, uint32_t tag, uint32_t type, uint32_t count, uint32_t value)
{
    put16(out, tag);
    put16(out, type);
    put16(out, count);
    put16(out, 0);
    put16(out, value);
    put16(out, 0);
}

/* Little-endian TIFF: names of 32 bytes behind two directories, and a quotient behind these. */
static blob exif_of(const maker *m)
{
    enum { IFD0 = 8, EXIF = IFD0 + 2 + 3 * 12 + 4, NAMES = EXIF + 2 + 3 * 12 + 4, NAME = 32 };
    blob out = {0};
    char name[NAME] = "";
    blob_add(&out, "Exif\0\0II*\0", 10);
    put16(&out, IFD0);
    put16(&out, 0);
    put16(&out, 3);
    entry(&out, 0x010F, 2, NAME, NAMES);
    entry(&out, 0x0110, 2, NAME, NAMES + NAME);
    entry(&out, 0x8769, 4, 1, EXIF);
    put16(&out, 0);
    put16(&out, 0);
    put16(&out, 3);
    entry(&out, 0x9209, 3, 1, m->flash);
    entry(&out, 0x920A, 5, 1, NAMES + 2 * NAME);
    entry(&out, 0xA403, 3, 1, m->white_balance);
    put16(&out, 0);
    put16(&out, 0);
    snprintf(name, sizeof name, "%s", m->make);
    blob_add(&out, name, NAME);
    memset(name, 0, sizeof name);
    snprintf(name, sizeof name, "%s", m->model);
    blob_add(&out, name, NAME);
    put16(&out, m->focal_mm);
    put16(&out, 0);
    put16(&out, 1);
    put16(&out, 0);
    return out;
}

/* A client of one camera; null: the file does not say by which. */
typedef struct shot {
    blob bytes;
    sct_photo *photo;
    phantom_truth truth;
} shot;

static shot take(phantom_chart chart, sct_illuminant light, phantom_profile profile, const maker *by)
{
    static phantom_library library;
    phantom_params p;
    shot out;
    memset(&out, 0, sizeof out);
    if (!library.skins)
        library = phantom_library_open();
    phantom_params_init(&p);
    p.width = 420;
    p.height = 320;
    p.mm_per_px = 0.12;
    p.seed = 5;
    p.camera = library.camera_count ? &library.cameras[7] : NULL;
    p.illuminant = light;
    p.exposure = light == SCT_ILLUMINANT_D50 ? 0.75 : 0.62;
    p.gain[0] = light == SCT_ILLUMINANT_D50 ? 1 : 1.12;
    p.tone = 0.7;
    p.chart = chart;
    p.chart_x_px = 215;
    p.chart_y_px = 110;
    p.chart_pitch_px = 24;
    p.grey_reflectance = 0.18;
    p.format = PHANTOM_JPEG;
    p.jpeg_quality = 95;
    p.profile = profile;
    phantom_photo photo = phantom_render(&p);
    out.truth = photo.truth;
    blob_add(&out.bytes, photo.bytes, photo.size);
    if (by) {
        blob exif = exif_of(by);
        jpeg_insert_segment(&out.bytes, 0xE1, exif.data, exif.size);
        free(exif.data);
    }
    phantom_photo_free(&photo);
    assert_int_equal(sct_photo_open(ctx, out.bytes.data, out.bytes.size, &out.photo), SCT_OK);
    return out;
}

static void put_away(shot *s)
{
    sct_photo_free(s->photo);
    free(s->bytes.data);
}

static sct_camera *learn(void)
{
    sct_camera *camera = NULL;
    shot chart = take(PHANTOM_CHART_COLORCHECKER, SCT_ILLUMINANT_D50, PHANTOM_SRGB, &phone);
    assert_int_equal(sct_camera_from_chart(ctx, NULL, chart.photo, &camera), SCT_OK);
    put_away(&chart);
    return camera;
}

/* The skin of a shot, with the grey card marked or not, and what is known of the camera or not. */
static sct_skin measure(const shot *s, const sct_camera *camera, int marked, sct_correction *correction, sct_measurement **m)
{
    const phantom_rect *r = &s->truth.skin_rect;
    double grey[3] = {0, 0, 12}, skin[4] = {r->x, r->y, r->w, r->h};
    sct_shape *shapes[2] = {NULL, NULL};
    sct_measure_options options;
    sct_view view;
    sct_skin out;
    for (int k = 0; k < 8; k++)
        grey[k % 2] += s->truth.chart_corners[k / 2][k % 2] / 4;
    assert_int_equal(sct_shape_new(ctx, SCT_ROLE_SKIN, SCT_SHAPE_RECT, skin, NULL, 4, &shapes[0]), SCT_OK);
    assert_int_equal(sct_shape_new(ctx, SCT_ROLE_GREY, SCT_SHAPE_CIRCLE, grey, NULL, 3, &shapes[1]), SCT_OK);
    sct_measure_options_init(&options);
    options.camera = camera;
    sct_view_init(&view);
    view.photo = s->photo;
    view.shapes = (const sct_shape *const *)shapes;
    view.shape_count = marked ? 2 : 1;
    view.roles = 1u << SCT_ROLE_SKIN;
    assert_int_equal(sct_measure(ctx, &options, &view, 1, m), SCT_OK);
    assert_int_equal(sct_measurement_skin(*m, &out), SCT_OK);
    assert_int_equal(sct_measurement_correction(*m, 0, correction), SCT_OK);
    sct_shape_free(shapes[0]);
    sct_shape_free(shapes[1]);
    return out;
}

/* ---- tests ---- */

static void what_is_kept_is_read_back(void **state)
{
    (void)state;
    sct_camera *camera = learn(), *again = NULL;
    sct_bytes text = {0}, twice = {0};
    sct_camera_info info;
    assert_int_equal(sct_camera_json(ctx, camera, &text), SCT_OK);
    assert_int_equal(sct_camera_from_json(ctx, text.data, text.size, &again), SCT_OK);
    assert_int_equal(sct_camera_json(ctx, again, &twice), SCT_OK);
    assert_int_equal(text.size, twice.size);
    assert_memory_equal(text.data, twice.data, text.size);
    assert_int_equal(sct_camera_describe(again, &info), SCT_OK);
    assert_string_equal(info.make, "Example");
    assert_string_equal(info.model, "Phone 7");
    assert_string_equal(info.chart, "colorchecker-classic");
    assert_near(info.focal_mm, 5, 0);
    assert_true(isnan(info.iso) && info.white_balance == 0 && info.flash == 0);
    assert_true(info.patches >= 18 && info.u95_de00 < 8);
    sct_bytes_free(&text);
    sct_bytes_free(&twice);
    sct_camera_free(camera);
    sct_camera_free(again);
}

/* In another light: by the camera and grey, by the camera alone, by grey alone, by nothing. */
static void a_later_photo_is_corrected_by_it(void **state)
{
    (void)state;
    sct_camera *camera = learn();
    shot later = take(PHANTOM_CHART_GREY, SCT_ILLUMINANT_LED_B3, PHANTOM_SRGB, &phone);
    double error[4];
    for (int way = 0; way < 4; way++) {
        sct_measurement *m = NULL;
        sct_correction c;
        sct_skin skin = measure(&later, way < 2 ? camera : NULL, way % 2 == 0, &c, &m);
        const sct_flags *flags = sct_measurement_flags(m);
        error[way] = sct_de2000(skin.estimate.lab, later.truth.skin_rect_lab);
        assert_int_equal(c.kind, way < 2 ? SCT_CORRECTION_CAMERA : way == 2 ? SCT_CORRECTION_GREY : SCT_CORRECTION_NONE);
        assert_int_equal(c.patches_used, way % 2 == 0);
        assert_int_equal(sct_flags_have(flags, SCT_FLAG_CAMERA_PROFILE), way == 0);
        assert_int_equal(sct_flags_have(flags, SCT_FLAG_CAMERA_ALONE), way == 1);
        assert_true(way != 1 || sct_flags_forbid_pick(flags));
        assert_false(sct_flags_have(flags, SCT_FLAG_CAMERA_OTHER) || sct_flags_have(flags, SCT_FLAG_CAMERA_SETTINGS));
        if (way == 0)
            assert_at_most(error[way], skin.estimate.u95_de00);
        sct_measurement_free(m);
    }
    figure("a later photo in another light: skin dE00 %.1f by camera and grey, %.1f by the camera, %.1f by grey, %.1f by "
           "nothing",
           error[0], error[1], error[2], error[3]);
    put_away(&later);
    sct_camera_free(camera);
}

/* Another phone, lens or colour space, or none that is named: as if nothing were known, and it is said. */
static void photos_of_other_cameras_are_left_alone(void **state)
{
    (void)state;
    static const maker other = {"Example", "Phone 8", 5, 0, 0}, tele = {"Example", "Phone 7", 9, 0, 0},
                       lamp = {"Example", "Phone 7", 5, 1, 1};
    const struct {
        const maker *by;
        phantom_profile profile;
        int used;
    } cases[] = {{&other, PHANTOM_SRGB, 0},
                 {&tele, PHANTOM_SRGB, 0},
                 {NULL, PHANTOM_SRGB, 0},
                 {&phone, PHANTOM_DISPLAY_P3, 0},
                 {&lamp, PHANTOM_SRGB, 1}};
    sct_camera *camera = learn(), *none = NULL;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        shot later = take(PHANTOM_CHART_GREY, SCT_ILLUMINANT_D65, cases[i].profile, cases[i].by);
        sct_measurement *m = NULL;
        sct_correction c;
        measure(&later, camera, 1, &c, &m);
        assert_int_equal(c.kind, cases[i].used ? SCT_CORRECTION_CAMERA : SCT_CORRECTION_GREY);
        assert_int_equal(sct_flags_have(sct_measurement_flags(m), SCT_FLAG_CAMERA_OTHER), !cases[i].used);
        assert_int_equal(sct_flags_have(sct_measurement_flags(m), SCT_FLAG_CAMERA_SETTINGS), cases[i].used);
        sct_measurement_free(m);
        put_away(&later);
    }
    shot nameless = take(PHANTOM_CHART_COLORCHECKER, SCT_ILLUMINANT_D50, PHANTOM_SRGB, NULL);
    assert_int_equal(sct_camera_from_chart(ctx, NULL, nameless.photo, &none), SCT_ERR_OPTION);
    shot bare = take(PHANTOM_CHART_NONE, SCT_ILLUMINANT_D50, PHANTOM_SRGB, &phone);
    assert_int_equal(sct_camera_from_chart(ctx, NULL, bare.photo, &none), SCT_ERR_CHART_NONE);
    assert_null(none);
    put_away(&nameless);
    put_away(&bare);
    sct_camera_free(camera);
}

/* The text with one part replaced; it has to be there. */
static void expect_refusal(const char *text, const char *part, const char *by)
{
    const char *at = strstr(text, part);
    assert_non_null(at);
    size_t size = strlen(text) + strlen(by) + 1, before = (size_t)(at - text);
    char *changed = malloc(size);
    sct_camera *camera = NULL;
    assert_non_null(changed);
    snprintf(changed, size, "%.*s%s%s", (int)before, text, by, at + strlen(part));
    sct_status status = sct_camera_from_json(ctx, changed, strlen(changed), &camera);
    if (status != SCT_ERR_PALETTE)
        print_error("%s -> %s was not refused\n", part, by);
    assert_int_equal(status, SCT_ERR_PALETTE);
    assert_null(camera);
    free(changed);
}

static void texts_that_are_none_are_refused(void **state)
{
    (void)state;
    sct_camera *camera = learn(), *none = NULL;
    sct_bytes text = {0};
    assert_int_equal(sct_camera_json(ctx, camera, &text), SCT_OK);
    const char *whole = (const char *)text.data;
    size_t size = strlen(whole);
    for (size_t n = 0; n + 2 < size; n += 7) { /* but for the newline at its end, no part is a whole */
        char *part = malloc(n + 1);
        assert_non_null(part);
        memcpy(part, whole, n);
        assert_int_equal(sct_camera_from_json(ctx, part, n, &none), SCT_ERR_PALETTE);
        free(part);
    }
    static const char *const changes[][2] = {
        {"\"scalptone_camera\":\t1", "\"scalptone_camera\":\t2"},
        {"\"scalptone_camera\"", "\"scalptone_chart\""},
        {"\"Example\"", "\"Exampl\\u00e9\""},
        {"\"Example\"", "7"},
        {"\"Phone 7\"", "\"a name of a camera that is longer than any name may be, and then some more\""},
        {"\"auto\"", "\"sometimes\""},
        {"\"u95_de00\":\t", "\"u95_de00\":\t-"},
        {"\"rgb_to_xyz\":\t[", "\"rgb_to_xyz\":\t[1, "},
        {"\"in\":\t[", "\"in\":\t[1e300, "},
        {"\"in\":\t[", "\"in\":\t[null, "},
        {"\"out\":\t[", "\"out\":\t[0, "},
        {"\"matrix\":\t[", "\"matrix\":\t[0, 0, 0, 0, 0, 0, 0, 0, 0], \"was\":\t["},
        {"\"green\"", "\"red\""},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        expect_refusal(whole, changes[i][0], changes[i][1]);
    assert_int_equal(sct_camera_from_json(ctx, NULL, 0, &none), SCT_ERR_ARGUMENT);
    assert_null(none);
    sct_bytes_free(&text);
    sct_camera_free(camera);
}

static int begin(void **state)
{
    (void)state;
    return sct_context_new(&ctx) != SCT_OK;
}

static int end(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_is_read_back),
        cmocka_unit_test(a_later_photo_is_corrected_by_it),
        cmocka_unit_test(photos_of_other_cameras_are_left_alone),
        cmocka_unit_test(texts_that_are_none_are_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
