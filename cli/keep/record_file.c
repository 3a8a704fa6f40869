/* cli/keep/record_file.c - reads, locks and writes records. */
#define _DEFAULT_SOURCE /* for flock, which POSIX does not have */
#include "keep/record_file.h"
#include "keep/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int read_whole(app *a, const char *path, sct_record **out, int *sealed)
{
    file_bytes file = {0};
    int code = input_read(a, path, RECORD_LIMIT, &file);
    *sealed = !code && sct_record_is_sealed(file.data, file.size);
    if (*sealed && sct_has(SCT_FEATURE_PASSPHRASE))
        code = passphrase_find(a, path, 0);
    if (!code) {
        sct_status status = sct_record_open(a->ctx, file.data, file.size, a->passphrase, strlen(a->passphrase), out);
        code = status == SCT_OK ? 0 : complain_status(a, status, path);
    }
    input_free(&file);
    return code;
}

int record_read(app *a, const char *path, sct_record **out)
{
    int sealed;
    return read_whole(a, path, out, &sealed);
}

/* A record is replaced as a whole when it is written, so that the file that was locked may be an old one: then it is the new
 * one that has to be locked. Leaves *lock at -1 where there is nothing to lock, or no lock to be had. */
static int lock_file(app *a, const char *path, int *lock)
{
    struct stat mine, there;
    for (;;) {
        *lock = open(path, O_RDONLY | O_CLOEXEC);
        if (*lock < 0)
            return 0; /* reading it says why */
        int failed;
        while ((failed = flock(*lock, LOCK_EX)) != 0 && errno == EINTR && !interrupt_pending())
            ;
        if (failed && errno == EINTR)
            return complain(a, EXIT_INTERRUPTED, path, "interrupted while another program was writing it");
        if (failed || fstat(*lock, &mine) != 0 || stat(path, &there) != 0 ||
            (mine.st_dev == there.st_dev && mine.st_ino == there.st_ino))
            return 0;
        close(*lock);
    }
}

int record_open(app *a, const char *path, record_file *out)
{
    *out = (record_file){.path = path, .lock = -1};
    int code = lock_file(a, path, &out->lock);
    return code ? code : read_whole(a, path, &out->record, &out->sealed);
}

int record_bytes(app *a, const char *path, const sct_record *record, int sealed, sct_bytes *out)
{
    int seal = !a->keep.unseal && (sealed || a->keep.seal || a->keep.new_passphrase || passphrase_given(a)), code = 0;
    if (seal && sct_has(SCT_FEATURE_PASSPHRASE))
        code = a->keep.new_passphrase ? passphrase_replace(a, path) : passphrase_find(a, path, 1);
    if (code)
        return code;
    sct_status status = seal ? sct_record_seal(a->ctx, record, a->passphrase, strlen(a->passphrase), out)
                             : sct_record_json(a->ctx, record, out);
    return status == SCT_OK ? 0 : complain_status(a, status, path);
}

static int write_whole(app *a, const char *path, const sct_record *record, int sealed)
{
    sct_bytes text = {0};
    int code = record_bytes(a, path, record, sealed, &text);
    if (!code)
        code = output_private(a, path, text.data, text.size);
    sct_bytes_free(&text);
    return code;
}

int record_write(app *a, const char *path, const sct_record *record)
{
    return write_whole(a, path, record, 0);
}

int record_save(app *a, record_file *file)
{
    input_forget(a, file->path); /* the record itself was read, and is meant */
    return write_whole(a, file->path, file->record, file->sealed);
}

void record_close(record_file *file)
{
    if (file->lock >= 0)
        close(file->lock);
    sct_record_free(file->record);
    *file = (record_file){.lock = -1};
}

void record_today(const char *given, char out[RECORD_DAY_SIZE])
{
    time_t now = time(NULL);
    struct tm day;
    out[0] = '\0';
    if (given)
        snprintf(out, RECORD_DAY_SIZE, "%.10s", given);
    else if (localtime_r(&now, &day))
        strftime(out, RECORD_DAY_SIZE, "%Y-%m-%d", &day);
}
