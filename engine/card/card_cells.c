/*
 * card_cells.c - which tag four sides hold.
 *
 * Every cell is looked at in its middle. What is white and what black is told
 * by the white border around the tag and its own black one, each as a plane,
 * for light falls off (Olson 2011, section III D); where it does so within a
 * tag, or blur mixes neighbours, a cell's difference from those beside it tells
 * (Krogius, Haggenmiller & Olson 2019, doi 10.1109/IROS40897.2019.8967787). The
 * cells are then compared with those of the wanted tags, in each of eight ways
 * to lie.
 */
#include "card/card_tags.h"

#include <math.h>

enum { DATA = CARD_TAG_BLACK - 2 };
static const double contrast_least = 6;
static const double sharpening = 0.25; /* of a cell's difference from each of its four neighbours */

typedef struct square_map {
    double m[8];
} square_map;

/* The map of the unit square onto a quad (Heckbert 1989, "Fundamentals of texture mapping", section 2.2.3). */
static int map_square(const card_quad *quad, square_map *out)
{
    const chart_point *c = quad->corner;
    double dx1 = c[1].x - c[2].x, dx2 = c[3].x - c[2].x, dx3 = c[0].x - c[1].x + c[2].x - c[3].x;
    double dy1 = c[1].y - c[2].y, dy2 = c[3].y - c[2].y, dy3 = c[0].y - c[1].y + c[2].y - c[3].y;
    double det = dx1 * dy2 - dx2 * dy1;
    if (!(fabs(det) > 1e-9))
        return 0;
    double g = (dx3 * dy2 - dx2 * dy3) / det, h = (dx1 * dy3 - dx3 * dy1) / det;
    *out = (square_map){{c[1].x - c[0].x + g * c[1].x, c[3].x - c[0].x + h * c[3].x, c[0].x, c[1].y - c[0].y + g * c[1].y,
                         c[3].y - c[0].y + h * c[3].y, c[0].y, g, h}};
    return 1;
}

/* Value at a place counted in cells from the middle of the tag; NaN outside the copy. */
static double value_at(const card_grey *copy, const square_map *map, double u, double v)
{
    const double *m = map->m;
    double x = u / CARD_TAG_BLACK + 0.5, y = v / CARD_TAG_BLACK + 0.5, w = m[6] * x + m[7] * y + 1;
    return card_grey_at(copy, (chart_point){(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w});
}

/* Middles of cells, in cells from the tag's middle: -4.5 .. 4.5. */
static double middle(int cell)
{
    return cell - (CARD_TAG_CELLS - 1) / 2.0;
}

/* A plane through values at places that lie evenly about the middle. */
typedef struct plane {
    double n, sum, u, v, uu, vv;
} plane;

static void plane_add(plane *p, double u, double v, double value)
{
    if (!(value >= 0)) /* outside the copy */
        return;
    p->n++;
    p->sum += value;
    p->u += u * value;
    p->v += v * value;
    p->uu += u * u;
    p->vv += v * v;
}

static double plane_at(const plane *p, double u, double v)
{
    return p->sum / p->n + u * p->u / p->uu + v * p->v / p->vv;
}

/* Values of all cells, and planes of black and white. 0: this is no tag. */
static int look_at_cells(const card_grey *copy, const square_map *map, double cells[CARD_TAG_CELLS][CARD_TAG_CELLS],
                         plane *black, plane *white)
{
    *black = *white = (plane){0};
    for (int row = 0; row < CARD_TAG_CELLS; row++)
        for (int column = 0; column < CARD_TAG_CELLS; column++) {
            int ring = row < column ? row : column, last = CARD_TAG_CELLS - 1;
            ring = last - row < ring ? last - row : ring;
            ring = last - column < ring ? last - column : ring;
            double u = middle(column), v = middle(row), value = value_at(copy, map, u, v);
            cells[row][column] = value;
            if (ring == 0)
                plane_add(white, u, v, value);
            else if (ring == 1)
                plane_add(black, u, v, value);
            else if (!(value >= 0))
                return 0;
        }
    return black->n > 2 * CARD_TAG_BLACK && white->n > 2 * CARD_TAG_BLACK &&
           white->sum / white->n - black->sum / black->n > contrast_least;
}

/* How much lighter than the middle between black and white a cell is, sharpened. */
static double lightness(double cells[CARD_TAG_CELLS][CARD_TAG_CELLS], int row, int column)
{
    static const int beside[4][2] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
    double own = cells[row][column], all = own;
    for (int k = 0; k < 4; k++)
        all += sharpening * (own - cells[row + beside[k][0]][column + beside[k][1]]);
    return all;
}

/* The cells inside the border as bits, as card_codes has them. */
static uint64_t bits_of(double cells[CARD_TAG_CELLS][CARD_TAG_CELLS], const plane *black, const plane *white)
{
    uint64_t bits = 0;
    for (int row = 1; row <= CARD_TAG_BLACK; row++)
        for (int column = 1; column <= CARD_TAG_BLACK; column++) {
            double u = middle(column), v = middle(row);
            cells[row][column] -= (plane_at(black, u, v) + plane_at(white, u, v)) / 2;
        }
    for (int i = 0; i < DATA * DATA; i++)
        bits = bits << 1 | (lightness(cells, i / DATA + 2, i % DATA + 2) > 0);
    return bits;
}

/* Cells of the black border that are light: something covers it, and its corner is not where it seems to be. */
static int gaps_in_border(double cells[CARD_TAG_CELLS][CARD_TAG_CELLS])
{
    int gaps = 0;
    for (int i = 1; i <= CARD_TAG_BLACK; i++) {
        gaps += (cells[1][i] > 0) + (cells[CARD_TAG_BLACK][i] > 0);
        gaps += (cells[i][1] > 0) + (cells[i][CARD_TAG_BLACK] > 0);
    }
    return gaps;
}

static int differences(uint64_t a, uint64_t b)
{
    int n = 0;
    for (uint64_t rest = a ^ b; rest; rest &= rest - 1)
        n++;
    return n;
}

int card_cells_read(const card_grey *copy, const card_quad *quad, const card_look *looks, size_t count, int forgiven)
{
    double cells[CARD_TAG_CELLS][CARD_TAG_CELLS];
    plane black, white;
    square_map map;
    int best = forgiven + 1, found = -1;
    if (!map_square(quad, &map) || !look_at_cells(copy, &map, cells, &black, &white))
        return -1;
    const uint64_t bits = bits_of(cells, &black, &white);
    if (gaps_in_border(cells) > forgiven)
        return -1;
    for (size_t i = 0; i < count; i++) {
        int differ = differences(bits, looks[i].bits);
        if (differ < best) {
            best = differ;
            found = (int)i;
        }
    }
    return found;
}
