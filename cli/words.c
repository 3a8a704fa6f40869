/* cli/words.c - the library says what is to be done; this adds the options of the program that do it. */
#include "app.h"

#include <string.h>

/* A longer phrase has to stand before one that it begins with. */
static const struct {
    const char *said, *shown;
} phrases[] = {
    {"mark the skin and the hair", "mark the skin with --skin SHAPE and the hair with --hair SHAPE"},
    {"mark the hair and the skin", "mark the hair with --hair SHAPE and the skin with --skin SHAPE"},
    {"mark the skin", "mark the skin with --skin SHAPE"},
    {"mark the hair", "mark the hair with --hair SHAPE"},
    {"Mark the hair.", "Point at the hair with --hair SHAPE."},
    {"Mark the grey card.", "Point at the card with --grey SHAPE."},
    {"Leave the other photo out.", "Leave --chart-photo out."},
    {"mark the card's grey area", "mark the card's grey area with --grey SHAPE"},
    {"the reflectance of each grey card", "the reflectance of each grey card, as in --grey SHAPE@18%"},
    {"give the grey card's place", "give its place, as in --grey rect:X,Y,W,H"},
    {"look at the overlay", "look at --overlay OUT.png"},
    {"name the chart", "name the chart with --chart NAME"},
    {"turn the chart off", "use --chart none"},
    {"leave the other photo out", "leave --chart-photo out"},
    {"have its print measured", "measure its print ('scalptone card measure')"},
    {"transfer the colours", "transfer the colours ('scalptone card transfer')"},
};

void words_of_options(const char *text, char *out, size_t size)
{
    size_t n = 0;
    while (*text && n + 1 < size) {
        size_t i = 0, count = sizeof phrases / sizeof phrases[0];
        while (i < count && strncmp(text, phrases[i].said, strlen(phrases[i].said)) != 0)
            i++;
        if (i == count) {
            out[n++] = *text++;
            continue;
        }
        int length = snprintf(out + n, size - n, "%s", phrases[i].shown);
        n = (size_t)length < size - n ? n + (size_t)length : size - 1;
        text += strlen(phrases[i].said);
    }
    out[n] = '\0';
}
