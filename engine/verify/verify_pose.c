/*
 * engine/verify/verify_pose.c - how the camera moved between two photos, from places
 * that look alike, most of which may be wrong: new ink, hair that has grown.
 *
 * Two pairs make a similarity, which each of them by itself must not contradict
 * (Fischler & Bolles, Comm. ACM 24 (1981) 381-395). Whether those that agree could
 * do so by chance is asked as L. Moisan and B. Stival do ("A probabilistic criterion
 * to detect rigid point matches", Int. J. Computer Vision 57 (2004) 201-218, eq. 4):
 * the expected number of moves with as many agreeing pairs among random ones. Two
 * heads give no move that chance would not.
 */
#include "verify/verify.h"

#include <math.h>
#include <string.h>

enum { TRIES = 60000, ROUNDS = 8 };
static const double MOST_TURN = 30 * NUM_PI / 180, MOST_GROWTH = 0.4; /* of a pair against the move: angle, ln of scale */
static const double WIDE_PX = 14, NARROW_PX = 5; /* agreement: of a similarity, of the last affine map */
static const double LEAST_SURE = -8;             /* log10 of the expected number by chance */
enum { LEAST_AGREEING = 10 };

typedef struct problem {
    const verify_point *a, *b;
    const verify_match *pairs;
    size_t count;
    double area;     /* places before that could be hit */
    uint8_t *agrees; /* of each pair */
} problem;

static double wrapped(double angle)
{
    return angle - 2 * NUM_PI * floor(angle / (2 * NUM_PI) + 0.5);
}

static void ends(const problem *p, size_t i, const verify_point **a, const verify_point **b)
{
    *a = &p->a[p->pairs[i].after];
    *b = &p->b[p->pairs[i].before];
}

/* Whether scale and direction of a pair fit a similarity. */
static int fits_alone(const problem *p, size_t i, double turn, double growth)
{
    const verify_point *a, *b;
    ends(p, i, &a, &b);
    return fabs(log((double)b->scale / (double)a->scale) - growth) < MOST_GROWTH &&
           fabs(wrapped((double)b->angle - (double)a->angle - turn)) < MOST_TURN;
}

static double miss(const problem *p, size_t i, const double m[6])
{
    const verify_point *a, *b;
    ends(p, i, &a, &b);
    double ax = (double)a->x, ay = (double)a->y;
    double dx = m[0] * ax + m[1] * ay + m[2] - (double)b->x, dy = m[3] * ax + m[4] * ay + m[5] - (double)b->y;
    return sqrt(dx * dx +
                dy * dy); /* asked so often that hypot, which also takes the huge and the tiny, would be a seventh of all */
}

/* The similarity through two pairs; 0 where they lie too near, or contradict it by themselves. */
static int similarity(const problem *p, size_t i, size_t j, double m[6])
{
    const verify_point *a0, *b0, *a1, *b1;
    ends(p, i, &a0, &b0);
    ends(p, j, &a1, &b1);
    double ax = (double)(a1->x - a0->x), ay = (double)(a1->y - a0->y), bx = (double)(b1->x - b0->x),
           by = (double)(b1->y - b0->y), n = ax * ax + ay * ay;
    if (n < 400 || bx * bx + by * by < 400)
        return 0;
    double c = (ax * bx + ay * by) / n, s = (ax * by - ay * bx) / n, turn = atan2(s, c), growth = 0.5 * log(c * c + s * s);
    if (fabs(growth) > 1.4 || !fits_alone(p, i, turn, growth) || !fits_alone(p, j, turn, growth))
        return 0;
    m[0] = c;
    m[1] = -s;
    m[3] = s;
    m[4] = c;
    m[2] = (double)b0->x - c * (double)a0->x + s * (double)a0->y;
    m[5] = (double)b0->y - s * (double)a0->x - c * (double)a0->y;
    return 1;
}

/* Pairs that agree with a map, each place counted once: several points may stand on one. */
static size_t count_agreeing(const problem *p, const double m[6], double most)
{
    enum { GRID = 64 };
    static const double side = 16;
    uint8_t taken[GRID][GRID] = {{0}};
    double turn = atan2(m[3], m[0]), growth = 0.5 * log(fabs(m[0] * m[4] - m[1] * m[3]) + 1e-12);
    size_t n = 0;
    for (size_t i = 0; i < p->count; i++) {
        p->agrees[i] = (uint8_t)(miss(p, i, m) < most && fits_alone(p, i, turn, growth));
        if (!p->agrees[i])
            continue;
        const verify_point *a = &p->a[p->pairs[i].after];
        uint8_t *cell = &taken[(size_t)((double)a->y / side) % GRID][(size_t)((double)a->x / side) % GRID];
        n += !*cell;
        *cell = 1;
    }
    return n;
}

/* The affine map of the pairs that agree, least squares. */
static int fit_affine(const problem *p, double m[6])
{
    double A[9] = {0}, B[9], x[3] = {0}, y[3] = {0};
    for (size_t i = 0; i < p->count; i++) {
        const verify_point *a, *b;
        if (!p->agrees[i])
            continue;
        ends(p, i, &a, &b);
        const double v[3] = {(double)a->x, (double)a->y, 1};
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++)
                A[3 * r + c] += v[r] * v[c];
            x[r] += v[r] * (double)b->x;
            y[r] += v[r] * (double)b->y;
        }
    }
    memcpy(B, A, sizeof B);
    if (!num_solve(A, x, 3) || !num_solve(B, y, 3))
        return 0;
    memcpy(m, x, sizeof x);
    memcpy(m + 3, y, sizeof y);
    double det = m[0] * m[4] - m[1] * m[3], shear = hypot(m[0] - m[4], m[1] + m[3]) / sqrt(fmax(det, 1e-12));
    return det > 0 && shear < 0.7;
}

static sct_status search(sct_context *ctx, const problem *p, uint64_t seed, double best[6], size_t *most)
{
    sct_status status = SCT_OK;
    num_rng rng;
    num_rng_seed(&rng, seed);
    for (int t = 0; t < TRIES && p->count >= 2; t++) {
        double m[6];
        size_t i = num_rng_below(&rng, (uint32_t)p->count), j = num_rng_below(&rng, (uint32_t)p->count);
        if (i == j || !similarity(p, i, j, m))
            continue;
        size_t n = count_agreeing(p, m, WIDE_PX);
        if (n > *most) {
            *most = n;
            memcpy(best, m, 6 * sizeof *m);
        }
        if (t % 1024 == 0)
            TRY(progress_again(ctx));
    }
done:
    return status;
}

static double log10_choose(double n, double k)
{
    return (lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)) / log(10);
}

/* Moisan & Stival 2004: of all moves through three pairs, those with k of n pairs within `most` by chance. A pair that fits
 * by its own direction and scale, too, is one in ten by chance. */
static double chance(const problem *p, size_t agreeing, double most)
{
    double share = fmin(NUM_PI * most * most / p->area, 1) * (2 * MOST_TURN / (2 * NUM_PI)) * 0.6;
    double n = (double)p->count, k = (double)agreeing;
    return k < 4 ? 0 : log10(n) + log10_choose(n, k) + log10_choose(k, 3) + (k - 3) * log10(share);
}

static double median_miss(const problem *p, const double m[6], float *scratch)
{
    size_t n = 0;
    for (size_t i = 0; i < p->count; i++)
        if (p->agrees[i])
            scratch[n++] = (float)miss(p, i, m);
    return num_median(scratch, n);
}

static sct_status refine(sct_context *ctx, const problem *p, verify_pose *out)
{
    sct_status status = SCT_OK;
    float *scratch = NULL;
    TRY(mem_new(ctx, p->count, sizeof *scratch, (void **)&scratch));
    for (int i = 0; i < ROUNDS; i++) {
        double most = WIDE_PX + (NARROW_PX - WIDE_PX) * i / (ROUNDS - 1.0), m[6];
        count_agreeing(p, out->m, most);
        if (!fit_affine(p, m))
            break;
        memcpy(out->m, m, sizeof m);
    }
    out->agreeing = count_agreeing(p, out->m, NARROW_PX);
    out->log10_chance = chance(p, out->agreeing, NARROW_PX);
    out->residual_px = median_miss(p, out->m, scratch);
done:
    mem_free(scratch);
    return status;
}

static double usable_places(const verify_photo *p)
{
    size_t n = 0;
    for (size_t i = 0; i < (size_t)p->coarse.width * p->coarse.height; i++)
        n += p->usable[i] != 0;
    return (double)n;
}

sct_status verify_pose_find(sct_context *ctx, const verify_photo *after, const verify_photo *before, uint64_t seed,
                            verify_pose *out)
{
    sct_status status = SCT_OK;
    verify_points a = {0}, b = {0};
    verify_match *pairs = NULL;
    problem p = {.area = fmax(usable_places(before), 1)};
    size_t most = 0;
    *out = (verify_pose){0};
    TRY(verify_points_find(ctx, after, &a));
    TRY(verify_points_find(ctx, before, &b));
    TRY(verify_match_points(ctx, &a, &b, &pairs, &p.count));
    p.a = a.items;
    p.b = b.items;
    p.pairs = pairs;
    TRY(mem_new(ctx, p.count, 1, (void **)&p.agrees));
    out->matches = p.count;
    TRY(search(ctx, &p, seed, out->m, &most));
    if (most >= 4)
        TRY(refine(ctx, &p, out));
    if (out->agreeing < LEAST_AGREEING || out->log10_chance > LEAST_SURE)
        FAIL(ctx, SCT_ERR_NOTHING,
             "the photos cannot be laid over each other: %zu of %zu places agree, as chance alone may have it; take both of "
             "the same head, from the same side, sharp and without gloss",
             out->agreeing, out->matches);
done:
    mem_free(a.items);
    mem_free(b.items);
    mem_free(pairs);
    mem_free(p.agrees);
    return status;
}
