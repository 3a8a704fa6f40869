/* tests/region/test_estimator.c - one colour out of skin, stubble, gloss and shade; its covariance. */
#include "pixels/pixels_private.h"
#include "region/robust/robust.h"
#include "support/images.h"
#include "support/support.h"

enum { SIDE = 120, TILE = 10, TILES = SIDE / TILE * (SIDE / TILE) };

typedef struct mix {
    const char *name;
    double stubble, specular, shade; /* shares of the pixels */
} mix;
typedef struct skin_case {
    const char *name;
    sct_lab skin, hair;
} skin_case;

static const skin_case skins[] = {
    {"light", {66, 9, 17}, {20, 3, 4}},
    {"tan", {52, 13, 22}, {16, 2, 3}},
    {"deep", {32, 12, 13}, {13, 1.5, 2}},
};

static sct_xyz white_point(void)
{
    return sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
}

/* One pixel: skin with tone and noise, or mixed in linear light with hair, gloss or shade. */
static region_sample pixel_of(num_rng *rng, const skin_case *c, const mix *m, double tile_dL)
{
    sct_lab tone = c->skin;
    tone.L += 0.9 * num_rng_normal(rng) + tile_dL;
    tone.a += 0.6 * num_rng_normal(rng);
    tone.b += 0.6 * num_rng_normal(rng);
    sct_xyz xyz = sct_xyz_from_lab(tone, white_point()), hair = sct_xyz_from_lab(c->hair, white_point());
    double kind = num_rng_uniform(rng), part = num_rng_uniform(rng);
    if (kind < m->stubble) {
        xyz = (sct_xyz){xyz.X + part * (hair.X - xyz.X), xyz.Y + part * (hair.Y - xyz.Y), xyz.Z + part * (hair.Z - xyz.Z)};
    } else if (kind < m->stubble + m->specular) {
        xyz = (sct_xyz){xyz.X + part * 0.5, xyz.Y + part * 0.5, xyz.Z + part * 0.4};
    } else if (kind < m->stubble + m->specular + m->shade) {
        double k = 1 - 0.4 * part;
        xyz = (sct_xyz){k * xyz.X, k * xyz.Y, k * xyz.Z};
    }
    sct_lab lab = sct_lab_from_xyz(xyz, white_point());
    return (region_sample){(float)lab.L, (float)lab.a, (float)lab.b, 0};
}

/* A square of skin in tiles that differ by `tile_sd` in L. Free items with free. */
static region_cloud cloud_of(uint64_t seed, const skin_case *c, const mix *m, double tile_sd)
{
    num_rng rng;
    double dL[TILES];
    region_cloud cloud = {.count = SIDE * SIDE, .tiles = TILES, .step = 1, .read = SIDE * SIDE};
    cloud.items = calloc(cloud.count, sizeof *cloud.items);
    num_rng_seed(&rng, seed);
    for (int t = 0; t < TILES; t++)
        dL[t] = tile_sd * num_rng_normal(&rng);
    for (uint32_t i = 0; i < SIDE * SIDE; i++) {
        uint32_t tile = i / SIDE / TILE * (SIDE / TILE) + i % SIDE / TILE;
        cloud.items[i] = pixel_of(&rng, c, m, dL[tile]);
        cloud.items[i].tile = tile;
    }
    region_samples_sort(cloud.items, cloud.count);
    return cloud;
}

static sct_lab estimate(int estimator, const region_cloud *cloud)
{
    region_centre centre;
    region_estimator_get(estimator)->centre(cloud->items, cloud->count, &centre);
    return centre.lab;
}

/* Chapter "Which pixels" of the design: contamination moves the mean by several dE00 and the mode by a tenth. */
static void contamination_table(void **state)
{
    (void)state;
    static const mix mixes[] = {
        {"pure", 0, 0, 0},         {"10 % stubble", 0.1, 0, 0},    {"5 % specular", 0, 0.05, 0},
        {"30 % shade", 0, 0, 0.3}, {"all three", 0.15, 0.1, 0.25},
    };
    figure("dE00 from the true skin, 14400 pixels: mode / mean / median");
    for (size_t s = 0; s < sizeof skins / sizeof skins[0]; s++) {
        for (size_t m = 0; m < sizeof mixes / sizeof mixes[0]; m++) {
            double e[3];
            region_cloud cloud = cloud_of(7 + s, &skins[s], &mixes[m], 0);
            for (int k = 0; k < 3; k++)
                e[k] = sct_de2000(skins[s].skin, estimate(k, &cloud));
            figure("  %-5s %-12s %.2f / %.2f / %.2f", skins[s].name, mixes[m].name, e[0], e[1], e[2]);
            assert_at_most(e[SCT_ESTIMATOR_MODE], 0.25);
            if (m > 0)
                assert_at_most(e[SCT_ESTIMATOR_MODE], e[SCT_ESTIMATOR_MEAN]);
            free(cloud.items);
        }
    }
}

/* Half the tiles in another colour: the larger half wins, whichever end it is at. */
static void the_commoner_colour_wins(void **state)
{
    (void)state;
    static const mix pure = {"pure", 0, 0, 0};
    for (int darker = 0; darker < 2; darker++) {
        region_cloud a = cloud_of(3, &skins[0], &pure, 0), b = cloud_of(4, &skins[2], &pure, 0);
        const region_cloud *more = darker ? &b : &a, *less = darker ? &a : &b;
        region_cloud both = {.count = a.count + b.count * 2 / 3};
        both.items = calloc(both.count, sizeof *both.items);
        memcpy(both.items, more->items, a.count * sizeof *both.items);
        for (size_t i = a.count; i < both.count; i++)
            both.items[i] = less->items[(i - a.count) * 3 / 2];
        region_samples_sort(both.items, both.count);
        assert_at_most(sct_de2000(skins[darker ? 2 : 0].skin, estimate(SCT_ESTIMATOR_MODE, &both)), 0.1);
        free(a.items);
        free(b.items);
        free(both.items);
    }
}

static void flat_and_tiny_clouds_have_a_centre(void **state)
{
    (void)state;
    region_sample same[50];
    for (size_t i = 0; i < 50; i++)
        same[i] = (region_sample){40, 10, 15, (uint32_t)i % 5};
    for (size_t n = 1; n <= 50; n += 7)
        for (int k = 0; k < 3; k++) {
            region_cloud cloud = {.items = same, .count = n, .tiles = 5};
            sct_lab lab = estimate(k, &cloud);
            assert_near(lab.L, 40, 1e-3);
            assert_near(lab.b, 15, 1e-3);
        }
    assert_null(region_estimator_get(3));
    assert_null(region_estimator_get(-1));
}

/* What the bootstrap of one photo says is what many photos do. */
static void bootstrap_tells_the_spread_between_samples(void **state)
{
    (void)state;
    enum { PHOTOS = 24 };
    static const mix some = {"some", 0.05, 0.02, 0.05};
    double sum = 0, squares = 0, predicted = 0;
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    for (int i = 0; i < PHOTOS; i++) {
        region_cloud cloud = cloud_of(100 + (uint64_t)i, &skins[1], &some, 1.0);
        sct_lab lab = estimate(SCT_ESTIMATOR_MODE, &cloud);
        sct_cov cov;
        assert_int_equal(region_bootstrap(ctx, region_estimator_get(SCT_ESTIMATOR_MODE), &cloud, 1, &cov), SCT_OK);
        sum += lab.L;
        squares += lab.L * lab.L;
        predicted += cov.m[0][0] / PHOTOS;
        free(cloud.items);
    }
    double sd = sqrt(squares / PHOTOS - sum / PHOTOS * (sum / PHOTOS));
    figure("bootstrap: sd of L* %.3f predicted, %.3f between %d samples", sqrt(predicted), sd, PHOTOS);
    assert_at_most(sqrt(predicted), 1.5 * sd);
    assert_at_most(sd, 1.5 * sqrt(predicted));
    sct_context_free(ctx);
}

static void bootstrap_repeats_by_seed(void **state)
{
    (void)state;
    static const mix some = {"some", 0.1, 0, 0.1};
    sct_context *ctx = NULL;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    region_cloud cloud = cloud_of(5, &skins[0], &some, 0.5);
    const region_estimator *mode = region_estimator_get(SCT_ESTIMATOR_MODE);
    sct_cov a, b, c;
    assert_int_equal(region_bootstrap(ctx, mode, &cloud, 1, &a), SCT_OK);
    assert_int_equal(region_bootstrap(ctx, mode, &cloud, 1, &b), SCT_OK);
    assert_int_equal(region_bootstrap(ctx, mode, &cloud, 2, &c), SCT_OK);
    assert_memory_equal(&a, &b, sizeof a);
    assert_memory_not_equal(&a, &c, sizeof a);
    num_mat3 m, l;
    memcpy(&m, &a, sizeof m);
    l = num_mat3_cholesky(&m);
    assert_true(l.m[0][0] > 0 && l.m[1][1] > 0 && l.m[2][2] > 0);
    free(cloud.items);
    sct_context_free(ctx);
}

/* A covariance made for a bound holds 95 % of its draws within that bound, everywhere in the range of skin. */
static void covariance_keeps_its_bound(void **state)
{
    (void)state;
    num_rng rng;
    num_rng_seed(&rng, 11);
    for (size_t s = 0; s < sizeof skins / sizeof skins[0]; s++) {
        for (double u95 = 2; u95 <= 10; u95 *= 2.236) {
            sct_cov cov = colour_cov_from_de00(skins[s].skin, u95);
            assert_near(colour_u95_of_cov(skins[s].skin, &cov), u95, 1e-6);
            num_mat3 m, l;
            memcpy(&m, &cov, sizeof m);
            l = num_mat3_cholesky(&m);
            int inside = 0;
            for (int i = 0; i < 4000; i++) {
                double z[3] = {num_rng_normal(&rng), num_rng_normal(&rng), num_rng_normal(&rng)}, d[3];
                num_mat3_apply(&l, z, d);
                sct_lab at = {skins[s].skin.L + d[0], skins[s].skin.a + d[1], skins[s].skin.b + d[2]};
                inside += sct_de2000(skins[s].skin, at) <= u95;
            }
            assert_near(inside / 4000.0, 0.95, 0.03); /* the metric bends over ten units */
        }
    }
}

static void one_photo_is_never_sure_to_less_than_two(void **state)
{
    (void)state;
    sct_estimate e = {.lab = skins[0].skin};
    sct_cov noise = {{{0}}};
    region_trust(&e, &noise, &(colour_doubt){.de00 = 0.5});
    assert_near(e.u95_de00, 2.0, 1e-6);
    region_trust(&e, &noise, &(colour_doubt){.de00 = 5});
    assert_near(e.u95_de00, 5, 1e-6);
    noise.m[0][0] = 4;
    region_trust(&e, &noise, &(colour_doubt){.de00 = 5});
    assert_true(e.u95_de00 > 5.2);
    /* Nobody knows: as bad as a photo without anything of known colour, not as good as the best. */
    region_trust(&e, &noise, &(colour_doubt){.even = {(double)NAN, 1, 1}});
    assert_true(e.u95_de00 >= 15 && e.u95_de00 < 40);
    region_trust(&e, &noise, &(colour_doubt){.light = (double)NAN});
    assert_true(e.u95_de00 >= 15 && e.u95_de00 < 40);
}

static void what_is_no_colour_counts_as_clipped(void **state)
{
    (void)state;
    enum { N = 12 };
    static const unsigned char grey[N] = {90, 90, 91, 90, 90, 92, 90, 90, 91, 90, 90, 92};
    sct_context *ctx = NULL;
    region_spans spans = {0};
    region_cloud cloud;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    image im = image_from_pixels(ctx, grey, N, 1, 8, NULL, 0);
    assert_int_equal(region_spans_add(ctx, &spans, 0, 0, N), SCT_OK);
    im.pixels->curve[1][91] = (float)NAN;
    im.pixels->curve[1][92] = (float)INFINITY;
    assert_int_equal(region_cloud_gather(ctx, im.pixels, &spans, &cloud), SCT_OK);
    assert_int_equal(cloud.read, N);
    assert_int_equal(cloud.clipped, 4);
    assert_int_equal(cloud.count, N - 4);
    for (size_t i = 0; i < cloud.count; i++)
        assert_true(isfinite(cloud.items[i].L));
    region_cloud_free(&cloud);
    region_spans_free(&spans);
    image_free(&im);
    sct_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contamination_table),
        cmocka_unit_test(the_commoner_colour_wins),
        cmocka_unit_test(flat_and_tiny_clouds_have_a_centre),
        cmocka_unit_test(bootstrap_tells_the_spread_between_samples),
        cmocka_unit_test(bootstrap_repeats_by_seed),
        cmocka_unit_test(what_is_no_colour_counts_as_clipped),
        cmocka_unit_test(covariance_keeps_its_bound),
        cmocka_unit_test(one_photo_is_never_sure_to_less_than_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
