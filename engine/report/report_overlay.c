/*
 * engine/report/report_overlay.c - the photo with what was seen in it: every
 * pixel's label as a tint, the regions outlined, a legend with the flags below.
 *
 * Photos beyond OVERLAY_SIDE pixels are shrunk by a whole factor: this picture
 * is for eyes.
 */
#include "report/report_private.h"
#include "words/words.h"

#include <math.h>
#include <string.h>

enum {
    OVERLAY_SIDE = 2048,
    OVERLAY_WIDTH_MIN = 480, /* so that the legend can be read under a small crop */
    TEXT_SIZE = 640
};

static const draw_colour PAPER = {24, 24, 24}, WRITING = {235, 235, 235}, WARNING = {255, 176, 64};

/* How each label is shown. What has a colour that one wants to look at is hatched, so that it keeps it. */
static const overlay_key labels_shown[] = {
    [SCT_LABEL_NONE] = {"", {0, 0, 0}},
    [SCT_LABEL_SKIN] = {"skin", {0, 220, 90}},
    [SCT_LABEL_HAIR] = {"hair", {60, 120, 255}},
    [SCT_LABEL_SPECULAR] = {"gloss", {255, 240, 0}},
    [SCT_LABEL_SHADOW] = {"in shade", {190, 90, 255}},
    [SCT_LABEL_CLIPPED] = {"clipped", {255, 30, 30}},
    [SCT_LABEL_CHART] = {"chart", {0, 220, 255}},
};
enum { LABEL_COUNT = sizeof labels_shown / sizeof labels_shown[0] };
static const struct {
    double share; /* of the label's colour */
    int hatched;  /* 1: along one diagonal, -1: along the other, 0: all over */
} label_looks[LABEL_COUNT] = {
    [SCT_LABEL_SKIN] = {0.55, 1},    [SCT_LABEL_HAIR] = {0.45, 0},   [SCT_LABEL_SPECULAR] = {0.8, -1},
    [SCT_LABEL_SHADOW] = {0.75, -1}, [SCT_LABEL_CLIPPED] = {0.7, 0}, [SCT_LABEL_CHART] = {0.6, -1},
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

/* ---- the legend ---- */

static draw_type type_of(const overlay *o, int bold, draw_colour colour)
{
    return (draw_type){.size = o->size, .bold = bold, .colour = colour};
}

static int margin_of(const overlay *o)
{
    return (int)ceil(0.8 * o->size);
}

/* One sentence with a capital, and what to do about it. */
static void flag_text(const overlay *o, const flag_item *flag, char out[TEXT_SIZE])
{
    char message[WORDS_ROOM], fix[WORDS_ROOM];
    words_begin(o->language, flag->message, message, sizeof message);
    words_say(o->language, flag->fix, fix, sizeof fix);
    text_print(out, TEXT_SIZE, "%s: %s.", message, fix);
}

/* Writes a text in lines from y on, or only measures it; returns where the next line begins. */
static int put_text(overlay *o, int y, const char *text, const draw_type *type, int measured)
{
    int left = margin_of(o), line = draw_line_height(type);
    for (const char *rest = text, *next; *rest; rest = next, y += line) {
        size_t bytes = draw_text_line(rest, o->canvas.width - 2 * left, type, &next);
        if (!measured)
            draw_text(&o->canvas, left, y, rest, bytes, type);
    }
    return y;
}

/* The colours and what they stand for, as many to a line as there is room for. */
static int put_keys(overlay *o, int y, int measured)
{
    draw_type type = type_of(o, 0, WRITING);
    int left = margin_of(o), line = draw_line_height(&type), box = (int)(0.75 * o->size);
    double x = left;
    for (size_t i = 0; i < o->key_count; i++) {
        char name[64];
        words_say(o->language, o->keys[i].name, name, sizeof name);
        double wide = 1.6 * box + draw_text_width(name, strlen(name), &type);
        if (x > left && x + wide > o->canvas.width - left) {
            x = left;
            y += line;
        }
        if (!measured) {
            draw_fill(&o->canvas, (int)x, y + (int)(0.26 * o->size), box, box, o->keys[i].colour);
            draw_text(&o->canvas, x + 1.6 * box, y, name, strlen(name), &type);
        }
        x += wide + 2 * box;
    }
    return y + line;
}

/* Verdict, key, and what is weak; returns where it ends. */
static int put_legend(overlay *o, const sct_flags *flags, int measured)
{
    draw_type title = type_of(o, 1, WRITING);
    int y = o->photo_height + margin_of(o) / 2;
    char verdict[WORDS_ROOM];
    words_say(o->language, o->verdict, verdict, sizeof verdict);
    if (*verdict)
        y = put_text(o, y, verdict, &title, measured);
    y = put_keys(o, y, measured) + margin_of(o) / 3;
    for (size_t i = 0; i < flags->count; i++) {
        char text[TEXT_SIZE];
        draw_type type = type_of(o, 0, flags->items[i].forbids_pick ? WARNING : WRITING);
        flag_text(o, &flags->items[i], text);
        y = put_text(o, y, text, &type, measured);
    }
    return y + margin_of(o) / 2;
}

/* ---- the regions ---- */

/* The role, beside the colour that was measured there, on a dark ground. */
static void draw_label(overlay *o, const sct_region *region, double x, double y)
{
    draw_type type = type_of(o, 1, role_colour(region->role));
    char name[64];
    words_say(o->language, sct_role_name(region->role), name, sizeof name);
    int gap = (int)ceil(0.35 * o->size), line = draw_line_height(&type), box = line - gap, left = (int)fmax(x, 0);
    int top = (int)fmax(y, 0);
    uint8_t rgb[3];
    double text_wide = draw_text_width(name, strlen(name), &type);
    int known = isfinite(region->estimate.lab.L) && region->estimate.pixels > 0;
    int wide = (int)ceil(text_wide) + 2 * gap + (known ? 2 * box + gap : 0);
    for (int j = top; j < top + line && j < o->photo_height; j++)
        for (int i = left; i < left + wide && i < o->photo_width; i++)
            draw_tint(&o->canvas, i, j, PAPER, 0.75);
    draw_text(&o->canvas, left + gap, top, name, strlen(name), &type);
    if (!known || top + line > o->photo_height)
        return;
    sct_srgb8_from_lab(region->estimate.lab, rgb);
    int at = left + 2 * gap + (int)ceil(text_wide); /* a light rim keeps dark hair apart from the ground */
    draw_fill(&o->canvas, at - 1, top + gap / 2 - 1, 2 * box - gap + 2, box + 2, WRITING);
    draw_fill(&o->canvas, at, top + gap / 2, 2 * box - gap, box, (draw_colour){rgb[0], rgb[1], rgb[2]});
}

/* A region's outline in photo pixels; a polygon whose text was shortened is shown by its box. */
static void draw_region(overlay *o, const sct_region *region)
{
    double k = 1.0 / o->shrink;
    double x = region->box[0] * k, y = region->box[1] * k, w = region->box[2] * k, h = region->box[3] * k;
    draw_colour colour = role_colour(region->role);
    int thick = o->thick;
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
    /* Inside a large region; a small one is not covered. */
    double line = draw_line_height(&(draw_type){.size = o->size});
    if (h > 4 * line)
        draw_label(o, region, x + 2 * thick, y + 2 * thick);
    else
        draw_label(o, region, x, y > line + thick ? y - line - thick : y + h + thick);
}

/* The photo on its way to the canvas, in bands beside each other. */
enum { BANDS = 16 };
typedef struct copy_job {
    const overlay *o;
    const pixels_image *image;
    struct copy_hand {
        uint8_t *row;   /* of the photo */
        uint32_t *sums; /* 3 numbers for each pixel of a row of the canvas */
    } hands[TASK_HANDS];
} copy_job;

/* Row y of the canvas: the photo, shrunk by averaging blocks. */
static void copy_row(const copy_job *job, const struct copy_hand *h, int y)
{
    const overlay *o = job->o;
    const int n = o->shrink, wide = o->photo_width;
    memset(h->sums, 0, 3 * (size_t)wide * sizeof *h->sums);
    for (int j = 0; j < n; j++) {
        const uint8_t *v = h->row;
        pixels_srgb8_row(job->image, 0, (uint32_t)(y * n + j), (uint32_t)(wide * n), h->row);
        for (int x = 0; x < wide; x++)
            for (int k = 0; k < n; k++, v += 3)
                for (int c = 0; c < 3; c++)
                    h->sums[3 * x + c] += v[c];
    }
    uint8_t *out = o->canvas.rgb + 3 * (size_t)y * (size_t)o->canvas.width;
    for (int i = 0; i < 3 * wide; i++)
        out[i] = (uint8_t)((h->sums[i] + (uint32_t)(n * n) / 2) / (uint32_t)(n * n));
}

static sct_status copy_band(sct_context *ctx, void *user, size_t band, int hand)
{
    sct_status status = SCT_OK;
    copy_job *job = user;
    const overlay *o = job->o;
    struct copy_hand *h = &job->hands[hand];
    const int end = (int)((band + 1) * (size_t)o->photo_height / BANDS);
    if (!h->sums) {
        TRY(mem_new(ctx, (size_t)o->photo_width * (size_t)o->shrink, 3, (void **)&h->row));
        TRY(mem_new(ctx, (size_t)o->photo_width, 3 * sizeof *h->sums, (void **)&h->sums));
    }
    for (int y = (int)(band * (size_t)o->photo_height / BANDS); y < end; y++)
        copy_row(job, h, y);
done:
    return status;
}

static sct_status copy_photo(sct_context *ctx, const overlay *o, const pixels_image *image)
{
    copy_job job = {.o = o, .image = image};
    sct_status status = task_share(ctx, copy_band, &job, BANDS);
    for (int i = 0; i < TASK_HANDS; i++) {
        mem_free(job.hands[i].row);
        mem_free(job.hands[i].sums);
    }
    return status;
}

/* Whether a pixel lies on a line of the hatching. */
static int on_hatch(const overlay *o, int direction, int x, int y)
{
    int period = 5 * o->thick, at = (direction > 0 ? x + y : x - y) % period;
    return (at < 0 ? at + period : at) < (o->thick + 1) / 2;
}

static void tint_labels(overlay *o, const uint8_t *labels, uint32_t width)
{
    int n = o->shrink;
    for (int y = 0; y < o->photo_height; y++)
        for (int x = 0; x < o->photo_width; x++) {
            /* The block's middle stands for it. */
            uint8_t label = labels[(size_t)(y * n + n / 2) * width + (size_t)(x * n + n / 2)];
            if (label == 0 || label >= LABEL_COUNT)
                continue;
            int hatched = label_looks[label].hatched;
            if (!hatched || on_hatch(o, hatched, x, y))
                draw_tint(&o->canvas, x, y, labels_shown[label].colour, label_looks[label].share);
        }
}

/* `o` says the keys and the verdict. */
static overlay overlay_plan(overlay o, uint32_t width, uint32_t height, const sct_flags *flags)
{
    uint32_t longest = width > height ? width : height, shortest = width < height ? width : height;
    uint32_t shrink = (longest + OVERLAY_SIDE - 1) / OVERLAY_SIDE;
    o.shrink = (int)(shrink < shortest ? shrink : shortest);
    o.photo_width = (int)width / o.shrink;
    o.photo_height = (int)height / o.shrink;
    o.canvas.width = o.photo_width > OVERLAY_WIDTH_MIN ? o.photo_width : OVERLAY_WIDTH_MIN;
    /* Some 120 letters on a line. A photo that stands is fitted to a screen by its height, where such a line would be too
     * small. */
    o.size = fmax(13, floor(fmax(o.canvas.width / 68.0, o.photo_height / 72.0)));
    o.thick = (int)fmax(2, floor(o.size / 6 + 0.5));
    o.canvas.height = put_legend(&o, flags, 1);
    return o;
}

sct_status overlay_begin(sct_context *ctx, const pixels_image *image, const sct_flags *flags, overlay *out)
{
    sct_status status = SCT_OK;
    uint32_t width, height;
    size_t pixels = 0;
    pixels_size(image, &width, &height);
    out->language = words_chosen(ctx);
    *out = overlay_plan(*out, width, height, flags);
    TRY(size_mul(ctx, (size_t)out->canvas.width, (size_t)out->canvas.height, &pixels));
    TRY(mem_new(ctx, pixels, 3, (void **)&out->canvas.rgb));
    draw_fill(&out->canvas, 0, 0, out->canvas.width, out->canvas.height, PAPER);
    TRY(copy_photo(ctx, out, image));
done:
    return status;
}

sct_status overlay_finish(sct_context *ctx, overlay *o, const sct_flags *flags, sct_bytes *out)
{
    put_legend(o, flags, 0);
    return photo_write_png(ctx, o->canvas.rgb, (uint32_t)o->canvas.width, (uint32_t)o->canvas.height, 3, 1, out);
}

sct_status report_overlay(sct_context *ctx, const pixels_image *image, const sct_measurement *measurement, size_t view,
                          const uint8_t *labels, sct_bytes *out)
{
    sct_status status = SCT_OK;
    overlay o = {.keys = labels_shown + 1, .key_count = LABEL_COUNT - 1};
    uint32_t width, height;
    pixels_size(image, &width, &height);
    report_photo_line(&measurement->flags, measurement->photo_count, o.verdict, sizeof o.verdict);
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
