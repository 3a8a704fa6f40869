/*
 * engine/verify/dots/verify_pairs.c - the same dots in both photos. What the smooth bend left
 * is told, tile by tile, by the shift that most dots agree on; then each dot has at most
 * one of the other photo, the nearest first. The interval of a share is that of E. B.
 * Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212.
 */
#include "verify/verify.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DOTS_A_TILE = 70, OFFERS = 4096 };
static const double NEAR = 0.3;      /* of the usual spacing: two dots are one */
static const double LEAST_DEPTH = 2; /* coarse places inside the area */

typedef struct spot {
    double x, y, depth;
    int taken;
} spot;

/* Dots by cells of one spacing. */
typedef struct hash {
    double side;
    uint32_t columns, rows;
    uint32_t *first, *next; /* 1 + index; 0: none */
} hash;

typedef struct pairing {
    spot *was, *is;
    size_t was_count, is_count;
    hash where; /* of `is` */
    double spacing;
    uint32_t columns, rows;
    double side;   /* of a tile */
    double *shift; /* x, y a tile */
} pairing;

static double to_fine(const verify_photo *p, double coarse)
{
    return (coarse + 0.5) * p->coarse.side / p->fine.side - 0.5;
}

static double to_coarse(const verify_photo *p, double fine)
{
    return (fine + 0.5) * p->fine.side / p->coarse.side - 0.5;
}

static int counts(const verify_photo *after, const verify_area *area, double cx, double cy)
{
    if (!(cx >= 0 && cy >= 0 && cx < area->width && cy < area->height))
        return 0;
    size_t at = (size_t)cy * area->width + (size_t)cx;
    return area->inside[at] && (double)area->depth[at] >= LEAST_DEPTH && after->usable[at];
}

static sct_status hash_fill(sct_context *ctx, const verify_plane *plane, const spot *spots, size_t count, double side,
                            hash *out)
{
    sct_status status = SCT_OK;
    out->side = fmax(side, 2);
    out->columns = (uint32_t)(plane->width / out->side) + 1;
    out->rows = (uint32_t)(plane->height / out->side) + 1;
    TRY(mem_new(ctx, (size_t)out->columns * out->rows, sizeof *out->first, (void **)&out->first));
    TRY(mem_new(ctx, count, sizeof *out->next, (void **)&out->next));
    for (size_t i = 0; i < count; i++) {
        uint32_t *cell = &out->first[(size_t)(spots[i].y / out->side) * out->columns + (size_t)(spots[i].x / out->side)];
        out->next[i] = *cell;
        *cell = (uint32_t)i + 1;
    }
done:
    return status;
}

/* Calls for each spot within `most` of x, y. */
typedef void (*visit_fn)(void *user, size_t index, double dx, double dy);
static void visit(const hash *h, const spot *spots, double x, double y, double most, visit_fn fn, void *user)
{
    int64_t c0 = (int64_t)floor((x - most) / h->side), c1 = (int64_t)floor((x + most) / h->side);
    int64_t r0 = (int64_t)floor((y - most) / h->side), r1 = (int64_t)floor((y + most) / h->side);
    for (int64_t r = r0 < 0 ? 0 : r0; r <= r1 && r < h->rows; r++)
        for (int64_t c = c0 < 0 ? 0 : c0; c <= c1 && c < h->columns; c++)
            for (uint32_t i = h->first[(size_t)r * h->columns + (size_t)c]; i; i = h->next[i - 1]) {
                double dx = spots[i - 1].x - x, dy = spots[i - 1].y - y;
                if (dx * dx + dy * dy <= most * most)
                    fn(user, i - 1, dx, dy);
            }
}

/* ---- the shift of each tile ---- */

typedef struct offers {
    size_t count;
    double dx[OFFERS], dy[OFFERS];
} offers;

static void offer(void *user, size_t index, double dx, double dy)
{
    offers *o = user;
    (void)index;
    if (o->count < OFFERS) {
        o->dx[o->count] = dx;
        o->dy[o->count++] = dy;
    }
}

/* The mean of the offers around the one that has most of them near. Returns how many agree. */
static size_t most_agreed(const offers *o, double near, double *dx, double *dy)
{
    size_t best = 0;
    for (size_t i = 0; i < o->count; i++) {
        double sx = 0, sy = 0;
        size_t n = 0;
        for (size_t j = 0; j < o->count; j++) {
            double ex = o->dx[j] - o->dx[i], ey = o->dy[j] - o->dy[i];
            if (ex * ex + ey * ey < near * near) {
                sx += o->dx[j];
                sy += o->dy[j];
                n++;
            }
        }
        if (n > best) {
            best = n;
            *dx = sx / (double)n;
            *dy = sy / (double)n;
        }
    }
    return best;
}

static size_t tile_of(const pairing *p, const spot *s)
{
    return (size_t)fmin(s->y / p->side, p->rows - 1) * p->columns + (size_t)fmin(s->x / p->side, p->columns - 1);
}

/* A tile that cannot tell has the mean of those around it that can. */
static void fill_silent(pairing *p, const uint8_t *told)
{
    for (uint32_t r = 0; r < p->rows; r++)
        for (uint32_t c = 0; c < p->columns; c++) {
            double sx = 0, sy = 0, n = 0;
            size_t at = (size_t)r * p->columns + c;
            for (uint32_t i = 0; i < p->columns * p->rows && !told[at]; i++) {
                double far = hypot((double)(i % p->columns) - c, (double)(i / p->columns) - r);
                double w = told[i] ? 1 / (far * far * far) : 0;
                sx += w * p->shift[2 * i];
                sy += w * p->shift[2 * i + 1];
                n += w;
            }
            if (!told[at] && n > 0) {
                p->shift[2 * at] = sx / n;
                p->shift[2 * at + 1] = sy / n;
            }
        }
}

static sct_status find_shifts(sct_context *ctx, pairing *p, const verify_plane *plane)
{
    sct_status status = SCT_OK;
    offers *o = NULL;
    uint8_t *told = NULL;
    p->side = fmax(sqrt((double)DOTS_A_TILE) * p->spacing, fmax(plane->width, plane->height) / 60.0);
    p->columns = (uint32_t)(plane->width / p->side) + 1;
    p->rows = (uint32_t)(plane->height / p->side) + 1;
    TRY(mem_new(ctx, (size_t)p->columns * p->rows, 2 * sizeof *p->shift, (void **)&p->shift));
    TRY(mem_new(ctx, (size_t)p->columns * p->rows, 1, (void **)&told));
    TRY(mem_new(ctx, 1, sizeof *o, (void **)&o));
    for (size_t t = 0; t < (size_t)p->columns * p->rows; t++) {
        size_t here = 0;
        o->count = 0;
        for (size_t i = 0; i < p->was_count; i++)
            if (tile_of(p, &p->was[i]) == t) {
                visit(&p->where, p->is, p->was[i].x, p->was[i].y, p->spacing, offer, o);
                here++;
            }
        size_t agreed = most_agreed(o, 0.15 * p->spacing, &p->shift[2 * t], &p->shift[2 * t + 1]);
        told[t] = here >= 15 && (double)agreed > fmax(0.25 * (double)here, 8);
        TRY(progress_again(ctx));
    }
    fill_silent(p, told);
done:
    mem_free(o);
    mem_free(told);
    return status;
}

/* Between the middles of tiles. */
static void shift_at(const pairing *p, double x, double y, double out[2])
{
    double u = fmin(fmax(x / p->side - 0.5, 0), p->columns - 1.0), v = fmin(fmax(y / p->side - 0.5, 0), p->rows - 1.0);
    size_t c = (size_t)u, r = (size_t)v, c1 = c + 1 < p->columns ? c + 1 : c, r1 = r + 1 < p->rows ? r + 1 : r;
    u -= (double)c;
    v -= (double)r;
    for (size_t k = 0; k < 2; k++)
        out[k] = (1 - v) * ((1 - u) * p->shift[2 * (r * p->columns + c) + k] + u * p->shift[2 * (r * p->columns + c1) + k]) +
                 v * ((1 - u) * p->shift[2 * (r1 * p->columns + c) + k] + u * p->shift[2 * (r1 * p->columns + c1) + k]);
}

/* ---- pairs ---- */

typedef struct pair {
    uint32_t was, is;
    double far;
} pair;
typedef struct pair_list {
    sct_context *ctx;
    sct_status status;
    pair *items;
    size_t count, capacity;
    uint32_t was;
} pair_list;

static void add_pair(void *user, size_t index, double dx, double dy)
{
    pair_list *l = user;
    if (l->status == SCT_OK)
        l->status = mem_grow(l->ctx, (void **)&l->items, &l->capacity, l->count + 1, sizeof *l->items);
    if (l->status == SCT_OK)
        l->items[l->count++] = (pair){l->was, (uint32_t)index, hypot(dx, dy)};
}

static int by_distance(const void *one, const void *other)
{
    const pair *a = one, *b = other;
    if (a->far < b->far || a->far > b->far)
        return a->far < b->far ? -1 : 1;
    return a->was != b->was ? (a->was < b->was ? -1 : 1) : (a->is > b->is) - (a->is < b->is);
}

static void note_near(void *user, size_t index, double dx, double dy)
{
    (void)index;
    (void)dx;
    (void)dy;
    *(int *)user = 1;
}

/* How many dots would be kept if the photos lay two and a half spacings askew. */
static double chance_share(const pairing *p, double near)
{
    size_t hits = 0;
    for (size_t i = 0; i < p->was_count; i++) {
        int hit = 0;
        visit(&p->where, p->is, p->was[i].x + 1.8 * p->spacing, p->was[i].y + 1.7 * p->spacing, near, note_near, &hit);
        hits += (size_t)hit;
    }
    return p->was_count ? (double)hits / (double)p->was_count : 0;
}

static int still_dark(const verify_photo *after, const verify_dots *dots, double x, double y)
{
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++) {
            double c = round(x) + dx, r = round(y) + dy;
            if (c >= 0 && r >= 0 && c < after->fine.width && r < after->fine.height &&
                (double)dots->response[(size_t)r * after->fine.width + (size_t)c] >= dots->least)
                return 1;
        }
    return 0;
}

/* What became of the dots that have no partner. */
static void count_single(const pairing *p, const verify_photo *after, const verify_dots *dots, double near,
                         verify_counts *out)
{
    for (size_t i = 0; i < p->was_count; i++) {
        double shift[2];
        int close = 0;
        if (p->was[i].taken)
            continue;
        shift_at(p, p->was[i].x, p->was[i].y, shift);
        double x = p->was[i].x + shift[0], y = p->was[i].y + shift[1];
        visit(&p->where, p->is, x, y, fmax(near, dots->diameter_px / after->fine.side), note_near, &close);
        if (close)
            out->merged++;
        else if (still_dark(after, dots, x, y))
            out->kept++;
        else
            out->lost++;
    }
}

static void wilson(double hits, double n, double *lo, double *hi)
{
    double z = NUM_TWO_SIDED_95, share = hits / n, middle = (share + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    *lo = fmax(middle - half, 0);
    *hi = fmin(middle + half, 1);
}

static sct_status make_pairs(sct_context *ctx, pairing *p, double near, verify_counts *out)
{
    sct_status status = SCT_OK;
    pair_list list = {.ctx = ctx};
    float *far = NULL, *deep = NULL;
    size_t n = 0;
    for (size_t i = 0; i < p->was_count && list.status == SCT_OK; i++) {
        double shift[2];
        list.was = (uint32_t)i;
        shift_at(p, p->was[i].x, p->was[i].y, shift);
        visit(&p->where, p->is, p->was[i].x + shift[0], p->was[i].y + shift[1], near, add_pair, &list);
    }
    TRY(list.status);
    if (list.count)
        qsort(list.items, list.count, sizeof *list.items, by_distance);
    TRY(mem_new(ctx, list.count, sizeof *far, (void **)&far));
    TRY(mem_new(ctx, list.count, sizeof *deep, (void **)&deep));
    for (size_t i = 0; i < list.count; i++) {
        spot *was = &p->was[list.items[i].was], *is = &p->is[list.items[i].is];
        if (was->taken || is->taken)
            continue;
        was->taken = is->taken = 1;
        far[n] = (float)list.items[i].far;
        deep[n++] = (float)(is->depth / was->depth);
    }
    out->kept = n;
    out->offset_px = num_median(far, n);
    out->fading = num_median(deep, n);
done:
    mem_free(list.items);
    mem_free(far);
    mem_free(deep);
    return status;
}

/* ---- the whole ---- */

static sct_status take_spots(sct_context *ctx, const verify_photo *after, const verify_photo *before,
                             const verify_bend *bend, const verify_pose *pose, const verify_area *area,
                             const verify_dots *is, const verify_dots *was, pairing *p)
{
    sct_status status = SCT_OK;
    TRY(mem_new(ctx, was->count, sizeof *p->was, (void **)&p->was));
    TRY(mem_new(ctx, is->count, sizeof *p->is, (void **)&p->is));
    for (size_t i = 0; i < was->count; i++) {
        const verify_dot *d = &was->items[i];
        double x, y;
        verify_bend_back(bend, pose, to_coarse(before, (double)d->x), to_coarse(before, (double)d->y), &x, &y);
        if (counts(after, area, x, y))
            p->was[p->was_count++] = (spot){to_fine(after, x), to_fine(after, y), (double)d->depth, 0};
    }
    for (size_t i = 0; i < is->count; i++)
        p->is[p->is_count++] = (spot){(double)is->items[i].x, (double)is->items[i].y, (double)is->items[i].depth, 0};
done:
    return status;
}

static void count_added(const pairing *p, const verify_photo *after, const verify_area *area, verify_counts *out)
{
    for (size_t i = 0; i < p->is_count; i++) {
        int here = counts(after, area, to_coarse(after, p->is[i].x), to_coarse(after, p->is[i].y));
        out->after += (size_t)here;
        out->added += (size_t)(here && !p->is[i].taken);
    }
}

sct_status verify_pairs(sct_context *ctx, const verify_photo *after, const verify_photo *before, const verify_bend *bend,
                        const verify_pose *pose, const verify_area *area, const verify_dots *dots_after,
                        const verify_dots *dots_before, verify_counts *out)
{
    sct_status status = SCT_OK;
    pairing p = {0};
    double places = (double)area->count * pow((double)after->coarse.side / after->fine.side, 2);
    *out = (verify_counts){.retention = (double)NAN,
                           .retention_lo = (double)NAN,
                           .retention_hi = (double)NAN,
                           .fading = (double)NAN,
                           .offset_px = (double)NAN};
    TRY(take_spots(ctx, after, before, bend, pose, area, dots_after, dots_before, &p));
    out->before = p.was_count;
    p.spacing = sqrt(places / fmax(fmax((double)p.was_count, (double)p.is_count), 1));
    TRY(hash_fill(ctx, &after->fine, p.is, p.is_count, p.spacing, &p.where));
    if (p.was_count && p.is_count) {
        double near = fmax(NEAR * p.spacing, 1);
        TRY(find_shifts(ctx, &p, &after->fine));
        TRY(make_pairs(ctx, &p, near, out));
        out->chance = chance_share(&p, near);
        count_single(&p, after, dots_after, near, out);
        double n = (double)p.was_count, held = (double)(out->kept + out->merged);
        out->retention = held / n;
        wilson(held, n, &out->retention_lo, &out->retention_hi);
        out->offset_px *= after->fine.side;
    }
    count_added(&p, after, area, out);
done:
    mem_free(p.was);
    mem_free(p.is);
    mem_free(p.where.first);
    mem_free(p.where.next);
    mem_free(p.shift);
    return status;
}
