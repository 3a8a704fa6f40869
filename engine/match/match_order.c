/*
 * engine/match/match_order.c - who may be among the best, who is best, how sure,
 * and who cannot be told apart.
 *
 * A palette of 100,000 inks is ranked in the time that a glance at each takes.
 * Ink that is used as it comes and of which one colour is known has one row, whose
 * lightness alone says how far from the targets it is at least. Such inks wait in
 * line, the most hopeful first, in steps of a tenth of L*. From its head the distance
 * is reckoned, of many at once, until there are enough nearer ones than the rest of
 * the line can be; the nearest are picked and become rows.
 *
 * Rows that rest on a swatch stand apart, below all others: how far ink on
 * paper or in the cup is from a hair says nothing of what heals, so that the
 * two distances are not to be compared. Among each other they are in order.
 */
#include "match/match_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double HIGH_SHARE = 0.8, LOW_SHARE = 0.5; /* of the draws, held by the first row */
static const double TOO_DARK_SHARE = 0.2;              /* of hands of any kind, that may leave a sure recipe too dark */
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

/* ---- who waits in line ---- */

enum { STEPS_AN_L = 10, LIGHT_STEPS = 110 * STEPS_AN_L, STEPS = 2 * LIGHT_STEPS };
static const uint16_t not_in_line = UINT16_MAX;

/* Inks as light as each other, to a tenth of L*: swatches in the second half. */
typedef struct light_step {
    double least;        /* distance from the targets that no ink of it goes below */
    size_t number;       /* its lightness, and whether it is of swatches */
    size_t first, count; /* its inks in line */
} light_step;

/* The line, while it is looked through. */
typedef struct queue {
    const match_scene *scene;
    const sct_palette *palette;
    light_step *steps; /* the most hopeful first */
    uint32_t *inks;    /* step by step, each in the palette's order */
    double *best;      /* the least distances so far, the largest of them first: a heap */
    size_t best_count;
} queue;

/* No difference in chroma or hue makes dE00 less than this (Sharma, Wu & Dalal 2005, doi 10.1002/col.20070, eq. 22). It
 * grows to both sides of `other`: the logarithm of the divisor by .0082 an L* at most, that of the distance by .01 at least.
 */
static double least_de00(double L, double other)
{
    double above = (L + other) / 2 - 50, squared = above * above;
    return fabs(L - other) / (1 + 0.015 * squared / sqrt(20 + squared));
}

/* The least of least_de00 between two lightnesses. */
static double least_between(const double L[2], double other)
{
    return L[0] <= other && other <= L[1] ? 0 : fmin(least_de00(L[0], other), least_de00(L[1], other));
}

/* The least distance of inks whose colour is between so light and so light. */
static double least_of(const match_scene *scene, double lo, double hi)
{
    double dot[2], area[2], w = scene->weight_dot;
    match_lightness_of_dots(scene, lo, &dot[0], &area[0]);
    match_lightness_of_dots(scene, hi, &dot[1], &area[1]);
    double least = w * least_between(dot, scene->nominal.stub.L);
    return least + (w < 1 ? (1 - w) * least_between(area, scene->nominal.shadow.L) : 0);
}

static int colour_stands_apart(const sct_ink_colour *colour)
{
    return colour->state != SCT_STATE_HEALED;
}

/* Non-zero: an ink of one row, by the colour that it has as it comes. */
static int can_wait(const match_scene *scene, const palette_ink *ink)
{
    sct_basis wanted = scene->options->basis;
    if (!ink->in_stock || ink->kind != SCT_INK_READY || ink->colour_count != 1 || ink->pigment_count)
        return 0;
    if (ink->colours[0].state == SCT_STATE_FRESH || ink->colours[0].parts_water > 0)
        return 0;
    return wanted == SCT_BASIS_AUTO ||
           wanted == (colour_stands_apart(&ink->colours[0]) ? SCT_BASIS_SWATCH : SCT_BASIS_MEASURED_HEALED);
}

static int by_least(const void *a, const void *b)
{
    const light_step *x = a, *y = b;
    int apart = (x->number >= LIGHT_STEPS) - (y->number >= LIGHT_STEPS);
    if (apart || x->least != y->least)
        return apart ? apart : x->least < y->least ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Sorts the steps, and tells where in line the inks of each begin. */
static void sort_steps(queue *q)
{
    for (size_t k = 0; k < STEPS; k++) {
        size_t step = k % LIGHT_STEPS;
        double lo = (double)step / STEPS_AN_L, hi = (double)(step + 1) / STEPS_AN_L;
        int an_end = step == 0 || step + 1 == LIGHT_STEPS; /* whatever lies beyond is in them, too */
        q->steps[k].number = k;
        q->steps[k].least = q->steps[k].count == 0 || an_end ? 0 : least_of(q->scene, lo, hi);
    }
    qsort(q->steps, STEPS, sizeof *q->steps, by_least);
    for (size_t k = 0, first = 0; k < STEPS; first += q->steps[k++].count)
        q->steps[k].first = first;
}

static void fall_in(queue *q, match_line *line)
{
    size_t count = sct_palette_count(q->palette);
    uint32_t at[STEPS];
    for (size_t i = 0; i < count; i++) {
        const palette_ink *ink = palette_ink_in(q->palette, i);
        line->step_of[i] = not_in_line;
        if (!can_wait(q->scene, ink))
            continue;
        double light = fmin(fmax(ink->colours[0].lab.L * STEPS_AN_L, 0), LIGHT_STEPS - 1);
        line->step_of[i] = (uint16_t)((size_t)light + (colour_stands_apart(&ink->colours[0]) ? LIGHT_STEPS : 0));
        q->steps[line->step_of[i]].count++;
        line->count++;
    }
    sort_steps(q);
    for (size_t k = 0; k < STEPS; k++)
        at[q->steps[k].number] = (uint32_t)q->steps[k].first;
    for (size_t i = 0; i < count; i++)
        if (line->step_of[i] != not_in_line)
            q->inks[at[line->step_of[i]]++] = (uint32_t)i;
}

/* No place is left for who is as far away as this, or farther. */
static int is_late(const queue *q, double least)
{
    return q->best_count == SCT_CANDIDATE_MAX && !(least <= q->best[0] + MATCH_ROUNDING);
}

/* Puts a distance among the best, in the place of the largest of them where there is no room. */
static void keep_best(queue *q, double distance)
{
    size_t at, n = q->best_count;
    if (n < SCT_CANDIDATE_MAX) {
        for (at = q->best_count++; at > 0 && q->best[(at - 1) / 2] < distance; at = (at - 1) / 2)
            q->best[at] = q->best[(at - 1) / 2];
    } else if (distance < q->best[0]) {
        size_t next;
        for (at = 0; (next = 2 * at + 1) < n; at = next) {
            next += next + 1 < n && q->best[next + 1] > q->best[next];
            if (!(q->best[next] > distance))
                break;
            q->best[at] = q->best[next];
        }
    } else {
        return;
    }
    q->best[at] = distance;
}

/* Picks, of one step, whose distance may be among the best. */
static void pick_of_step(queue *q, const light_step *step, match_line *line)
{
    for (size_t first = 0; first < step->count && !is_late(q, step->least); first += MATCH_AT_ONCE) {
        size_t n = step->count - first < MATCH_AT_ONCE ? step->count - first : MATCH_AT_ONCE;
        const uint32_t *inks = q->inks + step->first + first;
        sct_lab colours[MATCH_AT_ONCE];
        double away[MATCH_AT_ONCE];
        for (size_t k = 0; k < n; k++)
            colours[k] = palette_ink_in(q->palette, inks[k])->colours[0].lab;
        match_basis_distances(q->scene, colours, n, away);
        for (size_t k = 0; k < n; k++)
            if (!is_late(q, away[k])) {
                line->picks[line->pick_count++] = (match_pick){away[k], inks[k]};
                keep_best(q, away[k]);
            }
    }
}

static int by_distance(const void *a, const void *b)
{
    const match_pick *x = a, *y = b;
    if (x->away != y->away)
        return x->away < y->away ? -1 : 1;
    return (x->ink > y->ink) - (x->ink < y->ink);
}

/* Picks from the half of the steps that begins here. */
static void pick_half(queue *q, size_t first_step, match_line *line)
{
    size_t before = line->pick_count, kept = before;
    q->best_count = 0;
    for (size_t k = first_step; k < first_step + LIGHT_STEPS; k++)
        pick_of_step(q, &q->steps[k], line);
    for (size_t i = before; i < line->pick_count; i++)
        if (!is_late(q, line->picks[i].away))
            line->picks[kept++] = line->picks[i];
    line->pick_count = kept;
    qsort(line->picks + before, kept - before, sizeof *line->picks, by_distance);
}

sct_status match_line_up(sct_context *ctx, const match_scene *scene, const sct_palette *palette, match_line *out)
{
    sct_status status = SCT_OK;
    const sct_match_options *o = scene->options;
    size_t count = sct_palette_count(palette);
    queue q = {.scene = scene, .palette = palette};
    int plain = o->metric == SCT_METRIC_DE2000 && o->kL == 1 && o->kC == 1 && o->kH == 1 && !o->seek_density;
    *out = (match_line){0};
    if (!plain || count <= SCT_CANDIDATE_MAX)
        return SCT_OK;
    TRY(mem_new(ctx, STEPS, sizeof *q.steps, (void **)&q.steps));
    TRY(mem_new(ctx, count, sizeof *q.inks, (void **)&q.inks));
    TRY(mem_new(ctx, SCT_CANDIDATE_MAX, sizeof *q.best, (void **)&q.best));
    TRY(mem_new(ctx, count, sizeof *out->step_of, (void **)&out->step_of));
    TRY(mem_new(ctx, count, sizeof *out->picks, (void **)&out->picks));
    fall_in(&q, out);
    pick_half(&q, 0, out);
    if (q.best_count < SCT_CANDIDATE_MAX) /* or nobody who stands apart has a chance */
        pick_half(&q, LIGHT_STEPS, out);
done:
    mem_free(q.steps);
    mem_free(q.inks);
    mem_free(q.best);
    return status;
}

void match_line_free(match_line *line)
{
    mem_free(line->step_of);
    mem_free(line->picks);
    *line = (match_line){0};
}

int match_waits(const match_line *line, size_t ink)
{
    return line->step_of && line->step_of[ink] != not_in_line;
}

/* ---- who is best ---- */

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
        float least = pool->entries[0].claims[d];
        size_t equal = 0;
        for (size_t i = 1; i < count; i++)
            least = fminf(least, pool->entries[i].claims[d]);
        for (size_t i = 0; i < count; i++)
            equal += pool->entries[i].claims[d] <= least;
        for (size_t i = 0; i < count; i++)
            if (pool->entries[i].claims[d] <= least)
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

static const float *losses_of(const match_entry *entry, int by_any_hand)
{
    return by_any_hand ? entry->claims : entry->losses;
}

/* Share of the draws in which the first row or one that is tied with it is the best, or no row is better than the first by
 * more than this: which shade is the best of all may be unknown while this one is good. NaN without draws. */
static double held_by_first(const match_scene *scene, const match_pool *pool, double regret, int by_any_hand)
{
    const match_entry *first = &pool->entries[0];
    size_t held = 0, head = match_head_count(pool), count = head ? head : pool->count;
    for (size_t d = 0; d < scene->draw_count; d++) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++)
            best = losses_of(&pool->entries[i], by_any_hand)[d] < losses_of(&pool->entries[best], by_any_hand)[d] ? i : best;
        int tied_best = best == 0;
        for (size_t i = 0; i < first->row.tie_count; i++)
            tied_best |= first->row.tied_with[i] == best + 1;
        float lost = losses_of(first, by_any_hand)[d] - losses_of(&pool->entries[best], by_any_hand)[d];
        held += tied_best || (double)lost <= regret;
    }
    return scene->draw_count ? (double)held / (double)scene->draw_count : (double)NAN;
}

sct_confidence match_confidence(const match_scene *scene, const match_pool *pool)
{
    double u95 = worst_u95(scene), share = held_by_first(scene, pool, scene->thresholds.acceptable, 0);
    if (match_head_count(pool) == 0 || !(u95 <= MATCH_UNSURE_U95) || !(share >= LOW_SHARE))
        return SCT_CONFIDENCE_LOW;
    /* What neither the trade nor this hand has seen heal is never sure, even where nobody would see the difference; nor is
     * the weakest or strongest mix there is, which is the best only for want of another. */
    const match_candidate *best = &pool->entries[0].row;
    int ended = pool->entries[0].at_an_end; /* the ink was, not the search */
    int heard_of = match_hand_known(scene) || best->basis == SCT_BASIS_MEASURED_HEALED ||
                   match_usual_holds(&scene->usual, best->area_lab);
    int sure = held_by_first(scene, pool, scene->thresholds.jnd, 1) >= HIGH_SHARE && u95 <= HIGH_U95; /* by any hand */
    int too_dark = !(pool->entries[0].dark_by_any <= TOO_DARK_SHARE); /* however surely no other row is better */
    return sure && heard_of && !ended && !too_dark ? SCT_CONFIDENCE_HIGH : SCT_CONFIDENCE_MEDIUM;
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
    double share = held_by_first(scene, pool, scene->thresholds.acceptable, 0);
    if (!(share >= LOW_SHARE))
        flags_addf(flags, "rows-unsure", 0, "calibrate depth and strength, or choose between the rows by eye",
                   "the first row is as good as any, or nearly, only in %.0f %% of the draws", 100 * share);
}
