/* cli/cmd/chart.c - the command `chart` finds a colour chart in a photo and says how well it corrects the colours. */
#include "client/client.h"
#include "commands.h"
#include "schema/schema.h"
#include "show/measurement.h"
#include "show/terminal.h"

#include <math.h>
#include <string.h>

typedef struct chart_options {
    const char *chart, *file, *overlay, *save;
    int schema;
} chart_options;

static const arg options_table[] = {
    OPTION_TEXT("chart", chart_options, chart, "NAME", "only this chart, e.g. colorchecker-classic; default any"),
    OPTION_TEXT("chart-file", chart_options, file, "FILE.json", "a chart of your own to look for besides"),
    OPTION_TEXT("overlay", chart_options, overlay, "OUT.png", "the photo with the patches drawn in, or why there are none"),
    OPTION_TEXT("save", chart_options, save, "OUT.json",
                "keep what the chart tells of this camera, for --camera of later photos"),
    SCHEMA_ARG(chart_options),
    OPTIONS_END,
};

static void print_patches(const app *a, const sct_chart_result *r)
{
    sct_chart_patch p;
    printf("\n   #  ");
    print_told("patch", 16);
    printf("  ");
    print_told("seen", 7);
    printf("  ");
    print_told("target", 7);
    print_right("off by", 8);
    print_right("noise", 10);
    print_right("clipped", 15);
    printf("\n");
    for (size_t i = 0; sct_chart_result_patch(r, i, &p) == SCT_OK; i++) {
        printf("  %2d  ", p.index + 1);
        print_padded(p.name, 16);
        printf("  ");
        print_swatch(a, p.lab);
        printf("  ");
        print_swatch(a, p.reference_lab);
        if (p.kept && isfinite(p.de00_loo))
            print_decimal("", 8, 1, p.de00_loo);
        else
            print_right(p.kept ? "-" : "left out", 8);
        print_decimal("", 8, 1, 100 * p.sd);
        printf(" %%%13.0f %%\n", 100 * p.clipped);
    }
}

static void print_result(const app *a, const char *photo, const sct_chart_result *result)
{
    sct_correction c;
    sct_chart_info r;
    if (sct_chart_result_describe(result, &r) != SCT_OK || sct_chart_result_correction(result, &c) != SCT_OK)
        return;
    printf("%s   %s", photo, r.name);
    if (r.mirrored)
        printf(" ");
    print_told(r.mirrored ? "(mirrored)" : "", 0);
    print_toldf(0, ", likeness %.3f, %.0f pixels from patch to patch", r.score, r.pitch_px);
    if (isfinite(r.mm_per_px))
        print_toldf(0, ", %.4f mm per pixel", r.mm_per_px);
    printf("\n");
    if (c.kind == SCT_CORRECTION_CHART) {
        char line[WORDS_SIZE];
        snprintf(
            line, sizeof line,
            "corrected by %d patches; one that is left out is off by %.1f on average, %.1f at worst; skin is then known "
            "to +- %.1f",
            c.patches_used, c.loo_de00_mean, c.loo_de00_max, c.u95_de00);
        print_sentences(line);
    }
    print_patches(a, result);
    if (shown_flags(a, sct_chart_result_flags(result))) {
        printf("\n");
        print_flags(a, sct_chart_result_flags(result));
    }
}

/* Draws the photo with the reason below it. The refusal itself has been told, so a picture that fails is left out. */
static void draw_refusal(app *a, const sct_photo *photo, sct_bytes *png)
{
    char reason[REASON_SIZE];
    const char *fix = split_reason(a, reason);
    if (!*reason || sct_photo_refusal_png(a->ctx, photo, reason, fix, NULL, png) != SCT_OK)
        *png = (sct_bytes){0};
}

/* Told before the photo is looked at. */
static int check_outputs(app *a, const chart_options *o)
{
    char name[INPUT_PATH_SIZE];
    int code = o->overlay ? output_numbered(a, o->overlay, 1, name) : 0;
    if (!code && o->overlay)
        code = output_is(a, name, "png");
    if (!code && o->save)
        code = output_is(a, o->save, "json");
    return !code && o->save && o->overlay ? output_apart(a, o->save, name) : code;
}

/* Keeps what the chart tells of the camera. */
static int save_camera(app *a, const char *path, const chart_options *o, const sct_chart_options *settings,
                       const sct_photo *photo)
{
    sct_camera *camera = NULL;
    sct_bytes text = {0};
    sct_status status = sct_camera_from_chart(a->ctx, settings, photo, &camera);
    if (status == SCT_OK)
        status = sct_camera_json(a->ctx, camera, &text);
    int code = status == SCT_OK ? output_file(a, o->save, text.data, text.size) : complain_status(a, status, path);
    sct_bytes_free(&text);
    sct_camera_free(camera);
    return code;
}

static int find(app *a, const char *path, const chart_options *o, const sct_chart *own, sct_chart_result **result)
{
    file_bytes bytes = {0};
    sct_photo *photo = NULL;
    sct_chart_options settings;
    sct_bytes png = {0};
    sct_chart_options_init(&settings);
    settings.id = o->chart && strcmp(o->chart, "auto") != 0 ? o->chart : NULL;
    settings.charts = &own;
    settings.chart_count = o->file != NULL;
    int code = input_read(a, path, (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), &bytes);
    if (code)
        return code;
    sct_status status = sct_photo_open(a->ctx, bytes.data, bytes.size, &photo);
    progress_attach(a, input_name(path));
    if (status == SCT_OK)
        status = sct_chart_find(a->ctx, &settings, photo, result);
    if (status == SCT_OK && o->overlay)
        status = sct_chart_result_overlay_png(a->ctx, *result, photo, &png);
    code = status == SCT_OK ? 0 : complain_status(a, status, path);
    if (code == EXIT_NOTHING && o->overlay)
        draw_refusal(a, photo, &png);
    progress_detach(a);
    if (!code && o->save)
        code = save_camera(a, path, o, &settings, photo);
    if (png.data) {
        char name[INPUT_PATH_SIZE];
        int written = output_numbered(a, o->overlay, 1, name);
        if (!written)
            written = output_file(a, name, png.data, png.size);
        code = code ? code : written;
    }
    sct_bytes_free(&png);
    sct_photo_free(photo);
    input_free(&bytes);
    return code;
}

static int answer(app *a, const char *path, const sct_chart_result *result)
{
    sct_bytes json = {0};
    if (!a->json) {
        print_result(a, input_name(path), result);
        return strict_code(a, sct_chart_result_flags(result));
    }
    sct_status status = sct_chart_result_json(a->ctx, result, &json);
    if (status != SCT_OK)
        return complain_status(a, status, path);
    printf("%s\n", (const char *)json.data);
    sct_bytes_free(&json);
    return strict_code(a, sct_chart_result_flags(result));
}

static int run(app *a, int argc, char **argv)
{
    chart_options o = {0};
    arg_items items = {0};
    int code = args_parse(a, &command_chart, argc, argv, &o, &items);
    if (code || app_help(a, &command_chart))
        return code;
    if (o.schema)
        return schema_print(a, "chart", NULL);
    if (items.count != 1)
        return complain(a, EXIT_USE, NULL, "one photo is needed, as in 'scalptone chart client.jpg'");
    sct_chart *own = NULL;
    sct_chart_result *result = NULL;
    code = check_outputs(a, &o);
    if (!code && o.file)
        code = client_read_chart(a, o.file, &own);
    if (!code)
        code = find(a, items.items[0].text, &o, own, &result);
    if (!code)
        code = answer(a, items.items[0].text, result);
    sct_chart_result_free(result);
    sct_chart_free(own);
    return code;
}

const command command_chart = {
    .name = "chart",
    .arguments = "PHOTO [options]",
    .summary = "find a colour chart, say how well its colours fit, draw an overlay",
    .about =
        (const char *const[]){"The residual is leave-one-out: each patch is judged by a correction that did not see it.", "",
                              "--save keeps what is true of the camera and not of the day: its tone curve and its colours.",
                              "Later photos of the same camera (by maker, model and lens in the file) need no chart then: "
                              "match CLIENT.jpg --camera OUT.json --grey.",
                              NULL},
    .example = "  scalptone chart build/demo/client.jpg --overlay build/demo/chart.png",
    .usual = "chart chart-file overlay save json",
    .options = options_table,
    .run = run,
};
