/*
 * engine/verify/verify_tiles.c - left against right, and tile against tile.
 *
 * Darkness is measured in two ways: by the dots, how many there are and how deep,
 * which no light changes but sharpness does; and by light, of which gloss and shade
 * take their part. A fault is one when both say so with their whole intervals, and
 * there is none when the dots' whole interval says so and light does not object.
 * All else cannot be told. Light alone finds nothing. That one side has more dots
 * is more exact than both, because they are counted.
 */
#include "verify/verify.h"

#include <math.h>
#include <string.h>

enum { TILES = 24, LEAST_TILES = 6, BLOCK_DOTS = 10 };
static const double LEAST_DARKNESS = 0.01; /* ln of light, below which nothing can be uneven */
static const double LEAST_MIRRORED = 0.7;  /* of an area that has a left and a right */
static const double ASYMMETRY[2] = {0.06, 0.2}, UNEVENNESS[2] = {0.12, 0.2}; /* none is less seen; more is no longer none */
static const double MODEL = 0.006;    /* ln of light by which sides differ for reasons of light: standard deviation */
static const double SHARPNESS = 0.03; /* of the dots' depth, by which sides differ for reasons of sharpness: the same */
/* Dots are counted, not drawn from a lot: of a count chance has what was missed, and what was taken for a dot, as shares of
 * it, and a side may be seen a little less well than the other: standard deviation, as a share. */
static const double MISCOUNTED = 0.05, UNSEEN = 0.01;
/* Patches of half a square centimetre that differ by a fifth are seen, and tiles, which lie across them, show two thirds of
 * that. */
static const double SEEN_PATCHES = 0.09, BEYOND_CHANCE = 0.7;
static const double BY_HAND = 0.25; /* variance over mean of counts of dots that a hand sets, at least */
static const double SURE = 1.6; /* times the 95 % bound: a difference of dots that chance makes once in a thousand times */
static const double NOISE_OFF = 0.3; /* of the variance that chance is thought to have, by which that may be off */

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
    double fano;          /* variance over mean of dots in a block: less than 1, because dots are set apart */
} darkness;

static size_t cells_of(const verify_light *l)
{
    return (size_t)l->columns * l->rows;
}

/* Of each cell the share that is area, where the photo after can be looked at: dots do not ask for the photo before. A cell
 * with more gloss than that is left out whole, because gloss is found between dots and not on them. */
static void share_of_area(const sct_verification *v, darkness *d)
{
    const double least = 0.75;
    const verify_light *l = d->grid;
    for (size_t i = 0; i < cells_of(l); i++) {
        uint32_t x0 = (uint32_t)(i % l->columns) * l->cell, y0 = (uint32_t)(i / l->columns) * l->cell;
        size_t inside = 0, seen = 0;
        for (uint32_t y = y0; y < y0 + l->cell && y < v->area.height; y++)
            for (uint32_t x = x0; x < x0 + l->cell && x < v->area.width; x++) {
                size_t at = (size_t)y * v->area.width + x;
                inside += v->area.inside[at];
                seen += v->area.inside[at] && v->after.usable[at];
            }
        d->share[i] = (double)seen >= least * (double)inside ? (float)inside / (float)(l->cell * l->cell) : 0;
    }
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
        if (x / l->cell >= l->columns || y / l->cell >= l->rows || !(d->share[cell] > 0))
            continue;
        d->dots[cell]++;
        squares += (double)(dot->depth * dot->depth);
        if (d->by_dots)
            d->value[cell] += dot->depth;
    }
    d->a_dot = v->dots[0].count ? squares / (double)v->dots[0].count : 0;
}

/* Dots of a block of cells; NaN where it is not area all over. */
static double dots_in_block(const darkness *d, uint32_t column, uint32_t row, uint32_t side)
{
    double sum = 0;
    for (uint32_t r = row; r < row + side; r++)
        for (uint32_t c = column; c < column + side; c++) {
            size_t at = (size_t)r * d->grid->columns + c;
            if (r >= d->grid->rows || c >= d->grid->columns || d->share[at] < 0.99F)
                return (double)NAN;
            sum += (double)d->dots[at];
        }
    return sum;
}

/* How far counts vary by chance: told by neighbouring blocks, whatever varies slowly. */
static double fano_of(const darkness *d)
{
    double differences = 0, sum = 0, dots = 0, cells = 0, n = 0;
    for (size_t i = 0; i < cells_of(d->grid); i++) {
        dots += (double)d->dots[i];
        cells += (double)d->share[i];
    }
    uint32_t side = (uint32_t)fmin(fmax(ceil(sqrt(BLOCK_DOTS * cells / fmax(dots, 1))), 1), 8);
    for (uint32_t r = 0; r < d->grid->rows; r += side)
        for (uint32_t c = 0; c + side < d->grid->columns; c += side) {
            double one = dots_in_block(d, c, r, side), next = dots_in_block(d, c + side, r, side);
            if (isnan(one) || isnan(next))
                continue;
            differences += (one - next) * (one - next) / 2;
            sum += (one + next) / 2;
            n++;
        }
    return n > 10 && sum > 0 ? fmin(fmax(differences / sum, 0.1), 2) : 1;
}

static sct_status darkness_new(sct_context *ctx, const sct_verification *v, int by_dots, darkness *d)
{
    sct_status status = SCT_OK;
    const verify_light *l = &v->light;
    *d = (darkness){.grid = l, .by_dots = by_dots};
    TRY(mem_new(ctx, cells_of(l), sizeof *d->value, (void **)&d->value));
    TRY(mem_new(ctx, cells_of(l), sizeof *d->share, (void **)&d->share));
    TRY(mem_new(ctx, cells_of(l), sizeof *d->dots, (void **)&d->dots));
    if (by_dots)
        share_of_area(v, d);
    else
        memcpy(d->share, l->share, cells_of(l) * sizeof *d->share);
    count_dots(v, d);
    for (size_t i = 0; i < cells_of(l); i++) {
        if (d->by_dots)
            d->value[i] /= (float)(l->cell * l->cell) * fmaxf(d->share[i], 0.05F);
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

/* What was read of the halves: dots counted, by how much they differ where a hand sets few dots at random (95 of 100), their
 * darkness, and light; and of the tiles: darkness of the dots, and light. */
typedef struct readings {
    reading density;
    double placed;
    reading sides[2], tiles[2];
} readings;

/* What lies on one side of the midline, each dot and each place where it is. */
typedef struct half {
    double dots, depth, places;
} half;

static int is_right(const sct_verification *v, double x, double y)
{
    return (x - v->area.cx) * v->area.nx + (y - v->area.cy) * v->area.ny > 0;
}

static int is_kept(const darkness *d, double x, double y)
{
    size_t column = (size_t)x / d->grid->cell, row = (size_t)y / d->grid->cell;
    return column < d->grid->columns && row < d->grid->rows && d->share[row * d->grid->columns + column] > 0;
}

static void count_halves(const sct_verification *v, const darkness *d, half side[2])
{
    double ratio = (double)v->after.fine.side / v->after.coarse.side;
    for (size_t i = 0; i < v->dots[0].count; i++) {
        const verify_dot *dot = &v->dots[0].items[i];
        double x = (double)dot->x * ratio, y = (double)dot->y * ratio;
        if (is_kept(d, x, y)) {
            side[is_right(v, x, y)].dots++;
            side[is_right(v, x, y)].depth += (double)dot->depth;
        }
    }
    for (uint32_t y = 0; y < v->area.height; y++)
        for (uint32_t x = 0; x < v->area.width; x++)
            if (v->area.inside[(size_t)y * v->area.width + x] && is_kept(d, x, y))
                side[is_right(v, x, y)].places++;
}

static reading difference(double left, double right, double sd)
{
    double value = 2 * (left - right) / (left + right);
    return (reading){value, value - NUM_TWO_SIDED_95 * sd, value + NUM_TWO_SIDED_95 * sd};
}

/* How many dots a place there are on the left, over the right, and how dark they are together. */
static void compare_dots(sct_verification *v, const darkness *d, readings *out)
{
    half side[2] = {{0, 0, 0}, {0, 0, 0}};
    count_halves(v, d, side);
    if (!(side[0].dots > 0 && side[1].dots > 0) || !(side[0].places > 0 && side[1].places > 0))
        return;
    double chance = MISCOUNTED * (1 / side[0].dots + 1 / side[1].dots);
    out->density = difference(side[0].dots / side[0].places, side[1].dots / side[1].places, sqrt(chance + UNSEEN * UNSEEN));
    out->sides[0] =
        difference(side[0].depth / side[0].places, side[1].depth / side[1].places, sqrt(chance + SHARPNESS * SHARPNESS));
    out->placed = NUM_TWO_SIDED_95 * sqrt(fmax(d->fano, BY_HAND) * (1 / side[0].dots + 1 / side[1].dots));
}

static sct_status compare_light(sct_context *ctx, const sct_verification *v, const darkness *d, reading *out)
{
    sct_status status = SCT_OK;
    size_t n = cells_of(d->grid);
    float *left = NULL, *right = NULL;
    TRY(mem_new(ctx, n, sizeof *left, (void **)&left));
    TRY(mem_new(ctx, n, sizeof *right, (void **)&right));
    if (side_weights(v, d, 0, left) < 10 || side_weights(v, d, 1, right) < 10)
        goto done;
    double dl = mean_of(d, left), dr = mean_of(d, right), mean = (dl + dr) / 2;
    for (size_t i = 0; i < n; i++)
        left[i] -= right[i];
    if (mean > LEAST_DARKNESS)
        *out = difference(dl, dr, sqrt(variance_of(d, left)) / mean);
done:
    mem_free(left);
    mem_free(right);
    return status;
}

/* ---- tiles ---- */

/* Cells deep enough inside the area, where dots are not thinned out. */
static size_t core_cells(const sct_verification *v, const darkness *d, float *core)
{
    size_t n = 0, cells = cells_of(d->grid);
    verify_depth_of_cells(v, core);
    double least = fmax(2, verify_soft_edge(d->grid, core, d->share, d->value));
    for (size_t i = 0; i < cells; i++) {
        core[i] = (double)core[i] >= least && d->share[i] > 0.6F ? d->share[i] : 0;
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
    size_t count = core_cells(v, d, core);
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

/* ---- what it means ---- */

/* A count of dots is so exact that what it says is named once it is as much as is seen and no chance, neither of counting
 * nor of how dots were set, and light, which is less exact, does not say that it is less than half of it. */
static int is_named(const readings *r)
{
    const reading *density = &r->density, *light = &r->sides[1];
    double sign = density->value < 0 ? -1 : 1, much = sign * density->value;
    double most = sign > 0 ? light->hi : -light->lo;
    return much >= ASYMMETRY[0] && much >= SURE * half_width(density) && much >= r->placed && most >= much / 2;
}

/* The same of tiles: what the dots show is as much as is seen, most of it beyond chance, as sure as sides have to be, and
 * light does not say that it is less than half of that. */
static int is_patchy(const reading *dots, const reading *light)
{
    return dots->value >= SEEN_PATCHES && dots->lo >= BEYOND_CHANCE * SEEN_PATCHES &&
           dots->value >= SURE * half_width(dots) && light->hi >= dots->value / 2;
}

/* The dots are more exact, and stand first; where they cannot be told apart, light gives the number without a finding. */
static void conclude(sct_verify_info *info, const readings *r)
{
    const reading *side = isfinite(r->sides[0].value) ? &r->sides[0] : &r->sides[1];
    const reading *tile = isfinite(r->tiles[0].value) ? &r->tiles[0] : &r->tiles[1];
    info->asymmetry = side->value;
    info->asymmetry_u95 = half_width(side);
    info->density_asymmetry = r->density.value;
    info->density_asymmetry_u95 = half_width(&r->density);
    info->asymmetric = is_named(r) ? 1 : judged(&r->sides[0], &r->sides[1], ASYMMETRY);
    info->unevenness = tile->value;
    info->unevenness_u95 = half_width(tile);
    info->uneven = is_patchy(&r->tiles[0], &r->tiles[1]) ? 1 : judged(&r->tiles[0], &r->tiles[1], UNEVENNESS);
}

sct_status verify_tiles(sct_context *ctx, sct_verification *v)
{
    sct_status status = SCT_OK;
    darkness d = {0};
    readings r = {unread, HUGE_VAL, {unread, unread}, {unread, unread}};
    for (int way = 0; way < 2; way++) {
        int by_dots = way == 0, has_sides = v->area.mirrored >= LEAST_MIRRORED;
        if (by_dots && !verify_dots_tell(&v->dots[0]))
            continue;
        TRY(darkness_new(ctx, v, by_dots, &d));
        if (by_dots && has_sides)
            compare_dots(v, &d, &r);
        else if (has_sides)
            TRY(compare_light(ctx, v, &d, &r.sides[1]));
        TRY(compare_tiles(ctx, v, &d, &r.tiles[way]));
        darkness_free(&d);
    }
    conclude(&v->info, &r);
    verify_edge(v);
done:
    darkness_free(&d);
    return status;
}
