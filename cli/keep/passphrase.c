/* cli/keep/passphrase.c - a passphrase from a file, from the environment, or from the terminal without being shown. */
#include "keep/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const char variable[] = "SCALPTONE_PASSPHRASE";

void passphrase_use(app *a, const keep_options *keep)
{
    a->keep = *keep;
}

static const char *of_environment(void)
{
    const char *text = getenv(variable);
    return text && *text ? text : NULL;
}

int passphrase_given(const app *a)
{
    return a->keep.passphrase_file || of_environment();
}

static int take(app *a, const char *from, const char *text, size_t size)
{
    if (size == 0)
        return complain(a, EXIT_INPUT, from, "holds no passphrase; write it into the first line");
    if (size >= sizeof a->passphrase)
        return complain(a, EXIT_INPUT, from, "the passphrase is longer than %zu bytes", sizeof a->passphrase - 1);
    memcpy(a->passphrase, text, size);
    a->passphrase[size] = '\0';
    return 0;
}

static int from_file(app *a, const char *path)
{
    enum { LIMIT = 1 << 20 };
    file_bytes file = {0};
    int code = input_read(a, path, LIMIT, &file);
    if (code)
        return code;
    size_t size = 0;
    while (size < file.size && file.data[size] && !strchr("\r\n", file.data[size]))
        size++;
    code = take(a, path, (const char *)file.data, size);
    input_free(&file);
    return code;
}

/* ---- the terminal ---- */

/* One line, without its end; -1 when there is none. What does not fit is read and told by a size past the end. */
static ssize_t read_line(int terminal, char *out, size_t room)
{
    size_t size = 0;
    char c = 0;
    for (;;) {
        ssize_t n = read(terminal, &c, 1);
        if (n < 0 && errno == EINTR && !interrupt_pending())
            continue;
        if (n <= 0)
            return -1;
        if (c == '\n' || c == '\r')
            return (ssize_t)size;
        if (size < room)
            out[size] = c;
        size++;
    }
}

static void say(int terminal, const char *text)
{
    size_t left = strlen(text);
    for (ssize_t n; left > 0 && (n = write(terminal, text, left)) > 0; text += n)
        left -= (size_t)n;
}

/* Reads a line while the terminal shows nothing of it; it shows again whatever happens. */
static ssize_t ask(int terminal, const char *question, char *out, size_t room)
{
    struct termios shown, hidden;
    char told[WORDS_SIZE];
    if (tcgetattr(terminal, &shown) != 0)
        return -1;
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
    say(terminal, tell(question, told, sizeof told));
    say(terminal, ": ");
    if (tcsetattr(terminal, TCSAFLUSH, &hidden) != 0)
        return -1;
    ssize_t size = read_line(terminal, out, room);
    tcsetattr(terminal, TCSAFLUSH, &shown);
    say(terminal, "\n");
    return size;
}

static int from_terminal(app *a, const char *path, int terminal, int new)
{
    char first[sizeof a->passphrase], again[sizeof a->passphrase];
    ssize_t size = ask(terminal, new ? "New passphrase" : "Passphrase", first, sizeof first);
    if (size >= 0 && new) {
        ssize_t other = ask(terminal, "The same once more", again, sizeof again);
        if (other >= 0 && (other != size || (size_t)size > sizeof first || memcmp(first, again, (size_t)size) != 0))
            return complain(a, EXIT_USE, path, "the two passphrases differ; nothing was written");
        size = other;
    }
    if (size < 0)
        return interrupt_pending() ? complain(a, EXIT_INTERRUPTED, path, "interrupted; nothing was written")
                                   : complain(a, EXIT_INPUT, path, "no passphrase was typed");
    return take(a, path, first, (size_t)size);
}

static int open_terminal(void)
{
    return isatty(STDERR_FILENO) ? open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) : -1;
}

int passphrase_replace(app *a, const char *path)
{
    if (strcmp(a->keep.new_passphrase, "-") != 0)
        return from_file(a, a->keep.new_passphrase);
    int terminal = open_terminal();
    if (terminal < 0)
        return complain(a, EXIT_INPUT, path, "no passphrase can be typed here; give it by --new-passphrase FILE");
    int code = from_terminal(a, path, terminal, 1);
    close(terminal);
    return code;
}

int passphrase_find(app *a, const char *path, int new)
{
    if (a->passphrase[0])
        return 0;
    if (a->keep.passphrase_file)
        return from_file(a, a->keep.passphrase_file);
    if (of_environment())
        return take(a, variable, of_environment(), strlen(of_environment()));
    int terminal = open_terminal();
    if (terminal < 0)
        return complain(a, EXIT_INPUT, path,
                        new ? "no passphrase was given to seal it with; give one by --passphrase-file FILE or %s"
                            : "is sealed; give its passphrase by --passphrase-file FILE or %s",
                        variable);
    int code = from_terminal(a, path, terminal, new);
    close(terminal);
    return code;
}
