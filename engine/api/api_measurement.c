/* engine/api/api_measurement.c - measurements as programs hold them: made, read, written. */
#include "api/api.h"

#include <math.h>
#include <string.h>

static sct_status new_measurement(sct_context *ctx, sct_measurement **out)
{
    void *memory = NULL;
    sct_status status = mem_new(ctx, 1, sizeof **out, &memory);
    *out = memory;
    return status;
}

sct_status api_take_views(sct_context *ctx, const sct_view *given, size_t count, sct_view views[SCT_VIEW_MAX])
{
    sct_status status = SCT_OK;
    if (!given || count < 1 || count > SCT_VIEW_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "between 1 and %d photos of one client can be measured together", SCT_VIEW_MAX);
    size_t stride = given->size;
    if (stride % _Alignof(sct_view))
        FAIL(ctx, SCT_ERR_ARGUMENT, "views[0].size is %zu, which no version has; fill it with sct_view_init", stride);
    for (size_t i = 0; i < count; i++) {
        const sct_view *view = (const sct_view *)(const void *)((const char *)given + i * stride);
        if (view->size != stride)
            FAIL(ctx, SCT_ERR_ARGUMENT, "views[%zu].size is %zu, that of the first %zu; fill each with sct_view_init", i,
                 view->size, stride);
        sct_view_init(&views[i]);
        TRY(options_take(ctx, "sct_view", view, OPTIONS_SIZE(sct_view, reserved), &views[i], sizeof views[i]));
        TRY(option_range(ctx, "reserved", views[i].reserved, 0, 0));
        TRY(option_range(ctx, "roles", views[i].roles, 0, 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR | 1u << SCT_ROLE_GREY));
    }
done:
    return status;
}

sct_status sct_measure(sct_context *ctx, const sct_measure_options *options, const sct_view *views, size_t view_count,
                       sct_measurement **out)
{
    sct_status status = SCT_OK;
    sct_view taken[SCT_VIEW_MAX];
    sct_measurement *measurement = NULL;
    sct_context_clear(ctx);
    if (!out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_measure needs a place for the answer");
    TRY(api_take_views(ctx, views, view_count, taken));
    TRY(new_measurement(ctx, &measurement));
    TRY(api_measure(ctx, options, taken, view_count, measurement));
    *out = measurement;
    measurement = NULL;
done:
    mem_free(measurement);
    return status;
}

/* ---- without a photo ---- */

static sct_status check_lab(sct_context *ctx, const char *what, sct_lab lab, double u95_de00)
{
    sct_status status = SCT_OK;
    char name[48];
    text_copy(name, sizeof name, what);
    TRY(option_range(ctx, name, lab.L, 0, 100));
    TRY(option_range(ctx, name, lab.a, -128, 128));
    TRY(option_range(ctx, name, lab.b, -128, 128));
    TRY(option_range(ctx, "the doubt of a colour (u95_de00)", u95_de00, 0.1, 50));
done:
    return status;
}

/* A colour that somebody states: one reading of it, as sure as they say. */
static sct_estimate stated(sct_lab lab, double u95_de00)
{
    sct_estimate e = {.lab = lab, .cov = colour_cov_from_de00(lab, u95_de00), .u95_de00 = u95_de00, .pixels = 1};
    return e;
}

static sct_status state_skin(sct_context *ctx, sct_lab skin, double u95_de00, sct_measurement *m)
{
    sct_status status = SCT_OK;
    sct_skin_fit fit;
    TRY(check_lab(ctx, "a number of the skin's Lab", skin, u95_de00));
    TRY(sct_skin_fit_lab(ctx, skin, NULL, NULL, &fit)); /* refuses what no skin is */
    m->skin.estimate = stated(skin, u95_de00);
    m->correction.u95_de00 = u95_de00;
    region_skin_describe(&m->skin);
    region_skin_gate(&m->skin, &m->correction, &m->flags);
done:
    return status;
}

static sct_status state_hair(sct_context *ctx, sct_lab hair, double u95_de00, sct_hair_kind kind, sct_measurement *m)
{
    sct_status status = SCT_OK;
    TRY(check_lab(ctx, "a number of the hair's Lab", hair, u95_de00));
    m->hair.kind = kind;
    m->hair.strand = stated(hair, u95_de00);
    if (m->skin.estimate.pixels && hair.L > m->skin.estimate.lab.L)
        flags_add(&m->flags, "hair-lighter-than-skin", 1, "the hair is lighter than the skin: no ink makes skin lighter",
                  "check which colour is which, and how they were measured");
done:
    return status;
}

sct_status sct_measurement_from_lab(sct_context *ctx, sct_lab skin, double skin_u95_de00, sct_lab hair, double hair_u95_de00,
                                    sct_hair_kind kind, sct_measurement **out)
{
    sct_status status = SCT_OK;
    sct_measurement *m = NULL;
    sct_context_clear(ctx);
    if (!out || kind < SCT_HAIR_NONE || kind > SCT_HAIR_GROWN)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_measurement_from_lab needs a kind of hair and a place for the answer");
    int has_skin = !(isnan(skin.L) && isnan(skin.a) && isnan(skin.b));
    if (!has_skin && kind == SCT_HAIR_NONE)
        FAIL(ctx, SCT_ERR_NOTHING, "neither skin nor hair was given");
    TRY(new_measurement(ctx, &m));
    m->correction = (sct_correction){
        .kind = SCT_CORRECTION_VALUES, .loo_de00_mean = (double)NAN, .loo_de00_max = (double)NAN, .u95_de00 = hair_u95_de00};
    m->hair = region_hair_unmeasured();
    m->between_photos_de00 = (double)NAN;
    flags_add(&m->flags, "from-values", 0, "the colours were given, not measured in a photo; how sure they are was believed",
              "photograph skin and stubble beside a colour chart to have them measured");
    if (has_skin)
        TRY(state_skin(ctx, skin, skin_u95_de00, m));
    if (kind != SCT_HAIR_NONE)
        TRY(state_hair(ctx, hair, hair_u95_de00, kind, m));
    *out = m;
    m = NULL;
done:
    mem_free(m);
    return status;
}

sct_status sct_measurement_from_json(sct_context *ctx, const void *text, size_t size, sct_measurement **out)
{
    sct_status status = SCT_OK;
    sct_measurement *m = NULL;
    sct_context_clear(ctx);
    if (!text || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_measurement_from_json needs a text and a place for the measurement");
    TRY(new_measurement(ctx, &m));
    TRY(report_read_measurement(ctx, text, size, m));
    *out = m;
    m = NULL;
done:
    mem_free(m);
    return status;
}

void sct_measurement_free(sct_measurement *measurement)
{
    mem_free(measurement);
}

/* ---- reading ---- */

sct_status sct_measurement_describe_sized(const sct_measurement *m, sct_measurement_info *out, size_t size)
{
    if (!m || !out)
        return SCT_ERR_ARGUMENT;
    sct_measurement_info info = {m->photo_count, m->region_count, m->between_photos_de00};
    return record_give(out, size, &info, sizeof info);
}

static const sct_lab no_colour = {(double)NAN, (double)NAN, (double)NAN};

sct_status sct_measurement_skin_sized(const sct_measurement *m, sct_skin *out, size_t size)
{
    if (!m || !out)
        return SCT_ERR_ARGUMENT;
    if (m->skin.estimate.pixels) {
        return record_give(out, size, &m->skin, sizeof m->skin);
    }
    double unknown = (double)NAN;
    sct_skin none = {.estimate = {.lab = no_colour, .u95_de00 = unknown},
                     .lab_d65 = no_colour,
                     .ita_deg = unknown,
                     .ita_lo_deg = unknown,
                     .ita_hi_deg = unknown,
                     .undertone_z = unknown,
                     .monk_de00 = unknown,
                     .locus_z = unknown};
    return record_give(out, size, &none, sizeof none) == SCT_OK ? SCT_ERR_NOTHING : SCT_ERR_ARGUMENT;
}

sct_status sct_measurement_hair_sized(const sct_measurement *m, sct_hair *out, size_t size)
{
    if (!m || !out)
        return SCT_ERR_ARGUMENT;
    if (m->hair.kind != SCT_HAIR_NONE) {
        sct_hair hair = m->hair;
        if (!hair.shadow.pixels)
            hair.shadow = (sct_estimate){.lab = no_colour, .u95_de00 = (double)NAN};
        return record_give(out, size, &hair, sizeof hair);
    }
    sct_hair none = region_hair_unmeasured();
    none.strand = none.shadow = (sct_estimate){.lab = no_colour, .u95_de00 = (double)NAN};
    return record_give(out, size, &none, sizeof none) == SCT_OK ? SCT_ERR_NOTHING : SCT_ERR_ARGUMENT;
}

sct_status sct_measurement_correction_sized(const sct_measurement *m, size_t index, sct_correction *out, size_t size)
{
    if (!m || !out || (index != SCT_WHOLE && index >= m->photo_count))
        return SCT_ERR_ARGUMENT;
    const sct_correction *correction = index == SCT_WHOLE ? &m->correction : &m->corrections[index];
    return record_give(out, size, correction, sizeof *correction);
}

sct_status sct_measurement_scale_sized(const sct_measurement *m, size_t index, sct_scale *out, size_t size)
{
    if (!m || !out || index >= m->photo_count)
        return SCT_ERR_ARGUMENT;
    const sct_scale unknown = {.mm_per_px = (double)NAN, .u95_factor = (double)NAN, .source = SCT_SCALE_PHOTO, .assumed = 1};
    const sct_scale *scale = &m->scales[index];
    int known = scale->mm_per_px > 0;
    sct_status status = record_give(out, size, known ? scale : &unknown, sizeof *scale);
    return status == SCT_OK && !known ? SCT_ERR_NOTHING : status;
}

sct_status sct_measurement_photo_sized(const sct_measurement *m, size_t index, sct_photo_info *out, size_t size)
{
    if (!m || !out || index >= m->photo_count)
        return SCT_ERR_ARGUMENT;
    return record_give(out, size, &m->photos[index], sizeof m->photos[index]);
}

sct_status sct_measurement_agreement_sized(const sct_measurement *m, size_t index, sct_agreement *out, size_t size)
{
    if (!m || !out || index >= m->photo_count)
        return SCT_ERR_ARGUMENT;
    sct_agreement agreement = {.apart_de00 = m->apart_de00[index], .left_out = (int)(m->left_out >> index & 1u)};
    return record_give(out, size, &agreement, sizeof agreement);
}

sct_status sct_measurement_region_sized(const sct_measurement *m, size_t index, sct_region *out, size_t size)
{
    if (!m || !out || index >= m->region_count)
        return SCT_ERR_ARGUMENT;
    return record_give(out, size, &m->regions[index], sizeof m->regions[index]);
}

const sct_flags *sct_measurement_flags(const sct_measurement *measurement)
{
    return measurement ? &measurement->flags : NULL;
}

/* ---- the correction itself ---- */

sct_status sct_measurement_transform_sized(const sct_measurement *m, size_t index, sct_transform *out, size_t size)
{
    if (!m || !out || index >= m->photo_count)
        return SCT_ERR_ARGUMENT;
    const pixels_correction *c = &m->transforms[index];
    if (!m->has_transforms)
        return SCT_ERR_NOTHING;
    sct_transform t = {.knots = c->knots, .active = c->active};
    for (int i = 0; i < 3; i++) {
        t.plane_x[i] = c->plane_x[i];
        t.plane_y[i] = c->plane_y[i];
        memcpy(t.matrix[i], c->matrix.m[i], sizeof t.matrix[i]);
        memcpy(t.curve_in[i], c->curve_in[i], sizeof t.curve_in[i]);
        memcpy(t.curve_out[i], c->curve_out[i], sizeof t.curve_out[i]);
    }
    return record_give(out, size, &t, sizeof t);
}

/* Whether a photo can be the one that was measured. */
static sct_status check_photo(sct_context *ctx, const sct_measurement *m, size_t index, const sct_photo *photo)
{
    if (index >= m->photo_count)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "the measurement has no photo number %zu", index);
    sct_photo_info info = photo_info(photo);
    const sct_photo_info *measured = &m->photos[index];
    if (info.width != measured->width || info.height != measured->height)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "the photo has %u x %u pixels, the one that was measured %u x %u", info.width,
                        info.height, measured->width, measured->height);
    return SCT_OK;
}

sct_status sct_measurement_pixels(sct_context *ctx, const sct_measurement *measurement, size_t index, const sct_photo *photo,
                                  const sct_plane *plane)
{
    sct_status status = SCT_OK;
    pixels_image *image = NULL;
    pixels_plane taken;
    sct_context_clear(ctx);
    if (!measurement || !photo)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_measurement_pixels needs a measurement and its photo");
    TRY(check_photo(ctx, measurement, index, photo));
    if (!measurement->has_transforms)
        FAIL(ctx, SCT_ERR_NOTHING,
             "a measurement that was read from JSON does not know how pixels were corrected; measure again");
    TRY(api_take_plane(ctx, photo, plane, &taken));
    TRY(api_open_whole(ctx, photo, &image));
    if (measurement->transforms[index].active)
        pixels_set_correction(image, &measurement->transforms[index]);
    TRY(pixels_rows(ctx, image, 1, &taken));
done:
    pixels_free(image);
    return status;
}

/* ---- what leaves ---- */

sct_status sct_measurement_json(sct_context *ctx, const sct_measurement *measurement, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!measurement || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_measurement_json needs a measurement and a place for the text");
    return report_measurement(ctx, measurement, out);
}

sct_status sct_measurement_overlay_png(sct_context *ctx, const sct_measurement *measurement, size_t view,
                                       const sct_photo *photo, const uint8_t *labels, sct_bytes *out)
{
    sct_status status = SCT_OK;
    pixels_image *image = NULL;
    sct_context_clear(ctx);
    if (!photo || !measurement || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT,
             "sct_measurement_overlay_png needs a photo, its measurement and a place for the picture");
    TRY(check_photo(ctx, measurement, view, photo));
    TRY(api_open_whole(ctx, photo, &image));
    TRY(progress_tell(ctx, SCT_STAGE_REPORT, 0));
    TRY(report_overlay(ctx, image, measurement, view, labels, out));
done:
    pixels_free(image);
    return status;
}

/* With labels, the picture that a measurement has; without, that of a chart. */
static sct_status draw_refusal(sct_context *ctx, const pixels_image *image, const char *reason, const char *fix,
                               const uint8_t *labels, sct_bytes *out)
{
    sct_status status = SCT_OK;
    sct_measurement *nothing = NULL;
    sct_chart_result *none = NULL;
    TRY(new_measurement(ctx, &nothing));
    TRY(mem_new(ctx, 1, sizeof *none, (void **)&none));
    flags_add(&nothing->flags, labels ? "nothing-to-measure" : "no-chart", 1, reason, fix);
    none->flags = nothing->flags;
    if (labels)
        TRY(report_overlay(ctx, image, nothing, 0, labels, out));
    else
        TRY(report_chart_overlay(ctx, image, none, out));
done:
    mem_free(nothing);
    mem_free(none);
    return status;
}

sct_status sct_photo_refusal_png(sct_context *ctx, const sct_photo *photo, const char *reason, const char *fix,
                                 const uint8_t *labels, sct_bytes *out)
{
    sct_status status = SCT_OK;
    pixels_image *image = NULL;
    sct_context_clear(ctx);
    if (!photo || !reason || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_photo_refusal_png needs a photo, a reason and a place for the picture");
    TRY(api_open_whole(ctx, photo, &image));
    TRY(progress_tell(ctx, SCT_STAGE_REPORT, 0));
    TRY(draw_refusal(ctx, image, reason, fix ? fix : "", labels, out));
done:
    pixels_free(image);
    return status;
}

sct_status sct_labels_png(sct_context *ctx, const uint8_t *labels, uint32_t width, uint32_t height, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!labels || !width || !height || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_labels_png needs labels, their size and a place for the picture");
    if (width > sct_context_limit(ctx, SCT_LIMIT_SIDE) || height > sct_context_limit(ctx, SCT_LIMIT_SIDE))
        return diag_set(ctx, SCT_ERR_ARGUMENT, "labels of %u x %u pixels are larger than any photo may be", width, height);
    return photo_write_png(ctx, labels, width, height, 1, 0, out);
}
