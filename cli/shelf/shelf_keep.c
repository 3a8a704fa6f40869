/* cli/shelf/shelf_keep.c - `palette stock`, `palette merge` and `palette substitute`. */
#include "json_text.h"
#include "palettes.h"
#include "shelf/shelf.h"
#include "show/terminal.h"

#include <math.h>
#include <string.h>

/* Makes the change in the inks that a word means; *text is replaced. */
static int change_some(app *a, const shelf_options *o, const char *which, sct_bytes *text, size_t *meant)
{
    sct_stock_change change;
    sct_bytes next = {0};
    size_t count = 0;
    sct_stock_change_init(&change);
    change.which = which;
    change.in_stock = o->stock < 0 ? -1 : o->stock == 0;
    change.lot = o->lot;
    change.expiry = o->expiry;
    sct_status status = sct_palette_stock(a->ctx, &change, text->data, text->size, &next, &count);
    if (status == SCT_ERR_NOTHING)
        return complain(a, EXIT_USE, which, "%s", sct_context_message(a->ctx));
    if (status != SCT_OK)
        return complain_status(a, status, NULL);
    sct_bytes_free(text);
    *text = next;
    *meant += count;
    return 0;
}

/* The palette as bytes of the library, which the changes replace one by one. */
static int open_shelf(app *a, const char *path, sct_bytes *out)
{
    file_bytes before = {0};
    sct_palette *palette = NULL;
    int code = shelf_read(a, path, &before);
    if (code)
        return code;
    sct_status status = sct_palette_from_json(a->ctx, before.data, before.size, &palette);
    if (status == SCT_OK)
        status = sct_palette_json(a->ctx, palette, out);
    sct_palette_free(palette);
    input_free(&before);
    return status == SCT_OK ? 0 : complain_status(a, status, path);
}

int shelf_stock(app *a, const shelf_options *o, const arg_items *items)
{
    const char *path = items->items[1].text;
    sct_bytes text = {0};
    size_t meant = 0;
    char told[WORDS_SIZE];
    if (o->stock < 0 && !o->lot && !o->expiry)
        return complain(a, EXIT_USE, NULL, "say --in-stock yes or no, --lot or --expiry");
    int code = open_shelf(a, path, &text);
    for (size_t i = 2; !code && i < items->count; i++)
        code = change_some(a, o, items->items[i].text, &text, &meant);
    if (!code)
        code = shelf_replace_file(a, o->output ? o->output : path, &text);
    if (!code && !a->quiet && !a->silent)
        printf("%s   %s\n", input_name(path),
               tellf(told, sizeof told, meant == 1 ? "%zu ink changed" : "%zu inks changed", meant));
    sct_bytes_free(&text);
    return code;
}

int shelf_merge(app *a, const shelf_options *o, const arg_items *items)
{
    sct_palette *palettes[ARG_ITEM_MAX] = {NULL};
    char name[INPUT_PATH_SIZE];
    sct_bytes out = {0}, notes = {0};
    size_t count = items->count - 1;
    int code = 0;
    for (size_t i = 0; !code && i < count; i++)
        code = palette_open(a, items->items[i + 1].text, &palettes[i], name);
    if (!code) {
        sct_status status = sct_palette_merge(a->ctx, (const sct_palette *const *)palettes, count, &out, &notes);
        code = status == SCT_OK ? shelf_write(a, o->output, &out) : complain_status(a, status, NULL);
    }
    if (!code)
        shelf_print_notes(a, &notes);
    for (size_t i = 0; i < count; i++)
        sct_palette_free(palettes[i]);
    sct_bytes_free(&out);
    sct_bytes_free(&notes);
    return code;
}

static int is_ready(const sct_palette *palette, size_t ink)
{
    sct_ink one;
    return sct_palette_ink(palette, ink, &one) == SCT_OK && one.kind == SCT_INK_READY;
}

static void print_substitutes(const sct_palette *palette, size_t ink, const sct_substitutes *found)
{
    enum { SHOWN = 5 };
    char title[SCT_TITLE_SIZE], shade[32] = "as it is", line[SCT_TITLE_SIZE + WORDS_SIZE], told[WORDS_SIZE];
    sct_substitute s;
    sct_ink_title(palette, ink, NULL, title, sizeof title);
    for (size_t i = 0; i < SHOWN && sct_substitutes_at(found, i, &s) == SCT_OK; i++) {
        if (i == 0 && !is_ready(palette, ink))
            snprintf(shade, sizeof shade, "shade %g", s.for_parts_water);
        if (i == 0) {
            snprintf(line, sizeof line, "In place of %s, %s, healed:", title, tell(shade, told, sizeof told));
            print_line(line, 0);
            printf("\n");
            print_right("away", 6);
            print_right("worst", 9);
            printf("  ");
            print_told("ink", 0);
            printf("\n");
        }
        sct_ink_title(palette, s.ink, NULL, title, sizeof title);
        snprintf(shade, sizeof shade, "shade %g", s.parts_water);
        print_decimal("", 6, 1, s.mean_de00);
        print_decimal("", 9, 1, s.worst_de00);
        printf("  %s, %s\n", title, tell(is_ready(palette, s.ink) ? "as it is" : shade, told, sizeof told));
    }
    if (sct_substitutes_count(found) == 0)
        print_line("No other ink in stock can be predicted.", 0);
    else
        print_wrapped(
            "Mind", "distances are dE00 of ink everywhere, of dots they are less; where strengths are known by composition "
                    "only, the shade may be off by a factor of two: draw both down beside each other");
}

static void print_substitutes_json(const sct_palette *palette, const sct_substitutes *found)
{
    sct_substitute s;
    sct_ink ink;
    printf("{\"substitutes\":[");
    for (size_t i = 0; sct_substitutes_at(found, i, &s) == SCT_OK && sct_palette_ink(palette, s.ink, &ink) == SCT_OK; i++) {
        char id[1024];
        json_text(ink.id, id, sizeof id);
        printf("%s{\"ink\":\"%s\",\"for_parts_water\":%.6g,\"parts_water\":%.6g,\"mean_de00\":%.2f,\"worst_de00\":%.2f,"
               "\"worst_skin_L\":%.1f}",
               i ? "," : "", id, s.for_parts_water, s.parts_water, s.mean_de00, s.worst_de00, s.worst_skin_L);
    }
    printf("]}\n");
}

int shelf_substitute(app *a, const shelf_options *o, const arg_items *items)
{
    const char *id = items->items[items->count - 1].text, *file = items->count > 2 ? items->items[1].text : NULL;
    sct_palette *palette = NULL;
    sct_substitutes *found = NULL;
    sct_substitute_options options;
    sct_lab skin;
    char name[INPUT_PATH_SIZE];
    size_t ink;
    sct_substitute_options_init(&options);
    if (o->dilution >= 0)
        options.parts_water = o->dilution;
    if (o->skin) {
        if (!args_lab(o->skin, &skin))
            return complain(a, EXIT_USE, NULL, "--skin %s: not a colour; write L,a,b, decimals with a point", o->skin);
        options.skins = &skin;
        options.skin_count = 1;
    }
    int code = palette_open(a, file, &palette, name);
    if (!code)
        code = palette_find_ink(a, palette, name, id, &ink);
    if (!code) {
        sct_status status = sct_substitutes_new(a->ctx, palette, ink, &options, &found);
        code = status == SCT_OK ? 0 : complain_status(a, status, id);
    }
    if (!code && a->json)
        print_substitutes_json(palette, found);
    else if (!code)
        print_substitutes(palette, ink, found);
    sct_substitutes_free(found);
    sct_palette_free(palette);
    return code;
}
