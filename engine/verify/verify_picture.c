/*
 * engine/verify/verify_picture.c - before, after, and what changed, around the area. The
 * photo before is turned and bent to where the one after has each place, so that all
 * three can be laid over each other.
 */
#include "draw/draw.h"
#include "verify/verify.h"
#include "words/words.h"

#include <math.h>
#include <string.h>

enum { PANEL = 620, GAP = 8, HEAD = 28, PANELS = 3 };
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

static frame frame_of(const sct_verification *v)
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
    frame f = {.x0 = x0, .y0 = y0, .step = fmax(fmax(x1 - x0, y1 - y0) / PANEL, 1)};
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

/* The change as the eye takes it in, not dot by dot. */
static sct_status smooth_change(sct_context *ctx, const sct_verification *v, float **out)
{
    sct_status status = SCT_OK;
    uint32_t w = v->after.coarse.width, h = v->after.coarse.height;
    float *raw = NULL, *known = NULL, *share = NULL;
    TRY(mem_new(ctx, (size_t)w * h, sizeof *raw, (void **)&raw));
    TRY(mem_new(ctx, (size_t)w * h, sizeof *known, (void **)&known));
    TRY(mem_new(ctx, (size_t)w * h, sizeof *share, (void **)&share));
    TRY(mem_new(ctx, (size_t)w * h, sizeof **out, (void **)out));
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++) {
            double change = v->has_light ? verify_change_at(v, x, y) : (double)NAN;
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
    return status;
}

typedef struct drawing {
    const sct_verification *v;
    frame f;
    small after, before;
    float *change;
    draw_canvas canvas;
} drawing;

static void paint_row(const drawing *d, uint32_t y, int panel, uint32_t left)
{
    const sct_verification *v = d->v;
    double side = v->after.coarse.side, py = d->f.y0 + (y + 0.5) * d->f.step;
    for (uint32_t x = 0; x < d->f.width; x++) {
        uint8_t *out = d->canvas.rgb + 3 * ((size_t)(HEAD + y) * (size_t)d->canvas.width + left + x);
        double px = d->f.x0 + (x + 0.5) * d->f.step, bx, by;
        if (panel == 1) {
            sample(&d->after, px, py, out);
        } else if (panel == 0) {
            before_place(v, px, py, &bx, &by);
            sample(&d->before, bx, by, out);
        } else {
            size_t cx = (size_t)fmin(px / side, v->area.width - 1.0), cy = (size_t)fmin(py / side, v->area.height - 1.0);
            float change = d->change[cy * v->area.width + cx];
            if (isnan(change))
                memset(out, 255, 3);
            else
                colour_of((double)change, out);
            if (fabs((double)v->area.depth[cy * v->area.width + cx]) < 0.8 * d->f.step / side + 0.5)
                memset(out, 70, 3);
        }
    }
}

static sct_status paint(sct_context *ctx, drawing *d)
{
    static const char *const names[PANELS] = {"before", "after", "what changed: brown darker, blue lighter"};
    sct_status status = SCT_OK;
    int bare = d->v->before.image != NULL, panels = bare ? PANELS : PANELS - 1, all;
    d->canvas.width = all = panels * (int)d->f.width + (panels - 1) * GAP;
    d->canvas.height = HEAD + (int)d->f.height;
    TRY(mem_new(ctx, (size_t)all * (size_t)d->canvas.height, 3, (void **)&d->canvas.rgb));
    draw_fill(&d->canvas, 0, 0, all, d->canvas.height, paper);
    for (int i = 0; i < panels; i++) {
        int panel = bare ? i : i + 1;
        uint32_t left = (uint32_t)i * (d->f.width + GAP);
        const char *name = panel == 2 && !d->v->has_light ? "what changed: not known" : names[panel];
        char said[128];
        const char *rest;
        words_say(words_chosen(ctx), name, said, sizeof said);
        name = said;
        draw_text(&d->canvas, left + 2, 3, name, draw_text_line(name, d->f.width, &heading, &rest), &heading);
        for (uint32_t y = 0; y < d->f.height; y++)
            paint_row(d, y, panel, left);
        TRY(progress_again(ctx));
    }
done:
    return status;
}

sct_status verify_picture(sct_context *ctx, const sct_verification *v, int quality, sct_bytes *out)
{
    sct_status status = SCT_OK;
    drawing d = {.v = v, .f = frame_of(v)};
    TRY(shrink(ctx, &v->after, d.f.step, &d.after));
    if (v->before.image)
        TRY(shrink(ctx, &v->before, d.f.step, &d.before));
    TRY(smooth_change(ctx, v, &d.change));
    TRY(paint(ctx, &d));
    if (quality)
        TRY(photo_write_jpeg(ctx, d.canvas.rgb, (uint32_t)d.canvas.width, (uint32_t)d.canvas.height, quality, out));
    else
        TRY(photo_write_png(ctx, d.canvas.rgb, (uint32_t)d.canvas.width, (uint32_t)d.canvas.height, 3, 1, out));
done:
    mem_free(d.after.rgb);
    mem_free(d.before.rgb);
    mem_free(d.change);
    mem_free(d.canvas.rgb);
    return status;
}
