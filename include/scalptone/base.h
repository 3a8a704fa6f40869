/*
 * scalptone/base.h - status codes, the context, quality flags, progress.
 *
 * Everything in scalptone that can fail returns an sct_status and leaves its
 * outputs untouched on error; the first error's text stands in the context.
 * The library never prints, exits, aborts, reads the environment or opens a
 * file: photos, palettes and masks come in as bytes, results leave as values.
 *
 * Since 0.1 unless a line says otherwise.
 */
#ifndef SCALPTONE_BASE_H
#define SCALPTONE_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCT_VERSION_MAJOR  0
#define SCT_VERSION_MINOR  1
#define SCT_VERSION_PATCH  0
#define SCT_VERSION_STRING "0.1.0"

#if defined(__GNUC__) || defined(__clang__)
#define SCT_API                 __attribute__((visibility("default")))
#define SCT_NODISCARD           __attribute__((warn_unused_result))
#define SCT_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define SCT_API
#define SCT_NODISCARD
#define SCT_PRINTF(text, first)
#endif

/*
 * Outcome of a call. The numbers are fixed for ever and grouped by tens:
 * 10 use, 20 photo, 30 palette and record, 40 chart, 50 region, 80 world,
 * 90 internal.
 */
typedef enum sct_status {
    SCT_OK = 0,
    SCT_ERR_ARGUMENT = 10,          /* a null or contradictory argument */
    SCT_ERR_OPTION = 11,            /* an option outside its range, or NaN */
    SCT_ERR_SHAPE = 12,             /* a shape outside the photo, empty or malformed */
    SCT_ERR_CAPACITY = 13,          /* the caller's array is too small; count says what is needed */
    SCT_ERR_PHOTO_FORMAT = 20,      /* the bytes are no photo this build reads */
    SCT_ERR_PHOTO_DAMAGED = 21,     /* a photo, but truncated or corrupt */
    SCT_ERR_PHOTO_TOO_LARGE = 22,   /* over a limit (pixels, side, bytes) */
    SCT_ERR_PHOTO_UNSUPPORTED = 23, /* a valid photo of a kind that is not supported */
    SCT_ERR_PROFILE = 24,           /* its colour profile cannot be used */
    SCT_ERR_PALETTE = 30,           /* a palette, chart or record file breaks its format */
    SCT_ERR_CHART_NONE = 40,        /* a chart was demanded and none was found */
    SCT_ERR_CHART_UNUSABLE = 41,    /* a chart was found that cannot be used */
    SCT_ERR_NOTHING = 50,           /* nothing to measure: no skin, no hair, too few pixels */
    SCT_ERR_MEMORY = 80,
    SCT_ERR_IO = 81,          /* reported by programs; the library itself does no I/O */
    SCT_ERR_INTERRUPTED = 82, /* the progress callback asked to stop */
    SCT_ERR_INTERNAL = 90     /* a defect in scalptone; please report it */
} sct_status;

/* One word for a status ("ok", "photo-damaged"); static storage, never null. */
SCT_API const char *sct_status_name(sct_status status);

/* Version of the library that is linked, as "major.minor.patch"; static storage. */
SCT_API const char *sct_version(void);

/*
 * Stages of the pipeline. The same words name progress, diagnostics and tests.
 */
typedef enum sct_stage {
    SCT_STAGE_PHOTO = 0,
    SCT_STAGE_PIXELS,
    SCT_STAGE_CHART,
    SCT_STAGE_REGION,
    SCT_STAGE_SKIN,
    SCT_STAGE_MATCH,
    SCT_STAGE_REPORT
} sct_stage;

/*
 * Called now and then during long work, from the thread that made the call,
 * with the fraction [0, 1] of the stage that is done. A non-zero return stops
 * the work with SCT_ERR_INTERRUPTED; nothing is lost or leaked.
 */
typedef int (*sct_progress_fn)(void *user, sct_stage stage, double fraction);

/*
 * Settings that hold for every call made with a context, and the text of the
 * first error. Owns memory: free it with sct_context_free. Serves one thread
 * at a time; use one context per thread.
 */
typedef struct sct_context sct_context;

/* Makes a context with default limits; *out is for the caller to free. SCT_ERR_ARGUMENT, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_context_new(sct_context **out);
/* Frees a context; null is allowed. Photos and palettes made with it stay valid. */
SCT_API void sct_context_free(sct_context *ctx);
/* What went wrong first since the last sct_context_clear, in one line without a newline; "" if nothing. Owned by ctx. */
SCT_API const char *sct_context_message(const sct_context *ctx);
/* Forgets the error text. Every public call does this on entry. */
SCT_API void sct_context_clear(sct_context *ctx);
/* Sets or (with null) removes the progress callback. */
SCT_API void sct_context_set_progress(sct_context *ctx, sct_progress_fn progress, void *user);

/* Bounds on what a photo may ask for, each checked before any allocation. */
typedef enum sct_limit {
    SCT_LIMIT_PIXELS = 0,     /* width x height [1, 1000000000]; default 100,000,000: two 50 MP phones' worth */
    SCT_LIMIT_SIDE = 1,       /* pixels a side [1, 65500]; 65,500 is what libjpeg accepts */
    SCT_LIMIT_FILE_BYTES = 2, /* [1, 2^31 - 1]; default 256 MiB */
    SCT_LIMIT_ICC_BYTES = 3,  /* [128, 2^26]; default 4 MiB: the largest press profiles stay below */
    SCT_LIMIT_EXIF_BYTES = 4  /* [8, 2^24]; default 1 MiB */
} sct_limit;
/* Value of a limit in its own unit; 0 for an unknown limit. */
SCT_API uint64_t sct_context_limit(const sct_context *ctx, sct_limit limit);
/* Sets a limit. SCT_ERR_OPTION outside its range, SCT_ERR_ARGUMENT for an unknown limit. */
SCT_API SCT_NODISCARD sct_status sct_context_set_limit(sct_context *ctx, sct_limit limit, uint64_t value);

/*
 * A known weakness of an answer: not an error, and not the same as low
 * confidence. `code` is a stable word for programs ("no-profile"); message and
 * fix are English sentences without a full stop for people.
 */
typedef struct sct_flag {
    char code[32];
    char message[160];
    char fix[160];
    int forbids_pick; /* non-zero: with this flag no ink may be called best */
} sct_flag;

#define SCT_FLAG_MAX 32
/* A list of flags; each code stands in it once. */
typedef struct sct_flags {
    size_t count; /* [0, SCT_FLAG_MAX] */
    sct_flag items[SCT_FLAG_MAX];
} sct_flags;

/* Bytes that belong to the caller; free them with sct_bytes_free. */
typedef struct sct_bytes {
    unsigned char *data;
    size_t size;
} sct_bytes;
/* Frees what a call returned in *bytes and empties it; null is allowed. */
SCT_API void sct_bytes_free(sct_bytes *bytes);

#ifdef __cplusplus
}
#endif
#endif
