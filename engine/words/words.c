/* engine/words/words.c - which languages there are; a sentence in one of them. */
#include "words/words.h"

#include <string.h>

/* In the order of the texts of a row. bake.awk is told the same order by the Makefile, which takes it from here. */
static const char codes[][3] = {"en", "de", "es", "fr", "pt", "tr"};
enum {
    LANGUAGES = sizeof codes / sizeof codes[0],
    ONE_SENTENCE = 3, /* from this depth on, nothing is looked at as several sentences */
    DEEPEST = 6,      /* and from this one on, not as one with others in it */
    SENTENCES_MOST = 8,
    SPEAKS_ENOUGH = 9, /* letters: a format that says less only fits what it knows every part of */
    KEY_ROOM = 512
};

int words_language(const char *name)
{
    size_t n = name ? strcspn(name, "_-.@") : 0;
    if (!name || !*name || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0 || strncmp(name, "C.", 2) == 0)
        return 0;
    for (int i = 0; i < LANGUAGES; i++)
        if (n == 2 && strncmp(codes[i], name, 2) == 0)
            return i;
    return -1;
}

int words_chosen(const sct_context *ctx)
{
    return ctx ? ctx->language : 0;
}

const char *words_code(int language)
{
    return language > 0 && language < LANGUAGES ? codes[language] : codes[0];
}

/* ---- the table ---- */

static const char *said_in(size_t row, int language)
{
    const char *text = words_text + words_at[row];
    for (int i = 0; i < language; i++)
        text += strlen(text) + 1;
    return text;
}

/* The row of a sentence as it stands in the table, or words_count. */
static size_t find_row(const char *english)
{
    size_t lo = 0, hi = words_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = strcmp(english, words_text + words_at[mid]);
        if (order == 0)
            return mid;
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return words_count;
}

static int say(int language, const char *english, char *out, size_t size, int depth);

static size_t put(char *out, size_t size, size_t n, const char *text, size_t length)
{
    length = n + length < size ? length : size - 1 - n;
    memcpy(out + n, text, length);
    out[n + length] = '\0';
    return n + length;
}

/* Words with commas between them, when each is in the table. */
static int say_list(int language, char *list, char *out, size_t size)
{
    size_t n = 0, rows = 0;
    for (char *word = list, *next; word; word = next, rows++) {
        next = strstr(word, ", ");
        if (next) {
            *next = '\0';
            next += 2;
        }
        size_t row = find_row(word);
        if (row == words_count || rows == SENTENCES_MOST)
            return 0;
        n = put(out, size, n, rows ? ", " : "", rows ? 2 : 0);
        n = put(out, size, n, said_in(row, language), strlen(said_in(row, language)));
    }
    return rows > 1;
}

static int knows_piece(int language, const words_piece *piece, char *out, size_t size,
                       int depth) /* NOLINT(misc-no-recursion) */
{
    char text[KEY_ROOM];
    if (piece->size >= sizeof text)
        return 0;
    memcpy(text, piece->at, piece->size);
    text[piece->size] = '\0';
    if (strspn(text, "0123456789") == piece->size) { /* a name, as that of a pigment: "77266" is no quantity */
        put(out, size, 0, text, piece->size);
        return 1;
    }
    return say(language, text, out, size, depth + 1) || say_list(language, text, out, size);
}

/* Whether every text in a sentence is known: where a format says little, anything else would fit it by chance. */
static int knows_pieces(int language, const words_piece *pieces, int depth) /* NOLINT(misc-no-recursion) */
{
    char out[KEY_ROOM];
    for (size_t i = 0; i < WORDS_PLACES && pieces[i].kind; i++)
        if (pieces[i].kind == 's' && !knows_piece(language, &pieces[i], out, sizeof out, depth))
            return 0;
    return 1;
}

/* The row whose format fits best, and the pieces; words_count: none. */
static size_t find_format(int language, const char *english, words_piece best[WORDS_PLACES], int depth) /* NOLINT */
{
    size_t found = words_count, most = 0;
    for (size_t i = 0; i < words_count; i++) {
        const char *format = words_text + words_at[i];
        words_piece pieces[WORDS_PLACES] = {{NULL, 0, 0}};
        if ((*format != '%' && *format != *english) || !strchr(format, '%'))
            continue;
        size_t letters = words_fit(format, english, pieces);
        if (letters <= most || (letters <= SPEAKS_ENOUGH && !knows_pieces(language, pieces, depth)))
            continue;
        most = letters;
        found = i;
        memcpy(best, pieces, sizeof pieces);
    }
    return found;
}

/* ---- putting together ---- */

static size_t put_piece(int language, const words_piece *piece, char *out, size_t size, size_t n, int depth) /* NOLINT */
{
    char text[WORDS_ROOM];
    if (piece->kind == 'n') {
        size_t length = words_number(language, piece->at, piece->size, text, sizeof text);
        return put(out, size, n, text, length);
    }
    if (!knows_piece(language, piece, text, sizeof text, depth))
        return put(out, size, n, piece->at, piece->size);
    return put(out, size, n, text, strlen(text));
}

/* Whether what stands at a place is a name, of an option or in quotation marks, and stays as it is: "--%s", "'palette %s'".
 */
static int is_name(const char *format, const char *place)
{
    const char *quote = place;
    if (place > format && (place[-1] == '-' || place[-1] == '"'))
        return 1;
    while (quote > format && *--quote != '\'')
        ;
    return quote < place && *quote == '\'' && (quote == format || quote[-1] == ' ' || quote[-1] == '(');
}

/* The pieces where a translation has its places: "%2$s" says which, else they follow each other. */
static void put_together(int language, const char *format, const words_piece *pieces, char *out, size_t size,
                         int depth) /* NOLINT */
{
    const char *begin = format;
    size_t n = 0, next = 0;
    out[0] = '\0';
    while (*format) {
        char kind;
        size_t plain = strcspn(format, "%"), length;
        n = put(out, size, n, format, plain);
        format += plain;
        if ((length = words_place(format, &kind)) != 0) {
            size_t index = format[1] >= '1' && format[1] <= '9' && format[2] == '$' ? (size_t)(format[1] - '1') : next;
            next = index + 1;
            int filled = index < WORDS_PLACES && pieces[index].kind; /* a sentence that names a place itself has none */
            n = !filled ? put(out, size, n, format, length)
                : pieces[index].kind == 's' && is_name(begin, format)
                    ? put(out, size, n, pieces[index].at, pieces[index].size)
                    : put_piece(language, &pieces[index], out, size, n, depth);
            format += length;
        } else if (*format) {
            n = put(out, size, n, "%", 1);
            format += format[1] == '%' ? 2 : 1;
        }
    }
}

/* Where a sentence ends and another begins. Null: it is one sentence. */
static const char *second_sentence(const char *text)
{
    const char *end = text;
    while ((end = strpbrk(end, ".;:")) != NULL) {
        if (end[1] == ' ' && end[2])
            return end + 2;
        end++;
    }
    return NULL;
}

/* The sentences before a place, and what parts them. Returns 1 when they were found. */
static int say_first(int language, const char *english, const char *second, char *out,
                     size_t size) /* NOLINT(misc-no-recursion) */
{
    char first[KEY_ROOM];
    size_t length = (size_t)(second - 1 - english);
    out[0] = '\0';
    if (length >= sizeof first)
        return 0;
    memcpy(first, english, length);
    first[length] = '\0';
    if (say(language, first, out, size, ONE_SENTENCE)) {
        put(out, size, strlen(out), " ", 1);
        return 1;
    }
    first[length - 1] = '\0'; /* what parts them may be no part of a sentence */
    int found = say(language, first, out, size, ONE_SENTENCE);
    put(out, size, strlen(out), second - 2, 2);
    return found;
}

/* Sentences one by one. Returns 1 when all of them were found. */
static int say_sentences(int language, const char *english, char *out, size_t size,
                         int depth) /* NOLINT(misc-no-recursion) */
{
    size_t tries = 0;
    for (const char *second = second_sentence(english); second && tries++ < SENTENCES_MOST; second = second_sentence(second))
        if (say_first(language, english, second, out, size)) {
            size_t n = strlen(out);
            if (say(language, second, out + n, size - n, depth))
                return 1;
        }
    return 0;
}

/* The same where some are not known: they stay. */
static void say_what_is_known(int language, const char *english, char *out, size_t size)
{
    size_t n = 0;
    for (const char *second; (second = second_sentence(english)) != NULL; english = second) {
        say_first(language, english, second, out + n, size - n);
        n = strlen(out);
    }
    say(language, english, out + n, size - n, ONE_SENTENCE);
}

/* A number by itself, or a word that holds nothing to be said. */
static int is_number(const char *text)
{
    size_t whole = strspn(text, "0123456789"), rest = text[whole] == '.' ? 1 + strspn(text + whole + 1, "0123456789") : 0;
    return whole && !text[whole + rest];
}

static int say(int language, const char *english, char *out, size_t size, int depth) /* NOLINT(misc-no-recursion) */
{
    words_piece pieces[WORDS_PLACES] = {{NULL, 0, 0}};
    if (is_number(english)) {
        words_number(language, english, strlen(english), out, size);
        return 1;
    }
    size_t row = find_row(english);
    if (row == words_count && depth < ONE_SENTENCE && say_sentences(language, english, out, size, 0))
        return 1;
    if (row == words_count && depth <= DEEPEST)
        row = find_format(language, english, pieces, depth);
    if (row < words_count) {
        put_together(language, said_in(row, language), pieces, out, size, depth);
        return 1;
    }
    out[0] = '\0';
    put(out, size, 0, english, strlen(english));
    return 0;
}

int words_say(int language, const char *english, char *out, size_t size)
{
    if (size == 0)
        return 0;
    if (language <= 0 || language >= LANGUAGES || !*english || strlen(english) >= WORDS_ROOM) {
        text_copy(out, size, english);
        return 1;
    }
    int found = say(language, english, out, size, 0);
    if (!found && second_sentence(english))
        say_what_is_known(language, english, out, size);
    size_t n = strlen(out);
    while (n && ((unsigned char)out[n - 1] & 0xc0) == 0x80) /* no letter that was cut */
        n--;
    if (n && !text_utf8_length(out + n - 1, strlen(out) - n + 1))
        out[n - 1] = '\0';
    return found;
}

/* The capital of the letter that a text begins with, of those that our languages have. Returns its size; 0: it stays. */
static size_t capital(int language, const char *text, char out[4])
{
    const unsigned char *c = (const unsigned char *)text;
    if (*c == 'i' && strcmp(words_code(language), "tr") == 0)
        memcpy(out, "\xc4\xb0", 3);
    else if (*c >= 'a' && *c <= 'z')
        memcpy(out, (char[]){(char)(*c - 'a' + 'A'), '\0'}, 2);
    else if (c[0] == 0xc3 && c[1] >= 0xa0 && c[1] != 0xb7 && c[1] < 0xbf)
        memcpy(out, (char[]){(char)0xc3, (char)(c[1] - 0x20), '\0'}, 3);
    else if (c[0] == 0xc5 && c[1] == 0x9f)
        memcpy(out, "\xc5\x9e", 3);
    else
        return 0;
    return strlen(out);
}

int words_begin(int language, const char *english, char *out, size_t size)
{
    char said[WORDS_ROOM], first[4];
    int found = words_say(language, english, said, sizeof said);
    size_t n = capital(language, said, first), skip = n ? text_utf8_length(said, strlen(said)) : 0;
    text_print(out, size, "%.*s%s", (int)n, n ? first : "", said + skip);
    return found;
}

/* ---- for programs ---- */

const char *sct_language(size_t index)
{
    return index < (words_count ? LANGUAGES : 1) ? codes[index] : NULL;
}

sct_status sct_context_set_language(sct_context *ctx, const char *language)
{
    int number = words_language(language);
    if (!ctx)
        return SCT_ERR_ARGUMENT;
    sct_context_clear(ctx);
    if (number < 0)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "%.40s: there is no such language", language);
    ctx->language = number;
    return SCT_OK;
}

static sct_status give_text(sct_context *ctx, const char *english, int language, sct_bytes *out)
{
    char text[WORDS_ROOM];
    bytes_buffer buffer = {NULL, 0, 0};
    words_say(language, english, text, sizeof text);
    sct_status status = bytes_append(ctx, &buffer, text, strlen(text) + 1);
    if (status == SCT_OK)
        *out = (sct_bytes){buffer.data, buffer.size - 1};
    return status;
}

/* A language by name; without one, that of the context. One that is not there is English. */
static int language_for(const sct_context *ctx, const char *name)
{
    int number = name ? words_language(name) : words_chosen(ctx);
    return number > 0 ? number : 0;
}

sct_status sct_words(sct_context *ctx, const char *english, const char *language, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!english || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "a sentence or its place is missing");
    return give_text(ctx, english, language_for(ctx, language), out);
}

sct_status sct_flags_text(sct_context *ctx, const sct_flags *flags, size_t index, const char *language, sct_bytes *message,
                          sct_bytes *fix)
{
    sct_status status = SCT_OK;
    sct_bytes told = {NULL, 0}, mend = {NULL, 0};
    int number = language_for(ctx, language);
    sct_context_clear(ctx);
    if (!flags || index >= flags->count)
        FAIL(ctx, SCT_ERR_ARGUMENT, "there is no flag number %zu", index);
    if (message)
        TRY(give_text(ctx, flags->items[index].message, number, &told));
    if (fix)
        TRY(give_text(ctx, flags->items[index].fix, number, &mend));
    if (message)
        *message = told;
    if (fix)
        *fix = mend;
    return SCT_OK;
done:
    sct_bytes_free(&told);
    sct_bytes_free(&mend);
    return status;
}
