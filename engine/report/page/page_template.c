/* engine/report/page/page_template.c - the template with its slots filled. */
#include "report/page/page.h"

#include <string.h>

enum { KEY_MAX = 32, PIECE_MAX = 512 };

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

/* ---- what the template says ---- */

static void append(page_text *out, const void *data, size_t size)
{
    if (out->status == SCT_OK)
        out->status = bytes_append(out->ctx, &out->bytes, data, size);
}

static int says_something(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z'))
            return 1;
    return 0;
}

/* A piece between tags or quotes: the blanks around it stay, and what is between them is told. */
static void tell_piece(page_text *out, const char *text, size_t size)
{
    char piece[PIECE_MAX];
    size_t before = 0, after = 0;
    while (before < size && strchr(" \n", text[before]))
        before++;
    while (after < size - before && strchr(" \n", text[size - 1 - after]))
        after++;
    size_t length = size - before - after;
    if (!says_something(text + before, length) || length >= sizeof piece) {
        append(out, text, size);
        return;
    }
    memcpy(piece, text + before, length);
    piece[length] = '\0';
    append(out, text, before);
    page_tell(out, piece);
    append(out, text + size - after, after);
}

/* Where the value of an attribute that is read to people begins within a tag; 0: there is none. */
static size_t value_within(const char *tag, size_t size)
{
    static const char *const names[] = {"aria-label=\"", "alt=\"", "data-said=\""};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        for (size_t k = 0, n = strlen(names[i]); k + n <= size; k++)
            if (memcmp(tag + k, names[i], n) == 0)
                return k + n;
    return 0;
}

static void tell_tag(page_text *out, const char *tag, size_t size)
{
    for (size_t from; (from = value_within(tag, size)) != 0; tag += from, size -= from) {
        const char *end = memchr(tag + from, '"', size - from);
        size_t length = end ? (size_t)(end - tag) - from : size - from;
        append(out, tag, from);
        tell_piece(out, tag + from, length);
        from += length;
    }
    append(out, tag, size);
}

/* A stretch of the template. *in_tag: whether it begins within one, and afterwards whether it ends so. */
static void tell_stretch(page_text *out, const char *text, size_t size, int *in_tag)
{
    while (size) {
        const char *next = memchr(text, *in_tag ? '>' : '<', size);
        size_t length = !next ? size : (size_t)(next - text) + (*in_tag ? 1 : 0);
        if (*in_tag)
            tell_tag(out, text, length);
        else
            tell_piece(out, text, length);
        *in_tag = next ? !*in_tag : *in_tag;
        text += length;
        size -= length;
    }
}

sct_status page_fill(sct_context *ctx, const char *html, const page_slot *slots, size_t count, page_text *out)
{
    sct_status status = SCT_OK;
    mark m;
    int in_tag = 0;
    const char *at = html;
    while (next_mark(at, &m)) {
        const page_slot *slot = find_slot(slots, count, m.key);
        if (!slot)
            FAIL(ctx, SCT_ERR_INTERNAL, "the page has no slot %s", m.key);
        TRY(slot->text.status);
        tell_stretch(out, at, (size_t)(m.start - at), &in_tag);
        at = m.end;
        if (m.kind == '=')
            append(out, slot->text.bytes.data, slot->text.bytes.size);
        else if (m.kind != '/' && (m.kind == '?') == (slot->text.bytes.size == 0))
            at = past_section(&m);
        if (!at)
            FAIL(ctx, SCT_ERR_INTERNAL, "the page's section %s does not end", m.key);
    }
    tell_stretch(out, at, strlen(at), &in_tag);
    status = out->status;
done:
    return status;
}
