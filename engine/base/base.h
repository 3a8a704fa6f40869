/*
 * engine/base/base.h - what every room stands on: the first-error diagnostic,
 * overflow-checked sizes, quality flags, progress, JSON, SHA-256.
 */
#ifndef ENGINE_BASE_H
#define ENGINE_BASE_H

#include "base/elementary.h"

#include "scalptone/base.h"
#include "scalptone/flags.h"

#include <stdarg.h>

#define DIAG_SIZE 256

/* What is fixed in this version. Programs ask sct_limit_range for it: as a number in a header it could never change. */
enum {
    SCT_VIEW_MAX = 16,            /* photos of one client */
    SCT_REGION_MAX = 32,          /* regions of a measurement */
    SCT_FLAG_MAX = 32,            /* flags of an answer */
    SCT_POLY_MAX = 64,            /* corners of a polygon */
    SCT_CHART_PATCH_MAX = 140,    /* patches of a chart */
    SCT_CHART_FIDUCIAL_MAX = 8,   /* and its fiducials */
    SCT_PALETTE_INK_MAX = 100000, /* far above any maker's catalogue, and few enough to read in about a second */
    SCT_DRAWDOWN_MAX = 16,        /* films that are fitted together */
    SCT_CANDIDATE_MAX = 512,      /* rows of a ranking: the best of all that were considered */
    SCT_TIE_MAX = 16,             /* rows that a row names as tied with it */
    SCT_WARNING_MAX = 4,          /* sentences about a mix */
    SCT_ASSUMPTION_MAX = 24,
    SCT_LOOK_MAX = 6 /* options on one sheet */
};

struct sct_context {
    char message[DIAG_SIZE];
    sct_progress_fn progress;
    void *progress_user;
    sct_stage told_stage; /* what was told last */
    double told;
    double span_from, span; /* which part of the stage is at hand */
    uint64_t limits[SCT_LIMIT_THREADS + 1];
    struct task_thread *threads; /* of the tasks that are begun, the last first */
    int language;                /* of what people read: see engine/words */
};

/*
 * Runs a call and leaves through `done:` with its status if it fails. The
 * function has a local `sct_status status` and one `done:` label that cleans up.
 */
#define TRY(call)                                                                                                           \
    do {                                                                                                                    \
        status = (call);                                                                                                    \
        if (status != SCT_OK)                                                                                               \
            goto done;                                                                                                      \
    } while (0)

/* Leaves through `done:` with a status and a text: FAIL(ctx, SCT_ERR_SHAPE, "...", ...). */
#define FAIL(ctx, code, ...)                                                                                                \
    do {                                                                                                                    \
        status = diag_set(ctx, code, __VA_ARGS__);                                                                          \
        goto done;                                                                                                          \
    } while (0)

/* Records what went wrong unless something already did (first error wins); returns `status`.
 * Control characters from hostile input become '?'. ctx may be null. */
sct_status diag_set(sct_context *ctx, sct_status status, const char *format, ...) SCT_PRINTF(3, 4);

/* A copy of a context, which may be null, for work whose errors may turn out to be none; and that copy taken over after all.
 */
sct_context diag_quiet(const sct_context *ctx);
void diag_take(sct_context *ctx, const sct_context *quiet);

/* Tells the caller's callback how far a stage is; SCT_ERR_INTERRUPTED if it asks to stop. */
SCT_NODISCARD sct_status progress_tell(sct_context *ctx, sct_stage stage, double fraction);
/* Tells once more what was told last: within a long step of unknown length. */
SCT_NODISCARD sct_status progress_again(sct_context *ctx);
/* From now on fractions are those of a part [from, to] of what they were of; hand the return to progress_leave. */
typedef struct progress_span {
    double from, share;
} progress_span;
progress_span progress_enter(sct_context *ctx, double from, double to);
void progress_leave(sct_context *ctx, progress_span outer);

/* ---- task.c ---- */

/*
 * Work that may be done beside other work: it shares nothing with that but what neither changes. Begun, it has a thread
 * where the context has one left (SCT_LIMIT_THREADS; one whose work is over counts no more) and memory allows; else task_end
 * does it. Progress told in a thread is
 * nobody's, but a task that is dropped stops there with SCT_ERR_INTERRUPTED. A task that is begun is ended or dropped, with
 * the same context; one that is all zero may be, too.
 */
typedef sct_status (*task_work)(sct_context *ctx, void *job);
typedef struct base_task {
    task_work work;
    void *job;
    struct task_thread *thread; /* or null */
} base_task;
void task_begin(sct_context *ctx, task_work work, void *job, base_task *out);
/* Waits for the work, or does it; returns its status, its message in ctx. */
SCT_NODISCARD sct_status task_end(sct_context *ctx, base_task *task);
/* Gives the work up, and waits until nothing of it runs. */
void task_drop(sct_context *ctx, base_task *task);

/*
 * Does the parts 0 to count - 1 of a job, each of which stands by itself, by as many hands as the context has threads for,
 * TASK_HANDS at most: hand h does the parts h, h + hands and so on, and has the room number h to itself. Returns the first
 * error of the first hand that has one.
 */
enum { TASK_HANDS = 4 };
typedef sct_status (*task_part)(sct_context *ctx, void *job, size_t part, int hand);
SCT_NODISCARD sct_status task_share(sct_context *ctx, task_part one, void *job, size_t count);

/* *out = a * b, or SCT_ERR_MEMORY with a message when it does not fit. */
SCT_NODISCARD sct_status size_mul(sct_context *ctx, size_t a, size_t b, size_t *out);
/* Zeroed memory for count items of size bytes, overflow-checked; SCT_ERR_MEMORY. count 0 gives one item. */
SCT_NODISCARD sct_status mem_new(sct_context *ctx, size_t count, size_t size, void **out);
/* Grows *data (may be null) so that it holds `need` items of `size` bytes; *capacity is kept in items. */
SCT_NODISCARD sct_status mem_grow(sct_context *ctx, void **data, size_t *capacity, size_t need, size_t size);
void mem_free(void *data);
/* Asks for memory and gives it back: before a library that does not look at what malloc returns. Its own requests are then
 * met, unless another thread takes the memory in between. SCT_ERR_MEMORY. */
SCT_NODISCARD sct_status mem_promise(sct_context *ctx, size_t count, size_t size);

/* Checks an option: SCT_ERR_OPTION naming it unless lo <= value <= hi (NaN fails). */
SCT_NODISCARD sct_status option_range(sct_context *ctx, const char *name, double value, double lo, double hi);

/*
 * Copies a caller's options over the defaults in *checked. Options begin with their own size: a struct from an older
 * version is shorter than ours (but not than `smallest`, the first version's) and keeps the defaults of what it lacks;
 * one from a newer version may be longer as long as what we cannot see is zero. given may be null. SCT_ERR_ARGUMENT,
 * SCT_ERR_OPTION.
 */
enum { OPTIONS_SIZE_MAX = 65536 }; /* no struct of a caller is this long: what says so was never filled */
SCT_NODISCARD sct_status options_take(sct_context *ctx, const char *name, const void *given, size_t smallest, void *checked,
                                      size_t size);
/* For init functions: the defaults into the caller's struct, which may be shorter or longer than ours. */
void options_fill(void *out, size_t out_size, const void *defaults, size_t size);
/* For getters: a record into the caller's, which may be shorter or longer than ours. SCT_ERR_ARGUMENT for a size that
 * no struct has. */
SCT_NODISCARD sct_status record_give(void *out, size_t out_size, const void *record, size_t size);
/* Size of a struct of the version in which `field` was the last. */
#define OPTIONS_SIZE(type, field)                                                                                           \
    ((offsetof(type, field) + sizeof(((type *)0)->field) + _Alignof(type) - 1) / _Alignof(type) * _Alignof(type))

enum { FLAG_VALUES = 3 };
typedef struct flag_item {
    char code[32]; /* the word */
    char message[160], fix[160];
    int forbids_pick;
    int value_count;
    sct_value values[FLAG_VALUES];
} flag_item;
struct sct_flags {
    size_t count;
    int more_forbid; /* non-zero: a flag that forbids a pick found no room any more */
    flag_item items[SCT_FLAG_MAX];
};

/* Adds a flag unless its code is there already. A full list drops it, and keeps in mind whether it forbids a pick. Returns
 * its index, or -1. */
int flags_add(sct_flags *flags, const char *code, int forbids_pick, const char *message, const char *fix);
/* The same with a formatted message, which comes last, after the fix. */
int flags_addf(sct_flags *flags, const char *code, int forbids_pick, const char *fix, const char *format, ...)
    SCT_PRINTF(5, 6);
/* The numbers of a flag that says the same in other words. */
void flags_take_values(flag_item *flag, const flag_item *from);
/* Non-zero if a flag with this code is in the list. */
int flags_have(const sct_flags *flags, const char *code);
/* Adds all flags of `more`. */
void flags_join(sct_flags *flags, const sct_flags *more);

/* Copies text into a fixed array, always terminated, control characters and bad UTF-8 replaced by '?'. */
void text_copy(char *out, size_t capacity, const char *text);
/* vsnprintf and snprintf in the C locale, whatever the program's locale: decimals have a point. */
int text_format(char *out, size_t capacity, const char *format, va_list args) SCT_PRINTF(3, 0);
int text_print(char *out, size_t capacity, const char *format, ...) SCT_PRINTF(3, 4);
/* Length of the well-formed UTF-8 sequence at the start of text, 0 if there is none. */
size_t text_utf8_length(const char *text, size_t size);
/* The number at the start of text in the C locale, whatever the program's locale; *end as strtod's. Accepts no hex, inf or
 * nan. */
double text_number(const char *text, const char **end);
/* snprintf("%.*f") in the C locale; trailing zeros removed when `trim`. Non-finite gives "null". Returns the length. */
size_t text_from_number(char *out, size_t capacity, double value, int decimals, int trim);
/* The shortest text that text_number reads back as the very same value. Non-finite gives "null". Returns the length. */
size_t text_from_exact(char *out, size_t capacity, double value);
/* The value times a power of ten, as its shortest text says it with the point moved: 22.9425 and -2 are 0.229425, which the
 * quotient by 100 misses by one bit. */
double text_shifted(double value, int places);

/* A growing byte buffer; free data with mem_free. */
typedef struct bytes_buffer {
    unsigned char *data;
    size_t size, capacity;
} bytes_buffer;
SCT_NODISCARD sct_status bytes_append(sct_context *ctx, bytes_buffer *buffer, const void *data, size_t size);

/* SHA-256 of bytes as 64 lower-case hex digits and a terminator. */
void sha256_hex(const void *data, size_t size, char out[65]);

/* ---- JSON: cJSON behind one file, so that it stays replaceable ---- */

typedef struct json json; /* a value; children belong to their parent */
typedef enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } json_kind;

/* Parses strict JSON (UTF-8, no NaN or Infinity, no trailing text, depth <= 64, at most 10 million values, no key twice in
 * an object). SCT_ERR_PALETTE with line and column in the message, SCT_ERR_MEMORY. Free the root with json_free. */
SCT_NODISCARD sct_status json_parse(sct_context *ctx, const void *text, size_t size, json **out);
void json_free(json *root);
json_kind json_type(const json *value);
/* Members: null when absent. */
const json *json_get(const json *object, const char *key);
size_t json_count(const json *array_or_object);
const json *json_at(const json *array_or_object, size_t index); /* O(index): use json_first/json_next in loops */
const json *json_first(const json *array_or_object);
const json *json_next(const json *value);
const char *json_key(const json *member);   /* "" outside objects */
double json_number(const json *value);      /* NaN if not a number */
const char *json_string(const json *value); /* null if not a string */
int json_bool(const json *value);           /* 0 or 1; -1 if not a boolean */
/* `count` numbers in [lo, hi] of an array that messages call `path`. SCT_ERR_PALETTE. */
SCT_NODISCARD sct_status json_need_numbers(sct_context *ctx, const json *array, const char *path, size_t count, double lo,
                                           double hi, double *out);

/* Building: every maker may return null when memory is out; adders accept null (and then mark the parent broken),
 * so that one json_print at the end sees every failure. */
json *json_new_object(void);
json *json_new_array(void);
json *json_new_string(const char *text);
json *json_new_number(double value, int decimals); /* null when not finite; at most `decimals` decimals */
json *json_new_exact(double value);                /* the same in full: read back, it is the very same value */
json *json_new_bool(int value);
json *json_new_null(void);
json *json_copy(const json *value);
void json_set(json *object, const char *key, json *value); /* takes value */
void json_append(json *array, json *value);                /* takes value */
/* Appends a text between quotes, with the shortest escapes. */
SCT_NODISCARD sct_status json_quote(sct_context *ctx, bytes_buffer *out, const char *text);
/* One line of text, or indented by tabs when `pretty`. SCT_ERR_MEMORY if anything above failed. */
SCT_NODISCARD sct_status json_print(sct_context *ctx, const json *root, int pretty, sct_bytes *out);

#endif
