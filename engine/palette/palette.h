/*
 * engine/palette/palette.h - the ink room for other rooms.
 */
#ifndef ENGINE_PALETTE_H
#define ENGINE_PALETTE_H

#include "base/base.h"
#include "colour/colour.h"
#include "scalptone/palette.h"
#include "skin/skin.h"

/* Concentration c = parts_ink / (parts_ink + parts_water), the quantity dilutions are interpolated in; NaN for parts that
 * cannot be mixed. */
double palette_concentration(double parts_ink, double parts_water);
/* Parts of water for 1 part of ink at concentration c in (0, 1]; NaN outside. */
double palette_parts_water(double concentration);

/*
 * Colour of an ink at a dilution from its measured colours of one state: Lab, piecewise linear in concentration,
 * measurements at the same concentration averaged. Beyond the measured range the last colour holds for one step of the
 * ink's dilution, no further. Colours over a black backing count only where there are no others. Returns 0 (and leaves
 * *out) when the palette has none.
 */
int palette_colour_at(const sct_ink *ink, sct_colour_state state, double parts_water, sct_lab *out);

/* The first CI number of the ink's composition whose optics are not known; null when all of them are. */
const char *palette_unknown_pigment(const sct_ink *ink);
/* The best optics of an ink: sct_palette_ink_optics, for one that is at hand. report may be null. */
SCT_NODISCARD sct_status palette_ink_optics(sct_context *ctx, const sct_ink *ink, sct_ink_optics *out,
                                            sct_palette_optics *report);

#endif
