/* tests/chart/card_print.c */
#include "card/card_print.h"
#include "support/support.h"

static void add_piece(phantom_planar *card, phantom_patch *pieces, double u, double v, double w, double h,
                      const uint8_t *rgb)
{
    assert_true(card->patch_count < CARD_PIECES_MAX);
    pieces[card->patch_count++] = (phantom_patch){u, v, w, h, phantom_spectrum_from_srgb8(rgb[0], rgb[1], rgb[2])};
}

static void add_fiducial(phantom_planar *card, phantom_patch *pieces, const chart_fiducial *tag)
{
    static const uint8_t paper[3] = {236, 236, 236}, ink[3] = {38, 38, 38}; /* no printer reaches white or black */
    uint8_t cells[CARD_TAG_CELLS][CARD_TAG_CELLS];
    double cell = tag->side / CARD_TAG_BLACK;
    assert_int_equal(card_tag_cells(NULL, tag->id, cells), SCT_OK);
    for (int row = 0; row < CARD_TAG_CELLS; row++)
        for (int from = 0, to; from < CARD_TAG_CELLS; from = to) {
            for (to = from; to < CARD_TAG_CELLS && cells[row][to] == cells[row][from]; to++)
                ;
            add_piece(card, pieces, tag->u + (from - 1) * cell, tag->v + (row - 1) * cell, (to - from) * cell, cell,
                      cells[row][from] ? paper : ink);
        }
}

phantom_planar card_print(phantom_patch pieces[CARD_PIECES_MAX], unsigned hidden)
{
    const sct_chart *chart = card_chart();
    phantom_planar card = {.width = card_width_mm, .height = card_height_mm, .patches = pieces, .light = 1};
    static const uint8_t finger[3] = {190, 140, 120};
    card.ground = phantom_spectrum_from_srgb8(card_ground_srgb[0], card_ground_srgb[1], card_ground_srgb[2]);
    for (size_t i = 0; i < chart->fiducial_count; i++) {
        const chart_fiducial *tag = &chart->fiducials[i];
        add_fiducial(&card, pieces, tag);
        if (hidden >> i & 1)
            add_piece(&card, pieces, tag->u - 3, tag->v - 2, 29, 31, finger);
    }
    for (size_t i = 0; i < chart->patch_count; i++) {
        const chart_swatch *p = &chart->patches[i];
        add_piece(&card, pieces, p->u - p->half_width, p->v - p->half_height, 2 * p->half_width, 2 * p->half_height,
                  card_print_srgb[i]);
    }
    return card;
}

void card_print_colours(sct_chart *card)
{
    *card = *card_chart();
    for (size_t i = 0; i < card->patch_count; i++) {
        const uint8_t *c = card_print_srgb[i];
        phantom_spectrum spectrum = phantom_spectrum_from_srgb8(c[0], c[1], c[2]);
        card->patches[i].lab = phantom_true_lab(&spectrum);
    }
    card->tier = SCT_TIER_MEASURED;
}
