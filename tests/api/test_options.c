/*
 * tests/api/test_options.c - the numbers and choices of the callers' structs
 * through the public calls: each one below, at and above its range, NaN and
 * infinite; what points to nothing, or to too little room.
 */
#include "api/structs.h"
#include "support/support.h"

/* ---- numbers ---- */

#define AT(type, field) #field, offsetof(type, field)
static const struct {
    what w;
    const char *name;
    size_t offset;
    double lo, hi;
    double besides;   /* a value outside the range that is taken, too; lo: none */
    const char *word; /* in the message */
} numbers[] = {
    {MEASURE, AT(sct_measure_options, mm_per_px), 0, 100, 0, "mm_per_px"},
    {MEASURE, AT(sct_measure_options, grey_reflectance), 0.02, 0.98, 0.02, "grey_reflectance"},
    {MATCH, AT(sct_match_options, kL), 0.1, 10, 0.1, "kL"},
    {MATCH, AT(sct_match_options, kC), 0.1, 10, 0.1, "kC"},
    {MATCH, AT(sct_match_options, kH), 0.1, 10, 0.1, "kH"},
    {MATCH, AT(sct_match_options, density_per_cm2), 0, 2000, 0, "density_per_cm2"},
    {MATCH, AT(sct_match_options, dot_radius_mm), 0.01, 0.5, 0, "dot_radius_mm"},
    {MATCH, AT(sct_match_options, batch_ml), 0.5, 100, 0.5, "batch_ml"},
    {MATCH, AT(sct_match_options, weight_dot), 0, 1, 0, "weight_dot"},
    {MATCH, AT(sct_match_options, grey_share), 0, 0.9, 0, "grey_share"},
    {MATCH, AT(sct_match_options, depth_um), 50, 600, 50, "depth_um"},
    {MATCH, AT(sct_match_options, depth_lo_um), 50, 125, 50, "depth"}, /* at most depth_um */
    {MATCH, AT(sct_match_options, depth_hi_um), 125, 600, 125, "depth"},
    {MATCH, AT(sct_match_options, thickness_um), 20, 1000, 20, "thickness_um"},
    {MATCH, AT(sct_match_options, uptake), 0.001, 1, 0.001, "uptake"},
    {MATCH, AT(sct_match_options, healed_share), 0.05, 1, 0.05, "healed_share"},
    {MATCH, AT(sct_match_options, strength_factor), 1, 10, 1, "strength_factor"},
    {HEAL, AT(sct_heal_options, tissue.melanin), 0.001, 0.8, 0.001, "melanin"},
    {HEAL, AT(sct_heal_options, tissue.blood), 0.0003, 0.15, 0.0003, "blood"},
    {HEAL, AT(sct_heal_options, tissue.oxygen), 0, 1, 0, "oxygen"},
    {HEAL, AT(sct_heal_options, tissue.base), 0.01, 5, 0.01, "base"},
    {HEAL, AT(sct_heal_options, tissue.scatter), 0.25, 4, 0.25, "scatter"},
    {HEAL, AT(sct_heal_options, tissue.epidermis_um), 30, 125, 30, "epidermis"}, /* above the ink */
    {HEAL, AT(sct_heal_options, tissue.epidermis_scatter), 0.5, 4, 0, "epidermis_scatter"},
    {HEAL, AT(sct_heal_options, depth_um), 70, 1000, 70, "depth"}, /* below the epidermis */
    {HEAL, AT(sct_heal_options, thickness_um), 5, 2000, 5, "thickness"},
    {HEAL, AT(sct_heal_options, density_per_cm2), 0, 2000, 0, "density"},
    {HEAL, AT(sct_heal_options, dot_radius_mm), 0.005, 0.5, 0.005, "radius"},
    {HEAL, AT(sct_heal_options, years), 0, 30, 0, "years"},
    {HEAL, AT(sct_heal_options, fade_per_year), 0, 0.9, 0, "fading"},
    {HEAL, AT(sct_heal_options, fresh_epidermis), 0, 1, 0, "epidermis"},
    {HEAL, AT(sct_heal_options, depth_lo_um), 0, 1000, 0, "depth"},
    {HEAL, AT(sct_heal_options, depth_hi_um), 0, 1000, 0, "depth"},
    {HEAL_OF_INK, AT(sct_heal_options, parts_water), 0, 1000, 0, "water"},
    {HEAL_OF_INK, AT(sct_heal_options, strength), 0.01, 100, 0.01, "strength"},
    {HEAL_OF_INK, AT(sct_heal_options, uptake), 0.001, 1, 0.001, "uptake"},
    {HEAL_OF_INK, AT(sct_heal_options, healed_share), 0.05, 1, 0.05, "healed share"},
    {SHADOW, AT(sct_shadow_options, density_per_cm2), 0, 400, 0, "density"},
    {SHADOW, AT(sct_shadow_options, fibre_um), 20, 150, 20, "thickness"},
    {SHADOW, AT(sct_shadow_options, stubble_mm), 0, 3, 0, "stubble"},
    {FILM, AT(sct_drawdown, lab.L), 0, 110, 0, "L*"},
    {FILM, AT(sct_drawdown, lab.a), -128, 128, -128, "a*"},
    {FILM, AT(sct_drawdown, lab.b), -128, 128, -128, "b*"},
    {FILM, AT(sct_drawdown, parts_water), 0, 1000, 0, "water"},
    {FILM, AT(sct_drawdown, backing), 0, 1, 0, "card"},
    {FILM, AT(sct_drawdown, wet_um), 1, 1000, 0, "wet"},
    {DRAWDOWN, AT(sct_drawdown_options, lab_sd), 0.01, 10, 0.01, "standard deviation"},
    {LOOK, AT(sct_look_info, parts_water), 0, 1e6, 0, "water"},
    {LOOK, AT(sct_look_info, density_per_cm2), 1, 2000, 1, "density"},
    {LOOK, AT(sct_look_info, dot_radius_mm), 0.005, 0.5, 0.005, "radius"},
    {LOOK, AT(sct_look_info, depth_um), 0, 1000, 0, "depth"},
    {LOOK, AT(sct_look_info, ink_left), 0, 1e6, 0, "ink left"},
    {LOOK, AT(sct_look_info, when.years), 0, 30, 0, "years"},
    {LOOK, AT(sct_look_info, when.fade_per_year), 0, 0.9, 0, "fading"},
    {LOOK, AT(sct_look_info, tissue.scatter), 0.25, 4, 0.25, "scatter"},
    {PREVIEW, AT(sct_preview_options, mm_per_px), 0.002, 2, 0, "mm_per_px"},
    {PREVIEW, AT(sct_preview_options, hair_px), 0, 1000, 0, "hair_px"},
    {PREVIEW, AT(sct_preview_options, skin_u95_de00), 0, 100, 0, "skin_u95_de00"},
    {PREVIEW, AT(sct_preview_options, head_mm), 50, 300, 50, "head_mm"},
    {PREVIEW, AT(sct_preview_options, edge_mm), 0, 50, 0, "edge_mm"},
    {PREVIEW, AT(sct_preview_options, reach_mm), 1, 200, 1, "reach_mm"},
    {PREVIEW, AT(sct_preview_options, distance_m), 0.2, 10, 0.2, "distance_m"},
};

static void put(options *o, size_t offset, double value)
{
    memcpy(o->bytes + offset, &value, sizeof value);
}

static void numbers_are_held_to_their_ranges(void **state)
{
    (void)state;
    options o;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        what w = numbers[i].w;
        double lo = numbers[i].lo, hi = numbers[i].hi, step = fmax(1e-9, 1e-12 * hi);
        const double values[] = {lo,        hi,          numbers[i].besides, lo - step,
                                 hi + step, (double)NAN, (double)INFINITY,   -(double)INFINITY};
        for (size_t k = 0; k < sizeof values / sizeof values[0]; k++) {
            usual(w, &o, struct_kinds[w].size);
            put(&o, numbers[i].offset, values[k]);
            if (k < 3)
                accepts(w, &o, numbers[i].name, values[k]);
            else
                refuses(w, &o, numbers[i].name, values[k], numbers[i].word);
        }
    }
}

/* A thickness that is not known is NaN. */
static void an_unknown_thickness_is_none(void **state)
{
    (void)state;
    options o;
    static const double taken[] = {1, 1000, (double)NAN}, bad[] = {0.999, 1000.1, 0, (double)INFINITY};
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        usual(DRAWDOWN, &o, sizeof o.drawdown);
        o.drawdown.wet_um = taken[i];
        accepts(DRAWDOWN, &o, "wet_um", taken[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        usual(DRAWDOWN, &o, sizeof o.drawdown);
        o.drawdown.wet_um = bad[i];
        refuses(DRAWDOWN, &o, "wet_um", bad[i], "wet");
    }
}

/* ---- choices ---- */

static const struct {
    what w;
    const char *name;
    size_t offset;
    int lo, hi;
    const char *word;
} choices[] = {
    {MEASURE, AT(sct_measure_options, estimator), SCT_ESTIMATOR_MODE, SCT_ESTIMATOR_MEDIAN, "estimator"},
    {MEASURE, AT(sct_measure_options, chart_mode), SCT_CHART_AUTO, SCT_CHART_OFF, "chart_mode"},
    {MATCH, AT(sct_match_options, metric), SCT_METRIC_DE2000, SCT_METRIC_CAM16UCS, "metric"},
    {MATCH, AT(sct_match_options, basis), SCT_BASIS_AUTO, SCT_BASIS_SWATCH, "basis"},
    {MATCH, AT(sct_match_options, loss), SCT_LOSS_ASYMMETRIC, SCT_LOSS_PLAIN, "loss"},
    {MATCH, AT(sct_match_options, grey_hair), SCT_GREY_HAIR_BLEND, SCT_GREY_HAIR_SOFTER, "grey_hair"},
    {MATCH, AT(sct_match_options, blend), 1, 2, "blend"},
    {CHART, AT(sct_chart_options, allow_mirrored), 0, 1, "allow_mirrored"},
    {HEAL, AT(sct_heal_options, age), SCT_AGE_HEALED, SCT_AGE_YEARS, "age"},
    {HEAL, AT(sct_heal_options, use_tissue), 0, 1, "use_tissue"},
    {HEAL, AT(sct_heal_options, band), 0, 1, "band"},
    {HEAL, AT(sct_heal_options, conditions.illuminant), SCT_ILLUMINANT_D50, SCT_ILLUMINANT_LED_B3, "illuminant"},
    {FILM, AT(sct_drawdown, conditions.illuminant), SCT_ILLUMINANT_D50, SCT_ILLUMINANT_LED_B3, "illuminant"},
    {CARD, AT(sct_card_options, sheet), SCT_CARD_A6, SCT_CARD_SWATCHES, "sheet"},
    {LOOK, AT(sct_look_info, when.age), SCT_AGE_HEALED, SCT_AGE_YEARS, "age"},
    {PREVIEW, AT(sct_preview_options, view), SCT_VIEW_NEAR, SCT_VIEW_FAR, "view"},
    {PREVIEW, AT(sct_preview_options, watermark), 0, 1, "watermark"},
    {PLANE, AT(sct_plane, format), SCT_PIXEL_U8, SCT_PIXEL_F32, "format"},
    {PLANE, AT(sct_plane, space), SCT_PIXELS_SRGB, SCT_PIXELS_OWN, "space"},
    {PLANE, AT(sct_plane, channels), 3, 4, "channels"},
    {PIXELS, AT(sct_pixels_desc, channels), 1, 4, "channels"},
    {PIXELS, AT(sct_pixels_desc, orientation), 1, 8, "orientation"},
};

static void choices_are_held_to_their_lists(void **state)
{
    (void)state;
    options o;
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++)
        for (int value = choices[i].lo - 1; value <= choices[i].hi + 1; value++) {
            what w = choices[i].w;
            usual(w, &o, struct_kinds[w].size);
            if (w == PIXELS)
                o.pixels.width = o.pixels.height = 1; /* whatever the channels, the bytes are there */
            memcpy(o.bytes + choices[i].offset, &value, sizeof value);
            if (value < choices[i].lo || value > choices[i].hi)
                refuses(w, &o, choices[i].name, value, choices[i].word);
            else if (w == MEASURE && value == SCT_CHART_DEMANDED && choices[i].hi == SCT_CHART_OFF &&
                     choices[i].offset == offsetof(sct_measure_options, chart_mode))
                assert_int_equal(call(w, &o), SCT_ERR_CHART_NONE);
            else
                accepts(w, &o, choices[i].name, value);
        }
}

/* Choices that are no range. */
static void choices_with_gaps(void **state)
{
    (void)state;
    options o;
    for (int value = -1; value <= 33; value++) {
        usual(HEAL, &o, sizeof o.heal);
        o.heal.streams = value;
        if (value == 4 || value == 8 || value == 16)
            accepts(HEAL, &o, "streams", value);
        else
            refuses(HEAL, &o, "streams", value, "streams");
        usual(PREVIEW, &o, sizeof o.preview);
        o.preview.bits = value;
        if (value == 8 || value == 16)
            accepts(PREVIEW, &o, "bits", value);
        else
            refuses(PREVIEW, &o, "bits", value, "bits");
        usual(PIXELS, &o, sizeof o.pixels);
        o.pixels.width = o.pixels.height = 8;
        o.pixels.bits = value;
        if (value == 8 || value == 16)
            accepts(PIXELS, &o, "bits", value);
        else
            refuses(PIXELS, &o, "bits", value, "bits");
        usual(HEAL, &o, sizeof o.heal);
        o.heal.conditions.observer = (sct_observer)value;
        if (value == SCT_OBSERVER_2 || value == SCT_OBSERVER_10)
            accepts(HEAL, &o, "observer", value);
        else
            refuses(HEAL, &o, "observer", value, "observer");
    }
    usual(MATCH, &o, sizeof o.match);
    for (int k = 0; k < 2; k++) {
        o.match.draws = k ? 100001 : -1;
        refuses(MATCH, &o, "draws", o.match.draws, "draws");
        o.match.draws = k ? 100000 : 0;
        accepts(MATCH, &o, "draws", o.match.draws);
    }
}

/* Roles that this version does not know are a wish that it cannot fulfil. */
static void roles_are_known_ones(void **state)
{
    (void)state;
    options o;
    usual(VIEW, &o, sizeof o.view);
    accepts(VIEW, &o, "roles", o.view.roles);
    for (unsigned bit = SCT_ROLE_GREY + 1; bit < 32; bit++) {
        o.view.roles = 1u << SCT_ROLE_SKIN | 1u << bit;
        refuses(VIEW, &o, "roles", (double)bit, "roles");
    }
}

static void rows_are_at_least_packed(void **state)
{
    (void)state;
    options o;
    usual(PIXELS, &o, sizeof o.pixels);
    o.pixels.stride = 3 * STRUCT_SIDE - 1;
    refuses(PIXELS, &o, "stride", (double)o.pixels.stride, "stride");
    o.pixels.stride = 3 * STRUCT_SIDE;
    accepts(PIXELS, &o, "stride", (double)o.pixels.stride);
    for (int side = 0; side < 2; side++) {
        usual(PIXELS, &o, sizeof o.pixels);
        *(side ? &o.pixels.width : &o.pixels.height) = 0;
        refuses(PIXELS, &o, "width or height", 0, "width");
        *(side ? &o.pixels.width : &o.pixels.height) = 65501;
        assert_int_equal(call(PIXELS, &o), SCT_ERR_PHOTO_TOO_LARGE);
    }
}

/* A plane is as large as it says, its rows hold their pixels, and each value lies where such values can. */
static void planes_have_room(void **state)
{
    (void)state;
    options o;
    static union {
        double align;
        unsigned char bytes[16 * STRUCT_SIDE * STRUCT_SIDE];
    } room;
    static const size_t sizes[] = {1, 2, 4};
    for (int format = SCT_PIXEL_U8; format <= SCT_PIXEL_F32; format++)
        for (int channels = 3; channels <= 4; channels++) {
            size_t row = STRUCT_SIDE * (size_t)channels * sizes[format], stride = row + 8;
            usual(PLANE, &o, sizeof o.plane);
            o.plane.data = room.bytes;
            o.plane.format = (sct_pixel_format)format;
            o.plane.channels = channels;
            memset(room.bytes, 0xa5, sizeof room.bytes);
            o.plane.capacity = STRUCT_SIDE * row - 1;
            assert_int_equal(call(PLANE, &o), SCT_ERR_CAPACITY);
            assert_int_equal(room.bytes[0], 0xa5);
            o.plane.capacity++;
            accepts(PLANE, &o, "capacity", (double)o.plane.capacity);
            for (size_t i = STRUCT_SIDE * row; i < sizeof room.bytes; i++)
                assert_int_equal(room.bytes[i], 0xa5);
            memset(room.bytes, 0xa5, sizeof room.bytes);
            o.plane.stride = stride;
            o.plane.capacity = (STRUCT_SIDE - 1) * stride + row; /* behind the last row nothing is needed */
            if (o.plane.capacity <= sizeof room.bytes) {
                accepts(PLANE, &o, "stride", (double)stride);
                for (size_t y = 0; y + 1 < STRUCT_SIDE; y++)
                    for (size_t i = row; i < stride; i++)
                        assert_int_equal(room.bytes[y * stride + i], 0xa5);
                o.plane.capacity--;
                assert_int_equal(call(PLANE, &o), SCT_ERR_CAPACITY);
            }
            o.plane.capacity = sizeof room.bytes;
            o.plane.stride = row - sizes[format];
            refuses(PLANE, &o, "stride", (double)o.plane.stride, "stride");
            o.plane.stride = 0;
            o.plane.data = NULL;
            assert_int_equal(call(PLANE, &o), SCT_ERR_ARGUMENT);
            o.plane.data = room.bytes + 1;
            assert_int_equal(call(PLANE, &o), format == SCT_PIXEL_U8 ? SCT_OK : SCT_ERR_ARGUMENT);
        }
    usual(PLANE, &o, sizeof o.plane);
    o.plane.space = SCT_PIXELS_XYZ_D50; /* tristimulus values are no bytes */
    o.plane.format = SCT_PIXEL_U8;
    refuses(PLANE, &o, "space", SCT_PIXELS_XYZ_D50, "XYZ");
    o.plane.format = SCT_PIXEL_U16;
    refuses(PLANE, &o, "space", SCT_PIXELS_XYZ_D50, "XYZ");
}

/* Pointers whose count says that something must be there. */
static void counts_need_what_they_count(void **state)
{
    (void)state;
    options o;
    static const sct_shape *const no_shape[1] = {NULL};
    static const sct_chart *const no_chart[1] = {NULL};
    usual(PREVIEW, &o, sizeof o.preview);
    o.preview.areas = NULL;
    assert_int_equal(call(PREVIEW, &o), SCT_ERR_ARGUMENT);
    o.preview.areas = no_shape;
    assert_int_equal(call(PREVIEW, &o), SCT_ERR_ARGUMENT);
    usual(CHART, &o, sizeof o.chart);
    o.chart.chart_count = 1;
    assert_int_equal(call(CHART, &o), SCT_ERR_OPTION);
    o.chart.charts = no_chart;
    assert_int_equal(call(CHART, &o), SCT_ERR_OPTION);
    o.chart.chart_count = 65;
    assert_int_equal(call(CHART, &o), SCT_ERR_OPTION);
    o.chart.chart_count = 0;
    o.chart.id = "no such chart";
    assert_int_equal(call(CHART, &o), SCT_ERR_OPTION);
    usual(HEAL, &o, sizeof o.heal);
    o.heal.pigments = NULL;
    assert_int_equal(call(HEAL, &o), SCT_ERR_ARGUMENT);
    usual(DRAWDOWN, &o, sizeof o.drawdown);
    o.drawdown.pigments = NULL;
    assert_int_equal(call(DRAWDOWN, &o), SCT_ERR_ARGUMENT);
    usual(PIXELS, &o, sizeof o.pixels);
    o.pixels.data = NULL;
    assert_int_equal(call(PIXELS, &o), SCT_ERR_ARGUMENT);
}

/* Room for labels is checked before anything is written, for each photo by itself. */
static void labels_need_room(void **state)
{
    (void)state;
    uint8_t one[4] = {9, 9, 9, 9}, *room = calloc(STRUCT_SIDE * STRUCT_SIDE, 1);
    options o;
    assert_non_null(room);
    usual(MEASURE, &o, sizeof o.measure);
    sct_label_plane plane = {one, sizeof one};
    o.measure.label_planes = &plane;
    assert_int_equal(call(MEASURE, &o), SCT_ERR_CAPACITY);
    plane = (sct_label_plane){room, STRUCT_SIDE * STRUCT_SIDE - 1};
    assert_int_equal(call(MEASURE, &o), SCT_ERR_CAPACITY);
    assert_null(memchr(room, SCT_LABEL_SKIN, STRUCT_SIDE * STRUCT_SIDE));
    plane.capacity = STRUCT_SIDE * STRUCT_SIDE;
    accepts(MEASURE, &o, "label_planes", 0);
    assert_non_null(memchr(room, SCT_LABEL_SKIN, STRUCT_SIDE * STRUCT_SIDE));
    assert_int_equal(one[0], 9);
    plane.labels = NULL;
    plane.capacity = 0;
    accepts(MEASURE, &o, "label_planes", 0);
    free(room);
    usual(PREVIEW, &o, sizeof o.preview);
    o.preview.labels_capacity = STRUCT_SIDE * STRUCT_SIDE - 1;
    assert_int_equal(call(PREVIEW, &o), SCT_ERR_CAPACITY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_held_to_their_ranges),
        cmocka_unit_test(an_unknown_thickness_is_none),
        cmocka_unit_test(choices_are_held_to_their_lists),
        cmocka_unit_test(choices_with_gaps),
        cmocka_unit_test(roles_are_known_ones),
        cmocka_unit_test(rows_are_at_least_packed),
        cmocka_unit_test(planes_have_room),
        cmocka_unit_test(counts_need_what_they_count),
        cmocka_unit_test(labels_need_room),
    };
    return cmocka_run_group_tests(tests, structs_open, structs_close);
}
