/* tests/chart/simulate.c - see simulate.h. */
#include "correct/simulate.h"
#include "chart/stage.h"
#include "correct/camera/correct_camera.h"
#include "correct/correct_steps.h"
#include "correct/spectra/correct_spectra.h"
#include "phantom/camera.h"
#include "support/support.h"

enum { PATCHES = 24, COLOURS = 24, SURFACES = PATCHES + COLOURS, SKINS = 12, SHADOWS = 6 };
const char *const simulate_light_names[SIMULATE_LIGHTS] = {"D50", "D65", "A", "F2", "F11", "LED-B3"};
const correct_method simulate_methods[SIMULATE_METHODS] = {CORRECT_FULL,  CORRECT_CURVES,      CORRECT_GAIN,
                                                           CORRECT_AS_IS, CORRECT_CAMERA_GREY, CORRECT_CAMERA_ALONE};
const char *const simulate_method_names[SIMULATE_METHODS] = {"chart",   "6 greys",      "1 grey",
                                                             "nothing", "camera, grey", "camera"};
const char *const simulate_kind_names[SIMULATE_KINDS] = {"skin", "shadow", "strand"};

static void add(simulate_colours *list, const simulate_colour *colour)
{
    enum { MORE = 4096 };
    if (list->count % MORE == 0) {
        list->items = realloc(list->items, (list->count + MORE) * sizeof *list->items);
        assert_non_null(list->items);
    }
    list->items[list->count++] = *colour;
}

colour_doubt simulate_doubt(const simulate_colour *colour, int method, int skin_seen)
{
    colour_doubt doubt = method == 0 ? colour_doubt_placed(&colour->trust.doubt, colour->u, colour->v)
                                     : correct_doubt(simulate_methods[method]);
    if (skin_seen)
        colour_doubt_see_skin(&doubt, colour->skin[method]);
    return doubt;
}

/* ---- rendered ---------------------------------------------------------------------------------- */

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

/* Linear sRGB of surfaces as the photo has them. style: what this maker's matrix does otherwise than the usual one. */
static void take_styled(const phantom_params *settings, const phantom_spectrum *surfaces, const double *light, int n,
                        const num_mat3 *style, double (*rgb)[3])
{
    phantom_params p = *settings;
    camera_model camera = camera_new(&p);
    float pixels[3 * (SURFACES)];
    p.width = n;
    p.height = 1;
    for (int i = 0; i < n; i++) {
        double plain[3], linear[3];
        camera_rgb(&camera, &surfaces[i], plain);
        num_mat3_apply(style, plain, linear);
        for (int c = 0; c < 3; c++)
            pixels[3 * i + c] = (float)(linear[c] * light[i]);
    }
    camera_develop(&p, pixels);
    for (int i = 0; i < n; i++)
        for (int c = 0; c < 3; c++)
            rgb[i][c] = decode(round(255 * (double)pixels[3 * i + c]) / 255);
}

static void take(const phantom_params *settings, const phantom_spectrum *surfaces, const double *light, int n,
                 double (*rgb)[3])
{
    num_mat3 none = num_mat3_identity();
    take_styled(settings, surfaces, light, n, &none, rgb);
}

/* Of log lights: over a photo's width; of a client, who does not face the light as the chart does; of the greys of a chart
 * of another batch. */
static const double slope_sd = 0.25, facing_sd = 0.04, batch_sd = 0.02;

/* A chart at the left and colours of the client at the right, in light that falls off. */
typedef struct scene {
    phantom_spectrum surfaces[SURFACES];
    double strength[SURFACES], u[SURFACES], v[SURFACES], rgb[SURFACES][3];
    simulate_colour colours[COLOURS];
} scene;

static phantom_spectrum mixed(const phantom_spectrum *a, double share, const phantom_spectrum *b)
{
    phantom_spectrum out;
    for (int i = 0; i < PHANTOM_BANDS; i++)
        out.r[i] = (1 - share) * a->r[i] + share * b->r[i];
    return out;
}

static void place_chart(scene *s)
{
    for (int i = 0; i < PATCHES; i++) {
        s->surfaces[i] = phantom_colorchecker_patch(i);
        s->u[i] = -0.30 + 0.05 * (i % 6);
        s->v[i] = -0.05 + 0.05 * (i / 6);
    }
}

static void place_colour(num_rng *rng, int i, scene *s)
{
    s->u[PATCHES + i] = 0.05 + 0.2 * num_rng_uniform(rng);
    s->v[PATCHES + i] = -0.1 + 0.2 * num_rng_uniform(rng);
}

/* The light on the chart's patches and on `count` colours of the client; alike: it meets both alike, and the chart is of the
 * table's batch. */
static void light_scene(num_rng *rng, int count, int alike, scene *s)
{
    double slope_x = slope_sd * num_rng_normal(rng), slope_y = slope_sd * num_rng_normal(rng);
    double facing = alike ? 0 : facing_sd * num_rng_normal(rng), batch = alike ? 0 : batch_sd * num_rng_normal(rng);
    const sct_chart *chart = sct_chart_builtin(0);
    for (int i = 0; i < PATCHES + count; i++) {
        double other = i >= PATCHES ? facing : chart->patches[i].neutral ? batch : 0;
        s->strength[i] = exp(slope_x * s->u[i] + slope_y * s->v[i] + other);
    }
}

static void furnish(const phantom_library *library, int held_out, num_rng *rng, scene *s)
{
    place_chart(s);
    for (int i = 0; i < COLOURS; i++) {
        phantom_spectrum *surface = &s->surfaces[PATCHES + i];
        simulate_colour *c = &s->colours[i];
        uint32_t hairs = (uint32_t)(library->hair_count + !held_out) / 2;
        int skin = phantom_skin_of_class(library, i % PHANTOM_ITA_CLASSES, held_out, (int)num_rng_below(rng, 1000));
        const phantom_spectrum *strand = &library->hairs[2 * num_rng_below(rng, hairs) + (uint32_t)held_out].strand;
        double share = 0.08 + 0.3 * num_rng_uniform(rng);
        c->kind = i < SKINS ? SIMULATE_SKIN : i < SKINS + SHADOWS ? SIMULATE_SHADOW : SIMULATE_STRAND;
        c->ita_class = i % PHANTOM_ITA_CLASSES;
        *surface = library->skins[skin].body;
        if (c->kind != SIMULATE_SKIN)
            *surface = c->kind == SIMULATE_STRAND ? *strand : mixed(surface, share, strand);
        c->truth = phantom_true_lab(surface);
        place_colour(rng, i, s);
    }
    light_scene(rng, COLOURS, 0, s);
}

/* The patches that are not clipped, and which they are. */
static size_t known_of(const scene *s, correct_patch *known, size_t *of)
{
    const sct_chart *chart = sct_chart_builtin(0);
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    size_t n = 0;
    for (size_t i = 0; i < PATCHES; i++) {
        const double *rgb = s->rgb[i];
        double hi = fmax(rgb[0], fmax(rgb[1], rgb[2])), lo = fmin(rgb[0], fmin(rgb[1], rgb[2]));
        if (hi >= decode(250 / 255.0) || lo <= decode(4 / 255.0))
            continue;
        known[n] =
            (correct_patch){.u = s->u[i], .v = s->v[i], .lab = chart->patches[i].lab, .neutral = chart->patches[i].neutral};
        known[n].xyz = sct_xyz_from_lab(known[n].lab, white);
        of[n] = i;
        memcpy(known[n++].rgb, rgb, sizeof s->rgb[i]);
    }
    return n;
}

static correct_trust judged(const correct_patch *known, size_t n, double sure, const num_mat3 *profile)
{
    double loo[PATCHES];
    correct_leave_one_out(CORRECT_FULL, known, n, profile, loo);
    return correct_judge(CORRECT_FULL, known, n, loo, sure, profile);
}

static const num_mat3 srgb = {
    {{0.4360747, 0.3850649, 0.1430804}, {0.2225045, 0.7168786, 0.0606169}, {0.0139322, 0.0971045, 0.7141733}}};

/* The correction by the chart in the photo, as correct_chart_fit makes it, and how surely its light is recognised. */
static correct_model fitted_to(const correct_patch *known, const size_t *of, size_t n, double *sure)
{
    correct_model model;
    assert_true(correct_model_fit(CORRECT_FULL, known, n, n, n, &srgb, &model));
    *sure = correct_spectra_learn(sct_chart_builtin(0), known, of, n, &srgb, &model);
    return model;
}

void simulate_photo(const phantom_library *library, int camera, int light, const phantom_spectrum *surfaces, int count,
                    num_rng *rng, sct_lab *lab, colour_doubt *doubt)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    scene s;
    correct_patch known[PATCHES];
    phantom_camera generic = phantom_camera_generic();
    phantom_params settings = random_settings(library, &generic, camera, light, rng);
    assert_true(count <= COLOURS);
    place_chart(&s);
    for (int i = 0; i < count; i++) {
        s.surfaces[PATCHES + i] = surfaces[i];
        place_colour(rng, i, &s);
    }
    light_scene(rng, count, 1, &s);
    take(&settings, s.surfaces, s.strength, PATCHES + count, s.rgb);
    size_t of[PATCHES], n = known_of(&s, known, of);
    double sure;
    correct_model model = fitted_to(known, of, n, &sure);
    const colour_doubt beside = judged(known, n, sure, &srgb).doubt;
    *doubt = colour_doubt_placed(&beside, s.u[PATCHES], s.v[PATCHES]);
    for (int i = 0; i < count; i++) {
        int at = PATCHES + i;
        lab[i] = sct_lab_from_xyz(correct_model_xyz(&model, s.rgb[at], s.u[at], s.v[at]), white);
    }
}

void simulate_seen(const phantom_library *library, int camera, int light, const phantom_spectrum *surfaces, int count,
                   num_rng *rng, double (*rgb)[3])
{
    double even[SURFACES];
    phantom_camera generic = phantom_camera_generic();
    phantom_params settings = random_settings(library, &generic, camera, light, rng);
    assert_true(count <= SURFACES);
    for (int i = 0; i < count; i++)
        even[i] = 1;
    take(&settings, surfaces, even, count, rgb);
}

/* Of the log exposure of a photo that nobody has exposed for its chart: in 17 photos of charts by one telephone a middle
 * grey lies within that of exp(-0.17) times its value. Whites may be lost. */
static const double usual_exposure = 0.75, exposure_sd = 0.25, exposure_ends[2] = {0.3, 1.3};

static void expose(num_rng *rng, phantom_params *settings)
{
    double exposure = usual_exposure * exp(exposure_sd * num_rng_normal(rng));
    settings->exposure = fmin(fmax(exposure, exposure_ends[0]), exposure_ends[1]);
}

static const double style_saturation = 0.2, style_sd = 0.05;

/* What of a colour is a bound only, as a photo's patches have it. */
static unsigned limits_of(const double rgb[3])
{
    unsigned limits = 0;
    for (int c = 0; c < 3; c++) {
        limits |= rgb[c] >= decode(250 / 255.0) ? (unsigned)SCT_PATCH_TOP_R << c : 0;
        limits |= rgb[c] <= decode(4 / 255.0) ? (unsigned)SCT_PATCH_BOTTOM_R << c : 0;
    }
    return limits;
}

/* Saturation, and what makers' matrices differ in: white stays white. */
static num_mat3 random_style(num_rng *rng)
{
    static const double weights[3] = {0.2126, 0.7152, 0.0722};
    double saturation = 1 + style_saturation * num_rng_uniform(rng);
    num_mat3 m;
    for (int i = 0; i < 3; i++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            m.m[i][k] = (i == k) * saturation + (1 - saturation) * weights[k] + style_sd * num_rng_normal(rng);
            sum += m.m[i][k];
        }
        m.m[i][i] += 1 - sum;
    }
    return m;
}

void simulate_beside(const phantom_library *library, int camera, int light, int held_out, num_rng *rng, simulate_view *out)
{
    const sct_chart *chart = sct_chart_builtin(0);
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    scene s;
    phantom_camera generic = phantom_camera_generic();
    phantom_params settings = random_settings(library, &generic, camera, light, rng);
    expose(rng, &settings);
    furnish(library, held_out, rng, &s);
    const sct_chart *batch = sct_chart_builtin(num_rng_below(rng, 2));
    for (int i = 0; i < PATCHES; i++)
        s.surfaces[i] = phantom_spectrum_bent(&s.surfaces[i], batch->patches[i].lab);
    num_mat3 style = random_style(rng);
    take_styled(&settings, s.surfaces, s.strength, SURFACES, &style, s.rgb);
    for (int i = 0; i < PATCHES; i++) {
        correct_patch *p = &out->patches[i];
        *p = (correct_patch){.u = s.u[i], .v = s.v[i], .lab = chart->patches[i].lab, .neutral = chart->patches[i].neutral};
        p->xyz = sct_xyz_from_lab(p->lab, white);
        p->limits = limits_of(s.rgb[i]);
        memcpy(p->rgb, s.rgb[i], sizeof s.rgb[i]);
    }
    for (int i = 0; i < SIMULATE_SKINS + SIMULATE_HAIRS; i++) {
        int from = i < SIMULATE_SKINS ? i : i + SHADOWS;
        correct_patch *p = i < SIMULATE_SKINS ? &out->skins[i] : &out->hairs[i - SIMULATE_SKINS];
        *p = (correct_patch){.u = s.u[PATCHES + from], .v = s.v[PATCHES + from], .lab = s.colours[from].truth};
        memcpy(p->rgb, s.rgb[PATCHES + from], sizeof p->rgb);
    }
}

static const double tone_sd = 0.1; /* of the contrast of one phone's photos, of 0 to 1 */

/* A photo of a chart by the same camera on another day: half of them in the same light, half in any other. */
static correct_model take_earlier(const phantom_library *library, int camera, int light, double tone, size_t seed)
{
    num_rng rng;
    scene s;
    correct_patch known[PATCHES];
    double u = 0, v = 0;
    phantom_camera generic = phantom_camera_generic();
    num_rng_seed(&rng, 900 + seed);
    int other = (light + 1 + (int)num_rng_below(&rng, SIMULATE_LIGHTS - 1)) % SIMULATE_LIGHTS;
    phantom_params settings = random_settings(library, &generic, camera, num_rng_below(&rng, 2) ? other : light, &rng);
    settings.tone = fmin(fmax(tone + tone_sd * num_rng_normal(&rng), 0), 1);
    expose(&rng, &settings);
    place_chart(&s);
    light_scene(&rng, 0, 0, &s);
    take(&settings, s.surfaces, s.strength, PATCHES, s.rgb);
    size_t of[PATCHES], n = known_of(&s, known, of);
    double sure;
    correct_model model = fitted_to(known, of, n, &sure);
    for (size_t i = 0; i < n; i++) {
        u += known[i].u / (double)n;
        v += known[i].v / (double)n;
    }
    pixels_correction *c = &model.correction;
    double level = exp(c->plane_x[0] * u + c->plane_y[0] * v);
    for (int k = 0; k < 3; k++) {
        c->plane_x[k] = c->plane_y[k] = 0;
        for (int i = 0; i < c->knots; i++)
            c->curve_in[k][i] *= level;
    }
    return model;
}

/* The same with the exposure and balance of this photo, by the grey that is nearest to the middle, or by none. */
static correct_model balanced(const correct_model *earlier, const correct_patch *known, size_t n, int by_grey)
{
    const correct_patch *grey = NULL;
    correct_model model = *earlier;
    for (size_t i = 0; i < n; i++)
        if (known[i].neutral && (!grey || fabs(known[i].lab.L - 50) < fabs(grey->lab.L - 50)))
            grey = &known[i];
    assert_true(correct_camera_balance(&earlier->correction, grey, by_grey ? 1 : 0, &model.correction));
    return model;
}

static void add_scene(const phantom_library *library, int camera, int light, int held_out, num_rng *rng,
                      simulate_colours *out)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    scene s;
    correct_patch known[PATCHES];
    phantom_camera generic = phantom_camera_generic();
    phantom_params settings = random_settings(library, &generic, camera, light, rng);
    expose(rng, &settings);
    furnish(library, held_out, rng, &s);
    take(&settings, s.surfaces, s.strength, SURFACES, s.rgb);
    size_t of[PATCHES], n = known_of(&s, known, of);
    double sure;
    correct_model by_chart = fitted_to(known, of, n, &sure);
    correct_trust trust = judged(known, n, sure, &srgb);
    correct_model earlier = take_earlier(library, camera, light, settings.tone, out->count);
    for (int m = 0; m < SIMULATE_METHODS; m++) {
        correct_model model;
        if (m == 0)
            model = by_chart;
        else if (m < SIMULATE_IN_PHOTO)
            assert_true(correct_model_fit(simulate_methods[m], known, n, n, n, &srgb, &model));
        else
            model = balanced(&earlier, known, n, simulate_methods[m] == CORRECT_CAMERA_GREY);
        for (int i = 0; i < COLOURS; i++) {
            int at = PATCHES + i;
            s.colours[i].lab[m] = sct_lab_from_xyz(correct_model_xyz(&model, s.rgb[at], s.u[at], s.v[at]), white);
            s.colours[i].skin[m] = s.colours[i < SKINS ? i : i - SKINS].lab[m];
        }
    }
    for (int i = 0; i < COLOURS; i++) {
        s.colours[i].trust = trust;
        s.colours[i].u = s.u[PATCHES + i];
        s.colours[i].v = s.v[PATCHES + i];
        s.colours[i].camera = camera;
        s.colours[i].light = light;
        add(out, &s.colours[i]);
    }
}

simulate_colours simulate_half(const phantom_library *library, int held_out)
{
    simulate_colours out = {NULL, 0};
    num_rng rng;
    int cameras = library->camera_count ? (int)library->camera_count : 2;
    num_rng_seed(&rng, 11 + (uint64_t)held_out);
    for (int camera = held_out; camera < cameras; camera += 2)
        for (int light = 0; light < SIMULATE_LIGHTS; light++)
            for (int i = 0; i < SIMULATE_SCENES; i++)
                add_scene(library, camera, light, held_out, &rng, &out);
    return out;
}

/* ---- photographed ------------------------------------------------------------------------------ */

static int is_skin_patch(const correct_patch *patch)
{
    const sct_chart *chart = sct_chart_builtin(0);
    return sct_de2000(patch->lab, chart->patches[0].lab) < 0.01 || sct_de2000(patch->lab, chart->patches[1].lab) < 0.01;
}

/* Patch i as the others predict it. Returns 0 when it is not to be predicted. */
static int left_out(const correct_patch *known, size_t n, size_t i, const num_mat3 *profile, simulate_colour *out)
{
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    correct_patch others[PATCHES];
    const correct_patch *p = &known[i];
    size_t count = 0;
    if (p->neutral || hypot(p->lab.a, p->lab.b) >= 30)
        return 0;
    for (size_t k = 0; k < n; k++)
        if (k != i && !(is_skin_patch(p) && is_skin_patch(&known[k])))
            others[count++] = known[k];
    *out = (simulate_colour){.kind = is_skin_patch(p) ? SIMULATE_SKIN : SIMULATE_SHADOW, .ita_class = -1, .truth = p->lab};
    out->trust = judged(others, count, 0, profile);
    out->u = p->u;
    out->v = p->v;
    for (int m = 0; m < SIMULATE_IN_PHOTO; m++) {
        correct_model model;
        if (!correct_model_fit(simulate_methods[m], others, count, count, count, profile, &model))
            return 0;
        out->lab[m] = sct_lab_from_xyz(correct_model_xyz(&model, p->rgb, p->u, p->v), white);
    }
    return 1;
}

static void add_photo(const correct_patch *known, size_t n, const num_mat3 *profile, int number, simulate_colours *out)
{
    simulate_colour colours[PATCHES];
    size_t count = 0, skins = 0, of[2];
    for (size_t i = 0; i < n && i < PATCHES; i++)
        if (left_out(known, n, i, profile, &colours[count])) {
            if (colours[count].kind == SIMULATE_SKIN && skins < 2)
                of[skins++] = count;
            count++;
        }
    for (size_t i = 0; i < count && skins == 2; i++) {
        simulate_colour *c = &colours[i];
        c->light = SIMULATE_LIGHTS;
        c->camera = number;
        for (int m = 0; m < SIMULATE_IN_PHOTO; m++)
            c->skin[m] = c->kind == SIMULATE_SKIN ? c->lab[m] : colours[of[i % 2]].lab[m];
        add(out, c);
    }
}

simulate_colours simulate_photographed(int held_out)
{
    simulate_colours out = {NULL, 0};
    sct_chart_result *r = calloc(1, sizeof *r);
    assert_non_null(r);
    for (size_t i = (size_t)held_out; data_path("") && i < (size_t)STAGE_PHOTOS; i += 2) {
        char path[128];
        unsigned char *bytes;
        correct_patch known[SCT_CHART_PATCH_MAX];
        uint32_t width, height;
        sct_chart_options options;
        snprintf(path, sizeof path, "chart-photos/%s", stage_photos[i]);
        stage_image opened = stage_open_file(data_path(path), &bytes);
        sct_chart_options_init(&options);
        assert_int_equal(chart_grid_find_whole(opened.ctx, &options, opened.image, r), SCT_OK);
        pixels_size(opened.image, &width, &height);
        num_mat3 profile = pixels_matrix(opened.image);
        size_t n = correct_chart_patches(r, sct_chart_builtin(0), width, height, known);
        assert_true(n <= PATCHES);
        add_photo(known, n, &profile, (int)i, &out);
        stage_close(&opened);
        free(bytes);
    }
    free(r);
    return out;
}
