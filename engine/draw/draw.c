/* engine/draw/draw.c - lines and tints on an 8-bit RGB picture. */
#include "draw/draw.h"
#include "base/base.h"

#include <math.h>

static uint8_t *pixel_at(draw_canvas *canvas, int x, int y)
{
    if (x < 0 || y < 0 || x >= canvas->width || y >= canvas->height)
        return NULL;
    return canvas->rgb + 3 * ((size_t)y * (size_t)canvas->width + (size_t)x);
}

void draw_pixel(draw_canvas *canvas, int x, int y, draw_colour colour)
{
    uint8_t *p = pixel_at(canvas, x, y);
    if (!p)
        return;
    p[0] = colour.r;
    p[1] = colour.g;
    p[2] = colour.b;
}

static uint8_t mixed(uint8_t below, uint8_t above, double share)
{
    return (uint8_t)(below + share * (above - below) + 0.5);
}

void draw_tint(draw_canvas *canvas, int x, int y, draw_colour colour, double share)
{
    uint8_t *p = pixel_at(canvas, x, y);
    if (!p)
        return;
    p[0] = mixed(p[0], colour.r, share);
    p[1] = mixed(p[1], colour.g, share);
    p[2] = mixed(p[2], colour.b, share);
}

void draw_fill(draw_canvas *canvas, int x, int y, int width, int height, draw_colour colour)
{
    for (int j = y; j < y + height && j < canvas->height; j++)
        for (int i = x; i < x + width && i < canvas->width; i++)
            draw_pixel(canvas, i, j, colour);
}

static void draw_dab(draw_canvas *canvas, double x, double y, int thickness, draw_colour colour)
{
    int left = (int)floor(x - (thickness - 1) / 2.0 + 0.5), top = (int)floor(y - (thickness - 1) / 2.0 + 0.5);
    draw_fill(canvas, left < 0 ? 0 : left, top < 0 ? 0 : top, left < 0 ? left + thickness : thickness,
              top < 0 ? top + thickness : thickness, colour);
}

/* Corners may come from a hostile shape: far outside is cut to a distance that still draws in bounded time. */
static double tame(double v, int size)
{
    double limit = 4.0 * size;
    return fmin(fmax(v, -limit), limit);
}

void draw_line(draw_canvas *canvas, double x0, double y0, double x1, double y1, int thickness, draw_colour colour)
{
    if (!isfinite(x0) || !isfinite(y0) || !isfinite(x1) || !isfinite(y1))
        return;
    x0 = tame(x0, canvas->width);
    x1 = tame(x1, canvas->width);
    y0 = tame(y0, canvas->height);
    y1 = tame(y1, canvas->height);
    int steps = (int)ceil(fmax(fabs(x1 - x0), fabs(y1 - y0)));
    for (int i = 0; i <= steps; i++) {
        double t = steps ? (double)i / steps : 0;
        draw_dab(canvas, x0 + t * (x1 - x0), y0 + t * (y1 - y0), thickness, colour);
    }
}

void draw_ellipse(draw_canvas *canvas, double cx, double cy, double rx, double ry, int thickness, draw_colour colour)
{
    enum { CORNERS = 96 };
    const double turn = 6.283185307179586;
    for (int i = 0; i < CORNERS; i++) {
        double a = turn * i / CORNERS, b = turn * (i + 1) / CORNERS;
        draw_line(canvas, cx + rx * cos(a), cy + ry * sin(a), cx + rx * cos(b), cy + ry * sin(b), thickness, colour);
    }
}
