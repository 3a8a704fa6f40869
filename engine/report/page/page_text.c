/* engine/report/page/page_text.c - text that grows, with what is from outside escaped. */
#include "report/page/page.h"

#include <string.h>

static void append(page_text *t, const char *text, size_t size)
{
    if (t->status == SCT_OK)
        t->status = bytes_append(t->ctx, &t->bytes, text, size);
}

void page_raw(page_text *t, const char *html)
{
    append(t, html, strlen(html));
}

void page_rawf(page_text *t, const char *format, ...)
{
    char line[1024];
    va_list args;
    va_start(args, format);
    text_format(line, sizeof line, format, args);
    va_end(args);
    page_raw(t, line);
}

/* Marks that turn the direction of a line or hide in it: they could make a name read as another. */
static int is_invisible(const unsigned char *c, size_t size)
{
    static const uint32_t from_to[][2] = {
        {0x061c, 0x061c}, {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfeff, 0xfeff}};
    uint32_t point = size == 2   ? (c[0] & 0x1fu) << 6 | (c[1] & 0x3fu)
                     : size == 3 ? (c[0] & 0x0fu) << 12 | (c[1] & 0x3fu) << 6 | (c[2] & 0x3fu)
                                 : 0;
    for (size_t i = 0; i < sizeof from_to / sizeof from_to[0]; i++)
        if (point >= from_to[i][0] && point <= from_to[i][1])
            return 1;
    return 0;
}

static void say_one(page_text *t, const char *text, size_t size)
{
    switch (size == 1 ? *text : 0) {
    case '&': page_raw(t, "&amp;"); break;
    case '<': page_raw(t, "&lt;"); break;
    case '>': page_raw(t, "&gt;"); break;
    case '"': page_raw(t, "&quot;"); break;
    case '\'': page_raw(t, "&#39;"); break;
    case '{': page_raw(t, "&#123;"); break;
    default: append(t, text, size); break;
    }
}

void page_say(page_text *t, const char *text, size_t most)
{
    size_t left = strlen(text), said = 0;
    while (left && t->status == SCT_OK) {
        const unsigned char *c = (const unsigned char *)text;
        size_t size = text_utf8_length(text, left);
        if (said == most) {
            page_raw(t, "\xe2\x80\xa6");
            return;
        }
        if (!size)
            page_raw(t, "\xef\xbf\xbd");
        else if (*c < 0x20 || *c == 0x7f || (size == 2 && *c == 0xc2 && c[1] < 0xa0))
            page_raw(t, " ");
        else if (!is_invisible(c, size))
            say_one(t, text, size);
        said++;
        text += size ? size : 1;
        left -= size ? size : 1;
    }
}

void page_tell(page_text *t, const char *english)
{
    char said[WORDS_ROOM];
    words_say(words_chosen(t->ctx), english, said, sizeof said);
    page_say(t, said, sizeof said);
}

/* The unit of differences is for those who know it: the page says beside them what 1 and 5 look like. */
static void leave_out_unit(char *text)
{
    static const char unit[] = "dE00";
    for (char *at; (at = strstr(text, unit));) {
        char *from = at > text && at[-1] == ' ' ? at - 1 : at, *to = at + sizeof unit - 1;
        to += from == at && *to == ' ';
        memmove(from, to, strlen(to) + 1);
    }
}

void page_begin(page_text *t, const char *english)
{
    char said[WORDS_ROOM];
    words_begin(words_chosen(t->ctx), english, said, sizeof said);
    leave_out_unit(said);
    page_say(t, said, sizeof said);
}

void page_tellf(page_text *t, const char *format, ...)
{
    char line[1024];
    va_list args;
    va_start(args, format);
    text_format(line, sizeof line, format, args);
    va_end(args);
    page_tell(t, line);
}

void page_base64(page_text *t, const void *data, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *in = data;
    char out[1024];
    size_t n = 0;
    for (size_t i = 0; i < size; i += 3) {
        unsigned long v = (unsigned long)in[i] << 16;
        v |= i + 1 < size ? (unsigned long)in[i + 1] << 8 : 0;
        v |= i + 2 < size ? in[i + 2] : 0;
        out[n++] = digits[v >> 18];
        out[n++] = digits[v >> 12 & 63];
        out[n++] = i + 1 < size ? digits[v >> 6 & 63] : '=';
        out[n++] = i + 2 < size ? digits[v & 63] : '=';
        if (n == sizeof out) {
            append(t, out, n);
            n = 0;
        }
    }
    append(t, out, n);
}

sct_status page_finish(page_text *t, sct_bytes *out)
{
    append(t, "", 1);
    sct_status status = t->status;
    if (status == SCT_OK) {
        *out = (sct_bytes){t->bytes.data, t->bytes.size - 1};
        t->bytes = (bytes_buffer){NULL, 0, 0};
    }
    return status;
}

void page_free(page_text *t)
{
    mem_free(t->bytes.data);
    t->bytes = (bytes_buffer){NULL, 0, 0};
}
