/* engine/skin/pigment.h - private: the pigments' optics as data. */
#ifndef ENGINE_SKIN_PIGMENT_H
#define ENGINE_SKIN_PIGMENT_H

#include "skin/skin.h"

/* One pigment at volume fraction 1. */
typedef struct skin_pigment {
    const char *ci, *name;
    double density;                                                  /* g/cm3 */
    int low_confidence;                                              /* its optical constants are poorly known */
    double absorption[SCT_WAVELENGTHS], scattering[SCT_WAVELENGTHS]; /* per cm */
    double anisotropy[SCT_WAVELENGTHS];
} skin_pigment;

enum { SKIN_PIGMENTS = 6 };
extern const skin_pigment skin_pigment_table[SKIN_PIGMENTS];

/* Index of a pigment from a caller's fixed array, or SCT_ERR_ARGUMENT with a message. */
SCT_NODISCARD sct_status skin_pigment_named(sct_context *ctx, const char ci[8], int *out);
/* The public form of an ink: the three spectra only. */
void skin_optics_of(const skin_ink *ink, sct_ink_optics *optics);

#endif
