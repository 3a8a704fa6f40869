/* cli/cmd/verify.c - the command `verify` holds a healed result against the photo before and against what was planned. */
#include "client/compare.h"
#include "commands.h"
#include "keep/passphrase.h"
#include "keep/record_file.h"
#include "schema/schema.h"

typedef struct verify_options {
    compare_options compare;
    const char *record, *planned_area, *planned_skin, *planned_dot, *name, *date;
    keep_options keep;
    int schema;
} verify_options;

static const arg options_table[] = {
    COMPARE_ARGS(verify_options),
    OPTION_TEXT("name", verify_options, name, "REF", "a reference for the client, for the page"),
    OPTION_TEXT("date", verify_options, date, "DAY", "the day, for the page, such as 2026-11-29; default today"),
    OPTION_TEXT("record", verify_options, record, "RECORD.json", "what was planned: the record of the consultation"),
    PASSPHRASE_ARGS(verify_options),
    OPTION_TEXT("planned-area-lab", verify_options, planned_area, "L,a,b", "or the planned colour of the area, D50"),
    OPTION_TEXT("planned-skin-lab", verify_options, planned_skin, "L,a,b", "and of the bare skin that it was planned for"),
    OPTION_TEXT("planned-dot-lab", verify_options, planned_dot, "L,a,b",
                "and of a single dot, as an eye sees it from 30 cm"),
    SCHEMA_ARG(verify_options),
    OPTIONS_END,
};

static int read_record(app *a, const char *path, comparison *c)
{
    sct_record *record = NULL;
    int code = record_read(a, path, &record);
    if (code)
        return code;
    sct_status status = sct_verify_options_plan(a->ctx, record, &c->settings);
    c->sessions_known = sct_record_rows(record, "sessions") > 0;
    sct_record_free(record);
    return status == SCT_OK ? 0 : complain_status(a, status, path);
}

/* A colour of the plan, where it was given. */
static int read_colour(app *a, const char *option, const char *text, sct_lab *out)
{
    return !text || args_lab(text, out) ? 0 : complain(a, EXIT_USE, NULL, "%s %s: write L,a,b", option, text);
}

static int read_plan(app *a, const verify_options *o, comparison *c)
{
    sct_verify_options *s = &c->settings;
    int code = 0;
    if (o->record && (o->planned_area || o->planned_skin || o->planned_dot))
        code = complain(a, EXIT_USE, "--record", "give a record or planned colours, not both");
    if (!code && (!o->planned_area != !o->planned_skin || (o->planned_dot && !o->planned_skin)))
        code = complain(a, EXIT_USE, NULL,
                        o->planned_dot ? "--planned-dot-lab belongs to --planned-area-lab and --planned-skin-lab"
                                       : "--planned-area-lab and --planned-skin-lab belong together");
    if (!code && o->record)
        code = read_record(a, o->record, c);
    if (!code)
        code = read_colour(a, "--planned-area-lab", o->planned_area, &s->planned_area_lab);
    if (!code)
        code = read_colour(a, "--planned-skin-lab", o->planned_skin, &s->planned_skin_lab);
    return code ? code : read_colour(a, "--planned-dot-lab", o->planned_dot, &s->planned_dot_lab);
}

static int run(app *a, int argc, char **argv)
{
    verify_options o = {.record = NULL};
    arg_items items = {0};
    comparison c = {.result = NULL};
    char day[RECORD_DAY_SIZE];
    compare_options_init(&o.compare);
    int code = args_parse(a, &command_verify, argc, argv, &o, &items);
    if (code || app_help(a, &command_verify))
        return code;
    if (o.schema)
        return schema_print(a, "verify", NULL);
    passphrase_use(a, &o.keep);
    record_today(o.date, day);
    c.name = o.name;
    c.date = day;
    code = compare_open(a, &o.compare, &items, &c);
    if (!code)
        code = read_plan(a, &o, &c);
    if (!code)
        code = compare_run(a, &o.compare, &c);
    if (!code)
        code = compare_show(a, &o.compare, &c);
    compare_free(&c);
    return code;
}

const command command_verify = {
    .name = "verify",
    .arguments = "BEFORE AFTER [options]",
    .summary = "is the healed result as planned: how dark, which dots are left, even, left like right",
    .about =
        (const char *const[]){
            "Lays the photo after over the one before, and refuses two that do not fit: two heads, or two sides of one.",
            "Treated skin is compared with bare skin beside it, so that the light of the photos hardly matters: leave some "
            "in view.",
            "With --record (or planned colours) it says whether it is as planned, lighter or darker, and what to mix next; "
            "of two photos with ink it says which dots are left.",
            "--page writes all of it as a page to hand over.", "Show the area with --area: what is found may be wrong.",
            "Keep the answer with the client by 'scalptone record verify'.", NULL},
    .example = "  scalptone verify build/demo/client.jpg build/demo/preview.png --area rect:3%,5%,38%,55% --before bare",
    .usual = "area record before page output name scale json",
    .options = options_table,
    .run = run,
};
