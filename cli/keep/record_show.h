/* cli/keep/record_show.h - `record show`. */
#ifndef CLI_KEEP_RECORD_SHOW_H
#define CLI_KEEP_RECORD_SHOW_H

#include "app.h"

/* Prints a record: what is filled in, section by section, then the names of what is still empty, then what is to be minded
 * on the day `date` (null: today). As JSON all of it as the file has it. */
int record_show(app *a, const char *date, const char *path);

#endif
