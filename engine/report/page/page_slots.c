/* engine/report/page/page_slots.c - the slots of a page being filled, and those that every page has. */
#include "report/page/page.h"

#include <string.h>

sct_status page_slots_new(sct_context *ctx, page_slots **out)
{
    sct_status status = mem_new(ctx, 1, sizeof **out, (void **)out);
    if (status == SCT_OK)
        (*out)->ctx = ctx;
    return status;
}

void page_slots_free(page_slots *slots)
{
    for (size_t i = 0; slots && i < slots->count; i++)
        page_free(&slots->items[i].text);
    mem_free(slots);
}

page_text *page_slot_of(page_slots *slots, const char *key)
{
    page_slot *s = &slots->items[slots->count++];
    *s = (page_slot){.key = key, .text = {.ctx = slots->ctx}};
    return &s->text;
}

void page_slot_say(page_slots *slots, const char *key, const char *text, size_t most)
{
    page_say(page_slot_of(slots, key), text ? text : "", most);
}

/* What the security policy names a piece of the page by: its SHA-256. */
static void add_hash(page_slots *slots, const char *key, const page_text *piece)
{
    char hex[65];
    unsigned char digest[32];
    sha256_hex(piece->bytes.data ? piece->bytes.data : (const void *)"", piece->bytes.size, hex);
    for (size_t i = 0; i < sizeof digest; i++) {
        const char *digits = "0123456789abcdef";
        digest[i] = (unsigned char)((strchr(digits, hex[2 * i]) - digits) << 4 | (strchr(digits, hex[2 * i + 1]) - digits));
    }
    page_base64(page_slot_of(slots, key), digest, sizeof digest);
}

void page_slots_begin(page_slots *slots, const sct_page_options *o, const char *more_css)
{
    page_slot_say(slots, "name", o->name, PAGE_NAME_MOST);
    page_slot_say(slots, "date", o->date, PAGE_NAME_MOST);
    page_slot_say(slots, "practitioner", o->practitioner, PAGE_NAME_MOST);
    page_slot_say(slots, "studio", o->studio, PAGE_NAME_MOST);
    page_slot_say(slots, "version", sct_version(), PAGE_NAME_MOST);
    page_raw(page_slot_of(slots, "language"), words_code(words_chosen(slots->ctx)));
    page_text *css = page_slot_of(slots, "css"), *js = page_slot_of(slots, "js");
    page_raw(css, page_consultation_css);
    page_raw(css, more_css);
    page_raw(js, page_consultation_js);
    add_hash(slots, "css-hash", css);
    add_hash(slots, "js-hash", js);
}
