/*
 * tests/fuzz/fuzz_chart.c - charts from strangers: refused with a message, or a
 * chart within its bounds that survives being written and read again.
 */
#include "correct/correct.h"
#include "fuzz/fuzz.h"

static void check_chart(sct_context *ctx, const sct_chart *chart)
{
    HOLD(chart->patch_count >= 4 && chart->patch_count <= SCT_CHART_PATCH_MAX);
    HOLD(chart->fiducial_count <= SCT_CHART_FIDUCIAL_MAX);
    HOLD(memchr(chart->id, 0, sizeof chart->id) && memchr(chart->name, 0, sizeof chart->name));
    HOLD(chart->rows == 0 || (size_t)chart->rows * (size_t)chart->columns == chart->patch_count);
    for (size_t i = 0; i < chart->patch_count; i++) {
        const chart_swatch *patch = &chart->patches[i];
        HOLD(isfinite(patch->u) && isfinite(patch->v) && patch->half_width > 0 && patch->half_height > 0);
        HOLD(chart->tier == SCT_TIER_UNMEASURED ||
             (isfinite(patch->lab.L) && isfinite(patch->lab.a) && isfinite(patch->lab.b)));
    }
    static sct_chart again; /* too large for a fuzzer's stack */
    sct_bytes text = {0};
    HOLD(sct_chart_json(ctx, chart, &text) == SCT_OK);
    HOLD(chart_read(ctx, text.data, text.size, &again) == SCT_OK);
    HOLD(again.patch_count == chart->patch_count && strcmp(again.id, chart->id) == 0);
    sct_bytes_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sct_chart chart, before;
    sct_context *ctx = NULL;
    HOLD(sct_context_new(&ctx) == SCT_OK);
    memset(&chart, 0x55, sizeof chart);
    memset(&before, 0x55, sizeof before);
    if (chart_read(ctx, data, size, &chart) == SCT_OK) {
        check_chart(ctx, &chart);
    } else {
        HOLD(sct_context_message(ctx)[0] != '\0');
        HOLD(memcmp(&chart, &before, sizeof chart) == 0);
    }
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER
static size_t make_seeds(fuzz_seed *seeds)
{
    sct_context *ctx = NULL;
    size_t count = 0;
    HOLD(sct_context_new(&ctx) == SCT_OK);
    for (const sct_chart *chart; count < FUZZ_SEEDS_MAX && (chart = sct_chart_builtin(count)) != NULL; count++) {
        sct_bytes text = {0};
        HOLD(sct_chart_json(ctx, chart, &text) == SCT_OK);
        seeds[count] = (fuzz_seed){chart->id, text.data, text.size};
    }
    sct_context_free(ctx);
    return count;
}
int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"chart", make_seeds, 1500, 1.5}, argc, argv);
}
#endif
