/*
 * tests/match/hands/hands.c - what one answer is worth to hands of many kinds, when nobody knows whose hand it is.
 *
 *     hands [CLIENTS-OF-A-CLASS [SEED [PALETTE.json]]]
 *
 * Printed are, in percent, by class of skin and kind of hand (kinds.h): how often the fewest rows that together claim 80 %
 * hold the best of all, and the mean of ln of what was claimed of it; how often dot and area heal within their stated 95 %;
 * how often the whole is more than 1 L* too dark, and the first session's dots alone; how often a lighter start is not
 * darker than wanted, and what was said of it; and how often the first row is closer than the usual chart's shade, visibly
 * (.8) so, not seen apart from it, and visibly farther.
 */
#include "match/client.h"
#include "match/hands/kinds.h"
#include "support/support.h"

enum { CLASSES = PHANTOM_ITA_CLASSES, TIMES = 3 };

static void print_sums(const char *skin, const char *kind, const hand_sums *s)
{
    double n = s->healed;
    printf("%-12s %-6s %4.0f healed, %3.0f without a recipe: sets right %3.0f, score %5.2f; dot, area within 95 %% %3.0f "
           "%3.0f; "
           "too dark %3.0f, first session %3.0f, too light %3.0f; start not darker %3.0f (%3.0f said); closer than the "
           "chart %3.0f: visibly "
           "closer %3.0f, not seen apart %3.0f, visibly farther %3.0f; session by session too dark %3.0f, too light %3.0f, "
           "visibly closer %3.0f, not seen apart %3.0f\n",
           skin, kind, n, s->refused, 100 * s->right / n, s->score / n, 100 * s->dot_in / n, 100 * s->area_in / n,
           100 * s->dark / n, 100 * s->first_dark / n, 100 * s->pale / n, 100 * s->light / s->starts, s->said / s->starts,
           100 * s->closer / n, 100 * s->nearer / n, 100 * s->alike / n, 100 * (n - s->nearer - s->alike) / n,
           100 * s->led_dark / n, 100 * s->led_light / n, 100 * s->led_nearer / n, 100 * s->led_alike / n);
}

static void answer_class(const sim_world *world, const hand_answer *told, int ita_class, int clients, num_rng rng[2],
                         hand_sums into[HAND_KINDS])
{
    static match_candidate rows[SCT_CANDIDATE_MAX];
    static sim_truth truth;
    const sim_artist usual = {75.0 / 125, 300.0 / 125, 2, 0.11, 0.24, 125, 200};
    for (int i = 0; i < clients; i++) {
        hand_answer answer = *told;
        sct_measurement seen;
        match_ranking ranking;
        sim_draw(world, ita_class, i, &usual, &rng[0], &truth, &seen);
        answer.count = rank_all(told->options, &seen, told->palette, rows, SCT_CANDIDATE_MAX, &ranking);
        answer.rows = rows;
        answer.ranking = &ranking;
        answer.skin = seen.skin.estimate.lab;
        hands_judge(&answer, TIMES, &rng[1], &truth, into);
    }
}

int main(int argc, char **argv)
{
    static hand_sums sums[CLASSES + 1][HAND_KINDS];
    int each = argc > 1 ? atoi(argv[1]) : 10, seed = argc > 2 ? atoi(argv[2]) : 11;
    unsigned char *text = argc > 3 ? read_file(argv[3], NULL) : NULL;
    sim_world world;
    num_rng rng[2];
    sct_match_options o;
    if (!data_path("") || !sim_world_load(&world) || each < 1 || (argc > 3 && !text)) {
        fprintf(stderr, "hands: reference data is needed, 1 client or more, and a palette that can be read\n");
        return 2;
    }
    sct_palette *wall = palette_of(carbon_palette), *palette = palette_of(text ? (const char *)text : carbon_palette);
    sct_match_options_init(&o);
    num_rng_seed(&rng[0], (uint64_t)seed);
    num_rng_seed(&rng[1], (uint64_t)seed + 1);
    hand_answer told = {.palette = palette, .wall = wall, .options = &o};
    for (int c = 0; c < CLASSES; c++)
        answer_class(&world, &told, c, each, rng, sums[c]);
    for (int c = 0; c <= CLASSES; c++)
        for (int k = 0; k < HAND_KINDS; k++) {
            print_sums(c < CLASSES ? phantom_ita_class_name(c) : "all", hand_names[k], &sums[c][k]);
            if (c < CLASSES)
                hand_sums_add(&sums[CLASSES][k], &sums[c][k]);
        }
    free(text);
    sct_palette_free(palette);
    sct_palette_free(wall);
    sim_world_free(&world);
    return 0;
}
