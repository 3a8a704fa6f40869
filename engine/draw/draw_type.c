/*
 * engine/draw/draw_type.c - words in real type, at any size.
 *
 * Each row of a letter is covered exactly: what lies to the right of an edge,
 * summed over all edges with their direction, is how much of each pixel the
 * letter takes. That is the accumulation buffer of the font renderers of our
 * day (R. Levien, font-rs, 2016), a row at a time, so that nothing is allocated
 * and drawing cannot fail.
 */
#include "draw/draw_type.h"
#include "base/base.h"
#include "draw/draw.h"

#include <math.h>
#include <string.h>

enum { ROW_MAX = 640, FLAT_STEPS = 6, ON_CURVE = 1, CURVE_ENDS = 2 };
static const double size_most = 400; /* no letter of the table is wider than 1.6 em */

/* ---- which letter ---- */

/* The next code point of UTF-8, '?' for a byte that begins none; moves on, and never past `end`. */
static unsigned next_code(const char **text, const char *end)
{
    const unsigned char *p = (const unsigned char *)*text;
    size_t n = text_utf8_length(*text, (size_t)(end - *text));
    *text += n ? n : 1;
    switch (n) {
    case 1: return p[0];
    case 2: return (p[0] & 0x1fU) << 6 | (p[1] & 0x3fU);
    case 3: return (p[0] & 0x0fU) << 12 | (p[1] & 0x3fU) << 6 | (p[2] & 0x3fU);
    default: return '?'; /* the table holds none beyond three bytes */
    }
}

static const type_letter *find_letter(const type_face *face, unsigned code)
{
    size_t low = 0, high = face->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (face->letters[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < face->count && face->letters[low].code == code)
        return &face->letters[low];
    return code == '?' ? face->letters : find_letter(face, '?');
}

/* ---- one letter ---- */

/* A row of pixels that a letter covers, from pixel `left` on. */
typedef struct cover_row {
    float change[ROW_MAX + 2];
    double top; /* of the row, pixels below the baseline's zero */
    int width;
} cover_row;

/* What an edge takes of one row: x at the upper and at the lower end, dy its height with its direction. */
static void add_span(cover_row *r, double x0, double x1, double dy)
{
    double low = fmin(fmax(fmin(x0, x1), 0), r->width), high = fmin(fmax(fmax(x0, x1), 0), r->width);
    int first = (int)low, last = (int)ceil(high);
    if (last <= first + 1) { /* within one pixel */
        double share = 1 - ((low + high) / 2 - first);
        r->change[first] += (float)(dy * share);
        r->change[first + 1] += (float)(dy * (1 - share));
        return;
    }
    double slope = dy / (high - low), before = 0;
    for (int i = first; i < last; i++) { /* how much of pixel i lies to the right of the edge */
        double from = fmax(low, i), to = fmin(high, i + 1), area = slope * (to - from) * (i + 1 - (from + to) / 2);
        double here = slope * (from - low) + area;
        r->change[i] += (float)(here - before);
        before = here;
    }
    r->change[last] += (float)(dy - before);
}

static void add_edge(cover_row *r, double x0, double y0, double x1, double y1)
{
    double direction = 1, top = r->top, bottom = r->top + 1;
    if (y0 > y1) {
        double x = x0, y = y0;
        x0 = x1, y0 = y1, x1 = x, y1 = y;
        direction = -1;
    }
    if (!(y1 > top) || !(y0 < bottom) || !(y1 > y0))
        return;
    double from = fmax(y0, top), to = fmin(y1, bottom), slope = (x1 - x0) / (y1 - y0);
    add_span(r, x0 + (from - y0) * slope, x0 + (to - y0) * slope, direction * (to - from));
}

/* A parabola as short straight lines; one that misses the row costs nothing. */
static void add_parabola(cover_row *r, const double a[2], const double c[2], const double b[2])
{
    double x = a[0], y = a[1];
    if (fmax(fmax(a[1], b[1]), c[1]) <= r->top || fmin(fmin(a[1], b[1]), c[1]) >= r->top + 1)
        return;
    for (int i = 1; i <= FLAT_STEPS; i++) {
        double t = (double)i / FLAT_STEPS, s = 1 - t;
        double u = s * s * a[0] + 2 * s * t * c[0] + t * t * b[0], v = s * s * a[1] + 2 * s * t * c[1] + t * t * b[1];
        add_edge(r, x, y, u, v);
        x = u;
        y = v;
    }
}

/* A closed curve whose points begin and end on it, or have the middle of two control points between them. */
static size_t add_curve(cover_row *r, const int16_t (*points)[2], double scale, double shift)
{
    size_t n = 1;
    while (!(points[n - 1][1] & CURVE_ENDS))
        n++;
    double at[2] = {points[0][0] * scale + shift, -(points[0][1] >> 2) * scale}, control[2] = {0, 0};
    int curved = 0;
    for (size_t i = 1; i <= n; i++) {
        const int16_t *p = points[i % n];
        double next[2] = {p[0] * scale + shift, -(p[1] >> 2) * scale};
        if (!(p[1] & ON_CURVE)) {
            if (curved) {
                double middle[2] = {(control[0] + next[0]) / 2, (control[1] + next[1]) / 2};
                add_parabola(r, at, control, middle);
                memcpy(at, middle, sizeof at);
            }
            memcpy(control, next, sizeof control);
            curved = 1;
            continue;
        }
        if (curved)
            add_parabola(r, at, control, next);
        else
            add_edge(r, at[0], at[1], next[0], next[1]);
        memcpy(at, next, sizeof at);
        curved = 0;
    }
    return n;
}

/* What a letter at x takes of a row, for pixels from `left` on; `row` is the row's top below the baseline. */
static void cover_letter(cover_row *r, const type_face *face, const type_letter *letter, double size, double x, double row)
{
    memset(r->change, 0, sizeof r->change[0] * ((size_t)r->width + 2));
    r->top = row;
    for (size_t i = letter->first; i < letter[1].first;)
        i += add_curve(r, face->points + i, size / TYPE_UNITS, x);
    float sum = 0;
    for (int i = 0; i < r->width; i++) {
        sum += r->change[i];
        r->change[i] = fminf(fabsf(sum), 1);
    }
}

/* The pixels that a letter at x may touch: from `*left`, as many as are returned. */
static int reach_of(const type_letter *letter, double size, double x, int *left)
{
    double overhang = ceil(0.2 * size) + 1;
    int width = (int)ceil(letter->advance * size / TYPE_UNITS + 2 * overhang);
    *left = (int)floor(x - overhang);
    return width < ROW_MAX ? width : ROW_MAX;
}

static void draw_letter(draw_canvas *canvas, double x, double baseline, const type_face *face, const type_letter *letter,
                        const draw_type *type)
{
    int left, top = (int)floor(baseline - 1.2 * type->size), bottom = (int)ceil(baseline + 0.4 * type->size);
    cover_row r = {.width = reach_of(letter, type->size, x, &left)};
    for (int row = top < 0 ? 0 : top; row < bottom && row < canvas->height; row++) {
        cover_letter(&r, face, letter, type->size, x - left, row - baseline);
        for (int i = 0; i < r.width; i++)
            if (r.change[i] > 1e-3F)
                draw_tint(canvas, left + i, row, type->colour, (double)r.change[i]);
    }
}

/* ---- words ---- */

static const type_face *face_of(const draw_type *type)
{
    return &type_faces[type->bold ? 1 : 0];
}

static const char *end_of(const char *text, size_t bytes)
{
    const char *end = memchr(text, '\0', bytes);
    return end ? end : text + bytes;
}

double draw_text_width(const char *text, size_t bytes, const draw_type *type)
{
    const char *end = end_of(text, bytes);
    double width = 0;
    while (text < end)
        width += find_letter(face_of(type), next_code(&text, end))->advance * type->size / TYPE_UNITS;
    return width;
}

size_t draw_text_line(const char *text, double width, const draw_type *type, const char **next)
{
    const char *end = text + strlen(text), *at = text, *space = NULL;
    double used = 0;
    while (at < end) {
        const char *letter = at;
        if (*at == ' ')
            space = at;
        used += find_letter(face_of(type), next_code(&at, end))->advance * type->size / TYPE_UNITS;
        if (used <= width || letter == text || letter == space)
            continue;
        at = space && space > text ? space : letter;
        break;
    }
    *next = at;
    while (**next == ' ')
        ++*next;
    return (size_t)(at - text);
}

int draw_line_height(const draw_type *type)
{
    return (int)ceil(1.3 * type->size);
}

/* Letters stand on whole pixels, which keeps their feet sharp. */
static double baseline_of(const draw_type *type)
{
    return floor(type->size * TYPE_ASCENT / TYPE_UNITS + 0.5);
}

double draw_text(draw_canvas *canvas, double x, double y, const char *text, size_t bytes, const draw_type *type)
{
    const char *end = end_of(text, bytes);
    const type_face *face = face_of(type);
    double baseline = floor(y + 0.5) + baseline_of(type);
    while (text < end) {
        const type_letter *letter = find_letter(face, next_code(&text, end));
        if (type->size > 0 && type->size <= size_most && x < canvas->width)
            draw_letter(canvas, x, baseline, face, letter, type);
        x += letter->advance * type->size / TYPE_UNITS;
    }
    return x;
}

void draw_text_cover(const char *text, size_t bytes, const draw_type *type, double x, int row, float *cover, int width)
{
    const char *end = end_of(text, bytes);
    const type_face *face = face_of(type);
    double baseline = baseline_of(type);
    memset(cover, 0, sizeof *cover * (size_t)width);
    while (text < end && type->size > 0 && type->size <= size_most) {
        const type_letter *letter = find_letter(face, next_code(&text, end));
        int left;
        cover_row r = {.width = reach_of(letter, type->size, x, &left)};
        if (left < width && left + r.width > 0) {
            cover_letter(&r, face, letter, type->size, x - left, row - baseline);
            for (int i = left < 0 ? -left : 0; i < r.width && left + i < width; i++)
                cover[left + i] = fminf(cover[left + i] + r.change[i], 1);
        }
        x += letter->advance * type->size / TYPE_UNITS;
    }
}
