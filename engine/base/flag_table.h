/* engine/base/flag_table.h - codes of quality flags, their words, and the names of the numbers behind them. */
#ifndef ENGINE_BASE_FLAG_TABLE_H
#define ENGINE_BASE_FLAG_TABLE_H

#include "base/base.h"

typedef struct flag_words {
    sct_flag_code code;
    const char *name;
    const char *when;                /* a piece of the sentence, where one code has several; null: any */
    const char *values[FLAG_VALUES]; /* names of the numbers in the sentence, in order */
} flag_words;

/* The row of a code's word whose `when` stands in the format (null: the first row); null for a word that is not known. */
const flag_words *flag_words_for(const char *name, const char *format);
/* Row number `index`; null past the last. A code with several sentences has several. */
const flag_words *flag_words_at(size_t index);

#endif
