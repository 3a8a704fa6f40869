/*
 * engine/match/match_candidates.c - which dilutions of an ink are worth
 * comparing.
 *
 * The best dilution is sought continuously in ln(concentration), where steps
 * look about equal, then put on the ink's own steps. Beside it stand dilutions
 * of which every second one could be told from it: a ranking of neighbours that
 * look alike would only spread the answer thin.
 */
#include "match/match_private.h"

#include <math.h>
#include <string.h>

enum {
    SCAN_POINTS = 129,  /* of the coarse scan: steps of 2 % in concentration, finer than the edges of the loss are apart */
    SCAN_DRAWS = 24,    /* draws that the scan averages over */
    SEARCH_DRAWS = 48,  /* the same for what follows it */
    GOLDEN_ROUNDS = 12, /* to 1/300 of a scan step */
    DENSITY_POINTS = 17,
    DENSITY_POINTS_DRAWN = 9, /* where every point is an expectation */
    DENSITY_DRAWS = 24,
    RUNGS_MAX = 24,      /* perceptible steps of one ink to either side */
    RUNGS_OF_A_BLEND = 2 /* the same of a blend: what lies further is nearer to another one */
};

static const double DENSITY_LO = MATCH_DENSITY_LO, DENSITY_HI = MATCH_DENSITY_HI;
static const double DENSITY_STEP = 10;
static const double DENSITY_SLACK = 0.02; /* loss that is worth staying near the natural density */
/* Rungs stand half of what can be seen apart, so that what cannot be told from the best is among them and is named. */
static const double RUNG = 0.5;
static const double AN_END = 0.02; /* relative distance of a concentration from an end, beyond which nothing is known */
static const double GOLDEN = 0.6180339887498949;

static double loss_at(const match_scene *scene, const match_ink *ink, double c, double density, const match_draw *draw,
                      const match_ink_draw *own)
{
    return match_cost_of(scene, draw, ink->basis->look(scene, ink, c, density, draw, own)).loss;
}

static double experience_at(const match_scene *scene, const match_ink *ink, double c, double density)
{
    match_look look = ink->basis->look(scene, ink, c, density, &scene->nominal, &scene->nominal_ink);
    return match_usual_cost(scene, ink, look);
}

/* Mean loss over the first draws, or without draws the loss of the estimates. */
static double expected_loss(const match_scene *scene, const match_ink *ink, double c, double density, size_t draws)
{
    if (draws > scene->draw_count)
        draws = scene->draw_count;
    if (draws == 0 || scene->by_estimate)
        return loss_at(scene, ink, c, density, &scene->nominal, &scene->nominal_ink) + experience_at(scene, ink, c, density);
    double sum = 0;
    for (size_t i = 0; i < draws; i++)
        sum += loss_at(scene, ink, c, density, &scene->draws[i], &ink->errors[i]);
    return sum / (double)draws + experience_at(scene, ink, c, density);
}

static double density_at(int i, int points)
{
    return DENSITY_LO + (DENSITY_HI - DENSITY_LO) * i / (points - 1);
}

/* The density of least loss; of those hardly worse the one nearest to what looks natural. `draws`: 0 for the estimates. */
static double density_by(const match_scene *scene, const match_ink *ink, double c, int points, size_t draws)
{
    double start = match_natural_density(scene);
    double loss[DENSITY_POINTS], least = (double)INFINITY, away = (double)INFINITY, best = start;
    for (int i = 0; i < points; i++) {
        loss[i] = expected_loss(scene, ink, c, density_at(i, points), draws);
        least = fmin(least, loss[i]);
    }
    for (int i = 0; i < points; i++) {
        double density = density_at(i, points);
        if (loss[i] <= least + DENSITY_SLACK && fabs(density - start) < away) {
            away = fabs(density - start);
            best = density;
        }
    }
    return DENSITY_STEP * round(best / DENSITY_STEP);
}

double match_best_density(const match_scene *scene, const match_ink *ink, double c)
{
    if (scene->options->density_per_cm2 > 0)
        return scene->options->density_per_cm2;
    if (!(scene->weight_dot < 1) || !scene->options->seek_density)
        return match_natural_density(scene);
    if (scene->draw_count == 0 || scene->by_estimate)
        return density_by(scene, ink, c, DENSITY_POINTS, 0);
    return density_by(scene, ink, c, DENSITY_POINTS_DRAWN, DENSITY_DRAWS);
}

/* The same by the estimates alone: near enough while the best dilution is sought, and twenty times cheaper. */
static double rough_density(const match_scene *scene, const match_ink *ink, double c)
{
    int chosen = scene->options->seek_density && !(scene->options->density_per_cm2 > 0) && scene->weight_dot < 1;
    return chosen ? density_by(scene, ink, c, DENSITY_POINTS, 0) : match_best_density(scene, ink, c);
}

static double search_loss(const match_scene *scene, const match_ink *ink, double c_ln, size_t draws)
{
    double c = fmin(fmax(exp(c_ln), ink->c_lo), ink->c_hi);
    return expected_loss(scene, ink, c, rough_density(scene, ink, c), draws);
}

/* Golden section between a and b; the least loss it met is left in *least. */
static double golden_section(const match_scene *scene, const match_ink *ink, double a, double b, double *least)
{
    double x = b - GOLDEN * (b - a), y = a + GOLDEN * (b - a);
    double fx = search_loss(scene, ink, x, SEARCH_DRAWS), fy = search_loss(scene, ink, y, SEARCH_DRAWS);
    for (int i = 0; i < GOLDEN_ROUNDS; i++) {
        if (fx <= fy) {
            b = y;
            y = x;
            fy = fx;
            x = b - GOLDEN * (b - a);
            fx = search_loss(scene, ink, x, SEARCH_DRAWS);
        } else {
            a = x;
            x = y;
            fx = fy;
            y = a + GOLDEN * (b - a);
            fy = search_loss(scene, ink, y, SEARCH_DRAWS);
        }
    }
    *least = fmin(fx, fy);
    return fx <= fy ? x : y;
}

/* ln(concentration) of the ink's own step nearest to this one: an optimum that lies between two steps at an edge of the loss
 * is none that can be mixed. */
static double on_a_step(const match_ink *ink, double c_ln)
{
    double step = ink->ink.step > 0 ? ink->ink.step : 0.5, parts = step * round(palette_parts_water(exp(c_ln)) / step);
    double c = palette_concentration(1, parts);
    return c >= ink->c_lo && c <= ink->c_hi ? log(c) : c_ln;
}

sct_status match_best_concentration(sct_context *ctx, const match_scene *scene, const match_ink *ink, double *out)
{
    sct_status status = SCT_OK;
    double lo = log(ink->c_lo), hi = log(ink->c_hi), step = (hi - lo) / (SCAN_POINTS - 1);
    double least = (double)INFINITY, refined, node = hi;
    *out = ink->c_hi;
    for (int i = 0; step > 0 && i < SCAN_POINTS; i++) {
        TRY(progress_tell(ctx, SCT_STAGE_MATCH, ink->done));
        double at = on_a_step(ink, lo + i * step), loss = search_loss(scene, ink, at, SCAN_DRAWS);
        if (loss < least) {
            least = loss;
            node = at;
        }
    }
    if (!(step > 0))
        goto done;
    double found = golden_section(scene, ink, fmax(node - step, lo), fmin(node + step, hi), &refined);
    if (search_loss(scene, ink, node, SEARCH_DRAWS) < refined) /* an edge of the loss inside the bracket misleads it */
        found = node;
    *out = fmin(fmax(exp(found), ink->c_lo), ink->c_hi);
done:
    return status;
}

static double loss_of_parts(const match_scene *scene, const match_ink *ink, double parts_water)
{
    double c = palette_concentration(1, parts_water);
    return expected_loss(scene, ink, c, rough_density(scene, ink, c), SEARCH_DRAWS);
}

/* From a step downhill along the ink's steps: rounding may cross one of the loss's edges (too dark, too blue). */
static double descend(const match_scene *scene, const match_ink *ink, double parts, double step, double lo, double hi)
{
    double least = loss_of_parts(scene, ink, parts);
    for (int side = -1; side <= 1; side += 2)
        for (double next = parts + side * step; next >= lo - 1e-9 && next <= hi + 1e-9; next += side * step) {
            double loss = loss_of_parts(scene, ink, next);
            if (!(loss < least))
                break;
            least = loss;
            parts = next;
        }
    return parts;
}

double match_round_parts(const match_scene *scene, const match_ink *ink, double parts_water)
{
    double step = ink->ink.step > 0 ? ink->ink.step : 0.5;
    double lo = palette_parts_water(ink->c_hi), hi = palette_parts_water(ink->c_lo);
    double below = step * floor(parts_water / step + 1e-9), above = below + step;
    int below_fits = below >= lo - 1e-9, above_fits = above <= hi + 1e-9;
    if (!below_fits && !above_fits) /* a range that holds no step: what is known is better than what is round */
        return fmin(fmax(parts_water, lo), hi);
    double nearest = below;
    if (!below_fits || (above_fits && loss_of_parts(scene, ink, above) <= loss_of_parts(scene, ink, below)))
        nearest = above;
    return descend(scene, ink, nearest, step, lo, hi);
}

/* ---- the pool ---- */

/* Room for the colours of all draws in one allocation: dots, areas, and their differences from the estimate. */
enum { DOT_L, DOT_A, DOT_B, AREA_L, AREA_A, AREA_B, DIFFERENCE, LOOKS_ROOM };

sct_status match_pool_init(sct_context *ctx, const match_scene *scene, match_pool *out)
{
    sct_status status = SCT_OK;
    size_t cells = 0;
    *out = (match_pool){0};
    TRY(mem_new(ctx, SCT_CANDIDATE_MAX, sizeof *out->entries, (void **)&out->entries));
    TRY(size_mul(ctx, SCT_CANDIDATE_MAX, scene->draw_count, &cells));
    TRY(mem_new(ctx, cells, sizeof *out->losses, (void **)&out->losses));
    if (scene->hands)
        TRY(mem_new(ctx, cells, sizeof *out->claims, (void **)&out->claims));
    TRY(size_mul(ctx, LOOKS_ROOM, scene->draw_count, &cells));
    TRY(mem_new(ctx, cells, sizeof *out->looks, (void **)&out->looks));
    for (size_t i = 0; i < SCT_CANDIDATE_MAX; i++) {
        out->entries[i].losses = out->losses + i * scene->draw_count;
        out->entries[i].claims = (out->claims ? out->claims : out->losses) + i * scene->draw_count;
    }
done:
    return status;
}

void match_pool_free(match_pool *pool)
{
    mem_free(pool->entries);
    mem_free(pool->losses);
    mem_free(pool->claims);
    mem_free(pool->looks);
    *pool = (match_pool){0};
}

/* Rows that stand apart are worse than all others; of equal ones the palette's later one is. */
static int is_worse(const match_candidate *a, const match_candidate *b)
{
    int apart = match_stands_apart(a), other = match_stands_apart(b);
    if (apart != other)
        return apart;
    return a->de == b->de ? a->ink > b->ink : a->de > b->de;
}

/* The worst of a full pool, which is looked for again only when it has gone: a large palette has few that get in. */
static const match_entry *worst_of(match_pool *pool)
{
    for (size_t i = 0; i < pool->count && (i > 0 || !pool->worst); i++)
        if (!pool->worst || is_worse(&pool->entries[i].row, &pool->worst->row))
            pool->worst = &pool->entries[i];
    return pool->worst;
}

static match_entry *pool_place(match_pool *pool, const match_candidate *row)
{
    if (pool->count < SCT_CANDIDATE_MAX)
        return &pool->entries[pool->count++];
    if (!is_worse(&worst_of(pool)->row, row))
        return NULL;
    match_entry *place = pool->worst;
    pool->worst = NULL;
    return place;
}

int match_is_hopeless(match_pool *pool, int apart, double least)
{
    if (pool->count < SCT_CANDIDATE_MAX)
        return 0;
    const match_candidate *worst = &worst_of(pool)->row;
    if (apart != match_stands_apart(worst))
        return apart;
    return least > worst->de + MATCH_ROUNDING;
}

/* What a row is told from others by, and the rest of its colours. */
static void fill_distance(const match_scene *scene, const match_ink *ink, double c, match_candidate *row)
{
    const match_draw *now = &scene->nominal;
    match_look look = ink->basis->look(scene, ink, c, row->density_per_cm2, now, &scene->nominal_ink);
    match_cost cost = match_cost_of(scene, now, look);
    row->dot_lab = look.dot;
    row->area_lab = look.area;
    row->de_dot = cost.dot;
    row->de_area = cost.area;
    row->de = cost.total;
}

static void fill_colours(const match_scene *scene, const match_ink *ink, double c, match_candidate *row)
{
    const match_draw *now = &scene->nominal;
    const match_look look = {row->dot_lab, row->area_lab};
    sct_colour_state state;
    double w = scene->weight_dot;

    row->solid_lab = match_basis_solid(scene, ink, c);
    if (ink->blend.parts_second || !match_swatch(&ink->ink, c, &state, &row->swatch_lab))
        row->swatch_lab = (sct_lab){(double)NAN, (double)NAN, (double)NAN};
    row->de00_dot = sct_de2000(now->stub, look.dot);
    row->de00_area = sct_de2000(now->shadow, look.area);
    row->de00 = w * row->de00_dot + (w < 1 ? (1 - w) * row->de00_area : 0);
    sct_lch target = sct_lch_from_lab(now->stub), dot = sct_lch_from_lab(look.dot);
    row->dL = dot.L - target.L;
    row->dC = dot.C - target.C;
    row->dH = 2 * sqrt(target.C * dot.C) * sin((dot.h_deg - target.h_deg) / 2 / DEG_PER_RAD);
    row->band = match_band(row->de00, scene->thresholds);
    match_direction(now->stub, look.dot, row->direction, sizeof row->direction);
    match_direction(now->shadow, look.area, row->direction_area, sizeof row->direction_area);
}

/* Trainers' number for a dilution; a ready ink's own shade where it is a word and not a description. */
static void name_shade(const match_ink *ink, match_candidate *row)
{
    enum { WORD = 16 };
    const char *own = ink->ink.shade ? ink->ink.shade : "";
    if (ink->ink.kind == SCT_INK_DILUTABLE)
        text_from_number(row->shade, sizeof row->shade, row->parts_water, 2, 1);
    else
        text_copy(row->shade, sizeof row->shade, *own && strlen(own) <= WORD ? own : "ready");
}

static void keep_look(double *looks, size_t n, size_t i, const match_look *look)
{
    const double values[DIFFERENCE] = {look->dot.L, look->dot.a, look->dot.b, look->area.L, look->area.a, look->area.b};
    for (size_t k = 0; k < DIFFERENCE; k++)
        looks[k * n + i] = values[k];
}

/* The difference from the estimate that 95 % of the draws stay within. */
static double u95_of_looks(double *looks, size_t n, size_t first, sct_lab estimate)
{
    double *at = looks + first * n, *difference = looks + DIFFERENCE * n;
    if (n == 0 || !isfinite(estimate.L))
        return (double)NAN;
    sct_de2000_batch_f64(estimate, (sct_labs_f64){at, at + n, at + 2 * n, n}, difference);
    return num_quantile(difference, n, 0.95);
}

/* What a row loses by hands of any kind, how it looks then, and on which side its area comes out; of what was measured
 * healed, or is a swatch, hands change nothing. */
static void fill_claims(const match_scene *scene, const match_ink *ink, double c, const match_candidate *row, double *looks,
                        match_entry *entry)
{
    size_t light = 0, dark = 0;
    entry->dark_by_any = entry->dark_side;
    for (size_t i = 0; scene->hands && i < scene->draw_count; i++) {
        match_draw draw = scene->draws[i];
        draw.hand_ln = scene->hands[i];
        match_look look = ink->basis->look(scene, ink, c, row->density_per_cm2, &draw, &ink->errors[i]);
        entry->claims[i] = (float)(match_cost_of(scene, &draw, look).loss + row->experience);
        keep_look(looks, scene->draw_count, i, &look);
        light += look.area.L >= draw.shadow.L;
        dark += look.area.L < draw.shadow.L - MATCH_TOO_DARK_L;
    }
    if (!scene->hands || !scene->draw_count)
        return;
    entry->light_side = (double)light / (double)scene->draw_count;
    entry->dark_by_any = (double)dark / (double)scene->draw_count;
}

/* Compares one dilution under every draw and keeps it if it is among the best. */
static void add_candidate(const match_scene *scene, const match_ink *ink, double parts_water, match_pool *pool)
{
    match_candidate row = {.ink = ink->index,
                           .blend = ink->blend,
                           .state = ink->state,
                           .basis = ink->basis->id,
                           .parts_ink = 1,
                           .parts_water = parts_water,
                           .dot_radius_mm = scene->options->dot_radius_mm};
    double c = palette_concentration(1, parts_water);
    pool->considered++;
    row.density_per_cm2 = match_best_density(scene, ink, c);
    fill_distance(scene, ink, c, &row);
    if (!isfinite(row.de))
        return;
    match_entry *entry = pool_place(pool, &row);
    if (!entry)
        return;
    fill_colours(scene, ink, c, &row);
    name_shade(ink, &row);
    match_rests_on(ink, row.rests_on, sizeof row.rests_on);
    match_recipe(scene, ink, &row);

    size_t light = 0, dark = 0;
    double sum = 0, experience = experience_at(scene, ink, c, row.density_per_cm2);
    for (size_t i = 0; i < scene->draw_count; i++) {
        const match_draw *draw = &scene->draws[i];
        match_look look = ink->basis->look(scene, ink, c, row.density_per_cm2, draw, &ink->errors[i]);
        double loss = match_cost_of(scene, draw, look).loss + experience;
        entry->losses[i] = (float)loss;
        keep_look(pool->looks, scene->draw_count, i, &look);
        sum += loss;
        light += look.area.L >= draw->shadow.L;
        dark += look.area.L < draw->shadow.L - MATCH_TOO_DARK_L;
    }
    row.experience = experience;
    row.loss = scene->draw_count && !scene->by_estimate
                   ? sum / (double)scene->draw_count
                   : loss_at(scene, ink, c, row.density_per_cm2, &scene->nominal, &scene->nominal_ink) + experience;
    entry->light_side =
        scene->draw_count ? (double)light / (double)scene->draw_count : row.area_lab.L >= scene->nominal.shadow.L;
    entry->dark_side = scene->draw_count ? (double)dark / (double)scene->draw_count
                                         : row.area_lab.L < scene->nominal.shadow.L - MATCH_TOO_DARK_L;
    fill_claims(scene, ink, c, &row, pool->looks, entry);
    row.dot_u95_de00 = u95_of_looks(pool->looks, scene->draw_count, DOT_L, row.dot_lab);
    row.area_u95_de00 = u95_of_looks(pool->looks, scene->draw_count, AREA_L, row.area_lab);
    if (!scene->skin_known)
        entry->light_side = entry->dark_side = entry->dark_by_any = (double)NAN;
    entry->at_an_end = ink->c_lo < ink->c_hi && (c <= ink->c_lo * (1 + AN_END) || c >= ink->c_hi * (1 - AN_END));
    entry->row = row;
}

/* The next dilution from `parts` towards `towards` whose dot stands a rung from this one's; NaN at the end. */
static double next_rung(const match_scene *scene, const match_ink *ink, double parts, double towards)
{
    double step = ink->ink.step > 0 ? ink->ink.step : 0.5;
    double sign = towards > parts ? 1 : -1;
    sct_lab here = match_basis_dot(scene, ink, palette_concentration(1, parts));
    for (double p = parts + sign * step; sign * (towards - p) > -1e-9; p += sign * step) {
        sct_lab there = match_basis_dot(scene, ink, palette_concentration(1, p));
        if (sct_de2000(here, there) >= RUNG * scene->thresholds.jnd)
            return p;
    }
    return (double)NAN;
}

sct_status match_add_ink(sct_context *ctx, const match_scene *scene, const match_ink *ink, match_pool *pool)
{
    sct_status status = SCT_OK;
    double best;
    if (ink->ink.kind == SCT_INK_READY) {
        add_candidate(scene, ink, 0, pool);
        return SCT_OK;
    }
    TRY(match_best_concentration(ctx, scene, ink, &best));
    double parts = match_round_parts(scene, ink, palette_parts_water(best));
    add_candidate(scene, ink, parts, pool);
    double ends[2] = {palette_parts_water(ink->c_hi), palette_parts_water(ink->c_lo)};
    for (int side = 0; side < 2; side++) {
        double p = parts;
        for (int i = 0; i < (ink->blend.parts_second ? RUNGS_OF_A_BLEND : RUNGS_MAX); i++) {
            TRY(progress_tell(ctx, SCT_STAGE_MATCH, ink->done));
            p = next_rung(scene, ink, p, ends[side]);
            if (isnan(p))
                break;
            add_candidate(scene, ink, p, pool);
        }
    }
done:
    return status;
}
