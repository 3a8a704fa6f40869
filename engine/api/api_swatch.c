/* engine/api/api_swatch.c - films of ink in photos; what is made of them is the room swatch. */
#include "api/api.h"
#include "swatch/swatch.h"

static sct_status read_all(sct_context *ctx, const sct_measure_options *options, const sct_view *views, size_t view_count,
                           const sct_swatch_field *fields, size_t field_count, swatch_reading *readings)
{
    sct_status status = SCT_OK;
    for (size_t i = 0; i < field_count; i++)
        if (fields[i].shape)
            TRY(api_check_shape(ctx, fields[i].shape));
    for (size_t p = 0; p < view_count; p++)
        TRY(swatch_read(ctx, options, &views[p], p, fields, field_count, &readings[p]));
done:
    return status;
}

sct_status sct_swatches_new(sct_context *ctx, const sct_measure_options *options, const sct_view *views, size_t view_count,
                            const sct_swatch_field *fields, size_t field_count, sct_swatches **out)
{
    sct_status status = SCT_OK;
    sct_measure_options checked;
    sct_swatch_field taken[SCT_SWATCH_FIELDS_MAX];
    swatch_reading *readings = NULL;
    sct_swatches *answer = NULL;
    sct_context_clear(ctx);
    if (!out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_swatches_new needs a place for the answer");
    TRY(api_check_views(ctx, views, view_count));
    TRY(api_measure_options(ctx, options, views, view_count, &checked));
    TRY(swatch_take_fields(ctx, fields, field_count, view_count, taken));
    TRY(mem_new(ctx, view_count, sizeof *readings, (void **)&readings));
    TRY(mem_new(ctx, 1, sizeof *answer, (void **)&answer));
    TRY(read_all(ctx, &checked, views, view_count, taken, field_count, readings));
    TRY(swatch_join(ctx, readings, views, view_count, taken, field_count, answer));
    *out = answer;
    answer = NULL;
done:
    mem_free(readings);
    mem_free(answer);
    return status;
}
