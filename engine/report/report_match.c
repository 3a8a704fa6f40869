/* engine/report/report_match.c - a ranking as JSON; its schema stands in report_schema_table.c. */
#include "report/report_private.h"

#include <math.h>
#include <stdio.h>

static json *client_model(const match_ranking *r)
{
    json *o = json_new_object();
    json_set(o, "melanin", json_new_number(r->tissue.melanin, 6));
    json_set(o, "blood", json_new_number(r->tissue.blood, 6));
    json_set(o, "base", json_new_number(r->tissue.base, 5));
    json_set(o, "fit_de00", json_new_number(r->fit_de00, DECIMALS_DE));
    return o;
}

static json *target(const match_ranking *r)
{
    json *o = json_new_object();
    json_set(o, "dot_lab", report_lab(r->target_dot));
    json_set(o, "area_lab", report_lab(r->target_area));
    json_set(o, "area_sd", report_sd(&r->target_area_cov));
    json_set(o, "area_u95_de00", json_new_number(r->target_area_u95_de00, DECIMALS_DE));
    json_set(o, "area_from", json_new_string(r->shadow_predicted ? "predicted" : "measured"));
    return o;
}

static json *ranked_by(const match_ranking *r)
{
    json *o = json_new_object();
    json_set(o, "metric", json_new_string(colour_metrics(NULL)[r->metric].name));
    json_set(o, "loss", json_new_string(sct_loss_name(r->loss)));
    json_set(o, "grey_hair", json_new_string(sct_grey_hair_name(r->grey_hair)));
    json_set(o, "grey_share", json_new_number(r->grey_share, 3));
    json_set(o, "weight_dot", json_new_number(r->weight_dot, 3));
    json_set(o, "considered", json_new_number((double)r->considered, DECIMALS_COUNT));
    json_set(o, "apart_from", r->apart_from ? json_new_number((double)r->apart_from, DECIMALS_COUNT) : json_new_null());
    json_set(o, "jnd_de00", json_new_number(r->jnd_de00, DECIMALS_DE));
    json_set(o, "acceptable_de00", json_new_number(r->acceptable_de00, DECIMALS_DE));
    json_set(o, "threshold_source", json_new_string(r->threshold_source));
    return o;
}

/* What the trade would mix, and where the first row stands to it; null: nothing is usual, or it cannot be compared. */
static json *usual_chart(const match_ranking *r)
{
    if (!isfinite(r->usual_shade))
        return json_new_null();
    json *o = json_new_object();
    json_set(o, "for", json_new_string(r->usual_for));
    json_set(o, "shade", json_new_number(r->usual_shade, DECIMALS_PARTS));
    json_set(o, "equal_shade", json_new_number(r->equal_shade, 1));
    json_set(o, "dL", json_new_number(r->usual_dL, DECIMALS_LAB));
    json_set(o, "source", json_new_string(r->usual_source));
    return o;
}

static json *assumptions(const match_ranking *r)
{
    json *list = json_new_array();
    for (size_t i = 0; i < r->assumption_count; i++) {
        const match_assumption *a = &r->assumptions[i];
        json *o = json_new_object();
        json_set(o, "name", json_new_string(a->name));
        json_set(o, "value", json_new_number(a->value, 6));
        json_set(o, "unit", json_new_string(a->unit));
        json_set(o, "source", json_new_string(a->source));
        json_set(o, "editable_by", *a->editable_by ? json_new_string(a->editable_by) : json_new_null());
        json_append(list, o);
    }
    return list;
}

/* "0.25 ml ink + 5.4 ml distilled water (1 part ink to 21.5 parts water, shade 21.5)"; of a blend the inks by their ids */
static void recipe_text(const match_candidate *c, const sct_palette *palette, char *out, size_t capacity)
{
    char ink[32], water[32], parts[32], second[96] = "";
    const char *first = "ink";
    if (!(c->water_ml > 0) && !c->blend.parts_second) {
        snprintf(out, capacity, "use as it is, without water");
        return;
    }
    text_from_number(ink, sizeof ink, c->ink_ml, DECIMALS_VOLUME, 1);
    text_from_number(water, sizeof water, c->water_ml, DECIMALS_VOLUME, 1);
    text_from_number(parts, sizeof parts, c->parts_water, DECIMALS_VOLUME, 1);
    if (c->blend.parts_second) {
        char ml[32];
        text_from_number(ml, sizeof ml, c->second_ml, DECIMALS_VOLUME, 1);
        first = palette_ink_at(palette, c->ink).id;
        snprintf(second, sizeof second, " + %s ml %.48s", ml, palette_ink_at(palette, c->blend.ink).id);
    }
    if (c->water_ml > 0)
        snprintf(out, capacity, "%s ml %.48s%s + %s ml distilled water (1 part ink to %s parts water, shade %s)", ink, first,
                 second, water, parts, parts);
    else
        snprintf(out, capacity, "%s ml %.48s%s, without water", ink, first, second);
}

static json *recipe(const match_candidate *c, const sct_palette *palette)
{
    char text[400];
    json *o = json_new_object();
    recipe_text(c, palette, text, sizeof text);
    json_set(o, "batch_ml", json_new_number(c->batch_ml, DECIMALS_VOLUME));
    json_set(o, "ink_ml", json_new_number(c->ink_ml, DECIMALS_VOLUME));
    json_set(o, "second_ink_ml", json_new_number(c->second_ml, DECIMALS_VOLUME));
    json_set(o, "water_ml", json_new_number(c->water_ml, DECIMALS_VOLUME));
    json_set(o, "text", json_new_string(text));
    return o;
}

/* The second ink of a blend and the parts of both; null: one ink alone. */
static json *blend(const sct_blend *b, const sct_palette *palette)
{
    if (!b->parts_second)
        return json_new_null();
    json *o = json_new_object(), *parts = json_new_array();
    json_append(parts, json_new_number(b->parts_first, DECIMALS_COUNT));
    json_append(parts, json_new_number(b->parts_second, DECIMALS_COUNT));
    json_set(o, "ink", json_new_string(palette_ink_at(palette, b->ink).id));
    json_set(o, "product", json_new_string(palette_ink_at(palette, b->ink).product));
    json_set(o, "parts", parts);
    return o;
}

static void set_identity(json *o, const match_candidate *c, const palette_ink *ink, const sct_palette *palette)
{
    json_set(o, "rank", json_new_number((double)c->rank, DECIMALS_COUNT));
    json_set(o, "ink", json_new_string(ink->id));
    json_set(o, "brand", json_new_string(ink->brand));
    json_set(o, "product", json_new_string(ink->product));
    json_set(o, "blend", blend(&c->blend, palette));
    json_set(o, "shade", json_new_string(c->shade));
    json_set(o, "state", json_new_string(sct_colour_state_name(c->state)));
    json_set(o, "basis", json_new_string(sct_basis_name(c->basis)));
    json_set(o, "rests_on", json_new_string(c->rests_on));
    json_set(o, "parts_ink", json_new_number(c->parts_ink, DECIMALS_PARTS));
    json_set(o, "parts_water", json_new_number(c->parts_water, DECIMALS_PARTS));
    json_set(o, "density_per_cm2", json_new_number(c->density_per_cm2, 1));
    json_set(o, "dot_radius_mm", json_new_number(c->dot_radius_mm, DECIMALS_MM));
    json_set(o, "recipe", recipe(c, palette));
}

static void set_colours(json *o, const match_candidate *c)
{
    json_set(o, "dot_lab", report_lab(c->dot_lab));
    json_set(o, "area_lab", report_lab(c->area_lab));
    json_set(o, "solid_lab", report_lab(c->solid_lab));
    json_set(o, "swatch_lab", report_lab(c->swatch_lab));
    json_set(o, "de00_dot", json_new_number(c->de00_dot, DECIMALS_DE));
    json_set(o, "de00_area", json_new_number(c->de00_area, DECIMALS_DE));
    json_set(o, "de00", json_new_number(c->de00, DECIMALS_DE));
    json_set(o, "de_metric", json_new_number(c->de, DECIMALS_DE));
    json_set(o, "dL", json_new_number(c->dL, DECIMALS_LAB));
    json_set(o, "dC", json_new_number(c->dC, DECIMALS_LAB));
    json_set(o, "dH", json_new_number(c->dH, DECIMALS_LAB));
    json_set(o, "dot_u95_de00", json_new_number(c->dot_u95_de00, DECIMALS_DE));
    json_set(o, "area_u95_de00", json_new_number(c->area_u95_de00, DECIMALS_DE));
    json_set(o, "loss", json_new_number(c->loss, 4));
    json_set(o, "direction", json_new_string(c->direction));
    json_set(o, "direction_area", json_new_string(c->direction_area));
}

static void set_judgement(json *o, const match_candidate *c)
{
    json *ties = json_new_array(), *warnings = json_new_array();
    for (size_t i = 0; i < c->tie_count; i++)
        json_append(ties, json_new_number((double)c->tied_with[i], DECIMALS_COUNT));
    for (size_t i = 0; i < c->warning_count; i++)
        json_append(warnings, json_new_string(c->warnings[i]));
    json_set(o, "p_best", json_new_number(c->p_best, DECIMALS_SHARE));
    json_set(o, "band", json_new_string(sct_band_name(c->band)));
    json_set(o, "tied_with", ties);
    json_set(o, "warnings", warnings);
}

/* What a picture of the row is made from, in full, and both parts of its difference. */
static json *exact_row(const match_candidate *c)
{
    json *o = json_new_object();
    json_set(o, "parts_water", json_new_exact(c->parts_water));
    json_set(o, "density_per_cm2", json_new_exact(c->density_per_cm2));
    json_set(o, "dot_radius_mm", json_new_exact(c->dot_radius_mm));
    json_set(o, "dot_lab", report_exact_lab(c->dot_lab));
    json_set(o, "area_lab", report_exact_lab(c->area_lab));
    json_set(o, "solid_lab", report_exact_lab(c->solid_lab));
    json_set(o, "de_metric_dot", json_new_exact(c->de_dot));
    json_set(o, "de_metric_area", json_new_exact(c->de_area));
    return o;
}

static json *matches(const match_ranking *r, const match_candidate *rows, const sct_palette *palette)
{
    json *list = json_new_array();
    for (size_t i = 0; i < r->candidate_count; i++) {
        palette_ink ink = palette_ink_at(palette, rows[i].ink);
        json *o = json_new_object();
        set_identity(o, &rows[i], &ink, palette);
        set_colours(o, &rows[i]);
        set_judgement(o, &rows[i]);
        json_set(o, "exact", exact_row(&rows[i]));
        json_append(list, o);
    }
    return list;
}

static json *plan(const match_ranking *r, const sct_palette *palette)
{
    json *list = json_new_array();
    for (size_t i = 0; i < r->plan_count; i++) {
        const match_plan_step *s = &r->plan[i];
        json *o = json_new_object();
        json_set(o, "session", json_new_string(sct_session_name(s->session)));
        json_set(o, "ink", json_new_string(palette_ink_at(palette, s->ink).id));
        json_set(o, "blend", blend(&s->blend, palette));
        json_set(o, "parts_water", json_new_number(s->parts_water, 3));
        json_set(o, "density_per_cm2", json_new_number(s->density_per_cm2, 1));
        json_set(o, "why", json_new_string(s->why));
        json_append(list, o);
    }
    return list;
}

static json *palette_facts(const sct_palette *palette)
{
    palette_info info = palette_facts_of(palette);
    json *o = json_new_object();
    json_set(o, "name", json_new_string(info.name));
    json_set(o, "provenance", json_new_string(sct_provenance_name(info.provenance)));
    json_set(o, "fingerprint", json_new_string(info.fingerprint));
    return o;
}

static json *exact_ranking(const match_ranking *r)
{
    const sct_tissue *t = &r->tissue;
    const double tissue[] = {t->melanin, t->blood, t->oxygen, t->base, t->scatter, t->epidermis_um, t->epidermis_scatter};
    json *o = json_new_object();
    json_set(o, "target_dot_lab", report_exact_lab(r->target_dot));
    json_set(o, "target_area_lab", report_exact_lab(r->target_area));
    json_set(o, "target_area_cov", report_exact_cov(&r->target_area_cov));
    json_set(o, "target_area_u95_de00", json_new_exact(r->target_area_u95_de00));
    json_set(o, "tissue", report_exact_list(tissue, sizeof tissue / sizeof tissue[0]));
    return o;
}

static json *verdict(const sct_measurement *m, const sct_palette *palette, const match_ranking *r,
                     const match_candidate *rows)
{
    sct_verdict v = report_verdict(m, palette, r, rows);
    json *o = json_new_object();
    json_set(o, "good_enough", json_new_bool(v.good_enough));
    json_set(o, "photo", json_new_string(v.photo));
    json_set(o, "recipe", json_new_string(v.recipe));
    json_set(o, "looks", json_new_string(v.looks));
    return o;
}

sct_status report_match(sct_context *ctx, const sct_measurement *m, const sct_palette *palette, const match_ranking *r,
                        const match_candidate *rows, sct_bytes *out)
{
    json *root = json_new_object();
    json_set(root, "scalptone", report_program());
    json_set(root, "verdict", verdict(m, palette, r, rows));
    json_set(root, "photo", m->photo_count ? report_photo(&m->photos[0]) : json_new_null());
    json_set(root, "photos", report_photos(m, 0));
    json_set(root, "correction", report_correction(&m->correction));
    json_set(root, "skin", report_skin(&m->skin));
    json_set(root, "hair", report_hair(&m->hair));
    json_set(root, "client_model", client_model(r));
    json_set(root, "palette", palette_facts(palette));
    json_set(root, "target", target(r));
    json_set(root, "ranked_by", ranked_by(r));
    json_set(root, "usual_chart", usual_chart(r));
    json_set(root, "assumptions", assumptions(r));
    json_set(root, "matches", matches(r, rows, palette));
    json_set(root, "plan", plan(r, palette));
    json_set(root, "confidence", json_new_string(sct_confidence_name(r->confidence)));
    json_set(root, "pick", json_new_bool(r->pick));
    json_set(root, "quality", report_quality(&r->flags));
    json_set(root, "exact", exact_ranking(r));
    sct_status status = json_print(ctx, root, 0, out);
    json_free(root);
    return status;
}
