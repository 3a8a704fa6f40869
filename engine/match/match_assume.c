/*
 * engine/match/match_assume.c - what the answer takes for granted, by name and
 * source, and how to change it. Only what was used is listed.
 */
#include "match/match_private.h"

#include <math.h>

static void assume(match_ranking *out, const char *name, double value, const char *unit, const char *source,
                   const char *editable_by)
{
    if (out->assumption_count >= SCT_ASSUMPTION_MAX)
        return;
    match_assumption *a = &out->assumptions[out->assumption_count++];
    text_copy(a->name, sizeof a->name, name);
    text_copy(a->unit, sizeof a->unit, unit);
    text_copy(a->source, sizeof a->source, source);
    text_copy(a->editable_by, sizeof a->editable_by, editable_by);
    a->value = value;
}

static int uses(const match_pool *pool, sct_basis basis)
{
    for (size_t i = 0; i < pool->count; i++)
        if (pool->entries[i].row.basis == basis)
            return 1;
    return 0;
}

/* Whose hand it is, by how many marks, and what they were worth. */
static void assume_hand(const match_scene *scene, match_ranking *out)
{
    const sct_artist *hand = scene->options->artist;
    char source[sizeof out->assumptions[0].source];
    if (!hand)
        return;
    text_print(source, sizeof source, "%s%s%s: left out, a healed mark was dE00 %.1f away instead of %.1f",
               *hand->name ? hand->name : "an artist without a name", *hand->date ? ", " : "", hand->date, hand->after_de00,
               hand->before_de00);
    if (!isfinite(hand->after_de00) || !isfinite(hand->before_de00))
        text_print(source, sizeof source, "%s%s%s", *hand->name ? hand->name : "an artist without a name",
                   *hand->date ? ", " : "", hand->date);
    assume(out, "artist's own marks", (double)hand->mark_count, "healed marks", source, "--no-artist");
}

static void assume_dots(const match_scene *scene, match_ranking *out)
{
    const sct_match_options *o = scene->options;
    assume(out, "dot radius", o->dot_radius_mm, "mm",
           scene->radius_given ? (scene->options->artist ? "the artist's marks, or given" : "given")
           : o->needle_pins    ? "by the needle: 0.11 times the square root of its width over that of 3RL-0.25; not measured"
                               : "healed dots are wider than follicles; 95 % within 0.08 to 0.2; not measured",
           scene->radius_given || o->needle_pins ? "--dot-radius" : "--dot-radius, --needle");
    if (o->density_per_cm2 > 0)
        assume(out, "dot density", o->density_per_cm2, "1/cm2", "given", "--density");
    else
        assume(out, "natural density", scene->density_start, "1/cm2",
               scene->density_from_client ? "the client's own hair, counted"
                                          : "typical of 140 to 230 hairs per cm2; the client's own were not counted",
               "--density");
}

static void assume_healing(const match_scene *scene, match_ranking *out)
{
    const sct_match_options *o = scene->options;
    assume(out, "ink depth", o->depth_um, "um",
           scene->options->artist ? "the artist's healed marks, or given"
                                  : "fitted with the next ones to what the trade sees; calibrate with healed photos",
           "--depth");
    assume(out, "ink depth from", o->depth_lo_um, "um", "95 % of artists and dots lie between this", "--depth-from");
    assume(out, "ink depth to", o->depth_hi_um, "um", "and this", "--depth-to");
    assume(out, "scattering of the skin", 1.2, "times",
           "people differ by up to this factor (95 %; Salomatina 2006, Shimojo 2020)", "");
    assume(out, "ink layer", o->thickness_um, "um", "default, not measured; only its product with the concentration counts",
           "--thickness");
    assume(out, "uptake", o->uptake, "",
           "of the ink's concentration in the tissue; fitted to the shades that the trade mixes", "--uptake");
    assume(out, "healed share", o->healed_share, "", "a third is gone within weeks (animal study)", "--healed-share");
    assume(out, "ink strength", o->strength_factor, "times",
           "ink by composition and hand are up to this factor stronger or weaker", "--ink-strength");
    assume(out, "epidermis", scene->client->tissue.epidermis_um, "um", "scalp 66 +- 14", "");
}

static void assume_shadow(const match_scene *scene, match_ranking *out)
{
    if (!scene->shadow_predicted || !(scene->weight_dot < 1))
        return;
    assume(out, "shaved hair's coverage", scene->shadow.coverage, "",
           "no shadow was measured: 180 hairs per cm2 of 0.07 mm, roots in the skin and stubs of 0.3 mm on it",
           "--hair-photo of shaved hair");
}

/* Which of its hairs a grey head is matched to, and why. */
static void assume_grey(const match_scene *scene, match_ranking *out)
{
    static const char *const why[] = {
        [SCT_GREY_HAIR_BLEND] = "dots match the dark hairs, the area all hairs together: ink cannot lighten the grey ones",
        [SCT_GREY_HAIR_DARK] = "dots and area match the dark hairs, as if none were grey: fuller, but grey beside it shows",
        [SCT_GREY_HAIR_SOFTER] = "as if as many again of the dark hairs had turned: a shade that still suits when they have",
    };
    sct_grey_hair mode = scene->options->grey_hair;
    if (scene->grey_share > 0)
        assume(out, "grey hairs", scene->grey_share, "of all", why[mode], "--grey-hair");
    else if (mode != SCT_GREY_HAIR_BLEND)
        assume(out, "grey hairs", 0, "of all", "less than a tenth, or not counted: the choice changes nothing",
               "--grey-share");
}

static void assume_loss(const match_scene *scene, match_ranking *out)
{
    if (scene->near.known)
        assume(out, "an eye's blur", SKIN_WINDOW_MM, "mm",
               "dot and hair end as seen from 30 cm (S-CIELAB, Zhang & Wandell 1997)", "");
    assume(out, "weight of the dot", scene->weight_dot, "",
           "what an eye sees of 180 dots per cm2, mean of 30 cm and 1 m (S-CIELAB)", "--weight-dot");
    if (scene->options->loss == SCT_LOSS_ASYMMETRIC)
        assume(out, "too dark or too blue counts", 1.5, "times", "too light is one more session, too dark needs a laser",
               "--loss");
    if (scene->usual.known && scene->options->loss == SCT_LOSS_ASYMMETRIC && !match_hand_known(scene))
        assume(out, "leaning to the usual shade", scene->usual.row->shade, "parts of water",
               "all that is known of an unmeasured hand", "--ink-strength of 1.5 or less");
    if (scene->options->loss == SCT_LOSS_ASYMMETRIC)
        assume(out, "titanium white counts", scene->thresholds.jnd, "dE00", "lasers darken it; iron oxides count half",
               "--loss plain");
    assume(out, "just perceptible", scene->thresholds.jnd, "dE00", match_thresholds_source(), "");
}

void match_assume(const match_scene *scene, const match_pool *pool, match_ranking *out)
{
    out->assumption_count = 0;
    assume_hand(scene, out);
    assume_dots(scene, out);
    assume_shadow(scene, out);
    assume_grey(scene, out);
    if (uses(pool, SCT_BASIS_PREDICTED_HEALED))
        assume_healing(scene, out);
    if (uses(pool, SCT_BASIS_MEASURED_HEALED))
        assume(out, "spread of healed colours", 1.5, "L*",
               "a healed colour from another head; sites of one head differ by dE00 3.2", "");
    assume_loss(scene, out);
}
