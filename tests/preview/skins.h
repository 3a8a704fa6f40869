/* tests/preview/skins.h - photos of bare skin made up for tests, looks in them, and what came of them. */
#ifndef TESTS_PREVIEW_SKINS_H
#define TESTS_PREVIEW_SKINS_H

#include "scalptone.h"
#include "support/images.h"
#include "support/support.h"

/* Skins from very light to very dark: D50 Lab. */
typedef struct skin_case {
    const char *name;
    sct_lab lab;
} skin_case;
enum { SKIN_CASES = 6 };
extern const skin_case skin_cases[SKIN_CASES];

/* A sRGB photo of one skin, 16 bit: light falls off across it by `shading`, each pixel has grain. cast: factors on the
 * linear channels, or null. pixels (3 * side * side) must outlive it. */
sct_photo *skin_photo(sct_context *ctx, sct_lab skin, uint32_t side, double shading, double grain, const double cast[3],
                      uint16_t *pixels);
/* Carbon black or an iron oxide brown at a dilution, as sct_heal has them in this skin. */
sct_look look_in_skin(sct_context *ctx, sct_lab skin, const char *ci, double fraction, double density_per_cm2,
                      double radius_mm);
/* Mean linear XYZ (D50) of a rectangle of a PNG file. */
sct_xyz mean_of_png(sct_context *ctx, const sct_bytes *png, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1);
sct_lab lab_of_xyz(sct_xyz xyz);

#endif
