/*
 * tests/api/test_options.c - the callers' structs through the public calls:
 * every number of sct_measure_options below, at and above its range, NaN and
 * infinite; every struct's size of an older, a newer and no version.
 */
#include "base/base.h"
#include "match/client.h"
#include "scalptone.h"
#include "support/support.h"

static sct_context *ctx;
static sct_photo *photo;
static sct_palette *palette;

static const struct {
    const char *name;
    size_t offset;
    double lo, hi;
} numbers[] = {
    {"mm_per_px", offsetof(sct_measure_options, mm_per_px), 0, 100},
    {"grey_reflectance", offsetof(sct_measure_options, grey_reflectance), 0.02, 0.98},
};
static const struct {
    const char *name;
    size_t offset;
    int lo, hi;
} choices[] = {
    {"estimator", offsetof(sct_measure_options, estimator), SCT_ESTIMATOR_MODE, SCT_ESTIMATOR_MEDIAN},
    {"chart_mode", offsetof(sct_measure_options, chart_mode), SCT_CHART_AUTO, SCT_CHART_OFF},
};

/* Measures a grey square as skin; without an answer, but past the options, it is SCT_OK or SCT_ERR_CHART_NONE. */
static sct_status measure_with(const sct_measure_options *options)
{
    static sct_measurement out, before;
    sct_shape shape = {.role = SCT_ROLE_SKIN, .kind = SCT_SHAPE_RECT, .count = 4, .v = {2, 2, 20, 20}};
    sct_view view = {.photo = photo, .shapes = &shape, .shape_count = 1, .roles = 1u << SCT_ROLE_SKIN};
    memset(&out, 0xa5, sizeof out);
    memset(&before, 0xa5, sizeof before);
    sct_status status = sct_measure(ctx, options, &view, 1, &out);
    if (status != SCT_OK)
        assert_memory_equal(&out, &before, sizeof out);
    return status;
}

static void refuses(const sct_measure_options *options, const char *name)
{
    assert_int_equal(measure_with(options), SCT_ERR_OPTION);
    assert_non_null(strstr(sct_context_message(ctx), name));
}

static void numbers_are_held_to_their_ranges(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        double lo = numbers[i].lo, hi = numbers[i].hi;
        const double values[] = {lo, hi, lo - 1e-9, hi + 1e-9, (double)NAN, (double)INFINITY, -(double)INFINITY};
        for (size_t k = 0; k < sizeof values / sizeof values[0]; k++) {
            sct_measure_options options;
            sct_measure_options_init(&options);
            memcpy((char *)&options + numbers[i].offset, &values[k], sizeof values[k]);
            if (k < 2)
                assert_int_equal(measure_with(&options), SCT_OK);
            else
                refuses(&options, numbers[i].name);
        }
    }
}

static void choices_are_held_to_their_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++)
        for (int value = choices[i].lo - 1; value <= choices[i].hi + 1; value++) {
            sct_measure_options options;
            sct_measure_options_init(&options);
            memcpy((char *)&options + choices[i].offset, &value, sizeof value);
            if (value < choices[i].lo || value > choices[i].hi)
                refuses(&options, choices[i].name);
            else
                assert_int_not_equal(measure_with(&options), SCT_ERR_OPTION);
        }
}

static void shapes_by_hand(void **state)
{
    (void)state;
    static sct_measurement out;
    const sct_shape good = {.role = SCT_ROLE_SKIN, .kind = SCT_SHAPE_RECT, .count = 4, .v = {2, 2, 20, 20}};
    sct_view view = {.photo = photo, .shape_count = 1, .roles = 1u << SCT_ROLE_SKIN};
    for (int what = 0; what < 6; what++) {
        sct_shape shape = good;
        sct_status wanted = SCT_ERR_ARGUMENT;
        switch (what) {
        case 0: shape.kind = (sct_shape_kind)9; break;
        case 1: shape.count = 2 * SCT_POLY_MAX + 1; break;
        case 2: shape.role = (sct_role)-1; break;
        case 3:
            shape.v[2] = (double)NAN;
            wanted = SCT_ERR_OPTION;
            break;
        case 4:
            shape.v[0] = -(double)INFINITY;
            wanted = SCT_ERR_OPTION;
            break;
        default:
            shape.reflectance = (double)NAN;
            wanted = SCT_ERR_OPTION;
            break;
        }
        view.shapes = &shape;
        assert_int_equal(sct_measure(ctx, NULL, &view, 1, &out), wanted);
        assert_true(sct_context_message(ctx)[0] != '\0');
    }
}

static void charts_by_hand(void **state)
{
    (void)state;
    static sct_chart_result found;
    sct_chart_options options;
    sct_chart *chart = malloc(sizeof *chart);
    assert_non_null(chart);
    for (int what = 0; what < 7; what++) {
        *chart = *sct_chart_builtin(0);
        sct_chart_options_init(&options);
        options.charts = chart;
        options.chart_count = 1;
        switch (what) {
        case 0: chart->patch_count = SCT_CHART_PATCH_MAX + 1; break;
        case 1: chart->patch_count = 0; break;
        case 2: chart->fiducial_count = SCT_CHART_FIDUCIAL_MAX + 1; break;
        case 3: chart->rows = -1; break;
        case 4: memset(chart->id, 'x', sizeof chart->id); break;
        case 5: options.charts = NULL; break;
        default: options.chart_count = 65; break;
        }
        assert_int_equal(sct_chart_find(ctx, &options, photo, &found), SCT_ERR_OPTION);
    }
    free(chart);
}

/* Each struct that begins with its size, through a call that reads it. */
enum { MEASURE, MATCH, CHART, HEAL, SHADOW, DRAWDOWN, CARD, PREVIEW, PIXELS, STRUCTS };

static sct_status call_with_size(int what, size_t size)
{
    static sct_candidate row;
    static sct_ranking ranking;
    static sct_chart_result found;
    static sct_healed healed;
    static sct_shadow shadow;
    static sct_ink_optics optics;
    union {
        sct_measure_options measure;
        sct_match_options match;
        sct_chart_options chart;
        sct_heal_options heal;
        sct_shadow_options shadow;
        sct_drawdown_options drawdown;
        sct_card_options card;
        sct_preview_options preview;
        sct_pixels_desc pixels;
    } o;
    sct_tissue tissue;
    sct_photo *opened = NULL;
    sct_preview *shown = NULL;
    const sct_shape area = {.kind = SCT_SHAPE_RECT, .count = 4, .v = {2, 2, 20, 20}};
    sct_bytes text = {0};
    sct_status status = SCT_ERR_INTERNAL;
    sct_measurement client = typical_client();
    sct_drawdown film = {.lab = {50, 0, 0}, .parts_water = 10, .backing = 0.85};
    sct_tissue_init(&tissue);
    sct_conditions_init(&film.conditions);
#define WITH_SIZE(member, init)                                                                                             \
    init(&o.member);                                                                                                        \
    o.member.size = size == 0 ? 0 : o.member.size + size - 1000
    switch (what) {
    case MEASURE: WITH_SIZE(measure, sct_measure_options_init); return measure_with(&o.measure);
    case MATCH:
        WITH_SIZE(match, sct_match_options_init);
        o.match.draws = 2;
        return sct_match(ctx, &o.match, &client, palette, &row, 1, &ranking);
    case CHART: WITH_SIZE(chart, sct_chart_options_init); return sct_chart_find(ctx, &o.chart, photo, &found);
    case HEAL:
        WITH_SIZE(heal, sct_heal_options_init);
        o.heal.use_tissue = 1;
        o.heal.tissue = tissue;
        return sct_heal(ctx, &o.heal, &healed);
    case SHADOW:
        WITH_SIZE(shadow, sct_shadow_options_init);
        return sct_predict_shadow(ctx, &o.shadow, &tissue, (sct_lab){30, 2, 3}, &shadow);
    case DRAWDOWN:
        WITH_SIZE(drawdown, sct_drawdown_options_init);
        return sct_ink_optics_from_drawdowns(ctx, &o.drawdown, &film, 1, &optics, NULL);
    case CARD:
        WITH_SIZE(card, sct_card_options_init);
        status = sct_card_svg(ctx, &o.card, &text);
        sct_bytes_free(&text);
        return status;
    case PREVIEW:
        WITH_SIZE(preview, sct_preview_options_init);
        o.preview.mm_per_px = 0.1;
        o.preview.areas = &area;
        o.preview.area_count = 1;
        status = sct_preview_new(ctx, photo, &o.preview, &shown);
        sct_preview_free(shown);
        return status;
    default:
        WITH_SIZE(pixels, sct_pixels_desc_init);
        o.pixels.width = o.pixels.height = 1;
        o.pixels.data = "\1\2\3";
        status = sct_photo_from_pixels(ctx, &o.pixels, &opened);
        sct_photo_free(opened);
        return status;
    }
#undef WITH_SIZE
}

static void sizes_of_other_versions(void **state)
{
    (void)state;
    for (int what = 0; what < STRUCTS; what++) {
        assert_int_not_equal(call_with_size(what, 1000), SCT_ERR_ARGUMENT); /* as its init function set it */
        const size_t wrong[] = {0 /* never set */, 999 /* shorter than the first version */, 1001, 1000 + 4096 /* newer */};
        for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++) {
            assert_int_equal(call_with_size(what, wrong[k]), SCT_ERR_ARGUMENT);
            assert_non_null(strstr(sct_context_message(ctx), "init"));
        }
    }
}

/* Room for labels is checked before anything is written; with planes the one for the first photo alone is left alone. */
static void labels_need_room(void **state)
{
    (void)state;
    uint8_t one[4] = {9, 9, 9, 9}, *room;
    sct_photo_info info = sct_photo_describe(photo);
    size_t pixels = (size_t)info.width * info.height;
    sct_measure_options options;
    sct_measure_options_init(&options);
    options.labels = one;
    options.labels_capacity = sizeof one;
    assert_int_equal(measure_with(&options), SCT_ERR_CAPACITY);
    sct_label_plane plane = {one, sizeof one};
    options.label_planes = &plane;
    assert_int_equal(measure_with(&options), SCT_ERR_CAPACITY);
    room = calloc(pixels, 1);
    assert_non_null(room);
    plane = (sct_label_plane){room, pixels};
    assert_int_equal(measure_with(&options), SCT_OK);
    assert_non_null(memchr(room, SCT_LABEL_SKIN, pixels));
    assert_int_equal(one[0], 9);
    plane.labels = NULL;
    assert_int_equal(measure_with(&options), SCT_OK);
    free(room);
}

/* A struct that has grown since: what an older program does not have keeps its default. */
static void options_of_an_older_program(void **state)
{
    (void)state;
    typedef struct grown {
        size_t size;
        int first, second; /* version 0.1 ends here */
        double third;
    } grown;
    typedef struct old {
        size_t size;
        int first, second;
    } old;
    size_t smallest = OPTIONS_SIZE(grown, second);
    const old given = {sizeof given, 7, 8};
    grown checked = {sizeof checked, 1, 2, 3};
    assert_int_equal(smallest, sizeof given);
    assert_int_equal(options_take(ctx, "grown", &given, smallest, &checked, sizeof checked), SCT_OK);
    assert_int_equal(checked.size, sizeof checked);
    assert_int_equal(checked.first, 7);
    assert_int_equal(checked.second, 8);
    assert_near(checked.third, 3, 0);
    assert_int_equal(options_take(ctx, "grown", NULL, smallest, &checked, sizeof checked), SCT_OK);
    assert_int_equal(checked.first, 7);
}

/* There is no way for them to report an error. */
static void initialisers_leave_nothing_alone(void **state)
{
    (void)state;
    sct_measure_options_init(NULL);
    sct_match_options_init(NULL);
    sct_chart_options_init(NULL);
    sct_card_options_init(NULL);
    sct_preview_options_init(NULL);
    sct_heal_options_init(NULL);
    sct_shadow_options_init(NULL);
    sct_drawdown_options_init(NULL);
    sct_pixels_desc_init(NULL);
    sct_conditions_init(NULL);
    sct_tissue_init(NULL);
}

static int set_up(void **state)
{
    (void)state;
    static unsigned char pixels[3 * 32 * 32];
    for (size_t i = 0; i < sizeof pixels; i += 3) {
        pixels[i] = (unsigned char)(190 + i % 5);
        pixels[i + 1] = (unsigned char)(150 + i % 7);
        pixels[i + 2] = (unsigned char)(130 + i % 4);
    }
    sct_pixels_desc desc;
    sct_pixels_desc_init(&desc);
    desc.width = desc.height = 32;
    desc.data = pixels;
    return sct_context_new(&ctx) == SCT_OK && sct_photo_from_pixels(ctx, &desc, &photo) == SCT_OK &&
                   sct_palette_read(ctx, carbon_palette, strlen(carbon_palette), &palette) == SCT_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_palette_free(palette);
    sct_photo_free(photo);
    sct_context_free(ctx);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_held_to_their_ranges),
        cmocka_unit_test(choices_are_held_to_their_lists),
        cmocka_unit_test(shapes_by_hand),
        cmocka_unit_test(charts_by_hand),
        cmocka_unit_test(sizes_of_other_versions),
        cmocka_unit_test(labels_need_room),
        cmocka_unit_test(options_of_an_older_program),
        cmocka_unit_test(initialisers_leave_nothing_alone),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
