/* cli/shelf/shelf.c - what the verbs that write palettes share. */
#include "shelf/shelf.h"

#include <string.h>
#include <sys/stat.h>

const char *const shelf_formats[] = {"json", "csv", "cgats", "gpl", "ase", "sbz", "ti3", NULL};
const char *const shelf_states[] = {"cup", "drawdown", "fresh", "healed", NULL};
const char *const shelf_kinds[] = {"dilutable", "ready", NULL};
const char *const shelf_strengths[] = {"weak", "usual", "strong", NULL};
const char *const shelf_parts[] = {"dot", "area", "solid", NULL};
const char *const shelf_yes_no[] = {"yes", "no", NULL};

const shelf_verb shelf_verbs[] = {
    {"convert", "palette convert FILE [-o OUT]", 1, 1, shelf_convert},
    {"new", "palette new FILE [PHOTO --field drop=0:SHAPE] --name NAME", 1, ARG_ITEM_MAX, shelf_new},
    {"stock", "palette stock FILE INK... --in-stock yes|no", 2, ARG_ITEM_MAX, shelf_stock},
    {"merge", "palette merge FILE FILE... [-o OUT]", 2, ARG_ITEM_MAX, shelf_merge},
    {"substitute", "palette substitute [FILE] INK", 1, 2, shelf_substitute},
    {"measure", "palette measure PHOTO... --field NAME=PARTS --name INK", 1, ARG_ITEM_MAX, shelf_measure},
    {"cup", "palette cup PHOTO --ink ID --want PARTS --field mix:SHAPE", 1, ARG_ITEM_MAX, shelf_cup},
    {"calibrate", "palette calibrate MARKS.csv|RECORD.json... -o ARTIST.json, or PHOTO --mark INK=PARTS:MARK@SKIN", 1,
     ARG_ITEM_MAX, shelf_calibrate},
    {NULL, NULL, 0, 0, NULL},
};

void shelf_print_notes(const app *a, const sct_bytes *notes)
{
    if (a->quiet || !notes->data)
        return;
    char note[WORDS_SIZE], told[WORDS_SIZE], name[64];
    for (const char *line = (const char *)notes->data; *line;) {
        size_t n = strcspn(line, "\n");
        snprintf(note, sizeof note, "%.*s", (int)n, line);
        fprintf(stderr, "%s: %s\n", tell("note", name, sizeof name), tell(note, told, sizeof told));
        line += n + (line[n] == '\n');
    }
}

int shelf_write(app *a, const char *path, const sct_bytes *text)
{
    int code = output_claim(a, path ? path : "-");
    return code ? code : output_file(a, path ? path : "-", text->data, text->size);
}

int shelf_read(app *a, const char *path, file_bytes *out)
{
    size_t known = a->known.count;
    struct stat facts;
    if (stat(path, &facts) == 0 && !S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode)) /* a pipe might never end */
        return complain(a, EXIT_INPUT, path, "not a file that a palette can be kept in; give it a name");
    int code = input_read(a, path, SHELF_BYTES_MAX, out);
    a->known.count = known; /* it may be written over: what is written holds all of it */
    return code;
}

int shelf_replace_file(app *a, const char *path, const sct_bytes *text)
{
    int code = output_is(a, path, "json");
    if (!code)
        code = output_claim(a, path);
    return code ? code : output_file(a, path, text->data, text->size);
}
