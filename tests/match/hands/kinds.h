/*
 * tests/match/hands/kinds.h - hands of many kinds, and what one answer is worth to each.
 *
 * A client gets one answer, whoever tattoos. It is healed by hands of the worlds A to E (simulate.h) and of one more, with
 * depth and strength drawn as widely as the literature has them, and by hands drawn anew each time: "any", each of radius,
 * uptake, depth, layer and healed share from its own published prior, whatever the others are; "trade", as wide and deep
 * as any, with as much ink in a dot as the usual hand leaves, within a quarter, as hands differ from the usual chart.
 */
#ifndef TESTS_MATCH_HANDS_KINDS_H
#define TESTS_MATCH_HANDS_KINDS_H

#include "match/simulate.h"

enum { HAND_OTHER = SIM_WORLDS, HAND_ANY, HAND_TRADE, HAND_KINDS };
extern const char *const hand_names[HAND_KINDS];

/* What a client was told. `wall`: the usual chart's carbon is its first ink. */
typedef struct hand_answer {
    const sct_palette *palette, *wall;
    const sct_match_options *options;
    const match_candidate *rows;
    size_t count;
    const match_ranking *ranking;
    sct_lab skin; /* as it was measured */
} hand_answer;

/* Sums over hands and clients; numbers all, so that they can be added. */
typedef struct hand_sums {
    double healed, refused;  /* answers that were healed; clients without a recipe */
    double right;            /* the fewest rows that together claim 80 % held the best of all */
    double score;            /* ln of what was claimed of the best */
    double dot_in, area_in;  /* the first row's, within their stated 95 % */
    double dark, first_dark; /* its area more than 1 L* too dark; the same with the dots of the first session alone */
    double pale;             /* its area more than 1 L* too light */
    double starts, said,
        light; /* plans with a lighter start; how often it is said not to come out darker, percent; it did not */
    double closer, nearer, alike; /* than the wall chart's; visibly so; not seen apart from it */
    /* The sessions as verify_next_session has them, each after a photo of the one before: more than 1 L* too dark in the
     * end, more than 1 L* too light; visibly closer than the wall chart's at once, not seen apart from it. */
    double led_dark, led_light, led_nearer, led_alike;
} hand_sums;

/* Heals an answer `times` times by hands of each kind; changes the hand in `truth`. */
void hands_judge(const hand_answer *answer, int times, num_rng *rng, sim_truth *truth, hand_sums into[HAND_KINDS]);
void hand_sums_add(hand_sums *to, const hand_sums *more);

#endif
