/* tests/chart/test_card_tiers.c - what is known of a card's colours: readings, transfer, description files, the drawing. */
#include "card/card_print.h"
#include "chart/stage.h"
#include "correct/correct.h"
#include "support/inside.h"
#include "support/support.h"

static phantom_params scene(uint64_t seed)
{
    phantom_params p;
    phantom_params_init(&p);
    p.width = 520;
    p.height = 400;
    p.seed = seed;
    return p;
}

/* ---- readings ---------------------------------------------------------------------------------------------- */

enum { TEXT_MAX = 1 << 16 };

/* Appends to a text of TEXT_MAX bytes. */
static void say(char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(char *text, const char *format, ...)
{
    size_t used = strlen(text);
    va_list args;
    va_start(args, format);
    vsnprintf(text + used, TEXT_MAX - used, format, args);
    va_end(args);
}

static void assert_same_colours(const sct_chart *a, const sct_chart *b, double tolerance)
{
    for (size_t i = 0; i < a->patch_count; i++) {
        assert_near(a->patches[i].lab.L, b->patches[i].lab.L, tolerance);
        assert_near(a->patches[i].lab.a, b->patches[i].lab.a, tolerance);
        assert_near(a->patches[i].lab.b, b->patches[i].lab.b, tolerance);
    }
}

/* The same readings in every way they may be written. */
static void readings_are_entered(void **state)
{
    (void)state;
    enum { WAYS = 8 };
    static const char *const heads[WAYS] = {
        "name;L;a;b\r\n",
        "# a comment\nSAMPLE_ID\tLAB_L\tLAB_A\tLAB_B\tnote\n",
        ("CGATS.17\nORIGINATOR \"test\"\nWEIGHTING_FUNCTION \"ILLUMINANT,D50\"\nBEGIN_DATA_FORMAT\n"
         "SAMPLE_ID SAMPLE_NAME LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n"),
        "\"patch\",\"XYZ_X\",\"XYZ_Y\",\"XYZ_Z\"\n",
        "CGATS.17\nWEIGHTING_FUNCTION \"ILLUMINANT,D65\"\nBEGIN_DATA_FORMAT\nSAMPLE_NAME", /* spectra have no illuminant */
        "SAMPLE_NAME,LAB_L,LAB_A,LAB_B\n",
        "\xEF\xBB\xBFname;L;a;b\r\n", /* as spreadsheets of half of Europe write it */
        "name,L,a,b\n",
    };
    char *text = calloc(WAYS, TEXT_MAX);
    sct_chart truth, clipped, measured; /* clipped: made-up spectra without their impossible dips */
    sct_context *ctx;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    card_print_colours(&truth);
    clipped = truth;
    for (int way = 0; way < WAYS; way++)
        say(text + way * TEXT_MAX, "%s", heads[way]);
    for (int band = 0; band < PHANTOM_BANDS; band++)
        say(text + 4 * TEXT_MAX, " SPECTRAL_NM%d", 400 + 10 * band);
    say(text + 4 * TEXT_MAX, "\nEND_DATA_FORMAT\nBEGIN_DATA\n");
    for (size_t i = 0; i < truth.patch_count; i++) {
        const char *name = truth.patches[i].name;
        sct_lab lab = truth.patches[i].lab;
        sct_xyz xyz = sct_xyz_from_lab(lab, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
        const uint8_t *c = card_print_srgb[i];
        phantom_spectrum spectrum = phantom_spectrum_from_srgb8(c[0], c[1], c[2]);
        say(text, "%s;%.3f; %.3f;%.3f\r\n", name, lab.L, lab.a, lab.b);
        say(text + TEXT_MAX, "%zu\t%.3f\t%.3f\t%.3f\tok, \"fine\"\n", i + 1, lab.L, lab.a, lab.b);
        say(text + 2 * TEXT_MAX, "%zu \"%s\"\t%.3f  %.3f %.3f\n", i + 1, name, lab.L, lab.a, lab.b);
        say(text + 3 * TEXT_MAX, "\"%s\",%.5f,\"%.5f\",%.5f\n", name, 100 * xyz.X, 100 * xyz.Y, 100 * xyz.Z);
        say(text + 4 * TEXT_MAX, "%s", name);
        for (int band = 0; band < PHANTOM_BANDS; band++)
            say(text + 4 * TEXT_MAX, " %.5f", 100 * (spectrum.r[band] = fmax(spectrum.r[band], -0.05)));
        clipped.patches[i].lab = phantom_true_lab(&spectrum);
        say(text + 4 * TEXT_MAX, "\n");
        say(text + 5 * TEXT_MAX, "%s,%.3f,%.3f,%.3f\n%s,%.3f,%.3f,%.3f\n", name, lab.L + 0.4, lab.a - 1, lab.b, name,
            lab.L - 0.4, lab.a + 1, lab.b); /* read twice: averaged */
        char *line = text + 6 * TEXT_MAX + strlen(text + 6 * TEXT_MAX);
        say(text + 6 * TEXT_MAX, "%s;%.3f;%.3f;%.3f\r\n", name, lab.L, lab.a, lab.b);
        say(text + 7 * TEXT_MAX, "%s,\"%.3f\",%.3f,%.3f\n", name, lab.L, lab.a, lab.b);
        for (char *dot; (dot = strchr(line, '.')) != NULL;)
            *dot = ',';
    }
    say(text + 2 * TEXT_MAX, "END_DATA\n");
    for (int way = 0; way < WAYS; way++) {
        const char *table = text + way * TEXT_MAX;
        if (card_measure(ctx, card_chart(), table, strlen(table), "run 1", &measured) != SCT_OK)
            fail_msg("way %d: %s", way, sct_context_message(ctx));
        assert_int_equal(measured.tier, SCT_TIER_MEASURED);
        assert_string_equal(measured.source, "run 1");
        assert_same_colours(&measured, way == 4 ? &clipped : &truth,
                            way == 4 ? 0.15 : 0.002); /* spectra: tables of 10 nm and of 5 nm */
    }
    free(text);
    sct_context_free(ctx);
}

/* What goes into a description file comes out of it. */
static void descriptions_are_kept(void **state)
{
    (void)state;
    sct_chart truth, again;
    sct_context *ctx;
    sct_bytes text;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    card_print_colours(&truth);
    truth.u95_de00 = 2.5;
    assert_int_equal(sct_chart_json(ctx, &truth, &text), SCT_OK);
    assert_int_equal(chart_read(ctx, text.data, text.size, &again), SCT_OK);
    sct_bytes_free(&text);
    assert_int_equal(again.tier, SCT_TIER_MEASURED);
    assert_near(again.u95_de00, 2.5, 1e-9);
    assert_same_colours(&again, &truth, 1e-3);
    for (size_t i = 0; i < truth.fiducial_count; i++) {
        assert_int_equal(again.fiducials[i].id, truth.fiducials[i].id);
        assert_near(again.fiducials[i].u, truth.fiducials[i].u, 1e-9);
        assert_near(again.fiducials[i].side, truth.fiducials[i].side, 1e-9);
    }
    sct_context_free(ctx);
}

static void broken_readings_are_refused(void **state)
{
    (void)state;
    static const char *const broken[][2] = {
        {"", "no readings"},
        {"\n\n# nothing\n", "no readings"},
        {"name;L;a\nN1t;1;2\n", "line 1: columns"},
        {"hello world\n", "ends before BEGIN_DATA"},
        {"CGATS.17\nBEGIN_DATA\nN1t 1 2 3\n", "without a DATA_FORMAT"},
        {"CGATS.17\nBEGIN_DATA_FORMAT\nSAMPLE_NAME LAB_L LAB_A LAB_B\n", "line 3: the file ends"},
        {"CGATS.17\nILLUMINANT D65\nBEGIN_DATA_FORMAT\nSAMPLE_NAME LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n",
         "line 2"},
        {"CGATS.17\nWEIGHTING_FUNCTION \"OBSERVER, 10 degree\"\nBEGIN_DATA_FORMAT\nSAMPLE_NAME LAB_L LAB_A "
         "LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n",
         "line 2"},
        {"name,L,a,b\nN9,1,2,3\n", "line 2: the card has no patch"},
        {"SAMPLE_ID,L,a,b\n29,1,2,3\n", "no patch \"29\""},
        {"SAMPLE_ID,L,a,b\n1e300,1,2,3\n", "no patch"},
        {"name,L,a,b\n\nN1t,1,2\n", "line 3: 3 values"},
        {"name,L,a,b\nN1t,10,5,2,1,3,0\n", "7 cells under 4 columns; with a decimal comma"},
        {"name;L;a;b\nN1t;1,0,5;2;3\n", "\"1,0,5\" is no value"},
        {"name,L,a,b\nN1t,nan,2,3\n", "\"nan\" is no value"},
        {"name,L,a,b\nN1t,0x10,2,3\n", "is no value"},
        {"name,L,a,b\nN1t,120,2,3\n", "is no value"},
        {"name,L,a,b\nN1t,1e999,2,3\n", "is no value"},
        {"name,L,a,b\nN1t,,2,3\n", "is no value"},
        {"name,L,a,b\nN1t,10,2,3\n", "\"N2t\" has no reading"},
        {"name,L,a,b\nN1t,10,2,3\nN2t,20,0,0\n", "not darker"},
    };
    sct_context *ctx;
    sct_chart untouched, out;
    size_t count = sizeof broken / sizeof *broken;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    memset(&untouched, 0x5a, sizeof untouched);
    out = untouched;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(card_measure(ctx, card_chart(), broken[i][0], strlen(broken[i][0]), NULL, &out), SCT_ERR_PALETTE);
        if (!strstr(sct_context_message(ctx), broken[i][1]))
            fail_msg("\"%s\" does not say %s", sct_context_message(ctx), broken[i][1]);
    }
    char *line = malloc(100000);
    memset(line, 'x', 100000);
    assert_int_equal(card_measure(ctx, card_chart(), line, 100000, NULL, &out), SCT_ERR_PALETTE);
    memset(line, 0, 100000);
    assert_int_equal(card_measure(ctx, card_chart(), line, 100000, NULL, &out), SCT_ERR_PALETTE);
    memset(line, ',', 4000);
    memcpy(line, "name,L,a,b", 10);
    line[4000] = '\n';
    memset(line + 4001, ';', 90000);
    assert_int_equal(card_measure(ctx, card_chart(), line, 4001, NULL, &out), SCT_ERR_PALETTE);
    free(line);
    /* Damage to a good table: an answer or a complaint, never a crash. */
    char good[4096] =
        "CGATS.17\nBEGIN_DATA_FORMAT\nSAMPLE_NAME LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n\"N1t\" 9 1 2\n";
    num_rng rng;
    num_rng_seed(&rng, 9);
    for (int i = 0; i < 20000; i++) {
        char damaged[sizeof good];
        size_t size = strlen(good);
        memcpy(damaged, good, sizeof good);
        for (uint32_t k = num_rng_below(&rng, 4); k < 4; k++)
            damaged[num_rng_below(&rng, (uint32_t)size)] = (char)num_rng_below(&rng, 256);
        assert_int_equal(card_measure(ctx, card_chart(), damaged, num_rng_below(&rng, (uint32_t)size), NULL, &out),
                         SCT_ERR_PALETTE);
    }
    assert_memory_equal(&out, &untouched, sizeof out);
    figure("card readings: %zu broken tables refused by line, 20000 damaged ones survived", count);
    sct_context_free(ctx);
}

static sct_measure_options default_options(void)
{
    return (sct_measure_options){.size = sizeof(sct_measure_options), .grey_reflectance = 0.18, .seed = 1};
}

static void a_card_corrects_as_far_as_it_is_known(void **state)
{
    (void)state;
    phantom_params params = scene(1);
    phantom_patch pieces[CARD_PIECES_MAX];
    phantom_planar planar = card_print(pieces, 0);
    phantom_place_planar(&planar, 260, 200, 2.4, 10, 0, 0, 0);
    params.cards[params.card_count++] = planar;
    phantom_photo photo = phantom_render(&params);
    stage_image opened = stage_open(photo.bytes, photo.size);
    sct_measure_options options = default_options();
    sct_view view = {.photo = opened.photo};
    sct_flags flags = {0};
    sct_correction correction;
    assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
    assert_int_equal(correction.kind, SCT_CORRECTION_NONE);
    assert_near(correction.mm_per_px * 2.4, 1, 0.01);
    assert_true(flags_have(&flags, "card-unmeasured"));

    sct_chart card;
    sct_chart_options charts;
    double u95[2];
    card_print_colours(&card);
    sct_chart_options_init(&charts);
    charts.charts = &(const sct_chart *){&card};
    charts.chart_count = 1;
    options.chart = &charts;
    for (int i = 0; i < 2; i++) {
        card.tier = i ? SCT_TIER_TRANSFERRED : SCT_TIER_MEASURED;
        card.u95_de00 = i ? 4 : 1;
        flags.count = 0;
        assert_int_equal(correct_image(opened.ctx, &options, &view, opened.image, &flags, &correction), SCT_OK);
        assert_int_equal(correction.kind, SCT_CORRECTION_CHART);
        assert_string_equal(correction.chart, "consultation-card");
        assert_false(flags_have(&flags, "card-unmeasured"));
        u95[i] = correction.u95_de00;
    }
    figure("card, measured, in a phantom photo: leave-one-out %.2f dE00, u95 %.2f; transferred %.2f",
           correction.loo_de00_mean, u95[0], u95[1]);
    assert_at_most(correction.loo_de00_mean, 3);
    assert_near(u95[1] * u95[1] - u95[0] * u95[0], 15, 0.01);
    stage_close(&opened);
    phantom_photo_free(&photo);
}

static void colours_are_transferred_from_a_chart_beside_it(void **state)
{
    (void)state;
    phantom_patch pieces[CARD_PIECES_MAX], patches[24];
    phantom_params params = scene(2);
    phantom_planar card = card_print(pieces, 0), checker = phantom_planar_colorchecker(patches, 0);
    params.width = 860;
    phantom_place_planar(&card, 220, 200, 2.3, 3, 0, 0, 0);
    phantom_place_planar(&checker, 640, 200, 44, -4, 0, 0, 0);
    params.cards[params.card_count++] = card;
    params.cards[params.card_count++] = checker;
    phantom_photo photo = phantom_render(&params);
    stage_image opened = stage_open(photo.bytes, photo.size);
    sct_chart truth, transferred;
    sct_chart_result *reference = calloc(1, sizeof *reference);
    card_print_colours(&truth);
    if (correct_transfer(opened.ctx, card_chart(), NULL, opened.photo, &transferred, reference) != SCT_OK)
        fail_msg("%s", sct_context_message(opened.ctx));
    double sum = 0;
    for (size_t i = 0; i < truth.patch_count; i++)
        sum += sct_de2000(truth.patches[i].lab, transferred.patches[i].lab);
    figure("card, transferred from a ColorChecker beside it: mean dE00 %.2f over %zu patches",
           sum / (double)truth.patch_count, truth.patch_count);
    assert_int_equal(transferred.tier, SCT_TIER_TRANSFERRED);
    assert_near(transferred.u95_de00, reference->correction.u95_de00, 1e-12);
    assert_string_equal(reference->name, "colorchecker-classic");
    assert_at_most(sum / (double)truth.patch_count, 4);

    /* Both in view, the card unmeasured: colours from the ColorChecker, millimetres from the card. */
    sct_chart_result *both = calloc(1, sizeof *both);
    assert_int_equal(correct_find_chart(opened.ctx, NULL, opened.photo, both), SCT_OK);
    assert_string_equal(both->name, "colorchecker-classic");
    assert_near(both->correction.mm_per_px * 2.3, 1, 0.01);
    free(both);
    free(reference);
    stage_close(&opened);
    phantom_photo_free(&photo);
}

/* The card's millimetres count the hairs as a scale given by hand does. */
static void millimetres_reach_the_hairs(void **state)
{
    (void)state;
    phantom_params params;
    phantom_patch pieces[CARD_PIECES_MAX];
    phantom_planar planar = card_print(pieces, 0);
    phantom_params_init(&params);
    params.mm_per_px = 0.08;
    params.density_per_cm2 = 90; /* so that hairs stand apart, and can be counted */
    params.fibre_mm = 0.3;
    phantom_place_planar(&planar, 640, 560, 1.6, 0, 0, 0,
                         0); /* nearer or farther than the head it would lie; here: smaller */
    params.cards[params.card_count++] = planar;
    phantom_photo photo = phantom_render(&params);
    stage_image opened = stage_open(photo.bytes, photo.size);
    phantom_rect hair = photo.truth.stubble_rect;
    sct_shape shape = {.role = SCT_ROLE_HAIR, .kind = SCT_SHAPE_RECT, .count = 4, .v = {hair.x, hair.y, hair.w, hair.h}};
    sct_view view = {
        .photo = opened.photo, .shapes = &(const sct_shape *){&shape}, .shape_count = 1, .roles = 1u << SCT_ROLE_HAIR};
    sct_measurement *by_card = calloc(1, sizeof *by_card), *by_hand = calloc(1, sizeof *by_hand);
    sct_measure_options options;
    sct_measure_options_init(&options);
    if (api_measure(opened.ctx, &options, &view, 1, by_card) != SCT_OK)
        fail_msg("%s", sct_context_message(opened.ctx));
    options.mm_per_px = 1 / 1.6;
    assert_int_equal(api_measure(opened.ctx, &options, &view, 1, by_hand), SCT_OK);
    assert_near(by_card->correction.mm_per_px, 1 / 1.6, 0.006);
    assert_true(by_hand->hair.density_per_cm2 > 0);
    assert_near(by_card->hair.density_per_cm2 / by_hand->hair.density_per_cm2, 1, 0.02);
    free(by_card);
    free(by_hand);
    stage_close(&opened);
    phantom_photo_free(&photo);
}

/* ---- the drawing and its description ---------------------------------------------------------------------- */

/* No two of the card's fiducials, turned or mirrored, are alike: cells that differ at least. */
/* A head with the card on its bald skin, the window cut out or not. truth: of the same head without it. */
static phantom_photo card_on_head(phantom_planar *card, int cut, phantom_truth *truth)
{
    phantom_params params;
    phantom_params_perfect(&params);
    params.width = 1300;
    params.height = 1000;
    params.mm_per_px = 1 / 4.0;
    params.background = PHANTOM_WOOD;
    phantom_photo bare = phantom_render(&params);
    *truth = bare.truth;
    phantom_photo_free(&bare);
    phantom_rect r = truth->skin_rect;
    const double *w = card_chart()->window;
    for (int i = 0; i < 4 && cut; i++)
        card->hole[i] = w[i];
    phantom_place_planar(card, r.x + r.w / 2, r.y + r.h / 2, 4, 7, 0, 0.02, 0.01);
    params.cards[params.card_count++] = *card;
    return phantom_render(&params);
}

/* Skin is first what the card's window shows; paper in an uncut window is none; the card's own skin tones never are. */
static void the_window_shows_the_skin(void **state)
{
    (void)state;
    phantom_patch pieces[CARD_PIECES_MAX];
    phantom_planar planar = card_print(pieces, 0);
    sct_measurement *m = calloc(1, sizeof *m);
    for (int cut = 0; cut < 2; cut++) {
        phantom_truth truth;
        phantom_photo photo = card_on_head(&planar, cut, &truth);
        stage_image opened = stage_open(photo.bytes, photo.size);
        sct_view view = {.photo = opened.photo, .roles = 1u << SCT_ROLE_SKIN};
        sct_measure_options options;
        sct_measure_options_init(&options);
        sct_label_plane plane = {calloc((size_t)1300 * 1000, 1), (size_t)1300 * 1000};
        options.label_planes = &plane;
        if (api_measure(opened.ctx, &options, &view, 1, m) != SCT_OK)
            fail_msg("%s", sct_context_message(opened.ctx));
        double off = sct_de2000(m->skin.estimate.lab, truth.skin_rect_lab), x, y;
        figure("skin %s: dE00 %.2f, region %s", cut ? "in the card's window" : "beside a card that was not cut", off,
               m->regions[0].shape);
        assert_int_equal(flags_have(&m->flags, "skin-in-window"), cut);
        assert_int_equal(strncmp(m->regions[0].shape, cut ? "poly:" : "auto", 4), 0);
        assert_at_most(off, cut ? 0.5 : 2);
        for (size_t i = 0; i < card_chart()->patch_count; i++) { /* its patches are marked as the chart's */
            const chart_swatch *p = &card_chart()->patches[i];
            phantom_planar_to_px(&planar, p->u, p->v, &x, &y);
            if (x >= 0 && y >= 0 && x < 1300 && y < 1000)
                assert_int_equal(plane.labels[(size_t)y * 1300 + (size_t)x], SCT_LABEL_CHART);
        }
        free(plane.labels);
        stage_close(&opened);
        phantom_photo_free(&photo);
    }
    free(m);
}

static void fiducials_cannot_be_confused(void **state)
{
    (void)state;
    const sct_chart *chart = card_chart();
    uint8_t cells[SCT_CHART_FIDUCIAL_MAX][CARD_TAG_CELLS][CARD_TAG_CELLS];
    int least = 36;
    for (size_t i = 0; i < chart->fiducial_count; i++)
        assert_int_equal(card_tag_cells(NULL, chart->fiducials[i].id, cells[i]), SCT_OK);
    for (size_t a = 0; a < chart->fiducial_count; a++)
        for (size_t b = 0; b < chart->fiducial_count; b++)
            for (int way = 0; way < 8; way++) {
                int differ = 0, n = CARD_TAG_CELLS - 1;
                for (int r = 0; r <= n; r++)
                    for (int c = 0; c <= n; c++) {
                        int x = way & 1 ? n - c : c, y = way & 2 ? n - r : r;
                        differ += cells[a][r][c] != (way & 4 ? cells[b][x][y] : cells[b][y][x]);
                    }
                if (a != b || way != 0)
                    least = differ < least ? differ : least;
            }
    figure("card fiducials: at least %d of 36 bits differ between any two, turned and mirrored", least);
    assert_true(least >= 11); /* as the family promises of its tags; three damaged bits are forgiven */
}

/* What lies on the card lies on it, and apart. */
static void nothing_overlaps(void **state)
{
    (void)state;
    const sct_chart *chart = card_chart();
    double box[CARD_PATCHES + 5][4];
    size_t n = 0;
    for (size_t i = 0; i < chart->fiducial_count; i++, n++) {
        const chart_fiducial *t = &chart->fiducials[i];
        double cell = t->side / CARD_TAG_BLACK;
        memcpy(box[n], (const double[4]){t->u - cell, t->v - cell, t->u + t->side + cell, t->v + t->side + cell},
               sizeof *box);
    }
    for (size_t i = 0; i < chart->patch_count; i++, n++) {
        const chart_swatch *p = &chart->patches[i];
        memcpy(box[n],
               (const double[4]){p->u - p->half_width, p->v - p->half_height, p->u + p->half_width, p->v + p->half_height},
               sizeof *box);
    }
    const double *w = chart->window;
    memcpy(box[n++], (const double[4]){w[0], w[1], w[0] + w[2], w[1] + w[3]}, sizeof *box);
    for (size_t a = 0; a < n; a++) {
        assert_true(box[a][0] >= 2 && box[a][1] >= 2 && box[a][2] <= card_width_mm - 2 && box[a][3] <= card_height_mm - 2);
        for (size_t b = 0; b < a; b++)
            assert_true(box[a][0] >= box[b][2] + 1 || box[b][0] >= box[a][2] + 1 || box[a][1] >= box[b][3] + 1 ||
                        box[b][1] >= box[a][3] + 1);
    }
}

/* Number of times a word stands in a text. */
static int occurrences(const char *text, const char *word)
{
    int n = 0;
    for (; (text = strstr(text, word)); text += strlen(word))
        n++;
    return n;
}

static char *svg_of(sct_card_sheet sheet, const char *print_run)
{
    sct_card_options options;
    sct_bytes svg;
    sct_card_options_init(&options);
    options.sheet = (sct_card_sheet)sheet;
    options.print_run = print_run;
    assert_int_equal(sct_card_svg(NULL, &options, &svg), SCT_OK);
    char *text = calloc(svg.size + 1, 1);
    memcpy(text, svg.data, svg.size);
    assert_int_equal(strlen(text), svg.size);
    sct_bytes_free(&svg);
    return text;
}

static void the_drawing_is_to_scale(void **state)
{
    (void)state;
    char *card = svg_of(SCT_CARD_A6, NULL), *sheet = svg_of(SCT_CARD_A4, "run <7> & \"co\"");
    assert_non_null(strstr(card, "width=\"148mm\" height=\"105mm\" viewBox=\"0 0 148 105\""));
    assert_non_null(strstr(card, "<line x1=\"34\" y1=\"75.5\" x2=\"114\" y2=\"75.5\"/>")); /* 80 mm */
    assert_non_null(strstr(card, "<line x1=\"59\""));
    assert_non_null(strstr(card, "<line x1=\"89\"")); /* 30 mm */
    assert_int_equal(occurrences(card, "<g"), occurrences(card, "</g>"));
    assert_int_equal(occurrences(card, "<text"), occurrences(card, "</text>"));
    assert_non_null(strstr(sheet, "width=\"297mm\" height=\"210mm\" viewBox=\"0 0 297 210\""));
    assert_int_equal(occurrences(sheet, "print run: run &lt;7&gt; &amp; \"co\""), 4);
    assert_non_null(strstr(sheet, "translate(0.5 0)"));
    assert_non_null(strstr(sheet, "translate(148.5 105)"));
    free(card);
    free(sheet);
    sct_card_options options;
    sct_bytes svg;
    sct_context *ctx;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    sct_card_options_init(&options);
    options.print_run = "a name that is much too long for the card";
    assert_int_equal(sct_card_svg(ctx, &options, &svg), SCT_ERR_OPTION);
    options.print_run = "bell\a";
    assert_int_equal(sct_card_svg(ctx, &options, &svg), SCT_ERR_OPTION);
    options.print_run = "\xff";
    assert_int_equal(sct_card_svg(ctx, &options, &svg), SCT_ERR_OPTION);
    options.print_run = NULL;
    options.sheet = (sct_card_sheet)(SCT_CARD_SWATCHES + 1);
    assert_int_equal(sct_card_svg(ctx, &options, &svg), SCT_ERR_OPTION);
    sct_context_free(ctx);
}

/* Every object stands where the table says, the page is of the sheet's size, and each element of the SVG is there. */
static void the_pdf_is_the_same_drawing(void **state)
{
    (void)state;
    static const struct {
        sct_card_sheet sheet;
        const char *page, *line;
    } sheets[] = {{SCT_CARD_A6, "MediaBox[0 0 419.5276 297.6378]", "34 75.5 m 114 75.5 l S"},
                  {SCT_CARD_A4, "MediaBox[0 0 841.8898 595.2756]", "34 75.5 m 114 75.5 l S"},
                  {SCT_CARD_SWATCHES, "MediaBox[0 0 595.2756 419.5276]", "55 77 m 155 77 l S"}};
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
        sct_card_options options;
        sct_bytes pdf;
        char *svg = svg_of(sheets[i].sheet, "(matte) \xc3\xa9");
        sct_card_options_init(&options);
        options.sheet = sheets[i].sheet;
        options.print_run = "(matte) \xc3\xa9";
        assert_int_equal(sct_card_pdf(NULL, &options, &pdf), SCT_OK);
        char *text = (char *)pdf.data, *table = strstr(text + 12, "xref\n"), *at = table;
        assert_non_null(table);
        assert_int_equal(atol(strstr(table, "startxref\n") + 10), table - text);
        at = strstr(at, "65535 f \n") + 9;
        for (int k = 1; k <= 5; k++, at += 20) {
            char head[24];
            snprintf(head, sizeof head, "%d 0 obj\n", k);
            assert_memory_equal(text + atol(at), head, strlen(head));
        }
        assert_non_null(strstr(text, sheets[i].page));
        assert_non_null(strstr(text, sheets[i].line));
        assert_non_null(strstr(text, "\\(matte\\) \xe9"));
        assert_int_equal(occurrences(text, " re "), occurrences(svg, "<rect"));
        assert_int_equal(occurrences(text, " l S\n"), occurrences(svg, "<line"));
        assert_int_equal(occurrences(text, " Tj ET"), occurrences(svg, "<text"));
        sct_bytes_free(&pdf);
        free(svg);
    }
}

/* palettes/charts/consultation-card.json is what the library writes (`scalptone card --description`). */
static void the_shipped_description_is_current(void **state)
{
    (void)state;
    sct_bytes ours;
    size_t size = 0;
    assert_int_equal(sct_chart_json(NULL, card_chart(), &ours), SCT_OK);
    unsigned char *theirs = read_file("palettes/charts/consultation-card.json", &size);
    if (!theirs || size != ours.size + 1 || memcmp(theirs, ours.data, ours.size) != 0)
        fail_msg("palettes/charts/consultation-card.json: run build/scalptone card -o /dev/null --description it");
    free(theirs);
    sct_bytes_free(&ours);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readings_are_entered),
        cmocka_unit_test(descriptions_are_kept),
        cmocka_unit_test(broken_readings_are_refused),
        cmocka_unit_test(a_card_corrects_as_far_as_it_is_known),
        cmocka_unit_test(colours_are_transferred_from_a_chart_beside_it),
        cmocka_unit_test(millimetres_reach_the_hairs),
        cmocka_unit_test(the_window_shows_the_skin),
        cmocka_unit_test(fiducials_cannot_be_confused),
        cmocka_unit_test(nothing_overlaps),
        cmocka_unit_test(the_drawing_is_to_scale),
        cmocka_unit_test(the_pdf_is_the_same_drawing),
        cmocka_unit_test(the_shipped_description_is_current),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
