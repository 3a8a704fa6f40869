/* engine/report/page/page_parts.c - swatches, tables and lists of the page. */
#include "report/page/page.h"

#include <math.h>
#include <string.h>

enum { ROWS_MOST = 6, TEXT_MOST = 120, DROPS_PER_ML = 20 };

/* ---- swatches ---- */

void page_swatch(page_text *out, const char *name, sct_lab lab)
{
    uint8_t rgb[3];
    if (!isfinite(lab.L) || !isfinite(lab.a) || !isfinite(lab.b))
        return;
    sct_srgb8_from_lab(lab, rgb);
    page_rawf(out,
              "<li><svg viewBox=\"0 0 100 64\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"100\" "
              "height=\"64\" "
              "fill=\"#%02x%02x%02x\"/></svg><strong>",
              rgb[0], rgb[1], rgb[2]);
    page_tell(out, name);
    page_raw(out, "</strong></li>");
}

static size_t add(page_colour *list, size_t count, const char *name, sct_lab lab, const sct_cov *cov)
{
    if (!isfinite(lab.L) || !isfinite(lab.a) || !isfinite(lab.b))
        return count;
    list[count] = (page_colour){.name = name, .lab = lab};
    for (int i = 0; cov && i < 9; i++)
        list[count].cov.m[i / 3][i % 3] = isfinite(cov->m[i / 3][i % 3]) ? cov->m[i / 3][i % 3] : 0;
    return count + 1;
}

size_t page_colours(const page_subject *s, page_colour list[PAGE_COLOURS])
{
    const sct_measurement *m = s->measurement;
    size_t n = 0;
    if (m->skin.estimate.pixels)
        n = add(list, n, "Skin", m->skin.estimate.lab, &m->skin.estimate.cov);
    if (m->hair.kind != SCT_HAIR_NONE)
        n = add(list, n, "Hair", m->hair.strand.lab, &m->hair.strand.cov);
    if (m->hair.shadow.pixels)
        n = add(list, n, "Hair from afar", m->hair.shadow.lab, &m->hair.shadow.cov);
    else
        n = add(list, n, "Hair from afar, if shaved", s->ranking->target_area, NULL);
    if (s->verdict.pick) {
        n = add(list, n, "Dots from afar", s->rows[0].area_lab, NULL);
        n = add(list, n, "One healed dot, from 30 cm", s->rows[0].dot_lab, NULL);
    }
    return n;
}

/* In the order of their numbers in the plot. */
void page_swatches(page_text *out, const page_subject *s)
{
    page_colour list[PAGE_COLOURS];
    size_t count = page_colours(s, list);
    page_raw(out, "<ol class=\"swatches\">");
    for (size_t i = 0; i < count; i++)
        page_swatch(out, list[i].name, list[i].lab);
    page_raw(out, "</ol>");
}

/* ---- the recipe ---- */

static void part(page_text *out, double ml, const char *name, int is_ink)
{
    page_raw(out, "<li><b>");
    page_tellf(out, "%.2f ml", ml);
    page_raw(out, "</b> <span>");
    if (is_ink)
        page_say(out, name, TEXT_MOST);
    else
        page_tell(out, name);
    page_raw(out, "</span> <small>");
    double drops = round(ml * DROPS_PER_ML);
    if (drops <= 1)
        page_tell(out, "1 drop");
    else
        page_tellf(out, "%.0f drops", drops);
    page_raw(out, "</small></li>");
}

void page_recipe(page_text *out, const page_subject *s)
{
    const match_candidate *best = &s->rows[0];
    char name[SCT_TITLE_SIZE];
    if (!s->verdict.pick || !isfinite(best->ink_ml) || !isfinite(best->water_ml))
        return;
    page_raw(out, "<ul class=\"mix\">");
    match_title(s->palette, best->ink, NULL, name);
    part(out, best->ink_ml, name, 1);
    if (best->second_ml > 0) {
        match_title(s->palette, best->blend.ink, NULL, name);
        part(out, best->second_ml, name, 1);
    }
    if (best->water_ml > 0)
        part(out, best->water_ml, "distilled water", 0);
    page_raw(out, "</ul><p class=\"shade\">");
    if (best->water_ml > 0)
        page_tellf(out, "Shade %s: %.2f ml in all.", best->shade, best->batch_ml);
    page_raw(out, " ");
    if (isfinite(best->density_per_cm2))
        page_tellf(out, "%.0f dots on a square centimetre over all sessions.", best->density_per_cm2);
    page_raw(out, "</p>");
}

void page_cell(page_text *out, const char *heading)
{
    page_raw(out, "<td data-is=\"");
    page_tell(out, heading);
    page_raw(out, "\">");
}

/* ---- sessions ---- */

static const match_plan_step *step_of(const match_ranking *r, sct_session session)
{
    for (size_t i = 0; i < r->plan_count; i++)
        if (r->plan[i].session == session)
            return &r->plan[i];
    return NULL;
}

static void session(page_text *out, const page_subject *s, const char *when, const match_plan_step *step, double share,
                    const char *why)
{
    char name[SCT_TITLE_SIZE];
    match_title(s->palette, step->ink, &step->blend, name);
    page_raw(out, "<tr><th scope=\"row\">");
    page_tell(out, when);
    page_raw(out, "</th>");
    page_cell(out, "Ink");
    page_say(out, name, TEXT_MOST);
    if (palette_ink_at(s->palette, step->ink).kind == SCT_INK_DILUTABLE)
        page_tellf(out, ", shade\xc2\xa0%g", step->parts_water);
    page_raw(out, "</td>");
    page_cell(out, "Dots");
    if (isfinite(s->rows[0].density_per_cm2))
        page_tellf(out, "%.0f on a cm\xc2\xb2 (%.0f\xc2\xa0%%)", share * s->rows[0].density_per_cm2, 100 * share);
    page_raw(out, "</td>");
    page_cell(out, "Why");
    page_tell(out, why);
    page_raw(out, "</td></tr>");
}

/* A step that is so much stronger or weaker than the recipe that nobody would mix it is left out. */
static int is_near(const match_plan_step *step, const match_candidate *best)
{
    const double most = 2;
    double ratio = (1 + step->parts_water) / (1 + best->parts_water);
    return ratio <= most && ratio >= 1 / most;
}

void page_sessions(page_text *out, const page_subject *s)
{
    const match_plan_step *start = step_of(s->ranking, SCT_SESSION_START),
                          *main_step = step_of(s->ranking, SCT_SESSION_MAIN),
                          *deepen = step_of(s->ranking, SCT_SESSION_DEEPEN);
    if (!s->verdict.pick || !main_step)
        return;
    start = start && is_near(start, &s->rows[0]) ? start : main_step;
    session(out, s, "First", start, sct_session_share(1), "Light: dots can be added, not taken away.");
    session(out, s, "Second", main_step, sct_session_share(2),
            main_step->waits ? "After 6 weeks, once the first has healed: measure it before."
                             : "4 to 14 days later, once no flakes are left.");
    session(out, s, "Third", main_step, sct_session_share(3), "4 to 14 days later. Measure again after 6 weeks.");
    if (deepen && is_near(deepen, &s->rows[0]))
        session(out, s, "Perhaps", deepen, sct_session_share(3), "Only if it is still too light once healed.");
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
    size_t apart_from = s->ranking->apart_from;
    for (size_t i = 0; s->verdict.good_enough && i < s->ranking->candidate_count && listed < ROWS_MOST; i++) {
        const match_candidate *c = &s->rows[i];
        if (apart_from > 1 && i + 1 >= apart_from) /* what rests on a swatch was not compared with these */
            break;
        if (!is_listed(s->rows, i))
            continue;
        listed++;
        match_title(s->palette, c->ink, &c->blend, name);
        page_raw(out, "<tr><th scope=\"row\">");
        page_say(out, name, TEXT_MOST);
        page_raw(out, "</th>");
        page_cell(out, "Shade");
        page_tell(out, c->shade);
        page_raw(out, "</td>");
        page_cell(out, "Close up");
        page_tell(out, c->direction);
        page_raw(out, "</td>");
        page_cell(out, "From afar");
        page_tell(out, *c->direction_area ? c->direction_area : "not known");
        page_raw(out, "</td>");
        page_cell(out, "Best in");
        if (isfinite(c->p_best))
            page_tellf(out, "%.0f %%", 100 * c->p_best);
        page_raw(out, "</td></tr>");
    }
}

/* ---- how sure, and why ---- */

static void bound(page_text *out, const char *what, double u95_de00)
{
    if (!isfinite(u95_de00))
        return;
    page_raw(out, "<div><dt>");
    page_tell(out, what);
    page_raw(out, "</dt><dd>");
    page_tellf(out, "%.1f", u95_de00);
    page_raw(out, "</dd></div>");
}

void page_sureness(page_text *out, const page_subject *s)
{
    const sct_measurement *m = s->measurement;
    page_raw(out, "<p>");
    page_tellf(out, "Confidence: %s.", sct_confidence_name(s->ranking->confidence));
    page_raw(out, " ");
    page_tell(out, "95 times in 100 a colour is no further off than this.");
    page_raw(out, " ");
    page_tell(out, "A difference of 1 can just be seen side by side, 5 is plain.");
    page_raw(out, "</p><dl class=\"sure\">");
    if (m->skin.estimate.pixels)
        bound(out, "Skin, as measured", m->skin.estimate.u95_de00);
    if (m->hair.kind != SCT_HAIR_NONE)
        bound(out, "Hair, as measured", m->hair.strand.u95_de00);
    if (s->verdict.pick) {
        bound(out, "A dot, once healed", s->rows[0].dot_u95_de00);
        bound(out, "The area, once healed", s->rows[0].area_u95_de00);
    }
    page_raw(out, "</dl>");
    if (!s->verdict.pick || !s->rows[0].warning_count)
        return;
    page_raw(out, "<ul class=\"why\">");
    for (size_t i = 0; i < s->rows[0].warning_count; i++) {
        page_raw(out, "<li>");
        page_begin(out, s->rows[0].warnings[i]);
        page_raw(out, ".</li>");
    }
    page_raw(out, "</ul>");
}

/* With a capital letter and a full stop. */
static void say_sentence(page_text *out, const char *text)
{
    if (!*text)
        return;
    page_begin(out, text);
    page_raw(out, ".");
}

void page_flags(page_text *out, const sct_flags *flags, int (*wanted)(sct_flag_code code))
{
    sct_flag flag;
    for (size_t i = 0; sct_flags_at(flags, i, &flag) == SCT_OK; i++) {
        if (wanted && !wanted(flag.code))
            continue;
        page_raw(out, flag.severity == SCT_SEVERITY_FORBIDS_PICK ? "<li class=\"stop\"><strong>" : "<li><strong>");
        say_sentence(out, flag.message);
        page_raw(out, "</strong> <span>");
        say_sentence(out, flag.fix);
        page_raw(out, "</span></li>");
    }
}

static void colour_number(page_text *out, const page_colour *c)
{
    page_raw(out, "<div><dt>");
    page_tell(out, c->name);
    page_raw(out, "</dt><dd>");
    page_tellf(out, "L %.1f a %.1f b %.1f", c->lab.L, c->lab.a, c->lab.b);
    page_raw(out, "</dd></div>");
}

void page_assumptions(page_text *out, const page_subject *s)
{
    page_colour list[PAGE_COLOURS];
    size_t count = page_colours(s, list);
    for (size_t i = 0; i < count; i++)
        colour_number(out, &list[i]);
    if (s->verdict.pick) {
        page_raw(out, "<div><dt>");
        page_tell(out, "the ink\xe2\x80\x99s colour");
        page_raw(out, "</dt><dd>");
        page_tell(out, s->rows[0].rests_on);
        page_raw(out, "</dd></div>");
    }
    for (size_t i = 0; i < s->ranking->assumption_count; i++) {
        const match_assumption *a = &s->ranking->assumptions[i];
        page_raw(out, "<div><dt>");
        page_tell(out, a->name);
        page_tellf(out, *a->unit ? ": %.4g %s" : ": %.4g", a->value, a->unit);
        page_raw(out, "</dt><dd>");
        page_tell(out, a->source);
        page_raw(out, "</dd></div>");
    }
}

/* ---- lots ---- */

static void lot_field(page_text *out, const char *what, size_t row, const char *value)
{
    page_raw(out, "<td><label><span class=\"hidden\">");
    page_tell(out, what);
    page_rawf(out, "</span><input name=\"%s-%zu\" value=\"", what, row);
    page_say(out, value, TEXT_MOST);
    page_raw(out, "\" autocomplete=\"off\"></label></td>");
}

/* Without lot and expiry it is no ink, and its name is a word of ours. */
static void lot_row(page_text *out, size_t row, const char *name, const char *lot, const char *expiry)
{
    page_raw(out, "<tr><th scope=\"row\">");
    if (lot)
        page_say(out, name, TEXT_MOST);
    else
        page_tell(out, name);
    page_raw(out, "</th>");
    lot_field(out, "Lot", row, lot ? lot : "");
    lot_field(out, "Expiry", row, expiry ? expiry : "");
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
        lot_row(out, row++, "Ink", NULL, NULL);
    }
    lot_row(out, row++, "Needle", NULL, NULL);
    lot_row(out, row, "Distilled water", NULL, NULL);
}
