/*
 * tests/chart/simulate.h - colours whose truth is known, as a photo corrected in six ways shows them: measured cameras x
 * lights x measured skins and hairs, and the patches of photographed charts.
 */
#ifndef TESTS_CHART_SIMULATE_H
#define TESTS_CHART_SIMULATE_H

#include "correct/correct_model.h"
#include "phantom/phantom.h"

enum { SIMULATE_LIGHTS = 6, SIMULATE_SCENES = 8 /* of a camera in a light */ };
/* The last two know the camera from an earlier photo of a chart. */
enum { SIMULATE_IN_PHOTO = 4, SIMULATE_METHODS = 6 };
extern const char *const simulate_light_names[SIMULATE_LIGHTS];
extern const correct_method simulate_methods[SIMULATE_METHODS];
extern const char *const simulate_method_names[SIMULATE_METHODS];

/* Skin; skin with hairs as seen from afar; one hair. */
typedef enum simulate_kind { SIMULATE_SKIN = 0, SIMULATE_SHADOW, SIMULATE_STRAND, SIMULATE_KINDS } simulate_kind;
extern const char *const simulate_kind_names[SIMULATE_KINDS];

typedef struct simulate_colour {
    simulate_kind kind;
    int ita_class, light, camera; /* of a photographed chart: -1, SIMULATE_LIGHTS, the photo's number */
    sct_lab truth;
    sct_lab lab[SIMULATE_METHODS];  /* as measured */
    sct_lab skin[SIMULATE_METHODS]; /* a skin in the same light, as measured: itself, if it is one */
    correct_trust trust;            /* of the chart in the photo */
    double u, v;                    /* where it lies in the photo */
} simulate_colour;
typedef struct simulate_colours {
    simulate_colour *items; /* free */
    size_t count;
} simulate_colours;

/* Half of the cameras, skins and hairs: held out, or those that constants are fitted to. */
simulate_colours simulate_half(const phantom_library *library, int held_out);
/* Patches that are no greys and not vivid (chroma below 30) of every other photographed chart, each predicted with itself
 * left out, the two skin patches with both: kind skin for these, shadow for the rest. Nothing without reference data. */
simulate_colours simulate_photographed(int held_out);

/* Up to SIMULATE_CLIENT_MAX surfaces beside a chart in one photo: their colours by the chart, and what is stated of it. */
enum { SIMULATE_CLIENT_MAX = 24 };
void simulate_photo(const phantom_library *library, int camera, int light, const phantom_spectrum *surfaces, int count,
                    num_rng *rng, sct_lab *lab, colour_doubt *doubt);

/* Up to SIMULATE_CLIENT_MAX surfaces in even light as a photo of sRGB has them, linear. */
void simulate_seen(const phantom_library *library, int camera, int light, const phantom_spectrum *surfaces, int count,
                   num_rng *rng, double (*rgb)[3]);

/* A chart of 24 patches, those at the end of the file's range with their bounds, and skins and hairs beside it in one photo.
 */
enum { SIMULATE_SKINS = 12, SIMULATE_HAIRS = 6 };
typedef struct simulate_view {
    correct_patch patches[24], skins[SIMULATE_SKINS], hairs[SIMULATE_HAIRS]; /* of skins and hairs: rgb, place, true Lab */
} simulate_view;
void simulate_beside(const phantom_library *library, int camera, int light, int held_out, num_rng *rng, simulate_view *out);

/* What is stated of a colour's error by a method; with the skin in the same light seen, or not. */
colour_doubt simulate_doubt(const simulate_colour *colour, int method, int skin_seen);

#endif
