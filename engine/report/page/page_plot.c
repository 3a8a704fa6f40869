/*
 * engine/report/page/page_plot.c - colours and how sure they are, drawn: hue and
 * chroma as the a*-b* plane seen from above, lightness beside it.
 *
 * An ellipse holds the true colour 95 times in 100: its axes are those of the
 * covariance, 2.448 standard deviations long (chi-square with 2 degrees of
 * freedom). A whisker is 1.96 standard deviations long.
 */
#include "report/page/page.h"

#include <math.h>

enum { SIDE = 300, LEFT = 44, TOP = 14, STRIP = 420, STRIP_WIDE = 150 };
static const double ELLIPSE_SD = 2.448, WHISKER_SD = 1.96, LEAST_SPAN = 16;
static const double DOT_ROOM = 17, NUMBER_ROOM = 15; /* between the middles of a number and a dot, of two numbers */

typedef struct plot {
    page_colour points[PAGE_COLOURS];
    size_t count;
    double a_mid, b_mid, span; /* of the plane, from edge to edge */
    double l_lo, l_hi;
} plot;

static double reach(const page_colour *q, int axis)
{
    return ELLIPSE_SD * sqrt(fmax(q->cov.m[axis][axis], 0));
}

static void scale(plot *p)
{
    double lo[3] = {HUGE_VAL, HUGE_VAL, HUGE_VAL}, hi[3] = {-HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < p->count; i++) {
        const page_colour *q = &p->points[i];
        double v[3] = {q->lab.L, q->lab.a, q->lab.b};
        for (int k = 0; k < 3; k++) {
            lo[k] = fmin(lo[k], v[k] - fmin(reach(q, k), 30));
            hi[k] = fmax(hi[k], v[k] + fmin(reach(q, k), 30));
        }
    }
    p->a_mid = (lo[1] + hi[1]) / 2;
    p->b_mid = (lo[2] + hi[2]) / 2;
    p->span = fmax(LEAST_SPAN, 1.2 * fmax(hi[1] - lo[1], hi[2] - lo[2]));
    p->l_lo = fmax(0, 10 * floor((lo[0] - 2) / 10));
    p->l_hi = fmin(100, 10 * ceil((hi[0] + 2) / 10));
}

static double x_of(const plot *p, double a)
{
    return LEFT + SIDE * (0.5 + (a - p->a_mid) / p->span);
}

static double y_of(const plot *p, double b)
{
    return TOP + SIDE * (0.5 - (b - p->b_mid) / p->span);
}

static double y_of_l(const plot *p, double l)
{
    return TOP + SIDE * (p->l_hi - l) / (p->l_hi - p->l_lo);
}

static void hex_of(sct_lab lab, char out[8])
{
    uint8_t rgb[3];
    sct_srgb8_from_lab(lab, rgb);
    text_print(out, 8, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
}

static void axis(page_text *out, int x, int y, int turned, const char *name)
{
    page_rawf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(%d %d %d)\">", x, y, turned, x, y);
    page_tell(out, name);
    page_raw(out, "</text>");
}

static void draw_grid(page_text *out, const plot *p)
{
    double step = p->span > 40 ? 10 : p->span > 16 ? 5 : 2;
    page_rawf(out, "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", LEFT, TOP, SIDE, SIDE);
    for (double v = step * ceil((p->a_mid - p->span / 2) / step); v <= p->a_mid + p->span / 2; v += step)
        page_rawf(out,
                  "<path class=\"grid\" d=\"M%.1f %dV%d\"/><text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>",
                  x_of(p, v), TOP, TOP + SIDE, x_of(p, v), TOP + SIDE + 16, v + 0.0);
    for (double v = step * ceil((p->b_mid - p->span / 2) / step); v <= p->b_mid + p->span / 2; v += step)
        page_rawf(out, "<path class=\"grid\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>",
                  LEFT, y_of(p, v), LEFT + SIDE, LEFT - 6, y_of(p, v) + 4, v + 0.0);
    axis(out, LEFT + SIDE / 2, TOP + SIDE + 34, 0, "from green to red");
    axis(out, 12, TOP + SIDE / 2, -90, "from blue to yellow");
    for (double v = p->l_lo; v <= p->l_hi; v += 10)
        page_rawf(out, "<path class=\"grid\" d=\"M%d %.1fh%d\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>",
                  STRIP, y_of_l(p, v), STRIP_WIDE, STRIP - 6, y_of_l(p, v) + 4, v);
    axis(out, STRIP + STRIP_WIDE / 2, TOP + SIDE + 34, 0, "from dark to light");
}

static void draw_ellipse(page_text *out, const plot *p, const page_colour *q)
{
    double aa = q->cov.m[1][1], bb = q->cov.m[2][2], ab = q->cov.m[1][2];
    double mean = (aa + bb) / 2, apart = hypot((aa - bb) / 2, ab), scale_px = ELLIPSE_SD * SIDE / p->span;
    double wide = scale_px * sqrt(fmax(mean + apart, 0)), narrow = scale_px * sqrt(fmax(mean - apart, 0));
    if (wide > 0)
        page_rawf(out, "<ellipse class=\"doubt\" rx=\"%.1f\" ry=\"%.1f\" transform=\"translate(%.1f %.1f) rotate(%.1f)\"/>",
                  wide, narrow, x_of(p, q->lab.a), y_of(p, q->lab.b), -0.5 * atan2(2 * ab, aa - bb) * 180 / NUM_PI);
}

static double distance(const double one[2], const double other[2])
{
    return hypot(one[0] - other[0], one[1] - other[1]);
}

/* How much of a number that stands there would be hidden, or hide others: dots, and the numbers before it. */
static double crowding(const plot *p, double numbers[][2], size_t placed, const double at[2])
{
    double much = 0;
    for (size_t i = 0; i < p->count; i++) {
        double dot[2] = {x_of(p, p->points[i].lab.a), y_of(p, p->points[i].lab.b)};
        much += fmax(0, DOT_ROOM - distance(dot, at));
    }
    for (size_t i = 0; i < placed; i++)
        much += 2 * fmax(0, NUMBER_ROOM - distance(numbers[i], at));
    return much + fmax(0, LEFT + 8 - at[0]) + fmax(0, at[0] - LEFT - SIDE + 8) + fmax(0, TOP + 8 - at[1]) +
           fmax(0, at[1] - TOP - SIDE + 8);
}

/* The numbers of the dots in the plane, each where it hides least, and near its dot if it can be. */
static void place_numbers(const plot *p, double numbers[][2])
{
    enum { TURNS = 16, STEPS = 4 };
    for (size_t i = 0; i < p->count; i++) {
        double least = HUGE_VAL;
        for (int k = 0; k < TURNS * STEPS; k++) {
            double away = 17 + 9 * (k / TURNS), turn = 2 * NUM_PI * (k % TURNS) / TURNS + NUM_PI / 4;
            double at[2] = {x_of(p, p->points[i].lab.a) + away * cos(turn), y_of(p, p->points[i].lab.b) - away * sin(turn)};
            double cost = crowding(p, numbers, i, at) + 0.05 * away;
            if (cost < least - 1e-9) {
                least = cost;
                numbers[i][0] = at[0];
                numbers[i][1] = at[1];
            }
        }
    }
}

/* A number that stands apart from its dot is led to it. */
static void draw_number(page_text *out, const plot *p, const page_colour *q, const double at[2], size_t number)
{
    double dot[2] = {x_of(p, q->lab.a), y_of(p, q->lab.b)}, away = distance(dot, at);
    if (away > 20)
        page_rawf(out, "<path class=\"lead\" d=\"M%.1f %.1fL%.1f %.1f\"/>", dot[0], dot[1],
                  at[0] - (at[0] - dot[0]) * 7 / away, at[1] - (at[1] - dot[1]) * 7 / away);
    page_rawf(out, "<text class=\"number\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%zu</text>", at[0], at[1] + 5,
              number + 1);
}

static void draw_point(page_text *out, const plot *p, const page_colour *q, size_t number)
{
    char hex[8];
    double x = x_of(p, q->lab.a), y = y_of(p, q->lab.b), l = y_of_l(p, q->lab.L);
    double column = STRIP + STRIP_WIDE * ((double)number + 0.5) / (double)p->count;
    double whisker = WHISKER_SD * sqrt(fmax(q->cov.m[0][0], 0)) * SIDE / (p->l_hi - p->l_lo);
    hex_of(q->lab, hex);
    page_rawf(out, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"9\" fill=\"%s\"/>", x, y, hex);
    if (whisker > 0)
        page_rawf(out, "<path class=\"whisker\" d=\"M%.1f %.1fV%.1f\"/>", column, l - whisker, l + whisker);
    page_rawf(out,
              "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"9\" fill=\"%s\"/>"
              "<text class=\"number\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%zu</text>",
              column, l, hex, column, TOP + SIDE + 16, number + 1);
}

void page_plot(page_text *out, const page_subject *s)
{
    plot p = {.count = 0};
    double numbers[PAGE_COLOURS][2] = {{0}};
    p.count = page_colours(s, p.points);
    if (!p.count)
        return;
    scale(&p);
    page_raw(out, "<svg class=\"plot\" viewBox=\"0 0 590 352\" role=\"img\" aria-labelledby=\"plot-title\"><title "
                  "id=\"plot-title\">");
    page_tell(out, "The measured colours, with the range that each lies in 95 times in 100");
    page_raw(out, "</title>");
    draw_grid(out, &p);
    for (size_t i = 0; i < p.count; i++)
        draw_ellipse(out, &p, &p.points[i]);
    for (size_t i = 0; i < p.count; i++)
        draw_point(out, &p, &p.points[i], i);
    place_numbers(&p, numbers);
    for (size_t i = 0; i < p.count; i++)
        draw_number(out, &p, &p.points[i], numbers[i], i);
    page_raw(out, "</svg>");
}
