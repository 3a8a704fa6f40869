/* tests/match/hands/kinds.c - hands of many kinds, and what one answer is worth to each. */
#include "match/hands/kinds.h"

#include "support/support.h"
#include "verify/verify.h"

#include <math.h>

/* One more hand, which nobody looked at while the claims were made. */
static const sim_hand other = {"F, wide, shallow and thin", 0.15, 0.13, 95, 150};
const char *const hand_names[HAND_KINDS] = {"A", "B", "C", "D", "E", "F", "any", "trade"};

static const double DEPTH_LO = 75.0 / 125, DEPTH_HI = 300.0 / 125, STRENGTH = 2;
static const double INKS_OWN = 1.63;      /* 2 to the square root of a half: what of STRENGTH is not the hand's */
static const double TRADE_DIFFERS = 1.25; /* from hand to hand, as usual_table.c has it */
static const double FIRST_SESSION = 0.3;  /* of the dots */
static const double SEEN = 0.8;           /* dE00 */

/* A factor whose ln is normal on each side of 0, with 95 % between lo and hi. */
static double draw_factor(num_rng *rng, double lo, double hi)
{
    double z = num_rng_normal(rng);
    return exp(fabs(log(z < 0 ? lo : hi)) * z / NUM_TWO_SIDED_95);
}

static double draw_prior(num_rng *rng, int prior)
{
    const skin_prior *p = &skin_prior_table[prior];
    return p->centre * draw_factor(rng, p->lo / p->centre, p->hi / p->centre);
}

static sim_artist draw_artist(num_rng *rng, int kind, double *depth_um)
{
    const sim_hand *h = kind < SIM_WORLDS ? &sim_hands[kind] : &other;
    sim_artist hand = {DEPTH_LO, DEPTH_HI, STRENGTH, h->radius_mm, h->uptake, h->depth_um, h->thickness_um};
    if (kind <= HAND_OTHER) {
        *depth_um = h->depth_um * draw_factor(rng, DEPTH_LO, DEPTH_HI);
        return hand;
    }
    *depth_um = draw_prior(rng, SKIN_PRIOR_DEPTH);
    hand.strength = INKS_OWN;
    hand.radius_mm = fmin(fmax(draw_prior(rng, SKIN_PRIOR_RADIUS), 0.07), 0.22);
    if (kind == HAND_ANY) {
        hand.uptake = draw_prior(rng, SKIN_PRIOR_UPTAKE) * draw_prior(rng, SKIN_PRIOR_HEALED) / SKIN_USUAL(HEALED);
        hand.thickness_um = draw_prior(rng, SKIN_PRIOR_THICKNESS);
    } else {
        hand.uptake = SKIN_USUAL(UPTAKE) * pow(SKIN_USUAL(RADIUS) / hand.radius_mm, 2);
        hand.uptake *= exp(log(TRADE_DIFFERS) * num_rng_normal(rng));
        hand.thickness_um = SKIN_USUAL(THICKNESS);
    }
    return hand;
}

static void change_hand(num_rng *rng, int kind, sim_truth *truth)
{
    double depth_um;
    truth->artist = draw_artist(rng, kind, &depth_um);
    truth->depth_um = fmax(depth_um, truth->tissue.epidermis_um + 1);
    truth->strength_sd = log(truth->artist.strength) / NUM_TWO_SIDED_95;
    truth->strength_shared = num_rng_normal(rng);
    truth->seed = num_rng_u64(rng);
    skin_client_set_depth(&truth->client, truth->depth_um);
}

/* The loss that the ranking minimises, with the truth known. */
static double true_loss(const sim_truth *truth, const sct_match_options *o, match_look look)
{
    match_scene scene = {.options = o, .weight_dot = o->weight_dot, .thresholds = match_thresholds_for(truth->ita_deg)};
    match_draw draw = {.stub = truth->stub, .shadow = truth->shadow};
    return match_cost_of(&scene, &draw, look).loss;
}

static int by_p_best(const void *a, const void *b)
{
    double x = ((const match_candidate *)a)->p_best, y = ((const match_candidate *)b)->p_best;
    return (x < y) - (x > y);
}

/* Whether the fewest rows that claim 80 % hold the best; of the last of them, the share that is needed. */
static double held(const match_candidate *rows, size_t n, size_t best_rank)
{
    static match_candidate sorted[SCT_CANDIDATE_MAX];
    double left = 0.8;
    memcpy(sorted, rows, n * sizeof *rows);
    qsort(sorted, n, sizeof *sorted, by_p_best);
    for (size_t i = 0; i < n && left > 0; left -= sorted[i++].p_best)
        if (sorted[i].rank == best_rank)
            return fmin(1, left / sorted[i].p_best);
    return 0;
}

static match_look heal(const sim_truth *truth, const sct_palette *palette, size_t ink, double parts, double density)
{
    palette_ink one = palette_ink_at(palette, ink);
    return sim_heal(truth, &one, parts, density);
}

static int is_dark(const sim_truth *truth, match_look look)
{
    return look.area.L < truth->shadow.L - MATCH_TOO_DARK_L;
}

static match_look judge_rows(const hand_answer *a, const sim_truth *truth, hand_sums *s)
{
    double least = (double)INFINITY;
    const match_candidate *best = NULL, *first = &a->rows[0];
    match_look looks = {{0, 0, 0}, {0, 0, 0}};
    for (size_t i = 0; i < a->count; i++) {
        const match_candidate *row = &a->rows[i];
        match_look look = heal(truth, a->palette, row->ink, row->parts_water, row->density_per_cm2);
        double loss = true_loss(truth, a->options, look) + row->experience;
        if (i == 0)
            looks = look;
        if (loss < least) {
            least = loss;
            best = row;
        }
    }
    assert_non_null(best);
    s->right += held(a->rows, a->count, best->rank);
    s->score += log(fmax(best->p_best, 0.001));
    s->dot_in += sct_de2000(looks.dot, first->dot_lab) <= first->dot_u95_de00;
    s->area_in += sct_de2000(looks.area, first->area_lab) <= first->area_u95_de00;
    return looks;
}

/* ---- the sessions, as photos of what has healed lead them ---- */

/* How far off darkness is taken to be, 95 of 100: a share of itself, and L* (measured on rendered pairs: .6 L* at 2 L*). */
static const double DARKNESS_SHARE = 0.1, DARKNESS_L = 1;
enum { SESSIONS_AFTER = 3 };

static sct_xyz times(sct_xyz a, sct_xyz part, sct_xyz whole)
{
    return (sct_xyz){a.X * part.X / whole.X, a.Y * part.Y / whole.Y, a.Z * part.Z / whole.Z};
}

/* What the whole looks like in the end. Dots of the first mix are as they are; what is added takes its share of the light:
 * the ln of both add up here, as verify_next_session takes it. */
static match_look lead(const hand_answer *a, const sim_truth *truth)
{
    const match_candidate *row = &a->rows[0];
    const sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), skin = sct_xyz_from_lab(truth->skin, white);
    const double planned = log(sct_xyz_from_lab(a->skin, white).Y / sct_xyz_from_lab(row->area_lab, white).Y);
    double share = sct_session_share(1), ink = share;
    match_look look = heal(truth, a->palette, row->ink, row->parts_water, share * row->density_per_cm2);
    sct_xyz area = sct_xyz_from_lab(look.area, white);
    num_rng rng;
    num_rng_seed(&rng, truth->seed + 1);
    for (int i = 0; i < SESSIONS_AFTER; i++) {
        double darkness = log(skin.Y / area.Y);
        double u95 = hypot(DARKNESS_SHARE * darkness, DARKNESS_L * 3 / (sct_lab_from_xyz(area, white).L + 16));
        double seen = darkness + u95 / NUM_TWO_SIDED_95 * num_rng_normal(&rng);
        verify_next next = verify_next_session(planned, seen, u95, share, ink, row->parts_water);
        if (!(next.share > 0))
            break;
        match_look more = heal(truth, a->palette, row->ink, next.parts_water, next.share * row->density_per_cm2);
        area = times(area, sct_xyz_from_lab(more.area, white), skin);
        share = fmin(share + next.share, 1);
        ink = fmin(ink + next.share * (1 + row->parts_water) / (1 + next.parts_water), 1);
    }
    look.area = sct_lab_from_xyz(area, white);
    return look;
}

static void judge_led(const hand_answer *a, const sim_truth *truth, double wall, hand_sums *s)
{
    match_look led = lead(a, truth);
    double here = sim_distance(truth, led);
    s->led_dark += is_dark(truth, led);
    s->led_light += led.area.L > truth->shadow.L + MATCH_TOO_DARK_L;
    s->led_nearer += here < wall - SEEN;
    s->led_alike += fabs(here - wall) <= SEEN;
}

static void judge(const hand_answer *a, const sim_truth *truth, hand_sums *s)
{
    const match_candidate *row = &a->rows[0];
    const match_plan_step *start = &a->ranking->plan[0];
    match_look first = judge_rows(a, truth, s);
    s->healed++;
    s->dark += is_dark(truth, first);
    s->pale += first.area.L > truth->shadow.L + MATCH_TOO_DARK_L;
    s->first_dark +=
        is_dark(truth, heal(truth, a->palette, row->ink, row->parts_water, FIRST_SESSION * row->density_per_cm2));
    const char *odds = strstr(start->why, ": ");
    if (a->ranking->plan_count && start->session == SCT_SESSION_START && odds && row->parts_water > 0) {
        match_look light = heal(truth, a->palette, start->ink, start->parts_water, start->density_per_cm2);
        s->starts++;
        s->said += atof(odds + 2);
        s->light += light.area.L >= truth->shadow.L;
    }
    double here = sim_distance(truth, first);
    double wall = sim_distance(truth, heal(truth, a->wall, 0, sim_wall_chart(truth), 180));
    s->closer += here < wall;
    s->nearer += here < wall - SEEN;
    s->alike += fabs(here - wall) <= SEEN;
    judge_led(a, truth, wall, s);
}

void hands_judge(const hand_answer *answer, int times, num_rng *rng, sim_truth *truth, hand_sums into[HAND_KINDS])
{
    for (int kind = 0; kind < HAND_KINDS; kind++)
        for (int i = 0; i < times; i++) {
            if (sct_flags_have(&answer->ranking->flags, SCT_FLAG_INK_TOO_STRONG)) {
                into[kind].refused++;
                continue;
            }
            change_hand(rng, kind, truth);
            judge(answer, truth, &into[kind]);
        }
}

void hand_sums_add(hand_sums *to, const hand_sums *more)
{
    double *sum = &to->healed;
    const double *one = &more->healed;
    for (size_t i = 0; i < sizeof *to / sizeof *sum; i++)
        sum[i] += one[i];
}
