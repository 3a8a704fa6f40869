/* cli/cmd/chart.c - the command `chart` finds a colour chart in a photo and says how well it corrects the colours. */
#include "client/client.h"
#include "commands.h"
#include "show/measurement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct chart_options {
    const char *chart, *file, *overlay;
} chart_options;

static const arg options_table[] = {
    OPTION_TEXT("chart", chart_options, chart, "NAME", "only this chart, e.g. colorchecker-classic; default any"),
    OPTION_TEXT("chart-file", chart_options, file, "FILE.json", "a chart of your own to look for besides"),
    OPTION_TEXT("overlay", chart_options, overlay, "OUT.png", "the photo with the patches drawn in, or why there are none"),
    OPTIONS_END,
};

static void print_patches(const app *a, const sct_chart_result *r)
{
    printf("\n   #  %-16s  %-7s  %-7s  off by   noise  clipped\n", "patch", "seen", "chart");
    for (size_t i = 0; i < r->patch_count; i++) {
        const sct_chart_patch *p = &r->patches[i];
        printf("  %2d  ", p->index + 1);
        print_padded(p->name, 16);
        printf("  ");
        print_swatch(a, p->lab);
        printf("  ");
        print_swatch(a, p->reference_lab);
        if (p->kept && isfinite(p->de00_loo))
            printf("  %6.1f", p->de00_loo);
        else
            printf("  %6s", p->kept ? "-" : "out");
        printf("  %4.1f %%  %5.0f %%\n", 100 * p->sd, 100 * p->clipped);
    }
}

static void print_result(const app *a, const char *photo, const sct_chart_result *r)
{
    const sct_correction *c = &r->correction;
    printf("%s   %s%s, score %.3f, %.0f px from patch to patch", photo, r->name, r->mirrored ? " (mirrored)" : "", r->score,
           r->pitch_px);
    if (isfinite(r->mm_per_px))
        printf(", %.4f mm per px", r->mm_per_px);
    printf("\n");
    if (c->kind == SCT_CORRECTION_CHART)
        printf("  correction by %d patches, leave-one-out %.1f on average, %.1f at worst; skin is then known to +- %.1f\n",
               c->patches_used, c->loo_de00_mean, c->loo_de00_max, c->u95_de00);
    print_patches(a, r);
    if (shown_flags(a, &r->flags)) {
        printf("\n");
        print_flags(a, &r->flags);
    }
}

/* Draws the photo with the reason below it. The refusal itself has been told, so a picture that fails is left out. */
static void draw_refusal(app *a, const sct_photo *photo, sct_status refusal, sct_chart_result *result, sct_bytes *png)
{
    if (flags_from_message(a, &result->flags, refusal == SCT_ERR_CHART_NONE ? "no-chart" : "chart-unusable") &&
        sct_chart_overlay_png(a->ctx, photo, result, png) != SCT_OK)
        *png = (sct_bytes){0};
}

/* Told before the photo is looked at. */
static int check_overlay(app *a, const chart_options *o)
{
    char name[INPUT_PATH_SIZE];
    int code = o->overlay ? output_numbered(a, o->overlay, 1, name) : 0;
    return !code && o->overlay ? output_is(a, name, "png") : code;
}

static int find(app *a, const char *path, const chart_options *o, sct_chart *own, sct_chart_result *result)
{
    file_bytes bytes = {0};
    sct_photo *photo = NULL;
    sct_chart_options settings;
    sct_bytes png = {0};
    sct_chart_options_init(&settings);
    settings.id = o->chart && strcmp(o->chart, "auto") != 0 ? o->chart : NULL;
    settings.charts = own;
    settings.chart_count = o->file != NULL;
    int code = input_read(a, path, (size_t)sct_context_limit(a->ctx, SCT_LIMIT_FILE_BYTES), &bytes);
    if (code)
        return code;
    sct_status status = sct_photo_open(a->ctx, bytes.data, bytes.size, &photo);
    progress_attach(a, input_name(path));
    if (status == SCT_OK)
        status = sct_chart_find(a->ctx, &settings, photo, result);
    if (status == SCT_OK && o->overlay)
        status = sct_chart_overlay_png(a->ctx, photo, result, &png);
    code = status == SCT_OK ? 0 : complain_status(a, status, path);
    if (code == EXIT_NOTHING && o->overlay)
        draw_refusal(a, photo, status, result, &png);
    progress_detach(a);
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
        return strict_code(a, &result->flags);
    }
    sct_status status = sct_chart_json(a->ctx, result, &json);
    if (status != SCT_OK)
        return complain_status(a, status, path);
    printf("%s\n", (const char *)json.data);
    sct_bytes_free(&json);
    return strict_code(a, &result->flags);
}

static int run(app *a, int argc, char **argv)
{
    chart_options o = {0};
    arg_items items = {0};
    int code = args_parse(a, &command_chart, argc, argv, &o, &items);
    if (code || app_help(a, &command_chart))
        return code;
    if (items.count != 1)
        return complain(a, EXIT_USE, NULL, "one photo is needed, as in 'scalptone chart client.jpg'");
    sct_chart *own = calloc(1, sizeof *own);
    sct_chart_result *result = calloc(1, sizeof *result);
    code = own && result ? 0 : complain(a, EXIT_WORLD, NULL, "out of memory");
    if (!code)
        code = check_overlay(a, &o);
    if (!code && o.file)
        code = client_read_chart(a, o.file, own);
    if (!code)
        code = find(a, items.items[0].text, &o, own, result);
    if (!code)
        code = answer(a, items.items[0].text, result);
    free(result);
    free(own);
    return code;
}

const command command_chart = {
    .name = "chart",
    .arguments = "PHOTO [options]",
    .summary = "find a colour chart, report the correction and its residual, draw an overlay",
    .about = "The residual is leave-one-out: each patch is judged by a correction that did not see it.",
    .example = "  scalptone chart build/demo/client.jpg --overlay build/demo/chart.png",
    .usual = "chart chart-file overlay json",
    .options = options_table,
    .run = run,
};
