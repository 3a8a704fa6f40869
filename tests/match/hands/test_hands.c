/*
 * tests/match/hands/test_hands.c - what is said to a hand that nobody has measured is as true as it says, for hands as they
 * are found; and a first session is too dark by none of them.
 */
#include "match/client.h"
#include "match/hands/kinds.h"
#include "support/support.h"

enum { CLASSES = PHANTOM_ITA_CLASSES, CLIENTS = 2, TIMES = 4 };

static void answer_clients(const sim_world *world, const hand_answer *told, hand_sums sums[HAND_KINDS])
{
    static match_candidate rows[SCT_CANDIDATE_MAX];
    static sim_truth truth;
    const sim_artist usual = {75.0 / 125, 300.0 / 125, 2, 0.11, 0.24, 125, 200};
    num_rng clients, hands;
    num_rng_seed(&clients, 5);
    num_rng_seed(&hands, 6);
    for (int i = 0; i < CLASSES * CLIENTS; i++) {
        hand_answer answer = *told;
        sct_measurement seen;
        match_ranking ranking;
        sim_draw(world, i % CLASSES, i / CLASSES, &usual, &clients, &truth, &seen);
        answer.count = rank_all(told->options, &seen, told->palette, rows, SCT_CANDIDATE_MAX, &ranking);
        answer.rows = rows;
        answer.ranking = &ranking;
        answer.skin = seen.skin.estimate.lab;
        hands_judge(&answer, TIMES, &hands, &truth, sums);
    }
}

static void claims_hold_for_hands_as_they_are_found(void **state)
{
    (void)state;
    static hand_sums sums[HAND_KINDS], whole;
    sim_world world;
    sct_match_options o;
    NEED_DATA();
    assert_true(sim_world_load(&world));
    sct_match_options_init(&o);
    sct_palette *carbon = palette_of(carbon_palette);
    hand_answer told = {.palette = carbon, .wall = carbon, .options = &o};
    answer_clients(&world, &told, sums);
    for (int k = 0; k < HAND_KINDS; k++) {
        const hand_sums *s = &sums[k];
        double n = s->healed;
        figure(
            "hands %-5s (%3.0f): sets right %.0f %%; dot, area within their 95 %% %.0f, %.0f %%; too dark %.0f, after the "
            "first session %.0f %%, session by session %.0f %%; start not darker %.0f, said %.0f %%",
            hand_names[k], n, 100 * s->right / n, 100 * s->dot_in / n, 100 * s->area_in / n, 100 * s->dark / n,
            100 * s->first_dark / n, 100 * s->led_dark / n, 100 * s->light / s->starts, s->said / s->starts);
        assert_at_most(100 * s->first_dark / n, 5);
        assert_at_most(100 * s->led_dark / n, 10); /* three of 44 may be by chance */
        hand_sums_add(&whole, s);
    }
    figure("hands, all: too dark %.0f %%, session by session %.1f %%", 100 * whole.dark / whole.healed,
           100 * whole.led_dark / whole.healed);
    assert_at_most(100 * whole.led_dark / whole.healed, 5);
    assert_at_most(20, 100 * whole.dark / whole.healed); /* or nothing was shown */
    const hand_sums *any = &sums[HAND_ANY];
    assert_at_most(68, 100 * any->right / any->healed); /* aimed at: 75 to 85 */
    assert_at_most(100 * any->right / any->healed, 88);
    assert_at_most(91, 100 * any->dot_in / any->healed);
    assert_at_most(91, 100 * any->area_in / any->healed);
    assert_at_most((any->said - 100 * any->light) / any->starts, 9); /* no rosier than it is */
    sct_palette_free(carbon);
    sim_world_free(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_hold_for_hands_as_they_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
