/* tests/verify/pairs.c - rendered pairs of one head: the camera moved, the light is another, six weeks have passed. */
#include "verify/pairs.h"

#include "num/num.h"
#include "support/support.h"

enum { DOTS_MAX = 20000, PATCHES = 6 };
typedef struct inked {
    phantom_dot dots[DOTS_MAX];
    size_t count;
} inked;

/* Dots as planned. Those of which shades are asked are so pale that they can become darker: no dot is darker than ink. */
typedef struct ink_plan {
    double density[2], radius_mm, strength;
} ink_plan;
static const ink_plan counted = {{150, 230}, 0.11, 1}, shaded = {{300, 400}, 0.13, 0.6};
static const double MOST_STRENGTH = 1.05, LEAST_STRENGTH = 0.05; /* of a dot on average */

static double within(num_rng *rng, double lo, double hi)
{
    return lo + (hi - lo) * num_rng_uniform(rng);
}

/* Dots that keep apart, in an ellipse of half axes a and b around x, y: one in each cell of a jittered lattice. */
static void place_dots(num_rng *rng, double x, double y, double a, double b, const ink_plan *plan, inked *out)
{
    double per_cm2 = within(rng, plan->density[0], plan->density[1]), cell = 10 / sqrt(per_cm2);
    out->count = 0;
    for (double v = y - b; v < y + b; v += cell)
        for (double u = x - a; u < x + a; u += cell) {
            double px = u + within(rng, 0.05, 0.75) * cell, py = v + within(rng, 0.05, 0.75) * cell;
            if (pow((px - x) / a, 2) + pow((py - y) / b, 2) < 1 && out->count < DOTS_MAX)
                out->dots[out->count++] = (phantom_dot){px, py, plan->radius_mm * exp(0.08 * num_rng_normal(rng)),
                                                        plan->strength * exp(0.08 * num_rng_normal(rng))};
        }
}

static double ink_of(const inked *dots)
{
    double sum = 0;
    for (size_t i = 0; i < dots->count; i++)
        sum += dots->dots[i].strength * dots->dots[i].radius_mm * dots->dots[i].radius_mm;
    return 3.14159265358979 * (1 + 1 / 27.0) * sum; /* the soft edge of a disc adds a twenty-seventh */
}

/* Left less right over the mean of both: of dots, or of their ink. */
static double sides_of(const inked *dots, double x, int by_ink)
{
    double side[2] = {0, 0};
    for (size_t i = 0; i < dots->count; i++) {
        const phantom_dot *d = &dots->dots[i];
        side[d->x_mm > x] += by_ink ? d->strength * d->radius_mm * d->radius_mm : 1;
    }
    return 2 * (side[0] - side[1]) / (side[0] + side[1]);
}

static void scale_ink(inked *dots, double by)
{
    for (size_t i = 0; i < dots->count; i++)
        dots->dots[i].strength *= by;
}

/* Light of skin of which a share has the dots' spectrum. */
static sct_lab mixed_lab(const phantom_spectrum *skin, const phantom_spectrum *dot, double share)
{
    phantom_spectrum s = *skin;
    for (int i = 0; i < PHANTOM_BANDS; i++)
        s.r[i] += share * (dot->r[i] - skin->r[i]);
    return phantom_true_lab(&s);
}

/* What a mean dot takes of the light in an eye's window of 0.15 mm: its edge falls off over a third of its radius. */
static sct_lab dot_lab(const phantom_spectrum *skin, const phantom_spectrum *dot, const inked *dots)
{
    enum { STEPS = 300 };
    const double window = 0.15;
    double taken = 0;
    for (size_t i = 0; i < dots->count; i++) {
        double r = dots->dots[i].radius_mm, sum = 0;
        for (int k = 0; k < STEPS; k++) {
            double x = (k + 0.5) * window / STEPS;
            sum += fmin(fmax((4 * r / 3 - x) / (2 * r / 3), 0), 1) * 2 * x / STEPS / window;
        }
        taken += dots->dots[i].strength * sum;
    }
    return mixed_lab(skin, dot, taken / (double)dots->count);
}

static void draw_client(const phantom_library *library, const pair_spec *spec, uint64_t seed, phantom_params *p)
{
    static const int usual_hair[PHANTOM_ITA_CLASSES] = {6, 3, 5, 0, 1, 1};
    num_rng rng;
    num_rng_seed(&rng, 9000 + seed);
    int ita_class = (int)num_rng_below(&rng, PHANTOM_ITA_CLASSES - 1);
    phantom_params_init(p);
    p->seed = 300 + seed;
    p->width = spec->size;
    p->height = spec->size * 3 / 4;
    p->mm_per_px = 0.22 / spec->dot_px;
    if (library->measured) {
        p->skin = library->skins[phantom_skin_of_class(library, ita_class, 0, (int)num_rng_below(&rng, 500))].body;
        p->hair = library->hairs[usual_hair[ita_class] % (int)library->hair_count].strand;
    }
    p->fibre_um = within(&rng, 65, 85);
    p->density_per_cm2 = within(&rng, 120, 200);
    p->tone_variation = 1;
    p->pores = 0.02;
    p->margin_mm = 12;
    p->jpeg_quality = 93;
}

/* The day of a photo: light, camera, exposure. */
static void draw_day(num_rng *rng, phantom_params *p)
{
    static const sct_illuminant lights[] = {SCT_ILLUMINANT_D65, SCT_ILLUMINANT_D50, SCT_ILLUMINANT_F11, SCT_ILLUMINANT_A};
    p->illuminant = lights[num_rng_below(rng, 4)];
    p->adaptation = within(rng, 0.85, 1);
    p->exposure = within(rng, 0.6, 0.9);
    p->shading = within(rng, 0.1, 0.5);
    p->light_azimuth_deg = within(rng, 0, 360);
    p->gradient_x = within(rng, -0.1, 0.1);
    p->gradient_y = within(rng, -0.1, 0.1);
    p->specular = within(rng, 0, 0.2);
    p->noise = within(rng, 0.002, 0.006);
    p->psf_px = within(rng, 0.5, 0.9);
    p->tone = 0; /* a tone curve that nobody knows changes ratios; photos of phones have the one of their profile */
    p->fibre_mm = within(rng, 0.5, 1.1);
}

static void draw_pose(num_rng *rng, phantom_params *p)
{
    double span = p->width * p->mm_per_px;
    p->pose = (phantom_pose){.turn_deg = within(rng, -12, 12),
                             .shift_x_mm = within(rng, -0.06, 0.06) * span,
                             .shift_y_mm = within(rng, -0.06, 0.06) * span,
                             .nearer = within(rng, -0.12, 0.12),
                             .lean_x = within(rng, -0.06, 0.06),
                             .lean_y = within(rng, -0.06, 0.06),
                             .parallax_x = within(rng, -0.12, 0.12),
                             .parallax_y = within(rng, -0.12, 0.12)};
}

/* More on the left, and patches with more or less. */
static void spoil(num_rng *rng, const pair_spec *spec, double x, double y, double a, double b, inked *dots)
{
    double patch[PATCHES][PATCHES];
    size_t kept = 0;
    for (int i = 0; i < PATCHES * PATCHES; i++)
        patch[i / PATCHES][i % PATCHES] = fmin(fmax(1 + spec->uneven * num_rng_normal(rng), 0.1), 2);
    for (size_t i = 0; i < dots->count; i++) {
        phantom_dot d = dots->dots[i];
        int c = (int)fmin(fmax((d.x_mm - x + a) / (2 * a) * PATCHES, 0), PATCHES - 1);
        int r = (int)fmin(fmax((d.y_mm - y + b) / (2 * b) * PATCHES, 0), PATCHES - 1);
        d.strength *= patch[r][c];
        if (d.x_mm > x && num_rng_uniform(rng) < spec->left / (1 + spec->left))
            continue;
        dots->dots[kept++] = d;
    }
    dots->count = kept;
}

static void lose(num_rng *rng, double keep, inked *dots)
{
    size_t kept = 0;
    for (size_t i = 0; i < dots->count; i++)
        if (num_rng_uniform(rng) < keep)
            dots->dots[kept++] = dots->dots[i];
    dots->count = kept;
}

void pair_render(const phantom_library *library, const pair_spec *spec, pair_photos *out)
{
    static inked planned, before, after;
    phantom_params p, other;
    num_rng rng;
    *out = (pair_photos){.share_set = 0};
    num_rng_seed(&rng, 40 + spec->seed);
    draw_client(library, spec, spec->seed, &p);
    p.view_x_mm = within(&rng, 16, 22);
    p.view_y_mm = within(&rng, -5, 25);
    p.dot = phantom_spectrum_from_lab((sct_lab){0.35 * phantom_true_lab(&p.skin).L, 0.5 * phantom_true_lab(&p.skin).a,
                                                0.35 * phantom_true_lab(&p.skin).b});
    double b = 0.30 * p.height * p.mm_per_px, a = b, area = 3.14159265358979 * a * b;
    const ink_plan *plan = spec->keep > 0 ? &counted : &shaded;
    place_dots(&rng, p.view_x_mm, p.view_y_mm, a, b, plan, &planned);
    double share = ink_of(&planned) / area, wanted = share;
    out->planned_skin = phantom_true_lab(&p.skin);
    out->planned_area = mixed_lab(&p.skin, &p.dot, share);
    out->planned_dot = dot_lab(&p.skin, &p.dot, &planned);
    for (int i = 0; i < 60; i++) { /* the share that is as much lighter or darker as is wanted */
        double off = mixed_lab(&p.skin, &p.dot, wanted).L - (out->planned_area.L + spec->dl);
        wanted *= 1 + 0.1 * off;
    }
    if (!(spec->keep > 0)) /* what is beyond ink, or lighter than skin, cannot be had: the truth is what was rendered */
        wanted = fmin(fmax(wanted, share * LEAST_STRENGTH / plan->strength), share * MOST_STRENGTH / plan->strength);
    before = after = planned;
    out->kept = (double)NAN;
    if (spec->keep > 0) {
        lose(&rng, spec->keep, &after);
        out->kept = (double)after.count / (double)before.count;
    }
    scale_ink(&after, wanted / share);
    spoil(&rng, spec, p.view_x_mm, p.view_y_mm, a, b, &after);
    if (!(spec->keep > 0) && (spec->left != 0 || spec->uneven > 0)) /* as much ink as planned, elsewhere */
        scale_ink(&after, wanted * area / ink_of(&after));
    out->dl = mixed_lab(&p.skin, &p.dot, ink_of(&after) / area).L - out->planned_area.L;
    out->dot_after = dot_lab(&p.skin, &p.dot, &after);
    out->sides = sides_of(&after, p.view_x_mm, 0);
    out->sides_ink = sides_of(&after, p.view_x_mm, 1);
    other = p;
    if (spec->other_head) {
        draw_client(library, spec, spec->seed + 5000, &other);
        other.view_x_mm = p.view_x_mm;
        other.view_y_mm = p.view_y_mm;
        other.dot = p.dot;
        place_dots(&rng, p.view_x_mm, p.view_y_mm, a, b, plan, &before);
    }
    draw_day(&rng, &other);
    if (!spec->still)
        draw_pose(&rng, &other);
    if (spec->keep > 0 || spec->other_head) {
        other.dots = before.dots;
        other.dot_count = before.count;
    }
    draw_day(&rng, &p);
    p.dots = after.dots;
    p.dot_count = after.count;
    out->before = phantom_render(&other);
    out->after = phantom_render(&p);
    out->mm_per_px = p.mm_per_px;
    snprintf(out->area, sizeof out->area, "circle:%.1f,%.1f,%.1f", p.width / 2.0, p.height / 2.0, b / p.mm_per_px);
}

void pair_free(pair_photos *pair)
{
    phantom_photo_free(&pair->before);
    phantom_photo_free(&pair->after);
}

sct_status pair_verify(sct_context *ctx, const pair_photos *pair, int planned, int area, sct_verification **out)
{
    sct_verify_options o;
    sct_view views[2];
    sct_photo *photos[2] = {NULL, NULL};
    sct_shape *shape = NULL;
    sct_status status = sct_photo_open(ctx, pair->before.bytes, pair->before.size, &photos[0]);
    if (status == SCT_OK)
        status = sct_photo_open(ctx, pair->after.bytes, pair->after.size, &photos[1]);
    if (status == SCT_OK)
        status = sct_shape_parse(ctx, pair->area, SCT_ROLE_SKIN, &shape);
    sct_verify_options_init(&o);
    o.mm_per_px = pair->mm_per_px;
    if (planned) {
        o.share_set = pair->share_set > 0 ? pair->share_set : 1;
        o.parts_water = 20;
        o.planned_density_per_cm2 = 180;
        o.planned_area_lab = pair->planned_area;
        o.planned_skin_lab = pair->planned_skin;
        o.planned_dot_lab = pair->planned_dot;
    }
    o.areas = (const sct_shape *const *)&shape;
    o.area_count = area != 0;
    for (int i = 0; i < 2; i++) {
        sct_view_init(&views[i]);
        views[i].photo = photos[i];
    }
    if (status == SCT_OK)
        status = sct_verify(ctx, &o, &views[0], &views[1], out);
    sct_shape_free(shape);
    sct_photo_free(photos[0]);
    sct_photo_free(photos[1]);
    return status;
}
