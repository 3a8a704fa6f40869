/* cli/cmd/verify.c - the command `verify` holds a healed result against the photo before and against what was planned. */
#include "client/client.h"
#include "commands.h"
#include "show/terminal.h"

#include <stdlib.h>
#include <string.h>

enum { AREAS_MAX = 16, RECORD_LIMIT = 4 << 20 };

typedef struct verify_options {
    client_options client;
    int before; /* an sct_before_state */
    const char *output, *record, *planned_area, *planned_skin;
} verify_options;

static const char *const before_words[] = {"auto", "bare", "treated", NULL};

static const arg options_table[] = {
    OPTION_EACH("area", "SHAPE", "where ink was set, in the photo after; default: what became darker"),
    OPTION_TEXT("record", verify_options, record, "RECORD.json", "what was planned: the record of the consultation"),
    OPTION_TEXT("planned-area-lab", verify_options, planned_area, "L,a,b", "or the planned colour of the area, D50"),
    OPTION_TEXT("planned-skin-lab", verify_options, planned_skin, "L,a,b", "and of the bare skin that it was planned for"),
    OPTION_WORD("before", verify_options, before, "STATE", before_words,
                "whether the photo before shows bare skin or ink; default auto"),
    OPTION_TEXT("output", verify_options, output, "OUT.png", "before, after and what changed, as a picture; or OUT.jpg"),
    OPTION_TEXT("scale", verify_options, client.scale, "MM", "millimetres per pixel of the photo after"),
    OPTIONS_END,
};

typedef struct verify_job {
    sct_shape *areas[AREAS_MAX];
    file_bytes files[2];
    sct_photo *photos[2];
    const char *names[2];
    sct_verify_options settings;
    sct_verification *result;
} verify_job;

static int read_plan(app *a, const char *path, sct_verify_options *s)
{
    file_bytes file = {0};
    sct_record *record = NULL;
    double parts;
    int code = input_read(a, path, RECORD_LIMIT, &file);
    if (code)
        return code;
    sct_status status = sct_record_from_json(a->ctx, file.data, file.size, &record);
    input_free(&file);
    if (status != SCT_OK)
        return complain_status(a, status, path);
    const char *chosen = sct_record_get(record, "chosen.ink"), *advised = sct_record_get(record, "recommended.ink");
    int as_advised = !*chosen || strcmp(chosen, advised) == 0;
    if (!as_advised)
        code = complain(a, EXIT_NOTHING, path,
                        "another ink was chosen than was recommended, so the planned colour is not known; give "
                        "--planned-area-lab and --planned-skin-lab");
    else if (!args_lab(sct_record_get(record, "recommended.area_lab"), &s->planned_area_lab) ||
             !args_lab(sct_record_get(record, "measured.skin_lab"), &s->planned_skin_lab))
        code = complain(a, EXIT_NOTHING, path, "holds no planned colour; give --planned-area-lab and --planned-skin-lab");
    const char *mixed = sct_record_get(record, "chosen.parts_water");
    if (args_number(*mixed ? mixed : sct_record_get(record, "recommended.parts_water"), &parts))
        s->parts_water = parts;
    sct_record_free(record);
    return code;
}

static int read_settings(app *a, const verify_options *o, verify_job *job)
{
    sct_verify_options *s = &job->settings;
    s->seed = (uint64_t)a->seed;
    s->before_state = (sct_before_state)o->before;
    int code = client_scale(a, &o->client, &s->mm_per_px);
    if (!code && o->record && (o->planned_area || o->planned_skin))
        code = complain(a, EXIT_USE, "--record", "give a record or planned colours, not both");
    if (!code && !o->planned_area != !o->planned_skin)
        code = complain(a, EXIT_USE, NULL, "--planned-area-lab and --planned-skin-lab belong together");
    if (!code && o->record)
        code = read_plan(a, o->record, s);
    if (!code && o->planned_area && !args_lab(o->planned_area, &s->planned_area_lab))
        code = complain(a, EXIT_USE, NULL, "--planned-area-lab %s: write L,a,b", o->planned_area);
    if (!code && o->planned_skin && !args_lab(o->planned_skin, &s->planned_skin_lab))
        code = complain(a, EXIT_USE, NULL, "--planned-skin-lab %s: write L,a,b", o->planned_skin);
    return code;
}

static int take_items(app *a, const arg_items *items, verify_job *job)
{
    size_t photos = 0;
    int code = 0;
    for (size_t i = 0; i < items->count && !code; i++) {
        const arg_item *item = &items->items[i];
        if (!item->option && photos < 2)
            job->names[photos++] = item->text;
        else if (!item->option)
            code = complain(a, EXIT_USE, item->text, "is one photo too many; name the photo before and the one after");
        else if (job->settings.area_count == AREAS_MAX)
            code = complain(a, EXIT_USE, "--area", "at most %d shapes", AREAS_MAX);
        else if (!(code = client_parse_shape(a, "--area", item->text, SCT_ROLE_SKIN, &job->areas[job->settings.area_count])))
            job->settings.area_count++;
    }
    if (!code && photos < 2)
        code = complain(a, EXIT_USE, NULL, "name two photos, as in 'scalptone verify before.jpg after.jpg'");
    return code;
}

static int open_photos(app *a, verify_job *job)
{
    for (int i = 0; i < 2; i++) {
        int code = input_read(a, job->names[i], (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), &job->files[i]);
        if (code)
            return code;
        sct_status status = sct_photo_open(a->ctx, job->files[i].data, job->files[i].size, &job->photos[i]);
        if (status != SCT_OK)
            return complain_status(a, status, input_name(job->names[i]));
    }
    return 0;
}

static int compare(app *a, verify_job *job)
{
    sct_view before, after;
    sct_view_init(&before);
    sct_view_init(&after);
    before.photo = job->photos[0];
    after.photo = job->photos[1];
    job->settings.areas = (const sct_shape *const *)job->areas;
    progress_attach(a, input_name(job->names[1]));
    sct_status status = sct_verify(a->ctx, &job->settings, &before, &after, &job->result);
    progress_detach(a);
    return status == SCT_OK ? 0 : complain_status(a, status, input_name(job->names[1]));
}

static int write_picture(app *a, const char *path, const sct_verification *v)
{
    sct_bytes picture = {0};
    int jpeg = strcmp(output_picture_kind(path), "jpg") == 0;
    sct_status status = jpeg ? sct_verification_jpeg(a->ctx, v, &picture) : sct_verification_png(a->ctx, v, &picture);
    int code = status == SCT_OK ? output_file(a, path, picture.data, picture.size) : complain_status(a, status, path);
    sct_bytes_free(&picture);
    return code;
}

static int print_json(app *a, const sct_verification *v)
{
    sct_bytes text = {0};
    sct_status status = sct_verification_json(a->ctx, v, &text);
    if (status != SCT_OK)
        return complain_status(a, status, NULL);
    printf("%s\n", (const char *)text.data);
    sct_bytes_free(&text);
    return 0;
}

static int print_words(const sct_verification *v)
{
    sct_verify_lines lines;
    if (sct_verification_lines(v, &lines) != SCT_OK)
        return EXIT_WORLD;
    print_sentences(lines.result);
    print_sentences(lines.mix);
    print_sentences(lines.portfolio);
    return 0;
}

static int verify(app *a, const verify_options *o, const arg_items *items, verify_job *job)
{
    int code = take_items(a, items, job);
    if (!code)
        code = read_settings(a, o, job);
    if (!code && o->output)
        code = output_is(a, o->output, output_picture_kind(o->output));
    if (!code && o->output)
        code = output_claim(a, o->output);
    if (!code)
        code = open_photos(a, job);
    if (!code && o->output)
        code = output_allowed(a, o->output);
    if (!code)
        code = compare(a, job);
    if (!code && o->output)
        code = write_picture(a, o->output, job->result);
    if (!code && !a->silent)
        code = a->json ? print_json(a, job->result) : print_words(job->result);
    return code;
}

static int run(app *a, int argc, char **argv)
{
    verify_options o = {.output = NULL};
    arg_items items = {0};
    verify_job job = {.result = NULL};
    client_options_init(&o.client);
    sct_verify_options_init(&job.settings);
    int code = args_parse(a, &command_verify, argc, argv, &o, &items);
    if (code || app_help(a, &command_verify))
        return code;
    code = verify(a, &o, &items, &job);
    sct_verification_free(job.result);
    for (int i = 0; i < AREAS_MAX; i++)
        sct_shape_free(job.areas[i]);
    for (int i = 0; i < 2; i++) {
        sct_photo_free(job.photos[i]);
        input_free(&job.files[i]);
    }
    return code;
}

const command command_verify = {
    .name = "verify",
    .arguments = "BEFORE AFTER [options]",
    .summary = "is the healed result as planned: how dark, which dots are left, even, left like right",
    .about =
        "Lays the photo after over the one before, and refuses two that do not fit: two heads, or two sides of one. "
        "Treated\n"
        "skin is compared with bare skin beside it, so that the light of the photos hardly matters: leave some in view.\n"
        "With --record (or planned colours) it says whether it is as planned, lighter or darker, and what to mix next; of\n"
        "two photos with ink it says which dots are left. Show the area with --area: what is found may be wrong.",
    .example = "  scalptone verify build/demo/client.jpg build/demo/preview.png --area rect:3%,5%,38%,55% --before bare",
    .usual = "area record before output scale json",
    .options = options_table,
    .run = run,
};
