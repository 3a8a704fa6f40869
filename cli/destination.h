/*
 * cli/destination.h - where an output really goes, and what stands there; for files.c.
 *
 * A name may be a link, a device or the other name of an open stream. A file is replaced whole, by a rename, and only a
 * file: a rename over a link would leave the link's target as it was, and one over /dev/stdout would take that from the
 * machine.
 */
#ifndef CLI_DESTINATION_H
#define CLI_DESTINATION_H

#include "app.h"

#include <sys/stat.h>

typedef enum destination_way {
    DESTINATION_FILE,      /* a regular file, or none yet: a temporary file beside it is renamed over it */
    DESTINATION_DEVICE,    /* a device, a pipe, and whatever lies in /dev, /proc or /sys: opened and written */
    DESTINATION_DESCRIPTOR /* "-", /dev/stdout, /dev/fd/N and links to them: a stream of this process that is open already */
} destination_way;

typedef struct destination {
    destination_way way;
    char path[INPUT_PATH_SIZE]; /* of what is written; of a file every link is followed and the folder is absolute */
    int descriptor;             /* of DESTINATION_DESCRIPTOR */
    int exists;                 /* of DESTINATION_FILE: `facts` are its */
    struct stat facts;
} destination;

/* Finds where an output goes. Returns 0 or an error number: the folder is not there, or links lead in a circle. */
int destination_find(const char *path, destination *out);

/* What a file holds, by its content; its name may say anything. */
typedef enum content {
    CONTENT_UNKNOWN,
    CONTENT_NOTHING, /* an empty file */
    CONTENT_PNG,
    CONTENT_JPEG,
    CONTENT_SVG,
    CONTENT_PDF,
    CONTENT_HTML,
    CONTENT_JSON,
    CONTENT_SEALED /* a record behind a passphrase */
} content;
content content_of_bytes(const void *data, size_t size);
content content_of_file(const char *path); /* CONTENT_UNKNOWN also when it cannot be read */
content content_named(const char *kind);   /* "png", "jpg", "svg", "html", "json" */
const char *content_name(content kind);    /* "PNG picture" and so on, for a message */

#endif
