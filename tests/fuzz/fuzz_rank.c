/*
 * tests/fuzz/fuzz_rank.c - a palette from a stranger, ranked for a usual client:
 * refused with a message, or an order of finite numbers and its JSON.
 */
#include "fuzz/fuzz.h"
#include "match/client.h"
#include "scalptone.h"
#include "support/inside.h"

enum { ROWS = 40 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static match_candidate rows[ROWS];
    static match_ranking ranking;
    static sct_measurement client;
    sct_context *ctx = NULL;
    sct_palette *palette = NULL;
    sct_match_options options;
    sct_bytes text = {0};
    if (!client.photo_count)
        client = typical_client();
    sct_match_options_init(&options);
    options.draws = 4;
    options.basis = size % 4 == 0 ? SCT_BASIS_SWATCH : SCT_BASIS_AUTO;
    HOLD(sct_context_new(&ctx) == SCT_OK);
    if (sct_palette_from_json(ctx, data, size, &palette) == SCT_OK && sct_palette_count(palette) <= 50) {
        if (api_match(ctx, &options, &client, palette, rows, ROWS, &ranking) == SCT_OK) {
            HOLD(ranking.candidate_count >= 1 && ranking.candidate_count <= ROWS);
            for (size_t i = 0; i < ranking.candidate_count; i++) {
                const match_candidate *row = &rows[i];
                HOLD(isfinite(row->loss) && isfinite(row->de00) && row->ink < sct_palette_count(palette));
                HOLD(row->parts_ink > 0 && row->parts_water >= 0);
                /* What only a swatch is known of stands apart, and has no share of the draws. */
                HOLD((row->p_best >= 0 && row->p_best <= 1) || (isnan(row->p_best) && row->basis == SCT_BASIS_SWATCH));
            }
            HOLD(report_match(ctx, &client, palette, &ranking, rows, &text) == SCT_OK);
            sct_bytes_free(&text);
        } else {
            HOLD(sct_context_message(ctx)[0] != '\0');
        }
    }
    sct_palette_free(palette);
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER

static size_t make_seeds(fuzz_seed *seeds)
{
    size_t n = 0;
    seeds[n].name = "ready-shades";
    seeds[n].data = read_file("palettes/ready-shades.json", &seeds[n].size);
    HOLD(seeds[n++].data);
    seeds[n].name = "carbon";
    seeds[n].size = strlen(carbon_palette);
    seeds[n].data = malloc(seeds[n].size);
    HOLD(seeds[n].data);
    memcpy(seeds[n].data, carbon_palette, seeds[n].size);
    return n + 1;
}

int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"rank", make_seeds, 1000, 2}, argc, argv);
}

#endif
