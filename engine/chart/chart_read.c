/*
 * chart_read.c - charts as JSON text.
 *
 * A grid chart has "grid", and its patches stand one unit apart, row by row.
 * A card has "fiducials" and patches with "rect_mm". Every complaint names the
 * JSON path.
 */
#include "chart/chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { GRID_MIN = 2, GRID_MAX = 14, PATCHES_MIN = 4, TAG_IDS = 587, PATH_SIZE = 64 };

static sct_status need_text(sct_context *ctx, const json *object, const char *key, const char *path, char *out, size_t size)
{
    const char *text = json_string(json_get(object, key));
    if (!text || !*text)
        return diag_set(ctx, SCT_ERR_PALETTE, "%s%s: a text is needed; add it to the chart file", path, key);
    text_copy(out, size, text);
    return SCT_OK;
}

static sct_status read_tier(sct_context *ctx, const json *root, sct_chart_tier *out)
{
    const char *text = json_string(json_get(root, "tier"));
    for (int i = SCT_TIER_UNMEASURED; text && i <= SCT_TIER_MEASURED; i++)
        if (strcmp(text, sct_chart_tier_name((sct_chart_tier)i)) == 0) {
            *out = (sct_chart_tier)i;
            return SCT_OK;
        }
    return diag_set(ctx, SCT_ERR_PALETTE, "tier: must be \"measured\", \"transferred\" or \"unmeasured\"");
}

/* Colours are D50 and 2 degrees; others would have to be converted from spectra, which a chart file has not. */
static sct_status read_conditions(sct_context *ctx, const json *root)
{
    const json *conditions = json_get(root, "conditions");
    const char *illuminant = json_string(json_get(conditions, "illuminant"));
    double observer = json_number(json_get(conditions, "observer"));
    if (!illuminant || strcmp(illuminant, "D50") != 0 || !(observer >= 2 && observer <= 2))
        return diag_set(ctx, SCT_ERR_PALETTE, "conditions: charts are given for D50 and the 2 degree observer");
    return SCT_OK;
}

static sct_status read_grid(sct_context *ctx, const json *grid, sct_chart *chart, double *half)
{
    sct_status status = SCT_OK;
    double rows = json_number(json_get(grid, "rows")), columns = json_number(json_get(grid, "columns"));
    double share = json_number(json_get(grid, "patch_share"));
    const json *pitch = json_get(grid, "pitch_mm");

    if (!(rows >= GRID_MIN && rows <= GRID_MAX && columns >= GRID_MIN && columns <= GRID_MAX) || rows != floor(rows) ||
        columns != floor(columns) || rows * columns > SCT_CHART_PATCH_MAX)
        FAIL(ctx, SCT_ERR_PALETTE, "grid: rows and columns must be whole numbers from %d to %d, together at most %d patches",
             GRID_MIN, GRID_MAX, SCT_CHART_PATCH_MAX);
    if (!(share >= 0.3 && share <= 0.98))
        FAIL(ctx, SCT_ERR_PALETTE, "grid.patch_share: the patch's share of the pitch, 0.3 to 0.98, is needed");
    if (pitch && !(json_number(pitch) >= 1 && json_number(pitch) <= 1000))
        FAIL(ctx, SCT_ERR_PALETTE, "grid.pitch_mm: a number between 1 and 1000 is needed");
    chart->rows = (int)rows;
    chart->columns = (int)columns;
    chart->pitch_mm = pitch ? json_number(pitch) : 0;
    *half = share / 2;
done:
    return status;
}

static sct_status read_fiducials(sct_context *ctx, const json *array, sct_chart *chart)
{
    sct_status status = SCT_OK;
    size_t count = json_count(array);
    const json *item = json_first(array);

    if (json_type(array) != JSON_ARRAY || count < 2 || count > SCT_CHART_FIDUCIAL_MAX)
        FAIL(ctx, SCT_ERR_PALETTE, "fiducials: a list of 2 to %d tags is needed", SCT_CHART_FIDUCIAL_MAX);
    for (size_t i = 0; i < count; i++, item = json_next(item)) {
        char path[PATH_SIZE];
        double corner[2], id = json_number(json_get(item, "id")), side = json_number(json_get(item, "side_mm"));
        if (!(id >= 0 && id < TAG_IDS) || id != floor(id) || !(side >= 1 && side <= 1000))
            FAIL(ctx, SCT_ERR_PALETTE, "fiducials[%zu]: id (0 to %d) and side_mm (1 to 1000) are needed", i, TAG_IDS - 1);
        snprintf(path, sizeof path, "fiducials[%zu].corner_mm", i);
        TRY(json_need_numbers(ctx, json_get(item, "corner_mm"), path, 2, -1000, 1000, corner));
        chart->fiducials[i] = (chart_fiducial){(int)id, corner[0], corner[1], side};
    }
    chart->fiducial_count = count;
    chart->pitch_mm = 1;
done:
    return status;
}

static sct_status read_patch(sct_context *ctx, const json *item, size_t index, double half, sct_chart *chart)
{
    sct_status status = SCT_OK;
    chart_swatch *patch = &chart->patches[index];
    const json *colour = json_get(item, "lab");
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "patches[%zu].", index);
    TRY(need_text(ctx, item, "name", path, patch->name, sizeof patch->name));
    if (chart->rows) {
        size_t columns = (size_t)chart->columns, row = index / columns;
        patch->u = (double)(index - row * columns);
        patch->v = (double)row;
        patch->half_width = patch->half_height = half;
    } else {
        double rect[4] = {0};
        snprintf(path, sizeof path, "patches[%zu].rect_mm", index);
        TRY(json_need_numbers(ctx, json_get(item, "rect_mm"), path, 4, 0.1, 1000, rect));
        patch->u = rect[0] + rect[2] / 2;
        patch->v = rect[1] + rect[3] / 2;
        patch->half_width = rect[2] / 2;
        patch->half_height = rect[3] / 2;
    }
    patch->neutral = json_bool(json_get(item, "neutral")) == 1;
    patch->lab = (sct_lab){(double)NAN, (double)NAN, (double)NAN};
    if (chart->tier != SCT_TIER_UNMEASURED) {
        double lab[3] = {0};
        snprintf(path, sizeof path, "patches[%zu].lab", index);
        TRY(json_need_numbers(ctx, colour, path, 3, -200, 200, lab));
        if (!(lab[0] >= 0 && lab[0] <= 110))
            FAIL(ctx, SCT_ERR_PALETTE, "patches[%zu].lab[0]: L* must lie between 0 and 110", index);
        patch->lab = (sct_lab){lab[0], lab[1], lab[2]};
    }
done:
    return status;
}

static sct_status read_root(sct_context *ctx, const json *root, sct_chart *chart)
{
    sct_status status = SCT_OK;
    const json *grid = json_get(root, "grid"), *fiducials = json_get(root, "fiducials");
    const json *patches = json_get(root, "patches"), *window = json_get(root, "window_mm");
    double version = json_number(json_get(root, "scalptone_chart")), half = 0;

    if (!(version >= 1 && version <= 1))
        FAIL(ctx, SCT_ERR_PALETTE, "scalptone_chart: version 1 is needed; is this a chart file?");
    TRY(need_text(ctx, root, "id", "", chart->id, sizeof chart->id));
    TRY(need_text(ctx, root, "name", "", chart->name, sizeof chart->name));
    TRY(need_text(ctx, json_get(root, "provenance"), "source", "provenance.", chart->source, sizeof chart->source));
    TRY(read_tier(ctx, root, &chart->tier));
    TRY(read_conditions(ctx, root));
    if (json_get(root, "u95_de00"))
        chart->u95_de00 = json_number(json_get(root, "u95_de00"));
    if (!(chart->u95_de00 >= 0 && chart->u95_de00 <= 50))
        FAIL(ctx, SCT_ERR_PALETTE, "u95_de00: a number between 0 and 50 is needed");
    if (!grid == !fiducials)
        FAIL(ctx, SCT_ERR_PALETTE, "either \"grid\" or \"fiducials\" is needed");
    if (grid)
        TRY(read_grid(ctx, grid, chart, &half));
    else
        TRY(read_fiducials(ctx, fiducials, chart));
    if (window)
        TRY(json_need_numbers(ctx, window, "window_mm", 4, 0, 1000, chart->window));

    chart->patch_count = json_count(patches);
    if (json_type(patches) != JSON_ARRAY || chart->patch_count < PATCHES_MIN || chart->patch_count > SCT_CHART_PATCH_MAX ||
        (grid && chart->patch_count != (size_t)chart->rows * (size_t)chart->columns))
        FAIL(ctx, SCT_ERR_PALETTE, "patches: %d to %d are needed, and rows times columns of a grid", PATCHES_MIN,
             SCT_CHART_PATCH_MAX);
    size_t i = 0;
    for (const json *item = json_first(patches); item; item = json_next(item))
        TRY(read_patch(ctx, item, i++, half, chart));
done:
    return status;
}

sct_status chart_read(sct_context *ctx, const void *text, size_t size, sct_chart *out)
{
    sct_status status = SCT_OK;
    json *root = NULL;
    sct_chart *chart = NULL;

    sct_context_clear(ctx);
    if (!text || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_chart_read needs a text and a place for the chart");
    TRY(json_parse(ctx, text, size, &root));
    TRY(mem_new(ctx, 1, sizeof *chart, (void **)&chart));
    TRY(read_root(ctx, root, chart));
    *out = *chart;
done:
    json_free(root);
    mem_free(chart);
    return status;
}

static json *numbers(const double *values, size_t count, int decimals)
{
    json *array = json_new_array();
    for (size_t i = 0; i < count; i++)
        json_append(array, json_new_number(values[i], decimals));
    return array;
}

static json *patch_json(const sct_chart *chart, const chart_swatch *patch)
{
    json *object = json_new_object();
    json_set(object, "name", json_new_string(patch->name));
    if (!chart->rows) {
        double rect[4] = {patch->u - patch->half_width, patch->v - patch->half_height, 2 * patch->half_width,
                          2 * patch->half_height};
        json_set(object, "rect_mm", numbers(rect, 4, 3));
    }
    if (chart->tier != SCT_TIER_UNMEASURED)
        json_set(object, "lab", numbers((const double[3]){patch->lab.L, patch->lab.a, patch->lab.b}, 3, 3));
    if (patch->neutral)
        json_set(object, "neutral", json_new_bool(1));
    return object;
}

static json *geometry_json(const sct_chart *chart)
{
    if (chart->rows) {
        json *grid = json_new_object();
        json_set(grid, "rows", json_new_number(chart->rows, 0));
        json_set(grid, "columns", json_new_number(chart->columns, 0));
        json_set(grid, "patch_share", json_new_number(2 * chart->patches[0].half_width, 4));
        if (chart->pitch_mm > 0)
            json_set(grid, "pitch_mm", json_new_number(chart->pitch_mm, 4));
        return grid;
    }
    json *array = json_new_array();
    for (size_t i = 0; i < chart->fiducial_count; i++) {
        const chart_fiducial *tag = &chart->fiducials[i];
        json *object = json_new_object();
        json_set(object, "id", json_new_number(tag->id, 0));
        json_set(object, "corner_mm", numbers((const double[2]){tag->u, tag->v}, 2, 3));
        json_set(object, "side_mm", json_new_number(tag->side, 3));
        json_append(array, object);
    }
    return array;
}

sct_status sct_chart_json(sct_context *ctx, const sct_chart *chart, sct_bytes *out)
{
    sct_status status = SCT_OK;
    json *root = NULL;

    sct_context_clear(ctx);
    if (!chart || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_chart_json needs a chart and a place for the text");
    root = json_new_object();
    json *provenance = json_new_object(), *conditions = json_new_object(), *patches = json_new_array();
    json_set(provenance, "kind", json_new_string(chart->tier == SCT_TIER_UNMEASURED ? "illustrative" : "measured"));
    json_set(provenance, "source", json_new_string(chart->source));
    json_set(conditions, "illuminant", json_new_string("D50"));
    json_set(conditions, "observer", json_new_number(2, 0));
    json_set(conditions, "specular", json_new_string("excluded"));
    json_set(root, "scalptone_chart", json_new_number(1, 0));
    json_set(root, "id", json_new_string(chart->id));
    json_set(root, "name", json_new_string(chart->name));
    json_set(root, "provenance", provenance);
    json_set(root, "conditions", conditions);
    json_set(root, "tier", json_new_string(sct_chart_tier_name(chart->tier)));
    if (chart->u95_de00 > 0)
        json_set(root, "u95_de00", json_new_number(chart->u95_de00, 3));
    json_set(root, chart->rows ? "grid" : "fiducials", geometry_json(chart));
    if (chart->window[2] > 0)
        json_set(root, "window_mm", numbers(chart->window, 4, 3));
    for (size_t i = 0; i < chart->patch_count; i++)
        json_append(patches, patch_json(chart, &chart->patches[i]));
    json_set(root, "patches", patches);
    TRY(json_print(ctx, root, 1, out));
done:
    json_free(root);
    return status;
}
