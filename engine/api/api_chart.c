/* engine/api/api_chart.c - charts, cards and what was found of them, as programs hold them. */
#include "api/api.h"

/* ---- charts ---- */

static sct_status new_chart(sct_context *ctx, sct_chart **out)
{
    void *memory = NULL;
    sct_status status = mem_new(ctx, 1, sizeof **out, &memory);
    *out = memory;
    return status;
}

sct_status sct_chart_from_json(sct_context *ctx, const void *text, size_t size, sct_chart **out)
{
    sct_status status = SCT_OK;
    sct_chart *chart = NULL;
    sct_context_clear(ctx);
    if (!text || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_chart_from_json needs a text and a place for the chart");
    TRY(new_chart(ctx, &chart));
    TRY(chart_read(ctx, text, size, chart));
    *out = chart;
    chart = NULL;
done:
    mem_free(chart);
    return status;
}

/* Built-in charts are constants, and are left alone. */
void sct_chart_free(sct_chart *chart)
{
    const sct_chart *builtin;
    for (size_t i = 0; (builtin = sct_chart_builtin(i)) != NULL; i++)
        if (builtin == chart)
            return;
    mem_free(chart);
}

sct_status sct_chart_describe_sized(const sct_chart *chart, sct_chart_facts *out, size_t size)
{
    if (!chart || !out)
        return SCT_ERR_ARGUMENT;
    sct_chart_facts facts = {
        .id = chart->id,
        .name = chart->name,
        .source = chart->source,
        .tier = chart->tier,
        .rows = chart->rows,
        .columns = chart->columns,
        .fiducials = (int)chart->fiducial_count,
        .patch_count = chart->patch_count,
        .u95_de00 = chart->u95_de00,
        .pitch_mm = chart->pitch_mm,
        .window = {chart->window[0], chart->window[1], chart->window[2], chart->window[3]},
    };
    return record_give(out, size, &facts, sizeof facts);
}

sct_status sct_chart_swatch_at_sized(const sct_chart *chart, size_t index, sct_chart_swatch *out, size_t size)
{
    if (!chart || !out || index >= chart->patch_count)
        return SCT_ERR_ARGUMENT;
    const chart_swatch *s = &chart->patches[index];
    sct_chart_swatch swatch = {.name = s->name,
                               .u = s->u,
                               .v = s->v,
                               .half_width = s->half_width,
                               .half_height = s->half_height,
                               .lab = s->lab,
                               .neutral = s->neutral != 0};
    return record_give(out, size, &swatch, sizeof swatch);
}

/* ---- the card ---- */

sct_status sct_card_layout(sct_context *ctx, sct_chart **out)
{
    sct_context_clear(ctx);
    if (!out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_card_layout needs a place for the card");
    sct_chart *chart = NULL;
    sct_status status = new_chart(ctx, &chart);
    if (status != SCT_OK)
        return status;
    card_layout(chart);
    *out = chart;
    return SCT_OK;
}

sct_status sct_card_swatches_layout(sct_context *ctx, sct_chart **out)
{
    sct_context_clear(ctx);
    if (!out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_card_swatches_layout needs a place for the sheet");
    sct_status status = new_chart(ctx, out);
    if (status == SCT_OK)
        **out = *card_swatches();
    return status;
}

sct_status sct_card_measure(sct_context *ctx, const sct_chart *card, const void *text, size_t size, const char *source,
                            sct_chart **out)
{
    sct_status status = SCT_OK;
    sct_chart *chart = NULL;
    sct_context_clear(ctx);
    if (!card || !text || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_card_measure needs a card, a table and a place for the answer");
    TRY(new_chart(ctx, &chart));
    TRY(card_measure(ctx, card, text, size, source, chart));
    *out = chart;
    chart = NULL;
done:
    mem_free(chart);
    return status;
}

static sct_status new_result(sct_context *ctx, sct_chart_result **out)
{
    void *memory = NULL;
    sct_status status = mem_new(ctx, 1, sizeof **out, &memory);
    *out = memory;
    return status;
}

sct_status sct_card_transfer(sct_context *ctx, const sct_chart *card, const sct_chart_options *options,
                             const sct_photo *photo, sct_chart **out, sct_chart_result **reference)
{
    sct_status status = SCT_OK;
    sct_chart *chart = NULL;
    sct_chart_result *known = NULL;
    sct_context_clear(ctx);
    if (!card || !photo || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_card_transfer needs a card, a photo and a place for the answer");
    TRY(new_chart(ctx, &chart));
    TRY(new_result(ctx, &known));
    TRY(correct_transfer(ctx, card, options, photo, chart, known));
    *out = chart;
    chart = NULL;
    if (reference) {
        *reference = known;
        known = NULL;
    }
done:
    mem_free(chart);
    mem_free(known);
    return status;
}

/* ---- what was found ---- */

sct_status sct_chart_find(sct_context *ctx, const sct_chart_options *options, const sct_photo *photo, sct_chart_result **out)
{
    sct_status status = SCT_OK;
    sct_chart_result *result = NULL;
    sct_context_clear(ctx);
    if (!photo || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_chart_find needs a photo and a place for the answer");
    TRY(new_result(ctx, &result));
    TRY(correct_find_chart(ctx, options, photo, result));
    *out = result;
    result = NULL;
done:
    mem_free(result);
    return status;
}

sct_status sct_chart_result_from_json(sct_context *ctx, const void *text, size_t size, sct_chart_result **out)
{
    sct_status status = SCT_OK;
    sct_chart_result *result = NULL;
    sct_context_clear(ctx);
    if (!text || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_chart_result_from_json needs a text and a place for the result");
    TRY(new_result(ctx, &result));
    TRY(report_read_chart(ctx, text, size, result));
    *out = result;
    result = NULL;
done:
    mem_free(result);
    return status;
}

void sct_chart_result_free(sct_chart_result *result)
{
    mem_free(result);
}

sct_status sct_chart_result_describe_sized(const sct_chart_result *result, sct_chart_info *out, size_t size)
{
    if (!result || !out)
        return SCT_ERR_ARGUMENT;
    sct_chart_info info = {.tier = result->tier,
                           .mirrored = result->mirrored != 0,
                           .score = result->score,
                           .pitch_px = result->pitch_px,
                           .mm_per_px = result->mm_per_px,
                           .patch_count = result->patch_count};
    text_copy(info.name, sizeof info.name, result->name);
    for (int i = 0; i < 3; i++) {
        info.shade[i] = result->shade[i];
        for (int k = 0; k < 3; k++)
            info.homography[i][k] = result->homography[i][k];
    }
    return record_give(out, size, &info, sizeof info);
}

sct_status sct_chart_result_patch_sized(const sct_chart_result *result, size_t index, sct_chart_patch *out, size_t size)
{
    if (!result || !out || index >= result->patch_count)
        return SCT_ERR_ARGUMENT;
    return record_give(out, size, &result->patches[index], sizeof result->patches[index]);
}

sct_status sct_chart_result_correction_sized(const sct_chart_result *result, sct_correction *out, size_t size)
{
    if (!result || !out)
        return SCT_ERR_ARGUMENT;
    return record_give(out, size, &result->correction, sizeof result->correction);
}

const sct_flags *sct_chart_result_flags(const sct_chart_result *result)
{
    return result ? &result->flags : NULL;
}

sct_status sct_chart_result_json(sct_context *ctx, const sct_chart_result *result, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!result || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_chart_result_json needs a result and a place for the text");
    return report_chart(ctx, result, out);
}

sct_status sct_chart_result_overlay_png(sct_context *ctx, const sct_chart_result *result, const sct_photo *photo,
                                        sct_bytes *out)
{
    sct_status status = SCT_OK;
    pixels_image *image = NULL;
    sct_context_clear(ctx);
    if (!photo || !result || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_chart_result_overlay_png needs a photo, its chart and a place for the picture");
    TRY(api_open_whole(ctx, photo, &image));
    TRY(progress_tell(ctx, SCT_STAGE_REPORT, 0));
    TRY(report_chart_overlay(ctx, image, result, out));
done:
    pixels_free(image);
    return status;
}
