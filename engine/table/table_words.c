/* table_words.c - words of tables, whatever their case. */
#include "table/table.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

size_t table_begins(const char *text, const char *word)
{
    size_t n = 0;
    while (word[n] && lower(text[n]) == lower(word[n]))
        n++;
    return word[n] ? 0 : n;
}

int table_same(const char *a, const char *b)
{
    size_t n = table_begins(a, b);
    return n > 0 && a[n] == '\0';
}

int table_contains(const char *text, const char *word)
{
    for (; *text; text++)
        if (table_begins(text, word))
            return 1;
    return 0;
}
