/* cli/cmd/measure.c - the command `measure` tells the colours of regions of a photo, and how sure they are. */
#include "client/batch.h"
#include "commands.h"
#include "schema/schema.h"
#include "show/measurement.h"

typedef struct measure_options {
    client_options client;
    int schema;
} measure_options;

static const arg options_table[] = {
    CLIENT_ARGS(measure_options),
    SCHEMA_ARG(measure_options),
    OPTIONS_END,
};

/* Measures one client. The answer goes into `json`, or is printed for people when that is null. */
static int measure_client(app *a, const arg_items *items, const measure_options *options, sct_bytes *json)
{
    client c = {0};
    sct_measurement *m = NULL;
    int code = client_open(a, items, &c);
    client_narrow(&c);
    if (!code)
        code = client_measure(a, &c, &options->client, &m);
    if (!code && json) {
        sct_status status = sct_measurement_json(a->ctx, m, json);
        code = status == SCT_OK ? 0 : complain_status(a, status, c.name[0]);
    } else if (!code) {
        print_photo_lines(&c, m);
        printf("\n");
        print_colour_lines(a, m);
        if (shown_flags(a, sct_measurement_flags(m))) {
            printf("\n");
            print_flags(a, sct_measurement_flags(m));
        }
    }
    if (!code)
        code = strict_code(a, sct_measurement_flags(m));
    sct_measurement_free(m);
    client_free(&c);
    return code;
}

static int one_of_batch(app *a, int argc, char **argv, const void *options, sct_bytes *json)
{
    measure_options o = *(const measure_options *)options;
    arg_items items = {0};
    int code = batch_parse(a, &command_measure, argc, argv, &o, &o.client, &items);
    return code ? code : measure_client(a, &items, &o, json);
}

static int run(app *a, int argc, char **argv)
{
    measure_options options = {0};
    arg_items items = {0};
    sct_bytes json = {0};
    client_options_init(&options.client);
    int code = args_parse(a, &command_measure, argc, argv, &options, &items);
    if (code || app_help(a, &command_measure))
        return code;
    if (options.schema)
        return schema_print(a, "measure", NULL);
    if (options.client.batch)
        return batch_run(a, &options.client, &items, "measure", one_of_batch, &options);
    code = measure_client(a, &items, &options, a->json ? &json : NULL);
    if (json.data)
        printf("%s\n", (const char *)json.data);
    sct_bytes_free(&json);
    return code;
}

const command command_measure = {
    .name = "measure",
    .arguments = "PHOTO... [options]",
    .summary = "colour of the skin and hair in photos of one client, with uncertainty",
    .about = client_measure_help,
    .example = "  scalptone measure build/demo/client.jpg --skin rect:10%,40%,8%,8% --overlay build/demo/overlay.png",
    .usual = "skin hair grey chart scale overlay batch json",
    .options = options_table,
    .run = run,
};
