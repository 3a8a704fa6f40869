/* engine/base/text.c - text that came from strangers, and numbers whatever the locale. */
#include "base/base.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Unicode 15, table 3-7. */
size_t text_utf8_length(const char *text, size_t size)
{
    const unsigned char *s = (const unsigned char *)text;
    if (size == 0)
        return 0;
    if (s[0] < 0x80)
        return 1;
    size_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
    if (s[0] < 0xc2 || s[0] > 0xf4 || n > size)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
        (s[0] == 0xf4 && s[1] > 0x8f))
        return 0;
    return n;
}

void text_copy(char *out, size_t capacity, const char *text)
{
    if (capacity == 0)
        return;
    const unsigned char *s = (const unsigned char *)(text ? text : ""), *end = s + strlen((const char *)s);
    size_t used = 0;
    while (s < end) {
        size_t n = text_utf8_length((const char *)s, (size_t)(end - s));
        int control = *s < 0x20 || *s == 0x7f || (n == 2 && s[0] == 0xc2 && s[1] < 0xa0);
        if (used + (n && !control ? n : 1) >= capacity)
            break;
        if (n == 0 || control) {
            out[used++] = '?';
            s += n ? n : 1;
        } else {
            memcpy(out + used, s, n);
            used += n;
            s += n;
        }
    }
    out[used] = '\0';
}

double text_number(const char *text, const char **end)
{
    const char *s = text;
    char clean[64];
    size_t n = 0;
    int digits = 0;
    if (*s == '+' || *s == '-')
        clean[n++] = *s++;
    while (n < sizeof clean - 8 && ((*s >= '0' && *s <= '9') || *s == '.')) {
        if (*s == '.' && memchr(clean, '.', n))
            break;
        digits += *s != '.';
        clean[n++] = *s++;
    }
    if (digits && (*s == 'e' || *s == 'E')) {
        const char *e = s + 1;
        size_t m = n;
        clean[m++] = 'e';
        if (*e == '+' || *e == '-')
            clean[m++] = *e++;
        if (*e >= '0' && *e <= '9') {
            while (*e >= '0' && *e <= '9') {
                if (m < sizeof clean - 1)
                    clean[m++] = *e;
                e++;
            }
            s = e;
            n = m;
        }
    }
    clean[n] = '\0';
    if (!digits) {
        if (end)
            *end = text;
        return (double)NAN;
    }
    if (end)
        *end = s;
    /* strtod obeys the locale's decimal point: find out what it is and use it. */
    char probe[8];
    snprintf(probe, sizeof probe, "%.1f", 0.5);
    char *point = memchr(clean, '.', n);
    if (point && probe[1] != '.')
        *point = probe[1];
    return strtod(clean, NULL);
}

size_t text_from_number(char *out, size_t capacity, double value, int decimals, int trim)
{
    if (capacity == 0)
        return 0;
    if (!isfinite(value)) {
        text_copy(out, capacity, "null");
        return strlen(out);
    }
    char text[352]; /* DBL_MAX has 309 digits */
    int n = snprintf(text, sizeof text, "%.*f", decimals < 0 ? 0 : decimals > 17 ? 17 : decimals, value);
    for (int i = 0; i < n; i++)
        if (text[i] != '-' && (text[i] < '0' || text[i] > '9'))
            text[i] = '.';
    if (trim && strchr(text, '.')) {
        while (n > 0 && text[n - 1] == '0')
            text[--n] = '\0';
        if (n > 0 && text[n - 1] == '.')
            text[--n] = '\0';
    }
    int nonzero = 0; /* "-0.00" is 0 */
    for (int i = 0; i < n; i++)
        nonzero |= text[i] >= '1' && text[i] <= '9';
    text_copy(out, capacity, !nonzero && text[0] == '-' ? text + 1 : text);
    return strlen(out);
}
