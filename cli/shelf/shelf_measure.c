/* cli/shelf/shelf_measure.c - `palette measure`: an ink of films in photos. */
#include "shelf/shelf.h"
#include "show/measurement.h"
#include "show/terminal.h"

#include <errno.h>
#include <math.h>
#include <unistd.h>

static void print_films(const app *a, const sct_swatches *films)
{
    sct_swatch s;
    sct_swatches_info info;
    char told[WORDS_SIZE];
    if (sct_swatches_describe(films, &info) != SCT_OK)
        return;
    printf("  ");
    print_told("field", 8);
    print_right("water", 8);
    printf("  ");
    print_told("on", 7);
    printf("  ");
    print_told("colour", 34);
    print_right("+- dE00", 10);
    printf("\n");
    for (size_t i = 0; sct_swatches_at(films, i, &s) == SCT_OK; i++) {
        printf("  ");
        print_padded(s.name, 8);
        if (s.bare)
            print_right("bare", 8);
        else {
            char parts[32];
            snprintf(parts, sizeof parts, "%g", s.parts_water);
            print_right(parts, 8);
        }
        printf("  ");
        print_told(sct_backing_name(s.backing), 7);
        printf("  ");
        print_swatch(a, s.estimate.lab);
        print_coordinates(s.estimate.lab);
        print_decimal("", 10, 1, s.estimate.u95_de00);
        printf("\n");
    }
    if (isfinite(info.between_photos_de00))
        print_sentences(
            tellf(told, sizeof told, "%zu photos, which differ by dE00 %.1f", info.photo_count, info.between_photos_de00));
    printf("\n");
}

static void fill_entry(const shelf_options *o, sct_ink_entry *entry)
{
    sct_ink_entry_init(entry);
    shelf_take_options(o, entry);
    entry->id = o->id ? o->id : o->ink;
    entry->colour = NULL; /* the films tell it */
}

static int keep(app *a, const shelf_options *o, const sct_swatches *films)
{
    sct_ink_entry entry;
    file_bytes before = {0};
    sct_bytes out = {0}, notes = {0};
    int exists = o->into && (access(o->into, F_OK) == 0 || errno != ENOENT);
    int code = exists ? shelf_read(a, o->into, &before) : 0;
    fill_entry(o, &entry);
    if (!code) {
        sct_status status = sct_palette_measure(a->ctx, &entry, films, before.data, before.size, &out, &notes);
        code = status == SCT_OK ? 0 : complain_status(a, status, status == SCT_ERR_PALETTE ? o->into : NULL);
    }
    if (!code && o->into && !o->output)
        code = shelf_replace_file(a, o->into, &out);
    else if (!code)
        code = shelf_write(a, o->output, &out);
    if (!code)
        shelf_print_notes(a, &notes);
    input_free(&before);
    sct_bytes_free(&out);
    sct_bytes_free(&notes);
    return code;
}

int shelf_measure(app *a, const shelf_options *o, const arg_items *items)
{
    sct_swatches *films = NULL;
    if (!o->name && !o->id && !o->ink)
        return complain(a, EXIT_USE, NULL,
                        "--name: missing; say what the ink is called, or --ink with the id of one that is there");
    int code = shelf_swatches(a, o, items, &films);
    if (!code && (o->into || o->output) && !a->quiet && !a->json && !a->silent)
        print_films(a, films);
    if (!code)
        code = keep(a, o, films);
    if (!code)
        code = strict_code(a, sct_swatches_flags(films));
    sct_swatches_free(films);
    return code;
}
