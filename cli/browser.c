/* cli/browser.c - prints a page to PDF with a browser that is installed. */
#define _XOPEN_SOURCE 700 /* for realpath and mkdtemp, which POSIX has and glibc hides without it */
#include "browser.h"
#include "folder.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *const browsers[] = {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
                                       "microsoft-edge"};
enum { PATIENCE_MS = 30000, STEP_MS = 20 };

/* Waits for the browser, and ends it with all its children when it takes too long or the user wants to stop. */
static int wait_for(pid_t child)
{
    const struct timespec step = {0, STEP_MS * 1000000L};
    int outcome = 0;
    for (int waited = 0; waited < PATIENCE_MS && !interrupt_pending(); waited += STEP_MS) {
        pid_t ended = waitpid(child, &outcome, WNOHANG);
        if (ended == child || ended < 0)
            return ended == child && WIFEXITED(outcome) && WEXITSTATUS(outcome) == 0;
        nanosleep(&step, NULL);
    }
    kill(-child, SIGKILL);
    waitpid(child, &outcome, 0);
    return 0;
}

/* Runs a browser in a group of its own, so that all of it can be ended, and without a word. */
static int run_browser(const char *name, const char *const words[])
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    pid_t child = 0;
    if (posix_spawn_file_actions_init(&files) != 0)
        return 0;
    if (posix_spawnattr_init(&how) != 0) {
        posix_spawn_file_actions_destroy(&files);
        return 0;
    }
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&how, 0);
    int started = posix_spawnp(&child, name, &files, &how, (char *const *)words, environ) == 0;
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&how);
    return started && wait_for(child);
}

/* A folder of its own for a browser, where temporary files belong: TMPDIR, else /tmp. Returns 0 where there is none. */
static int make_profile(char *out, size_t size)
{
    const char *place = getenv("TMPDIR");
    int n = snprintf(out, size, "%s/scalptone-XXXXXX", place && *place ? place : "/tmp");
    return n > 0 && (size_t)n < size && mkdtemp(out) != NULL;
}

const char *browser_print(const char *html, const char *pdf)
{
    char profile[INPUT_PATH_SIZE], url[INPUT_PATH_SIZE + 16], to[INPUT_PATH_SIZE + 32], own[INPUT_PATH_SIZE + 32];
    char *full = realpath(html, NULL);
    const char *printed = NULL;
    struct stat facts;
    if (!full || !make_profile(profile, sizeof profile)) {
        free(full);
        return NULL;
    }
    snprintf(url, sizeof url, "file://%.*s", INPUT_PATH_SIZE, full);
    snprintf(to, sizeof to, "--print-to-pdf=%.*s", INPUT_PATH_SIZE, pdf);
    snprintf(own, sizeof own, "--user-data-dir=%s", profile);
    free(full);
    for (size_t i = 0; i < sizeof browsers / sizeof browsers[0] && !printed; i++) {
        const char *const words[] = {browsers[i],
                                     "--headless",
                                     "--disable-gpu",
                                     "--no-first-run",
                                     "--disable-extensions",
                                     "--disable-background-networking",
                                     "--host-resolver-rules=MAP * ~NOTFOUND",
                                     "--no-pdf-header-footer",
                                     "--print-to-pdf-no-header",
                                     own,
                                     to,
                                     geteuid() == 0 ? "--no-sandbox" : "--disable-sync",
                                     url,
                                     NULL};
        if (run_browser(browsers[i], words) && stat(pdf, &facts) == 0 && facts.st_size > 0)
            printed = browsers[i];
    }
    folder_remove(profile);
    return printed;
}

int browser_open(const char *html)
{
    const char *shown = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
    const char *const words[] = {"xdg-open", html, NULL};
    return ((shown && *shown) || (wayland && *wayland)) && run_browser(words[0], words);
}
