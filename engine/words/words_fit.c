/*
 * engine/words/words_fit.c - a sentence that was written with printf, taken apart by its format.
 *
 * A number takes what printf may have written there, and a text takes as little as lets the rest fit; where that fails it
 * takes more. A format has few places and a sentence few letters, and the steps are counted besides.
 */
#include "words/words.h"

#include <string.h>

enum { STEPS_MOST = 20000 };

typedef struct fitting {
    words_piece *pieces;
    size_t literal, steps;
} fitting;

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

size_t words_place(const char *format, char *kind)
{
    size_t n = strspn(format + 1, "0123456789$-+#.") + 1;
    n += strspn(format + n, "lzh");
    if (*format != '%' || !format[n] || !strchr("diufgesc", format[n]))
        return 0;
    *kind = format[n];
    return n + 1;
}

/* How long a number is that stands at the beginning of a text, with blanks before it; 0: none does. */
static size_t number_length(const char *text)
{
    size_t blanks = strspn(text, " "), n = blanks;
    n += text[n] == '-' || text[n] == '+';
    size_t whole = strspn(text + n, "0123456789");
    if (!whole)
        return 0;
    n += whole;
    if (text[n] == '.' && is_digit(text[n + 1]))
        n += 1 + strspn(text + n + 1, "0123456789");
    if (text[n] == 'e' && (text[n + 1] == '-' || text[n + 1] == '+') && is_digit(text[n + 2]))
        n += 2 + strspn(text + n + 2, "0123456789");
    return n;
}

/* Fits what is left of both; `place` is the next place. */
static int fits(fitting *f, const char *format, const char *text, size_t place) /* NOLINT(misc-no-recursion) */
{
    size_t literal = 0, length;
    char kind = '\0';
    while ((length = words_place(format, &kind)) == 0) {
        if (*format != *text)
            return 0;
        if (!*format) {
            f->literal += literal;
            return 1;
        }
        format += *format == '%' && format[1] == '%' ? 2 : 1;
        text++;
        literal++;
    }
    f->literal += literal;
    format += length;
    int is_text = kind == 's';
    if (place == WORDS_PLACES)
        return 0;
    size_t before = f->literal, most = is_text ? strlen(text) : number_length(text), least = is_text ? 1 : most;
    for (size_t n = least; n && n <= most && f->steps++ < STEPS_MOST; n++) {
        f->pieces[place] = (words_piece){text, n, is_text ? 's' : 'n'};
        if (fits(f, format, text + n, place + 1))
            return 1;
        f->literal = before;
    }
    return 0;
}

size_t words_fit(const char *format, const char *text, words_piece pieces[WORDS_PLACES])
{
    fitting f = {pieces, 0, 0};
    return fits(&f, format, text, 0) ? f.literal + 1 : 0;
}

/* ---- numbers ---- */

/* In the order of the languages (words.c). Thousands are parted from ten thousand on, by a point or by a blank that does not
 * break. */
static const struct {
    const char *decimal, *thousands;
} marks[] = {{".", ","}, {",", "."}, {",", "\xc2\xa0"}, {",", "\xc2\xa0"}, {",", "."}, {",", "."}};

static size_t put(char *out, size_t size, size_t n, const char *text, size_t length)
{
    if (n + length >= size)
        return n;
    memcpy(out + n, text, length);
    out[n + length] = '\0';
    return n + length;
}

size_t words_number(int language, const char *digits, size_t length, char *out, size_t size)
{
    enum { GROUP = 3, UNGROUPED = 4 };
    size_t n = 0, i = 0, whole, k = (size_t)language;
    while (i < length && !is_digit(digits[i]))
        i++;
    n = put(out, size, n, digits, i);
    whole = strspn(digits + i, "0123456789");
    whole = whole < length - i ? whole : length - i;
    for (size_t left = whole; left; left--, i++) {
        if (whole > UNGROUPED && left < whole && left % GROUP == 0)
            n = put(out, size, n, marks[k].thousands, strlen(marks[k].thousands));
        n = put(out, size, n, digits + i, 1);
    }
    if (i < length && digits[i] == '.') {
        n = put(out, size, n, marks[k].decimal, strlen(marks[k].decimal));
        i++;
    }
    return put(out, size, n, digits + i, length - i);
}
