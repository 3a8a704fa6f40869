/* engine/report/report_preview.c - what a preview shows, as JSON. */
#include "report/report_private.h"

static json *scale_of(const preview_facts *info)
{
    json *object = json_new_object();
    json_set(object, "mm_per_px", json_new_number(info->mm_per_px, 6));
    json_set(object, "source", json_new_string(sct_scale_source_name(info->scale_source)));
    json_set(object, "assumed", json_new_bool(region_scale_is_assumed(info->scale_source)));
    return object;
}

static json *area_of(const preview_facts *info)
{
    json *object = json_new_object(), *box = json_new_array();
    for (int i = 0; i < 4; i++)
        json_append(box, json_new_number(info->box[i], DECIMALS_COUNT));
    json_set(object, "found", json_new_bool(info->area_found));
    json_set(object, "pixels", json_new_number((double)info->area_pixels, DECIMALS_COUNT));
    json_set(object, "mm2", json_new_number(info->area_mm2, 2));
    json_set(object, "box", box);
    json_set(object, "edge_mm", json_new_number(info->edge_mm, DECIMALS_MM));
    return object;
}

static json *look_of(const sct_look *look, const preview_result *result)
{
    json *object = json_new_object(), *ties = json_new_array();
    for (size_t i = 0; i < look->tie_count; i++)
        json_append(ties, json_new_number((double)look->tied_with[i], DECIMALS_COUNT));
    json_set(object, "rank", look->rank ? json_new_number((double)look->rank, DECIMALS_COUNT) : json_new_null());
    json_set(object, "tied_with", ties);
    json_set(object, "ink", json_new_string(look->ink));
    json_set(object, "parts_water", json_new_number(look->parts_water, 4));
    json_set(object, "density_per_cm2", json_new_number(look->density_per_cm2, 2));
    json_set(object, "dot_radius_mm", json_new_number(look->dot_radius_mm, DECIMALS_MM));
    json_set(object, "age", json_new_string(sct_age_name(look->when.age)));
    json_set(object, "years", json_new_number(look->when.years, 2));
    json_set(object, "ink_left", json_new_number(look->ink_left, DECIMALS_SHARE));
    json_set(object, "skin_lab", report_lab(look->skin_lab));
    json_set(object, "dot_lab", report_lab(look->dot_lab));
    json_set(object, "area_lab", report_lab(look->area_lab));
    json_set(object, "rendered_lab", result->core_pixels ? report_lab(result->area_lab) : json_new_null());
    json_set(object, "rendered_de00", result->core_pixels ? json_new_number(result->de00, DECIMALS_DE) : json_new_null());
    json_set(object, "dots", json_new_number((double)result->dots, DECIMALS_COUNT));
    json_set(object, "shine_share",
             result->core_pixels ? json_new_number(result->shine_share, DECIMALS_SHARE) : json_new_null());
    json_set(object, "rests_on", json_new_string(look->rests_on));
    json_set(object, "quality", report_quality(&result->flags));
    return object;
}

static void assume(json *list, const char *name, double value, const char *unit, const char *source, const char *option)
{
    json *object = json_new_object();
    json_set(object, "name", json_new_string(name));
    json_set(object, "value", json_new_number(value, 6));
    json_set(object, "unit", json_new_string(unit));
    json_set(object, "source", json_new_string(source));
    json_set(object, "editable_by", json_new_string(option));
    json_append(list, object);
}

static json *assumptions_of(const preview_facts *info, const sct_look *looks, size_t count)
{
    json *list = json_new_array();
    if (region_scale_is_assumed(info->scale_source))
        assume(list, "scale", info->mm_per_px, "mm per pixel",
               info->scale_source == SCT_SCALE_HAIR ? "the usual width of a hair" : "the width of a head", "--scale");
    if (info->area_found)
        assume(list, "area", info->area_mm2, "mm2", "bare skin beside hair, as labelled", "--area");
    assume(list, "edge", info->edge_mm, "mm", "dots thin out towards the edge of the area", "--edge");
    if (info->view == SCT_VIEW_FAR)
        assume(list, "blur of the eye", info->blur_mm, "mm", "a tenth of the contrast left at 30 cycles a degree (20/20)",
               "--distance");
    if (count && looks[0].when.age != SCT_AGE_HEALED)
        assume(list, "ink left", looks[0].ink_left, "of the healed ink",
               looks[0].when.age == SCT_AGE_FRESH ? "what healing takes away is still there" : "fading", "--age");
    if (count && looks[0].when.age == SCT_AGE_YEARS)
        assume(list, "fading", looks[0].when.fade_per_year, "of the ink a year",
               "a guess: touch-ups follow after 2 to 6 years", "--fade");
    return list;
}

sct_status report_preview(sct_context *ctx, const preview_facts *info, const sct_measurement *measurement,
                          const match_ranking *ranking, const sct_look *looks, const preview_result *results, size_t count,
                          sct_bytes *out)
{
    json *root = json_new_object(), *view = json_new_object(), *options = json_new_array();
    json_set(root, "scalptone", report_program());
    json_set(root, "photo", report_photo(&info->photo));
    json_set(root, "correction", measurement ? report_correction(&measurement->corrections[0]) : json_new_null());
    json_set(root, "skin", measurement ? report_skin(&measurement->skin) : json_new_null());
    json_set(root, "scale", scale_of(info));
    json_set(root, "area", area_of(info));
    json_set(view, "from", json_new_string(sct_view_from_name(info->view)));
    json_set(view, "blur_mm", json_new_number(info->blur_mm, DECIMALS_MM));
    json_set(root, "view", view);
    json_set(root, "seed", json_new_number((double)info->seed, DECIMALS_COUNT));
    for (size_t i = 0; i < count; i++)
        json_append(options, look_of(&looks[i], &results[i]));
    json_set(root, "options", options);
    json_set(root, "assumptions", assumptions_of(info, looks, count));
    json_set(root, "confidence", ranking ? json_new_string(sct_confidence_name(ranking->confidence)) : json_new_null());
    json_set(root, "pick", ranking ? json_new_bool(ranking->pick) : json_new_null());
    sct_flags all = info->flags;
    if (measurement)
        flags_join(&all, &measurement->flags);
    for (size_t i = 0; i < count; i++)
        flags_join(&all, &results[i].flags);
    json_set(root, "quality", report_quality(&all));
    sct_status status = json_print(ctx, root, 0, out);
    json_free(root);
    return status;
}
