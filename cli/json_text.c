/* cli/json_text.c - texts from a command line as JSON strings. */
#include "json_text.h"

#include <stdio.h>
#include <string.h>

/* Which second bytes may follow a first byte is in table 3-7 of Unicode 15. */
static int is_second_byte(unsigned char first, unsigned char second)
{
    unsigned lo = 0x80, hi = 0xbf;
    switch (first) {
    case 0xe0: lo = 0xa0; break; /* Lower ones would be longer than they need be. */
    case 0xed: hi = 0x9f; break; /* Higher ones are surrogates. */
    case 0xf0: lo = 0x90; break; /* Lower ones would be longer than they need be. */
    case 0xf4: hi = 0x8f; break; /* Higher ones lie beyond U+10FFFF. */
    }
    return second >= lo && second <= hi;
}

/* The number of bytes of the UTF-8 sequence at the start of text, or 0 if there is none. */
static size_t utf8_length(const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xc2 || s[0] > 0xf4 || !is_second_byte(s[0], s[1]))
        return 0;
    size_t n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    for (size_t i = 2; i < n; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    return n;
}

void json_text(const char *text, char *out, size_t size)
{
    size_t n = 0;
    while (*text && n + 7 < size) {
        size_t length = utf8_length(text);
        if ((unsigned char)*text < 0x20) {
            n += (size_t)snprintf(out + n, size - n, "\\u%04x", (unsigned)*text);
        } else if (length == 0) {
            out[n++] = '?';
        } else {
            if (*text == '"' || *text == '\\')
                out[n++] = '\\';
            memcpy(out + n, text, length);
            n += length;
        }
        text += length ? length : 1;
    }
    out[n] = '\0';
}
