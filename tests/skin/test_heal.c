/* tests/skin/test_heal.c - healed colours: signs over the whole range, published scale of the effect, bad input. */
#include "skin/skin.h"
#include "support/inside.h"
#include "support/support.h"

static const sct_conditions D65 = {SCT_ILLUMINANT_D65, SCT_OBSERVER_2, 0};

enum { SKINS = 7, DEPTHS = 5, LOADS = 5 };
static const double melanin[SKINS] = {0.003, 0.02, 0.04, 0.08, 0.16, 0.35, 0.7};
static const double depth_um[DEPTHS] = {75, 120, 200, 300, 500};
static const double carbon[LOADS] = {1e-4, 3e-4, 1e-3, 3e-3, 1e-2};

typedef struct grid {
    sct_lab bare[SKINS], ink[SKINS][DEPTHS][LOADS];
} grid;

static const grid *whole_range(void)
{
    static grid g;
    static skin_client client;
    skin_ink ink = {{0}, {0}, {0}};
    if (g.bare[0].L > 0)
        return &g;
    skin_ink_add_pigment(&ink, skin_pigment_find("77266"), 1);
    for (int s = 0; s < SKINS; s++) {
        sct_tissue tissue;
        sct_tissue_init(&tissue);
        tissue.melanin = melanin[s];
        skin_client_init(&client, &tissue, depth_um[0], 8);
        g.bare[s] = skin_lab(client.bare, &D65);
        for (int d = 0; d < DEPTHS; d++) {
            skin_client_set_depth(&client, depth_um[d]);
            for (int c = 0; c < LOADS; c++) {
                double r[SKIN_PAD];
                skin_dots dots = {.load = carbon[c], .thickness_um = 200};
                skin_heal_spectrum(&client, &ink, &dots, r);
                g.ink[s][d][c] = skin_lab(r, &D65);
            }
        }
    }
    return &g;
}

/* Absolutely blue (b* < 0) is what black becomes in light skin down to 0.2 mm; melanin and deeper ink only let it
 * be bluer than the skin around it. */
static void black_turns_bluish(void **state)
{
    (void)state;
    const grid *g = whole_range();
    int blue = 0;
    double least = 100;
    for (int s = 0; s < SKINS; s++) {
        for (int d = 0; d < DEPTHS; d++) {
            double b = g->ink[s][d][LOADS - 1].b, shift = b - g->bare[s].b;
            blue += b < 0;
            least = fmin(least, -shift);
            assert_true(shift < 0);
            if (melanin[s] <= 0.02 && depth_um[d] <= 200)
                assert_true(b < 0);
        }
    }
    assert_true(g->ink[1][1][LOADS - 1].b - g->bare[1].b < -15);
    figure("carbon at full strength: bluer than its skin in all %d cases (db* at least %.1f), b* below 0 in %d, light skin "
           "to 0.2 mm",
           SKINS * DEPTHS, least, blue);
}

static void contrast_falls_with_melanin(void **state)
{
    (void)state;
    const grid *g = whole_range();
    for (int d = 0; d < DEPTHS; d++)
        for (int c = 0; c < LOADS; c++)
            for (int s = 1; s < SKINS; s++)
                assert_true(sct_de2000(g->bare[s], g->ink[s][d][c]) < sct_de2000(g->bare[s - 1], g->ink[s - 1][d][c]));
}

static void deeper_is_lighter(void **state)
{
    (void)state;
    const grid *g = whole_range();
    for (int s = 0; s < SKINS; s++)
        for (int c = 0; c < LOADS; c++)
            for (int d = 1; d < DEPTHS; d++)
                assert_true(g->ink[s][d][c].L > g->ink[s][d - 1][c].L);
}

/* Warms: b* rises, within 0.1 where the ink is past the point of saying anything new. */
static void diluting_lightens_and_warms(void **state)
{
    (void)state;
    const grid *g = whole_range();
    double least = 100;
    for (int s = 0; s < SKINS; s++) {
        for (int d = 0; d < DEPTHS; d++) {
            for (int c = 1; c < LOADS; c++) {
                assert_true(g->ink[s][d][c - 1].L > g->ink[s][d][c].L);
                assert_true(g->ink[s][d][c - 1].b > g->ink[s][d][c].b - 0.1);
                least = fmin(least, g->ink[s][d][c - 1].b - g->ink[s][d][c].b);
            }
            assert_true(g->ink[s][d][0].b > g->ink[s][d][LOADS - 1].b);
        }
    }
    figure("diluting: b* never falls by more than %.3f on the way, and rises over the whole ladder", fmax(0, -least));
}

static void options_of_a_light_skin(sct_heal_options *o)
{
    sct_heal_options_init(o);
    o->use_tissue = 1;
    o->conditions = D65;
}

/* Chapter 6 of the design: carbon ink of 15 %, uptake 0.10, healed share 0.67, 0.12 mm deep, light skin. */
static void scale_of_the_effect(void **state)
{
    (void)state;
    static const double shade[] = {6, 10, 20, 30, 40, 60}, L[] = {33, 35, 39, 43, 46, 50};
    static const double b[] = {-2.5, -1.6, 1.1, 3.4, 5.2, 7.5};
    const sct_pigment pigment = {"77266", 0.15};
    sct_ink_optics ink;
    sct_heal_options o;
    sct_healed h;
    assert_int_equal(skin_optics_from_composition(NULL, &pigment, 1, &ink), SCT_OK);
    options_of_a_light_skin(&o);
    o.ink = &ink;
    o.uptake = 0.1;
    o.depth_um = 120;
    o.dot_radius_mm = 0.06;
    for (int i = 0; i < 6; i++) {
        o.parts_water = shade[i];
        assert_int_equal(skin_heal(NULL, &o, &h), SCT_OK);
        assert_near(h.solid_lab.L, L[i], 0.8);
        assert_near(h.solid_lab.b, b[i], 0.5);
        assert_true(h.lab.L > h.solid_lab.L + 10 && h.lab.L < h.bare_lab.L);
        assert_near(h.load, 0.1 * 0.67 / (1 + shade[i]), 1e-12);
        figure(
            "shade %2.0f: ink everywhere L* %.1f b* %+.1f, a dot L* %.1f b* %+.1f, area of 180 dots/cm2 dE00 %.2f from bare",
            shade[i], h.solid_lab.L, h.solid_lab.b, h.lab.L, h.lab.b, sct_de2000(h.bare_lab, h.area_lab));
    }
}

static void ages(void **state)
{
    (void)state;
    const sct_pigment pigment = {"77266", 0.15};
    sct_ink_optics ink;
    sct_heal_options o;
    sct_healed fresh, healed, later;
    assert_int_equal(skin_optics_from_composition(NULL, &pigment, 1, &ink), SCT_OK);
    options_of_a_light_skin(&o);
    o.ink = &ink;
    assert_int_equal(skin_heal(NULL, &o, &healed), SCT_OK);
    o.age = SCT_AGE_FRESH;
    assert_int_equal(skin_heal(NULL, &o, &fresh), SCT_OK);
    o.age = SCT_AGE_YEARS;
    o.years = 4;
    assert_int_equal(skin_heal(NULL, &o, &later), SCT_OK);
    assert_true(fresh.solid_lab.L < healed.solid_lab.L - 2 && healed.solid_lab.L < later.solid_lab.L - 1);
    assert_true(fresh.lab.L < healed.lab.L && healed.lab.L < later.lab.L);
    assert_true(fresh.area_lab.L < healed.area_lab.L && healed.area_lab.L < later.area_lab.L);
    assert_near(later.load, healed.load * pow(0.88, 4), 1e-12);
    o.years = 0;
    assert_int_equal(skin_heal(NULL, &o, &later), SCT_OK);
    assert_memory_equal(&later.lab, &healed.lab, sizeof healed.lab);
}

/* No ink: dot, area and bare skin are one colour; a skin given by its Lab comes back. */
static void bare_skin(void **state)
{
    (void)state;
    sct_heal_options o;
    sct_healed h;
    sct_heal_options_init(&o);
    o.skin_lab = (sct_lab){58, 11, 17};
    for (o.conditions.specular_included = 0; o.conditions.specular_included < 2; o.conditions.specular_included++) {
        assert_int_equal(skin_heal(NULL, &o, &h), SCT_OK);
        assert_at_most(h.fit_de00, 0.3);
        assert_near(sct_de2000(h.bare_lab, o.skin_lab), h.fit_de00, 1e-9);
        assert_at_most(sct_de2000(h.lab, h.bare_lab), 1e-4);
        assert_at_most(sct_de2000(h.area_lab, h.bare_lab), 1e-4);
    }
}

/* Without ink its depth means nothing: an epidermis thicker than the usual depth is no reason to refuse a bare skin. */
static void bare_skin_needs_no_depth(void **state)
{
    (void)state;
    sct_heal_options o;
    sct_healed h;
    options_of_a_light_skin(&o);
    o.tissue.epidermis_um = 180;
    assert_int_equal(skin_heal(NULL, &o, &h), SCT_OK);
    assert_at_most(sct_de2000(h.lab, h.bare_lab), 1e-4);
    o.pigment_count = 1;
    o.pigments = &(sct_pigment){"77266", 0.001};
    assert_int_equal(skin_heal(NULL, &o, &h), SCT_ERR_OPTION);
}

/* A skin that the model follows only so far is answered, and said to be one. */
static void skins_out_of_reach_are_named(void **state)
{
    (void)state;
    sct_heal_options o;
    sct_healed h;
    sct_heal_options_init(&o);
    o.conditions = (sct_conditions){SCT_ILLUMINANT_D65, SCT_OBSERVER_2, 1};
    o.skin_lab = (sct_lab){51.7, 15.1, 26.5}; /* a measured face, more saturated than melanin and blood make */
    assert_int_equal(skin_heal(NULL, &o, &h), SCT_OK);
    assert_true(h.fit_de00 > 0.5 && h.fit_de00 < 2);
    assert_true(flags_have(&h.flags, "skin-out-of-reach"));
    o.skin_lab = (sct_lab){64.1, 9, 18.3};
    assert_int_equal(skin_heal(NULL, &o, &h), SCT_OK);
    assert_true(!flags_have(&h.flags, "skin-out-of-reach"));
}

static void count_nan(const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_true(isfinite(values[i]));
}

/* Corners of every range: numbers stay finite and physical. */
static void corners(void **state)
{
    (void)state;
    for (int corner = 0; corner < 256; corner++) {
        sct_heal_options o;
        sct_healed h;
        sct_heal_options_init(&o);
        o.use_tissue = 1;
        o.streams = 4;
        o.tissue =
            (sct_tissue){corner & 1 ? 0.8 : 0.001, corner & 2 ? 0.15 : 0.0003, corner & 4 ? 1 : 0,  corner & 8 ? 5 : 0.01,
                         corner & 16 ? 4 : 0.25,   corner & 32 ? 200 : 30,     corner & 2 ? 4 : 0.5};
        o.pigment_count = 1;
        o.pigments = &(sct_pigment){"77891", corner & 64 ? 0.2 : 1e-9};
        o.depth_um = corner & 128 ? 1000 : 200;
        o.thickness_um = corner & 64 ? 2000 : 5;
        o.density_per_cm2 = corner & 128 ? 2000 : 1e-6;
        assert_int_equal(skin_heal(NULL, &o, &h), SCT_OK);
        count_nan(h.reflectance, SCT_WAVELENGTHS);
        count_nan(h.area_reflectance, SCT_WAVELENGTHS);
        count_nan(h.solid_reflectance, SCT_WAVELENGTHS);
        count_nan(&h.lab.L, 3);
        count_nan(&h.solid_lab.L, 3);
        for (int l = 0; l < SCT_WAVELENGTHS; l++)
            assert_true(h.reflectance[l] > 0 && h.reflectance[l] < 1 && h.area_reflectance[l] > 0 &&
                        h.area_reflectance[l] < 1);
    }
}

typedef struct bad_number {
    const char *name;
    size_t offset;
    double low, high; /* both refused */
} bad_number;
#define BAD(field, low, high)                                                                                               \
    {                                                                                                                       \
#field, offsetof(sct_heal_options, field), low, high                                                                \
    }

/* A dot lies between the skin and an endless layer of its ink, the nearer to the latter the wider it is; a black one of a
 * hair's width is hardly seen. */
static void a_dot_is_no_endless_layer(void **state)
{
    static const double radius_mm[] = {0.035, 0.06, 0.1, 0.15, 0.2, 0.3, 0.5};
    enum { RADII = sizeof radius_mm / sizeof *radius_mm };
    const sct_pigment black = {"77266", 0.003};
    (void)state;
    for (int streams = 4; streams <= 16; streams *= 2) {
        double L[RADII];
        sct_heal_options o;
        sct_healed h;
        options_of_a_light_skin(&o);
        o.pigments = &black;
        o.pigment_count = 1;
        o.streams = streams;
        for (int i = 0; i < RADII; i++) {
            o.dot_radius_mm = radius_mm[i];
            assert_int_equal(skin_heal(NULL, &o, &h), SCT_OK);
            L[i] = h.lab.L;
            assert_true(h.lab.L < (i ? L[i - 1] : h.bare_lab.L) && h.lab.L > h.solid_lab.L);
        }
        assert_true(h.bare_lab.L - L[0] < 3 && L[RADII - 1] < h.solid_lab.L + 5);
        if (streams == 8)
            figure(
                "black dots of radius 0.035, 0.06, 0.1, 0.15, 0.2, 0.3, 0.5 mm: L* %.1f %.1f %.1f %.1f %.1f %.1f %.1f; ink "
                "everywhere %.1f, skin %.1f",
                L[0], L[1], L[2], L[3], L[4], L[5], L[6], h.solid_lab.L, h.bare_lab.L);
    }
}

static void bad_numbers(void **state)
{
    (void)state;
    static const bad_number fields[] = {
        BAD(tissue.melanin, 0.0009, 0.81),
        BAD(tissue.blood, 0.0002, 0.16),
        BAD(tissue.oxygen, -0.01, 1.01),
        BAD(tissue.base, 0.009, 5.1),
        BAD(tissue.scatter, 0.2, 4.1),
        BAD(tissue.epidermis_um, 29, 201),
        BAD(tissue.epidermis_scatter, 0.4, 4.1),
        BAD(parts_water, -1, 1001),
        BAD(strength, 0, 101),
        BAD(uptake, 0, 1.1),
        BAD(healed_share, 0, 1.1),
        BAD(depth_um, 69, 1001),
        BAD(thickness_um, 4, 2001),
        BAD(density_per_cm2, -1, 2001),
        BAD(dot_radius_mm, 0, 0.6),
        BAD(years, -1, 31),
        BAD(fade_per_year, -0.1, 0.91),
        BAD(fresh_epidermis, -0.1, 1.1),
    };
    sct_context *ctx;
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        double values[] = {fields[i].low, fields[i].high, (double)NAN, (double)INFINITY, -(double)INFINITY};
        for (int k = 0; k < 5; k++) {
            sct_heal_options o;
            static sct_healed h, before;
            const sct_pigment pigment = {"77266", 0.001};
            sct_heal_options_init(&o);
            o.use_tissue = 1;
            o.pigment_count = 1;
            o.pigments = &pigment;
            memcpy((char *)&o + fields[i].offset, &values[k], sizeof values[k]);
            if (skin_heal(ctx, &o, &h) != SCT_ERR_OPTION)
                fail_msg("%s = %g was taken", fields[i].name, values[k]);
            assert_true(*sct_context_message(ctx));
            assert_memory_equal(&h, &before, sizeof h); /* untouched */
        }
    }
    sct_context_free(ctx);
}

static void bad_arguments(void **state)
{
    (void)state;
    sct_context *ctx;
    sct_heal_options o;
    sct_healed h;
    sct_ink_optics ink = {.basis = SCT_OPTICS_FITTED};
    assert_int_equal(sct_context_new(&ctx), SCT_OK);
    sct_heal_options_init(&o);
    assert_int_equal(skin_heal(ctx, NULL, &h), SCT_ERR_ARGUMENT);
    assert_int_equal(skin_heal(ctx, &o, NULL), SCT_ERR_ARGUMENT);
    o.size--;
    assert_int_equal(skin_heal(ctx, &o, &h), SCT_ERR_ARGUMENT);
    sct_heal_options_init(&o);
    o.depth_um = 60; /* inside the epidermis */
    assert_int_equal(skin_heal(ctx, &o, &h), SCT_ERR_OPTION);
    assert_non_null(strstr(sct_context_message(ctx), "epidermis"));
    sct_heal_options_init(&o);
    o.skin_lab = (sct_lab){50, 0, -40};
    assert_int_equal(skin_heal(ctx, &o, &h), SCT_ERR_NOTHING);
    sct_heal_options_init(&o);
    o.streams = 6;
    assert_int_equal(skin_heal(ctx, &o, &h), SCT_ERR_OPTION);
    sct_heal_options_init(&o);
    sct_pigment pigments[SCT_PIGMENT_MAX + 1] = {{"99999", 0.001}};
    o.pigments = pigments;
    o.pigment_count = 1;
    assert_int_equal(skin_heal(ctx, &o, &h), SCT_ERR_ARGUMENT);
    memset(pigments[0].ci, 'x', sizeof pigments[0].ci); /* not terminated */
    assert_int_equal(skin_heal(ctx, &o, &h), SCT_ERR_ARGUMENT);
    static const double amounts[] = {-0.001, 0.21, (double)NAN, (double)INFINITY, -(double)INFINITY};
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        pigments[0] = (sct_pigment){"77266", amounts[i]};
        assert_int_equal(skin_heal(ctx, &o, &h), SCT_ERR_OPTION);
        assert_non_null(strstr(sct_context_message(ctx), "fraction"));
        sct_context_clear(ctx);
    }
    o.pigments = NULL;
    assert_int_equal(skin_heal(ctx, &o, &h), SCT_ERR_ARGUMENT);
    o.pigments = pigments;
    o.pigment_count = SCT_PIGMENT_MAX + 1;
    assert_int_equal(skin_heal(ctx, &o, &h), SCT_ERR_OPTION);
    sct_heal_options_init(&o);
    o.ink = &ink;
    ink.absorption[3] = (double)NAN;
    assert_int_equal(skin_heal(ctx, &o, &h), SCT_ERR_OPTION);
    sct_pigment parts[] = {{"77266", 0.6}, {"77891", 0.6}};
    assert_int_equal(skin_optics_from_composition(ctx, parts, 2, &ink), SCT_ERR_OPTION);
    assert_int_equal(skin_optics_from_composition(ctx, parts, 0, &ink), SCT_ERR_ARGUMENT);
    assert_int_equal(skin_optics_from_composition(ctx, NULL, 1, &ink), SCT_ERR_ARGUMENT);
    parts[0].fraction = 0.1;
    parts[1].fraction = 0.1;
    assert_int_equal(skin_optics_from_composition(ctx, parts, 2, &ink), SCT_OK);
    sct_heal_options_init(&o);
    o.ink = &ink;
    assert_int_equal(skin_heal(ctx, &o, &h), SCT_OK);
    memset(ink.rests_on, 'x', sizeof ink.rests_on); /* not terminated */
    assert_int_equal(skin_heal(ctx, &o, &h), SCT_ERR_ARGUMENT);
    assert_non_null(strstr(sct_context_message(ctx), "rests_on"));
    parts[0].fraction = -0.1;
    assert_int_equal(skin_optics_from_composition(ctx, parts, 2, &ink), SCT_ERR_OPTION);
    sct_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(black_turns_bluish),
        cmocka_unit_test(contrast_falls_with_melanin),
        cmocka_unit_test(deeper_is_lighter),
        cmocka_unit_test(diluting_lightens_and_warms),
        cmocka_unit_test(scale_of_the_effect),
        cmocka_unit_test(ages),
        cmocka_unit_test(bare_skin),
        cmocka_unit_test(bare_skin_needs_no_depth),
        cmocka_unit_test(skins_out_of_reach_are_named),
        cmocka_unit_test(corners),
        cmocka_unit_test(a_dot_is_no_endless_layer),
        cmocka_unit_test(bad_numbers),
        cmocka_unit_test(bad_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
