/* tests/correct/test_correct.c - what a correction is worth, and what the chart stage says of it. */
#include "chart/stage.h"
#include "correct/correct.h"
#include "correct/correct_steps.h"
#include "support/inside.h"
#include "support/support.h"

/* ---- leave-one-out on photographed charts ---------------------------------------------------------------- */

/* Mean dE00 of the two skin patches with both left out; NaN when they are not among the known. */
static double skin_left_out(correct_method method, const correct_patch *known, size_t n, const num_mat3 *profile)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    const sct_chart *chart = sct_chart_builtin(0);
    size_t at[2] = {n, n};
    double sum = 0;
    int count = 0;
    correct_model model;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 2; k++)
            if (sct_de2000(known[i].lab, chart->patches[k].lab) < 0.01)
                at[k] = i;
    if (!correct_model_fit(method, known, n, at[0], at[1], profile, &model))
        return (double)NAN;
    for (size_t k = 0; k < 2; k++)
        if (at[k] < n) {
            const correct_patch *p = &known[at[k]];
            sum += sct_de2000(p->lab, sct_lab_from_xyz(correct_model_xyz(&model, p->rgb, p->u, p->v), white));
            count++;
        }
    return sum / count;
}

static void skin_patches_left_out_are_predicted(void **state)
{
    (void)state;
    NEED_DATA();
    size_t count = (size_t)STAGE_PHOTOS, measured = 0;
    double skin[CORRECT_METHOD_COUNT] = {0}, all[CORRECT_METHOD_COUNT] = {0};
    sct_chart_result *r = calloc(1, sizeof *r);
    for (size_t i = 0; i < count; i++) {
        char path[128];
        unsigned char *bytes;
        correct_patch known[SCT_CHART_PATCH_MAX];
        double loo[SCT_CHART_PATCH_MAX];
        uint32_t width, height;
        snprintf(path, sizeof path, "chart-photos/%s", stage_photos[i]);
        stage_image opened = stage_open_file(data_path(path), &bytes);
        sct_chart_options options;
        sct_chart_options_init(&options);
        assert_int_equal(chart_grid_find_whole(opened.ctx, &options, opened.image, r), SCT_OK);
        pixels_size(opened.image, &width, &height);
        num_mat3 profile = pixels_matrix(opened.image);
        size_t n = correct_chart_patches(r, sct_chart_builtin(0), width, height, known);
        for (int m = 0; m < CORRECT_METHOD_COUNT; m++) {
            double sum = 0;
            skin[m] += skin_left_out((correct_method)m, known, n, &profile);
            correct_leave_one_out((correct_method)m, known, n, &profile, loo);
            for (size_t k = 0; k < n; k++)
                sum += loo[k] / (double)n;
            all[m] += sum;
        }
        measured++;
        stage_close(&opened);
        free(bytes);
    }
    for (int m = 0; m < CORRECT_METHOD_COUNT; m++)
        figure("%zu photographed charts, left out, mean dE00: skin %.2f, all patches %.2f   %s", measured,
               skin[m] / (double)measured, all[m] / (double)measured, correct_methods[m].description);
    assert_at_most(skin[CORRECT_FULL] / (double)measured, 3.3);
    for (int m = 0; m < CORRECT_FULL; m++)
        assert_true(skin[CORRECT_FULL] < skin[m]);
    free(r);
}

/* ---- the stage of the pipeline ---------------------------------------------------------------------------- */

/* A rendered ColorChecker in tinted, falling light. */
static phantom_photo tinted_chart(double noise, int jpeg, double slope, double truth[3][3])
{
    num_rng rng;
    stage s;
    num_rng_seed(&rng, 4);
    stage_picture ground = stage_background(800, 600, &rng);
    stage_init(&s, sct_chart_builtin(0));
    s.x = 400;
    s.y = 300;
    s.turn_deg = 10;
    s.pitch_px = 60;
    s.exposure = fabs(slope) > 1 ? 0.3 : 0.7; /* a steep light must not leave the file's range */
    s.tint[0] = 1.2;
    s.tint[2] = 0.6;
    s.slope_x = slope;
    s.noise = noise;
    s.jpeg = jpeg;
    phantom_photo photo = stage_render(&s, &ground, &rng, truth);
    stage_free(&ground);
    return photo;
}

static sct_measure_options default_options(void)
{
    return (sct_measure_options){.size = sizeof(sct_measure_options), .grey_reflectance = 0.18, .seed = 1};
}

/* Mean dE00 of the corrected image's patch middles against the chart. */
static double corrected_error(const pixels_image *image, double m[3][3])
{
    const sct_chart *chart = sct_chart_builtin(0);
    double sum = 0;
    for (size_t i = 0; i < 24; i++) {
        double u = chart->patches[i].u, v = chart->patches[i].v, z = m[2][0] * u + m[2][1] * v + m[2][2];
        double x = (m[0][0] * u + m[0][1] * v + m[0][2]) / z, y = (m[1][0] * u + m[1][1] * v + m[1][2]) / z;
        float lab[3];
        pixels_lab_row(image, (uint32_t)(x + 0.5), (uint32_t)(y + 0.5), 1, lab);
        sum += sct_de2000(chart->patches[i].lab, (sct_lab){(double)lab[0], (double)lab[1], (double)lab[2]});
    }
    return sum / 24;
}

static void a_chart_corrects_the_image(void **state)
{
    (void)state;
    double truth[3][3];
    phantom_photo photo = tinted_chart(1, 95, 0.8, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    sct_measure_options options = default_options();
    sct_view view = {.photo = opened.photo};
    sct_flags flags = {0};
    sct_correction correction;
    double before = corrected_error(opened.image, truth);
    assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
    double after = corrected_error(opened.image, truth);
    figure("rendered chart in tinted, falling light: mean patch dE00 %.1f before, %.2f after", before, after);
    assert_int_equal(correction.kind, SCT_CORRECTION_CHART);
    assert_string_equal(correction.chart, "colorchecker-classic");
    assert_true(correction.patches_used >= 20);
    assert_at_most(correction.loo_de00_mean, 2.5);
    assert_at_most(correction.u95_de00, 5);
    assert_true(correction.u95_de00 >= 2);
    assert_true(before > 8);
    assert_at_most(after, 1.5);
    assert_true(flags_have(&flags, "chart-uneven-light"));
    assert_false(flags_have(&flags, "no-chart"));

    /* Given as another photo's chart, to an image that shows a corner of the same scene. */
    photo_frame frame;
    pixels_image *corner = NULL;
    sct_flags other = {0};
    assert_int_equal(photo_decode(opened.ctx, opened.photo, (photo_window){0, 0, 60, 60}, &frame), SCT_OK);
    assert_int_equal(pixels_from(opened.ctx, opened.photo, &frame, &other, &corner), SCT_OK);
    sct_correction again;
    assert_int_equal(correct_image(opened.ctx, &options, &view, corner, &other, &again), SCT_OK);
    assert_near(again.loo_de00_mean, correction.loo_de00_mean, 1e-12);
    stage_image second = stage_open(photo.bytes, photo.size);
    options.chart_photo = second.photo;
    other.count = 0;
    assert_int_equal(correct_image(opened.ctx, &options, &view, corner, &other, &again), SCT_OK);
    assert_true(flags_have(&other, "chart-elsewhere"));
    assert_true(again.u95_de00 > correction.u95_de00);
    assert_near(pixels_get_correction(corner)->plane_x[0], 0, 0);
    stage_close(&second);
    pixels_free(corner);
    stage_close(&opened);
    phantom_photo_free(&photo);
}

/* Light that falls to a third over the chart alone is neither a tone curve, though the greys stand in one row, nor a shadow;
 * and how it goes on beyond the chart is doubted. */
static void a_steep_light_is_told_from_a_tone_curve(void **state)
{
    (void)state;
    const double slopes[] = {2.4, -2.4}; /* over the photo; the chart is 0.45 of it wide */
    for (size_t i = 0; i < sizeof slopes / sizeof *slopes; i++) {
        double truth[3][3];
        phantom_photo photo = tinted_chart(1, 95, slopes[i], truth);
        stage_image opened = stage_open(photo.bytes, photo.size);
        sct_measure_options options = default_options();
        sct_view view = {.photo = opened.photo};
        sct_flags flags = {0};
        sct_correction correction;
        assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
        double after = corrected_error(opened.image, truth);
        const pixels_correction *c = pixels_get_correction(opened.image);
        figure("light that falls to a third over the chart: slope %.2f for %.2f, across %.2f for 0; mean patch dE00 %.2f",
               c->plane_x[1], slopes[i], c->plane_y[1], after);
        assert_near(c->plane_x[1], slopes[i], 0.24);
        assert_near(c->plane_y[1], 0, 0.24);
        assert_at_most(after, 2);
        assert_int_equal(correction.patches_used, 24);
        assert_true(correction.u95_de00 > 12);
        assert_true(flags_have(&flags, "chart-uneven-light"));
        assert_false(flags_have(&flags, "chart-shadow"));
        stage_close(&opened);
        phantom_photo_free(&photo);
    }
}

/* A chart of which too much is hidden, and a grey card that is too small or white all over: said, and done without. */
static void what_cannot_be_used_is_said(void **state)
{
    (void)state;
    num_rng rng;
    stage s;
    double truth[3][3];
    num_rng_seed(&rng, 8);
    stage_picture ground = stage_background(800, 600, &rng);
    stage_init(&s, sct_chart_builtin(0));
    s.x = 400;
    s.y = 300;
    s.pitch_px = 60;
    s.noise = 1;
    s.exposure = 5; /* all but the darkest are white in two channels or three */
    phantom_photo photo = stage_render(&s, &ground, &rng, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    sct_measure_options options = default_options();
    sct_view view = {.photo = opened.photo};
    sct_flags flags = {0};
    sct_correction correction;
    assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
    assert_int_equal(correction.kind, SCT_CORRECTION_NONE);
    assert_true(flags_have(&flags, "chart-unusable") && flags_have(&flags, "no-chart"));
    options.chart_mode = SCT_CHART_DEMANDED;
    assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_ERR_CHART_UNUSABLE);

    static const double places[2][4] = {{400, 300, 3, 3}, {0, 0, 0, 0}};
    options.chart_mode = SCT_CHART_OFF;
    for (int i = 0; i < 2; i++) {
        sct_shape shape = {.role = SCT_ROLE_GREY, .kind = SCT_SHAPE_RECT, .count = 4};
        memcpy(shape.v, places[i], sizeof places[i]);
        if (i == 1) { /* the white patch */
            double z = truth[2][1] * 3 + truth[2][2];
            shape.v[0] = (truth[0][1] * 3 + truth[0][2]) / z - 12;
            shape.v[1] = (truth[1][1] * 3 + truth[1][2]) / z - 12;
            shape.v[2] = shape.v[3] = 24;
        }
        view.shapes = &(const sct_shape *){&shape};
        view.shape_count = 1;
        flags.count = 0;
        assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
        assert_true(flags_have(&flags, "grey-unusable"));
        assert_int_equal(correction.kind, SCT_CORRECTION_NONE);
    }
    stage_close(&opened);
    phantom_photo_free(&photo);
    stage_free(&ground);
}

/* A chart in the photo itself does not go unsaid, nor unasked, where another photo's is to be used. */
static void a_chart_here_judges_the_one_elsewhere(void **state)
{
    (void)state;
    for (int other_light = 0; other_light < 2; other_light++) {
        num_rng rng;
        stage s;
        double truth[3][3];
        num_rng_seed(&rng, 8);
        stage_picture ground = stage_background(500, 400, &rng);
        stage_init(&s, sct_chart_builtin(0));
        s.x = 240;
        s.y = 190;
        s.pitch_px = 40;
        s.exposure = other_light ? 0.4 : 0.8;
        s.tint[0] = other_light ? 0.9 : 1.2;
        s.tint[2] = other_light ? 1.1 : 0.6;
        s.noise = 1;
        s.jpeg = 95;
        phantom_photo elsewhere = stage_render(&s, &ground, &rng, truth), here = tinted_chart(1, 95, 0, truth);
        stage_image there = stage_open(elsewhere.bytes, elsewhere.size), opened = stage_open(here.bytes, here.size);
        sct_measure_options options = default_options();
        sct_view view = {.photo = opened.photo};
        sct_flags flags = {0};
        sct_correction correction;
        options.chart_photo = there.photo;
        assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
        assert_int_equal(correction.kind, SCT_CORRECTION_CHART);
        assert_int_equal(flags_have(&flags, "chart-here-too"), !other_light);
        assert_int_equal(flags_have(&flags, "chart-disagrees"), other_light);
        for (size_t i = 0; i < flags.count; i++)
            assert_true(strcmp(flags.items[i].code, "chart-disagrees") != 0 || flags.items[i].forbids_pick);
        double z = truth[2][0] * 2 + truth[2][1] * 1 + truth[2][2];
        uint8_t covered;
        pixels_flag_row(opened.image, (uint32_t)((truth[0][0] * 2 + truth[0][1] + truth[0][2]) / z),
                        (uint32_t)((truth[1][0] * 2 + truth[1][1] + truth[1][2]) / z), 1, &covered);
        assert_true(covered & PIXELS_COVERED);
        stage_close(&there);
        stage_close(&opened);
        phantom_photo_free(&elsewhere);
        phantom_photo_free(&here);
        stage_free(&ground);
    }
}

/* Another photo that shows no chart is not passed over: it is said, and a chart in the photo itself is used. */
static void a_photo_without_the_chart_it_was_to_show_is_told(void **state)
{
    (void)state;
    num_rng rng;
    stage s;
    double truth[3][3];
    num_rng_seed(&rng, 8);
    stage_picture ground = stage_background(500, 400, &rng);
    stage_init(&s, sct_chart_builtin(0));
    s.x = s.y = -3000; /* no chart in view */
    s.noise = 1;
    phantom_photo empty = stage_render(&s, &ground, &rng, truth), here = tinted_chart(1, 95, 0, truth);
    stage_image there = stage_open(empty.bytes, empty.size), opened = stage_open(here.bytes, here.size);
    sct_measure_options options = default_options();
    sct_view view = {.photo = opened.photo};
    sct_flags flags = {0};
    sct_correction correction;
    options.chart_photo = there.photo;
    assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
    assert_int_equal(correction.kind, SCT_CORRECTION_CHART);
    assert_true(flags_have(&flags, "chart-not-there"));
    assert_false(flags_have(&flags, "chart-elsewhere"));
    options.chart_mode = SCT_CHART_DEMANDED;
    assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_ERR_CHART_NONE);
    stage_close(&there);
    stage_close(&opened);
    phantom_photo_free(&empty);
    phantom_photo_free(&here);
    stage_free(&ground);
}

static void a_drawing_of_a_chart_is_told_from_a_photo(void **state)
{
    (void)state;
    double truth[3][3];
    phantom_photo photo = tinted_chart(0, 0, 0, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    sct_chart_result *r = calloc(1, sizeof *r);
    assert_int_equal(correct_find_chart(opened.ctx, NULL, opened.photo, r), SCT_OK);
    assert_true(flags_have(&r->flags, "chart-drawn"));
    stage_close(&opened);
    phantom_photo_free(&photo);
    photo = tinted_chart(1, 95, 0, truth);
    opened = stage_open(photo.bytes, photo.size);
    assert_int_equal(correct_find_chart(opened.ctx, NULL, opened.photo, r), SCT_OK);
    assert_false(flags_have(&r->flags, "chart-drawn"));
    assert_int_equal(r->correction.kind, SCT_CORRECTION_CHART);
    double sum = 0;
    int kept = 0, whole = 0;
    for (size_t i = 0; i < r->patch_count; i++)
        if (r->patches[i].kept) {
            kept++;
            if (isnan(r->patches[i].de00_loo)) { /* known in two channels only */
                assert_true(r->patches[i].faults != 0);
                continue;
            }
            sum += r->patches[i].de00_loo;
            whole++;
        }
    assert_int_equal(kept, r->correction.patches_used);
    assert_near(sum / whole, r->correction.loo_de00_mean, 1e-9);
    free(r);
    stage_close(&opened);
    phantom_photo_free(&photo);
}

/* A chart of two rows as a photo shows it in even light, its last patches clipped. */
static sct_chart_result small_chart(const sct_chart *chart, size_t clipped)
{
    sct_chart_result r = {.tier = SCT_TIER_MEASURED, .patch_count = chart->patch_count, .mm_per_px = (double)NAN};
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    r.homography[0][0] = r.homography[1][1] = 40;
    r.homography[0][2] = r.homography[1][2] = 100;
    r.homography[2][2] = 1;
    for (size_t i = 0; i < chart->patch_count; i++) {
        const chart_swatch *swatch = &chart->patches[i];
        sct_xyz xyz = sct_xyz_from_lab(swatch->lab, white);
        r.patches[i] = (sct_chart_patch){.index = (int)i,
                                         .centre = {100 + 40 * swatch->u, 100 + 40 * swatch->v},
                                         .rgb_linear = {xyz.X + 0.01, xyz.Y, xyz.Z + 0.02 * xyz.Y},
                                         .lab = swatch->lab,
                                         .reference_lab = swatch->lab,
                                         .sd = 0.01,
                                         .clipped = i + clipped >= chart->patch_count,
                                         .kept = i + clipped < chart->patch_count};
    }
    return r;
}

/* Of eight patches none can be left out, so that nobody knows what the correction leaves: that is not the best there is. */
static void too_few_patches_to_be_judged_by_are_refused(void **state)
{
    (void)state;
    const num_mat3 profile = {{{0.44, 0.39, 0.14}, {0.22, 0.72, 0.06}, {0.01, 0.10, 0.71}}};
    sct_chart *chart = calloc(1, sizeof *chart);
    sct_context *ctx;
    correct_model model;
    *chart = *sct_chart_builtin(0);
    chart->rows = 2, chart->columns = 5, chart->patch_count = 10;
    for (size_t i = 0; i < 10; i++)
        chart->patches[i].u = (double)(i % 5), chart->patches[i].v = (double)(i / 5);
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    for (size_t clipped = 0; clipped <= 2; clipped++) {
        sct_chart_result r = small_chart(chart, clipped);
        sct_status status = correct_chart_fit(ctx, chart, 400, 300, &profile, &r, &model);
        assert_int_equal(status, clipped == 2 ? SCT_ERR_CHART_UNUSABLE : SCT_OK);
        if (status == SCT_OK)
            figure("a chart of 10 patches, %zu clipped: leave-one-out %.2f, u95 %.1f dE00", clipped,
                   r.correction.loo_de00_mean, r.correction.u95_de00);
        assert_true(status != SCT_OK || (isfinite(r.correction.loo_de00_max) && r.correction.u95_de00 >= 2));
    }
    assert_non_null(strstr(sct_context_message(ctx), "only 8 of its patches"));
    double loo[2] = {(double)NAN, (double)NAN};
    correct_trust trust = correct_judge(CORRECT_MATRIX, NULL, 0, loo, 0, &profile);
    assert_true(isnan(trust.loo_mean) && isnan(trust.loo_max) && isnan(trust.u95));
    sct_context_free(ctx);
    free(chart);
}

static void without_a_chart_the_stage_is_honest(void **state)
{
    (void)state;
    num_rng rng;
    num_rng_seed(&rng, 8);
    stage_picture ground = stage_background(300, 200, &rng);
    sct_pixels_desc desc;
    sct_pixels_desc_init(&desc);
    desc.width = ground.width;
    desc.height = ground.height;
    desc.channels = 3;
    desc.bits = 8;
    desc.data = ground.rgb;
    sct_context *ctx;
    sct_photo *photo;
    photo_frame frame;
    pixels_image *image;
    sct_flags flags = {0};
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    assert_int_equal(photo_decode(ctx, photo, (photo_window){0, 0, 300, 200}, &frame), SCT_OK);
    assert_int_equal(pixels_from(ctx, photo, &frame, &flags, &image), SCT_OK);
    sct_measure_options options = default_options();
    sct_view view = {.photo = photo};
    sct_correction correction;
    assert_int_equal(correct_image(ctx, &options, &view, image, &flags, &correction), SCT_OK);
    assert_int_equal(correction.kind, SCT_CORRECTION_NONE);
    figure("stated without anything: u95 %.1f dE00", correction.u95_de00);
    assert_true(correction.u95_de00 > 10 && pixels_get_doubt(image) != NULL);
    assert_true(isnan(correction.loo_de00_mean) && isnan(correction.loo_de00_max));
    assert_true(flags_have(&flags, "no-chart"));
    assert_string_equal(sct_context_message(ctx), "");
    options.chart_mode = SCT_CHART_DEMANDED;
    assert_int_equal(correct_image(ctx, &options, &view, image, &flags, &correction), SCT_ERR_CHART_NONE);
    assert_true(strlen(sct_context_message(ctx)) > 10);
    pixels_free(image);
    sct_photo_free(photo);
    sct_context_free(ctx);
    stage_free(&ground);
}

/* ---- grey cards ------------------------------------------------------------------------------------------- */

/* Vertical stripes of linear greys under a tinted light, 40 pixels each, through sRGB. */
static void grey_image(const double *reflectance, size_t n, uint8_t *rgb, sct_context *ctx, sct_photo **photo,
                       pixels_image **image)
{
    static const double light[3] = {0.9, 0.7, 0.45};
    sct_pixels_desc desc;
    photo_frame frame;
    sct_flags flags = {0};
    for (size_t i = 0; i < n; i++)
        for (size_t x = 0; x < 40; x++)
            for (size_t c = 0; c < 3; c++) {
                double v = reflectance[i] * light[c];
                v = v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055;
                for (size_t y = 0; y < 40; y++)
                    rgb[3 * (y * 40 * n + 40 * i + x) + c] = (uint8_t)(255 * v + 0.5);
            }
    sct_pixels_desc_init(&desc);
    desc.width = (uint32_t)(40 * n);
    desc.height = 40;
    desc.channels = 3;
    desc.bits = 8;
    desc.data = rgb;
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, photo), SCT_OK);
    assert_int_equal(photo_decode(ctx, *photo, (photo_window){0, 0, desc.width, 40}, &frame), SCT_OK);
    assert_int_equal(pixels_from(ctx, *photo, &frame, &flags, image), SCT_OK);
}

static void grey_cards_balance_the_light(void **state)
{
    (void)state;
    static const double reflectance[4] = {0.18, 0.05, 0.9, 0.4};
    uint8_t rgb[160 * 40 * 3];
    sct_context *ctx;
    sct_photo *photo;
    pixels_image *image;
    sct_shape shapes[3];
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    grey_image(reflectance, 4, rgb, ctx, &photo, &image);
    sct_measure_options options = default_options();
    for (size_t cards = 1; cards <= 3; cards += 2) {
        sct_flags flags = {0};
        sct_correction correction;
        for (size_t i = 0; i < cards; i++)
            shapes[i] = (sct_shape){.role = SCT_ROLE_GREY,
                                    .kind = SCT_SHAPE_RECT,
                                    .count = 4,
                                    .v = {40 * (double)i + 5, 5, 30, 30},
                                    .reflectance = i ? reflectance[i] : 0};
        const sct_shape *list[7];
        sct_view view = {.photo = photo, .shapes = point_to(list, shapes, cards), .shape_count = cards};
        assert_int_equal(correct_image(ctx, &options, &view, image, &flags, &correction), SCT_OK);
        assert_int_equal(correction.kind, SCT_CORRECTION_GREY);
        assert_int_equal(correction.patches_used, cards);
        assert_false(flags_have(&flags, "no-chart"));
        for (uint32_t i = 0; i < 4; i++) { /* the fourth was never pointed at */
            float lab[3];
            pixels_lab_row(image, 40 * i + 20, 20, 1, lab);
            sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
            sct_lab wanted = sct_lab_from_xyz(
                (sct_xyz){white.X * reflectance[i], white.Y * reflectance[i], white.Z * reflectance[i]}, white);
            assert_at_most(sct_de2000(wanted, (sct_lab){(double)lab[0], (double)lab[1], (double)lab[2]}), 1.0);
        }
        colour_doubt doubt = correct_doubt(cards == 1 ? CORRECT_GAIN : CORRECT_CURVES);
        sct_xyz d50 = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
        if (cards == 1)
            doubt.tone_at = sct_lab_from_xyz((sct_xyz){d50.X * 0.18, d50.Y * 0.18, d50.Z * 0.18}, d50).L;
        assert_near(correction.u95_de00, correct_stated_u95(&doubt), 0);
        figure("stated with %zu greys, before any skin is seen: u95 %.1f dE00", cards, correction.u95_de00);
        assert_memory_equal(pixels_get_doubt(image), &doubt, sizeof doubt);
        if (cards ==
            1) { /* as dark as hair and dark skin are: photographed charts are off by a third of the way from the card */
            const double up = 30 + 16, way = 3 * log(up / (doubt.tone_at + 16));
            sct_cov cov = colour_doubt_at(&doubt, (sct_lab){30, 15, 14});
            assert_true(sqrt(cov.m[0][0]) > up / 3 * fabs(way) / 3);
        }
    }
    sct_flags flags = {0};
    sct_correction correction;
    shapes[0].kind = SCT_SHAPE_CIRCLE;
    shapes[0].v[0] = 20, shapes[0].v[1] = 20, shapes[0].v[2] = 12;
    sct_view view = {.photo = photo, .shapes = &(const sct_shape *){shapes}, .shape_count = 1};
    assert_int_equal(correct_image(ctx, &options, &view, image, &flags, &correction), SCT_OK);
    assert_int_equal(correction.kind, SCT_CORRECTION_GREY);
    shapes[0].kind = SCT_SHAPE_AUTO;
    flags.count = 0; /* looked for, where no skin is: not taken, and said */
    assert_int_equal(correct_image(ctx, &options, &view, image, &flags, &correction), SCT_OK);
    assert_int_equal(correction.kind, SCT_CORRECTION_NONE);
    assert_true(flags_have(&flags, "grey-not-found") && flags_have(&flags, "no-chart"));
    pixels_free(image);
    sct_photo_free(photo);
    sct_context_free(ctx);
}

/* The chart's own grey of 0.19 and its neighbours, pointed at as cards of these reflectances. */
static size_t point_at_greys(double m[3][3], const double *reflectance, size_t n, sct_shape *shapes)
{
    for (size_t i = 0; i < n; i++) {
        double u = (double)(i % 6), v = 3, z = m[2][0] * u + m[2][1] * v + m[2][2];
        double x = (m[0][0] * u + m[0][1] * v + m[0][2]) / z, y = (m[1][0] * u + m[1][1] * v + m[1][2]) / z;
        shapes[i] = (sct_shape){.role = SCT_ROLE_GREY,
                                .kind = SCT_SHAPE_RECT,
                                .count = 4,
                                .v = {x - 10, y - 10, 20, 20},
                                .reflectance = reflectance[i]};
    }
    return n;
}

/* Greys beside a good chart are not used, and that is said; beside a drawing of one they are. */
static void greys_stand_in_for_a_chart_that_cannot(void **state)
{
    (void)state;
    static const double rising[7] = {0.88, 0.59, 0.37, 0.19, 0.09, 0.03, 0.88}, wrong[2] = {0.2, 0.6};
    for (int drawn = 0; drawn < 2; drawn++) {
        double truth[3][3];
        phantom_photo photo = drawn ? tinted_chart(0, 0, 0, truth) : tinted_chart(1, 95, 0, truth);
        stage_image opened = stage_open(photo.bytes, photo.size);
        sct_measure_options options = default_options();
        sct_shape shapes[7];
        const sct_shape *list[7];
        sct_view view = {.photo = opened.photo,
                         .shapes = point_to(list, shapes, 7),
                         .shape_count = point_at_greys(truth, rising, 6, shapes)};
        sct_flags flags = {0};
        sct_correction correction;
        assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
        assert_int_equal(correction.kind, drawn ? SCT_CORRECTION_GREY : SCT_CORRECTION_CHART);
        assert_true(flags_have(&flags, drawn ? "grey-not-chart" : "grey-not-used"));
        assert_false(flags_have(&flags, drawn ? "grey-not-used" : "grey-not-chart"));
        assert_false(flags_have(&flags, "no-chart"));
        assert_true(drawn ? correction.patches_used == 6 : correction.patches_used > 20);
        assert_int_equal(pixels_get_correction(opened.image)->knots > 0, 1);
        stage_close(&opened);
        phantom_photo_free(&photo);
    }
    double truth[3][3];
    phantom_photo photo = tinted_chart(1, 95, 0, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    sct_measure_options options = default_options();
    options.chart_mode = SCT_CHART_OFF;
    sct_shape shapes[7];
    const sct_shape *list[7];
    sct_view view = {
        .photo = opened.photo, .shapes = point_to(list, shapes, 7), .shape_count = point_at_greys(truth, wrong, 2, shapes)};
    sct_flags flags = {0};
    sct_correction correction;
    assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
    assert_true(flags_have(&flags, "grey-order"));
    view.shape_count = point_at_greys(truth, rising, 6, shapes);
    flags.count = 0;
    assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
    assert_false(flags_have(&flags, "grey-order"));
    assert_true(flags_have(&flags, "colour-cast")); /* of the tint, told by greys alone */
    assert_false(flags_have(&flags, "grey-not-grey"));
    view.shape_count = 2; /* as strong a cast on two alone may as well be the colour of what was marked */
    flags.count = 0;
    assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
    assert_true(flags_have(&flags, "grey-not-grey") && !flags_have(&flags, "colour-cast"));
    view.shape_count = point_at_greys(truth, rising, 7, shapes);
    assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_ERR_SHAPE);
    stage_close(&opened);
    phantom_photo_free(&photo);
}

/* ---- charts as data --------------------------------------------------------------------------------------- */

static void chart_files_and_the_built_in_table_agree(void **state)
{
    (void)state;
    const sct_chart *built_in;
    sct_chart *chart = calloc(1, sizeof *chart), *again = calloc(1, sizeof *again);
    for (size_t i = 0; (built_in = sct_chart_builtin(i)) != NULL; i++) {
        char path[128];
        size_t size = 0;
        sct_bytes text;
        snprintf(path, sizeof path, "palettes/charts/%s.json", built_in->id);
        unsigned char *bytes = read_file(path, &size);
        assert_non_null(bytes);
        assert_int_equal(chart_read(NULL, bytes, size, chart), SCT_OK);
        assert_memory_equal(chart, built_in, sizeof *chart);
        assert_int_equal(sct_chart_json(NULL, chart, &text), SCT_OK);
        assert_int_equal(chart_read(NULL, text.data, text.size, again), SCT_OK);
        assert_memory_equal(again, built_in, sizeof *again);
        sct_bytes_free(&text);
        free(bytes);
    }
    free(chart);
    free(again);
}

static void broken_chart_files_are_refused_with_the_path(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"\"scalptone_chart\": 1", "\"scalptone_chart\": 2", "scalptone_chart"},
        {"\"rows\": 4", "\"rows\": 5", "patches"},
        {"\"rows\": 4", "\"rows\": 4000000000", "grid"},
        {"\"patch_share\": 0.86", "\"patch_share\": 0", "grid.patch_share"},
        {"[37.54,", "[137.54,", "patches[0].lab[0]"},
        {"[37.54, 14.37, 14.92]", "[37.54, 14.37]", "patches[0].lab"},
        {"\"D50\"", "\"D65\"", "conditions"},
        {"\"tier\": \"measured\"", "\"tier\": \"guessed\"", "tier"},
        {"\"name\": \"light skin\"", "\"nome\": \"light skin\"", "patches[1].name"},
        {"\"grid\"", "\"gridd\"", "grid"},
    };
    size_t size = 0;
    char *good = (char *)read_file("palettes/charts/colorchecker-classic.json", &size), bad[8192];
    sct_chart *chart = calloc(1, sizeof *chart);
    sct_context *ctx;
    assert_non_null(good);
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *at = strstr(good, cases[i][0]);
        assert_non_null(at);
        snprintf(bad, sizeof bad, "%.*s%s%s", (int)(at - good), good, cases[i][1], at + strlen(cases[i][0]));
        sct_context_clear(ctx);
        assert_int_equal(chart_read(ctx, bad, strlen(bad), chart), SCT_ERR_PALETTE);
        if (!strstr(sct_context_message(ctx), cases[i][2]))
            fail_msg("\"%s\" does not name %s", sct_context_message(ctx), cases[i][2]);
    }
    assert_int_equal(chart->patch_count, 0); /* untouched */
    sct_context_free(ctx);
    free(chart);
    free(good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(skin_patches_left_out_are_predicted),
        cmocka_unit_test(a_chart_corrects_the_image),
        cmocka_unit_test(a_steep_light_is_told_from_a_tone_curve),
        cmocka_unit_test(what_cannot_be_used_is_said),
        cmocka_unit_test(a_chart_here_judges_the_one_elsewhere),
        cmocka_unit_test(a_photo_without_the_chart_it_was_to_show_is_told),
        cmocka_unit_test(a_drawing_of_a_chart_is_told_from_a_photo),
        cmocka_unit_test(too_few_patches_to_be_judged_by_are_refused),
        cmocka_unit_test(without_a_chart_the_stage_is_honest),
        cmocka_unit_test(grey_cards_balance_the_light),
        cmocka_unit_test(greys_stand_in_for_a_chart_that_cannot),
        cmocka_unit_test(chart_files_and_the_built_in_table_agree),
        cmocka_unit_test(broken_chart_files_are_refused_with_the_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
