/* engine/preview/preview_picture.c - the whole photo with one look, as the photo's own numbers. */
#include "preview/preview_painter.h"
#include "words/words.h"

#include <string.h>

/* Grain and dots survive, and a photo of 12 megapixels takes about as many bytes as the camera's own. */
enum { JPEG_QUALITY = 90 };

typedef struct picture {
    preview_painter painter;
    pixels_writer *writer; /* null: nothing is kept */
    float *rgb;
    preview_mark mark;
    int marked;
} picture;

/* The picture's light is linear here, so that its ground is darkened as much as it looks. */
static void draw_mark(const picture *p, uint32_t y)
{
    enum { SOME = 128 };
    const float ground = PREVIEW_MARK_GROUND * PREVIEW_MARK_GROUND;
    const preview_mark *m = &p->mark;
    float cover[SOME];
    for (int x = m->x; x < m->x + m->width; x += SOME) {
        int n = m->x + m->width - x < SOME ? m->x + m->width - x : SOME;
        preview_mark_cover(m, x, (int)y, cover, n);
        for (int k = 0; k < 3 * n; k++) {
            float *v = &p->rgb[3 * (size_t)x + (size_t)k];
            *v = *v * ground + cover[k / 3] * PREVIEW_MARK_LETTER * (1 - *v * ground);
        }
    }
}

/* Row y of the picture. What the ink does not reach keeps the photo's own values, where the format can hold them. */
static sct_status picture_row(void *user, uint32_t y, unsigned char *row)
{
    picture *p = user;
    sct_status status = SCT_OK;
    uint32_t wide = p->painter.preview->info.photo.width, from = 0, to = wide;
    int marked = p->marked && (int)y >= p->mark.y && (int)y < p->mark.y + p->mark.height;
    if (!p->painter.blur && !marked && pixels_writer_stored(p->writer, 0, y, wide, row)) {
        from = p->painter.box[0];
        to = preview_painter_row_is_plain(&p->painter, y) ? from : p->painter.box[2];
    }
    if (from >= to)
        return SCT_OK;
    TRY(preview_painter_row(&p->painter, y, p->rgb));
    if (marked)
        draw_mark(p, y);
    pixels_writer_row(p->writer, p->rgb + 3 * (size_t)from, to - from, row + from * pixels_writer_size(p->writer));
done:
    return status;
}

/* Free with end, whatever the status. format null: nothing is kept. */
static sct_status begin(sct_context *ctx, sct_preview *preview, const sct_look *look, const pixels_format *format,
                        picture *p)
{
    sct_status status = SCT_OK;
    uint32_t wide = preview->info.photo.width;
    *p = (picture){.rgb = NULL};
    TRY(preview_painter_begin(ctx, preview, look, &p->painter));
    TRY(mem_new(ctx, wide, 3 * sizeof *p->rgb, (void **)&p->rgb));
    if (!format)
        return SCT_OK;
    p->marked = preview->options.watermark;
    p->mark = preview_mark_for(&preview->info, words_chosen(ctx), wide, preview->info.photo.height);
    TRY(pixels_writer_new(ctx, preview->image, format, &p->writer));
done:
    return status;
}

static void end(picture *p)
{
    preview_painter_end(&p->painter);
    pixels_writer_free(p->writer);
    mem_free(p->rgb);
}

static sct_status write_png(sct_context *ctx, picture *p, sct_bytes *out)
{
    const sct_preview *v = p->painter.preview;
    photo_png png = {.width = v->info.photo.width,
                     .height = v->info.photo.height,
                     .channels = pixels_writer_channels(p->writer),
                     .bits = v->options.bits,
                     .srgb = 1,
                     .row = picture_row,
                     .user = p};
    png.icc = pixels_writer_icc(p->writer, &png.icc_size);
    return photo_write_png_rows(ctx, &png, out);
}

static sct_status write_jpeg(sct_context *ctx, picture *p, sct_bytes *out)
{
    const sct_preview *v = p->painter.preview;
    photo_jpeg jpeg = {.width = v->info.photo.width,
                       .height = v->info.photo.height,
                       .channels = pixels_writer_channels(p->writer),
                       .quality = JPEG_QUALITY,
                       .row = picture_row,
                       .user = p};
    jpeg.icc = pixels_writer_icc(p->writer, &jpeg.icc_size);
    return photo_write_jpeg_rows(ctx, &jpeg, out);
}

/* Paints what the ink reaches and keeps nothing of it but the result. */
static sct_status paint_nothing(picture *p)
{
    sct_status status = SCT_OK;
    for (uint32_t y = p->painter.box[1]; y < p->painter.box[3]; y++)
        TRY(preview_painter_row(&p->painter, y, p->rgb));
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
        TRY(paint_nothing(&p));
    if (result)
        *result = preview_painter_result(&p.painter);
done:
    end(&p);
    return status;
}

typedef struct judge_job {
    sct_preview *preview;
    const sct_look *const *looks;
    preview_result *results;
} judge_job;

/* A look that the last picture has shown is known already. */
static const preview_result *result_shown(const sct_preview *preview, const sct_look *look)
{
    const preview_shown *shown = &preview->shown;
    for (size_t i = 0; i < shown->count; i++)
        if (memcmp(&shown->looks[i], look, sizeof *look) == 0)
            return &shown->results[i];
    return NULL;
}

static sct_status judge_one(sct_context *ctx, void *user, size_t part, int hand)
{
    const judge_job *job = user;
    const preview_result *known = result_shown(job->preview, job->looks[part]);
    (void)hand;
    if (!known)
        return preview_picture_png(ctx, job->preview, job->looks[part], &job->results[part], NULL);
    job->results[part] = *known;
    return SCT_OK;
}

sct_status preview_judge(sct_context *ctx, sct_preview *preview, const sct_look *const *looks, size_t count,
                         preview_result *results)
{
    judge_job job = {preview, looks, results};
    return task_share(ctx, judge_one, &job, count);
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

sct_status preview_picture_rows(sct_context *ctx, sct_preview *preview, const sct_look *look, const pixels_plane *plane,
                                preview_result *result)
{
    sct_status status = SCT_OK;
    picture p = {.rgb = NULL};
    uint32_t high = preview->info.photo.height;
    size_t stride = 0;
    TRY(pixels_plane_check(ctx, plane, preview->info.photo.width, high, &stride));
    TRY(begin(ctx, preview, look, &plane->format, &p));
    for (uint32_t y = 0; y < high; y++) {
        unsigned char *row = (unsigned char *)plane->data + y * stride;
        TRY(picture_row(&p, y, row));
        pixels_write_alpha(preview->image, &plane->format, 0, y, preview->info.photo.width, row);
    }
    if (result)
        *result = preview_painter_result(&p.painter);
done:
    end(&p);
    return status;
}
