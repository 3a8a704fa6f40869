/* engine/preview/preview_painter.c - one look on the photo: its light, row by row, and what came of it. */
#include "preview/preview_painter.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CORE_DOTS_LEAST = 40, MEET_PIXELS = 1500000 };
static const double OFF_DE00 = 0.5, MUCH_SHINE = 0.02;    /* from here on it is said */
static const double DOTS_DONE = 0.3, STRENGTH_DONE = 0.5; /* of a look's progress */
/* Light from ink at this depth leaves the skin around it; a lens and its sensor blur a little more. */
static const double DEPTH_BLUR = 0.6, LENS_BLUR_PX = 0.45;
/* Beyond the discs of an area's outermost dots light is missing over so many mm more: there a code or two of 255. */
static const double FADE_MM = 0.5, DISC_REACH = 3.5; /* standard deviations of the edge's blur */
static const double HALO = 1.3; /* transport lengths over which light comes into a dot, see preview_field.c */

/* ---- how strong ---- */

/* Where dots are not thinned. */
static int is_core(const sct_preview *v, uint32_t x, uint32_t y)
{
    const preview_area *a = &v->area;
    float depth = a->depth[(size_t)(y / a->cell) * a->columns + x / a->cell];
    return depth > 0 && (double)depth >= v->edge_px;
}

/* Fills p->shine for row y, of which rgb are the pixels in the box. */
static void see_shine(preview_painter *p, uint32_t y, const float *rgb)
{
    preview_gloss_row(&p->preview->gloss, p->preview->image, p->box[0], y, p->box[2] - p->box[0], rgb, p->shine);
}

static sct_status meet_row(preview_painter *p, uint32_t y, const float *rgb, preview_meeting meetings[3], uint64_t *pixels)
{
    sct_status status = SCT_OK;
    const float *direct, *left[3];
    see_shine(p, y, rgb);
    TRY(preview_field_parts(p->field, y, &direct, left));
    for (uint32_t i = 0; i < p->box[2] - p->box[0]; i++) {
        const float *v = rgb + 3 * (size_t)i;
        if (!is_core(p->preview, p->box[0] + i, y) || p->shine[i] > 0)
            continue;
        ++*pixels;
        for (int c = 0; c < 3; c++)
            preview_meet(&meetings[c], (double)v[c], direct[i], left[c][i]);
    }
done:
    return status;
}

/* Rows from one that is looked at to the next: enough of them for a mean. */
static uint32_t find_step(const preview_painter *p)
{
    return (uint32_t)((uint64_t)(p->box[2] - p->box[0]) * (p->box[3] - p->box[1]) / MEET_PIXELS) + 1;
}

static sct_status meet_core(preview_painter *p, preview_meeting meetings[3], uint64_t *pixels)
{
    sct_status status = SCT_OK;
    uint32_t wide = p->box[2] - p->box[0];
    uint32_t step = find_step(p);
    float *rgb = NULL;
    TRY(mem_new(p->ctx, wide, 3 * sizeof *rgb, (void **)&rgb));
    for (uint32_t y = p->box[1]; y < p->box[3]; y += step) {
        pixels_rgb_row(p->preview->image, p->box[0], y, wide, rgb);
        if ((y - p->box[1]) / step % 64 == 0)
            TRY(progress_tell(p->ctx, SCT_STAGE_REPORT, (double)(y - p->box[1]) / (p->box[3] - p->box[1])));
        TRY(meet_row(p, y, rgb, meetings, pixels));
    }
done:
    mem_free(rgb);
    return status;
}

/* How every channel loses light, from the area's own core where it holds enough dots. */
static sct_status find_strength(preview_painter *p, const preview_alone *alone)
{
    sct_status status = SCT_OK;
    preview_meeting *meetings = NULL;
    uint64_t pixels = 0;
    double gain[3], direct[3];
    TRY(mem_new(p->ctx, 3, sizeof *meetings, (void **)&meetings));
    TRY(meet_core(p, meetings, &pixels));
    double seen = (double)pixels * find_step(p);
    for (int c = 0; c < 3; c++) {
        if (!(seen * p->density_px >= CORE_DOTS_LEAST))
            meetings[c].light = 0;
        preview_law law = preview_tone_settle(&p->tone, c, &meetings[c], alone);
        gain[c] = law.gain;
        direct[c] = law.direct;
        p->strength[c] = law.strength;
    }
    preview_field_set_gain(p->field, gain);
    preview_field_set_direct(p->field, direct);
done:
    mem_free(meetings);
    return status;
}

static sct_lab lab_of(const num_mat3 *matrix, const double rgb[3])
{
    double v[3];
    num_mat3_apply(matrix, rgb, v);
    return sct_lab_from_xyz((sct_xyz){v[0], v[1], v[2]}, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
}

/* Says what keeps the picture from being what was predicted. */
static void flag_result(const preview_painter *p, preview_result *r)
{
    const char *larger = "show a larger area, or check scale and density";
    double dots = (double)r->core_pixels * p->density_px;
    char why[80] = "", name[80];
    if (p->look->rank)
        text_print(name, sizeof name, "option %zu, %.30s", p->look->rank, p->look->title);
    else
        text_print(name, sizeof name, "%.30s", p->look->title);
    if (!r->dots) {
        flags_addf(&r->flags, "picture-off", 0, larger, "%s: the area is too small for a single dot, so none is shown",
                   name);
    } else if (!(dots >= CORE_DOTS_LEAST)) {
        flags_addf(&r->flags, "picture-off", 0, larger,
                   "%s: room for %.0f dots within the thinned edge, too few for the picture to have the predicted mean",
                   name, dots);
    } else if (!(r->de00 <= OFF_DE00)) {
        if (r->shine_share >= MUCH_SHINE)
            text_print(why, sizeof why, "; %.0f %% of it shines or is clipped and takes less ink", 100 * r->shine_share);
        flags_addf(&r->flags, "picture-off", 0,
                   "go by the predicted colour, not by the picture, or take a photo without gloss and not over-exposed",
                   "%s: the area in the picture is off the predicted colour by dE00 %.1f%s", name, r->de00, why);
    }
}

/* Means of the core before and after, in the photo's colours and in those of the look's skin. */
preview_result preview_painter_result(const preview_painter *p)
{
    const sct_lab unknown = {(double)NAN, (double)NAN, (double)NAN};
    const num_mat3 matrix = pixels_matrix(p->preview->image);
    num_mat3 to_rgb = num_mat3_identity();
    preview_result r = {.dots = p->dot_count,
                        .core_pixels = p->core_pixels,
                        .area_lab = unknown,
                        .de00 = (double)NAN,
                        .photo_bare_lab = unknown,
                        .photo_area_lab = unknown,
                        .shine_share = (double)NAN};
    sct_xyz xyz = sct_xyz_from_lab(p->look->skin_lab, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    double skin[3], v[3] = {xyz.X, xyz.Y, xyz.Z}, before[3], after[3], n = (double)p->core_pixels;
    if (!p->core_pixels) {
        flag_result(p, &r);
        return r;
    }
    num_mat3_invert(&matrix, &to_rgb);
    num_mat3_apply(&to_rgb, v, skin);
    for (int c = 0; c < 3; c++) {
        before[c] = p->before[c] / n;
        after[c] = p->after[c] / n;
        skin[c] *= before[c] > 0 ? after[c] / before[c] : 1;
    }
    r.area_lab = lab_of(&matrix, skin);
    r.de00 = sct_de2000(r.area_lab, p->look->area_lab);
    r.photo_bare_lab = lab_of(&matrix, before);
    r.photo_area_lab = lab_of(&matrix, after);
    r.shine_share = (double)p->shining_pixels / n;
    flag_result(p, &r);
    return r;
}

/* ---- the painter ---- */

static sct_status lay_dots(preview_painter *p, const sct_look *look)
{
    sct_status status = SCT_OK;
    sct_preview *v = p->preview;
    const num_mat3 matrix = pixels_matrix(v->image);
    double mm = v->info.mm_per_px, density = look->density_per_cm2 / 100 * mm * mm;
    double coverage = skin_coverage(look->density_per_cm2, look->dot_radius_mm);
    preview_ink ink = {look->skin_lab, look->dot_lab, look->area_lab, look->seen_lab, coverage};
    sct_rgb blur = sct_dot_blur_mm(&look->tissue);
    double edge = DEPTH_BLUR * look->depth_um / 1000, halo[3] = {HALO * blur.r, HALO * blur.g, HALO * blur.b};
    preview_alone alone = preview_alone_of(look->dot_radius_mm, edge, halo);
    p->density_px = density;
    p->tone = preview_tone_of(&ink, &matrix);
    progress_span whole = progress_enter(p->ctx, 0, DOTS_DONE);
    status = preview_dots_place(p->ctx, &v->area, density, v->edge_px, v->options.seed, &p->dots, &p->dot_count);
    progress_leave(p->ctx, whole);
    TRY(status);
    preview_optics o = {.radius_px = look->dot_radius_mm / mm,
                        .edge_px = hypot(edge / mm, LENS_BLUR_PX),
                        .halo_px = {halo[0] / mm, halo[1] / mm, halo[2] / mm}};
    o.fade_px[0] = o.radius_px + DISC_REACH * o.edge_px;
    o.fade_px[1] = o.fade_px[0] + FADE_MM / mm;
    TRY(preview_field_new(p->ctx, &v->area, &o, p->dots, p->dot_count, &p->field));
    preview_field_box(p->field, p->box);
    TRY(mem_new(p->ctx, p->box[2] - p->box[0], sizeof *p->shine, (void **)&p->shine));
    whole = progress_enter(p->ctx, DOTS_DONE, STRENGTH_DONE);
    status = find_strength(p, &alone);
    progress_leave(p->ctx, whole);
done:
    return status;
}

static sct_status ink_row(preview_painter *p, uint32_t y, float *rgb)
{
    sct_status status = SCT_OK;
    const float *loss[3], strength[3] = {(float)p->strength[0], (float)p->strength[1], (float)p->strength[2]};
    TRY(preview_field_row(p->field, y, loss));
    rgb += 3 * (size_t)p->box[0];
    see_shine(p, y, rgb);
    for (uint32_t i = 0; i < p->box[2] - p->box[0]; i++) {
        float *v = rgb + 3 * (size_t)i, inked = 1 - p->shine[i];
        int counts = is_core(p->preview, p->box[0] + i, y);
        p->core_pixels += counts != 0;
        p->shining_pixels += counts && inked < 1;
        for (int c = 0; c < 3; c++) {
            float before = v[c];
            v[c] *= 1 - strength[c] * loss[c][i] * inked;
            p->before[c] += counts ? (double)before : 0;
            p->after[c] += counts ? (double)v[c] : 0;
        }
    }
done:
    return status;
}

/* The look as it is near, whatever the view. */
static sct_status near_row(void *user, uint32_t y, float *rgb)
{
    sct_status status = SCT_OK;
    preview_painter *p = user;
    double from = p->field ? STRENGTH_DONE : 0, share = (double)y / p->preview->info.photo.height;
    if (y % 64 == 0)
        TRY(progress_tell(p->ctx, SCT_STAGE_REPORT, from + (1 - from) * share));
    pixels_rgb_row(p->preview->image, 0, y, p->preview->info.photo.width, rgb);
    if (p->field && y >= p->box[1] && y < p->box[3])
        TRY(ink_row(p, y, rgb));
done:
    return status;
}

sct_status preview_painter_begin(sct_context *ctx, sct_preview *preview, const sct_look *look, preview_painter *out)
{
    sct_status status = SCT_OK;
    *out = (preview_painter){.ctx = ctx, .preview = preview, .look = look};
    if (look) {
        TRY(preview_look_check(ctx, look));
        TRY(lay_dots(out, look));
    }
    if (preview->info.view == SCT_VIEW_FAR)
        TRY(preview_blur_new(ctx, preview->info.photo.width, preview->info.photo.height,
                             preview->info.blur_mm / preview->info.mm_per_px, near_row, out, &out->blur));
done:
    return status;
}

void preview_painter_end(preview_painter *p)
{
    preview_blur_free(p->blur);
    preview_field_free(p->field);
    mem_free(p->dots);
    mem_free(p->shine);
    *p = (preview_painter){.ctx = NULL};
}

sct_status preview_painter_row(preview_painter *p, uint32_t y, float *rgb)
{
    return p->blur ? preview_blur_row(p->blur, y, rgb) : near_row(p, y, rgb);
}

int preview_painter_row_is_plain(const preview_painter *p, uint32_t y)
{
    return !p->blur && (!p->field || y < p->box[1] || y >= p->box[3]);
}
