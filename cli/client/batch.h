/* cli/client/batch.h - many clients in one call, one on each line of a list. */
#ifndef CLI_CLIENT_BATCH_H
#define CLI_CLIENT_BATCH_H

#include "client/client.h"

/* Answers one line with a JSON text, or with an exit code and a complaint in the app it was given. `options` are those that
 * stand beside --batch: every line starts from them. */
typedef int (*batch_one)(app *a, int argc, char **argv, const void *options, sct_bytes *json);
/* Runs a batch: `one` answers each line of the list. The answers are printed in the order of the lines, and an error becomes
 * {"line":N,"error":{...}} on its line. Returns EXIT_ANSWER, EXIT_STRICT when a line ended with that, or the exit code of
 * what stopped the whole batch. */
int batch_run(app *a, const client_options *given, const arg_items *items, const char *command_name, batch_one one,
              const void *options);

/* Parses a line of a batch as args_parse does, but lets one thread at a time do so. `part` lies in `options`; a line must
 * not name another list. */
int batch_parse(app *a, const command *c, int argc, char **argv, void *options, client_options *part, arg_items *items);

#endif
