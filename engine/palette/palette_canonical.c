/*
 * engine/palette/palette_canonical.c - the one text that all files of the same
 * content share, for fingerprints: JSON Canonicalization Scheme, RFC 8785
 * (Rundgren, Jordan & Erdtman 2020, doi 10.17487/RFC8785).
 *
 * No white space; keys sorted by their UTF-16 code units; strings with the
 * shortest escapes; numbers as ECMAScript writes them: the fewest digits that
 * read back as the same double. Any RFC 8785 tool gives the same fingerprint.
 * Vectors: the RFC's section 3.2.3 and appendix B, tests/palette/test_palette_canonical.c.
 */
#include "palette/palette_private.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sct_status append_text(sct_context *ctx, bytes_buffer *out, const char *text)
{
    return bytes_append(ctx, out, text, strlen(text));
}

/* The fewest significant digits that read back as value, without a point or trailing zeros (up to 15 decimal digits always
 * survive a normal double, so none fewer need be tried; 17 identify it); returns the decimal exponent of the first digit.
 * value > 0. */
static int shortest_digits(double value, char digits[18])
{
    char text[40];
    for (int precision = value < DBL_MIN ? 1 : 15; precision <= 17; precision++) {
        snprintf(text, sizeof text, "%.*e", precision - 1, value);
        if (precision == 17 || strtod(text, NULL) == value) /* same locale both ways */
            break;
    }
    size_t n = 0;
    const char *s = text;
    for (; *s != 'e'; s++)
        if (*s >= '0' && *s <= '9')
            digits[n++] = *s;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = '\0';
    return (int)strtol(s + 1, NULL, 10);
}

/* What most numbers of a palette are: a whole number of at most 15 digits over a power of ten that a double holds. The
 * division is then correctly rounded, as reading the text would be, so that equality says that the digits read back; and no
 * other text of at most 15 digits does. Gives as shortest_digits, or no digits where the value is none such. */
static int few_digits(double value, char digits[18])
{
    enum { DECIMALS = 9 };
    static const double tens[DECIMALS + 1] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    char reversed[18];
    int k = 0, n = 0, trailing = 0;
    uint64_t whole = 0;
    digits[0] = '\0';
    for (; k <= DECIMALS; k++) {
        double scaled = value * tens[k] + 0.5;
        if (!(scaled < 1e15))
            return 0;
        whole = (uint64_t)scaled;
        if (whole && (double)whole / tens[k] == value)
            break;
    }
    if (k > DECIMALS)
        return 0;
    for (; whole; whole /= 10)
        reversed[n++] = (char)('0' + whole % 10);
    while (trailing < n - 1 && reversed[trailing] == '0')
        trailing++;
    for (int i = n; i-- > trailing;)
        *digits++ = reversed[i];
    *digits = '\0';
    return n - 1 - k;
}

/* ECMAScript Number::toString (ECMA-262, 6.1.6.1.20): k digits, value = 0.digits x 10^n. */
static void ecma_number(double value, char out[40])
{
    char digits[18];
    if (value == 0) {
        snprintf(out, 40, "0");
        return;
    }
    const char *sign = value < 0 ? "-" : "";
    double size = value < 0 ? -value : value;
    int n = few_digits(size, digits) + 1;
    if (!digits[0])
        n = shortest_digits(size, digits) + 1;
    int k = (int)strlen(digits);
    if (k == n) {
        *out = '-';
        memcpy(out + (value < 0), digits, (size_t)k + 1);
    } else if (0 < n && n < k) {
        *out = '-';
        out += value < 0;
        memcpy(out, digits, (size_t)n);
        out[n] = '.';
        memcpy(out + n + 1, digits + n, (size_t)(k - n) + 1);
    } else if (k <= n && n <= 21)
        snprintf(out, 40, "%s%s%.*s", sign, digits, n - k, "000000000000000000000");
    else if (-6 < n && n <= 0)
        snprintf(out, 40, "%s0.%.*s%s", sign, -n, "000000", digits);
    else
        snprintf(out, 40, "%s%c%s%se%+d", sign, digits[0], k > 1 ? "." : "", digits + 1, n - 1);
}

/* Order of UTF-16 code units: that of the bytes, but beyond U+FFFF (lead byte F0 to F4, surrogates) before U+E000 to U+FFFF.
 */
static int compare_utf16(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    unsigned char x = (unsigned char)*a, y = (unsigned char)*b;
    if (x >= 0xee && y >= 0xee && (x >= 0xf0) != (y >= 0xf0))
        return x >= 0xf0 ? -1 : 1;
    return (x > y) - (x < y);
}

typedef struct member {
    const char *key;
    const json *value;
} member;

static int by_key(const void *a, const void *b)
{
    const member *x = a, *y = b;
    return compare_utf16(x->key, y->key);
}

/* A few are sorted where they come in, without memory being asked for. */
static void insert(member *sorted, size_t n, member one)
{
    for (; n > 0 && compare_utf16(one.key, sorted[n - 1].key) < 0; n--)
        sorted[n] = sorted[n - 1];
    sorted[n] = one;
}

static sct_status append_object(sct_context *ctx, bytes_buffer *out, const json *object)
{
    enum { FEW = 24 };
    sct_status status = SCT_OK;
    size_t n = 0, count = json_count(object);
    member few[FEW], *members = few, *many = NULL;

    if (count > FEW) {
        TRY(mem_new(ctx, count, sizeof *many, (void **)&many));
        members = many;
    }
    for (const json *value = json_first(object); value; value = json_next(value), n++) {
        if (many)
            members[n] = (member){json_key(value), value};
        else
            insert(members, n, (member){json_key(value), value});
    }
    if (many)
        qsort(members, n, sizeof *members, by_key);
    TRY(append_text(ctx, out, "{"));
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            TRY(append_text(ctx, out, ","));
        TRY(json_quote(ctx, out, members[i].key));
        TRY(append_text(ctx, out, ":"));
        TRY(palette_canonical(ctx, members[i].value, out));
    }
    TRY(append_text(ctx, out, "}"));
done:
    mem_free(many);
    return status;
}

static sct_status append_array(sct_context *ctx, bytes_buffer *out, const json *array)
{
    sct_status status = SCT_OK;
    TRY(append_text(ctx, out, "["));
    for (const json *value = json_first(array); value; value = json_next(value)) {
        TRY(palette_canonical(ctx, value, out));
        if (json_next(value))
            TRY(append_text(ctx, out, ","));
    }
    TRY(append_text(ctx, out, "]"));
done:
    return status;
}

/* Recursion goes no deeper than json_parse lets in: 64 levels. */
sct_status palette_canonical(sct_context *ctx, const json *value, bytes_buffer *out)
{
    char number[40];
    switch (json_type(value)) {
    case JSON_NULL: return append_text(ctx, out, "null");
    case JSON_BOOL: return append_text(ctx, out, json_bool(value) ? "true" : "false");
    case JSON_NUMBER: ecma_number(json_number(value), number); return append_text(ctx, out, number);
    case JSON_STRING: return json_quote(ctx, out, json_string(value));
    case JSON_ARRAY: return append_array(ctx, out, value);
    case JSON_OBJECT: return append_object(ctx, out, value);
    }
    return diag_set(ctx, SCT_ERR_INTERNAL, "a JSON value of no kind");
}
