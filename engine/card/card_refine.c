/*
 * card_refine.c - from a card found roughly to its exact place.
 *
 * What a fiducial looks like is known to the cell, so it can be recognised
 * where it is too small or blurred to be decoded: the pattern, put into the
 * photo by the map, is shifted until it correlates best (normalised
 * cross-correlation, which does not see brightness and contrast). First whole
 * fiducials over a wide reach, to find those that were not read; then their
 * quadrants over a few pixels. A correlation's peak does not move with blur, as
 * the corners of a thresholded square do.
 */
#include "card/card_detect.h"

#include <math.h>

enum { ROUNDS = 3, SAMPLES_A_CELL = 3, STEPS_MAX = 12, QUADRANTS = 4, HALF = CARD_TAG_CELLS / 2 };

static const double alike = 0.6;                          /* correlation of a pattern that is there */
static const double wide_reach = 0.12;                    /* of the distance between fiducials */
static const double near_cells[ROUNDS] = {1.2, 0.6, 0.3}; /* reach of the rounds, cells */
static const double least_reach_px = 0.7;

/* Cells [row, row + rows) x [column, column + columns) of a fiducial. */
typedef struct piece {
    const chart_fiducial *tag;
    uint8_t (*cells)[CARD_TAG_CELLS];
    int row, column, size;
} piece;

/* Where a place counted in cells from the border's upper left corner lies in the copy. */
static chart_point place_of(const card_grey *copy, const chart_homography *map, const piece *p, double column, double row)
{
    double cell = p->tag->side / CARD_TAG_BLACK;
    return card_grey_from_photo(copy,
                                chart_homography_apply(map, p->tag->u + (column - 1) * cell, p->tag->v + (row - 1) * cell));
}

/* Places and values of the pattern, once for all shifts; the values have mean 0 and sum of squares 1. */
typedef struct pattern {
    int n;
    chart_point at[CARD_TAG_CELLS * CARD_TAG_CELLS * SAMPLES_A_CELL * SAMPLES_A_CELL];
    float value[CARD_TAG_CELLS * CARD_TAG_CELLS * SAMPLES_A_CELL * SAMPLES_A_CELL];
} pattern;

static void make_pattern(const card_grey *copy, const chart_homography *map, const piece *p, pattern *out)
{
    int side = p->size * SAMPLES_A_CELL;
    double sum = 0, squares = 0;
    out->n = side * side;
    for (int i = 0; i < out->n; i++) {
        int down = i / side, across = i % side;
        double row = p->row + (down + 0.5) / SAMPLES_A_CELL, column = p->column + (across + 0.5) / SAMPLES_A_CELL;
        out->at[i] = place_of(copy, map, p, column, row);
        out->value[i] = p->cells[(int)row][(int)column];
        sum += (double)out->value[i];
    }
    for (int i = 0; i < out->n; i++) {
        double v = (double)out->value[i] - sum / out->n;
        out->value[i] = (float)v;
        squares += v * v;
    }
    for (int i = 0; i < out->n; i++)
        out->value[i] = (float)((double)out->value[i] / sqrt(fmax(squares, 1e-9)));
}

/* Correlation of the pattern, shifted, with the copy; -1 where it leaves the copy. */
static double correlate(const card_grey *copy, const pattern *p, double dx, double dy)
{
    double sum = 0, squares = 0, product = 0;
    for (int i = 0; i < p->n; i++) {
        double v = card_grey_at(copy, (chart_point){p->at[i].x + dx, p->at[i].y + dy});
        sum += v;
        squares += v * v;
        product += v * (double)p->value[i];
    }
    double variance = squares - sum * sum / p->n;
    return variance > p->n ? product / sqrt(variance) : -1; /* flatter than one code value: nothing is there. NaN: outside */
}

/* Top of the parabola through three values, in steps from the middle one. */
static double peak(double before, double at, double after)
{
    double curvature = before - 2 * at + after;
    return curvature < -1e-9 ? fmin(fmax(0.5 * (before - after) / curvature, -0.5), 0.5) : 0;
}

/* The shift within `reach` pixels at which the piece correlates best. Returns the correlation. */
static double match(const card_grey *copy, const chart_homography *map, const piece *p, double reach, chart_point *shift)
{
    pattern pattern_of_piece, *pat = &pattern_of_piece;
    int steps = (int)fmin(fmax(ceil(reach), 3), STEPS_MAX);
    double h = reach / steps, best = -1;
    *shift = (chart_point){0, 0};
    make_pattern(copy, map, p, pat);
    for (int j = -steps; j <= steps; j++)
        for (int i = -steps; i <= steps; i++) {
            double score = correlate(copy, pat, i * h, j * h);
            if (score > best) {
                best = score;
                *shift = (chart_point){i * h, j * h};
            }
        }
    if (!(best > 0))
        return -1;
    double x = shift->x, y = shift->y;
    shift->x += h * peak(correlate(copy, pat, x - h, y), best, correlate(copy, pat, x + h, y));
    shift->y += h * peak(correlate(copy, pat, x, y - h), best, correlate(copy, pat, x, y + h));
    return best;
}

/* Pairs of places that a map is fitted through. */
typedef struct pairs {
    size_t n;
    chart_point card[QUADRANTS * SCT_CHART_FIDUCIAL_MAX], photo[QUADRANTS * SCT_CHART_FIDUCIAL_MAX];
    double weight[QUADRANTS * SCT_CHART_FIDUCIAL_MAX];
} pairs;

static void add_pair(const card_grey *copy, const chart_homography *map, const piece *p, chart_point shift, double weight,
                     pairs *out)
{
    double cell = p->tag->side / CARD_TAG_BLACK, middle = p->size / 2.0;
    chart_point seen = place_of(copy, map, p, p->column + middle, p->row + middle);
    out->card[out->n] = (chart_point){p->tag->u + (p->column + middle - 1) * cell, p->tag->v + (p->row + middle - 1) * cell};
    out->photo[out->n] = card_grey_to_photo(copy, (chart_point){seen.x + shift.x, seen.y + shift.y});
    out->weight[out->n++] = weight;
}

/* Cell size in the copy. */
static double cell_px(const card_grey *copy, const chart_homography *map, const chart_fiducial *tag)
{
    piece whole = {tag, NULL, 0, 0, CARD_TAG_CELLS};
    chart_point a = place_of(copy, map, &whole, 0, 0), b = place_of(copy, map, &whole, CARD_TAG_CELLS, CARD_TAG_CELLS);
    return hypot(a.x - b.x, a.y - b.y) / (CARD_TAG_CELLS * sqrt(2));
}

/* Fits the map again through the quadrants of all fiducials. Returns how many fiducials show three of theirs. */
static int fit_quadrants(const card_grey *copy, const sct_chart *chart, uint8_t (*cells)[CARD_TAG_CELLS][CARD_TAG_CELLS],
                         double reach_cells, chart_homography *map)
{
    pairs found = {.n = 0};
    chart_homography refined;
    int tags = 0;
    for (size_t i = 0; i < chart->fiducial_count; i++) {
        double reach = fmax(reach_cells * cell_px(copy, map, &chart->fiducials[i]), least_reach_px);
        int seen = 0;
        for (int q = 0; q < QUADRANTS; q++) {
            piece quadrant = {&chart->fiducials[i], cells[i], q / 2 * HALF, q % 2 * HALF, HALF};
            chart_point shift;
            double likeness = match(copy, map, &quadrant, reach, &shift);
            if (!(likeness > alike))
                continue;
            add_pair(copy, map, &quadrant, shift, likeness * likeness * likeness * likeness, &found);
            seen++;
        }
        tags += seen >= QUADRANTS - 1;
    }
    if (tags < 2 || !chart_homography_fit(found.n, found.card, found.photo, found.weight, &refined))
        return 0;
    *map = refined;
    return tags;
}

/* Looks for the fiducials that were not read, in a wide reach about where the map foretells them. */
static int find_unread(const card_grey *copy, const sct_chart *chart, uint8_t (*cells)[CARD_TAG_CELLS][CARD_TAG_CELLS],
                       unsigned read, chart_homography *map)
{
    pairs found = {.n = 0};
    chart_homography refined;
    int tags = 0;
    for (size_t i = 0; i < chart->fiducial_count; i++) {
        int known = read >> i & 1;
        double reach = cell_px(copy, map, &chart->fiducials[i]), farthest = 0;
        for (size_t k = 0; k < chart->fiducial_count; k++)
            farthest = fmax(farthest, hypot(chart->fiducials[k].u - chart->fiducials[i].u,
                                            chart->fiducials[k].v - chart->fiducials[i].v));
        if (!known)
            reach *= wide_reach * farthest / chart->fiducials[i].side * CARD_TAG_BLACK;
        piece whole = {&chart->fiducials[i], cells[i], 0, 0, CARD_TAG_CELLS};
        chart_point shift = {0, 0};
        if (!known && !(match(copy, map, &whole, reach, &shift) > alike))
            continue;
        for (int q = 0; q < QUADRANTS; q++) {
            piece quadrant = {&chart->fiducials[i], cells[i], q / 2 * HALF, q % 2 * HALF, HALF};
            add_pair(copy, map, &quadrant, shift, 1, &found);
        }
        tags++;
    }
    if (tags < 2 || !chart_homography_fit(found.n, found.card, found.photo, found.weight, &refined))
        return 0;
    *map = refined;
    return tags;
}

sct_status card_refine(sct_context *ctx, const card_grey *copy, const sct_chart *chart, unsigned read, chart_homography *map,
                       int *tags)
{
    sct_status status = SCT_OK;
    uint8_t cells[SCT_CHART_FIDUCIAL_MAX][CARD_TAG_CELLS][CARD_TAG_CELLS];
    chart_homography refined = *map;
    int agreed;

    for (size_t i = 0; i < chart->fiducial_count; i++)
        TRY(card_tag_cells(ctx, chart->fiducials[i].id, cells[i]));
    agreed = find_unread(copy, chart, cells, read, &refined);
    for (int round = 0; round < ROUNDS && agreed; round++)
        agreed = fit_quadrants(copy, chart, cells, near_cells[round], &refined);
    *tags = agreed;
    if (agreed)
        *map = refined;
done:
    return status;
}
