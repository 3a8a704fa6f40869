/* tests/phantom/scene.h - inside the phantom: where skin, hair and light are on a head, in mm. */
#ifndef TESTS_PHANTOM_SCENE_H
#define TESTS_PHANTOM_SCENE_H

#include "phantom/phantom.h"

/* A lamp or window mirrored in the scalp: an elongated blotch. */
typedef struct scene_blotch {
    double x_mm, y_mm, cos, sin, strength;
} scene_blotch;
enum { SCENE_BLOTCHES = 3 };

/* One hair: a straight fibre from its root to its tip. */
typedef struct scene_fibre {
    double x0, y0, x1, y1; /* mm */
    double radius_mm;
    double gain; /* reflectance relative to the strand's */
    int grey;
} scene_fibre;

typedef struct scene {
    const phantom_params *params;
    double view_x_mm, view_y_mm; /* the photo's middle */
    double tone_zero[2];         /* mean of melanin and blood variation over the bald skin in view */
    scene_blotch blotches[SCENE_BLOTCHES];
    size_t fibre_count, fibre_capacity;
    scene_fibre *fibres; /* in drawing order */
} scene;

scene scene_new(const phantom_params *params);
void scene_free(scene *s);
void scene_mm_of_px(const scene *s, double x_px, double y_px, double *x_mm, double *y_mm);
void scene_px_of_mm(const scene *s, double x_mm, double y_mm, double *x_px, double *y_px);

/* Distance inside the head's outline, mm (negative: background). */
double scene_inside_head_mm(const scene *s, double x_mm, double y_mm);
/* Distance beyond the hairline, mm: negative on the bald area, positive where hair grows. */
double scene_beyond_hairline_mm(const scene *s, double x_mm, double y_mm);
/* Density of stubble relative to the full one, 0..1. */
double scene_density(const scene *s, double x_mm, double y_mm);
/* Long hair covers this point. */
int scene_is_grown(const scene *s, double x_mm, double y_mm);
#define SCENE_GROWN_FROM_MM 21.0

/* Relative absorption above the client's mean: [0] melanin, [1] blood. */
void scene_tone(const scene *s, double x_mm, double y_mm, double tone[2]);
/* Its two parts: what varies over millimetres, and small spots of melanin. */
void scene_smooth_tone(const scene *s, double x_mm, double y_mm, double tone[2]);
double scene_spots(const scene *s, double x_mm, double y_mm);
/* Fine relief, mean 1. */
double scene_pores(const scene *s, double x_mm, double y_mm);
/* Illumination of the head relative to a surface that faces the camera. */
double scene_light(const scene *s, double x_mm, double y_mm);
/* Mirror reflection of the lamp, relative to a perfect diffuser. */
double scene_gloss(const scene *s, double x_mm, double y_mm);

/* What a field of noise is for: each layer has its own. */
enum {
    LAYER_HAIRLINE = 1,
    LAYER_HAIRLINE_FINE,
    LAYER_OUTLINE,
    LAYER_PORES,
    LAYER_PORES_COARSE,
    LAYER_GLOSS,
    LAYER_SHEEN,
    LAYER_SHEEN_COARSE,
    LAYER_GROWN,
    LAYER_SPOT,
    LAYER_SPOT_X,
    LAYER_SPOT_Y,
    LAYER_SPOT_SIZE,
    LAYER_WOOD,
    LAYER_WOOD_FINE,
    LAYER_FOLDS,
    LAYER_WALL,
    LAYER_SHIRT,
    LAYER_SAMPLE_X,
    LAYER_SAMPLE_Y,
    LAYER_MELANIN = 32, /* and one for each octave */
    LAYER_BLOOD = 40
};
/* Smooth noise of zero mean and unit variance, one feature a unit of length; different for each layer. */
double scene_noise(uint64_t seed, int layer, double x, double y);
/* Uniform in [0, 1) for a lattice point. */
double scene_hash(uint64_t seed, int layer, int32_t x, int32_t y);

#endif
