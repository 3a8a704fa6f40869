/*
 * engine/verify/verify_tiles.c - left against right, tile against tile, and the edge.
 *
 * Darkness is measured in two ways: by the dots, how many there are and how deep,
 * which no light changes but sharpness does; and by light, of which gloss and shade
 * take their part. A fault is one when both say so with their whole intervals, and
 * there is none when the dots' whole interval says so and light does not object.
 * All else cannot be told. Light alone finds nothing.
 */
#include "verify/verify.h"

#include <math.h>
#include <string.h>

enum { TILES = 24, LEAST_TILES = 6, LEAST_DOTS = 150, EDGE = 24 };
static const double LEAST_DARKNESS = 0.01; /* ln of light, below which nothing can be uneven */
static const double LEAST_MIRRORED = 0.7;  /* of an area that has a left and a right */
static const double ASYMMETRY[2] = {0.06, 0.2}, UNEVENNESS[2] = {0.12, 0.2}; /* none is less seen; more is no longer none */
static const double MODEL = 0.006;    /* ln of light by which sides differ for reasons of light: standard deviation */
static const double SHARPNESS = 0.03; /* of the dots' depth, by which sides differ for reasons of sharpness: the same */
static const double NOISE_OFF = 0.3;  /* of the variance that chance is thought to have, by which that may be off */

/* A number by one way of measuring, and its interval (95 of 100). NaN: that way is not there. */
typedef struct reading {
    double value, lo, hi;
} reading;
static const reading unread = {(double)NAN, (double)NAN, (double)NAN};

static int says_within(const reading *r, double lo, double hi)
{
    return r->lo >= lo && r->hi <= hi;
}

/* As info has it: 1 a fault, 0 none, -1 cannot be told. */
static int judged(const reading *dots, const reading *light, const double bounds[2])
{
    const double all = HUGE_VAL;
    if ((says_within(dots, bounds[0], all) && says_within(light, bounds[0], all)) ||
        (says_within(dots, -all, -bounds[0]) && says_within(light, -all, -bounds[0])))
        return 1;
    int objects = says_within(light, bounds[1], all) || says_within(light, -all, -bounds[1]);
    return says_within(dots, -bounds[1], bounds[1]) && !objects ? 0 : -1;
}

static double half_width(const reading *r)
{
    return fmax(r->hi - r->value, r->value - r->lo);
}

/* Darkness by cells of the light's grid. */
typedef struct darkness {
    const verify_light *grid;
    float *value, *share; /* owned */
    float *dots;          /* dots a cell, owned */
    int by_dots;          /* 1: value is depth of dots a place */
    double a_dot;         /* variance of a cell's value for each dot in it: by_dots */
    double fano;          /* variance over mean of dots in a cell */
} darkness;

static size_t cells_of(const verify_light *l)
{
    return (size_t)l->columns * l->rows;
}

static void count_dots(const sct_verification *v, darkness *d)
{
    const verify_light *l = d->grid;
    double ratio = (double)v->after.fine.side / v->after.coarse.side;
    double squares = 0;
    for (size_t i = 0; i < v->dots[0].count; i++) {
        const verify_dot *dot = &v->dots[0].items[i];
        size_t x = (size_t)((double)dot->x * ratio), y = (size_t)((double)dot->y * ratio);
        size_t cell = y / l->cell * l->columns + x / l->cell;
        if (x / l->cell >= l->columns || y / l->cell >= l->rows)
            continue;
        d->dots[cell]++;
        squares += (double)(dot->depth * dot->depth);
        if (d->by_dots)
            d->value[cell] += dot->depth;
    }
    d->a_dot = v->dots[0].count ? squares / (double)v->dots[0].count : 0;
}

/* Dots that keep apart vary less than chance would have it: told by neighbouring cells, whatever varies slowly. */
static double fano_of(const darkness *d)
{
    double differences = 0, sum = 0;
    size_t n = 0;
    for (size_t i = 0; i + 1 < cells_of(d->grid); i++) {
        if (d->share[i] < 0.99F || d->share[i + 1] < 0.99F || i % d->grid->columns == d->grid->columns - 1U)
            continue;
        double diff = (double)(d->dots[i] - d->dots[i + 1]);
        differences += diff * diff / 2;
        sum += (double)(d->dots[i] + d->dots[i + 1]) / 2;
        n++;
    }
    return n > 20 && sum > 0 ? fmin(fmax(differences / sum, 0.2), 2) : 1;
}

static sct_status darkness_new(sct_context *ctx, const sct_verification *v, int by_dots, darkness *d)
{
    sct_status status = SCT_OK;
    const verify_light *l = &v->light;
    *d = (darkness){.grid = l, .by_dots = by_dots};
    TRY(mem_new(ctx, cells_of(l), sizeof *d->value, (void **)&d->value));
    TRY(mem_new(ctx, cells_of(l), sizeof *d->share, (void **)&d->share));
    TRY(mem_new(ctx, cells_of(l), sizeof *d->dots, (void **)&d->dots));
    count_dots(v, d);
    for (size_t i = 0; i < cells_of(l); i++) {
        d->share[i] = l->share[i];
        if (d->by_dots)
            d->value[i] /= (float)(l->cell * l->cell) * fmaxf(l->share[i], 0.05F);
        else
            d->value[i] = l->share[i] > 0 ? -l->ratio[1][i] : 0;
    }
    d->fano = fano_of(d);
done:
    return status;
}

static void darkness_free(darkness *d)
{
    mem_free(d->value);
    mem_free(d->share);
    mem_free(d->dots);
    *d = (darkness){0};
}

static double mean_of(const darkness *d, const float *weights)
{
    double sum = 0;
    for (size_t i = 0; i < cells_of(d->grid); i++)
        if (d->share[i] > 0)
            sum += (double)weights[i] * (double)d->value[i];
    return sum;
}

static double variance_of(const darkness *d, const float *weights)
{
    if (!d->by_dots)
        return verify_light_variance(d->grid, 1, weights) + MODEL * MODEL;
    double sum = 0, places = d->grid->cell * d->grid->cell;
    for (size_t i = 0; i < cells_of(d->grid); i++) {
        double a = places * fmax((double)d->share[i], 0.05), w = (double)weights[i] / a;
        sum += w * w * (double)d->dots[i] * d->a_dot * d->fano;
    }
    return sum;
}

/* ---- left and right ---- */

/* Of each cell of a side its share over that of the side. */
static double side_weights(const sct_verification *v, const darkness *d, int right, float *weights)
{
    const verify_light *l = d->grid;
    double all = 0;
    for (size_t i = 0; i < cells_of(l); i++) {
        double x = ((double)(i % l->columns) + 0.5) * l->cell - v->area.cx,
               y = ((double)(i / l->columns) + 0.5) * l->cell - v->area.cy;
        double across = x * v->area.nx + y * v->area.ny;
        weights[i] = (across > 0) == right && fabs(across) > l->cell ? d->share[i] : 0;
        all += (double)weights[i];
    }
    for (size_t i = 0; i < cells_of(l); i++)
        weights[i] = all > 0 ? (float)((double)weights[i] / all) : 0;
    return all;
}

static double dots_of(const darkness *d, const float *weights)
{
    double sum = 0;
    for (size_t i = 0; i < cells_of(d->grid); i++)
        sum += weights[i] > 0 ? (double)d->dots[i] : 0;
    return sum;
}

/* How many dots a place there are on the left, over the right. */
static void compare_density(sct_verify_info *info, const darkness *d, const float *left, const float *right, double a,
                            double b)
{
    double nl = dots_of(d, left), nr = dots_of(d, right), per_left = nl / a, per_right = nr / b;
    double sd = sqrt(d->fano * (1 / fmax(nl, 1) + 1 / fmax(nr, 1)) + SHARPNESS * SHARPNESS);
    info->density_asymmetry = 2 * (per_left - per_right) / (per_left + per_right);
    info->density_asymmetry_u95 = NUM_TWO_SIDED_95 * sd;
}

static sct_status compare_sides(sct_context *ctx, sct_verification *v, const darkness *d, reading *out)
{
    sct_status status = SCT_OK;
    size_t n = cells_of(d->grid);
    float *left = NULL, *right = NULL;
    *out = unread;
    TRY(mem_new(ctx, n, sizeof *left, (void **)&left));
    TRY(mem_new(ctx, n, sizeof *right, (void **)&right));
    double a = side_weights(v, d, 0, left), b = side_weights(v, d, 1, right);
    if (v->area.mirrored < LEAST_MIRRORED || a < 10 || b < 10)
        goto done;
    if (d->by_dots)
        compare_density(&v->info, d, left, right, a, b);
    double dl = mean_of(d, left), dr = mean_of(d, right), mean = (dl + dr) / 2;
    for (size_t i = 0; i < n; i++)
        left[i] -= right[i];
    if (mean > LEAST_DARKNESS || (d->by_dots && mean > 0)) {
        double sd = hypot(sqrt(variance_of(d, left)) / mean, d->by_dots ? SHARPNESS : 0);
        out->value = (dl - dr) / mean;
        out->lo = out->value - NUM_TWO_SIDED_95 * sd;
        out->hi = out->value + NUM_TWO_SIDED_95 * sd;
    }
done:
    mem_free(left);
    mem_free(right);
    return status;
}

/* ---- tiles ---- */

/* Cells deep enough inside the area, where dots are not thinned out. */
static size_t core_cells(const sct_verification *v, const darkness *d, double least, float *core)
{
    const verify_light *l = d->grid;
    size_t n = 0;
    for (size_t i = 0; i < cells_of(l); i++) {
        uint32_t x = (uint32_t)(i % l->columns) * l->cell + l->cell / 2,
                 y = (uint32_t)(i / l->columns) * l->cell + l->cell / 2;
        core[i] = x < v->area.width && y < v->area.height && (double)v->area.depth[(size_t)y * v->area.width + x] >= least &&
                          d->share[i] > 0.6F
                      ? d->share[i]
                      : 0;
        n += core[i] > 0;
    }
    return n;
}

static double normalize(float *weights, size_t n)
{
    double all = 0;
    for (size_t i = 0; i < n; i++)
        all += (double)weights[i];
    for (size_t i = 0; i < n && all > 0; i++)
        weights[i] = (float)((double)weights[i] / all);
    return all;
}

/* Weights of one tile; how much of it is core. */
static double tile_weights(const darkness *d, const float *core, uint32_t side, uint32_t column, uint32_t row, float *out)
{
    const verify_light *l = d->grid;
    for (size_t i = 0; i < cells_of(l); i++)
        out[i] = i % l->columns / side == column && i / l->columns / side == row ? core[i] : 0;
    return normalize(out, cells_of(l));
}

/* Quantile of chi square over its degrees of freedom: E. B. Wilson and M. M. Hilferty, "The distribution of chi-square",
 * Proceedings of the National Academy of Sciences 17 (1931) 684-688. */
static double chi_square_share(double degrees, double z)
{
    return pow(fmax(1 - 2 / (9 * degrees) + z * sqrt(2 / (9 * degrees)), 0.05), 3);
}

/* Tiles that differ less than chance has it (dots set in rows do) may still hide as much as a part of that. */
static void read_tiles(double mean, double spread, double noise, size_t tiles, reading *out)
{
    double degrees = (double)tiles - 1;
    if (!(mean > 0) || !(noise > 0))
        return;
    out->value = sqrt(fmax(spread - noise, 0)) / mean;
    out->lo = sqrt(fmax(spread / chi_square_share(degrees, NUM_TWO_SIDED_95) - (1 + NOISE_OFF) * noise, 0)) / mean;
    out->hi = sqrt(fmax(spread / chi_square_share(degrees, -NUM_TWO_SIDED_95) - (1 - NOISE_OFF) * noise, noise / 2)) / mean;
}

static sct_status compare_tiles(sct_context *ctx, const sct_verification *v, const darkness *d, reading *out)
{
    sct_status status = SCT_OK;
    const verify_light *l = d->grid;
    size_t n = cells_of(l), tiles = 0;
    float *core = NULL, *whole = NULL, *one = NULL;
    double sum = 0, squares = 0, noise = 0;
    *out = unread;
    TRY(mem_new(ctx, n, sizeof *core, (void **)&core));
    TRY(mem_new(ctx, n, sizeof *whole, (void **)&whole));
    TRY(mem_new(ctx, n, sizeof *one, (void **)&one));
    size_t count = core_cells(v, d, 2.0 * l->cell, core);
    uint32_t side = (uint32_t)fmax(round(sqrt((double)count / TILES)), 2);
    memcpy(whole, core, n * sizeof *whole);
    normalize(whole, n);
    for (uint32_t r = 0; r * side < l->rows; r++)
        for (uint32_t c = 0; c * side < l->columns; c++) {
            if (tile_weights(d, core, side, c, r, one) < 0.6 * side * side)
                continue;
            double value = mean_of(d, one);
            for (size_t i = 0; i < n; i++)
                one[i] -= whole[i];
            noise += variance_of(d, one);
            sum += value;
            squares += value * value;
            tiles++;
        }
    if (tiles >= LEAST_TILES && (d->by_dots || sum > LEAST_DARKNESS * (double)tiles)) {
        double mean = sum / (double)tiles;
        read_tiles(mean, (squares - sum * mean) / ((double)tiles - 1), noise / (double)tiles, tiles, out);
    }
done:
    mem_free(core);
    mem_free(whole);
    mem_free(one);
    return status;
}

/* ---- the edge ---- */

double verify_change_at(const sct_verification *v, uint32_t x, uint32_t y)
{
    const verify_light *l = &v->light;
    size_t at = (size_t)y * v->after.coarse.width + x;
    double t[VERIFY_BASIS], out = (double)v->after.coarse.log_y[at], bx, by;
    if (!v->after.usable[at])
        return (double)NAN;
    if (v->before.image && v->info.before_state == SCT_BEFORE_BARE) {
        verify_bend_at(&v->bend, x, y, &bx, &by);
        out -= verify_plane_at(&v->before.coarse, bx, by);
    }
    verify_basis(l, (x + 0.5) / l->cell, (y + 0.5) / l->cell, t);
    for (int i = 0; i < VERIFY_BASIS; i++)
        out -= l->fit[1][i] * t[i];
    return out;
}

/* Where the profile crosses a share of its rise, counted from outside. */
static double crossing(const double *profile, double from, double to, double share)
{
    for (int i = 1; i < 2 * EDGE; i++) {
        double a = (profile[i - 1] - from) / (to - from), b = (profile[i] - from) / (to - from);
        if (a < share && b >= share)
            return i - 1 + (share - a) / (b - a);
    }
    return (double)NAN;
}

static void find_edge(sct_verification *v)
{
    double sum[2 * EDGE] = {0}, out = 0, in = 0;
    size_t n[2 * EDGE] = {0};
    for (uint32_t y = 0; y < v->area.height; y++)
        for (uint32_t x = 0; x < v->area.width; x++) {
            double depth = (double)v->area.depth[(size_t)y * v->area.width + x], change;
            if (fabs(depth) >= EDGE || (depth < 0 && v->after.usable[(size_t)y * v->area.width + x] != 2))
                continue;
            change = verify_change_at(v, x, y);
            if (isnan(change))
                continue;
            sum[(int)floor(depth) + EDGE] -= change;
            n[(int)floor(depth) + EDGE]++;
        }
    for (int i = 0; i < 2 * EDGE; i++) {
        if (n[i] < 20)
            return;
        sum[i] /= (double)n[i];
    }
    for (int i = 0; i < EDGE / 2; i++) {
        out += sum[i] / (EDGE / 2.0);
        in += sum[2 * EDGE - 1 - i] / (EDGE / 2.0);
    }
    if (in - out > 0.02) { /* a normal edge rises from a tenth to nine tenths 1.9 times as far as between the quarters */
        double px = 1.9 * (crossing(sum, out, in, 0.75) - crossing(sum, out, in, 0.25)) * v->after.coarse.side;
        v->info.edge = isnan(v->info.mm_per_px) ? px : px * v->info.mm_per_px;
    }
}

/* The dots are more exact, and stand first; where they cannot be told apart, light gives the number without a finding. */
static void conclude(sct_verify_info *info, const reading sides[2], const reading tiles[2])
{
    const reading *side = isfinite(sides[0].value) ? &sides[0] : &sides[1];
    const reading *tile = isfinite(tiles[0].value) ? &tiles[0] : &tiles[1];
    info->asymmetry = side->value;
    info->asymmetry_u95 = half_width(side);
    info->asymmetric = judged(&sides[0], &sides[1], ASYMMETRY);
    info->unevenness = tile->value;
    info->unevenness_u95 = half_width(tile);
    info->uneven = judged(&tiles[0], &tiles[1], UNEVENNESS);
}

sct_status verify_tiles(sct_context *ctx, sct_verification *v)
{
    sct_status status = SCT_OK;
    darkness d = {0};
    reading sides[2] = {unread, unread}, tiles[2] = {unread, unread}; /* by the dots, by light */
    for (int way = 0; way < 2; way++) {
        int by_dots = way == 0;
        if (by_dots && !(v->info.dots_resolved && v->dots[0].count >= LEAST_DOTS))
            continue;
        TRY(darkness_new(ctx, v, by_dots, &d));
        TRY(compare_sides(ctx, v, &d, &sides[way]));
        TRY(compare_tiles(ctx, v, &d, &tiles[way]));
        darkness_free(&d);
    }
    conclude(&v->info, sides, tiles);
    find_edge(v);
done:
    darkness_free(&d);
    return status;
}
