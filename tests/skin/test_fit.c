/* tests/skin/test_fit.c - the client inverse on measured skins. */
#include "skin/skin.h"
#include "support/support.h"

#include <time.h>

static const sct_conditions D65_INCLUDED = {SCT_ILLUMINANT_D65, SCT_OBSERVER_2, 1};

/* Fit to the Lab of a measured reflectance (specular included); spectral RMSE with 8 streams. */
static sct_skin_fit fit_of(const double *reflectance, double *rmse)
{
    sct_conditions as_measured = {SCT_ILLUMINANT_D65, SCT_OBSERVER_2, 0}; /* the spectrum holds its specular part already */
    sct_lab lab = skin_lab(reflectance, &as_measured);
    sct_skin_fit fit;
    double r[SKIN_PAD], sum = 0;
    assert_int_equal(sct_skin_fit_lab(NULL, lab, NULL, &D65_INCLUDED, &fit), SCT_OK);
    skin_bare_spectrum(&fit.tissue, 8, r);
    for (int l = 0; l < SCT_WAVELENGTHS; l++)
        sum += pow(r[l] + 0.4 * 0.4 / (2.4 * 2.4) - reflectance[l], 2);
    *rmse = sqrt(sum / SCT_WAVELENGTHS);
    return fit;
}

static void nist_skins(void **state)
{
    (void)state;
    NEED_DATA();
    csv t = csv_read(data_path("skin-spectra/nist_skin_10nm.csv"));
    double rmse[2][50], de[2][50], sum[2][2] = {{0}};
    int count[2] = {0};
    double seconds = 0;
    for (int s = 1; s <= 50; s++) {
        double r[SKIN_PAD], e;
        for (int l = 0; l < SCT_WAVELENGTHS; l++)
            r[l] = csv_number(&t, (size_t)l + 1, s);
        clock_t start = clock();
        sct_skin_fit fit = fit_of(r, &e);
        seconds += (double)(clock() - start) / CLOCKS_PER_SEC;
        int half = s % 2 == 0, k = count[half]++;
        rmse[half][k] = e;
        de[half][k] = fit.fit_de00;
        sum[half][0] += e;
        sum[half][1] += fit.fit_de00;
    }
    for (int half = 0; half < 2; half++)
        figure("NIST %s subjects: spectral RMSE mean %.4f max %.4f, residual dE00 mean %.3f max %.2f", half ? "even" : "odd",
               sum[half][0] / 25, quantile_of(rmse[half], 25, 1), sum[half][1] / 25, quantile_of(de[half], 25, 1));
    figure("NIST: %.2f ms a fit", 1e3 * seconds / 50);
    assert_at_most((sum[0][0] + sum[1][0]) / 50, 0.011);
    assert_at_most((sum[0][1] + sum[1][1]) / 50, 0.35);
    csv_free(&t);
}

static void issa_skins(void **state)
{
    (void)state;
    NEED_DATA();
    csv t = csv_read(data_path("skin-spectra/issa_face_reflectance_400_700_10nm.csv"));
    static const char *const class[] = {"very light", "light", "intermediate", "tan", "brown", "dark"};
    static const double limit[] = {55, 41, 28, 10, -30, -1000};
    static double de[6][1100], e[6][1100];
    size_t n[6] = {0}, beyond[6] = {0};
    for (size_t row = 1; row < t.rows; row++) {
        double r[SKIN_PAD], rmse;
        for (int l = 0; l < SCT_WAVELENGTHS; l++)
            r[l] = csv_number(&t, row, l + 1);
        sct_conditions as_measured = {SCT_ILLUMINANT_D65, SCT_OBSERVER_2, 0};
        sct_lab lab = skin_lab(r, &as_measured);
        double ita = atan2(lab.L - 50, lab.b) * 57.29577951;
        int c = 0;
        while (ita < limit[c])
            c++;
        sct_skin_fit fit = fit_of(r, &rmse);
        e[c][n[c]] = rmse;
        de[c][n[c]++] = fit.fit_de00;
        beyond[c] += fit.fit_de00 > 0.5;
    }
    for (int c = 0; c < 6; c++)
        figure("ISSA %-12s %4zu skins: residual dE00 median %.2f 95 %% %.2f max %.2f, above 0.5: %zu; RMSE median %.4f",
               class[c], n[c], quantile_of(de[c], n[c], 0.5), quantile_of(de[c], n[c], 0.95), quantile_of(de[c], n[c], 1),
               beyond[c], quantile_of(e[c], n[c], .5));
    csv_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nist_skins),
        cmocka_unit_test(issa_skins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
