/* tests/phantom/card.h - inside the phantom: painting a placed card. */
#ifndef TESTS_PHANTOM_CARD_H
#define TESTS_PHANTOM_CARD_H

#include "phantom/camera.h"

/* Darkens what lies in the card's soft shadow, which falls depth_px to the right and down; before card_paint. */
void card_shadow(const phantom_planar *planar, const phantom_params *params, double depth_px, float *rgb);
/* Paints the card over linear RGB, 16 samples a pixel. */
void card_paint(const phantom_planar *planar, const camera_model *camera, const phantom_params *params, float *rgb);

#endif
