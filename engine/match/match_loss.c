/*
 * engine/match/match_loss.c - what a difference costs.
 *
 *   loss = w f(dE(dot, stub)) + (1 - w) f(dE(area, shadow))
 *
 * f counts a colour that heals darker than wanted by more than 1 L*, or bluer by
 * more than 1 b*, 1.5 times each: too light is one more session, too dark cannot
 * be undone. The step at 1 is deliberate: below it nobody sees a side. That is so on
 * light skin; on darker skin differences are seen from 2.2 times as much on (match_words.c),
 * and so are sides: else black hair on brown skin gets half the ink that the trade mixes, for
 * the sake of what nobody sees. What experience adds stands below.
 */
#include "match/match_private.h"

#include <math.h>

static const double TOO_BLUE_B = 1, PENALTY = 1.5;

double match_difference(const sct_match_options *options, sct_lab target, sct_lab sample)
{
    int plain = options->kL == 1 && options->kC == 1 && options->kH == 1;
    if (options->metric == SCT_METRIC_DE2000 && plain) { /* without angles: the same to 1e-10 in half the time */
        double difference;
        sct_de2000_batch_f64(target, (sct_labs_f64){&sample.L, &sample.a, &sample.b, 1}, &difference);
        return difference;
    }
    sct_metric_params params = sct_metric_params_default(options->metric);
    if (options->metric == SCT_METRIC_DE2000 || options->metric == SCT_METRIC_DE94) {
        params.kL = options->kL;
        params.kC = options->kC;
        params.kH = options->kH;
    }
    return sct_difference(options->metric, &params, target, sample);
}

/* wider: as in match_thresholds. */
static double asymmetric(double difference, sct_lab target, sct_lab sample, double wider)
{
    if (sample.L < target.L - MATCH_TOO_DARK_L * wider)
        difference *= PENALTY;
    if (sample.b < target.b - TOO_BLUE_B * wider)
        difference *= PENALTY;
    return difference;
}

match_cost match_cost_of(const match_scene *scene, const match_draw *draw, match_look look)
{
    const sct_match_options *o = scene->options;
    double w = scene->weight_dot, wider = fmax(scene->thresholds.wider, 1);
    match_cost cost;
    cost.dot = match_difference(o, draw->stub, look.dot);
    cost.area = match_difference(o, draw->shadow, look.area);
    cost.total = w * cost.dot + (w < 1 ? (1 - w) * cost.area : 0);
    cost.loss = cost.total;
    if (o->loss == SCT_LOSS_ASYMMETRIC)
        cost.loss = w * asymmetric(cost.dot, draw->stub, look.dot, wider) +
                    (w < 1 ? (1 - w) * asymmetric(cost.area, draw->shadow, look.area, wider) : 0);
    return cost;
}

/*
 * ---- what experience says beside the calculation ----
 *
 * The shade that the trade would mix, and inks that a laser cannot take away, both
 * enter the loss gently. The usual chart is one more witness of how dots heal, and
 * all that is known of an unknown hand: a mix that is twice as strong or weak as it
 * loses half of what can just be seen. It is never leaned on beyond what nobody sees: where
 * its shade would heal darker than the hair's own shadow by more than half an L*, as it does
 * on brown skin, the mix that heals so dark stands for it. Next to it a calibrated hand knows better, and
 * the chart only stands beside the answer. White and brown pigments darken under a
 * laser and stay, where carbon clears: among mixes that look alike the one that can be
 * taken away comes first.
 */

static const double PULL = 0.5; /* of what can just be seen, at half or double the usual shade; from there on straight */
static const double HAND_KNOWN = 1.5; /* a strength known to this factor is a hand that somebody has looked at */
static const double SEEN_DL = 0.5;    /* what nobody sees of an area is no reason to look again */
static const double FAR = 2;          /* times the usual shade, or a part of it: look again */
/* Hands differ from the chart by about a quarter (usual_table.c): nearly all of them stay within this many times its shade.
 */
static const double SEEN_BY_THE_TRADE = 1.5;
static const double LIGHTEST = 150; /* parts of water up to which a shade is named */

/* Parts of water at a node: even steps of ln(1 + parts). */
static double parts_at_node(int node)
{
    return pow(1 + LIGHTEST, (node + 0.5) / MATCH_USUAL_NODES) - 1;
}

int match_hand_known(const match_scene *scene)
{
    return scene->options->strength_factor <= HAND_KNOWN;
}

/* The strongest mix that still darkens: on dark skin more ink than that makes the area lighter again, as it scatters light
 * that would have been lost. */
static int darkest_node(const match_usual *usual)
{
    int darkest = 0;
    for (int i = 1; i < MATCH_USUAL_NODES - 1; i++)
        if (usual->area_L[i] < usual->area_L[darkest])
            darkest = i;
    return darkest;
}

/* Where among the nodes carbon makes an area this light: a number of nodes, straight between them; of two such mixes the
 * weaker. */
static double node_of(const match_usual *usual, double area_L)
{
    int i = MATCH_USUAL_NODES - 2, darkest = darkest_node(usual);
    while (i > darkest && usual->area_L[i] > area_L)
        i--;
    double step = usual->area_L[i + 1] - usual->area_L[i];
    double part = step > 0 ? (area_L - usual->area_L[i]) / step : 0;
    return i + fmin(fmax(part, 0), 1);
}

/* By the dark hairs, but the chart's row of grey hair where a grey head is not to look as if it were none. */
static const palette_usual *usual_row(const match_scene *scene)
{
    sct_lab hair = scene->nominal.strand;
    if (scene->grey_share >= MATCH_GREY_HEAD && scene->options->grey_hair != SCT_GREY_HAIR_DARK)
        hair.L = 100;
    return palette_usual_for(hair, scene->measurement->skin.ita_deg);
}

void match_usual_init(const match_scene *scene, match_table *room, match_usual *out)
{
    sct_pigment carbon = {"77266", MATCH_USUAL_FRACTION};
    sct_ink_optics optics;
    *out = (match_usual){.row = usual_row(scene)};
    if (!out->row || !scene->skin || skin_optics_from_composition(NULL, &carbon, 1, &optics) != SCT_OK)
        return;
    match_ink ink = {.table = room};
    ink.ink.kind = SCT_INK_DILUTABLE;
    ink.ink.strength = 1;
    ink.ink.min_parts_water = parts_at_node(0);
    ink.ink.max_parts_water = LIGHTEST;
    skin_ink medium = skin_ink_of(&optics);
    match_predict_medium(scene, &medium, 0, &ink);
    for (int i = 0; i < MATCH_USUAL_NODES; i++)
        out->area_L[i] = match_predict_look(scene, &ink, palette_concentration(1, parts_at_node(i)),
                                            match_natural_density(scene), &scene->nominal, &scene->nominal_ink)
                             .area.L;
    out->doublings = log2(1 + out->row->shade);
    out->doublings_a_node = log2(1 + LIGHTEST) / MATCH_USUAL_NODES;
    out->aim = fmax(out->doublings, (node_of(out, scene->nominal.shadow.L - SEEN_DL) + 0.5) * out->doublings_a_node);
    out->known = 1;
}

double match_usual_equal(const match_usual *usual, sct_lab area)
{
    if (!usual->known || !isfinite(area.L))
        return (double)NAN;
    return pow(1 + LIGHTEST, (node_of(usual, area.L) + 0.5) / MATCH_USUAL_NODES) - 1;
}

/* L* of carbon's area at this node or between two. */
static double L_at(const match_usual *usual, double node)
{
    int i = (int)fmin(fmax(node, 0), MATCH_USUAL_NODES - 2);
    return usual->area_L[i] + (node - i) * (usual->area_L[i + 1] - usual->area_L[i]);
}

double match_usual_dL(const match_usual *usual, sct_lab target)
{
    if (!usual->known)
        return (double)NAN;
    return L_at(usual, usual->doublings / usual->doublings_a_node - 0.5) - target.L;
}

/* log2 of how much weaker a mix is than the usual one. */
static double doublings(const match_usual *usual, sct_lab area)
{
    return (node_of(usual, area.L) + 0.5) * usual->doublings_a_node - usual->doublings;
}

int match_usual_is_far(const match_usual *usual, sct_lab area)
{
    double node = (usual->doublings / usual->doublings_a_node) - 0.5;
    return usual->known && fabs(doublings(usual, area)) > log2(FAR) && fabs(L_at(usual, node) - area.L) > SEEN_DL;
}

int match_usual_holds(const match_usual *usual, sct_lab area)
{
    return usual->known && fabs(doublings(usual, area)) <= log2(SEEN_BY_THE_TRADE);
}

double match_usual_cost(const match_scene *scene, const match_ink *ink, match_look look)
{
    const match_usual *usual = &scene->usual;
    double cost = 0, jnd = scene->thresholds.jnd;
    if (scene->options->loss != SCT_LOSS_ASYMMETRIC || ink->basis->id == SCT_BASIS_SWATCH)
        return 0;
    cost += ink->laser ? ink->laser->risk * jnd : 0;
    if (usual->known && !match_hand_known(scene)) {
        double off = fabs(doublings(usual, look.area) + usual->doublings - usual->aim);
        cost += PULL * jnd * (off < 1 ? off * off : 2 * off - 1);
    }
    return cost;
}
