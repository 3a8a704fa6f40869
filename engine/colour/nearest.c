/*
 * engine/colour/nearest.c - the nearest of many shades by CIEDE2000, exactly and without looking at all of them.
 *
 * Shades lie in a tree of boxes in Lab. A box whose every colour must be farther than the best shade so far is not opened.
 * CIEDE2000 is no distance of a space, but it has a lower bound (names and numbers of equations as in Sharma, Wu & Dalal
 * 2005, doi 10.1002/col.20070):
 *   dE^2 = (dL/S_L)^2 + x^2 + y^2 + R_T x y,   x = dC'/S_C, y = dH'/S_H
 *        >= (dL/S_L)^2 + (1 - |R_T|/2) (dC'^2 + dH'^2) / max(S_C, S_H)^2
 *   dC'^2 + dH'^2 = |v1' - v2'|^2 >= da^2 + db^2          (v' = ((1 + G) a, b), the same G of both)
 *   S_H <= S_C <= 1 + 0.045 C'                            (T <= 1.94)
 *   |R_T| <= sin(60 exp(-((h' - 275)/25)^2)) 2 sqrt(C'^7 / (C'^7 + 25^7))
 * with the greatest L', C' and the nearest h' that a pair of the sample and a colour of the box can have. The stretch by
 * 1 + G <= 1.5 turns a hue by 11.6 degrees at most. What is left is compared by sct_de2000_batch_f64.
 */
#include "colour/colour.h"

#include <math.h>

enum { LEAF = 32, DEPTH_MAX = 64 };
static const double TURNED_DEG = 11.6, SLACK = 1e-9; /* of a bound: more than its rounding and that of the differences */
static const double FARTHEST = 1000;                 /* L*, a* and b* of a colour, either way */

static int is_colour(double L, double a, double b)
{
    return fabs(L) <= FARTHEST && fabs(a) <= FARTHEST && fabs(b) <= FARTHEST;
}

typedef struct node {
    double lo[3], hi[3];    /* of L, a, b */
    double least, greatest; /* chroma in the box */
    uint32_t first, count;
    uint32_t children; /* the first of two, or 0: a leaf */
} node;

struct sct_shades {
    uint32_t count, node_count;
    double *lab[3];  /* in the order of the leaves */
    uint32_t *order; /* the caller's numbers of them */
    node *nodes;
};

/* ---- the tree ---- */

static void swap(sct_shades *s, uint32_t i, uint32_t j)
{
    uint32_t number = s->order[i];
    s->order[i] = s->order[j];
    s->order[j] = number;
    for (int c = 0; c < 3; c++) {
        double v = s->lab[c][i];
        s->lab[c][i] = s->lab[c][j];
        s->lab[c][j] = v;
    }
}

/* Puts the shade in the middle of a part in its place by one axis, the smaller ones before it (Hoare's quickselect). */
static void halve(sct_shades *s, uint32_t first, uint32_t count, int axis)
{
    const double *v = s->lab[axis];
    int64_t lo = first, hi = (int64_t)first + count - 1, middle = (int64_t)first + count / 2;
    while (lo < hi) {
        double pivot = v[lo + (hi - lo) / 2];
        int64_t i = lo, j = hi;
        while (i <= j) {
            while (v[i] < pivot)
                i++;
            while (v[j] > pivot)
                j--;
            if (i <= j)
                swap(s, (uint32_t)i++, (uint32_t)j--);
        }
        if (middle <= j)
            hi = j;
        else if (middle >= i)
            lo = i;
        else
            return;
    }
}

/* The part of an axis between lo and hi that is nearest to zero, or the farthest. */
static double least_of(double lo, double hi)
{
    return lo > 0 ? lo : hi < 0 ? -hi : 0;
}

static double greatest_of(double lo, double hi)
{
    return fmax(fabs(lo), fabs(hi));
}

static void bound(const sct_shades *s, node *n)
{
    for (int c = 0; c < 3; c++) {
        const double *v = s->lab[c] + n->first;
        n->lo[c] = n->hi[c] = v[0];
        for (uint32_t i = 1; i < n->count; i++) {
            n->lo[c] = v[i] < n->lo[c] ? v[i] : n->lo[c];
            n->hi[c] = v[i] > n->hi[c] ? v[i] : n->hi[c];
        }
    }
    n->least = hypot(least_of(n->lo[1], n->hi[1]), least_of(n->lo[2], n->hi[2]));
    n->greatest = hypot(greatest_of(n->lo[1], n->hi[1]), greatest_of(n->lo[2], n->hi[2]));
}

/* Chroma counts less where there is much of it. */
static int widest_axis(const node *n)
{
    double L = n->hi[0] - n->lo[0], weight = 1 / (1 + 0.045 * (n->least + n->greatest) / 2);
    double a = (n->hi[1] - n->lo[1]) * weight, b = (n->hi[2] - n->lo[2]) * weight;
    return L >= a && L >= b ? 0 : a >= b ? 1 : 2;
}

/* Every part is halved until it is a leaf; children stand behind their parents. */
static void grow(sct_shades *s)
{
    s->nodes[0] = (node){.first = 0, .count = s->count};
    s->node_count = 1;
    for (uint32_t i = 0; i < s->node_count; i++) {
        node *n = &s->nodes[i];
        bound(s, n);
        if (n->count <= LEAF)
            continue;
        uint32_t left = n->count / 2;
        halve(s, n->first, n->count, widest_axis(n));
        n->children = s->node_count;
        s->nodes[s->node_count++] = (node){.first = n->first, .count = left};
        s->nodes[s->node_count++] = (node){.first = n->first + left, .count = n->count - left};
    }
}

sct_status sct_shades_new(sct_context *ctx, sct_labs_f64 labs, sct_shades **out)
{
    sct_status status = SCT_OK;
    sct_shades *s = NULL;
    const double *const given[3] = {labs.L, labs.a, labs.b};
    sct_context_clear(ctx);
    if (!out || !labs.L || !labs.a || !labs.b || labs.count < 1 || labs.count > INT32_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_shades_new needs 1 to %d shades and a place for them", (int)INT32_MAX);
    for (size_t i = 0; i < labs.count; i++)
        if (!is_colour(labs.L[i], labs.a[i], labs.b[i]))
            FAIL(ctx, SCT_ERR_ARGUMENT, "shade %zu is no colour", i);
    TRY(mem_new(ctx, 1, sizeof *s, (void **)&s));
    s->count = (uint32_t)labs.count;
    for (int c = 0; c < 3; c++)
        TRY(mem_new(ctx, labs.count, sizeof *s->lab[c], (void **)&s->lab[c]));
    TRY(mem_new(ctx, labs.count, sizeof *s->order, (void **)&s->order));
    TRY(mem_new(ctx, 4 + 4 * (labs.count / LEAF), sizeof *s->nodes, (void **)&s->nodes));
    for (size_t i = 0; i < labs.count; i++) {
        s->order[i] = (uint32_t)i;
        for (int c = 0; c < 3; c++)
            s->lab[c][i] = given[c][i];
    }
    grow(s);
    *out = s;
    s = NULL;
done:
    sct_shades_free(s);
    return status;
}

void sct_shades_free(sct_shades *s)
{
    if (!s)
        return;
    for (int c = 0; c < 3; c++)
        mem_free(s->lab[c]);
    mem_free(s->order);
    mem_free(s->nodes);
    mem_free(s);
}

size_t sct_shades_count(const sct_shades *shades)
{
    return shades ? shades->count : 0;
}

/* ---- the search ---- */

typedef struct sample {
    sct_lab lab;
    double chroma, hue_deg; /* [0, 360) */
} sample;

static double gap(double v, double lo, double hi)
{
    return v < lo ? lo - v : v > hi ? v - hi : 0;
}

/* C^7 / (C^7 + 25^7) */
static double seventh(double chroma)
{
    double c = chroma / 25, c3 = c * c * c, c7 = c3 * c3 * c;
    return c7 / (c7 + 1);
}

/* The greatest angle between the sample and a colour of a box that does not hold grey, seen from grey; degrees. */
static double widest_angle(const sample *at, const node *n)
{
    double least_cos = 1, left = 0, right = 0;
    for (int corner = 0; corner < 4; corner++) {
        double a = corner & 1 ? n->hi[1] : n->lo[1], b = corner & 2 ? n->hi[2] : n->lo[2];
        double size = at->chroma * hypot(a, b), cosine = size > 0 ? (a * at->lab.a + b * at->lab.b) / size : -1;
        least_cos = fmin(least_cos, cosine);
        left = fmax(left, at->lab.a * b - at->lab.b * a);
        right = fmax(right, at->lab.b * a - at->lab.a * b);
    }
    /* A box on both sides of the line through grey and sample may hold the opposite hue, which no corner shows. */
    int opposite = least_cos < 0 && (left > 0) == (right > 0);
    return opposite ? 180 : acos(fmax(least_cos, -1)) * DEG_PER_RAD;
}

/* The nearest that the mean hue of the sample and a colour of the box can come to 275 degrees. */
static double blue_within(const sample *at, const node *n)
{
    double away = fabs(at->hue_deg - 275);
    int holds_grey = n->lo[1] <= 0 && n->hi[1] >= 0 && n->lo[2] <= 0 && n->hi[2] >= 0;
    double angle = holds_grey ? 180 : widest_angle(at, n);
    return fmax((away > 180 ? 360 - away : away) - angle / 2 - 2 * TURNED_DEG, 0);
}

/* What no colour of the box is nearer than; squared. */
static double least_of_box(const sample *at, const node *n)
{
    double dL = gap(at->lab.L, n->lo[0], n->hi[0]);
    double da = gap(at->lab.a, n->lo[1], n->hi[1]), db = gap(at->lab.b, n->lo[2], n->hi[2]);
    double up = fmax(fabs((at->lab.L + n->lo[0]) / 2 - 50), fabs((at->lab.L + n->hi[0]) / 2 - 50));
    double SL = 1 + 0.015 * up * up / sqrt(20 + up * up);
    double G = 0.5 * (1 - sqrt(seventh((at->chroma + n->least) / 2)));
    double chroma = (1 + G) * (at->chroma + n->greatest) / 2, SC = 1 + 0.045 * chroma;
    double turn = 2 * sqrt(seventh(chroma)), left = 1;
    if (turn > 0.01 && da + db > 0) {
        double off = blue_within(at, n) / 25;
        left = 1 - turn * sin(NUM_PI / 3 * exp(-off * off)) / 2;
    } else {
        left = 1 - turn / 2;
    }
    return dL * dL / (SL * SL) + left * (da * da + db * db) / (SC * SC);
}

typedef struct best {
    double de;
    uint32_t number;
} best;

static void look_at_leaf(const sct_shades *s, const node *n, const sample *at, best *b)
{
    double de[LEAF];
    const sct_labs_f64 some = {s->lab[0] + n->first, s->lab[1] + n->first, s->lab[2] + n->first, n->count};
    sct_de2000_batch_f64(at->lab, some, de);
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t number = s->order[n->first + i];
        if (de[i] < b->de || (!(de[i] > b->de) && number < b->number))
            *b = (best){de[i], number};
    }
}

static best search(const sct_shades *s, const sample *at)
{
    best b = {HUGE_VAL, UINT32_MAX};
    struct {
        uint32_t node;
        double least;
    } waiting[DEPTH_MAX] = {{0, 0}};
    for (int depth = 1; depth > 0;) {
        uint32_t i = waiting[--depth].node;
        const node *n = &s->nodes[i];
        if (!(waiting[depth].least <= b.de * b.de * (1 + SLACK) + SLACK))
            continue;
        if (!n->children) {
            look_at_leaf(s, n, at, &b);
            continue;
        }
        uint32_t left = n->children;
        double one = least_of_box(at, &s->nodes[left]), other = least_of_box(at, &s->nodes[left + 1]);
        uint32_t nearer = one <= other ? left : left + 1;
        waiting[depth].node = nearer == left ? left + 1 : left; /* opened later */
        waiting[depth++].least = fmax(one, other);
        waiting[depth].node = nearer;
        waiting[depth++].least = fmin(one, other);
    }
    return b;
}

void sct_shades_nearest(const sct_shades *shades, sct_labs_f64 samples, size_t *index, double *de)
{
    int given = shades && samples.L && samples.a && samples.b;
    for (size_t i = 0; i < samples.count; i++) {
        best b = {(double)NAN, UINT32_MAX};
        if (given && is_colour(samples.L[i], samples.a[i], samples.b[i])) {
            sample at = {.lab = {samples.L[i], samples.a[i], samples.b[i]}};
            sct_lch polar = sct_lch_from_lab(at.lab);
            at.chroma = polar.C;
            at.hue_deg = polar.h_deg;
            b = search(shades, &at);
        }
        if (index)
            index[i] = b.number == UINT32_MAX ? SIZE_MAX : b.number;
        if (de)
            de[i] = b.number == UINT32_MAX ? (double)NAN : b.de;
    }
}
