/* engine/colour/spectrum_table.h - the CIE's numbers; see spectrum_table.c for sources and units. */
#ifndef ENGINE_COLOUR_SPECTRUM_TABLE_H
#define ENGINE_COLOUR_SPECTRUM_TABLE_H

#include "colour/colour.h"

enum {
    COLOUR_ILLUMINANTS = SCT_ILLUMINANT_LED_B3 + 1,
    COLOUR_FIRST_NM = 380,
    COLOUR_OBSERVER_COUNT = 401, /* 380 to 780 nm by 1 nm */
    COLOUR_ILLUMINANT_STEP_NM = 5,
    COLOUR_ILLUMINANT_COUNT = 81, /* 380 to 780 nm by 5 nm */
};

extern const double COLOUR_OBSERVER_2[COLOUR_OBSERVER_COUNT][3];
extern const double COLOUR_OBSERVER_10[COLOUR_OBSERVER_COUNT][3];
extern const double COLOUR_ILLUMINANT[COLOUR_ILLUMINANTS][COLOUR_ILLUMINANT_COUNT];
extern const double COLOUR_WEIGHT[COLOUR_ILLUMINANTS][2][COLOUR_WEIGHT_COUNT][3]; /* [illuminant][10 degrees?][nm][xyz] */

#endif
