/*
 * card_tags.h - private to the card room: a fiducial, from grey values to its
 * number.
 *
 *   card_outline   what is dark, and the outlines of it          card_outline.c
 *   card_quad      an outline -> four straight sides             card_quad.c
 *   card_cells     the cells inside -> which tag, how it lies    card_cells.c
 *   card_tags      all of it, over a picture                     card_tags.c
 */
#ifndef CARD_TAGS_H
#define CARD_TAGS_H

#include "card/card_detect.h"

/* ---- outlines ---- */

/* A corner between four pixels: (0, 0) is the picture's own upper left corner, so that a pixel's centre is at its corner
 * plus a half. */
typedef struct card_vertex {
    uint16_t x, y;
} card_vertex;

/* The picture in two shades, with a margin of one pixel that is light; and the outline at hand. */
typedef struct card_outlines {
    uint32_t width, height; /* of the picture */
    size_t stride;
    uint8_t *shade; /* bits: CARD_DARK, and CARD_WALKED where the outline along its left edge was followed */
    uint32_t next_x, next_y;
    card_vertex *at; /* the corners of the outline at hand, clockwise, one pixel apart */
    size_t count, capacity;
} card_outlines;
enum { CARD_DARK = 1, CARD_WALKED = 2 };
/*
 * Pixels darker than the middle between the darkest and lightest within some 8 pixels; where these differ by less than
 * `contrast`, everything is light. SCT_ERR_MEMORY.
 */
SCT_NODISCARD sct_status card_outlines_open(sct_context *ctx, const card_grey *copy, int contrast, card_outlines *out);
void card_outlines_close(card_outlines *outlines);
/* The next outline that could be a square in perspective: as long as its box is around, and filled. 0: there is no other. */
int card_outlines_next(card_outlines *outlines);

/* ---- four sides ---- */

/* Corners clockwise, in pixel centres of the copy. */
typedef struct card_quad {
    chart_point corner[4];
} card_quad;
/* The outline as four straight sides. 0: it has not four. */
int card_quad_fit(const card_grey *copy, const card_vertex *outline, size_t count, card_quad *out);
/* Moves the sides onto the edges in the picture; leaves them where these cannot be followed. */
void card_quad_sharpen(const card_grey *copy, card_quad *quad);

/* ---- cells ---- */

/* What a tag looks like, lying in one of 8 ways: turned by `turn` quarters, mirrored before. */
typedef struct card_look {
    int id, turn, mirrored;
    uint64_t bits; /* as card_codes, as it lies */
} card_look;
/* The tag that the four sides hold, as an index of `looks`; -1: none of these, but for `forgiven` cells, and as many of the
 * border. */
int card_cells_read(const card_grey *copy, const card_quad *quad, const card_look *looks, size_t count, int forgiven);

#endif
