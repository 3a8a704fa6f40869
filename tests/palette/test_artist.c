/* tests/palette/test_artist.c - a hand is found again from its healed marks, and one wild mark does not matter. */
#include "artist/artist.h"
#include "palette/artist_world.h"
#include "support/support.h"

static sct_context *ctx;
static sct_palette *inks;

#define RANGE "\"dilution\":{\"min_parts_water\":3,\"max_parts_water\":80,\"step\":0.5}"
static const char palette_text[] =
    "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"stated\"},\"inks\":["
    "{\"id\":\"black\"," RANGE ",\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":0.15}]},"
    "{\"id\":\"brown\"," RANGE
    ",\"composition\":[{\"ci\":\"77266\",\"mass_fraction\":0.05},{\"ci\":\"77491\",\"mass_fraction\":0.06}]}]}";

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) == SCT_OK &&
                   sct_palette_from_json(ctx, palette_text, sizeof palette_text - 1, &inks) == SCT_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_palette_free(inks);
    sct_context_free(ctx);
    return 0;
}

/* A hand that the tool is never told. */
typedef struct truth {
    double depth_um, radius_mm, strength;
} truth;

static sct_mark mark_of(const truth *t, size_t i, num_rng *rng, double noise)
{
    sct_mark m;
    sct_heal_options o;
    sct_healed *healed = NULL;
    sct_healed_info seen;
    sct_ink_optics *optics = NULL;
    sct_mark_init(&m);
    sct_heal_options_init(&o);
    m.ink = i % 2;
    m.parts_water = 8 + 4.0 * (double)(i % 5);
    assert_int_equal(sct_palette_ink_optics(ctx, inks, m.ink, &optics), SCT_OK);
    sct_tissue_init(&o.tissue); /* skins from light to tan, which scatter otherwise than the tool assumes */
    o.tissue.melanin = 0.015 + 0.02 * (double)(i % 4);
    o.tissue.scatter = exp(0.1 * num_rng_normal(rng));
    o.use_tissue = 1;
    o.ink = optics;
    o.parts_water = m.parts_water;
    o.strength = t->strength;
    o.depth_um = t->depth_um * exp(0.1 * num_rng_normal(rng));
    o.dot_radius_mm = t->radius_mm;
    assert_int_equal(sct_heal(ctx, &o, &healed), SCT_OK);
    assert_int_equal(sct_healed_describe(healed, &seen), SCT_OK);
    m.skin_lab = seen.bare_lab;
    m.lab = seen.lab;
    m.lab.L += noise * num_rng_normal(rng);
    m.lab.a += noise * num_rng_normal(rng);
    m.lab.b += noise * num_rng_normal(rng);
    sct_healed_free(healed);
    sct_ink_optics_free(optics);
    return m;
}

static sct_artist_info learn(const sct_mark *marks, size_t count, sct_artist **hand)
{
    sct_artist_options o;
    sct_artist_info info;
    sct_artist_options_init(&o);
    o.name = "Anna";
    if (sct_artist_learn(ctx, &o, inks, marks, count, hand) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    assert_int_equal(sct_artist_describe(*hand, &info), SCT_OK);
    return info;
}

static void a_hand_is_found_again(void **state)
{
    enum { MARKS = 10 };
    /* Two look far from usual and are found. Depth, width and strength of the others make up for each other, so that no more
     * is seen of them than noise: they may stay as usual, and never be worse by what could be seen. */
    static const truth hands[] = {{90, 0.17, 1.3}, {240, 0.08, 0.6}, {90, 0.1, 1.3}, {220, 0.16, 0.8}};
    enum { FAR = 2 };
    (void)state;
    for (size_t k = 0; k < sizeof hands / sizeof hands[0]; k++) {
        sct_mark marks[MARKS];
        sct_artist *hand = NULL, *moved = NULL;
        num_rng rng;
        num_rng_seed(&rng, 7 + k);
        for (size_t i = 0; i < MARKS; i++)
            marks[i] = mark_of(&hands[k], i, &rng, 0.7);
        sct_artist_info info = learn(marks, MARKS, &hand);
        figure("marks left out %.2f dE00 away instead of %.2f; depth %.0f of %.0f um", info.after_de00, info.before_de00,
               info.depth_um, hands[k].depth_um);
        assert_true(info.after_de00 <= 2.0);
        assert_true(k < FAR ? info.after_de00 < info.before_de00 : info.after_de00 <= info.before_de00 + 0.1);
        assert_true(info.depth_lo_um <= hands[k].depth_um && hands[k].depth_um <= info.depth_hi_um);
        marks[3].lab.L += 25; /* a photo of something else */
        sct_artist_info wild = learn(marks, MARKS, &moved);
        assert_true(fabs(wild.after_de00 - info.after_de00) < 0.5);
        assert_true(wild.odd_count >= 1);
        sct_artist_free(hand);
        sct_artist_free(moved);
    }
}

/* A few of the artists of simulate_artists.c, which says more and takes longer: one far from usual, two near to it. */
static void a_few_marks_do_no_harm(void **state)
{
    enum { MARKS = 10, OTHERS = 6, HANDS = 4 };
    static const uint64_t seeds[] = {2, 7, 9};
    static const world_view photos = {.noise = 1, .white_noise = 0.8}, plain = {0};
    (void)state;
    sct_palette *labels = world_palette(ctx);
    for (size_t k = 0; k < sizeof seeds / sizeof seeds[0]; k++) {
        sct_mark marks[MARKS + 1];
        double away[HANDS][OTHERS], error[HANDS];
        world_artist a = world_artist_new(ctx, seeds[k]);
        sct_artist *hands[HANDS] = {NULL};
        for (size_t i = 0; i < MARKS; i++)
            marks[i] = world_mark(ctx, &a, i, &photos, NULL);
        assert_int_equal(sct_artist_learn(ctx, NULL, labels, marks, 3, &hands[1]), SCT_OK);
        assert_int_equal(sct_artist_learn(ctx, NULL, labels, marks, MARKS, &hands[2]), SCT_OK);
        marks[MARKS] = marks[3];
        world_make_wild(&marks[MARKS], seeds[k] + 3);
        assert_int_equal(sct_artist_learn(ctx, NULL, labels, marks, MARKS + 1, &hands[3]), SCT_OK);
        for (size_t i = 0; i < OTHERS; i++) {
            sct_lab true_lab;
            sct_mark m = world_mark(ctx, &a, 1000 + i, &plain, &true_lab);
            for (int h = 0; h < HANDS; h++)
                away[h][i] = sct_de2000(world_predict(ctx, labels, hands[h], &m), true_lab);
        }
        for (int h = 0; h < HANDS; h++) {
            error[h] = quantile_of(away[h], OTHERS, 0.5);
            sct_artist_free(hands[h]);
        }
        figure("artist %d: unmeasured %.2f, by 3 marks %.2f, by 10 marks %.2f, with a wild one beside them %.2f dE00",
               (int)seeds[k], error[0], error[1], error[2], error[3]);
        assert_at_most(error[1], error[0] + 0.1);
        assert_at_most(error[2], 2);
        assert_at_most(fabs(error[3] - error[2]), 0.1);
        world_artist_free(&a);
    }
    sct_palette_free(labels);
}

/* The loss of one of ten marks: a hand between usual and far, which a threshold of belief moved by 1.3. */
static void the_loss_of_a_mark_does_not_decide(void **state)
{
    enum { MARKS = 10, OTHERS = 12, LOST = 3 };
    static const world_view photos = {.noise = 1, .white_noise = 0.8}, plain = {0};
    (void)state;
    sct_palette *labels = world_palette(ctx);
    sct_mark marks[MARKS], others[OTHERS];
    sct_lab truths[OTHERS];
    double error[2];
    world_artist a = world_artist_new(ctx, 25);
    for (size_t i = 0; i < MARKS; i++)
        marks[i] = world_mark(ctx, &a, i, &photos, NULL);
    for (size_t i = 0; i < OTHERS; i++)
        others[i] = world_mark(ctx, &a, 1000 + i, &plain, &truths[i]);
    for (int k = 0; k < 2; k++) {
        sct_mark left[MARKS];
        double away[OTHERS];
        sct_artist *hand = NULL;
        size_t n = 0;
        for (size_t i = 0; i < MARKS; i++)
            if (!k || i != LOST)
                left[n++] = marks[i];
        assert_int_equal(sct_artist_learn(ctx, NULL, labels, left, n, &hand), SCT_OK);
        for (size_t i = 0; i < OTHERS; i++)
            away[i] = sct_de2000(world_predict(ctx, labels, hand, &others[i]), truths[i]);
        error[k] = quantile_of(away, OTHERS, 0.5);
        sct_artist_free(hand);
    }
    figure("by ten marks %.2f, without one of them %.2f dE00", error[0], error[1]);
    assert_true(fabs(error[1] - error[0]) < 0.5);
    world_artist_free(&a);
    sct_palette_free(labels);
}

static void text_comes_back(void **state)
{
    (void)state;
    const truth t = {150, 0.12, 1};
    sct_mark marks[5];
    sct_artist *hand = NULL, *again = NULL;
    sct_bytes one = {0}, two = {0};
    num_rng rng;
    num_rng_seed(&rng, 3);
    for (size_t i = 0; i < 5; i++)
        marks[i] = mark_of(&t, i, &rng, 0.5);
    learn(marks, 5, &hand);
    assert_int_equal(sct_artist_json(ctx, hand, &one), SCT_OK);
    assert_int_equal(sct_artist_from_json(ctx, one.data, one.size, &again), SCT_OK);
    assert_int_equal(sct_artist_json(ctx, again, &two), SCT_OK);
    assert_string_equal((const char *)one.data, (const char *)two.data);
    sct_artist_free(again);
    for (size_t cut = 0; cut < one.size; cut += 7) /* what is damaged is refused */
        assert_int_equal(sct_artist_from_json(ctx, one.data, cut, &again), SCT_ERR_PALETTE);
    sct_bytes_free(&one);
    sct_bytes_free(&two);
    sct_artist_free(hand);
}

static void wrong_marks_are_refused(void **state)
{
    (void)state;
    sct_mark m;
    sct_artist *hand = NULL;
    sct_mark_init(&m);
    assert_int_equal(sct_artist_learn(ctx, NULL, inks, &m, 1, &hand), SCT_ERR_ARGUMENT); /* no ink */
    assert_non_null(strstr(sct_context_message(ctx), "mark 1"));
    m.ink = 0;
    assert_int_equal(sct_artist_learn(ctx, NULL, inks, &m, 1, &hand), SCT_ERR_OPTION); /* no colours */
    m.skin_lab = (sct_lab){65, 10, 16};
    m.lab = (sct_lab){50, 8, 12};
    m.part = SCT_HEALED_BARE;
    assert_int_equal(sct_artist_learn(ctx, NULL, inks, &m, 1, &hand), SCT_ERR_OPTION);
    assert_int_equal(sct_artist_learn(ctx, NULL, inks, &m, 0, &hand), SCT_ERR_ARGUMENT);
    assert_null(hand);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hand_is_found_again),
        cmocka_unit_test(a_few_marks_do_no_harm),
        cmocka_unit_test(the_loss_of_a_mark_does_not_decide),
        cmocka_unit_test(text_comes_back),
        cmocka_unit_test(wrong_marks_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
