/*
 * engine/preview/preview_hairline.c - the scalp on one side of a hairline that somebody drew.
 *
 * A shaved head has no edge of hair to treat beside: what is wanted is all of the scalp up to a line across the forehead.
 * The line goes on straight beyond its ends. Of its two sides the one with more hair is treated, on a bald head the upper
 * one.
 */
#include "preview/preview_private.h"
#include "scalptone/photo.h"

#include <math.h>
#include <string.h>

static const double gap_cells = 3; /* gloss and shade that narrow are scalp, too */
static const float least_share = 0.002f;

double preview_hairline_side(const double *v, size_t corners, double x, double y)
{
    double nearest = HUGE_VAL, side = 0, clearest = 0;
    for (size_t k = 0; k + 1 < corners; k++) {
        double ax = v[2 * k], ay = v[2 * k + 1], dx = v[2 * k + 2] - ax, dy = v[2 * k + 3] - ay;
        double length = hypot(dx, dy);
        if (!(length > 0))
            continue;
        double along = ((x - ax) * dx + (y - ay) * dy) / length, across = (dx * (y - ay) - dy * (x - ax)) / length;
        double beyond = along < 0 && k > 0 ? -along : along > length && k + 2 < corners ? along - length : 0;
        double distance = hypot(across, beyond);
        /* At a corner two pieces are equally near: the one seen more from the side tells. */
        if (distance < nearest - 1e-9 || (distance <= nearest + 1e-9 && fabs(across) > clearest)) {
            nearest = distance;
            side = across;
            clearest = fabs(across);
        }
    }
    return side;
}

/* 1 or -1: on which side of the line the scalp lies. Hair does not tell: on shaved heads that is the beard. */
static int side_of_scalp(const preview_label_map *m, const double *v, size_t corners)
{
    double skin[2] = {0, 0}, down[2] = {0, 0};
    for (uint32_t y = 0; y < m->rows; y++)
        for (uint32_t x = 0; x < m->columns; x++) {
            int k = preview_hairline_side(v, corners, (x + 0.5) * m->cell, (y + 0.5) * m->cell) > 0;
            double here = (double)(m->skin[(size_t)y * m->columns + x] + m->hair[(size_t)y * m->columns + x]);
            skin[k] += here;
            down[k] += here * y;
        }
    return down[1] * skin[0] < down[0] * skin[1] ? 1 : -1;
}

sct_status preview_hairline_choose(sct_context *ctx, const uint8_t *labels, const double *v, size_t corners,
                                   preview_area *area, uint8_t *cells)
{
    sct_status status = SCT_OK;
    preview_label_map m = {0};
    uint8_t *chosen = NULL;
    TRY(preview_label_map_new(ctx, labels, area->width, area->height, &m));
    TRY(mem_new(ctx, (size_t)m.columns * m.rows, 1, (void **)&chosen));
    int scalp = side_of_scalp(&m, v, corners);
    TRY(preview_label_map_scalp(ctx, &m, gap_cells, chosen));
    for (uint32_t y = 0; y < m.rows; y++)
        for (uint32_t x = 0; x < m.columns; x++) {
            double side = scalp * preview_hairline_side(v, corners, (x + 0.5) * m.cell, (y + 0.5) * m.cell);
            if (!(side > -(double)m.cell)) /* the cells below cut the line finely */
                chosen[(size_t)y * m.columns + x] = 0;
        }
    TRY(preview_label_map_drop_islands(ctx, &m, chosen));
    preview_label_map_open(&m, area, cells);
    for (uint32_t row = 0; row < area->rows; row++)
        for (uint32_t column = 0; column < area->columns; column++) {
            double x = (column + 0.5) * area->cell, y = (row + 0.5) * area->cell;
            uint8_t *cell = cells + (size_t)row * area->columns + column;
            if (!(scalp * preview_hairline_side(v, corners, x, y) > 0)) {
                *cell = PREVIEW_OUTSIDE; /* hair beyond the line is none of the scalp's */
            } else if (preview_label_map_share(&m, chosen, x / m.cell, y / m.cell) >= 0.5) {
                *cell = PREVIEW_INSIDE;
                area->pixels += (uint64_t)area->cell * area->cell;
            }
        }
    if (!((float)area->pixels >= least_share * (float)area->width * (float)area->height))
        FAIL(ctx, SCT_ERR_NOTHING,
             "no scalp was found beside the hairline; draw it across the skin, or show the area to treat");
done:
    preview_label_map_free(&m);
    mem_free(chosen);
    return status;
}
