/* tests/skin/test_slab.c - adding-doubling against published slabs, itself, and a Monte Carlo. */
#include "skin/light/slab.h"
#include "support/support.h"

static void fill(double *array, double value)
{
    for (int l = 0; l < SKIN_PAD; l++)
        array[l] = value;
}

static void make_layer(slab_layer *layer, const skin_streams *s, double thickness, double absorption, double scattering,
                       double g)
{
    double a[SKIN_PAD], b[SKIN_PAD], c[SKIN_PAD];
    fill(a, absorption);
    fill(b, scattering);
    fill(c, g);
    if (thickness > 0)
        slab_layer_init(layer, s, thickness, a, b, c);
    else
        slab_layer_init_deep(layer, s, a, b, c, NULL);
}

/* Nodes and weights: the prototype's, themselves computed by numpy's Legendre roots. */
static void quadrature(void **state)
{
    (void)state;
    static const double mu[] = {0.048592169, 0.230958523, 0.468895689, 0.651262044,
                                0.726443515, 0.822753967, 0.936266882, 1.000000000};
    static const double w[] = {0.121723839, 0.228203267, 0.228203267, 0.121723839,
                               0.066170804, 0.116514635, 0.098701237, 0.018759112};
    skin_streams s;
    skin_streams_init(&s, 8, 1.4);
    for (int i = 0; i < 8; i++) {
        assert_near(s.mu[i], mu[i], 1e-9);
        assert_near(s.w[i], w[i], 1e-9);
    }
    static const double index[] = {1, 1.4, 1.5};
    for (int n = 4; n <= 16; n *= 2) {
        for (int k = 0; k < 3; k++) {
            skin_streams_init(&s, n, index[k]);
            for (int power = 0; power <= n - 2; power++) { /* exact up to degree N - 2 */
                double sum = 0;
                for (int i = 0; i < n; i++)
                    sum += s.w[i] * pow(s.mu[i], power);
                assert_near(sum, 1.0 / (power + 1), 1e-13);
            }
            assert_near(s.mu[n - 1], 1, 0);
        }
    }
    assert_near(s.specular, 0.04, 1e-15);
}

/*
 * van de Hulst (1980), table 35, tau 2, a 0.9, g 0.75: R 0.09739, T 0.66096; Giovanelli,
 * Opt. Acta 2, 153 (1955): half-space n 1.5, a 0.9, isotropic: 0.2600 with the
 * specular 0.04. The columns are the converged values of the same number of
 * streams; the last column shows how far they are from the books.
 */
static void published_slabs(void **state)
{
    (void)state;
    static const struct {
        int n;
        double reflectance, transmittance, half_space, tolerance;
    } expected[] = {{4, 0.097384, 0.662600, 0.264967, 6e-3},
                    {8, 0.097501, 0.660969, 0.260988, 1.1e-3},
                    {16, 0.097400, 0.660957, 0.260080, 1e-4}};
    for (size_t i = 0; i < 3; i++) {
        skin_streams s;
        slab_layer layer;
        double r[SKIN_PAD], t[SKIN_PAD];
        skin_streams_init(&s, expected[i].n, 1);
        make_layer(&layer, &s, 2, 0.1, 0.9, 0.75);
        slab_flux(&s, &layer, r, t);
        skin_streams_init(&s, expected[i].n, 1.5);
        make_layer(&layer, &s, 0, 0.1, 0.9, 0);
        slab_stack stack = {.deep = &layer};
        double half[SKIN_PAD];
        slab_reflect(&s, &stack, half);
        figure("%2d streams: slab R %.6f T %.6f, half-space %.6f", expected[i].n, r[0], t[0], half[0] + s.specular);
        for (int l = 0; l < SKIN_PAD; l++) {
            assert_near(r[l], expected[i].reflectance, 2e-6);
            assert_near(t[l], expected[i].transmittance, 2e-6);
            assert_near(half[l] + s.specular, expected[i].half_space, 2e-6);
            assert_near(r[l], 0.09739, expected[i].tolerance);
            assert_near(t[l], 0.66096, expected[i].tolerance);
            assert_near(half[l] + s.specular, 0.2600, expected[i].tolerance);
        }
    }
}

static void energy_is_conserved(void **state)
{
    (void)state;
    double worst = 0;
    for (int n = 4; n <= 16; n *= 2) {
        skin_streams s;
        skin_streams_init(&s, n, 1);
        for (double depth = 1e-3; depth < 2e3; depth *= 7) {
            for (double g = 0; g < 0.96; g += 0.19) {
                slab_layer layer;
                double r[SKIN_PAD], t[SKIN_PAD];
                make_layer(&layer, &s, depth, 1e-12, 1, g);
                slab_flux(&s, &layer, r, t);
                worst = fmax(worst, fabs(r[0] + t[0] - 1));
                assert_near(r[0] + t[0], 1, 1e-8);
            }
        }
    }
    figure("energy: R + T = 1 within %.1e", worst);
}

/* Both builds, and a cover with cached operators, against the plain stack. */
static void one_answer_from_every_path(void **state)
{
    (void)state;
    for (int n = 4; n <= 16; n *= 2) {
        skin_streams s;
        slab_layer top, middle, deep;
        double a[SKIN_PAD], b[SKIN_PAD], g[SKIN_PAD], plain[SKIN_PAD], wide[SKIN_PAD], cached[SKIN_PAD];
        skin_streams_init(&s, n, 1.4);
        for (int l = 0; l < SKIN_PAD; l++) {
            a[l] = 30.0 / (l + 1);
            b[l] = 300 - 5 * l;
            g[l] = 0.7 + 0.005 * l;
        }
        slab_layer_init(&top, &s, 0.007, a, b, g);
        slab_layer_init(&middle, &s, 0.02, b, a, g);
        slab_layer_init_deep(&deep, &s, a, b, g, NULL);
        slab_stack stack = {.layers = {&top, &middle}, .count = 2, .deep = &deep};
        slab_kernels_for(n, SLAB_PLAIN)->reflect(&s, &stack, plain);
        for (slab_build most = SLAB_AVX2; most <= SLAB_AVX512; most++) {
            slab_kernels_for(n, most)->reflect(&s, &stack, wide);
            assert_memory_equal(plain, wide, sizeof plain);
        }
        slab_reflect(&s, &stack, wide);
        assert_memory_equal(plain, wide, sizeof plain);
        if (n > SKIN_STREAMS_CACHED)
            continue;
        static skin_cover cover;
        static skin_operator back;
        const slab_layer *above[] = {&top};
        slab_cover_init(&cover, &s, above, 1);
        slab_deep(&s, &deep, &back);
        stack = (slab_stack){.cover = &cover, .layers = {&middle}, .count = 1, .deep_back = &back};
        slab_reflect(&s, &stack, cached);
        for (int l = 0; l < SKIN_PAD; l++)
            assert_near(cached[l], wide[l], 1e-13);
    }
}

/* What thicker first slices cost: less than is seen of any reflectance. */
static void coarser_slices_are_near_enough(void **state)
{
    (void)state;
    double worst = 0;
    for (int n = 4; n <= 8; n *= 2)
        for (double thickness = 0.001; thickness < 0.1; thickness *= 3) {
            skin_streams s;
            slab_layer layer;
            double a[SKIN_PAD], b[SKIN_PAD], g[SKIN_PAD], R[2][SKIN_PAD], T[2][SKIN_PAD];
            skin_streams_init(&s, n, 1.4);
            for (int l = 0; l < SKIN_PAD; l++) {
                a[l] = 200.0 / (l + 1);
                b[l] = 400 - 10 * l;
                g[l] = 0.5 + 0.014 * l;
            }
            slab_layer_init(&layer, &s, thickness, a, b, g);
            int fine = layer.doublings[0];
            slab_flux(&s, &layer, R[0], T[0]);
            slab_layer_coarsen(&layer, &s);
            assert_true(layer.doublings[0] < fine || fine == 0);
            slab_flux(&s, &layer, R[1], T[1]);
            for (int l = 0; l < SKIN_PAD; l++)
                worst = fmax(worst, fmax(fabs(R[0][l] - R[1][l]), fabs(T[0][l] - T[1][l])));
        }
    figure("coarser slices move reflectance and transmittance by up to %.0e", worst);
    assert_at_most(worst, 1e-4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quadrature),
        cmocka_unit_test(published_slabs),
        cmocka_unit_test(energy_is_conserved),
        cmocka_unit_test(coarser_slices_are_near_enough),
        cmocka_unit_test(one_answer_from_every_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
