/*
 * engine/region/find/doubt_hair.c - whether the hair that was found by itself can be believed, and what speaks against it.
 *
 * Two sums of evidence, for grown hair and for stubble: logarithms of odds that it is no hair of this client, in the
 * manner of a logistic regression. The weights were fitted, with a ridge of 5, to every second one of 321 photos of which
 * each answer was judged by eye: 94 heads whose hair came out right or wrong, 179 photos of rooms, landscapes, food, cloth,
 * furniture and things, and 48 rendered close-ups. Of the other half it doubts 2 of 24 right answers and 21 of 23 wrong
 * ones, 81 of 89 photos without a head, and no rendered close-up.
 */
#include "region/find/evidence.h"
#include "region/hair/locus.h"

#include <math.h>

enum {
    SKIN_SIZE,
    HAIR_FRAME,
    BOTH_FRAME,
    HAIR_SIZE,
    BELOW,
    OUTSIDE,
    PARTS,
    SKIN_ROUGH,
    HAIR_ROUGH,
    HAIR_RANGE,
    SKIN_COLOUR,
    HAIR_COLOUR,
    LIGHTER,
    DARKER,
    CROWN,
    SKIN_FILLED,
    BOTH_FILLED,
    ELONGATED,
    WIDE,
    CLOSE_UP,
    TOUCHING,
    WIDTH,
    ENCLOSED,
    FIBRES,
    ITEMS
};

/* Of what items_of finds; zeros are what tells nothing. */
static const double start[2] = {-0.96, -0.91}; /* grown, stubble */
static const double weights[ITEMS][2] = {
    [SKIN_SIZE] = {-0.57, -0.42}, [HAIR_FRAME] = {5.98, 7.12}, [BOTH_FRAME] = {6.60, 8.00}, [HAIR_SIZE] = {-0.60, -0.90},
    [BELOW] = {2.38, 0},          [OUTSIDE] = {0, 1.53},       [PARTS] = {0, 0.87},         [SKIN_ROUGH] = {-0.09, 0},
    [HAIR_ROUGH] = {-0.93, 0},    [HAIR_RANGE] = {0.86, 0},    [SKIN_COLOUR] = {0, 1.08},   [HAIR_COLOUR] = {0.64, 0.43},
    [LIGHTER] = {3.48, 0},        [DARKER] = {0, -1.49},       [CROWN] = {0, -2.13},        [SKIN_FILLED] = {0, -2.56},
    [BOTH_FILLED] = {-3.50, 0},   [ELONGATED] = {3.46, 0},     [WIDE] = {0.14, 1.65},       [CLOSE_UP] = {4.33, 0.68},
    [TOUCHING] = {-6.36, 0},      [WIDTH] = {0, -0.51},        [ENCLOSED] = {0, -1.70},     [FIBRES] = {0, 0.76},
};
static const double doubted_odds = 1;   /* so near to what is refused, hair is doubted whatever it looks like */
static const double close_frame = 0.35; /* skin along so much of the frame is a close-up, and no longer framed as a head */
static const double frame_told = 0.12, below_told = 0.6, lighter_told = 0.15, far_z = 8, little_skin = 0.03;
static const double off_told = 3, off_refused = 25; /* of Lab, beyond what the colours of the photo may be off */
static const double off_of_doubt = 0.6;
static const double inside = 0.1; /* of a rim: less is as good as none */

static double within(double value, double least, double most)
{
    return fmin(fmax(value, least), most);
}

static void items_of(const region_evidence *e, const region_result *result, double out[ITEMS])
{
    const sct_skin *skin = &result->skin;
    const sct_hair *hair = &result->hair;
    double close = fmin(e->skin_frame / close_frame, 1), wide = log(e->aspect);
    double above_skin = hair->strand.lab.L - skin->estimate.lab.L;
    out[SKIN_SIZE] = within(log(e->skin_share / 0.1), -3, 0.5);
    out[HAIR_FRAME] = fmin(e->hair_frame, 0.4) * (1 - close);
    out[BOTH_FRAME] = fmin(e->both_frame, 0.4) * (1 - close);
    out[HAIR_SIZE] = within(log(e->hair_share / 0.1), -3, 2);
    out[BELOW] = e->below;
    out[OUTSIDE] = e->outside * (1 - close);
    out[PARTS] = log(1 + e->parts) * (1 - close);
    out[SKIN_ROUGH] = within(log(e->skin_rough / 0.01 + 1e-6), -2, 2);
    out[HAIR_ROUGH] = within(log(e->hair_rough / 0.02 + 1e-6), -2, 2);
    out[HAIR_RANGE] = within(e->hair_range_L / 30, 0, 3);
    out[SKIN_COLOUR] = fmin(skin->estimate.pixels ? skin->locus_z : 0, 16) / 5;
    out[HAIR_COLOUR] = fmin(region_hair_off_locus(hair->strand.lab), 20) / 5;
    out[LIGHTER] = within(above_skin / 20, 0, 2);
    out[DARKER] = within(-above_skin / 30, 0, 2);
    out[CROWN] = e->crown;
    out[SKIN_FILLED] = e->skin_filled;
    out[BOTH_FILLED] = e->both_filled;
    out[ELONGATED] = fabs(wide);
    out[WIDE] = within(wide, -1, 1);
    out[CLOSE_UP] = close;
    out[TOUCHING] = fmin(e->touching, 0.3);
    out[WIDTH] = isfinite(result->mark_px) ? fmin(result->mark_px, 4) - 2 : 0;
    out[ENCLOSED] = e->enclosed;
    out[FIBRES] = within(log10(result->marks + 1), 0, 4);
}

/* Logarithm of the odds that it is none. */
static double odds_of(const double items[ITEMS], int stubble)
{
    double odds = start[stubble];
    for (int i = 0; i < ITEMS; i++)
        odds += weights[i][stubble] * items[i];
    return odds;
}

/* The plainest of what speaks against it. */
static const char *reason_of(const region_evidence *e, const double items[ITEMS], int stubble)
{
    if (e->hair_frame * (1 - items[CLOSE_UP]) > frame_told)
        return "it runs along the edge of the photo, as a background does";
    if (!stubble && e->below > below_told)
        return "it lies below the middle of the skin, as clothes and beards do";
    if (items[LIGHTER] > lighter_told)
        return "it is lighter than the skin";
    if (5 * items[SKIN_COLOUR] > far_z)
        return "what lies beside it hardly has the colour of skin";
    if (e->skin_share < little_skin)
        return "there is little beside it that could be skin";
    return stubble ? "it is scattered as beards, lashes, pores and cloth are"
                   : "it does not lie on the skin as hair on a head does";
}

/*
 * Of stubble alone: one piece above the skin, as wide as it and of some size, is the shaved back or top of a head. The sums
 * know no such heads: their stubble is large, in one, and neither enclosed by skin nor scattered on it. On 34 halves of
 * photos of shaved heads all five such pieces were scalp, and were doubted; no other stubble came near to one, and that
 * there is a head was likelier (odds of -4.1 at most) than of five animals and things whose fur or cloth lies so (-2.5 at
 * least).
 */
static int is_sheet(const region_evidence *e, double no_head)
{
    const double in_one = 0.9, as_wide = 0.8, as_large = 0.5, likely = -3;
    return no_head < likely && e->sheet > in_one && e->sheet_width > as_wide && e->hair_share > as_large * e->skin_share;
}

/*
 * What a chart in the photo says for it, as logarithm of odds: by colours that it has corrected, skin is told from carpet
 * and wood. On 20 photos of charts that lie on carpets and tables without a person, what was taken for skin was 3.7 standard
 * deviations or more from the colours of real skin; beside charts on 96 scalps, rendered by other code and not seen while
 * this was set, 1.5 in the middle and 3 at most in all but two. Of grown hair, which may as well be cloth or background, it
 * says so in close-ups only.
 */
double region_chart_odds(const region_result *result, double close)
{
    const double real_z = 3;
    if (result->correction.kind != SCT_CORRECTION_CHART || !result->skin.estimate.pixels)
        return 0;
    return fmax(real_z - result->skin.locus_z, 0) * (result->hair.kind == SCT_HAIR_STUBBLE ? 1 : close);
}

/*
 * Of stubble alone: one rough piece on the skin that covers more than half of it, of a thousand specks and more, and not at
 * its lower end, is a shaved scalp seen from near or from behind; beards lie low, and the specks of a face lie on smooth
 * skin. Of 96 new photos of SMP clients, patients and portraits six shaved or thinning scalps lay so (texture of 0.027 times
 * L* + 16 and more) and no face (0.016 at most where a fifth of the skin or more was taken).
 */
static int is_scalp(const region_evidence *e, const region_result *result)
{
    const double of_skin = 0.55, on_skin = 0.8, specks = 1000, not_low = 0.3, rough = 0.02;
    return e->parts < 4 && e->hair_share > of_skin * e->skin_share && e->enclosed > on_skin && result->marks >= specks &&
           e->upper > not_low && e->hair_rough > rough;
}

/*
 * Of stubble alone, where a face or head is seen: so few fibres that grey ones cannot be counted, or dark things that are no
 * hairs. Eyes, brows and glasses are far larger than the narrow things in them: in 22 places on 96 new photos that lay on
 * scalp what is dark took 3.1 squares of the width of each narrow thing, and 56 of each fibre, at most; 18 that did not had
 * more than 5, or than 80, or less than fifty fibres. Wide hairs are seen in close-ups, where they are long.
 */
static int is_blobs(const region_result *result)
{
    const double of_mark = 5, of_fibre = 80, wide_px = 4;
    return result->correction.kind != SCT_CORRECTION_CHART && result->mark_px < wide_px &&
           (flags_have(&result->flags, "few-fibres") || result->mark_area > of_mark || result->fibre_area > of_fibre);
}

/*
 * Of stubble alone: scalp hair reaches the top of the head. Where the photo shows more than a patch of skin, of stubble that
 * came out right on 34 halves of photos of shaved heads 81 % or more lay in the upper two fifths, or in one sheet above the
 * skin. Before a dark wall, which hides where a head ends, only what is surely a scalp counts: beards and foreheads were
 * taken for it.
 */
static int is_low(const region_evidence *e, const region_result *result, int charted)
{
    const double in_sheet = 0.5, at_top = 0.6, dark = 0.25;
    int hidden = !charted && e->dark_behind > dark,
        on_top = e->upper >= at_top || (charted && e->hair_share > e->skin_share);
    return e->sheet < in_sheet && (hidden || !on_top) && !is_scalp(e, result);
}

/* Of stubble alone: specks in it that are no wider than a pixel, as gravel, wood and far grass have, are no hairs that could
 * be measured (on 122 heads, 50 halves of photos before and after, and 500 scenes it doubts 7 answers that stood without a
 * word, six wrong and one partly right); and what is little and in many pieces: what came out right was a fifth of the skin
 * or more; of six answers that were wrong without a word five lie low (brows, beards, ears), and one is next to none. */
static const char *speck_reason(const region_evidence *e, const region_result *result)
{
    const double grain_px = 1.3, little = 0.2, little_near = 0.03, pieces = 8, none = 0.12;
    double close = fmin(e->skin_frame / close_frame, 1), least = (1 - close) * little + close * little_near;
    int charted = region_chart_odds(result, 1) > 1;
    if (result->mark_px < grain_px && !charted)
        return "what stands out in it is no wider than a pixel";
    int next_to_none = e->hair_share < none * e->skin_share;
    if (((is_low(e, result, charted) || next_to_none || is_blobs(result)) && e->skin_frame < inside) ||
        (e->hair_share < least * e->skin_share && e->parts >= pieces))
        return "it is little and scattered, as brows, lashes, beards and pores are";
    return NULL;
}

/* Of grown hair alone: beside a wall in the colour of skin, the like of which is all over the photo. */
static int is_beside_wall(const region_evidence *e)
{
    const double beside = 0.5, common = 0.35, topped = 0.1;
    return e->alone < common && e->crown < topped && e->outside > beside;
}

/* Of grown hair alone: it stands narrow on what is wide. Hair on most of the columns is no narrower than what it stands on.
 */
static int is_on_shirt(const region_evidence *e)
{
    const double narrow = 0.03, most = 0.6;
    return e->crown < most && e->outside < narrow && e->below < narrow && e->enclosed < inside &&
           e->hair_share < e->skin_share;
}

/* Of grown hair alone: cloth that was taken for skin below it, or for the hair itself, and what is left of a dark wall. */
static const char *cloth_reason(const region_evidence *e, const sct_lab skin, const sct_lab hair)
{
    const double smooth = 0.01, topped = 0.1, paler = 2.5, surrounded = 0.8, reached = 0.3, least = 0.02, dark = 0.05,
                 rest = 0.03;
    if (is_on_shirt(e))
        return "it stands narrow on what is wide, as a head does on a shirt";
    if (hypot(hair.a, hair.b) / (hair.L + 16) > paler * hypot(skin.a, skin.b) / (skin.L + 16))
        return "what lies beside it is paler than skin beside such hair";
    if ((e->enclosed > surrounded && e->crown < reached) || (e->hair_share < least && e->skin_frame < inside))
        return "it does not lie on the skin as hair on a head does";
    if (e->dark_behind > dark && e->hair_frame > rest)
        return "it runs along the edge of the photo, as a background does";
    if (is_beside_wall(e))
        return "it does not lie on the skin as hair on a head does";
    if (e->hair_rough < smooth && e->crown < topped && e->enclosed < 0.5)
        return "it is as smooth as cloth, and does not lie above the skin";
    return NULL;
}

/*
 * Kinds of wrong answers that the sums let pass, set with all heads in view: a face above a shirt that was taken for skin
 * (of 85 heads whose grown hair was found none is doubted for it), cloth that touches a head from beside or
 * below (of 34 heads whose grown hair came out right none is doubted for it), lashes, brows and beards (1 of 14 heads whose
 * stubble came out right), and painted walls: a head is round, and light falls off over it by more than an L* (none of 48).
 * Animals, rocks and houses end harder than heads do, and their like is all over the photo (of 122 heads it doubts
 * none that was not doubted before). Cloth is paler than skin: where it was skin that stood without a word, its chroma was
 * 0.155 times L* + 16 at least; of 8 answers on what is paler 7 were doubted anyway, two of them bald heads in washed-out
 * photos. On 132 heads whose grown hair came out right or partly right chroma was 0.66 times L* + 16 at most, and hair 18
 * times the skin; of 67 things and animals whose grown "hair" passed 8 and 16 are beyond. There, hair that is nearly all
 * surrounded by skin or next to none was on no head but one that was doubted anyway. Null where none is the case.
 */
static const char *plain_reason(const region_evidence *e, const region_result *result, int sheet, double no_head)
{
    const double flat_L = 1, hard_L = 3.4, common = 0.58, palest = 0.135, strongest = 0.7, times_skin = 20;
    const double surely_head = -4;
    double strength = hypot(e->skin_p, e->skin_q);
    if (e->skin_sd_L < flat_L && e->skin_frame < inside && !(region_chart_odds(result, 1) > 1))
        return "what lies beside it is as even as a wall";
    if (e->step_L > hard_L && e->alone < common && !(no_head < surely_head))
        return "what lies beside it ends as hard as no head does, and its like is all over the photo";
    if (strength < palest)
        return "what lies beside it is paler than skin";
    if (strength > strongest)
        return "what lies beside it hardly has the colour of skin";
    if (e->hair_share > times_skin * e->skin_share)
        return "there is little beside it that could be skin";
    if (result->hair.kind == SCT_HAIR_STUBBLE)
        return sheet ? NULL : speck_reason(e, result);
    return cloth_reason(e, result->skin.estimate.lab, result->hair.strand.lab);
}

static uint32_t doubt_colour(const region_job *job, double off)
{
    return region_flag_bit(flags_addf(&job->out->flags, "hair-colour-unlikely", 1,
                                      "look at the overlay and mark the hair, unless it is dyed; photograph in daylight",
                                      "the colour of what was taken for hair lies %.0f outside those that hair has", off));
}

/* Whether what shows no head may be refused for that. Where a grey makes colours that no skin has, the grey is at fault, and
 * what the photo shows cannot be told by colours; and nobody lays a chart beside a landscape. */
static int may_be_no_head(const region_result *result)
{
    if (result->correction.kind == SCT_CORRECTION_GREY)
        return !flags_have(&result->flags, "skin-off-locus");
    return result->correction.kind != SCT_CORRECTION_CHART;
}

/* Stubble in one piece on top of the skin, of many specks that are as fine as hairs are: creases, caps and gloss have none.
 */
static int is_plain_scalp(const region_evidence *e, const region_result *result)
{
    const double above = 0.5, upper = 0.8, topped = 0.7, specks = 1000, of_skin = 0.12, wide = 0.6;
    return e->sheet > above && (e->upper > upper || e->crown > topped) && e->sheet_width > wide &&
           e->hair_share > of_skin * e->skin_share && result->marks >= specks && !is_blobs(result);
}

/*
 * Grown hair is plain as one rough sheet above the skin, and much darker than it. Nothing else on a head is so: beards lie
 * low, and shaved scalp or the side of a face in shade is smooth.
 *
 * The wreath round a bald head is no sheet above it. Where nothing is said against it, what is rough, much darker than the
 * skin, more than a wisp and not low is likely hair: of 11 heads worked with and 1 of 118 photos held out that had such a
 * second place, all were right, and none of 60 things had one.
 */
static region_plainness plainness(const region_evidence *e, const region_result *result)
{
    const double above = 0.85, upper = 0.5, rough = 0.03, darker_L = 18;
    const double low = 0.25, less_rough = 0.02, darker_than_shade_L = 15, wisp = 0.025;
    double darker = result->skin.estimate.lab.L - result->hair.strand.lab.L;
    if (result->hair.kind == SCT_HAIR_STUBBLE)
        return is_plain_scalp(e, result) ? REGION_PLAIN : REGION_NOT_PLAIN;
    if (e->sheet > above && e->upper > upper && e->hair_rough > rough && darker > darker_L)
        return REGION_PLAIN;
    return e->upper > low && e->hair_rough > less_rough && darker > darker_than_shade_L && e->hair_share > wisp
               ? REGION_LIKELY
               : REGION_NOT_PLAIN;
}

sct_status region_doubt_hair(sct_context *ctx, const region_job *job, const region_spans *spans, uint32_t *bits,
                             region_plainness *plain_hair)
{
    sct_status status = SCT_OK;
    region_evidence evidence;
    const sct_hair *hair = &job->out->hair;
    const sct_skin *skin = &job->out->skin;
    int stubble = hair->kind == SCT_HAIR_STUBBLE;
    double items[ITEMS];
    double off = region_hair_off_locus(hair->strand.lab) - off_of_doubt * job->out->correction.u95_de00;

    if (off > off_refused)
        FAIL(ctx, SCT_ERR_NOTHING,
             "what was found has a colour that no hair has, L %.0f a %.0f b %.0f; mark the skin and the hair",
             hair->strand.lab.L, hair->strand.lab.a, hair->strand.lab.b);
    if (off > off_told)
        *bits |= doubt_colour(job, off);
    *plain_hair = REGION_NOT_PLAIN;
    TRY(region_evidence_gather(ctx, &job->map, job->skin_cells, job->background, spans, &evidence));
    if (job->seen || !skin->estimate.pixels || !(evidence.skin_share > 0 && evidence.hair_share > 0))
        goto done; /* a card that shows skin lies on a client, and of hair alone no more can be said */
    *plain_hair = plainness(&evidence, job->out);
    items_of(&evidence, job->out, items);
    double charted = region_chart_odds(job->out, items[CLOSE_UP]),
           no_head = region_no_head_odds(&evidence, skin, hair) - charted;
    int sheet = stubble && is_sheet(&evidence, no_head);
    const char *plain = plain_reason(&evidence, job->out, sheet, no_head);
    const char *reason = plain ? plain : reason_of(&evidence, items, stubble);
    if (no_head > 0 && may_be_no_head(job->out))
        FAIL(ctx, SCT_ERR_NOTHING, "no head could be seen: what was taken for hair is none, %s; mark the skin and the hair",
             reason);
    if ((odds_of(items, stubble) - charted > 0 && !sheet) || no_head > -doubted_odds || plain)
        *bits |=
            region_flag_bit(flags_addf(&job->out->flags, "region-unsure", 1,
                                       "look at the overlay and mark the hair: a circle or rectangle inside it is enough",
                                       "what was taken for hair may be none: %s", reason));
done:
    return status;
}
