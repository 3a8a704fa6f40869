/*
 * engine/match/match_loss.c - what a difference costs.
 *
 *   loss = w f(dE(dot, strand)) + (1 - w) f(dE(area, shadow))
 *
 * f counts a colour that heals darker than wanted by more than 1 L*, or bluer by
 * more than 1 b*, 1.5 times each: too light is one more session, too dark cannot
 * be undone. The step at 1 is deliberate: below it nobody sees a side.
 */
#include "match/match_private.h"

static const double TOO_DARK_L = 1, TOO_BLUE_B = 1, PENALTY = 1.5;

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

static double asymmetric(double difference, sct_lab target, sct_lab sample)
{
    if (sample.L < target.L - TOO_DARK_L)
        difference *= PENALTY;
    if (sample.b < target.b - TOO_BLUE_B)
        difference *= PENALTY;
    return difference;
}

match_cost match_cost_of(const match_scene *scene, const match_draw *draw, match_look look)
{
    const sct_match_options *o = scene->options;
    double w = scene->weight_dot;
    match_cost cost;
    cost.dot = match_difference(o, draw->strand, look.dot);
    cost.area = match_difference(o, draw->shadow, look.area);
    cost.total = w * cost.dot + (w < 1 ? (1 - w) * cost.area : 0);
    cost.loss = cost.total;
    if (o->loss == SCT_LOSS_ASYMMETRIC)
        cost.loss = w * asymmetric(cost.dot, draw->strand, look.dot) +
                    (w < 1 ? (1 - w) * asymmetric(cost.area, draw->shadow, look.area) : 0);
    return cost;
}
