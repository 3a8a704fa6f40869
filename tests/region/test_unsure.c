/* tests/region/test_unsure.c - what is taken for hair and is none is said or refused, and hair is left alone. */
#include "region/find/evidence.h"
#include "region/hair/locus.h"
#include "region/measured.h"
#include "support/inside.h"
#include "support/support.h"

#include <math.h>
#include <string.h>

static sct_context *context;
static phantom_library library;

static int set_up(void **state)
{
    (void)state;
    library = phantom_library_open();
    return sct_context_new(&context) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    phantom_library_close(&library);
    sct_context_free(context);
    return 0;
}

static const unsigned both = 1u << SCT_ROLE_SKIN | 1u << SCT_ROLE_HAIR;

static int has_flag(const region_result *result, const char *name)
{
    for (size_t i = 0; i < result->flags.count; i++)
        if (strcmp(result->flags.items[i].code, name) == 0)
            return 1;
    return 0;
}

static void hair_lies_on_its_locus(void **state)
{
    (void)state;
    for (size_t i = 0; i < library.hair_count; i++)
        assert_near(region_hair_off_locus(library.hairs[i].lab), 0, 0.5);
    static const sct_lab possible[] = {{12, 0, 0}, {45, 0, 2}, {80, 1, 10}, {60, 6, 22}, {42, 16, 26}};
    for (size_t i = 0; i < sizeof possible / sizeof *possible; i++)
        assert_near(region_hair_off_locus(possible[i]), 0, 1.5);
    static const sct_lab none[] = {{108, -2, -29}, {45, 60, 30}, {50, -30, 20}, {40, 10, -35}, {100, 0, 0}};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_true(region_hair_off_locus(none[i]) > 10);
}

static void hair_of_every_class_is_believed(void **state)
{
    (void)state;
    int seen = 0, told = 0;
    for (int c = 0; c < PHANTOM_ITA_CLASSES; c++)
        for (int n = 0; n < 4; n++) {
            phantom_params p;
            region_result r;
            if (phantom_skin_of_class(&library, c, 1, n) < 0)
                continue;
            phantom_params_init(&p);
            measured_client(&library, &p, c, n);
            if (n >= 2) { /* from nearer: scalp from edge to edge */
                p.width = 900;
                p.height = 700;
                p.mm_per_px = 0.045;
            }
            phantom_photo photo = phantom_render(&p);
            if (measured(context, &photo, NULL, 0, both, NULL, NULL, &r) == SCT_OK) {
                seen++;
                told += has_flag(&r, "region-unsure") || has_flag(&r, "hair-colour-unlikely");
            } else if (strstr(sct_context_message(context), "no head") ||
                       strstr(sct_context_message(context), "no hair has")) {
                fail_msg("class %d, client %d: %s", c, n, sct_context_message(context));
            }
            phantom_photo_free(&photo);
        }
    figure("hair found on rendered clients of every class: %d, doubted %d", seen, told);
    assert_true(seen >= 8);
    assert_true(told * 10 <= seen);
}

/* A surface of an interior: colour in codes of sRGB, how much it varies, and how wide its stripes are. */
typedef struct surface {
    float colour[3], grain;
    int stripes;
} surface;

static void paint(const phantom_params *p, float *codes, const phantom_rect *where, const surface *s)
{
    for (int y = (int)where->y; y < (int)(where->y + where->h) && y < p->height; y++)
        for (int x = (int)where->x; x < (int)(where->x + where->w) && x < p->width; x++)
            for (int c = 0; c < 3; c++) {
                float noise = s->grain * (float)((x * 7 + y * 13 + x * y % 11) % 9 - 4) / 4;
                float dark = s->stripes && (x / s->stripes) % 2 ? 0.45f : 1;
                codes[3 * (y * p->width + x) + c] = fminf(fmaxf(s->colour[c] * dark + noise, 0), 1);
            }
}

/* Rooms and things: a surface in the colour of skin in a grey room, with dark furniture, bars, shelves, and cloth. Where
 * such a wall fills the photo from edge to edge it is a close-up of skin to the program. */
static void what_shows_no_head_gives_no_recipe(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        surface wall, thing;
        phantom_rect where;
    } scenes[] = {
        {"dark floor", {{0.80f, 0.64f, 0.52f}, 0.01f, 0}, {{0.15f, 0.13f, 0.12f}, 0.05f, 0}, {0, 220, 450, 130}},
        {"dark ceiling", {{0.78f, 0.62f, 0.50f}, 0.01f, 0}, {{0.12f, 0.11f, 0.10f}, 0.04f, 0}, {0, 0, 450, 120}},
        {"bars", {{0.75f, 0.60f, 0.50f}, 0.01f, 0}, {{0.70f, 0.55f, 0.45f}, 0.02f, 9}, {0, 0, 450, 200}},
        {"shelf", {{0.82f, 0.66f, 0.55f}, 0.01f, 0}, {{0.25f, 0.18f, 0.14f}, 0.10f, 0}, {0, 60, 200, 290}},
        {"blue sofa", {{0.80f, 0.64f, 0.52f}, 0.01f, 0}, {{0.15f, 0.20f, 0.40f}, 0.06f, 0}, {60, 180, 330, 170}},
        {"sail", {{0.75f, 0.25f, 0.15f}, 0.01f, 0}, {{0.10f, 0.20f, 0.28f}, 0.05f, 0}, {0, 230, 450, 120}},
    };
    const size_t count = sizeof scenes / sizeof *scenes;
    size_t silent = 0;
    for (size_t i = 0; i < count; i++) {
        phantom_params p;
        phantom_truth truth;
        region_result r;
        phantom_params_init(&p);
        measured_client(&library, &p, 1, 0);
        float *codes = phantom_render_codes(&p, &truth);
        const phantom_rect all = {0, 0, p.width, p.height};
        static const surface grey = {{0.80f, 0.81f, 0.83f}, 0.01f, 0};
        const phantom_rect middle = {50, 60, 340, 230};
        paint(&p, codes, &all, &grey);
        paint(&p, codes, &middle, &scenes[i].wall);
        paint(&p, codes, &scenes[i].where, &scenes[i].thing);
        phantom_photo photo = phantom_encode(&p, codes);
        sct_status status = measured(context, &photo, NULL, 0, both, NULL, NULL, &r);
        assert_true(status == SCT_OK || status == SCT_ERR_NOTHING);
        int told = status != SCT_OK || has_flag(&r, "region-unsure") || has_flag(&r, "hair-colour-unlikely");
        if (!told)
            figure("  answered without a word: %s (hair L %.0f a %.0f b %.0f)", scenes[i].name, r.hair.strand.lab.L,
                   r.hair.strand.lab.a, r.hair.strand.lab.b);
        silent += !told;
        free(codes);
        phantom_photo_free(&photo);
    }
    figure("rooms and things without a head: %zu, answered without a word %zu", count, silent);
    assert_int_equal(silent, 0);
}

/* Labels within a quarter of a patch beyond a chart's frame that name skin or hair. */
static int labels_at_rim(const phantom_truth *truth, const uint8_t *labels, uint32_t width, uint32_t height)
{
    const double *h = truth->chart_homography, frame = 0.9;
    int named = 0;
    for (double v = -frame - 0.2; v <= 3 + frame + 0.2; v += 0.02)
        for (double u = -frame - 0.2; u <= 5 + frame + 0.2; u += 0.02) {
            if (u > -frame && u < 5 + frame && v > -frame && v < 3 + frame)
                continue;
            double w = h[6] * u + h[7] * v + h[8];
            double x = (h[0] * u + h[1] * v + h[2]) / w, y = (h[3] * u + h[4] * v + h[5]) / w;
            if (!(x >= 0 && y >= 0 && x < width && y < height))
                continue;
            uint8_t label = labels[(size_t)y * width + (size_t)x];
            named += label == SCT_LABEL_SKIN || label == SCT_LABEL_HAIR;
        }
    return named;
}

/* A face under hair, above a shirt that is larger, nearer to the middle of the photo, and as pale as the palest skin. */
static void the_skin_is_the_face_not_the_shirt(void **state)
{
    (void)state;
    static const surface wall = {{0.62f, 0.66f, 0.70f}, 0.01f, 0}, hair = {{0.13f, 0.11f, 0.10f}, 0.05f, 0};
    static const surface faces[] = {{{0.80f, 0.58f, 0.46f}, 0.01f, 0}, {{0.47f, 0.30f, 0.22f}, 0.01f, 0}};
    static const surface shirt = {{0.84f, 0.77f, 0.70f}, 0.01f, 0};
    static const phantom_rect where[] = {{160, 20, 130, 120}, {185, 55, 80, 85}, {95, 140, 260, 210}};
    for (size_t i = 0; i < sizeof faces / sizeof *faces; i++) {
        phantom_params p;
        phantom_truth truth;
        region_result r;
        phantom_params_init(&p);
        measured_client(&library, &p, 1, 0);
        float *codes = phantom_render_codes(&p, &truth);
        const phantom_rect all = {0, 0, p.width, p.height};
        paint(&p, codes, &all, &wall);
        paint(&p, codes, &where[0], &hair);
        paint(&p, codes, &where[1], &faces[i]);
        paint(&p, codes, &where[2], &shirt);
        phantom_photo photo = phantom_encode(&p, codes);
        assert_int_equal(measured(context, &photo, NULL, 0, 1u << SCT_ROLE_SKIN, NULL, NULL, &r), SCT_OK);
        const int32_t *box = r.regions[0].box;
        figure("skin beside a pale shirt: found from %d,%d to %d,%d; the face is %.0f,%.0f to %.0f,%.0f", box[0], box[1],
               box[0] + box[2], box[1] + box[3], where[1].x, where[1].y, where[1].x + where[1].w, where[1].y + where[1].h);
        assert_true(box[1] + box[3] <= where[2].y + 8 && box[0] >= where[1].x - 8);
        free(codes);
        phantom_photo_free(&photo);
    }
}

/* A head of pale cloth with dark hair on it, in light that falls off over it: as dummies have. */
static void cloth_is_paler_than_skin(void **state)
{
    (void)state;
    static const float cloths[][3] = {{0.80f, 0.77f, 0.74f}, {0.75f, 0.71f, 0.69f}};
    for (size_t i = 0; i < sizeof cloths / sizeof *cloths; i++) {
        phantom_params p;
        phantom_truth truth;
        region_result r;
        phantom_params_init(&p);
        measured_client(&library, &p, 1, 0);
        float *codes = phantom_render_codes(&p, &truth);
        const phantom_rect all = {0, 0, p.width, p.height};
        static const surface wall = {{0.62f, 0.66f, 0.70f}, 0.01f, 0};
        paint(&p, codes, &all, &wall);
        for (int y = 0; y < p.height; y++)
            for (int x = 0; x < p.width; x++) {
                float u = (float)(x - 225) / 90, v = (float)(y - 200) / 120, *code = codes + 3 * (y * p.width + x);
                float grain = (float)((x * 7 + y * 13 + x * y % 11) % 9 - 4) / 4;
                for (int c = 0; c < 3 && u * u + v * v < 1; c++)
                    code[c] = y < 150 ? 0.12f + 0.05f * grain : cloths[i][c] * (0.95f - 0.24f * u) + 0.005f * grain;
            }
        phantom_photo photo = phantom_encode(&p, codes);
        sct_status status = measured(context, &photo, NULL, 0, both, NULL, NULL, &r);
        assert_true(status == SCT_OK || status == SCT_ERR_NOTHING);
        figure("a head of pale cloth: %s", status == SCT_OK ? "answered" : sct_context_message(context));
        assert_true(status != SCT_OK || has_flag(&r, "region-unsure"));
        free(codes);
        phantom_photo_free(&photo);
    }
}

/* The rim of a chart and the shadow it casts are nobody's. */
static void the_rim_of_a_chart_is_nobodys(void **state)
{
    (void)state;
    int answered = 0;
    for (int c = 0; c < PHANTOM_ITA_CLASSES; c++) {
        phantom_params p;
        sct_measure_options options;
        sct_measurement *m = NULL;
        sct_photo *photo = NULL;
        phantom_params_init(&p);
        measured_client(&library, &p, c, 0);
        p.width = 900;
        p.height = 700;
        p.mm_per_px = 0.045;
        p.chart = PHANTOM_CHART_COLORCHECKER;
        phantom_photo rendered = phantom_render(&p);
        size_t pixels = (size_t)p.width * (size_t)p.height;
        uint8_t *labels = calloc(pixels, 1);
        sct_label_plane plane = {labels, pixels};
        assert_non_null(labels);
        sct_measure_options_init(&options);
        options.label_planes = &plane;
        assert_int_equal(sct_photo_open(context, rendered.bytes, rendered.size, &photo), SCT_OK);
        const sct_view view = {.size = sizeof view, .photo = photo, .roles = both};
        if (sct_measure(context, &options, &view, 1, &m) == SCT_OK) {
            answered++;
            assert_int_equal(labels_at_rim(&rendered.truth, labels, (uint32_t)p.width, (uint32_t)p.height), 0);
        }
        sct_measurement_free(m);
        sct_photo_free(photo);
        phantom_photo_free(&rendered);
        free(labels);
    }
    figure("rendered close-ups beside a chart: %d answered, none with skin or hair at the chart's rim", answered);
    assert_true(answered >= 3);
}

/* Hairs of six pixels, so few that a tile of 32 pixels holds a tenth of one. */
static void sparse_stubble_is_found_from_near(void **state)
{
    (void)state;
    int found = 0;
    for (int c = 0; c < PHANTOM_ITA_CLASSES; c++) {
        phantom_params p;
        region_result *m = calloc(1, sizeof *m);
        phantom_params_init(&p);
        measured_client(&library, &p, c, 0);
        p.width = 1400;
        p.height = 1050;
        p.mm_per_px = 0.012;
        p.density_per_cm2 = 70;
        p.fibre_mm = 0.8;
        p.background = PHANTOM_PLAIN;
        phantom_photo rendered = phantom_render(&p);
        found += measured(context, &rendered, NULL, 0, both, NULL, NULL, m) == SCT_OK && m->hair.kind == SCT_HAIR_STUBBLE;
        phantom_photo_free(&rendered);
        free(m);
    }
    figure("sparse stubble, hairs of 6 pixels: found on %d of %d rendered clients", found, PHANTOM_ITA_CLASSES);
    assert_int_equal(found, PHANTOM_ITA_CLASSES);
}

/* Single hairs, each of them dark and large as grown hair is: what lies between them is part of the stubble. The chart tells
 * that it is skin, which fills little of the photo and stands among scattered things. */
static void hairs_from_near_are_no_grown_hair(void **state)
{
    (void)state;
    double most = 0;
    int doubted = 0;
    for (int c = 1; c < PHANTOM_ITA_CLASSES - 1; c += 2) {
        phantom_params p;
        region_result *m = calloc(1, sizeof *m);
        phantom_params_init(&p);
        measured_client(&library, &p, c, 0);
        p.width = 1200;
        p.height = 900;
        p.mm_per_px = 0.012;
        p.density_per_cm2 = 120;
        p.fibre_mm = 1.2;
        p.background = PHANTOM_PLAIN;
        p.chart = PHANTOM_CHART_COLORCHECKER;
        phantom_photo rendered = phantom_render(&p);
        assert_int_equal(measured(context, &rendered, NULL, 0, both, NULL, NULL, m), SCT_OK);
        assert_int_equal(m->hair.kind, SCT_HAIR_STUBBLE);
        assert_at_most(m->hair.coverage / rendered.truth.coverage, 1.6);
        most = fmax(most, m->hair.coverage / rendered.truth.coverage);
        doubted += has_flag(m, "region-unsure");
        phantom_photo_free(&rendered);
        free(m);
    }
    figure("long hairs of 6 pixels beside a chart: coverage %.2f times the truth at most, doubted %d of 2", most, doubted);
    assert_int_equal(doubted, 0);
}

static void a_chart_speaks_for_skin_that_it_has_corrected(void **state)
{
    (void)state;
    region_result *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->correction.kind = SCT_CORRECTION_CHART;
    r->skin.estimate.pixels = 1000;
    r->skin.locus_z = 1;
    r->hair.kind = SCT_HAIR_STUBBLE;
    assert_near(region_chart_odds(r, 0), 2, 1e-9);
    r->hair.kind = SCT_HAIR_GROWN; /* or cloth, or background */
    assert_near(region_chart_odds(r, 0.25), 0.5, 1e-9);
    r->hair.kind = SCT_HAIR_STUBBLE;
    r->skin.locus_z = 3.7; /* carpet */
    assert_near(region_chart_odds(r, 1), 0, 1e-9);
    r->skin.locus_z = (double)NAN;
    assert_near(region_chart_odds(r, 1), 0, 1e-9);
    r->skin.locus_z = 1;
    r->correction.kind = SCT_CORRECTION_GREY;
    assert_near(region_chart_odds(r, 1), 0, 1e-9);
    free(r);
}

/* A head seen from behind, 40 x 40 cells: skin of the nape in columns 12 to 27 of rows 28 to 39, hair above it, in columns
 * 10 to 29 of rows 4 to 27; then the same with as much hair below as a beard. */
static void the_hair_of_a_head_from_behind_is_one_sheet(void **state)
{
    (void)state;
    enum { SIDE = 40 };
    static region_cell cells[SIDE * SIDE];
    static uint8_t skin[SIDE * SIDE], nothing[SIDE * SIDE];
    const region_map map = {.columns = SIDE, .rows = SIDE, .scale = 1, .window = {0, 0, SIDE, SIDE}, .cells = cells};
    region_evidence e;
    for (int i = 0; i < SIDE * SIDE; i++) {
        int x = i % SIDE, y = i / SIDE;
        skin[i] = x >= 12 && x < 28 && y >= 28;
        cells[i] = (region_cell){.L = skin[i] ? 60 : 30, .a = 10, .b = 15, .texture = 1, .usable = 1};
    }
    region_spans behind = {0}, beard = {0};
    for (uint32_t y = 4; y < 28; y++)
        assert_int_equal(region_spans_add(context, &behind, y, 10, 20), SCT_OK);
    assert_int_equal(region_evidence_gather(context, &map, skin, nothing, &behind, &e), SCT_OK);
    assert_near(e.sheet, (16.0 * 24 + 4 * 24) / 480, 0.01); /* beside the nape, too: above the middle of the skin */
    assert_near(e.sheet_width, 20.0 / 16, 1e-9);
    assert_near(e.upper, 15.0 / 24, 0.05);
    for (uint32_t y = 30; y < 38; y++)
        assert_int_equal(region_spans_add(context, &beard, y, 14, 8), SCT_OK);
    assert_int_equal(region_evidence_gather(context, &map, skin, nothing, &beard, &e), SCT_OK);
    assert_near(e.sheet, 0, 1e-9);
    assert_near(e.sheet_width, 0.5, 1e-9);
    assert_near(e.upper, 0.375, 0.01); /* rows 30, 31 and 32 of 28 to 39 */
    region_spans_free(&behind);
    region_spans_free(&beard);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hair_lies_on_its_locus),
        cmocka_unit_test(hair_of_every_class_is_believed),
        cmocka_unit_test(what_shows_no_head_gives_no_recipe),
        cmocka_unit_test(the_skin_is_the_face_not_the_shirt),
        cmocka_unit_test(cloth_is_paler_than_skin),
        cmocka_unit_test(the_rim_of_a_chart_is_nobodys),
        cmocka_unit_test(hairs_from_near_are_no_grown_hair),
        cmocka_unit_test(a_chart_speaks_for_skin_that_it_has_corrected),
        cmocka_unit_test(sparse_stubble_is_found_from_near),
        cmocka_unit_test(the_hair_of_a_head_from_behind_is_one_sheet),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
