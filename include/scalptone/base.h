/*
 * scalptone/base.h - what every other header stands on.
 *
 * WHAT THIS IS FOR
 *
 * scalptone works out which ink, at which dilution, will look right on a
 * client's head once it has healed. Its parts are used in this order:
 *
 *     photo.h     bytes -> a photo
 *     measure.h   photos, and the places in them (shape.h) -> colours of skin and hair
 *     palette.h   bytes of a palette -> inks
 *     match.h     measured colours and inks -> a ranking with recipes
 *     preview.h   a photo and inks -> pictures
 *     record.h    a ranking -> what the artist keeps
 *     report.h    all of it -> a verdict and a page for people
 *
 * and colour.h, chart.h, camera.h, card.h and skin.h hold what those four stand on and
 * what programs also want by itself: colour differences, charts, the healed
 * colour of an ink. This header holds what all of them share: the status that
 * every call answers with, the context, bytes, names of enumerators, and
 * questions about the library itself. What is weak about an answer is told in
 * flags.h.
 *
 * THE RULES OF THE HOUSE
 *
 * Bytes come in and values go out. The library opens no file, prints nothing,
 * reads no environment variable, never exits and has no mutable globals.
 *
 * A call that can fail returns an sct_status. Anything but SCT_OK means that no
 * output was touched, and sct_context_message() then says in one line what was
 * wrong. There are two exceptions: buffers of pixels and labels may be filled in
 * part, and records of what was not measured are filled with NaN. Every pointer
 * is checked on entry: a null where something must be is SCT_ERR_ARGUMENT, and no
 * call of this library crashes for it. A null context is allowed everywhere but
 * where one is set; then there is no message to read. A getter that takes no
 * context leaves every message standing: sct_context_message() still speaks of
 * the last call that took that context.
 *
 * Functions that end in _free take null and do nothing with it. Whoever
 * receives a handle through an `out` parameter owns it and frees it. Pointers
 * that a handle gives out (texts, flags) live as long as that handle. A handle
 * that was freed must not be used again, nor freed again: what happens then is
 * not defined, and the library cannot check it.
 *
 * A context belongs to one thread at a time: make one for each thread. Palettes,
 * photos, charts and everything else that is `const` in a signature may be
 * shared between threads freely.
 *
 * HOW THE INTERFACE GROWS WITHOUT BREAKING YOUR PROGRAM
 *
 * There are four kinds of types, and each keeps a program that was compiled
 * years ago working with the library of today, and the other way round.
 *
 * 1. Handles. Everything large, and everything that will grow (a photo, a
 *    measurement, a ranking), is an incomplete type. It is made and freed by
 *    the library and read by getters.
 *
 * 2. Small values. sct_lab, sct_xyz, sct_cov, sct_estimate and the like are
 *    frozen for ever. A better one would get another name.
 *
 * 3. Options begin with `size`, which the init macro of each struct fills in
 *    with the size that your compiler knows, together with the defaults:
 *
 *        sct_match_options options;
 *        sct_match_options_init(&options);
 *        options.batch_ml = 10;
 *
 *    New fields come at the end, and zero means "as it was before the field
 *    existed". A newer library gives an older, shorter struct its defaults. An
 *    older library accepts a newer, longer struct as long as what it does not
 *    know is zero, and else answers SCT_ERR_OPTION instead of ignoring a wish.
 *    Where a call takes an array of such structs, it walks the array by the
 *    size in its first element.
 *
 * 4. Records are what getters fill in. The getter is a macro that hands over
 *    the size your compiler knows, and no more than that is written:
 *
 *        sct_skin skin;
 *        if (sct_measurement_skin(measurement, &skin) == SCT_OK)
 *            printf("L* %.1f\n", skin.estimate.lab.L);
 *
 *    What an older library does not know is filled with zero bytes. Programs
 *    in other languages call the function below each macro, whose name ends
 *    in _sized, and pass the size themselves.
 *
 * Enumerators keep their numbers, and new ones are appended.
 *
 * AN EXAMPLE
 *
 *     sct_context *ctx = NULL;
 *     if (sct_context_new(&ctx) != SCT_OK)
 *         return 1;
 *     sct_status status = sct_context_set_limit(ctx, SCT_LIMIT_PIXELS, 20000000);
 *     if (status != SCT_OK)
 *         fprintf(stderr, "%s: %s\n", sct_status_name(status), sct_context_message(ctx));
 *     sct_context_free(ctx);
 *
 * Everything is there since version 0.1 unless a line says otherwise.
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
/* The version as one number that grows with it: major * 1000000 + minor * 1000 + patch. */
#define SCT_VERSION_NUMBER (SCT_VERSION_MAJOR * 1000000 + SCT_VERSION_MINOR * 1000 + SCT_VERSION_PATCH)

#if defined(__GNUC__) || defined(__clang__)
#define SCT_API                 __attribute__((visibility("default")))
#define SCT_NODISCARD           __attribute__((warn_unused_result))
#define SCT_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define SCT_API
#define SCT_NODISCARD
#define SCT_PRINTF(text, first)
#endif

/* ---- status ----------------------------------------------------------------
 *
 * The outcome of a call. The numbers are fixed for ever and grouped by tens:
 * 10 wrong use, 20 photo, 30 palette and record, 40 chart, 50 region, 80 the
 * world around us, 90 a defect of ours. Each declaration names the statuses it
 * can answer with; SCT_ERR_ARGUMENT for a null pointer goes without saying.
 */
typedef enum sct_status {
    SCT_OK = 0,
    /* An argument is null, contradicts another, or is of a size that cannot be. */
    SCT_ERR_ARGUMENT = 10,
    /* An option lies outside its range, is NaN, or is not known to this version. */
    SCT_ERR_OPTION = 11,
    /* A shape lies outside the photo, is empty or malformed. */
    SCT_ERR_SHAPE = 12,
    /* The caller's buffer is too small; the message says how large it must be. */
    SCT_ERR_CAPACITY = 13,
    /* The bytes are not a photo that this build reads. */
    SCT_ERR_PHOTO_FORMAT = 20,
    /* It is a photo, but it is truncated or corrupt. */
    SCT_ERR_PHOTO_DAMAGED = 21,
    /* It is over a limit: pixels, side or bytes (see sct_limit). */
    SCT_ERR_PHOTO_TOO_LARGE = 22,
    /* It is a valid photo of a kind that is not supported. */
    SCT_ERR_PHOTO_UNSUPPORTED = 23,
    /* Its colour profile cannot be used. */
    SCT_ERR_PROFILE = 24,
    /* A palette, chart, measurement or record breaks its format; the message has the place. */
    SCT_ERR_PALETTE = 30,
    /* A record is sealed, and its passphrase is missing or wrong, or this build cannot open it. */
    SCT_ERR_PASSPHRASE = 31,
    /* A chart was demanded and none was found. */
    SCT_ERR_CHART_NONE = 40,
    /* A chart was found that cannot be used. */
    SCT_ERR_CHART_UNUSABLE = 41,
    /* There is nothing to measure: no skin, no hair, too few pixels; or not measured. */
    SCT_ERR_NOTHING = 50,
    /* Memory is out. */
    SCT_ERR_MEMORY = 80,
    /* A file cannot be read or written. Programs report it; the library itself does no input or output. */
    SCT_ERR_IO = 81,
    /* The progress callback asked to stop. */
    SCT_ERR_INTERRUPTED = 82,
    /* A defect in scalptone; please report it. */
    SCT_ERR_INTERNAL = 90
} sct_status;

/* One word for a status, such as "ok" or "photo-damaged"; "unknown" for any other number. Static storage. */
SCT_API const char *sct_status_name(sct_status status);

/* ---- the library itself ---------------------------------------------------- */

/* The version of the library that is linked, as "major.minor.patch". Static storage. */
SCT_API const char *sct_version(void);
/* The same as a number like SCT_VERSION_NUMBER, to compare with: what the header says is what the program was compiled
 * against, what this says is what it runs with. */
SCT_API uint32_t sct_version_number(void);

/* What a build can have or lack. */
typedef enum sct_feature {
    /* The library reads PNG. Always there. */
    SCT_FEATURE_PNG = 0,
    /* The library reads JPEG. Always there. */
    SCT_FEATURE_JPEG,
    /* The library reads HEIC, the photos of iPhones; this needs libheif when it is built and, on this machine, the file
     * libheif.so.1 (Linux) with a decoder of HEVC. A child process looks for both at each question, some 20 ms. */
    SCT_FEATURE_HEIC,
    /* The consultation card is drawn and found. Always there. */
    SCT_FEATURE_CARD,
    /* The faster code for processors with AVX2 is in this build and runs on this processor. */
    SCT_FEATURE_AVX2,
    /* Memory that runs out while the card is looked for is an error like any other, not a crash. Always there. */
    SCT_FEATURE_GUARDED_TAGS,
    /* Records can be sealed with a passphrase (record.h); this needs libsodium when the library is built. */
    SCT_FEATURE_PASSPHRASE
} sct_feature;
/* 1 when this build has a feature on this machine, else 0; 0 for a feature that this version does not know. */
SCT_API int sct_has(sct_feature feature);

/* ---- names of enumerators ---------------------------------------------------
 *
 * Every public enumerator has one word, the same in JSON, on the command line
 * and in tests. One table leads from value to word and back.
 *
 *     int role;
 *     if (sct_enum_value(SCT_ENUM_ROLE, "hair", &role))    -> 1, SCT_ROLE_HAIR
 *     sct_enum_name(SCT_ENUM_ROLE, role)                   -> "hair"
 *
 * The typed functions such as sct_role_name() read the same table.
 */
typedef enum sct_enum {
    SCT_ENUM_STATUS = 0,
    SCT_ENUM_FEATURE,
    SCT_ENUM_STAGE,
    SCT_ENUM_LIMIT,
    SCT_ENUM_SEVERITY,
    SCT_ENUM_FLAG,
    SCT_ENUM_ILLUMINANT,
    SCT_ENUM_OBSERVER,
    SCT_ENUM_ADAPTATION,
    SCT_ENUM_RGB_SPACE,
    SCT_ENUM_METRIC,
    SCT_ENUM_SURROUND,
    SCT_ENUM_PROFILE_SOURCE,
    SCT_ENUM_ROLE,
    SCT_ENUM_SHAPE,
    SCT_ENUM_LABEL,
    SCT_ENUM_ESTIMATOR,
    SCT_ENUM_CHART_MODE,
    SCT_ENUM_CORRECTION,
    SCT_ENUM_HAIR,
    SCT_ENUM_CHART_TIER,
    SCT_ENUM_CARD_SHEET,
    SCT_ENUM_COLOUR_STATE,
    SCT_ENUM_INK,
    SCT_ENUM_BACKING,
    SCT_ENUM_PROVENANCE,
    SCT_ENUM_AGE,
    SCT_ENUM_OPTICS,
    SCT_ENUM_BASIS,
    SCT_ENUM_LOSS,
    SCT_ENUM_BAND,
    SCT_ENUM_CONFIDENCE,
    SCT_ENUM_SESSION,
    SCT_ENUM_VIEW_FROM,
    SCT_ENUM_SCALE_SOURCE,
    SCT_ENUM_PIXEL_FORMAT,
    SCT_ENUM_PIXEL_SPACE,
    SCT_ENUM_HEALED_PART,
    SCT_ENUM_PALETTE_FORMAT,
    SCT_ENUM_CUP,
    SCT_ENUM_OUTCOME,
    SCT_ENUM_BEFORE_STATE,
    SCT_ENUM_GREY_HAIR
} sct_enum;
/* The word of a value; "unknown" for a value or an enumeration that this version does not know. Static storage. */
SCT_API const char *sct_enum_name(sct_enum which, int value);
/* The value of a word: returns 1 and fills *value, or 0 and leaves it. Null is no word. */
SCT_API int sct_enum_value(sct_enum which, const char *name, int *value);
/* How many values an enumeration has, and the value of number `index` of them, from 0; for lists of choices. A count of 0
 * and a return of 0 (and *value left) where there is none. */
SCT_API size_t sct_enum_count(sct_enum which);
SCT_API int sct_enum_at(sct_enum which, size_t index, int *value);

/* ---- progress --------------------------------------------------------------
 *
 * Long work tells how far it is, and can be stopped. The stages carry the same
 * words in progress, in messages, in tests and in the manual.
 */
typedef enum sct_stage {
    /* Bytes become pixels. */
    SCT_STAGE_PHOTO = 0,
    /* Pixels become linear light. */
    SCT_STAGE_PIXELS,
    /* A chart is looked for, and colours are corrected by it. */
    SCT_STAGE_CHART,
    /* Skin and hair are found and measured. */
    SCT_STAGE_REGION,
    /* The client's melanin and blood are fitted. */
    SCT_STAGE_SKIN,
    /* Inks are ranked. */
    SCT_STAGE_MATCH,
    /* Pictures and texts are made. */
    SCT_STAGE_REPORT
} sct_stage;
/* The word of a stage, such as "chart"; "unknown" for any other. Static storage. */
SCT_API const char *sct_stage_name(sct_stage stage);

/*
 * Called now and then during long work, from the thread that made the call,
 * with the fraction [0, 1] of the stage that is done. A return that is not zero
 * stops the work: the call answers SCT_ERR_INTERRUPTED, and nothing is lost or
 * leaked. The callback must not make calls with the context that called it,
 * which is in the middle of its work; with another context it may.
 */
typedef int (*sct_progress_fn)(void *user, sct_stage stage, double fraction);

/* ---- context ---------------------------------------------------------------
 *
 * A context holds the settings for the calls made with it, and the text of the
 * first error. It belongs to one thread at a time.
 */
typedef struct sct_context sct_context;

/* Makes a context with the default limits; *out is for the caller to free. SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_context_new(sct_context **out);
/* Frees a context. What was made with it stays valid. */
SCT_API void sct_context_free(sct_context *ctx);
/* What went wrong first since the last call began: one line without a newline, or "". Owned by the context, and valid until
 * its next call. */
SCT_API const char *sct_context_message(const sct_context *ctx);
/* Forgets the error text. Every call that takes the context to work with does this on entry. */
SCT_API void sct_context_clear(sct_context *ctx);
/* Sets the progress callback and the pointer it is given, or removes it with null. */
SCT_API void sct_context_set_progress(sct_context *ctx, sct_progress_fn progress, void *user);

/*
 * Bounds. The first five are checked before anything is allocated for a photo,
 * and a context can change them, the seconds of a decoder and the threads of a
 * call; the others are fixed in this version and are here to be asked for, so
 * that no program needs to copy them.
 */
typedef enum sct_limit {
    /* The pixels of a photo, width x height; default 100,000,000, twice the largest phone's. */
    SCT_LIMIT_PIXELS = 0,
    /* Pixels along a side of a photo; default 65,500, what libjpeg accepts. */
    SCT_LIMIT_SIDE = 1,
    /* Bytes of a photo; default 256 MiB. */
    SCT_LIMIT_FILE_BYTES = 2,
    /* Bytes of a colour profile; default 4 MiB, above the largest press profiles. */
    SCT_LIMIT_ICC_BYTES = 3,
    /* Bytes of EXIF data; default 1 MiB. */
    SCT_LIMIT_EXIF_BYTES = 4,
    /* Photos of one client in one measurement. */
    SCT_LIMIT_VIEWS = 5,
    /* Regions of one measurement. */
    SCT_LIMIT_REGIONS = 6,
    /* Quality flags of one answer. */
    SCT_LIMIT_FLAGS = 7,
    /* Corners of a polygon. */
    SCT_LIMIT_POLYGON = 8,
    /* Patches of a chart. */
    SCT_LIMIT_PATCHES = 9,
    /* Inks of a palette. */
    SCT_LIMIT_INKS = 10,
    /* Pigments of an ink. */
    SCT_LIMIT_PIGMENTS = 11,
    /* Films that are fitted together. */
    SCT_LIMIT_FILMS = 12,
    /* Rows of a ranking. */
    SCT_LIMIT_MATCHES = 13,
    /* Options on one sheet. */
    SCT_LIMIT_LOOKS = 14,
    /* Seconds that the decoder of HEIC and AVIF may be silent; default 60. These decoders are large, and end a program that
     * runs out of memory, so they work in a child process (fork) and hand their rows over through a pipe: a crash in them
     * is an error here. 0 decodes in this process instead, for programs that may not fork. */
    SCT_LIMIT_DECODER_SECONDS = 15,
    /* Threads that one call may use at the same time, the caller's own among them; default 1, so that a program that works
     * on several photos at once decides itself. Answers are the same, to the byte, whatever their number. A thread ends
     * before the call that began it, receives no signal, and never calls the progress callback. */
    SCT_LIMIT_THREADS = 16
} sct_limit;
/* The least, the default and the greatest value that a limit can have, in its own unit; each pointer may be null. A fixed
 * limit has three times the same. SCT_ERR_ARGUMENT for a limit that this version does not know. */
SCT_API sct_status sct_limit_range(sct_limit limit, uint64_t *least, uint64_t *standard, uint64_t *greatest);
/* The value of a limit in a context (null: the default); 0 for a limit that this version does not know. */
SCT_API uint64_t sct_context_limit(const sct_context *ctx, sct_limit limit);
/* Sets a limit. SCT_ERR_OPTION outside its range, SCT_ERR_ARGUMENT for a limit that is fixed or not known. */
SCT_API SCT_NODISCARD sct_status sct_context_set_limit(sct_context *ctx, sct_limit limit, uint64_t value);

/* ---- bytes -----------------------------------------------------------------
 *
 * What the library writes (JSON, PNG, SVG) comes as bytes that belong to the
 * caller. Text is UTF-8 and ends with a zero byte that `size` does not count.
 */
typedef struct sct_bytes {
    unsigned char *data;
    size_t size;
} sct_bytes;
/* Frees what a call returned in *bytes and empties it. */
SCT_API void sct_bytes_free(sct_bytes *bytes);

/* ---- language ----------------------------------------------------------------
 *
 * Sentences of the library are English: in structs, in JSON, and in the messages
 * of errors. Pictures and pages are for people, and are written in the language
 * of the context; any sentence can be asked for in another language. Numbers in
 * a sentence follow its language, with a decimal comma where it has one.
 *
 * A language is called as locales are: "de", "de_AT.UTF-8" and "de-CH" are all
 * German. The library never looks at the environment. Names of inks, studios and
 * people stay as they are.
 */
/* The languages there are, as two letters, English first; null past the last. Static storage. */
SCT_API const char *sct_language(size_t index);
/* The language of the pictures and pages that are made with this context; English at first, and for null.
 * SCT_ERR_ARGUMENT for a language that is not there: the context keeps the one it had. */
SCT_API SCT_NODISCARD sct_status sct_context_set_language(sct_context *ctx, const char *language);
/* A sentence of the library (of a verdict, a row, a flag, an error) in a language (null: that of the context; one that is
 * not there: English), as a text for the caller to free with sct_bytes_free. What is no sentence of the library comes back
 * as it was, as does a name within one. SCT_ERR_ARGUMENT, SCT_ERR_MEMORY. */
SCT_API SCT_NODISCARD sct_status sct_words(sct_context *ctx, const char *english, const char *language, sct_bytes *out);

#ifdef __cplusplus
}
#endif
#endif
