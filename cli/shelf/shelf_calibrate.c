/* cli/shelf/shelf_calibrate.c - `palette calibrate`: an artist's hand, learnt from healed marks. */
#include "palettes.h"
#include "shelf/shelf_marks.h"
#include "show/terminal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ENOUGH = 5 };

static int ends_with(const char *path, const char *ending)
{
    const char *dot = strrchr(path, '.');
    return dot && strcasecmp(dot, ending) == 0;
}

static int is_table(const char *path)
{
    return ends_with(path, ".csv") || ends_with(path, ".txt");
}

static int read_marks(app *a, const shelf_options *o, const arg_items *items, marks *m)
{
    arg_items photos = {.count = 1, .items = {items->items[0]}};
    int code = 0;
    for (size_t i = 1; i < items->count && !code; i++) {
        if (items->items[i].option || (!is_table(items->items[i].text) && !ends_with(items->items[i].text, ".json")))
            photos.items[photos.count++] = items->items[i];
        else if (ends_with(items->items[i].text, ".json"))
            code = marks_of_record(a, o, items->items[i].text, m);
        else
            code = marks_of_table(a, o, items->items[i].text, m);
    }
    if (!code)
        code = marks_of_photos(a, o, &photos, m);
    if (!code && m->count == 0)
        code = complain(a, EXIT_USE, NULL, "no mark is shown; give a table, a record, or --mark after each photo");
    return code;
}

/* One mark alone has no others. */
static void print_away(int columns, double de00)
{
    if (isfinite(de00))
        print_decimal("", columns, 1, de00);
    else
        printf("%*s", columns, "-");
}

static void print_marks(const marks *m, const sct_artist *hand)
{
    sct_mark_fit fit;
    sct_ink ink;
    char parts[32];
    printf("  ");
    print_told("mark", 24);
    printf("  ");
    print_told("ink", 18);
    print_right("water", 8);
    print_right("away", 7);
    print_right("with the others", 17);
    print_right("counts", 8);
    printf("\n");
    for (size_t i = 0; sct_artist_mark_at(hand, i, &fit) == SCT_OK; i++) {
        printf("  ");
        print_padded(m->from[i], 24);
        printf("  ");
        print_padded(sct_palette_ink(m->palette, m->items[i].ink, &ink) == SCT_OK ? ink.id : "", 18);
        snprintf(parts, sizeof parts, "%g", m->items[i].parts_water);
        print_right(parts, 8);
        print_away(7, fit.before_de00);
        print_away(17, fit.after_de00);
        printf("%6.0f %%\n", 100 * fit.weight);
    }
}

static void print_hand(const sct_artist *hand)
{
    sct_artist_info info;
    sct_artist_ink ink;
    if (sct_artist_describe(hand, &info) != SCT_OK)
        return;
    char line[WORDS_SIZE];
    printf("\n");
    snprintf(line, sizeof line, "%.0f um (95 %% of dots: %.0f to %.0f)", info.depth_um, info.depth_lo_um, info.depth_hi_um);
    print_wrapped("depth", line);
    snprintf(line, sizeof line, "%.3f mm radius", info.dot_radius_mm);
    print_wrapped("dots", line);
    snprintf(line, sizeof line, "x %.2f", info.strength);
    print_wrapped("strength", line);
    for (size_t i = 0; sct_artist_ink_at(hand, i, &ink) == SCT_OK; i++) {
        snprintf(line, sizeof line, "%s x ", ink.id);
        add_toldf(line, sizeof line, "", "%.2f", ink.strength);
        add_toldf(line, sizeof line, " (", ink.mark_count == 1 ? "%zu mark" : "%zu marks", ink.mark_count);
        snprintf(line + strlen(line), sizeof line - strlen(line), ")");
        print_wrapped(i ? "" : "inks", line);
    }
    if (isfinite(info.after_de00)) {
        snprintf(line, sizeof line,
                 "A mark that is left out is dE00 %.1f (median) from what the others tell; without them it was %.1f.",
                 info.after_de00, info.before_de00);
        printf("\n");
        print_line(line, 0);
    }
    if (info.odd_count) {
        snprintf(line, sizeof line, "Marks that are unlike the others and count little: %zu.", info.odd_count);
        print_line(line, 0);
    }
}

static int write_hand(app *a, const shelf_options *o, const sct_artist *hand)
{
    sct_bytes text = {0};
    sct_artist_info info;
    if (sct_artist_describe(hand, &info) != SCT_OK)
        return complain(a, EXIT_WORLD, NULL, "the hand cannot be read");
    if (info.mark_count < ENOUGH && !o->few && o->output) {
        char line[WORDS_SIZE];
        snprintf(line, sizeof line, "Nothing was written: fewer than %d marks tell little; add more, or say --few.", ENOUGH);
        if (!a->quiet)
            print_line(line, 0);
        return 0;
    }
    sct_status status = sct_artist_json(a->ctx, hand, &text);
    int code = status == SCT_OK ? 0 : complain_status(a, status, NULL);
    if (!code && o->output)
        code = output_is(a, o->output, "json");
    if (!code && o->output)
        code = output_file(a, o->output, text.data, text.size);
    if (!code && a->json)
        printf("%s\n", (const char *)text.data);
    sct_bytes_free(&text);
    return code;
}

static int learn(app *a, const shelf_options *o, const marks *m)
{
    sct_artist_options options;
    sct_artist *hand = NULL;
    char day[16];
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    strftime(day, sizeof day, "%Y-%m-%d", &local);
    sct_artist_options_init(&options);
    options.name = o->name;
    options.date = o->date ? o->date : day;
    progress_attach(a, "marks");
    sct_status status = sct_artist_learn(a->ctx, &options, m->palette, m->items, m->count, &hand);
    progress_detach(a);
    int code = status == SCT_OK ? 0 : complain_status(a, status, NULL);
    if (!code && !a->json && !a->quiet) {
        print_marks(m, hand);
        print_hand(hand);
    }
    if (!code)
        code = write_hand(a, o, hand);
    sct_artist_free(hand);
    return code;
}

int shelf_calibrate(app *a, const shelf_options *o, const arg_items *items)
{
    sct_palette *palette = NULL;
    char name[INPUT_PATH_SIZE];
    marks *m = calloc(1, sizeof *m);
    if (!m)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    int code = o->output ? output_is(a, o->output, "json") : 0;
    if (!code)
        code = palette_open(a, o->palette, &palette, name);
    m->palette = palette;
    m->palette_name = name;
    if (!code)
        code = read_marks(a, o, items, m);
    if (!code)
        code = learn(a, o, m);
    sct_palette_free(palette);
    free(m);
    return code;
}
