/*
 * engine/report/read/read.h - results back from the JSON that report wrote.
 *
 * The text may come from anywhere. The first thing that is wrong with it is
 * kept, with the place in the text, and all that is read afterwards is nothing:
 * so a reader asks for one field after the other and looks at the status once.
 */
#ifndef ENGINE_REPORT_READ_H
#define ENGINE_REPORT_READ_H

#include "report/report_private.h"

typedef struct reader {
    sct_context *ctx;
    sct_status status; /* SCT_ERR_PALETTE once something was wrong */
    json *tree;        /* what read_root parsed; free with json_free */
} reader;

/* A value in the text: the member `key` of its parent, or without a key its element number `index`. */
typedef struct node {
    const struct node *parent; /* null: the whole */
    const char *key;
    size_t index;
    const json *value; /* null where there is none */
} node;

/* Keeps "path.key: text" unless something was wrong before; key may be null. */
void read_refuse(reader *r, const node *at, const char *key, const char *format, ...) SCT_PRINTF(4, 5);

/* A member that must be an object, or a list of at most `most` values. */
node read_object(reader *r, const node *at, const char *key);
node read_list(reader *r, const node *at, const char *key, size_t most);
/* The first, then the next value of a list; the value of the last but one is null. */
node read_first(const node *list);
node read_next(const node *item);
/* Non-zero when a member is there and null. */
int read_null(const node *at, const char *key);

/* A number in [lo, hi]; read_unknown: or null, which is NaN. */
double read_number(reader *r, const node *at, const char *key, double lo, double hi);
double read_unknown(reader *r, const node *at, const char *key, double lo, double hi);
/* A whole number in [lo, hi], no further from 0 than 2^53. */
double read_whole(reader *r, const node *at, const char *key, double lo, double hi);
int read_bool(reader *r, const node *at, const char *key);
/* A text that fits; read_name: or null, which is "". */
void read_text(reader *r, const node *at, const char *key, char *out, size_t capacity);
void read_name(reader *r, const node *at, const char *key, char *out, size_t capacity);
/* A text as it stands in the tree; "" when it is none. */
const char *read_string(reader *r, const node *at, const char *key);
/* One of the words that `word` has for 0, 1, 2 ... */
int read_word(reader *r, const node *at, const char *key, const char *(*word)(int));
/* Exactly n numbers in [lo, hi]; null is NaN where `unknown`. */
void read_numbers(reader *r, const node *at, const char *key, int unknown, double lo, double hi, double *out, size_t n);
/* Three rows of three numbers of at most `most` either way; null is NaN where `unknown`. */
void read_matrix(reader *r, const node *at, const char *key, int unknown, double most, double out[3][3]);
/* A colour, or null, which is NaN. */
sct_lab read_lab(reader *r, const node *at, const char *key);

/* The number under `key` in full, from `exact`; what `at` shows for people under `shown` must be the same, rounded. */
double read_exact(reader *r, const node *at, const char *shown, const node *exact, const char *key, int decimals, double lo,
                  double hi);
/* The check alone, of a number that was read in full already. */
void read_exact_number(reader *r, const node *at, const char *shown, double exact, int decimals);
/* A covariance of L*, a*, b*; nulls where it is not known. */
void read_covariance(reader *r, const node *at, const char *key, int known, sct_cov *out);
sct_lab read_exact_lab(reader *r, const node *at, const char *shown, const node *exact, const char *key);

/* Fields that several results have. */
void read_flags(reader *r, const node *at, sct_flags *out);
/* in_full: with its "exact". */
void read_correction(reader *r, const node *at, int in_full, sct_correction *out);

/* Parses, and refuses what is no object or, where a result says so, of another schema. Free r->tree whatever the status. */
SCT_NODISCARD sct_status read_root(reader *r, const void *text, size_t size, int has_schema, node *root);

#endif
