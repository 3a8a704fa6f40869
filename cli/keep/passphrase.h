/*
 * cli/keep/passphrase.h - the passphrase of sealed records: from the file that --passphrase-file names, else from the
 * environment (SCALPTONE_PASSPHRASE), else typed on the terminal without being shown. It is never a word of the command
 * line, which everybody on the machine can read.
 */
#ifndef CLI_KEEP_PASSPHRASE_H
#define CLI_KEEP_PASSPHRASE_H

#include "args.h"

#define PASSPHRASE_ARGS(type)                                                                                               \
    OPTION_TEXT("passphrase-file", type, keep.passphrase_file, "FILE",                                                      \
                "a file whose first line is the passphrase of records")
#define SEAL_ARGS(type) OPTION_FLAG("seal", type, keep.seal, "write the record so that only its passphrase opens it")

/* From now on `keep` holds for this call. */
void passphrase_use(app *a, const keep_options *keep);
/* Whether a passphrase was given, by a file or by the environment: then what is written is sealed with it. */
int passphrase_given(const app *a);
/* Finds the passphrase and keeps it in the app; asks on the terminal where none was given, twice where it is `new`. `path`
 * is the record that it is for. Returns an exit code, and complains where there is none. */
int passphrase_find(app *a, const char *path, int new);
/* Puts the one that --new-passphrase gives in its place in the app; what is written now is sealed with that. */
int passphrase_replace(app *a, const char *path);

#endif
