/* tests/phantom/card.h - inside the phantom: painting a placed card. */
#ifndef TESTS_PHANTOM_CARD_H
#define TESTS_PHANTOM_CARD_H

#include "phantom/camera.h"

/* Paints the card over linear RGB, 16 samples a pixel. */
void card_paint(const phantom_planar *planar, const camera_model *camera, const phantom_params *params, float *rgb);

#endif
