/* engine/draw/draw.h - lines, tints and letters on an 8-bit RGB picture; nothing is drawn outside it. */
#ifndef ENGINE_DRAW_H
#define ENGINE_DRAW_H

#include <stddef.h>
#include <stdint.h>

/* FONT_HEIGHT: above the line that letters stand on; FONT_ROWS: with what hangs below it. */
enum { FONT_WIDTH = 5, FONT_HEIGHT = 7, FONT_ROWS = 9, FONT_FIRST = 32, FONT_COUNT = 95, FONT_ADVANCE = 6, FONT_LINE = 10 };
extern const unsigned short font_5x7[FONT_COUNT][FONT_WIDTH];

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
/* ASCII text, other bytes as '?', letters `scale` times 5 x 7; at most `columns` letters. */
void draw_text(draw_canvas *canvas, int x, int y, const char *text, size_t columns, int scale, draw_colour colour);

#endif
