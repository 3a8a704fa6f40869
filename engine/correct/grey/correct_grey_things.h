/* correct_grey_things.h - private to the correct room: plain things in a photo, as the search for grey cards sees them. */
#ifndef CORRECT_GREY_THINGS_H
#define CORRECT_GREY_THINGS_H

#include "pixels/pixels.h"

typedef struct grey_cell {
    float light[3]; /* logarithms of the mean linear R, G, B */
    uint8_t plain;
    uint32_t thing; /* its number; 0: none yet */
} grey_cell;

/* A photo in square cells of `side` pixels, from the upper left corner (x0, y0) of what is in memory. */
typedef struct grey_grid {
    uint32_t side, columns, rows, x0, y0;
    grey_cell *cells;  /* rows x columns */
    uint32_t *members; /* cells of the thing that was gathered last */
} grey_grid;

/* To be freed even when this fails. SCT_ERR_MEMORY, SCT_ERR_INTERRUPTED. */
SCT_NODISCARD sct_status correct_grey_grid(sct_context *ctx, const pixels_image *image, grey_grid *g);
void correct_grey_grid_free(grey_grid *g);
/* Gathers what is like the plain cell `seed` and joins it; returns how many cells that is, which g->members lists. */
size_t correct_grey_thing(grey_grid *g, uint32_t seed, uint32_t number);

#endif
