/*
 * chart_options.c - which charts are looked for.
 */
#include "chart/chart.h"

#include <string.h>

enum { CHARTS_MAX = 64 }; /* that a caller may bring */

void sct_chart_options_init_sized(sct_chart_options *options, size_t size)
{
    sct_chart_options defaults = {.size = sizeof defaults, .allow_mirrored = 1};
    options_fill(options, size, &defaults, sizeof defaults);
}

enum { PATCHES_MIN = 4, GRID_MIN = 2, GRID_MAX = 14 };

/* What the search rests on; chart_read makes no other charts. */
static int is_sound(const sct_chart *chart)
{
    if (!memchr(chart->id, 0, sizeof chart->id) || !memchr(chart->name, 0, sizeof chart->name) ||
        chart->patch_count < PATCHES_MIN || chart->patch_count > SCT_CHART_PATCH_MAX ||
        chart->fiducial_count > SCT_CHART_FIDUCIAL_MAX)
        return 0;
    if (chart->rows == 0)
        return chart->fiducial_count > 0;
    return chart->rows >= GRID_MIN && chart->rows <= GRID_MAX && chart->columns >= GRID_MIN && chart->columns <= GRID_MAX &&
           chart->patch_count == (size_t)chart->rows * (size_t)chart->columns;
}

sct_status chart_options_take(sct_context *ctx, const sct_chart_options *given, sct_chart_options *checked)
{
    sct_status status = SCT_OK;
    sct_chart_options_init(checked);
    TRY(options_take(ctx, "sct_chart_options", given, OPTIONS_SIZE(sct_chart_options, reserved), checked, sizeof *checked));
    TRY(option_range(ctx, "reserved", checked->reserved, 0, 0));
    TRY(option_range(ctx, "allow_mirrored", checked->allow_mirrored, 0, 1));
    if (checked->chart_count > CHARTS_MAX || (checked->chart_count && !checked->charts))
        FAIL(ctx, SCT_ERR_OPTION, "chart_count must be 0 to %d, and charts point to as many", CHARTS_MAX);
    for (size_t i = 0; i < checked->chart_count; i++)
        if (!checked->charts[i] || !is_sound(checked->charts[i]))
            FAIL(ctx, SCT_ERR_OPTION, "charts[%zu] is no chart: read it with sct_chart_from_json", i);
done:
    return status;
}

const sct_chart *chart_options_listed(const sct_chart_options *options, size_t i)
{
    return i < options->chart_count ? options->charts[i] : chart_table_grid(i - options->chart_count);
}

const sct_chart *chart_options_find(const sct_chart_options *options, const char *id)
{
    const sct_chart *chart;
    for (size_t i = 0; (chart = chart_options_listed(options, i)) != NULL; i++)
        if (strcmp(chart->id, id) == 0)
            return chart;
    return NULL;
}
