/* engine/preview/paint/preview_panel.c - the treated area with a look, as large as a sheet has it, and a piece of it pixel
 * by pixel. */
#include "preview/preview_painter.h"

#include <math.h>
#include <string.h>

enum { PANEL_WIDE = 560, PANEL_HIGH = 520, DETAIL_HIGH = 160, SMALL = 230, ENLARGE_MAX = 4, GAP_ROWS = 6 };
static const double MARGIN = 0.15;    /* of the area's size, around it */
static const double LEAST_FREE = 0.3; /* of a frame that is left where a chart is cut off */

static uint32_t at_most(double v, uint32_t most)
{
    return v <= 0 ? 0 : v >= most ? most : (uint32_t)v;
}

/* The place for the detail: of those well inside the area, the one nearest to its middle. */
static void find_middle(const preview_area *a, uint32_t *x, uint32_t *y)
{
    double u = 0, v = 0, n = 0, least = HUGE_VAL;
    for (uint32_t j = 0; j < a->rows; j++)
        for (uint32_t i = 0; i < a->columns; i++)
            if (a->depth[(size_t)j * a->columns + i] > 0) {
                u += i;
                v += j;
                n++;
            }
    for (uint32_t j = 0; j < a->rows; j++)
        for (uint32_t i = 0; i < a->columns; i++) {
            double away = hypot(i - u / n, j - v / n);
            if (a->depth[(size_t)j * a->columns + i] < 0.5f * a->deepest || away >= least)
                continue;
            least = away;
            *x = i * a->cell;
            *y = j * a->cell;
        }
}

static void find_detail(const preview_area *a, preview_panel *c)
{
    uint32_t x = 0, y = 0, zoom = c->shrink > 1 ? 1 : 2;
    uint32_t wide = (c->width + zoom - 1) / zoom, high = DETAIL_HIGH / zoom;
    if (wide > a->width || high > a->height || (c->shrink == 1 && c->enlarge > 1))
        return;
    find_middle(a, &x, &y);
    c->detail_x = x < wide / 2 ? 0 : x + wide - wide / 2 > a->width ? a->width - wide : x - wide / 2;
    c->detail_y = y < high / 2 ? 0 : y + high - high / 2 > a->height ? a->height - high : y - high / 2;
    c->detail_high = high;
    c->detail_zoom = zoom;
}

static double size_of(const double frame[4])
{
    return fmax(frame[2] - frame[0], 0) * fmax(frame[3] - frame[1], 0);
}

void preview_leave_chart(double frame[4], const uint32_t chart[4])
{
    double rim = 0.06 * fmax(chart[2], chart[3]); /* the chart's own edge lies outside its patches */
    double x0 = chart[0] - rim, y0 = chart[1] - rim, x1 = (double)chart[0] + chart[2] + rim;
    double y1 = (double)chart[1] + chart[3] + rim;
    if (!chart[2] || x0 >= frame[2] || x1 <= frame[0] || y0 >= frame[3] || y1 <= frame[1])
        return;
    const double parts[4][4] = {{frame[0], frame[1], fmin(frame[2], x0), frame[3]},
                                {fmax(frame[0], x1), frame[1], frame[2], frame[3]},
                                {frame[0], frame[1], frame[2], fmin(frame[3], y0)},
                                {frame[0], fmax(frame[1], y1), frame[2], frame[3]}};
    const double *best = parts[0];
    for (int i = 1; i < 4; i++)
        if (size_of(parts[i]) > size_of(best))
            best = parts[i];
    if (size_of(best) >= LEAST_FREE * size_of(frame))
        memcpy(frame, best, sizeof parts[0]);
}

preview_panel preview_panel_of(const sct_preview *preview)
{
    const preview_area *a = &preview->area;
    double dx = MARGIN * (a->x1 - a->x0), dy = MARGIN * (a->y1 - a->y0);
    double frame[4] = {fmax(a->x0 - dx, 0), fmax(a->y0 - dy, 0), fmin(a->x1 + dx, a->width), fmin(a->y1 + dy, a->height)};
    preview_leave_chart(frame, preview->info.chart);
    preview_panel c = {
        .x = at_most(frame[0], a->width - 1), .y = at_most(frame[1], a->height - 1), .shrink = 1, .enlarge = 1};
    c.wide = at_most(frame[2], a->width) - c.x;
    c.high = at_most(frame[3], a->height) - c.y;
    while ((c.wide + c.shrink - 1) / c.shrink > PANEL_WIDE || (c.high + c.shrink - 1) / c.shrink > PANEL_HIGH)
        c.shrink++;
    while (c.shrink == 1 && c.enlarge < ENLARGE_MAX && c.wide * c.enlarge < SMALL && c.high * c.enlarge < SMALL)
        c.enlarge++;
    c.width = (c.wide + c.shrink - 1) / c.shrink * c.enlarge;
    c.height = (c.high + c.shrink - 1) / c.shrink * c.enlarge;
    find_detail(a, &c);
    if (c.detail_high)
        c.height += GAP_ROWS + c.detail_high * c.detail_zoom;
    return c;
}

/* A panel being painted, in bands of whole rows of its cells. */
typedef struct easel {
    preview_painter painter;
    const preview_panel *panel;
    uint8_t *out; /* the panel's pixels */
    uint32_t band_rows;
    struct easel_hand {
        float *rgb, *sums; /* a row of the photo; one of the panel, summed */
    } hands[TASK_HANDS];
} easel;

/* `cells` pixels of linear light, each repeated `times`, as a row of the panel that is repeated as often. */
static void put_row(const easel *s, const float *rgb, uint32_t times, uint32_t first)
{
    const uint32_t width = s->panel->width, cells = (width + times - 1) / times;
    uint8_t *out = s->out + 3 * (size_t)width * first, *from = out;
    pixels_srgb8_encode(s->painter.preview->image, rgb, cells, from);
    if (times == 1)
        return;
    for (uint32_t i = width; i-- > 0;) /* from the end: what is read lies before what is written */
        memmove(out + 3 * (size_t)i, from + 3 * (size_t)(i / times), 3);
    for (uint32_t k = 1; k < times; k++)
        memcpy(out + 3 * (size_t)width * k, out, 3 * (size_t)width);
}

/* Finishes a row of the panel from its sums of `rows` rows. */
static void emit_row(const easel *s, float *sums, uint32_t at, uint32_t rows)
{
    const preview_panel *c = s->panel;
    uint32_t cells = c->width / c->enlarge;
    for (uint32_t i = 0; i < cells; i++) {
        uint32_t n = c->wide - i * c->shrink < c->shrink ? c->wide - i * c->shrink : c->shrink;
        for (size_t k = 0; k < 3; k++)
            sums[3 * (size_t)i + k] /= (float)(n * rows);
    }
    put_row(s, sums, c->enlarge, at * c->enlarge);
    memset(sums, 0, 3 * sizeof *sums * (size_t)cells);
}

static void add_row(const easel *s, const struct easel_hand *h, uint32_t y)
{
    const preview_panel *c = s->panel;
    uint32_t row = y - c->y, at = row / c->shrink;
    const float *v = h->rgb + 3 * (size_t)c->x;
    float *sum = h->sums;
    for (uint32_t i = 0; i < c->wide; sum += 3)
        for (uint32_t end = c->wide - i < c->shrink ? c->wide : i + c->shrink; i < end; i++, v += 3) {
            sum[0] += v[0];
            sum[1] += v[1];
            sum[2] += v[2];
        }
    if ((row + 1) % c->shrink == 0 || row + 1 == c->high)
        emit_row(s, h->sums, at, row - at * c->shrink + 1);
}

static void add_detail_row(const easel *s, const struct easel_hand *h, uint32_t y)
{
    const preview_panel *c = s->panel;
    uint32_t zoom = c->detail_zoom;
    put_row(s, h->rgb + 3 * (size_t)c->detail_x, zoom, c->height - (c->detail_high - (y - c->detail_y)) * zoom);
}

static sct_status open_hand(sct_context *ctx, const easel *s, struct easel_hand *h)
{
    sct_status status = SCT_OK;
    if (h->sums)
        return SCT_OK;
    TRY(mem_new(ctx, s->painter.preview->info.photo.width, 3 * sizeof *h->rgb, (void **)&h->rgb));
    TRY(mem_new(ctx, s->panel->width, 3 * sizeof *h->sums, (void **)&h->sums));
done:
    return status;
}

/* Rows of the photo that come before the first whole band. */
static uint32_t rows_before(const easel *s)
{
    return s->panel->y % s->band_rows;
}

/* Which columns of row y the panel shows: 1 for the crop, 2 for the detail, 3 for both, 0 for none. */
static int is_shown(const preview_panel *c, uint32_t y, uint32_t *from, uint32_t *to)
{
    int in_crop = y >= c->y && y < c->y + c->high, in_detail = y >= c->detail_y && y < c->detail_y + c->detail_high;
    uint32_t left = c->detail_x, right = in_detail ? left + (c->width + c->detail_zoom - 1) / c->detail_zoom : 0;
    *from = in_crop ? c->x : left;
    *to = in_crop ? c->x + c->wide : right;
    if (in_detail) {
        *from = left < *from ? left : *from;
        *to = right > *to ? right : *to;
    }
    return in_crop + 2 * in_detail;
}

static sct_status paint_band(sct_context *ctx, void *user, size_t band, int hand)
{
    sct_status status = SCT_OK;
    easel *s = user;
    const preview_panel *c = s->panel;
    struct easel_hand *h = &s->hands[hand];
    const uint32_t before = rows_before(s), high = s->painter.preview->info.photo.height;
    uint64_t first = band ? before + (band - 1) * (uint64_t)s->band_rows : 0, end = before + band * (uint64_t)s->band_rows;
    TRY(open_hand(ctx, s, h));
    for (uint32_t y = (uint32_t)first; y < end && y < high; y++) {
        uint32_t from, to;
        int shown = is_shown(c, y, &from, &to);
        if (!shown)
            continue;
        TRY(preview_painter_row(ctx, &s->painter, hand, y, from, to, h->rgb));
        if (shown & 1)
            add_row(s, h, y);
        if (shown & 2)
            add_detail_row(s, h, y);
    }
done:
    return status;
}

sct_status preview_panel_paint(sct_context *ctx, sct_preview *preview, const preview_panel *c, const sct_look *look,
                               preview_result *result, uint8_t *rgb)
{
    sct_status status = SCT_OK;
    easel s = {.panel = c, .out = rgb};
    TRY(preview_painter_begin(ctx, preview, look, &s.painter));
    s.band_rows = (preview_painter_part_rows(&s.painter) + c->shrink - 1) / c->shrink * c->shrink;
    TRY(task_share(ctx, paint_band, &s, (preview->info.photo.height - rows_before(&s) - 1) / s.band_rows + 2));
    if (result && look)
        *result = preview_painter_result(&s.painter);
done:
    preview_painter_end(&s.painter);
    for (int i = 0; i < TASK_HANDS; i++) {
        mem_free(s.hands[i].rgb);
        mem_free(s.hands[i].sums);
    }
    return status;
}
