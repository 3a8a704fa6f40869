/* cli/client/client_measure.c - measures the opened photos of a client. */
#include "client/client_parts.h"

#include <math.h>
#include <string.h>

int client_scale(app *a, const client_options *options, double *mm_per_px)
{
    const double least = 1e-4, most = 100;
    double v[5];
    *mm_per_px = 0;
    if (!options->scale)
        return 0;
    int n = args_numbers(options->scale, v, 5);
    if (n == 2)
        return complain(a, EXIT_USE, NULL, "--scale %s: not a number; decimals have a point", options->scale);
    if (n != 1 && n != 5)
        return complain(
            a, EXIT_USE, NULL,
            "--scale %s: write millimetres per pixel, or X1,Y1,X2,Y2,MM: two points in pixels and how far apart they lie",
            options->scale);
    double scale = n == 1 ? v[0] : v[4] / hypot(v[2] - v[0], v[3] - v[1]);
    if (!(scale >= least && scale <= most))
        return complain(a, EXIT_USE, NULL, "--scale %s: a pixel must be between %g and %g mm", options->scale, least, most);
    *mm_per_px = scale;
    return 0;
}

/* Measures once more without hair, where hair is welcome but not needed. *status then tells of the skin alone. */
static void measure_skin_alone(app *a, client *c, const sct_measure_options *settings, sct_measurement **out,
                               sct_status *status)
{
    for (size_t i = 0; i < c->count; i++) {
        c->views[i].roles &= ~(1u << SCT_ROLE_HAIR);
        if (c->planes[i].labels)
            memset(c->planes[i].labels, 0, c->planes[i].capacity);
    }
    *status = sct_measure(a->ctx, settings, c->views, c->count, out);
}

int client_set_measuring(app *a, const client_options *options, sct_measure_options *settings)
{
    sct_measure_options_init(settings);
    settings->seed = (uint64_t)a->seed;
    settings->estimator = (sct_estimator)options->estimator;
    settings->hair_kind = options->hair_kind > 0 ? (sct_hair_kind)options->hair_kind : SCT_HAIR_NONE;
    settings->grey_reflectance = options->grey_reflectance;
    return client_scale(a, options, &settings->mm_per_px);
}

int client_measure(app *a, client *c, const client_options *options, sct_measurement **out)
{
    sct_measure_options settings;
    sct_chart_options chart;
    int code = client_set_measuring(a, options, &settings);
    if (!code)
        code = client_open_chart(a, c, options, &chart, &settings);
    if (!code)
        code = client_check_outputs(a, c, options);
    if (!code && (options->overlay || options->masks || options->labels)) {
        code = client_make_planes(a, c);
        settings.label_planes = c->planes;
    }
    if (code)
        return code;
    progress_attach(a, c->name[0]);
    sct_status status = sct_measure(a->ctx, &settings, c->views, c->count, out);
    if (exit_of(status) == EXIT_NOTHING && options->hair_optional)
        measure_skin_alone(a, c, &settings, out, &status);
    progress_detach(a);
    if (status == SCT_OK)
        return client_write_pictures(a, c, options, *out);
    code = complain_status(a, status, c->name[0]);
    if (code == EXIT_NOTHING && options->overlay)
        client_show_refusal(a, c, options);
    return code;
}
