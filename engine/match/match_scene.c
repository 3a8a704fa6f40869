/*
 * engine/match/match_scene.c - the targets of a match, and what of it stays the
 * same for every ink.
 */
#include "match/match_private.h"

#include <math.h>

static int lab_known(sct_lab lab)
{
    return isfinite(lab.L) && isfinite(lab.a) && isfinite(lab.b);
}

/* ---- grey hair ---- */

static double grey_share_of(const match_scene *scene)
{
    const sct_hair *hair = &scene->measurement->hair;
    if (scene->options->grey_share > 0)
        return scene->options->grey_share < MATCH_GREY_LEAST ? 0 : scene->options->grey_share;
    return hair->grey_lo >= MATCH_GREY_LEAST ? fmin(hair->grey_fraction, MATCH_GREY_MOST) : 0;
}

/* As many times the hairs. */
static void scale_shadow(match_shadow *shadow, double times)
{
    times = fmin(times, 1 / shadow->coverage);
    shadow->coverage *= times;
    shadow->offset = (sct_lab){times * shadow->offset.L, times * shadow->offset.a, times * shadow->offset.b};
}

/* The model's shadow of dark hairs alone becomes that of the hairs that are dark: white ones leave none. */
static match_shadow predicted_shadow(const match_scene *scene)
{
    match_shadow shadow = match_shadow_of(scene->client, scene->nominal.skin, scene->nominal.strand);
    scale_shadow(&shadow, 1 - scene->grey_share);
    return shadow;
}

/* A shadow that was measured, with as many times the hairs. */
static void scale_measured(match_scene *scene, double times)
{
    sct_lab skin = scene->nominal.skin, strand = scene->nominal.strand;
    match_shadow usual = predicted_shadow(scene);
    match_shadow seen = match_shadow_like(skin, strand, scene->nominal.shadow, usual.coverage);
    scale_shadow(&seen, times);
    sct_lab there = match_shadow_draw(&seen, skin, strand, 0);
    scene->nominal.shadow = there;
    scene->known_shadow.beside_skin = (sct_lab){there.L - skin.L, there.a - skin.a, there.b - skin.b};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            scene->known_shadow.spread.m[i][j] *= times;
}

/* From what the head is today to what is to be matched. */
static void choose_grey(match_scene *scene)
{
    double dark = 1 - scene->grey_share, times = 1;
    if (scene->options->grey_hair == SCT_GREY_HAIR_DARK)
        times = 1 / dark;
    if (scene->options->grey_hair == SCT_GREY_HAIR_SOFTER)
        times = dark;
    if (!(scene->grey_share > 0) || times == 1 || !scene->skin_known)
        return;
    if (scene->shadow_predicted) {
        scale_shadow(&scene->shadow, times);
        scene->nominal.shadow = match_shadow_draw(&scene->shadow, scene->nominal.skin, scene->nominal.strand, 0);
    } else {
        scale_measured(scene, times);
    }
    if (times < 1 && scene->near.known) { /* dots are never darker than a dark hair */
        scale_shadow(&scene->stub, times);
        scene->nominal.stub = match_shadow_draw(&scene->stub, scene->nominal.skin, scene->nominal.strand, 0);
    }
}

/* ---- targets ---- */

/* A shadow that was measured is not taken for more than a photo tells of it. */
static void settle_shadow(match_scene *scene)
{
    sct_lab skin = scene->nominal.skin;
    if (!scene->skin_known || !scene->client->fitted)
        return;
    match_shadow predicted = predicted_shadow(scene);
    scene->settled_shadow = match_shadow_weigh(scene, &predicted, &scene->known_shadow);
    const sct_lab *beside = &scene->known_shadow.beside_skin;
    if (scene->settled_shadow)
        scene->nominal.shadow = (sct_lab){skin.L + beside->L, skin.a + beside->a, skin.b + beside->b};
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
    scene->grey_share = grey_share_of(scene);
    if (scene->shadow_predicted) {
        scene->shadow = predicted_shadow(scene);
        scene->nominal.shadow = match_shadow_draw(&scene->shadow, scene->nominal.skin, scene->nominal.strand, 0);
    } else {
        settle_shadow(scene);
    }

    scene->density_from_client = hair->kind == SCT_HAIR_STUBBLE && hair->density_per_cm2 > 0;
    scene->density_start = scene->density_from_client ? hair->density_per_cm2 : SKIN_USUAL_DENSITY_PER_CM2;
    scene->thresholds = match_thresholds_for(scene->skin_known ? skin->ita_deg : (double)NAN);
}

double match_dot_radius_mm(const sct_match_options *options)
{
    const skin_needle needle = {options->needle_pins, options->needle_pin_mm};
    return options->dot_radius_mm > 0 ? options->dot_radius_mm : SKIN_USUAL(RADIUS) * skin_needle_factor(needle);
}

static int is_default(double value, double usual)
{
    return !(fabs(value - usual) > 1e-9);
}

/* What the options do not say themselves is the hand's, where one was measured. */
static void settle_hand(match_scene *scene)
{
    sct_match_options usual, *o = &scene->settled;
    const sct_artist *hand = o->artist;
    sct_match_options_init(&usual);
    if (!hand)
        return;
    if (is_default(o->depth_um, usual.depth_um) && is_default(o->depth_lo_um, usual.depth_lo_um) &&
        is_default(o->depth_hi_um, usual.depth_hi_um)) {
        o->depth_um = hand->depth_um;
        o->depth_lo_um = hand->depth_lo_um;
        o->depth_hi_um = hand->depth_hi_um;
    }
    if (!(o->dot_radius_mm > 0))
        o->dot_radius_mm = hand->dot_radius_mm;
    if (is_default(o->strength_factor, usual.strength_factor))
        o->strength_factor = hand->strength_factor;
}

palette_ink match_ink_at(const match_scene *scene, const sct_palette *palette, size_t index)
{
    palette_ink ink = palette_ink_at(palette, index);
    if (scene->options->artist && ink.id)
        ink.strength *= artist_strength_of(scene->options->artist, ink.id);
    return ink;
}

static void settle_radius(match_scene *scene)
{
    scene->radius_given = scene->settled.dot_radius_mm > 0;
    scene->settled.dot_radius_mm = match_dot_radius_mm(&scene->settled);
}

/* White hair on dark skin is lighter by 40 at most; healed ink is never lighter than the skin by more than a touch. */
static const double LIGHTER_HAIR_L = 45;

/* What no ink can serve, and what is no skin: better no answer than the least bad of useless ones. */
static sct_status refuse_the_impossible(sct_context *ctx, const match_scene *scene)
{
    const match_client *client = scene->client;
    sct_lab skin = scene->nominal.skin, hair = scene->nominal.strand;
    if (!scene->skin_known)
        return SCT_OK;
    if (!client->fitted && client->fit_de00 > 0)
        return diag_set(ctx, SCT_ERR_NOTHING,
                        "no skin has the colour L %.1f a %.1f b %.1f; the nearest is dE00 %.1f away: look at the overlay, "
                        "and at the light",
                        skin.L, skin.a, skin.b, client->fit_de00);
    if (hair.L - skin.L > LIGHTER_HAIR_L)
        return diag_set(ctx, SCT_ERR_NOTHING,
                        "the hair is lighter than the skin by L* %.0f, and dots of ink only darken skin: mark the darkest "
                        "hairs, or look at the overlay for what was taken for hair",
                        hair.L - skin.L);
    return SCT_OK;
}

/* A paper swatch and a hair whose skin is not known are compared as they are. */
static sct_status set_stub(sct_context *ctx, match_scene *scene)
{
    sct_status status = SCT_OK;
    scene->near = (match_near){.dot_share = 1};
    scene->stub = (match_shadow){.coverage = 1, .factor = 1};
    if (!scene->by_estimate && scene->skin_known) {
        TRY(match_near_of(ctx, scene->options, scene->client, &scene->near));
        TRY(match_stub_of(ctx, scene->client, scene->nominal.skin, scene->nominal.strand, &scene->stub));
    }
    /* A shadow that was measured tells how much its dark hairs hide, each of them. */
    if (scene->near.known && !scene->shadow_predicted)
        match_stub_fit(scene->client, &scene->nominal, match_natural_density(scene) * (1 - scene->grey_share), &scene->stub);
    scene->nominal.stub = scene->nominal.strand;
    if (scene->near.known)
        scene->nominal.stub = match_shadow_draw(&scene->stub, scene->nominal.skin, scene->nominal.strand, 0);
done:
    return status;
}

sct_status match_scene_init(sct_context *ctx, const sct_match_options *options, const match_client *client,
                            const sct_measurement *measurement, match_scene *out)
{
    sct_status status = SCT_OK;
    num_rng rng;
    match_table *room = NULL;
    *out = (match_scene){.ctx = ctx, .settled = *options, .client = client, .measurement = measurement};
    settle_hand(out);
    settle_radius(out);
    out->options = options = &out->settled;
    if (measurement->hair.kind == SCT_HAIR_NONE || !measurement->hair.strand.pixels ||
        !lab_known(measurement->hair.strand.lab))
        FAIL(ctx, SCT_ERR_NOTHING, "no hair colour to match an ink to; show hair or stubble, or mark the hair");
    set_targets(out);
    TRY(refuse_the_impossible(ctx, out));

    /* A paper swatch says nothing of an area of dots; without the skin's colour there is none to compare. */
    out->by_estimate = options->basis == SCT_BASIS_SWATCH && options->loss == SCT_LOSS_PLAIN;
    out->weight_dot = out->by_estimate || !out->skin_known ? 1 : options->weight_dot;
    TRY(set_stub(ctx, out));
    choose_grey(out);
    out->area_share =
        match_area_share(out, options->density_per_cm2 > 0 ? options->density_per_cm2 : match_natural_density(out));

    if (client->fitted && out->skin_known &&
        (options->basis == SCT_BASIS_AUTO || options->basis == SCT_BASIS_PREDICTED_HEALED))
        TRY(match_skin_new(ctx, out, &out->skin));
    TRY(palette_optics_room_new(ctx, &out->optics));
    TRY(mem_new(ctx, 1, sizeof *out->told, (void **)&out->told));
    TRY(mem_new(ctx, 1, match_table_size(), (void **)&room));
    match_usual_init(out, room, &out->usual);
    out->draw_count = (size_t)options->draws;
    TRY(mem_new(ctx, out->draw_count, sizeof *out->draws, (void **)&out->draws));
    num_rng_seed(&rng, options->seed);
    for (size_t i = 0; i < out->draw_count; i++)
        out->draws[i] = match_draw_scene(out, &rng);
    if (!match_hand_known(out)) {
        TRY(mem_new(ctx, out->draw_count, sizeof *out->hands, (void **)&out->hands));
        for (size_t i = 0; i < out->draw_count; i++) /* after all else, which stays as it is */
            out->hands[i] = match_draw_hand_ln(&out->draws[i], &rng);
    }
done:
    mem_free(room);
    return status;
}

void match_scene_free(match_scene *scene)
{
    match_skin_free(scene->skin);
    scene->skin = NULL;
    mem_free(scene->optics);
    scene->optics = NULL;
    mem_free(scene->told);
    scene->told = NULL;
    mem_free(scene->draws);
    scene->draws = NULL;
    mem_free(scene->hands);
    scene->hands = NULL;
}
