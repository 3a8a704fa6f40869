/*
 * tests/skin/dot_photons.h - light around one dot, photon by photon: what is
 * seen of the skin at a distance from the middle of an upright disc of ink.
 */
#ifndef TESTS_SKIN_DOT_PHOTONS_H
#define TESTS_SKIN_DOT_PHOTONS_H

#include "skin/monte_carlo.h"

/* Epidermis over dermis without end; the disc lies in the dermis. Lengths in cm. */
typedef struct dot_world {
    mc_medium epidermis, dermis;
    mc_medium ink;           /* added to the dermis in the disc */
    double epidermis_cm;     /* thickness */
    double depth, thickness; /* surface to top of the disc, at least the epidermis; height of the disc */
    double radius;           /* of the disc; INFINITY: an endless layer */
    double index;            /* of the skin, under air */
} dot_world;

/*
 * Reflectance of a small round window of the skin: flux that leaves it over
 * that which falls on it, when a wide beam falls straight down on everything.
 * The window of radius `window` lies at the distance `off` from the middle of
 * the disc. Surface reflection is left out.
 */
mc_result dot_photons(const dot_world *world, double off, double window, int photons, uint64_t seed);

#endif
