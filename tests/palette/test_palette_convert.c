/* tests/palette/test_palette_convert.c - colours under other conditions, against what their spectra say. */
#include "palette/palette_private.h"
#include "support/support.h"

enum { SAMPLES = 31 };

static void assert_same(sct_lab actual, sct_lab expected, double tolerance)
{
    assert_near(actual.L, expected.L, tolerance);
    assert_near(actual.a, expected.a, tolerance);
    assert_near(actual.b, expected.b, tolerance);
}

static sct_lab lab_of(const double *spectrum, sct_illuminant illuminant, sct_observer observer)
{
    return sct_lab_from_xyz(sct_xyz_from_spectrum(spectrum, SAMPLES, 400, 10, illuminant, observer),
                            sct_white_spectral(illuminant, observer));
}

static void surfaces_are_fresnel(void **state)
{
    (void)state;
    static const struct {
        sct_colour_state state;
        double index;
    } cases[] = {{SCT_STATE_CUP, 1.333}, {SCT_STATE_DRAWDOWN, 1.5}, {SCT_STATE_FRESH, 1.4}, {SCT_STATE_HEALED, 1.4}};
    for (size_t i = 0; i < 4; i++) {
        double r = (cases[i].index - 1) / (cases[i].index + 1);
        assert_near(palette_surface(cases[i].state), r * r, 5e-5);
    }
}

static void the_usual_conditions_change_nothing(void **state)
{
    (void)state;
    sct_ink_colour colour = {.state = SCT_STATE_HEALED,
                             .lab_as_given = {39.1234567, -0.1, 2.3},
                             .illuminant = SCT_ILLUMINANT_D50,
                             .observer = SCT_OBSERVER_2};
    assert_int_equal(palette_convert(&colour), PALETTE_GLOSS_FINE);
    assert_same(colour.lab, colour.lab_as_given, 0);
}

/* A body of Y = 0.1 under a gloss of 0.0278: the reader must find the body again. */
static void gloss_is_taken_off(void **state)
{
    (void)state;
    const sct_illuminant lights[] = {SCT_ILLUMINANT_D50, SCT_ILLUMINANT_D65, SCT_ILLUMINANT_A};
    for (size_t i = 0; i < 3; i++) {
        sct_xyz white = sct_white(lights[i], SCT_OBSERVER_2), d50 = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
        sct_xyz body = {0.11 * white.X, 0.10 * white.Y, 0.07 * white.Z};
        double rho = palette_surface(SCT_STATE_HEALED);
        sct_xyz seen = {body.X + rho * white.X, body.Y + rho * white.Y, body.Z + rho * white.Z};
        sct_ink_colour colour = {.state = SCT_STATE_HEALED,
                                 .lab_as_given = sct_lab_from_xyz(seen, white),
                                 .illuminant = lights[i],
                                 .observer = SCT_OBSERVER_2,
                                 .specular_included = 1};
        assert_int_equal(palette_convert(&colour), PALETTE_GLOSS_FINE);
        assert_same(colour.lab, sct_lab_from_xyz(sct_xyz_adapt(body, white, d50, SCT_ADAPTATION_CAT16), d50), 1e-6);
        assert_near(colour.lab.L, 37.84, 0.6); /* L* of Y = 0.1; CAT16 moves Y a little */
    }
}

/* With a spectrum the conditions of the Lab beside it do not matter, only whether the gloss is in it. */
static void a_spectrum_is_exact(void **state)
{
    (void)state;
    double body[SAMPLES], seen[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
        body[i] = 0.08 + 0.3 / (1 + exp(-(i - 18) / 3.0));
        seen[i] = body[i] + 0.0400;
    }
    sct_ink_colour colour = {.state = SCT_STATE_DRAWDOWN,
                             .illuminant = SCT_ILLUMINANT_D65,
                             .observer = SCT_OBSERVER_10,
                             .specular_included = 1,
                             .spectrum = seen,
                             .spectrum_count = SAMPLES,
                             .spectrum_start_nm = 400,
                             .spectrum_step_nm = 10};
    assert_int_equal(palette_convert(&colour), PALETTE_GLOSS_FINE);
    assert_same(colour.lab, lab_of(body, SCT_ILLUMINANT_D50, SCT_OBSERVER_2), 1e-9);
    assert_same(palette_lab_as_given(&colour), lab_of(seen, SCT_ILLUMINANT_D65, SCT_OBSERVER_10), 1e-9);
}

/* The whole way through a file: a spectrum alone, and a Lab that contradicts its spectrum. */
static void a_spectrum_in_a_file(void **state)
{
    (void)state;
    char values[SAMPLES * 8] = "", text[1024];
    double flat[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
        flat[i] = 0.25;
        strcat(values, i ? ",0.25" : "0.25");
    }
    for (int contradict = 0; contradict < 2; contradict++) {
        snprintf(text, sizeof text,
                 "{\"scalptone_palette\":1,\"name\":\"n\",\"provenance\":{\"kind\":\"measured\"},\"inks\":[{\"id\":\"a\","
                 "\"colours\":[{\"state\":\"cup\",%s\"illuminant\":\"D65\",\"observer\":10,\"specular\":\"excluded\","
                 "\"spectrum\":{\"start_nm\":400,\"step_nm\":10,\"values\":[%s]}}]}]}",
                 contradict ? "\"lab\":[53,0,0]," : "", values);
        sct_palette *palette = NULL;
        assert_int_equal(sct_palette_from_json(NULL, text, strlen(text), &palette), SCT_OK);
        palette_ink ink = palette_ink_at(palette, 0);
        assert_same(ink.colours[0].lab, lab_of(flat, SCT_ILLUMINANT_D50, SCT_OBSERVER_2), 1e-9);
        assert_int_equal(ink.colours[0].spectrum_count, SAMPLES);
        palette_info info = palette_facts_of(palette);
        assert_int_equal(info.warning_count, contradict);
        if (contradict)
            assert_non_null(strstr(info.warnings[0], "inks[0].colours[0].lab: "));
        sct_palette_free(palette);
    }
}

/* How far a Lab alone carries from one set of conditions to another, on measured skins. */
static void conversion_error_on_skin(void **state)
{
    (void)state;
    NEED_DATA();
    static const struct {
        const char *name;
        sct_illuminant illuminant;
        sct_observer observer;
    } cases[] = {{"D65/2", SCT_ILLUMINANT_D65, SCT_OBSERVER_2},
                 {"A/2", SCT_ILLUMINANT_A, SCT_OBSERVER_2},
                 {"D50/10", SCT_ILLUMINANT_D50, SCT_OBSERVER_10},
                 {"D65/10", SCT_ILLUMINANT_D65, SCT_OBSERVER_10},
                 {"A/10", SCT_ILLUMINANT_A, SCT_OBSERVER_10}};
    csv table = csv_read(data_path("skin-spectra/issa_face_reflectance_400_700_10nm.csv"));
    assert_true(table.rows > 1000);
    int first = table.counts[0] - SAMPLES;
    double *errors = calloc(table.rows, sizeof *errors);
    assert_non_null(errors);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        size_t n = 0;
        double promised = (double)NAN;
        for (size_t r = 1; r < table.rows; r++) {
            double spectrum[SAMPLES];
            for (int i = 0; i < SAMPLES; i++)
                spectrum[i] = csv_number(&table, r, first + i);
            sct_ink_colour colour = {.state = SCT_STATE_HEALED,
                                     .lab_as_given = lab_of(spectrum, cases[k].illuminant, cases[k].observer),
                                     .illuminant = cases[k].illuminant,
                                     .observer = cases[k].observer};
            palette_convert(&colour);
            promised = palette_conversion_error(&colour);
            errors[n++] = sct_de2000(lab_of(spectrum, SCT_ILLUMINANT_D50, SCT_OBSERVER_2), colour.lab);
        }
        double median = quantile_of(errors, n, 0.5), p95 = quantile_of(errors, n, 0.95);
        figure("palette: Lab %s to D50/2 without a spectrum, %zu skins: dE00 median %.2f, p95 %.2f (the warning says %.1f)",
               cases[k].name, n, median, p95, promised);
        assert_near(p95, promised, 0.05);
    }
    free(errors);
    csv_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(surfaces_are_fresnel), cmocka_unit_test(the_usual_conditions_change_nothing),
        cmocka_unit_test(gloss_is_taken_off),   cmocka_unit_test(a_spectrum_is_exact),
        cmocka_unit_test(a_spectrum_in_a_file), cmocka_unit_test(conversion_error_on_skin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
