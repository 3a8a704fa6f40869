/* cli/keep/record_file.c - reads, locks and writes records. */
#define _DEFAULT_SOURCE /* for flock, which POSIX does not have */
#include "keep/record_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int record_read(app *a, const char *path, sct_record **out)
{
    file_bytes file = {0};
    int code = input_read(a, path, RECORD_LIMIT, &file);
    if (code)
        return code;
    sct_status status = sct_record_from_json(a->ctx, file.data, file.size, out);
    input_free(&file);
    return status == SCT_OK ? 0 : complain_status(a, status, path);
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
    return code ? code : record_read(a, path, &out->record);
}

int record_write(app *a, const char *path, const sct_record *record)
{
    sct_bytes text = {0};
    sct_status status = sct_record_json(a->ctx, record, &text);
    int code = status == SCT_OK ? output_private(a, path, text.data, text.size) : complain_status(a, status, path);
    sct_bytes_free(&text);
    return code;
}

int record_save(app *a, record_file *file)
{
    input_forget(a, file->path); /* the record itself was read, and is meant */
    return record_write(a, file->path, file->record);
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
