/* cli/schema/schema.h - the JSON Schema of what a command answers with --json. */
#ifndef CLI_SCHEMA_SCHEMA_H
#define CLI_SCHEMA_SCHEMA_H

#include "args.h"

/* A row of a command's table of options; the struct of options has an int `schema`. */
#define SCHEMA_ARG(type) OPTION_FLAG("schema", type, schema, "print the JSON Schema of --json and stop")

/* Prints the schema of a command's answer; `verb` is the first plain argument of a command that has verbs, else null. Of a
 * verb that has no answer of its own it complains, and names those that have one. */
int schema_print(app *a, const char *name, const char *verb);

#endif
