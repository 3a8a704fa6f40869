/* cli/keep/record_list.h - `record list`. */
#ifndef CLI_KEEP_RECORD_LIST_H
#define CLI_KEEP_RECORD_LIST_H

#include "app.h"

/* Prints the records of a folder and of the folders in it; first those whose clients are like that of the record `alike`,
 * which may be null. Sealed ones are listed where their passphrase was given. */
int record_list(app *a, const char *alike, const char *dir);

#endif
