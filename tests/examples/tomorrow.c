/*
 * tests/examples/tomorrow.c - measures a client today, keeps the JSON, and ranks
 * again tomorrow without the photo. Both rankings are the same.
 *
 *   ./tomorrow client.jpg palettes/default.json
 */
#include "example.h"

#include <string.h>

int main(int argc, char **argv)
{
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    sct_palette *palette = NULL;
    sct_measurement *today = NULL, *tomorrow = NULL;
    sct_ranking *first = NULL, *second = NULL;
    sct_bytes kept = {NULL, 0}, a = {NULL, 0}, b = {NULL, 0};
    sct_view view;
    if (argc != 3)
        return EXIT_FAILURE;
    sct_bytes file = load(argv[1]), inks = load(argv[2]);
    must(ctx, sct_context_new(&ctx));
    must(ctx, sct_photo_open(ctx, file.data, file.size, &photo));
    must(ctx, sct_palette_from_json(ctx, inks.data, inks.size, &palette));
    sct_view_init(&view);
    view.photo = photo;
    must(ctx, sct_measure(ctx, NULL, &view, 1, &today));
    must(ctx, sct_measurement_json(ctx, today, &kept)); /* a text to keep in a file */

    must(ctx, sct_measurement_from_json(ctx, kept.data, kept.size, &tomorrow));
    must(ctx, sct_match(ctx, NULL, today, palette, &first));
    must(ctx, sct_match(ctx, NULL, tomorrow, palette, &second));
    must(ctx, sct_ranking_json(ctx, first, today, palette, 0, &a));
    must(ctx, sct_ranking_json(ctx, second, tomorrow, palette, 0, &b));
    int same = a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
    printf("%s\n", same ? "the same ranking, byte for byte" : "another ranking");

    sct_bytes_free(&a);
    sct_bytes_free(&b);
    sct_bytes_free(&kept);
    sct_ranking_free(first);
    sct_ranking_free(second);
    sct_measurement_free(today);
    sct_measurement_free(tomorrow);
    sct_palette_free(palette);
    sct_photo_free(photo);
    sct_context_free(ctx);
    free(file.data);
    free(inks.data);
    return same ? EXIT_SUCCESS : EXIT_FAILURE;
}
