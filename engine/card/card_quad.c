/*
 * card_quad.c - the four straight sides of an outline.
 *
 * Seen from its middle, the farthest point of a square in perspective is a
 * corner, the farthest from that the opposite one, and the farthest on either
 * side of this diagonal are the other two. Lines are fitted between them
 * (total least squares), once more without what stands out, and then moved
 * to where the values change most along their normals (Wang & Olson 2016,
 * section III C), which does not depend on the threshold.
 */
#include "card/card_tags.h"

#include <math.h>

enum { SIDE_SAMPLES_MAX = 48, PROFILE_MAX = 16 };
static const double side_least_px = 6;
static const double ends_left_out = 0.12;              /* of a side, at either end: corners are round */
static const double bend_px = 0.55, bend_share = 0.03; /* rms distance of a side's points from their line */
static const double straight_share = 0.55;             /* of a side that its line must touch */
static const double corner_share = 0.05;               /* of a side, by which its corners may be off at first */

/* A line through (x, y) along the unit vector (dx, dy); rms: distance of its points from it. */
typedef struct line {
    double x, y, dx, dy, rms;
} line;

/* Weighted sums that a line is fitted through. */
typedef struct line_sums {
    double w, x, y, xx, xy, yy;
} line_sums;

static void sums_add(line_sums *s, double x, double y, double w)
{
    s->w += w;
    s->x += w * x;
    s->y += w * y;
    s->xx += w * x * x;
    s->xy += w * x * y;
    s->yy += w * y * y;
}

static int line_through(const line_sums *s, line *out)
{
    if (!(s->w > 0))
        return 0;
    double x = s->x / s->w, y = s->y / s->w;
    double xx = s->xx / s->w - x * x, xy = s->xy / s->w - x * y, yy = s->yy / s->w - y * y;
    double angle = 0.5 * atan2(2 * xy, xx - yy);
    double least = 0.5 * (xx + yy - hypot(xx - yy, 2 * xy));
    *out = (line){x, y, cos(angle), sin(angle), sqrt(fmax(least, 0))};
    return 1;
}

static double distance_to(const line *l, double x, double y)
{
    return (x - l->x) * l->dy - (y - l->y) * l->dx;
}

static int crossing(const line *a, const line *b, chart_point *out)
{
    double cross = a->dx * b->dy - a->dy * b->dx;
    if (!(fabs(cross) > 0.17)) /* flatter than 10 degrees */
        return 0;
    double t = ((b->x - a->x) * b->dy - (b->y - a->y) * b->dx) / cross;
    *out = (chart_point){a->x + t * a->dx, a->y + t * a->dy};
    return 1;
}

/* Middle of the i-th edge of the outline, in pixel centres; coordinates from `origin` keep sums small. */
static chart_point edge_middle(const card_vertex *outline, size_t count, size_t i, card_vertex origin)
{
    const card_vertex *a = &outline[i], *b = &outline[i + 1 < count ? i + 1 : 0];
    return (chart_point){(a->x + b->x) / 2.0 - origin.x, (a->y + b->y) / 2.0 - origin.y};
}

/* ---- corners of the outline ---- */

static size_t farthest_from(const card_vertex *outline, size_t count, double x, double y)
{
    double most = -1;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        double dx = outline[i].x - x, dy = outline[i].y - y, d = dx * dx + dy * dy;
        if (d > most) {
            most = d;
            at = i;
        }
    }
    return at;
}

/* Indices of the corners, in the order of the outline. */
static int find_corners(const card_vertex *outline, size_t count, size_t corner[4])
{
    double x = 0, y = 0, most[2] = {0, 0};
    size_t side[2] = {0, 0};
    for (size_t i = 0; i < count; i++) {
        x += outline[i].x;
        y += outline[i].y;
    }
    size_t a = farthest_from(outline, count, x / (double)count, y / (double)count);
    size_t c = farthest_from(outline, count, outline[a].x, outline[a].y);
    double dx = (double)outline[c].x - outline[a].x, dy = (double)outline[c].y - outline[a].y;
    double diagonal = hypot(dx, dy);
    for (size_t i = 0; i < count; i++) {
        double d = ((double)outline[i].x - outline[a].x) * dy - ((double)outline[i].y - outline[a].y) * dx;
        int s = d < 0;
        if (fabs(d) > most[s]) {
            most[s] = fabs(d);
            side[s] = i;
        }
    }
    if (!(most[0] > side_least_px / 3 * diagonal && most[1] > side_least_px / 3 * diagonal))
        return 0;
    /* Clockwise from a: the corner on the left of a -> c comes first. */
    size_t b = side[0], d = side[1];
    size_t to_b = (b + count - a) % count, to_c = (c + count - a) % count, to_d = (d + count - a) % count;
    corner[0] = a;
    corner[1] = to_b < to_c ? b : d;
    corner[2] = c;
    corner[3] = to_b < to_c ? d : b;
    return (to_b < to_c) != (to_d < to_c);
}

/* ---- lines ---- */

/* The line through the edges from one corner to the next that lie within `apart` of `near`. */
static int fit_near(const card_vertex *outline, size_t count, size_t from, size_t to, const line *near, double apart,
                    line *out)
{
    const card_vertex *a = &outline[from], *b = &outline[to];
    double dx = (double)b->x - a->x, dy = (double)b->y - a->y, length = hypot(dx, dy);
    line_sums sums = {0};
    for (size_t i = from; i != to; i = i + 1 < count ? i + 1 : 0) {
        chart_point p = edge_middle(outline, count, i, *a);
        double along = (p.x * dx + p.y * dy) / (length * length);
        if (along > ends_left_out && along < 1 - ends_left_out && fabs(distance_to(near, p.x, p.y)) <= apart)
            sums_add(&sums, p.x, p.y, 1);
    }
    /* As many edges as a straight line has, but for gaps. */
    return sums.w >= 4 && sums.w >= straight_share * (1 - 2 * ends_left_out) * (fabs(dx) + fabs(dy)) &&
           line_through(&sums, out);
}

/* First near the straight way between the corners, then nearer: where noise has opened the border, the outline runs inside
 * and back. */
static int fit_side(const card_vertex *outline, size_t count, size_t from, size_t to, line *out)
{
    const card_vertex *a = &outline[from], *b = &outline[to];
    double dx = (double)b->x - a->x, dy = (double)b->y - a->y, length = hypot(dx, dy);
    line first;
    if (!(length >= side_least_px / 2))
        return 0;
    const line straight = {0, 0, dx / length, dy / length, 0};
    if (!fit_near(outline, count, from, to, &straight, 1 + corner_share * length, &first) ||
        !fit_near(outline, count, from, to, &first, 0.8 + first.rms, out))
        return 0;
    out->x += a->x - 0.5;
    out->y += a->y - 0.5;
    return out->rms <= bend_px + bend_share * length;
}

static int fit_outline(const card_vertex *outline, size_t count, const size_t corner[4], card_quad *quad)
{
    line side[4];
    for (int k = 0; k < 4; k++)
        if (!fit_side(outline, count, corner[k], corner[(k + 1) & 3], &side[k]))
            return 0;
    for (int k = 0; k < 4; k++)
        if (!crossing(&side[(k + 3) & 3], &side[k], &quad->corner[k]))
            return 0;
    return 1;
}

/* Corners that all turn right, and sides of some length. */
static int is_sound(const card_grey *copy, const card_quad *q)
{
    double shortest = 1e9, longest = 0;
    for (int k = 0; k < 4; k++) {
        chart_point a = q->corner[k], b = q->corner[(k + 1) & 3], c = q->corner[(k + 2) & 3];
        double length = hypot(b.x - a.x, b.y - a.y);
        shortest = fmin(shortest, length);
        longest = fmax(longest, length);
        if (!((b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x) > 0) || !(a.x > -2 && a.y > -2) ||
            !(a.x < copy->width + 1.0 && a.y < copy->height + 1.0))
            return 0;
    }
    return shortest >= side_least_px && longest <= 5 * shortest;
}

/* ---- edges ---- */

/* The line along which the values rise most steeply outwards, within `reach` of the side from a to b. */
static int fit_edge(const card_grey *copy, chart_point a, chart_point b, double reach, line *out)
{
    double length = hypot(b.x - a.x, b.y - a.y), nx = (b.y - a.y) / length, ny = -(b.x - a.x) / length;
    int samples = (int)fmin(fmax(length / 1.5, 6), SIDE_SAMPLES_MAX), steps = (int)fmin(2 * ceil(2 * reach), PROFILE_MAX);
    double h = 2 * reach / steps;
    line_sums sums = {0};
    for (int i = 0; i < samples; i++) {
        double t = ends_left_out / 2 + (1 - ends_left_out) * (i + 0.5) / samples, weight = 0, place = 0;
        double x = a.x + t * (b.x - a.x), y = a.y + t * (b.y - a.y), before = 0;
        for (int k = 0; k <= steps; k++) {
            double s = k * h - reach, v = card_grey_at(copy, (chart_point){x + s * nx, y + s * ny});
            double rise = v - before;
            if (k > 0 && rise > 0) {
                weight += rise * rise;
                place += rise * rise * (s - h / 2);
            }
            before = v;
        }
        if (weight > 1)
            sums_add(&sums, x + place / weight * nx - a.x, y + place / weight * ny - a.y, sqrt(weight));
    }
    if (!line_through(&sums, out))
        return 0;
    out->x += a.x;
    out->y += a.y;
    return 1;
}

void card_quad_sharpen(const card_grey *copy, card_quad *quad)
{
    line side[4];
    card_quad moved;
    for (int k = 0; k < 4; k++) {
        chart_point a = quad->corner[k], b = quad->corner[(k + 1) & 3];
        double reach = fmin(fmax(0.6 * hypot(b.x - a.x, b.y - a.y) / CARD_TAG_BLACK, 1), 3.5);
        if (!fit_edge(copy, a, b, reach, &side[k]))
            return;
    }
    for (int k = 0; k < 4; k++) {
        chart_point was = quad->corner[k];
        if (!crossing(&side[(k + 3) & 3], &side[k], &moved.corner[k]) ||
            !(hypot(moved.corner[k].x - was.x, moved.corner[k].y - was.y) < 5))
            return;
    }
    if (is_sound(copy, &moved))
        *quad = moved;
}

int card_quad_fit(const card_grey *copy, const card_vertex *outline, size_t count, card_quad *out)
{
    size_t corner[4];
    return find_corners(outline, count, corner) && fit_outline(outline, count, corner, out) && is_sound(copy, out);
}
