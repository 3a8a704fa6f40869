/* tests/match/test_options.c - every setting of a match against its range, and the words for enumerations. */
#include "match/client.h"
#include "support/inside.h"
#include "support/support.h"

static const struct {
    const char *name;
    size_t offset;
    double lo, hi;
} fields[] = {
    {"kL", offsetof(sct_match_options, kL), 0.1, 10},
    {"kC", offsetof(sct_match_options, kC), 0.1, 10},
    {"kH", offsetof(sct_match_options, kH), 0.1, 10},
    {"density_per_cm2", offsetof(sct_match_options, density_per_cm2), 0, 2000},
    {"dot_radius_mm", offsetof(sct_match_options, dot_radius_mm), 0, 0.5},
    {"batch_ml", offsetof(sct_match_options, batch_ml), 0.5, 100},
    {"weight_dot", offsetof(sct_match_options, weight_dot), 0, 1},
    {"depth_um", offsetof(sct_match_options, depth_um), 50, 600},
    {"depth_lo_um", offsetof(sct_match_options, depth_lo_um), 50, 600},
    {"depth_hi_um", offsetof(sct_match_options, depth_hi_um), 50, 600},
    {"thickness_um", offsetof(sct_match_options, thickness_um), 20, 1000},
    {"uptake", offsetof(sct_match_options, uptake), 0.001, 1},
    {"healed_share", offsetof(sct_match_options, healed_share), 0.05, 1},
    {"strength_factor", offsetof(sct_match_options, strength_factor), 1, 10},
    {"needle_pin_mm", offsetof(sct_match_options, needle_pin_mm), 0.1, 0.6},
};

static sct_status check_with(size_t field, double value, char *message, size_t capacity)
{
    sct_context *ctx = NULL;
    sct_match_options o;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    sct_match_options_init(&o);
    o.depth_lo_um = 50; /* so that the depth itself may go anywhere */
    o.depth_hi_um = 600;
    *(double *)(void *)((char *)&o + fields[field].offset) = value;
    sct_status status = match_check_options(ctx, &o);
    snprintf(message, capacity, "%s", sct_context_message(ctx));
    sct_context_free(ctx);
    return status;
}

static void every_number_is_held_to_its_range(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        double lo = fields[i].lo, hi = fields[i].hi;
        const double bad[] = {lo - 1e-6, hi + 1e-6, (double)NAN, (double)INFINITY, (double)-INFINITY};
        char message[256];
        for (size_t j = 0; j < sizeof bad / sizeof bad[0]; j++) {
            assert_int_equal(check_with(i, bad[j], message, sizeof message), SCT_ERR_OPTION);
            assert_non_null(strstr(message, fields[i].name));
        }
        /* The ends are allowed, but for those that the depth must lie between. */
        if (fields[i].offset != offsetof(sct_match_options, depth_lo_um))
            assert_int_equal(check_with(i, hi, message, sizeof message), SCT_OK);
        if (fields[i].offset != offsetof(sct_match_options, depth_hi_um))
            assert_int_equal(check_with(i, lo, message, sizeof message), SCT_OK);
    }
}

static void whole_numbers_and_choices(void **state)
{
    (void)state;
    sct_match_options o;
    sct_match_options_init(&o);
    assert_int_equal(o.size, sizeof o);
    assert_int_equal(match_check_options(NULL, &o), SCT_OK);
    o.draws = -1;
    assert_int_equal(match_check_options(NULL, &o), SCT_ERR_OPTION);
    o.draws = 100001;
    assert_int_equal(match_check_options(NULL, &o), SCT_ERR_OPTION);
    o.draws = 0;
    assert_int_equal(match_check_options(NULL, &o), SCT_OK);
    for (int blend = 0; blend <= 3; blend++) {
        sct_match_options_init(&o);
        o.blend = blend;
        assert_int_equal(match_check_options(NULL, &o), blend == 1 || blend == 2 ? SCT_OK : SCT_ERR_OPTION);
    }
    sct_match_options_init(&o);
    o.metric = (sct_metric)5;
    assert_int_equal(match_check_options(NULL, &o), SCT_ERR_OPTION);
    sct_match_options_init(&o);
    o.basis = (sct_basis)4;
    assert_int_equal(match_check_options(NULL, &o), SCT_ERR_OPTION);
    sct_match_options_init(&o);
    o.loss = (sct_loss)-1;
    assert_int_equal(match_check_options(NULL, &o), SCT_ERR_OPTION);
    sct_match_options_init(&o);
    o.depth_um = 70; /* below its own interval */
    assert_int_equal(match_check_options(NULL, &o), SCT_ERR_OPTION);
    sct_match_options_init_sized(NULL, sizeof o); /* tolerated */
}

static void every_choice_has_its_word(void **state)
{
    (void)state;
    assert_string_equal(sct_basis_name(SCT_BASIS_AUTO), "auto");
    assert_string_equal(sct_basis_name(SCT_BASIS_MEASURED_HEALED), "measured-healed");
    assert_string_equal(sct_basis_name(SCT_BASIS_PREDICTED_HEALED), "predicted-healed");
    assert_string_equal(sct_basis_name(SCT_BASIS_SWATCH), "swatch");
    assert_string_equal(sct_loss_name(SCT_LOSS_ASYMMETRIC), "asymmetric");
    assert_string_equal(sct_loss_name(SCT_LOSS_PLAIN), "plain");
    assert_string_equal(sct_band_name(SCT_BAND_IMPERCEPTIBLE), "imperceptible");
    assert_string_equal(sct_band_name(SCT_BAND_ACCEPTABLE), "acceptable");
    assert_string_equal(sct_band_name(SCT_BAND_VISIBLE), "visible");
    assert_string_equal(sct_confidence_name(SCT_CONFIDENCE_LOW), "low");
    assert_string_equal(sct_confidence_name(SCT_CONFIDENCE_MEDIUM), "medium");
    assert_string_equal(sct_confidence_name(SCT_CONFIDENCE_HIGH), "high");
    static const double shares[] = {0, 0.3, 0.7, 1, 1};
    for (unsigned i = 0; i < 5; i++)
        assert_true(fabs(sct_session_share(i) - shares[i]) < 1e-15);
    assert_true(fabs(sct_session_share(~0U) - 1) < 1e-15);
    assert_string_equal(sct_session_name(SCT_SESSION_START), "start");
    assert_string_equal(sct_session_name(SCT_SESSION_MAIN), "main");
    assert_string_equal(sct_session_name(SCT_SESSION_DEEPEN), "deepen");
    assert_string_equal(sct_session_name((sct_session)9), "unknown");
    assert_string_equal(sct_band_name((sct_band)-1), "unknown");
}

/* Numbers that no measurement has are refused and not followed, wherever a measurement may come from. */
static void measurements_that_are_none(void **state)
{
    (void)state;
    sct_context *ctx = NULL;
    sct_measurement *m = calloc(1, sizeof *m);
    match_ranking *r = calloc(1, sizeof *r);
    match_candidate *rows = calloc(SCT_CANDIDATE_MAX, sizeof *rows);
    sct_palette *palette = palette_of(carbon_palette);
    assert_true(m && r && rows);
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    for (int what = 0; what < 8; what++) {
        *m = typical_client();
        switch (what) {
        case 0: m->photo_count = 1000000; break;
        case 1: m->region_count = 1000000; break;
        case 2: m->flags.count = 1000000; break;
        case 3: m->skin.estimate.cov.m[1][1] = (double)NAN; break;
        case 4: m->skin.estimate.cov.m[1][1] = -1; break;
        case 5: m->hair.strand.lab.L = (double)NAN; break;
        case 6: m->hair.shadow.cov.m[0][2] = (double)INFINITY; break;
        default: m->hair.strand.cov_noise.m[2][2] = (double)NAN; break;
        }
        assert_int_equal(api_match(ctx, NULL, m, palette, rows, 1, r), SCT_ERR_ARGUMENT);
        assert_true(sct_context_message(ctx)[0] != '\0');
    }
    assert_int_equal(r->candidate_count, 0);
    sct_palette_free(palette);
    sct_context_free(ctx);
    free(rows);
    free(r);
    free(m);
}

static void needles_by_their_names(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        int pins; /* 0: refused */
        double pin_mm;
    } names[] = {
        {"3RL-0.25", 3, 0.25},
        {"3rl 0,30", 3, 0.30},
        {"0.30mm 5RL", 5, 0.30},
        {"0.25 3RL", 3, 0.25},
        {"3RL0.2MM", 3, 0.20},
        {"1003RL", 3, 0.30},
        {"0801RL", 1, 0.25},
        {"1214RS", 14, 0.35},
        {"#10 3RL", 3, 0.30},
        {"3RL", 3, 0.25},
        {"1 R", 1, 0.25},
        {"14RLT-0.35", 14, 0.35},
        {"", 0, 0},
        {"RL", 0, 0},
        {"0RL", 0, 0},
        {"15RL", 0, 0},
        {"3", 0, 0},
        {"0.25", 0, 0},
        {"7M1", 0, 0},
        {"9F-0.30", 0, 0},
        {"3RL-0.25-0.30", 0, 0},
        {"3RL 5RL", 0, 0},
        {"3RL-0.05", 0, 0},
        {"3RL-2mm", 0, 0},
        {"1003RL-0.25", 0, 0},
        {"-3RL", 3, 0.25},
        {"2.5RL", 0, 0},
        {"99999RL", 0, 0},
        {"1..5RL", 0, 0},
        {"3RL\n", 0, 0},
    };
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        int pins = 77;
        double pin_mm = 77;
        sct_status status = sct_needle_read(ctx, names[i].words, &pins, &pin_mm);
        if ((status == SCT_OK) != (names[i].pins > 0))
            print_error("%s: %s\n", names[i].words, sct_status_name(status));
        assert_int_equal(status, names[i].pins ? SCT_OK : SCT_ERR_OPTION);
        assert_int_equal(pins, names[i].pins ? names[i].pins : 77);
        assert_near(pin_mm, names[i].pins ? names[i].pin_mm : 77, 1e-12);
    }
    assert_int_equal(sct_needle_read(ctx, NULL, NULL, NULL), SCT_ERR_ARGUMENT);
    sct_context_free(ctx);
}

/* The width of bundles is known: two pins side by side, seven as a flower. Wider needles set wider dots, by less than that.
 */
static void needles_and_their_dots(void **state)
{
    (void)state;
    sct_match_options o;
    sct_match_options_init(&o);
    double usual = match_dot_radius_mm(&o);
    assert_near(usual, 0.11, 1e-12);
    o.needle_pins = 3;
    assert_near(match_dot_radius_mm(&o), usual, 1e-12);
    o.needle_pins = 1;
    double one = match_dot_radius_mm(&o);
    o.needle_pins = 2;
    assert_near(match_dot_radius_mm(&o) / one, sqrt(2), 1e-9);
    o.needle_pins = 7;
    assert_near(match_dot_radius_mm(&o) / one, sqrt(3), 1e-9);
    double last = 0;
    for (o.needle_pins = 1; o.needle_pins <= 14; o.needle_pins++) {
        double radius = match_dot_radius_mm(&o);
        assert_true(radius >= last && radius > 0.05 && radius < 0.2);
        last = radius;
    }
    o.needle_pins = 1;
    o.needle_pin_mm = 0.5;
    assert_near(match_dot_radius_mm(&o) / one, sqrt(2), 1e-9);
    o.dot_radius_mm = 0.09; /* what was measured goes before what a box says */
    assert_near(match_dot_radius_mm(&o), 0.09, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_is_held_to_its_range),
        cmocka_unit_test(whole_numbers_and_choices),
        cmocka_unit_test(every_choice_has_its_word),
        cmocka_unit_test(measurements_that_are_none),
        cmocka_unit_test(needles_by_their_names),
        cmocka_unit_test(needles_and_their_dots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
