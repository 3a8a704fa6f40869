/* engine/preview/paint/preview_ground.c - where a look's dots lie on the photo, and what light they meet there. */
#include "preview/preview_painter.h"

#include <string.h>

enum { MEET_PIXELS = 1500000, PARTS = 8 };
static const double DOTS_DONE = 0.6; /* of the progress */

void preview_ground_free(preview_ground *g)
{
    preview_field_free(g->field);
    mem_free(g->dots);
    mem_free(g->meetings);
    *g = (preview_ground){.dots = NULL};
}

void preview_core_row(const sct_preview *v, uint32_t x, uint32_t y, uint32_t count, float *core)
{
    const preview_area *a = &v->area;
    const float *depth = a->depth + (size_t)(y / a->cell) * a->columns;
    const float edge = (float)v->edge_px;
    for (uint32_t i = 0, cell = x / a->cell; i < count; cell++) {
        uint32_t end = (cell + 1) * a->cell - x;
        float in = depth[cell] > 0 && depth[cell] >= edge ? 1.0f : 0.0f;
        for (end = end < count ? end : count; i < end; i++)
            core[i] = in;
    }
}

/* ---- what the dots meet ---- */

/* Every so many rows of the core are looked at, in parts that add up in order whoever has done them. */
typedef struct meet_job {
    sct_preview *preview;
    const preview_ground *ground;
    uint32_t step, rows; /* from one row to the next; how many of them a part has */
    preview_meeting *meetings;
    uint64_t pixels[PARTS];
    struct meet_hand {
        preview_field *field;
        float *rgb, *shine, *core;
    } hands[TASK_HANDS];
} meet_job;

static sct_status enter(sct_context *ctx, const meet_job *job, struct meet_hand *h)
{
    sct_status status = SCT_OK;
    uint32_t wide = job->ground->box[2] - job->ground->box[0];
    if (h->field)
        return SCT_OK;
    TRY(mem_new(ctx, wide, 5 * sizeof *h->rgb, (void **)&h->rgb));
    h->shine = h->rgb + 3 * (size_t)wide;
    h->core = h->shine + wide;
    TRY(preview_field_beside(ctx, job->ground->field, &h->field));
done:
    return status;
}

static sct_status meet_row(const meet_job *job, const struct meet_hand *h, uint32_t y, preview_meeting meetings[3],
                           uint64_t *pixels)
{
    const sct_preview *v = job->preview;
    const uint32_t *box = job->ground->box, wide = box[2] - box[0];
    const float *direct, *left[3];
    sct_status status = preview_field_parts(h->field, y, &direct, left);
    if (status != SCT_OK)
        return status;
    preview_core_row(v, box[0], y, wide, h->core);
    pixels_rgb_row(v->image, box[0], y, wide, h->rgb);
    preview_gloss_row(&v->gloss, v->image, box[0], y, wide, h->rgb, h->shine);
    for (uint32_t i = 0; i < wide; i++) {
        const float *rgb = h->rgb + 3 * (size_t)i;
        if (!(h->core[i] > 0) || h->shine[i] > 0)
            continue;
        ++*pixels;
        for (int c = 0; c < 3; c++)
            preview_meet(&meetings[c], rgb[c], direct[i], left[c][i]);
    }
    return SCT_OK;
}

static sct_status meet_part(sct_context *ctx, void *user, size_t part, int hand)
{
    sct_status status = SCT_OK;
    meet_job *job = user;
    const uint32_t *box = job->ground->box;
    struct meet_hand *h = &job->hands[hand];
    TRY(enter(ctx, job, h));
    uint64_t first = part * (uint64_t)job->rows, end = first + job->rows;
    for (uint64_t row = first; row < end && box[1] + row * job->step < box[3]; row++) {
        if (row % 64 == 0)
            TRY(progress_tell(ctx, SCT_STAGE_REPORT, (double)(row * job->step) / (box[3] - box[1])));
        TRY(meet_row(job, h, (uint32_t)(box[1] + row * job->step), job->meetings + 3 * part, &job->pixels[part]));
    }
done:
    return status;
}

static sct_status meet_core(sct_context *ctx, sct_preview *preview, preview_ground *g)
{
    sct_status status = SCT_OK;
    meet_job job = {.preview = preview, .ground = g};
    uint32_t wide = g->box[2] - g->box[0], high = g->box[3] - g->box[1];
    uint64_t pixels = 0;
    job.step = (uint32_t)((uint64_t)wide * high / MEET_PIXELS) + 1;
    job.rows = ((high - 1) / job.step + 1 + PARTS - 1) / PARTS;
    TRY(mem_new(ctx, 3 * (size_t)PARTS, sizeof *job.meetings, (void **)&job.meetings));
    TRY(mem_new(ctx, 3, sizeof *g->meetings, (void **)&g->meetings));
    TRY(task_share(ctx, meet_part, &job, PARTS));
    for (int part = 0; part < PARTS; part++) {
        pixels += job.pixels[part];
        for (int c = 0; c < 3; c++)
            preview_meet_join(&g->meetings[c], &job.meetings[3 * part + c]);
    }
    g->seen_pixels = (double)pixels * job.step;
done:
    for (int i = 0; i < TASK_HANDS; i++) {
        preview_field_free(job.hands[i].field);
        mem_free(job.hands[i].rgb);
    }
    mem_free(job.meetings);
    return status;
}

/* ---- the ground ---- */

static int is_the_same(const preview_ground *g, double density_px, const preview_optics *o)
{
    return g->meetings && memcmp(&g->density_px, &density_px, sizeof density_px) == 0 &&
           memcmp(&g->optics, o, sizeof *o) == 0;
}

sct_status preview_ground_find(sct_context *ctx, sct_preview *preview, double density_px, const preview_optics *optics,
                               const preview_ground **out)
{
    sct_status status = SCT_OK;
    preview_ground *g = &preview->ground;
    *out = g;
    if (is_the_same(g, density_px, optics))
        return SCT_OK;
    preview_ground_free(g);
    g->density_px = density_px;
    g->optics = *optics;
    progress_span whole = progress_enter(ctx, 0, DOTS_DONE);
    status = preview_dots_place(ctx, &preview->area, density_px, preview->edge_px, preview->options.seed, &g->dots,
                                &g->dot_count);
    progress_leave(ctx, whole);
    TRY(status);
    TRY(preview_field_new(ctx, &preview->area, optics, g->dots, g->dot_count, &g->field));
    preview_field_box(g->field, g->box);
    whole = progress_enter(ctx, DOTS_DONE, 1);
    status = meet_core(ctx, preview, g);
    progress_leave(ctx, whole);
done:
    if (status != SCT_OK)
        preview_ground_free(g);
    return status;
}
