/*
 * tests/fuzz/fuzz_record.c - results from strangers: a measurement, a ranking, a prediction or a chart as JSON.
 *
 * Whatever comes in, each reader refuses it with a message, or gives a result that is written as JSON, read from that and
 * written again with the same bytes. What was measured can be ranked, or is refused.
 */
#include "fuzz/fuzz.h"
#include "match/client.h"
#include "report/made_up.h"
#include "support/inside.h"

static match_candidate rows[SCT_CANDIDATE_MAX];
static int accepted, refused;

static void took(sct_context *ctx, sct_status status)
{
    HOLD(status == SCT_OK || (status == SCT_ERR_PALETTE && sct_context_message(ctx)[0] != '\0'));
    accepted += status == SCT_OK;
    refused += status != SCT_OK;
    sct_context_clear(ctx);
}

static void hold_same(sct_bytes *a, sct_bytes *b)
{
    HOLD(a->size == b->size && memcmp(a->data, b->data, a->size) == 0);
    sct_bytes_free(a);
    sct_bytes_free(b);
}

static void rank(sct_context *ctx, const sct_measurement *m, const sct_palette *palette)
{
    sct_match_options o;
    match_ranking r;
    sct_match_options_init(&o);
    o.draws = 2;
    sct_status status = api_match(ctx, &o, m, palette, rows, 4, &r);
    HOLD(status == SCT_OK || sct_context_message(ctx)[0] != '\0');
}

static void try_measurement(sct_context *ctx, const sct_palette *palette, const uint8_t *data, size_t size)
{
    static sct_measurement m, again;
    sct_bytes first = {0}, second = {0};
    sct_status status = report_read_measurement(ctx, data, size, &m);
    took(ctx, status);
    if (status != SCT_OK)
        return;
    HOLD(report_measurement(ctx, &m, &first) == SCT_OK);
    HOLD(report_read_measurement(ctx, first.data, first.size, &again) == SCT_OK);
    HOLD(report_measurement(ctx, &again, &second) == SCT_OK);
    hold_same(&first, &second);
    if (accepted % 16 == 1) /* it takes a hundred times longer than reading */
        rank(ctx, &m, palette);
}

static void try_ranking(sct_context *ctx, const sct_palette *palette, const uint8_t *data, size_t size)
{
    static match_ranking r, again;
    sct_measurement m = made_up_measurement();
    sct_bytes first = {0}, second = {0};
    sct_status status = report_read_ranking(ctx, data, size, palette, &r, rows);
    took(ctx, status);
    if (status != SCT_OK)
        return;
    HOLD(report_match(ctx, &m, palette, &r, rows, &first) == SCT_OK);
    HOLD(report_read_ranking(ctx, first.data, first.size, palette, &again, rows) == SCT_OK);
    HOLD(report_match(ctx, &m, palette, &again, rows, &second) == SCT_OK);
    hold_same(&first, &second);
}

static void try_healed(sct_context *ctx, const uint8_t *data, size_t size)
{
    static sct_healed h, again;
    sct_bytes first = {0}, second = {0};
    sct_status status = report_read_healed(ctx, data, size, &h);
    took(ctx, status);
    if (status != SCT_OK)
        return;
    HOLD(report_healed(ctx, &h, &first) == SCT_OK);
    HOLD(report_read_healed(ctx, first.data, first.size, &again) == SCT_OK);
    HOLD(report_healed(ctx, &again, &second) == SCT_OK);
    hold_same(&first, &second);
}

static void try_chart(sct_context *ctx, const uint8_t *data, size_t size)
{
    static sct_chart_result c, again;
    sct_bytes first = {0}, second = {0};
    sct_status status = report_read_chart(ctx, data, size, &c);
    took(ctx, status);
    if (status != SCT_OK)
        return;
    HOLD(report_chart(ctx, &c, &first) == SCT_OK);
    HOLD(report_read_chart(ctx, first.data, first.size, &again) == SCT_OK);
    HOLD(report_chart(ctx, &again, &second) == SCT_OK);
    hold_same(&first, &second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sct_context *ctx = NULL;
    sct_palette *palette = NULL;
    HOLD(sct_context_new(&ctx) == SCT_OK);
    HOLD(sct_palette_from_json(ctx, carbon_palette, strlen(carbon_palette), &palette) == SCT_OK);
    try_measurement(ctx, palette, data, size);
    try_ranking(ctx, palette, data, size);
    try_healed(ctx, data, size);
    try_chart(ctx, data, size);
    sct_palette_free(palette);
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER

static void keep(fuzz_seed *seed, const char *name, sct_bytes *text)
{
    seed->name = name;
    seed->size = text->size;
    seed->data = malloc(text->size);
    HOLD(seed->data);
    memcpy(seed->data, text->data, text->size);
    sct_bytes_free(text);
}

static size_t make_seeds(fuzz_seed *seeds)
{
    static sct_chart_result chart;
    sct_measurement m = made_up_measurement();
    match_ranking r = made_up_ranking(&m, rows);
    sct_palette *palette = palette_of(carbon_palette);
    sct_heal_options o;
    sct_healed healed;
    sct_bytes text = {0};
    HOLD(report_measurement(NULL, &m, &text) == SCT_OK);
    keep(&seeds[0], "measurement", &text);
    HOLD(report_match(NULL, &m, palette, &r, rows, &text) == SCT_OK);
    keep(&seeds[1], "ranking", &text);
    sct_heal_options_init(&o);
    o.skin_lab = (sct_lab){61, 11, 16};
    o.band = 1;
    HOLD(skin_heal(NULL, &o, &healed) == SCT_OK && report_healed(NULL, &healed, &text) == SCT_OK);
    keep(&seeds[2], "prediction", &text);
    chart = (sct_chart_result){.name = "colorchecker-classic", .tier = SCT_TIER_MEASURED, .patch_count = 2};
    HOLD(report_chart(NULL, &chart, &text) == SCT_OK);
    keep(&seeds[3], "chart", &text);
    sct_palette_free(palette);
    return 4;
}

int main(int argc, char **argv)
{
    int code = fuzz_main(&(fuzz_target){"record", make_seeds, 2000, 4}, argc, argv);
    HOLD(argc > 1 || (accepted > 50 && refused > 50)); /* both sides were tried */
    return code;
}

#endif
