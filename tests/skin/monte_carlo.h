/*
 * tests/skin/monte_carlo.h - light in layered tissue, photon by photon: an
 * independent check of adding-doubling and of the m-law of dots.
 */
#ifndef TESTS_SKIN_MONTE_CARLO_H
#define TESTS_SKIN_MONTE_CARLO_H

#include "num/num.h"

/* A medium as photons meet it; per cm. */
typedef struct mc_medium {
    double absorption, scattering, g;
} mc_medium;

typedef struct mc_layer {
    double thickness; /* cm; INFINITY for the last */
    mc_medium tissue;
} mc_layer;

/* Ink in one layer: everywhere, or in upright cylinders on a square lattice. */
typedef struct mc_ink {
    int layer;            /* index, or -1: no ink */
    mc_medium ink;        /* added to the tissue */
    double pitch, radius; /* cm; radius INFINITY: everywhere */
} mc_ink;

typedef struct mc_result {
    double reflectance, standard_error; /* diffuse, specular excluded */
} mc_result;

mc_result mc_run(const mc_layer *layers, int count, const mc_ink *ink, double index, int photons, uint64_t seed);

#endif
