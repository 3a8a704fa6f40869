/* tests/colour/test_doubt.c - covariances in Lab and the bounds in CIEDE2000 that go with them. */
#include "colour/colour.h"
#include "support/support.h"

static const sct_lab colours[] = {{72, 6, 14}, {60, 14, 19}, {35, 13, 14}, {24, 9, 18}, {13, 0.5, 1}};
enum { COLOURS = sizeof colours / sizeof *colours };

/* Share of draws from a covariance that lie within a bound in the metric at the colour. */
static double share_within(sct_lab lab, const sct_cov *cov, double u95, num_rng *rng)
{
    enum { DRAWS = 20000 };
    num_mat3 m, lower, metric = colour_de2000_metric(lab);
    int inside = 0;
    memcpy(&m, cov, sizeof m);
    lower = num_mat3_cholesky(&m);
    for (int i = 0; i < DRAWS; i++) {
        double z[3] = {num_rng_normal(rng), num_rng_normal(rng), num_rng_normal(rng)}, d[3], g[3];
        num_mat3_apply(&lower, z, d);
        num_mat3_apply(&metric, d, g);
        inside += d[0] * g[0] + d[1] * g[1] + d[2] * g[2] <= u95 * u95;
    }
    return (double)inside / DRAWS;
}

/* Round, flat and needle-like covariances: the bound holds 95 % of what is drawn from them. */
static void bounds_hold_whatever_the_shape(void **state)
{
    (void)state;
    static const double sds[][3] = {{1, 1, 1}, {2, 0.01, 0.01}, {0.01, 3, 0.01}, {2, 1, 0.01}, {1, 0.3, 2}};
    double worst = 0;
    num_rng rng;
    num_rng_seed(&rng, 5);
    for (int i = 0; i < COLOURS; i++)
        for (size_t k = 0; k < sizeof sds / sizeof *sds; k++) {
            sct_cov cov = {{{0}}};
            for (int j = 0; j < 3; j++)
                cov.m[j][j] = sds[k][j] * sds[k][j];
            double share = share_within(colours[i], &cov, colour_u95_of_cov(colours[i], &cov), &rng);
            worst = fmax(worst, fabs(share - 0.95));
        }
    figure("bounds of covariances of any shape hold 95 %% of their draws to within %.1f %%", 100 * worst);
    assert_at_most(worst, 0.008); /* 0.15 % is the standard error of a count */
}

static void nothing_is_known_of_nothing(void **state)
{
    (void)state;
    sct_cov cov = {{{0}}};
    assert_near(colour_u95_of_cov(colours[0], &cov), 0, 0);
    cov.m[1][1] = (double)NAN;
    assert_true(isnan(colour_u95_of_cov(colours[0], &cov)));
    colour_doubt none = {.de00 = 0};
    assert_near(colour_doubt_u95(&none, colours[1]), 0, 0);
    none.de00 = 3;
    assert_near(colour_doubt_u95(&none, colours[1]), 3, 1e-9);
}

/* A wrong gain moves L* + 16, a*, b* in proportion, an unknown light likewise. */
static void terms_follow_the_colour(void **state)
{
    (void)state;
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    for (int i = 0; i < COLOURS; i++) {
        const double step = 0.02;
        sct_lab lab = colours[i];
        sct_xyz xyz = sct_xyz_from_lab(lab, white);
        sct_lab lit = sct_lab_from_xyz((sct_xyz){xyz.X * exp(step), xyz.Y * exp(step), xyz.Z * exp(step)}, white);
        colour_doubt light = {.light = step};
        sct_cov cov = colour_doubt_at(&light, lab);
        assert_near(sqrt(cov.m[0][0]), lit.L - lab.L, 0.05 * (lit.L - lab.L));
        assert_near(sqrt(cov.m[2][2]), lit.b - lab.b, 0.06 * (lit.b - lab.b));
        colour_doubt even = {.even = {1, 1, 1}};
        cov = colour_doubt_at(&even, lab);
        assert_near(sqrt(cov.m[1][1]), (lab.L + 16) / 66, 1e-9);
    }
}

/* A tone curve is an exponent of light that is right at one lightness: a grey of that L* is sure, and black less than white.
 */
static void a_tone_curve_is_held_in_one_place(void **state)
{
    (void)state;
    const double step = 0.02, at = 49.5;
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    double held = sct_xyz_from_lab((sct_lab){at, 0, 0}, white).Y;
    colour_doubt tone = {.tone = step, .tone_at = at};
    assert_near(colour_doubt_u95(&tone, (sct_lab){at, 0, 0}), 0, 1e-9);
    for (int i = 0; i < COLOURS; i++) {
        sct_lab lab = colours[i];
        sct_xyz xyz = sct_xyz_from_lab(lab, white);
        double k = pow(xyz.Y / held, step);
        sct_lab bent = sct_lab_from_xyz((sct_xyz){k * xyz.X, k * xyz.Y, k * xyz.Z}, white);
        sct_cov cov = colour_doubt_at(&tone, lab);
        assert_near(sqrt(cov.m[0][0]), fabs(bent.L - lab.L), 0.06 * fabs(bent.L - lab.L));
        assert_near(sqrt(cov.m[1][1]), fabs(bent.a - lab.a), 0.06 * fabs(bent.a - lab.a));
    }
}

/* Skin off the locus widens the bound along what such a light does; unseen skin counts as an offset of usual size. */
static void skin_tells_of_the_light(void **state)
{
    (void)state;
    colour_doubt d = {.even = {1, 1, 1}, .cast = {{0, 0.6, 0}, {0, 0, 0.4}}, .offset_sd = 5};
    colour_locus real = colour_skin_locus(60);
    sct_lab usual = {60, real.a, real.b}, green = {60, real.a - 6, real.b};
    double unseen = colour_doubt_u95(&d, usual);
    colour_doubt_see_skin(&d, usual);
    double on = colour_doubt_u95(&d, usual);
    colour_doubt_see_skin(&d, green);
    double off = colour_doubt_u95(&d, usual);
    assert_near(d.offset[0], -6 * 66 / 76.0, 1e-9);
    assert_true(on < unseen && unseen < 2 * off && on + 1 < off);
    sct_cov cov = colour_doubt_at(&d, usual);
    assert_true(cov.m[1][1] > 4 * cov.m[2][2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_hold_whatever_the_shape), cmocka_unit_test(nothing_is_known_of_nothing),
        cmocka_unit_test(terms_follow_the_colour),        cmocka_unit_test(a_tone_curve_is_held_in_one_place),
        cmocka_unit_test(skin_tells_of_the_light),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
