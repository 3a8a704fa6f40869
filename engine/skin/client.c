/*
 * engine/skin/client.c - one skin with ink in it: which layers, in which order.
 *
 * From the top: epidermis | dermis above the ink | inked dermis | dermis
 * without end, all of index 1.40 under air. What does not change from ink to
 * ink is computed once: the reflection of the dermis below, and the "cover"
 * of everything above the ink.
 */
#include "skin/light/slab.h"
#include "skin/tissue.h"

#include <math.h>
#include <string.h>

#define UM_TO_CM  1e-4
#define NO_GAP_CM 1e-6 /* dermis above the ink thinner than this is left out */

static void layer_of(slab_layer *layer, const skin_streams *s, const skin_medium *m, double thickness_um)
{
    double g[SKIN_PAD];
    skin_medium_anisotropy(m, g);
    slab_layer_init(layer, s, thickness_um * UM_TO_CM, m->absorption, m->scattering, g);
}

static void deep_layer_of(slab_layer *layer, const skin_streams *s, const skin_medium *m)
{
    double g[SKIN_PAD];
    skin_medium_anisotropy(m, g);
    slab_layer_init_deep(layer, s, m->absorption, m->scattering, g, NULL);
}

static int cached(const skin_client *c)
{
    return c->streams.n <= SKIN_STREAMS_CACHED;
}

/* Adds the layers above the ink to a stack, kept in room[0..1]; ink may lie in them too (fresh tattoos). */
static void put_above(const skin_client *c, const skin_ink *ink, double load, slab_layer room[2], slab_stack *stack)
{
    double gap = c->depth_um - c->tissue.epidermis_um;
    skin_medium m = ink ? skin_medium_plus(&c->epidermis, ink, load) : c->epidermis;
    layer_of(&room[0], &c->streams, &m, c->tissue.epidermis_um);
    stack->layers[stack->count++] = &room[0];
    if (gap * UM_TO_CM > NO_GAP_CM) {
        m = ink ? skin_medium_plus(&c->dermis, ink, load) : c->dermis;
        layer_of(&room[1], &c->streams, &m, gap);
        stack->layers[stack->count++] = &room[1];
    }
}

void skin_client_set_depth(skin_client *c, double depth_um)
{
    c->depth_um = depth_um;
    if (!cached(c))
        return;
    slab_layer room[2];
    slab_stack above = {0};
    put_above(c, NULL, 0, room, &above);
    slab_cover_init(&c->cover, &c->streams, above.layers, above.count);
}

void skin_client_init(skin_client *c, const sct_tissue *tissue, double depth_um, int streams)
{
    c->tissue = *tissue;
    tissue_media(tissue, &c->epidermis, &c->dermis);
    skin_client_prepare(c, depth_um, streams);
}

void skin_client_init_told(skin_client *c, const sct_tissue *tissue, double depth_um)
{
    skin_client_init(c, tissue, depth_um, SKIN_STREAMS_TOLD);
}

void skin_client_prepare(skin_client *c, double depth_um, int streams)
{
    skin_streams_init(&c->streams, streams, TISSUE_INDEX);
    slab_layer deep;
    deep_layer_of(&deep, &c->streams, &c->dermis);
    if (cached(c))
        slab_deep(&c->streams, &deep, &c->deep);
    skin_client_set_depth(c, depth_um);
    slab_layer room[2];
    slab_stack stack = {.deep = &deep};
    if (cached(c))
        stack = (slab_stack){.cover = &c->cover, .deep_back = &c->deep};
    else
        put_above(c, NULL, 0, room, &stack);
    slab_reflect(&c->streams, &stack, c->bare);
}

void skin_bare_spectrum(const sct_tissue *tissue, int streams, double out[SKIN_PAD])
{
    skin_streams s;
    skin_medium epidermis, dermis;
    slab_layer top, deep;
    skin_streams_init(&s, streams, TISSUE_INDEX);
    tissue_media(tissue, &epidermis, &dermis);
    layer_of(&top, &s, &epidermis, tissue->epidermis_um);
    deep_layer_of(&deep, &s, &dermis);
    slab_stack stack = {.layers = {&top}, .count = 1, .deep = &deep};
    slab_reflect(&s, &stack, out);
}

/* Reflectance with the ink spread evenly: `above` in the layers over the inked one, `ink` in it. */
static void reflect(const skin_client *c, const skin_ink *above, const skin_ink *ink, double thickness_um,
                    double out[SKIN_PAD])
{
    slab_layer room[2], layer, deep;
    slab_stack stack = {0};
    if (cached(c) && !above)
        stack.cover = &c->cover;
    else
        put_above(c, above, 1, room, &stack);
    if (cached(c)) {
        stack.deep_back = &c->deep;
    } else {
        deep_layer_of(&deep, &c->streams, &c->dermis);
        stack.deep = &deep;
    }
    skin_medium m = skin_medium_plus(&c->dermis, ink, 1);
    layer_of(&layer, &c->streams, &m, thickness_um);
    stack.layers[stack.count++] = &layer;
    slab_reflect(&c->streams, &stack, out);
}

static skin_ink scaled(const skin_ink *ink, double load)
{
    skin_medium none = {0};
    return skin_medium_plus(&none, ink, load);
}

void skin_heal_spectrum(const skin_client *c, const skin_ink *ink, const skin_dots *dots, double out[SKIN_PAD])
{
    skin_ink below = scaled(ink, dots->load), above = scaled(ink, dots->epidermis_load);
    reflect(c, dots->epidermis_load > 0 ? &above : NULL, &below, dots->thickness_um, out);
}

double skin_coverage(double density_per_cm2, double radius_mm)
{
    double r = radius_mm / 10;
    return fmin(0.98, density_per_cm2 * NUM_PI * r * r);
}

/*
 * Dots as one even layer of coverage a0. Light crosses a cylinder of radius r
 * and height t along chords of mean length ell = 4 V / S = 4 / (2/r + 2/t), so
 * a ray loses 1 - exp(-mua ell) per dot it meets, not more (the dots' inner
 * parts lie in their own shade):
 *     mua_even = -ln(1 - a0 (1 - exp(-mua ell))) / ell,  mus_even = a0 mus
 */
static skin_ink homogenised(const skin_ink *ink, double load, double radius_um, double height_um, double a0)
{
    double ell = 4 / (2 / radius_um + 2 / height_um) * UM_TO_CM;
    skin_ink even = scaled(ink, load * a0);
    for (int l = 0; l < SKIN_PAD; l++)
        even.absorption[l] = -log(1 - a0 * (1 - exp(-load * ink->absorption[l] * ell))) / ell;
    return even;
}

/*
 * The m-law. Light that enters between dots wanders sideways under them, so
 * dots darken an area by more than their share (optical dot gain). Monte Carlo
 * lattices follow
 *     R_area = R_dot + (R_bare - R_dot) (1 - a)^m,  m(wavelength, radius) >= 1
 * with m read off a homogenised run H at coverage a0:
 *     m = ln((H - R_dot) / (R_bare - R_dot)) / ln(1 - a0).
 * Dots of 0.2 mm and more keep m constant in a: a0 = 0.2 suits them. Dots much
 * smaller than the path of light tend to a homogenised medium, a0 = a, and m
 * falls with a. a0 = sqrt(0.2 a) serves both, m being linear in ln a0 between
 * runs at 0.04 and 0.2 and held outside: with a0 = 0.2 alone scalp dots (0.06 mm,
 * 2 %) come out 0.02 too light in red.
 * m = 1 is Murray & Davies (1936); Yule-Nielsen with n > 0 cannot follow (its n
 * comes out negative). Proved by tests/skin/test_dots.c (lattices: rms <= 0.01).
 */
static const double sparse_share = 0.04, dense_share = 0.20, negligible_contrast = 1e-4;

/* From a homogenised run at coverage a0. */
static void exponents_of(const skin_client *c, const double even[SKIN_PAD], const double dot[SKIN_PAD], double a0,
                         double m[SKIN_PAD])
{
    for (int l = 0; l < SKIN_PAD; l++) {
        double contrast = c->bare[l] - dot[l], left = (even[l] - dot[l]) / contrast;
        int known = fabs(contrast) >= negligible_contrast && left > 0;
        m[l] = known ? fmax(1, log(left) / log(1 - a0)) : 1;
    }
}

static void exponents(const skin_client *c, const skin_ink *ink, const skin_dots *dots, const double dot[SKIN_PAD],
                      double a0, double m[SKIN_PAD])
{
    double even[SKIN_PAD], r = dots->radius_mm * 1000;
    skin_ink below = homogenised(ink, dots->load, r, dots->thickness_um, a0);
    skin_ink above = homogenised(ink, dots->epidermis_load, r, c->depth_um, a0);
    reflect(c, dots->epidermis_load > 0 ? &above : NULL, &below, dots->thickness_um, even);
    exponents_of(c, even, dot, a0, m);
}

void skin_gain_at(const skin_client *c, const skin_ink *ink, const skin_dots *dots, const double dot[SKIN_PAD],
                  skin_gain *out)
{
    exponents(c, ink, dots, dot, sparse_share, out->sparse);
    exponents(c, ink, dots, dot, dense_share, out->dense);
}

/* What an inked layer over the dermis reflects, without what lies above. */
static void inked_back(const skin_client *c, const skin_ink *ink, double thickness_um, skin_operator *back)
{
    slab_layer layer;
    skin_medium m = skin_medium_plus(&c->dermis, ink, 1);
    layer_of(&layer, &c->streams, &m, thickness_um);
    slab_stack stack = {.layers = {&layer}, .count = 1, .deep_back = &c->deep};
    slab_under(&c->streams, &stack, back);
}

void skin_inked_init(const skin_client *c, const skin_ink *ink, const skin_dots *dots, skin_inked *out)
{
    double r = dots->radius_mm * 1000;
    skin_ink full = scaled(ink, dots->load);
    skin_ink sparse = homogenised(ink, dots->load, r, dots->thickness_um, sparse_share);
    skin_ink dense = homogenised(ink, dots->load, r, dots->thickness_um, dense_share);
    inked_back(c, &full, dots->thickness_um, &out->dot);
    inked_back(c, &sparse, dots->thickness_um, &out->sparse);
    inked_back(c, &dense, dots->thickness_um, &out->dense);
}

void skin_heal_inked(const skin_client *c, const skin_inked *inked, double dot[SKIN_PAD], skin_gain *gain)
{
    double even[SKIN_PAD];
    slab_stack stack = {.cover = &c->cover, .deep_back = &inked->dot};
    slab_reflect(&c->streams, &stack, dot);
    stack.deep_back = &inked->sparse;
    slab_reflect(&c->streams, &stack, even);
    exponents_of(c, even, dot, sparse_share, gain->sparse);
    stack.deep_back = &inked->dense;
    slab_reflect(&c->streams, &stack, even);
    exponents_of(c, even, dot, dense_share, gain->dense);
}

void skin_area_at(const skin_client *c, const double dot[SKIN_PAD], const skin_gain *gain, double coverage,
                  double out[SKIN_PAD])
{
    double a0 = fmin(dense_share, fmax(sparse_share, sqrt(dense_share * coverage)));
    double t = log(a0 / sparse_share) / log(dense_share / sparse_share);
    for (int l = 0; l < SKIN_PAD; l++) {
        double m = gain->sparse[l] + t * (gain->dense[l] - gain->sparse[l]);
        out[l] = dot[l] + (c->bare[l] - dot[l]) * pow(1 - coverage, m);
    }
}

void skin_heal_at(const skin_client *c, const skin_ink *ink, const skin_dots *dots, skin_spectra *out)
{
    skin_gain gain;
    skin_heal_spectrum(c, ink, dots, out->solid);
    memcpy(out->area, c->bare, sizeof out->area);
    if (!(dots->coverage > 0))
        return;
    skin_gain_at(c, ink, dots, out->solid, &gain);
    skin_area_at(c, out->solid, &gain, dots->coverage, out->area);
}
