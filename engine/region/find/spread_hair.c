/*
 * engine/region/find/spread_hair.c - how far the stubble goes that was measured in a few places.
 *
 * Stubble is looked for in a sample of the photo, and only its hairs are labelled. What is as rough as those places and
 * joins them is stubble, too: roughness relative to L* + 16, as contrast is, against a limit halfway (in logarithms) between
 * the stubble of this photo and the smoothest of its skin.
 */
#include "region/find/find.h"

#include <math.h>
#include <string.h>

enum { CELLS_MIN = 12 };
static const double hair_share = 0.03, skin_share = 0.5; /* of a cell's pixels, by their labels */
static const double smoothest = 0.25;                    /* of the skin's cells: the rest may hold stubble */
static const double rougher_least = 1.5; /* stubble over skin; less tells nothing, and grown hair is labelled whole */
static const double darker_L = 18, lighter_L = 15, off_ratio = 0.4; /* how far stubble in shade or light is from its mean */

/* Work for one photo, a value a cell. */
typedef struct stubble_map {
    region_map map;
    size_t count;
    uint8_t *skin, *hair, *rough, *work;
    float *roughness, *sorted;
    uint32_t *labels, *stack, *columns; /* the latter a value a column of pixels */
    double L, p, q;                     /* mean colour of the cells with hair: L*, and a*, b* over L* + 16 */
} stubble_map;

static void stubble_free(stubble_map *s)
{
    region_map_free(&s->map);
    mem_free(s->skin);
    mem_free(s->roughness);
    mem_free(s->labels);
    mem_free(s->columns);
}

static sct_status stubble_new(sct_context *ctx, const pixels_image *image, stubble_map *s)
{
    sct_status status = SCT_OK;
    TRY(region_map_new(ctx, image, &s->map));
    s->count = (size_t)s->map.columns * s->map.rows;
    TRY(mem_new(ctx, s->count, 4, (void **)&s->skin));
    TRY(mem_new(ctx, s->count, 2 * sizeof *s->roughness, (void **)&s->roughness));
    TRY(mem_new(ctx, s->count, 2 * sizeof *s->labels, (void **)&s->labels));
    TRY(mem_new(ctx, s->map.window.width, sizeof *s->columns, (void **)&s->columns));
    s->hair = s->skin + s->count;
    s->rough = s->hair + s->count;
    s->work = s->rough + s->count;
    s->sorted = s->roughness + s->count;
    s->stack = s->labels + s->count;
done:
    return status;
}

/* Pixels with a label in the columns of one row of cells, counted down them first: that runs in vector registers. */
static void count_down(const region_map *m, const uint8_t *labels, uint32_t width, uint32_t row, uint8_t label,
                       uint32_t *restrict columns)
{
    uint32_t end = (row + 1) * m->scale < m->window.height ? (row + 1) * m->scale : m->window.height;
    memset(columns, 0, m->window.width * sizeof *columns);
    for (uint32_t y = row * m->scale; y < end; y++) {
        const uint8_t *at = labels + (size_t)(m->window.y + y) * width + m->window.x;
        for (uint32_t x = 0; x < m->window.width; x++)
            columns[x] += at[x] == label;
    }
}

/* Marks the cells of a row of which so many pixels have a label. */
static void mark_row(const region_map *m, const uint32_t *columns, uint32_t row, double share, uint8_t *cells)
{
    uint32_t down = m->window.height - row * m->scale < m->scale ? m->window.height - row * m->scale : m->scale;
    for (uint32_t column = 0; column < m->columns; column++) {
        uint32_t x = column * m->scale, end = m->window.width - x < m->scale ? m->window.width : x + m->scale, n = 0;
        uint32_t all = (end - x) * down;
        for (; x < end; x++)
            n += columns[x];
        cells[column] = n >= share * all;
    }
}

static void read_cells(stubble_map *s, const uint8_t *labels, uint32_t width)
{
    const region_map *m = &s->map;
    for (uint32_t row = 0; row < m->rows; row++) {
        size_t first = (size_t)row * m->columns;
        count_down(m, labels, width, row, SCT_LABEL_SKIN, s->columns);
        mark_row(m, s->columns, row, skin_share, s->skin + first);
        count_down(m, labels, width, row, SCT_LABEL_HAIR, s->columns);
        mark_row(m, s->columns, row, hair_share, s->hair + first);
    }
    for (size_t i = 0; i < s->count; i++) {
        const region_cell *c = &s->map.cells[i];
        s->skin[i] = s->skin[i] && !s->hair[i] && c->usable;
        s->roughness[i] = c->texture / (c->L + 16);
    }
}

/* Quantile of the roughness of marked cells; NaN when they are few. */
static double roughness_of(const stubble_map *s, const uint8_t *marked, double q)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        if (marked[i])
            s->sorted[n++] = s->roughness[i];
    return n < CELLS_MIN ? (double)NAN : (double)num_select(s->sorted, n, (size_t)(q * (double)(n - 1)));
}

static void learn_colour(stubble_map *s)
{
    double n = 0;
    for (size_t i = 0; i < s->count; i++) {
        const region_cell *c = &s->map.cells[i];
        double scale = (double)c->L + 16;
        if (!s->hair[i] || !c->usable)
            continue;
        n++;
        s->L += (double)c->L;
        s->p += (double)c->a / scale;
        s->q += (double)c->b / scale;
    }
    s->L /= n;
    s->p /= n;
    s->q /= n;
}

/* Cloth is rough, too. */
static int is_like_stubble(const stubble_map *s, size_t i)
{
    const region_cell *c = &s->map.cells[i];
    double L = (double)c->L, p = (double)c->a / (L + 16), q = (double)c->b / (L + 16);
    return c->usable && L > s->L - darker_L && L < s->L + lighter_L &&
           hypot(p - s->p, q - s->q) < off_ratio * hypot(s->p, s->q);
}

/* Leaves those rough cells that join hair. */
static void keep_joined(stubble_map *s)
{
    uint32_t w = s->map.columns, h = s->map.rows;
    region_cells_erode(s->rough, w, h, s->work); /* moles and creases */
    region_cells_dilate(s->rough, w, h, s->work);
    for (size_t i = 0; i < s->count; i++)
        s->rough[i] |= s->hair[i];
    uint32_t parts = region_cells_label(s->rough, w, h, s->labels, s->stack);
    uint8_t *joined = s->work; /* by part; part 0 is what is not rough */
    memset(joined, 0, parts + 1 < s->count ? parts + 1 : s->count);
    for (size_t i = 0; i < s->count; i++)
        if (s->hair[i])
            joined[s->labels[i]] = 1;
    for (size_t i = 0; i < s->count; i++)
        s->rough[i] = s->labels[i] && joined[s->labels[i]];
}

static void label_rough(const stubble_map *s, uint32_t width, uint8_t *labels)
{
    const region_map *m = &s->map;
    for (uint32_t y = 0; y < m->window.height; y++) {
        const uint8_t *rough = s->rough + (size_t)(y / m->scale) * m->columns;
        uint8_t *row = labels + (size_t)(m->window.y + y) * width + m->window.x;
        for (uint32_t column = 0; column < m->columns; column++) {
            uint32_t x = column * m->scale, end = m->window.width - x < m->scale ? m->window.width : x + m->scale;
            for (; rough[column] && x < end; x++)
                row[x] = row[x] == SCT_LABEL_CHART ? row[x] : SCT_LABEL_HAIR;
        }
    }
}

sct_status region_spread_hair(sct_context *ctx, const pixels_image *image, uint8_t *labels)
{
    sct_status status = SCT_OK;
    stubble_map s = {.count = 0};
    uint32_t width, height;

    pixels_size(image, &width, &height);
    TRY(stubble_new(ctx, image, &s));
    read_cells(&s, labels, width);
    double bare = roughness_of(&s, s.skin, smoothest), stubble = roughness_of(&s, s.hair, 0.5);
    if (!(bare > 0 && stubble > rougher_least * bare))
        goto done;
    double limit = cbrt(bare * bare * stubble);
    learn_colour(&s);
    for (size_t i = 0; i < s.count; i++)
        s.rough[i] = s.hair[i] || ((double)s.roughness[i] > limit && is_like_stubble(&s, i));
    keep_joined(&s);
    label_rough(&s, width, labels);
done:
    stubble_free(&s);
    return status;
}
