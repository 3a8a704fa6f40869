/* engine/region/cells.c - bitmaps of map cells: shrinking, growing, connected parts. */
#include "region/region_private.h"

#include <string.h>

/* Sets each cell to `hit` when any neighbour (itself included) equals `hit`. */
static void spread(uint8_t *cells, uint32_t columns, uint32_t rows, uint8_t *work, uint8_t hit)
{
    memcpy(work, cells, (size_t)columns * rows);
    for (uint32_t y = 0; y < rows; y++) {
        for (uint32_t x = 0; x < columns; x++) {
            uint32_t x0 = x ? x - 1 : 0, x1 = x + 1 < columns ? x + 1 : x;
            uint32_t y0 = y ? y - 1 : 0, y1 = y + 1 < rows ? y + 1 : y;
            for (uint32_t v = y0; v <= y1; v++)
                for (uint32_t u = x0; u <= x1; u++)
                    if (work[(size_t)v * columns + u] == hit)
                        cells[(size_t)y * columns + x] = hit;
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
