/* engine/skin/weights.h - private: weights from reflectance to XYZ. */
#ifndef ENGINE_SKIN_WEIGHTS_H
#define ENGINE_SKIN_WEIGHTS_H

#include "skin/skin.h"

enum { SKIN_WEIGHTS = 6 };
/* D50/2, D50/10, D65/2, D65/10, A/2, A/10; X, Y, Z with sum of Y 100. */
extern const double skin_weights[SKIN_WEIGHTS][SCT_WAVELENGTHS][3];

#endif
