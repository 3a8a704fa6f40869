/*
 * tests/api/test_from_lab.c - a client known by numbers that somebody states:
 * their ranges, and that they are ranked as a photo's are, and believed as far
 * as they say.
 */
#include "api/consultation.h"
#include "support/support.h"

static const sct_lab skin = {65, 10, 17}, hair = {38, 2, 3}, unknown = {(double)NAN, (double)NAN, (double)NAN};
static sct_context *ctx;

/* Two inks that heal to colours far apart, the first to that of the hair. */
static const char two_inks[] =
    "{\"scalptone_palette\": 1, \"provenance\": {\"kind\": \"measured\", \"by\": \"tests\"}, \"inks\": ["
    "{\"id\": \"near\", \"kind\": \"ready\", \"colours\": [{\"state\": \"healed\", \"lab\": [48, 3, 5],"
    "  \"illuminant\": \"D50\", \"observer\": 2, \"specular\": \"excluded\"}]},"
    "{\"id\": \"far\", \"kind\": \"ready\", \"colours\": [{\"state\": \"healed\", \"lab\": [58, 20, 30],"
    "  \"illuminant\": \"D50\", \"observer\": 2, \"specular\": \"excluded\"}]}]}";

static int set_up(void **state)
{
    (void)state;
    return sct_context_new(&ctx) == SCT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sct_context_free(ctx);
    return 0;
}

static sct_status from(sct_lab s, double s_u95, sct_lab h, double h_u95, sct_hair_kind kind)
{
    sct_measurement *m = NULL;
    sct_status status = sct_measurement_from_lab(ctx, s, s_u95, h, h_u95, kind, &m);
    assert_true((m != NULL) == (status == SCT_OK));
    assert_true((sct_context_message(ctx)[0] == '\0') == (status == SCT_OK));
    sct_measurement_free(m);
    return status;
}

static sct_measurement *client(double skin_u95, double hair_u95, sct_hair_kind kind)
{
    sct_measurement *m = NULL;
    if (sct_measurement_from_lab(ctx, skin, skin_u95, hair, hair_u95, kind, &m) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    return m;
}

/* Below, least, greatest, above, and what is no number, of each number of both colours. */
static void numbers_are_held_to_their_ranges(void **state)
{
    (void)state;
    static const double lo[3] = {0, -128, -128}, hi[3] = {100, 128, 128};
    for (int part = 0; part < 3; part++) {
        const double bad[] = {lo[part] - 1e-9, hi[part] + 1e-9, (double)NAN, (double)INFINITY, -(double)INFINITY};
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
            sct_lab s = skin, h = hair;
            *(part == 0 ? &s.L : part == 1 ? &s.a : &s.b) = bad[i];
            *(part == 0 ? &h.L : part == 1 ? &h.a : &h.b) = bad[i];
            assert_int_equal(from(s, 2, hair, 2, SCT_HAIR_STUBBLE), SCT_ERR_OPTION);
            assert_int_equal(from(skin, 2, h, 2, SCT_HAIR_STUBBLE), SCT_ERR_OPTION);
            assert_int_equal(from(skin, 2, h, 2, SCT_HAIR_NONE), SCT_OK); /* not looked at */
        }
        for (int end = 0; end < 2; end++) { /* of hair anything is believed */
            sct_lab h = hair;
            *(part == 0 ? &h.L : part == 1 ? &h.a : &h.b) = end ? hi[part] : lo[part];
            assert_int_equal(from(skin, 2, h, 2, SCT_HAIR_GROWN), SCT_OK);
        }
    }
    static const double good[] = {0.1, 50}, bad[] = {0.0999, 50.001, 0, -1, (double)NAN, (double)INFINITY};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_int_equal(from(skin, good[i], hair, good[i], SCT_HAIR_STUBBLE), SCT_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(from(skin, bad[i], hair, 2, SCT_HAIR_STUBBLE), SCT_ERR_OPTION);
        assert_int_equal(from(skin, 2, hair, bad[i], SCT_HAIR_STUBBLE), SCT_ERR_OPTION);
        assert_int_equal(from(skin, 2, hair, bad[i], SCT_HAIR_NONE), SCT_OK);
        assert_int_equal(from(unknown, bad[i], hair, 2, SCT_HAIR_GROWN), SCT_OK);
    }
}

static void there_must_be_something(void **state)
{
    (void)state;
    static const sct_lab no_skins[] = {{50, 0, -40}, {50, -30, 20}, {100, 0, 0}, {0, 0, 0}, {60, 60, 60}};
    for (size_t i = 0; i < sizeof no_skins / sizeof no_skins[0]; i++)
        assert_int_equal(from(no_skins[i], 2, hair, 2, SCT_HAIR_STUBBLE), SCT_ERR_NOTHING);
    assert_int_equal(from(unknown, 2, hair, 2, SCT_HAIR_NONE), SCT_ERR_NOTHING);
    assert_int_equal(from(unknown, 2, hair, 2, SCT_HAIR_STUBBLE), SCT_OK);
    assert_int_equal(from(skin, 2, unknown, 2, SCT_HAIR_NONE), SCT_OK);
}

/* It says what was given and what follows from that, and that nothing was photographed. */
static void what_was_stated_is_told(void **state)
{
    (void)state;
    sct_measurement *m = client(1.5, 2.5, SCT_HAIR_STUBBLE);
    sct_measurement_info info;
    sct_correction correction;
    sct_skin s;
    sct_hair h;
    assert_int_equal(sct_measurement_describe(m, &info), SCT_OK);
    assert_true(info.photo_count == 0 && info.region_count == 0 && isnan(info.between_photos_de00));
    assert_int_equal(sct_measurement_correction(m, SCT_WHOLE, &correction), SCT_OK);
    assert_int_equal(correction.kind, SCT_CORRECTION_VALUES);
    assert_int_equal(sct_measurement_correction(m, 0, &correction), SCT_ERR_ARGUMENT);
    assert_int_equal(sct_measurement_skin(m, &s), SCT_OK);
    assert_near(sct_de2000(s.estimate.lab, skin), 0, 0);
    assert_near(s.estimate.u95_de00, 1.5, 0);
    assert_near(sct_de2000(s.lab_d65, sct_lab_d65(skin)), 0, 1e-9);
    assert_near(s.ita_deg, sct_ita(sct_lab_d65(skin)), 1e-9);
    assert_true(s.ita_lo_deg < s.ita_deg && s.ita_deg < s.ita_hi_deg);
    assert_string_equal(s.ita_class, sct_ita_class(s.ita_deg));
    assert_string_equal(s.undertone, sct_undertone_name(sct_undertone_z(skin)));
    assert_int_equal(s.monk_tone, sct_monk_nearest(skin).tone);
    assert_int_equal(sct_measurement_hair(m, &h), SCT_OK);
    assert_int_equal(h.kind, SCT_HAIR_STUBBLE);
    assert_near(sct_de2000(h.strand.lab, hair), 0, 0);
    assert_near(h.strand.u95_de00, 2.5, 0);
    assert_true(isnan(h.coverage) && isnan(h.density_per_cm2) && isnan(h.shadow.lab.L) && isnan(h.width_mm));
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++) {
            assert_near(s.estimate.cov.m[i][k], s.estimate.cov.m[k][i], 1e-12);
            assert_true(i != k || (s.estimate.cov.m[i][i] > 0 && h.strand.cov.m[i][i] > s.estimate.cov.m[i][i] / 10));
        }
    const sct_flags *flags = sct_measurement_flags(m);
    assert_true(sct_flags_have(flags, SCT_FLAG_FROM_VALUES) && !sct_flags_have(flags, SCT_FLAG_NO_CHART));
    assert_false(sct_flags_forbid_pick(flags));
    sct_measurement_free(m);
}

/* Its JSON is that of any measurement, and leads back to it. */
static void it_is_written_and_read(void **state)
{
    (void)state;
    sct_measurement *m = client(1.5, 2.5, SCT_HAIR_GROWN), *again = NULL;
    sct_bytes first = {0}, second = {0};
    assert_int_equal(sct_measurement_json(ctx, m, &first), SCT_OK);
    assert_non_null(strstr((const char *)first.data, "\"kind\":\"values\""));
    assert_non_null(strstr((const char *)first.data, "\"from-values\""));
    assert_null(strstr((const char *)first.data, "nan"));
    if (sct_measurement_from_json(ctx, first.data, first.size, &again) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    assert_int_equal(sct_measurement_json(ctx, again, &second), SCT_OK);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data, second.data, first.size);
    sct_bytes_free(&first);
    sct_bytes_free(&second);
    sct_measurement_free(again);
    sct_measurement_free(m);
}

static sct_ranking *ranked(const sct_measurement *m, const char *inks, int draws, sct_ranking_info *info)
{
    sct_palette *palette = NULL;
    sct_ranking *ranking = NULL;
    sct_match_options options;
    sct_match_options_init(&options);
    options.draws = draws;
    assert_int_equal(sct_palette_from_json(ctx, inks, strlen(inks), &palette), SCT_OK);
    if (sct_match(ctx, &options, m, palette, &ranking) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    assert_int_equal(sct_ranking_describe(ranking, info), SCT_OK);
    sct_palette_free(palette);
    return ranking;
}

/* Numbers read off the measurement of a photo are ranked as the photo is: with the same dots. What they are to look
 * like is not the same: a photo of stubble tells how much of the skin one hair hides. */
static void stated_colours_are_ranked_as_measured_ones(void **state)
{
    (void)state;
    consultation c;
    consultation_open(&c);
    sct_skin s;
    sct_hair h;
    sct_measurement *stated = NULL;
    sct_ranking_info measured_info, stated_info;
    sct_match_row measured, same;
    WORKS(&c, sct_measurement_skin(c.client, &s));
    WORKS(&c, sct_measurement_hair(c.client, &h));
    WORKS(&c, sct_measurement_from_lab(c.ctx, s.estimate.lab, s.estimate.u95_de00, h.strand.lab, h.strand.u95_de00,
                                       SCT_HAIR_STUBBLE, &stated));
    sct_ranking *by_photo = ranked(c.client, consultation_inks, 40, &measured_info);
    sct_ranking *by_values = ranked(stated, consultation_inks, 40, &stated_info);
    assert_int_equal(stated_info.match_count, measured_info.match_count);
    assert_true(stated_info.shadow_predicted && !measured_info.shadow_predicted);
    assert_near(stated_info.fit_de00, measured_info.fit_de00, 0.1);
    double worst = 0;
    for (size_t i = 0; i < measured_info.match_count; i++) {
        size_t found = 0;
        assert_int_equal(sct_ranking_match(by_photo, i, &measured), SCT_OK);
        for (size_t k = 0; k < stated_info.match_count; k++) {
            assert_int_equal(sct_ranking_match(by_values, k, &same), SCT_OK);
            if (strcmp(same.ink_id, measured.ink_id) != 0 || fabs(same.parts_water - measured.parts_water) > 1e-9)
                continue;
            worst = fmax(worst, sct_de2000(same.dot_lab, measured.dot_lab));
            found++;
        }
        assert_int_equal(found, 1);
    }
    figure("a client by numbers against the photo they come from: dots dE00 %.3f apart at most, shadows %.1f", worst,
           sct_de2000(stated_info.target_area, measured_info.target_area));
    assert_at_most(worst, 0.3);
    sct_ranking_free(by_photo);
    sct_ranking_free(by_values);
    sct_measurement_free(stated);
    consultation_close(&c);
}

/* Whoever says that the colours are known gets a pick; whoever says that they are not, none, and is told why. */
static void the_doubt_that_is_stated_decides_on_a_pick(void **state)
{
    (void)state;
    static const struct {
        double skin_u95, hair_u95;
        int pick;
    } cases[] = {{1, 1, 1}, {30, 30, 0}, {1, 30, 0}, {30, 1, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sct_measurement *m = client(cases[i].skin_u95, cases[i].hair_u95, SCT_HAIR_STUBBLE);
        sct_ranking_info info;
        sct_match_row best;
        sct_ranking *ranking = ranked(m, two_inks, 200, &info);
        const sct_flags *flags = sct_ranking_flags(ranking);
        assert_int_equal(sct_ranking_match(ranking, 0, &best), SCT_OK);
        assert_string_equal(best.ink_id, "near");
        if (info.pick != cases[i].pick)
            fail_msg("stated to %.0f and %.0f dE00: pick %d, confidence %s", cases[i].skin_u95, cases[i].hair_u95, info.pick,
                     sct_confidence_name(info.confidence));
        assert_int_equal(info.confidence == SCT_CONFIDENCE_LOW, !info.pick);
        assert_int_equal(sct_flags_have(flags, SCT_FLAG_SKIN_UNSURE), cases[i].skin_u95 > 10);
        assert_int_equal(sct_flags_have(flags, SCT_FLAG_HAIR_UNSURE), cases[i].hair_u95 > 10);
        assert_true(sct_flags_have(flags, SCT_FLAG_FROM_VALUES));
        sct_ranking_free(ranking);
        sct_measurement_free(m);
    }
}

/* Without a skin nobody knows how an ink heals: never a pick, however sure the hair. */
static void no_pick_without_skin(void **state)
{
    (void)state;
    sct_measurement *m = NULL;
    sct_ranking_info info;
    assert_int_equal(sct_measurement_from_lab(ctx, unknown, 0.1, hair, 0.1, SCT_HAIR_GROWN, &m), SCT_OK);
    sct_ranking *ranking = ranked(m, two_inks, 200, &info);
    assert_int_equal(info.pick, 0);
    assert_true(sct_flags_have(sct_ranking_flags(ranking), SCT_FLAG_NO_SKIN));
    assert_true(sct_flags_forbid_pick(sct_ranking_flags(ranking)));
    sct_ranking_free(ranking);
    sct_measurement_free(m);
}

/* Without hair there is nothing to match. */
static void no_ranking_without_hair(void **state)
{
    (void)state;
    sct_measurement *m = client(1, 1, SCT_HAIR_NONE);
    sct_palette *palette = NULL;
    sct_ranking *ranking = NULL;
    assert_int_equal(sct_palette_from_json(ctx, two_inks, strlen(two_inks), &palette), SCT_OK);
    assert_int_equal(sct_match(ctx, NULL, m, palette, &ranking), SCT_ERR_NOTHING);
    assert_null(ranking);
    sct_palette_free(palette);
    sct_measurement_free(m);
}

/* No ink makes skin lighter. */
static void hair_lighter_than_skin_is_no_pick(void **state)
{
    (void)state;
    sct_measurement *m = NULL;
    const sct_lab dark = {30, 12, 14}, light = {55, 4, 14};
    assert_int_equal(sct_measurement_from_lab(ctx, dark, 1, light, 1, SCT_HAIR_GROWN, &m), SCT_OK);
    assert_true(sct_flags_have(sct_measurement_flags(m), SCT_FLAG_HAIR_LIGHTER_THAN_SKIN));
    assert_true(sct_flags_forbid_pick(sct_measurement_flags(m)));
    sct_measurement_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_held_to_their_ranges),
        cmocka_unit_test(there_must_be_something),
        cmocka_unit_test(what_was_stated_is_told),
        cmocka_unit_test(it_is_written_and_read),
        cmocka_unit_test(stated_colours_are_ranked_as_measured_ones),
        cmocka_unit_test(the_doubt_that_is_stated_decides_on_a_pick),
        cmocka_unit_test(no_pick_without_skin),
        cmocka_unit_test(no_ranking_without_hair),
        cmocka_unit_test(hair_lighter_than_skin_is_no_pick),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
