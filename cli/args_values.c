/* cli/args_values.c - reads values: numbers, colours, ages, misspelt words, and lines that are cut into words. */
#include "args.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int args_number(const char *text, double *out)
{
    /* strtod follows the locale, which main leaves at "C". It would also take hexadecimal digits, inf and nan. */
    if (text[strspn(text, "+-.0123456789eE")] != '\0' || *text == '\0')
        return 0;
    char *end = NULL;
    double v = strtod(text, &end);
    if (*end != '\0' || !isfinite(v))
        return 0;
    *out = v;
    return 1;
}

int args_numbers(const char *text, double *out, int most)
{
    char number[32];
    for (int n = 0; n < most; n++) {
        size_t length = strcspn(text, ",");
        if (length >= sizeof number)
            return -1;
        memcpy(number, text, length);
        number[length] = '\0';
        if (!args_number(number, &out[n]))
            return -1;
        if (text[length] == '\0')
            return n + 1;
        text += length + 1;
    }
    return -1;
}

int args_age(const char *text, sct_age *age, double *years)
{
    double given;
    if (!text || strcmp(text, "healed") == 0) {
        *age = SCT_AGE_HEALED;
        return 1;
    }
    if (strcmp(text, "fresh") == 0) {
        *age = SCT_AGE_FRESH;
        return 1;
    }
    if (!args_number(text, &given) || !(given >= 0 && given <= 30))
        return 0;
    *age = SCT_AGE_YEARS;
    *years = given;
    return 1;
}

int args_triple(const char *text, double v[3])
{
    char copy[128];
    size_t length = strlen(text);
    if (length >= sizeof copy)
        return 0;
    memcpy(copy, text, length + 1);
    char *s = copy;
    for (int i = 0; i < 3; i++) {
        char *comma = strchr(s, ',');
        if ((i < 2) != (comma != NULL))
            return 0;
        if (comma)
            *comma = '\0';
        while (*s == ' ')
            s++;
        if (!args_number(s, &v[i]))
            return 0;
        s = comma ? comma + 1 : s;
    }
    return 1;
}

int args_lab(const char *text, sct_lab *out)
{
    double v[3];
    if (!args_triple(text, v) || !(v[0] >= 0 && v[0] <= 150) || !(fabs(v[1]) <= 200) || !(fabs(v[2]) <= 200))
        return 0;
    *out = (sct_lab){v[0], v[1], v[2]};
    return 1;
}

static int least_of(int a, int b)
{
    return a < b ? a : b;
}

/* The Damerau-Levenshtein distance of two short words (optimal string alignment): how many letters must be put in, left out,
 * replaced, or swapped with their neighbour. Capital letters count as small ones. Of `b` only the first m letters count. */
static int edit_distance(const char *a, const char *b, size_t m)
{
    enum { N = 32 };
    int d[N + 1][N + 1];
    size_t n = strlen(a);
    if (n > N || m > N)
        return N;
    for (size_t i = 0; i <= n; i++)
        d[i][0] = (int)i;
    for (size_t j = 0; j <= m; j++)
        d[0][j] = (int)j;
    for (size_t i = 1; i <= n; i++)
        for (size_t j = 1; j <= m; j++) {
            int other = tolower((unsigned char)a[i - 1]) != tolower((unsigned char)b[j - 1]);
            d[i][j] = least_of(d[i - 1][j - 1] + other, 1 + least_of(d[i - 1][j], d[i][j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = least_of(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[n][m];
}

/* How far a word is from a name, or from one of the beginnings of a name such as generic-carbon.json, which end before a
 * dash or a dot. The whole name is preferred, and a word that begins the name is almost it. */
static int distance_to(const char *word, const char *name)
{
    size_t n = strlen(word);
    int least = edit_distance(word, name, strlen(name));
    for (const char *s = strpbrk(name, "-."); s && n >= 3; s = strpbrk(s + 1, "-."))
        least = least_of(least, 1 + edit_distance(word, name, (size_t)(s - name)));
    return n >= 2 && strncmp(word, name, n) == 0 ? least_of(least, 1) : least;
}

const char *args_closest(const char *word, const char *const *names)
{
    const char *best = NULL;
    int least = (int)strlen(word) / 3 + 2;
    for (; *names; names++) {
        int distance = distance_to(word, *names);
        if (distance < least) {
            least = distance;
            best = *names;
        }
    }
    return best;
}

/* Reads one word, which begins at s, taking quotes and backslashes out of it. Returns where the text goes on, or null when a
 * quote is not closed. */
static char *read_word(char *s)
{
    char quote = '\0', *out = s;
    for (; *s && (quote || !strchr(" \t\r\n", *s)); s++) {
        int opens = !quote && (*s == '"' || *s == '\'');
        if (opens || *s == quote)
            quote = opens ? *s : '\0';
        else if (*s == '\\' && quote != '\'' && s[1])
            *out++ = *++s;
        else
            *out++ = *s;
    }
    int last = *s == '\0';
    *out = '\0';
    return quote ? NULL : s + !last;
}

int args_split(char *line, char **words, int capacity)
{
    int count = 0;
    for (char *s = line; s;) {
        s += strspn(s, " \t\r\n");
        if (*s == '\0' || *s == '#')
            return count;
        if (count == capacity)
            return -2;
        words[count++] = s;
        s = read_word(s);
    }
    return -1;
}
