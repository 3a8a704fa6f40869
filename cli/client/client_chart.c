/* cli/client/client_chart.c - tells the measurement what is known of colour charts. */
#include "client/client_parts.h"

#include <string.h>

int client_read_chart(app *a, const char *path, sct_chart **out)
{
    file_bytes bytes = {0};
    int code = input_read(a, path, 1u << 20, &bytes);
    if (code)
        return code;
    sct_status status = sct_chart_from_json(a->ctx, bytes.data, bytes.size, out);
    input_free(&bytes);
    return status == SCT_OK ? 0 : complain_status(a, status, path);
}

/* Any chart may be looked for, or none, or one that has to be there. */
static int choose_chart(app *a, const client_options *options, sct_chart_options *chart, sct_measure_options *settings)
{
    const char *name = options->chart ? options->chart : "auto";
    int none = strcmp(name, "none") == 0;
    if (none && (options->chart_photo || options->chart_file))
        return complain(a, EXIT_USE, NULL, "--chart none contradicts --%s; leave one of them out",
                        options->chart_photo ? "chart-photo" : "chart-file");
    if (none) {
        settings->chart_mode = SCT_CHART_OFF;
    } else if (strcmp(name, "auto") != 0) {
        settings->chart_mode = SCT_CHART_DEMANDED;
        chart->id = name;
    }
    return 0;
}

/* Reads the description of the user's own chart. */
static int open_own_chart(app *a, client *c, const char *path, sct_chart_options *chart)
{
    int code = client_read_chart(a, path, &c->chart);
    if (code)
        return code;
    chart->charts = (const sct_chart *const *)&c->chart;
    chart->chart_count = 1;
    return 0;
}

/* Opens the photo that shows the chart. It may be one of the client's photos; then the chart is not in another photo. */
static int open_chart_photo(app *a, client *c, const char *path, sct_measure_options *settings)
{
    int code = input_read(a, path, (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), &c->chart_bytes);
    if (code)
        return code;
    for (size_t i = 0; i < c->count; i++)
        if (c->files[i].size == c->chart_bytes.size &&
            memcmp(c->files[i].data, c->chart_bytes.data, c->files[i].size) == 0) {
            settings->chart_photo = c->photos[i];
            return 0;
        }
    sct_status status = sct_photo_open(a->ctx, c->chart_bytes.data, c->chart_bytes.size, &c->chart_photo);
    settings->chart_photo = c->chart_photo;
    return status == SCT_OK ? 0 : complain_status(a, status, path);
}

/* Reads what an earlier photo of a chart told of the camera. */
static int open_camera(app *a, client *c, const char *path, sct_measure_options *settings)
{
    file_bytes bytes = {0};
    int code = input_read(a, path, 1u << 20, &bytes);
    if (code)
        return code;
    sct_status status = sct_camera_from_json(a->ctx, bytes.data, bytes.size, &c->camera);
    input_free(&bytes);
    settings->camera = c->camera;
    return status == SCT_OK ? 0 : complain_status(a, status, path);
}

int client_open_chart(app *a, client *c, const client_options *options, sct_chart_options *chart,
                      sct_measure_options *settings)
{
    sct_chart_options_init(chart);
    settings->chart = chart;
    int code = choose_chart(a, options, chart, settings);
    if (!code && options->chart_file)
        code = open_own_chart(a, c, options->chart_file, chart);
    if (!code && options->chart_photo)
        code = open_chart_photo(a, c, options->chart_photo, settings);
    if (!code && options->camera)
        code = open_camera(a, c, options->camera, settings);
    if (!code)
        code = client_pair(a, c);
    return code;
}
