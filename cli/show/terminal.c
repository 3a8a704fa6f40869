/* cli/show/terminal.c - prints colours, columns and wrapped text. */
#include "show/terminal.h"

#include <math.h>
#include <string.h>

void print_swatch(const app *a, sct_lab lab)
{
    uint8_t rgb[3];
    if (!isfinite(lab.L)) {
        printf("%-7s", a->colour ? "" : "-");
        return;
    }
    sct_srgb8_from_lab(lab, rgb);
    if (a->colour)
        printf("\033[48;2;%d;%d;%dm       \033[0m", rgb[0], rgb[1], rgb[2]);
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

void print_wrapped(const char *label, const char *text)
{
    enum { INDENT = 11, WIDTH = 104 };
    printf("  %-8s ", label);
    int column = INDENT;
    while (*text) {
        size_t n = strcspn(text, " ");
        char word[256];
        snprintf(word, sizeof word, "%.*s", (int)(n < sizeof word ? n : sizeof word - 1), text);
        if (column > INDENT && column + 1 + text_columns(word) > WIDTH) {
            printf("\n%*s", INDENT, "");
            column = INDENT;
        }
        column += printf("%s%s", column > INDENT ? " " : "", word);
        text += n;
        text += strspn(text, " ");
    }
    printf("\n");
}
