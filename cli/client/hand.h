/* cli/client/hand.h - the hand that sets the ink, as --artist names it or the folder of settings keeps it. */
#ifndef CLI_CLIENT_HAND_H
#define CLI_CLIENT_HAND_H

#include "app.h"

/* Rows of a table of options for a struct that has these two fields. */
#define HAND_ARGS(type, file, none)                                                                                         \
    OPTION_TEXT("artist", type, file, "FILE.json",                                                                          \
                "the hand that sets the ink, from 'palette calibrate'; default ~/.config/scalptone/artist.json if it "      \
                "is there"),                                                                                                \
        OPTION_FLAG("no-artist", type, none, "a hand that nobody has measured")

/* Opens the hand into a->artist, which stays null where there is none. Returns 0, or complains and returns an exit code. */
int hand_open(app *a, const char *file, int none);
/* What a hand says of its dots, and how much stronger than usual an ink comes out in it. */
typedef struct hand_numbers {
    double depth_um, depth_lo_um, depth_hi_um, dot_radius_mm, strength;
} hand_numbers;
/* Fills *out from a->artist; ink_id may be null. Returns 0 where there is no hand. */
int hand_numbers_of(const app *a, const char *ink_id, hand_numbers *out);

#endif
