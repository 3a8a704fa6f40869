/* cli/app.c - what every command shares: exit codes, complaints, interrupts and the line of progress. */
#include "app.h"

#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int exit_of(sct_status status)
{
    switch (status) {
    case SCT_OK: return EXIT_ANSWER;
    case SCT_ERR_ARGUMENT:
    case SCT_ERR_OPTION:
    case SCT_ERR_SHAPE:
    case SCT_ERR_CAPACITY: return EXIT_USE;
    case SCT_ERR_PHOTO_FORMAT:
    case SCT_ERR_PHOTO_DAMAGED:
    case SCT_ERR_PHOTO_TOO_LARGE:
    case SCT_ERR_PHOTO_UNSUPPORTED:
    case SCT_ERR_PROFILE:
    case SCT_ERR_PASSPHRASE: return EXIT_INPUT;
    case SCT_ERR_PALETTE: return EXIT_PALETTE;
    case SCT_ERR_CHART_NONE:
    case SCT_ERR_CHART_UNUSABLE:
    case SCT_ERR_NOTHING: return EXIT_NOTHING;
    case SCT_ERR_INTERRUPTED: return EXIT_INTERRUPTED;
    case SCT_ERR_MEMORY:
    case SCT_ERR_IO:
    case SCT_ERR_INTERNAL: return EXIT_WORLD;
    }
    return EXIT_WORLD;
}

int complain(app *a, int code, const char *subject, const char *format, ...)
{
    if (a->error[0])
        return code;
    char *line = a->error, text[sizeof a->error];
    size_t size = sizeof a->error;
    int n = subject ? snprintf(line, size, "%s: ", subject) : 0;
    if (n < 0 || n >= (int)size)
        n = 0;
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    tell(text, line + n, size - (size_t)n);
    for (char *s = line; *s; s++) /* A file name may hold a line break; the message stays one line. */
        if ((unsigned char)*s < 0x20 || *s == 0x7f)
            *s = '?';
    return code;
}

int complain_status(app *a, sct_status status, const char *subject)
{
    const char *text = sct_context_message(a->ctx);
    char words[WORDS_SIZE];
    words_of_options(*text ? text : sct_status_name(status), words, sizeof words);
    return complain(a, exit_of(status), subject, "%s", words);
}

int strict_code(app *a, const sct_flags *flags)
{
    char words[WORDS_SIZE];
    sct_flag flag;
    for (size_t i = 0; a->strict && sct_flags_at(flags, i, &flag) == SCT_OK; i++)
        if (flag.severity == SCT_SEVERITY_FORBIDS_PICK) {
            words_of_options(flag.fix, words, sizeof words);
            return complain(a, EXIT_STRICT, NULL, "%s; %s (--strict)", flag.message, words);
        }
    return EXIT_ANSWER;
}

const char *split_reason(const app *a, char reason[REASON_SIZE])
{
    snprintf(reason, REASON_SIZE, "%s", sct_context_message(a->ctx));
    char *fix = strstr(reason, "; ");
    if (!fix)
        return "photograph it again";
    *fix = '\0';
    return fix + 2;
}

static volatile sig_atomic_t stop_asked;

static void on_signal(int number)
{
    stop_asked = 1;
    signal(number, SIG_DFL);
}

void interrupt_arm(void)
{
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    signal(SIGPIPE, SIG_IGN); /* The write that fails reports a closed pipe. */
}

int interrupt_pending(void)
{
    return stop_asked;
}

/* ---- progress ---- */

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + 1e-9 * (double)(now.tv_nsec - start->tv_nsec);
}

static int on_progress(void *user, sct_stage stage, double fraction)
{
    static const char *const words[] = {"photo", "pixels", "chart", "region", "skin", "match", "report"};
    progress *p = user;
    char told[WORDS_SIZE];
    if (p->terminal && seconds_since(&p->start) > 0.5 && (size_t)stage < sizeof words / sizeof words[0]) {
        fprintf(stderr, "\r\033[K%s: %s %.0f %%", p->what, tell(words[stage], told, sizeof told), 100 * fraction);
        fflush(stderr);
        p->shown = 1;
    }
    return interrupt_pending();
}

void progress_attach(app *a, const char *what)
{
    a->bar = (progress){.what = what, .terminal = !a->quiet && isatty(STDERR_FILENO)};
    clock_gettime(CLOCK_MONOTONIC, &a->bar.start);
    sct_context_set_progress(a->ctx, on_progress, &a->bar);
}

void progress_detach(app *a)
{
    if (a->bar.shown) {
        fprintf(stderr, "\r\033[K");
        fflush(stderr);
        a->bar.shown = 0;
    }
    sct_context_set_progress(a->ctx, NULL, NULL);
}
