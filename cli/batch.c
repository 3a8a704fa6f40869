/* cli/batch.c - many clients, one a line, answered in order by a few threads. */
#include "client.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WORDS_MAX = 256 };

typedef struct client_line {
    char *text;    /* into the list's bytes */
    size_t number; /* in the list as an editor counts, from 1 */
} client_line;

typedef struct batch {
    app *a;
    batch_one one;
    const void *options;
    const char *command_name;
    client_line *lines;
    size_t count, next; /* next line to take */
    char **answers;     /* one JSON text a line, malloc'ed; null until answered */
    int worst, working; /* threads still at it */
    pthread_mutex_t mutex;
    pthread_cond_t answered;
} batch;

static pthread_mutex_t parsing = PTHREAD_MUTEX_INITIALIZER;

int batch_parse(app *a, const command *c, int argc, char **argv, void *options, client_options *part, arg_items *items)
{
    part->batch = NULL;
    pthread_mutex_lock(&parsing);
    int code = args_parse(a, c, argc, argv, options, items);
    pthread_mutex_unlock(&parsing);
    if (!code && part->batch)
        code = complain(a, EXIT_USE, "--batch", "a list cannot name another list");
    return code;
}

/* Bytes of the UTF-8 sequence at the start of text, 0 if there is none (Unicode 15, table 3-7). */
static size_t utf8_length(const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t n = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    unsigned lo = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80, hi = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;
    if ((s[0] >= 0x80 && s[0] < 0xc2) || s[0] > 0xf4 || (n > 1 && (s[1] < lo || s[1] > hi)))
        return 0;
    for (size_t i = 2; i < n; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    return n;
}

/* Text as the inside of a JSON string; a file name may hold bytes that are no UTF-8. */
static void escape(const char *text, char *out, size_t size)
{
    size_t n = 0;
    while (*text && n + 7 < size) {
        size_t length = utf8_length(text);
        if ((unsigned char)*text < 0x20) {
            n += (size_t)snprintf(out + n, size - n, "\\u%04x", (unsigned)*text);
        } else if (length == 0) {
            out[n++] = '?';
        } else {
            if (*text == '"' || *text == '\\')
                out[n++] = '\\';
            memcpy(out + n, text, length);
            n += length;
        }
        text += length ? length : 1;
    }
    out[n] = '\0';
}

static char *error_object(size_t line, int code, const char *message)
{
    char text[2100], *out = malloc(2400);
    escape(message, text, sizeof text);
    if (out)
        snprintf(out, 2400, "{\"line\":%zu,\"error\":{\"exit\":%d,\"message\":\"%s\"}}", line, code, text);
    return out;
}

static char *answer_line(batch *b, const app *a, size_t i)
{
    char *words[WORDS_MAX + 1];
    sct_bytes json = {0};
    char *out = NULL;
    app own = *a; /* what a line asks for holds for that line only */
    words[0] = (char *)(uintptr_t)b->command_name;
    int n = args_split(b->lines[i].text, words + 1, WORDS_MAX - 1);
    int code = 0;
    if (n < 0)
        code = complain(&own, EXIT_USE, NULL, n == -1 ? "a quote is not closed" : "more than %d words", WORDS_MAX - 1);
    else {
        words[n + 1] = NULL;
        code = b->one(&own, n + 1, words, b->options, &json);
    }
    if (code == EXIT_ANSWER || code == EXIT_STRICT) {
        out = malloc(json.size + 1);
        if (out) {
            memcpy(out, json.data, json.size);
            out[json.size] = '\0';
        }
    } else {
        out = error_object(b->lines[i].number, code, own.error);
    }
    sct_bytes_free(&json);
    pthread_mutex_lock(&b->mutex);
    if (code == EXIT_STRICT && b->worst == EXIT_ANSWER)
        b->worst = EXIT_STRICT;
    if (!out)
        b->worst = EXIT_WORLD;
    pthread_mutex_unlock(&b->mutex);
    return out ? out : calloc(1, 1);
}

static void *work(void *user)
{
    batch *b = user;
    app mine = *b->a;
    mine.quiet = 1;
    mine.error[0] = '\0';
    mine.ctx = NULL;
    int ready = sct_context_new(&mine.ctx) == SCT_OK;
    while (ready) {
        pthread_mutex_lock(&b->mutex);
        size_t i = b->next;
        if (i < b->count)
            b->next++;
        pthread_mutex_unlock(&b->mutex);
        if (i >= b->count || interrupt_pending())
            break;
        char *answer = answer_line(b, &mine, i);
        pthread_mutex_lock(&b->mutex);
        b->answers[i] = answer;
        pthread_cond_broadcast(&b->answered);
        pthread_mutex_unlock(&b->mutex);
    }
    sct_context_free(mine.ctx);
    pthread_mutex_lock(&b->mutex);
    b->working--;
    pthread_cond_broadcast(&b->answered);
    pthread_mutex_unlock(&b->mutex);
    return NULL;
}

/* Prints answers as they come, in the order of the lines. */
static int print_answers(batch *b)
{
    int terminal = isatty(STDERR_FILENO) && !b->a->quiet;
    for (size_t i = 0; i < b->count; i++) {
        pthread_mutex_lock(&b->mutex);
        while (!b->answers[i] && b->working > 0 && !interrupt_pending()) {
            struct timespec until;
            clock_gettime(CLOCK_REALTIME, &until);
            until.tv_sec += 1;
            pthread_cond_timedwait(&b->answered, &b->mutex, &until);
        }
        char *answer = b->answers[i];
        b->answers[i] = NULL;
        pthread_mutex_unlock(&b->mutex);
        if (!answer && !interrupt_pending())
            return complain(b->a, EXIT_WORLD, NULL, "out of memory after %zu of %zu clients", i, b->count);
        if (!answer)
            return complain(b->a, EXIT_INTERRUPTED, NULL, "interrupted after %zu of %zu clients", i, b->count);
        if (*answer)
            printf("%s\n", answer);
        free(answer);
        if (fflush(stdout) != 0)
            return EXIT_WORLD; /* output_finish says why */
        if (terminal && !isatty(STDOUT_FILENO))
            fprintf(stderr, "\r\033[K%zu of %zu clients", i + 1, b->count);
    }
    if (terminal && !isatty(STDOUT_FILENO))
        fprintf(stderr, "\r\033[K");
    return b->worst;
}

/* Cuts the list into lines; blank lines and lines that begin with # are no clients. */
static size_t cut_lines(char *text, client_line *lines)
{
    size_t count = 0, number = 0;
    for (char *s = text; s && *s;) {
        number++;
        char *end = strchr(s, '\n');
        if (end)
            *end = '\0';
        size_t blank = strspn(s, " \t\r");
        if (s[blank] != '\0' && s[blank] != '#')
            lines[count++] = (client_line){s, number};
        s = end ? end + 1 : NULL;
    }
    return count;
}

static long start_threads(batch *b, pthread_t *threads, long wanted)
{
    long started = 0;
    for (long t = 0; t < wanted && (size_t)t < b->count; t++) {
        pthread_mutex_lock(&b->mutex);
        b->working++;
        pthread_mutex_unlock(&b->mutex);
        if (pthread_create(&threads[started], NULL, work, b) == 0) {
            started++;
            continue;
        }
        pthread_mutex_lock(&b->mutex);
        b->working--;
        pthread_mutex_unlock(&b->mutex);
    }
    return started;
}

int batch_run(app *a, const client_options *given, const arg_items *items, const char *command_name, batch_one one,
              const void *options)
{
    file_bytes text = {0};
    const char *list = given->batch;
    if (items->count)
        return complain(a, EXIT_USE, items->items[0].text, "photos and shapes stand in the list of --batch");
    if (given->overlay || given->masks)
        return complain(a, EXIT_USE, given->overlay ? "--overlay" : "--masks",
                        "every client needs a file of its own; name it in the list of --batch");
    int code = input_read(a, list, 64u << 20, &text);
    if (code)
        return code;
    batch b = {.a = a, .one = one, .options = options, .command_name = command_name};
    char *copy = malloc(text.size + 1);
    b.lines = calloc(text.size / 2 + 2, sizeof *b.lines);
    pthread_t threads[256];
    long cores = sysconf(_SC_NPROCESSORS_ONLN), wanted = a->threads > 0 ? a->threads : cores > 0 ? cores : 1, started;
    if (copy) {
        memcpy(copy, text.data, text.size);
        copy[text.size] = '\0';
    }
    b.count = copy && b.lines ? cut_lines(copy, b.lines) : 0;
    b.answers = calloc(b.count + 1, sizeof *b.answers);
    pthread_mutex_init(&b.mutex, NULL);
    pthread_cond_init(&b.answered, NULL);
    if (!copy || !b.lines || !b.answers)
        code = complain(a, EXIT_WORLD, NULL, "out of memory");
    else if (b.count == 0)
        code = complain(a, EXIT_USE, list, "names no client; write one client a line: PHOTO [options]");
    started = code ? 0 : start_threads(&b, threads, wanted < 256 ? wanted : 256);
    if (!code && started == 0)
        code = complain(a, EXIT_WORLD, NULL, "no thread could be started");
    if (!code)
        code = print_answers(&b);
    pthread_mutex_lock(&b.mutex);
    b.next = b.count; /* nothing new after an error or an interrupt */
    pthread_mutex_unlock(&b.mutex);
    for (long t = 0; t < started; t++)
        pthread_join(threads[t], NULL);
    for (size_t i = 0; b.answers && i < b.count; i++)
        free(b.answers[i]);
    pthread_cond_destroy(&b.answered);
    pthread_mutex_destroy(&b.mutex);
    free(b.answers);
    free(b.lines);
    free(copy);
    input_free(&text);
    return code;
}
