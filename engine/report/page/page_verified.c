/* engine/report/page/page_verified.c - the page of a healed result: which slot of the template holds what. */
#include "report/page/page.h"

#include <math.h>

enum { PANEL_MOST = 960, QUALITY = 86 };

/* ---- pictures ---- */

static sct_status put_panel(page_text *out, const verify_panels *p, verify_panel panel, const char *when,
                            const char *caption, const char *alt)
{
    sct_bytes jpeg = {0};
    sct_status status = photo_write_jpeg(out->ctx, p->rgb[panel], p->width, p->height, QUALITY, &jpeg);
    if (status != SCT_OK)
        return status;
    page_rawf(out, "<figure class=\"shot\" data-when=\"%s\"><img class=\"near\" width=\"%u\" height=\"%u\" alt=\"", when,
              p->width, p->height);
    page_tell(out, alt);
    page_raw(out, "\" src=\"data:image/jpeg;base64,");
    page_base64(out, jpeg.data, jpeg.size);
    page_raw(out, "\"><figcaption>");
    page_tell(out, caption);
    page_raw(out, "</figcaption></figure>");
    mem_free(jpeg.data);
    return SCT_OK;
}

/* The one named "before" lies below; of the others the chosen one lies over its right part. */
static sct_status put_panels(page_slots *p, const sct_verification *v)
{
    sct_status status = SCT_OK;
    verify_panels panels;
    TRY(verify_panels_paint(p->ctx, v, PANEL_MOST, &panels));
    page_text *out = page_slot_of(p, "shots");
    int two = panels.rgb[VERIFY_BEFORE] != NULL;
    page_raw(page_slot_of(p, "two"), two ? "1" : "");
    page_raw(page_slot_of(p, "known"), panels.change_known ? "1" : "");
    if (two)
        TRY(put_panel(out, &panels, VERIFY_BEFORE, "before", "Before", "The area in the photo before"));
    TRY(put_panel(out, &panels, VERIFY_AFTER, two ? "after" : "before", "After", "The area in the photo after"));
    TRY(put_panel(out, &panels, VERIFY_CHANGED, two ? "changed" : "after", "What changed",
                  "What changed: brown where it is darker, blue where it is lighter"));
done:
    verify_panels_free(&panels);
    return status;
}

/* ---- the verdict ---- */

static const char *state_of(const sct_verify_info *i)
{
    switch (i->outcome) {
    case SCT_OUTCOME_AS_PLANNED: return i->planned ? "As planned" : "As dark as before";
    case SCT_OUTCOME_LIGHTER: return i->planned ? "Lighter than planned" : "Lighter than before";
    case SCT_OUTCOME_DARKER: return i->planned ? "Darker than planned" : "Darker than before";
    case SCT_OUTCOME_UNSURE:
    default: return i->planned ? "Not sure yet" : "Without a plan";
    }
}

static int is_good(const sct_verify_info *i)
{
    return i->outcome == SCT_OUTCOME_AS_PLANNED && i->asymmetric <= 0 && i->uneven <= 0;
}

/* ---- colours ---- */

static sct_lab skin_of(const sct_verification *v)
{
    const sct_estimate *measured = &v->measured[0]->skin.estimate;
    const double none = (double)NAN;
    if (isfinite(v->options.planned_skin_lab.L))
        return v->options.planned_skin_lab;
    return measured->pixels ? measured->lab : (sct_lab){none, none, none};
}

static void each_colour(page_text *out, const sct_verification *v, void (*swatch)(page_text *, const char *, sct_lab))
{
    const sct_hair *hair = &v->measured[0]->hair;
    swatch(out, "Bare skin", skin_of(v)); /* two beside each other belong together */
    if (hair->kind == SCT_HAIR_STUBBLE && hair->shadow.pixels)
        swatch(out, "Stubble beside it", hair->shadow.lab);
    swatch(out, "Planned, from afar", v->options.planned_area_lab);
    swatch(out, "As it is, from afar", v->info.area_lab);
    swatch(out, "Planned, a single dot", v->options.planned_dot_lab);
    swatch(out, "As it is, a single dot", v->info.dot_lab);
}

/* ---- what was found ---- */

static void row_open(page_text *out, const char *what)
{
    page_raw(out, "<tr><th scope=\"row\">");
    page_tell(out, what);
    page_raw(out, "</th>");
    page_cell(out, "Found");
}

static void next_cell(page_text *out, const char *heading)
{
    page_raw(out, "</td>");
    page_cell(out, heading);
}

static void row_close(page_text *out)
{
    page_raw(out, "</td></tr>");
}

/* The rows end with how far off their number may be: a share of 1, or a number. */
static void row_share(page_text *out, double u95)
{
    next_cell(out, "Sure to");
    if (isfinite(u95))
        page_tellf(out, "\xc2\xb1 %.0f %%", 100 * u95);
    row_close(out);
}

static void row_number(page_text *out, double u95)
{
    next_cell(out, "Sure to");
    if (isfinite(u95))
        page_tellf(out, "\xc2\xb1 %.1f", u95);
    row_close(out);
}

/* The share of light that ink takes, from its logarithm; less than nothing is chance. */
static double taken(double darkness)
{
    return fmax(1 - exp(-darkness), 0);
}

static void say_darkness(page_text *out, const sct_verify_info *i)
{
    if (!isfinite(i->darkness))
        return;
    row_open(out, "Light that the ink takes");
    page_tellf(out, "%.0f %%", 100 * taken(i->darkness));
    next_cell(out, "Planned");
    if (i->planned)
        page_tellf(out, "%.0f %%", 100 * taken(i->planned_darkness));
    row_share(out, i->darkness_u95 * exp(-i->darkness));
}

static void say_colour(page_text *out, const sct_verify_info *i)
{
    if (!i->planned || !isfinite(i->area_de00))
        return;
    row_open(out, "Colour from afar");
    page_tellf(out, "%.1f off the plan", i->area_de00);
    next_cell(out, "Planned");
    row_number(out, i->area_u95_de00);
}

static void say_dot_colour(page_text *out, const sct_verify_info *i)
{
    if (!isfinite(i->dot_de00))
        return;
    row_open(out, "Colour of a single dot");
    page_tellf(out, "%.1f off the plan", i->dot_de00);
    next_cell(out, "Planned");
    row_number(out, i->dot_u95_de00);
}

static void say_dots(page_text *out, const sct_verification *v)
{
    const sct_verify_info *i = &v->info;
    if (isfinite(i->retention)) {
        row_open(out, "Dots that are left");
        page_tellf(out, "%.0f %%", 100 * i->retention);
        next_cell(out, "Planned");
        next_cell(out, "Sure to");
        page_tellf(out, "%.0f to %.0f %%", 100 * i->retention_lo, 100 * i->retention_hi);
        row_close(out);
    }
    if (isfinite(i->density_per_cm2)) {
        row_open(out, "Dots on a square centimetre");
        page_tellf(out, "%.0f", i->density_per_cm2);
        next_cell(out, "Planned");
        if (v->options.planned_density_per_cm2 > 0)
            page_tellf(out, "%.0f", v->options.planned_density_per_cm2);
        row_number(out, (double)NAN);
    }
    row_open(out, "Single dots");
    if (!i->dots_resolved)
        page_tell(out, "cannot be told apart");
    else if (isfinite(i->mm_per_px))
        page_tellf(out, "%.2f mm wide", i->dot_px * i->mm_per_px);
    else
        page_tell(out, "can be told apart");
    next_cell(out, "Planned");
    row_number(out, (double)NAN);
}

static void say_finding(page_text *out, const char *what, int finding, const char *fault, const char *none, double much,
                        double u95)
{
    row_open(out, what);
    page_tell(out, finding < 0 ? "not sure" : finding ? fault : none);
    if (isfinite(much))
        page_tellf(out, ": %.0f %%", 100 * fabs(much));
    next_cell(out, "Planned");
    row_share(out, u95);
}

static void say_edge(page_text *out, const sct_verify_info *i)
{
    if (!isfinite(i->edge))
        return;
    row_open(out, "Edge of the area");
    if (isfinite(i->mm_per_px))
        page_tellf(out, "%.1f mm from bare skin to full", i->edge);
    else
        page_tellf(out, "%.0f pixels from bare skin to full", i->edge);
    next_cell(out, "Planned");
    row_number(out, (double)NAN);
}

static void put_findings(page_text *out, const sct_verification *v)
{
    const sct_verify_info *i = &v->info;
    say_darkness(out, i);
    say_colour(out, i);
    say_dot_colour(out, i);
    say_dots(out, v);
    say_finding(out, "Left and right, by how dark", i->asymmetric, "not alike", "alike", i->asymmetry, i->asymmetry_u95);
    if (isfinite(i->density_asymmetry))
        say_finding(out, "Left and right, by dots", i->asymmetric, "not alike", "alike", i->density_asymmetry,
                    i->density_asymmetry_u95);
    say_finding(out, "From place to place", i->uneven, "uneven", "even", i->unevenness, i->unevenness_u95);
    say_edge(out, i);
}

/* ---- numbers ---- */

static void number_open(page_text *out, const char *what)
{
    page_raw(out, "<div><dt>");
    page_tell(out, what);
    page_raw(out, "</dt><dd>");
}

static void number_close(page_text *out)
{
    page_raw(out, "</dd></div>");
}

static void colour_number(page_text *out, const char *name, sct_lab lab)
{
    if (!isfinite(lab.L) || !isfinite(lab.a) || !isfinite(lab.b))
        return;
    number_open(out, name);
    page_tellf(out, "L %.1f a %.1f b %.1f", lab.L, lab.a, lab.b);
    number_close(out);
}

static void count(page_text *out, const char *what, size_t n)
{
    number_open(out, what);
    page_tellf(out, "%zu", n);
    number_close(out);
}

static void put_numbers(page_text *out, const sct_verification *v)
{
    const sct_verify_info *i = &v->info;
    each_colour(out, v, colour_number);
    if (i->dots_resolved) {
        count(out, "Dots found", i->dots_after);
        if (i->before_state == SCT_BEFORE_TREATED && i->dots_resolved_before) {
            count(out, "Dots found before", i->dots_before);
            count(out, "Dots kept", i->kept);
            count(out, "Dots lost", i->lost);
            count(out, "Dots run together", i->merged);
            count(out, "New dots", i->added);
        }
    }
    if (!i->places)
        return;
    number_open(out, "Places that agree in both photos");
    page_tellf(out, "%zu of %zu", i->agreeing, i->places);
    number_close(out);
    number_open(out, "Scalp that both photos show");
    page_tellf(out, "%.0f %%", 100 * i->overlap);
    number_close(out);
    number_open(out, "Places lie apart by");
    page_tellf(out, "%.1f pixels", i->residual_px);
    number_close(out);
}

/* ---- the whole ---- */

/* Beside bare skin no chart is needed: what is said of colours alone would only worry. */
static int harms_ratios(sct_flag_code code)
{
    static const sct_flag_code codes[] = {SCT_FLAG_SCREENSHOT, SCT_FLAG_SCREEN_SIZED, SCT_FLAG_HDR,
                                          SCT_FLAG_NO_COLOUR,  SCT_FLAG_NOT_SHARP,    SCT_FLAG_TOO_DARK,
                                          SCT_FLAG_CLIPPED,    SCT_FLAG_TOO_BRIGHT,   SCT_FLAG_COMPRESSED,
                                          SCT_FLAG_SPECULAR,   SCT_FLAG_UNEVEN_LIGHT};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (codes[i] == code)
            return 1;
    return 0;
}

static void put_words(page_slots *p, const sct_page_options *options, const sct_verification *v)
{
    const struct {
        const char *key, *english;
    } lines[] = {{"state", state_of(&v->info)},
                 {"result", v->lines.result},
                 {"mix", v->lines.mix},
                 {"portfolio", v->lines.portfolio}};
    page_slots_begin(p, options, page_verification_css);
    page_rawf(page_slot_of(p, "seed"), "%llu", (unsigned long long)v->options.seed);
    page_raw(page_slot_of(p, "good"), is_good(&v->info) ? "1" : "");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        page_tell(page_slot_of(p, lines[i].key), lines[i].english);
    page_text *swatches = page_slot_of(p, "swatches");
    page_raw(swatches, "<ul class=\"swatches\">");
    each_colour(swatches, v, page_swatch);
    page_raw(swatches, "</ul>");
    put_findings(page_slot_of(p, "findings"), v);
    put_numbers(page_slot_of(p, "numbers"), v);
    page_text *quality = page_slot_of(p, "quality"), *before = page_slot_of(p, "quality-before");
    page_flags(quality, &v->flags, NULL);
    page_flags(quality, &v->measured[0]->flags, v->has_light ? harms_ratios : NULL);
    if (v->measured[1])
        page_flags(before, &v->measured[1]->flags, v->has_light ? harms_ratios : NULL);
}

sct_status report_verification(sct_context *ctx, const sct_page_options *options, const sct_verification *v, sct_bytes *out)
{
    sct_status status = SCT_OK;
    page_slots *p = NULL;
    page_text html = {.ctx = ctx};
    TRY(page_slots_new(ctx, &p));
    put_words(p, options, v);
    TRY(put_panels(p, v));
    TRY(page_fill(ctx, page_verification_html, p->items, p->count, &html));
    TRY(page_finish(&html, out));
done:
    page_slots_free(p);
    page_free(&html);
    return status;
}
