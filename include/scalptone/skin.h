/*
 * scalptone/skin.h - skin as a turbid medium: what a client's tissue is made
 * of, and what colour an ink in it has.
 *
 * Pure functions of their arguments; no allocation; safe from any thread.
 */
#ifndef SCALPTONE_SKIN_H
#define SCALPTONE_SKIN_H

#include "base.h"
#include "colour.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SCT_WAVELENGTHS 31       /* 400 to 700 nm by 10 nm */

/* Optical make-up of a client's skin. */
typedef struct sct_tissue {
    double melanin;      /* volume fraction of melanosomes in the epidermis [0.001, 0.8] */
    double blood;        /* volume fraction of whole blood in the dermis [0.0003, 0.15] */
    double oxygen;       /* oxygen saturation [0, 1]; default 0.55 */
    double base;         /* scale of the bloodless baseline absorption [0.01, 5] */
    double scatter;      /* scale of the dermal scattering [0.25, 4]; default 1 */
    double epidermis_um; /* thickness, um [30, 200]; default 70 (scalp) */
} sct_tissue;
/* Fills the defaults of a light skin. */
SCT_API void sct_tissue_init(sct_tissue *tissue);

#ifdef __cplusplus
}
#endif
#endif
