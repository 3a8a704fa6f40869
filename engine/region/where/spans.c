/* engine/region/where/spans.c - shapes become runs of pixels. A pixel is inside when its centre is. */
#include "region/where/where.h"

#include <math.h>
#include <stdlib.h>

void region_spans_free(region_spans *spans)
{
    mem_free(spans->items);
    *spans = (region_spans){0};
}

sct_status region_spans_add(sct_context *ctx, region_spans *spans, uint32_t y, uint32_t x, uint32_t n)
{
    sct_status status = SCT_OK;
    if (n == 0)
        return SCT_OK;
    if (spans->count == REGION_SPANS_MAX)
        FAIL(ctx, SCT_ERR_SHAPE, "the shape or mask is too finely divided; smooth it until it has at most %d runs of pixels",
             REGION_SPANS_MAX);
    if (!spans->box_only) {
        TRY(mem_grow(ctx, (void **)&spans->items, &spans->capacity, spans->count + 1, sizeof *spans->items));
        spans->items[spans->count] = (region_span){y, x, n};
    }
    spans->count++;
    int first = spans->pixels == 0;
    spans->x0 = first || x < spans->x0 ? x : spans->x0;
    spans->x1 = first || x + n > spans->x1 ? x + n : spans->x1;
    spans->y0 = first || y < spans->y0 ? y : spans->y0;
    spans->y1 = first || y + 1 > spans->y1 ? y + 1 : spans->y1;
    spans->pixels += n;
done:
    return status;
}

/* Adds a run that starts at or after all others: what its row has already counts once. */
static sct_status add_union(sct_context *ctx, region_spans *spans, const region_span *run)
{
    region_span *last = spans->count ? &spans->items[spans->count - 1] : NULL;
    if (!last || last->y != run->y || run->x > last->x + last->n)
        return region_spans_add(ctx, spans, run->y, run->x, run->n);
    uint32_t have = last->x + last->n, end = run->x + run->n;
    if (end > have) {
        last->n += end - have;
        spans->pixels += end - have;
        spans->x1 = end > spans->x1 ? end : spans->x1;
    }
    return SCT_OK;
}

static int comes_first(const region_span *p, const region_span *q)
{
    return p->y != q->y ? p->y < q->y : p->x <= q->x;
}

sct_status region_spans_join(sct_context *ctx, region_spans *spans, region_spans *more)
{
    sct_status status = SCT_OK;
    region_spans all = {0};
    if (spans->count == 0) {
        all = *more;
        *more = (region_spans){0};
    }
    for (size_t i = 0, k = 0; i < spans->count || k < more->count;) {
        int ours = k == more->count || (i < spans->count && comes_first(&spans->items[i], &more->items[k]));
        TRY(add_union(ctx, &all, ours ? &spans->items[i++] : &more->items[k++]));
    }
    region_spans_free(spans);
    *spans = all;
    all = (region_spans){0};
done:
    region_spans_free(&all);
    region_spans_free(more);
    return status;
}

/* First and one past the last pixel whose centre lies in [from, to), clipped to [0, size). */
static void pixels_between(double from, double to, uint32_t size, uint32_t *first, uint32_t *end)
{
    double a = fmin(fmax(ceil(from - 0.5), 0), size), b = fmin(fmax(ceil(to - 0.5), 0), size);
    *first = (uint32_t)a;
    *end = b > a ? (uint32_t)b : *first;
}

static sct_status add_between(sct_context *ctx, region_spans *spans, uint32_t y, double from, double to, uint32_t width)
{
    uint32_t first, end;
    pixels_between(from, to, width, &first, &end);
    return region_spans_add(ctx, spans, y, first, end - first);
}

static sct_status add_rect(sct_context *ctx, const double v[4], uint32_t width, uint32_t height, region_spans *out)
{
    sct_status status = SCT_OK;
    uint32_t first, end;
    pixels_between(v[1], v[1] + v[3], height, &first, &end);
    for (uint32_t y = first; y < end; y++)
        TRY(add_between(ctx, out, y, v[0], v[0] + v[2], width));
done:
    return status;
}

static sct_status add_circle(sct_context *ctx, const double v[3], uint32_t width, uint32_t height, region_spans *out)
{
    sct_status status = SCT_OK;
    uint32_t first, end;
    pixels_between(v[1] - v[2], v[1] + v[2], height, &first, &end);
    for (uint32_t y = first; y < end; y++) {
        double dy = y + 0.5 - v[1], half = sqrt(fmax(v[2] * v[2] - dy * dy, 0));
        TRY(add_between(ctx, out, y, v[0] - half, v[0] + half, width));
    }
done:
    return status;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Even-odd rule: a line that crosses itself makes holes, as in every drawing program. */
static sct_status add_poly(sct_context *ctx, const double *v, size_t points, uint32_t width, uint32_t height,
                           region_spans *out)
{
    sct_status status = SCT_OK;
    double top = v[1], bottom = v[1], crossing[SCT_POLY_MAX];
    uint32_t first, end;
    for (size_t i = 1; i < points; i++) {
        top = fmin(top, v[2 * i + 1]);
        bottom = fmax(bottom, v[2 * i + 1]);
    }
    pixels_between(top, bottom, height, &first, &end);
    for (uint32_t y = first; y < end; y++) {
        size_t n = 0;
        double centre = y + 0.5;
        for (size_t i = 0; i < points; i++) {
            const double *p = v + 2 * i, *q = v + 2 * ((i + 1) % points);
            if ((p[1] <= centre) != (q[1] <= centre))
                crossing[n++] = p[0] + (centre - p[1]) / (q[1] - p[1]) * (q[0] - p[0]);
        }
        qsort(crossing, n, sizeof *crossing, compare_doubles);
        for (size_t i = 0; i + 1 < n; i += 2)
            TRY(add_between(ctx, out, y, crossing[i], crossing[i + 1], width));
    }
done:
    return status;
}

/* Non-zero when any channel of pixel i says so and it is not transparent. */
static int mask_is_set(const photo_frame *frame, size_t i)
{
    if (frame->alpha && frame->alpha[i] == 0)
        return 0;
    for (size_t c = 0; c < (size_t)frame->channels; c++) {
        size_t at = i * (size_t)frame->channels + c;
        if (frame->bits == 16 ? ((const uint16_t *)frame->pixels)[at] : ((const uint8_t *)frame->pixels)[at])
            return 1;
    }
    return 0;
}

static sct_status add_mask_rows(sct_context *ctx, const photo_frame *frame, region_spans *out)
{
    sct_status status = SCT_OK;
    for (uint32_t y = 0; y < frame->window.height; y++) {
        size_t row = (size_t)y * frame->window.width;
        for (uint32_t x = 0; x < frame->window.width;) {
            uint32_t start = x;
            while (x < frame->window.width && mask_is_set(frame, row + x))
                x++;
            TRY(region_spans_add(ctx, out, y, start, x - start));
            x += x == start;
        }
    }
done:
    return status;
}

/* A mask of bytes, one a pixel. */
static sct_status add_raw_mask(sct_context *ctx, const sct_shape *shape, uint32_t width, uint32_t height, region_spans *out)
{
    sct_status status = SCT_OK;
    const uint8_t *bytes = shape->mask;
    if (shape->raw_width != width || shape->raw_height != height || shape->mask_size < (size_t)width * height)
        FAIL(ctx, SCT_ERR_SHAPE, "the mask has %u x %u pixels and the photo, as seen, %u x %u; make them equal",
             shape->raw_width, shape->raw_height, width, height);
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *row = bytes + (size_t)y * width;
        for (uint32_t x = 0, start; x < width; x++) {
            for (start = x; x < width && row[x]; x++) {
            }
            if (x > start)
                TRY(region_spans_add(ctx, out, y, start, x - start));
        }
    }
done:
    return status;
}

static sct_status add_mask(sct_context *ctx, const sct_shape *shape, uint32_t width, uint32_t height, region_spans *out)
{
    sct_status status = SCT_OK;
    sct_photo *photo = NULL;
    photo_frame frame = {0};

    if (!shape->mask || !shape->mask_size)
        FAIL(ctx, SCT_ERR_SHAPE,
             "the mask has no bytes; make the shape with sct_shape_from_mask_png or sct_shape_from_mask");
    if (shape->raw_width)
        return add_raw_mask(ctx, shape, width, height, out);
    TRY(sct_photo_open(ctx, shape->mask, shape->mask_size, &photo));
    sct_photo_info info = photo_info(photo);
    if (info.width != width || info.height != height)
        FAIL(ctx, SCT_ERR_SHAPE, "the mask has %u x %u pixels and the photo, as seen, %u x %u; make them equal", info.width,
             info.height, width, height);
    TRY(photo_decode(ctx, photo, (photo_window){0, 0, width, height}, &frame));
    TRY(add_mask_rows(ctx, &frame, out));
done:
    photo_frame_free(&frame);
    sct_photo_free(photo);
    return status;
}

sct_status region_spans_from_bytes(sct_context *ctx, const uint8_t *bytes, size_t stride, uint32_t width, uint32_t height,
                                   region_spans *out)
{
    sct_status status = SCT_OK;
    region_spans spans = {0};
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *row = bytes + (size_t)y * stride;
        for (uint32_t x = 0; x < width;) {
            uint32_t start = x;
            while (x < width && row[x])
                x++;
            TRY(region_spans_add(ctx, &spans, y, start, x - start));
            x += x == start;
        }
    }
    *out = spans;
    spans = (region_spans){0};
done:
    region_spans_free(&spans);
    return status;
}

/* Percentages of width or height become pixels. Odd places of a list are heights, but a circle's radius goes by width. */
static void in_pixels(const sct_shape *shape, uint32_t width, uint32_t height, double *v)
{
    for (size_t i = 0; i < shape->count; i++) {
        double side = i % 2 ? height : width;
        v[i] = shape->percent[i] ? shape->v[i] / 100 * side : shape->v[i];
    }
}

static sct_status check_numbers(sct_context *ctx, const sct_shape *shape)
{
    static const size_t least[] = {0, 4, 3, 6, 0, 2, 4};
    if ((unsigned)shape->kind > SCT_SHAPE_STROKE || shape->count > 2 * SCT_POLY_MAX || shape->count < least[shape->kind] ||
        (shape->kind != SCT_SHAPE_CIRCLE && shape->count % 2))
        return diag_set(ctx, SCT_ERR_SHAPE, "a shape has a wrong count of numbers or an unknown kind");
    for (size_t i = 0; i < shape->count; i++)
        if (!isfinite(shape->v[i]))
            return diag_set(ctx, SCT_ERR_SHAPE, "a shape has a coordinate that is not a finite number");
    return SCT_OK;
}

static sct_status from_shape(sct_context *ctx, const sct_shape *shape, uint32_t width, uint32_t height, int box_only,
                             region_spans *out)
{
    sct_status status = SCT_OK;
    region_spans spans = {.box_only = box_only};
    double v[2 * SCT_POLY_MAX] = {0};
    char text[64];

    TRY(check_numbers(ctx, shape));
    in_pixels(shape, width, height, v);
    switch (shape->kind) {
    case SCT_SHAPE_RECT: TRY(add_rect(ctx, v, width, height, &spans)); break;
    case SCT_SHAPE_CIRCLE: TRY(add_circle(ctx, v, width, height, &spans)); break;
    case SCT_SHAPE_POLY: TRY(add_poly(ctx, v, shape->count / 2, width, height, &spans)); break;
    case SCT_SHAPE_MASK: TRY(add_mask(ctx, shape, width, height, &spans)); break;
    case SCT_SHAPE_POINT:
    case SCT_SHAPE_STROKE: /* grown in the photo: region_taps_grow; of itself it has no area */
        FAIL(ctx, SCT_ERR_SHAPE, "points and lines are for skin and hair; give a rectangle, a circle or an outline");
    case SCT_SHAPE_AUTO: break;
    }
    if (spans.pixels == 0) {
        region_shape_text(shape, text, sizeof text);
        FAIL(ctx, SCT_ERR_SHAPE, "%s %s holds no pixel of the photo, which is %u x %u; give a shape inside it",
             sct_role_name(shape->role), text, width, height);
    }
    *out = spans;
    spans = (region_spans){0};
done:
    region_spans_free(&spans);
    return status;
}

sct_status region_spans_from_shape(sct_context *ctx, const sct_shape *shape, uint32_t width, uint32_t height,
                                   region_spans *out)
{
    return from_shape(ctx, shape, width, height, 0, out);
}

sct_status region_box_from_shape(sct_context *ctx, const sct_shape *shape, uint32_t width, uint32_t height,
                                 region_spans *out)
{
    return from_shape(ctx, shape, width, height, 1, out);
}

sct_status region_spans_from_cells(sct_context *ctx, const region_map *map, const uint8_t *cells, region_spans *out)
{
    sct_status status = SCT_OK;
    region_spans spans = {0};
    const photo_window *w = &map->window;
    for (uint32_t y = 0; y < w->height; y++) {
        const uint8_t *row = cells + (size_t)(y / map->scale) * map->columns;
        for (uint32_t c = 0; c < map->columns;) {
            uint32_t start = c;
            while (c < map->columns && row[c])
                c++;
            uint32_t x0 = start * map->scale, x1 = c * map->scale < w->width ? c * map->scale : w->width;
            TRY(region_spans_add(ctx, &spans, w->y + y, w->x + x0, x1 - x0));
            c += c == start;
        }
    }
    *out = spans;
    spans = (region_spans){0};
done:
    region_spans_free(&spans);
    return status;
}
