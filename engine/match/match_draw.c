/*
 * engine/match/match_draw.c - draws of all that is not known about the client,
 * and of what is one ink's own.
 *
 * Errors come in two kinds. What one photo and its correction get wrong moves
 * skin, hair and shadow together (cov - cov_noise of an estimate); what few
 * pixels get wrong is each colour's own (cov_noise). Candidates are compared
 * under the same draws, so that an error which all of them share does not make
 * their order look uncertain.
 */
#include "match/match_private.h"

#include <math.h>

/* Share of the variance of the photo's common error that skin and the much darker hair have together [0, 1];
 * our assumption: a wrong exposure or white balance moves both, a wrong matrix moves each its own way. */
static const double SHARED_BY_STRAND = 0.5;

/* Of two halves of an ink's uncertainty one is the artist's hand and the tissue, the same for every ink. */
static const double STRENGTH_SHARED = 0.5;
/* Sites of one head differ by dE00 3.2 (median); a healed colour from elsewhere is that uncertain in L*, half in a*, b*. */
static const double HEALED_SD = 1.5;

/* Scattering of the dermis differs between people by +-20 % (Salomatina 2006, Shimojo 2020; 95 %). What counts for an ink is
 * scattering times depth, so it is drawn as a depth. A calibrated hand does not take it away. */
static const double SCATTER_FACTOR = 1.2;

static sct_lab lab_add(sct_lab a, sct_lab b)
{
    return (sct_lab){a.L + b.L, a.a + b.a, a.b + b.b};
}

static sct_lab lab_apply(const num_mat3 *m, const double z[3])
{
    double v[3];
    num_mat3_apply(m, z, v);
    return (sct_lab){v[0], v[1], v[2]};
}

/* How an estimate errs: common = error of the photo, noise = its own; both lower Cholesky factors. */
typedef struct spread {
    num_mat3 common, noise;
} spread;

static spread spread_of(const sct_estimate *estimate)
{
    num_mat3 common, noise;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            double total = estimate->cov.m[i][j], own = estimate->cov_noise.m[i][j];
            total = isfinite(total) ? total : 0;
            own = isfinite(own) ? own : 0;
            noise.m[i][j] = own;
            common.m[i][j] = total - own;
        }
    return (spread){num_mat3_cholesky(&common), num_mat3_cholesky(&noise)};
}

static void draw_normals(num_rng *rng, double z[3])
{
    for (int i = 0; i < 3; i++)
        z[i] = num_rng_normal(rng);
}

static sct_lab draw_colour(num_rng *rng, const spread *s, sct_lab lab, const double common[3])
{
    double own[3];
    draw_normals(rng, own);
    return lab_add(lab, lab_add(lab_apply(&s->common, common), lab_apply(&s->noise, own)));
}

/* ln(optical depth / default): of the depth a normal on each side, so that lo and hi are its 2.5 % and 97.5 % points. */
static double draw_depth(num_rng *rng, const sct_match_options *o)
{
    double z = num_rng_normal(rng), scatter = num_rng_normal(rng) * log(SCATTER_FACTOR);
    return (z * fabs(log((z < 0 ? o->depth_lo_um : o->depth_hi_um) / o->depth_um)) + scatter) / NUM_TWO_SIDED_95;
}

/* ln(radius / default), where nobody has measured the artist's dots: as the prior has it, on each side, and not beyond. */
static double draw_radius(num_rng *rng, const match_scene *scene)
{
    const skin_prior *p = &skin_prior_table[SKIN_PRIOR_RADIUS];
    double z = num_rng_normal(rng), end = fabs(log((z < 0 ? p->lo : p->hi) / p->fitted));
    return scene->radius_given ? 0 : fmin(fmax(z / NUM_TWO_SIDED_95, -1), 1) * end;
}

double match_draw_load_ln(const match_draw *draw)
{
    return draw->hand_ln - 2 * draw->radius_ln;
}

static double spread_ln(int prior)
{
    return log(skin_prior_table[prior].hi / skin_prior_table[prior].lo) / (2 * NUM_TWO_SIDED_95);
}

/*
 * Which row is best, how far a healed colour may be off and which side it falls on is claimed of any hand. Advice leans on
 * what is known of hands together, the shades that they mix for the same hair, and the strength holds that; but who leaves
 * half the ink mixes another shade than the chart's, or goes over it once more, and nobody has counted them. So claims vary
 * uptake, layer, healed share and radius by the spread of each prior by itself: a wide dot is as full of ink as a narrow
 * one, and holds more of it.
 */
double match_draw_hand_ln(const match_draw *draw, num_rng *rng)
{
    double uptake = spread_ln(SKIN_PRIOR_UPTAKE), layer = spread_ln(SKIN_PRIOR_THICKNESS);
    double fullness = hypot(hypot(uptake, layer), spread_ln(SKIN_PRIOR_HEALED)) * num_rng_normal(rng);
    return fullness + 2 * draw->radius_ln; /* match_draw_load_ln takes it away again */
}

double match_natural_density(const match_scene *scene)
{
    return fmin(fmax(scene->density_start, MATCH_DENSITY_LO), MATCH_DENSITY_HI);
}

double match_draw_coverage(const match_scene *scene, const match_draw *draw, double density_per_cm2)
{
    return skin_coverage(density_per_cm2, scene->options->dot_radius_mm * exp(draw->radius_ln));
}

/* A measured shadow: beside the skin where both were weighed, else by the photo alone. */
static sct_lab draw_shadow(num_rng *rng, const match_scene *scene, sct_lab skin, const double photo[3])
{
    double own[3];
    spread shadow = spread_of(&scene->measurement->hair.shadow);
    if (!scene->settled_shadow)
        return draw_colour(rng, &shadow, scene->nominal.shadow, photo);
    draw_normals(rng, own);
    return lab_add(lab_add(skin, scene->known_shadow.beside_skin), lab_apply(&scene->known_shadow.spread, own));
}

match_draw match_draw_scene(const match_scene *scene, num_rng *rng)
{
    const sct_measurement *m = scene->measurement;
    spread skin = spread_of(&m->skin.estimate), strand = spread_of(&m->hair.strand);
    double photo[3], other[3], hair[3];
    draw_normals(rng, photo);
    draw_normals(rng, other);
    for (int i = 0; i < 3; i++)
        hair[i] = sqrt(SHARED_BY_STRAND) * photo[i] + sqrt(1 - SHARED_BY_STRAND) * other[i];

    match_draw draw;
    draw.skin = draw_colour(rng, &skin, scene->nominal.skin, photo);
    draw.strand = draw_colour(rng, &strand, scene->nominal.strand, hair);
    draw.shadow = draw_shadow(rng, scene, draw.skin, photo);
    double coverage = num_rng_normal(rng);
    if (scene->shadow_predicted)
        draw.shadow = match_shadow_draw(&scene->shadow, draw.skin, draw.strand, coverage);
    draw.stub = draw.strand; /* a darker shadow is, in part, one of wider and longer hairs */
    if (scene->near.known) {
        match_shadow stub = scene->settled_shadow ? match_stub_as(&scene->stub, &scene->nominal, &draw) : scene->stub;
        draw.stub = match_shadow_draw(&stub, draw.skin, draw.strand, coverage);
    }
    draw.depth_ln = draw_depth(rng, scene->options);
    draw.strength = num_rng_normal(rng);
    draw.radius_ln = draw_radius(rng, scene);
    draw.hand_ln = 0;
    return draw;
}

double match_draw_strength(const match_draw *draw, const match_ink_draw *own)
{
    return sqrt(STRENGTH_SHARED) * draw->strength + sqrt(1 - STRENGTH_SHARED) * own->strength;
}

void match_draw_ink(const match_scene *scene, size_t ink, match_ink_draw *out)
{
    num_rng rng;
    num_rng_seed(&rng, scene->options->seed + 0x9e3779b97f4a7c15u * (uint64_t)(ink + 1));
    for (size_t i = 0; i < scene->draw_count; i++) {
        out[i].strength = num_rng_normal(&rng);
        out[i].healed.L = HEALED_SD * num_rng_normal(&rng);
        out[i].healed.a = 0.5 * HEALED_SD * num_rng_normal(&rng);
        out[i].healed.b = 0.5 * HEALED_SD * num_rng_normal(&rng);
    }
}
