/* cli/cmd/consult.c - the command `consult` makes all that a client takes home, and what the artist keeps, in one folder. */
#include "browser.h"
#include "client/ranking.h"
#include "commands.h"
#include "folder.h"
#include "json_text.h"
#include "keep/passphrase.h"
#include "keep/record_file.h"
#include "palettes.h"
#include "schema/schema.h"
#include "show/measurement.h"
#include "show/terminal.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_SIZE = 160, AREAS_MAX = 16 };

typedef struct consult_options {
    client_options client;
    ranking_settings match;
    const char *output, *name, *date, *hairline, *practitioner, *studio;
    int no_pdf, plain, schema;
    keep_options keep;
} consult_options;

static const arg options_table[] = {
    OPTION_TEXT("output", consult_options, output, "FOLDER",
                "the folder to make; one that is there is kept, and the new one is numbered"),
    OPTION_TEXT("name", consult_options, name, "REF", "a reference for the client; default the photo's name"),
    OPTION_TEXT("date", consult_options, date, "DAY", "the day of the consultation; default today"),
    OPTION_TEXT("practitioner", consult_options, practitioner, "NAME", "who works, for the page and the record"),
    OPTION_TEXT("studio", consult_options, studio, "NAME", "the studio, for the page"),
    OPTION_EACH("area", "SHAPE", "where ink is wanted; default bare skin beside hair"),
    OPTION_TEXT("hairline", consult_options, hairline, "X,Y X,Y...",
                "up to where ink is wanted, corner by corner across the forehead: the scalp above it"),
    OPTION_FLAG("no-pdf", consult_options, no_pdf, "make no PDF even where a browser is installed"),
    OPTION_FLAG("no-watermark", consult_options, plain, "leave the word \"simulation\" off the picture"),
    SEAL_ARGS(consult_options),
    PASSPHRASE_ARGS(consult_options),
    CLIENT_LOOK_ARGS(consult_options),
    RANKING_ARGS(consult_options),
    SCHEMA_ARG(consult_options),
    OPTIONS_END,
};

/* What the command works on. */
typedef struct consultation {
    char name[NAME_SIZE], date[NAME_SIZE];
    sct_shape *areas[AREAS_MAX];
    size_t area_count;
    sct_shape *hairline; /* Or null. */
    client client;
    sct_palette *palette;
    sct_measurement *measurement;
    ranking ranking;
    sct_match_options match;
    sct_preview *preview; /* Null where there is no bare skin beside hair. */
    sct_verdict verdict;
    folder folder;
    const char *browser; /* That made the PDF, or null. */
    int pictured;        /* Non-zero when there is a picture of before and after. */
} consultation;

/* ---- the names ---- */

static void take_name(const consult_options *o, const arg_items *items, consultation *c)
{
    const char *photo = "client";
    for (size_t i = items->count; i-- > 0;)
        if (!items->items[i].option)
            photo = items->items[i].text;
    if (strcmp(photo, "-") == 0)
        photo = "client";
    snprintf(c->name, sizeof c->name, "%s", o->name ? o->name : input_name(photo));
    char *dot = strrchr(c->name, '.');
    if (!o->name && dot && dot > c->name)
        *dot = '\0';
}

static void take_date(const consult_options *o, consultation *c)
{
    time_t now = time(NULL);
    struct tm day;
    if (o->date)
        snprintf(c->date, sizeof c->date, "%s", o->date);
    else if (localtime_r(&now, &day))
        strftime(c->date, sizeof c->date, "%Y-%m-%d", &day);
}

/* A name for a folder: what a shell or another system would stumble over becomes a dash. */
static void folder_name(const consultation *c, char out[2 * NAME_SIZE])
{
    snprintf(out, 2 * NAME_SIZE, "%s-%s", c->name, c->date);
    for (char *s = out; *s; s++)
        if ((unsigned char)*s < 0x21 || *s == 0x7f || strchr("/\\:*?\"'<>|&;$`(){}[]!#~", *s) ||
            (s == out && strchr(".-", *s)))
            *s = s == out ? '_' : '-';
}

/* Takes the areas out of the list of items. What is left names the client's photos and regions. */
static int take_areas(app *a, arg_items *items, consultation *c)
{
    size_t left = 0;
    for (size_t i = 0; i < items->count; i++) {
        const arg_item item = items->items[i];
        if (!item.option || strcmp(item.option->name, "area") != 0) {
            items->items[left++] = item;
            continue;
        }
        if (c->area_count == AREAS_MAX)
            return complain(a, EXIT_USE, "--area", "at most %d shapes", AREAS_MAX);
        int code = client_parse_shape(a, "--area", item.text, SCT_ROLE_SKIN, &c->areas[c->area_count]);
        c->area_count += c->areas[c->area_count] != NULL;
        if (code)
            return code;
    }
    items->count = left;
    return 0;
}

/* ---- the work ---- */

static int check_options(app *a, consult_options *o, const arg_items *items)
{
    if (!items->count)
        return complain(a, EXIT_USE, NULL, "no photo given; name one, as in 'scalptone consult client.jpg'");
    if (o->client.overlay)
        return complain(a, EXIT_USE, NULL, "--overlay %s: overlay.png lies in the folder; give -o FOLDER",
                        o->client.overlay);
    return ranking_check(a, &o->match);
}

static int measure(app *a, const consult_options *o, const arg_items *items, consultation *c)
{
    char overlay[INPUT_PATH_SIZE];
    client_options options = o->client;
    int code = folder_path(a, &c->folder, "overlay.png", overlay);
    options.overlay = overlay;
    options.labels = 1;
    if (!code)
        code = client_open(a, items, &c->client);
    if (!code)
        code = client_measure(a, &c->client, &options, &c->measurement);
    if (!code)
        code = ranking_run(a, &c->client, c->measurement, c->palette, &o->match, &c->ranking);
    if (!code && sct_verdict_of(c->ranking.handle, c->measurement, c->palette, &c->verdict) != SCT_OK)
        code = complain(a, EXIT_WORLD, NULL, "the ranking cannot be read");
    return code;
}

static int area_is_doubtful(const consultation *c)
{
    return !c->area_count && !c->hairline && sct_flags_have(sct_measurement_flags(c->measurement), SCT_FLAG_REGION_UNSURE);
}

/* Where no area is named and none is found, the page goes without pictures. */
static int open_preview(app *a, const consult_options *o, consultation *c)
{
    sct_preview_options s;
    if (area_is_doubtful(c))
        return 0;
    sct_preview_options_init(&s);
    s.areas = (const sct_shape *const *)c->areas;
    s.area_count = c->area_count;
    s.hairline = c->hairline;
    s.watermark = !o->plain;
    int code = client_preview(a, &c->client, &o->client, c->measurement, &s);
    if (code)
        return code;
    sct_status status = sct_preview_new(a->ctx, c->client.photos[0], &s, &c->preview);
    if (status == SCT_OK || (status == SCT_ERR_NOTHING && !c->area_count && !c->hairline))
        return 0;
    return complain_status(a, status, status == SCT_ERR_SHAPE ? (c->hairline ? "--hairline" : "--area") : c->client.name[0]);
}

static int write_picture(app *a, consultation *c)
{
    sct_look *look = NULL;
    sct_bytes jpeg = {0};
    int code = 0;
    if (!c->preview || !c->verdict.pick)
        return 0;
    sct_status status =
        sct_look_from_match(a->ctx, &c->match, c->measurement, c->palette, c->ranking.handle, 0, NULL, &look);
    if (status == SCT_OK)
        status = sct_before_after_jpeg(a->ctx, c->preview, look, &jpeg);
    if (status == SCT_OK)
        code = folder_file(a, &c->folder, "before-after.jpg", jpeg.data, jpeg.size);
    else if (status != SCT_ERR_NOTHING) /* an ink whose area cannot be predicted is not shown */
        code = complain_status(a, status, c->client.name[0]);
    c->pictured = status == SCT_OK;
    sct_bytes_free(&jpeg);
    sct_look_free(look);
    return code;
}

static int write_page(app *a, const consult_options *o, consultation *c)
{
    sct_page_options page;
    sct_bytes html = {0};
    char path[INPUT_PATH_SIZE], pdf[INPUT_PATH_SIZE];
    sct_page_options_init(&page);
    page.name = c->name;
    page.date = c->date;
    page.practitioner = o->practitioner;
    page.studio = o->studio;
    page.match = &c->match;
    page.seed = (uint64_t)a->seed;
    sct_status status = sct_page_html(a->ctx, &page, c->measurement, c->palette, c->ranking.handle, c->preview, &html);
    int code = status == SCT_OK ? folder_file(a, &c->folder, "consultation.html", html.data, html.size)
                                : complain_status(a, status, c->client.name[0]);
    sct_bytes_free(&html);
    if (!code)
        code = folder_path(a, &c->folder, "consultation.html", path);
    if (!code)
        code = folder_path(a, &c->folder, "consultation.pdf", pdf);
    if (!code && !o->no_pdf)
        c->browser = browser_print(path, pdf);
    return !code && interrupt_pending() ? complain(a, EXIT_INTERRUPTED, o->output, "interrupted; nothing was written")
                                        : code;
}

static sct_status fill_record(const app *a, const consult_options *o, const consultation *c, sct_record *record)
{
    char seed[32];
    snprintf(seed, sizeof seed, "%ld", a->seed);
    sct_status status = sct_record_set(a->ctx, record, "client", c->name);
    if (status == SCT_OK && sct_record_set(a->ctx, record, "created", c->date) != SCT_OK)
        sct_context_clear(a->ctx); /* a day in another writing stands on the page alone */
    if (status == SCT_OK)
        status = sct_record_set(a->ctx, record, "program.seed", seed);
    if (status == SCT_OK && o->practitioner)
        status = sct_record_set(a->ctx, record, "practitioner.name", o->practitioner);
    for (size_t i = 0; status == SCT_OK && i < c->client.count; i++)
        status = sct_record_add_photo(a->ctx, record, c->client.files[i].data, c->client.files[i].size, "before",
                                      sct_record_get(record, "created"));
    return status;
}

static int write_record(app *a, const consult_options *o, const consultation *c)
{
    sct_record *record = NULL;
    sct_bytes file = {0};
    sct_status status = sct_record_new(a->ctx, c->measurement, c->palette, c->ranking.handle, &record);
    if (status == SCT_OK)
        status = fill_record(a, o, c, record);
    int code =
        status == SCT_OK ? record_bytes(a, "record.json", record, 0, &file) : complain_status(a, status, "record.json");
    if (!code)
        code = folder_file(a, &c->folder, "record.json", file.data, file.size);
    sct_bytes_free(&file);
    sct_record_free(record);
    return code;
}

static int write_all(app *a, const consult_options *o, consultation *c)
{
    progress_attach(a, c->client.name[0]);
    int code = open_preview(a, o, c);
    if (!code)
        code = write_picture(a, c);
    if (!code)
        code = write_record(a, o, c);
    if (!code)
        code = write_page(a, o, c);
    progress_detach(a);
    return code ? code : folder_finish(a, &c->folder);
}

/* ---- the answer ---- */

static void print_file(const char *name, const char *what)
{
    printf("  %-18s ", name);
    print_told(what, 0);
    printf("\n");
}

static void print_files(const consult_options *o, const consultation *c)
{
    printf("%s\n", c->folder.made);
    if (strcmp(c->folder.made, c->folder.wanted) != 0)
        print_line("A folder of that name was there already, and stays as it was.", 0);
    print_file("consultation.html", "the page: one sheet for the client, one for the artist");
    if (c->browser)
        print_file("consultation.pdf", "the same to print");
    if (c->pictured)
        print_file("before-after.jpg", "the area without and with ink: a simulation");
    print_file("record.json", "what you keep: fill it in with 'scalptone record set'");
    print_file("overlay.png", "what was taken for skin and hair: look at it");
    if (!c->browser && !o->no_pdf)
        print_line("No PDF: there is no Chromium or Chrome here. Open the page and print it.", 0);
    if (!c->preview)
        print_line(area_is_doubtful(c)
                       ? "No picture of the area: what was taken for hair may be none. Show it with --area SHAPE "
                         "or --hairline X,Y X,Y..."
                       : "No picture of the area: no bare skin beside hair was found. Show it with --area SHAPE.",
                   0);
}

static void print_json(const consultation *c)
{
    enum { TEXT = 2 * WORDS_SIZE };
    char folder_text[2 * INPUT_PATH_SIZE], photo[TEXT], recipe[TEXT], looks[TEXT];
    json_text(c->folder.made, folder_text, sizeof folder_text);
    json_text(c->verdict.photo, photo, sizeof photo);
    json_text(c->verdict.recipe, recipe, sizeof recipe);
    json_text(c->verdict.looks, looks, sizeof looks);
    printf("{\"folder\":\"%s\",\"files\":[\"consultation.html\"%s%s,\"record.json\",\"overlay.png\"],"
           "\"verdict\":{\"photo\":\"%s\",\"recipe\":\"%s\",\"looks\":\"%s\"},\"pick\":%s}\n",
           folder_text, c->browser ? ",\"consultation.pdf\"" : "", c->pictured ? ",\"before-after.jpg\"" : "", photo, recipe,
           looks, c->verdict.pick ? "true" : "false");
}

static void print_verdict(const app *a, const sct_verdict *v)
{
    char photo[WORDS_SIZE];
    words_of_options(v->photo, photo, sizeof photo);
    print_bold(a, 1);
    print_sentences(photo);
    print_sentences(v->recipe);
    print_sentences(v->looks);
    print_bold(a, 0);
    printf("\n");
}

static int consult(app *a, const consult_options *o, arg_items *items, consultation *c)
{
    char name[INPUT_PATH_SIZE], folder_text[2 * NAME_SIZE];
    take_name(o, items, c);
    take_date(o, c);
    folder_name(c, folder_text);
    ranking_options(a, &o->match, &c->match);
    int code = take_areas(a, items, c);
    if (!code && o->hairline)
        code = client_parse_hairline(a, o->hairline, c->area_count > 0, &c->hairline);
    if (!code)
        code = palette_open(a, o->match.palette, &c->palette, name);
    if (!code)
        code = folder_begin(a, o->output ? o->output : folder_text, &c->folder);
    if (!code)
        code = measure(a, o, items, c);
    if (!code)
        code = write_all(a, o, c);
    if (code)
        return code;
    if (a->json) {
        print_json(c);
    } else {
        print_verdict(a, &c->verdict);
        print_files(o, c);
    }
    code = strict_code(a, sct_ranking_flags(c->ranking.handle));
    if (!code && a->strict && !c->verdict.pick)
        code = complain(a, EXIT_STRICT, c->client.name[0], "the confidence is %s, so no ink is picked (--strict)",
                        sct_confidence_name(c->ranking.info.confidence));
    return code;
}

static void free_consultation(consultation *c)
{
    folder_discard(&c->folder);
    sct_preview_free(c->preview);
    sct_shape_free(c->hairline);
    for (size_t i = 0; i < c->area_count; i++)
        sct_shape_free(c->areas[i]);
    ranking_free(&c->ranking);
    sct_measurement_free(c->measurement);
    sct_palette_free(c->palette);
    client_free(&c->client);
    free(c);
}

static int run(app *a, int argc, char **argv)
{
    consult_options o = {.output = NULL};
    arg_items items = {0};
    client_options_init(&o.client);
    ranking_init(&o.match);
    int code = args_parse(a, &command_consult, argc, argv, &o, &items);
    if (code || app_help(a, &command_consult))
        return code;
    if (o.schema)
        return schema_print(a, "consult", NULL);
    passphrase_use(a, &o.keep);
    code = check_options(a, &o, &items);
    if (code)
        return code;
    consultation *c = calloc(1, sizeof *c);
    if (!c)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    code = consult(a, &o, &items, c);
    free_consultation(c);
    return code;
}

const command command_consult = {
    .name = "consult",
    .arguments = "PHOTO... [options]",
    .summary = "all of it in one folder: the page to take home, before and after, what was seen",
    .about = (const char *const[]){"Measures and ranks as match does, and makes a folder: consultation.html (and .pdf where "
                                   "Chromium or Chrome is installed), before-after.jpg and overlay.png.",
                                   "The page has one sheet for the client and one for the artist, needs no network, and "
                                   "prints on two sheets of paper.",
                                   "Where no ink may be picked it shows none.",
                                   "A folder that is there is never touched: the new one is numbered.",
                                   "What was seen is in overlay.png: look at it, always.", NULL},
    .example = "  scalptone consult build/demo/client.jpg --name anna -o build/demo/consultation",
    .usual = "output name skin hair area chart scale palette",
    .options = options_table,
    .run = run,
};
