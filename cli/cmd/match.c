/* cli/cmd/match.c - the command `match` does the main job: it ranks inks for the photos of a client and gives a recipe. */
#include "show/match.h"
#include "client/batch.h"
#include "client/ranking.h"
#include "client/values.h"
#include "commands.h"
#include "palettes.h"
#include "schema/schema.h"

enum { USUAL_ROWS = 5 };

typedef struct match_options {
    client_options client;
    ranking_settings match;
    values_options values;
    int schema, assumptions, details;
    long top;
} match_options;

static const arg options_table[] = {
    OPTION_INT("top", match_options, top, "N", 1, 100000, "rows to show; default 5, with --json all"),
    CLIENT_ARGS(match_options),
    VALUES_ARGS(match_options),
    RANKING_ARGS(match_options),
    OPTION_FLAG("details", match_options, details,
                "inks, recipe and plan even where no ink may be picked: a first guess, not to be used"),
    OPTION_FLAG("assumptions", match_options, assumptions,
                "list every value that was assumed, why, and the option that changes it"),
    SCHEMA_ARG(match_options),
    OPTIONS_END,
};

static void options_init(match_options *o)
{
    *o = (match_options){0};
    ranking_init(&o->match);
    client_options_init(&o->client);
}

/* Under --strict it is an error when no ink may be picked. */
static int strict_pick(app *a, const client *c, const ranking *r)
{
    int code = strict_code(a, sct_ranking_flags(r->handle));
    if (!code && a->strict && !r->info.pick)
        code = complain(a, EXIT_STRICT, c->name[0], "the confidence is %s, so no ink is picked (--strict)",
                        sct_confidence_name(r->info.confidence));
    return code;
}

static int rank_client(app *a, const client *c, const sct_measurement *m, const sct_palette *palette, const match_options *o,
                       sct_bytes *json)
{
    ranking r;
    int code = ranking_run(a, c, m, palette, &o->match, &r);
    if (!code && json) {
        sct_status status = sct_ranking_json(a->ctx, r.handle, m, palette, (size_t)o->top, json);
        code = status == SCT_OK ? 0 : complain_status(a, status, c->name[0]);
    } else if (!code) {
        match_print(a, &(match_shown){.client = c,
                                      .measurement = m,
                                      .palette = palette,
                                      .ranking = &r,
                                      .wanted = o->top ? (size_t)o->top : USUAL_ROWS,
                                      .details = o->details,
                                      .assumptions = o->assumptions});
    }
    if (!code)
        code = strict_pick(a, c, &r);
    ranking_free(&r);
    return code;
}

static int match_client(app *a, const arg_items *items, const sct_palette *palette, const match_options *o, sct_bytes *json)
{
    client c = {0};
    sct_measurement *m = NULL;
    int code = 0;
    if (values_given(&o->values)) {
        code = values_measure(a, &o->values, &o->client, items, &c, &m);
    } else {
        code = client_open(a, items, &c);
        if (!code)
            code = client_measure(a, &c, &o->client, &m);
    }
    if (!code)
        code = rank_client(a, &c, m, palette, o, json);
    sct_measurement_free(m);
    client_free(&c);
    return code;
}

/* A line of a batch starts from the options beside --batch. The palette is read anew, so that lines do not depend on each
 * other. */
static int one_of_batch(app *a, int argc, char **argv, const void *options, sct_bytes *json)
{
    match_options o = *(const match_options *)options;
    arg_items items = {0};
    sct_palette *palette = NULL;
    char name[INPUT_PATH_SIZE];
    int code = batch_parse(a, &command_match, argc, argv, &o, &o.client, &items);
    if (!code)
        code = ranking_check(a, &o.match);
    if (!code)
        code = palette_open(a, o.match.palette, &palette, name);
    if (!code)
        code = match_client(a, &items, palette, &o, json);
    sct_palette_free(palette);
    return code;
}

static int run(app *a, int argc, char **argv)
{
    match_options o;
    arg_items items = {0};
    sct_palette *palette = NULL;
    char name[INPUT_PATH_SIZE];
    sct_bytes json = {0};
    options_init(&o);
    int code = args_parse(a, &command_match, argc, argv, &o, &items);
    if (code || app_help(a, &command_match))
        return code;
    if (o.schema) {
        printf("%s\n", sct_ranking_schema());
        return EXIT_ANSWER;
    }
    code = ranking_check(a, &o.match);
    if (code)
        return code;
    if (o.client.batch)
        return batch_run(a, &o.client, &items, "match", one_of_batch, &o);
    code = palette_open(a, o.match.palette, &palette, name);
    if (!code)
        code = match_client(a, &items, palette, &o, a->json ? &json : NULL);
    if (json.data)
        printf("%s\n", (const char *)json.data);
    sct_bytes_free(&json);
    sct_palette_free(palette);
    return code;
}

const command command_match = {
    .name = "match",
    .arguments = "PHOTO... | --skin-lab L,a,b --hair-lab L,a,b [options]",
    .summary = "the main job: photos of one client -> skin and hair colour -> ranked inks and a recipe",
    .about = client_shapes_help,
    .example = "  scalptone match build/demo/client.jpg\n"
               "  scalptone match build/demo/client.jpg --palette palettes/generic-carbon.json --json\n"
               "  scalptone match --skin-lab 65.1,13.4,15.7,2 --hair-lab 26.9,6.1,8.5",
    .usual = "skin hair chart scale palette top overlay json",
    .options = options_table,
    .run = run,
};
