/* cli/client/batch.h - many clients in one call, one a line. */
#ifndef CLI_CLIENT_BATCH_H
#define CLI_CLIENT_BATCH_H

#include "client/client.h"

/*
 * Runs a batch: each line of the list is split into words and handed to `one`, which answers with a JSON text (free'd with
 * sct_bytes_free) or an exit code and a complaint in its own app. `options` are the command's own, as given beside --batch:
 * every line starts from them. Answers are printed in the order of the lines; an error becomes {"line":N,"error":{...}}.
 * Returns the highest exit code of the world kind, else EXIT_ANSWER.
 */
typedef int (*batch_one)(app *a, int argc, char **argv, const void *options, sct_bytes *json);
int batch_run(app *a, const client_options *given, const arg_items *items, const char *command_name, batch_one one,
              const void *options);

/* args_parse for a line of a batch, one thread at a time: getopt keeps its place in globals. `part` of `options`
 * may not name another list. */
int batch_parse(app *a, const command *c, int argc, char **argv, void *options, client_options *part, arg_items *items);

#endif
