/* cli/shelf/shelf.c - what the verbs that write palettes share. */
#include "shelf/shelf.h"

#include <string.h>

const char *const shelf_formats[] = {"json", "csv", "cgats", "gpl", "ase", NULL};
const char *const shelf_states[] = {"cup", "drawdown", "fresh", "healed", NULL};

const shelf_verb shelf_verbs[] = {
    {"convert", "palette convert FILE [-o OUT]", 1, 1, shelf_convert},
    {NULL, NULL, 0, 0, NULL},
};

void shelf_print_notes(const app *a, const sct_bytes *notes)
{
    if (a->quiet || !notes->data)
        return;
    for (const char *line = (const char *)notes->data; *line;) {
        size_t n = strcspn(line, "\n");
        fprintf(stderr, "note: %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
}

int shelf_write(app *a, const char *path, const sct_bytes *text)
{
    int code = output_claim(a, path ? path : "-");
    return code ? code : output_file(a, path ? path : "-", text->data, text->size);
}
