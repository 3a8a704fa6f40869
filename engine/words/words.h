/*
 * engine/words/words.h - what people read, in their language.
 *
 *     es.po de.po ...   one file a language: English, which is the key, and how it is said there
 *     bake.awk          the files as one constant text, when the library is built
 *     words.c           which languages there are; a sentence in one of them
 *     words_fit.c       a sentence that was written with printf, taken apart by its format and put together again
 *
 * The rooms say English. Whoever shows a sentence asks for it here, whole and as it was written: "Mix 1.25 ml Noir and 3.75
 * ml water (shade 3)." is found by its format, "Mix %.2f ml %s and %.2f ml water (shade %s).", and what stood in it goes
 * into the sentence of the language. So a sentence has one home, in English; JSON stays what it was; and what was read back
 * from a file can be told, too.
 */
#ifndef ENGINE_WORDS_H
#define ENGINE_WORDS_H

#include "base/base.h"

/* How much room a sentence in any language has. */
enum { WORDS_ROOM = 1536 };

/* The number of a language, from 0, which is English: by "de", "de_AT.UTF-8", "pt-BR"; null is English. -1: none of ours. */
int words_language(const char *name);
/* That of a context, which may be null. */
int words_chosen(const sct_context *ctx);
/* What stands in front of a page: "de". */
const char *words_code(int language);
/* Writes a sentence, or several, in a language. What is not in the table stays English. Returns 1 when all was found. */
int words_say(int language, const char *english, char *out, size_t size);
/* The same for what begins a line: with a capital letter, as that language has it. */
int words_begin(int language, const char *english, char *out, size_t size);

/* ---- the table, made by bake.awk ---- */

/* Behind each other: a sentence in English and in every language, each with a zero behind it; sorted by English, as bytes.
 */
extern const char words_text[];
extern const uint32_t words_at[]; /* where each sentence begins */
extern const size_t words_count;

/* ---- words_fit.c ---- */

/* What stood in a sentence at the places of its format. */
enum { WORDS_PLACES = 10 };
typedef struct words_piece {
    const char *at;
    size_t size;
    char kind; /* 's': text, 'n': a number */
} words_piece;

/* How long the place of a format is that begins at a percent sign ("%.2f", "%1$s"), and its letter; 0: none does. A percent
 * sign with a blank behind it is one that is meant: "95 % of". */
size_t words_place(const char *format, char *kind);
/* Takes a sentence apart by a format. Returns how many letters of the format are in it as they are, or 0 when it does not
 * fit. */
size_t words_fit(const char *format, const char *text, words_piece pieces[WORDS_PLACES]);
/* A number as a language writes it. Returns its length. */
size_t words_number(int language, const char *digits, size_t length, char *out, size_t size);

#endif
