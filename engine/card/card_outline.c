/*
 * card_outline.c - a picture in two shades, and the outlines of what is dark.
 *
 * Shades are told by the range of the values around (Wang & Olson 2016, doi
 * 10.1109/IROS.2016.7759617, section III A): the least and greatest of small
 * tiles, then those of the tiles around. Inside a broad dark border everything
 * around is dark, and is taken for light: of a border only its rim is needed.
 *
 * An outline is followed along the edges between pixels, dark on the right. What
 * touches with corners only is apart. Every edge is walked once, so the work is
 * bounded by the picture.
 */
#include "card/card_tags.h"

#include <string.h>

enum { TILE = 4, AROUND = 1 }; /* tiles beside a tile's own whose values count */
enum { LEAST_SIDE = 7, LEAST_LENGTH = 4 * LEAST_SIDE };

/* ---- shades ---- */

/* Least and greatest of each tile; those at the right and lower end may be cut. */
static void tile_ranges(const card_grey *copy, uint32_t columns, uint32_t rows, uint8_t *restrict least,
                        uint8_t *restrict greatest)
{
    memset(least, 255, (size_t)columns * rows);
    memset(greatest, 0, (size_t)columns * rows);
    for (uint32_t y = 0; y < copy->height; y++) {
        const uint8_t *row = copy->data + (size_t)y * copy->width;
        uint8_t *lo = least + (size_t)(y / TILE) * columns, *hi = greatest + (size_t)(y / TILE) * columns;
        uint32_t whole = copy->width / TILE;
        for (uint32_t t = 0; t < whole; t++) {
            uint8_t a = row[TILE * t], b = a;
            for (int i = 1; i < TILE; i++) {
                uint8_t v = row[TILE * t + (uint32_t)i];
                a = v < a ? v : a;
                b = v > b ? v : b;
            }
            lo[t] = a < lo[t] ? a : lo[t];
            hi[t] = b > hi[t] ? b : hi[t];
        }
        for (uint32_t x = whole * TILE; x < copy->width; x++) {
            lo[whole] = row[x] < lo[whole] ? row[x] : lo[whole];
            hi[whole] = row[x] > hi[whole] ? row[x] : hi[whole];
        }
    }
}

/* What is darker than this is dark: the middle of the tiles around; 0 where these are flat. */
static void tile_threshold(const uint8_t *least, const uint8_t *greatest, uint32_t columns, uint32_t rows, uint32_t row,
                           int contrast, uint8_t *restrict out)
{
    uint32_t top = row >= AROUND ? row - AROUND : 0, bottom = row + AROUND < rows ? row + AROUND : rows - 1;
    for (uint32_t t = 0; t < columns; t++) {
        uint32_t left = t >= AROUND ? t - AROUND : 0, right = t + AROUND < columns ? t + AROUND : columns - 1;
        uint8_t lo = 255, hi = 0;
        for (uint32_t j = top; j <= bottom; j++)
            for (uint32_t i = left; i <= right; i++) {
                size_t at = (size_t)j * columns + i;
                lo = least[at] < lo ? least[at] : lo;
                hi = greatest[at] > hi ? greatest[at] : hi;
            }
        out[t] = (uint8_t)(hi - lo < contrast ? 0 : (lo + hi + 1) / 2);
    }
}

static void shade_row(const uint8_t *values, uint32_t width, const uint8_t *threshold, uint8_t *restrict out)
{
    uint32_t whole = width / TILE;
    for (uint32_t t = 0; t < whole; t++)
        for (uint32_t i = 0; i < TILE; i++)
            out[TILE * t + i] = values[TILE * t + i] < threshold[t];
    for (uint32_t x = whole * TILE; x < width; x++)
        out[x] = values[x] < threshold[whole];
}

sct_status card_outlines_open(sct_context *ctx, const card_grey *copy, int contrast, card_outlines *out)
{
    sct_status status = SCT_OK;
    const uint32_t columns = (copy->width + TILE - 1) / TILE, rows = (copy->height + TILE - 1) / TILE;
    uint8_t *least = NULL, *greatest = NULL, *threshold = NULL;
    card_outlines o = {.width = copy->width, .height = copy->height, .stride = (size_t)copy->width + 2, .next_y = 1};

    /* An outline that is longer than twice around the picture is no square. */
    o.capacity = 4 * ((size_t)copy->width + copy->height);
    TRY(mem_new(ctx, (size_t)copy->height + 2, o.stride, (void **)&o.shade));
    TRY(mem_new(ctx, o.capacity, sizeof *o.at, (void **)&o.at));
    TRY(mem_new(ctx, rows, columns, (void **)&least));
    TRY(mem_new(ctx, rows, columns, (void **)&greatest));
    TRY(mem_new(ctx, columns, 1, (void **)&threshold));
    tile_ranges(copy, columns, rows, least, greatest);
    for (uint32_t y = 0; y < copy->height; y++) {
        if (y % TILE == 0)
            tile_threshold(least, greatest, columns, rows, y / TILE, contrast, threshold);
        shade_row(copy->data + (size_t)y * copy->width, copy->width, threshold, o.shade + (y + 1) * o.stride + 1);
    }
    *out = o;
    o.shade = NULL;
    o.at = NULL;
done:
    card_outlines_close(&o);
    mem_free(least);
    mem_free(greatest);
    mem_free(threshold);
    return status;
}

void card_outlines_close(card_outlines *outlines)
{
    mem_free(outlines->shade);
    mem_free(outlines->at);
    outlines->shade = NULL;
    outlines->at = NULL;
}

/* ---- outlines ---- */

typedef struct box {
    uint32_t left, right, top, bottom;
} box;

static void box_take(box *b, uint32_t x, uint32_t y)
{
    b->left = x < b->left ? x : b->left;
    b->right = x > b->right ? x : b->right;
    b->top = y < b->top ? y : b->top;
    b->bottom = y > b->bottom ? y : b->bottom;
}

/*
 * Follows the outline that runs up the left edge of the dark pixel at (x, y), counted with the margin. Returns twice the
 * area inside, negative around a hole; count is 0 when the outline does not fit.
 */
static int64_t walk(card_outlines *o, uint32_t x, uint32_t y, box *around)
{
    /* Ahead on the left and on the right of a corner, heading up, right, down, left. */
    const ptrdiff_t s = (ptrdiff_t)o->stride;
    const ptrdiff_t left[4] = {-s - 1, -s, 0, -1}, right[4] = {-s, 0, -1, -s - 1};
    static const int dx[4] = {0, 1, 0, -1}, dy[4] = {-1, 0, 1, 0};
    const ptrdiff_t step[4] = {-s, 1, s, -1};
    ptrdiff_t at = (ptrdiff_t)((y + 1) * o->stride + x), start = at; /* the corner above and left of pixel `at` */
    int64_t area = 0;
    size_t n = 0;
    int heading = 0;
    uint32_t px = x - 1, py = y; /* the same corner without the margin */
    *around = (box){px, px, py, py};
    do {
        if (heading == 0)
            o->shade[at - s] |= CARD_WALKED;
        if (n < o->capacity)
            o->at[n] = (card_vertex){(uint16_t)px, (uint16_t)py};
        n++;
        area += (int64_t)px * dy[heading] - (int64_t)py * dx[heading];
        at += step[heading];
        px += (uint32_t)dx[heading];
        py += (uint32_t)dy[heading];
        box_take(around, px, py);
        if (!(o->shade[at + right[heading]] & CARD_DARK))
            heading = (heading + 1) & 3;
        else if (o->shade[at + left[heading]] & CARD_DARK)
            heading = (heading + 3) & 3;
    } while (at != start || heading != 0);
    o->count = n <= o->capacity ? n : 0;
    return area;
}

/* A convex outline of pixels is exactly as long as the box around it, and a square seen askew fills a third of that. */
static int may_be_square(const card_outlines *o, int64_t twice_area, const box *b)
{
    uint64_t wide = b->right - b->left, high = b->bottom - b->top;
    return o->count >= LEAST_LENGTH && wide >= LEAST_SIDE && high >= LEAST_SIDE && o->count <= 3 * 2 * (wide + high) &&
           twice_area > 0 && 4 * (uint64_t)twice_area >= 2 * wide * high;
}

int card_outlines_next(card_outlines *o)
{
    for (; o->next_y <= o->height; o->next_y++, o->next_x = 0) {
        const uint8_t *row = o->shade + o->next_y * o->stride;
        for (uint32_t x = o->next_x ? o->next_x : 1; x <= o->width; x++) {
            box around;
            if (row[x] != CARD_DARK || row[x - 1] & CARD_DARK)
                continue;
            int64_t twice_area = walk(o, x, o->next_y, &around);
            if (!may_be_square(o, twice_area, &around))
                continue;
            o->next_x = x + 1;
            return 1;
        }
    }
    return 0;
}
