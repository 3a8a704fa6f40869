/*
 * engine/match/match_scene.c - the targets of a match, and draws of all that
 * is not known about the client.
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

static match_draw draw_scene(const match_scene *scene, num_rng *rng)
{
    const sct_measurement *m = scene->measurement;
    spread skin = spread_of(&m->skin.estimate), strand = spread_of(&m->hair.strand), shadow = spread_of(&m->hair.shadow);
    double photo[3], other[3], hair[3];
    draw_normals(rng, photo);
    draw_normals(rng, other);
    for (int i = 0; i < 3; i++)
        hair[i] = sqrt(SHARED_BY_STRAND) * photo[i] + sqrt(1 - SHARED_BY_STRAND) * other[i];

    match_draw draw;
    draw.skin = draw_colour(rng, &skin, scene->nominal.skin, photo);
    draw.strand = draw_colour(rng, &strand, scene->nominal.strand, hair);
    draw.shadow = draw_colour(rng, &shadow, scene->nominal.shadow, photo);
    double coverage = num_rng_normal(rng);
    if (scene->shadow_predicted)
        draw.shadow = match_shadow_draw(&scene->shadow, draw.skin, draw.strand, coverage);
    draw.depth_ln = draw_depth(rng, scene->options);
    draw.strength = num_rng_normal(rng);
    return draw;
}

double match_strength_of(const match_draw *draw, const match_ink_draw *own)
{
    return sqrt(STRENGTH_SHARED) * draw->strength + sqrt(1 - STRENGTH_SHARED) * own->strength;
}

void match_ink_draws(const match_scene *scene, size_t ink, match_ink_draw *out)
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

static int lab_known(sct_lab lab)
{
    return isfinite(lab.L) && isfinite(lab.a) && isfinite(lab.b);
}

static void set_targets(match_scene *scene)
{
    const sct_hair *hair = &scene->measurement->hair;
    const sct_skin *skin = &scene->measurement->skin;
    sct_lab unknown = {(double)NAN, (double)NAN, (double)NAN};

    scene->skin_known = skin->estimate.pixels > 0 && lab_known(skin->estimate.lab);
    scene->nominal.skin = scene->skin_known ? skin->estimate.lab : unknown;
    scene->nominal.strand = hair->strand.lab;
    scene->shadow_predicted = !(hair->shadow.pixels > 0 && lab_known(hair->shadow.lab));
    scene->nominal.shadow = hair->shadow.lab;
    if (scene->shadow_predicted) {
        scene->shadow = match_shadow_of(scene->client, scene->nominal.skin, scene->nominal.strand);
        scene->nominal.shadow = match_shadow_draw(&scene->shadow, scene->nominal.skin, scene->nominal.strand, 0);
    }

    scene->density_from_client = hair->kind == SCT_HAIR_STUBBLE && hair->density_per_cm2 > 0;
    scene->density_start = scene->density_from_client ? hair->density_per_cm2 : SKIN_USUAL_DENSITY_PER_CM2;
    scene->thresholds = match_thresholds_for(scene->skin_known ? skin->ita_deg : (double)NAN);
}

/* A dot should look like the client's own hair close by, so it is as wide, within what needles make. */
double match_dot_radius_mm(double given_mm, double hair_width_mm)
{
    const double least_mm = 0.035, most_mm = 0.125;
    if (given_mm > 0)
        return given_mm;
    return hair_width_mm > 0 ? fmin(fmax(hair_width_mm / 2, least_mm), most_mm) : SKIN_USUAL_DOT_RADIUS_MM;
}

static void settle_radius(match_scene *scene)
{
    double width_mm = scene->measurement->hair.width_mm, given_mm = scene->settled.dot_radius_mm;
    scene->radius_given = given_mm > 0;
    scene->radius_from_client = !scene->radius_given && width_mm > 0;
    scene->settled.dot_radius_mm = match_dot_radius_mm(given_mm, width_mm);
}

sct_status match_scene_init(sct_context *ctx, const sct_match_options *options, const match_client *client,
                            const sct_measurement *measurement, match_scene *out)
{
    sct_status status = SCT_OK;
    num_rng rng;
    *out = (match_scene){.settled = *options, .client = client, .measurement = measurement};
    settle_radius(out);
    out->options = options = &out->settled;
    if (measurement->hair.kind == SCT_HAIR_NONE || !measurement->hair.strand.pixels ||
        !lab_known(measurement->hair.strand.lab))
        FAIL(ctx, SCT_ERR_NOTHING, "no hair colour to match an ink to; show hair or stubble, or mark the hair");
    set_targets(out);

    /* A paper swatch says nothing of an area of dots; without the skin's colour there is none to compare. */
    out->by_estimate = options->basis == SCT_BASIS_SWATCH && options->loss == SCT_LOSS_PLAIN;
    out->weight_dot = out->by_estimate || !out->skin_known ? 1 : options->weight_dot;

    if (client->fitted && out->skin_known &&
        (options->basis == SCT_BASIS_AUTO || options->basis == SCT_BASIS_PREDICTED_HEALED))
        TRY(match_skin_new(ctx, options, &client->tissue, &out->skin));
    out->draw_count = (size_t)options->draws;
    TRY(mem_new(ctx, out->draw_count, sizeof *out->draws, (void **)&out->draws));
    num_rng_seed(&rng, options->seed);
    for (size_t i = 0; i < out->draw_count; i++)
        out->draws[i] = draw_scene(out, &rng);
done:
    return status;
}

void match_scene_free(match_scene *scene)
{
    match_skin_free(scene->skin);
    scene->skin = NULL;
    mem_free(scene->draws);
    scene->draws = NULL;
}
