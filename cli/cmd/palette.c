/* cli/cmd/palette.c - the command `palette` checks, lists and shows inks; the verbs that write palettes are in cli/shelf. */
#include "commands.h"
#include "palettes.h"
#include "schema/schema.h"
#include "shelf/shelf.h"
#include "show/terminal.h"

#include <math.h>
#include <string.h>

static const arg options_table[] = {
    SHELF_ARGS,
    SCHEMA_ARG(shelf_options),
    OPTIONS_END,
};

static const char *const verbs[] = {"check", "list",       "show",    "convert", "new",       "stock",
                                    "merge", "substitute", "measure", "cup",     "calibrate", NULL};

typedef struct request {
    const char *verb, *file, *ink;
    char name[INPUT_PATH_SIZE]; /* The file name of the palette, for messages. */
} request;

/* Reads "check FILE", "list [FILE]" or "show [FILE] INK". */
static int read_request(app *a, const arg_items *items, request *out)
{
    static const char usage[] =
        "use 'palette check FILE', 'palette list [FILE]' or 'palette show [FILE] INK'; 'palette --help' "
        "has the others";
    static const size_t least[] = {1, 0, 1}, most[] = {1, 1, 2}; /* Words after the verbs that only read. */
    size_t n = items->count, after = n ? n - 1 : 0, i = 0;
    const char *verb = n ? items->items[0].text : "";
    *out = (request){.verb = verb};
    while (verbs[i] && strcmp(verbs[i], verb) != 0)
        i++;
    if (n && !verbs[i])
        return args_unknown_verb(a, "palette", verb, verbs, usage);
    if (!n || after < least[i] || after > most[i])
        return complain(a, EXIT_USE, NULL, "%s", usage);
    int shows = strcmp(verb, "show") == 0;
    out->ink = shows ? items->items[n - 1].text : NULL;
    out->file = after > (size_t)shows ? items->items[1].text : NULL;
    return 0;
}

/* The colour that tells people most about an ink: healed before fresh, fresh before drawdown, drawdown before cup. */
static sct_lab telling_colour(const sct_palette *palette, size_t ink)
{
    sct_ink_colour best = {.lab = {(double)NAN, 0, 0}}, colour;
    for (size_t i = 0; sct_palette_ink_colour(palette, ink, i, &colour) == SCT_OK; i++)
        if (i == 0 || colour.state > best.state)
            best = colour;
    return best.lab;
}

static void range_text(const sct_ink *ink, char *out, size_t size)
{
    if (ink->kind == SCT_INK_READY)
        tell("ready", out, size);
    else
        tellf(out, size, "1:%g to 1:%g", ink->min_parts_water, ink->max_parts_water);
}

static void print_list(const app *a, const sct_palette *palette)
{
    sct_palette_info info;
    sct_ink ink;
    int columns = 2;
    size_t count = sct_palette_count(palette);
    if (sct_palette_describe(palette, &info) != SCT_OK)
        return;
    for (size_t i = 0; sct_palette_ink(palette, i, &ink) == SCT_OK; i++) {
        int n = text_columns(ink.id);
        columns = n > columns ? n : columns;
    }
    printf("%s   ", info.name);
    print_toldf(0, count == 1 ? "%zu ink, %s" : "%zu inks, %s", count, sct_provenance_name(info.provenance));
    printf("   %.12s\n\n", info.fingerprint);
    for (size_t i = 0; sct_palette_ink(palette, i, &ink) == SCT_OK; i++) {
        char range[48];
        range_text(&ink, range, sizeof range);
        printf("  ");
        print_padded(ink.id, columns);
        printf("  ");
        print_swatch(a, telling_colour(palette, i));
        printf("  ");
        print_padded(range, 14);
        printf("  %s%s", ink.product, ink.in_stock ? "" : "  ");
        print_told(ink.in_stock ? "" : "(not in stock)", 0);
        printf("\n");
    }
}

/* Prints what a prediction of the ink's healed colour would rest on. */
static void print_optics(app *a, const sct_palette *palette, size_t i)
{
    sct_ink_optics *optics = NULL;
    sct_ink_optics_info r;
    sct_flag flag;
    char line[2 * WORDS_SIZE];
    if (sct_palette_ink_optics(a->ctx, palette, i, &optics) != SCT_OK || sct_ink_optics_describe(optics, &r) != SCT_OK) {
        snprintf(line, sizeof line, "no prediction: %s", sct_context_message(a->ctx));
        print_wrapped("optics", line);
        return;
    }
    tell_list(r.rests_on, line, sizeof line);
    add_toldf(line, sizeof line, "; ", "strength within a factor of %.2g (95 %%)", r.strength_factor);
    if (r.low_confidence)
        add_told(line, sizeof line, ", ", "low confidence");
    print_wrapped("optics", line);
    if (isfinite(r.residual_de00)) {
        snprintf(line, sizeof line, "films within dE00 %.2f of the fit", r.residual_de00);
        print_wrapped("", line);
    }
    for (size_t k = 0; !a->quiet && sct_flags_at(sct_ink_optics_flags(optics), k, &flag) == SCT_OK; k++) {
        snprintf(line, sizeof line, "%s; %s", flag.message, flag.fix);
        print_wrapped("mind", line);
    }
    sct_ink_optics_free(optics);
}

static void print_ink(const app *a, const sct_palette *palette, size_t number, const sct_ink *ink)
{
    char range[48];
    sct_ink_pigment pigment;
    sct_ink_colour c;
    range_text(ink, range, sizeof range);
    printf("%s   %s %s %s\n\n", ink->id, ink->brand, ink->product, ink->shade);
    print_wrapped("water", range);
    for (size_t i = 0; sct_palette_ink_pigment(palette, number, i, &pigment) == SCT_OK; i++) {
        print_label(i == 0 ? "contains" : "");
        printf("CI %-6s ", pigment.ci);
        print_told(pigment.name, 24);
        printf(" ");
        print_toldf(0, "%.1f %% by mass", 100 * pigment.mass_fraction);
        printf("\n");
    }
    for (size_t i = 0; sct_palette_ink_colour(palette, number, i, &c) == SCT_OK; i++) {
        print_label(i == 0 ? "colours" : "");
        print_swatch(a, c.lab);
        printf("  ");
        print_told(sct_colour_state_name(c.state), 10);
        snprintf(range, sizeof range, "%g:%g", c.parts_ink, c.parts_water);
        printf(" %-7s", range);
        print_coordinates(c.lab);
        printf("\n");
    }
    if (*ink->lot || *ink->expiry) {
        print_label("lot");
        print_toldf(0, "%s, expires %s", *ink->lot ? ink->lot : "unknown", *ink->expiry ? ink->expiry : "unknown");
        printf("\n");
    }
    if (*ink->notes)
        print_wrapped("notes", ink->notes);
}

static int answer(app *a, const request *r, const sct_palette *palette)
{
    sct_ink ink;
    if (r->ink) {
        size_t i;
        int code = palette_find_ink(a, palette, r->name, r->ink, &i);
        if (code)
            return code;
        if (sct_palette_ink(palette, i, &ink) == SCT_OK)
            print_ink(a, palette, i, &ink);
        print_optics(a, palette, i);
        return EXIT_ANSWER;
    }
    print_list(a, palette);
    return EXIT_ANSWER;
}

/* With --json the answer is the palette or the ink itself, as it was understood. */
static int answer_json(app *a, const request *r, const sct_palette *palette)
{
    sct_bytes text = {0};
    size_t ink = 0;
    int code = r->ink ? palette_find_ink(a, palette, r->name, r->ink, &ink) : 0;
    if (code)
        return code;
    sct_status status =
        r->ink ? sct_palette_ink_json(a->ctx, palette, ink, &text) : sct_palette_json(a->ctx, palette, &text);
    if (status != SCT_OK)
        return complain_status(a, status, r->ink ? r->ink : r->name);
    printf("%s\n", (const char *)text.data);
    sct_bytes_free(&text);
    return EXIT_ANSWER;
}

/* One of the verbs that write palettes, or null. */
static const shelf_verb *shelf_verb_of(const arg_items *items)
{
    for (const shelf_verb *v = shelf_verbs; items->count && v->name; v++)
        if (strcmp(items->items[0].text, v->name) == 0)
            return v;
    return NULL;
}

static int run_shelf(app *a, const shelf_verb *verb, const shelf_options *options, const arg_items *items)
{
    if (items->count - 1 < verb->least || items->count - 1 > verb->most)
        return complain(a, EXIT_USE, NULL, "use '%s'", verb->usage);
    return verb->run(a, options, items);
}

static int run(app *a, int argc, char **argv)
{
    arg_items items = {0};
    shelf_options options = {.from = -1,
                             .to = -1,
                             .state = SCT_STATE_DRAWDOWN,
                             .kind = -1,
                             .strength = -1,
                             .stock = -1,
                             .dilution = -1,
                             .film = (double)NAN,
                             .want = (double)NAN,
                             .batch = 5,
                             .density = 180,
                             .part = 1};
    request r;
    sct_palette *palette = NULL;
    int code = args_parse(a, &command_palette, argc, argv, &options, &items);
    if (code || app_help(a, &command_palette))
        return code;
    if (options.schema)
        return schema_print(a, "palette", items.count ? items.items[0].text : "");
    passphrase_use(a, &options.keep);
    const shelf_verb *verb = shelf_verb_of(&items);
    if (verb)
        return run_shelf(a, verb, &options, &items);
    code = read_request(a, &items, &r);
    if (!code)
        code = palette_open(a, r.file, &palette, r.name);
    if (code)
        return code;
    if (strcmp(r.verb, "check") == 0)
        code = shelf_check(a, r.name, palette);
    else
        code = a->json ? answer_json(a, &r, palette) : answer(a, &r, palette);
    sct_palette_free(palette);
    return code;
}

const command command_palette = {
    .name = "palette",
    .arguments = "check|list|show|convert|new|stock|merge|substitute|measure|cup|calibrate [FILE...] [INK...] [options]",
    .summary = "check, list, show and convert palettes of inks, and keep one's own",
    .about =
        (const char *const[]){
            " check FILE",
            "what is missing, why it matters, how to get it; --strict makes warnings a failure",
            " list [FILE]",
            "the inks; without FILE those of the illustrative palette that ships",
            " show [FILE] INK",
            "all that is known of one",
            " convert FILE [-o OUT]",
            "between palette files (json), tables of spreadsheets (csv), readings (cgats, ti3) and swatches of GIMP (gpl), "
            "Adobe "
            "(ase) and SwatchBooker (sbz); what is lost is listed on standard error",
            " new FILE [PHOTO]",
            "puts an ink into a palette, or begins one; asks on a terminal what no option says; with a photo of a drop or "
            "film and --field drop=0:SHAPE, measured",
            " stock FILE INK...",
            "which inks are there, lot and expiry; by id, name or pattern (\"dark*\")",
            " merge FILE FILE...",
            "several palettes as one, the first before the others",
            " substitute [FILE] INK",
            "what heals most like an ink that is no longer made, and the distance left",
            " measure PHOTO...",
            "makes an ink of films on paper beside a chart, or on the sheet of 'card --layout swatches'",
            " cup PHOTO",
            "compares a film of a mix with what it should be: how much water or ink to add",
            " calibrate MARKS...",
            "learns an artist's hand of healed marks: photos with --mark, records (json) that 'record verify' wrote into, "
            "or tables (csv) with columns ink, parts_water, skin_L, skin_a, skin_b, L, a, b, and part, density, sd where "
            "they are known; what it is worth is told by marks that were left out",
            "",
            "A field is NAME=PARTS on the sheet (A1=20: strip A1, 20 parts of water), or NAME=PARTS:SHAPE in the photo "
            "named before it, with @black where it lies on black: --field s1=20:rect:10%,20%,4%,6%@black.",
            "Bare paper is NAME=bare.",
            "The film of the mix is called mix: --field mix:SHAPE, or mix=A2 on the sheet.",
            "A palette is replaced whole or not at all, and never when it cannot be read.",
            NULL},
    .example = "  scalptone palette check palettes/default.json\n"
               "  scalptone palette list\n"
               "  scalptone palette show generic-carbon\n"
               "  scalptone palette convert palettes/default.json --to csv\n"
               "  scalptone palette new build/demo/mine.json --name Onyx --maker Ours --kind dilutable\n"
               "  scalptone palette stock build/demo/mine.json onyx --in-stock no --expiry 2027-05\n"
               "  scalptone palette substitute generic-carbon",
    .usual = "output to name maker kind in-stock json strict",
    .options = options_table,
    .verbs = verbs,
    .run = run,
};
