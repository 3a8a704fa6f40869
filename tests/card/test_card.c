/* tests/chart/test_card.c - the consultation card is found, whatever its pose, and gives millimetres. */
#include "card/card_print.h"
#include "chart/stage.h"
#include "correct/correct_steps.h"
#include "support/inside.h"
#include "support/support.h"

#include <time.h>

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- the card as the phantom sees it -------------------------------------------------------------------- */

/* A head with a card at a random place and pose. */
typedef struct shot {
    double pitch_px, turn_deg, tilt_x, tilt_y;
    int mirror;
    unsigned hidden;
} shot;

static phantom_planar place_card(phantom_params *params, phantom_patch *pieces, const shot *s, num_rng *rng)
{
    phantom_planar card = card_print(pieces, s->hidden);
    double scale = s->pitch_px / card_pitch_mm, half = 0.56 * scale * hypot(card.width, card.height);
    double room_x = fmax(params->width - 2 * half, 0), room_y = fmax(params->height - 2 * half, 0);
    phantom_place_planar(&card, (params->width - room_x) / 2 + room_x * num_rng_uniform(rng),
                         (params->height - room_y) / 2 + room_y * num_rng_uniform(rng), scale, s->turn_deg, s->mirror,
                         s->tilt_x, s->tilt_y);
    params->cards[params->card_count++] = card;
    return card;
}

static sct_status find_in(const phantom_photo *photo, const sct_chart_options *options, sct_chart_result *result)
{
    stage_image image = stage_open(photo->bytes, photo->size);
    sct_chart_options defaults;
    correct_found *found = calloc(1, sizeof *found);
    sct_chart_options_init(&defaults);
    assert_non_null(image.image);
    sct_status status = correct_find(image.ctx, options ? options : &defaults, image.photo, image.image, result, found);
    free(found);
    stage_close(&image);
    return status;
}

/* Largest distance of a patch from where it truly is, mm. */
static double worst_place_mm(const sct_chart_result *r, const phantom_planar *card, double scale)
{
    const sct_chart *chart = card_chart();
    double worst = 0;
    for (size_t i = 0; i < r->patch_count; i++) {
        double x, y;
        phantom_planar_to_px(card, chart->patches[i].u, chart->patches[i].v, &x, &y);
        worst = fmax(worst, hypot(r->patches[i].centre[0] + 0.5 - x, r->patches[i].centre[1] + 0.5 - y) / scale);
    }
    return worst;
}

/* ---- found in every pose -------------------------------------------------------------------------------- */

typedef struct trial {
    const char *name;
    double pitch_px;
    int count, mirror;
    double tilt, psf_share, noise;
    int jpeg;
    double exposure; /* of what is usual */
} trial;

static void found_in_every_pose(void **state)
{
    (void)state;
    static const trial trials[] = {
        {"pitch 8, as a phone sees it", 8, 16, 0, 0.1, 0, 0.006, 0, 1},
        {"pitch 8, mirrored", 8, 12, 1, 0.1, 0, 0.006, 0, 1},
        {"pitch 10, tilted", 10, 8, 0, 0.2, 0, 0.006, 0, 1},
        {"pitch 12, blurred", 12, 8, 0, 0.05, 0.12, 0.006, 0, 1},
        {"pitch 20, mirrored, tilted", 20, 6, 1, 0.3, 0, 0.006, 0, 1},
        {"pitch 20, noise and JPEG 60", 20, 6, 0, 0.1, 0, 0.03, 60, 1},
        {"pitch 12, quarter exposure", 12, 6, 0, 0.1, 0, 0.006, 0, 0.25},
        {"pitch 30", 30, 6, 0, 0.2, 0.05, 0.006, 0, 1},
    };
    phantom_library library = phantom_library_open();
    num_rng rng;
    num_rng_seed(&rng, 11);
    int found_all = 0, all = 0;
    double worst_scale = 0, spent = 0;
    for (size_t t = 0; t < sizeof trials / sizeof trials[0]; t++) {
        const trial *k = &trials[t];
        int found = 0;
        double scale_error = 0, place_error = 0;
        for (int i = 0; i < k->count; i++) {
            phantom_params params;
            phantom_patch pieces[CARD_PIECES_MAX];
            sct_chart_result result;
            phantom_params_init(&params);
            params.width = (int)(14 * k->pitch_px) + 150;
            params.height = (int)(13.5 * k->pitch_px) + 140;
            params.seed = (uint64_t)(100 * t) + (uint64_t)i;
            params.skin = library.skins[num_rng_below(&rng, (uint32_t)library.skin_count)].body;
            params.noise = k->noise;
            params.exposure *= k->exposure;
            params.psf_px = k->psf_share > 0 ? k->psf_share * k->pitch_px : params.psf_px;
            params.format = k->jpeg ? PHANTOM_JPEG : PHANTOM_PNG8;
            params.jpeg_quality = k->jpeg;
            shot s = {k->pitch_px,
                      360 * num_rng_uniform(&rng),
                      k->tilt * (2 * num_rng_uniform(&rng) - 1),
                      k->tilt * (2 * num_rng_uniform(&rng) - 1),
                      k->mirror,
                      0};
            phantom_planar card = place_card(&params, pieces, &s, &rng);
            phantom_photo photo = phantom_render(&params);
            double start = seconds();
            sct_status status = find_in(&photo, NULL, &result);
            spent += seconds() - start;
            if (status == SCT_OK) {
                assert_string_equal(result.name, "consultation-card");
                assert_int_equal(result.mirrored, k->mirror);
                double scale = s.pitch_px / card_pitch_mm;
                scale_error = fmax(scale_error, fabs(result.mm_per_px * scale - 1));
                place_error = fmax(place_error, worst_place_mm(&result, &card, scale));
                found++;
            }
            phantom_photo_free(&photo);
        }
        figure("card, %s: %d of %d found, mm scale off by %.2f %% at worst, patches by %.2f mm", k->name, found, k->count,
               100 * scale_error, place_error);
        found_all += found;
        all += k->count;
        worst_scale = fmax(worst_scale, scale_error);
    }
    phantom_library_close(&library);
    figure("card: %d of %d found, mm scale within %.2f %%; %.0f ms a photo, decoding included", found_all, all,
           100 * worst_scale, 1000 * spent / all);
    assert_int_equal(found_all, all);
    assert_at_most(worst_scale, 0.01);
}

/* ---- damage, a second card, a card whose colours do not fit ---------------------------------------------- */

static phantom_params scene(uint64_t seed)
{
    phantom_params p;
    phantom_params_init(&p);
    p.width = 520;
    p.height = 400;
    p.seed = seed;
    return p;
}

static void damaged_marks_are_borne(void **state)
{
    (void)state;
    /* Bit sets of covered fiducials; the last leaves one, which is no card. */
    static const struct {
        unsigned hidden;
        int found;
    } cases[] = {{1, 1}, {2, 1}, {4, 1}, {8, 1}, {3, 1}, {5, 1}, {10, 1}, {14, 0}};
    sct_chart_result *r = calloc(1, sizeof *r);
    double worst = 0, off = 0;
    num_rng rng;
    num_rng_seed(&rng, 5);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        phantom_params params = scene(i);
        phantom_patch pieces[CARD_PIECES_MAX];
        shot s = {20, 25.0 * (double)i, 0.1, -0.1, 0, cases[i].hidden};
        phantom_planar card = place_card(&params, pieces, &s, &rng);
        phantom_photo photo = phantom_render(&params);
        sct_status status = find_in(&photo, NULL, r);
        assert_int_equal(status, cases[i].found ? SCT_OK : SCT_ERR_CHART_NONE);
        if (cases[i].found) {
            assert_true(flags_have(&r->flags, "card-damaged"));
            assert_false(flags_have(&r->flags, "two-cards"));
            worst = fmax(worst, fabs(r->mm_per_px * s.pitch_px / card_pitch_mm - 1));
            off = fmax(off, worst_place_mm(r, &card, s.pitch_px / card_pitch_mm));
        }
        phantom_photo_free(&photo);
    }
    figure("card with one or two of four marks covered: 7 of 7 found, mm scale within %.2f %%, patches within %.2f mm; with "
           "three covered: refused",
           100 * worst, off);
    assert_at_most(worst, 0.01);
    free(r);
}

static void of_two_cards_the_larger_is_used(void **state)
{
    (void)state;
    sct_chart_result *r = calloc(1, sizeof *r);
    for (int side_by_side = 0; side_by_side < 2; side_by_side++) {
        phantom_params params = scene(3);
        phantom_patch pieces[2][CARD_PIECES_MAX];
        phantom_planar large = card_print(pieces[0], 0), small = card_print(pieces[1], 0);
        phantom_place_planar(&large, 150, 130, 1.5, side_by_side ? 0 : 12, 0, 0, 0);
        phantom_place_planar(&small, 385, side_by_side ? 130 : 290, 1.3, side_by_side ? 0 : 190, 0, 0, 0);
        params.cards[params.card_count++] = small;
        params.cards[params.card_count++] = large;
        phantom_photo photo = phantom_render(&params);
        assert_int_equal(find_in(&photo, NULL, r), SCT_OK);
        assert_true(flags_have(&r->flags, "two-cards"));
        assert_near(r->mm_per_px * 1.5, 1, 0.01);
        assert_at_most(worst_place_mm(r, &large, 1.5), 0.5);
        phantom_photo_free(&photo);
    }
    free(r);
}

static void wrong_colours_leave_the_millimetres(void **state)
{
    (void)state;
    phantom_params params = scene(4);
    phantom_patch pieces[CARD_PIECES_MAX];
    phantom_planar card = card_print(pieces, 0);
    sct_chart wrong;
    sct_chart_options options;
    sct_chart_result *r = calloc(1, sizeof *r);
    phantom_place_planar(&card, 260, 200, 2.4, 5, 0, 0, 0);
    params.cards[params.card_count++] = card;
    phantom_photo photo = phantom_render(&params);
    card_print_colours(&wrong);
    for (size_t i = 0; i < wrong.patch_count / 2; i++) { /* a description with its rows exchanged */
        sct_lab lab = wrong.patches[i].lab;
        wrong.patches[i].lab = wrong.patches[wrong.patch_count - 1 - i].lab;
        wrong.patches[wrong.patch_count - 1 - i].lab = lab;
    }
    sct_chart_options_init(&options);
    options.charts = &(const sct_chart *){&wrong};
    options.chart_count = 1;
    assert_int_equal(find_in(&photo, &options, r), SCT_OK);
    assert_int_equal(r->tier, SCT_TIER_UNMEASURED);
    assert_true(flags_have(&r->flags, "card-colours"));
    assert_near(r->mm_per_px * 2.4, 1, 0.01);
    card_print_colours(&wrong);
    assert_int_equal(find_in(&photo, &options, r), SCT_OK);
    assert_int_equal(r->tier, SCT_TIER_MEASURED);
    assert_true(r->score > 0.98);
    phantom_photo_free(&photo);
    free(r);
}

/* A print whose right half lies in a shadow of a third of the light: known colours say so, and still correct. */
static void a_shadow_across_a_card_is_told(void **state)
{
    (void)state;
    phantom_params params = scene(6);
    phantom_patch pieces[CARD_PIECES_MAX];
    phantom_planar card = card_print(pieces, 0);
    sct_chart known;
    sct_chart_options options;
    sct_chart_result *r = calloc(1, sizeof *r);
    for (size_t i = 0; i < card.patch_count; i++)
        for (int k = 0; k < PHANTOM_BANDS && pieces[i].x > 74; k++)
            pieces[i].r.r[k] *= 0.33;
    phantom_place_planar(&card, 260, 200, 2.4, 5, 0, 0, 0);
    params.cards[params.card_count++] = card;
    phantom_photo photo = phantom_render(&params);
    card_print_colours(&known);
    sct_chart_options_init(&options);
    options.charts = &(const sct_chart *){&known};
    options.chart_count = 1;
    assert_int_equal(find_in(&photo, &options, r), SCT_OK);
    assert_true(flags_have(&r->flags, "chart-shadow"));
    assert_true(r->tier == SCT_TIER_MEASURED);
    assert_near(r->shade[1], 3, 0.5);
    for (size_t i = 0; i < r->patch_count; i++)
        assert_int_equal(r->patches[i].shaded, known.patches[i].u > 74);
    figure("card half in a shadow of a third: light taken for %.1f times as bright, score %.4f", r->shade[1], r->score);
    phantom_photo_free(&photo);
    free(r);
}

/* The light over a card nobody has measured is read from its paired greys. */
static void uneven_light_is_seen(void **state)
{
    (void)state;
    static const double gradients[][2] = {{0, 0}, {0.8, 0}, {0, -0.7}, {-0.6, 0.5}};
    sct_chart_result *r = calloc(1, sizeof *r);
    double worst = 0;
    for (size_t i = 0; i < sizeof gradients / sizeof gradients[0]; i++) {
        phantom_params params = scene(7);
        phantom_patch pieces[CARD_PIECES_MAX];
        phantom_planar card = card_print(pieces, 0);
        correct_patch known[SCT_CHART_PATCH_MAX];
        double x, y;
        phantom_place_planar(&card, 260, 200, 2.4, 30.0 * (double)i, 0, 0, 0);
        params.cards[params.card_count++] = card;
        params.tone = 0;
        params.exposure = 0.7;
        params.gradient_x = gradients[i][0];
        params.gradient_y = gradients[i][1];
        phantom_photo photo = phantom_render(&params);
        assert_int_equal(find_in(&photo, NULL, r), SCT_OK);
        correct_light(card_chart(), r, (uint32_t)params.width, (uint32_t)params.height, known, &x, &y);
        worst = fmax(worst, fmax(fabs(x - gradients[i][0]), fabs(y * params.height / params.width - gradients[i][1])));
        phantom_photo_free(&photo);
    }
    figure("card, unmeasured: ln of the light over the photo within %.3f of the truth (0.8 across)", worst);
    assert_at_most(worst, 0.05);
    free(r);
}

/* ---- the sharpened copy --------------------------------------------------------------------------------- */

/* value + 4 (value - mean under a triangle of 2 enlarge + 1), rounded and cut, as it is written down. */
/* ---- what lies beside -------------------------------------------------------------------------------------- */

/* Labelled pixels of the left and right half that a chart covers. */
static void covered_halves(const uint8_t *labels, uint32_t width, uint32_t height, double out[2])
{
    out[0] = out[1] = 0;
    for (uint32_t i = 0; i < width * height; i++)
        out[i % width >= width / 2] += labels[i] == SCT_LABEL_CHART;
}

/* Whichever of a card and a ColorChecker is named, the other is not the client: nothing on it is taken for hair. */
static void the_chart_that_was_not_named_is_covered(void **state)
{
    (void)state;
    static const char *const names[] = {NULL, "colorchecker-classic", "consultation-card"};
    phantom_patch pieces[CARD_PIECES_MAX], patches[24];
    phantom_planar card = card_print(pieces, 0), checker = phantom_planar_colorchecker(patches, 0);
    phantom_params p;
    phantom_params_init(&p);
    p.width = 1300;
    p.height = 640;
    p.mm_per_px = 1 / 3.6; /* as on the card */
    phantom_place_planar(&card, 350, 330, 3.6, 4, 0, 0.02, 0);
    phantom_place_planar(&checker, 970, 320, 66, -3, 0, 0, 0.02);
    p.cards[p.card_count++] = card;
    p.cards[p.card_count++] = checker;
    phantom_photo photo = phantom_render(&p);
    stage_image opened = stage_open(photo.bytes, photo.size);
    uint8_t *labels = calloc((size_t)p.width, (size_t)p.height);
    sct_measurement *m = calloc(1, sizeof *m);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sct_chart_options chart;
        sct_measure_options options;
        double covered[2];
        sct_chart_options_init(&chart);
        sct_measure_options_init(&options);
        chart.id = names[i];
        options.chart = &chart;
        options.label_planes = &(sct_label_plane){labels, (size_t)p.width * (size_t)p.height};
        sct_view view = {.photo = opened.photo, .roles = 1u << SCT_ROLE_SKIN};
        assert_int_equal(api_measure(opened.ctx, &options, &view, 1, m), SCT_OK);
        covered_halves(labels, (uint32_t)p.width, (uint32_t)p.height, covered);
        figure("a card and a ColorChecker, %s named: %.0f and %.0f pixels covered", names[i] ? names[i] : "none", covered[0],
               covered[1]);
        assert_true(covered[0] > 100000 && covered[1] > 100000);
        /* Stubble is no wider here than a third of a pixel. Either none is found, or what was taken for hair is hair, and
         * not the ColorChecker's frame or the card's edge: it is as the client's own, within its bound. */
        view.roles |= 1u << SCT_ROLE_HAIR;
        sct_status status = api_measure(opened.ctx, &options, &view, 1, m);
        assert_true(status == SCT_OK || status == SCT_ERR_NOTHING);
        if (status == SCT_OK && m->hair.kind != SCT_HAIR_NONE)
            assert_at_most(sct_de2000(m->hair.strand.lab, photo.truth.strand_lab), m->hair.strand.u95_de00);
    }
    free(labels);
    free(m);
    stage_close(&opened);
    phantom_photo_free(&photo);
}

static int sharpened(const card_grey *copy, int x, int y)
{
    int n = 2 * (int)copy->enlarge + 1, width = (int)copy->width, height = (int)copy->height;
    double sum = 0, value = copy->data[y * width + x];
    for (int j = 1 - n; j < n; j++)
        for (int i = 1 - n; i < n; i++) {
            int u = x + i < 0       ? 0
                    : x + i < width ? x + i
                                    : width - 1,
                v = y + j < 0        ? 0
                    : y + j < height ? y + j
                                     : height - 1;
            sum += (double)((n - abs(i)) * (n - abs(j)) * copy->data[v * width + u]);
        }
    return (int)fmin(fmax(floor(value + 4 * (value - sum / (n * n * n * n)) + 0.5), 0), 255);
}

static void sharpening_follows_its_formula(void **state)
{
    (void)state;
    static const uint32_t sizes[][2] = {{1, 1}, {2, 7}, {61, 3}, {47, 33}};
    static uint8_t data[61 * 33];
    num_rng rng;
    num_rng_seed(&rng, 23);
    for (uint32_t enlarge = 1; enlarge <= 3; enlarge++)
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
            card_grey copy = {.width = sizes[k][0], .height = sizes[k][1], .shrink = 1, .enlarge = enlarge, .data = data};
            card_grey sharp;
            for (uint32_t i = 0; i < copy.width * copy.height; i++)
                data[i] = (uint8_t)num_rng_below(&rng, 256);
            assert_int_equal(card_grey_sharpen(NULL, &copy, &sharp), SCT_OK);
            for (uint32_t i = 0; i < copy.width * copy.height; i++)
                assert_int_equal(sharp.data[i], sharpened(&copy, (int)(i % copy.width), (int)(i / copy.width)));
            card_grey_free(&sharp);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(found_in_every_pose),
        cmocka_unit_test(sharpening_follows_its_formula),
        cmocka_unit_test(damaged_marks_are_borne),
        cmocka_unit_test(of_two_cards_the_larger_is_used),
        cmocka_unit_test(wrong_colours_leave_the_millimetres),
        cmocka_unit_test(a_shadow_across_a_card_is_told),
        cmocka_unit_test(uneven_light_is_seen),
        cmocka_unit_test(the_chart_that_was_not_named_is_covered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
