/* engine/region/measure.c - one photo: find each wanted role, measure it, say what is weak. */
#include "region/region_private.h"

#include <math.h>
#include <string.h>

void sct_measure_options_init(sct_measure_options *options)
{
    if (!options)
        return;
    *options =
        (sct_measure_options){.size = sizeof *options, .seed = 1, .estimator = SCT_ESTIMATOR_MODE, .grey_reflectance = 0.18};
}

/* ---- where to look ---------------------------------------------------------------------------- */

static int is_wanted(const sct_view *view, sct_role role)
{
    return (view->roles >> role & 1u) != 0;
}

/* Shapes of a role; an explicit `auto` counts as none. */
static size_t shapes_of(const sct_view *view, sct_role role)
{
    size_t n = 0;
    for (size_t i = 0; i < view->shape_count; i++)
        n += view->shapes[i].role == role && view->shapes[i].kind != SCT_SHAPE_AUTO;
    return n;
}

/* Grey has no `auto`: a grey card without a shape is the chart room's to find. */
static int is_auto(const sct_view *view, sct_role role)
{
    return is_wanted(view, role) && role != SCT_ROLE_GREY && shapes_of(view, role) == 0;
}

/* Makes a box hold another; an empty one, all zero, takes it over. */
static void widen(photo_window *box, const region_spans *by)
{
    int first = box->width == 0;
    uint32_t x1 = box->x + box->width, y1 = box->y + box->height;
    box->x = first || by->x0 < box->x ? by->x0 : box->x;
    box->y = first || by->y0 < box->y ? by->y0 : box->y;
    box->width = (first || by->x1 > x1 ? by->x1 : x1) - box->x;
    box->height = (first || by->y1 > y1 ? by->y1 : y1) - box->y;
}

sct_status region_window(sct_context *ctx, const sct_view *view, photo_window *out)
{
    sct_status status = SCT_OK;
    sct_photo_info info = photo_info(view->photo);
    photo_window all = {0};
    region_spans box;

    for (size_t i = 0; i < view->shape_count; i++) {
        if (view->shapes[i].kind == SCT_SHAPE_AUTO)
            continue;
        TRY(region_box_from_shape(ctx, &view->shapes[i], info.width, info.height, &box));
        widen(&all, &box);
    }
    if (is_auto(view, SCT_ROLE_SKIN) || is_auto(view, SCT_ROLE_HAIR) || all.width == 0)
        all = (photo_window){0, 0, info.width, info.height};
    *out = all;
done:
    return status;
}

/* ---- results ---------------------------------------------------------------------------------- */

static void add_region(region_result *out, sct_role role, const sct_shape *shape, const region_spans *spans,
                       const sct_estimate *estimate, uint32_t flag_bits)
{
    static const sct_shape automatic = {.kind = SCT_SHAPE_AUTO};
    if (out->region_count == SCT_REGION_MAX)
        return;
    sct_region *region = &out->regions[out->region_count++];
    *region = (sct_region){.role = role, .estimate = *estimate, .flag_bits = flag_bits};
    region_shape_text(shape ? shape : &automatic, region->shape, sizeof region->shape);
    region->box[0] = (int32_t)spans->x0;
    region->box[1] = (int32_t)spans->y0;
    region->box[2] = (int32_t)(spans->x1 - spans->x0);
    region->box[3] = (int32_t)(spans->y1 - spans->y0);
}

/* Measures each shape of a role by itself and collects their pixels, unless `all` is null. */
static sct_status measure_shapes(sct_context *ctx, region_job *job, sct_role role, region_spans *all, region_surface *last)
{
    sct_status status = SCT_OK;
    region_spans spans = {0};
    for (size_t i = 0; i < job->view->shape_count; i++) {
        const sct_shape *shape = &job->view->shapes[i];
        if (shape->role != role || shape->kind == SCT_SHAPE_AUTO)
            continue;
        TRY(region_spans_from_shape(ctx, shape, job->width, job->height, &spans));
        TRY(region_surface_measure(ctx, job, &spans, last));
        add_region(job->out, role, shape, &spans, &last->estimate, region_surface_flags(last, role, &job->out->flags));
        if (all)
            TRY(region_spans_join(ctx, all, &spans));
        region_spans_free(&spans);
    }
done:
    region_spans_free(&spans);
    return status;
}

/* Makes the small picture and finds the skin in it. That there is none matters only to those who asked for it. */
static sct_status look_around(sct_context *ctx, region_job *job)
{
    sct_status status = SCT_OK;
    sct_context quiet = *ctx;
    TRY(region_map_new(ctx, job->image, &job->map));
    TRY(mem_new(ctx, (size_t)job->map.columns * job->map.rows, 1, (void **)&job->skin_cells));
    sct_context *report = is_auto(job->view, SCT_ROLE_SKIN) ? ctx : &quiet;
    status = region_find_skin(report, &job->map, job->skin_cells);
    if (status == SCT_ERR_NOTHING && report == &quiet)
        status = SCT_OK;
done:
    return status;
}

static sct_status measure_skin(sct_context *ctx, region_job *job)
{
    sct_status status = SCT_OK;
    region_spans spans = {0};
    region_surface surface;
    region_result *out = job->out;
    size_t shapes = shapes_of(job->view, SCT_ROLE_SKIN);

    if (shapes == 0)
        TRY(region_spans_from_cells(ctx, &job->map, job->skin_cells, &spans));
    else
        TRY(measure_shapes(ctx, job, SCT_ROLE_SKIN, &spans, &surface));
    if (shapes != 1)
        TRY(region_surface_measure(ctx, job, &spans, &surface));
    out->skin.estimate = surface.estimate;
    region_skin_describe(&out->skin);
    uint32_t gate = region_skin_gate(&out->skin, &out->flags);
    if (shapes == 0)
        add_region(out, SCT_ROLE_SKIN, NULL, &spans, &surface.estimate,
                   gate | region_surface_flags(&surface, SCT_ROLE_SKIN, &out->flags));
    if (job->labels)
        TRY(region_label_spans(ctx, job->image, &spans, &surface.model, job->width, job->labels));
done:
    region_spans_free(&spans);
    return status;
}

/* Several shapes of hair are one region: parts of the same stubble. */
static sct_status measure_hair(sct_context *ctx, region_job *job)
{
    sct_status status = SCT_OK;
    region_spans all = {0}, spans = {0};
    const sct_shape *shown = NULL;
    uint32_t bits;

    for (size_t i = 0; i < job->view->shape_count; i++) {
        const sct_shape *shape = &job->view->shapes[i];
        if (shape->role != SCT_ROLE_HAIR || shape->kind == SCT_SHAPE_AUTO)
            continue;
        TRY(region_spans_from_shape(ctx, shape, job->width, job->height, &spans));
        TRY(region_spans_join(ctx, &all, &spans));
        shown = shown ? shown : shape;
    }
    if (!shown)
        TRY(region_find_hair(ctx, job->image, &job->map, job->skin_cells, &all));
    TRY(region_measure_hair(ctx, job, &all, &job->out->hair, &bits));
    add_region(job->out, SCT_ROLE_HAIR, shown, &all, &job->out->hair.strand, bits);
done:
    region_spans_free(&spans);
    region_spans_free(&all);
    return status;
}

static sct_status measure_grey(sct_context *ctx, region_job *job)
{
    region_surface last;
    return measure_shapes(ctx, job, SCT_ROLE_GREY, NULL, &last);
}

sct_status region_measure(sct_context *ctx, const sct_measure_options *options, const sct_view *view,
                          const pixels_image *image, const sct_correction *correction, uint8_t *labels, region_result *out)
{
    sct_status status = SCT_OK;
    region_result *result = NULL;
    region_job job = {.options = options,
                      .view = view,
                      .image = image,
                      .estimator = region_estimator_get(options->estimator),
                      .correction_u95_de00 = correction->u95_de00,
                      .labels = labels};

    if (!job.estimator)
        FAIL(ctx, SCT_ERR_OPTION, "there is no estimator number %d", options->estimator);
    pixels_size(image, &job.width, &job.height);
    TRY(mem_new(ctx, 1, sizeof *result, (void **)&result));
    job.out = result;
    result->correction = *correction;
    memcpy(result->name, out->name, sizeof result->name);
    if (labels)
        memset(labels, SCT_LABEL_NONE, (size_t)job.width * job.height);
    if (is_auto(view, SCT_ROLE_SKIN) || is_auto(view, SCT_ROLE_HAIR))
        TRY(look_around(ctx, &job));
    if (is_wanted(view, SCT_ROLE_SKIN))
        TRY(measure_skin(ctx, &job));
    if (is_wanted(view, SCT_ROLE_HAIR))
        TRY(measure_hair(ctx, &job));
    if (is_wanted(view, SCT_ROLE_GREY))
        TRY(measure_grey(ctx, &job));
    TRY(progress_tell(ctx, SCT_STAGE_REGION, 1));
    *out = *result;
done:
    region_map_free(&job.map);
    mem_free(job.skin_cells);
    mem_free(result);
    return status;
}
