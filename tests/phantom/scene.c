/*
 * tests/phantom/scene.c - the top of a head in mm: outline, hairline, tone,
 * relief and light as functions of position, and the list of hairs.
 */
#include "phantom/scene.h"
#include "num/num.h"
#include "support/support.h"

#define HEAD_X_MM    77.0 /* half breadth and half length: an adult's head of 154 x 194 mm */
#define HEAD_Y_MM    97.0
#define OUTLINE      2.4  /* exponent of the outline's superellipse: squarer than an ellipse */
#define BALD_X_MM    47.0 /* half width of the bald area */
#define BALD_BACK_MM 62.0

/* ---- noise ------------------------------------------------------------------------------------ */

double scene_hash(uint64_t seed, int layer, int32_t x, int32_t y)
{
    /* splitmix64's finaliser (Steele, Lea & Flood 2014) over the packed coordinates */
    uint64_t h =
        seed * 0x9E3779B97F4A7C15u + ((uint64_t)(uint32_t)x << 32 | (uint32_t)y) + (uint64_t)layer * 0xD1B54A32D192ED03u;
    h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9u;
    h = (h ^ (h >> 27)) * 0x94D049BB133111EBu;
    return (double)((h ^ (h >> 31)) >> 11) * 0x1p-53;
}

/* Value noise: smooth blend of a lattice of uniforms. */
static double lattice_noise(uint64_t seed, int layer, double x, double y)
{
    double fx = floor(x), fy = floor(y), u = x - fx, v = y - fy;
    int32_t ix = (int32_t)fx, iy = (int32_t)fy;
    double a = scene_hash(seed, layer, ix, iy), b = scene_hash(seed, layer, ix + 1, iy);
    double c = scene_hash(seed, layer, ix, iy + 1), d = scene_hash(seed, layer, ix + 1, iy + 1);
    u *= u * (3 - 2 * u);
    v *= v * (3 - 2 * v);
    double top = a + u * (b - a), bottom = c + u * (d - c);
    return (top + v * (bottom - top) - 0.5) * 4.66; /* sd of the blended uniforms is 0.2146 */
}

/* Two lattices at odd angles, so that neither shows. */
double scene_noise(uint64_t seed, int layer, double x, double y)
{
    double a = lattice_noise(seed, 2 * layer, 0.829 * x - 0.559 * y, 0.559 * x + 0.829 * y);
    double b = lattice_noise(seed, 2 * layer + 1, 0.454 * x + 0.891 * y, 0.454 * y - 0.891 * x);
    return 0.7071 * (a + b);
}

static double smoothstep(double from, double to, double x)
{
    double t = fmin(fmax((x - from) / (to - from), 0), 1);
    return t * t * (3 - 2 * t);
}

/* ---- places ----------------------------------------------------------------------------------- */

static int has_moved(const phantom_pose *p)
{
    return p->turn_deg != 0 || p->nearer != 0 || p->shift_x_mm != 0 || p->shift_y_mm != 0 || p->lean_x != 0 ||
           p->lean_y != 0 || p->parallax_x != 0 || p->parallax_y != 0;
}

/* How much nearer to the camera a place of the head is than its crown, mm. */
static double height_of(double x_mm, double y_mm)
{
    double u = x_mm / HEAD_X_MM, v = y_mm / HEAD_Y_MM;
    return HEAD_X_MM * (sqrt(fmax(1 - u * u - v * v, 0.02)) - 1);
}

/* From the head to where it is seen, both in mm from the middle of the view. */
static void see(const scene *s, double *x, double *y)
{
    const phantom_pose *p = &s->params->pose;
    double angle = p->turn_deg * 3.14159265358979323846 / 180, z = height_of(s->view_x_mm + *x, s->view_y_mm + *y);
    double u = *x + p->parallax_x * z, v = *y + p->parallax_y * z;
    double w = (1 + p->nearer) / (1 + (p->lean_x * u + p->lean_y * v) / 100);
    *x = w * (cos(angle) * u - sin(angle) * v) + p->shift_x_mm;
    *y = w * (sin(angle) * u + cos(angle) * v) + p->shift_y_mm;
}

/* The way back; parallax by iteration. */
static void unsee(const scene *s, double *x, double *y)
{
    const phantom_pose *p = &s->params->pose;
    double angle = p->turn_deg * 3.14159265358979323846 / 180;
    double a = (*x - p->shift_x_mm) / (1 + p->nearer), b = (*y - p->shift_y_mm) / (1 + p->nearer);
    double u = cos(angle) * a + sin(angle) * b, v = cos(angle) * b - sin(angle) * a;
    double w = 1 - (p->lean_x * u + p->lean_y * v) / 100;
    u /= w;
    v /= w;
    *x = u;
    *y = v;
    for (int i = 0; i < 6; i++) {
        double z = height_of(s->view_x_mm + *x, s->view_y_mm + *y);
        *x = u - p->parallax_x * z;
        *y = v - p->parallax_y * z;
    }
}

void scene_mm_of_px(const scene *s, double x_px, double y_px, double *x_mm, double *y_mm)
{
    double x = (x_px - s->params->width / 2.0) * s->params->mm_per_px;
    double y = (y_px - s->params->height / 2.0) * s->params->mm_per_px;
    if (has_moved(&s->params->pose))
        unsee(s, &x, &y);
    *x_mm = s->view_x_mm + x;
    *y_mm = s->view_y_mm + y;
}

void scene_px_of_mm(const scene *s, double x_mm, double y_mm, double *x_px, double *y_px)
{
    double x = x_mm - s->view_x_mm, y = y_mm - s->view_y_mm;
    if (has_moved(&s->params->pose))
        see(s, &x, &y);
    *x_px = s->params->width / 2.0 + x / s->params->mm_per_px;
    *y_px = s->params->height / 2.0 + y / s->params->mm_per_px;
}

double scene_inside_head_mm(const scene *s, double x_mm, double y_mm)
{
    double u = fabs(x_mm / HEAD_X_MM), v = fabs(y_mm / HEAD_Y_MM);
    if (u * u + v * v < 0.72 * 0.72)
        return 0.25 * HEAD_X_MM; /* far inside only the sign matters */
    double r = pow(pow(u, OUTLINE) + pow(v, OUTLINE), 1 / OUTLINE);
    double dx = pow(u / r, OUTLINE - 1) / HEAD_X_MM, dy = pow(v / r, OUTLINE - 1) / HEAD_Y_MM;
    double inside = (1 - r) / sqrt(dx * dx + dy * dy);
    return fabs(inside) > 5 ? inside : inside + 0.6 * scene_noise(s->params->seed, LAYER_OUTLINE, x_mm / 40, y_mm / 40);
}

/* Horseshoe: bald from the forehead over the crown, hair at the sides and behind. */
double scene_beyond_hairline_mm(const scene *s, double x_mm, double y_mm)
{
    uint64_t seed = s->params->seed;
    double d;
    if (y_mm >= 0) {
        d = fabs(x_mm) - BALD_X_MM - 0.06 * y_mm;
    } else {
        double u = x_mm / BALD_X_MM, v = y_mm / BALD_BACK_MM;
        d = (sqrt(u * u + v * v) - 1) * BALD_X_MM;
    }
    return d + 2.8 * scene_noise(seed, LAYER_HAIRLINE, x_mm / 23, y_mm / 23) +
           0.7 * scene_noise(seed, LAYER_HAIRLINE_FINE, x_mm / 4, y_mm / 4);
}

double scene_density(const scene *s, double x_mm, double y_mm)
{
    double rise = smoothstep(-3, 7, scene_beyond_hairline_mm(s, x_mm, y_mm));
    return s->params->thinning + (1 - s->params->thinning) * rise;
}

int scene_is_grown(const scene *s, double x_mm, double y_mm)
{
    return s->params->grown_hair && scene_beyond_hairline_mm(s, x_mm, y_mm) > SCENE_GROWN_FROM_MM;
}

/* ---- tone and light --------------------------------------------------------------------------- */

/* Lentigines and other small spots: at most one in a cell of 9 mm. */
static double spot(uint64_t seed, double x_mm, double y_mm)
{
    double fx = floor(x_mm / 9), fy = floor(y_mm / 9);
    int32_t ix = (int32_t)fx, iy = (int32_t)fy;
    if (scene_hash(seed, LAYER_SPOT, ix, iy) > 0.12)
        return 0;
    double cx = (fx + 0.3 + 0.4 * scene_hash(seed, LAYER_SPOT_X, ix, iy)) * 9;
    double cy = (fy + 0.3 + 0.4 * scene_hash(seed, LAYER_SPOT_Y, ix, iy)) * 9;
    double radius = 0.4 + 0.9 * scene_hash(seed, LAYER_SPOT_SIZE, ix, iy), dx = (x_mm - cx) / radius,
           dy = (y_mm - cy) / radius;
    double far = dx * dx + dy * dy;
    return far > 16 ? 0 : exp(-far);
}

double scene_spots(const scene *s, double x_mm, double y_mm)
{
    return 0.16 * s->params->tone_variation * spot(s->params->seed, x_mm, y_mm);
}

static void smooth_tone(const phantom_params *p, double x_mm, double y_mm, double tone[2])
{
    double melanin = 0, blood = 0, size_mm = 38, weight = 0.021;
    for (int octave = 0; octave < 3; octave++, size_mm /= 4, weight *= 0.55) {
        melanin += weight * scene_noise(p->seed, LAYER_MELANIN + octave, x_mm / size_mm, y_mm / size_mm);
        blood += weight * scene_noise(p->seed, LAYER_BLOOD + octave, x_mm / size_mm + 0.5, y_mm / size_mm);
    }
    tone[0] = p->tone_variation * melanin;
    tone[1] = p->tone_variation * blood;
}

void scene_smooth_tone(const scene *s, double x_mm, double y_mm, double tone[2])
{
    smooth_tone(s->params, x_mm, y_mm, tone);
    tone[0] -= s->tone_zero[0];
    tone[1] -= s->tone_zero[1];
}

void scene_tone(const scene *s, double x_mm, double y_mm, double tone[2])
{
    scene_smooth_tone(s, x_mm, y_mm, tone);
    tone[0] += scene_spots(s, x_mm, y_mm);
}

double scene_pores(const scene *s, double x_mm, double y_mm)
{
    const phantom_params *p = s->params;
    if (p->pores <= 0)
        return 1;
    double fine = 0.8 * lattice_noise(p->seed, 2 * LAYER_PORES, (x_mm - 0.6 * y_mm) / 0.5, (0.6 * x_mm + y_mm) / 0.5) +
                  0.6 * lattice_noise(p->seed, 2 * LAYER_PORES_COARSE, (x_mm + 0.4 * y_mm) / 1.1, (y_mm - 0.4 * x_mm) / 1.1);
    return 1 + p->pores * fine;
}

/* Unit normal of the head, an ellipsoid whose height is that of its half breadth. */
static void head_normal(double x_mm, double y_mm, double n[3])
{
    double u = x_mm / HEAD_X_MM, v = y_mm / HEAD_Y_MM, w = sqrt(fmax(1 - u * u - v * v, 0.02));
    n[0] = u / HEAD_X_MM;
    n[1] = v / HEAD_Y_MM;
    n[2] = w / HEAD_X_MM;
    double length = sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
    for (int i = 0; i < 3; i++)
        n[i] /= length;
}

/* The lamp stands 35 degrees off the camera's axis. */
static void lamp_direction(const phantom_params *p, double l[3])
{
    double azimuth = p->light_azimuth_deg * 3.14159265358979323846 / 180;
    l[0] = 0.574 * cos(azimuth);
    l[1] = 0.574 * sin(azimuth);
    l[2] = 0.819;
}

double scene_light(const scene *s, double x_mm, double y_mm)
{
    const phantom_params *p = s->params;
    double n[3], l[3], light = 1;
    if (p->shading <= 0 && p->shadow_side <= 0 && p->rim <= 0)
        return 1;
    head_normal(x_mm, y_mm, n);
    lamp_direction(p, l);
    double facing = fmax(n[0] * l[0] + n[1] * l[1] + n[2] * l[2], 0);
    double lit = 0.35 * (0.5 + 0.5 * n[2]) + 0.65 * facing / l[2]; /* sky or ceiling, and the lamp */
    light += p->shading * (lit - 1);
    light += p->rim * pow(1 - n[2], 2) * (0.6 - 0.4 * (n[0] * l[0] + n[1] * l[1]) / 0.574);
    if (p->shadow_side > 0) { /* soft edge of a cast shadow, 30 mm behind the middle of the photo as the lamp sees it */
        double along = (x_mm - s->view_x_mm) * l[0] + (y_mm - s->view_y_mm) * l[1];
        double span = 0.574 * 0.5 * p->width * p->mm_per_px;
        light *= 1 - p->shadow_side * smoothstep(0.45 * span, 0.75 * span, -along);
    }
    return light;
}

double scene_gloss(const scene *s, double x_mm, double y_mm)
{
    const phantom_params *p = s->params;
    if (p->specular <= 0)
        return 0;
    double span = fmin(p->width, p->height) * p->mm_per_px, sum = 0;
    for (int i = 0; i < SCENE_BLOTCHES; i++) {
        const scene_blotch *g = &s->blotches[i];
        double dx = x_mm - g->x_mm, dy = y_mm - g->y_mm;
        double a = (dx * g->cos + dy * g->sin) / (0.085 * span), b = (dy * g->cos - dx * g->sin) / (0.042 * span);
        double far = a * a + b * b;
        sum += far < 20 ? exp(-far / 2) * g->strength : 0;
    }
    if (sum < 1e-4)
        return 0;
    double sheen = scene_noise(p->seed, LAYER_SHEEN, x_mm / 0.5, y_mm / 0.5) +
                   scene_noise(p->seed, LAYER_SHEEN_COARSE, x_mm / 2.1, y_mm / 2.1);
    return p->specular * 0.9 * pow(sum, 1.4) * fmin(fmax(0.55 + 0.32 * sheen, 0.05), 2);
}

/* ---- hairs ------------------------------------------------------------------------------------ */

static void add_fibre(scene *s, scene_fibre fibre)
{
    if (s->fibre_count == s->fibre_capacity) {
        s->fibre_capacity = s->fibre_capacity ? 2 * s->fibre_capacity : 4096;
        s->fibres = realloc(s->fibres, s->fibre_capacity * sizeof *s->fibres);
        assert_non_null(s->fibres);
    }
    s->fibres[s->fibre_count++] = fibre;
}

/* Hair lies away from the crown, turned a little: the whorl. */
static double growth_angle(double x_mm, double y_mm)
{
    return atan2(y_mm + 45, x_mm) + 0.5;
}

static void add_stubble(scene *s, num_rng *rng, double x_mm, double y_mm)
{
    const phantom_params *p = s->params;
    double angle = growth_angle(x_mm, y_mm) + 0.3 * num_rng_normal(rng);
    double length = p->fibre_mm * exp(0.25 * num_rng_normal(rng));
    double radius = 0.5e-3 * p->fibre_um * exp(0.15 * num_rng_normal(rng));
    double gain = fmax(1 + p->strand_variation * num_rng_normal(rng), 0.2);
    int grey = num_rng_uniform(rng) < p->grey_fraction;
    add_fibre(s, (scene_fibre){x_mm, y_mm, x_mm + length * cos(angle), y_mm + length * sin(angle), radius, gain, grey});
}

/* A lock's worth of long hair: a bent strand of straight pieces, lighter and darker with its depth. */
static void add_strand(scene *s, num_rng *rng, double x_mm, double y_mm)
{
    const phantom_params *p = s->params;
    double lock = scene_noise(p->seed, LAYER_GROWN, x_mm / 7, y_mm / 7);
    double forward = x_mm < 0 ? -0.8 : 0.8; /* combed towards the face */
    double angle = growth_angle(x_mm, y_mm) + forward + 0.45 * lock + 0.15 * num_rng_normal(rng),
           bend = 0.10 * num_rng_normal(rng) + 0.08 * lock;
    double radius = 0.5e-3 * p->fibre_um * (1.0 + 0.3 * num_rng_uniform(rng));
    double gain = exp(0.28 * num_rng_normal(rng) + 0.18 * lock);
    int grey = num_rng_uniform(rng) < p->grey_fraction;
    for (int piece = 0; piece < 6; piece++) {
        double x1 = x_mm + 3.2 * cos(angle), y1 = y_mm + 3.2 * sin(angle);
        add_fibre(s, (scene_fibre){x_mm, y_mm, x1, y1, radius, gain, grey});
        x_mm = x1;
        y_mm = y1;
        angle += bend;
    }
}

/* One root at most in each cell of a jittered lattice: hairs neither touch nor stand in rows. */
static void grow(scene *s, double per_cm2, int grown)
{
    const phantom_params *p = s->params;
    double cell = 10 / sqrt(per_cm2),
           margin = (grown ? 22 : 2) + p->margin_mm; /* of roots outside the photo whose hair reaches into it */
    double half_x = p->width * p->mm_per_px / 2 + margin, half_y = p->height * p->mm_per_px / 2 + margin;
    int32_t x0 = (int32_t)floor((s->view_x_mm - half_x) / cell), x1 = (int32_t)ceil((s->view_x_mm + half_x) / cell);
    int32_t y0 = (int32_t)floor((s->view_y_mm - half_y) / cell), y1 = (int32_t)ceil((s->view_y_mm + half_y) / cell);
    num_rng rng;
    num_rng_seed(&rng, p->seed * 2 + (uint64_t)grown);
    for (int32_t j = y0; j <= y1; j++) {
        for (int32_t i = x0; i <= x1; i++) {
            double x = (i + 0.1 + 0.8 * num_rng_uniform(&rng)) * cell, y = (j + 0.1 + 0.8 * num_rng_uniform(&rng)) * cell;
            double chance = num_rng_uniform(&rng);
            if (scene_inside_head_mm(s, x, y) < 0.5 || scene_is_grown(s, x, y) != grown)
                continue;
            if (grown)
                add_strand(s, &rng, x, y);
            else if (chance < scene_density(s, x, y))
                add_stubble(s, &rng, x, y);
        }
    }
}

/* ---- the whole -------------------------------------------------------------------------------- */

/* Where the hairline crosses the row y, right of the crown: by bisection, it runs once from bald to hair. */
static double hairline_x_mm(const scene *s, double y_mm)
{
    double bald = 20, hair = 75;
    while (hair - bald > 0.05) {
        double middle = (bald + hair) / 2;
        *(scene_beyond_hairline_mm(s, middle, y_mm) < 0 ? &bald : &hair) = middle;
    }
    return bald;
}

/* A wide photo shows the head, its right half when a card has to lie beside it; a close one the hairline, a little to
 * the hairy side, so that there is enough of both. */
#define CARD_END_MM 148.0
static void choose_view(scene *s)
{
    const phantom_params *p = s->params;
    double wide = p->width * p->mm_per_px, high = p->height * p->mm_per_px;
    s->view_x_mm = p->view_x_mm;
    s->view_y_mm = p->view_y_mm;
    if (isnan(p->view_y_mm))
        s->view_y_mm = wide >= 130 ? high / 2 - HEAD_Y_MM - 5 : 8;
    if (isnan(p->view_x_mm))
        s->view_x_mm = wide < 130                       ? hairline_x_mm(s, s->view_y_mm) + 1.3
                       : p->chart != PHANTOM_CHART_NONE ? fmax(CARD_END_MM - wide / 2, 0)
                                                        : 0; /* between bald enough and hairy enough */
}

static void place_blotches(scene *s)
{
    const phantom_params *p = s->params;
    for (int i = 0; i < SCENE_BLOTCHES; i++) {
        double angle = 6.283 * scene_hash(p->seed, LAYER_GLOSS, i, 2);
        s->blotches[i] =
            (scene_blotch){s->view_x_mm + p->width * p->mm_per_px * (scene_hash(p->seed, LAYER_GLOSS, i, 0) - 0.5) * 0.8,
                           s->view_y_mm + p->height * p->mm_per_px * (scene_hash(p->seed, LAYER_GLOSS, i, 1) - 0.5) * 0.8,
                           cos(angle), sin(angle), 1 - 0.3 * i};
    }
}

static void centre_tone(scene *s)
{
    const phantom_params *p = s->params;
    double sum[2] = {0, 0}, step = fmax(p->width / 160.0, 1);
    size_t n = 0;
    for (double y = step / 2; y < p->height; y += step) {
        for (double x = step / 2; x < p->width; x += step) {
            double x_mm, y_mm, tone[2];
            scene_mm_of_px(s, x, y, &x_mm, &y_mm);
            if (scene_inside_head_mm(s, x_mm, y_mm) < 2 || scene_beyond_hairline_mm(s, x_mm, y_mm) > -4)
                continue;
            smooth_tone(p, x_mm, y_mm, tone);
            sum[0] += tone[0] + scene_spots(s, x_mm, y_mm);
            sum[1] += tone[1];
            n++;
        }
    }
    s->tone_zero[0] = n ? sum[0] / (double)n : 0;
    s->tone_zero[1] = n ? sum[1] / (double)n : 0;
}

scene scene_new(const phantom_params *params)
{
    scene s = {.params = params};
    choose_view(&s);
    place_blotches(&s);
    centre_tone(&s);
    if (params->density_per_cm2 > 0)
        grow(&s, params->density_per_cm2, 0);
    if (params->grown_hair)
        grow(&s, 260, 1);
    return s;
}

void scene_free(scene *s)
{
    free(s->fibres);
    *s = (scene){0};
}
