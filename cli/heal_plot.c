/*
 * cli/heal_plot.c - the picture behind a dilution: L* and b* of the dot
 * against shade and against depth, as an SVG that needs nothing else.
 */
#include "heal.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = 41, AGES = 3, PANEL_W = 380, PANEL_H = 220, LEFT = 60, TOP = 64, GAP_X = 70, GAP_Y = 60 };

/* Depths between which an ink of unknown depth lies, um; and how far the strength of an ink known by composition may be off.
 */
static const double depth_lo_um = 75, depth_hi_um = 300, strength_factor = 2, strength_lo = 0.01, strength_hi = 100;

typedef struct curve {
    double L[POINTS], b[POINTS];
} curve;

/* Curves against one quantity: fresh, healed, faded, and the ends of the healed band. */
typedef struct sweep {
    double x[POINTS];
    curve age[AGES], low, high;
    sct_lab bare;
    int shades; /* x is parts of water; else depth */
} sweep;

typedef struct text {
    char *data;
    size_t size, capacity;
    int broken;
} text;

__attribute__((format(printf, 2, 3))) static void put(text *t, const char *format, ...)
{
    char line[512];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (n < 0 || n >= (int)sizeof line || t->broken) {
        t->broken = 1;
        return;
    }
    if (t->size + (size_t)n + 1 > t->capacity) {
        size_t capacity = 2 * t->capacity + 4096;
        char *grown = realloc(t->data, capacity);
        if (!grown) {
            t->broken = 1;
            return;
        }
        t->data = grown;
        t->capacity = capacity;
    }
    memcpy(t->data + t->size, line, (size_t)n + 1);
    t->size += (size_t)n;
}

static sct_status point(app *a, const sct_heal_options *s, curve *c, int i, sct_lab *bare)
{
    sct_healed h;
    sct_status status = sct_heal(a->ctx, s, &h);
    if (status != SCT_OK)
        return status;
    c->L[i] = h.lab.L;
    c->b[i] = h.lab.b;
    *bare = h.bare_lab;
    return SCT_OK;
}

/* One abscissa: three ages, and the two ends of the band of the healed colour. */
static sct_status column(app *a, const sct_heal_options *base, sweep *w, int i)
{
    sct_heal_options s = *base;
    sct_status status = SCT_OK;
    double nearest = fmax(depth_lo_um, s.tissue.epidermis_um + 1);
    if (w->shades)
        s.parts_water = w->x[i];
    else
        s.depth_um = w->x[i];
    for (int age = 0; age < AGES && status == SCT_OK; age++) {
        s.age = (sct_age)age;
        status = point(a, &s, &w->age[age], i, &w->bare);
    }
    s.age = SCT_AGE_HEALED;
    for (int end = 0; end < 2 && status == SCT_OK; end++) {
        sct_heal_options e = s;
        if (w->shades)
            e.depth_um = end ? depth_hi_um : nearest;
        else
            e.strength =
                end ? fmax(s.strength / strength_factor, strength_lo) : fmin(s.strength * strength_factor, strength_hi);
        status = point(a, &e, end ? &w->high : &w->low, i, &w->bare);
    }
    return status;
}

static double place(double v, double lo, double hi, double length)
{
    return (v - lo) / (hi - lo) * length;
}

static void polyline(text *t, const sweep *w, const double *y, double lo, double hi, const char *style)
{
    put(t, "<polyline fill=\"none\" %s points=\"", style);
    for (int i = 0; i < POINTS; i++)
        put(t, "%.1f,%.1f ", place(w->x[i], w->x[0], w->x[POINTS - 1], PANEL_W), PANEL_H - place(y[i], lo, hi, PANEL_H));
    put(t, "\"/>\n");
}

static void band(text *t, const sweep *w, const double *low, const double *high, double lo, double hi)
{
    put(t, "<polygon fill=\"#4a6fa5\" fill-opacity=\".18\" points=\"");
    for (int i = 0; i < POINTS; i++)
        put(t, "%.1f,%.1f ", place(w->x[i], w->x[0], w->x[POINTS - 1], PANEL_W), PANEL_H - place(low[i], lo, hi, PANEL_H));
    for (int i = POINTS - 1; i >= 0; i--)
        put(t, "%.1f,%.1f ", place(w->x[i], w->x[0], w->x[POINTS - 1], PANEL_W), PANEL_H - place(high[i], lo, hi, PANEL_H));
    put(t, "\"/>\n");
}

static void axes(text *t, const sweep *w, const char *quantity, double lo, double hi, double step)
{
    double x0 = w->x[0], x1 = w->x[POINTS - 1], tick = w->shades ? 10 : 50;
    put(t, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\" stroke=\"#888\"/>\n", PANEL_W, PANEL_H);
    for (double v = ceil(lo / step) * step; v <= hi + 1e-9; v += step) {
        double y = PANEL_H - place(v, lo, hi, PANEL_H);
        put(t, "<path d=\"M0 %.1fH%d\" stroke=\"#ddd\"/><text x=\"-8\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n", y,
            PANEL_W, y + 4, v);
    }
    for (double v = ceil(x0 / tick) * tick; v <= x1; v += tick)
        put(t, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%g</text>\n", place(v, x0, x1, PANEL_W), PANEL_H + 16, v);
    put(t, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", PANEL_W / 2, PANEL_H + 34,
        w->shades ? "shade (parts of water to 1 part of ink)" : "depth of the ink, micrometres");
    put(t, "<text x=\"-44\" y=\"%d\" transform=\"rotate(-90 -44 %d)\" text-anchor=\"middle\">%s of the dot</text>\n",
        PANEL_H / 2, PANEL_H / 2, quantity);
}

static void range_of(const sweep *w, int want_b, double *lo, double *hi, double step)
{
    const curve *all[] = {&w->age[0], &w->age[1], &w->age[2], &w->low, &w->high};
    double bare = want_b ? w->bare.b : w->bare.L;
    *lo = *hi = bare;
    for (size_t c = 0; c < sizeof all / sizeof all[0]; c++)
        for (int i = 0; i < POINTS; i++) {
            double v = want_b ? all[c]->b[i] : all[c]->L[i];
            *lo = fmin(*lo, v);
            *hi = fmax(*hi, v);
        }
    *lo = floor(*lo / step) * step;
    *hi = ceil(*hi / step + 0.01) * step;
}

static void panel(text *t, const sweep *w, int column_index, int want_b)
{
    static const char *const styles[AGES] = {"stroke=\"#1b4f9c\" stroke-width=\"2.2\"",
                                             "stroke=\"#c0392b\" stroke-width=\"1.6\" stroke-dasharray=\"6 3\"",
                                             "stroke=\"#2e8b57\" stroke-width=\"1.6\" stroke-dasharray=\"2 3\""};
    double step = want_b ? 5 : 10, lo = 0, hi = 0, bare = want_b ? w->bare.b : w->bare.L;
    range_of(w, want_b, &lo, &hi, step);
    put(t, "<g transform=\"translate(%d %d)\">\n", LEFT + column_index * (PANEL_W + GAP_X),
        TOP + want_b * (PANEL_H + GAP_Y));
    axes(t, w, want_b ? "b*" : "L*", lo, hi, step);
    band(t, w, want_b ? w->low.b : w->low.L, want_b ? w->high.b : w->high.L, lo, hi);
    double y = PANEL_H - place(bare, lo, hi, PANEL_H);
    put(t,
        "<path d=\"M0 %.1fH%d\" stroke=\"#b8860b\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#8a6508\">bare "
        "skin</text>\n",
        y, PANEL_W, PANEL_W - 4, y < 16 ? y + 14 : y - 4);
    for (int age = 0; age < AGES; age++)
        polyline(t, w, want_b ? w->age[age].b : w->age[age].L, lo, hi, styles[age]);
    put(t, "</g>\n");
}

static void legend(text *t, const sct_heal_options *base)
{
    put(t, "<g transform=\"translate(%d 44)\">", LEFT);
    put(t, "<path d=\"M0 -4H30\" stroke=\"#1b4f9c\" stroke-width=\"2.2\"/><text x=\"36\">healed</text>"
           "<path d=\"M100 -4H130\" stroke=\"#c0392b\" stroke-dasharray=\"6 3\" stroke-width=\"1.6\"/><text "
           "x=\"136\">fresh</text>");
    put(t,
        "<path d=\"M190 -4H220\" stroke=\"#2e8b57\" stroke-dasharray=\"2 3\" stroke-width=\"1.6\"/>"
        "<text x=\"226\">after %g years</text>",
        base->years);
    put(t,
        "<rect x=\"330\" y=\"-12\" width=\"30\" height=\"14\" fill=\"#4a6fa5\" fill-opacity=\".18\"/>"
        "<text x=\"366\">healed, left: depth %g to %g um, right: ink half to twice as strong</text></g>\n",
        depth_lo_um, depth_hi_um);
}

static void escape(const char *raw, char *out, size_t size)
{
    size_t n = 0;
    out[0] = '\0';
    for (; *raw && n + 8 < size; raw++) {
        const char *entity = *raw == '&' ? "&amp;" : *raw == '<' ? "&lt;" : *raw == '>' ? "&gt;" : NULL;
        n += (size_t)(entity ? snprintf(out + n, size - n, "%s", entity) : snprintf(out + n, size - n, "%c", *raw));
    }
}

int heal_plot(app *a, const sct_heal_options *base, const char *title, const char *path)
{
    if (!base->ink)
        return complain(a, EXIT_USE, NULL, "--plot needs an ink: --ink ID");
    sweep *sweeps = calloc(2, sizeof *sweeps);
    text svg = {0};
    char name[256];
    sct_status status = sweeps ? SCT_OK : SCT_ERR_MEMORY;
    sct_heal_options s = *base;
    double nearest = fmax(depth_lo_um, s.tissue.epidermis_um + 1);
    if (s.conditions.specular_included == 0 && !s.use_tissue && status == SCT_OK) { /* fit the skin once, not 400 times */
        sct_healed h;
        status = sct_heal(a->ctx, &s, &h);
        if (status == SCT_OK) {
            s.tissue = h.tissue;
            s.use_tissue = 1;
        }
    }
    for (int w = 0; w < 2 && status == SCT_OK; w++) {
        sweeps[w].shades = w == 0;
        for (int i = 0; i < POINTS && status == SCT_OK; i++) {
            double f = (double)i / (POINTS - 1);
            sweeps[w].x[i] = w == 0 ? 2 + 58 * f : nearest + (400 - nearest) * f;
            status = interrupt_pending() ? SCT_ERR_INTERRUPTED : column(a, &s, &sweeps[w], i);
        }
    }
    int code = status == SCT_OK ? 0 : complain_status(a, status, path);
    if (!code) {
        escape(title, name, sizeof name);
        put(&svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" "
            "font-size=\"12\">\n",
            LEFT + 2 * PANEL_W + GAP_X + 20, TOP + 2 * PANEL_H + GAP_Y + 50);
        put(&svg,
            "<rect width=\"100%%\" height=\"100%%\" fill=\"#fafafa\"/><text x=\"%d\" y=\"22\" font-size=\"16\">%s in skin "
            "of "
            "L* %.1f, a* %.1f, b* %.1f</text>\n",
            LEFT, name, sweeps[0].bare.L, sweeps[0].bare.a, sweeps[0].bare.b);
        legend(&svg, base);
        for (int w = 0; w < 2; w++)
            for (int want_b = 0; want_b < 2; want_b++)
                panel(&svg, &sweeps[w], w, want_b);
        put(&svg, "</svg>\n");
        code = svg.broken ? complain(a, EXIT_WORLD, path, "out of memory") : output_file(a, path, svg.data, svg.size);
    }
    free(svg.data);
    free(sweeps);
    return code;
}
