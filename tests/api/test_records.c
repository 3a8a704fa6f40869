/*
 * tests/api/test_records.c - what getters fill in: no byte more than they are
 * told, zeros for what they do not know, nothing for what is not there; and the
 * records of one answer agree with each other.
 */
#include "api/consultation.h"
#include "support/support.h"

static consultation all;

/* A getter of any record as one of a raw place. `index` is not looked at by those that have one record only. */
#define GETTER(name, call)                                                                                                  \
    static sct_status get_##name(const consultation *c, size_t index, void *out, size_t size)                               \
    {                                                                                                                       \
        (void)index;                                                                                                        \
        return call;                                                                                                        \
    }
GETTER(photo_info, sct_photo_describe_sized(c->head, out, size))
GETTER(measurement, sct_measurement_describe_sized(c->client, out, size))
GETTER(skin, sct_measurement_skin_sized(c->client, out, size))
GETTER(hair, sct_measurement_hair_sized(c->client, out, size))
GETTER(correction, sct_measurement_correction_sized(c->client, index, out, size))
GETTER(scale, sct_measurement_scale_sized(c->client, index, out, size))
GETTER(measured_photo, sct_measurement_photo_sized(c->client, index, out, size))
GETTER(agreement, sct_measurement_agreement_sized(c->client, index, out, size))
GETTER(region, sct_measurement_region_sized(c->client, index, out, size))
GETTER(transform, sct_measurement_transform_sized(c->client, index, out, size))
GETTER(flag, sct_flags_at_sized(sct_ranking_flags(c->ranking), index, out, size))
GETTER(palette, sct_palette_describe_sized(c->palette, out, size))
GETTER(ink, sct_palette_ink_sized(c->palette, index, out, size))
GETTER(pigment, sct_palette_ink_pigment_sized(c->palette, 1, index, out, size))
GETTER(colour, sct_palette_ink_colour_sized(c->palette, 1, index, out, size))
GETTER(ranking, sct_ranking_describe_sized(c->ranking, out, size))
GETTER(row, sct_ranking_match_sized(c->ranking, index, out, size))
GETTER(assumption, sct_ranking_assumption_sized(c->ranking, index, out, size))
GETTER(step, sct_ranking_plan_step_sized(c->ranking, index, out, size))
GETTER(chart, sct_chart_describe_sized(c->chart, out, size))
GETTER(swatch, sct_chart_swatch_at_sized(c->chart, index, out, size))
GETTER(found, sct_chart_result_describe_sized(c->found, out, size))
GETTER(patch, sct_chart_result_patch_sized(c->found, index, out, size))
GETTER(fit, sct_chart_result_correction_sized(c->found, out, size))
GETTER(optics, sct_ink_optics_describe_sized(c->optics, out, size))
GETTER(healed, sct_healed_describe_sized(c->healed, out, size))
GETTER(band, sct_healed_band_sized(c->healed, out, size))
GETTER(look, sct_look_describe_sized(c->look, out, size))
GETTER(verdict, sct_verdict_of_sized(c->ranking, c->client, c->palette, out, size))
GETTER(preview, sct_preview_describe_sized(c->preview, out, size))
GETTER(result, sct_preview_result_at_sized(c->preview, index, out, size))

enum { ONE = 0, ROOM = 8192 };
typedef struct record {
    const char *name;
    sct_status (*get)(const consultation *c, size_t index, void *out, size_t size);
    size_t size;
    size_t own_size; /* bytes at its beginning that say how long the caller's is */
    size_t count;    /* filled in below; ONE: there is no index */
} record;
static record records[] = {
    {"sct_photo_describe", get_photo_info, sizeof(sct_photo_info), 0, ONE},
    {"sct_measurement_describe", get_measurement, sizeof(sct_measurement_info), 0, ONE},
    {"sct_measurement_skin", get_skin, sizeof(sct_skin), 0, ONE},
    {"sct_measurement_hair", get_hair, sizeof(sct_hair), 0, ONE},
    {"sct_measurement_correction", get_correction, sizeof(sct_correction), 0, 1},
    {"sct_measurement_scale", get_scale, sizeof(sct_scale), 0, 1},
    {"sct_measurement_photo", get_measured_photo, sizeof(sct_photo_info), 0, 1},
    {"sct_measurement_agreement", get_agreement, sizeof(sct_agreement), 0, 1},
    {"sct_measurement_region", get_region, sizeof(sct_region), 0, 2},
    {"sct_measurement_transform", get_transform, sizeof(sct_transform), 0, 1},
    {"sct_flags_at", get_flag, sizeof(sct_flag), 0, 0},
    {"sct_palette_describe", get_palette, sizeof(sct_palette_info), 0, ONE},
    {"sct_palette_ink", get_ink, sizeof(sct_ink), 0, 2},
    {"sct_palette_ink_pigment", get_pigment, sizeof(sct_ink_pigment), 0, 2},
    {"sct_palette_ink_colour", get_colour, sizeof(sct_ink_colour), 0, 2},
    {"sct_ranking_describe", get_ranking, sizeof(sct_ranking_info), 0, ONE},
    {"sct_ranking_match", get_row, sizeof(sct_match_row), 0, 0},
    {"sct_ranking_assumption", get_assumption, sizeof(sct_assumption), 0, 0},
    {"sct_ranking_plan_step", get_step, sizeof(sct_plan_step), 0, 0},
    {"sct_chart_describe", get_chart, sizeof(sct_chart_facts), 0, ONE},
    {"sct_chart_swatch_at", get_swatch, sizeof(sct_chart_swatch), 0, 0},
    {"sct_chart_result_describe", get_found, sizeof(sct_chart_info), 0, ONE},
    {"sct_chart_result_patch", get_patch, sizeof(sct_chart_patch), 0, 24},
    {"sct_chart_result_correction", get_fit, sizeof(sct_correction), 0, ONE},
    {"sct_ink_optics_describe", get_optics, sizeof(sct_ink_optics_info), 0, ONE},
    {"sct_healed_describe", get_healed, sizeof(sct_healed_info), 0, ONE},
    {"sct_healed_band", get_band, sizeof(sct_heal_band), 0, ONE},
    {"sct_look_describe", get_look, sizeof(sct_look_info), sizeof(size_t), ONE},
    {"sct_verdict_of", get_verdict, sizeof(sct_verdict), 0, ONE},
    {"sct_preview_describe", get_preview, sizeof(sct_preview_info), 0, ONE},
    {"sct_preview_result_at", get_result, sizeof(sct_preview_result), 0, 1},
};
enum { RECORDS = sizeof records / sizeof records[0] };

static int set_up(void **state)
{
    (void)state;
    consultation_open(&all);
    sct_ranking_info ranking;
    sct_chart_facts chart;
    assert_int_equal(sct_ranking_describe(all.ranking, &ranking), SCT_OK);
    assert_int_equal(sct_chart_describe(all.chart, &chart), SCT_OK);
    for (int i = 0; i < RECORDS; i++) {
        record *r = &records[i];
        r->count = r->get == get_flag         ? sct_flags_count(sct_ranking_flags(all.ranking))
                   : r->get == get_row        ? ranking.match_count
                   : r->get == get_assumption ? ranking.assumption_count
                   : r->get == get_step       ? ranking.plan_count
                   : r->get == get_swatch     ? chart.patch_count
                                              : r->count;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    consultation_close(&all);
    return 0;
}

static int all_are(const unsigned char *bytes, size_t from, size_t to, int value)
{
    for (size_t i = from; i < to; i++)
        if (bytes[i] != value)
            return 0;
    return 1;
}

/* One record in a place of `size` bytes, against the same one in its own size. */
static void check_size(const record *r, size_t index, size_t size)
{
    unsigned char whole[ROOM], room[ROOM];
    memset(whole, 0x3c, sizeof whole);
    memset(room, 0xa5, sizeof room);
    assert_int_equal(r->get(&all, index, whole, r->size), SCT_OK);
    assert_int_equal(r->get(&all, index, room, size), SCT_OK);
    assert_true(all_are(whole, r->size, sizeof whole, 0x3c));
    if (!all_are(room, size, sizeof room, 0xa5))
        fail_msg("%s of %zu bytes wrote beyond its %zu", r->name, r->size, size);
    if (size > r->size && !all_are(room, r->size, size, 0))
        fail_msg("%s of %zu bytes left something in %zu", r->name, r->size, size);
    size_t known = size < r->size ? size : r->size;
    if (r->own_size && size >= r->own_size) {
        size_t told;
        memcpy(&told, room, sizeof told);
        assert_int_equal(told, size);
        memcpy(room, whole, r->own_size);
    }
    if (!(r->own_size && size < r->own_size) && memcmp(room, whole, known) != 0)
        fail_msg("%s, number %zu, in %zu bytes differs from the one in %zu", r->name, index, size, r->size);
}

static void no_record_is_so_long(void **state)
{
    (void)state;
    unsigned char room[ROOM];
    memset(room, 0xa5, sizeof room);
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        assert_int_equal(records[i].get(&all, 0, room, SIZE_MAX), SCT_ERR_ARGUMENT);
        assert_int_equal(records[i].get(&all, 0, room, 65536 + 8u), SCT_ERR_ARGUMENT);
    }
    assert_true(all_are(room, 0, sizeof room, 0xa5));
}

static void records_keep_to_their_size(void **state)
{
    (void)state;
    for (int i = 0; i < RECORDS; i++) {
        const record *r = &records[i];
        const size_t sizes[] = {0, 1, 8, r->size / 2, r->size - 8, r->size - 1, r->size, r->size + 1, r->size + 8, ROOM};
        assert_true(r->size + 8 < ROOM);
        for (size_t index = 0; index < (r->count ? r->count : 1); index += 1 + index / 4)
            for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
                check_size(r, index, sizes[k]);
    }
}

static void nothing_past_the_end(void **state)
{
    (void)state;
    unsigned char room[ROOM];
    int lists = 0;
    for (int i = 0; i < RECORDS; i++) {
        const record *r = &records[i];
        const size_t past[] = {r->count, r->count + 1, SIZE_MAX / 2, SIZE_MAX};
        for (size_t k = 0; r->count && k < sizeof past / sizeof past[0]; k++) {
            if (r->get == get_correction && past[k] == SCT_WHOLE)
                continue;
            memset(room, 0xa5, sizeof room);
            assert_int_equal(r->get(&all, past[k], room, r->size), SCT_ERR_ARGUMENT);
            assert_true(all_are(room, 0, sizeof room, 0xa5));
        }
        lists += r->count != 0;
    }
    assert_int_equal(lists, 16);
}

static void nothing_of_nothing(void **state)
{
    (void)state;
    unsigned char room[ROOM];
    static const consultation none;
    for (int i = 0; i < RECORDS; i++) {
        const record *r = &records[i];
        assert_int_equal(r->get(&all, 0, NULL, r->size), SCT_ERR_ARGUMENT);
        memset(room, 0xa5, sizeof room);
        assert_int_equal(r->get(&none, 0, room, r->size), SCT_ERR_ARGUMENT);
        assert_true(all_are(room, 0, sizeof room, 0xa5));
    }
    assert_int_equal(sct_flags_count(NULL), 0);
    assert_int_equal(sct_palette_count(NULL), 0);
    assert_int_equal(sct_preview_result_count(NULL), 0);
    assert_int_equal(sct_shape_describe(NULL), SCT_SHAPE_AUTO);
    assert_null(sct_shape_mask_file(NULL));
    assert_null(sct_photo_flags(NULL));
    assert_null(sct_measurement_flags(NULL));
    assert_null(sct_ranking_flags(NULL));
    assert_null(sct_chart_result_flags(NULL));
    assert_null(sct_ink_optics_flags(NULL));
    assert_null(sct_healed_flags(NULL));
    assert_null(sct_preview_flags(NULL));
    assert_null(sct_preview_result_flags(NULL, 0));
    assert_null(sct_preview_result_flags(all.preview, 1));
    assert_null(sct_palette_warning(NULL, 0));
    assert_null(sct_palette_ink_ingredient(NULL, 0, 0));
    assert_null(sct_palette_ink_ingredient(all.palette, 0, 2));
    assert_null(sct_palette_ink_ingredient(all.palette, 2, 0));
}

/* ---- what the records say ---- */

static void a_measurement_agrees_with_itself(void **state)
{
    (void)state;
    sct_measurement_info info;
    sct_photo_info photo, measured;
    sct_correction whole, first;
    sct_agreement agreement;
    sct_skin skin;
    sct_hair hair;
    sct_region region;
    assert_int_equal(sct_measurement_describe(all.client, &info), SCT_OK);
    assert_int_equal(info.photo_count, 1);
    assert_int_equal(info.region_count, 2);
    assert_true(isnan(info.between_photos_de00)); /* one photo */
    assert_int_equal(sct_photo_describe(all.head, &photo), SCT_OK);
    assert_int_equal(sct_measurement_photo(all.client, 0, &measured), SCT_OK);
    assert_true(photo.width == measured.width && photo.height == measured.height && photo.width == 220);
    assert_string_equal(measured.format, "jpeg");
    assert_int_equal(sct_measurement_correction(all.client, SCT_WHOLE, &whole), SCT_OK);
    assert_int_equal(sct_measurement_correction(all.client, 0, &first), SCT_OK);
    assert_int_equal(whole.kind, SCT_CORRECTION_NONE);
    assert_true(whole.kind == first.kind && whole.patches_used == 0 && isnan(whole.loo_de00_mean));
    assert_near(whole.u95_de00, first.u95_de00, 0);
    sct_scale scale; /* the one that was given, and no other */
    assert_int_equal(sct_measurement_scale(all.client, 0, &scale), SCT_OK);
    assert_near(scale.mm_per_px, 0.11, 0);
    assert_true(scale.source == SCT_SCALE_GIVEN && !scale.assumed && scale.u95_factor >= 1 && scale.u95_factor < 1.2);
    assert_int_equal(sct_measurement_agreement(all.client, 0, &agreement), SCT_OK);
    assert_true(isnan(agreement.apart_de00) && !agreement.left_out);
    assert_int_equal(sct_measurement_skin(all.client, &skin), SCT_OK);
    assert_int_equal(sct_measurement_hair(all.client, &hair), SCT_OK);
    assert_int_equal(hair.kind, SCT_HAIR_STUBBLE);
    /* The scale was given: a density is told, or said why not. */
    int withheld = sct_flags_have(sct_measurement_flags(all.client), SCT_FLAG_DENSITY_UNSURE);
    assert_true(withheld ? isnan(hair.density_per_cm2) : hair.density_per_cm2 > 0);
    for (size_t i = 0; i < info.region_count; i++) {
        assert_int_equal(sct_measurement_region(all.client, i, &region), SCT_OK);
        assert_int_equal(region.role, i ? SCT_ROLE_HAIR : SCT_ROLE_SKIN);
        assert_int_equal(region.photo, 0);
        assert_string_equal(region.shape, i ? "rect:68%,2%,30%,96%" : "rect:2%,2%,30%,96%");
        assert_true(region.box[0] >= 0 && region.box[0] + region.box[2] <= 220 && region.box[3] <= 165);
        assert_true((uint64_t)region.flag_bits >> sct_flags_count(sct_measurement_flags(all.client)) == 0);
    }
    assert_int_equal(sct_measurement_region(all.client, 0, &region), SCT_OK);
    assert_near(sct_de2000(region.estimate.lab, skin.estimate.lab), 0, 1e-9);
}

/* What was not measured is NaN, and says so. */
static void what_was_not_measured_is_nan(void **state)
{
    (void)state;
    const sct_lab lab = {65, 10, 17}, none = {(double)NAN, (double)NAN, (double)NAN}, dark = {38, 2, 3};
    sct_measurement *skin_only = NULL, *hair_only = NULL;
    sct_skin skin;
    sct_hair hair;
    WORKS(&all, sct_measurement_from_lab(all.ctx, lab, 2, none, 2, SCT_HAIR_NONE, &skin_only));
    WORKS(&all, sct_measurement_from_lab(all.ctx, none, 2, dark, 2, SCT_HAIR_GROWN, &hair_only));
    assert_int_equal(sct_measurement_hair(skin_only, &hair), SCT_ERR_NOTHING);
    assert_int_equal(hair.kind, SCT_HAIR_NONE);
    assert_true(isnan(hair.strand.lab.L) && isnan(hair.shadow.lab.b) && isnan(hair.coverage) && isnan(hair.width_mm));
    assert_true(isnan(hair.grey_fraction) && isnan(hair.density_per_cm2) && hair.strand.pixels == 0);
    assert_int_equal(sct_measurement_skin(skin_only, &skin), SCT_OK);
    assert_int_equal(sct_measurement_skin(hair_only, &skin), SCT_ERR_NOTHING);
    assert_true(isnan(skin.estimate.lab.L) && isnan(skin.lab_d65.a) && isnan(skin.ita_deg) && isnan(skin.locus_z));
    assert_true(isnan(skin.estimate.u95_de00) && skin.estimate.pixels == 0 && skin.monk_tone == 0);
    assert_int_equal(sct_measurement_hair(hair_only, &hair), SCT_OK);
    assert_true(isnan(hair.shadow.lab.L) && hair.shadow.pixels == 0); /* grown hair leaves none */
    sct_measurement_free(skin_only);
    sct_measurement_free(hair_only);

    sct_heal_options options;
    sct_healed *bare = NULL;
    sct_heal_band band;
    sct_heal_options_init(&options);
    options.skin_lab = lab;
    options.streams = 4;
    WORKS(&all, sct_heal(all.ctx, &options, &bare));
    assert_int_equal(sct_healed_band(bare, &band), SCT_ERR_NOTHING);
    sct_healed_free(bare);
}

static void palettes_and_rankings_agree(void **state)
{
    (void)state;
    sct_palette_info palette;
    sct_ranking_info info;
    sct_ink ink;
    sct_match_row row;
    sct_plan_step step;
    double best = 0, chances = 0;
    assert_int_equal(sct_palette_describe(all.palette, &palette), SCT_OK);
    assert_int_equal(palette.ink_count, sct_palette_count(all.palette));
    assert_int_equal(strlen(palette.fingerprint), 64);
    assert_string_equal(palette.name, "two");
    assert_string_equal(palette.by, "tests");
    assert_string_equal(palette.licence, "");
    for (size_t i = 0; i < palette.ink_count; i++) {
        assert_int_equal(sct_palette_ink(all.palette, i, &ink), SCT_OK);
        assert_int_equal(sct_palette_find(all.palette, ink.id), i);
    }
    assert_true(sct_palette_find(all.palette, "green") == SIZE_MAX);
    assert_true(sct_palette_find(all.palette, NULL) == SIZE_MAX && sct_palette_find(NULL, "black") == SIZE_MAX);
    assert_int_equal(ink.pigment_count, 2);
    assert_int_equal(ink.colour_count, 2);
    assert_int_equal(ink.kind, SCT_INK_READY);
    assert_string_equal(sct_palette_ink_ingredient(all.palette, 0, 1), "CI 77266");

    assert_int_equal(sct_ranking_describe(all.ranking, &info), SCT_OK);
    assert_true(info.match_count >= 4 && info.considered >= info.match_count);
    for (size_t i = 0; i < info.match_count; i++) {
        assert_int_equal(sct_ranking_match(all.ranking, i, &row), SCT_OK);
        assert_int_equal(row.rank, i + 1);
        assert_int_equal(sct_palette_find(all.palette, row.ink_id), row.ink);
        assert_true(row.loss >= best);
        best = row.loss;
        chances += row.p_best;
        assert_near(row.ink_ml + row.second_ml + row.water_ml, row.batch_ml, 1e-9);
        assert_true(row.direction[0] && row.rests_on[0] && row.shade[0]);
        for (size_t k = 0; k < row.tie_count; k++)
            assert_true(row.tied_with[k] >= 1 && row.tied_with[k] <= info.considered && row.tied_with[k] != row.rank);
        for (size_t k = 0; k < row.warning_count; k++)
            assert_true(row.warnings[k][0] != '\0');
    }
    assert_near(chances, 1, 1e-9);
    for (size_t i = 0; i < info.plan_count; i++) {
        assert_int_equal(sct_ranking_plan_step(all.ranking, i, &step), SCT_OK);
        assert_true(step.ink < palette.ink_count && step.why[0]);
    }
}

/* The ranking's texts are its own: it needs neither the palette nor the measurement any more. */
static void a_ranking_outlives_its_palette(void **state)
{
    (void)state;
    sct_palette *palette = NULL;
    sct_ranking *ranking = NULL;
    sct_match_row row;
    sct_match_options options;
    sct_match_options_init(&options);
    options.draws = 2;
    WORKS(&all, sct_palette_from_json(all.ctx, consultation_inks, strlen(consultation_inks), &palette));
    WORKS(&all, sct_match(all.ctx, &options, all.client, palette, &ranking));
    sct_palette_free(palette);
    assert_int_equal(sct_ranking_match(ranking, 0, &row), SCT_OK);
    assert_true(strcmp(row.ink_id, "black") == 0 || strcmp(row.ink_id, "brown") == 0);
    sct_ranking_free(ranking);
}

/* With another palette there is no JSON of it, and no look. */
static void a_ranking_knows_its_palette(void **state)
{
    (void)state;
    static const char other[] = "{\"scalptone_palette\": 1, \"inks\": [{\"id\": \"black\", \"composition\": "
                                "[{\"ci\": \"77266\", \"mass_fraction\": 0.15}]}]}";
    sct_palette *palette = NULL;
    sct_look *look = NULL;
    sct_bytes text = {0};
    WORKS(&all, sct_palette_from_json(all.ctx, other, strlen(other), &palette));
    assert_int_equal(sct_ranking_json(all.ctx, all.ranking, all.client, palette, 0, &text), SCT_ERR_ARGUMENT);
    assert_non_null(strstr(sct_context_message(all.ctx), "palette"));
    assert_int_equal(sct_look_from_match(all.ctx, NULL, all.client, palette, all.ranking, 0, NULL, &look), SCT_ERR_ARGUMENT);
    assert_true(!text.data && !look);
    sct_palette_free(palette);
}

static size_t count_of(const sct_bytes *text, const char *what)
{
    size_t n = 0;
    for (const char *at = strstr((const char *)text->data, what); at; at = strstr(at + 1, what))
        n++;
    return n;
}

static void as_many_rows_as_wanted(void **state)
{
    (void)state;
    sct_ranking_info info;
    assert_int_equal(sct_ranking_describe(all.ranking, &info), SCT_OK);
    const size_t wanted[] = {1, 2, info.match_count, info.match_count + 9, 0};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        sct_bytes text = {0};
        size_t rows = wanted[i] && wanted[i] < info.match_count ? wanted[i] : info.match_count;
        WORKS(&all, sct_ranking_json(all.ctx, all.ranking, all.client, all.palette, wanted[i], &text));
        assert_int_equal(count_of(&text, "\"rank\":"), rows);
        sct_bytes_free(&text);
    }
}

static void charts_and_results_agree(void **state)
{
    (void)state;
    sct_chart_facts facts;
    sct_chart_info info;
    sct_chart_swatch swatch;
    sct_chart_patch patch;
    sct_correction correction;
    int kept = 0;
    assert_int_equal(sct_chart_result_describe(all.found, &info), SCT_OK);
    const sct_chart *chart = sct_chart_builtin(0);
    assert_int_equal(sct_chart_describe(chart, &facts), SCT_OK);
    assert_string_equal(info.name, facts.id);
    assert_int_equal(info.patch_count, facts.patch_count);
    assert_true(info.score > 0.9 && info.score <= 1 && info.pitch_px > 0 && !info.mirrored);
    for (size_t i = 0; i < info.patch_count; i++) {
        assert_int_equal(sct_chart_result_patch(all.found, i, &patch), SCT_OK);
        assert_int_equal(sct_chart_swatch_at(chart, (size_t)patch.index, &swatch), SCT_OK);
        assert_string_equal(patch.name, swatch.name);
        assert_near(sct_de2000(patch.reference_lab, swatch.lab), 0, 1e-9);
        const double *h = &info.homography[0][0];
        double z = h[6] * swatch.u + h[7] * swatch.v + h[8];
        assert_near((h[0] * swatch.u + h[1] * swatch.v + h[2]) / z, patch.centre[0], 1e-6);
        assert_near((h[3] * swatch.u + h[4] * swatch.v + h[5]) / z, patch.centre[1], 1e-6);
        kept += patch.kept;
    }
    assert_int_equal(sct_chart_result_correction(all.found, &correction), SCT_OK);
    assert_int_equal(correction.kind, SCT_CORRECTION_CHART);
    assert_int_equal(correction.patches_used, kept);
    assert_string_equal(correction.chart, info.name);
    assert_int_equal(sct_chart_describe(all.chart, &facts), SCT_OK); /* the card */
    assert_int_equal(facts.tier, SCT_TIER_UNMEASURED);
    assert_true(facts.fiducials == 4 && facts.rows == 0 && facts.window[2] > 0);
    assert_int_equal(sct_chart_swatch_at(all.chart, 0, &swatch), SCT_OK);
    assert_true(isnan(swatch.lab.L));
    size_t builtin = 0;
    while (sct_chart_builtin(builtin))
        builtin++;
    assert_true(builtin >= 1 && !sct_chart_builtin(builtin + 1) && !sct_chart_builtin(SIZE_MAX));
    sct_chart_free((sct_chart *)(uintptr_t)chart); /* a built-in one is left alone */
    assert_int_equal(sct_chart_describe(chart, &facts), SCT_OK);
    assert_int_equal(facts.patch_count, info.patch_count);
}

static void optics_and_predictions_agree(void **state)
{
    (void)state;
    sct_ink_optics_info optics;
    sct_healed_info healed;
    sct_heal_band band;
    double absorption[SCT_WAVELENGTHS], scattering[SCT_WAVELENGTHS], anisotropy[SCT_WAVELENGTHS];
    double dot[SCT_WAVELENGTHS], bare[SCT_WAVELENGTHS], seen[SCT_WAVELENGTHS], solid[SCT_WAVELENGTHS];
    assert_int_equal(sct_ink_optics_describe(all.optics, &optics), SCT_OK);
    assert_int_equal(optics.basis, SCT_OPTICS_COMPOSITION);
    assert_true(optics.strength_stated && isnan(optics.residual_de00) && optics.film_count == 0);
    assert_near(optics.strength_factor, 2, 0.01); /* a composition tells it to a factor of two */
    assert_int_equal(sct_ink_optics_curves(all.optics, absorption, scattering, anisotropy), SCT_OK);
    assert_int_equal(sct_ink_optics_curves(all.optics, NULL, NULL, NULL), SCT_OK);
    assert_int_equal(sct_healed_describe(all.healed, &healed), SCT_OK);
    assert_true(strncmp(healed.rests_on, "composition", 11) == 0);
    assert_int_equal(sct_healed_reflectance(all.healed, SCT_HEALED_DOT, dot), SCT_OK);
    assert_int_equal(sct_healed_reflectance(all.healed, SCT_HEALED_BARE, bare), SCT_OK);
    assert_int_equal(sct_healed_reflectance(all.healed, SCT_HEALED_AREA, seen), SCT_OK);
    assert_int_equal(sct_healed_reflectance(all.healed, SCT_HEALED_SOLID, solid), SCT_OK);
    assert_int_equal(sct_healed_reflectance(all.healed, (sct_healed_part)4, seen), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_healed_reflectance(all.healed, (sct_healed_part)-1, seen), SCT_ERR_ARGUMENT);
    for (int l = 0; l < SCT_WAVELENGTHS; l++) {
        assert_true(absorption[l] > 0 && scattering[l] > 0 && anisotropy[l] >= 0 && anisotropy[l] < 1);
        assert_true(solid[l] > 0 && solid[l] < dot[l] && dot[l] < bare[l] && seen[l] < bare[l] && bare[l] < 1);
    }
    assert_true(healed.solid_lab.L < healed.lab.L && healed.lab.L < healed.bare_lab.L);
    assert_true(healed.solid_lab.L < healed.area_lab.L && healed.area_lab.L < healed.bare_lab.L);
    assert_true(healed.solid_xyz.Y > 0 && healed.solid_xyz.Y < healed.xyz.Y);
    assert_int_equal(sct_healed_band(all.healed, &band), SCT_OK);
    assert_true(band.depth_um[0] < band.depth_um[1] && band.dot_by_depth[0].L < band.dot_by_depth[1].L);
    assert_true(band.strength[0] > 1 && band.strength[1] < 1 && band.dot_by_strength[0].L < healed.lab.L);
}

static void looks_and_previews_agree(void **state)
{
    (void)state;
    sct_look_info look;
    sct_match_row row;
    sct_preview_info preview;
    sct_preview_result result;
    const sct_look *const two[] = {all.look, all.look};
    char title[SCT_TITLE_SIZE];
    assert_int_equal(sct_look_describe(all.look, &look), SCT_OK);
    assert_int_equal(look.size, sizeof look);
    assert_int_equal(sct_ranking_match(all.ranking, 0, &row), SCT_OK);
    assert_string_equal(look.ink, row.ink_id);
    assert_int_equal(look.rank, 1);
    assert_int_equal(look.tie_count, row.tie_count);
    assert_near(sct_de2000(look.area_lab, row.area_lab), 0, 1e-9);
    sct_ink_title(all.palette, row.ink, NULL, title, sizeof title);
    assert_string_equal(look.title, title);
    assert_int_equal(sct_preview_describe(all.preview, &preview), SCT_OK);
    assert_near(preview.mm_per_px, 0.15, 0);
    assert_int_equal(preview.scale_source, SCT_SCALE_GIVEN);
    const uint32_t box[4] = {40, 30, 90, 80};
    assert_memory_equal(preview.box, box, sizeof box);
    assert_int_equal(preview.area_pixels, 90 * 80);
    assert_near(preview.area_mm2, 90 * 80 * 0.15 * 0.15, 1e-9);
    assert_int_equal(sct_preview_result_count(all.preview), 1);
    WORKS(&all, sct_preview_judge(all.ctx, all.preview, two, 2));
    assert_int_equal(sct_preview_result_count(all.preview), 2);
    assert_int_equal(sct_preview_result_at(all.preview, 1, &result), SCT_OK);
    assert_true(result.dots > 0 && result.core_pixels > 0 && result.core_pixels < preview.area_pixels);
    assert_near(result.de00, sct_de2000(look.area_lab, result.area_lab), 1e-9);
    assert_non_null(sct_preview_result_flags(all.preview, 1));
    WORKS(&all, sct_preview_judge(all.ctx, all.preview, two, 1));
    assert_int_equal(sct_preview_result_at(all.preview, 1, &result), SCT_ERR_ARGUMENT);
}

/* A look that is described can be made again from what was told. */
static void a_look_is_its_values(void **state)
{
    (void)state;
    sct_look_info first, second;
    sct_look *again = NULL;
    sct_bytes pictures[2] = {{0}, {0}};
    assert_int_equal(sct_look_describe(all.look, &first), SCT_OK);
    WORKS(&all, sct_look_from_values(all.ctx, &first, &again));
    assert_int_equal(sct_look_describe(again, &second), SCT_OK);
    assert_string_equal(first.title, second.title);
    assert_string_equal(first.rests_on, second.rests_on);
    assert_near(sct_de2000(first.dot_lab, second.dot_lab), 0, 0);
    WORKS(&all, sct_preview_png(all.ctx, all.preview, all.look, &pictures[0]));
    WORKS(&all, sct_preview_png(all.ctx, all.preview, again, &pictures[1]));
    assert_int_equal(pictures[0].size, pictures[1].size);
    assert_memory_equal(pictures[0].data, pictures[1].data, pictures[0].size);
    sct_bytes_free(&pictures[0]);
    sct_bytes_free(&pictures[1]);
    sct_look_free(again);
}

/* Whether a sentence holds a number, in any of the roundings that sentences have; a loss may be told without its sign. */
static int tells(const char *message, double value)
{
    char number[64];
    for (int decimals = 0; decimals < 4; decimals++) {
        snprintf(number, sizeof number, "%.*f", decimals, value);
        if (strstr(message, number))
            return 1;
    }
    return 0;
}

static size_t check_flags(const sct_flags *flags)
{
    size_t numbers = 0;
    sct_flag flag;
    for (size_t i = 0; i < sct_flags_count(flags); i++) {
        assert_int_equal(sct_flags_at(flags, i, &flag), SCT_OK);
        assert_int_not_equal(flag.code, SCT_FLAG_OTHER);
        assert_string_equal(flag.name, sct_enum_name(SCT_ENUM_FLAG, (int)flag.code));
        assert_true(sct_flags_have(flags, flag.code));
        assert_true(flag.message[0] && flag.fix[0] && flag.message[strlen(flag.message) - 1] != '.');
        for (size_t k = 0; k < flag.value_count; k++, numbers++)
            if (!flag.values[k].name[0] || !tells(flag.message, flag.values[k].value))
                fail_msg("%s: %s = %g is not in \"%s\"", flag.name, flag.values[k].name, flag.values[k].value, flag.message);
    }
    return numbers;
}

/* What programs read and what people read are the same numbers. */
static void numbers_behind_flags_are_in_their_sentences(void **state)
{
    (void)state;
    size_t numbers = check_flags(sct_measurement_flags(all.client)) + check_flags(sct_ranking_flags(all.ranking)) +
                     check_flags(sct_photo_flags(all.head)) + check_flags(sct_chart_result_flags(all.found)) +
                     check_flags(sct_ink_optics_flags(all.optics)) + check_flags(sct_healed_flags(all.healed)) +
                     check_flags(sct_preview_flags(all.preview)) + check_flags(sct_preview_result_flags(all.preview, 0));
    assert_true(numbers >= 3);
    sct_flag flag;
    sct_correction correction;
    size_t found = 0;
    assert_int_equal(sct_measurement_correction(all.client, 0, &correction), SCT_OK);
    for (size_t i = 0; sct_flags_at(sct_measurement_flags(all.client), i, &flag) == SCT_OK; i++)
        if (flag.code == SCT_FLAG_NO_CHART) {
            assert_int_equal(flag.severity, SCT_SEVERITY_FORBIDS_PICK);
            assert_string_equal(flag.values[0].name, "u95_de00");
            assert_near(flag.values[0].value, correction.u95_de00, 0);
            found++;
        }
    assert_int_equal(found, 1);
}

/* Of several photos the sentence says which, and the numbers stay. */
static void numbers_stay_among_several_photos(void **state)
{
    (void)state;
    const sct_shape *const shapes[] = {all.skin};
    sct_view views[2];
    sct_measurement *m = NULL;
    sct_flag flag;
    size_t found = 0;
    for (int i = 0; i < 2; i++) {
        sct_view_init(&views[i]);
        views[i].photo = i ? all.with_chart : all.head;
        views[i].name = i ? "chart.png" : "head.jpg";
        views[i].roles = 1u << SCT_ROLE_SKIN;
        views[i].shapes = shapes;
        views[i].shape_count = !i;
    }
    WORKS(&all, sct_measure(all.ctx, NULL, views, 2, &m));
    for (size_t i = 0; sct_flags_at(sct_measurement_flags(m), i, &flag) == SCT_OK; i++)
        if (flag.code == SCT_FLAG_NO_CHART) {
            assert_int_equal(strncmp(flag.message, "head.jpg: ", 10), 0);
            assert_int_equal(flag.value_count, 1);
            assert_true(tells(flag.message, flag.values[0].value));
            found++;
        }
    assert_int_equal(found, 1);
    sct_measurement_free(m);
}

/* Titles are cut between letters, end with a zero, and never pass the room they are given. */
static void titles_fit_their_room(void **state)
{
    (void)state;
    const sct_blend both = {1, 3, 1};
    char whole[SCT_TITLE_SIZE], room[SCT_TITLE_SIZE];
    size_t length = sct_ink_title(all.palette, 0, &both, whole, sizeof whole);
    assert_string_equal(whole, "Black + brown 3:1"); /* an ink without a product goes by its id */
    assert_int_equal(length, strlen(whole));
    for (size_t capacity = 0; capacity < sizeof room; capacity++) {
        memset(room, '?', sizeof room);
        length = sct_ink_title(all.palette, 0, &both, room, capacity);
        assert_true(capacity == 0 || length < capacity);
        assert_true(capacity == 0 || room[length] == '\0');
        for (size_t i = capacity; i < sizeof room; i++)
            assert_true(room[i] == '?');
    }
    assert_int_equal(sct_ink_title(all.palette, 2, NULL, room, sizeof room), 0);
    assert_string_equal(room, "");
    assert_int_equal(sct_ink_title(NULL, 0, NULL, room, sizeof room), 0);
    sct_ink_title(all.palette, 0, NULL, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_keep_to_their_size),
        cmocka_unit_test(no_record_is_so_long),
        cmocka_unit_test(nothing_past_the_end),
        cmocka_unit_test(nothing_of_nothing),
        cmocka_unit_test(a_measurement_agrees_with_itself),
        cmocka_unit_test(what_was_not_measured_is_nan),
        cmocka_unit_test(palettes_and_rankings_agree),
        cmocka_unit_test(a_ranking_outlives_its_palette),
        cmocka_unit_test(a_ranking_knows_its_palette),
        cmocka_unit_test(as_many_rows_as_wanted),
        cmocka_unit_test(charts_and_results_agree),
        cmocka_unit_test(optics_and_predictions_agree),
        cmocka_unit_test(looks_and_previews_agree),
        cmocka_unit_test(numbers_behind_flags_are_in_their_sentences),
        cmocka_unit_test(numbers_stay_among_several_photos),
        cmocka_unit_test(a_look_is_its_values),
        cmocka_unit_test(titles_fit_their_room),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
