/*
 * tests/bench/scenes.c - photos of 12 MP for the benchmark: a client beside a ColorChecker and beside the consultation
 * card, as chart.jpg and card.jpg in the folder given. A photo that is there already is left as it is.
 */
#include "card/card_print.h"
#include "support/support.h"

#include <unistd.h>

enum { WIDTH = 4032, HEIGHT = 3024 };

static int save(const char *path, const phantom_params *params)
{
    phantom_photo photo = phantom_render(params);
    FILE *file = fopen(path, "wb");
    int good = file && fwrite(photo.bytes, 1, photo.size, file) == photo.size;
    good = file && fclose(file) == 0 && good;
    phantom_photo_free(&photo);
    return good;
}

int main(int argc, char **argv)
{
    static phantom_patch pieces[CARD_PIECES_MAX];
    static const char *const names[] = {"chart", "card"};
    if (argc != 2) {
        fprintf(stderr, "usage: scenes FOLDER\n");
        return 2;
    }
    for (int i = 0; i < 2; i++) {
        char path[1024];
        phantom_params params;
        phantom_params_init(&params);
        params.width = WIDTH;
        params.height = HEIGHT;
        snprintf(path, sizeof path, "%s/%s.jpg", argv[1], names[i]);
        if (access(path, R_OK) == 0)
            continue;
        if (i == 0) {
            params.chart = PHANTOM_CHART_COLORCHECKER;
            params.chart_pitch_px = 120;
        } else {
            phantom_planar card = card_print(pieces, 0);
            phantom_place_planar(&card, 0.78 * WIDTH, 0.8 * HEIGHT, 9, 5, 0, 0.03, 0.02);
            params.cards[params.card_count++] = card;
        }
        if (!save(path, &params)) {
            fprintf(stderr, "scenes: %s: cannot be written\n", path);
            return 1;
        }
    }
    return 0;
}
