/* engine/report/page/page_template.c - the template with its slots filled. */
#include "report/page/page.h"

#include <string.h>

enum { KEY_MAX = 32 };

/* A mark of the template: what stands before the key, the key, and where the text goes on behind it. */
typedef struct mark {
    char kind; /* '=' the slot itself, '?', '!', '/' */
    char key[KEY_MAX];
    const char *start, *end;
} mark;

/* The next mark from `at` on; 0 when there is none. */
static int next_mark(const char *at, mark *out)
{
    const char *open = strstr(at, "{{"), *close = open ? strstr(open, "}}") : NULL;
    if (!close)
        return 0;
    const char *key = open + 2;
    out->kind = strchr("?!/", *key) ? *key++ : '=';
    text_print(out->key, sizeof out->key, "%.*s", (int)(close - key), key);
    out->start = open;
    out->end = close + 2;
    return 1;
}

static const page_slot *find_slot(const page_slot *slots, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(slots[i].key, key) == 0)
            return &slots[i];
    return NULL;
}

/* Where the section that a mark opens ends; sections of one key do not lie in each other. Null: it does not end. */
static const char *past_section(const mark *opened)
{
    mark m;
    for (const char *at = opened->end; next_mark(at, &m); at = m.end)
        if (m.kind == '/' && strcmp(m.key, opened->key) == 0)
            return m.end;
    return NULL;
}

static void append(page_text *out, const void *data, size_t size)
{
    if (out->status == SCT_OK)
        out->status = bytes_append(out->ctx, &out->bytes, data, size);
}

sct_status page_fill(sct_context *ctx, const char *html, const page_slot *slots, size_t count, page_text *out)
{
    sct_status status = SCT_OK;
    mark m;
    const char *at = html;
    while (next_mark(at, &m)) {
        const page_slot *slot = find_slot(slots, count, m.key);
        if (!slot)
            FAIL(ctx, SCT_ERR_INTERNAL, "the page has no slot %s", m.key);
        TRY(slot->text.status);
        append(out, at, (size_t)(m.start - at));
        at = m.end;
        if (m.kind == '=')
            append(out, slot->text.bytes.data, slot->text.bytes.size);
        else if (m.kind != '/' && (m.kind == '?') == (slot->text.bytes.size == 0))
            at = past_section(&m);
        if (!at)
            FAIL(ctx, SCT_ERR_INTERNAL, "the page's section %s does not end", m.key);
    }
    page_raw(out, at);
    status = out->status;
done:
    return status;
}
