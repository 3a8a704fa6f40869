/*
 * engine/verify/verify_picture.c - before, after, and what changed, around the area. The
 * photo before is turned and bent to where the one after has each place, so that all
 * three can be laid over each other: side by side in one picture, or as panels for a page.
 */
#include "draw/draw.h"
#include "verify/verify.h"
#include "words/words.h"

#include <math.h>
#include <string.h>

enum { PANEL = 620, GAP = 8, HEAD = 28 };
static const double MARGIN = 0.15;     /* of the area's size, around it */
static const double FULL_CHANGE = 0.3; /* ln of light that has the strongest colour */
static const draw_colour paper = {255, 255, 255};
static const draw_type heading = {.size = 16, .bold = 1, .colour = {30, 30, 30}};

/* A photo made small, 8-bit sRGB. Owned. */
typedef struct small {
    uint32_t width, height, side;
    uint8_t *rgb;
} small;

typedef struct frame {
    double x0, y0; /* pixels of the photo after */
    double step;   /* of them, a pixel of the panel */
    uint32_t width, height;
} frame;

static frame frame_of(const sct_verification *v, uint32_t most)
{
    const verify_area *a = &v->area;
    double x0 = a->width, y0 = a->height, x1 = 0, y1 = 0, side = v->after.coarse.side;
    for (uint32_t y = 0; y < a->height; y++)
        for (uint32_t x = 0; x < a->width; x++)
            if (a->inside[(size_t)y * a->width + x]) {
                x0 = fmin(x0, x);
                x1 = fmax(x1, x + 1.0);
                y0 = fmin(y0, y);
                y1 = fmax(y1, y + 1.0);
            }
    double dx = MARGIN * (x1 - x0), dy = MARGIN * (y1 - y0);
    x0 = fmax(0, x0 - dx) * side;
    y0 = fmax(0, y0 - dy) * side;
    x1 = fmin(a->width, x1 + dx) * side;
    y1 = fmin(a->height, y1 + dy) * side;
    frame f = {.x0 = x0, .y0 = y0, .step = fmax(fmax(x1 - x0, y1 - y0) / most, 1)};
    f.width = (uint32_t)fmax((x1 - x0) / f.step, 1);
    f.height = (uint32_t)fmax((y1 - y0) / f.step, 1);
    return f;
}

static sct_status shrink(sct_context *ctx, const verify_photo *p, double step, small *out)
{
    sct_status status = SCT_OK;
    uint32_t *sums = NULL;
    uint8_t *row = NULL;
    out->side = (uint32_t)fmax(floor(step), 1);
    out->width = p->width / out->side;
    out->height = p->height / out->side;
    TRY(mem_new(ctx, (size_t)out->width * out->height, 3, (void **)&out->rgb));
    TRY(mem_new(ctx, out->width, 3 * sizeof *sums, (void **)&sums));
    TRY(mem_new(ctx, p->width, 3, (void **)&row));
    for (uint32_t y = 0; y < out->height * out->side; y++) {
        pixels_srgb8_row(p->image, 0, y, p->width, row);
        for (uint32_t x = 0; x < 3 * out->width * out->side; x++)
            sums[3 * (x / 3 / out->side) + x % 3] += row[x];
        if (y % out->side != out->side - 1)
            continue;
        for (uint32_t x = 0; x < 3 * out->width; x++) {
            out->rgb[(size_t)(y / out->side) * 3 * out->width + x] = (uint8_t)(sums[x] / (out->side * out->side));
            sums[x] = 0;
        }
    }
done:
    mem_free(sums);
    mem_free(row);
    return status;
}

/* Between four pixels; white outside. x, y: pixels of the photo. */
static void sample(const small *s, double x, double y, uint8_t out[3])
{
    double u = (x + 0.5) / s->side - 0.5, v = (y + 0.5) / s->side - 0.5;
    memset(out, 255, 3);
    if (!(u >= 0 && v >= 0 && u < s->width - 1.0 && v < s->height - 1.0))
        return;
    const uint8_t *a = s->rgb + 3 * ((size_t)v * s->width + (size_t)u), *b = a + 3 * (size_t)s->width;
    u -= floor(u);
    v -= floor(v);
    for (int k = 0; k < 3; k++)
        out[k] = (uint8_t)((1 - v) * ((1 - u) * a[k] + u * a[k + 3]) + v * ((1 - u) * b[k] + u * b[k + 3]) + 0.5);
}

static void before_place(const sct_verification *v, double x, double y, double *bx, double *by)
{
    double side = v->after.coarse.side, there = v->before.coarse.side;
    verify_bend_at(&v->bend, (x + 0.5) / side - 0.5, (y + 0.5) / side - 0.5, bx, by);
    *bx = (*bx + 0.5) * there - 0.5;
    *by = (*by + 0.5) * there - 0.5;
}

/* Blue where it is lighter, brown where it is darker, grey where nothing changed. */
static void colour_of(double change, uint8_t out[3])
{
    static const double grey[3] = {238, 238, 238}, darker[3] = {120, 52, 16}, lighter[3] = {22, 92, 200};
    double t = fmin(fabs(change) / FULL_CHANGE, 1);
    for (int k = 0; k < 3; k++)
        out[k] = (uint8_t)(grey[k] + t * ((change < 0 ? darker[k] : lighter[k]) - grey[k]) + 0.5);
}

/* The light that changes are seen by: of both photos, where there are two, even if the answer rests on the one after alone.
 */
static sct_status light_of_change(sct_context *ctx, const sct_verification *v, verify_light *own, const verify_light **out)
{
    sct_context quiet = diag_quiet(ctx);
    *out = v->has_light ? &v->light : NULL;
    if (!v->before.image || !v->alone)
        return SCT_OK;
    sct_status status = verify_light_measure(ctx ? &quiet : NULL, &v->after, &v->before, &v->bend, &v->area, own);
    *out = status == SCT_OK ? own : NULL;
    if (status == SCT_ERR_NOTHING)
        return SCT_OK; /* nothing to compare with in both: what changed is not known */
    if (status != SCT_OK && ctx)
        diag_take(ctx, &quiet);
    return status;
}

/* The change as the eye takes it in, not dot by dot; NaN where it is not known, null where it is known nowhere. */
static sct_status smooth_change(sct_context *ctx, const sct_verification *v, float **out)
{
    sct_status status = SCT_OK;
    uint32_t w = v->after.coarse.width, h = v->after.coarse.height;
    float *raw = NULL, *known = NULL, *share = NULL;
    verify_light own = {0};
    const verify_light *light;
    TRY(light_of_change(ctx, v, &own, &light));
    if (!light)
        goto done;
    TRY(mem_new(ctx, (size_t)w * h, sizeof *raw, (void **)&raw));
    TRY(mem_new(ctx, (size_t)w * h, sizeof *known, (void **)&known));
    TRY(mem_new(ctx, (size_t)w * h, sizeof *share, (void **)&share));
    TRY(mem_new(ctx, (size_t)w * h, sizeof **out, (void **)out));
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++) {
            double change = verify_change_at(v, light, v->before.image != NULL, x, y);
            known[(size_t)y * w + x] = isnan(change) ? 0 : 1.0F;
            raw[(size_t)y * w + x] = isnan(change) ? 0 : (float)change;
        }
    TRY(verify_blur(ctx, raw, w, h, 3, *out));
    TRY(verify_blur(ctx, known, w, h, 3, share));
    for (size_t i = 0; i < (size_t)w * h; i++)
        (*out)[i] = share[i] > 0.3F ? (*out)[i] / share[i] : (float)NAN;
done:
    mem_free(raw);
    mem_free(known);
    mem_free(share);
    verify_light_free(&own);
    return status;
}

/* ---- the panels ---- */

typedef struct drawing {
    const sct_verification *v;
    frame f;
    small after, before;
    float *change; /* null: not known */
} drawing;

static void paint_changed(const drawing *d, double px, double py, uint8_t out[3])
{
    const verify_area *area = &d->v->area;
    double side = d->v->after.coarse.side;
    size_t x = (size_t)fmin(px / side, area->width - 1.0), y = (size_t)fmin(py / side, area->height - 1.0);
    float change = d->change ? d->change[y * area->width + x] : (float)NAN;
    if (isnan(change))
        memset(out, 255, 3);
    else
        colour_of((double)change, out);
    if (fabs((double)area->depth[y * area->width + x]) < 0.8 * d->f.step / side + 0.5)
        memset(out, 70, 3);
}

static sct_status paint(sct_context *ctx, const drawing *d, verify_panel panel, uint8_t **out)
{
    sct_status status = mem_new(ctx, (size_t)d->f.width * d->f.height, 3, (void **)out);
    uint8_t *rgb = *out;
    for (uint32_t y = 0; status == SCT_OK && y < d->f.height; y++)
        for (uint32_t x = 0; x < d->f.width; x++, rgb += 3) {
            double px = d->f.x0 + (x + 0.5) * d->f.step, py = d->f.y0 + (y + 0.5) * d->f.step, bx, by;
            if (panel == VERIFY_AFTER) {
                sample(&d->after, px, py, rgb);
            } else if (panel == VERIFY_BEFORE) {
                before_place(d->v, px, py, &bx, &by);
                sample(&d->before, bx, by, rgb);
            } else {
                paint_changed(d, px, py, rgb);
            }
        }
    return status == SCT_OK ? progress_again(ctx) : status;
}

sct_status verify_panels_paint(sct_context *ctx, const sct_verification *v, uint32_t most, verify_panels *out)
{
    sct_status status = SCT_OK;
    drawing d = {.v = v, .f = frame_of(v, most)};
    *out = (verify_panels){.width = d.f.width, .height = d.f.height, .mm_per_px = d.f.step * v->info.mm_per_px};
    TRY(shrink(ctx, &v->after, d.f.step, &d.after));
    TRY(paint(ctx, &d, VERIFY_AFTER, &out->rgb[VERIFY_AFTER]));
    if (v->before.image) {
        TRY(shrink(ctx, &v->before, d.f.step, &d.before));
        TRY(paint(ctx, &d, VERIFY_BEFORE, &out->rgb[VERIFY_BEFORE]));
    }
    TRY(smooth_change(ctx, v, &d.change));
    out->change_known = d.change != NULL;
    TRY(paint(ctx, &d, VERIFY_CHANGED, &out->rgb[VERIFY_CHANGED]));
done:
    mem_free(d.after.rgb);
    mem_free(d.before.rgb);
    mem_free(d.change);
    if (status != SCT_OK)
        verify_panels_free(out);
    return status;
}

void verify_panels_free(verify_panels *panels)
{
    for (int i = 0; i < VERIFY_PANELS; i++)
        mem_free(panels->rgb[i]);
    *panels = (verify_panels){0};
}

/* ---- one picture ---- */

static void put_panel(sct_context *ctx, const verify_panels *p, int panel, uint32_t left, draw_canvas *canvas)
{
    static const char *const names[VERIFY_PANELS] = {"Before", "After", "What changed: brown darker, blue lighter"};
    const char *name = panel == VERIFY_CHANGED && !p->change_known ? "What changed: not known" : names[panel], *rest;
    char said[128];
    words_say(words_chosen(ctx), name, said, sizeof said);
    draw_text(canvas, left + 6, 3, said, draw_text_line(said, p->width - 6, &heading, &rest), &heading);
    for (uint32_t y = 0; y < p->height; y++)
        memcpy(canvas->rgb + 3 * ((size_t)(HEAD + y) * (size_t)canvas->width + left),
               p->rgb[panel] + 3 * (size_t)y * p->width, 3 * (size_t)p->width);
}

sct_status verify_picture(sct_context *ctx, const sct_verification *v, int quality, sct_bytes *out)
{
    sct_status status = SCT_OK;
    verify_panels p;
    draw_canvas canvas = {.rgb = NULL};
    uint32_t left = 0;
    TRY(verify_panels_paint(ctx, v, PANEL, &p));
    int panels = p.rgb[VERIFY_BEFORE] ? VERIFY_PANELS : VERIFY_PANELS - 1;
    canvas.width = panels * (int)p.width + (panels - 1) * GAP;
    canvas.height = HEAD + (int)p.height;
    TRY(mem_new(ctx, (size_t)canvas.width * (size_t)canvas.height, 3, (void **)&canvas.rgb));
    draw_fill(&canvas, 0, 0, canvas.width, canvas.height, paper);
    for (int i = VERIFY_PANELS - panels; i < VERIFY_PANELS; i++, left += p.width + GAP)
        put_panel(ctx, &p, i, left, &canvas);
    if (quality)
        TRY(photo_write_jpeg(ctx, canvas.rgb, (uint32_t)canvas.width, (uint32_t)canvas.height, quality, out));
    else
        TRY(photo_write_png(ctx, canvas.rgb, (uint32_t)canvas.width, (uint32_t)canvas.height, 3, 1, out));
done:
    verify_panels_free(&p);
    mem_free(canvas.rgb);
    return status;
}
