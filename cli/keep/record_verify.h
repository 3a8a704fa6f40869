/* cli/keep/record_verify.h - `record verify`: a healed photo against a record, and the result in it. */
#ifndef CLI_KEEP_RECORD_VERIFY_H
#define CLI_KEEP_RECORD_VERIFY_H

#include "client/compare.h"

/* Compares the photo `after` with the one before and with the plan of the record, shows what was found, and keeps it in the
 * record. before: the photo before, or null: then it is looked for beside the record and the photo after, by its SHA-256.
 * items: areas and grey cards; date: the day, or null. */
int record_verify(app *a, const compare_options *options, const arg_items *items, const char *path, const char *after,
                  const char *before, const char *date);

#endif
