/* engine/api/preview_picture.c - looks as pictures: the whole photo with one, or a sheet of several. */
#include "api/preview_api.h"

#include <math.h>
#include <string.h>

enum { PANEL_WIDE = 560, PANEL_HIGH = 520, DETAIL_HIGH = 160, SMALL = 230, ENLARGE_MAX = 4 };
static const double MARGIN = 0.15; /* of the area's size, around it on a sheet */
static const float MARK_GROUND = 0.35f, MARK_LETTER = 0.9f;

/* ---- the whole photo ---- */

typedef struct picture {
    painter painter;
    pixels_encoder *encoder;
    float *rgb;
    report_mark mark;
    int marked;
} picture;

static void draw_mark(const picture *p, uint32_t y)
{
    for (int x = p->mark.x; x < p->mark.x + p->mark.width; x++) {
        int what = report_mark_at(&p->mark, x, (int)y);
        for (size_t c = 0; c < 3 && what; c++) {
            float *v = &p->rgb[3 * (size_t)x + c];
            *v = what == 2 ? *v + MARK_LETTER * (1 - *v) : *v * MARK_GROUND;
        }
    }
}

/* Row y of the file. What the ink does not reach keeps the photo's own values. */
static sct_status picture_row(void *user, uint32_t y, unsigned char *row)
{
    picture *p = user;
    sct_status status = SCT_OK;
    const sct_preview *v = p->painter.preview;
    uint32_t wide = v->info.photo.width, from = 0, to = wide;
    int marked = p->marked && (int)y >= p->mark.y && (int)y < p->mark.y + p->mark.height;
    size_t size = (size_t)pixels_encoder_channels(p->encoder) * (size_t)v->options.bits / 8;
    if (!v->info.converted && !p->painter.blur && !marked) {
        pixels_encode_stored(p->encoder, 0, y, wide, row);
        from = p->painter.box[0];
        to = painter_row_is_plain(&p->painter, y) ? from : p->painter.box[2];
    }
    if (from >= to)
        return SCT_OK;
    TRY(painter_row(&p->painter, y, p->rgb));
    if (marked)
        draw_mark(p, y);
    pixels_encode_row(p->encoder, p->rgb + 3 * (size_t)from, to - from, row + from * size);
done:
    return status;
}

static sct_status write_picture(sct_context *ctx, picture *p, sct_bytes *out)
{
    const sct_preview *v = p->painter.preview;
    photo_png png = {.width = v->info.photo.width,
                     .height = v->info.photo.height,
                     .channels = pixels_encoder_channels(p->encoder),
                     .bits = v->options.bits,
                     .srgb = 1,
                     .row = picture_row,
                     .user = p};
    png.icc = pixels_encoder_icc(p->encoder, &png.icc_size);
    return photo_write_png_rows(ctx, &png, out);
}

/* Paints what the ink reaches and keeps nothing of it but the result. */
static sct_status paint_nothing(picture *p)
{
    sct_status status = SCT_OK;
    for (uint32_t y = p->painter.box[1]; y < p->painter.box[3]; y++)
        TRY(painter_row(&p->painter, y, p->rgb));
done:
    return status;
}

sct_status sct_preview_png(sct_context *ctx, sct_preview *preview, const sct_look *look, sct_preview_result *result,
                           sct_bytes *out)
{
    sct_status status = SCT_OK;
    picture p = {.rgb = NULL};
    sct_context_clear(ctx);
    if (!ctx || !preview || !look)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_preview_png needs a context, a preview and a look");
    TRY(painter_begin(ctx, preview, look, &p.painter));
    TRY(mem_new(ctx, preview->info.photo.width, 3 * sizeof *p.rgb, (void **)&p.rgb));
    if (out) {
        p.marked = preview->options.watermark;
        p.mark = report_mark_for(&preview->info, preview->info.photo.width, preview->info.photo.height);
        TRY(pixels_encoder_new(ctx, preview->image, preview->options.bits, &p.encoder));
        TRY(write_picture(ctx, &p, out));
    } else if (result) {
        TRY(paint_nothing(&p));
    }
    if (result)
        *result = painter_result(&p.painter);
done:
    painter_end(&p.painter);
    pixels_encoder_free(p.encoder);
    mem_free(p.rgb);
    return status;
}

/* ---- the sheet ---- */

/* What a panel shows: the area, made smaller or larger by whole numbers, and below it a piece of it pixel by pixel. */
typedef struct crop {
    uint32_t x, y, wide, high; /* of the photo */
    uint32_t shrink, enlarge;  /* one of them is 1 */
    uint32_t out_wide, out_high;
    uint32_t detail_x, detail_y, detail_high, detail_zoom; /* 0 high: none */
} crop;

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

static void find_detail(const preview_area *a, crop *c)
{
    uint32_t x = 0, y = 0, zoom = c->shrink > 1 ? 1 : 2;
    uint32_t wide = (c->out_wide + zoom - 1) / zoom, high = DETAIL_HIGH / zoom;
    if (wide > a->width || high > a->height || (c->shrink == 1 && c->enlarge > 1))
        return;
    find_middle(a, &x, &y);
    c->detail_x = x < wide / 2 ? 0 : x + wide - wide / 2 > a->width ? a->width - wide : x - wide / 2;
    c->detail_y = y < high / 2 ? 0 : y + high - high / 2 > a->height ? a->height - high : y - high / 2;
    c->detail_high = high;
    c->detail_zoom = zoom;
}

static crop crop_of(const preview_area *a)
{
    double dx = MARGIN * (a->x1 - a->x0), dy = MARGIN * (a->y1 - a->y0);
    crop c = {.x = at_most(a->x0 - dx, a->width - 1), .y = at_most(a->y0 - dy, a->height - 1), .shrink = 1, .enlarge = 1};
    c.wide = at_most(a->x1 + dx, a->width) - c.x;
    c.high = at_most(a->y1 + dy, a->height) - c.y;
    while ((c.wide + c.shrink - 1) / c.shrink > PANEL_WIDE || (c.high + c.shrink - 1) / c.shrink > PANEL_HIGH)
        c.shrink++;
    while (c.shrink == 1 && c.enlarge < ENLARGE_MAX && c.wide * c.enlarge < SMALL && c.high * c.enlarge < SMALL)
        c.enlarge++;
    c.out_wide = (c.wide + c.shrink - 1) / c.shrink * c.enlarge;
    c.out_high = (c.high + c.shrink - 1) / c.shrink * c.enlarge;
    find_detail(a, &c);
    return c;
}

typedef struct sheet {
    sct_preview *preview;
    crop crop;
    float *rgb, *sums; /* a row of the photo; one of the panel, summed */
    uint32_t high;     /* of a panel with its detail */
} sheet;

/* Finishes a row of the panel from its sums of `rows` rows, and repeats it where the panel is enlarged. */
static void emit_row(const sheet *s, uint32_t at, uint32_t rows, uint8_t *panel)
{
    const crop *c = &s->crop;
    uint32_t cells = c->out_wide / c->enlarge;
    uint8_t *out = panel + 3 * (size_t)c->out_wide * at * c->enlarge;
    for (uint32_t i = 0; i < cells; i++) {
        uint32_t n = c->wide - i * c->shrink < c->shrink ? c->wide - i * c->shrink : c->shrink;
        for (size_t k = 0; k < 3; k++)
            s->sums[3 * (size_t)i + k] /= (float)(n * rows);
        for (uint32_t k = 0; k < c->enlarge; k++)
            pixels_srgb8_encode(s->preview->image, s->sums + 3 * (size_t)i, 1, out + 3 * ((size_t)i * c->enlarge + k));
    }
    for (uint32_t k = 1; k < c->enlarge; k++)
        memcpy(out + 3 * (size_t)c->out_wide * k, out, 3 * (size_t)c->out_wide);
    memset(s->sums, 0, 3 * sizeof *s->sums * (size_t)cells);
}

static void add_row(const sheet *s, uint32_t y, uint8_t *panel)
{
    const crop *c = &s->crop;
    uint32_t row = y - c->y, at = row / c->shrink;
    for (uint32_t i = 0; i < c->wide; i++)
        for (size_t k = 0; k < 3; k++)
            s->sums[3 * (size_t)(i / c->shrink) + k] += s->rgb[3 * (size_t)(c->x + i) + k];
    if ((row + 1) % c->shrink == 0 || row + 1 == c->high)
        emit_row(s, at, row - at * c->shrink + 1, panel);
}

static void add_detail_row(const sheet *s, uint32_t y, uint8_t *panel)
{
    const crop *c = &s->crop;
    uint32_t zoom = c->detail_zoom, first = s->high - c->detail_high * zoom + (y - c->detail_y) * zoom;
    uint8_t *out = panel + 3 * (size_t)c->out_wide * first;
    for (uint32_t i = 0; i < c->out_wide; i++)
        pixels_srgb8_encode(s->preview->image, s->rgb + 3 * (size_t)(c->detail_x + i / zoom), 1, out + 3 * (size_t)i);
    for (uint32_t k = 1; k < zoom; k++)
        memcpy(out + 3 * (size_t)c->out_wide * k, out, 3 * (size_t)c->out_wide);
}

static sct_status paint_panel(sct_context *ctx, const sheet *s, const sct_look *look, sct_preview_result *result,
                              uint8_t *panel)
{
    sct_status status = SCT_OK;
    const crop *c = &s->crop;
    painter p;
    TRY(painter_begin(ctx, s->preview, look, &p));
    for (uint32_t y = 0; y < s->preview->info.photo.height; y++) {
        int in_crop = y >= c->y && y < c->y + c->high, in_detail = y >= c->detail_y && y < c->detail_y + c->detail_high;
        if (!in_crop && !in_detail)
            continue;
        TRY(painter_row(&p, y, s->rgb));
        if (in_crop)
            add_row(s, y, panel);
        if (in_detail)
            add_detail_row(s, y, panel);
    }
    if (result)
        *result = painter_result(&p);
done:
    painter_end(&p);
    return status;
}

sct_status sct_preview_sheet_png(sct_context *ctx, sct_preview *preview, const sct_look *looks, size_t count,
                                 sct_preview_result *results, sct_bytes *out)
{
    enum { GAP_ROWS = 6 };
    sct_status status = SCT_OK;
    report_panel panels[SCT_LOOK_MAX + 1] = {{NULL, NULL}};
    sct_preview_result done_results[SCT_LOOK_MAX];
    uint8_t *pixels = NULL;
    sheet s = {.preview = preview};
    sct_context_clear(ctx);
    if (!ctx || !preview || !looks || !out || count < 1 || count > SCT_LOOK_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a sheet needs a preview, 1 to %d looks and a place for the picture", SCT_LOOK_MAX);
    s.crop = crop_of(&preview->area);
    s.high = s.crop.out_high + (s.crop.detail_high ? GAP_ROWS + s.crop.detail_high * s.crop.detail_zoom : 0);
    size_t size = 3 * (size_t)s.crop.out_wide * s.high;
    TRY(mem_new(ctx, count + 1, size, (void **)&pixels));
    memset(pixels, 0xfa, (count + 1) * size);
    TRY(mem_new(ctx, preview->info.photo.width, 3 * sizeof *s.rgb, (void **)&s.rgb));
    TRY(mem_new(ctx, s.crop.out_wide, 3 * sizeof *s.sums, (void **)&s.sums));
    for (size_t i = 0; i <= count; i++) {
        panels[i] = (report_panel){pixels + i * size, i ? &looks[i - 1] : NULL};
        progress_span whole = progress_enter(ctx, (double)i / (double)(count + 1), (double)(i + 1) / (double)(count + 1));
        status = paint_panel(ctx, &s, panels[i].look, i ? &done_results[i - 1] : NULL, pixels + i * size);
        progress_leave(ctx, whole);
        TRY(status);
    }
    TRY(report_sheet(ctx, &preview->info, panels, count + 1, (int)s.crop.out_wide, (int)s.high, preview->options.watermark,
                     out));
    if (results)
        memcpy(results, done_results, count * sizeof *results);
done:
    mem_free(pixels);
    mem_free(s.rgb);
    mem_free(s.sums);
    return status;
}

sct_status sct_preview_json(sct_context *ctx, const sct_preview *preview, const sct_measurement *measurement,
                            const sct_ranking *ranking, const sct_look *looks, const sct_preview_result *results,
                            size_t count, sct_bytes *out)
{
    sct_status status = SCT_OK;
    sct_context_clear(ctx);
    if (!preview || !out || count > SCT_LOOK_MAX || (count && (!looks || !results)))
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_preview_json needs a preview, looks with their results and a place for the text");
    if (measurement)
        TRY(api_check_measurement(ctx, measurement));
    for (size_t i = 0; i < count; i++)
        TRY(preview_check_look(ctx, &looks[i]));
    for (size_t i = 0; i < count; i++)
        if (results[i].flags.count > SCT_FLAG_MAX)
            FAIL(ctx, SCT_ERR_ARGUMENT, "a result is none: fill it with sct_preview_png or sct_preview_sheet_png");
    TRY(report_preview(ctx, &preview->info, measurement, ranking, looks, results, count, out));
done:
    return status;
}
