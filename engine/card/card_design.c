/*
 * card_design.c - the consultation card, revision A, as data. Lengths are mm
 * from the upper left corner of the A6 card, x to the right, y down.
 *
 *   fiducial   N1 N2 N3 N4 N5 N6   fiducial
 *   S1..S4     scale               R Y G C
 *   S5..S8     window, scale       B M brown ash
 *   fiducial   N6 N5 N4 N3 N2 N1   fiducial
 *
 * - Each neutral stands at two ends of the card, so that a fall of light and a
 *   tone curve look different: light changes the ratio of a pair, a curve does
 *   not.
 * - A fiducial is 24 mm wide, 3 mm a cell: it can still be read where a patch is
 *   8 pixels from the next. Four different ones tell turn and mirror apart: 13 of
 *   their 36 bits differ at least, also turned and mirrored. Any two of them
 *   place the card.
 * - The skin ladder runs along measured skins from very light to deep, then to
 *   dark hair; the chromatic patches surround it.
 * - The ground is grey, not white: a white card would pull the exposure down.
 */
#include "card/card_detect.h"

#include <math.h>

const double card_width_mm = 148, card_height_mm = 105;
const uint8_t card_ground_srgb[3] = {140, 140, 140};

/* The patch with its upper left corner at (x, y). */
#define PATCH(patch_name, x, y, w, h, is_neutral)                                                                           \
    {                                                                                                                       \
        patch_name, (x) + (w) / 2.0, (y) + (h) / 2.0, (w) / 2.0, (h) / 2.0, {(double)NAN, (double)NAN, (double)NAN},        \
            is_neutral                                                                                                      \
    }

static const sct_chart card = {
    .id = "consultation-card",
    .name = "scalptone consultation card, revision A",
    .source = "printed by the user, never measured: geometry only",
    .tier = SCT_TIER_UNMEASURED,
    .pitch_mm = 1,
    .patch_count = CARD_PATCHES,
    .patches =
        {
            PATCH("N1t", 34.9, 5, 11.7, 13, 1),     PATCH("N2t", 48.2, 5, 11.7, 13, 1),
            PATCH("N3t", 61.5, 5, 11.7, 13, 1),     PATCH("N4t", 74.8, 5, 11.7, 13, 1),
            PATCH("N5t", 88.1, 5, 11.7, 13, 1),     PATCH("N6t", 101.4, 5, 11.7, 13, 1),
            PATCH("N1b", 101.4, 87, 11.7, 13, 1),   PATCH("N2b", 88.1, 87, 11.7, 13, 1),
            PATCH("N3b", 74.8, 87, 11.7, 13, 1),    PATCH("N4b", 61.5, 87, 11.7, 13, 1),
            PATCH("N5b", 48.2, 87, 11.7, 13, 1),    PATCH("N6b", 34.9, 87, 11.7, 13, 1),
            PATCH("S1", 4, 36.7, 11, 15, 0),        PATCH("S2", 16.4, 36.7, 11, 15, 0),
            PATCH("S3", 28.8, 36.7, 11, 15, 0),     PATCH("S4", 41.2, 36.7, 11, 15, 0),
            PATCH("S5", 4, 53.3, 11, 15, 0),        PATCH("S6", 16.4, 53.3, 11, 15, 0),
            PATCH("S7", 28.8, 53.3, 11, 15, 0),     PATCH("S8", 41.2, 53.3, 11, 15, 0),
            PATCH("R", 95.8, 36.7, 11, 15, 0),      PATCH("Y", 108.2, 36.7, 11, 15, 0),
            PATCH("G", 120.6, 36.7, 11, 15, 0),     PATCH("C", 133, 36.7, 11, 15, 0),
            PATCH("B", 95.8, 53.3, 11, 15, 0),      PATCH("M", 108.2, 53.3, 11, 15, 0),
            PATCH("Brown", 120.6, 53.3, 11, 15, 0), PATCH("Ash", 133, 53.3, 11, 15, 0),
        },
    .fiducial_count = 4,
    .fiducials = {{104, 5, 5, 24}, {105, 119, 5, 24}, {108, 119, 76, 24}, {111, 5, 76, 24}},
    .window = {56, 40.5, 36, 24},
};

/* In the order of the patches above. */
const uint8_t card_print_srgb[CARD_PATCHES][3] = {
    {242, 242, 242}, {200, 200, 200}, {160, 160, 160}, {122, 122, 122}, {85, 85, 85},   {52, 52, 52},    {242, 242, 242},
    {200, 200, 200}, {160, 160, 160}, {122, 122, 122}, {85, 85, 85},    {52, 52, 52},   {243, 220, 203}, {230, 195, 168},
    {211, 165, 131}, {185, 133, 96},  {151, 100, 69},  {111, 70, 50},   {74, 47, 36},   {47, 33, 28},    {178, 58, 58},
    {217, 180, 44},  {79, 138, 74},   {63, 143, 168},  {58, 79, 154},   {168, 81, 138}, {91, 64, 48},    {109, 103, 97},
};

const sct_chart *card_chart(void)
{
    return &card;
}

void card_layout(sct_chart *out)
{
    *out = card;
}

void sct_card_options_init_sized(sct_card_options *options, size_t size)
{
    sct_card_options defaults = {.size = sizeof defaults, .sheet = SCT_CARD_A6};
    options_fill(options, size, &defaults, sizeof defaults);
}
