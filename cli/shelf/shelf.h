/* cli/shelf/shelf.h - the verbs of `palette` that check and write palettes: each has a file in this folder. */
#ifndef CLI_SHELF_SHELF_H
#define CLI_SHELF_SHELF_H

#include "keep/passphrase.h"

enum { SHELF_BYTES_MAX = 64 << 20 };

typedef struct shelf_options {
    const char *output;
    int from, to, state; /* Indices of words; from and to: -1 when they were not given. */
    int decimal_comma;
    /* Of an ink; kind, strength and stock are indices of words, -1 when they were not given. */
    const char *name, *maker, *id, *colour, *composition, *lot, *expiry, *skin;
    int kind, strength, stock;
    double dilution;
    /* Of films in photos. */
    const char *into, *ink, *record, *palette, *chart, *chart_file, *camera, *date;
    double film, want, batch, density;
    int part, few, schema;
    keep_options keep;
} shelf_options;

extern const char *const shelf_formats[],
    *const shelf_states[], *const shelf_kinds[], *const shelf_strengths[], *const shelf_yes_no[], *const shelf_parts[];

/* Rows of the command's table of options. */
#define SHELF_ARGS                                                                                                          \
    OPTION_TEXT("output", shelf_options, output, "FILE", "where to write; default standard output, or the palette itself"), \
        OPTION_WORD("from", shelf_options, from, "FORMAT", shelf_formats,                                                   \
                    "convert: of the file that is read; default as it looks"),                                              \
        OPTION_WORD("to", shelf_options, to, "FORMAT", shelf_formats,                                                       \
                    "convert: of what is written; default as OUT ends, else json"),                                         \
        OPTION_WORD("state", shelf_options, state, "STATE", shelf_states,                                                   \
                    "convert: of colours whose file does not say it; default drawdown"),                                    \
        OPTION_FLAG("decimal-comma", shelf_options, decimal_comma, "convert: a table with semicolons and decimal commas"),  \
        OPTION_TEXT("name", shelf_options, name, "NAME", "new: what the ink is called; asked for on a terminal"),           \
        OPTION_TEXT("maker", shelf_options, maker, "NAME", "new: who makes it"),                                            \
        OPTION_TEXT("id", shelf_options, id, "ID", "new: what commands call it; default made from the name"),               \
        OPTION_WORD("kind", shelf_options, kind, "KIND", shelf_kinds, "new: mixed with water, or used as it is"),           \
        OPTION_WORD("strength", shelf_options, strength, "WORD", shelf_strengths,                                           \
                    "new: half as strong as its composition says, as strong, or twice as strong"),                          \
        OPTION_TEXT("colour", shelf_options, colour, "#RRGGBB", "new: by eye or off a screen"),                             \
        OPTION_TEXT("composition", shelf_options, composition, "CI=F;...", "new: off the label, such as 77266=12%"),        \
        OPTION_WORD("in-stock", shelf_options, stock, "WHETHER", shelf_yes_no, "new, stock: whether it is there"),          \
        OPTION_TEXT("lot", shelf_options, lot, "LOT", "new, stock: number of the batch"),                                   \
        OPTION_TEXT("expiry", shelf_options, expiry, "DATE", "new, stock: 2027-05 or 2027-05-31"),                          \
        OPTION_TEXT("skin", shelf_options, skin, "L,a,b", "substitute: on this skin; default five from light to dark"),     \
        OPTION_REAL("dilution", shelf_options, dilution, "PARTS", 0, 1000,                                                  \
                    "substitute: parts of water to one of the ink that is replaced; default 20"),                           \
        OPTION_EACH("field", "NAME=PARTS[:SHAPE]", "measure, cup: a film, its parts of water and where it is; see above"),  \
        OPTION_REAL("film", shelf_options, film, "UM", 1, 1000,                                                             \
                    "measure, cup: how thick the films were laid down, wet; default not known"),                            \
        OPTION_TEXT("into", shelf_options, into, "FILE.json", "measure: the palette that the ink is put into"),             \
        OPTION_TEXT("ink", shelf_options, ink, "ID", "cup: which ink was mixed"),                                           \
        OPTION_REAL("want", shelf_options, want, "PARTS", 0, 1000, "cup: parts of water to one of ink that it should be"),  \
        OPTION_REAL("mix", shelf_options, batch, "ML", 0.1, 1000, "cup: how much was mixed; default 5"),                    \
        OPTION_TEXT("palette", shelf_options, palette, "FILE", "cup: where the ink is; default what ships"),                \
        OPTION_TEXT("record", shelf_options, record, "FILE.json", "cup: keep what was found in this record"),               \
        PASSPHRASE_ARGS(shelf_options),                                                                                     \
        OPTION_TEXT("date", shelf_options, date, "DAY", "cup, calibrate: of the entry; default today"),                     \
        OPTION_EACH("mark", "INK=PARTS:MARK@SKIN",                                                                          \
                    "calibrate: a healed mark in the photo named before, and bare skin beside it, as shapes"),              \
        OPTION_WORD("part", shelf_options, part, "WHAT", shelf_parts,                                                       \
                    "calibrate: whether marks are dots close up, areas of dots or filled; default area"),                   \
        OPTION_REAL("density", shelf_options, density, "N", 1, 2000, "calibrate: dots per cm2 of areas; default 180"),      \
        OPTION_FLAG("few", shelf_options, few, "calibrate: write the file with fewer than five marks, too"),                \
        OPTION_TEXT("chart", shelf_options, chart, "NAME", "measure, cup: auto, none, or the chart that must be there"),    \
        OPTION_TEXT("chart-file", shelf_options, chart_file, "FILE.json", "measure, cup: a chart of your own to look for"), \
        OPTION_TEXT("camera", shelf_options, camera, "FILE.json", "measure, cup: what 'chart --save' kept of the camera")

typedef struct shelf_verb {
    const char *name, *usage;
    size_t least, most; /* How many words may follow the verb. */
    int (*run)(app *a, const shelf_options *options, const arg_items *items);
} shelf_verb;
/* The verbs; one without a name ends them. */
extern const shelf_verb shelf_verbs[];

/* What a colleague would say of a palette; `name`: of its file. With --json as palettes/check.schema.json has it. */
int shelf_check(app *a, const char *name, const sct_palette *palette);
int shelf_convert(app *a, const shelf_options *options, const arg_items *items);
/* What the options say of an ink; what they do not say stays as it is. */
void shelf_take_options(const shelf_options *options, sct_ink_entry *entry);
int shelf_new(app *a, const shelf_options *options, const arg_items *items);
int shelf_stock(app *a, const shelf_options *options, const arg_items *items);
int shelf_merge(app *a, const shelf_options *options, const arg_items *items);
int shelf_substitute(app *a, const shelf_options *options, const arg_items *items);
int shelf_measure(app *a, const shelf_options *options, const arg_items *items);
int shelf_cup(app *a, const shelf_options *options, const arg_items *items);
int shelf_calibrate(app *a, const shelf_options *options, const arg_items *items);

/* Reads the films that photos and --field name, as `measure` and `cup` do; free *out with sct_swatches_free. */
int shelf_swatches(app *a, const shelf_options *options, const arg_items *items, sct_swatches **out);

/* Reads a palette that is to be replaced by what is made of it. */
int shelf_read(app *a, const char *path, file_bytes *out);
/* Writes it where it was read, whole or not at all. */
int shelf_replace_file(app *a, const char *path, const sct_bytes *text);

/* Prints the lines of a text of the library on standard error, unless --quiet. */
void shelf_print_notes(const app *a, const sct_bytes *notes);
/* Writes a palette where -o says, or to standard output. */
int shelf_write(app *a, const char *path, const sct_bytes *text);

#endif
