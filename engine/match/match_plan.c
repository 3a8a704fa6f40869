/*
 * engine/match/match_plan.c - over the sessions: begin light, arrive, deepen
 * only if need be.
 */
#include "match/match_private.h"

#include <math.h>
#include <stdio.h>

static const double EVEN_ODDS = 0.5;
static const double LIGHT_SIDE = 0.9;        /* probability that the first session does not come out too dark */
static const double FIRST_DENSITY = 2.0 / 3; /* of a ready ink's dots that the first session sets */
static const double MORE_DENSITY = 1.25;
static const double NEAR = 2;           /* times as weak as the match: nobody begins with less */
static const double SELDOM_DARK = 0.05; /* share of hands that may leave the match too dark without a word */

static match_plan_step *add_step(match_ranking *out, sct_session session, const match_candidate *row)
{
    match_plan_step *step = &out->plan[out->plan_count++];
    *step = (match_plan_step){.session = session,
                              .ink = row->ink,
                              .blend = row->blend,
                              .parts_water = row->parts_water,
                              .density_per_cm2 = row->density_per_cm2};
    return step;
}

/* Perceptible steps of the same ink: the nearest that is lighter (more water) or darker than `from`; null: none. */
static const match_entry *neighbour(const match_pool *pool, const match_entry *from, int lighter)
{
    const match_entry *found = NULL;
    for (size_t i = 0; i < pool->count; i++) {
        const match_entry *e = &pool->entries[i];
        if (!match_same_ink(&e->row, &from->row) || e == from)
            continue;
        if (lighter ? e->row.parts_water <= from->row.parts_water : e->row.parts_water >= from->row.parts_water)
            continue;
        if (!found ||
            fabs(e->row.parts_water - from->row.parts_water) < fabs(found->row.parts_water - from->row.parts_water))
            found = e;
    }
    return found;
}

/* At least half as strong: what is weaker is no beginning of this. */
static int is_near(const match_entry *best, const match_entry *weaker)
{
    return 1 + weaker->row.parts_water <= NEAR * (1 + best->row.parts_water);
}

/* The match itself: at once, or, where hands that nobody has measured often leave it too dark, once a first session has
 * healed and told how this one heals. It sets a third of the dots: in simulated hands of any kind it is too dark for 1 in
 * 100 at most, and for 1 in 20 of one class of skin. */
static void plan_main(const match_entry *best, match_ranking *out)
{
    match_plan_step *step = add_step(out, SCT_SESSION_MAIN, &best->row);
    int unmeasured = best->claims != best->losses && best->row.basis == SCT_BASIS_PREDICTED_HEALED && best->row.p_best >= 0;
    step->waits = unmeasured && best->dark_by_any > SELDOM_DARK;
    if (step->waits)
        text_print(step->why, sizeof step->why,
                   "the best match; %.0f in 100 unmeasured hands leave it too dark: let the first session heal for 6 weeks, "
                   "and measure it",
                   100 * best->dark_by_any);
    else
        text_print(step->why, sizeof step->why,
                   "the best match; sessions 2 to 4, 4 to 14 days apart, then measure again after 6 weeks");
}

static void plan_dilutions(const match_pool *pool, match_ranking *out)
{
    const match_entry *best = &pool->entries[0], *start = neighbour(pool, best, 1);
    for (const match_entry *e = start; e && start->light_side < LIGHT_SIDE && is_near(best, e); e = neighbour(pool, e, 1))
        start = e;
    if (start && is_near(best, start) && !(start->light_side < EVEN_ODDS)) { /* a start that comes out too dark is none */
        match_plan_step *step = add_step(out, SCT_SESSION_START, &start->row);
        char odds[96] = "";
        if (isfinite(start->light_side) && isfinite(start->row.area_u95_de00)) /* without draws nobody counted */
            text_print(odds, sizeof odds, ": %.0f in 100 that the area does not come out darker than the hair's shadow",
                       100 * start->light_side);
        text_print(step->why, sizeof step->why, "lighter than the match%s; a layer can be added, not taken away", odds);
    }
    plan_main(best, out);
    const match_entry *deep = neighbour(pool, best, 0);
    if (deep) {
        match_plan_step *step = add_step(out, SCT_SESSION_DEEPEN, &deep->row);
        text_print(step->why, sizeof step->why, "one perceptible step darker; only if it is still too light once healed");
    }
}

/* A ready ink has one colour: only the number of dots can be less or more. */
static void plan_ready(const match_pool *pool, match_ranking *out)
{
    const match_candidate *best = &pool->entries[0].row;
    match_plan_step *step = add_step(out, SCT_SESSION_START, best);
    step->density_per_cm2 = round(best->density_per_cm2 * FIRST_DENSITY);
    text_print(step->why, sizeof step->why, "two thirds of the dots first; dots can be added, not taken away");
    plan_main(&pool->entries[0], out);
    double more = fmin(round(best->density_per_cm2 * MORE_DENSITY), MATCH_DENSITY_HI);
    if (!(more > best->density_per_cm2))
        return;
    step = add_step(out, SCT_SESSION_DEEPEN, best);
    step->density_per_cm2 = more;
    text_print(step->why, sizeof step->why, "more dots; only if it is still too light once healed");
}

void match_plan(const match_pool *pool, const sct_palette *palette, match_ranking *out)
{
    out->plan_count = 0;
    if (palette_ink_at(palette, pool->entries[0].row.ink).kind == SCT_INK_READY)
        plan_ready(pool, out);
    else
        plan_dilutions(pool, out);
}
