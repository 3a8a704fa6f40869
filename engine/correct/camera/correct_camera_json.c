/*
 * correct_camera_json.c - what is known of a camera, as text. Version 1:
 *
 *   scalptone_camera   1
 *   camera             make, model, focal_length_mm: what a later photo must say of itself
 *   settings           exposure_s, f_number, iso, white_balance, flash: of the photo of the chart
 *   chart              id, patches, loo_de00_mean, u95_de00, cov: how well it was corrected; cov is of Lab at a usual skin
 *   rgb_to_xyz         the matrix of the file's colour space, in which the curves hold
 *   curves             for red, green and blue: in and out, rising, linear light
 *   matrix             from what the curves give to XYZ, D50
 *
 * All numbers are in full. What is read is checked before it is believed: nothing outside of what a camera could do.
 */
#include "correct/camera/correct_camera.h"
#include "correct/correct_steps.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { KNOTS_LEAST = 3 };
static const char *const channels[3] = {"red", "green", "blue"};
static const double light_least = 1e-9, light_most = 1e6, element_most = 1e3; /* of curves, of matrices */

/* ---- writing ---- */

static json *numbers(const double *values, size_t count)
{
    json *array = json_new_array();
    for (size_t i = 0; i < count; i++)
        json_append(array, json_new_exact(values[i]));
    return array;
}

static json *number_or_null(double value)
{
    return isfinite(value) ? json_new_exact(value) : json_new_null();
}

static json *settings_json(const photo_camera *by)
{
    json *settings = json_new_object();
    json_set(settings, "exposure_s", number_or_null(by->exposure_s));
    json_set(settings, "f_number", number_or_null(by->f_number));
    json_set(settings, "iso", number_or_null(by->iso));
    json_set(settings, "white_balance",
             by->white_balance < 0 ? json_new_null() : json_new_string(by->white_balance ? "manual" : "auto"));
    json_set(settings, "flash", by->flash < 0 ? json_new_null() : json_new_bool(by->flash));
    return settings;
}

sct_status correct_camera_json(sct_context *ctx, const sct_camera *camera, sct_bytes *out)
{
    sct_status status = SCT_OK;
    json *root = json_new_object(), *by = json_new_object(), *chart = json_new_object(), *curves = json_new_object();
    const pixels_correction *c = &camera->correction;
    json_set(root, "scalptone_camera", json_new_number(1, 0));
    json_set(by, "make", json_new_string(camera->by.make));
    json_set(by, "model", json_new_string(camera->by.model));
    json_set(by, "focal_length_mm", number_or_null(camera->by.focal_mm));
    json_set(root, "camera", by);
    json_set(root, "settings", settings_json(&camera->by));
    json_set(chart, "id", json_new_string(camera->chart));
    json_set(chart, "patches", json_new_number(camera->patches, 0));
    json_set(chart, "loo_de00_mean", json_new_exact(camera->loo_de00));
    json_set(chart, "u95_de00", json_new_exact(camera->u95_de00));
    json_set(chart, "cov", numbers(&camera->cov.m[0][0], 9));
    json_set(root, "chart", chart);
    json_set(root, "rgb_to_xyz", numbers(&camera->profile.m[0][0], 9));
    for (int k = 0; k < 3; k++) {
        json *curve = json_new_object();
        json_set(curve, "in", numbers(c->curve_in[k], (size_t)c->knots));
        json_set(curve, "out", numbers(c->curve_out[k], (size_t)c->knots));
        json_set(curves, channels[k], curve);
    }
    json_set(root, "curves", curves);
    json_set(root, "matrix", numbers(&c->matrix.m[0][0], 9));
    TRY(json_print(ctx, root, 1, out));
done:
    json_free(root);
    return status;
}

/* ---- reading ---- */

static sct_status need_number(sct_context *ctx, const json *value, const char *path, double lo, double hi, double *out)
{
    *out = json_number(value);
    if (!(*out >= lo && *out <= hi))
        return diag_set(ctx, SCT_ERR_PALETTE, "%s: a number between %g and %g is needed", path, lo, hi);
    return SCT_OK;
}

/* A number, or null where the file said nothing. */
static sct_status take_number(sct_context *ctx, const json *object, const char *key, const char *path, double *out)
{
    const json *value = json_get(object, key);
    *out = (double)NAN;
    if (!value || json_type(value) == JSON_NULL)
        return SCT_OK;
    return need_number(ctx, value, path, 1e-9, 1e9, out);
}

/* Printable ASCII, as the names in photos are taken. */
static sct_status take_text(sct_context *ctx, const json *object, const char *key, const char *path, char *out, size_t size)
{
    const char *text = json_string(json_get(object, key));
    size_t n = text ? strlen(text) : size;
    if (n >= size)
        return diag_set(ctx, SCT_ERR_PALETTE, "%s: a text of at most %zu letters is needed", path, size - 1);
    for (size_t i = 0; i < n; i++)
        if (text[i] < ' ' || text[i] > '~')
            return diag_set(ctx, SCT_ERR_PALETTE, "%s: letters of ASCII are needed", path);
    memcpy(out, text, n + 1);
    return SCT_OK;
}

static sct_status read_camera(sct_context *ctx, const json *root, photo_camera *by)
{
    sct_status status = SCT_OK;
    const json *camera = json_get(root, "camera"), *settings = json_get(root, "settings");
    const char *balance = json_string(json_get(settings, "white_balance"));
    TRY(take_text(ctx, camera, "make", "camera.make", by->make, sizeof by->make));
    TRY(take_text(ctx, camera, "model", "camera.model", by->model, sizeof by->model));
    if (!by->make[0] && !by->model[0])
        FAIL(ctx, SCT_ERR_PALETTE, "camera: a make or a model is needed");
    TRY(take_number(ctx, camera, "focal_length_mm", "camera.focal_length_mm", &by->focal_mm));
    TRY(take_number(ctx, settings, "exposure_s", "settings.exposure_s", &by->exposure_s));
    TRY(take_number(ctx, settings, "f_number", "settings.f_number", &by->f_number));
    TRY(take_number(ctx, settings, "iso", "settings.iso", &by->iso));
    if (balance && strcmp(balance, "auto") != 0 && strcmp(balance, "manual") != 0)
        FAIL(ctx, SCT_ERR_PALETTE, "settings.white_balance: must be \"auto\", \"manual\" or null");
    by->white_balance = balance ? strcmp(balance, "manual") == 0 : -1;
    by->flash = json_bool(json_get(settings, "flash"));
done:
    return status;
}

static sct_status read_curve(sct_context *ctx, const json *curves, int k, pixels_correction *c)
{
    sct_status status = SCT_OK;
    const json *curve = json_get(curves, channels[k]), *in = json_get(curve, "in");
    char path[32];
    size_t knots = json_count(in);
    if (knots < KNOTS_LEAST || knots > PIXELS_CURVE_POINTS || (k > 0 && knots != (size_t)c->knots))
        FAIL(ctx, SCT_ERR_PALETTE, "curves.%s.in: %d to %d numbers are needed, as many for each colour", channels[k],
             KNOTS_LEAST, PIXELS_CURVE_POINTS);
    c->knots = (int)knots;
    snprintf(path, sizeof path, "curves.%s.in", channels[k]);
    TRY(json_need_numbers(ctx, in, path, knots, light_least, light_most * light_most, c->curve_in[k]));
    snprintf(path, sizeof path, "curves.%s.out", channels[k]);
    TRY(json_need_numbers(ctx, json_get(curve, "out"), path, knots, light_least, light_most * light_most, c->curve_out[k]));
    for (size_t i = 1; i < knots; i++)
        if (!(c->curve_in[k][i] > c->curve_in[k][i - 1] && c->curve_out[k][i] > c->curve_out[k][i - 1]))
            FAIL(ctx, SCT_ERR_PALETTE, "curves.%s: both lists must rise", channels[k]);
done:
    return status;
}

static sct_status need_matrix(sct_context *ctx, const json *array, const char *path, num_mat3 *out)
{
    num_mat3 inverse;
    sct_status status = json_need_numbers(ctx, array, path, 9, -element_most, element_most, &out->m[0][0]);
    if (status == SCT_OK && !num_mat3_invert(out, &inverse))
        status = diag_set(ctx, SCT_ERR_PALETTE, "%s: the matrix has no inverse", path);
    return status;
}

static sct_status read_root(sct_context *ctx, const json *root, sct_camera *camera)
{
    sct_status status = SCT_OK;
    const json *chart = json_get(root, "chart");
    double version = json_number(json_get(root, "scalptone_camera")), patches;
    if (!(version >= 1 && version <= 1))
        FAIL(ctx, SCT_ERR_PALETTE, "scalptone_camera: version 1 is needed; is this what was kept of a camera?");
    TRY(read_camera(ctx, root, &camera->by));
    TRY(take_text(ctx, chart, "id", "chart.id", camera->chart, sizeof camera->chart));
    TRY(need_number(ctx, json_get(chart, "patches"), "chart.patches", 1, SCT_CHART_PATCH_MAX, &patches));
    camera->patches = (int)patches;
    TRY(need_number(ctx, json_get(chart, "loo_de00_mean"), "chart.loo_de00_mean", 0, 50, &camera->loo_de00));
    TRY(need_number(ctx, json_get(chart, "u95_de00"), "chart.u95_de00", 0.1, 50, &camera->u95_de00));
    TRY(json_need_numbers(ctx, json_get(chart, "cov"), "chart.cov", 9, -1e4, 1e4, &camera->cov.m[0][0]));
    TRY(need_matrix(ctx, json_get(root, "rgb_to_xyz"), "rgb_to_xyz", &camera->profile));
    TRY(need_matrix(ctx, json_get(root, "matrix"), "matrix", &camera->correction.matrix));
    for (int k = 0; k < 3; k++)
        TRY(read_curve(ctx, json_get(root, "curves"), k, &camera->correction));
    camera->correction.active = 1;
done:
    return status;
}

sct_status correct_camera_read(sct_context *ctx, const void *text, size_t size, sct_camera *out)
{
    sct_status status = SCT_OK;
    json *root = NULL;
    sct_camera *camera = NULL;
    TRY(json_parse(ctx, text, size, &root));
    TRY(mem_new(ctx, 1, sizeof *camera, (void **)&camera));
    TRY(read_root(ctx, root, camera));
    *out = *camera;
done:
    json_free(root);
    mem_free(camera);
    return status;
}
