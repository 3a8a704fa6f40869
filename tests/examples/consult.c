/*
 * tests/examples/consult.c - the smallest whole program around the library: a photo and a palette in, the best three inks
 * out. README.md shows its heart; tests/examples/installed.sh builds it against an installed tree.
 *
 *   cc consult.c $(pkg-config --cflags --libs scalptone) -o consult && ./consult client.jpg palettes/default.json
 */
#include "example.h"

int main(int argc, char **argv)
{
    if (argc != 3)
        return EXIT_FAILURE;
    sct_bytes file = load(argv[1]), inks = load(argv[2]);
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    sct_palette *palette = NULL;
    sct_measurement *client = NULL;
    sct_ranking *ranking = NULL;

    sct_status status = sct_context_new(&ctx);
    if (status == SCT_OK)
        status = sct_photo_open(ctx, file.data, file.size, &photo);
    if (status == SCT_OK)
        status = sct_palette_from_json(ctx, inks.data, inks.size, &palette);
    sct_view view;
    sct_view_init(&view);
    view.photo = photo;
    if (status == SCT_OK)
        status = sct_measure(ctx, NULL, &view, 1, &client);
    sct_skin skin;
    if (sct_measurement_skin(client, &skin) == SCT_OK)
        printf("skin L* %.1f, +- %.1f dE00\n", skin.estimate.lab.L, skin.estimate.u95_de00);
    if (status == SCT_OK)
        status = sct_match(ctx, NULL, client, palette, &ranking);
    sct_ranking_info info;
    if (sct_ranking_describe(ranking, &info) == SCT_OK && !info.pick)
        printf("no ink can be called the best (%s confidence)\n", sct_confidence_name(info.confidence));
    sct_match_row row;
    for (size_t i = 0; i < 3 && sct_ranking_match(ranking, i, &row) == SCT_OK; i++)
        printf("%zu. %s %s: %.1f dE00\n", row.rank, row.ink_id, row.shade, row.de00);
    sct_flag flag;
    for (size_t i = 0; sct_flags_at(sct_ranking_flags(ranking), i, &flag) == SCT_OK; i++)
        printf("%s; %s\n", flag.message, flag.fix);
    if (status != SCT_OK)
        printf("%s: %s\n", sct_status_name(status), sct_context_message(ctx));
    sct_ranking_free(ranking);
    sct_measurement_free(client);
    sct_palette_free(palette);
    sct_photo_free(photo);
    sct_context_free(ctx);
    free(file.data);
    free(inks.data);
    return status == SCT_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
