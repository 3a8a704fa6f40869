/*
 * tests/chart/test_simulation.c - corrections judged on skins whose colour is
 * known: measured cameras x lights x measured skins, with a chart, with a grey
 * card, with nothing; and whether the uncertainty we state holds the truth.
 */
#include "chart/chart_fit.h"
#include "phantom/camera.h"
#include "support/support.h"

enum { LIGHTS = 6, PATCHES = 24, SKINS_A_SCENE = 12, METHODS = 4 };
static const char *const light_names[LIGHTS] = {"D50", "D65", "A", "F2", "F11", "LED-B3"};
static const chart_method methods[METHODS] = {CHART_FULL, CHART_CURVES, CHART_GAIN, CHART_AS_IS};
static const char *const method_names[METHODS] = {"chart", "6 greys", "1 grey", "nothing"};

typedef struct sums {
    double *values[METHODS];
    size_t count, capacity;
    size_t within[METHODS];
} sums;

static void sums_add(sums *s, const double error[METHODS], const double u95[METHODS])
{
    if (s->count == s->capacity) {
        s->capacity = s->capacity ? 2 * s->capacity : 256;
        for (int m = 0; m < METHODS; m++) {
            s->values[m] = realloc(s->values[m], s->capacity * sizeof(double));
            assert_non_null(s->values[m]);
        }
    }
    for (int m = 0; m < METHODS; m++) {
        s->values[m][s->count] = error[m];
        s->within[m] += error[m] <= u95[m];
    }
    s->count++;
}

static void sums_free(sums *s)
{
    for (int m = 0; m < METHODS; m++)
        free(s->values[m]);
}

static void sums_tell(const char *title, sums *s)
{
    char text[256] = "";
    for (int m = 0; m < METHODS && s->count; m++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s %s %.2f / %.2f (%.1f %% within u95)", m ? "," : "", method_names[m],
                 quantile_of(s->values[m], s->count, 0.5), quantile_of(s->values[m], s->count, 0.95),
                 100.0 * (double)s->within[m] / (double)s->count);
    }
    figure("%-12s dE00 median / p95:%s", title, text);
}

/* One photo's camera settings, as a phone might choose them. */
static phantom_params random_settings(const phantom_library *library, const phantom_camera *generic, int camera, int light,
                                      num_rng *rng)
{
    phantom_params p;
    phantom_params_init(&p);
    p.camera = library->camera_count ? &library->cameras[camera] : generic;
    p.illuminant = (sct_illuminant)light;
    p.adaptation = 0.85 + 0.15 * num_rng_uniform(rng);
    for (int c = 0; c < 3; c++)
        p.gain[c] = exp(0.05 * num_rng_normal(rng));
    p.exposure = 0.55 + 0.35 * num_rng_uniform(rng);
    p.tone = num_rng_uniform(rng);
    p.noise = 0.001; /* a patch is the mean of many pixels */
    p.psf_px = 0;
    p.profile = PHANTOM_SRGB;
    p.seed = num_rng_u64(rng);
    return p;
}

static double decode(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

/* Linear sRGB of surfaces as the photo has them. */
static void take(const phantom_params *settings, const phantom_spectrum *surfaces, const double *light, int n,
                 double (*rgb)[3])
{
    phantom_params p = *settings;
    camera_model camera = camera_new(&p);
    float pixels[3 * (PATCHES + SKINS_A_SCENE)];
    p.width = n;
    p.height = 1;
    for (int i = 0; i < n; i++) {
        double linear[3];
        camera_rgb(&camera, &surfaces[i], linear);
        for (int c = 0; c < 3; c++)
            pixels[3 * i + c] = (float)(linear[c] * light[i]);
    }
    camera_develop(&p, pixels);
    for (int i = 0; i < n; i++)
        for (int c = 0; c < 3; c++)
            rgb[i][c] = decode(round(255 * (double)pixels[3 * i + c]) / 255);
}

/* A chart and skins beside it in one light; adds the errors on each skin. */
static void run_scene(const phantom_library *library, int camera, int light, int held_out, num_rng *rng, sums *by_class,
                      sums *by_light, sums *all)
{
    phantom_spectrum surfaces[PATCHES + SKINS_A_SCENE];
    double strength[PATCHES + SKINS_A_SCENE], u[PATCHES + SKINS_A_SCENE], v[PATCHES + SKINS_A_SCENE];
    double rgb[PATCHES + SKINS_A_SCENE][3], slope_x = 0.25 * num_rng_normal(rng), slope_y = 0.25 * num_rng_normal(rng);
    const phantom_skin *skins[SKINS_A_SCENE];
    const sct_chart *chart = sct_chart_builtin(0);
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    phantom_camera generic = phantom_camera_generic();
    phantom_params settings = random_settings(library, &generic, camera, light, rng);
    for (int i = 0; i < PATCHES; i++) {
        surfaces[i] = phantom_colorchecker_patch(i);
        u[i] = -0.30 + 0.05 * (i % 6);
        v[i] = -0.05 + 0.05 * (i / 6);
    }
    for (int i = 0; i < SKINS_A_SCENE; i++) {
        int which = phantom_skin_of_class(library, i % PHANTOM_ITA_CLASSES, held_out, (int)num_rng_below(rng, 1000));
        skins[i] = &library->skins[which];
        surfaces[PATCHES + i] = skins[i]->body;
        u[PATCHES + i] = 0.05 + 0.2 * num_rng_uniform(rng);
        v[PATCHES + i] = -0.1 + 0.2 * num_rng_uniform(rng);
    }
    for (int i = 0; i < PATCHES + SKINS_A_SCENE; i++)
        strength[i] = exp(slope_x * u[i] + slope_y * v[i]);
    take(&settings, surfaces, strength, PATCHES + SKINS_A_SCENE, rgb);

    chart_known known[PATCHES];
    size_t n = 0;
    for (size_t i = 0; i < PATCHES; i++) {
        double hi = fmax(rgb[i][0], fmax(rgb[i][1], rgb[i][2])), lo = fmin(rgb[i][0], fmin(rgb[i][1], rgb[i][2]));
        if (hi >= decode(250 / 255.0) || lo <= decode(4 / 255.0))
            continue;
        known[n] = (chart_known){.u = u[i], .v = v[i], .lab = chart->patches[i].lab, .neutral = chart->patches[i].neutral};
        known[n].xyz = sct_xyz_from_lab(known[n].lab, white);
        memcpy(known[n++].rgb, rgb[i], sizeof rgb[i]);
    }
    static const num_mat3 srgb = {
        {{0.4360747, 0.3850649, 0.1430804}, {0.2225045, 0.7168786, 0.0606169}, {0.0139322, 0.0971045, 0.7141733}}};
    chart_model model[METHODS];
    double loo[PATCHES], u95[METHODS] = {0, 9, 10, 20};
    for (int m = 0; m < METHODS; m++)
        assert_true(chart_model_fit(methods[m], known, n, n, n, &srgb, &model[m]));
    chart_leave_one_out(CHART_FULL, known, n, &srgb, loo);
    u95[0] = chart_judge(CHART_FULL, known, n, loo, &srgb).u95;
    for (int i = 0; i < SKINS_A_SCENE; i++) {
        int at = PATCHES + i;
        double error[METHODS];
        for (int m = 0; m < METHODS; m++)
            error[m] = sct_de2000(skins[i]->lab, sct_lab_from_xyz(chart_model_xyz(&model[m], rgb[at], u[at], v[at]), white));
        sums_add(&by_class[skins[i]->ita_class], error, u95);
        sums_add(&by_light[light], error, u95);
        sums_add(all, error, u95);
    }
}

static void cameras_lights_and_skins(void **state)
{
    (void)state;
    phantom_library library = phantom_library_open();
    int held_out = getenv("SCALPTONE_TUNE") == NULL;
    sums by_class[PHANTOM_ITA_CLASSES] = {{{0}, 0, 0, {0}}}, by_light[LIGHTS] = {{{0}, 0, 0, {0}}}, all = {{0}, 0, 0, {0}};
    num_rng rng;
    num_rng_seed(&rng, 11 + (uint64_t)held_out);
    if (library.camera_count == 0)
        notice("no measured cameras: a made-up one stands for all");
    int cameras = library.camera_count ? (int)library.camera_count : 2;
    for (int camera = held_out; camera < cameras; camera += 2)
        for (int light = 0; light < LIGHTS; light++)
            for (int i = 0; i < 3; i++)
                run_scene(&library, camera, light, held_out, &rng, by_class, by_light, &all);
    for (int i = 0; i < PHANTOM_ITA_CLASSES; i++)
        sums_tell(phantom_ita_class_name(i), &by_class[i]);
    for (int i = 0; i < LIGHTS; i++)
        sums_tell(light_names[i], &by_light[i]);
    sums_tell("all", &all);
    for (int m = 0; m < METHODS; m++) { /* 92 to 98 % are aimed at; what is bounded too widely may hold more */
        double share = (double)all.within[m] / (double)all.count;
        assert_true(share >= 0.92);
    }
    for (int i = 0; i < PHANTOM_ITA_CLASSES; i++)
        sums_free(&by_class[i]);
    for (int i = 0; i < LIGHTS; i++)
        sums_free(&by_light[i]);
    sums_free(&all);
    for (int i = 0; i < PHANTOM_ITA_CLASSES; i++)
        assert_true((double)by_class[i].within[0] >= 0.90 * (double)by_class[i].count);
    for (int i = 0; i < LIGHTS; i++)
        assert_true((double)by_light[i].within[0] >= 0.90 * (double)by_light[i].count);
    phantom_library_close(&library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cameras_lights_and_skins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
