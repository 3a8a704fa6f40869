/* engine/region/cells.c - bitmaps of map cells: shrinking, growing, connected parts. */
#include "region/region_private.h"

#include <string.h>

/* Sets each cell to `hit` when any of its 3 x 3 neighbourhood is: along rows into work, then along columns. */
static void spread(uint8_t *cells, uint32_t columns, uint32_t rows, uint8_t *work, uint8_t hit)
{
    for (uint32_t y = 0; y < rows; y++) {
        const uint8_t *in = cells + (size_t)y * columns;
        uint8_t *out = work + (size_t)y * columns;
        memcpy(out, in, columns);
        for (uint32_t x = 0; x + 1 < columns; x++) {
            if (in[x + 1] == hit)
                out[x] = hit;
            if (in[x] == hit)
                out[x + 1] = hit;
        }
    }
    memcpy(cells, work, (size_t)columns * rows);
    for (uint32_t y = 0; y + 1 < rows; y++) {
        const uint8_t *here = work + (size_t)y * columns, *below = here + columns;
        uint8_t *row = cells + (size_t)y * columns;
        for (uint32_t x = 0; x < columns; x++) {
            if (below[x] == hit)
                row[x] = hit;
            if (here[x] == hit)
                row[x + columns] = hit;
        }
    }
}

void region_cells_erode(uint8_t *cells, uint32_t columns, uint32_t rows, uint8_t *work)
{
    spread(cells, columns, rows, work, 0);
}

void region_cells_dilate(uint8_t *cells, uint32_t columns, uint32_t rows, uint8_t *work)
{
    spread(cells, columns, rows, work, 1);
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
