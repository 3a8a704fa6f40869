/* engine/api/api_preview.c - looks and previews as programs hold them: arguments checked, then the rooms preview and report.
 */
#include "api/api.h"
#include "preview/preview.h"

#include <math.h>

enum { AREAS_MAX = 64 };

void sct_preview_options_init_sized(sct_preview_options *options, size_t size)
{
    sct_preview_options defaults = {.size = sizeof defaults,
                                    .head_mm = 150,
                                    .edge_mm = 8,
                                    .reach_mm = 20,
                                    .distance_m = 1,
                                    .seed = 1,
                                    .view = SCT_VIEW_NEAR,
                                    .bits = 8,
                                    .watermark = 1};
    options_fill(options, size, &defaults, sizeof defaults);
}

static sct_status check_ranges(sct_context *ctx, const sct_preview_options *o)
{
    sct_status status = SCT_OK;
    if (!(o->mm_per_px >= 0 && o->mm_per_px <= 0)) /* 0: assumed */
        TRY(option_range(ctx, "mm_per_px", o->mm_per_px, preview_mm_per_px_least, preview_mm_per_px_most));
    TRY(option_range(ctx, "hair_px", o->hair_px, 0, 1000));
    TRY(option_range(ctx, "skin_u95_de00", o->skin_u95_de00, 0, 100));
    TRY(option_range(ctx, "head_mm", o->head_mm, 50, 300));
    TRY(option_range(ctx, "edge_mm", o->edge_mm, 0, 50));
    TRY(option_range(ctx, "reach_mm", o->reach_mm, 1, 200));
    TRY(option_range(ctx, "view", o->view, SCT_VIEW_NEAR, SCT_VIEW_FAR));
    TRY(option_range(ctx, "distance_m", o->distance_m, 0.2, 10));
    if (o->bits != 8 && o->bits != 16)
        FAIL(ctx, SCT_ERR_OPTION, "bits must be 8 or 16");
done:
    return status;
}

static sct_status check_options(sct_context *ctx, const sct_photo *photo, const sct_preview_options *given,
                                sct_preview_options *o)
{
    sct_status status = SCT_OK;
    sct_photo_info info = photo_info(photo);
    sct_preview_options_init(o);
    TRY(options_take(ctx, "sct_preview_options", given, OPTIONS_SIZE(sct_preview_options, reserved2), o, sizeof *o));
    TRY(option_range(ctx, "reserved", o->reserved, 0, 0));
    TRY(option_range(ctx, "reserved2", o->reserved2, 0, 0));
    TRY(option_range(ctx, "scale_source", o->scale_source, SCT_SCALE_GIVEN, SCT_SCALE_CHART));
    TRY(option_range(ctx, "watermark", o->watermark, 0, 1));
    TRY(check_ranges(ctx, o));
    if (o->area_count > AREAS_MAX || (o->area_count && !o->areas))
        FAIL(ctx, SCT_ERR_ARGUMENT, "areas must point to at most %d shapes", AREAS_MAX);
    for (size_t i = 0; i < o->area_count; i++) {
        if (!o->areas[i])
            FAIL(ctx, SCT_ERR_ARGUMENT, "areas[%zu] is no shape", i);
        TRY(api_check_shape(ctx, o->areas[i]));
    }
    if (o->hairline) {
        TRY(api_check_shape(ctx, o->hairline));
        if (o->hairline->kind != SCT_SHAPE_STROKE || o->area_count)
            FAIL(ctx, SCT_ERR_OPTION, "hairline must be a stroke, and stands alone without areas");
    }
    if (o->labels && o->labels_capacity < (size_t)info.width * info.height)
        FAIL(ctx, SCT_ERR_CAPACITY, "labels needs %u x %u bytes", info.width, info.height);
done:
    return status;
}

sct_status sct_preview_new(sct_context *ctx, const sct_photo *photo, const sct_preview_options *options, sct_preview **out)
{
    sct_preview_options checked;
    sct_context_clear(ctx);
    if (!photo || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_preview_new needs a photo and a place for the preview");
    sct_status status = check_options(ctx, photo, options, &checked);
    return status != SCT_OK ? status : preview_open(ctx, photo, &checked, out);
}

sct_status sct_preview_describe_sized(const sct_preview *preview, sct_preview_info *out, size_t size)
{
    if (!preview || !out)
        return SCT_ERR_ARGUMENT;
    const preview_facts *f = preview_info(preview);
    sct_preview_info info = {.mm_per_px = f->mm_per_px,
                             .scale_source = f->scale_source,
                             .area_found = f->area_found != 0,
                             .area_pixels = f->area_pixels,
                             .area_mm2 = f->area_mm2,
                             .box = {f->box[0], f->box[1], f->box[2], f->box[3]},
                             .edge_mm = f->edge_mm,
                             .blur_mm = f->blur_mm,
                             .skin_u95_de00 = f->skin_u95_de00,
                             .seed = f->seed,
                             .view = f->view,
                             .converted = f->converted != 0};
    return record_give(out, size, &info, sizeof info);
}

const sct_flags *sct_preview_flags(const sct_preview *preview)
{
    return preview ? &preview_info(preview)->flags : NULL;
}

/* ---- looks ---- */

static sct_status new_look(sct_context *ctx, const sct_look *like, sct_look **out)
{
    void *memory = NULL;
    sct_status status = mem_new(ctx, 1, sizeof **out, &memory);
    if (status != SCT_OK)
        return status;
    *out = memory;
    **out = *like;
    return SCT_OK;
}

sct_status sct_look_from_match(sct_context *ctx, const sct_match_options *match, const sct_measurement *measurement,
                               const sct_palette *palette, const sct_ranking *ranking, size_t index, const sct_when *when,
                               sct_look **out)
{
    sct_status status = SCT_OK;
    sct_match_options checked;
    sct_look look;
    sct_context_clear(ctx);
    if (!measurement || !palette || !ranking || index >= ranking->facts.candidate_count || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT,
             "sct_look_from_match needs a measurement, a palette, a row of a ranking and a place for the look");
    TRY(api_check_palette(ctx, ranking, palette));
    TRY(api_match_options(ctx, match, &checked));
    TRY(preview_look_from_candidate(ctx, &checked, measurement, palette, &ranking->rows[index], when, &look));
    TRY(new_look(ctx, &look, out));
done:
    return status;
}

sct_status sct_look_from_ink(sct_context *ctx, const sct_match_options *match, const sct_measurement *measurement,
                             const sct_palette *palette, size_t ink, double parts_water, const sct_when *when,
                             sct_look **out)
{
    sct_status status = SCT_OK;
    sct_match_options checked;
    sct_look look;
    sct_context_clear(ctx);
    if (!measurement || !palette || !out || ink >= sct_palette_count(palette))
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_look_from_ink needs a measurement, an ink of a palette and a place for the look");
    TRY(api_match_options(ctx, match, &checked));
    TRY(preview_look_from_ink(ctx, &checked, measurement, palette, ink, parts_water, when, &look));
    TRY(new_look(ctx, &look, out));
done:
    return status;
}

void sct_look_info_init_sized(sct_look_info *info, size_t size)
{
    double unknown = (double)NAN;
    sct_look_info defaults = {.size = sizeof defaults,
                              .ink = "",
                              .title = "",
                              .rests_on = "",
                              .parts_water = 20,
                              .density_per_cm2 = SKIN_USUAL_DENSITY_PER_CM2,
                              .dot_radius_mm = SKIN_USUAL(RADIUS),
                              .depth_um = SKIN_USUAL(DEPTH),
                              .ink_left = 1,
                              .skin_lab = {unknown, unknown, unknown},
                              .dot_lab = {unknown, unknown, unknown},
                              .area_lab = {unknown, unknown, unknown},
                              .seen_lab = {unknown, unknown, unknown}};
    sct_tissue_init(&defaults.tissue);
    options_fill(info, size, &defaults, sizeof defaults);
}

sct_status sct_look_from_values(sct_context *ctx, const sct_look_info *given, sct_look **out)
{
    sct_status status = SCT_OK;
    sct_look_info v;
    sct_context_clear(ctx);
    if (!given || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_look_from_values needs values and a place for the look");
    sct_look_info_init(&v);
    TRY(options_take(ctx, "sct_look_info", given, OPTIONS_SIZE(sct_look_info, seen_lab), &v, sizeof v));
    TRY(option_range(ctx, "reserved", v.reserved, 0, 0));
    sct_look look = {.rank = v.rank,
                     .parts_water = v.parts_water,
                     .ink_ml = (double)NAN,
                     .second_ml = (double)NAN,
                     .water_ml = (double)NAN,
                     .ready = v.ready,
                     .density_per_cm2 = v.density_per_cm2,
                     .dot_radius_mm = v.dot_radius_mm,
                     .depth_um = v.depth_um,
                     .when = v.when,
                     .ink_left = v.ink_left,
                     .skin_lab = v.skin_lab,
                     .dot_lab = v.dot_lab,
                     .area_lab = v.area_lab,
                     .seen_lab = v.seen_lab,
                     .tissue = v.tissue};
    text_copy(look.ink, sizeof look.ink, v.ink ? v.ink : "");
    text_copy(look.title, sizeof look.title, v.title ? v.title : "");
    text_copy(look.rests_on, sizeof look.rests_on, v.rests_on ? v.rests_on : "");
    if (isnan(v.seen_lab.L))
        look.seen_lab = v.dot_lab;
    TRY(preview_look_check(ctx, &look));
    if (isnan(v.seen_lab.L))
        TRY(preview_look_guess_seen(ctx, &look));
    TRY(new_look(ctx, &look, out));
done:
    return status;
}

void sct_look_free(sct_look *look)
{
    mem_free(look);
}

sct_status sct_look_describe_sized(const sct_look *l, sct_look_info *out, size_t size)
{
    if (!l || !out)
        return SCT_ERR_ARGUMENT;
    sct_look_info info = {.size = size,
                          .ink = l->ink,
                          .title = l->title,
                          .rests_on = l->rests_on,
                          .rank = l->rank,
                          .parts_water = l->parts_water,
                          .density_per_cm2 = l->density_per_cm2,
                          .dot_radius_mm = l->dot_radius_mm,
                          .depth_um = l->depth_um,
                          .ink_left = l->ink_left,
                          .when = l->when,
                          .skin_lab = l->skin_lab,
                          .dot_lab = l->dot_lab,
                          .area_lab = l->area_lab,
                          .seen_lab = l->seen_lab,
                          .tissue = l->tissue,
                          .ready = l->ready != 0,
                          .tied_with = l->tied_with,
                          .tie_count = l->tie_count};
    return record_give(out, size, &info, sizeof info);
}

/* ---- pictures ---- */

/* The preview keeps what came of the looks of its last picture, for those who ask and for its JSON. */
static void keep(sct_preview *preview, const sct_look *const *looks, const preview_result *results, size_t count)
{
    preview_shown *shown = preview_last(preview);
    shown->count = count;
    for (size_t i = 0; i < count; i++) {
        shown->looks[i] = *looks[i];
        shown->results[i] = results[i];
    }
}

sct_status sct_preview_png(sct_context *ctx, sct_preview *preview, const sct_look *look, sct_bytes *out)
{
    preview_result result;
    sct_context_clear(ctx);
    if (!preview || !look || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_preview_png needs a preview, a look and a place for the picture");
    sct_status status = preview_picture_png(ctx, preview, look, &result, out);
    if (status == SCT_OK)
        keep(preview, &look, &result, 1);
    return status;
}

sct_status sct_preview_jpeg(sct_context *ctx, sct_preview *preview, const sct_look *look, sct_bytes *out)
{
    preview_result result;
    sct_context_clear(ctx);
    if (!preview || !look || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_preview_jpeg needs a preview, a look and a place for the picture");
    sct_status status = preview_picture_jpeg(ctx, preview, look, &result, out);
    if (status == SCT_OK)
        keep(preview, &look, &result, 1);
    return status;
}

sct_status sct_preview_pixels(sct_context *ctx, sct_preview *preview, const sct_look *look, const sct_plane *plane)
{
    sct_status status = SCT_OK;
    preview_result result;
    pixels_plane taken;
    sct_context_clear(ctx);
    if (!preview || !look)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_preview_pixels needs a preview and a look");
    TRY(api_take_plane(ctx, preview_photo(preview), plane, &taken));
    TRY(preview_picture_rows(ctx, preview, look, &taken, &result));
    keep(preview, &look, &result, 1);
done:
    return status;
}

sct_status sct_preview_sheet_png(sct_context *ctx, sct_preview *preview, const sct_look *const *looks, size_t count,
                                 sct_bytes *out)
{
    sct_status status = SCT_OK;
    sct_look *values = NULL;
    preview_result *results = NULL;
    sct_context_clear(ctx);
    if (!preview || !looks || !out || count < 1 || count > SCT_LOOK_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a sheet needs a preview, 1 to %d looks and a place for the picture", SCT_LOOK_MAX);
    TRY(mem_new(ctx, count, sizeof *values, (void **)&values));
    TRY(mem_new(ctx, count, sizeof *results, (void **)&results));
    for (size_t i = 0; i < count; i++) {
        if (!looks[i])
            FAIL(ctx, SCT_ERR_ARGUMENT, "looks[%zu] is none", i);
        values[i] = *looks[i];
    }
    TRY(report_sheet(ctx, preview, values, count, results, out));
    keep(preview, looks, results, count);
done:
    mem_free(values);
    mem_free(results);
    return status;
}

sct_status sct_preview_judge(sct_context *ctx, sct_preview *preview, const sct_look *const *looks, size_t count)
{
    sct_status status = SCT_OK;
    preview_result *results = NULL;
    sct_context_clear(ctx);
    if (!preview || !looks || count < 1 || count > SCT_LOOK_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_preview_judge needs a preview and 1 to %d looks", SCT_LOOK_MAX);
    TRY(mem_new(ctx, count, sizeof *results, (void **)&results));
    for (size_t i = 0; i < count; i++) {
        if (!looks[i])
            FAIL(ctx, SCT_ERR_ARGUMENT, "looks[%zu] is none", i);
    }
    TRY(preview_judge(ctx, preview, looks, count, results));
    keep(preview, looks, results, count);
done:
    mem_free(results);
    return status;
}

/* ---- what came of it ---- */

size_t sct_preview_result_count(const sct_preview *preview)
{
    return preview ? preview_last_shown(preview)->count : 0;
}

sct_status sct_preview_result_at_sized(const sct_preview *preview, size_t index, sct_preview_result *out, size_t size)
{
    if (!out || index >= sct_preview_result_count(preview))
        return SCT_ERR_ARGUMENT;
    const preview_result *r = &preview_last_shown(preview)->results[index];
    sct_preview_result result = {.dots = r->dots,
                                 .core_pixels = r->core_pixels,
                                 .area_lab = r->area_lab,
                                 .de00 = r->de00,
                                 .photo_bare_lab = r->photo_bare_lab,
                                 .photo_area_lab = r->photo_area_lab,
                                 .shine_share = r->shine_share};
    return record_give(out, size, &result, sizeof result);
}

const sct_flags *sct_preview_result_flags(const sct_preview *preview, size_t index)
{
    return index < sct_preview_result_count(preview) ? &preview_last_shown(preview)->results[index].flags : NULL;
}

sct_status sct_preview_json(sct_context *ctx, const sct_preview *preview, const sct_measurement *measurement,
                            const sct_ranking *ranking, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!preview || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_preview_json needs a preview and a place for the text");
    const preview_shown *shown = preview_last_shown(preview);
    return report_preview(ctx, preview_info(preview), measurement, ranking ? &ranking->facts : NULL, shown->looks,
                          shown->results, shown->count, out);
}
