/* tests/chart/card_print.h - the consultation card as some printer made it, for the phantom. */
#ifndef TESTS_CHART_CARD_PRINT_H
#define TESTS_CHART_CARD_PRINT_H

#include "card/card_detect.h"
#include "phantom/phantom.h"

enum { CARD_PIECES_MAX = 400 };
static const double card_pitch_mm = 13.3; /* from neutral to neutral */

/* The card in mm, not yet placed; `pieces` must live as long as it. `hidden`: bit set of fiducials that something covers. */
phantom_planar card_print(phantom_patch pieces[CARD_PIECES_MAX], unsigned hidden);
/* The card with the true colours of that print, tier measured. */
void card_print_colours(sct_chart *out);

#endif
