/*
 * tests/preview/test_gloss.c - what takes ink: skin among hair, bright skin, no highlights; and that a result says when the
 * picture is not what was predicted.
 */
#include "preview/preview_painter.h"
#include "preview/skins.h"
#include "support/inside.h"

enum { SIDE = 400 };
static sct_context *ctx;
static uint16_t pixels[3 * SIDE * SIDE];
static uint8_t counted[SIDE * SIDE]; /* pixels that means are over */
static uint8_t labels[SIDE * SIDE];
static const sct_lab light_skin = {65, 11, 17};

/* Mean linear RGB of the counted pixels; frees the photo. */
static void mean_rgb(sct_photo *photo, double out[3], num_mat3 *matrix)
{
    static float row[3 * SIDE];
    image im = image_from_photo(ctx, photo);
    double n = 0;
    assert_int_equal(im.status, SCT_OK);
    *matrix = pixels_matrix(im.pixels);
    out[0] = out[1] = out[2] = 0;
    for (uint32_t y = 0; y < SIDE; y++) {
        pixels_rgb_row(im.pixels, 0, y, SIDE, row);
        for (uint32_t x = 0; x < SIDE; x++) {
            n += counted[y * SIDE + x] != 0;
            for (uint32_t c = 0; c < 3 && counted[y * SIDE + x]; c++)
                out[c] += (double)row[3 * x + c];
        }
    }
    for (int c = 0; c < 3; c++)
        out[c] /= n;
    image_free(&im);
}

/* Frees the photo. dE00 of the counted pixels of the file from the prediction, both as that of the look's skin times the
 * same change. */
static double true_error(sct_photo *photo, const sct_bytes *png, const sct_look *look)
{

    sct_xyz xyz = sct_xyz_from_lab(look->skin_lab, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    double before[3], after[3], rgb[3], v[3] = {xyz.X, xyz.Y, xyz.Z};
    sct_photo *made = NULL;
    num_mat3 matrix, back;
    assert_int_equal(sct_photo_open(ctx, png->data, png->size, &made), SCT_OK);
    mean_rgb(photo, before, &matrix);
    mean_rgb(made, after, &matrix);
    assert_true(num_mat3_invert(&matrix, &back));
    num_mat3_apply(&back, v, rgb);
    for (int c = 0; c < 3; c++)
        rgb[c] *= after[c] / before[c];
    num_mat3_apply(&matrix, rgb, v);
    return sct_de2000(lab_of_xyz((sct_xyz){v[0], v[1], v[2]}), look->area_lab);
}

static const sct_shape everywhere = {.kind = SCT_SHAPE_RECT, .count = 4, .v = {0, 0, SIDE, SIDE}};

static double render_in(const sct_shape *where, sct_photo *photo, const sct_look *look, double mm_per_px, int labelled,
                        preview_result *result)
{
    sct_preview_options o;
    sct_preview *preview = NULL;
    sct_bytes png = {0};
    preview_result judged;
    sct_preview_options_init(&o);
    o.areas = &where;
    o.area_count = 1;
    o.mm_per_px = mm_per_px;
    o.watermark = 0;
    o.bits = 16;
    o.labels = labelled ? labels : NULL;
    o.labels_capacity = sizeof labels;
    if (sct_preview_new(ctx, photo, &o, &preview) != SCT_OK ||
        preview_picture_png(ctx, preview, look, result, &png) != SCT_OK ||
        preview_picture_png(ctx, preview, look, &judged, NULL) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    /* Told without a picture, it is the same to the last bit. */
    assert_true(judged.core_pixels == result->core_pixels && judged.dots == result->dots);
    assert_memory_equal(&judged.area_lab, &result->area_lab, sizeof judged.area_lab);
    assert_memory_equal(&judged.photo_area_lab, &result->photo_area_lab, sizeof judged.photo_area_lab);
    assert_memory_equal(&judged.shine_share, &result->shine_share, sizeof judged.shine_share);
    sct_preview_free(preview);
    double error = true_error(photo, &png, look);
    sct_bytes_free(&png);
    return error;
}

static double render(sct_photo *photo, const sct_look *look, double mm_per_px, int labelled, preview_result *result)
{
    return render_in(&everywhere, photo, look, mm_per_px, labelled, result);
}

/* Slanted hairs 0.3 mm apart over this share of the skin; the skin between them is what counts. */
static void grow_hair(double share)
{
    static const uint16_t hair[3] = {60 * 257, 45 * 257, 38 * 257};
    for (uint32_t y = 0; y < SIDE; y++)
        for (uint32_t x = 0; x < SIDE; x++) {
            int bare = fmod(x + y / 7.0, 10) >= 10 * share;
            counted[y * SIDE + x] = (uint8_t)bare;
            labels[y * SIDE + x] = bare && (x + y) % 3 == 0 ? SCT_LABEL_SKIN : SCT_LABEL_NONE;
            if (!bare)
                memcpy(pixels + 3 * ((size_t)y * SIDE + x), hair, sizeof hair);
        }
}

static void skin_among_hair_is_inked(void **state)
{
    static const double shares[] = {0.2, 0.45, 0.55, 0.7, 0.8, 0.9};
    sct_look look = look_in_skin(ctx, light_skin, "77266", 0.004, 180, 0.06);
    double worst = 0;
    (void)state;
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++)
        for (int labelled = shares[i] > 0.8; labelled < 2; labelled++) {
            preview_result r;
            sct_photo *photo = skin_photo(ctx, light_skin, SIDE, 0.2, 0.02, NULL, pixels);
            grow_hair(shares[i]);
            worst = fmax(worst, render(photo, &look, 0.03, labelled, &r));
            assert_at_most(r.de00, 0.5);
            assert_at_most(r.shine_share, 0.02);
            assert_int_equal(r.flags.count, 0);
        }
    figure("preview, skin with hair over 20 to 90 %% of it: bare pixels of the file off by dE00 %.3f at most", worst);
    assert_at_most(worst, 0.5);
}

static void bright_skin_is_inked(void **state)
{
    static const double exposures[] = {1, 1.3, 1.6, 2};
    double worst = 0;
    (void)state;
    memset(counted, 1, sizeof counted);
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < 4; i++) {
            const double k = exposures[i], cast[3] = {k, k, k};
            preview_result r;
            sct_look look = look_in_skin(ctx, skin_cases[s].lab, "77266", 0.004, 180, 0.06);
            sct_photo *photo = skin_photo(ctx, skin_cases[s].lab, SIDE, 0, 0.02, cast, pixels);
            worst = fmax(worst, render(photo, &look, 0.05, 0, &r));
            assert_int_equal(r.core_pixels, SIDE * SIDE);
            assert_at_most(r.de00, 0.5);
        }
    figure("preview, over-exposed skin: the file off by dE00 %.3f at most", worst);
    assert_at_most(worst, 0.5);
}

/* White highlights keep their light; what that does to the mean is said, and flagged where it is much. */
static void highlights_stay_and_are_counted(void **state)
{
    static const double shares[] = {0.002, 0.1, 0.3};
    sct_look look = look_in_skin(ctx, light_skin, "77266", 0.004, 180, 0.06);
    (void)state;
    memset(counted, 1, sizeof counted);
    for (int i = 0; i < 3; i++) {
        preview_result r;
        sct_photo *photo = skin_photo(ctx, light_skin, SIDE, 0, 0.02, NULL, pixels);
        for (uint32_t y = 0; y < SIDE; y++)
            for (uint32_t x = 0; x < SIDE; x++)
                if (fmod(x + 0.618 * y, 60) < 60 * shares[i])
                    memset(pixels + 3 * ((size_t)y * SIDE + x), 0xff, 3 * sizeof *pixels);
        double error = render(photo, &look, 0.05, 0, &r);
        assert_near(r.de00, error, 0.05);
        assert_near(r.shine_share, shares[i], 0.02);
        assert_int_equal(r.flags.count, i > 0);
        if (i)
            assert_string_equal(r.flags.items[0].code, "picture-off");
        if (i == 2)
            assert_non_null(strstr(r.flags.items[0].message, "shines or is clipped"));
    }
}

/* Light from the side, and an area whose rows begin ever further from its box: what shines is told by the skin of its own
 * columns. render_in compares what is told with a picture and without, to the last bit. */
static void shine_is_told_where_it_is(void **state)
{
    static const sct_shape slanted = {.kind = SCT_SHAPE_POLY, .count = 8, .v = {0, 0, 200, 0, SIDE, SIDE, 200, SIDE}};
    sct_look look = look_in_skin(ctx, light_skin, "77266", 0.004, 180, 0.06);
    preview_result r;
    sct_photo *photo = skin_photo(ctx, light_skin, SIDE, 0, 0.02, NULL, pixels);
    (void)state;
    memset(counted, 1, sizeof counted);
    for (uint32_t y = 0; y < SIDE; y++)
        for (uint32_t x = 0; x < SIDE; x++)
            for (uint32_t c = 0; c < 3; c++) {
                uint16_t *v = &pixels[3 * ((size_t)y * SIDE + x) + c];
                double light = (0.4 + 0.5 * x / SIDE) * (fmod(x + 0.618 * y, 60) < 6 ? 1.5 : 1); /* a tenth shines */
                *v = (uint16_t)fmin(*v * light, 65535);
            }
    render_in(&slanted, photo, &look, 0.05, 0, &r);
    figure("preview, slanted area in light from the side, a tenth shining: %.1f %% told", 100 * r.shine_share);
    assert_near(r.shine_share, 0.1, 0.02);
}

static void too_few_dots_are_told(void **state)
{
    static const double scales[] = {0.002, 0.003, 0.008};
    sct_look look = look_in_skin(ctx, light_skin, "77266", 0.004, 180, 0.06);
    int without = 0;
    (void)state;
    for (int i = 0; i < 3; i++) {
        preview_result r;
        sct_photo *photo = skin_photo(ctx, light_skin, SIDE, 0, 0.02, NULL, pixels);
        look.density_per_cm2 = i ? 180 : 1;
        look.rank = (size_t)i;
        render(photo, &look, scales[i], 0, &r);
        assert_int_equal(r.flags.count, 1);
        assert_string_equal(r.flags.items[0].code, "picture-off");
        assert_non_null(strstr(r.flags.items[0].message, r.dots ? "too few" : "a single dot"));
        assert_int_equal(strncmp(r.flags.items[0].message, i ? "option " : "test: ", 6), 0);
        without += !r.dots;
    }
    figure("preview, areas without any dot: %d of 3", without);
}

static void without_a_core_nothing_is_claimed(void **state)
{
    const sct_shape all = {.kind = SCT_SHAPE_RECT, .count = 4, .v = {0, 0, SIDE, SIDE}};
    sct_photo *photo = skin_photo(ctx, light_skin, SIDE, 0, 0.02, NULL, pixels);
    sct_look look = look_in_skin(ctx, light_skin, "77266", 0.004, 180, 0.06);
    sct_preview_options o;
    sct_preview *preview = NULL;
    (void)state;
    sct_preview_options_init(&o);
    o.areas = &(const sct_shape *){&all};
    o.area_count = 1;
    o.mm_per_px = 0.05;
    assert_int_equal(sct_preview_new(ctx, photo, &o, &preview), SCT_OK);
    const preview_painter nothing_painted = {.preview = preview, .look = &look, .dot_count = 100};
    preview_result r = preview_painter_result(&nothing_painted);
    assert_true(isnan(r.area_lab.L) && isnan(r.de00) && isnan(r.photo_bare_lab.a) && isnan(r.photo_area_lab.b));
    assert_true(isnan(r.shine_share));
    assert_int_equal(r.flags.count, 1);
    sct_bytes text = {0};
    assert_int_equal(report_preview(ctx, preview_info(preview), NULL, NULL, &look, &r, 1, &text), SCT_OK);
    assert_non_null(strstr((const char *)text.data, "\"rendered_de00\":null"));
    assert_non_null(strstr((const char *)text.data, "\"quality\":[{\"code\":\"picture-off\""));
    sct_bytes_free(&text);
    sct_preview_free(preview);
    sct_photo_free(photo);
}

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) != SCT_OK;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(skin_among_hair_is_inked),        cmocka_unit_test(bright_skin_is_inked),
        cmocka_unit_test(highlights_stay_and_are_counted), cmocka_unit_test(shine_is_told_where_it_is),
        cmocka_unit_test(too_few_dots_are_told),           cmocka_unit_test(without_a_core_nothing_is_claimed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
