/*
 * cli/app.h - what every command shares: the library context, the options of
 * every command, the terminal, exit codes. The program uses only the public
 * headers of the library.
 */
#ifndef CLI_APP_H
#define CLI_APP_H

#include "scalptone.h"

#include <stdio.h>
#include <time.h>

/* Exit codes; they are part of the interface (see the manual) and fixed. */
enum {
    EXIT_ANSWER = 0,  /* an answer */
    EXIT_STRICT = 1,  /* an answer that --strict forbids */
    EXIT_USE = 2,     /* wrong use; the message names the argument */
    EXIT_INPUT = 3,   /* input that cannot be read */
    EXIT_NOTHING = 4, /* nothing to measure */
    EXIT_PALETTE = 5, /* a palette or record file that breaks its format */
    EXIT_WORLD = 6,   /* out of memory, or input/output failed */
    EXIT_INTERRUPTED = 7
};

/* The line of progress on a terminal. */
typedef struct progress {
    struct timespec start;
    const char *what;
    int shown, terminal;
} progress;

/* Options every command takes, and the terminal as it was found. One thread uses an app. */
/* Files that this call has read or written, so that no output falls on one of them. */
enum { FILES_KNOWN_MAX = 256 };
typedef struct known_files {
    size_t count;
    struct {
        uint64_t device, number;
    } items[FILES_KNOWN_MAX];
} known_files;

typedef struct app {
    sct_context *ctx;
    int json, quiet, strict, no_colour, force;
    int colour; /* 24-bit colour on standard output */
    long seed, threads, max_pixels;
    int help;
    progress bar;
    const char *program; /* argv[0] */
    known_files known;
    char written[512]; /* outputs of this call, for the message when a later one fails */
    char error[1024];  /* the one line that main prints, or "" */
} app;

int exit_of(sct_status status);

/* Keeps "subject: text" (subject may be null) as the error to print unless there is one already: the first error wins and
 * is told once, in one line. Returns `code`, for `return`. */
int complain(app *a, int code, const char *subject, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same for a library call that failed: text and exit code come from the context. */
int complain_status(app *a, sct_status status, const char *subject);

/* EXIT_STRICT under --strict when a flag forbids a pick (and says which), else EXIT_ANSWER. */
int strict_code(app *a, const sct_flags *flags);

/* A text of the library in the words of this program: with the options that do what it advises. At most size - 1 bytes. */
enum { WORDS_SIZE = 640 };
void words_of_options(const char *text, char *out, size_t size);
/* The context's message as the one flag of a list, for a picture of what was refused. Returns 0 when there is none. */
int flags_from_message(const app *a, sct_flags *flags, const char *code);

/* ---- interrupts ---- */
void interrupt_arm(void); /* the first SIGINT or SIGTERM asks to stop, the second kills */
int interrupt_pending(void);

/* ---- input ---- */

typedef struct file_bytes {
    unsigned char *data;
    size_t size;
} file_bytes;
/* Reads a file or, for "-", standard input, up to `limit` bytes. Complains and returns an exit code, 0 when read. */
int input_read(app *a, const char *path, size_t limit, file_bytes *out);
void input_free(file_bytes *bytes);
/* The bare file name of a path ("standard input" for "-"). */
const char *input_name(const char *path);
enum { INPUT_PATH_SIZE = 4096 };
/* Path of a file that ships with scalptone ("palettes/default.json"), written into `out`; null if it is not there. */
const char *input_shipped(const app *a, const char *relative, char out[INPUT_PATH_SIZE]);

/* Reads a palette, or (path null) the one that ships; `name` receives its bare file name. Returns an exit code. */
int palette_open(app *a, const char *path, sct_palette **out, char name[INPUT_PATH_SIZE]);

/* ---- output ---- */

/* Checked flush of standard output; complains and returns EXIT_WORLD when it did not all arrive, else `code`. */
int output_finish(app *a, int code);
/* 0 when a file may be written there; else complains: it is a folder, or in none, or another file of this call. Links are
 * followed: what counts is the file at their end. */
int output_allowed(app *a, const char *path);
/* 0 unless the name says another kind of file than what is written ("png", "svg", "json"), or a file of another kind is
 * there and --force is not given, or the name is "-" and a picture is written; else complains. */
int output_is(app *a, const char *path, const char *kind);
/* 0 when two outputs of a call are two files, which need not be there yet; else complains. */
int output_apart(app *a, const char *path, const char *other);
/* The name of the picture of the n-th photo, from 1: a %d in the path becomes n; without one the first has the path as it
 * is, the second OUT-2.png and so on. Returns 0, or complains and returns an exit code. */
int output_numbered(app *a, const char *path, size_t n, char out[INPUT_PATH_SIZE]);
/* Writes a whole file or nothing: a temporary file beside it, flushed, renamed; beside the target where the name is a link.
 * "-", /dev/stdout, /dev/fd/N, devices and pipes are written to as they are, and nothing in /dev, /proc or /sys is ever
 * replaced. A file whose content is of another kind is replaced under --force only. Complains of what could not be written
 * and tells what was before it; returns an exit code. */
int output_file(app *a, const char *path, const void *data, size_t size);

/* ---- progress: on a terminal only, only when work lasts over half a second ---- */
void progress_attach(app *a, const char *what);
void progress_detach(app *a);

#endif
