/*
 * tests/match/advice_table.c - what is advised for six skins and six hairs, as a table that a trainer can read.
 *
 *     advice_table [PALETTE.json...]
 *
 * Each client is measured well (0.7 in each of L*, a*, b*); the hand is one that nobody has measured. The shadow of
 * stubble is what the skin model says of such hair. Without palettes: the carbon line and the iron-oxide line that ship.
 * After the table come heads of which two fifths are grey, black otherwise: the blend, the dark hairs, softer.
 * Columns: ink, shade, dots per cm2, ml of ink and water; how the area differs from the hair's shadow, L*; how sure; the
 * usual chart's shade, the shade of carbon that this mix is as dark as, and the area at the usual shade, L* from the shadow.
 */
#include "match/client.h"
#include "support/support.h"

typedef struct named {
    const char *name;
    sct_lab lab;
} named;

static const named skins[] = {{"very light", {72, 7, 13}}, {"light", {65, 10, 16}}, {"olive", {58, 11, 20}},
                              {"tan", {51, 12, 21}},       {"brown", {42, 12, 19}}, {"dark", {31, 10, 12}}};
static const named hairs[] = {{"black", {16, 1.5, 1.5}}, {"dark brown", {22, 3.5, 4.5}}, {"brown", {29, 6, 9}},
                              {"blond", {50, 7, 21}},    {"grey", {52, 0.5, 3}},         {"white", {74, 0, 7}}};
enum { SKINS = sizeof skins / sizeof *skins, HAIRS = sizeof hairs / sizeof *hairs, ROWS = SCT_CANDIDATE_MAX };

static sct_measurement client_for(const named *skin, const named *hair, int grown)
{
    sct_lab shadow = skin->lab;
    sct_skin_fit fit;
    sct_shadow predicted;
    if (sct_skin_fit_lab(NULL, skin->lab, NULL, NULL, &fit) == SCT_OK &&
        sct_predict_shadow(NULL, NULL, &fit.tissue, hair->lab, &predicted) == SCT_OK)
        shadow = predicted.lab;
    sct_measurement m = client_of(skin->lab, hair->lab, shadow, 0.7);
    m.hair.density_per_cm2 = (double)NAN;
    if (grown) {
        m.hair.kind = SCT_HAIR_GROWN;
        m.hair.shadow = (sct_estimate){.pixels = 0};
    }
    return m;
}

/* mode: of a grey head; below 0: one that is not. */
static void print_row(const sct_palette *palette, const named *skin, const named *hair, int grown, int mode)
{
    static match_candidate rows[ROWS];
    sct_context *ctx = NULL;
    sct_match_options o;
    match_client fitted;
    match_ranking r;
    sct_measurement m = client_for(skin, hair, grown);
    char title[SCT_TITLE_SIZE];
    sct_match_options_init(&o);
    o.grey_hair = (sct_grey_hair)(mode < 0 ? 0 : mode);
    o.grey_share = mode < 0 ? 0 : 0.4;
    if (sct_context_new(&ctx) != SCT_OK)
        return;
    printf("%-10s %-10s %-7s ", skin->name, mode < 0 ? hair->name : sct_grey_hair_name(o.grey_hair),
           grown ? "grown" : "stubble");
    if (match_client_fit(ctx, &m, &fitted) != SCT_OK ||
        match_rank(ctx, &o, &fitted, &m, palette, rows, ROWS, &r) != SCT_OK) {
        printf("refused: %s\n", sct_context_message(ctx));
    } else {
        match_title(palette, rows[0].ink, NULL, title);
        printf("%-22.22s %5s %4.0f %5.2f+%5.2f  area %+5.1f dot %+5.1f  %-6s%-8s usual %3.0f, as dark as %4.0f, usual "
               "%+5.1f%s%s%s\n",
               title, rows[0].shade, rows[0].density_per_cm2, rows[0].ink_ml, rows[0].water_ml,
               rows[0].area_lab.L - r.target_area.L, rows[0].dot_lab.L - r.target_dot.L, sct_confidence_name(r.confidence),
               r.pick ? "" : ", none", r.usual_shade, r.equal_shade, r.usual_dL,
               sct_flags_have(&r.flags, SCT_FLAG_INK_TOO_STRONG) ? " INK-TOO-STRONG" : "",
               sct_flags_have(&r.flags, SCT_FLAG_OFF_USUAL_SHADE) ? " OFF-USUAL" : "",
               m.hair.strand.lab.L > m.skin.estimate.lab.L ? " HAIR-LIGHTER-THAN-SKIN" : "");
    }
    sct_context_free(ctx);
}

static int print_line(const char *path)
{
    unsigned char *text = read_file(path, NULL);
    if (!text) {
        fprintf(stderr, "advice_table: %s cannot be read\n", path);
        return 1;
    }
    sct_palette *palette = palette_of((const char *)text);
    free(text);
    printf("%s\n", path);
    for (int s = 0; s < SKINS; s++)
        for (int h = 0; h < HAIRS; h++)
            for (int grown = 0; grown < 2; grown++)
                print_row(palette, &skins[s], &hairs[h], grown, -1);
    for (int s = 0; s < SKINS; s++)
        for (int mode = SCT_GREY_HAIR_BLEND; mode <= SCT_GREY_HAIR_SOFTER; mode++)
            print_row(palette, &skins[s], &hairs[0], 1, mode);
    sct_palette_free(palette);
    return 0;
}

int main(int argc, char **argv)
{
    static const char *const lines[] = {"palettes/generic-carbon.json", "palettes/generic-iron-oxide.json"};
    int failed = 0;
    for (int i = 1; i < argc; i++)
        failed |= print_line(argv[i]);
    for (size_t i = 0; argc < 2 && i < sizeof lines / sizeof *lines; i++)
        failed |= print_line(lines[i]);
    return failed;
}
