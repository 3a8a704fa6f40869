/* engine/report/page/page_parts.c - swatches, tables and lists of the page. */
#include "report/page/page.h"

#include <math.h>
#include <string.h>

enum { ROWS_MOST = 6, TEXT_MOST = 120, DROPS_PER_ML = 20 };

/* ---- swatches ---- */

static void swatch(page_text *out, const char *name, sct_lab lab)
{
    uint8_t rgb[3];
    if (!isfinite(lab.L) || !isfinite(lab.a) || !isfinite(lab.b))
        return;
    sct_srgb8_from_lab(lab, rgb);
    page_rawf(out,
              "<li><svg viewBox=\"0 0 100 64\" aria-hidden=\"true\"><rect width=\"100\" height=\"64\" "
              "fill=\"#%02x%02x%02x\"/></svg><strong>%s</strong> <span>L %.1f a %.1f b %.1f</span></li>",
              rgb[0], rgb[1], rgb[2], name, lab.L, lab.a, lab.b);
}

void page_swatches(page_text *out, const page_subject *s)
{
    const sct_measurement *m = s->measurement;
    page_raw(out, "<ul class=\"swatches\">");
    if (m->skin.estimate.pixels)
        swatch(out, "Skin", m->skin.estimate.lab);
    if (m->hair.kind != SCT_HAIR_NONE)
        swatch(out, "Hair", m->hair.strand.lab);
    if (s->verdict.pick)
        swatch(out, "One healed dot", s->rows[0].dot_lab);
    if (m->hair.shadow.pixels)
        swatch(out, "Hair from afar", m->hair.shadow.lab);
    else
        swatch(out, "Hair from afar, if shaved", s->ranking->target_area);
    if (s->verdict.pick)
        swatch(out, "Dots from afar", s->rows[0].area_lab);
    page_raw(out, "</ul>");
}

/* ---- the recipe ---- */

static void part(page_text *out, double ml, const char *name)
{
    page_rawf(out, "<li><b>%.2f ml</b> <span>", ml);
    page_say(out, name, TEXT_MOST);
    page_rawf(out, "</span> <small>%.0f drops</small></li>", ml * DROPS_PER_ML);
}

void page_recipe(page_text *out, const page_subject *s)
{
    const match_candidate *best = &s->rows[0];
    char name[SCT_TITLE_SIZE];
    if (!s->verdict.pick || !isfinite(best->ink_ml) || !isfinite(best->water_ml))
        return;
    page_raw(out, "<ul class=\"mix\">");
    match_title(s->palette, best->ink, NULL, name);
    part(out, best->ink_ml, name);
    if (best->second_ml > 0) {
        match_title(s->palette, best->blend.ink, NULL, name);
        part(out, best->second_ml, name);
    }
    if (best->water_ml > 0)
        part(out, best->water_ml, "distilled water");
    page_raw(out, "</ul><p class=\"shade\">");
    if (best->water_ml > 0)
        page_sayf(out, "Shade %s: %.2f ml in all. ", best->shade, best->batch_ml);
    if (isfinite(best->density_per_cm2))
        page_sayf(out, "%.0f dots on a square centimetre over all sessions.", best->density_per_cm2);
    page_raw(out, "</p>");
}

/* ---- sessions ---- */

static const char *session_name(sct_session session)
{
    return session == SCT_SESSION_START ? "First" : session == SCT_SESSION_MAIN ? "Next" : "Only if still too light";
}

void page_sessions(page_text *out, const page_subject *s)
{
    char name[SCT_TITLE_SIZE];
    for (size_t i = 0; s->verdict.pick && i < s->ranking->plan_count; i++) {
        const match_plan_step *step = &s->ranking->plan[i];
        match_title(s->palette, step->ink, &step->blend, name);
        page_rawf(out, "<tr><th scope=\"row\">%s</th><td>", session_name(step->session));
        page_say(out, name, TEXT_MOST);
        if (palette_ink_at(s->palette, step->ink).kind == SCT_INK_DILUTABLE)
            page_sayf(out, ", shade %g", step->parts_water);
        page_raw(out, "</td><td>");
        page_sayf(out, "%.0f on a cm\xc2\xb2", step->density_per_cm2);
        page_raw(out, "</td><td>");
        page_say(out, step->why, TEXT_MOST);
        page_raw(out, "</td></tr>");
    }
}

/* ---- the options ---- */

static int is_listed(const match_candidate *rows, size_t i)
{
    size_t same = 0;
    for (size_t k = 0; k < i; k++)
        same += rows[k].ink == rows[i].ink && memcmp(&rows[k].blend, &rows[i].blend, sizeof rows[i].blend) == 0;
    return same < 2;
}

void page_options_table(page_text *out, const page_subject *s)
{
    char name[SCT_TITLE_SIZE];
    size_t listed = 0;
    for (size_t i = 0; s->verdict.good_enough && i < s->ranking->candidate_count && listed < ROWS_MOST; i++) {
        const match_candidate *c = &s->rows[i];
        if (!is_listed(s->rows, i))
            continue;
        listed++;
        match_title(s->palette, c->ink, &c->blend, name);
        page_rawf(out, "<tr><td>%zu</td><th scope=\"row\">", c->rank);
        page_say(out, name, TEXT_MOST);
        page_raw(out, "</th><td>");
        page_say(out, c->shade, TEXT_MOST);
        page_raw(out, "</td><td>");
        page_say(out, c->direction, TEXT_MOST);
        page_raw(out, "</td><td>");
        page_say(out, *c->direction_area ? c->direction_area : "not known", TEXT_MOST);
        page_raw(out, "</td><td>");
        if (isfinite(c->p_best))
            page_rawf(out, "%.0f %%", 100 * c->p_best);
        page_raw(out, "</td></tr>");
    }
}

/* ---- how sure, and why ---- */

static void bound(page_text *out, const char *what, double u95_de00)
{
    if (!isfinite(u95_de00))
        return;
    page_rawf(out, "<li>%s: ", what);
    page_sayf(out, "within %.1f 95 times in 100.", u95_de00);
    page_raw(out, "</li>");
}

void page_sureness(page_text *out, const page_subject *s)
{
    const sct_measurement *m = s->measurement;
    page_raw(out, "<p>");
    page_sayf(out, "Confidence: %s.", sct_confidence_name(s->ranking->confidence));
    page_raw(out, " The numbers are colour differences: 1 can just be seen side by side, 5 is plain.</p><ul>");
    if (m->skin.estimate.pixels)
        bound(out, "Measured: the skin", m->skin.estimate.u95_de00);
    if (m->hair.kind != SCT_HAIR_NONE)
        bound(out, "Measured: the hair", m->hair.strand.u95_de00);
    if (s->verdict.pick) {
        bound(out, "Healed: a dot", s->rows[0].dot_u95_de00);
        bound(out, "Healed: the area", s->rows[0].area_u95_de00);
        page_raw(out, "<li>The ink\xe2\x80\x99s colour rests on: ");
        page_say(out, s->rows[0].rests_on, TEXT_MOST);
        page_raw(out, ".</li>");
    }
    for (size_t i = 0; s->verdict.pick && i < s->rows[0].warning_count; i++) {
        page_raw(out, "<li>Mind: ");
        page_say(out, s->rows[0].warnings[i], TEXT_MOST);
        page_raw(out, ".</li>");
    }
    page_raw(out, "</ul>");
}

void page_quality(page_text *out, const page_subject *s)
{
    sct_flag flag;
    for (size_t i = 0; sct_flags_at(&s->ranking->flags, i, &flag) == SCT_OK; i++) {
        page_raw(out, flag.severity == SCT_SEVERITY_FORBIDS_PICK ? "<li class=\"stop\"><strong>" : "<li><strong>");
        page_say(out, flag.message, 2 * TEXT_MOST);
        page_raw(out, "</strong> <span>");
        page_say(out, flag.fix, 2 * TEXT_MOST);
        page_raw(out, "</span></li>");
    }
}

void page_assumptions(page_text *out, const page_subject *s)
{
    for (size_t i = 0; i < s->ranking->assumption_count; i++) {
        const match_assumption *a = &s->ranking->assumptions[i];
        page_raw(out, "<tr><th scope=\"row\">");
        page_say(out, a->name, TEXT_MOST);
        page_raw(out, "</th><td>");
        page_sayf(out, "%.4g %s", a->value, a->unit);
        page_raw(out, "</td><td>");
        page_say(out, a->source, TEXT_MOST);
        page_raw(out, "</td></tr>");
    }
}

/* ---- lots ---- */

static void lot_field(page_text *out, const char *what, size_t row, const char *value)
{
    page_rawf(out, "<td><label><span class=\"hidden\">%s</span><input name=\"%s-%zu\" value=\"", what, what, row);
    page_say(out, value, TEXT_MOST);
    page_raw(out, "\" autocomplete=\"off\"></label></td>");
}

static void lot_row(page_text *out, size_t row, const char *name, const char *lot, const char *expiry)
{
    page_raw(out, "<tr><th scope=\"row\">");
    page_say(out, name, TEXT_MOST);
    page_raw(out, "</th>");
    lot_field(out, "Lot", row, lot);
    lot_field(out, "Expiry", row, expiry);
    page_raw(out, "</tr>");
}

void page_lots(page_text *out, const page_subject *s)
{
    char name[SCT_TITLE_SIZE];
    size_t row = 1;
    if (s->verdict.pick) {
        const match_candidate *best = &s->rows[0];
        palette_ink ink = palette_ink_at(s->palette, best->ink);
        match_title(s->palette, best->ink, NULL, name);
        lot_row(out, row++, name, ink.lot, ink.expiry);
        if (best->blend.parts_second) {
            ink = palette_ink_at(s->palette, best->blend.ink);
            match_title(s->palette, best->blend.ink, NULL, name);
            lot_row(out, row++, name, ink.lot, ink.expiry);
        }
    } else {
        lot_row(out, row++, "Ink", "", "");
    }
    lot_row(out, row++, "Needle", "", "");
    lot_row(out, row, "Distilled water", "", "");
}
