/* engine/preview/paint/preview_picture.c - the whole photo with one look, as the photo's own numbers. */
#include "preview/preview_painter.h"
#include "words/words.h"

#include <math.h>
#include <string.h>

/* Grain and dots survive, and a photo of 12 megapixels takes about as many bytes as the camera's own. */
enum { JPEG_QUALITY = 90 };

typedef struct picture {
    preview_painter painter;
    const pixels_format *format; /* null: nothing is kept */
    preview_mark mark;
    int marked;
    struct picture_hand {
        pixels_writer *writer;
        float *rgb;
    } hands[TASK_HANDS];       /* the first hand's are there from the beginning */
    const pixels_plane *plane; /* where the rows go, or null */
    size_t stride;
    uint32_t part_rows;
} picture;

/* The picture's light is linear here, so that its ground is darkened as much as it looks. */
static void draw_mark(const picture *p, uint32_t y, float *rgb)
{
    enum { SOME = 128 };
    const float ground = PREVIEW_MARK_GROUND * PREVIEW_MARK_GROUND;
    const preview_mark *m = &p->mark;
    float cover[SOME];
    for (int x = m->x; x < m->x + m->width; x += SOME) {
        int n = m->x + m->width - x < SOME ? m->x + m->width - x : SOME;
        preview_mark_cover(m, x, (int)y, cover, n);
        for (int k = 0; k < 3 * n; k++) {
            float *v = &rgb[3 * (size_t)x + (size_t)k];
            *v = *v * ground + cover[k / 3] * PREVIEW_MARK_LETTER * (1 - *v * ground);
        }
    }
}

static sct_status open_hand(sct_context *ctx, const picture *p, struct picture_hand *h)
{
    sct_status status = SCT_OK;
    const sct_preview *v = p->painter.preview;
    if (!h->rgb)
        TRY(mem_new(ctx, v->info.photo.width, 3 * sizeof *h->rgb, (void **)&h->rgb));
    if (p->format && !h->writer)
        TRY(pixels_writer_new(ctx, v->image, p->format, &h->writer));
done:
    return status;
}

/* Which columns of row y the ink or the mark reaches. */
static void reached(const picture *p, uint32_t y, int marked, uint32_t *from, uint32_t *to)
{
    const preview_painter *q = &p->painter;
    int plain = preview_painter_row_is_plain(q, y);
    *from = plain ? UINT32_MAX : q->box[0];
    *to = plain ? 0 : q->box[2];
    if (marked) {
        uint32_t x = (uint32_t)p->mark.x, end = x + (uint32_t)p->mark.width;
        *from = x < *from ? x : *from;
        *to = end > *to ? end : *to;
    }
}

/* Row y of the picture. What the ink does not reach keeps the photo's own values, where the format can hold them. */
static sct_status picture_row(sct_context *ctx, void *user, int hand, uint32_t y, unsigned char *row)
{
    picture *p = user;
    sct_status status = SCT_OK;
    struct picture_hand *h = &p->hands[hand];
    uint32_t wide = p->painter.preview->info.photo.width, from = 0, to = wide;
    int marked = p->marked && (int)y >= p->mark.y && (int)y < p->mark.y + p->mark.height;
    TRY(open_hand(ctx, p, h));
    if (!(p->painter.blur_px > 0) && pixels_writer_stored(h->writer, 0, y, wide, row))
        reached(p, y, marked, &from, &to);
    if (from >= to)
        return SCT_OK;
    TRY(preview_painter_row(ctx, &p->painter, hand, y, from, to, h->rgb));
    if (marked)
        draw_mark(p, y, h->rgb);
    pixels_writer_row(h->writer, h->rgb + 3 * (size_t)from, to - from, row + from * pixels_writer_size(h->writer));
done:
    return status;
}

/* Free with end, whatever the status. format null: nothing is kept. */
static sct_status begin(sct_context *ctx, sct_preview *preview, const sct_look *look, const pixels_format *format,
                        picture *p)
{
    sct_status status = SCT_OK;
    uint32_t wide = preview->info.photo.width;
    *p = (picture){.format = format};
    TRY(preview_painter_begin(ctx, preview, look, &p->painter));
    TRY(open_hand(ctx, p, &p->hands[0]));
    if (!format)
        p->painter.blur_px = 0; /* what is judged is seen near */
    p->part_rows = preview_painter_part_rows(&p->painter);
    if (!format)
        return SCT_OK;
    p->marked = preview->options.watermark;
    p->mark = preview_mark_for(&preview->info, words_chosen(ctx), wide, preview->info.photo.height);
done:
    return status;
}

static void end(picture *p)
{
    preview_painter_end(&p->painter);
    for (int i = 0; i < TASK_HANDS; i++) {
        pixels_writer_free(p->hands[i].writer);
        mem_free(p->hands[i].rgb);
    }
}

static sct_status write_png(sct_context *ctx, picture *p, sct_bytes *out)
{
    const sct_preview *v = p->painter.preview;
    photo_png png = {.width = v->info.photo.width,
                     .height = v->info.photo.height,
                     .channels = pixels_writer_channels(p->hands[0].writer),
                     .bits = v->options.bits,
                     .srgb = 1,
                     .row = picture_row,
                     .user = p,
                     .part_rows = p->part_rows};
    png.icc = pixels_writer_icc(p->hands[0].writer, &png.icc_size);
    return photo_write_png_rows(ctx, &png, out);
}

static sct_status write_jpeg(sct_context *ctx, picture *p, sct_bytes *out)
{
    const sct_preview *v = p->painter.preview;
    photo_jpeg jpeg = {.width = v->info.photo.width,
                       .height = v->info.photo.height,
                       .channels = pixels_writer_channels(p->hands[0].writer),
                       .quality = JPEG_QUALITY,
                       .row = picture_row,
                       .user = p,
                       .part_rows = p->part_rows};
    jpeg.icc = pixels_writer_icc(p->hands[0].writer, &jpeg.icc_size);
    return photo_write_jpeg_rows(ctx, &jpeg, out);
}

/* Looks at what the ink reaches of a part, and keeps nothing of it but the result. */
static sct_status judge_part(sct_context *ctx, void *user, size_t part, int hand)
{
    sct_status status = SCT_OK;
    picture *p = user;
    const uint32_t *box = p->painter.box;
    uint32_t first = box[1] + (uint32_t)part * p->part_rows, end = first + p->part_rows;
    TRY(open_hand(ctx, p, &p->hands[hand]));
    TRY(preview_painter_judge(ctx, &p->painter, hand, first, end < box[3] ? end : box[3], p->hands[hand].rgb));
done:
    return status;
}

sct_status preview_picture_png(sct_context *ctx, sct_preview *preview, const sct_look *look, preview_result *result,
                               sct_bytes *out)
{
    sct_status status = SCT_OK;
    picture p;
    pixels_format own = {PIXELS_OWN, preview->options.bits, 0};
    TRY(begin(ctx, preview, look, out ? &own : NULL, &p));
    if (out)
        TRY(write_png(ctx, &p, out));
    else if (result)
        TRY(task_share(ctx, judge_part, &p, (p.painter.box[3] - p.painter.box[1] - 1) / p.part_rows + 1));
    if (result)
        *result = preview_painter_result(&p.painter);
done:
    end(&p);
    return status;
}

/* A look that the last picture has shown is known already. */
static const preview_result *result_shown(const sct_preview *preview, const sct_look *look)
{
    const preview_shown *shown = &preview->shown;
    for (size_t i = 0; i < shown->count; i++)
        if (memcmp(&shown->looks[i], look, sizeof *look) == 0)
            return &shown->results[i];
    return NULL;
}

sct_status preview_judge(sct_context *ctx, sct_preview *preview, const sct_look *const *looks, size_t count,
                         preview_result *results)
{
    sct_status status = SCT_OK;
    for (size_t i = 0; i < count; i++) {
        const preview_result *known = result_shown(preview, looks[i]);
        if (known)
            results[i] = *known;
        else
            TRY(preview_picture_png(ctx, preview, looks[i], &results[i], NULL));
    }
done:
    return status;
}

sct_status preview_picture_jpeg(sct_context *ctx, sct_preview *preview, const sct_look *look, preview_result *result,
                                sct_bytes *out)
{
    sct_status status = SCT_OK;
    picture p;
    pixels_format own = {PIXELS_OWN, 8, 0};
    TRY(begin(ctx, preview, look, &own, &p));
    TRY(write_jpeg(ctx, &p, out));
    *result = preview_painter_result(&p.painter);
done:
    end(&p);
    return status;
}

static sct_status fill_part(sct_context *ctx, void *user, size_t part, int hand)
{
    sct_status status = SCT_OK;
    picture *p = user;
    const sct_photo_info *photo = &p->painter.preview->info.photo;
    uint32_t first = (uint32_t)part * p->part_rows;
    for (uint32_t y = first; y < photo->height && y < first + p->part_rows; y++) {
        unsigned char *row = (unsigned char *)p->plane->data + y * p->stride;
        TRY(picture_row(ctx, p, hand, y, row));
        pixels_write_alpha(p->painter.preview->image, p->format, 0, y, photo->width, row);
    }
done:
    return status;
}

sct_status preview_picture_rows(sct_context *ctx, sct_preview *preview, const sct_look *look, const pixels_plane *plane,
                                preview_result *result)
{
    sct_status status = SCT_OK;
    picture p = {.format = NULL};
    size_t stride = 0;
    TRY(pixels_plane_check(ctx, plane, preview->info.photo.width, preview->info.photo.height, &stride));
    TRY(begin(ctx, preview, look, &plane->format, &p));
    p.plane = plane;
    p.stride = stride;
    TRY(task_share(ctx, fill_part, &p, (preview->info.photo.height - 1) / p.part_rows + 1));
    if (result)
        *result = preview_painter_result(&p.painter);
done:
    end(&p);
    return status;
}
