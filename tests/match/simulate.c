/* tests/match/simulate.c - simulated clients. */
#include "match/simulate.h"

#include "correct/simulate.h"
#include "region/robust/robust.h"
#include "support/support.h"

/* What is left of a measured colour after averaging, each of L*, a*, b*: site to site, and pixels. */
static const double NOISE_SD = 0.4;

static sct_lab lab_of(const phantom_spectrum *s)
{
    return skin_lab(s->r, NULL);
}

/* ---- a photo with a chart ---- */

enum { CLIENT_SURFACES = 3 };

static sct_estimate estimate_from(sct_lab lab, const colour_doubt *doubt, num_rng *rng)
{
    sct_estimate e = {.lab = lab, .pixels = 5000};
    sct_cov noise = {{{0}}};
    for (int i = 0; i < 3; i++)
        noise.m[i][i] = NOISE_SD * NOISE_SD;
    e.lab.L += NOISE_SD * num_rng_normal(rng);
    e.lab.a += NOISE_SD * num_rng_normal(rng);
    e.lab.b += NOISE_SD * num_rng_normal(rng);
    region_trust(&e, &noise, doubt);
    return e;
}

/* What the tool would make of a photo of these colours with a chart beside them, and how sure it would say it is. */
static void measure(const sim_world *world, const phantom_spectrum client[CLIENT_SURFACES], num_rng *rng,
                    sct_measurement *seen)
{
    const phantom_library *library = &world->library;
    sct_estimate *const estimates[CLIENT_SURFACES] = {&seen->skin.estimate, &seen->hair.strand, &seen->hair.shadow};
    int camera = 2 * (int)num_rng_below(rng, (uint32_t)library->camera_count / 2) + 1; /* the odd ones are held out */
    int light = (int)num_rng_below(rng, SIMULATE_LIGHTS);
    sct_lab lab[CLIENT_SURFACES];
    colour_doubt doubt;
    simulate_photo(library, camera, light, client, CLIENT_SURFACES, rng, lab, &doubt);
    colour_doubt_see_skin(&doubt, lab[0]);
    *seen = (sct_measurement){.photo_count = 1, .hair = {.kind = SCT_HAIR_STUBBLE, .density_per_cm2 = (double)NAN}};
    for (int i = 0; i < CLIENT_SURFACES; i++)
        *estimates[i] = estimate_from(lab[i], &doubt, rng);
    seen->skin.ita_deg = sct_ita(sct_lab_d65(seen->skin.estimate.lab));
}

int sim_world_load(sim_world *out)
{
    *out = (sim_world){.library = phantom_library_open()};
    if (out->library.measured && out->library.camera_count > 1)
        return 1;
    sim_world_free(out);
    return 0;
}

void sim_world_free(sim_world *world)
{
    phantom_library_close(&world->library);
}

/* ---- what is true ---- */

enum { UNKNOWNS = 5, WITHOUT_VEIL = 4 }; /* the last: how much more the epidermis scatters than the dermis */

typedef struct spectral_fit {
    sct_tissue tissue;
    const phantom_spectrum *skin;
} spectral_fit;

static sct_tissue tissue_with(const sct_tissue *start, const double *q, int unknowns)
{
    sct_tissue t = *start;
    t.melanin = exp(q[0]);
    t.blood = exp(q[1]);
    t.base = exp(q[2]);
    t.oxygen = q[3];
    if (unknowns == UNKNOWNS)
        t.epidermis_scatter = exp(q[4]);
    return t;
}

static int spectral_residuals(void *user, const double *q, int n, double *residuals, int m)
{
    const spectral_fit *fit = user;
    double r[SKIN_PAD];
    sct_tissue t = tissue_with(&fit->tissue, q, n);
    skin_bare_spectrum(&t, 8, r);
    for (int i = 0; i < m; i++)
        residuals[i] = r[i] - fit->skin->r[i];
    return 0;
}

/* The tissue behind a whole spectrum, scattering of the dermis and thickness given. As in engine/skin/fit.c the epidermis
 * scatters more only where a skin cannot be followed otherwise: dark ones, which else end at the bounds of base and oxygen.
 */
static sct_tissue fit_spectrum(const phantom_spectrum *skin, const sct_tissue *start)
{
    spectral_fit fit = {*start, skin};
    double room[NUM_FIT_ROOM(UNKNOWNS, PHANTOM_BANDS)];
    double q[UNKNOWNS] = {log(0.04), log(0.01), log(0.3), 0.6, 0};
    const double lo[UNKNOWNS] = {log(0.001), log(0.0003), log(0.01), 0, log(0.7)};
    const double hi[UNKNOWNS] = {log(0.8), log(0.15), log(5), 1, log(2.5)};
    num_least_squares(spectral_residuals, &fit, q, lo, hi, WITHOUT_VEIL, PHANTOM_BANDS, 60, room, NULL);
    if (q[2] < hi[2] - 0.05 && q[3] > 0.1)
        return tissue_with(start, q, WITHOUT_VEIL);
    q[2] = log(0.3);
    q[3] = 0.6;
    num_least_squares(spectral_residuals, &fit, q, lo, hi, UNKNOWNS, PHANTOM_BANDS, 60, room, NULL);
    return tissue_with(start, q, UNKNOWNS);
}

/* A factor whose ln is normal on each side of 0, with 95 % between lo and hi. */
static double draw_factor(num_rng *rng, double lo, double hi)
{
    double z = num_rng_normal(rng);
    return exp(fabs(log(z < 0 ? lo : hi)) * z / 1.959964);
}

static phantom_spectrum mix(const phantom_spectrum *a, const phantom_spectrum *b, double share_of_b)
{
    phantom_spectrum s;
    for (int i = 0; i < PHANTOM_BANDS; i++)
        s.r[i] = a->r[i] + share_of_b * (b->r[i] - a->r[i]);
    return s;
}

/* Black hair with every skin, brown down to tan, red and blond with lighter ones. */
static size_t draw_hair(const phantom_library *library, double ita_deg, num_rng *rng)
{
    for (;;) {
        size_t hair = num_rng_below(rng, (uint32_t)library->hair_count);
        const char *name = library->hairs[hair].name;
        double darkest_skin = strstr(name, "black") ? -180 : strstr(name, "brown") ? -10 : 28;
        if (ita_deg > darkest_skin)
            return hair;
    }
}

/* What the tissue model cannot follow of this skin shows beside hair and ink as it does in the bare skin. */
static phantom_spectrum as_on_skin(const sim_truth *truth, const double *seen, const double *bare)
{
    phantom_spectrum s;
    for (int b = 0; b < PHANTOM_BANDS; b++)
        s.r[b] = fmax(seen[b] + truth->skin_spectrum.r[b] - bare[b], 1e-5);
    return s;
}

/* The shadow that the hair leaves, shaved, and one hair of it; their number, width and length are nobody's assumption. */
static phantom_spectrum shave(sim_truth *truth, const phantom_spectrum *strand, const double u[3])
{
    static skin_client client;
    double bare[SKIN_PAD], seen[SKIN_PAD];
    sct_shadow_options hairs;
    sct_shadow_options_init(&hairs);
    hairs.density_per_cm2 = 140 + 90 * u[0];
    hairs.fibre_um = 55 + 30 * u[1];
    hairs.stubble_mm = 0.1 + 0.4 * u[2];
    truth->strand = lab_of(strand);
    assert_int_equal(skin_stub_spectrum(NULL, &truth->tissue, &hairs, truth->strand, bare, seen), SCT_OK);
    phantom_spectrum stub = as_on_skin(truth, seen, bare);
    truth->stub = lab_of(&stub);
    skin_client_init(&client, &truth->tissue, truth->tissue.epidermis_um, 8);
    skin_shadow_spectrum(&client, &hairs, truth->strand, seen);
    return as_on_skin(truth, seen, client.bare);
}

void sim_draw(const sim_world *world, int ita_class, int n, const sim_artist *artist, num_rng *rng, sim_truth *truth,
              sct_measurement *seen)
{
    const phantom_library *library = &world->library;
    const phantom_skin *skin = &library->skins[phantom_skin_of_class(library, ita_class, 1, n)];
    sct_tissue tissue;
    truth->ita_deg = skin->ita_deg;
    truth->skin_spectrum = skin->body;
    size_t hair = draw_hair(library, truth->ita_deg, rng);
    truth->hair = library->hairs[hair].name;
    /* A stub is seen partly through skin; the shadow is skin and a few stubs. */
    phantom_spectrum strand = mix(&library->hairs[hair].strand, &skin->body, 0.05 + 0.25 * num_rng_uniform(rng));
    double shaved[3] = {num_rng_uniform(rng), num_rng_uniform(rng), num_rng_uniform(rng)};
    sct_tissue_init(&tissue);
    tissue.scatter = exp(0.1 * num_rng_normal(rng));
    tissue.epidermis_um = fmin(fmax(68 + 10 * num_rng_normal(rng), 45), 90);
    truth->tissue = fit_spectrum(&skin->body, &tissue);
    truth->artist = *artist;
    truth->depth_um = fmax(artist->depth_um * draw_factor(rng, artist->depth_lo, artist->depth_hi), tissue.epidermis_um + 1);
    truth->strength_sd = log(artist->strength) / 1.959964;
    truth->strength_shared = num_rng_normal(rng);
    truth->seed = num_rng_u64(rng);
    skin_client_init(&truth->client, &truth->tissue, truth->depth_um, 8);
    const phantom_spectrum client[CLIENT_SURFACES] = {skin->body, strand, shave(truth, &strand, shaved)};
    truth->skin = lab_of(&client[0]);
    truth->shadow = lab_of(&client[2]);
    measure(world, client, rng, seen);
}

static double strength_of(const sim_truth *truth, const char *ink)
{
    num_rng rng;
    uint64_t seed = truth->seed;
    for (; *ink; ink++)
        seed = seed * 31 + (unsigned char)*ink;
    num_rng_seed(&rng, seed);
    return exp(truth->strength_sd * (sqrt(0.5) * truth->strength_shared + sqrt(0.5) * num_rng_normal(&rng)));
}

match_look sim_heal(const sim_truth *truth, const palette_ink *ink, double parts_water, double density_per_cm2)
{
    sct_pigment pigments[SCT_PIGMENT_MAX];
    sct_ink_optics optics;
    skin_spectra seen;
    static skin_near near;
    static skin_room room;
    double share[SKIN_PAD], dot[SKIN_PAD];
    for (size_t i = 0; i < ink->pigment_count; i++) {
        snprintf(pigments[i].ci, sizeof pigments[i].ci, "%s", ink->pigments[i].ci);
        pigments[i].fraction = ink->pigments[i].mass_fraction;
    }
    assert_int_equal(skin_optics_from_composition(NULL, pigments, ink->pigment_count, &optics), SCT_OK);
    skin_ink medium = skin_ink_of(&optics);
    const sim_artist *hand = &truth->artist;
    skin_dots dots = {.load = hand->uptake * 0.67 * strength_of(truth, ink->id) * palette_concentration(1, parts_water),
                      .thickness_um = hand->thickness_um,
                      .radius_mm = hand->radius_mm,
                      .coverage = skin_coverage(density_per_cm2, hand->radius_mm)};
    skin_heal_at(&truth->client, &medium, &dots, &seen);
    skin_near_init(&near, &truth->client, hand->radius_mm);
    skin_near_share(&near, &room, &medium, &dots, share);
    skin_near_mix(truth->client.bare, seen.solid, share, dot);
    /* What the tissue model cannot follow of this skin shows in the area as it does in the bare skin. */
    for (int b = 0; b < PHANTOM_BANDS; b++)
        seen.area[b] = fmax(seen.area[b] + truth->skin_spectrum.r[b] - truth->client.bare[b], 1e-5);
    return (match_look){skin_lab(dot, NULL), skin_lab(seen.area, NULL)};
}

/* ---- hands, and what they are held to ---- */

const sim_hand sim_hands[SIM_WORLDS] = {{"A, as assumed", 0.11, 0.24, 125, 200},
                                        {"B, small and shallow", 0.08, 0.35, 100, 150},
                                        {"C, wide and deep", 0.16, 0.15, 180, 250},
                                        {"D, little ink", 0.11, 0.12, 125, 200},
                                        {"E, much ink", 0.13, 0.40, 110, 300}};

double sim_wall_chart(const sim_truth *truth)
{
    static const double black[] = {20, 12, 6}, brown[] = {30, 25, 20}, fair[] = {45, 40, 40};
    int skin = truth->ita_deg > 28 ? 0 : truth->ita_deg > -10 ? 1 : 2;
    if (strstr(truth->hair, "black"))
        return black[skin];
    return strstr(truth->hair, "brown") ? brown[skin] : fair[skin];
}

double sim_distance(const sim_truth *truth, match_look look)
{
    return MATCH_WEIGHT_DOT * sct_de2000(truth->stub, look.dot) +
           (1 - MATCH_WEIGHT_DOT) * sct_de2000(truth->shadow, look.area);
}
