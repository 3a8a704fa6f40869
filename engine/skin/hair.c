/*
 * engine/skin/hair.c - the shadow of shaved hair, from the colour of grown hair.
 *
 * What darkens a shaved scalp is hair in the skin as much as stubs on it. A
 * follicle holds a cylinder of hair that goes on below the surface; cylinders
 * of 0.07 mm are small against the path of light in skin, so they act as an
 * even layer of coverage a = density pi r^2 with the absorption
 *     mua_even = -ln(1 - a (1 - exp(-2 r mua))) / (2 r)
 * (mean chord of a long cylinder 2 r; see client.c for the same of dots). Stubs
 * above the skin hide a further share of it behind the colour of the hair.
 *
 * Of one root an eye sees more than dot.c tells of a dot of its width: dots are about as high as wide, and what comes in by
 * the sides of a long cylinder is the larger part. Of what a dot would take it takes
 *     1 + 2.9 (1 - exp(-2 r mua))
 * times as much,
 * fitted to 53 roots at single wavelengths followed photon by photon, 0.05 to 0.09 mm wide, blond to black, in six skins
 * (root mean square 0.57 of L*, of which the photons' noise is 0.45; without it 2.1).
 *
 * Hair itself is a semi-infinite medium of index 1.5 with eumelanin (falling
 * with nm^-3.33), pheomelanin (nm^-4.75) and a grey remainder, fitted to the
 * strand's Lab. Colour tells only the ratio of absorption to scattering; the
 * scattering is an assumption, mus' = 300 per cm, with which a black hair of
 * 0.07 mm is all but opaque and a blond one lets half the light through. Real
 * hair is redder than this by up to a* 3, which a share of 4 % does not show.
 * Proved by tests/skin/test_hair.c (own Monte Carlo; signs; limits).
 */
#include "skin/light/slab.h"
#include "skin/tissue.h"

#include <math.h>

#define HAIR_INDEX      1.5
#define HAIR_SCATTERING 1500.0 /* mus, per cm; with g = 0.8 mus' = 300 */
#define HAIR_G          0.8
#define FOLLICLE_UM     1000 /* deeper hair no longer shows */
#define STUB_SLANT      0.7  /* projected length of a stub over its length, at 45 degrees */
#define LAB_SD          0.5
#define SIDES           2.9 /* of a root, see above */

enum { AMOUNTS = 3, RESIDUALS = 3 + AMOUNTS };
/* eumelanin, pheomelanin, grey: per cm at 550 nm; wide priors */
static const double amount_centre[AMOUNTS] = {300, 30, 20}, amount_sd[AMOUNTS] = {2, 2, 2};

void sct_shadow_options_init_sized(sct_shadow_options *options, size_t size)
{
    sct_shadow_options defaults = {
        .size = sizeof defaults, .density_per_cm2 = SKIN_USUAL_DENSITY_PER_CM2, .fibre_um = 70, .stubble_mm = 0.3};
    options_fill(options, size, &defaults, sizeof defaults);
}

typedef struct strand {
    skin_streams streams;
    sct_lab lab;
} strand;

static void hair_medium(const double x[AMOUNTS], skin_medium *out)
{
    for (int i = 0; i < SKIN_PAD; i++) {
        int l = i < SCT_WAVELENGTHS ? i : SCT_WAVELENGTHS - 1;
        double u = (SCT_WAVELENGTH_START_NM + SCT_WAVELENGTH_STEP_NM * l) / 550.0;
        out->absorption[i] = exp(x[0]) * pow(u, -3.33) + exp(x[1]) * pow(u, -4.75) + exp(x[2]);
        out->scattering[i] = HAIR_SCATTERING;
        out->forward[i] = HAIR_SCATTERING * HAIR_G;
    }
}

static void strand_spectrum(const strand *s, const double x[AMOUNTS], double out[SKIN_PAD])
{
    skin_medium medium;
    slab_layer deep;
    double g[SKIN_PAD];
    hair_medium(x, &medium);
    for (int l = 0; l < SKIN_PAD; l++)
        g[l] = HAIR_G;
    slab_layer_init_deep(&deep, &s->streams, medium.absorption, medium.scattering, g, NULL);
    slab_stack stack = {.deep = &deep};
    slab_reflect(&s->streams, &stack, out);
}

static int residuals(void *user, const double *x, int n, double *out, int m)
{
    const strand *s = user;
    double r[SKIN_PAD];
    (void)m;
    strand_spectrum(s, x, r);
    sct_lab lab = skin_lab(r, NULL);
    out[0] = (lab.L - s->lab.L) / LAB_SD;
    out[1] = (lab.a - s->lab.a) / LAB_SD;
    out[2] = (lab.b - s->lab.b) / LAB_SD;
    for (int i = 0; i < n; i++)
        out[3 + i] = (x[i] - log(amount_centre[i])) / amount_sd[i];
    return 0;
}

/* Amounts of the pigments of a strand, its spectrum; returns dE00 of that from the strand. */
static double fit_strand(sct_lab lab, double x[AMOUNTS], double spectrum[SKIN_PAD])
{
    strand s = {.lab = lab};
    double lo[AMOUNTS], hi[AMOUNTS], room[NUM_FIT_ROOM(AMOUNTS, RESIDUALS)];
    skin_streams_init(&s.streams, 8, HAIR_INDEX);
    for (int i = 0; i < AMOUNTS; i++) {
        x[i] = log(amount_centre[i]);
        lo[i] = x[i] - 8;
        hi[i] = x[i] + 5;
    }
    num_least_squares(residuals, &s, x, lo, hi, AMOUNTS, RESIDUALS, 100, room, NULL);
    strand_spectrum(&s, x, spectrum);
    return sct_de2000(lab, skin_lab(spectrum, NULL));
}

static double root_coverage(const sct_shadow_options *o)
{
    return skin_coverage(o->density_per_cm2, o->fibre_um / 2000);
}

static double stubble_coverage(const sct_shadow_options *o)
{
    double shaded = o->density_per_cm2 * (o->fibre_um / 1e4) * (o->stubble_mm / 10) * STUB_SLANT;
    return 1 - exp(-shaded); /* stubs at random overlap */
}

double skin_shadow_spectrum(const skin_client *client, const sct_shadow_options *o, sct_lab strand_lab, double out[SKIN_PAD])
{
    double x[AMOUNTS], hair[SKIN_PAD], a = root_coverage(o), chord_cm = o->fibre_um / 1e4, hidden = stubble_coverage(o);
    double off = fit_strand(strand_lab, x, hair);
    skin_medium roots;
    hair_medium(x, &roots);
    for (int l = 0; l < SKIN_PAD; l++) {
        roots.absorption[l] = -log(1 - a * (1 - exp(-chord_cm * roots.absorption[l]))) / chord_cm;
        roots.scattering[l] *= a;
        roots.forward[l] *= a;
    }
    skin_dots everywhere = {.load = 1, .epidermis_load = 1, .thickness_um = FOLLICLE_UM - client->depth_um};
    skin_heal_spectrum(client, &roots, &everywhere, out);
    for (int l = 0; l < SKIN_PAD; l++)
        out[l] = (1 - hidden) * out[l] + hidden * hair[l];
    return off;
}

/* Share of the eye's blur (SKIN_WINDOW_MM) that a stub above the skin hides. */
static double stub_in_window(const sct_shadow_options *o)
{
    double width = o->fibre_um / 1000, window = 2 * SKIN_WINDOW_MM, length = fmin(o->stubble_mm * STUB_SLANT, window);
    return fmin(width * length / (NUM_PI * SKIN_WINDOW_MM * SKIN_WINDOW_MM), 1);
}

void skin_root_spectrum(const skin_near *near, skin_room *room, const skin_ink *hair, double fibre_um, double out[SKIN_PAD])
{
    skin_dots one = {.load = 1, .epidermis_load = 1, .thickness_um = FOLLICLE_UM - near->client.depth_um};
    skin_sight sight = skin_sight_of(fibre_um / 2000, 0, SKIN_WINDOW_MM);
    skin_response response;
    double solid[SKIN_PAD], seen[SKIN_PAD];
    sight.beside = 0;
    skin_heal_spectrum(&near->client, hair, &one, solid);
    skin_respond(&near->client, near->modes, room, hair, &one, solid, &response);
    skin_dot_spectrum(&near->client, &response, &sight, seen);
    for (int l = 0; l < SKIN_PAD; l++) {
        double bare = near->client.bare[l], more = 1 + SIDES * (1 - exp(-fibre_um / 1e4 * hair->absorption[l]));
        out[l] = fmax(bare - more * (bare - seen[l]), 0);
    }
}

sct_status skin_stub_spectrum(sct_context *ctx, const sct_tissue *tissue, const sct_shadow_options *o, sct_lab strand_lab,
                              double bare[SKIN_PAD], double out[SKIN_PAD])
{
    sct_status status = SCT_OK;
    struct room {
        skin_client client;
        skin_near near;
        skin_room room;
    } *room = NULL;
    double x[AMOUNTS], hair[SKIN_PAD], hidden = stub_in_window(o);
    skin_medium root;
    TRY(mem_new(ctx, 1, sizeof *room, (void **)&room));
    fit_strand(strand_lab, x, hair);
    hair_medium(x, &root);
    skin_client_init(&room->client, tissue, tissue->epidermis_um, 4);
    skin_near_init(&room->near, &room->client, o->fibre_um / 2000);
    skin_root_spectrum(&room->near, &room->room, &root, o->fibre_um, out);
    for (int l = 0; l < SKIN_PAD; l++) {
        out[l] = (1 - hidden) * out[l] + hidden * hair[l];
        bare[l] = room->client.bare[l];
    }
done:
    mem_free(room);
    return status;
}

sct_status sct_predict_shadow_sized(sct_context *ctx, const sct_shadow_options *options, const sct_tissue *tissue,
                                    sct_lab strand_lab, sct_shadow *out, size_t size)
{
    sct_status status = SCT_OK;
    sct_shadow_options checked;
    const sct_shadow_options *o = &checked;
    skin_client *client = NULL;
    sct_shadow s;
    double r[SKIN_PAD];
    sct_context_clear(ctx);
    if (!tissue || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "a tissue and a place for the result are needed");
    sct_shadow_options_init(&checked);
    TRY(options_take(ctx, "sct_shadow_options", options, OPTIONS_SIZE(sct_shadow_options, stubble_mm), &checked,
                     sizeof checked));
    TRY(skin_tissue_check(ctx, tissue));
    TRY(option_range(ctx, "hair density (per cm2)", o->density_per_cm2, 0, 400));
    TRY(option_range(ctx, "hair thickness (um)", o->fibre_um, 20, 150));
    TRY(option_range(ctx, "stubble (mm)", o->stubble_mm, 0, 3));
    TRY(option_range(ctx, "strand L*", strand_lab.L, 0, 100));
    TRY(option_range(ctx, "strand a*", strand_lab.a, -128, 128));
    TRY(option_range(ctx, "strand b*", strand_lab.b, -128, 128));
    TRY(mem_new(ctx, 1, sizeof *client, (void **)&client));
    skin_client_init_told(client, tissue, tissue->epidermis_um);
    s.strand_de00 = skin_shadow_spectrum(client, o, strand_lab, r);
    s.lab = skin_lab(r, NULL);
    s.root_coverage = root_coverage(o);
    s.stubble_coverage = stubble_coverage(o);
    for (int l = 0; l < SCT_WAVELENGTHS; l++)
        s.reflectance[l] = r[l];
    status = record_give(out, size, &s, sizeof s);
done:
    mem_free(client);
    return status;
}

sct_rgb sct_dot_blur_mm(const sct_tissue *tissue)
{
    static const double nm[] = {610, 550, 460}; /* middles of a picture's primaries */
    double mm[3];
    skin_medium epidermis, dermis;
    if (!tissue || skin_tissue_check(NULL, tissue) != SCT_OK)
        return (sct_rgb){(double)NAN, (double)NAN, (double)NAN};
    tissue_media(tissue, &epidermis, &dermis);
    for (int i = 0; i < 3; i++) {
        int l = (int)((nm[i] - SCT_WAVELENGTH_START_NM) / SCT_WAVELENGTH_STEP_NM);
        mm[i] = 10 / (dermis.scattering[l] - dermis.forward[l]);
    }
    return (sct_rgb){mm[0], mm[1], mm[2]};
}
