/*
 * engine/report/report_overlay.c - the photo with what was seen in it: every
 * pixel's label as a tint, the regions outlined, a legend with the flags below.
 *
 * Photos beyond OVERLAY_SIDE pixels are shrunk by a whole factor: this picture
 * is for eyes.
 */
#include "report/report_private.h"

#include <stdio.h>
#include <string.h>

enum {
    OVERLAY_SIDE = 2048,
    OVERLAY_WIDTH_MIN = 480, /* so that the legend can be read under a small crop */
    MARGIN = 6,              /* around the legend, in units of its letters' scale */
    KEY_COLUMNS = 11         /* letters that one entry of the colour key takes */
};

static const draw_colour PAPER = {24, 24, 24}, WRITING = {235, 235, 235}, WARNING = {255, 176, 64};

/* How each label is shown; the skin's tint is faint, because its colour is what one wants to look at. */
static const overlay_key labels_shown[] = {
    [SCT_LABEL_NONE] = {"", {0, 0, 0}},
    [SCT_LABEL_SKIN] = {"skin", {0, 220, 90}},
    [SCT_LABEL_HAIR] = {"hair", {60, 120, 255}},
    [SCT_LABEL_SPECULAR] = {"gloss", {255, 240, 0}},
    [SCT_LABEL_SHADOW] = {"in shade", {170, 60, 255}},
    [SCT_LABEL_CLIPPED] = {"clipped", {255, 30, 30}},
    [SCT_LABEL_CHART] = {"chart", {0, 220, 255}},
};
enum { LABEL_COUNT = sizeof labels_shown / sizeof labels_shown[0] };
static const double label_shares[LABEL_COUNT] = {
    [SCT_LABEL_SKIN] = 0.22,   [SCT_LABEL_HAIR] = 0.45,   [SCT_LABEL_SPECULAR] = 0.6,
    [SCT_LABEL_SHADOW] = 0.45, [SCT_LABEL_CLIPPED] = 0.7, [SCT_LABEL_CHART] = 0.3,
};

static draw_colour role_colour(sct_role role)
{
    switch (role) {
    case SCT_ROLE_SKIN: return labels_shown[SCT_LABEL_SKIN].colour;
    case SCT_ROLE_HAIR: return labels_shown[SCT_LABEL_HAIR].colour;
    case SCT_ROLE_GREY: break;
    }
    return (draw_colour){255, 255, 255};
}

static size_t legend_columns(const overlay *o)
{
    return (size_t)((o->canvas.width - 2 * MARGIN * o->scale) / (FONT_ADVANCE * o->scale));
}

/* Letters of a text that go on one line of at most `columns`: up to the last space that fits; *next is where it goes on. */
static size_t line_of(const char *text, size_t columns, const char **next)
{
    size_t length = strlen(text), end = columns;
    if (length <= columns) {
        *next = text + length;
        return length;
    }
    while (end > 0 && text[end] != ' ')
        end--;
    if (end == 0) /* one long word */
        end = columns;
    *next = text + end + (text[end] == ' ');
    return end;
}

static size_t lines_of(const char *text, size_t columns)
{
    size_t lines = 0;
    for (; *text; lines++)
        line_of(text, columns, &text);
    return lines;
}

static void flag_text(const flag_item *flag, char *out, size_t capacity)
{
    snprintf(out, capacity, "%s: %s; %s", flag->code, flag->message, flag->fix);
}

static size_t key_lines(const overlay *o)
{
    size_t per_line = legend_columns(o) / KEY_COLUMNS;
    return (o->key_count + per_line - 1) / per_line;
}

static int legend_height(const overlay *o, const sct_flags *flags)
{
    char text[384];
    size_t lines = key_lines(o);
    for (size_t i = 0; i < flags->count; i++) {
        flag_text(&flags->items[i], text, sizeof text);
        lines += lines_of(text, legend_columns(o));
    }
    return ((int)lines * FONT_LINE + 2 * MARGIN) * o->scale;
}

static void draw_legend(overlay *o, const sct_flags *flags)
{
    size_t columns = legend_columns(o), per_line = columns / KEY_COLUMNS;
    int left = MARGIN * o->scale, y = o->photo_height + MARGIN * o->scale, line = FONT_LINE * o->scale;
    for (size_t i = 0; i < o->key_count; i++) {
        int x = left + (int)(i % per_line) * KEY_COLUMNS * FONT_ADVANCE * o->scale;
        int row = y + (int)(i / per_line) * line;
        draw_fill(&o->canvas, x, row, FONT_HEIGHT * o->scale, FONT_HEIGHT * o->scale, o->keys[i].colour);
        draw_text(&o->canvas, x + 10 * o->scale, row, o->keys[i].name, KEY_COLUMNS - 2, o->scale, WRITING);
    }
    y += (int)key_lines(o) * line;
    for (size_t i = 0; i < flags->count; i++) {
        char text[384];
        flag_text(&flags->items[i], text, sizeof text);
        draw_colour colour = flags->items[i].forbids_pick ? WARNING : WRITING;
        for (const char *rest = text, *next; *rest; rest = next, y += line)
            draw_text(&o->canvas, left, y, rest, line_of(rest, columns, &next), o->scale, colour);
    }
}

/* A region's outline in photo pixels; a polygon whose text was shortened is shown by its box. */
static void draw_region(overlay *o, const sct_region *region)
{
    double k = 1.0 / o->shrink;
    double x = region->box[0] * k, y = region->box[1] * k, w = region->box[2] * k, h = region->box[3] * k;
    draw_colour colour = role_colour(region->role);
    int thick = o->scale + 1;
    sct_shape shape;
    int parsed = region_shape_parse(NULL, region->shape, region->role, &shape) == SCT_OK;
    if (parsed && shape.kind == SCT_SHAPE_CIRCLE) {
        draw_ellipse(&o->canvas, x + w / 2, y + h / 2, w / 2, h / 2, thick, colour);
    } else if (parsed && shape.kind == SCT_SHAPE_POLY) {
        size_t corners = shape.count / 2;
        double px[SCT_POLY_MAX], py[SCT_POLY_MAX];
        for (size_t i = 0; i < corners; i++) {
            px[i] = shape.percent[2 * i] ? shape.v[2 * i] / 100 * o->photo_width : shape.v[2 * i] * k;
            py[i] = shape.percent[2 * i + 1] ? shape.v[2 * i + 1] / 100 * o->photo_height : shape.v[2 * i + 1] * k;
        }
        for (size_t i = 0; i < corners; i++)
            draw_line(&o->canvas, px[i], py[i], px[(i + 1) % corners], py[(i + 1) % corners], thick, colour);
    } else {
        draw_line(&o->canvas, x, y, x + w, y, thick, colour);
        draw_line(&o->canvas, x + w, y, x + w, y + h, thick, colour);
        draw_line(&o->canvas, x + w, y + h, x, y + h, thick, colour);
        draw_line(&o->canvas, x, y + h, x, y, thick, colour);
    }
    int left = (int)x + 2 * thick, top = (int)y + 2 * thick;
    draw_text(&o->canvas, left + o->scale, top + o->scale, sct_role_name(region->role), 16, o->scale, PAPER);
    draw_text(&o->canvas, left, top, sct_role_name(region->role), 16, o->scale, colour);
}

/* Copies the photo, shrunk by averaging blocks; sums holds 3 numbers per canvas pixel of a row. */
static void copy_photo(overlay *o, const pixels_image *image, uint32_t width, uint8_t *row, uint32_t *sums)
{
    int n = o->shrink;
    for (int y = 0; y < o->photo_height; y++) {
        memset(sums, 0, 3 * (size_t)o->photo_width * sizeof *sums);
        for (int j = 0; j < n; j++) {
            pixels_srgb8_row(image, 0, (uint32_t)(y * n + j), width, row);
            for (int x = 0; x < o->photo_width * n; x++)
                for (int c = 0; c < 3; c++)
                    sums[3 * (x / n) + c] += row[3 * x + c];
        }
        uint8_t *out = o->canvas.rgb + 3 * (size_t)y * (size_t)o->canvas.width;
        for (int i = 0; i < 3 * o->photo_width; i++)
            out[i] = (uint8_t)((sums[i] + (uint32_t)(n * n) / 2) / (uint32_t)(n * n));
    }
}

static void tint_labels(overlay *o, const uint8_t *labels, uint32_t width)
{
    int n = o->shrink;
    for (int y = 0; y < o->photo_height; y++)
        for (int x = 0; x < o->photo_width; x++) {
            /* The block's middle stands for it. */
            uint8_t label = labels[(size_t)(y * n + n / 2) * width + (size_t)(x * n + n / 2)];
            if (label > 0 && label < LABEL_COUNT)
                draw_tint(&o->canvas, x, y, labels_shown[label].colour, label_shares[label]);
        }
}

/* `o` says the keys. */
static overlay overlay_plan(overlay o, uint32_t width, uint32_t height, const sct_flags *flags)
{
    uint32_t longest = width > height ? width : height, shortest = width < height ? width : height;
    uint32_t shrink = (longest + OVERLAY_SIDE - 1) / OVERLAY_SIDE;
    o.shrink = (int)(shrink < shortest ? shrink : shortest);
    o.photo_width = (int)width / o.shrink;
    o.photo_height = (int)height / o.shrink;
    o.canvas.width = o.photo_width > OVERLAY_WIDTH_MIN ? o.photo_width : OVERLAY_WIDTH_MIN;
    o.scale = o.canvas.width >= 1200 ? 2 : 1;
    o.canvas.height = o.photo_height + legend_height(&o, flags);
    return o;
}

sct_status overlay_begin(sct_context *ctx, const pixels_image *image, const sct_flags *flags, overlay *out)
{
    sct_status status = SCT_OK;
    uint8_t *row = NULL;
    uint32_t *sums = NULL, width, height;
    size_t pixels = 0;
    pixels_size(image, &width, &height);
    *out = overlay_plan(*out, width, height, flags);
    TRY(size_mul(ctx, (size_t)out->canvas.width, (size_t)out->canvas.height, &pixels));
    TRY(mem_new(ctx, pixels, 3, (void **)&out->canvas.rgb));
    TRY(mem_new(ctx, width, 3, (void **)&row));
    TRY(mem_new(ctx, (size_t)out->photo_width, 3 * sizeof *sums, (void **)&sums));
    draw_fill(&out->canvas, 0, 0, out->canvas.width, out->canvas.height, PAPER);
    copy_photo(out, image, width, row, sums);
done:
    mem_free(row);
    mem_free(sums);
    return status;
}

sct_status overlay_finish(sct_context *ctx, overlay *o, const sct_flags *flags, sct_bytes *out)
{
    draw_legend(o, flags);
    return photo_write_png(ctx, o->canvas.rgb, (uint32_t)o->canvas.width, (uint32_t)o->canvas.height, 3, 1, out);
}

sct_status report_overlay(sct_context *ctx, const pixels_image *image, const sct_measurement *measurement, size_t view,
                          const uint8_t *labels, sct_bytes *out)
{
    sct_status status = SCT_OK;
    overlay o = {.keys = labels_shown + 1, .key_count = LABEL_COUNT - 1};
    uint32_t width, height;
    pixels_size(image, &width, &height);
    TRY(overlay_begin(ctx, image, &measurement->flags, &o));
    if (labels)
        tint_labels(&o, labels, width);
    for (size_t i = 0; i < measurement->region_count; i++)
        if (measurement->regions[i].photo >= 0 && (size_t)measurement->regions[i].photo == view)
            draw_region(&o, &measurement->regions[i]);
    TRY(overlay_finish(ctx, &o, &measurement->flags, out));
done:
    mem_free(o.canvas.rgb);
    return status;
}
