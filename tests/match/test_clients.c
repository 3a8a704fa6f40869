/*
 * tests/match/test_clients.c - simulated clients: is the advice better than the
 * chart on the wall, are the claims as sure as they say, and which way do they
 * err? Figures are by ITA class, on skins that calibrated nothing. The truth is not
 * the program's: shadow and stub come from hairs of a number, width and length that it
 * is never told, and dots heal as in the worlds A to E.
 *
 * Aimed at are 95 % closer than the wall chart for a calibrated hand, 75 % for an
 * unknown one, at most 5 % too dark, and sets of rows that are right in 75 to 85 %.
 * The third is held for calibrated hands. The first is out of reach in worlds that
 * agree with the trade, where the chart on the wall is right, too: the figure beside it
 * says how often anybody who knew the chart could be closer. Clients whom the program
 * gives no recipe, because every ink is too strong for that hand, are counted apart.
 */
#include "match/simulate.h"
#include "support/support.h"

#include "match/client.h"

enum { PER_CLASS = 200, CLASSES = PHANTOM_ITA_CLASSES, ROWS = SCT_CANDIDATE_MAX, BINS = 10 };

/* The loss that the ranking minimises, with the truth known. */
static double true_loss(const sim_truth *truth, const sct_match_options *o, match_look look)
{
    match_scene scene = {.options = o, .weight_dot = o->weight_dot, .thresholds = match_thresholds_for(truth->ita_deg)};
    match_draw draw = {.stub = truth->stub, .shadow = truth->shadow};
    return match_cost_of(&scene, &draw, look).loss;
}

typedef struct tally {
    int clients, refused, closer, seen_closer, no_worse, cheaper, darker, lighter,
        charted_darker; /* of the area, by more than 1 L* */
    double best_odds;   /* sum over `asked` of the clients */
    int asked;
    double advised[PER_CLASS], charted[PER_CLASS];
} tally;

/*
 * Claims, and how many came true. Of single rows, by how sure they were; and of
 * the fewest rows, best first, that together claim 80 % (of the last of them the
 * share that is needed): the truly best one should be among them as often.
 */
typedef struct claims {
    double sure[BINS], sets_right;
    int made[BINS], right[BINS], sets;
} claims;

static void claim(claims *c, double p, int right)
{
    int bin = (int)fmin(p * BINS, BINS - 1);
    c->sure[bin] += p;
    c->made[bin]++;
    c->right[bin] += right;
}

static int by_p_best(const void *a, const void *b)
{
    double x = ((const match_candidate *)a)->p_best, y = ((const match_candidate *)b)->p_best;
    return (x < y) - (x > y);
}

/* `rows` is sorted by p_best on the way. */
static void claim_set(claims *c, match_candidate *rows, size_t n, size_t best_rank)
{
    double left = 0.8;
    qsort(rows, n, sizeof *rows, by_p_best);
    for (size_t i = 0; i < n && left > 0; left -= rows[i++].p_best)
        if (rows[i].rank == best_rank)
            c->sets_right += fmin(1, left / rows[i].p_best);
    c->sets++;
}

static match_look heal_row(const sim_truth *truth, const sct_palette *palette, const match_candidate *row)
{
    palette_ink ink = palette_ink_at(palette, row->ink);
    return sim_heal(truth, &ink, row->parts_water, row->density_per_cm2);
}

/* Which of the rows is really the best, against what each claimed. */
static void judge_claims(const sim_truth *truth, const sct_palette *palette, const sct_match_options *o,
                         match_candidate *rows, size_t n, claims *made)
{
    double least = (double)INFINITY;
    size_t best = 0;
    for (size_t i = 0; i < n; i++) {
        double loss = true_loss(truth, o, heal_row(truth, palette, &rows[i])) + rows[i].experience;
        if (loss < least) {
            least = loss;
            best = i;
        }
    }
    for (size_t i = 0; i < n; i++)
        claim(made, rows[i].p_best, i == best);
    claim_set(made, rows, n, best + 1);
}

/* The first row against the wall chart, which knows carbon black only. */
static void judge_advice(const sim_truth *truth, const sct_palette *palette, const sct_match_options *o,
                         const match_candidate *row, tally *t)
{
    sct_palette *wall = palette_of(carbon_palette);
    palette_ink carbon = palette_ink_at(wall, 0);
    match_look advised = heal_row(truth, palette, row);
    match_look charted = sim_heal(truth, &carbon, sim_wall_chart(truth), 180);
    double a = sim_distance(truth, advised), b = sim_distance(truth, charted);
    t->advised[t->clients] = a;
    t->charted[t->clients] = b;
    t->clients++;
    t->closer += a < b;
    t->seen_closer += a < b - 0.8;
    t->no_worse += a < b + 0.8;
    t->cheaper += true_loss(truth, o, advised) < true_loss(truth, o, charted);
    t->darker += advised.area.L < truth->shadow.L - 1;
    t->lighter += advised.area.L > truth->shadow.L + 1;
    t->charted_darker += charted.area.L < truth->shadow.L - 1;
    sct_palette_free(wall);
}

/*
 * The best that anybody could do against the wall chart with the same inks:
 * over all inks, dilutions and densities the largest share of the draws in
 * which the result is closer. Where the wall chart happens to be right, nothing
 * is. The first ink of `palette` is the wall's carbon.
 */
static double best_odds(const sim_truth *truth, const sct_match_options *o, const sct_measurement *seen,
                        const sct_palette *palette)
{
    enum { DILUTIONS = 25, DENSITIES = 5, DRAWS = 100 };
    sct_match_options few = *o;
    match_client client;
    match_scene scene;
    few.draws = DRAWS;
    few.seek_density = 1;
    assert_int_equal(match_client_fit(NULL, seen, &client), SCT_OK);
    assert_int_equal(match_scene_init(NULL, &few, &client, seen, &scene), SCT_OK);
    match_ink_draw errors[DRAWS];
    double charted[DRAWS], most = 0;
    for (size_t k = 0; k < sct_palette_count(palette); k++) {
        match_ink ink = {.ink = palette_ink_at(palette, k), .errors = errors, .table = malloc(match_table_size())};
        assert_non_null(ink.table);
        match_draw_ink(&scene, k, errors);
        assert_true(match_prepare(&scene, &ink));
        for (int i = k == 0 ? -1 : 0; i < DILUTIONS * DENSITIES; i++) { /* the wall chart first */
            double wall = palette_concentration(1, sim_wall_chart(truth)), density = 180, closer = 0;
            double c = i < 0 ? wall : ink.c_lo * pow(ink.c_hi / ink.c_lo, (double)(i / DENSITIES) / (DILUTIONS - 1));
            if (i >= 0)
                density = 80 + 80 * (i % DENSITIES);
            for (int d = 0; d < DRAWS; d++) {
                const match_draw *draw = &scene.draws[d];
                match_look look = ink.basis->look(&scene, &ink, c, density, draw, &errors[d]);
                double away = MATCH_WEIGHT_DOT * sct_de2000(draw->stub, look.dot) +
                              (1 - MATCH_WEIGHT_DOT) * sct_de2000(draw->shadow, look.area);
                if (i < 0)
                    charted[d] = away;
                closer += away < charted[d];
            }
            most = fmax(most, closer / DRAWS);
        }
        free(ink.table);
    }
    match_scene_free(&scene);
    return most;
}

static tally print_tally(const char *what, int by_class, tally t[CLASSES])
{
    tally all = {0};
    for (int k = 0; k < CLASSES; k++) {
        size_t n = (size_t)t[k].clients;
        all.refused += t[k].refused;
        if (n == 0)
            continue;
        if (by_class)
            figure("%s, %-12s %2zu clients: dE00 median %.1f, wall chart %.1f; closer %.0f %%, not visibly worse %.0f %%, "
                   "less loss %.0f %%; darker %d, lighter %d",
                   what, phantom_ita_class_name(k), n, quantile_of(t[k].advised, n, 0.5), quantile_of(t[k].charted, n, 0.5),
                   100.0 * t[k].closer / (double)n, 100.0 * t[k].no_worse / (double)n, 100.0 * t[k].cheaper / (double)n,
                   t[k].darker, t[k].lighter);
        all.clients += t[k].clients;
        all.closer += t[k].closer;
        all.seen_closer += t[k].seen_closer;
        all.no_worse += t[k].no_worse;
        all.cheaper += t[k].cheaper;
        all.darker += t[k].darker;
        all.lighter += t[k].lighter;
        all.charted_darker += t[k].charted_darker;
        all.best_odds += t[k].best_odds;
        all.asked += t[k].asked;
    }
    double n = all.clients;
    figure(
        "%s, all %d (and %d without a recipe): closer %.1f %%, not visibly worse (0.8) %.1f %%, less loss %.1f %%; darker "
        "%d, lighter %d, wall chart darker %d",
        what, all.clients, all.refused, 100 * all.closer / n, 100 * all.no_worse / n, 100 * all.cheaper / n, all.darker,
        all.lighter, all.charted_darker);
    figure("%s: visibly (0.8) closer than the wall chart %.0f %%, not seen apart %.0f %%, visibly farther %.0f %%", what,
           100 * all.seen_closer / n, 100 * (all.no_worse - all.seen_closer) / n, 100 * (all.clients - all.no_worse) / n);
    if (all.asked > 0)
        figure("%s: the closest that any ink, dilution and density could come: closer in %.1f %% (of %d clients)", what,
               100 * all.best_odds / all.asked, all.asked);
    return all;
}

/* Prints how true the claims came, in bins with enough of them, and returns the largest distance, in percent. */
static double print_claims(const char *what, const claims *c, int enough)
{
    char text[400] = "";
    int used = 0;
    double worst = 0;
    for (int i = 0; i < BINS; i++) {
        if (c->made[i] < enough)
            continue;
        double claimed = 100 * c->sure[i] / c->made[i], true_share = 100.0 * c->right[i] / c->made[i];
        used += snprintf(text + used, sizeof text - (size_t)used, " %.0f>%.0f", claimed, true_share);
        worst = fmax(worst, fabs(claimed - true_share));
    }
    figure("%s, claimed > true in percent:%s", what, text);
    figure("%s: rows that together claim 80 %% held the best of all in %.1f %% of %d", what, 100 * c->sets_right / c->sets,
           c->sets);
    return worst;
}

/* What is known of the hand that tattoos: nothing but the literature, or a calibration by healed photos. */
typedef struct setting {
    const char *what;
    sim_artist artist;
    const char *palette; /* null: carbon black alone */
    sct_loss loss;
    double share;            /* of the clients that are asked for */
    int by_class;            /* print the figures of every class */
    double closer_percent;   /* least share of clients who get something closer than by the wall chart */
    double no_worse_percent; /* and nothing visibly worse */
    double darker_percent;   /* most that come out more than 1 L* darker than their shadow */
    int calibrated;          /* the tool is told how these dots heal */
} setting;

/* Clients of each class: a dozen, or as many as SCALPTONE_CLIENTS asks for. */
static int clients_per_class(const setting *s)
{
    const char *wanted = getenv("SCALPTONE_CLIENTS");
    double n = s->share * (wanted ? atof(wanted) : 12);
    return (int)fmin(fmax(n, 1), PER_CLASS);
}

static sct_palette *palette_at(const char *path)
{
    if (!path)
        return palette_of(carbon_palette);
    unsigned char *text = read_file(path, NULL);
    assert_non_null(text);
    sct_palette *palette = palette_of((const char *)text);
    free(text);
    return palette;
}

/* Whether the wall chart's carbon is what the palette begins with. */
static int has_wall_ink(const sct_palette *palette)
{
    palette_ink first = palette_ink_at(palette, 0);
    return first.kind == SCT_INK_DILUTABLE && first.pigment_count == 1 && strcmp(first.pigments[0].ci, "77266") == 0;
}

static void pool_claims(claims *sum, const claims *more)
{
    for (int i = 0; i < BINS; i++) {
        sum->sure[i] += more->sure[i];
        sum->made[i] += more->made[i];
        sum->right[i] += more->right[i];
    }
    sum->sets += more->sets;
    sum->sets_right += more->sets_right;
}

static tally run_setting(const sim_world *world, const setting *s, claims *pooled)
{
    static match_candidate rows[ROWS];
    static sim_truth truth;
    tally t[CLASSES] = {{0}};
    claims made = {{0}, 0, {0}, {0}, 0};
    num_rng rng;
    sct_match_options o;
    sct_palette *palette = palette_at(s->palette);
    sct_match_options_init(&o);
    if (s->calibrated) {
        o.dot_radius_mm = s->artist.radius_mm;
        o.uptake = s->artist.uptake;
        o.thickness_um = s->artist.thickness_um;
        o.depth_um = s->artist.depth_um;
    }
    o.depth_lo_um = o.depth_um * s->artist.depth_lo;
    o.depth_hi_um = o.depth_um * s->artist.depth_hi;
    o.strength_factor = s->artist.strength;
    o.loss = s->loss;
    num_rng_seed(&rng, 11);
    for (int k = 0; k < CLASSES; k++)
        for (int i = 0; i < clients_per_class(s); i++) {
            sct_measurement seen;
            match_ranking r;
            sim_draw(world, k, i, &s->artist, &rng, &truth, &seen);
            size_t n = rank_all(&o, &seen, palette, rows, ROWS, &r);
            if (sct_flags_have(&r.flags, SCT_FLAG_INK_TOO_STRONG)) { /* no recipe: these inks are too strong for this hand */
                t[k].refused++;
                continue;
            }
            judge_advice(&truth, palette, &o, &rows[0], &t[k]);
            judge_claims(&truth, palette, &o, rows, n, &made);
            if (has_wall_ink(palette) && i % 3 == 0) { /* all inks and densities for each: a third tells as much */
                t[k].best_odds += best_odds(&truth, &o, &seen, palette);
                t[k].asked++;
            }
        }
    tally all = print_tally(s->what, s->by_class, t);
    print_claims(s->what, &made, 30);
    pool_claims(pooled, &made);
    sct_palette_free(palette);
    return all;
}

#define USUAL_DOTS 0.11, 0.24, 125, 200
static const sim_artist unknown_hand = {75.0 / 125, 300.0 / 125, 2, USUAL_DOTS},
                        known_hand = {1 / 1.15, 1.15, 1.2, USUAL_DOTS};

static void advice_beats_the_chart_on_the_wall(void **state)
{
    (void)state;
    sim_world world;
    NEED_DATA();
    assert_true(sim_world_load(&world));
    const setting settings[] = {
        {"ten inks, unknown hand", unknown_hand, "palettes/default.json", SCT_LOSS_ASYMMETRIC, 0.4, 0, 45, 75, 10, 0},
        {"ten inks, known hand", known_hand, "palettes/default.json", SCT_LOSS_ASYMMETRIC, 1, 1, 62, 94, 5, 1},
        {"carbon, unknown hand", unknown_hand, NULL, SCT_LOSS_ASYMMETRIC, 1, 0, 45, 80, 10, 0},
        {"carbon, known hand", known_hand, NULL, SCT_LOSS_ASYMMETRIC, 1, 1, 50, 94, 5, 1},
        {"carbon, known hand, plain", known_hand, NULL, SCT_LOSS_PLAIN, 1, 0, 60, 95, 8, 1},
        {"ready inks, known hand", known_hand, "palettes/ready-shades.json", SCT_LOSS_ASYMMETRIC, 0.6, 0, 55, 92, 15, 1},
    };
    claims pooled = {{0}, 0, {0}, {0}, 0};
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        tally all = run_setting(&world, &settings[i], &pooled);
        assert_at_most(settings[i].closer_percent, 100.0 * all.closer / all.clients);
        assert_at_most(settings[i].no_worse_percent, 100.0 * all.no_worse / all.clients);
        assert_at_most(100.0 * all.darker / all.clients, settings[i].darker_percent);
        assert_at_most(2 * all.darker, all.charted_darker); /* too dark at most half as often as by the wall chart */
    }
    assert_at_most(print_claims("all claims", &pooled, 100), 8);
    /* Aimed at: 75 to 85. Hairs whose number, width and length nobody told make the claims too sure. */
    double sets_right = 100 * pooled.sets_right / pooled.sets;
    assert_true(sets_right > 60 && sets_right < 85);
    sim_world_free(&world);
}

/* Worlds whose dots are not those that the program assumes, to hands that know their own and to hands that do not. */
static void other_worlds(void **state)
{
    (void)state;
    sim_world world;
    NEED_DATA();
    assert_true(sim_world_load(&world));
    claims of_hands[2] = {{{0}, 0, {0}, {0}, 0}, {{0}, 0, {0}, {0}, 0}}; /* unknown ones; calibrated ones */
    int darker = 0, clients = 0;
    for (size_t w = 0; w < SIM_WORLDS; w++)
        for (int known = 0; known < 2; known++) {
            char what[96];
            snprintf(what, sizeof what, "world %s, carbon, %s hand", sim_hands[w].name, known ? "calibrated" : "unknown");
            setting s = {.what = what, .artist = known ? known_hand : unknown_hand, .share = 0.5, .calibrated = known};
            s.artist.radius_mm = sim_hands[w].radius_mm;
            s.artist.uptake = sim_hands[w].uptake;
            s.artist.depth_um = sim_hands[w].depth_um;
            s.artist.thickness_um = sim_hands[w].thickness_um;
            tally all = run_setting(&world, &s, &of_hands[known]);
            if (!known)
                continue;
            assert_at_most(93, 100.0 * all.no_worse / all.clients);
            darker += all.darker;
            clients += all.clients;
        }
    figure("calibrated hands in all worlds: more than 1 L* too dark in %d of %d", darker, clients);
    assert_at_most(100.0 * darker / clients, 5);
    print_claims("calibrated hands in all worlds", &of_hands[1], 100);
    print_claims("unknown hands in all worlds", &of_hands[0], 100);
    /* Aimed at: 75 to 85 of each world by itself. Hands that leave half the ink (B, D) are rarer than that by the priors. */
    assert_at_most(70, 100 * of_hands[0].sets_right / of_hands[0].sets);
    sim_world_free(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(advice_beats_the_chart_on_the_wall),
        cmocka_unit_test(other_worlds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
