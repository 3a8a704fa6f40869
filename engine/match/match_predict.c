/*
 * engine/match/match_predict.c - healed colour of an ink in this client's skin,
 * predicted from what the ink is made of.
 *
 * A prediction follows light through the skin and costs some hundred microseconds; a
 * ranking needs hundreds of thousands of them. They are smooth in ln(load), in
 * ln(depth) and in the coverage of the dots, so each ink is predicted on a small
 * grid and the draws interpolate: cubic (Lagrange, four nodes). The skin enters
 * to first order: its error moves the fitted tissue by
 *     dq = K dLab,   K = H^-1 J' / s^2,   H = J' J / s^2 + P
 * (J = dLab/dq of bare skin, q = ln of melanin, blood and baseline, s = 0.3 and
 * P the precision of the priors, as in engine/skin/fit.c), and the tissue moves
 * the ink's colour by dLab_ink/dq. The area is kept as its difference from bare
 * skin and added to the skin as measured, so that what the model cannot follow
 * of a skin does not count against an ink. A wider dot covers more and shows
 * more of its ink: the first is a coverage like any other, the second is known at
 * both ends of what radii may be and taken as straight in ln(radius) between.
 * tests/match/test_predict.c holds the interpolation against the model itself.
 */
#include "match/match_private.h"

#include <math.h>
#include <string.h>

enum {
    DEPTHS = 5,
    LOADS_MAX = 15,
    COVERAGES = 4,
    TISSUE = 3, /* melanin, blood, baseline */
    SIGHTS = 3, /* a dot of the usual radius, of the least and of the greatest */
    WINDOW = 4  /* nodes that one interpolation looks at */
};

static const double LOAD_STEP_LN = 0.5;    /* largest distance of two loads */
static const double DRAW_REACH_SD = 3.5;   /* draws beyond are looked up at the end of the grid */
static const double DEPTH_MARGIN_LN = 0.3; /* beyond the 95 % interval */
static const double TISSUE_STEP_LN = 0.05;

struct match_skin {
    double depth_first_ln, depth_step_ln; /* of ln(depth / depth_um) */
    double coverage_first, coverage_step;
    int usual_coverage;        /* the nearest to dots as dense as the client's hairs */
    double narrow_ln, wide_ln; /* ln of the narrowest and the widest dots over dot_radius_mm; both 0: the radius is known */
    skin_sight narrow, wide;
    skin_client depths[DEPTHS];
    skin_near near[DEPTHS];       /* the same, one dot */
    int usual;                    /* which of them is nearest to depth_um */
    skin_client moved[TISSUE];    /* coarse, at depth_um, each with one unknown of the tissue a step away */
    skin_client centre;           /* the same with none moved */
    skin_inked inked[TASK_HANDS]; /* room of each hand for one load of one ink */
    skin_room rooms[TASK_HANDS];  /* and for one dot */
    num_mat3 gain;                /* d(ln tissue) / d(Lab of the skin) */
};

struct match_table {
    int loads;
    double load_first_ln, load_step_ln;
    double strength_sd; /* of ln(strength) */
    sct_lab dot[LOADS_MAX][DEPTHS], solid[LOADS_MAX][DEPTHS];
    sct_lab dot_narrow[LOADS_MAX], dot_wide[LOADS_MAX]; /* minus dot, at the usual depth */
    sct_lab area[LOADS_MAX][DEPTHS][COVERAGES];         /* minus bare skin */
    num_mat3 dot_by_skin[LOADS_MAX], area_by_skin[LOADS_MAX];
};

static sct_lab lab_minus(sct_lab a, sct_lab b)
{
    return (sct_lab){a.L - b.L, a.a - b.a, a.b - b.b};
}

static void lab_add_scaled(sct_lab *sum, double k, sct_lab lab)
{
    sum->L += k * lab.L;
    sum->a += k * lab.a;
    sum->b += k * lab.b;
}

/* ---- the client's skin ---- */

static double *tissue_field(sct_tissue *tissue, int i)
{
    double *const fields[TISSUE] = {&tissue->melanin, &tissue->blood, &tissue->base};
    return fields[i];
}

static void set_column(num_mat3 *m, int column, sct_lab difference, double step)
{
    m->m[0][column] = difference.L / step;
    m->m[1][column] = difference.a / step;
    m->m[2][column] = difference.b / step;
}

/* K of the comment above. */
static num_mat3 tissue_gain(const match_skin *skin)
{
    num_mat3 J = {{{0}}}, H, inverse;
    sct_lab bare = skin_lab(skin->centre.bare, NULL);
    for (int i = 0; i < TISSUE; i++)
        set_column(&J, i, lab_minus(skin_lab(skin->moved[i].bare, NULL), bare), TISSUE_STEP_LN);
    num_mat3 Jt = num_mat3_transpose(J);
    H = num_mat3_mul(Jt, J);
    H.m[1][1] += SKIN_MODEL_SD * SKIN_MODEL_SD / (SKIN_BLOOD_PRIOR_SD * SKIN_BLOOD_PRIOR_SD);
    H.m[2][2] += SKIN_MODEL_SD * SKIN_MODEL_SD / (SKIN_BASE_PRIOR_SD * SKIN_BASE_PRIOR_SD);
    for (int i = 0; i < TISSUE; i++)
        H.m[i][i] += 1e-6; /* at a bound the skin may not move at all */
    if (!num_mat3_invert(&H, &inverse))
        return (num_mat3){{{0}}};
    return num_mat3_mul(inverse, Jt);
}

/* The radii that draws may ask for lie between the dot radius times exp of these. */
static void set_radii(const match_scene *scene, match_skin *skin)
{
    const skin_prior *p = &skin_prior_table[SKIN_PRIOR_RADIUS];
    skin->narrow_ln = scene->radius_given ? 0 : log(p->lo / p->fitted);
    skin->wide_ln = scene->radius_given ? 0 : log(p->hi / p->fitted);
}

static void set_grids(const match_scene *scene, double epidermis_um, match_skin *skin)
{
    const sct_match_options *o = scene->options;
    double shallowest = log((epidermis_um + 1) / o->depth_um);
    double lo = fmax(log(o->depth_lo_um / o->depth_um) - DEPTH_MARGIN_LN, shallowest);
    double hi = fmax(log(o->depth_hi_um / o->depth_um), lo) + DEPTH_MARGIN_LN;
    skin->depth_first_ln = lo;
    skin->depth_step_ln = (hi - lo) / (DEPTHS - 1);
    skin->usual = hi > lo ? (int)fmin(fmax(-lo / skin->depth_step_ln + 0.5, 0), DEPTHS - 1) : 0;

    double held = o->density_per_cm2 > 0 ? o->density_per_cm2 : match_natural_density(scene);
    double least = o->seek_density ? fmin(held, MATCH_DENSITY_LO) : held;
    double most = o->seek_density ? fmax(held, MATCH_DENSITY_HI) : held;
    set_radii(scene, skin);
    skin->coverage_first = skin_coverage(least, o->dot_radius_mm * exp(skin->narrow_ln));
    skin->coverage_step =
        (skin_coverage(most, o->dot_radius_mm * exp(skin->wide_ln)) - skin->coverage_first) / (COVERAGES - 1);
    double usual = (skin_coverage(held, o->dot_radius_mm) - skin->coverage_first) / fmax(skin->coverage_step, 1e-9);
    skin->usual_coverage = (int)fmin(fmax(usual, 0) + 0.5, COVERAGES - 1);
}

sct_status match_skin_new(sct_context *ctx, const match_scene *scene, match_skin **out)
{
    const sct_match_options *options = scene->options;
    const sct_tissue *tissue = &scene->client->tissue;
    sct_status status = SCT_OK;
    match_skin *skin = NULL;
    TRY(mem_new(ctx, 1, sizeof *skin, (void **)&skin));
    set_grids(scene, tissue->epidermis_um, skin);
    double depth_um = fmax(options->depth_um, tissue->epidermis_um + 1);
    skin_client_init_told(&skin->depths[0], tissue, depth_um);
    skin_client_init(&skin->centre, tissue, depth_um, SKIN_STREAMS_COARSE);
    for (int i = 0; i < DEPTHS; i++) {
        skin->depths[i] = skin->depths[0];
        skin_client_set_depth(&skin->depths[i], options->depth_um * exp(skin->depth_first_ln + i * skin->depth_step_ln));
        skin_near_init(&skin->near[i], &skin->depths[i], options->dot_radius_mm);
    }
    skin->narrow = skin_sight_of(options->dot_radius_mm * exp(skin->narrow_ln), 0, SKIN_WINDOW_MM);
    skin->wide = skin_sight_of(options->dot_radius_mm * exp(skin->wide_ln), 0, SKIN_WINDOW_MM);
    for (int i = 0; i < TISSUE; i++) {
        sct_tissue moved = *tissue;
        *tissue_field(&moved, i) *= exp(TISSUE_STEP_LN);
        skin_client_init(&skin->moved[i], &moved, depth_um, SKIN_STREAMS_COARSE);
    }
    skin->gain = tissue_gain(skin);
    *out = skin;
done:
    return status;
}

void match_skin_free(match_skin *skin)
{
    mem_free(skin);
}

/* ---- one ink on the grid ---- */

/* Colours of ink everywhere, of a dot and of areas at every coverage of the grid. */
typedef struct grid_node {
    sct_lab solid, dot;
    sct_lab area[COVERAGES]; /* minus bare skin */
} grid_node;

/* share: of the ink's loss that is seen in a dot. */
static grid_node predict_node(const match_skin *grid, const skin_client *skin, const skin_inked *inked,
                              const double share[SKIN_PAD])
{
    grid_node n;
    double solid[SKIN_PAD], mixed[SKIN_PAD];
    skin_gain gain;
    sct_lab bare = skin_lab(skin->bare, NULL);
    skin_heal_inked(skin, inked, solid, &gain);
    skin_near_mix(skin->bare, solid, share, mixed);
    n.solid = skin_lab(solid, NULL);
    n.dot = skin_lab(mixed, NULL);
    for (int k = 0; k < COVERAGES; k++) {
        skin_area_at(skin, solid, &gain, grid->coverage_first + k * grid->coverage_step, mixed);
        n.area[k] = lab_minus(skin_lab(mixed, NULL), bare);
    }
    return n;
}

/* How dots at both ends of what radii may be differ from a dot of the usual one, from what is seen of each. */
static void predict_radii(const match_skin *skin, const skin_inked *inked, double (*share)[SKIN_PAD], int i,
                          match_table *table)
{
    sct_lab *const out[SIGHTS] = {NULL, &table->dot_narrow[i], &table->dot_wide[i]};
    const skin_client *client = &skin->depths[skin->usual];
    double solid[SKIN_PAD], mixed[SKIN_PAD];
    skin_gain gain;
    skin_heal_inked(client, inked, solid, &gain);
    for (int end = 1; end < SIGHTS; end++) {
        skin_near_mix(client->bare, solid, share[end], mixed);
        *out[end] = lab_minus(skin_lab(mixed, NULL), table->dot[i][skin->usual]);
    }
}

/* A table that is to be filled. */
typedef struct table_job {
    match_skin *skin;
    const skin_ink *ink;
    skin_dots dots;
    match_table *table;
} table_job;

/* Load i of the table, in a hand's room. */
static void predict_load(const table_job *job, int i, int hand)
{
    match_skin *skin = job->skin;
    const skin_ink *ink = job->ink;
    match_table *table = job->table;
    skin_inked *inked = &skin->inked[hand];
    skin_dots dots = job->dots;
    double share[DEPTHS][SIGHTS][SKIN_PAD];
    const skin_sight sights[SIGHTS] = {skin->near[0].sight, skin->narrow, skin->wide};
    int radii = skin->wide_ln > skin->narrow_ln;
    num_mat3 dot_by_tissue = {{{0}}}, area_by_tissue = {{{0}}};
    dots.load = exp(table->load_first_ln + i * table->load_step_ln);
    skin_inked_init(&skin->depths[0], ink, &dots, inked);
    for (int d = 0; d < DEPTHS; d++) {
        skin_near_shares(&skin->near[d], &skin->rooms[hand], ink, &dots, sights, radii && d == skin->usual ? SIGHTS : 1,
                         share[d]);
        grid_node n = predict_node(skin, &skin->depths[d], inked, share[d][0]);
        table->solid[i][d] = n.solid;
        table->dot[i][d] = n.dot;
        memcpy(table->area[i][d], n.area, sizeof n.area);
    }
    if (radii)
        predict_radii(skin, inked, share[skin->usual], i, table);
    else
        table->dot_narrow[i] = table->dot_wide[i] = (sct_lab){0, 0, 0};
    skin_inked_init(&skin->centre, ink, &dots, inked);
    grid_node centre = predict_node(skin, &skin->centre, inked, share[skin->usual][0]);
    for (int t = 0; t < TISSUE; t++) {
        skin_inked_init(&skin->moved[t], ink, &dots, inked);
        grid_node moved = predict_node(skin, &skin->moved[t], inked, share[skin->usual][0]);
        set_column(&dot_by_tissue, t, lab_minus(moved.dot, centre.dot), TISSUE_STEP_LN);
        set_column(&area_by_tissue, t, lab_minus(moved.area[skin->usual_coverage], centre.area[skin->usual_coverage]),
                   TISSUE_STEP_LN);
    }
    table->dot_by_skin[i] = num_mat3_mul(dot_by_tissue, skin->gain);
    table->area_by_skin[i] = num_mat3_mul(area_by_tissue, skin->gain);
}

static sct_status fill_load(sct_context *ctx, void *user, size_t load, int hand)
{
    (void)ctx;
    predict_load(user, (int)load, hand);
    return SCT_OK;
}

double match_strength_sd(const match_scene *scene, const sct_ink_optics *optics, const palette_optics_report *known)
{
    double stated = log(scene->options->strength_factor) / NUM_TWO_SIDED_95;
    return known->strength_stated ? stated : hypot(optics->strength_sd, sqrt(0.5) * stated);
}

static double load_at(const match_scene *scene, const match_ink *ink, double c)
{
    return c * ink->ink.strength * scene->options->uptake * scene->options->healed_share;
}

void match_predict_medium(const match_scene *scene, const skin_ink *medium, double strength_sd, match_ink *ink)
{
    match_table *table = ink->table;
    ink->state = SCT_STATE_HEALED;
    ink->c_lo = ink->c_hi = 1;
    if (ink->ink.kind == SCT_INK_DILUTABLE) {
        ink->c_lo = palette_concentration(1, ink->ink.max_parts_water);
        ink->c_hi = palette_concentration(1, ink->ink.min_parts_water);
    }
    table->strength_sd = strength_sd;
    double reach = fmax(DRAW_REACH_SD * table->strength_sd, 0.2);
    match_draw narrow = {.radius_ln = scene->skin->narrow_ln}, wide = {.radius_ln = scene->skin->wide_ln};
    double lo = log(load_at(scene, ink, ink->c_lo)) - reach + match_draw_load_ln(&wide);
    double hi = log(load_at(scene, ink, ink->c_hi)) + reach + match_draw_load_ln(&narrow);
    int loads = (int)ceil((hi - lo) / LOAD_STEP_LN) + 1;
    table->loads = loads < WINDOW ? WINDOW : loads > LOADS_MAX ? LOADS_MAX : loads;
    table->load_first_ln = lo;
    table->load_step_ln = (hi - lo) / (table->loads - 1);
    table_job job = {.skin = scene->skin, .ink = medium, .table = table};
    job.dots = (skin_dots){.thickness_um = scene->options->thickness_um, .radius_mm = scene->options->dot_radius_mm};
    sct_status status = task_share(scene->ctx, fill_load, &job, (size_t)table->loads);
    (void)status; /* nothing in it fails */
}

int match_predict_prepare(const match_scene *scene, match_ink *ink)
{
    sct_ink_optics optics;
    if (!scene->skin || palette_ink_optics(NULL, &ink->ink, scene->optics, &optics) != SCT_OK)
        return 0;
    ink->optics = scene->told;
    *ink->optics = *palette_optics_told(scene->optics);
    skin_ink medium = skin_ink_of(&optics);
    match_predict_medium(scene, &medium, match_strength_sd(scene, &optics, ink->optics), ink);
    return 1;
}

/* ---- interpolation ---- */

/* Four nodes and their weights; x is clamped to the grid. */
typedef struct window {
    int first;
    double weight[WINDOW];
} window;

static window window_at(double x, double first, double step, int nodes)
{
    double t = step > 0 ? (x - first) / step : 0;
    t = fmin(fmax(t, 0), nodes - 1);
    int i = (int)t - 1;
    i = i < 0 ? 0 : i > nodes - WINDOW ? nodes - WINDOW : i;
    t -= i; /* Lagrange's cubic through nodes 0, 1, 2, 3 at t */
    return (window){i,
                    {-(t - 1) * (t - 2) * (t - 3) / 6, t * (t - 2) * (t - 3) / 2, -t * (t - 1) * (t - 3) / 2,
                     t * (t - 1) * (t - 2) / 6}};
}

static sct_lab colour_at(const sct_lab colours[LOADS_MAX][DEPTHS], const window *load, const window *depth)
{
    sct_lab sum = {0, 0, 0};
    for (int i = 0; i < WINDOW; i++)
        for (int d = 0; d < WINDOW; d++)
            lab_add_scaled(&sum, load->weight[i] * depth->weight[d], colours[load->first + i][depth->first + d]);
    return sum;
}

static sct_lab area_at(const match_table *table, const window *load, const window *depth, const window *coverage)
{
    sct_lab sum = {0, 0, 0};
    for (int i = 0; i < WINDOW; i++)
        for (int d = 0; d < WINDOW; d++) {
            const sct_lab *node = table->area[load->first + i][depth->first + d];
            double weight = load->weight[i] * depth->weight[d];
            for (int k = 0; k < COVERAGES; k++)
                lab_add_scaled(&sum, weight * coverage->weight[k], node[k]);
        }
    return sum;
}

static int nearest_load(const match_table *table, double load_ln)
{
    double t = table->load_step_ln > 0 ? (load_ln - table->load_first_ln) / table->load_step_ln : 0;
    return (int)(fmin(fmax(t, 0), table->loads - 1) + 0.5);
}

/* How an error of the skin moves a colour: the derivative of the nearest load. */
static sct_lab moved_by(const num_mat3 *derivatives, const match_table *table, double load_ln, sct_lab shift)
{
    double v[3] = {shift.L, shift.a, shift.b}, moved[3];
    num_mat3_apply(&derivatives[nearest_load(table, load_ln)], v, moved);
    return (sct_lab){moved[0], moved[1], moved[2]};
}

/* Adds what a radius other than the usual one makes of a dot, by the nearest load. */
static void add_radius(sct_lab *dot, const match_skin *skin, const match_table *table, double load_ln, double radius_ln)
{
    double end = radius_ln < 0 ? skin->narrow_ln : skin->wide_ln;
    const sct_lab *moved = radius_ln < 0 ? table->dot_narrow : table->dot_wide;
    if (end == 0)
        return;
    lab_add_scaled(dot, fmin(radius_ln / end, 1), moved[nearest_load(table, load_ln)]);
}

match_look match_predict_look(const match_scene *scene, const match_ink *ink, double c, double density_per_cm2,
                              const match_draw *draw, const match_ink_draw *own)
{
    const match_table *table = ink->table;
    const match_skin *skin = scene->skin;
    double strength_ln = table->strength_sd * match_draw_strength(draw, own);
    double load_ln = log(load_at(scene, ink, c)) + strength_ln + match_draw_load_ln(draw);
    window load = window_at(load_ln, table->load_first_ln, table->load_step_ln, table->loads);
    window depth = window_at(draw->depth_ln, skin->depth_first_ln, skin->depth_step_ln, DEPTHS);
    sct_lab shift = lab_minus(draw->skin, scene->nominal.skin);

    match_look look = {.dot = colour_at(table->dot, &load, &depth), .area = draw->skin};
    lab_add_scaled(&look.dot, 1, moved_by(table->dot_by_skin, table, load_ln, shift));
    add_radius(&look.dot, skin, table, load_ln, draw->radius_ln);
    window coverage =
        window_at(match_draw_coverage(scene, draw, density_per_cm2), skin->coverage_first, skin->coverage_step, COVERAGES);
    lab_add_scaled(&look.area, 1, area_at(table, &load, &depth, &coverage));
    lab_add_scaled(&look.area, 1, moved_by(table->area_by_skin, table, load_ln, shift));
    return look;
}

sct_lab match_predict_solid(const match_scene *scene, const match_ink *ink, double c)
{
    const match_table *table = ink->table;
    const match_skin *skin = scene->skin;
    window load = window_at(log(load_at(scene, ink, c)), table->load_first_ln, table->load_step_ln, table->loads);
    window depth = window_at(0, skin->depth_first_ln, skin->depth_step_ln, DEPTHS);
    return colour_at(table->solid, &load, &depth);
}

size_t match_table_size(void)
{
    return sizeof(match_table);
}
