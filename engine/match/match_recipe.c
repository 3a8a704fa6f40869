/*
 * engine/match/match_recipe.c - what to draw up into the syringe, and what can
 * go wrong with it.
 */
#include "match/match_private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MARKS_PER_ML = 20 }; /* finest marks of a 1 ml syringe that are read without effort */
static const double MARK_ML = 1.0 / MARKS_PER_ML;
static const double ROUNDING = 1e-9;
static const double SLIP_ML = 0.1;    /* a slip of the hand; */
static const double SMALL_ML = 0.125; /* of less ink than this, which only a 1 ml syringe can take, it is one of its marks */
static const double SLIP_DE00 = 1;
static const double SATURATED_DE00 = 0.5; /* what half as much ink again still changes where it is pointless: nothing seen */
static const double WEAK_L = 2;           /* L* lighter than wanted, which is plain side by side */
static const double SIDE_C = 1.1;         /* times as strong: a mix beside the end of a range */
static const double EDGE_C = 0.02;        /* relative distance from the end of a range that is "at the end" */

/* The number that a mark is called by: three marks of 0.05 are 0.15, which their product misses by one bit. */
static double on_mark(double ml)
{
    return round(ml * MARKS_PER_ML) / MARKS_PER_ML;
}

/* Volumes on the syringe's marks that fill the cup as far as they keep the dilution, and never more than it holds: the
 * colour follows the ratio and not the volume. Only where the first mark of ink already asks for more is the cup too small.
 */
static void mix(double batch_ml, double parts_water, double mark_ml, double *ink_ml, double *water_ml)
{
    double wanted = batch_ml / (1 + parts_water) / mark_ml, least = (double)INFINITY;
    int from = (int)floor(0.7 * wanted), to = (int)floor(wanted + ROUNDING);
    for (int k = from < 1 ? 1 : from; k <= (to < 1 ? 1 : to); k++) {
        double ink = k * mark_ml, water = MARK_ML * round(ink * parts_water / MARK_ML);
        if (ink + water > batch_ml * (1 + ROUNDING) && k > 1)
            break;
        double wrong = fabs(log((ink + water) / (ink * (1 + parts_water))));
        double stretched = fabs(log((ink + water) / batch_ml));
        double badness = wrong + 0.02 * stretched;
        if (badness < least) {
            least = badness;
            *ink_ml = on_mark(ink);
            *water_ml = on_mark(water);
        }
    }
}

/* How many marks of both inks it takes for either to come out on a mark: the whole numbers that stand in their ratio. */
static int marks_of(double first, double second)
{
    enum { MOST = 20 };
    if (!(second > 0))
        return 1;
    for (int both = 2; both <= MOST; both++) {
        double share = both * second / (first + second);
        if (share > 0.5 && fabs(share - round(share)) < 1e-3 * both)
            return both;
    }
    return 1;
}

void match_mix_volumes(double volume_ml, double parts_ink, double parts_second, double parts_water, double out_ml[3])
{
    double inks = parts_ink + parts_second, inks_ml = volume_ml, water_ml = 0;
    int marks = marks_of(parts_ink, parts_second);
    mix(volume_ml, parts_water / inks, marks * MARK_ML, &inks_ml, &water_ml);
    out_ml[1] = on_mark(inks_ml * parts_second / inks);
    out_ml[0] = on_mark(inks_ml - out_ml[1]);
    out_ml[2] = water_ml;
}

static void warn(match_candidate *row, const char *text)
{
    if (row->warning_count < SCT_WARNING_MAX)
        text_copy(row->warnings[row->warning_count++], sizeof row->warnings[0], text);
}

static void warn_of_basis(const match_ink *ink, match_candidate *row)
{
    char text[sizeof row->warnings[0]];
    if (row->basis == SCT_BASIS_PREDICTED_HEALED && ink->optics->flags.count > 0)
        warn(row, ink->optics->flags.items[0].message);
    if (row->basis != SCT_BASIS_SWATCH)
        return;
    text_print(text, sizeof text, "ranked by its %s colour, which is not what heals",
               match_colour_word(&ink->ink, row->state));
    warn(row, text);
}

/* Half as much ink again changes nothing that can be seen. */
static int is_saturated(const match_scene *scene, const match_ink *ink, double c, const match_candidate *row)
{
    double weaker = c / 1.5;
    return weaker >= ink->c_lo && sct_de2000(row->dot_lab, match_basis_dot(scene, ink, weaker)) < SATURATED_DE00;
}

/* Whether the mix before the end is farther from the targets, by the estimates: then one beyond it would be nearer. */
static int gains_outwards(const match_scene *scene, const match_ink *ink, double c, double density, double before)
{
    const match_draw *now = &scene->nominal;
    match_look here = ink->basis->look(scene, ink, c, density, now, &scene->nominal_ink);
    match_look there = ink->basis->look(scene, ink, before, density, now, &scene->nominal_ink);
    return ink->c_lo < ink->c_hi && match_cost_of(scene, now, here).total < match_cost_of(scene, now, there).total;
}

/* How much lighter than wanted a row is, dots and area as they count. */
static double lighter_by(const match_scene *scene, const match_candidate *row)
{
    double w = scene->weight_dot, dots = w * (row->dot_lab.L - scene->nominal.stub.L);
    return w < 1 ? dots + (1 - w) * (row->area_lab.L - scene->nominal.shadow.L) : dots;
}

/* What is used as it is cannot be mixed stronger. */
static void warn_of_weakness(const match_scene *scene, match_candidate *row)
{
    if (lighter_by(scene, row) > WEAK_L)
        warn(row, "this ink is too weak for this hair, as it is: a stronger one would suit better");
}

static void warn_of_range(const match_scene *scene, const match_ink *ink, double c, match_candidate *row)
{
    char text[sizeof row->warnings[0]], number[32];
    double lighter = lighter_by(scene, row);
    text_from_number(number, sizeof number, row->parts_water, 2, 1);
    if (c <= ink->c_lo * (1 + EDGE_C) &&
        (lighter < 0 || gains_outwards(scene, ink, c, row->density_per_cm2, fmin(c * SIDE_C, ink->c_hi)))) {
        text_print(text, sizeof text,
                   "the lightest mix this ink allows or is known at (1:%s); a lighter one would suit better", number);
        warn(row, text);
    } else if (c >= ink->c_hi * (1 - EDGE_C) &&
               (lighter > 0 || gains_outwards(scene, ink, c, row->density_per_cm2, fmax(c / SIDE_C, ink->c_lo)))) {
        text_print(text, sizeof text,
                   "the strongest mix this ink allows or is known at (1:%s); a stronger one would suit better", number);
        warn(row, text);
    }
}

static void warn_of_slips(const match_scene *scene, const match_ink *ink, match_candidate *row)
{
    char text[sizeof row->warnings[0]];
    double inks = row->ink_ml + row->second_ml, slip = inks < SMALL_ML ? MARK_ML : SLIP_ML;
    double c = (inks + slip) / (row->batch_ml + slip);
    double change = sct_de2000(row->dot_lab, match_basis_dot(scene, ink, fmin(c, ink->c_hi)));
    if (!(change > SLIP_DE00))
        return;
    text_print(text, sizeof text, "%.2g ml more ink changes the dot by dE00 %.1f: use a 1 ml syringe, or mix more at once",
               slip, change);
    warn(row, text);
}

/* The marks of a syringe ask for more than the cup holds. */
static void warn_of_volume(double batch_ml, match_candidate *row)
{
    char text[sizeof row->warnings[0]];
    if (!(row->batch_ml > batch_ml * (1 + ROUNDING)))
        return;
    text_print(text, sizeof text, "%.1f ml instead of %.1f: the least in which %s on the marks of a 1 ml syringe",
               row->batch_ml, batch_ml, row->blend.parts_second ? "both inks come out" : "the ink comes out");
    warn(row, text);
}

void match_recipe(const match_scene *scene, const match_ink *ink, match_candidate *row)
{
    double batch = scene->options->batch_ml;
    warn_of_basis(ink, row);
    if (ink->laser)
        warn(row, ink->laser->words);
    if (ink->ink.kind == SCT_INK_READY || (!(row->parts_water > 0) && !row->blend.parts_second)) {
        row->ink_ml = row->batch_ml = batch;
        row->water_ml = 0;
        warn_of_weakness(scene, row);
        return;
    }
    int both = row->blend.parts_first + row->blend.parts_second;
    double inks_ml = 0;
    mix(batch, row->parts_water, row->blend.parts_second ? both * MARK_ML : MARK_ML, &inks_ml, &row->water_ml);
    row->batch_ml = on_mark(inks_ml + row->water_ml);
    row->second_ml = row->blend.parts_second ? on_mark(inks_ml * row->blend.parts_second / both) : 0;
    row->ink_ml = on_mark(inks_ml - row->second_ml);
    warn_of_volume(batch, row);
    double c = palette_concentration(1, row->parts_water);
    if (is_saturated(scene, ink, c, row))
        warn(row, "more ink no longer darkens here: a weaker mix heals to the same colour");
    else
        warn_of_range(scene, ink, c, row);
    warn_of_slips(scene, ink, row);
}
