/* engine/api/api_report.c - what people take home and what the artist keeps: arguments checked, then the rooms report and
 * record. The rest of record.h is the room record. */
#include "api/api.h"
#include "record/record.h"

sct_status sct_verdict_of_sized(const sct_ranking *ranking, const sct_measurement *measurement, const sct_palette *palette,
                                sct_verdict *out, size_t size)
{
    if (!ranking || !measurement || !palette || !out)
        return SCT_ERR_ARGUMENT;
    sct_status status = api_check_palette(NULL, ranking, palette);
    if (status != SCT_OK)
        return status;
    sct_verdict verdict = report_verdict(measurement, palette, &ranking->facts, ranking->rows);
    return record_give(out, size, &verdict, sizeof verdict);
}

sct_status sct_before_after_jpeg(sct_context *ctx, sct_preview *preview, const sct_look *look, sct_bytes *out)
{
    sct_context_clear(ctx);
    if (!preview || !look || !out)
        return diag_set(ctx, SCT_ERR_ARGUMENT, "sct_before_after_jpeg needs a preview, a look and a place for the picture");
    return report_before_after(ctx, preview, look, out);
}

void sct_page_options_init_sized(sct_page_options *options, size_t size)
{
    sct_page_options defaults = {.size = sizeof defaults, .seed = 1};
    options_fill(options, size, &defaults, sizeof defaults);
}

sct_status sct_page_html(sct_context *ctx, const sct_page_options *options, const sct_measurement *measurement,
                         const sct_palette *palette, const sct_ranking *ranking, sct_preview *preview, sct_bytes *out)
{
    sct_status status = SCT_OK;
    sct_page_options o;
    sct_match_options match;
    sct_context_clear(ctx);
    if (!measurement || !palette || !ranking || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_page_html needs a measurement, a palette, a ranking and a place for the page");
    TRY(api_check_palette(ctx, ranking, palette));
    sct_page_options_init(&o);
    TRY(options_take(ctx, "sct_page_options", options, OPTIONS_SIZE(sct_page_options, studio), &o, sizeof o));
    TRY(api_match_options(ctx, o.match, &match));
    o.match = &match;
    TRY(report_page(ctx, &o, measurement, palette, &ranking->facts, ranking->rows, preview, out));
done:
    return status;
}

sct_status sct_verification_html(sct_context *ctx, const sct_page_options *options, const sct_verification *verification,
                                 sct_bytes *out)
{
    sct_status status = SCT_OK;
    sct_page_options o;
    sct_context_clear(ctx);
    if (!verification || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_verification_html needs a verification and a place for the page");
    sct_page_options_init(&o);
    TRY(options_take(ctx, "sct_page_options", options, OPTIONS_SIZE(sct_page_options, studio), &o, sizeof o));
    TRY(report_verification(ctx, &o, verification, out));
done:
    return status;
}

sct_status sct_record_new(sct_context *ctx, const sct_measurement *measurement, const sct_palette *palette,
                          const sct_ranking *ranking, sct_record **out)
{
    sct_status status = SCT_OK;
    sct_record *record = NULL;
    int given = (measurement != NULL) + (palette != NULL) + (ranking != NULL);
    sct_context_clear(ctx);
    if (!out || (given && given < 3))
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_record_new needs a measurement, its palette and its ranking, or none of them");
    if (given)
        TRY(api_check_palette(ctx, ranking, palette));
    TRY(record_empty(ctx, &record));
    if (given)
        TRY(record_fill(ctx, measurement, palette, &ranking->facts, ranking->rows, record));
    *out = record;
    record = NULL;
done:
    sct_record_free(record);
    return status;
}
