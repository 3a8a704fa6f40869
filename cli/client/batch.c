/* cli/client/batch.c - many clients, one on each line. A few threads answer them, and the answers keep the order of the
 * lines. */
#include "client/batch.h"
#include "client/batch_error.h"
#include "client/batch_text.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WORDS_MAX = 256, THREADS_MAX = 256, LIST_BYTES_MAX = 64 << 20 };

typedef struct client_line {
    char *text;    /* It lies in the bytes of the list. */
    size_t number; /* As an editor counts the lines of the list, from 1. */
} client_line;

typedef struct batch {
    app *a;
    batch_one one;
    const void *options;
    const char *command_name;
    client_line *lines;
    size_t count, next; /* `next` is the line that the next free thread takes. */
    char **answers;     /* A malloc'ed JSON text for each line, null until it is answered. */
    int worst, working; /* `working` counts the threads that have not ended. */
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

/* Returns a malloc'ed copy of an answer, or null. */
static char *copy_text(const sct_bytes *json)
{
    char *out = malloc(json->size + 1);
    if (!out)
        return NULL;
    if (json->size)
        memcpy(out, json->data, json->size);
    out[json->size] = '\0';
    return out;
}

/* Splits a line into words and hands them to the command. */
static int run_line(const batch *b, app *own, char *text, sct_bytes *json)
{
    char *words[WORDS_MAX + 1];
    words[0] = (char *)(uintptr_t)b->command_name;
    int n = args_split(text, words + 1, WORDS_MAX - 1);
    if (n < 0)
        return complain(own, EXIT_USE, NULL, n == -1 ? "a quote is not closed" : "more than %d words", WORDS_MAX - 1);
    words[n + 1] = NULL;
    return b->one(own, n + 1, words, b->options, json);
}

/* Returns the answer to line i as malloc'ed text, which is empty when memory ran out. What a line asks for holds for that
 * line only, so it works on a copy of the app. */
static char *answer_line(batch *b, const app *a, size_t i)
{
    sct_bytes json = {0};
    app own = *a;
    int code = run_line(b, &own, b->lines[i].text, &json);
    int answered = code == EXIT_ANSWER || code == EXIT_STRICT;
    char *out = answered ? copy_text(&json) : batch_error_object(b->lines[i].number, code, own.error);
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
    mine.threads = 1; /* The others work on other clients. */
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

/* Cuts the list into lines. Blank lines and lines that begin with # name no client. */
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

/* Waits for the answer to line i and takes it; null when the threads ended without it or an interrupt came. */
static char *await_answer(batch *b, size_t i)
{
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
    return answer;
}

/* Prints each answer as soon as it and all before it are there. */
static int print_answers(batch *b)
{
    int counts = isatty(STDERR_FILENO) && !b->a->quiet && !isatty(STDOUT_FILENO);
    char told[WORDS_SIZE];
    for (size_t i = 0; i < b->count; i++) {
        char *answer = await_answer(b, i);
        if (!answer && !interrupt_pending())
            return complain(b->a, EXIT_WORLD, NULL, "out of memory after %zu of %zu clients", i, b->count);
        if (!answer)
            return complain(b->a, EXIT_INTERRUPTED, NULL, "interrupted after %zu of %zu clients", i, b->count);
        if (*answer)
            printf("%s\n", answer);
        free(answer);
        if (fflush(stdout) != 0)
            return EXIT_WORLD; /* output_finish tells why. */
        if (counts)
            fprintf(stderr, "\r\033[K%s", tellf(told, sizeof told, "%zu of %zu clients", i + 1, b->count));
    }
    if (counts)
        fprintf(stderr, "\r\033[K");
    return b->worst;
}

/* Reads the list and makes room for its answers. `text` holds the bytes that the lines point into. */
static int read_lines(batch *b, const char *list, char **text)
{
    file_bytes bytes = {0};
    int code = input_read(b->a, list, LIST_BYTES_MAX, &bytes);
    if (code)
        return code;
    *text = batch_text(bytes.data, bytes.size);
    b->lines = calloc(bytes.size / 2 + 2, sizeof *b->lines);
    if (*text && b->lines)
        b->count = cut_lines(*text, b->lines);
    b->answers = calloc(b->count + 1, sizeof *b->answers);
    input_free(&bytes);
    if (!*text || !b->lines || !b->answers)
        return complain(b->a, EXIT_WORLD, NULL, "out of memory");
    if (b->count == 0)
        return complain(b->a, EXIT_USE, list, "names no client; write one client a line: PHOTO [options]");
    return 0;
}

/* Starts the threads, prints their answers, and waits for them to end. */
static int answer_lines(batch *b)
{
    pthread_t threads[THREADS_MAX];
    long cores = sysconf(_SC_NPROCESSORS_ONLN), usual = cores > 0 ? cores : 1;
    long wanted = b->a->threads > 0 ? b->a->threads : usual;
    long started = start_threads(b, threads, wanted < THREADS_MAX ? wanted : THREADS_MAX);
    int code = started ? print_answers(b) : complain(b->a, EXIT_WORLD, NULL, "no thread could be started");
    pthread_mutex_lock(&b->mutex);
    b->next = b->count; /* After an error or an interrupt nothing new is begun. */
    pthread_mutex_unlock(&b->mutex);
    for (long t = 0; t < started; t++)
        pthread_join(threads[t], NULL);
    return code;
}

int batch_run(app *a, const client_options *given, const arg_items *items, const char *command_name, batch_one one,
              const void *options)
{
    batch b = {.a = a, .one = one, .options = options, .command_name = command_name};
    char *text = NULL;
    if (items->count)
        return complain(a, EXIT_USE, items->items[0].text, "photos and shapes stand in the list of --batch");
    if (given->overlay || given->masks)
        return complain(a, EXIT_USE, given->overlay ? "--overlay" : "--masks",
                        "every client needs a file of its own; name it in the list of --batch");
    pthread_mutex_init(&b.mutex, NULL);
    pthread_cond_init(&b.answered, NULL);
    int code = read_lines(&b, given->batch, &text);
    if (!code)
        code = answer_lines(&b);
    for (size_t i = 0; b.answers && i < b.count; i++)
        free(b.answers[i]);
    pthread_cond_destroy(&b.answered);
    pthread_mutex_destroy(&b.mutex);
    free(b.answers);
    free(b.lines);
    free(text);
    return code;
}
