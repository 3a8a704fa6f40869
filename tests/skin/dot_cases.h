/*
 * tests/skin/dot_cases.h - forty dots that span what is tattooed: six skins,
 * three inks, radius 35 to 300 um, depth 70 to 300 um, and the world of each
 * for photons. tests/vectors/dots.h holds what photons see of them.
 */
#ifndef TESTS_SKIN_DOT_CASES_H
#define TESTS_SKIN_DOT_CASES_H

#include "skin/dot_photons.h"
#include "skin/tissue.h"

#include <math.h>

enum { DOT_SKINS = 6, DOT_INKS = 3, DOT_CASES = 40 };
#define DOT_WINDOW_CM 0.004

/* Very light to very dark. */
static const sct_tissue dot_skins[DOT_SKINS] = {
    {.008, .0060, .60, .20, 1.00, 60, 1}, {.020, .0075, .55, .30, 1.00, 70, 1}, {.050, .0090, .60, .30, 0.90, 70, 1},
    {.100, .0120, .55, .35, 1.10, 70, 1}, {.180, .0120, .60, .45, 1.00, 70, 1}, {.350, .0120, .55, .50, 1.00, 75, 1},
};

/* Mass fractions as bottled: a black, a dark brown, a warm fair one that scatters much. */
static const struct {
    const char *ci;
    double mass, density;
} dot_inks[DOT_INKS][4] = {
    {{"77266", .15, 1.8}, {0}, {0}, {0}},
    {{"77266", .03, 1.8}, {"77491", .10, 5.26}, {"77891", .04, 4.23}, {0}},
    {{"77266", .004, 1.8}, {"77491", .03, 5.26}, {"77492", .06, 4.26}, {"77891", .10, 4.23}},
};

typedef struct dot_case {
    int skin, ink;
    double load;                           /* uptake x healed share / (1 + parts of water) */
    double radius_um, depth_um, height_um; /* of the disc */
} dot_case;

/* A fixed walk through the ranges, no two neighbours alike. */
static inline dot_case dot_case_at(int i)
{
    static const double radius[] = {35, 50, 70, 90, 120, 150, 200, 300}, depth[] = {75, 90, 110, 130, 170, 220, 300};
    static const double height[] = {100, 150, 200, 300}, water[] = {3, 6, 12, 20, 30}, uptake[] = {.1, .2, .4};
    return (dot_case){.skin = i % 6,
                      .ink = (i + i / 6) % 3,
                      .load = uptake[(i / 2) % 3] * .67 / (1 + water[(2 * i + i / 5) % 5]),
                      .radius_um = radius[(5 * i + i / 8) % 8],
                      .depth_um = i == 6 ? 70 : depth[(3 * i) % 7],
                      .height_um = height[(3 * i + i / 4) % 4]};
}

static inline skin_ink dot_ink(int which)
{
    skin_ink ink = {{0}, {0}, {0}};
    for (int k = 0; k < 4 && dot_inks[which][k].ci; k++)
        skin_ink_add_pigment(&ink, skin_pigment_find(dot_inks[which][k].ci),
                             dot_inks[which][k].mass / dot_inks[which][k].density);
    return ink;
}

/* Photons for a wavelength: fewer where it hardly counts in a colour, and in red, where they live long. */
static inline int dot_photons_at(int l, int photons)
{
    const double(*weight)[3] = colour_weights(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    double sum[3] = {0, 0, 0}, most = 0;
    for (int i = 0; i < SCT_WAVELENGTHS; i++)
        for (int k = 0; k < 3; k++)
            sum[k] += weight[i][k];
    for (int k = 0; k < 3; k++)
        most = fmax(most, weight[l][k] / sum[k]);
    return (int)fmax(3000, photons * fmin(1, most / .06) * (l >= 20 ? .6 : 1));
}

/* The case at wavelength l. */
static inline dot_world dot_world_of(const dot_case *c, int l)
{
    const sct_tissue *t = &dot_skins[c->skin];
    skin_medium epidermis, dermis;
    skin_ink ink = dot_ink(c->ink);
    tissue_media(t, &epidermis, &dermis);
    return (dot_world){.epidermis = {epidermis.absorption[l], epidermis.scattering[l], TISSUE_ANISOTROPY},
                       .dermis = {dermis.absorption[l], dermis.scattering[l], TISSUE_ANISOTROPY},
                       .ink = {c->load * ink.absorption[l], c->load * ink.scattering[l], ink.forward[l] / ink.scattering[l]},
                       .epidermis_cm = t->epidermis_um * 1e-4,
                       .depth = c->depth_um * 1e-4,
                       .thickness = c->height_um * 1e-4,
                       .radius = c->radius_um * 1e-4,
                       .index = TISSUE_INDEX};
}

#endif
