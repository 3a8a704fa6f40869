/*
 * tests/correct/test_partial.c - photographed charts of which not every patch can be used: vivid colours at the limit of the
 * file, too much light and too little, things that lie on them, gloss.
 *
 * The photos are those of the reference data, made worse in linear light and encoded anew, so that the place of the chart is
 * known from the photo as it was. The two skin patches, predicted with both left out, tell how good the correction is.
 */
#include "chart/stage.h"
#include "correct/correct_steps.h"
#include "support/support.h"

#include <math.h>

enum { SIDE_MOST = 900 };

typedef struct spoil {
    const char *name;
    double gain;       /* of the light; 0: 1 */
    double saturation; /* distance from the grey of the same luminance; 0: 1 */
    int covered;       /* patches beside each other on which something of skin's or hair's colour lies */
    int grey_first;    /* non-zero: it begins at the greys */
    double gloss;      /* light added over a spot of about four patches, 1 = white */
    double noise;      /* sd, codes */
    int least;         /* of the 22 charts, that are found and used */
} spoil;

static const spoil spoils[] = {
    {.name = "as it is", .least = 22},
    {.name = "saturation 1.3", .saturation = 1.3, .least = 22},
    {.name = "saturation 1.6", .saturation = 1.6, .least = 22},
    {.name = "light x1.4", .gain = 1.4, .least = 22},
    {.name = "light x2", .gain = 2, .least = 21},
    {.name = "light x3", .gain = 3, .least = 17},
    {.name = "light x4.5", .gain = 4.5, .least = 16},
    {.name = "light x0.05", .gain = 0.05, .noise = 0.7, .least = 22},
    {.name = "2 covered", .covered = 2, .least = 22},
    {.name = "3 covered", .covered = 3, .least = 22},
    {.name = "4 covered", .covered = 4, .least = 22},
    {.name = "6 covered", .covered = 6, .least = 20},
    {.name = "8 covered", .covered = 8, .least = 19},
    {.name = "2 greys covered", .covered = 2, .grey_first = 1, .least = 22},
    {.name = "gloss", .gloss = 0.5, .least = 20},
};
enum { SPOILS = sizeof spoils / sizeof *spoils, PHOTOS = STAGE_PHOTOS };

/* A photo in linear light, at most SIDE_MOST wide or high, and where its chart lies. */
typedef struct original {
    uint32_t width, height;
    float *rgb; /* null: the chart was not found as it is */
    double map[3][3];
    double pitch;
    int kept[2]; /* the skin patches are in full view */
} original;

static double to_linear(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static original load(int i)
{
    char path[128];
    unsigned char *bytes;
    original out = {0};
    sct_chart_result *r = calloc(1, sizeof *r);
    assert_non_null(r);
    snprintf(path, sizeof path, "chart-photos/%s", stage_photos[i]);
    stage_image opened = stage_open_file(data_path(path), &bytes);
    stage_picture p = stage_picture_of(opened.image);
    uint32_t longer = p.width > p.height ? p.width : p.height, by = (longer + SIDE_MOST - 1) / SIDE_MOST;
    float linear[256];
    for (int code = 0; code < 256; code++)
        linear[code] = (float)(to_linear(code / 255.0) / (by * by));
    if (correct_find_chart(opened.ctx, NULL, opened.photo, r) == SCT_OK) {
        out.width = p.width / by;
        out.height = p.height / by;
        out.pitch = r->pitch_px / by;
        for (int k = 0; k < 2; k++)
            out.kept[k] = r->patches[k].kept && r->patches[k].de00_loo < 9;
        out.rgb = calloc((size_t)out.width * out.height, 3 * sizeof *out.rgb);
        assert_non_null(out.rgb);
        for (uint32_t y = 0; y < out.height * by; y++)
            for (uint32_t x = 0; x < out.width * by; x++)
                for (int c = 0; c < 3; c++)
                    out.rgb[3 * ((size_t)(y / by) * out.width + x / by) + (size_t)c] +=
                        linear[p.rgb[3 * ((size_t)y * p.width + x) + (size_t)c]];
        for (int k = 0; k < 3; k++)
            for (int j = 0; j < 2; j++)
                out.map[j][k] = (r->homography[j][k] - (by - 1) / 2.0 * r->homography[2][k]) / by;
        for (int k = 0; k < 3; k++)
            out.map[2][k] = r->homography[2][k];
    }
    stage_free(&p);
    stage_close(&opened);
    free(bytes);
    free(r);
    return out;
}

static void place(const original *o, double u, double v, double out[2])
{
    double w = o->map[2][0] * u + o->map[2][1] * v + o->map[2][2];
    for (int k = 0; k < 2; k++)
        out[k] = (o->map[k][0] * u + o->map[k][1] * v + o->map[k][2]) / w;
}

/* Something of one colour on `count` patches that touch each other: a block from a corner of the chart or its middle. */
static void cover(const original *o, const spoil *s, num_rng *rng, float *rgb)
{
    static const float colours[3][3] = {{0.45f, 0.26f, 0.18f}, {0.03f, 0.02f, 0.015f}, {0.12f, 0.10f, 0.09f}};
    const float *colour = colours[(int)(3 * num_rng_uniform(rng))];
    int rows = s->covered > 3 ? 2 : 1, columns = (s->covered + rows - 1) / rows;
    int u0 = (int)((7 - columns) * num_rng_uniform(rng)), v0 = s->grey_first ? 3 : (int)((5 - rows) * num_rng_uniform(rng));
    for (double v = v0 - 0.5; v < v0 + rows - 0.5; v += 0.3 / o->pitch)
        for (double u = u0 - 0.5; u < u0 + columns - 0.5; u += 0.3 / o->pitch) {
            double p[2];
            place(o, u, v, p);
            int x = (int)(p[0] + 0.5), y = (int)(p[1] + 0.5);
            if (x < 0 || y < 0 || x >= (int)o->width || y >= (int)o->height)
                continue;
            for (int c = 0; c < 3; c++)
                rgb[3 * ((size_t)y * o->width + (size_t)x) + (size_t)c] =
                    colour[c] * (float)(1 + 0.15 * sin(3 * u) + 0.05 * num_rng_normal(rng));
        }
}

static double spoil_light(const spoil *s, double v, double luma)
{
    return (luma + (s->saturation > 0 ? s->saturation : 1) * (v - luma)) * (s->gain > 0 ? s->gain : 1);
}

/* The codes of sRGB, by linear light in steps of 1/65536: finer than 8 bits everywhere. */
enum { CODES = 65536 };

static const float *codes(void)
{
    static float code[CODES + 1];
    if (code[CODES] > 0)
        return code;
    for (int i = 0; i <= CODES; i++) {
        double v = (double)i / CODES;
        code[i] = (float)(v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055);
    }
    return code;
}

static double within(double v)
{
    return v < 0 ? 0 : v > 1 ? 1 : v;
}

/* The photo made worse, as a file. */
static phantom_photo worsen(const original *o, const spoil *s, num_rng *rng)
{
    size_t n = (size_t)o->width * o->height;
    float *rgb = malloc(n * 3 * sizeof *rgb);
    const float *code = codes();
    phantom_params params;
    double spot[2];
    assert_non_null(rgb);
    memcpy(rgb, o->rgb, n * 3 * sizeof *rgb);
    if (s->covered)
        cover(o, s, rng, rgb);
    place(o, 5 * num_rng_uniform(rng), 3 * num_rng_uniform(rng), spot);
    for (size_t i = 0; i < n; i++) {
        double luma = 0.2126 * (double)rgb[3 * i] + 0.7152 * (double)rgb[3 * i + 1] + 0.0722 * (double)rgb[3 * i + 2];
        double far = hypot((double)(i % o->width) - spot[0], (double)(i / o->width) - spot[1]) / o->pitch;
        double shine = s->gloss > 0 ? s->gloss * exp(-far * far) : 0;
        for (size_t c = 0; c < 3; c++) {
            double light = within(spoil_light(s, (double)rgb[3 * i + c], luma) + shine);
            double grain = s->noise > 0 ? s->noise / 255 * num_rng_normal(rng) : 0;
            rgb[3 * i + c] = (float)within((double)code[(int)(light * CODES + 0.5)] + grain);
        }
    }
    phantom_params_init(&params);
    params.width = (int)o->width;
    params.height = (int)o->height;
    params.format = s->noise > 0 ? PHANTOM_PNG8 : PHANTOM_JPEG;
    params.jpeg_quality = 94;
    params.profile = PHANTOM_SRGB;
    params.orientation = 1;
    phantom_photo photo = phantom_encode(&params, rgb);
    free(rgb);
    return photo;
}

/* What became of the charts of one kind. */
typedef struct tally {
    int tried, found, wrong, none, skins, inside;
    int kept_skins[5], kept_inside[5];
    double kept_error[5];
    double error, worst, worst_bound, uncorrected;
} tally;

static const int kept_from[5] = {22, 18, 15, 12, 0};

/* A patch as the photo would show it if nothing lay on it and nothing shone; 0 when it is out of the file's range. */
static int seen_plain(const original *o, const spoil *s, int patch, correct_patch *out)
{
    const sct_chart *chart = sct_chart_builtin(0);
    double sum[3] = {0}, at[2], luma;
    enum { GRID = 9 };
    for (int i = 0; i < GRID * GRID; i++) {
        place(o, patch % 6 + 0.4 * ((i % GRID + 0.5) / GRID - 0.5),
              patch / 6 + 0.4 * ((double)(i / GRID) + 0.5) / GRID - 0.2, at);
        for (size_t c = 0; c < 3; c++)
            sum[c] += (double)o->rgb[3 * ((size_t)(at[1] + 0.5) * o->width + (size_t)(at[0] + 0.5)) + c] / (GRID * GRID);
    }
    place(o, patch % 6, patch / 6, at);
    luma = 0.2126 * sum[0] + 0.7152 * sum[1] + 0.0722 * sum[2];
    *out = (correct_patch){.u = (at[0] + 0.5) / o->width - 0.5,
                           .v = (at[1] + 0.5 - 0.5 * o->height) / o->width,
                           .lab = chart->patches[patch].lab};
    for (int c = 0; c < 3; c++) {
        out->rgb[c] = spoil_light(s, sum[c], luma);
        if (!(out->rgb[c] > 0 && out->rgb[c] < 0.93))
            return 0;
    }
    return 1;
}

/* How the skin patches come out, both left out of the fit, under the bound that the rest states. */
static void judge_skin(const sct_chart_result *r, const original *o, const spoil *s, tally *t)
{
    const sct_chart *chart = sct_chart_builtin(0);
    num_mat3 profile = {
        {{0.4360747, 0.3850649, 0.1430804}, {0.2225045, 0.7168786, 0.0606169}, {0.0139322, 0.0971045, 0.7141733}}};
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    sct_chart_result *others = malloc(sizeof *others);
    sct_context *ctx = NULL;
    correct_model model;
    assert_non_null(others);
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    *others = *r;
    others->patches[0].kept = others->patches[1].kept = 0;
    others->flags.count = 0;
    int n = r->correction.patches_used, class = 0,
        fits = correct_chart_fit(ctx, chart, o->width, o->height, &profile, others, &model) == SCT_OK;
    while (n < kept_from[class])
        class ++;
    for (int skin = 0; skin < 2; skin++) {
        correct_patch one;
        if (!fits || !o->kept[skin] || !seen_plain(o, s, skin, &one))
            continue;
        double xyz[3],
            error = sct_de2000(sct_lab_from_xyz(correct_model_xyz(&model, one.rgb, one.u, one.v), white), one.lab);
        double bound = others->correction.u95_de00;
        num_mat3_apply(&profile, one.rgb, xyz);
        t->skins++;
        t->inside += error <= bound;
        t->error += error;
        t->kept_skins[class]++;
        t->kept_inside[class] += error <= bound;
        t->kept_error[class] += error;
        t->uncorrected += sct_de2000(sct_lab_from_xyz((sct_xyz){xyz[0], xyz[1], xyz[2]}, white), one.lab);
        if (error > t->worst) {
            t->worst = error;
            t->worst_bound = bound;
        }
    }
    sct_context_free(ctx);
    free(others);
}

static void try_one(const original *o, const spoil *s, num_rng *rng, tally *t)
{
    sct_chart_result *r = calloc(1, sizeof *r);
    assert_non_null(r);
    phantom_photo photo = worsen(o, s, rng);
    stage_image opened = stage_open(photo.bytes, photo.size);
    sct_status status = correct_find_chart(opened.ctx, NULL, opened.photo, r);
    t->tried++;
    if (status == SCT_OK) {
        double off = 0;
        for (size_t i = 0; i < 24; i++) {
            double p[2];
            place(o, (double)(i % 6), (double)(i / 6), p);
            off = fmax(off, hypot(p[0] - r->patches[i].centre[0], p[1] - r->patches[i].centre[1]) / o->pitch);
        }
        t->found += off < 0.25;
        t->wrong += !(off < 0.25);
        if (off < 0.25)
            judge_skin(r, o, s, t);
    } else {
        t->none += status == SCT_ERR_CHART_NONE;
    }
    stage_close(&opened);
    phantom_photo_free(&photo);
    free(r);
}

static void charts_in_part(void **state)
{
    (void)state;
    static tally tallies[SPOILS], all;
    int skins = 0, inside = 0;
    num_rng rng;
    if (!data_path("chart-photos"))
        skip();
    num_rng_seed(&rng, 5);
    for (int i = 0; i < PHOTOS; i++) {
        original o = load(i);
        for (int k = 0; k < SPOILS && o.rgb; k++)
            try_one(&o, &spoils[k], &rng, &tallies[k]);
        free(o.rgb);
    }
    for (int k = 0; k < SPOILS; k++) {
        const tally *t = &tallies[k];
        figure("%-16s found %d of %d (none %d), wrong %d; skin dE00 %.1f (as is %.1f), worst %.1f of %.1f, inside %d of %d",
               spoils[k].name, t->found, t->tried, t->none, t->wrong, t->error / t->skins, t->uncorrected / t->skins,
               t->worst, t->worst_bound, t->inside, t->skins);
        for (int c = 0; c < 5; c++) {
            all.kept_skins[c] += t->kept_skins[c];
            all.kept_inside[c] += t->kept_inside[c];
            all.kept_error[c] += t->kept_error[c];
        }
        assert_int_equal(t->wrong, 0);
        assert_true(t->found >= spoils[k].least);
        skins += t->skins;
        inside += t->inside;
    }
    for (int c = 0; c < 5; c++)
        if (all.kept_skins[c])
            figure("%d patches and more: skin dE00 %.1f, inside u95 %d of %d", kept_from[c],
                   all.kept_error[c] / all.kept_skins[c], all.kept_inside[c], all.kept_skins[c]);
    figure("in all: inside u95 %d of %d", inside, skins);
    assert_true(inside >= 0.9 * skins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(charts_in_part)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
