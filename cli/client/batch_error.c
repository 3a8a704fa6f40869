/* cli/client/batch_error.c - a line of a batch that could not be answered, as a JSON object. */
#include "client/batch_error.h"
#include "json_text.h"

#include <stdio.h>
#include <stdlib.h>

char *batch_error_object(size_t line, int code, const char *message)
{
    enum { TEXT_SIZE = 2100, OBJECT_SIZE = 2400 };
    char text[TEXT_SIZE], *out = malloc(OBJECT_SIZE);
    json_text(message, text, sizeof text);
    if (out)
        snprintf(out, OBJECT_SIZE, "{\"line\":%zu,\"error\":{\"exit\":%d,\"message\":\"%s\"}}", line, code, text);
    return out;
}
