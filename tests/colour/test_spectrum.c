/* tests/colour/test_spectrum.c - spectra to tristimulus values. */
#include "colour/colour.h"
#include "support/support.h"
#include "vectors/colorchecker.h"

static const sct_illuminant ALL[] = {SCT_ILLUMINANT_D50, SCT_ILLUMINANT_D65, SCT_ILLUMINANT_A,
                                     SCT_ILLUMINANT_F2,  SCT_ILLUMINANT_F11, SCT_ILLUMINANT_LED_B3};
enum { ALL_COUNT = sizeof ALL / sizeof *ALL };

static double distance(sct_xyz p, sct_xyz q)
{
    return fabs(p.X - q.X) + fabs(p.Y - q.Y) + fabs(p.Z - q.Z);
}

static sct_lab lab_of(const double reflectance[31], sct_illuminant illuminant, sct_observer observer)
{
    return sct_lab_from_xyz(sct_xyz_from_spectrum(reflectance, 31, 400, 10, illuminant, observer),
                            sct_white_spectral(illuminant, observer));
}

/* The weights follow from observers and illuminants: a unit pulse through the general sum, twice as fine, must give them. */
static void weights_are_the_folded_observers(void **state)
{
    (void)state;
    double worst = 0;
    for (int k = 0; k < ALL_COUNT; k++)
        for (int observer = 2; observer <= 10; observer += 8)
            for (int i = 0; i < 31; i++) {
                double fine[61] = {0}; /* the same broken line, 5 nm apart, so that it takes the other way */
                fine[2 * i] = 1;
                if (i > 0)
                    fine[2 * i - 1] = 0.5;
                if (i < 30)
                    fine[2 * i + 1] = 0.5;
                sct_xyz sum = sct_xyz_from_spectrum(fine, 61, 400, 5, ALL[k], (sct_observer)observer);
                const double *w = colour_weights(ALL[k], (sct_observer)observer)[i];
                worst = fmax(worst, distance(sum, (sct_xyz){w[0], w[1], w[2]}));
            }
    assert_at_most(worst, 1e-11);
}

static void every_grid_sees_the_same_white(void **state)
{
    (void)state;
    double ones[101];
    for (int i = 0; i < 101; i++)
        ones[i] = 1;
    for (int k = 0; k < ALL_COUNT; k++)
        for (int observer = 2; observer <= 10; observer += 8) {
            sct_xyz white = sct_white_spectral(ALL[k], (sct_observer)observer);
            assert_near(white.Y, 1, 1e-11);
            assert_at_most(distance(sct_xyz_from_spectrum(ones, 101, 350, 5, ALL[k], (sct_observer)observer), white), 1e-11);
            assert_at_most(distance(sct_xyz_from_spectrum(ones, 1, 550, 1, ALL[k], (sct_observer)observer), white), 1e-11);
            assert_at_most(distance(sct_white(ALL[k], (sct_observer)observer), white),
                           0.0021); /* other ranges, other steps */
        }
    sct_xyz d65 = sct_white_spectral(SCT_ILLUMINANT_D65, SCT_OBSERVER_2);
    assert_near(d65.X, 0.950423, 5e-7); /* over 400 to 700 nm, not the 0.95047 of the published tables */
    assert_near(d65.Z, 1.088610, 5e-7);
}

static void samples_in_other_units_of_the_grid(void **state)
{
    (void)state;
    double by_20[16], by_10[31];
    for (int i = 0; i < 31; i++)
        by_10[i] = 0.2 + 0.015 * i; /* a straight line is the same on any grid */
    for (int i = 0; i < 16; i++)
        by_20[i] = by_10[2 * i];
    for (int k = 0; k < ALL_COUNT; k++)
        assert_at_most(distance(sct_xyz_from_spectrum(by_20, 16, 400, 20, ALL[k], SCT_OBSERVER_2),
                                sct_xyz_from_spectrum(by_10, 31, 400, 10, ALL[k], SCT_OBSERVER_2)),
                       1e-11);
}

static void colorchecker_patches(void **state)
{
    (void)state;
    double sum = 0, worst = 0;
    size_t n = sizeof CHECKER / sizeof *CHECKER;
    for (size_t i = 0; i < n; i++) {
        double de00 = sct_de2000(CHECKER[i].lab_d50, lab_of(CHECKER[i].reflectance, SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
        sum += de00;
        worst = fmax(worst, de00);
    }
    figure("ColorChecker spectra to Lab D50 against the maker's values, %d patches: dE00 mean %.2f, largest %.2f", (int)n,
           sum / (double)n, worst);
    assert_at_most(sum / (double)n, 0.6);
    assert_at_most(worst, 1.0);
}

static void colorchecker_all_patches(void **state)
{
    (void)state;
    NEED_DATA();
    csv spectra = csv_read(data_path("colorimetry/colorchecker_babelcolor_average_reflectance_400_700_10nm.csv"));
    csv labs = csv_read(data_path("colorimetry/colorchecker24_lab_D50.csv"));
    double de00[24], sum = 0;
    assert_true(spectra.rows >= 24 && labs.rows >= 24);
    size_t head = spectra.rows - 24;
    for (size_t i = 0; i < 24; i++) {
        double R[31];
        for (int k = 0; k < 31; k++)
            R[k] = csv_number(&spectra, i + head, k + 1);
        size_t row = i + labs.rows - 24;
        sct_lab maker = {csv_number(&labs, row, 1), csv_number(&labs, row, 2), csv_number(&labs, row, 3)};
        sum += de00[i] = sct_de2000(maker, lab_of(R, SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    }
    csv_free(&spectra);
    csv_free(&labs);
    figure("ColorChecker spectra to Lab D50, all 24 patches: dE00 mean %.2f, largest %.2f", sum / 24,
           quantile_of(de00, 24, 1));
    assert_at_most(sum / 24, 0.8);
}

static void weights_against_the_reference_tables(void **state)
{
    (void)state;
    NEED_DATA();
    static const struct {
        sct_illuminant illuminant;
        const char *name;
    } tables[] = {{SCT_ILLUMINANT_A, "A"}, {SCT_ILLUMINANT_D50, "D50"}, {SCT_ILLUMINANT_D65, "D65"}};
    double worst = 0;
    for (size_t t = 0; t < 3; t++)
        for (int observer = 2; observer <= 10; observer += 8) {
            char path[64];
            snprintf(path, sizeof path, "colorimetry/cie_weights_%s_%d.csv", tables[t].name, observer);
            csv table = csv_read(data_path(path));
            const double(*w)[3] = colour_weights(tables[t].illuminant, (sct_observer)observer);
            assert_int_equal(table.rows, 31);
            for (size_t i = 0; i < 31; i++)
                for (int k = 0; k < 3; k++)
                    worst = fmax(worst, fabs(100 * w[i][k] - csv_number(&table, i, k + 1)));
            csv_free(&table);
        }
    figure("weights of A, D50, D65 for both observers: largest difference %.1e of 100 (printed to 1e-6)", worst);
    assert_at_most(worst, 5.1e-7);
}

/* Lab D65/2 of 1,008 skins as another program computed it from the same spectra. */
static void skins_as_another_program_has_them(void **state)
{
    (void)state;
    NEED_DATA();
    csv spectra = csv_read(data_path("skin-spectra/issa_face_reflectance_400_700_10nm.csv"));
    csv labs = csv_read(data_path("skin-spectra/issa_face_lab_d65_2deg_computed.csv"));
    double worst = 0, worst_ita = 0;
    assert_int_equal(spectra.rows, labs.rows);
    size_t counted = 0;
    for (size_t i = 0; i < spectra.rows; i++) {
        double R[31];
        for (int k = 0; k < 31; k++)
            R[k] = csv_number(&spectra, i, k + 1);
        if (isnan(csv_number(&spectra, i, 0)))
            continue; /* the heading */
        assert_near(csv_number(&spectra, i, 0), csv_number(&labs, i, 0), 0);
        sct_lab lab = lab_of(R, SCT_ILLUMINANT_D65, SCT_OBSERVER_2);
        worst =
            fmax(worst, sct_de76(lab, (sct_lab){csv_number(&labs, i, 1), csv_number(&labs, i, 2), csv_number(&labs, i, 3)}));
        worst_ita = fmax(worst_ita, fabs(sct_ita(lab) - csv_number(&labs, i, 4)));
        counted++;
    }
    csv_free(&spectra);
    csv_free(&labs);
    figure("%d ISSA skins, Lab D65 against another program: largest dE76 %.3f, ITA %.2f degrees", (int)counted, worst,
           worst_ita);
    assert_int_equal(counted, 1008);
    assert_at_most(worst, 0.05);
    assert_at_most(worst_ita, 0.15);
}

/* Spectra of one band, or of all but one, lie on the surface of what is possible; a tenth farther from the middle grey
 * nothing is. */
static void what_no_body_reflects(void **state)
{
    (void)state;
    static const sct_illuminant lights[] = {SCT_ILLUMINANT_D50, SCT_ILLUMINANT_A};
    int beyond = 0, all = 0;
    for (size_t l = 0; l < 2; l++)
        for (int from = 0; from < COLOUR_WEIGHT_COUNT; from += 3)
            for (int to = from + 3; to < COLOUR_WEIGHT_COUNT; to += 3) {
                double R[COLOUR_WEIGHT_COUNT];
                sct_xyz white = sct_white(lights[l], SCT_OBSERVER_2);
                for (int i = 0; i < COLOUR_WEIGHT_COUNT; i++)
                    R[i] = (i >= from && i < to) == (all % 2);
                sct_xyz on = sct_xyz_from_spectrum(R, COLOUR_WEIGHT_COUNT, 400, 10, lights[l], SCT_OBSERVER_2);
                sct_xyz out = {0.5 * white.X + 1.1 * (on.X - 0.5 * white.X), 0.5 * white.Y + 1.1 * (on.Y - 0.5 * white.Y),
                               0.5 * white.Z + 1.1 * (on.Z - 0.5 * white.Z)};
                assert_true(colour_is_reflected(sct_lab_from_xyz(on, white), lights[l], SCT_OBSERVER_2));
                beyond += !colour_is_reflected(sct_lab_from_xyz(out, white), lights[l], SCT_OBSERVER_2);
                all++;
            }
    figure("%d of %d colours a tenth beyond what a body can reflect are told", beyond, all);
    assert_int_equal(beyond, all);
    assert_false(colour_is_reflected((sct_lab){40, -60, -100}, SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    assert_false(colour_is_reflected((sct_lab){50, 0, 0}, SCT_ILLUMINANT_D50, (sct_observer)5));
}

static void wrong_use_gives_nan(void **state)
{
    (void)state;
    double R[2] = {0.5, 0.5};
    assert_true(isnan(sct_xyz_from_spectrum(R, 0, 400, 10, SCT_ILLUMINANT_D50, SCT_OBSERVER_2).X));
    assert_true(isnan(sct_xyz_from_spectrum(NULL, 2, 400, 10, SCT_ILLUMINANT_D50, SCT_OBSERVER_2).X));
    assert_true(isnan(sct_xyz_from_spectrum(R, 2, 400, 0, SCT_ILLUMINANT_D50, SCT_OBSERVER_2).X));
    assert_true(isnan(sct_xyz_from_spectrum(R, 2, (double)NAN, 10, SCT_ILLUMINANT_D50, SCT_OBSERVER_2).X));
    assert_true(isnan(sct_xyz_from_spectrum(R, 2, 400, 10, (sct_illuminant)6, SCT_OBSERVER_2).X));
    assert_true(isnan(sct_white_spectral(SCT_ILLUMINANT_D50, (sct_observer)5).Y));
    assert_null(colour_weights((sct_illuminant)-1, SCT_OBSERVER_2));
    R[1] = (double)NAN;
    assert_true(isnan(sct_xyz_from_spectrum(R, 2, 400, 10, SCT_ILLUMINANT_D50, SCT_OBSERVER_2).X));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_are_the_folded_observers),
        cmocka_unit_test(every_grid_sees_the_same_white),
        cmocka_unit_test(samples_in_other_units_of_the_grid),
        cmocka_unit_test(colorchecker_patches),
        cmocka_unit_test(colorchecker_all_patches),
        cmocka_unit_test(weights_against_the_reference_tables),
        cmocka_unit_test(skins_as_another_program_has_them),
        cmocka_unit_test(what_no_body_reflects),
        cmocka_unit_test(wrong_use_gives_nan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
