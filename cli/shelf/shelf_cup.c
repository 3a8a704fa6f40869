/* cli/shelf/shelf_cup.c - `palette cup`: is the mix what it ought to be? */
#include "keep/record_file.h"
#include "palettes.h"
#include "shelf/shelf.h"
#include "show/measurement.h"
#include "show/terminal.h"

#include <math.h>
#include <string.h>

/* What the films tell of the mix, and what would tell it surely. */
static void print_sureness(const shelf_options *o, double tolerance, const sct_cup *c)
{
    char line[WORDS_SIZE];
    const double nothing = 20; /* an interval over so many times tells nothing that could be mixed by */
    if (c->ratio_hi < nothing * c->ratio_lo) {
        snprintf(line, sizeof line, "seems to be 1:%.3g (95 %%: 1:%.3g to 1:%.3g), wanted 1:%g; dE00 %.1f from it on paper",
                 c->parts_water, c->parts_water_lo, c->parts_water_hi, o->want, c->de00);
        print_sentences(line);
    }
    print_sentences(c->by_strips ? "told by the strips beside it"
                                 : "told by the palette, which is less sure than strips beside it");
    if (c->more_of_mix + c->more_known == 0)
        return;
    snprintf(line, sizeof line, "strips missing to be sure within %g %%: %zu of the mix, %zu of known dilution",
             100 * tolerance, c->more_of_mix, c->more_known);
    print_sentences(line);
}

static void print_cup(const shelf_options *o, double tolerance, const sct_cup *c)
{
    char line[WORDS_SIZE];
    switch (c->verdict) {
    case SCT_CUP_ADD_WATER:
        snprintf(line, sizeof line, "Add %.2g ml water to the %g ml (%.2g to %.2g ml).", c->water_ml, o->batch,
                 fmax(0, c->water_ml_lo), c->water_ml_hi);
        print_line(line, 0);
        break;
    case SCT_CUP_ADD_INK:
        snprintf(line, sizeof line, "Add %.2g ml ink to the %g ml.", c->ink_ml, o->batch);
        print_line(line, 0);
        break;
    case SCT_CUP_AS_WANTED:
        print_line(c->more_of_mix + c->more_known > 0 ? "As wanted, as far as these films tell." : "As wanted.", 0);
        break;
    case SCT_CUP_UNSURE:
        print_line("The film does not tell: draw it down once more, beside strips of known dilution.", 0);
        break;
    }
    print_sureness(o, tolerance, c);
}

/* What is weak about the photo belongs to the advice: shine is read as too little ink. */
static void print_told_cup(const app *a, const shelf_options *o, double tolerance, const sct_swatches *films,
                           const sct_cup *c)
{
    print_cup(o, tolerance, c);
    print_flags(a, sct_swatches_flags(films));
}

static void print_cup_json(const shelf_options *o, const sct_cup *c)
{
    printf("{\"cup\":{\"verdict\":\"%s\",\"by_strips\":%s,\"want_parts_water\":%.6g,\"parts_water\":%.6g,"
           "\"parts_water_interval\":[%.6g,%.6g],\"ratio\":%.6g,\"ratio_interval\":[%.6g,%.6g],\"batch_ml\":%.6g,"
           "\"water_ml\":%.4g,\"ink_ml\":%.4g,\"de00\":%.3f,\"more_of_mix\":%zu,\"more_known\":%zu}}\n",
           sct_cup_verdict_name(c->verdict), c->by_strips ? "true" : "false", o->want, c->parts_water, c->parts_water_lo,
           c->parts_water_hi, c->ratio, c->ratio_lo, c->ratio_hi, o->batch, c->water_ml, c->ink_ml, c->de00, c->more_of_mix,
           c->more_known);
}

/* One more row of the record. */
static sct_status fill_record(app *a, const shelf_options *o, const sct_cup *c, sct_record *record)
{
    char key[64], number[3][32], day[16];
    time_t now = time(NULL);
    struct tm local;
    size_t row = sct_record_rows(record, "mixes") + 1;
    localtime_r(&now, &local);
    strftime(day, sizeof day, "%Y-%m-%d", &local);
    snprintf(number[0], sizeof number[0], "%g", o->want);
    snprintf(number[1], sizeof number[1], "%.3g", c->parts_water);
    snprintf(number[2], sizeof number[2], "%.2f", c->de00);
    const struct {
        const char *name, *value;
    } cells[] = {{"date", o->date ? o->date : day}, {"ink", o->ink},     {"want_parts_water", number[0]},
                 {"parts_water", number[1]},        {"de00", number[2]}, {"verdict", sct_cup_verdict_name(c->verdict)}};
    sct_status status = SCT_OK;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0] && status == SCT_OK; i++) {
        snprintf(key, sizeof key, "mixes.%zu.%s", row, cells[i].name);
        status = sct_record_set(a->ctx, record, key, cells[i].value);
    }
    return status;
}

static int keep_in_record(app *a, const shelf_options *o, const sct_cup *c)
{
    record_file file;
    int code = record_open(a, o->record, &file);
    if (!code) {
        sct_status status = fill_record(a, o, c, file.record);
        code = status == SCT_OK ? record_save(a, &file) : complain_status(a, status, o->record);
    }
    record_close(&file);
    return code;
}

int shelf_cup(app *a, const shelf_options *o, const arg_items *items)
{
    sct_palette *palette = NULL;
    sct_swatches *films = NULL;
    sct_cup_options options;
    sct_cup cup;
    char name[INPUT_PATH_SIZE];
    size_t ink = 0;
    if (!o->ink || isnan(o->want))
        return complain(a, EXIT_USE, NULL, "say which ink and what is wanted: --ink ID --want PARTS");
    sct_cup_options_init(&options);
    options.want_parts_water = o->want;
    options.batch_ml = o->batch;
    int code = palette_open(a, o->palette, &palette, name);
    if (!code)
        code = palette_find_ink(a, palette, name, o->ink, &ink);
    if (!code)
        code = shelf_swatches(a, o, items, &films);
    if (!code) {
        sct_status status = sct_cup_check(a->ctx, &options, palette, ink, films, &cup);
        code = status == SCT_OK ? 0 : complain_status(a, status, o->ink);
    }
    if (!code && a->json)
        print_cup_json(o, &cup);
    else if (!code && !a->quiet)
        print_told_cup(a, o, options.tolerance, films, &cup);
    if (!code && o->record)
        code = keep_in_record(a, o, &cup);
    if (!code)
        code = strict_code(a, sct_swatches_flags(films));
    sct_swatches_free(films);
    sct_palette_free(palette);
    return code;
}
