/* tests/chart/test_quality.c - weak photos are told from good ones. */
#include "chart/stage.h"
#include "correct/correct_steps.h"
#include "support/support.h"

/* A picture with edges of its own under blur, exposure and compression; flags about it. */
static sct_flags look(double blur_px, double exposure, int jpeg, double mm_per_px)
{
    num_rng rng;
    stage s;
    double truth[3][3];
    sct_flags flags = {0};
    num_rng_seed(&rng, 12);
    stage_picture ground = stage_background(500, 400, &rng);
    stage_init(&s, sct_chart_builtin(0));
    s.x = 250;
    s.y = 200;
    s.turn_deg = 15;
    s.pitch_px = 40;
    s.noise = 1.5;
    s.blur_px = blur_px;
    s.exposure = exposure;
    s.jpeg = jpeg;
    phantom_photo photo = stage_render(&s, &ground, &rng, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    assert_int_equal(correct_quality(opened.ctx, opened.image, mm_per_px, &flags), SCT_OK);
    stage_close(&opened);
    phantom_photo_free(&photo);
    stage_free(&ground);
    return flags;
}

static void good_photos_raise_no_flag(void **state)
{
    (void)state;
    for (int jpeg = 85; jpeg <= 95; jpeg += 5) {
        sct_flags flags = look(0.8, 0.9, jpeg, 0);
        if (flags.count)
            fail_msg("JPEG %d: %s", jpeg, flags.items[0].message);
    }
}

static void blur_darkness_glare_and_compression_are_named(void **state)
{
    (void)state;
    sct_flags flags = look(4, 0.9, 92, 0);
    assert_true(flags_have(&flags, "not-sharp"));
    flags = look(0.8, 0.04, 92, 0);
    assert_true(flags_have(&flags, "too-dark"));
    flags = look(0.8, 8, 92, 0);
    assert_true(flags_have(&flags, "too-bright"));
    flags = look(0.8, 0.9, 25, 0);
    assert_true(flags_have(&flags, "compressed"));
    /* The same edges are good enough at 0.05 mm a pixel, and hide single hairs at 0.3. */
    flags = look(0.8, 0.9, 92, 0.05);
    assert_false(flags_have(&flags, "not-sharp"));
    flags = look(0.8, 0.9, 92, 0.3);
    assert_true(flags_have(&flags, "not-sharp"));
    for (size_t i = 0; i < flags.count; i++)
        assert_true(strlen(flags.items[i].fix) > 10 && !flags.items[i].forbids_pick);
}

/* White all over is over-exposed; a white wall around a subject that is not, is a wall. */
static void a_white_wall_is_not_over_exposure(void **state)
{
    (void)state;
    enum { W = 400, H = 300 };
    for (int all = 0; all < 2; all++) {
        num_rng rng;
        sct_pixels_desc desc;
        sct_context *ctx;
        sct_photo *photo;
        photo_frame frame;
        pixels_image *image;
        sct_flags flags = {0};
        num_rng_seed(&rng, 3);
        stage_picture p = stage_background(W, H, &rng);
        for (int i = 0; i < W * H; i++)
            if (all || i % W < W / 4 || i % W >= 3 * W / 4 || i / W < H / 4 || i / W >= 3 * H / 4)
                memset(p.rgb + 3 * i, 255, 3);
            else
                for (int c = 0; c < 3; c++)
                    p.rgb[3 * i + c] = (uint8_t)(p.rgb[3 * i + c] * 0.9);
        sct_pixels_desc_init(&desc);
        desc.width = W;
        desc.height = H;
        desc.channels = 3;
        desc.bits = 8;
        desc.data = p.rgb;
        assert_int_equal(sct_context_new(&ctx), SCT_OK);
        assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
        assert_int_equal(photo_decode(ctx, photo, (photo_window){0, 0, W, H}, &frame), SCT_OK);
        assert_int_equal(pixels_from(ctx, photo, &frame, &flags, &image), SCT_OK);
        assert_int_equal(correct_quality(ctx, image, 0, &flags), SCT_OK);
        assert_int_equal(flags_have(&flags, "too-bright"), all);
        pixels_free(image);
        sct_photo_free(photo);
        sct_context_free(ctx);
        stage_free(&p);
    }
}

static void real_photos_are_judged_soberly(void **state)
{
    (void)state;
    NEED_DATA();
    static const char *const sharp[] = {"photos/kodak/kodim04.png", "photos/kodak/kodim09.png", "photos/kodak/kodim18.png",
                                        "photos/nasa_astronaut/astronaut.png", "photos/unsplash_pixelpalette/03_woman.jpg"};
    for (size_t i = 0; i < sizeof sharp / sizeof *sharp; i++) {
        unsigned char *bytes;
        sct_flags flags = {0};
        stage_image opened = stage_open_file(data_path(sharp[i]), &bytes);
        assert_int_equal(correct_quality(opened.ctx, opened.image, 0, &flags), SCT_OK);
        if (flags.count)
            fail_msg("%s: %s", sharp[i], flags.items[0].message);
        stage_close(&opened);
        free(bytes);
    }
}

/* ---- charts that are not there ---------------------------------------------------------------------------------- */

/* A chart on paper or on a display whose pixels are `screen_px` photo pixels apart, seen by a phone; its flags. */
static int chart_looks_displayed(double screen_px, double pitch_px, int trial, int *found)
{
    num_rng rng;
    stage s;
    double truth[3][3];
    uint32_t side = (uint32_t)(8.5 * pitch_px);
    sct_chart_result *r = calloc(1, sizeof *r);
    num_rng_seed(&rng, 300 + (uint64_t)trial);
    stage_picture ground = stage_background(side, side, &rng);
    stage_init(&s, sct_chart_builtin(0));
    stage_pose(&s, side, side, pitch_px, &rng);
    s.tilt_deg = 20 * num_rng_uniform(&rng);
    s.exposure = 0.7;
    s.screen_px = screen_px;
    s.mosaic = 1;
    s.blur_px = 0.5 + 0.1 * trial;
    s.noise = 1.5;
    s.jpeg = trial % 2 ? 92 : 80;
    phantom_photo photo = stage_render(&s, &ground, &rng, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    *found = correct_find_chart(opened.ctx, NULL, opened.photo, r) == SCT_OK;
    int screen = *found && flags_have(&r->flags, "chart-screen");
    stage_close(&opened);
    phantom_photo_free(&photo);
    stage_free(&ground);
    free(r);
    return screen;
}

static void charts_on_screens_are_told_from_paper(void **state)
{
    (void)state;
    static const double screens[] = {0, 0.6, 1, 1.4, 2, 2.7, 3.5}, pitches[] = {50, 78, 150};
    enum { TRIALS = 3, PITCHES = 3, SCREENS = sizeof screens / sizeof *screens, FINE = 3 /* screens before are fine */ };
    int told[PITCHES][SCREENS] = {{0}}, seen[PITCHES][SCREENS] = {{0}};
    for (size_t p = 0; p < PITCHES; p++) {
        int fine_told = 0, fine_seen = 0, coarse_told = 0, coarse_seen = 0;
        for (size_t i = 0; i < (p == 2 ? FINE : SCREENS); i++) {
            for (int trial = 0; trial < TRIALS; trial++) {
                int found;
                told[p][i] += chart_looks_displayed(screens[i], pitches[p], trial, &found);
                seen[p][i] += found;
            }
            (i < FINE) ? (fine_told += i ? told[p][i] : 0) : (coarse_told += told[p][i]);
            (i < FINE) ? (fine_seen += i ? seen[p][i] : 0) : (coarse_seen += seen[p][i]);
        }
        figure("charts of %.0f pixels from patch to patch, on paper called a screen: %d of %d; told on displays with pixels "
               "0.6 and 1 of the photo's apart: %d of %d",
               pitches[p], told[p][0], seen[p][0], fine_told, fine_seen);
        if (coarse_seen)
            figure("on displays with pixels 1.4 to 3.5 of the photo's apart: %d of %d", coarse_told, coarse_seen);
        assert_int_equal(told[p][0], 0);
        assert_int_equal(seen[p][0], TRIALS);
        assert_true(coarse_told >= coarse_seen - 1);
        if (p == 2)
            assert_true(fine_told >= fine_seen - 1);
    }
}

/* What JPEG leaves of plain patches has a pattern of its own. */
static void compression_is_no_screen(void **state)
{
    (void)state;
    static const int qualities[] = {80, 65, 50};
    int called = 0, count = 0;
    for (size_t i = 0; i < 12; i++) {
        num_rng rng;
        stage s;
        double truth[3][3];
        sct_chart_result *r = calloc(1, sizeof *r);
        num_rng_seed(&rng, 900 + i);
        stage_picture ground = stage_background(660, 660, &rng);
        stage_init(&s, sct_chart_builtin(0));
        stage_pose(&s, 660, 660, 78, &rng);
        s.exposure = 0.7;
        s.blur_px = 0.6;
        s.noise = 0.4 + 0.6 * (double)(i % 4);
        s.jpeg = qualities[i / 4];
        phantom_photo photo = stage_render(&s, &ground, &rng, truth);
        stage_image opened = stage_open(photo.bytes, photo.size);
        if (correct_find_chart(opened.ctx, NULL, opened.photo, r) == SCT_OK) {
            called += flags_have(&r->flags, "chart-screen");
            count++;
        }
        stage_close(&opened);
        phantom_photo_free(&photo);
        stage_free(&ground);
        free(r);
    }
    figure("charts on paper, JPEG 80 to 50, called a screen: %d of %d", called, count);
    assert_int_equal(called, 0);
    assert_true(count >= 8);
}

/* Screenshots keep the drawing's colours, whatever JPEG makes of its flat patches; a photo has grain. */
static void screenshots_are_told_from_photos(void **state)
{
    (void)state;
    static const int qualities[] = {0, 95, 85, 75, 60};
    for (size_t i = 0; i < 2 * sizeof qualities / sizeof *qualities; i++) {
        num_rng rng;
        stage s;
        double truth[3][3];
        sct_chart_result *r = calloc(1, sizeof *r);
        num_rng_seed(&rng, 7);
        stage_picture ground = stage_background(520, 420, &rng);
        stage_init(&s, sct_chart_builtin(0));
        s.x = 260;
        s.y = 210;
        s.pitch_px = 44;
        s.jpeg = qualities[i / 2];
        if (i % 2) { /* no camera reproduces colours exactly */
            s.noise = 1.2;
            s.exposure = 0.8;
            s.tint[2] = 0.9;
        }
        phantom_photo photo = stage_render(&s, &ground, &rng, truth);
        stage_image opened = stage_open(photo.bytes, photo.size);
        assert_int_equal(correct_find_chart(opened.ctx, NULL, opened.photo, r), SCT_OK);
        if (flags_have(&r->flags, "chart-drawn") != (i % 2 == 0))
            fail_msg("JPEG %d, noise %g: %s", s.jpeg, s.noise, i % 2 ? "a photo is called a drawing" : "a drawing passes");
        stage_close(&opened);
        phantom_photo_free(&photo);
        stage_free(&ground);
        free(r);
    }
}

/* ---- the chart's own light ------------------------------------------------------------------------------------ */

/* A chart in a made light; flags about it. */
static sct_flags chart_in(double slope, double red, double blue, double tilt_deg)
{
    num_rng rng;
    stage s;
    double truth[3][3];
    sct_flags flags;
    sct_chart_result *r = calloc(1, sizeof *r);
    num_rng_seed(&rng, 2);
    stage_picture ground = stage_background(500, 400, &rng);
    stage_init(&s, sct_chart_builtin(0));
    s.x = 250;
    s.y = 200;
    s.pitch_px = 44;
    s.noise = 1.5;
    s.blur_px = 0.6;
    s.exposure = 0.8;
    s.jpeg = 95;
    s.slope_x = slope;
    s.tint[0] = red;
    s.tint[2] = blue;
    s.tilt_deg = tilt_deg;
    phantom_photo photo = stage_render(&s, &ground, &rng, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    assert_int_equal(correct_find_chart(opened.ctx, NULL, opened.photo, r), SCT_OK);
    flags = r->flags;
    stage_close(&opened);
    phantom_photo_free(&photo);
    stage_free(&ground);
    free(r);
    return flags;
}

static const char *message_of(const sct_flags *flags, const char *code)
{
    for (size_t i = 0; i < flags->count; i++)
        if (strcmp(flags->items[i].code, code) == 0)
            return flags->items[i].message;
    return "";
}

static const char *fix_of(const sct_flags *flags, const char *code)
{
    for (size_t i = 0; i < flags->count; i++)
        if (strcmp(flags->items[i].code, code) == 0)
            return flags->items[i].fix;
    return "";
}

static void the_light_on_the_chart_is_described(void **state)
{
    (void)state;
    static const char *const light[] = {"chart-uneven-light", "mixed-light", "colour-cast", "chart-tilted"};
    sct_flags flags = chart_in(0, 1, 1, 0);
    for (size_t i = 0; i < 4; i++)
        assert_false(flags_have(&flags, light[i]));
    flags = chart_in(-0.8, 1, 1, 0);
    assert_non_null(strstr(message_of(&flags, "chart-uneven-light"), "left"));
    assert_non_null(strstr(fix_of(&flags, "chart-uneven-light"), "towards the right"));
    flags = chart_in(0.8, 1, 1, 0);
    assert_non_null(strstr(message_of(&flags, "chart-uneven-light"), "right"));
    assert_false(flags_have(&flags, "mixed-light"));
    flags = chart_in(0, 1.1, 0.4, 0);
    assert_non_null(strstr(message_of(&flags, "colour-cast"), "orange"));
    flags = chart_in(0, 1, 1, 58);
    assert_true(flags_have(&flags, "chart-tilted"));
}

/* Two lights are told from what a matrix leaves of the photo's own light: the matrix of the correction, which is one for
 * light that its curves have bent, has no say. */
static void mixed_light_is_told_from_the_photo_alone(void **state)
{
    (void)state;
    const sct_chart *chart = sct_chart_builtin(0);
    const num_mat3 profile = {{{0.436, 0.385, 0.143}, {0.222, 0.717, 0.061}, {0.014, 0.097, 0.714}}};
    sct_chart_result *r = calloc(1, sizeof *r);
    correct_patch known[SCT_CHART_PATCH_MAX];
    correct_trust trust = {.loo_mean = 1};
    num_mat3 inverse;
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    assert_true(num_mat3_invert(&profile, &inverse));
    r->homography[0][0] = r->homography[1][1] = r->homography[2][2] = 1;
    for (int mixed = 0; mixed < 2; mixed++)
        for (int bent = 0; bent < 3; bent++) {
            correct_model model;
            for (size_t i = 0; i < chart->patch_count; i++) {
                sct_xyz xyz = sct_xyz_from_lab(chart->patches[i].lab, white);
                double v[3] = {xyz.X, xyz.Y, xyz.Z}, u = 0.06 * chart->patches[i].u - 0.15;
                known[i] = (correct_patch){.u = u, .v = 0.06 * chart->patches[i].v - 0.1, .xyz = xyz};
                known[i].lab = chart->patches[i].lab;
                known[i].neutral = chart->patches[i].neutral;
                num_mat3_apply(&inverse, v, known[i].rgb);
                known[i].rgb[0] *= exp(mixed * u);
                known[i].rgb[2] *= exp(-mixed * u);
            }
            size_t n = chart->patch_count;
            assert_true(correct_model_fit(CORRECT_FULL, known, n, n, n, &profile, &model));
            for (int k = 0; k < 9 && bent; k++) /* as after curves that darken, and that brighten, one channel most */
                model.correction.matrix.m[k / 3][k % 3] *= bent == 1 ? 3.0 * (k % 3) : 40.0 - 19 * (k % 3);
            r->flags.count = 0;
            correct_flag_chart(known, n, chart, &profile, &model, &trust, r);
            assert_int_equal(flags_have(&r->flags, "mixed-light"), mixed);
        }
    free(r);
}

/* ---- each weakness of a chart by itself ------------------------------------------------------------------------- */

static void weaken(const char *code, stage *s, sct_chart *chart, num_rng *rng)
{
    if (strcmp(code, "chart-small") == 0)
        s->pitch_px = 9;
    if (strcmp(code, "chart-clipped") == 0)
        s->exposure = 1.2;
    if (strcmp(code, "mixed-light") == 0)
        s->warm_x = 1.2;
    if (strcmp(code, "chart-texture") == 0)
        s->noise = 25;
    if (strcmp(code, "chart-shadow") == 0)
        s->shadow = 0.4;
    if (strcmp(code, "chart-mirrored") == 0)
        s->mirrored = 1;
    for (size_t i = 0; strcmp(code, "chart-poor-fit") == 0 && i < chart->patch_count; i++) { /* a faded one */
        chart->patches[i].lab.a += 22 * (num_rng_uniform(rng) - 0.5);
        chart->patches[i].lab.b += 22 * (num_rng_uniform(rng) - 0.5);
    }
}

static void each_weakness_raises_its_flag_and_no_other(void **state)
{
    (void)state;
    static const char *const codes[] = {"",
                                        "chart-small",
                                        "chart-clipped",
                                        "mixed-light",
                                        "chart-texture",
                                        "chart-shadow",
                                        "chart-mirrored",
                                        "chart-poor-fit"};
    sct_chart *chart = calloc(1, sizeof *chart);
    sct_chart_result *r = calloc(1, sizeof *r);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        num_rng rng;
        stage s;
        double truth[3][3];
        num_rng_seed(&rng, 12);
        stage_picture ground = stage_background(520, 420, &rng);
        *chart = *sct_chart_builtin(0);
        stage_init(&s, chart);
        s.x = 260;
        s.y = 210;
        s.turn_deg = 4;
        s.pitch_px = 44;
        s.noise = 1.5;
        s.blur_px = 0.6;
        s.exposure = 0.8;
        s.jpeg = 95;
        weaken(codes[i], &s, chart, &rng);
        phantom_photo photo = stage_render(&s, &ground, &rng, truth);
        stage_image opened = stage_open(photo.bytes, photo.size);
        if (correct_find_chart(opened.ctx, NULL, opened.photo, r) != SCT_OK)
            fail_msg("%s: %s", codes[i], sct_context_message(opened.ctx));
        for (size_t k = 1; k < sizeof codes / sizeof *codes; k++)
            if (flags_have(&r->flags, codes[k]) != (k == i))
                fail_msg("with \"%s\" the flag %s is %s", codes[i], codes[k], k == i ? "missing" : "raised");
        stage_close(&opened);
        phantom_photo_free(&photo);
        stage_free(&ground);
    }
    free(chart);
    free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_photos_raise_no_flag),
        cmocka_unit_test(blur_darkness_glare_and_compression_are_named),
        cmocka_unit_test(a_white_wall_is_not_over_exposure),
        cmocka_unit_test(real_photos_are_judged_soberly),
        cmocka_unit_test(charts_on_screens_are_told_from_paper),
        cmocka_unit_test(compression_is_no_screen),
        cmocka_unit_test(screenshots_are_told_from_photos),
        cmocka_unit_test(each_weakness_raises_its_flag_and_no_other),
        cmocka_unit_test(the_light_on_the_chart_is_described),
        cmocka_unit_test(mixed_light_is_told_from_the_photo_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
