/*
 * engine/base/json_scan.c - is a text strict JSON, and where does it stop being?
 *
 * RFC 8259, with limits: depth, number of values, no zero character, finite
 * length of numbers. The parser behind it then fails for one reason only, lack
 * of memory, which it could not tell from a mistake in the text.
 */
#include "base/json_scan.h"

#include "base/base.h"

#include <string.h>

enum {
    DEPTH_MAX = 64,
    VALUE_MAX = 10000000, /* a value takes 64 bytes of memory but may take only two of text */
    NUMBER_MAX = 60       /* cJSON cuts a number after 63 characters */
};

/* What may stand next. */
typedef enum expected { A_VALUE, VALUE_OR_END, A_KEY, KEY_OR_END, A_COLON, COMMA_OR_END, NOTHING } expected;

typedef struct scanner {
    const char *text;
    size_t size, at;
    expected next;
    int depth, values;
    unsigned char is_object[DEPTH_MAX]; /* of each open bracket */
} scanner;

/* Where the digits that begin at i end. */
static size_t past_digits(const char *s, size_t size, size_t i)
{
    while (i < size && s[i] >= '0' && s[i] <= '9')
        i++;
    return i;
}

/* Length of the number at s as RFC 8259 section 6 writes it, 0 if it is none. */
static size_t number_length(const char *s, size_t size)
{
    size_t start = size > 0 && s[0] == '-', i = past_digits(s, size, start);
    if (i == start || (s[start] == '0' && i > start + 1))
        return 0;
    if (i < size && s[i] == '.') {
        start = i + 1;
        i = past_digits(s, size, start);
        if (i == start)
            return 0;
    }
    if (i < size && (s[i] == 'e' || s[i] == 'E')) {
        start = i + 1;
        start += start < size && (s[start] == '+' || s[start] == '-');
        i = past_digits(s, size, start);
        if (i == start)
            return 0;
    }
    return i;
}

/* The four hex digits of a \u escape, or -1. */
static long code_unit(const char *s, size_t size)
{
    long value = 0;
    if (size < 6 || s[0] != '\\' || s[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        const char *digits = "0123456789abcdefABCDEF", *digit = s[i] ? strchr(digits, s[i]) : NULL;
        if (!digit)
            return -1;
        long d = digit - digits;
        value = 16 * value + (d < 16 ? d : d - 6);
    }
    return value;
}

/* Length of the escape at s (RFC 8259 section 7), 0 with a reason if it is none. */
static size_t escape_length(const char *s, size_t size, const char **reason)
{
    *reason = "a backslash that begins no escape";
    if (size < 2)
        return 0;
    if (s[1] != 'u')
        return s[1] && strchr("\"\\/bfnrt", s[1]) ? 2 : 0;
    long unit = code_unit(s, size);
    if (unit < 0)
        return 0;
    *reason = "a zero character inside a string";
    if (unit == 0)
        return 0;
    if (unit < 0xd800 || unit > 0xdfff)
        return 6;
    *reason = "half a surrogate pair inside a string";
    long low = unit <= 0xdbff && size > 6 ? code_unit(s + 6, size - 6) : -1;
    return low >= 0xdc00 && low <= 0xdfff ? 12 : 0;
}

/* From the opening quote to past the closing one, or why not. */
static const char *scan_string(scanner *s)
{
    const char *reason = NULL;
    for (s->at++; s->at < s->size && s->text[s->at] != '"';) {
        const char *rest = s->text + s->at;
        if ((unsigned char)(*rest - 0x20) < 0x60 && *rest != '\\') { /* ASCII */
            s->at++;
            continue;
        }
        size_t left = s->size - s->at, n = text_utf8_length(rest, left);
        if (n == 0)
            return "text that is not UTF-8; save the file as UTF-8";
        if ((unsigned char)*rest < 0x20)
            return "a control character inside a string";
        if (*rest == '\\')
            n = escape_length(rest, left, &reason);
        if (n == 0)
            return reason;
        s->at += n;
    }
    if (s->at >= s->size)
        return "a string without its closing quote";
    s->at++;
    return NULL;
}

static void value_ends(scanner *s)
{
    s->next = s->depth ? COMMA_OR_END : NOTHING;
}

static const char *scan_number(scanner *s)
{
    size_t n = number_length(s->text + s->at, s->size - s->at);
    if (n == 0)
        return "a number that JSON does not have (leading + or 0, or a digit missing)";
    if (n > NUMBER_MAX)
        return "a number of more than 60 characters";
    s->at += n;
    value_ends(s);
    return NULL;
}

static const char *scan_word(scanner *s)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t n = strlen(words[i]);
        if (s->size - s->at >= n && memcmp(s->text + s->at, words[i], n) == 0) {
            s->at += n;
            value_ends(s);
            return NULL;
        }
    }
    unsigned char c = (unsigned char)s->text[s->at];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return "a word that JSON does not have (NaN, Infinity, plain text)";
    return "not JSON: a value is missing";
}

static const char *open_bracket(scanner *s, int is_object)
{
    if (s->depth == DEPTH_MAX)
        return "more than 64 levels of brackets";
    s->is_object[s->depth++] = (unsigned char)is_object;
    s->next = is_object ? KEY_OR_END : VALUE_OR_END;
    s->at++;
    return NULL;
}

static const char *close_bracket(scanner *s, int is_object)
{
    int may_end = s->next == COMMA_OR_END || s->next == (is_object ? KEY_OR_END : VALUE_OR_END);
    if (!may_end || s->is_object[s->depth - 1] != is_object)
        return "not JSON: a bracket that closes nothing, or too early";
    s->depth--;
    s->at++;
    value_ends(s);
    return NULL;
}

static const char *scan_value(scanner *s, unsigned char c)
{
    const char *reason = NULL;
    if (++s->values > VALUE_MAX)
        return "more than 10 million values; split the file";
    switch (c) {
    case '"':
        reason = scan_string(s);
        value_ends(s);
        return reason;
    case '{': return open_bracket(s, 1);
    case '[': return open_bracket(s, 0);
    default: break;
    }
    if (c == '-' || c == '+' || (c >= '0' && c <= '9'))
        return scan_number(s);
    return scan_word(s);
}

/* One token, which is not white space. */
static const char *scan_token(scanner *s)
{
    const char *reason = NULL;
    unsigned char c = (unsigned char)s->text[s->at];
    if (c == '\0')
        return "a zero byte";
    if (c < 0x20)
        return "a control character";
    if ((c == '}' || c == ']') && s->depth)
        return close_bracket(s, c == '}');
    switch (s->next) {
    case A_VALUE:
    case VALUE_OR_END: return scan_value(s, c);
    case A_KEY:
    case KEY_OR_END:
        if (c != '"')
            return "not JSON: a key in quotes is missing";
        reason = scan_string(s);
        s->next = A_COLON;
        return reason;
    case A_COLON:
        if (c != ':')
            return "not JSON: a colon is missing after a key";
        s->next = A_VALUE;
        break;
    case COMMA_OR_END:
        if (c != ',')
            return "not JSON: a comma or a closing bracket is missing";
        s->next = s->is_object[s->depth - 1] ? A_KEY : A_VALUE;
        break;
    case NOTHING: return "text after the end of the JSON";
    }
    s->at++;
    return NULL;
}

const char *json_scan(const char *text, size_t size, size_t *at)
{
    scanner s = {.text = text, .size = size, .next = A_VALUE};
    const char *reason = NULL;
    while (!reason && s.at < size) {
        unsigned char c = (unsigned char)text[s.at];
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t')
            s.at++;
        else
            reason = scan_token(&s);
    }
    if (!reason && s.next != NOTHING)
        reason = "not JSON: it ends too early";
    *at = s.at;
    return reason;
}
