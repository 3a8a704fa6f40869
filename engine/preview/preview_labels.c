/*
 * engine/preview/preview_labels.c - what the measure stage took pixels for,
 * looked at from a distance: where hair grows, and bare skin beside it.
 *
 * Of stubble only the hairs themselves are labelled, so a place is hair-bearing
 * when a few per cent of it are hair and little is plain skin.
 */
#include "preview/preview_private.h"
#include "scalptone/photo.h"

#include <math.h>
#include <string.h>

enum { MAP_SIDE = 160, REACH_MAX = 40 };
static const double GAP_LEAST = 2, GAP_SHARE = 0.4; /* cells; of the reach */
static const float HAIR_SHARE = 0.03f, SKIN_SHARE = 0.5f, LEAST_SHARE = 0.002f, CHART_SHARE = 0.02f;
static const double ISLAND_SHARE = 0.1; /* of the largest part: smaller ones are chance */

/* How often two labels (or one, twice) stand in a row of cells, counted down the columns first: that runs in vector
 * registers. */
static void count_row(const preview_label_map *m, const uint8_t *rows, uint32_t width, uint32_t high, const uint8_t label[2],
                      uint32_t *restrict columns, float *cells)
{
    const uint8_t one = label[0], other = label[1];
    memset(columns, 0, width * sizeof *columns);
    for (uint32_t y = 0; y < high; y++) {
        const uint8_t *row = rows + (size_t)y * width;
        for (uint32_t x = 0; x < width; x++)
            columns[x] += (row[x] == one) | (row[x] == other);
    }
    for (uint32_t i = 0, x = 0; i < m->columns; i++) {
        uint32_t end = width - x < m->cell ? width : x + m->cell, n = 0;
        for (; x < end; x++)
            n += columns[x];
        cells[i] = (float)n;
    }
}

static void count_labels(const preview_label_map *m, const uint8_t *labels, uint32_t width, uint32_t height,
                         uint32_t *columns)
{
    static const uint8_t skin[2] = {SCT_LABEL_SKIN, SCT_LABEL_SPECULAR}, hair[2] = {SCT_LABEL_HAIR, SCT_LABEL_HAIR},
                         chart[2] = {SCT_LABEL_CHART, SCT_LABEL_CHART};
    for (uint32_t row = 0; row < m->rows; row++) {
        uint32_t y = row * m->cell, high = height - y < m->cell ? height - y : m->cell;
        size_t first = (size_t)row * m->columns;
        const uint8_t *rows = labels + (size_t)y * width;
        count_row(m, rows, width, high, skin, columns, m->skin + first);
        count_row(m, rows, width, high, hair, columns, m->hair + first);
        count_row(m, rows, width, high, chart, columns, m->chart + first);
    }
}

sct_status preview_label_map_new(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height,
                                 preview_label_map *out)
{
    uint32_t side = width > height ? width : height;
    preview_label_map m = {.cell = (side + MAP_SIDE - 1) / MAP_SIDE};
    m.columns = (width + m.cell - 1) / m.cell;
    m.rows = (height + m.cell - 1) / m.cell;
    size_t n = (size_t)m.columns * m.rows;
    sct_status status = SCT_OK;
    uint32_t *columns = NULL;
    TRY(mem_new(ctx, 3 * n, sizeof *m.skin, (void **)&m.skin));
    TRY(mem_new(ctx, width, sizeof *columns, (void **)&columns));
    m.hair = m.skin + n;
    m.chart = m.hair + n;
    count_labels(&m, labels, width, height, columns);
    for (size_t i = 0; i < 3 * n; i++)
        m.skin[i] /= (float)(m.cell * m.cell);
    *out = m;
    m.skin = NULL;
done:
    mem_free(m.skin);
    mem_free(columns);
    return status;
}

void preview_label_map_free(preview_label_map *m)
{
    mem_free(m->skin);
    m->skin = m->hair = m->chart = NULL;
}

static int is_hair(const preview_label_map *m, size_t i)
{
    return m->hair[i] >= HAIR_SHARE && m->skin[i] < SKIN_SHARE;
}

void preview_label_map_open(const preview_label_map *m, const preview_area *area, uint8_t *cells)
{
    for (uint32_t row = 0; row < area->rows; row++) {
        size_t first = (size_t)(row * area->cell / m->cell) * m->columns;
        for (uint32_t x = 0; x < m->columns; x++) {
            uint32_t from = (x * m->cell + area->cell - 1) / area->cell,
                     to = ((x + 1) * m->cell + area->cell - 1) / area->cell;
            to = to < area->columns ? to : area->columns;
            if (from < to && is_hair(m, first + x))
                memset(cells + (size_t)row * area->columns + from, PREVIEW_OPEN, to - from);
        }
    }
}

sct_status preview_labels_open(sct_context *ctx, const uint8_t *labels, const preview_area *area, uint8_t *cells)
{
    preview_label_map m;
    sct_status status = preview_label_map_new(ctx, labels, area->width, area->height, &m);
    if (status != SCT_OK)
        return status;
    preview_label_map_open(&m, area, cells);
    preview_label_map_free(&m);
    return SCT_OK;
}

sct_status preview_labels_width(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height, double *out)
{
    preview_label_map m;
    double all = 0, seen = 0;
    uint32_t left = 0, right = 0;
    sct_status status = preview_label_map_new(ctx, labels, width, height, &m);
    if (status != SCT_OK)
        return status;
    for (size_t i = 0; i < 2 * (size_t)m.columns * m.rows; i++)
        all += (double)m.skin[i];
    for (uint32_t x = 0; x < m.columns && all > 0; x++) {
        for (uint32_t y = 0; y < m.rows; y++)
            seen += (double)(m.skin[(size_t)y * m.columns + x] + m.hair[(size_t)y * m.columns + x]);
        left = seen < 0.01 * all ? x + 1 : left;
        right = seen < 0.99 * all ? x + 1 : right;
    }
    *out = right > left ? (right - left) * m.cell : 0;
    preview_label_map_free(&m);
    return SCT_OK;
}

static int is_skin(const preview_label_map *m, size_t i)
{
    return m->skin[i] >= SKIN_SHARE;
}

static void mark(const preview_label_map *m, int (*is)(const preview_label_map *, size_t), uint8_t *out)
{
    for (size_t i = 0; i < (size_t)m->columns * m->rows; i++)
        out[i] = (uint8_t)is(m, i);
}

/* 1 where one of the cells whose mark is `value` lies within `reach` cells. */
static void find_near(const preview_label_map *m, const uint8_t *marks, int value, double reach, uint8_t *out)
{
    const int r = (int)ceil(reach), columns = (int)m->columns, rows = (int)m->rows;
    memset(out, 0, (size_t)m->columns * m->rows);
    for (int j = -r; j <= r; j++) { /* a disc is rows of some width, so many above or below its middle */
        int wide = r;
        while (wide >= 0 && wide * wide + j * j > reach * reach)
            wide--;
        for (int y = j < 0 ? -j : 0; wide >= 0 && y < rows && y + j < rows; y++) {
            const uint8_t *row = marks + (size_t)y * m->columns;
            uint8_t *to = out + (size_t)(y + j) * m->columns;
            for (int x = 0, done = 0; x < columns; x++) { /* what is before `done` is set as far as it has to be */
                int end = x + wide + 1 < columns ? x + wide + 1 : columns, from = x - wide > done ? x - wide : done;
                if (row[x] != value || from >= end)
                    continue;
                memset(to + from, 1, (size_t)(end - from));
                done = end;
            }
        }
    }
}

/* Work for choose_places, a byte a cell each; owned by `hair`. */
typedef struct places {
    uint8_t *hair, *near_hair, *near, *skin;
} places;

/* Skin within reach of hair; the gap between both, which is often unlabelled; and, gloss and shade having no skin's colour,
 * what such places enclose or nearly so. No hair, and no chart. */
static void choose_by(const preview_label_map *m, places *p, double reach, uint8_t *chosen)
{
    const size_t n = (size_t)m->columns * m->rows;
    const double gap = fmax(GAP_LEAST, GAP_SHARE * reach);
    mark(m, is_hair, p->hair);
    mark(m, is_skin, p->skin);
    find_near(m, p->hair, 1, reach, p->near_hair);
    find_near(m, p->skin, 1, gap, p->near);
    find_near(m, p->hair, 1, gap, chosen);
    for (size_t i = 0; i < n; i++)
        chosen[i] = (p->near_hair[i] && p->skin[i]) || (chosen[i] && p->near[i]);
    find_near(m, chosen, 1, gap, p->near);
    find_near(m, p->near, 0, gap, chosen);
    for (size_t i = 0; i < n; i++)
        chosen[i] = !chosen[i] && p->near_hair[i] && !p->hair[i] && m->chart[i] < CHART_SHARE;
}

sct_status preview_label_map_scalp(sct_context *ctx, const preview_label_map *m, double gap, uint8_t *chosen)
{
    const size_t n = (size_t)m->columns * m->rows;
    uint8_t *near = NULL;
    sct_status status = mem_new(ctx, n, 1, (void **)&near);
    if (status != SCT_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        chosen[i] = (uint8_t)(is_skin(m, i) || is_hair(m, i));
    find_near(m, chosen, 1, gap, near);
    find_near(m, near, 0, gap, chosen);
    for (size_t i = 0; i < n; i++)
        chosen[i] = !chosen[i] && !is_hair(m, i) && m->chart[i] < CHART_SHARE;
    mem_free(near);
    return SCT_OK;
}

/* The cells of the part around `seed`, numbered `part` (from 2) in `chosen`; `stack` has room for all cells. */
static size_t fill_part(const preview_label_map *m, uint8_t *chosen, uint32_t *stack, uint32_t seed, uint8_t part)
{
    size_t filled = 0, height = 0;
    stack[height++] = seed;
    chosen[seed] = part;
    while (height) {
        uint32_t at = stack[--height], x = at % m->columns, y = at / m->columns;
        const uint32_t next[4] = {x ? at - 1 : at, x + 1 < m->columns ? at + 1 : at, y ? at - m->columns : at,
                                  y + 1 < m->rows ? at + m->columns : at};
        filled++;
        for (int k = 0; k < 4; k++)
            if (chosen[next[k]] == 1) {
                chosen[next[k]] = part;
                stack[height++] = next[k];
            }
    }
    return filled;
}

sct_status preview_label_map_drop_islands(sct_context *ctx, const preview_label_map *m, uint8_t *chosen)
{
    enum { PARTS_MAX = 250 };
    sct_status status = SCT_OK;
    size_t sizes[PARTS_MAX + 1] = {0}, largest = 0;
    uint32_t n = m->columns * m->rows, parts = 2, *stack = NULL;
    TRY(mem_new(ctx, n, sizeof *stack, (void **)&stack));
    for (uint32_t i = 0; i < n; i++)
        if (chosen[i] == 1) {
            size_t size = fill_part(m, chosen, stack, i, (uint8_t)parts);
            sizes[parts] = sizes[parts] + size; /* those beyond the last number share it */
            largest = sizes[parts] > largest ? sizes[parts] : largest;
            parts += parts < PARTS_MAX;
        }
    for (uint32_t i = 0; i < n; i++)
        chosen[i] = chosen[i] && (double)sizes[chosen[i]] >= ISLAND_SHARE * (double)largest;
done:
    mem_free(stack);
    return status;
}

static sct_status choose_places(sct_context *ctx, const preview_label_map *m, double reach, uint8_t *chosen)
{
    sct_status status = SCT_OK;
    size_t n = (size_t)m->columns * m->rows;
    places p = {NULL, NULL, NULL, NULL};
    TRY(mem_new(ctx, n, 4, (void **)&p.hair));
    p.near_hair = p.hair + n;
    p.near = p.near_hair + n;
    p.skin = p.near + n;
    choose_by(m, &p, reach, chosen);
    TRY(preview_label_map_drop_islands(ctx, m, chosen));
done:
    mem_free(p.hair);
    return status;
}

double preview_label_map_share(const preview_label_map *m, const uint8_t *chosen, double u, double v)
{
    double sum = 0, weight = 0;
    for (int j = (int)v - 1; j <= (int)v + 1; j++)
        for (int i = (int)u - 1; i <= (int)u + 1; i++) {
            if (i < 0 || j < 0 || i >= (int)m->columns || j >= (int)m->rows)
                continue;
            double wx = 1.5 - fabs(u - (i + 0.5)), wy = 1.5 - fabs(v - (j + 0.5));
            double w = fmax(wx, 0) * fmax(wy, 0);
            size_t at = (size_t)j * m->columns + (size_t)i;
            weight += w;
            sum += chosen[at] ? w : 0;
        }
    return weight > 0 ? sum / weight : 0;
}

/* Whether the 3 x 3 cells around one are all chosen (1), none of them (0), or some (-1). */
static int agreed(const preview_label_map *m, const uint8_t *chosen, uint32_t x, uint32_t y)
{
    uint32_t cells = 0, found = 0;
    for (uint32_t j = y ? y - 1 : 0; j <= y + 1 && j < m->rows; j++)
        for (uint32_t i = x ? x - 1 : 0; i <= x + 1 && i < m->columns; i++, cells++)
            found += chosen[(size_t)j * m->columns + i] != 0;
    return found == 0 ? 0 : found == cells ? 1 : -1;
}

static void choose_cells(const preview_label_map *m, const uint8_t *chosen, preview_area *area, uint8_t *cells)
{
    for (uint32_t row = 0; row < area->rows; row++) {
        uint32_t before = UINT32_MAX;
        int all = 0;
        for (uint32_t column = 0; column < area->columns; column++) {
            double u = (column + 0.5) * area->cell / m->cell, v = (row + 0.5) * area->cell / m->cell;
            if ((uint32_t)u != before) { /* most places lie where all agree */
                before = (uint32_t)u;
                all = agreed(m, chosen, before, (uint32_t)v);
            }
            if (all == 0 || (all != 1 && !(preview_label_map_share(m, chosen, u, v) >= 0.5)))
                continue;
            cells[(size_t)row * area->columns + column] = PREVIEW_INSIDE;
            area->pixels += (uint64_t)area->cell * area->cell;
        }
    }
}

sct_status preview_labels_choose(sct_context *ctx, const uint8_t *labels, double reach_px, preview_area *area,
                                 uint8_t *cells)
{
    sct_status status = SCT_OK;
    preview_label_map m = {0};
    uint8_t *chosen = NULL;
    TRY(preview_label_map_new(ctx, labels, area->width, area->height, &m));
    TRY(mem_new(ctx, (size_t)m.columns * m.rows, 1, (void **)&chosen));
    TRY(choose_places(ctx, &m, fmin(fmax(reach_px / m.cell, 2), REACH_MAX), chosen));
    preview_label_map_open(&m, area, cells);
    choose_cells(&m, chosen, area, cells);
    if (!((float)area->pixels >= LEAST_SHARE * (float)area->width * (float)area->height))
        FAIL(ctx, SCT_ERR_NOTHING, "no bare skin beside hair was found to preview on; show the area to treat");
done:
    preview_label_map_free(&m);
    mem_free(chosen);
    return status;
}
