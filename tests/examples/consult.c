/*
 * tests/examples/consult.c - the smallest whole program around the library:
 * a photo and a palette in, the best three inks out. README.md shows its
 * heart; tests/examples/installed.sh builds it against an installed tree.
 *
 *   cc consult.c $(pkg-config --cflags --libs scalptone) -o consult
 *   ./consult client.jpg palettes/default.json
 */
#include <scalptone.h>

#include <stdio.h>
#include <stdlib.h>

static sct_status consult(sct_bytes file, sct_bytes inks)
{
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    sct_palette *palette = NULL;
    sct_measurement client;
    sct_candidate best[3];
    sct_ranking ranking = {0};

    sct_status status = sct_context_new(&ctx);
    if (status == SCT_OK)
        status = sct_photo_open(ctx, file.data, file.size, &photo);
    if (status == SCT_OK)
        status = sct_palette_read(ctx, inks.data, inks.size, &palette);
    sct_view view = {.photo = photo, .roles = 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR};
    if (status == SCT_OK)
        status = sct_measure(ctx, NULL, &view, 1, &client);
    if (status == SCT_OK)
        printf("skin L* %.1f, +- %.1f dE00\n", client.skin.estimate.lab.L, client.skin.estimate.u95_de00);
    if (status == SCT_OK)
        status = sct_match(ctx, NULL, &client, palette, best, 3, &ranking);
    if (status == SCT_OK && !ranking.pick)
        printf("no ink can be called the best (%s confidence)\n", sct_confidence_name(ranking.confidence));
    for (size_t i = 0; i < ranking.candidate_count; i++)
        printf("%zu. %s %s: %.1f dE00\n", i + 1, sct_palette_ink(palette, best[i].ink).id, best[i].shade, best[i].de00);
    for (size_t i = 0; i < ranking.flags.count; i++)
        printf("%s; %s\n", ranking.flags.items[i].message, ranking.flags.items[i].fix);
    if (status != SCT_OK)
        printf("%s: %s\n", sct_status_name(status), ctx ? sct_context_message(ctx) : "");
    sct_palette_free(palette);
    sct_photo_free(photo);
    sct_context_free(ctx);
    return status;
}

/* A whole file, or nothing: the library itself opens none. */
static sct_bytes load(const char *path)
{
    FILE *file = fopen(path, "rb");
    sct_bytes bytes = {0};
    long size = -1;
    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size > 0 && fseek(file, 0, SEEK_SET) == 0)
        bytes.data = malloc((size_t)size);
    if (bytes.data)
        bytes.size = fread(bytes.data, 1, (size_t)size, file);
    if (file)
        fclose(file);
    return bytes;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: consult PHOTO PALETTE\n");
        return EXIT_FAILURE;
    }
    sct_bytes file = load(argv[1]), inks = load(argv[2]);
    sct_status status = consult(file, inks);
    free(file.data);
    free(inks.data);
    return status == SCT_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
