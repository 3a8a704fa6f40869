/* cli/palettes.h - palettes and their inks, as people name them. */
#ifndef CLI_PALETTES_H
#define CLI_PALETTES_H

#include "app.h"

/* Reads a palette: a file, or one that ships, by its name ("generic-carbon"); for a null path the usual one that ships.
 * `name` receives its file name for messages. */
int palette_open(app *a, const char *path, sct_palette **out, char name[INPUT_PATH_SIZE]);

/* Finds an ink by its id. Complains of one that is not there, and suggests the id that may be meant. `name` is the
 * palette's. */
int palette_find_ink(app *a, const sct_palette *palette, const char *name, const char *id, size_t *ink);

/* Prints the names of the palettes that ship (of the folder "palettes"), or of the charts ("palettes/charts"), one a line.
 */
void palette_print_shipped(const app *a, const char *folder);

#endif
