/* cli/words.c - what people read: in their language, and with the options of the program that do what the library advises.
 */
#include "app.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* A longer phrase has to stand before one that it begins with. */
static const struct {
    const char *said, *shown, *options;
} phrases[] = {
    {"mark the skin and the hair", "mark the skin and the hair, as with --skin point:20%,50% --hair point:70%,50%",
     "--skin point:20%,50% --hair point:70%,50%"},
    {"mark the hair and the skin", "mark the hair and the skin, as with --hair point:70%,50% --skin point:20%,50%",
     "--hair point:70%,50% --skin point:20%,50%"},
    {"mark the skin", "mark the skin, as with --skin point:20%,50%", "--skin point:20%,50%"},
    {"mark the hair", "mark the hair, as with --hair point:70%,50%", "--hair point:70%,50%"},
    {"Mark the hair.", "Point at the hair, as with --hair point:70%,50%.", "--hair point:70%,50%"},
    {"Mark the grey card.", "Point at the card, as with --grey rect:5%,5%,10%,10%.", "--grey rect:5%,5%,10%,10%"},
    {"Leave the other photo out.", "Leave --chart-photo out.", "--chart-photo"},
    {"mark the card's grey area", "mark the card's grey area, as with --grey rect:5%,5%,10%,10%",
     "--grey rect:5%,5%,10%,10%"},
    {"the reflectance of each grey card", "the reflectance of each grey card, as in --grey SHAPE@18%", "--grey SHAPE@18%"},
    {"give the grey card's place", "give its place, as in --grey rect:X,Y,W,H", "--grey rect:X,Y,W,H"},
    {"look at the overlay", "look at --overlay OUT.png", "--overlay OUT.png"},
    {"name the chart", "name the chart with --chart NAME", "--chart NAME"},
    {"turn the chart off", "use --chart none", "--chart none"},
    {"leave the other photo out", "leave --chart-photo out", "--chart-photo"},
    {"have its print measured", "measure its print ('scalptone card measure')", "'scalptone card measure'"},
    {"transfer the colours", "transfer the colours ('scalptone card transfer')", "'scalptone card transfer'"},
};

/* A program speaks one language in its time. */
static const char *language = "en";

const char *language_code(void)
{
    return language;
}

/* The code of a language that there is, called as locales are; null for others. */
static const char *code_of(const char *name)
{
    const char *code;
    size_t n = name ? strcspn(name, "_-.@") : 0;
    for (size_t i = 0; (code = sct_language(i)) != NULL; i++)
        if (n == 2 && strncmp(code, name, 2) == 0)
            return code;
    return NULL;
}

/* As POSIX has it: the first of these that is set and not empty counts. */
static const char *language_of_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return code_of(value);
    }
    return NULL;
}

int language_choose(app *a)
{
    const char *chosen = a->language ? code_of(a->language) : language_of_environment();
    if (a->language && !chosen)
        return complain(a, EXIT_USE, NULL, "--language %.40s: not one of en, de, es, fr, pt, tr", a->language);
    language = chosen ? chosen : "en";
    return a->ctx && sct_context_set_language(a->ctx, language) != SCT_OK ? complain_status(a, SCT_ERR_INTERNAL, NULL) : 0;
}

const char *tell(const char *english, char *out, size_t size)
{
    sct_bytes text = {NULL, 0};
    int told = strcmp(language, "en") != 0 && sct_words(NULL, english, language, &text) == SCT_OK;
    snprintf(out, size, "%s", told ? (const char *)text.data : english);
    sct_bytes_free(&text);
    return out;
}

const char *tellf(char *out, size_t size, const char *format, ...)
{
    char english[WORDS_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(english, sizeof english, format, args);
    va_end(args);
    return tell(english, out, size);
}

/* In another language the phrase cannot be found, and the options follow it. */
static void tell_with_options(const char *text, char *out, size_t size)
{
    tell(text, out, size);
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
        if (strstr(text, phrases[i].said)) {
            size_t n = strlen(out);
            snprintf(out + n, size - n, " (%s)", phrases[i].options);
            return;
        }
}

void words_of_options(const char *text, char *out, size_t size)
{
    size_t n = 0;
    if (strcmp(language, "en") != 0) {
        tell_with_options(text, out, size);
        return;
    }
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
