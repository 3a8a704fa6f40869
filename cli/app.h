/*
 * cli/app.h - what every command shares: the library's context, the options of
 * every command, files, interrupts, progress and exit codes. The program uses
 * the public headers of the library and nothing else of it.
 *
 * A function of the program that can fail keeps one line for the user in the
 * app, by complain(), and returns an exit code; it returns 0 when it succeeded.
 * main() prints the line.
 */
#ifndef CLI_APP_H
#define CLI_APP_H

#include "scalptone.h"

#include <stdio.h>
#include <time.h>

/* The exit codes are part of the interface, and the manual lists them: they do not change. */
enum {
    EXIT_ANSWER = 0,     /* There is an answer. */
    EXIT_STRICT = 1,     /* There is an answer, but --strict forbids it. */
    EXIT_USE = 2,        /* The program was used wrongly; the message names the argument. */
    EXIT_INPUT = 3,      /* Input cannot be read. */
    EXIT_NOTHING = 4,    /* There is nothing to measure. */
    EXIT_PALETTE = 5,    /* A palette, chart or table of readings breaks its format. */
    EXIT_WORLD = 6,      /* Memory ran out, or input or output failed. */
    EXIT_INTERRUPTED = 7 /* The user stopped the program. */
};

/* The line of progress. It is shown on a terminal only, and only when work lasts over half a second. */
typedef struct progress {
    struct timespec start;
    const char *what;
    int shown, terminal;
} progress;

/* Files that this call has read or written. No output may fall on one of them. */
enum { FILES_KNOWN_MAX = 256 };
typedef struct known_files {
    size_t count;
    struct {
        uint64_t device, number;
    } items[FILES_KNOWN_MAX];
} known_files;

/* What a terminal can show: bold type alone (its 16 colours are not those of skins), 256 colours, all of them. */
enum { COLOUR_NONE, COLOUR_BOLD, COLOUR_256, COLOUR_TRUE };

/* How records are kept (keep/passphrase.h). */
typedef struct keep_options {
    const char *passphrase_file;
    const char *new_passphrase; /* the file of the one that takes its place, or "-": it is typed */
    int seal, unseal;
} keep_options;
enum { PASSPHRASE_SIZE = 1025 };

/* The options that every command takes, and what is known of the call. Only one thread may use an app. */
typedef struct app {
    sct_context *ctx;
    int json, quiet, strict, no_colour, force;
    int silent; /* Non-zero when an output has standard output for itself, so that nothing else is printed there. */
    int colour; /* How many colours standard output can show: COLOUR_NONE and so on. */
    long seed, threads, max_pixels;
    int help, no_config;
    const char *language; /* What --language says, or null. */
    progress bar;
    const char *program; /* This is argv[0]. */
    known_files known;
    sct_artist *artist;        /* The hand that answers are for, or null; main frees it. */
    struct settings *settings; /* What was set once (settings.h), or null; main frees it. */
    int settings_used;         /* Non-zero when they were asked for already, as they are once a call. */
    keep_options keep;
    char passphrase[PASSPHRASE_SIZE]; /* Of sealed records, once it was found, else "". */
    char written[512];                /* The outputs that are written already are named when a later one fails. */
    char error[1024];                 /* The one line that main prints, or "". */
} app;

/* The exit code that a status of the library leads to. */
int exit_of(sct_status status);

/* Keeps "subject: text" as the line that main prints, unless there is one already: the first error wins. The subject may be
 * null. Returns `code`, so that a caller can return what this returns. */
int complain(app *a, int code, const char *subject, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Does the same for a call of the library that failed; the context has the text, and the status gives the exit code. */
int complain_status(app *a, sct_status status, const char *subject);

/* Returns EXIT_STRICT and names the flag when one forbids a pick under --strict, else EXIT_ANSWER. */
int strict_code(app *a, const sct_flags *flags);

/* ---- language ---- */

/* The language of what people read from now on: that of --language, else that of the settings, else that of the environment
 * (LC_ALL, LC_MESSAGES, LANG). Only --language is refused when it is not there. */
int language_choose(app *a);
/* Its two letters. */
const char *language_code(void);
/* Writes a sentence in that language; what is none that it knows stays as it is. Returns `out`. */
enum { WORDS_SIZE = 1280 };
const char *tell(const char *english, char *out, size_t size);
/* The same for one that is written first. */
const char *tellf(char *out, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Writes a text of the library into `out`, in that language, with the options of this program that do what it advises. */
void words_of_options(const char *text, char *out, size_t size);

/* The context's message as a reason and, what is returned, what to do about it: for a picture that shows why a photo was
 * refused. The reason is "" when there is no message. */
enum { REASON_SIZE = 512 };
const char *split_reason(const app *a, char reason[REASON_SIZE]);
/* ---- interrupts ---- */
/* From now on the first SIGINT or SIGTERM asks the program to stop, and the second kills it. */
void interrupt_arm(void);
/* Non-zero when the program was asked to stop. */
int interrupt_pending(void);

/* ---- input ---- */

/* The bytes of a file; input_free frees them. */
typedef struct file_bytes {
    unsigned char *data;
    size_t size;
} file_bytes;
/* Reads a file, or standard input for "-". More than `limit` bytes are refused. */
int input_read(app *a, const char *path, size_t limit, file_bytes *out);
void input_free(file_bytes *bytes);
/* Forgets that this call has read a file, so that it may be written over: it was read to be changed. */
void input_forget(app *a, const char *path);
/* The file name at the end of a path; "standard input" for "-". */
const char *input_name(const char *path);
enum { INPUT_PATH_SIZE = 4096 };
/* Finds a file that ships with the program, such as "palettes/default.json". Returns its path, written into `out`, or null.
 */
const char *input_shipped(const app *a, const char *relative, char out[INPUT_PATH_SIZE]);

/* ---- output ---- */

/* Flushes standard output. Returns EXIT_WORLD when not all of it arrived, and complains unless it is a pipe that nobody
 * reads any more; else returns `code`. */
int output_finish(app *a, int code);
/* Returns 0 when a file may be written there. It may not when the path is a folder, lies in a folder that is not there, or
 * is another file of this call. Links are followed: what counts is the file at their end. */
int output_allowed(app *a, const char *path);
/* Returns 0 unless the name ends like another kind of file than the one that is written ("png", "jpg", "svg", "json"), a
 * file of another kind is there and --force is not given, or the name is "-" and a picture is written. */
int output_is(app *a, const char *path, const char *kind);
/* "jpg" for a name that ends so (or in jpeg), else "png": the kind of a picture of the command's own. */
const char *output_picture_kind(const char *path);
/* Gives an output that is called "-" standard output for itself. Complains when --json or another output goes there, too. */
int output_claim(app *a, const char *path);
/* Returns 0 when two outputs of a call are two files. They need not be there yet. */
int output_apart(app *a, const char *path, const char *other);
/* Names the picture of the n-th photo; n counts from 1. A %d in the path becomes n. Without it the first picture has the
 * path as it is, and the second is called OUT-2.png. */
int output_numbered(app *a, const char *path, size_t n, char out[INPUT_PATH_SIZE]);
/* Writes a whole file or nothing: it fills a temporary file beside it, flushes and renames it; where the name is a link, all
 * this happens at its target. "-", /dev/stdout, /dev/fd/N, devices and pipes are written to as they are, and nothing in
 * /dev, /proc or /sys is ever replaced. A file whose content is of another kind is replaced under --force only. A complaint
 * names the outputs that were written before. */
int output_file(app *a, const char *path, const void *data, size_t size);
/* Does the same with a file that only its owner may read. */
int output_private(app *a, const char *path, const void *data, size_t size);

/* ---- progress ---- */

/* From here the library reports its progress, and `what` stands before it. */
void progress_attach(app *a, const char *what);
/* Takes the line of progress away again. */
void progress_detach(app *a);

#endif
