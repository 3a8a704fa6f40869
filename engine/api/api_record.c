/* engine/api/api_record.c - a record of a ranking; the rest of record.h is the room record. */
#include "api/api.h"
#include "record/record.h"

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
