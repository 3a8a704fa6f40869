/* tests/match/test_rank.c - rankings of small palettes whose answer is known. */
#include "match/client.h"
#include "match/match_private.h"
#include "support/support.h"

enum { ROWS = 600 };

/* Ready inks known by a drawdown: id and Lab. */
#define READY(id, L, a, b, stock)                                                                                           \
    "{\"id\": \"" id "\", \"brand\": \"B\", \"product\": \"P " id "\", \"shade\": \"\", \"in_stock\": " stock               \
    ", \"lot\": \"\", \"expiry\": \"\", \"kind\": \"ready\", \"composition\": [], \"colours\": [{\"state\": \"drawdown\", " \
    "\"lab\": [" L ", " a ", " b                                                                                            \
    "], \"illuminant\": \"D50\", \"observer\": 2, \"specular\": \"excluded\", \"parts_ink\": 1, "                           \
    "\"parts_water\": 0, \"backing\": \"white\", \"by\": \"t\", \"date\": \"2026-01-01\"}], \"strength\": 1.0, "            \
    "\"ingredients\": [], \"notes\": \"\"}"
#define PALETTE(inks)                                                                                                       \
    "{\"scalptone_palette\": 1, \"name\": \"t\", \"description\": \"t\", \"provenance\": {\"kind\": \"measured\", \"by\": " \
    "\"t\", \"date\": \"2026-01-01\", \"method\": \"t\", \"source\": \"t\", \"licence\": \"MIT\"}, \"inks\": [" inks "]}"

static const char five_inks[] =
    PALETTE(READY("light", "60", "2", "5", "true") ", " READY("near", "38.6", "2", "3.5", "true") ", " READY(
        "gone", "38", "2", "3", "false") ", " READY("dark", "20", "0", "1",
                                                    "true") ", " READY("warm", "40", "8", "14",
                                                                       "true") ", " READY("nearer", "38.1", "2", "3.1",
                                                                                          "true"));

/* One dilutable ink whose healed colours were measured at 1:10, 1:20 and 1:40. */
#define HEALED(parts, L, a, b)                                                                                              \
    "{\"state\": \"healed\", \"lab\": [" L ", " a ", " b "], \"illuminant\": \"D50\", \"observer\": 2, \"specular\": "      \
    "\"excluded\", \"parts_ink\": 1, \"parts_water\": " parts ", \"by\": \"t\", \"date\": \"2026-01-01\"}"
static const char healed_ink[] = PALETTE(
    "{\"id\": \"h\", \"brand\": \"B\", \"product\": \"H\", \"shade\": \"\", \"in_stock\": true, \"lot\": \"\", \"expiry\": "
    "\"\", \"kind\": \"dilutable\", \"dilution\": {\"min_parts_water\": 3, \"max_parts_water\": 60, \"step\": 0.5}, "
    "\"composition\": [], \"colours\": [" HEALED("10", "32", "1", "1") ", " HEALED("20", "37", "2", "3") ", " HEALED(
        "40", "44", "3", "6") "], \"strength\": 1.0, \"ingredients\": [], \"notes\": \"\"}");

static sct_match_options plain_swatch(void)
{
    sct_match_options o;
    sct_match_options_init(&o);
    o.basis = SCT_BASIS_SWATCH;
    o.loss = SCT_LOSS_PLAIN;
    return o;
}

static void the_plain_ranking_is_ciede2000_alone(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_measurement client = typical_client();
    sct_match_options o = plain_swatch();
    sct_palette *palette = palette_of(five_inks);
    assert_int_equal(rank_all(&o, &client, palette, rows, ROWS, &r), 5);
    static const char *const expected[] = {"nearer", "near", "warm", "dark", "light"};
    for (size_t i = 0; i < 5; i++) {
        palette_ink ink = palette_ink_at(palette, rows[i].ink);
        assert_string_equal(ink.id, expected[i]);
        assert_int_equal(rows[i].rank, i + 1);
        assert_near(rows[i].de, sct_de2000(client.hair.strand.lab, ink.colours[0].lab), 1e-12);
        assert_near(rows[i].loss, rows[i].de, 1e-12);
        assert_near(rows[i].de00, rows[i].de, 1e-12);
        assert_int_equal(rows[i].basis, SCT_BASIS_SWATCH);
        assert_int_equal(rows[i].state, SCT_STATE_DRAWDOWN);
        assert_string_equal(rows[i].shade, "ready");
    }
    assert_true(flags_have(&r.flags, "swatch-basis"));
    assert_false(r.pick); /* a colour on paper is not what heals */
    assert_string_equal(rows[0].direction, "no difference");
    assert_int_equal(rows[0].band, SCT_BAND_IMPERCEPTIBLE);
    assert_int_equal(rows[4].band, SCT_BAND_VISIBLE);
    assert_int_equal(rows[0].tie_count, 1); /* near and nearer look alike */
    assert_int_equal(rows[0].tied_with[0], 2);
    sct_palette_free(palette);
}

static void other_metrics_rank_by_themselves(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_measurement client = typical_client();
    sct_palette *palette = palette_of(five_inks);
    for (int metric = SCT_METRIC_DE2000; metric <= SCT_METRIC_CAM16UCS; metric++) {
        sct_match_options o = plain_swatch();
        o.metric = (sct_metric)metric;
        size_t n = rank_all(&o, &client, palette, rows, ROWS, &r);
        assert_int_equal(n, 5);
        for (size_t i = 0; i < n; i++) {
            sct_lab lab = palette_ink_at(palette, rows[i].ink).colours[0].lab;
            assert_near(rows[i].de, sct_difference((sct_metric)metric, NULL, client.hair.strand.lab, lab), 1e-12);
            assert_near(rows[i].de00_dot, sct_de2000(client.hair.strand.lab, lab), 1e-12);
            assert_true(i == 0 || rows[i].de >= rows[i - 1].de);
        }
    }
    sct_match_options o = plain_swatch();
    o.kL = 2;
    rank_all(&o, &client, palette, rows, ROWS, &r);
    sct_lab lab = palette_ink_at(palette, rows[0].ink).colours[0].lab;
    assert_near(rows[0].de, sct_de2000_weighted(client.hair.strand.lab, lab, 2, 1, 1), 1e-12);
    sct_palette_free(palette);
}

static void healed_colours_come_before_swatches(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_measurement client = typical_client();
    sct_match_options o;
    sct_match_options_init(&o);
    o.draws = 0;
    sct_palette *palette = palette_of(healed_ink);
    size_t n = rank_all(&o, &client, palette, rows, ROWS, &r);
    assert_true(n > 1);
    assert_int_equal(rows[0].basis, SCT_BASIS_MEASURED_HEALED);
    assert_false(flags_have(&r.flags, "swatch-basis"));
    for (size_t i = 0; i < n; i++) {
        assert_true(rows[i].parts_water >= 10 && rows[i].parts_water <= 40); /* never extrapolated */
        assert_near(remainder(rows[i].parts_water, 0.5), 0, 1e-9);
        assert_true(isnan(rows[i].p_best)); /* no draws, no claim */
        sct_lab wanted;
        palette_ink ink = palette_ink_at(palette, 0);
        assert_true(palette_colour_at(&ink, SCT_STATE_HEALED, rows[i].parts_water, &wanted));
        assert_near(rows[i].solid_lab.L, wanted.L, 1e-9);
        assert_true(rows[i].dot_lab.L > wanted.L && rows[i].dot_lab.L < client.skin.estimate.lab.L);
    }
    sct_palette_free(palette);
}

/* Without uncertainty the search finds what trying every step finds. */
static void the_search_finds_the_best_step(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_palette *palettes[] = {palette_of(healed_ink), palette_of(carbon_palette)};
    num_rng rng;
    num_rng_seed(&rng, 4);
    for (int trial = 0; trial < 60; trial++) {
        double skin_L = 30 + 40 * num_rng_uniform(&rng), strand_L = 25 + 25 * num_rng_uniform(&rng);
        sct_lab skin = {skin_L, 11, 18}, strand = {strand_L, 2 * num_rng_normal(&rng), 2 + 3 * num_rng_normal(&rng)};
        sct_measurement client = client_of(skin, strand, match_mix(skin, strand, 0.05), 0.5);
        sct_match_options o;
        sct_match_options_init(&o);
        o.draws = 0;
        o.loss = trial % 2 ? SCT_LOSS_PLAIN : SCT_LOSS_ASYMMETRIC;
        o.density_per_cm2 = trial / 4 % 2 ? 180 : 0;
        double slack = o.density_per_cm2 > 0 ? 1e-6 : 0.02; /* what staying near the natural density may cost */
        sct_palette *palette = palettes[trial / 2 % 2];
        rank_all(&o, &client, palette, rows, ROWS, &r);
        double found = rows[0].loss;

        match_client fitted;
        match_scene scene;
        match_ink ink = {.ink = palette_ink_at(palette, 0), .table = calloc(1, match_table_size())};
        assert_int_equal(match_client_fit(NULL, &client, &fitted), SCT_OK);
        assert_int_equal(match_scene_init(NULL, &o, &fitted, &client, &scene), SCT_OK);
        assert_true(match_prepare(&scene, &ink));
        double least = (double)INFINITY;
        for (double parts = 3; parts <= 60; parts += 0.5) {
            double c = palette_concentration(1, parts), density = match_best_density(&scene, &ink, c);
            match_look look = ink.basis->look(&scene, &ink, c, density, &scene.nominal, &scene.nominal_ink);
            double loss = match_cost_of(&scene, &scene.nominal, look).loss + match_usual_cost(&scene, &ink, look);
            least = fmin(least, isnan(loss) ? (double)INFINITY : loss);
        }
        if (!(found <= least + slack))
            print_error("trial %d: skin L %g, strand %g %g %g, found 1:%g\n", trial, skin_L, strand.L, strand.a, strand.b,
                        rows[0].parts_water);
        assert_at_most(found, least + slack);
        free(ink.table);
        match_scene_free(&scene);
    }
    sct_palette_free(palettes[0]);
    sct_palette_free(palettes[1]);
}

static void the_same_input_gives_the_same_answer(void **state)
{
    (void)state;
    static match_candidate rows[2][ROWS];
    match_ranking r[2];
    sct_measurement client = typical_client();
    sct_match_options o;
    sct_match_options_init(&o);
    o.uptake = 0.1; /* the best mix lies within what the ink allows */
    sct_palette *palette = palette_of(carbon_palette);
    memset(rows, 0, sizeof rows);
    size_t n = rank_all(&o, &client, palette, rows[0], ROWS, &r[0]);
    assert_int_equal(rank_all(&o, &client, palette, rows[1], ROWS, &r[1]), n);
    assert_memory_equal(rows[0], rows[1], n * sizeof rows[0][0]);
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += rows[0][i].p_best;
        assert_int_equal(rows[0][i].basis, SCT_BASIS_PREDICTED_HEALED);
        assert_true(i == 0 || rows[0][i].loss >= rows[0][i - 1].loss);
    }
    assert_near(sum, 1, 1e-9);
    assert_true(r[0].assumption_count >= 8);
    assert_true(r[0].plan_count >= 2);
    o.seed = 2; /* other draws, the same story */
    rank_all(&o, &client, palette, rows[1], ROWS, &r[1]);
    assert_near(rows[1][0].parts_water, rows[0][0].parts_water, 6);
    sct_palette_free(palette);
}

static void plans_begin_light(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_measurement client = typical_client();
    sct_match_options o;
    sct_match_options_init(&o);
    o.uptake = 0.1; /* the best mix lies within what the ink allows */
    sct_palette *palette = palette_of(carbon_palette);
    rank_all(&o, &client, palette, rows, ROWS, &r);
    assert_int_equal(r.plan_count, 3);
    assert_int_equal(r.plan[0].session, SCT_SESSION_START);
    assert_int_equal(r.plan[1].session, SCT_SESSION_MAIN);
    assert_int_equal(r.plan[2].session, SCT_SESSION_DEEPEN);
    assert_true(r.plan[0].parts_water > r.plan[1].parts_water);
    assert_true(r.plan[2].parts_water < r.plan[1].parts_water);
    assert_near(r.plan[1].parts_water, rows[0].parts_water, 0);
    sct_palette_free(palette);
}

/* Volumes stand on the marks of a syringe and keep the ratio. */
/* The number before "in 100"; NaN without. */
static double odds_of(const match_plan_step *step)
{
    const char *colon = strchr(step->why, ':');
    return colon ? strtod(colon + 1, NULL) : (double)NAN;
}

/* What is said of the area must be known of it: not where no skin was seen, and as well where the dot alone counts. */
static void plans_know_what_they_say(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r, both;
    /* a shadow lighter than black hair leaves: the first session often comes out darker */
    sct_measurement client = client_of((sct_lab){65, 10, 17}, (sct_lab){16, 1.5, 1.5}, (sct_lab){61, 9, 15}, 1);
    sct_match_options o;
    sct_match_options_init(&o);
    o.uptake = 0.1; /* the best mix lies within what the ink allows */
    sct_palette *palette = palette_of(carbon_palette), *healed = palette_of(healed_ink);
    o.weight_dot = 0.999;
    rank_all(&o, &client, palette, rows, ROWS, &both);
    o.weight_dot = 1;
    rank_all(&o, &client, palette, rows, ROWS, &r);
    assert_near(odds_of(&r.plan[0]), odds_of(&both.plan[0]), 3);
    client.skin.estimate.pixels = 0;
    client.skin.estimate.lab = (sct_lab){(double)NAN, (double)NAN, (double)NAN};
    rank_all(&o, &client, healed, rows, ROWS, &r);
    assert_int_equal(r.plan[0].session, SCT_SESSION_START);
    assert_null(strstr(r.plan[0].why, "in 100"));
    sct_palette_free(palette);
    sct_palette_free(healed);
}

static void recipes_can_be_mixed(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_measurement client = typical_client();
    sct_palette *palette = palette_of(carbon_palette);
    static const double batches[] = {0.5, 2, 5, 10, 100};
    double worst = 0;
    for (size_t b = 0; b < sizeof batches / sizeof batches[0]; b++) {
        sct_match_options o;
        sct_match_options_init(&o);
        o.batch_ml = batches[b];
        o.draws = 0;
        size_t n = rank_all(&o, &client, palette, rows, ROWS, &r);
        for (size_t i = 0; i < n; i++) {
            const match_candidate *c = &rows[i];
            assert_near(remainder(c->ink_ml, 0.05), 0, 1e-9);
            assert_true(c->ink_ml * 20 >= round(c->ink_ml * 20) && c->ink_ml <= round(c->ink_ml * 20) / 20); /* no bit off */
            assert_near(remainder(c->water_ml, 0.05), 0, 1e-9);
            assert_near(c->ink_ml + c->water_ml, c->batch_ml, 1e-9);
            assert_true(c->ink_ml > 0);
            if (batches[b] >= 5) {
                worst = fmax(worst, fabs(log(c->water_ml / c->ink_ml / c->parts_water)));
                assert_true(c->batch_ml > 0.5 * batches[b] && c->batch_ml <= batches[b] + 1e-9);
            }
        }
    }
    figure("recipes of 5 ml and more: ratio kept within %.1f %%", 100 * worst);
    assert_at_most(worst, 0.03);
    sct_palette_free(palette);
}

static int warned(const match_candidate *row, const char *words)
{
    for (size_t i = 0; i < row->warning_count; i++)
        if (strstr(row->warnings[i], words))
            return 1;
    return 0;
}

static void recipes_warn_of_what_can_go_wrong(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_match_options o;
    sct_match_options_init(&o);
    sct_palette *palette = palette_of(carbon_palette);
    sct_measurement black = client_of((sct_lab){65, 10, 17}, (sct_lab){12, 0, 1}, (sct_lab){59, 8, 14}, 0.7);
    o.strength_factor = 1.2; /* the hand is known: it does not lean on what the trade mixes */
    o.uptake = 0.02;         /* so little that no mix is dark enough */
    size_t n = rank_all(&o, &black, palette, rows, ROWS, &r);
    assert_near(rows[0].parts_water, 3, 0);
    assert_true(warned(&rows[0], "the strongest mix"));
    assert_false(warned(&rows[0], "more ink changes the dot")); /* 1.25 ml of ink forgive a slip */
    sct_measurement fair = client_of((sct_lab){65, 10, 17}, (sct_lab){60, 8, 15}, (sct_lab){64, 10, 17}, 0.7);
    o.uptake = 0.24;
    n = rank_all(&o, &fair, palette, rows, ROWS, &r);
    assert_near(rows[0].parts_water, 60, 0);
    assert_true(warned(&rows[0], "the lightest mix"));
    assert_true(warned(&rows[0], "0.05 ml more ink changes the dot")); /* of 0.1 ml, which a 1 ml syringe takes */
    o.batch_ml = 100;
    rank_all(&o, &fair, palette, rows, ROWS, &r);
    assert_false(warned(&rows[0], "more ink changes the dot"));
    o.uptake = 1; /* so much ink in the skin that more of it makes no difference */
    o.batch_ml = 5;
    n = rank_all(&o, &black, palette, rows, ROWS, &r);
    int saturated = 0;
    for (size_t i = 0; i < n; i++)
        saturated |= warned(&rows[i], "no longer darkens");
    assert_true(saturated);
    sct_palette_free(palette);
}

static void what_cannot_be_matched_is_said(void **state)
{
    (void)state;
    sct_context *ctx = NULL;
    match_candidate row = {.rank = 77};
    match_ranking r = {.considered = 77};
    sct_match_options o;
    match_client client = {0};
    sct_measurement m = typical_client();
    sct_palette *palette = palette_of(five_inks);
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    sct_match_options_init(&o);
    o.basis = SCT_BASIS_PREDICTED_HEALED; /* no ink has a composition */
    assert_int_equal(match_rank(ctx, &o, &client, &m, palette, &row, 1, &r), SCT_ERR_NOTHING);
    assert_non_null(strstr(sct_context_message(ctx), "predicted-healed"));
    sct_context_clear(ctx);
    sct_match_options_init(&o);
    m.hair.kind = SCT_HAIR_NONE;
    assert_int_equal(match_rank(ctx, &o, &client, &m, palette, &row, 1, &r), SCT_ERR_NOTHING);
    assert_int_equal(row.rank, 77); /* outputs untouched */
    assert_int_equal(r.considered, 77);
    m = client_of((sct_lab){20, 12, 15}, (sct_lab){90, 0, 4}, (sct_lab){24, 11, 14}, 0.7); /* dots only darken skin */
    sct_context_clear(ctx);
    assert_int_equal(match_rank(ctx, &o, &client, &m, palette, &row, 1, &r), SCT_ERR_NOTHING);
    assert_non_null(strstr(sct_context_message(ctx), "lighter than the skin by L* 70"));
    m = client_of((sct_lab){60, 0, -30}, (sct_lab){20, 2, 3}, (sct_lab){55, 0, -25}, 0.7);
    sct_context_clear(ctx);
    match_client blue;
    assert_int_equal(match_client_fit(ctx, &m, &blue), SCT_OK);
    assert_int_equal(match_rank(ctx, &o, &blue, &m, palette, &row, 1, &r), SCT_ERR_NOTHING);
    assert_non_null(strstr(sct_context_message(ctx), "no skin has the colour"));
    assert_int_equal(row.rank, 77);
    m = typical_client();
    sct_context_clear(ctx);
    assert_int_equal(match_rank(ctx, &o, &client, &m, palette, &row, 1, &r), SCT_OK);
    assert_int_equal(r.candidate_count, 1); /* as many as there is room for */
    assert_int_equal(row.rank, 1);
    sct_palette_free(palette);
    sct_context_clear(ctx);
    palette = palette_of(PALETTE(READY("gone", "38", "2", "3", "false")));
    assert_int_equal(match_rank(ctx, &o, &client, &m, palette, &row, 1, &r), SCT_ERR_NOTHING);
    assert_non_null(strstr(sct_context_message(ctx), "in stock"));
    sct_palette_free(palette);
    sct_context_clear(ctx);
    palette = palette_of(
        PALETTE("{\"id\": \"u\", \"product\": \"U\", \"composition\": [{\"ci\": \"99999\", \"mass_fraction\": 0.1}]}"));
    assert_int_equal(match_rank(ctx, &o, &client, &m, palette, &row, 1, &r), SCT_ERR_NOTHING);
    assert_non_null(strstr(sct_context_message(ctx), "CI 99999"));
    sct_palette_free(palette);
    sct_context_free(ctx);
}

/* A ranking and a prediction call the same skins out of reach. */
static void skins_out_of_reach_are_named_alike(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_match_options o;
    int near = 0, reached = 0;
    sct_match_options_init(&o);
    o.draws = 0;
    sct_palette *palette = palette_of(carbon_palette);
    for (double b = 16; b <= 36; b += 2) {
        sct_lab skin = {51.7, 15.1, b};
        sct_measurement m = client_of(skin, (sct_lab){30, 2, 3}, match_mix(skin, (sct_lab){30, 2, 3}, 0.05), 0.5);
        sct_heal_options h;
        sct_healed healed;
        sct_heal_options_init(&h);
        h.skin_lab = skin;
        assert_int_equal(skin_heal(NULL, &h, &healed), SCT_OK);
        rank_all(&o, &m, palette, rows, ROWS, &r);
        assert_int_equal(flags_have(&r.flags, "skin-out-of-reach"), flags_have(&healed.flags, "skin-out-of-reach"));
        near += flags_have(&r.flags, "skin-out-of-reach") && r.fit_de00 < 1;
        reached += !flags_have(&r.flags, "skin-out-of-reach");
    }
    assert_true(near > 0 && reached > 0);
    sct_palette_free(palette);
}

static void weak_measurements_forbid_a_pick(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_match_options o;
    sct_match_options_init(&o);
    o.uptake = 0.1; /* the best mix lies within what the ink allows */
    sct_palette *palette = palette_of(carbon_palette);
    sct_measurement m = typical_client();
    flags_add(&m.flags, "no-chart", 1, "no chart", "show one");
    rank_all(&o, &m, palette, rows, ROWS, &r);
    assert_true(flags_have(&r.flags, "no-chart"));
    assert_false(r.pick);
    m = client_of((sct_lab){65, 10, 17}, (sct_lab){38, 2, 3}, (sct_lab){61, 9, 14}, 5); /* u95 = 10 */
    rank_all(&o, &m, palette, rows, ROWS, &r);
    assert_int_equal(r.confidence, SCT_CONFIDENCE_LOW);
    assert_false(r.pick);
    m = typical_client();
    rank_all(&o, &m, palette, rows, ROWS, &r);
    assert_int_not_equal(r.confidence, SCT_CONFIDENCE_LOW);
    m.skin.estimate.u95_de00 = (double)NAN; /* nobody knows how well the skin is known */
    rank_all(&o, &m, palette, rows, ROWS, &r);
    assert_int_equal(r.confidence, SCT_CONFIDENCE_LOW);
    m = typical_client();
    m.skin.estimate.pixels = 0; /* no skin: nothing to predict with, no area */
    sct_palette *swatches = palette_of(five_inks);
    rank_all(&o, &m, swatches, rows, ROWS, &r);
    assert_true(flags_have(&r.flags, "no-skin"));
    assert_true(isnan(rows[0].area_lab.L) && isnan(rows[0].de_area) && isfinite(rows[0].de));
    assert_false(r.pick);
    sct_palette_free(swatches);
    sct_palette_free(palette);
}

static void grown_hair_gets_a_predicted_shadow(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_match_options o;
    sct_match_options_init(&o);
    sct_palette *palette = palette_of(carbon_palette);
    sct_measurement m = typical_client();
    m.hair.kind = SCT_HAIR_GROWN;
    m.hair.shadow.pixels = 0;
    m.hair.density_per_cm2 = (double)NAN;
    rank_all(&o, &m, palette, rows, ROWS, &r);
    assert_true(r.shadow_predicted);
    assert_true(r.target_area.L < m.skin.estimate.lab.L - 0.5 && r.target_area.L > m.skin.estimate.lab.L - 6);
    sct_shadow_options as_usual; /* what the skin room says of this skin and hair */
    sct_shadow shadow;
    match_client client;
    double bare[SKIN_PAD];
    sct_shadow_options_init(&as_usual);
    assert_int_equal(match_client_fit(NULL, &m, &client), SCT_OK);
    assert_int_equal(sct_predict_shadow(NULL, &as_usual, &client.tissue, m.hair.strand.lab, &shadow), SCT_OK);
    skin_bare_spectrum(&client.tissue, 8, bare);
    assert_near(r.target_area.L - m.skin.estimate.lab.L, shadow.lab.L - skin_lab(bare, NULL).L, 1e-9);
    assert_near(r.target_area.b - m.skin.estimate.lab.b, shadow.lab.b - skin_lab(bare, NULL).b, 1e-9);
    match_client lost = {.fitted = 0}; /* without a fitted skin: a mixture, and still darker than the skin */
    match_shadow plain = match_shadow_of(&lost, m.skin.estimate.lab, m.hair.strand.lab);
    sct_lab mixed = match_shadow_draw(&plain, m.skin.estimate.lab, m.hair.strand.lab, 0);
    assert_true(mixed.L < m.skin.estimate.lab.L - 0.3 && mixed.L > m.skin.estimate.lab.L - 6);
    int listed = 0;
    for (size_t i = 0; i < r.assumption_count; i++)
        listed |= strcmp(r.assumptions[i].name, "shaved hair's coverage") == 0;
    assert_true(listed);
    sct_palette_free(palette);
}

static int names(const match_candidate *row, size_t rank)
{
    for (size_t i = 0; i < row->tie_count; i++)
        if (row->tied_with[i] == rank)
            return 1;
    return 0;
}

static void ties_are_mutual_and_look_alike(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_match_options o;
    sct_match_options_init(&o);
    sct_measurement client = typical_client();
    sct_palette *palette = palette_of(carbon_palette);
    size_t n = rank_all(&o, &client, palette, rows, ROWS, &r), ties = 0, far_apart = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            int full = rows[i].tie_count == SCT_TIE_MAX || rows[j].tie_count == SCT_TIE_MAX;
            assert_true(full || names(&rows[i], j + 1) == names(&rows[j], i + 1));
            ties += (size_t)names(&rows[i], j + 1);
            if (rows[j].loss - rows[i].loss > r.jnd_de00 + 0.2) { /* visibly worse: never tied */
                assert_false(names(&rows[i], j + 1));
                far_apart++;
            }
        }
    assert_true(ties > 0 && far_apart > 0);
    sct_palette_free(palette);
}

/* What is passed over unseen in a large palette is not in the answer of a search that passes nothing over: with a kL that
 * differs from 1 in the last digits. */
static void same_as_by_a_slow_search(const sct_palette *palette, const sct_match_options *o)
{
    static match_candidate rows[ROWS], slow_rows[ROWS];
    sct_measurement client = typical_client();
    match_ranking r, slow_r;
    sct_match_options slow = *o;
    slow.kL = 1 + 1e-12;
    size_t n = rank_all(o, &client, palette, rows, ROWS, &r);
    assert_int_equal(rank_all(&slow, &client, palette, slow_rows, ROWS, &slow_r), n);
    assert_int_equal(r.considered, slow_r.considered);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(rows[i].ink, slow_rows[i].ink);
}

static void nothing_good_is_passed_over(const sct_palette *palette)
{
    for (int k = 0; k < 4; k++) {
        sct_match_options o = plain_swatch();
        if (k > 0)
            o.loss = SCT_LOSS_ASYMMETRIC;
        o.basis = k == 2 ? SCT_BASIS_AUTO : o.basis;
        o.draws = k == 3 ? 20 : 0;
        same_as_by_a_slow_search(palette, &o);
    }
}

/* Work grows with the number of inks, and memory does not. */
static void large_palettes_keep_the_best(void **state)
{
    (void)state;
    enum { INKS = 3000 };
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_match_options o = plain_swatch();
    sct_measurement client = typical_client();
    size_t capacity = INKS * 400u, used = 0;
    char *text = malloc(capacity);
    const char *whole = PALETTE("@"), *mark = strchr(whole, '@');
    used = (size_t)snprintf(text, capacity, "%.*s", (int)(mark - whole), whole);
    double best = (double)INFINITY;
    num_rng rng;
    num_rng_seed(&rng, 5);
    for (int i = 0; i < INKS; i++) {
        sct_lab lab = {10 + 80 * num_rng_uniform(&rng), 20 * num_rng_uniform(&rng), 30 * num_rng_uniform(&rng)};
        used += (size_t)snprintf(text + used, capacity - used,
                                 "%s{\"id\": \"i%d\", \"kind\": \"ready\", \"in_stock\": true, \"product\": \"p\", "
                                 "\"colours\": [{\"state\": \"cup\", \"lab\": [%.9f, %.9f, %.9f], \"illuminant\": \"D50\", "
                                 "\"observer\": 2, \"specular\": \"excluded\", \"parts_ink\": 1, \"parts_water\": 0}]}",
                                 i ? ", " : "", i, lab.L, lab.a, lab.b);
        best = fmin(best, sct_de2000(client.hair.strand.lab, lab));
    }
    snprintf(text + used, capacity - used, "%s", mark + 1);
    sct_palette *palette = palette_of(text);
    size_t n = rank_all(&o, &client, palette, rows, ROWS, &r);
    assert_int_equal(n, SCT_CANDIDATE_MAX);
    assert_int_equal(r.considered, INKS);
    assert_near(rows[0].de, best, 1e-6);
    for (size_t i = 1; i < n; i++)
        assert_true(rows[i].de >= rows[i - 1].de);
    nothing_good_is_passed_over(palette);
    sct_palette_free(palette);
    free(text);
}

/* Swatches, healed colours, mixable inks, inks that are out of stock or known at a mix alone, many alike: who waits in line
 * and who does not make one ranking, whatever the order of the palette. */
static void inks_of_all_kinds_wait_together(void **state)
{
    (void)state;
    enum { INKS = 1400 };
    static const char *const states[] = {"healed", "cup", "cup", "healed"};
    size_t capacity = INKS * 400u, used = 0;
    char *text = malloc(capacity);
    const char *whole = PALETTE("@"), *mark = strchr(whole, '@');
    for (int kind = 0; kind < 3; kind++) { /* healed ones fill the pool; they do not; there are none */
        num_rng rng;
        num_rng_seed(&rng, 6 + (uint64_t)kind);
        used = (size_t)snprintf(text, capacity, "%.*s", (int)(mark - whole), whole);
        for (int i = 0; i < INKS; i++) {
            int healed = kind == 0 ? i % 4 : kind == 1 && i % 8 == 0 ? 0 : 1 + i % 2, alike = i % 5 == 0;
            double L = 95 - 70.0 * i / INKS; /* the best come last */
            used +=
                (size_t)snprintf(text + used, capacity - used,
                                 "%s{\"id\": \"i%d\", \"kind\": \"%s\", \"in_stock\": %s, \"product\": \"p\", "
                                 "\"colours\": [{\"state\": \"%s\", \"lab\": [%.2f, %.2f, %.2f], \"illuminant\": \"D50\", "
                                 "\"observer\": 2, \"specular\": \"excluded\", \"parts_ink\": 1, \"parts_water\": %d}]}",
                                 i ? ", " : "", i, i % 97 == 3 ? "dilutable" : "ready", i % 11 == 5 ? "false" : "true",
                                 i % 37 == 1 ? "drawdown" : states[healed], alike ? 45 : L,
                                 alike ? 8 : 15 * num_rng_uniform(&rng), alike ? 12 : 20 * num_rng_uniform(&rng),
                                 i % 7 == 3    ? 20
                                 : i % 13 == 6 ? 4
                                               : 0);
        }
        snprintf(text + used, capacity - used, "%s", mark + 1);
        sct_palette *palette = palette_of(text);
        sct_match_options o = plain_swatch();
        o.draws = 0;
        o.basis = kind == 1 ? SCT_BASIS_MEASURED_HEALED : SCT_BASIS_AUTO;
        same_as_by_a_slow_search(palette, &o);
        o.basis = SCT_BASIS_SWATCH;
        same_as_by_a_slow_search(palette, &o);
        sct_palette_free(palette);
    }
    free(text);
}

/* Too dark costs more than too light by as much. */
static void the_loss_leans_to_the_light_side(void **state)
{
    (void)state;
    match_scene scene = {.weight_dot = 1};
    sct_match_options o;
    sct_match_options_init(&o);
    scene.options = &o;
    match_draw draw = {.stub = {40, 2, 3}, .shadow = {60, 9, 14}};
    match_look light = {{43, 2, 3}, {60, 9, 14}}, dark = {{37, 2, 3}, {60, 9, 14}}, blue = {{40, 2, 0}, {60, 9, 14}};
    match_cost a = match_cost_of(&scene, &draw, light), b = match_cost_of(&scene, &draw, dark),
               c = match_cost_of(&scene, &draw, blue);
    assert_near(a.loss, a.total, 1e-12);
    assert_near(b.loss, 1.5 * b.total, 1e-12);
    assert_near(c.loss, 1.5 * c.total, 1e-12);
    match_look both = {{37, 2, 0}, {60, 9, 14}};
    match_cost d = match_cost_of(&scene, &draw, both);
    assert_near(d.loss, 2.25 * d.total, 1e-12);
    o.loss = SCT_LOSS_PLAIN;
    assert_near(match_cost_of(&scene, &draw, both).loss, d.total, 1e-12);
    scene.weight_dot = 0.4;
    match_look area = {{40, 2, 3}, {63, 9, 14}};
    assert_near(match_cost_of(&scene, &draw, area).total, 0.6 * sct_de2000(draw.shadow, area.area), 1e-12);
}

static int stop_at_the_third(void *user, sct_stage stage, double fraction)
{
    int *asked = user;
    *asked += stage == SCT_STAGE_MATCH && fraction >= 0 && fraction <= 1;
    return *asked == 3;
}

/* A single ink can have a thousand colours and take its time. */
static void the_search_within_an_ink_can_be_stopped(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    static match_ranking r;
    sct_context *ctx = NULL;
    int asked = 0;
    sct_measurement client = typical_client();
    sct_palette *palette = palette_of(healed_ink);
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    sct_context_set_progress(ctx, stop_at_the_third, &asked);
    match_client fitted;
    sct_match_options options;
    sct_match_options_init(&options);
    assert_int_equal(match_client_fit(ctx, &client, &fitted), SCT_OK);
    assert_int_equal(match_rank(ctx, &options, &fitted, &client, palette, rows, ROWS, &r), SCT_ERR_INTERRUPTED);
    assert_int_equal(asked, 3);
    sct_palette_free(palette);
    sct_context_free(ctx);
}

static const match_assumption *assumed(const match_ranking *r, const char *name)
{
    for (size_t i = 0; i < r->assumption_count; i++)
        if (strcmp(r->assumptions[i].name, name) == 0)
            return &r->assumptions[i];
    return NULL;
}

/* The words for what of a grey head is matched, or null. */
static const char *told_of_grey(const match_ranking *r, double *share)
{
    for (size_t i = 0; i < r->assumption_count; i++)
        if (strcmp(r->assumptions[i].name, "grey hairs") == 0) {
            *share = r->assumptions[i].value;
            return r->assumptions[i].source;
        }
    return NULL;
}

/* A grey head is told which of its hairs dots and area are matched to, and may choose; one with a few grey hairs is not
 * bothered, and the choice changes nothing there. Dots and area of "dark" are those of a head of which no hair is grey. */
static void grey_heads_choose_what_is_matched(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    const sct_lab skin = {65, 10, 16}, black = {16, 1.5, 1.5}, shadow = {60, 9, 13.5};
    static const char *const words[] = {"all hairs together", "none were grey", "when they have"}; /* each to its end */
    match_ranking r[3], plain, told;
    sct_lab as_dark = {0, 0, 0};
    double shade[3], share = 0;
    sct_palette *palette = palette_of(carbon_palette);
    sct_match_options o;
    sct_match_options_init(&o);
    o.draws = 0;
    for (int shown = 0; shown < 2; shown++) { /* in a photo of stubble, or told of grown hair */
        sct_measurement m = client_of(skin, black, shadow, 0.7);
        if (!shown)
            m.hair.shadow = (sct_estimate){.pixels = 0};
        m.hair.grey_fraction = shown ? 0.4 : (double)NAN;
        m.hair.grey_lo = shown ? 0.3 : (double)NAN;
        m.hair.grey_hi = shown ? 0.5 : (double)NAN;
        o.grey_share = shown ? 0 : 0.4;
        for (int mode = 0; mode < 3; mode++) {
            o.grey_hair = (sct_grey_hair)mode;
            rank_all(&o, &m, palette, rows, ROWS, &r[mode]);
            const char *why = told_of_grey(&r[mode], &share);
            assert_non_null(why);
            assert_non_null(strstr(why, words[mode]));
            assert_near(share, 0.4, 0);
            assert_near(r[mode].grey_share, 0.4, 0);
            shade[mode] = rows[0].parts_water;
        }
        figure("two fifths grey, %s: dark shade %.1f, area L* %.1f; blend %.1f, %.1f; softer %.1f, %.1f",
               shown ? "shown" : "told", shade[1], r[1].target_area.L, shade[0], r[0].target_area.L, shade[2],
               r[2].target_area.L);
        assert_true(shade[1] < shade[0] && shade[0] < shade[2]);
        assert_true(r[1].target_area.L < r[0].target_area.L - 0.5 && r[0].target_area.L < r[2].target_area.L - 0.5);
        assert_true(r[2].target_dot.L > r[0].target_dot.L + 0.5);
        assert_near(r[1].target_dot.L, r[0].target_dot.L, 1e-9);
        as_dark = shown ? as_dark : r[1].target_area;
    }
    o.grey_share = 0; /* grown hair of which nobody says that it is grey: what "dark" matched */
    sct_measurement m = client_of(skin, black, shadow, 0.7);
    m.hair.shadow = (sct_estimate){.pixels = 0};
    m.hair.grey_fraction = m.hair.grey_lo = m.hair.grey_hi = 0.02;
    o.grey_hair = SCT_GREY_HAIR_BLEND;
    rank_all(&o, &m, palette, rows, ROWS, &plain);
    assert_null(told_of_grey(&plain, &share));
    assert_near(sct_de2000(plain.target_area, as_dark), 0, 0.05);
    o.grey_hair = SCT_GREY_HAIR_SOFTER;
    rank_all(&o, &m, palette, rows, ROWS, &told);
    assert_non_null(strstr(told_of_grey(&told, &share), "changes nothing"));
    assert_near(told.target_area.L, plain.target_area.L, 1e-9);
    sct_palette_free(palette);
}

/* A needle makes a dot, not the client's hair: however wide that is, the radius is the usual one, or the one given. */
static void dots_are_as_wide_as_needles_make_them(void **state)
{
    (void)state;
    static const struct {
        double width_mm, given_mm, radius_mm;
        const char *source;
    } cases[] = {{(double)NAN, 0, 0.11, "not measured"}, {0.04, 0, 0.11, "not measured"}, {0.09, 0.08, 0.08, "given"}};
    sct_palette *palette = palette_of(carbon_palette);
    sct_measurement m = typical_client();
    sct_match_options o;
    static match_candidate rows[SCT_CANDIDATE_MAX];
    match_ranking r;
    sct_match_options_init(&o);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        m.hair.width_mm = cases[i].width_mm;
        o.dot_radius_mm = cases[i].given_mm;
        assert_true(rank_all(&o, &m, palette, rows, SCT_CANDIDATE_MAX, &r) > 0);
        const match_assumption *radius = assumed(&r, "dot radius");
        assert_non_null(radius);
        assert_near(radius->value, cases[i].radius_mm, 1e-9);
        assert_near(rows[0].dot_radius_mm, cases[i].radius_mm, 1e-9);
        assert_non_null(strstr(radius->source, cases[i].source));
    }
    sct_palette_free(palette);
}

/* A black that can be predicted, and two inks with the colour of the hair, of which only a swatch is known. */
static const char mixed_inks[] = PALETTE("{\"id\": \"hex\", \"colour\": \"#5a5550\"}, " READY(
    "swatch", "38", "2", "3", "true") ", {\"id\": \"name-only\"}, {\"id\": \"thinned\", \"colour\": \"#222\", \"kind\": "
                                      "\"dilutable\"}, {\"id\": \"black\", \"dilution\": {\"min_parts_water\": 5, "
                                      "\"max_parts_water\": 60, \"step\": 0.5}, \"composition\": [{\"ci\": \"77266\", "
                                      "\"mass_fraction\": 0.12}]}");

static void swatches_stand_apart(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_match_options o;
    sct_match_options_init(&o);
    sct_measurement client = typical_client();
    sct_palette *palette = palette_of(mixed_inks);
    size_t n = rank_all(&o, &client, palette, rows, ROWS, &r), apart = 0;
    double sum = 0;
    assert_int_equal(r.apart_from, n - 1);
    for (size_t i = 0; i < n; i++) {
        int below = i + 1 >= r.apart_from;
        apart += rows[i].basis == SCT_BASIS_SWATCH;
        assert_int_equal(rows[i].rank, i + 1);
        assert_int_equal(rows[i].basis == SCT_BASIS_SWATCH, below);
        assert_int_equal(isnan(rows[i].p_best), below);
        for (size_t k = 0; k < rows[i].tie_count; k++) /* nothing is tied across the line */
            assert_int_equal(rows[i].tied_with[k] >= r.apart_from, below);
        sum += below ? 0 : rows[i].p_best;
    }
    assert_int_equal(apart, 2);
    assert_near(sum, 1, 1e-9);
    assert_true(flags_have(&r.flags, "swatches-apart") && flags_have(&r.flags, "inks-left-out"));
    assert_false(flags_have(&r.flags, "swatch-basis"));
    for (size_t i = n - 2; i < n; i++)
        if (strcmp(palette_ink_at(palette, rows[i].ink).id, "hex") == 0)
            assert_string_equal(rows[i].rests_on, "the colour it is said to have");
    sct_palette_free(palette);
}

/* One swatch with the very colour of the hair is a guess all the same. */
static void swatches_alone_are_never_sure(void **state)
{
    (void)state;
    static match_candidate rows[ROWS];
    match_ranking r;
    sct_match_options o;
    sct_match_options_init(&o);
    sct_measurement client = typical_client();
    sct_palette *palette = palette_of(PALETTE(READY("cup", "38", "2", "3", "true")));
    assert_int_equal(rank_all(&o, &client, palette, rows, ROWS, &r), 1);
    assert_int_equal(r.apart_from, 1);
    assert_int_equal(r.confidence, SCT_CONFIDENCE_LOW);
    assert_false(r.pick);
    assert_true(isnan(rows[0].p_best) && flags_have(&r.flags, "swatch-basis"));
    sct_palette_free(palette);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dots_are_as_wide_as_needles_make_them),
        cmocka_unit_test(the_plain_ranking_is_ciede2000_alone),
        cmocka_unit_test(other_metrics_rank_by_themselves),
        cmocka_unit_test(healed_colours_come_before_swatches),
        cmocka_unit_test(swatches_stand_apart),
        cmocka_unit_test(swatches_alone_are_never_sure),
        cmocka_unit_test(the_search_finds_the_best_step),
        cmocka_unit_test(the_same_input_gives_the_same_answer),
        cmocka_unit_test(plans_begin_light),
        cmocka_unit_test(plans_know_what_they_say),
        cmocka_unit_test(recipes_can_be_mixed),
        cmocka_unit_test(recipes_warn_of_what_can_go_wrong),
        cmocka_unit_test(what_cannot_be_matched_is_said),
        cmocka_unit_test(skins_out_of_reach_are_named_alike),
        cmocka_unit_test(weak_measurements_forbid_a_pick),
        cmocka_unit_test(grown_hair_gets_a_predicted_shadow),
        cmocka_unit_test(ties_are_mutual_and_look_alike),
        cmocka_unit_test(large_palettes_keep_the_best),
        cmocka_unit_test(inks_of_all_kinds_wait_together),
        cmocka_unit_test(the_search_within_an_ink_can_be_stopped),
        cmocka_unit_test(the_loss_leans_to_the_light_side),
        cmocka_unit_test(grey_heads_choose_what_is_matched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
