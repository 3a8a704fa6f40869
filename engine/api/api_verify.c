/* engine/api/api_verify.c - verifications as programs hold them: photos measured and opened, then the room verify. */
#include "api/api.h"
#include "verify/verify.h"

#include <math.h>
#include <string.h>

enum { AREAS_MAX = 64 };

void sct_verify_options_init_sized(sct_verify_options *options, size_t size)
{
    const double none = (double)NAN;
    sct_verify_options defaults = {.size = sizeof defaults,
                                   .planned_area_lab = {none, none, none},
                                   .planned_skin_lab = {none, none, none},
                                   .parts_water = none,
                                   .seed = 1,
                                   .before_state = SCT_BEFORE_AUTO};
    options_fill(options, size, &defaults, sizeof defaults);
}

static sct_status check_lab(sct_context *ctx, const char *name, sct_lab lab)
{
    sct_status status = SCT_OK;
    if (isnan(lab.L) && isnan(lab.a) && isnan(lab.b))
        return SCT_OK;
    TRY(option_range(ctx, name, lab.L, 1, 100));
    TRY(option_range(ctx, name, lab.a, -128, 128));
    TRY(option_range(ctx, name, lab.b, -128, 128));
done:
    return status;
}

static sct_status check_areas(sct_context *ctx, const sct_verify_options *o)
{
    sct_status status = SCT_OK;
    if (o->area_count > AREAS_MAX || (o->area_count && !o->areas))
        FAIL(ctx, SCT_ERR_ARGUMENT, "areas must point to at most %d shapes", AREAS_MAX);
    for (size_t i = 0; i < o->area_count; i++) {
        if (!o->areas[i])
            FAIL(ctx, SCT_ERR_ARGUMENT, "areas[%zu] is no shape", i);
        TRY(api_check_shape(ctx, o->areas[i]));
    }
done:
    return status;
}

static sct_status check_options(sct_context *ctx, const sct_verify_options *given, sct_verify_options *o)
{
    sct_status status = SCT_OK;
    sct_verify_options_init(o);
    TRY(options_take(ctx, "sct_verify_options", given, OPTIONS_SIZE(sct_verify_options, reserved), o, sizeof *o));
    TRY(option_range(ctx, "reserved", o->reserved, 0, 0));
    TRY(option_range(ctx, "before_state", o->before_state, SCT_BEFORE_AUTO, SCT_BEFORE_TREATED));
    TRY(option_range(ctx, "planned_u95_de00", o->planned_u95_de00, 0, 50));
    TRY(option_range(ctx, "planned_density_per_cm2", o->planned_density_per_cm2, 0, 2000));
    if (!isnan(o->parts_water))
        TRY(option_range(ctx, "parts_water", o->parts_water, 0, 1e6));
    if (!(o->mm_per_px >= 0 && o->mm_per_px <= 0)) /* 0: not known */
        TRY(option_range(ctx, "mm_per_px", o->mm_per_px, 0.002, 2));
    if (!(o->dot_mm >= 0 && o->dot_mm <= 0))
        TRY(option_range(ctx, "dot_mm", o->dot_mm, 0.02, 2));
    TRY(check_lab(ctx, "planned_area_lab", o->planned_area_lab));
    TRY(check_lab(ctx, "planned_skin_lab", o->planned_skin_lab));
    TRY(check_areas(ctx, o));
done:
    return status;
}

/* Measures a photo: with its hair where there is some, else the skin alone. */
static sct_status measure_photo(sct_context *ctx, const sct_verify_options *o, const sct_view *given, double mm_per_px,
                                uint8_t *labels, size_t capacity, sct_measurement *out)
{
    sct_status status = SCT_OK;
    sct_label_plane plane = {labels, capacity};
    sct_measure_options options;
    sct_view view = *given;
    sct_measure_options_init(&options);
    if (o->measure)
        TRY(options_take(ctx, "sct_measure_options", o->measure, OPTIONS_SIZE(sct_measure_options, camera), &options,
                         sizeof options));
    options.label_planes = &plane;
    if (!(options.mm_per_px > 0))
        options.mm_per_px = mm_per_px;
    sct_context quiet = diag_quiet(ctx);
    status = api_measure(ctx ? &quiet : NULL, &options, &view, 1, out);
    if (status == SCT_ERR_NOTHING && view.roles & 1u << SCT_ROLE_HAIR) {
        view.roles &= ~(1u << SCT_ROLE_HAIR);
        memset(labels, 0, capacity);
        status = api_measure(ctx, &options, &view, 1, out);
    } else if (status != SCT_OK && ctx) {
        diag_take(ctx, &quiet);
    }
done:
    return status;
}

static sct_status open_photo(sct_context *ctx, const sct_verify_options *o, const sct_view *view, double mm_per_px,
                             verify_photo *photo, sct_measurement **measured)
{
    sct_status status = SCT_OK;
    sct_photo_info info = photo_info(view->photo);
    size_t pixels = (size_t)info.width * info.height;
    TRY(mem_new(ctx, pixels, 1, (void **)&photo->labels));
    TRY(mem_new(ctx, 1, sizeof **measured, (void **)measured));
    TRY(measure_photo(ctx, o, view, mm_per_px, photo->labels, pixels, *measured));
    TRY(api_open_whole(ctx, view->photo, &photo->image));
    pixels_set_correction(photo->image, &(*measured)->transforms[0]);
    TRY(region_spread_hair(ctx, photo->image, photo->labels));
done:
    return status;
}

/* The areas as a mask of the photo after; null where none was shown. */
static sct_status draw_areas(sct_context *ctx, const sct_verify_options *o, const sct_view *after, uint8_t **mask)
{
    sct_status status = SCT_OK;
    sct_photo_info info = photo_info(after->photo);
    for (size_t i = 0; i < o->area_count; i++) {
        if (o->areas[i]->kind == SCT_SHAPE_AUTO)
            continue;
        if (!*mask)
            TRY(mem_new(ctx, info.width, info.height, (void **)mask));
        TRY(region_mask_add(ctx, "the area", o->areas[i], info.width, info.height, *mask));
    }
done:
    return status;
}

sct_status sct_verify(sct_context *ctx, const sct_verify_options *options, const sct_view *before, const sct_view *after,
                      sct_verification **out)
{
    sct_status status = SCT_OK;
    sct_verification *v = NULL;
    sct_view views[SCT_VIEW_MAX];
    uint8_t *mask = NULL;
    sct_context_clear(ctx);
    if (!after || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_verify needs the photo after and a place for the answer");
    TRY(mem_new(ctx, 1, sizeof *v, (void **)&v));
    TRY(check_options(ctx, options, &v->options));
    TRY(api_take_views(ctx, after, 1, views));
    TRY(api_check_views(ctx, views, 1));
    TRY(draw_areas(ctx, &v->options, views, &mask));
    TRY(open_photo(ctx, &v->options, views, v->options.mm_per_px, &v->after, &v->measured[0]));
    if (before) {
        TRY(api_take_views(ctx, before, 1, views));
        TRY(api_check_views(ctx, views, 1));
        TRY(open_photo(ctx, &v->options, views, 0, &v->before, &v->measured[1]));
    }
    TRY(verify_run(ctx, v, mask));
    v->options.areas = NULL;
    v->options.measure = NULL;
    *out = v;
    v = NULL;
done:
    mem_free(mask);
    sct_verification_free(v);
    return status;
}

sct_status sct_verification_describe_sized(const sct_verification *v, sct_verify_info *out, size_t size)
{
    return v && out ? record_give(out, size, &v->info, sizeof v->info) : SCT_ERR_ARGUMENT;
}

sct_status sct_verification_lines_sized(const sct_verification *v, sct_verify_lines *out, size_t size)
{
    return v && out ? record_give(out, size, &v->lines, sizeof v->lines) : SCT_ERR_ARGUMENT;
}

const sct_flags *sct_verification_flags(const sct_verification *v)
{
    return v ? &v->flags : NULL;
}

sct_status sct_verification_json(sct_context *ctx, const sct_verification *v, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!v || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_verification_json needs a verification and a place for the text");
    return verify_json(ctx, v, out);
}

static sct_status give_picture(sct_context *ctx, const sct_verification *v, int quality, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!v || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "a picture needs a verification and a place for it");
    return verify_picture(ctx, v, quality, out);
}

sct_status sct_verification_png(sct_context *ctx, const sct_verification *v, sct_bytes *out)
{
    return give_picture(ctx, v, 0, out);
}

sct_status sct_verification_jpeg(sct_context *ctx, const sct_verification *v, sct_bytes *out)
{
    return give_picture(ctx, v, 90, out);
}
