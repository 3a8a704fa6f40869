/*
 * tests/match/simulate.h - simulated clients: what is true of them, and what a
 * photo with a colour chart tells.
 *
 * Everything is spectral, 400 to 700 nm by 10 nm: measured skins and hairs,
 * measured camera sensitivities under daylight, tungsten and LED, a 3x3
 * correction fitted to the 24 patches of a ColorChecker. The truth about the
 * ink (depth, strength, scattering of the dermis, thickness of the epidermis)
 * is drawn, and the tool is never told.
 */
#ifndef TESTS_MATCH_SIMULATE_H
#define TESTS_MATCH_SIMULATE_H

#include "match/match_private.h"

enum { SIM_BANDS = SCT_WAVELENGTHS, SIM_CAMERAS_MAX = 48, SIM_LIGHTS = 4, SIM_HAIRS_MAX = 8 };

typedef struct sim_spectrum {
    double r[SIM_BANDS];
} sim_spectrum;

/* Reference data of the simulation. */
typedef struct sim_world {
    sim_spectrum *skins; /* of every other subject: odd rows are held out, even ones calibrate */
    size_t skin_count;
    sim_spectrum hairs[SIM_HAIRS_MAX];
    char hair_names[SIM_HAIRS_MAX][24];
    size_t hair_count;
    double cameras[SIM_CAMERAS_MAX][3][SIM_BANDS];
    size_t camera_count;
    double lights[SIM_LIGHTS][SIM_BANDS];
    sim_spectrum patches[24];
    sct_cov skin_cov, strand_cov, shadow_cov; /* of the error that a chart leaves, over the calibrating skins */
} sim_world;

/* Loads the world; 0 when the reference data is not there. Free with sim_world_free. */
int sim_world_load(sim_world *out);
void sim_world_free(sim_world *world);

/* What is true of a client and of the hand that tattoos. */
typedef struct sim_truth {
    int held_out;
    size_t hair;
    sct_lab skin, strand, shadow; /* D50, specular excluded */
    double ita_deg;
    sim_spectrum skin_spectrum;
    sct_tissue tissue; /* fitted to the whole spectrum */
    double depth_um;
    double strength_sd, strength_shared; /* of ln(strength); the half that all inks share, standard normal */
    uint64_t seed;                       /* of each ink's own half */
    skin_client client;                  /* of the truth */
} sim_truth;

/* How well the artist's own depth and the ink's strength are known: factors that hold 95 %. */
typedef struct sim_artist {
    double depth_lo, depth_hi, strength; /* depth over its usual value; strength */
} sim_artist;

/* Draws a client from the skins of one half, and what a photo with a chart tells of it. */
void sim_draw(const sim_world *world, size_t skin, const sim_artist *artist, num_rng *rng, sim_truth *truth,
              sct_measurement *seen);
/* What a dilution of an ink really heals to. */
match_look sim_heal(const sim_truth *truth, const sct_ink *ink, double parts_water, double density_per_cm2,
                    double radius_mm);

#endif
