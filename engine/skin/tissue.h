/* engine/skin/tissue.h - private: what tissue absorbs and scatters. */
#ifndef ENGINE_SKIN_TISSUE_H
#define ENGINE_SKIN_TISSUE_H

#include "skin/skin.h"

#define TISSUE_INDEX      1.40 /* refractive index of every layer; customary */
#define TISSUE_ANISOTROPY 0.80 /* 0.7 to 0.9 in the literature; at fixed mus' it moves a healed L* by 0.8 */

/* Molar extinction of haemoglobin, per cm and mol/l, averaged over 10 nm. */
extern const double tissue_oxyhaemoglobin[SCT_WAVELENGTHS], tissue_deoxyhaemoglobin[SCT_WAVELENGTHS];

/* Epidermis and dermis of a tissue. */
void tissue_media(const sct_tissue *tissue, skin_medium *epidermis, skin_medium *dermis);

#endif
