/*
 * tests/chart/test_stress.c - charts in the light of consulting rooms, and
 * things that only look like charts.
 */
#include "chart/chart.h"
#include "chart/stage.h"
#include "support/inside.h"
#include "support/support.h"

/* SCALPTONE_TRIALS in the environment asks for more of each than the usual few. */
static int repeats(int usual)
{
    const char *text = getenv("SCALPTONE_TRIALS");
    return text && atoi(text) > 0 ? atoi(text) : usual;
}

/* ---- hard light, hands, angles --------------------------------------------------------------------------- */

typedef struct hardship {
    const char *name;
    double pitch_lo, pitch_hi, tilt_deg, shadow, glare, covered, exposure, blur_pitch, noise;
    int jpeg, upside_down, hidden, refuse;
} hardship;

static const hardship hardships[] = {
    {.name = "tilt to 38 deg", .tilt_deg = 38},
    {.name = "shadow to a third", .shadow = 0.35},
    {.name = "shadow to a seventh", .shadow = 0.15},
    {.name = "shiny spot", .glare = 0.9},
    {.name = "upside down", .upside_down = 1},
    {.name = "8 to 12 pixels", .pitch_lo = 8, .pitch_hi = 12},
    {.name = "blur 0.12 pitch", .blur_pitch = 0.12},
    {.name = "an eighth of the light", .exposure = 0.12, .noise = 4},
    {.name = "JPEG 25", .jpeg = 25},
    {.name = "a column covered", .covered = 0.167},
    {.name = "4 patches hidden", .hidden = 4},
    {.name = "two thirds covered", .covered = 0.667, .refuse = 1},
    {.name = "all, mildly", .tilt_deg = 25, .shadow = 0.5, .glare = 0.4, .exposure = 0.6, .noise = 2.5, .jpeg = 60},
};
enum { HARDSHIPS = sizeof hardships / sizeof *hardships };

static void set_up(const hardship *h, const sct_chart *chart, const stage_picture *ground, num_rng *rng, stage *s)
{
    double lo = h->pitch_lo > 0 ? h->pitch_lo : 15, hi = h->pitch_hi > 0 ? h->pitch_hi : 50;
    double least_side = ground->width < ground->height ? ground->width : ground->height;
    double room = least_side / (1.3 * hypot(chart->columns, chart->rows));
    stage_init(s, chart);
    stage_pose(s, ground->width, ground->height, fmin(lo + (hi - lo) * num_rng_uniform(rng), room), rng);
    if (h->upside_down)
        s->turn_deg = 180 + 6 * (num_rng_uniform(rng) - 0.5);
    double tilt = h->tilt_deg > 0 ? h->tilt_deg : 10;
    s->tilt_deg = tilt * (2 * num_rng_uniform(rng) - 1);
    s->swing_deg = tilt * (num_rng_uniform(rng) - 0.5);
    s->shadow = h->shadow;
    s->glare = h->glare;
    s->covered = h->covered;
    s->exposure = h->exposure > 0 ? h->exposure : 0.8;
    s->blur_px = h->blur_pitch > 0 ? h->blur_pitch * s->pitch_px : 0.6;
    s->noise = h->noise > 0 ? h->noise : 1.5;
    s->jpeg = h->jpeg ? h->jpeg : 92;
    s->hidden = h->hidden;
    s->mosaic = 1;
}

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

/* 1: right, -1: wrong, 0: refused. *flags: what was said of it. */
static int outcome(const hardship *h, const sct_chart *chart, const stage_picture *ground, num_rng *rng, sct_flags *flags)
{
    stage s;
    double truth[3][3];
    sct_chart_result *r = calloc(1, sizeof *r);
    int answer = 0;
    set_up(h, chart, ground, rng, &s);
    phantom_photo photo = stage_render(&s, ground, rng, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    assert_non_null(opened.photo);
    flags->count = 0;
    if (correct_find_chart(opened.ctx, NULL, opened.photo, r) == SCT_OK) {
        answer = strcmp(r->name, chart->id) == 0 && distance_off(r, chart, truth) < 0.25 ? 1 : -1;
        *flags = r->flags;
    } else {
        assert_true(strlen(sct_context_message(opened.ctx)) > 10);
    }
    stage_close(&opened);
    phantom_photo_free(&photo);
    free(r);
    return answer;
}

/* What is asked of each hardship: never wrong; a chart that is two thirds covered refused; a hard shadow told. */
static void stress(const char *title, const sct_chart *chart, const stage_picture *grounds, size_t ground_count, int each,
                   int least)
{
    int right_all = 0, all = 0;
    char table[1024] = "";
    num_rng rng;
    num_rng_seed(&rng, 44);
    for (size_t k = 0; k < HARDSHIPS; k++) {
        int right = 0;
        for (int i = 0; i < each; i++) {
            sct_flags flags;
            int answer = outcome(&hardships[k], chart, &grounds[((size_t)i + k) % ground_count], &rng, &flags);
            if (answer < 0)
                fail_msg("%s, %s: a wrong answer", title, hardships[k].name);
            right += answer != hardships[k].refuse;
            assert_false(flags_have(&flags, "chart-screen") || flags_have(&flags, "chart-drawn"));
            if (answer && hardships[k].shadow > 0 && hardships[k].shadow < 0.4)
                assert_true(flags_have(&flags, "chart-shadow"));
            if (answer && !(hardships[k].shadow > 0))
                assert_false(flags_have(&flags, "chart-shadow"));
        }
        size_t used = strlen(table);
        snprintf(table + used, sizeof table - used, "%s%s %d/%d", k ? ", " : "", hardships[k].name, right, each);
        right_all += right;
        all += each;
    }
    figure("%s: %s", title, table);
    figure("%s: %d of %d right, 0 wrong", title, right_all, all);
    assert_true(right_all * 100 >= least * all);
}

static void charts_in_hard_light(void **state)
{
    (void)state;
    num_rng rng;
    num_rng_seed(&rng, 31);
    stage_picture grounds[2] = {stage_background(700, 560, &rng), stage_background(640, 640, &rng)};
    stress("hard light, ColorChecker", sct_chart_builtin(0), grounds, 2, repeats(2), 90);
    stress("hard light, SpyderCheckr", sct_chart_builtin(2), grounds, 2, repeats(1), 90);
    stage_free(&grounds[0]);
    stage_free(&grounds[1]);
}

static void charts_in_hard_light_on_portraits(void **state)
{
    (void)state;
    NEED_DATA();
    static const char *const files[] = {"photos/kodak/kodim04.png", "photos/kodak/kodim15.png",
                                        "photos/nasa_astronaut/astronaut.png"};
    stage_picture grounds[3];
    for (size_t i = 0; i < 3; i++) {
        unsigned char *bytes;
        stage_image opened = stage_open_file(data_path(files[i]), &bytes);
        grounds[i] = stage_picture_of(opened.image);
        stage_close(&opened);
        free(bytes);
    }
    stress("hard light on portraits, ColorChecker", sct_chart_builtin(0), grounds, 3, repeats(1), 85);
    for (size_t i = 0; i < 3; i++)
        stage_free(&grounds[i]);
}

/* ---- things that only look like charts ------------------------------------------------------------------- */

static void put(stage_picture *p, int x, int y, int w, int h, int r, int g, int b)
{
    for (int j = y < 0 ? 0 : y; j < y + h && j < (int)p->height; j++)
        for (int i = x < 0 ? 0 : x; i < x + w && i < (int)p->width; i++) {
            uint8_t *at = p->rgb + 3 * ((size_t)j * p->width + (size_t)i);
            at[0] = (uint8_t)r;
            at[1] = (uint8_t)g;
            at[2] = (uint8_t)b;
        }
}

static int any(num_rng *rng, int lo, int hi)
{
    return lo + (int)num_rng_below(rng, (uint32_t)(hi - lo));
}

static void keyboard(stage_picture *p, num_rng *rng)
{
    int light = any(rng, 20, 230);
    put(p, 30, 60, 580, 260, light, light, light);
    for (int row = 0; row < 5; row++)
        for (int k = 0; k < 14; k++) {
            int shade = 255 - light + any(rng, -10, 10);
            put(p, 40 + 40 * k + 8 * row % 20, 70 + 48 * row, 33, 40, shade, shade, shade);
            put(p, 52 + 40 * k + 8 * row % 20, 82 + 48 * row, 8, 10, light, light, light);
        }
}

static void blinds(stage_picture *p, num_rng *rng)
{
    int tall = any(rng, 14, 40);
    for (int y = 0; y < (int)p->height; y += tall)
        for (int x = 0; x < (int)p->width; x += 120)
            put(p, x, y, 112, tall - 4, 200 + any(rng, 0, 40), 195 + any(rng, 0, 40), 180 + any(rng, 0, 40));
}

static void tiles(stage_picture *p, num_rng *rng)
{
    int side = any(rng, 30, 70);
    for (int y = 0; y < (int)p->height; y += side)
        for (int x = 0; x < (int)p->width; x += side)
            put(p, x + 2, y + 2, side - 4, side - 4, any(rng, 0, 256), any(rng, 0, 256), any(rng, 0, 256));
}

static void calendar(stage_picture *p, num_rng *rng)
{
    put(p, 40, 40, 560, 400, 250, 250, 245);
    for (int row = 0; row < 5; row++)
        for (int day = 0; day < 7; day++) {
            int red = day == 6, x = 50 + 78 * day, y = 60 + 74 * row;
            put(p, x, y, 70, 66, red ? 250 : 235, red ? 200 : 238, red ? 200 : 242);
            put(p, x + 8, y + 8, any(rng, 8, 20), 14, 40, 40, 60);
        }
}

static void shirt(stage_picture *p, num_rng *rng)
{
    int step = any(rng, 24, 60), a[3], b[3];
    for (int c = 0; c < 3; c++) {
        a[c] = any(rng, 0, 256);
        b[c] = any(rng, 0, 256);
    }
    for (int y = 0; y < (int)p->height; y += step / 2)
        for (int x = 0; x < (int)p->width; x += step / 2) {
            int k = x / (step / 2) % 2 + y / (step / 2) % 2;
            put(p, x, y, step / 2, step / 2, (a[0] * k + b[0] * (2 - k)) / 2, (a[1] * k + b[1] * (2 - k)) / 2,
                (a[2] * k + b[2] * (2 - k)) / 2);
        }
}

/* A paint box: a row of greys under rows of bright colours, as a chart has them, but not its colours. */
static void paint_box(stage_picture *p, num_rng *rng)
{
    put(p, 60, 60, 480, 330, 20, 20, 20);
    for (int row = 0; row < 4; row++)
        for (int k = 0; k < 6; k++) {
            int grey = 245 - 40 * k, x = 75 + 76 * k, y = 75 + 78 * row;
            if (row == 3)
                put(p, x, y, 64, 64, grey, grey, grey);
            else
                put(p, x, y, 64, 64, any(rng, 0, 256), any(rng, 0, 256), any(rng, 0, 256));
        }
}

static void colour_wheel(stage_picture *p, num_rng *rng)
{
    double turn = num_rng_uniform(rng);
    for (int y = 20; y < 460; y++)
        for (int x = 100; x < 540; x++) {
            double dx = x - 320, dy = y - 240, radius = hypot(dx, dy), hue = atan2(dy, dx) / 6.2831853 + turn + 1;
            int sector = (int)floor(hue * 12) % 12, ring = (int)(radius / 55);
            if (radius > 220 || radius < 20)
                continue;
            sct_lab lab = sct_lab_from_lch((sct_lch){85 - 15.0 * ring, 45, 30.0 * sector});
            put(p, x, y, 1, 1, (int)fmin(fmax(2.55 * lab.L + 1.6 * lab.a, 0), 255),
                (int)fmin(fmax(2.55 * lab.L - 0.8 * lab.a, 0), 255), (int)fmin(fmax(2.55 * lab.L - 1.6 * lab.b, 0), 255));
        }
}

static const struct {
    const char *name;
    void (*paint)(stage_picture *picture, num_rng *rng);
} lookalikes[] = {{"keyboard", keyboard},        {"window blinds", blinds}, {"tiled wall", tiles},
                  {"calendar", calendar},        {"checked shirt", shirt},  {"paint box with greys", paint_box},
                  {"colour wheel", colour_wheel}};

/* A picture as a photo: a little blur, grain and JPEG. */
static phantom_photo photograph(const stage_picture *picture, num_rng *rng)
{
    stage s;
    double truth[3][3];
    stage_init(&s, sct_chart_builtin(0));
    s.x = s.y = -3000; /* the chart is elsewhere */
    s.pitch_px = 10;
    s.blur_px = 0.7;
    s.noise = 1.5;
    s.jpeg = 90;
    return stage_render(&s, picture, rng, truth);
}

static void lookalikes_are_no_charts(void **state)
{
    (void)state;
    int each = repeats(3), all = 0;
    char table[512] = "";
    sct_chart_result *r = calloc(1, sizeof *r);
    for (size_t k = 0; k < sizeof lookalikes / sizeof *lookalikes; k++) {
        int accepted = 0;
        for (int i = 0; i < each; i++, all++) {
            num_rng rng;
            num_rng_seed(&rng, 500 + 100 * (uint64_t)k + (uint64_t)i);
            stage_picture picture = stage_background(640, 480, &rng);
            lookalikes[k].paint(&picture, &rng);
            phantom_photo photo = photograph(&picture, &rng);
            stage_image opened = stage_open(photo.bytes, photo.size);
            sct_status status = correct_find_chart(opened.ctx, NULL, opened.photo, r);
            if (status == SCT_OK)
                print_error("%s %d was taken for %s, score %.3f\n", lookalikes[k].name, i, r->name, r->score);
            accepted += status == SCT_OK;
            stage_close(&opened);
            phantom_photo_free(&photo);
            stage_free(&picture);
        }
        assert_int_equal(accepted, 0);
        size_t used = strlen(table);
        snprintf(table + used, sizeof table - used, "%s%s", k ? ", " : "", lookalikes[k].name);
    }
    figure("0 of %d taken for a chart: %s", all, table);
    free(r);
}

/* ---- a chart of one's own -------------------------------------------------------------------------------- */

/* A chart that exists in a file only is found and corrects, without a line of code for it. */
static void a_made_up_chart_needs_a_file_only(void **state)
{
    (void)state;
    enum { ROWS = 5, COLUMNS = 7 };
    char text[8192];
    num_rng rng;
    double truth[3][3];
    sct_chart *chart = calloc(1, sizeof *chart);
    sct_chart_result *r = calloc(1, sizeof *r);
    num_rng_seed(&rng, 3);
    size_t used =
        (size_t)snprintf(text, sizeof text,
                         "{\"scalptone_chart\":1,\"id\":\"my-chart\",\"name\":\"my own\",\"provenance\":{\"source\":\"made "
                         "up\"},\"conditions\":{\"illuminant\":\"D50\",\"observer\":2},\"tier\":\"measured\",\"grid\":{"
                         "\"rows\":%d,\"columns\":%d,\"patch_share\":0.8,\"pitch_mm\":12},\"patches\":[",
                         ROWS, COLUMNS);
    for (int i = 0; i < ROWS * COLUMNS; i++) {
        int grey = i >= (ROWS - 1) * COLUMNS;
        double L = grey ? 95 - 12 * (i % COLUMNS) : 30 + 55 * num_rng_uniform(&rng), hue = 6.2831853 * num_rng_uniform(&rng);
        double C = grey ? 0 : 12 + 40 * num_rng_uniform(&rng);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s{\"name\":\"p%d\",\"lab\":[%.2f,%.2f,%.2f]%s}",
                                 i ? "," : "", i + 1, L, C * cos(hue), C * sin(hue), grey ? ",\"neutral\":true" : "");
    }
    used += (size_t)snprintf(text + used, sizeof text - used, "]}");
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(chart_read(ctx, text, used, chart), SCT_OK);

    stage s;
    stage_picture ground = stage_background(640, 520, &rng);
    stage_init(&s, chart);
    stage_pose(&s, 640, 520, 36, &rng);
    s.exposure = 0.7;
    s.tint[2] = 0.7;
    s.noise = 1.5;
    s.jpeg = 92;
    phantom_photo photo = stage_render(&s, &ground, &rng, truth);
    stage_image opened = stage_open(photo.bytes, photo.size);
    assert_int_equal(correct_find_chart(opened.ctx, NULL, opened.photo, r), SCT_ERR_CHART_NONE);
    sct_chart_options options;
    sct_chart_options_init(&options);
    options.charts = &(const sct_chart *){chart};
    options.chart_count = 1;
    if (correct_find_chart(opened.ctx, &options, opened.photo, r) != SCT_OK)
        fail_msg("%s", sct_context_message(opened.ctx));
    assert_string_equal(r->name, "my-chart");
    assert_at_most(distance_off(r, chart, truth), 0.05);
    assert_near(r->mm_per_px, 12 / r->pitch_px, 1e-9);
    assert_int_equal(r->correction.kind, SCT_CORRECTION_CHART);
    figure("a chart of %d patches described in a file: leave-one-out %.2f dE00, mm per pixel %.3f", ROWS * COLUMNS,
           r->correction.loo_de00_mean, r->mm_per_px);
    assert_at_most(r->correction.loo_de00_mean, 3);
    stage_close(&opened);
    phantom_photo_free(&photo);
    stage_free(&ground);
    sct_context_free(ctx);
    free(chart);
    free(r);
}

/* Charts that no file describes are refused before anything is looked for. */
static void charts_that_are_none(void **state)
{
    (void)state;
    static unsigned char grey[3 * 32 * 32];
    static sct_chart_result found;
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    sct_pixels_desc desc;
    sct_chart_options options;
    sct_chart *chart = malloc(sizeof *chart);
    assert_non_null(chart);
    sct_pixels_desc_init(&desc);
    desc.width = desc.height = 32;
    desc.data = grey;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    assert_int_equal(sct_photo_from_pixels(ctx, &desc, &photo), SCT_OK);
    for (int what = 0; what < 8; what++) {
        *chart = *sct_chart_builtin(0);
        sct_chart_options_init(&options);
        options.charts = &(const sct_chart *){chart};
        options.chart_count = 1;
        switch (what) {
        case 0: chart->patch_count = SCT_CHART_PATCH_MAX + 1; break;
        case 1: chart->patch_count = 0; break;
        case 2: chart->fiducial_count = SCT_CHART_FIDUCIAL_MAX + 1; break;
        case 3: chart->rows = -1; break;
        case 4: memset(chart->id, 'x', sizeof chart->id); break;
        case 5: options.charts = NULL; break;
        case 6: options.chart_count = 65; break;
        default: break;
        }
        assert_int_equal(correct_find_chart(ctx, &options, photo, &found), what < 7 ? SCT_ERR_OPTION : SCT_ERR_CHART_NONE);
    }
    free(chart);
    sct_photo_free(photo);
    sct_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charts_that_are_none),
        cmocka_unit_test(charts_in_hard_light),
        cmocka_unit_test(charts_in_hard_light_on_portraits),
        cmocka_unit_test(lookalikes_are_no_charts),
        cmocka_unit_test(a_made_up_chart_needs_a_file_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
