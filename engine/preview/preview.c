/* engine/preview/preview.c - a photo made ready for inks: scale, pixels, area. */
#include "preview/preview_painter.h"
#include "region/region.h"

#include <math.h>
#include <string.h>

const double preview_mm_per_px_least = 0.002, preview_mm_per_px_most = 2;
/* Standard deviation of a Gaussian that leaves a tenth of the contrast at 30 cycles a degree, the finest grating that an
 * eye of normal acuity (one arc minute) tells from grey: sqrt(ln 10 / 2) / (30 pi) degrees. */
static const double EYE_ARC_MINUTES = 0.683;
static const double HEAD_SHARE = 0.4;   /* of the photo's width: what is narrower is a part of a head */
static const double NARROW_SHARE = 0.5; /* of a small area's half width, for its edge */

/* ---- scale ---- */

/* Hairs tell the scale where the lens does not widen them, and heads where the photo shows one. */
static void assume_scale(sct_preview *p, double labelled_px)
{
    const sct_preview_options *o = &p->options;
    double photo_px = p->info.photo.width;
    int head = labelled_px > HEAD_SHARE * photo_px;
    p->info.scale_source = head ? SCT_SCALE_HEAD : SCT_SCALE_PHOTO;
    p->info.mm_per_px = o->head_mm / (head ? labelled_px : photo_px);
    double by_hair = region_scale_of_hair(o->hair_px);
    if (isfinite(by_hair)) {
        p->info.scale_source = SCT_SCALE_HAIR;
        p->info.mm_per_px = by_hair;
    }
}

static void flag_scale(sct_preview *p)
{
    if (p->info.scale_source == SCT_SCALE_HAIR)
        flags_addf(&p->info.flags, "scale-assumed", 0, "lay a card of known size in view, or give the scale",
                   "scale assumed: the hairs are taken to be %.3f mm wide, which people differ from by a quarter",
                   REGION_HAIR_MM);
    else
        flags_addf(&p->info.flags, "scale-assumed", 0, "lay a card of known size in view, or give the scale",
                   "scale assumed: %s is taken to be %.0f mm wide, so dots may be too large or too small",
                   p->info.scale_source == SCT_SCALE_HEAD ? "the head" : "the photo", p->options.head_mm);
}

static sct_status take_scale(sct_context *ctx, sct_preview *p)
{
    sct_status status = SCT_OK;
    const sct_preview_options *o = &p->options;
    double wide = 0;
    p->info.scale_source = o->scale_source;
    p->info.mm_per_px = o->mm_per_px;
    if (o->mm_per_px > 0) {
        if (region_scale_is_assumed(o->scale_source))
            flag_scale(p);
        return SCT_OK;
    }
    if (o->labels)
        TRY(preview_labels_width(ctx, o->labels, p->info.photo.width, p->info.photo.height, &wide));
    assume_scale(p, wide);
    if (!(p->info.mm_per_px >= preview_mm_per_px_least && p->info.mm_per_px <= preview_mm_per_px_most))
        FAIL(ctx, SCT_ERR_OPTION,
             "no scale is known, and a head as wide as what is seen would make a pixel %.3g mm; give it", p->info.mm_per_px);
    flag_scale(p);
done:
    return status;
}

/* ---- photo ---- */

static sct_status open_photo(sct_context *ctx, sct_preview *p)
{
    sct_status status = SCT_OK;
    photo_frame frame = {0};
    pixels_encoder *encoder = NULL;
    sct_photo_info *info = &p->info.photo;
    TRY(photo_decode(ctx, p->photo, (photo_window){0, 0, info->width, info->height}, &frame));
    TRY(pixels_from(ctx, p->photo, &frame, &p->info.flags, &p->image));
    pixels_profile_name(p->image, info->profile_name);
    info->profile_source = pixels_profile_source(p->image);
    TRY(pixels_encoder_new(ctx, p->image, p->options.bits, &encoder));
    p->info.converted = !pixels_encoder_is_own(encoder);
    if (p->info.converted)
        flags_add(&p->info.flags, "space-converted", 0, "the photo's colour space has no exact inverse; the picture is sRGB",
                  "export the photo as sRGB or Display P3 to keep its own numbers");
done:
    photo_frame_free(&frame);
    pixels_encoder_free(encoder);
    return status;
}

/* ---- area ---- */

/* The box around what is labelled a chart: pictures for people leave it out. */
static void find_chart(sct_preview *p)
{
    const sct_photo_info *photo = &p->info.photo;
    uint32_t x0 = photo->width, x1 = 0, y0 = photo->height, y1 = 0;
    for (uint32_t y = 0; y < photo->height; y++) {
        const uint8_t *row = p->options.labels + (size_t)y * photo->width;
        const uint8_t *first = memchr(row, SCT_LABEL_CHART, photo->width);
        if (!first)
            continue;
        uint32_t from = (uint32_t)(first - row), to = photo->width - 1;
        while (row[to] != SCT_LABEL_CHART)
            to--;
        x0 = from < x0 ? from : x0;
        x1 = to > x1 ? to : x1;
        y0 = y < y0 ? y : y0;
        y1 = y;
    }
    if (x0 > x1)
        return;
    p->info.chart[0] = x0;
    p->info.chart[1] = y0;
    p->info.chart[2] = x1 + 1 - x0;
    p->info.chart[3] = y1 + 1 - y0;
}

static size_t count_shapes(const sct_preview_options *o)
{
    size_t n = 0;
    for (size_t i = 0; i < o->area_count; i++)
        n += o->areas[i]->kind != SCT_SHAPE_AUTO;
    return n;
}

static sct_status area_from_shapes(sct_context *ctx, sct_preview *p, const uint8_t *labels)
{
    sct_status status = SCT_OK;
    const sct_preview_options *o = &p->options;
    const sct_photo_info *photo = &p->info.photo;
    uint8_t *mask = NULL;
    TRY(mem_new(ctx, photo->width, photo->height, (void **)&mask));
    for (size_t i = 0; i < o->area_count; i++)
        if (o->areas[i]->kind != SCT_SHAPE_AUTO)
            TRY(region_mask_add(ctx, "the area", o->areas[i], photo->width, photo->height, mask));
    TRY(preview_area_from_mask(ctx, mask, labels, photo->width, photo->height, &p->area));
done:
    mem_free(mask);
    return status;
}

/* The caller's labels with all of the stubble; null without any. Free with mem_free. */
static sct_status spread_labels(sct_context *ctx, const sct_preview *p, uint8_t **out)
{
    sct_status status = SCT_OK;
    const sct_photo_info *photo = &p->info.photo;
    uint8_t *labels = NULL;
    if (!p->options.labels)
        return SCT_OK;
    TRY(mem_new(ctx, photo->width, photo->height, (void **)&labels));
    memcpy(labels, p->options.labels, (size_t)photo->width * photo->height);
    TRY(region_spread_hair(ctx, p->image, labels));
    *out = labels;
    labels = NULL;
done:
    mem_free(labels);
    return status;
}

static sct_status area_from_hairline(sct_context *ctx, sct_preview *p, const uint8_t *labels)
{
    const sct_shape *line = p->options.hairline;
    const sct_photo_info *photo = &p->info.photo;
    double v[2 * SCT_POLY_MAX];
    if (!labels)
        return diag_set(ctx, SCT_ERR_NOTHING, "a hairline was given, but no labels to look for the scalp in");
    for (size_t i = 0; i < line->count; i++)
        v[i] = line->percent[i] ? line->v[i] / 100 * (i % 2 ? photo->height : photo->width) : line->v[i];
    return preview_area_from_hairline(ctx, labels, photo->width, photo->height, v, line->count / 2, &p->area);
}

static sct_status take_area(sct_context *ctx, sct_preview *p)
{
    sct_status status = SCT_OK;
    const sct_preview_options *o = &p->options;
    double mm = p->info.mm_per_px;
    uint8_t *labels = NULL;
    TRY(spread_labels(ctx, p, &labels));
    if (count_shapes(o)) {
        TRY(area_from_shapes(ctx, p, labels));
    } else if (o->hairline) {
        TRY(area_from_hairline(ctx, p, labels));
    } else if (!labels) {
        FAIL(ctx, SCT_ERR_NOTHING, "no area to treat was given, and no labels to look for one in");
    } else {
        TRY(preview_area_from_labels(ctx, labels, p->info.photo.width, p->info.photo.height, o->reach_mm / mm, &p->area));
        p->info.area_found = 1;
        flags_addf(&p->info.flags, "area-assumed", 0, "look at the picture, and show the area where it is wrong",
                   "the area was looked for, not shown: bare skin within %.0f mm of hair", o->reach_mm);
    }
    p->edge_px = fmin(o->edge_mm / mm, NARROW_SHARE * (double)p->area.deepest);
    p->info.area_pixels = p->area.pixels;
    p->info.area_mm2 = (double)p->area.pixels * mm * mm;
    p->info.edge_mm = p->edge_px * mm;
    p->info.box[0] = p->area.x0;
    p->info.box[1] = p->area.y0;
    p->info.box[2] = p->area.x1 - p->area.x0;
    p->info.box[3] = p->area.y1 - p->area.y0;
    TRY(preview_gloss_learn(ctx, p->image, &p->area, mm, o->labels,
                            &p->gloss)); /* labels with stubble spread have less skin */
done:
    mem_free(labels);
    return status;
}

/* ---- the whole ---- */

sct_status preview_open(sct_context *ctx, const sct_photo *photo, const sct_preview_options *options, sct_preview **out)
{
    sct_status status = SCT_OK;
    sct_preview *p = NULL;
    TRY(mem_new(ctx, 1, sizeof *p, (void **)&p));
    p->photo = photo;
    p->options = *options;
    p->info.photo = photo_info(photo);
    p->info.seed = p->options.seed;
    p->info.skin_u95_de00 = p->options.skin_u95_de00;
    p->info.view = (sct_view_from)p->options.view;
    flags_join(&p->info.flags, photo_flags(photo));
    TRY(take_scale(ctx, p));
    TRY(open_photo(ctx, p));
    TRY(take_area(ctx, p));
    if (p->options.labels)
        find_chart(p);
    if (p->info.view == SCT_VIEW_FAR)
        p->info.blur_mm = 1000 * p->options.distance_m * EYE_ARC_MINUTES / 60 * NUM_PI / 180;
    p->options.areas = NULL;
    p->options.labels = NULL;
    *out = p;
    p = NULL;
done:
    sct_preview_free(p);
    return status;
}

void sct_preview_free(sct_preview *p)
{
    if (!p)
        return;
    preview_area_free(&p->area);
    preview_gloss_free(&p->gloss);
    preview_ground_free(&p->ground);
    pixels_free(p->image);
    mem_free(p);
}

const preview_facts *preview_info(const sct_preview *preview)
{
    return &preview->info;
}

const sct_preview_options *preview_options(const sct_preview *preview)
{
    return &preview->options;
}

preview_shown *preview_last(sct_preview *preview)
{
    return &preview->shown;
}

const preview_shown *preview_last_shown(const sct_preview *preview)
{
    return &preview->shown;
}

const sct_photo *preview_photo(const sct_preview *preview)
{
    return preview->photo;
}
