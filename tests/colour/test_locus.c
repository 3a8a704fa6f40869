/* tests/colour/test_locus.c - the skin locus: its fit done again, and its coverage of skins it has not seen. */
#include "colour/colour.h"
#include "support/support.h"

enum { SKINS_MAX = 1008 };
typedef struct skins {
    size_t count;
    sct_lab lab[SKINS_MAX];
} skins;

/* Lab D50/2 without the specular reflection that the instrument included. */
static sct_lab body_lab(const double reflectance[31])
{
    double body[31];
    for (int k = 0; k < 31; k++)
        body[k] = reflectance[k] - 0.0278;
    return sct_lab_from_xyz(sct_xyz_from_spectrum(body, 31, 400, 10, SCT_ILLUMINANT_D50, SCT_OBSERVER_2),
                            sct_white_spectral(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
}

/* Every other face of the International Skin Spectra Archive, from the first (0) or the second (1) on. */
static skins faces(size_t parity)
{
    csv table = csv_read(data_path("skin-spectra/issa_face_reflectance_400_700_10nm.csv"));
    skins out = {0, {{0, 0, 0}}};
    for (size_t row = 0, face = 0; row < table.rows && out.count < SKINS_MAX; row++) {
        double R[31];
        if (isnan(csv_number(&table, row, 0)))
            continue; /* the heading */
        for (int k = 0; k < 31; k++)
            R[k] = csv_number(&table, row, k + 1);
        if (face++ % 2 == parity)
            out.lab[out.count++] = body_lab(R);
    }
    csv_free(&table);
    return out;
}

static skins forearms(void)
{
    csv table = csv_read(data_path("skin-spectra/nist_skin_10nm.csv"));
    skins out = {0, {{0, 0, 0}}};
    for (int subject = 1; subject <= 50; subject++) {
        double R[31];
        int found = 0;
        for (size_t row = 0; row < table.rows; row++) {
            double k = (csv_number(&table, row, 0) - 400) / 10;
            if (k >= 0 && k <= 30 && fabs(k - round(k)) < 1e-9) {
                R[(int)round(k)] = csv_number(&table, row, subject);
                found++;
            }
        }
        if (found == 31)
            out.lab[out.count++] = body_lab(R);
    }
    csv_free(&table);
    return out;
}

static double t_of(sct_lab lab)
{
    return (fmin(fmax(lab.L, 20), 70) - 50) / 20;
}

/* Least squares of values by 1, t, t^2 ... of the skins. */
static void fit(const skins *s, const double *values, int terms, double *coefficients)
{
    double normal[16] = {0}, right[4] = {0};
    for (size_t i = 0; i < s->count; i++)
        for (int p = 0; p < terms; p++) {
            for (int q = 0; q < terms; q++)
                normal[p * terms + q] += pow(t_of(s->lab[i]), p + q);
            right[p] += pow(t_of(s->lab[i]), p) * values[i];
        }
    assert_int_equal(num_solve(normal, right, terms), 1);
    memcpy(coefficients, right, sizeof *right * (size_t)terms);
}

static double at(const double *coefficients, int terms, double t)
{
    double sum = 0;
    for (int p = terms - 1; p >= 0; p--)
        sum = sum * t + coefficients[p];
    return sum;
}

static void the_fit_gives_the_constants(void **state)
{
    (void)state;
    NEED_DATA();
    skins s = faces(0);
    assert_int_equal(s.count, 504);
    double a[SKINS_MAX] = {0}, b[SKINS_MAX] = {0}, spread_a[SKINS_MAX] = {0}, spread_b[SKINS_MAX] = {0},
           both[SKINS_MAX] = {0};
    double mean_a[4], mean_b[4], sd_a[2], sd_b[2], correlation[2];
    for (size_t i = 0; i < s.count; i++)
        a[i] = s.lab[i].a, b[i] = s.lab[i].b;
    fit(&s, a, 4, mean_a);
    fit(&s, b, 4, mean_b);
    for (size_t i = 0; i < s.count; i++) {
        double t = t_of(s.lab[i]), k = sqrt(3.141592653589793 / 2);
        a[i] -= at(mean_a, 4, t);
        b[i] -= at(mean_b, 4, t);
        spread_a[i] = k * fabs(a[i]);
        spread_b[i] = k * fabs(b[i]);
    }
    fit(&s, spread_a, 2, sd_a);
    fit(&s, spread_b, 2, sd_b);
    for (size_t i = 0; i < s.count; i++)
        both[i] = a[i] * b[i] / at(sd_a, 2, t_of(s.lab[i])) / at(sd_b, 2, t_of(s.lab[i]));
    fit(&s, both, 2, correlation);
    for (double L = 20; L <= 70; L += 5) {
        double t = (L - 50) / 20;
        colour_locus locus = colour_skin_locus(L);
        assert_near(locus.a, at(mean_a, 4, t), 0.005);
        assert_near(locus.b, at(mean_b, 4, t), 0.005);
        assert_near(locus.sd_a, at(sd_a, 2, t), 0.002);
        assert_near(locus.sd_b, at(sd_b, 2, t), 0.002);
        assert_near(locus.correlation, at(correlation, 2, t), 0.002);
    }
}

/* Share of skins with a locus distance within 1, 2, 3 and a hue within 1, 2. */
typedef struct coverage {
    double within[4], hue[3];
} coverage;

static coverage cover(const skins *s)
{
    coverage c = {{0}, {0}};
    for (size_t i = 0; i < s->count; i++) {
        double z = sct_skin_locus_z(s->lab[i]), hue = fabs(sct_undertone_z(s->lab[i]));
        for (int k = 1; k <= 3; k++)
            c.within[k] += (z <= k) / (double)s->count;
        for (int k = 1; k <= 2; k++)
            c.hue[k] += (hue <= k) / (double)s->count;
    }
    return c;
}

static void coverage_of_skins_not_seen(void **state)
{
    (void)state;
    NEED_DATA();
    skins sets[3] = {faces(0), faces(1), forearms()};
    static const char *const names[3] = {"fitted faces", "held-out faces", "NIST forearms"};
    for (int i = 0; i < 3; i++) {
        coverage c = cover(&sets[i]);
        figure("skin locus, %zu %s: %.1f, %.1f, %.1f %% within 1, 2, 3 sd (normal: 39.3, 86.5, 98.9); hue %.1f, %.1f (68.3, "
               "95.4)",
               sets[i].count, names[i], 100 * c.within[1], 100 * c.within[2], 100 * c.within[3], 100 * c.hue[1],
               100 * c.hue[2]);
        assert_near(c.within[2], 0.865, 0.04);
        assert_true(c.within[3] >= 0.96);
        assert_near(c.hue[2], 0.954, 0.05);
    }
    assert_int_equal(sets[1].count, 504);
    assert_int_equal(sets[2].count, 50);
}

/* By ITA class, because a model of the many can be wrong for the few. */
static void coverage_by_class(void **state)
{
    (void)state;
    NEED_DATA();
    skins held_out = faces(1);
    static const char *const classes[] = {"very light", "light", "intermediate", "tan", "brown", "dark"};
    for (int k = 0; k < 6; k++) {
        skins of_class = {0, {{0, 0, 0}}};
        for (size_t i = 0; i < held_out.count; i++)
            if (strcmp(sct_ita_class(sct_ita(sct_lab_d65(held_out.lab[i]))), classes[k]) == 0)
                of_class.lab[of_class.count++] = held_out.lab[i];
        if (of_class.count == 0)
            continue; /* specular excluded, nobody's ITA is above 55 */
        coverage c = cover(&of_class);
        figure("skin locus, held-out %s (%zu): %.0f, %.0f, %.0f %% within 1, 2, 3 sd; hue %.0f, %.0f", classes[k],
               of_class.count, 100 * c.within[1], 100 * c.within[2], 100 * c.within[3], 100 * c.hue[1], 100 * c.hue[2]);
        assert_true(c.within[3] >= 0.93);
    }
}

/* The undertone is a hue in standard deviations of the locus' own, here by differences and its covariance. */
static void undertone_is_in_deviations_of_hue(void **state)
{
    (void)state;
    const double step = 1e-5, turn = 1e-3;
    for (double L = 20; L <= 80; L += 10) {
        colour_locus skin = colour_skin_locus(L);
        double hue = atan2(skin.b, skin.a), chroma = hypot(skin.a, skin.b);
        double by_a = (atan2(skin.b, skin.a + step) - hue) / step, by_b = (atan2(skin.b + step, skin.a) - hue) / step;
        double variance = by_a * by_a * skin.sd_a * skin.sd_a + by_b * by_b * skin.sd_b * skin.sd_b +
                          2 * by_a * by_b * skin.correlation * skin.sd_a * skin.sd_b;
        sct_lab turned = {L, chroma * cos(hue + turn), chroma * sin(hue + turn)};
        assert_near(sct_undertone_z(turned), turn / sqrt(variance), 1e-5 * turn / sqrt(variance));
    }
}

static void centre_and_directions(void **state)
{
    (void)state;
    for (double L = 0; L <= 100; L += 2.5) {
        colour_locus skin = colour_skin_locus(L);
        assert_true(skin.sd_a > 1 && skin.sd_b > 1 && fabs(skin.correlation) < 0.9);
        assert_near(sct_skin_locus_z((sct_lab){L, skin.a, skin.b}), 0, 1e-12);
        assert_near(sct_undertone_z((sct_lab){L, skin.a, skin.b}), 0, 1e-12);
        assert_true(sct_undertone_z((sct_lab){L, skin.a - 2, skin.b + 2}) > 0); /* yellower is warmer */
        assert_true(sct_undertone_z((sct_lab){L, skin.a + 2, skin.b - 2}) < 0);
        assert_true(sct_skin_locus_z((sct_lab){L, -20, -20}) > 5); /* blue-green is no skin */
        assert_true(sct_skin_locus_z((sct_lab){L, 0, 0}) > 3);     /* nor is grey */
    }
    assert_true(isnan(sct_skin_locus_z((sct_lab){50, (double)NAN, 10})));
    assert_true(isnan(sct_undertone_z((sct_lab){(double)NAN, 10, 10})));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fit_gives_the_constants), cmocka_unit_test(coverage_of_skins_not_seen),
        cmocka_unit_test(coverage_by_class),           cmocka_unit_test(undertone_is_in_deviations_of_hue),
        cmocka_unit_test(centre_and_directions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
