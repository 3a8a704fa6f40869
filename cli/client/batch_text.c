/* cli/client/batch_text.c - the text of a list, whatever editor wrote it: Windows marks UTF-8 and writes UTF-16, and lines
 * may end with carriage returns. */
#include "client/batch_text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { REPLACEMENT = 0xfffd };

/* Writes a code point as UTF-8; returns how many bytes that takes. */
static size_t put_utf8(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(lead[n] | c);
    return n;
}

/* The unit of UTF-16 that begins at `bytes`. */
static uint32_t unit_at(const unsigned char *bytes, int big_endian)
{
    return big_endian ? (uint32_t)(bytes[0] << 8 | bytes[1]) : (uint32_t)(bytes[1] << 8 | bytes[0]);
}

/* Converts UTF-16. A surrogate without its other half becomes the replacement character; so does a zero, which would end the
 * text. */
static char *from_utf16(const unsigned char *bytes, size_t size, int big_endian)
{
    size_t n = 0;
    char *out = malloc(size / 2 * 3 + 1); /* No unit takes more than three bytes. */
    for (size_t i = 0; out && i + 1 < size; i += 2) {
        uint32_t c = unit_at(bytes + i, big_endian), next = i + 3 < size ? unit_at(bytes + i + 2, big_endian) : 0;
        if (c >= 0xd800 && c < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
            c = 0x10000 + ((c - 0xd800) << 10) + (next - 0xdc00);
            i += 2;
        } else if (c == 0 || (c >= 0xd800 && c < 0xe000)) {
            c = REPLACEMENT;
        }
        n += put_utf8(c, out + n);
    }
    if (out)
        out[n] = '\0';
    return out;
}

/* Where no line ends with a line feed they end with carriage returns, as spreadsheets write "Text (Macintosh)". */
static char *end_lines(char *text)
{
    if (text && !strchr(text, '\n'))
        for (char *at = text; (at = strchr(at, '\r')) != NULL;)
            *at++ = '\n';
    return text;
}

char *batch_text(const unsigned char *bytes, size_t size)
{
    if (size >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff)))
        return end_lines(from_utf16(bytes + 2, size - 2, bytes[0] == 0xfe));
    size_t mark = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    char *out = malloc(size - mark + 1);
    if (!out)
        return NULL;
    memcpy(out, bytes + mark, size - mark);
    out[size - mark] = '\0';
    return end_lines(out);
}
