/*
 * tests/fuzz/fuzz_match.c - the whole way: any bytes as a photo, skin and hair
 * looked for, inks ranked, JSON and overlay written. Every number that comes
 * out is finite or said to be unknown. Light in the skin takes most of the time,
 * and fuzz_rank follows it: here one client in eight gets inks.
 */
#include "fuzz/fuzz.h"
#include "fuzz/photo_seeds.h"
#include "match/client.h"
#include "scalptone.h"
#include "support/inside.h"

enum { ROWS = 8 };

/* JSON is strict: it has no NaN and no Infinity outside of texts, which never hold these words. */
static void check_json(sct_context *ctx, sct_status status, sct_bytes *text)
{
    HOLD(status == SCT_OK || sct_context_message(ctx)[0]);
    HOLD(status == SCT_OK && text->size > 2 && text->data[0] == '{');
    HOLD(!strstr((const char *)text->data, "nan,") && !strstr((const char *)text->data, "inf,"));
    sct_bytes_free(text);
}

static void rank(sct_context *ctx, const sct_measurement *client)
{
    static match_candidate rows[ROWS];
    static match_ranking ranking;
    sct_palette *palette = palette_of(carbon_palette);
    sct_match_options options;
    sct_bytes text = {0};
    sct_match_options_init(&options);
    options.draws = 8;
    if (api_match(ctx, &options, client, palette, rows, ROWS, &ranking) == SCT_OK) {
        HOLD(ranking.candidate_count >= 1 && ranking.candidate_count <= ROWS);
        for (size_t i = 0; i < ranking.candidate_count; i++)
            HOLD(isfinite(rows[i].loss) && isfinite(rows[i].de00) && (i == 0 || rows[i].rank == i + 1));
        check_json(ctx, report_match(ctx, client, palette, &ranking, rows, &text), &text);
    } else {
        HOLD(sct_context_message(ctx)[0] != '\0');
    }
    sct_palette_free(palette);
}

static void measure(sct_context *ctx, const sct_photo *photo, const sct_shape *shapes, size_t count, int ranked)
{
    static sct_measurement client;
    sct_bytes text = {0};
    sct_photo_info info = photo_info(photo);
    uint8_t *labels = malloc((size_t)info.width * info.height);
    HOLD(labels);
    sct_measure_options options;
    sct_measure_options_init(&options);
    options.label_planes = &(sct_label_plane){labels, (size_t)info.width * info.height};
    const sct_shape *list[2];
    sct_view view = {.photo = photo,
                     .shapes = point_to(list, shapes, count),
                     .shape_count = count,
                     .roles = 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR};
    if (api_measure(ctx, &options, &view, 1, &client) == SCT_OK) {
        check_json(ctx, sct_measurement_json(ctx, &client, &text), &text);
        HOLD(sct_measurement_overlay_png(ctx, &client, 0, photo, labels, &text) == SCT_OK);
        sct_bytes_free(&text);
        if (ranked)
            rank(ctx, &client);
    } else {
        HOLD(sct_context_message(ctx)[0] != '\0');
    }
    free(labels);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    sct_shape shapes[2];
    HOLD(sct_context_new(&ctx) == SCT_OK && sct_context_set_limit(ctx, SCT_LIMIT_PIXELS, 40000) == SCT_OK);
    HOLD(region_shape_parse(ctx, "rect:2%,2%,30%,96%", SCT_ROLE_SKIN, &shapes[0]) == SCT_OK);
    HOLD(region_shape_parse(ctx, "rect:68%,2%,30%,96%", SCT_ROLE_HAIR, &shapes[1]) == SCT_OK);
    if (sct_photo_open(ctx, data, size, &photo) == SCT_OK)
        measure(ctx, photo, shapes, size % 2 ? 0 : 2, size % 16 < 2); /* auto, or told where */
    else
        HOLD(sct_context_message(ctx)[0] != '\0');
    sct_photo_free(photo);
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER
int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"match", photo_seeds, 300, 3}, argc, argv);
}
#endif
