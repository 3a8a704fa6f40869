/* cli/show/terminal.c - prints colours, columns and wrapped text. */
#include "show/terminal.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* The nearest of the 240 colours that terminals with 256 agree on: a cube of 6 x 6 x 6, and 24 greys. */
static int nearest_of_256(sct_lab lab)
{
    int best = 16;
    double least = HUGE_VAL;
    for (int i = 16; i < 256; i++) {
        static const uint8_t steps[6] = {0, 95, 135, 175, 215, 255};
        int k = i - 16, grey = 8 + 10 * (i - 232);
        const uint8_t rgb[3] = {i < 232 ? steps[k / 36] : (uint8_t)grey, i < 232 ? steps[k / 6 % 6] : (uint8_t)grey,
                                i < 232 ? steps[k % 6] : (uint8_t)grey};
        double away = sct_de2000(lab, sct_lab_from_srgb8(rgb));
        if (away < least) {
            least = away;
            best = i;
        }
    }
    return best;
}

void print_swatch(const app *a, sct_lab lab)
{
    uint8_t rgb[3];
    if (!isfinite(lab.L)) {
        printf("%-7s", a->colour >= COLOUR_256 ? "" : "-");
        return;
    }
    sct_srgb8_from_lab(lab, rgb);
    if (a->colour == COLOUR_TRUE)
        printf("\033[48;2;%d;%d;%dm       \033[0m", rgb[0], rgb[1], rgb[2]);
    else if (a->colour == COLOUR_256)
        printf("\033[48;5;%dm       \033[0m", nearest_of_256(lab));
    else
        printf("#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
}

static double tenths(double v)
{
    return round(10 * v) / 10 + 0.0; /* Adding zero takes the sign off a negative zero. */
}

sct_lab lab_shown(sct_lab lab)
{
    return (sct_lab){tenths(lab.L), tenths(lab.a), tenths(lab.b)};
}

int text_columns(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

void print_padded(const char *text, int columns)
{
    printf("%s%*s", text, columns > text_columns(text) ? columns - text_columns(text) : 0, "");
}

void add_told(char *line, size_t size, const char *between, const char *english)
{
    char told[WORDS_SIZE];
    size_t n = strlen(line);
    snprintf(line + n, size - n, "%s%s", between, tell(english, told, sizeof told));
}

void add_toldf(char *line, size_t size, const char *between, const char *format, ...)
{
    char text[WORDS_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    add_told(line, size, between, text);
}

const char *colon(void)
{
    static char told[8];
    return tell(": ", told, sizeof told);
}

const char *semicolon(void)
{
    static char told[8];
    return tell("; ", told, sizeof told);
}

const char *tell_list(const char *english, char *out, size_t size)
{
    char part[256];
    *out = '\0';
    while (*english) {
        const char *end = strstr(english, ", ");
        size_t length = end ? (size_t)(end - english) : strlen(english);
        snprintf(part, sizeof part, "%.*s", (int)length, english);
        add_told(out, size, *out ? ", " : "", part);
        english += length + (end ? 2 : 0);
    }
    return out;
}

void print_fitted(const char *text, int columns)
{
    int left = columns - 1;
    if (terminal_columns() == 0 || text_columns(text) <= columns) {
        print_padded(text, columns);
        return;
    }
    for (; *text && (left > 0 || ((unsigned char)*text & 0xc0) == 0x80); text++) {
        left -= ((unsigned char)text[1] & 0xc0) != 0x80;
        putchar(*text);
    }
    printf("…");
}

void print_told(const char *english, int columns)
{
    char told[WORDS_SIZE];
    print_padded(tell(english, told, sizeof told), columns);
}

void print_toldf(int columns, const char *format, ...)
{
    char text[WORDS_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_told(text, columns);
}

void print_right(const char *english, int columns)
{
    char told[WORDS_SIZE];
    int wide = text_columns(tell(english, told, sizeof told));
    printf("%*s%s", columns > wide ? columns - wide : 0, "", told);
}

void print_coordinates(sct_lab lab)
{
    sct_lab shown = lab_shown(lab);
    print_decimal("  L ", 5, 1, shown.L);
    print_decimal("  a ", 5, 1, shown.a);
    print_decimal("  b ", 5, 1, shown.b);
}

void print_decimal(const char *before, int columns, int decimals, double value)
{
    char digits[32] = "";
    add_toldf(digits, sizeof digits, "", "%.*f", decimals, value);
    printf("%s%*s%s", before, columns > text_columns(digits) ? columns - text_columns(digits) : 0, "", digits);
}

int terminal_columns(void)
{
    const char *given = getenv("COLUMNS");
    long columns = given ? strtol(given, NULL, 10) : 0;
#ifdef TIOCGWINSZ
    struct winsize size;
    if (columns <= 0 && isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        columns = size.ws_col;
#endif
    return columns > 0 && columns < 10000 ? (int)columns : 0;
}

int line_width(void)
{
    enum { USUAL = 80 };
    int columns = terminal_columns();
    return columns ? columns : USUAL;
}

int paragraph_width(void)
{
    enum { LEAST = 40, MOST = 104 };
    int columns = line_width();
    return columns > MOST ? MOST : columns < LEAST ? LEAST : columns;
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether a text begins with one of these words, and that ends there. */
static int begins_with(const char *text, const char *const *words)
{
    for (size_t n; *words; words++) {
        n = strlen(*words);
        if (strncmp(text, *words, n) == 0 && strchr(" .,;:)'", text[n]))
            return 1;
    }
    return 0;
}

/* Whether the first n letters of a text are one of these words, behind a mark or nothing. */
static int ends_with(const char *text, size_t n, const char *const *words)
{
    for (size_t size; *words; words++) {
        size = strlen(*words);
        if (n >= size && strncmp(text + n - size, *words, size) == 0 && (n == size || strchr("(\"", text[n - size - 1])))
            return 1;
    }
    return 0;
}

/* Whether the blank behind n letters stands within what is read as one: a number and its unit, or what leads to it, and the
 * marks of French, which follow a blank. */
static int is_bound(const char *text, size_t n)
{
    static const char *const units[] = {"%", "cm", "cm²", "cm2", "ml", "mm", "µm", "um", "m", NULL};
    static const char *const marks[] = {":", ";", "!", "?", "»", NULL};
    /* What stands before a number: the last are shades in every language. */
    static const char *const leads[] = {"dE00", "+-", "shade", "Ton", "tono", "teinte", "tom", "ton", NULL};
    const char *next = text + n + 1;
    if (!n || text[n] != ' ')
        return 0;
    if (begins_with(next, marks))
        return 1;
    if (is_digit(*next))
        return ends_with(text, n, leads);
    return is_digit(text[n - 1]) && begins_with(next, units);
}

/* How long a word is, with what a line does not part from it. */
static size_t word_length(const char *text)
{
    size_t n = strcspn(text, " ");
    while (is_bound(text, n))
        n += 1 + strcspn(text + n + 1, " ");
    return n;
}

/* Prints words from `column` on. The lines that follow begin behind `indent` blanks, and none is wider than `width` unless
 * one word is; 0 means any width. */
static void print_words(const char *text, int column, int indent, int width)
{
    int begin = column;
    while (*text) {
        size_t n = word_length(text);
        char word[256];
        snprintf(word, sizeof word, "%.*s", (int)(n < sizeof word ? n : sizeof word - 1), text);
        if (width && column > begin && column + 1 + text_columns(word) > width) {
            printf("\n%*s", indent, "");
            begin = column = indent;
        }
        printf("%s%s", column > begin ? " " : "", word);
        column += text_columns(word) + (column > begin);
        text += n;
        text += strspn(text, " ");
    }
    printf("\n");
}

enum { LABEL_COLUMNS = 11 };

void print_label(const char *label)
{
    char told[64];
    printf("  ");
    print_padded(tell(label, told, sizeof told), LABEL_COLUMNS - 3);
    printf(" ");
}

void print_wrapped(const char *label, const char *text)
{
    char told[WORDS_SIZE];
    print_label(label);
    print_words(tell(text, told, sizeof told), LABEL_COLUMNS, LABEL_COLUMNS, paragraph_width());
}

void print_long(const char *label, const char *text)
{
    char told[WORDS_SIZE];
    print_label(label);
    print_words(tell(text, told, sizeof told), LABEL_COLUMNS, LABEL_COLUMNS, line_width());
}

void print_line(const char *text, int indent)
{
    char told[WORDS_SIZE];
    tell(text, told, sizeof told);
    if (text_columns(told) <= line_width())
        printf("%s\n", told);
    else {
        int margin = (int)strspn(told, " ");
        printf("%*s", margin, "");
        print_words(told + margin, margin, indent, line_width());
    }
}

void print_sentences(const char *text)
{
    char told[WORDS_SIZE];
    printf("  ");
    print_words(tell(text, told, sizeof told), 2, 2, paragraph_width());
}

void print_bold(const app *a, int on)
{
    if (a->colour)
        printf("%s", on ? "\033[1m" : "\033[0m");
}
