/* tests/chart/test_detect.c - charts are found where they are, and only there. */
#include "chart/chart.h"
#include "chart/stage.h"
#include "support/inside.h"
#include "support/support.h"

#include <time.h>

/* Processor time: what other programs do at the same time does not count. */
static double seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* ---- photos with ground truth -------------------------------------------------------------------------- */

/* Mean linear RGB of a disc of the given radius. */
static sct_lab disc_lab(const pixels_image *image, const double centre[2], double radius)
{
    photo_window w = pixels_window(image);
    double sum[3] = {0}, xyz[3], n = 0;
    for (double y = ceil(centre[1] - radius); y <= centre[1] + radius; y++)
        for (double x = ceil(centre[0] - radius); x <= centre[0] + radius; x++) {
            float rgb[3];
            if (hypot(x - centre[0], y - centre[1]) > radius || x < 0 || y < 0 || x >= w.width || y >= w.height)
                continue;
            pixels_rgb_row(image, (uint32_t)x, (uint32_t)y, 1, rgb);
            for (int c = 0; c < 3; c++)
                sum[c] += (double)rgb[c];
            n++;
        }
    for (int c = 0; c < 3; c++)
        sum[c] /= n;
    num_mat3 m = pixels_matrix(image);
    num_mat3_apply(&m, sum, xyz);
    return sct_lab_from_xyz((sct_xyz){xyz[0], xyz[1], xyz[2]}, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
}

static void real_charts_are_found_patch_by_patch(void **state)
{
    (void)state;
    NEED_DATA();
    size_t size = 0, count = (size_t)STAGE_PHOTOS, right = 0, patches = 0, screens = 0;
    unsigned char *text = read_file(data_path("chart-photos/ground_truth.json"), &size);
    json *truth = NULL;
    sct_chart_result *r = calloc(1, sizeof *r);
    double colour = 0, worst_place = 0, slowest = 0;
    assert_non_null(text);
    assert_int_equal(json_parse(NULL, text, size, &truth), SCT_OK);
    for (size_t i = 0; i < count; i++) {
        char path[128];
        unsigned char *bytes;
        snprintf(path, sizeof path, "chart-photos/%s", stage_photos[i]);
        stage_image opened = stage_open_file(data_path(path), &bytes);
        sct_chart_options options;
        sct_chart_options_init(&options);
        double start = seconds();
        sct_status status = chart_grid_find_whole(opened.ctx, &options, opened.image, r);
        slowest = fmax(slowest, seconds() - start);
        double off = 0;
        const json *centre = json_first(json_get(json_get(truth, stage_photos[i]), "centres_px"));
        for (size_t k = 0; status == SCT_OK && k < 24; k++, centre = json_next(centre)) {
            double at[2] = {json_number(json_at(centre, 0)), json_number(json_at(centre, 1))};
            off = fmax(off, hypot(at[0] - r->patches[k].centre[0], at[1] - r->patches[k].centre[1]) / r->pitch_px);
            if (!r->patches[k].kept)
                continue;
            colour += sct_de2000(disc_lab(opened.image, at, 0.21 * r->pitch_px), r->patches[k].lab);
            patches++;
        }
        if (status != SCT_OK || off > 0.25)
            print_error("%s: %s, %.3f pitches off\n", stage_photos[i], sct_context_message(opened.ctx), off);
        right += status == SCT_OK && off <= 0.25;
        screens += status == SCT_OK && (flags_have(&r->flags, "chart-screen") || flags_have(&r->flags, "chart-drawn"));
        worst_place = fmax(worst_place, off);
        stage_close(&opened);
        free(bytes);
    }
    figure("real charts: %zu of %zu found in the right order, worst centre %.1f %% of the pitch, patch colour dE00 %.3f, "
           "slowest %.2f s; %zu taken for a screen or a drawing",
           right, count, 100 * worst_place, colour / (double)patches, slowest, screens);
    assert_int_equal(right, count);
    assert_int_equal(screens, 0);
    assert_at_most(worst_place, 0.04);
    assert_at_most(colour / (double)patches, 0.15);
    json_free(truth);
    free(text);
    free(r);
}

static sct_status find_in_file(const char *path, const char *id, sct_chart_result *r)
{
    unsigned char *bytes;
    stage_image opened = stage_open_file(data_path(path), &bytes);
    sct_chart_options options;
    sct_chart_options_init(&options);
    options.id = id;
    sct_status status = correct_find_chart(opened.ctx, &options, opened.photo, r);
    stage_close(&opened);
    free(bytes);
    return status;
}

static void special_charts_are_answered_as_they_must(void **state)
{
    (void)state;
    NEED_DATA();
    sct_chart_result *r = calloc(1, sizeof *r);
    static const char *const cut[] = {"chart-photos/plantcv_source_img_plant.jpg",
                                      "chart-photos/plantcv_target_img_plant_resize.jpg"};
    for (int i = 0; i < 2; i++) /* the last row touches the frame */
        if (find_in_file(cut[i], NULL, r) == SCT_OK)
            assert_true(flags_have(&r->flags, "chart-cut"));
    /* Another maker's card with the same colours in the same order: found, but the model is said to be a guess. */
    if (find_in_file("chart-photos/plantcv_camera-trax.png", NULL, r) == SCT_OK)
        assert_true(flags_have(&r->flags, "chart-model"));
    sct_status larger = find_in_file("chart-photos/qiu_sg140.png", NULL, r);
    assert_true(larger == SCT_ERR_CHART_NONE || larger == SCT_ERR_CHART_UNUSABLE);
    assert_int_equal(find_in_file("chart-photos/pedro_scene.jpg", "spydercheckr-24", r), SCT_ERR_CHART_NONE);
    assert_int_equal(find_in_file("chart-photos/pedro_scene.jpg", "nonsense", r), SCT_ERR_OPTION);
    free(r);
}

/* A chart of 140 patches is one of those that a file describes. */
static void the_large_chart_is_found_by_its_file(void **state)
{
    (void)state;
    NEED_DATA();
    size_t size = 0;
    unsigned char *text = read_file("palettes/charts/colorchecker-sg.json", &size), *bytes;
    sct_chart *chart = NULL;
    sct_chart_options options;
    sct_chart_result *r = calloc(1, sizeof *r);
    assert_non_null(r);
    stage_image opened = stage_open_file(data_path("chart-photos/qiu_sg140.png"), &bytes);
    assert_int_equal(sct_chart_from_json(opened.ctx, text, size, &chart), SCT_OK);
    sct_chart_options_init(&options);
    options.charts = (const sct_chart *const *)&chart;
    options.chart_count = 1;
    assert_int_equal(correct_find_chart(opened.ctx, &options, opened.photo, r), SCT_OK);
    assert_string_equal(r->name, "colorchecker-sg");
    figure("ColorChecker SG: %d of 140 patches used, leave-one-out %.1f", r->correction.patches_used,
           r->correction.loo_de00_mean);
    assert_true(r->correction.patches_used >= 110);
    assert_at_most(r->correction.loo_de00_mean, 5);
    stage_close(&opened);
    sct_chart_free(chart);
    free(text);
    free(bytes);
    free(r);
}

static const char *const empty[] = {
    "photos/unsplash_pixelpalette/02_woman.jpg",
    "photos/unsplash_pixelpalette/03_woman.jpg",
    "photos/unsplash_pixelpalette/04_man.jpg",
    "photos/nasa_astronaut/astronaut.png",
    "photos/kodak/kodim04.png",
    "photos/kodak/kodim09.png",
    "photos/kodak/kodim15.png",
    "photos/kodak/kodim18.png",
    "corpora/exif-orientation/Landscape_1.jpg",
    "corpora/exif-orientation/Portrait_1.jpg",
};

static void nothing_is_seen_where_nothing_is(void **state)
{
    (void)state;
    NEED_DATA();
    size_t count = sizeof empty / sizeof *empty, accepted = 0;
    sct_chart_result *r = calloc(1, sizeof *r);
    double slowest = 0;
    for (size_t i = 0; i < count; i++) {
        double start = seconds();
        accepted += find_in_file(empty[i], NULL, r) != SCT_ERR_CHART_NONE;
        slowest = fmax(slowest, seconds() - start);
    }
    figure("photos without a chart: %zu of %zu accepted, slowest %.2f s with decoding", accepted, count, slowest);
    assert_int_equal(accepted, 0);
    free(r);
}

/* ---- rendered charts ------------------------------------------------------------------------------------ */

typedef struct trial {
    const char *name;
    double pitch_px; /* 0: random, 15 to 60 */
    double tilt_deg;
    int mirrored, hidden, jpeg;
    double blur_pitch; /* of the pitch */
    double exposure, red, blue, noise, slope;
} trial;

static const trial trials[] = {
    {.name = "pitch 8", .pitch_px = 8},
    {.name = "pitch 10", .pitch_px = 10},
    {.name = "pitch 16", .pitch_px = 16},
    {.name = "pitch 30", .pitch_px = 30},
    {.name = "pitch 60", .pitch_px = 60},
    {.name = "tilt 35 deg", .tilt_deg = 35},
    {.name = "mirrored", .mirrored = 1},
    {.name = "blur 0.08 pitch", .blur_pitch = 0.08},
    {.name = "blur 0.15 pitch", .blur_pitch = 0.15},
    {.name = "exposure x0.25", .exposure = 0.25},
    {.name = "tint", .red = 1.25, .blue = 0.45},
    {.name = "noise 8", .noise = 8},
    {.name = "JPEG 20", .jpeg = 20},
    {.name = "1 hidden", .hidden = 1},
    {.name = "3 hidden", .hidden = 3},
    {.name = "dark, noisy", .exposure = 0.2, .noise = 3},
    {.name = "light falls by 4", .slope = 1.4},
    {.name = "all, mildly", .blur_pitch = 0.05, .exposure = 0.6, .blue = 0.7, .noise = 3, .jpeg = 60},
};

static void set_up(const trial *t, const sct_chart *chart, const stage_picture *background, num_rng *rng, stage *s)
{
    double most = (background->width < background->height ? background->width : background->height) / 9.0;
    double pitch = t->pitch_px > 0 ? t->pitch_px : 15 + 45 * num_rng_uniform(rng);
    stage_init(s, chart);
    stage_pose(s, background->width, background->height, fmin(pitch, most), rng);
    s->tilt_deg = t->tilt_deg > 0 ? t->tilt_deg : 20 * (num_rng_uniform(rng) - 0.5);
    s->swing_deg = 20 * (num_rng_uniform(rng) - 0.5) + t->tilt_deg / 2;
    s->mirrored = t->mirrored;
    s->hidden = t->hidden;
    s->jpeg = t->jpeg ? t->jpeg : 90;
    s->blur_px = t->blur_pitch > 0 ? t->blur_pitch * s->pitch_px : 0.5;
    s->exposure = t->exposure > 0 ? t->exposure : 1;
    s->tint[0] = t->red > 0 ? t->red : 1;
    s->tint[2] = t->blue > 0 ? t->blue : 1;
    s->noise = t->noise > 0 ? t->noise : 1.5;
    s->slope_x = t->slope;
    s->gamma = 0.9 + 0.3 * num_rng_uniform(rng);
}

/* Largest distance of a patch from the truth, pitches. */
static double distance_off(const sct_chart_result *r, const sct_chart *chart, double m[3][3])
{
    double off = 0;
    for (size_t i = 0; i < r->patch_count; i++) {
        double u = chart->patches[i].u, v = chart->patches[i].v, z = m[2][0] * u + m[2][1] * v + m[2][2];
        double x = (m[0][0] * u + m[0][1] * v + m[0][2]) / z, y = (m[1][0] * u + m[1][1] * v + m[1][2]) / z;
        off = fmax(off, hypot(x - r->patches[i].centre[0], y - r->patches[i].centre[1]) / r->pitch_px);
    }
    return off;
}

/* Renders and looks; adds to right and wrong. */
static void run_trial(const trial *t, const sct_chart *chart, const stage_picture *background, num_rng *rng, int *right,
                      int *wrong)
{
    stage s;
    double truth[3][3];
    sct_chart_options options;
    sct_chart_result *r = calloc(1, sizeof *r);
    set_up(t, chart, background, rng, &s);
    phantom_photo photo = stage_render(&s, background, rng, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    sct_chart_options_init(&options);
    assert_non_null(opened.image);
    if (chart_grid_find_whole(opened.ctx, &options, opened.image, r) == SCT_OK) {
        int ok = strcmp(r->name, chart->id) == 0 && distance_off(r, chart, truth) < 0.25 && r->mirrored == t->mirrored;
        *right += ok;
        *wrong += !ok;
        if (ok && t->mirrored)
            assert_true(flags_have(&r->flags, "chart-mirrored"));
    }
    stage_close(&opened);
    phantom_photo_free(&photo);
    free(r);
}

/* SCALPTONE_TRIALS in the environment asks for more of each than the usual few. */
static int repeats(int usual)
{
    const char *text = getenv("SCALPTONE_TRIALS");
    return text && atoi(text) > 0 ? atoi(text) : usual;
}

static void stress(const char *title, const sct_chart *chart, const stage_picture *backgrounds, size_t background_count,
                   int each)
{
    int right_all = 0, wrong_all = 0, all = 0;
    char table[1024] = "";
    num_rng rng;
    num_rng_seed(&rng, 20);
    for (size_t k = 0; k < sizeof trials / sizeof *trials; k++) {
        int right = 0, wrong = 0;
        for (int i = 0; i < each; i++)
            run_trial(&trials[k], chart, &backgrounds[((size_t)i + k) % background_count], &rng, &right, &wrong);
        size_t used = strlen(table);
        snprintf(table + used, sizeof table - used, "%s%s %d/%d", k ? ", " : "", trials[k].name, right, each);
        right_all += right;
        wrong_all += wrong;
        all += each;
    }
    figure("%s: %s", title, table);
    figure("%s: %d of %d right, %d wrong", title, right_all, all, wrong_all);
    assert_int_equal(wrong_all, 0);
    assert_true(right_all >= all - 1 - all / 25);
}

static void rendered_charts_survive_hardship(void **state)
{
    (void)state;
    num_rng rng;
    num_rng_seed(&rng, 3);
    stage_picture plain[2] = {stage_background(640, 480, &rng), stage_background(480, 640, &rng)};
    stress("rendered, plain ground", sct_chart_builtin(0), plain, 2, repeats(1));
    stress("rendered SpyderCheckr", sct_chart_builtin(2), plain, 2, repeats(1));
    stage_free(&plain[0]);
    stage_free(&plain[1]);
}

static void rendered_charts_are_found_on_portraits(void **state)
{
    (void)state;
    NEED_DATA();
    stage_picture portraits[4];
    for (size_t i = 0; i < 4; i++) {
        unsigned char *bytes;
        stage_image opened = stage_open_file(data_path(empty[i + 3]), &bytes);
        portraits[i] = stage_picture_of(opened.image);
        stage_close(&opened);
        free(bytes);
    }
    stress("rendered, on portraits", sct_chart_builtin(0), portraits, 4, repeats(1));
    for (size_t i = 0; i < 4; i++)
        stage_free(&portraits[i]);
}

/* A picture with the scene's chart in it, as a background for another. */
static stage_picture picture_with(const stage *s, const stage_picture *ground, num_rng *rng, double truth[3][3])
{
    phantom_photo photo = stage_render(s, ground, rng, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    stage_picture picture = stage_picture_of(opened.image);
    stage_close(&opened);
    phantom_photo_free(&photo);
    return picture;
}

/* What the program says of a picture's pixels; the caller closes *opened. */
static sct_status look_in(const stage_picture *picture, stage_image *opened, sct_chart_result *result)
{
    sct_pixels_desc desc;
    sct_pixels_desc_init(&desc);
    desc.width = picture->width;
    desc.height = picture->height;
    desc.data = picture->rgb;
    assert_int_equal(sct_context_new(&opened->ctx), SCT_OK);
    assert_int_equal(sct_photo_from_pixels(opened->ctx, &desc, &opened->photo), SCT_OK);
    return correct_find_chart(opened->ctx, NULL, opened->photo, result);
}

/* A chart in the middle of a picture of 800 x 500 pixels. */
static void stage_middle(stage *s, const sct_chart *chart)
{
    stage_init(s, chart);
    s->pitch_px = 60;
    s->x = 400;
    s->y = 250;
}

/* A sheen over half of a chart: it is used, placed rightly, or refused with that reason; it is no "no chart". */
static void sheen_is_named(void **state)
{
    (void)state;
    const sct_chart *chart = sct_chart_builtin(0);
    num_rng rng;
    stage s;
    double truth[3][3];
    int named = 0;
    num_rng_seed(&rng, 77);
    stage_picture ground = stage_background(800, 500, &rng);
    stage_middle(&s, chart);
    for (int k = 1; k <= 4; k++) {
        stage_picture picture = picture_with(&s, &ground, &rng, truth);
        for (size_t i = 0; i < (size_t)picture.width * picture.height * 3; i++) {
            double x = (double)(i / 3 % picture.width), code = picture.rgb[i] / 255.0;
            double light = code <= 0.04045 ? code / 12.92 : pow((code + 0.055) / 1.055, 2.4);
            light += 0.15 * k / (1 + exp((400 - x) / 30)); /* from the chart's middle on */
            picture.rgb[i] = (uint8_t)(255 * fmin(chart_encode(light), 1) + 0.5);
        }
        stage_image opened = {0};
        sct_chart_result *r = calloc(1, sizeof *r);
        sct_status status = look_in(&picture, &opened, r);
        figure("sheen of %.2f: %s", 0.15 * k, status == SCT_OK ? "used" : sct_context_message(opened.ctx));
        if (status == SCT_OK)
            assert_true(distance_off(r, chart, truth) < 0.25);
        else
            named += status == SCT_ERR_CHART_UNUSABLE && strstr(sct_context_message(opened.ctx), "shining");
        assert_true(status != SCT_ERR_CHART_NONE);
        free(r);
        stage_close(&opened);
        stage_free(&picture);
    }
    assert_true(named >= 1);
    stage_free(&ground);
}

/* A lamp close by one end of a chart: it is used, placed rightly, or refused with that reason, and nothing is said to lie on
 * it. */
static void a_steep_fall_of_light_is_named(void **state)
{
    (void)state;
    const sct_chart *chart = sct_chart_builtin(0);
    num_rng rng;
    stage s;
    double truth[3][3];
    int named = 0;
    num_rng_seed(&rng, 78);
    stage_picture ground = stage_background(800, 500, &rng);
    for (int k = 1; k <= 6; k++) {
        double fall = 0.75 * k; /* log of the light's change from end to end of the chart */
        stage_middle(&s, chart);
        s.slope_x = (k % 2 ? 1 : -1) * fall * 800 / 360;
        s.exposure = exp(-0.5 * fall);
        stage_picture picture = picture_with(&s, &ground, &rng, truth);
        stage_image opened = {0};
        sct_chart_result *r = calloc(1, sizeof *r);
        sct_status status = look_in(&picture, &opened, r);
        figure("light that falls to %.2f over the chart: %s", exp(-fall),
               status == SCT_OK ? "used" : sct_context_message(opened.ctx));
        if (status == SCT_OK)
            assert_true(distance_off(r, chart, truth) < 0.25);
        else
            named += status == SCT_ERR_CHART_UNUSABLE && strstr(sct_context_message(opened.ctx), "unevenly");
        free(r);
        stage_close(&opened);
        stage_free(&picture);
    }
    assert_true(named >= 1);
    stage_free(&ground);
}

static void two_charts_are_told_and_one_of_them_is_right(void **state)
{
    (void)state;
    const sct_chart *chart = sct_chart_builtin(0);
    num_rng rng;
    stage s;
    double first[3][3], second[3][3];
    sct_chart_result *r = calloc(1, sizeof *r);
    num_rng_seed(&rng, 15);
    stage_picture ground = stage_background(800, 500, &rng);
    stage_init(&s, chart);
    s.pitch_px = 45;
    s.x = 200;
    s.y = 250;
    s.turn_deg = 80;
    stage_picture one = picture_with(&s, &ground, &rng, first);
    s.x = 580;
    s.pitch_px = 40;
    s.turn_deg = 195;
    s.noise = 1.5;
    s.jpeg = 92;
    phantom_photo photo = stage_render(&s, &one, &rng, second);
    stage_image opened = stage_open(photo.bytes, photo.size);
    assert_int_equal(correct_find_chart(opened.ctx, NULL, opened.photo, r), SCT_OK);
    assert_true(flags_have(&r->flags, "two-charts"));
    assert_at_most(fmin(distance_off(r, chart, first), distance_off(r, chart, second)), 0.03);
    stage_close(&opened);
    phantom_photo_free(&photo);
    stage_free(&one);
    stage_free(&ground);
    free(r);
}

/* Charts that the frame cuts: refused, or right and flagged; never silent. */
static void charts_cut_by_the_frame_are_not_taken_silently(void **state)
{
    (void)state;
    const sct_chart *chart = sct_chart_builtin(0);
    num_rng rng;
    int refused = 0, flagged = 0;
    num_rng_seed(&rng, 16);
    stage_picture ground = stage_background(500, 400, &rng);
    for (int i = 0; i < 12; i++) {
        stage s;
        double truth[3][3];
        sct_chart_result *r = calloc(1, sizeof *r);
        stage_init(&s, chart);
        s.pitch_px = 40;
        s.x = 500 - 20 - 8.0 * i; /* from most of it outside to little */
        s.y = 200;
        s.turn_deg = 90.0 * i;
        s.noise = 1.5;
        s.jpeg = 92;
        phantom_photo photo = stage_render(&s, &ground, &rng, truth);
        stage_image opened = stage_open(photo.bytes, photo.size);
        if (correct_find_chart(opened.ctx, NULL, opened.photo, r) != SCT_OK) {
            refused++;
            assert_true(strlen(sct_context_message(opened.ctx)) > 10);
        } else {
            int whole = s.x + 40 * (i % 2 ? 2.0 : 3.0) < 500;
            assert_at_most(distance_off(r, chart, truth), 0.05);
            assert_true(whole || flags_have(&r->flags, "chart-cut"));
            flagged++;
        }
        stage_close(&opened);
        phantom_photo_free(&photo);
        free(r);
    }
    figure("charts cut by the frame: %d refused, %d found and flagged, 0 silently wrong", refused, flagged);
    assert_true(refused > 0 && flagged > 0);
    stage_free(&ground);
}

/* Seconds of processor time that a search of a photo of 12 megapixels takes, and what it answers. */
static double time_of_search(const stage_picture *small, sct_status *answer)
{
    sct_pixels_desc desc;
    sct_context *ctx;
    sct_photo *photo;
    photo_frame frame;
    pixels_image *image;
    sct_flags flags = {0};
    sct_chart_options options;
    sct_chart_result *r = calloc(1, sizeof *r);
    uint8_t *rgb = malloc((size_t)4000 * 3000 * 3);
    assert_true(r && rgb);
    for (size_t y = 0; y < 3000; y++)
        for (size_t x = 0; x < 4000; x++)
            memcpy(rgb + 3 * (y * 4000 + x),
                   small->rgb + 3 * (y * small->height / 3000 * small->width + x * small->width / 4000), 3);
    sct_pixels_desc_init(&desc);
    desc.width = 4000;
    desc.height = 3000;
    desc.data = rgb;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    assert_int_equal(photo_decode(ctx, photo, (photo_window){0, 0, 4000, 3000}, &frame), SCT_OK);
    assert_int_equal(pixels_from(ctx, photo, &frame, &flags, &image), SCT_OK);
    sct_chart_options_init(&options);
    clock_t start = clock();
    *answer = chart_grid_find_whole(ctx, &options, image, r);
    double taken = (double)(clock() - start) / CLOCKS_PER_SEC;
    pixels_free(image);
    sct_photo_free(photo);
    sct_context_free(ctx);
    free(rgb);
    free(r);
    return taken;
}

static void twelve_megapixels_are_searched_quickly(void **state)
{
    (void)state;
    num_rng rng;
    stage s;
    double truth[3][3];
    sct_status with, without;
    num_rng_seed(&rng, 17);
    stage_picture ground = stage_background(1000, 750, &rng);
    double none = time_of_search(&ground, &without);
    stage_init(&s, sct_chart_builtin(0));
    stage_pose(&s, 1000, 750, 45, &rng);
    s.noise = 1;
    stage_picture picture = picture_with(&s, &ground, &rng, truth);
    double found = time_of_search(&picture, &with);
    figure("12 megapixels, one core: chart found in %.2f s, none in %.2f s", found, none);
    assert_int_equal(with, SCT_OK);
    assert_int_equal(without, SCT_ERR_CHART_NONE);
    stage_free(&picture);
    stage_free(&ground);
}

/* A photo large enough to be searched at half size; orientation and window must not move anything. */
static void a_large_photo_is_searched_small_and_sampled_in_full(void **state)
{
    (void)state;
    const sct_chart *chart = sct_chart_builtin(0);
    num_rng rng;
    stage s;
    double truth[3][3];
    sct_chart_result *r = calloc(1, sizeof *r);
    num_rng_seed(&rng, 9);
    stage_picture ground = stage_background(3700, 620, &rng);
    stage_init(&s, chart);
    s.pitch_px = 70;
    s.x = 3000;
    s.y = 330;
    s.turn_deg = 7;
    s.noise = 1.5;
    s.jpeg = 90;
    phantom_photo photo = stage_render(&s, &ground, &rng, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    assert_int_equal(photo_reduction(opened.photo, 1800), 2);
    assert_int_equal(correct_find_chart(opened.ctx, NULL, opened.photo, r), SCT_OK);
    assert_at_most(distance_off(r, chart, truth), 0.01);
    sct_chart_result *whole = calloc(1, sizeof *whole);
    sct_chart_options options;
    sct_chart_options_init(&options);
    assert_int_equal(chart_grid_find_whole(opened.ctx, &options, opened.image, whole), SCT_OK);
    for (size_t i = 0; i < 24; i++)
        assert_at_most(sct_de2000(whole->patches[i].lab, r->patches[i].lab), 0.2);
    free(whole);
    free(r);
    stage_close(&opened);
    phantom_photo_free(&photo);
    stage_free(&ground);
}

/* ---- what only looks like a chart ------------------------------------------------------------------------ */

/* A grid of made-up colours; returns what the library says of it. */
static sct_status look_at_grid(sct_chart *chart, uint64_t seed, sct_chart_result *r)
{
    num_rng rng;
    stage s;
    double truth[3][3];
    sct_chart_options options;
    num_rng_seed(&rng, seed);
    stage_picture ground = stage_background(640, 480, &rng);
    stage_init(&s, chart);
    stage_pose(&s, 640, 480, 28, &rng);
    s.noise = 1.5;
    s.jpeg = 90;
    phantom_photo photo = stage_render(&s, &ground, &rng, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    sct_chart_options_init(&options);
    sct_status status = chart_grid_find_whole(opened.ctx, &options, opened.image, r);
    stage_close(&opened);
    phantom_photo_free(&photo);
    stage_free(&ground);
    return status;
}

static void chess_boards_and_paint_chips_are_no_charts(void **state)
{
    (void)state;
    sct_chart_result *r = calloc(1, sizeof *r);
    sct_chart *chart = calloc(1, sizeof *chart);
    num_rng rng;
    int accepted = 0, all = 0;
    num_rng_seed(&rng, 5);
    *chart = *sct_chart_builtin(0);
    for (size_t i = 0; i < 24; i++) /* chess */
        chart->patches[i].lab = (i % 6 + i / 6) % 2 ? (sct_lab){90, 0, 2} : (sct_lab){15, 0, 0};
    accepted += look_at_grid(chart, 1, r) == SCT_OK;
    for (size_t i = 0; i < 24; i++) /* a ladder of greys */
        chart->patches[i].lab = (sct_lab){20 + 3 * (double)i, 0, 0};
    accepted += look_at_grid(chart, 2, r) == SCT_OK;
    for (size_t i = 0; i < 24; i++) /* a hue circle in six lightnesses */
        chart->patches[i].lab = sct_lab_from_lch((sct_lch){35 + 10 * (double)(i / 4), 40, 60 * (double)(i % 6)});
    accepted += look_at_grid(chart, 3, r) == SCT_OK;
    all = 3;
    for (uint64_t trial_seed = 10; trial_seed < 20; trial_seed++, all++) { /* paint chips */
        for (size_t i = 0; i < 24; i++)
            chart->patches[i].lab = (sct_lab){25 + 65 * num_rng_uniform(&rng), 100 * num_rng_uniform(&rng) - 50,
                                              100 * num_rng_uniform(&rng) - 50};
        accepted += look_at_grid(chart, trial_seed, r) == SCT_OK;
    }
    *chart = *sct_chart_builtin(0);
    for (size_t i = 0; i < 24; i++, all += i == 24) /* a chart whose columns are in reverse: no mirror makes it one */
        chart->patches[i].lab = sct_chart_builtin(0)->patches[i / 6 % 2 ? 6 * (i / 6) + 5 - i % 6 : i].lab;
    accepted += look_at_grid(chart, 30, r) == SCT_OK && strcmp(r->name, "colorchecker-classic") == 0;
    figure("grids that are no chart: %d of %d accepted", accepted, all);
    assert_int_equal(accepted, 0);
    free(chart);
    free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_charts_are_found_patch_by_patch),
        cmocka_unit_test(special_charts_are_answered_as_they_must),
        cmocka_unit_test(the_large_chart_is_found_by_its_file),
        cmocka_unit_test(nothing_is_seen_where_nothing_is),
        cmocka_unit_test(rendered_charts_survive_hardship),
        cmocka_unit_test(rendered_charts_are_found_on_portraits),
        cmocka_unit_test(a_large_photo_is_searched_small_and_sampled_in_full),
        cmocka_unit_test(sheen_is_named),
        cmocka_unit_test(a_steep_fall_of_light_is_named),
        cmocka_unit_test(two_charts_are_told_and_one_of_them_is_right),
        cmocka_unit_test(charts_cut_by_the_frame_are_not_taken_silently),
        cmocka_unit_test(twelve_megapixels_are_searched_quickly),
        cmocka_unit_test(chess_boards_and_paint_chips_are_no_charts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
