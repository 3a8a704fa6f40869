/* engine/draw/draw.h - lines, tints and letters on an 8-bit RGB picture; nothing is drawn outside it. */
#ifndef ENGINE_DRAW_H
#define ENGINE_DRAW_H

#include <stddef.h>
#include <stdint.h>

typedef struct draw_colour {
    uint8_t r, g, b;
} draw_colour;

typedef struct draw_canvas {
    uint8_t *rgb; /* packed rows; not owned */
    int width, height;
} draw_canvas;

void draw_pixel(draw_canvas *canvas, int x, int y, draw_colour colour);
/* Mixes `share` [0, 1] of a colour into a pixel. */
void draw_tint(draw_canvas *canvas, int x, int y, draw_colour colour, double share);
void draw_fill(draw_canvas *canvas, int x, int y, int width, int height, draw_colour colour);
/* Straight line of this thickness. */
void draw_line(draw_canvas *canvas, double x0, double y0, double x1, double y1, int thickness, draw_colour colour);
void draw_ellipse(draw_canvas *canvas, double cx, double cy, double rx, double ry, int thickness, draw_colour colour);

/* ---- draw_type.c: words in the type of draw_type.h ---- */

typedef struct draw_type {
    double size; /* of an em, pixels (0, 400]: capitals are .73 of it high */
    int bold;
    draw_colour colour;
} draw_type;
/* Words in UTF-8, at most `bytes` of them, in a line whose top is y; returns where the next letter would stand. What the
 * type has no letter for is '?'. */
double draw_text(draw_canvas *canvas, double x, double y, const char *text, size_t bytes, const draw_type *type);
/* How wide they are, pixels. */
double draw_text_width(const char *text, size_t bytes, const draw_type *type);
/* From the top of a line to that of the next, pixels. */
int draw_line_height(const draw_type *type);
/* How many bytes of a text make a line of at most this width, broken between words, or within one that is wider than a line;
 * *next is where it goes on. At least one letter, unless the text is empty. */
size_t draw_text_line(const char *text, double width, const draw_type *type, const char **next);
/* For pictures that are made row by row: how much words that begin at x cover of each of `width` pixels [0, 1], in row `row`
 * below the top of their line. */
void draw_text_cover(const char *text, size_t bytes, const draw_type *type, double x, int row, float *cover, int width);

#endif
