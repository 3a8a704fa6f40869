/*
 * engine/report/page/page_pictures.c - the area without and with ink.
 *
 * Close up a picture is as wide as a page shows it. From a metre it is as small
 * as the eye sees it: a page is read from 40 cm, so that two fifths of the
 * head's size on paper fill the same angle. It is made small in linear light,
 * because a browser would average numbers, which darkens dots.
 */
#include "report/page/page.h"

#include <math.h>
#include <string.h>

enum { NEAR_WIDE = 960, NEAR_HIGH = 900, PAIR_WIDE = 1000, PAIR_HIGH = 1400, QUALITY = 86, PAIR_GAP = 12 };
static const double MOST_HIGH = 1.1, MOST_WIDE = 1.9; /* height to width, width to height */
static const double MARGIN = 0.12;                    /* of the area's size, around it */
static const double READING_M = 0.4;                  /* from the page to the eye */
static const double METRE = 1;                        /* from the head to the eye */
static const double FAR_PX_PER_MM = 7.56;             /* two for each CSS pixel of 96 to the inch */

/* A piece of the photo, pixels. */
typedef struct frame {
    double x0, y0, x1, y1;
} frame;

/* Neither a tower nor a ribbon: what is cut off is cut on both sides. */
static void trim(frame *f)
{
    double high = fmax(MOST_HIGH * (f->x1 - f->x0), 1), wide = fmax(MOST_WIDE * (f->y1 - f->y0), 1);
    double off_y = fmax(0, (f->y1 - f->y0 - high) / 2), off_x = fmax(0, (f->x1 - f->x0 - wide) / 2);
    f->y0 += off_y;
    f->y1 -= off_y;
    f->x0 += off_x;
    f->x1 -= off_x;
}

/* The crop of the photo around the area, made smaller by a whole number. */
static preview_panel crop(const sct_preview *preview, uint32_t most_wide, uint32_t most_high)
{
    const preview_facts *p = preview_info(preview);
    double dx = MARGIN * p->box[2], dy = MARGIN * p->box[3];
    frame f = {fmax(0, p->box[0] - dx), fmax(0, p->box[1] - dy), fmin(p->photo.width, p->box[0] + p->box[2] + dx),
               fmin(p->photo.height, p->box[1] + p->box[3] + dy)};
    double box[4] = {f.x0, f.y0, f.x1, f.y1};
    preview_leave_chart(box, p->chart);
    f = (frame){box[0], box[1], box[2], box[3]};
    trim(&f);
    preview_panel c = {.x = (uint32_t)f.x0, .y = (uint32_t)f.y0, .shrink = 1, .enlarge = 1};
    c.wide = (uint32_t)fmax(1, floor(f.x1) - c.x);
    c.high = (uint32_t)fmax(1, floor(f.y1) - c.y);
    while ((c.wide + c.shrink - 1) / c.shrink > most_wide || (c.high + c.shrink - 1) / c.shrink > most_high)
        c.shrink++;
    c.width = (c.wide + c.shrink - 1) / c.shrink;
    c.height = (c.high + c.shrink - 1) / c.shrink;
    return c;
}

/* Sums of light over cells of the small picture. */
static void add_light(const uint8_t *rgb, uint32_t width, uint32_t height, uint32_t small_width, uint32_t small_height,
                      float *sums, float *counts)
{
    float light[256];
    for (int i = 0; i < 256; i++) {
        double v = i / 255.0;
        light[i] = (float)(v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
    }
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            size_t at = (size_t)((uint64_t)y * small_height / height) * small_width + (uint64_t)x * small_width / width;
            for (size_t k = 0; k < 3; k++)
                sums[3 * at + k] += light[rgb[3 * ((size_t)y * width + x) + k]];
            counts[at]++;
        }
}

/* IEC 61966-2-1 */
static uint8_t srgb8(float v)
{
    double e = v <= 0.0031308f ? 12.92 * (double)v : 1.055 * pow((double)v, 1 / 2.4) - 0.055;
    return (uint8_t)(255 * fmin(fmax(e, 0), 1) + 0.5);
}

/* The picture as it is seen from a metre. */
static sct_status make_far(sct_context *ctx, const uint8_t *rgb, double mm_per_px, page_shot *shot)
{
    sct_status status = SCT_OK;
    float *sums = NULL;
    uint8_t *out = NULL;
    double share = mm_per_px * READING_M / METRE * FAR_PX_PER_MM;
    share = fmin(share, 1); /* no photo has too few pixels for that but one of a whole room */
    shot->far_width = (uint32_t)fmax(1, round(shot->width * share));
    shot->far_height = (uint32_t)fmax(1, round(shot->height * share));
    size_t n = (size_t)shot->far_width * shot->far_height;
    TRY(mem_new(ctx, n, 4 * sizeof *sums, (void **)&sums));
    TRY(mem_new(ctx, n, 3, (void **)&out));
    add_light(rgb, shot->width, shot->height, shot->far_width, shot->far_height, sums, sums + 3 * n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 3; k++)
            out[3 * i + k] = srgb8(sums[3 * i + k] / fmaxf(sums[3 * n + i], 1));
    TRY(photo_write_jpeg(ctx, out, shot->far_width, shot->far_height, 92, &shot->far));
done:
    mem_free(sums);
    mem_free(out);
    return status;
}

sct_status page_shoot(sct_context *ctx, sct_preview *preview, const sct_look *look, page_shot *out)
{
    sct_status status = SCT_OK;
    preview_panel c = crop(preview, NEAR_WIDE, NEAR_HIGH);
    page_shot shot = {.width = c.width, .height = c.height};
    uint8_t *rgb = NULL;
    TRY(mem_new(ctx, 3 * (size_t)c.width, c.height, (void **)&rgb));
    TRY(preview_panel_paint(ctx, preview, &c, look, NULL, rgb));
    TRY(photo_write_jpeg(ctx, rgb, c.width, c.height, QUALITY, &shot.near));
    TRY(make_far(ctx, rgb, preview_info(preview)->mm_per_px * c.shrink, &shot));
    *out = shot;
    shot.near.data = shot.far.data = NULL;
done:
    mem_free(rgb);
    page_shot_free(&shot);
    return status;
}

void page_shot_free(page_shot *shot)
{
    mem_free(shot->near.data);
    mem_free(shot->far.data);
    shot->near.data = shot->far.data = NULL;
}

/* ---- before and after in one picture ---- */

static void copy_panel(const uint8_t *rgb, const preview_panel *c, uint8_t *out, uint32_t x, uint32_t wide)
{
    for (uint32_t y = 0; y < c->height; y++)
        memcpy(out + 3 * ((size_t)y * wide + x), rgb + 3 * (size_t)y * c->width, 3 * (size_t)c->width);
}

sct_status report_before_after(sct_context *ctx, sct_preview *preview, const sct_look *look, sct_bytes *out)
{
    sct_status status = SCT_OK;
    preview_panel c = crop(preview, PAIR_WIDE - PAIR_GAP / 2, PAIR_HIGH);
    uint32_t wide = 2 * c.width + PAIR_GAP;
    uint8_t *rgb = NULL, *pair = NULL;
    TRY(mem_new(ctx, 3 * (size_t)c.width, c.height, (void **)&rgb));
    TRY(mem_new(ctx, 3 * (size_t)wide, c.height, (void **)&pair));
    memset(pair, 255, 3 * (size_t)wide * c.height);
    TRY(preview_panel_paint(ctx, preview, &c, NULL, NULL, rgb));
    copy_panel(rgb, &c, pair, 0, wide);
    TRY(preview_panel_paint(ctx, preview, &c, look, NULL, rgb));
    copy_panel(rgb, &c, pair, c.width + PAIR_GAP, wide);
    if (preview_options(preview)->watermark) {
        preview_mark mark = preview_mark_for(preview_info(preview), words_chosen(ctx), c.width, c.height);
        preview_mark_draw(&mark, pair, wide, c.width + PAIR_GAP, 0);
    }
    TRY(photo_write_jpeg(ctx, pair, wide, c.height, 90, out));
done:
    mem_free(rgb);
    mem_free(pair);
    return status;
}
