/*
 * tests/match/attainable.c - what anybody could advise an artist whose hand nobody has measured.
 *
 *     attainable [CLIENTS-OF-A-CLASS [SEED]]
 *
 * Carbon, worlds A to E (simulate.h). Whoever does not know the hand gives one answer to a client, whatever the world. Here
 * he knows the client better than any photo tells, the five worlds, and how depth and strength vary in each; he may choose
 * any shade of 3 to 60 and 80 to 400 dots per cm2. Printed are, by class of skin and in percent: how often the program's
 * advice is closer than the wall chart's and more than 1 L* too dark in each world, beside the most and the least that
 * anybody reaches who knows the world too; and what the best of all rules reaches in its worst world, with and without 5 %
 * too dark as its limit.
 *
 * That is a linear programme: to choose for each client i with which probability to give answer x, so that the least of the
 * worlds' shares closer_w is largest. Weights l_w of the worlds that sum to 1 bound it: no rule is better in its worst world
 * than mean_i max_x sum_w l_w closer_wix  +  sum_w m_w (0.05 - dark_wix) with any m_w >= 0 (all 0 without the limit).
 * Weights are sought by multiplicative updates (Arora, Hazan & Kale 2012, doi 10.4086/toc.2012.v008a006); where they stop
 * the figure is a bound all the same.
 */
#include "match/client.h"
#include "match/simulate.h"
#include "support/support.h"

enum {
    LOADS = 20,
    DEPTHS = 6,
    HANDS = 100,
    DENSITIES = 5,
    SHADES = 21,
    ANSWERS = SHADES * DENSITIES,
    WALL = ANSWERS,
    ADVISED
};
enum { USUAL_DENSITY = 2, CLASSES = PHANTOM_ITA_CLASSES, MOST_CLIENTS = 60, ROUNDS = 3000 };

static const double densities[DENSITIES] = {80, 130, 180, 260, 400};
static const double depth_lo = 75.0 / 125, depth_hi = 300.0 / 125, strength = 2, healed = 0.67, limit = 0.05;

/* What carbon heals to in one client by one hand, over load and depth. */
typedef struct healing {
    double load_ln, load_step, depth_ln, depth_step;
    sct_lab dot[LOADS][DEPTHS], area[LOADS][DEPTHS][DENSITIES];
} healing;

/* Shares of what may be true of a hand in which an answer is closer than the wall chart's, and too dark. */
typedef struct shares {
    float closer[SIM_WORLDS][ADVISED + 1], dark[SIM_WORLDS][ADVISED + 1];
} shares;

static sct_lab as_on_skin(const sim_truth *truth, const double *bare, double *seen)
{
    for (int b = 0; b < PHANTOM_BANDS; b++)
        seen[b] = fmax(seen[b] + truth->skin_spectrum.r[b] - bare[b], 1e-5);
    return skin_lab(seen, NULL);
}

static void heal_load(const sim_truth *truth, const sim_hand *hand, const skin_ink *ink, const skin_client *skins,
                      const skin_near *near, int i, healing *out)
{
    static skin_room room;
    double solid[SKIN_PAD], share[SKIN_PAD], seen[SKIN_PAD];
    skin_gain gain;
    skin_inked inked;
    skin_dots dots = {.load = exp(out->load_ln + i * out->load_step),
                      .thickness_um = hand->thickness_um,
                      .radius_mm = hand->radius_mm,
                      .coverage = skin_coverage(densities[USUAL_DENSITY], hand->radius_mm)};
    skin_inked_init(&skins[0], ink, &dots, &inked);
    for (int d = 0; d < DEPTHS; d++) {
        skin_heal_inked(&skins[d], &inked, solid, &gain);
        skin_near_share(&near[d], &room, ink, &dots, share);
        skin_near_mix(skins[d].bare, solid, share, seen);
        out->dot[i][d] = skin_lab(seen, NULL);
        for (int k = 0; k < DENSITIES; k++) {
            skin_area_at(&skins[d], solid, &gain, skin_coverage(densities[k], hand->radius_mm), seen);
            out->area[i][d][k] = as_on_skin(truth, skins[d].bare, seen);
        }
    }
}

static void heal(const sim_truth *truth, const sim_hand *hand, healing *out)
{
    static skin_client skins[DEPTHS];
    static skin_near near[DEPTHS];
    skin_ink carbon = {{0}, {0}, {0}};
    skin_ink_add_pigment(&carbon, skin_pigment_find("77266"), 0.15 / 1.8);
    double weak = hand->uptake * healed * 0.35 / 61, strong = hand->uptake * healed * 2.9 / 4;
    double shallow = fmax(hand->depth_um * 0.5, truth->tissue.epidermis_um + 1);
    out->load_ln = log(weak);
    out->load_step = log(strong / weak) / (LOADS - 1);
    out->depth_ln = log(shallow);
    out->depth_step = log(3 * hand->depth_um / shallow) / (DEPTHS - 1);
    for (int d = 0; d < DEPTHS; d++) {
        if (d == 0)
            skin_client_init(&skins[d], &truth->tissue, shallow, 8);
        else
            skins[d] = skins[0];
        skin_client_set_depth(&skins[d], exp(out->depth_ln + d * out->depth_step));
        skin_near_init(&near[d], &skins[d], hand->radius_mm);
    }
    for (int i = 0; i < LOADS; i++)
        heal_load(truth, hand, &carbon, skins, near, i, out);
}

static void add_part(sct_lab *sum, double part, sct_lab lab)
{
    sum->L += part * lab.L;
    sum->a += part * lab.a;
    sum->b += part * lab.b;
}

static match_look look_at(const healing *h, double load, double depth_um, int density)
{
    double x = fmin(fmax((log(load) - h->load_ln) / h->load_step, 0), LOADS - 1.001);
    double y = fmin(fmax((log(depth_um) - h->depth_ln) / h->depth_step, 0), DEPTHS - 1.001);
    int i = (int)x, d = (int)y;
    match_look look = {{0, 0, 0}, {0, 0, 0}};
    for (int corner = 0; corner < 4; corner++) {
        int p = corner / 2, q = corner % 2;
        double part = (p ? x - i : 1 - x + i) * (q ? y - d : 1 - y + d);
        add_part(&look.dot, part, h->dot[i + p][d + q]);
        add_part(&look.area, part, h->area[i + p][d + q][density]);
    }
    return look;
}

/* A factor whose ln is normal on each side of 0, with 95 % between lo and hi. */
static double draw_factor(num_rng *rng, double lo, double hi)
{
    double z = num_rng_normal(rng);
    return exp(fabs(log(z < 0 ? lo : hi)) * z / NUM_TWO_SIDED_95);
}

static double shade_of(int answer, double wall, double advised)
{
    return answer == WALL ? wall : answer == ADVISED ? advised : 3 * pow(20, (answer / DENSITIES) / (SHADES - 1.0));
}

static void judge(const sim_truth *truth, int world, double advised, shares *out)
{
    static healing h;
    const sim_hand *hand = &sim_hands[world];
    double wall = sim_wall_chart(truth);
    num_rng rng;
    num_rng_seed(&rng, truth->seed);
    heal(truth, hand, &h);
    for (int n = 0; n < HANDS; n++) {
        double depth = fmax(hand->depth_um * draw_factor(&rng, depth_lo, depth_hi), truth->tissue.epidermis_um + 1);
        double full = hand->uptake * healed * draw_factor(&rng, 1 / strength, strength);
        double charted = sim_distance(truth, look_at(&h, full / (1 + wall), depth, USUAL_DENSITY));
        for (int x = 0; x <= ADVISED; x++) {
            double parts = shade_of(x, wall, advised);
            match_look look = look_at(&h, full / (1 + parts), depth, x < ANSWERS ? x % DENSITIES : USUAL_DENSITY);
            out->closer[world][x] += (float)(sim_distance(truth, look) < charted) / HANDS;
            out->dark[world][x] += (float)(look.area.L < truth->shadow.L - MATCH_TOO_DARK_L) / HANDS;
        }
    }
}

/* ---- the best of all rules ---- */

typedef struct weights {
    double closer[SIM_WORLDS], dark[SIM_WORLDS];
} weights;

/* The best answer to one client under these weights, and what it is worth. */
static double best_answer(const shares *client, const weights *w, int *answer)
{
    double most = -(double)INFINITY;
    for (int x = 0; x <= ADVISED; x++) {
        double worth = 0;
        for (int k = 0; k < SIM_WORLDS; k++)
            worth += w->closer[k] * (double)client->closer[k][x] - w->dark[k] * (double)client->dark[k][x];
        if (worth > most) {
            most = worth;
            *answer = x;
        }
    }
    return most;
}

/* Towards worlds that this rule serves worst, and too dark ones that it does not spare. */
static void update(weights *w, const double closer[SIM_WORLDS], const double dark[SIM_WORLDS], int round, int limited)
{
    double sum = 0, rate = 2 / sqrt(round + 20.0);
    for (int k = 0; k < SIM_WORLDS; k++)
        sum += w->closer[k] *= exp(-rate * closer[k]);
    for (int k = 0; k < SIM_WORLDS; k++) {
        w->closer[k] /= sum;
        w->dark[k] = limited ? fmax(0, w->dark[k] + 0.3 * rate * (dark[k] - limit)) : 0;
    }
}

static double bound(const shares *clients, int count, int limited)
{
    weights w = {{0}, {0}};
    double least = 1;
    for (int k = 0; k < SIM_WORLDS; k++)
        w.closer[k] = 1.0 / SIM_WORLDS;
    for (int round = 0; round < ROUNDS; round++) {
        double worth = 0, closer[SIM_WORLDS] = {0}, dark[SIM_WORLDS] = {0};
        for (int k = 0; k < SIM_WORLDS; k++)
            worth += limit * w.dark[k];
        for (int i = 0; i < count; i++) {
            int x = 0;
            worth += best_answer(&clients[i], &w, &x) / count;
            for (int k = 0; k < SIM_WORLDS; k++) {
                closer[k] += (double)clients[i].closer[k][x] / count;
                dark[k] += (double)clients[i].dark[k][x] / count;
            }
        }
        least = fmin(least, worth);
        update(&w, closer, dark, round, limited);
    }
    return least;
}

/* ---- what is printed ---- */

static void print_row(const char *what, const double percent[SIM_WORLDS])
{
    printf("  %-44s", what);
    for (int k = 0; k < SIM_WORLDS; k++)
        printf(" %c %5.1f", sim_hands[k].name[0], 100 * percent[k]);
    printf("\n");
}

static void print_class(const char *name, const shares *clients, int count)
{
    double advised[SIM_WORLDS] = {0}, dark[SIM_WORLDS] = {0}, wall[SIM_WORLDS] = {0}, most[SIM_WORLDS] = {0},
           least[SIM_WORLDS] = {0};
    for (int i = 0; i < count; i++)
        for (int k = 0; k < SIM_WORLDS; k++) {
            float best = 0, palest = 1;
            for (int x = 0; x <= ADVISED; x++) {
                best = fmaxf(best, clients[i].closer[k][x]);
                palest = fminf(palest, clients[i].dark[k][x]);
            }
            advised[k] += (double)clients[i].closer[k][ADVISED] / count;
            dark[k] += (double)clients[i].dark[k][ADVISED] / count;
            wall[k] += (double)clients[i].dark[k][WALL] / count;
            most[k] += (double)best / count;
            least[k] += (double)palest / count;
        }
    printf("%s, %d clients with a recipe\n", name, count);
    print_row("advice closer than the wall chart", advised);
    print_row("most that anybody reaches in one world", most);
    print_row("advice too dark", dark);
    print_row("wall chart too dark", wall);
    print_row("least too dark that anybody reaches", least);
    printf("  best of all rules in its worst world: closer in at most %.1f %%; with at most 5 %% too dark everywhere: ",
           100 * bound(clients, count, 0));
    double limited = bound(clients, count, 1);
    if (limited > 0)
        printf("%.1f %%\n", 100 * limited);
    else
        printf("there is none\n");
}

/* The program's shade for one client, drawn into `truth`; 0: it gives no recipe. */
static int advise(const sim_world *world, const sct_palette *carbon, int ita_class, int n, num_rng *rng, sim_truth *truth,
                  double *shade)
{
    static match_candidate rows[SCT_CANDIDATE_MAX];
    const sim_hand *usual = &sim_hands[0];
    const sim_artist hand = {depth_lo,      depth_hi,        strength,           usual->radius_mm,
                             usual->uptake, usual->depth_um, usual->thickness_um};
    sct_measurement seen;
    sct_match_options o;
    match_ranking r;
    sim_draw(world, ita_class, n, &hand, rng, truth, &seen);
    sct_match_options_init(&o);
    rank_all(&o, &seen, carbon, rows, SCT_CANDIDATE_MAX, &r);
    *shade = rows[0].parts_water;
    return !sct_flags_have(&r.flags, SCT_FLAG_INK_TOO_STRONG);
}

int main(int argc, char **argv)
{
    static shares all[CLASSES * MOST_CLIENTS];
    static sim_truth truth;
    int each = argc > 1 ? atoi(argv[1]) : 20, seed = argc > 2 ? atoi(argv[2]) : 11, count = 0;
    sim_world world;
    num_rng rng;
    if (!data_path("") || !sim_world_load(&world) || each < 1 || each > MOST_CLIENTS) {
        fprintf(stderr, "attainable: reference data is needed, and 1 to %d clients\n", MOST_CLIENTS);
        return 2;
    }
    sct_palette *carbon = palette_of(carbon_palette);
    num_rng_seed(&rng, (uint64_t)seed);
    for (int c = 0; c < CLASSES; c++) {
        int first = count;
        for (int i = 0; i < each; i++) {
            double shade;
            if (!advise(&world, carbon, c, i, &rng, &truth, &shade))
                continue;
            for (int w = 0; w < SIM_WORLDS; w++)
                judge(&truth, w, shade, &all[count]);
            count++;
        }
        if (count > first)
            print_class(phantom_ita_class_name(c), &all[first], count - first);
    }
    if (count)
        print_class("all", all, count);
    sct_palette_free(carbon);
    sim_world_free(&world);
    return 0;
}
