/* cli/cmd/card.c - the command `card` writes the printable consultation card and makes its colours known. */
#include "client/client.h"
#include "commands.h"
#include "schema/schema.h"
#include "show/measurement.h"
#include "show/terminal.h"

#include <string.h>
#include <strings.h>

enum { READINGS_MAX = 1 << 20 };

typedef struct card_options {
    const char *output, *description, *print_run, *source, *chart_file;
    int sheet; /* This is an sct_card_sheet. */
    int schema;
} card_options;

static const char *const sheets[] = {"a6", "a4", "swatches", NULL};
static const arg options_table[] = {
    OPTION_TEXT("output", card_options, output, "FILE", "where to write: the drawing, or the new description"),
    OPTION_TEXT("description", card_options, description, "FILE.json",
                "the card as data: written with the drawing, read by measure and transfer"),
    OPTION_WORD("layout", card_options, sheet, "PAPER", sheets,
                "one card, four on a sheet, or a sheet to draw inks down on; default a6"),
    OPTION_TEXT("print-run", card_options, print_run, "NAME", "name of the print run, printed on the card"),
    OPTION_TEXT("source", card_options, source, "TEXT", "measure: instrument, date and who read it"),
    OPTION_TEXT("chart-file", card_options, chart_file, "FILE.json",
                "transfer: a reference chart of your own to look for besides"),
    SCHEMA_ARG(card_options),
    OPTIONS_END,
};

/* Writes the description of a card, and prints it with --json. */
static int write_description(app *a, const char *path, const sct_chart *card)
{
    sct_bytes text = {0};
    sct_status status = sct_chart_json(a->ctx, card, &text);
    if (status != SCT_OK)
        return complain_status(a, status, path);
    text.data[text.size] = '\n'; /* It takes the place of the terminating zero. */
    int code = path ? output_file(a, path, text.data, text.size + 1) : 0;
    if (!code && a->json)
        fwrite(text.data, 1, text.size + 1, stdout);
    sct_bytes_free(&text);
    return code;
}

static int is_pdf(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && strcasecmp(dot, ".pdf") == 0;
}

/* Drawing and description may not be files of another kind, and only one of them may go to standard output. */
static int check_drawing(app *a, const card_options *o)
{
    int code = output_is(a, o->output, is_pdf(o->output) ? "pdf" : "svg");
    if (!code && o->description)
        code = output_is(a, o->description, "json");
    if (!code)
        code = output_claim(a, o->output);
    return code ? code : output_claim(a, o->description);
}

static void print_drawn(const card_options *o)
{
    static const char *const what[] = {"one card, 148 x 105 mm", "four cards, 297 x 210 mm",
                                       "a sheet for films of ink, 210 x 148 mm"};
    char line[WORDS_SIZE];
    snprintf(line, sizeof line, "%s; print it at 100 %% on matte paper, and see that its long line measures %s mm",
             what[o->sheet], o->sheet == SCT_CARD_SWATCHES ? "100.0" : "80.0");
    printf("%s\n", input_name(o->output));
    print_sentences(line);
}

/* 'card -o card.svg' writes the drawing, and the description of what is printed. */
static int draw(app *a, const card_options *o)
{
    sct_card_options settings;
    sct_bytes drawing = {0};
    sct_chart *card = NULL;
    sct_card_options_init(&settings);
    settings.sheet = (sct_card_sheet)o->sheet;
    settings.print_run = o->print_run;
    int films = o->sheet == SCT_CARD_SWATCHES;
    if ((films ? sct_card_swatches_layout(a->ctx, &card) : sct_card_layout(a->ctx, &card)) != SCT_OK)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    int code = check_drawing(a, o);
    sct_status status = SCT_OK;
    if (!code)
        status = is_pdf(o->output) ? sct_card_pdf(a->ctx, &settings, &drawing) : sct_card_svg(a->ctx, &settings, &drawing);
    if (!code)
        code = status == SCT_OK ? output_file(a, o->output, drawing.data, drawing.size) : complain_status(a, status, NULL);
    if (!code && (o->description || a->json))
        code = write_description(a, o->description, card);
    if (!code && !a->json && !a->quiet && !a->silent)
        print_drawn(o);
    sct_bytes_free(&drawing);
    sct_chart_free(card);
    return code;
}

static void print_known(const app *a, const card_options *o, const sct_chart *card)
{
    sct_chart_facts facts;
    sct_chart_swatch p;
    if (a->json || a->quiet || a->silent || sct_chart_describe(card, &facts) != SCT_OK)
        return;
    printf("%s   ", input_name(o->output));
    print_toldf(0, "%zu patches %s, known to +- %.1f dE00", facts.patch_count, sct_chart_tier_name(facts.tier),
                facts.u95_de00);
    printf("\n");
    for (size_t i = 0; sct_chart_swatch_at(card, i, &p) == SCT_OK; i++) {
        printf("  ");
        print_padded(p.name, 8);
        print_swatch(a, p.lab);
        print_coordinates(p.lab);
        printf("\n");
    }
    printf("\n");
    print_toldf(0, "Use it with --chart-file %s", o->output);
    printf("\n");
}

/* 'card measure READINGS' enters the readings of an instrument into the description. */
static int measure(app *a, const card_options *o, const char *path, const sct_chart *card, sct_chart **known)
{
    file_bytes bytes = {0};
    int code = input_read(a, path, READINGS_MAX, &bytes);
    if (code)
        return code;
    sct_status status = sct_card_measure(a->ctx, card, bytes.data, bytes.size, o->source, known);
    input_free(&bytes);
    return status == SCT_OK ? 0 : complain_status(a, status, path);
}

/* Reads the colours of the card off a photo that shows a reference chart beside it. */
static int transfer_from(app *a, const char *path, const sct_chart_options *settings, const sct_chart *card,
                         sct_chart **known, sct_chart_result **reference)
{
    file_bytes bytes = {0};
    sct_photo *photo = NULL;
    int code = input_read(a, path, (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), &bytes);
    if (code)
        return code;
    sct_status status = sct_photo_open(a->ctx, bytes.data, bytes.size, &photo);
    progress_attach(a, input_name(path));
    if (status == SCT_OK)
        status = sct_card_transfer(a->ctx, card, settings, photo, known, reference);
    progress_detach(a);
    code = status == SCT_OK ? 0 : complain_status(a, status, path);
    sct_photo_free(photo);
    input_free(&bytes);
    return code;
}

/* 'card transfer PHOTO' enters the colours that a photo shows by a reference chart beside the card. */
static int transfer(app *a, const card_options *o, const char *path, const sct_chart *card, sct_chart **known)
{
    sct_chart_options settings;
    sct_chart *own = NULL;
    sct_chart_result *reference = NULL;
    sct_chart_info info;
    sct_correction correction;
    int code = 0;
    sct_chart_options_init(&settings);
    if (o->chart_file) {
        code = client_read_chart(a, o->chart_file, &own);
        settings.charts = (const sct_chart *const *)&own;
        settings.chart_count = 1;
    }
    if (!code)
        code = transfer_from(a, path, &settings, card, known, &reference);
    if (!code && !a->json && !a->quiet && !a->silent && sct_chart_result_describe(reference, &info) == SCT_OK &&
        sct_chart_result_correction(reference, &correction) == SCT_OK) {
        printf("%s   ", input_name(path));
        print_toldf(0, "%s, a patch that is left out is off by %.1f", info.name, correction.loo_de00_mean);
        printf("\n");
        print_flags(a, sct_chart_result_flags(reference));
    }
    if (!code)
        code = strict_code(a, sct_chart_result_flags(reference));
    sct_chart_result_free(reference);
    sct_chart_free(own);
    return code;
}

static const char *const verbs[] = {"measure", "transfer", NULL};

/* 'card measure' and 'card transfer' read a description and write one that has colours. */
static int learn(app *a, const card_options *o, const arg_items *items)
{
    static const char usage[] = "use 'card -o FILE.svg' (or FILE.pdf), 'card measure READINGS' or 'card transfer PHOTO'";
    const char *verb = items->items[0].text, *path = items->count == 2 ? items->items[1].text : NULL;
    int by_instrument = strcmp(verb, "measure") == 0;
    if (!by_instrument && strcmp(verb, "transfer") != 0)
        return args_unknown_verb(a, "card", verb, verbs, usage);
    if (!path)
        return complain(a, EXIT_USE, NULL, "%s", usage);
    sct_chart *card = NULL, *known = NULL;
    sct_chart_facts facts = {.fiducials = 0};
    int code = o->description                             ? client_read_chart(a, o->description, &card)
               : sct_card_layout(a->ctx, &card) != SCT_OK ? complain(a, EXIT_WORLD, NULL, "out of memory")
                                                          : 0;
    if (!code && (sct_chart_describe(card, &facts) != SCT_OK || facts.fiducials == 0))
        code = complain(a, EXIT_PALETTE, o->description, "this chart has no fiducials: it is no card");
    if (!code)
        code = by_instrument ? measure(a, o, path, card, &known) : transfer(a, o, path, card, &known);
    if (!code)
        code = write_description(a, o->output, known);
    if (!code)
        print_known(a, o, known);
    sct_chart_free(card);
    sct_chart_free(known);
    return code;
}

static int run(app *a, int argc, char **argv)
{
    card_options o = {0};
    arg_items items = {0};
    int code = args_parse(a, &command_card, argc, argv, &o, &items);
    if (code || app_help(a, &command_card))
        return code;
    if (o.schema)
        return schema_print(a, "card", NULL);
    if (!o.output)
        return complain(a, EXIT_USE, NULL, "--output: missing; say where to write, as in 'scalptone card -o card.svg'");
    if (items.count == 0)
        return draw(a, &o);
    code = output_claim(a, o.output);
    return code ? code : learn(a, &o, &items);
}

const command command_card = {
    .name = "card",
    .arguments = "[measure READINGS | transfer PHOTO] [options]",
    .summary = "write the printable consultation card, and make its colours known",
    .about = (const char *const[]){"A printed card gives millimetres and shows uneven light; -o FILE.pdf writes it as PDF.",
                                   "Its colours count once they are known: read the patches with an instrument and enter "
                                   "the table (CGATS or CSV with SAMPLE_NAME, LAB_L, LAB_A, LAB_B), or photograph card and "
                                   "ColorChecker side by side in even light and transfer the colours.",
                                   "Then give the description to match, measure and chart with --chart-file.",
                                   "Measure each print run anew: paper and ink differ.", NULL},
    .example = "  scalptone card -o build/demo/card.svg --description build/demo/card.json\n"
               "  scalptone card -o build/demo/cards.svg --layout a4 --print-run 'matte, May'\n"
               "  scalptone card measure build/demo/card-readings.csv --description build/demo/card.json -o "
               "build/demo/measured.json\n"
               "  scalptone card transfer build/demo/card-and-chart.jpg -o build/demo/card-transferred.json\n"
               "  scalptone chart build/demo/card-and-chart.jpg --chart consultation-card --chart-file "
               "build/demo/measured.json",
    .usual = "output description layout print-run source chart-file json",
    .options = options_table,
    .verbs = verbs,
    .run = run,
};
