/* cli/client/batch_text.h - the text of a list, whatever editor wrote it. */
#ifndef CLI_CLIENT_BATCH_TEXT_H
#define CLI_CLIENT_BATCH_TEXT_H

#include <stddef.h>

/* Returns a malloc'ed copy of the bytes as UTF-8 with a terminating zero, or null when memory ran out. A byte order mark is
 * left out, and a list that begins with that of UTF-16 is converted. */
char *batch_text(const unsigned char *bytes, size_t size);

#endif
