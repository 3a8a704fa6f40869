/*
 * tests/phantom/render.c - paints a scene in linear light: background, head,
 * hairs, cards, highlights; then the camera develops it. Every material's RGB
 * is worked out once from its spectrum, and skin tone is linear in two changes
 * of spectrum, so that a pixel costs a few multiplications and stays exact.
 */
#include "phantom/render.h"
#include "support/support.h"

enum { EARTH, EARTH_DARK, WALL, CLOTH, CLOTH_DARK, SKIN, MELANIN, BLOOD, HAIR, GREY, LIGHT, DOT, MATERIALS };

typedef struct canvas {
    const phantom_params *params;
    const scene *scene;
    camera_model camera;
    double material[MATERIALS][3];
    float *rgb;   /* linear, interleaved */
    float *light; /* illumination of what is seen in a pixel */
    float *head;  /* share of a pixel that the head covers */
    float *tone;  /* the skin's smooth tone (melanin, blood) on a lattice of tone_step pixels */
    int tone_step, tone_columns;
} canvas;

static void mix(const double a[3], const double b[3], double t, double out[3])
{
    for (int c = 0; c < 3; c++)
        out[c] = a[c] + t * (b[c] - a[c]);
}

static void mix_materials(canvas *c)
{
    const phantom_params *p = c->params;
    const phantom_spectrum surfaces[MATERIALS] = {
        [EARTH] = phantom_spectrum_from_srgb8(186, 140, 96),
        [EARTH_DARK] = phantom_spectrum_from_srgb8(118, 78, 48),
        [WALL] = phantom_spectrum_from_srgb8(176, 182, 188),
        [CLOTH] = phantom_spectrum_from_srgb8(70, 92, 132),
        [CLOTH_DARK] = phantom_spectrum_from_srgb8(38, 50, 78),
        [SKIN] = p->skin,
        [MELANIN] = spectra_melanin_change(&p->skin),
        [BLOOD] = spectra_blood_change(&p->skin),
        [HAIR] = p->hair,
        [GREY] = p->grey_hair,
        [LIGHT] = phantom_spectrum_flat(1),
        [DOT] = p->dot,
    };
    for (int i = 0; i < MATERIALS; i++)
        camera_rgb(&c->camera, &surfaces[i], c->material[i]);
}

/* ---- background ------------------------------------------------------------------------------- */

static void ground_colour(const canvas *c, double x_mm, double y_mm, double out[3])
{
    uint64_t seed = c->params->seed;
    double t;
    switch (c->params->background) {
    case PHANTOM_WOOD: { /* boards of 90 mm with grain along them */
        double board = floor(y_mm / 90), edge = fabs(y_mm / 90 - board - 0.5);
        double grain = sin(0.9 * y_mm + 3 * scene_noise(seed, LAYER_WOOD, x_mm / 60, y_mm / 9 + 7 * board));
        t = 0.35 + 0.18 * grain + 0.12 * scene_noise(seed, LAYER_WOOD_FINE, x_mm / 25, y_mm / 1.2) + (edge > 0.49 ? 0.5 : 0);
        mix(c->material[EARTH], c->material[EARTH_DARK], fmin(fmax(t, 0), 1), out);
        break;
    }
    case PHANTOM_CLOTH: { /* weave of 1.2 mm and soft folds */
        t = 0.5 + 0.22 * sin(5.24 * x_mm) * sin(5.24 * y_mm) + 0.25 * scene_noise(seed, LAYER_FOLDS, x_mm / 30, y_mm / 45);
        mix(c->material[CLOTH], c->material[CLOTH_DARK], fmin(fmax(t, 0), 1), out);
        break;
    }
    case PHANTOM_PLAIN:
    default:
        t = 0.93 + 0.02 * scene_noise(seed, LAYER_WALL, x_mm / 80, y_mm / 80);
        for (int k = 0; k < 3; k++)
            out[k] = t * c->material[WALL][k];
    }
}

/* Shoulders in a shirt and the ears: what a photo of a head from above shows besides. */
static void below_the_head(const canvas *c, double x_mm, double y_mm, double rgb[3])
{
    double shirt[3], edge_mm = c->params->mm_per_px, u = x_mm / 215, v = (y_mm - 5) / 62;
    double inside = (1 - sqrt(u * u + v * v)) * 62;
    if (inside > -edge_mm) {
        double weave = 0.45 + 0.10 * sin(4.2 * x_mm) * sin(4.2 * y_mm) +
                       0.22 * scene_noise(c->params->seed, LAYER_SHIRT, x_mm / 16, y_mm / 28);
        mix(c->material[CLOTH], c->material[CLOTH_DARK], fmin(fmax(weave, 0), 1), shirt);
        double shade = fmin(1, 0.35 + fmax(-scene_inside_head_mm(c->scene, x_mm, y_mm), 0) / 45); /* under the head */
        for (int k = 0; k < 3; k++)
            shirt[k] *= shade;
        mix(rgb, shirt, fmin(fmax(inside / edge_mm, 0), 1), rgb);
    }
    double ex = (fabs(x_mm) - 78) / 8.5, ey = (y_mm - 14 + 0.25 * (fabs(x_mm) - 78)) / 23,
           ear = (1 - sqrt(ex * ex + ey * ey)) * 8.5;
    if (ear > -edge_mm) {
        double flesh[3], rim = 0.55 + 0.45 * fmin(fabs(ear - 2.6) / 2.6, 1);
        for (int k = 0; k < 3; k++)
            flesh[k] = 0.85 * rim * (c->material[SKIN][k] + 0.18 * c->material[BLOOD][k]);
        mix(rgb, flesh, fmin(fmax(ear / edge_mm, 0), 1), rgb);
    }
}

/* ---- the head --------------------------------------------------------------------------------- */

/* The smooth tone is evaluated every 0.4 mm and interpolated: its finest feature is six times that. */
static void prepare_tone(canvas *c)
{
    const phantom_params *p = c->params;
    c->tone_step = (int)fmin(fmax(0.4 / p->mm_per_px, 1), 16);
    c->tone_columns = p->width / c->tone_step + 2;
    int rows = p->height / c->tone_step + 2;
    c->tone = malloc((size_t)c->tone_columns * (size_t)rows * 2 * sizeof *c->tone);
    assert_non_null(c->tone);
    for (int i = 0; i < c->tone_columns * rows; i++) {
        double x_mm, y_mm, tone[2];
        int column = i % c->tone_columns, row = i / c->tone_columns;
        scene_mm_of_px(c->scene, column * c->tone_step, row * c->tone_step, &x_mm, &y_mm);
        scene_smooth_tone(c->scene, x_mm, y_mm, tone);
        c->tone[2 * i] = (float)tone[0];
        c->tone[2 * i + 1] = (float)tone[1];
    }
}

static void tone_at(const canvas *c, double x_px, double y_px, double tone[2])
{
    double u = x_px / c->tone_step, v = y_px / c->tone_step;
    int column = (int)u, row = (int)v;
    const float *a = c->tone + 2 * ((size_t)row * (size_t)c->tone_columns + (size_t)column), *b = a + 2 * c->tone_columns;
    u -= column;
    v -= row;
    for (int k = 0; k < 2; k++)
        tone[k] =
            (1 - v) * ((1 - u) * (double)a[k] + u * (double)a[k + 2]) + v * ((1 - u) * (double)b[k] + u * (double)b[k + 2]);
}

static void skin_colour(const canvas *c, double x_px, double y_px, double x_mm, double y_mm, double out[3])
{
    double tone[2], relief = scene_pores(c->scene, x_mm, y_mm);
    tone_at(c, x_px, y_px, tone);
    tone[0] += scene_spots(c->scene, x_mm, y_mm);
    for (int k = 0; k < 3; k++)
        out[k] = relief * (c->material[SKIN][k] + tone[0] * c->material[MELANIN][k] + tone[1] * c->material[BLOOD][k]);
    if (scene_is_grown(c->scene, x_mm, y_mm)) { /* the scalp lies in the dark under long hair */
        double deep[3], d = scene_beyond_hairline_mm(c->scene, x_mm, y_mm) - SCENE_GROWN_FROM_MM;
        for (int k = 0; k < 3; k++)
            deep[k] = 0.7 * c->material[HAIR][k];
        mix(out, deep, fmin(d / 3, 1) * 0.9, out);
    }
}

static void paint_base(canvas *c)
{
    const phantom_params *p = c->params;
    int wide = p->width * p->mm_per_px >= 100;
    for (int y = 0; y < p->height; y++) {
        for (int x = 0; x < p->width; x++) {
            size_t at = (size_t)y * (size_t)p->width + (size_t)x;
            double x_mm, y_mm, rgb[3] = {0}, skin[3];
            scene_mm_of_px(c->scene, x + 0.5, y + 0.5, &x_mm, &y_mm);
            double inside = scene_inside_head_mm(c->scene, x_mm, y_mm);
            double cover = fmin(fmax(inside / p->mm_per_px + 0.5, 0), 1), light = 1;
            if (cover < 1) {
                ground_colour(c, x_mm, y_mm, rgb);
                if (wide)
                    below_the_head(c, x_mm, y_mm, rgb);
            }
            if (cover > 0) {
                light = scene_light(c->scene, x_mm, y_mm);
                skin_colour(c, x + 0.5, y + 0.5, x_mm, y_mm, skin);
                for (int k = 0; k < 3; k++)
                    skin[k] *= light;
                mix(rgb, skin, cover, rgb);
            }
            c->light[at] = (float)light;
            c->head[at] = (float)cover;
            for (int k = 0; k < 3; k++)
                c->rgb[3 * at + (size_t)k] = (float)rgb[k];
        }
    }
}

/* ---- hairs ------------------------------------------------------------------------------------ */

/* Distance of a point from the piece a + t d, t in [0, 1]. */
static double distance_to(double x, double y, const double a[2], const double d[2], double length2)
{
    double t = length2 > 0 ? ((x - a[0]) * d[0] + (y - a[1]) * d[1]) / length2 : 0;
    t = fmin(fmax(t, 0), 1);
    double u = x - a[0] - t * d[0], v = y - a[1] - t * d[1];
    return sqrt(u * u + v * v);
}

/* Share of pixel (x, y) under a capsule; 36 samples only where its edge runs. */
static double capsule_cover(int x, int y, const double a[2], const double d[2], double length2, double radius)
{
    enum { SIDE = 6 };
    double middle = distance_to(x + 0.5, y + 0.5, a, d, length2);
    if (middle > radius + 0.71)
        return 0;
    if (middle < radius - 0.71)
        return 1;
    int hits = 0;
    for (int j = 0; j < SIDE; j++)
        for (int i = 0; i < SIDE; i++)
            hits += distance_to(x + (i + 0.5) / SIDE, y + (j + 0.5) / SIDE, a, d, length2) <= radius;
    return hits / (double)(SIDE * SIDE);
}

static void paint_fibre(canvas *c, const scene_fibre *fibre)
{
    const phantom_params *p = c->params;
    const double *colour = c->material[fibre->grey ? GREY : HAIR];
    double a[2], b[2], r = fibre->radius_mm * (1 + p->pose.nearer) / p->mm_per_px;
    scene_px_of_mm(c->scene, fibre->x0, fibre->y0, &a[0], &a[1]);
    scene_px_of_mm(c->scene, fibre->x1, fibre->y1, &b[0], &b[1]);
    double d[2] = {b[0] - a[0], b[1] - a[1]}, length2 = d[0] * d[0] + d[1] * d[1];
    int x0 = (int)fmax(floor(fmin(a[0], b[0]) - r), 0), x1 = (int)fmin(ceil(fmax(a[0], b[0]) + r), p->width);
    int y0 = (int)fmax(floor(fmin(a[1], b[1]) - r), 0), y1 = (int)fmin(ceil(fmax(a[1], b[1]) + r), p->height);
    for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
            double cover = capsule_cover(x, y, a, d, length2, r);
            if (cover <= 0)
                continue;
            size_t at = (size_t)y * (size_t)p->width + (size_t)x;
            float *out = c->rgb + 3 * at;
            for (int k = 0; k < 3; k++)
                out[k] = (float)((double)out[k] * (1 - cover) + cover * colour[k] * fibre->gain * (double)c->light[at]);
        }
    }
}

/* A disc whose edge falls off over a third of its radius, either way: its sum is that of the hard one. */
static void paint_dot(canvas *c, const phantom_dot *dot)
{
    enum { SIDE = 4 };
    const phantom_params *p = c->params;
    double cx, cy, r = dot->radius_mm * (1 + p->pose.nearer) / p->mm_per_px, soft = r / 3;
    scene_px_of_mm(c->scene, dot->x_mm, dot->y_mm, &cx, &cy);
    int x0 = (int)fmax(floor(cx - r - soft), 0), x1 = (int)fmin(ceil(cx + r + soft), p->width);
    int y0 = (int)fmax(floor(cy - r - soft), 0), y1 = (int)fmin(ceil(cy + r + soft), p->height);
    for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
            double cover = 0;
            for (int i = 0; i < SIDE * SIDE; i++) {
                double u = x + (i % SIDE + 0.5) / SIDE - cx, v = y + (i / SIDE + 0.5) / SIDE - cy;
                cover += fmin(fmax((r + soft - hypot(u, v)) / (2 * soft), 0), 1) / (SIDE * SIDE);
            }
            size_t at = (size_t)y * (size_t)p->width + (size_t)x;
            for (size_t k = 0; k < 3; k++) { /* of the skin that is there, whatever its own tone */
                double left = 1 - dot->strength * cover * (1 - c->material[DOT][k] / c->material[SKIN][k]);
                c->rgb[3 * at + k] *= (float)left;
            }
        }
    }
}

/* ---- light ------------------------------------------------------------------------------------ */

static void paint_gloss(canvas *c)
{
    const phantom_params *p = c->params;
    for (int y = 0; p->specular > 0 && y < p->height; y++) {
        for (int x = 0; x < p->width; x++) {
            size_t at = (size_t)y * (size_t)p->width + (size_t)x;
            double x_mm, y_mm;
            if (c->head[at] <= 0)
                continue;
            scene_mm_of_px(c->scene, x + 0.5, y + 0.5, &x_mm, &y_mm);
            double gloss = (double)(c->head[at] * c->light[at]) * scene_gloss(c->scene, x_mm, y_mm);
            for (int k = 0; k < 3; k++)
                c->rgb[3 * at + (size_t)k] += (float)(gloss * c->material[LIGHT][k]);
        }
    }
}

static void tilt_light(canvas *c)
{
    const phantom_params *p = c->params;
    if (p->gradient_x == 0 && p->gradient_y == 0)
        return;
    for (int y = 0; y < p->height; y++) {
        for (int x = 0; x < p->width; x++) {
            double u = (x + 0.5) / p->width - 0.5, v = (y + 0.5) / p->height - 0.5;
            double gain = exp(p->gradient_x * u + p->gradient_y * v);
            for (size_t k = 0; k < 3; k++)
                c->rgb[3 * ((size_t)y * (size_t)p->width + (size_t)x) + k] *= (float)gain;
        }
    }
}

/* ---- the whole -------------------------------------------------------------------------------- */

void render_chart(const phantom_params *p, const scene *s, phantom_patch patches[24], phantom_planar *out)
{
    double x = p->chart_x_px, y = p->chart_y_px, pitch = p->chart_pitch_px, turn = p->chart_rotation_deg;
    int wide = p->width * p->mm_per_px >= 130;
    *out = p->chart == PHANTOM_CHART_COLORCHECKER ? phantom_planar_colorchecker(patches, p->chart_old)
                                                  : phantom_planar_grey(p->grey_reflectance);
    if (isnan(pitch))
        pitch = wide ? 11.5 / p->mm_per_px : p->width * 0.05; /* a passport-sized chart, or a small one close by */
    double across = wide ? out->height : out->width, along = wide ? out->width : out->height;
    if (isnan(x) && wide) {
        double edge_px, ignored;
        scene_px_of_mm(s, 88, 0, &edge_px, &ignored);
        x = fmin(edge_px + 0.55 * across * pitch, p->width - 0.55 * across * pitch);
    } else if (isnan(x)) {
        x = 0.56 * across * pitch;
    }
    if (isnan(y))
        y = p->height - (wide ? 0.80 : 0.60) * along * pitch;
    double x_mm, y_mm; /* laid on the head it is lit as the skin beside it is */
    scene_mm_of_px(s, x, y, &x_mm, &y_mm);
    if (scene_inside_head_mm(s, x_mm, y_mm) > 0)
        out->light = scene_light(s, x_mm, y_mm);
    phantom_place_planar(out, x, y, pitch, turn + (wide ? 90 : 0), p->chart_mirror, p->chart_tilt_x, p->chart_tilt_y);
}

float *phantom_render_codes(const phantom_params *params, phantom_truth *truth)
{
    size_t pixels = (size_t)params->width * (size_t)params->height;
    scene s = scene_new(params);
    canvas c = {.params = params, .scene = &s, .camera = camera_new(params)};
    c.rgb = malloc(3 * pixels * sizeof *c.rgb);
    c.light = malloc(pixels * sizeof *c.light);
    c.head = malloc(pixels * sizeof *c.head);
    assert_true(c.rgb && c.light && c.head);
    mix_materials(&c);
    prepare_tone(&c);
    paint_base(&c);
    for (size_t i = 0; i < s.fibre_count; i++)
        paint_fibre(&c, &s.fibres[i]);
    for (size_t i = 0; i < params->dot_count; i++)
        paint_dot(&c, &params->dots[i]);
    paint_gloss(&c);
    if (params->chart != PHANTOM_CHART_NONE) {
        phantom_patch patches[24];
        phantom_planar chart;
        render_chart(params, &s, patches, &chart);
        if (params->shading > 0)
            card_shadow(&chart, params, 2.5 / params->mm_per_px, c.rgb);
        card_paint(&chart, &c.camera, params, c.rgb);
    }
    for (size_t i = 0; i < params->card_count; i++)
        card_paint(&params->cards[i], &c.camera, params, c.rgb);
    tilt_light(&c);
    camera_develop(params, c.rgb);
    *truth = render_truth(&s);
    free(c.light);
    free(c.head);
    free(c.tone);
    scene_free(&s);
    return c.rgb;
}

phantom_photo phantom_render(const phantom_params *params)
{
    phantom_truth truth;
    float *codes = phantom_render_codes(params, &truth);
    phantom_photo photo = phantom_encode(params, codes);
    photo.truth = truth;
    free(codes);
    return photo;
}

void phantom_photo_free(phantom_photo *photo)
{
    free(photo->bytes);
    photo->bytes = NULL;
    photo->size = 0;
}

/* ---- parameters ------------------------------------------------------------------------------- */

void phantom_params_perfect(phantom_params *p)
{
    *p = (phantom_params){
        .seed = 1,
        .width = 900,
        .height = 700,
        .mm_per_px = 0.05,
        .view_x_mm = (double)NAN,
        .view_y_mm = (double)NAN,
        .tone_variation = 1,
        .density_per_cm2 = 180,
        .fibre_um = 78,
        .fibre_mm = 0.8,
        .illuminant = SCT_ILLUMINANT_D50,
        .exposure = 1,
        .light_azimuth_deg = 200,
        .adaptation = 1,
        .gain = {1, 1, 1},
        .chart_x_px = (double)NAN,
        .chart_y_px = (double)NAN,
        .chart_pitch_px = (double)NAN,
        .grey_reflectance = 0.18,
        .format = PHANTOM_PNG16,
        .jpeg_quality = 92,
        .orientation = 1,
    };
    p->skin = spectra_skins[2].r;
    for (int i = 0; i < PHANTOM_BANDS; i++)
        p->skin.r[i] -= SPECTRA_SURFACE;
    p->hair = spectra_hairs[0].r;
    p->grey_hair = phantom_spectrum_white_hair();
}

void phantom_params_init(phantom_params *p)
{
    phantom_params_perfect(p);
    p->illuminant = SCT_ILLUMINANT_D65;
    p->exposure = 0.95;
    p->shading = 0.6;
    p->specular = 0.35;
    p->pores = 0.02;
    p->strand_variation = 0.1;
    p->thinning = 0.01;
    p->psf_px = 0.7;
    p->noise = 0.006;
    p->tone = 0.25;
    p->format = PHANTOM_JPEG;
    p->profile = PHANTOM_SRGB;
}
