/*
 * table_conditions.c - for which illuminant and observer Lab and XYZ were
 * computed. There is no one way to say it:
 *
 *   CGATS.17             WEIGHTING_FUNCTION "ILLUMINANT, D50", "OBSERVER, 2 degree"
 *   i1Profiler           ILLUMINATION_NAME "D50", OBSERVER_ANGLE "2"
 *   MeasureTool          MEASUREMENT_SOURCE "Illumination=D50 ObserverAngle=2 degree"
 *   ProfileMaker, Argyll ILLUMINANT "D50", OBSERVER "CIE_1931_2"
 *   Spectrolino          Measuring conditions: [D50,2 deg,ANSI T,No,Abs]
 *   others               COMPUTATIONAL_PARAMETER "D50/2", # Illuminant: D65
 *
 * So words are looked for, not keywords. Whoever takes D65/10 for D50/2 falsifies
 * a card by 3 dE00: what is not understood is refused.
 */
#include "table/table.h"

#include <string.h>

enum { WORD_SIZE = 24, WORDS_MAX = 64 };

typedef struct words {
    int count;
    char text[WORDS_MAX][WORD_SIZE];
    char before[WORDS_MAX]; /* the character before each */
} words;

static int is_word_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static void take_words(const char *line, words *out)
{
    char before = ' ';
    out->count = 0;
    while (*line && out->count < WORDS_MAX) {
        size_t n = 0;
        if (!is_word_character(*line)) {
            before = *line++;
            continue;
        }
        out->before[out->count] = before;
        for (; is_word_character(*line); line++)
            if (n + 1 < WORD_SIZE)
                out->text[out->count][n++] = *line;
        out->text[out->count++][n] = '\0';
    }
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* D50, D65 and their kin: a D and two digits. */
static table_condition daylight(const char *word)
{
    if ((word[0] != 'D' && word[0] != 'd') || !is_digit(word[1]) || !is_digit(word[2]))
        return CONDITION_NONE;
    return table_same(word, "D50") || table_same(word, "D5000") ? CONDITION_OURS : CONDITION_OTHER;
}

/* Illuminants with other names, which are words of other things as well: only right behind "illuminant". */
static table_condition illuminant(const char *word)
{
    static const char *const names[] = {"A", "B", "C", "E"};
    if ((word[0] == 'F' || word[0] == 'f') && is_digit(word[1]))
        return CONDITION_OTHER;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (table_same(word, names[i]))
            return CONDITION_OTHER;
    return table_begins(word, "LED") || table_begins(word, "TL84") ? CONDITION_OTHER : daylight(word);
}

/* "2", "2deg", "1931"; "10", "10deg", "1964". */
static table_condition observer(const char *word)
{
    if (table_begins(word, "10") || table_same(word, "1964"))
        return CONDITION_OTHER;
    return table_same(word, "1931") || (word[0] == '2' && !is_digit(word[1])) ? CONDITION_OURS : CONDITION_NONE;
}

static table_condition worse(table_condition a, table_condition b)
{
    return a > b ? a : b;
}

/* The first word from `from` on that says something, or else any before it. */
static table_condition value_near(const words *w, int from, table_condition (*near)(const char *),
                                  table_condition (*anywhere)(const char *))
{
    for (int i = from; i < w->count; i++)
        if (near(w->text[i]) != CONDITION_NONE)
            return near(w->text[i]);
    for (int i = from - 1; i >= 0; i--)
        if (anywhere(w->text[i]) != CONDITION_NONE)
            return anywhere(w->text[i]);
    return CONDITION_UNCLEAR;
}

/* Lines that speak of lamps, or declare words, but of no computation. */
static int speaks_of_something_else(const char *key)
{
    static const char *const keys[] = {"KEYWORD", "INSTRUMENTATION", "TARGET_INSTRUMENT", "MEASUREMENT_GEOMETRY"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (table_begins(key, keys[i]))
            return 1;
    return 0;
}

/* D65/10, or [D65,10 deg: what word i - 1 says of the illuminant and word i of the observer; nothing where they are no pair.
 */
static table_condition pair_at(const words *w, int i)
{
    if (i == 0 || observer(w->text[i]) == CONDITION_NONE)
        return CONDITION_NONE;
    int listed = w->before[i] == ',' && w->before[i - 1] == '[' && !is_digit(w->text[i - 1][0]);
    table_condition light = listed ? illuminant(w->text[i - 1]) : daylight(w->text[i - 1]);
    if (light == CONDITION_NONE)
        return listed ? CONDITION_UNCLEAR : CONDITION_NONE;
    return listed || w->before[i] == '/' ? worse(light, observer(w->text[i])) : CONDITION_NONE;
}

table_condition table_condition_of(const char *line)
{
    words w;
    table_condition all = CONDITION_NONE;
    if (speaks_of_something_else(line))
        return CONDITION_NONE;
    take_words(line, &w);
    for (int i = 0; i < w.count; i++) {
        if (table_begins(w.text[i], "illumin"))
            all = worse(all, value_near(&w, i + 1, illuminant, daylight));
        else if (table_begins(w.text[i], "observer"))
            all = worse(all, value_near(&w, i + 1, observer, observer));
        else
            all = worse(all, pair_at(&w, i));
    }
    return all;
}

/* ---- which they are ---- */

/* '5', '6', 'A', -1 for one that is not known here, 0 for no illuminant. */
static int light_anywhere(const char *word)
{
    if (daylight(word) == CONDITION_NONE)
        return 0;
    return table_same(word, "D50") || table_same(word, "D5000")   ? '5'
           : table_same(word, "D65") || table_same(word, "D6500") ? '6'
                                                                  : -1;
}

static int light_near(const char *word)
{
    if (illuminant(word) == CONDITION_NONE)
        return 0;
    return table_same(word, "A") ? 'A' : daylight(word) == CONDITION_NONE ? -1 : light_anywhere(word);
}

static int degrees(const char *word)
{
    return observer(word) == CONDITION_OURS ? 2 : observer(word) == CONDITION_OTHER ? 10 : 0;
}

static int said_near(const words *w, int from, int (*near)(const char *), int (*anywhere)(const char *))
{
    for (int i = from; i < w->count; i++)
        if (near(w->text[i]))
            return near(w->text[i]);
    for (int i = from - 1; i >= 0; i--)
        if (anywhere(w->text[i]))
            return anywhere(w->text[i]);
    return -1;
}

void table_lights_see(table_lights *lights, const char *line)
{
    words w;
    if (speaks_of_something_else(line))
        return;
    take_words(line, &w);
    for (int i = 0; i < w.count; i++) {
        if (table_begins(w.text[i], "illumin"))
            lights->illuminant = (signed char)said_near(&w, i + 1, light_near, light_anywhere);
        else if (table_begins(w.text[i], "observer"))
            lights->observer_deg = (signed char)said_near(&w, i + 1, degrees, degrees);
        else if (pair_at(&w, i) != CONDITION_NONE) {
            int light = light_near(w.text[i - 1]);
            lights->illuminant = (signed char)(light ? light : -1);
            lights->observer_deg = (signed char)degrees(w.text[i]);
        }
    }
}

/* ---- lamps and screens ---- */

int table_measures_light(const char *line)
{
    /* As Argyll's programs write them: what kind of thing, how measured, in which unit, and its files of screens. */
    static const char *const said[][2] = {{"DEVICE_CLASS", "\"DISPLAY"},
                                          {"DEVICE_CLASS", "\"EMIS"},
                                          {"MEAS_TYPE", "\"EMISSION"},
                                          {"MEAS_TYPE", "\"AMBIENT"},
                                          {"LUMINANCE_XYZ_CDM2", ""},
                                          {"CCSS", ""},
                                          {"CCMX", ""}};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        size_t n = table_begins(line, said[i][0]);
        if (n && strchr(" \t", line[n]) && (!*said[i][1] || table_contains(line + n, said[i][1])))
            return 1;
    }
    return 0;
}
