/*
 * engine/report/report_json.c - measured things as JSON (schema version 1).
 *
 * Every key is always there; what is not known is null. Lab is D50, 2 degree
 * observer, specular excluded, unless a key says otherwise.
 *
 * Numbers are rounded for people. Of a measurement, which may be ranked again
 * from its JSON, "exact" beside them has each in full, and what people do not
 * look at: engine/report/read/ reads it back, and refuses a text in which both
 * differ.
 */
#include "report/report_private.h"

#include <math.h>

static json *text_or_null(const char *text)
{
    return text && *text ? json_new_string(text) : json_new_null();
}

static json *numbers(const double *values, size_t count, int decimals)
{
    json *array = json_new_array();
    for (size_t i = 0; i < count; i++)
        json_append(array, json_new_number(values[i], decimals));
    return array;
}

json *report_lab(sct_lab lab)
{
    double values[] = {lab.L, lab.a, lab.b};
    if (!(isfinite(lab.L) && isfinite(lab.a) && isfinite(lab.b)))
        return json_new_null();
    return numbers(values, 3, DECIMALS_LAB);
}

json *report_exact_list(const double *values, size_t count)
{
    json *array = json_new_array();
    for (size_t i = 0; i < count; i++)
        json_append(array, json_new_exact(values[i]));
    return array;
}

json *report_exact_lab(sct_lab lab)
{
    double values[] = {lab.L, lab.a, lab.b};
    if (!(isfinite(lab.L) && isfinite(lab.a) && isfinite(lab.b)))
        return json_new_null();
    return report_exact_list(values, 3);
}

json *report_exact_cov(const sct_cov *cov)
{
    json *rows = json_new_array();
    for (int i = 0; i < 3; i++)
        json_append(rows, report_exact_list(cov->m[i], 3));
    return rows;
}

static void set_exact_estimate(json *o, const sct_estimate *e)
{
    json_set(o, "lab", report_exact_lab(e->lab));
    json_set(o, "cov", report_exact_cov(&e->cov));
    json_set(o, "cov_noise", report_exact_cov(&e->cov_noise));
    json_set(o, "u95_de00", json_new_exact(e->u95_de00));
}

json *report_sd(const sct_cov *cov)
{
    double sd[3];
    for (int i = 0; i < 3; i++)
        sd[i] = sqrt(cov->m[i][i]);
    return numbers(sd, 3, DECIMALS_SD);
}

static json *covariance(const sct_cov *cov)
{
    json *rows = json_new_array();
    for (int i = 0; i < 3; i++)
        json_append(rows, numbers(cov->m[i], 3, DECIMALS_COV));
    return rows;
}

static json *interval(double lo, double hi, int decimals)
{
    double ends[] = {lo, hi};
    return isfinite(lo) && isfinite(hi) ? numbers(ends, 2, decimals) : json_new_null();
}

json *report_program(void)
{
    json *o = json_new_object();
    json_set(o, "version", json_new_string(sct_version()));
    json_set(o, "schema", json_new_number(REPORT_SCHEMA, DECIMALS_COUNT));
    return o;
}

json *report_photo(const sct_photo_info *info)
{
    json *o = json_new_object(), *profile = json_new_object();
    json_set(o, "width", json_new_number(info->width, DECIMALS_COUNT));
    json_set(o, "height", json_new_number(info->height, DECIMALS_COUNT));
    json_set(o, "orientation", json_new_number(info->orientation, DECIMALS_COUNT));
    json_set(profile, "name", text_or_null(info->profile_name));
    json_set(profile, "source", json_new_string(sct_profile_source_name(info->profile_source)));
    json_set(o, "profile", profile);
    json_set(o, "bit_depth", json_new_number(info->bit_depth, DECIMALS_COUNT));
    return o;
}

json *report_correction(const sct_correction *c)
{
    json *o = json_new_object();
    json_set(o, "kind", json_new_string(sct_correction_kind_name(c->kind)));
    json_set(o, "chart", text_or_null(c->chart));
    json_set(o, "patches_used", json_new_number(c->patches_used, DECIMALS_COUNT));
    json_set(o, "loo_de00_mean", json_new_number(c->loo_de00_mean, DECIMALS_DE));
    json_set(o, "loo_de00_max", json_new_number(c->loo_de00_max, DECIMALS_DE));
    json_set(o, "u95_de00", json_new_number(c->u95_de00, DECIMALS_DE));
    json_set(o, "mm_per_px", c->mm_per_px > 0 ? json_new_number(c->mm_per_px, DECIMALS_SCALE) : json_new_null());
    return o;
}

static json *exact_correction(const sct_correction *c)
{
    json *o = report_correction(c), *exact = json_new_object();
    json_set(exact, "loo_de00_mean", json_new_exact(c->loo_de00_mean));
    json_set(exact, "loo_de00_max", json_new_exact(c->loo_de00_max));
    json_set(exact, "u95_de00", json_new_exact(c->u95_de00));
    json_set(exact, "mm_per_px", c->mm_per_px > 0 ? json_new_exact(c->mm_per_px) : json_new_null());
    json_set(o, "exact", exact);
    return o;
}

static json *undertone(const sct_skin *skin)
{
    json *o = json_new_object();
    json_set(o, "label", text_or_null(skin->undertone));
    json_set(o, "z", json_new_number(skin->undertone_z, 2));
    return o;
}

static json *monk(const sct_skin *skin)
{
    json *o = json_new_object();
    json_set(o, "tone", skin->monk_tone ? json_new_number(skin->monk_tone, DECIMALS_COUNT) : json_new_null());
    json_set(o, "de00", json_new_number(skin->monk_de00, DECIMALS_DE));
    return o;
}

json *report_skin(const sct_skin *skin)
{
    const sct_estimate *e = &skin->estimate;
    if (e->pixels == 0)
        return json_new_null();
    json *o = json_new_object();
    json_set(o, "lab", report_lab(e->lab));
    json_set(o, "sd", report_sd(&e->cov));
    json_set(o, "cov", covariance(&e->cov));
    json_set(o, "u95_de00", json_new_number(e->u95_de00, DECIMALS_DE));
    json_set(o, "pixels", json_new_number((double)e->pixels, DECIMALS_COUNT));
    json_set(o, "lab_d65", report_lab(skin->lab_d65));
    json_set(o, "ita_deg", json_new_number(skin->ita_deg, DECIMALS_ANGLE));
    json_set(o, "ita_interval_deg", interval(skin->ita_lo_deg, skin->ita_hi_deg, DECIMALS_ANGLE));
    json_set(o, "ita_class", text_or_null(skin->ita_class));
    json_set(o, "undertone", undertone(skin));
    json_set(o, "monk", monk(skin));
    return o;
}

static json *exact_skin(const sct_skin *skin)
{
    if (skin->estimate.pixels == 0)
        return json_new_null();
    json *o = report_skin(skin), *exact = json_new_object();
    set_exact_estimate(exact, &skin->estimate);
    json_set(exact, "lab_d65", report_exact_lab(skin->lab_d65));
    json_set(exact, "ita_deg", json_new_exact(skin->ita_deg));
    json_set(exact, "ita_lo_deg", json_new_exact(skin->ita_lo_deg));
    json_set(exact, "ita_hi_deg", json_new_exact(skin->ita_hi_deg));
    json_set(exact, "undertone_z", json_new_exact(skin->undertone_z));
    json_set(exact, "monk_de00", json_new_exact(skin->monk_de00));
    json_set(exact, "locus_z", json_new_exact(skin->locus_z));
    json_set(o, "exact", exact);
    return o;
}

json *report_hair(const sct_hair *hair)
{
    sct_lab unknown = {(double)NAN, (double)NAN, (double)NAN};
    if (hair->kind == SCT_HAIR_NONE)
        return json_new_null();
    json *o = json_new_object();
    json_set(o, "kind", json_new_string(sct_hair_kind_name(hair->kind)));
    json_set(o, "strand_lab", report_lab(hair->strand.lab));
    json_set(o, "shadow_lab", report_lab(hair->shadow.pixels ? hair->shadow.lab : unknown));
    json_set(o, "sd", report_sd(&hair->strand.cov));
    json_set(o, "u95_de00", json_new_number(hair->strand.u95_de00, DECIMALS_DE));
    json_set(o, "shadow_sd", hair->shadow.pixels ? report_sd(&hair->shadow.cov) : json_new_null());
    json_set(o, "shadow_u95_de00",
             hair->shadow.pixels ? json_new_number(hair->shadow.u95_de00, DECIMALS_DE) : json_new_null());
    json_set(o, "coverage", json_new_number(hair->coverage, DECIMALS_SHARE));
    json_set(o, "grey_fraction", json_new_number(hair->grey_fraction, DECIMALS_SHARE));
    json_set(o, "grey_interval", interval(hair->grey_lo, hair->grey_hi, DECIMALS_SHARE));
    json_set(o, "density_per_cm2", json_new_number(hair->density_per_cm2, 1));
    json_set(o, "hair_width_mm", json_new_number(hair->width_mm, DECIMALS_MM));
    json_set(o, "pixels", json_new_number((double)hair->strand.pixels, DECIMALS_COUNT));
    return o;
}

/* The shadow of the area, with its own pixels; null for grown hair, which has none. */
static json *exact_shadow(const sct_estimate *shadow)
{
    if (shadow->pixels == 0)
        return json_new_null();
    json *o = json_new_object();
    set_exact_estimate(o, shadow);
    json_set(o, "pixels", json_new_number((double)shadow->pixels, DECIMALS_COUNT));
    return o;
}

static json *exact_hair(const sct_hair *hair)
{
    if (hair->kind == SCT_HAIR_NONE)
        return json_new_null();
    json *o = report_hair(hair), *exact = json_new_object();
    set_exact_estimate(exact, &hair->strand);
    json_set(exact, "shadow", exact_shadow(&hair->shadow));
    json_set(exact, "coverage", json_new_exact(hair->coverage));
    json_set(exact, "grey_fraction", json_new_exact(hair->grey_fraction));
    json_set(exact, "grey_lo", json_new_exact(hair->grey_lo));
    json_set(exact, "grey_hi", json_new_exact(hair->grey_hi));
    json_set(exact, "density_per_cm2", json_new_exact(hair->density_per_cm2));
    json_set(exact, "hair_width_mm", json_new_exact(hair->width_mm));
    json_set(exact, "hair_width_px", json_new_exact(hair->fibre_width_px));
    json_set(exact, "hairs", json_new_number((double)hair->fibres, DECIMALS_COUNT));
    json_set(o, "exact", exact);
    return o;
}

json *report_quality(const sct_flags *flags)
{
    json *list = json_new_array();
    for (size_t i = 0; i < flags->count; i++) {
        const flag_item *flag = &flags->items[i];
        json *o = json_new_object();
        json_set(o, "code", json_new_string(flag->code));
        json_set(o, "message", json_new_string(flag->message));
        json_set(o, "fix", json_new_string(flag->fix));
        json_set(o, "forbids_pick", json_new_bool(flag->forbids_pick));
        json_append(list, o);
    }
    return list;
}

static json *region_flags(const sct_region *region, const sct_flags *flags)
{
    json *codes = json_new_array();
    for (size_t i = 0; i < flags->count && i < 32; i++)
        if (region->flag_bits >> i & 1u)
            json_append(codes, json_new_string(flags->items[i].code));
    return codes;
}

static json *exact_region(const sct_region *region)
{
    json *o = json_new_object(), *box = json_new_array();
    for (int i = 0; i < 4; i++)
        json_append(box, json_new_number(region->box[i], DECIMALS_COUNT));
    set_exact_estimate(o, &region->estimate);
    json_set(o, "box", box);
    return o;
}

static json *region_list(const sct_measurement *m)
{
    json *list = json_new_array();
    for (size_t i = 0; i < m->region_count; i++) {
        const sct_region *region = &m->regions[i];
        const sct_estimate *e = &region->estimate;
        json *o = json_new_object();
        json_set(o, "role", json_new_string(sct_role_name(region->role)));
        json_set(o, "photo", json_new_number(region->photo, DECIMALS_COUNT));
        json_set(o, "shape", json_new_string(region->shape));
        json_set(o, "lab", report_lab(e->lab));
        json_set(o, "sd", report_sd(&e->cov));
        json_set(o, "cov", covariance(&e->cov));
        json_set(o, "u95_de00", json_new_number(e->u95_de00, DECIMALS_DE));
        json_set(o, "pixels", json_new_number((double)e->pixels, DECIMALS_COUNT));
        json_set(o, "flags", region_flags(region, &m->flags));
        json_set(o, "exact", exact_region(region));
        json_append(list, o);
    }
    return list;
}

static json *scale_of(const sct_scale *scale)
{
    if (!(scale->mm_per_px > 0))
        return json_new_null();
    json *o = json_new_object();
    json_set(o, "mm_per_px", json_new_number(scale->mm_per_px, DECIMALS_SCALE));
    json_set(o, "source", json_new_string(sct_scale_source_name(scale->source)));
    json_set(o, "assumed", json_new_bool(scale->assumed));
    json_set(o, "u95_factor", json_new_number(scale->u95_factor, DECIMALS_SHARE));
    return o;
}

static json *exact_photo(const sct_photo_info *info, const sct_scale *scale, double apart_de00)
{
    json *o = json_new_object();
    json_set(o, "format", json_new_string(info->format));
    json_set(o, "channels", json_new_number(info->channels, DECIMALS_COUNT));
    json_set(o, "has_alpha", json_new_bool(info->has_alpha));
    json_set(o, "lossy", json_new_bool(info->lossy));
    json_set(o, "apart_de00", json_new_exact(apart_de00));
    if (scale->mm_per_px > 0) {
        json_set(o, "mm_per_px", json_new_exact(scale->mm_per_px));
        json_set(o, "scale_u95_factor", json_new_exact(scale->u95_factor));
    }
    return o;
}

json *report_photos(const sct_measurement *m, int in_full)
{
    json *list = json_new_array();
    for (size_t i = 0; i < m->photo_count; i++) {
        const sct_correction *c = &m->corrections[i];
        json *photo = report_photo(&m->photos[i]);
        json_set(photo, "correction", in_full ? exact_correction(c) : report_correction(c));
        json_set(photo, "scale", scale_of(&m->scales[i]));
        json_set(photo, "apart_de00", json_new_number(m->apart_de00[i], DECIMALS_DE));
        json_set(photo, "left_out", json_new_bool(m->left_out >> i & 1u));
        if (in_full)
            json_set(photo, "exact", exact_photo(&m->photos[i], &m->scales[i], m->apart_de00[i]));
        json_append(list, photo);
    }
    return list;
}

sct_status report_measurement(sct_context *ctx, const sct_measurement *m, sct_bytes *out)
{
    json *root = json_new_object(), *exact = json_new_object();
    json_set(root, "scalptone", report_program());
    json_set(root, "photo", m->photo_count ? report_photo(&m->photos[0]) : json_new_null());
    json_set(root, "photos", report_photos(m, 1));
    json_set(root, "correction", exact_correction(&m->correction));
    json_set(root, "skin", exact_skin(&m->skin));
    json_set(root, "hair", exact_hair(&m->hair));
    json_set(root, "between_photos_de00", json_new_number(m->between_photos_de00, DECIMALS_DE));
    json_set(root, "regions", region_list(m));
    json_set(root, "quality", report_quality(&m->flags));
    json_set(exact, "between_photos_de00", json_new_exact(m->between_photos_de00));
    json_set(root, "exact", exact);
    sct_status status = json_print(ctx, root, 0, out);
    json_free(root);
    return status;
}
