/* engine/report/page/page.c - the consultation page: which slot of the template holds what. */
#include "report/page/page.h"

#include <math.h>
#include <string.h>

enum { SLOTS_MAX = 48, NAME_MOST = 80, YEARS = 4 };

typedef struct page {
    sct_context *ctx;
    page_slot slots[SLOTS_MAX];
    size_t count;
} page;

static page_text *slot(page *p, const char *key)
{
    page_slot *s = &p->slots[p->count++];
    *s = (page_slot){.key = key, .text = {.ctx = p->ctx}};
    return &s->text;
}

static void say(page *p, const char *key, const char *text, size_t most)
{
    page_say(slot(p, key), text ? text : "", most);
}

/* What the security policy names a piece of the page by: its SHA-256. */
static void set_hash(page *p, const char *key, const char *text)
{
    char hex[65];
    unsigned char digest[32];
    sha256_hex(text, strlen(text), hex);
    for (size_t i = 0; i < sizeof digest; i++) {
        const char *digits = "0123456789abcdef";
        digest[i] = (unsigned char)((strchr(digits, hex[2 * i]) - digits) << 4 | (strchr(digits, hex[2 * i + 1]) - digits));
    }
    page_base64(slot(p, key), digest, sizeof digest);
}

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

static sct_status put_look(page *p, const page_subject *s, page_text *out, int year)
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
static sct_status put_pictures(page *p, const page_subject *s)
{
    sct_status status = SCT_OK;
    page_shot shot = {.width = 0};
    page_text *out = slot(p, "shots"), *after = slot(p, "simulated"), *assumed = slot(p, "scale");
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

static void put_words(page *p, const page_subject *s)
{
    const sct_page_options *o = s->options;
    const palette_info *inks = palette_facts_in(s->palette);
    say(p, "name", o->name, NAME_MOST);
    say(p, "date", o->date, NAME_MOST);
    say(p, "practitioner", o->practitioner, NAME_MOST);
    say(p, "studio", o->studio, NAME_MOST);
    page_tell(slot(p, "photo"), s->verdict.photo);
    page_tell(slot(p, "recipe"), s->verdict.recipe);
    page_tell(slot(p, "looks"), s->verdict.looks);
    page_raw(slot(p, "language"), words_code(words_chosen(p->ctx)));
    page_raw(slot(p, "pick"), s->verdict.pick ? "1" : "");
    say(p, "version", sct_version(), NAME_MOST);
    say(p, "palette", inks->name, NAME_MOST);
    say(p, "fingerprint", inks->fingerprint, NAME_MOST);
    page_rawf(slot(p, "seed"), "%llu", (unsigned long long)o->seed);
    page_swatches(slot(p, "swatches"), s);
    page_recipe(slot(p, "mix"), s);
    page_sessions(slot(p, "sessions"), s);
    page_options_table(slot(p, "options"), s);
    page_sureness(slot(p, "sureness"), s);
    page_quality(slot(p, "quality"), s);
    page_assumptions(slot(p, "assumptions"), s);
    page_lots(slot(p, "lots"), s);
    page_plot(slot(p, "plot"), s);
    page_raw(slot(p, "css"), page_css);
    page_raw(slot(p, "js"), page_js);
    set_hash(p, "css-hash", page_css);
    set_hash(p, "js-hash", page_js);
}

sct_status report_page(sct_context *ctx, const sct_page_options *options, const sct_measurement *measurement,
                       const sct_palette *palette, const match_ranking *ranking, const match_candidate *rows,
                       sct_preview *preview, sct_bytes *out)
{
    sct_status status = SCT_OK;
    page *p = NULL;
    page_text html = {.ctx = ctx};
    page_subject s = {
        options, measurement, palette, ranking, rows, preview, report_verdict(measurement, palette, ranking, rows)};
    TRY(mem_new(ctx, 1, sizeof *p, (void **)&p));
    p->ctx = ctx;
    put_words(p, &s);
    TRY(put_pictures(p, &s));
    TRY(page_fill(ctx, page_html, p->slots, p->count, &html));
    TRY(page_finish(&html, out));
done:
    for (size_t i = 0; p && i < p->count; i++)
        page_free(&p->slots[i].text);
    page_free(&html);
    mem_free(p);
    return status;
}
