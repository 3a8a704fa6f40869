/*
 * correct_grey_find.c - a grey card that nobody has marked.
 *
 * What is plain and joins is one thing (correct_grey_things.c). A thing is a card when
 *
 *   it has four sides      straight ones, which it fills
 *   it is plain            but for a fall of light (a plane of log light) its cells are alike in brightness and colour
 *   it is neutral          as far as a camera's balance lets a card be, and narrower than what a person may mark
 *   its edges are sharp    what lies just outside differs; the photo may end at one side
 *   skin lies near         under the correction by this very card, much beside it has colours of skin
 *   it stands alone        things of its size side by side are patches of a chart; or it is the middle one of a white, a
 *                          grey and a black card
 *
 * Walls, cloth and paper pass some of these. Two things that pass all are no answer, and what was taken is always said.
 */
#include "correct/correct_steps.h"
#include "correct/grey/correct_grey_things.h"

#include <math.h>
#include <string.h>

enum { CELLS_LEAST = 50, OUTSIDE = 2 /* cells */, SIDES = 4, ALONG = 12, PATCHES_LEAST = 2, CARDS_MOST = 4 };
static const double share_least = 0.003, share_most = 0.3; /* of the photo */
static const double overlap_least = 0.90;                  /* of the thing with its four sides */
static const double aspect_most = 2.5;
static const double plain_light = 0.04, plain_colour = 0.05; /* sd of log light, of log ratios; the plane taken away */
static const double edge_least = 0.12;                       /* step of log light over each side */
static const double sharp_share = 0.8;                       /* of places along a side that have it */
static const double neutral_share = 0.8;                     /* of the ellipse of what may be marked */
static const double inner_share = 0.7;                       /* of the card's width that is taken */
static const double alike_ratio = 1.6;                       /* of areas, either way, */
static const double beside_reach = 2;                        /* and sides from middle to middle, of two patches of a chart */
static const double lighter_least = 0.9, darker_least = 0.7; /* of log light: white beside grey, grey beside black */
static const double cast_most = 0.2;                         /* of log ratios, of those three */
static const double skin_share = 1;                          /* of the card's area that must be skin nearby */

typedef struct thing {
    const grey_grid *grid;
    const uint32_t *members;
    size_t count;
    double mean[3];           /* log light */
    double corners[SIDES][2]; /* in cells, in order round it */
} thing;

/* ---- four sides ---- */

static double place(const thing *t, size_t i, int axis)
{
    return axis ? t->members[i] / t->grid->columns : t->members[i] % t->grid->columns;
}

/* The member farthest along a direction. */
static void farthest(const thing *t, double dx, double dy, double out[2])
{
    double best = -(double)INFINITY;
    for (size_t i = 0; i < t->count; i++) {
        double x = place(t, i, 0), y = place(t, i, 1), along = dx * x + dy * y;
        if (along > best) {
            best = along;
            out[0] = x;
            out[1] = y;
        }
    }
}

static double area_of(const double c[SIDES][2])
{
    double sum = 0;
    for (int i = 0; i < SIDES; i++) {
        int j = (i + 1) % SIDES;
        sum += c[i][0] * c[j][1] - c[j][0] * c[i][1];
    }
    return fabs(sum) / 2;
}

/* The largest of the four-sided figures whose corners are farthest along four directions, a quarter turn apart. */
static void find_corners(thing *t)
{
    enum { TURNS = 12 };
    double best = -1;
    for (int k = 0; k < TURNS; k++) {
        double c[SIDES][2];
        for (int i = 0; i < SIDES; i++) {
            double turn = (i + (double)k / TURNS) * 90 / DEG_PER_RAD;
            farthest(t, cos(turn), sin(turn), c[i]);
        }
        if (area_of((const double(*)[2])c) > best) {
            best = area_of((const double(*)[2])c);
            memcpy(t->corners, c, sizeof c);
        }
    }
    double middle[2] = {0};
    for (int i = 0; i < SIDES; i++)
        for (int a = 0; a < 2; a++)
            middle[a] += (t->corners[i][a] + 0.5) / SIDES;
    for (int i = 0; i < SIDES; i++) { /* from the middles of cells to their edges */
        double dx = t->corners[i][0] + 0.5 - middle[0], dy = t->corners[i][1] + 0.5 - middle[1], r = hypot(dx, dy);
        t->corners[i][0] = middle[0] + dx * (1 + 0.6 / fmax(r, 1));
        t->corners[i][1] = middle[1] + dy * (1 + 0.6 / fmax(r, 1));
    }
}

static int is_inside(const thing *t, double x, double y)
{
    int sign = 0;
    for (int i = 0; i < SIDES; i++) {
        const double *a = t->corners[i], *b = t->corners[(i + 1) % SIDES];
        double cross = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
        if (cross * sign < 0)
            return 0;
        sign = cross > 0 ? 1 : -1;
    }
    return 1;
}

/* Members inside over the union of members and the figure; 0 for a figure that is no card's. */
static double overlap(const thing *t)
{
    double inside = 0, side[SIDES];
    for (size_t i = 0; i < t->count; i++)
        inside += is_inside(t, place(t, i, 0) + 0.5, place(t, i, 1) + 0.5);
    for (int i = 0; i < SIDES; i++) {
        const double *a = t->corners[i], *b = t->corners[(i + 1) % SIDES];
        side[i] = hypot(a[0] - b[0], a[1] - b[1]);
    }
    double wide = side[0] + side[2], high = side[1] + side[3];
    if (!(fmax(wide, high) < aspect_most * fmin(wide, high)) || !(fmax(side[0], side[2]) < 1.6 * fmin(side[0], side[2])) ||
        !(fmax(side[1], side[3]) < 1.6 * fmin(side[1], side[3])))
        return 0;
    return inside / (area_of((const double(*)[2])t->corners) + (double)t->count - inside);
}

/* ---- plain, sharp ---- */

/* Standard deviation of what a plane leaves of values of the members: of log green, or of the log ratio to it. */
static double left_of_plane(const thing *t, int channel)
{
    double A[9] = {0}, b[3] = {0}, squares = 0, n = (double)t->count;
    double x0 = place(t, 0, 0), y0 = place(t, 0, 1);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < t->count; i++) {
            const float *v = t->grid->cells[t->members[i]].light;
            double row[3] = {place(t, i, 0) - x0, place(t, i, 1) - y0, 1};
            double value = channel == 1 ? (double)v[1] : (double)(v[channel] - v[1]);
            if (pass) {
                double left = value - b[0] * row[0] - b[1] * row[1] - b[2];
                squares += left * left;
                continue;
            }
            for (int j = 0; j < 3; j++) {
                b[j] += row[j] * value;
                for (int k = 0; k < 3; k++)
                    A[3 * j + k] += row[j] * row[k];
            }
        }
        if (!pass && !num_solve(A, b, 3))
            return (double)INFINITY;
    }
    return sqrt(squares / n);
}

/* Light of a place in cells; null outside of the photo. */
static const float *light_at(const thing *t, double x, double y)
{
    if (!(x >= 0 && y >= 0 && x < t->grid->columns && y < t->grid->rows))
        return NULL;
    return t->grid->cells[(size_t)y * t->grid->columns + (size_t)x].light;
}

/* Shares of the places along a side where what lies just outside differs from what lies just inside, and where nothing lies
 * outside: the photo ends there. */
static void look_over(const thing *t, int side, double *sharp, double *cut)
{
    const double *a = t->corners[side], *b = t->corners[(side + 1) % SIDES];
    double dx = b[0] - a[0], dy = b[1] - a[1], length = hypot(dx, dy);
    double nx = -dy / length, ny = dx / length;
    if (is_inside(t, (a[0] + b[0]) / 2 + nx, (a[1] + b[1]) / 2 + ny)) {
        nx = -nx;
        ny = -ny;
    }
    *sharp = *cut = 0;
    for (int k = 0; k < ALONG; k++) {
        double s = 0.1 + 0.8 * k / (ALONG - 1), x = a[0] + s * dx, y = a[1] + s * dy, most = 0;
        const float *out = light_at(t, x + OUTSIDE * nx, y + OUTSIDE * ny);
        const float *in = light_at(t, x - OUTSIDE * nx, y - OUTSIDE * ny);
        for (int c = 0; c < 3 && in && out; c++)
            most = fmax(most, fabs((double)(out[c] - in[c])));
        *sharp += (most > edge_least) / (double)ALONG;
        *cut += (out == NULL) / (double)ALONG;
    }
}

/* Three sides of a card may be seen, and the photo may end at the fourth. */
static int has_edges(const thing *t)
{
    int sides = 0, cuts = 0;
    for (int side = 0; side < SIDES; side++) {
        double sharp, cut;
        look_over(t, side, &sharp, &cut);
        sides += sharp >= sharp_share;
        cuts += cut >= sharp_share;
    }
    return sides == SIDES || (sides == SIDES - 1 && cuts == 1);
}

/* ---- skin ---- */

/* Whether a cell has a colour of skin under the gains of the card; `Y` is what the card reflects. */
static int is_skin(const grey_cell *cell, const double gain[3], const num_mat3 *profile)
{
    double rgb[3], xyz[3];
    for (int c = 0; c < 3; c++)
        rgb[c] = exp((double)cell->light[c]) * gain[c];
    num_mat3_apply(profile, rgb, xyz);
    sct_lab lab = sct_lab_from_xyz((sct_xyz){xyz[0], xyz[1], xyz[2]}, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    double chroma = hypot(lab.a, lab.b), hue = atan2(lab.b, lab.a) * DEG_PER_RAD;
    return lab.L > 15 && lab.L < 90 && chroma > 8 && chroma < 40 && hue > 25 && hue < 80;
}

/* Cells of skin within a card's length of it. */
static double skin_near(const thing *t, const num_mat3 *profile, double Y)
{
    const grey_grid *g = t->grid;
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    double wanted[3], xyz[3] = {white.X * Y, white.Y * Y, white.Z * Y}, gain[3], lo[2], hi[2], reach = 0, skin = 0;
    num_mat3 from_xyz;
    if (!num_mat3_invert(profile, &from_xyz))
        return 0;
    num_mat3_apply(&from_xyz, xyz, wanted);
    for (int c = 0; c < 3; c++)
        gain[c] = wanted[c] / exp(t->mean[c]);
    for (int a = 0; a < 2; a++) {
        lo[a] = hi[a] = t->corners[0][a];
        for (int i = 1; i < SIDES; i++) {
            lo[a] = fmin(lo[a], t->corners[i][a]);
            hi[a] = fmax(hi[a], t->corners[i][a]);
        }
        reach = fmax(reach, hi[a] - lo[a]);
    }
    for (double y = fmax(floor(lo[1] - reach), 0); y < fmin(hi[1] + reach, g->rows); y++)
        for (double x = fmax(floor(lo[0] - reach), 0); x < fmin(hi[0] + reach, g->columns); x++)
            skin += is_skin(&g->cells[(size_t)y * g->columns + (size_t)x], gain, profile);
    return skin;
}

/* ---- the search ---- */

static void find_mean(thing *t)
{
    for (int c = 0; c < 3; c++) {
        double sum = 0;
        for (size_t i = 0; i < t->count; i++)
            sum += (double)t->grid->cells[t->members[i]].light[c];
        t->mean[c] = sum / (double)t->count;
    }
}

/* Fills the thing's mean. Greys that a person marks may have more colour: nobody has looked at this. */
static int is_neutral(thing *t, const num_mat3 *profile)
{
    double rgb[3];
    find_mean(t);
    const double middle = (t->mean[0] + t->mean[1] + t->mean[2]) / 3;
    for (int c = 0; c < 3; c++)
        rgb[c] = exp(middle + (t->mean[c] - middle) / neutral_share);
    return correct_grey_is_plausible(profile, rgb);
}

static int is_card(thing *t, const num_mat3 *profile, double reflectance)
{
    double count = (double)t->count, cells = (double)t->grid->columns * t->grid->rows;
    if (count < CELLS_LEAST || count < share_least * cells || count > share_most * cells || !is_neutral(t, profile))
        return 0;
    find_corners(t);
    if (!(overlap(t) > overlap_least))
        return 0;
    if (!(left_of_plane(t, 1) < plain_light && left_of_plane(t, 0) < plain_colour && left_of_plane(t, 2) < plain_colour))
        return 0;
    return has_edges(t) && skin_near(t, profile, reflectance) >= skin_share * count;
}

typedef struct neighbours {
    int count;
    double light[PATCHES_LEAST][3], away[PATCHES_LEAST][2]; /* of the first: log light and place, from the card's */
} neighbours;

static void find_middle(const thing *t, double out[2])
{
    out[0] = out[1] = 0;
    for (int k = 0; k < SIDES; k++)
        for (int a = 0; a < 2; a++)
            out[a] += t->corners[k][a] / SIDES;
}

static void add_neighbour(neighbours *n, const thing *card, thing *t, const double away[2])
{
    if (n->count < PATCHES_LEAST) {
        find_mean(t);
        for (int c = 0; c < 3; c++)
            n->light[n->count][c] = t->mean[c] - card->mean[c];
        memcpy(n->away[n->count], away, sizeof n->away[0]);
    }
    n->count++;
}

/* The things with four sides, about as large as a card, that lie beside it. */
static void find_neighbours(grey_grid *grid, const thing *card, neighbours *out)
{
    double middle[2], side = sqrt((double)card->count);
    uint32_t number = 0;
    *out = (neighbours){.count = 0};
    find_middle(card, middle);
    for (uint32_t i = 0; i < grid->columns * grid->rows; i++)
        grid->cells[i].thing = 0;
    for (uint32_t i = 0; i < grid->columns * grid->rows; i++) {
        if (!grid->cells[i].plain || grid->cells[i].thing)
            continue;
        thing t = {.grid = grid, .members = grid->members};
        double at[2];
        t.count = correct_grey_thing(grid, i, ++number);
        if ((double)t.count > alike_ratio * (double)card->count || alike_ratio * (double)t.count < (double)card->count)
            continue;
        find_corners(&t);
        find_middle(&t, at);
        const double away[2] = {at[0] - middle[0], at[1] - middle[1]}, far = hypot(away[0], away[1]);
        if (far > side / 2 && far < beside_reach * side && overlap(&t) > overlap_least)
            add_neighbour(out, card, &t, away);
    }
}

/* A neighbour as white, or as black, as one of three cards that are sold together. */
static int is_as_sold(const double light[3], int white)
{
    double red = light[0] - light[1], blue = light[2] - light[1];
    return (white ? light[1] > lighter_least : light[1] < -darker_least) && fabs(red) < cast_most && fabs(blue) < cast_most;
}

/* Whether a card lies between a white one and a black one, and nothing else is beside it. */
static int is_middle(const neighbours *n)
{
    const double across = n->away[0][0] * n->away[1][0] + n->away[0][1] * n->away[1][1];
    int first_white = n->light[0][1] > 0;
    return n->count == 2 && across < 0 && is_as_sold(n->light[0], first_white) && is_as_sold(n->light[1], !first_white);
}

/* Which of the cards is meant; null: none, or it cannot be told. Of three that are sold together it is the grey one. */
static const thing *choose(grey_grid *grid, const thing *cards, int count)
{
    const thing *alone = NULL, *between = NULL;
    int middles = 0;
    for (int i = 0; i < count; i++) {
        neighbours n;
        find_neighbours(grid, &cards[i], &n);
        if (is_middle(&n)) {
            between = &cards[i];
            middles++;
        }
        if (n.count < PATCHES_LEAST)
            alone = &cards[i];
    }
    if (middles != 1)
        return middles == 0 && count == 1 ? alone : NULL;
    double from[2], to[2];
    find_middle(between, from);
    for (int i = 0; i < count; i++) {
        find_middle(&cards[i], to);
        if (hypot(to[0] - from[0], to[1] - from[1]) > beside_reach * sqrt((double)between->count))
            return NULL;
    }
    return between;
}

sct_status correct_grey_find(sct_context *ctx, const pixels_image *image, double reflectance, int *cards,
                             double corners[4][2])
{
    sct_status status = SCT_OK;
    grey_grid grid = {0};
    num_mat3 profile = pixels_matrix(image);
    uint32_t number = 0;
    thing found[CARDS_MOST];

    *cards = 0;
    TRY(correct_grey_grid(ctx, image, &grid));
    for (uint32_t i = 0; i < grid.columns * grid.rows; i++) {
        if (!grid.cells[i].plain || grid.cells[i].thing)
            continue;
        thing t = {.grid = &grid, .members = grid.members};
        t.count = correct_grey_thing(&grid, i, ++number);
        if (!is_card(&t, &profile, reflectance))
            continue;
        if (*cards < CARDS_MOST)
            found[*cards] = t;
        ++*cards;
    }
    const thing *card = *cards <= CARDS_MOST ? choose(&grid, found, *cards) : NULL;
    if (card) {
        double middle[2];
        find_middle(card, middle);
        for (int k = 0; k < SIDES; k++)
            for (int a = 0; a < 2; a++)
                corners[k][a] =
                    (a ? grid.y0 : grid.x0) + grid.side * (middle[a] + inner_share * (card->corners[k][a] - middle[a]));
    }
    *cards = card ? 1 : *cards == 1 ? 0 : *cards;
done:
    correct_grey_grid_free(&grid);
    return status;
}
