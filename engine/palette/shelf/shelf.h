/*
 * engine/palette/shelf/shelf.h - private to the ink room: palettes that are
 * changed. A palette never changes; these make another, as text, in which all
 * that was not meant stays as it was, keys of one's own among it.
 *
 *   shelf_with ...    trees with a key exchanged               shelf_tree.c
 *   sct_palette_add, sct_palette_stock                         shelf_add.c, shelf_stock.c
 *   sct_palette_merge                                          shelf_merge.c
 *   sct_substitutes_new                                        shelf_substitute.c
 *   sct_advice_new                                             shelf_advice.c
 */
#ifndef PALETTE_SHELF_H
#define PALETTE_SHELF_H

#include "palette/exchange/exchange.h"

/* A copy of an object with another value under a key, or a further key; takes value; null takes the key out. */
json *shelf_with(const json *object, const char *key, json *value);
/* Hangs a value in under a key and frees the object that it was copied from; takes both. */
json *shelf_replace(json *object, const char *key, json *value);
/* Text of a tree that a palette can be read from, checked; takes root. */
SCT_NODISCARD sct_status shelf_print(sct_context *ctx, json *root, sct_bytes *out);
/* What the law of the European Union restricts, by Colour Index number or by a word of an ingredient; the last row has no
 * word. */
typedef struct shelf_restricted {
    const char *ci, *word, *what;
} shelf_restricted;
extern const shelf_restricted shelf_restricted_table[];
extern const char shelf_restricted_source[];
/* Non-zero when a text is like a pattern with * and ?, whatever the case of Latin letters. */
int shelf_like(const char *pattern, const char *text);

#endif
