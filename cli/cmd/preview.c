/* cli/cmd/preview.c - the command `preview` draws inks on the client's own photo. */
#include "show/preview.h"
#include "commands.h"
#include "palettes.h"
#include "schema/schema.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const view_words[] = {"near", "far", NULL};

#define USUAL_PARTS_WATER 20.0
enum { USUAL_TOP = 4 };

static const arg options_table[] = {
    OPTION_TEXT("output", preview_options, output, "OUT.png",
                "the whole photo with the first option, in the photo's own colour space; or OUT.jpg"),
    OPTION_TEXT("sheet", preview_options, sheet, "OUT.png", "a contact sheet: the options beside the photo as it is"),
    OPTION_INT("top", preview_options, top, "N", 1, PREVIEW_LOOKS_MAX, "options to show, best first; default 4"),
    OPTION_EACH("ink", "ID", "show this ink of the palette instead of a ranking; up to six"),
    OPTION_EACH("dilution", "PARTS", "parts of water to one part of the ink named before; default 20"),
    OPTION_EACH("area", "SHAPE", "where ink is wanted; default bare skin beside hair"),
    OPTION_TEXT("hairline", preview_options, hairline, "X,Y X,Y...",
                "up to where ink is wanted, corner by corner across the forehead: the scalp above it"),
    OPTION_REAL("edge", preview_options, settings.edge_mm, "MM", 0, 50,
                "dots thin out over this distance from the area's edge, mm; default 8"),
    OPTION_TEXT("age", preview_options, age, "WHEN", "fresh, healed, or years after healing such as 3; default healed"),
    OPTION_REAL("fade", preview_options, fade, "F", 0.001, 0.9,
                "share of the ink that a year takes away; default 0.12, a guess"),
    OPTION_WORD("view", preview_options, view, "FROM", view_words,
                "near: as the photo is; far: as an eye sees it; default near"),
    OPTION_REAL("distance", preview_options, distance_m, "M", 0.2, 10, "of --view far, m; default 1"),
    OPTION_INT("bits", preview_options, bits, "N", 8, 16, "8 or 16 bits a channel in -o; default 8"),
    OPTION_FLAG("no-watermark", preview_options, plain, "leave the word \"simulation\" off the pictures"),
    CLIENT_LOOK_ARGS(preview_options),
    RANKING_ARGS(preview_options),
    SCHEMA_ARG(preview_options),
    OPTIONS_END,
};

/* ---- reading ---- */

static int is_named(const arg_item *item, const char *name)
{
    return item->option && strcmp(item->option->name, name) == 0;
}

static int read_ink(app *a, preview_job *job, const char *id)
{
    if (job->choice_count == PREVIEW_LOOKS_MAX)
        return complain(a, EXIT_USE, id, "at most %d inks can be shown", PREVIEW_LOOKS_MAX);
    job->choices[job->choice_count++] = (preview_choice){id, USUAL_PARTS_WATER, 0};
    return 0;
}

static int read_dilution(app *a, preview_job *job, const char *text)
{
    double parts;
    if (!job->choice_count)
        return complain(a, EXIT_USE, NULL, "--dilution %s belongs to an ink: write --ink ID before it", text);
    if (!args_number(text, &parts) || !(parts >= 0 && parts <= 1000))
        return complain(a, EXIT_USE, NULL, "--dilution %s: must be parts of water between 0 and 1000", text);
    job->choices[job->choice_count - 1].parts_water = parts;
    job->choices[job->choice_count - 1].diluted = 1;
    return 0;
}

static int read_area(app *a, preview_job *job, const char *text)
{
    if (job->area_count == PREVIEW_AREAS_MAX)
        return complain(a, EXIT_USE, "--area", "at most %d shapes", PREVIEW_AREAS_MAX);
    int code = client_parse_shape(a, "--area", text, SCT_ROLE_SKIN, &job->areas[job->area_count]);
    if (!job->areas[job->area_count])
        return code;
    job->area_given |= sct_shape_describe(job->areas[job->area_count++]) != SCT_SHAPE_AUTO;
    return code;
}

/* Takes inks, dilutions and areas out of the list of items. What is left names the client's photos and regions. */
static int take_items(app *a, arg_items *items, preview_job *job)
{
    size_t left = 0, photos = 0;
    for (size_t i = 0; i < items->count; i++) {
        const arg_item item = items->items[i];
        photos += !item.option;
        if (photos > 1 && is_named(&item, "area"))
            return complain(a, EXIT_USE, NULL, "--area %s: ink is shown on the first photo; name its area before the others",
                            item.text);
        int code = is_named(&item, "ink")        ? read_ink(a, job, item.text)
                   : is_named(&item, "dilution") ? read_dilution(a, job, item.text)
                   : is_named(&item, "area")     ? read_area(a, job, item.text)
                                                 : 0;
        if (code)
            return code;
        if (!is_named(&item, "ink") && !is_named(&item, "dilution") && !is_named(&item, "area"))
            items->items[left++] = item;
    }
    items->count = left;
    return 0;
}

static int read_age(app *a, const char *text, preview_job *job)
{
    if (!args_age(text, &job->when.age, &job->when.years))
        return complain(a, EXIT_USE, NULL, "--age %s: write fresh, healed, or years between 0 and 30", text);
    return 0;
}

static int names_ink(const arg_items *items)
{
    for (size_t i = 0; i < items->count; i++)
        if (is_named(&items->items[i], "ink"))
            return 1;
    return 0;
}

/* An option that would have no effect is refused and not passed over without a word. */
static int check_effects(app *a, const preview_options *o, const arg_items *items)
{
    int in_years = o->age && strcmp(o->age, "fresh") != 0 && strcmp(o->age, "healed") != 0;
    if (o->bits && !o->output)
        return complain(a, EXIT_USE, NULL, "--bits is of the picture of -o; sheets have 8");
    if (o->bits == 16 && strcmp(output_picture_kind(o->output), "jpg") == 0)
        return complain(a, EXIT_USE, NULL, "--bits 16: a JPEG has 8; name the picture .png");
    if (o->top && names_ink(items))
        return complain(a, EXIT_USE, NULL, "--top counts the best of a ranking; with --ink there is none");
    if (o->distance_m > 0 && o->view != SCT_VIEW_FAR)
        return complain(a, EXIT_USE, NULL, "--distance belongs to --view far");
    if (o->fade > 0 && !in_years)
        return complain(a, EXIT_USE, NULL, "--fade belongs to --age YEARS");
    return 0;
}

static int check_options(app *a, preview_options *o, const arg_items *items)
{
    if (!items->count)
        return complain(a, EXIT_USE, NULL, "no photo given; name one, as in 'scalptone preview client.jpg -o preview.png'");
    if (o->bits && o->bits != 8 && o->bits != 16)
        return complain(a, EXIT_USE, NULL, "--bits %ld: must be 8 or 16", o->bits);
    if (!o->output && !o->sheet && !a->json)
        return complain(a, EXIT_USE, NULL, "nothing to make: give -o OUT.png, --sheet OUT.png or --json");
    int code = check_effects(a, o, items);
    return code ? code : ranking_check(a, &o->match);
}

/* ---- the looks ---- */

/* A row is left out when a person could not tell it from one that is chosen already, unless it is another ink. */
static int is_new(const sct_match_row *rows, const size_t *chosen, size_t count, size_t i)
{
    const double visible_de00 = 0.8;
    for (size_t k = 0; k < count; k++)
        if (ranking_same_ink(&rows[chosen[k]], &rows[i]) &&
            !(sct_de2000(rows[chosen[k]].area_lab, rows[i].area_lab) > visible_de00))
            return 0;
    return 1;
}

static int look_at_rows(app *a, const preview_options *o, preview_job *job)
{
    const sct_match_row *rows = job->ranking.rows;
    const size_t row_count = job->ranking.info.match_count;
    size_t chosen[PREVIEW_LOOKS_MAX];
    for (size_t i = 0; i < row_count && job->look_count < (size_t)(o->top ? o->top : USUAL_TOP); i++) {
        if (!isfinite(rows[i].area_lab.L) || !is_new(rows, chosen, job->look_count, i))
            continue;
        sct_status status = sct_look_from_match(a->ctx, &job->match, job->measurement, job->palette, job->ranking.handle, i,
                                                &job->when, &job->looks[job->look_count]);
        if (status != SCT_OK)
            return complain_status(a, status, job->client.name[0]);
        chosen[job->look_count++] = i;
    }
    return job->look_count ? 0
                           : complain(a, EXIT_NOTHING, job->client.name[0], "no ink's area can be predicted on this skin");
}

static int look_at_ranking(app *a, const preview_options *o, preview_job *job)
{
    int code = ranking_run(a, &job->client, job->measurement, job->palette, &o->match, &job->ranking);
    return code ? code : look_at_rows(a, o, job);
}

static int look_at_choices(app *a, preview_job *job, const char *palette_name)
{
    for (size_t i = 0; i < job->choice_count; i++) {
        const preview_choice *c = &job->choices[i];
        size_t ink;
        int code = palette_find_ink(a, job->palette, palette_name, c->id, &ink);
        if (code)
            return code;
        sct_status status = sct_look_from_ink(a->ctx, &job->match, job->measurement, job->palette, ink, c->parts_water,
                                              &job->when, &job->looks[i]);
        if (status != SCT_OK)
            return complain_status(a, status, c->id);
    }
    job->look_count = job->choice_count;
    return 0;
}

/* ---- the pictures ---- */

static void set_preview(const preview_options *o, const preview_job *job, sct_preview_options *s)
{
    s->areas = (const sct_shape *const *)job->areas;
    s->area_count = job->area_count;
    s->hairline = job->hairline;
    s->view = (sct_view_from)o->view;
    s->bits = o->bits ? (int)o->bits : 8;
    if (o->distance_m > 0)
        s->distance_m = o->distance_m;
    s->watermark = !o->plain;
}

static int make_preview(app *a, const preview_options *o, preview_job *job)
{
    const char *photo = job->client.name[0];
    sct_preview_options s = o->settings;
    int code = client_preview(a, &job->client, &o->client, job->measurement, &s);
    if (code)
        return code;
    if (!job->area_given && !job->hairline)
        code = client_check_area(a, &job->client, job->measurement);
    if (code)
        return code;
    set_preview(o, job, &s);
    sct_status status = sct_preview_new(a->ctx, job->client.photos[0], &s, &job->preview);
    switch (status) {
    case SCT_OK: return 0;
    case SCT_ERR_SHAPE: return complain_status(a, status, job->hairline ? "--hairline" : "--area");
    case SCT_ERR_NOTHING: return complain(a, EXIT_NOTHING, photo, "%s with --area SHAPE", sct_context_message(a->ctx));
    default: return complain_status(a, status, photo);
    }
}

/* Renders the first look as a picture of its own, and then the sheet. Without a sheet all looks are rendered all the same,
 * because the answer tells how far each picture is off. */
static sct_status render(app *a, const preview_options *o, preview_job *job, sct_bytes *picture, sct_bytes *sheet)
{
    sct_status status = SCT_OK;
    const sct_look *const *looks = (const sct_look *const *)job->looks;
    if (o->output && strcmp(output_picture_kind(o->output), "jpg") == 0)
        status = sct_preview_jpeg(a->ctx, job->preview, job->looks[0], picture);
    else if (o->output)
        status = sct_preview_png(a->ctx, job->preview, job->looks[0], picture);
    if (status == SCT_OK && o->sheet)
        status = sct_preview_sheet_png(a->ctx, job->preview, looks, job->look_count, sheet);
    else if (status == SCT_OK)
        status = sct_preview_judge(a->ctx, job->preview, looks, job->look_count);
    for (size_t i = 0; status == SCT_OK && i < job->look_count; i++) {
        sct_look_describe(job->looks[i], &job->seen[i]);
        sct_preview_result_at(job->preview, i, &job->results[i]);
        job->flags[i] = sct_preview_result_flags(job->preview, i);
    }
    return status;
}

/* Nothing is written before both pictures are there. */
static int write_pictures(app *a, const preview_options *o, preview_job *job)
{
    sct_bytes picture = {0}, sheet = {0};
    sct_status status = render(a, o, job, &picture, &sheet);
    int code = status == SCT_OK ? 0 : complain_status(a, status, job->client.name[0]);
    if (!code && o->output)
        code = output_file(a, o->output, picture.data, picture.size);
    if (!code && o->sheet)
        code = output_file(a, o->sheet, sheet.data, sheet.size);
    sct_bytes_free(&picture);
    sct_bytes_free(&sheet);
    return code;
}

/* ---- the work ---- */

/* Hair is welcome but not needed when both the inks and the area are named. */
static int measure(app *a, const preview_options *o, preview_job *job)
{
    client_options options = o->client;
    options.labels = 1;
    options.outputs[0] = o->output;
    options.outputs[1] = o->sheet;
    options.hair_optional = job->choice_count && (job->area_given || job->hairline);
    return client_measure(a, &job->client, &options, &job->measurement);
}

static int show(app *a, const preview_options *o, arg_items *items, preview_job *job)
{
    char palette[INPUT_PATH_SIZE];
    int code = take_items(a, items, job);
    if (!code)
        code = read_age(a, o->age, job);
    if (!code && o->hairline)
        code = client_parse_hairline(a, o->hairline, job->area_given, &job->hairline);
    job->when.fade_per_year = o->fade;
    ranking_options(a, &o->match, &job->match);
    if (!code)
        code = palette_open(a, o->match.palette, &job->palette, palette);
    if (!code)
        code = client_open(a, items, &job->client);
    if (!code)
        code = measure(a, o, job);
    if (!code)
        code = job->choice_count ? look_at_choices(a, job, palette) : look_at_ranking(a, o, job);
    if (!code)
        code = make_preview(a, o, job);
    progress_attach(a, job->client.name[0]);
    if (!code)
        code = write_pictures(a, o, job);
    progress_detach(a);
    if (!code)
        code = preview_tell(a, o, job);
    return code ? code : strict_code(a, sct_measurement_flags(job->measurement));
}

static void free_job(preview_job *job)
{
    sct_preview_free(job->preview);
    for (size_t i = 0; i < job->look_count; i++)
        sct_look_free(job->looks[i]);
    for (size_t i = 0; i < job->area_count; i++)
        sct_shape_free(job->areas[i]);
    ranking_free(&job->ranking);
    sct_shape_free(job->hairline);
    sct_measurement_free(job->measurement);
    sct_palette_free(job->palette);
    client_free(&job->client);
    free(job);
}

static int run(app *a, int argc, char **argv)
{
    preview_options o = {.top = 0};
    arg_items items = {0};
    client_options_init(&o.client);
    ranking_init(&o.match);
    sct_preview_options_init(&o.settings);
    int code = args_parse(a, &command_preview, argc, argv, &o, &items);
    if (code || app_help(a, &command_preview))
        return code;
    if (o.schema)
        return schema_print(a, "preview", NULL);
    code = check_options(a, &o, &items);
    if (code)
        return code;
    preview_job *job = calloc(1, sizeof *job);
    if (!job)
        return complain(a, EXIT_WORLD, NULL, "out of memory");
    code = show(a, &o, &items, job);
    free_job(job);
    return code;
}

const command command_preview = {
    .name = "preview",
    .arguments = "PHOTO [options]",
    .summary = "ink options on the client's own photo, dot by dot: a simulation",
    .about =
        (const char *const[]){
            "Measures and ranks as match does, then shows the best options (rows that look the same are left out) on the "
            "first photo, or the inks named with --ink.",
            "SHAPE is as in match; --area may be given several times.",
            "How large a dot is in the photo comes from --scale, or from a card in view; else hairs are taken to be 0.072 "
            "mm wide where they are seen sharply, or the head 150 mm, and that is said.",
            "",
            "Dots multiply the photo's light: shading, gloss and grain stay, and the mean colour of the area, away from its "
            "thinned edge, is the predicted one.",
            "Fresh and faded views rest on the same assumptions as heal (12 % of the ink lost a year, or what --fade says).",
            NULL},
    .example =
        "  scalptone preview build/demo/client.jpg --scale 0.018 --area rect:3%,5%,38%,55% -o build/demo/preview.png\n"
        "  scalptone preview build/demo/client.jpg --scale 0.018 --sheet build/demo/sheet.png --top 3 --age 3\n"
        "  scalptone preview build/demo/client.jpg --scale 100,100,1100,100,18 --ink generic-carbon --dilution 20 --json",
    .usual = "output sheet top ink dilution area scale age",
    .options = options_table,
    .run = run,
};
