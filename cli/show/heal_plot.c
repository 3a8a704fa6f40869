/*
 * cli/show/heal_plot.c - draws what a dilution and a depth do: what dots and areas look like, and L* and b* of the dot. The
 * SVG needs no other file, and it is dark on a dark page. Dots and skin have the colours that a screen shows for D50 light;
 * the numbers are those of the conditions that were asked for.
 */
#include "show/heal_sweep.h"
#include "show/terminal.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { DOTS_FROM = 0, DOT_EVERY = 3, ROWS = 4 };
enum {
    WIDTH = 1056,
    HEIGHT = 848,
    LEFT = 112,
    COLUMN = 400,
    GAP = 92,
    ROWS_TOP = 122,
    ROW = 40,
    DOT = 12,
    MARGIN = 18,
    PANEL = 190,
    L_TOP = ROWS_TOP + ROWS * ROW + 22,
    B_TOP = L_TOP + PANEL + 26
};

/* ---- text ---- */

typedef struct text {
    char *data;
    size_t size, capacity;
    int broken;
} text;

static void add(text *t, const char *words, size_t n)
{
    if (t->broken)
        return;
    if (t->size + n + 1 > t->capacity) {
        size_t capacity = 2 * t->capacity + n + 4096;
        char *grown = realloc(t->data, capacity);
        if (!grown) {
            t->broken = 1;
            return;
        }
        t->data = grown;
        t->capacity = capacity;
    }
    memcpy(t->data + t->size, words, n + 1);
    t->size += n;
}

__attribute__((format(printf, 2, 3))) static void put(text *t, const char *format, ...)
{
    char words[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(words, sizeof words, format, args);
    va_end(args);
    if (n < 0 || n >= (int)sizeof words)
        t->broken = 1;
    else
        add(t, words, (size_t)n);
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

/* Puts a sentence, told in the language of the program. */
static void put_said(text *t, const char *english)
{
    char told[WORDS_SIZE], safe[2 * WORDS_SIZE];
    escape(tell(english, told, sizeof told), safe, sizeof safe);
    add(t, safe, strlen(safe));
}

/* The same for one that is written first. */
__attribute__((format(printf, 2, 3))) static void put_saidf(text *t, const char *format, ...)
{
    char english[WORDS_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(english, sizeof english, format, args);
    va_end(args);
    put_said(t, english);
}

/* A list of what is known each for itself. */
static void put_list(text *t, const char *english)
{
    char line[2 * WORDS_SIZE], safe[4 * WORDS_SIZE];
    tell_list(english, line, sizeof line);
    escape(line, safe, sizeof safe);
    add(t, safe, strlen(safe));
}

/* ---- the drawing ---- */

static double across(const heal_sweep *w, double x)
{
    return (x - w->x[0]) / (w->x[HEAL_SWEEP_POINTS - 1] - w->x[0]) * COLUMN;
}

typedef struct scale {
    double lo, hi, step;
} scale;

static double up(const scale *s, double v)
{
    return PANEL - (v - s->lo) / (s->hi - s->lo) * PANEL;
}

static const double *values_of(const heal_curve *c, int want_b)
{
    return want_b ? c->b : c->L;
}

static void widen(scale *s, const heal_sweep *w, int want_b)
{
    const heal_curve *all[] = {&w->age[0],   &w->age[1],      &w->age[2],     &w->depth[0],
                               &w->depth[1], &w->strength[0], &w->strength[1]};
    for (size_t c = 0; c < sizeof all / sizeof all[0]; c++)
        for (int i = 0; i < HEAL_SWEEP_POINTS; i++) {
            double v = values_of(all[c], want_b)[i];
            s->lo = fmin(s->lo, v);
            s->hi = fmax(s->hi, v);
        }
}

/* Both columns have one scale, so that they can be compared. */
static scale scale_of(const heal_sweep sweeps[2], int want_b)
{
    double bare = want_b ? sweeps[0].bare.b : sweeps[0].bare.L;
    scale s = {bare, bare, want_b ? 5 : 10};
    widen(&s, &sweeps[0], want_b);
    widen(&s, &sweeps[1], want_b);
    s.lo = floor(s.lo / s.step - 0.1) * s.step;
    s.hi = ceil(s.hi / s.step + 0.1) * s.step;
    if (!want_b)
        s.lo = fmax(0, s.lo);
    return s;
}

static void line(text *t, const heal_sweep *w, const double *y, const scale *s, const char *class)
{
    put(t, "<polyline class=\"line %s\" points=\"", class);
    for (int i = 0; i < HEAL_SWEEP_POINTS; i++)
        put(t, "%.1f,%.1f ", across(w, w->x[i]), up(s, y[i]));
    put(t, "\"/>\n");
}

static void band(text *t, const heal_sweep *w, const heal_curve ends[2], int want_b, const scale *s, const char *class)
{
    put(t, "<polygon class=\"%s\" points=\"", class);
    for (int i = 0; i < HEAL_SWEEP_POINTS; i++)
        put(t, "%.1f,%.1f ", across(w, w->x[i]), up(s, values_of(&ends[0], want_b)[i]));
    for (int i = HEAL_SWEEP_POINTS - 1; i >= 0; i--)
        put(t, "%.1f,%.1f ", across(w, w->x[i]), up(s, values_of(&ends[1], want_b)[i]));
    put(t, "\"/>\n");
}

static void ticks(text *t, const heal_sweep *w, int labelled)
{
    double x0 = w->x[0], x1 = w->x[HEAL_SWEEP_POINTS - 1], range = x1 - x0,
           step = range > 120  ? 50
                  : range > 24 ? 10
                  : range > 6  ? 2
                               : 1;
    int first = (int)ceil(x0 / step), last = (int)floor(x1 / step + 1e-9);
    for (int k = first; k <= last; k++) {
        double v = k * step;
        put(t, "<path class=\"grid\" d=\"M%.1f 0V%d\"/>\n", across(w, v), PANEL);
        if (labelled)
            put(t, "<text class=\"soft\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%g</text>\n", across(w, v), PANEL + 18,
                v);
    }
    if (!labelled)
        return;
    put(t, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">", COLUMN / 2, PANEL + 40);
    put_said(t, !w->shades ? "depth of the ink, micrometres"
                : w->ready ? "parts of water to 1 part of ink (meant to be used as it is)"
                           : "parts of water to 1 part of ink (the shade)");
    put(t, "</text>\n");
}

static void axes(text *t, const heal_sweep *w, int want_b, const scale *s)
{
    put(t, "<rect class=\"panel\" width=\"%d\" height=\"%d\"/>\n", COLUMN, PANEL);
    if (want_b && s->lo < 0)
        put(t, "<rect class=\"blue\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>", up(s, 0), COLUMN, PANEL - up(s, 0));
    ticks(t, w, want_b);
    int lines = (int)((s->hi - s->lo) / s->step + 0.5);
    for (int k = 0; k <= lines; k++) {
        double v = s->lo + k * s->step;
        put(t,
            "<path class=\"grid\" d=\"M0 %.1fH%d\"/><text class=\"soft\" x=\"-8\" y=\"%.1f\" "
            "text-anchor=\"end\">%g</text>\n",
            up(s, v), COLUMN, up(s, v) + 4, v);
    }
    if (want_b && s->lo < 0) {
        put(t, "<text class=\"soft\" x=\"%d\" y=\"%d\" text-anchor=\"end\">", COLUMN - 6, PANEL - 6);
        put_said(t, "bluish");
        put(t, "</text>\n");
    }
    put(t, "<text x=\"-50\" y=\"%d\" transform=\"rotate(-90 -50 %d)\" text-anchor=\"middle\">", PANEL / 2, PANEL / 2);
    put_said(t, want_b ? "b* of the dot (blue to warm)" : "L* of the dot (dark to light)");
    put(t, "</text>\n");
}

/* Marks the dilution or depth that was asked for. */
static void mark(text *t, const heal_sweep *w, int labelled)
{
    double x = across(w, w->chosen);
    put(t, "<path class=\"mark\" d=\"M%.1f 0V%d\"/>\n", x, PANEL);
    if (!labelled)
        return;
    put(t, "<text class=\"marked\" x=\"%.1f\" y=\"-5\" text-anchor=\"middle\">", x);
    if (!w->shades)
        put_saidf(t, "%g um", w->chosen);
    else if (w->chosen > 0)
        put(t, "1:%g", w->chosen);
    else
        put_said(t, "as it is");
    put(t, "</text>\n");
}

static void panel(text *t, const heal_sweep *w, int want_b, const scale *s)
{
    static const char *const classes[HEAL_SWEEP_AGES] = {"healed", "fresh", "years"};
    double bare = want_b ? w->bare.b : w->bare.L;
    put(t, "<g transform=\"translate(0 %d)\">\n", want_b ? B_TOP : L_TOP);
    axes(t, w, want_b, s);
    if (w->shades)
        band(t, w, w->depth, want_b, s, "by-depth");
    band(t, w, w->strength, want_b, s, "by-strength");
    put(t, "<path class=\"line bare\" d=\"M0 %.1fH%d\"/>\n", up(s, bare), COLUMN);
    for (int age = HEAL_SWEEP_AGES - 1; age >= 0; age--)
        line(t, w, values_of(&w->age[age], want_b), s, classes[age]);
    mark(t, w, !want_b);
    put(t, "</g>\n");
}

static void colour(text *t, const uint8_t rgb[3])
{
    put(t, "fill=\"#%02x%02x%02x\"", rgb[0], rgb[1], rgb[2]);
}

/* Draws the area from afar. It is as wide as the row of dots with their radii. */
static void strip(text *t, const heal_sweep *w, double y)
{
    const double half = 0.5 * COLUMN / (HEAL_SWEEP_POINTS - 1),
                 overlap = 0.6; /* Neighbours overlap, so that no seam is seen. */
    for (int i = 0; i < HEAL_SWEEP_POINTS; i++) {
        double from = i == 0 ? -DOT : across(w, w->x[i]) - half;
        double to = i == HEAL_SWEEP_POINTS - 1 ? COLUMN + DOT : across(w, w->x[i]) + half + overlap;
        put(t, "<rect x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%d\" ", from, y - 0.5 * ROW + 6, to - from, ROW - 12);
        colour(t, w->area[i]);
        put(t, "/>\n");
    }
}

/* Draws what it looks like: dots in this skin, fresh, healed and faded, and the area that they make from afar. */
static void looks(text *t, const heal_sweep *w, double years, int labelled)
{
    static const sct_age order[] = {SCT_AGE_FRESH, SCT_AGE_HEALED, SCT_AGE_YEARS};
    put(t, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\" ", -MARGIN, ROWS_TOP, COLUMN + 2 * MARGIN,
        ROWS * ROW);
    colour(t, w->skin);
    put(t, "/>\n");
    for (int row = 0; row < ROWS; row++) {
        double y = ROWS_TOP + (row + 0.5) * ROW;
        char name[32];
        snprintf(name, sizeof name, "%g years", years);
        if (labelled) {
            put(t, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", -MARGIN - 8, y + 4);
            put_said(t, row == 0 ? "fresh" : row == 1 ? "healed" : row == 2 ? name : "from afar");
            put(t, "</text>\n");
        }
        for (int i = DOTS_FROM; row < HEAL_SWEEP_AGES && i < HEAL_SWEEP_POINTS; i += DOT_EVERY) {
            double x = across(w, w->x[i]);
            put(t, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" ", x, y, DOT);
            colour(t, w->dot[order[row]][i]);
            put(t, "/>\n");
        }
        if (row == HEAL_SWEEP_AGES)
            strip(t, w, y);
    }
}

/* Says in words what more water or more depth does to the healed dot, from one end to the other. */
static const char *heading(const heal_sweep *w)
{
    static const char *const words[2][3][3] = {
        {{"Deeper, darker and bluer", "Deeper, darker", "Deeper, darker and warmer"},
         {"Deeper, bluer", "Deeper, hardly another colour", "Deeper, warmer"},
         {"Deeper, lighter and bluer", "Deeper, lighter", "Deeper, lighter and warmer"}},
        {{"More water, darker and bluer", "More water, darker", "More water, darker and warmer"},
         {"More water, bluer", "More water, hardly another colour", "More water, warmer"},
         {"More water, lighter and bluer", "More water, lighter", "More water, lighter and warmer"}},
    };
    const double plain = 0.5; /* A smaller change is not worth a word. */
    const heal_curve *healed = &w->age[SCT_AGE_HEALED];
    double light = healed->L[HEAL_SWEEP_POINTS - 1] - healed->L[0], warm = healed->b[HEAL_SWEEP_POINTS - 1] - healed->b[0];
    return words[w->shades != 0][1 + (light > plain) - (light < -plain)][1 + (warm > plain) - (warm < -plain)];
}

static void column(text *t, const heal_sweep sweeps[2], double years, int index)
{
    const heal_sweep *w = &sweeps[index];
    put(t, "<g transform=\"translate(%d 0)\">\n", LEFT + index * (COLUMN + GAP));
    put(t, "<text class=\"head\" y=\"%d\">", ROWS_TOP - 10);
    put_said(t, heading(w));
    put(t, "</text>\n");
    looks(t, w, years, index == 0);
    for (int want_b = 0; want_b < 2; want_b++) {
        scale s = scale_of(sweeps, want_b);
        panel(t, w, want_b, &s);
    }
    put(t, "</g>\n");
}

/* Where the next entry of the legend stands: beside the last one, or on a row of its own. */
typedef struct entry_place {
    int x, y;
} entry_place;

/* Adds an entry: a sample of a line or of a band, and what it stands for. */
static void legend_entry(text *t, entry_place *at, const char *class, int is_line, const char *english)
{
    enum { SAMPLE = 34, LETTER = 7, BETWEEN = 22, ROW_HEIGHT = 20 };
    char told[WORDS_SIZE];
    int wide = SAMPLE + LETTER * text_columns(tell(english, told, sizeof told));
    if (at->x > 0 && at->x + wide > WIDTH - LEFT)
        *at = (entry_place){0, at->y + ROW_HEIGHT};
    if (is_line)
        put(t, "<path class=\"line %s\" d=\"M%d %dh28\"/>", class, at->x, at->y - 4);
    else
        put(t, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"28\" height=\"18\"/>", class, at->x, at->y - 14);
    put(t, "<text x=\"%d\" y=\"%d\">", at->x + SAMPLE, at->y);
    put_said(t, english);
    put(t, "</text>");
    at->x += wide + BETWEEN;
}

static void legend(text *t, const heal_sweep *w, double years)
{
    entry_place at = {0, 0};
    char words[64];
    put(t, "<g transform=\"translate(%d %d)\">", LEFT, B_TOP + PANEL + 74);
    legend_entry(t, &at, "healed", 1, "healed");
    legend_entry(t, &at, "fresh", 1, "fresh");
    snprintf(words, sizeof words, "after %g years", years);
    legend_entry(t, &at, "years", 1, words);
    legend_entry(t, &at, "bare", 1, "bare skin");
    snprintf(words, sizeof words, "ink %.0f to %.0f um deep", w->least_um, w->most_um);
    legend_entry(t, &at, "by-depth", 0, words);
    snprintf(words, sizeof words, "up to %.2g times stronger or weaker", w->reach);
    if (w->reach > 1)
        legend_entry(t, &at, "by-strength", 0, words);
    put(t, "</g>\n");
}

static const char style[] =
    "<style>text{font:13px system-ui,-apple-system,\"Segoe UI\",Roboto,sans-serif;fill:#2b2a28}"
    ".page{fill:#fbf9f6}.title{font-size:21px;font-weight:600}.head{font-weight:600}.soft{fill:#77726b;font-size:12px}"
    ".panel{fill:#fff;stroke:#d9d3ca}.grid{stroke:#ece7df;fill:none}.blue{fill:#e6eefb}"
    ".line{fill:none;stroke-width:2.4;stroke-linejoin:round;stroke-linecap:round}"
    ".healed{stroke:#1d4f91}.fresh{stroke:#c8552b;stroke-dasharray:7 5}.years{stroke:#3f8358;stroke-dasharray:1 5}"
    ".bare{stroke:#b07a35;stroke-width:1.6}.by-depth{fill:#1d4f91;fill-opacity:.13}.by-strength{fill:#1d4f91;fill-opacity:."
    "24}"
    ".mark{stroke:#2b2a28;stroke-width:1;stroke-dasharray:2 3;fill:none}.marked{font-size:12px;font-weight:600}\n"
    "@media (prefers-color-scheme:dark){text{fill:#ece8e1}.page{fill:#191a1c}.soft{fill:#a39d93}"
    ".panel{fill:#212327;stroke:#3b3e44}.grid{stroke:#30333a}.blue{fill:#20293a}.healed{stroke:#7fb0f0}.fresh{stroke:#"
    "f0906a}"
    ".years{stroke:#7cc795}.bare{stroke:#dcaa68}.by-depth{fill:#7fb0f0;fill-opacity:.15}.by-strength{fill:#7fb0f0;"
    "fill-opacity:.27}.mark{stroke:#ece8e1}}</style>\n";

/* What stands above the columns: the ink, the skin, what is shown on either side, and what the colour rests on. */
static void draw_head(text *t, const heal_job *job, const sct_lab *bare)
{
    const sct_heal_options *s = &job->options;
    put(t, "<text class=\"title\" x=\"%d\" y=\"40\">", LEFT);
    put_saidf(t, "%s in this skin", job->title);
    put(t, "</text>\n<text class=\"soft\" x=\"%d\" y=\"62\">", LEFT);
    put_saidf(t, "Skin L* %.1f, a* %.1f, b* %.1f.", bare->L, bare->a, bare->b);
    put(t, " ");
    put_saidf(t, "Left: ink %g um deep.", s->depth_um);
    put(t, " ");
    if (s->parts_water > 0)
        put_saidf(t, "Right: 1:%g.", s->parts_water);
    else
        put_said(t, "Right: the ink as it is.");
    put(t, " ");
    put_saidf(t, "From afar: %g dots per cm2 of %g mm radius.", s->density_per_cm2, s->dot_radius_mm);
    put(t, "</text>\n<text class=\"soft\" x=\"%d\" y=\"80\">", LEFT);
    put_said(t, "What the colour rests on");
    put(t, ": ");
    put_list(t, job->fitted.rests_on);
    put(t, ".</text>\n");
}

static void draw(text *t, const heal_job *job, const heal_sweep sweeps[2])
{
    put(t,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n"
        "<title>",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    put_saidf(t, "%s in this skin", job->title);
    put(t, "</title>\n");
    add(t, style, strlen(style));
    put(t, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n", WIDTH, HEIGHT);
    draw_head(t, job, &sweeps[0].bare);
    for (int i = 0; i < 2; i++)
        column(t, sweeps, job->options.years, i);
    legend(t, &sweeps[0], job->options.years);
    put(t, "<text class=\"soft\" x=\"%d\" y=\"%d\">", LEFT, B_TOP + PANEL + 120);
    put_said(t, "A prediction, not a promise: the depth of the ink cannot be seen in a photo.");
    put(t, " ");
    put_said(t, "Healed photos of your own calibrate it.");
    put(t, "</text>\n</svg>\n");
}

int heal_plot(app *a, const heal_job *job, const char *path)
{
    heal_sweep *sweeps = calloc(2, sizeof *sweeps);
    text svg = {0};
    int code = 0;
    if (!sweeps)
        return complain(a, EXIT_WORLD, path, "out of memory");
    for (int w = 0; w < 2 && !code; w++)
        code = heal_sweep_fill(a, job, w == 0, &sweeps[w]);
    if (!code) {
        draw(&svg, job, sweeps);
        code = svg.broken ? complain(a, EXIT_WORLD, path, "out of memory") : output_file(a, path, svg.data, svg.size);
    }
    free(svg.data);
    free(sweeps);
    return code;
}
