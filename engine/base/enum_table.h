/* engine/base/enum_table.h - public enumerators and their words. */
#ifndef ENGINE_BASE_ENUM_TABLE_H
#define ENGINE_BASE_ENUM_TABLE_H

#include "base/base.h"

typedef struct enum_word {
    int value;
    const char *word;
} enum_word;
typedef struct enum_words {
    const enum_word *words;
    size_t count;
} enum_words;

/* The words of an enumeration; null for flags, which have a table of their own, and for one that is not known. */
const enum_words *enum_table(sct_enum which);

#endif
