/*
 * engine/record/record.h - what the artist keeps of a consultation.
 *
 *     record_table     the fields: their keys, and what each may hold
 *     record           values by key
 *     record_values    what a field may hold, looked at
 *     record_json      the whole as text, and back
 *     record_check     what is to be minded; how unlike two clients are
 *     record_fill      from a measurement and its ranking
 *     record_seal      the text behind a passphrase, and out again
 */
#ifndef ENGINE_RECORD_H
#define ENGINE_RECORD_H

#include "match/match.h"
#include "palette/palette.h"
#include "region/region.h"
#include "scalptone/record.h"

enum { RECORD_VALUE = 512, RECORD_VERSION = 1 };

typedef enum record_kind {
    RECORD_TEXT,
    RECORD_DAY,    /* 2026-11-29 */
    RECORD_MOMENT, /* a day, or 2026-11-29T14:30 */
    RECORD_NUMBER,
    RECORD_LAB, /* L,a,b */
    RECORD_CHECK,
    RECORD_WORD /* one of `words` */
} record_kind;

typedef struct record_field {
    const char *key, *section, *name; /* section "": at the top */
    record_kind kind;
    double lo, hi;     /* of a number */
    const char *words; /* of a word, parted by blanks */
    int rows;          /* of a list; 0: it is none */
} record_field;
extern const record_field record_fields[];
extern const size_t record_field_count;

/* Values stand field by field, of lists row by row, each a text; "" is empty. */
struct sct_record {
    char (*values)[RECORD_VALUE];
};

/* The value of a field in a row, from 0. */
char *record_value(const sct_record *record, size_t field, int row);
/* Rows of a section up to the last one that holds something. */
int record_rows(const sct_record *record, const char *section);
/* Looks at a value and writes it as it is kept. SCT_ERR_OPTION; the message begins with the key. */
SCT_NODISCARD sct_status record_take(sct_context *ctx, const record_field *field, const char *key, const char *text,
                                     char out[RECORD_VALUE]);
/* Hours from some day on; a day alone is its noon. 0 for what is no moment. */
int record_hours(const char *text, double *hours);
int record_lab(const char *text, sct_lab *out);

SCT_NODISCARD sct_status record_empty(sct_context *ctx, sct_record **out);
SCT_NODISCARD sct_status record_copy(sct_context *ctx, const sct_record *record, sct_record **out);
/* Each has what the other had. */
void record_swap(sct_record *one, sct_record *other);
/* Fills what a ranking says; its rows are `rows`. */
SCT_NODISCARD sct_status record_fill(sct_context *ctx, const sct_measurement *measurement, const sct_palette *palette,
                                     const match_ranking *ranking, const match_candidate *rows, sct_record *out);

/* What a passphrase may have, bytes; what sealing takes, and what a file may ask for at most. */
enum { RECORD_PASSPHRASE_MIN = 8, RECORD_PASSPHRASE_MAX = 1024 };
enum { RECORD_PASSES = 3, RECORD_KIB = 64 << 10, RECORD_PASSES_MAX = 8, RECORD_KIB_MAX = 256 << 10 };
/* What a sealed file begins with. */
enum { RECORD_MAGIC = 8 };
extern const unsigned char record_sealed_magic[RECORD_MAGIC];
#ifdef HAVE_SODIUM
/* Seals a text by a passphrase, of which the key is made in so many passes over so much memory. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status record_seal_bytes(sct_context *ctx, const sct_bytes *plain, const void *passphrase,
                                           size_t passphrase_size, uint32_t passes, uint32_t kib, sct_bytes *out);
#endif

#endif
