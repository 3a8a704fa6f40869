/* cli/json_text.h - texts from a command line as JSON strings. */
#ifndef CLI_JSON_TEXT_H
#define CLI_JSON_TEXT_H

#include <stddef.h>

/* Writes a text as the inside of a JSON string, cut where it does not fit. A file name may hold bytes that are not UTF-8:
 * each becomes a question mark. */
void json_text(const char *text, char *out, size_t size);

#endif
