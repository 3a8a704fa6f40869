/* swatch_read.c - the fields of one photo. */
#include "swatch/swatch.h"

#include <math.h>
#include <string.h>

static const double field_share = 0.6; /* of a field's width and height that is read: its rim is where films pool */
static const double most_parts = 1000;

void sct_swatch_field_init_sized(sct_swatch_field *field, size_t size)
{
    sct_swatch_field defaults = {
        .size = sizeof defaults, .wet_film_um = (double)NAN, .backing = SCT_BACKING_UNKNOWN, .state = SCT_STATE_DRAWDOWN};
    options_fill(field, size, &defaults, sizeof defaults);
}

/* The field of the sheet that is called so; null: there is none. */
static const chart_swatch *on_the_sheet(const char *name)
{
    const sct_chart *sheet = card_swatches();
    for (size_t i = 0; i < sheet->patch_count; i++)
        if (strcmp(sheet->patches[i].name, name) == 0)
            return &sheet->patches[i];
    return NULL;
}

/* What the name of a field of the sheet tells. */
static void infer(sct_swatch_field *f)
{
    int white = !f->shape && strncmp(f->name, "white", 5) == 0, black = !f->shape && strncmp(f->name, "black", 5) == 0;
    int dark = black || (!f->shape && f->name[strlen(f->name) - 1] == 'b');
    if (f->backing == SCT_BACKING_UNKNOWN)
        f->backing = dark ? SCT_BACKING_BLACK : SCT_BACKING_WHITE;
    if (white || black)
        f->bare = 1;
}

static sct_status take_field(sct_context *ctx, const sct_swatch_field *given, size_t views, sct_swatch_field *out)
{
    sct_status status = SCT_OK;
    sct_swatch_field_init(out);
    TRY(options_take(ctx, "sct_swatch_field", given, OPTIONS_SIZE(sct_swatch_field, mix), out, sizeof *out));
    if (!out->name || !*out->name || strlen(out->name) >= SWATCH_NAME_SIZE)
        FAIL(ctx, SCT_ERR_OPTION, "a field needs a name of at most %d bytes", SWATCH_NAME_SIZE - 1);
    if (!out->shape && !on_the_sheet(out->name))
        FAIL(ctx, SCT_ERR_OPTION,
             "the sheet has no field \"%s\"; its strips are A1w, A1b to B6w, B6b; elsewhere give a shape", out->name);
    TRY(option_range(ctx, "parts of water", out->parts_water, 0, most_parts));
    if (!isnan(out->wet_film_um))
        TRY(option_range(ctx, "wet film thickness (um)", out->wet_film_um, 1, 1000));
    TRY(option_range(ctx, "backing", out->backing, SCT_BACKING_UNKNOWN, SCT_BACKING_BLACK));
    TRY(option_range(ctx, "state", out->state, SCT_STATE_CUP, SCT_STATE_HEALED));
    TRY(option_range(ctx, "bare", out->bare, 0, 1));
    TRY(option_range(ctx, "mix", out->mix, 0, 1));
    if (out->shape && out->photo >= views)
        FAIL(ctx, SCT_ERR_OPTION, "the field \"%s\" is in photo %zu, and there are %zu", out->name, out->photo + 1, views);
    infer(out);
done:
    return status;
}

/* Fields of one name and backing are averaged, and so must be of one thing. */
static sct_status check_name(sct_context *ctx, const sct_swatch_field *fields, size_t last)
{
    sct_status status = SCT_OK;
    const sct_swatch_field *b = &fields[last];
    for (size_t i = 0; i < last; i++) {
        const sct_swatch_field *a = &fields[i];
        int alike = a->bare == b->bare && a->mix == b->mix && a->state == b->state &&
                    (a->bare || a->mix || fabs(a->parts_water - b->parts_water) <= 1e-9);
        if (strcmp(a->name, b->name) == 0 && a->backing == b->backing && !alike)
            FAIL(ctx, SCT_ERR_OPTION,
                 "two fields are called \"%s\" and are not of the same film; give each a name of its own", b->name);
    }
done:
    return status;
}

sct_status swatch_take_fields(sct_context *ctx, const sct_swatch_field *given, size_t count, size_t views,
                              sct_swatch_field *out)
{
    sct_status status = SCT_OK;
    if (!given || count < 1 || count > SCT_SWATCH_FIELDS_MAX)
        FAIL(ctx, SCT_ERR_ARGUMENT, "1 to %d fields can be read together", SCT_SWATCH_FIELDS_MAX);
    size_t step = given->size; /* of the caller's version of the struct */
    for (size_t i = 0; i < count; i++) {
        const sct_swatch_field *one = (const sct_swatch_field *)(const void *)((const char *)given + i * step);
        if (one->size != step)
            FAIL(ctx, SCT_ERR_ARGUMENT, "fields[%zu] was not filled by sct_swatch_field_init", i);
        TRY(take_field(ctx, one, views, &out[i]));
        TRY(check_name(ctx, out, i));
    }
done:
    return status;
}

/* ---- the sheet ---- */

static sct_status find_sheet(sct_context *ctx, const pixels_image *image, chart_homography *map)
{
    card_hit hit;
    sct_status status =
        card_find_one(ctx, card_swatches(), image,
                      "the swatch sheet was not found; show it whole, flat and in focus, its corner marks in "
                      "view, or mark the fields",
                      &hit);
    if (status == SCT_OK)
        *map = hit.map;
    return status;
}

/* The middle of a field of the sheet, as a shape in the photo. */
static sct_shape shape_of(const chart_swatch *field, const chart_homography *map)
{
    static const double corner[4][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
    sct_shape shape = {.role = SCT_ROLE_SKIN, .kind = SCT_SHAPE_POLY, .count = 8};
    for (int i = 0; i < 4; i++) {
        chart_point p = chart_homography_apply(map, field->u + field_share * corner[i][0] * field->half_width,
                                               field->v + field_share * corner[i][1] * field->half_height);
        shape.v[2 * i] = p.x + 0.5;
        shape.v[2 * i + 1] = p.y + 0.5;
    }
    return shape;
}

/* ---- one photo ---- */

static sct_status read_field(sct_context *ctx, const sct_measure_options *options, const pixels_image *image,
                             const chart_homography *map, const sct_swatch_field *field, swatch_reading *out,
                             sct_estimate *estimate)
{
    sct_context quiet = diag_quiet(ctx);
    sct_shape shape = field->shape ? *field->shape : shape_of(on_the_sheet(field->name), map);
    sct_status status = region_plain(&quiet, options, &out->correction, image, &shape, estimate, &out->flags);
    if (status == SCT_ERR_NOTHING && field->bare)
        return SCT_OK; /* white paper is often over-exposed, and can do without */
    if (status == SCT_ERR_NOTHING || status == SCT_ERR_SHAPE)
        return diag_set(ctx, status, "the field \"%s\": %s", field->name, quiet.message);
    if (status != SCT_OK)
        diag_take(ctx, &quiet);
    return status;
}

sct_status swatch_read(sct_context *ctx, const sct_measure_options *options, const sct_view *view, size_t photo,
                       const sct_swatch_field *fields, size_t count, swatch_reading *out)
{
    sct_status status = SCT_OK;
    pixels_image *image = NULL;
    chart_homography map;
    int named = 0;
    for (size_t i = 0; i < count; i++)
        named |= !fields[i].shape;
    flags_join(&out->flags, photo_flags(view->photo));
    TRY(progress_tell(ctx, SCT_STAGE_PHOTO, 0));
    TRY(chart_open_photo(ctx, view->photo, &image));
    TRY(progress_tell(ctx, SCT_STAGE_CHART, 0));
    TRY(correct_image(ctx, options, view, image, &out->flags, &out->correction));
    if (named)
        TRY(find_sheet(ctx, image, &map));
    TRY(progress_tell(ctx, SCT_STAGE_REGION, 0));
    for (size_t i = 0; i < count; i++) {
        swatch_field *f = &out->fields[i];
        *f = (swatch_field){.parts_water = fields[i].parts_water,
                            .wet_film_um = fields[i].wet_film_um,
                            .backing = fields[i].backing,
                            .state = fields[i].state,
                            .bare = fields[i].bare,
                            .mix = fields[i].mix};
        text_copy(f->name, sizeof f->name, fields[i].name);
        if (fields[i].shape && fields[i].photo != photo)
            continue;
        TRY(read_field(ctx, options, image, &map, &fields[i], out, &f->estimate));
        f->photos = f->estimate.pixels > 0;
    }
done:
    pixels_free(image);
    return status;
}
