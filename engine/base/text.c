/* engine/base/text.c - text that came from strangers, and numbers whatever the locale. */
#define _XOPEN_SOURCE 700 /* for newlocale, which C11 does not have */
#include "base/base.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Unicode 15, table 3-7: the first bytes of well-formed sequences, how many bytes they begin, and the range of the second
 * byte. All further bytes are 80 to BF. */
static const struct {
    unsigned char first, last, length, second_lo, second_hi;
} sequences[] = {
    {0x00, 0x7f, 1, 0, 0},       {0xc2, 0xdf, 2, 0x80, 0xbf}, {0xe0, 0xe0, 3, 0xa0, 0xbf},
    {0xe1, 0xec, 3, 0x80, 0xbf}, {0xed, 0xed, 3, 0x80, 0x9f}, {0xee, 0xef, 3, 0x80, 0xbf},
    {0xf0, 0xf0, 4, 0x90, 0xbf}, {0xf1, 0xf3, 4, 0x80, 0xbf}, {0xf4, 0xf4, 4, 0x80, 0x8f},
};

size_t text_utf8_length(const char *text, size_t size)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t k = 0, kinds = sizeof sequences / sizeof sequences[0];
    if (size == 0)
        return 0;
    while (k < kinds && s[0] > sequences[k].last)
        k++;
    if (k == kinds || s[0] < sequences[k].first || size < sequences[k].length)
        return 0;
    if (sequences[k].length > 1 && (s[1] < sequences[k].second_lo || s[1] > sequences[k].second_hi))
        return 0;
    for (size_t i = 2; i < sequences[k].length; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    return sequences[k].length;
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

/* Digits of a mantissa that are kept: 17 settle a double, 40 all but texts that were made to lie on a tie. */
enum { MANTISSA_MAX = 40 };

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Copies the first digits that count as a whole number; *shift is the power of ten it lacks. Returns what follows, or null
 * when there is no digit. */
static const char *read_mantissa(const char *s, char digits[MANTISSA_MAX + 1], long *shift)
{
    int any = 0, behind_point = 0;
    size_t n = 0;
    *shift = 0;
    for (; is_digit(*s) || (*s == '.' && !behind_point); s++) {
        if (*s == '.') {
            behind_point = 1;
            continue;
        }
        any = 1;
        if (n == MANTISSA_MAX) {
            *shift += !behind_point;
            continue;
        }
        *shift -= behind_point;
        if (n || *s != '0')
            digits[n++] = *s;
    }
    digits[n] = '\0';
    return any ? s : NULL;
}

/* Reads "e-3" if it stands there; *exponent stays 0 otherwise. Returns what follows. */
static const char *read_exponent(const char *s, long *exponent)
{
    const long enough = 100000000; /* makes 0 or infinity of any mantissa that fits into memory */
    const char *e = s + 1;
    int negative = 0;
    *exponent = 0;
    if (*s != 'e' && *s != 'E')
        return s;
    if (*e == '+' || *e == '-')
        negative = *e++ == '-';
    if (!is_digit(*e))
        return s;
    for (; is_digit(*e); e++)
        *exponent = *exponent < enough ? 10 * *exponent + (*e - '0') : enough;
    if (negative)
        *exponent = -*exponent;
    return e;
}

/* So many digits, and the powers of ten so far, are whole numbers that a double holds: one product or quotient of two such
 * is rounded as it ought to be (Clinger 1990, doi 10.1145/93542.93557). */
enum { FEW_DIGITS = 15, EXACT_TENS = 22 };

static double few_digits(const char *digits, int tens)
{
    static const double power[EXACT_TENS + 1] = {1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                                 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    uint64_t whole = 0;
    for (; *digits; digits++)
        whole = 10 * whole + (uint64_t)(*digits - '0');
    return tens < 0 ? (double)whole / power[-tens] : (double)whole * power[tens];
}

double text_number(const char *text, const char **end)
{
    char digits[MANTISSA_MAX + 1], clean[MANTISSA_MAX + 32];
    long shift, exponent;
    int negative = *text == '-';
    const char *s = read_mantissa(text + (negative || *text == '+'), digits, &shift);
    if (!s) {
        if (end)
            *end = text;
        return (double)NAN;
    }
    s = read_exponent(s, &exponent);
    if (end)
        *end = s;
    if (strlen(digits) <= FEW_DIGITS && labs(exponent + shift) <= EXACT_TENS)
        return (negative ? -1.0 : 1.0) * few_digits(digits, (int)(exponent + shift));
    /* A whole number and an exponent: strtod obeys the locale's decimal point, and here is none. */
    snprintf(clean, sizeof clean, "%s0%se%ld", negative ? "-" : "", digits, exponent + shift);
    return strtod(clean, NULL);
}

/* Puts the C locale's decimal point where the program's has put its own, which may be several bytes. */
static void plain_point(char *text)
{
    for (; *text; text++)
        if (*text != '-' && !is_digit(*text))
            *text = '.';
}

/* Takes away the zeros behind the point, and the point when nothing is left behind it. */
static void trim_zeros(char *text)
{
    size_t n = strlen(text);
    if (!strchr(text, '.'))
        return;
    while (n > 0 && text[n - 1] == '0')
        text[--n] = '\0';
    if (n > 0 && text[n - 1] == '.')
        text[--n] = '\0';
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
    snprintf(text, sizeof text, "%.*f", decimals < 0 ? 0 : decimals > 17 ? 17 : decimals, value);
    plain_point(text);
    if (trim)
        trim_zeros(text);
    int zero = !strpbrk(text, "123456789"); /* "-0.00" is 0 */
    text_copy(out, capacity, zero && text[0] == '-' ? text + 1 : text);
    return strlen(out);
}

/* The digits of a number, without point and leading zero, and the power of ten of the first one. */
static size_t digits_of(double value, int wanted, char digits[32], int *exponent)
{
    char text[48];
    size_t n = 0, i = 0;
    snprintf(text, sizeof text, "%.*e", wanted - 1, fabs(value));
    for (; text[i] && text[i] != 'e'; i++)
        if (is_digit(text[i]))
            digits[n++] = text[i];
    *exponent = text[i] ? (int)strtol(text + i + 1, NULL, 10) : 0;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = '\0';
    return n;
}

size_t text_from_exact(char *out, size_t capacity, double value)
{
    enum { PLAIN_LEAST = -5, PLAIN_MOST = 15, DIGITS_LEAST = 15, DIGITS_MOST = 17 };
    char digits[32], text[64];
    int exponent = 0, used = 0;
    size_t n = 0;
    if (capacity == 0 || !isfinite(value))
        return text_from_number(out, capacity, value, 0, 0);
    for (int wanted = DIGITS_LEAST; wanted <= DIGITS_MOST; wanted++) {
        n = digits_of(value, wanted, digits, &exponent);
        snprintf(text, sizeof text, "%se%d", digits, exponent - (int)n + 1);
        double back = text_number(text, NULL);
        if (back >= fabs(value) && back <= fabs(value))
            break;
    }
    const char *sign = signbit(value) ? "-" : "";
    if (exponent < PLAIN_LEAST || exponent > PLAIN_MOST)
        used = snprintf(text, sizeof text, "%s%c%s%se%d", sign, digits[0], n > 1 ? "." : "", digits + 1, exponent);
    else if (exponent < 0)
        used = snprintf(text, sizeof text, "%s0.%.*s%s", sign, -exponent - 1, "00000", digits);
    else if (n <= (size_t)exponent + 1)
        used = snprintf(text, sizeof text, "%s%s%.*s", sign, digits, exponent + 1 - (int)n, "000000000000000");
    else
        used = snprintf(text, sizeof text, "%s%.*s.%s", sign, exponent + 1, digits, digits + exponent + 1);
    text_copy(out, capacity, text);
    return (size_t)used < capacity ? (size_t)used : strlen(out);
}

double text_shifted(double value, int places)
{
    char text[64];
    size_t n = text_from_exact(text, sizeof text, value);
    if (!isfinite(value) || strchr(text, 'e'))
        return value * pow(10, places);
    snprintf(text + n, sizeof text - n, "e%d", places);
    return text_number(text, NULL);
}

#if defined(_WIN32) || defined(__EMSCRIPTEN__)
int text_format(char *out, size_t capacity, const char *format, va_list args)
{
    return vsnprintf(out, capacity, format, args);
}
#else
/* The C locale is made without memory being asked for, and is this thread's for as long as the text is written. */
int text_format(char *out, size_t capacity, const char *format, va_list args)
{
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0), before = c ? uselocale(c) : (locale_t)0;
    int length = vsnprintf(out, capacity, format, args);
    if (c) {
        uselocale(before);
        freelocale(c);
    }
    return length;
}
#endif

int text_print(char *out, size_t capacity, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = text_format(out, capacity, format, args);
    va_end(args);
    return length;
}
