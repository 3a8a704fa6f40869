/* cli/keep/record_file.h - a record on the disk, which two programs may want to change at once. */
#ifndef CLI_KEEP_RECORD_FILE_H
#define CLI_KEEP_RECORD_FILE_H

#include "app.h"

/* A record that was read to be changed. Others who change it by this program wait until it is closed. */
typedef struct record_file {
    const char *path;
    sct_record *record;
    int sealed; /* Non-zero when it was, and so stays. */
    int lock;   /* A descriptor, or -1 where the disk knows no locks. */
} record_file;

/* The most bytes of a record that are read. */
enum { RECORD_LIMIT = 4 << 20 };
/* Reads a record, with its passphrase where it is sealed (passphrase.h). */
int record_read(app *a, const char *path, sct_record **out);
/* Reads a record to change it: nobody else writes it before record_close, which is to be called in any case. */
int record_open(app *a, const char *path, record_file *out);
/* Writes the record whole over itself, readable by its owner alone. */
int record_save(app *a, record_file *file);
void record_close(record_file *file);
/* The bytes of a record, for a file that `path` names: sealed where that was asked for, a passphrase was given, or it was
 * `sealed`. Free with sct_bytes_free. */
int record_bytes(app *a, const char *path, const sct_record *record, int sealed, sct_bytes *out);
/* Writes a record to a new place. */
int record_write(app *a, const char *path, const sct_record *record);
/* The day that counts as today, "2026-11-29": the one that was given, or that of the clock. */
enum { RECORD_DAY_SIZE = 11 };
void record_today(const char *given, char out[RECORD_DAY_SIZE]);

#endif
