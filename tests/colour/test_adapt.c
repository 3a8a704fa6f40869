/* tests/colour/test_adapt.c - chromatic adaptation against published values. */
#include "colour/colour.h"
#include "support/support.h"

static void assert_xyz(sct_xyz got, const double expected[3], double tolerance)
{
    assert_near(got.X, expected[0], tolerance);
    assert_near(got.Y, expected[1], tolerance);
    assert_near(got.Z, expected[2], tolerance);
}

/* colour-science (BSD-3-Clause, commit 9d743142), colour.adaptation.vonkries: matrix and colour, D65 to D50. */
static void bradford_as_published(void **state)
{
    (void)state;
    static const double matrix[3][3] = {
        {1.04792979, 0.02294687, -0.05019227}, {0.02962781, 0.99043443, -0.01707380}, {-0.00924304, 0.01505519, 0.75187428}};
    sct_xyz d65 = {0.95045593, 1, 1.08905775}, d50 = {0.96429568, 1, 0.82510460};
    num_mat3 got = colour_adaptation(d65, d50, SCT_ADAPTATION_BRADFORD);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            assert_near(got.m[i][j], matrix[i][j], 5e-9);
    sct_xyz colour = sct_xyz_adapt((sct_xyz){0.20654008, 0.12197225, 0.05136952}, d65, d50, SCT_ADAPTATION_BRADFORD);
    assert_xyz(colour, (double[]){0.21666003, 0.12604777, 0.03855068}, 1e-8);
}

/*
 * The same source, colour.adaptation.zhai2018 with CAT16: two steps of incomplete adaptation from white b over white o to
 * white d. A step of degree D scales each cone by D w_o/w + 1 - D; that is complete adaptation from a white with cones
 * 1/gain_b to one with cones 1/gain_d, which is how it is asked for here.
 */
typedef struct two_step {
    double xyz[3], white_b[3], white_d[3], D_b, D_d, white_o[3], expected[3];
} two_step;

static void effective_white(const double white[3], const double between[3], double D, sct_xyz *out)
{
    num_mat3 back;
    double w[3], o[3], cones[3], xyz[3];
    num_mat3_apply(&COLOUR_CAT16, white, w);
    num_mat3_apply(&COLOUR_CAT16, between, o);
    for (int i = 0; i < 3; i++)
        cones[i] = 1 / (D * white[1] / between[1] * o[i] / w[i] + 1 - D);
    assert_int_equal(num_mat3_invert(&COLOUR_CAT16, &back), 1);
    num_mat3_apply(&back, cones, xyz);
    *out = (sct_xyz){xyz[0], xyz[1], xyz[2]};
}

static void cat16_as_published(void **state)
{
    (void)state;
    static const two_step known[] = {
        {{48.900, 43.620, 6.250},
         {109.850, 100, 35.585},
         {95.047, 100, 108.883},
         0.9407,
         0.9800,
         {100, 100, 100},
         {40.37398343, 43.69426311, 20.51733764}},
        {{52.034, 58.824, 23.703},
         {92.288, 100, 38.775},
         {105.432, 100, 137.392},
         0.6709,
         0.5331,
         {97.079, 100, 141.798},
         {56.77130011, 58.81317888, 64.66922808}},
    };
    for (size_t i = 0; i < 2; i++) {
        sct_xyz from, to;
        effective_white(known[i].white_b, known[i].white_o, known[i].D_b, &from);
        effective_white(known[i].white_d, known[i].white_o, known[i].D_d, &to);
        sct_xyz got =
            sct_xyz_adapt((sct_xyz){known[i].xyz[0], known[i].xyz[1], known[i].xyz[2]}, from, to, SCT_ADAPTATION_CAT16);
        assert_xyz(got, known[i].expected, 1e-7);
    }
}

static void white_goes_to_white_and_everything_back(void **state)
{
    (void)state;
    for (int from = SCT_ILLUMINANT_D50; from <= SCT_ILLUMINANT_LED_B3; from++)
        for (int to = SCT_ILLUMINANT_D50; to <= SCT_ILLUMINANT_LED_B3; to++)
            for (int how = SCT_ADAPTATION_BRADFORD; how <= SCT_ADAPTATION_CAT16; how++) {
                sct_xyz w = sct_white((sct_illuminant)from, SCT_OBSERVER_2),
                        v = sct_white((sct_illuminant)to, SCT_OBSERVER_2);
                sct_xyz skin = {0.36, 0.34, 0.21};
                assert_xyz(sct_xyz_adapt(w, w, v, (sct_adaptation)how), (double[]){v.X, v.Y, v.Z}, 1e-13);
                sct_xyz there = sct_xyz_adapt(skin, w, v, (sct_adaptation)how);
                assert_xyz(sct_xyz_adapt(there, v, w, (sct_adaptation)how), (double[]){skin.X, skin.Y, skin.Z}, 1e-13);
            }
}

static void nan_in_gives_nan_out(void **state)
{
    (void)state;
    sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2), unknown = sct_white((sct_illuminant)9, SCT_OBSERVER_2);
    assert_true(isnan(sct_xyz_adapt((sct_xyz){(double)NAN, 0, 0}, white, white, SCT_ADAPTATION_BRADFORD).X));
    assert_true(isnan(sct_xyz_adapt(white, white, unknown, SCT_ADAPTATION_CAT16).Y));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bradford_as_published),
        cmocka_unit_test(cat16_as_published),
        cmocka_unit_test(white_goes_to_white_and_everything_back),
        cmocka_unit_test(nan_in_gives_nan_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
