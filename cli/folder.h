/* cli/folder.h - a folder of outputs that is there whole or not at all. */
#ifndef CLI_FOLDER_H
#define CLI_FOLDER_H

#include "app.h"

/* The files are written into a hidden folder beside the one that is wanted, which is renamed at the end. A program that is
 * killed before leaves the hidden one, and never a half one under the name that was asked for. */
typedef struct folder {
    char wanted[INPUT_PATH_SIZE]; /* As it was asked for. */
    char hidden[INPUT_PATH_SIZE]; /* Where files go meanwhile; "" when there is none. */
    char made[INPUT_PATH_SIZE];   /* What it is called at last. */
} folder;

/* Makes the hidden folder. Free with folder_discard, whatever it returns. */
int folder_begin(app *a, const char *path, folder *out);
/* Writes a file into it, which its owner alone may read. */
int folder_file(app *a, const folder *f, const char *name, const void *data, size_t size);
/* The path of a file in it. */
int folder_path(app *a, const folder *f, const char *name, char out[INPUT_PATH_SIZE]);
/* Gives it its name; where that is taken, the name with a number behind it. */
int folder_finish(app *a, folder *f);
/* Removes what has not got its name. */
void folder_discard(folder *f);
/* Removes a folder and all that is in it, without following links. */
void folder_remove(const char *path);

#endif
