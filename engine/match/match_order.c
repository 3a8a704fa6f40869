/*
 * engine/match/match_order.c - who is best, how sure, and who cannot be told
 * apart.
 *
 * Rows that rest on a swatch stand apart, below all others: how far ink on
 * paper or in the cup is from a hair says nothing of what heals, so that the
 * two distances are not to be compared. Among each other they are in order.
 */
#include "match/match_private.h"

#include <math.h>
#include <stdlib.h>

static const double HIGH_SHARE = 0.8, LOW_SHARE = 0.5; /* of the draws, held by the first row */
static const double HIGH_U95 = 3;                      /* dE00 */

int match_same_ink(const match_candidate *a, const match_candidate *b)
{
    return a->ink == b->ink && a->blend.ink == b->blend.ink && a->blend.parts_first == b->blend.parts_first &&
           a->blend.parts_second == b->blend.parts_second;
}

int match_stands_apart(const match_candidate *row)
{
    return row->basis == SCT_BASIS_SWATCH;
}

size_t match_head_count(const match_pool *pool)
{
    size_t n = 0;
    while (n < pool->count && !match_stands_apart(&pool->entries[n].row))
        n++;
    return n;
}

static int by_loss(const void *a, const void *b)
{
    const match_entry *x = a, *y = b;
    int apart = match_stands_apart(&x->row) - match_stands_apart(&y->row);
    if (apart)
        return apart;
    if (x->row.loss != y->row.loss)
        return x->row.loss < y->row.loss ? -1 : 1;
    if (x->row.ink != y->row.ink) /* equal losses: the palette's order, so that the answer is the same everywhere */
        return x->row.ink < y->row.ink ? -1 : 1;
    if (x->row.blend.ink != y->row.blend.ink)
        return x->row.blend.ink < y->row.blend.ink ? -1 : 1;
    int first = x->row.blend.parts_first * y->row.blend.parts_second;
    int second = y->row.blend.parts_first * x->row.blend.parts_second;
    if (first != second)
        return first < second ? -1 : 1;
    return (x->row.parts_water > y->row.parts_water) - (x->row.parts_water < y->row.parts_water);
}

/* Share of the draws in which each row has the least loss; rows that are equal share the draw. Rows that stand apart have
 * none: what varies in the draws is what heals, of which they know nothing. */
static void fill_p_best(const match_scene *scene, match_pool *pool)
{
    double share = scene->draw_count ? 1 / (double)scene->draw_count : (double)NAN;
    size_t count = match_head_count(pool);
    for (size_t i = 0; i < pool->count; i++)
        pool->entries[i].row.p_best = scene->draw_count && i < count ? 0 : (double)NAN;
    for (size_t d = 0; count && d < scene->draw_count; d++) {
        float least = pool->entries[0].losses[d];
        size_t equal = 0;
        for (size_t i = 1; i < count; i++)
            least = fminf(least, pool->entries[i].losses[d]);
        for (size_t i = 0; i < count; i++)
            equal += pool->entries[i].losses[d] <= least;
        for (size_t i = 0; i < count; i++)
            if (pool->entries[i].losses[d] <= least)
                pool->entries[i].row.p_best += share / (double)equal;
    }
}

/* Standard error of the difference of two expected losses; both went through the same draws. */
static double difference_error(const match_scene *scene, const match_entry *a, const match_entry *b)
{
    double sum = 0, squares = 0, n = (double)scene->draw_count;
    for (size_t d = 0; d < scene->draw_count; d++) {
        double difference = (double)a->losses[d] - (double)b->losses[d];
        sum += difference;
        squares += difference * difference;
    }
    return n > 1 ? sqrt(fmax(squares - sum * sum / n, 0) / (n - 1) / n) : 0;
}

/*
 * Two rows are tied when their losses differ by less than the error of the
 * simulation, or when nobody could tell their results apart: from half a metre
 * (close up, where no area is known) they look alike, and what they lose by
 * differs by less than what can be seen at all. The second half keeps a red
 * ink from tying with a black one only because few dots hardly tint an area.
 */
static int tied(const match_scene *scene, const match_entry *a, const match_entry *b)
{
    double jnd = scene->thresholds.jnd, apart = fabs(a->row.loss - b->row.loss);
    if (match_stands_apart(&a->row) != match_stands_apart(&b->row))
        return 0;
    double seen =
        scene->weight_dot < 1 ? sct_de2000(a->row.area_lab, b->row.area_lab) : sct_de2000(a->row.dot_lab, b->row.dot_lab);
    return (seen < jnd && apart < jnd) || apart < difference_error(scene, a, b);
}

/* Rows beyond this one are too far down for anybody to ask; it bounds the work. */
enum { TIES_FOR_ROWS = 64 };

static void fill_ties(const match_scene *scene, match_pool *pool)
{
    size_t rows = pool->count < TIES_FOR_ROWS ? pool->count : TIES_FOR_ROWS;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = i + 1; j < rows; j++) {
            match_candidate *a = &pool->entries[i].row, *b = &pool->entries[j].row;
            if (a->tie_count >= SCT_TIE_MAX && b->tie_count >= SCT_TIE_MAX)
                continue;
            if (!tied(scene, &pool->entries[i], &pool->entries[j]))
                continue;
            if (a->tie_count < SCT_TIE_MAX)
                a->tied_with[a->tie_count++] = b->rank;
            if (b->tie_count < SCT_TIE_MAX)
                b->tied_with[b->tie_count++] = a->rank;
        }
}

void match_order(const match_scene *scene, match_pool *pool)
{
    qsort(pool->entries, pool->count, sizeof *pool->entries, by_loss);
    for (size_t i = 0; i < pool->count; i++)
        pool->entries[i].row.rank = i + 1;
    if (pool->count == 0)
        return;
    fill_p_best(scene, pool);
    fill_ties(scene, pool);
}

/* The least certain of the colours that the ranking rests on; NaN, an unknown one, is the worst. */
static double worst_u95(const match_scene *scene)
{
    const sct_measurement *m = scene->measurement;
    double strand = m->hair.strand.u95_de00, skin = scene->skin_known ? m->skin.estimate.u95_de00 : 0;
    double shadow = scene->shadow_predicted ? 0 : m->hair.shadow.u95_de00;
    return isnan(strand + skin + shadow) ? (double)NAN : fmax(strand, fmax(skin, shadow));
}

/* Share of the draws in which the first row or one that is tied with it is the best, or no row is better than the first by
 * more than this: which shade is the best of all may be unknown while this one is good. NaN without draws. */
static double held_by_first(const match_scene *scene, const match_pool *pool, double regret)
{
    const match_entry *first = &pool->entries[0];
    size_t held = 0, head = match_head_count(pool), count = head ? head : pool->count;
    for (size_t d = 0; d < scene->draw_count; d++) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++)
            best = pool->entries[i].losses[d] < pool->entries[best].losses[d] ? i : best;
        int tied_best = best == 0;
        for (size_t i = 0; i < first->row.tie_count; i++)
            tied_best |= first->row.tied_with[i] == best + 1;
        held += tied_best || (double)(first->losses[d] - pool->entries[best].losses[d]) <= regret;
    }
    return scene->draw_count ? (double)held / (double)scene->draw_count : (double)NAN;
}

sct_confidence match_confidence(const match_scene *scene, const match_pool *pool)
{
    double u95 = worst_u95(scene), share = held_by_first(scene, pool, scene->thresholds.acceptable);
    if (match_head_count(pool) == 0 || !(u95 <= MATCH_UNSURE_U95) || !(share >= LOW_SHARE))
        return SCT_CONFIDENCE_LOW;
    /* What neither the trade nor this hand has seen heal is never sure, even where nobody would see the difference; nor is
     * the weakest or strongest mix there is, which is the best only for want of another. */
    const match_candidate *best = &pool->entries[0].row;
    int ended = pool->entries[0].at_an_end; /* the ink was, not the search */
    int heard_of = match_hand_known(scene) || best->basis == SCT_BASIS_MEASURED_HEALED ||
                   match_usual_holds(&scene->usual, best->area_lab);
    int sure = held_by_first(scene, pool, scene->thresholds.jnd) >= HIGH_SHARE && u95 <= HIGH_U95;
    return sure && heard_of && !ended ? SCT_CONFIDENCE_HIGH : SCT_CONFIDENCE_MEDIUM;
}

static void doubt_colour(const char *code, const char *what, const sct_estimate *estimate, const char *fix, sct_flags *flags)
{
    if (estimate->u95_de00 <= MATCH_UNSURE_U95)
        return;
    flags_addf(flags, code, 0, fix, "the %s is known only to +- %.1f dE00; from %.0f on an ink can be picked", what,
               estimate->u95_de00, MATCH_UNSURE_U95);
}

void match_doubts(const match_scene *scene, const match_pool *pool, sct_flags *flags)
{
    static const char chart[] = "lay a colour chart beside the skin, in the same even light";
    static const char nearer[] =
        "photograph the stubble from nearer, in focus and in even light, until a hair is 5 pixels wide or more";
    const sct_measurement *m = scene->measurement;
    int charted = m->correction.kind == SCT_CORRECTION_CHART;
    if (m->correction.kind == SCT_CORRECTION_NONE) /* "no-chart" has said it */
        return;
    if (scene->skin_known)
        doubt_colour("skin-unsure", "skin", &m->skin.estimate, charted ? "choose skin in even light, without gloss" : chart,
                     flags);
    doubt_colour("hair-unsure", "hair's own colour", &m->hair.strand, charted ? nearer : chart, flags);
    if (!scene->shadow_predicted)
        doubt_colour("shadow-unsure", "hair's shadow", &m->hair.shadow,
                     charted ? "show more of the stubble, evenly lit" : chart, flags);
    double share = held_by_first(scene, pool, scene->thresholds.acceptable);
    if (!(share >= LOW_SHARE))
        flags_addf(flags, "rows-unsure", 0, "calibrate depth and strength, or choose between the rows by eye",
                   "the first row is as good as any, or nearly, only in %.0f %% of the draws", 100 * share);
}
