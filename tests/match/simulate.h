/*
 * tests/match/simulate.h - simulated clients: what is true of them, and what a
 * photo with a colour chart tells.
 *
 * Skins and hairs are measured spectra, cameras measured sensitivities, each of
 * the halves that tuned nothing; under six lights, through a phone's tone curve
 * and 8 bits, the tool's own chart stage finds the colours and says how sure it
 * is. The truth about the ink (depth, strength, scattering of the dermis,
 * thickness of the epidermis) is drawn, and the tool is never told.
 */
#ifndef TESTS_MATCH_SIMULATE_H
#define TESTS_MATCH_SIMULATE_H

#include "match/match_private.h"
#include "phantom/phantom.h"

/* Reference data of the simulation. */
typedef struct sim_world {
    phantom_library library;
} sim_world;

/* Loads the world; 0 when the reference data is not there. Free with sim_world_free. */
int sim_world_load(sim_world *out);
void sim_world_free(sim_world *world);

/* How an artist's dots heal, and how well depth and the ink's strength are known: factors that hold 95 %. */
typedef struct sim_artist {
    double depth_lo, depth_hi, strength; /* depth over depth_um; strength */
    double radius_mm, uptake, depth_um, thickness_um;
} sim_artist;

/* What is true of a client and of the hand that tattoos. */
typedef struct sim_truth {
    const char *hair;             /* its name; of the world */
    sct_lab skin, strand, shadow; /* D50, specular excluded */
    sct_lab stub;                 /* the strand as a shaved hair, seen from 30 cm */
    double ita_deg;
    phantom_spectrum skin_spectrum;
    sct_tissue tissue; /* fitted to the whole spectrum */
    double depth_um;
    double strength_sd, strength_shared; /* of ln(strength); the half that all inks share, standard normal */
    uint64_t seed;                       /* of each ink's own half */
    sim_artist artist;
    skin_client client; /* of the truth */
} sim_truth;

/* Draws a client with the n-th held-out skin of an ITA class, and what a photo with a chart tells of it. */
void sim_draw(const sim_world *world, int ita_class, int n, const sim_artist *artist, num_rng *rng, sim_truth *truth,
              sct_measurement *seen);
/* Hands whose dots are not those that the program assumes: the worlds A to E. The first is as assumed. */
enum { SIM_WORLDS = 5 };
typedef struct sim_hand {
    const char *name;
    double radius_mm, uptake, depth_um, thickness_um;
} sim_hand;
extern const sim_hand sim_hands[SIM_WORLDS];

/*
 * The usual rule, as trainers' material has it: shade 20 to 40, 40 to 50 for
 * blond, 3 to 6 where a strong contrast is wanted; darker skin takes stronger
 * ink. Parts of water by hair and skin, read as kindly as we can.
 */
double sim_wall_chart(const sim_truth *truth);
/* How far a healed result is from what was wanted, without leaning to any side. */
double sim_distance(const sim_truth *truth, match_look look);

/* What a dilution of an ink really heals to, in dots as this hand makes them. */
match_look sim_heal(const sim_truth *truth, const palette_ink *ink, double parts_water, double density_per_cm2);

#endif
