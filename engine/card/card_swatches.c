/*
 * card_swatches.c - the sheet for films of ink, revision A: A5, 210 x 148 mm.
 *
 *   fiducial   A1 .. A6, each over white and over black   fiducial
 *   white, black                                          white, black
 *   fiducial   B1 .. B6, likewise                         fiducial
 *
 * A strip is drawn down from the white half into the black one, so that both
 * have one thickness. The bare places tell what paper and print reflect; they
 * stand at both ends, so that uneven light shows. The ground is white, because
 * it is what films lie on.
 */
#include "card/card_draw.h"

#include <math.h>
#include <string.h>

enum { STRIPS = 6, STRIP_HALF_WIDTH = 8, STRIP_HALF_HEIGHT = 11 };
static const double sheet_width_mm = 210, sheet_height_mm = 148, first_strip_u = 50, strip_pitch = 22;
static const uint8_t black[3] = {0, 0, 0}, faint[3] = {200, 200, 200}, white[3] = {255, 255, 255};

#define FIELD(field_name, u, v, w, h)                                                                                       \
    {                                                                                                                       \
        field_name, u, v, w, h, {(double)NAN, (double)NAN, (double)NAN}, 0                                                  \
    }
#define STRIP(name, number, v) FIELD(name, 50.0 + 22 * ((number)-1), v, 8, 11)
#define ROW(row, v_white, v_black)                                                                                          \
    STRIP(row "1w", 1, v_white), STRIP(row "1b", 1, v_black), STRIP(row "2w", 2, v_white), STRIP(row "2b", 2, v_black),     \
        STRIP(row "3w", 3, v_white), STRIP(row "3b", 3, v_black), STRIP(row "4w", 4, v_white), STRIP(row "4b", 4, v_black), \
        STRIP(row "5w", 5, v_white), STRIP(row "5b", 5, v_black), STRIP(row "6w", 6, v_white), STRIP(row "6b", 6, v_black)

static const sct_chart sheet = {
    .id = "swatch-sheet",
    .name = "scalptone swatch sheet, revision A",
    .source = "printed by the user: geometry only",
    .tier = SCT_TIER_UNMEASURED,
    .pitch_mm = 1,
    .patch_count = 4 * STRIPS + 4,
    .patches = {ROW("A", 27, 49), ROW("B", 99, 121), FIELD("white1", 17, 58, 8, 8), FIELD("black1", 17, 90, 8, 8),
                FIELD("white2", 193, 58, 8, 8), FIELD("black2", 193, 90, 8, 8)},
    .fiducial_count = 4,
    .fiducials = {{17, 5, 5, 24}, {42, 181, 5, 24}, {203, 181, 119, 24}, {311, 5, 119, 24}},
};

const sct_chart *card_swatches(void)
{
    return &sheet;
}

static void outline(card_drawing *d, const chart_swatch *p)
{
    static const double line = 0.3;
    double u = p->u - p->half_width, v = p->v - p->half_height;
    card_draw_rect(d, u - line, v - line, 2 * (p->half_width + line), 2 * (p->half_height + line), faint);
    card_draw_rect(d, u, v, 2 * p->half_width, 2 * p->half_height, p->name[2] == 'b' || p->name[0] == 'b' ? black : white);
}

static void draw_words_of(card_drawing *d, const char *print_run)
{
    char name[] = "A1   1 : ____";
    for (int row = 0; row < 2; row++)
        for (int i = 0; i < STRIPS; i++) {
            name[0] = (char)('A' + row);
            name[1] = (char)('1' + i);
            card_draw_words(d, first_strip_u + strip_pitch * i, row ? 86 : 14, 2.3, name);
        }
    card_draw_words(d, 105, 6.5, 3, sheet.name);
    card_draw_words(
        d, 105, 65, 2.3,
        "Draw each strip down from white into black with a wire bar or an applicator, at one dilution, and let it dry.");
    card_draw_words(d, 105, 69, 2.3, "Dilute until the black half shows through. Leave the squares at both sides bare.");
    card_draw_words(d, 105, 73, 2.3, "Photograph it whole from above, beside a colour chart, in even light without gloss.");
    card_draw_line(d, 55, 77, 155, 77);
    card_draw_line(d, 55, 76, 55, 78);
    card_draw_line(d, 155, 76, 155, 78);
    card_draw_words(d, 105, 80.6, 2.1,
                    "this line must measure 100.0 mm: print at 100 % on the paper that inks are tried on");
    char line[192];
    text_print(line, sizeof line, "ink: %s   wet film: ______ um   date: ____________",
               print_run ? print_run : "______________________");
    card_draw_words(d, 105, 142, 2.3, line);
}

void card_draw_swatches(card_drawing *d, const char *print_run)
{
    card_put(d, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
    card_put_number(d, " width=\"", sheet_width_mm);
    card_put_number(d, "mm\" height=\"", sheet_height_mm);
    card_put_number(d, "mm\" viewBox=\"0 0 ", sheet_width_mm);
    card_put_number(d, " ", sheet_height_mm);
    card_put(d, "\">\n<title>");
    card_put_words(d, sheet.name);
    card_put(d, "</title>\n<style>text{font-family:sans-serif;fill:#000000;stroke:none}</style>\n");
    card_put(d, "<g shape-rendering=\"crispEdges\">\n");
    for (size_t i = 0; i < sheet.patch_count; i++)
        outline(d, &sheet.patches[i]);
    for (size_t i = 0; i < sheet.fiducial_count; i++)
        card_draw_fiducial(d, &sheet.fiducials[i]);
    card_put(d, "</g>\n<g stroke=\"#000000\" stroke-width=\"0.18\">\n");
    draw_words_of(d, print_run);
    card_put(d, "</g>\n</svg>\n");
}
