/*
 * engine/report/page/page.h - the pages that people take home, from their pieces.
 *
 *     page.c            the consultation: which slot of the template holds what
 *     page_verified.c   the healed result: the same
 *     page_parts.c      swatches, tables and lists
 *     page_plot.c       colours and how sure they are, drawn
 *     page_pictures.c   the area without and with ink, as JPEGs
 *     page_slots.c      slots being filled; those that every page has
 *     page_template.c   the template with its slots filled
 *     page_text.c       text that grows, with what is from outside escaped
 *
 * The .html, .css and .js beside them are files as a browser reads them; the Makefile makes arrays of them. The page of the
 * healed result has the look and the script of the consultation, and a few rules of its own behind them.
 */
#ifndef ENGINE_REPORT_PAGE_H
#define ENGINE_REPORT_PAGE_H

#include "report/report.h"
#include "verify/verify.h"
#include "words/words.h"

/* ---- page_text.c ---- */

/* A text that grows. The first failure is kept, and what follows is passed over: it is asked for once, at the end. */
typedef struct page_text {
    sct_context *ctx;
    bytes_buffer bytes;
    sct_status status;
} page_text;

/* HTML of our own, as it is. */
void page_raw(page_text *t, const char *html);
void page_rawf(page_text *t, const char *format, ...) SCT_PRINTF(2, 3);
/* Text from anywhere: what HTML would read as markup is escaped, what is no text and what turns the direction of the lines
 * around it is left out, and after `most` characters it is cut. */
void page_say(page_text *t, const char *text, size_t most);
/* A sentence of ours, in the language of the context, escaped likewise; page_begin gives it a capital letter, and
 * leaves the unit of differences out. */
void page_tell(page_text *t, const char *english);
void page_begin(page_text *t, const char *english);
void page_tellf(page_text *t, const char *format, ...) SCT_PRINTF(2, 3);
void page_base64(page_text *t, const void *data, size_t size);
/* The bytes with a zero behind them, which the caller frees, or the first failure. The text is empty afterwards. */
SCT_NODISCARD sct_status page_finish(page_text *t, sct_bytes *out);
void page_free(page_text *t);

/* ---- page_template.c ---- */

/* A slot of the template and the HTML that goes there. */
typedef struct page_slot {
    const char *key;
    page_text text;
} page_slot;
/* What the template says between its tags, and what it calls things in aria-label, alt and data-said, is told in the
 * language of the context. {{key}} becomes the slot; {{?key}} ... {{/key}} stays where the slot holds something, {{!key}}
 * ... {{/key}} where it holds nothing. SCT_ERR_INTERNAL for a key without a slot: a slip in the template. */
SCT_NODISCARD sct_status page_fill(sct_context *ctx, const char *html, const page_slot *slots, size_t count, page_text *out);

/* The files beside this one, each with a zero behind it. */
extern const char page_consultation_html[], page_consultation_css[], page_consultation_js[], page_verification_html[],
    page_verification_css[];

/* ---- page_slots.c ---- */

enum { PAGE_SLOTS_MAX = 48, PAGE_NAME_MOST = 80 };
/* The slots of a page being filled. Owns their texts; free with page_slots_free. */
typedef struct page_slots {
    sct_context *ctx;
    page_slot items[PAGE_SLOTS_MAX];
    size_t count;
} page_slots;
SCT_NODISCARD sct_status page_slots_new(sct_context *ctx, page_slots **out);
void page_slots_free(page_slots *slots);
/* A new, empty slot. */
page_text *page_slot_of(page_slots *slots, const char *key);
/* A slot with text from outside, which may be null. */
void page_slot_say(page_slots *slots, const char *key, const char *text, size_t most);
/* What every page has: who and when, version, language, look and script with the SHA-256 of each for the security policy.
 * more_css: rules of this page alone. */
void page_slots_begin(page_slots *slots, const sct_page_options *options, const char *more_css);

/* ---- page_pictures.c ---- */

/* One state of the area: its picture close up, and one as small as it is seen from a metre. */
typedef struct page_shot {
    sct_bytes near, far;
    uint32_t width, height, far_width, far_height;
} page_shot;
/* look null: the photo as it is. Free with page_shot_free. */
SCT_NODISCARD sct_status page_shoot(sct_context *ctx, sct_preview *preview, const sct_look *look, page_shot *out);
void page_shot_free(page_shot *shot);

/* ---- page_plot.c, page_parts.c ---- */

/* What the page is about. */
typedef struct page_subject {
    const sct_page_options *options;
    const sct_measurement *measurement;
    const sct_palette *palette;
    const match_ranking *ranking;
    const match_candidate *rows;
    sct_preview *preview; /* may be null */
    sct_verdict verdict;
} page_subject;

/* A colour that the page tells of; where its covariance is zeros, how sure it is is not drawn. */
typedef struct page_colour {
    const char *name; /* English */
    sct_lab lab;
    sct_cov cov;
} page_colour;
enum { PAGE_COLOURS = 5 };
/* Those that are known, in the order in which swatches and plot number them. */
size_t page_colours(const page_subject *s, page_colour list[PAGE_COLOURS]);
void page_plot(page_text *out, const page_subject *s);
/* A box of a colour with its name (English), as an item of a list of swatches; nothing where the colour is not known. */
void page_swatch(page_text *out, const char *name, sct_lab lab);
/* A cell of a table, with the heading (English) that it has on a narrow page. */
void page_cell(page_text *out, const char *heading);
/* Flags as items of a list, those that forbid a pick plain to the eye; wanted: which of them, or null for all. */
void page_flags(page_text *out, const sct_flags *flags, int (*wanted)(sct_flag_code code));
void page_swatches(page_text *out, const page_subject *s);
void page_recipe(page_text *out, const page_subject *s);
void page_sessions(page_text *out, const page_subject *s);
void page_options_table(page_text *out, const page_subject *s);
void page_sureness(page_text *out, const page_subject *s);
void page_assumptions(page_text *out, const page_subject *s);
void page_lots(page_text *out, const page_subject *s);

#endif
