/* cli/shelf/shelf_marks.h - healed marks, as tables and photos have them. */
#ifndef CLI_SHELF_SHELF_MARKS_H
#define CLI_SHELF_SHELF_MARKS_H

#include "shelf/shelf.h"

typedef struct marks {
    const sct_palette *palette;
    const char *palette_name;
    size_t count;
    sct_mark items[SCT_MARKS_MAX];
    char from[SCT_MARKS_MAX][64]; /* Where each stands, for messages. */
} marks;

/* Room for one more mark, with what the options say of it; counted by who fills it. */
int marks_one_more(app *a, const shelf_options *o, marks *m, sct_mark **out);
/* Reads the healed results of a client's record. */
int marks_of_record(app *a, const shelf_options *o, const char *path, marks *m);
/* Reads a table of marks. */
int marks_of_table(app *a, const shelf_options *o, const char *path, marks *m);
/* Reads the marks of all photos among the items. */
int marks_of_photos(app *a, const shelf_options *o, const arg_items *items, marks *m);

#endif
