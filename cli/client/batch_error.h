/* cli/client/batch_error.h - a line of a batch that could not be answered. */
#ifndef CLI_CLIENT_BATCH_ERROR_H
#define CLI_CLIENT_BATCH_ERROR_H

#include <stddef.h>

/* Returns {"line":N,"error":{"exit":CODE,"message":"..."}} as malloc'ed text, or null when memory ran out. */
char *batch_error_object(size_t line, int code, const char *message);

#endif
