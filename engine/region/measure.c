/* engine/region/measure.c - one photo: find each wanted role, measure it, say what is weak. */
#include "region/find/choose.h"
#include "region/find/find.h"
#include "region/hair/hair.h"

#include <math.h>
#include <string.h>

static const double window_share = 0.8;                                /* of a card's window that is looked at */
static const double window_chroma_min = 5, window_locus_z = 9;         /* as when skin is looked for anywhere */
static const double window_hue_deg[2] = {20, 90}, same_skin_de00 = 12; /* two places of one head, one of them in shade */
enum { WINDOW_PIXELS_MIN = 500 };

void sct_measure_options_init_sized(sct_measure_options *options, size_t size)
{
    sct_measure_options defaults = {.size = sizeof defaults,
                                    .seed = 1,
                                    .grey_reflectance = 0.18,
                                    .estimator = SCT_ESTIMATOR_MODE,
                                    .chart_mode = SCT_CHART_AUTO};
    options_fill(options, size, &defaults, sizeof defaults);
}

void sct_view_init_sized(sct_view *view, size_t size)
{
    sct_view defaults = {.size = sizeof defaults, .roles = 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR};
    options_fill(view, size, &defaults, sizeof defaults);
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
        n += view->shapes[i]->role == role && view->shapes[i]->kind != SCT_SHAPE_AUTO;
    return n;
}

/* Grey has no `auto`: a grey card without a shape is for the room `correct` to find. */
static int is_auto(const sct_view *view, sct_role role)
{
    return is_wanted(view, role) && role != SCT_ROLE_GREY && shapes_of(view, role) == 0;
}

/* A grey card that is looked for may lie anywhere. */
static int has_unmarked_grey(const sct_view *view)
{
    for (size_t i = 0; i < view->shape_count; i++)
        if (view->shapes[i]->role == SCT_ROLE_GREY && view->shapes[i]->kind == SCT_SHAPE_AUTO)
            return 1;
    return 0;
}

static int has_taps(const sct_view *view)
{
    size_t n = 0;
    for (size_t i = 0; i < view->shape_count; i++)
        n += (size_t)region_is_tap(view->shapes[i]);
    return n > 0;
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
        if (view->shapes[i]->kind == SCT_SHAPE_AUTO || region_is_tap(view->shapes[i]))
            continue;
        TRY(region_box_from_shape(ctx, view->shapes[i], info.width, info.height, &box));
        widen(&all, &box);
    }
    if (is_auto(view, SCT_ROLE_SKIN) || is_auto(view, SCT_ROLE_HAIR) || has_taps(view) || has_unmarked_grey(view) ||
        all.width == 0)
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

/* Skin tells what the light does to it, and with that how far its own colour and the hair's may be off. */
static void see_skin(region_job *job, sct_estimate *skin)
{
    colour_doubt_see_skin(&job->photo, skin->lab);
    colour_doubt_see_skin(&job->doubt, skin->lab);
    region_trust(skin, &skin->cov_noise, &job->doubt);
}

/* The pixels of a shape, or of what grew from a tap. */
static sct_status spans_of(sct_context *ctx, const region_job *job, const sct_shape *shape, region_spans *out)
{
    const uint8_t *cells = region_taps_cells(&job->taps, &job->map, shape);
    return cells ? region_spans_from_cells(ctx, &job->map, cells, out)
                 : region_spans_from_shape(ctx, shape, job->width, job->height, out);
}

/* Measures each shape of a role by itself and collects their pixels, unless `all` is null. */
static sct_status measure_shapes(sct_context *ctx, region_job *job, sct_role role, region_spans *all, region_surface *last)
{
    sct_status status = SCT_OK;
    region_spans spans = {0};
    for (size_t i = 0; i < job->view->shape_count; i++) {
        const sct_shape *shape = job->view->shapes[i];
        if (shape->role != role || shape->kind == SCT_SHAPE_AUTO)
            continue;
        TRY(spans_of(ctx, job, shape, &spans));
        region_stand(job, &spans);
        TRY(region_surface_measure(ctx, job, &spans, last));
        if (role == SCT_ROLE_SKIN)
            see_skin(job, &last->estimate);
        add_region(job->out, role, shape, &spans, &last->estimate, region_surface_flags(last, role, &job->out->flags));
        if (all)
            TRY(region_spans_join(ctx, all, &spans));
        region_spans_free(&spans);
    }
done:
    region_spans_free(&spans);
    return status;
}

/* ---- a card's window -------------------------------------------------------------------------- */

/* The window's middle: its edges are paper, and in the paper's shadow. */
static int window_shape(const pixels_image *image, sct_shape *out)
{
    double corners[4][2], middle[2] = {0};
    if (!pixels_hole(image, corners))
        return 0;
    for (int i = 0; i < 8; i++)
        middle[i % 2] += corners[i / 2][i % 2] / 4;
    *out = (sct_shape){.role = SCT_ROLE_SKIN, .kind = SCT_SHAPE_POLY, .count = 8};
    for (int i = 0; i < 8; i++) /* a tenth of a pixel is enough, and fits the text */
        out->v[i] = round(10 * (middle[i % 2] + window_share * (corners[i / 2][i % 2] - middle[i % 2]))) / 10;
    return 1;
}

/* Whether this could be the client and not paper or table: colours of photos stray far from those of skin. */
static int could_be_skin(sct_lab lab)
{
    double hue = atan2(lab.b, lab.a) * DEG_PER_RAD;
    return hypot(lab.a, lab.b) >= window_chroma_min && hue >= window_hue_deg[0] && hue <= window_hue_deg[1] &&
           sct_skin_locus_z(lab) <= window_locus_z;
}

/* Points job->seen to `shape` when a card's window shows skin. */
static sct_status look_through_window(sct_context *ctx, region_job *job, sct_shape *shape)
{
    sct_status status = SCT_OK;
    sct_context quiet = diag_quiet(ctx);
    region_spans spans = {0};
    region_surface surface;
    if (!is_auto(job->view, SCT_ROLE_SKIN) || !window_shape(job->image, shape))
        return SCT_OK;
    status = region_spans_from_shape(&quiet, shape, job->width, job->height, &spans);
    if (status == SCT_OK && spans.pixels >= WINDOW_PIXELS_MIN)
        status = region_surface_measure(&quiet, job, &spans, &surface);
    else if (status == SCT_OK)
        status = SCT_ERR_NOTHING;
    if (status == SCT_OK && could_be_skin(surface.estimate.lab))
        job->seen = shape;
    region_spans_free(&spans);
    if (status == SCT_ERR_SHAPE || status == SCT_ERR_NOTHING) /* nothing to see: look elsewhere */
        return SCT_OK;
    if (status != SCT_OK)
        diag_take(ctx, &quiet);
    return status;
}

/* What the map's skin looks like on average; 0 when none was found. */
static int skin_of_map(const region_job *job, sct_lab *out)
{
    double n = 0, sum[3] = {0};
    for (size_t i = 0; i < (size_t)job->map.columns * job->map.rows; i++) {
        const region_cell *cell = &job->map.cells[i];
        if (!job->skin_cells[i])
            continue;
        sum[0] += (double)cell->L;
        sum[1] += (double)cell->a;
        sum[2] += (double)cell->b;
        n += 1;
    }
    *out = (sct_lab){sum[0] / n, sum[1] / n, sum[2] / n};
    return n > 0;
}

/* Skin found elsewhere that is not of the window's colour is none: hair is then looked for around the window. */
static sct_status trust_window(sct_context *ctx, region_job *job)
{
    sct_status status = SCT_OK;
    region_spans spans = {0};
    region_surface surface;
    sct_lab elsewhere;
    TRY(region_spans_from_shape(ctx, job->seen, job->width, job->height, &spans));
    TRY(region_surface_measure(ctx, job, &spans, &surface));
    if (skin_of_map(job, &elsewhere) && sct_de2000(elsewhere, surface.estimate.lab) <= same_skin_de00)
        goto done;
    memset(job->skin_cells, 0, (size_t)job->map.columns * job->map.rows);
    for (size_t i = 0; i < spans.count; i++)
        for (uint32_t x = spans.items[i].x; x < spans.items[i].x + spans.items[i].n; x++) {
            uint32_t column = (x - job->map.window.x) / job->map.scale;
            uint32_t row = (spans.items[i].y - job->map.window.y) / job->map.scale;
            if (column < job->map.columns && row < job->map.rows)
                job->skin_cells[(size_t)row * job->map.columns + column] = 1;
        }
done:
    region_spans_free(&spans);
    return status;
}

/* What was tapped as skin is the skin, and what was tapped as hair is none. Returns how many taps there are. */
static size_t take_taps(region_job *job, sct_role role, uint8_t is_skin)
{
    size_t n = (size_t)job->map.columns * job->map.rows, count = 0;
    for (size_t k = 0; k < job->taps.count; k++) {
        if (job->taps.shapes[k]->role != role)
            continue;
        count++;
        for (size_t i = 0; i < n; i++)
            if (job->taps.cells[k * n + i])
                job->skin_cells[i] = is_skin;
    }
    return count;
}

/* Makes the small picture and finds the skin in it. That there is none matters only to those who asked for it. */
static sct_status look_around(sct_context *ctx, region_job *job)
{
    sct_status status = SCT_OK;
    sct_context quiet = diag_quiet(ctx);
    TRY(region_map_new(ctx, job->image, &job->map));
    TRY(region_taps_grow(ctx, &job->map, job->view, job->width, job->height, &job->taps));
    TRY(mem_new(ctx, (size_t)job->map.columns * job->map.rows, 1, (void **)&job->skin_cells));
    if (take_taps(job, SCT_ROLE_SKIN, 1) || !(is_auto(job->view, SCT_ROLE_SKIN) || is_auto(job->view, SCT_ROLE_HAIR)))
        goto done;
    sct_context *report = is_auto(job->view, SCT_ROLE_SKIN) && !job->seen ? ctx : &quiet;
    status = region_find_skin(report, &job->map, job->skin_cells);
    if (status == SCT_ERR_NOTHING && report == &quiet)
        status = SCT_OK;
    if (status == SCT_OK && job->seen)
        TRY(trust_window(ctx, job));
    take_taps(job, SCT_ROLE_HAIR, 0);
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

    if (shapes == 0 && job->seen)
        TRY(region_spans_from_shape(ctx, job->seen, job->width, job->height, &spans));
    else if (shapes == 0)
        TRY(region_spans_from_cells(ctx, &job->map, job->skin_cells, &spans));
    else
        TRY(measure_shapes(ctx, job, SCT_ROLE_SKIN, &spans, &surface));
    region_stand(job, &spans);
    if (shapes != 1)
        TRY(region_surface_measure(ctx, job, &spans, &surface));
    TRY(region_check_chart(ctx, job, surface.estimate.lab, "skin"));
    see_skin(job, &surface.estimate);
    out->skin.estimate = surface.estimate;
    region_skin_describe(&out->skin);
    uint32_t gate = region_skin_gate(&out->skin, &out->correction, &out->flags);
    if (shapes == 0)
        add_region(out, SCT_ROLE_SKIN, job->seen, &spans, &surface.estimate,
                   gate | region_surface_flags(&surface, SCT_ROLE_SKIN, &out->flags));
    if (shapes == 0 && job->seen)
        flags_add(&out->flags, "skin-in-window", 0,
                  "the skin is what the card's window shows, and nothing else of the photo",
                  "if that is not bare skin, move the card or mark the skin");
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
        const sct_shape *shape = job->view->shapes[i];
        if (shape->role != SCT_ROLE_HAIR || shape->kind == SCT_SHAPE_AUTO)
            continue;
        TRY(spans_of(ctx, job, shape, &spans));
        TRY(region_spans_join(ctx, &all, &spans));
        shown = shown ? shown : shape;
    }
    TRY(shown ? region_measure_hair(ctx, job, &all, &job->out->hair, &bits) : region_choose_hair(ctx, job, &all, &bits));
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
    sct_shape window;
    region_job job = {.options = options,
                      .view = view,
                      .image = image,
                      .estimator = region_estimator_get((int)options->estimator),
                      .photo = {.de00 = correction->u95_de00},
                      .labels = labels};

    if (!job.estimator)
        FAIL(ctx, SCT_ERR_OPTION, "there is no estimator number %d", options->estimator);
    if (pixels_get_doubt(image))
        job.photo = *pixels_get_doubt(image);
    job.doubt = job.photo;
    pixels_size(image, &job.width, &job.height);
    TRY(mem_new(ctx, 1, sizeof *result, (void **)&result));
    job.out = result;
    result->correction = *correction;
    memcpy(result->name, out->name, sizeof result->name);
    if (labels)
        memset(labels, SCT_LABEL_NONE, (size_t)job.width * job.height);
    if (pixels_are_grey(image) && is_auto(view, SCT_ROLE_SKIN))
        FAIL(ctx, SCT_ERR_NOTHING,
             "the photo is black and white: no skin can be told by its colour; take the colour original");
    if (pixels_are_grey(image))
        flags_add(&result->flags, "no-colour", 1,
                  "the photo is black and white: it has lightness to measure, and no colours", "take the colour original");
    TRY(look_through_window(ctx, &job, &window));
    if (is_auto(view, SCT_ROLE_SKIN) || is_auto(view, SCT_ROLE_HAIR) || has_taps(view))
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
    out->hair_missed = result && result->hair_missed;
    region_map_free(&job.map);
    region_taps_free(&job.taps);
    mem_free(job.skin_cells);
    mem_free(job.background);
    mem_free(result);
    return status;
}
