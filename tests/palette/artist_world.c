/* tests/palette/artist_world.c - see the header. */
#include "palette/artist_world.h"

#include "skin/dot_photons.h"
#include "skin/pigment.h"
#include "skin/skin.h"
#include "skin/tissue.h"
#include "support/support.h"

#define RANGE             "\"dilution\":{\"min_parts_water\":3,\"max_parts_water\":80,\"step\":0.5}"
#define PIGMENT(ci, mass) "{\"ci\":\"" ci "\",\"mass_fraction\":" mass "}"
static const char labels[] =
    "{\"scalptone_palette\":1,\"name\":\"labels\",\"provenance\":{\"kind\":\"stated\"},\"inks\":["
    "{\"id\":\"black\"," RANGE ",\"composition\":[" PIGMENT(
        "77266", "0.15") "]},"
                         "{\"id\":\"brown\"," RANGE ",\"composition\":[" PIGMENT("77266", "0.05") "," PIGMENT(
                             "77491", "0.06") "]},"
                                              "{\"id\":\"ash\"," RANGE
                                              ",\"composition\":[" PIGMENT("77266", "0.06") "," PIGMENT(
                                                  "77491", "0.02") "," PIGMENT("77891", "0.04") "]}]}";

sct_palette *world_palette(sct_context *ctx)
{
    sct_palette *palette = NULL;
    assert_int_equal(sct_palette_from_json(ctx, labels, sizeof labels - 1, &palette), SCT_OK);
    return palette;
}

static double between(num_rng *rng, double lo, double hi)
{
    return lo * pow(hi / lo, num_rng_uniform(rng));
}

static double about(num_rng *rng, double sd_ln)
{
    return exp(sd_ln * num_rng_normal(rng));
}

world_artist world_artist_new(sct_context *ctx, uint64_t seed)
{
    static const sct_pigment said[WORLD_INKS][3] = {
        {{"77266", 0.15}}, {{"77266", 0.05}, {"77491", 0.06}}, {{"77266", 0.06}, {"77491", 0.02}, {"77891", 0.04}}};
    num_rng rng;
    num_rng_seed(&rng, seed);
    world_artist a = {.seed = seed,
                      .depth_um = between(&rng, 80, 250),
                      .radius_mm = between(&rng, 0.08, 0.25),
                      .strength = between(&rng, 0.6, 1.6),
                      .thickness_um = between(&rng, 120, 320)};
    for (size_t i = 0; i < WORLD_INKS; i++) {
        a.own_strength[i] = about(&rng, 0.15);
        for (a.pigments[i] = 0; a.pigments[i] < 3 && said[i][a.pigments[i]].ci[0]; a.pigments[i]++) {
            a.bottle[i][a.pigments[i]] = said[i][a.pigments[i]];
            a.bottle[i][a.pigments[i]].fraction *= about(&rng, 0.1);
        }
        assert_int_equal(sct_ink_optics_from_composition(ctx, a.bottle[i], a.pigments[i], &a.optics[i]), SCT_OK);
    }
    return a;
}

void world_artist_free(world_artist *artist)
{
    for (size_t i = 0; i < WORLD_INKS; i++)
        sct_ink_optics_free(artist->optics[i]);
}

/* What lies in one mark. */
typedef struct mark_truth {
    sct_tissue tissue;
    size_t ink;
    double parts_water, load, depth_um, radius_mm, thickness_um;
} mark_truth;

static mark_truth truth_of(const world_artist *a, size_t index, num_rng *rng)
{
    mark_truth t = {.ink = (index + (size_t)(3 * num_rng_uniform(rng))) % WORLD_INKS};
    sct_tissue_init(&t.tissue);
    t.tissue.melanin = between(rng, 0.008, 0.12);
    t.tissue.blood = between(rng, 0.004, 0.02);
    t.tissue.oxygen = 0.4 + 0.35 * num_rng_uniform(rng);
    t.tissue.scatter = about(rng, 0.12);
    t.tissue.epidermis_um = 60 + 20 * num_rng_uniform(rng);
    t.parts_water = 0.5 * round(2 * between(rng, 8, 40));
    t.load = SKIN_USUAL(UPTAKE) * SKIN_USUAL(HEALED) * a->strength * a->own_strength[t.ink] * about(rng, 0.1) /
             (1 + t.parts_water);
    t.depth_um = fmax(a->depth_um * about(rng, 0.12), t.tissue.epidermis_um + 1);
    t.radius_mm = a->radius_mm * about(rng, 0.06);
    t.thickness_um = a->thickness_um;
    return t;
}

/* ---- by the engine, of other dots than it would think of ---- */

static sct_xyz seen_by_engine(sct_context *ctx, const world_artist *a, const mark_truth *t, sct_lab *bare)
{
    static const double depth[] = {0.8, 1, 1.25}, radius[] = {1.15, 0.85, 1};
    sct_xyz sum = {0, 0, 0};
    for (int k = 0; k < 3; k++) {
        sct_heal_options o;
        sct_healed *healed = NULL;
        sct_healed_info seen;
        sct_heal_options_init(&o);
        o.tissue = t->tissue;
        o.use_tissue = 1;
        o.ink = a->optics[t->ink];
        o.parts_water = t->parts_water;
        o.strength = t->load * (1 + t->parts_water) / (SKIN_USUAL(UPTAKE) * SKIN_USUAL(HEALED));
        o.depth_um = fmax(t->depth_um * depth[k], t->tissue.epidermis_um + 1);
        o.depth_lo_um = o.depth_hi_um = o.depth_um;
        o.thickness_um = t->thickness_um;
        o.dot_radius_mm = t->radius_mm * radius[k];
        if (sct_heal(ctx, &o, &healed) != SCT_OK)
            fail_msg("%s", sct_context_message(ctx));
        assert_int_equal(sct_healed_describe(healed, &seen), SCT_OK);
        sct_xyz one = sct_xyz_from_lab(seen.lab, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
        sum = (sct_xyz){sum.X + one.X / 3, sum.Y + one.Y / 3, sum.Z + one.Z / 3};
        *bare = seen.bare_lab;
        sct_healed_free(healed);
    }
    return sum;
}

/* ---- by photons ---- */

/* The eye's blur exp(-(x / s)^2) as windows that are even over their width: their squared radii over s squared have a gamma
 * distribution of shape 2, of which these are the middles of fifths. */
static const double window_of_fifth[] = {0.532, 1.097, 1.678, 2.439, 3.890};

static dot_world world_at(const world_artist *a, const mark_truth *t, int l)
{
    skin_medium epidermis, dermis;
    skin_ink ink = {{0}, {0}, {0}};
    tissue_media(&t->tissue, &epidermis, &dermis);
    for (size_t k = 0; k < a->pigments[t->ink]; k++) {
        int pigment = skin_pigment_find(a->bottle[t->ink][k].ci);
        skin_ink_add_pigment(&ink, pigment, a->bottle[t->ink][k].fraction / skin_pigment_table[pigment].density);
    }
    return (dot_world){.epidermis = {epidermis.absorption[l], epidermis.scattering[l], TISSUE_ANISOTROPY},
                       .dermis = {dermis.absorption[l], dermis.scattering[l], TISSUE_ANISOTROPY},
                       .ink = {t->load * ink.absorption[l], t->load * ink.scattering[l], ink.forward[l] / ink.scattering[l]},
                       .epidermis_cm = t->tissue.epidermis_um * 1e-4,
                       .depth = t->depth_um * 1e-4,
                       .thickness = t->thickness_um * 1e-4,
                       .radius = t->radius_mm * 0.1,
                       .index = TISSUE_INDEX};
}

static double share_by_photons(const world_artist *a, const mark_truth *t, int l, int photons, uint64_t seed)
{
    double sum = 0;
    dot_world w = world_at(a, t, l);
    for (size_t k = 0; k < 5; k++)
        sum += dot_photons(&w, 0, 0.1 * SKIN_WINDOW_MM * sqrt(window_of_fifth[k]), photons / 5, seed + k).reflectance / 5;
    return sum;
}

/* Photons tell at every third wavelength how much darker than the bare skin beside it a dot is. */
static sct_xyz seen_by_photons(const world_artist *a, const mark_truth *t, int photons, uint64_t seed, sct_lab *bare)
{
    double skin[SKIN_PAD], r[SKIN_PAD], known[11];
    skin_bare_spectrum(&t->tissue, 8, skin);
    for (int k = 0; k < 11; k++)
        known[k] = share_by_photons(a, t, 3 * k, photons, seed + (uint64_t)(100 * k)) / skin[3 * k];
    for (int l = 0; l < SKIN_PAD; l++) {
        int k = l / 3 < 9 ? l / 3 : 9;
        double part = fmin(1, l / 3.0 - k);
        r[l] = skin[l] * (known[k] + part * (known[k + 1] - known[k]));
    }
    *bare = skin_lab(skin, NULL);
    return sct_xyz_from_lab(skin_lab(r, NULL), sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
}

sct_mark world_mark(sct_context *ctx, const world_artist *a, size_t index, const world_view *view, sct_lab *truth)
{
    sct_mark m;
    num_rng rng;
    sct_lab bare;
    num_rng_seed(&rng, a->seed * 1000 + index + 1);
    mark_truth t = truth_of(a, index, &rng);
    sct_mark_init(&m);
    sct_xyz xyz = view->photons ? seen_by_photons(a, &t, view->photons, a->seed * 1000 + index, &bare)
                                : seen_by_engine(ctx, a, &t, &bare);
    sct_lab seen = sct_lab_from_xyz(xyz, sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2));
    if (truth)
        *truth = seen;
    m.ink = t.ink;
    m.parts_water = t.parts_water;
    double *skin[] = {&bare.L, &bare.a, &bare.b}, *dot[] = {&seen.L, &seen.a, &seen.b};
    for (int k = 0; k < 3; k++) {
        double white = view->white_noise * num_rng_normal(&rng);
        *skin[k] += white + 0.5 * view->noise * num_rng_normal(&rng); /* a large field, read better */
        *dot[k] += white + view->noise * num_rng_normal(&rng);
    }
    m.skin_lab = bare;
    m.lab = seen;
    return m;
}

void world_make_wild(sct_mark *mark, uint64_t seed)
{
    num_rng rng;
    num_rng_seed(&rng, seed);
    double by = 12 + 15 * num_rng_uniform(&rng);
    mark->lab.L += num_rng_uniform(&rng) < 0.5 && mark->lab.L > by ? -by : by;
    mark->lab.a += 6 * num_rng_normal(&rng);
    mark->lab.b += 6 * num_rng_normal(&rng);
    mark->lab.L = fmin(mark->lab.L, 95);
}

sct_lab world_predict(sct_context *ctx, const sct_palette *palette, const sct_artist *hand, const sct_mark *mark)
{
    sct_heal_options o;
    sct_healed *healed = NULL;
    sct_healed_info seen;
    sct_artist_info info;
    sct_ink ink;
    sct_artist_ink own;
    sct_ink_optics *optics = NULL;
    assert_int_equal(sct_palette_ink_optics(ctx, palette, mark->ink, &optics), SCT_OK);
    assert_int_equal(sct_palette_ink(palette, mark->ink, &ink), SCT_OK);
    sct_heal_options_init(&o);
    o.skin_lab = mark->skin_lab;
    o.ink = optics;
    o.parts_water = mark->parts_water; /* in as many streams as heal and match take */
    if (hand) {
        assert_int_equal(sct_artist_describe(hand, &info), SCT_OK);
        o.depth_um = info.depth_um;
        o.dot_radius_mm = info.dot_radius_mm;
        o.strength = info.strength;
        for (size_t i = 0; sct_artist_ink_at(hand, i, &own) == SCT_OK; i++)
            if (strcmp(own.id, ink.id) == 0)
                o.strength *= own.strength;
    }
    o.depth_lo_um = o.depth_hi_um = o.depth_um;
    if (sct_heal(ctx, &o, &healed) != SCT_OK)
        fail_msg("%s", sct_context_message(ctx));
    assert_int_equal(sct_healed_describe(healed, &seen), SCT_OK);
    sct_healed_free(healed);
    sct_ink_optics_free(optics);
    return seen.lab;
}
