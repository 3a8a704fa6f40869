/* engine/preview/paint/preview_painter.c - one look on the photo: its light, row by row, and what came of it. */
#include "preview/preview_painter.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CORE_DOTS_LEAST = 40 };
static const double OFF_DE00 = 0.5, MUCH_SHINE = 0.02; /* from here on it is said */
static const double GROUND_DONE = 0.5;                 /* of a look's progress */
/* Light from ink at this depth leaves the skin around it; a lens and its sensor blur a little more. */
static const double DEPTH_BLUR = 0.6, LENS_BLUR_PX = 0.45;
/* Beyond the discs of an area's outermost dots light is missing over so many mm more: there a code or two of 255. */
static const double FADE_MM = 0.5, DISC_REACH = 3.5; /* standard deviations of the edge's blur */
static const double HALO = 1.3; /* transport lengths over which light comes into a dot, see preview_field.c */

/* ---- what came of it ---- */

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

/* The rows' sums, in order: a row that several hands have painted, for what they see from afar, is the same in all. */
static preview_row_sum add_up(const preview_painter *p, uint64_t *core, uint64_t *shining)
{
    preview_row_sum all = {.core = 0};
    *core = *shining = 0;
    for (uint32_t row = 0; row < p->box[3] - p->box[1]; row++) {
        const preview_row_sum *s = NULL;
        for (int i = 0; i < TASK_HANDS && !(s && s->core); i++)
            s = p->hands[i].sums ? &p->hands[i].sums[row] : s;
        if (!s)
            continue;
        *core += s->core;
        *shining += s->shining;
        for (int c = 0; c < 3; c++) {
            all.before[c] += s->before[c];
            all.after[c] += s->after[c];
        }
    }
    return all;
}

/* Means of the core before and after, in the photo's colours and in those of the look's skin. */
preview_result preview_painter_result(const preview_painter *p)
{
    const sct_lab unknown = {(double)NAN, (double)NAN, (double)NAN};
    const num_mat3 matrix = pixels_matrix(p->preview->image);
    num_mat3 to_rgb = num_mat3_identity();
    uint64_t core, shining;
    preview_row_sum sum = add_up(p, &core, &shining);
    preview_result r = {.dots = p->dot_count,
                        .core_pixels = core,
                        .area_lab = unknown,
                        .de00 = (double)NAN,
                        .photo_bare_lab = unknown,
                        .photo_area_lab = unknown,
                        .shine_share = (double)NAN};
    sct_xyz xyz = sct_xyz_from_lab(p->look->skin_lab, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    double skin[3], v[3] = {xyz.X, xyz.Y, xyz.Z}, before[3], after[3], n = (double)core;
    if (!core) {
        flag_result(p, &r);
        return r;
    }
    num_mat3_invert(&matrix, &to_rgb);
    num_mat3_apply(&to_rgb, v, skin);
    for (int c = 0; c < 3; c++) {
        before[c] = sum.before[c] / n;
        after[c] = sum.after[c] / n;
        skin[c] *= before[c] > 0 ? after[c] / before[c] : 1;
    }
    r.area_lab = lab_of(&matrix, skin);
    r.de00 = sct_de2000(r.area_lab, p->look->area_lab);
    r.photo_bare_lab = lab_of(&matrix, before);
    r.photo_area_lab = lab_of(&matrix, after);
    r.shine_share = (double)shining / n;
    flag_result(p, &r);
    return r;
}

/* ---- the painter ---- */

/* How every channel loses light, from the area's own core where it holds enough dots. */
static sct_status find_strength(sct_context *ctx, preview_painter *p, const preview_alone *alone)
{
    sct_status status = SCT_OK;
    preview_meeting *nothing = NULL;
    const preview_ground *g = p->ground;
    int enough = g->seen_pixels * p->density_px >= CORE_DOTS_LEAST;
    if (!enough)
        TRY(mem_new(ctx, 1, sizeof *nothing, (void **)&nothing));
    for (int c = 0; c < 3; c++) {
        preview_law law = preview_tone_settle(&p->tone, c, enough ? &g->meetings[c] : nothing, alone);
        p->gain[c] = law.gain;
        p->direct[c] = law.direct;
        p->strength[c] = law.strength;
    }
done:
    mem_free(nothing);
    return status;
}

static sct_status lay_dots(sct_context *ctx, preview_painter *p, const sct_look *look)
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
    preview_optics o = {.radius_px = look->dot_radius_mm / mm,
                        .edge_px = hypot(edge / mm, LENS_BLUR_PX),
                        .halo_px = {halo[0] / mm, halo[1] / mm, halo[2] / mm}};
    o.fade_px[0] = o.radius_px + DISC_REACH * o.edge_px;
    o.fade_px[1] = o.fade_px[0] + FADE_MM / mm;
    progress_span whole = progress_enter(ctx, 0, GROUND_DONE);
    status = preview_ground_find(ctx, v, density, &o, &p->ground);
    progress_leave(ctx, whole);
    if (status != SCT_OK) {
        p->ground = NULL;
        return status;
    }
    p->dot_count = p->ground->dot_count;
    memcpy(p->box, p->ground->box, sizeof p->box);
    return find_strength(ctx, p, &alone);
}

/* Inks `count` pixels of the box from column `at` of it on; rgb is that pixel. */
static void ink_row(const preview_painter *p, const preview_hand *h, const float *const loss[3], uint32_t at, uint32_t count,
                    float *rgb, preview_row_sum *out)
{
    const float strength[3] = {(float)p->strength[0], (float)p->strength[1], (float)p->strength[2]};
    const float *shine = h->shine + at, *core = h->core + at;
    preview_row_sum sum = {.core = 0};
    for (uint32_t i = 0; i < count; i++) {
        float *v = rgb + 3 * (size_t)i, inked = 1 - shine[i], in = core[i];
        sum.core += in > 0;
        sum.shining += in > 0 && inked < 1;
        for (int c = 0; c < 3; c++) {
            float before = v[c];
            v[c] *= 1 - strength[c] * loss[c][at + i] * inked;
            sum.before[c] += (double)(before * in);
            sum.after[c] += (double)(v[c] * in);
        }
    }
    *out = sum;
}

/* Row y of the box as far as the result is made of it: from the first pixel of the core to its last. */
static sct_status judge_row(preview_hand *h, uint32_t y, float *rgb)
{
    sct_status status = SCT_OK;
    const preview_painter *p = h->painter;
    const sct_preview *v = p->preview;
    const uint32_t *box = p->box;
    const float *loss[3];
    uint32_t from = 0, to = box[2] - box[0];
    preview_core_row(v, box[0], y, to, h->core);
    while (to > 0 && !(h->core[to - 1] > 0))
        to--;
    while (from < to && !(h->core[from] > 0))
        from++;
    if (from == to)
        return SCT_OK;
    rgb += 3 * ((size_t)box[0] + from);
    pixels_rgb_row(v->image, box[0] + from, y, to - from, rgb);
    TRY(preview_field_row(h->field, y, loss));
    preview_gloss_row(&v->gloss, v->image, box[0] + from, y, to - from, rgb, h->shine + from);
    ink_row(p, h, loss, from, to - from, rgb, &h->sums[y - box[1]]);
done:
    return status;
}

/* The look as it is near, whatever the view, in the columns of the box at least. */
static sct_status near_part(const preview_hand *h, uint32_t y, uint32_t from, uint32_t to, float *rgb)
{
    sct_status status = SCT_OK;
    const preview_painter *p = h->painter;
    const sct_preview *v = p->preview;
    const uint32_t *box = p->box;
    const float *loss[3];
    double begun = h->field ? GROUND_DONE : 0, share = (double)y / v->info.photo.height;
    int inked = h->field && y >= box[1] && y < box[3];
    if (y % 16 == 0)
        TRY(progress_tell(h->ctx, SCT_STAGE_REPORT, begun + (1 - begun) * share));
    from = inked && box[0] < from ? box[0] : from;
    to = inked && box[2] > to ? box[2] : to;
    pixels_rgb_row(v->image, from, y, to - from, rgb + 3 * (size_t)from);
    if (!inked)
        return SCT_OK;
    rgb += 3 * (size_t)box[0];
    TRY(preview_field_row(h->field, y, loss));
    preview_core_row(v, box[0], y, box[2] - box[0], h->core);
    preview_gloss_row(&v->gloss, v->image, box[0], y, box[2] - box[0], rgb, h->shine);
    ink_row(p, h, loss, 0, box[2] - box[0], rgb, &h->sums[y - box[1]]);
done:
    return status;
}

static sct_status near_row(void *user, uint32_t y, float *rgb)
{
    const preview_hand *h = user;
    return near_part(h, y, 0, h->painter->preview->info.photo.width, rgb);
}

sct_status preview_painter_begin(sct_context *ctx, sct_preview *preview, const sct_look *look, preview_painter *out)
{
    sct_status status = SCT_OK;
    *out = (preview_painter){.preview = preview, .look = look};
    if (look) {
        TRY(preview_look_check(ctx, look));
        TRY(lay_dots(ctx, out, look));
    }
    if (preview->info.view == SCT_VIEW_FAR)
        out->blur_px = preview->info.blur_mm / preview->info.mm_per_px;
done:
    return status;
}

void preview_painter_end(preview_painter *p)
{
    for (int i = 0; i < TASK_HANDS; i++) {
        preview_hand *h = &p->hands[i];
        preview_blur_free(h->blur);
        preview_field_free(h->field);
        mem_free(h->shine);
        mem_free(h->sums);
    }
    *p = (preview_painter){.preview = NULL};
}

/* Makes what a hand paints with. */
static sct_status open_hand(sct_context *ctx, const preview_painter *p, preview_hand *h)
{
    sct_status status = SCT_OK;
    const sct_photo_info *photo = &p->preview->info.photo;
    size_t wide = p->box[2] - p->box[0];
    h->ctx = ctx;
    if (p->ground) {
        TRY(mem_new(ctx, wide, 2 * sizeof *h->shine, (void **)&h->shine));
        h->core = h->shine + wide;
        TRY(mem_new(ctx, p->box[3] - p->box[1], sizeof *h->sums, (void **)&h->sums));
        TRY(preview_field_beside(ctx, p->ground->field, &h->field));
        preview_field_set_gain(h->field, p->gain);
        preview_field_set_direct(h->field, p->direct);
    }
    if (p->blur_px > 0)
        TRY(preview_blur_new(ctx, photo->width, photo->height, p->blur_px, near_row, h, &h->blur));
    h->painter = p; /* it is whole */
done:
    return status;
}

sct_status preview_painter_row(sct_context *ctx, preview_painter *p, int hand, uint32_t y, uint32_t from, uint32_t to,
                               float *rgb)
{
    preview_hand *h = &p->hands[hand];
    if (!h->painter) {
        sct_status status = open_hand(ctx, p, h);
        if (status != SCT_OK)
            return status;
    }
    return h->blur ? preview_blur_row(h->blur, y, rgb) : near_part(h, y, from, to, rgb);
}

sct_status preview_painter_judge(sct_context *ctx, preview_painter *p, int hand, uint32_t first, uint32_t end, float *rgb)
{
    sct_status status = SCT_OK;
    preview_hand *h = &p->hands[hand];
    if (!h->painter)
        TRY(open_hand(ctx, p, h));
    for (uint32_t y = first; y < end; y++) {
        double share = (double)y / p->preview->info.photo.height;
        if (y % 16 == 0)
            TRY(progress_tell(ctx, SCT_STAGE_REPORT, GROUND_DONE + (1 - GROUND_DONE) * share));
        TRY(judge_row(h, y, rgb));
    }
done:
    return status;
}

int preview_painter_row_is_plain(const preview_painter *p, uint32_t y)
{
    return !(p->blur_px > 0) && (!p->ground || y < p->box[1] || y >= p->box[3]);
}

uint32_t preview_painter_part_rows(const preview_painter *p)
{
    const double reach_of_a_part = 0.15, reach = 6 * p->blur_px; /* of a Gaussian, both ways */
    uint32_t high = p->preview->info.photo.height, least = high / 16 + 1;
    double rows = fmin(fmax(reach / reach_of_a_part, least), high);
    return rows > 64 ? (uint32_t)rows : 64;
}
