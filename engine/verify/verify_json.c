/* engine/verify/verify_json.c - a verification for programs: unknown is null. */
#include "verify/verify.h"

#include <math.h>

static json *lab_json(sct_lab lab)
{
    if (!isfinite(lab.L))
        return json_new_null();
    json *out = json_new_array();
    json_append(out, json_new_number(lab.L, 3));
    json_append(out, json_new_number(lab.a, 3));
    json_append(out, json_new_number(lab.b, 3));
    return out;
}

static json *pair_json(double a, double b)
{
    if (!isfinite(a) || !isfinite(b))
        return json_new_null();
    json *out = json_new_array();
    json_append(out, json_new_number(a, 4));
    json_append(out, json_new_number(b, 4));
    return out;
}

static json *verdict_json(const sct_verify_lines *l)
{
    json *out = json_new_object();
    json_set(out, "result", json_new_string(l->result));
    json_set(out, "mix", json_new_string(l->mix));
    json_set(out, "portfolio", json_new_string(l->portfolio));
    return out;
}

static json *registration_json(const sct_verify_info *i)
{
    if (!i->places)
        return json_new_null();
    json *out = json_new_object();
    json_set(out, "agreeing", json_new_number((double)i->agreeing, 0));
    json_set(out, "places", json_new_number((double)i->places, 0));
    json_set(out, "log10_chance", json_new_number(i->log10_chance, 1));
    json_set(out, "residual_px", json_new_number(i->residual_px, 2));
    json_set(out, "overlap", json_new_number(i->overlap, 3));
    return out;
}

static json *area_json(const sct_verification *v)
{
    const sct_verify_info *i = &v->info;
    json *out = json_new_object();
    json_set(out, "found", json_new_bool(i->area_found));
    json_set(out, "pixels", json_new_number((double)i->area_pixels, 0));
    json_set(out, "lab", lab_json(i->area_lab));
    json_set(out, "u95_de00", json_new_number(i->area_u95_de00, 3));
    json_set(out, "planned_lab", lab_json(v->options.planned_area_lab));
    json_set(out, "de00", json_new_number(i->area_de00, 3));
    json_set(out, "dL", json_new_number(i->dl, 3));
    json_set(out, "dL_u95", json_new_number(i->dl_u95, 3));
    json_set(out, "darkness", json_new_number(i->darkness, 5));
    json_set(out, "darkness_u95", json_new_number(i->darkness_u95, 5));
    json_set(out, "planned_darkness", json_new_number(i->planned_darkness, 5));
    json_set(out, "rests_on", json_new_string(!v->has_light ? "chart" : "ratio"));
    return out;
}

static json *dots_json(const sct_verification *v)
{
    const sct_verify_info *i = &v->info;
    json *out = json_new_object();
    json_set(out, "resolved", json_new_bool(i->dots_resolved));
    json_set(out, "resolved_before", json_new_bool(i->dots_resolved_before));
    json_set(out, "before", json_new_number((double)i->dots_before, 0));
    json_set(out, "after", json_new_number((double)i->dots_after, 0));
    json_set(out, "kept", json_new_number((double)i->kept, 0));
    json_set(out, "lost", json_new_number((double)i->lost, 0));
    json_set(out, "merged", json_new_number((double)i->merged, 0));
    json_set(out, "new", json_new_number((double)i->added, 0));
    json_set(out, "retention", json_new_number(i->retention, 4));
    json_set(out, "retention_interval", pair_json(i->retention_lo, i->retention_hi));
    json_set(out, "fading", json_new_number(i->fading, 3));
    json_set(out, "width_px", json_new_number(i->dot_px, 2));
    json_set(out, "density_per_cm2", json_new_number(i->density_per_cm2, 1));
    json_set(out, "lab", lab_json(i->dot_lab));
    json_set(out, "u95_de00", json_new_number(i->dot_u95_de00, 3));
    json_set(out, "planned_lab", lab_json(v->options.planned_dot_lab));
    json_set(out, "de00", json_new_number(i->dot_de00, 3));
    json_set(out, "dL", json_new_number(i->dot_dl, 3));
    json_set(out, "dL_u95", json_new_number(i->dot_dl_u95, 3));
    json_set(out, "outcome", json_new_string(sct_outcome_name(i->dot_outcome)));
    json_set(out, "looked_at", json_new_number((double)i->dots_looked_at, 0));
    return out;
}

static json *finding_json(int finding)
{
    return finding < 0 ? json_new_null() : json_new_bool(finding);
}

static json *evenness_json(const sct_verify_info *i)
{
    json *out = json_new_object();
    json_set(out, "asymmetric", finding_json(i->asymmetric));
    json_set(out, "darkness_left_right", json_new_number(i->asymmetry, 4));
    json_set(out, "darkness_left_right_u95", json_new_number(i->asymmetry_u95, 4));
    json_set(out, "density_left_right", json_new_number(i->density_asymmetry, 4));
    json_set(out, "density_left_right_u95", json_new_number(i->density_asymmetry_u95, 4));
    json_set(out, "uneven", finding_json(i->uneven));
    json_set(out, "unevenness", json_new_number(i->unevenness, 4));
    json_set(out, "unevenness_u95", json_new_number(i->unevenness_u95, 4));
    json_set(out, isfinite(i->mm_per_px) ? "edge_mm" : "edge_px", json_new_number(i->edge, 3));
    return out;
}

static json *flags_json(const sct_flags *flags)
{
    json *out = json_new_array();
    for (size_t i = 0; i < flags->count; i++) {
        json *item = json_new_object();
        json_set(item, "code", json_new_string(flags->items[i].code));
        json_set(item, "message", json_new_string(flags->items[i].message));
        json_set(item, "fix", json_new_string(flags->items[i].fix));
        json_append(out, item);
    }
    return out;
}

static json *next_json(const sct_verification *v)
{
    const sct_verify_info *i = &v->info;
    double dots = v->all_dots_per_cm2 > 0 ? i->next_share * v->all_dots_per_cm2 : (double)NAN;
    json *out = json_new_object();
    json_set(out, "share_set", json_new_number(i->planned ? i->share_set : (double)NAN, 3));
    json_set(out, "share", json_new_number(i->next_share, 3));
    json_set(out, "dots_per_cm2", json_new_number(dots, 1));
    json_set(out, "parts_water", json_new_number(i->next_parts_water, 2));
    return out;
}

sct_status verify_json(sct_context *ctx, const sct_verification *v, sct_bytes *out)
{
    const sct_verify_info *i = &v->info;
    json *root = json_new_object(), *self = json_new_object();
    json_set(self, "version", json_new_string(sct_version()));
    json_set(self, "schema", json_new_number(1, 0));
    json_set(root, "scalptone", self);
    json_set(root, "verdict", verdict_json(&v->lines));
    json_set(root, "outcome", json_new_string(sct_outcome_name(i->outcome)));
    json_set(root, "before", json_new_string(v->before.image ? sct_before_state_name(i->before_state) : "none"));
    json_set(root, "registration", registration_json(i));
    json_set(root, "mm_per_px", json_new_number(i->mm_per_px, 6));
    json_set(root, "area", area_json(v));
    json_set(root, "dots", dots_json(v));
    json_set(root, "evenness", evenness_json(i));
    json_set(root, "next_session", next_json(v));
    json_set(root, "quality", flags_json(&v->flags));
    sct_status status = json_print(ctx, root, 0, out);
    json_free(root);
    return status;
}
