/* engine/report/page/page.c - the consultation page: which slot of the template holds what. */
#include "report/page/page.h"

#include <math.h>

enum { YEARS = 4 };

/* ---- pictures ---- */

static void put_shot(page_text *out, const char *when, const char *caption, const char *alt, const page_shot *shot)
{
    page_rawf(out, "<figure class=\"shot\" data-when=\"%s\"><img class=\"near\" width=\"%u\" height=\"%u\" alt=\"", when,
              shot->width, shot->height);
    page_tellf(out, "%s, close up", alt);
    page_raw(out, "\" src=\"data:image/jpeg;base64,");
    page_base64(out, shot->near.data, shot->near.size);
    page_rawf(out, "\"><img class=\"far\" width=\"%u\" height=\"%u\" alt=\"", (shot->far_width + 1) / 2,
              (shot->far_height + 1) / 2);
    page_tellf(out, "%s, from a metre", alt);
    page_raw(out, "\" src=\"data:image/jpeg;base64,");
    page_base64(out, shot->far.data, shot->far.size);
    page_raw(out, "\"><figcaption>");
    page_tell(out, caption);
    page_raw(out, "</figcaption></figure>");
}

static sct_status put_look(page_slots *p, const page_subject *s, page_text *out, int year)
{
    sct_status status = SCT_OK;
    static const char *const when[YEARS] = {"healed", "1", "3", "5"};
    static const char *const captions[YEARS] = {"Healed", "After 1 year", "After 3 years", "After 5 years"};
    static const char *const alts[YEARS] = {"Simulation: the area with healed ink", "Simulation: the area after 1 year",
                                            "Simulation: the area after 3 years", "Simulation: the area after 5 years"};
    static const double years[YEARS] = {0, 1, 3, 5};
    sct_when age = {.age = year ? SCT_AGE_YEARS : SCT_AGE_HEALED, .years = years[year]};
    page_shot shot = {.width = 0};
    sct_look look;
    TRY(preview_look_from_candidate(p->ctx, s->options->match, s->measurement, s->palette, &s->rows[0], &age, &look));
    TRY(page_shoot(p->ctx, s->preview, &look, &shot));
    put_shot(out, when[year], captions[year], alts[year], &shot);
done:
    page_shot_free(&shot);
    return status;
}

/* Without a pick no ink is shown: the verdict says that nobody knows yet how it would look. */
static sct_status put_pictures(page_slots *p, const page_subject *s)
{
    sct_status status = SCT_OK;
    page_shot shot = {.width = 0};
    page_text *out = page_slot_of(p, "shots"), *after = page_slot_of(p, "simulated"), *assumed = page_slot_of(p, "scale");
    if (!s->preview)
        return SCT_OK;
    TRY(page_shoot(p->ctx, s->preview, NULL, &shot));
    put_shot(out, "before", "As it is", "The area as it is", &shot);
    for (int year = 0; s->verdict.pick && isfinite(s->rows[0].area_lab.L) && year < YEARS; year++) {
        progress_span whole = progress_enter(p->ctx, (year + 1.0) / (YEARS + 1), (year + 2.0) / (YEARS + 1));
        status = put_look(p, s, out, year);
        progress_leave(p->ctx, whole);
        TRY(status);
        page_raw(after, year ? "" : "1");
    }
    if (region_scale_is_assumed(preview_info(s->preview)->scale_source))
        page_raw(assumed, "1");
done:
    page_shot_free(&shot);
    return status;
}

/* ---- words ---- */

static void put_words(page_slots *p, const page_subject *s)
{
    const palette_info *inks = palette_facts_in(s->palette);
    page_slots_begin(p, s->options, "");
    page_tell(page_slot_of(p, "photo"), s->verdict.photo);
    page_tell(page_slot_of(p, "recipe"), s->verdict.recipe);
    page_tell(page_slot_of(p, "looks"), s->verdict.looks);
    page_raw(page_slot_of(p, "pick"), s->verdict.pick ? "1" : "");
    page_slot_say(p, "palette", inks->name, PAGE_NAME_MOST);
    page_slot_say(p, "fingerprint", inks->fingerprint, PAGE_NAME_MOST);
    page_rawf(page_slot_of(p, "seed"), "%llu", (unsigned long long)s->options->seed);
    page_swatches(page_slot_of(p, "swatches"), s);
    page_recipe(page_slot_of(p, "mix"), s);
    page_sessions(page_slot_of(p, "sessions"), s);
    page_options_table(page_slot_of(p, "options"), s);
    page_sureness(page_slot_of(p, "sureness"), s);
    page_flags(page_slot_of(p, "quality"), &s->ranking->flags, NULL);
    page_assumptions(page_slot_of(p, "assumptions"), s);
    page_lots(page_slot_of(p, "lots"), s);
    page_plot(page_slot_of(p, "plot"), s);
}

sct_status report_page(sct_context *ctx, const sct_page_options *options, const sct_measurement *measurement,
                       const sct_palette *palette, const match_ranking *ranking, const match_candidate *rows,
                       sct_preview *preview, sct_bytes *out)
{
    sct_status status = SCT_OK;
    page_slots *p = NULL;
    page_text html = {.ctx = ctx};
    page_subject s = {
        options, measurement, palette, ranking, rows, preview, report_verdict(measurement, palette, ranking, rows)};
    TRY(page_slots_new(ctx, &p));
    put_words(p, &s);
    TRY(put_pictures(p, &s));
    TRY(page_fill(ctx, page_consultation_html, p->items, p->count, &html));
    TRY(page_finish(&html, out));
done:
    page_slots_free(p);
    page_free(&html);
    return status;
}
