/* tests/chart/test_card.c - the consultation card: drawn, photographed, found, measured. */
#include "chart/card_layout.h"
#include "chart/card_tags.h"
#include "chart/chart.h"
#include "chart/stage.h"
#include "support/support.h"

enum { PX_PER_MM = 8, CARD_W = CARD_WIDTH_MM * PX_PER_MM, CARD_H = CARD_HEIGHT_MM * PX_PER_MM };

/* ---- the card as a picture of reflectances ------------------------------------------------------------------ */

static double decode(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static void fill(float *xyz, double x, double y, double w, double h, const uint8_t rgb[3])
{
    static const num_mat3 srgb = {
        {{0.4360747, 0.3850649, 0.1430804}, {0.2225045, 0.7168786, 0.0606169}, {0.0139322, 0.0971045, 0.7141733}}};
    double linear[3] = {decode(rgb[0] / 255.0), decode(rgb[1] / 255.0), decode(rgb[2] / 255.0)}, v[3];
    num_mat3_apply(&srgb, linear, v);
    for (int j = (int)lround(y * PX_PER_MM); j < (int)lround((y + h) * PX_PER_MM); j++)
        for (int i = (int)lround(x * PX_PER_MM); i < (int)lround((x + w) * PX_PER_MM); i++)
            for (int c = 0; c < 3; c++)
                xyz[3 * (j * CARD_W + i) + c] = (float)v[c];
}

/* Numbers of an SVG attribute of one element. */
static double attribute(const char *element, const char *name)
{
    char key[32];
    snprintf(key, sizeof key, " %s=\"", name);
    const char *at = strstr(element, key);
    return at ? strtod(at + strlen(key), NULL) : (double)NAN;
}

/* Paints the rectangles of the SVG itself, so that what is drawn is what is found. */
static float *paint_svg(const char *svg)
{
    float *xyz = calloc(3u * CARD_W * CARD_H, sizeof *xyz);
    assert_non_null(xyz);
    for (const char *at = strstr(svg, "<rect x"); at; at = strstr(at + 1, "<rect x")) {
        const char *colour = strstr(at, "fill=\"#");
        unsigned r, g, b;
        assert_int_equal(sscanf(colour, "fill=\"#%2x%2x%2x", &r, &g, &b), 3);
        const uint8_t rgb[3] = {(uint8_t)r, (uint8_t)g, (uint8_t)b};
        fill(xyz, attribute(at, "x"), attribute(at, "y"), attribute(at, "width"), attribute(at, "height"), rgb);
    }
    return xyz;
}

static float *paint_card(void)
{
    sct_bytes svg;
    assert_int_equal(sct_card_svg(NULL, &svg), SCT_OK);
    char *text = malloc(svg.size + 1);
    assert_non_null(text);
    memcpy(text, svg.data, svg.size);
    text[svg.size] = '\0';
    float *xyz = paint_svg(text);
    free(text);
    sct_bytes_free(&svg);
    return xyz;
}

/* A card in a scene: `pitch` is the distance of its small patches in pixels. */
static phantom_planar card_in_scene(const float *xyz, double x, double y, double pitch, double turn_deg, double tilt_x,
                                    double tilt_y)
{
    phantom_planar planar = {.width = CARD_WIDTH_MM,
                             .height = CARD_HEIGHT_MM,
                             .image_xyz = xyz,
                             .image_width = CARD_W,
                             .image_height = CARD_H,
                             .light = 1};
    planar.ground = phantom_spectrum_flat(0.3);
    phantom_place_planar(&planar, x, y, pitch / 10.5, turn_deg, 0, tilt_x, tilt_y);
    return planar;
}

/* Pixels a millimetre at the window's middle. */
static double true_scale(const phantom_planar *planar)
{
    double u = card_window[0] + card_window[2] / 2, v = card_window[1] + card_window[3] / 2, p[3][2];
    phantom_planar_to_px(planar, u - 0.5, v - 0.5, &p[0][0], &p[0][1]);
    phantom_planar_to_px(planar, u + 0.5, v - 0.5, &p[1][0], &p[1][1]);
    phantom_planar_to_px(planar, u - 0.5, v + 0.5, &p[2][0], &p[2][1]);
    return sqrt(fabs((p[1][0] - p[0][0]) * (p[2][1] - p[0][1]) - (p[1][1] - p[0][1]) * (p[2][0] - p[0][0])));
}

static phantom_params scene_with(const phantom_planar *cards, size_t count, uint64_t seed)
{
    phantom_params p;
    phantom_params_init(&p);
    p.width = 640;
    p.height = 480;
    p.density_per_cm2 = 0;
    p.seed = seed;
    p.card_count = count;
    for (size_t i = 0; i < count; i++)
        p.cards[i] = cards[i];
    return p;
}

static void card_is_found_and_gives_millimetres(void **state)
{
    (void)state;
    static const double pitches[] = {8, 9, 12, 30};
    float *xyz = paint_card();
    sct_chart card;
    sct_chart_result *r = calloc(1, sizeof *r);
    num_rng rng;
    int found = 0, all = 0;
    double worst = 0, off = 0;
    num_rng_seed(&rng, 6);
    sct_card_layout(&card);
    for (size_t k = 0; k < sizeof pitches / sizeof *pitches; k++)
        for (int i = 0; i < 2; i++, all++) {
            double tilt = pitches[k] > 8.5 ? 0.12 : 0.05;
            phantom_planar planar =
                card_in_scene(xyz, 320, 240, pitches[k], 360 * num_rng_uniform(&rng), tilt * (2 * num_rng_uniform(&rng) - 1),
                              tilt * (2 * num_rng_uniform(&rng) - 1));
            phantom_params p = scene_with(&planar, 1, (uint64_t)all);
            p.psf_px = 0.4 + 0.02 * pitches[k];
            phantom_photo photo = phantom_render(&p);
            stage_image opened = stage_open(photo.bytes, photo.size);
            sct_status status = card_find(opened.ctx, &card, opened.image, r);
            if (status != SCT_OK)
                print_error("pitch %g #%d: %s\n", pitches[k], i, sct_context_message(opened.ctx));
            found += status == SCT_OK;
            if (status == SCT_OK) {
                worst = fmax(worst, fabs(r->mm_per_px * true_scale(&planar) - 1));
                for (size_t n = 0; n < r->patch_count; n++) {
                    double x, y; /* the phantom counts from pixel edges */
                    phantom_planar_to_px(&planar, card.patches[n].u, card.patches[n].v, &x, &y);
                    off =
                        fmax(off, hypot(x - 0.5 - r->patches[n].centre[0], y - 0.5 - r->patches[n].centre[1]) / r->pitch_px);
                }
            }
            stage_close(&opened);
            phantom_photo_free(&photo);
        }
    figure("card at 8 to 30 px a patch: %d of %d found, mm scale within %.2f %%, patch centres within %.1f %% of the pitch",
           found, all, 100 * worst, 100 * off);
    assert_int_equal(found, all);
    assert_at_most(worst, 0.01);
    assert_at_most(off, 0.06);
    free(xyz);
    free(r);
}

static void damage_and_a_second_card_are_handled(void **state)
{
    (void)state;
    static const uint8_t brown[3] = {120, 70, 40};
    float *xyz = paint_card(), *damaged = paint_card();
    sct_chart card;
    sct_chart_result *r = calloc(1, sizeof *r);
    sct_card_layout(&card);
    for (int marks = 1; marks <= 3; marks++) { /* a thumb on one corner after the other */
        const sct_chart_fiducial *tag = &card.fiducials[marks - 1];
        fill(damaged, tag->u, tag->v, 14, 14, brown);
        phantom_planar planar = card_in_scene(damaged, 320, 240, 24, 20, 0.05, -0.05);
        phantom_params p = scene_with(&planar, 1, 1);
        phantom_photo photo = phantom_render(&p);
        stage_image opened = stage_open(photo.bytes, photo.size);
        sct_status status = card_find(opened.ctx, &card, opened.image, r);
        if (marks < 3) {
            assert_int_equal(status, SCT_OK);
            assert_true(flags_have(&r->flags, "card-marks"));
            assert_near(r->mm_per_px * true_scale(&planar), 1, 0.01);
        } else {
            assert_int_equal(status, SCT_ERR_CHART_UNUSABLE);
        }
        stage_close(&opened);
        phantom_photo_free(&photo);
    }
    phantom_planar two[2] = {card_in_scene(xyz, 190, 130, 20, 5, 0, 0), card_in_scene(damaged, 440, 350, 20, 180, 0, 0)};
    phantom_params p = scene_with(two, 2, 1);
    phantom_photo photo = phantom_render(&p);
    stage_image opened = stage_open(photo.bytes, photo.size);
    assert_int_equal(card_find(opened.ctx, &card, opened.image, r), SCT_OK);
    assert_true(flags_have(&r->flags, "two-charts"));
    assert_near(r->patches[0].centre[0], 190, 140); /* the whole one */
    assert_near(r->mm_per_px * true_scale(&two[0]), 1, 0.01);
    stage_close(&opened);
    phantom_photo_free(&photo);
    free(xyz);
    free(damaged);
    free(r);
}

/* ---- tiers --------------------------------------------------------------------------------------------------- */

/* True colours of the print: those of the painted card. */
static void know_colours(sct_chart *card)
{
    float *xyz = paint_card();
    for (size_t i = 0; i < card->patch_count; i++) {
        const float *v = xyz + 3 * ((int)(card->patches[i].v * PX_PER_MM) * CARD_W + (int)(card->patches[i].u * PX_PER_MM));
        card->patches[i].lab = sct_lab_from_xyz((sct_xyz){(double)v[0], (double)v[1], (double)v[2]},
                                                sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    }
    free(xyz);
}

static void readings_are_entered(void **state)
{
    (void)state;
    sct_chart card, truth, measured, again;
    sct_context *ctx;
    char sheet[8192] = "name;L;a;b\r\n", cgats[8192] =
                                             "CGATS.17\nORIGINATOR \"test\"\nNUMBER_OF_FIELDS 5\nBEGIN_DATA_FORMAT\n"
                                             "SAMPLE_ID SAMPLE_NAME LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n";
    sct_bytes text;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    sct_card_layout(&card);
    truth = card;
    know_colours(&truth);
    for (size_t i = 0; i < card.patch_count; i++) {
        sct_lab lab = truth.patches[i].lab;
        size_t a = strlen(sheet), b = strlen(cgats);
        snprintf(sheet + a, sizeof sheet - a, "%s;%.3f; %.3f;%.3f\r\n", card.patches[i].name, lab.L, lab.a, lab.b);
        snprintf(cgats + b, sizeof cgats - b, "%zu \"%s\"\t%.3f %.3f %.3f\n", i + 1, card.patches[i].name, lab.L, lab.a,
                 lab.b);
    }
    strcat(cgats, "END_DATA\n");

    assert_int_equal(sct_card_measure(ctx, &card, sheet, strlen(sheet), "run 1", &measured), SCT_OK);
    assert_int_equal(measured.tier, SCT_TIER_MEASURED);
    assert_string_equal(measured.source, "run 1");
    assert_int_equal(sct_card_measure(ctx, &card, cgats, strlen(cgats), "run 1", &again), SCT_OK);
    for (size_t i = 0; i < card.patch_count; i++) {
        assert_near(measured.patches[i].lab.b, truth.patches[i].lab.b, 0.001);
        assert_near(again.patches[i].lab.L, truth.patches[i].lab.L, 0.001);
    }
    assert_int_equal(sct_chart_write(ctx, &measured, &text), SCT_OK); /* the description file keeps it */
    assert_int_equal(sct_chart_read(ctx, text.data, text.size, &again), SCT_OK);
    assert_int_equal(again.tier, SCT_TIER_MEASURED);
    assert_near(again.patches[9].lab.a, measured.patches[9].lab.a, 1e-3);
    assert_near(again.fiducials[2].u, card.fiducials[2].u, 1e-9);
    sct_bytes_free(&text);

    static const char *const broken[][2] = {
        {"name;L;a\nN1 top;1;2\n", "columns"},
        {"", "columns"},
        {"name,L,a,b\nN9,1,2,3\n", "no patch"},
        {"name,L,a,b\nN1 top,1,2\n", "3 values"},
        {"name,L,a,b\nN1 top,nan,2,3\n", "no Lab value"},
        {"name,L,a,b\nN1 top,120,2,3\n", "L*"},
        {"name,L,a,b\nN1 top,10,2,3\nN1 top,10,2,3\n", "twice"},
        {"name,L,a,b\nN1 top,10,2,3\n", "missing"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        assert_int_equal(sct_card_measure(ctx, &card, broken[i][0], strlen(broken[i][0]), NULL, &again), SCT_ERR_PALETTE);
        if (!strstr(sct_context_message(ctx), broken[i][1]))
            fail_msg("\"%s\" does not say %s", sct_context_message(ctx), broken[i][1]);
    }
    sct_context_free(ctx);
}

static sct_measure_options default_options(void)
{
    return (sct_measure_options){.size = sizeof(sct_measure_options), .grey_reflectance = 0.18, .seed = 1};
}

static void an_unmeasured_card_gives_millimetres_only(void **state)
{
    (void)state;
    float *xyz = paint_card();
    phantom_planar planar = card_in_scene(xyz, 320, 240, 24, 10, 0, 0);
    phantom_params p = scene_with(&planar, 1, 1);
    phantom_photo photo = phantom_render(&p);
    stage_image opened = stage_open(photo.bytes, photo.size);
    sct_measure_options options = default_options();
    sct_view view = {.photo = opened.photo};
    sct_flags flags = {0};
    sct_correction correction;
    assert_int_equal(chart_correct(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
    assert_int_equal(correction.kind, SCT_CORRECTION_NONE);
    assert_near(correction.mm_per_px * true_scale(&planar), 1, 0.01);
    assert_true(flags_have(&flags, "card-unmeasured"));

    sct_chart card;
    sct_card_layout(&card);
    know_colours(&card);
    card.tier = SCT_TIER_MEASURED;
    sct_chart_options charts;
    sct_chart_options_init(&charts);
    charts.charts = &card;
    charts.chart_count = 1;
    options.chart = &charts;
    flags.count = 0;
    assert_int_equal(chart_correct(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
    assert_int_equal(correction.kind, SCT_CORRECTION_CHART);
    assert_string_equal(correction.chart, "consultation-card-a6");
    figure("measured card in a phantom photo: leave-one-out %.2f dE00, u95 %.2f", correction.loo_de00_mean,
           correction.u95_de00);
    assert_at_most(correction.loo_de00_mean, 3);
    assert_false(flags_have(&flags, "card-unmeasured"));
    stage_close(&opened);
    phantom_photo_free(&photo);
    free(xyz);
}

static void colours_are_transferred_from_a_chart_beside_it(void **state)
{
    (void)state;
    float *xyz = paint_card();
    phantom_patch patches[24];
    phantom_planar planars[2] = {card_in_scene(xyz, 220, 240, 30, 3, 0, 0), phantom_planar_colorchecker(patches, 0)};
    phantom_place_planar(&planars[1], 690, 250, 44, -4, 0, 0, 0);
    phantom_params p = scene_with(planars, 2, 2);
    p.width = 900;
    p.format = PHANTOM_PNG8;
    phantom_photo photo = phantom_render(&p);
    stage_image opened = stage_open(photo.bytes, photo.size);
    sct_chart card, truth, transferred;
    sct_chart_result *reference = calloc(1, sizeof *reference);
    sct_card_layout(&card);
    truth = card;
    know_colours(&truth);
    sct_status status = sct_card_transfer(opened.ctx, &card, NULL, opened.photo, &transferred, reference);
    if (status != SCT_OK)
        print_error("%s\n", sct_context_message(opened.ctx));
    assert_int_equal(status, SCT_OK);
    double sum = 0;
    for (size_t i = 0; i < card.patch_count; i++)
        sum += sct_de2000(truth.patches[i].lab, transferred.patches[i].lab);
    figure("card transferred from a ColorChecker beside it: mean dE00 %.2f over %zu patches", sum / (double)card.patch_count,
           card.patch_count);
    assert_int_equal(transferred.tier, SCT_TIER_TRANSFERRED);
    assert_string_equal(reference->name, "colorchecker-classic");
    assert_at_most(sum / (double)card.patch_count, 4);
    free(reference);
    stage_close(&opened);
    phantom_photo_free(&photo);
    free(xyz);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(card_is_found_and_gives_millimetres),
        cmocka_unit_test(damage_and_a_second_card_are_handled),
        cmocka_unit_test(readings_are_entered),
        cmocka_unit_test(an_unmeasured_card_gives_millimetres_only),
        cmocka_unit_test(colours_are_transferred_from_a_chart_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
