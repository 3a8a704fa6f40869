/*
 * tests/chart/card_demo.c - what the examples of `scalptone card` read: into the folder given, card-and-chart.jpg, a
 * print of the card beside a ColorChecker, and card-readings.csv, that print's colours as an instrument would list them.
 */
#include "card/card_print.h"
#include "support/support.h"

static int save(const char *folder, const char *name, const void *bytes, size_t size)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    int good = file && fwrite(bytes, 1, size, file) == size;
    return file && fclose(file) == 0 && good;
}

static phantom_photo photograph(void)
{
    phantom_patch pieces[CARD_PIECES_MAX], patches[24];
    phantom_planar card = card_print(pieces, 0), checker = phantom_planar_colorchecker(patches, 0);
    phantom_params params;
    phantom_params_init(&params);
    params.width = 1300;
    params.height = 640;
    params.mm_per_px = 1 / 3.6; /* as on the card */
    phantom_place_planar(&card, 350, 330, 3.6, 4, 0, 0.02, 0);
    phantom_place_planar(&checker, 970, 320, 66, -3, 0, 0, 0.02);
    params.cards[params.card_count++] = card;
    params.cards[params.card_count++] = checker;
    return phantom_render(&params);
}

int main(int argc, char **argv)
{
    char table[4096] = "SAMPLE_NAME,LAB_L,LAB_A,LAB_B\n";
    size_t used = strlen(table);
    sct_chart card;
    if (argc != 2) {
        fprintf(stderr, "usage: card_demo FOLDER\n");
        return 2;
    }
    card_print_colours(&card);
    for (size_t i = 0; i < card.patch_count; i++)
        used += (size_t)snprintf(table + used, sizeof table - used, "%s,%.2f,%.2f,%.2f\n", card.patches[i].name,
                                 card.patches[i].lab.L, card.patches[i].lab.a, card.patches[i].lab.b);
    phantom_photo photo = photograph();
    int good =
        save(argv[1], "card-and-chart.jpg", photo.bytes, photo.size) && save(argv[1], "card-readings.csv", table, used);
    phantom_photo_free(&photo);
    if (!good)
        fprintf(stderr, "card_demo: %s: cannot be written\n", argv[1]);
    return good ? 0 : 1;
}
