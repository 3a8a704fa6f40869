/*
 * tests/examples/values.c - no photo: the colours of skin and hair are known by
 * an instrument, and the inks are ranked for them.
 *
 *   ./values palettes/default.json
 */
#include "example.h"

int main(int argc, char **argv)
{
    sct_context *ctx = NULL;
    sct_palette *palette = NULL;
    sct_measurement *client = NULL;
    sct_ranking *ranking = NULL;
    sct_match_row row;
    if (argc != 2)
        return EXIT_FAILURE;
    sct_bytes inks = load(argv[1]);
    must(ctx, sct_context_new(&ctx));
    must(ctx, sct_palette_from_json(ctx, inks.data, inks.size, &palette));

    /* D50, 2 degrees, specular reflection excluded; each known to 1.5 dE00. */
    sct_lab skin = {62.1, 10.4, 16.8}, hair = {22.0, 2.1, 3.0};
    must(ctx, sct_measurement_from_lab(ctx, skin, 1.5, hair, 1.5, SCT_HAIR_STUBBLE, &client));
    must(ctx, sct_match(ctx, NULL, client, palette, &ranking));
    for (size_t i = 0; i < 3 && sct_ranking_match(ranking, i, &row) == SCT_OK; i++)
        printf("%u. %s, shade %s: from afar %s\n", (unsigned)row.rank, row.ink_id, row.shade, row.direction_area);

    sct_ranking_free(ranking);
    sct_measurement_free(client);
    sct_palette_free(palette);
    sct_context_free(ctx);
    free(inks.data);
    return EXIT_SUCCESS;
}
