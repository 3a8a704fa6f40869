/* card_layout.h - private to the chart room: the consultation card's measures, which finding and drawing share. */
#ifndef CARD_LAYOUT_H
#define CARD_LAYOUT_H

#include "base/base.h"
#include "scalptone/card.h"

enum { CARD_GREYS = 6, CARD_COLUMNS = 8, CARD_WIDTH_MM = 148, CARD_HEIGHT_MM = 105, CARD_TAG_MM = 22 };

typedef struct card_ink {
    const char *name;
    uint8_t rgb[3]; /* sRGB */
} card_ink;
/* Greys from light to dark, the ladder from light to dark, the chromatic row from left to right. */
extern const card_ink card_greys[CARD_GREYS], card_ladder[CARD_COLUMNS], card_chromatic[CARD_COLUMNS];
extern const double card_window[4]; /* left, top, width, height, mm */

/* The tag's 8 x 8 cells, border included: bits[row][column] non-zero is white. Returns 0 for an unknown id. */
enum { CARD_TAG_CELLS = 8 };
int card_tag_cells(int id, uint8_t bits[CARD_TAG_CELLS][CARD_TAG_CELLS]);

#endif
