/* engine/region/where/cells.c - bitmaps of map cells: shrinking, growing, connected parts. */
#include "region/where/where.h"

#include <string.h>

/* Rows are taken whole, so that each loop runs in vector registers; cells are 0 or 1. */
static void any_of(const uint8_t *restrict a, const uint8_t *restrict b, uint8_t *restrict out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(out[i] | a[i] | b[i]);
}

static void all_of(const uint8_t *restrict a, const uint8_t *restrict b, uint8_t *restrict out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(out[i] & a[i] & b[i]);
}

/* Joins each cell with its 3 x 3 neighbourhood: along rows into work, then along columns. At a border the neighbour on the
 * other side stands for the missing one. */
static void spread(uint8_t *cells, uint32_t columns, uint32_t rows, uint8_t *work,
                   void (*join)(const uint8_t *, const uint8_t *, uint8_t *, size_t))
{
    memcpy(work, cells, (size_t)columns * rows);
    for (uint32_t y = 0; y < rows && columns > 1; y++) {
        const uint8_t *in = cells + (size_t)y * columns;
        uint8_t *out = work + (size_t)y * columns;
        join(in, in + 2, out + 1, columns - 2);
        join(in + 1, in + 1, out, 1);
        join(in + columns - 2, in + columns - 2, out + columns - 1, 1);
    }
    memcpy(cells, work, (size_t)columns * rows);
    for (uint32_t y = 0; y < rows && rows > 1; y++) {
        const uint8_t *above = work + (size_t)(y ? y - 1 : 1) * columns;
        const uint8_t *below = work + (size_t)(y + 1 < rows ? y + 1 : y - 1) * columns;
        join(above, below, cells + (size_t)y * columns, columns);
    }
}

void region_cells_erode(uint8_t *cells, uint32_t columns, uint32_t rows, uint8_t *work)
{
    spread(cells, columns, rows, work, all_of);
}

void region_cells_dilate(uint8_t *cells, uint32_t columns, uint32_t rows, uint8_t *work)
{
    spread(cells, columns, rows, work, any_of);
}

/* Gives one component its number: a stack of cells, so that no shape is too deep. */
static void flood(const uint8_t *cells, uint32_t columns, uint32_t rows, uint32_t *labels, uint32_t *stack, uint32_t start,
                  uint32_t number)
{
    size_t depth = 0;
    labels[start] = number;
    stack[depth++] = start;
    while (depth) {
        uint32_t at = stack[--depth], x = at % columns, y = at / columns;
        const uint32_t near[4] = {x ? at - 1 : at, x + 1 < columns ? at + 1 : at, y ? at - columns : at,
                                  y + 1 < rows ? at + columns : at};
        for (int i = 0; i < 4; i++) {
            if (!cells[near[i]] || labels[near[i]])
                continue;
            labels[near[i]] = number;
            stack[depth++] = near[i];
        }
    }
}

uint32_t region_cells_label(const uint8_t *cells, uint32_t columns, uint32_t rows, uint32_t *labels, uint32_t *stack)
{
    uint32_t count = 0;
    memset(labels, 0, (size_t)columns * rows * sizeof *labels);
    for (uint32_t i = 0; i < columns * rows; i++)
        if (cells[i] && !labels[i])
            flood(cells, columns, rows, labels, stack, i, ++count);
    return count;
}
