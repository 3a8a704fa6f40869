/*
 * tests/skin/test_priors.c - the assumptions of engine/skin/prior_table.c against
 * what the trade sees, all at once.
 *
 * Anchors:
 *   shades      carbon, 15 % by mass, 180 dots per cm2, gives the client's own shadow at 20 parts of water on light skin
 * with black hair, 30 with brown hair, 12 on olive skin with black hair: practitioners' own numbers, which differ between
 * hands by about a quarter dots        as wide as or wider than a follicle's opening, 0.15 mm (Nguyen et al. 2022,
 * doi 10.1159/000524135) photos      healed scalps, own stubble included, are darker than the forehead by L* 9.5 to 21, mean
 * 15 (phone photos of one studio's clients, with dots about 1 mm apart) pigment     0.6 to 9.4, mean 2.5 mg per cm2 of
 * tattooed skin, of an ink with about a quarter of pigment (Engel et al., Contact Dermatitis 58, 228 (2008)): ink
 * everywhere, undiluted, before it has healed Unknown are the logarithms of radius, uptake, depth and thickness; the table's
 * spreads hold them. The healed share multiplies the uptake in all anchors but the last, and stays.
 */
#include "skin/skin.h"
#include "support/support.h"

enum { UNKNOWNS = 4, SHADES = 3, PHOTOS = SHADES, DOTS, PIGMENT, ANCHORS };

static const struct {
    const char *name;
    sct_lab skin, hair;
    double parts_water;
} shades[SHADES] = {
    {"light skin, black hair", {65, 10, 16}, {16, 1.5, 1.5}, 20},
    {"light skin, brown hair", {65, 10, 16}, {27, 5, 7}, 30},
    {"olive skin, black hair", {55, 11, 20}, {16, 1.5, 1.5}, 12},
};

typedef struct anchors {
    sct_tissue tissue[SHADES];
    sct_shadow shadow[SHADES];
    skin_ink carbon;
} anchors;

static anchors world;
static skin_client client;
static skin_mode modes[SKIN_MODES - 1];
static skin_room dot_room;

static const skin_prior *prior(int i)
{
    return &skin_prior_table[i];
}

static double sd_ln(const skin_prior *p)
{
    return log(p->hi / p->lo) / (2 * NUM_TWO_SIDED_95);
}

static void world_init(void)
{
    sct_pigment carbon = {"77266", 0.15};
    sct_ink_optics optics;
    sct_shadow_options options;
    sct_shadow_options_init(&options);
    assert_int_equal(skin_optics_from_composition(NULL, &carbon, 1, &optics), SCT_OK);
    world.carbon = skin_ink_of(&optics);
    for (int i = 0; i < SHADES; i++) {
        sct_skin_fit fit;
        assert_int_equal(sct_skin_fit_lab(NULL, shades[i].skin, NULL, NULL, &fit), SCT_OK);
        world.tissue[i] = fit.tissue;
        assert_int_equal(sct_predict_shadow(NULL, &options, &fit.tissue, shades[i].hair, &world.shadow[i]), SCT_OK);
    }
}

static skin_dots dots_of(const double x[UNKNOWNS], double parts_water)
{
    double radius = exp(x[SKIN_PRIOR_RADIUS]), uptake = exp(x[SKIN_PRIOR_UPTAKE]);
    return (skin_dots){.load = uptake * prior(SKIN_PRIOR_HEALED)->centre / (1 + parts_water),
                       .thickness_um = exp(x[SKIN_PRIOR_THICKNESS]),
                       .radius_mm = radius,
                       .coverage = skin_coverage(SKIN_USUAL_DENSITY_PER_CM2, radius)};
}

/* Full width at half depth of one dot, as seen at 550 nm. */
static double seen_width_mm(const double x[UNKNOWNS])
{
    enum { GREEN = 15 };
    skin_dots dots = dots_of(x, 20);
    double solid[SKIN_PAD], out[SKIN_PAD], middle = 0, off = 0;
    skin_response response;
    skin_heal_spectrum(&client, &world.carbon, &dots, solid);
    skin_respond(&client, modes, &dot_room, &world.carbon, &dots, solid, &response);
    for (double seen = 1; off < 2 && seen > 0.5; off += 0.005) {
        skin_sight sight = skin_sight_of(dots.radius_mm, off, 0.02);
        skin_dot_spectrum(&client, &response, &sight, out);
        if (off == 0)
            middle = client.bare[GREEN] - out[GREEN];
        seen = (client.bare[GREEN] - out[GREEN]) / middle;
    }
    return 2 * off;
}

/* What the model says of each anchor. */
static void predict(const double x[UNKNOWNS], double out[ANCHORS])
{
    for (int i = 0; i < SHADES; i++) {
        skin_spectra s;
        skin_dots dots = dots_of(x, shades[i].parts_water);
        skin_client_init(&client, &world.tissue[i], exp(x[SKIN_PRIOR_DEPTH]), 8);
        skin_heal_at(&client, &world.carbon, &dots, &s);
        out[i] = skin_lab(s.area, NULL).L - world.shadow[i].lab.L;
        if (i == 0) {
            double both[SKIN_PAD];
            for (int l = 0; l < SKIN_PAD; l++) {
                int k = l < SCT_WAVELENGTHS ? l : SCT_WAVELENGTHS - 1;
                both[l] = s.area[l] * world.shadow[i].reflectance[k] / client.bare[l];
            }
            out[PHOTOS] = skin_lab(client.bare, NULL).L - skin_lab(both, NULL).L;
            skin_modes_init(modes, &client);
            out[DOTS] = seen_width_mm(x);
        }
    }
    out[PIGMENT] = exp(x[SKIN_PRIOR_UPTAKE]) * 0.25 * exp(x[SKIN_PRIOR_THICKNESS]) * 1e-4 * 1000;
}

static int residuals(void *user, const double *x, int n, double *out, int m)
{
    double said[ANCHORS];
    (void)user;
    (void)m;
    predict(x, said);
    for (int i = 0; i < SHADES; i++)
        out[i] = said[i] / 1.0; /* a quarter more or less water moves L* by that much */
    out[PHOTOS] = (said[PHOTOS] - 15) / ((21 - 9.5) / 4);
    out[DOTS] = fmin(0, said[DOTS] - 0.15) / 0.05;
    out[PIGMENT] = log(said[PIGMENT] / 2.5) / (log(9.4 / 0.6) / (2 * NUM_TWO_SIDED_95));
    for (int i = 0; i < n; i++)
        out[ANCHORS + i] = (x[i] - log(prior(i)->centre)) / sd_ln(prior(i));
    return 0;
}

static void tell(const char *what, const double x[UNKNOWNS])
{
    double r[ANCHORS + UNKNOWNS], said[ANCHORS], sum = 0;
    predict(x, said);
    residuals(NULL, x, UNKNOWNS, r, ANCHORS + UNKNOWNS);
    for (int i = 0; i < ANCHORS + UNKNOWNS; i++)
        sum += r[i] * r[i];
    figure("%s: radius %.3f mm, uptake %.3f, depth %.0f um, thickness %.0f um: chi2 %.1f of %d", what, exp(x[0]), exp(x[1]),
           exp(x[2]), exp(x[3]), sum, (int)ANCHORS);
    for (int i = 0; i < SHADES; i++)
        figure("  %s at shade %.0f: area %+.2f L* from the own shadow, %.1f", shades[i].name, shades[i].parts_water, said[i],
               world.shadow[i].lab.L);
    figure("  healed scalp darker by L* %.1f (photos 9.5 to 21), dots look %.2f mm wide, %.1f mg of pigment per cm2 (0.6 to "
           "9.4)",
           said[PHOTOS], said[DOTS], said[PIGMENT]);
}

/* The priors' centres, the fit, and the rounded answer of the table. */
static void anchors_hold_together(void **state)
{
    (void)state;
    double x[UNKNOWNS], lo[UNKNOWNS], hi[UNKNOWNS], kept[UNKNOWNS], said[ANCHORS];
    double room[NUM_FIT_ROOM(UNKNOWNS, ANCHORS + UNKNOWNS)];
    world_init();
    for (int i = 0; i < UNKNOWNS; i++) {
        x[i] = log(prior(i)->centre);
        lo[i] = log(prior(i)->lo);
        hi[i] = log(prior(i)->hi);
        kept[i] = log(prior(i)->fitted);
    }
    sct_heal_options usual;
    sct_heal_options_init(&usual);
    const double now[UNKNOWNS] = {log(usual.dot_radius_mm), log(usual.uptake), log(usual.depth_um), log(usual.thickness_um)};
    tell("what heal and match still use", now);
    tell("as assumed", x);
    num_least_squares(residuals, NULL, x, lo, hi, UNKNOWNS, ANCHORS + UNKNOWNS, 60, room, NULL);
    tell("fitted to all anchors", x);
    tell("rounded", kept);
    for (int i = 0; i < UNKNOWNS; i++)
        assert_at_most(fabs(x[i] - kept[i]), 0.25 * sd_ln(prior(i)));
    predict(kept, said);
    for (int i = 0; i < SHADES; i++)
        assert_at_most(fabs(said[i]), 1);
    assert_true(said[PHOTOS] > 9.5 && said[PHOTOS] < 21);
    assert_true(said[DOTS] > 0.15);
    assert_true(said[PIGMENT] > 0.6 && said[PIGMENT] < 9.4);
}

/* Inks as shipped, by the same anchor: at which shade the area is as light as the shadow of brown hair on light skin. */
static void other_inks_by_the_same_anchor(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        sct_pigment pigments[3];
        size_t count;
        int ready; /* used as bottled */
    } inks[] = {{"carbon black", {{"77266", .15}}, 1, 0},
                {"the same, agglomerated", {{"77266-3", .15}}, 1, 0},
                {"warm black", {{"77266", .10}, {"77491", .06}}, 2, 0},
                {"dark brown", {{"77266", .05}, {"77491", .10}}, 2, 0},
                {"ash brown", {{"77266", .03}, {"77491", .045}, {"77891", .05}}, 3, 0},
                {"dark brown, ready", {{"77266", .006}, {"77491", .005}}, 2, 1},
                {"medium brown, ready", {{"77266", .0035}, {"77491", .007}}, 2, 1}};
    double x[UNKNOWNS];
    world_init();
    for (int i = 0; i < UNKNOWNS; i++)
        x[i] = log(prior(i)->fitted);
    skin_client_init(&client, &world.tissue[1], exp(x[SKIN_PRIOR_DEPTH]), 8);
    for (size_t k = 0; k < sizeof inks / sizeof *inks; k++) {
        skin_ink ink = {{0}, {0}, {0}};
        skin_spectra s;
        for (size_t i = 0; i < inks[k].count; i++) {
            int agglomerated = strcmp(inks[k].pigments[i].ci, "77266-3") == 0;
            int found = skin_pigment_find(agglomerated ? "77266-300" : inks[k].pigments[i].ci);
            double density = strncmp(inks[k].pigments[i].ci, "77266", 5) == 0 ? 1.8
                             : strcmp(inks[k].pigments[i].ci, "77491") == 0   ? 5.26
                                                                              : 4.23;
            assert_true(found >= 0);
            skin_ink_add_pigment(&ink, found, inks[k].pigments[i].fraction / density);
        }
        double lo = 0, hi = 200; /* parts of water */
        for (int round = 0; round < 30 && !inks[k].ready; round++) {
            double water = (lo + hi) / 2;
            skin_dots dots = dots_of(x, water);
            skin_heal_at(&client, &ink, &dots, &s);
            *(skin_lab(s.area, NULL).L > world.shadow[1].lab.L ? &hi : &lo) = water;
        }
        skin_dots dots = dots_of(x, lo);
        skin_heal_at(&client, &ink, &dots, &s);
        sct_lab area = skin_lab(s.area, NULL), shadow = world.shadow[1].lab;
        assert_at_most(fabs(area.L - shadow.L), inks[k].ready ? 3 : 0.05);
        figure("  %s, shade %.0f: area %.1f %.1f %.1f, own shadow of brown hair %.1f %.1f %.1f", inks[k].name, lo, area.L,
               area.a, area.b, shadow.L, shadow.a, shadow.b);
    }
}

static void table_is_whole(void **state)
{
    (void)state;
    for (int i = 0; i < SKIN_PRIORS; i++) {
        const skin_prior *p = prior(i);
        assert_true(p->lo < p->centre && p->centre < p->hi && p->lo < p->fitted && p->fitted < p->hi);
        assert_true(strlen(p->name) > 0 && strlen(p->unit) > 0 && strlen(p->source) > 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_is_whole),
        cmocka_unit_test(anchors_hold_together),
        cmocka_unit_test(other_inks_by_the_same_anchor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
