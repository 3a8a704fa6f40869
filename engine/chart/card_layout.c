/*
 * card_layout.c - where everything lies on the consultation card, in mm from
 * its upper left corner.
 */
#include "chart/card_layout.h"

#include <math.h>
#include <string.h>

/*
 * Nominal colours in sRGB. A print will differ, which is why the card says
 * nothing about colour before it is measured. The ladder follows the locus of
 * measured skin from very light to deep, then hair.
 */
const card_ink card_greys[CARD_GREYS] = {
    {"N1", {0xf2, 0xf2, 0xf2}}, {"N2", {0xc8, 0xc8, 0xc8}}, {"N3", {0xa0, 0xa0, 0xa0}},
    {"N4", {0x7a, 0x7a, 0x7a}}, {"N5", {0x55, 0x55, 0x55}}, {"N6", {0x34, 0x34, 0x34}},
};
const card_ink card_ladder[CARD_COLUMNS] = {
    {"S1", {0xf3, 0xdc, 0xcb}}, {"S2", {0xe6, 0xc3, 0xa8}}, {"S3", {0xd3, 0xa5, 0x83}}, {"S4", {0xb9, 0x85, 0x60}},
    {"S5", {0x97, 0x64, 0x45}}, {"S6", {0x6f, 0x46, 0x32}}, {"S7", {0x4a, 0x2f, 0x24}}, {"S8", {0x2f, 0x21, 0x1c}},
};
const card_ink card_chromatic[CARD_COLUMNS] = {
    {"red", {0xb2, 0x3a, 0x3a}},   {"yellow", {0xd9, 0xb4, 0x2c}}, {"green", {0x4f, 0x8a, 0x4a}},
    {"cyan", {0x3f, 0x8f, 0xa8}},  {"blue", {0x3a, 0x4f, 0x9a}},   {"magenta", {0xa8, 0x51, 0x8a}},
    {"brown", {0x5b, 0x40, 0x30}}, {"ash", {0x6d, 0x67, 0x61}},
};

const double card_window[4] = {52, 36, 44, 27};

enum { FIRST_TAG = 283 };             /* far from the first ids of the family, which other people's pictures are full of */
static const double tag_edge = 5.75;  /* of the black square from the card's edge */
static const double row_left = 32.75; /* of every row of patches */
static const double grey_size = 12.5, grey_pitch = 14, grey_top = 5, grey_bottom = 87.5;
static const double small_size = 9, small_pitch = 10.5, ladder_top = 20, chromatic_top = 76;

static void add_patch(sct_chart *chart, const char *name, const char *suffix, double left, double top, double size,
                      int neutral)
{
    sct_chart_swatch *p = &chart->patches[chart->patch_count++];
    *p = (sct_chart_swatch){.u = left + size / 2,
                            .v = top + size / 2,
                            .half_width = size / 2,
                            .half_height = size / 2,
                            .lab = {(double)NAN, (double)NAN, (double)NAN},
                            .neutral = neutral};
    text_copy(p->name, sizeof p->name, name);
    text_copy(p->name + strlen(p->name), sizeof p->name - strlen(p->name), suffix);
}

static void add_tag(sct_chart *chart, double left, double top)
{
    int id = FIRST_TAG + (int)chart->fiducial_count;
    chart->fiducials[chart->fiducial_count++] = (sct_chart_fiducial){id, left, top, CARD_TAG_MM};
}

void sct_card_layout(sct_chart *out)
{
    double far_x = CARD_WIDTH_MM - tag_edge - CARD_TAG_MM, far_y = CARD_HEIGHT_MM - tag_edge - CARD_TAG_MM;
    *out = (sct_chart){.tier = SCT_TIER_UNMEASURED, .pitch_mm = 1};
    text_copy(out->id, sizeof out->id, "consultation-card-a6");
    text_copy(out->name, sizeof out->name, "Consultation card A6, revision A");
    text_copy(out->source, sizeof out->source, "layout only: the print has not been measured");
    for (int i = 0; i < CARD_GREYS; i++)
        add_patch(out, card_greys[i].name, " top", row_left + i * grey_pitch, grey_top, grey_size, 1);
    for (int i = 0; i < CARD_COLUMNS; i++)
        add_patch(out, card_ladder[i].name, "", row_left + i * small_pitch, ladder_top, small_size, 0);
    for (int i = 0; i < CARD_COLUMNS; i++)
        add_patch(out, card_chromatic[i].name, "", row_left + i * small_pitch, chromatic_top, small_size, 0);
    for (int i = 0; i < CARD_GREYS; i++) /* the same greys from dark to light: uneven light does not look like tone */
        add_patch(out, card_greys[CARD_GREYS - 1 - i].name, " bottom", row_left + i * grey_pitch, grey_bottom, grey_size, 1);
    add_tag(out, tag_edge, tag_edge);
    add_tag(out, far_x, tag_edge);
    add_tag(out, far_x, far_y);
    add_tag(out, tag_edge, far_y);
    memcpy(out->window, card_window, sizeof out->window);
}
